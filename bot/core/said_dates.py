"""The dates that a message says, each with how it is meant: in, before, since, of a noun, of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core import kinds
from bot.core.cues import Scanned
from bot.core.frame import Target
from bot.core.index import Index
from bot.core.model import DateConstraint, Interval, Role, Token


def _span_of(types: set[str], interval: Interval, index: Index) -> Interval | None:
    """From the first to the last of the things of some types in an interval ("before the 2015 trainings")."""
    dates = [d for t in sorted(types) for v in index.by_type.get(t, ()) for d in v.dates if d.within(interval)]
    if not dates:
        return None
    return Interval(min(d.start for d in dates), max(d.end for d in dates), period=True)


def dates_of(
    tokens: Sequence[Token],
    said: Sequence[str],
    dates: Sequence[tuple[int, int, Interval]],
    index: Index,
    cues: Scanned,
    roles: list[Role | None],
    nouns: Sequence[Target],
) -> list[DateConstraint]:
    """The ``dates`` that were found as they are meant, in the order of the text; their tokens, and the words that say how they are
    meant, are given their roles. One of ``nouns`` that stands beside a date binds it: "the 2018 agreements"."""
    found: list[DateConstraint] = []
    related = {name: dict(cues.find(name)) for name in ("before", "until", "after", "since")}
    trailing = {a: (name, b) for name, list_ in (("since", "or_later"), ("until", "or_earlier")) for a, b in cues.find(list_)}
    onwards = cues.cues.words["onwards"]
    document = {a for a, b in cues.find("document")}
    for start, end, interval in dates:
        if any(roles[i] is Role.NAME for i in range(start, end)):
            continue
        relation = "in"
        whole, at = interval, start
        if not (end in document or any(n.at == end for n in nouns)) and (part := _part(start, interval, said, cues)):
            start, interval = part  # not in "the end of the 2011 release"
        if start and end < len(said) and said[start - 1] in cues.cues.words["starting"] and said[end] in onwards:
            relation = "since"
            roles[start - 1] = roles[end] = Role.CUE
        near = [
            (b - a, name, a, b)
            for name, table in related.items()
            for a, b in table.items()
            if b in {start, at} or (b == start - 1 and said[b] in cues.cues.words["determiners"])
        ]
        before = start - 1 if start and said[start - 1] not in cues.cues.words["determiners"] else start - 2
        if not near and before >= 0 and said[before] in cues.cues.words["by_then"]:
            near = [(1, "until", before, start)]
        if near:  # the longest: "no later than", not "later than"
            _, relation, a, b = max(near)
            for k in range(a, b):
                roles[k] = Role.CUE
            if relation == "before" and interval != whole and interval.end == whole.end:
                interval, relation = whole, "until"  # "before the end of 2018"
        elif end in trailing:
            relation, b = trailing[end]
            for k in range(end, b):
                roles[k] = Role.VALUE  # "2015 or earlier" asks for no earliest one
        doc = any(i in document for i in (end, end + 1, start - 1, start - 2))
        # "the 2018 agreements", "the MoU of 2015": the date belongs to that noun
        beside = [n for n in nouns if n.at == end or (n.at == start - 2 and said[start - 1] in cues.cues.words["dating"]) or n.at == start - 1]
        own = {n.type for n in beside if not index.base.types[n.type].topical}
        if own and relation != "in":
            span = _span_of(own, interval, index)
            if span:
                interval, own = span, set()
            else:  # "after the 1987 pact": of which there is none, so that nothing may follow from it
                relation = "in"
        found.append(DateConstraint(start, end, interval, relation, doc, frozenset(own)))  # type: ignore[arg-type]  # one of the literals
        for i in range(start, end):
            roles[i] = Role.VALUE
    known = [d.interval.start.year for d in found]
    for i, token in enumerate(tokens):
        if (roles[i] is None and index.locales.month_of(token.text) and token.text not in index.locales.month_doubts) or (
            roles[i] is None
            and index.locales.month_of(token.text)
            and i > 0
            and (said[i - 1] in cues.cues.words["before_month"] or said[i - 1].isdecimal())
        ):
            year = known[0] if known else 0
            got = kinds.bare_month(tokens, i, year, index.locales) if year else None
            start = i - 1 if i and tokens[i - 1].raw.isdecimal() and len(tokens[i - 1].raw) <= 2 and roles[i - 1] is None else i
            if got and got.overlaps(found[0].interval):
                found.append(DateConstraint(start, i + 1, got))
                for k in range(start, i + 1):
                    roles[k] = Role.VALUE
            elif not year:
                when = _any_year(index.locales.month_of(token.text), tokens[start].raw if start < i else "")
                begun = (
                    start - 2 if start < i and start > 1 and said[start - 1] in index.locales.date_until and said[start - 2].isdecimal() else start
                )
                if begun < start and 0 < (day := int(said[begun])) < when.start.day and roles[begun] is None:  # "16 to 27 March"
                    start, when = begun, replace(when, start=when.start.replace(day=day), period=True)
                found.append(DateConstraint(start, i + 1, when))
                for k in range(start, i + 1):
                    roles[k] = Role.VALUE
    return found


def _part(start: int, whole: Interval, said: Sequence[str], cues: Scanned) -> tuple[int, Interval] | None:
    """ "Early 2015", "in the spring of 2015", "fin 2018": the part of a year or month that is said before it, and where that begins."""
    between = cues.cues.words["dating"] | cues.cues.words["determiners"] | cues.cues.words["unit_years"]
    found: tuple[int, Interval] | None = None
    for name in kinds.PARTS:
        for a, b in cues.find(name):
            if b <= start <= b + 4 and between.issuperset(said[b:start]) and (found is None or a < found[0]) and (part := kinds.part_of(whole, name)):
                found = a, part
    return found


def _any_year(month: int, day: str) -> Interval:
    """A month (and day) of no known year, held in year 4 of the calendar (a leap year before all facts)."""
    try:
        return kinds.interval(4, month, int(day) if day else 0)
    except ValueError:
        return kinds.interval(4, month)
