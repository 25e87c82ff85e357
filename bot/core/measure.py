"""Lists by measure: the trainings that lasted longer than a week, those with more than 30 participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.compose import PAGE, Composer
from bot.core.frame import Frame, cues_of
from bot.core.index import EntityView, Index
from bot.core.kinds import number_word
from bot.core.lexicon import Keys
from bot.core.model import Bullets, Fact, Interval, Paragraph, Precision, Quantity
from bot.core.operators import Draft, filters, select, wanted_types, what_of
from bot.core.verdict import beside

RELATIONS = ("at_least", "at_most", "over", "under")
DAYS = {"unit_days": 1, "unit_weeks": 7}


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
    """The things of a kind that measure more or less than was said; those whose measure is not known are named apart."""
    if frame.yes_no or not any(n.plural for n in frame.targets or frame.kinds):
        return None
    measure = _measure(frame, index)
    if measure is None:
        return None
    rest = _without(frame, measure, cues_of(index).words["lasting"])
    nouns = rest.targets or rest.kinds
    types = wanted_types(replace(rest, targets=(), kinds=tuple(n for n in nouns if n.at == min(k.at for k in nouns))), index)
    if not types or (measure.keys is not None and not _is_counted(measure.keys, types, index)):
        return None  # "over ten years" counts nothing
    told: list[tuple[EntityView, Fact]] = []
    unknown: list[EntityView] = []
    for view in sorted(select(rest, index, types), key=lambda v: (v.dates[0].start.toordinal() if v.dates else 10**7, v.id)):
        fact, known = _known(view, index, measure)
        verdict = beside(measure.value, measure.relation, known) if known else ""
        if fact and verdict == "yes":
            told.append((view, fact))
        elif not verdict:
            unknown.append(view)
    composer = Composer(index, frame.lang)
    asked = " ".join(t.raw for t in frame.tokens[measure.start : measure.end])
    said = " " + composer.say("filters", filters=", ".join(filter(None, [filters(rest, composer), asked])))
    if not told:
        composer.plain(composer.say("listed_none", what=what_of(index, composer, types, 2), filters=said), lead=True)
    else:
        lines = [Paragraph(f"{composer.title(v.id)}: {composer.sentence(f)}", composer.cite(f)) for v, f in told[:PAGE]]
        head = composer.say(
            "listed_one" if len(told) == 1 else "listed", count=str(len(told)), what=what_of(index, composer, types, len(told)), filters=said
        )
        composer.parts.append(Paragraph(head, tuple(sorted({n for x in lines for n in x.cites})), True, True))
        composer.parts.append(Bullets(tuple(lines)))
    if unknown:
        composer.plain(composer.say("not_measured", names="; ".join(composer.title(v.id) for v in unknown[:PAGE])))
    return Draft("answer" if told else "unknown", composer, tuple(v.id for v, _ in told), "list", reason=f"{len(told)} by measure")


def _measure(frame: Frame, index: Index) -> Measure | None:
    """The one measure that a frame asks for: "more than 30 participants", "under ten days"."""
    said = [t.text for t in frame.tokens]
    cues = cues_of(index)
    found = []
    for name in RELATIONS:
        for start, at in cues.find(name, said, [True] * len(said), frame.lang):
            value = number_word(said[at]) if at + 1 < len(said) else None
            if value is None:
                continue
            days = next((n for unit, n in DAYS.items() if said[at + 1] in cues.words[unit]), 0)
            content = next((c for c in frame.content if at < c.at <= at + 2 and c.binding), None)
            if days:
                found.append(Measure(name, float(value * days), start, at + 2, None))
            elif content:
                found.append(Measure(name, float(value), start, content.at + 1, content.keys))
    longest = [m for m in found if not any(o is not m and o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in found)]
    return longest[0] if len(longest) == 1 else None


def _is_counted(keys: Keys, types: Sequence[tuple[str, str]], index: Index) -> bool:
    """Whether the things of some types have a number of that."""
    properties = ((t, p) for t, _ in types for p in index.base.types[t].properties.values())
    return any(p.kind == "number" and not keys.isdisjoint(index.property_keys[t, p.name]) for t, p in properties)


def _without(frame: Frame, measure: Measure, lasting: frozenset[str]) -> Frame:
    """The frame without what says the measure."""
    span = range(measure.start, measure.end)
    return replace(
        frame,
        numbers=tuple(n for n in frame.numbers if n.start not in span),
        content=tuple(c for c in frame.content if c.at not in span and not (measure.keys is None and c.word in lasting)),
        kinds=tuple(k for k in frame.kinds if k.at not in span),
        targets=tuple(k for k in frame.targets if k.at not in span),
    )


def _known(view: EntityView, index: Index, measure: Measure) -> tuple[Fact | None, Quantity | None]:
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
    return None, None
