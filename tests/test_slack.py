"""Slack: what users see, what attackers get, and that every question gets its one answer whatever fails."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import jsonschema
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import Answer, Uncertain
from adapters.slack import SlackAdapter, escape, mentions, plain, render
from adapters.slack.api import Transient, _refusal
from bot.content.book import ROOT
from bot.core.errors import SendError
from bot.core.index import Index
from bot.core.model import Bullets, Choice, Message, Paragraph, Reply, SourceLine
from bot.core.respond import Turn, respond
from bot.service import Limits, Service
from bot.settings import SlackSettings
from bot.store import SqlStore, open_store
from tests.fake_slack import ALICE, BOB, BOT, CHANNEL, DM, SECRET, TOKEN, FakeSlack, Sender, buttons, fake_slack, signed, thumb

SIGNED = "when was the MINUSCA agreement signed?"
WHICH = "which one is it"
"""Answered by :func:`asking_back` with a choice between two."""


class Bot(Sender):
    """A bot in front of a fake Slack, and what Slack sends to it."""

    service: Service
    adapter: SlackAdapter
    store: SqlStore


@asynccontextmanager
async def a_bot(
    index: Index, slack: FakeSlack, database: Path, limits: Limits | None = None, seconds: float = 2.0, **settings: Any
) -> AsyncIterator[Bot]:
    store = await open_store(str(database))
    service = Service(index, store, limits)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session, aiohttp.ClientSession() as outside:
        adapter = SlackAdapter(SlackSettings(bot_token=TOKEN, signing_secret=SECRET, api_url=slack.url + "api/", **settings), service, session)
        service.attach(adapter)
        app = web.Application()
        app.add_routes(adapter.routes())
        async with TestServer(app) as server:
            await adapter.start()
            await service.start()
            bot = Bot(outside, str(server.make_url("/slack/events")), slack)
            bot.service, bot.adapter, bot.store = service, adapter, store
            try:
                yield bot
            finally:
                await service.stop()
                await adapter.stop()
                await store.close()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as fake:
        yield fake


@pytest.fixture
async def bot(index: Index, slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Bot]:
    async with a_bot(index, slack, tmp_path / "liaison.db") as one:
        yield one


@pytest.fixture
def asking_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that is asked back, whatever the base holds."""

    def answer(message: Message, index: Index, context: Any = None) -> Turn:
        turn = respond(message, index, context)
        if message.text != WHICH:
            return turn
        choices = (Choice("mission/minusca", "MINUSCA", SIGNED), Choice("mission/minusma", "MINUSMA", "when was the MINUSMA agreement signed?"))
        reply = Reply("clarify", "en", (Paragraph("Which one do you mean?", (), False, True),), choices=choices)
        return replace(turn, reply=reply, text="Which one do you mean?\n1. MINUSCA\n2. MINUSMA", context=replace(turn.context, choices=choices))

    monkeypatch.setattr("bot.service.respond", answer)


def expected(index: Index, text: str) -> str:
    return escape(respond(Message(text, datetime.now(UTC)), index).text)


# ------------------------------------------------------------------ what a user gets


async def test_a_mention_is_answered_in_its_thread(bot: Bot, slack: FakeSlack, index: Index) -> None:
    ts = slack.ts()
    began = time.perf_counter()
    assert await bot.mention(SIGNED, ts=ts) == 200
    assert len(slack.messages) == 1, "answered before it was acknowledged"
    assert time.perf_counter() - began < 1
    message = slack.messages[0]
    assert (message["channel"], message["thread_ts"]) == (CHANNEL, ts)
    assert message["text"] == expected(index, SIGNED)
    assert "7 March 2018" in message["blocks"][0]["text"]["text"]
    assert message["unfurl_links"] in {"false", "0", False}
    assert check_blocks(message) is None
    assert [b["type"] for b in message["blocks"]].index("context") > 0


@pytest.mark.parametrize(("ts", "thread", "goes_to"), [("", "", None), ("", "1700000000.000100", "1700000000.000100")], ids=["flat", "thread"])
async def test_direct_messages(bot: Bot, slack: FakeSlack, ts: str, thread: str, goes_to: str | None) -> None:
    await bot.message(SIGNED, channel=DM, thread=thread)
    assert [m.get("thread_ts") for m in slack.messages] == [goes_to]


async def test_group_messages_are_like_channels(bot: Bot, slack: FakeSlack) -> None:
    ts = slack.ts()
    await bot.message(SIGNED, channel="G1", channel_type="mpim")
    await bot.message(f"<@{BOT}> {SIGNED}", channel="G1", channel_type="mpim", ts=ts)
    assert [m["thread_ts"] for m in slack.messages] == [ts]


async def test_texts_with_files_and_broadcasts_are_questions_too(bot: Bot, slack: FakeSlack) -> None:
    root = slack.ts()
    await bot.message(SIGNED, channel=DM, subtype="file_share", files=[{"id": "F1"}])
    await bot.mention(SIGNED, ts=root)
    await bot.message("what about minusma?", thread=root, subtype="thread_broadcast")
    await slack.until(3)
    assert "7 March 2018" in slack.posted[0] and "MINUSMA" in slack.posted[2]


@pytest.mark.usefixtures("asking_back")
async def test_an_org_wide_installation(bot: Bot, slack: FakeSlack) -> None:
    """Clicks name no team there, but that of the clicker."""
    await bot.mention(WHICH)
    grid = {"team": None, "enterprise": {"id": "E1", "name": "UN"}, "is_enterprise_install": True}
    assert await bot.click(slack.messages[0], buttons(slack.messages[0], "choice:")[0], **grid) == 200
    await slack.says(0, "7 March 2018")


async def test_a_thread_goes_on_without_a_mention(bot: Bot, slack: FakeSlack) -> None:
    root = slack.ts()
    await bot.mention(SIGNED, ts=root)
    await bot.message("what about minusma?", thread=root)
    await slack.until(2)
    assert slack.messages[1]["thread_ts"] == root
    await bot.message("where was it signed?", thread=root)  # understood, though the documents do not say
    await slack.until(3)
    assert "I do not know" in slack.posted[2]
    before = await stored(bot)
    for user, text, thread in [
        (ALICE, "shall we have lunch at noon tomorrow?", root),  # not understood: silent
        (BOB, SIGNED, root),  # somebody else, never asked here
        (ALICE, f"<@{BOB}> {SIGNED}", root),  # speaks to somebody else
        (ALICE, SIGNED, ""),  # the channel at large
        (ALICE, SIGNED, "1600000000.000001"),  # a thread of others
    ]:
        assert await bot.message(text, user=user, thread=thread) == 200
    await asyncio.sleep(0.05)
    assert len(slack.messages) == 3
    assert await stored(bot) == before + 1, "only the post in its own thread was ever stored"


async def stored(bot: Bot) -> int:
    from sqlalchemy import text

    async with bot.store.engine.connect() as db:
        return int(await db.scalar(text("SELECT count(*) FROM deliveries")))


async def test_without_history_follow_ups_need_a_mention(index: Index, slack: FakeSlack, tmp_path: Path) -> None:
    async with a_bot(index, slack, tmp_path / "x.db", history=False) as bot:
        root = slack.ts()
        await bot.mention(SIGNED, ts=root)
        await bot.message("what about minusma?", thread=root)
        await bot.mention("what about minusma?", thread=root)
        assert len(slack.messages) == 2


async def test_addressed_directly_it_always_answers(bot: Bot, slack: FakeSlack) -> None:
    for text in ["how is the weather", "thanks", "", "?!", "\u0000\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "a" * 1500]:
        await bot.mention(text)
    await slack.until(6)
    assert "characters" in slack.posted[5]


@pytest.mark.parametrize(
    ("text", "sign"), [(SIGNED, "7 March 2018"), ("", "You can ask"), ("help", "You can ask"), ("payload", ""), ("mali", "Mali")]
)
async def test_the_slash_command_answers_for_the_asker_alone(bot: Bot, slack: FakeSlack, text: str, sign: str) -> None:
    assert await bot.command(text) == 200
    await slack.until(1, "hooks")
    hook = slack.hooks[0]
    assert hook["response_type"] == "ephemeral"
    assert sign in hook["text"]
    assert not slack.messages
    assert check_blocks(hook) is None


async def test_share_posts_with_the_askers_name(bot: Bot, slack: FakeSlack) -> None:
    await bot.command(SIGNED)
    await slack.until(1, "hooks")
    (share,) = buttons(slack.hooks[0], "share")
    await bot.click({}, share, ephemeral=True)
    await slack.until(2, "hooks")
    shared = slack.hooks[1]
    assert shared["response_type"] == "in_channel"
    assert f"<@{ALICE}>" in shared["text"] and "7 March 2018" in shared["text"]
    assert not buttons(shared, "share")
    assert not slack.messages, "the bot need not be a member"


@pytest.mark.usefixtures("asking_back")
async def test_a_choice_resolves_in_place(bot: Bot, slack: FakeSlack) -> None:
    root = slack.ts()
    await bot.mention(WHICH, ts=root)
    message = dict(slack.messages[0])
    choice, other = buttons(message, "choice:")
    assert choice["action_id"] == "choice:mission/minusca"
    await bot.click(message, other, user=BOB)  # answers Bob alone
    await slack.until(1, "hooks")
    assert slack.hooks[0]["response_type"] == "ephemeral" and slack.hooks[0]["replace_original"] is False
    assert slack.messages[0]["text"] == message["text"]
    for _ in range(3):  # a nervous finger
        await bot.click(message, choice)
    await slack.says(0, "7 March 2018")
    await bot.service.stop()
    assert [m for m, _ in slack.calls].count("chat.update") == 1
    assert len(slack.messages) == 1


@pytest.mark.usefixtures("asking_back")
async def test_buttons_work_after_a_restart(index: Index, slack: FakeSlack, tmp_path: Path) -> None:
    async with a_bot(index, slack, tmp_path / "a.db") as bot:
        await bot.mention(WHICH)
        message = dict(slack.messages[0])
    async with a_bot(index, slack, tmp_path / "an empty one.db") as bot:  # not even the conversation is left
        await bot.click(message, buttons(message, "choice:")[0])
        await slack.says(0, "7 March 2018")


async def test_next_questions_are_buttons(bot: Bot, slack: FakeSlack) -> None:
    root = slack.ts()
    await bot.mention("MINUSCA", ts=root)
    asks = buttons(slack.messages[0], "ask:")
    assert asks
    await bot.click(slack.messages[0], asks[0])
    await slack.until(2)
    assert slack.messages[1]["thread_ts"] == root
    assert escape(json.loads(asks[0]["value"])["q"]) in slack.messages[1]["blocks"][0]["elements"][0]["text"]


async def test_the_rest_of_a_list_is_answered_below_it(bot: Bot, slack: FakeSlack) -> None:
    root = slack.ts()
    await bot.mention("list all partners", ts=root)
    message = dict(slack.messages[0])
    more = buttons(message, "more:")
    assert more, "longer than a page"
    await bot.click(message, more[0])
    await slack.until(2)
    assert slack.messages[1]["thread_ts"] == root and slack.messages[0]["text"] == message["text"], "the list stays"


@pytest.mark.usefixtures("asking_back")
async def test_clicks_where_the_bot_is_no_member_or_the_message_is_gone(bot: Bot, slack: FakeSlack) -> None:
    await bot.command("MINUSCA")
    await slack.until(1, "hooks")
    await bot.click({}, buttons(slack.hooks[0], "share")[0], ephemeral=True)  # into a channel in which it is no member
    await slack.until(2, "hooks")
    slack.faults = ["not_in_channel"]
    await bot.click({"channel": "C2"}, buttons(slack.hooks[1], "ask:")[0])
    await slack.until(3, "hooks")
    assert slack.hooks[2]["response_type"] == "ephemeral" and buttons(slack.hooks[2], "share")
    await bot.mention(WHICH)
    slack.faults = ["message_not_found"]
    await bot.click(slack.messages[0], buttons(slack.messages[0], "choice:")[0])
    await slack.until(4, "hooks")
    assert slack.hooks[3]["replace_original"] is True and "7 March 2018" in slack.hooks[3]["text"]


async def test_a_button_answers_again_what_only_the_clicker_saw(bot: Bot, slack: FakeSlack) -> None:
    await bot.mention("MINUSCA")
    (ask, *_) = buttons(slack.messages[0], "ask:")
    minute = time.time() // 60 * 60
    for at in (minute, minute + 0.3, minute + 20, minute + 600):
        await bot.click(slack.messages[0], ask, user=BOB, at=at)
        await bot.click(slack.messages[0], ask, at=at)
    await slack.until(2, "hooks")
    await bot.service.stop()
    assert len(slack.hooks) == 2, "a nervous finger counts once, ten minutes later it is asked anew"
    assert len(slack.messages) == 2, "what stands in the channel stands there"


async def test_thumbs(bot: Bot, slack: FakeSlack) -> None:
    from sqlalchemy import text

    ts = slack.ts()
    await bot.mention(SIGNED, ts=ts)
    message = slack.messages[0]
    assert await bot.click(message, thumb(message, "positive_button"), user=BOB) == 200
    assert await bot.click(message, thumb(message, "positive_button")) == 200
    assert await bot.click(message, thumb(message, "negative_button")) == 200  # changed her mind
    async with bot.store.engine.connect() as db:
        held = sorted(tuple(r) for r in await db.execute(text('SELECT platform, delivery, "user", helpful FROM feedback')))
    assert held == [("slack", f"T061EG9R6:{CHANNEL}:{ts}", f"T061EG9R6:{user}", helpful) for user, helpful in ((ALICE, 0), (BOB, 1))]
    assert len(slack.messages) == 1 and not slack.hooks, "no noise"
    await bot.mention("zorglub")
    assert thumb(slack.messages[1], "negative_button"), "an answer that is none can be found wanting too"
    await bot.mention("a" * 1500)
    assert not [b for b in slack.messages[2]["blocks"] if b["type"] == "context_actions"]


@pytest.mark.parametrize("value", ["", "{}", "[]", "null", '{"d": "x"}'])
async def test_foreign_thumbs_are_acknowledged(bot: Bot, value: str) -> None:
    assert await bot.click({}, {"type": "feedback_buttons", "action_id": "feedback", "value": value}) == 200


@pytest.mark.parametrize("action", [{"action_id": "choice:x"}, {"action_id": "other", "value": "{}"}, {"action_id": "share", "value": "[]"}, {"action_id": "ask:", "value": '{"u": 1}'}])  # fmt: skip
async def test_foreign_buttons_are_acknowledged(bot: Bot, slack: FakeSlack, action: dict[str, Any]) -> None:
    assert await bot.click({}, action) == 200
    await asyncio.sleep(0.05)
    assert not slack.messages and not slack.hooks


async def test_french_is_answered_in_french(bot: Bot, slack: FakeSlack) -> None:
    await bot.mention("quand l'accord avec la MINUSCA a-t-il été signé ? " + "Merci beaucoup d'avance pour votre réponse. " * 40)
    assert "caractères" in slack.posted.pop()
    slack.messages.clear()
    await bot.mention("quand l'accord avec la MINUSCA a-t-il été signé ?")
    assert "7 mars 2018" in slack.posted[0]


# ------------------------------------------------------------------ noise


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "subtype": "bot_message", "bot_id": "B1", "text": SIGNED},
        {"type": "message", "bot_id": "B1", "user": ALICE, "text": SIGNED},
        {"type": "message", "user": BOT, "text": SIGNED},
        {"type": "message", "user": "USLACKBOT", "text": f"Reminder: {SIGNED}"},
        {"type": "message", "subtype": "message_changed", "message": {"text": SIGNED, "user": ALICE}},
        {"type": "message", "subtype": "message_deleted", "deleted_ts": "1"},
        {"type": "message", "subtype": "channel_join", "user": ALICE, "text": f"<@{ALICE}> has joined the channel"},
        {"type": "message", "subtype": "file_share", "user": ALICE, "text": "", "files": [{"id": "F1"}]},
        {"type": "app_mention", "user": ALICE, "text": f"<@{BOT}>", "files": [{"id": "F1"}]},
        {"type": "app_mention", "user": ALICE, "text": f"<@{BOT}> {SIGNED}", "edited": {"user": ALICE, "ts": "1"}},
        {"type": "reaction_added", "user": ALICE, "reaction": "eyes", "item": {}},
        {"type": "member_joined_channel", "user": BOT},
        {"type": "app_home_opened", "user": ALICE, "tab": "home"},
        {"type": "something_new"},
    ],
    ids=lambda e: f"{e['type']} {e.get('subtype', '')}",
)
async def test_noise_is_acknowledged_and_ignored(bot: Bot, slack: FakeSlack, event: dict[str, Any]) -> None:
    assert await bot.event({"channel": DM, "channel_type": "im", "ts": slack.ts(), **event}) == 200
    await asyncio.sleep(0.02)
    assert not slack.messages


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "x"}, "user": {"id": ALICE}},
        {"type": "shortcut", "callback_id": "x", "user": {"id": ALICE}},
        {"type": "app_rate_limited", "team_id": "T1"},
    ],
    ids=lambda p: p["type"],
)
async def test_what_nobody_handles_is_acknowledged(bot: Bot, payload: dict[str, Any]) -> None:
    body = json.dumps(payload).encode()
    assert await bot.raw(body, signed(body, "application/json")) == 200


async def test_url_verification(bot: Bot) -> None:
    body = json.dumps({"type": "url_verification", "token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}).encode()
    async with bot.session.post(bot.target, data=body, headers=signed(body, "application/json")) as response:
        assert response.status == 200 and "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" in await response.text()


# ------------------------------------------------------------------ signatures


NOW = lambda: str(int(time.time()))  # noqa: E731  # a table of times, each made when it is used
ATTACKS: dict[str, Callable[[bytes], tuple[bytes, dict[str, str]]]] = {
    "unsigned": lambda b: (b, {"Content-Type": "application/json"}),
    "unsigned bad json": lambda _: (b"{", {"Content-Type": "application/json"}),
    "no signature": lambda b: (b, {"X-Slack-Request-Timestamp": NOW()}),
    "wrong secret": lambda b: (b, signed(b, "application/json", secret="0" * 32)),
    "other body": lambda b: (b + b" ", signed(b, "application/json")),
    "old": lambda b: (b, signed(b, "application/json", stamp=str(int(time.time()) - 301))),
    "future": lambda b: (b, signed(b, "application/json", stamp=str(int(time.time()) + 310))),
    "time is no number": lambda b: (b, signed(b, "application/json", stamp="now")),
    "time is negative": lambda b: (b, signed(b, "application/json", stamp="-1")),
    "time is huge": lambda b: (b, signed(b, "application/json", stamp="9" * 400)),
    "time is a fraction": lambda b: (b, signed(b, "application/json", stamp=f"{time.time()}")),
    "time in other digits": lambda b: (b, {**signed(b, "application/json"), "X-Slack-Request-Timestamp": "١٧"}),
    "signature is not ascii": lambda b: (b, {**signed(b, "application/json"), "X-Slack-Signature": "v0=é"}),
    "upper case": lambda b: (b, {**signed(b, "application/json"), "X-Slack-Signature": signed(b, "")["X-Slack-Signature"].upper()}),
    "other version": lambda b: (b, {**signed(b, "application/json"), "X-Slack-Signature": signed(b, "")["X-Slack-Signature"].replace("v0", "v1")}),
    "broken encoding": lambda b: (b, {**signed(b, "application/json"), "Content-Encoding": "gzip"}),
    "huge": lambda _: (b"{" * 1_040_000 + b"}" * 20_000, {"Content-Type": "application/json"}),
    "ssl_check": lambda _: (b"ssl_check=1&token=x", signed(b"ssl_check=1&token=x", "application/x-www-form-urlencoded", secret="0" * 32)),
}


@pytest.mark.parametrize("name", ATTACKS)
async def test_a_bad_signature_gets_401_and_causes_nothing(bot: Bot, slack: FakeSlack, name: str) -> None:
    event = {"type": "app_mention", "user": ALICE, "text": SIGNED, "ts": slack.ts(), "channel": CHANNEL}
    body, headers = ATTACKS[name](json.dumps({"type": "event_callback", "team_id": "T1", "event": event}).encode())
    assert await bot.raw(body, headers) == 401
    assert not slack.messages and await stored(bot) == 0


def test_the_signature_is_that_of_slacks_documentation() -> None:
    from tests.fake_slack import signature

    form = {
        "token": "xyzz0WbapA4vBCDEFasx0q6G", "team_id": "T1DC2JH3J", "team_domain": "testteamnow", "channel_id": "G8PSS9T3V",
        "channel_name": "foobar", "user_id": "U2CERLKJA", "user_name": "roadrunner", "command": "/webhook-collect", "text": "",
        "response_url": "https://hooks.slack.com/commands/T1DC2JH3J/397700885554/96rGlfmibIGlgcZRskXaIFfN",
        "trigger_id": "398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    }  # fmt: skip
    wanted = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature(urlencode(form).encode(), "1531420618") == wanted


@pytest.mark.parametrize("body", [b"{", b"[1]", b"null", b"\xff\xfe", b"payload={", b"payload=[1]", b"{" * 100_000, b""], ids=range(8))
async def test_a_signed_bad_body_is_refused(bot: Bot, body: bytes) -> None:
    assert await bot.raw(body, signed(body, "application/json")) in {200, 400}


# ------------------------------------------------------------------ one answer whatever fails


async def test_one_post_is_answered_once(bot: Bot, slack: FakeSlack) -> None:
    ts = slack.ts()
    retries = [bot.mention(SIGNED, ts=ts) for _ in range(5)] + [bot.message(f"<@{BOT}> {SIGNED}", ts=ts) for _ in range(5)]
    assert await asyncio.gather(*retries) == [200] * 10
    event = {"type": "app_mention", "user": ALICE, "text": f"<@{BOT}> {SIGNED}", "ts": ts, "channel": CHANNEL}
    await bot.event(event, **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    await asyncio.sleep(0.05)
    assert len(slack.messages) == 1


async def test_a_redelivery_after_a_restart_is_not_answered_again(index: Index, slack: FakeSlack, tmp_path: Path) -> None:
    ts = slack.ts()
    for _ in range(2):
        async with a_bot(index, slack, tmp_path / "x.db") as bot:
            assert await bot.mention(SIGNED, ts=ts) == 200
    assert len(slack.messages) == 1


FAULTY = ["429", "500", "503 html", "internal_error", "fatal_error", "broken json", "drop", "post and drop", "slow", "post and slow"]
UNKNOWN = {"post and drop", "post and slow"}
"""Posted, but the bot cannot know it."""


@pytest.mark.parametrize("fault", FAULTY)
@pytest.mark.parametrize("history", [True, False], ids=["history", "no history"])
async def test_faults_of_the_web_api(index: Index, slack: FakeSlack, tmp_path: Path, fault: str, history: bool) -> None:
    slack.faults, slack.history = [fault], history
    async with a_bot(index, slack, tmp_path / "x.db", seconds=0.4) as bot:
        began = time.monotonic()
        assert await bot.mention(SIGNED) == 200
        # With the scope it is looked up before it is posted again. Without, nobody can know: the permitted duplicate.
        wanted = 2 if fault in UNKNOWN and not history else 1
        await slack.until(wanted)
        await bot.service.stop()
        assert len(slack.messages) == wanted
        if fault == "429":
            assert time.monotonic() - began >= 1


@pytest.mark.parametrize("fault", ["429", "500", "503 html", "drop", "slow", "post and drop", "post and slow"])
async def test_faults_of_response_urls(index: Index, slack: FakeSlack, tmp_path: Path, fault: str) -> None:
    slack.faults = [fault]
    async with a_bot(index, slack, tmp_path / "x.db", seconds=0.4) as bot:
        await bot.command(SIGNED)
        wanted = 2 if fault in UNKNOWN else 1  # nothing can be looked up there
        await slack.until(wanted, "hooks")
        await bot.service.stop()
        assert len(slack.hooks) == wanted


async def test_what_slack_never_confirms_is_not_posted_for_ever(index: Index, slack: FakeSlack, tmp_path: Path) -> None:
    slack.faults, slack.history = ["post and drop"] * 20, False
    async with a_bot(index, slack, tmp_path / "x.db", seconds=0.4) as bot:
        await bot.mention(SIGNED)
        await asyncio.sleep(3)  # the service looks for open questions every second
        assert len(slack.messages) == 2
        slack.messages.clear()
        await bot.command(SIGNED)
        await asyncio.sleep(3)
        assert len(slack.hooks) == 2


@pytest.mark.parametrize(
    ("status", "code", "sent"),
    [(503, "", False), (502, "", False), (200, "service_unavailable", False), (500, "", True), (504, "", True), (200, "internal_error", True)],
)
def test_what_slack_did_not_take_is_no_doubt(status: int, code: str, sent: bool) -> None:
    """So that an answer waits through an outage, and is not given up as if it might stand there."""
    refusal = _refusal(status, code, {})
    assert isinstance(refusal, Transient) and refusal.sent is sent


@pytest.mark.parametrize("fault", ["500", "drop"])
async def test_a_replacement_is_no_doubt(bot: Bot, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr("adapters.slack.api.PATIENCE", 0.0)
    slack.faults = [fault] * 20
    with pytest.raises(SendError) as updating:
        await bot.adapter.api.update(CHANNEL, "1.0", {"text": "x", "blocks": []})
    assert not isinstance(updating.value, Uncertain)


@pytest.mark.parametrize("headers", [{}, {"X-Slack-Signature": "v0=0"}, {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=0"}])
async def test_a_body_without_a_signature_is_not_waited_for(bot: Bot, headers: dict[str, str]) -> None:
    async def never() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(30)

    async with asyncio.timeout(3), bot.session.post(bot.target, data=never(), headers=headers) as response:
        assert response.status == 401


async def test_a_look_up_that_fails_is_made_again(bot: Bot, slack: FakeSlack) -> None:
    slack.faults, slack.lookup_faults = ["post and drop"], ["500", "drop"]
    await bot.mention(SIGNED)
    await bot.service.stop()
    assert len(slack.messages) == 1 and [m for m, _ in slack.calls].count("conversations.replies") == 3


async def test_a_rate_limit_holds_for_every_answer_to_that_channel(bot: Bot, slack: FakeSlack) -> None:
    slack.faults = ["429 two"]
    asks = [asyncio.create_task(bot.mention(SIGNED))]
    while not slack.calls or slack.calls[-1][0] != "chat.postMessage":  # noqa: ASYNC110  # polling is simplest for a list
        await asyncio.sleep(0.01)
    asks += [asyncio.create_task(bot.mention(SIGNED)), asyncio.create_task(bot.mention(SIGNED, channel="C2"))]
    await slack.until(3)
    await asyncio.gather(*asks)
    told, elsewhere, *rest = [at for at, (method, _) in zip(slack.times, slack.calls, strict=True) if method == "chat.postMessage"]
    assert slack.messages[0]["channel"] == "C2" and elsewhere - told < 1
    assert len(rest) == 2 and all(at - told >= 2 for at in rest), "not once before Slack said"


async def test_a_rate_limit_that_goes_on_is_waited_for(bot: Bot, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.api.PATIENCE", 0.5)
    slack.faults = ["429"]
    assert await bot.mention(SIGNED) == 200
    await slack.until(1)  # put back, and taken up when it is due
    first, second = (at for at, (method, _) in zip(slack.times, slack.calls, strict=True) if method == "chat.postMessage")
    assert second - first >= 1


async def test_refused_blocks_lead_to_simpler_ones(bot: Bot, slack: FakeSlack) -> None:
    slack.faults = ["invalid_blocks"]
    await bot.mention(SIGNED)
    assert {b["type"] for b in slack.messages[0]["blocks"]} == {"section", "context", "actions"}, "without the thumbs"
    slack.faults = ["invalid_blocks"] * 2
    await bot.command(SIGNED)
    await slack.until(1, "hooks")
    assert slack.hooks[0]["blocks"] == [] and "7 March 2018" in slack.hooks[0]["text"]
    slack.faults = ["expired_url"]
    await bot.command(SIGNED)
    await bot.service.stop()
    assert len(slack.hooks) == 1 and [m for m, _ in slack.calls].count("hook") == 4, "a final refusal is final"


async def test_nothing_is_acknowledged_that_is_not_stored(bot: Bot, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("no database")

    await bot.mention("MINUSCA")
    monkeypatch.setattr(bot.store, "take", broken)
    monkeypatch.setattr(bot.store, "feedback", broken)
    message = slack.messages[0]
    assert await bot.mention(SIGNED) == 500
    assert await bot.command(SIGNED) == 500
    assert await bot.click(message, buttons(message, "ask:")[0]) == 500
    assert await bot.click(message, thumb(message, "positive_button")) == 500


async def test_a_time_out_is_retried(index: Index, slack: FakeSlack, tmp_path: Path) -> None:
    slack.faults = ["slow"]
    async with a_bot(index, slack, tmp_path / "x.db", seconds=0.15) as bot:
        assert await bot.mention(SIGNED) == 200
        await slack.until(1)
        await bot.service.stop()
    assert len(slack.messages) == 1


async def test_a_long_wait_and_a_final_refusal(bot: Bot, slack: FakeSlack) -> None:
    slack.faults = ["channel_not_found"]
    assert await bot.mention(SIGNED) == 200
    slack.faults = ["429 long"]
    assert await bot.mention(SIGNED) == 200
    claimed = await bot.store.claim(datetime.now(UTC).replace(year=2030), datetime.now(UTC), 10)
    assert len(claimed) == 1, "the refused one is gone, the postponed one is kept"
    assert not slack.messages


async def test_a_failing_auth_test_drops_nothing(index: Index, slack: FakeSlack, tmp_path: Path) -> None:
    slack.auth_faults = ["500", "429"]
    async with a_bot(index, slack, tmp_path / "x.db") as bot:
        assert not bot.adapter.ready
        assert await bot.mention(SIGNED) == 200
        assert len(slack.messages) == 1
        deadline = time.monotonic() + 8
        while not bot.adapter.ready:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)


async def test_shutdown_under_load_loses_nothing(index: Index, slack: FakeSlack, tmp_path: Path) -> None:
    slack.faults = ["slow"] * 40
    taken: list[str] = []
    async with a_bot(index, slack, tmp_path / "x.db", Limits(grace=0.1, rate=1000)) as bot:

        async def ask(number: int) -> None:
            ts = f"1700000000.{number:06d}"
            if await bot.mention(SIGNED, ts=ts, user=f"U{number}") == 200:
                taken.append(ts)

        asks = [asyncio.create_task(ask(n)) for n in range(40)]
        await asyncio.sleep(0.25)
        await bot.service.stop()
        await asyncio.gather(*asks)
        assert await bot.mention(SIGNED) == 503
    async with a_bot(index, slack, tmp_path / "x.db") as bot:
        await slack.until(len(taken))
        await bot.service.stop()
    threads = [m["thread_ts"] for m in slack.messages]
    assert set(taken) <= set(threads) and len(threads) == len(set(threads))


class Serving:
    """``app.py serve`` in processes of their own, one after the other, on the same port and database."""

    def __init__(self, session: aiohttp.ClientSession, slack: FakeSlack, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.session, self.folder, self.base, self.database = session, folder, f"http://127.0.0.1:{port}", folder / "x.db"
        self.environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack.url + "api/", "PORT": str(port), "LIAISON_DATABASE": str(self.database), "LIAISON_RATE": "1000",
        }  # fmt: skip

    async def start(self, *program: str) -> asyncio.subprocess.Process:
        """Returns when it can serve, or has died of what it found."""
        program = program or (str(ROOT / "app.py"),)
        process = await asyncio.create_subprocess_exec(
            sys.executable, *program, "serve", env=self.environment, cwd=self.folder, stderr=asyncio.subprocess.DEVNULL
        )
        deadline = time.monotonic() + 30
        while process.returncode is None:
            assert time.monotonic() < deadline, "did not start"
            try:
                async with self.session.get(f"{self.base}/healthz") as response:
                    if response.status == 200:
                        break
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.02)
        return process

    def open(self) -> list[dict[str, Any]]:
        """What was taken and is not recorded as answered, while no process runs."""
        with closing(sqlite3.connect(self.database)) as db:
            return [json.loads(row[0]) for row in db.execute("SELECT incoming FROM questions")]


@pytest.mark.parametrize("history", [True, False], ids=["history", "no history"])
async def test_kill_and_restart(slack: FakeSlack, tmp_path: Path, history: bool) -> None:
    """kill -9 under load, then a restart with redelivery: each question answered, none twice but for the one exception, counted.

    The exception is what stood in Slack at the kill and was not yet recorded. Slack answers every third post late, so that there is some.
    """
    slack.history = history
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        serving = Serving(session, slack, tmp_path)
        bot = Sender(session, f"{serving.base}/slack/events", slack)
        stamps, hooks = [f"1700000000.{n:06d}" for n in range(40)], [f"h{n}" for n in range(20)]
        acknowledged: set[str] = set()

        async def ask(name: str) -> None:
            asking = bot.command(SIGNED, user=f"U{name}", hook=name) if name in hooks else bot.mention(SIGNED, ts=name, user=f"U{name[-3:]}")
            try:
                if await asking == 200:
                    acknowledged.add(name)
            except aiohttp.ClientError:
                pass

        slack.faults = ["", "slow", "post and slow"] * 20
        process = await serving.start()
        names = [*hooks[:10], *stamps[:20], *hooks[10:], *stamps[20:]]
        asks = [asyncio.create_task(ask(name)) for name in names]
        while not slack.messages or not slack.hooks or len(slack.messages) + len(slack.hooks) < 12:  # noqa: ASYNC110  # two lists
            await asyncio.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        await asyncio.gather(*asks)
        left = serving.open()
        posted, responded = [m["thread_ts"] for m in slack.messages], list(slack.hook_ids)
        assert len(posted) < len(stamps), "killed too late to show anything"
        excepted = [q["address"]["since"] for q in left if q["address"].get("since") in posted]
        excepted_hooks = [i for q in left if (i := q["address"].get("url", "").rsplit("/", 1)[-1]) in responded]
        assert excepted or excepted_hooks, "the exception was to be shown too"
        commands = set(hooks) & acknowledged | set(responded) | {q["address"]["url"].rsplit("/", 1)[-1] for q in left if "url" in q["address"]}

        slack.faults = []
        process = await serving.start()
        await asyncio.gather(*(ask(ts) for ts in stamps))  # Slack redelivers events, but neither commands nor clicks
        assert set(stamps) <= acknowledged
        twice, twice_hooks = [] if history else excepted, excepted_hooks
        await slack.until(len(stamps) + len(twice), seconds=20)
        await slack.until(len(commands) + len(twice_hooks), "hooks", seconds=20)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    assert sorted(m["thread_ts"] for m in slack.messages) == sorted(stamps + twice), "once; the exception is looked up, or else is there twice"
    assert sorted(slack.hook_ids) == sorted([*commands, *twice_hooks])


POISON = """
import os, sys, bot.service
core = bot.service.respond

def deadly(message, *rest):
    if "poison" in message.text:
        os._exit(137)
    return core(message, *rest)

bot.service.respond = deadly
from bot.cli import main
main()
"""


async def test_a_message_that_kills_the_process_is_given_up_and_harms_no_other(slack: FakeSlack, tmp_path: Path) -> None:
    """A real process that dies of a message, started again each time as a supervisor would, with Slack's redeliveries."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        serving = Serving(session, slack, tmp_path)
        bot = Sender(session, f"{serving.base}/slack/events", slack)
        stamps = [f"1700000000.{n:06d}" for n in range(12)]
        poisoned = stamps[6]

        async def ask(ts: str) -> None:
            with suppress(aiohttp.ClientError):
                await bot.mention("the poison" if ts == poisoned else SIGNED, ts=ts, user=f"U{ts[-3:]}")

        deaths = 0
        slack.faults = ["slow"] * 12  # so that the others are in work when it strikes
        while True:
            process = await serving.start("-c", POISON)
            await asyncio.gather(*(ask(ts) for ts in stamps))
            # on a busy machine it takes its time to die; alive, it answers every message
            ends = [asyncio.ensure_future(process.wait()), asyncio.ensure_future(slack.until(12, seconds=60))]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in ends:
                end.cancel()
            if process.returncode is None:
                break
            assert process.returncode == 137
            deaths += 1
            assert deaths <= 1 + Limits().starts, "the first time, and as often as it is taken up again"
        assert deaths == 1 + Limits().starts
        await slack.until(12)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    told = {m["thread_ts"]: m["text"] for m in slack.messages}
    assert sorted(m["thread_ts"] for m in slack.messages) == stamps, "every other once, looked up where that was in doubt"
    assert told.pop(poisoned).startswith("Sorry") and all("7 March 2018" in t for t in told.values())
    assert serving.open() == []


# ------------------------------------------------------------------ text and blocks


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (f"<@{BOT}> when?", "when?"),
        (f"<@{BOT}|liaison> when?", "when?"),
        ("<!channel> <!here> <!subteam^S1|@all> x", "x"),
        ("<!date^1392734382^{date}|18 Feb 2014> x", "18 Feb 2014 x"),
        ("in <#C1|general>", "in general"),
        ("<https://un.org|the site> and <https://un.org>", "the site and https://un.org"),
        ("<mailto:a@b.org|a@b.org> <tel:+431234|+431234>", "a@b.org +431234"),
        ("a &amp; b &lt;!channel&gt; &amp;lt;", "a & b <!channel> &lt;"),
        ("*MINUSCA* _and_ ~no~ `code` ```block```", "MINUSCA and no code block"),
        ("snake_case 2*3*4 and 2 * 3", "snake_case 2*3*4 and 2 * 3"),
        ("*_both_* **twice**", "both twice"),
        ("*" * 40_000 + "x", "x"),  # a pattern that pairs the marks would take minutes
        ("when was MINUSMA created? :wave:", "when was MINUSMA created?"),
        ("at 10:30:15", "at 10:30:15"),
    ],
)
def test_plain(said: str, read: str) -> None:
    assert plain(said) == read


def test_mentions() -> None:
    assert mentions(f"<@{BOT}> <@{BOB}|bob> <!here> <!subteam^S1|@x> <#C1|y> <https://x.org>") == {BOT, BOB, "here", "S1"}


HOSTILE = [
    "<!channel> & <!here>",
    "<@U2147483697> <https://x.org|y>",
    "`code` ```block``` *bold* ~gone~ _it_",
    "&lt;!channel&gt;",
    "\n> quote",
    "a" * 9000,
    "\U0001f600 \u202e",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_inert_everywhere(index: Index, text: str) -> None:
    choices = tuple(Choice(f"x/{n}", f"{text}{n}", f"{text}{n}") for n in range(30))
    sources = tuple(SourceLine(n, "s", text[:300], text[:300], "2018", n) for n in range(1, 40))
    parts = (Paragraph(text, (1,), True, True), Bullets(tuple(Paragraph(text[:500], (1, 2)) for _ in range(20))))
    reply = Reply("answer", "en", parts, sources, choices, (text, text, "x"))
    for message in render(Answer(reply, text, text, "d"), index, ALICE, share=True, heading=escape(text[:300])):
        assert check_blocks(message) is None
        for shown in [message["text"], *texts(message["blocks"])]:
            assert not re.search(r"<[!@#h]|`|(?<!\w)~", shown)
    assert plain(escape("a & b <!channel>")) == "a & b <!channel>"


async def test_a_hostile_question_end_to_end(bot: Bot, slack: FakeSlack) -> None:
    await bot.mention("<!channel> &lt;!here&gt; &lt;@U1&gt; `zorglub` <https://evil.org|zorglub>")
    shown = json.dumps(slack.messages[0]["blocks"]) + slack.posted[0]
    assert "zorglub" in shown and not re.search(r"<[!@]|`|<https", shown)


def texts(blocks: Any) -> list[str]:
    """All mrkdwn of blocks."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if blocks.get("type") == "mrkdwn" else []
        return own + [t for k, v in blocks.items() if k != "value" for t in texts(v)]
    return [t for b in blocks for t in texts(b)] if isinstance(blocks, list) else []


def check_blocks(message: dict[str, Any]) -> None:
    """Slack's limits of Block Kit, from its reference; raises AssertionError."""
    blocks = message["blocks"]
    assert 1 <= len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) < 13_200
    assert 0 < len(message["text"]) <= 40_000
    actions: list[str] = []
    for block in blocks:
        match block["type"]:
            case "section":
                assert 1 <= len(block["text"]["text"]) <= 3000
            case "context":
                assert 1 <= len(block["elements"]) <= 10
                assert all(e["type"] == "mrkdwn" and 1 <= len(e["text"]) <= 2000 for e in block["elements"])
            case "actions":
                assert 1 <= len(block["elements"]) <= 25
                for e in block["elements"]:
                    assert e["type"] == "button" and e["text"]["type"] == "plain_text"
                    assert 1 <= len(e["text"]["text"]) <= 75 and len(e["value"]) <= 2000 and 1 <= len(e["action_id"]) <= 255
                    actions.append(e["action_id"])
            case "context_actions":
                assert 1 <= len(block["elements"]) <= 5
                for e in block["elements"]:
                    assert e["type"] == "feedback_buttons" and 1 <= len(e["action_id"]) <= 255
                    for one in (e["positive_button"], e["negative_button"]):
                        assert one["text"]["type"] == "plain_text" and 1 <= len(one["text"]["text"]) <= 75
                        assert 1 <= len(one["accessibility_label"]) <= 75 and 1 <= len(one["value"]) <= 2000
                    actions.append(e["action_id"])
            case other:
                raise AssertionError(other)
    assert len(actions) == len(set(actions))


def test_blocks_of_every_entity_and_intent_hold_slacks_limits(index: Index) -> None:
    """All that can be asked by name, and every example of every intent; the statements and sources all stand in the blocks."""
    questions = [n for e in index.base.entities.values() for n in e.name]
    questions += [n for t in index.base.types.values() for n in (f"list all {t.label.many['en']}", t.label.many["fr"])]
    questions += [x for i in index.language.intents for x in i.examples]
    for question in dict.fromkeys(questions):
        turn = respond(Message(question, datetime(2026, 1, 1, tzinfo=UTC)), index)
        messages = render(Answer(turn.reply, turn.text, question, "d"), index, ALICE, share=True)
        assert len(messages) == 1, question
        check_blocks(messages[0])
        shown = "\n".join(texts(messages[0]["blocks"]))
        for part in turn.reply.parts:
            for one in (part,) if isinstance(part, Paragraph) else part.items:
                assert escape(one.text).strip() in shown
        for source in turn.reply.citations:
            assert escape(f"[{source.number}] {source.line}") in shown


# ------------------------------------------------------------------ manifests

SCHEMA = ROOT.parent / "shared" / "schemas" / "slack-manifest-2.0.0.schema.json"
MANIFESTS = ["slack-manifest.yaml", "slack-manifest-without-history.yaml"]


@pytest.mark.parametrize("name", MANIFESTS)
@pytest.mark.skipif(not SCHEMA.exists() and os.environ.get("CI") != "true", reason="the published schemas are not beside the repository")
def test_manifest_is_valid(name: str) -> None:
    jsonschema.validate(yaml.safe_load((ROOT / "deploy" / name).read_text("utf-8")), json.loads(SCHEMA.read_text("utf-8")))


def test_manifests_ask_for_what_is_used() -> None:
    full, small = (yaml.safe_load((ROOT / "deploy" / name).read_text("utf-8")) for name in MANIFESTS)
    base = {"app_mentions:read", "chat:write", "commands", "im:history"}
    assert set(small["oauth_config"]["scopes"]["bot"]) == base
    assert set(full["oauth_config"]["scopes"]["bot"]) == base | {"channels:history", "groups:history", "mpim:history"}
    assert set(small["settings"]["event_subscriptions"]["bot_events"]) == {"app_mention", "message.im"}
    assert set(full["settings"]["event_subscriptions"]["bot_events"]) == {
        "app_mention",
        "message.im",
        "message.channels",
        "message.groups",
        "message.mpim",
    }
    for manifest in (full, small):
        urls = [manifest["settings"]["event_subscriptions"]["request_url"], manifest["settings"]["interactivity"]["request_url"]]
        urls.append(manifest["features"]["slash_commands"][0]["url"])
        assert all(u.endswith("/slack/events") for u in urls)
