"""Which empty property is what was asked for, so that the documents are said not to give it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.candidate import MAYBE, Candidate
from bot.core.compose import key_fact
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.judge import SHOWN
from bot.core.model import EntityId, Fact, Property, Ref
from bot.core.operate import is_named
from bot.core.roles import acted_for, on_a_side
from bot.core.text import words

LACKING = 3.0
"""A statement (or an empty property of persons) that near, in nats, to the best may tell that what is asked for is left out."""
NAMELESS = 4.0
"""The same of an empty property of persons, where "who" asks for them by as many words."""


def told_of_them(frame: Frame, index: Index, entity: EntityId, name: str) -> list[Fact]:
    """What is told of the things that an empty property would name ("the missions in Guinea-Bissau"): it is they that name the
    place, and so it is not said that nothing is given. A post has one holder, who need not be any of the people who are named; and the
    agreements that a mission signed are no resolution that created it."""
    view = index.entities[entity]
    prop = index.base.types[view.type].properties[name]
    if prop.single or (view.type, name) in index.cues.lesser_slots:
        return []
    kinds = {(k.type, k.subtype) for k in (frame.targets or (() if frame.asks - {"which"} else frame.kinds)) if k.type in prop.of and k.subtype}
    things = [v for t in prop.of for v in index.linked(t, [entity]) if v.listed and (not kinds or v.kinds & kinds)]
    return [f for v in things if (f := key_fact(index, v.id))][: SHOWN + 1]


def lesser_post(frame: Frame, index: Index, top: Candidate, met: Sequence[Candidate]) -> str:
    """The empty property of a lesser post, where the best statement tells of the full one: "who is the deputy head" is not
    answered with the head."""
    lesser = {c.word for c in frame.content} & index.cues.words["lesser"]
    if not lesser or not top.fact or frame.yes_no or lesser & {*(w for t in top.fact.text for w in words(t))}:
        return ""
    return next((c.property for c in met if c.void and c.entity == top.entity and c.hits), "")


def _of_persons(prop: Property, index: Index) -> bool:
    return bool(prop.of) and all(index.nature(t) == "person" for t in prop.of)


def nobody(frame: Frame, index: Index, top: Candidate, met: Sequence[Candidate]) -> str:
    """The empty property of persons that "who" (or "the names of the people who") asks for by as many words as the best statement,
    which names none: "who signed it" is not answered with the organizations, "between whom was it signed" is."""
    people = any(index.nature(k.type) == "person" for k in frame.kinds) and not frame.yes_no and frame.asks <= {"who", "which", "name"}
    heads = (
        [c.keys for c in frame.content if c.at in frame.heads and frame.said[c.at - 1] in index.cues.question_words]
        if frame.asks == {"which"}
        else []
    )  # "which judge leads the court?"
    if (
        not (("who" in frame.asks and not frame.targets) or people or heads)
        or top.fact is None
        or any(isinstance(v, Ref) and index.nature(v.id) == "person" for v in top.fact.values)
    ):
        return ""
    properties = index.base.types[index.entities[top.entity].type].properties
    said = set(frame.said)
    if "with_whom" in frame.flags and properties[top.property].kind == "entity":
        return ""  # "with whom did UNODC sign it" is told by the parties
    own = said & {w for word in properties[top.property].words for w in words(word)} if top.property else set()
    for c in met:
        if c.void and c.entity == top.entity and c.hits >= max(top.hits, 1) and c.score >= top.score - NAMELESS:
            empty = properties[c.property]
            if heads and not people and all(keys.isdisjoint(index.property_keys[index.entities[c.entity].type, c.property]) for keys in heads):
                continue
            if _of_persons(empty, index) and not own - {w for word in empty.words for w in words(word)}:
                return c.property
    return ""


def on_behalf(frame: Frame, index: Index, top: Candidate, met: Sequence[Candidate]) -> Candidate | None:
    """The empty property of persons that "who signed for MINUSCA?" asks for, where the best statement says what MINUSCA itself did; that
    statement if there is no such property, and None if it may answer."""
    behalf = acted_for(frame, index)
    sided = on_a_side(frame, index)  # a person, though the parties are asked for by a word
    if "who" not in frame.asks or frame.yes_no or (top.hits and not sided) or top.fact is None:
        return None
    if any(isinstance(v, Ref) and index.nature(v.id) == "person" for v in top.fact.values):
        return None
    if not behalf and not sided:
        return None
    for c in met:
        prop = index.base.types[index.entities[c.entity].type].properties[c.property] if c.void else None
        if prop and c.hits and c.coverage >= top.coverage and _of_persons(prop, index):
            return c
    return top if any(top.entity in m.ids for m in behalf) else None


def only_empty(frame: Frame, top: Candidate, met: Sequence[Candidate]) -> str:
    """The empty property of a named thing that a word asks for which no statement of that thing explains: "who funded it" is not
    known where only the organizers are."""
    if frame.yes_no or not is_named(frame, top.entity) or not top.left or top.confidence >= MAYBE or sum(c.binding for c in frame.content) > 1:
        return ""
    own = [c for c in met if c.entity == top.entity and c.property]
    if any(c.hits for c in own if not c.void):
        return ""
    return next((c.property for c in own if c.void and c.hits and c.fits and not c.left), "")


def fits_only_empty(frame: Frame, top: Candidate, met: Sequence[Candidate]) -> str:
    """The empty property of a named thing that answers the question word and is asked for by as many words as the best statement, which
    does not answer it: "where was it signed" is not known where only those who signed are."""
    if frame.yes_no or not frame.asks or not frame.asks <= {"where", "when"} or top.fits or not top.hits or not is_named(frame, top.entity):
        return ""
    own = [c for c in met if c.entity == top.entity and c.fits and c.hits]
    if any(not c.void for c in own):
        return ""
    return next((c.property for c in own if c.hits >= top.hits), "")


def by_its_label(frame: Frame, index: Index, top: Candidate, met: Sequence[Candidate]) -> str:
    """The empty place of a named thing of which a message says the label and nothing else ("lieu de la formation sur le genre"), where no word
    asks for the best statement."""
    said = [c for c in frame.content if c.binding]
    if frame.yes_no or frame.asks or len(said) != 1 or top.hits or not is_named(frame, top.entity):
        return ""
    properties = index.base.types[index.entities[top.entity].type].properties
    empty = [c.property for c in met if c.void and c.entity == top.entity and c.hits and "where" in properties[c.property].asks]
    return next((name for name in empty if not said[0].keys.isdisjoint(index.lexicon.text_keys(properties[name].label))), "")
