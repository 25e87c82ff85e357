"""Attacks on /api/messages: each is refused, and nothing is sent anywhere."""

from __future__ import annotations

import asyncio
import base64
import json
import time
import warnings
from collections.abc import AsyncIterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import aiohttp
import jwt
import pytest
from aiohttp.test_utils import make_mocked_request
from cryptography.hazmat.primitives import serialization

from adapters.teams.adapter import TeamsAdapter, _local_only
from adapters.teams.auth import CLOUDS, Refused, ServiceHosts
from bot.core.errors import SettingError
from bot.core.index import Index
from tests.fake_teams import APP, TENANT, Bot, Microsoft, private_key, running, settings

QUESTION = "When was the MINUSCA agreement signed?"


@pytest.fixture
async def bot(index: Index, tmp_path: Path) -> AsyncIterator[Bot]:
    async with running(index, tmp_path) as it:
        yield it


def unsigned(claims: dict[str, Any], header: dict[str, Any]) -> str:
    def encode(data: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()

    return f"{encode(header)}.{encode(claims)}."


def hs256_with_public_key(bot: Bot) -> str:
    """The classic confusion: the public key as the secret of a symmetric signature."""
    import hashlib
    import hmac

    pem = private_key("k1").public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    claims = jwt.decode(bot.token(), options={"verify_signature": False})
    body = unsigned(claims, {"alg": "HS256", "typ": "JWT", "kid": "k1"}).rstrip(".")
    signature = base64.urlsafe_b64encode(hmac.new(pem, body.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return f"{body}.{signature}"


def signed(bot: Bot, **claims: Any) -> str:
    """Soundly signed claims that PyJWT would not encode."""
    said = {**jwt.decode(bot.token(), options={"verify_signature": False}), **claims}
    return jwt.api_jws.encode(json.dumps(said).encode(), private_key("k1"), algorithm="RS256", headers={"kid": "k1"})


def now(seconds: float = 0) -> int:
    return int(time.time() + seconds)


TOKENS: dict[str, Any] = {
    "wrong audience": lambda b: b.token(aud="other-app"),
    "audience in a list": lambda b: b.token(aud=[APP, "other-app"]),
    "no audience": lambda b: b.token(drop=("aud",)),
    "wrong issuer": lambda b: b.token(iss="https://sts.windows.net/evil/"),
    "issuer of another cloud": lambda b: b.token(iss="https://api.botframework.us"),
    "no issuer": lambda b: b.token(drop=("iss",)),
    "signed by a stranger": lambda b: b.token(key=private_key("stranger")),
    "unknown key id": lambda b: b.token(kid="stranger"),
    "algorithm none": lambda b: unsigned(jwt.decode(b.token(), options={"verify_signature": False}), {"alg": "none", "kid": "k1"}),
    "HS256 with the public key": hs256_with_public_key,
    "another RSA algorithm": lambda b: b.token(alg="RS512"),
    "PSS": lambda b: b.token(alg="PS256"),
    "expired": lambda b: b.token(exp=now(-301)),
    "no expiry": lambda b: b.token(drop=("exp",)),
    "not yet valid": lambda b: b.token(nbf=now(330)),
    "no start": lambda b: b.token(drop=("nbf",)),
    "expiry is no number": lambda b: signed(b, exp="tomorrow"),
    "service missing": lambda b: b.token(drop=("serviceurl",)),
    "service under another name": lambda b: b.token(drop=("serviceurl",), serviceUrl=b.service_url),
    "service is no text": lambda b: b.token(serviceurl=[b.service_url]),
    "service differs from the activity's": lambda b: b.token(serviceurl=b.service_url + "x"),
    "no key id": lambda b: b.token(kid=""),
    "no signature": lambda b: b.token().rsplit(".", 1)[0] + ".",
    "key id is an object": lambda b: unsigned({}, {"alg": "RS256", "kid": {"a": 1}}),
    "key carried along": lambda b: b.token(key=private_key("stranger"), headers={"jwk": {"kty": "RSA"}, "jku": "https://evil.example/keys"}),
    "no token at all": lambda b: "x",
    "three dots": lambda b: "...",
    "very long, soundly signed": lambda b: b.token(jti="a" * ((8_050 - len(b.token())) * 3 // 4)),
    "very long key id": lambda b: b.token(kid="k" * 257, key=private_key("k1")),
    "header nested deeply": lambda b: base64.urlsafe_b64encode(b'{"a":' + b"[" * 5_000).decode().rstrip("=") + ".e30.x",
    "expiry without end": lambda b: signed(b, exp=float("inf")),
    "start is a list": lambda b: signed(b, nbf=[0]),
}


@pytest.mark.parametrize("attack", TOKENS)
async def test_bad_tokens(bot: Bot, attack: str) -> None:
    status, body = await bot.post(bot.activity(QUESTION), TOKENS[attack](bot))
    assert status in {401, 403}
    assert body == {"error": "refused"}
    await asyncio.sleep(0.02)
    assert not bot.microsoft.tries
    assert not bot.microsoft.token_fetches


@pytest.mark.parametrize(
    "attack", ["algorithm none", "HS256 with the public key", "another RSA algorithm", "PSS", "no key id", "very long key id", "key id is an object"]
)
async def test_no_key_is_looked_for_in_vain(bot: Bot, attack: str) -> None:
    assert (await bot.post(bot.activity(QUESTION), TOKENS[attack](bot)))[0] == 401
    assert not bot.microsoft.key_fetches


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "bearer\ta", "Bearer é"])
async def test_no_bearer_token(bot: Bot, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    status, _ = await bot.post(bot.activity(QUESTION), None, **headers)
    assert status == 401
    assert not bot.microsoft.tries


FOREIGN = [
    "https://evil.example/",
    "https://smba.trafficmanager.net.evil.example/amer/",
    "https://evil-smba.trafficmanager.net/",
    "https://evil.example/smba.trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://smba.trafficmanager.net:8443/amer/",
    "https://smba.trafficmanager.net:0/amer/",
    "http://smba.trafficmanager.net/amer/",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://smba.trafficmanager.net\t.evil.example/",
    "https://smba.trafficmanager.net?.evil.example/",
    "https://smba.trafficmanager.nеt/",  # a Cyrillic letter is the attack
    "//smba.trafficmanager.net/",
    "https://[::1]/",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("url", FOREIGN)
async def test_foreign_services_with_a_sound_signature(index: Index, tmp_path: Path, url: str) -> None:
    """Even when token and activity agree: the bot's own token goes to hosts on the list only."""
    async with running(index, tmp_path, service_hosts=("smba.trafficmanager.net",)) as bot:
        status, _ = await bot.post(bot.activity(QUESTION, serviceUrl=url), bot.token(serviceurl=url))
        assert status == 403
        assert not bot.microsoft.token_fetches
        assert not ServiceHosts(["smba.trafficmanager.net"]).allows(url)


async def test_other_port_of_loopback(bot: Bot) -> None:
    url = "http://127.0.0.1:1/"
    assert (await bot.post(bot.activity(QUESTION, serviceUrl=url), bot.token(serviceurl=url)))[0] == 403
    assert not bot.microsoft.token_fetches


ACTIVITIES: dict[str, dict[str, Any]] = {
    "service missing": {"serviceUrl": None},
    "service with another case": {"serviceUrl": "HTTP://127.0.0.1/"},
    "other channel": {"channelId": "webchat"},
    "channel missing": {"channelId": None},
    "other tenant": {"channelData": {"tenant": {"id": "other"}}, "conversation": {"id": "a:1"}},
    "two tenants": {"channelData": {"tenant": {"id": "other"}}},
    "other tenant in the conversation": {"conversation": {"id": "a:1", "tenantId": "other"}},
    "no tenant": {"channelData": {}, "conversation": {"id": "a:1"}},
    "tenant is no object": {"channelData": {"tenant": TENANT}, "conversation": {"id": "a:1"}},
    "tenant is no object beside a good one": {"channelData": {"tenant": "other"}},
    "channel data is a list beside a good one": {"channelData": [{"tenant": {"id": "other"}}]},
    "tenant is a number beside a good one": {"channelData": {"tenant": {"id": 0}}},
    "tenant is empty beside a good one": {"channelData": {"tenant": {"id": ""}}},
    "other tenant of the recipient": {"recipient": {"id": f"28:{APP}", "tenantId": "other"}},
    "other tenant of the sender": {"from": {"id": "29:user-1", "tenantId": "other"}},
}


@pytest.mark.parametrize("attack", ACTIVITIES)
async def test_activities_that_do_not_fit_their_token(bot: Bot, attack: str) -> None:
    for kind in ("message", "invoke", "conversationUpdate"):
        status, _ = await bot.post(bot.activity(QUESTION, type=kind, **ACTIVITIES[attack]))
        assert status == 403
    assert not bot.microsoft.tries


async def test_case_of_tenants_does_not_matter(index: Index, tmp_path: Path) -> None:
    async with running(index, tmp_path, tenants=(TENANT.upper(),)) as bot:
        for said in (TENANT, TENANT.upper()):
            assert (await bot.post(bot.activity(QUESTION, channelData={"tenant": {"id": said}})))[0] == 200
    assert len(bot.microsoft.messages) == 2


@pytest.mark.parametrize("fields", [{"use": "enc"}, {"kty": "EC"}, {"endorsements": None}, {"endorsements": "msteams"}, {"n": None}, {"e": 3}])
async def test_key_that_is_no_signing_key(bot: Bot, fields: dict[str, Any]) -> None:
    bot.microsoft.key_fields = fields
    assert (await bot.post(bot.activity(QUESTION)))[0] == 401
    assert not bot.microsoft.tries


async def test_key_that_is_too_weak(bot: Bot) -> None:
    bot.microsoft.keys = {"weak": ["msteams"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyJWT warns of it as well
        assert (await bot.post(bot.activity(QUESTION), bot.token(kid="weak", key=private_key("weak"))))[0] == 401
    assert not bot.microsoft.tries


async def test_keys_come_from_where_they_were_asked_for(bot: Bot) -> None:
    bot.microsoft.key_moved = True
    assert (await bot.post(bot.activity(QUESTION)))[0] == 401
    assert bot.microsoft.key_fetches == 1


@pytest.mark.parametrize("url", ["http://evil.example/keys", "ftp://127.0.0.1/keys", "https:///keys", "None"])
async def test_keys_never_come_in_the_clear(bot: Bot, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = bot.adapter._keys
    assert keys
    monkeypatch.setattr(keys, "_session", None)  # asked for all the same it has no `get`
    with pytest.raises(ValueError, match="https only"):
        await keys._json(url)


async def test_keys_that_take_too_long_are_given_up(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.teams.auth.FETCH_TIMEOUT", aiohttp.ClientTimeout(total=0.1))
    bot.microsoft.key_delay = 0.6
    began = time.perf_counter()
    assert (await bot.post(bot.activity(QUESTION)))[0] == 401
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("hosts", [("*.trafficmanager.net",), ("https://",), ("a b",), ("smba.trafficmanager.net", "x@y")])
def test_hosts_are_named_exactly(hosts: tuple[str, ...]) -> None:
    with pytest.raises(SettingError, match="TEAMS_SERVICE_HOSTS"):
        TeamsAdapter(settings(Microsoft("https://x.example"), service_hosts=hosts), Mock(), Mock())


@pytest.mark.parametrize("endorsed", [[], ["webchat", "skype"], ["msteamsx"]])
async def test_key_without_endorsement(bot: Bot, endorsed: list[str]) -> None:
    bot.microsoft.keys["k1"] = endorsed
    assert (await bot.post(bot.activity(QUESTION)))[0] == 403
    assert not bot.microsoft.tries


async def test_clocks_may_differ_by_five_minutes(bot: Bot) -> None:
    assert (await bot.post(bot.activity(QUESTION), bot.token(exp=now(-280), nbf=now(-4000))))[0] == 200
    assert (await bot.post(bot.activity(QUESTION), bot.token(nbf=now(280))))[0] == 200


async def test_flood_of_unknown_keys_costs_few_fetches_and_stalls_nobody(bot: Bot) -> None:
    await bot.ask(QUESTION)
    assert bot.microsoft.key_fetches == 1
    flood = [asyncio.create_task(bot.post(bot.activity(QUESTION), bot.token(kid=f"made-up-{n}", key=private_key("stranger")))) for n in range(300)]
    await asyncio.sleep(0.3)
    began = time.perf_counter()
    await bot.ask(QUESTION)
    assert time.perf_counter() - began < 1
    assert {status for status, _ in await asyncio.gather(*flood)} == {401}
    assert bot.microsoft.key_fetches <= 3
    assert len(bot.microsoft.messages) == 2


async def test_rotated_key_is_taken_at_once_and_the_old_one_no_more(bot: Bot) -> None:
    await bot.ask(QUESTION)
    bot.microsoft.keys = {"k2": ["msteams"]}
    assert (await bot.post(bot.activity(QUESTION), bot.token(kid="k2")))[0] == 200
    assert (await bot.post(bot.activity(QUESTION), bot.token(kid="k1")))[0] == 401
    assert len(bot.microsoft.messages) == 2


class TestAcceptedBefore:
    """A token is checked in full once; what is remembered of it lets nothing else in."""

    async def test_same_token_is_not_computed_again(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        token = bot.token()
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 200
        monkeypatch.setattr(jwt, "decode", lambda *_, **__: pytest.fail("computed again"))
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 200

    async def test_one_bit_of_it_changed(self, bot: Bot) -> None:
        token = bot.token()
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 200
        head, body, signature = token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=="))
        other = base64.urlsafe_b64encode(json.dumps({**claims, "exp": claims["exp"] + 1}).encode()).decode().rstrip("=")
        for forged in (f"{head}.{other}.{signature}", f"{head}.{body}.{signature[:-8]}AAAAAAAA", f"{head}.{body}.", f"{head}.{body}"):
            assert (await bot.post(bot.activity(QUESTION), forged))[0] == 401
        assert len(bot.microsoft.messages) == 1

    async def test_its_time_runs_out(self, bot: Bot) -> None:
        token = bot.token(exp=now(-298))  # two seconds are left of it
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 200
        await asyncio.sleep(2.1)
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 401

    async def test_its_key_is_withdrawn(self, bot: Bot) -> None:
        token = bot.token()
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 200
        bot.microsoft.keys = {"k2": ["msteams"]}
        assert (await bot.post(bot.activity(QUESTION), bot.token(kid="k2")))[0] == 200
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 401

    async def test_its_key_vouches_for_the_channel_no_more(self, bot: Bot) -> None:
        token = bot.token()
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 200
        bot.microsoft.keys["k1"] = ["webchat"]
        assert bot.adapter._keys
        await bot.adapter._keys.refresh()
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 403

    async def test_what_its_activity_says_is_checked_each_time(self, bot: Bot) -> None:
        token = bot.token()
        assert (await bot.post(bot.activity(QUESTION), token))[0] == 200
        for change in ACTIVITIES.values():
            assert (await bot.post(bot.activity(QUESTION, **change), token))[0] == 403
        assert len(bot.microsoft.messages) == 1

    async def test_refused_tokens_are_not_remembered_and_others_not_for_ever(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("adapters.teams.auth.REMEMBERED", 3)
        validator = bot.adapter._validator
        assert validator
        for n in range(5):
            assert (await bot.post(bot.activity(QUESTION), bot.token(jti=str(n))))[0] == 200
            assert (await bot.post(bot.activity(QUESTION), bot.token(jti=str(n), aud="other")))[0] == 401
        assert len(validator._accepted) == 3


async def test_slow_key_server_stalls_only_those_who_need_it(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.ask(QUESTION)
    monkeypatch.setattr("adapters.teams.auth.PATIENCE", 0.5)
    bot.microsoft.key_delay = 1.0
    waiting = asyncio.create_task(bot.post(bot.activity(QUESTION), bot.token(kid="stranger")))
    await asyncio.sleep(0.05)
    began = time.perf_counter()
    await bot.ask(QUESTION)
    assert time.perf_counter() - began < 0.4
    assert (await waiting)[0] == 401
    assert time.perf_counter() - began < 0.9, "it gives up before the server answers"


async def test_no_keys_no_entry(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    bot.microsoft.keys = {}
    monkeypatch.setattr("adapters.teams.auth.PAUSE", 0.05)
    assert (await bot.post(bot.activity(QUESTION)))[0] == 401
    bot.microsoft.keys = {"k1": ["msteams"]}
    assert (await bot.post(bot.activity(QUESTION)))[0] == 200


async def test_keys_older_than_a_day_are_fetched_again_or_not_used(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.ask(QUESTION)
    keys = bot.adapter._keys
    assert keys
    monkeypatch.setattr(keys, "_fetched", keys._clock() - 13 * 3600)
    await bot.ask(QUESTION)  # still good, and fetched in the background
    await asyncio.sleep(0.1)
    assert bot.microsoft.key_fetches == 2
    monkeypatch.setattr(keys, "_fetched", keys._clock() - 25 * 3600)
    monkeypatch.setattr(keys, "_url", "http://127.0.0.1:1/")
    monkeypatch.setattr(keys, "_next", 0.0)
    assert (await bot.post(bot.activity(QUESTION)))[0] == 401


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"null", b'"a"', b"[" * 100_000, b"\xff\xfe", b'{"a":' * 5000])
async def test_bodies_that_are_no_activity(bot: Bot, body: bytes) -> None:
    assert (await bot.post(body))[0] == 400
    assert (await bot.post(body, None))[0] == 401


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
async def test_bodies_in_other_encodings(bot: Bot, encoding: str) -> None:
    body = json.dumps(bot.activity("où \ud800"), ensure_ascii=False).encode(encoding, "surrogatepass" if encoding != "latin-1" else "ignore")
    assert (await bot.post(body))[0] == 400
    assert not bot.microsoft.tries


async def test_surrogates_in_plain_bytes(bot: Bot) -> None:
    body = json.dumps(bot.activity("MINUSCA XX")).encode().replace(b"XX", b"\xed\xa0\x80")
    assert (await bot.post(body))[0] == 400


async def test_large_body_without_a_length(bot: Bot) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield json.dumps(bot.activity("a" * 300_000)).encode()

    headers = {"Authorization": f"Bearer {bot.token()}", "Content-Type": "application/json"}
    async with bot.http.post(bot.url, data=chunks(), headers=headers) as response:
        assert response.status == 400


async def test_body_that_never_ends(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.teams.adapter.READ", 0.2)

    async def chunks() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(1)

    headers = {"Authorization": f"Bearer {bot.token()}", "Content-Type": "application/json"}
    began = time.perf_counter()
    async with bot.http.post(bot.url, data=chunks(), headers=headers) as response:
        assert response.status == 400
    assert time.perf_counter() - began < 0.9


async def test_large_body(bot: Bot) -> None:
    assert (await bot.post(bot.activity("a" * 300_000)))[0] == 400
    assert not bot.microsoft.tries


def test_clouds_differ_where_microsoft_says() -> None:
    assert {name: cloud.issuer for name, cloud in CLOUDS.items()} == {
        "public": "https://api.botframework.com", "gcc": "https://api.botframework.com",
        "gcch": "https://api.botframework.us", "dod": "https://api.botframework.us",
    }  # fmt: skip
    hosts = [host for cloud in CLOUDS.values() for host in cloud.service_hosts]
    assert len(set(hosts)) == len(hosts) == 5
    assert CLOUDS["dod"].token_url("t") == "https://login.microsoftonline.us/t/oauth2/v2.0/token"
    for cloud in CLOUDS.values():
        assert all(ServiceHosts(cloud.service_hosts).allows(f"https://{host}/x/") for host in cloud.service_hosts)
        assert not any(ServiceHosts(cloud.service_hosts).allows(f"https://{host}/") for host in hosts if host not in cloud.service_hosts)


class TestDevelopment:
    """The mode for the local playground."""

    @pytest.fixture
    async def open_bot(self, index: Index, tmp_path: Path) -> AsyncIterator[Bot]:
        async with running(index, tmp_path, development=True, app_password="") as it:
            it.microsoft.tokens_valid.add("")
            yield it

    async def test_answers_without_a_token_and_sends_none(self, open_bot: Bot) -> None:
        assert (await open_bot.post(open_bot.activity(QUESTION), "dummy"))[0] == 200
        assert [authorization for _, _, authorization in open_bot.microsoft.posts] == [""]
        assert not open_bot.microsoft.token_fetches

    @pytest.mark.parametrize(
        "headers", [{"Host": "evil.example"}, {"X-Forwarded-For": "8.8.8.8"}, {"Forwarded": "for=8.8.8.8"}, {"Content-Type": "text/plain"}]
    )
    async def test_refuses_what_is_not_of_this_machine(self, open_bot: Bot, headers: dict[str, str]) -> None:
        assert (await open_bot.post(open_bot.activity(QUESTION), None, **headers))[0] == 403
        assert not open_bot.microsoft.tries

    @pytest.mark.parametrize(("client", "allowed"), [("127.0.0.1", True), ("::1", True), ("10.0.0.5", False), ("fe80::1", False), (None, False)])
    def test_refuses_other_clients(self, client: str | None, allowed: bool) -> None:
        transport = Mock()
        transport.get_extra_info.return_value = (client, 50_000) if client else None
        request = make_mocked_request("POST", "/api/messages", {"Host": "127.0.0.1:3000", "Content-Type": "application/json"}, transport=transport)
        with nullcontext() if allowed else pytest.raises(Refused, match="loopback only"):
            _local_only(request)

    async def test_refuses_other_services(self, open_bot: Bot) -> None:
        assert (await open_bot.post(open_bot.activity(QUESTION, serviceUrl="https://smba.trafficmanager.net/amer/"), None))[0] == 403
        assert not open_bot.microsoft.tries

    async def test_says_so_loudly(self, open_bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
        await open_bot.adapter.start()
        assert "TEAMS_DEVELOPMENT IS ON" in caplog.text
