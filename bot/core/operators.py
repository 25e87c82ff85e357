"""Operations over sets of entities: list, count, table, growth, link, timeline.

Each takes a frame and either fills a :class:`Draft` or returns None, which refuses: no fall-through to a plain answer.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import combinations, pairwise

from bot.core.candidate import COVERAGE, Candidate
from bot.core.compose import PAGE, PAGE_CHARACTERS, REST, SOURCE_CHARACTERS, Composer, key_fact
from bot.core.dates import date_meets, fact_date
from bot.core.draft import Basis, Draft
from bot.core.frame import Frame, Target, phrases, understand
from bot.core.index import EntityView, Index
from bot.core.kinds import number_word, say_date, say_number
from bot.core.lexicon import Keys
from bot.core.model import Bullets, Choice, DateConstraint, EntityId, Fact, Interval, Mention, Paragraph, Quantity, Ref, Role
from bot.core.rank import rank
from bot.core.text import words

TABLED = 1.0
"""How near to the best, in nats, a statement must be whose property may be the one that is asked of all things of a kind."""

BETWEEN = 4
"""Tokens between "before" and the name of the thing that is meant as a time ("before the creation of the mission")."""
NOUN = 3
"""Tokens before a noun in which "with" joins it to something."""
HUB = 3
"""A thing named in a timeline counts only if no more than so many times as many others lean on it as on another one named."""
GROWN = 4
"""Candidates among which the number is looked for whose growth is asked."""


def wanted_types(frame: Frame, index: Index) -> list[tuple[str, str]]:
    """The (type, subtype) that a frame is about; subtype "" means the listed ones of the type."""
    nouns = frame.targets or frame.kinds
    if not nouns:
        return []
    plain = {n.at: [m for m in nouns if m.at == n.at] for n in nouns}
    joined_by = index.cues.words["either"] | index.cues.words["conjoins"]
    last = min(plain)  # "what trainings took place": the first noun, and those joined to it ("initiatives or agreements")
    for at in sorted(plain):
        joined = at == last or (at - last <= NOUN and frame.said[last + 1] in joined_by)
        if not joined and (frame.targets or _is_filter(frame, index, at)):
            del plain[at]
        else:
            last = at
    out: list[tuple[str, str]] = []
    for at in plain:
        group = plain[at]
        whole = [n for n in group if not n.subtype and _is_label(n, index)]
        exact = [n for n in group if n.subtype and _is_label(n, index)]
        chosen = whole or exact or [n for n in group if n.subtype] or group
        out += [(n.type, n.subtype) for n in chosen]
    return list(dict.fromkeys(out))


def _is_filter(frame: Frame, index: Index, at: int) -> bool:
    """Whether a noun only says what the things asked for are joined to: "countries with a mission", "agreements between UNODC and missions"."""
    words = index.cues.words
    if not (words["joined_to"] | words["conjoins"]).isdisjoint({*frame.said[max(at - NOUN, 0) : at]}):
        return True
    before = at - 1
    while before > 0 and frame.said[before] in words["determiners"]:
        before -= 1
    # "places of the trainings"
    return before > 0 and frame.said[before] in words["out_of"] and before - 1 in {k.at for k in frame.kinds}


def joined_kinds(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> list[set[str]]:
    """The types of the nouns that say what the things asked for are joined to, a set for each noun."""
    wanted = {t for t, _ in types}
    first = min((k.at for k in frame.kinds if k.type in wanted), default=0)
    found: dict[int, set[str]] = {}
    for k in frame.kinds:
        # "with peacekeeping or its missions": not with missions alone
        alone = index.cues.words["either"].isdisjoint({*frame.said[max(k.at - 2, 0) : k.at]})
        if k.at > first and not index.base.types[k.type].topical and _is_filter(frame, index, k.at) and alone:
            found.setdefault(k.at, set()).add(k.type)
    return [kinds for kinds in found.values() if not kinds & wanted]


def _is_label(noun: Target, index: Index) -> bool:
    entity_type = index.base.types[noun.type]
    label = entity_type.subtypes[noun.subtype].label if noun.subtype else entity_type.label
    last = noun.word
    return any(
        (words(t)[-1:] == (last,) and len(words(t)) == 1) or (words(t)[-1:] == (last,) and noun.subtype)
        for t in (label.one.en, label.one.fr, label.many.en, label.many.fr)
    )


def parts_of(whole: EntityView, index: Index) -> list[EntityView]:
    """The things of the same type that lean on a thing: the trainings of a series."""
    near = [index.entities[i] for i in sorted(index.by_link.get(whole.id, ()))]
    return [v for v in near if v.type == whole.type and v.id != whole.id and whole.id in v.links]


def between(frame: Frame, index: Index) -> Frame:
    """The frame with "between 2009 and 2011" as one period."""
    said = frame.said
    words = index.cues.words
    dates = [d for d in frame.dates if not d.document]
    until = words["span_to"] - words["conjoins"]
    if frame.operator == "timeline" and len(dates) == 1 and dates[0].relation == "in" and dates[0].start and said[dates[0].start - 1] in until:
        return replace(frame, dates=(replace(dates[0], relation="until"), *(d for d in frame.dates if d.document)))  # "creation to 2018"
    if len(dates) != 2 or any(d.relation != "in" for d in dates):
        return frame
    first, second = dates
    joined = first.start and said[first.start - 1] in words["span_from"] and {*said[first.end : second.start]} <= words["span_to"]
    joined = joined or ({*said[first.end : second.start]} <= until and bool(said[first.end : second.start]))  # "2009 to 2015"
    if not joined or first.interval.start > second.interval.start:
        return frame
    period = Interval(first.interval.start, second.interval.end, first.interval.precision, period=True)
    merged = replace(first, end=second.end, interval=period)
    return replace(frame, dates=(merged, *(d for d in frame.dates if d.document)))


def relative_to(frame: Frame, index: Index) -> Frame:
    """The frame with the thing that others are before or after as a time: "the agreements after the joint plan", "signed before
    MINUSCA was created"."""
    nouns = [k.at for k in frame.kinds if k.plural and k.type in index.made]
    if frame.yes_no or frame.asks - {"which", "how_many"} or not nouns:
        return frame
    said = frame.said
    for relation in ("before", "after"):
        for start, end in phrases(frame, relation, index):
            thing = next((m for m in frame.top if end <= m.start <= end + BETWEEN and len(m.ids) == 1), None)
            if thing is None and (several := _span_of_kind(frame, index, start, end, min(nouns))):
                return replace(several, dates=(*several.dates[:-1], replace(several.dates[-1], relation=relation)))
            if thing is None or min(nouns) > start or not (dates := index.entities[thing.ids[0]].dates):
                continue
            view = index.entities[thing.ids[0]]
            when = frozenset().union(*(index.property_keys[view.type, name] for name in date_properties(view.type, index)))
            of_date = {c.at for c in frame.content if not c.keys.isdisjoint(when)}  # "before the creation of MINUSCA", "... was created"
            if any(i not in of_date and not index.lexicon.is_function(said[i]) for i in range(end, thing.start)):
                continue
            inside = range(start, thing.end)
            date = DateConstraint(thing.start, thing.end, dates[0], relation)
            return replace(
                frame,
                mentions=tuple(m for m in frame.mentions if m.start not in inside),
                kinds=tuple(k for k in frame.kinds if k.at not in inside),
                content=tuple(c for c in frame.content if c.at not in inside and not (c.at > start and c.at in of_date)),
                dates=(*frame.dates, date),
            )
    return frame


def _span_of_kind(frame: Frame, index: Index, start: int, end: int, first: int) -> Frame | None:
    """The frame of "trainings after the MoU" with the time of all such things as its last date: what is neither before nor after all
    of them cannot be told."""
    noun = [k for k in frame.kinds if end <= k.at <= end + 1 and k.at != first and k.type in index.made]
    if not noun or min(k.at for k in frame.kinds) != first or first > start or frame.top:
        return None
    exact = {(k.type, k.subtype) for k in noun if k.subtype and _is_label(k, index)}
    things = [v for k in noun for v in index.by_type[k.type] if v.dates and ((v.type, v.subtype) in exact or (not exact and v.listed))]
    if not things:
        return None
    whole = Interval(min(v.dates[0].start for v in things), max(v.dates[0].end for v in things), things[0].dates[0].precision, period=True)
    at = noun[0].at
    return replace(
        frame,
        kinds=tuple(k for k in frame.kinds if k.at < start),
        content=tuple(c for c in frame.content if c.at < start or c.at > at),
        dates=(*frame.dates, DateConstraint(end, at + 1, whole)),
    )


def select(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> list[EntityView]:
    """The entities of some types that meet every constraint of the frame, by themselves or by one of their facts; of several names that
    are joined, and that no one thing meets, one each ("agreements with MINUSCA and MINUSMA")."""
    found = _select(frame, index, types)
    joined = [] if found else joined_names(frame, index)
    each = [_select(replace(frame, mentions=tuple(m for m in frame.mentions if m is name or m not in joined)), index, types) for name in joined]
    return list({v.id: v for views in each for v in views}.values()) if each and all(each) else found


def joined_names(frame: Frame, index: Index) -> list[Mention]:
    """The names of one type between which an "and" or "or" stands."""
    words = index.cues.words
    joints = words["conjoins"] | words["either"]
    for a, b in pairwise(sorted(frame.top, key=lambda m: m.start)):
        between_them = {*frame.said[a.end : b.start]}
        alike = {index.nature(i) for i in a.ids} & {index.nature(i) for i in b.ids}
        if b.start - a.end <= 2 and between_them & joints and alike:
            return [a, b]
    return []


def _select(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> list[EntityView]:
    noun_at = {n.at for n in frame.kinds}
    wanted = set(types)
    found = [
        view
        for type_ in dict.fromkeys(t for t, _ in types)
        for view in index.by_type.get(type_, ())
        if ((view.type, view.subtype) in wanted or (view.listed and (view.type, "") in wanted)) and _meets(frame, index, view, noun_at)
    ]
    for kinds in joined_kinds(frame, index, types):
        # what is made names those who hold it; of all else it is the other thing that may name it
        near = {v.id: v.links if v.type in index.made else v.links | index.by_link.get(v.id, frozenset()) for v in found}
        found = [v for v in found if any(index.entities[i].type in kinds for i in near[v.id] if i in index.entities)]
    # "people from UNODC", "UNODC people" belong to it; that a statement of theirs mentions it is not enough, if any do belong
    of = [m for m in frame.top if m.end in noun_at or (m.start and frame.said[m.start - 1] in index.cues.words["belonging"])]
    made = [v for v in found if of and all(not _makers(v, index).isdisjoint(m.ids) for m in of)]
    own = made or [v for v in found if all(not v.links.isdisjoint(m.ids) or v.id in m.ids for m in of)] or found
    named = {i for m in frame.top for i in m.ids}
    # "which of the Mali trainings": the parts of what is named, not the whole
    parts = [v for v in own if v.id not in named]
    return parts if len(parts) > 1 and any(v.id in named and v.id in p.links for v in own for p in parts) else own


def _meets(frame: Frame, index: Index, view: EntityView, noun_at: set[int]) -> bool:
    for mention in frame.top:
        if not as_agent(frame, index, view, mention):
            return False
        if view.id in mention.ids or not view.links.isdisjoint(mention.ids) or not view.about.isdisjoint(mention.ids):
            continue
        told = index.told_in.get(view.id, frozenset())  # a document names what its statements are about
        if not any(view.id in index.by_source.get(i, ()) for i in mention.ids) and told.isdisjoint(mention.ids):
            return False
    if not _was_done(frame, index, view):
        return False
    several = several_dates(frame)
    if several and not any(date_meets(s, d) for s in several for d in view.dates):
        return False
    for date in frame.dates:
        if date.document:
            if not any(fact_date(f, date, index.base.sources) for fs in view.facts.values() for f in fs):
                return False
        elif date not in several and not any(date_meets(date, d) for d in view.dates):
            return False
    total = covered = 0.0
    keys = [view.support, view.every, *(index.property_keys[view.type, name] for name in view.facts)]
    own = [index.property_keys[view.type, p] for p in index.base.types[view.type].properties]
    for content in frame.content:
        if content.at in noun_at or content.superlative:
            continue
        if not content.binding:
            # "how many people are quoted": a light word, but the only one, and this thing has no property that it asks for
            if (
                not frame.top
                and not frame.dates
                and any(not content.keys.isdisjoint(k) for k in own)
                and all(content.keys.isdisjoint(k) for k in keys)
            ):
                return False
            continue
        total += content.weight
        if not all(content.keys.isdisjoint(k) for k in keys):
            covered += content.weight
    return not total or covered / total >= COVERAGE


def _was_done(frame: Frame, index: Index, view: EntityView) -> bool:
    """Whether of a verb that dates such things ("how many agreements did INTERPOL sign") a date is told: a framework that was only
    discussed was not signed."""
    dating = {p.name: index.property_keys[view.type, p.name] for p in index.base.types[view.type].properties.values() if p.dates}
    nouns = {n.at for n in frame.kinds}
    for c in frame.content:
        asked = [name for name, keys in dating.items() if not c.keys.isdisjoint(keys)] if c.binding and c.at not in nouns else []
        if asked and not view.dates and not any(name in view.facts for name in asked):
            return False
    return True


def as_agent(frame: Frame, index: Index, view: EntityView, mention: Mention) -> bool:
    """Whether what stands behind "by", or does it ("did Titov give"), is among the values of the property that this asks for: "pages
    published by UNODC" are not those that speak of UNODC. True where no such property is asked for."""
    names = asked_by(frame, index, view, mention)
    if names is None:
        return True
    told = {i for name in names for f in view.facts.get(name, ()) for i in (*f.entities, *(v.id for v in f.values if isinstance(v, Ref)))}
    return not told.isdisjoint(mention.ids)


def asked_by(frame: Frame, index: Index, view: EntityView, mention: Mention) -> list[str] | None:
    """The properties of a thing that are asked for by the word before "by" and a name ("published by UNODC"), by the verb of what is
    named ("did the gendarmerie attend") or, without such a word, by its being by or of somebody ("documents by DPKO"); None if
    nothing asks for them."""
    words = index.cues.words
    at = mention.start - 1
    while at > 0 and frame.said[at] in words["determiners"]:
        at -= 1
    if at < 1:
        return None
    properties = index.base.types[view.type].properties.values()
    makers = [p.name for p in properties if p.maker]
    nouns = {k.at for k in frame.kinds if k.type == view.type}
    if frame.said[at] in words["agent"] and at - 1 not in nouns:
        return _entities_asked(frame, index, view.type, frame.said[at - 1]) or None
    if frame.said[at] in words["agent"] | words["coming_from"]:
        return makers or None
    if frame.said[at] in words["doing"] and any(n < at for n in nouns):
        verb = next((frame.said[c.at] for c in frame.content if c.at >= mention.end and c.at not in nouns), "")
        return (_entities_asked(frame, index, view.type, verb) if verb else []) or makers or None
    return None


def _makers(view: EntityView, index: Index) -> set[EntityId]:
    """Those who made or hold a thing."""
    properties = index.base.types[view.type].properties
    return {v.id for name, fs in view.facts.items() if properties[name].maker for f in fs for v in f.values if isinstance(v, Ref)}


def _entities_asked(frame: Frame, index: Index, type_: str, word: str) -> list[str]:
    """The properties of a type, with things as values, that a word asks for."""
    asked = index.lexicon.keys(word, frame.lang)
    properties = index.base.types[type_].properties.values()
    return [p.name for p in properties if p.kind == "entity" and not asked.isdisjoint(index.property_keys[type_, p.name])]


def several_dates(frame: Frame) -> list[DateConstraint]:
    """Dates that no one event can all have ("trainings in 2015 and 2016"): of a list, each thing meets one of them."""
    dates = [d for d in frame.dates if not d.document and d.relation == "in"]
    apart = len(dates) > 1 and not any(a.interval.overlaps(b.interval) for a, b in combinations(dates, 2))
    return dates if apart else []


def _moment(view: EntityView) -> Interval | None:
    return view.dates[0] if view.dates else None


def date_fact(index: Index, view: EntityView) -> Fact | None:
    for name, facts in view.facts.items():
        if index.base.types[view.type].properties[name].dates:
            return facts[0]
    return None


def _line(index: Index, composer: Composer, view: EntityView) -> Paragraph | None:
    fact = key_fact(index, view.id)
    if fact is None:
        return None
    return Paragraph(f"{composer.title(view.id)}: {composer.sentence(fact)}", composer.cite(fact))


def filters(frame: Frame, composer: Composer) -> str:
    """The constraints of a list in the words of the question."""
    index = composer.index
    joined = set[str]().union(*joined_kinds(frame, index, wanted_types(frame, index)))
    bits = [m.said for m in frame.top]
    bits += dict.fromkeys(k.word for k in frame.kinds if k.type in joined and _is_filter(frame, index, k.at))  # "agreements with missions"
    for d in frame.dates:
        date = frame.text[frame.tokens[d.start].start : frame.tokens[d.end - 1].end]
        bits.append(date if d.relation == "in" else composer.say(f"filter_{d.relation}", date=date))
    noun_at = {n.at for n in frame.kinds}
    bits += [frame.tokens[c.at].raw for c in frame.content if c.at not in noun_at and c.binding and not c.superlative]
    return ", ".join(bits)


def what_of(index: Index, composer: Composer, types: Sequence[tuple[str, str]], count: int) -> str:
    """What a list is of: "trainings", "agreement"."""
    labels = []
    for type_, subtype in types:
        entity_type = index.base.types[type_]
        label = entity_type.subtypes[subtype].label if subtype else entity_type.label
        labels.append((label.one if count == 1 else label.many)[composer.lang])
    glue = f" {composer.say('or')} "
    return glue.join(dict.fromkeys(labels))


def _counts_itself(frame: Frame, found: Sequence[EntityView]) -> bool:
    """Whether a count would be of the thing itself whose parts are asked for: "how many pages does the 2009 document have"."""
    if frame.operator != "count" or len(found) != 1:
        return False
    named = any(found[0].id in m.ids for m in frame.top)
    counted = {t.at for t in frame.targets}
    again = any(k.type == found[0].type and not k.plural and k.at not in counted for k in frame.kinds)
    return named or again


def listing(frame: Frame, index: Index) -> Draft | None:
    """List the entities of the wanted types, or count them: the same reply serves both."""
    frame = between(frame, index)
    types = wanted_types(frame, index)
    if not types:
        return None
    composer = Composer(index, frame.lang)
    negated = [t.raw for t in frame.tokens if t.text in index.cues.words["left_off"] | index.cues.words["turning_round"]]
    if negated:
        composer.plain(composer.say("not_so", words=", ".join(negated)), lead=True)
        return Draft("unknown", composer, reason="a list of what is not so")
    apart = set_aside(frame, index)
    aside, dates = apart or (set[EntityId](), list[DateConstraint]())
    frame = replace(
        frame,
        mentions=tuple(m for m in frame.mentions if not aside & set(m.ids)),
        dates=tuple(d for d in frame.dates if all(d.interval != x.interval for x in dates)),
    )
    found = [
        v
        for v in select(frame, index, types)
        if v.id not in aside and (v.links | _whereabouts(v, index)).isdisjoint(aside) and not any(date_meets(d, x) for d in dates for x in v.dates)
    ]
    if apart is not None and not aside and not dates:
        composer.plain(composer.say("not_so", words=" ".join(t.raw for t in frame.tokens[-4:])), lead=True)
        return Draft("unknown", composer, reason="a list without what cannot be told")
    if _counts_itself(frame, found):
        return None
    if len(frame.top) == 1 and frame.top[0].end > frame.top[0].start:  # INTERPOL is none of its own partners
        rest = [v for v in found if v.id not in frame.top[0].ids]
        of = frame.top[0].start and frame.tokens[frame.top[0].start - 1].text in index.cues.words["belonging"]
        found = rest if rest or of else found
    found.sort(key=lambda v: (_moment(v).start.toordinal() if v.dates else 10**7, v.id))  # type: ignore[union-attr]  # guarded by v.dates
    what = what_of(index, composer, types, len(found))
    limits = filters(frame, composer)
    said = " " + composer.say("filters", filters=limits) if limits else ""
    near = [] if found else [v for v in _unlisted(frame, index, types) if v.id not in aside]
    if near and frame.operator != "count" and (facts := [f for v in near if (f := key_fact(index, v.id))]):
        composer.plain(composer.say("not_sure"), lead=True)
        composer.bullets(facts[:PAGE])
        return Draft("clarify", composer, tuple(v.id for v in near), confidence=0.5, basis=Basis.OFFERED, reason="things that may be meant")
    if not found:
        composer.plain(composer.say("listed_none", what=what, filters=said), lead=True)
        if near:
            composer.plain(composer.say("excluded", names="; ".join(composer.title(v.id) for v in near[:PAGE])))
        return Draft("unknown", composer, reason="no entity of the type meets the constraints")
    described = [v for v in found if key_fact(index, v.id)]
    lines: list[Paragraph] = []
    for view in described[:PAGE]:
        before = len(composer.numbers), len(composer.facts)
        line = _line(index, composer, view)
        if line is None:
            continue
        if sum(len(x.text) for x in lines) + len(line.text) + SOURCE_CHARACTERS * len(composer.numbers) > PAGE_CHARACTERS:
            composer.drop(*before)
            break
        lines.append(line)
    shown = len(lines)
    loose = _loose(frame, index, types, found)
    if loose and frame.operator == "count":
        return None  # a number that may count something else
    if loose:
        composer.plain(composer.say("not_sure"), lead=True)
    head = composer.say("listed_one" if len(found) == 1 else "listed", count=str(len(found)), what=what, filters=said)
    cites = tuple(sorted({n for line in lines for n in line.cites}))
    composer.parts.append(Paragraph(head, cites, True, not loose))
    composer.parts.append(Bullets(tuple(lines[:shown])))
    for missed in (d for d in several_dates(frame) if not any(date_meets(d, x) for v in found for x in v.dates)):
        only = composer.say("filters", filters=" ".join(t.raw for t in frame.tokens[missed.start : missed.end]))
        composer.plain(composer.say("listed_none", what=what_of(index, composer, types, 2), filters=f" {only}"))
    # what does not fit on the page is offered by name
    choices = tuple(Choice(v.id, composer.title(v.id), composer.title(v.id)) for v in described[shown : shown + REST])
    if len(described) > shown:
        composer.plain(composer.say("more", count=str(len(described) - shown)))
    if frame.operator == "count":
        left_out = _unlisted(frame, index, types)
        if left_out:
            composer.plain(composer.say("excluded", names="; ".join(composer.title(v.id) for v in left_out)))
    if loose:
        return Draft(
            "clarify", composer, tuple(v.id for v in found), confidence=0.5, choices=choices, basis=Basis.OFFERED, reason="things that may be meant"
        )
    return Draft("answer", composer, tuple(v.id for v in found), choices=choices, reason=f"{len(found)} of {what}")


def _unlisted(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> list[EntityView]:
    """The things of the types that meet the constraints but do not count when one asks for the type without more ("trainings in 2018":
    there was an exercise)."""
    noun_at = {n.at for n in frame.kinds}
    every = [v for type_, subtype in types if not subtype for v in index.by_type.get(type_, ())]
    return [v for v in every if not v.listed and _meets(frame, index, v, noun_at)]


def set_aside(frame: Frame, index: Index) -> tuple[set[EntityId], list[DateConstraint]] | None:
    """The things and the dates that "except", "other than" set aside in a list; None if nothing is set aside."""
    said = frame.said
    spans = phrases(frame, "negation", index)
    if not spans:
        return None
    aside = {Role.BACKGROUND, Role.NAME, Role.VALUE}
    ends = [
        next((i for i in range(b, len(said)) if frame.tokens[i].clause != frame.tokens[a].clause or frame.roles[i] not in aside), len(said))
        for a, b in spans
    ]
    parts = [understand(" ".join(t.raw for t in frame.tokens[b:end]), index, frame.lang) for (_, b), end in zip(spans, ends, strict=True) if b < end]
    named = {i for part in parts for m in part.top for i in m.ids}
    types = {t for t, _ in wanted_types(frame, index)}
    described = [c for part in parts for c in part.content if c.binding and c.at not in {k.at for k in part.kinds}]
    if described and not named:  # "trainings other than gender"
        named = {v.id for t in types for v in index.by_type.get(t, ()) if v.listed and all(not c.keys.isdisjoint(v.name_keys) for c in described)}
    inside = {v.id for t, _ in index.places for v in index.by_type.get(t, ()) if not v.links.isdisjoint(named)}  # UN Headquarters lie in New York
    return named | inside, [d for part in parts for d in part.dates]


def _whereabouts(view: EntityView, index: Index) -> frozenset[EntityId]:
    """The places that the statements on where something took place name."""
    properties = index.base.types[view.type].properties
    return frozenset(v.id for name, fs in view.facts.items() if "where" in properties[name].asks for f in fs for v in f.values if isinstance(v, Ref))


def _has_place(view: EntityView, index: Index) -> bool:
    """Whether it is told where a thing lies, by which alone it is then in a place."""
    return any("where" in p.asks and p.key for p in index.base.types[view.type].properties.values()) and index.nature(view.id) == "place"


def _loose(frame: Frame, index: Index, types: Sequence[tuple[str, str]], found: Sequence[EntityView]) -> bool:
    """Whether a word filtered that only happens to be said of what was found ("what do people fear"), or not of what was
    named ("how many networks does UNODC lead": it is said of another leader): then the list may not be what was asked for."""
    nouns = {n.at for n in frame.kinds if (n.type, n.subtype) in set(types) or (n.type, "") in set(types)}
    joined = set[str]().union(*joined_kinds(frame, index, types)) if {t for t, _ in types} <= index.made else set[str]()
    nouns |= {n.at for n in frame.kinds if n.type in joined}
    words = [c for c in frame.content if c.binding and not c.superlative and c.at not in nouns]
    named = [set(m.ids) for m in frame.top]
    if any(n not in {len(found)} and n not in view.numbers for n in _numbers(frame) for view in found):
        return True  # "trainings with 50 participants"
    for m in frame.top:  # "people in Mali": that a statement of theirs mentions a place does not put them there
        there = m.start and frame.said[m.start - 1] in index.cues.words["placed"]
        if there and any(
            v.links.isdisjoint(m.ids) and _whereabouts(v, index).isdisjoint(m.ids) and (_has_place(v, index) or v.about.isdisjoint(m.ids))
            for v in found
        ):
            return True
    return any(not _said_of(c.keys, view, named, index) for c in words for view in found)


def _numbers(frame: Frame) -> set[float]:
    """The numbers that a question says, in digits or in words, besides those of dates and names."""
    taken = {i for d in frame.dates for i in range(d.start, d.end)} | {i for m in frame.mentions for i in range(m.start, m.end)}
    said = {
        float(n)
        for i, t in enumerate(frame.tokens)
        if i not in taken and len(t.text) > 1 and t.text != "une" and (n := number_word(t.text)) and n > 1
    }
    return said | {n.value for n in frame.numbers}


def _said_of(keys: Keys, view: EntityView, named: Sequence[Set[EntityId]], index: Index) -> bool:
    """Whether a word is said of a thing together with what is named: by a property of its own that tells of one of them."""
    if not keys.isdisjoint(view.name_keys | view.kind_keys):
        return True
    for name, facts in view.facts.items():
        if keys.isdisjoint(index.property_keys[view.type, name]):
            continue
        if not named and all(keys.isdisjoint(index.facts[f.id].text_keys) for f in facts):
            continue  # of "which people were convicted?" nothing is said but by a word for another thing
        if not named or any(ids & {view.id, *index.facts[f.id].entities} for f in facts for ids in named):
            return True
    return False


def table(frame: Frame, index: Index, candidates: Sequence[Candidate]) -> Draft | None:
    """One property of several things ("headcounts for the 2015 courses"): each that has it is said, the others are named."""
    plural = {k.type for k in frame.kinds if k.plural and not index.base.types[k.type].topical}
    near = [c for c in candidates if c.score >= candidates[0].score - TABLED]
    beside: set[str] = set()
    if "everything" in frame.flags:  # "everything UNODC signed with missions since 2017": the dated things
        nouns = {n.at for n in frame.kinds}
        joined = index.cues.words["joined_to"]
        beside = {n.type for n in frame.kinds if joined & {*frame.said[max(n.at - NOUN, 0) : n.at]}}
        if plural - beside:
            return None  # "everything in the way of trainings": those are listed
        frame = replace(frame, kinds=(), targets=(), content=tuple(c for c in frame.content if c.at not in nouns))
        near = [c for c in candidates if c.property and index.base.types[c.entity.partition("/")[0]].properties[c.property].dates]
        plural = {c.entity.partition("/")[0] for c in near[:1]}
    best = next((c for c in near if _tabled(c, frame, index, plural)), None)
    if best is None:
        return None
    type_ = best.entity.partition("/")[0]
    nouns = {n.at for n in frame.kinds if n.type == type_}
    asked = index.property_keys[type_, best.property]
    rest = replace(frame, content=tuple(c for c in frame.content if c.at in nouns or c.keys.isdisjoint(asked)))
    types = [(t, s) for t, s in wanted_types(frame, index) if t == type_] or [(type_, "")]
    found = select(rest, index, types)
    with_them = [v for v in found if beside & {index.entities[i].type for i in v.links}]
    found = sorted(with_them or found, key=lambda v: (v.dates[0].start.toordinal() if v.dates else 10**7, v.id))
    facts = [f for view in found for f in view.facts.get(best.property, ())[:2]]
    if len({f.entity for f in facts}) < 2 or len({f.values for f in facts}) < 2 or len(facts) > PAGE:
        return None  # of one thing, or the same of all: a plain statement says it better
    if any(c.binding and c.at not in nouns and not c.superlative and any(c.keys.isdisjoint(v.every) for v in found) for c in rest.content):
        return None  # a word that says something else of them
    composer = Composer(index, frame.lang)
    composer.facts_part(facts)
    without = [composer.title(v.id) for v in found if best.property not in v.facts]
    if without:
        composer.plain(composer.say("not_given_of", names="; ".join(without[:PAGE])))
    spoken = dict.fromkeys((*(f.entity for f in facts), *(v.id for v in found)))  # also those of which it is not given
    return Draft("answer", composer, tuple(spoken), "list", reason=f"{best.property} of {len(facts)}")


def _tabled(best: Candidate, frame: Frame, index: Index, plural: Set[str]) -> bool:
    """Whether a property is asked of all things of a kind: by its words, or by "when" for the date of such things."""
    type_ = best.entity.partition("/")[0]
    if type_ not in plural or not (best.met and best.property):
        return False
    named = [index.entities[i] for m in frame.top for i in m.ids if index.entities[i].type == type_]
    if named and (len(named) > 1 or best.property in named[0].facts or len(parts_of(named[0], index)) < 2):
        return False  # one of them is named, or all of them have one statement
    if best.void and not named:
        return False
    prop = index.base.types[type_].properties[best.property]
    asked = index.property_keys[type_, best.property]
    nouns = {n.at for n in frame.kinds if n.type == type_}
    if any(n.plural and n.at not in nouns and not index.base.types[n.type].topical for n in frame.kinds):
        return False  # things of several kinds
    words = [c for c in frame.content if c.binding and c.at not in nouns and not c.superlative]
    if frame.targets:  # "which trainings dealt with explosives" asks for the trainings
        own = {n.type for n in frame.targets} == {type_} and any(t.plural for t in frame.targets)
        if not own or any(c.keys.isdisjoint(asked) for c in words):
            return False
    others = {n.at for n in frame.kinds if not index.base.types[n.type].topical}
    if words:
        return any(not c.keys.isdisjoint(asked) for c in words if c.at not in others) and (
            not frame.asks & {"how_many", "how_much"} or prop.kind == "number"
        )
    return (prop.dates and "when" in frame.asks) or (prop.kind == "number" and "how_many" in frame.asks)


def date_properties(type_: str, index: Index) -> list[str]:
    """The properties that date the things of a type."""
    return [p.name for p in index.base.types[type_].properties.values() if p.dates]


def growth(frame: Frame, index: Index) -> Draft | None:
    """By how much a number grew: the same property of one thing at two dates."""
    rest = replace(frame, dates=(), numbers=(), asks=frozenset({"how_many"}))
    near = [c for c in rank(rest, index)[:GROWN] if c.met and c.fact]
    top = next((c for c in near if index.base.types[index.entities[c.entity].type].properties[c.property].kind == "number"), None)
    if top is None or (top.left and not top.proven):
        return None  # "how did the tasks change"
    dated = [
        (d, f)
        for f in index.entities[top.entity].facts[top.property]
        if (d := f.when or f.as_of) and len(f.values) == 1 and isinstance(f.values[0], Quantity)
    ]
    if frame.dates:
        dated = [(d, f) for d, f in dated if any(date_meets(said, d) for said in frame.dates)]
        if not all(any(date_meets(said, d) for d, _ in dated) for said in frame.dates):
            return None
    dated.sort(key=lambda pair: pair[0].start)
    if len(dated) < 2:
        return None
    facts = [dated[0][1], dated[-1][1]]
    first, last = (f.values[0] for f in facts)
    assert isinstance(first, Quantity)  # filtered above
    assert isinstance(last, Quantity)
    composer = Composer(index, frame.lang)
    by = Quantity(last.value - first.value, "about" if first.bound or last.bound else "")
    lead = composer.say("grown", by=say_number(by, frame.lang), first=say_number(first, frame.lang), last=say_number(last, frame.lang))
    composer.facts_part(facts, before=lead + " ")
    return Draft("answer", composer, (top.entity,), "growth", top.confidence, reason=f"growth of {top.entity} {top.property}")


def link_up(frame: Frame, index: Index) -> Draft | None:
    """All statements that are about both (all) things named."""
    if len(frame.top) < 2 or any(not m.ids for m in frame.top) or frame.asks & {"where", "when", "how_many"}:
        return None
    composer = Composer(index, frame.lang)
    facts = []
    pool = set()
    for m in frame.top:
        for i in m.ids:
            pool |= {i} | set(index.by_link.get(i, ()))
    for entity in sorted(pool):
        view = index.entities[entity]
        if any(entity not in m.ids and view.about.isdisjoint(m.ids) for m in frame.top):
            continue
        if all(not view.links.isdisjoint(m.ids) for m in frame.top) and not frame.dates and (what := key_fact(index, entity)):
            facts.append(what)  # a thing that both identify: UNODC's visit to Bangui
        for fs in view.facts.values():
            for fact in fs:
                about = index.facts[fact.id].entities | {entity}
                if all(set(m.ids) & about for m in frame.top) and not any(
                    fact_date(fact, d, index.base.sources) is not True and not any(date_meets(d, x) for x in view.dates) for d in frame.dates
                ):
                    facts.append(fact)
    content_left = [c for c in frame.content if c.weight > 0.2]
    for c in content_left:
        facts = [f for f in facts if c.keys & (index.facts[f.id].keys | index.entities[f.entity].support)]
    if not facts:
        return None
    first, second = (m.said for m in frame.top[:2])
    order = {"bond": 0, "aim": 1}
    facts.sort(key=lambda f: (order.get(index.base.types[index.entities[f.entity].type].properties[f.property].says, 3), f.entity, f.id))
    chosen: list[Fact] = []
    for fact in facts:
        if sum(c.entity == fact.entity for c in chosen) < 2 and fact not in chosen:
            chosen.append(fact)
    lead = composer.say("linked", first=first, second=second) + " "
    if frame.yes_no:  # a Yes is borne out by what is named itself, not by what it is part of
        itself = any(all(not {f.entity, *f.entities}.isdisjoint(m.ids) for m in frame.top) for f in chosen)
        lead = composer.say("yes") + " " if itself else ""
    composer.facts_part(chosen[:8], before=lead)
    return Draft("answer", composer, tuple(dict.fromkeys(f.entity for f in chosen[:8])), reason="statements about both")


def _before_or_after(frame: Frame, index: Index) -> Frame | None:
    """The frame of "what happened after the visit": with the time of what is named as a date, the thing itself still spoken of."""
    for relation in ("before", "after"):
        for _, end in phrases(frame, relation, index):
            thing = next((m for m in frame.top if end <= m.start <= end + 1 and len(m.ids) == 1), None)
            if thing and (dates := index.entities[thing.ids[0]].dates):
                return replace(frame, dates=(*frame.dates, DateConstraint(thing.start, thing.end, dates[0], relation)))
    return None


def timeline(frame: Frame, index: Index, subjects: Sequence[EntityId] = ()) -> Draft | None:
    """Every dated statement about a thing, in order; without a thing, every one of the time that was said."""
    frame = between(frame, index)
    away = _before_or_after(frame, index)
    frame = away or frame
    known = {i: len(index.by_link.get(i, ())) for m in frame.top for i in m.ids}
    least = min(known.values(), default=0)
    # "MINUSCA and its agreement with UNODC": what half of the base leans on says nothing beside something narrower
    about = {i for i, links in known.items() if links <= max(least, 1) * HUB} or set(subjects)
    if not about and not frame.dates:
        return None
    composer = Composer(index, frame.lang)
    dated: list[tuple[Interval, Fact]] = []
    pool = set(about) or set(index.entities)
    for i in about:
        pool |= index.by_link.get(i, frozenset())
    for entity in pool:
        view = index.entities[entity]
        for name, fs in view.facts.items():
            prop = index.base.types[view.type].properties[name]
            for fact in fs:
                if not fact.when and prop.kind != "date":
                    continue  # without a moment
                if about and entity not in about and not (about & (index.facts[fact.id].entities | view.links)):
                    continue
                moments = [v for v in fact.values if isinstance(v, Interval)] if prop.dates or entity in about or not about else []
                moments += [fact.when] if fact.when else []
                if not about and moments and moments[0].period and not all(moments[0].within(d.interval) for d in frame.dates if d.relation == "in"):
                    continue  # what merely goes on at that time is not what happened then
                if moments and all(date_meets(d, moments[0]) for d in frame.dates if not d.document):
                    dated.append((moments[0], fact))
    if not dated:
        return None
    dated.sort(key=lambda d: (d[0].start, d[0].end, d[1].id))
    composer.parts.append(Bullets(tuple(composer.statement(f) for _, f in dated[:PAGE])))
    if len(dated) > PAGE:
        composer.plain(composer.say("more", count=str(len(dated) - PAGE)))
    composer.notes([f for _, f in dated[:PAGE]])
    return Draft("answer", composer, tuple(sorted(about)), reason="all dated statements in order")


def when_known(index: Index, composer: Composer, entity: EntityId) -> str:
    """The date of a thing as said in a list of choices; empty if it has none."""
    view = index.entities[entity]
    return say_date(view.dates[0], composer.lang) if view.dates else ""
