"""Whether two things are the same, or the same in something: "were they created in the same year?", "did the two courses overlap?"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.compose import Composer, said_of
from bot.core.dates import date_meets
from bot.core.draft import Basis, Draft
from bot.core.frame import Content, Frame, is_denied, phrases
from bot.core.index import PEOPLE, EntityView, Index
from bot.core.model import DateConstraint, Fact, Interval, Mention, Precision, Property, Quantity, Ref
from bot.core.select import date_fact, date_properties, parts_of, select, wanted_types

UNITS: tuple[tuple[str, Precision, int], ...] = (
    ("unit_days", Precision.DAY, 3),
    ("unit_months", Precision.MONTH, 2),
    ("unit_years", Precision.YEAR, 1),
)
"""The list of words for each unit of time, how exactly a date must be known for it, and how many parts of it are compared."""


def alike(frame: Frame, index: Index) -> Draft | None:
    """Whether two named things are one, or have the same date, length, place or number; or which of a kind share a day, month or year. None
    where something else is asked."""
    if which := _which(frame, index):
        return which
    if is_denied(frame, index):
        return None  # "they were not created in the same year"; "didn't they ...?" asks
    if all(_attributive(a, frame, index) for a, _ in phrases(frame, "same_as", index)) and not phrases(frame, "overlapping", index):
        return None
    if by_dates := _told_apart_by_dates(frame, index):
        return by_dates
    named = _compared(frame, index)
    if not (phrases(frame, "same_as", index) or phrases(frame, "overlapping", index)) or len(named) != 2 or frame.dates or frame.numbers:
        return None
    if frame.asks - {"how_many", "how_long", "which", "when"} or any(len(m.ids) != 1 for m in named):
        return None
    one, other = (index.entities[m.ids[0]] for m in named)
    spent = {i for name in ("same_as", "overlapping") for a, b in phrases(frame, name, index) for i in range(a, b)}
    words = [c for c in frame.content if c.binding and c.at not in spent]
    if one.id == other.id:
        return None if words else _one_thing(one, frame, index)
    if not words and not frame.asks and not phrases(frame, "overlapping", index):
        return _two_things(one, other, frame, index)
    alone = bool(phrases(frame, "overlapping", index)) or one.type != other.type
    for told in (_times,) if alone else (_times, _lengths, _values):
        if draft := told(one, other, words, frame, index):
            return draft
    return None


def _compared(frame: Frame, index: Index) -> list[Mention]:
    """The names that are compared, without the place that two things which happened or were made have in common ("the two courses in Mali")."""
    made = [m for m in frame.top if all(index.entities[i].type in index.made for i in m.ids)]
    rest = [m for m in frame.top if m not in made]
    around = [
        v.links | v.areas | {w for i in v.links for w in index.entities[i].areas | index.entities[i].links}
        for v in (index.entities[i] for m in made for i in m.ids)
    ]
    common = all(index.nature(m.ids[0]) == "place" and all(not near.isdisjoint(m.ids) for near in around) for m in rest if m.ids)
    return made if len(made) > 1 and rest and common else list(frame.top)


def _attributive(at: int, frame: Frame, index: Index) -> bool:
    """Whether "the same" only says which thing is meant: "the gender course of the same month"."""
    while at and frame.said[at - 1] in index.cues.words["determiners"]:
        at -= 1
    named = {m.end for m in frame.top} | {k.at + 1 for k in frame.kinds}
    return at > 1 and frame.said[at - 1] in index.cues.words["belonging"] and at - 1 in named


def _told_apart_by_dates(frame: Frame, index: Index) -> Draft | None:
    """ "Is the MoU of 2015 the same as the one of March 2018?": two things, each with its date, of which the one shares what it is tied to."""
    start, end = next(iter(phrases(frame, "same_as", index)), (0, 0))
    behind = [d for d in frame.dates if d.start >= end]
    if not frame.yes_no or not end or frame.asks or frame.numbers or not behind:
        return None
    sides = ([m for m in frame.top if m.end <= start], [m for m in frame.top if m.start >= end])
    one = _of_its_date(sides[0], [d for d in frame.dates if d.end <= start], None, index)
    other = _of_its_date(sides[1], behind, one, index) if one else None
    if one is None or other is None or one.id == other.id or any(date_meets(d, x) is not False for d in behind for x in one.dates):
        return None
    head = next((i for i in range(start - 1, 0, -1) if frame.said[i] not in index.cues.words["determiners"]), 0)
    nouns = {k.at for k in frame.kinds} | {head}  # "the February 2015 paper"
    if any(c.binding and c.at not in nouns and not start <= c.at < end for c in frame.content):
        return None
    return _two_things(one, other, frame, index)


def _of_its_date(names: Sequence[Mention], dates: Sequence[DateConstraint], like: EntityView | None, index: Index) -> EntityView | None:
    """The one thing that was made and is of the dates that are said, named itself or tied to all that are named; where nobody is named, of the
    type of another thing and tied to one that this is tied to."""
    made = [index.entities[i] for m in names for i in m.ids if index.entities[i].type in index.made]
    if not made and not dates:
        return None
    pool = made or [v for type_ in ([like.type] if like else sorted(index.made)) for v in index.by_type.get(type_, ()) if v is not like]
    found = [
        v
        for v in pool
        if all(v.dates and date_meets(d, v.dates[0]) for d in dates) and (v in made or all(not v.links.isdisjoint(m.ids) for m in names))
    ]
    if like and not names:  # "the one of March 2018", of two: the one with the same parties
        shared = {v.id: len(v.links & like.links) for v in found}
        most = max(shared.values(), default=0)
        found = [v for v in found if shared[v.id] == most > 0]
    return found[0] if len(found) == 1 else None


def _which(frame: Frame, index: Index) -> Draft | None:
    """ "Which two trainings began on the same day?", "... were equally long?": the things of a kind, or the parts of what is named, that
    share it."""
    unit = next((u for u in UNITS if index.cues.words[u[0]].intersection(frame.said)), None)
    lasting = index.cues.words["lasting"]
    if (unit is None and lasting.isdisjoint(frame.said)) or frame.yes_no or frame.asks - {"which"} or not phrases(frame, "same_as", index):
        return None
    spent = {i for a, b in phrases(frame, "same_as", index) for i in range(a, b)} | {k.at for k in frame.kinds}
    timing = index.cues.words["beginning"] | index.cues.words["ending"] | index.cues.words[unit[0]] if unit else lasting
    if any(c.binding and c.at not in spent and frame.said[c.at] not in timing and index.locales.number_word(c.word) is None for c in frame.content):
        return None
    things = select(frame, index, wanted_types(frame, index)) if any(k.plural for k in frame.kinds) else []
    wholes = [index.entities[i] for m in frame.top for i in m.ids if index.entities[i].type in index.made]
    things = things or [v for whole in wholes for v in parts_of(whole, index)]
    things = things or [
        v for part in wholes for i in sorted(part.links) if index.entities[i].type == part.type for v in parts_of(index.entities[i], index)
    ]
    edges = [edge for edge in ("beginning", "ending") if index.cues.words[edge].intersection(frame.said)] or ["beginning", "ending"]
    dated = [v for v in things if v.dates and date_fact(index, v) and (unit or _to_the_day(v.dates[0]))]
    for one in dated:
        first = one.dates[0]
        group = [v for v in dated if v is one or (_same(first, v.dates[0], unit, edges) if unit else v.dates[0].days == first.days)]
        if len(group) > 1:
            composer = Composer(index, frame.lang)
            composer.facts_part([f for v in group if (f := date_fact(index, v))])
            return Draft("answer", composer, tuple(v.id for v in group), "compare", reason="which are of the same time")
    return None


def _one_thing(view: EntityView, frame: Frame, index: Index) -> Draft:
    composer = Composer(index, frame.lang)
    facts = [f for says in ("name", "what") for f in said_of(index, view, says)]
    composer.facts_part(facts[:1], before=composer.say("one_thing", name=composer.title(view.id)) + " ")
    return Draft("answer", composer, (view.id,), "compare", reason="two names of one thing")


def _two_things(one: EntityView, other: EntityView, frame: Frame, index: Index) -> Draft | None:
    facts = [f for view in (one, other) for f in said_of(index, view, "what")[:1]]
    if len(facts) < 2:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts, before=composer.say("two_things") + " ")
    return Draft("answer", composer, (one.id, other.id), "compare", reason="two things")


def _times(one: EntityView, other: EntityView, words: Sequence[Content], frame: Frame, index: Index) -> Draft | None:
    """Same day, month, year, or at the same time."""
    dating = frozenset().union(*(index.property_keys[v.type, name] for v in (one, other) for name in date_properties(v.type, index)))
    unit = next((u for u in UNITS if index.cues.words[u[0]].intersection(frame.said)), None)
    overlapping = bool(phrases(frame, "overlapping", index))
    timing = index.cues.words["beginning"] | index.cues.words["ending"] | (index.cues.words[unit[0]] if unit else frozenset())
    rest = [c for c in words if c.word not in timing and frame.said[c.at] not in timing]
    if frame.asks & {"how_many", "how_long"} or not (unit or overlapping) or any(c.keys.isdisjoint(dating) for c in rest):
        return None
    facts = [f for v in (one, other) if (f := date_fact(index, v))]
    if len(facts) < 2:
        return None
    a, b = one.dates[0], other.dates[0]
    if overlapping and not unit:
        exact = a.period and b.period and a.precision is b.precision is Precision.DAY
        return _told(facts, a.overlaps(b) if exact or not a.overlaps(b) else None, frame, index)
    assert unit  # the one or the other is said
    edges = [edge for edge in ("beginning", "ending") if index.cues.words[edge].intersection(frame.said)] or ["beginning", "ending"]
    return _told(facts, _same(a, b, unit, edges), frame, index)


def _same(a: Interval, b: Interval, unit: tuple[str, Precision, int], edges: Sequence[str]) -> bool | None:
    """Whether two dates, from the one to the other of their edges, fall on one day, month or year; None if that is not known well enough."""
    _, precision, parts = unit
    order = (Precision.YEAR, Precision.MONTH, Precision.DAY)
    known = all(order.index(d.precision) >= order.index(precision) and not d.about for d in (a, b))

    def cut(day: date) -> tuple[int, ...]:
        return (day.year, day.month, day.day)[:parts]

    if known:
        return all(cut(a.start) == cut(b.start) if edge == "beginning" else cut(a.end) == cut(b.end) for edge in edges)
    return None if a.overlaps(b) else False


def _to_the_day(date: Interval) -> bool:
    """Whether it is known of a time on which day it began and ended."""
    return date.period and date.precision is Precision.DAY


def _lengths(one: EntityView, other: EntityView, words: Sequence[Content], frame: Frame, index: Index) -> Draft | None:
    """As long, the same number of days."""
    cues = index.cues.words
    asked = bool(phrases(frame, "lasting", index)) or (bool(frame.asks) and bool(cues["unit_days"].intersection(frame.said)))
    if not asked or any(c.word not in cues["lasting"] | cues["unit_days"] for c in words):
        return None
    spans = [v.dates[0] for v in (one, other) if v.dates and _to_the_day(v.dates[0])]
    facts = [f for v in (one, other) if (f := date_fact(index, v))]
    return _told(facts, spans[0].days == spans[1].days, frame, index) if len(spans) == len(facts) == 2 else None


def _values(one: EntityView, other: EntityView, words: Sequence[Content], frame: Frame, index: Index) -> Draft | None:
    """The same place or people, the same number of something: the values of the one property that all words ask for."""
    if not words:
        return None
    kinds = {k.type for k in frame.kinds}
    subtypes = {k.subtype for k in frame.kinds if k.subtype}
    for prop in index.base.types[one.type].properties.values():
        if "how_many" in frame.asks and prop.kind != "number":
            continue
        asked = index.property_keys[one.type, prop.name]
        wanted = {"place"} if "where" in prop.asks else PEOPLE if "who" in prop.asks else frozenset[str]()
        of_kind = {k.at for k in frame.kinds if k.type in prop.of and index.nature(k.type) in wanted}
        facts = [v.facts[prop.name][0] for v in (one, other) if len(v.facts.get(prop.name, ())) == 1]
        if any(len(v.facts.get(prop.name, ())) > 1 for v in (one, other)) and all(not c.keys.isdisjoint(asked) for c in words):
            return None  # several heads, at several times
        if not facts or any(c.keys.isdisjoint(asked) and c.at not in of_kind for c in words):
            continue
        if len(facts) < 2:
            return _of_one(facts[0], one if facts[0].entity == other.id else other, frame, index)
        if prop.kind == "number":
            values = [v for f in facts for v in f.values if isinstance(v, Quantity)]
            exact = len(values) == 2 and not any(v.bound for v in values)
            return _told(facts, values[0].value == values[1].value if exact else None, frame, index)
        if prop.kind == "entity":
            same = _same_things(facts, prop, subtypes if kinds.intersection(prop.of) else set(), index)
            return None if same is None else _told(facts, same, frame, index)
    return None


def _same_things(facts: Sequence[Fact], prop: Property, subtypes: set[str], index: Index) -> bool | None:
    # "in the same city": what the venue lies in
    sides = [
        {i for i in index.facts[f.id].entities | {v.id for v in f.values if isinstance(v, Ref)} if index.entities[i].type in prop.of} for f in facts
    ]
    if subtypes:
        sides = [{i for i in side if index.entities[i].subtype in subtypes} for side in sides]
    return bool(sides[0] & sides[1]) if all(sides) else None


def _of_one(fact: Fact, without: EntityView, frame: Frame, index: Index) -> Draft:
    """What was asked of two things and is told of one of them."""
    composer = Composer(index, frame.lang)
    composer.plain(composer.say("not_given_of", names=composer.title(without.id)), lead=True)
    composer.bullets([fact])
    return Draft("unknown", composer, (without.id, fact.entity), "compare", reason="known of one of the two only")


def _told(facts: Sequence[Fact], same: bool | None, frame: Frame, index: Index) -> Draft:
    composer = Composer(index, frame.lang)
    before = composer.say("not_so_exact" if same is None else "yes" if same else "no") + " "
    composer.facts_part(list(facts), before=before)
    things = tuple(f.entity for f in facts)
    if same is None:
        return Draft("unknown", composer, things, "compare", basis=Basis.UNDECIDED, reason="not known well enough")
    return Draft("answer", composer, things, "compare", reason="the same" if same else "not the same")
