"""The message extension: what is typed into the search box, answered with cards to put into a message."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.teams.read import part
from adapters.teams.render import Json, result, summary
from bot.core.index import Index
from bot.core.model import Lang, Reply
from bot.core.text import fold
from bot.service import Service

PAGE = 25
"""Results that Teams asks for at once."""
DEEPEST = 200
"""Results that are offered in all."""
LONGEST = 500
"""Characters of a search that are read."""
BUDGET = 3.5
"""Seconds of work; Teams gives up after 5."""


async def search(service: Service, value: Mapping[str, Any], locale: Lang | None) -> Json:
    """The answer to ``composeExtension/query``: the reply itself first, then what goes by that name."""
    words = _typed(value) or "help"
    options = part(value.get("queryOptions"))
    skip, count = _number(options.get("skip"), 0, DEEPEST), _number(options.get("count"), PAGE, PAGE)
    language, ends = service.index.language, time.monotonic() + BUDGET
    first = service.peek(words, locale).reply
    attachments: list[Json] = []
    seen: set[str] = set()
    at = 0
    if first.kind == "answer":
        seen.add(summary(first))
        if skip == 0:
            attachments.append(result(first, words[:1].upper() + words[1:], language))
        at = 1
    for title, ask in _more(service.index, first, words):
        if len(attachments) >= max(count, 1) or time.monotonic() > ends:
            break
        reply = service.peek(ask, first.lang).reply
        head = summary(reply)
        if reply.kind == "answer" and head not in seen:
            seen.add(head)
            if at >= skip:
                attachments.append(result(reply, title, language))
            at += 1
        await asyncio.sleep(0)  # each takes about a millisecond of the one thread that all platforms share
    if not attachments:
        return {"type": "message", "text": "" if skip else summary(first)}
    return {"type": "result", "attachmentLayout": "list", "attachments": attachments}


def _typed(value: Mapping[str, Any]) -> str:
    """What stands in the search box. There is one; some clients give it a name of their own."""
    parameters = value.get("parameters")
    for parameter in map(part, parameters if isinstance(parameters, list) else ()):
        if parameter.get("name") != "initialRun" and isinstance(parameter.get("value"), str):
            return " ".join(parameter["value"][:LONGEST].split())
    return ""


def _number(value: Any, default: int, limit: int) -> int:
    return min(max(value, 0), limit) if isinstance(value, int) and not isinstance(value, bool) else default


def _more(index: Index, first: Reply, words: str) -> Iterator[tuple[str, str]]:
    """Further questions, each with a title: the readings offered, the things of that name, what one may ask next."""
    yield from ((c.label, c.ask) for c in first.choices)
    said = [w for w in fold(words).split() if len(w) > 1]
    for entity in index.base.entities.values() if said else ():
        name, short = entity.name[first.lang], entity.short(first.lang)
        parts = fold(f"{name} {short} {' '.join(entity.aliases[first.lang])}").replace("-", " ").split()
        if all(any(p.startswith(w) for p in parts) for w in said):
            yield name[:1].upper() + name[1:], name
    yield from ((s, s) for s in first.suggestions)
    if first.kind == "help":
        for fact in index.base.facts.values():
            if fact.examples[first.lang]:
                yield fact.examples[first.lang][0], fact.examples[first.lang][0]
