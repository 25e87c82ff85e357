"""Words and what they mean: closed lists, concepts, and the keys by which two words count as the same.

A word of a question and a word of a fact match when they share a key. Keys are concept names (``=sign``) for words of
the lexicon and stems (``~intercept``) for all others, so that languages meet in concepts only.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from bot.core.locales import Locales
from bot.core.model import Lang
from bot.core.text import fold, words

Keys = frozenset[str]
_NO_KEYS: Keys = frozenset()
FORM = 3
"""Letters that a form of a word may have behind its stem."""
WORDS_KEPT = 200_000
"""Words of which is kept what was worked out."""


class PlainWords(Container[str]):
    """Very many folded words of which one is looked up now and then: held as a text for each beginning, in a tenth of the memory of a set."""

    __slots__ = ("_beginnings",)

    def __init__(self, text: str) -> None:
        """``text``: words as they are written, between blanks."""
        groups: dict[str, list[str]] = {}
        for word in fold(text).split():
            groups.setdefault(word[:BEGINNING], []).append(word)
        self._beginnings = {beginning: f" {' '.join(group)} " for beginning, group in groups.items()}

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and f" {word} " in self._beginnings.get(word[:BEGINNING], "")


BEGINNING = 2
"""Letters that the words of one text of :class:`PlainWords` begin with: a text of 60,000 words' share is searched in a few microseconds."""


@dataclass(frozen=True)
class Lexicon:
    """The language data of ``intents/``, compiled."""

    locales: Locales
    function: Mapping[Lang, frozenset[str]]
    light: Mapping[Lang, frozenset[str]]
    courtesy: frozenset[str]
    abbreviations: Mapping[Lang, Mapping[str, str]]
    real: Mapping[Lang, PlainWords]
    concepts: Mapping[Lang, Mapping[str, frozenset[str]]]
    """Folded word, or stem behind a dot, -> concept keys, by language: "pays" pays in English and is a country in French."""
    phrases: Mapping[tuple[str, ...], frozenset[str]]
    """Stemmed phrase -> concept keys."""
    vocabulary: Mapping[Lang, frozenset[str]]
    """Folded words of the concepts, by language."""
    phrase_starts: frozenset[str] = frozenset()
    """Stems of the first words of all phrases."""
    long_abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Those that stand for several words, by how they are written: "né" is not "ne"."""
    _cache: dict[tuple[str, Lang | None], Keys] = field(default_factory=dict, compare=False, repr=False)
    _tongues: dict[str, tuple[tuple[Lang, float, bool], ...]] = field(default_factory=dict, compare=False, repr=False)

    def tongues(self, word: str) -> tuple[tuple[Lang, float, bool], ...]:
        """For each language the points that a folded word is worth to it, by how few others have it, and whether it is only an elided form
        ("l", "n") in it."""
        found = self._tongues.get(word)
        if found is None:
            points = []
            for lang, locale in self.locales.items():
                if self._only(word, lang, self.function):
                    worth = 2.0
                elif self._only(word, lang, self.vocabulary):  # "exact" is a word of one lexicon, and a plain word of both languages
                    worth = 1.0 if self._only(word, lang, self.vocabulary, self.real) else 0.0
                else:
                    worth = 0.7 if self._only(word, lang, self.real, self.vocabulary) else 0.0
                points.append((lang, worth, word in locale.elided))
            found = tuple(points)
            if len(self._tongues) < WORDS_KEPT:
                self._tongues[word] = found
        return found

    def _only(self, word: str, lang: Lang, table: Mapping[Lang, Container[str]], *more: Mapping[Lang, Container[str]]) -> bool:
        """Whether a word is in the table of a language, and in none of the tables of another."""
        return word in table[lang] and not any(word in t[x] for t in (table, *more) for x in self.locales if x != lang)

    def keys(self, word: str, lang: Lang | None = None) -> Keys:
        """The keys of one folded word, as it is meant in a language if that knows it, else in any."""
        keys = self._cache.get((word, lang))
        if keys is None:
            stemmed = dict(zip(self.locales, self.locales.stems(word), strict=True))
            concepts = self._known(word, stemmed[lang], lang) if lang else _NO_KEYS
            if not concepts:
                exact = _NO_KEYS.union(*(self.concepts[x].get(word, _NO_KEYS) for x in stemmed))
                concepts = exact or _NO_KEYS.union(*(self.concepts[x].get("." + stem, _NO_KEYS) for x, stem in stemmed.items()))
            # a word of the lexicon is known by its concepts and itself: its stem would merge "office" and "officer"
            keys = concepts | {"~" + word} if concepts else frozenset("~" + stem for stem in stemmed.values())
            if len(concepts) > 1:  # taken literally where a meaning must not be guessed at, but in any of its forms
                keys |= {"^" + stem for stem in stemmed.values()}
            if len(self._cache) < WORDS_KEPT:
                self._cache[word, lang] = keys
        return keys

    def has(self, word: str, lang: Lang | None = None) -> bool:
        """Whether a folded word is a form of a word of some concept, in one language or (None) in any."""
        if lang is None:
            return any(key[0] == "=" for key in self.keys(word))
        return bool(self._known(word, self.locales.stems(word)[self.locales.langs.index(lang)], lang))

    def _known(self, word: str, stem: str, lang: Lang) -> frozenset[str]:
        own = self.concepts[lang]
        return own.get(word) or own.get("." + stem, _NO_KEYS)

    def text_keys(self, texts: Iterable[str], lang: Lang | None = None, *, narrow: bool = False) -> Keys:
        """All keys of the content words and phrases of some texts.

        ``narrow`` takes a word of several concepts ("run": lead, take place) literally: for the words of a property, where
        each further meaning would let questions for another property in.
        """
        keys: set[str] = set()
        seen: set[str] = set()  # texts of one fact say the same words again and again
        for text in texts:
            found = words(text)
            new = {*found} - seen - self._little
            seen |= new
            own: Iterable[Keys] = [self.keys(word, lang) for word in new]
            if narrow:
                own = [frozenset(k for k in one if k[0] != "=") if sum(k[0] == "=" for k in one) > 1 else one for one in own]
            keys.update(*own)
            stemmed = [self.locales.stems(word)[0] for word in found]
            for i, pair in enumerate(pairwise(stemmed)):
                if pair in self._phrase_pairs:
                    for n in (2, 3, 4):
                        keys |= self.phrases.get(tuple(stemmed[i : i + n]), _NO_KEYS)
        return frozenset(keys)

    @cached_property
    def _phrase_pairs(self) -> frozenset[tuple[str, ...]]:
        """The first two stems of all phrases."""
        return frozenset(phrase[:2] for phrase in self.phrases)

    def phrase(self, said: tuple[str, ...]) -> frozenset[str]:
        """The concepts that a phrase of several folded words names."""
        return self.phrases.get(tuple(self.locales.stems(w)[0] for w in said), frozenset())

    def is_function(self, word: str, lang: Lang | None = None) -> bool:
        """Whether a word carries no content, in one language or (None) in any."""
        return word in (self.function[lang] if lang else self._little)

    @cached_property
    def _little(self) -> frozenset[str]:
        """The function words of all languages."""
        return frozenset().union(*self.function.values())

    def is_real(self, word: str, lang: Lang | None = None) -> bool:
        """Whether it is a word of any language, so that spelling repair leaves it alone at first; with ``lang`` one of that language alone, or a form
        of one ("snarled"): "agrement" is no slip in French, and one in English."""
        if word in self._words:
            return True
        if lang is None:
            return any(word in own for own in self.real.values())
        own, stem = self.real[lang], self.locales.stems(word)[self.locales.langs.index(lang)]
        return word in own or (len(word) - FORM <= len(stem) < len(word) and (stem in own or f"{stem}e" in own))

    def is_vocabulary(self, word: str) -> bool:
        """Whether it is a word of a concept in any language."""
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words of the concepts of all languages."""
        return frozenset().union(*self.vocabulary.values())


def compile_lexicon(
    locales: Locales,
    function: Mapping[Lang, Iterable[str]],
    light: Mapping[Lang, Iterable[str]],
    courtesy: Iterable[str],
    abbreviations: Mapping[Lang, Mapping[str, str]],
    real: Mapping[Lang, str],
    concepts: Mapping[str, Mapping[Lang, Iterable[str]]],
) -> Lexicon:
    """Build a :class:`Lexicon` out of plain lists."""

    def flat(items: Iterable[str]) -> frozenset[str]:
        return frozenset(w for item in items for w in words(item))

    tables: dict[Lang, dict[str, set[str]]] = {lang: {} for lang in locales}
    phrases: dict[tuple[str, ...], set[str]] = {}
    vocabulary: dict[Lang, set[str]] = {lang: set() for lang in locales}
    for concept, by_lang in concepts.items():
        for lang in locales:
            for entry in by_lang.get(lang, ()):
                said = words(entry)
                if not said:
                    continue
                if len(said) == 1:
                    word = said[0]
                    vocabulary[lang].add(word)
                    stem = locales.stems(word)[locales.langs.index(lang)]
                    tables[lang].setdefault(word, set()).add("=" + concept)
                    tables[lang].setdefault("." + stem, set()).add("=" + concept)
                else:
                    phrases.setdefault(tuple(locales.stems(w)[0] for w in said), set()).add("=" + concept)
                    vocabulary[lang].update(w for w in said if len(w) > 2)
    return Lexicon(
        locales=locales,
        function={lang: flat(function.get(lang, ())) for lang in locales},
        light={lang: flat(light.get(lang, ())) for lang in locales},
        courtesy=flat(courtesy),
        abbreviations={lang: {words(k)[0]: v for k, v in abbreviations.get(lang, {}).items() if words(k) and " " not in v} for lang in locales},
        real={lang: PlainWords(real.get(lang, "")) for lang in locales},
        concepts={lang: {k: frozenset(v) for k, v in table.items()} for lang, table in tables.items()},
        phrases={k: frozenset(v) for k, v in phrases.items()},
        vocabulary={lang: frozenset(v) for lang, v in vocabulary.items()},
        phrase_starts=frozenset(p[0] for p in phrases),
        long_abbreviations={k.lower(): v for lang in locales for k, v in abbreviations.get(lang, {}).items() if " " in v},
    )
