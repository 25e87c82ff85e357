"""Who else did what was just told: "who else?", "who else did he meet?", "qui d'autre ?"."""

from __future__ import annotations

from collections.abc import Set

from bot.core.frame import Frame, phrases
from bot.core.index import Index
from bot.core.model import Context, EntityId, Fact, Ref
from bot.core.reading import NEAR, Reading, last_facts, without_aside
from bot.core.understand import understand

SHOWN = 3
"""Statements that tell of others."""


def who_else(frame: Frame, index: Index, context: Context) -> Reading | None:
    """The statements that name more than was asked and told, by the property last told, by one that has to do with it (chairs and members), or by one that
    the verb asks for; else that nobody else is named."""
    last = next(iter(last_facts(index, context)), None)
    if last is None or not context.question or not phrases(frame, "who_else", index) or frame.dates or any(m.end > m.start for m in frame.top):
        return None
    asked = understand(without_aside(context.question), index, context.lang)
    told = _of_that(frame, asked, last, index, context)
    if not told or context.refused or any("#" in c.id for c in context.choices):
        return None  # what was only offered, or shown beside a refusal, told nobody yet
    alike = all(f.property == last.property and f.entity == last.entity for f in told)
    known = {i for m in asked.top for i in m.ids}
    checked = asked.yes_no or (not asked.asks and not known.isdisjoint(_values(last)))  # "Guinea-Bissau was in Open Roads, right?"
    if checked and not any(_new(f, known, index) for f in told) and known.isdisjoint(f.entity for f in told):
        return None  # after "did UNODC sign one with MINUSCA?" with whom else it signed others may be asked as well
    if not checked:  # after "is INTERPOL one of them?" the others of the same statement are new
        again = [f for f in told if f.id in context.facts[1:]]  # told beside the first: they may be what is meant now
        told = [f for f in told if f.id not in context.facts] or again or [last]
        known |= {i for f in last_facts(index, context) if f not in again for i in (f.entity, *f.entities)}
    others = [f for f in told if _new(f, known, index)]
    if not others and not alike and any(c.binding for c in frame.content):
        return None  # of what was not asked before it cannot be said that there is nobody else
    shown = others or [told[0], *_beside(last, index)]
    kind = "else" if others else "nobody_else"
    return Reading(kind, frame, frame.text, (told[0].entity,), parts=(frame,), facts=tuple(f.id for f in shown[:SHOWN]), settled=True)


def is_bare(frame: Frame, index: Index) -> bool:
    """Whether a message asks "who else?" and says nothing of what: then what was told last alone can tell who."""
    return bool(phrases(frame, "who_else", index)) and not any(c.binding for c in frame.content) and not any(m.end > m.start for m in frame.top)


def _values(fact: Fact) -> set[EntityId]:
    return {v.id for v in fact.values if isinstance(v, Ref)}


def _new(fact: Fact, known: Set[EntityId], index: Index) -> bool:
    """Whether a statement tells of somebody or something that is not known yet; an agreement is nobody else than its parties."""
    named = {*fact.entities} if index.entities[fact.entity].type in index.made else {fact.entity, *fact.entities}
    return not named <= known


def _of_that(frame: Frame, asked: Frame, last: Fact, index: Index, context: Context) -> list[Fact]:
    """The statements that may name others: of the first thing spoken of that has such, of somebody if he is spoken of."""
    words = [c for c in frame.content if c.binding]
    # "who else is in it?", "who else was involved?"
    inside = bool(phrases(frame, "taking_part", index)) or not index.cues.words["placed"].isdisjoint(frame.said)
    beside = {f.property for f in _beside(last, index)}
    persons = "persons" in frame.flags
    spoken: list[EntityId] = [last.entity, *(i for group in context.subjects[:NEAR] for i in group), *(last.entities if persons else ())]
    for thing in dict.fromkeys(i for i in spoken if i in index.entities and (not persons or index.nature(i) == "person")):
        view = index.entities[thing]
        found: list[Fact] = []
        for name, facts in view.facts.items():
            keys = index.property_keys[view.type, name]
            if words and not inside:
                meant = all(not c.keys.isdisjoint(keys) for c in words)
            else:
                same = thing == last.entity and name == last.property
                of_it = thing == last.entity and name in beside
                meant = same or (of_it and (inside or any(not c.keys.isdisjoint(keys) for c in asked.content)))
            if meant and "who" in index.base.types[view.type].properties[name].asks:
                found += facts
        if found:
            return found
    return _by_doer(asked, last, index)


def _by_doer(asked: Frame, last: Fact, index: Index) -> list[Fact]:
    """The statements of what somebody did that tell who did: "Fedotov signed the plan" is told of the plan by its signatories."""
    words = [c for c in asked.content if c.binding]
    found = []
    for thing in sorted(_values(last)) if words and asked.yes_no else ():
        view = index.entities[thing]
        for name, facts in view.facts.items():
            keys = index.property_keys[view.type, name]
            if "who" in index.base.types[view.type].properties[name].asks and any(not c.keys.isdisjoint(keys) for c in words):
                found += [f for f in facts if last.entity in _values(f)]
    return found


def _beside(last: Fact, index: Index) -> list[Fact]:
    """What is told of the same thing by the properties beside that of a statement: the members of what has chairs."""
    view = index.entities[last.entity]
    properties = index.base.types[view.type].properties
    akin = (n for n in view.facts if n in properties[last.property].beside or last.property in properties[n].beside)
    return [f for n in akin for f in view.facts[n]]
