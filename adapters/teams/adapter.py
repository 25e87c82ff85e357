"""The adapter itself: one route, what each kind of activity leads to, and the way back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp
from aiohttp import web
from tenacity import AsyncRetrying, RetryCallState, wait_random_exponential

from adapters import Address, Answer, Incoming, TryLater
from adapters.teams.auth import CLOUDS, Keys, Refused, ServiceHosts, Validator
from adapters.teams.connector import DEADLINE, DOUBTS, BotToken, Connector, Passing
from adapters.teams.read import NAME, Activity, address_of, delivery_of, is_personal, lang_of, part, question_of, time_of
from adapters.teams.render import activity as activity_of
from adapters.teams.render import clean, encode
from adapters.teams.search import Search
from bot.core.errors import SendError, SettingError
from bot.service import Service, Taken
from bot.settings import TeamsSettings, is_loopback

log = logging.getLogger("liaison.teams")

PATH = "/api/messages"
WAIT = 8.0
"""Seconds that a request waits for its answer; Teams gives a turn 10 to 15."""
SLOW = 1.5
"""Seconds after which the typing indicator is shown."""
LARGEST = 256 * 1024
"""Bytes of one activity that are read."""
READ = 10.0
"""Seconds in which an activity must have come in."""
TYPING = 3.5
"""Seconds after which the typing indicator is shown anew: clients drop it after about four."""
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


class TeamsAdapter:
    """One bot registration."""

    name = NAME

    def __init__(self, settings: TeamsSettings, service: Service, session: aiohttp.ClientSession) -> None:
        self.settings, self.service = settings, service
        self._search = Search(service)
        cloud = CLOUDS[settings.cloud]
        self._tasks: set[asyncio.Task[None]] = set()
        self._keys: Keys | None = None
        self._validator: Validator | None = None
        token: BotToken | None = None
        if settings.development:
            hosts = ServiceHosts(("127.0.0.1", "localhost", "[::1]"))
        else:
            tenants = frozenset(t.lower() for t in (settings.tenants or (settings.tenant_id,)) if t)
            try:
                hosts = ServiceHosts(settings.service_hosts or cloud.service_hosts)
            except ValueError as error:
                raise SettingError(f"TEAMS_SERVICE_HOSTS: {error}; give host names, parted by commas") from None
            self._keys = Keys(session, settings.openid_url or cloud.openid_url)
            self._validator = Validator(settings.app_id, cloud.issuer, self._keys, hosts, tenants)
            url = settings.token_url or cloud.token_url(settings.tenant_id)
            token = BotToken(session, url, settings.app_id, settings.app_password.get_secret_value(), cloud.scope)
        self._hosts, self._token = hosts, token
        self._connector = Connector(session, hosts, token)
        self._ready = settings.development

    @property
    def ready(self) -> bool:
        """Whether keys and the bot's own token could be had."""
        return self._ready and not (self._token and self._token.refused)

    def routes(self) -> Iterable[web.RouteDef]:
        return [web.post(PATH, self._messages)]

    async def start(self) -> None:
        if self.settings.development:
            log.warning("TEAMS_DEVELOPMENT IS ON: no caller is checked; loopback only. Never set it where Teams can reach this process.")
        else:
            self._keep(self._warm())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._keys:
            await self._keys.close()

    async def send(self, address: Address, answer: Answer) -> None:
        targeted = bool(address.get("targeted"))
        body = activity_of(
            answer.reply,
            self.service.index.language,
            _addressed(address),
            personal=bool(address.get("personal")),
            private=targeted,
            echo=not self.settings.development,  # the playground does nothing at all on a messageBack
        )
        try:
            await self._connector.post(address, body, DEADLINE, 1 if answer.again else DOUBTS)
        except Passing as error:
            if error.after:
                raise TryLater(str(error), error.after) from None
            raise

    # -------------------------------------------------------------- in

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        try:
            activity = await self._admit(request)
        except Refused as refused:
            log.warning("refused: %s", refused)
            return web.json_response({"error": "refused"}, status=refused.status)
        except ValueError:
            return web.json_response({"error": "no activity"}, status=400)
        match activity.get("type"):
            case "message":
                return await self._take(activity, question_of(activity))
            case "conversationUpdate":
                return await self._take(activity, self._welcome(activity))
            case "invoke":
                return await self._invoke(activity)
            case _:
                return web.Response()

    async def _admit(self, request: web.Request) -> Activity:
        """The activity, once everything about it is checked. Raises Refused, or ValueError for what is no activity."""
        caller = None
        if self._validator is None:
            _local_only(request)
        else:
            caller = await self._validator.token(request.headers.get("Authorization", ""))
        if (request.content_length or 0) > LARGEST:
            raise ValueError("too large")
        try:
            if request.content.is_eof():  # nearly always: nothing to wait for
                raw = await request.read()
            else:
                async with asyncio.timeout(READ):
                    raw = await request.read()
        except TimeoutError:
            raise ValueError("sent too slowly") from None
        except (ConnectionError, web.HTTPRequestEntityTooLarge):
            raise ValueError("not read to its end") from None
        if len(raw) > LARGEST:
            raise ValueError("too large")
        try:
            activity = json.loads(raw.decode())  # strictly UTF-8: other encodings smuggle halves of surrogate pairs past the look below
            if b"\\u" in raw and b"\\ud" in raw.lower():
                activity = _whole(activity)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        if not isinstance(activity, dict):
            raise ValueError("not an object")
        if self._validator and caller:
            self._validator.activity(caller, activity)
        elif not self._hosts.allows(str(activity.get("serviceUrl"))):
            raise Refused(403, "development mode answers loopback only")
        return activity

    async def _take(self, activity: Activity, incoming: Incoming | None) -> web.Response:
        if incoming is None:
            return web.Response()
        shown: list[asyncio.Task[None]] = []
        slow = asyncio.get_running_loop().call_later(SLOW, lambda: shown.append(self._keep(self._typing(incoming.address))))
        try:
            taken = await self.service.take(incoming, WAIT)
        finally:
            slow.cancel()
            for task in shown:
                task.cancel()
        return web.Response(status=503 if taken is Taken.STOPPING else 200)

    async def _typing(self, address: Address) -> None:
        """Show that an answer is under way until it is there; a targeted message has no indicator.

        Nothing to insist on: it would take from what may be posted into the conversation.
        """
        while not address.get("targeted"):
            if not self._connector.paused(address):
                with contextlib.suppress(SendError):
                    await self._connector.post({**address, "reply_to": None}, encode({"type": "typing", **_addressed(address)}), deadline=0)
            await asyncio.sleep(TYPING)

    def _welcome(self, activity: Activity) -> Incoming | None:
        """Help when the bot was added, but not in a personal chat: there Teams shows the prompts of the manifest."""
        added = activity.get("membersAdded")
        me, post = part(activity.get("recipient")).get("id"), activity.get("id")
        conversation, user = part(activity.get("conversation")).get("id"), part(activity.get("from")).get("id")
        here = isinstance(added, list) and any(part(m).get("id") == me for m in added)
        if is_personal(activity) or not me or not here or not isinstance(conversation, str):
            return None
        return Incoming(
            NAME, delivery_of(conversation, f"welcome {post}"), f"{NAME}:{conversation}:{user}", f"{NAME}:{user}", "",
            time_of(activity), lang_of(activity), address={**address_of(activity), "reply_to": None},
        )  # fmt: skip

    async def _invoke(self, activity: Activity) -> web.Response:
        value = part(activity.get("value"))
        match activity.get("name"):
            case "composeExtension/query":
                found = await self._search.answer(value, lang_of(activity))
                return web.json_response({"composeExtension": found})
            case "message/submitAction" if value.get("actionName") == "feedback":
                await self._feedback(activity, part(value.get("actionValue")))
                return web.json_response({})
            case _:
                return web.json_response({})

    async def _feedback(self, activity: Activity, given: Mapping[str, Any]) -> None:
        """Keep a verdict. Teams names the answer that it is about, not the question; the playground names neither."""
        about, conversation = activity.get("replyToId") or activity.get("id"), part(activity.get("conversation")).get("id")
        user, reaction = part(activity.get("from")).get("id"), given.get("reaction")
        if not (isinstance(about, str) and isinstance(conversation, str) and isinstance(user, str)) or reaction not in ("like", "dislike"):
            return
        comment = given.get("feedback")
        if isinstance(comment, str):
            with contextlib.suppress(ValueError, RecursionError):
                comment = json.loads(comment)
        if isinstance(comment, dict):
            comment = comment.get("feedbackText")
        said = clean(comment[:1000]) if isinstance(comment, str) else ""
        await self.service.feedback(NAME, delivery_of(conversation, about), f"{NAME}:{user}", reaction == "like", said)

    # -------------------------------------------------------------- background

    def _keep(self, work: Any) -> asyncio.Task[None]:
        """Run in the background; a task that nobody holds may be collected."""
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _warm(self) -> None:
        """Have keys and token before the first question, and know that the credentials work."""
        assert self._keys and self._token

        def told(state: RetryCallState) -> None:
            error = state.outcome.exception() if state.outcome else None
            what = error if isinstance(error, SendError | Refused) else type(error).__name__
            log.error("Teams is not ready (%s); check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID if it stays so; trying again", what)

        # whatever goes wrong, for as long as it takes: until then nobody is answered
        async for attempt in AsyncRetrying(wait=wait_random_exponential(multiplier=1, max=60), before_sleep=told):
            with attempt:
                await self._token.get()
                if not self._keys.usable:
                    await self._keys.refresh()
                if not self._keys.usable:
                    raise SendError("no keys")
        self._ready = True
        log.info("ready: the app id and password are accepted")


def _addressed(address: Address) -> dict[str, Any]:
    """Who says it to whom, in which conversation, as a reply to what."""
    user = {**part(address.get("user"))}
    fields: dict[str, Any] = {"from": address.get("bot"), "recipient": user, "conversation": {"id": address.get("conversation")}}
    if address.get("targeted"):
        user["isTargeted"] = True
        if address.get("reply_to"):  # shows the question above the answer
            fields["entities"] = [{"type": "targetedMessageInfo", "messageId": address["reply_to"]}]
    elif address.get("reply_to"):
        fields["replyToId"] = address["reply_to"]
    return fields


def _whole(value: Any) -> Any:
    """JSON without halves of surrogate pairs: they parse, but can be neither stored nor sent."""
    if isinstance(value, dict):
        return {clean(k): _whole(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_whole(v) for v in value]
    return clean(value) if isinstance(value, str) else value


def _local_only(request: web.Request) -> None:
    """Development mode: the client, the name it used and its way here must all be this machine. Raises Refused.

    The name guards against pages that resolve their own name to loopback, the content type against forms of any page.
    """
    host = request.host.rsplit(":", 1)[0].strip("[]") if not request.host.endswith("]") else request.host.strip("[]")
    if not is_loopback(request.remote or "") or not is_loopback(host) or any(h in request.headers for h in FORWARDED):
        raise Refused(403, "development mode answers loopback only")
    if request.content_type != "application/json":
        raise Refused(403, "development mode takes JSON only")
