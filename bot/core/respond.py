"""One message -> one :class:`Turn`: understand, rank, decide, compose. Pure: no clock, no files, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core import operators
from bot.core.apart import apart
from bot.core.candidate import MAYBE, PROOF, STRONG, SURE, Candidate
from bot.core.compose import Composer, key_fact, overview_facts, plain_text
from bot.core.dates import date_meets
from bot.core.dialogue import SCRAP, Reading, follow_ups, resolve_choice
from bot.core.frame import Frame, cues_of, understand, would_repair
from bot.core.index import Index
from bot.core.judge import SHOWN, shown
from bot.core.kinds import say_date
from bot.core.meant import LIKELY, Outcome, meant
from bot.core.model import (
    Bilingual,
    Bullets,
    Choice,
    Context,
    EntityId,
    Fact,
    Interval,
    Lang,
    Mention,
    Message,
    Paragraph,
    Precision,
    Quantity,
    Ref,
    Reply,
    Status,
)
from bot.core.operators import EMPTY, OFFERED, Draft
from bot.core.rank import rank
from bot.core.text import words
from bot.core.verdict import HALF, affirms, contradiction, membership, not_among, premise, read_as

MEMORY = timedelta(minutes=30)
"""After this a conversation starts anew."""
CLEAR = 2.0
"""A lead over all others, in nats, from which one thing is meant though no one thing was named."""
TIE = 0.35
"""Candidates this near to the best (in nats) are equally good."""
TWINS = frozenset({"agreement", "training", "event"})
"""Types of which several things may go by one name."""
LISTED = 0.5
"""Confidence from which a statement that names such things is preferred to a list of all that meet the constraints."""
FIGURE = 10
"""Numbers from which one alone is looked up: smaller ones count too many things."""
EMPTY_LIKELY = 0.75
WORTH_OFFERING = 0.4
"""How likely a reading of a message in its conversation must be to be offered."""
READINGS = 3
"""Readings offered when none is sure enough."""
LEANING = frozenset({"anaphora", "persons", "carry_on", "correction"})
"""What shows that a message leans on the conversation."""
SUBJECTS_KEPT = 6
LACKING = 3.0
"""A statement (or an empty property of persons) that near, in nats, to the best may tell that what is asked for is left out."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything decided about one message: tests, logs, ``explain`` and every adapter read this."""

    message: Message
    frame: Frame
    intent: str
    confidence: float
    """0 to 1: how sure it is that what is said answers the question (see :mod:`bot.core.judge`)."""
    candidates: tuple[Candidate, ...]
    entities: tuple[EntityId, ...]
    facts: tuple[str, ...]
    reply: Reply
    text: str
    """The reply in plain text, with its sources."""
    context: Context
    reason: str


def respond(message: Message, index: Index, context: Context | None = None) -> Turn:
    """Answer one message. Never raises for any text; refuses rather than guesses."""
    if context and message.time - context.time > MEMORY:
        context = None
    default: Lang = message.lang or "en"
    if context:
        default = context.lang
    picked = resolve_choice(message.text, context, index)
    if picked:
        frame = understand(picked.ask, index, default)
        draft = _slot(picked, frame, index) or _one(frame, index, (), sure=MAYBE)
        return finish(message, frame, index, draft, context, picked.ask)
    frame = understand(message.text, index, default)
    draft, used, question = _best(frame, index, context, default)
    return finish(message, used, index, draft, context, question)


def _slot(picked: Choice, frame: Frame, index: Index) -> Draft | None:
    """The facts behind an offered reading, which its id names; None for a choice among things."""
    entity, _, name = picked.id.partition("#")
    facts = index.entities[entity].facts.get(name, ()) if name and entity in index.entities else ()
    if not facts:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts)
    return Draft("answer", composer, (entity,), reason=f"picked {picked.id}")


# ------------------------------------------------------------------ readings


def outcomes(frame: Frame, index: Index, context: Context | None, default: Lang) -> list[Outcome]:
    """The readings of a message, each answered; only the message alone if that is complete in itself and answered."""
    first, *others = follow_ups(frame, index, context)
    alone = _tried(first, index, context, default)
    # "and when did MINUSCA start?" is as complete as without its "and"
    whole = bool(frame.asks & STRONG) and any(c.binding for c in frame.content)
    complete = bool(frame.top) and not frame.flags & (LEANING - {"carry_on"} if whole else LEANING)
    if complete and alone.draft.kind == "answer" and not any(r.kind == "among" for r in others):
        return [alone]
    found = [_tried(r, index, context, default) for r in others]
    pointing = "persons" in frame.flags or (frame.yes_no and "anaphora" in frame.flags)
    if pointing and any(o.reading.injected for o in found):
        return found  # "did he meet Noble?", "was it funded by Austria?" are not asked of just anything
    return [alone, *found]


def _best(frame: Frame, index: Index, context: Context | None, default: Lang) -> tuple[Draft, Frame, str]:
    """Answer the readings of a message and give the one that is meant."""
    found = outcomes(frame, index, context, default)
    if context is None or len(found) == 1:
        return found[0].draft, found[0].frame, found[0].reading.question
    for outcome in found:
        settles = outcome.draft.kind == "answer" and (outcome.draft.confidence >= PROOF or outcome.reading.kind == "ordinal")
        if outcome.reading.settled and (settles or outcome.draft.reason.startswith(EMPTY)):
            return outcome.draft, outcome.frame, outcome.reading.question
    chosen, judged = meant(found, frame, index, context)
    likely = judged[found.index(chosen)]
    sure = (likely >= LIKELY and chosen.draft.kind == "answer") or (likely >= EMPTY_LIKELY and chosen.draft.reason.startswith(EMPTY))
    doubted = None if sure or chosen.draft.kind in {"smalltalk", "help"} else _doubted(chosen, found, judged, index)
    return doubted or chosen.draft, chosen.frame, chosen.reading.question


def _tried(reading: Reading, index: Index, context: Context | None, default: Lang) -> Outcome:
    """A reading, answered; if it is not, once more with plain words corrected that nothing in the base knows."""
    draft = _answer(reading.frame, index, context, reading)
    if draft.kind in {"answer", "smalltalk", "help"}:
        return Outcome(reading, draft, reading.frame)
    if not would_repair(reading.frame, index):
        return Outcome(reading, draft, reading.frame)
    again = understand(reading.frame.text, index, default, second_look=True)
    if again.repairs != reading.frame.repairs:
        again = replace(again, mentions=(*again.mentions, *reading.injected), scope=reading.frame.scope)
        second = _answer(again, index, context, reading)
        if second.kind == "answer":
            return Outcome(reading, second, again)
    return Outcome(reading, draft, reading.frame)


def _doubted(chosen: Outcome, found: Sequence[Outcome], judged: Sequence[float], index: Index) -> Draft | None:
    """What would answer the likeliest readings, where none is likely enough: said as readings, not as the answer."""
    likeliest = sorted((o for o, p in zip(found, judged, strict=True) if p >= WORTH_OFFERING), key=lambda o: -judged[found.index(o)])
    facts: dict[str, Fact] = {}
    met: list[Candidate] = []
    for at in range(SHOWN + 1):  # the first statement of each reading, then the second
        for outcome in likeliest:
            told = outcome.draft.composer.facts
            if len(facts) <= SHOWN and at < len(told) and outcome.draft.candidates:
                facts.setdefault(told[at], index.base.facts[told[at]])
                met += [c for c in outcome.draft.candidates if c.met and c.fact and c.fact.id == told[at]]
    return _offer(chosen.frame, index, list(facts.values()), met) if met else None


def _answer(frame: Frame, index: Index, context: Context | None, reading: Reading) -> Draft:
    parts = reading.parts
    if frame.operator == "source":
        return _sources(frame, index, context)
    if reading.facts:
        facts = [index.base.facts[f] for f in reading.facts]
        if reading.kind == "among":
            return membership(frame, index, facts[0])
        if reading.kind == "names" and facts[0].lacks.en:
            return _lacking(frame, index, facts[0], [])
        return _told(frame, index, facts)
    if reading.empty:
        return _void(frame, index, *reading.empty, [])
    if len(parts) > 1:
        return _several(parts, index, context)
    return _one(frame, index, reading.subjects)


def _told(frame: Frame, index: Index, facts: list[Fact]) -> Draft:
    """Statements that the conversation itself leads to."""
    if not _exact(frame, facts[0]):
        return _inexact(frame, index, facts[0], [])
    composer = Composer(index, frame.lang)
    composer.facts_part(facts, before=read_as(frame, composer))
    return Draft("answer", composer, tuple(dict.fromkeys(f.entity for f in facts)), "ask", reason=f"the same of {facts[0].entity}")


def _sources(frame: Frame, index: Index, context: Context | None) -> Draft:
    """Where the last reply comes from: its statements once more, with documents and paragraphs named in words."""
    composer = Composer(index, frame.lang)
    facts = [index.base.facts[f] for f in (context.facts if context else ()) if f in index.base.facts]
    if not facts:
        composer.plain(composer.say("no_source"), lead=True)
        return Draft("unknown", composer, reason="nothing was said whose source could be given")
    numbers = tuple(dict.fromkeys(n for f in facts for n in composer.cite(f)))
    documents = dict.fromkeys(replace(line, paragraph=0).line(frame.lang) for line in composer.citations())
    composer.parts.append(Paragraph(composer.say("from_source", documents="; ".join(documents)), numbers, True, True))
    composer.bullets(facts)
    entities = tuple(dict.fromkeys(f.entity for f in facts))
    return Draft("answer", composer, entities, "source", reason="the source of the last reply")


def _several(parts: Sequence[Frame], index: Index, context: Context | None) -> Draft:
    """Several questions in one message: answered if one is, the missing ones said in the first paragraph."""
    drafts = [_one(p, index, ()) for p in parts]
    for draft in drafts:
        if draft.kind == "clarify":
            return draft
    good = [d for d in drafts if d.kind == "answer"]
    if not good:
        return drafts[0]
    composer = Composer(index, parts[0].lang)
    facts = [index.base.facts[f] for d in good for f in d.composer.facts]
    for draft in drafts:
        if draft.kind != "answer":
            lead = next((p.text for p in draft.composer.parts if isinstance(p, Paragraph)), "")
            composer.plain(lead)
    for fact in dict.fromkeys(facts):
        composer.parts.append(composer.statement(fact, lead=fact is facts[0]))
    composer.notes(facts)
    entities = tuple(dict.fromkeys(e for d in good for e in d.entities))
    return Draft("answer", composer, entities, "ask", min(d.confidence for d in good), candidates=good[0].candidates, reason="several questions")


def _one(frame: Frame, index: Index, subjects: Sequence[EntityId], *, sure: float = SURE) -> Draft:
    """One question; ``sure`` is the confidence from which it is answered (less for a reading that was picked)."""
    composer = Composer(index, frame.lang)
    if frame.foreign:
        composer.plain(composer.say("bilingual"), lead=True)
        return Draft("unknown", composer, intent="other_language", reason="neither English nor French")
    intent = next((i for i in index.language.intents if i.name == frame.intent), None)
    if frame.operator == "say" and intent:
        composer.plain(intent.replies["text"][frame.lang], lead=True)
        return Draft("help" if intent.kind == "help" else "smalltalk", composer, intent=intent.name, reason="chat")
    if frame.operator == "help" and intent:
        return _help(frame, index, intent.replies["text"][frame.lang])
    if "opinion" in frame.flags:
        composer.plain(composer.say("no_opinion"), lead=True)
        return Draft("unknown", composer, tuple(i for m in frame.top for i in m.ids[:1])[:1], reason="asks for an opinion")
    if frame.ambiguous and not frame.mentions:
        return _which_name(frame, index)
    if not frame.content and not frame.mentions and not frame.dates and not frame.numbers and not frame.kinds:
        composer.plain(composer.say("nothing"), lead=True)
        return Draft("unknown", composer, intent="nothing", reason="no content")
    if any(not m.ids for m in frame.top):
        return _foreign_name(frame, index)
    if frame.yes_no and (checked := premise(frame, index)):
        return checked
    frame = frame if frame.yes_no else _dated(frame, index)
    candidates = rank(frame, index)
    return _operate(frame, index, subjects, candidates) or _decide(frame, index, candidates, sure)


def _dated(frame: Frame, index: Index) -> Frame:
    """The frame with its date telling which of two things of the same kind and parties a name means ("the agreement with
    MINUSMA in 2015": not that of 2018)."""
    dates = [d for d in frame.dates if not d.document and d.relation == "in"]
    mentions = []
    for m in frame.mentions:
        view = index.entities[m.ids[0]] if len(m.ids) == 1 and dates and not m.nested else None
        if (
            view
            and view.dates
            and view.type in TWINS
            and not any(c.isdecimal() for c in m.said)
            and not any(date_meets(d, x) is not False for d in dates for x in view.dates)
        ):
            twins = [
                v.id
                for v in index.entities.values()
                if v.type == view.type and v.id != view.id and v.links >= view.links and all(any(date_meets(d, x) for x in v.dates) for d in dates)
            ]
            m = replace(m, ids=tuple(twins)) if len(twins) == 1 else m
        mentions.append(m)
    return replace(frame, mentions=tuple(mentions)) if tuple(mentions) != frame.mentions else frame


def _operate(frame: Frame, index: Index, subjects: Sequence[EntityId], candidates: Sequence[Candidate]) -> Draft | None:
    """Run the operator of the frame. None when the frame asks for a plain fact."""
    draft: Draft | None = None
    if frame.scope is not None:
        return None  # a scrap asked of one passage counts and compares nothing
    if frame.operator == "gap":
        draft = operators.gap(frame, index, subjects)
    elif frame.operator == "compare" or (
        {"first", "latest", "longest", "shortest"} & frame.flags
        and not frame.asks & STRONG
        and (len(frame.top) > 1 or (not frame.top and len(subjects) > 1 and not frame.content[3:]))
    ):
        draft = operators.compare(frame, index, subjects)
    elif (frame.operator == "timeline" and not frame.asks & STRONG) or _only_when(frame):
        draft = operators.timeline(frame, index, subjects)
    if draft is None and "growth" in frame.flags and not frame.yes_no:
        draft = operators.growth(frame, index)
        if draft:
            return draft
    if draft is None and {"first", "latest", "longest", "shortest"} & frame.flags and _superlative(frame):
        draft = operators.superlative(frame, index)
    if draft:
        draft.intent = frame.operator if frame.operator != "ask" else "timeline" if _only_when(frame) else "superlative"
        return draft
    named = any(_lists(c, frame, index) for c in candidates[:1])
    if not named and not frame.yes_no and frame.operator in {"ask", "list", "overview"} and (table := operators.table(frame, index, candidates)):
        return table
    if frame.operator in {"list", "count"}:
        best = next((c for c in candidates[:1] if _counts(c, frame, index) or _lists(c, frame, index)), None)
        if best is None or _own_kind(frame, best) or (frame.operator == "list" and not frame.top and _bare_list(frame)):
            draft = operators.listing(frame, index)
    elif frame.operator == "link":
        best = next((c for c in candidates[:1] if c.proven and c.property and c.fact), None)
        if best is None or (not frame.content and not frame.dates):
            draft = operators.link_up(frame, index)
    elif any(t.plural for t in frame.targets) or (frame.kinds and not frame.asks - {"which"} and not frame.yes_no and _bare_list(frame)):
        plural = any(t.plural for t in (frame.targets or frame.kinds))
        best = next((c for c in candidates[:1] if (c.proven and c.property and c.fact and c.hits) or _lists(c, frame, index)), None)
        if plural and (best is None or _own_kind(frame, best) or (not frame.top and _bare_list(frame))):
            draft = operators.listing(frame, index)
            if draft and draft.kind == "unknown":
                draft = None
    if draft:
        draft.intent = draft.intent or ("list" if frame.operator == "ask" else frame.operator)
    return draft


def _lists(best: Candidate, frame: Frame, index: Index) -> bool:
    """Whether a statement itself names the things that are asked for ("which agencies were partners when it was created"),
    by words that a list of all such things would not heed."""
    if not (best.met and best.fact and best.fits and best.confidence >= LISTED) or _bare_list(frame):
        return False
    wanted = {(t.type, t.subtype) for t in frame.targets or frame.kinds}
    return bool(wanted & index.facts[best.fact.id].value_kinds) or best.confidence >= SURE


def _only_when(frame: Frame) -> bool:
    """Whether nothing but a time was said ("what happened in october 2008")."""
    if {"carry_on", "correction"} & frame.flags and len(frame.tokens) <= SCRAP:
        return False  # "and in 2014?" carries a question on
    return bool(frame.dates) and not (
        frame.top or frame.kinds or frame.numbers or frame.yes_no or frame.asks & STRONG or any(c.binding for c in frame.content)
    )


def _superlative(frame: Frame) -> bool:
    """Whether "first", "latest", "longest" is said of a type noun ("the first MoU", "which training was longest")."""
    if frame.targets:
        return True
    at = [c.at for c in frame.content if c.superlative]
    said = [t.text for t in frame.tokens]
    return any(abs(k.at - i) <= 2 or (k.at > i and said[i + 1] in _OF) for k in frame.kinds for i in at if i + 1 < len(said))


def _counts(best: Candidate, frame: Frame, index: Index) -> bool:
    """Whether a statement answers "how many" or "list" itself, so that nothing need be counted."""
    if not best.met or not best.property:
        return False
    prop = index.base.types[index.entities[best.entity].type].properties[best.property]
    if frame.operator == "count" and prop.kind == "number":
        return bool(best.fact) or best.hits > 0 or bool(frame.top)
    return best.proven and best.hits > 0 and (bool(best.fact) or frame.operator == "count")


def _own_kind(frame: Frame, best: Candidate) -> bool:
    """Whether what is asked for is of the kind of the thing found ("which trainings took place ..."): then a list is meant."""
    nouns = frame.targets or frame.kinds
    return any(n.plural and n.type == best.entity.split("/")[0] for n in nouns) and not _named(frame, best.entity)


def _bare_list(frame: Frame) -> bool:
    """ "trainings mali 2015": a plural type noun and nothing but constraints."""
    nouns = {k.at for k in frame.kinds}
    return all(c.at in nouns for c in frame.content)


# ------------------------------------------------------------------ the decision


def _decide(frame: Frame, index: Index, candidates: list[Candidate], sure: float = SURE) -> Draft:
    if not candidates or not candidates[0].met or candidates[0].confidence < sure:
        each = _each(frame, index)
        if each and (not candidates or not candidates[0].met or (each.kind == "answer" and _of_each_alone(each, frame, index))):
            return each
    if (not candidates or candidates[0].void or candidates[0].confidence < sure) and (counted := _counted(frame, index)):
        return counted
    if not candidates or not candidates[0].met:
        return _unknown(frame, index, candidates)
    top = candidates[0]
    met = [c for c in candidates if c.met]
    full = [c for c in met if not c.void]
    if top.void and full and (full[0].confidence >= sure or (not top.sharp and full[0].fits) or (not full[0].property and not full[0].left)):
        top, met = full[0], full  # a slot refuses only if a word asks for it and for no other property, or if no statement fits the question word
    elif top.void and (rivals := [c for c in full if c.entity == top.entity and c.fits and c.hits >= top.hits and c.coverage >= top.coverage]):
        # and only if no statement of the same thing is asked for by as many words
        if rivals[0] is not full[0] and rivals[0].fact:
            return _offer(frame, index, [c.fact for c in rivals[: SHOWN + 1] if c.fact], rivals)
        top, met = full[0], full
    if top.void and frame.yes_no and (contrary := contradiction(frame, index, candidates)):
        return contrary
    if top.fact and (empty := _denied(frame, index, top, met) or _nobody(frame, index, top, met)):
        return _void(frame, index, top.entity, empty, candidates)
    if top.void:
        tied = list(dict.fromkeys(c.entity for c in met if c.void and c.property == top.property and c.score >= top.score - TIE))
        if len(tied) > 1 and not _named(frame, top.entity):
            return _clarify(frame, index, tied, met)
        return _void(frame, index, top.entity, top.property, candidates)
    if _unnamed(frame, index):
        # "who runs the mission": a mission is meant, not the people who run one
        wanted = {t for t, _ in operators.wanted_types(frame, index)}
        of_kind = [c for c in full if c.fact and c.score >= top.score - CLEAR and c.hits and c.fits and index.entities[c.entity].type in wanted]
        if of_kind and top.property and index.entities[top.entity].type not in wanted:
            top, met = of_kind[0], of_kind
    if top.fact and _unnamed(frame, index):
        # "when was the agreement signed": a kind and a property, but no one thing
        lead = None if _bare_property(frame, index, top) else CLEAR
        several = list(
            dict.fromkeys(
                c.entity
                for c in met
                if c.property == top.property
                and c.fact
                and (lead is None or c.score >= top.score - lead)
                and c.entity.split("/")[0] == top.entity.split("/")[0]
            )
        )
        if len(several) > 1:
            together = _together(frame, index, top, met) if len(several) <= SHOWN + 1 else None
            return together or _clarify(frame, index, several, met)
    if not top.property and not top.left:
        return _whole(frame, index, top, met)
    if top.confidence < MAYBE or not any(c.fact for c in met) or (not frame.top and top.coverage < HALF and top.confidence < HALF):
        return _unknown(frame, index, candidates)
    if not top.property:
        return _offer(frame, index, [c.fact for c in met if c.fact][:SHOWN], met)
    equal = [c for c in met if c.fact and c.property == top.property and c.score >= top.score - TIE]
    others = list(dict.fromkeys(c.entity for c in equal))
    if len(others) > 1 and not _same_words(frame, index, top, equal):
        if together := _together(frame, index, top, equal):
            return together
        if _few_named(frame, others) or len({c.fact.values for c in equal if c.fact}) == 1:
            return _state(frame, index, top, list(dict.fromkeys(c.fact for c in equal if c.fact))[:3], candidates)
        return _clarify(frame, index, others, met)
    facts = [c.fact for c in shown(full) if c.fact]
    near = [c.fact for c in full if c.fact and c.entity == top.entity and c.hits > top.hits and c.score >= top.score - LACKING]
    lacking = next((f for f in [*facts[:1], *near] if _asks_for_lacking(frame, index, f) or ("how_much" in frame.asks and f.lacks.en)), None)
    if lacking and top.confidence >= MAYBE:
        return _lacking(frame, index, lacking, candidates)
    if top.confidence < sure or not top.fits or (not frame.top and top.coverage < HALF):
        if frame.asks & {"how_many", "how_much"} and not top.fits:
            return _unknown(frame, index, candidates)
        return _offer(frame, index, facts, met)
    return _state(frame, index, top, list(dict.fromkeys(facts)), candidates)


def _together(frame: Frame, index: Index, top: Candidate, near: Sequence[Candidate]) -> Draft | None:
    """Several things asked about in the plural ("the budgets of the two 2018 agreements"): each is said."""
    type_ = index.entities[top.entity].type
    if not any(k.plural and k.type == type_ for k in frame.kinds) and "all_of_them" not in frame.flags:
        return None
    facts = [c.fact for c in near if c.fact and c.property == top.property and c.entity.split("/")[0] == type_]
    if not 1 < len(facts) <= SHOWN + 1 or top.confidence < MAYBE:
        return None
    return _offer(frame, index, facts, near) if top.confidence < SURE - 0.2 else _state(frame, index, top, facts, list(near))


def _denied(frame: Frame, index: Index, top: Candidate, met: Sequence[Candidate]) -> str:
    """The empty property of a lesser post, where the best statement tells of the full one: "who is the deputy head" is not
    answered with the head."""
    lesser = {c.word for c in frame.content} & cues_of(index).words["lesser"]
    if not lesser or not top.fact or lesser & {*words(top.fact.text.en), *words(top.fact.text.fr)}:
        return ""
    return next((c.property for c in met if c.void and c.entity == top.entity and c.hits), "")


def _nobody(frame: Frame, index: Index, top: Candidate, met: Sequence[Candidate]) -> str:
    """The empty property of persons that "who" asks for by as many words as the best statement, which names none: "who
    signed it" is not answered with the organizations, "between whom was it signed" is."""
    if (
        "who" not in frame.asks
        or frame.targets
        or top.fact is None
        or any(isinstance(v, Ref) and v.id.startswith("person/") for v in top.fact.values)
    ):
        return ""
    properties = index.base.types[index.entities[top.entity].type].properties
    said = {t.text for t in frame.tokens}
    own = said & {w for word in properties[top.property].words for w in words(word)} if top.property else set()
    for c in met:
        if c.void and c.entity == top.entity and c.hits >= max(top.hits, 1) and c.score >= top.score - LACKING:
            empty = properties[c.property]
            if set(empty.of) == {"person"} and not own - {w for word in empty.words for w in words(word)}:
                return c.property
    return ""


def _offer(frame: Frame, index: Index, facts: Sequence[Fact], met: Sequence[Candidate]) -> Draft:
    """Not sure enough to answer: the nearest readings as choices, with what the base holds of the nearest."""
    composer = Composer(index, frame.lang)
    composer.plain(read_as(frame, composer) + composer.say("not_sure"), lead=True)
    composer.bullets(facts)
    choices: list[Choice] = []
    seen: set[tuple[str, str]] = set()
    for c in met:
        if not c.fact or (c.entity, c.property) in seen or len(choices) == READINGS:
            continue
        seen.add((c.entity, c.property))
        prop = index.base.types[index.entities[c.entity].type].properties[c.property]
        label = f"{composer.title(c.entity)}: {prop.label[frame.lang]}"
        examples = prop.examples[frame.lang]
        ask = composer.asking(examples[0], c.entity) if examples else f"{prop.label[frame.lang]} {composer.name(c.entity, article=False)}"
        choices.append(Choice(f"{c.entity}#{c.property}", label, ask))
    entities = (facts[0].entity,) if facts else ()
    return Draft("clarify", composer, entities, "ask", met[0].confidence, tuple(choices), met, OFFERED)


def _unnamed(frame: Frame, index: Index) -> bool:
    """Whether a question says a kind and a property only ("when was the agreement signed"): then no one thing is meant."""
    if frame.top or frame.dates or frame.numbers:
        return False
    return not any(c.keys.isdisjoint(index.nouns) and c.keys.isdisjoint(index.asking) for c in frame.content if c.binding)


def _bare_property(frame: Frame, index: Index, top: Candidate) -> bool:
    """Whether nothing but a kind and one property was said ("training dates?"): no lead tells which one is meant."""
    said = index.entities[top.entity].kind_keys | index.property_keys[index.entities[top.entity].type, top.property]
    return all(c.keys & said for c in frame.content if c.binding)


def _named(frame: Frame, entity: EntityId) -> bool:
    return any(entity in m.ids for m in frame.top)


def _few_named(frame: Frame, entities: Sequence[EntityId]) -> bool:
    """Whether a handful of equally good things share a name that was said ("the agreement with MINUSMA": two)."""
    return bool(frame.top) and len(entities) <= 3


def _same_words(frame: Frame, index: Index, top: Candidate, near: Sequence[Candidate]) -> bool:
    """Whether the tie is between statements that say the same of one another (both sides of one link)."""
    rivals = {c.entity for c in near if c.property == top.property}
    return bool(top.fact) and rivals <= {top.entity, *(v.id for v in top.fact.values if isinstance(v, Ref))}  # type: ignore[union-attr]  # guarded


def _state(frame: Frame, index: Index, top: Candidate, facts: list[Fact], candidates: list[Candidate]) -> Draft:
    """Say the facts that answer, after the checks that make an answer a refusal."""
    composer = Composer(index, frame.lang)
    if "now" in frame.flags and (as_of := facts[0].as_of or (_source_date(facts[0], index) if frame.yes_no else None)):
        composer.plain(composer.say("now_unknown", date=say_date(as_of, frame.lang)), lead=True)
        composer.plain(composer.say("what_there_is"))
        composer.bullets(facts)
        return Draft("unknown", composer, (top.entity,), "ask", top.coverage, candidates=candidates, reason="asks for the present of a dated fact")
    if frame.yes_no and "came_about" in frame.flags and "announced" not in frame.flags and facts[0].status in {Status.PLANNED, Status.PROPOSED}:
        composer.plain(composer.say("only_planned"), lead=True)
        composer.plain(composer.say("what_there_is"))
        composer.bullets(facts)
        return Draft(
            "unknown", composer, (top.entity,), "ask", top.coverage, candidates=candidates, reason="asks whether what was announced came about"
        )
    if not _exact(frame, facts[0]):
        return _inexact(frame, index, facts[0], candidates)
    before = read_as(frame, composer)
    if frame.yes_no and top.hits and affirms(frame, index, facts[0]):
        before += composer.say("yes") + " "
    composer.facts_part(facts, before=before)
    entities = tuple(dict.fromkeys(f.entity for f in facts))
    return Draft("answer", composer, entities, "ask", top.confidence, candidates=candidates, reason=f"{top.entity} {top.property}")


def _inexact(frame: Frame, index: Index, fact: Fact, candidates: Sequence[Candidate]) -> Draft:
    """A date or a span was asked for more exactly than it is given."""
    composer = Composer(index, frame.lang)
    composer.plain(read_as(frame, composer) + composer.say("not_so_exact"), lead=True)
    composer.plain(composer.say("what_there_is"))
    composer.bullets([fact])
    sure = candidates[0].coverage if candidates else 1.0
    return Draft("unknown", composer, (fact.entity,), "ask", sure, candidates=candidates, reason=f"{EMPTY}: more than the date is given by")


def _source_date(fact: Fact, index: Index) -> Interval | None:
    """The date of the newest source of a statement."""
    dates = [d for c in fact.citations if (d := index.base.sources[c.source].date)]
    return max(dates, key=lambda d: d.end, default=None)


def _exact(frame: Frame, fact: Fact) -> bool:
    """Whether a date is given as exactly as it is asked for."""
    if "how_long" in frame.asks and not frame.yes_no and (spans := [v for v in fact.values if isinstance(v, Interval)]):
        return any(v.period and v.precision is Precision.DAY for v in spans)
    wanted = {Precision.DAY} if "exact_day" in frame.flags else {Precision.DAY, Precision.MONTH} if "exact_month" in frame.flags else set(Precision)
    dates = [v for v in fact.values if isinstance(v, Interval)] or [d for d in (fact.when,) if d]
    return frame.yes_no or not dates or any(d.precision in wanted for d in dates)


def _whole(frame: Frame, index: Index, top: Candidate, proven: list[Candidate]) -> Draft:
    """The entity as a whole: an overview, a list when several fit, or asking back."""
    composer = Composer(index, frame.lang)
    tied = [c for c in proven if not c.property and c.score >= top.score - 0.05]
    if len(tied) > 1 and not any(_named(frame, c.entity) for c in tied):
        plural = any(k.plural for k in frame.kinds)
        if plural:
            draft = operators.listing(frame, index)
            if draft:
                draft.intent = "list"
                return draft
        if len(tied) > 4 and not frame.kinds:
            return _unknown(frame, index, [])
        return _clarify(frame, index, [c.entity for c in tied], proven)
    facts = overview_facts(index, top.entity)
    if facts and "now" in frame.flags and (as_of := next((f.as_of for f in facts if f.as_of), None) or _source_date(facts[0], index)):
        composer.plain(composer.say("now_unknown", date=say_date(as_of, frame.lang)), lead=True)
        composer.plain(composer.say("what_there_is"))
        composer.bullets(facts[:SHOWN])
        return Draft("unknown", composer, (top.entity,), "overview", candidates=proven, reason="asks for the present of a dated fact")
    if not facts:
        composer.plain(composer.say("nothing"), lead=True)
        return Draft("unknown", composer, (top.entity,), "overview", candidates=proven, reason="entity without facts")
    entity = index.base.entities[top.entity]
    full = index.entities[top.entity].facts.get("full_name", ())[:1]
    if full and not any(
        isinstance(v, Bilingual) and v[frame.lang] in (entity.name[frame.lang], *(f.text[frame.lang] for f in facts[:1])) for v in full[0].values
    ):
        facts = [*full, *facts]  # a name that is an acronym is written out first
    lead = read_as(frame, composer)
    if entity.acronym[frame.lang] and entity.name[frame.lang] not in facts[0].text[frame.lang]:
        lead += f"{composer.title(top.entity)}. "
    if frame.yes_no:
        lead += composer.say("yes") + " "
    composer.facts_part(facts, before=lead)
    return Draft("answer", composer, (top.entity,), "overview", top.confidence or top.coverage, candidates=proven, reason=f"overview of {top.entity}")


def _clarify(frame: Frame, index: Index, entities: Sequence[EntityId], candidates: Sequence[Candidate]) -> Draft:
    """Ask back with the readings; each choice asks the same question of one thing."""
    composer = Composer(index, frame.lang)
    composer.plain(composer.say("which"), lead=True)
    choices = []
    for entity in list(dict.fromkeys(entities))[:8]:
        label = composer.title(entity)
        date = operators.when_known(index, composer, entity)
        shown = f"{label} ({date})" if date and date not in label else label
        choices.append(
            Choice(entity, shown, f"{frame.text.strip()} ({composer.name(entity, article=False)})" if frame.content or frame.asks else label)
        )
    return Draft("clarify", composer, (), "clarify", 0.5, tuple(choices), candidates, "several things fit equally well")


def _which_name(frame: Frame, index: Index) -> Draft:
    composer = Composer(index, frame.lang)
    composer.plain(composer.say("did_you_mean"), lead=True)
    choices = []
    for raw, names in frame.ambiguous:
        for name in names:
            node = index.names.trie.get(name, {})
            for target in node.get("", ()) if isinstance(node, dict) else ():
                if not target.startswith("?"):
                    label = composer.title(target)
                    choices.append(Choice(target, label, frame.text.replace(raw, composer.name(target, article=False))))
    if not choices:
        composer = Composer(index, frame.lang)
        composer.plain(composer.say("not_understood", words=", ".join(r for r, _ in frame.ambiguous)), lead=True)
        return Draft("unknown", composer, reason="a slip near several names that the base does not cover")
    return Draft("clarify", composer, (), "clarify", 0.5, tuple(choices), reason="a slip equally near to several names")


# ------------------------------------------------------------------ refusals


def _void(frame: Frame, index: Index, entity: EntityId, name: str, candidates: list[Candidate]) -> Draft:
    """A declared property of which the base holds nothing."""
    composer = Composer(index, frame.lang)
    prop = index.base.types[index.entities[entity].type].properties[name]
    text = read_as(frame, composer) + composer.say("not_given", property=prop.label[frame.lang], entity=composer.name(entity))
    composer.plain(text, lead=True)
    known = key_fact(index, entity)
    if known:
        composer.plain(composer.say("what_there_is"))
        composer.bullets([known])
    return Draft("unknown", composer, (entity,), "ask", 1.0, candidates=candidates, reason=f"{EMPTY} {name}")


def _asks_for_lacking(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether all the words of something that the document leaves out are said."""
    if not fact.lacks.en and not fact.lacks.fr:
        return False
    said: set[str] = set().union(*(c.keys for c in frame.content), index.lexicon.keys("name") if "name" in frame.asks else ())
    return any(all(not k.isdisjoint(said) for k in phrase) for phrase in index.facts[fact.id].lacks)


def _lacking(frame: Frame, index: Index, fact: Fact, candidates: list[Candidate]) -> Draft:
    """What was asked for is just what the document leaves out: said plainly, with what it does say."""
    composer = Composer(index, frame.lang)
    composer.plain(read_as(frame, composer) + composer.say("not_given_for"), lead=True)
    composer.plain(composer.say("what_there_is"))
    composer.bullets([fact])
    sure = candidates[0].confidence if candidates else 1.0
    return Draft("unknown", composer, (fact.entity,), "ask", sure, candidates=candidates, reason=f"{EMPTY}: what {fact.id} lacks")


def _foreign_name(frame: Frame, index: Index) -> Draft:
    """A real name that the base does not cover was said: it cannot be satisfied, whatever else fits."""
    composer = Composer(index, frame.lang)
    strange = [m for m in frame.top if not m.ids]
    rest = replace(frame, mentions=tuple(m for m in frame.mentions if m.ids))
    names = ", ".join(m.said for m in strange)
    if frame.yes_no and rest.top:
        for c in rank(replace(rest, yes_no=False), index)[:5]:
            if c.proven and c.fact and c.property and any(isinstance(v, Ref) for v in c.fact.values) and c.hits:
                lead = composer.say("not_among_closed" if c.fact.closed else "not_among", name=names)
                composer.facts_part([c.fact], before=lead + " ")
                return Draft(
                    "answer" if c.fact.closed else "unknown", composer, (c.entity,), "ask", c.coverage, reason="membership of a name outside the base"
                )
    if all(_stands_for_more(m, frame, index) for m in strange):
        near = rank(rest, index)
        if near and near[0].met and near[0].fact and near[0].confidence >= MAYBE:
            return _offer(rest, index, [c.fact for c in shown([c for c in near if not c.void]) if c.fact], near)
    composer.plain(composer.say("not_covered", names=names), lead=True)
    if rest.top:
        best = [c for c in rank(rest, index)[:1] if c.proven and c.fact and not c.void]
        if best and best[0].fact:
            composer.plain(composer.say("what_there_is"))
            composer.bullets([best[0].fact])
    return Draft("unknown", composer, tuple(i for m in rest.top for i in m.ids)[:1], "ask", 0.0, reason="a name that the base does not cover")


def _stands_for_more(mention: Mention, frame: Frame, index: Index) -> bool:
    """Whether the name of a city may stand for somebody there ("Vienna's department", "Kabul desk asks"), not for the place."""
    said = tuple(t.text for t in frame.tokens[mention.start : mention.end])
    if not any(said == words(name) for group, names in index.language.known_names if group == "cities" for name in names):
        return False
    return mention.start == 0 or frame.tokens[mention.start - 1].text not in cues_of(index).words["placing"]


def _unknown(frame: Frame, index: Index, candidates: list[Candidate]) -> Draft:
    """Nothing is proven: say which word or condition fails, and what is nearest."""
    composer = Composer(index, frame.lang)
    if frame.yes_no:
        contrary = contradiction(frame, index, candidates) or not_among(frame, index, candidates)
        if contrary:
            return contrary
    strange = [c.word for c in frame.content if not c.known]
    loose = [c for c in candidates if c.fact and not c.left and c.unmet]
    if loose and all(len(c.unmet) == 1 for c in loose[:1]):
        top = loose[0]
        composer.plain(composer.say("condition", condition=", ".join(top.unmet)), lead=True)
        composer.plain(composer.say("what_there_is"))
        composer.bullets([top.fact])  # type: ignore[list-item]  # facts only, filtered above
        return Draft("unknown", composer, (top.entity,), "ask", top.coverage, candidates=candidates, reason=f"unmet: {top.unmet}")
    left = candidates[0].left if candidates else tuple(c.word for c in frame.content)
    unplaced = strange or list(left)
    raw = [frame.tokens[c.at].raw for c in frame.content if c.word in unplaced]
    if raw:
        composer.plain(composer.say("not_understood", words=", ".join(dict.fromkeys(raw))), lead=True)
    else:
        composer.plain(composer.say("nothing"), lead=True)
    named = tuple(i for m in frame.top if len(m.ids) == 1 for i in m.ids)[:1]  # what was spoken of stays the subject
    return Draft("unknown", composer, named, "ask", candidates[0].coverage if candidates else 0.0, candidates=candidates, reason="not proven")


def _counted(frame: Frame, index: Index) -> Draft | None:
    """ "187 of what?": a figure and no name; the statements whose value it is."""
    if frame.top or frame.dates or len(frame.numbers) != 1 or frame.yes_no or frame.numbers[0].value < FIGURE:
        return None
    facts = [f for f in index.base.facts.values() if any(isinstance(v, Quantity) and v.value == frame.numbers[0].value for v in f.values)]
    if not 0 < len(facts) <= SHOWN:
        return None
    composer = Composer(index, frame.lang)
    sure = not any(c.binding for c in frame.content)
    if not sure:
        composer.plain(composer.say("not_sure"), lead=True)
    composer.facts_part(facts, lead=sure)
    return Draft("answer" if sure else "clarify", composer, (facts[0].entity,), "ask", LISTED, reason="a figure" if sure else OFFERED)


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
    if min(c.confidence for c in found) < LISTED and found[0].property:
        return _offer(frame, index, said, found)
    composer = Composer(index, frame.lang)
    composer.facts_part(said, before=read_as(frame, composer))
    entities = tuple(dict.fromkeys(c.entity for c in found))
    return Draft("answer", composer, entities, "ask", min(c.confidence for c in found), candidates=found, reason=f"each of {', '.join(entities)}")


_OF = frozenset({"of", "de", "des", "du", "among", "parmi"})


def _help(frame: Frame, index: Index, text: str) -> Draft:
    composer = Composer(index, frame.lang)
    composer.plain(text, lead=True)
    composer.plain(composer.say("you_can_ask"))
    examples = [f.examples[frame.lang][0] for f in index.base.facts.values() if f.examples[frame.lang]]
    step = max(len(examples) // 4, 1)
    items = tuple(Paragraph(x, (), False) for x in examples[::step][:4])
    if items:
        composer.parts.append(Bullets(items))
    return Draft("help", composer, intent="help", reason="help")


# ------------------------------------------------------------------ the end


def finish(message: Message, frame: Frame, index: Index, draft: Draft, context: Context | None, question: str) -> Turn:
    composer = draft.composer
    lang = composer.lang
    citations = composer.citations()
    reply = Reply(draft.kind, lang, tuple(composer.parts), citations, draft.choices, _suggest(draft, index, lang))
    say = index.language.say
    text = plain_text(reply.parts, citations, draft.choices, lang, say("source" if len(citations) == 1 else "sources", lang), say("pick", lang))
    subjects = context.subjects if context else ()
    if draft.entities and (draft.kind in {"answer", "unknown"} or draft.reason == OFFERED):
        # what was named besides the answer's own thing may be meant next ("did Gambia take part in Open Roads?", "when was it?")
        beside = tuple((i,) for m in frame.top if m.end > m.start for i in m.ids[:1] if i not in draft.entities)
        new = (draft.entities, *beside)
        subjects = (*new, *(s for s in subjects if s not in new))[:SUBJECTS_KEPT]
    if draft.intent == "source" and context:
        question = context.question  # what was asked before is what is carried on
    kept = question if draft.kind in {"answer", "clarify"} or (draft.kind == "unknown" and draft.entities) else (context.question if context else "")
    choices = draft.choices or (context.choices if context and draft.kind in {"smalltalk", "help"} else ())
    told = tuple(composer.facts) if composer.facts and draft.kind != "smalltalk" else (context.facts if context else ())
    after = Context(message.time, lang, kept, subjects, choices, told)
    return Turn(
        message, frame, draft.intent or frame.intent, round(draft.confidence, 3), tuple(draft.candidates[:12]),
        draft.entities, tuple(composer.facts), reply, text, after, draft.reason,
    )  # fmt: skip


_worked: dict[tuple[int, str, Lang], bool] = {}
"""Suggestions tried, by index, text and language: the few hundred of a base are each tried once."""


def _works(text: str, index: Index, lang: Lang) -> bool:
    """Whether a suggestion is answered when it is asked."""
    key = (id(index), text, lang)
    if key not in _worked:
        if len(_worked) > 10_000:
            _worked.clear()
        frame = understand(text, index, lang)
        _worked[key] = _one(frame, index, ()).kind == "answer"
    return _worked[key]


def _suggest(draft: Draft, index: Index, lang: Lang) -> tuple[str, ...]:
    """One to three next questions about the same thing, from the examples of properties that have facts."""
    if not draft.entities or draft.kind not in {"answer", "unknown"}:
        return ()
    entity = draft.entities[0]
    view = index.entities[entity]
    composer = Composer(index, lang)
    out = []
    for name, facts in view.facts.items():
        if any(f.id in draft.composer.facts for f in facts):
            continue
        examples = index.base.types[view.type].properties[name].examples[lang]
        if examples:
            text = composer.asking(examples[0], entity)
            if _works(text, index, lang):
                out.append(text)
        if len(out) == 3:
            break
    return tuple(out)
