"""A yes/no question that proposes a value of a known property ("was MINUSMA created in 2012?"), compared with what the base holds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.core.candidate import PROOF
from bot.core.compose import Composer
from bot.core.dates import date_meets, fact_date, same_span
from bot.core.draft import Draft
from bot.core.frame import Frame, idle_words, phrases
from bot.core.index import PEOPLE, Index
from bot.core.judge import SHOWN
from bot.core.model import Context, DateConstraint, EntityId, Fact, Interval, Mention, Precision, Property, Quantity, Ref, Role, Status
from bot.core.rank import FIGURE
from bot.core.roles import same_doing
from bot.core.select import belongs_together, date_fact, facts_of_both, from_end_to_end, joined_names
from bot.core.verdict import (
    affirms,
    beside,
    certain_dates,
    meets_date,
    parts_of_time,
    relation_of,
    said_in,
    stands_first,
    tells_of,
    twins_of,
    wording_of_not_among,
    words_of,
)

NAMED = 6
"""Names of one question, at most, that are compared with a property one by one."""


class _Checked(NamedTuple):
    """A premise beside what the base holds."""

    entity: EntityId
    about: str
    """The property that was compared, or what else was."""
    verdict: str
    """The wording that says it ("yes", "no", "not_among", "not_among_closed"); empty where it is only told what is known."""
    draft: Draft


def premise(frame: Frame, index: Index) -> Draft | None:
    """A yes/no question that proposes a value of a known property: confirmed, or set right by what the base holds ("was DPKO
    an organiser of the gender course", "was MINUSMA created in 2012"). None if the words ask for anything else besides."""
    checked = _going_back(frame, index) or _check(frame, index)
    return checked.draft if checked else None


def of_the_last_figure(frame: Frame, index: Index, context: Context | None) -> Draft | None:
    """ "How many members does it have?" - "more than 180?": whether the figure that was just told is that; None where anything else is asked."""
    told = [index.base.facts[f] for f in context.facts if f in index.base.facts] if context else []
    figures = [f for f in told if sum(isinstance(v, Quantity) for v in f.values) == 1]
    if len(figures) != 1 or len(frame.numbers) != 1 or frame.top or frame.dates or frame.asks or not frame.text.rstrip().endswith("?"):
        return None
    fact, relation = figures[0], relation_of(frame, index)
    words = [c for c in frame.content if c.binding]
    if (not relation and frame.numbers[0].value < FIGURE) or any(c.keys.isdisjoint(index.facts[fact.id].counts) for c in words):
        return None
    value = next(v for v in fact.values if isinstance(v, Quantity))
    verdict = "" if fact.status is not Status.DONE or fact.conflict else beside(frame.numbers[0].value, relation, value)
    composer = Composer(index, frame.lang)
    composer.facts_part([fact], before=f"{composer.say(verdict)} " if verdict else "")
    return _checked(composer, fact.entity, fact.property, verdict).draft


def _check(frame: Frame, index: Index, of: Mention | None = None) -> _Checked | None:
    """The premise of a question; ``of`` is the only thing whose properties count."""
    values = {w for w, role in zip(frame.said, frame.roles, strict=True) if role is Role.VALUE}  # "at the end of 2018"
    said = said_in(frame) - _spent(frame, index) - values
    if not said & words_of(index, "either", "denying", "only") and (inside := _belongs(frame, index)):
        return inside
    if (
        said & (words_of(index, "either", "denying", "only") | words_of(index, "relating"))
        or frame.operator != "ask"
        or frame.targets
        or frame.asks - {"which"}
        or "now" in frame.flags
    ):
        return None
    if len(frame.top) > 2:
        return _each_of(frame, index)
    found: list[tuple[float, EntityId, Property, Sequence[Fact], list[Mention]]] = []
    tokens = frame.said
    happening = idle_words(frame, index)
    nouns = [k for k in frame.kinds if k.at not in happening and not any(m.start <= k.at <= m.end for m in frame.top)]
    kinds = {k.at for k in frame.kinds if not index.base.types[k.type].topical}
    for mention in frame.top if of is None else (of,):
        rest = [m for m in frame.top if m is not mention]
        if len(mention.ids) != 1 or any(not m.ids for m in rest) or _behind(mention, frame, index, "agent"):
            continue
        view = index.entities[mention.ids[0]]
        spent = _spent(frame, index)
        # "the special court is a court in Mali": what the one is asks for nothing of the other
        kind_of = frozenset[str]().union(*(index.entities[i].kind_keys for m in rest for i in m.ids))
        called = {c.at for c in frame.content if c.keys & kind_of and _is_a_thing_somewhere(c.at, frame, index)}
        words = [
            c
            for c in frame.content
            if c.binding and c.at not in happening | called and c.word not in spent and not c.keys & (view.name_keys | view.kind_keys)
        ]
        # "the drug detection course": a word in front of a name is part of it
        rest_of = [c for c in frame.content if c.binding and c not in words and c.at not in happening and c.word not in spent]
        rest_of = [c for c in rest_of if c.at not in kinds and c.at != mention.start - 1]
        proposed = "number" if frame.numbers and not rest else "date" if frame.dates and not rest else ""
        for name, facts in view.facts.items():
            prop = index.base.types[view.type].properties[name]
            if rest and prop.kind == "text":
                continue  # "did OROLSI take part in it": no name is a value of what its part is
            if (proposed and prop.kind not in {proposed, "date"}) or (rest and _wrong_end(mention, rest[0], frame, index, view.type, prop)):
                continue
            asked = index.property_keys[view.type, name]
            bare = all(c.keys & asked for c in rest_of)
            # "was it in 2014?" asks for its date, "did MINUSCA do something in 2016?" does not
            acts = (
                bool(tokens)
                and ("asserted" in frame.flags or tokens[0] in words_of(index, "doing"))
                and index.nature(view.id) in PEOPLE
                and not (spent or happening)
            )
            wordless = (prop.dates and bare and not acts and (not nouns or bool(spent))) or (
                prop.kind == "entity" and "where" in prop.asks and bool(rest) and _placed(rest[0], frame, index)
            )
            if all(c.keys & asked for c in words) and (words or wordless):
                told = sum(max(index.rarity[view.type, k] for k in c.keys & asked) for c in words)
                found.append((told, view.id, prop, facts, rest))
    # the property that the words ask for most narrowly; several as narrow are one another's rivals
    best = max((f[0] for f in found), default=0.0)
    compared = [(prop, _compared(frame, index, entity, prop, facts, rest)) for told, entity, prop, facts, rest in found if told == best]
    checked = [c for _, c in compared if c]
    if len(checked) == 1 or len({c.entity for c in checked}) > 1:
        return checked[0]
    # its town and its building: what one of them affirms is so, what one of them denies and the other does not affirm is not
    where = all("where" in prop.asks and prop.kind == "entity" for prop, c in compared if c)
    return next((c for verdict in ("yes", "no") for c in checked if c.verdict == verdict), None) if where else None


def _is_a_thing_somewhere(at: int, frame: Frame, index: Index) -> bool:
    """Whether a noun stands between "a" and a word of place: "a court in", not "a party to"."""
    before, behind = frame.said[max(at - 1, 0)], frame.said[at + 1 : at + 2]
    return before in words_of(index, "indefinite") and bool(behind) and behind[0] in words_of(index, "placed")


def _going_back(frame: Frame, index: Index) -> _Checked | None:
    """ "The court goes back to June 2016": the date of the thing itself beside the one that is said; None if more is said of it than its name."""
    if (
        frame.operator != "ask"
        or frame.asks
        or frame.numbers
        or len(frame.dates) != 1
        or words_of(index, "either", "denying", "only") & said_in(frame)
    ):
        return None
    date = frame.dates[0]
    start, end = next(((a, b) for a, b in phrases(frame, "dated_from", index) if b <= date.start), (0, 0))
    little = index.cues.words["determiners"] | index.cues.words["articles"] | index.cues.words["placed"]
    named = [m for m in frame.top if m.end <= start and len(m.ids) == 1]
    if not start or not named or len(named) < len(frame.top) or not little.issuperset(frame.said[end : date.start]):
        return None
    view = index.entities[named[0].ids[0]]
    fact = date_fact(index, view)
    inside = {i for m in named for i in range(m.start, m.end)} | {k.at for k in frame.kinds if k.type == view.type} | {*range(start, date.end)}
    told = [c for c in frame.content if c.binding and c.at not in inside]  # "its jurisdiction goes back to 2003"
    kin = view.links.union(*(index.facts[f.id].entities for facts in view.facts.values() for f in facts))
    if fact is None or fact.conflict or told or any(kin.isdisjoint(m.ids) for m in named[1:]):
        return None
    verdict, facts = _beside_date(frame, index, view.id, index.base.types[view.type].properties[fact.property], [fact], date) or ("", [fact])
    composer = Composer(index, frame.lang)
    composer.facts_part(facts[: SHOWN + 1], before=f"{composer.say(verdict)} " if verdict else "")
    return _checked(composer, view.id, fact.property, verdict)


def _belongs(frame: Frame, index: Index) -> _Checked | None:
    """ "Was UNODC in WACI?": of two names and nothing more, whether the one is among those who make up or made the other."""
    if frame.operator != "ask" or frame.targets or frame.asks - {"which"} or "now" in frame.flags:
        return None
    ends = {b + (frame.said[b : b + 1] in [(w,) for w in words_of(index, "articles")]) for _, b in phrases(frame, "belongs_to", index)}
    whole = next(
        (m for m in frame.top if (_placed(m, frame, index) or m.start in ends) and len(m.ids) == 1 and index.nature(m.ids[0]) != "place"), None
    )
    other = next((m for m in frame.top if m is not whole and m.ids), None)
    inside = {i for m in frame.top for i in range(m.start, m.end)} | {i for a, b in phrases(frame, "belongs_to", index) for i in range(a, b)}
    if len(frame.top) != 2 or not whole or not other or frame.dates or frame.numbers or any(c.binding and c.at not in inside for c in frame.content):
        return None
    view = index.entities[whole.ids[0]]
    properties = index.base.types[view.type].properties
    who = [name for name in view.facts if properties[name].kind == "entity" and "who" in properties[name].asks]
    who.sort(key=lambda name: properties[name].says != "bond")
    made = view.type in index.made and _placed(whole, frame, index)  # those who made it are in it; whoever a mission works with is not
    holding = [name for name in who if (made or properties[name].says == "bond") and any(_is_value(other, f) for f in view.facts[name])]
    # he who is not told to have organised it may have been there all the same
    listing = [name for name in who if properties[name].says == "bond" or (not properties[name].maker and all(f.closed for f in view.facts[name]))]
    told = [f for name in who for f in view.facts[name]]
    alike = {index.nature(v.id) for name in listing[:1] for f in view.facts[name] for v in f.values if isinstance(v, Ref)}
    open_to_all = bool(listing) and properties[listing[0]].says == "bond"
    if not holding and (
        (not open_to_all and alike.isdisjoint({index.nature(i) for i in other.ids}))
        or any(not index.facts[f.id].entities.isdisjoint(other.ids) for f in told)
    ):
        return None  # a part of it is told of, or the list is of other things
    for name in (holding or listing)[:1]:
        facts = view.facts[name]
        if any(f.status is not Status.DONE for f in facts) or not any(index.entities[i].type in properties[name].of for i in other.ids):
            return None
        composer = Composer(index, frame.lang)
        verdict = "yes" if holding else wording_of_not_among(facts, other, index)
        before = composer.say(verdict, name=composer.called(other))
        composer.facts_part(sorted(facts, key=lambda f: not _is_value(other, f))[: SHOWN + 1], before=f"{before} ")
        return _checked(composer, view.id, name, verdict)
    return None


def _is_value(mention: Mention, fact: Fact) -> bool:
    """Whether what is named is among the values of a statement."""
    return not {v.id for v in fact.values if isinstance(v, Ref)}.isdisjoint(mention.ids)


def _each_of(frame: Frame, index: Index) -> _Checked | None:
    """A premise of several names ("was it organised by UNPOL and MINUSMA?"): so if each of them is, else who is not among them."""
    if frame.numbers or len(frame.top) > NAMED:
        return None
    joined = joined_names(frame, index)
    for main in frame.top:
        others = [m for m in frame.top if m is not main]
        if main in joined:
            continue  # "are DPKO and UNODC part of the UN?" does not ask for the one among the values of the other
        each = [_check(replace(frame, mentions=(main, other)), index, main) for other in others]
        found = [c for c in each if c and c.draft.entities == main.ids]
        if len(found) < len(each) or len({c.about for c in found}) > 1:
            continue  # of another property each
        missing = [(m, c.verdict) for m, c in zip(others, found, strict=True) if c.verdict != "yes"]
        verdict = missing[0][1] if missing else "yes"
        if verdict not in {"yes", "not_among", "not_among_closed"}:
            continue
        facts = [index.base.facts[f] for f in dict.fromkeys(f for c in found for f in c.draft.composer.facts)]
        composer = Composer(index, frame.lang)
        before = composer.say(verdict, name=", ".join(composer.called(m) for m, _ in missing))
        composer.facts_part(facts[: SHOWN + 1], before=f"{before} ")
        return _checked(composer, found[0].entity, found[0].about, verdict)
    return None


def _checked(composer: Composer, entity: EntityId, about: str, verdict: str) -> _Checked:
    draft = Draft("answer", composer, (entity,), "ask", PROOF, reason=f"whether {entity} {about}: {verdict or 'told'}")
    return _Checked(entity, about, verdict, draft)


def _wrong_end(main: Mention, other: Mention, frame: Frame, index: Index, type_: str, prop: Property) -> bool:
    """Whether a question about two things of one type has the other one in the place of the one whose property it is: "is the Police
    Division part of DPKO" does not ask what DPKO is part of. The examples of the property tell on which side of its words that stands."""
    if type_ not in prop.of or not any(index.entities[i].type == type_ for i in other.ids) or main.start < other.start:
        return False
    asked = next((c for c in frame.content if c.binding and not c.keys.isdisjoint(index.property_keys[type_, prop.name])), None)
    if asked is None or not other.end <= asked.at < main.start:
        return False
    return stands_first(prop, asked.keys, frame.lang, index)


def _spent(frame: Frame, index: Index) -> set[str]:
    """The words that say how a date or a number is meant ("before 2014", "last 12 days")."""
    before = (i for d in frame.dates if d.relation != "in" for i in range(max(d.start - 2, 0), d.start))
    found = {frame.said[i] for i in before if frame.roles[i] in {Role.CUE, Role.FUNCTION}}
    return found | (words_of(index, "unit_days", "lasting") if len(frame.numbers) == 1 and _counts_days(frame, index) else set())


def _behind(mention: Mention, frame: Frame, index: Index, name: str) -> bool:
    """Whether a name, with its article, stands behind a word of a list."""
    before = frame.said[: mention.start]
    if before and before[-1] in words_of(index, "articles"):
        before = before[:-1]
    return bool(before) and before[-1] in words_of(index, name)


def _placed(mention: Mention, frame: Frame, index: Index) -> bool:
    """Whether a name stands behind a word of place: "is Bamako in Mali"."""
    return _behind(mention, frame, index, "placed")


def _compared(frame: Frame, index: Index, entity: EntityId, prop: Property, facts: Sequence[Fact], rest: Sequence[Mention]) -> _Checked | None:
    """The values of a property beside the one proposed: a name, a date or a number, and nothing else."""
    dates = [d for d in frame.dates if not d.document]
    if any(d.relation != "in" for d in dates) and prop.kind != "date":
        return None
    if cited := [d for d in frame.dates if d.document]:  # "according to the 2009 page"
        facts = [f for f in facts if all(fact_date(f, d, index.base.sources) for d in cited)]
        if not facts:
            return None
    if parts_of_time(frame, index).difference(*(index.statement(f, frame.lang).words for f in facts)):
        return None  # "in early 2018" is not borne out by the end of it
    found: tuple[str, Sequence[Fact]] | None = None
    if prop.kind == "entity" and len(rest) == 1 and not frame.numbers and _at_that_time(entity, dates, index):
        found = _beside_name(frame, index, entity, prop, facts, rest[0])
    elif prop.kind == "date" and len(dates) == 1 and not rest and not frame.numbers and (prop.single or prop.dates):
        if _asks_if_there(frame, index):
            return _existed(frame, index, entity, facts, dates[0])
        found = _beside_date(frame, index, entity, prop, facts, dates[0])
    elif prop.kind == "date" and len(frame.numbers) == 1 and not rest and not dates and len(facts) == 1 and _counts_days(frame, index):
        spans = [v.days for v in facts[0].values if isinstance(v, Interval) and v.period and v.precision is Precision.DAY]
        found = (beside(frame.numbers[0].value, relation_of(frame, index), Quantity(float(spans[0]))) if spans else "", facts)
    elif prop.kind == "number" and len(frame.numbers) == 1 and not rest and (then := _then(facts, dates, index)) and (prop.single or len(then) == 1):
        values = [v for f in then for v in f.values if isinstance(v, Quantity)]
        found = (beside(frame.numbers[0].value, relation_of(frame, index), values[0]) if len(values) == 1 else "", then)
        if phrases(frame, "roughly", index):
            found = "", then  # 187 are about 190
        if not _in_its_words(frame, index, entity, prop, then) or not _counted_so(frame, then, index):
            return None  # "INTERPOL lost 187 members", "its police numbered 10,629": something else is counted
    if found and prop.kind == "date" and all(f.conflict for f in facts):
        found = "", facts  # neither Yes nor No where the sources disagree
    elif found is None or any(f.status is not Status.DONE or f.conflict for f in found[1]):
        return None
    verdict, told = found
    if dates and rest and (dating := date_fact(index, index.entities[entity])):  # the time that was said is told as well
        both = not ({dating.entity} | index.facts[dating.id].entities | index.facts[dating.id].named).isdisjoint(rest[0].ids)
        told = [dating] if both and verdict == "yes" else [*told, dating]
    composer = Composer(index, frame.lang)
    before = composer.say(verdict, name=composer.called(rest[0]) if rest else "") + " " if verdict else ""
    composer.facts_part(told[: SHOWN + 1], before=before)
    return _checked(composer, entity, prop.name, verdict)


def _at_that_time(entity: EntityId, dates: Sequence[DateConstraint], index: Index) -> bool:
    """Whether all dates that are said are those of a thing: then its places and people are compared as if they were not said. When a body was
    founded is not when somebody was its head."""
    return not dates or (
        index.entities[entity].type in index.made and all(any(date_meets(d, x) for x in certain_dates(entity, index)) for d in dates)
    )


def _beside_name(
    frame: Frame, index: Index, entity: EntityId, prop: Property, facts: Sequence[Fact], proposed: Mention
) -> tuple[str, Sequence[Fact]] | None:
    """The verdict on a name that is proposed as a value, and the statements that it rests on; None where it cannot be told."""
    where = "where" in prop.asks
    if (
        not any(index.entities[i].type in prop.of for i in proposed.ids)
        or (_placed(proposed, frame, index) and not where)
        or (_behind(proposed, frame, index, "agent") and "who" not in prop.asks)
    ):
        return None
    hits = [f for f in facts if (tells_of(proposed, f, index) if where else not {f.entity, *f.entities}.isdisjoint(proposed.ids))]
    if where and not hits and not all(_elsewhere(i, f, index) for i in proposed.ids for f in facts):
        return None  # Bangui may lie in the country that is told, and that country in West Africa: neither so nor otherwise
    if not hits and (chain := _chain(facts, prop, proposed, index)):
        return "yes", list(dict.fromkeys([*facts, *chain]))
    if not hits and any(isinstance(v, Ref) and belongs_together(v.id, i, index) for f in facts for v in f.values for i in proposed.ids):
        return None  # it is part of what is told, or leans on it: trained in the series, so perhaps in that training of it
    if not hits and (near := _beside(entity, prop, proposed, index)):
        return "", list(dict.fromkeys([*near, *facts]))
    affirmed = None if hits else _affirmed_of(frame, index, entity, proposed)
    if affirmed:
        hits = [affirmed]  # "was Titov Assistant Secretary-General of DPKO": his post says so
    if hits and not any(same_doing(frame, index, f) for f in hits):
        return None  # what is told of both is another doing
    doing = words_of(index, "agent", "doing", "doing_anywhere") & said_in(frame)  # "was it supported by", not "is he head of"
    if "asserted" in frame.flags and not words_of(index, "being", "agent", "asserting") & said_in(frame) and not hits:
        return None  # "MINUSCA created the court" does not ask who created MINUSCA
    if not hits and doing:
        asked = frozenset().union(*(c.keys for c in frame.content))
        if any(not asked.isdisjoint(index.facts[f.id].text_keys) for i in proposed.ids for f in facts_of_both(i, entity, index)):
            return None  # it is told of both elsewhere
    if hits and not affirmed and not _in_its_words(frame, index, entity, prop, hits):
        return None  # a founder is a member by the words of the editors, not by the statement
    told = {index.entities[v.id].type for f in facts for v in f.values if isinstance(v, Ref)}
    if not hits and all(index.nature(i) == "place" and index.entities[i].type not in told for i in proposed.ids):
        return None  # "was the court created in Bangui?" is not told by what created it
    return ("yes" if hits else "no" if prop.single else wording_of_not_among(facts, proposed, index)), hits or facts


def _affirmed_of(frame: Frame, index: Index, entity: EntityId, proposed: Mention) -> Fact | None:
    """A statement of what is proposed that itself says all that is asked, and tells of no other of its type."""
    kin = {index.entities[i].type for i in proposed.ids}
    told = (f for i in proposed.ids for fs in index.entities[i].facts.values() for f in fs if entity in {*f.entities, *index.facts[f.id].named})
    own = (f for f in told if not any(index.entities[e].type in kin and e not in proposed.ids for e in (*f.entities, *index.facts[f.id].named)))
    return next((f for f in own if affirms(frame, index, f)), None)


def _beside_date(
    frame: Frame, index: Index, entity: EntityId, prop: Property, facts: Sequence[Fact], proposed: DateConstraint
) -> tuple[str, Sequence[Fact]] | None:
    """The same for a date."""
    found = [meets_date(f, proposed, frame, index) for f in facts]
    if from_end_to_end(proposed, frame, index):
        found = [
            v is not False and any(same_span(proposed.interval, x) for x in f.values if isinstance(x, Interval))
            for f, v in zip(facts, found, strict=True)
        ]
    hits = [f for f, v in zip(facts, found, strict=True) if v is not False]
    twins = [] if hits else [f for t in twins_of(frame, index, entity) for f in index.entities[t].facts.get(prop.name, ())]
    told = hits or [*facts, *twins]
    if True in found and proposed.relation == "since" and not _in_its_words(frame, index, entity, prop, told):
        return None  # since when it works is not told by when it was made
    return ("yes" if True in found else "" if hits or twins else "no"), told


def _beside(entity: EntityId, prop: Property, mention: Mention, index: Index) -> list[Fact]:
    """What another property tells of the one who is not among the values of this one: the co-chairs of a network are not denied to
    belong to it."""
    facts = index.entities[entity].facts
    return [f for name in prop.beside for f in facts.get(name, ()) if not {v.id for v in f.values if isinstance(v, Ref)}.isdisjoint(mention.ids)]


def _chain(facts: Sequence[Fact], prop: Property, mention: Mention, index: Index) -> list[Fact]:
    """The statements by which a property that carries on ("part of") leads from its values to what is named."""
    found: list[Fact] = []
    seen: set[EntityId] = set()
    new = list(facts)
    while prop.carries and new:
        values = {v.id for f in new for v in f.values if isinstance(v, Ref) and v.id in index.entities} - seen
        seen |= values
        new = [f for i in sorted(values) for f in index.entities[i].facts.get(prop.name, ())]
        found += new
        if any(not {v.id for v in f.values if isinstance(v, Ref)}.isdisjoint(mention.ids) for f in new):
            return found
    return []


def _elsewhere(place: EntityId, fact: Fact, index: Index) -> bool:
    """Whether a place lies apart from those of a statement: they are, or lie in, different places of one subtype."""

    def around(entity: EntityId) -> dict[str, set[EntityId]]:
        found: dict[str, set[EntityId]] = {}
        seen, new = set[EntityId](), {entity}
        while new:
            seen |= new
            for i in new:
                found.setdefault(index.entities[i].subtype, set()).add(i)
            new = {v.id for i in new for f in _located(i, index) for v in f.values if isinstance(v, Ref) and v.id in index.entities} - seen
        return found

    told = [v.id for v in fact.values if isinstance(v, Ref) and index.entities[v.id].type == index.entities[place].type]
    asked = around(place)
    return bool(told) and all(any(own.isdisjoint(asked[s]) for s, own in around(t).items() if s in asked) for t in told)


def _located(place: EntityId, index: Index) -> list[Fact]:
    """The statements on where a place lies."""
    view = index.entities[place]
    properties = index.base.types[view.type].properties
    return [f for name, facts in view.facts.items() if "where" in properties[name].asks and view.type in properties[name].of for f in facts]


def _then(facts: Sequence[Fact], dates: Sequence[DateConstraint], index: Index) -> list[Fact]:
    """The figures of the time that is asked about; without one, all."""
    return [f for f in facts if all(fact_date(f, d, index.base.sources) for d in dates)]


def _in_its_words(frame: Frame, index: Index, entity: EntityId, prop: Property, hits: Sequence[Fact]) -> bool:
    """Whether each word of a question stands in the name or label of the property, in the statements, or names the thing."""
    view = index.entities[entity]
    told = index.lexicon.text_keys([prop.name.replace("_", " "), *prop.label, *(t for f in hits for t in f.text)])
    return all(c.keys & (told | view.name_keys | view.kind_keys) for c in frame.content if c.binding)


def _counted_so(frame: Frame, facts: Sequence[Fact], index: Index) -> bool:
    """Whether what stands around a number is told: "187 member organizations" are no countries, "almost 50" is not 50, and INTERPOL's members
    are not its police."""
    properties = index.base.types[index.entities[facts[0].entity].type].properties
    told = index.lexicon.text_keys(
        [properties[facts[0].property].name.replace("_", " "), *properties[facts[0].property].label, *(t for f in facts for t in f.text)]
    )
    number = frame.numbers[0]
    behind = [c for c in frame.content if number.end <= c.at <= number.end + 1]
    compared = {i for name in ("at_least", "at_most", "over", "under") for a, b in phrases(frame, name, index) for i in range(a, b)}
    before = [c for c in frame.content if not c.binding and c.at < number.start and c.at not in compared]
    named = [c for c in frame.content if c.binding and any(k.at == c.at for k in frame.kinds)]
    return all(not c.keys.isdisjoint(told) for c in (*behind, *before, *named))


def _asks_if_there(frame: Frame, index: Index) -> bool:
    """Whether a question asks if something was there at a time, not if it was made then ("did MINUSMA exist in 2015")."""
    return bool(phrases(frame, "existing", index))


def _existed(frame: Frame, index: Index, entity: EntityId, facts: Sequence[Fact], date: DateConstraint) -> _Checked | None:
    """Whether something was there at a time: not before it was made; later, as far as something dated is told of it. None where a date
    is not clear enough."""
    made = next((v for f in facts for v in f.values if isinstance(v, Interval)), None)
    if made is None or len(facts) > 1 or facts[0].status is not Status.DONE or facts[0].conflict:
        return None
    composer = Composer(index, frame.lang)
    view = index.entities[entity]
    # "an agreement with MINUSMA": any of them
    one = next((m.start for m in frame.top if entity in m.ids), 0)
    indefinite = one > 0 and frame.said[one - 1] in words_of(index, "indefinite")
    others = [v for v in index.kin(view) if v.id != entity and v.dates] if indefinite else []
    told = list(facts)
    if others:
        verdict = "no" if date.relation == "in" and all(v.dates[0].start > date.interval.end for v in (view, *others)) else ""
        told += [f for v in others if (f := date_fact(index, v))]
    else:
        times = [(t, f) for fs in view.facts.values() for f in fs if f.status is Status.DONE and (t := f.when or f.as_of)]
        later = min(((t.end, f.id, f) for t, f in times if t.end >= date.interval.start), default=None)
        verdict = _was_there(made, date, told_later=later is not None)
        if verdict == "yes" and later and made.end < date.interval.start and date.relation == "in":
            told.append(later[2])
    if not verdict:
        composer.plain(composer.say("not_whether_then"), lead=True)
        composer.plain(composer.say("what_there_is"))
        composer.bullets(told)
        return _Checked(entity, "existed", "", Draft("unknown", composer, (entity,), "ask", reason=f"whether {entity} was there then"))
    composer.facts_part(told, before=f"{composer.say(verdict)} ")
    return _checked(composer, entity, "existed", verdict)


def _was_there(made: Interval, date: DateConstraint, *, told_later: bool) -> str:
    """Yes, no, or nothing where it cannot be told, to whether something made then was there at, since or before a date."""
    begun = date_meets(replace(date, relation="in"), made)
    if date.relation == "since":
        return "yes" if begun else "no" if begun is False else ""
    if date.relation == "before":
        return "yes" if date_meets(date, made) else "no" if made.start >= date.interval.start else ""
    if made.start > date.interval.end:
        return "" if date.relation == "after" else "no"
    if date.relation != "in":
        return ""  # until when it was there is not told
    return "yes" if begun or (told_later and made.end < date.interval.start) else ""


def _counts_days(frame: Frame, index: Index) -> bool:
    """Whether a number is said of days ("did it last 12 days")."""
    at = frame.numbers[0].end
    return at < len(frame.tokens) and frame.said[at] in words_of(index, "unit_days")
