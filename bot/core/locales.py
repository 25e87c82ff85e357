"""How each language writes dates and numbers, and how its words are recognised: ``intents/_languages.yaml``, compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.core.model import Lang
from bot.core.text import fold, stems

BOUNDS = ("over", "under", "about")
"""How a number can be bounded."""
WRITTEN: Mapping[str, frozenset[str]] = {
    "day": frozenset({"day", "month", "year"}),
    "first_day": frozenset(),
    "late": frozenset({"date"}),
    "about": frozenset({"date"}),
    "thousand": frozenset(),
    "number_over": frozenset({"number"}),
    "number_under": frozenset({"number"}),
    "number_about": frozenset({"number"}),
}
"""The patterns by which a language writes dates and numbers, with their placeholders."""


@dataclass(frozen=True)
class Locale:
    """One language. The fields are those of its entry in ``_languages.yaml``, which says what each is; words are folded."""

    lang: Lang
    name: str
    stemmer: str
    quotes: str
    months: tuple[str, ...]
    written: Mapping[str, str]
    letters: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    month_forms: Mapping[str, int] = field(default_factory=dict)
    month_doubts: frozenset[str] = frozenset()
    month_first: bool = False
    month_capital: bool = False
    numbers: Mapping[str, int] = field(default_factory=dict)
    counting: Mapping[str, int] = field(default_factory=dict)
    vague: Mapping[str, int] = field(default_factory=dict)
    """With the ordinals."""
    figures: frozenset[str] = frozenset()
    ordinal_tails: frozenset[str] = frozenset()
    decade_tails: frozenset[str] = frozenset()
    decade_heads: frozenset[str] = frozenset()
    first: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of bound -> what is said before the number; those that end in an apostrophe stand right before it."""
    late: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    date_of: frozenset[str] = frozenset()
    date_joints: frozenset[str] = frozenset()
    date_before: frozenset[str] = frozenset()
    date_until: frozenset[str] = frozenset()
    participles: tuple[str, ...] = ()
    elisions: frozenset[str] = frozenset()
    contractions: Mapping[str, str] = field(default_factory=dict)
    before_vowels: Mapping[str, str] = field(default_factory=dict)
    """Little words -> what is written for them before a vowel."""
    in_place: frozenset[str] = frozenset()

    @cached_property
    def month_words(self) -> Mapping[str, int]:
        """Every form of a month -> 1 to 12."""
        return {**{fold(m): i for i, m in enumerate(self.months, 1)}, **self.month_forms}

    def bound_before(self, text: str) -> str:
        """Which bound the end of a text puts on the number behind it, or nothing."""
        return next((name for name, pattern in self._bounds.items() if pattern.search(text)), "")

    def says_late(self, text: str) -> bool:
        """Whether a text says of a date that it is the end of a period."""
        return self._late is not None and self._late.search(text) is not None

    @cached_property
    def _bounds(self) -> Mapping[str, re.Pattern[str]]:
        article = f"(?:(?:{_any(self.articles)}) )?" if self.articles else ""

        def pattern(phrase: str) -> str:
            return re.escape(phrase[:-1]) + "['’]" if phrase.endswith("'") else f"{re.escape(phrase)} {article}"

        return {k: re.compile(rf"\b(?:{'|'.join(pattern(p) for p in phrases)})$", re.IGNORECASE) for k, phrases in self.bounds.items() if phrases}

    @cached_property
    def _late(self) -> re.Pattern[str] | None:
        return re.compile(rf"\b(?:{_any(self.late)})\b", re.IGNORECASE) if self.late else None

    def quote(self, title: str) -> str:
        """A title in quotation marks."""
        return self.quotes.replace("{title}", title)

    def write(self, pattern: str, **values: object) -> str:
        """A pattern of ``written`` with its placeholders filled."""
        text = self.written[pattern]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text


def _any(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(p) for p in phrases)


class Locales(Mapping[Lang, Locale]):
    """All languages, in the order of the file; and what of them is looked up without knowing in which of them a word is."""

    def __init__(self, locales: Mapping[Lang, Locale]) -> None:
        self._locales = dict(locales)
        every = tuple(locales.values())
        self.langs: tuple[Lang, ...] = tuple(self._locales)
        self.stemmers = tuple(x.stemmer for x in every)
        self._months = {w: n for x in reversed(every) for w, n in x.month_words.items()}
        self._numbers = {w: n for x in reversed(every) for w, n in {**x.numbers, **x.counting}.items()}
        self.month_words = frozenset(self._months)
        self.month_doubts = _union(every, lambda x: x.month_doubts)
        self.ordinal_tails = _union(every, lambda x: x.ordinal_tails)
        self.decade_tails = _union(every, lambda x: x.decade_tails)
        self.decade_heads = _union(every, lambda x: x.decade_heads)
        self.date_of = _union(every, lambda x: x.date_of)
        self.date_joints = _union(every, lambda x: x.date_joints)
        self.date_until = _union(every, lambda x: x.date_until)
        self.date_before = _union(every, lambda x: x.date_before)
        self.articles = frozenset(word for x in every for phrase in x.articles for word in phrase.split())
        self.first_forms = {tail: word for x in every for tail, word in x.first.items()}
        """What "1" with some letters behind it reads as."""

    @property
    def first(self) -> Lang:
        """The language that every statement has."""
        return self.langs[0]

    def known(self, *wanted: Lang | None) -> Lang:
        """The first of some languages that the bot speaks, else its own first one."""
        return next((lang for lang in wanted if lang and lang in self), self.first)

    def __getitem__(self, lang: Lang) -> Locale:
        return self._locales[lang]

    def __iter__(self) -> Iterator[Lang]:
        return iter(self._locales)

    def __len__(self) -> int:
        return len(self._locales)

    def month_of(self, word: str) -> int:
        """The month (1 to 12) that a folded word names, or 0."""
        return self._months.get(word, 0)

    def number_word(self, word: str) -> int | None:
        """The value of a small number in digits or in words of any language."""
        return int(word) if word.isdecimal() else self._numbers.get(word)

    def stems(self, word: str) -> tuple[str, ...]:
        """The stems of a folded word, one for each language."""
        return stems(word, self.stemmers)


def _union(locales: tuple[Locale, ...], words: Callable[[Locale], frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*map(words, locales))
