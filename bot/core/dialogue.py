"""How a message leans on the conversation: its readings, most likely first.

A message complete in itself takes nothing. One that carries a question on ("and minusca?") puts its own name or year into
the last question; one that leans ("when was it signed?") gets the subject of the last answers as a mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR

from bot.core.cues import cues_of
from bot.core.dates import ANY_YEAR, date_meets, fact_date
from bot.core.frame import Frame, understand
from bot.core.index import EntityView, Index
from bot.core.kinds import interval, number_word
from bot.core.model import LANGS, Choice, Context, DateConstraint, EntityId, Fact, FactId, Interval, Mention, Ref
from bot.core.several import questions_of
from bot.core.text import fold, words

NEAR = 2
"""Subjects, newest first, that a message may lean on: older ones are dropped rather than misused."""
SCRAP = 6
"""Words of a message that may be but a description put into the last question ("the gender one")."""
DESCRIBED = 0.5
"""Share of the words, by weight, that a thing's names must have for it to be what is described."""
SPANNED = 3
"""Tokens, for each of several dates, that the dates of a question may span and still be replaced together by a new one."""
PASSAGE = 2
"""Paragraphs before and after the last statements that still belong to what is spoken of."""
ORDINALS = ("ordinals_1", "ordinals_2", "ordinals_3", "ordinals_4", "ordinals_5", "ordinals_last")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a message in its conversation."""

    kind: str
    """``alone``; ``again``: the last question with this question word; ``slot``: the property last told, of this thing or time;
    ``carried``: the last question with this name or year, ``loose``: without what only described the old one; ``ordinal``: one
    of a list; ``among``: whether this is one of those last told; ``subject``, ``before``: of what the last answer, or the one
    before it, was about; ``answered``: of what it gave as its answer; ``told``: of all that it mentioned; ``passage``: of what
    its documents say thereabouts; ``returned``: of what "back to the training" names; ``names``: which things were told."""
    frame: Frame
    question: str
    """The message as a question complete in itself."""
    subjects: tuple[EntityId, ...] = ()
    injected: tuple[Mention, ...] = ()
    parts: tuple[Frame, ...] = ()
    facts: tuple[FactId, ...] = ()
    """The statements that answer it, where the conversation itself tells which."""
    settled: bool = False
    """Whether the message can hardly be read otherwise: if it is answered surely, that is given."""
    empty: tuple[EntityId, str] | None = None
    """The thing and the property that is asked of it, where the base holds nothing."""


def resolve_choice(text: str, context: Context | None, index: Index) -> Choice | None:
    """The choice picked by number, ordinal, name or id; None if nothing was picked."""
    if not context or not context.choices:
        return None
    choices = context.choices
    said = words(text)
    if not said:
        return None
    for choice in choices:
        # a click sends the question of its choice
        if text.strip() in (choice.id, choice.ask) or fold(text.strip()) == fold(choice.label):
            return choice
    if len(said) > 12:
        return None
    number = _number(said, index, len(choices))
    if number is not None and 0 <= number < len(choices):
        return choices[number]
    frame = understand(text, index, context.lang)
    named = {i for m in frame.top for i in m.ids}
    bare = not [c for c in frame.content if c.weight > 0.2]
    if bare and not frame.asks:
        hits = [c for c in choices if c.id in named or (named and named & (index.entities[c.id].links if c.id in index.entities else set()))]
        if hits and frame.dates:
            dated = [c for c in hits if any(d.overlaps(x.interval) for x in frame.dates for d in index.entities[c.id].dates)]
            hits = dated or hits
        if len(hits) == 1:
            return hits[0]
        if not named and frame.dates:
            hits = [
                c for c in choices if c.id in index.entities and any(d.overlaps(x.interval) for x in frame.dates for d in index.entities[c.id].dates)
            ]
            if len(hits) == 1:
                return hits[0]
    if not frame.asks and not named and frame.content and len(said) <= 5:
        keys = frozenset().union(*(c.keys for c in frame.content))
        hits = [c for c in choices if c.id in index.entities and all(x.keys & index.entities[c.id].name_keys for x in frame.content)]
        if len(hits) == 1 and keys:
            return hits[0]
    return None


def _number(said: Sequence[str], index: Index, count: int) -> int | None:
    if len(said) == 1 and (number := number_word(said[0])) and number <= count:
        return number - 1
    cues = cues_of(index)
    joined = list(said)
    starts = [i == 0 for i in range(len(joined))]
    rest = set(range(len(joined)))
    for name in ORDINALS:
        for lang in LANGS:
            spans = cues.find(name, joined, starts, lang)
            if spans:
                left = [joined[i] for i in rest if not any(a <= i < b for a, b in spans)]
                # "and when was the third one?" picks nothing of what was offered
                if all(w in cues.words["articles"] or w in cues.words["one_of"] or w in index.lexicon.courtesy for w in left):
                    return count - 1 if name.endswith("last") else int(name[-1]) - 1
    return None


def follow_ups(frame: Frame, index: Index, context: Context | None) -> list[Reading]:
    """All the readings of a message that its conversation allows; the first is the message alone.

    Which of them is meant is decided by what each of them is answered with (:mod:`bot.core.meant`).
    """
    frame = timed(frame, index, context)
    alone = Reading("alone", frame, frame.text, parts=questions_of(frame, index))
    if context is None or not (context.question or context.subjects) or frame.operator in {"say", "help", "source"}:
        return [alone]
    readings = [alone]
    if among := _among(frame, index, context):
        readings.append(among)
    readings += _among_last(frame, index, context)
    if other := _other(frame, index, context):
        readings.append(other)
    if then := _then(frame, index, context):
        readings.append(then)
    if described := _one_described(frame, index, context):
        readings.append(described)
    if returned := _returned(frame, index, context):
        readings.append(returned)
    if names := _names(frame, index, context):
        readings.append(names)
    if settled := _by_whom(frame, index, context) or _how_many_of_them(frame, index, context):
        return [*readings, settled]
    if "persons" in frame.flags and (new := _new_person(frame, _last_facts(index, context)[:1], index, context)):
        return [*readings, replace(_with("answered", (new,), frame, index), settled=True)]
    if _substitutes(frame, index) or _asks_the_same(frame, index, context):
        if slot := _slot(frame, index, context):
            readings.append(slot)
        if context.question and (carried := _substitute(frame, index, context)):
            if (context.refused or not context.subjects) and {"carry_on", "correction"} & frame.flags and not frame.asks - {"which"}:
                carried = replace(carried, settled=True)  # there is nothing told that the message could be about instead
            readings += [carried, *_loosened(carried, frame, index, context)]
    if context.question and (again := _asked_again(frame, index, context)):
        readings.append(again)
    bare = bool(frame.top or frame.dates) and not frame.asks - {"which"} and not any(c.binding for c in frame.content)
    if bare and {"carry_on", "correction"} & frame.flags and any(r.kind in {"slot", "carried"} for r in readings):
        return readings  # "and MINUSMA?" puts a name in the place of another, and asks nothing of the last one
    if not (frame.top and not _leans(frame)) or len(readings) == 1:
        readings += [*_ordinals(frame, index, context), *_leaning(frame, index, context), *_told(frame, index, context)]
        if not frame.top and (passage := _passage(frame, index, context)):
            readings.append(passage)
    return readings


def _asks_the_same(frame: Frame, index: Index, context: Context) -> bool:
    """ "Who had that job in 2019?": a time, and words for the property last told."""
    last = next(iter(_last_facts(index, context)), None)
    if last is None or not frame.dates or frame.top:
        return False
    asked = index.property_keys[index.entities[last.entity].type, last.property]
    return all(c.keys & asked or c.weight <= 0.2 for c in frame.content)


def _leans(frame: Frame) -> bool:
    return bool({"anaphora", "persons", "carry_on", "correction"} & frame.flags)


def _substitutes(frame: Frame, index: Index) -> bool:
    """Whether a message may put its name, year or description into the last question: it says little else."""
    if frame.asks - {"which"} or (frame.yes_no and not {"carry_on", "correction"} & frame.flags):
        return False
    rest = [c for c in frame.content if c.weight > 0.2 and not _kind_word(frame, c.at) and not _same_word(index, c.word)]
    if frame.dates:
        said = [t.text for t in frame.tokens]
        nouns = {i for a, b in cues_of(index).find("asks_when_noun", said, [True] * len(said), frame.lang) for i in range(a, b)}
        rest = [c for c in rest if c.at not in nouns]
    if frame.mentions or frame.dates or "now" in frame.flags:
        return not rest
    return bool(frame.content) and (_leans(frame) or len(frame.tokens) <= SCRAP)


def _asked_again(frame: Frame, index: Index, context: Context) -> Reading | None:
    """A question word alone ("on which day?", "where?", "who?"): it asks the last question anew."""
    asks = frame.asks - {"which"}
    if not context.question or not asks or frame.top or frame.dates or frame.numbers or frame.yes_no or any(c.binding for c in frame.content):
        return None
    if {"anaphora", "persons"} & frame.flags and len(frame.tokens) > 4:
        return None
    if cues_of(index).words["turning_round"] & {t.text for t in frame.tokens}:
        return None  # "who isn't?"
    old = understand(context.question, index, context.lang)
    if old.asks - {"which"} == asks:
        return None
    if not old.top and context.subjects:  # the last question leaned itself on what it was answered about
        known = tuple(s for s in context.subjects[0] if s in index.entities)[:12]
        if known:
            old = replace(old, mentions=(Mention(0, 0, known, index.base.entities[known[0]].short(frame.lang)),))
    if not old.top:
        return None
    # "how many attended it?" - "where?": of the thing, not of those who attended
    of_people = (
        asks == {"where"} and bool(old.asks & {"how_many", "who"}) and all(_is_somewhere(index.entities[i], index) for m in old.top for i in m.ids)
    )
    content = tuple(c for c in old.content if not of_people or c.keys.isdisjoint(index.asking))
    new = replace(
        old, asks=frame.asks, operator="ask", intent="ask", targets=frame.targets, yes_no=False, lang=frame.lang, heads=frozenset(), content=content
    )
    return Reading("again", new, f"{frame.text} ({context.question})", parts=(new,), injected=old.top, settled=not frame.content)


def _loosened(reading: Reading, frame: Frame, index: Index, context: Context) -> list[Reading]:
    """The last question of another thing, without what only described the old one ("attendance of the drug course in
    bamako" - "same for gender")."""
    last = {s for s in context.subjects[0] if s in index.entities} if context.subjects else set()
    about = set().union(*(index.entities[s].links | index.entities[s].about for s in last)) if last else set()
    new = {i for m in reading.frame.top for i in m.ids if index.entities[i].type in {index.entities[s].type for s in last}} - last
    kept = tuple(m for m in reading.frame.mentions if not m.ids or set(m.ids) & new or not set(m.ids) <= about)
    if not new or len(kept) == len(reading.frame.mentions) or not kept:
        return []
    loose = replace(reading.frame, mentions=kept)
    return [replace(reading, kind="loose", frame=loose, parts=(loose,))]


def _kind_word(frame: Frame, at: int) -> bool:
    return any(k.at == at for k in frame.kinds)


def _same_word(index: Index, word: str) -> bool:
    return word in cues_of(index).words["same_again"] or index.lexicon.is_function(word)


def anchored(frame: Frame, index: Index) -> bool:
    """Whether content words alone name something: a word that few entities know."""
    for c in frame.content:
        hits: set[EntityId] = set()
        for key in c.keys:
            hits |= index.by_key.get(key, frozenset())
        if 0 < len(hits) <= 3 and c.weight > 0.5:
            return True
    return False


def _ordinals(frame: Frame, index: Index, context: Context) -> list[Reading]:
    """ "the second one": the thing at that place of the things last listed, or of those that a last statement names."""
    said = [t.text for t in frame.tokens]
    if frame.top or len(said) > 12:
        return []
    cues = cues_of(index)
    starts = [i == 0 for i in range(len(said))]
    by_age = [(newer, s) for newer, name in enumerate(("older_one", "newer_one")) if (s := cues.find(name, said, starts, frame.lang))]
    if by_age:
        newer, spans = by_age[0]
        spoken = _last_list(index, context)
        listed = [index.entities[e] for e in spoken if index.entities[e].dates]
        if len(spoken) > 2 * len(listed):
            return []  # most of them have no date: none is known to be the oldest
        if len(listed) < 2:
            listed = [index.entities[e] for e in _kin(index, context)]
        listed.sort(key=lambda v: v.dates[0].start)
        return [_picked(listed[-1 if newer else 0].id, spans, frame, index)] if len(listed) > 1 else []
    if 0 < len(said) <= 2 and said[-1].isdecimal() and len(said[-1]) == 1 and set(said[:-1]) <= {"number", "no", "numero", "option"}:
        shown = [e for e in (context.subjects[0] if context.subjects else ()) if e in index.entities]
        return [_picked(shown[int(said[-1]) - 1], [(0, len(said))], frame, index)] if len(shown) > 1 and 0 < int(said[-1]) <= len(shown) else []
    found = [(n, s) for n, name in enumerate(ORDINALS) if (s := cues.find(name, said, starts, frame.lang))]
    if not found:
        return []
    number, spans = found[0]
    one = cues.words["one_of"] & set(said)
    if "which" in frame.asks and not one and not any(c.binding and not c.superlative for c in frame.content) and _kin(index, context):
        return []  # "so which was first?" compares
    lists = [s for s in context.subjects if len(s) > 1]
    if "carry_on" in frame.flags and ORDINALS[number].endswith("last"):
        lists.insert(0, _last_list(index, context))  # "when was the first?" - "and the last?": of all of them
    for fact in _last_facts(index, context):
        lists.append(tuple(dict.fromkeys(v.id for v in fact.values if isinstance(v, Ref) and v.id in index.entities)))
    for among in lists:
        at = len(among) - 1 if ORDINALS[number].endswith("last") else number
        if len(among) > max(at, 1) and among[at] in index.entities:
            return [_picked(among[at], spans, frame, index)]
    return []


def _last_list(index: Index, context: Context) -> tuple[EntityId, ...]:
    """The things last listed, from which the one last spoken of was picked; or the last subjects."""
    known = [tuple(e for e in s if e in index.entities) for s in context.subjects]
    last = known[0] if known else ()
    return next((s for s in known if len(s) > 1 and len(s) > len(last) and set(last) < set(s)), last)


def _picked(entity: EntityId, spans: Sequence[tuple[int, int]], frame: Frame, index: Index) -> Reading:
    """The message asked of one thing of a list, without the words that picked it."""
    gone = {i for a, b in spans for i in range(a, b)}
    mention = _mention((entity,), index, frame)
    content = tuple(c for c in frame.content if c.at not in gone)
    flags = frame.flags - {"first", "latest", "longest", "shortest"}
    operator = "ask" if frame.operator in {"compare", "superlative"} else frame.operator
    new = replace(
        frame,
        mentions=(mention,),
        content=content,
        flags=flags,
        operator=operator,
        dates=(),
        numbers=tuple(n for n in frame.numbers if n.start not in gone),
    )
    bare = not any(c.binding for c in content) and not frame.asks - {"which"}
    return Reading("ordinal", new, f"{frame.text} ({mention.said})", injected=(mention,), parts=(new,), settled=bare)


def _last_facts(index: Index, context: Context) -> list[Fact]:
    return [index.base.facts[f] for f in context.facts if f in index.base.facts]


def _mention(ids: tuple[EntityId, ...], index: Index, frame: Frame) -> Mention:
    """What is spoken of, as if the message had named it."""
    return Mention(0, 0, ids[:12], index.base.entities[ids[0]].short(frame.lang))


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
            and "person" not in {index.entities[e].type for e in known}
            and bool(cues_of(index).words["one_thing"] & {t.text for t in frame.tokens})
            and (bool(frame.asks - {"which"}) or (not frame.yes_no and any(c.binding for c in frame.content)))
        )
        readings.append(replace(_with(kind, known, frame, index), settled=one))
    return readings


def _told(frame: Frame, index: Index, context: Context) -> list[Reading]:
    """The message with what the last statements mention besides their own thing ("who signed for the other side?"): what
    was given as the answer, and all of it."""
    last = set(context.subjects[0]) if context.subjects else set()
    facts = _last_facts(index, context)
    asked = {i for m in understand(context.question, index, context.lang).top for i in m.ids} if context.question else set()
    given = dict.fromkeys(
        v.id for fact in facts[:1] for v in fact.values if isinstance(v, Ref) and v.id in index.entities and v.id not in last | asked
    )
    all_of_it = dict.fromkeys(e for fact in facts for e in (*fact.entities, fact.entity) if e in index.entities and e not in last)
    readings = []
    for kind, ids in (("answered", given), ("told", all_of_it)):
        if known := _of_kind(tuple(ids), frame, index):
            readings.append(_with(kind, known, frame, index))
    return readings


def _new_person(frame: Frame, facts: Sequence[Fact], index: Index, context: Context) -> EntityId | None:
    """Who "he" is after a question: whom "who travelled with Fedotov?" was answered with, else the one person that it named."""
    if not facts or not context.question:
        return None
    asked = understand(context.question, index, context.lang)
    named = {i for m in asked.top for i in m.ids}
    known = [i for i in named if index.entities[i].type == "person"]
    if "who" not in asked.asks and not any(t.type == "person" for t in asked.targets):
        asks_of_him = not frame.top and "who" not in frame.asks
        return known[0] if len(known) == 1 and asks_of_him else None  # "anything from Le Roy?" - "what was his post?"
    if "persons" in asked.flags and not known:
        return None  # "whom did he go with?": whom that "he" was is not known any more
    persons = [e for e in (facts[0].entity, *sorted(index.facts[facts[0].id].entities)) if e in index.entities and index.entities[e].type == "person"]
    new = [e for e in dict.fromkeys(persons) if e not in named]
    if new[:1] == [facts[0].entity] and len(persons) > 1:
        return new[0]  # "which UNODC official met him?": told of the official
    return new[0] if len(new) == 1 and len(persons) > 1 else None


def _with(kind: str, ids: tuple[EntityId, ...], frame: Frame, index: Index) -> Reading:
    mention = _mention(ids, index, frame)
    new = replace(frame, mentions=(*frame.mentions, mention))
    parts = tuple(replace(p, mentions=(*p.mentions, mention)) for p in questions_of(frame, index))
    return Reading(kind, new, f"{frame.text} ({mention.said})", subjects=ids, injected=(mention,), parts=parts)


def _of_kind(ids: tuple[EntityId, ...], frame: Frame, index: Index) -> tuple[EntityId, ...]:
    """Those that a pronoun or "that mission" may stand for."""
    if "persons" in frame.flags:
        ids = tuple(e for e in ids if index.entities[e].type == "person")
    said = [t.text for t in frame.tokens]
    if cues_of(index).words["there"] & set(said):
        ids = tuple(e for e in ids if _is_somewhere(index.entities[e], index)) or ids
    pointed = {k.type for k in frame.kinds if k.at > 0 and said[k.at - 1] in cues_of(index).words["pointing"]}
    return tuple(e for e in ids if index.entities[e].type in pointed) or (
        () if pointed and any(index.entities[e].type in pointed for e in ids) else ids
    )


def _is_somewhere(view: EntityView, index: Index) -> bool:
    """Whether "there" may stand for a thing: a place, or what takes place or works in one."""
    return view.type != "person" and (view.type == "place" or any(index.entities[i].type == "place" for i in view.links))


def _among(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Is Mali one of them?": asked of the last statement that names several."""
    if len(frame.top) != 1 or frame.asks - {"which"}:
        return None
    said = [t.text for t in frame.tokens]
    told = {i for a, b in cues_of(index).find("among_them", said, [True] * len(said), frame.lang) for i in range(a, b)}
    if not told and not _leans(frame) and not frame.yes_no:
        return None
    rest = [c for c in frame.content if c.at not in told and c.binding and c.weight > 0.2 and not _kind_word(frame, c.at)]
    mention = frame.top[0]
    types = {index.entities[i].type for i in mention.ids}
    for fact in _last_facts(index, context):
        listed = [v.id for v in fact.values if isinstance(v, Ref) and v.id in index.entities]
        asked = index.property_keys[index.entities[fact.entity].type, fact.property]
        if not (told or _leans(frame) or rest) or any(not c.keys & asked for c in rest):
            continue  # "is INTERPOL a member?" asks for the property last told, "is UNMIL in Liberia?" does not
        if len(listed) > 1 and (not types or types & {index.entities[e].type for e in listed}):
            if not rest and not set(mention.ids) & set(listed):
                fact = _names_also(fact, mention.ids, index) or fact
            return Reading(
                "among",
                frame,
                f"{frame.text} ({index.base.entities[fact.entity].short(frame.lang)})",
                subjects=(fact.entity,),
                parts=(frame,),
                facts=(fact.id,),
                settled=frame.yes_no and bool(told or rest),
            )
    return None


def _names_also(fact: Fact, ids: Sequence[EntityId], index: Index) -> Fact | None:
    """The statement of the same thing that does name what the last one does not: co-chairs were told, members are asked about."""
    others = (f for found in index.entities[fact.entity].facts.values() for f in found)
    return next(
        (f for f in others if sum(isinstance(v, Ref) for v in f.values) > 1 and any(isinstance(v, Ref) and v.id in ids for v in f.values)), None
    )


def _slot(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "And MINUSMA?", "and in 2014?", "the one in Bangui": the property last told, of another thing or of another time."""
    last = _last_told(index, context)
    bare_name = bool(context.question) and not _asks_anything(understand(context.question, index, context.lang))
    if last is None or len(frame.top) > 1 or context.refused or (bare_name and frame.top):
        return None  # "who headed MINUSCA?" was refused: "and MINUSMA?" carries the question on, not what was said beside it
    view = index.entities[last.entity]
    dates = [d for d in frame.dates if not d.document]
    things: list[EntityId] = []
    if frame.top:
        own, given = {index.entities[i].type for i in frame.top[0].ids}, {index.entities[v.id].type for v in last.values if isinstance(v, Ref)}
        if own & given and view.type not in own:
            return None  # "which states took part?" - "and Mali?": one of them, not another of what they took part in
        things = _counterparts(frame.top[0].ids, view, index, dates)
        # "who heads INTERPOL?" - "and MINUSCA?": another type may have the same property
        alike = [i for i in frame.top[0].ids if _counterpart(last, i, index) == last.property]
        things = things if not alike or set(things) & set(frame.top[0].ids) else alike
        things = things or [i for i in frame.top[0].ids if _counterpart(last, i, index)]
    elif described := _described(frame, index, context):
        things = [described]
    elif dates:
        things = [view.id, *(v for v in _counterparts(tuple(view.links), view, index, dates) if index.entities[v].links >= view.links)]
    facts = [f for t in things for f in index.entities[t].facts.get(_counterpart(last, t, index), ())]
    if dates:
        facts = [
            f
            for f in facts
            if all(fact_date(f, d, index.base.sources) or any(date_meets(d, x) for x in index.entities[f.entity].dates) for d in dates)
        ]
    things = [t for t in things if _counterpart(last, t, index)]
    name = _counterpart(last, things[0], index) if things else ""
    empty = (things[0], name) if len(things) == 1 and name not in index.entities[things[0]].facts else None
    if not (facts or empty) or len({f.entity for f in facts}) > 3:
        return None
    facts.sort(key=lambda f: index.entities[f.entity].subtype != view.subtype)
    entities = tuple(dict.fromkeys(f.entity for f in facts)) or (things[0],)
    mention = _mention(entities, index, frame)
    named = frame.top and set(entities) <= set(frame.top[0].ids) and not any(c.binding for c in frame.content)
    told = (
        not frame.top
        and not dates
        and all(c.keys & (index.entities[entities[0]].name_keys | index.entities[entities[0]].kind_keys) for c in frame.content)
    )
    then = bool(dates) and not frame.top and entities == (view.id,) and bool(facts)
    asked = understand(context.question, index, context.lang)
    bare = bool(facts) and bool(asked.asks - {"which"}) and not any(c.binding for c in frame.content)  # "when was it signed?" - "and with MINUSMA?"
    settled = ((bool(named or told or then) and len(entities) == 1) or bare) and bool({"carry_on", "correction"} & frame.flags)
    new = replace(frame, mentions=(mention,), asks=asked.asks)
    question = _instead(context.question.partition(" (")[0], mention.said, index, context)
    return Reading(
        "slot",
        new,
        question,
        subjects=entities,
        injected=(mention,),
        parts=(new,),
        facts=tuple(f.id for f in facts[:3]),
        settled=settled,
        empty=empty,
    )


def _asks_anything(frame: Frame) -> bool:
    """Whether a question is more than the name of something."""
    return bool(frame.asks or frame.dates or frame.yes_no or frame.content or frame.kinds)


def _instead(question: str, said: str, index: Index, context: Context) -> str:
    """A question asked of another thing: its name in the place of the one that was named, else in brackets behind it."""
    old = understand(question, index, context.lang)
    if len(old.top) != 1 or old.top[0].end <= old.top[0].start:
        return f"{question} ({said})"
    named = old.top[0]
    return f"{old.text[: old.tokens[named.start].start]}{said}{old.text[old.tokens[named.end - 1].end :]}"


def _counterpart(last: Fact, entity: EntityId, index: Index) -> str:
    """The property of another thing that is what the last statement told of its own: the same, or what dates things of its type
    ("when was the court created?" - "and MINUSCA?"); empty if there is none."""
    own, other = (index.base.types[index.entities[e].type].properties for e in (last.entity, entity))
    if last.property in other:
        return last.property
    return next((p.name for p in other.values() if p.dates), "") if own[last.property].dates else ""


def _last_told(index: Index, context: Context) -> Fact | None:
    """The statement whose property is carried on: the first, or of several that were only offered the one that answers the
    question word."""
    facts = _last_facts(index, context)
    if any("#" in c.id for c in context.choices) and context.question:
        asks = understand(context.question, index, context.lang).asks - {"which"}
        fitting = (f for f in facts if asks & set(index.base.types[index.entities[f.entity].type].properties[f.property].asks))
        return next(fitting, next(iter(facts), None))
    return next(iter(facts), None)


def _one_described(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "When was the one for the vehicles?", "who headed the Mali one": its own question, of a thing like the last."""
    view = index.entities.get(context.subjects[0][0]) if context.subjects else None
    if view is None or ("anaphora" not in frame.flags and not _leans(frame)):
        return None
    if len(frame.top) == 1 and frame.top[0].ids:
        things = [t for t in _counterparts(frame.top[0].ids, view, index, frame.dates) if t not in frame.top[0].ids]
        gone: frozenset[str] = frozenset()
    else:
        described = None if frame.top else _described(frame, index, context)
        things = [described] if described else []
        gone = index.entities[described].name_keys if described else frozenset()
        if not (things or frame.top) and frame.dates:  # "and the 2018 one with them"
            near = [view, *(index.entities[f.entity] for f in _last_facts(index, context))]
            dated = [
                t
                for v in near
                for t in _counterparts(tuple(v.links), v, index, frame.dates)
                if any(date_meets(d, x) for d in frame.dates for x in index.entities[t].dates)
            ]
            things = list(dict.fromkeys(dated))[:2]
    if not things:
        return None
    mention = _mention(tuple(things), index, frame)
    content = tuple(c for c in frame.content if not c.keys & gone or c.keys & index.asking)
    met = tuple(d for d in frame.dates if not any(date_meets(d, x) for t in things for x in index.entities[t].dates))
    new = replace(frame, mentions=(mention,), content=content, dates=met)
    return Reading("described", new, f"{frame.text} ({mention.said})", subjects=tuple(things), injected=(mention,), parts=(new,))


def _among_last(frame: Frame, index: Index, context: Context) -> list[Reading]:
    """ "Which of them is older?": asked of the last two things spoken of, if they are of one type."""
    said = [t.text for t in frame.tokens]
    counted = [s for name in ("counts_most", "counts_fewest") for s in cues_of(index).find(name, said, [True] * len(said), frame.lang)]
    ordered = {"first", "latest", "longest", "shortest"} & frame.flags or frame.operator in {"compare", "gap"}
    if frame.top or not (ordered or (counted and "which" in frame.asks)):
        return []
    many = next((int(n.value) for n in frame.numbers if n.value in {3.0, 4.0, 5.0}), 2)  # "which of the 3 came first?"
    kin = _kin(index, context, many)
    listed = _last_list(index, context)
    if many == 2 < len(listed) and kin and ordered and len({index.entities[e].type for e in listed}) == 1 and kin[0] in listed:
        kin = listed
    if many > 2:
        frame = replace(frame, numbers=()) if len(kin) == many else frame
    told = {i for a, b in counted for i in range(a, b)}
    bare = "which" in frame.asks and not any(c.binding and not c.superlative and c.at not in told for c in frame.content)  # "so which was first?"
    return [Reading("both", frame, frame.text, subjects=kin, parts=(frame,), settled=bare)] if kin else []


def _kin(index: Index, context: Context, several: int = 2) -> tuple[EntityId, ...]:
    """The last two (or so many) dated things of one type that were spoken of; empty if there are none."""
    spoken = dict.fromkeys(s[0] for s in context.subjects if s and s[0] in index.entities and index.entities[s[0]].dates)
    told = dict.fromkeys((*spoken, *(f.entity for f in _last_facts(index, context) if index.entities[f.entity].dates)))
    for first in told:
        kin = [e for e in told if index.entities[e].type == index.entities[first].type]
        if len(kin) > 1:
            return tuple(kin[:several])
    return ()


def _other(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "No, the other mission": the last question, of the other thing of that type that was spoken of."""
    if "other_one" not in frame.flags or frame.top or not context.question:
        return None
    compared = [s for s in (context.subjects[0] if context.subjects else ()) if s in index.entities]
    if len(compared) == 2 and frame.asks - {"which"}:  # "which came first, A or B?" - "when was the other one signed?"
        return replace(_with("other", (compared[1],), frame, index), settled=True)
    old = understand(context.question, index, context.lang)
    types = {k.type for k in frame.kinds}
    told = dict.fromkeys(e for f in _last_facts(index, context) for e in (f.entity, *f.entities))
    spoken = [*told, *(e for s in context.subjects for e in s)]
    for mention in reversed(old.top):
        own = {index.entities[i].type for i in mention.ids}
        if types and not types & own:
            continue
        others = list(dict.fromkeys(e for e in spoken if e in index.entities and index.entities[e].type in own and e not in mention.ids))
        pairs = [s for s in context.subjects if len(s) == 2 and set(s) & set(mention.ids)]  # of two that were listed, not of all that was mentioned
        others = [e for s in pairs[:1] for e in s if e in index.entities and e not in mention.ids] or others
        others = others or _twin_of(mention.ids, index)
        picking = {w for name in ORDINALS for w in cues_of(index).words[name]}
        if (
            len(others) == 1
            and not old.asks
            and not any(c.binding and not c.superlative and old.tokens[c.at].text not in picking for c in old.content)
        ):
            return replace(_with("other", (others[0],), frame, index), settled=True)  # "the first one" - "and the other one?"
        if len(others) == 1:
            instead = _mention((others[0],), index, frame)
            new = replace(old, mentions=tuple(instead if m is mention else m for m in old.mentions), lang=frame.lang)
            return Reading(
                "other", new, f"{context.question.partition(' (')[0]} ({instead.said})", subjects=(others[0],), injected=(instead,), parts=(new,)
            )
    return None


def _twin_of(ids: Sequence[EntityId], index: Index) -> list[EntityId]:
    """The one other thing of a thing's kind that shares a party with it: of two cooperation agreements of one office, the other."""
    view = index.entities[ids[0]]
    kin = [v.id for v in index.by_type[view.type] if v.subtype == view.subtype and v.id not in ids and not v.links.isdisjoint(view.links)]
    return kin if len(kin) == 1 and view.subtype else []


def _returned(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Back to the training, ...": the rest, asked of the last thing of that kind that was spoken of."""
    said = [t.text for t in frame.tokens]
    back = cues_of(index).find("back_to", said, [True] * len(said), frame.lang)
    nouns = [k for k in frame.kinds for _, b in back if b <= k.at <= b + 2]
    if frame.top or not nouns:
        return None
    types = {k.type for k in nouns}
    spoken = [e for s in context.subjects for e in s if e in index.entities and index.entities[e].type in types]
    if not spoken:
        return None
    gone = {k.at for k in nouns}
    rest = replace(frame, content=tuple(c for c in frame.content if c.at not in gone), kinds=tuple(k for k in frame.kinds if k.at not in gone))
    return replace(_with("returned", (spoken[0],), rest, index), settled=True)


def _names(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Which ones?", "namely?", "who else?": the things that the last statements name, or that they leave unnamed."""
    said = [t.text for t in frame.tokens]
    told = {i for a, b in cues_of(index).find("names_them", said, [True] * len(said), frame.lang) for i in range(a, b)}
    if not told or frame.top or frame.dates or len(said) > SCRAP or any(c.binding and c.at not in told for c in frame.content):
        return None
    facts = [f for f in _last_facts(index, context) if sum(isinstance(v, Ref) for v in f.values) > 1]
    unnamed = [f for f in _last_facts(index, context)[:1] if f.lacks.en]
    chosen = facts[:2] or unnamed
    if not chosen:
        return None
    return Reading("names", frame, frame.text, subjects=(chosen[0].entity,), parts=(frame,), facts=tuple(f.id for f in chosen), settled=True)


def _by_whom(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "By whom?" after a question that said nothing that was done ("when was the training?"): who made or held the thing."""
    said = [t.text for t in frame.tokens]
    one = context.subjects[0] if context.subjects else ()
    if (
        frame.asks - {"which"} != {"who"}
        or not cues_of(index).words["agent"].intersection(said)
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
    mention = _mention((view.id,), index, frame)
    return Reading("carried", frame, f"{frame.text} ({mention.said})", (view.id,), (mention,), (frame,), tuple(facts[:2]), settled=True, empty=empty)


def _how_many_of_them(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "How many were there?" after a list: as many as were listed."""
    listed = context.subjects[0] if context.subjects else ()
    bare = not (frame.top or frame.dates or frame.numbers or frame.yes_no or any(c.binding for c in frame.content))
    if frame.asks != {"how_many"} or not bare or len(listed) < 2 or not context.question or context.refused:
        return None
    old = understand(context.question, index, context.lang)
    types = {index.entities[e].type for e in listed if e in index.entities}
    if old.asks - {"which"} or old.yes_no or len(types) != 1 or not any(k.plural and k.type in types for k in old.kinds):
        return None
    new = replace(old, operator="count", intent="count", asks=frozenset({"how_many"}), lang=frame.lang)
    return Reading("carried", new, f"{frame.text} ({context.question.partition(' (')[0]})", listed, parts=(new,), settled=True)


def _then(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "How many were there then?": at the time of what was last told."""
    when = _time_told(index, context)
    if (
        when is None
        or frame.dates
        or not (frame.top or frame.content)
        or not cues_of(index).find("then", [t.text for t in frame.tokens], [True] * len(frame.tokens), frame.lang)
    ):
        return None
    new = replace(frame, dates=(DateConstraint(0, 0, when),))
    return Reading("then", new, f"{frame.text} ({when.start.year})", parts=(new,))


def _time_told(index: Index, context: Context) -> Interval | None:
    """The year spoken of: that of the last question, else that of the last statement: its own date, the time at which it
    happened, or that of which it is told."""
    asked = understand(context.question, index, context.lang).dates if context.question else ()
    if asked and asked[-1].relation == "in" and asked[-1].interval.start.year > ANY_YEAR:
        return interval(asked[-1].interval.start.year)
    for fact in _last_facts(index, context)[:1]:
        known = [*(v for v in fact.values if isinstance(v, Interval)), *(d for d in (fact.when, fact.as_of) if d), *index.entities[fact.entity].dates]
        if known:
            return interval(known[0].start.year)
    return None


def timed(frame: Frame, index: Index, context: Context | None) -> Frame:
    """A message with its "ten years earlier" as the year that it means, counted from what was last told."""
    when = _time_told(index, context) if context else None
    if when is None:
        return frame
    said = [t.text for t in frame.tokens]
    cues = cues_of(index)
    for name, sign in (("years_earlier", -1), ("years_later", 1)):
        for a, b in cues.find(name, said, [True] * len(said), frame.lang):
            count = number_word(said[a - 1]) if a else None
            ten = 10 if said[a] in cues.words["decades"] else 1
            if count is None and ten == 1:
                continue
            start = a - 1 if count is not None else a
            year = when.start.year + sign * ten * (count or 1)
            if not MINYEAR + ANY_YEAR < year < MAXYEAR:
                continue
            date = DateConstraint(start, b, interval(year))
            gone = range(start, b)
            return replace(
                frame,
                dates=(*frame.dates, date),
                numbers=tuple(n for n in frame.numbers if n.start not in gone),
                content=tuple(c for c in frame.content if c.at not in gone),
            )
    return frame


def _counterparts(ids: tuple[EntityId, ...], view: EntityView, index: Index, dates: Sequence[DateConstraint]) -> list[EntityId]:
    """What is named, if it is of the same type as something; else the things of that type that lean on what is named, those
    most like it first ("the minusma one" after UNODC's agreement with MINUSCA: its agreements with MINUSMA)."""
    same = [i for i in ids if index.entities[i].type == view.type]
    if same:
        return same
    wide = set(ids) | {p for i in ids for p in index.entities[i].links if index.entities[p].type == index.entities[i].type}
    near = sorted(
        {
            v
            for i in wide
            for v in index.by_link.get(i, frozenset())
            if index.entities[v].type == view.type and v != view.id and index.entities[v].links & wide
        }
    )
    dated = [v for v in near if all(any(date_meets(d, x) for x in index.entities[v].dates) for d in dates)]
    if dates and dated:
        return dated
    alike = max((len(index.entities[v].links & view.links) for v in near), default=0)
    return [v for v in near if len(index.entities[v].links & view.links) == alike]


def _passage(frame: Frame, index: Index, context: Context) -> Reading | None:
    """The message asked of what the documents say around the last statements: two paragraphs before and after."""
    cited = {
        (c.source, p)
        for fact in _last_facts(index, context)[:3]
        for c in fact.citations
        if c.paragraph
        for p in range(c.paragraph - PASSAGE, c.paragraph + PASSAGE + 1)
    }
    scope = frozenset(f.id for f in index.base.facts.values() if any((c.source, c.paragraph) in cited for c in f.citations))
    if not scope:
        return None
    new = replace(frame, scope=scope)
    return Reading("passage", new, frame.text, parts=(new,))


def _substitute(frame: Frame, index: Index, context: Context) -> Reading | None:
    """The last question with this message's name or year in place of its own."""
    old = understand(context.question, index, context.lang)
    text = old.text
    edits: list[tuple[int, int, str]] = []
    extra: list[str] = []
    new_types = {index.entities[i].type for m in frame.top for i in m.ids} | {k.type for k in frame.kinds if k.type in index.base.types}
    for mention in frame.top:
        said = frame.text[frame.tokens[mention.start].start : frame.tokens[mention.end - 1].end]
        for kind in frame.kinds:
            if kind.at == mention.end:
                said += " " + frame.tokens[kind.at].raw
        types = {index.entities[i].type for i in mention.ids} or {"mission", "partner", "place"}
        same = [m for m in old.top if m.end > m.start and ({index.entities[i].type for i in m.ids} & (types | new_types))]
        same = same or [m for m in old.top if m.end > m.start and len(old.top) == 1]
        if same:
            target = same[-1]
            # a family of names said in brackets or joined: replace the one of the very same type first
            exact = [m for m in same if {index.entities[i].type for i in m.ids} & types]
            target = (exact or [target])[-1]
            edits.append((old.tokens[target.start].start, old.tokens[target.end - 1].end, said))
        else:
            extra.append(said)
    if not frame.top and context.subjects and any(c.binding for c in frame.content):
        named = _described(frame, index, context)
        if named:
            said = index.base.entities[named].name[frame.lang]
            own_type = index.entities[named].type
            like = [m for m in old.top if any(index.entities[i].type == own_type for i in m.ids) and m.end > m.start]
            if like:
                edits.append((old.tokens[like[-1].start].start, old.tokens[like[-1].end - 1].end, said))
            else:
                new = replace(
                    old,
                    mentions=(Mention(0, 0, (named,), said),),
                    content=tuple(c for c in old.content if not c.keys & _subject_keys(index, context)),
                    lang=frame.lang,
                )
                return Reading("carried", new, f"{text} ({said})", parts=(new,))
    for date in frame.dates:
        said = frame.text[frame.tokens[date.start].start : frame.tokens[date.end - 1].end]
        if old.dates:  # of several dates, all: "in 2015 and 2018" - "and in 2017?"
            several = [d for d in old.dates if d.relation == "in" and not d.document and d.end > d.start] or [old.dates[-1]]
            first, last = min(d.start for d in several), max(d.end for d in several)
            if len(several) == 1 or last - first > SPANNED * len(several):
                first, last = old.dates[-1].start, old.dates[-1].end
            edits.append((old.tokens[first].start, old.tokens[last - 1].end, said))
        else:
            extra.append(said)
    if "now" in frame.flags:
        extra.append(frame.text.strip(" ?!."))
    if not edits and not extra:
        return None
    for start, end, said in sorted(edits, reverse=True):
        text = text[:start] + said + text[end:]
    text = re.sub(r"\s*\?*\s*$", "", text)
    text = " ".join([text, *extra])
    new = understand(text, index, frame.lang)
    new = replace(new, lang=frame.lang)
    return Reading("carried", new, text, parts=questions_of(new, index))


def _described(frame: Frame, index: Index, context: Context) -> EntityId | None:
    """ "the gender one", "the 2018 agreement": the one thing of the last subject's kind that the words and dates describe."""
    last = [s for s in (context.subjects[0] if context.subjects else ()) if s in index.entities]
    kinds = {index.entities[s].type for s in last}
    other = {k.at for k in frame.kinds if k.type not in kinds} - {k.at for k in frame.kinds if k.type in kinds}
    content = [c for c in frame.content if c.at not in other]
    if all(c.keys & index.asking for c in content):
        return None  # "and the place?" asks for a property, it describes nothing
    told = {
        v.id: sum(c.weight for c in content if c.keys & (v.name_keys | v.kind_keys))
        for kind in sorted(kinds)
        for v in index.by_type[kind]
        if v.id not in last
    }
    most = max(told.values(), default=0.0)
    if most < DESCRIBED * sum(c.weight for c in content):
        return None
    hits = [index.entities[e] for e, weight in told.items() if weight == most]
    hits = [v for v in hits if all(any(date_meets(d, x) for x in v.dates) for d in frame.dates if not d.document)]
    if len(hits) > 1:  # "the gender one" of the series, "the 2018 agreement" of the same two parties
        links = set().union(*(index.entities[s].links for s in last))
        close = [v for v in hits if v.links & links and v.id not in last]
        shared = max((len(v.links & links) for v in close), default=0)
        hits = [v for v in close if len(v.links & links) == shared] or hits
    listed = [v for v in hits if v.listed]
    hits = listed if len(listed) == 1 else hits
    return hits[0].id if len(hits) == 1 else None


def _subject_keys(index: Index, context: Context) -> frozenset[str]:
    """What describes the last subject, and gives way to the new one."""
    return frozenset().union(*(index.entities[s].name_keys for s in context.subjects[0] if s in index.entities))
