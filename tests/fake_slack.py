"""Slack on loopback: a Web API that remembers what was posted, response_urls, faults to order; requests signed as Slack signs."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-fake"
TEAM, BOT, ALICE, BOB = "T061EG9R6", "U0LAN0Z89", "U2147483697", "U2147483698"
CHANNEL, DM = "C123ABC456", "D024BE91L"

FAULTS = {
    "429": lambda: web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"}),
    "429 long": lambda: web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "60"}),
    "500": lambda: web.Response(status=500, text="oops"),
    "503 html": lambda: web.Response(status=503, text="<html>down</html>", content_type="text/html"),
    "internal_error": lambda: web.json_response({"ok": False, "error": "internal_error"}),
    "fatal_error": lambda: web.json_response({"ok": False, "error": "fatal_error"}),
    "broken json": lambda: web.Response(text="{", content_type="application/json"),
    "429 two": lambda: web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "2"}),
    "channel_not_found": lambda: web.json_response({"ok": False, "error": "channel_not_found"}),
    "not_in_channel": lambda: web.json_response({"ok": False, "error": "not_in_channel"}),
    "message_not_found": lambda: web.json_response({"ok": False, "error": "message_not_found"}),
    "invalid_blocks": lambda: web.json_response({"ok": False, "error": "invalid_blocks"}),
    "expired_url": lambda: web.json_response({"ok": False, "error": "expired_url"}, status=404),
    "invalid_auth": lambda: web.json_response({"ok": False, "error": "invalid_auth"}),
}


@dataclass
class FakeSlack:
    """What the fake saw and what it is told to do."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Every call: method (or ``hook``) and arguments, refused ones too."""
    times: list[float] = field(default_factory=list)
    """When each call came (monotonic)."""
    messages: list[dict[str, Any]] = field(default_factory=list)
    """What stands in channels."""
    hooks: list[dict[str, Any]] = field(default_factory=list)
    """What came through response_urls."""
    hook_ids: list[str] = field(default_factory=list)
    """The response_url of each."""
    faults: list[str] = field(default_factory=list)
    """For the next posts, updates and hooks, one each: a key of FAULTS, ``drop``, ``post and drop``, ``slow``, ``post and slow`` or nothing."""
    auth_faults: list[str] = field(default_factory=list)
    lookup_faults: list[str] = field(default_factory=list)
    history: bool = True
    """Whether the history scopes were granted."""
    _ts: Any = field(default_factory=lambda: itertools.count(1))

    def ts(self) -> str:
        """A fresh message time."""
        return f"{int(time.time())}.{next(self._ts):06d}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        data = {**request.query, **(await request.json() if request.content_type == "application/json" else await request.post())}
        args = {k: json.loads(v) if k in {"blocks", "metadata"} and isinstance(v, str) else v for k, v in data.items()}
        self.calls.append((method, args))
        self.times.append(time.monotonic())
        queue = self.auth_faults if method == "auth.test" else self.lookup_faults if method.startswith("conversations") else self.faults
        fault = queue.pop(0) if queue else ""
        if fault == "drop":
            return self._drop(request)
        if fault == "slow":
            await asyncio.sleep(0.3)
        if fault in FAULTS:
            return FAULTS[fault]()
        answer = self._do(method, args)
        if method == "hook":
            self.hook_ids.append(request.match_info["id"])
        if fault == "post and slow":
            await asyncio.sleep(0.5)
        return self._drop(request) if fault == "post and drop" else web.json_response(answer)

    def _drop(self, request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        return web.Response()

    def _do(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "auth.test":
                return {"ok": True, "user_id": BOT, "bot_id": "B0001", "team_id": TEAM, "user": "liaison", "team": "UNODC"}
            case "chat.postMessage":
                self.messages.append({**args, "ts": self.ts()})
                return {"ok": True, "channel": args["channel"], "ts": self.messages[-1]["ts"]}
            case "chat.update":
                for held in self.messages:
                    if held["ts"] == args["ts"]:
                        held.update(args)
                        return {"ok": True, "ts": args["ts"]}
                return {"ok": False, "error": "message_not_found"}
            case "conversations.replies" | "conversations.history":
                if not self.history:
                    return {"ok": False, "error": "missing_scope"}
                held = [m for m in self.messages if m["channel"] == args["channel"] and m.get("thread_ts") == args.get("ts")]
                return {"ok": True, "messages": held}
            case "hook":
                self.hooks.append(args)
                return {"ok": True}
        return {"ok": False, "error": "unknown_method"}

    @property
    def posted(self) -> list[str]:
        return [m["text"] for m in self.messages]

    async def until(self, count: int, what: str = "messages", seconds: float = 8.0) -> None:
        """Wait for so many messages or hooks; fail after a while."""
        deadline = time.monotonic() + seconds
        while len(getattr(self, what)) < count:
            assert time.monotonic() < deadline, f"{len(getattr(self, what))} of {count} {what}; calls: {[m for m, _ in self.calls]}"
            await asyncio.sleep(0.01)

    async def says(self, number: int, text: str, seconds: float = 8.0) -> None:
        """Wait until a message holds a text (updates come after the acknowledgement)."""
        deadline = time.monotonic() + seconds
        while text not in self.messages[number]["text"]:
            assert time.monotonic() < deadline, self.messages[number]["text"]
            await asyncio.sleep(0.01)


@asynccontextmanager
async def fake_slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.handle)
    app.router.add_post("/{method:hook}/{id}", slack.handle)
    async with TestServer(app) as server:
        slack.url = str(server.make_url("/"))
        yield slack


# ------------------------------------------------------------------ what Slack sends


def signature(body: bytes, stamp: str, secret: str = SECRET) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def signed(body: bytes, content_type: str, *, stamp: str | None = None, secret: str = SECRET, **headers: str) -> dict[str, str]:
    stamp = stamp if stamp is not None else str(int(time.time()))
    return {"Content-Type": content_type, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(body, stamp, secret), **headers}


@dataclass
class Sender:
    """Sends to a bot what Slack would send."""

    session: aiohttp.ClientSession
    target: str
    slack: FakeSlack

    async def raw(self, body: bytes, headers: dict[str, str]) -> int:
        async with self.session.post(self.target, data=io.BytesIO(body), headers=headers) as response:
            await response.read()
            return response.status

    async def event(self, event: dict[str, Any], event_id: str = "", **headers: str) -> int:
        payload = {
            "token": "ZZZZZZWSxiZZZ2yIvs3peJ", "team_id": TEAM, "api_app_id": "A0MDYCDME", "event": event, "type": "event_callback",
            "event_id": event_id or f"Ev{time.monotonic_ns()}", "event_time": int(time.time()),
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}],
        }  # fmt: skip
        body = json.dumps(payload).encode()
        return await self.raw(body, signed(body, "application/json", **headers))

    async def mention(self, text: str, *, user: str = ALICE, ts: str = "", thread: str = "", channel: str = CHANNEL, **more: Any) -> int:
        event = {"type": "app_mention", "user": user, "text": f"<@{BOT}> {text}", "ts": ts or self.slack.ts(), "channel": channel}
        return await self.event({**event, **({"thread_ts": thread} if thread else {}), **more})

    async def message(self, text: str, *, user: str = ALICE, ts: str = "", thread: str = "", channel: str = CHANNEL, **more: Any) -> int:
        kind = "im" if channel.startswith("D") else "channel"
        event = {"type": "message", "channel_type": kind, "user": user, "text": text, "ts": ts or self.slack.ts(), "channel": channel}
        return await self.event({**event, **({"thread_ts": thread} if thread else {}), **more})

    async def command(self, text: str, *, user: str = ALICE, trigger: str = "", hook: str = "") -> int:
        form = {
            "token": "gIkuvaNzQIHg97ATvDxqgjtO", "team_id": TEAM, "team_domain": "example", "channel_id": CHANNEL, "channel_name": "test",
            "user_id": user, "user_name": "alice", "command": "/partnership", "text": text, "api_app_id": "A0MDYCDME",
            "response_url": f"{self.slack.url}hook/{hook or time.monotonic_ns()}", "trigger_id": trigger or f"13345224609.{time.monotonic_ns()}",
        }  # fmt: skip
        body = urlencode(form).encode()
        return await self.raw(body, signed(body, "application/x-www-form-urlencoded"))

    async def click(
        self, message: dict[str, Any], action: dict[str, Any], *, user: str = ALICE, ephemeral: bool = False, at: float | None = None, **more: Any
    ) -> int:
        ts, channel = message.get("ts") or self.slack.ts(), message.get("channel", CHANNEL)
        payload = {
            "type": "block_actions", "user": {"id": user, "username": "alice", "team_id": TEAM}, "api_app_id": "A0MDYCDME",
            "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral},
            "trigger_id": f"12466734323.{time.monotonic_ns()}", "team": {"id": TEAM, "domain": "example"}, "channel": {"id": channel, "name": "test"},
            "response_url": f"{self.slack.url}hook/{time.monotonic_ns()}",
            "actions": [{"type": "button", "action_ts": str(at or time.time()), "block_id": "=qXel", **action}],
        }  # fmt: skip
        payload |= more
        if not ephemeral:
            payload["message"] = {"type": "message", "ts": ts, **({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {})}
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.raw(body, signed(body, "application/x-www-form-urlencoded"))


def buttons(message: dict[str, Any], prefix: str) -> list[dict[str, Any]]:
    """The buttons of a message whose action begins so."""
    return [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"] if e["action_id"].startswith(prefix)]


def thumb(message: dict[str, Any], name: str) -> dict[str, Any]:
    """What Slack sends for a click on ``positive_button`` or ``negative_button``."""
    (element,) = [e for b in message["blocks"] if b["type"] == "context_actions" for e in b["elements"]]
    return {"type": "feedback_buttons", "action_id": element["action_id"], "value": element[name]["value"], "text": element[name]["text"]}
