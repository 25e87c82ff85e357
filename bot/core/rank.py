"""Rank typed facts and empty slots by how completely they explain a frame; each carries its proof.

A candidate is a fact, an empty slot (a declared property without a value) or an entity as a whole. What is named, dated
or counted in the question are constraints: a candidate that leaves one unmet is never an answer. Words are evidence:
each earns what it is worth where it is explained, and costs what it is worth where it is not. How much is learnt
(:mod:`bot.core.weights`), on questions of which the fact that answers them is known.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from operator import mul

from bot.core.frame import Content, Frame
from bot.core.index import EntityView, FactView, Index, Slot
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, EntityId, Fact, FactId, Interval, Mention, NumberConstraint, Property, Ref, Source
from bot.core.weights import FEATURES, GATE, GATE_FEATURES, WEIGHTS

COVERAGE = 0.88
"""Share of the content, by weight, that counts as fully explained (for lists and filters)."""
SURE = 0.84
"""Confidence from which a candidate is stated as the answer."""
PROOF, PROOF_LEAD = 0.95, 0.35
"""Confidence of a fact that was asked for by the letter, and the lead (in nats) that it then needs."""
BESIDE, SHOWN = 0.8, 2
"""Statements this near to the best (in nats) are said beside it, up to so many."""
MAYBE = 0.20
"""Confidence from which it is offered as a reading."""
MAX_ENTITIES, MAX_FACTS, MAX_WHOLES = 160, 36, 6
"""Entities found through the words of a question; facts, and entities as a whole, that are looked at closely."""
TRACED = 12
"""The best candidates, whose trace is written out."""
MAX_POSTING = 5_000
"""A word that more entities share finds none."""
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact, empty slot or whole entity, with what it explains."""

    entity: EntityId
    property: str
    """Empty for the entity as a whole."""
    fact: Fact | None
    score: float
    coverage: float
    """0 to 1, by weight."""
    unmet: tuple[str, ...]
    """Constraints that nothing meets."""
    left: tuple[str, ...]
    """Content words that nothing explains."""
    trace: tuple[Trace, ...]
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
    features: tuple[float, ...] = ()
    level: tuple[int, ...] = ()
    """For each content word of the frame where it is explained, -1 if nowhere."""

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


def candidate_entities(frame: Frame, index: Index) -> set[EntityId]:
    """Entities that a question may be about: those named, those linked to what is named, else those that its words support."""
    found: set[EntityId] | None = None
    for mention in frame.top:
        if not mention.ids or _soft(mention, index):
            continue
        near: set[EntityId] = set()
        for entity in mention.ids:
            near.add(entity)
            near |= index.by_link.get(entity, frozenset())
            near |= index.by_source.get(entity, frozenset())
        both = near if found is None else found & near
        found = both or found
    tally: dict[EntityId, float] = {}
    for content in frame.content:
        hit: set[EntityId] = set()
        for key in content.keys:
            posting = index.by_key.get(key)
            if posting and len(posting) <= MAX_POSTING:
                hit |= posting
        if found is not None:
            hit &= found
        for entity in hit:
            tally[entity] = tally.get(entity, 0.0) + content.weight
    named = {i for m in frame.top for i in m.ids}
    best = sorted(tally, key=lambda e: (-tally[e] - (e in named), e))[:MAX_ENTITIES]
    pool = set(best) | (named if len(named) <= MAX_ENTITIES else set())
    if not pool and found:
        pool = set(sorted(found)[:MAX_ENTITIES])
    return pool


def rank(frame: Frame, index: Index, within: Iterable[EntityId] | None = None) -> list[Candidate]:
    """All candidates worth looking at, best first. Deterministic: ties are broken by id."""
    if any(not m.ids for m in frame.top):
        return []
    pool = candidate_entities(frame, index) if within is None else set(within)
    if frame.scope is not None:
        pool = {index.base.facts[f].entity for f in frame.scope}
    scene = _Scene(frame, index)
    out = [c for view, facts, slots, whole in _promising(scene, pool) for c in scene.candidates(view, facts, slots, whole)]
    out.sort(key=lambda c: (not c.met, -c.score, c.void, c.entity, c.fact.id if c.fact else c.property))
    # what explains each word is written out for those only that anybody looks at
    return judge([*(_traced(c, frame) for c in out[:TRACED]), *out[TRACED:]], frame, index)


def _traced(c: Candidate, frame: Frame) -> Candidate:
    by = c.fact.id if c.fact else f"property:{c.property}" if c.property else c.entity
    words = tuple(Trace(w.word, c.entity if v == NAME else by) for w, v in zip(frame.content, c.level, strict=True) if v >= 0)
    return replace(c, trace=(*c.trace, *words))


def _promising(scene: _Scene, pool: set[EntityId]) -> list[tuple[EntityView, list[Fact], set[str], bool]]:
    """What of a pool is worth a close look: a rough sum of the words that each fact, its property and its entity explain,
    taken from the posting lists. For each entity its facts, the properties asked for, and whether to look at it as a whole."""
    index = scene.index
    said: dict[FactId, float] = {}
    asked: dict[Slot, float] = {}
    for c in scene.content:
        facts: set[FactId] = set()
        slots: set[Slot] = set()
        for key in c.keys:
            posting = index.facts_by_key.get(key)
            if posting and len(posting) <= MAX_POSTING:
                facts |= posting
            slots.update(index.slots_by_key.get(key, ()))
        for f in facts:
            said[f] = said.get(f, 0.0) + c.weight
        for slot in slots:
            asked[slot] = asked.get(slot, 0.0) + c.weight
    named = {i for m in scene.top for i in m.ids}
    support = {}
    for e in pool:
        view = index.entities[e]
        support[e] = sum(c.weight for c in scene.content if not c.keys.isdisjoint(view.support)) + (1.5 if e in named else 0.0)
    best = sorted(support, key=lambda e: (-support[e], e))
    wholes = set(best[:MAX_WHOLES])
    rough: list[tuple[float, FactId, EntityView, Fact]] = []
    for e in pool:
        view = index.entities[e]
        own = support[e]
        close = e in named or e in wholes
        for name, found in view.facts.items():
            wanted = asked.get((view.type, name), 0.0)
            for fact in found:
                if scene.frame.scope is not None and fact.id not in scene.frame.scope:
                    continue
                words = said.get(fact.id, 0.0)
                if words or wanted or close:
                    rough.append((own + words + 0.7 * wanted, fact.id, view, fact))
    rough.sort(key=lambda r: (-r[0], r[1]))
    chosen: dict[EntityId, list[Fact]] = {}
    for _, _, view, fact in rough[:MAX_FACTS]:
        chosen.setdefault(view.id, []).append(fact)
    out = []
    if scene.frame.scope is not None:
        return [(index.entities[e], found, set(), False) for e, found in chosen.items()]
    for e in dict.fromkeys([*chosen, *best[:MAX_WHOLES]]):
        view = index.entities[e]
        properties = {p for p in index.base.types[view.type].properties if (view.type, p) in asked}
        out.append((view, chosen.get(e, []), properties, e in wholes))
    return out


def _soft(mention: Mention, index: Index) -> bool:
    """Whether a name restricts little: a topic, which a statement may meet by its words, or an umbrella of many things."""
    return all(index.base.types[index.entities[i].type].topical or i in index.umbrellas for i in mention.ids)


class _Scene:
    """A frame, prepared for looking at many candidates. Lives for one ranking."""

    def __init__(self, frame: Frame, index: Index) -> None:
        self.frame = frame
        self.index = index
        self.top = frame.top
        self.content = frame.content
        self.total = sum(c.weight for c in self.content if c.binding)
        self.strong = bool(frame.asks & STRONG)
        self.keys = [tuple(c.keys) for c in self.content]
        self._slots: dict[Slot, tuple[list[tuple[int, float]], list[int]]] = {}
        self.domain = [_standing(c, frame, index) for c in self.content]

    def _slot(self, type_: str, name: str) -> tuple[list[tuple[int, float]], list[int]]:
        """The content words that ask for a property, with how much of it each tells, and those that only its examples have."""
        known = self._slots.get((type_, name))
        if known is None:
            index = self.index
            keys, examples = index.property_keys[type_, name], index.example_keys[type_, name]
            asking, exemplary = [], []
            for k, c in enumerate(self.content):
                if not c.keys.isdisjoint(keys):
                    asking.append((k, max(index.rarity[type_, key] for key in c.keys & keys)))
                elif not c.keys.isdisjoint(examples):
                    exemplary.append(k)
            known = self._slots[type_, name] = (asking, exemplary)
        return known

    def candidates(self, view: EntityView, facts: Sequence[Fact], slots: set[str], whole: bool) -> Iterable[Candidate]:
        """Some facts of an entity, its empty slots among some properties, and the entity as a whole."""
        frame, index = self.frame, self.index
        vector = [0.0] * len(FEATURES)
        open_mentions: list[Mention] = []
        trace: list[Trace] = []
        named = False
        for mention in self.top:
            if view.id in mention.ids:
                vector[_F["named"]] += 1
                named = True
                trace.append(Trace(mention.said, view.id))
            elif not view.links.isdisjoint(mention.ids):
                vector[_F["linked"]] += 1
                trace.append(Trace(mention.said, view.id))
            else:
                open_mentions.append(mention)
        open_dates: list[DateConstraint] = []
        for date in frame.dates:
            if (not date.document and any(date_meets(date, d) for d in view.dates)) or (
                date.interval.precision == "year" and not date.document and float(date.interval.start.year) in view.numbers
            ):
                vector[_F["dated"]] += 1
                trace.append(Trace(_said(frame, date.start, date.end), view.id))
            else:
                open_dates.append(date)
        open_numbers = [n for n in frame.numbers if n.value not in view.numbers]
        level: list[int] = []
        for c in self.content:
            if c.superlative and named:
                level.append(KIND)
            elif not c.keys.isdisjoint(view.name_keys):
                level.append(NAME)
            elif not c.keys.isdisjoint(view.link_keys):
                level.append(LINK)
            elif not c.keys.isdisjoint(view.kind_keys):
                level.append(KIND)
            else:
                level.append(-1)
        if self.top and not named and all(v < 0 for v in level):
            vector[_F["distant"]] = 1
        if whole and (not self.strong or (frame.operator == "overview" and (frame.asks <= {"which"} or not self.content)) or (named and frame.asks <= {"who", "which"} and (view.type == "person" or not self.content))):
            all_of_it = list(vector)
            all_of_it[_F["whole"]] = 1
            all_of_it[_F["whole_asked"]] = float(bool(frame.asks - {"which"}) or frame.yes_no)
            all_of_it[_F["overview"]] = float(frame.operator == "overview")
            yield self._made(view, "", None, all_of_it, level, open_mentions, open_dates, open_numbers, trace, 0, False, True)
        by_property: dict[str, list[Fact]] = {}
        for fact in facts:
            by_property.setdefault(fact.property, []).append(fact)
        # of what was named without another word ("minusca budget?") the single empty slots may be meant too
        bare = named and not self.total
        for name, prop in index.base.types[view.type].properties.items():
            own_facts = by_property.get(name, [])
            if not own_facts and (name in view.facts or not (name in slots or bare)):
                continue
            own = list(level)
            hits, sharp, rare_sum = 0, False, 0.0
            asking, exemplary = self._slot(view.type, name)
            for k, rare in asking:
                binding = self.content[k].binding
                if own[k] != NAME:
                    rare_sum += rare * (1 if binding else 0.4)
                    hits += 1
                    sharp = sharp or (rare == 1.0 and binding)
                    own[k] = PROPERTY
                else:
                    rare_sum += 0.2 * rare
            for k in exemplary:
                if own[k] < 0:
                    own[k] = EXAMPLE
            if not own_facts:
                if not hits and not (named and prop.single and not self.total and _fit(frame, prop, None, index, hits) not in (None, 0.0)):
                    continue
                if self.top and not named and not any(v in (NAME, KIND) for v in level):
                    continue
                if frame.asks & STRONG and _fit(frame, prop, None, index, hits) is None:
                    continue  # "who leads it" does not ask for what it leads
                empty = list(vector)
                empty[_F["void"]] = 1
                empty[_F["asked"]] = rare_sum
                empty[_F["sharp"]] = float(sharp)
                yield self._made(view, name, None, empty, own, open_mentions, (), (), trace, hits, sharp, True, prop)
                continue
            for fact in own_facts:
                yield self._of_fact(view, prop, index.facts[fact.id], vector, own, open_mentions, open_dates, open_numbers, trace, hits, sharp, rare_sum, named)

    def _of_fact(
        self, view: EntityView, prop: Property, fv: FactView, base: list[float], level: list[int], open_mentions: list[Mention],
        open_dates: list[DateConstraint], open_numbers: list[NumberConstraint], trace: list[Trace], hits: int, sharp: bool, rare: float, named: bool,
    ) -> Candidate:  # fmt: skip
        frame, index, fact = self.frame, self.index, fv.fact
        vector = list(base)
        vector[_F["asked"]] = rare
        vector[_F["sharp"]] = float(sharp)
        own = list(level)
        said = text = 0.0
        for k, c in enumerate(self.content):
            in_said = not c.keys.isdisjoint(fv.said_keys)
            in_text = not c.keys.isdisjoint(fv.keys)
            said += c.weight * in_said
            text += c.weight * in_text
            if own[k] in (-1, EXAMPLE) and in_said:
                own[k] = SAID
            elif own[k] in (-1, EXAMPLE) and in_text:
                own[k] = TEXT
            elif own[k] < 0 and named and not c.keys.isdisjoint(view.every):
                own[k] = ABOUT
        vector[_F["taught"]] = float(fv.taught)
        vector[_F["said"]] = said
        vector[_F["text"]] = text
        trace = list(trace)
        mentions, dates, numbers = [], [], []
        for mention in open_mentions:
            if not fv.entities.isdisjoint(mention.ids):
                vector[_F["stated"]] += 1
                trace.append(Trace(mention.said, fact.id))
            elif _spoken(frame, mention, fv.keys | view.support, index):
                vector[_F["spoken"]] += 1
                trace.append(Trace(mention.said, fact.id))
            elif not fv.sources.isdisjoint(mention.ids):
                vector[_F["sourced"]] += 1
                trace.append(Trace(mention.said, f"source of {fact.id}"))
            elif mention in frame.alternatives:
                vector[_F["alternative"]] += 1
                trace.append(Trace(mention.said, "set beside another by the question"))
            elif not frame.yes_no and not view.about.isdisjoint(mention.ids):
                vector[_F["kin"]] += 1
                trace.append(Trace(mention.said, view.id))
            else:
                mentions.append(mention)
        for mention in self.top:
            if mention not in open_mentions and view.id not in mention.ids:
                vector[_F["restated" if not fv.entities.isdisjoint(mention.ids) else "unsaid"]] += 1
        for date in open_dates:
            if fact_date(fact, date, index.base.sources) is True or _noun_date(date, fact, index):
                vector[_F["fact_dated"]] += 1
                trace.append(Trace(_said(frame, date.start, date.end), fact.id))
            else:
                dates.append(date)
        for date in frame.dates:
            if date not in open_dates and fact_date(fact, date, index.base.sources) is True:
                vector[_F["both_dated"]] += 1
        for number in open_numbers:
            if number.value in fv.numbers:
                trace.append(Trace(f"{number.value:g}", fact.id))
            else:
                numbers.append(number)
        fit = _fit(frame, prop, fv, index, hits)
        target = _target_fit(frame, prop, fv, index)
        vector[_F["misfit"]] = float(fit is None)
        vector[_F["fit"]] = fit or 0.0
        if frame.targets:
            vector[_F["target_none" if target is None else target]] = 1
            if target in _NARROW and _narrow(frame):
                vector[_F[_NARROW[target]]] = 1
        return self._made(view, prop.name, fact, vector, own, mentions, dates, numbers, trace, hits, sharp, fit is not None, prop)

    def _made(
        self, view: EntityView, name: str, fact: Fact | None, vector: list[float], level: list[int], mentions: Iterable[Mention],
        dates: Iterable[DateConstraint], numbers: Iterable[NumberConstraint], trace: Iterable[Trace], hits: int, sharp: bool, fits: bool, prop: Property | None = None,
    ) -> Candidate:  # fmt: skip
        frame, index = self.frame, self.index
        covered = 0.0
        left: list[str] = []
        for k, (c, value) in enumerate(zip(self.content, level, strict=True)):
            if value >= 0:
                vector[value] += c.weight
                if c.binding:
                    covered += c.weight
            else:
                vector[self.domain[k]] += c.weight if c.binding else 0.2 * c.weight
                if c.at in frame.heads:
                    vector[_F["left_head"]] += 1
                if c.binding:
                    left.append(c.word)
        if prop is not None:
            like = index.likeness.scores(self.keys, fact.id if fact else "", (view.type, name), view.id)
            vector[_F["like"]], vector[_F["fact_like"]], vector[_F["slot_like"]] = like
            for ask in frame.asks:
                at = _F.get(f"{ask}:{prop.kind}")
                if at is not None:
                    vector[at] = 1
        open_mentions = []
        for m in mentions:
            if m.ids and _soft(m, index):
                vector[_F["umbrella"]] += 1
            else:
                open_mentions.append(m.said)
        unmet = (*open_mentions, *(_said(frame, d.start, d.end) for d in dates), *(f"{n.value:g}" for n in numbers))
        vector[_F["unmet"]] = float(len(unmet))
        score = sum(map(mul, WEIGHTS, vector))
        return Candidate(
            view.id, name, fact, round(score, 6), covered / self.total if self.total else 1.0, unmet, tuple(left), tuple(trace), hits, sharp,
            bool(self.top) or covered > 0 or (bool(frame.dates) and not self.content), fits, 0.0, tuple(vector), tuple(level),
        )  # fmt: skip


def _standing(c: Content, frame: Frame, index: Index) -> int:
    """The feature that an unexplained word counts under: it asks for a property, is said somewhere in the base, is a plain
    word, looks like a name, or is known to nobody."""
    if not c.keys.isdisjoint(index.asking):
        return _F["left_asking"]
    if not c.keys.isdisjoint(index.by_key):
        return _F["left_domain"]
    raw = frame.tokens[c.at].raw
    if raw[0].isupper() and c.at > 0 and not frame.text.isupper():
        return _F["left_name"]
    return _F["left_plain"] if c.known else _F["left_strange"]


def _spoken(frame: Frame, mention: Mention, keys: Keys, index: Index) -> bool:
    """Whether a topic (a type declared ``topical``) is met by the words of a statement that says it."""
    if not mention.ids or mention.end <= mention.start:
        return False
    if not all(index.base.types[index.entities[i].type].topical for i in mention.ids):
        return False
    said = [t.text for t in frame.tokens[mention.start : mention.end] if not index.lexicon.is_function(t.text)]
    return bool(said) and all(index.lexicon.keys(w) & keys for w in said)


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
    return [*candidates[:at], replace(candidates[at], confidence=round(sure, 4)), *candidates[at + 1 :]]


def proves(c: Candidate, candidates: Sequence[Candidate], frame: Frame) -> bool:
    """Whether a fact is what was asked for by the letter: the thing was named, a word asked for this property, each other
    word is explained by names, kinds or the property's own words, the question word fits, and nothing else comes near."""
    if not (c.fact and c.fits and c.hits and frame.top) or not any(c.entity in m.ids for m in frame.top):
        return False
    words = [level for level, w in zip(c.level, frame.content, strict=True) if w.binding]
    if any(level not in (NAME, LINK, KIND, PROPERTY) for level in words) or PROPERTY not in words:
        return False
    rivals = (o for o in candidates[1:12] if o.met and not same_answer(o, c))
    return all(o.score < c.score - PROOF_LEAD for o in rivals)


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
        return bool(set(a.fact.citations) & set(b.fact.citations)) and (a.entity in b.fact.entities or b.entity in a.fact.entities)
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
    return any(
        index.entities[e].type in date.noun and any(date_meets(date, d) for d in index.entities[e].dates) for e in fact.entities
    )


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

_PEOPLE = {"person", "partner", "mission", "institution"}


def _fit(frame: Frame, prop: Property, fv: FactView | None, index: Index, hits: int) -> float | None:
    """How well a property (and a fact of it) fits the question word; None when it cannot answer it."""
    asks = frame.asks
    best = 0.0
    if "name" in asks and not _names_something(frame, prop, fv, index):
        return None
    strong = asks - {"which", "name"}
    if strong:
        fits = [_fit_one(a, frame, prop, fv, index, hits) for a in strong]
        known = [f for f in fits if f is not None]
        if not known:
            return None
        best = max(known)
    return None if _narrow(frame) and _target_fit(frame, prop, fv, index) is None else best


def _names_something(frame: Frame, prop: Property, fv: FactView | None, index: Index) -> bool:
    """Whether a fact can answer "the name of ...": a name, an entity as its value, a person, or a thing not yet named."""
    if prop.kind in {"name", "entity"}:
        return True
    if fv is None:
        return False
    if not any(fv.fact.entity in m.ids for m in frame.top) and not fv.fact.entity.startswith(("training/", "event/")):
        return True
    return any(index.entities[e].type == "person" for e in fv.fact.entities)


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
            if fact and any(index.entities[v.id].type == "person" for v in fact.values if isinstance(v, Ref)):
                return FIT + 0.12
            return FIT if fv is None or prop.kind != "entity" or any(index.entities[v.id].type in _PEOPLE | {"place"} for v in fv.fact.values if isinstance(v, Ref)) else None
        if fact and (fact.entity.split("/")[0] == "person"):
            return FIT - 0.1
        if fact and any(index.entities[e].type in _PEOPLE for e in fact.entities):
            return 0.1
        return None
    if ask == "where":
        if "where" in prop.asks:
            return FIT
        if fact and any(index.entities[e].type == "place" for e in fact.entities):
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


def _target_fit(frame: Frame, prop: Property, fv: FactView | None, index: Index) -> str | None:
    """For "which country" where the thing of that type is: in the value, in the entity itself, in the statement, or nowhere
    that it need be. None when the question wants such a thing and the fact has none."""
    if not frame.targets or fv is None:
        return "target_other"
    fact = fv.fact
    # the narrowest noun counts: "which city" is not met by a country
    types = [(t.type, t.subtype) for t in frame.targets if t.subtype] or [(t.type, t.subtype) for t in frame.targets]
    values = [index.entities[v.id] for v in fact.values if isinstance(v, Ref)]
    if any(v.type == t and (not s or v.subtype == s) for t, s in types for v in values):
        return "target_value"
    view = index.entities[fact.entity]
    if not any(fact.entity in m.ids for m in frame.top) and any(view.type == t and (not s or view.subtype == s) for t, s in types):
        return "target_self"
    about = [index.entities[e] for e in fact.entities]
    if any(v.type == t and (not s or v.subtype == s) for t, s in types for v in about):
        return "target_about"
    heads = {frame.tokens[t.at].text for t in frame.targets}
    asked = index.property_keys[view.type, prop.name]
    if prop.kind == "number" or frame.operator in {"count", "list"} or (any(index.lexicon.keys(h) & asked for h in heads) and not _narrow(frame)):
        return "target_other"
    return None if "which" in frame.asks and len(frame.asks) == 1 else "target_other"


def _narrow(frame: Frame) -> bool:
    """Whether a subtype is asked for ("which city", "which working group"): then only such a thing answers."""
    return any(t.subtype for t in frame.targets)
