"""Whether there is such a thing: "was there a training on gender?", "has MINUSCA signed an agreement with UNODC?"."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.candidate import PROOF
from bot.core.compose import PAGE, Composer
from bot.core.dates import date_meets
from bot.core.draft import Draft
from bot.core.frame import ORDERS, Content, Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.model import EntityId, Mention, Property, Ref, Role, Status
from bot.core.select import date_fact, whereabouts

NEAR = 2
"""Tokens between "a" and the noun or name that it belongs to: "a joint training"."""
FOUND = 3
"""Things that a Yes shows; more than these were not meant by "a"."""


def existing(frame: Frame, index: Index) -> Draft | None:
    """Yes, with the things of a kind, or the one that is named, that have to do with all that is named, were at that time, and are such; None
    where something else is asked, or where there are none: the base does not tell that there is no such thing."""
    words = index.cues.words
    unsure = words["denying"] | words["only"] | words["either"] | words["to_come"] | words["comparing"]
    if not frame.yes_no or frame.numbers or frame.alternatives or ORDERS & frame.flags or "now" in frame.flags or not unsure.isdisjoint(frame.said):
        return None
    there = next((b for a, b in phrases(frame, "existing", index) if a <= 1), 0)
    held = frame.said[0] in words["doing"] or bool(phrases(frame, "having", index)) or not words["indefinite"].isdisjoint(frame.said[1:2])
    if not there and not held:
        return None  # "is UNODC a mission?"
    named = next((m for m in frame.top if m.end > m.start and len(m.ids) == 1 and _any(m.start, there, frame, index)), None)
    if named and index.nature(named.ids[0]) in {"pact", "happening"}:
        things, nouns = [index.entities[named.ids[0]]], set(range(named.start, named.end))
    else:
        kinds = [k for k in frame.kinds if k.type in index.made and index.nature(k.type) in {"pact", "happening"} and _any(k.at, there, frame, index)]
        at = min((k.at for k in kinds), default=-1)
        wanted = {(k.type, k.subtype) for k in kinds if k.at == at}
        things = [
            v
            for t in dict.fromkeys(t for t, _ in wanted)
            for v in index.by_type[t]
            if (v.kinds & wanted or {(t, v.subtype), (t, "")} & wanted) and v.listed
        ]
        named, nouns = None, {at}
    others = [m for m in frame.top if m is not named]
    content = [c for c in frame.content if c.binding and c.at not in nouns]
    found = [v for v in things if _is_one(v, others, content, frame, index)]
    facts = [f for v in found if (f := date_fact(index, v)) and f.status is Status.DONE and not f.conflict]
    if not facts or not (others or content or frame.dates or named) or len(facts) > FOUND:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts[:PAGE], before=composer.say("yes") + " ")
    return Draft("answer", composer, tuple(f.entity for f in facts), "ask", PROOF, reason="there is one")


def _any(at: int, there: int, frame: Frame, index: Index) -> bool:
    """Whether a noun or name stands for any such thing: behind "a", or right behind "was there", which ends at a token (0: not said)."""
    before = frame.said[max(at - NEAR, 0) : at]
    behind = 0 < there <= at <= there + NEAR and all(r is not Role.NAME for r in frame.roles[:at])
    return behind or not index.cues.words["indefinite"].isdisjoint(before)


def _is_one(view: EntityView, others: list[Mention], content: list[Content], frame: Frame, index: Index) -> bool:
    """Whether a thing is held by all that is named, lies in each place, was at that time, and is called what each other word says."""
    words = index.cues.words
    properties = index.base.types[view.type].properties
    if not all(any(date_meets(d, x) for x in view.dates) for d in frame.dates):
        return False
    makers = [p for p in properties.values() if p.maker and p.name in view.facts]
    verbs = [c for c in content if any(not c.keys.isdisjoint(index.property_keys[view.type, p.name]) for p in properties.values() if p.maker)]
    asked = [p for p in makers if any(not c.keys.isdisjoint(index.property_keys[view.type, p.name]) for c in verbs)]
    held = _values(view, asked if verbs else [p for p in makers if p.says == "bond" or p.beside])
    around = {p for at in whereabouts(view, index) for p in (at, *index.entities[at].links)}  # a town lies in its country
    for m in others:
        before = next((w for w in reversed(frame.said[: m.start]) if w not in words["determiners"]), "")
        there = before in words["placed"] and not around.isdisjoint(m.ids)
        beside = verbs or index.nature(view.id) == "pact" or before in words["joined_to"] | words["conjoins"]  # not "a visit by MINUSCA"
        if not there and (not beside or held.isdisjoint(m.ids)):
            return False
    return all(c in verbs or _called(view, c, frame, index) for c in content)


def _values(view: EntityView, properties: Iterable[Property]) -> set[EntityId]:
    return {v.id for p in properties for f in view.facts[p.name] for v in f.values if isinstance(v, Ref)}


def _called(view: EntityView, word: Content, frame: Frame, index: Index) -> bool:
    """Whether a word before the noun, or behind "on", says what a thing is called, itself and not by a word of like meaning."""
    own = {k for k in word.keys if not k.startswith("=")}
    beside = frame.said[max(word.at - 1, 0)] in index.cues.words["speaking_of"] | index.cues.words["indefinite"] | index.cues.words["there"]
    return beside and not own.isdisjoint(view.name_keys | view.kind_keys)
