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

    Understands "7 March 2018", "March 7, 2018", "march 2018", "2018", "07/03/2018" (day first), "2018-03-07", "'09" and
    "in 09", and "16-27 March 2015" as a period.
    """
    found: list[tuple[int, int, Interval]] = []
    i = 0
    while i < len(tokens):
        span = _date_at(tokens, i, text, locales)
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
    token = tokens[i]
    n = len(tokens)
    # 07/03/2018, 2018-03-07, 03/2018
    if token.raw.isdecimal():
        sep = text[token.end : tokens[i + 1].start] if i + 1 < n else ""
        if sep in {"/", "-", "."} and i + 1 < n and tokens[i + 1].raw.isdecimal():
            sep2 = text[tokens[i + 1].end : tokens[i + 2].start] if i + 2 < n else ""
            a, b = int(token.raw), int(tokens[i + 1].raw)
            if sep2 == sep and i + 2 < n and tokens[i + 2].raw.isdecimal():
                c = int(tokens[i + 2].raw)
                c = _short_year(tokens, i + 2) or c
                got = _try(a, b, int(tokens[i + 2].raw)) if len(token.raw) == 4 else _try(c, b, a) if 1900 <= c <= 2099 else None
                if got:
                    return i + 3, got
            if len(tokens[i + 1].raw) == 4 and 1900 <= b <= 2099 and 1 <= a <= 12 and sep == "/":
                got = _try(b, a)
                if got:
                    return i + 2, got
            if len(token.raw) == 4 and 1900 <= a <= 2099 and len(tokens[i + 1].raw) == 4 and 1900 <= b <= 2099 and b > a:
                return i + 2, Interval(date(a, 1, 1), date(b, 12, 31), Precision.YEAR, period=True)
            if len(token.raw) == 4 and 1900 <= a <= 2099 and len(tokens[i + 1].raw) == 2 and 1 <= b <= 12 and sep == "-":
                got = _try(a, b)
                if got:
                    return i + 2, got
    day = _number(token, 1, 31) if len(token.raw) <= 2 else 0
    if day:
        j = i + 1 + _ordinal_tail(tokens, i + 1, locales)
        # 16-27 March 2015, 16 to 27 March 2015
        j += j < n and tokens[j].text in locales.date_until
        second = _number(tokens[j], 1, 31) if j < n and len(tokens[j].raw) <= 2 else 0
        if second > day and j + 1 < n and locales.month_of(tokens[j + 1].text):
            year = _year(tokens, j + 2)
            if year:
                first, last = _try(year, locales.month_of(tokens[j + 1].text), day), _try(year, locales.month_of(tokens[j + 1].text), second)
                if first and last:
                    return j + 3, Interval(first.start, last.end, Precision.DAY, period=True)
        if j < n and tokens[j].text in locales.date_of:
            j += 1
        if j < n and locales.month_of(tokens[j].text):
            k = j + 2 if j + 2 < n and tokens[j + 1].text in locales.date_of and _year(tokens, j + 2) else j + 1
            year = _year(tokens, k) or _short_year(tokens, k)
            got = _try(year, locales.month_of(tokens[j].text), day) if year else None
            if got:
                return k + 1, got
    month = locales.month_of(token.text)
    if month:
        # March and April 2015, mars-avril 2015
        k = i + 1 if i + 1 < n and locales.month_of(tokens[i + 1].text) else i + 2
        if k < n and (until := locales.month_of(tokens[k].text)) > month and (k == i + 1 or tokens[i + 1].text in locales.date_joints):
            year = _year(tokens, k + 1)
            if year:
                return k + 2, Interval(date(year, month, 1), interval(year, until).end, Precision.MONTH, period=True)
        if i + 1 < n and tokens[i + 1].raw.startswith("0") and (short := _short_year(tokens, i + 1)) and not _year(tokens, i + 2):
            return i + 2, interval(short, month)  # "march 09"
        if i + 1 < n and len(tokens[i + 1].raw) <= 2 and (d := _number(tokens[i + 1], 1, 31)):
            j = i + 2 + _ordinal_tail(tokens, i + 2, locales)
            year = _year(tokens, j)
            got = _try(year, month, d) if year else None
            if got:
                return j + 1, got
        j = i + 1
        if j < n and tokens[j].text in locales.date_of:
            j += 1
        year = _year(tokens, j)
        if year:
            return j + 1, interval(year, month)
    year = _year(tokens, i)
    if year:
        return i + 1, interval(year)
    # '09, in 09, en 09: two digits after an apostrophe or a preposition of time
    if token.raw.isdecimal() and len(token.raw) == 2:
        quoted = token.start > 0 and text[token.start - 1] in "'’"
        after = i > 0 and tokens[i - 1].text in locales.date_before and (i + 1 == n or not locales.month_of(tokens[i + 1].text))
        if quoted or (after and (token.raw[0] == "0" or 9 <= int(token.raw) <= 29)):
            short = int(token.raw)
            return i + 1, interval(2000 + short if short < 50 else 1900 + short)
    return None


def bare_month(tokens: Sequence[Token], i: int, year: int, locales: Locales) -> Interval | None:
    """A month without a year ("7 March", "in april"), read inside a known year."""
    month = locales.month_of(tokens[i].text)
    if not month:
        return None
    if i and len(tokens[i - 1].raw) <= 2 and (day := _number(tokens[i - 1], 1, 31)):
        return _try(year, month, day)
    return interval(year, month)
