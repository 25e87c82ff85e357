"""What is asked of each of those that a question is answered with: "who signed the plan, with their titles", "signataires et la fonction de
chacun"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.compose import PAGE, Composer
from bot.core.draft import Draft
from bot.core.frame import Content, Frame
from bot.core.index import Index
from bot.core.model import EntityId, Property, Ref
from bot.core.understand import understand

NEAR = 4
"""Words from the "and" or "with" to the "their" behind it: "and what were their titles"."""


def theirs(frame: Frame, index: Index, ask: Callable[[Frame], Draft]) -> Draft | None:
    """What a question is answered with, and beside it the property of each of those that the answer names which its end asks for; None where it
    asks for none, or is not answered with anybody who may have it. ``ask`` answers the question without its end."""
    start = None if frame.yes_no else _end(frame, index)
    if start is None:
        return None
    said = [c for c in frame.content if c.at >= start]
    asked = [c for c in said if c.binding] or said
    rest = understand(frame.text[: frame.tokens[start].start].rstrip(" ,;-"), index, frame.lang)
    if not asked or not (rest.top or rest.dates or rest.kinds):
        return None
    draft = ask(rest)
    facts = [index.base.facts[f] for f in draft.composer.facts[:1]]
    listed = draft.intent == "list" and draft.kind == "answer"
    named = list(draft.entities) if listed else [v.id for f in facts for v in f.values if isinstance(v, Ref)]
    if not 0 < len(named) <= PAGE or not (draft.kind == "answer" or draft.is_offer):
        return None
    slots = [(i, _property(i, asked, index)) for i in named]
    if not any(prop for _, prop in slots):
        return None
    told = [list(index.entities[i].facts.get(prop.name, ()))[:1] if prop else [] for i, prop in slots]
    composer = Composer(index, frame.lang) if listed else replace(draft.composer, parts=list(draft.composer.parts))
    if listed and any(told):
        composer.facts_part([f for own in told for f in own])
    else:
        composer.bullets([f for own in told for f in own])
    if without := [composer.title(i) for i, own in zip(named, told, strict=True) if not own]:
        composer.plain(composer.say("not_given_of", names="; ".join(without)), lead=listed and not any(told))
    kind = draft.kind if any(told) or not listed else "unknown"
    return replace(draft, kind=kind, composer=composer, reason=f"{draft.reason}, and of each what its end asks for")


def _end(frame: Frame, index: Index) -> int | None:
    """Where the end of a question begins that asks something of those whom it is answered with; None if it has no such end."""
    words, said = index.cues.words, frame.said
    joints = [i for i in range(1, len(said) - 1) if said[i] in words["conjoins"] | words["joined_to"] - words["they"]]
    for i in reversed(joints):
        of_each = said[-1] in words["apiece"] or not words["they"].isdisjoint(said[i + 1 : i + 1 + NEAR])
        of_each = of_each or (said[i] in words["joined_to"] and said[i + 1] in words["asks_which"])  # "and with what titles"
        if of_each and not any(m.end > i for m in frame.top) and not any(d.end > i for d in frame.dates):
            return i - 1 if said[i] in words["joined_to"] and said[i - 1] in words["conjoins"] else i
    return None


def _property(thing: EntityId, asked: Sequence[Content], index: Index) -> Property | None:
    """The one property of a thing that all words ask for: the post rather than another, and what tells which it is."""
    view = index.entities[thing]
    properties = index.base.types[view.type].properties

    def fits(prop: Property) -> bool:
        # what a body does or did tells nothing of its part in this
        return (prop.kind != "text" or index.nature(thing) == "person") and all(
            not c.keys.isdisjoint(index.property_keys[view.type, prop.name]) for c in asked
        )

    found = [p for p in properties.values() if fits(p)]
    if post := next((p for p in found if p.says == "post"), None):
        return post
    called = [(sum(not c.keys.isdisjoint(index.lexicon.text_keys(p.label.by_lang.values())) for c in asked), p.name in view.facts, p) for p in found]
    return max((c for c in called if c[0]), key=lambda c: c[:2], default=(0, False, None))[2]
