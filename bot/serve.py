"""The one web application: the service and every configured adapter, from start to orderly shutdown."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from adapters import Adapter
from bot.core.errors import SettingError
from bot.core.index import Index
from bot.service import Limits, Service, place
from bot.settings import Settings
from bot.store import open_store

log = logging.getLogger("liaison")

PLATFORMS = ("slack", "teams")
"""Modules of ``adapters`` with a function ``create(settings, service, session)``; each has a field of that name in Settings."""
YOUNG = 10_000
"""Objects that come into being before the collector looks through them; Python's own 700 is some two messages' worth."""
OUTGOING = aiohttp.ClientTimeout(total=10, connect=5)
"""Of every outgoing call, unless the call sets its own."""


def configured(settings: Settings) -> list[str]:
    """The platforms to serve. Raises SettingError when there is none."""
    names = [name for name in PLATFORMS if getattr(settings, name)]
    if not names:
        raise SettingError(
            "no chat platform is configured; set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (docs/slack.md), "
            "or TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID (docs/teams.md), in the environment or in .env"
        )
    return names


@asynccontextmanager
async def running(settings: Settings, index: Index) -> AsyncIterator[web.Application]:
    """The application, ready to be served; at the end it stops taking, finishes, then closes."""
    names = configured(settings)
    store = await open_store(settings.database)
    limits = Limits(rate=settings.rate, grace=settings.grace, retention=settings.unanswered_days * 86400.0)
    service = Service(index, store, limits, unanswered=settings.unanswered)
    async with aiohttp.ClientSession(timeout=OUTGOING) as session:
        adapters: list[Adapter] = []
        try:
            for name in names:
                adapter: Adapter = importlib.import_module(f"adapters.{name}").create(getattr(settings, name), service, session)
                service.attach(adapter)
                adapters.append(adapter)
            for adapter in adapters:
                await adapter.start()
            await service.start()
            yield _application(service, adapters)
        finally:
            await service.stop()
            for adapter in adapters:
                await adapter.stop()
            await store.close()


def _application(service: Service, adapters: list[Adapter]) -> web.Application:
    async def healthz(_: web.Request) -> web.Response:
        ready = {a.name: a.ready for a in adapters}
        stored = await service.healthy()
        good = stored and all(ready.values())
        return web.json_response({"status": "ok" if good else "not ready", "store": stored, "adapters": ready}, status=200 if good else 503)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    for adapter in adapters:
        app.add_routes(adapter.routes())
    return app


def settle() -> None:
    """Once the index is loaded: it stays, and the collector going through it again and again stalls everybody for 0.2 s each time.

    What a message leaves behind is collected rarely, too: nearly all of it goes without the collector, which costs 8 per cent otherwise.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)


def _in_one_line(record: logging.LogRecord) -> bool:
    """A filter of aiohttp's log that drops nothing: an error of the server by its kind, for its text quotes what came in, secrets too."""
    if error := record.exc_info and record.exc_info[1]:
        record.msg, record.args = f"{record.getMessage()}: {type(error).__name__} at {place(error)}", ()
        record.exc_info = record.exc_text = None
        if isinstance(error, HttpProcessingError):  # what anybody may send
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    return True


def server(app: web.Application) -> web.AppRunner:
    """What serves the application. No platform compresses, and aiohttp would unpack whatever anybody sends before its signature is looked at."""
    logging.getLogger("aiohttp.server").addFilter(_in_one_line)
    return web.AppRunner(app, access_log=None, shutdown_timeout=5, auto_decompress=False)


async def serve(settings: Settings, index: Index) -> None:
    """Serve until SIGINT or SIGTERM."""
    settle()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    runner: web.AppRunner | None = None
    try:
        async with running(settings, index) as app:
            runner = server(app)
            await runner.setup()
            site = web.TCPSite(runner, settings.host, settings.port)
            try:
                await site.start()
            except OSError as error:
                raise SettingError(
                    f"HOST, PORT: cannot listen on {settings.host}:{settings.port} ({error.strerror}); correct HOST, or choose another PORT"
                ) from error
            address = runner.addresses[0]
            log.info("Liaison answers %s on http://%s:%s", " and ".join(n.capitalize() for n in configured(settings)), address[0], address[1])
            await stop.wait()
            log.info("stopping: finishing what is in work")
            # The service stops first (the end of the block), the server last: until then it says 503, so platforms redeliver.
    finally:
        if runner:
            await runner.cleanup()
