"""Whether a property, or a fact of it, can answer the question word: "when" wants a date, "which city" a city."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.candidate import FIT, WEAK_FIT
from bot.core.frame import Frame
from bot.core.index import FactView, Index
from bot.core.model import EntityId, Fact, Property


@dataclass(frozen=True, slots=True)
class Asked:
    """What kind of answer a frame asks for."""

    frame: Frame
    index: Index
    types: frozenset[tuple[str, str]]
    """Types and subtypes of which the answer is to be."""
    narrow: bool
    """Whether a subtype is asked for ("which city", "which working group"): then only such a thing answers."""
    strong: tuple[str, ...]
    """The question words that not everything answers."""
    heads: frozenset[tuple[str, str]]
    """Types and subtypes of what is counted by "how many"."""
    own: frozenset[EntityId]
    """What is named."""


def asked_for(frame: Frame, index: Index) -> Asked:
    """The narrowest noun counts: "which city" is not met by a country."""
    narrow = frozenset((t.type, t.subtype) for t in frame.targets if t.subtype)
    return Asked(
        frame,
        index,
        narrow or frozenset((t.type, t.subtype) for t in frame.targets),
        bool(narrow),
        tuple(frame.asks - {"which", "name"}),
        frozenset((k.type, s) for k in frame.kinds if k.at in frame.heads for s in (k.subtype, "")),
        frozenset(i for m in frame.top for i in m.ids),
    )


def fit(asked: Asked, prop: Property, fv: FactView | None, hits: int) -> float | None:
    """How well a property (and a fact of it) fits the question word; None when it cannot answer it."""
    if "name" in asked.frame.asks and not _names_something(asked, prop, fv):
        return None
    best = None if asked.strong else 0.0
    for ask in asked.strong:
        found = _fit_one(ask, asked, prop, fv, hits)
        if found is not None and (best is None or found > best):
            best = found
    return None if asked.narrow and best is not None and target_fit(asked, prop, fv) is None else best


def _names_something(asked: Asked, prop: Property, fv: FactView | None) -> bool:
    """Whether a fact can answer "the name of ...": a name, an entity as its value, a person, or a thing not yet named."""
    if prop.kind in {"name", "entity"}:
        return True
    if fv is None:
        return False
    if fv.fact.entity not in asked.own and asked.index.nature(fv.fact.entity) != "happening":
        return True
    return not fv.about_kinds.isdisjoint(asked.index.persons)


def _fit_one(ask: str, asked: Asked, prop: Property, fv: FactView | None, hits: int) -> float | None:
    frame, index = asked.frame, asked.index
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
            if fv and not fv.value_kinds.isdisjoint(index.persons):
                return FIT + 0.12
            return FIT if fv is None or prop.kind != "entity" or not fv.value_kinds.isdisjoint(index.actors | index.places) else None
        if fv and index.nature(fv.fact.entity) == "person":
            return FIT - 0.1
        if fv and not fv.about_kinds.isdisjoint(index.actors):
            return 0.1
        return None
    if ask == "where":
        if "where" in prop.asks:
            placed = fv is None or prop.kind != "text" or not fv.about_kinds.isdisjoint(index.places)
            return FIT if placed else 0.1  # a text may tell how they work together, and not where
        if fv and not fv.about_kinds.isdisjoint(index.places):
            return 0.15
        return None
    if ask == "how_much":
        return FIT if ask in prop.asks else None
    if ask == "how_many":
        if fv and asked.heads and fv.value_kinds and fv.value_kinds.isdisjoint(asked.heads):
            return None  # states that took part do not answer "how many people"
        if prop.kind == "number" or ask in prop.asks:
            return FIT
        # a list or a number in a statement counts what the question counts, or nothing
        counted = [c for c in frame.content if c.at in frame.heads]
        own = index.property_keys[view_type(fact), prop.name] if fact else frozenset()
        return WEAK_FIT if fv and fv.counts and all(c.keys & (fv.counts | own) for c in counted) else None
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


def target_fit(asked: Asked, prop: Property, fv: FactView | None) -> str | None:
    """For "which country" where the thing of that type is: in the value, in the entity itself, in the statement, or nowhere
    that it need be. None when the question wants such a thing and the fact has none."""
    frame, index = asked.frame, asked.index
    if not frame.targets or fv is None:
        return "target_other"
    fact = fv.fact
    if not fv.value_kinds.isdisjoint(asked.types):
        return "target_value"
    view = index.entities[fact.entity]
    if fact.entity not in asked.own and (not view.kinds.isdisjoint(asked.types) or (view.type, "") in asked.types):
        return "target_self"
    if not fv.about_kinds.isdisjoint(asked.types):
        return "target_about"
    if prop.kind == "number" or frame.operator in {"count", "list"}:
        return "target_other"
    if frame.asks != _WHICH:
        return "target_other"
    own = index.property_keys[view.type, prop.name]
    for target in () if asked.narrow else frame.targets:
        if not index.lexicon.keys(target.word).isdisjoint(own):
            return "target_other"
    return None


_WHICH = frozenset({"which"})
