"""Throughput in Teams: ``python -m tests.bench_teams``. The bot against a bare aiohttp handler with the same checks.

Each server has a process of its own, one after the other in the same run; this process plays Microsoft and the users. Both check
every token in full and post one activity for each message. Prints figures; asserts nothing.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
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
from bot import service
from bot.content.book import ROOT, load_index
from bot.core.index import Index
from bot.core.model import Context, Message
from bot.core.respond import Turn, respond
from bot.serve import settle
from bot.service import Limits, Service, Taken
from bot.store import open_store
from tests.fake_teams import APP, ISSUER, SECRET, TENANT, Bot, Microsoft, settings

MESSAGES, AT_ONCE = 1500, 16
QUESTIONS = ("When was the MINUSCA agreement signed?", "Who is the head of MINUSMA?", "What does UNODC stand for?", "hello")


async def _listen(routes: list[web.RouteDef], pipe: Any) -> None:
    """Serve until told to stop; then tell the memory used at most."""
    settle()
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
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
            await connector.post(address_of(activity), {"type": "message", "text": activity["text"]}, 10)
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


async def measure(name: str, server: Callable[..., Awaitable[None]]) -> float:
    microsoft = Microsoft()
    outside = TestServer(microsoft.application())
    await outside.start_server()
    microsoft.url = f"http://127.0.0.1:{outside.port}"
    here, there = multiprocessing.Pipe()
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryDirectory() as folder:
        process = multiprocessing.get_context("spawn").Process(target=_process, args=(server, microsoft.url, folder, there))
        process.start()
        port = await loop.run_in_executor(None, here.recv)
        async with aiohttp.ClientSession() as http:
            user = Bot(microsoft, http, f"http://127.0.0.1:{port}/api/messages", None, None)  # type: ignore[arg-type]  # the other process has them
            token, took, numbers = user.token(), [], itertools.count()

            async def work(many: int) -> None:
                while (n := next(numbers)) < many:
                    conversation = {"conversationType": "personal", "tenantId": TENANT, "id": f"a:{n}"}
                    activity = user.activity(QUESTIONS[n % len(QUESTIONS)], conversation=conversation)
                    began = time.perf_counter()
                    status, _ = await user.post(activity, token)
                    assert status == 200
                    took.append((time.perf_counter() - began) * 1000)

            await work(50)
            took.clear()
            numbers = itertools.count()
            before, began = len(microsoft.posts), time.perf_counter()
            await asyncio.gather(*(work(MESSAGES) for _ in range(AT_ONCE)))
            seconds = time.perf_counter() - began
            assert len(microsoft.posts) - before == MESSAGES
        here.send("stop")
        memory = await loop.run_in_executor(None, here.recv)
        process.join()
    await outside.close()
    took.sort()
    rate = MESSAGES / seconds
    print(f"{name:28} {rate:6.0f} messages/s   p50 {took[len(took) // 2]:6.1f} ms   p99 {took[int(len(took) * 0.99)]:6.1f} ms   {memory} MB")
    return rate


async def main() -> None:
    bare = await measure("bare handler, same checks", _echo)
    alone = await measure("the adapter alone", _adapter)
    shell = await measure("Liaison without its core", _shell)
    full = await measure("Liaison", _bot)
    print(f"ratio to the bare handler: the adapter alone {alone / bare:.2f}, without the core {shell / bare:.2f}, Liaison {full / bare:.2f}")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
