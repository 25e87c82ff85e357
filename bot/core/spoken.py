"""What has been spoken of in a conversation, and which of it "that briefing" or "cette formation" points to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.frame import Frame, Target, phrases
from bot.core.index import EntityView, Index
from bot.core.model import Context, EntityId, Fact
from bot.core.reading import Reading, asked_of, last_facts, without_aside
from bot.core.understand import understand

SPEAKERS = 3
"""Statements shown where it is asked who said something."""


def pointed_out(frame: Frame, index: Index) -> tuple[Target, ...]:
    """The type nouns right behind a demonstrative: "that briefing"; none where the message names or dates what it means itself, or means several."""
    if frame.top or frame.dates:
        return ()
    return tuple(k for k in frame.kinds if not k.plural and k.start > 0 and frame.said[k.start - 1] in index.cues.words["demonstratives"])


def is_such(view: EntityView, nouns: Iterable[Target]) -> bool:
    """Whether a thing goes by one of some type nouns."""
    return any(k.type == view.type and (not k.subtype or (k.type, k.subtype) in view.kinds) for k in nouns)


def _spoken(index: Index, context: Context) -> Iterator[tuple[EntityId, ...]]:
    """What has been spoken of, the nearest first: what the last reply is of, what else its statements tell of, what was spoken of before."""
    known = [tuple(e for e in group if e in index.entities) for group in context.subjects]
    facts = last_facts(index, context)
    yield from known[:1]
    yield tuple(dict.fromkeys(f.entity for f in facts))
    yield tuple(dict.fromkeys(e for f in facts for e in (*f.entities, *sorted(index.facts[f.id].named)) if e in index.entities))
    yield from known[1:]
    if context.question:
        yield tuple(i for m in understand(without_aside(context.question), index, context.lang).top for i in m.ids)


def pointed(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "When was that visit?": the rest, asked of the one such thing that was spoken of nearest."""
    nouns = pointed_out(frame, index)
    near = next((found for group in _spoken(index, context) if (found := [e for e in group if is_such(index.entities[e], nouns)])), [])
    if len(near) != 1:
        return None
    gone = {i for k in nouns for i in range(k.start, k.at + 1)}
    rest = replace(frame, content=tuple(c for c in frame.content if c.at not in gone), kinds=tuple(k for k in frame.kinds if k.at not in gone))
    # "who gave that course?" may mean several things that were done for it
    plain = any(c.binding for c in rest.content) or not rest.asks.isdisjoint({"when", "where"})
    return replace(asked_of("pointed", (near[0],), rest, index), settled=plain)


def who_said_so(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Who gave these figures?", "who said that?": what people are told to have said where the last statement stands; the statement itself, if it is
    somebody's."""
    said = phrases(frame, "said_so", index)
    told = last_facts(index, context)[:1]
    if not said or not told or frame.top or frame.dates or said[0][0] > 1 or said[0][1] < len(frame.said) - 1:
        return None
    if index.nature(told[0].entity) == "person":
        return Reading("speakers", frame, frame.text, (told[0].entity,), parts=(frame,), facts=(told[0].id,), settled=True)
    say = index.lexicon.keys(index.language.cues["saying"][frame.lang][0], frame.lang)
    there = (index.base.facts[f] for c in told[0].citations if c.paragraph for f in index.by_paragraph.get((c.source, c.paragraph), ()))
    people = [f for f in there if index.nature(f.entity) == "person" and not say.isdisjoint(index.property_keys[f.entity.split("/")[0], f.property])]
    speakers = tuple(dict.fromkeys(f.entity for f in people))
    shown = tuple(dict.fromkeys(f.id for f in people))[:SPEAKERS]
    return Reading("speakers", frame, frame.text, speakers, parts=(frame,), facts=shown, settled=True) if shown else None


def is_at_it(frame: Frame, index: Index, context: Context) -> bool:
    """Whether "who spoke there?" is asked of the happening that was last spoken of."""
    last = context.subjects[0] if context.subjects else ()
    there = not index.cues.words["there"].isdisjoint(frame.said) and not phrases(frame, "there_is", index) and not frame.top
    return there and len(last) == 1 and last[0] in index.entities and index.nature(last[0]) == "happening"


def is_strange(fact: Fact, frame: Frame, index: Index, context: Context) -> bool:
    """Whether a statement would answer for "that briefing" of one that nobody has spoken of, or for what happened "there" though it does not name where."""
    if is_at_it(frame, index, context):
        there = context.subjects[0][0]
        return there not in {fact.entity, *fact.entities, *index.facts[fact.id].named} | index.entities[fact.entity].links
    such = is_such(index.entities[fact.entity], pointed_out(frame, index))
    return such and not any(fact.entity in group for group in _spoken(index, context))
