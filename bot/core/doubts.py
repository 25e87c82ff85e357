"""What makes of a good statement no answer: it is of something else, of what was done to it, of what is not so, of what is to come."""

from __future__ import annotations

from collections.abc import Set
from itertools import pairwise

from bot.core.candidate import Candidate
from bot.core.dates import same_span
from bot.core.draft import Draft
from bot.core.frame import Content, Frame, phrases
from bot.core.index import Index
from bot.core.lexicon import Keys
from bot.core.model import Fact, Interval, Paragraph, Precision, Ref, Role
from bot.core.roles import made_lesser
from bot.core.select import affiliations, from_end_to_end, joined_names
from bot.core.text import tokenize, words

BRIEF = 4
"""Tokens up to which a message ends in its verb ("and who isn't?")."""


def turned_round(frame: Frame, index: Index, draft: Draft) -> list[str]:
    """The words by which a question asks for what is not so ("which trainings were not held in Bamako"), unless a statement
    says just that: the base does not say what it leaves out."""
    if (
        frame.yes_no
        or frame.asks & {"why", "how"}
        or not (frame.targets or frame.kinds or frame.operator in {"list", "count"} or frame.asks & {"who", "which"})
    ):
        return []
    if no_part := phrases(frame, "no_part", index):
        return [frame.tokens[i].raw for a, b in no_part for i in range(a, b)]
    turning = index.cues.turning_round[frame.lang]
    # what a statement leaves out stands behind a semicolon: "...; the amount is not given"
    shown = draft.composer.facts[:1] if draft.kind == "answer" else draft.composer.facts
    if draft.intent not in {"list", "count"} and any(turning & {*words(index.base.facts[i].text[frame.lang].partition(";")[0])} for i in shown):
        return []
    cues = index.cues.words
    told = {w for i in draft.composer.facts for w in index.statement(index.base.facts[i], frame.lang).words}
    plain = {Role.FUNCTION, Role.CONTENT, Role.CUE, Role.LEFT, Role.COURTESY}
    found = []
    ending = {*frame.said[-2:-1]} if frame.said[-1] == "t" and len(frame.tokens) <= BRIEF else set()  # "who isn't?"
    denying = turning | cues["no_such"] | cues["left_off"]
    for at, (token, role) in enumerate(zip(frame.tokens[:-1], frame.roles, strict=False)):
        if token.text not in denying:
            continue
        behind = [t.text for t in frame.tokens[at + 1 : at + 3] if t.text != "t"]  # "isn't" is two tokens
        inside = at > 0 and frame.tokens[at - 1].clause == token.clause  # "..., not March" only sets something aside
        place = next((i for i in range(at + 1, len(frame.tokens)) if frame.said[i] not in cues["belonging"] | cues["determiners"]), at)
        if (
            (token.text in turning and role in plain and not _is_courtesy(frame, at) and inside and behind[:1] and behind[0] not in cues["only"])
            or (token.text in turning and token.raw.lower() in ending and inside and not behind)
            or (token.text in cues["no_such"] and behind and (behind[0] in index.cues.countable or _denies_what_is_asked(at, frame, index)))
            or (
                token.text in cues["left_off"]
                and (frame.roles[place] is Role.NAME or frame.tokens[place].raw[0].isupper())
                and told.isdisjoint(cues["left_off"])
            )
        ):
            found.append(token.raw)
    return found


def _denies_what_is_asked(at: int, frame: Frame, index: Index) -> bool:
    """Whether a "no" denies a date ("no creation date"): what has one would be listed."""
    behind = {w for i, w in enumerate(frame.said[at + 1 : at + 4], at + 1) if frame.tokens[i].clause == frame.tokens[at].clause}
    return at > 0 and not index.cues.words["asks_when_noun"].isdisjoint(behind)


def _is_courtesy(frame: Frame, at: int) -> bool:
    """Whether a word belongs to a courtesy of several words ("never mind")."""
    return frame.roles[at] is frame.roles[at + 1] is Role.COURTESY


def _posts(draft: Draft, index: Index) -> Keys:
    """The keys of what those who are told of are called."""
    known = {i for f in draft.composer.facts for i in (index.base.facts[f].entity, *index.base.facts[f].entities)}
    people = [index.entities[i] for i in known if i in index.entities and index.nature(i) == "person"]
    named = (f for v in people for n, fs in v.facts.items() if index.base.types[v.type].properties[n].kind == "name" for f in fs)
    return frozenset().union(*(index.facts[f.id].text_keys for f in named))


def told_otherwise(frame: Frame, index: Index, draft: Draft) -> list[str]:
    """Words that make of what is told another thing: an end where no end is told ("when did Japan stop funding it"), a full
    post where the statement has but a lesser one (an Under-Secretary-General is no Secretary-General)."""
    if not draft.composer.facts or draft.intent not in {"ask", "list"}:
        return []
    text = " ".join(index.base.facts[f].text[frame.lang] for f in draft.composer.facts)
    said = words(text)
    told = index.keys_of(text, frame.lang)
    cues = index.cues.words
    plain = {c.at: c.keys if sum(k[0] == "=" for k in c.keys) < 2 else {k for k in c.keys if k[0] != "="} for c in frame.content}
    turning = (
        cues["narrowing"] if (cues["reversing"] | cues["reversed_by_form"]).intersection(said) else cues["reversing"] | cues["narrowing"]
    )  # "when did she leave": "she left"
    # the ECOWAS plan is a "West African" one, by the name of ECOWAS
    facts = [index.base.facts[f] for f in draft.composer.facts]
    named = Keys().union(*(index.entities[i].name_keys for f in facts for i in (f.entity, *f.entities)))
    asked = [
        frame.tokens[c.at].raw
        for c in frame.content
        if c.word in turning and told.isdisjoint(plain[c.at]) and (c.word not in cues["narrowing"] or named.isdisjoint(plain[c.at]))
    ]
    raw = frame.said
    for a, b in phrases(frame, "titles", index):  # an Executive Director is no Secretary-General
        title = index.lexicon.phrase(tuple(raw[a:b])) if b - a > 1 else frozenset(k for k in index.lexicon.keys(raw[a], frame.lang) if k[0] == "=")
        if title and title.isdisjoint(told | _posts(draft, index)):
            asked += [t.raw for t in frame.tokens[a:b]]
    if not cues["sharing"] & {*said}:
        asked += [frame.tokens[c.at].raw for c in frame.content if _is_shared(c.at, frame, index)]  # "which does it co-chair?": not what it chairs
    lesser = cues["lesser_post"] | cues["lesser_behind"]
    if lesser.isdisjoint(frame.said) and not lesser.isdisjoint(said):
        before = {i for i, _ in made_lesser(tokenize(text), text, "lesser_post", index)}
        for c in frame.content:
            at = [i for i, w in enumerate(said) if not index.lexicon.keys(w, frame.lang).isdisjoint(c.keys)]
            if at and all(i - 1 in before or cues["lesser_behind"] & {*said[i + 1 : i + 3]} for i in at):
                asked.append(frame.tokens[c.at].raw)
    return asked


def strangers(frame: Frame, index: Index, draft: Draft) -> list[str]:
    """Those who are asked about and of whom nothing knows, not even as a word: "what did Guterres say about police" is not answered by what others said."""
    saying, acting = index.cues.words["saying"], index.cues.words["doing"] | index.cues.words["saying"]
    told = {w for f in draft.composer.facts for w in index.statement(index.base.facts[f], frame.lang).words}
    found = []
    for c in frame.content:
        token = frame.tokens[c.at]
        behind = frame.said[c.at + 1 : c.at + 2]
        acts = c.at > 0 and frame.said[c.at - 1] in acting and (token.raw[0].isupper() or not saying.isdisjoint(behind))
        if acts and not c.known and c.word not in told and not index.lexicon.is_real(c.word):
            found.append(token.raw)
    return found or _other_names(frame, index)


def _other_names(frame: Frame, index: Index) -> list[str]:
    """The family names that nobody of the base has, behind a first name that somebody has: "Dmitry Medvedev" is not Dmitry Titov."""
    found = []
    for first, last in pairwise(frame.content):
        name = frame.tokens[last.at]
        beside = last.at == first.at + 1 and frame.text[frame.tokens[first.at].end : name.start] == " "
        if beside and not last.known and name.raw[0].isupper() and frame.tokens[first.at].raw[0].isupper() and _is_first_name(first.word, index):
            found.append(name.raw)
    return found


def _is_first_name(word: str, index: Index) -> bool:
    return word in index.names.tokens and not index.lexicon.is_function(word)


def _is_shared(at: int, frame: Frame, index: Index) -> bool:
    """Whether a verb is said to be done with others: "which does it co-chair?", not "besides the two co-chairs"."""
    words = index.cues.words
    tokens = frame.tokens
    prefixed = at > 1 and frame.said[at - 1] in words["sharing"] and frame.text[tokens[at - 1].end : tokens[at].start] == "-"
    return prefixed and frame.said[at - 2] not in words["determiners"] and words["either"].isdisjoint(frame.said)


def half_told(frame: Frame, index: Index, draft: Draft) -> bool:
    """Whether a Yes rests on one half of what was asked: "is Zouev head of OROLSI and Under-Secretary-General", "in 2009 and today", "in all
    documents". Each word and name behind the "and" must be told by the statement, and a rank before a post by no other one."""
    if not frame.yes_no or not draft.composer.facts:
        return False
    if _without_its_cause(frame, index, draft):
        return True
    if not says_yes(draft):
        return False
    if any(not own for _, _, own in affiliations(frame, index)) or _of_another_span(frame, index, draft):
        return True
    cues = index.cues.words
    joint = next(
        (i for i, w in enumerate(frame.said) if 1 < i < len(frame.said) - 1 and w in cues["conjoins"] and not _joins_names(i, frame, index)), None
    )
    spans = (*phrases(frame, "in_several", index), *phrases(frame, "in_every", index))
    if any(index.nature(t) == "document" for _, end in spans for w in frame.said[end : end + 3] for t, _, _ in index.type_nouns.get((w,), ())):
        return True  # "in all documents": one of them tells it
    if joint is None:
        return False
    facts = [index.base.facts[f] for f in draft.composer.facts]
    said = {w for f in facts for w in index.statement(f, frame.lang).words}
    keys = frozenset().union(*(index.facts[f.id].text_keys for f in facts))
    named = {i for f in facts for i in (f.entity, *f.entities, *index.facts[f.id].named)}
    behind = range(joint + 1, len(frame.said))
    untold = any(c.at in behind and c.keys.isdisjoint(keys) for c in frame.content)
    strange = any(m.start in behind and named.isdisjoint(m.ids) for m in frame.top)
    rank = (cues["lesser_post"] | cues["lesser_behind"]) & {frame.said[i] for i in behind}
    now = any(a in behind for a, _ in phrases(frame, "now", index))
    return untold or strange or now or not rank <= said


def _without_its_cause(frame: Frame, index: Index, draft: Draft) -> bool:
    """Whether a reason is stated that none of what is told gives as one: what led to a thing, or was before it, need not be why."""
    if not phrases(frame, "caused_by", index):
        return False
    facts = [index.base.facts[f] for f in draft.composer.facts]
    return not any(_gives_a_reason(f, frame, index) for f in facts)


def _gives_a_reason(fact: Fact, frame: Frame, index: Index) -> bool:
    said = tuple(t.text for t in index.statement(fact, frame.lang).tokens)
    starts = [True] * len(said)
    return any(index.cues.find(name, said, starts, frame.lang) for name in ("giving_reason", "caused_by"))


def _of_another_span(frame: Frame, index: Index, draft: Draft) -> bool:
    """Whether a period is said from end to end that none of what is told has: 11-16 April for 11-18 April."""
    spans = [d.interval for d in frame.dates if not d.document and from_end_to_end(d, frame, index)]
    facts = [index.base.facts[f] for f in draft.composer.facts]
    known = [v for f in facts for v in f.values if isinstance(v, Interval)] + [x for f in facts for x in index.entities[f.entity].dates]
    return any(not any(same_span(span, x) for x in known) for span in spans)


def says_yes(draft: Draft) -> bool:
    """Whether a reply begins with a Yes."""
    first = draft.composer.parts[0] if draft.composer.parts else None
    return isinstance(first, Paragraph) and first.text.startswith(draft.composer.say("yes"))


def _joins_names(at: int, frame: Frame, index: Index) -> bool:
    """Whether an "and" stands in a name, or between two names of which the same is asked."""
    names = joined_names(frame, index)
    return any(m.start <= at < m.end for m in frame.mentions) or (len(names) > 1 and names[0].start <= at < names[-1].end)


def gives_no_reason(frame: Frame, index: Index, top: Candidate) -> bool:
    """Whether "why" would be answered with a date, a figure or a name, or with what nothing asks for and leaves a word of the question."""
    if "why" not in frame.asks or not top.fact or not top.property:
        return False
    prop = index.base.types[index.entities[top.entity].type].properties[top.property]
    return "why" not in prop.asks and not _gives_a_reason(top.fact, frame, index)  # "why did he resign after the signing": the photo of it


def counts_elsewhere(frame: Frame, index: Index, top: Candidate) -> bool:
    """Whether "how many police officers did the UN have" would be answered with the number of something that is not part of it: that of those
    who attended a training."""
    names = [m for m in frame.top if m.end > m.start]
    umbrella = len(names) == len(frame.top) == 1 and not index.umbrellas.isdisjoint(names[0].ids)
    return umbrella and "how_many" in frame.asks and top.entity not in names[0].ids and index.nature(top.entity) != "body"


def asks_for_staff(frame: Frame, index: Index, top: Candidate) -> bool:
    """Whether "who works at X" would be answered with those that X works with."""
    said = frame.said
    begins = {m.start for m in frame.top}
    articles = index.cues.words["articles"]
    spans = phrases(frame, "works_for", index)
    of_name = any(b in begins or (b < len(said) and said[b] in articles and b + 1 in begins) for _, b in spans)
    return (
        ("who" in frame.asks or any(index.nature(k.type) == "person" for k in frame.kinds))
        and of_name
        and top.fact is not None
        and not any(isinstance(v, Ref) and index.nature(v.id) == "person" for v in top.fact.values)
    )


def asks_for_makers(frame: Frame, index: Index, top: Candidate) -> bool:
    """Whether the verb asks for those who made a thing, and the best statement gives others who had to do with it: "who taught the
    detection course" is not told by who attended it."""
    if "who" not in frame.asks or frame.yes_no or not top.fact or not top.property:
        return False
    type_ = index.entities[top.entity].type
    makers = {p.name for p in index.base.types[type_].properties.values() if p.maker}
    nouns = {k.at for k in frame.kinds}
    asked = [{n for n in index.entities[top.entity].facts if not c.keys.isdisjoint(index.property_keys[type_, n])} for c in _verbs(frame, nouns)]
    made = any(not c.keys.isdisjoint(index.property_keys[type_, n]) for n in makers for c in _verbs(frame, nouns))
    return made and top.property not in makers.union(*asked)


def _verbs(frame: Frame, nouns: Set[int]) -> list[Content]:
    return [c for c in frame.content if c.at not in nouns]


def counts_others(frame: Frame, index: Index, top: Candidate) -> bool:
    """Whether it is asked how many somebody's people were, and the best statement counts those at something that he only made: "how many
    UN officers in Mali" is not told by those whom it trained."""
    if "how_many" not in frame.asks or not top.fact or index.entities[top.entity].type not in index.made:
        return False
    told = {top.entity, *top.fact.entities, *(v.id for v in top.fact.values if isinstance(v, Ref))}
    counted = {c.at for c in frame.content}
    words = index.cues.words
    for m in frame.top:
        if any(index.nature(i) != "body" for i in m.ids) or not told.isdisjoint(m.ids):
            continue
        before = m.start - 1
        while before > 0 and frame.said[before] in words["determiners"] | words["articles"]:
            before -= 1
        if not (frame.content or frame.kinds) or m.end in counted or (before > 0 and frame.said[before] in words["out_of"] and before - 1 in counted):
            return True
    return False


def asked_of_another(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether what stands right behind the verb has, itself, what the verb asks for, and the statement is of something else: "which law
    created MINUSCA" is not told by the law that created its court."""
    if frame.yes_no or not frame.asks & {"who", "which"}:
        return False
    for m in frame.top:
        at = m.start - 1
        while at > 0 and frame.said[at] in index.cues.words["articles"]:
            at -= 1
        verb = next((c for c in frame.content if c.at == at and c.binding), None)
        if verb is None or len(m.ids) != 1 or m.end < len(frame.tokens) or fact.entity in m.ids:
            continue
        view = index.entities[m.ids[0]]
        properties = index.base.types[view.type].properties
        own = [n for n in view.facts if properties[n].kind == "entity" and not verb.keys.isdisjoint(index.property_keys[view.type, n])]
        if own and index.facts[fact.id].entities.isdisjoint(m.ids):
            return True
    return False


def tells_what_was_named(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether "who trained the drugs squad" would be answered with no more than the drugs squad."""
    values = {v.id for v in fact.values if isinstance(v, Ref)}
    named = {i for m in frame.top for i in m.ids}
    described = (i for i in values if i in index.entities)
    named |= {i for i in described if sum(c.binding and not c.keys.isdisjoint(index.entities[i].name_keys) for c in frame.content) > 1}
    return (
        not frame.yes_no
        and frame.asks == {"who"}
        and bool(values)
        and values <= named
        and fact.entity not in named
        and (index.entities[fact.entity].type, "") not in index.actors
    )


def is_to_come(frame: Frame, index: Index) -> bool:
    """Whether a question asks for what is to come."""
    return not frame.yes_no and any(t.text in index.cues.words["to_come"] for t in frame.tokens)


def is_exact(frame: Frame, fact: Fact) -> bool:
    """Whether a date is given as exactly as it is asked for."""
    if "how_long" in frame.asks and not frame.yes_no and (spans := [v for v in fact.values if isinstance(v, Interval)]):
        return any(v.period and v.precision in {Precision.DAY, Precision.YEAR} for v in spans)  # 2013-2017, not "March and April"
    wanted = {Precision.DAY} if "exact_day" in frame.flags else {Precision.DAY, Precision.MONTH} if "exact_month" in frame.flags else set(Precision)
    dates = [v for v in fact.values if isinstance(v, Interval)] or [d for d in (fact.when,) if d]
    return frame.yes_no or not dates or any(d.precision in wanted for d in dates)
