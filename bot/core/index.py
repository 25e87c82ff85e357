"""What supports what: for each entity, property and fact the keys that explain a word, and posting lists to find them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import Any, NamedTuple, TypeVar

from bot.core.cues import Cues, Scanned
from bot.core.kinds import find_dates
from bot.core.language import Language
from bot.core.lexicon import Keys, Lexicon
from bot.core.likeness import Likeness, build_likeness
from bot.core.locales import Locales
from bot.core.model import Base, EntityId, Fact, FactId, Interval, Lang, Mention, Nature, Quantity, Ref, Text, Token, Words
from bot.core.names import Names, build_names, entity_names, link
from bot.core.text import tokenize, words

Slot = tuple[str, str]
"""(type, property)."""


@dataclass(frozen=True, slots=True, eq=False)
class EntityView:
    """One entity as the ranker sees it."""

    id: EntityId
    type: str
    subtype: str
    listed: bool
    name_keys: Keys
    """Of its names and its own words."""
    kind_keys: Keys
    """Of its type and subtype."""
    link_keys: Keys
    """Of the names of the entities that identify it (parties, place, organiser) and of its key texts."""
    support: Keys
    """All three together."""
    links: frozenset[EntityId]
    """Entities that identify it, with what those are part of or located in."""
    dates: tuple[Interval, ...]
    """When it happened or came to be."""
    numbers: frozenset[float]
    """Numbers in its names and key values."""
    about: frozenset[EntityId]
    """All entities that its facts speak of."""
    every: Keys
    """Of all its statements."""
    facts: Mapping[str, tuple[Fact, ...]]
    """By property, in the order of the file."""
    told: frozenset[FactId]
    """All of its facts."""
    areas: frozenset[EntityId]
    """Regions and continents in which it, or the place by which it is identified, lies without a document saying so."""
    kinds: frozenset[tuple[str, str]]
    """(type, subtype) of each subtype that it goes by, and (type, "") if it counts when one asks for the type without more."""


@dataclass(frozen=True, slots=True, eq=False)
class FactView:
    """One fact as the ranker sees it."""

    fact: Fact
    keys: Keys
    """Of its statement, values and own words."""
    text_keys: Keys
    """Of its statement and values alone, with the names of what it refers to."""
    lacks: tuple[tuple[Keys, ...], ...]
    """For what the document does not give, each phrase word by word."""
    taught: bool
    """Whether the editors wrote example questions for it."""
    said_keys: Keys
    """Of its own words and examples alone: written for questions, so they weigh more."""
    entities: frozenset[EntityId]
    """Entities of its values and refs, with what those are part of or located in."""
    numbers: frozenset[float]
    counts: Keys
    """Of what it says how many there are: by a number that is no date, or by a list of them; empty if it counts nothing."""
    sources: frozenset[EntityId]
    """The documents that it cites, as entities, with who wrote or spoke them."""
    value_kinds: frozenset[tuple[str, str]]
    """(type, subtype) and (type, "") of the entities among its values."""
    about_kinds: frozenset[tuple[str, str]]
    """The same of all entities that the statement is about."""
    dates: tuple[Interval, ...]
    """The dates that its statement says, and those of the things that it refers to."""
    said_dates: tuple[Interval, ...]
    """Those that the statement itself says."""
    named: frozenset[EntityId]
    """What its statement names besides."""


_NONE: frozenset[EntityId] = frozenset()
STATEMENTS_KEPT = 4_096
"""Statements whose words are kept: some hundred are looked at again and again."""
K = TypeVar("K")
V = TypeVar("V")
KEYS_KEPT = 256
"""Texts whose keys are kept."""


class Statement(NamedTuple):
    """The statement of a fact in one language, read as a message is."""

    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    words: frozenset[str]


def keep(known: dict[K, V], key: K, value: V, most: int) -> V:
    """Keep what was worked out, and give it; of ``most`` all are forgotten first, and worked out anew where they are asked for again."""
    if len(known) >= most:
        known.clear()
    known[key] = value
    return value


class Memo:
    """What was worked out for the last messages, suggestions and statements, looked up instead of worked out again. Nothing else is kept between two
    messages, and with an empty one every reply is the same."""

    def __init__(self) -> None:
        self.frames: dict[tuple[str, Lang, bool], Any] = {}
        """The last texts that were read (see :mod:`bot.core.understand`)."""
        self.scanned: tuple[tuple[str, ...], Lang, Scanned | None] = (), "", None
        """The phrases of the last message for which rules looked for any: some thirty do (see :func:`bot.core.frame.phrases`)."""
        self.titles: dict[tuple[FactId, Lang], Any] = {}
        """What the posts are called of which statements tell (see :mod:`bot.core.posts`)."""
        self.words: object = None
        """What the last ranking found out about the words of its frame (see :mod:`bot.core.scene`)."""
        self.works: dict[tuple[str, Lang], bool] = {}
        """Whether a suggestion is answered (see :mod:`bot.core.respond`)."""
        self.keys: dict[tuple[str, Lang | None], Keys] = {}
        """The keys of the texts that were told (see :meth:`Index.keys_of`)."""
        self.items: dict[tuple[FactId, Lang], Any] = {}
        """What takes part in the statements that a claim was compared with (see :mod:`bot.core.roles`)."""
        self.statements: dict[tuple[FactId, Lang], Statement] = {}
        """What the statements say that were looked at (see :meth:`Index.statement`)."""


@dataclass(frozen=True, repr=False)  # the whole base: too long to print
class Index:
    """A base and a language, ready for questions. Built once, never changed."""

    base: Base
    language: Language
    locales: Locales
    cues: Cues
    names: Names
    name_langs: Mapping[str, Lang]
    """Words that stand in the names of one language only -> that language ("onudc": French)."""
    entities: Mapping[EntityId, EntityView]
    facts: Mapping[FactId, FactView]
    property_keys: Mapping[Slot, Keys]
    rarity: Mapping[tuple[str, str], float]
    """(type, key) -> 1 when one property of the type has the word, less when several share it."""
    nouns: Keys
    """Keys of all words for types and subtypes."""
    kind_keys: Mapping[tuple[str, str], Keys]
    """(type, subtype or "") -> keys of the words for it."""
    asking: Keys
    """Keys of all property words: whoever says one asks for that property."""
    by_key: Mapping[str, frozenset[EntityId]]
    """Key -> entities that it supports, by themselves or by a fact."""
    by_type: Mapping[str, tuple[EntityView, ...]]
    """The entities of each type."""
    by_paragraph: Mapping[tuple[str, int], tuple[FactId, ...]]
    """(source, paragraph) -> the statements that cite it."""
    by_wording: Mapping[tuple[str, ...], FactId]
    """The words of a statement, or of its part before a semicolon -> the statement (the first of those that say the same)."""
    by_number: Mapping[float, frozenset[EntityId]]
    """A figure -> the things of which a statement tells it."""
    by_link: Mapping[EntityId, frozenset[EntityId]]
    """Entity -> entities that lean on it: key links or any fact that refers to it."""
    type_nouns: Mapping[tuple[str, ...], tuple[tuple[str, str, bool], ...]]
    """Folded noun phrase -> (type, subtype or "", plural)."""
    weights: Mapping[str, float]
    vocabulary: frozenset[str]
    """Folded words of the base."""
    likeness: Likeness
    facts_by_key: Mapping[str, frozenset[FactId]]
    """Key -> facts whose statement, values, words or examples have it."""
    asking_by_key: Mapping[str, tuple[tuple[Slot, float], ...]]
    """Key -> properties whose words have it, with how much of it is each one's own (see ``rarity``)."""
    exemplary_by_key: Mapping[str, tuple[Slot, ...]]
    """Key -> properties whose example questions have it."""
    by_source: Mapping[EntityId, frozenset[EntityId]]
    """Document, or who wrote or spoke it -> entities with facts that cite it."""
    told_in: Mapping[EntityId, frozenset[EntityId]]
    """Document, or who wrote or spoke it -> all that the statements that cite it are of or refer to."""
    umbrellas: frozenset[EntityId]
    """Entities that so much else is part of that their name restricts little ("UN")."""

    @cached_property
    def lexicon(self) -> Lexicon:
        return self.language.lexicon

    def statement(self, fact: Fact, lang: Lang) -> Statement:
        """What a fact states, with the names in it."""
        known = self.memo.statements
        found = known.get((fact.id, lang))
        if found is None:
            tokens = tokenize(fact.text[lang])
            read = Statement(tokens, tuple(link(tokens, self.names, {})), frozenset(t.text for t in tokens))
            found = keep(known, (fact.id, lang), read, STATEMENTS_KEPT)
        return found

    def keys_of(self, text: str, lang: Lang | None) -> Keys:
        """The keys of a text that is told, as :meth:`Lexicon.text_keys` gives them."""
        found = self.memo.keys.get((text, lang))
        return keep(self.memo.keys, (text, lang), self.lexicon.text_keys([text], lang), KEYS_KEPT) if found is None else found

    def nature(self, name: str) -> Nature:
        """What the things of a type are, by the type's name or the id of one of them."""
        return self._natures.get(name, "")

    @cached_property
    def _natures(self) -> Mapping[str, Nature]:
        """Type names and entity ids -> nature: it is asked for some hundred times a message."""
        types = {name: declared.nature for name, declared in self.base.types.items()}
        return types | {view.id: types[view.type] for view in self.entities.values()}

    def types_of(self, natures: Set[str]) -> frozenset[str]:
        """The names of the types of some natures."""
        return frozenset(t.name for t in self.base.types.values() if t.nature in natures)

    def of_type(self, type_: str, ids: Iterable[EntityId]) -> list[EntityView]:
        """Those of some entities that are of a type, in its order."""
        found = [v for i in ids if (v := self.entities[i]).type == type_]
        found.sort(key=lambda v: self.order[v.id])
        return found

    def linked(self, type_: str, ids: Iterable[EntityId]) -> list[EntityView]:
        """The things of a type that any of some others identifies (see ``EntityView.links``), in their order."""
        return self.of_type(type_, _NONE.union(*(self.by_type_and_link.get((type_, i), _NONE) for i in ids)))

    def kin(self, view: EntityView) -> Sequence[EntityView]:
        """The things of the type of another, itself among them, that all identifies that identifies it: those of the same parties."""
        return self._in_all(view.type, [self.by_type_and_link[view.type, i] for i in view.links])

    def saying(self, type_: str, words: Iterable[Keys]) -> Sequence[EntityView]:
        """The things of a type of which each of some words may be said; without words, all."""
        return self._in_all(type_, [_NONE.union(*(self.by_key.get(k, _NONE) for k in keys)) for keys in words])

    def _in_all(self, type_: str, lists: list[frozenset[EntityId]]) -> Sequence[EntityView]:
        """The things of a type that stand in each of some posting lists, compared from the shortest on; of no list, all."""
        if not lists:
            return self.by_type.get(type_, ())
        shortest, *others = sorted(lists, key=len)
        return self.of_type(type_, shortest.intersection(*others))

    @cached_property
    def by_type_and_link(self) -> Mapping[tuple[str, EntityId], frozenset[EntityId]]:
        """(type, entity) -> the things of the type that the entity identifies."""
        found: dict[tuple[str, EntityId], set[EntityId]] = defaultdict(set)
        for view in self.entities.values():
            for other in view.links:
                found[view.type, other].add(view.id)
        return {slot: frozenset(ids) for slot, ids in found.items()}

    @cached_property
    def most_told(self) -> Mapping[str, tuple[EntityView, ...]]:
        """The things of each type, those first of which most is told; the types of which most is told first."""
        statements = {t: sum(len(v.told) for v in views) for t, views in self.by_type.items()}
        types = sorted(self.base.types, key=lambda t: -statements[t])
        return {t: tuple(sorted(self.by_type[t], key=lambda v: -len(v.told))) for t in types}

    @cached_property
    def by_year(self) -> Mapping[int, frozenset[EntityId]]:
        """Year -> the things of which it is told as a value or as the time of a statement."""
        found: dict[int, set[EntityId]] = defaultdict(set)
        for fact in self.base.facts.values():
            for moment in (*fact.values, fact.when):
                if isinstance(moment, Interval):
                    for year in range(moment.start.year, moment.end.year + 1):
                        found[year].add(fact.entity)
        return {year: frozenset(ids) for year, ids in found.items()}

    @cached_property
    def by_document(self) -> Mapping[str, tuple[FactId, ...]]:
        """Source -> the statements that cite it."""
        found: dict[str, dict[FactId, None]] = defaultdict(dict)
        for (source, _), facts in self.by_paragraph.items():
            found[source].update(dict.fromkeys(facts))
        return {source: tuple(facts) for source, facts in found.items()}

    @cached_property
    def order(self) -> Mapping[EntityId, int]:
        """The place of each entity among all, and so among those of its type."""
        return {e: n for n, e in enumerate(self.entities)}

    @cached_property
    def by_property(self) -> Mapping[Slot, frozenset[EntityId]]:
        """(type, property) -> the things of which it is told."""
        found: dict[Slot, set[EntityId]] = defaultdict(set)
        for view in self.entities.values():
            for name in view.facts:
                found[view.type, name].add(view.id)
        return {slot: frozenset(ids) for slot, ids in found.items()}

    @cached_property
    def beside(self) -> Mapping[EntityId, frozenset[EntityId]]:
        """Entity -> what lies in it without a document saying so, and the documents (with who wrote or spoke them) that tell of it."""
        found: dict[EntityId, set[EntityId]] = defaultdict(set)
        for view in self.entities.values():
            for other in view.areas | self.told_in.get(view.id, frozenset()):
                found[other].add(view.id)
        return _frozen(found)

    @cached_property
    def documents(self) -> tuple[EntityView, ...]:
        """The documents of the base."""
        return tuple(v for v in self.entities.values() if self.nature(v.id) == "document")

    @cached_property
    def document_keys(self) -> tuple[Keys, ...]:
        """The keys of each property of a document."""
        return tuple(keys for (type_, _), keys in self.property_keys.items() if self.nature(type_) == "document")

    @cached_property
    def continents(self) -> Mapping[str, tuple[EntityId, ...]]:
        """Folded word of a continent or the like, as it stands beside "countries" ("African") -> the places that it is a word of."""
        found: dict[str, tuple[EntityId, ...]] = {}
        for place in sorted(self.wide):
            for text in self.base.entities[place].words:
                if len(said := words(text)) == 1:
                    found[said[0]] = (*found.get(said[0], ()), place)
        return found

    @cached_property
    def wide(self) -> frozenset[EntityId]:
        """Continents and the like: places that are in no list, in which others lie."""
        return frozenset(v.id for v in self.entities.values() if self.nature(v.id) == "place" and not v.listed)

    @cached_property
    def posts(self) -> frozenset[FactId]:
        """The statements that tell which post somebody held."""
        return frozenset(f.id for f in self.base.facts.values() if self.base.types[f.entity.partition("/")[0]].properties[f.property].says == "post")

    @cached_property
    def posts_by_key(self) -> Mapping[str, frozenset[FactId]]:
        """Key -> those of them that have it."""
        found: dict[str, set[FactId]] = defaultdict(set)
        for fact in self.posts:
            for key in self.facts[fact].keys:
                found[key].add(fact)
        return _frozen(found)

    @cached_property
    def memo(self) -> Memo:
        return Memo()

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "memo"}

    @cached_property
    def made(self) -> frozenset[str]:
        """Types of what is made or held by others."""
        return self.types_of(MADE)

    def nouns_of(self, nature: Nature) -> Keys:
        """Keys of the words for the types of a nature, and for their subtypes."""
        return frozenset().union(*(self.kind_keys[slot] for slot in self.kind_keys if self.nature(slot[0]) == nature))

    @cached_property
    def persons(self) -> frozenset[tuple[str, str]]:
        """Those of ``FactView.value_kinds`` that are people."""
        return frozenset((t, "") for t in self.types_of({"person"}))

    @cached_property
    def actors(self) -> frozenset[tuple[str, str]]:
        """Those that do something: people and bodies."""
        return frozenset((t, "") for t in self.types_of(PEOPLE))

    @cached_property
    def places(self) -> frozenset[tuple[str, str]]:
        """Those that are places."""
        return frozenset((t, "") for t in self.types_of({"place"}))

    def weight(self, keys: Keys) -> float:
        """How much a word tells, 0.3 (in nearly every fact) to 1 (in few or none)."""
        return min([self.weights.get(k, 1.0) for k in keys], default=1.0)


WORDING = 4
"""Words that a statement has, at least, to be known by its wording."""
UMBRELLA = 6
"""From so many direct parts on, a name restricts little."""
PEOPLE = frozenset({"person", "body"})
"""Natures of those who do something."""
MADE = frozenset({"pact", "happening"})
"""Natures of what is made or held by others at some time, by whose names and dates it goes."""


def build_index(base: Base, language: Language) -> Index:
    """Compile a base and a language. Pure and deterministic; takes about 0.4 ms a fact."""
    lexicon = language.lexicon
    grouped: dict[EntityId, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in base.facts.values():
        grouped[fact.entity][fact.property].append(fact)
    up = _ups(base, grouped)
    areas = _closed({e.id: {i for i in e.areas if i in base.entities} for e in base.entities.values()})
    # a continent is told of by whatever is told of a country in it; a region that the documents speak of only by what names it
    wide = {e.id for e in base.entities.values() if (s := base.types[e.type].subtypes.get(e.subtype)) and not s.listed}
    up = {e: over | {a for i in (e, *over) for a in areas[i] if a in wide} for e, over in up.items()}
    only_names = {e.id: lexicon.text_keys(entity_names(e)) for e in base.entities.values()}
    name_keys = {e.id: only_names[e.id] | _keys_of(e.words, lexicon) for e in base.entities.values()}
    vocabulary = _vocabulary(base, lexicon)
    names = build_names(
        base,
        language,
        (
            *vocabulary,
            *(w for own in lexicon.vocabulary.values() for w in own),
            *_common(lexicon),
            *(m for m in lexicon.locales.month_words if len(m) > 4),
        ),
    )
    nouns, kind_keys = _nouns(base, lexicon)
    entities: dict[EntityId, EntityView] = {}
    facts: dict[FactId, FactView] = {}
    by_key: dict[str, set[EntityId]] = defaultdict(set)
    by_type: dict[str, list[EntityView]] = {name: [] for name in base.types}
    by_link: dict[EntityId, set[EntityId]] = defaultdict(set)
    property_keys, example_keys = _property_keys(base, lexicon)
    told_by = _told_by(base, grouped)
    own_dates = {
        e.id: tuple(
            v
            for name, fs in grouped[e.id].items()
            if base.types[e.type].properties[name].dates
            for f in fs
            for v in f.values
            if isinstance(v, Interval)
        )
        for e in base.entities.values()
    }
    by_source: dict[EntityId, set[EntityId]] = defaultdict(set)
    told_in: dict[EntityId, set[EntityId]] = defaultdict(set)
    parts = Counter(
        v.id
        for f in base.facts.values()
        if base.types[f.entity.partition("/")[0]].properties[f.property].carries
        for v in f.values
        if isinstance(v, Ref)
    )
    umbrellas = frozenset(e for e, n in parts.items() if n >= UMBRELLA)
    alone: dict[str, set[EntityId]] = defaultdict(set)
    for e in base.entities.values():
        for name in entity_names(e):
            if len(said := words(name)) == 1 and len(said[0]) > 3:
                alone[said[0]].add(e.id)
    for entity in base.entities.values():
        properties = base.types[entity.type].properties
        # "INTERPOL General Assembly": one-word names inside a name are links too
        links: set[EntityId] = {o for n in entity_names(entity) for w in words(n) for o in alone.get(w, ()) if o != entity.id and len(words(n)) > 1}
        link_keys: set[str] = set()
        numbers: set[float] = {float(w) for n in entity_names(entity) for w in words(n) if w.isdecimal()}
        every: set[str] = set()
        about: set[EntityId] = set()
        for name, found in grouped[entity.id].items():
            prop = properties[name]
            for fact in found:
                view = _fact_view(fact, base, lexicon, names, name_keys, kind_keys, up, told_by, own_dates)
                for teller in view.sources:
                    by_source[teller].add(entity.id)
                    # of a statement with several sources it is not told which of them names what
                    told_in[teller] |= {entity.id, *(view.entities if len({c.source for c in fact.citations}) == 1 else ())}
                facts[fact.id] = view
                every |= view.keys
                about |= view.entities
                if prop.key:
                    links |= view.entities
                    for value in fact.values:
                        if isinstance(value, Ref):
                            link_keys |= only_names.get(value.id, frozenset())
                        elif isinstance(value, Text):
                            link_keys |= _keys_of(value, lexicon)
                            numbers |= {float(w) for w in words(value.first) if w.isdecimal()}
                for other in view.entities | view.named:
                    by_link[other].add(entity.id)
        subtype = base.types[entity.type].subtypes.get(entity.subtype)
        kinds = kind_keys[entity.type, entity.subtype]
        support = name_keys[entity.id] | kinds | link_keys
        entities[entity.id] = EntityView(
            entity.id, entity.type, entity.subtype, bool(subtype and subtype.listed), name_keys[entity.id], kinds,
            frozenset(link_keys), frozenset(support), frozenset(links | up.get(entity.id, set())), own_dates[entity.id], frozenset(numbers), frozenset(about), frozenset(every),
            {k: tuple(v) for k, v in grouped[entity.id].items()}, frozenset(f.id for found in grouped[entity.id].values() for f in found),
            frozenset().union(*(areas[i] for i in (entity.id, *links, *up.get(entity.id, ())))),
            frozenset((entity.type, s) for s in (entity.subtype, *entity.also, *([""] if subtype and subtype.listed else []))),
        )  # fmt: skip
        by_type[entity.type].append(entities[entity.id])
        for other in links | up.get(entity.id, set()):
            by_link[other].add(entity.id)
        for key in support | every:
            by_key[key].add(entity.id)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for (type_, _), keys in property_keys.items():
        for key in keys:
            shared[type_, key] += 1
    rarity = {k: n**-0.5 for k, n in shared.items()}
    facts_by_key, asking_by_key, exemplary_by_key = _postings(facts, property_keys, example_keys, rarity)
    total = max(len(facts), 1)
    weights = {k: max(0.3, min(1.0, 1.0 - 0.7 * log2(1 + len(found)) / log2(1 + total))) for k, found in facts_by_key.items()}
    return Index(
        base=base,
        language=language,
        locales=lexicon.locales,
        cues=Cues(language, base.types, nouns),
        names=names,
        name_langs=_name_langs(base, lexicon),
        entities=entities,
        facts=facts,
        property_keys=property_keys,
        rarity=rarity,
        nouns=frozenset().union(*kind_keys.values()),
        kind_keys=kind_keys,
        asking=frozenset().union(*property_keys.values()),
        by_key=_frozen(by_key),
        by_type={k: tuple(v) for k, v in by_type.items()},
        by_paragraph=_by_paragraph(base),
        by_wording=_by_wording(base, lexicon),
        by_number=_by_number(facts.values()),
        by_link=_frozen(by_link),
        type_nouns=nouns,
        weights=weights,
        vocabulary=vocabulary,
        likeness=build_likeness(base, lexicon, names),
        facts_by_key=facts_by_key,
        asking_by_key=asking_by_key,
        exemplary_by_key=exemplary_by_key,
        by_source=_frozen(by_source),
        told_in=_frozen(told_in),
        umbrellas=umbrellas,
    )


def _frozen(sets: Mapping[str, Set[str]]) -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in sets.items()}


def _postings(
    facts: Mapping[FactId, FactView], said: Mapping[Slot, Keys], examples: Mapping[Slot, Keys], rarity: Mapping[tuple[str, str], float]
) -> tuple[dict[str, frozenset[FactId]], dict[str, tuple[tuple[Slot, float], ...]], dict[str, tuple[Slot, ...]]]:
    by_key: dict[str, set[FactId]] = defaultdict(set)
    for fact_id, view in facts.items():
        for key in view.keys:
            by_key[key].add(fact_id)
    asking: dict[str, list[tuple[Slot, float]]] = defaultdict(list)
    for slot, keys in said.items():
        for key in keys:
            asking[key].append((slot, rarity[slot[0], key]))
    exemplary: dict[str, list[Slot]] = defaultdict(list)
    for slot, keys in examples.items():
        for key in keys:
            exemplary[key].append(slot)
    return {k: frozenset(v) for k, v in by_key.items()}, {k: tuple(v) for k, v in asking.items()}, {k: tuple(v) for k, v in exemplary.items()}


def _property_keys(base: Base, lexicon: Lexicon) -> tuple[dict[Slot, Keys], dict[Slot, Keys]]:
    """The keys of the words and of the example questions of every property."""
    said: dict[Slot, Keys] = {}
    examples: dict[Slot, Keys] = {}
    for entity_type in base.types.values():
        for prop in entity_type.properties.values():
            said[entity_type.name, prop.name] = _keys_of(prop.label, lexicon, narrow=True) | _keys_of(prop.words, lexicon, narrow=True)
            examples[entity_type.name, prop.name] = frozenset().union(
                *(lexicon.text_keys((x.replace("{entity}", " ") for x in prop.examples[lang]), lang) for lang in lexicon.locales)
            )
    return said, examples


def _by_paragraph(base: Base) -> dict[tuple[str, int], tuple[FactId, ...]]:
    found: dict[tuple[str, int], list[FactId]] = defaultdict(list)
    for fact in base.facts.values():
        for citation in fact.citations:
            found[citation.source, citation.paragraph].append(fact.id)
    return {k: tuple(v) for k, v in found.items()}


def _by_wording(base: Base, lexicon: Lexicon) -> dict[tuple[str, ...], FactId]:
    found: dict[tuple[str, ...], set[FactId]] = defaultdict(set)
    for fact in base.facts.values():
        for text in (fact.text.own(lang) for lang in lexicon.locales):
            for wording in (text, text.partition(";")[0]):
                if len(said := tuple(words(wording))) >= WORDING:
                    found[said].add(fact.id)
    return {said: min(ids) for said, ids in found.items()}


def _by_number(facts: Iterable[FactView]) -> dict[float, frozenset[EntityId]]:
    found: dict[float, set[EntityId]] = defaultdict(set)
    for view in facts:
        for number in view.numbers:
            found[number].add(view.fact.entity)
    return {n: frozenset(ids) for n, ids in found.items()}


def _name_langs(base: Base, lexicon: Lexicon) -> dict[str, Lang]:
    """The words of names that are said in one language only, with that language."""
    found: dict[str, set[Lang]] = defaultdict(set)
    for entity in base.entities.values():
        for lang in lexicon.locales:
            for text in (entity.name.own(lang), entity.acronym.own(lang), *entity.aliases[lang]):
                for word in words(text):
                    found[word].add(lang)
    return {word: next(iter(langs)) for word, langs in found.items() if len(langs) == 1}


def _common(lexicon: Lexicon) -> tuple[str, ...]:
    """Function words long enough to be misspelt ("wich", "betwen")."""
    return tuple(w for own in lexicon.function.values() for w in own if len(w) >= 4)


def _ups(base: Base, grouped: Mapping[EntityId, Mapping[str, list[Fact]]]) -> dict[EntityId, set[EntityId]]:
    """For each entity all that it is part of or lies in, at any remove."""
    direct = {
        e: {
            v.id
            for name, prop in base.types[e.partition("/")[0]].properties.items()
            if prop.within
            for f in grouped.get(e, {}).get(name, ())
            for v in f.values
            if isinstance(v, Ref)
        }
        for e in base.entities
    }
    return _closed(direct)


def _closed(direct: Mapping[EntityId, set[EntityId]]) -> dict[EntityId, set[EntityId]]:
    """For each entity what it leads to at any remove."""
    closed: dict[EntityId, set[EntityId]] = {}
    for entity in direct:
        seen: set[EntityId] = set()
        stack = list(direct[entity])
        while stack:
            other = stack.pop()
            if other not in seen and other != entity:
                seen.add(other)
                stack.extend(direct.get(other, ()))
        closed[entity] = seen
    return closed


def _literal(keys: Keys) -> Keys:
    """A word itself, without what it means: who leaves out the founder does not leave out the founding."""
    return frozenset(k for k in keys if k[0] != "=")


def _keys_of(texts: Text | Words, lexicon: Lexicon, *, narrow: bool = False) -> Keys:
    """The keys of texts of all languages, each word as it is meant in its own."""
    found: Keys = frozenset()
    for lang in lexicon.locales:
        said = texts[lang]
        found |= lexicon.text_keys([said] if isinstance(said, str) else said, lang, narrow=narrow)
    return found


def _fact_view(
    fact: Fact,
    base: Base,
    lexicon: Lexicon,
    names: Names,
    name_keys: Mapping[EntityId, Keys],
    kind_keys: Mapping[tuple[str, str], Keys],
    up: Mapping[EntityId, set[EntityId]],
    told_by: Mapping[str, frozenset[EntityId]],
    own_dates: Mapping[EntityId, tuple[Interval, ...]],
) -> FactView:
    tokens = tokenize(fact.text.first)
    about = set(fact.entities)
    for other in fact.entities:
        about |= up.get(other, set())
    named = {m.ids[0] for m in link(tokens, names, {}) if len(m.ids) == 1} - about - {fact.entity}
    own = _keys_of(fact.words, lexicon) | _keys_of(fact.examples, lexicon) | lexicon.text_keys([fact.role])
    text_keys = _keys_of(fact.text, lexicon).union(*(_keys_of(v, lexicon) for v in fact.values if isinstance(v, Text)))
    for other in fact.entities:
        text_keys |= name_keys.get(other, frozenset())
    keys = text_keys | own
    lacks = tuple(
        tuple(_literal(lexicon.keys(w)) for w in said if not lexicon.is_function(w))
        for said in map(words, fact.lacks)
        if not all(map(lexicon.is_function, said))
    )
    for other in fact.entities:
        if other in base.entities:  # "which force", "which organizations": the kinds of what is named
            keys |= kind_keys[base.entities[other].type, base.entities[other].subtype]
    numbers = {v.value for v in fact.values if isinstance(v, Quantity)}
    numbers |= {float(n) for t in tokens if (n := lexicon.locales.number_word(t.text)) and (n > 1 or t.text.isdecimal())}

    def kinds_of(ids: Iterable[EntityId]) -> frozenset[tuple[str, str]]:
        known = [base.entities[i] for i in ids if i in base.entities]
        return frozenset(k for e in known for k in ((e.type, e.subtype), (e.type, "")))

    tellers = frozenset().union(*(told_by.get(c.source, frozenset()) for c in fact.citations)) - {fact.entity}
    said_dates = find_dates(tokens, fact.text.first, lexicon.locales)
    dated = {i for a, b, _ in said_dates for i in range(a, b)}
    dates = (*(d for _, _, d in said_dates), *(d for e in fact.entities for d in own_dates.get(e, ())))
    figures = lexicon.locales[lexicon.locales.first].figures
    counted: Keys = frozenset()
    if any(isinstance(v, Quantity) for v in fact.values) or any(
        (t.text.isdecimal() and i not in dated) or t.text in figures for i, t in enumerate(tokens)
    ):
        counted = text_keys
    if len(fact.values) > 1:
        listed = [base.entities[v.id] for v in fact.values if isinstance(v, Ref) and v.id in base.entities]
        counted = counted.union(*(kind_keys[e.type, e.subtype] for e in listed))
    return FactView(
        fact,
        keys,
        text_keys,
        lacks,
        bool(fact.examples),
        own,
        frozenset(about),
        frozenset(numbers),
        counted,
        tellers,
        kinds_of(v.id for v in fact.values if isinstance(v, Ref)),
        kinds_of(fact.entities),
        dates,
        tuple(d for _, _, d in said_dates),
        frozenset(named),
    )


def _told_by(base: Base, grouped: Mapping[EntityId, Mapping[str, list[Fact]]]) -> dict[str, frozenset[EntityId]]:
    """For each source the document entity of the same name, with the people who wrote or spoke it."""
    found = {}
    for entity in base.entities:
        source = entity.split("/")[-1]
        if source in base.sources:
            tellers = {
                v.id
                for fs in grouped[entity].values()
                for f in fs
                for v in f.values
                if isinstance(v, Ref) and base.types[v.id.partition("/")[0]].nature == "person"
            }
            found[source] = frozenset({entity, *tellers})
    return found


def _nouns(base: Base, lexicon: Lexicon) -> tuple[dict[tuple[str, ...], tuple[tuple[str, str, bool], ...]], dict[tuple[str, str], Keys]]:
    nouns: dict[tuple[str, ...], dict[tuple[str, str, bool], None]] = defaultdict(dict)
    keys: dict[tuple[str, str], Keys] = {}
    for entity_type in base.types.values():
        labels = [("", entity_type.label, entity_type.words), *((s.name, s.label, s.words) for s in entity_type.subtypes.values())]
        own: dict[str, Keys] = {}
        for subtype, label, more in labels:
            texts = [*((t, False) for t in label.one), *((t, True) for t in label.many), *((w, False) for w in more)]
            for text, plural in texts:
                said = words(text)
                if said and not all(lexicon.is_function(w) for w in said):
                    nouns[said].setdefault((entity_type.name, subtype, plural))
                    if not plural and text in (*more,):  # "peace operations", "opérations de paix"
                        for many in ((*said[:-1], said[-1] + "s"), (said[0] + "s", *said[1:])):
                            nouns[many].setdefault((entity_type.name, subtype, True))
            own[subtype] = _keys_of(label.one, lexicon) | _keys_of(label.many, lexicon) | _keys_of(more, lexicon)
        for subtype in entity_type.subtypes:
            keys[entity_type.name, subtype] = own[""] | own[subtype]
    return {k: tuple(v) for k, v in nouns.items()}, keys


def _vocabulary(base: Base, lexicon: Lexicon) -> frozenset[str]:
    """The words of the base. Of example questions real words only: those are written as people type, slips and all."""
    found: set[str] = set()
    typed: set[tuple[str, Lang]] = set()
    for entity in base.entities.values():
        for text in (*entity_names(entity), *entity.words):
            found.update(words(text))
    for fact in base.facts.values():
        for text in (*fact.text, *fact.words):
            found.update(words(text))
        for lang in lexicon.locales:
            typed.update((word, lang) for text in fact.examples[lang] for word in words(text))
    found.update(word for word, lang in typed if lexicon.is_real(word, lang))
    for entity_type in base.types.values():
        for text in (*entity_type.words, *entity_type.label.one, *entity_type.label.many):
            found.update(words(text))
        for prop in entity_type.properties.values():
            for text in (*prop.label, *prop.words):
                found.update(words(text))
    return frozenset(w for w in found if not w.isdecimal())
