"""What Slack sends, as questions: events, the slash command, clicks. Pure but for the clock of what carries no time."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from adapters import Incoming
from adapters.slack.text import mentions, plain

Json = dict[str, Any]

NAME = "slack"
REPLY_LIFE = timedelta(minutes=30)
"""Life of a ``response_url``."""
SAME_CLICK = 60.0
"""Seconds in which clicks on the same button for the clicker's eyes only are one; later the answer may be gone, and is given again."""
SLACKBOT = "USLACKBOT"
"""Posts reminders and hints without a ``bot_id``."""


def body_of(raw: bytes) -> Json:
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


def heard(body: Json, bots: Set[str]) -> Incoming | None:
    """The question in an event; None for what is not said to the bot. ``bots`` are the ids of our bot users.

    Not ``addressed``: a post in a thread that speaks to nobody in particular, perhaps a follow-up.
    """
    event = body.get("event") or {}
    if event.get("type") not in {"app_mention", "message"} or event.get("subtype") not in {None, "file_share", "thread_broadcast"}:
        return None
    if event.get("bot_id") or event.get("bot_profile") or event.get("hidden") or event.get("edited"):
        return None
    user, channel, ts, said = (str(event.get(k) or "") for k in ("user", "channel", "ts", "text"))
    bots = bots | {str(a.get("user_id")) for a in body.get("authorizations") or () if a.get("is_bot")}
    if not (user and channel and ts) or user == SLACKBOT or user in bots:
        return None
    team, thread = str(body.get("team_id") or event.get("team") or ""), str(event.get("thread_ts") or "")
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    spoken_to = mentions(said)
    addressed = direct or event["type"] == "app_mention" or bool(spoken_to & bots)
    if not addressed and (spoken_to or not thread):
        return None
    text = plain(said)
    if not text and (not addressed or direct or event.get("files")):
        return None  # nothing said; but a bare mention asks what one can ask
    root = thread or ("" if direct else ts)
    return Incoming(
        NAME, f"{team}:{channel}:{ts}", _key(team, channel, root, user), f"{team}:{user}", text, _time(ts), None, addressed,
        {"to": "post", "channel": channel, "thread": root, "since": ts, "asker": user},
    )  # fmt: skip


def commanded(body: Json) -> Incoming:
    """The question of a slash command; an empty one asks for help."""
    team, channel, user = _team(body), str(body.get("channel_id") or ""), str(body.get("user_id") or "")
    now = datetime.now(UTC)
    return Incoming(
        NAME, f"{team}:command:{body.get('trigger_id') or body.get('response_url')}", _key(team, channel, "", user), f"{team}:{user}",
        plain(str(body.get("text") or "")), now,
        address={"to": "respond", "url": str(body.get("response_url")), "asker": user, "share": True}, expires=now + REPLY_LIFE,
    )  # fmt: skip


def clicked(body: Json) -> Incoming | None:
    """The question behind a button; None for a button that is not ours."""
    action = (body.get("actions") or [{}])[0]
    kind = str(action.get("action_id") or "").partition(":")[0]
    try:
        value = json.loads(action.get("value") or "")
        asker, choice = str(value["u"]), str(value.get("c", ""))
        question = str(value.get("q") or choice)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if kind not in {"choice", "more", "ask", "share"} or not question:
        return None
    container, message = body.get("container") or {}, body.get("message") or {}
    team, user = _team(body), _user(body)
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    ts, thread = str(container.get("message_ts") or ""), str(message.get("thread_ts") or container.get("thread_ts") or "")
    own, ephemeral = user == asker, bool(container.get("is_ephemeral"))
    now = datetime.now(UTC)
    conversation = _key(team, channel, thread, user)
    delivery = f"{team}:{channel}:{ts}:{user}:{action['action_id']}"
    address: Json = {"url": str(body.get("response_url") or ""), "asker": user, "thread": thread}
    if kind == "share":
        conversation += " share"  # leaves the conversation as it is
        address = {"to": "share", "url": address["url"], "asker": user}
    elif not own or ephemeral:
        address |= {"to": "respond", "replace": own and kind == "choice", "share": ephemeral}
        delivery += f":{_time(str(action.get('action_ts'))).timestamp() // SAME_CLICK:.0f}"
    elif kind == "choice":
        address |= {"to": "update", "channel": channel, "ts": ts}
    else:
        address |= {"to": "post", "channel": channel, "since": ts}
    if kind != "choice":
        address["question"] = question  # stands above its answer
    return Incoming(
        NAME, delivery, conversation, f"{team}:{user}", question, now, address=address, expires=now + REPLY_LIFE, choice=choice
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """A click on one of the thumbs."""

    delivery: str
    """Of the question whose answer it is about."""
    user: str
    helpful: bool


def verdict(body: Json) -> Verdict | None:
    """The verdict in a click; None for every other click."""
    action = (body.get("actions") or [{}])[0]
    if action.get("action_id") != "feedback":
        return None
    try:
        value = json.loads(action.get("value") or "")
        return Verdict(str(value["d"]), f"{_team(body)}:{_user(body)}", bool(value["h"]))
    except (ValueError, KeyError, TypeError):
        return None


def _team(body: Json) -> str:
    return str(
        body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id") or body.get("enterprise_id") or ""
    )


def _user(body: Json) -> str:
    return str((body.get("user") or {}).get("id") or "")


def _key(team: str, channel: str, root: str, user: str) -> str:
    """Key of a conversation; ``root`` is empty for a flat one."""
    return f"{NAME} {team} {channel} {root} {user}"


def _time(ts: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
