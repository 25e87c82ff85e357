"""How a message leans on the conversation: its readings, most likely first.

A message complete in itself takes nothing. One that carries a question on ("and minusca?") puts its own name or year into
the last question; one that leans ("when was it signed?") gets the subject of the last answers as a mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR

from bot.core.carried import (
    SCRAP,
    asked_again,
    asks_the_same,
    is_somewhere,
    loosened,
    may_be_put_in_place,
    one_described,
    put_in_place,
    same_property,
)
from bot.core.dates import ANY_YEAR
from bot.core.frame import ORDERS, Frame, phrases
from bot.core.implied import implied_kind
from bot.core.index import Index
from bot.core.kinds import interval
from bot.core.listed import (
    among,
    among_last,
    by_how_much,
    counted_in_a_statement,
    entry,
    how_many_of_them,
    in_total,
    lying_in,
    names_of_those,
    narrowed,
    picked_by_place,
    the_other,
)
from bot.core.model import Context, DateConstraint, EntityId, Fact, FactId, Interval, Ref
from bot.core.one_anaphora import written_out
from bot.core.others import who_else
from bot.core.reading import NEAR, Reading, asked_of, last_facts, leans, may_be_asked, mention_of, takes_part, with_aside, without_aside
from bot.core.select import acts_at_a_time
from bot.core.several import questions_of
from bot.core.spoken import pointed, who_said_so
from bot.core.understand import understand

PAIR = 2
"""Things of which there is a former and a latter."""
PASSAGE, TOLD_THERE = 2, 400
"""Paragraphs before and after the last statements that still belong to what is spoken of; where more statements than so many come from them,
they do not tell what that is."""


def answering(frame: Frame, index: Index, context: Context | None) -> Frame:
    """A bare name where something was asked back ("who is the head?" - "UNODC") carries the question on; so does "the detection one"."""
    frame = written_out(frame, index, context)
    bare = bool(frame.top) and not (frame.asks or frame.yes_no or frame.content or frame.flags)
    if context is None or not (context.choices and bare and context.question):
        return frame
    asked = understand(context.question, index, context.lang)
    asks = asked.asks or asked.yes_no or asked.kinds or any(not c.keys.isdisjoint(index.asking) for c in asked.content)
    return replace(frame, flags=frozenset({"carry_on"})) if asks else frame  # "noble" - "hughes": a name after a name asks of itself


def follow_ups(frame: Frame, index: Index, context: Context | None) -> list[Reading]:
    """All the readings of a message that its conversation allows; the first is the message alone.

    Which of them is meant is decided by what each of them is answered with (:mod:`bot.core.meant`).
    """
    frame = timed(frame, index, context)
    alone = Reading("alone", frame, frame.text, parts=questions_of(frame, index))
    if context is None or not (context.question or context.subjects) or frame.operator in {"say", "help", "source", "documents"}:
        return [alone]
    readings = [alone]
    if first := entry(frame, index, context):
        readings.append(first)
    if found := among(frame, index, context):
        readings.append(found)
    readings += among_last(frame, index, context)
    if other := the_other(frame, index, context):
        readings.append(other)
    if then := _then(frame, index, context):
        readings.append(then)
    if described := one_described(frame, index, context):
        readings.append(described)
    if returned := _returned(frame, index, context):
        readings.append(returned)
    if that := pointed(frame, index, context):
        readings.append(that)
    if names := names_of_those(frame, index, context):
        readings.append(names)
    if but := _but_for(frame, index, context):
        return [alone, but]
    if lying := lying_in(frame, index, context):
        return [alone, lying]
    if joined := _in_what_was_spoken_of(frame, index, context):
        return [alone, joined]
    if same := _the_same_of_another(frame, index, context):
        readings.append(same)
    if latter := _latter(frame, index, context) or _one_of_two(frame, index, context):
        return [*readings, latter]
    if (
        settled := _before_or_after_them(frame, index, context)
        or _by_whom(frame, index, context)
        or _between_whom(frame, index, context)
        or in_total(frame, index, context)
        or by_how_much(frame, index, context)
        or _who_then(frame, index, context)
        or how_many_of_them(frame, index, context)
        or counted_in_a_statement(frame, index, context)
        or narrowed(frame, index, context)
        or who_else(frame, index, context)
        or who_said_so(frame, index, context)
    ):
        return [*readings, settled]
    if "persons" in frame.flags and (new := _new_person(frame, last_facts(index, context)[:1], index, context)):
        return [*readings, replace(asked_of("answered", (new,), frame, index), settled=True)]
    if may_be_put_in_place(frame, index) or asks_the_same(frame, index, context):
        if slot := same_property(frame, index, context):
            readings.append(slot)
        if context.question and (carried := put_in_place(frame, index, context)):
            nothing_told = (context.refused or not context.subjects) and {"carry_on", "correction"} & frame.flags
            corrects = "correction" in frame.flags and frame.top and not (frame.kinds or any(c.binding for c in frame.content))
            if (nothing_told or corrects) and not frame.asks - {"which"}:
                carried = replace(carried, settled=True)  # there is nothing told that the message could be about instead
            if _lists_at_a_time(frame, carried, index):
                return [alone, replace(carried, settled=True)]
            readings += [carried, *loosened(carried, index, context)]
    if context.question and (again := asked_again(frame, index, context)):
        readings.append(again)
        if again.settled and again.frame.asks == {"where"} and _of_his_doing(again, index):
            return readings  # "when did he meet him?" - "where?": not where he works
        if again.settled and again.frame.asks == {"when"} and any(c.binding for c in again.frame.content) and phrases(frame, "since", index):
            return readings  # "who supports it?" - "since when?": not since when it exists
    bare = bool(frame.top or frame.dates) and not frame.asks - {"which"} and not any(c.binding for c in frame.content)
    if bare and {"carry_on", "correction"} & frame.flags and any(r.kind in {"slot", "carried"} for r in readings):
        return readings  # "and MINUSMA?" puts a name in the place of another, and asks nothing of the last one
    if not (frame.top and not leans(frame)) or len(readings) == 1:
        readings += [*picked_by_place(frame, index, context), *_leaning(frame, index, context), *_told(frame, index, context)]
        if not frame.top and (passage := _passage(frame, index, context)):
            readings.append(passage)
    return readings


def _the_same_of_another(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Did Mali take part?" - "did Senegal?", "was it signed by Fedotov?" - "on 1 March?": the last question, which asked for yes or no, with the name
    or date that a message is but for little words, if a name is of the kind of one there."""
    if not context.question or frame.asks or frame.content or frame.kinds or frame.numbers or len(frame.top) + len(frame.dates) != 1:
        return None
    old = understand(context.question, index, context.lang)
    if (
        not old.yes_no
        or old.operator == "overview"
        or not frame.text.rstrip().endswith("?")
        or frame.flags & {"anaphora", "persons", "now", "correction"}
    ):
        return None
    if frame.top:
        new = {index.nature(i) for i in frame.top[0].ids}
        alike = [m for m in old.mentions if m.end > m.start and not new.isdisjoint(index.nature(i) for i in m.ids)]
        if frame.top[0].end == frame.top[0].start or len(alike) != 1:
            return None  # "did UNODC sign one with MINUSMA?" - "DPKO?": in whose place?
        if {index.entities[i].type for m in alike for i in m.ids}.isdisjoint(index.entities[i].type for i in frame.top[0].ids):
            return None
    carried = put_in_place(frame, index, context)
    return replace(carried, kind="same", frame=replace(carried.frame, yes_no=True), settled=True) if carried else None


def _of_his_doing(again: Reading, index: Index) -> bool:
    """Whether the last question, asked anew by a bare question word, was of what somebody did."""
    people = all(index.nature(i) == "person" for m in again.frame.top[:1] for i in m.ids)
    return bool(again.frame.top) and people and any(c.binding for c in again.frame.content)


def _lists_at_a_time(frame: Frame, carried: Reading, index: Index) -> bool:
    """Whether "and in April?" puts another time into a question for all things of a kind, and not for the same of one of them."""
    asked = implied_kind(carried.frame, index)
    listing = asked.operator in {"list", "count", "timeline"} or any(k.plural for k in asked.kinds) or acts_at_a_time(asked, index)
    alone = bool(frame.dates) and not (frame.top or frame.kinds or frame.asks or any(c.binding for c in frame.content))
    return alone and "carry_on" in frame.flags and listing and not asked.asks - {"which", "how_many"} and not asked.yes_no


def anchored(frame: Frame, index: Index) -> bool:
    """Whether content words alone name something: a word that few entities know."""
    for c in frame.content:
        hits: set[EntityId] = set()
        for key in c.keys:
            hits |= index.by_key.get(key, frozenset())
        if 0 < len(hits) <= 3 and c.weight > 0.5:
            return True
    return False


def _leaning(frame: Frame, index: Index, context: Context) -> list[Reading]:
    """The message with the subject of one of the last answers as a mention, newest first; he and she are persons, and "that
    mission" is a mission. "When was it created?" can hardly mean but the one thing last spoken of."""
    readings = []
    order = [tuple(s for s in subjects if s in index.entities) for subjects in context.subjects]
    order = [known for subjects in order if (known := _of_kind(subjects, frame, index))]
    for kind, known in zip(("subject", "before"), order[:NEAR], strict=False):
        one = (
            kind == "subject"
            and len(known) <= 2
            and not frame.top
            and "person" not in {index.nature(e) for e in known}
            and bool(index.cues.words["one_thing"] & set(frame.said))
            and (bool(frame.asks - {"which"}) or any(c.binding for c in frame.content))
            and (not frame.yes_no or bool(frame.dates or frame.numbers))  # "was it signed in 2017?"
        )
        him = kind == "subject" and _is_him(known, frame, index, context)
        readings.append(replace(asked_of(kind, known, frame, index), settled=one or him))
    return readings


def _is_him(known: Sequence[EntityId], frame: Frame, index: Index, context: Context) -> bool:
    """Whether "he" can only be the one person that was spoken of: it was asked who he is, or nobody else was told of."""
    if len(known) != 1 or index.nature(known[0]) != "person" or frame.top or frame.yes_no or not any(c.binding for c in frame.content):
        return False
    if "persons" not in frame.flags and index.cues.words["he_or_it"].isdisjoint(frame.said):
        return False
    last = understand(without_aside(context.question), index, context.lang) if context.question else None
    if last and last.operator == "overview" and {i for m in last.top for i in m.ids} == {*known}:
        return True
    facts = last_facts(index, context)
    told = {i for f in facts for i in (f.entity, *f.entities, *index.facts[f.id].named)}
    return bool(facts) and {i for i in told if index.nature(i) == "person"} == {*known}


def _latter(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Function of the latter?": asked of what the last question, or the last statement, names last, or first, of all of which that can be
    asked."""
    last = bool(phrases(frame, "the_latter", index))
    facts = last_facts(index, context)[:1]
    words = [c for c in frame.content if c.binding]
    if not facts or frame.top or not (last or phrases(frame, "the_former", index)):
        return None
    if not words and "carry_on" in frame.flags:  # "and the former?": the same of the other one of two
        pair = next((s for s in context.subjects if len(s) == 2 and facts[0].entity in s), ())
        told = [f.id for e in pair if e in index.entities and e != facts[0].entity for f in index.entities[e].facts.get(facts[0].property, ())]
        return Reading("other", frame, frame.text, pair, parts=(frame,), facts=tuple(told[:2]), settled=True) if told else None
    asked = understand(without_aside(context.question), index, context.lang).top if context.question else ()
    spoken = context.subjects[0] if context.subjects else ()
    if words and len(spoken) == PAIR and not asked and len({index.entities[e].type for e in spoken if e in index.entities}) == 1:
        return replace(asked_of("answered", (spoken[-1 if last else 0],), frame, index), settled=True)  # "which is older?" - "who heads the latter?"
    for named in (asked, index.statement(facts[0], context.lang).mentions):
        ordered = [i for m in sorted(named, key=lambda m: m.start) if m.end > m.start and len(m.ids) == 1 for i in m.ids]
        given = {v.id for v in facts[0].values if isinstance(v, Ref)}
        answered = [i for i in ordered if i in given]  # "who signed it?" - "rank of the latter": of the signers, not of whom one signed for
        ordered = answered if named is not asked and len(answered) > 1 else ordered
        things = [i for i in ordered if i in index.entities and index.nature(i) != "place" and may_be_asked(words, index.entities[i], index)]
        if len(things) > 1 or (things and named is not asked):
            return replace(asked_of("answered", (things[-1 if last else 0],), frame, index), settled=True)
    return None


def _one_of_two(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Which of the two works for UNODC?": the question, with the two things of one type that were spoken of last."""
    said = phrases(frame, "of_the_two", index)
    if not said or said[0][0] or ORDERS & frame.flags or not (frame.top or any(c.binding for c in frame.content)) or len(frame.tokens) == said[0][1]:
        return None
    spoken = [s for group in context.subjects for s in group if s in index.entities]
    first, *others = [*dict.fromkeys(spoken)] or [""]
    akin = [first, *(s for s in others if index.entities[s].type == index.entities[first].type)][:2] if first else []
    if len(akin) < 2 or (len(context.subjects[0]) > 2):
        return None
    names = [index.base.entities[s].acronym[frame.lang] or index.base.entities[s].name[frame.lang] for s in reversed(akin)]
    word, rest = frame.tokens[0].raw, frame.text[frame.tokens[said[0][1]].start :].rstrip(" ?.")
    text = f"{word} {rest}, {names[0]} {index.language.say('or', frame.lang)} {names[1]} ?"
    new = replace(understand(text, index, frame.lang), lang=frame.lang, asks=frozenset({"which"}), yes_no=False)
    return Reading("listed", new, text, tuple(akin), parts=(new,), settled=True)


def _in_what_was_spoken_of(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Did INTERPOL take part?": in the one thing last spoken of in which somebody can. What else is told of it there is told ("OROLSI supported it")."""
    if not takes_part(frame, index) or len(frame.top) != 1:
        return None
    who = frozenset(frame.top[0].ids)
    spoken = [group[0] for group in context.subjects if len(group) == 1 and group[0] in index.entities]
    thing = next((s for s in spoken if index.nature(s) in {"happening", "pact"} and s not in who), None)
    if thing is None:
        return None
    view = index.entities[thing]
    spans = phrases(frame, "taking_part", index)
    asked = frozenset[str]().union(*(index.lexicon.keys(frame.said[i], frame.lang) for a, b in spans for i in range(a, b)))
    properties = index.base.types[view.type].properties
    those = [f for name, fs in view.facts.items() if "who" in properties[name].asks and asked & index.property_keys[view.type, name] for f in fs]
    told = [f for fs in view.facts.values() for f in fs if not who.isdisjoint(index.facts[f.id].entities | index.facts[f.id].named)]
    if told and not any(f in those for f in told):
        return Reading("other", frame, frame.text, (thing,), parts=(frame,), facts=tuple(f.id for f in told[:3]), settled=True)
    listing = [f for f in those if not who.isdisjoint(f.entities)] or [f for f in those if any(isinstance(v, Ref) for v in f.values)]
    if listing:
        return Reading("among", frame, frame.text, (thing,), parts=(frame,), facts=(listing[0].id,), settled=True)
    return replace(asked_of("answered", (thing,), frame, index), settled=True)


def _but_for(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "And without Senegal?", "et à part le Sénégal ?": the last question, of all but what is named."""
    left_out = phrases(frame, "without_these", index)
    if not left_out or left_out[0][0] > 1 or left_out[0][1] >= len(frame.tokens) or frame.asks or frame.yes_no or not context.question:
        return None
    question = without_aside(context.question).rstrip(" ?.")
    except_for = index.language.cues["setting_aside"][context.lang][0]
    text = f"{question} {except_for} {frame.text[frame.tokens[left_out[0][1]].start :]}"
    new = understand(text, index, frame.lang)
    aside = tuple(m for m in understand(context.question, index, context.lang).mentions if all(m.ids != n.ids for n in new.mentions))
    spoken = tuple(replace(m, start=0, end=0) for m in aside)
    new = replace(new, mentions=(*new.mentions, *spoken), lang=frame.lang)
    return Reading("carried", new, text, parts=(new,), settled=True)


def _told(frame: Frame, index: Index, context: Context) -> list[Reading]:
    """The message with what the last statements mention besides their own thing ("who signed for the other side?"): what
    was given as the answer, and all of it."""
    if context.choices and len(frame.tokens) <= SCRAP and not (leans(frame) or frame.asks or frame.yes_no):
        return []  # "created", "budget": of what is spoken of, not of what was only offered
    last = set(context.subjects[0]) if context.subjects else set()
    facts = last_facts(index, context)
    asked = {i for m in understand(context.question, index, context.lang).top for i in m.ids} if context.question else set()
    given = dict.fromkeys(
        v.id for fact in facts[:1] for v in fact.values if isinstance(v, Ref) and v.id in index.entities and v.id not in last | asked
    )
    all_of_it = dict.fromkeys(e for fact in facts for e in (*fact.entities, fact.entity) if e in index.entities and e not in last)
    readings = []
    for kind, ids in (("answered", given), ("told", all_of_it)):
        if known := _of_kind(tuple(ids), frame, index):
            readings.append(asked_of(kind, known, frame, index))
    return readings


def _new_person(frame: Frame, facts: Sequence[Fact], index: Index, context: Context) -> EntityId | None:
    """Who "he" is after a question: whom "who travelled with Fedotov?" was answered with, else the one person that it named."""
    if not facts or not context.question:
        return None
    asked = understand(context.question, index, context.lang)
    said = understand(without_aside(context.question), index, context.lang)  # what was spoken of may say the names anew, and hide them
    named = {i for frame in (asked, said) for m in frame.top for i in m.ids}
    known = [i for i in named if index.nature(i) == "person"]
    if "who" not in asked.asks and not any(index.nature(t.type) == "person" for t in asked.targets):
        asks_of_him = not frame.top and "who" not in frame.asks
        return known[0] if len(known) == 1 and asks_of_him else None  # "anything from Le Roy?" - "what was his post?"
    if "persons" in asked.flags and not known:
        return None  # "whom did he go with?": whom that "he" was is not known any more
    persons = [e for e in (facts[0].entity, *sorted(index.facts[facts[0].id].entities)) if e in index.entities and index.nature(e) == "person"]
    new = [e for e in dict.fromkeys(persons) if e not in named]
    if new[:1] == [facts[0].entity] and len(persons) > 1:
        return new[0]  # "which UNODC official met him?": told of the official
    return new[0] if len(new) == 1 and len(persons) > 1 else None


def _of_kind(ids: tuple[EntityId, ...], frame: Frame, index: Index) -> tuple[EntityId, ...]:
    """Those that a pronoun or "that mission" may stand for."""
    if "persons" in frame.flags:
        ids = tuple(e for e in ids if index.nature(e) == "person")
    said = frame.said
    if index.cues.words["there"] & set(said):
        ids = tuple(e for e in ids if is_somewhere(index.entities[e], index)) or ids
    pointed = {k.type for k in frame.kinds if k.at > 0 and said[k.at - 1] in index.cues.words["pointing"]}
    return tuple(e for e in ids if index.entities[e].type in pointed) or (
        () if pointed and any(index.entities[e].type in pointed for e in ids) else ids
    )


def _returned(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Back to the training, ...": the rest, asked of the last thing of that kind that was spoken of."""
    back = phrases(frame, "back_to", index)
    nouns = [k for k in frame.kinds for _, b in back if b <= k.at <= b + 2]
    if frame.top or not nouns:
        return None
    types = {k.type for k in nouns}
    spoken = [e for s in context.subjects for e in s if e in index.entities and index.entities[e].type in types]
    if not spoken:
        return None
    gone = {k.at for k in nouns}
    rest = replace(frame, content=tuple(c for c in frame.content if c.at not in gone), kinds=tuple(k for k in frame.kinds if k.at not in gone))
    return replace(asked_of("returned", (spoken[0],), rest, index), settled=True)


def _who_then(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Did Mali take part?" - "who did?": the statement that was told, where it names who or which."""
    facts = last_facts(index, context)[:1]
    said = [s for s in phrases(frame, "who_then", index) if s[0] <= 1 and s[1] == len(frame.tokens)]
    if not said or frame.top or not facts or not context.question or not any(isinstance(v, Ref) for v in facts[0].values):
        return None
    asked = understand(context.question, index, context.lang)
    doer = asked.top[0].ids[:1] if asked.top else ()
    others = [v.id for v in facts[0].values if isinstance(v, Ref) and v.id not in doer]
    if not asked.yes_no or not doer or all(index.nature(v) != index.nature(doer[0]) for v in others):
        return None  # "did Fedotov sign it?" - "who did?" is not told by what else he signed
    return Reading("names", frame, frame.text, (facts[0].entity,), parts=(frame,), facts=(facts[0].id,), settled=True)


def _between_whom(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Between whom?": asked of the last thing spoken of that binds somebody."""
    if frame.top or not phrases(frame, "between_whom", index):
        return None
    spoken = (s for group in context.subjects for s in group if s in index.entities and index.entities[s].type in index.made)
    made = next(spoken, None)
    reading = asked_of("answered", (made,), frame, index) if made else None
    return replace(reading, parts=(reading.frame,), settled=True) if reading else None


def _by_whom(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "By whom?" after a question that said nothing that was done ("when was the training?"): who made or held the thing."""
    said = frame.said
    one = context.subjects[0] if context.subjects else ()
    if (
        frame.asks - {"which"} != {"who"}
        or not index.cues.words["agent"].intersection(said)
        or frame.top
        or len(said) > SCRAP
        or any(c.binding for c in frame.content)
        or len(one) != 1
        or one[0] not in index.entities
        or not context.question
    ):
        return None
    old = understand(context.question, index, context.lang)
    view = index.entities[one[0]]
    if any(c.binding and c.keys.isdisjoint(view.name_keys | view.kind_keys) for c in old.content):
        return None
    makers = [p.name for p in index.base.types[view.type].properties.values() if p.maker]
    facts = [f.id for name in makers for f in view.facts.get(name, ())]
    if not makers:
        return None
    empty = None if facts else (view.id, makers[0])
    mention = mention_of((view.id,), index, frame)
    return Reading(
        "carried", frame, with_aside(frame.text, mention.said), (view.id,), (mention,), (frame,), tuple(facts[:2]), settled=True, empty=empty
    )


def _before_or_after_them(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "And before him?": the predecessor (or successor) of the person last spoken of, who may not be given."""
    said = frame.said
    order = [w for name in ("before", "after") for a, b in phrases(frame, name, index) for w in said[a:b]]
    rest = [c for c in frame.content if c.binding and c.word not in order]
    if "persons" not in frame.flags or frame.top or frame.asks - {"who", "which"} or frame.yes_no or rest:
        return None
    spoken = [e for s in context.subjects[:NEAR] for e in s]
    told = [v.id for f in last_facts(index, context)[:1] for v in f.values if isinstance(v, Ref)]
    person = next((e for e in (*spoken, *told) if e in index.entities and index.nature(e) == "person"), None)
    if not order or person is None:
        return None
    for prop in index.base.types[index.entities[person].type].properties.values():
        named = {*prop.words}
        if prop.kind == "entity" and not named.isdisjoint(order):
            facts = tuple(f.id for f in index.entities[person].facts.get(prop.name, ()))
            mention = mention_of((person,), index, frame)
            return Reading(
                "carried",
                frame,
                with_aside(frame.text, mention.said),
                (person,),
                (mention,),
                (frame,),
                facts,
                settled=True,
                empty=(person, prop.name),
            )
    return None


def _then(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "How many were there then?": at the time of what was last told."""
    when = _time_told(index, context)
    if when is None or frame.dates or not (frame.top or frame.content) or not phrases(frame, "then", index):
        return None
    new = replace(frame, dates=(DateConstraint(0, 0, when),))
    return Reading("then", new, with_aside(frame.text, str(when.start.year)), parts=(new,))


def _time_told(index: Index, context: Context) -> Interval | None:
    """The year spoken of: that of the last question, else that of the last statement: its own date, the time at which it
    happened, or that of which it is told."""
    asked = [d for d in understand(context.question, index, context.lang).dates if not d.document] if context.question else []
    if asked and asked[-1].relation == "in" and asked[-1].interval.start.year > ANY_YEAR:
        return interval(asked[-1].interval.start.year)
    for fact in last_facts(index, context)[:1]:
        known = [*(v for v in fact.values if isinstance(v, Interval)), *(d for d in (fact.when, fact.as_of) if d), *index.entities[fact.entity].dates]
        if known:
            return interval(known[0].start.year)
    return None


BARE = 2
"""Tokens of a message that is a month and no more ("only October")."""


def timed(frame: Frame, index: Index, context: Context | None) -> Frame:
    """A message with its "ten years earlier" as the year that it means, counted from what was last told, and with a month in the year that
    was spoken of ("what happened in March 2015?" - "and in April?")."""
    when = _time_told(index, context) if context else None
    if when is None:
        return frame
    bare = ("carry_on" in frame.flags or len(frame.tokens) <= BARE) and not (frame.yes_no or frame.top or any(c.binding for c in frame.content))
    if bare and len(frame.dates) == 1 and frame.dates[0].interval.start.year == ANY_YEAR:
        known = frame.dates[0].interval
        with suppress(ValueError):  # 29 February
            here = replace(known, start=known.start.replace(year=when.start.year), end=known.end.replace(year=when.start.year))
            return replace(frame, dates=(replace(frame.dates[0], interval=here),))
    said = frame.said
    cues = index.cues
    if not (frame.dates or frame.yes_no or "which" in frame.asks) and (same := phrases(frame, "same_time", index)):  # "UN police, same year"
        (start, end), *_ = same
        return understand(f"{frame.text[: frame.tokens[start].start]}{when.start.year}{frame.text[frame.tokens[end - 1].end :]}", index, frame.lang)
    for name, sign in (("years_earlier", -1), ("years_later", 1)):
        for a, b in phrases(frame, name, index):
            count = index.locales.number_word(said[a - 1]) if a else None
            ten = 10 if said[a] in cues.words["decades"] else 1
            if count is None and ten == 1:
                continue
            start = a - 1 if count is not None else a
            year = when.start.year + sign * ten * (count or 1)
            if not MINYEAR + ANY_YEAR < year < MAXYEAR:
                continue
            gone = range(start, b)
            if not frame.top and not any(c.binding and c.at not in gone for c in frame.content):  # "ten years later?"
                return understand(f"{frame.text[: frame.tokens[start].start]}{year}{frame.text[frame.tokens[b - 1].end :]}", index, frame.lang)
            return replace(
                frame,
                dates=(*frame.dates, DateConstraint(start, b, interval(year))),
                numbers=tuple(n for n in frame.numbers if n.start not in gone),
                content=tuple(c for c in frame.content if c.at not in gone),
            )
    return frame


def _passage(frame: Frame, index: Index, context: Context) -> Reading | None:
    """The message asked of what the documents say around the last statements: two paragraphs before and after."""
    places = {
        (c.source, p)
        for fact in last_facts(index, context)[:3]
        for c in fact.citations
        if c.paragraph
        for p in range(c.paragraph - PASSAGE, c.paragraph + PASSAGE + 1)
    }
    scope: set[FactId] = set()
    for place in places:
        scope.update(index.by_paragraph.get(place, ()))
        if len(scope) > TOLD_THERE:
            return None
    if not scope:
        return None
    new = replace(frame, scope=frozenset(scope))
    return Reading("passage", new, frame.text, parts=(new,))
