"""Rank typed facts and empty slots by how completely they explain a frame; each carries its proof.

A candidate is a fact, an empty slot (a declared property without a value) or an entity as a whole. What is named, dated
or counted in the question are constraints: a candidate that leaves one unmet is never an answer. Words are evidence:
each earns what it is worth where it is explained, and costs what it is worth where it is not. How much is learnt
(:mod:`bot.core.weights`), on questions of which the fact that answers them is known.
"""

from __future__ import annotations

import builtins
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import exp
from typing import NamedTuple

from bot.core.frame import Content, Frame, cues_of
from bot.core.index import EntityView, FactView, Index, Slot
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, EntityId, Fact, FactId, Interval, Mention, NumberConstraint, Property, Source
from bot.core.weights import FEATURES, GATE, GATE_FEATURES, WEIGHTS

COVERAGE = 0.88
"""Share of the content, by weight, that counts as fully explained (for lists and filters)."""
SURE = 0.86
"""Confidence from which a candidate is stated as the answer."""
PROOF, PROOF_LEAD, BARE_LEAD = 0.95, 0.35, 0.5
"""Confidence of a fact that was asked for by the letter, and the lead (in nats) that it then needs; and that of one that
was asked for by a name and a question word alone."""
BESIDE, SHOWN = 0.8, 2
"""Statements this near to the best (in nats) are said beside it, up to so many."""
MAYBE = 0.20
"""Confidence from which it is offered as a reading."""
MAX_ENTITIES, MAX_FACTS, MAX_WHOLES = 160, 36, 6
"""Entities found through the words of a question; facts, and entities as a whole, that are looked at closely."""
ASKED_FOR = 1.0
"""What it counts, when a fact is picked for a closer look, that its property answers the question word."""
MAX_POSTING = 5_000
"""A word that more entities share finds none."""
LONG_POSTING = 400
"""Of a list of more facts than this only those of the entities found are looked at."""
NAME, LINK, KIND, PROPERTY, SAID, TEXT, EXAMPLE, ABOUT = range(8)
"""Where a content word is explained: by the entity's name, the names that identify it, its type, the property's words,
words written for the fact, its statement, the property's example questions, any other statement about the thing."""
FIT, WEAK_FIT = 0.6, 0.25
"""For a property that answers the question word; for a fact that merely holds such a value."""
STRONG = frozenset({"when", "who", "where", "how_many", "how_much", "how_long", "why"})
"""Question words that a thing as a whole does not answer."""

_NARROW = {"target_value": "narrow_value", "target_self": "narrow_self"}
_F = {name: i for i, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Trace:
    """One constraint of the frame and what meets it."""

    constraint: str
    by: str
    """Id of a fact or entity, or ``property:<name>``."""


Evidence = tuple[tuple[int, float], ...]
"""Features that are not zero: (place in ``FEATURES``, value)."""


class Explained(NamedTuple):
    """How the content words of a frame are explained. Shared by all candidates that explain them alike."""

    content: tuple[Content, ...]
    places: tuple[int, ...]
    """For each place (``NAME`` to ``ABOUT``) the words, as bits, that are explained there; no word is in several."""
    left: tuple[str, ...]
    """Content words that nothing explains."""
    covered: float
    """Weight of the binding words that are explained."""
    coverage: float
    """0 to 1, by weight."""
    worth: float
    evidence: Evidence

    @builtins.property
    def level(self) -> tuple[int, ...]:
        """For each content word where it is explained, -1 if nowhere."""
        return tuple(next((place for place, bits in enumerate(self.places) if bits >> k & 1), -1) for k in range(len(self.content)))


class Candidate(NamedTuple):  # some forty are made for each message, and a frozen dataclass takes four times as long
    """A fact, empty slot or whole entity, with what it explains."""

    entity: EntityId
    property: str
    """Empty for the entity as a whole."""
    fact: Fact | None
    score: float
    explained: Explained
    unmet: tuple[str, ...]
    """Constraints that nothing meets."""
    constraints: tuple[Trace, ...]
    """Those that something meets, and what."""
    hits: int = 0
    """How many words ask for this property."""
    sharp: bool = False
    """Whether a word was said that asks for this property and for no other of the type."""
    anchored: bool = True
    """Whether a name, a date or at least one binding word ties it to the question."""
    fits: bool = True
    """Whether it answers the question word."""
    confidence: float = 0.0
    """0 to 1: how sure it is that this answers the question; known for the best few only."""
    evidence: tuple[Evidence, ...] = ()
    """Besides that of the words."""

    @builtins.property  # the field above takes the plain name
    def coverage(self) -> float:
        """0 to 1, by weight."""
        return self.explained.coverage

    @builtins.property  # the field above takes the plain name
    def left(self) -> tuple[str, ...]:
        """Content words that nothing explains."""
        return self.explained.left

    @builtins.property  # the field above takes the plain name
    def level(self) -> tuple[int, ...]:
        """For each content word of the frame where it is explained, -1 if nowhere."""
        return self.explained.level

    @builtins.property  # the field above takes the plain name
    def trace(self) -> tuple[Trace, ...]:
        """Each constraint and word, and what meets it."""
        by = self.fact.id if self.fact else f"property:{self.property}" if self.property else self.entity
        words = zip(self.explained.content, self.level, strict=True)
        return (*self.constraints, *(Trace(w.word, self.entity if v == NAME else by) for w, v in words if v >= 0))

    @builtins.property  # the field above takes the plain name
    def features(self) -> tuple[float, ...]:
        """The evidence as one vector, in the order of ``FEATURES``."""
        vector = [0.0] * len(FEATURES)
        for part in (*self.evidence, self.explained.evidence):
            for i, value in part:
                vector[i] += value
        return tuple(vector)

    @builtins.property  # the field above takes the plain name
    def void(self) -> bool:
        return self.fact is None and bool(self.property)

    @builtins.property  # the field above takes the plain name
    def met(self) -> bool:
        """Whether it meets every constraint."""
        return self.anchored and not self.unmet

    @builtins.property  # the field above takes the plain name
    def proven(self) -> bool:
        return self.anchored and not self.unmet and self.fits and (self.coverage >= COVERAGE or self.confidence >= SURE)


# ------------------------------------------------------------------ dates


def date_meets(said: DateConstraint | Interval, known: Interval) -> bool | None:
    """Whether a known date meets a said one; None when they overlap but it cannot be told."""
    constraint = said if isinstance(said, DateConstraint) else DateConstraint(0, 0, said)
    want = constraint.interval
    if want.start.year == 4:  # a month of any year
        months = {known.start.month, known.end.month}
        if known.precision == "year":
            return None
        if want.start.month not in months and not (known.period and known.start.month < want.start.month < known.end.month):
            return False
        if want.precision == "day":
            days = {known.start.day, known.end.day} if known.precision == "day" else set()
            return want.start.day in days if days else None
        return True
    if constraint.relation == "before":
        return True if known.end < want.start else None if known.start < want.start else False
    if constraint.relation == "after":
        return True if known.start > want.end or (known.start >= want.start and want.precision != "year") else None if known.end > want.end else False
    if known.within(want):
        return True
    if not known.overlaps(want):
        return False
    return True if known.period and want.within(known) else True if known.period else None


# ------------------------------------------------------------------ candidates


def candidate_entities(scene: _Scene) -> set[EntityId]:
    """Entities that a question may be about: those named, those linked to what is named, else those that its words support."""
    frame, index, weight = scene.frame, scene.index, scene.weight
    found: set[EntityId] | None = None
    for mention in scene.top:
        if not mention.ids or mention in scene.soft:
            continue
        near: set[EntityId] = set()
        for entity in mention.ids:
            near.add(entity)
            near |= index.by_link.get(entity, frozenset())
            near |= index.by_source.get(entity, frozenset())
        both = near if found is None else found & near
        found = both or found
    tally: dict[EntityId, int] = {}
    """For each entity the words, as bits, that support it."""
    rest = sum(c.weight for c in frame.content)
    for k in sorted(range(len(frame.content)), key=lambda k: -frame.content[k].weight):
        # when enough are ahead by more than all that is left to say, nobody else can be among the best: words that
        # thousands share are then looked up for those alone
        closed = len(tally) > MAX_ENTITIES and weight[_cut(tally, weight)] > rest
        rest -= frame.content[k].weight
        for key in frame.content[k].keys:
            posting = index.by_key.get(key)
            if not posting or len(posting) > MAX_POSTING:
                continue
            if closed:
                some: Iterable[EntityId] = [e for e in tally if e in posting]
            else:
                some = posting if found is None else posting & found
            for e in some:
                tally[e] = tally.get(e, 0) | 1 << k
    named = {i for m in scene.top for i in m.ids}
    pool = set(tally)
    if len(tally) > MAX_ENTITIES:
        least = weight[_cut(tally, weight)]
        ahead = [e for e, bits in tally.items() if weight[bits] >= least or e in named]
        pool = set(nsmallest(MAX_ENTITIES, ahead, key=lambda e: (-weight[tally[e]] - (e in named), e)))
    if len(named) <= MAX_ENTITIES:
        pool |= named
    if not pool and found:
        pool = set(nsmallest(MAX_ENTITIES, found))
    return pool


def _cut(tally: Mapping[EntityId, int], weight: Mapping[int, float]) -> int:
    """The words of the last entity that is among the ``MAX_ENTITIES`` with the heaviest; there are more than so many."""
    counts = Counter(tally.values())
    ahead = 0
    for bits in sorted(counts, key=lambda b: -weight[b]):
        ahead += counts[bits]
        if ahead >= MAX_ENTITIES:
            return bits
    return 0


def rank(frame: Frame, index: Index, within: Iterable[EntityId] | None = None) -> list[Candidate]:
    """All candidates worth looking at, best first. Deterministic: ties are broken by id."""
    if any(not m.ids for m in frame.top):
        return []
    scene = _Scene(frame, index)
    pool = candidate_entities(scene) if within is None else set(within)
    if frame.scope is not None:
        pool = {index.base.facts[f].entity for f in frame.scope}
    scene.look_up(pool)
    out = [c for view, facts, whole in _promising(scene, pool) for c in scene.candidates(view, facts, whole)]
    out.sort(
        key=lambda c: (bool(c.unmet) or not c.anchored, -c.score, c.fact is None and bool(c.property), c.entity, c.fact.id if c.fact else c.property)
    )
    return judge(out, frame, index)


def _promising(scene: _Scene, pool: set[EntityId]) -> list[tuple[EntityView, list[Fact], bool]]:
    """What of a pool is worth a close look: a rough sum of the words that each fact, its property and its entity explain,
    taken from the posting lists. For each entity its facts, and whether to look at it as a whole."""
    index, weight, said, scope = scene.index, scene.weight, scene.told, scene.frame.scope
    wanted: dict[str, dict[str, float]] = {}
    for (type_, name), slot in scene.slots.items():
        wanted.setdefault(type_, {})[name] = weight[slot.bits | slot.exemplary]
    named = {i for m in scene.top for i in m.ids}
    support = {e: weight[scene.bits_of(index.entities[e].support)] + (1.5 if e in named else 0.0) for e in pool}
    best = sorted(support, key=lambda e: (-support[e], e))
    wholes = set(best[:MAX_WHOLES])
    strong = scene.frame.asks & STRONG
    rough: list[tuple[float, FactId, EntityView, Fact]] = []
    for e, own in support.items():
        view = index.entities[e]
        close = e in named or e in wholes
        slots = wanted.get(view.type, _NOTHING)
        properties = index.base.types[view.type].properties
        for name, found in view.facts.items():
            worth = slots.get(name, 0.0)
            fits = ASKED_FOR if strong and not strong.isdisjoint(properties[name].asks) else 0.0
            for fact in found:
                if scope is not None and fact.id not in scope:
                    continue
                bits = said.get(fact.id, 0)
                if bits or worth or close:
                    rough.append((-own - weight[bits] - 0.7 * worth - fits, fact.id, view, fact))
    rough.sort()
    chosen: dict[EntityId, list[Fact]] = {}
    for _, _, view, fact in rough[:MAX_FACTS]:
        chosen.setdefault(view.id, []).append(fact)
    if scope is not None:
        return [(index.entities[e], found, False) for e, found in chosen.items()]
    return [(index.entities[e], chosen.get(e, []), e in wholes) for e in dict.fromkeys([*chosen, *best[:MAX_WHOLES]])]


_NOTHING: Mapping[str, float] = {}


def _soft(mention: Mention, index: Index) -> bool:
    """Whether a name restricts little: a topic, which a statement may meet by its words, or an umbrella of many things."""
    return all(index.base.types[index.entities[i].type].topical or i in index.umbrellas for i in mention.ids)


class _Sums(dict[int, float]):
    """The weight of each set of content words (as bits), summed once for each ranking."""

    def __init__(self, weights: Sequence[float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, bits: int) -> float:
        total = self[bits] = sum([w for k, w in enumerate(self._weights) if bits >> k & 1])
        return total


class _Asked:
    """How a frame asks for a property: filled from the posting lists, then only read."""

    __slots__ = ("bits", "exemplary", "shares")

    def __init__(self) -> None:
        self.bits = 0
        """The content words, as bits, that ask for it."""
        self.exemplary = 0
        """Those that only its examples have."""
        self.shares: dict[int, float] = {}
        """For each word that asks for it (by its place) how much of the word is its own."""


_UNASKED = _Asked()


class _Thing(NamedTuple):
    """An entity as a frame sees it, before its facts are looked at."""

    view: EntityView
    named: bool
    own: int
    """Content words (as bits) that its name has."""
    name: int
    """Those that its name explains; with the next two no word is in several."""
    link: int
    kind: int
    every: int
    """Those in any of its statements, if it is named."""
    linked: tuple[Mention, ...]
    """Names that are met by what identifies it."""
    mentions: tuple[Mention, ...]
    """Names that are not met by the thing itself; with the next two, what its facts must meet."""
    dates: tuple[DateConstraint, ...]
    numbers: tuple[NumberConstraint, ...]
    trace: tuple[Trace, ...]
    worth: float
    evidence: Evidence


class _Words:
    """What the content words and question words of a frame decide by themselves, whatever is named: the readings of one
    message share it. Filled as it is asked for."""

    def __init__(self, frame: Frame, index: Index) -> None:
        self.of = _decisive(frame)
        self.weight = _Sums([c.weight for c in frame.content])
        self.bits: dict[str, int] = {}
        """For each key the content words that have it."""
        self.places: dict[str, list[int]] = {}
        """The same as a list of places."""
        for k, c in enumerate(frame.content):
            for key in c.keys:
                self.bits[key] = self.bits.get(key, 0) | 1 << k
                self.places.setdefault(key, []).append(k)
        self.like = index.likeness.asked([tuple(c.keys) for c in frame.content], self.places)
        self.slots: dict[Slot, _Asked] = {}
        self.requested: dict[str, list[str]] = {}
        """For each type the properties that a word asks for."""
        self._find_slots(index)
        self.told: dict[FactId, int] | None = None
        """See :meth:`_Scene.look_up`; None while unknown, or if it depends on the pool."""
        self.standing: dict[int, int] = {}
        self.explained: dict[tuple[int, ...], Explained] = {}
        self.left: dict[int, tuple[Evidence, tuple[str, ...], float]] = {}
        self.hits: dict[tuple[str, str, int], tuple[int, bool, float, Evidence]] = {}
        self.kinds: dict[str, Evidence] = {}
        self.void_fits: dict[Slot, float | None] = {}

    def _find_slots(self, index: Index) -> None:
        """Find the properties of each word in the posting lists."""
        slots = self.slots
        for key, bits in self.bits.items():
            for slot, share in index.asking_by_key.get(key, ()):
                asked = slots.get(slot)
                if asked is None:
                    asked = slots[slot] = _Asked()
                asked.bits |= bits
                for k in self.places[key]:
                    if share > asked.shares.get(k, 0.0):
                        asked.shares[k] = share
            for slot in index.exemplary_by_key.get(key, ()):
                asked = slots.get(slot)
                if asked is None:
                    asked = slots[slot] = _Asked()
                asked.exemplary |= bits
        for (type_, name), asked in slots.items():
            asked.exemplary &= ~asked.bits
            if asked.bits:
                self.requested.setdefault(type_, []).append(name)


def _decisive(frame: Frame) -> tuple[object, ...]:
    """What of a frame its :class:`_Words` depend on."""
    return frame.content, frame.asks, frame.heads, frame.targets, frame.text, frame.tokens


def _words_of(frame: Frame, index: Index) -> _Words:
    """The words of a frame: those of the last ranking if it was of another reading of the same message."""
    cues = cues_of(index)
    words = cues.ranked
    if not isinstance(words, _Words) or words.of != _decisive(frame):
        words = cues.ranked = _Words(frame, index)
    return words


class _Scene:
    """A frame, prepared for looking at many candidates. Lives for one ranking.

    Sets of content words are ints, a bit for each word: what many candidates share is worked out once for all of them.
    """

    def __init__(self, frame: Frame, index: Index) -> None:
        self.frame = frame
        self.index = index
        self.top = frame.top
        self.content = frame.content
        self.every = (1 << len(self.content)) - 1
        self.total = sum(c.weight for c in self.content if c.binding)
        self.strong = bool(frame.asks & STRONG)
        self.words = words = _words_of(frame, index)
        self.weight, self.bits, self.slots, self.requested, self.like = words.weight, words.bits, words.slots, words.requested, words.like
        self.keys = frozenset(self.bits)
        self.told: Mapping[FactId, int] = {}
        """For each fact of the pool that has any the content words that it has."""
        self.superlative = sum(1 << k for k, c in enumerate(self.content) if c.superlative)
        self.soft = [m for m in self.top if m.ids and _soft(m, index)]
        self.fitted = bool(frame.asks or frame.targets)
        self.narrow = _narrow(frame)
        # the narrowest noun counts: "which city" is not met by a country
        self.wanted = frozenset((t.type, t.subtype) for t in frame.targets if t.subtype) or frozenset((t.type, t.subtype) for t in frame.targets)
        """Types and subtypes that the question asks for."""
        self._standing, self._explained, self._left = words.standing, words.explained, words.left
        self._hits, self._kinds, self._void_fits = words.hits, words.kinds, words.void_fits

    def look_up(self, pool: set[EntityId]) -> None:
        """Find the facts of each word in the posting lists: of long lists those of the pool."""
        if self.words.told is not None:
            self.told = self.words.told
            return
        told: dict[FactId, int] = {}
        own: set[FactId] = set()
        long = False
        for key, bits in self.bits.items():
            posting = self.index.facts_by_key.get(key, frozenset())
            if len(posting) > LONG_POSTING:
                long = True
                own = own or {f.id for e in pool for facts in self.index.entities[e].facts.values() for f in facts}
                posting &= own
            for f in posting:
                told[f] = told.get(f, 0) | bits
        self.told = told
        if not long:
            self.words.told = told

    def bits_of(self, keys: Keys) -> int:
        """The content words that some keys explain."""
        found = 0
        for key in self.keys & keys:
            found |= self.bits[key]
        return found

    def explained(self, *bits: int) -> Explained:
        """Where each content word is explained by a candidate, from the words (as bits) that each place of it has."""
        known = self._explained.get(bits)
        if known is None:
            known = self._explained[bits] = self._explain(*bits)
        return known

    def _explain(
        self, name: int, link: int, kind: int, every: int = 0, asked: int = 0, exemplary: int = 0, said: int = 0, text: int = 0
    ) -> Explained:
        free = self.every & ~name
        asked &= free
        free &= ~asked
        link &= free
        free &= ~link
        kind &= free
        free &= ~kind
        in_said = said & free
        free &= ~in_said
        in_text = text & free
        free &= ~in_text
        exemplary &= free
        free &= ~exemplary
        every &= free
        free &= ~every
        known = self._left.get(free)
        if known is None:
            known = self._left[free] = self._unexplained(free)
        against, left, covered = known
        places = (name, link, kind, asked, in_said, in_text, exemplary, every)
        weight = self.weight
        evidence = (*against, *[(place, weight[bits]) for place, bits in enumerate(places) if bits])
        if text:
            evidence = (*evidence, (_SAID, weight[said]), (_TEXT, weight[text]))
        return Explained(self.content, places, left, covered, covered / self.total if self.total else 1.0, _worth(evidence), evidence)

    def _unexplained(self, free: int) -> tuple[Evidence, tuple[str, ...], float]:
        """What counts against a candidate that leaves some words, those of them that bind, and the weight of the others that bind."""
        vector: dict[int, float] = {}
        covered = 0.0
        for k, c in enumerate(self.content):
            if free >> k & 1:
                at = self._standing.get(k)
                if at is None:
                    at = self._standing[k] = _standing(c, self.frame, self.index)
                vector[at] = vector.get(at, 0.0) + (c.weight if c.binding else 0.2 * c.weight)
                if c.at in self.frame.heads:
                    vector[_LEFT_HEAD] = vector.get(_LEFT_HEAD, 0.0) + 1
            elif c.binding:
                covered += c.weight
        return tuple(vector.items()), tuple(c.word for k, c in enumerate(self.content) if free >> k & 1 and c.binding), covered

    def thing(self, view: EntityView) -> _Thing:
        """An entity, with what of the frame it meets by itself."""
        frame = self.frame
        trace: list[Trace] = []
        mentions: list[Mention] = []
        linked: list[Mention] = []
        evidence: dict[int, float] = {}
        named = False
        for mention in self.top:
            if view.id in mention.ids:
                evidence[_NAMED] = evidence.get(_NAMED, 0.0) + 1
                named = True
                trace.append(Trace(mention.said, view.id))
            elif not view.links.isdisjoint(mention.ids):
                evidence[_LINKED] = evidence.get(_LINKED, 0.0) + 1
                linked.append(mention)
                trace.append(Trace(mention.said, view.id))
            else:
                mentions.append(mention)
        dates: list[DateConstraint] = []
        for date in frame.dates:
            if (not date.document and any(date_meets(date, d) for d in view.dates)) or (
                date.interval.precision == "year" and not date.document and float(date.interval.start.year) in view.numbers
            ):
                evidence[_DATED] = evidence.get(_DATED, 0.0) + 1
                trace.append(Trace(_said(frame, date.start, date.end), view.id))
            else:
                dates.append(date)
        numbers = tuple(n for n in frame.numbers if n.value not in view.numbers)
        first = self.superlative if named else 0
        own = self.bits_of(view.name_keys)
        name = own & ~first
        link = self.bits_of(view.link_keys) & ~(name | first)
        kind = (self.bits_of(view.kind_keys) | first) & ~(name | link)
        if self.top and not (named or name or link or kind):
            evidence[_DISTANT] = 1.0
        every = self.bits_of(view.every) if named else 0
        found = tuple(evidence.items())
        return _Thing(
            view, named, own, name, link, kind, every, tuple(linked), tuple(mentions), tuple(dates), numbers, tuple(trace), _worth(found), found
        )

    def candidates(self, view: EntityView, facts: Sequence[Fact], whole: bool) -> list[Candidate]:
        """Some facts of an entity, its empty slots that are asked for, and the entity as a whole."""
        frame = self.frame
        thing = self.thing(view)
        named = thing.named
        found: list[Candidate] = []
        if whole and (
            not self.strong
            or (frame.operator == "overview" and (frame.asks <= {"which"} or not self.content))
            or (named and frame.asks <= {"who", "which"} and (view.type == "person" or not self.content))
        ):
            all_of_it: Evidence = (
                (_F["whole"], 1.0), (_F["whole_asked"], float(bool(frame.asks - {"which"}) or frame.yes_no)), (_F["overview"], float(frame.operator == "overview"))
            )  # fmt: skip
            words = self.explained(thing.name, thing.link, thing.kind)
            found.append(
                self._made(
                    thing, "", None, words, _worth(all_of_it), (all_of_it,), thing.mentions, thing.dates, thing.numbers, thing.trace, 0, False, True
                )
            )
        properties = self.index.base.types[view.type].properties
        last = ""
        for fact in facts:
            if fact.property != last:
                last, prop = fact.property, properties[fact.property]
                asked = self.slots.get((view.type, last), _UNASKED)
                request = self._asked(thing, prop, asked)
            found.append(self._of_fact(thing, prop, self.index.facts[fact.id], asked, request))
        if frame.scope is not None or (self.top and not (named or thing.name or thing.kind)):
            return found
        # of what was named without another word ("minusca budget?") the single empty slots may be meant too
        empty = properties if named and not self.total else self.requested.get(view.type, ())
        for name in empty:
            if name in view.facts:
                continue
            prop = properties[name]
            asked = self.slots.get((view.type, name), _UNASKED)
            hits, sharp, worth, evidence = self._asked(thing, prop, asked)
            if not self._refuses(thing, prop, hits):
                continue
            like, _, slot_like = self.like.scores("", (view.type, name), view.id, thing.own)
            more = ((_VOID, 1.0), (_LIKE, like), (_SLOT_LIKE, slot_like))
            words = self.explained(thing.name, thing.link, thing.kind, 0, asked.bits, asked.exemplary)
            found.append(
                self._made(thing, name, None, words, worth + _worth(more), (evidence, more), thing.mentions, (), (), thing.trace, hits, sharp, True)
            )
        return found

    def _asked(self, thing: _Thing, prop: Property, asked: _Asked) -> tuple[int, bool, float, Evidence]:
        """How many words ask for a property of a thing, whether one asks for no other, and the evidence with its worth."""
        key = (thing.view.type, prop.name, thing.name & asked.bits)
        known = self._hits.get(key)
        if known is None:
            hits, sharp, rare = 0, False, 0.0
            for k, share in sorted(asked.shares.items()):
                if thing.name >> k & 1:
                    rare += 0.2 * share
                else:
                    binding = self.content[k].binding
                    rare += share * (1 if binding else 0.4)
                    hits += 1
                    sharp = sharp or (share == 1.0 and binding)
            evidence = self._kind(prop.kind)
            if hits or rare:
                evidence = (*evidence, (_ASKED, rare), (_SHARP, float(sharp)))
            known = self._hits[key] = hits, sharp, _worth(evidence), evidence
        return known

    def _kind(self, kind: str) -> Evidence:
        """That a kind of value goes with the question words."""
        known = self._kinds.get(kind)
        if known is None:
            known = self._kinds[kind] = tuple((at, 1.0) for ask in self.frame.asks if (at := _F.get(f"{ask}:{kind}")) is not None)
        return known

    def _refuses(self, thing: _Thing, prop: Property, hits: int) -> bool:
        """Whether an empty slot may be what is asked for."""
        if not hits and not (thing.named and prop.single and not self.total):
            return False
        slot = thing.view.type, prop.name
        if slot not in self._void_fits:
            self._void_fits[slot] = _fit(self, prop, None, hits)
        fit = self._void_fits[slot]
        # "who leads it" does not ask for what it leads
        return (hits > 0 or fit not in (None, 0.0)) and not (self.strong and fit is None)

    def _of_fact(self, thing: _Thing, prop: Property, fv: FactView, asked: _Asked, request: tuple[int, bool, float, Evidence]) -> Candidate:
        frame, fact, view = self.frame, fv.fact, thing.view
        hits, sharp, worth, evidence = request
        text = self.told.get(fact.id, 0)
        said = self.bits_of(fv.said_keys) if text else 0
        like, fact_like, slot_like = self.like.scores(fact.id, (view.type, prop.name), view.id, text | thing.own)
        alike = ((_LIKE, like), (_FACT_LIKE, fact_like), (_SLOT_LIKE, slot_like))
        worth += WEIGHTS[_LIKE] * like + WEIGHTS[_FACT_LIKE] * fact_like + WEIGHTS[_SLOT_LIKE] * slot_like
        own: list[tuple[int, float]] = [(_TAUGHT, 1.0)] if fv.taught else []
        mentions: Sequence[Mention] = ()
        dates: Sequence[DateConstraint] = ()
        numbers: Sequence[NumberConstraint] = ()
        trace = thing.trace
        if thing.mentions:
            mentions, trace = self._mentions(thing, fv, own)
        for mention in thing.linked:
            own.append((_RESTATED if not fv.entities.isdisjoint(mention.ids) else _UNSAID, 1.0))
        if frame.dates:
            dates, trace = self._dates(thing, fact, trace, own)
        if thing.numbers:
            numbers = [n for n in thing.numbers if n.value not in fv.numbers]
            trace = (*trace, *(Trace(f"{n.value:g}", fact.id) for n in thing.numbers if n.value in fv.numbers))
        fit: float | None = 0.0
        if self.fitted:
            fit = _fit(self, prop, fv, hits)
            if fit is None:
                own.append((_MISFIT, 1.0))
            elif fit:
                own.append((_FIT, fit))
            if frame.targets:
                target = _target_fit(self, prop, fv)
                own.append((_F["target_none" if target is None else target], 1.0))
                if self.narrow and target in _NARROW:
                    own.append((_F[_NARROW[target]], 1.0))
        words = self.explained(thing.name, thing.link, thing.kind, thing.every, asked.bits, asked.exemplary, said, text)
        return self._made(
            thing,
            prop.name,
            fact,
            words,
            worth + _worth(own),
            (evidence, alike, tuple(own)),
            mentions,
            dates,
            numbers,
            trace,
            hits,
            sharp,
            fit is not None,
        )

    def _mentions(self, thing: _Thing, fv: FactView, own: list[tuple[int, float]]) -> tuple[list[Mention], tuple[Trace, ...]]:
        """The names that a fact leaves unmet, and what meets the others; adds to the evidence."""
        frame, fact, view = self.frame, fv.fact, thing.view
        left: list[Mention] = []
        trace = [*thing.trace]
        for mention in thing.mentions:
            if not fv.entities.isdisjoint(mention.ids):
                own.append((_F["stated"], 1.0))
                trace.append(Trace(mention.said, fact.id))
            elif not fv.named.isdisjoint(mention.ids) or _spoken(frame, mention, fv.keys, view.support, self.index):
                own.append((_F["spoken"], 1.0))
                trace.append(Trace(mention.said, fact.id))
            elif not fv.sources.isdisjoint(mention.ids):
                own.append((_F["sourced"], 1.0))
                trace.append(Trace(mention.said, f"source of {fact.id}"))
            elif mention in frame.alternatives:
                own.append((_F["alternative"], 1.0))
                trace.append(Trace(mention.said, "set beside another by the question"))
            elif not frame.yes_no and not view.about.isdisjoint(mention.ids):
                own.append((_F["kin"], 1.0))
                trace.append(Trace(mention.said, view.id))
            else:
                left.append(mention)
        return left, tuple(trace)

    def _dates(
        self, thing: _Thing, fact: Fact, trace: tuple[Trace, ...], own: list[tuple[int, float]]
    ) -> tuple[list[DateConstraint], tuple[Trace, ...]]:
        """The dates that a fact leaves unmet, and what meets the others; adds to the evidence."""
        frame, index = self.frame, self.index
        left: list[DateConstraint] = []
        for date in frame.dates:
            met = fact_date(fact, date, index.base.sources) is True
            if date not in thing.dates:
                if met:
                    own.append((_F["both_dated"], 1.0))
            elif met or _noun_date(date, fact, index):
                own.append((_F["fact_dated"], 1.0))
                trace = (*trace, Trace(_said(frame, date.start, date.end), fact.id))
            elif any(known.within(date.interval) for known in index.facts[fact.id].dates):
                own.append((_F["told_dated"], 1.0))
                trace = (*trace, Trace(_said(frame, date.start, date.end), fact.id))
            else:
                left.append(date)
        return left, trace

    def _made(
        self, thing: _Thing, name: str, fact: Fact | None, words: Explained, worth: float, evidence: tuple[Evidence, ...], mentions: Sequence[Mention],
        dates: Sequence[DateConstraint], numbers: Sequence[NumberConstraint], trace: tuple[Trace, ...], hits: int, sharp: bool, fits: bool,
    ) -> Candidate:  # fmt: skip
        frame = self.frame
        unmet: tuple[str, ...] = ()
        if mentions or dates or numbers:
            hard = [m.said for m in mentions if m not in self.soft] if self.soft else [m.said for m in mentions]
            unmet = (*hard, *[_said(frame, d.start, d.end) for d in dates], *[f"{n.value:g}" for n in numbers])
            more: Evidence = ((_F["umbrella"], float(len(mentions) - len(hard))), (_F["unmet"], float(len(unmet))))
            evidence = (*evidence, more)
            worth += _worth(more)
        anchored = bool(self.top) or words.covered > 0 or (bool(frame.dates) and not self.content)
        return Candidate(
            thing.view.id, name, fact, round(thing.worth + words.worth + worth, 6), words, unmet, trace, hits, sharp, anchored, fits, 0.0, (thing.evidence, *evidence)
        )  # fmt: skip


_NAMED, _LINKED, _DATED, _DISTANT, _RESTATED, _UNSAID = (_F[n] for n in ("named", "linked", "dated", "distant", "restated", "unsaid"))
_ASKED, _SHARP, _VOID, _TAUGHT, _FIT, _MISFIT = (_F[n] for n in ("asked", "sharp", "void", "taught", "fit", "misfit"))
_LIKE, _FACT_LIKE, _SLOT_LIKE, _SAID, _TEXT, _LEFT_HEAD = (_F[n] for n in ("like", "fact_like", "slot_like", "said", "text", "left_head"))


def _worth(evidence: Iterable[tuple[int, float]]) -> float:
    """What some evidence is worth, in nats."""
    total = 0.0
    for i, value in evidence:
        total += WEIGHTS[i] * value
    return total


def _standing(c: Content, frame: Frame, index: Index) -> int:
    """The feature that an unexplained word counts under: it asks for a property, is said somewhere in the base, is a plain
    word, looks like a name, or is known to nobody."""
    if not c.keys.isdisjoint(index.asking):
        return _F["left_asking"]
    if any(key in index.by_key for key in c.keys):  # isdisjoint would walk through all of a mapping
        return _F["left_domain"]
    raw = frame.tokens[c.at].raw
    if raw[0].isupper() and c.at > 0 and not frame.text.isupper():
        return _F["left_name"]
    return _F["left_plain"] if c.known else _F["left_strange"]


def _spoken(frame: Frame, mention: Mention, stated: Keys, support: Keys, index: Index) -> bool:
    """Whether a topic (a type declared ``topical``) is met by the words of a statement that says it."""
    if not mention.ids or mention.end <= mention.start:
        return False
    if any(not index.base.types[index.entities[i].type].topical for i in mention.ids):
        return False
    said = [t.text for t in frame.tokens[mention.start : mention.end] if not index.lexicon.is_function(t.text)]
    return bool(said) and all(not (keys := index.lexicon.keys(w)).isdisjoint(stated) or not keys.isdisjoint(support) for w in said)


def _said(frame: Frame, start: int, end: int) -> str:
    return " ".join(t.raw for t in frame.tokens[start:end])


# ------------------------------------------------------------------ how sure


def judge(candidates: list[Candidate], frame: Frame, index: Index) -> list[Candidate]:
    """Give the best candidate that is no empty slot its confidence: how likely it (or what is said beside it) is what was
    asked for, by what it explains, by what it leaves, and by how far ahead it is of the next answer and of an empty slot."""
    at = next((i for i, c in enumerate(candidates) if c.met and not c.void), None)
    if at is None:
        return candidates
    sure = confidence(gate_features(candidates, frame, index))
    if at == 0 and proves(candidates[0], candidates, frame):
        sure = max(sure, PROOF)
    return [*candidates[:at], candidates[at]._replace(confidence=round(sure, 4)), *candidates[at + 1 :]]


def proves(c: Candidate, candidates: Sequence[Candidate], frame: Frame) -> bool:
    """Whether a fact is what was asked for by the letter: the thing was named (by its name, or by two that it links, or one
    and its date), a word asked for this property, each other word is explained by names, kinds or the property's own words,
    the question word fits, and nothing else comes near. "Where is Bangui?", "when did Ban and Noble meet?" ask without such
    a word."""
    if not (c.fact and c.fits and frame.top):
        return False
    named = any(c.entity in m.ids for m in frame.top)
    evidence = c.features
    if not named and (evidence[_F["linked"]] < len(frame.top) or evidence[_F["linked"]] + min(evidence[_F["dated"]], 1) < 2):
        return False
    words = [level for level, w in zip(c.level, frame.content, strict=True) if w.binding]
    if frame.asks & STRONG and evidence[_F["fit"]] < WEAK_FIT:
        return False
    lead = PROOF_LEAD
    if all(level in (NAME, LINK, KIND) for level in words) and frame.asks & STRONG and not frame.dates and not frame.numbers:
        lead = BARE_LEAD
        if evidence[_F["fit"]] < FIT:
            return False
    elif not c.hits or PROPERTY not in words or any(level not in (NAME, LINK, KIND, PROPERTY) for level in words):
        return False
    rivals = [o for o in candidates[1:12] if o.met and not same_answer(o, c)]
    if lead == BARE_LEAD:  # place and venue of one thing answer "where" together
        rivals = [o for o in rivals if o.entity != c.entity or o.features[_F["fit"]] < FIT]
    return all(o.score < c.score - lead for o in rivals)


def shown(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidate and what is said beside it: statements (nearly) as good that meet every constraint."""
    top = candidates[0]
    if not top.fact:
        return [top]
    near = [c for c in candidates[1:12] if c.met and c.fact and c.score >= top.score - BESIDE]
    same = [c for c in near if c.entity == top.entity and c.property == top.property]
    others = [c for c in near if c not in same]
    return [top, *same[:SHOWN], *others[: max(SHOWN - len(same), 0)]]


def same_answer(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates say the same: one slot, one value, or one event told of both its sides."""
    if a.entity == b.entity and (a.property == b.property or not a.property or not b.property):
        return a.void == b.void
    if a.fact and b.fact:
        if a.fact.values == b.fact.values:
            return True
        # the same thing told of both its sides: "Lapaque met Annadif", "the meeting was attended by ..."
        both = any(x.source == y.source and x.paragraph == y.paragraph for x in a.fact.citations for y in b.fact.citations)
        return both and (a.entity in b.fact.entities or b.entity in a.fact.entities)
    return False


def gate_features(candidates: Sequence[Candidate], frame: Frame, index: Index) -> list[float]:
    """What the confidence of the best candidate is judged by (see :data:`bot.core.weights.GATE_FEATURES`)."""
    full = [c for c in candidates if not c.void]
    c = full[0]
    said = shown(full)
    met = [o for o in candidates[:16] if o.met and o not in said and not same_answer(o, c)]
    rival = max((o.score for o in met if not o.void), default=c.score - 10.0)
    empty = max((o.score for o in met if o.void), default=c.score - 10.0)
    v = c.features
    n = max(len([x for x in frame.content if x.binding]), 1)
    values = {
        "bias": 1.0, "margin": max(min(c.score - rival, 4.0), -4.0), "empty": max(min(c.score - empty, 4.0), -4.0), "several": float(len(said) > 1), "score": c.score / (4 + n), "coverage": c.coverage, "covered": 1.0 if c.coverage >= 0.999 else 0.0,
        "words": float(min(n, 10)), "like": v[_F["like"]] / n, "fact_like": v[_F["fact_like"]] / n, "slot_like": v[_F["slot_like"]] / n,
        "named": float(bool(v[_F["named"]])), "linked": float(bool(v[_F["linked"]])), "no_name": float(not frame.top), "no_name_left": (1.0 - c.coverage) * float(not frame.top), "no_target": v[_F["target_none"]], "sourced": v[_F["sourced"]], "alternative": v[_F["alternative"]], "kin": v[_F["kin"]], "umbrella": v[_F["umbrella"]],
        "left_asking": v[_F["left_asking"]], "left_domain": v[_F["left_domain"]], "left_plain": v[_F["left_plain"]], "left_strange": v[_F["left_strange"]],
        "left_name": v[_F["left_name"]], "left_head": v[_F["left_head"]], "misfit": v[_F["misfit"]], "asked": min(v[_F["asked"]], 2.0), "said": v[_F["said"]] / n, "text": v[_F["text"]] / n, "taught": v[_F["taught"]], "taught_like": v[_F["taught"]] * v[_F["fact_like"]] / n, "void": v[_F["void"]], "whole": v[_F["whole"]],
        "yes_no": float(frame.yes_no), "unsaid": v[_F["unsaid"]], "distant": v[_F["distant"]],
    }  # fmt: skip
    return [values[name] for name in GATE_FEATURES]


def confidence(values: list[float]) -> float:
    """The logistic of the weighted features, 0 to 1."""
    z = sum(w * x for w, x in zip(GATE, values, strict=True))
    return 1.0 / (1.0 + exp(-max(min(z, 30.0), -30.0)))


def _noun_date(date: DateConstraint, fact: Fact, index: Index) -> bool:
    """Whether a date that stands beside a type noun is the date of such a thing in the fact."""
    return any(index.entities[e].type in date.noun and any(date_meets(date, d) for d in index.entities[e].dates) for e in fact.entities)


def fact_date(fact: Fact, date: DateConstraint, sources: Mapping[str, Source]) -> bool | None:
    """Whether a fact meets a said date: by its own value, its time, its as-of date, or (document word) its source's date."""
    if date.document:
        for citation in fact.citations:
            source = sources[citation.source]
            if source.date and source.date.overlaps(date.interval):
                return True
    known = [v for v in fact.values if isinstance(v, Interval)]
    known += [d for d in (fact.when, fact.as_of) if d]
    answers = [date_meets(date, d) for d in known]
    return True if True in answers else None if None in answers else False


# ------------------------------------------------------------------ answer types

PEOPLE = frozenset({("person", ""), ("partner", ""), ("mission", ""), ("institution", "")})
_WHO = PEOPLE | {("place", "")}


def _fit(scene: _Scene, prop: Property, fv: FactView | None, hits: int) -> float | None:
    """How well a property (and a fact of it) fits the question word; None when it cannot answer it."""
    asks = scene.frame.asks
    best = 0.0
    if "name" in asks and not _names_something(scene.frame, prop, fv):
        return None
    strong = asks - {"which", "name"} if asks else asks
    if strong:
        known = [f for a in strong if (f := _fit_one(a, scene.frame, prop, fv, scene.index, hits)) is not None]
        if not known:
            return None
        best = max(known)
    return None if scene.narrow and _target_fit(scene, prop, fv) is None else best


def _names_something(frame: Frame, prop: Property, fv: FactView | None) -> bool:
    """Whether a fact can answer "the name of ...": a name, an entity as its value, a person, or a thing not yet named."""
    if prop.kind in {"name", "entity"}:
        return True
    if fv is None:
        return False
    if not any(fv.fact.entity in m.ids for m in frame.top) and not fv.fact.entity.startswith(("training/", "event/")):
        return True
    return ("person", "") in fv.about_kinds


def _fit_one(ask: str, frame: Frame, prop: Property, fv: FactView | None, index: Index, hits: int) -> float | None:
    fact = fv.fact if fv else None
    if ask == "when":
        if prop.kind == "date":
            return FIT + (0.15 if prop.dates else 0.0)
        if fact and fact.when:
            return 0.4 if hits else WEAK_FIT
        if fact and fact.as_of:
            return 0.05
        return 0.05 if "when" in prop.asks else None
    if ask == "who":
        if "who" in prop.asks:
            if fv and ("person", "") in fv.value_kinds:
                return FIT + 0.12
            return FIT if fv is None or prop.kind != "entity" or not fv.value_kinds.isdisjoint(_WHO) else None
        if fv and fv.fact.entity.startswith("person/"):
            return FIT - 0.1
        if fv and not fv.about_kinds.isdisjoint(PEOPLE):
            return 0.1
        return None
    if ask == "where":
        if "where" in prop.asks:
            return FIT
        if fv and ("place", "") in fv.about_kinds:
            return 0.15
        return None
    if ask == "how_much":
        return FIT if ask in prop.asks else None
    if ask == "how_many":
        if prop.kind == "number" or ask in prop.asks:
            return FIT
        # a list or a number in a statement counts what the question counts, or nothing
        counted = [c for c in frame.content if c.at in frame.heads]
        asked = index.property_keys[view_type(fact), prop.name] if fact else frozenset()
        return WEAK_FIT if fv and fv.counts and all(c.keys & (fv.counts | asked) for c in counted) else None
    if ask == "how_long":
        return FIT if "how_long" in prop.asks else 0.1 if prop.kind == "date" else None
    if ask == "why":
        return FIT if "why" in prop.asks else 0.0
    if ask == "how":
        return 0.2 if "how" in prop.asks else 0.0
    return 0.0


def view_type(fact: Fact) -> str:
    """The type of the entity that a fact belongs to."""
    return fact.entity.split("/")[0]


def _target_fit(scene: _Scene, prop: Property, fv: FactView | None) -> str | None:
    """For "which country" where the thing of that type is: in the value, in the entity itself, in the statement, or nowhere
    that it need be. None when the question wants such a thing and the fact has none."""
    frame, index = scene.frame, scene.index
    if not frame.targets or fv is None:
        return "target_other"
    fact = fv.fact
    if not fv.value_kinds.isdisjoint(scene.wanted):
        return "target_value"
    view = index.entities[fact.entity]
    if ((view.type, view.subtype) in scene.wanted or (view.type, "") in scene.wanted) and not any(fact.entity in m.ids for m in frame.top):
        return "target_self"
    if not fv.about_kinds.isdisjoint(scene.wanted):
        return "target_about"
    if prop.kind == "number" or frame.operator in {"count", "list"}:
        return "target_other"
    heads = {frame.tokens[t.at].text for t in frame.targets}
    asked = index.property_keys[view.type, prop.name]
    if not scene.narrow and any(not index.lexicon.keys(h).isdisjoint(asked) for h in heads):
        return "target_other"
    return None if "which" in frame.asks and len(frame.asks) == 1 else "target_other"


def _narrow(frame: Frame) -> bool:
    """Whether a subtype is asked for ("which city", "which working group"): then only such a thing answers."""
    return any(t.subtype for t in frame.targets)
