"""Slack over HTTP: mentions, direct messages, threads, the slash command and buttons, by slack-bolt in the one application.

From top to bottom: Slack's text to plain text and back, replies to Block Kit (both pure), the Web API with its retries,
and the adapter itself. PLATFORM FACTS that shape the code: an event must be acknowledged within 3 s and is redelivered up to
three times; commands and clicks are never redelivered; a ``response_url`` takes 5 posts within 30 minutes.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, stop_after_delay, wait_random_exponential

from adapters import Adapter, Address, Answer, Incoming, TryLater, Undeliverable
from bot.core.errors import SendError
from bot.core.index import Index
from bot.core.model import Bullets, Paragraph, Reply
from bot.service import Service, Taken
from bot.settings import SlackSettings
from bot.wording import ASKED, ASKED_BY, SHARE

log = logging.getLogger("liaison.slack")
LIBRARIES = logging.getLogger("liaison.slack.libraries")
LIBRARIES.setLevel(logging.ERROR)
"""Below this slack-bolt and slack-sdk log message texts, and at each start two warnings that are none."""

WINDOW = 300
"""Seconds that a signature's time may differ from ours."""
WAIT = 1.5
"""Seconds that an event waits for its answer before it is acknowledged as stored; Slack's deadline is 3."""
REPLY_LIFE = timedelta(minutes=30)
"""Life of a ``response_url``."""
TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
"""Of one call to Slack."""
PATIENCE = 15.0
"""Seconds that a call is retried or waits for a rate limit; longer waits go back into the store."""

Json = dict[str, Any]


# ------------------------------------------------------------------ text

ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
EMPHASIS = re.compile(r"(?<![^\W_])([*_~`]+)(?=\S)(.+?)(?<=\S)\1(?![^\W_])", re.DOTALL)
INERT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "\u02cb", "*": "\u2217", "~": "\u223c"})
"""What is active in Slack's text: three characters are escaped as Slack asks, the marks of emphasis become look-alikes."""


def plain(text: str) -> str:
    """What the user typed: without mentions, link syntax and emphasis, entities decoded once."""

    def one(match: re.Match[str]) -> str:
        target, label = match.group(1), match.group(2) or ""
        match target[:1]:
            case "@":
                return " "
            case "!":
                return label if target.startswith("!date") else " "
            case "#":
                return label
            case _:
                return label or target.removeprefix("mailto:").removeprefix("tel:")

    text = ENTITY.sub(one, text)
    for sign, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(sign, char)
    while (bare := EMPHASIS.sub(r"\2", text)) != text:
        text = bare
    return text.strip()


def mentions(text: str) -> set[str]:
    """Ids of the users and groups that a text speaks to."""
    targets = (m.group(1) for m in ENTITY.finditer(text))
    return {t.lstrip("@!").removeprefix("subteam^") for t in targets if t.startswith(("@", "!")) and not t.startswith("!date")}


def escape(text: str) -> str:
    """A text shown literally, whatever it holds."""
    return re.sub(r"(?<![^\W_])_|_(?![^\W_])", "\uff3f", text.translate(INERT))


# ------------------------------------------------------------------ blocks

SECTION, CONTEXT, BUTTON, VALUE, ACTIONS = 2900, 1900, 75, 2000, 25
"""Characters of a section, of an element of a context, of a button's text and value; buttons of one block. At or under Slack's limits."""
TOTAL = 12_000
"""Characters of all blocks of a message as JSON; about 13,200 have been refused."""
BOLD = 300
"""A longer lead is no headline any more and stays plain."""


def render(answer: Answer, index: Index, asker: str, *, share: bool = False, heading: str = "") -> list[Json]:
    """The messages (one, but for answers beyond ``TOTAL``) that show a reply: ``text`` and ``blocks`` of each.

    ``asker`` is the user for whom buttons resolve in place; ``heading`` (already escaped) stands above the answer.
    """
    reply, blocks = answer.reply, []
    if heading:
        blocks.append({"type": "context", "elements": [_mrkdwn(heading)]})
    lead, *rest = list(_lines(reply)) or [""]
    blocks += [_section(text) for lines in ([lead], rest) for text in _packed(lines, SECTION)]  # air below the direct answer
    if reply.choices:
        pairs = [(c.label, f"choice:{c.id}", {"q": c.ask, "u": asker, "c": c.id}) for c in reply.choices]
        blocks += _buttons(pairs, numbered=True)
    if reply.citations:
        lines = [escape(f"[{c.number}] {c.line(reply.lang)}") for c in reply.citations]
        blocks += [{"type": "context", "elements": e} for e in _chunks([_mrkdwn(t) for t in _packed(lines, CONTEXT)], 10)]
    if reply.suggestions:
        blocks += _buttons([(s, f"ask:{s}", {"q": s, "u": asker}) for s in reply.suggestions], numbered=False)
    if share and reply.kind == "answer" and answer.question:
        blocks += _buttons([(SHARE[reply.lang], "share", {"q": answer.question, "u": asker})], numbered=False, style="primary")
    # The plain form is for notifications and screen readers, and Slack reads marks in it too.
    text = f"{heading}\n{escape(answer.text)}" if heading else escape(answer.text)
    return [{"text": text if n == 0 else "…", "blocks": page} for n, page in enumerate(_paged(blocks))]


def _lines(reply: Reply) -> Iterator[str]:
    def one(p: Paragraph) -> str:
        text, cites = escape(p.text), "".join(f" [{n}]" for n in p.cites)
        if p.lead and len(text) <= BOLD and "\n" not in text:
            text = f"*{text.strip()}*"
        return text + cites

    for part in reply.parts:
        match part:
            case Paragraph():
                yield one(part)
            case Bullets(items):
                yield from (f"•  {one(item)}" for item in items)


def _packed(lines: Iterable[str], limit: int) -> Iterator[str]:
    """Lines joined into texts of up to ``limit`` characters; a longer line is parted between words."""
    held = ""
    for line in lines:
        for piece in _pieces(line, limit):
            if held and len(held) + 1 + len(piece) > limit:
                yield held
                held = piece
            else:
                held = f"{held}\n{piece}" if held else piece
    if held:
        yield held


def _pieces(line: str, limit: int) -> Iterator[str]:
    while len(line) > limit:
        at = line.rfind(" ", 1, limit)
        at = at if at > 0 else limit
        yield line[:at]
        line = line[at:].lstrip()
    yield line or " "


def _paged(blocks: Sequence[Json]) -> Iterator[list[Json]]:
    page: list[Json] = []
    size = 0
    for block in blocks:
        length = _size(block)
        if page and (size + length > TOTAL or len(page) == 50):
            yield page
            page, size = [], 0
        page.append(block)
        size += length
    yield page


def _buttons(buttons: Sequence[tuple[str, str, Json]], *, numbered: bool, style: str = "") -> Iterator[Json]:
    """Buttons in blocks of up to 25. Labels too long for a button stand in full above them."""
    if any(len(label) > BUTTON for label, _, _ in buttons):
        lines = [escape(f"{n}. {label}" if numbered else f"•  {label}") for n, (label, _, _) in enumerate(buttons, 1)]
        yield from (_section(text) for text in _packed(lines, SECTION))
    seen: set[str] = set()
    elements = []
    for label, action, value in buttons:
        held = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if len(held) > VALUE:
            # The question is longer than a button holds: the conversation still knows the choice by its id.
            held = json.dumps({k: v for k, v in value.items() if k != "q"}, ensure_ascii=False, separators=(",", ":"))
        if action in seen or len(action) > 200:
            action = f"{action[:150]}:{hashlib.sha256(held.encode()).hexdigest()[:16]}"
        if action in seen:
            continue  # the same label asking the same
        seen.add(action)
        shown = label if len(label) <= BUTTON else label[: BUTTON - 1].rstrip() + "…"
        element: Json = {"type": "button", "text": {"type": "plain_text", "text": shown, "emoji": False}, "action_id": action, "value": held}
        elements.append({**element, "style": style} if style else element)
    yield from ({"type": "actions", "elements": e} for e in _chunks(elements, ACTIONS))


def _chunks(elements: Iterable[Json], limit: int) -> Iterator[list[Json]]:
    """Elements in groups of up to ``limit`` and of half a message."""
    group: list[Json] = []
    size = 0
    for element in elements:
        length = _size(element)
        if group and (len(group) == limit or size + length > TOTAL / 2):
            yield group
            group, size = [], 0
        group.append(element)
        size += length
    if group:
        yield group


def _size(block: Json) -> int:
    return len(json.dumps(block, ensure_ascii=False)) + 2


def _section(text: str) -> Json:
    return {"type": "section", "text": _mrkdwn(text), "expand": True}


def _mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}  # verbatim: no links made of bare names and addresses


# ------------------------------------------------------------------ Web API


class _Transient(Exception):
    """A call that may work when made again."""

    def __init__(self, reason: str, after: float | None = None, *, sent: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        """Seconds that Slack asks to wait."""
        self.sent = sent
        """Whether Slack may have acted on it all the same."""


TRANSIENT = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited", "team_added_to_org"})
CREDENTIALS = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope", "no_permission"})
"""Errors that an administrator can mend: the answer waits for that."""
_jitter = wait_random_exponential(multiplier=0.3, max=5)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, _Transient) else None
    return _jitter(state) if after is None else after


async def retried(call: Callable[[], Awaitable[Any]]) -> Any:
    """The result of a call to Slack, made again with backoff while that may help.

    Raises TryLater for long waits, Undeliverable for final refusals, SendError otherwise.
    """
    try:
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type(_Transient), stop=stop_after_attempt(6) | stop_after_delay(PATIENCE), wait=_pause, reraise=True
        ):
            with attempt:
                return await _classified(call)
    except _Transient as error:
        raise SendError(f"Slack: {error}") from error


async def _classified(call: Callable[[], Awaitable[Any]]) -> Any:
    try:
        return await call()
    except SlackApiError as error:
        status = int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0) or 0)
        data = getattr(error.response, "data", None)
        code = str(data.get("error", "")) if isinstance(data, Mapping) else ""
        headers = getattr(error.response, "headers", None) or {}
        raise _refusal(status, code, headers) from None
    except aiohttp.ClientConnectorError as error:
        raise _Transient(type(error).__name__) from None
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise _Transient(type(error).__name__, sent=True) from None


def _refusal(status: int, code: str, headers: Mapping[str, str]) -> Exception:
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        said = headers.get("Retry-After") or headers.get("retry-after") or ""
        after = float(said) if re.fullmatch(r"\d{1,5}(\.\d+)?", said) else None
        if after is not None and after > PATIENCE:
            return TryLater("Slack: rate limited", after)
        return _Transient("rate limited", after)
    if status >= 500 or code in TRANSIENT or (status == 200 and not code):
        return _Transient(code or f"HTTP {status}", sent=True)
    if code in CREDENTIALS or status in {401, 403}:
        return SendError(f"Slack: {code or status}")
    return Undeliverable(f"Slack: {code or status}")


class Api:
    """The few calls that the adapter makes, on the shared session."""

    def __init__(self, settings: SlackSettings, session: aiohttp.ClientSession) -> None:
        self.session = session
        # No retry handlers of the SDK: they know connection errors only, and two layers of retries multiply.
        self.client = AsyncWebClient(settings.bot_token.get_secret_value(), settings.api_url, session=session, retry_handlers=[], logger=LIBRARIES)

    async def post(self, channel: str, thread: str, since: str, delivery: str, again: bool, message: Json) -> None:
        """Post once: after an attempt of unknown outcome it is looked up before the next."""
        doubtful = again

        async def once() -> None:
            nonlocal doubtful
            if doubtful and await self._posted(channel, thread, since, delivery):
                return
            doubtful = True
            try:
                await _classified(
                    lambda: self.client.chat_postMessage(
                        channel=channel, thread_ts=thread or None, unfurl_links=False, unfurl_media=False, parse="none", link_names=False,
                        metadata={"event_type": "liaison_answer", "event_payload": {"delivery": delivery}}, **message,
                    )
                )  # fmt: skip
            except _Transient as error:
                doubtful = error.sent or again
                raise

        await retried(once)

    async def _posted(self, channel: str, thread: str, since: str, delivery: str) -> bool:
        """Whether an answer to this delivery stands in the channel. Without the history scope nobody knows: no."""
        where = {"ts": thread} if thread else {}
        page = {"channel": channel, "oldest": since, "limit": 100, "include_all_metadata": "true", **where}
        try:
            # By POST, as everything else: the SDK's own methods for these two use GET.
            found = await self.client.api_call(f"conversations.{'replies' if thread else 'history'}", data=page)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, ConnectionError):
            return False
        held = found.get("messages") or []
        return any(((m.get("metadata") or {}).get("event_payload") or {}).get("delivery") == delivery for m in held)

    async def update(self, channel: str, ts: str, message: Json) -> None:
        await retried(lambda: self.client.chat_update(channel=channel, ts=ts, parse="none", link_names=False, **message))

    async def respond(self, url: str, message: Json) -> None:
        async def once() -> None:
            async with self.session.post(url, json=message) as response:
                if response.status != 200:
                    raise _refusal(response.status, "", response.headers)

        await retried(once)


# ------------------------------------------------------------------ the adapter


class SlackAdapter:
    """One Slack app in the one web application."""

    name = "slack"

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
                me = await _classified(self.api.client.auth_test)
            except Exception as error:
                step = "; check SLACK_BOT_TOKEN, or install the app to the workspace again" if isinstance(error, SendError) else ""
                log.error(
                    "Slack's auth.test failed (%s)%s; trying again",
                    error if isinstance(error, SendError | _Transient) else type(error).__name__,
                    step,
                )
                wanted = error.after if isinstance(error, _Transient) else error.seconds if isinstance(error, TryLater) else None
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
        raw = await request.read()
        if not self._signed(request.headers, raw):
            return web.Response(status=401, text="bad signature")
        try:
            body = _body(raw)
        except ValueError:
            return web.Response(status=400, text="bad body")
        # As JSON whatever it came as: bolt takes a form that merely contains the word "payload" for an interaction.
        bolt = AsyncBoltRequest(body=json.dumps(body), headers={"content-type": "application/json"})
        return await to_aiohttp_response(await self._app.async_dispatch(bolt))

    def _signed(self, headers: Mapping[str, str], raw: bytes) -> bool:
        stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        if not re.fullmatch(r"[0-9]{1,12}", stamp) or abs(time.time() - int(stamp)) > WINDOW:
            return False
        secret = self.settings.signing_secret.get_secret_value().encode()
        wanted = "v0=" + hmac.new(secret, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "surrogateescape"))

    async def _on_event(self, body: Json) -> BoltResponse:
        incoming = await self._heard(body)
        return _acknowledged(await self.service.take(incoming, WAIT) if incoming else None)

    async def _on_command(self, body: Json, ack: AsyncAck) -> BoltResponse:
        await ack()
        return _acknowledged(await self.service.take(self._commanded(body)))

    async def _on_action(self, body: Json, ack: AsyncAck) -> BoltResponse:
        await ack()
        incoming = self._clicked(body)
        return _acknowledged(await self.service.take(incoming) if incoming else None)

    async def _on_error(self, error: Exception) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200, body="")
        log.error("Slack request failed: %s", type(error).__name__)  # its text may quote the message
        return BoltResponse(status=500, body="")

    async def _heard(self, body: Json) -> Incoming | None:
        """The question in an event; None for all that is not said to the bot."""
        event = body.get("event") or {}
        if event.get("type") not in {"app_mention", "message"} or event.get("subtype") not in {None, "file_share", "thread_broadcast"}:
            return None
        if event.get("bot_id") or event.get("bot_profile") or event.get("hidden") or event.get("edited"):
            return None
        user, channel, ts, said = (str(event.get(k) or "") for k in ("user", "channel", "ts", "text"))
        bots = self._bot_users | {str(a.get("user_id")) for a in body.get("authorizations") or () if a.get("is_bot")}
        if not (user and channel and ts) or user in bots:
            return None
        team, thread = str(body.get("team_id") or event.get("team") or ""), str(event.get("thread_ts") or "")
        direct = event.get("channel_type") == "im" or channel.startswith("D")
        spoken_to = mentions(said)
        addressed = direct or event["type"] == "app_mention" or bool(spoken_to & bots)
        text = plain(said)
        if not text:
            if not addressed or direct or event.get("files"):
                return None
            text = "help"  # a bare mention
        root = thread or ("" if direct else ts)
        conversation = _key(team, channel, root, user)
        if not addressed and not (self.settings.history and thread and not spoken_to and await self.service.knows(conversation)):
            return None
        return Incoming(
            self.name, f"{team}:{channel}:{ts}", conversation, f"{team}:{user}", text, _time(ts), None, addressed,
            {"to": "post", "channel": channel, "thread": root, "since": ts, "asker": user},
        )  # fmt: skip

    def _commanded(self, body: Json) -> Incoming:
        team, channel, user = _team(body), str(body.get("channel_id") or ""), str(body.get("user_id") or "")
        now = datetime.now(UTC)
        return Incoming(
            self.name, f"{team}:command:{body.get('trigger_id') or body.get('response_url')}", _key(team, channel, "", user), f"{team}:{user}",
            plain(str(body.get("text") or "")) or "help", now,
            address={"to": "respond", "url": str(body.get("response_url")), "asker": user, "share": True}, expires=now + REPLY_LIFE,
        )  # fmt: skip

    def _clicked(self, body: Json) -> Incoming | None:
        """The question behind a button; None for a button that is not ours."""
        action = (body.get("actions") or [{}])[0]
        kind = str(action.get("action_id") or "").partition(":")[0]
        try:
            value = json.loads(action.get("value") or "")
            asker, choice = str(value["u"]), str(value.get("c", ""))
            question = str(value.get("q") or choice)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        if kind not in {"choice", "ask", "share"} or not question:
            return None
        container, message = body.get("container") or {}, body.get("message") or {}
        team, user = _team(body), str((body.get("user") or {}).get("id") or "")
        channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
        ts, thread = str(container.get("message_ts") or ""), str(message.get("thread_ts") or container.get("thread_ts") or "")
        url, own, ephemeral = str(body.get("response_url") or ""), user == asker, bool(container.get("is_ephemeral"))
        now = datetime.now(UTC)
        conversation = _key(team, channel, thread, user)
        address: Json
        if kind == "share":
            conversation += " share"  # leaves the conversation as it is
            address = {"to": "share", "url": url, "asker": user, "question": question}
        elif not own or ephemeral:
            replace = own and kind == "choice"
            address = {"to": "respond", "url": url, "asker": user, "replace": replace, "thread": thread, "share": ephemeral}
        elif kind == "choice":
            address = {"to": "update", "channel": channel, "ts": ts, "thread": thread, "asker": user}
        else:
            address = {"to": "post", "channel": channel, "thread": thread, "since": ts, "asker": user}
        if kind == "ask":
            address["question"] = question
        return Incoming(
            self.name, f"{team}:{channel}:{ts}:{user}:{action['action_id']}", conversation, f"{team}:{user}", question, now,
            address=address, expires=now + REPLY_LIFE, choice=choice,
        )  # fmt: skip

    # -------------------------------------------------------------- out

    async def send(self, address: Address, answer: Answer) -> None:
        asker, lang, heading = str(address["asker"]), answer.reply.lang, ""
        if question := escape(str(address.get("question") or "")):
            who = f"<@{asker}>" if re.fullmatch(r"[A-Z0-9]+", asker) else ""
            heading = (
                ASKED_BY[lang].format(user=who, question=question) if address["to"] == "share" and who else ASKED[lang].format(question=question)
            )
        messages = render(answer, self.service.index, asker, share=bool(address.get("share")), heading=heading)
        for number, message in enumerate(messages):
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


def create(settings: SlackSettings, service: Service, session: aiohttp.ClientSession) -> Adapter:
    """The adapter, for ``bot.serve``."""
    return SlackAdapter(settings, service, session)


def _acknowledged(taken: Taken | None) -> BoltResponse:
    return BoltResponse(status=503 if taken is Taken.STOPPING else 200, body="")


def _body(raw: bytes) -> Json:
    """A request body as an object. Raises ValueError for anything else."""
    text = raw.decode()
    try:
        if text.startswith("{"):
            body = json.loads(text)
        else:
            form = dict(parse_qsl(text, keep_blank_values=True))
            body = json.loads(form["payload"]) if "payload" in form else form
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(body, dict):
        raise ValueError("no object")
    return body


def _team(body: Json) -> str:
    return str(
        body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id") or body.get("enterprise_id") or ""
    )


def _key(team: str, channel: str, root: str, user: str) -> str:
    """Key of a conversation; ``root`` is empty for a flat one."""
    return f"slack {team} {channel} {root} {user}"


def _time(ts: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
