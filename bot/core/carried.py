"""The last question, or the property last told, carried on to another thing or another time: "and MINUSMA?", "the one in Bangui", "where?"."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise

from bot.core.dates import ANY_YEAR, date_meets, fact_date
from bot.core.frame import LIGHT, Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.model import Context, DateConstraint, EntityId, Fact, Mention, Ref
from bot.core.reading import Reading, is_kind_word, last_facts, leans, mention_of, with_aside, without_aside
from bot.core.reframe import what_it_does
from bot.core.roles import for_whom
from bot.core.select import makers_of
from bot.core.several import questions_of
from bot.core.understand import understand

SCRAP = 6
"""Words of a message that may be but a description put into the last question ("the gender one")."""
DESCRIBED = 0.5
"""Share of the words, by weight, that a thing's names must have for it to be what is described."""
YEAR = 4
"""Digits of a year."""
SPANNED = 3
"""Tokens, for each of several dates, that the dates of a question may span and still be replaced together by a new one."""


def asks_the_same(frame: Frame, index: Index, context: Context) -> bool:
    """ "Who had that job in 2019?": a time, and words for the property last told."""
    last = next(iter(last_facts(index, context)), None)
    if last is None or not frame.dates or frame.top:
        return False
    type_ = index.entities[last.entity].type
    if not (frame.asks - {"which", "when"}).issubset(index.base.types[type_].properties[last.property].asks):
        return False  # "what did he ask for?" - "how many were there in 2009?"
    asked = index.property_keys[type_, last.property]
    return all(c.keys & asked or c.weight <= LIGHT for c in frame.content)


def may_be_put_in_place(frame: Frame, index: Index) -> bool:
    """Whether a message may put its name, year or description into the last question: it says little else."""
    if frame.asks - {"which"} or (frame.yes_no and not {"carry_on", "correction"} & frame.flags):
        return False
    inside = {a.text for a, b in pairwise(frame.tokens[1:]) if a.clause == b.clause}
    if index.cues.words["left_off"] & inside:
        return False  # "what about outside Bamako?"; "non, l'accord de 2018" only begins so
    rest = [c for c in frame.content if c.weight > LIGHT and not is_kind_word(frame, c.at) and not _same_word(index, c.word)]
    if frame.dates:
        nouns = {i for a, b in phrases(frame, "asks_when_noun", index) for i in range(a, b)}
        rest = [c for c in rest if c.at not in nouns]
    if frame.mentions or frame.dates or "now" in frame.flags:
        return not rest
    return bool(frame.content) and (leans(frame) or len(frame.tokens) <= SCRAP)


def asked_again(frame: Frame, index: Index, context: Context) -> Reading | None:
    """A question word alone ("on which day?", "where?", "who?"): it asks the last question anew."""
    asks = frame.asks - {"which"}
    if not context.question or not asks or frame.top or frame.dates or frame.numbers or frame.yes_no or any(c.binding for c in frame.content):
        return None
    if ({"anaphora", "persons"} & frame.flags and len(frame.tokens) > 4) or (
        "persons" in frame.flags and frame.operator == "overview" and "who" in asks
    ):
        return None  # "who is he?" asks just that
    if index.cues.words["turning_round"] & set(frame.said):
        return None  # "who isn't?"
    if for_whom(frame, index):
        return None  # not who made it
    old = understand(context.question, index, context.lang)
    if old.asks - {"which"} == asks:
        return None
    spoken = tuple(s for s in context.subjects[0] if s in index.entities)[:12] if context.subjects else ()
    if len(spoken) > 1 and len(old.top) == 1 and set(old.top[0].ids) <= set(spoken):  # "where were they held?" - "when?": all of them
        old = replace(old, mentions=(Mention(0, 0, spoken, index.base.entities[spoken[0]].short(frame.lang)),))
    if not old.top and context.subjects:  # the last question leaned itself on what it was answered about
        known = tuple(s for s in context.subjects[0] if s in index.entities)[:12]
        if known:
            old = replace(old, mentions=(Mention(0, 0, known, index.base.entities[known[0]].short(frame.lang)),))
    if not old.top:
        return None
    # "how many attended it?" - "where?": of the thing, not of those who attended
    of_people = (
        asks == {"where"} and bool(old.asks & {"how_many", "who"}) and all(is_somewhere(index.entities[i], index) for m in old.top for i in m.ids)
    )
    content = tuple(c for c in old.content if not of_people or c.keys.isdisjoint(index.asking))
    new = replace(
        old, asks=frame.asks, operator="ask", intent="ask", targets=frame.targets, yes_no=False, lang=frame.lang, heads=frozenset(), content=content
    )
    new = replace(new, flags=new.flags | (frame.flags & {"with_whom"}))
    if "now" in frame.flags:
        new = replace(new, dates=(), flags=new.flags | {"now"})  # "UN police in 2009?" - "and how many today?"
    return Reading("again", new, with_aside(frame.text, context.question), parts=(new,), injected=old.top, settled=not frame.content)


def loosened(reading: Reading, index: Index, context: Context) -> list[Reading]:
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


def _same_word(index: Index, word: str) -> bool:
    return word in index.cues.words["same_again"] or index.lexicon.is_function(word)


def is_somewhere(view: EntityView, index: Index) -> bool:
    """Whether "there" may stand for a thing: a place, or what takes place or works in one."""
    return index.nature(view.id) != "person" and any(index.nature(i) == "place" for i in (view.id, *view.links))


def same_property(frame: Frame, index: Index, context: Context) -> Reading | None:
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
        things = _counterparts(frame.top[0].ids, view, index, dates, about=_stands_for_one(frame, index))
        # "who heads INTERPOL?" - "and MINUSCA?": another type may have the same property
        itself = () if _stands_for_other(frame, last, own, index) else frame.top[0].ids
        alike = [i for i in itself if counterpart_of(last, i, index) == last.property]
        things = things if not alike or set(things) & set(frame.top[0].ids) else alike
        things = things or [i for i in itself if counterpart_of(last, i, index)]
    elif (not bare_name or _stands_for_one(frame, index)) and (described := _described(frame, index, context)):
        things = [described]
    elif dates:
        things = [view.id, *(v for v in _counterparts(tuple(view.links), view, index, dates) if index.entities[v].links >= view.links)]
    asked = understand(context.question, index, context.lang)
    if _asks_what_it_is(frame, asked, index):
        return None  # "who is Titov?" - "and Ladsous?": who he is, not the first thing that was said of the other
    if frame.top and not set(things) & set(frame.top[0].ids) and not _takes_the_place(frame, asked, view, index):
        return None
    facts = [f for t in things for f in index.entities[t].facts.get(counterpart_of(last, t, index), ())]
    facts = [f for f in facts if _keeps_names(f, view, frame, asked, index)]
    if dates:
        facts = [
            f
            for f in facts
            if all(fact_date(f, d, index.base.sources) or any(date_meets(d, x) for x in index.entities[f.entity].dates) for d in dates)
        ]
    things = [t for t in things if counterpart_of(last, t, index)]
    name = counterpart_of(last, things[0], index) if things else ""
    empty = (things[0], name) if len(things) == 1 and name not in index.entities[things[0]].facts else None
    if not (facts or empty) or len({f.entity for f in facts}) > 3 or (empty and _has_another(things[0], name, index, context)):
        return None
    facts.sort(key=lambda f: index.entities[f.entity].subtype != view.subtype)
    entities = tuple(dict.fromkeys(f.entity for f in facts)) or (things[0],)
    mention = mention_of(entities, index, frame)
    named = frame.top and set(entities) <= set(frame.top[0].ids) and not any(c.binding for c in frame.content)
    told = (
        not frame.top
        and not dates
        and all(c.keys & (index.entities[entities[0]].name_keys | index.entities[entities[0]].kind_keys) for c in frame.content)
    )
    then = bool(dates) and not frame.top and entities == (view.id,) and bool(facts)
    again = not _says_what_it_is(last, index) and not index.cues.words["likewise"].isdisjoint(frame.said)
    bare = (
        bool(facts) and (bool(asked.asks - {"which"}) or again) and not any(c.binding for c in frame.content)
    )  # "when was it?" - "and with MINUSMA?"
    if len(facts) > 1 and not index.cues.words["speaking_of"].isdisjoint(asked.said):
        return None  # "what did Titov say about crime?" - "and Ban?": not all that he said
    offered = any("#" in c.id for c in context.choices)  # what was only offered is not carried on without a doubt
    settled = ((bool(named or told or then) and len(entities) == 1) or bare) and not offered and bool({"carry_on", "correction"} & frame.flags)
    settled = settled and not (frame.asks and frame.content)  # "and what does MINUSMA stand for?" asks something of its own
    new = replace(frame, mentions=(mention,), asks=asked.asks)
    question = _instead(without_aside(context.question), mention.said, index, context)
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


def _stands_for_other(frame: Frame, last: Fact, own: Set[str], index: Index) -> bool:
    """Whether a name of another type than the thing last told of only says which thing like that is meant, and not that it is asked of what bears
    it: "the one in Bangui" is no city, and "same for Mali" after an agreement does not ask what Mali is."""
    again = _says_what_it_is(last, index) and not index.cues.words["likewise"].isdisjoint(frame.said)
    return index.entities[last.entity].type not in own and (_stands_for_one(frame, index) or again)


def _says_what_it_is(fact: Fact, index: Index) -> bool:
    """Whether a statement tells what a thing is or how it is called, as one does of all things."""
    return index.base.types[index.entities[fact.entity].type].properties[fact.property].says in {"name", "what"}


def _takes_the_place(frame: Frame, asked: Frame, view: EntityView, index: Index) -> bool:
    """Whether a name that says which thing is meant stands for one of the last question of its type, or says how it has to do with the thing: after "when
    was Open Roads?" "and in Mali?" asks of another training, "and Mali?" does not. After an agreement that has to do
    with a place (by its parties) another place says which other one is meant."""
    words = index.cues.words
    kinds = {index.entities[i].type for i in frame.top[0].ids}
    alike = any(index.entities[i].type in kinds for m in asked.mentions for i in m.ids)
    before = frame.said[max(frame.top[0].start - 2, 0) : frame.top[0].start]
    of_pact = index.nature(view.id) == "pact" and any(index.nature(i) == "place" for i in view.links)
    of_pact = of_pact and all(index.nature(i) == "place" for i in frame.top[0].ids)
    return alike or of_pact or _stands_for_one(frame, index) or not (words["apart"] | words["placed"] | words["belonging"]).isdisjoint(before)


def _keeps_names(fact: Fact, view: EntityView, frame: Frame, asked: Frame, index: Index) -> bool:
    """Whether a statement has to do with the names of the last question that the new name does not stand for: "does OROLSI work with UNODC in Haiti?" -
    "and in Mali?" asks of these two."""
    if not frame.top:
        return True
    new = {index.entities[i].type for i in frame.top[0].ids}
    described = view.links | {view.id}  # "the detection training in Bamako" - "and the gender one?": that only said which one it was
    kept = [
        m
        for m in asked.top
        if m.end > m.start and m.ids and described.isdisjoint(m.ids) and all(index.entities[i].type not in new | {view.type} for i in m.ids)
    ]
    near = index.facts[fact.id].entities | index.entities[fact.entity].links | {fact.entity}
    return all(not near.isdisjoint(m.ids) for m in kept)


def _stands_for_one(frame: Frame, index: Index) -> bool:
    """Whether a description is of a thing ("the gender one", "the 2018 agreement") and not of what is asked of the last ("and prisons?")."""
    return bool(frame.kinds) or not index.cues.words["stand_in"].isdisjoint(frame.said)


def _asks_anything(frame: Frame) -> bool:
    """Whether a question is more than the name of something."""
    return bool(frame.asks or frame.dates or frame.yes_no or frame.content or frame.kinds)


def _instead(question: str, said: str, index: Index, context: Context) -> str:
    """A question asked of another thing: its name in the place of the one that was named, else in brackets behind it."""
    old = understand(question, index, context.lang)
    if len(old.top) != 1 or old.top[0].end <= old.top[0].start:
        return with_aside(question, said)
    named = old.top[0]
    return f"{old.text[: old.tokens[named.start].start]}{said}{old.text[old.tokens[named.end - 1].end :]}"


def _has_another(entity: EntityId, name: str, index: Index, context: Context) -> bool:
    """Whether the words of the last question ask of a thing for another property as well, and that is known: "who leads it" asks for the
    chair of a mechanism and for the lead of a network."""
    view = index.entities[entity]
    asked = [c.keys for c in understand(context.question, index, context.lang).content if c.binding]
    others = (index.property_keys[view.type, other] for other in view.facts if other != name)
    return any(not keys.isdisjoint(words) for words in others for keys in asked if not keys.isdisjoint(index.property_keys[view.type, name]))


def counterpart_of(last: Fact, entity: EntityId, index: Index) -> str:
    """The property of another thing that is what the last statement told of its own: the same, or what dates things of its type
    ("when was the court created?" - "and MINUSCA?"); empty if there is none."""
    own, other = (index.base.types[index.entities[e].type].properties for e in (last.entity, entity))
    if last.property in other:
        return last.property
    types = [index.entities[e].type for e in (last.entity, entity)]
    if not own[last.property].dates or (types[0] in index.made) != (types[1] in index.made):
        return ""  # of when an agreement was signed, when a partner was founded is no counterpart
    return next((p.name for p in other.values() if p.dates), "")


def _last_told(index: Index, context: Context) -> Fact | None:
    """The statement whose property is carried on: the first, or of several that were only offered the one that answers the
    question word."""
    facts = last_facts(index, context)
    if any("#" in c.id for c in context.choices) and context.question:
        asks = understand(context.question, index, context.lang).asks - {"which"}
        fitting = (f for f in facts if asks & set(index.base.types[index.entities[f.entity].type].properties[f.property].asks))
        return next(fitting, next(iter(facts), None))
    return next(iter(facts), None)


def one_described(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "When was the one for the vehicles?", "who headed the Mali one": its own question, of a thing like the last."""
    view = index.entities.get(context.subjects[0][0]) if context.subjects else None
    if view is None or ("anaphora" not in frame.flags and not leans(frame)):
        return None
    if "persons" in frame.flags and index.nature(view.id) != "person":
        return None  # "which does he list?" leans on somebody
    if len(frame.top) == 1 and frame.top[0].ids:
        things = [t for t in _counterparts(frame.top[0].ids, view, index, frame.dates) if t not in frame.top[0].ids]
        gone: frozenset[str] = frozenset()
    else:
        described = None if frame.top else _described(frame, index, context)
        things = [described] if described else []
        gone = index.entities[described].name_keys if described else frozenset()
        if not (things or frame.top) and frame.dates:  # "and the 2018 one with them"
            near = [view, *(index.entities[f.entity] for f in last_facts(index, context))]
            dated = [
                t
                for v in near
                for t in _counterparts(tuple(sorted(v.links)), v, index, frame.dates)
                if any(date_meets(d, x) for d in frame.dates for x in index.entities[t].dates)
            ]
            things = list(dict.fromkeys(dated))[:2]
    if not things:
        return None
    mention = mention_of(tuple(things), index, frame)
    content = tuple(c for c in frame.content if not c.keys & gone or c.keys & index.asking)
    met = tuple(d for d in frame.dates if not any(date_meets(d, x) for t in things for x in index.entities[t].dates))
    new = replace(frame, mentions=(mention,), content=content, dates=met)
    return Reading("described", new, with_aside(frame.text, mention.said), subjects=tuple(things), injected=(mention,), parts=(new,))


def _counterparts(
    ids: tuple[EntityId, ...], view: EntityView, index: Index, dates: Sequence[DateConstraint], *, about: bool = True
) -> list[EntityId]:
    """What is named, if it is of the same type as something; else the things of that type that lean on what is named, those
    most like it first ("the minusma one" after UNODC's agreement with MINUSCA: its agreements with MINUSMA). ``about``: the message says
    that it means such a thing."""
    same = [i for i in ids if index.entities[i].type == view.type]
    if same:
        return same
    wide = set(ids) | {
        p for i in ids for p in index.entities[i].links if index.entities[p].type == index.entities[i].type and (about or index.nature(i) != "place")
    }  # "and Bamako?": what went on in Mali need not have been there; "the mission in Bangui" is that of the country
    near = sorted(v.id for v in index.linked(view.type, wide) if v.id != view.id)
    if dates and (dated := [v for v in near if all(any(date_meets(d, x) for x in index.entities[v].dates) for d in dates)]):
        return dated
    alike = max((len(index.entities[v].links & view.links) for v in near), default=0)
    near = [v for v in near if len(index.entities[v].links & view.links) == alike]
    if makers_of(view, index) and not any(index.nature(i) == "place" for i in ids):  # "and with UNPOL?": one that it made, or none
        return near if any(not makers_of(index.entities[v], index).isdisjoint(wide) for v in near) else []
    return near


def put_in_place(frame: Frame, index: Index, context: Context) -> Reading | None:
    """The last question with this message's name or year in place of its own."""
    old = understand(context.question, index, context.lang)
    if _same_elsewhere(frame, old, index):
        return None
    text = old.text
    edits: list[tuple[int, int, str]] = []
    extra: list[str] = []
    new_types = {index.entities[i].type for m in frame.top for i in m.ids} | {k.type for k in frame.kinds if k.type in index.base.types}
    for mention in frame.top:
        said = frame.text[frame.tokens[mention.start].start : frame.tokens[mention.end - 1].end]
        for kind in frame.kinds:
            if kind.at == mention.end:
                said += " " + frame.tokens[kind.at].raw
        types = {index.entities[i].type for i in mention.ids} or index.types_of({"body", "place"})
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
                return Reading("carried", new, with_aside(text, said), parts=(new,))
    for date in frame.dates:
        said = _said_date(frame, date, index)
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
    if old.yes_no and not new.yes_no:  # which only its mark had shown
        new = replace(new, yes_no=True, asks=frozenset())
    only_date = bool(frame.dates and old.dates) and not (
        frame.top or frame.kinds or frame.asks or frame.yes_no or any(c.binding for c in frame.content)
    )
    settled = only_date or _asks_what_it_is(frame, old, index)  # "trainings in 2014?" - "in 2015?"
    return Reading("carried", new, text, parts=questions_of(new, index), settled=settled)


def _same_elsewhere(frame: Frame, asked: Frame, index: Index) -> bool:
    """Whether "same for Mali" follows on a question that named no place: the place says which other thing is meant, nothing is asked of it."""
    natures = [{index.nature(i) for m in named for i in m.ids} for named in (frame.top, asked.top)]
    likewise = not index.cues.words["likewise"].isdisjoint(frame.said)
    return likewise and natures[0] == {"place"} and bool(natures[1]) and "place" not in natures[1]


def _asks_what_it_is(frame: Frame, asked: Frame, index: Index) -> bool:
    """ "Who is Titov?" - "and Ladsous?": what the last question asked of one thing, of another; "same for Mali" after a mission or an agreement means
    the one there."""
    if not frame.top or not _is_bare(frame, index) or what_it_does(asked, index).operator != "overview":
        return False
    types = [{index.entities[i].type for m in named for i in m.ids} for named in (frame.top, asked.top)]
    return index.cues.words["likewise"].isdisjoint(frame.said) or not types[0].isdisjoint(types[1])


def _is_bare(frame: Frame, index: Index) -> bool:
    """Whether a message is but a name that carries on: "and Ladsous?", not "and in Mali?"."""
    words = index.cues.words
    said = {frame.said[i] for i in range(len(frame.said)) if not any(m.start <= i < m.end for m in frame.top)}
    return "carry_on" in frame.flags and said <= words["carry_on"] | words["articles"] | words["determiners"]


def _said_date(frame: Frame, date: DateConstraint, index: Index) -> str:
    """A date as it was said, a month with the year that it was understood to be in ("and in April?")."""
    tokens = frame.tokens[date.start : date.end]
    said = frame.text[tokens[0].start : tokens[-1].end]
    yearless = any(index.locales.month_of(t.text) for t in tokens) and not any(t.text.isdecimal() and len(t.text) == YEAR for t in tokens)
    return f"{said} {date.interval.start.year}" if yearless and date.interval.start.year > ANY_YEAR else said


def _described(frame: Frame, index: Index, context: Context) -> EntityId | None:
    """ "the gender one", "the 2018 agreement": the one thing of the last subject's kind that the words and dates describe."""
    last = [s for s in (context.subjects[0] if context.subjects else ()) if s in index.entities]
    kinds = {index.entities[s].type for s in last}
    other = {k.at for k in frame.kinds if k.type not in kinds} - {k.at for k in frame.kinds if k.type in kinds}
    content = [c for c in frame.content if c.at not in other]
    if all(c.keys & index.asking for c in content):
        return None  # "and the place?" asks for a property, it describes nothing
    told = {
        v.id: sum(c.weight for c in content if not (c.keys.isdisjoint(v.name_keys) and c.keys.isdisjoint(v.kind_keys)))
        for kind in sorted(kinds)
        for v in index.saying(kind, [frozenset[str]().union(*(c.keys for c in content))])
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
