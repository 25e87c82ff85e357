"""Activities into plain questions: whose, where, and the text without the markup of Teams. Pure."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters import Incoming
from bot.core.model import Lang

NAME = "teams"
LONGEST = 4000
"""Characters of a question that are read."""
COMMAND = "partnership"
"""Name of the slash command in the manifest."""
_AT = re.compile(r"</?at\b[^>]*>", re.I)
_TAG = re.compile(r"<(?:/?[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.I)
_COMMAND = re.compile(rf"^\s*/?\s*{COMMAND}\b[\s:]*", re.I)

Activity = Mapping[str, Any]


def part(value: Any) -> Mapping[str, Any]:
    """An object inside JSON that came from outside; empty if it is none."""
    return value if isinstance(value, dict) else {}


def text_of(activity: Activity) -> str:
    """What was said: without the bot's own mention, other names kept, entities decoded."""
    text = activity.get("text")
    text = text[:LONGEST] if isinstance(text, str) else ""
    me = part(activity.get("recipient")).get("id")
    entities = activity.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        mention = part(entity)
        if mention.get("type") == "mention" and me and part(mention.get("mentioned")).get("id") == me:
            said = mention.get("text")
            if isinstance(said, str) and said:
                text = text.replace(said, " ", 1)
    if activity.get("textFormat") != "plain":
        text = _TAG.sub(" ", _AT.sub("", text))
    else:
        text = _AT.sub("", text)
    text = html.unescape(text).replace("\xa0", " ")
    text = " ".join(text.split())
    me, targeted = part(activity.get("recipient")), bool(part(activity.get("recipient")).get("isTargeted"))
    name = me.get("name")
    if targeted and isinstance(name, str) and name and text.lower().startswith(f"/{name.lower()}"):
        text = text[len(name) + 1 :].lstrip()
    # In the compose box the command comes with a slash; where clients know none, the menu of mentions inserts its name behind the bot's.
    if targeted or text.startswith("/") or is_mentioned(activity):
        text = _COMMAND.sub("", text, count=1)
    return text


def lang_of(activity: Activity) -> Lang | None:
    """The language of the client's locale, by its code; the service knows whether the bot speaks it."""
    return str(activity.get("locale") or part(activity.get("channelData")).get("locale") or "").lower().split("-")[0] or None


def is_personal(activity: Activity) -> bool:
    where = part(activity.get("conversation"))
    return str(where.get("conversationType", "groupChat" if where.get("isGroup") is True else "personal")) == "personal"


def is_mentioned(activity: Activity) -> bool:
    """Whether the bot itself is mentioned, by its id."""
    me = part(activity.get("recipient")).get("id")
    entities = activity.get("entities")
    mentions = [part(e) for e in entities if part(e).get("type") == "mention"] if isinstance(entities, list) else []
    return bool(me) and any(part(m.get("mentioned")).get("id") == me for m in mentions)


def clicked_of(activity: Activity) -> Mapping[str, Any]:
    """The data of the row that was clicked; some clients send it as a string."""
    value = activity.get("value")
    if isinstance(value, str) and len(value) <= LONGEST * 4:
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(value)
    return part(value)


def time_of(activity: Activity) -> datetime:
    """When it was said; now if the activity does not tell, or tells a time without zone."""
    try:
        told = datetime.fromisoformat(str(activity.get("timestamp")))
        return told if told.tzinfo else datetime.now(UTC)
    except ValueError:
        return datetime.now(UTC)


def address_of(activity: Activity) -> dict[str, Any]:
    """Where and as whom to answer, in plain JSON that survives a restart."""
    bot, user = part(activity.get("recipient")), part(activity.get("from"))
    # A click on a card that its user alone sees comes like any other; its answer is for that user alone as well, and the click
    # itself, which nobody sees, is nothing to reply to.
    targeted, private = bool(bot.get("isTargeted")), clicked_of(activity).get("private") is True
    return {
        "service": activity.get("serviceUrl"),
        "conversation": part(activity.get("conversation")).get("id"),
        "reply_to": activity.get("id") if targeted or not private else None,
        "personal": is_personal(activity),
        "targeted": targeted or private,
        "bot": {k: bot[k] for k in ("id", "name") if isinstance(bot.get(k), str)},
        "user": {k: user[k] for k in ("id", "name", "aadObjectId") if isinstance(user.get(k), str)},
    }


def question_of(activity: Activity) -> Incoming | None:
    """The question in a message, typed or clicked; None if there is none to answer."""
    conversation = part(activity.get("conversation")).get("id")
    sender = part(activity.get("from"))
    user, post = sender.get("id"), activity.get("id")
    if not (isinstance(conversation, str) and isinstance(user, str) and isinstance(post, str) and conversation and user and post):
        return None
    if sender.get("role") == "bot" or user == part(activity.get("recipient")).get("id"):
        return None
    value = clicked_of(activity)
    clicked = value.get("ask")
    # In channels and groups each question needs the mention, even where the bot was allowed to read along.
    if not (is_personal(activity) or is_mentioned(activity) or part(activity.get("recipient")).get("isTargeted") or isinstance(clicked, str)):
        return None
    text = " ".join(clicked[:LONGEST].split()) if isinstance(clicked, str) else text_of(activity)
    if not text:
        attached = activity.get("attachments")
        files = [a for a in attached if part(a).get("contentType") != "text/html"] if isinstance(attached, list) else []
        if files or value:
            return None  # but mentioned without a word it is asked what it can do
    choice = value.get("choice")
    return Incoming(
        platform=NAME,
        delivery=delivery_of(conversation, post),
        conversation=f"{NAME}:{conversation}:{user}",
        user=f"{NAME}:{user}",
        text=text,
        time=time_of(activity),
        locale=lang_of(activity),
        address=address_of(activity),
        choice=choice[:LONGEST] if isinstance(choice, str) else "",
    )


def delivery_of(conversation: str, post: str) -> str:
    """Ids of activities are unique in their conversation only."""
    return f"{conversation}|{post}"
