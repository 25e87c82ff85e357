"""The dates and numbers that a statement or a paragraph says, in English and French: what ``check`` and ``ground`` compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.kinds import month_of, read_date, say_date
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


_UNITS: dict[Lang, str] = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt",
}
_NUMBER: dict[Lang, dict[str, int]] = {lang: {w: n for n, w in enumerate(text.split(), 2)} for lang, text in _UNITS.items()}
_NUMBER["en"] |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000}
_NUMBER["fr"] |= {"trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "mille": 1000}
_LOOSE: dict[Lang, dict[str, int]] = {
    "en": {"one": 1, "once": 1, "single": 1, "both": 2, "twice": 2, "pair": 2, "decade": 10, "dozen": 12, "century": 100},
    "fr": {"un": 1, "une": 1, "seul": 1, "seule": 1, "double": 2, "decennie": 10, "dizaine": 10, "douzaine": 12, "vingtaine": 20, "siecle": 100},
}
_ORDINALS: dict[Lang, str] = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth",
    "fr": "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme",
}
for _lang, _text in _ORDINALS.items():
    _LOOSE[_lang] |= {w: n for n, w in enumerate(_text.split(), 1)}
_LOOSE["fr"] |= {"premiere": 1, "second": 2, "seconde": 2}

_BOUNDS: dict[Lang, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "en": (
        ("over", re.compile(r"\b(?:over|above|more than|at least|upwards of)(?: the| a)? $", re.I)),
        ("under", re.compile(r"\b(?:under|below|less than|fewer than|at most) $", re.I)),
        ("about", re.compile(r"\b(?:about|around|some|roughly|approximately|nearly|almost) $", re.I)),
    ),
    "fr": (
        ("over", re.compile(r"\b(?:plus d(?:e |['’])|au moins |au-delà de )$", re.I)),
        ("under", re.compile(r"\b(?:moins d(?:e |['’])|au plus )$", re.I)),
        ("about", re.compile(r"\b(?:environ |quelque |quelques |près de |vers |autour de )$", re.I)),
    ),
}
_LATE: dict[Lang, re.Pattern[str]] = {"en": re.compile(r"\b(?:end of|late|at the close of)\b", re.I), "fr": re.compile(r"\bfin\b", re.I)}
_ORDINAL_TAILS = frozenset({"st", "nd", "rd", "th", "er", "ier", "eme"})
_JOINTS = frozenset({"to", "and", "until", "through", "au", "et", "a", "or", "ou", "le"})
_SPACES = re.compile("[\u00a0\u2009\u202f]")
_APART = 3
"""A month without its year takes the year of the next date when at most so many tokens lie between ("7 March and 15 March 2018")."""


def read(text: str, lang: Lang) -> Said:
    """All dates and numbers of a text."""
    text = _SPACES.sub(" ", text)
    tokens = tokenize(text)
    moments: list[tuple[int, Moment]] = []
    amounts: list[Amount] = []
    loose: list[Amount] = []
    i = 0
    while i < len(tokens):
        got = _date_at(tokens, i, lang)
        if got:
            end, found = got
            for moment in found:
                _lend_year(moments, moment, i)
                moments.append((end, moment))
            i = end
            continue
        token = tokens[i]
        end, value = _number_at(tokens, i, text, lang)
        if value is not None:
            amounts.append(Amount(value, _bound(text[: token.start], lang)))
        elif token.text in _LOOSE[lang]:
            loose.append(Amount(_LOOSE[lang][token.text], _bound(text[: token.start], lang)))
        i = end
    return Said(tuple(m for _, m in moments), tuple(amounts), tuple(loose), bool(_LATE[lang].search(text)))


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


def _date_at(tokens: tuple[Token, ...], i: int, lang: Lang) -> tuple[int, list[Moment]] | None:
    """The dates that start at a token, as (end token, dates): "16-27 March 2015" gives two, "March 7, 2018" one."""
    days: list[int] = []
    j = i
    while day := _digits(tokens, j, 2, 1, 31):
        days.append(day)
        j += 1
        if _word(tokens, j) in _ORDINAL_TAILS:
            j += 1
        k = j
        while _word(tokens, k) in _JOINTS:
            k += 1
        if not _digits(tokens, k, 2, 1, 31):
            break
        j = k
    if days and _word(tokens, j) in {"of", "de"}:
        j += 1
    month = _month(tokens, j, lang)
    if not month:
        year = _digits(tokens, i, 4, 1900, 2099)
        return (i + 1, [Moment(year)]) if year else None
    j += 1
    if not days and (day := _digits(tokens, j, 2, 1, 31)) and lang == "en":
        days, j = [day], j + 1
        if _word(tokens, j) in _ORDINAL_TAILS:
            j += 1
    if _word(tokens, j) in {"of", "de"} and _digits(tokens, j + 1, 4, 1900, 2099):
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


def _month(tokens: tuple[Token, ...], i: int, lang: Lang) -> int:
    """A month: with a capital in English ("may" is a verb); "sept" only before a year, since it is seven in French."""
    word = _word(tokens, i)
    if not word or (lang == "en" and not tokens[i].raw[0].isupper()):
        return 0
    if word == "sept" and not _digits(tokens, i + 1, 4, 1900, 2099):
        return 0
    return month_of(word)


def _number_at(tokens: tuple[Token, ...], i: int, text: str, lang: Lang) -> tuple[int, float | None]:
    """The number that starts at a token and its end; None (and the next token) when there is none."""
    token = tokens[i]
    if token.raw[0].isdecimal():
        end = i + 1
        if end < len(tokens) and tokens[end].raw.isdecimal() and len(tokens[end].raw) < 3 and text[token.end : tokens[end].start] == ".":
            return end + 1, float(f"{token.text}.{tokens[end].raw}")
        return end, float(token.text)
    numbers = _NUMBER[lang]
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


def _bound(before: str, lang: Lang) -> str:
    return next((name for name, pattern in _BOUNDS[lang] if pattern.search(before)), "")


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


def show(moment: Moment, lang: Lang = "en") -> str:
    """A date for a message."""
    if not moment.year:
        return (
            say_date(read_date(f"2000-{moment.month:02}-{moment.day or 1:02}"), lang)
            .removesuffix(" 2000")
            .removeprefix("" if moment.day else "1er " if lang == "fr" else "1 ")
        )
    return say_date(read_date("-".join([str(moment.year), *(f"{p:02}" for p in moment[1:] if p)])), lang)


def excused(keys: Iterable[str]) -> Iterator[Said]:
    """What the keys of an ``excuse`` name: dates as in a statement or as in a value, and numbers."""
    for key in keys:
        try:
            yield Said(ends(read_date(key)))
        except ValueError:
            yield read(key, "en")
            yield read(key, "fr")
