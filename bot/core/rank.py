"""Rank typed facts and empty slots by how completely they explain a frame; each carries its proof.

A candidate is a fact, an empty slot (a declared property without a value) or an entity as a whole. What is named, dated
or counted in the question are constraints: a candidate that leaves one unmet is never an answer. Words are evidence:
each earns what it is worth where it is explained, and costs what it is worth where it is not. How much is learnt
(:mod:`bot.core.weights`), on questions of which the fact that answers them is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from heapq import nsmallest

from bot.core.candidate import STRONG, Candidate
from bot.core.frame import Frame
from bot.core.index import EntityView, Index
from bot.core.judge import judge
from bot.core.model import EntityId, Fact, FactId
from bot.core.scene import Scene

MAX_ENTITIES, MAX_FACTS, MAX_WHOLES = 160, 24, 6
"""Entities found through the words of a question; facts, and entities as a whole, that are looked at closely."""
ROUGH = {"said": 1.8, "asked": 0.2, "fits": 1.5, "like": 0.19}
"""What counts when a fact is picked for a closer look, beside the weight of the words that its entity supports: that of the words
that it says, of those that ask for its property, that its property answers the question word, how like the question is to
what is asked of its property. A conditional logit over the facts of the question files, by which of them came first in the end."""
FIGURE = 10
"""Numbers from which one is looked up: smaller ones count too many things."""
MAX_TELLERS = 20
"""A figure that more entities tell finds none."""
TOLD_FIGURE = 2.0
"""What a figure that is asked about counts when a fact is picked for a closer look, as heavy words do."""
MAX_POSTING = 5_000
"""A word that more entities share finds none."""


def candidate_entities(scene: Scene) -> set[EntityId]:
    """Entities that a question may be about: those named, those linked to what is named, else those that its words support."""
    frame, index = scene.frame, scene.index
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
    named = {i for m in scene.top for i in m.ids}
    pool = _heaviest(_supported(scene, found), scene.weight, named)
    if len(named) <= MAX_ENTITIES:
        pool |= named
    if not pool and found:
        pool = set(nsmallest(MAX_ENTITIES, found))
    for number in frame.numbers:  # "in which year did they reach 10,629": few tell such a figure
        tellers = index.by_number.get(number.value, frozenset())
        if number.value >= FIGURE and len(tellers) <= MAX_TELLERS:
            pool |= tellers if found is None else tellers & found
    return pool


def _supported(scene: Scene, within: Set[EntityId] | None) -> dict[int, frozenset[EntityId]]:
    """The entities that the content words support, by the words (as bits) that support them: each word parts those of the words before
    it in two, so that long posting lists are intersected and never walked through."""
    content, postings, weight = scene.frame.content, scene.index.by_key, scene.weight
    groups: dict[int, frozenset[EntityId]] = {}
    rest = sum(c.weight for c in content)
    for k in sorted(range(len(content)), key=lambda k: -content[k].weight):
        # when enough are ahead by more than all that is left to say, nobody else can be among the best: words that
        # thousands share are then looked up for those alone
        closed = sum(map(len, groups.values())) > MAX_ENTITIES and weight[_cut(groups, weight)] > rest
        rest -= content[k].weight
        lists: list[frozenset[EntityId]] = [p for key in content[k].keys if (p := postings.get(key)) and len(p) <= MAX_POSTING]
        if within is not None and not closed:
            lists = [posting & within for posting in lists]
        if not lists:
            continue
        parted: dict[int, frozenset[EntityId]] = {}
        new = frozenset[EntityId]() if closed else lists[0].union(*lists[1:])
        for bits, group in groups.items():
            both = frozenset[EntityId]().union(*[group & posting for posting in lists]) if closed else group & new
            if both:
                parted[bits | 1 << k] = both
                group = group - both
                new -= both
            if group:
                parted[bits] = group
        if new:
            parted[1 << k] = new
        groups = parted
    return groups


def _heaviest(groups: Mapping[int, frozenset[EntityId]], weight: Mapping[int, float], named: Set[EntityId]) -> set[EntityId]:
    """The ``MAX_ENTITIES`` with the heaviest words, what is named ahead by one; ties are broken by id."""
    levels: dict[float, set[EntityId]] = {}
    for bits, group in groups.items():
        levels.setdefault(weight[bits], set()).update(group - named)
        if spoken := group & named:
            levels.setdefault(weight[bits] + 1, set()).update(spoken)
    pool: set[EntityId] = set()
    for level in sorted(levels, reverse=True):
        room = MAX_ENTITIES - len(pool)
        pool.update(levels[level] if len(levels[level]) <= room else nsmallest(room, levels[level]))
    return pool


def _cut(groups: Mapping[int, frozenset[EntityId]], weight: Mapping[int, float]) -> int:
    """The words of the last entity that is among the ``MAX_ENTITIES`` with the heaviest; there are more than so many."""
    ahead = 0
    for bits in sorted(groups, key=lambda b: -weight[b]):
        ahead += len(groups[bits])
        if ahead >= MAX_ENTITIES:
            return bits
    return 0


def rank(frame: Frame, index: Index, within: Iterable[EntityId] | None = None) -> list[Candidate]:
    """All candidates worth looking at, best first. Deterministic: ties are broken by id."""
    if any(not m.ids for m in frame.top):
        return []
    scene = Scene(frame, index)
    pool = candidate_entities(scene) if within is None else set(within)
    if frame.scope is not None:
        pool = {index.base.facts[f].entity for f in frame.scope}
    scene.look_up(pool)
    out = [c for view, facts, whole in _promising(scene, pool) for c in scene.candidates(view, facts, whole)]
    out.sort(
        key=lambda c: (bool(c.unmet) or not c.anchored, -c.score, c.fact is None and bool(c.property), c.entity, c.fact.id if c.fact else c.property)
    )
    return judge(out, frame, index)


def _promising(scene: Scene, pool: set[EntityId]) -> list[tuple[EntityView, list[Fact], bool]]:
    """What of a pool is worth a close look: a rough sum of the words that each fact, its property and its entity explain,
    taken from the posting lists. For each entity its facts, and whether to look at it as a whole."""
    index, weight, said, scope = scene.index, scene.weight, scene.told, scene.frame.scope
    entities, facts = index.entities, index.facts
    named = {i for m in scene.top for i in m.ids}
    support = {e: weight[scene.support_of(entities[e])] + (1.5 if e in named else 0.0) for e in pool}
    best = nsmallest(MAX_WHOLES, support, key=lambda e: (-support[e], e))
    wholes = set(best)
    figures = {n.value for n in scene.frame.numbers if n.value >= FIGURE}
    of_said = ROUGH["said"]
    rough: list[tuple[float, FactId, EntityView, Fact]] = []
    for fact, every in _told(scene, support, {e for e in support if e in named or e in wholes}):
        e = fact.entity
        view = entities[e]
        slots = scene.words.rough.setdefault(view.type, {})
        slot = slots.get(fact.property)
        if slot is None:
            slot = slots[fact.property] = _rough(scene, view.type, fact.property)
        asked, fits, like = slot
        bits = said.get(fact.id, 0)
        if bits or asked or every:
            figure = TOLD_FIGURE if figures and not figures.isdisjoint(facts[fact.id].numbers) else 0.0
            rough.append((-(support[e] + asked + fits + like) - figure - of_said * weight[bits], fact.id, view, fact))
    if scope is not None:
        rough = [one for one in rough if one[1] in scope]
    if len(rough) > MAX_FACTS:  # numbers alone are sorted much faster
        last = sorted([one[0] for one in rough])[MAX_FACTS - 1]
        rough = [one for one in rough if one[0] <= last]
    rough.sort()
    chosen: dict[EntityId, list[Fact]] = {}
    for _, _, view, fact in rough[:MAX_FACTS]:
        chosen.setdefault(view.id, []).append(fact)
    if scope is not None:
        return [(entities[e], found, False) for e, found in chosen.items()]
    return [(entities[e], chosen.get(e, []), e in wholes) for e in dict.fromkeys([*chosen, *best])]


def _told(scene: Scene, pool: Collection[EntityId], close: Set[EntityId]) -> Iterator[tuple[Fact, bool]]:
    """The facts of a pool that may be worth a look, and whether their thing is looked at closely: every fact of such a thing; of
    the others what says a word of the question, or tells a property that one asks for."""
    entities, facts = scene.index.entities, scene.index.facts
    for e in close:
        for told in entities[e].facts.values():
            for fact in told:
                yield fact, True
    said = scene.told
    for id_ in said:
        fact = facts[id_].fact
        if fact.entity in pool and fact.entity not in close:
            yield fact, False
    for e in pool:
        if e not in close:
            view = entities[e]
            for name in scene.wanted.get(view.type, _NOTHING) & view.facts.keys():
                for fact in view.facts[name]:
                    if fact.id not in said:
                        yield fact, False


def _rough(scene: Scene, type_: str, name: str) -> tuple[float, float, float]:
    """What the words that ask for a property, the question word and what is asked of it elsewhere count for each of its facts."""
    slot = type_, name
    asked = scene.slots.get(slot)
    worth = scene.weight[asked.bits | asked.exemplary] if asked else 0.0
    fits = not (scene.frame.asks & STRONG).isdisjoint(scene.index.base.types[type_].properties[name].asks)
    return ROUGH["asked"] * worth, ROUGH["fits"] * fits, ROUGH["like"] * scene.like.of_slot(slot)


_NOTHING: Set[str] = frozenset()
