"""Lists by measure: the trainings that lasted longer than a week, those with more than 30 participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, nextafter

from bot.core.compare import MONTH, alternatives
from bot.core.compose import PAGE, Composer
from bot.core.cues import Cues
from bot.core.dates import date_meets
from bot.core.draft import Draft
from bot.core.frame import ORDERS, Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.lexicon import Keys
from bot.core.model import Bullets, EntityId, Fact, Interval, Paragraph, Precision, Quantity, ReplyKind
from bot.core.operators import filters, what_of
from bot.core.select import select, wanted_types
from bot.core.verdict import beside

RELATIONS = ("at_least", "at_most", "over", "under")
UNITS = {"unit_days": 1.0, "unit_weeks": 7.0, "unit_months": MONTH, "unit_years": 365.25}
"""Days of each unit, of months and years on average."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What the things of a list must measure: a number of days, or of what ``keys`` say."""

    relation: str
    value: float
    start: int
    end: int
    keys: Keys | None
    """What is counted; None for days."""


def measured(frame: Frame, index: Index) -> Draft | None:
    """The things of a kind that measure more or less than was said; those whose measure is not known are named apart.

    A comparison that cannot be read refuses: without it the list would be another one.
    """
    nouns = frame.targets or frame.kinds
    if (
        frame.yes_no
        or frame.asks - {"which", "how_many", "when", "how_long"}
        or not (any(n.plural for n in nouns) or (nouns and "which" in frame.asks))
    ):
        return None
    measures, unread = _measures(frame, index)
    rest = _without(frame, measures, index.cues.words["lasting"])
    nouns = rest.targets or rest.kinds
    if not nouns or not (measures or unread):
        return None
    types = wanted_types(replace(rest, targets=(), kinds=tuple(n for n in nouns if n.at == min(k.at for k in nouns))), index)
    unread += [(m.start, m.end) for m in measures if m.keys is not None and not _is_counted(m.keys, types, index)]
    if unread or not types:
        composer = Composer(index, frame.lang)
        start, end = min(unread, default=(0, len(frame.tokens)))
        composer.plain(composer.say("not_understood", words=_in_words(frame, start, min(end, len(frame.tokens)))), lead=True)
        return Draft("unknown", composer, intent="list", reason="a comparison that was not understood")
    told: list[tuple[EntityView, Fact]] = []
    unknown: list[EntityView] = []
    for view in sorted(select(rest, index, types), key=lambda v: (v.dates[0].start.toordinal() if v.dates else 10**7, v.id)):
        known = [_known(view, index, m) for m in measures]
        verdicts = [beside(m.value, m.relation, k[1]) if k else "" for m, k in zip(measures, known, strict=True)]
        if known[0] and set(verdicts) == {"yes"}:
            told.append((view, known[0][0]))
        elif "no" not in verdicts:
            unknown.append(view)
    composer = Composer(index, frame.lang)
    asked = [_in_words(frame, m.start, m.end) for m in measures]
    said = " " + composer.say("filters", filters=", ".join(filter(None, [filters(rest, composer), *asked])))
    if not told:
        composer.plain(composer.say("listed_none", what=what_of(index, composer, types, 2), filters=said), lead=True)
    else:
        lines = [Paragraph(composer.line(v.id, composer.sentence(f)), composer.cite(f)) for v, f in told[:PAGE]]
        key = "listed_one" if len(told) == 1 else "listed"
        head = composer.say(key, count=str(len(told)), what=what_of(index, composer, types, len(told)), filters=said)
        composer.parts.append(Paragraph(head, tuple(sorted({n for x in lines for n in x.cites})), True, True))
        composer.parts.append(Bullets(tuple(lines)))
    if unknown:
        composer.plain(composer.say("not_measured", names="; ".join(composer.title(v.id) for v in unknown[:PAGE])))
    return Draft("answer" if told else "unknown", composer, tuple(v.id for v, _ in told), "list", reason=f"{len(told)} by measure")


def by_number(frame: Frame, index: Index, subjects: Sequence[EntityId] = ()) -> Draft | None:
    """Which of two or more things has more (or fewer) of something that is counted ("which training had more participants"), or how many
    they have together."""
    spans = {name: phrases(frame, name, index) for name in ("counts_most", "counts_fewest")}
    if not any(spans.values()) and frame.asks == {"how_many"}:
        spans = {"altogether": phrases(frame, "altogether", index)}
    ordered = ORDERS & frame.flags  # "the most recent", "the most days": of the dates
    if sum(map(bool, spans.values())) != 1 or ordered or frame.asks & {"when", "where", "why"}:
        return None
    fewest = bool(spans.get("counts_fewest"))
    cut = {i for found in spans.values() for a, b in found for i in range(a, b)}
    rest = replace(frame, content=tuple(c for c in frame.content if c.at not in cut))
    views = [index.entities[m.ids[0]] for m in frame.top if len(m.ids) == 1]
    if len(views) < 2:
        views = (
            (alternatives(frame, index, views) if len(frame.top) == len(views) else [])
            or views
            or [index.entities[s] for s in subjects if s in index.entities]
        )
    if frame.yes_no and len(views) != 2:
        return None
    kinds = wanted_types(rest, index)
    if "altogether" in spans:  # of "participants in the trainings" those are counted, and these are the things
        counted = {k.at: frozenset().union(*(c.keys for c in rest.content if c.at != k.at)) for k in rest.kinds}
        things = tuple(k for k in rest.kinds if k.plural and _is_counted(counted[k.at], [(k.type, "")], index))
        kinds = wanted_types(replace(rest, kinds=things, targets=things), index) if things else []
        rest = replace(rest, kinds=things, targets=things, content=tuple(c for c in rest.content if c.at not in {k.at for k in things}))
    types = {v.type for v in views} if len(views) > 1 else {t for t, _ in kinds}
    nouns = {k.at for k in frame.kinds}
    asked = [c for c in rest.content if c.at not in nouns or not c.keys.isdisjoint(index.asking)]
    found = [
        (type_, prop.name)
        for type_ in sorted(types)
        for prop in index.base.types[type_].properties.values()
        if prop.kind == "number" and any(not c.keys.isdisjoint(index.property_keys[type_, prop.name]) for c in asked)
    ]
    if not found and len(types) == 1 < len(views):  # "which is bigger, the gender or the detection training": by the one number that both have
        type_ = next(iter(types))
        found = [
            (type_, p.name) for p in index.base.types[type_].properties.values() if p.kind == "number" and all(_number(v, p.name)[0] for v in views)
        ]
    if len(found) != 1:
        return None
    slot = found[0]
    of_things: Keys = frozenset().union(*(v.support for v in views)) if len(views) > 1 else frozenset()
    left = [c for c in asked if c.binding and c.at not in nouns and c.keys.isdisjoint(index.property_keys[slot]) and c.keys.isdisjoint(of_things)]
    if len(views) > 1:
        views = [v for v in views if v.type == slot[0]]
        unmet = any(not d.document and not any(date_meets(d, x) for x in v.dates) for d in frame.dates for v in views)
        if len(views) < 2 or left or unmet:
            return None
    else:
        told = tuple(c for c in rest.content if c in left or c.at in nouns)
        views = select(replace(rest, content=told), index, [t for t in kinds if t[0] == slot[0]])
    known = [(v, f, q) for v in views for f, q in [_number(v, slot[1])] if f and q]
    if not known or len(views) < 2 or (len(known) == 1 and len(views) > 2):
        return None
    unknown = [v for v in views if v not in [k[0] for k in known]]
    return _together(known, unknown, frame, index) if "altogether" in spans else _more_of(known, unknown, frame, index, fewest)


def _together(known: list[tuple[EntityView, Fact, Quantity]], unknown: list[EntityView], frame: Frame, index: Index) -> Draft | None:
    """The sum of what is known of some things, as open as its parts; it takes those counted of one thing for others than those of another."""
    bounds = {q.bound for _, _, q in known} - {""}
    if len(bounds) > 1 or len(known) < 2:
        return None
    composer = Composer(index, frame.lang)
    total = f"{sum(q.value for _, _, q in known):g}"
    composer.facts_part([f for _, f, _ in known][:PAGE], before=composer.say(f"together_{next(iter(bounds), 'exactly')}", count=total) + " ")
    if unknown:
        composer.plain(composer.say("not_measured", names="; ".join(composer.title(v.id) for v in unknown[:PAGE])))
    return Draft("answer", composer, tuple(v.id for v, _, _ in known), "count", reason="a sum of figures")


def _more_of(known: list[tuple[EntityView, Fact, Quantity]], unknown: list[EntityView], frame: Frame, index: Index, fewest: bool) -> Draft:
    composer = Composer(index, frame.lang)
    first = known[0][0]
    known = sorted(known, key=lambda k: (_bounds(k[2]), k[0].id), reverse=not fewest)
    best = known[0]
    low, high = _bounds(best[2])
    others = [_bounds(q) for _, _, q in known[1:]]
    settled = all(high < a if fewest else low > b for a, b in others)
    facts = [f for _, f, _ in known][:PAGE]
    kind: ReplyKind = "answer"
    if len(known) == 1 or (unknown and len(known) + len(unknown) == 2):
        composer.plain(composer.say("not_given_of", names="; ".join(composer.title(v.id) for v in unknown)), lead=True)
        composer.bullets(facts)
        return Draft("unknown", composer, tuple(v.id for v, _, _ in known), "compare", reason="one of two has no number")
    if settled:
        lead = composer.say("fewest_of" if fewest else "most_of", name=composer.title(best[0].id))
        if frame.yes_no:
            lead = composer.say("yes" if best[0] is first else "no")
    elif len({(q.value, q.bound) for _, _, q in known}) == 1 and not best[2].bound:
        lead = composer.say("same_number")
    else:
        lead, kind = composer.say("figures_unclear"), "unknown"
    composer.facts_part(facts, before=lead + " ")
    if unknown:
        composer.plain(composer.say("not_measured", names="; ".join(composer.title(v.id) for v in unknown[:PAGE])))
    return Draft(kind, composer, tuple(v.id for v, _, _ in known), "compare", reason="compared by number")


def _number(view: EntityView, name: str) -> tuple[Fact | None, Quantity | None]:
    """The one number that a thing has for a property, and its statement."""
    facts = view.facts.get(name, ())
    values = [(f, v) for f in facts for v in f.values if isinstance(v, Quantity)]
    return values[0] if len(values) == 1 else (None, None)


def _bounds(known: Quantity) -> tuple[float, float]:
    """Between what a number lies: "over 50" begins above 50, "about" leaves a tenth either way."""
    above, below = nextafter(known.value, inf), nextafter(known.value, 0.0)
    match known.bound:
        case "over":
            return above, inf
        case "under":
            return 0.0, below
        case "about":
            return 0.9 * known.value, 1.1 * known.value
    return known.value, known.value


def _in_words(frame: Frame, start: int, end: int) -> str:
    return frame.text[frame.tokens[start].start : frame.tokens[end - 1].end]


def _measures(frame: Frame, index: Index) -> tuple[list[Measure], list[tuple[int, int]]]:
    """The measures that a frame asks for ("more than 30 participants", "ten days or less", "lasted 12 days"), and the comparisons that cannot be read."""
    said = frame.said
    cues = index.cues
    every = [(a, b, name) for name in (*RELATIONS, "by_comparison") for a, b in phrases(frame, name, index)]
    spans = [s for s in every if not any(o is not s and o[0] <= s[0] and s[1] <= o[1] and (o[1] - o[0] > s[1] - s[0]) for o in every)]
    read: list[Measure] = []
    unread: list[tuple[int, int]] = []
    for start, end, name in sorted(spans, key=lambda s: (s[2] == "by_comparison", s)):
        if name == "by_comparison":
            if not any(m.start <= start < m.end for m in read):
                unread.append((start, end + 1))
            continue
        found = _before(start, end, name, said, index) if said[start] in cues.words["either"] else _behind(start, end, name, index, frame)
        if found:
            read.append(found)
    if not read and not unread and any(c.word in cues.words["lasting"] for c in frame.content):  # "lasted 12 days", "8 days long"
        for n in frame.numbers:
            if n.end < len(said) and (days := _days(said[n.end], cues)) and not any(d.start <= n.start < d.end for d in frame.dates):
                read.append(Measure("", n.value * days, n.start, n.end + 1, None))
    return read, unread


def _behind(start: int, end: int, name: str, index: Index, frame: Frame) -> Measure | None:
    """ "More than 30 participants", "longer than a couple of weeks"."""
    cues, said, number_word = index.cues, frame.said, index.locales.number_word
    at = end
    if at + 1 < len(said) and said[at] in cues.words["articles"] and number_word(said[at + 1]):
        at += 1  # "a couple of"
    value = number_word(said[at]) if at < len(said) else None
    if value is None or any(d.start <= at < d.end for d in frame.dates):
        return None  # "under the 2013 partnership"
    at += 1
    if at < len(said) and said[at] in cues.words["out_of"]:
        at += 1
    if at < len(said) and (days := _days(said[at], cues)):
        return Measure(name, value * days, start, at + 1, None)
    content = next((c for c in frame.content if at <= c.at <= at + 1 and c.binding), None)
    return Measure(name, float(value), start, content.at + 1, content.keys) if content else None


def _before(start: int, end: int, name: str, said: Sequence[str], index: Index) -> Measure | None:
    """ "Ten days or less"."""
    value = index.locales.number_word(said[start - 2]) if start >= 2 else None
    days = _days(said[start - 1], index.cues) if start else 0.0
    return Measure(name, value * days, start - 2, end, None) if value is not None and days else None


def _days(word: str, cues: Cues) -> float:
    return next((n for unit, n in UNITS.items() if word in cues.words[unit]), 0.0)


def _is_counted(keys: Keys, types: Sequence[tuple[str, str]], index: Index) -> bool:
    """Whether the things of some types have a number of that."""
    properties = ((t, p) for t, _ in types for p in index.base.types[t].properties.values())
    return any(p.kind == "number" and not keys.isdisjoint(index.property_keys[t, p.name]) for t, p in properties)


def _without(frame: Frame, measures: Sequence[Measure], lasting: frozenset[str]) -> Frame:
    """The frame without what says the measures."""
    span = {i for m in measures for i in range(m.start, m.end)}
    days = any(m.keys is None for m in measures)
    return replace(
        frame,
        numbers=tuple(n for n in frame.numbers if n.start not in span),
        content=tuple(c for c in frame.content if c.at not in span and not (days and c.word in lasting)),
        kinds=tuple(k for k in frame.kinds if k.at not in span),
        targets=tuple(k for k in frame.targets if k.at not in span),
    )


def _known(view: EntityView, index: Index, measure: Measure) -> tuple[Fact, Quantity] | None:
    """What is known of a thing in that measure, and the statement that tells it."""
    for name, facts in view.facts.items():
        prop = index.base.types[view.type].properties[name]
        for fact in facts:
            if measure.keys is None:
                spans = [v for v in fact.values if isinstance(v, Interval) and v.period and v.precision is Precision.DAY]
                if prop.dates and spans:
                    return fact, Quantity(float(spans[0].days))
            elif prop.kind == "number" and not measure.keys.isdisjoint(index.property_keys[view.type, name]):
                values = [v for v in fact.values if isinstance(v, Quantity)]
                if len(values) == 1:
                    return fact, values[0]
    return None
