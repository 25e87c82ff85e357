"""The message extension: what is typed into the search box, answered with cards to put into a message."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.teams.read import part
from adapters.teams.render import Json, result, summary
from bot.core.index import Index
from bot.core.model import Bullets, Lang, Reply
from bot.core.text import fold
from bot.core.text import words as tokens
from bot.service import Service

PAGE = 25
"""Results that Teams asks for at once."""
DEEPEST = 200
"""Results that are offered in all."""
LONGEST = 500
"""Characters of a search that are read."""
BUDGET = 3.5
"""Seconds of work; Teams gives up after 5."""
KEPT = 16
"""Searches whose results are kept."""
TOGETHER = 2
"""Searches that look further at once; the others wait, so that questions are not kept waiting."""


@dataclass
class _Hits:
    """What a search found so far, in the order in which it is shown: further pages go on where the last one ended."""

    index: Index
    first: Reply
    lang: Lang
    more: Iterator[tuple[str, str]]
    found: list[tuple[str, Reply]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    ended: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One request at a time looks further."""


class Search:
    """The searches of one adapter. The last ones are kept, for a page is asked for after another, and all open the empty box."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._known: OrderedDict[tuple[str, Lang | None], _Hits] = OrderedDict()
        self._room = asyncio.Semaphore(TOGETHER)

    async def answer(self, value: Mapping[str, Any], locale: Lang | None) -> Json:
        """The answer to ``composeExtension/query``: the reply itself first, then what goes by that name."""
        words = _typed(value)
        options = part(value.get("queryOptions"))
        skip, count = _number(options.get("skip"), 0), min(max(_number(options.get("count"), PAGE), 1), PAGE)
        until = min(skip + count, DEEPEST)
        hits = self._hits(words, locale)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BUDGET):
                await self._look(hits, until)
        shown = hits.found[skip:until]
        if not shown and skip == 0:
            return {"type": "message", "text": summary(hits.first)}
        return {"type": "result", "attachmentLayout": "list", "attachments": [result(r, t, self._service.index.language) for t, r in shown]}

    def _hits(self, words: str, locale: Lang | None) -> _Hits:
        known = self._known.get((words, locale))
        if known is None or known.index is not self._service.index:
            index = self._service.index
            first = self._service.peek(words, locale).reply
            lang = _language(index, first, words, locale)
            known = self._known[words, locale] = _Hits(index, first, lang, _more(index, first, words, lang))
            if first.kind == "answer":
                known.found.append((words[:1].upper() + words[1:], first))
                known.seen.add(summary(first))
        self._known.move_to_end((words, locale))
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return known

    async def _look(self, hits: _Hits, until: int) -> None:
        """Look further until so many are found, or all."""
        async with hits.lock, self._room:
            while len(hits.found) < until and not hits.ended:
                title, ask = next(hits.more, ("", ""))
                hits.ended = not ask
                reply = self._service.peek(ask, hits.lang).reply if ask else hits.first
                if ask and reply.kind == "answer" and (head := summary(reply)) not in hits.seen:
                    hits.seen.add(head)
                    hits.found.append((title, reply))
                await asyncio.sleep(0)  # each takes about a millisecond of the one thread that all platforms share


def _typed(value: Mapping[str, Any]) -> str:
    """What stands in the search box, empty before the second letter. There is one; some clients give it a name of their own."""
    parameters = value.get("parameters")
    for parameter in map(part, parameters if isinstance(parameters, list) else ()):
        if parameter.get("name") != "initialRun" and isinstance(parameter.get("value"), str):
            words = " ".join(parameter["value"][:LONGEST].split())
            return words if len(words) > 1 else ""
    return ""


def _number(value: Any, default: int) -> int:
    return max(value, 0) if isinstance(value, int) and not isinstance(value, bool) else default


def _language(index: Index, first: Reply, words: str, locale: Lang | None) -> Lang:
    """That of the reply; but what is typed is a fragment for a while, and says nothing of its language: then the client's, if it finds anything."""
    client = index.locales.known(locale)
    fragment = locale and first.kind not in {"answer", "help"} and len(tokens(words)) == 1
    return client if fragment and any(_named(index, words, client)) else first.lang


def _named(index: Index, words: str, lang: Lang) -> Iterator[tuple[str, str]]:
    """The things whose names begin with the words that are typed, each with its title."""
    said = [w for w in tokens(words) if len(w) > 1]
    for entity in index.base.entities.values() if said else ():
        name, short = entity.name[lang], entity.short(lang)
        parts = fold(f"{name} {short} {' '.join(entity.aliases[lang])}").replace("-", " ").split()
        if all(any(p.startswith(w) for p in parts) for w in said):
            yield name[:1].upper() + name[1:], name


def _more(index: Index, first: Reply, words: str, lang: Lang) -> Iterator[tuple[str, str]]:
    """Further questions, each with a title: the readings offered, the things of that name, what one may ask next."""
    meant = first.lang == lang
    if meant:
        yield from ((c.label, c.ask) for c in first.choices)
    yield from _named(index, words, lang)
    if meant:
        yield from ((s, s) for s in first.suggestions)
    if first.kind == "help":
        # As the help itself shows them, then all there are.
        yield from ((item.text, item.text) for part in first.parts if isinstance(part, Bullets) for item in part.items)
        for fact in index.base.facts.values():
            if fact.examples[lang]:
                yield index.language.question(fact.examples[lang][0], lang), fact.examples[lang][0]
