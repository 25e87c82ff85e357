"""Kinds of value: read them from content files and from utterances, and say them in every language."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date

from bot.core.locales import Locale, Locales
from bot.core.model import Interval, Precision, Quantity, Token

PARTS: dict[str, tuple[int, int]] = {
    "part_early": (1, 4), "part_middle": (5, 8), "part_late": (9, 12), "part_first_half": (1, 6), "part_second_half": (7, 12),
    "part_q1": (1, 3), "part_q2": (4, 6), "part_q3": (7, 9), "part_q4": (10, 12),
    "part_spring": (3, 5), "part_summer": (6, 8), "part_autumn": (9, 11),
}  # fmt: skip
"""Parts of a year, by the lists of phrases that say them: first and last month. Seasons are those of the northern half of the world."""
_DAYS: dict[str, tuple[int, int]] = {
    "part_early": (1, 10), "part_middle": (11, 20), "part_late": (21, 31), "part_first_half": (1, 15), "part_second_half": (16, 31),
}  # fmt: skip
"""Parts of a month: first and last day."""
_ISO = re.compile(r"(?P<about>about |c\. )?(?P<late>end of )?(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?$")
_THOUSANDS = re.compile(r"(?<=\d)[,_](?=\d{3}(?!\d))")
LAST_DAY = 31
_QUANTITY = re.compile(r"(?:(?P<bound>over|under|about) )?(?P<value>\d+(?:\.\d+)?)$")


# ------------------------------------------------------------------ from content files


def interval(year: int, month: int = 0, day: int = 0, *, about: bool = False, late: bool = False) -> Interval:
    """The interval of a day, a month (day 0) or a year (month 0). Raises ValueError for no such date."""
    if day:
        d = date(year, month, day)
        return Interval(d, d, Precision.DAY, about=about, late=late)
    if month:
        last = calendar.monthrange(year, month)[1]
        return Interval(date(year, month, 16 if late else 1), date(year, month, last), Precision.MONTH, about=about, late=late)
    return Interval(date(year, 7 if late else 1, 1), date(year, 12, 31), Precision.YEAR, about=about, late=late)


def part_of(whole: Interval, part: str) -> Interval | None:
    """A part (a key of ``PARTS``) of a year or month; None of anything else, and of a month where only a year has it."""
    first, last = whole.start, whole.end
    if whole.period or whole.late or (part not in _DAYS and whole.precision is not Precision.YEAR):
        return None
    if whole.precision is Precision.YEAR:
        start, end = PARTS[part]
        return Interval(date(first.year, start, 1), interval(first.year, end).end, Precision.MONTH, period=True, late=part == "part_late")
    if whole.precision is Precision.MONTH:
        return Interval(first.replace(day=_DAYS[part][0]), min(last, first.replace(day=min(_DAYS[part][1], last.day))), Precision.DAY, period=True)
    return None


def read_date(text: str) -> Interval:
    """Read ``2018-03-07``, ``2018-03``, ``2018``, ``about 2009-03``, ``end of 2018`` or two dates around a slash.

    Raises ValueError, with a message for editors, for anything else.
    """
    first, slash, second = text.strip().partition("/")
    match = _ISO.match(first)
    if not match:
        raise ValueError(f"{text!r} is no date; write 2018-03-07, 2018-03, 2018, 2015-03-16/2015-03-27 or 'about 2018'")
    y, m, d = (int(match[k] or 0) for k in "ymd")
    try:
        start = interval(y, m, d, about=bool(match["about"]), late=bool(match["late"]))
    except (ValueError, IndexError, calendar.IllegalMonthError) as error:
        raise ValueError(f"{text!r} is not in the calendar") from error
    if not slash:
        return start
    if "/" in second or start.late:
        raise ValueError(f"{text!r} is no date; a period is from one day, month or year to another, as in 2015-03-16/2015-03-27")
    end = read_date(second)
    if end.end < start.start:
        raise ValueError(f"{text!r} ends before it starts")
    return Interval(start.start, end.end, start.precision, period=True, about=start.about or end.about)


def read_number(text: str) -> Quantity:
    """Read ``187``, ``over 50``, ``about 20``. Raises ValueError for anything else."""
    match = _QUANTITY.match(_THOUSANDS.sub("", text.strip()))
    if not match:
        raise ValueError(f"{text!r} is no number; write 187, 'over 50', 'under 10' or 'about 20'")
    return Quantity(float(match["value"]), match["bound"] or "")  # type: ignore[arg-type]  # the pattern allows just these


# ------------------------------------------------------------------ as text


def say_date(value: Interval, locale: Locale) -> str:
    """A date for people: "7 March 2018", "March 2018", "16–27 March 2015", "about 2015"."""
    text = _say_period(value, locale) if value.period else _say_moment(value.start, value.precision, locale)
    if value.late:
        text = locale.write("late", date=text)
    if value.about:
        text = locale.write("about", date=text)
    return text


def _say_moment(d: date, precision: Precision, locale: Locale) -> str:
    month = locale.months[d.month - 1]
    if precision is Precision.YEAR:
        return str(d.year)
    if precision is Precision.MONTH:
        return locale.write("day", day="", month=month, year=d.year).strip()
    return locale.write("day", day=_say_day(d, locale), month=month, year=d.year)


def _say_day(d: date, locale: Locale) -> str:
    return locale.written["first_day"] if d.day == 1 else str(d.day)


def _say_period(value: Interval, locale: Locale) -> str:
    start, end = value.start, value.end
    last = _say_moment(end, value.precision, locale)
    if value.precision is Precision.DAY and start.year == end.year:
        if start.month == end.month:
            return f"{start.day}–{last}"
        return f"{start.day} {locale.months[start.month - 1]} – {last}"
    return f"{_say_moment(start, value.precision, locale)}–{last}"


def say_number(value: Quantity, locale: Locale) -> str:
    """A count for people: "10,629" or "10 629", "over 50" or "plus de 50"."""
    number = f"{value.value:,.0f}" if value.value == int(value.value) else f"{value.value:,}"
    number = number.replace(",", locale.written["thousand"][1:-3])
    return locale.write(f"number_{value.bound}", number=number) if value.bound else number


# ------------------------------------------------------------------ from utterances


def find_dates(tokens: Sequence[Token], text: str, locales: Locales) -> list[tuple[int, int, Interval]]:
    """All dates said in an utterance, as (first token, end token, interval), from left to right.

    Understands "7 March 2018", "March 7, 2018", "march 2018", "2018", "07/03/2018" (day first), "2018-03-07", "'09",
    "in 09" and "march 99", and "16-27 March 2015" and "the 2010s" as periods.
    """
    found: list[tuple[int, int, Interval]] = []
    i = 0
    while i < len(tokens):
        begins = tokens[i].raw.isdecimal() or locales.month_of(tokens[i].text) or tokens[i].text in locales.decade_heads
        span = _date_at(tokens, i, text, locales) if begins else None
        if span:
            found.append((i, *span))
            i = span[0]
        else:
            i += 1
    return found


def _number(token: Token, low: int, high: int) -> int:
    if token.raw.isdecimal() and len(token.raw) <= 4 and low <= int(token.raw) <= high:
        return int(token.raw)
    return 0


def _ordinal_tail(tokens: Sequence[Token], i: int, locales: Locales) -> int:
    """How many tokens an ordinal ending takes: "7th" reads as "7" and "th"."""
    return 1 if i < len(tokens) and tokens[i].text in locales.ordinal_tails else 0


def _year(tokens: Sequence[Token], i: int) -> int:
    return _number(tokens[i], 1900, 2099) if i < len(tokens) and len(tokens[i].raw) == 4 else 0


def _short_year(tokens: Sequence[Token], i: int) -> int:
    """A year in two digits, where a day and a month stand before it: "23 march 09"."""
    if i < len(tokens) and len(tokens[i].raw) == 2 and tokens[i].raw.isdecimal():
        short = int(tokens[i].raw)
        return 2000 + short if short < 50 else 1900 + short
    return 0


def _try(year: int, month: int = 0, day: int = 0) -> Interval | None:
    try:
        return interval(year, month, day)
    except ValueError:
        return None


def _date_at(tokens: Sequence[Token], i: int, text: str, locales: Locales) -> tuple[int, Interval] | None:
    """The date that begins at a token, and where it ends."""
    return (
        _in_digits(tokens, i, text)
        or _from_a_day(tokens, i, locales)
        or _from_a_month(tokens, i, locales)
        or _decade(tokens, i, text, locales)
        or ((i + 1, interval(year)) if (year := _year(tokens, i)) else None)
        or _in_two_digits(tokens, i, text, locales)
    )


def _in_digits(tokens: Sequence[Token], i: int, text: str) -> tuple[int, Interval] | None:
    """07/03/2018, 2018-03-07, 03/2018, 2018-03, 2013-2017."""
    parts = [tokens[i]]
    marks: list[str] = []
    for one in tokens[i + 1 : i + 3]:
        mark = text[parts[-1].end : one.start]
        if mark not in {"/", "-", "."} or not one.raw.isdecimal():
            break
        parts.append(one)
        marks.append(mark)
    if not parts[0].raw.isdecimal() or len(parts) < 2:
        return None
    a, b, *_ = (int(part.raw) for part in parts)
    long = [len(part.raw) == 4 and 1900 <= int(part.raw) <= 2099 for part in parts]
    if len(parts) == 3 and marks[0] == marks[1]:
        c = _short_year(tokens, i + 2) or int(parts[2].raw)
        whole = _try(a, b, int(parts[2].raw)) if len(parts[0].raw) == 4 else _try(c, b, a) if 1900 <= c <= 2099 else None
        if whole:
            return i + 3, whole
    if long[1] and 1 <= a <= 12 and marks[0] == "/" and (month := _try(b, a)):
        return i + 2, month
    if long[0] and long[1] and b > a:
        return i + 2, Interval(date(a, 1, 1), date(b, 12, 31), Precision.YEAR, period=True)
    if long[0] and len(parts[1].raw) == 2 and 1 <= b <= 12 and marks[0] == "-" and (month := _try(a, b)):
        return i + 2, month
    return None


def _day_at(tokens: Sequence[Token], i: int, locales: Locales) -> tuple[int, int]:
    """A day of a month in digits ("7", "7th"; 0 if there is none), and the place behind it."""
    day = _number(tokens[i], 1, 31) if i < len(tokens) and len(tokens[i].raw) <= 2 else 0
    return (day, i + 1 + _ordinal_tail(tokens, i + 1, locales)) if day else (0, i)


def _month_at(tokens: Sequence[Token], i: int, locales: Locales) -> tuple[int, int]:
    """A month by its name ("March", "of March"; 0 if there is none), and the place behind it."""
    at = i + 1 if i + 1 < len(tokens) and tokens[i].text in locales.date_of else i
    month = locales.month_of(tokens[at].text) if at < len(tokens) else 0
    return (month, at + 1) if month else (0, i)


def _year_at(tokens: Sequence[Token], i: int, locales: Locales, *, short: bool = False) -> tuple[int, int]:
    """A year ("2018", "of 2018", ``short``: also "18"; 0 if there is none), and the place behind it."""
    if i < len(tokens) and tokens[i].text in locales.date_of and _year(tokens, i + 1):
        i += 1
    year = _year(tokens, i) or (_short_year(tokens, i) if short else 0)
    return (year, i + 1) if year else (0, i)


def _from_a_day(tokens: Sequence[Token], i: int, locales: Locales) -> tuple[int, Interval] | None:
    """7 March 2018, 7th of March 18; 16-27 March 2015, 16th to the 27th of March 2015, 30 March to 2 April 2015."""
    day, behind = _day_at(tokens, i, locales)
    if not day:
        return None
    month, j = _month_at(tokens, behind, locales)
    until = j + 1 if j < len(tokens) and tokens[j].text in locales.date_until else j
    until += until > j and until < len(tokens) and tokens[until].text in locales.articles
    last, k = _day_at(tokens, until, locales)
    last_month, k = _month_at(tokens, k, locales) if last else (0, k)
    year, end = _year_at(tokens, k, locales) if last_month else (0, k)
    if year and (until > j or not month) and (month or last_month, day) < (last_month, last):
        first, second = _try(year, month or last_month, day), _try(year, last_month, last)
        if first and second:
            return end, Interval(first.start, second.end, Precision.DAY, period=True)
    year, end = _year_at(tokens, j, locales, short=True) if month else (0, j)
    got = _try(year, month, day) if year else None
    return (end, got) if got else None


def _from_a_month(tokens: Sequence[Token], i: int, locales: Locales) -> tuple[int, Interval] | None:
    """March 2018, March of 2018, March 09, March 7, 2018; March and April 2015."""
    month, n = locales.month_of(tokens[i].text), len(tokens)
    if not month:
        return None
    k = i + 1 if i + 1 < n and locales.month_of(tokens[i + 1].text) else i + 2
    if k < n and (until := locales.month_of(tokens[k].text)) > month and (k == i + 1 or tokens[i + 1].text in locales.date_joints):
        year = _year(tokens, k + 1)
        if year:
            return k + 2, Interval(date(year, month, 1), interval(year, until).end, Precision.MONTH, period=True)
    if i + 1 < n and not 10 <= _number(tokens[i + 1], 0, 99) <= LAST_DAY and (short := _short_year(tokens, i + 1)) and not _year(tokens, i + 2):
        return i + 2, interval(short, month)
    day, j = _day_at(tokens, i + 1, locales)
    got = _try(year, month, day) if day and (year := _year(tokens, j)) else None
    if got:
        return j + 1, got
    year, end = _year_at(tokens, i + 1, locales)
    return (end, interval(year, month)) if year else None


def _decade(tokens: Sequence[Token], i: int, text: str, locales: Locales) -> tuple[int, Interval] | None:
    """The 2010s, the '90s, années 90: ten years."""
    at = i + (tokens[i].text in locales.decade_heads)
    year = _year(tokens, at) or _short_year(tokens, at)
    if not year or year % 10:
        return None
    between = {""} if len(tokens[at].raw) == 4 else {"", "'", "’"}  # "2010's plan" is of one year
    tail = at + 1 < len(tokens) and tokens[at + 1].text in locales.decade_tails and text[tokens[at].end : tokens[at + 1].start] in between
    whole = Interval(date(year, 1, 1), date(year + 9, 12, 31), Precision.YEAR, period=True)
    return (at + 1 + tail, whole) if tail or at > i else None


def _in_two_digits(tokens: Sequence[Token], i: int, text: str, locales: Locales) -> tuple[int, Interval] | None:
    """'09, in 09: a year in two digits after an apostrophe or a preposition of time."""
    token = tokens[i]
    if not token.raw.isdecimal() or len(token.raw) != 2:
        return None
    quoted = token.start > 0 and text[token.start - 1] in "'’"
    after = i > 0 and tokens[i - 1].text in locales.date_before and (i + 1 == len(tokens) or not locales.month_of(tokens[i + 1].text))
    if quoted or (after and (token.raw[0] == "0" or 9 <= int(token.raw) <= 29)):
        return i + 1, interval(_short_year(tokens, i))
    return None


def bare_month(tokens: Sequence[Token], i: int, year: int, locales: Locales) -> Interval | None:
    """A month without a year ("7 March", "in april"), read inside a known year."""
    month = locales.month_of(tokens[i].text)
    if not month:
        return None
    if i and len(tokens[i - 1].raw) <= 2 and (day := _number(tokens[i - 1], 1, 31)):
        return _try(year, month, day)
    return interval(year, month)
