"""One question -> one :class:`Draft`: state an answer, offer readings, ask back, or decline."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from itertools import islice

from bot.core import compare, operators
from bot.core.accounted import accounted
from bot.core.belonging import belonging, in_the_place
from bot.core.candidate import MAYBE, PROOF, SURE, Candidate
from bot.core.chosen import which_of_them
from bot.core.claims import two_claims, verdict
from bot.core.common import between_whom, in_common
from bot.core.compose import Composer
from bot.core.dates import date_meets, fact_date
from bot.core.disagreement import disagreement
from bot.core.doers import doers
from bot.core.doubts import (
    half_told,
    says_yes,
    strangers,
    told_otherwise,
    turned_round,
)
from bot.core.draft import Basis, Draft
from bot.core.exclusion import excluding
from bot.core.existence import existing
from bot.core.frame import ORDERS, Frame, phrases
from bot.core.implied import implied_kind
from bot.core.index import Index
from bot.core.judge import judge
from bot.core.kinds import interval, say_date
from bot.core.model import Bullets, EntityId, Fact, Interval, Mention, Paragraph, Precision, Ref, Role
from bot.core.operate import asks_order, operate
from bot.core.parted import parted
from bot.core.posts import another_post, holders, the_holder
from bot.core.premise import premise
from bot.core.put_right import another_than, put_right
from bot.core.rank import rank
from bot.core.reading import takes_part
from bot.core.reframe import (
    according_to,
    between,
    dated,
    of_each_thing,
    of_his_body,
    of_its_publisher,
    of_parts,
    on_a_continent,
    page_of,
    page_on,
    relative_to,
    uncounted,
    what_it_does,
)
from bot.core.refuse import ask_which_name, not_covered, not_known, offer
from bot.core.roles import for_whom, heads_it, tells_for_whom, tells_of_others, with_somebody
from bot.core.select import asked_by, date_fact, joined_names, mutual, only_names, parts_of, set_aside
from bot.core.text import words
from bot.core.theirs import theirs
from bot.core.understand import understand
from bot.core.weigh import weigh

NEVER = 1.1
"""No confidence is that high: what is found is offered."""
SAME_AS = ("same_year_as", "same_month_as", "same_day_as")
"""The phrases that ask for what was in the time of something else, by how exactly: year, month, day."""
COUNTED = 3
"""Statements that say how many of something there are, where the things themselves are not in the base."""
NAMED = 8
"""Names in a question that leaves a choice between two of them; what names more is no such question, and each would be asked of anew."""
OTHERS = 3
"""Names beside a list of which the same is asked of each: with more lists each would be asked of each of the others anew, half a minute for 150 letters."""
PREDICATE = 2
"""Words before two names between which is chosen that are only "which of"; more tell what is so of one of them."""
TRIED, HELPED = 6, 5
"""Questions about a type that are tried for the help, and questions shown."""


def decide(frame: Frame, index: Index, subjects: Sequence[EntityId], *, sure: float = SURE) -> Draft:
    """One question; ``sure`` is the confidence from which it is answered (less for a reading that was picked)."""
    held = _held_meanwhile(frame, index, subjects, sure)
    draft = held or _decided(_between_two_moments(_in_the_time_of(frame, index), index), index, subjects, sure)
    if draft.kind == "answer" and not frame.yes_no and (lacking := _none_of_them(frame, index, draft)):
        draft = lacking
    draft = in_the_place(frame, index, draft)
    if not verdict(draft) and (checked := _as_claims(frame, index, draft)):
        draft = checked
    if verdict(draft) and _dates_an_edge(frame, index) and not any(isinstance(v, Interval) for f in _facts_of(draft, index) for v in f.values):
        return offer(frame, index, _facts_of(draft, index), [])  # whether they began in February is not told by who funded them
    if draft.kind == "answer" and _doubly(frame, index):
        return offer(frame, index, _facts_of(draft, index), [])
    return _without_verdict(draft) if frame.yes_no and draft.kind == "answer" and phrases(frame, "is_it_wrong", index) else draft


def _dates_an_edge(frame: Frame, index: Index) -> bool:
    """Whether a sentence gives the date at which something began, ended or until which it lasted."""
    words, said = index.cues.words, frame.said
    verbs = words["beginning"] | words["ending"] | words["lasting"]
    little = words["determiners"] | words["articles"] | words["placed"] | words["belonging"]  # "at the end of March"
    told = any(said[i] in verbs and not index.lexicon.is_function(said[i]) and said[i - 1] not in little for i in range(1, len(said)))
    return frame.yes_no and told and any(not d.document for d in frame.dates)


def _none_of_them(frame: Frame, index: Index, draft: Draft) -> Draft | None:
    """ "What is the budget of MINUSMA and of MINUSCA?": that it is given for neither, where a statement of something else has both names; "heads of
    UNODC and UNDP": that of the one, and that it is not given for the other."""
    names = joined_names(frame, index)
    named = {i for m in names for i in m.ids}
    if draft.intent not in {"", "ask"} or len(names) < 2 or any(f.entity in named for f in _facts_of(draft, index)):
        return None
    drafts = [_decided(replace(frame, mentions=tuple(m for m in frame.mentions if m is name or m not in names)), index, (), SURE) for name in names]
    lacking = [d.is_empty and d.entities[:1] == m.ids for d, m in zip(drafts, names, strict=True)]
    people = [_names_its_own(d, m, index) for d, m in zip(drafts, names, strict=True)]
    asked = {f.property for d, p in zip(drafts, people, strict=True) if p for f in _facts_of(d, index)[:1]}
    beside = [p or asked.isdisjoint(index.entities[m.ids[0]].facts) for m, p in zip(names, people, strict=True)]
    if not all(lacking) and not (any(people) and all(beside)):
        return None
    composer = Composer(index, frame.lang)
    told = [d for d, p in zip(drafts, people, strict=True) if p]
    if told and len(told) < len(drafts):  # "heads of UNODC and UNDP"
        without = "; ".join(composer.title(m.ids[0]) for m, p in zip(names, people, strict=True) if not p)
        composer.plain(composer.say("not_given_of", names=without), lead=True)
    for alone in told or drafts:
        composer.absorb(alone.composer)
    return replace((told or drafts)[0], composer=composer, entities=tuple(i for m in names for i in m.ids))


def _names_its_own(draft: Draft, name: Mention, index: Index) -> bool:
    """Whether an answer names the people of a body that was named."""
    fact = next(iter(_facts_of(draft, index)), None)
    if draft.kind != "answer" or fact is None:
        return False
    if index.nature(fact.entity) == "person":
        return not {*fact.entities}.isdisjoint(name.ids)
    return fact.entity in name.ids and any(isinstance(v, Ref) and index.nature(v.id) == "person" for v in fact.values)


def _as_claims(frame: Frame, index: Index, draft: Draft) -> Draft | None:
    """A sentence that was not judged as one: its two halves, or, where only its mark asks ("INTERPOL founded in 1923?"), what it says."""
    marked = (
        frame.text.rstrip().endswith("?") and not frame.asks and frame.operator == "ask" and not frame.flags & {"carry_on", "anaphora", "persons"}
    )
    told = bool(frame.dates or frame.numbers)
    # "Ladsous was head of DPKO in 2011?" is a sentence, "police in 1999: 10,629?" need be none
    sentence = (told or len(frame.top) > 1) and _has_its_verb(frame, index)
    if not frame.yes_no and not (marked and frame.top and (sentence or (draft.kind != "answer" and told))):
        return None

    def ask(claim: Frame) -> Draft:
        return _decided(claim, index, (), SURE)

    if both := two_claims(frame, index, ask):
        return both
    if frame.yes_no or (frame.kinds and not sentence) or not any(c.binding for c in frame.content):
        return None
    said = ask(replace(frame, yes_no=True, flags=frame.flags | {"asserted"}))
    dated = verdict(said) == "no" and phrases(frame, "dated_from", index)
    return said if verdict(said) == "yes" or dated else None  # "police in 1999: 10,629?" may ask for what is not given


def _has_its_verb(frame: Frame, index: Index) -> bool:
    """Whether a message begins with a name, or several that are joined, and its verb: "Ban and Noble met in 2009"."""
    words = index.cues.words
    little = words["articles"] | words["determiners"] | words["conjoins"] | words["carrying"]
    names = {i for m in frame.top for i in range(m.start, m.end)}
    verb = next((i for i in range(len(frame.said)) if i not in names and frame.said[i] not in little), 0)
    return verb > min(names, default=verb) and frame.said[verb] in words["predicating"] | words["verbs_of_sentences"]


def _decided(frame: Frame, index: Index, subjects: Sequence[EntityId], sure: float) -> Draft:
    if no_question := _no_question(frame, index, subjects):
        return no_question
    if as_written := _as_written(frame, index):
        return as_written
    frame = of_his_body(according_to(frame, index), index)
    if (
        by_form := disagreement(frame, index)
        or in_common(frame, index)
        or between_whom(frame, index)
        or _claim(frame, index)
        or _one_of_names(frame, index)
    ):
        return by_form
    frame = _as_meant(frame, index)
    if (
        of_several := holders(frame, index)
        or which_of_them(frame, index, lambda rest: decide(rest, index, ()))
        or _of_each_if_asked(frame, index)
        or theirs(frame, index, lambda rest: decide(rest, index, ()))
        or belonging(frame, index, lambda rest: decide(rest, index, ()))
        or excluding(frame, index)
    ):
        return of_several
    candidates, sure = _candidates(frame, index, sure)
    draft = operate(frame, index, subjects, candidates) or operators.done_then(frame, index) or weigh(frame, index, candidates, sure)
    if draft.kind == "clarify" and not draft.is_offer and (holder := the_holder(frame, index)):
        return holder
    if draft.kind != "answer" and (other := another_post(frame, index)):
        return other
    if (
        frame.yes_no
        and draft.kind != "answer"
        and (right := put_right(frame, index, lambda claim: decide(claim, index, ())) or another_than(frame, index))
    ):
        return right
    if draft.kind != "answer":
        draft = (None if subjects else doers(frame, index)) or _tried_otherwise(frame, index, subjects, draft)
    if draft.intent == "superlative" and draft.kind == "answer":
        draft = _of_the_first(frame, index, draft)
    return _held_back(frame, index, draft)


def _in_the_time_of(frame: Frame, index: Index) -> Frame:
    """ "What happened in the same year as the creation of MINUSCA?": the question, with that year; of no date that is less exact."""
    for parts, name in enumerate(SAME_AS, 1):
        for start, end in phrases(frame, name, index)[:1]:
            if frame.yes_no or not 0 < start < end < len(frame.tokens):
                continue
            moment = compare.moment_asked(frame.text[frame.tokens[end].start :].rstrip(" ?."), frame, index)
            known = moment[0] if moment else None
            if known is None or len(SAME_AS) - list(Precision).index(known.precision) < parts:
                continue
            first, last = ((d.year, d.month, d.day)[:parts] for d in (known.start, known.end))
            if first == last:
                said = say_date(interval(*first), index.locales[frame.lang])
                return replace(understand(f"{frame.text[: frame.tokens[start].start]}{said}", index, frame.lang), lang=frame.lang)
    return frame


def _between_two_moments(frame: Frame, index: Index) -> Frame:
    """ "What happened between the creation of the court and the memorandum?": the question, with their dates."""
    asks_for_events = frame.operator == "timeline" or bool(phrases(frame, "what_happened", index))
    words = index.cues.words
    start = next((i for i, w in enumerate(frame.said) if w in words["span_from"] and w in words["between_end"]), -1)
    if not asks_for_events or frame.yes_no or start < 0:
        return frame
    ends = [i for i in range(start + 2, len(frame.said) - 1) if frame.said[i] in words["conjoins"]]
    for middle in ends:
        close = frame.tokens[middle + 1].clause
        end = next((i for i in range(middle + 1, len(frame.tokens)) if frame.tokens[i].clause != close), len(frame.tokens))
        pieces = [frame.text[frame.tokens[a].start : frame.tokens[b - 1].end] for a, b in ((start + 1, middle), (middle + 1, end))]
        first, last = (_when(piece, frame, index) for piece in pieces)
        if first and last and first.start <= last.start:
            locale = index.locales[frame.lang]
            head, joint = frame.text[: frame.tokens[start + 1].start], frame.tokens[middle].raw
            till = interval(last.end.year, last.end.month, last.end.day) if last.period else last
            text = f"{head}{say_date(first, locale)} {joint} {say_date(till, locale)}{frame.text[frame.tokens[end - 1].end :]}"
            return replace(understand(text, index, frame.lang), lang=frame.lang)
    return frame


def _when(piece: str, frame: Frame, index: Index) -> Interval | None:
    """The time that a piece of a question says, or that of the thing or happening that it says."""
    part = understand(piece, index, frame.lang)
    if len(part.dates) == 1 and not (part.top or part.kinds or any(c.binding for c in part.content)):
        return part.dates[0].interval
    moment = compare.moment_asked(piece, frame, index)
    return moment[0] if moment and _is_of_it(moment[1], piece, frame, index) else None


def _is_of_it(fact: Fact, piece: str, frame: Frame, index: Index) -> bool:
    """Whether a date is that of what stands behind "of": the founding of UNODC is not told by what UNODC founded."""
    part = understand(piece, index, frame.lang)
    little = index.cues.words["determiners"]
    for m in part.top:
        before = [w for w in part.said[: m.start] if w not in little][-1:]
        if before and before[0] in index.cues.words["belonging"] and index.nature(fact.entity) != "happening" and fact.entity not in m.ids:
            return False
    return True


def _held_meanwhile(frame: Frame, index: Index, subjects: Sequence[EntityId], sure: float) -> Draft | None:
    """ "Who headed UNODC when the plan was signed?": who did in that year, not who signed."""
    if "who" not in frame.asks or not frame.asks <= {"who", "which", "when"} or frame.yes_no or frame.dates:
        return None
    for start, end in phrases(frame, "meanwhile", index):
        if not any(m.end <= start for m in frame.top) or not start < end < len(frame.tokens):
            continue
        moment = compare.moment_asked(frame.text[frame.tokens[end].start :].rstrip(" ?."), frame, index)
        if moment and moment[0].start.year == moment[0].end.year:
            year = say_date(interval(moment[0].start.year), index.locales[frame.lang])
            then = understand(f"{frame.text[: frame.tokens[start].start]}{year}", index, frame.lang)
            draft = _decided(replace(then, lang=frame.lang), index, subjects, sure)
            return draft if draft.kind == "answer" else None
    return None


def _no_question(frame: Frame, index: Index, subjects: Sequence[EntityId]) -> Draft | None:
    """Chat, a language that is not spoken, an opinion, nothing at all, or a name that is not covered: nothing need be looked for."""
    composer = Composer(index, frame.lang)
    if frame.foreign:
        composer.plain(composer.say("bilingual"), lead=True)
        return Draft("unknown", composer, intent="other_language", reason="a language that the bot does not speak")
    intent = next((i for i in index.language.intents if i.name == frame.intent), None)
    if frame.operator == "say" and intent:
        composer.plain(intent.replies["text"][frame.lang], lead=True)
        return Draft("help" if intent.kind == "help" else "smalltalk", composer, intent=intent.name, reason="chat")
    if frame.operator == "help" and intent:
        return _help(frame, index, intent.replies["text"][frame.lang])
    if "opinion" in frame.flags:
        composer.plain(composer.say("no_opinion"), lead=True)
        return Draft("unknown", composer, _first_named(frame), reason="asks for an opinion")
    if frame.ambiguous and not frame.mentions:
        return ask_which_name(frame, index)
    compared = len(subjects) > 1 and frame.operator in {"compare", "gap"}  # "so which was first?"
    if not (frame.content or frame.mentions or frame.dates or frame.numbers or frame.kinds or compared):
        composer.plain(composer.say("nothing"), lead=True)
        return Draft("unknown", composer, intent="nothing", reason="no content")
    return not_covered(frame, index) if any(not m.ids for m in frame.top) else None


def _as_written(frame: Frame, index: Index) -> Draft | None:
    """Yes to a sentence that stands word for word in the base, whatever is made of its words."""
    if not frame.yes_no or frame.operator == "help":
        return None
    said = tuple(words(frame.text))
    cuts = {len(said), *(a for a, b in phrases(frame, "tags", index) if b == len(frame.said))}
    fact = next((index.base.facts[index.by_wording[said[:cut]]] for cut in cuts if said[:cut] in index.by_wording), None)
    if fact is None or fact.conflict:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part([fact], before=composer.say("yes") + " ")
    return Draft("answer", composer, (fact.entity,), "ask", PROOF, reason="the words of a statement")


def _claim(frame: Frame, index: Index) -> Draft | None:
    """A yes/no question beside the property that it is of; only offered where that bears out half of it."""
    if not frame.yes_no:
        return None
    if meanwhile := _asks_meanwhile(frame, index):
        return _there_meanwhile(*meanwhile, frame, index)
    checked = compare.before_or_after(frame, index) or premise(frame, index) or existing(frame, index)
    half = checked is not None and (half_told(frame, index, checked) or (says_yes(checked) and bool(told_otherwise(frame, index, checked))))
    return offer(frame, index, _facts_of(checked, index), []) if checked and half else checked


def _asks_meanwhile(frame: Frame, index: Index) -> tuple[int, int] | None:
    """The words between what is asked to have been there and what happened then ("was it already there *when* UNODC visited Bangui?")."""
    there = [b for _, b in phrases(frame, "existing", index)]
    spans = phrases(frame, "meanwhile", index) if there else ()
    return next(((a, b) for a, b in spans if max(there) <= a and b < len(frame.tokens) and all(d.start >= b for d in frame.dates)), None)


def _there_meanwhile(start: int, end: int, frame: Frame, index: Index) -> Draft | None:
    """ "Was the court already there when UNODC visited Bangui?": whether it was at the time of that, and when that was; only when it was made, if
    the time of the other is not told."""
    behind = frame.text[frame.tokens[end].start :].rstrip(" ?.")
    asked = [i for m in frame.top if m.start < start for i in m.ids]
    made = [f for i in asked if (f := date_fact(index, index.entities[i]))][:1]
    moment = compare.moment_asked(behind, frame, index)
    if (
        moment
        and not moment[0].period
        and _is_its_time(moment[1], end, asked, frame, index)
        and accounted(_reread(behind, frame, index), [moment[1]], index)
    ):
        text = f"{frame.text[: frame.tokens[start].start]}{say_date(moment[0], index.locales[frame.lang])}"
        checked = premise(_reread(text, frame, index), index)
        if checked and checked.kind == "answer" and checked.composer.facts[:1] == [f.id for f in made]:
            checked.composer.bullets([f for f in (moment[1],) if f.id not in checked.composer.facts])
            return checked
    return offer(frame, index, made, []) if made else None


def _reread(text: str, frame: Frame, index: Index) -> Frame:
    return replace(understand(text, index, frame.lang), lang=frame.lang)


def _is_its_time(fact: Fact, end: int, asked: Sequence[EntityId], frame: Frame, index: Index) -> bool:
    """Whether a date is of what is said behind a word: when the UN was created is not told by what was created together with it."""
    named = {i for m in frame.top if m.start >= end for i in m.ids}
    of_kind = not named and index.entities[fact.entity].type in {k.type for k in frame.kinds if k.at >= end}
    return fact.entity not in asked and (fact.entity in named or of_kind or index.nature(fact.entity) == "happening")


def _as_meant(frame: Frame, index: Index) -> Frame:
    """The frame with its pages, periods, kinds and parts as they are meant."""
    frame = on_a_continent(of_each_thing(what_it_does(frame, index), index), index)
    frame = relative_to(dated(page_of(page_on(of_its_publisher(frame, index), index), index), index), index)
    if frame.asks & {"who", "which"} and not frame.yes_no and frame.operator in {"ask", "overview", "link"} and "growth" not in frame.flags:
        frame = between(frame, index)
    return frame if frame.yes_no else implied_kind(of_parts(frame, index), index)


def _of_each_if_asked(frame: Frame, index: Index) -> Draft | None:
    """The same of each of three names or more, or of two where a closing "each" asks for it."""
    closing = next((w for w, role in zip(reversed(frame.said), reversed(frame.roles), strict=True) if role is not Role.COURTESY), "")
    enough = len(joined_names(frame, index)) > (1 if closing in index.cues.words["apiece"] else 2)
    return _of_each_name(frame, index) if enough and not frame.yes_no else None


def _candidates(frame: Frame, index: Index, sure: float) -> tuple[list[Candidate], float]:
    """The candidates without those that tell of somebody or something else, and the confidence from which one of them is stated."""
    candidates = rank(frame, index)
    if asks_order(frame) or _of_the_other(frame):
        sure = NEVER
    if "who" in frame.asks and not frame.yes_no and (aside := set_aside(frame, index)) and aside[0]:
        # "who signed, other than Fedotov", "who met Ban besides Noble"
        candidates = [c for c in candidates if c.entity not in aside[0] and not (c.fact and _only_of(c.fact, aside[0]))]
    if "who" in frame.asks and frame.dates and not frame.yes_no and len(frame.top) == 1:  # "who headed DPKO in 2012": not who headed another then
        heads = not index.cues.words["governing"].isdisjoint(frame.said)
        candidates = [c for c in candidates if (heads_it(frame, index, c.fact) if c.fact else c.void or not heads)] or candidates
    if not frame.yes_no and (beside := with_somebody(frame, index)):
        candidates = _of_those(candidates, frame, index, lambda f: tells_of_others(f, beside, frame, index))
    if "who" in frame.asks and for_whom(frame, index):
        candidates = _of_those(candidates, frame, index, lambda f: tells_for_whom(f, frame, index))
        if not any(c.fact and c.hits for c in candidates[:1]):
            sure = NEVER  # that a statement says "for" does not prove that it says for whom
    kinds = set() if frame.yes_no else {k.type for k in frame.kinds if k.plural and k.type in index.made | index.types_of({"document"})}
    return [c for c in candidates if not (c.entity.partition("/")[0] in kinds and c.fact and _of_another(c.fact, frame, index))], sure


def _of_the_other(frame: Frame) -> bool:
    """Whether a message that tells of one thing asks about another ("one was on the 7th. With whom was the other?")."""
    return "other_one" in frame.flags and len({t.sentence for t in frame.tokens}) > 1


def _doubly(frame: Frame, index: Index) -> bool:
    """Whether a sentence to be checked denies two things at once ("neither Lapaque nor Fedotov"), or says one figure twice ("33 and another 33")."""
    figures = [n.value for n in frame.numbers]
    return frame.yes_no and (len(set(figures)) < len(figures) or not index.cues.words["neither"].isdisjoint(frame.said))


def _tried_otherwise(frame: Frame, index: Index, subjects: Sequence[EntityId], draft: Draft) -> Draft:
    """What answers a question that was not answered: the list without its number, the same of each name, what links two names."""
    if (plain := uncounted(frame, index)) is not frame:
        listed = operate(plain, index, subjects, rank(plain, index))
        draft = listed if listed and listed.kind == "answer" else draft
    if (
        draft.intent != "compare"
        and draft.basis is not Basis.UNDECIDED
        and (draft.is_offer or (draft.kind == "unknown" and (not draft.is_empty or len(frame.numbers) > 1)))
    ):
        parts = parted(frame, index, names=not draft.is_offer)
        draft = offer(frame, index, [c.fact for c in parts if c.fact], parts) if parts else draft
    if draft.kind != "answer" and (done_by := _done_by_one_of(frame, index)):
        return done_by
    if draft.is_empty and frame.targets and frame.asks == {"which"} and not frame.yes_no and {t.type for t in frame.targets} <= index.made:
        listed = operators.listing(frame, index)  # "which training involved ECOWAS?" asks for no property of ECOWAS
        draft = replace(listed, intent="list") if listed and listed.kind == "answer" else draft
    if draft.kind == "unknown" and frame.asks == {"why"} and (reason := _why_it_was(frame, index)):
        return reason
    if draft.kind == "unknown" and draft.intent == "count":
        draft = _told_number(frame, index) or draft
    if draft.kind != "answer" and (frame.yes_no or draft.kind == "unknown") and draft.intent != "compare" and (each := _of_each_name(frame, index)):
        return each
    if draft.kind != "answer" and only_names(frame, index):
        nearest = _facts_of(draft, index)
        linked = operators.link_up(replace(frame, content=()), index, nearest)
        if linked and (not nearest or nearest[0].id in linked.composer.facts):
            return linked
    return draft


def _done_by_one_of(frame: Frame, index: Index) -> Draft | None:
    """ "Which country funded the trainings?": what answers "who funded the trainings?", where it names a country."""
    heads = {t.at for t in frame.targets}
    others = tuple(k for k in frame.kinds if k.at not in heads and all(k.at > at for at in heads))
    if frame.yes_no or frame.asks != {"which"} or not heads or not others or frame.top or frame.dates:
        return None
    asked = replace(
        frame, targets=(), kinds=others, asks=frozenset({"who"}), operator="ask", content=tuple(c for c in frame.content if c.at not in heads)
    )
    draft = weigh(asked, index, rank(asked, index), SURE)
    wanted = {(t.type, t.subtype) for t in frame.targets}
    doers = [index.entities[v.id] for f in _facts_of(draft, index)[:1] for v in f.values if isinstance(v, Ref)]
    return draft if draft.kind == "answer" and any({(d.type, d.subtype), (d.type, "")} & wanted for d in doers) else None


def _why_it_was(frame: Frame, index: Index) -> Draft | None:
    """ "Why was the training organised?": the reason for the one thing that is named, where all else that is said is that somebody made it."""
    if len(frame.top) != 1 or len(frame.top[0].ids) != 1:
        return None
    view = index.entities[frame.top[0].ids[0]]
    made = [index.property_keys[view.type, p.name] for p in index.base.types[view.type].properties.values() if p.maker or p.dates]
    if not frame.content or any(all(c.keys.isdisjoint(keys) for keys in made) for c in frame.content):
        return None
    draft = weigh(plain := replace(frame, content=()), index, rank(plain, index), SURE)
    facts = [f for f in _facts_of(draft, index) if f.entity == view.id and "why" in index.base.types[view.type].properties[f.property].asks]
    return offer(frame, index, facts, [], probable=True) if facts else None


def _told_number(frame: Frame, index: Index) -> Draft | None:
    """ "In how many working groups ...?", where no such thing is in the base: the statements near the question that say how many there are."""
    asked = frozenset[str]().union(*(index.lexicon.keys(k.word) for k in frame.kinds))
    near = [c for c in rank(frame, index) if c.met and c.fact and not asked.isdisjoint(index.facts[c.fact.id].counts)]
    return offer(frame, index, [c.fact for c in near if c.fact][:COUNTED], near) if near and near[0].confidence >= MAYBE else None


def _held_back(frame: Frame, index: Index, draft: Draft) -> Draft:
    """A draft, or what is said instead where it tells what is not so, half of what was asked, or another thing by one word."""
    composer = Composer(index, frame.lang)
    if rest := _besides(frame, index, draft):
        return rest
    if draft.kind == "answer" and _tells_what_is_set_aside(frame, index, draft):
        spans = phrases(frame, "negation", index)
        composer.plain(
            composer.say("not_so", words=", ".join(frame.text[frame.tokens[a].start : frame.tokens[b - 1].end] for a, b in spans)), lead=True
        )
        return Draft("unknown", composer, _first_named(frame), reason="without what is set aside")
    if frame.yes_no and "all_of_them" in frame.flags and draft.intent == "list" and draft.kind == "answer":  # that some did tells of no other
        composer.plain(composer.say("neither_yes_nor_no"), lead=True)
        composer.absorb(draft.composer)
        return replace(draft, kind="clarify", composer=composer, basis=Basis.OFFERED)
    if (draft.kind == "answer" or draft.is_offer) and (denied := turned_round(frame, index, draft)):
        if index.cues.words["left_off"].issuperset(map(str.lower, denied)):  # "those outside Africa": which these are, the base does not tell
            return offer(frame, index, _facts_of(draft, index), []) if draft.kind == "answer" else draft
        composer.plain(composer.say("not_so", words=", ".join(dict.fromkeys(denied))), lead=True)
        return Draft("unknown", composer, _first_named(frame), reason="asks for what is not so")
    if draft.kind == "answer" and draft.intent == "ask" and _of_another_kind(frame, index, draft):
        return offer(frame, index, _facts_of(draft, index), [])
    if draft.kind == "answer" and (half_told(frame, index, draft) or takes_part(frame, index)):
        return offer(frame, index, _facts_of(draft, index), [])
    if draft.kind == "answer" and (names := strangers(frame, index, draft)):
        composer.plain(composer.say("not_understood", words=", ".join(dict.fromkeys(names))), lead=True)
        return Draft("unknown", composer, _first_named(frame), "ask", reason="a name that nothing knows")
    if draft.kind == "answer" and (other := told_otherwise(frame, index, draft)):
        composer.plain(composer.say("not_told", words=" ".join(dict.fromkeys(other))), lead=True)
        composer.plain(composer.say("what_there_is"))
        composer.bullets(_facts_of(draft, index)[:1])
        return Draft("unknown", composer, draft.entities[:1], "ask", reason="a word that the statement turns round")
    return draft


def _of_another_kind(frame: Frame, index: Index, draft: Draft) -> bool:
    """Whether the last sentence asks of something that the one before it only says the kind of ("He spoke of an exercise. When was it held?"), and
    what is told is of something else."""
    words = index.cues.words
    last = frame.tokens[-1].sentence
    pointing = any(t.sentence == last and w in words["one_thing"] for t, w in zip(frame.tokens, frame.said, strict=True))
    told = {
        k.type
        for k in frame.kinds
        if frame.tokens[k.at].sentence == last - 1 and not words["indefinite"].isdisjoint(frame.said[max(k.at - 2, 0) : k.at])
    }
    near = {index.entities[f.entity].type for f in _facts_of(draft, index)[:1]}
    return pointing and bool(told) and near.isdisjoint(told)


def _without_verdict(draft: Draft) -> Draft:
    """A reply to "is it wrong that it is so?" without its Yes or No, which would be taken for the other one."""
    composer = draft.composer
    lead, *rest = composer.parts
    if not isinstance(lead, Paragraph):
        return draft
    text = lead.text.removeprefix(composer.say("yes")).removeprefix(composer.say("no")).lstrip()
    return replace(draft, composer=replace(composer, parts=[replace(lead, text=text), *rest]))


def _besides(frame: Frame, index: Index, draft: Draft) -> Draft | None:
    """Those whom the statement names besides the ones that "except", "other than" set aside; None where it names none of these."""
    apart = set_aside(frame, index) if draft.kind == "answer" and draft.intent != "list" and not frame.yes_no else None
    if apart is None:
        return None
    start, end = phrases(frame, "negation", index)[0]
    clause = [t for t in frame.tokens[end:] if t.clause == frame.tokens[start].clause]
    if clause and not (apart[0] or apart[1]):  # "agreements except those with missions"
        described = frame.text[clause[0].start : clause[-1].end]
        if any(k.plural for k in understand(described, index, frame.lang).kinds):
            composer = Composer(index, frame.lang)
            composer.plain(composer.say("not_so", words=frame.text[frame.tokens[start].start : clause[-1].end]), lead=True)
            return Draft("unknown", composer, _first_named(frame), reason="without what cannot be told")
    if any(f.entity in apart[0] for f in _facts_of(draft, index)[:1]):
        return offer(frame, index, _facts_of(draft, index)[:1], [])  # told of what is set aside
    wholes = [index.entities[f.entity] for f in _facts_of(draft, index)[:1]]
    if any(not apart[0].isdisjoint(p.id for p in parts_of(whole, index)) for whole in wholes):
        return offer(frame, index, _facts_of(draft, index), [])  # of all parts at once
    for fact in _facts_of(draft, index):
        values = [v.id for v in fact.values if isinstance(v, Ref)]
        named = values if len(values) > 1 else [*dict.fromkeys(i for i in fact.entities if i != fact.entity)]
        aside = [i for i in named if i in apart[0]]
        # "except the one in Côte d'Ivoire"
        aside = aside or [i for i in named if i in index.entities and index.nature(i) != "place" and not index.entities[i].links.isdisjoint(apart[0])]
        if not aside or (len(aside) == len(named) and aside[0] not in apart[0]):
            continue
        rest = [i for i in named if i not in aside]
        if not rest and not values:
            continue  # a text names other things than those that the base has
        composer = Composer(index, frame.lang)
        names = {"names": "; ".join(map(composer.title, aside)), "others": "; ".join(map(composer.title, rest))}
        said = composer.say("besides", **names) if rest else composer.say("besides_none", names=names["names"])
        composer.parts.append(Paragraph(said, composer.cite(fact), True, True))
        composer.bullets([fact])
        kind = draft.kind if rest else "unknown"
        return replace(draft, kind=kind, composer=composer, entities=(fact.entity,), reason=f"those of {fact.id} besides {', '.join(aside)}")
    told = {i for f in _facts_of(draft, index) for i in index.facts[f.id].entities}
    # what names none of those that are set aside may be something else than what they are set aside from
    return offer(frame, index, _facts_of(draft, index), []) if apart[0] and told.isdisjoint(apart[0]) and draft.intent == "ask" else None


def _tells_what_is_set_aside(frame: Frame, index: Index, draft: Draft) -> bool:
    """Whether what is told is of the very date that "except" sets aside ("who headed DPKO, except the one in 2014?"), or the very thing is listed,
    or all that is listed has to do with it."""
    apart = set_aside(frame, index)
    if apart is None or frame.yes_no:
        return False
    named, dates = apart
    if draft.intent == "list":
        views = [index.entities[i] for i in draft.entities]
        tied = bool(named) and bool(views) and all(v.id in named or not (v.links | v.areas | v.about).isdisjoint(named) for v in views)
        return tied or any(v.id in named for v in views) or any(date_meets(d, x) for v in views for x in v.dates for d in dates)
    return any(fact_date(f, d, index.base.sources) for f in _facts_of(draft, index) for d in dates)


def _first_named(frame: Frame) -> tuple[EntityId, ...]:
    return tuple(i for m in frame.top for i in m.ids[:1])[:1]


def _facts_of(draft: Draft, index: Index) -> list[Fact]:
    return [index.base.facts[f] for f in draft.composer.facts]


def _of_each_name(frame: Frame, index: Index) -> Draft | None:
    """ "Are Bamako and Bangui in Mali?", "dates of MINUSMA, MINUSCA and the court", where no statement tells of all: the same of each."""
    names = joined_names(frame, index)
    if (
        len(names) < 2
        or len(frame.top) - len(names) > OTHERS
        or len(frame.dates) > 1
        or frame.operator in {"link", "compare", "gap"}
        or frame.flags & ORDERS
    ):
        return None
    if index.cues.words["either"].intersection(frame.said) or mutual(frame, index):
        return None
    start = names[0].start - (names[0].start > 0 and frame.said[names[0].start - 1] in index.cues.words["joints"])  # "both"
    tokens, text = frame.tokens, frame.text
    head, tail = text[: tokens[start].start], text[tokens[names[-1].end - 1].end :]
    plain = not (frame.yes_no or frame.dates or "which" in frame.asks)
    alone: list[Frame] = []
    drafts: list[Draft] = []
    for m in names:
        asked = understand(f"{head}{text[tokens[m.start].start : tokens[m.end - 1].end]}{tail}", index, frame.lang)
        if frame.yes_no:  # which need not show in its words: "true or false: ..."
            asked = replace(asked, yes_no=True, asks=frozenset())
        alone.append(asked)
        drafts.append(decide(asked, index, ()))
        if drafts[-1].kind != "answer" and not (plain and len(names) == 2):
            return None  # what is not told of each is told of one of two names at most
    if "asserted" in frame.flags:  # a Yes to what is asserted needs more: who does it to whom
        drafts = [
            decide(replace(f, flags=f.flags | {"asserted"}), index, ()) if verdict(d) == "yes" else d for f, d in zip(alone, drafts, strict=True)
        ]
    told = [d for d in drafts if d.kind == "answer"]
    if plain and len(told) == 1 and len(drafts) == 2 and all(d.kind in {"answer", "unknown"} for d in drafts):
        at = drafts.index(told[0])
        return _of_one_alone(told[0], drafts[1 - at], names[at], names[1 - at], frame, index)
    if len(told) < len(drafts) or len({d.intent for d in drafts}) > 1:
        return None
    if len({(d.composer.parts[0], *d.composer.facts) for d in drafts}) == 1:
        return drafts[0]  # the same is said of each
    composer = Composer(index, frame.lang)
    first = [d.composer.facts[0] for d in drafts if d.composer.facts]
    if not frame.yes_no and len(first) == len(drafts) and any(set(d.composer.facts[1:]) & set(first) for d in drafts):
        composer.facts_part([index.base.facts[f] for f in dict.fromkeys(first)])  # what is told of one stands beside another's answer
        return replace(drafts[0], composer=composer, entities=tuple(dict.fromkeys(e for d in drafts for e in d.entities)), reason="the same of each")
    for draft in _no_before_yes(drafts, composer) if frame.yes_no else drafts:
        composer.absorb(draft.composer)
    entities = tuple(dict.fromkeys(e for d in drafts for e in d.entities))
    return replace(drafts[0], composer=composer, entities=entities, confidence=min(d.confidence for d in drafts), reason="the same of each")


def _of_one_alone(told: Draft, untold: Draft, name: Mention, other: Mention, frame: Frame, index: Index) -> Draft | None:
    """What is told of one of two names, behind a line that says that it is not of the other: "who heads MINUSCA and MINUSMA?"."""
    if told.intent not in {"", "ask"} or not (untold.is_empty or untold.basis is Basis.UNMET):
        return None
    facts = _facts_of(told, index)
    if not facts or not any({f.entity, *index.facts[f.id].entities} & {*name.ids} for f in facts[:1]):
        return None
    composer = Composer(index, frame.lang)
    composer.plain(composer.say("not_given_of", names=composer.title(other.ids[0])), lead=True)
    composer.absorb(told.composer)
    return replace(told, composer=composer, entities=tuple(dict.fromkeys((*told.entities, *untold.entities))), reason="known of one of two names")


def _no_before_yes(drafts: Sequence[Draft], composer: Composer) -> list[Draft]:
    """The verdicts on each of several things: where one is a No, the question as a whole is, and what is so of the others is said behind it,
    if it is not the same statement, and without a Yes."""
    yes = composer.say("yes")
    so = [d for d in drafts if says_yes(d)]
    rest = [d for d in drafts if d not in so]
    if not so or not rest:
        return list(drafts)
    told = {f for d in rest for f in d.composer.facts}
    for draft in so:
        first = draft.composer.parts[0]
        if isinstance(first, Paragraph):
            draft.composer.parts[0] = replace(first, text=first.text.removeprefix(yes).lstrip())
    return [*rest, *(d for d in so if not told.issuperset(d.composer.facts))]


def _of_the_first(frame: Frame, index: Index, found: Draft) -> Draft:
    """ "Who funded the latest training?": which that is, and then what is asked of it; of each, where several are equally long or late."""
    asked = [rest for e in found.entities if (rest := compare.asked_of_it(frame, index, e))]
    if not asked:
        return found
    drafts = [decide(rest, index, ()) for rest in asked]
    if any(d.kind not in {"answer", "unknown"} and not d.is_offer for d in drafts):
        return not_known(frame, index, [])
    composer = Composer(index, frame.lang)
    if len(drafts) == 1 and set(found.composer.facts) <= set(drafts[0].composer.facts):
        composer.plain(compare.is_the(frame, index, found.entities[0]), lead=True)
    else:
        composer.absorb(found.composer)
    for draft in drafts:
        composer.absorb(draft.composer)
    # the least sure of them decides what kind of reply it is
    least = next((d for d in drafts if d.kind != "answer"), drafts[0])
    return replace(least, composer=composer, entities=found.entities, intent=found.intent)


def _of_those(candidates: list[Candidate], frame: Frame, index: Index, tells: Callable[[Fact], bool]) -> list[Candidate]:
    """The candidates whose statement tells what is asked for, judged anew if there are fewer."""
    kept = [c for c in candidates if not c.fact or tells(c.fact)]
    return candidates if len(kept) == len(candidates) else judge(kept, frame, index)


def _only_of(fact: Fact, things: Set[EntityId]) -> bool:
    """Whether a statement gives these things and no other."""
    values = {v.id for v in fact.values if isinstance(v, Ref)}
    return bool(values) and values <= things


def _one_of_names(frame: Frame, index: Index) -> Draft | None:
    """ "Who funded the trainings, Japan or Austria?": the question without the names between which it leaves the choice, where its
    answer holds just one of them; what is told of both of them may be of something else."""
    if len(frame.top) > NAMED:
        return None
    left = [m for m in frame.alternatives if m.ids]
    like = {index.nature(i) for m in left[-1:] for i in m.ids}  # "who worked for UNODC, Fedotov or Ladsous?": one of the two people
    chosen = [m for m in left if {index.nature(i) for i in m.ids} == like] or _which_of(frame, index)
    if len(chosen) != 2 or frame.yes_no or not frame.asks & {"who", "which"} or frame.operator != "ask" or {"first", "latest"} & frame.flags:
        return None
    rest = replace(frame, mentions=tuple(m for m in frame.mentions if m not in chosen), alternatives=(), targets=())
    if any(c.binding for c in rest.content):
        draft = decide(rest, index, ())
        told = {v.id for f in draft.composer.facts for v in index.base.facts[f].values if isinstance(v, Ref)}
        held = [m for m in chosen if not told.isdisjoint(m.ids)]
        if draft.kind == "answer" and len(held) == 1:
            return draft
    return _the_one_that_does(chosen, frame, index)


def _the_one_that_does(chosen: Sequence[Mention], frame: Frame, index: Index) -> Draft | None:
    """ "Which of Lapaque and Ladsous works for UNODC?": of each it is asked whether it is so; told where it is so of just one."""
    first, last = min(m.start for m in chosen), max(m.end for m in chosen)
    before = frame.tokens[1:first] if first > PREDICATE else ()
    told = frame.text[before[0].start : before[-1].end] if before else ""
    behind = frame.text[frame.tokens[last - 1].end :].strip(" ?.")
    asked = [understand(f"{m.said} {told} {behind}".strip(), index, frame.lang) for m in chosen]
    drafts = [decide(replace(q, yes_no=True, asks=frozenset(), lang=frame.lang), index, ()) for q in asked]
    so = [d for d in drafts if says_yes(d)]
    composer = Composer(index, frame.lang)
    if len(so) != 1:
        return None
    composer.facts_part([index.base.facts[f] for f in so[0].composer.facts])
    return replace(so[0], composer=composer)


def _which_of(frame: Frame, index: Index) -> list[Mention]:
    """The two things of "which of Japan and Austria"."""
    said = frame.said
    words = index.cues.words
    top = sorted(frame.top, key=lambda m: m.start)
    if len(top) < 2 or not set(said[top[0].end : top[1].start]) & words["conjoins"] or top[1].start - top[0].end > 2:
        return []
    before = [w for w in said[: top[0].start] if w not in words["articles"]]
    return top[:2] if len(before) == 2 and before[1] in words["out_of"] and "which" in frame.asks else []


def _of_another(fact: Fact, frame: Frame, index: Index) -> bool:
    """Whether a statement tells by whom such a thing is, and it is somebody else: of "pages published by DPKO" that UNODC published one."""
    view = index.entities[fact.entity]
    return any(
        fact.property in (asked_by(frame, index, view.type, m) or ()) and not any(isinstance(v, Ref) and v.id in m.ids for v in fact.values)
        for m in frame.top
    )


def _help(frame: Frame, index: Index, text: str) -> Draft:
    """What can be asked, with a question that works about a thing of each of the types that are not topics."""
    composer = Composer(index, frame.lang)
    composer.plain(text, lead=True)
    items: list[str] = []
    for type_, views in index.most_told.items():
        entity_type = index.base.types[type_]
        asked = (
            composer.asking(entity_type.properties[name], view.id)
            for view in views
            if view.listed and not entity_type.topical
            for name in view.facts
            if entity_type.properties[name].key and entity_type.properties[name].examples[frame.lang]
        )
        works = (x for x in islice(asked, TRIED) if decide(understand(x, index, frame.lang), index, ()).kind == "answer")
        items += islice(works, 1)
    if items:
        composer.plain(composer.say("you_can_ask"))
        composer.parts.append(Bullets(tuple(Paragraph(x, (), False) for x in items[:HELPED])))
    return Draft("help", composer, intent="help", reason="help")
