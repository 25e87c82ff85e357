"""Those of a statement that do not belong to something: "which WACI members are not UN bodies?", "partners outside the UN"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.compose import PAGE, Composer
from bot.core.draft import Draft
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import Fact, Mention, Paragraph, Role
from bot.core.understand import understand

BACK = frozenset({Role.FUNCTION, Role.CUE, Role.COURTESY})
"""Roles of the words before a negation that begin what it denies ("that aren't", "lesquels ne sont pas")."""


def outside(frame: Frame, index: Index, ask: Callable[[Frame], Draft]) -> Draft | None:
    """The things that a statement names and that the base does not count to a body; None where the question denies something else.
    ``ask`` answers the question without what it denies."""
    words = index.cues.words
    at = next((i for i, w in enumerate(frame.said) if w in words["turning_round"] | words["left_off"]), -1)
    whole = next((m for m in frame.top if m.start > at and len(m.ids) == 1 and m.ids[0] in index.umbrellas), None)
    if at < 0 or whole is None or frame.yes_no:
        return None
    belonging = frozenset().union(index.nouns_of("body"), *(index.property_keys[slot] for slot in index.property_keys if _carries(slot, index)))
    end = whole.end
    while end < len(frame.said) and any(c.at == end and not c.keys.isdisjoint(belonging) for c in frame.content):
        end += 1  # "not UN bodies"
    if any(c.binding and at < c.at < end and c.keys.isdisjoint(belonging) for c in frame.content):
        return None
    start = at
    while start > 0 and frame.roles[start - 1] in BACK and frame.tokens[start - 1].clause == frame.tokens[at].clause:
        start -= 1
    tokens = frame.tokens
    head = frame.text[: tokens[start].start].rstrip(" ,") if start else ""
    tail = frame.text[tokens[end].start :] if end < len(tokens) else ""
    rest = understand(f"{head} {tail}".strip(), index, frame.lang)
    if not rest.top:
        return None
    draft = ask(rest)
    facts = [f for f in (index.base.facts[i] for i in draft.composer.facts[:2]) if len(_bodies(f, index)) > 1]
    named = dict.fromkeys(i for f in facts for i in _bodies(f, index))
    apart = [i for i in named if not _inside(i, whole, index)]
    if not facts or not apart or draft.kind not in {"answer", "clarify"}:
        return None
    composer = Composer(index, frame.lang)
    names = ", ".join(composer.title(i) for i in apart[:PAGE])
    cites = tuple(dict.fromkeys(n for f in facts for n in composer.cite(f)))
    composer.parts.append(Paragraph(composer.say("outside_of", names=names, whole=composer.title(whole.ids[0])), cites, True, True))
    composer.bullets(facts)
    return replace(draft, composer=composer, intent="list", reason=f"those not counted to {whole.ids[0]}")


def _carries(slot: tuple[str, str], index: Index) -> bool:
    """Whether a property says what something is part of."""
    type_, name = slot
    return index.nature(type_) == "body" and index.base.types[type_].properties[name].carries


def _bodies(fact: Fact, index: Index) -> list[str]:
    return [i for i in fact.entities if i != fact.entity and index.nature(i) == "body"]


def _inside(entity: str, whole: Mention, index: Index) -> bool:
    """Whether a thing is, or is part of, what is named."""
    return entity in whole.ids or not index.entities[entity].links.isdisjoint(whole.ids)
