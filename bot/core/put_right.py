"""A claim that is wrong in its date, its number or a name alone: what the base holds of it otherwise ("Zouev addressed the commission on 24 June
2018")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.claims import verdict
from bot.core.compose import Composer
from bot.core.dates import date_meets, fact_date
from bot.core.draft import Basis, Draft
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import DateConstraint, EntityId, Fact, Interval, Mention, NumberConstraint, Precision, Quantity, Ref, Status
from bot.core.rank import rank
from bot.core.select import belongs_together, date_fact, facts_of_both, joined_names
from bot.core.understand import understand
from bot.core.verdict import beside, relation_of, said_in, tells_of, twins_of, wording_of_not_among, words_of

LITTLE = 2
"""Little words before a date that go with it."""
NEAR = 3
"""The best statements of the rest of a claim, one of which may name others."""


def put_right(frame: Frame, index: Index, ask: Callable[[Frame], Draft]) -> Draft | None:
    """What is told of a claim without its date or number, with the date or number that the base gives: a No where it can be meant of one thing
    only, else what is so beside the refusal. None where nothing bears out the rest of the claim, or it is told of no other time or number.
    ``ask`` checks a claim."""
    if (
        said_in(frame) & words_of(index, "denying", "either", "only", "comparing")
        or len(frame.dates) + len(frame.numbers) != 1
        or joined_names(frame, index)
    ):
        return None
    claim = _without(frame, index)
    if claim.dates or claim.numbers:
        return None  # what is left would be put right once more, and so on
    rest = ask(claim)
    fact = next((index.base.facts[f] for f in rest.composer.facts), None)
    if fact is None or verdict(rest) != "yes":
        return None
    told = _of_another_time(frame, frame.dates[0], fact, index) if frame.dates else _of_another_number(frame, frame.numbers[0].value, fact, index)
    if not told:
        return None
    composer = Composer(index, frame.lang)
    if _is_meant(frame, fact, index) if frame.dates else _is_no(frame, told[0], index):
        composer.facts_part(told, before=composer.say("no") + " ")
        return Draft("answer", composer, (fact.entity,), "ask", rest.confidence, reason="told otherwise")
    span = _wrong(frame)
    said = frame.text[frame.tokens[span.start].start : frame.tokens[span.end - 1].end]
    composer.plain(composer.say("condition", condition=said), lead=True)
    composer.plain(composer.say("what_there_is"))
    composer.bullets(told)
    return Draft("unknown", composer, (fact.entity,), "ask", rest.confidence, basis=Basis.UNMET, reason=f"told otherwise than {said}")


def another_than(frame: Frame, index: Index) -> Draft | None:
    """Those whom a statement names where a claim names somebody else ("the plan was signed for DPKO by Ladsous"), that one not being among them.
    None where a statement anywhere tells of the two together, or the rest of the claim is not told, or of several things."""
    asked = said_in(frame)
    if (
        frame.operator != "ask"
        or len(frame.top) < 2
        or frame.numbers
        or frame.asks
        or asked & words_of(index, "denying", "either", "only")
        or joined_names(frame, index)
    ):
        return None
    for name in (m for m in frame.top if len(m.ids) == 1):
        others = tuple(m for m in frame.mentions if not (name.start <= m.start and m.end <= name.end))
        near = rank(replace(frame, mentions=others, yes_no=False), index)[:NEAR]
        c = next((c for c in near if c.fact and _names_such(name, c.fact, index)), None)
        if c is None or c.fact is None or not c.proven or c.left or facts_of_both(name.ids[0], c.entity, index):
            continue
        beside = [m for m in others if _alike(m, name, index) and tells_of(m, c.fact, index)]
        if not c.hits and not beside:
            continue  # "Le Roy was with Fedotov on the joint mission" needs no word for who took part
        if any(o.entity != c.entity and o.property == c.property and o.met for o in near) and not any(m.ids == (c.entity,) for m in others):
            continue  # of which of several things it would be is open
        composer = Composer(index, frame.lang)
        lead = composer.say(wording_of_not_among([c.fact], name, index), name=composer.called(name))
        composer.facts_part([c.fact], before=f"{lead} ")
        return Draft("answer", composer, (c.entity,), "ask", c.confidence, reason=f"others than {name.ids[0]}")
    return None


def _alike(one: Mention, other: Mention, index: Index) -> bool:
    """Whether two names that stand for themselves are of things of one nature."""
    return not one.nested and bool({index.nature(i) for i in one.ids} & {index.nature(i) for i in other.ids})


def _names_such(name: Mention, fact: Fact, index: Index) -> bool:
    """Whether a statement of what is so names things of the type of what is named, and not that one; of places those of one kind: a city is not
    denied by a country, nor a region by those that may lie in it."""
    values = [v.id for v in fact.values if isinstance(v, Ref)]

    def sort(entity: EntityId) -> tuple[str, str]:
        view = index.entities[entity]
        return view.type, view.subtype if index.nature(entity) == "place" else ""

    sorts = {sort(i) for i in values}
    if any(i in index.entities[v].links or belongs_together(v, i, index) for i in name.ids for v in values):
        return False  # trained in the series, so perhaps in that training of it
    return fact.status is Status.DONE and not fact.conflict and all(sort(i) in sorts and i not in values for i in name.ids)


def _wrong(frame: Frame) -> DateConstraint | NumberConstraint:
    """The one date or number of a claim."""
    return frame.dates[0] if frame.dates else frame.numbers[0]


def _without(frame: Frame, index: Index) -> Frame:
    """The claim without its date, with the little words before that ("on", "since the"), or without its number."""
    span = _wrong(frame)
    start = span.start
    while frame.dates and start > 1 and start > span.start - LITTLE and index.lexicon.is_function(frame.said[start - 1], frame.lang):
        start -= 1
    text = frame.text[: frame.tokens[start].start] + frame.text[frame.tokens[span.end - 1].end :].lstrip()
    claim = understand(text, index, frame.lang)
    return replace(claim, yes_no=True, asks=frozenset(), operator=frame.operator, flags=claim.flags | frame.flags & {"asserted"}, lang=frame.lang)


def _of_another_time(frame: Frame, date: DateConstraint, fact: Fact, index: Index) -> list[Fact]:
    """The statement, with that of the date of its thing if it says none itself; empty if it may be of the time that was said."""
    if date.relation != "in" or date.document:
        return []
    own = [*(v for v in fact.values if isinstance(v, Interval)), *([fact.when] if fact.when else [])]
    known = own or [*index.entities[fact.entity].dates] or ([fact.as_of] if fact.as_of else [])
    same = index.entities[fact.entity].facts[fact.property]
    if not known or any(date_meets(date, d) is not False for d in known) or twins_of(frame, index, fact.entity):
        return []
    if any(fact_date(f, date, index.base.sources) is not False for f in same if f.when or f.as_of):
        return []  # another statement of the same is of that time
    if any(date_meets(date, d) for d in index.facts[fact.id].said_dates):
        return []  # "signed on 1 March, not on 2 March, when it was announced"
    dated = date_fact(index, index.entities[fact.entity])
    return [fact] if own or dated is None or dated is fact or index.facts[fact.id].said_dates else [fact, dated]


def _of_another_number(frame: Frame, number: float, fact: Fact, index: Index) -> list[Fact]:
    """The statement, or one of the same thing that counts what the claim counts; empty if none gives a figure."""
    noun = next((c for c in frame.content if frame.numbers[0].end <= c.at <= frame.numbers[0].end + 1), None)
    facts = [fact, *(f for own in index.entities[fact.entity].facts.values() for f in own if f is not fact)]
    for other in sorted(facts, key=lambda f: not any(isinstance(v, Quantity) for v in f.values)):
        if _figures(other, index) and (noun is None or not noun.keys.isdisjoint(index.facts[other.id].counts)):
            return [other] if number not in index.facts[other.id].numbers else []
    return []


def _figures(fact: Fact, index: Index) -> set[float]:
    """The numbers that a statement tells, but for its years and days."""
    dated = {float(n) for d in index.facts[fact.id].said_dates for n in (d.start.year, d.start.day, d.end.year, d.end.day)}
    return {v.value for v in fact.values if isinstance(v, Quantity)} or set(index.facts[fact.id].numbers) - dated


def _is_no(frame: Frame, told: Fact, index: Index) -> bool:
    """Whether the number that was said cannot be the one that is told: 50 is not "over 80", 100 may be."""
    if told.closed and not any(isinstance(v, Quantity) for v in told.values):
        return len(_figures(told, index)) == 1  # "three countries took part, ..."
    return any(isinstance(v, Quantity) and beside(frame.numbers[0].value, relation_of(frame, index), v) == "no" for v in told.values)


def _is_meant(frame: Frame, fact: Fact, index: Index) -> bool:
    """Whether the claim can only be of the happening or agreement of a statement: it names it, or speaks of one such thing; or the date that
    is told is the one that was said but for its year, its month or its day."""
    view = index.entities[fact.entity]
    if view.type in index.made and view.dates:
        named = any(view.id in m.ids for m in frame.top)
        return named or any(k.type == view.type and not k.plural for k in frame.kinds)
    said = frame.dates[0].interval
    return said.precision is Precision.DAY and any(_is_slip(said, d) for d in index.facts[fact.id].dates if d.precision is Precision.DAY)


def _is_slip(said: Interval, known: Interval) -> bool:
    """Whether two days differ in one of year, month and day alone."""
    parts = [(d.year, d.month, d.day) for d in (said.start, known.start)]
    return len([1 for a, b in zip(*parts, strict=True) if a != b]) == 1
