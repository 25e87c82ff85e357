"""Yes, No, or not among those named: what a yes/no question proposes beside what the base holds. Never a verdict that a statement does not bear out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.candidate import PROOF, Candidate
from bot.core.compose import Composer
from bot.core.cues import cues_of
from bot.core.dates import date_meets, fact_date
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.judge import SHOWN
from bot.core.kinds import find_dates, number_word
from bot.core.model import DateConstraint, EntityId, Fact, Interval, Mention, Precision, Property, Quantity, Ref, Role, Status
from bot.core.operators import Draft, date_fact
from bot.core.rank import rank
from bot.core.roles import same_doing
from bot.core.text import tokenize, words

HALF = 0.5
"""What must be explained of a question that names nothing, for a reading to be offered."""
NAMED = 6
"""Names of one question, at most, that are compared with a property one by one."""


def premise(frame: Frame, index: Index, of: Mention | None = None) -> Draft | None:
    """A yes/no question that proposes a value of a known property: confirmed, or set right by what the base holds ("was DPKO
    an organiser of the gender course", "was MINUSMA created in 2012"). None if the words ask for anything else besides."""
    said = _said(frame) - _spent(frame, index)
    if (
        said & (_words(index, "either", "denying", "only") | _words(index, "relating"))
        or frame.operator != "ask"
        or frame.targets
        or frame.asks - {"which"}
        or "now" in frame.flags
    ):
        return None
    if len(frame.top) > 2:
        return _each_of(frame, index)
    found: list[tuple[float, EntityId, Property, Sequence[Fact], list[Mention]]] = []
    tokens = [t.text for t in frame.tokens]
    spans = (s for name in ("happening", "existing") for s in cues_of(index).find(name, tokens, [True] * len(tokens), frame.lang))
    happening = {i for a, b in spans for i in range(a, b)}
    nouns = [k for k in frame.kinds if k.at not in happening and not any(m.start <= k.at <= m.end for m in frame.top)]
    kinds = {k.at for k in frame.kinds if not index.base.types[k.type].topical}
    for mention in frame.top if of is None else (of,):
        rest = [m for m in frame.top if m is not mention]
        if len(mention.ids) != 1 or any(not m.ids for m in rest) or _behind(mention, frame, index, "agent"):
            continue
        view = index.entities[mention.ids[0]]
        spent = _spent(frame, index)
        words = [
            c for c in frame.content if c.binding and c.at not in happening and c.word not in spent and not c.keys & (view.name_keys | view.kind_keys)
        ]
        # "the drug detection course": a word in front of a name is part of it
        beside = [c for c in frame.content if c.binding and c not in words and c.at not in happening and c.word not in spent]
        beside = [c for c in beside if c.at not in kinds and c.at != mention.start - 1]
        proposed = "number" if frame.numbers and not rest else "date" if frame.dates and not rest else ""
        for name, facts in view.facts.items():
            prop = index.base.types[view.type].properties[name]
            if (proposed and prop.kind not in {proposed, "date"}) or (rest and _wrong_end(mention, rest[0], frame, index, view.type, prop)):
                continue
            asked = index.property_keys[view.type, name]
            bare = all(c.keys & asked for c in beside)
            wordless = (prop.dates and bare and (not nouns or bool(spent))) or (
                prop.kind == "entity" and "where" in prop.asks and bool(rest) and _placed(rest[0], frame, index)
            )
            if all(c.keys & asked for c in words) and (words or wordless):
                told = sum(max(index.rarity[view.type, k] for k in c.keys & asked) for c in words)
                found.append((told, view.id, prop, facts, rest))
    # the property that the words ask for most narrowly; several as narrow are one another's rivals
    best = max((f[0] for f in found), default=0.0)
    drafts = [d for told, entity, prop, facts, rest in found if told == best and (d := _compared(frame, index, entity, prop, facts, rest))]
    return drafts[0] if len(drafts) == 1 or len({d.reason.split()[1] for d in drafts}) > 1 else None


def _each_of(frame: Frame, index: Index) -> Draft | None:
    """A premise of several names ("was it organised by UNPOL and MINUSMA?"): so if each of them is, else who is not among them."""
    if frame.dates or frame.numbers or len(frame.top) > NAMED:
        return None
    for main in frame.top:
        others = [m for m in frame.top if m is not main]
        drafts = [premise(replace(frame, mentions=(main, other)), index, main) for other in others]
        if any(d is None or d.entities != main.ids for d in drafts):
            continue
        found = [d for d in drafts if d]
        facts = [index.base.facts[f] for f in dict.fromkeys(f for d in found for f in d.composer.facts)]
        if len({d.reason.rsplit(" ", 1)[0] for d in found}) > 1:
            continue  # of another property each
        missing = [m for m, d in zip(others, found, strict=True) if not d.reason.endswith(" yes")]
        verdict = found[others.index(missing[0])].reason.rsplit(" ", 1)[1] if missing else "yes"
        if verdict not in {"yes", "not_among", "not_among_closed"}:
            continue
        composer = Composer(index, frame.lang)
        before = composer.say(verdict, name=", ".join(m.said for m in missing)) if missing else composer.say(verdict)
        composer.facts_part(facts[: SHOWN + 1], before=f"{read_as(frame, composer)}{before} ")
        return Draft("answer", composer, main.ids, "ask", PROOF, reason=found[0].reason)
    return None


def _wrong_end(main: Mention, other: Mention, frame: Frame, index: Index, type_: str, prop: Property) -> bool:
    """Whether a question about two things of one type has the other one in the place of the one whose property it is: "is the Police
    Division part of DPKO" does not ask what DPKO is part of. The examples of the property tell on which side of its words that stands."""
    if type_ not in prop.of or not any(index.entities[i].type == type_ for i in other.ids) or main.start < other.start:
        return False
    asked = next((c for c in frame.content if c.binding and not c.keys.isdisjoint(index.property_keys[type_, prop.name])), None)
    if asked is None or not other.end <= asked.at < main.start:
        return False
    sides = []
    for example in prop.examples[frame.lang]:
        before, _, behind = example.partition("{entity}")
        for first, part in ((True, behind), (False, before)):
            if not index.lexicon.text_keys([part], frame.lang).isdisjoint(asked.keys):
                sides.append(first)
    return bool(sides) and all(sides)


def _words(index: Index, *names: str) -> frozenset[str]:
    """The words of some lists of ``intents/_cues.yaml``."""
    return frozenset().union(*(cues_of(index).words[name] for name in names))


def _spent(frame: Frame, index: Index) -> set[str]:
    """The words that say how a date or a number is meant ("before 2014", "last 12 days")."""
    before = (i for d in frame.dates if d.relation != "in" for i in range(max(d.start - 2, 0), d.start))
    found = {frame.tokens[i].text for i in before if frame.roles[i] in {Role.CUE, Role.FUNCTION}}
    return found | (_words(index, "unit_days", "lasting") if len(frame.numbers) == 1 and _counts_days(frame, index) else set())


def _said(frame: Frame) -> set[str]:
    """The words of a question, without the "que" of "est-ce que"."""
    return {t.text for i, t in enumerate(frame.tokens) if not (t.text == "que" and i and frame.tokens[i - 1].text == "ce")}


def _behind(mention: Mention, frame: Frame, index: Index, words_of: str) -> bool:
    """Whether a name, with its article, stands behind a word of a list."""
    before = [t.text for t in frame.tokens[: mention.start]]
    if before and before[-1] in _words(index, "articles"):
        before.pop()
    return bool(before) and before[-1] in _words(index, words_of)


def _placed(mention: Mention, frame: Frame, index: Index) -> bool:
    """Whether a name stands behind a word of place: "is Bamako in Mali"."""
    return _behind(mention, frame, index, "placed")


def _compared(frame: Frame, index: Index, entity: EntityId, prop: Property, facts: Sequence[Fact], rest: Sequence[Mention]) -> Draft | None:
    """The values of a property beside the one proposed: a name, a date or a number, and nothing else."""
    dates = [d for d in frame.dates if not d.document]
    if any(d.relation != "in" for d in dates) and prop.kind != "date":
        return None
    if _words(index, "part_of_time") & _said(frame) - set(words(" ".join(f.text[frame.lang] for f in facts))):
        return None  # "in early 2018" is not borne out by the end of it
    if prop.kind == "entity" and len(rest) == 1 and not dates and not frame.numbers:
        if not any(index.entities[i].type in prop.of for i in rest[0].ids):
            return None
        where = "where" in prop.asks
        near_only, chain = False, list[Fact]()
        if (_placed(rest[0], frame, index) and not where) or (_behind(rest[0], frame, index, "agent") and "who" not in prop.asks):
            return None
        hits = (
            [f for f in facts if _tells_of(rest[0], f, index)] if where else [f for f in facts if {f.entity, *f.entities}.intersection(rest[0].ids)]
        )
        if where and not hits and not all(_elsewhere(i, f, index) for i in rest[0].ids for f in facts):
            return None  # Bangui may lie in the country that is told, and that country in West Africa: neither so nor otherwise
        if not hits and (chain := _chain(facts, prop, rest[0], index)):
            hits, near_only = [*facts, *chain], True
        if not hits and (near := _beside(entity, prop, rest[0], index)):
            hits, near_only = near, True
        other = (
            ()
            if hits
            else (
                f
                for i in rest[0].ids
                for fs in index.entities[i].facts.values()
                for f in fs
                if entity in f.entities or entity in index.facts[f.id].named
            )
        )
        kin = {index.entities[i].type for i in rest[0].ids}
        own = (f for f in other if not any(index.entities[e].type in kin and e not in rest[0].ids for e in (*f.entities, *index.facts[f.id].named)))
        affirmed = next((f for f in own if affirms(frame, index, f)), None)
        if affirmed:
            hits = [affirmed]  # "was Titov Assistant Secretary-General of DPKO": his post says so
        if hits and not near_only and not any(same_doing(frame, index, f) for f in hits):
            return None  # what is told of both is another doing
        asked = frozenset().union(*(c.keys for c in frame.content))
        doing = _words(index, "agent", "doing", "doing_anywhere") & _said(frame)  # "was it supported by", not "is he head of"
        if (
            not hits
            and doing
            and any(not asked.isdisjoint(index.facts[f.id].text_keys) for i in rest[0].ids for f in _facts_of_both(i, entity, index))
        ):
            return None  # it is told of both elsewhere
        if hits and not affirmed and not near_only and not _in_its_words(frame, index, entity, prop, hits):
            return None  # a founder is a member by the words of the editors, not by the statement
        verdict = "yes" if chain else "" if near_only else "yes" if hits else "no" if prop.single else _not_among(facts, rest[0], index)
        told = list(dict.fromkeys([*hits, *facts])) if near_only else hits or list(facts)
    elif prop.kind == "date" and len(dates) == 1 and not rest and not frame.numbers and (prop.single or prop.dates):
        if _asks_if_there(frame, index):
            return _existed(frame, index, entity, facts, dates[0])
        found = [_dated(f, dates[0], frame, index) for f in facts]
        hits = [f for f, v in zip(facts, found, strict=True) if v is not False]
        twins = [] if hits else [f for t in _twins(frame, index, entity) for f in index.entities[t].facts.get(prop.name, ())]
        verdict = "yes" if True in found else "" if hits or twins else "no"
        told = hits or [*facts, *twins]
        if verdict == "yes" and dates[0].relation == "since" and not _in_its_words(frame, index, entity, prop, told):
            return None  # since when it works is not told by when it was made
    elif prop.kind == "date" and len(frame.numbers) == 1 and not rest and not dates and len(facts) == 1 and _counts_days(frame, index):
        spans = [v.days for v in facts[0].values if isinstance(v, Interval) and v.period and v.precision is Precision.DAY]
        verdict = beside(frame.numbers[0].value, _relation(frame, index), Quantity(float(spans[0]))) if spans else ""
        told = list(facts)
    elif (
        prop.kind == "number" and len(frame.numbers) == 1 and not rest and (facts := _then(facts, dates, index)) and (prop.single or len(facts) == 1)
    ):
        values = [v for f in facts for v in f.values if isinstance(v, Quantity)]
        verdict = beside(frame.numbers[0].value, _relation(frame, index), values[0]) if len(values) == 1 else ""
        told = list(facts)
    else:
        return None
    if any(f.status is not Status.DONE or f.conflict for f in told):
        return None
    composer = Composer(index, frame.lang)
    before = composer.say(verdict, name=rest[0].said if rest else "") + " " if verdict else ""
    composer.facts_part(told[: SHOWN + 1], before=read_as(frame, composer) + before)
    return Draft("answer", composer, (entity,), "ask", PROOF, reason=f"whether {entity} {prop.name} {verdict}")


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
    told = index.lexicon.text_keys([prop.name.replace("_", " "), prop.label.en, prop.label.fr, *(t for f in hits for t in (f.text.en, f.text.fr))])
    return all(c.keys & (told | view.name_keys | view.kind_keys) for c in frame.content if c.binding)


def _not_among(facts: Sequence[Fact], mention: Mention, index: Index) -> str:
    """The wording for what is not on a list: a flat No if the list is closed, and of things of that kind ("three countries")."""
    kinds = {index.entities[v.id].type for f in facts for v in f.values if isinstance(v, Ref)}
    alike = any(index.entities[i].type in kinds for i in mention.ids)
    return "not_among_closed" if alike and all(f.closed for f in facts) else "not_among"


def _facts_of_both(one: EntityId, other: EntityId, index: Index) -> list[Fact]:
    """The statements that tell of two things, be they of one of them or of something that leans on both."""
    near = {one, other} | (index.by_link.get(one, frozenset()) & index.by_link.get(other, frozenset()))
    pair = {one, other}
    return [f for e in sorted(near) for fs in index.entities[e].facts.values() for f in fs if pair <= {e, *f.entities, *index.facts[f.id].named}]


def _dated(fact: Fact, date: DateConstraint, frame: Frame, index: Index) -> bool | None:
    """Whether a date that is a value meets a proposed one; of what holds since then, any later one does."""
    values = [v for v in fact.values if isinstance(v, Interval)]
    if values and _words(index, "since_then") & set(words(fact.text[frame.lang])):
        return date.interval.start >= values[0].start if date.relation == "in" else None
    if date.relation not in {"in", "since"}:
        return date_meets(date, values[0]) if len(values) == 1 else None
    date = replace(date, relation="in")  # "set up since 2013" began then
    return fact_date(fact, date, index.base.sources)


def _asks_if_there(frame: Frame, index: Index) -> bool:
    """Whether a question asks if something was there at a time, not if it was made then ("did MINUSMA exist in 2015")."""
    said = [t.text for t in frame.tokens]
    return bool(cues_of(index).find("existing", said, [True] * len(said), frame.lang))


def _existed(frame: Frame, index: Index, entity: EntityId, facts: Sequence[Fact], date: DateConstraint) -> Draft | None:
    """Whether something was there at a time: not before it was made; later, as far as something dated is told of it. None where a date
    is not clear enough."""
    made = next((v for f in facts for v in f.values if isinstance(v, Interval)), None)
    if made is None or len(facts) > 1 or facts[0].status is not Status.DONE or facts[0].conflict:
        return None
    composer = Composer(index, frame.lang)
    view = index.entities[entity]
    # "an agreement with MINUSMA": any of them
    one = next((m.start for m in frame.top if entity in m.ids), 0)
    indefinite = one > 0 and frame.tokens[one - 1].text in _words(index, "indefinite")
    others = [v for v in index.by_type[view.type] if indefinite and v.id != entity and v.links >= view.links and v.dates]
    told = list(facts)
    if others:
        verdict = "no" if date.relation == "in" and all(v.dates[0].start > date.interval.end for v in (view, *others)) else ""
        told += [f for v in others if (f := date_fact(index, v))]
    elif date.relation == "since":
        begun = date_meets(replace(date, relation="in"), made)
        verdict = "yes" if begun else "no" if begun is False else ""
    elif date.relation in {"in", "until", "after"}:
        later = [f for fs in index.entities[entity].facts.values() for f in fs if f.status is Status.DONE and (f.when or f.as_of)]
        later = [f for f in later if (f.when or f.as_of).end >= date.interval.start]  # type: ignore[union-attr]  # filtered above
        verdict = (
            "no" if made.start > date.interval.end and date.relation != "after" else "yes" if date_meets(replace(date, relation="in"), made) else ""
        )
        if not verdict and later and made.end < date.interval.start and date.relation == "in":
            verdict, told = "yes", [*facts, min(later, key=lambda f: (f.when or f.as_of).end)]  # type: ignore[union-attr]  # as above
        if verdict == "yes" and date.relation != "in":
            verdict = ""
    else:
        verdict = "yes" if date_meets(date, made) else "no" if made.start >= date.interval.start else ""
    if not verdict:
        composer.plain(composer.say("not_whether_then"), lead=True)
        composer.plain(composer.say("what_there_is"))
        composer.bullets(told)
        return Draft("unknown", composer, (entity,), "ask", reason=f"whether {entity} was there then")
    composer.facts_part(told, before=f"{read_as(frame, composer)}{composer.say(verdict)} ")
    return Draft("answer", composer, (entity,), "ask", PROOF, reason=f"whether {entity} existed {verdict}")


def _counts_days(frame: Frame, index: Index) -> bool:
    """Whether a number is said of days ("did it last 12 days")."""
    at = frame.numbers[0].end
    return at < len(frame.tokens) and frame.tokens[at].text in _words(index, "unit_days")


def _relation(frame: Frame, index: Index) -> str:
    """How a number is compared with: "over", "under", "at least", "at most", or as it stands."""
    said = [t.text for t in frame.tokens]
    for name in ("at_least", "at_most", "over", "under"):
        if cues_of(index).find(name, said, [True] * len(said), frame.lang):
            return name
    return ""


def beside(said: float, relation: str, known: Quantity) -> str:
    """Yes, no, or nothing (where it cannot be told) to a number beside the known one, which may itself be "over" or "about"."""
    if known.bound and known.bound != "over":
        return ""
    more = known.value >= said if known.bound else known.value > said
    match relation:
        case "over":
            return "yes" if more else "" if known.bound else "no"
        case "at_least":
            return "yes" if known.value >= said else "" if known.bound else "no"
        case "under":
            return "no" if more or known.value >= said else "" if known.bound else "yes"
        case "at_most":
            return "no" if more else "" if known.bound else "yes"
    return "yes" if known.value == said and not known.bound else "" if known.bound else "no"


def membership(frame: Frame, index: Index, fact: Fact) -> Draft:
    """Whether what is named is among the values of a statement: a flat No only if the list is closed."""
    composer = Composer(index, frame.lang)
    mention = frame.top[0]
    values = {v.id for v in fact.values if isinstance(v, Ref)}
    if _words(index, "denying") & _said(frame) or fact.status is not Status.DONE:
        before = ""
    elif values.intersection(mention.ids):
        before = composer.say("yes")
    else:
        before = composer.say(_not_among([fact], mention, index), name=mention.said)
    composer.facts_part([fact], before=f"{read_as(frame, composer)}{before} ".lstrip())
    return Draft("answer", composer, (fact.entity,), "ask", reason=f"whether one of {fact.id}")


def affirms(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a statement says all that a yes/no question asks, itself and not by an example or a synonym of the editors."""
    asked = _said(frame)
    if frame.numbers and _relation(frame, index):
        return False  # "less than 80" is no word beside "over 80"
    if fact.status is not Status.DONE or fact.conflict or "now" in frame.flags or _words(index, "either", "only", "denying") & asked:
        return False
    told = {*words(fact.text.en), *words(fact.text.fr)}
    said = index.lexicon.text_keys([fact.text.en, fact.text.fr])
    if frame.dates and frame.numbers and not _at_its_time(frame, fact):
        return False
    if (
        _words(index, "denying") & set(words(fact.text[frame.lang]))
        or _words(index, "lesser") & set(words(fact.text[frame.lang])) - asked
        or _words(index, "part_of_time") & asked - set(words(fact.text[frame.lang]))
        or any(w not in told and index.lexicon.keys(w).isdisjoint(said) for w in _words(index, "relating") & asked)
    ):
        return False
    dated = {i for d in frame.dates for i in range(d.start, d.end)}
    counted = {n for i, t in enumerate(frame.tokens) if i not in dated and len(t.text) > 2 and t.text != "une" and (n := number_word(t.text))}
    if counted - {number_word(w) for w in told}:
        return False
    binding = [c for c in frame.content if c.binding]
    values = {v.id for v in fact.values if isinstance(v, Ref)} | {fact.entity}
    if "all_of_them" in frame.flags and len(frame.top) > 1 and any(values.isdisjoint(m.ids) for m in frame.top):
        return False  # "are both OROLSI and UNODC co-chairs"
    if not _does_it(frame, index, fact):
        return False
    return (
        bool(binding) and all(c.keys & said for c in binding) and all(_tells_of(m, fact, index) for m in frame.top) and same_doing(frame, index, fact)
    )


def _does_it(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether the verb of "did Ban brief them" is told as a doing: "the briefing that Noble gave" is a thing."""
    if not frame.tokens or frame.tokens[0].text not in _words(index, "doing") or not frame.top:
        return True
    verb = next((c for c in frame.content if c.at == frame.top[0].end), None)
    tokens = [t.text for t in tokenize(fact.text[frame.lang])]
    at = [i for i, w in enumerate(tokens) if verb and not verb.keys.isdisjoint(index.lexicon.keys(w, frame.lang))]
    return not at or any(i == 0 or tokens[i - 1] not in _words(index, "articles") for i in at)


def _at_its_time(frame: Frame, fact: Fact) -> bool:
    """Whether a number stands nearest to the date that is asked about: "10,629 in 2009, against 2,400 in 1999"."""
    text = fact.text[frame.lang]
    tokens = tokenize(text)
    dates = find_dates(tokens, text)
    at = [i for i, t in enumerate(tokens) if t.text.isdecimal() and float(t.text) == frame.numbers[0].value]
    if len(dates) < 2 or not at:
        return True
    # in the number's own clause first: "in 2009 it had grown to 10,629, from 2,400 in 1999"
    clause = tokens[at[0]].clause
    nearest = min(dates, key=lambda d: (tokens[d[0]].clause != clause, min(abs(d[0] - at[0]), abs(d[1] - 1 - at[0]))))
    return any(nearest[2].overlaps(d.interval) for d in frame.dates)


def _tells_of(mention: Mention, fact: Fact, index: Index) -> bool:
    """Whether a statement is about what is named itself, or about what lies in a place that is named."""
    places = [i for i in mention.ids if index.entities[i].type == "place"]
    return bool({fact.entity, *fact.entities, *index.facts[fact.id].named}.intersection(mention.ids)) or bool(
        index.facts[fact.id].entities.intersection(places)
    )


def contradiction(frame: Frame, index: Index, candidates: list[Candidate]) -> Draft | None:
    """ "Was it signed on 10 April?": a single-valued fact that says otherwise gives "No: 7 March 2018"."""
    doubtful = _words(index, "part_of_time", "denying", *(() if "choice" in frame.flags else ("either",)))
    if any(d.relation != "in" for d in frame.dates) or doubtful & _said(frame):
        return None
    if (not frame.dates and not frame.numbers) or (frame.numbers and _words(index, "comparing") & {t.text for t in frame.tokens}):
        return None
    rest = replace(frame, dates=tuple(d for d in frame.dates if d.document), numbers=())
    for c in rank(rest, index)[:3]:
        if not (c.met and c.fact and c.property and c.hits and c.coverage >= HALF):
            continue
        prop = index.base.types[index.entities[c.entity].type].properties[c.property]
        verdicts = [_dated(c.fact, d, frame, index) for d in frame.dates]
        if frame.numbers and prop.kind == "date":
            continue  # "did it last 12 days" is no date
        if _one_of_several(frame, index, c.entity):
            continue  # "did UNODC sign agreements in 2016": one of its agreements does not tell
        if prop.single and prop.kind in {"date", "number"} and all(v is False for v in verdicts) and not _twin(frame, index, c.entity):
            composer = Composer(index, frame.lang)
            composer.facts_part([c.fact], before=read_as(frame, composer) + composer.say("no") + " ")
            return Draft("answer", composer, (c.entity,), "ask", c.coverage, reason="a single value contradicts")
    return None


def _twin(frame: Frame, index: Index, entity: EntityId) -> bool:
    """Whether another thing of the kind, with the same parties, is of the said date: the other agreement may be meant."""
    return bool(_twins(frame, index, entity))


def _one_of_several(frame: Frame, index: Index, entity: EntityId) -> bool:
    """Whether a kind was said in the plural, of which a thing is but one."""
    view = index.entities[entity]
    return any(k.plural and k.type == view.type for k in frame.kinds) and not any(entity in m.ids for m in frame.top)


def _twins(frame: Frame, index: Index, entity: EntityId) -> list[EntityId]:
    view = index.entities[entity]
    return [
        v.id
        for v in index.by_type[view.type]
        if v.id != entity and v.links >= view.links and all(any(date_meets(d, x) for x in v.dates) for d in frame.dates)
    ]


def not_among(frame: Frame, index: Index, candidates: list[Candidate]) -> Draft | None:
    """ "Is Austria a member?": a list that holds others answers with its names; a flat No only if it is closed."""
    said = {m.said: m for m in frame.top}
    if _words(index, "comes_before", "comes_after") & _said(frame):
        return None  # "was Zouev ASG before Titov?" does not ask whether he is among them
    for c in candidates[:6]:
        if not (c.fact and c.hits and not c.left and len(c.unmet) == 1 and c.unmet[0] in said):
            continue
        prop = index.base.types[index.entities[c.entity].type].properties[c.property]
        mention = said[c.unmet[0]]
        if prop.kind != "entity" or not any(index.entities[i].type in prop.of for i in mention.ids):
            continue
        composer = Composer(index, frame.lang)
        key = _not_among([c.fact], mention, index)
        composer.facts_part([c.fact], before=read_as(frame, composer) + composer.say(key, name=mention.said) + " ")
        return Draft("answer", composer, (c.entity,), "ask", c.coverage, candidates=candidates, reason="not among the values named")
    return None


def read_as(frame: Frame, composer: Composer) -> str:
    names = []
    for mention in frame.top:
        if mention.corrected and mention.ids:
            names.append(composer.name(mention.ids[0], article=False))
    return composer.say("read_as", names=", ".join(dict.fromkeys(names))) + " " if names else ""
