"""Whether a known date meets one that was said. Dates are intervals of days."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.model import DateConstraint, Fact, Interval, Source


def date_meets(said: DateConstraint | Interval, known: Interval) -> bool | None:
    """Whether a known date meets a said one; None when they overlap but it cannot be told."""
    constraint = said if isinstance(said, DateConstraint) else DateConstraint(0, 0, said)
    want = constraint.interval
    if want.start.year == 4:  # a month of any year
        months = {known.start.month, known.end.month}
        if known.precision == "year":
            return None
        if want.start.month not in months and not (known.period and known.start.month < want.start.month < known.end.month):
            return False
        if want.precision == "day":
            days = {known.start.day, known.end.day} if known.precision == "day" else set()
            return want.start.day in days if days else None
        return True
    if constraint.relation == "before":
        return True if known.end < want.start else None if known.start < want.start else False
    if constraint.relation == "until":
        return True if known.end <= want.end else None if known.start <= want.end else False
    if constraint.relation == "since":
        return True if known.start >= want.start else None if known.end >= want.start else False
    if constraint.relation == "after":
        return True if known.start > want.end else None if known.end > want.end else False
    if known.within(want):
        return True
    if not known.overlaps(want):
        return False
    return True if known.period and want.within(known) else True if known.period else None


def fact_date(fact: Fact, date: DateConstraint, sources: Mapping[str, Source]) -> bool | None:
    """Whether a fact meets a said date: by its own value, its time, its as-of date, or (document word) its source's date."""
    if date.document:
        for citation in fact.citations:
            source = sources[citation.source]
            if source.date and source.date.overlaps(date.interval):
                return True
    known = [v for v in fact.values if isinstance(v, Interval)]
    known += [d for d in (fact.when, fact.as_of) if d]
    answers = [date_meets(date, d) for d in known]
    return True if True in answers else None if None in answers else False
