"""One way to read a message in its conversation, and what such readings are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.frame import Content, Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.model import Context, EntityId, Fact, FactId, Mention, Role
from bot.core.several import questions_of

ASIDE = "\u2009("
"""Begins what this module adds to a question, behind a thin space, which nobody types: brackets of the user's own are kept."""
NEAR = 2
"""Subjects, newest first, that a message may lean on: older ones are dropped rather than misused."""
OF_WHAT_WAS_TOLD = frozenset({"again", "subject", "before", "answered", "told", "slot", "pointed"})
"""Kinds of reading by which a message is asked of what was spoken of or answered before."""

TRAILING = 1
"""Words behind the verb that may yet be said of nothing ("too", "then")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a message in its conversation."""

    kind: str
    """``alone``; ``again``: the last question with this question word; ``slot``: the property last told, of this thing or time;
    ``same``: the last yes/no question with this name or date; ``carried``: the last question with this name or year, ``loose``: without what only described the old one; ``ordinal``: one
    of a list; ``among``: whether this is one of those last told; ``subject``, ``before``: of what the last answer, or the one
    before it, was about; ``answered``: of what it gave as its answer; ``told``: of all that it mentioned; ``passage``: of what
    its documents say thereabouts; ``returned``: of what "back to the training" names; ``pointed``: of "that training"; ``entry``: one of what a time line told; ``names``: which things were told; ``described``: of "the one in Bangui";
    ``counted``: how many a statement names; ``listed``: whether this is one of the things last listed; ``both``: of the last two things of a kind; ``then``: at the time last spoken of; ``other``: of the other one of two;
    ``else``: what tells of others than was told, ``nobody_else``: that nothing does; ``speakers``: who spoke where it is told; ``within``: which of those it names lie somewhere."""
    frame: Frame
    question: str
    """The message as a question complete in itself."""
    subjects: tuple[EntityId, ...] = ()
    injected: tuple[Mention, ...] = ()
    parts: tuple[Frame, ...] = ()
    facts: tuple[FactId, ...] = ()
    """The statements that answer it, where the conversation itself tells which."""
    settled: bool = False
    """Whether the message can hardly be read otherwise: if it is answered surely, that is given."""
    empty: tuple[EntityId, str] | None = None
    """The thing and the property that is asked of it, where the base holds nothing."""


def with_aside(question: str, said: str) -> str:
    """A question complete in itself, by what it is about in brackets."""
    return f"{question}{ASIDE}{said})"


def without_aside(question: str) -> str:
    """The question as it was asked."""
    return question.partition(ASIDE)[0]


def aside_of(question: str) -> str:
    """What a question is about or leans on, as it stands behind it; empty if it stands alone."""
    return question.partition(ASIDE)[2].removesuffix(")")


def leans(frame: Frame) -> bool:
    return bool({"anaphora", "persons", "carry_on", "correction"} & frame.flags)


def is_kind_word(frame: Frame, at: int) -> bool:
    return any(k.at == at for k in frame.kinds)


def last_facts(index: Index, context: Context) -> list[Fact]:
    return [index.base.facts[f] for f in context.facts if f in index.base.facts]


def mention_of(ids: tuple[EntityId, ...], index: Index, frame: Frame) -> Mention:
    """What is spoken of, as if the message had named it."""
    return Mention(0, 0, ids[:12], index.base.entities[ids[0]].short(frame.lang))


def asked_of(kind: str, ids: tuple[EntityId, ...], frame: Frame, index: Index) -> Reading:
    mention = mention_of(ids, index, frame)
    new = replace(frame, mentions=(*frame.mentions, mention))
    parts = tuple(replace(p, mentions=(*p.mentions, mention)) for p in questions_of(frame, index))
    return Reading(kind, new, with_aside(frame.text, mention.said), subjects=ids, injected=(mention,), parts=parts)


def may_be_asked(words: Sequence[Content], view: EntityView, index: Index) -> bool:
    """Whether all of some words ask for one property of a thing's type."""
    properties = index.base.types[view.type].properties.values()
    return any(p.says != "name" and all(not c.keys.isdisjoint(index.property_keys[view.type, p.name]) for c in words) for p in properties)


def takes_part(frame: Frame, index: Index) -> bool:
    """Whether it is asked if somebody took part, and not in what: "did INTERPOL take part?"."""
    spans = phrases(frame, "taking_part", index)
    inside = {i for a, b in spans for i in range(a, b)}
    said = frame.said
    last = max((b for _, b in spans), default=0)
    open_ended = all(m.end <= last for m in frame.top) and not any(r is Role.NAME for r in frame.roles[last:])
    return bool(
        frame.yes_no and spans and frame.top and open_ended and all(m.ids and m.end > m.start for m in frame.top) and len(said) - last <= TRAILING
    ) and all(c.at in inside for c in frame.content)
