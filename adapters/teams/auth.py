"""Who is calling: the validator of the Bot Connector's tokens. Every check fails closed.

Order: the shape of the header, the key (by its id), signature and claims, and only then what the activity says against
what the token says. Nothing of a request is trusted, parsed or answered before :meth:`Validator.token` accepts it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit

import aiohttp
import jwt
from jwt.algorithms import RSAAlgorithm

from bot.settings import is_loopback

log = logging.getLogger(__name__)

CHANNEL = "msteams"
SKEW = 300
"""Seconds by which clocks may differ."""
KEYS_KEPT = 24 * 3600.0
"""Seconds after which keys may no longer be used (Microsoft's limit)."""
KEYS_FRESH = 12 * 3600.0
"""Seconds after which keys are fetched again in the background, long before they may no longer be used."""
PAUSE = 3.0
"""Seconds between two fetches for keys that nobody knows: a flood of made-up ids costs one fetch each pause."""
PATIENCE = 6.0
"""Seconds that one request waits for keys: the pause and a fetch."""
FETCH_TIMEOUT = aiohttp.ClientTimeout(total=5, sock_connect=3)
WAITING = 64
"""Requests that may wait for an unknown key at once; the rest is refused at once."""
TOKEN_LENGTH = 8_000
KNOWN_URLS = 256
"""Addresses of services of which it is known whether they are allowed."""
REMEMBERED = 1_000
"""Accepted tokens whose signature need not be computed again: the connector sends the same one for an hour."""
KEY_BITS = 2048
TENANT_PATHS = (("channelData", "tenant", "id"), ("conversation", "tenantId"), ("from", "tenantId"), ("recipient", "tenantId"))
"""Where an activity may name a tenant."""
UNREADABLE = "?"
"""Stands for a tenant that cannot be read; no tenant has that name."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """Microsoft's addresses of one cloud."""

    issuer: str
    openid_url: str
    login: str
    scope: str
    service_hosts: tuple[str, ...]

    def token_url(self, tenant: str) -> str:
        return f"{self.login}/{tenant}/oauth2/v2.0/token"


_PUBLIC = Cloud(
    "https://api.botframework.com",
    "https://login.botframework.com/v1/.well-known/openidconfiguration",
    "https://login.microsoftonline.com",
    "https://api.botframework.com/.default",
    ("smba.trafficmanager.net", "smba.onyx.prod.teams.trafficmanager.net"),
)
_GOVERNMENT = Cloud(
    "https://api.botframework.us",
    "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    "https://login.microsoftonline.us",
    "https://api.botframework.us/.default",
    (),
)
CLOUDS: Mapping[Literal["public", "gcc", "gcch", "dod"], Cloud] = {
    "public": _PUBLIC,
    "gcc": Cloud(_PUBLIC.issuer, _PUBLIC.openid_url, _PUBLIC.login, _PUBLIC.scope, ("smba.infra.gcc.teams.microsoft.com",)),
    "gcch": Cloud(_GOVERNMENT.issuer, _GOVERNMENT.openid_url, _GOVERNMENT.login, _GOVERNMENT.scope, ("smba.infra.gov.teams.microsoft.us",)),
    "dod": Cloud(_GOVERNMENT.issuer, _GOVERNMENT.openid_url, _GOVERNMENT.login, _GOVERNMENT.scope, ("smba.infra.dod.teams.microsoft.us",)),
}
"""GCC signs in at the public cloud but has its own connector; GCC High and DoD differ only in the connector."""


class Refused(Exception):
    """Raised when a request does not come from Teams for us. The reason is for the log only; the caller learns the status."""

    def __init__(self, status: Literal[401, 403], reason: str) -> None:
        self.status = status
        super().__init__(reason)


def _split(url: str) -> SplitResult | None:
    """A URL without tricks, taken apart; None if it holds anything that parsers read differently."""
    if not url.isascii() or any(c <= " " or c in "\\@?#\x7f" for c in url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    return parts if parts.hostname else None


class ServiceHosts:
    """The exact hosts that the bot's own token may go to.

    An entry is a host name (https on port 443). For tests on one machine an entry may name loopback, with plain http and
    its port (``127.0.0.1:5000``); without a port any port of loopback is meant. Nothing else is ever allowed without https.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._allowed: set[tuple[str, int | None]] = set()
        for entry in entries:
            parts = _split(entry if "://" in entry else f"//{entry}")
            if parts is None or not parts.hostname or "*" in parts.hostname:
                raise ValueError(f"{entry!r} is no host name")
            local = is_loopback(parts.hostname)
            port = parts.port if parts.port is not None or local else 443
            self._allowed.add((parts.hostname, port))
        self.allows = lru_cache(KNOWN_URLS)(self._allows)
        """Whether the token may go to a URL. Always the same few are asked about, twice for each message."""

    def _allows(self, url: str) -> bool:
        parts = _split(url)
        if parts is None or not parts.hostname:
            return False
        if is_loopback(parts.hostname):
            port = parts.port if parts.port is not None else 443 if parts.scheme == "https" else 80
            return parts.scheme in {"http", "https"} and bool({(parts.hostname, port), (parts.hostname, None)} & self._allowed)
        return parts.scheme == "https" and (parts.hostname, 443 if parts.port is None else parts.port) in self._allowed


@dataclass(frozen=True, slots=True)
class Key:
    """A signing key and the channels that it may sign for."""

    public: Any
    endorsements: frozenset[str]


class Keys:
    """The Bot Connector's signing keys: fetched asynchronously, one fetch at a time, never in the way of known keys."""

    def __init__(self, session: aiohttp.ClientSession, openid_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._session, self._url, self._clock = session, openid_url, clock
        self._keys: dict[str, Key] = {}
        self._fetched = float("-inf")
        self._next = float("-inf")
        self._flight: asyncio.Task[None] | None = None
        self._waiting = 0

    @property
    def usable(self) -> bool:
        """Whether there are keys that may still be used."""
        return bool(self._keys) and self._clock() - self._fetched < KEYS_KEPT

    async def get(self, kid: str) -> Key:
        """The key of that id. Raises Refused if there is none or it cannot be fetched in time."""
        if self.usable and (key := self._keys.get(kid)):
            if self._clock() - self._fetched > KEYS_FRESH:
                self._fly()
            return key
        await self.refresh()
        key = self._keys.get(kid) if self.usable else None
        if key is None:
            raise Refused(401, "signed with an unknown key")
        return key

    async def refresh(self) -> None:
        """Wait for the fetch that is due or under way. Raises Refused when it takes too long or too many wait."""
        if self._waiting >= WAITING:
            raise Refused(401, "too many requests with unknown keys")
        self._waiting += 1
        try:
            await asyncio.wait_for(asyncio.shield(self._fly()), PATIENCE)
        except TimeoutError:
            raise Refused(401, "the keys could not be fetched in time") from None
        finally:
            self._waiting -= 1

    def _fly(self) -> asyncio.Task[None]:
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._fetch(), name="teams keys")
        return self._flight

    async def _fetch(self) -> None:
        now = self._clock()
        first = not self._keys
        if now < self._next:
            await asyncio.sleep(self._next - now)
        try:
            metadata = await self._json(self._url)
            keys = await self._json(str(metadata.get("jwks_uri")))
            found = dict(_read_keys(keys))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("teams: signing keys not fetched: %s", type(error).__name__)
            self._next = self._clock() + PAUSE
            return
        # The first load is no sign of a flood: a key rotated just after it is fetched at once.
        self._next = float("-inf") if first else self._clock() + PAUSE
        if found:
            # A key that is unchanged stays the same object, so that tokens accepted under it stay accepted.
            self._keys = {kid: old if (old := self._keys.get(kid)) == key else key for kid, key in found.items()}
            self._fetched = self._clock()

    async def _json(self, url: str) -> Mapping[str, Any]:
        parts = _split(url)
        if parts is None or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))):
            raise ValueError("keys come over https only")
        async with self._session.get(url, timeout=FETCH_TIMEOUT, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError(f"status {response.status}")
            data = await response.json(content_type=None)
        if not isinstance(data, dict):
            raise ValueError("not an object")
        return data

    async def close(self) -> None:
        if self._flight:
            self._flight.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._flight


def _read_keys(data: Mapping[str, Any]) -> Iterable[tuple[str, Key]]:
    """The RSA signing keys of a key set that are strong enough; others are left out."""
    entries = data.get("keys")
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict) or entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig":
            continue
        kid, endorsed = entry.get("kid"), entry.get("endorsements")
        if not isinstance(kid, str) or not isinstance(endorsed, list):
            continue
        try:
            public = RSAAlgorithm.from_jwk({"kty": "RSA", "n": entry["n"], "e": entry["e"]})
        except (jwt.InvalidKeyError, KeyError, ValueError, TypeError):
            continue
        if public.key_size >= KEY_BITS:
            yield kid, Key(public, frozenset(e for e in endorsed if isinstance(e, str)))


@dataclass(frozen=True, slots=True)
class Caller:
    """A token that was accepted: what it allows an activity to say."""

    service_url: str
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A token that passed every check, and what may still change about it."""

    kid: str
    key: Key
    nbf: float
    exp: float
    caller: Caller


@dataclass(frozen=True, slots=True)
class Validator:
    """All checks between a request and the bot."""

    app_id: str
    issuer: str
    keys: Keys
    hosts: ServiceHosts
    tenants: frozenset[str]
    """Lower case."""
    _accepted: dict[bytes, _Accepted] = field(default_factory=dict, repr=False)
    """By the token's SHA-256, the oldest first; the tokens themselves are not kept."""

    async def token(self, authorization: str) -> Caller:
        """Check the Authorization header by itself, before the body is read as anything. Raises Refused."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token or not token.isascii() or len(token) > TOKEN_LENGTH:
            raise Refused(401, "no bearer token")
        digest = hashlib.sha256(token.encode()).digest()
        if known := self._accepted.get(digest):
            # The same bytes under the same key have the same signature and claims; only clock and key may have moved on.
            now = time.time()
            if await self.keys.get(known.kid) is known.key and known.nbf <= now + SKEW and now - SKEW < known.exp:
                return known.caller
            self._accepted.pop(digest, None)
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, RecursionError):
            raise Refused(401, "not a token") from None
        kid = header.get("kid")
        # The algorithm is ours to choose; the header's is only a reason to refuse early, before a key is looked for.
        if header.get("alg") != "RS256" or not isinstance(kid, str) or not 0 < len(kid) <= 256:
            raise Refused(401, "not signed with RS256 by a named key")
        key = await self.keys.get(kid)
        try:
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self.app_id,
                issuer=self.issuer,
                leeway=SKEW,
                options={"require": ["exp", "nbf", "iss", "aud"], "strict_aud": True},
            )
            nbf, exp = float(claims["nbf"]), float(claims["exp"])
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise Refused(401, f"token refused: {type(error).__name__}") from None
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not self.hosts.allows(service_url):
            raise Refused(403, "the token names no service that is allowed")
        caller = Caller(service_url, key.endorsements)
        while len(self._accepted) >= REMEMBERED:
            del self._accepted[next(iter(self._accepted))]
        self._accepted[digest] = _Accepted(kid, key, nbf, exp, caller)
        return caller

    def activity(self, caller: Caller, activity: Mapping[str, Any]) -> None:
        """Check what an activity says against its token and our tenants. Raises Refused."""
        if activity.get("serviceUrl") != caller.service_url:
            raise Refused(403, "the activity's service is not the token's")
        if activity.get("channelId") != CHANNEL or CHANNEL not in caller.endorsements:
            raise Refused(403, "the key does not vouch for this channel")
        said = tenants_of(activity)
        if not said or not said <= self.tenants:
            raise Refused(403, "a tenant that is not allowed")


def tenants_of(activity: Mapping[str, Any]) -> frozenset[str]:
    """Every tenant that an activity names, lower case: all of them must be allowed. What stands where a tenant does and names
    none counts as ``UNREADABLE``, which no list allows."""
    found = []
    for path in TENANT_PATHS:
        value: Any = activity
        for name in path:
            if value is None:
                break
            value = value.get(name) if isinstance(value, dict) else UNREADABLE
        if value is not None:
            found.append(value.lower() if isinstance(value, str) and value else UNREADABLE)
    return frozenset(found)
