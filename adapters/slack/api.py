"""The few calls that the adapter makes to Slack, each made again while that may help."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, stop_after_delay, wait_random_exponential

from adapters import TryLater, Uncertain, Undeliverable
from adapters.slack.blocks import Json, simpler
from bot.core.errors import SendError
from bot.settings import SlackSettings

log = logging.getLogger("liaison.slack")
LIBRARIES = logging.getLogger("liaison.slack.libraries")
LIBRARIES.setLevel(logging.ERROR)
"""Below this slack-bolt and slack-sdk log message texts, and at each start two warnings that are none."""

PATIENCE = 15.0
"""Seconds that a call is retried or waits for a rate limit; longer waits go back into the store."""

TRANSIENT = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited", "team_added_to_org"})
NOT_TAKEN = frozenset({502, 503, "service_unavailable"})
"""Of the errors that pass those that say that Slack did not act: during an outage an answer waits, it is not given up."""
CREDENTIALS = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope", "no_permission"})
"""Errors that an administrator can mend: the answer waits for that."""
BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
"""Slack does not take these blocks, but may take simpler ones."""


class Transient(Exception):
    """A call that may work when made again."""

    def __init__(self, reason: str, after: float | None = None, *, sent: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        """Seconds that Slack asks to wait."""
        self.sent = sent
        """Whether Slack may have acted on it all the same."""


class Refused(Undeliverable):
    """A final refusal, with Slack's word for it."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack: {code}")
        self.code = code


async def classified(call: Callable[[], Awaitable[Any]]) -> Any:
    """The result of one call. Raises Transient when it may work later, SendError (perhaps Refused) otherwise."""
    try:
        return await call()
    except SlackApiError as error:
        status = int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0) or 0)
        data = getattr(error.response, "data", None)
        code = str(data.get("error", "")) if isinstance(data, Mapping) else ""
        raise _refusal(status, code, getattr(error.response, "headers", None) or {}) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise Transient(type(error).__name__) from None  # no connection, so nothing was sent
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise Transient(type(error).__name__, sent=True) from None


def _refusal(status: int, code: str, headers: Mapping[str, str]) -> Exception:
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        said = headers.get("Retry-After") or headers.get("retry-after") or ""
        return Transient("rate limited", float(said) if re.fullmatch(r"\d{1,5}(\.\d+)?", said) else None)
    if status >= 500 or code in TRANSIENT or (status == 200 and not code):
        return Transient(code or f"HTTP {status}", sent=status not in NOT_TAKEN and code not in NOT_TAKEN)
    if code in CREDENTIALS or status in {401, 403}:
        return SendError(f"Slack: {code or status}")
    return Refused(code or str(status))


_jitter = wait_random_exponential(multiplier=0.3, max=5)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    # What Slack asked to wait is waited for in ``Api._turn``, by every call that it concerns.
    return 0.0 if isinstance(error, Transient) and error.after is not None else _jitter(state)


class Api:
    """Slack's Web API and response_urls, on the shared session."""

    def __init__(self, settings: SlackSettings, session: aiohttp.ClientSession) -> None:
        self.session = session
        # No retry handlers of the SDK: they know connection errors only, and two layers of retries multiply.
        self.client = AsyncWebClient(settings.bot_token.get_secret_value(), settings.api_url, session=session, retry_handlers=[], logger=LIBRARIES)
        self._closed: dict[str, float] = {}
        """Until when (monotonic) Slack wants no call of a kind."""

    async def post(self, channel: str, thread: str, since: str, delivery: str, again: bool, message: Json) -> None:
        """Post once: after an attempt of unknown outcome it is looked up before the next.

        Where the look-up is not allowed nobody can know, and it is posted once more: a second answer is better than none. Raises
        Uncertain when that is not confirmed either.
        """
        doubtful, blind = again, 0

        async def once(form: Json) -> None:
            nonlocal doubtful, blind
            if doubtful:
                posted = await self._posted(channel, thread, since, delivery)
                if posted:
                    return
                blind += posted is None
                if blind > 1:
                    raise Uncertain("Slack: not confirmed")
            doubtful = True
            try:
                await classified(
                    lambda: self.client.chat_postMessage(
                        channel=channel, thread_ts=thread or None, unfurl_links=False, unfurl_media=False, parse="none", link_names=False,
                        metadata={"event_type": "liaison_answer", "event_payload": {"delivery": delivery}}, **form,
                    )
                )  # fmt: skip
            except Transient as error:
                doubtful = error.sent or again
                raise

        try:
            await self._shown(f"post {channel}", once, message)
        except Uncertain as error:
            raise error if blind else SendError(str(error)) from None  # what can be looked up is looked up next time

    async def _posted(self, channel: str, thread: str, since: str, delivery: str) -> bool | None:
        """Whether an answer to this delivery stands in the channel; None when we may not look. Raises Transient when Slack cannot say now."""
        where = {"ts": thread} if thread else {}
        page = {"channel": channel, "oldest": since, "limit": 100, "include_all_metadata": "true", **where}
        method = f"conversations.{'replies' if thread else 'history'}"
        try:
            # By POST, as everything else: the SDK's own methods for these two use GET.
            found = await classified(lambda: self.client.api_call(method, data=page))
        except SendError:
            return None
        held = found.get("messages") or []
        return any(((m.get("metadata") or {}).get("event_payload") or {}).get("delivery") == delivery for m in held)

    async def update(self, channel: str, ts: str, message: Json) -> None:
        """Replace a message of the bot's own."""

        async def once(form: Json) -> None:
            await classified(lambda: self.client.chat_update(channel=channel, ts=ts, parse="none", link_names=False, **form))

        try:
            await self._shown(f"update {channel}", once, message)
        except Uncertain as error:
            raise SendError(str(error)) from None  # once more does no harm: it says the same

    async def respond(self, url: str, message: Json) -> None:
        """Post to a response_url. Nothing can be looked up there: after a time-out or a dropped connection it may appear twice.

        Raises Uncertain when the second attempt is not confirmed either.
        """
        doubtful = 0

        async def post(form: Json) -> None:
            async with self.session.post(url, json=form) as response:
                said = (await response.content.read(1000)).decode("utf-8", "replace")
                code = _code(said, response.status)
                if response.status != 200 or code:
                    raise _refusal(response.status, code, response.headers)

        async def once(form: Json) -> None:
            nonlocal doubtful
            try:
                await classified(lambda: post(form))
            except Transient as error:
                doubtful += error.sent
                if doubtful > 1:
                    raise Uncertain(f"Slack: {error}") from None
                raise

        await self._shown(url, once, message)

    async def _shown(self, key: str, once: Callable[[Json], Awaitable[None]], message: Json) -> None:
        """Send a message, in a simpler form when Slack refuses its blocks."""
        forms = simpler(message)
        for form in forms:
            try:
                await self._retried(key, once, form)
            except Refused as error:
                if error.code not in BLOCKS or form is forms[-1]:
                    raise
                log.error("Slack refuses the blocks of an answer (%s); sending it in a simpler form", error.code)
            else:
                return

    async def _retried(self, key: str, once: Callable[[Json], Awaitable[None]], form: Json) -> None:
        """Make a call, again with backoff while that may help.

        Raises TryLater for long waits, Refused for final refusals, Uncertain when it may have worked, SendError otherwise.
        """
        try:
            async for attempt in AsyncRetrying(
                retry=retry_if_exception_type(Transient), stop=stop_after_attempt(6) | stop_after_delay(PATIENCE), wait=_pause, reraise=True
            ):
                with attempt:
                    await self._turn(key)
                    try:
                        await once(form)
                    except Transient as error:
                        if error.after is not None:
                            now = time.monotonic()
                            self._closed = {k: until for k, until in self._closed.items() if until > now} | {key: now + error.after}
                        raise
        except Transient as error:
            if error.after is not None:
                raise TryLater(f"Slack: {error}", error.after) from None
            raise (Uncertain if error.sent else SendError)(f"Slack: {error}") from None

    async def _turn(self, key: str) -> None:
        """Wait as long as Slack asked to; raises TryLater when that is too long to wait here."""
        while (wait := self._closed.get(key, 0.0) - time.monotonic()) > 0:
            if wait > PATIENCE:
                raise TryLater("Slack: rate limited", wait)
            await asyncio.sleep(wait)
        self._closed.pop(key, None)


def _code(said: str, status: int) -> str:
    """Slack's word for a refusal by a response_url, which comes as JSON or as the bare word."""
    try:
        answer = json.loads(said)
    except ValueError:
        return said if status != 200 and re.fullmatch(r"[a-z_]{1,60}", said) else ""
    refused = isinstance(answer, dict) and answer.get("ok") is False
    return str(answer.get("error") or "refused") if refused else ""
