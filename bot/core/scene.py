"""A frame, prepared for looking at many candidates closely: what of it each thing, fact and empty slot explains, and what is left unmet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from bot.core.answers import asked_for, fit, target_fit
from bot.core.candidate import PLACE, STRONG, Candidate, Evidence, Explained, Met
from bot.core.dates import date_meets, fact_date
from bot.core.frame import Content, Frame
from bot.core.index import EntityView, FactView, Index, Slot
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, EntityId, Fact, FactId, Interval, Mention, NumberConstraint, Property, Ref
from bot.core.weights import WEIGHTS

FEW_DATES = 4
"""Dates up to which going through them is faster than to look them up."""
LONG_POSTING = 400
"""Of a list of more facts than this only those of the entities found are looked at."""


_NARROW = {"target_value": "narrow_value", "target_self": "narrow_self"}


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
    trace: tuple[Met, ...]
    worth: float
    evidence: Evidence

    def elsewhere(self, date: DateConstraint, made: Set[str]) -> bool:
        """Whether it is a thing of another time, so that a date is not met by what else is of that time ("which agreement was signed in
        2014": not that with a mission created in 2014)."""
        own = self.view.dates
        return self.view.type in made and not self.named and bool(own) and all(date_meets(date, d) is False for d in own)


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
        self.wanted: dict[str, set[str]] = {}
        """Those, and the ones that have a word in their examples."""
        self._find_slots(index)
        self.told: dict[FactId, int] | None = None
        """See :meth:`Scene.look_up`; None while unknown, or if it depends on the pool."""
        self.rough: dict[str, dict[str, tuple[float, float, float]]] = {}
        """For each type what its properties count when facts are picked for a closer look (see :mod:`bot.core.rank`)."""
        self.support: dict[EntityId, int] = {}
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
            self.wanted.setdefault(type_, set()).add(name)
            asked.exemplary &= ~asked.bits
            if asked.bits:
                self.requested.setdefault(type_, []).append(name)


def _decisive(frame: Frame) -> tuple[object, ...]:
    """What of a frame its :class:`_Words` depend on."""
    return frame.content, frame.asks, frame.heads, frame.targets, frame.text, frame.tokens


def _words_of(frame: Frame, index: Index) -> _Words:
    """The words of a frame: those of the last ranking if it was of another reading of the same message."""
    words = index.memo.words
    if not isinstance(words, _Words) or words.of != _decisive(frame):
        words = index.memo.words = _Words(frame, index)
    return words


class Scene:
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
        self.anchored = bool(self.top) or (bool(frame.dates) and not self.content)
        """Whether every candidate is tied to the question, whatever words it explains."""
        self.words = words = _words_of(frame, index)
        self.weight, self.bits, self.slots, self.requested, self.like = words.weight, words.bits, words.slots, words.requested, words.like
        self.wanted = words.wanted
        self.keys = frozenset(self.bits)
        self.told: Mapping[FactId, int] = {}
        """For each fact of the pool that has any the content words that it has."""
        self.superlative = sum(1 << k for k, c in enumerate(self.content) if c.superlative)
        self.soft = [m for m in self.top if m.ids and _soft(m, index)]
        self.fitted = bool(frame.asks or frame.targets)
        self.asked = asked_for(frame, index)
        self.cues = index.cues
        self.lesser = any(t.text in self.cues.words["lesser"] for t in frame.tokens)
        self._standing, self._explained, self._left = words.standing, words.explained, words.left
        self._support = words.support
        self._dates_said: dict[tuple[int, int], str] = {}
        self._topics: dict[Mention, Sequence[Keys]] = {}
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
                own = own or set().union(*[self.index.entities[e].told for e in pool])
                posting &= own
            if not told:
                told = dict.fromkeys(posting, bits)
                continue
            for f in posting:
                told[f] = told.get(f, 0) | bits
        self.told = told
        if not long:
            self.words.told = told

    def support_of(self, view: EntityView) -> int:
        """The content words (as bits) that a thing explains by its names, its kind and what identifies it."""
        known = self._support.get(view.id)
        if known is None:
            known = self._support[view.id] = self.bits_of(view.support)
        return known

    def bits_of(self, keys: Keys) -> int:
        """The content words that some keys explain."""
        shared = self.keys & keys
        found = 0
        if shared:
            bits = self.bits
            for key in shared:
                found |= bits[key]
        return found

    def _said(self, date: DateConstraint) -> str:
        """A date in the words of the question."""
        at = date.start, date.end
        known = self._dates_said.get(at)
        if known is None:
            known = self._dates_said[at] = " ".join([t.raw for t in self.frame.tokens[date.start : date.end]])
        return known

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
        trace: list[Met] = []
        mentions: list[Mention] = []
        linked: list[Mention] = []
        evidence: dict[int, float] = {}
        named = False
        for mention in self.top:
            if view.id in mention.ids:
                evidence[_NAMED] = evidence.get(_NAMED, 0.0) + 1
                named = True
                trace.append((mention.said, view.id))
            elif not view.links.isdisjoint(mention.ids):
                evidence[_LINKED] = evidence.get(_LINKED, 0.0) + 1
                linked.append(mention)
                trace.append((mention.said, view.id))
            else:
                mentions.append(mention)
        dates: list[DateConstraint] = []
        for date in frame.dates:
            if (not date.document and any(date_meets(date, d) for d in view.dates)) or (
                date.interval.precision == "year" and date.relation == "in" and not date.document and float(date.interval.start.year) in view.numbers
            ):
                evidence[_DATED] = evidence.get(_DATED, 0.0) + 1
                trace.append((self._said(date), view.id))
            else:
                dates.append(date)
        numbers = tuple(n for n in frame.numbers if n.value not in view.numbers)
        first = self.superlative if named else 0
        own = link = kind = 0
        if self.support_of(view):
            own, link, kind = self.bits_of(view.name_keys), self.bits_of(view.link_keys), self.bits_of(view.kind_keys)
        name = own & ~first
        link &= ~(name | first)
        kind = (kind | first) & ~(name | link)
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
            or (named and frame.asks <= {"who", "which"} and (self.index.nature(view.type) == "person" or not self.content))
        ):
            all_of_it: Evidence = (
                (_WHOLE, 1.0), (_WHOLE_ASKED, float(bool(frame.asks - {"which"}) or frame.yes_no)), (_OVERVIEW, float(frame.operator == "overview"))
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
            known = self._kinds[kind] = tuple((at, 1.0) for ask in self.frame.asks if (at := PLACE.get(f"{ask}:{kind}")) is not None)
        return known

    def _refuses(self, thing: _Thing, prop: Property, hits: int) -> bool:
        """Whether an empty slot may be what is asked for."""
        if not hits and not (thing.named and prop.single and not self.total):
            return False
        slot = thing.view.type, prop.name
        if slot in self.cues.lesser_slots and not self.lesser:
            return False
        if slot not in self._void_fits:
            self._void_fits[slot] = fit(self.asked, prop, None, hits)
        fits = self._void_fits[slot]
        # "who leads it" does not ask for what it leads
        return (hits > 0 or fits not in (None, 0.0)) and not (self.strong and fits is None)

    def _of_fact(self, thing: _Thing, prop: Property, fv: FactView, asked: _Asked, request: tuple[int, bool, float, Evidence]) -> Candidate:
        frame, fact, view = self.frame, fv.fact, thing.view
        hits, sharp, worth, evidence = request
        text = self.told.get(fact.id, 0)
        said = self.bits_of(fv.said_keys) if text else 0
        like, fact_like, slot_like = self.like.scores(fact.id, (view.type, prop.name), view.id, text | thing.own)
        alike = ((_LIKE, like), (_FACT_LIKE, fact_like), (_SLOT_LIKE, slot_like))
        worth += _OF_LIKE * like + _OF_FACT_LIKE * fact_like + _OF_SLOT_LIKE * slot_like
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
            numbers = [n for n in thing.numbers if not self._tells(n, fv, prop)]
            trace = (*trace, *((f"{n.value:g}", fact.id) for n in thing.numbers if n not in numbers))
        fits: float | None = 0.0
        if self.fitted:
            fits = fit(self.asked, prop, fv, hits)
            if fits is None:
                own.append((_MISFIT, 1.0))
            elif fits:
                own.append((_FIT, fits))
            if frame.targets:
                target = target_fit(self.asked, prop, fv)
                own.append((PLACE["target_none" if target is None else target], 1.0))
                if self.asked.narrow and target in _NARROW:
                    own.append((PLACE[_NARROW[target]], 1.0))
        bits = thing.name, thing.link, thing.kind, thing.every, asked.bits, asked.exemplary, said, text
        words = self._explained.get(bits) or self.explained(*bits)
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
            fits is not None,
        )

    def _tells(self, number: NumberConstraint, fv: FactView, prop: Property) -> bool:
        """Whether a fact has a number: as a figure, or as the length of its list of such things ("the four operations", not "the 2 chiefs"
        where one chief has two organizations), those left aside that are named already ("talks of DPKO with 3 bodies")."""
        if number.value in fv.numbers:
            return True
        others = [v for v in fv.fact.values if not (isinstance(v, Ref) and any(v.id in m.ids for m in self.top))]
        if number.value not in {len(fv.fact.values), len(others)} or number.value < 2:
            return False
        keys = fv.counts | self.index.property_keys[fv.fact.entity.partition("/")[0], prop.name]
        noun = next((c for c in self.content if number.end <= c.at <= number.end + 1), None)
        return noun is None or not noun.binding or not noun.keys.isdisjoint(keys)

    def _mentions(self, thing: _Thing, fv: FactView, own: list[tuple[int, float]]) -> tuple[list[Mention], tuple[Met, ...]]:
        """The names that a fact leaves unmet, and what meets the others; adds to the evidence."""
        frame, fact, view = self.frame, fv.fact, thing.view
        left: list[Mention] = []
        trace = [*thing.trace]
        for mention in thing.mentions:
            if not fv.entities.isdisjoint(mention.ids):
                own.append((_STATED, 1.0))
                trace.append((mention.said, fact.id))
            elif not fv.named.isdisjoint(mention.ids) or (self.soft and self._spoken(mention, fv.keys, view.support)):
                own.append((_SPOKEN, 1.0))
                trace.append((mention.said, fact.id))
            elif not fv.sources.isdisjoint(mention.ids):
                own.append((_SOURCED, 1.0))
                trace.append((mention.said, f"source of {fact.id}"))
            elif mention in frame.alternatives:
                own.append((_ALTERNATIVE, 1.0))
                trace.append((mention.said, "set beside another by the question"))
            elif not frame.yes_no and not view.about.isdisjoint(mention.ids) and not (view.type in self.index.made and self._is_twin(view, mention)):
                own.append((_KIN, 1.0))
                trace.append((mention.said, view.id))
            else:
                left.append(mention)
        return left, tuple(trace)

    def _spoken(self, mention: Mention, stated: Keys, support: Keys) -> bool:
        """Whether a statement says all words of a topic, those apart that its thing supports."""
        topic = self._topics.get(mention)
        if topic is None:
            topic = self._topics[mention] = _topic(mention, self.frame, self.index)
        return bool(topic) and all(not keys.isdisjoint(stated) or not keys.isdisjoint(support) for keys in topic)

    def _is_twin(self, view: EntityView, mention: Mention) -> bool:
        """Whether the one thing named is another of the same kind: of one agreement nothing is asked by the name of another."""
        named = [m for m in self.top if any(self.index.entities[i].type == view.type for i in m.ids)]
        return named == [mention] and all(self.index.entities[i].type == view.type for i in mention.ids)

    def _dates(self, thing: _Thing, fact: Fact, trace: tuple[Met, ...], own: list[tuple[int, float]]) -> tuple[list[DateConstraint], tuple[Met, ...]]:
        """The dates that a fact leaves unmet, and what meets the others; adds to the evidence."""
        frame, index = self.frame, self.index
        left: list[DateConstraint] = []
        # hundreds may be said, and comparing each with each took seconds
        open_ = thing.dates if len(thing.dates) <= FEW_DATES else set(thing.dates)
        for date in frame.dates:
            met = fact_date(fact, date, index.base.sources) is True
            if date not in open_:
                if met:
                    own.append((_BOTH_DATED, 1.0))
                elif thing.named and thing.view.type not in index.made and date.relation == "in" and (fact.when or fact.as_of) and not frame.yes_no:
                    left.append(date)  # who headed MINUSMA in the year of its creation is not told by who did later
            elif met or _noun_date(date, fact, index):
                own.append((_FACT_DATED, 1.0))
                trace = (*trace, (self._said(date), fact.id))
            elif _told_at(date, index.facts[fact.id].said_dates if thing.elsewhere(date, index.made) else index.facts[fact.id].dates):
                own.append((_TOLD_DATED, 1.0))
                trace = (*trace, (self._said(date), fact.id))
            else:
                left.append(date)
        return left, trace

    def _made(
        self, thing: _Thing, name: str, fact: Fact | None, words: Explained, worth: float, evidence: tuple[Evidence, ...], mentions: Sequence[Mention],
        dates: Sequence[DateConstraint], numbers: Sequence[NumberConstraint], trace: tuple[Met, ...], hits: int, sharp: bool, fits: bool,
    ) -> Candidate:  # fmt: skip
        unmet: tuple[str, ...] = ()
        if mentions or dates or numbers:
            hard = [m.said for m in mentions if m not in self.soft] if self.soft else [m.said for m in mentions]
            unmet = (*hard, *[self._said(d) for d in dates], *[f"{n.value:g}" for n in numbers])
            more: Evidence = ((_UMBRELLA, float(len(mentions) - len(hard))), (_UNMET, float(len(unmet))))
            evidence = (*evidence, more)
            worth += _worth(more)
        anchored = self.anchored or words.covered > 0
        return Candidate(
            thing.view.id, name, fact, round(thing.worth + words.worth + worth, 6), words, unmet, trace, hits, sharp, anchored, fits, 0.0, (thing.evidence, *evidence)
        )  # fmt: skip


_NAMED, _LINKED, _DATED, _DISTANT, _RESTATED, _UNSAID = (PLACE[n] for n in ("named", "linked", "dated", "distant", "restated", "unsaid"))


_ASKED, _SHARP, _VOID, _TAUGHT, _FIT, _MISFIT = (PLACE[n] for n in ("asked", "sharp", "void", "taught", "fit", "misfit"))


_LIKE, _FACT_LIKE, _SLOT_LIKE, _SAID, _TEXT, _LEFT_HEAD = (PLACE[n] for n in ("like", "fact_like", "slot_like", "said", "text", "left_head"))


_STATED, _SPOKEN, _SOURCED, _ALTERNATIVE, _KIN = (PLACE[n] for n in ("stated", "spoken", "sourced", "alternative", "kin"))


_BOTH_DATED, _FACT_DATED, _TOLD_DATED, _UMBRELLA, _UNMET = (PLACE[n] for n in ("both_dated", "fact_dated", "told_dated", "umbrella", "unmet"))


_WHOLE, _WHOLE_ASKED, _OVERVIEW = (PLACE[n] for n in ("whole", "whole_asked", "overview"))


_OF_LIKE, _OF_FACT_LIKE, _OF_SLOT_LIKE = WEIGHTS[_LIKE], WEIGHTS[_FACT_LIKE], WEIGHTS[_SLOT_LIKE]


def _worth(evidence: Iterable[tuple[int, float]]) -> float:
    """What some evidence is worth, in nats."""
    total = 0.0
    for i, value in evidence:
        total += WEIGHTS[i] * value
    return total


def _told_at(date: DateConstraint, known: Sequence[Interval]) -> bool:
    """Whether the dates that a statement says, its own or of what it refers to, meet a date: one of them that it was then, all of them
    that it was before or after."""
    if date.relation == "in":
        return any(d.within(date.interval) for d in known)
    return bool(known) and all(date_meets(date, d) for d in known)


def _standing(c: Content, frame: Frame, index: Index) -> int:
    """The feature that an unexplained word counts under: it asks for a property, is said somewhere in the base, is a plain
    word, looks like a name, or is known to nobody."""
    if not c.keys.isdisjoint(index.asking):
        return PLACE["left_asking"]
    if any(key in index.by_key for key in c.keys):  # isdisjoint would walk through all of a mapping
        return PLACE["left_domain"]
    raw = frame.tokens[c.at].raw
    if raw[0].isupper() and c.at > 0 and not frame.text.isupper():
        return PLACE["left_name"]
    return PLACE["left_plain"] if c.known else PLACE["left_strange"]


def _topic(mention: Mention, frame: Frame, index: Index) -> Sequence[Keys]:
    """The words of a topic (a type declared ``topical``): a statement that says them meets it. Empty for all other names."""
    if not mention.ids or mention.end <= mention.start:
        return ()
    if any(not index.base.types[index.entities[i].type].topical for i in mention.ids):
        return ()
    said = (t.text for t in frame.tokens[mention.start : mention.end])
    return [index.lexicon.keys(w) for w in said if not index.lexicon.is_function(w)]


def _noun_date(date: DateConstraint, fact: Fact, index: Index) -> bool:
    """Whether a date that stands beside a type noun is the date of such a thing in the fact."""
    return any(index.entities[e].type in date.noun and any(date_meets(date, d) for d in index.entities[e].dates) for e in fact.entities)
