"""Throughput in Teams: ``python -m tests.bench_teams``. The bot against a bare aiohttp handler with the same checks.

Each server has a process of its own; this process plays Microsoft and the users for all of them, so that their work is nobody's time.
Like is compared with like: every server checks every token and activity with the same validator and posts one activity for each message
through the same connector to the same fake; the bare one posts the text as it came. All are up from the start and take turns, a round
each: whoever else uses the machine is in the way of all of them, and the ratio is the middle one of the rounds' own ratios.

The CPU time of the server for one message is printed too, of all its threads. It says what a change is worth even where others work on
the machine; the rate also holds what the server waits for (the disk, the fake). Prints figures; asserts only that everything was answered.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import Adapter, Answer, Incoming
from adapters.teams import TeamsAdapter
from adapters.teams.auth import Keys, ServiceHosts, Validator
from adapters.teams.connector import BotToken, Connector
from adapters.teams.read import address_of
from adapters.teams.render import encode
from bot import service
from bot.content.book import ROOT, load_index
from bot.core.index import Index
from bot.core.model import Context, Message
from bot.core.respond import Turn, respond
from bot.serve import settle
from bot.service import Limits, Service, Taken
from bot.store import open_store
from tests.fake_teams import APP, ISSUER, SECRET, TENANT, Bot, Microsoft, settings

MESSAGES, AT_ONCE, ROUNDS = 500, 16, 7
QUESTIONS = ("When was the MINUSCA agreement signed?", "Who is the head of MINUSMA?", "What does UNODC stand for?", "hello")


async def _listen(routes: list[web.RouteDef], pipe: Any) -> None:
    """Serve until told to stop."""
    settle()
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
    await runner.cleanup()


async def _echo(url: str, _: str, pipe: Any) -> None:
    microsoft = Microsoft(url=url)
    async with aiohttp.ClientSession() as session:
        hosts = ServiceHosts((url,))
        validator = Validator(APP, ISSUER, Keys(session, f"{url}/openid"), hosts, frozenset({TENANT}))
        given = settings(microsoft)
        connector = Connector(session, hosts, BotToken(session, given.token_url, APP, SECRET, "scope"))

        async def handle(request: web.Request) -> web.Response:
            caller = await validator.token(request.headers["Authorization"])
            activity = json.loads(await request.read())
            validator.activity(caller, activity)
            await connector.post(address_of(activity), encode({"type": "message", "text": activity["text"]}), 10)
            return web.Response()

        await _listen([web.post("/api/messages", handle)], pipe)
        await validator.keys.close()


class Instant(Service):
    """Answers at once, without core and store: what is left is the adapter."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.reply = respond(Message(QUESTIONS[0], datetime.now(UTC)), index)

    async def take(self, incoming: Incoming, wait: float = 0.0) -> Taken:
        await self.adapter.send(incoming.address, Answer(self.reply.reply, self.reply.text, "", incoming.delivery))
        return Taken.ANSWERED

    def attach(self, adapter: Adapter) -> None:
        self.adapter = adapter


async def _adapter(url: str, _: str, pipe: Any) -> None:
    instant = Instant(load_index(ROOT / "facts", ROOT / "intents")[0])
    async with aiohttp.ClientSession() as session:
        adapter = TeamsAdapter(settings(Microsoft(url=url)), instant, session)
        instant.attach(adapter)
        await _listen(list(adapter.routes()), pipe)
        await adapter.stop()


async def _bot(url: str, folder: str, pipe: Any) -> None:
    store = await open_store(str(Path(folder) / "bench.db"))
    answering = Service(load_index(ROOT / "facts", ROOT / "intents")[0], store, Limits(rate=1_000_000))
    async with aiohttp.ClientSession() as session:
        adapter = TeamsAdapter(settings(Microsoft(url=url)), answering, session)
        answering.attach(adapter)
        await answering.start()
        await _listen(list(adapter.routes()), pipe)
        await answering.stop()
        await adapter.stop()
    await store.close()


async def _shell(url: str, folder: str, pipe: Any) -> None:
    """The bot with a core that takes no time: what adapter, service and store cost together."""
    turns: dict[str, Turn] = {}

    def at_once(message: Message, index: Index, context: Context | None = None) -> Turn:
        return turns.get(message.text) or turns.setdefault(message.text, respond(message, index, context))

    service.respond = at_once
    await _bot(url, folder, pipe)


def _process(server: Callable[..., Awaitable[None]], url: str, folder: str, pipe: Any) -> None:
    logging.disable(logging.CRITICAL)
    asyncio.run(server(url, folder, pipe))  # type: ignore[arg-type]  # coroutine functions only


@dataclass
class Server:
    """A server in its own process, with the Microsoft that it talks to and the user who talks to it."""

    name: str
    process: Any
    microsoft: Microsoft
    user: Bot
    pipe: Any
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    numbers: Any = field(default_factory=itertools.count)
    """Of conversations: each message opens one of its own."""

    async def round(self, messages: int) -> None:
        """Send that many messages, some at once, and wait until each is answered and acknowledged."""
        token, user = self.user.token(), self.user
        conversations = ({"conversationType": "personal", "tenantId": TENANT, "id": f"a:{next(self.numbers)}"} for _ in range(messages))
        bodies = [json.dumps(user.activity(QUESTIONS[n % len(QUESTIONS)], conversation=c)).encode() for n, c in enumerate(conversations)]
        left = iter(bodies)

        async def work() -> None:
            for body in left:
                began = time.perf_counter()
                status, _ = await user.post(body, token)
                assert status == 200
                self.took.append((time.perf_counter() - began) * 1000)

        self.microsoft.posts.clear()
        cpu, began = self._cpu(), time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        self.rates.append(messages / (time.perf_counter() - began))
        self.cpu.append((self._cpu() - cpu) / messages * 1e6)  # a clock of 10 ms: only their mean says anything
        assert len(self.microsoft.posts) == messages

    def _cpu(self) -> float:
        """Seconds of all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def line(self) -> str:
        """Its figures; the memory is its own at its peak, loading included."""
        peak = int(Path(f"/proc/{self.process.pid}/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
        took = sorted(self.took)
        return (
            f"{self.name:28} {statistics.median(self.rates):6.0f} messages/s   {statistics.mean(self.cpu):5.0f} us CPU a message   "
            f"p50 {took[len(took) // 2]:6.1f} ms   p99 {took[int(len(took) * 0.99)]:6.1f} ms   {peak} MB"
        )


@asynccontextmanager
async def running(name: str, server: Callable[..., Awaitable[None]]) -> AsyncIterator[Server]:
    """A server that is up and warm."""
    microsoft = Microsoft()
    outside = TestServer(microsoft.application())
    await outside.start_server()
    microsoft.url = f"http://127.0.0.1:{outside.port}"
    here, there = multiprocessing.Pipe()
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryDirectory() as folder:
        await (await open_store(str(Path(folder) / "bench.db"))).close()  # so that the memory is that of any start but the first
        process = multiprocessing.get_context("spawn").Process(target=_process, args=(server, microsoft.url, folder, there))
        process.start()
        port = await loop.run_in_executor(None, here.recv)
        async with aiohttp.ClientSession() as http:
            user = Bot(microsoft, http, f"http://127.0.0.1:{port}/api/messages", None, None)  # type: ignore[arg-type]  # the other process has them
            one = Server(name, process, microsoft, user, here)
            await one.round(100)
            one.rates, one.cpu, one.took = [], [], []
            yield one
        here.send("stop")
        await loop.run_in_executor(None, process.join)
    await outside.close()


async def main() -> None:
    async with (
        running("bare handler, same checks", _echo) as bare,
        running("the adapter alone", _adapter) as alone,
        running("Liaison without its core", _shell) as shell,
        running("Liaison", _bot) as full,
    ):
        servers = (bare, alone, shell, full)
        for _ in range(ROUNDS):
            for server in servers:
                await server.round(MESSAGES)
        for server in servers:
            print(server.line())

    def ratio(server: Server) -> str:
        return f"{statistics.median(mine / its for mine, its in zip(server.rates, bare.rates, strict=True)):.2f}"

    print(f"ratio to the bare handler: the adapter alone {ratio(alone)}, without the core {ratio(shell)}, Liaison {ratio(full)}")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
