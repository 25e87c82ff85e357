"""What the best candidates of a question make: the answer, an offer, or a refusal. Rules look at them one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.core import operators
from bot.core.apart import apart
from bot.core.candidate import MAYBE, PROBABLE, PROOF, SURE, TIE, Candidate
from bot.core.carried import SCRAP
from bot.core.compare import AHEAD, BEHIND
from bot.core.compose import PAGE, Composer, overview_facts, said_of, unlike
from bot.core.dates import as_of_years
from bot.core.distance import said_distance
from bot.core.doubts import (
    asked_of_another,
    asks_for_makers,
    asks_for_staff,
    counts_elsewhere,
    counts_others,
    gives_no_reason,
    is_exact,
    is_to_come,
    tells_what_was_named,
)
from bot.core.draft import Basis, Draft
from bot.core.empty import LACKING, by_its_label, fits_only_empty, lesser_post, nobody, on_behalf, only_empty, told_of_them
from bot.core.frame import LIGHT, ORDERS, Frame, phrases
from bot.core.index import FactView, Index
from bot.core.judge import SHOWN, judge, one_event, shown
from bot.core.kinds import say_date
from bot.core.model import EntityId, Fact, FactId, Interval, Mention, Precision, Quantity, Ref, Status, Text
from bot.core.operate import LISTED, is_named
from bot.core.predicate import is_for, is_such
from bot.core.rank import FIGURE
from bot.core.refuse import ask_back, asks_for_left_out, left_out, not_given, not_known, not_so_exact, offer
from bot.core.roles import acts_for, done_by, heads_it, same_doing
from bot.core.select import date_fact, wanted_types
from bot.core.verdict import HALF, affirms, contradiction, denies, in_its_time, parts_of_time, predicated, tells_of

BORNE_OUT, EQUAL = 6, 1.0
"""The best statements by which a yes/no question may be borne out, if they are that near to the best, in nats."""
CLEAR = 2.0
"""A lead over all others, in nats, from which one thing is meant though no one thing was named."""
SIBLING = 3.0
"""So near, in nats, to the best must be the same statement of another thing, to be meant by a plural as well."""
FEW = 0.5
"""Confidence from which a handful of equally good things that share a name are all stated."""


def _spoken_of(frame: Frame, index: Index, entity: EntityId) -> tuple[EntityId, ...]:
    """All the things that "them" stands for, if a thing is one of them and all are of its type."""
    several = next((m.ids for m in frame.top if m.end == m.start and len(m.ids) > 1 and entity in m.ids), ())
    return several if all(index.entities[i].type == index.entities[entity].type for i in several) else ()


@dataclass(slots=True)
class _Weighing:
    """What is weighed for one question; the rules below look at it one after the other, and may prefer another candidate."""

    frame: Frame
    index: Index
    candidates: list[Candidate]
    """All, best first."""
    sure: float
    """Confidence from which a statement is the answer."""
    top: Candidate
    """The best of them."""
    met: list[Candidate]
    """Those that meet every constraint."""
    full: list[Candidate]
    """Those of them that are no empty slots."""
    slot: Candidate | None
    """The empty slot that came first, if one did."""

    def prefer(self, other: Candidate, met: list[Candidate]) -> None:
        """Weigh another than the best. Only the best was judged: this one is judged as if it were, and is no surer than the best was."""
        judged = judge([other, *(c for c in met if c is not other)], self.frame, self.index)[0]
        self.top, self.met = judged._replace(confidence=min(judged.confidence, self.top.confidence)), met

    def offer(self, *facts: Fact | None, among: Sequence[Candidate] | None = None, probable: bool = False) -> Draft:
        return offer(self.frame, self.index, [f for f in facts if f], self.met if among is None else among, probable=probable)

    def not_given(self, entity: EntityId, name: str) -> Draft:
        return not_given(self.frame, self.index, entity, name, self.candidates)

    def not_known(self) -> Draft:
        return not_known(self.frame, self.index, self.candidates)


def weigh(frame: Frame, index: Index, candidates: list[Candidate], sure: float = SURE) -> Draft:
    """The answer, offer or refusal that the best candidates make."""
    if not candidates or not candidates[0].met or candidates[0].confidence < sure or _tells_of_one(frame, index, candidates[0]):
        each = _each(frame, index)
        if each and (not candidates or not candidates[0].met or (each.kind == "answer" and _of_each_alone(each, frame, index))):
            return each
    if (not candidates or candidates[0].void or candidates[0].confidence < sure) and (counted := _counted(frame, index)):
        return counted
    if not candidates or not candidates[0].met:
        return _told_by_him(frame, index) or not_known(frame, index, candidates)
    top, met = candidates[0], [c for c in candidates if c.met]
    w = _Weighing(frame, index, candidates, sure, top, met, [c for c in met if not c.void], top if top.void else None)
    for rule in (
        _as_a_whole,
        _rather_a_statement,
        _refused,
        _of_a_bond,
        _spoken_about,
        _done_by_whom,
        _of_others,
        _of_a_kind,
        _of_the_whole,
        _equally_good,
        _left_out,
        _told_of_another,
    ):
        if draft := rule(w):
            return draft
    return _stated(w)


def _as_a_whole(w: _Weighing) -> Draft | None:
    """A name alone, or what the thing of a name is: whatever statement is nearest, nothing but the thing is asked about."""
    frame, index = w.frame, w.index
    named = frame.top[0] if len(frame.top) == 1 and frame.top[0].end > frame.top[0].start and len(frame.top[0].ids) == 1 else None
    plain = frame.operator == "overview" or (
        frame.operator == "ask" and not frame.asks and len(frame.tokens) == (named.end - named.start if named else 0)
    )
    more = any(c.binding for c in frame.content) or frame.dates or frame.numbers or frame.kinds or frame.flags or frame.scope is not None
    if named is None or not plain or more or frame.yes_no or frame.asks - {"which", "who"}:
        return None
    if "who" in frame.asks and index.nature(named.ids[0]) not in {"person", "body"}:
        return None  # "who is in it?"
    whole = next((c for c in w.met if not c.property and c.entity == named.ids[0]), None)
    return _whole(frame, index, whole._replace(confidence=max(whole.confidence, PROOF)), w.met) if whole else None


def _rather_a_statement(w: _Weighing) -> Draft | None:
    """A slot refuses only if a word asks for it and for no other property, or if no statement fits the question word; and only if no
    statement of the same thing is asked for by as many words."""
    frame, top, full = w.frame, w.top, w.full
    if not top.void:
        return None
    plainly = top.sharp and full and not full[0].hits and is_named(frame, top.entity)
    if full and (
        (full[0].confidence >= w.sure and not plainly)
        or (not top.sharp and full[0].fits and (full[0].hits or "who" not in frame.asks or not is_named(frame, top.entity)))
        or (not full[0].property and not full[0].left)
    ):
        w.top, w.met = full[0], full
    elif rivals := [c for c in full if c.entity == top.entity and c.fits and c.hits >= top.hits and c.coverage >= top.coverage]:
        if rivals[0] is not full[0] and rivals[0].fact:
            return w.offer(*(c.fact for c in rivals[: SHOWN + 1]), among=rivals)
        w.top, w.met = full[0], full
    return None


def _refused(w: _Weighing) -> Draft | None:
    """An empty property is what was asked for, whether it came first or not."""
    frame, index, top, met = w.frame, w.index, w.top, w.met
    if top.void and (frame.yes_no or "choice" in frame.flags) and (contrary := contradiction(frame, index)):
        return contrary
    if behalf := on_behalf(frame, index, top, met):
        return w.not_given(behalf.entity, behalf.property) if behalf.void else w.offer(met[0].fact)
    if top.void and frame.yes_no and frame.numbers and index.base.types[index.entities[top.entity].type].properties[top.property].kind != "number":
        return w.not_known()  # "did Ban say there were 500?" does not ask for his name
    if top.fact:
        empty = (
            lesser_post(frame, index, top, met)
            or nobody(frame, index, top, met)
            or only_empty(frame, top, met)
            or fits_only_empty(frame, top, met)
            or by_its_label(frame, index, top, met)
        )
    elif top.void:
        tied = list(dict.fromkeys(c.entity for c in met if c.void and c.property == top.property and c.score >= top.score - TIE))
        if len(tied) > 1 and not is_named(frame, top.entity):
            return ask_back(frame, index, tied, met)
        if not frame.top and not any(c.keys & index.entities[top.entity].name_keys for c in frame.content):
            return w.not_known()
        empty = top.property
    else:
        return None
    if not empty:
        return None
    told = told_of_them(frame, index, top.entity, empty)
    return w.offer(*told) if told else w.not_given(top.entity, empty)


def _of_a_bond(w: _Weighing) -> Draft | None:
    """What two do together is asked about, and the best statement tells of one of them, or, where it is asked since when, the date of
    one event: "since when does UNODC work with INTERPOL" is not told by when INTERPOL was created, nor by when a plan was signed."""
    frame, index, top = w.frame, w.index, w.top
    words = index.cues.words
    begins = "when" in frame.asks and not (words["since_then"] | words["beginning"]).isdisjoint(frame.said)
    if len(frame.top) < 2 or not top.fact or not (frame.operator == "link" or begins):
        return None
    told = {top.entity, *index.facts[top.fact.id].entities, *index.facts[top.fact.id].named}
    dated = bool(top.property) and index.base.types[top.entity.partition("/")[0]].properties[top.property].dates
    apart = frame.operator == "link" and any(told.isdisjoint(m.ids) for m in frame.top)
    return w.offer(*_told(w)) if apart or (dated and begins and not is_named(frame, top.entity)) else None


def _spoken_about(w: _Weighing) -> Draft | None:
    """What somebody said about something is told by a statement of his that says a word of it: "what did Fedotov say about shadow
    economies" is not told by whatever else he said."""
    frame, index, top = w.frame, w.index, w.top
    if not top.fact or index.nature(top.entity) != "person" or frame.yes_no:
        return None
    asked = index.property_keys[index.entities[top.entity].type, top.property]
    verb = next((c.at for c in frame.content if not c.keys.isdisjoint(asked)), -1)
    at = next((i for i, said in enumerate(frame.said) if verb >= 0 and i > verb and said in index.cues.words["speaking_of"]), -1)
    topic = [c for c in frame.content if c.at > at >= 0 and c.binding and frame.tokens[c.at].clause == frame.tokens[at].clause]

    def tells(c: Candidate) -> bool:
        return c.fact is not None and all(not word.keys.isdisjoint(index.facts[c.fact.id].keys) for word in topic)

    if not topic or tells(top):
        return None
    other = next((c for c in w.met if tells(c) and c.entity == top.entity and c.property == top.property), None)
    if other is None:
        return w.offer(*_told(w))
    w.prefer(other, w.met)
    return None


def _done_by_whom(w: _Weighing) -> Draft | None:
    """What "who" is said to have done right behind it must be told by the statement or asked of its property: that a training is about smuggling
    tells not who smuggled."""
    frame, index, top = w.frame, w.index, w.top
    heads = not index.cues.words["governing"].isdisjoint(frame.said)  # who headed it is told by his post
    if frame.asks != {"who"} or frame.yes_no or heads or not top.fact or not top.property:
        return None
    verbs = [c for c in frame.content if c.binding and c.at and frame.said[c.at - 1] in index.cues.words["asks_who"] and c.at not in frame.heads]
    slot = index.property_keys[index.entities[top.entity].type, top.property]
    untold = [c for c in verbs if c.keys.isdisjoint(slot) and c.keys.isdisjoint(index.facts[top.fact.id].keys)]
    return w.offer(*_told(w)) if untold else None


def _told_by_him(frame: Frame, index: Index) -> Draft | None:
    """ "What did Zouev say about Mali?", where no statement is told as his: what the documents that he speaks in tell of that."""
    said = frame.said
    about = [m for m in frame.top if m.start and said[m.start - 1] in index.cues.words["speaking_of"]]
    speaker = next((m for m in frame.top if m not in about and {index.nature(i) for i in m.ids} == {"person"}), None)
    if frame.yes_no or not speaker or not about or any(not m.ids for m in frame.top):
        return None
    found = [
        v.fact
        for v in _told_by(speaker, index)
        if not v.sources.isdisjoint(speaker.ids) and all(not ({v.fact.entity} | v.entities | v.named).isdisjoint(m.ids) for m in about)
    ]
    passages = {min(c.paragraph for c in f.citations): f for f in reversed(found)}  # one of each: what stands in it is told again and again
    return offer(frame, index, [passages[p] for p in sorted(passages)][: SHOWN + 1], [], probable=True) if found else None


def _told_by(speaker: Mention, index: Index) -> Iterator[FactView]:
    """The statements of all of which any statement cites a speaker's documents."""
    told = set[EntityId]().union(*(index.by_source.get(i, ()) for i in speaker.ids))
    for entity in sorted(told, key=lambda e: index.order[e]):
        yield from (index.facts[f.id] for facts in index.entities[entity].facts.values() for f in facts)


def _of_others(w: _Weighing) -> Draft | None:
    """The best statement gives others than those who are asked for."""
    frame, index, top = w.frame, w.index, w.top
    if top.confidence < MAYBE:
        return None
    others = (
        asks_for_makers(frame, index, top)
        or counts_others(frame, index, top)
        or _rivalled(w)
        or _of_the_most(frame, index, top)
        or _tells_of_one(frame, index, top, as_its_own=True)
    )
    return w.offer(*_told(w)) if others else None


def _rivalled(w: _Weighing) -> bool:
    """Whether the words of a message without a question word ask as well for somebody who is not given: "UNPOL chief" is not told by what
    UNPOL leads."""
    top = w.top
    if not top.fact or w.frame.asks or w.frame.yes_no or not top.hits or "all_of_them" in w.frame.flags:
        return False
    properties = w.index.base.types[w.index.entities[top.entity].type].properties
    if not top.property or "who" in properties[top.property].asks or properties[top.property].kind == "number":
        return False
    empty = [c for c in w.met if c.void and c.entity == top.entity and c.hits >= top.hits and c.coverage >= top.coverage]
    return any(c.score >= top.score - LACKING and "who" in properties[c.property].asks for c in empty)


def _of_the_most(frame: Frame, index: Index, top: Candidate) -> bool:
    """Whether it is asked who or which did something most, and the statement tells of one that did it: nobody counted."""
    if not top.fact or frame.yes_no or not frame.asks & {"who", "which"}:
        return False
    spans = [s for name in ("counts_most", "counts_fewest") for s in phrases(frame, name, index)]
    said = {frame.said[i] for a, b in spans for i in range(a, b)}
    return bool(said) and said.isdisjoint(index.statement(top.fact, frame.lang).words)


def _of_a_kind(w: _Weighing) -> Draft | None:
    """ "When was the agreement signed": a kind and a property, but no one thing."""
    frame, index = w.frame, w.index
    if not _unnamed(frame, index):
        return None
    # "who runs the mission": a mission is meant, not the people who run one
    wanted = {t for t, _ in wanted_types(frame, index)}
    of_kind = [c for c in w.full if c.fact and c.score >= w.top.score - CLEAR and c.hits and c.fits and index.entities[c.entity].type in wanted]
    names_such = w.top.fact is not None and bool(
        wanted & {t for t, _ in index.facts[w.top.fact.id].value_kinds}
    )  # "which country funded the trainings"
    if of_kind and w.top.property and index.entities[w.top.entity].type not in wanted and not names_such:
        w.prefer(of_kind[0], of_kind)
    top, met = w.top, w.met
    if not top.fact:
        return None
    lead = None if _bare_property(frame, index, top) else CLEAR
    alike = [c for c in met if c.fact and c.property == top.property and index.entities[c.entity].type == index.entities[top.entity].type]
    several = list(dict.fromkeys(c.entity for c in alike if lead is None or c.score >= top.score - lead))
    if len(several) < 2:
        return None
    plural = any(k.plural and k.type == index.entities[top.entity].type for k in frame.kinds)
    if plural and len({c.fact.values for c in met if c.fact and c.property == top.property and c.entity in several}) == 1:
        return _state(frame, index, top, [top.fact], w.candidates)  # "who financed the trainings": the same for all
    if _of_one_event(several, top, met):
        return None
    together = _together(frame, index, top, met) if len(several) <= SHOWN + 1 else None
    return together or ask_back(frame, index, several, met)


def _of_the_whole(w: _Weighing) -> Draft | None:
    """A thing as a whole, or nothing that is near enough."""
    frame, index, top, met = w.frame, w.index, w.top, w.met
    if top.fact and frame.dates and parts_of_time(frame, index) - index.statement(top.fact, frame.lang).words:
        return w.offer(*[c.fact for c in met if c.fact][:SHOWN])  # "in the second half of the year": which it does not tell
    if not top.property and not top.left:
        return _whole(frame, index, top, met)
    if w.slot and top.fact and top.confidence < MAYBE and w.slot.entity == top.entity and is_named(frame, top.entity):
        return w.offer(top.fact, among=w.full)  # "since when is it operational": for over a year
    figures = {n.value for n in frame.numbers if n.value >= FIGURE}
    if top.fact and top.confidence < MAYBE and figures and figures <= index.facts[top.fact.id].numbers:
        return w.offer(top.fact)  # few statements tell just that figure of what is named
    if top.confidence < MAYBE or not any(c.fact for c in met) or (_barely_explained(frame, top) and top.confidence < HALF):
        return w.not_known()
    return None if top.property else w.offer(*[c.fact for c in met if c.fact][:SHOWN])


def _equally_good(w: _Weighing) -> Draft | None:
    """The same property of several things, and nothing that tells which is meant."""
    frame, index, top, met = w.frame, w.index, w.top, w.met
    equal = [c for c in met if c.fact and c.property == top.property and c.score >= top.score - TIE]
    others = list(dict.fromkeys(c.entity for c in equal))
    if len(others) < 2 or _same_words(top, equal) or _of_one_event(others, top, met):
        return None
    if together := _together(frame, index, top, equal):
        return together
    if _few_named(frame, others) or len({c.fact.values for c in equal if c.fact}) == 1:
        told = list(dict.fromkeys(c.fact for c in equal if c.fact))[: SHOWN + 1]
        told_apart = top.confidence >= FEW and not _barely_explained(frame, top)
        return _state(frame, index, top, told, w.candidates) if told_apart else w.offer(*told)
    return ask_back(frame, index, others, met)


def _told(w: _Weighing) -> list[Fact]:
    """The best statement and what is said beside it."""
    facts = unlike([c.fact for c in shown(w.full) if c.fact])
    if "all_of_them" in w.frame.flags and any(isinstance(v, Ref) for f in facts[:1] for v in f.values):  # "everyone who headed it"
        facts = unlike([*facts, *(c.fact for c in w.full if c.fact and (c.entity, c.property) == (w.top.entity, w.top.property))])[: SHOWN + 2]
    if (
        w.frame.asks == {"where"} and w.top.fact and facts and not _spoken_of(w.frame, w.index, w.top.entity)
    ):  # the country and the town of its headquarters
        properties = w.index.base.types[w.index.entities[w.top.entity].type].properties
        also = [c for c in w.full[:BORNE_OUT] if c.fact and c.entity == w.top.entity and c.fits and c.hits >= w.top.hits > 0]
        facts = unlike([*facts, *(c.fact for c in also if c.fact and "where" in properties[c.property].asks)])[: SHOWN + 1]
    if facts and w.top.fact is facts[0] and _all_his_words(w):
        same = w.index.entities[w.top.entity].facts[w.top.property]
        facts = unlike([*(f for f in same if f in facts), *(f for f in same if f not in facts)])[: PAGE + 1]
    return facts


def _all_his_words(w: _Weighing) -> bool:
    """Whether all that somebody said or did is asked for ("what did Zouev say?", "list everything Ban said"): nothing besides narrows it."""
    frame, index, top = w.frame, w.index, w.top
    if frame.yes_no or frame.dates or frame.numbers or len(frame.top) != 1 or not is_named(frame, top.entity) or not top.property:
        return False
    asked = index.property_keys[index.entities[top.entity].type, top.property]
    words = [c for c in frame.content if c.binding]
    kind = index.base.types[index.entities[top.entity].type].properties[top.property].kind
    return index.nature(top.entity) == "person" and kind == "text" and bool(frame.content) and all(not c.keys.isdisjoint(asked) for c in words)


def _left_out(w: _Weighing) -> Draft | None:
    """What was asked for is just what the document leaves out."""
    frame, index, top = w.frame, w.index, w.top
    near = [c.fact for c in w.full if c.fact and c.entity == top.entity and c.hits > top.hits and c.score >= top.score - LACKING]
    told = [*_told(w)[:1], *near]
    to_the_dot = frame.asks <= {"which"} and not index.cues.words["exact"].isdisjoint(frame.said)  # "the exact budget"
    amount = "how_much" in frame.asks or to_the_dot
    lacking = next((f for f in told if asks_for_left_out(frame, index, f) or (amount and f.lacks)), None)
    return left_out(frame, index, lacking, w.candidates) if lacking and top.confidence >= MAYBE else None


def _told_of_another(w: _Weighing) -> Draft | None:
    """ "Which training dealt with car bombs?": one dealt with explosives, and what is told of another has both words."""
    frame, index, top = w.frame, w.index, w.top
    if not top.fact or not top.left or frame.asks != {"which"} or frame.yes_no or is_named(frame, top.entity):
        return None
    type_ = index.entities[top.entity].type
    nouns = {t.at for t in frame.targets if t.type == type_}
    asked = index.property_keys[type_, top.property] if top.property else frozenset[str]()
    rest = [c for c in frame.content if c.binding and c.at not in nouns and c.keys.isdisjoint(asked)]
    if not nouns or len(rest) < 2:
        return None
    telling = [frozenset[FactId]().union(*(index.facts_by_key.get(k, ()) for k in c.keys)) for c in rest]
    close = sorted(telling[0].intersection(*telling[1:]), key=lambda f: (len(index.facts[f].keys), f))  # the fewer words, the more to the point
    others = [f for f in close if index.entities[index.base.facts[f].entity].type == type_]
    if not others or any(index.base.facts[f].entity == top.entity for f in others):
        return None
    return w.offer(*(index.base.facts[f] for f in others[:SHOWN]), top.fact)


def _stated(w: _Weighing) -> Draft:
    """The best statement, stated if that is sure enough and offered if not."""
    frame, index, top, facts = w.frame, w.index, w.top, _told(w)
    doubted = not top.fits or gives_no_reason(frame, index, top) or asks_for_staff(frame, index, top) or counts_elsewhere(frame, index, top)
    if top.confidence < w.sure or doubted or _barely_explained(frame, top):
        if frame.asks & {"how_many", "how_much"} and not top.fits:
            return w.not_known()
        probable = not doubted and not frame.yes_no and top.confidence >= PROBABLE
        return _borne_out(frame, index, w.met) or w.offer(*facts, probable=probable)
    facts = unlike([*facts[:1], *_siblings(frame, index, top, w.full), *_of_the_period(frame, top, w.full), *facts[1:]])
    return _state(frame, index, top, facts, w.candidates, w.sure)


def _barely_explained(frame: Frame, top: Candidate) -> bool:
    """Whether nothing was named and most of what was said is left: "book me a meeting room on Friday" is not told by where a meeting was."""
    return not frame.top and top.coverage < HALF


def _of_one_event(things: Sequence[EntityId], top: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether the best statements of several things tell the same: the police of the UN, of the UN and of its police."""
    firsts = (next((c.fact for c in met if c.fact and (c.entity, c.property) == (e, top.property)), None) for e in things)
    return one_event([f for f in firsts if f])


def _tells_of_one(frame: Frame, index: Index, top: Candidate, *, as_its_own: bool = False) -> bool:
    """Whether of two things of one type joined by an "and" the best statement tells of one alone ("where are MINUSCA and MINUSMA"); as
    what it did itself only, if so asked: "when did Ladsous and Fedotov sign" is not told by what Fedotov signed."""
    if not top.fact or frame.yes_no:
        return False
    joints = index.cues.words["conjoins"]
    told = {top.entity, *index.facts[top.fact.id].entities, *index.facts[top.fact.id].named}
    pairs = [(a, b) for a, b in pairwise(sorted(frame.top, key=lambda m: m.start)) if joints & {*frame.said[a.end : b.start]}]
    return any(
        {index.entities[i].type for i in a.ids} == {index.entities[i].type for i in b.ids}
        and any(told.isdisjoint(m.ids) for m in (a, b))
        and (not as_its_own or top.entity in {*a.ids, *b.ids})
        for a, b in pairs
    )


def _siblings(frame: Frame, index: Index, top: Candidate, full: Sequence[Candidate]) -> list[Fact]:
    """The same of the other things of a kind that was asked about in the plural: one of "the agreements with MINUSMA" is but half
    of the answer."""
    type_ = index.entities[top.entity].type
    spoken = _spoken_of(frame, index, top.entity)
    if spoken and not frame.yes_no:  # "who funded them?": all that were listed
        return [f for i in spoken if i != top.entity for f in index.entities[i].facts.get(top.property, ())[:1]][:PAGE]
    plural = any(k.plural and k.type == type_ for k in frame.kinds)
    if not plural or frame.yes_no or is_named(frame, top.entity):
        return []
    alike = [c for c in full if c.fact and c.property == top.property and index.entities[c.entity].type == type_ and c.score >= top.score - SIBLING]
    return [c.fact for c in alike if c.fact][1:PAGE]


def _of_the_period(frame: Frame, top: Candidate, full: Sequence[Candidate]) -> list[Fact]:
    """The same of the same thing, or of the others that were named, at other times of a period: all who headed them "between 2009 and 2015"."""
    if frame.yes_no or not any(d.relation == "in" and not d.document and d.interval.start.year < d.interval.end.year for d in frame.dates):
        return []
    things = {top.entity, *(i for m in frame.top for i in m.ids)}
    return [c.fact for c in full if c.fact and c.met and c.property == top.property and c.entity in things and c.fact is not top.fact][: PAGE - 1]


def _together(frame: Frame, index: Index, top: Candidate, near: Sequence[Candidate]) -> Draft | None:
    """Several things asked about in the plural ("the budgets of the two 2018 agreements"): each is said."""
    type_ = index.entities[top.entity].type
    if not any(k.plural and k.type == type_ for k in frame.kinds) and "all_of_them" not in frame.flags:
        return None
    facts = [c.fact for c in near if c.fact and c.property == top.property and c.entity.split("/")[0] == type_]
    if not 1 < len(facts) <= SHOWN + 1 or top.confidence < MAYBE:
        return None
    return offer(frame, index, facts, near) if top.confidence < SURE - 0.2 else _state(frame, index, top, facts, list(near))


def _unnamed(frame: Frame, index: Index) -> bool:
    """Whether a question says a kind and a property only ("when was the agreement signed"): then no one thing is meant."""
    if frame.top or frame.dates or frame.numbers:
        return False
    return not any(c.keys.isdisjoint(index.nouns) and c.keys.isdisjoint(index.asking) for c in frame.content if c.binding)


def _bare_property(frame: Frame, index: Index, top: Candidate) -> bool:
    """Whether nothing but a kind and one property was said ("training dates?"): no lead tells which one is meant."""
    said = index.entities[top.entity].kind_keys | index.property_keys[index.entities[top.entity].type, top.property]
    return all(c.keys & said for c in frame.content if c.binding)


def _few_named(frame: Frame, entities: Sequence[EntityId]) -> bool:
    """Whether a handful of equally good things share a name that was said ("the agreement with MINUSMA": two)."""
    return bool(frame.top) and len(entities) <= 3


def _same_words(top: Candidate, near: Sequence[Candidate]) -> bool:
    """Whether the tie is between statements that say the same of one another (both sides of one link)."""
    rivals = {c.entity for c in near if c.property == top.property}
    return bool(top.fact) and rivals <= {top.entity, *(v.id for v in top.fact.values if isinstance(v, Ref))}  # type: ignore[union-attr]  # guarded


def _state(frame: Frame, index: Index, top: Candidate, facts: list[Fact], candidates: list[Candidate], sure: float = SURE) -> Draft:
    """Say the facts that answer, after the checks that make an answer a refusal."""
    composer = Composer(index, frame.lang)
    same = [f for f in facts if (f.entity, f.property) == (facts[0].entity, facts[0].property)]
    known = [d for f in same if (d := f.as_of or _figure_of(f))] if facts[0].as_of or _figure_of(facts[0]) else []
    if "now" in frame.flags and (as_of := max(known, key=lambda d: d.end, default=None) or (_source_date(facts[0], index) if frame.yes_no else None)):
        composer.plain(
            composer.say("now_unknown", date=say_date(as_of_years(as_of)[-1] if as_of.period else as_of, index.locales[frame.lang])), lead=True
        )
        composer.plain(composer.say("what_there_is"))
        composer.bullets(same)
        return Draft(
            "unknown",
            composer,
            (top.entity,),
            "ask",
            top.coverage,
            candidates=candidates,
            basis=Basis.PAST,
            reason="asks for the present of a dated fact",
        )
    came_about = "came_about" in frame.flags and "announced" not in frame.flags and not phrases(frame, "there_is", index)
    if frame.yes_no and top.hits and came_about and facts[0].status in {Status.PLANNED, Status.PROPOSED}:
        composer.plain(composer.say("only_planned"), lead=True)
        composer.plain(composer.say("what_there_is"))
        composer.bullets(facts)
        return Draft(
            "unknown", composer, (top.entity,), "ask", top.coverage, candidates=candidates, reason="asks whether what was announced came about"
        )
    if not is_exact(frame, facts[0]):
        return not_so_exact(frame, index, facts[0], candidates)
    if not frame.yes_no and sure > MAYBE and frame.asks <= {"who", "which"} and not done_by(frame, index, facts[0]):
        return offer(frame, index, facts, [c for c in candidates if c.met])  # what is told of it was done to it
    if "who" in frame.asks and not frame.yes_no:
        facts = [f for f in facts if acts_for(frame, index, f)] or facts
    if "who" in frame.asks and sure > MAYBE and not (acts_for(frame, index, facts[0]) and heads_it(frame, index, facts[0])):
        return offer(frame, index, facts, [c for c in candidates if c.met])  # the head of something else, or somebody who acts for another
    if sure > MAYBE and (asked_of_another(frame, index, facts[0]) or tells_what_was_named(frame, index, facts[0])):
        return offer(frame, index, facts, [c for c in candidates if c.met])
    if is_to_come(frame, index) and facts[0].status is Status.DONE and sure > MAYBE:
        return offer(frame, index, facts, [c for c in candidates if c.met])  # "which countries will join" is not told by which did
    extreme = [c for c in frame.content if c.superlative and c.weight > LIGHT]
    untold = [c for c in extreme if c.keys.isdisjoint(index.facts[facts[0].id].text_keys)]
    if not frame.yes_no and sure > MAYBE and ((frame.asks & {"which", "who"} and extreme) or (not frame.asks and untold)):
        # "which mission signed first": that a statement has the word does not make it the first of all
        return offer(frame, index, facts, [c for c in candidates if c.met])
    before = ""
    if "how_long" in frame.asks and not frame.yes_no and (days := _days(facts[0])):
        before += composer.say("days_long", days=str(days)) + " "
    if "when" in frame.asks and not frame.yes_no and (at := _untold_time(facts[0], index)):
        before += composer.say("on_date", date=say_date(at, index.locales[frame.lang])) + " "
    affirmed = frame.yes_no and not _says_how_far(frame, index) and affirms(frame, index, facts[0])
    told_plainly = top.confidence >= PROOF and (denies(frame, index, facts[0]) or not {"asserted"} & frame.flags)
    bears = (
        told_plainly
        and predicated(frame, index, facts[0])
        and is_such(frame, index, facts[0])
        and is_for(frame, index, facts[0])
        and same_doing(frame, index, facts[0])
        and in_its_time(frame, index, facts[0])
        and all(tells_of(m, facts[0], index) for m in frame.top)
    )
    if frame.yes_no and not affirmed and not bears and sure > MAYBE:
        return _borne_out(frame, index, [c for c in candidates if c.met]) or offer(frame, index, facts, [c for c in candidates if c.met])
    if affirmed:
        before += composer.say("yes") + " "
    composer.facts_part(facts, before=before)
    spoken = _spoken_of(frame, index, top.entity) if len(facts) > 1 and not frame.yes_no else ()
    if without := [composer.title(i) for i in spoken if top.property not in index.entities[i].facts]:
        composer.plain(composer.say("not_given_of", names="; ".join(without[:PAGE])))
    entities = tuple(dict.fromkeys((*(f.entity for f in facts), *spoken)))
    return Draft("answer", composer, entities, "ask", top.confidence, candidates=candidates, reason=f"{top.entity} {top.property}")


def _says_how_far(frame: Frame, index: Index) -> bool:
    """Whether a question says how far before or after another thing something was: a statement with all its words ("published the day after the
    signing") need not have the two in that order ("signed the day after it was published")."""
    return any(said_distance(frame, index, a) for name in (*AHEAD, *BEHIND) for a, _ in phrases(frame, name, index))


def _borne_out(frame: Frame, index: Index, met: Sequence[Candidate]) -> Draft | None:
    """Yes by a statement near the best one that says all that is asked: "did Ban meet Noble?" is told of Noble first, and of Ban."""
    if not (frame.yes_no and frame.top) or frame.asks or any(d.relation != "in" for d in frame.dates) or _says_how_far(frame, index):
        return None
    for c in met[:BORNE_OUT]:
        kin = c.property == met[0].property or c.entity == met[0].entity or is_named(frame, c.entity)
        near = c.score >= met[0].score - EQUAL and kin
        if c.fact and near and not c.left and affirms(frame, index, c.fact):
            composer = Composer(index, frame.lang)
            composer.facts_part([c.fact], before=composer.say("yes") + " ")
            return Draft("answer", composer, (c.entity,), "ask", PROOF, candidates=met, reason=f"{c.entity} {c.property}")
    return None


def _untold_time(fact: Fact, index: Index) -> Interval | None:
    """When it was that a statement tells, where its words do not say it: "when did he say that?"."""
    return None if fact.as_of or index.facts[fact.id].said_dates else fact.when


def _figure_of(fact: Fact) -> Interval | None:
    """The time of which a figure is."""
    return fact.when if any(isinstance(v, Quantity) for v in fact.values) else None


def _source_date(fact: Fact, index: Index) -> Interval | None:
    """The date of the newest source of a statement."""
    dates = [d for c in fact.citations if (d := index.base.sources[c.source].date)]
    return max(dates, key=lambda d: d.end, default=None)


def _days(fact: Fact) -> int:
    """How many days a period lasts, both ends counted; 0 if it is not given to the day."""
    return next((v.days for v in fact.values if isinstance(v, Interval) and v.period and v.precision is Precision.DAY), 0)


def _whole(frame: Frame, index: Index, top: Candidate, proven: list[Candidate]) -> Draft:
    """The entity as a whole: an overview, a list when several fit, or asking back."""
    composer = Composer(index, frame.lang)
    tied = [c for c in proven if not c.property and c.score >= top.score - 0.05]
    if len(tied) > 1 and not any(is_named(frame, c.entity) for c in tied):
        plural = any(k.plural for k in frame.kinds)
        if plural:
            draft = operators.listing(frame, index)
            if draft:
                draft.intent = "list"
                return draft
        if len(tied) > 4 and not frame.kinds:
            return not_known(frame, index, [])
        return ask_back(frame, index, [c.entity for c in tied], proven)
    facts = overview_facts(index, top.entity)
    if facts and "now" in frame.flags and (as_of := next((f.as_of for f in facts if f.as_of), None) or _source_date(facts[0], index)):
        composer.plain(
            composer.say("now_unknown", date=say_date(as_of_years(as_of)[-1] if as_of.period else as_of, index.locales[frame.lang])), lead=True
        )
        composer.plain(composer.say("what_there_is"))
        composer.bullets(facts[:SHOWN])
        return Draft(
            "unknown", composer, (top.entity,), "overview", candidates=proven, basis=Basis.PAST, reason="asks for the present of a dated fact"
        )
    if not facts:
        composer.plain(composer.say("nothing"), lead=True)
        return Draft("unknown", composer, (top.entity,), "overview", candidates=proven, reason="entity without facts")
    if _asks_of_some(frame, index):
        return offer(frame, index, facts[:SHOWN], proven)
    entity = index.base.entities[top.entity]
    full = said_of(index, index.entities[top.entity], "name")[:1]
    if full and not any(
        isinstance(v, Text) and v[frame.lang] in (entity.name[frame.lang], *(f.text[frame.lang] for f in facts[:1])) for v in full[0].values
    ):
        facts = [*full, *facts]  # a name that is an acronym is written out first
    lead = ""
    if entity.acronym[frame.lang] and entity.name[frame.lang] not in facts[0].text[frame.lang]:
        lead += f"{composer.title(top.entity)}. "
    if frame.yes_no:
        if frame.top and not is_named(
            frame, top.entity
        ):  # "was the course given by UNODC and DPKO?" is not affirmed by a thing that goes by its words
            return offer(frame, index, facts[:SHOWN], proven)
        lead += composer.say("yes") + " "
    composer.facts_part(facts, before=lead)
    return Draft("answer", composer, (top.entity,), "overview", top.confidence or top.coverage, candidates=proven, reason=f"overview of {top.entity}")


def _asks_of_some(frame: Frame, index: Index) -> bool:
    """Whether a scrap asks something of several ("both with MINUSMA?", "besides Ban?", "who was last?"), which what a thing is in all
    does not answer."""
    if len(frame.tokens) > SCRAP:
        return False
    begins = frame.operator != "overview" and any(a == 0 for name in ("all_of_them", "negation") for a, _ in phrases(frame, name, index))
    return begins or (bool(ORDERS & frame.flags) and "who" in frame.asks)


def _counted(frame: Frame, index: Index) -> Draft | None:
    """ "187 of what?": a figure and no name; the statements whose value it is."""
    if frame.top or frame.dates or len(frame.numbers) != 1 or frame.yes_no or frame.numbers[0].value < FIGURE:
        return None
    value = frame.numbers[0].value
    tellers = sorted(index.by_number.get(value, ()), key=lambda e: index.order[e])
    told = (f for e in tellers for fs in index.entities[e].facts.values() for f in fs)
    facts = [f for f in told if any(isinstance(v, Quantity) and v.value == value for v in f.values)]
    if not 0 < len(facts) <= SHOWN:
        return None
    composer = Composer(index, frame.lang)
    sure = not any(c.binding for c in frame.content)
    if not sure:
        composer.plain(composer.say("not_sure"), lead=True)
    composer.facts_part(facts, lead=sure)
    return Draft(
        "answer" if sure else "clarify", composer, (facts[0].entity,), "ask", LISTED, basis=Basis.OTHER if sure else Basis.OFFERED, reason="a figure"
    )


def _of_each_alone(draft: Draft, frame: Frame, index: Index) -> bool:
    """Whether each statement is of one of the things named, and of no other of them."""
    named = {i for m in frame.top for i in m.ids}
    return all(
        index.base.facts[f].entity in named and len(named & (index.facts[f].entities | {index.base.facts[f].entity})) == 1
        for f in draft.composer.facts
    )


def _each(frame: Frame, index: Index) -> Draft | None:
    """Two things or two times that no one statement meets ("the agreements with MINUSCA and MINUSMA"): each is said."""
    found = apart(frame, index)
    if not found:
        return None
    facts = [c.fact or next(iter(overview_facts(index, c.entity)), None) for c in found]
    said = list(dict.fromkeys(f for f in facts if f))
    if len(said) < 2:
        return None
    if frame.yes_no and frame.dates and not any(isinstance(v, Interval) for f in said for v in f.values):
        # "did both run until 27 March?": not told by who held them
        when = [date_fact(index, index.entities[c.entity]) if index.entities[c.entity].type in index.made else None for c in found]
        return offer(frame, index, [f for f in when if f] if all(when) else said, found)
    if (frame.yes_no and not found[0].property) or (min(c.confidence for c in found) < LISTED and found[0].property):
        return offer(frame, index, said, found)
    composer = Composer(index, frame.lang)
    composer.facts_part(said)
    entities = tuple(dict.fromkeys(c.entity for c in found))
    return Draft("answer", composer, entities, "ask", min(c.confidence for c in found), candidates=found, reason=f"each of {', '.join(entities)}")
