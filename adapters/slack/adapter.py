"""The adapter itself: one route for all that Slack sends, and the way back."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Iterable, Mapping

import aiohttp
from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters import Address, Answer, Incoming, Undeliverable
from adapters.slack.api import LIBRARIES, Api, Transient, classified
from adapters.slack.blocks import Json, render
from adapters.slack.read import NAME, body_of, clicked, commanded, heard, verdict
from adapters.slack.text import escape
from bot.core.errors import SendError
from bot.service import Service, Taken
from bot.settings import SlackSettings

log = logging.getLogger("liaison.slack")

WINDOW = 300
"""Seconds that a signature's time may differ from ours."""
READ = 5.0
"""Seconds in which a request must have come in."""
LARGEST = 512 * 1024
"""Bytes of one request that are read."""
WAIT = 1.5
"""Seconds that an event waits for its answer before it is acknowledged as stored; Slack's deadline is 3."""


class SlackAdapter:
    """One Slack app in the one web application."""

    name = NAME

    def __init__(self, settings: SlackSettings, service: Service, session: aiohttp.ClientSession) -> None:
        self.settings = settings
        self.service = service
        self.api = Api(settings, session)
        self.ready = False
        self._bot_users: set[str] = set()
        self._checking: asyncio.Task[None] | None = None
        self._app = self._bolt()

    # -------------------------------------------------------------- life

    def routes(self) -> Iterable[web.RouteDef]:
        return [web.post("/slack/events", self._receive)]

    async def start(self) -> None:
        self._checking = asyncio.create_task(self._check(), name="slack auth.test")

    async def stop(self) -> None:
        if self._checking:
            self._checking.cancel()
            await asyncio.gather(self._checking, return_exceptions=True)

    async def _check(self) -> None:
        """Find out who the bot is, for as long as it takes; events are taken meanwhile."""
        pause = 0.5
        while not self.ready:
            try:
                me = await classified(self.api.client.auth_test)
            except Exception as error:
                step = "; check SLACK_BOT_TOKEN, or install the app to the workspace again" if isinstance(error, SendError) else ""
                what = error if isinstance(error, SendError | Transient) else type(error).__name__
                log.error("Slack's auth.test failed (%s)%s; trying again", what, step)
                wanted = error.after if isinstance(error, Transient) else None
                await asyncio.sleep(wanted or pause)
                pause = min(pause * 2, 60.0)
            else:
                self._bot_users.add(str(me.get("user_id")))
                self.ready = True
                log.info("Slack: signed in as %s in %s", me.get("user"), me.get("team"))

    def _bolt(self) -> AsyncApp:
        token = self.settings.bot_token.get_secret_value()

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            # Without a call: bolt would drop events for as long as auth.test fails.
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

        app = AsyncApp(
            logger=LIBRARIES, signing_secret=self.settings.signing_secret.get_secret_value(), client=self.api.client, authorize=authorize,
            process_before_response=True,  # the acknowledgement comes after the question is stored
            request_verification_enabled=False, ssl_check_enabled=False, ignoring_self_events_enabled=False,  # done below, and before
            raise_error_for_unhandled_request=True,
        )  # fmt: skip
        everything = re.compile(".*")
        app.event(everything)(self._on_event)
        app.command(everything)(self._on_command)
        app.action(everything)(self._on_action)
        app.error(self._on_error)
        return app

    # -------------------------------------------------------------- in

    async def _receive(self, request: web.Request) -> web.Response:
        raw: bytes | None = None
        if self._stamped(request.headers) and (request.content_length or 0) <= LARGEST:
            try:
                async with asyncio.timeout(READ):
                    raw = await request.read()
            except (TimeoutError, ConnectionError, web.RequestPayloadError, web.HTTPRequestEntityTooLarge):
                raw = None  # broken, slow or huge: nothing that Slack signed
        if raw is None or len(raw) > LARGEST or not self._signed(request.headers, raw):
            return web.Response(status=401, text="bad signature")
        try:
            body = body_of(raw)
        except ValueError:
            return web.Response(status=400, text="bad body")
        # As JSON whatever it came as: bolt takes a form that merely contains the word "payload" for an interaction.
        bolt = AsyncBoltRequest(body=json.dumps(body), headers={"content-type": "application/json"})
        return await to_aiohttp_response(await self._app.async_dispatch(bolt))

    def _stamped(self, headers: Mapping[str, str]) -> bool:
        """Whether there is a signature of our time at all, before the body is read."""
        stamp = headers.get("X-Slack-Request-Timestamp", "")
        return "X-Slack-Signature" in headers and bool(re.fullmatch(r"[0-9]{1,12}", stamp)) and abs(time.time() - int(stamp)) <= WINDOW

    def _signed(self, headers: Mapping[str, str], raw: bytes) -> bool:
        stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        if not self._stamped(headers):
            return False
        secret = self.settings.signing_secret.get_secret_value().encode()
        wanted = "v0=" + hmac.new(secret, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "surrogateescape"))

    # Bolt's own ``ack`` is not used: what the listener returns is the acknowledgement, and it comes after the storing.

    async def _on_event(self, body: Json) -> BoltResponse:
        incoming = heard(body, self._bot_users)
        if incoming and not incoming.addressed and not (self.settings.history and await self.service.knows(incoming.conversation)):
            incoming = None  # said in a thread of others
        return await self._taken(incoming, WAIT)

    async def _on_command(self, body: Json) -> BoltResponse:
        return await self._taken(commanded(body))

    async def _on_action(self, body: Json) -> BoltResponse:
        if said := verdict(body):
            await self.service.feedback(self.name, said.delivery, said.user, said.helpful)
            return BoltResponse(status=200, body="")
        return await self._taken(clicked(body))

    async def _taken(self, incoming: Incoming | None, wait: float = 0.0) -> BoltResponse:
        taken = await self.service.take(incoming, wait) if incoming else None
        return BoltResponse(status=503 if taken is Taken.STOPPING else 200, body="")

    async def _on_error(self, error: Exception) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200, body="")
        log.error("Slack request failed: %s", type(error).__name__)  # its text may quote the message
        return BoltResponse(status=500, body="")

    # -------------------------------------------------------------- out

    async def send(self, address: Address, answer: Answer) -> None:
        try:
            await self._send(address, answer)
        except Undeliverable:
            if address["to"] not in {"post", "update"} or not address.get("url"):
                raise
            # A click in a channel in which the bot is no member (a shared answer), or on a message that is gone: the click
            # brought its own way back.
            await self._send({**address, "to": "respond", "replace": address["to"] == "update", "share": True}, answer)

    async def _send(self, address: Address, answer: Answer) -> None:
        asker, lang, heading = str(address["asker"]), answer.reply.lang, ""
        share = bool(address.get("share"))
        if question := escape(str(address.get("question") or "")):
            who = f"<@{asker}>" if re.fullmatch(r"[A-Z0-9]+", asker) else ""
            say = self.service.index.language.say
            heading = (
                say("asked_by", lang, user=who, question=question) if address["to"] == "share" and who else say("asked", lang, question=question)
            )
        for number, message in enumerate(render(answer, self.service.index, asker, share=share, heading=heading)):
            delivery = answer.delivery if number == 0 else f"{answer.delivery}#{number}"
            await self._deliver(address, message, delivery, answer.again, first=number == 0)

    async def _deliver(self, address: Address, message: Json, delivery: str, again: bool, *, first: bool) -> None:
        match address["to"]:
            case "share":
                await self.api.respond(address["url"], {**message, "response_type": "in_channel", "replace_original": False})
            case "respond":
                extra = {"thread_ts": address["thread"]} if address.get("thread") else {}
                replace = bool(address.get("replace")) and first
                await self.api.respond(address["url"], {**message, **extra, "response_type": "ephemeral", "replace_original": replace})
            case "update" if first:
                await self.api.update(address["channel"], address["ts"], message)
            case _:
                since = address.get("since") or address.get("ts", "0")
                await self.api.post(address["channel"], address["thread"], since, delivery, again, message)
