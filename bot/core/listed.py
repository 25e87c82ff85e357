"""What a message picks out of, or asks of, the things that were last listed or compared: "the second one", "is Mali one of them?", "how many were there?"."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from bot.core.carried import SCRAP, counterpart_of
from bot.core.compose import PAGE, key_fact
from bot.core.dates import fact_date
from bot.core.frame import LIGHT, ORDERS, Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.model import Context, EntityId, Fact, Mention, Ref
from bot.core.reading import Reading, aside_of, asked_of, is_kind_word, last_facts, leans, mention_of, with_aside, without_aside
from bot.core.spoken import is_at_it, is_such
from bot.core.understand import understand

SEVERAL = (3, 4, 5)
"""Things spoken of one after the other that a question can mean together, if it says how many."""
ORDINALS = ("ordinals_1", "ordinals_2", "ordinals_3", "ordinals_4", "ordinals_5", "ordinals_last")


def picked_by_place(frame: Frame, index: Index, context: Context) -> list[Reading]:
    """ "the second one": the thing at that place of the things last listed, or of those that a last statement names."""
    said = frame.said
    if frame.top or len(said) > 12:
        return []
    cues = index.cues
    starts = [i == 0 for i in range(len(said))]
    by_age = [(newer, s) for newer, name in enumerate(("older_one", "newer_one")) if (s := cues.find(name, said, starts, frame.lang))]
    # "the later agreement", "l'accord suivant"
    by_age = by_age or [(newer, s) for newer, name in enumerate(("older_kind", "newer_kind")) if (s := _aged_kind(frame, cues.words[name]))]
    if by_age:
        newer, spans = by_age[0]
        spoken = _last_list(index, context)
        listed = [index.entities[e] for e in spoken if index.entities[e].dates]
        if len(spoken) > 2 * len(listed):
            return []  # most of them have no date: none is known to be the oldest
        listed = [index.entities[e] for e in _like_the_first([v.id for v in listed], index)]
        if len(listed) < 2:
            listed = [index.entities[e] for e in _kin(index, context)]
        if len(listed) < 2:
            listed = _next_in_time(index, context, newer=bool(newer))
        listed.sort(key=lambda v: v.dates[0].start)
        return [_picked(listed[-1 if newer else 0].id, spans, frame, index)] if len(listed) > 1 else []
    if 0 < len(said) <= 2 and said[-1].isdecimal() and len(said[-1]) == 1 and set(said[:-1]) <= {"number", "no", "numero", "option"}:
        shown = [e for e in (context.subjects[0] if context.subjects else ()) if e in index.entities]
        return [_picked(shown[int(said[-1]) - 1], [(0, len(said))], frame, index)] if len(shown) > 1 and 0 < int(said[-1]) <= len(shown) else []
    found = [(n, s) for n, name in enumerate(ORDINALS) if (s := cues.find(name, said, starts, frame.lang))]
    if not found or _turned(frame, index, context) or _asked_for_an_end(index, context):
        return []  # "and the last?", "and the second?" after "which was created first?" pick none of what was told
    number, spans = found[0]
    one = cues.words["one_of"] & set(said)
    if (
        frame.asks & {"which", "who"}
        and not one
        and not any(c.binding and not c.superlative for c in frame.content)
        and ("who" in frame.asks or _kin(index, context))
    ):
        return []  # "so which was first?" compares, and of people no place in a list tells "who was last?"
    two = _two_named(index, context)
    place = -1 if ORDINALS[number].endswith("last") else number
    if two and place < len(two):
        return [_picked(two[place], spans, frame, index)]
    lists = [s for s in context.subjects if len(s) > 1]
    if "carry_on" in frame.flags and ORDINALS[number].endswith("last"):
        lists.insert(0, _last_list(index, context, whole=True))  # "when was the first?" - "and the last?": of all of them
    for at, fact in enumerate(last_facts(index, context)):
        named = tuple(dict.fromkeys(v.id for v in fact.values if isinstance(v, Ref) and v.id in index.entities))
        if at == 0 and len(named) > 1 and lists and not _of_one_type(lists[0], index) and _of_one_type(named, index):
            lists.insert(0, named)  # of the two that a statement names, not of what it and the one beside it are about
        else:
            lists.append(named)
    last_two = tuple(s[0] for s in reversed(context.subjects[:2]) if len(s) == 1)
    if len(last_two) > 1 and _of_one_type(last_two, index) and "carry_on" not in frame.flags:
        lists.append(last_two)  # "MINUSCA?" - "and MINUSMA?" - "the first one"
    for latest in sorted(lists, key=lambda s: not _of_one_type(s, index)):  # rather of two agreements than of UNODC and one of them
        # "the first" - "where was it?" - "and the second?": as they were listed at first, not as they were told last
        among = next((s for s in reversed(context.subjects) if len(s) == len(latest) > 1 and set(s) == set(latest)), latest)
        dated = [i for i, e in enumerate(among) if e in index.entities and index.entities[e].dates]
        end = dated[-1] if len(dated) > len(among) // 2 else len(among) - 1  # those without a date stand behind the others
        at = end if ORDINALS[number].endswith("last") else number
        if len(among) > max(at, 1) and among[at] in index.entities:
            return [_picked(among[at], spans, frame, index)]
    return []


def _asked_for_an_end(index: Index, context: Context) -> bool:
    """Whether the last question asked for the first or last of a kind: what it told is no list of them in their order."""
    old = understand(without_aside(context.question), index, context.lang)
    return bool(old.flags & ORDERS and old.kinds and not old.top and "which" in old.asks)


def on_a_time_line(frame: Frame, index: Index, context: Context) -> bool:
    """Whether a message that names and dates nothing itself follows on a time line, or on what was picked from one."""
    asked = understand(without_aside(context.question), index, context.lang) if context.question else None
    return asked is not None and asked.operator == "timeline" and not (frame.top or frame.dates)


def entry(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "The first event was when?", "who attended the last one?" after a time line: that of what it told, if it is there."""
    told = last_facts(index, context)
    found = [(n, s) for n, name in enumerate(ORDINALS) if (s := phrases(frame, name, index))] if on_a_time_line(frame, index, context) else []
    if not found or len(told) < 2 or len(frame.said) > 2 * SCRAP:
        return None
    number, spans = found[0]
    nouns = [k for k in frame.kinds if k.word not in index.cues.words["any_event"]]
    such = [f for f in told if not nouns or any(is_such(index.entities[e], nouns) for e in (f.entity, *f.entities) if e in index.entities)]
    place = -1 if ORDINALS[number].endswith("last") else number
    if len(such) <= max(place, 0):
        return None
    fact = such[place]
    spent = {i for a, b in spans for i in range(a, b)} | {k.at for k in frame.kinds}
    mention = mention_of((fact.entity,), index, frame)
    question = with_aside(without_aside(context.question), mention.said)  # "and the last?" is still of the time line
    if frame.asks - {"when", "which"} or frame.yes_no or any(c.binding and c.at not in spent and not c.superlative for c in frame.content):
        return replace(_picked(fact.entity, spans, frame, index), kind="entry", settled=True)
    return Reading("entry", frame, question, (fact.entity,), (mention,), (frame,), (fact.id,), settled=True)


def _two_named(index: Index, context: Context) -> tuple[EntityId, ...]:
    """The two things of one type that the last message named, in the order in which it did; empty if there are more, or if it asked for their order."""
    old = understand(without_aside(context.question), index, context.lang) if context.question else None
    if old is None or ORDERS & old.flags or old.operator == "compare":
        return ()
    by_type: dict[str, dict[EntityId, None]] = {}
    for m in sorted((m for m in old.top if len(m.ids) == 1 and m.end > m.start), key=lambda m: m.start):
        by_type.setdefault(index.entities[m.ids[0]].type, {})[m.ids[0]] = None
    pairs = [tuple(things) for things in by_type.values() if len(things) > 1]
    told = {i for f in last_facts(index, context) for i in (f.entity, *f.entities)}.union(*context.subjects[:1])
    return pairs[0] if len(pairs) == 1 and len(pairs[0]) == 2 and told.issuperset(pairs[0]) else ()


def _of_one_type(things: Sequence[EntityId], index: Index) -> bool:
    return len({index.entities[i].type for i in things if i in index.entities}) == 1


def _like_the_first(things: Sequence[EntityId], index: Index) -> tuple[EntityId, ...]:
    """Those of some things that are of the type of the first: after an agreement, told beside a mission, "the later one" is an agreement."""
    known = [i for i in things if i in index.entities]
    return tuple(i for i in known if index.entities[i].type == index.entities[known[0]].type)


def _aged_kind(frame: Frame, words: Set[str]) -> list[tuple[int, int]]:
    """Where a kind stands beside a word for its age: "the later agreement", "l'accord suivant"."""
    return [
        (min(k.at, at), max(k.at, at) + 1)
        for k in frame.kinds
        for at in (k.at - 1, k.at + 1)
        if 0 <= at < len(frame.said) and frame.said[at] in words
    ]


def _next_in_time(index: Index, context: Context, *, newer: bool) -> list[EntityView]:
    """What was last spoken of, with the one other thing of its kind and of the same parties that is later (or earlier); empty if there is none,
    or more than one."""
    last = _like_the_first(context.subjects[0] if context.subjects else (), index)
    view = index.entities.get(last[0]) if len(last) == 1 else None
    if view is None or view.type not in index.made or not view.dates:
        return []
    kin = [v for v in index.kin(view) if v.dates and v.id != view.id and v.links == view.links]
    found = [v for v in kin if (v.dates[0].start > view.dates[0].end if newer else v.dates[0].end < view.dates[0].start)]
    return [view, *found] if len(found) == 1 else []


def _last_list(index: Index, context: Context, *, whole: bool = False) -> tuple[EntityId, ...]:
    """The things last listed, from which the one last spoken of (``whole``: or some of them) was picked; or the last subjects."""
    known = [tuple(e for e in s if e in index.entities) for s in context.subjects]
    last = known[0] if known else ()
    if len(last) > 1 and not whole:
        return last
    return next((s for s in known if len(s) > 1 and len(s) > len(last) and set(last) < set(s)), last)


def _picked(entity: EntityId, spans: Sequence[tuple[int, int]], frame: Frame, index: Index) -> Reading:
    """The message asked of one thing of a list, without the words that picked it."""
    gone = {i for a, b in spans for i in range(a, b)}
    mention = mention_of((entity,), index, frame)
    content = tuple(c for c in frame.content if c.at not in gone)
    flags = frame.flags - ORDERS
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
    stand_in, said = index.cues.words["stand_in"], frame.said
    # "how many were at the second one?", "combien à la deuxième ?": it picks, and asks of what it picks
    picks = any(b == len(said) or not stand_in.isdisjoint(said[a : b + 1]) for a, b in spans)
    bare = picks or (not any(c.binding for c in content) and not frame.asks - {"which"})
    return Reading("ordinal", new, with_aside(frame.text, mention.said), injected=(mention,), parts=(new,), settled=bare)


def among(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Is Mali one of them?": asked of the last statement that names several."""
    if len(frame.top) != 1 or frame.asks - {"which"}:
        return None
    mention = frame.top[0]
    told = {i for a, b in phrases(frame, "among_them", index) for i in range(a, b)}
    if frame.yes_no and frame.said[-1] in index.cues.words["stand_in"] and len(frame.said) <= SCRAP:
        told.add(len(frame.said) - 1)  # "is ECOWAS one?"
    if said_of_it(frame, mention, told, index):
        return None  # "is it part of the DPA?" does not ask whether the DPA is one of those that were named
    if not told and ((not leans(frame) and not frame.yes_no) or not index.umbrellas.isdisjoint(mention.ids)):
        return None  # "are they part of the UN?" does not ask whether the UN is one of those that were named
    rest = [c for c in frame.content if c.at not in told and c.binding and c.weight > LIGHT and not is_kind_word(frame, c.at)]
    types = {index.entities[i].type for i in mention.ids}
    within = not index.cues.words["within_it"].isdisjoint(frame.said[i] for i in told)  # "is UNDP in it?", not "one of them?"
    lists = _lists_of(mention, index, context) if told else []
    # where the sources disagree, the list that has it tells: "is ECOWAS one of them?"
    last = sorted(last_facts(index, context), key=lambda f: not told or {v.id for v in f.values if isinstance(v, Ref)}.isdisjoint(mention.ids))
    for fact in _of_the_documents_named((*lists, *last) if within else (*last, *lists), frame, index):
        listed = [v.id for v in fact.values if isinstance(v, Ref) and v.id in index.entities]
        asked = index.property_keys[index.entities[fact.entity].type, fact.property]
        if not (told or leans(frame) or rest) or any(not c.keys & asked for c in rest):
            continue  # "is INTERPOL a member?" asks for the property last told, "is UNMIL in Liberia?" does not
        if len(listed) > 1 and (not types or types & {index.entities[e].type for e in listed}):
            also = _names_also(fact, mention.ids, index) if not rest and not set(mention.ids) & set(listed) else None
            if also is None and not set(mention.ids) & set(listed) and not index.cues.words["attending"].isdisjoint(frame.said[i] for i in told):
                # "was Ban there?", who is not among those who gave the briefing, but opened it
                also = next((f for fs in index.entities[fact.entity].facts.values() for f in fs if _is_of(f, mention, index)), None)
                fact, also = (also, None) if also else (fact, also)
            return Reading(
                "among",
                frame,
                with_aside(frame.text, index.base.entities[fact.entity].short(frame.lang)),
                subjects=(fact.entity,),
                parts=(frame,),
                facts=(fact.id, *([also.id] if also else [])),
                settled=frame.yes_no and bool(told or rest),
            )
    return _one_of_the_list(frame, mention, index, context) if told and frame.yes_no and not rest else None


def _of_the_documents_named(told: Sequence[Fact], frame: Frame, index: Index) -> Sequence[Fact]:
    """The statements themselves, or, where the message names documents by their dates ("does the 2009 page have ECOWAS as a partner as well?"), what
    these say instead by the same properties."""
    dates = [d for d in frame.dates if d.document]
    if not dates:
        return told
    same = dict.fromkeys((f.entity, f.property) for f in told)
    facts = (f for entity, name in same for f in index.entities[entity].facts[name])
    return [f for f in facts if all(fact_date(f, d, index.base.sources) for d in dates)]


def _one_of_the_list(frame: Frame, mention: Mention, index: Index, context: Context) -> Reading | None:
    """ "Is Haiti one of them?" of things that were listed: what was told of it there, or that it is."""
    listed = context.subjects[0] if context.subjects else ()
    fact = next((f for f in last_facts(index, context) if f.entity in mention.ids), None)
    if len(listed) < 2 or fact is None or set(mention.ids).isdisjoint(listed):
        return None
    return Reading("listed", frame, frame.text, subjects=mention.ids, parts=(frame,), facts=(fact.id,), settled=True)


def said_of_it(frame: Frame, mention: Mention, told: Set[int], index: Index) -> bool:
    """Whether a pronoun right behind the verb is what a yes/no question is about, and the name behind it what is said of it."""
    pronoun = next((i for i in range(1, mention.start) if frame.said[i] in index.cues.words["one_thing"]), None)
    return frame.yes_no and pronoun == 1 and pronoun not in told


def _lists_of(mention: Mention, index: Index, context: Context) -> list[Fact]:
    """The statements of the thing last spoken of that name several, of "is UNDP in it?": those first that name what is mentioned, then those
    of who belongs to it, for who chairs it tells nothing of that."""
    one = context.subjects[0] if context.subjects else ()
    if len(one) != 1 or one[0] not in index.entities:
        return []
    view = index.entities[one[0]]
    properties = index.base.types[view.type].properties
    facts = [f for fs in view.facts.values() for f in fs if sum(isinstance(v, Ref) for v in f.values) > 1]
    bonds = {f.property for f in facts if properties[f.property].says == "bond"}

    def order(fact: Fact) -> tuple[bool, bool]:
        return {v.id for v in fact.values if isinstance(v, Ref)}.isdisjoint(mention.ids), fact.property not in bonds

    return sorted(facts, key=order)


def _is_of(fact: Fact, mention: Mention, index: Index) -> bool:
    """Whether a statement tells who did or had to do with a thing, and that it was what is named."""
    prop = index.base.types[index.entities[fact.entity].type].properties[fact.property]
    return "who" in prop.asks and any(isinstance(v, Ref) and v.id in mention.ids for v in fact.values)


def _names_also(fact: Fact, ids: Sequence[EntityId], index: Index) -> Fact | None:
    """The statement of the same thing that does name what the last one does not: co-chairs were told, members are asked about."""
    others = (f for found in index.entities[fact.entity].facts.values() for f in found)
    return next(
        (f for f in others if sum(isinstance(v, Ref) for v in f.values) > 1 and any(isinstance(v, Ref) and v.id in ids for v in f.values)), None
    )


def among_last(frame: Frame, index: Index, context: Context) -> list[Reading]:
    """ "Which of them is older?": asked of the last two things spoken of, if they are of one type."""
    counted = [s for name in ("counts_most", "counts_fewest") for s in phrases(frame, name, index)]
    ordered = ORDERS & frame.flags or frame.operator in {"compare", "gap"}
    if frame.top or not (ordered or (counted and "which" in frame.asks)):
        return []
    counts = [*(n.value for n in frame.numbers), *(index.locales.number_word(w) for w in frame.said)]
    many = next((int(n) for n in counts if n in SEVERAL), 2)  # "which of the 3 came first?", "laquelle des trois ?"
    if turned := _turned(frame, index, context):
        return [turned]
    kin = _kin(index, context, many)
    listed = _last_list(index, context)
    alike = len({index.entities[e].type for e in listed}) == 1
    if many == 2 < len(listed) and ordered and alike and (kin[0] in listed if kin else not frame.asks - {"which"}):
        kin = listed
    if many > 2:
        frame = replace(frame, numbers=()) if len(kin) == many else frame
    if kin and ordered and not any(n in SEVERAL or n == 2 for n in counts if n):  # "which of them is the oldest?": those without a date as well
        type_ = index.entities[kin[0]].type
        spoken = [s[0] for s in context.subjects if s and s[0] in index.entities and index.entities[s[0]].type == type_]
        kin = tuple(dict.fromkeys((*kin, *(e for e in spoken if not index.entities[e].dates))))
    told = {i for a, b in counted for i in range(a, b)}
    more = any(c.binding and not c.superlative and c.at not in told for c in frame.content)
    alone = kin == listed and not frame.asks and not frame.yes_no
    bare = not more and ("which" in frame.asks or (alone and not picked_by_place(frame, index, context)))  # "so which was first?", "the newest?"
    bare = bare or (frame.operator == "gap" and not frame.content and not frame.dates)  # "days between?"
    return [Reading("both", frame, frame.text, subjects=kin, parts=(frame,), settled=bare)] if kin else []


def _turned(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Which training was first?" - "which was last?": the last question with the other superlative, of all that it was asked of."""
    if (
        frame.top
        or frame.kinds
        or frame.dates
        or frame.numbers
        or any(c.binding and not c.superlative for c in frame.content)
        or not context.question
    ):
        return None
    old = understand(without_aside(context.question), index, context.lang)
    spans = [[s for name in sorted(ORDERS) for s in phrases(f, name, index)] for f in (old, frame)]
    if not old.kinds or old.top or len(spans[0]) != 1 or not spans[1] or old.flags & ORDERS == frame.flags & ORDERS:
        return None
    [(start, end)], (first, last) = spans[0], spans[1][0]
    verbs = index.cues.words["verbs_of_sentences"] | index.cues.words["being"]
    start += next((i for i, w in enumerate(old.said[start : end - 1]) if w not in verbs), end - 1 - start)  # "came second": came first
    said = frame.text[frame.tokens[first].start : frame.tokens[last - 1].end]
    text = f"{old.text[: old.tokens[start].start]}{said}{old.text[old.tokens[end - 1].end :]}"
    new = replace(understand(text, index, context.lang), lang=frame.lang)
    return Reading("carried", new, text, parts=(new,), settled=True)


def by_how_much(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Which is older?" - "by how much?": the time between the two things that were compared, or the difference of how long they lasted."""
    if not phrases(frame, "by_how_much", index) or frame.top or frame.dates or len(frame.tokens) > SCRAP or not context.question:
        return None
    old = understand(without_aside(context.question), index, context.lang)
    told = tuple(dict.fromkeys(f.entity for f in last_facts(index, context) if index.entities[f.entity].dates))
    compared = told if len(told) == 2 else _kin(index, context)
    if not ORDERS & old.flags or len(compared) != 2:
        return None
    new = replace(
        frame, operator="gap", asks=frozenset(), content=(), numbers=(), kinds=(), targets=(), flags=frame.flags - ORDERS | old.flags & ORDERS
    )
    return Reading("both", new, frame.text, subjects=compared, parts=(new,), settled=True)


def _kin(index: Index, context: Context, several: int = 2) -> tuple[EntityId, ...]:
    """The last two (or so many) dated things of one type that were spoken of; empty if there are none."""
    spoken = dict.fromkeys(s[0] for s in context.subjects if s and s[0] in index.entities and index.entities[s[0]].dates)
    told = dict.fromkeys((*spoken, *(f.entity for f in last_facts(index, context) if index.entities[f.entity].dates)))
    for first in told:
        kin = [e for e in told if index.entities[e].type == index.entities[first].type]
        if len(kin) > 1:
            return tuple(kin[:several])
    return ()


def the_other(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "No, the other mission": the last question, of the other thing of that type that was spoken of."""
    if "other_one" not in frame.flags or frame.top or not context.question:
        return None
    compared = [s for s in (context.subjects[0] if context.subjects else ()) if s in index.entities]
    if len(compared) == 2 and frame.asks - {"which"}:  # "which came first, A or B?" - "when was the other one signed?"
        return replace(asked_of("other", (compared[1],), frame, index), settled=True)
    one = context.subjects[0] if context.subjects else ()
    pair = next((s for s in context.subjects[1:] if len(s) == 2 and len(one) == 1 and one[0] in s), ())
    rest = [e for e in pair if e != one[0] and e in index.entities]
    last = next((f for f in last_facts(index, context) if f.entity == one[0]), None) if rest else None
    if last and not frame.asks and not frame.content and (facts := index.entities[rest[0]].facts.get(counterpart_of(last, rest[0], index), ())):
        # of two that were told the one that was not picked: the same of it
        mention = mention_of((rest[0],), index, frame)
        new = replace(frame, mentions=(mention,))
        return Reading(
            "other", new, with_aside(frame.text, mention.said), (rest[0],), (mention,), (new,), tuple(f.id for f in facts[:2]), settled=True
        )
    old = understand(context.question, index, context.lang)
    types = {k.type for k in frame.kinds}
    told = dict.fromkeys(e for f in last_facts(index, context) for e in (f.entity, *f.entities))
    spoken = [*told, *(e for s in context.subjects for e in s)]
    for mention in reversed(old.top):
        own = {index.entities[i].type for i in mention.ids}
        if types and not types & own:
            continue
        others = list(dict.fromkeys(e for e in spoken if e in index.entities and index.entities[e].type in own and e not in mention.ids))
        pairs = [s for s in context.subjects if len(s) == 2 and set(s) & set(mention.ids)]  # of two that were listed, not of all that was mentioned
        others = [e for s in pairs[:1] for e in s if e in index.entities and e not in mention.ids] or others
        others = others or _named_beside(mention.ids, spoken, index) or _twin_of(mention.ids, index)
        picking = {w for name in ORDINALS for w in index.cues.words[name]}
        if (
            len(others) == 1
            and not old.asks
            and not any(c.binding and not c.superlative and old.tokens[c.at].text not in picking for c in old.content)
        ):
            return replace(asked_of("other", (others[0],), frame, index), settled=True)  # "the first one" - "and the other one?"
        if len(others) == 1:
            instead = mention_of((others[0],), index, frame)
            new = replace(old, mentions=tuple(instead if m is mention else m for m in old.mentions), lang=frame.lang)
            return Reading(
                "other", new, with_aside(without_aside(context.question), instead.said), subjects=(others[0],), injected=(instead,), parts=(new,)
            )
    return None


def _named_beside(ids: Sequence[EntityId], spoken: Sequence[EntityId], index: Index) -> list[EntityId]:
    """The one other that a statement of what was spoken of names together with somebody or something: of two who signed it, the other."""
    types = {index.entities[i].type for i in ids}
    for thing in spoken:
        if thing not in index.entities or index.entities[thing].type in types:
            continue
        for facts in index.entities[thing].facts.values():
            for fact in facts:
                named = [v.id for v in fact.values if isinstance(v, Ref) and v.id in index.entities and index.entities[v.id].type in types]
                if len(named) == 2 and not set(named).isdisjoint(ids):
                    return [i for i in named if i not in ids]
    return []


def _twin_of(ids: Sequence[EntityId], index: Index) -> list[EntityId]:
    """The one other thing of a thing's kind that shares a party with it: of two cooperation agreements of one office, the other."""
    view = index.entities[ids[0]]
    kin = [v.id for v in index.linked(view.type, view.links) if v.subtype == view.subtype and v.id not in ids]
    return kin if len(kin) == 1 and view.subtype else []


def names_of_those(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Which ones?", "namely?", "who else?": the things that the last statements name, or that they leave unnamed."""
    said = frame.said
    told = {i for a, b in phrases(frame, "names_them", index) for i in range(a, b)}
    if not told or frame.top or frame.dates or len(said) > SCRAP or any(c.binding and c.at not in told for c in frame.content):
        return None
    facts = [f for f in last_facts(index, context) if sum(isinstance(v, Ref) for v in f.values) > 1]
    unnamed = [f for f in last_facts(index, context)[:1] if f.lacks]
    last = context.subjects[0] if context.subjects and not context.refused else ()
    each = [f for e in last[:PAGE] if e in index.entities and (f := key_fact(index, e))] if len(last) > 1 else []
    chosen = facts[:2] or each or unnamed
    if not chosen:
        return None
    return Reading("names", frame, frame.text, subjects=(chosen[0].entity,), parts=(frame,), facts=tuple(f.id for f in chosen), settled=True)


def counted_in_a_statement(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "How many?", "how many places?" after a statement that names several: as many as it names."""
    fact = next(iter(last_facts(index, context)), None)
    if fact is None or context.refused or frame.asks != {"how_many"} or frame.top or frame.dates or frame.numbers or frame.yes_no:
        return None
    nouns = {k.at for k in frame.kinds}
    named = {index.entities[v.id].type for v in fact.values if isinstance(v, Ref)}
    if nouns and is_at_it(frame, index, context):
        return None  # "how many people were there?": of those who attended, not of those who spoke
    of_them = all(k.type in named for k in frame.kinds if k.plural) and any(k.plural for k in frame.kinds)
    if any(c.binding and c.at not in nouns for c in frame.content) or (nouns and not of_them) or len(frame.tokens) > SCRAP:
        return None
    asked = understand(context.question, index, context.lang)
    if sum(isinstance(v, Ref) for v in fact.values) < 2 or len(context.facts) != 1 or not asked.asks & {"who", "which", "where"} or asked.yes_no:
        return None
    return Reading("counted", frame, frame.text, subjects=(fact.entity,), parts=(frame,), facts=(fact.id,), settled=True)


def _list_question(index: Index, context: Context, types: Set[str]) -> Frame | None:
    """The last question as one for all things of a kind, or that which it leaned on ("how many are there?" after a list)."""
    for text in (without_aside(context.question), aside_of(context.question)):
        old = understand(text.rstrip(" ?"), index, context.lang) if text else None
        if old and any(k.plural and k.type in types for k in old.kinds) and not old.yes_no:
            return old
    return None


def _by_which(frame: Frame, index: Index) -> bool:
    """Whether a message asks which of those listed have a date or have to do with something ("which started on 16 March?")."""
    which = {w for w in frame.said[:1] if w in index.cues.words["asks_which"]}
    compared = bool(ORDERS & frame.flags) or frame.operator != "ask" or any(c.superlative for c in frame.content)
    return bool(which) and not compared and not frame.kinds and not frame.numbers and bool(frame.dates)


def narrowed(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "The ones with MINUSMA", "only those in Bamako" after a list: the list once more, with that as a further condition."""
    said = frame.said
    starts = [i == 0 for i in range(len(said))]
    spans = [s for s in index.cues.find("narrows", said, starts, frame.lang) if s[0] <= 1 and s[1] < len(said)]
    spans = spans or ([(0, 1)] if _by_which(frame, index) else [])
    if phrases(frame, "without_these", index):
        return None  # "except those of 2018"
    told = context.subjects[0] if context.subjects else ()
    if not spans or not (frame.top or frame.dates) or frame.yes_no or frame.asks - {"which"} or len(told) < 2 or not context.question:
        return None
    types = {index.entities[e].type for e in told if e in index.entities}
    old = _list_question(index, context, types) if len(types) == 1 else None
    if old is None:
        return None
    question = old.text
    if frame.dates and old.dates:  # "which ones were in 2018?" - "which ones in 2015?": the new time instead of the old one
        first = old.dates[0].start - (old.dates[0].start > 0 and index.lexicon.is_function(old.said[old.dates[0].start - 1]))
        question = f"{old.text[: old.tokens[first].start]}{old.text[old.tokens[old.dates[-1].end - 1].end :]}".strip()
    text = f"{question} {frame.text[frame.tokens[max(b for _, b in spans)].start :]}"
    new = replace(understand(text, index, context.lang), lang=frame.lang)
    return Reading("carried", new, text, parts=(new,), settled=True)


def lying_in(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "Which are in Africa?", "lesquels sont en Asie ?" after a statement that names several places: that statement, of which those are told; after a
    list of places those of them."""
    told = last_facts(index, context)
    facts = told[:1]
    which = bool(frame.said) and frame.said[0] in index.cues.words["asks_which"]
    places = [v.id for f in facts for v in f.values if isinstance(v, Ref) and index.nature(v.id) == "place"]
    wide = len(frame.top) == 1 and index.wide.issuperset(frame.top[0].ids)
    more = frame.asks - {"which"} or frame.yes_no or frame.dates or frame.numbers or any(c.binding for c in frame.content)
    if not which or not wide or more:
        return None
    listed = [f for f in told if f.entity in context.subjects[0] and index.nature(f.entity) == "place"] if context.subjects else []
    if len({f.entity for f in listed}) > 1:
        inside = tuple(f.id for f in listed if not index.entities[f.entity].areas.isdisjoint(frame.top[0].ids))
        return Reading("within", frame, frame.text, context.subjects[0], parts=(frame,), facts=inside, settled=True) if inside else None
    if len(places) < 2:
        return None
    return Reading("within", frame, frame.text, (facts[0].entity,), parts=(frame,), facts=(facts[0].id,), settled=True)


def in_total(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "And in total?" after the figures of several things: their sum."""
    said = phrases(frame, "altogether", index)
    covered = {i for a, b in said for i in range(a, b)}
    bare = not (frame.top or frame.dates or frame.kinds or any(c.binding and c.at not in covered for c in frame.content))
    last = next(iter(last_facts(index, context)), None)
    if not said or not bare or frame.yes_no or last is None or frame.asks - {"how_many", "how_much", "which"}:
        return None
    view = index.entities[last.entity]
    prop = index.base.types[view.type].properties[last.property]
    spoken = dict.fromkeys(
        e for group in reversed(context.subjects) for e in group if e in index.entities and last.property in index.entities[e].facts
    )
    told = tuple(e for e in spoken if index.entities[e].type == view.type)
    if prop.kind != "number" or len(told) < 2:
        return None
    cues = index.language.cues
    text = f"{cues['asks_how_many'][frame.lang][0]} {prop.label[frame.lang]} {cues['altogether'][frame.lang][0]}"
    new = replace(understand(text, index, frame.lang), lang=frame.lang, asks=frozenset({"how_many"}))
    return Reading("both", new, text, told, parts=(new,), settled=True)


def how_many_of_them(frame: Frame, index: Index, context: Context) -> Reading | None:
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
    return Reading("carried", new, with_aside(frame.text, without_aside(context.question)), listed, parts=(new,), settled=True)
