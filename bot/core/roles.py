"""Whether a statement tells of the same doing as a yes/no question: who does it, to whom, from and to what, in which order.

"Did UNODC ask MINUSCA" is not affirmed by what MINUSCA asked of UNODC, "did Fedotov sign for DPKO" not by his signing for UNODC.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.core.frame import Frame, phrases
from bot.core.index import STATEMENTS_KEPT, Index, keep
from bot.core.kinds import find_dates
from bot.core.lexicon import Keys
from bot.core.model import EntityId, Fact, Lang, Mention, Ref, Token
from bot.core.names import link
from bot.core.text import words

ACTORS = frozenset({"body", "person"})
"""Natures of what does something and has something done to it."""
THINGS = frozenset({"pact", "happening", "document", "topic"})
"""Natures of what is made, held, written or spoken of by somebody."""
NEAR = 3
"""Tokens behind a word like "for" in which stands what it is said of."""
TITLE = 2
"""Words of a post behind the body that it is a post of."""


@dataclass(frozen=True, slots=True)
class _Item:
    """Something that takes part: a thing named, a kind of thing, or a number."""

    at: int
    ids: frozenset[EntityId]
    types: frozenset[str]
    number: float | None = None

    def is_told(self, other: _Item) -> bool:
        """Whether a statement tells of this, by the name, the number or, of a kind of thing, any of that kind."""
        if self.number is not None or other.number is not None:
            return self.number == other.number
        return not self.ids.isdisjoint(other.ids) if self.ids else not self.types.isdisjoint(other.types)

    def may_be(self, other: _Item) -> bool:
        """Whether it is not told that both differ."""
        return self.is_told(other) or (bool(self.ids) and not other.ids and not self.types.isdisjoint(other.types))


def same_doing(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a statement bears out who does what in a yes/no question. Where it cannot be told, it does."""
    tokens = index.statement(fact, frame.lang).tokens
    told = _told_items(fact, frame.lang, index)
    asked = _items(frame.tokens, frame.text, [m for m in frame.top if m.end > m.start], index)
    checks = [_linked, _heads_it, _holds_it, _active, _sides, _from_to, _subject]
    says = index.base.types[index.entities[fact.entity].type].properties[fact.property].says
    if says != "bond" or not _is_the_whole(frame, fact, index):  # who makes a thing up is told in any order
        checks += [_in_order, _doer]
    elif any({index.nature(i) for i in m.ids} <= ACTORS and {fact.entity, *_values_of(fact)}.isdisjoint(m.ids) for m in frame.top if m.ids):
        return False  # the ECOWAS in the name of its plan is no partner of it
    return all(check(frame, asked, tokens, told, index) for check in checks)


def _values_of(fact: Fact) -> set[EntityId]:
    """The things among the values of a statement."""
    return {v.id for v in fact.values if isinstance(v, Ref)}


def _is_the_whole(frame: Frame, fact: Fact, index: Index) -> bool:
    """Whether that of which a statement tells who makes it up stands behind "part of", "among" in the question, where that is said."""
    ends = [b for _, b in phrases(frame, "belongs_to", index)]
    whole = [min((m for m in frame.top if m.start >= b), key=lambda m: m.start, default=None) for b in ends]
    return all(m is not None and fact.entity in m.ids for m in whole)


def done_by(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether the statement that answers "whom did MINUSMA finance?" is of what MINUSMA did. Where it cannot be told, it is."""
    doing = index.cues.words["doing"]
    said = frame.said

    def asked_to_do(mention: Mention) -> bool:
        before = mention.start - 1
        while before > 0 and said[before] in index.cues.words["articles"]:
            before -= 1
        behind = said[mention.end : mention.end + 3]  # "la MINUSMA a-t-elle financé"
        return (before >= 0 and said[before] in doing) or (len(behind) > 2 and behind[1] == "t" and behind[0] in index.cues.words["having"])

    doer = next((m for m in frame.top if m.end > m.start and asked_to_do(m)), None)
    if doer is None:
        return True
    tokens = index.statement(fact, frame.lang).tokens
    told = _told_items(fact, frame.lang, index)
    asked = _items(frame.tokens, frame.text, [doer], index)
    return _doer(replace(frame, mentions=(doer,)), asked, tokens, told, index)


def heads_it(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether the statement that answers "who was head of MINUSMA?" is of the head of that. Where it cannot be told, it is."""
    if index.cues.words["governing"].isdisjoint(frame.said):
        return True
    tokens = index.statement(fact, frame.lang).tokens
    asked = _items(frame.tokens, frame.text, [m for m in frame.top if m.end > m.start], index)
    governing = index.cues.words["governing"]
    said = frame.said
    behind = [x for i, w in enumerate(said) if w in governing for x in asked if x.ids and i < x.at <= i + NEAR]
    owned = [m for m in frame.top if said[m.end : m.end + 1] == ("s",) and governing.intersection(said[m.end + 1 : m.end + 2])]  # "Lapaque's boss"
    owned += [
        m
        for m in frame.top
        if m.end > m.start and frame.text[frame.tokens[m.end - 1].end :][:1] in {"'", "’"} and governing.intersection(said[m.end : m.end + 1])
    ]  # "Ladsous' boss"
    owned += [m for m in frame.top if m.end > m.start and governing.intersection(said[m.end : m.end + TITLE])]  # "UNODC executive director"
    behind = behind or [_Item(m.start, frozenset(m.ids), frozenset(index.entities[i].type for i in m.ids)) for m in owned]
    if behind and {index.nature(t) for t in behind[0].types} == {"person"}:
        return False  # his own post is not who heads him
    if not behind or fact.entity in behind[0].ids:
        return True
    told = frozenset().union(*(m.ids for m in index.statement(fact, frame.lang).mentions))
    return not behind[0].ids.isdisjoint(told) and _heads_it(frame, asked, tokens, [], index)


FEW = 2
"""Words of a message that says only for whom it asks."""


def with_somebody(frame: Frame, index: Index) -> frozenset[EntityId]:
    """The persons together with whom somebody else is asked for: "who signed the plan with Fedotov", "... with him"."""
    words = index.cues.words
    if "who" not in frame.asks and ("which" not in frame.asks or words["governing"].isdisjoint(frame.said)):  # "which chief signed it with him"
        return frozenset()
    behind = {i + 1 for i, w in enumerate(frame.said) if w in words["company"]}
    pointed = any(frame.said[i] in words["persons"] for i in behind if i < len(frame.said))
    people = [m for m in frame.top if m.ids and all(index.nature(i) == "person" for i in m.ids)]
    if "with_whom" in frame.flags:  # "with whom did Fedotov sign it?"
        did = [m for m in people if m.end <= m.start or (m.start and frame.said[m.start - 1] in words["doing"])]
        return frozenset(i for m in did for i in m.ids)
    return frozenset(i for m in people if (m.start in behind if m.end > m.start else pointed) for i in m.ids)


def tells_of_others(fact: Fact, people: Set[EntityId], frame: Frame, index: Index) -> bool:
    """Whether a statement names a person besides some: not that Fedotov signed the plan, where it is asked who did with him."""
    named = {i for m in index.statement(fact, frame.lang).mentions for i in m.ids}
    return any(index.nature(i) == "person" for i in {fact.entity, *named} - people)


def for_whom(frame: Frame, index: Index) -> bool:
    """Whether it is asked for whom something is ("who was it for", "for whom"), and not who made it."""
    words, said = index.cues.words, frame.said
    behind = {said[i + 1] for i, w in enumerate(said[:-1]) if w in words["benefit"]}
    if len(said) <= FEW:
        return False  # "for whom?" asks the last question on
    return said[-1] in words["benefit"] or not behind.isdisjoint(words["relative"])


def tells_for_whom(fact: Fact, frame: Frame, index: Index) -> bool:
    """Whether a statement says for whom something is: in its words, or by its property, if that is "to work for" somebody."""
    benefit = index.cues.words["benefit"]
    if not benefit.isdisjoint(index.statement(fact, frame.lang).words):
        return True
    asked = [c.keys for c in frame.content]
    phrases_for = [
        said
        for text in index.base.types[index.entities[fact.entity].type].properties[fact.property].words[frame.lang]
        if benefit & {*(said := words(text))}
    ]
    return any(all(w in benefit or any(index.lexicon.keys(w, frame.lang) & keys for keys in asked) for w in said) for said in phrases_for)


def acted_for(frame: Frame, index: Index) -> tuple[Mention, ...]:
    """The names on whose behalf somebody acts in a question: "who signed for MINUSCA", "on behalf of UNODC"."""
    cues, said = index.cues, frame.said
    ends = {b for _, b in index.cues.find("on_behalf", said, [True] * len(said), frame.lang)}
    ends |= {b + 1 for b in ends if said[b : b + 1] and said[b] in cues.words["articles"]}
    return tuple(m for m in frame.top if m.end > m.start and (m.start in ends or _side_of(m, frame, index) is not None))


def _side_of(mention: Mention, frame: Frame, index: Index) -> int | None:
    """Where the word stands that makes of a name one of two sides ("on UNODC's side", "côté ONUDC"), if any does."""
    words, said = index.cues.words, frame.said
    behind = mention.end + (said[mention.end : mention.end + 1] == ("s",))
    before = mention.start - 1
    while before > 0 and said[before] in words["belonging"]:
        before -= 1
    return next((i for i in (behind, before) if 0 <= i < len(said) and said[i] in words["sides"]), None)


def on_a_side(frame: Frame, index: Index) -> bool:
    """Whether somebody is asked for who acted for one of two: "on UNODC's side", "on the mission's side"."""
    of_a_kind = any(a == "s" and b in index.cues.words["sides"] for a, b in pairwise(frame.said))
    return of_a_kind or any(_side_of(m, frame, index) is not None for m in frame.top if m.end > m.start)


def acts_for(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether the statement that answers "who signed for UNODC?" is not of somebody who did it for another."""
    wanted = acted_for(frame, index)
    if not wanted:
        return True
    tokens = index.statement(fact, frame.lang).tokens
    told = _told_items(fact, frame.lang, index)
    said = [t.text for t in tokens]
    ends = {b for _, b in index.cues.find("on_behalf", said, [True] * len(said), frame.lang)}
    behind = [x for x in told if x.ids and any(b <= x.at < b + NEAR for b in ends)]
    if not behind:  # "did Zouev speak on behalf of UNDP?" needs a statement that says for whom he spoke
        return not frame.yes_no or not any(index.nature(i) == "body" for m in wanted for i in m.ids)
    return all(any(not x.ids.isdisjoint(m.ids) for x in behind) for m in wanted)


def _told_items(fact: Fact, lang: Lang, index: Index) -> Sequence[_Item]:
    """What takes part in what a statement tells."""
    found: Sequence[_Item] | None = index.memo.items.get((fact.id, lang))
    if found is None:
        said = index.statement(fact, lang)
        read = _items(said.tokens, fact.text[lang], [m for m in said.mentions if m.ids and not m.nested], index)
        found = keep(index.memo.items, (fact.id, lang), read, STATEMENTS_KEPT)
    return found


def _items(tokens: Sequence[Token], text: str, mentions: Sequence[Mention], index: Index) -> list[_Item]:
    inside = {i for m in mentions for i in range(m.start, m.end)} | {i for a, b, _ in find_dates(tokens, text, index.locales) for i in range(a, b)}
    found = [_Item(m.start, frozenset(m.ids), frozenset(index.entities[i].type for i in m.ids)) for m in mentions]
    for i, token in enumerate(tokens):
        if i in inside:
            continue
        types = frozenset(t for t, _, _ in index.type_nouns.get((token.text,), ()) if not index.base.types[t].topical)
        if types:
            found.append(_Item(i, frozenset(), types))
        elif (number := index.locales.number_word(token.text)) is not None and number > 1:
            found.append(_Item(i, frozenset(), frozenset(), float(number)))
    return sorted(found, key=lambda x: x.at)


def _linked(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:
    """Whether what stands behind "for", "from", "after" in the question stands there in the statement."""
    words = index.cues.words
    said, question = [t.text for t in tokens], frame.said
    for item in asked:
        before = item.at - 1
        while before >= 0 and question[before] in words["articles"]:
            before -= 1
        role = question[before] if before >= 0 else ""
        if role not in words["role_words"]:
            continue
        inside = [m for m in link(tokens, index.names, {}) if m.ids and m.nested and not item.ids.isdisjoint(m.ids)]
        if any(w == role and i < m.start <= i + NEAR for i, w in enumerate(said) for m in inside):
            continue  # "the joint mission to Mali"
        behind = [x for i, w in enumerate(said) if w == role for x in told if i < x.at <= i + NEAR][: len(told)]
        if (behind and not any(item.may_be(x) for x in behind)) or (not behind and role in words["role_words_strict"]):
            return False
    return True


def _in_order(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:
    """Whether those that take part stand in the same order, or in the other if one is said with "by" and one without."""
    words = index.cues.words
    question = frame.said
    passive = _passive(question, asked, words["agent"])
    asserted = "asserted" in frame.flags and not words["being"] & set(question)
    if not (passive or asserted or words["doing"] & set(question[:NEAR]) or any(w in words["doing_anywhere"] for w in question)):
        return True  # "is INTERPOL a member of it" has no order
    # where it was has no order: "the Mali trainings", "the trainings in Mali"
    described = {x.at - 1 for x in asked if not x.ids and x.number is None}
    acting = [
        x
        for x in asked
        if x.number is None
        and not ({index.nature(t) for t in x.types} == {"place"} and (x.at in described or question[x.at - 1] in words["placing"]))
    ]
    pairs = [(item, at) for item in acting if (at := next((x.at for x in told if item.is_told(x)), -1)) >= 0]
    statement = [t.text for t in tokens]
    common = [x for x in told if any(item.is_told(x) for item in asked)]
    same_voice = passive == _passive(statement, common, words["agent"])
    things = index.types_of(THINGS)
    # what somebody and a document or an agreement do to one another is told by what they are
    mixed = not phrases(frame, "belongs_to", index)
    if any(_another_does_it(a, b, frame, tokens, index) for (a, b) in pairwise(pairs)):
        return False
    for group in ([p for p in pairs if not p[0].types <= things], [p for p in pairs if p[0].types <= things]) if mixed else (pairs,):
        places = _sorted_in_groups([(item.at, at) for item, at in group], frame, statement, index)
        # "signed by Fedotov for UNODC and Le Roy for DPKO": all of them did it, in whichever voice
        by = [i for i, w in enumerate(question if passive else statement) if w in words["agent"]]
        all_did = bool(by) and all((item.at if passive else at) > by[0] for item, at in group)
        if len(set(places)) > 1 and (places == sorted(places)) is not (same_voice or all_did):
            return False
    return True


def _subject(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:
    """Whether a verb that a sentence says of somebody is said of him: "MINUSCA wrecked the institutions" is not what "months of violence had
    wrecked" says, nor "MINUSCA conducted the mission" what led to an agreement with MINUSCA. Where the statement has no such verb, it is."""
    words = index.cues.words
    question, said = frame.said, [t.text for t in tokens]
    doer = next((x for x in asked if x.ids and any((t, "") in index.actors for t in x.types)), None)
    first = min((m for m in frame.top if m.end > m.start), key=lambda m: m.start, default=None)
    if "asserted" not in frame.flags or doer is None or first is None:
        return True
    kinds = {k.at for k in frame.kinds}
    if by := next((i for i, w in enumerate(question) if w in words["agent"]), 0):  # "UNPOL was trained by the Gendarmerie"
        doer = next((x for x in asked if x.ids and by < x.at <= by + 2 and any((t, "") in index.actors for t in x.types)), None)
        verb = next((c for c in reversed(frame.content) if c.binding and by - 2 <= c.at < by), None)
    else:
        verb = next((c for c in frame.content if c.binding and c.at >= first.end and c.at not in kinds), None)
        if first.start != doer.at or (verb and (verb.at > first.end + NEAR or not words["being"].isdisjoint(question[first.end : verb.at]))):
            return True
    if verb is None or doer is None:
        return True
    at = [i for i, w in enumerate(said) if not verb.keys.isdisjoint(index.lexicon.keys(w, frame.lang))]
    people = [x for x in told if x.ids and any((t, "") in index.actors or index.nature(t) == "place" for t in x.types)]
    own = [x.at for x in people if doer.is_told(x)]
    if not at or not own:
        return True

    def does(v: int) -> bool:
        """Whether he stands before a verb, alone or in a list of those who do it, or behind "by"."""
        if any(not words["agent"].isdisjoint(said[max(i - 2, 0) : i]) for i in own if i > v):
            return True
        before = [x for x in people if x.at < v and tokens[x.at].clause == tokens[v].clause]
        if not before:  # in a clause before, if nothing else but names stands in between: "Hughes, the Police Adviser, briefed them"
            begins = next(i for i, t in enumerate(tokens) if t.clause == tokens[v].clause)
            behind = next((x.at for x in reversed(people) if x.at < begins), None)
            if behind is None or any(not index.lexicon.is_function(w) for w in said[behind + 1 : v] if w not in words["conjoins"]):
                return False
            before = [x for x in people if x.at <= behind]
        shared = said[v - 1] in words["conjoins"]  # "MINUSCA approached UNODC and asked it"
        nearest = before[0].at if shared else before[-1].at
        group = {nearest}
        for x in reversed(before):
            if x.at < min(group) and min(group) - x.at <= 2 * NEAR and (_list_between(said, x.at, min(group), index) or shared):
                group.add(x.at)
        return bool(group.intersection(own))

    return any(does(v) for v in at)


def _list_between(said: Sequence[str], first: int, second: int, index: Index) -> bool:
    """Whether two names stand in one list with nothing that takes up the first ("the forces that UNODC trained") in between."""
    words = index.cues.words
    between = said[first + 1 : second]
    return words["taking_up"].isdisjoint(between) and (not between or not words["conjoins"].isdisjoint(between) or len(between) <= 1)


def _another_does_it(one: tuple[_Item, int], other: tuple[_Item, int], frame: Frame, tokens: Sequence[Token], index: Index) -> bool:
    """Whether the first of two, that does something to the second in a question, has it done to it in a statement ("the forces that UNODC
    trained"), or does it together with the second there ("briefed them, with Hughes")."""
    (a, at_a), (b, at_b) = one, other
    said = [t.text for t in tokens]
    if not (a.ids and b.ids) or _joined(frame.said, a.at, b.at, index) or _and(said, min(at_a, at_b), max(at_a, at_b), index):
        return False
    if _in_company(said, max(at_a, at_b), index) and {index.nature(t) for t in a.types | b.types} <= ACTORS:
        return True
    verb = next((c for c in frame.content if c.binding and a.at < c.at < b.at), None)
    does = [i for i, w in enumerate(said) if verb and not verb.keys.isdisjoint(index.lexicon.keys(w, frame.lang))]
    return bool(does) and all(i > at_b for i in does) and not index.cues.words["taking_up"].isdisjoint(said[at_a:at_b])


def _and(said: Sequence[str], first: int, second: int, index: Index) -> bool:
    """Whether two stand in one list: "UNODC, MINUSMA and UNPOL"."""
    return second - first <= 2 * NEAR and not index.cues.words["conjoins"].isdisjoint(said[first + 1 : second])


def _sorted_in_groups(pairs: Sequence[tuple[int, int]], frame: Frame, said: Sequence[str], index: Index) -> list[int]:
    """Where what takes part stands in a statement, in the order of the question, but that those who are joined in both have no order among
    themselves: "UNDP and OROLSI chair it" is "OROLSI and UNDP co-chair it"."""
    places: list[int] = []
    group: list[int] = []
    for k, (at, place) in enumerate(pairs):
        before, told_before = pairs[k - 1] if k else (at, place)
        first, second = sorted((told_before, place))
        if not (k and _joined(frame.said, before, at, index) and _joined(said, first, second, index)):
            places += sorted(group)
            group = []
        group.append(place)
    return places + sorted(group)


def _joined(said: Sequence[str], first: int, second: int, index: Index) -> bool:
    """Whether two that take part are joined: in one list, or by "with" right before the second ("Fedotov went to Mali with Ladsous")."""
    return _in_company(said, second, index) or _and(said, first, second, index)


def _in_company(said: Sequence[str], at: int, index: Index) -> bool:
    """Whether a name, with its article, stands behind "with"."""
    before = at - 1
    while before > 0 and said[before] in index.cues.words["articles"]:
        before -= 1
    return said[before] in index.cues.words["company"]


def _passive(said: Sequence[str], items: Sequence[_Item], agent: frozenset[str]) -> bool:
    """Whether one of those that take part stands behind "by"."""
    return any(w in agent for x in items for w in said[max(x.at - NEAR, 0) : x.at] if said[x.at - 1] == w or (x.at > 1 and said[x.at - 2] == w))


def _doer(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:
    """Whether the one that does it is the same: the first, or the one behind "by"."""
    agent = index.cues.words["agent"]

    def acts(item: _Item) -> bool:
        return any((t, "") in index.actors for t in item.types)

    def doers(said: Sequence[str], items: Sequence[_Item]) -> list[_Item]:
        # whatever a statement begins with does it: "Japan funded"
        opening = 1 if said and said[0] in index.cues.words["articles"] else 0
        people = [x for x in items if x.ids and (x.at == opening or acts(x))]
        by = [
            x
            for x in people
            if any(w in agent for w in said[max(x.at - 2, 0) : x.at]) and _participle(said, x.at, agent, index.locales[frame.lang].participles)
        ]
        first = by or people
        found = first[:1]
        for x in first[1:]:
            between = set(said[found[-1].at + 1 : x.at])  # nothing but a comma: "UNODC, MINUSMA and UNPOL"
            if (between and not between & index.cues.words["conjoins"]) or x.at - found[-1].at > 2 * NEAR:
                break
            found.append(x)
        return found

    question = frame.said
    said = [t.text for t in tokens]
    done = doers(said, told)
    if any(w in agent for w in question) and not any(x.ids and {question[x.at - 1], question[x.at - 2]} & agent for x in asked if acts(x)):
        # "created by resolution 2149": what does it is no actor, and what stands first does nothing: "briefed by the representatives" is not he who briefed
        patient = next((x for x in asked if x.ids and acts(x) and x.at < min(i for i, w in enumerate(question) if w in agent)), None)
        return patient is None or not agent.isdisjoint(said) or not any(patient.is_told(x) for x in done)
    doing = doers(question, asked)
    somebody = next((x for x in asked if acts(x)), None)
    if somebody and not somebody.ids and "asserted" in frame.flags and somebody.at <= NEAR and question[somebody.at - 1] not in agent:
        # "officers gave the training": it was given to them
        at = [x.at for x in told if somebody.is_told(x)]
        if at and all(not index.cues.words["done_to"].isdisjoint(said[max(i - NEAR, 0) : i]) for i in at):
            return False
    if not doing or not done or any(doing[0].is_told(x) for x in done):
        return True
    if all(index.nature(t) in THINGS for t in doing[0].types):
        return any(doing[0].is_told(x) for x in told)  # "the plan provides for training": what UNODC will do under the plan
    passive = next((i for i in range(1, len(question)) if question[i - 1] in index.cues.words["being"]), None)
    if passive is not None and doing[0].at < passive and agent.isdisjoint(question) and any(c.at == passive for c in frame.content):
        return any(doing[0].is_told(x) for x in told)  # "MINUSCA was created in 2014": somebody did that to it
    # "Ladsous and Fedotov went to Mali": Fedotov went there with Ladsous
    first = next((x for x in done if any(other.is_told(x) for other in doing[1:])), None)
    return first is not None and any(doing[0].is_told(x) and x.at > first.at and _joined(said, first.at, x.at, index) for x in told)


def _heads_it(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:  # noqa: ARG001  # one of the checks
    """Whether what somebody heads in the question is what his post is of: the head of the Police Division of DPKO is not that of
    DPKO, nor is he who works for it."""
    words = index.cues.words
    governing = words["governing"]
    # "dirige-t-il le DOMP": one more token than in English
    behind = [x for i, t in enumerate(frame.tokens) if t.text in governing for x in asked if x.ids and i < x.at <= i + NEAR + 1]
    passive = bool(behind) and not words["agent"].isdisjoint(frame.said[max(behind[0].at - 2, 0) : behind[0].at])
    if passive:  # "the network is led by UNPOL"
        behind = [x for x in asked if x.ids and x.at < behind[0].at][-1:]
    named = [m for m in link(tokens, index.names, {}) if not behind[0].ids.isdisjoint(m.ids)] if behind else []
    said = [t.text for t in tokens]

    def of_it(mention: Mention) -> bool:
        before = mention.start - 1
        if before > 1 and said[before] == "s":  # "chairs the Compact's working group"
            owner = next((m for m in link(tokens, index.names, {}) if m.end == before), None)
            before = owner.start - 1 if owner else before - 2
        while before > 0 and said[before] in words["articles"]:
            before -= 1
        if said[mention.end : mention.end + 1] == ["s"] or before < 0:
            return False
        return said[before] in governing or (said[before] in words["belonging"] and before > 0 and said[before - 1] not in words["units"])

    return (not named and not passive) or any(of_it(m) for m in named)  # "the Compact is chaired by UNODC": of what has no name it is not told


def _holds_it(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:
    """Whether a post in the question is told of the same person: "Noble met Secretary-General Ban" tells nothing of Noble's post."""
    words = index.cues.words
    inside = {i for m in frame.top for i in range(m.start, m.end)}
    posts = {t.text for i, t in enumerate(frame.tokens) if i not in inside and t.text in words["governing"] | words["titles"]}
    holders = [x for x in asked if {index.nature(t) for t in x.types} == {"person"} and x.ids]
    people = [x for x in told if {index.nature(t) for t in x.types} == {"person"} and x.ids]
    if not posts or not holders or not people:
        return True
    keys = frozenset().union(*(index.lexicon.keys(w, frame.lang) for w in posts))
    at = [i for i, t in enumerate(tokens) if not keys.isdisjoint(index.lexicon.keys(t.text, frame.lang))]
    return not at or any(holders[0].is_told(min(people, key=lambda x: abs(x.at - i))) for i in at)


def _active(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:
    """Whether what does it in the question is not what it is done to in the statement: "la CPS a-t-elle créé la MINUSCA", "la CPS a été créée"."""
    being = index.cues.words["being"]
    if being & set(frame.said) or not asked:
        return True
    verbs = frozenset().union(*(c.keys for c in frame.content if c.binding))
    for i, token in enumerate(tokens):
        noun = i + 1 < len(tokens) and tokens[i + 1].text in index.cues.words["belonging"]  # "was head of"
        if i and not noun and tokens[i - 1].text in being and not verbs.isdisjoint(index.lexicon.keys(token.text, frame.lang)):
            before = [x for x in told if x.at < i and x.ids]
            if before and asked[0].is_told(before[-1]):
                return False
    return True


def _sides(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:  # one of the checks
    """Whether to whom something is done in a question it is done in the statement: "MINUSCA assists UNODC" is not what "UNODC is to assist
    MINUSCA" says, nor "did the ambassadors brief Noble" what he briefed them on."""
    words = index.cues.words
    question, said = frame.said, [t.text for t in tokens]
    noun_or_passive = words["being"].union(*(text.split() for text in index.language.cues["articles"][frame.lang]))  # "a" has informed in French
    if words["agent"] & set(question):
        return True  # "was it opened by him" has the order of the other voice
    nouns = {k.at for k in frame.kinds}
    for m in (m for m in frame.top if m.end > m.start and {index.nature(i) for i in m.ids} <= ACTORS):
        at = m.start - 1
        while at > 0 and question[at] in words["articles"]:
            at -= 1
        verb = next((c for c in frame.content if c.at == at and c.at not in nouns), None)
        if verb is None:
            continue
        subjects = {i for x in asked if x.at < at for i in x.ids}
        done_to, done_by_it, others = False, False, False
        for v, token in enumerate(tokens):
            if verb.keys.isdisjoint(index.lexicon.keys(token.text, frame.lang)) or (v and said[v - 1] in noun_or_passive):
                continue
            near = [x for x in told if x.ids and tokens[x.at].clause == token.clause]
            before = [x for x in near if x.at < v]
            if any(not x.ids.isdisjoint(m.ids) for x in near if x.at > v):
                known = {i for x in told if x.at < v for i in x.ids}
                others = others or bool(subjects and known and subjects.isdisjoint(known))
                done_to = done_to or not (subjects and known and subjects.isdisjoint(known))
            elif before and not before[-1].ids.isdisjoint(m.ids):
                done_by_it = True
        if (done_by_it or others) and not done_to:
            return False
    return True


def _from_to(frame: Frame, asked: Sequence[_Item], tokens: Sequence[Token], told: Sequence[_Item], index: Index) -> bool:  # noqa: ARG001  # one of the checks
    """Whether what goes "from" one thing "to" another in a question does so in the statement, and not the other way round."""
    words, said = index.cues.words, frame.said

    def behind(joints: frozenset[str], after: int) -> tuple[int, Keys]:
        for i, word in enumerate(said):
            found = next((c for c in frame.content if i < c.at <= i + 2 and c.binding), None)
            if i > after and word in joints and found:
                return i, found.keys
        return -1, frozenset()

    start, first = behind(words["span_from"], -1)
    _, second = behind(words["span_to"], start)
    at = [next((i for i, t in enumerate(tokens) if not keys.isdisjoint(index.lexicon.keys(t.text, frame.lang))), -1) for keys in (first, second)]
    return min(at) < 0 or at[0] <= at[1]


def _participle(said: Sequence[str], at: int, agent: frozenset[str], endings: tuple[str, ...]) -> bool:
    """Whether "by" stands behind a participle ("opened by"), not behind a noun ("the briefing by Noble")."""
    by = next((i for i in range(at - 1, max(at - 3, -1), -1) if said[i] in agent), 0)
    return by > 0 and (not endings or said[by - 1].endswith(endings))


def made_lesser(tokens: Sequence[Token], text: str, cue: str, index: Index) -> list[tuple[int, str]]:
    """The words of a list that make another post of the one behind them, with their places; what is a preposition as well does so before a hyphen
    only ("under discussion")."""
    words = index.cues.words
    return [
        (i, t.text)
        for i, (t, behind) in enumerate(pairwise(tokens))
        if t.text in words[cue] and (t.text not in words["role_words"] or text[t.end : behind.start] == "-")
    ]
