"""Talking to the Bot Connector: the bot's own token, posts with retries inside a deadline. Nothing goes to a host not allowed."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any
from urllib.parse import quote

import aiohttp
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_before_delay, wait_random_exponential
from yarl import URL

from adapters import Uncertain, Undeliverable
from adapters.teams.auth import ServiceHosts
from bot.core.errors import SendError

log = logging.getLogger(__name__)

PASSING = frozenset({408, 412, 425, 429})
"""Statuses below 500 that may be gone in a moment, as all from 500 on may; 412 is Teams' own way of saying so."""
NOT_TAKEN = frozenset({412, 425, 429, 502, 503})
"""Those of them that say that the post was not taken. After all others, and after a connection that broke, it may have been."""
DOUBTS = 3
"""Attempts of unknown outcome in one call: each may stand in the conversation."""
DEADLINE = 10.0
"""Seconds for one post with all its retries: the turn ends in 10 to 15."""
TIMEOUT = aiohttp.ClientTimeout(total=8, sock_connect=3)
EARLY = 300.0
"""Seconds before its end at which a token is no longer used."""
REFUSED_PAUSE = 30.0
"""Seconds for which refused credentials are not tried again; a question waits for them in the store."""
FAILED_PAUSE = 1.0
"""Seconds after a failed fetch for which nobody else tries: a failing endpoint is asked once for all who wait."""
TOKEN_TIMEOUT = aiohttp.ClientTimeout(total=4, sock_connect=3)


class Passing(SendError):
    """Raised when the connector did not take a post now but may in a moment."""

    def __init__(self, reason: str, after: float = 0.0, *, sent: bool = False) -> None:
        self.after = after
        self.sent = sent
        """Whether it may have taken the post all the same."""
        super().__init__(reason)


def _wait(state: RetryCallState) -> float:
    """Jittered, doubling; never sooner than the connector asked for."""
    error = state.outcome.exception() if state.outcome else None
    return max(wait_random_exponential(multiplier=0.3, max=4)(state), error.after if isinstance(error, Passing) else 0.0)


LONGEST_WAIT = 3600.0
"""Seconds that a Retry-After is heeded at most; what is longer is tried again by another claim."""


def _retry_after(value: str | None) -> float:
    """Seconds to wait, from a number of seconds or a date."""
    if not value:
        return 0.0
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return 1.0
    return min(max(0.0, seconds), LONGEST_WAIT) if isfinite(seconds) else 1.0


@dataclass
class BotToken:
    """The bot's own token, by client credentials: cached until shortly before it ends, fetched once for all who wait."""

    session: aiohttp.ClientSession
    url: str
    app_id: str
    secret: str = field(repr=False)
    scope: str
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._value, self._until = "", float("-inf")
        self._refused_until, self._failed_until = float("-inf"), float("-inf")
        self._flight: asyncio.Task[str] | None = None

    @property
    def refused(self) -> bool:
        """Whether the credentials were refused lately."""
        return self.clock() < self._refused_until

    def forget(self, value: str) -> None:
        """Not to be used again: the connector refused it."""
        if self._value == value:
            self._value = ""

    async def get(self) -> str:
        """A token. Raises Passing when it cannot be had now; when the credentials are refused, for ``REFUSED_PAUSE``."""
        if self._value and self.clock() < self._until:
            return self._value
        if self.refused:
            raise Passing("the app id or password was refused lately", REFUSED_PAUSE)
        if self.clock() < self._failed_until:
            raise Passing("no token could be had just now")
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._fetch(), name="teams token")
            self._flight.add_done_callback(lambda t: t.cancelled() or t.exception())  # whoever waited may be gone
        return await asyncio.shield(self._flight)

    async def _fetch(self) -> str:
        form = {"grant_type": "client_credentials", "client_id": self.app_id, "client_secret": self.secret, "scope": self.scope}
        try:
            async with self.session.post(self.url, data=form, timeout=TOKEN_TIMEOUT, allow_redirects=False) as response:
                status, raw = response.status, await response.read()
            data = json.loads(raw) if status == 200 else {}
            value, lasts = data.get("access_token"), float(data.get("expires_in", 0))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, TypeError, AttributeError) as error:
            raise Passing(f"no token: {type(error).__name__}") from None
        finally:
            self._failed_until = self.clock() + FAILED_PAUSE
        if status in {400, 401, 403}:
            self._refused_until = self.clock() + REFUSED_PAUSE
            log.error("teams: the token endpoint refuses TEAMS_APP_ID, TEAMS_APP_PASSWORD or TEAMS_TENANT_ID (status %d)", status)
            raise Passing("the app id or password is refused", REFUSED_PAUSE)
        if status != 200 or not isinstance(value, str) or not value:
            raise Passing(f"no token: status {status}")
        # A token that lasts no longer than the margin is still good for its first half.
        self._value, self._until = value, self.clock() + max(lasts - EARLY, lasts / 2)
        self._failed_until = float("-inf")
        return value


@dataclass
class Connector:
    """Posts activities."""

    session: aiohttp.ClientSession
    hosts: ServiceHosts
    token: BotToken | None
    """None in development mode: the playground takes no token."""

    def __post_init__(self) -> None:
        self._paused: dict[str, float] = {}

    def paused(self, address: Mapping[str, Any]) -> bool:
        """Whether the wait that was asked for (Retry-After) in the conversation of an address still lasts."""
        return self._paused.get(str(address.get("conversation")), 0.0) > time.monotonic()

    def _pause(self, address: Mapping[str, Any], seconds: float) -> None:
        now = time.monotonic()
        self._paused = {c: until for c, until in self._paused.items() if until > now} | {str(address.get("conversation")): now + seconds}

    async def post(self, address: Mapping[str, Any], body: bytes, deadline: float, doubts: int = DOUBTS) -> str:
        """Post an activity (its JSON) as a reply; returns its id. Without time (``deadline`` 0) it is tried once.

        Raises Undeliverable, Passing when it was not taken, or Uncertain after an attempt of unknown outcome; there are ``doubts`` of
        these at most.
        """
        url = activities_url(address)
        if not self.hosts.allows(str(address.get("service", ""))):
            raise Undeliverable("the service is not allowed")  # addresses come back from the store: checked again
        doubtful = 0

        async def once() -> str:
            nonlocal doubtful
            try:
                return await self._attempt(url, body)
            except Passing as error:
                if error.after:
                    self._pause(address, error.after)
                doubtful += error.sent
                if doubtful >= doubts:
                    raise Uncertain(str(error)) from None
                raise

        try:
            return await self._again_and_again(once, deadline)
        except Passing as error:
            if doubtful and not error.after:
                raise Uncertain(str(error)) from None
            raise

    async def _again_and_again(self, once: Callable[[], Awaitable[str]], deadline: float) -> str:
        first: Passing | None = None
        began = time.monotonic()
        try:
            return await once()
        except Passing as error:
            first = error
        # Only now, for the machinery of retries costs as much as the post itself; the failure above is its first attempt.
        stop = stop_before_delay(deadline - (time.monotonic() - began))
        tries = AsyncRetrying(retry=retry_if_exception_type(Passing), wait=_wait, stop=stop, reraise=True)
        answer = ""
        async for attempt in tries:
            with attempt:
                if first:
                    failed, first = first, None
                    raise failed
                answer = await once()
        return answer

    async def _attempt(self, url: URL, body: bytes) -> str:
        status, answer, after = await self._once(url, body)
        if status == 401 and self.token:
            # Once: a token may be revoked. A second refusal is of the registration itself, which somebody has to mend.
            status, answer, after = await self._once(url, body)
            if status == 401:
                log.error("teams: the connector refuses the bot's token")
                raise Passing("status 401", REFUSED_PAUSE)
        if status in PASSING or status >= 500:
            raise Passing(f"status {status}", after, sent=status not in NOT_TAKEN)
        if not 200 <= status < 300:
            log.error("teams: the connector refuses an answer (status %d)", status)
            raise Undeliverable(f"status {status}")
        return str(answer.get("id", "")) if isinstance(answer, dict) else ""

    async def _once(self, url: URL, body: bytes) -> tuple[int, Any, float]:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        value = ""
        if self.token:
            value = await self.token.get()
            headers["Authorization"] = f"Bearer {value}"
        try:
            # A redirect would carry the token elsewhere.
            async with self.session.post(url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False) as response:
                raw = await response.read()
                status, after = response.status, _retry_after(response.headers.get("Retry-After"))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Passing(type(error).__name__) from None  # no connection, so nothing was sent
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Passing(type(error).__name__, sent=True) from None
        if status == 401 and self.token:
            self.token.forget(value)
        try:
            return status, json.loads(raw or b"{}"), after
        except ValueError:
            return status, {}, after


def activities_url(address: Mapping[str, Any]) -> URL:
    """Where a reply to an address is posted. A targeted message stands in no thread: what it replies to is said inside."""
    base = str(address.get("service", "")).rstrip("/")
    path = f"{base}/v3/conversations/{quote(str(address.get('conversation', '')), safe='')}/activities"
    if address.get("targeted"):
        path += "?isTargetedActivity=true"
    elif address.get("reply_to"):
        path += f"/{quote(str(address['reply_to']), safe='')}"
    return URL(path, encoded=True)
