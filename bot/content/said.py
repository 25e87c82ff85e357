"""The dates and numbers that a statement or a paragraph says: what ``check`` and ``ground`` compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.kinds import read_date, say_date
from bot.core.locales import Locale, Locales
from bot.core.model import Interval, Lang, Precision, Token
from bot.core.text import tokenize


class Moment(NamedTuple):
    """A day, month or year; a part that is not said is 0."""

    year: int = 0
    month: int = 0
    day: int = 0

    def covers(self, other: Moment) -> bool:
        """Whether the other is this one, or a finer one inside it: March 2015 covers 16 March 2015."""
        return all(mine in (0, its) for mine, its in zip(self, other, strict=True))


class Amount(NamedTuple):
    """A number with its bound: over, under, about or nothing."""

    value: float
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Everything countable in a text."""

    moments: tuple[Moment, ...] = ()
    amounts: tuple[Amount, ...] = ()
    """Written in digits, or in words from two up."""
    loose: tuple[Amount, ...] = ()
    """Ordinals and words such as "one", "both", "a decade": they may prove a number, but are no claim of one."""
    late: bool = False
    """Says "end of" or the like."""

    @property
    def values(self) -> frozenset[float]:
        """Every number, however loosely said."""
        return frozenset(a.value for a in (*self.amounts, *self.loose))


_SPACES = re.compile("[\u00a0\u2009\u202f]")
_APART = 3
"""A month without its year takes the year of the next date when at most so many tokens lie between ("7 March and 15 March 2018")."""


def read(text: str, lang: Lang, locales: Locales) -> Said:
    """All dates and numbers of a text in a language."""
    locale = locales[lang]
    text = _SPACES.sub(" ", text)
    tokens = tokenize(text)
    moments: list[tuple[int, Moment]] = []
    amounts: list[Amount] = []
    loose: list[Amount] = []
    i = 0
    while i < len(tokens):
        got = _date_at(tokens, i, locale, locales)
        if got:
            end, found = got
            for moment in found:
                _lend_year(moments, moment, i)
                moments.append((end, moment))
            i = end
            continue
        token = tokens[i]
        end, value = _number_at(tokens, i, text, locale)
        if value is not None:
            amounts.append(Amount(value, locale.bound_before(text[: token.start])))
        elif token.text in locale.vague:
            loose.append(Amount(locale.vague[token.text], locale.bound_before(text[: token.start])))
        i = end
    return Said(tuple(m for _, m in moments), tuple(amounts), tuple(loose), locale.says_late(text))


def _lend_year(moments: list[tuple[int, Moment]], moment: Moment, start: int) -> None:
    """Give the year of a date to the dates just before it that lack one."""
    if not moment.year or not moment.month:
        return
    for n in range(len(moments) - 1, -1, -1):
        end, earlier = moments[n]
        if earlier.year or start - end > _APART:
            return
        moments[n] = (end, earlier._replace(year=moment.year))
        start = end - 2


def _date_at(tokens: tuple[Token, ...], i: int, locale: Locale, locales: Locales) -> tuple[int, list[Moment]] | None:
    """The dates that start at a token, as (end token, dates): "16-27 March 2015" gives two, "March 7, 2018" one."""
    days: list[int] = []
    j = i
    while day := _digits(tokens, j, 2, 1, 31):
        days.append(day)
        j += 1
        if _word(tokens, j) in locales.ordinal_tails:
            j += 1
        k = j
        while _word(tokens, k) in locales.date_joints:
            k += 1
        if not _digits(tokens, k, 2, 1, 31):
            break
        j = k
    if days and _word(tokens, j) in locales.date_of:
        j += 1
    month = _month(tokens, j, locale, locales)
    if not month:
        year = _digits(tokens, i, 4, 1900, 2099)
        return (i + 1, [Moment(year)]) if year else None
    j += 1
    if not days and (day := _digits(tokens, j, 2, 1, 31)) and locale.month_first:
        days, j = [day], j + 1
        if _word(tokens, j) in locales.ordinal_tails:
            j += 1
    if _word(tokens, j) in locales.date_of and _digits(tokens, j + 1, 4, 1900, 2099):
        j += 1
    year = _digits(tokens, j, 4, 1900, 2099)
    return j + bool(year), [Moment(year, month, day) for day in days or [0]]


def _word(tokens: tuple[Token, ...], i: int) -> str:
    return tokens[i].text if i < len(tokens) else ""


def _digits(tokens: tuple[Token, ...], i: int, length: int, low: int, high: int) -> int:
    """A number of at most so many digits (for years: of just so many) within limits, or 0."""
    raw = tokens[i].raw if i < len(tokens) else ""
    if raw.isdecimal() and (len(raw) == length or (length == 2 and len(raw) == 1)) and low <= int(raw) <= high:
        return int(raw)
    return 0


def _month(tokens: tuple[Token, ...], i: int, locale: Locale, locales: Locales) -> int:
    """A month: with a capital in English ("may" is a verb); one that is a number too ("sept" is seven in French) only before a year."""
    word = _word(tokens, i)
    if not word or (locale.month_capital and not tokens[i].raw[0].isupper()):
        return 0
    if locales.number_word(word) and not _digits(tokens, i + 1, 4, 1900, 2099):
        return 0
    return locales.month_of(word)


def _number_at(tokens: tuple[Token, ...], i: int, text: str, locale: Locale) -> tuple[int, float | None]:
    """The number that starts at a token and its end; None (and the next token) when there is none."""
    token = tokens[i]
    if token.raw[0].isdecimal():
        end = i + 1
        if end < len(tokens) and tokens[end].raw.isdecimal() and len(tokens[end].raw) < 3 and text[token.end : tokens[end].start] == ".":
            return end + 1, float(f"{token.text}.{tokens[end].raw}")
        return end, float(token.text)
    numbers = locale.numbers
    joined = f"{token.text}-{_word(tokens, i + 1)}"
    if joined in numbers:
        return i + 2, float(numbers[joined])
    if token.text not in numbers:
        return i + 1, None
    value = numbers[token.text]
    unit = numbers.get(_word(tokens, i + 1), 0)
    if value >= 20 and value < 100 and unit and unit < 10 and text[token.end : tokens[i + 1].start] == "-":
        return i + 2, float(value + unit)
    return i + 1, float(value)


# ------------------------------------------------------------------ declared dates


def ends(value: Interval) -> tuple[Moment, ...]:
    """The dates by which a text says an interval: one, or for a period the first and the last."""
    dates = dict.fromkeys((value.start, value.end)) if value.period else {value.start: None}
    month, day = value.precision is not Precision.YEAR, value.precision is Precision.DAY
    return tuple(dict.fromkeys(Moment(d.year, d.month if month else 0, d.day if day else 0) for d in dates))


def compatible(moment: Moment, value: Interval) -> bool:
    """Whether a date that is said may be this declared one: it lies in it, or it is a coarser form of it."""
    if not moment.year:
        return any(moment.covers(end) for end in ends(value))
    said = read_date("-".join([str(moment.year), *(f"{p:02}" for p in moment[1:] if p)]))
    inside = value.start <= said.start and said.end <= value.end
    return (inside and value.period) or any(moment.covers(end) for end in ends(value))


def show(moment: Moment, locale: Locale) -> str:
    """A date for a message."""
    if moment.year:
        return say_date(read_date("-".join([str(moment.year), *(f"{p:02}" for p in moment[1:] if p)])), locale)
    month = locale.months[moment.month - 1]
    return f"{locale.written['first_day'] if moment.day == 1 else moment.day} {month}" if moment.day else month


def excused(keys: Iterable[str], locales: Locales) -> Iterator[Said]:
    """What the keys of an ``excuse`` name: dates as in a statement or as in a value, and numbers."""
    for key in keys:
        try:
            yield Said(ends(read_date(key)))
        except ValueError:
            yield from (read(key, lang, locales) for lang in locales)
