"""How far apart two dates are said to lie: "two days before the page was published", "eight days lie between them"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.frame import Frame, phrases
from bot.core.index import Index
from bot.core.model import Interval, Precision

UNITS = {"unit_days": 1.0, "unit_weeks": 7.0, "unit_months": 30.44, "unit_years": 365.25}
"""Days of each unit; of months and years on average."""
BOUNDS = ("over", "under", "at_least", "at_most", "roughly")
"""The lists of cues that make a bound of a number."""
EXACT = 7.0
"""Days up to which a unit is counted to the day: a month may be some days longer or shorter."""
NEARLY = 12.0
"""The part of a longer unit by which a distance may be off and still be told by it: a month of a year."""


@dataclass(frozen=True, slots=True)
class Distance:
    """A number of days, weeks, months or years that a message says, and where."""

    start: int
    end: int
    """Its tokens."""
    count: float
    unit: float
    """In days."""
    bound: str = ""
    """The list of cues that makes a bound of it ("more than"); empty if just so much is said."""
    next_one: bool = False
    """Whether it is the next such unit ("the month after")."""
    exact: bool = False
    """Whether it is said to be just so much."""


def said_distance(frame: Frame, index: Index, until: int | None = None) -> Distance | None:
    """The first number of units of time that a message says; with ``until`` only one that ends right before that token ("8 days" before "before")."""
    words, said = index.cues.words, frame.said
    for at in range(1, len(said)):
        unit = next((days for name, days in UNITS.items() if said[at] in words[name]), 0.0)
        if not unit or (until is not None and at + 1 != until):
            continue
        number = said[at - 1]
        count = float(number) if number.isdecimal() else float(index.locales.number_word(number) or (number in words["indefinite"]))
        spans = [(a, name) for name in BOUNDS for a, b in phrases(frame, name, index) if b == at - 1]
        start, bound = min(spans, default=(at - 1, ""), key=lambda s: s[0])
        if count:
            exact = not words["just_so"].isdisjoint(said[max(start - 2, 0) : start])
            return Distance(start, at + 1, count, unit, bound, exact=exact)
        if until is not None and number in words["articles"]:
            return Distance(at - 1, at + 1, 1.0, unit, next_one=True)
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
    if distance.bound:
        return _is_bounded(low, high, claimed, distance.bound)
    if distance.next_one and distance.unit > 1:
        months = (second.start.year - first.start.year) * 12 + second.start.month - first.start.month
        if distance.unit == EXACT or (distance.unit < UNITS["unit_years"] and Precision.YEAR in (first.precision, second.precision)):
            return None
        return months == 1 if distance.unit < UNITS["unit_years"] else second.start.year - first.start.year == 1
    if first.period or second.period:
        return True if low == claimed else None  # from the end of the one to the beginning of the other, or from where else
    near = 0.0 if distance.unit <= EXACT else 1.0 if distance.exact else distance.unit / NEARLY
    far = near if distance.exact else 0.0 if distance.unit < EXACT else distance.unit / 2
    if high < claimed - far or low > claimed + far:
        return False  # eight days are about a week, but three weeks are not
    return True if claimed - near <= low and high <= claimed + near else None


def _is_bounded(low: int, high: int, claimed: float, bound: str) -> bool | None:
    """Whether a span of so many days is over, under, at least or at most what is said; None if it cannot be told."""
    match bound:
        case "over":
            return True if low > claimed else False if high <= claimed else None
        case "under":
            return True if high < claimed else False if low >= claimed else None
        case "at_least":
            return True if low >= claimed else False if high < claimed else None
        case "at_most":
            return True if high <= claimed else False if low > claimed else None
    return None
