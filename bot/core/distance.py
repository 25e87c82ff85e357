"""How far apart two dates are said to lie: "two days before the page was published", "eight days lie between them"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import Interval, Precision

UNITS = {"unit_days": 1.0, "unit_weeks": 7.0, "unit_months": 30.44, "unit_years": 365.25}
"""Days of each unit; of months and years on average."""
EXACT = 7.0
"""Days up to which a unit is counted to the day: a month may be some days longer or shorter."""


@dataclass(frozen=True, slots=True)
class Distance:
    """A number of days, weeks, months or years that a message says, and where."""

    start: int
    end: int
    """Its tokens."""
    count: float
    unit: float
    """In days."""


def said_distance(frame: Frame, index: Index, until: int | None = None) -> Distance | None:
    """The first number of units of time that a message says; with ``until`` only one that ends right before that token ("8 days" before "before")."""
    words, said = index.cues.words, frame.said
    for at in range(1, len(said)):
        unit = next((days for name, days in UNITS.items() if said[at] in words[name]), 0.0)
        if not unit or (until is not None and at + 1 != until):
            continue
        number = said[at - 1]
        count = float(number) if number.isdecimal() else float(index.locales.number_word(number) or (number in words["indefinite"]))
        if count:
            return Distance(at - 1, at + 1, count, unit)
    return None


def without(frame: Frame, distance: Distance) -> Frame:
    """The frame as if the distance had not been said."""
    inside = range(distance.start, distance.end)
    content = tuple(c for c in frame.content if c.at not in inside)
    return replace(frame, content=content, numbers=tuple(n for n in frame.numbers if n.start not in inside))


def lies_apart(first: Interval, second: Interval, distance: Distance) -> bool | None:
    """Whether the second date lies so far behind the first; None if the dates are not known, or the distance is not said, exactly enough to tell."""
    low, high = (second.start - first.end).days, (second.end - first.start).days
    claimed = distance.count * distance.unit
    slack = 0.0 if distance.unit < EXACT else distance.unit / 2
    if high < claimed - slack or low > claimed + slack:
        return False
    if distance.unit == UNITS["unit_years"] and Precision.YEAR in (first.precision, second.precision):
        return True if second.start.year - first.start.year == distance.count else None
    if distance.unit == EXACT:
        return True if low == high == claimed else None  # eight days are about a week
    return True if claimed - slack <= low and high <= claimed + slack else None
