"""How like a question is to what is asked about a fact: a mixture of small language models, one for each fact, property and entity.

The models are relative frequencies of keys in the example questions, words and statements that the editors wrote, with the
names taken out. A question's word earns the logarithm of how much more often it is said of this fact than of anything
(query likelihood with linear smoothing, after Hiemstra 1998 and Zhai & Lafferty 2004). It ranks what is already proven;
it proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from bot.core.lexicon import Keys, Lexicon
from bot.core.model import Base, EntityId, FactId, Lang
from bot.core.names import Names, link
from bot.core.text import tokenize

Slot = tuple[str, str]
Tally = defaultdict[str, float]
"""How often each key is said; a word of a statement counts as a fraction."""
Model = Mapping[str, float]

FACT, PROPERTY, ENTITY, ANY = 0.4, 0.3, 0.2, 0.1
"""Shares of the mixture, set on the editors' examples held out one in five."""
_WORD, _STATEMENT = 1.0, 0.5
"""What a word written for a fact, and a word of its statement, count beside one of an example question."""
_PRIOR = 8.0
"""Words that each model is thinned by, so that one example does not make certain."""


@dataclass(frozen=True, repr=False)
class Likeness:
    """The models of a base: for each key how many times as often it is said of this fact, property or entity as of anything."""

    facts: Mapping[FactId, Model]
    slots: Mapping[Slot, Mapping[str, tuple[float, float, float]]]
    """Beside each frequency the nats that it tells in the mixture and by itself."""
    entities: Mapping[EntityId, Model]

    def asked(self, words: Sequence[Sequence[str]], places: Mapping[str, Sequence[int]]) -> Asked:
        """The words (each with its keys) of one question, to be compared with many facts; for each key the places of its words."""
        return Asked(self, words, places)


class Asked:
    """A question beside the models of a base. Lives for one ranking: what a property tells is worked out once for all of its facts."""

    def __init__(self, likeness: Likeness, words: Sequence[Sequence[str]], places: Mapping[str, Sequence[int]]) -> None:
        self._models = likeness
        self._words = [(k, 1 << k, keys) for k, keys in enumerate(words)]
        self._places = places
        self._slots: dict[Slot, tuple[float, float, dict[int, float], dict[str, float]]] = {}

    def scores(self, fact: FactId, slot: Slot, entity: EntityId, told: int) -> tuple[float, float, float]:
        """Nats that the words tell for a fact, or "" for an empty slot: by the mixture, by the fact's own model, by its
        property's; never negative. ``told`` are the words, as bits, that the fact or the entity may have: of the others
        only the property tells."""
        mixed, asked, alone, of_slot = self._slots.get(slot) or self._of_slot(slot)
        own = 0.0
        if told:
            of_fact = self._models.facts.get(fact, _NONE)
            of_entity = self._models.entities.get(entity, _NONE)
            for k, bit, keys in self._words:
                if not told & bit:
                    continue
                best = best_fact = 0.0
                for key in keys:
                    f = of_fact.get(key, 0.0)
                    said = FACT * f + ENTITY * of_entity.get(key, 0.0)
                    if key in of_slot:
                        said += of_slot[key]
                    if said > best:
                        best = said
                    if f > best_fact:
                        best_fact = f
                if best:
                    mixed += log(1.0 + best / ANY) - alone.get(k, 0.0)
                    if best_fact:
                        own += log(1.0 + best_fact)
        return mixed, own, asked

    def of_slot(self, slot: Slot) -> float:
        """Nats that the words tell for a property by the mixture."""
        return (self._slots.get(slot) or self._of_slot(slot))[0]

    def _of_slot(self, slot: Slot) -> tuple[float, float, dict[int, float], dict[str, float]]:
        """What a property tells in the mixture and by itself, each word's part of the mixture, and each key's share of it."""
        model = self._models.slots.get(slot, _UNTOLD)
        best: dict[int, tuple[float, float, float]] = {}
        shares: dict[str, float] = {}
        for key, places in self._places.items():
            told = model.get(key)
            if told is None:
                continue
            shares[key] = PROPERTY * told[0]
            for k in places:
                if k not in best or told > best[k]:
                    best[k] = told
        mixed = asked = 0.0
        alone: dict[int, float] = {}
        for k, (_, in_mixture, by_itself) in best.items():
            alone[k] = in_mixture
            mixed += in_mixture
            asked += by_itself
        found = self._slots[slot] = mixed, asked, alone, shares
        return found


_NONE: Model = {}
_UNTOLD: Mapping[str, tuple[float, float, float]] = {}


def build_likeness(base: Base, lexicon: Lexicon, names: Names) -> Likeness:
    """Count the words of all examples and statements. Pure; about 0.1 ms an example."""

    @cache  # words say the same again and again; lives for one build
    def telling(word: str) -> bool:
        return not word.isdecimal() and _tells(word, lexicon)

    @cache  # the label and the words of properties, and copies
    def unnamed(text: str, lang: Lang) -> list[Keys]:
        tokens = tokenize(text)
        gone = {i for m in link(tokens, names, {}) for i in range(m.start, m.end)}
        return [lexicon.keys(t.text, lang) for i, t in enumerate(tokens) if i not in gone and telling(t.text)]

    facts: dict[FactId, Tally] = {}
    slots: dict[Slot, Tally] = defaultdict(lambda: defaultdict(float))
    entities: dict[EntityId, Tally] = {}

    def add(tally: Tally, words: Iterable[Keys], weight: float) -> None:
        for keys in words:
            for key in keys:
                tally[key] += weight

    for entity_type in base.types.values():
        for prop in entity_type.properties.values():
            slot = slots[entity_type.name, prop.name]
            for lang in lexicon.locales:
                for text in prop.examples[lang]:
                    add(slot, unnamed(text.replace("{entity}", " "), lang), 1.0)
                for text in (*prop.words[lang], prop.label[lang]):
                    add(slot, unnamed(text, lang), _WORD)
    for fact in base.facts.values():
        own = facts[fact.id] = defaultdict(float)
        slot = slots[fact.entity.split("/")[0], fact.property]
        for lang in lexicon.locales:
            for text in fact.examples[lang]:
                words = unnamed(text, lang)
                add(own, words, 1.0)
                add(slot, words, 1.0)
            for text in fact.words[lang]:
                add(own, unnamed(text, lang), _WORD)
            add(own, unnamed(fact.text[lang], lang), _STATEMENT)
    for entity in base.entities.values():
        entities[entity.id] = defaultdict(float)
        said = [(text, lang) for lang in lexicon.locales for text in (*entity.words[lang], entity.name[lang])]
        for text, named_in in (*said, *((alias, None) for alias in entity.aliases)):
            add(entities[entity.id], [lexicon.keys(t.text, named_in) for t in tokenize(text) if _tells(t.text, lexicon)], 1.0)
    anything: Tally = defaultdict(float)
    for tally in (*slots.values(), *facts.values()):
        for key, count in tally.items():
            anything[key] += count
    total = sum(anything.values()) or 1.0
    floor = 0.5 / total
    usual = {k: n / total for k, n in anything.items()}

    def model(tally: Tally) -> Model:
        """How many times as often as of anything; thinned, so that one example does not make certain."""
        size = sum(tally.values()) + _PRIOR
        return {k: n / size / usual.get(k, floor) for k, n in tally.items()}

    told = {slot: {k: (s, log(1.0 + PROPERTY * s / ANY), log(1.0 + s)) for k, s in model(c).items()} for slot, c in slots.items()}
    return Likeness({k: model(c) for k, c in facts.items()}, told, {k: model(c) for k, c in entities.items()})


def _tells(word: str, lexicon: Lexicon) -> bool:
    return not lexicon.is_function(word) and word not in lexicon.courtesy and len(word) > 1
