"""Yes, No, or not among those named: what a yes/no question proposes beside what the base holds. Never a verdict that a statement does not bear out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.core.candidate import Candidate
from bot.core.compose import Composer
from bot.core.dates import date_meets, fact_date, same_span
from bot.core.draft import Draft
from bot.core.edges import edge_asserted, edge_of, lasted_until, over_by, said_of_its_end
from bot.core.frame import Content, Frame, phrases
from bot.core.index import Index, Statement
from bot.core.kinds import find_dates
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, EntityId, Fact, Interval, Lang, Mention, Precision, Property, Quantity, Ref, Status, Token
from bot.core.names import link
from bot.core.predicate import is_for, is_so_called, is_such
from bot.core.rank import rank
from bot.core.roles import acts_for, made_lesser, same_doing
from bot.core.select import joined_names
from bot.core.text import tokenize, words

DOES = 3
"""Tokens between somebody and what he is told to have done."""
NEXT, APART = 3, 2
"""Tokens up to which two words of a sentence stand side by side; and words that may stand between them in a statement that says the same."""
HALF = 0.5
"""What must be explained of a question that names nothing, for a reading to be offered."""


def stands_first(prop: Property, asked: Keys, lang: Lang, index: Index) -> bool:
    """Whether in the examples of a property the thing always stands before a word that asks for it ("what is {entity} part of")."""
    literal = frozenset(k for k in asked if k[0] != "=")
    for keys in (literal, asked):  # by the word itself, else by what it means
        sides = []
        for example in prop.examples[lang]:
            before, _, behind = example.partition("{entity}")
            sides += [first for first, part in ((True, behind), (False, before)) if not index.keys_of(part, lang).isdisjoint(keys)]
        if sides:
            return all(sides)
    return False


def words_of(index: Index, *names: str) -> frozenset[str]:
    """The words of some lists of ``intents/_cues.yaml``."""
    return index.cues.words_of(*names)


def parts_of_time(frame: Frame, index: Index) -> set[str]:
    """Words for a part of a time ("half", "late") that belong to no date that was understood, and must be told."""
    dated = {i for d in frame.dates for i in range(d.start, d.end)}
    return {t.text for i, t in enumerate(frame.tokens) if i not in dated} & words_of(index, "part_of_time")


def said_in(frame: Frame) -> set[str]:
    """The words of a question, without the "que" of "est-ce que"."""
    return {t.text for i, t in enumerate(frame.tokens) if not (t.text == "que" and i and frame.said[i - 1] == "ce")}


def wording_of_not_among(facts: Sequence[Fact], mention: Mention, index: Index) -> str:
    """The wording for what is not on a list: a flat No if the list is closed, and of things of that kind ("three countries")."""
    kinds = {index.entities[v.id].type for f in facts for v in f.values if isinstance(v, Ref)}
    alike = any(index.entities[i].type in kinds for i in mention.ids)
    return "not_among_closed" if alike and all(f.closed for f in facts) else "not_among"


def meets_date(fact: Fact, date: DateConstraint, frame: Frame, index: Index) -> bool | None:
    """Whether a date that is a value meets a proposed one; of what holds since then, any later one does."""
    if _has_no_such_end(fact, date, frame, index):
        return None
    fact = _at_edge(fact, frame, index)
    date = said_of_its_end(date, frame, index)
    values = [v for v in fact.values if isinstance(v, Interval)]
    if values and words_of(index, "since_then") & index.statement(fact, frame.lang).words:
        if date.relation == "since":
            return same_span(date.interval, values[0]) if date.interval.precision is values[0].precision else None
        return date.interval.start >= values[0].start if date.relation == "in" else None
    if date.relation not in {"in", "since"}:
        return date_meets(date, values[0]) if len(values) == 1 else None
    date = replace(date, relation="in")  # "set up since 2013" began then
    return fact_date(fact, date, index.base.sources)


def _has_no_such_end(fact: Fact, date: DateConstraint, frame: Frame, index: Index) -> bool:
    """Whether a sentence says that something was over by a date, or lasted until then, of what is told as a moment ("was MINUSMA over by 2018?"), or
    gives its last day no more exactly than "through April"."""
    over, until = over_by(date, frame, index), lasted_until(date, frame, index)
    lasted = any(isinstance(v, Interval) and v.period and v.precision is Precision.DAY for v in fact.values)
    return (over or until) and (not lasted or (until and date.interval.precision is not Precision.DAY))


def _at_edge(fact: Fact, frame: Frame, index: Index) -> Fact:
    """A statement with the first or the last day of what lasted, if a sentence gives the date of that: "it began on 16 March"."""
    edge = edge_asserted(frame, index)
    if not edge:
        return fact
    values = tuple(edge_of(v, edge) if isinstance(v, Interval) else v for v in fact.values)
    return replace(fact, values=values, when=edge_of(fact.when, edge) if fact.when else None)


def relation_of(frame: Frame, index: Index) -> str:
    """How a number is compared with: "over", "under", "at least", "at most", or as it stands."""
    for name in ("at_least", "at_most", "over", "under"):
        if phrases(frame, name, index):
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
    if known.bound:
        return "no" if said < known.value else ""  # 40 are not "over 50"
    return "yes" if known.value == said else "no"


def membership(frame: Frame, index: Index, fact: Fact, *also: Fact) -> Draft:
    """Whether what is named is among the values of a statement: a flat No only if the list is closed. What other lists of the same thing say
    of it is told beside: it co-chairs nothing, but is a member."""
    composer = Composer(index, frame.lang)
    mention = frame.top[0]
    values = {v.id for v in fact.values if isinstance(v, Ref)}
    if words_of(index, "denying") & said_in(frame) or not told_by_it(frame, index, fact):
        before = ""
    elif values.intersection(mention.ids):
        before = composer.say("yes") if fact.status is Status.DONE else ""  # who is named in a plan need not have come to it
    else:
        before = composer.say(wording_of_not_among([fact], mention, index), name=composer.called(mention))
    composer.facts_part([fact, *also], before=f"{before} ".lstrip())
    return Draft("answer", composer, (fact.entity,), "ask", reason=f"whether one of {fact.id}")


def affirms(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a statement says all that a yes/no question asks, itself and not by an example or a synonym of the editors."""
    asked = said_in(frame)
    relation = relation_of(frame, index) if frame.numbers else ""
    if relation and not any(isinstance(v, Quantity) and beside(frame.numbers[0].value, relation, v) == "yes" for v in fact.values):
        return False  # "less than 80" is no word beside "over 80"
    if (
        not told_by_it(frame, index, fact)
        or not _as_real(frame, index, fact)
        or fact.conflict
        or "now" in frame.flags
        or words_of(index, "either", "only", "denying") & asked
    ):
        return False
    told = {*(w for t in fact.text for w in words(t))}
    # what a statement is of may be said by the name of its property ("are they the signatories")
    label = index.base.types[index.entities[fact.entity].type].properties[fact.property].label
    # a synonym may stand in another language only; of a claim each word must be told in its own
    said = index.lexicon.text_keys([fact.text[frame.lang] if "asserted" in frame.flags else " ".join(fact.text), *label])
    if frame.dates and frame.numbers and not _at_its_time(frame, fact, index):
        return False
    bounded = {v.value for v in fact.values if isinstance(v, Quantity) and v.bound}
    if not relation and bounded.intersection(n.value for n in frame.numbers):
        return False  # "exactly 80" is not borne out by "over 80"
    if not in_its_time(frame, index, fact) or _says_another(frame, index, fact):
        return False
    if any(0 <= d.start - b <= 1 for _, b in phrases(frame, "dated_from", index) for d in frame.dates) and not any(
        isinstance(v, Interval) for v in fact.values
    ):
        return False  # "its mandate goes back to 2014": not what was said of it then
    if (
        denies(frame, index, fact)
        or _lesser(frame, index, fact) - asked
        or parts_of_time(frame, index) - index.statement(fact, frame.lang).words
        or any(w not in told and index.lexicon.keys(w).isdisjoint(said) for w in words_of(index, "relating") & asked)
    ):
        return False
    dated = {i for d in frame.dates for i in range(d.start, d.end)} | {i for m in frame.top for i in range(m.start, m.end)}
    counted = {
        n
        for i, t in enumerate(frame.tokens)
        if i not in dated and len(t.text) > 2 and t.text not in index.cues.words["articles"] and (n := index.locales.number_word(t.text))
    }
    if counted - {index.locales.number_word(w) for w in told} or _misprinted(frame, index, fact):
        return False
    binding = [c for c in frame.content if c.binding]
    values = {v.id for v in fact.values if isinstance(v, Ref)} | {fact.entity}
    if "all_of_them" in frame.flags and len(frame.top) > 1 and any(values.isdisjoint(m.ids) for m in frame.top):
        return False  # "are both OROLSI and UNODC co-chairs"
    if not (
        predicated(frame, index, fact)
        and _is_so_made(frame, index, fact)
        and is_such(frame, index, fact)
        and is_for(frame, index, fact)
        and _does_it(frame, index, fact)
        and _is_there(frame, index, fact)
        and _by_them(frame, index, fact)
        and _told_together(frame, index, fact)
    ):
        return False
    if frame.said[-1] in words_of(index, "since_then"):
        return False  # "have any been deployed since?": later than what the statement tells
    if len(frame.said) > 1 and frame.said[1] in words_of(index, "there") and frame.content:
        return False  # "were there women in it?" asks more than that they are spoken of
    if any(d.relation == "in" and not d.document and _is_longer(d, fact) for d in frame.dates):
        return False  # "were the trainings in March?": in March and April
    every = phrases(frame, "all_of_them", index)
    if every and (any(k.plural for k in frame.kinds) or any(b == m.start for _, b in every for m in frame.top)):
        return False  # "were all trainings in Bamako?" is not borne out by two of them, nor "all Malian police" by the Malian police
    if not all(_bounded_so(name, frame, index, fact) for name in ("at_least", "at_most", "over", "under", "roughly")):
        return False  # "more than three countries", "nearly all"
    if _scattered(frame, index, fact):
        return False
    if (words_of(index, "to_come") & asked and fact.status is Status.DONE) or not _as_shared(frame, index, fact):
        return False  # what has happened is not to come
    return (
        (bool(binding) or _are_all_it_tells(frame, index, fact) or (len(frame.top) > 1 and _says_each(frame.content, said)))
        and all(c.keys & said or _is_marked_so(c, frame, index, fact) for c in binding)
        and all(tells_of(m, fact, index) or all(index.nature(i) == "document" for i in m.ids) for m in frame.top)  # what it is told by
        and acts_for(frame, index, fact)
        and all(names_itself(m, fact, index) for m in frame.top if m.start and frame.said[m.start - 1] in words_of(index, "company"))
        and same_doing(frame, index, fact)
    )


def told_by_it(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether the document that is asked about tells it, and no other with it: what two pages say together bears out no "does the 2009 page have
    ECOWAS as a partner"."""
    sources = {c.source for c in fact.citations}
    dated = [d for d in frame.dates if d.document]
    named = [{i.partition("/")[2] for i in m.ids if index.nature(i) == "document"} for m in frame.top]
    if not dated and not any(named):
        return True
    return len(sources) == 1 and all(fact_date(fact, d, index.base.sources) for d in dated) and all(sources <= names for names in named if names)


def _as_real(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a sentence does not tell as done what is only planned: "Singapore was to host it" bears out "it was planned for Singapore" and
    "UNODC supports the programme" (the statement says how far it had come), but no "Singapore hosted it"."""
    if fact.status is Status.DONE:
        return True
    if fact.status not in {Status.PLANNED, Status.PROPOSED}:
        return False
    if "announced" in frame.flags or words_of(index, "to_come") & said_in(frame):
        return True
    endings = index.locales[frame.lang].participles
    own = said_in(frame) - index.statement(fact, frame.lang).words
    done = words_of(index, "told_as_past") & own or any(c.word in own and endings and c.word.endswith(endings) for c in frame.content if c.binding)
    return "came_about" not in frame.flags and not done


def _is_marked_so(word: Content, frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a word says no more of a statement than what kind of statement it is: that it is "planned", that Singapore is the "venue"."""
    planned = fact.status is not Status.DONE and word.word in words_of(index, "announced")
    return planned or is_so_called(word, frame, index, fact)


def _is_so_made(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether what was made is of the kind by which it is named: that an agreement was signed in 2018 bears out no "MoU with MINUSMA" of 2018."""
    view = index.entities[fact.entity]
    told = {fact.entity, *fact.entities, *index.facts[fact.id].named}
    for m in link(frame.tokens, index.names, {}):
        if told.isdisjoint(m.ids) and {index.entities[i].type for i in m.ids} == {view.type} and view.type in index.made:
            words = frame.said[m.start : m.end]
            kinds = {(t, subtype) for w in words for t, subtype, _ in index.type_nouns.get((w,), ()) if t == view.type and subtype}
            if kinds and kinds.isdisjoint(view.kinds):
                return False
    return True


def _misprinted(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a number of a question is told as a slip only: "2149 (2014); the page prints the year as 2104 by mistake"."""
    tokens = index.statement(fact, frame.lang).tokens
    said = {n.value for n in frame.numbers}
    own = {t.clause for t in tokens if t.text.isdecimal() and float(t.text) in said}
    return any(t.clause in own and t.text in words_of(index, "misprinting") for t in tokens)


def _lesser(frame: Frame, index: Index, fact: Fact) -> set[str]:
    """The words of a statement that make another post of one ("former", "co-")."""
    return {word for _, word in made_lesser(index.statement(fact, frame.lang).tokens, fact.text[frame.lang], "lesser", index)}


def _says_each(content: Sequence[Content], said: Keys) -> bool:
    """Whether the light words of a sentence that has no others are told: "Ladsous and Fedotov went to Mali"."""
    return bool(content) and all(not c.keys.isdisjoint(said) for c in content)


def _bounded_so(name: str, frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a bound that is said ("more than", "nearly") is told in words as well, where it is no figure that is compared."""
    if not phrases(frame, name, index) or (frame.numbers and name != "roughly" and any(isinstance(v, Quantity) for v in fact.values)):
        return True
    said = [t.text for t in index.statement(fact, frame.lang).tokens]
    return bool(index.cues.find(name, said, [False] * len(said), frame.lang))


def _scattered(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a statement in free words has the words of a sentence in another order or far apart: "wars fuel trafficking" is not what
    "trafficking fuels wars" says, nor "combats human rights" what "to combat insecurity while promoting human rights" says."""
    prop = index.base.types[index.entities[fact.entity].type].properties[fact.property]
    somebody = index.nature(fact.entity) in {"person", "topic"}  # what somebody said
    passive = any(m.start and frame.said[m.start - 1] in words_of(index, "agent") for m in frame.top)
    if prop.kind != "text" or passive or (not somebody and ("asserted" not in frame.flags or words_of(index, "agent") & set(frame.said))):
        return False
    said = [t.text for t in index.statement(fact, frame.lang).tokens]
    keys = [index.lexicon.keys(w, frame.lang) for w in said]
    light = index.lexicon.light[frame.lang]
    full = [not index.lexicon.is_function(w) and w not in light for w in said]
    words = sorted((c for c in frame.content if c.binding), key=lambda c: c.at)
    for one, other in pairwise(words):
        first = [i for i, k in enumerate(keys) if not k.isdisjoint(one.keys)]
        second = [i for i, k in enumerate(keys) if not k.isdisjoint(other.keys)]
        if not first or not second or other.at - one.at > NEXT:
            continue
        gaps = [sum(full[a + 1 : b]) for a in first for b in second if a <= b]
        if (not gaps and somebody) or (gaps and min(gaps) > APART):
            return True
    return False


def _as_shared(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether what is done alone or with others is told so: who co-chairs a group does not chair it, and of who chairs one and co-chairs two it is
    told by the verb before each."""
    prefixes = words_of(index, "sharing")

    def forms(words: Sequence[str], keys: Keys) -> list[tuple[int, bool]]:
        """Where a verb stands, and whether it is done with others there."""
        return [
            (i, (i > 0 and words[i - 1] in prefixes) or any(w.startswith(p) for p in prefixes))
            for i, w in enumerate(words)
            if w not in prefixes and not keys.isdisjoint(index.lexicon.keys(w, frame.lang))
        ]

    statement = index.statement(fact, frame.lang)
    said = [t.text for t in statement.tokens]
    for c in frame.content:
        if not c.binding or c.word.removeprefix(next(iter(prefixes), "")) not in words_of(index, "governing"):
            continue
        told, asked = forms(said, c.keys), {shared for _, shared in forms(frame.said, c.keys)}
        named = [x.start for m in frame.top for x in statement.mentions if not set(m.ids).isdisjoint(x.ids) and told and x.start > told[0][0]]
        near = {next(shared for i, shared in reversed(told) if i < at) for at in named} if told else asked
        if (near or {shared for _, shared in told}) != asked:
            return False
    return True


def _are_all_it_tells(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a sentence of names alone says what a statement tells of them: who belongs to something ("UNHCR is in the Global Focal Point"), or
    whose post it is ("Lapaque is UNODC's regional representative")."""
    if frame.content:
        return False  # "is GOCSA to put something up on the islands?": little words, but more than that it is of them
    says = index.base.types[index.entities[fact.entity].type].properties[fact.property].says
    values = {fact.entity, *(v.id for v in fact.values if isinstance(v, Ref))}
    return (says == "bond" and len(frame.top) > 1 and all(not values.isdisjoint(m.ids) for m in frame.top)) or (says == "post" and len(frame.top) > 1)


def _is_its_time(said: DateConstraint, fact: Fact, frame: Frame, index: Index) -> bool:
    """Whether a date is that of a statement itself, of what it is of or of its values, and not of something else that it mentions."""
    if said.relation in {"since", "until"} and not any(isinstance(v, Interval) for v in fact.values):
        return False  # who held a post at some time is not said to have held it since or until another
    if _has_no_such_end(fact, said, frame, index):
        return False
    said = said_of_its_end(said, frame, index)
    if fact_date(_at_edge(_certain(fact, said), frame, index), said, index.base.sources):
        return True
    # the date of a page is asked about where a page is
    named = {i for m in frame.top for i in m.ids}
    paged = any(index.nature(k.type) == "document" for k in frame.kinds)
    own = (fact.entity, *(v.id for v in fact.values if isinstance(v, Ref)))
    things = [e for e in own if index.nature(e) != "document" or paged or e in named]
    made = [e for e in things if e in index.entities and index.entities[e].type in index.made]  # not when a body was founded
    edge = edge_asserted(frame, index)
    return any(date_meets(said, edge_of(d, edge) if edge else d) for e in made for d in certain_dates(e, index))


def certain_dates(entity: EntityId, index: Index) -> Iterator[Interval]:
    """The dates of a thing that no source disputes, announces or gives roughly: a Yes rests on no other."""
    properties = index.base.types[index.entities[entity].type].properties
    for name, facts in index.entities[entity].facts.items():
        for fact in facts if properties[name].dates else ():
            if fact.status is Status.DONE and not fact.conflict:
                yield from (v for v in fact.values if isinstance(v, Interval) and not v.about)


def _certain(fact: Fact, said: DateConstraint) -> Fact:
    """A statement without those of its dates that are known no more than roughly, where a day is asked about: "about 23 March" is not it."""
    if said.interval.precision is not Precision.DAY:
        return fact
    values = tuple(v for v in fact.values if not (isinstance(v, Interval) and v.about))
    return replace(fact, values=values, when=None if fact.when and fact.when.about else fact.when)


def in_its_time(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether each date that is said is that of a statement: "did he speak in March 2019?" is not borne out by what he said of March 2019."""
    return all(d.document or _is_its_time(d, fact, frame, index) for d in frame.dates)


def denies(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a statement denies something in a clause that says one of the words asked about, or its first: "Japan funded the trainings; the
    amount is not given" denies no funding."""
    tokens = index.statement(fact, frame.lang).tokens
    asked = [c for c in frame.content if c.binding]
    said: dict[int, set[int]] = {}  # the words asked about, by clause
    for t in tokens:
        if words := {c.at for c in asked if not c.keys.isdisjoint(index.lexicon.keys(t.text, frame.lang))}:
            said.setdefault(t.clause, set()).update(words)
    named = {i for m in frame.top for i in m.ids}
    naming = {tokens[m.start].clause for m in index.statement(fact, frame.lang).mentions if not named.isdisjoint(m.ids)}
    known = frozenset().union(*(said.get(c, set()) for c in naming))
    # "UNODC co-chairs it; the other co-chair is not named" denies nothing of UNODC
    told = {c for c, words in said.items() if c in naming or not words <= known}
    return any(t.text in words_of(index, "denying") and (t.clause in told or t.clause == 0) for t in tokens)


def _does_it(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether the verb of "did Ban brief them" is told as a doing: "the briefing that Noble gave" is a thing."""
    if not frame.top or not ("asserted" in frame.flags or (frame.said[:1] and frame.said[0] in words_of(index, "doing"))):
        return True
    joined = [m for m in joined_names(frame, index) if m.end > m.start]
    last = joined[-1] if joined and joined[0] is frame.top[0] else frame.top[0]  # "did Ban and Hughes brief them"
    told = {fact.entity, *fact.entities, *index.facts[fact.id].named}
    if all(index.nature(i) == "place" for i in last.ids) and told.isdisjoint(last.ids):
        return False  # "did Mali sign an agreement?": not what a mission in Mali signed
    verb = next((c for c in frame.content if c.at == last.end), None)
    tokens = [t.text for t in index.statement(fact, frame.lang).tokens]
    at = [i for i, w in enumerate(tokens) if verb and not verb.keys.isdisjoint(index.lexicon.keys(w, frame.lang))]
    return not at or any(i == 0 or tokens[i - 1] not in words_of(index, "articles") for i in at)


def _says_another(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether the asker speaks of somebody beside his question ("I attributed it to Ladsous, is that right?") of whom nothing is told."""
    aside = [
        m
        for m in link(frame.tokens, index.names, {})
        if frame.tokens[m.start].clause in frame.background and {index.nature(i) for i in m.ids} == {"person"}
    ]
    told = {fact.entity, *index.facts[fact.id].entities, *index.facts[fact.id].named}
    return any(told.isdisjoint(m.ids) for m in aside)


def predicated(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether what is asked of a thing itself is not said of something of its: "is the court closed?" is not told by "closed hearings"."""
    binding = [c for c in frame.content if c.binding]
    if len(binding) != 1 or binding[0].at != len(frame.tokens) - 1 or not frame.top or frame.dates or frame.numbers:
        return True

    def describes(tokens: Sequence[Token], i: int) -> bool:
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        return behind is not None and behind.clause == tokens[i].clause and not index.lexicon.is_function(behind.text) and not behind.text.isdecimal()

    said = [
        describes(tokens, i)
        for lang, text in fact.text.by_lang.items()  # a synonym may stand in another language only
        for tokens in [tokenize(text)]
        for i, t in enumerate(tokens)
        if not binding[0].keys.isdisjoint(index.lexicon.keys(t.text, lang))
    ]
    return not said or not all(said)


def _is_longer(date: DateConstraint, fact: Fact) -> bool:
    """Whether what a statement dates goes on before or after the months that are asked about."""
    asked = {date.interval.start.month, date.interval.end.month}
    spans = [v for v in fact.values if isinstance(v, Interval) and v.period]
    return len(asked) == 1 and any({v.start.month, v.end.month} != asked for v in spans)


def _verbs(frame: Frame, index: Index, tokens: Sequence[Token]) -> list[int]:
    """Where a statement says one of the words that are asked about."""
    asked = frozenset().union(*(c.keys for c in frame.content if c.binding))
    return [i for i, t in enumerate(tokens) if not asked.isdisjoint(index.lexicon.keys(t.text, frame.lang))]


def _clauses(statement: Statement, index: Index) -> list[int]:
    """The clause of each token. A number behind a comma begins none ("on Monday, 23 March 2009"), nor does a name between commas ("the
    Secretary-General, Ban Ki-moon, on Monday"; "Ronald Noble, d'INTERPOL, ...")."""
    tokens = statement.tokens
    apposed = {tokens[m.start].clause for m in statement.mentions if {t.clause for t in tokens[m.start : m.end]} == {tokens[m.start].clause}}
    inside = {i for m in statement.mentions for i in range(m.start, m.end)}
    apposed -= {t.clause for i, t in enumerate(tokens) if i not in inside and not index.lexicon.is_function(t.text)}
    found: list[int] = []
    for i, token in enumerate(tokens):
        new = i > 0 and token.clause != tokens[i - 1].clause and not token.text.isdecimal()
        found.append((found[-1] if found else 0) + (new and not {token.clause, tokens[i - 1].clause} & apposed))
    return found


def _is_there(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a place in the question is where the statement says that it was: "signed in Bangui" is not borne out by a visit to Bangui,
    nor "signed in Mali" by trainings there."""
    places = [
        m for m in frame.top if m.start and frame.said[m.start - 1] in words_of(index, "placed") and {index.nature(i) for i in m.ids} == {"place"}
    ]
    prop = index.base.types[index.entities[fact.entity].type].properties[fact.property]
    if not places or "where" in prop.asks or index.nature(fact.entity) == "place":
        return True
    tokens = index.statement(fact, frame.lang).tokens
    clause = _clauses(index.statement(fact, frame.lang), index)
    verbs = {clause[i] for i in _verbs(frame, index, tokens)}
    for m in places:
        told = [x for x in index.statement(fact, frame.lang).mentions if any(i in index.facts[fact.id].entities or i in m.ids for i in x.ids)]
        at = [x.start for x in told if {index.nature(i) for i in x.ids} == {"place"}]
        if not any(
            ((verbs and clause[s] in verbs) or not verbs) and words_of(index, "placed").intersection(t.text for t in tokens[max(s - 2, 0) : s])
            for s in at
        ):
            return False
    return True


def _by_them(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether who is behind "by" in the question is told to have done it: among the values of a property that tells who, behind "by", or
    right before the word that is asked about."""
    agents = [m for m in frame.top if m.start and _behind_agent(frame.tokens, m.start, index)]
    prop = index.base.types[index.entities[fact.entity].type].properties[fact.property]
    values = {v.id for v in fact.values if isinstance(v, Ref)}
    tokens = index.statement(fact, frame.lang).tokens
    verbs = _verbs(frame, index, tokens)
    for m in agents:
        if "who" in prop.asks and not values.isdisjoint(m.ids):
            continue
        told = [x for x in index.statement(fact, frame.lang).mentions if not set(x.ids).isdisjoint(m.ids)]
        behind = any(_behind_agent(tokens, x.start, index) for x in told)
        before = any(0 <= v - x.end < DOES for x in told for v in verbs)
        if not (behind or before):
            return False
    return True


def _behind_agent(tokens: Sequence[Token], start: int, index: Index) -> bool:
    """Whether what begins at a token stands behind "by", with or without an article or a possessive ("by its resolution")."""
    at = start - 1
    while at > 0 and tokens[at].text in words_of(index, "articles", "determiners"):
        at -= 1
    return at >= 0 and tokens[at].text in words_of(index, "agent")


def _told_together(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether somebody without a name who does something ("did judges attend it") is told in the clause of what he does."""
    name = min((m.start for m in frame.top if m.end > m.start), default=0)
    before = sorted((c for c in frame.content if c.at < name and (c.binding or not index.lexicon.is_function(c.word))), key=lambda c: c.at)
    somebody = [c for c in before[:-1] if c.binding]
    if not somebody or not frame.tokens or frame.said[0] not in words_of(index, "doing"):
        return True
    if index.nature(fact.entity) == "happening" and "who" not in index.base.types[index.entities[fact.entity].type].properties[fact.property].asks:
        return False  # what a training dealt with tells nothing of who was there
    tokens = index.statement(fact, frame.lang).tokens
    clause = _clauses(index.statement(fact, frame.lang), index)

    def told(c: Content) -> set[int]:
        return {clause[i] for i, t in enumerate(tokens) if not c.keys.isdisjoint(index.lexicon.keys(t.text, frame.lang))}

    return bool(told(before[-1]).intersection(*(told(c) for c in somebody)))


def _at_its_time(frame: Frame, fact: Fact, index: Index) -> bool:
    """Whether a number stands nearest to the date that is asked about: "10,629 in 2009, against 2,400 in 1999"."""
    text = fact.text[frame.lang]
    tokens = tokenize(text)
    dates = find_dates(tokens, text, index.locales)
    at = [i for i, t in enumerate(tokens) if t.text.isdecimal() and float(t.text) == frame.numbers[0].value]
    if len(dates) < 2 or not at:
        return True
    # in the number's own clause first: "in 2009 it had grown to 10,629, from 2,400 in 1999"
    clause = tokens[at[0]].clause
    nearest = min(dates, key=lambda d: (tokens[d[0]].clause != clause, min(abs(d[0] - at[0]), abs(d[1] - 1 - at[0]))))
    return any(nearest[2].overlaps(d.interval) for d in frame.dates)


def tells_of(mention: Mention, fact: Fact, index: Index) -> bool:
    """Whether a statement is about what is named itself, or about what lies in a place that is named."""
    places = [i for i in mention.ids if index.nature(i) == "place"]
    return names_itself(mention, fact, index) or bool(index.facts[fact.id].entities.intersection(places))


def names_itself(mention: Mention, fact: Fact, index: Index) -> bool:
    """Whether a statement is of what is named itself: an agreement with a mission in Mali is none with Mali."""
    return not {fact.entity, *fact.entities, *index.facts[fact.id].named}.isdisjoint(mention.ids)


def contradiction(frame: Frame, index: Index) -> Draft | None:
    """ "Was it signed on 10 April?": a single-valued fact that says otherwise gives "No: 7 March 2018"."""
    doubtful = words_of(index, "denying", *(() if "choice" in frame.flags else ("either",)))
    if any(d.relation != "in" for d in frame.dates) or doubtful & said_in(frame) or parts_of_time(frame, index):
        return None
    if (not frame.dates and not frame.numbers) or (frame.numbers and words_of(index, "comparing") & set(frame.said)):
        return None
    naming = {k.at for k in frame.kinds}
    proposed = [d for d in frame.dates if d.document or d.end not in naming]
    if frame.dates and not proposed:
        return None  # "is the 2011 plan still in force?" says which plan, and asks for no date
    rest = replace(frame, dates=tuple(d for d in frame.dates if d.document or d not in proposed), numbers=())
    frame = replace(frame, dates=tuple(proposed))
    for c in rank(rest, index)[:3]:
        if not (c.met and c.fact and c.property and c.hits and c.coverage >= HALF):
            continue
        prop = index.base.types[index.entities[c.entity].type].properties[c.property]
        verdicts = [meets_date(c.fact, d, frame, index) for d in frame.dates]
        if frame.numbers and prop.kind == "date":
            continue  # "did it last 12 days" is no date
        if _one_of_several(frame, index, c.entity) or not _is_meant(c, frame, index):
            continue  # "did UNODC sign agreements in 2016": one of its agreements does not tell
        if prop.single and prop.kind in {"date", "number"} and all(v is False for v in verdicts) and not _twin(frame, index, c.entity):
            composer = Composer(index, frame.lang)
            composer.facts_part([c.fact], before=composer.say("no") + " ")
            return Draft("answer", composer, (c.entity,), "ask", c.coverage, reason="a single value contradicts")
    return None


def _twin(frame: Frame, index: Index, entity: EntityId) -> bool:
    """Whether another thing of the kind, with the same parties, is of the said date: the other agreement may be meant."""
    return bool(twins_of(frame, index, entity))


def _is_meant(c: Candidate, frame: Frame, index: Index) -> bool:
    """Whether a thing can be the one that a sentence is of: it is named, or of a kind that is said, and no other of that kind with the same ties
    is; and its statement does not itself say the date that it is to contradict."""
    view = index.entities[c.entity]
    if c.fact and any(date_meets(d, x) for d in frame.dates for x in index.facts[c.fact.id].said_dates):
        return False  # "signed on 1 March, not on 2 March, when it was announced"
    if meant := [m for m in frame.top if c.entity in m.ids]:
        return any(m.ids == (c.entity,) for m in meant)  # "the plan of action", of which there are two
    if c.left or all(k.type != view.type for k in frame.kinds):
        return False
    rivals = [
        v for v in index.of_type(view.type, index.by_property.get((view.type, c.property), ())) if v.id != view.id and v.subtype == view.subtype
    ]
    # of two plans of action the one was adopted, the other signed
    nouns = [c for c in frame.content if any(k.start <= c.at <= k.at for k in frame.kinds if k.type == view.type and k.subtype)]
    dated = index.base.types[view.type].properties[c.property].kind == "date"
    called = [v for v in index.by_type.get(view.type, ()) if dated and len(nouns) > 1 and all(not n.keys.isdisjoint(v.name_keys) for n in nouns)]
    rivals += [v for v in called if v.id != view.id and v.dates and view.dates]
    return not any(all(not v.links.isdisjoint(m.ids) or v.id in m.ids for m in frame.top) for v in rivals)


def _one_of_several(frame: Frame, index: Index, entity: EntityId) -> bool:
    """Whether a kind was said in the plural, of which a thing is but one."""
    view = index.entities[entity]
    return any(k.plural and k.type == view.type for k in frame.kinds) and not any(entity in m.ids for m in frame.top)


def twins_of(frame: Frame, index: Index, entity: EntityId) -> list[EntityId]:
    view = index.entities[entity]
    return [v.id for v in index.kin(view) if v.id != entity and all(any(date_meets(d, x) for x in v.dates) for d in frame.dates)]


def not_among(frame: Frame, index: Index, candidates: list[Candidate]) -> Draft | None:
    """ "Is Austria a member?": a list that holds others answers with its names; a flat No only if it is closed."""
    said = {m.said: m for m in frame.top}
    if words_of(index, "comes_before", "comes_after") & said_in(frame):
        return None  # "was Zouev ASG before Titov?" does not ask whether he is among them
    for c in candidates[:6]:
        # "resolution 2149 set up MINUSMA"
        named = any(c.entity in m.ids for m in frame.top) and any(w.binding for w in frame.content) and not joined_names(frame, index)
        if not (c.fact and (c.hits or named) and not c.left and len(c.unmet) == 1 and c.unmet[0] in said):
            continue
        prop = index.base.types[index.entities[c.entity].type].properties[c.property]
        mention = said[c.unmet[0]]
        if prop.kind != "entity" or not any(index.entities[i].type in prop.of for i in mention.ids):
            continue
        told = {index.entities[v.id].type for v in c.fact.values if isinstance(v, Ref)}
        if not any(index.entities[i].type in told for i in mention.ids):
            continue  # where a photo shows people no place is missing
        kinds = {index.entities[v.id].subtype for v in c.fact.values if isinstance(v, Ref)}
        if all(index.nature(i) == "place" and index.entities[i].subtype not in kinds for i in mention.ids):
            continue  # a city may lie in a region that is not named
        joined = joined_names(frame, index)
        if mention in joined and any(c.entity in m.ids for m in joined):
            continue  # "were MINUSMA and the court created in 2014?" does not ask for the one among the makers of the other
        if "where" not in prop.asks and mention.start and frame.said[mention.start - 1] in words_of(index, "placed"):
            continue  # "was it signed in Bamako?" is not told by who its parties are
        composer = Composer(index, frame.lang)
        denied = words_of(index, "denying") & said_in(frame)  # "Mali did not take part": a No would be taken for the other
        key = "not_among" if denied else wording_of_not_among([c.fact], mention, index)
        composer.facts_part([c.fact], before=composer.say(key, name=composer.called(mention)) + " ")
        return Draft("answer", composer, (c.entity,), "ask", c.coverage, candidates=candidates, reason="not among the values named")
    return None
