"""Operations over sets of entities: list, count, table, growth, link, timeline.

Each takes a frame and either fills a :class:`Draft` or returns None, which refuses: no fall-through to a plain answer.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from bot.core.candidate import Candidate
from bot.core.compose import PAGE, PAGE_CHARACTERS, REST, SOURCE_CHARACTERS, Composer, key_fact
from bot.core.dates import ANY_YEAR, date_meets, fact_date
from bot.core.draft import Basis, Draft
from bot.core.frame import LIGHT, ORDERS, Content, Frame, idle_words, is_denied, phrases
from bot.core.index import MADE, EntityView, Index
from bot.core.kinds import say_date, say_number
from bot.core.model import Bullets, Choice, DateConstraint, EntityId, Fact, Interval, Paragraph, Precision, Quantity
from bot.core.rank import rank
from bot.core.reframe import between, with_its_time
from bot.core.select import (
    NOUN,
    date_fact,
    date_properties,
    is_filter,
    joined_kinds,
    joined_names,
    loosely,
    noun_words,
    or_a_kind,
    parts_of,
    select,
    set_aside,
    several_dates,
    unlisted,
    wanted_types,
    whereabouts,
)
from bot.core.text import words

TABLED = 1.0
"""How near to the best, in nats, a statement must be whose property may be the one that is asked of all things of a kind."""

HUB = 3
"""A thing named in a timeline counts only if no more than so many times as many others lean on it as on another one named."""
BESIDE = 3
"""Words between a name and what is its own: "and its", "et de ses"."""
SHARED = 3
"""Letters that a verb has at least behind the "co-" of what is shared."""
GROWN = 4
"""Candidates among which the number is looked for whose growth is asked."""


def _moment(view: EntityView) -> Interval | None:
    return view.dates[0] if view.dates else None


def line_of(index: Index, composer: Composer, view: EntityView) -> Paragraph | None:
    fact = key_fact(index, view.id)
    if fact is None:
        return None
    return Paragraph(composer.line(view.id, composer.sentence(fact)), composer.cite(fact))


def filters(frame: Frame, composer: Composer, found: Sequence[EntityView] = ()) -> str:
    """The constraints of a list in the words of the question; names that are joined, and that not all of the list meets, with an "or"."""
    index = composer.index
    joined = set[str]().union(*joined_kinds(frame, index, wanted_types(frame, index)))
    each = joined_names(frame, index) if found else []
    each = each if any(v.links.isdisjoint(m.ids) and v.id not in m.ids for v in found for m in each) else []
    names = {m: composer.name(m.ids[0], article=False) if m.corrected and m.ids else m.said for m in frame.top}
    bits = [f" {composer.say('or')} ".join(names[m] for m in each), *(names[m] for m in frame.top if m not in each)] if each else list(names.values())
    bits += dict.fromkeys(k.word for k in frame.kinds if k.type in joined and is_filter(frame, index, k.at))  # "agreements with missions"
    for d in frame.dates:
        date = frame.text[frame.tokens[d.start].start : frame.tokens[d.end - 1].end]
        bits.append(date if d.relation == "in" else composer.say(f"filter_{d.relation}", date=date))
    noun_at = {i for k in frame.kinds for i in range(k.start, k.at + 1)}
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


def _less_told(view: EntityView, content: Content, frame: Frame, index: Index) -> bool:
    """Whether a thing is told to be chaired where those are asked for that are co-chaired: it meets the word by its meaning alone."""
    shared = index.cues.words["sharing"]
    prefix = next((p for p in shared if content.word.startswith(p) and len(content.word) > len(p) + SHARED), "")
    if not prefix or index.lexicon.keys(content.word[len(prefix) :], frame.lang).isdisjoint(content.keys):
        return False
    said = {
        w
        for facts in view.facts.values()
        for f in facts
        if not content.keys.isdisjoint(index.facts[f.id].text_keys)
        for w in index.statement(f, frame.lang).words
    }
    return bool(said) and not any(w.startswith(prefix) and not index.lexicon.keys(w, frame.lang).isdisjoint(content.keys) for w in said)


def listing(frame: Frame, index: Index) -> Draft | None:
    """List the entities of the wanted types, or count them: the same reply serves both."""
    frame = between(frame, index)
    parts = or_a_kind(frame, index)
    types = wanted_types(parts[0] if parts else frame, index)
    told = {i for _, b in phrases(frame, "with_its", index) for i in range(b, b + BESIDE + 1)}  # "every mission with its year of creation": of any
    dating = frozenset[str]().union(*(index.property_keys[t, name] for t, _ in types for name in date_properties(t, index)))
    frame = replace(frame, content=tuple(c for c in frame.content if c.at not in told or c.keys.isdisjoint(dating)))
    several = several_dates(frame)
    if several and not index.cues.words["pairs"].isdisjoint(frame.said[max(several[0].start - NOUN, 0) : several[0].start]):
        return None  # "in both March and April": none was at two times
    each = any(k.type in index.made and frame.said[max(k.at - 1, 0)] in index.cues.words["in_every"] for k in frame.kinds)
    if each and {t for t, _ in types} & index.types_of({"person"}):
        return None  # "the participants of each training"
    working = {i for a, b in phrases(frame, "works_for", index) for i in range(a, b)}  # "everyone who works for the UN": no field of work
    if not types or frame.asks & {"how_much", "how"} or _of_itself(frame, index, types) or working & {k.at for k in frame.kinds}:
        return None  # "combien a coûté chaque formation ?", "in what sense were they the first?"
    if frame.operator != "count" and all(index.base.types[t].topical for t, _ in types):
        return None  # "what crimes are mentioned?": of what there is to speak of the base has no list
    composer = Composer(index, frame.lang)
    excepting = {i for a, b in phrases(frame, "negation", index) for i in range(a, b)}  # "not MINUSCA" is taken out of the list below
    denying = index.cues.words["left_off"] | index.cues.words["turning_round"] | index.cues.words["neither"]
    negated = [t.raw for i, t in enumerate(frame.tokens) if t.text in denying and i not in excepting]
    if negated:
        composer.plain(composer.say("not_so", words=", ".join(negated)), lead=True)
        return Draft("unknown", composer, reason="a list of what is not so")
    pending = [s for name in ("before", "after") for s in phrases(frame, name, index)]
    if pending and not any(d.relation in {"before", "after", "since", "until"} for d in frame.dates):
        start, end = pending[0]
        if end < len(frame.tokens) and frame.said[end] in index.cues.words["anaphora"]:  # "what did they sign after that?": after what?
            composer.plain(composer.say("condition", condition=" ".join(t.raw for t in frame.tokens[start : end + 1])), lead=True)
            return Draft("unknown", composer, reason="before or after something that was not found")
    apart = set_aside(frame, index)
    aside, dates = apart or (set[EntityId](), list[DateConstraint]())
    frame = _without_aside(frame, aside, dates)
    every = {v.id: v for part in parts for v in select(part, index, types)}.values() if parts else select(frame, index, types)
    found = _not_set_aside(list(every), aside, dates, index)
    found = [v for v in found if not any(_less_told(v, c, frame, index) for c in frame.content)]
    if apart is not None and not aside and not dates:
        composer.plain(composer.say("not_so", words=" ".join(t.raw for t in frame.tokens[-4:])), lead=True)
        return Draft("unknown", composer, reason="a list without what cannot be told")
    if _counts_itself(frame, found):
        return None
    own = aside and index.made.isdisjoint(index.entities[i].type for i in aside)
    if apart is not None and (not found or (own and any(index.entities[i].type in index.made for m in frame.top for i in m.ids))):
        return None  # "every partner except INTERPOL in WACI": a statement that names them tells it
    if len(frame.top) == 1 and frame.top[0].end > frame.top[0].start:  # INTERPOL is none of its own partners
        rest = [v for v in found if v.id not in frame.top[0].ids]
        of = frame.top[0].start and frame.tokens[frame.top[0].start - 1].text in index.cues.words["belonging"]
        found = rest if rest or of else found
    found.sort(key=lambda v: (_moment(v).start.toordinal() if v.dates else 10**7, v.id))  # type: ignore[union-attr]  # guarded by v.dates
    what = what_of(index, composer, types, len(found))
    limits = filters(frame, composer, found)
    limits = ", ".join([limits, *dict.fromkeys(k.word for k in parts[-1].kinds if k.type not in {t for t, _ in types})]) if parts else limits
    said = " " + composer.say("filters", filters=limits) if limits else ""
    near = [] if found else [v for v in unlisted(frame, index, types) if v.id not in aside]
    if near and all(index.nature(v.id) == "happening" and key_fact(index, v.id) for v in near) and not loosely(frame, index, types, near):
        found, near = near, []  # no course, but an exercise: told under its own name
        types = list(dict.fromkeys((v.type, v.subtype) for v in found))
        what = what_of(index, composer, types, len(found))
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
        line = line_of(index, composer, view)
        if line is None:
            continue
        if sum(len(x.text) for x in lines) + len(line.text) + SOURCE_CHARACTERS * len(composer.numbers) > PAGE_CHARACTERS:
            composer.drop(*before)
            break
        lines.append(line)
    shown = len(lines)
    loose = any(loosely(p, index, types, select(p, index, types)) for p in parts) if parts else loosely(frame, index, types, found)
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
    if any(d.relation != "in" for d in frame.dates if not d.document):  # "created before 2014": of these it is not known
        dating = frozenset().union(*(index.property_keys[t, name] for t, _ in types for name in date_properties(t, index)))
        ever = replace(frame, dates=(), content=tuple(c for c in frame.content if c.keys.isdisjoint(dating)))
        undated = [v for v in select(ever, index, types) if not v.dates and v not in found]
        if undated:
            composer.plain(composer.say("no_date_of", names="; ".join(composer.title(v.id) for v in undated[:PAGE])))
    # what does not fit on the page is offered by name
    choices = tuple(Choice(v.id, composer.title(v.id), composer.title(v.id)) for v in described[shown : shown + REST])
    if len(described) > shown:
        composer.plain(composer.say("more", count=str(len(described) - shown)))
    limited = {t for t, _ in types} <= index.made and bool(frame.top or frame.dates)
    if frame.operator == "count" or limited:
        left_out = [v for v in unlisted(frame, index, types) if v not in found]
        left_out = left_out if frame.operator == "count" else [v for v in left_out if v.dates and not parts_of(v, index)]
        if left_out:
            composer.plain(composer.say("excluded", names="; ".join(composer.title(v.id) for v in left_out)))
    if loose:
        return Draft(
            "clarify", composer, tuple(v.id for v in found), confidence=0.5, choices=choices, basis=Basis.OFFERED, reason="things that may be meant"
        )
    return Draft("answer", composer, tuple(v.id for v in found), choices=choices, reason=f"{len(found)} of {what}")


def _of_itself(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> bool:
    """Whether a count asks for parts of what is spoken of ("how many pages is it?"), or for people whom nothing joins to it ("how many people went
    through it?")."""
    if frame.operator != "count" or not frame.top or not all({index.nature(i) for i in m.ids} <= MADE for m in frame.top):
        return False
    nouns = noun_words(frame.kinds, frame, index)
    bare = not any(c.binding and c.at not in nouns for c in frame.content)
    natures = {index.nature(t) for t, _ in types}
    telling = index.cues.words["appearing"] | index.cues.words["read_of"] | index.cues.words["speaking_of"]
    return bare and (natures in ({"person"}, {"place"}) or (natures == {"document"} and telling.isdisjoint(frame.said)))


def _without_aside(frame: Frame, aside: Set[EntityId], dates: Sequence[DateConstraint]) -> Frame:
    """The frame without the names and the dates that "except" sets aside: they limit nothing else."""
    return replace(
        frame,
        mentions=tuple(m for m in frame.mentions if aside.isdisjoint(m.ids)),
        dates=tuple(d for d in frame.dates if all(d.interval != x.interval for x in dates)),
    )


def _not_set_aside(found: Sequence[EntityView], aside: Set[EntityId], dates: Sequence[DateConstraint], index: Index) -> list[EntityView]:
    """Those that are not set aside, by their name, their place or whom they are with, or their date."""
    return [
        v
        for v in found
        if v.id not in aside
        and (v.links | v.areas | whereabouts(v, index)).isdisjoint(aside)
        and not any(date_meets(d, x) for d in dates for x in v.dates)
    ]


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
    aside, dates = set_aside(frame, index) or (set[EntityId](), list[DateConstraint]())
    rest = replace(frame, content=tuple(c for c in frame.content if c.at in nouns or c.keys.isdisjoint(asked)))
    rest = _without_aside(rest, aside, dates)
    types = [(t, s) for t, s in wanted_types(frame, index) if t == type_] or [(type_, "")]
    found = _not_set_aside(select(rest, index, types), aside, dates, index)
    if loosely(rest, index, types, found):
        return None  # "agreements signed in Mali": it is not told where they were
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


def of_each(frame: Frame, index: Index) -> Draft | None:
    """ "The head of each mission", "author of each source": the property that is called so, of all things of the kind, and those of which it is not
    given. None where no one property is called so, or something else is asked."""
    each = index.cues.words["in_every"]
    kinds = [k for k in frame.kinds if k.at > 1 and frame.said[k.at - 1] in each and not index.base.types[k.type].topical]
    if not kinds or frame.yes_no or frame.asks or frame.numbers or ORDERS & frame.flags:
        return None
    at = kinds[0].at
    asked = [c for c in frame.content if c.binding and c.at < at]
    if not asked or any(c.binding and c.at > at for c in frame.content):
        return None
    slots = [
        (len(words(p.label.first)), k.type, p.name)
        for k in kinds
        if k.at == at and not k.subtype
        for p in index.base.types[k.type].properties.values()
        if all(not c.keys.isdisjoint(index.lexicon.text_keys(p.label.by_lang.values())) for c in asked)
    ]
    best = [slot for slot in slots if slot[0] == min(slots)[0]]
    if len(best) != 1:
        return None
    _, type_, name = best[0]
    nouns = tuple(k for k in kinds if k.at == at and k.type == type_)
    things = select(replace(frame, kinds=nouns, targets=(), content=()), index, [(type_, "")])
    facts = [f for v in things for f in v.facts.get(name, ())]
    if not 0 < len(facts) <= PAGE:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts)
    if without := [composer.title(v.id) for v in things if name not in v.facts]:
        composer.plain(composer.say("not_given_of", names="; ".join(without[:PAGE])))
    return Draft("answer", composer, tuple(v.id for v in things), "list", reason=f"{name} of each of {len(things)}", whole=True)


def done_then(frame: Frame, index: Index) -> Draft | None:
    """ "Which mission was created in 2013?", "what was signed on 1 March 2011?": the dates that the words ask for, of the things of that kind
    (of any, where none is named) of which they are surely met. Not in a place: dates do not tell where something was done."""
    nouns = {k.at for k in frame.kinds}
    doing = [c for c in frame.content if c.binding and c.at not in nouns]
    if (
        not doing
        or frame.asks != {"which"}
        or frame.yes_no
        or frame.operator not in {"ask", "overview", "list"}
        or not frame.dates
        or any(d.document for d in frame.dates)
        or ORDERS & frame.flags
        or nouns != {t.at for t in frame.targets}
        or (frame.top and not nouns)  # "what post did Titov have in 2015": something of him
        or any(index.nature(i) == "place" for m in frame.top for i in m.ids)
    ):
        return None
    wanted = wanted_types(frame, index) or [(name, "") for name in index.base.types]
    rest = replace(frame, content=tuple(c for c in frame.content if c not in doing))
    facts: list[Fact] = []
    for type_ in dict.fromkeys(t for t, _ in wanted):
        asked = [
            p.name
            for p in index.base.types[type_].properties.values()
            if p.dates and not any(c.keys.isdisjoint(index.property_keys[type_, p.name]) for c in doing)
        ]
        of_type = [(t, s) for t, s in wanted if t == type_]
        found = select(rest, index, of_type) if asked else []
        if loosely(rest, index, of_type, found):
            return None
        dated = (f for view in found for name in asked for f in view.facts.get(name, ()))
        facts += [f for f in dated if all(any(isinstance(v, Interval) and date_meets(d, v) for v in f.values) for d in frame.dates)]
    if not facts or len(facts) > PAGE:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts)
    return Draft("answer", composer, tuple(dict.fromkeys(f.entity for f in facts)), "list", reason=f"dates of {len(facts)}")


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
    if frame.targets and any(m.start and frame.said[m.start - 1] in index.cues.words["doing"] for m in frame.top):
        return False  # "in which trainings did UNPOL take part?": that says which, and asks for no property
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
    if prop.dates and "when" in frame.asks:
        return True
    # "how much did Japan give for the trainings?" does not count those who attended
    placed = index.cues.words["placed"] | index.cues.words["out_of"]
    doers = [m for m in frame.top if m.start < min(nouns, default=0) and not placed.intersection(frame.said[max(m.start - 1, 0) : m.start])]
    return prop.kind == "number" and "how_many" in frame.asks and (bool(others - nouns) or not doers)


def growth(frame: Frame, index: Index) -> Draft | None:
    """By how much a number grew: the same property of one thing at two dates."""
    if frame.numbers:
        return None  # "the difference between 50 and 33 officers"
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
    dated.sort(key=lambda pair: pair[0].start)
    ends = [date_meets(said, dated[i][0]) for said in frame.dates for i in (0, -1)] if dated else []
    before = frame.said[frame.dates[0].start - 1] if frame.dates and frame.dates[0].start else ""
    if frame.dates and not (len(frame.dates) == 1 and any(ends) and before not in index.cues.words["placed"]):  # "up to 2009", "since 1999"
        dated = [(d, f) for d, f in dated if any(date_meets(said, d) for said in frame.dates)]
        if not all(any(date_meets(said, d) for d, _ in dated) for said in frame.dates):
            return None
    if len(dated) < 2:
        return None
    facts = [dated[0][1], dated[-1][1]]
    first, last = (f.values[0] for f in facts)
    assert isinstance(first, Quantity)  # filtered above
    assert isinstance(last, Quantity)
    composer = Composer(index, frame.lang)
    by = Quantity(last.value - first.value, "about" if first.bound or last.bound else "")
    lead = composer.say(
        "grown",
        by=say_number(by, index.locales[frame.lang]),
        first=say_number(first, index.locales[frame.lang]),
        last=say_number(last, index.locales[frame.lang]),
    )
    composer.facts_part(facts, before=lead + " ")
    return Draft("answer", composer, (top.entity,), "growth", top.confidence, reason=f"growth of {top.entity} {top.property}")


def link_up(frame: Frame, index: Index, nearest: Sequence[Fact] = ()) -> Draft | None:
    """All statements that are about both (all) things named; those of them that came nearest to the question first."""
    if len(frame.top) < 2 or any(not m.ids for m in frame.top) or frame.asks & {"where", "when", "how_many"}:
        return None
    if frame.yes_no and any(index.nature(k.type) in {"pact", "happening"} for k in frame.kinds if k.at not in idle_words(frame, index)):
        return None  # "is there an agreement between them?": not whatever has to do with both
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
    content_left = [c for c in frame.content if c.weight > LIGHT]
    for c in content_left:
        facts = [f for f in facts if c.keys & (index.facts[f.id].keys | index.entities[f.entity].support)]
    if not facts:
        return None
    *before, second = (composer.name(m.ids[0], article=False) for m in frame.top)
    first = ", ".join(before)
    order = {"bond": 0, "aim": 1}
    facts.sort(key=lambda f: (order.get(index.base.types[index.entities[f.entity].type].properties[f.property].says, 3), f.entity, f.id))
    chosen = [f for f in nearest if f in facts]
    for fact in facts:
        if sum(c.entity == fact.entity for c in chosen) < 2 and fact not in chosen:
            chosen.append(fact)
    lead = composer.say("linked", first=first, second=second) + " "
    if frame.yes_no:  # a Yes is borne out by what is named itself, not by what it is part of
        if is_denied(frame, index):
            return None

        def binds(f: Fact) -> bool:
            own = index.base.types[index.entities[f.entity].type].properties[f.property]
            itself = any(f.entity in m.ids for m in frame.top) or index.nature(f.entity) == "pact"  # not two whom UNODC works with
            return itself and (own.says in {"bond", "aim"} or index.nature(f.entity) in {"pact", "body"})

        itself = any(binds(f) and all(not {f.entity, *f.entities}.isdisjoint(m.ids) for m in frame.top) for f in chosen)
        if not itself:
            return None
        lead = composer.say("yes") + " "
    composer.facts_part(chosen[:8], before=lead)
    return Draft("answer", composer, tuple(dict.fromkeys(f.entity for f in chosen[:8])), reason="statements about both")


def timeline(frame: Frame, index: Index, subjects: Sequence[EntityId] = ()) -> Draft | None:
    """Every dated statement about a thing, in order; without a thing, every one of the time that was said."""
    if phrases(frame, "negation", index) or (frame.kinds and not index.cues.words["left_off"].isdisjoint(frame.said)):
        return None  # "events in 2009 other than in New York": a list
    frame = between(frame, index)
    away = with_its_time(frame, index)
    frame = away or frame
    known = {i: len(index.by_link.get(i, ())) for m in frame.top for i in m.ids}
    least = min(known.values(), default=0)
    # "MINUSCA and its agreement with UNODC": what half of the base leans on says nothing beside something narrower
    about = {i for i, links in known.items() if links <= max(least, 1) * HUB} or set(subjects)
    if not about and not frame.dates:
        return None
    placed = any(m.start and frame.said[m.start - 1] in index.cues.words["placed"] for m in frame.top)
    there = placed and len(frame.top) == 1 and all(index.nature(i) == "place" for i in about)
    composer = Composer(index, frame.lang)
    several = several_dates(frame)  # "in 2016 and 2017"
    dated: list[tuple[Interval, Fact]] = []
    pool = set(about) or _dated_then([d for d in frame.dates if not d.document], index)
    for i in about:
        pool |= index.by_link.get(i, frozenset())
    made = {k.type for k in frame.kinds if k.plural} & {t for t, _ in wanted_types(frame, index)} & index.made
    nouns = {k.at for k in frame.kinds}
    own = _beside_its_own(frame, index)
    if made and frame.top and not own and any(c.binding and c.at not in nouns for c in frame.content):  # "the agreements that UNODC signed, by date"
        return listing(replace(frame, operator="list"), index)
    if made and frame.top:  # "chronology of UNODC's agreements": of these alone
        pool = {e for e in pool if index.entities[e].type in made} | own
    for entity in pool:
        view = index.entities[entity]
        for name, fs in view.facts.items():
            prop = index.base.types[view.type].properties[name]
            for fact in fs:
                if (not fact.when and prop.kind != "date") or (made and frame.top and not prop.dates):
                    continue  # without a moment, or not its own
                if about and entity not in about and not (about & (index.facts[fact.id].entities | view.links)):
                    continue
                if there and entity not in about and not (about & (index.facts[fact.id].entities | _places_of(view, index))):
                    continue  # "what happened in Senegal": not all in which Senegal took part
                moments = [v for v in fact.values if isinstance(v, Interval)] if prop.dates or entity in about or not about else []
                moments += [fact.when] if fact.when else []
                if not about and moments and any(_on_an_edge(d, moments[0]) for d in frame.dates):
                    dated.append((moments[0], fact))  # what began, or ended, on that day
                    continue
                if not moments:
                    continue
                inside = [moments[0].within(d.interval) for d in frame.dates if d.relation == "in"]
                if not about and moments[0].period and not (any(inside) if several else all(inside)):
                    continue  # what merely goes on at that time is not what happened then
                met = [date_meets(d, moments[0]) for d in several]
                if all(date_meets(d, moments[0]) for d in frame.dates if not d.document and d not in several) and (any(met) or not several):
                    dated.append((moments[0], fact))
    paged = {k.type for k in frame.kinds} | {index.entities[i].type for i in about}
    happened = [d for d in dated if index.nature(d[1].entity) != "document" or index.entities[d[1].entity].type in paged]
    dated = happened or dated  # that a page was published tells nothing beside what it reports
    dated = _without_words(dated, about, index)
    if not dated:
        return None
    dated.sort(key=lambda d: (d[0].start, d[0].end, d[1].id))
    composer.parts.append(Bullets(tuple(composer.statement(f) for _, f in dated[:PAGE])))
    if len(dated) > PAGE:
        composer.plain(composer.say("more", count=str(len(dated) - PAGE)))
    composer.notes([f for _, f in dated[:PAGE]])
    return Draft("answer", composer, tuple(sorted(about)), reason="all dated statements in order")


def _dated_then(dates: Sequence[DateConstraint], index: Index) -> Set[EntityId]:
    """The things of which a date is told in the years of one of some dates; all, where these are no years of their own."""
    if not dates or any(d.relation != "in" or d.interval.start.year == ANY_YEAR for d in dates):
        return index.entities.keys()
    years = {year for d in dates for year in range(d.interval.start.year, d.interval.end.year + 1)}
    return frozenset[EntityId]().union(*(index.by_year.get(year, ()) for year in years))


def _beside_its_own(frame: Frame, index: Index) -> set[EntityId]:
    """The thing of "MINUSMA and its agreements", which is told of beside what is its own."""
    nouns = [k.at for k in frame.kinds if k.plural]
    between = {m: frame.said[m.end : min((at for at in nouns if at >= m.end), default=m.end)] for m in frame.top}
    joined = (m for m, said in between.items() if said and len(said) <= BESIDE and said[0] in index.cues.words["conjoins"])
    return {i for m in joined if not any(o.start in range(m.end, m.end + len(between[m])) for o in frame.top) for i in m.ids}


def _without_words(dated: Sequence[tuple[Interval, Fact]], about: Set[EntityId], index: Index) -> list[tuple[Interval, Fact]]:
    """What happened at a time, without what people said or did then where there is something that has its own date then; of those whom it is
    about, all."""
    own = {f.entity for _, f in dated if index.base.types[index.entities[f.entity].type].properties[f.property].dates}
    if not own:
        return list(dated)
    spoken = [d for d in dated if d[1].entity in about or index.nature(d[1].entity) != "person"]
    if about:
        return spoken
    return [d for d in spoken if d[1].entity not in own or index.base.types[index.entities[d[1].entity].type].properties[d[1].property].dates]


def counterexample(frame: Frame, index: Index) -> Draft | None:
    """ "Did all the trainings take place in March 2015?": No, by those that did not; None if there are none, for the base may not hold all."""
    kinds = {k.at for k in frame.kinds}
    spent = kinds | {i for a, b in phrases(frame, "happening", index) for i in range(a, b)}
    made = bool(frame.kinds) and all(k.type in index.made for k in frame.kinds if k.plural) and any(k.plural for k in frame.kinds)
    words = index.cues.words
    if "all_of_them" not in frame.flags or not made or frame.top or frame.numbers or len(frame.dates) != 1 or frame.dates[0].noun & index.made:
        return None
    if phrases(frame, "existing", index) or not words["pairs"].isdisjoint(frame.said):
        return None  # of two, which two is not told by all that there are
    dating = frozenset().union(*(index.property_keys[k.type, name] for k in frame.kinds for name in date_properties(k.type, index)))
    if any(c.binding and c.at not in spent and c.keys.isdisjoint(dating) for c in frame.content) or any(d.relation != "in" for d in frame.dates):
        return None
    things = select(replace(frame, dates=(), content=()), index, wanted_types(frame, index))
    others = [v for v in things if v.dates and all(date_meets(d, v.dates[0]) is False for d in frame.dates)]
    facts = [f for v in others if (f := date_fact(index, v))]
    if not facts:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts, before=composer.say("no") + " ")
    return Draft("answer", composer, tuple(f.entity for f in facts), "compare", reason="one that is not so")


def _on_an_edge(date: DateConstraint, moment: Interval) -> bool:
    """Whether a day that is said is the first or the last of a time."""
    day = date.relation == "in" and not date.document and date.interval.precision is Precision.DAY and not date.interval.period
    return day and moment.period and moment.precision is Precision.DAY and date.interval.start in (moment.start, moment.end)


def _places_of(view: EntityView, index: Index) -> set[EntityId]:
    """Where a thing, or what it is part of, took place or lies, and what those places lie in; of a pact, the places that it is for."""
    if index.nature(view.id) == "pact":
        return {i for i in view.links if i in index.entities and index.nature(i) == "place"}
    wholes = [index.entities[i] for i in view.links if i in index.entities and index.entities[i].type == view.type]
    found = {i for v in (view, *wholes) for i in whereabouts(v, index)}
    return found | {p for i in found if i in index.entities for p in index.entities[i].links if index.nature(p) == "place"}


def when_known(index: Index, composer: Composer, entity: EntityId) -> str:
    """The date of a thing as said in a list of choices; empty if it has none."""
    view = index.entities[entity]
    return say_date(view.dates[0], composer.locale) if view.dates else ""
