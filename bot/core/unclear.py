"""What a follow-up is told though it is not clear of whom or of what it asks: then it is offered, never stated.

"His job?" after several people were named, "its date?" after several things were only offered, "who else?" where nothing was told of anybody.
"""

from __future__ import annotations

from bot.core.draft import Draft
from bot.core.frame import Frame, phrases
from bot.core.index import Index
from bot.core.listed import ORDINALS
from bot.core.model import Context, EntityId, Fact, Ref
from bot.core.others import is_bare
from bot.core.reading import NEAR, OF_WHAT_WAS_TOLD, Reading, last_facts, may_be_asked, without_aside
from bot.core.understand import understand

ASKED_ANEW = frozenset({"again", "slot"})
"""Kinds of reading that are asked in the words of the last question."""
PAIR = 2
"""Things from which on it is open which of them is meant."""


def unclear(draft: Draft, reading: Reading, index: Index, context: Context) -> list[Fact]:
    """What to offer instead of an answer to a reading; nothing where it is clear what it is of."""
    facts = [index.base.facts[f] for f in draft.composer.facts]
    if not facts:
        return []
    if reading.kind == "speakers":
        return facts  # who spoke in that paragraph need not have said just that
    said = understand(without_aside(reading.question), index, reading.frame.lang)
    if reading.kind not in {"else", "nobody_else"} and is_bare(said, index):
        return facts  # whom what was spoken of is headed by is not who else did what was told
    if reading.kind == "alone":
        return facts if _is_of_another(facts[0], said, index, context) else []
    if whose := _whoever_is_meant(facts, said, index, context):
        return whose
    lead = facts[0]
    beside = (
        _names_no_people(lead, reading.frame, index)
        or _is_another_name(lead, said, index)
        or _is_no_place(lead, said, index)
        or (reading.kind in OF_WHAT_WAS_TOLD and _was_offered(lead, said, index, context))
        or (reading.kind in OF_WHAT_WAS_TOLD - ASKED_ANEW and _is_not_the_first(draft, said, index))
        or (reading.kind in OF_WHAT_WAS_TOLD and _picks_only(said, index))
        or _may_be_of_somebody(lead, said, index, context)
    )
    return facts if beside else []


def _is_of_another(lead: Fact, said: Frame, index: Index, context: Context) -> bool:
    """Whether a question that names nothing is told of another thing of the very type that was spoken of: "how many delegates showed up?" after the
    assembly, told of a briefing."""
    spoken = {i for group in context.subjects for i in group if i in index.entities} | {
        i for f in last_facts(index, context) for i in _told(f, index)
    }
    subject = {index.entities[i].type for group in context.subjects[:1] for i in group if i in index.entities}
    named = said.top or said.dates or said.numbers or said.kinds
    return not named and subject == {index.entities[lead.entity].type} and spoken.isdisjoint({lead.entity, *lead.entities})


def _is_offered(context: Context) -> bool:
    """Whether the last reply only offered statements, which nobody took up."""
    return any("#" in c.id for c in context.choices)


def _told(fact: Fact, index: Index) -> tuple[EntityId, ...]:
    """What a statement is of, gives, and names besides."""
    return (fact.entity, *fact.entities, *sorted(index.facts[fact.id].named))


def _names_no_people(lead: Fact, asked: Frame, index: Index) -> bool:
    """Whether "who were the people that signed that one?" is told by a statement that names organizations alone."""
    people = "who" in asked.asks and any(k.plural and index.nature(k.type) == "person" for k in asked.kinds)
    return people and all(index.nature(i) != "person" for i in (lead.entity, *lead.entities))


def _picks_only(said: Frame, index: Index) -> bool:
    """Whether "and the second?" says nothing but which of several is meant: what is told of the one thing that was spoken of is none of these."""
    picked = {i for name in ORDINALS for a, b in phrases(said, name, index) for i in range(a, b)}
    return bool(picked) and not said.top and all(c.at in picked for c in said.content if c.binding)


def _is_another_name(lead: Fact, said: Frame, index: Index) -> bool:
    """Whether "what does PVE mean in it?" is told by how something else is called that was only spoken of."""
    says = index.base.types[index.entities[lead.entity].type].properties[lead.property].says
    return says == "name" and bool(said.top) and not any(lead.entity in m.ids for m in said.top)


def _is_no_place(lead: Fact, said: Frame, index: Index) -> bool:
    """Whether "where did it meet?" is told by what happened there, and by no place."""
    values = [v.id for v in lead.values if isinstance(v, Ref)]
    placed = any(index.nature(i) == "place" for i in _told(lead, index))
    return said.asks == {"where"} and bool(values) and all(index.nature(v) == "happening" for v in values) and not placed


def _is_not_the_first(draft: Draft, said: Frame, index: Index) -> bool:
    """Whether "date of the first" is told of something that no order was looked for in, and that is not said to be the first."""
    lead = index.facts[draft.composer.facts[0]]
    return draft.intent == "ask" and any(c.superlative and c.keys.isdisjoint(lead.keys) for c in said.content)


def _may_be_of_somebody(lead: Fact, said: Frame, index: Index, context: Context) -> bool:
    """Whether "elle a quel âge ?" is told of a thing, though somebody was spoken of too of whom it can be asked."""
    words = [c for c in said.content if c.binding]
    spoken = [i for group in context.subjects[:NEAR] for i in group if i in index.entities and index.nature(i) == "person"]
    pronoun = not said.top and not index.cues.words["he_or_it"].isdisjoint(said.said)
    asked = pronoun and bool(words) and any(may_be_asked(words, index.entities[i], index) for i in spoken)
    return asked and index.nature(lead.entity) != "person"


def _was_offered(lead: Fact, said: Frame, index: Index, context: Context) -> bool:
    """Whether a bare question word ("its date?", "when was that?") is told of a thing that was only offered, beside others, and that nobody named."""
    offered = {c.id.partition("#")[0] for c in context.choices if "#" in c.id}
    bare = said.asks - {"which"} and not (said.top or said.dates or said.kinds or any(c.binding for c in said.content))
    if not bare or len(offered) < PAIR:
        return False
    asked = understand(without_aside(context.question), index, context.lang)
    keys = index.property_keys[index.entities[lead.entity].type, lead.property]
    if said.asks == {"when"} and any(c.binding and not c.keys.isdisjoint(keys) for c in asked.content):
        return False  # "had they signed something?" - "when was that?": when they signed
    named = {i for m in asked.top for i in m.ids}
    if "anaphora" in said.flags:  # "when was that?" is not asked of those who did it
        named = {i for i in named if index.entities[i].type in index.made}
    return lead.entity not in named and lead.entity in offered.union(f.entity for f in last_facts(index, context))


def _is_the_other(person: EntityId, index: Index, context: Context) -> bool:
    """Whether the first statement that was offered is of two people, of whom the question itself named the other ("Noble did that with a colleague, who?")."""
    asked = {i for m in understand(without_aside(context.question), index, context.lang).top for i in m.ids}
    pair = {i for f in last_facts(index, context)[:1] for i in _told(f, index) if index.nature(i) == "person"}
    return len(pair) == PAIR and person in pair and pair - asked == {person}


def _whoever_is_meant(facts: list[Fact], said: Frame, index: Index, context: Context) -> list[Fact]:
    """What is asked, told of everybody who may be meant, where "his job?" is told of one of several people whom the last statements name, though nothing
    says which of them he is, or of one whom what was only offered names; nothing where it is clear."""
    lead = facts[0]
    asks_for_somebody = "who" in said.asks and "persons" not in said.flags
    picks = phrases(said, "the_latter", index) or phrases(said, "the_former", index)
    if index.nature(lead.entity) != "person" or said.top or asks_for_somebody or picks:
        return []
    asked = understand(context.question, index, context.lang)
    own = understand(without_aside(context.question), index, context.lang)  # what was spoken of may say the names anew, and hide them
    named = {i for m in (*asked.top, *own.top) for i in m.ids if index.nature(i) == "person"}
    told = dict.fromkeys(i for f in last_facts(index, context) for i in _told(f, index))
    people = [i for i in told if index.nature(i) == "person" and i not in named]
    if len(people) > 1 and {f.entity for f in facts}.issuperset(people):
        return []  # it is told of each of them
    if _is_offered(context):
        if _is_the_other(lead.entity, index, context):
            return []
        chance = "who" in asked.asks or (lead.entity not in named and len(people) > 1)
    else:
        chance = "who" in asked.asks and lead.entity in people and len(people) > 1 and context.subjects[:1] != ((lead.entity,),)
    whose = dict.fromkeys((lead.entity, *people, *sorted(named))) if chance else ()
    return [f for i in whose for f in index.entities[i].facts.get(lead.property, ())[:1]]
