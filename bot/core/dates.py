"""Whether a known date meets one that was said. Dates are intervals of days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.core.model import DateConstraint, Fact, Interval, Precision, Source

ANY_YEAR = 4
"""Holds a month (and day) of no known year: a leap year before all facts."""


def date_meets(said: DateConstraint | Interval, known: Interval) -> bool | None:
    """Whether a known date meets a said one; None when they overlap but it cannot be told."""
    constraint = said if isinstance(said, DateConstraint) else DateConstraint(0, 0, said)
    want = constraint.interval
    if want.start.year == ANY_YEAR and constraint.relation != "in" and known.start.year == known.end.year and known.precision != "year":
        year = known.start.year  # "over by 25 March": of that year
        try:
            end = date(year, want.end.month, min(want.end.day, monthrange(year, want.end.month)[1]))
            then = replace(want, start=want.start.replace(year=year), end=end)
        except ValueError:  # 29 February
            return False
        return date_meets(replace(constraint, interval=then), known)
    if want.start.year == ANY_YEAR:
        if known.precision == "year":
            return None
        try:
            last = {y: min(want.end.day, monthrange(y, want.end.month)[1]) for y in {known.start.year, known.end.year}}
            years = [(date(y, want.start.month, want.start.day), date(y, want.end.month, day)) for y, day in last.items()]
        except ValueError:  # 29 February
            return False
        within = any(known.start <= end and start <= known.end for start, end in years)
        return within and (True if want.precision != "day" or known.precision == "day" else None)
    if constraint.relation == "before":
        return True if known.end < want.start else None if known.start < want.start else False
    if constraint.relation == "until":
        return True if known.end <= want.end else None if known.start <= want.end else False
    if constraint.relation == "since":
        return True if known.start >= want.start else None if known.end >= want.start else False
    if constraint.relation == "after":
        return True if known.start > want.end else None if known.end > want.end else False
    if known.within(want) or (known.late and want.late and known.overlaps(want)):  # "late 2018" is met by "at the end of 2018"
        return True
    if not known.overlaps(want):
        return False
    return True if known.period and want.within(known) else True if known.period else None


def same_span(said: Interval, known: Interval) -> bool:
    """Whether a period that was said from end to end is the one that is known, as exactly as it was said: "16-27 March" is not "16-23 March"."""

    def cut(day: date) -> tuple[int, ...]:
        return (day.year, day.month, day.day)[yearless : {"day": 3, "month": 2}.get(said.precision.value, 1)]

    yearless = said.start.year == ANY_YEAR

    return cut(said.start) == cut(known.start) and cut(said.end) == cut(known.end)


def as_of_years(as_of: Interval) -> list[Interval]:
    """The first and the last year of which documents say the same ("2011/2015"): of those between them nothing is told."""
    years = dict.fromkeys((as_of.start.year, as_of.end.year))
    return [Interval(date(y, 1, 1), date(y, 12, 31), Precision.YEAR) for y in years]


def fact_date(fact: Fact, said: DateConstraint, sources: Mapping[str, Source]) -> bool | None:
    """Whether a fact meets a said date: by its own value, its time, its as-of date, or (document word) its source's date."""
    if said.document:
        for citation in fact.citations:
            source = sources[citation.source]
            if source.date and source.date.overlaps(said.interval):
                return True
    known = [v for v in fact.values if isinstance(v, Interval)]
    known += [fact.when] if fact.when else []
    known += as_of_years(fact.as_of) if fact.as_of and fact.as_of.period else [fact.as_of] if fact.as_of else []
    answers = [date_meets(said, d) for d in known]
    return True if True in answers else None if None in answers else False
