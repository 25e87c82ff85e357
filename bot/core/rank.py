"""Rank typed facts and empty slots by how completely they explain a frame; each carries its proof.

A candidate is a fact, an empty slot (a declared property without a value) or an entity as a whole. It is a proof when
every constraint of the frame is met and (nearly) all content is explained. The weights below were set on the
development questions and checked on held-back ones, see docs/understanding.md.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.frame import Frame
from bot.core.index import EntityView, FactView, Index
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, EntityId, Fact, Interval, Mention, NumberConstraint, Property, Ref, Source

COVERAGE = 0.88
"""Share of the content, by weight, that an answer must explain."""
LONG, LONG_COVERAGE = 4, 0.74
"""A question of so many content words may leave one in so many unexplained, if it is a plain word, down to this share."""
NAME, LINK, KIND, PROPERTY, SAID, TEXT, EXAMPLE, ABOUT = 1.0, 0.85, 0.75, 1.0, 0.95, 0.75, 0.6, 0.3
"""What a content word earns where it is explained: by the entity's name, the names that identify it, its type, the
property's words, words written for the fact, its statement, the property's example questions, any other statement about the thing that was named."""
ASKED = 0.45
"""For a property whose words are said, besides what those words earn."""
FIT, WEAK_FIT = 0.6, 0.25
"""For a property that answers the question word; for a fact that merely holds such a value."""
MAX_CANDIDATES = 400
UNSAID = 0.35
"""Taken for a name that only identifies the thing, when the question does not describe the thing."""
DISTANT = 0.25
"""Taken from a fact of a thing that the question neither names nor describes."""
STRONG = frozenset({"when", "who", "where", "how_many", "how_much", "how_long", "why"})
"""Question words that a thing as a whole does not answer."""


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
    asked: bool = False
    """Whether a word of the property was said, or its question word."""
    hits: int = 0
    sharp: bool = False
    """Whether a word was said that asks for this property and for no other of the type."""
    anchored: bool = True
    """Whether a name, a date or at least one binding word ties it to the question."""
    long: bool = False
    """Whether a long question is explained but for one or two plain words."""

    @builtins.property  # the field above takes the plain name
    def void(self) -> bool:
        return self.fact is None and bool(self.property)

    @builtins.property  # the field above takes the plain name
    def proven(self) -> bool:
        return self.anchored and not self.unmet and (self.coverage >= COVERAGE or self.long)


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


def candidate_entities(frame: Frame, index: Index) -> Iterable[EntityId]:
    """Entities that may meet all mentions, or explain the content, found through the posting lists."""
    found: set[EntityId] | None = None
    for mention in frame.top:
        if mention.ids and all(index.base.types[index.entities[i].type].topical for i in mention.ids) and (len(frame.top) > 1 or frame.content):
            continue
        near: set[EntityId] = set()
        for entity in mention.ids:
            near.add(entity)
            near |= index.by_link.get(entity, frozenset())
        found = near if found is None else found & near
    if found is not None and len(found) <= MAX_CANDIDATES:
        return found
    tally: dict[EntityId, float] = {}
    total = 0.0
    for content in frame.content:
        total += content.weight
        hit: set[EntityId] = set()
        for key in content.keys:
            posting = index.by_key.get(key, frozenset())
            if len(posting) <= 5_000:
                hit |= posting
        for entity in hit if found is None else hit & found:
            tally[entity] = tally.get(entity, 0.0) + content.weight
    if not tally:
        return sorted(found)[:MAX_CANDIDATES] if found else ()
    best = sorted(tally, key=lambda e: (-tally[e], e))
    return best[:MAX_CANDIDATES]


_recent: list[tuple[Frame, Index, list[Candidate]]] = []
"""The last few rankings: one message asks for the same one several times (operators, decision, refusal)."""


def rank(frame: Frame, index: Index, within: Iterable[EntityId] | None = None) -> list[Candidate]:
    """All candidates, best first. Deterministic: ties are broken by id."""
    if within is None:
        for known, of, found in _recent:
            if known is frame and of is index:
                return found
        found = _rank(frame, index, None)
        _recent.insert(0, (frame, index, found))
        del _recent[6:]
        return found
    return _rank(frame, index, within)


def _rank(frame: Frame, index: Index, within: Iterable[EntityId] | None) -> list[Candidate]:
    if any(not m.ids for m in frame.top):
        return []
    entities = candidate_entities(frame, index) if within is None else within
    out: list[Candidate] = []
    for entity in _reaching(frame, index, entities):
        out += _of_entity(frame, index, index.entities[entity])
    out.sort(key=lambda c: (not c.proven, -c.score, c.void, c.entity, c.fact.id if c.fact else c.property))
    return out


def _reaching(frame: Frame, index: Index, entities: Iterable[EntityId]) -> Iterable[EntityId]:
    """The entities that could explain the content at all; when none could, those that come nearest, for the refusal."""
    binding = [c for c in frame.content if c.binding]
    total = sum(c.weight for c in binding)
    if not total:
        return entities
    share = {e: sum(c.weight for c in binding if not c.keys.isdisjoint(index.entities[e].reach)) / total for e in entities}
    able = [e for e, s in share.items() if s >= LONG_COVERAGE]
    return able or sorted(share, key=lambda e: (-share[e], e))[:20]


def _spoken(frame: Frame, mention: Mention, keys: Keys, index: Index) -> bool:
    """Whether a topic (a type declared ``topical``) is met by the words of a statement that says it."""
    if not mention.ids or mention.end <= mention.start:
        return False
    if not all(index.base.types[index.entities[i].type].topical for i in mention.ids):
        return False
    said = [t.text for t in frame.tokens[mention.start : mention.end] if not index.lexicon.is_function(t.text)]
    return bool(said) and all(index.lexicon.keys(w) & keys for w in said)


def _of_entity(frame: Frame, index: Index, view: EntityView) -> Iterable[Candidate]:
    base_score = 0.0
    trace: list[Trace] = []
    open_mentions: list[Mention] = []
    for mention in frame.top:
        ids = set(mention.ids)
        if view.id in ids:
            base_score += 1.0
            trace.append(Trace(mention.said, view.id))
        elif ids & view.links or _spoken(frame, mention, view.support, index):
            base_score += 0.8
            trace.append(Trace(mention.said, view.id))
        else:
            open_mentions.append(mention)
    open_dates: list[DateConstraint] = []
    for date in frame.dates:
        if (not date.document and any(date_meets(date, d) for d in view.dates)) or (date.interval.precision == "year" and not date.document and float(date.interval.start.year) in view.numbers):
            base_score += 0.5
            trace.append(Trace(_said(frame, date.start, date.end), view.id))
        else:
            open_dates.append(date)
    open_numbers = [n for n in frame.numbers if n.value not in view.numbers]
    named = any(view.id in m.ids for m in frame.top)
    level: list[float] = []
    total = 0.0
    for c in frame.content:
        if c.binding:
            total += c.weight
        if c.superlative and named:
            level.append(KIND)  # "the first MoU", when it is named outright
        elif c.keys & view.name_keys:
            level.append(NAME)
        elif c.keys & view.link_keys:
            level.append(LINK)
        elif c.keys & view.kind_keys:
            level.append(KIND)
        elif named and frame.asks & {"when", "where"} and c.keys & view.every:
            level.append(ABOUT)
        else:
            level.append(0.0)
    if frame.operator == "overview" or not frame.asks & STRONG or (named and frame.asks <= {"who", "which"}):
        yield _candidate(frame, index, view, "", None, base_score + 0.2, total, level, open_mentions, open_dates, open_numbers, trace, 0, asked=not frame.asks)
    properties = index.base.types[view.type].properties
    for name, prop in properties.items():
        keys = index.property_keys[view.type, name]
        examples = index.example_keys[view.type, name]
        hits = 0
        sharp = False
        bonus = 0.0
        own = list(level)
        for k, c in enumerate(frame.content):
            common = c.keys & keys
            if common:
                rare = max(index.rarity[view.type, key] for key in common)
                if own[k] < NAME:
                    bonus += ASKED * rare * (1 if c.binding else 0.4)
                    hits += 1
                    sharp = sharp or (rare == 1.0 and c.binding)
                else:
                    bonus += 0.1 * rare
                own[k] = max(own[k], PROPERTY)
            elif c.keys & examples:
                own[k] = max(own[k], EXAMPLE)
        facts = view.facts.get(name, ())
        if not facts:
            fit = _fit(frame, prop, None, index, hits)
            if frame.top and not named and not any(v in (NAME, KIND) for v in level):
                continue
            if fit is None or not (hits or (fit >= FIT and prop.single and named and not frame.content)):
                continue
            yield _candidate(frame, index, view, name, None, base_score + bonus + fit - 0.1, total, own, open_mentions, (), (), trace, hits, asked=True, sharp=sharp)
            continue
        for fact in facts:
            fv = index.facts[fact.id]
            fit = _fit(frame, prop, fv, index, hits)
            if fit is None:
                continue
            yield _of_fact(frame, index, view, prop, fv, base_score + bonus + fit, total, own, open_mentions, open_dates, open_numbers, trace, hits)


def _of_fact(
    frame: Frame, index: Index, view: EntityView, prop: Property, fv: FactView, score: float, total: float, level: list[float],
    open_mentions: list[Mention], open_dates: list[DateConstraint], open_numbers: list[NumberConstraint], trace: list[Trace], hits: int,
) -> Candidate:  # fmt: skip
    fact = fv.fact
    own = list(level)
    for k, c in enumerate(frame.content):
        if own[k] < SAID and c.keys & fv.said_keys:
            own[k] = SAID
        elif own[k] < TEXT and c.keys & fv.keys:
            own[k] = TEXT
    if len(open_mentions) == len(frame.top) and not any(level):
        score -= DISTANT
    trace = list(trace)
    mentions, dates, numbers = [], [], []
    for mention in open_mentions:
        if set(mention.ids) & fv.entities or _spoken(frame, mention, fv.keys | view.support, index):
            score += 0.7
            trace.append(Trace(mention.said, fact.id))
        else:
            mentions.append(mention)
    for mention in frame.top:
        if mention not in open_mentions and view.id not in mention.ids:
            if set(mention.ids) & fv.entities:
                score += 0.04
            elif frame.yes_no:
                score -= 0.5  # "was X in it": a yes must rest on a statement about X
            elif not any(v in (NAME, KIND, LINK) for v in level):
                score -= UNSAID  # the thing itself is not described, so the statement should be about what was named
    for date in open_dates:
        if fact_date(fact, date, index.base.sources) is True or _noun_date(date, fact, index):
            score += 0.5
            trace.append(Trace(_said(frame, date.start, date.end), fact.id))
        else:
            dates.append(date)
    for date in frame.dates:
        if date not in open_dates and fact_date(fact, date, index.base.sources) is True:
            score += 0.15
    for number in open_numbers:
        if number.value in fv.numbers:
            score += 0.5
            trace.append(Trace(f"{number.value:g}", fact.id))
        else:
            numbers.append(number)
    return _candidate(frame, index, view, prop.name, fact, score, total, own, mentions, dates, numbers, trace, hits, asked=hits > 0)


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


def _candidate(
    frame: Frame, index: Index, view: EntityView, prop: str, fact: Fact | None, score: float, total: float, level: list[float],
    mentions: Iterable[Mention], dates: Iterable[DateConstraint], numbers: Iterable[NumberConstraint], trace: Iterable[Trace], hits: int, *, asked: bool, sharp: bool = False,
) -> Candidate:  # fmt: skip
    covered = 0.0
    left: list[str] = []
    for c, value in zip(frame.content, level, strict=True):
        if value > 0:
            if c.binding:
                covered += c.weight
            score += c.weight * value
        elif c.binding:
            left.append(c.word)
    unmet = [m.said for m in mentions] + [_said(frame, d.start, d.end) for d in dates] + [f"{n.value:g}" for n in numbers]
    by = fact.id if fact else f"property:{prop}" if prop else view.id
    explained = tuple(Trace(c.word, by if v < NAME else view.id) for c, v in zip(frame.content, level, strict=True) if v > 0)
    coverage = covered / total if total else 1.0
    return Candidate(
        view.id, prop, fact, round(score, 6), coverage, tuple(unmet), tuple(left), (*trace, *explained), asked, hits, sharp,
        bool(frame.top) or covered > 0 or (bool(frame.dates) and not frame.content),
        bool(prop) and not frame.yes_no and coverage >= LONG_COVERAGE and _plain(frame, left, index),
    )  # fmt: skip


def _plain(frame: Frame, left: list[str], index: Index) -> bool:
    """Whether what is left over of a long question are plain words, of which no property is known by name.

    A capitalised word, an unknown one, or one that asks for another property is never plain; neither is one right before
    a type noun ("maritime training").
    """
    binding = [c for c in frame.content if c.binding]
    if frame.asks & {"how_many", "how_much"} or len(binding) < LONG or len(left) > len(binding) // LONG:
        return False
    nouns = {k.at for k in frame.kinds}
    for c in binding:
        if c.word in left:
            raw = frame.tokens[c.at].raw
            if not c.known or (raw[0].isupper() and c.at > 0) or c.at + 1 in nouns or c.at in nouns or c.keys & index.asking:
                return False
    return True


def _said(frame: Frame, start: int, end: int) -> str:
    return " ".join(t.raw for t in frame.tokens[start:end])


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
        fits = [_fit_one(a, prop, fv, index, hits) for a in strong]
        known = [f for f in fits if f is not None]
        if not known:
            return None
        best = max(known)
    target = _target_fit(frame, prop, fv, index)
    if target is None:
        return None
    return best + target


def _names_something(frame: Frame, prop: Property, fv: FactView | None, index: Index) -> bool:
    """Whether a fact can answer "the name of ...": a name, an entity as its value, a person, or a thing not yet named."""
    if prop.kind in {"name", "entity"}:
        return True
    if fv is None:
        return False
    if not any(fv.fact.entity in m.ids for m in frame.top) and not fv.fact.entity.startswith(("training/", "event/")):
        return True
    return any(index.entities[e].type == "person" for e in fv.fact.entities)


def _fit_one(ask: str, prop: Property, fv: FactView | None, index: Index, hits: int) -> float | None:
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
    if ask in {"how_many", "how_much"}:
        if prop.kind == "number" or ask in prop.asks:
            return FIT
        return None
    if ask == "how_long":
        return FIT if "how_long" in prop.asks else 0.1 if prop.kind == "date" else None
    if ask == "why":
        return FIT if "why" in prop.asks else 0.0
    if ask == "how":
        return 0.2 if "how" in prop.asks else 0.0
    return 0.0


def _target_fit(frame: Frame, prop: Property, fv: FactView | None, index: Index) -> float | None:
    """For "which country": the value, or the entity itself, must be of that type."""
    if not frame.targets or fv is None:
        return 0.0
    fact = fv.fact
    types = [(t.type, t.subtype) for t in frame.targets]
    values = [index.entities[v.id] for v in fact.values if isinstance(v, Ref)]
    for type_, subtype in types:
        if any(v.type == type_ and (not subtype or v.subtype == subtype) for v in values):
            return 0.4
    view = index.entities[fact.entity]
    named = any(fact.entity in m.ids for m in frame.top)
    for type_, subtype in types:
        if not named and view.type == type_ and (not subtype or view.subtype == subtype):
            return 0.25
    about = [index.entities[e] for e in fact.entities]
    if any(v.type == t and (not s or v.subtype == s) for t, s in types for v in about):
        return 0.15
    heads = {frame.tokens[t.at].text for t in frame.targets}
    asked = index.property_keys[view.type, prop.name]
    if any(index.lexicon.keys(h) & asked for h in heads) or prop.kind == "number" or frame.operator in {"count", "list"}:
        return 0.0
    return None if "which" in frame.asks and len(frame.asks) == 1 else 0.0
