"""Microsoft on loopback: OpenID metadata, keys, tokens and a Bot Connector, with faults to order; and a bot in front of it."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from adapters.teams import TeamsAdapter
from bot.core.index import Index
from bot.service import Limits, Service
from bot.settings import TeamsSettings
from bot.store import open_store

APP, TENANT, SECRET = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "fake-secret"
ISSUER = "https://api.botframework.com"
Fault = Callable[[web.Request], Any]


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """A key for tests, made once for each name; the one called weak is."""
    return rsa.generate_private_key(public_exponent=65537, key_size=1024 if name == "weak" else 2048)


@dataclass
class Microsoft:
    """What the fakes saw and what they are told to do."""

    url: str = ""
    keys: dict[str, list[str]] = field(default_factory=lambda: {"k1": ["msteams"]})
    """Key id -> endorsements; the id names the private key as well."""
    posts: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    """Accepted posts: path with query, activity, Authorization."""
    tries: int = 0
    key_fetches: int = 0
    token_fetches: int = 0
    token_form: dict[str, str] = field(default_factory=dict)
    token_status: int = 200
    elsewhere: list[str] = field(default_factory=list)
    """What was sent to where only a redirect points."""
    faults: list[Fault] = field(default_factory=list)
    """One for each coming post to the connector, while there are any; None lets it pass."""
    key_fields: dict[str, Any] = field(default_factory=dict)
    """What every key of the set says otherwise; without what is None."""
    key_moved: bool = False
    """Whether the key set is elsewhere and says so."""
    key_delay: float = 0.0
    sleep: float = 0.0
    tokens_valid: set[str] = field(default_factory=set)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [a for _, a, _ in self.posts if a["type"] == "message"]

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/moved", self._keys)
        app.router.add_post("/token", self._token)
        app.router.add_route("*", "/elsewhere", self._elsewhere)
        app.router.add_post("/{tail:.*v3/conversations/.*}", self._post)
        return app

    async def _openid(self, _: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys", "id_token_signing_alg_values_supported": ["RS256"]})

    async def _keys(self, request: web.Request) -> web.Response:
        self.key_fetches += 1
        if self.key_moved and request.path != "/moved":
            return web.Response(status=307, headers={"Location": "/moved"})
        if self.key_delay:
            await asyncio.sleep(self.key_delay)
        keys = [
            {**json.loads(RSAAlgorithm.to_jwk(private_key(k).public_key())), "use": "sig", "kid": k, "x5t": k, "endorsements": e} | self.key_fields
            for k, e in self.keys.items()
        ]
        return web.json_response({"keys": [{n: v for n, v in key.items() if v is not None} for key in keys]})

    async def _token(self, request: web.Request) -> web.Response:
        self.token_fetches += 1
        self.token_form = {k: str(v) for k, v in (await request.post()).items()}
        if self.token_status != 200:
            return web.json_response({"error": "invalid_client"}, status=self.token_status, headers={"Location": "/elsewhere"})
        value = f"bot-token-{self.token_fetches}"
        self.tokens_valid.add(value)
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": value})

    async def _elsewhere(self, request: web.Request) -> web.Response:
        self.elsewhere.append(await request.text())
        return web.json_response({"access_token": "stolen"})

    async def _post(self, request: web.Request) -> web.StreamResponse:
        self.tries += 1
        activity = await request.json()
        if self.sleep:
            await asyncio.sleep(self.sleep)
        if self.faults:
            response = self.faults.pop(0)(request)
            if inspect.isawaitable(response):
                response = await response
            if response is not None:
                return response
        authorization = request.headers.get("Authorization", "")
        if authorization.removeprefix("Bearer ") not in self.tokens_valid:
            return web.json_response({"error": "Unauthorized"}, status=401)
        self.posts.append((request.raw_path, activity, authorization))
        return web.json_response({"id": f"answer-{len(self.posts)}"}, status=201)


@dataclass
class Bot:
    """A running bot with its fakes."""

    microsoft: Microsoft
    http: aiohttp.ClientSession
    url: str
    service: Service
    adapter: TeamsAdapter
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def service_url(self) -> str:
        return f"{self.microsoft.url}/amer/"

    def token(
        self,
        *,
        kid: str = "k1",
        alg: str = "RS256",
        key: Any = None,
        drop: tuple[str, ...] = (),
        headers: dict[str, Any] | None = None,
        **claims: Any,
    ) -> str:
        now = int(time.time())
        said = {"iss": ISSUER, "aud": APP, "exp": now + 3600, "nbf": now - 60, "iat": now - 60, "serviceurl": self.service_url, **claims}
        said = {k: v for k, v in said.items() if k not in drop}
        return jwt.encode(said, key or private_key(kid or "k1"), algorithm=alg, headers={"kid": kid, **(headers or {})})

    def activity(self, text: str = "", **changes: Any) -> dict[str, Any]:
        """A message in a personal chat, shaped after Teams' own."""
        number = next(self.numbers)
        return {
            "type": "message", "id": f"1{number:012d}", "timestamp": "2026-01-01T12:00:00.000Z", "serviceUrl": self.service_url,
            "channelId": "msteams", "textFormat": "plain", "locale": "en-US", "text": text,
            "from": {"id": "29:user-1", "name": "Ada", "aadObjectId": "99999999-0000-0000-0000-000000000000"},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": "a:personal-1"},
            "recipient": {"id": f"28:{APP}", "name": "Liaison"},
            "entities": [{"locale": "en-US", "country": "US", "platform": "Web", "type": "clientInfo"}],
            "channelData": {"tenant": {"id": TENANT}}, **changes,
        }  # fmt: skip

    def channel(self, text: str, **changes: Any) -> dict[str, Any]:
        """A mention in a channel's thread."""
        mention = {"type": "mention", "text": "<at>Liaison</at>", "mentioned": {"id": f"28:{APP}", "name": "Liaison"}}
        where = {"isGroup": True, "conversationType": "channel", "tenantId": TENANT, "id": "19:abc@thread.tacv2;messageid=1700000000000"}
        return self.activity(text, **{"entities": [mention], "conversation": where, **changes})

    async def post(self, activity: Any, token: str | None = "", **headers: str) -> tuple[int, Any]:
        """Post to the bot; the token is a good one unless given, none at all for None."""
        if token is not None:
            headers["Authorization"] = f"Bearer {token or self.token()}"
        data = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        async with self.http.post(self.url, data=data, headers={"Content-Type": "application/json", **headers}) as response:
            raw = await response.read()
            return response.status, json.loads(raw) if raw.startswith(b"{") else raw.decode()

    async def ask(self, text: str, **changes: Any) -> dict[str, Any]:
        """Ask in a personal chat; the activity that comes back."""
        before = len(self.microsoft.messages)
        status, _ = await self.post(self.activity(text, **changes))
        assert status == 200
        messages = self.microsoft.messages
        assert len(messages) == before + 1
        return messages[-1]


def settings(microsoft: Microsoft, **changes: Any) -> TeamsSettings:
    values = {
        "app_id": APP, "app_password": SECRET, "tenant_id": TENANT, "openid_url": f"{microsoft.url}/openid",
        "token_url": f"{microsoft.url}/token", "service_hosts": (microsoft.url,),
    }  # fmt: skip
    return TeamsSettings(_env_file=None, **{**values, **changes})  # type: ignore[call-arg]  # pydantic-settings takes it


@asynccontextmanager
async def outside() -> AsyncIterator[Microsoft]:
    """The fakes alone."""
    microsoft = Microsoft()
    server = TestServer(microsoft.application())
    await server.start_server()
    microsoft.url = f"http://127.0.0.1:{server.port}"
    yield microsoft
    await server.close()


@asynccontextmanager
async def bot_at(
    microsoft: Microsoft, index: Index, tmp_path: Path, *, limits: Limits | None = None, warm: bool = False, **changes: Any
) -> AsyncIterator[Bot]:
    """A bot with the real service and store, against given fakes."""
    store = await open_store(str(tmp_path / "liaison.db"))
    service = Service(index, store, limits or Limits(rate=100_000))
    async with aiohttp.ClientSession() as session, aiohttp.ClientSession() as http:
        adapter = TeamsAdapter(settings(microsoft, **changes), service, session)
        service.attach(adapter)
        app = web.Application()
        app.router.add_routes(adapter.routes())
        server = TestServer(app)
        await server.start_server()
        if warm:
            await adapter.start()
        await service.start()
        yield Bot(microsoft, http, f"http://127.0.0.1:{server.port}/api/messages", service, adapter)
        await service.stop()
        await adapter.stop()
        await server.close()
        await store.close()


@asynccontextmanager
async def running(index: Index, tmp_path: Path, **changes: Any) -> AsyncIterator[Bot]:
    """A bot with fakes of its own."""
    async with outside() as microsoft, bot_at(microsoft, index, tmp_path, **changes) as bot:
        yield bot
