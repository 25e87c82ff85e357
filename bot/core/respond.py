"""One message -> one :class:`Turn`: its readings answered, the one that is meant chosen, composed. Pure: no clock, no files, no network."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.core.accounted import of_that_time
from bot.core.belonging import in_the_place
from bot.core.candidate import MAYBE, PROBABLE, PROOF, STRONG, Candidate
from bot.core.carried import SCRAP
from bot.core.choice import resolve_choice
from bot.core.compose import Composer, key_fact, plain_text
from bot.core.decide import decide
from bot.core.dialogue import answering, follow_ups
from bot.core.doubts import is_exact
from bot.core.draft import Basis, Draft
from bot.core.frame import ORDERS, Frame, phrases
from bot.core.index import Index, keep
from bot.core.judge import SHOWN
from bot.core.listed import on_a_time_line
from bot.core.meant import LIKELY, Outcome, meant
from bot.core.model import Choice, Context, EntityId, Fact, FactId, Interval, Lang, Message, Paragraph, Ref, Reply, ReplyKind, SourceLine
from bot.core.operate import is_named
from bot.core.premise import of_the_last_figure
from bot.core.reading import OF_WHAT_WAS_TOLD, Reading, takes_part, without_aside
from bot.core.refuse import left_out, not_given, not_so_exact, offer
from bot.core.several import asked_apart, in_turn
from bot.core.spoken import is_at_it, is_strange, pointed_out
from bot.core.theirs import theirs
from bot.core.unclear import unclear
from bot.core.understand import understand, would_repair
from bot.core.verdict import membership

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of what is asked within one message, which no clock is looked at for."""
MEMORY = timedelta(minutes=30)
"""After this a conversation starts anew."""
EMPTY_LIKELY = 0.75
"""The same of a reply that says what the base does not hold of the thing asked about."""
TOGETHER = 4
"""Statements of different readings that are offered together."""
WORTH_OFFERING = 0.3
"""How likely a reading of a message in its conversation must be to be offered."""
PICKED = frozenset({"ordinal", "entry", "other", "carried", "returned", "pointed"})
"""Kinds of reading by which somebody picks a thing, or asks of it what he asked of another."""
LEANING = frozenset({"anaphora", "persons", "carry_on", "correction"})
"""What shows that a message leans on the conversation."""
LONG = 5
"""Words from which a question for the sources is of the whole base."""
SUBJECTS_KEPT = 6
SUGGESTIONS_KEPT = 10_000
TOGETHER_KINDS: tuple[ReplyKind, ...] = ("clarify", "answer", "unknown")
"""What kind of reply several answers make together: the first of these that one of them is. What is offered is not sure."""


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
    basis: Basis
    reason: str
    """In words, for ``explain``."""


def respond(message: Message, index: Index, context: Context | None = None) -> Turn:
    """Answer one message. Never raises for any text; refuses rather than guesses."""
    if context and message.time - context.time > MEMORY:
        context = None
    default = index.locales.known(context.lang if context else None, message.lang)
    picked = resolve_choice(message.text, context, index)
    if picked:
        frame = understand(picked[0].ask, index, default)
        return finish(message, frame, index, _picked(picked, index, default), context, picked[0].ask)
    frame = understand(message.text, index, default)
    if apart := asked_apart(frame, index):
        return _one_by_one(message, apart, frame, index, context)
    if context and (figure := of_the_last_figure(frame, index, context)):
        return finish(message, frame, index, figure, context, context.question)
    draft, used, question = _best(answering(frame, index, context), index, context, default)
    return finish(message, used, index, draft, context, question)


def _one_by_one(message: Message, questions: Sequence[str], whole: Frame, index: Index, context: Context | None) -> Turn:
    """Several questions in one message, answered as if they were asked one after the other; each that is not answered is repeated
    before what is said to it."""
    drafts: list[Draft] = []
    after, question = context, ""
    for text in questions:
        frame = answering(understand(text, index, after.lang if after else whole.lang), index, after)
        if drafts and frame.yes_no and frame.top and not (frame.content or frame.dates or frame.kinds):  # "Did Austria?"
            frame = replace(frame, yes_no=False, flags=frame.flags | {"carry_on"})
        draft, used, question = _best(frame, index, after, whole.lang)
        after = remembered(message, used, index, draft, after, question)
        drafts.append(draft)
    composer = Composer(index, drafts[0].composer.lang)
    for text, draft in zip(questions, drafts, strict=True):
        if draft.kind != "answer":
            composer.plain(composer.say("asked", question=text))
        composer.absorb(draft.composer)
    least = min(drafts, key=lambda d: [*TOGETHER_KINDS, d.kind].index(d.kind))
    merged = replace(
        least,
        composer=composer,
        entities=tuple(dict.fromkeys(e for d in drafts for e in d.entities)),
        choices=next((d.choices for d in reversed(drafts) if d.choices), ()),
        confidence=min(d.confidence for d in drafts),
    )
    turn = finish(message, whole, index, merged, context, question)
    return replace(turn, context=replace(after, choices=merged.choices) if after else turn.context)


def _picked(choices: Sequence[Choice], index: Index, default: Lang) -> Draft:
    """What the choices that were picked ask, one after the other."""
    frames = [understand(c.ask, index, default) for c in choices]
    drafts = [_slot(c, f, index) or decide(f, index, (), sure=MAYBE) for c, f in zip(choices, frames, strict=True)]
    told = [d for d in drafts if d.kind == "answer"]
    if len(told) < 2:
        return (told or drafts)[0]
    composer = Composer(index, frames[0].lang)
    for draft in told:
        composer.absorb(draft.composer)
    return Draft("answer", composer, tuple(dict.fromkeys(e for d in told for e in d.entities)), "ask", reason="several were picked")


def _slot(picked: Choice, frame: Frame, index: Index) -> Draft | None:
    """The facts behind an offered reading, which its id names; None for a choice among things."""
    entity, _, name = picked.id.partition("#")
    facts = index.entities[entity].facts.get(name, ()) if name and entity in index.entities else ()
    if not facts:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts)
    return Draft("answer", composer, (entity,), reason=f"picked {picked.id}")


def outcomes(frame: Frame, index: Index, context: Context | None, default: Lang) -> list[Outcome]:
    """The readings of a message, each answered; only the message alone if that is complete in itself and answered."""
    first, *others = follow_ups(frame, index, context)
    alone = _tried(first, index, context, default)
    # "and when did MINUSCA start?" is as complete as without its "and"
    whole = bool(frame.asks & STRONG) and any(c.binding for c in frame.content)
    complete = bool(frame.top) and not frame.flags & (LEANING - {"carry_on"} if whole else LEANING)
    # "agreements after 2016" asks for a list of its own, "which is the newest agreement" for one of all
    own = alone.draft.intent in {"list", "count"} and (frame.dates or frame.top or frame.numbers)
    listed = bool(own or alone.draft.whole or (alone.draft.intent == "superlative" and frame.kinds)) and not frame.flags & LEANING
    if context and alone.draft.intent == "superlative" and on_a_time_line(frame, index, context):
        alone.draft.unasked = True  # "the first visit" after a time line is not that of the whole base
    told = alone.draft.kind == "answer" or (bool(frame.asks & STRONG) and alone.draft.is_empty and not frame.flags & LEANING)
    bare = not (frame.asks or frame.content or frame.yes_no)  # "did Mali take part?" - "Senegal?"
    if (
        (complete or listed)
        and told
        and not any(r.kind in {"among", "listed", "entry", "within"} or (bare and r.kind == "same" and r.settled) for r in others)
    ):
        return [alone]
    found = [_tried(r, index, context, default) for r in others]
    if "other_one" in frame.flags and context and context.subjects:  # the other one is not the one that was spoken of
        same = context.subjects[0][:1]
        found = [o for o in found if o.reading.kind == "other" or o.draft.kind != "answer" or o.draft.entities[:1] != same]
    if context and _is_told_when(frame, index, context):
        found = [o for o in found if not o.draft.is_empty]
    pointing = "persons" in frame.flags or (frame.yes_no and "anaphora" in frame.flags)
    if (pointing and any(o.reading.injected for o in found)) or (takes_part(frame, index) and found):
        return found  # "did he meet Noble?", "was it funded by Austria?" are not asked of just anything
    return _of_what_was_spoken_of(_without_siblings([alone, *found], frame, index), frame, index, context)


def _of_what_was_spoken_of(found: Sequence[Outcome], frame: Frame, index: Index, context: Context | None) -> list[Outcome]:
    """The outcomes without those that tell of a thing that "that briefing", or "there", would have to point to, and nobody has spoken of; if no other is
    left, they are only offered."""
    if context is None or not (pointed_out(frame, index) or is_at_it(frame, index, context)):
        return list(found)

    def strange(outcome: Outcome) -> bool:
        lead = next((index.base.facts[f] for f in outcome.draft.composer.facts), None)
        return outcome.draft.kind == "answer" and lead is not None and is_strange(lead, frame, index, context)

    kept = [o for o in found if not strange(o)]
    if any(o.draft.composer.facts for o in kept):
        return kept
    for outcome in found:
        outcome.draft.unasked = True
    return list(found)


def _without_siblings(found: Sequence[Outcome], frame: Frame, index: Index) -> list[Outcome]:
    """The outcomes without the same property of another thing of the type that was spoken of, where that has none itself: "what is MINUSMA?" -
    "by which resolution?" is not told by the one that created MINUSCA."""
    spoken = next((o for o in found if o.reading.kind == "subject" and o.draft.is_empty and len(o.reading.subjects) == 1), None)
    scrap = sum(c.binding for c in frame.content) <= 1 and not frame.flags & (ORDERS | {"anaphora", "persons"})
    if spoken is None or frame.top or not scrap or any(k.plural for k in frame.kinds):
        return list(found)
    thing = spoken.reading.subjects[0]
    empty = next((c.property for c in spoken.draft.candidates if c.void and c.entity == thing), "")

    def of_a_sibling(outcome: Outcome) -> bool:
        lead = next((index.base.facts[f] for f in outcome.draft.composer.facts), None)
        return lead is not None and lead.entity != thing and lead.property == empty and index.entities[lead.entity].type == index.entities[thing].type

    return [o for o in found if o is spoken or not of_a_sibling(o)]


def _is_told_when(frame: Frame, index: Index, context: Context) -> bool:
    """Whether a bare "when?" follows on a statement that says a date: then it is not that nothing is given."""
    bare = frame.asks == {"when"} and not frame.top and not any(c.binding for c in frame.content)
    return bare and any(index.facts[f].said_dates for f in context.facts[:1] if f in index.facts)


def _best(frame: Frame, index: Index, context: Context | None, default: Lang) -> tuple[Draft, Frame, str]:
    """What is said to the reading that is meant: its draft, its frame and its question. A name that was corrected is said first."""
    draft, used, question = _meant(frame, index, context, default)
    told = [index.base.facts[f] for f in draft.composer.facts[:1]] if draft.kind == "answer" and draft.intent in {"ask", "superlative"} else []
    if context and told and not is_exact(frame, told[0]):  # "which year?" - "which month?": the second asks more than what it is carried on from
        draft = not_so_exact(used, index, told[0], [])
    if draft.unasked:
        draft = offer(used, index, [index.base.facts[f] for f in draft.composer.facts], [])
    composer = draft.composer
    names = dict.fromkeys(composer.name(m.ids[0], article=False) for m in used.top if m.corrected and m.ids)
    if not names or draft.kind in {"smalltalk", "help"}:
        return draft, used, question
    lead, *rest = composer.parts
    said = composer.say("read_as", names=", ".join(names))
    opened = (replace(lead, text=f"{said} {lead.text}"), *rest) if isinstance(lead, Paragraph) else (Paragraph(said, (), False, True), lead, *rest)
    return replace(draft, composer=replace(composer, parts=list(opened))), used, question


def _meant(frame: Frame, index: Index, context: Context | None, default: Lang) -> tuple[Draft, Frame, str]:
    """Answer the readings of a message and give the one that is meant."""
    found = outcomes(frame, index, context, default)
    found = _explaining_as_much(found)
    if context is None or len(found) == 1:
        return found[0].draft, found[0].frame, found[0].reading.question
    if "now" in frame.flags and not frame.dates and not frame.asks and not any(c.binding for c in frame.content):
        present = next((o for o in found if o.reading.kind == "carried" and o.draft.basis is Basis.PAST), None)
        if present:  # "and today?" asks the last question of now
            return present.draft, present.frame, present.reading.question
    for outcome in found:
        settles = outcome.draft.kind == "answer" and (
            outcome.draft.confidence >= PROOF
            or outcome.reading.kind in {"ordinal", "carried", "same", "other", "counted", "else", "among", "entry", "within"}
        )
        empty = outcome.draft.is_empty and outcome.reading.kind != "pointed"  # what that mission "led to" may be told by another property
        listed = outcome.reading.kind == "subject" and outcome.draft.intent in {"list", "count"}  # "what does he run?" asks for no events
        undecided = outcome.reading.kind == "both" and outcome.draft.basis is Basis.UNDECIDED
        if outcome.reading.settled and not outcome.draft.unasked and not listed and (settles or undecided or empty):
            return outcome.draft, outcome.frame, outcome.reading.question
    chosen, judged = meant(found, frame, index, context)
    likely = judged[found.index(chosen)]
    sure = (likely >= LIKELY and chosen.draft.kind == "answer") or (likely >= EMPTY_LIKELY and chosen.draft.is_empty)
    doubted = None if sure or chosen.draft.kind in {"smalltalk", "help"} else _doubted(chosen, found, judged, index)
    if doubted is None and not sure and chosen.draft.kind == "answer":  # a list or a count of which there are no readings to offer
        refused = [o for o in found if o.draft.kind != "answer"]
        chosen = max(refused, key=lambda o: judged[found.index(o)]) if refused else chosen
    return doubted or chosen.draft, chosen.frame, chosen.reading.question


def _explaining_as_much(found: list[Outcome]) -> list[Outcome]:
    """The outcomes without those that pass over a word which the message alone is answered with: "the one with Ban and Noble, credit?" after another
    photo is told by no statement that says nothing of the two."""
    alone = found[0].draft
    if alone.kind != "answer" or not alone.candidates or alone.candidates[0].left or "persons" in found[0].frame.flags:
        return found  # "that man's position" is somebody's who was spoken of, whoever it fits alone
    return [o for o in found if o.draft is alone or o.draft.kind != "answer" or not o.draft.candidates or not o.draft.candidates[0].left]


def _tried(reading: Reading, index: Index, context: Context | None, default: Lang) -> Outcome:
    """A reading, answered; if it is not, once more with plain words corrected that nothing in the base knows."""
    draft = _answer(reading.frame, index, context, reading)
    if context and context.question and draft.kind == "answer" and draft.intent == "overview":
        draft.unasked = not _asks_what_it_is(reading, draft, index)
    elif context and context.question and draft.kind == "answer" and reading.kind in OF_WHAT_WAS_TOLD and draft.composer.facts:
        draft.unasked = _astray(reading, draft, index, context)
    if context and draft.kind == "answer" and draft.intent in {"list", "count"} and not _of_the_subject(reading, index, context):
        draft.unasked = True  # "how many countries?" of a region that was only mentioned
    if context and context.question and draft.kind == "answer" and (doubtful := unclear(draft, reading, index, context)):
        draft = replace(offer(reading.frame, index, doubtful[:TOGETHER], []), candidates=draft.candidates)
    if reading.kind == "again" and _repeats(draft, reading.frame, index, context):
        reading = replace(reading, settled=False)
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


def _of_the_subject(reading: Reading, index: Index, context: Context) -> bool:
    """Whether a reading is of something that was last spoken of, and not of what else was mentioned; "how many pages is it?" is of something, and does not
    ask for all pages that there are."""
    if not reading.injected:
        return reading.kind != "alone" or bool(reading.frame.top) or index.cues.words["one_thing"].isdisjoint(reading.frame.said)
    spoken = {i for group in context.subjects[:1] for i in group}
    return any(spoken.issuperset(m.ids) for m in reading.injected)


def _asks_what_it_is(reading: Reading, draft: Draft, index: Index) -> bool:
    """Whether a message that follows on others asks what something is: by a question for just that, by its name alone, or by picking it. "And in
    total?", "and INTERPOL?", "which is the longest?" ask something else of it, and what it is would be taken for the answer."""
    frame = reading.frame
    if reading.kind in PICKED and not frame.asks:
        return True
    if "who" in frame.asks and all(index.nature(e) not in {"person", "body"} for e in draft.entities):
        return False  # "who was that?" is not told by what happened
    if frame.operator != "overview":
        return not (frame.asks or reading.injected or "carry_on" in frame.flags)
    known = frozenset[str]().union(*(index.entities[e].support for e in draft.entities))
    plain = all(not c.keys.isdisjoint(known) for c in frame.content) and index.cues.words["benefit"].isdisjoint(frame.said)
    return plain and not frame.flags & ORDERS if reading.injected else True


def _astray(reading: Reading, draft: Draft, index: Index, context: Context) -> bool:
    """Whether a scrap ("where?", "who did?", "with whom?") asked of somebody who was spoken of is told something that has nothing to do with what was
    asked before: where he works, who he is, whom he met otherwise."""
    frame = understand(without_aside(reading.question), index, reading.frame.lang)  # as it was said
    fact = index.base.facts[draft.composer.facts[0]]
    who_did = "who" in frame.asks and not index.cues.words["acting"].isdisjoint(frame.said)
    ending = frozenset().union(*map(index.lexicon.keys, index.cues.words["ending"]))
    ends = not ending.isdisjoint(index.property_keys[fact.entity.partition("/")[0], fact.property])
    ends = ends or any(isinstance(v, Interval) and v.period for v in fact.values)
    if frame.asks == {"when"} and phrases(frame, "until", index) and not ends:
        return True  # "until when?" is not told by its beginning
    if any(c.binding for c in frame.content):
        return False
    then = [d for d in understand(context.question, index, frame.lang).dates if not d.document and d.relation == "in"]
    if who_did and then and not frame.dates and not any(of_that_time(d, fact, index) for d in then):
        return True  # "did Fedotov sign the agreements of 2018?" - "who did?": not who signed another
    person = bool(reading.injected) and index.nature(reading.injected[0].ids[0]) == "person"
    if not person:
        return False
    near = index.facts[fact.id]
    if not index.locales[frame.lang].in_place.isdisjoint(frame.said):
        return True  # "where was it held?"
    if frame.asks == {"where"} and all(index.nature(i) != "place" for i in near.entities):
        return True
    if len(frame.tokens) > SCRAP or not frame.asks:
        return False
    if who_did:
        return True
    asked = [c for c in understand(without_aside(context.question), index, frame.lang).content if c.binding]
    told = {(c.source, c.paragraph) for f in context.facts if f in index.base.facts for c in index.base.facts[f].citations}
    carried_on = any(not c.keys.isdisjoint(near.text_keys) for c in asked) or any((c.source, c.paragraph) in told for c in fact.citations)
    return bool(asked) and not carried_on


def _repeats(draft: Draft, frame: Frame, index: Index, context: Context | None) -> bool:
    """Whether "what did he sign?" - "with whom?" would be answered with the statement that was just told of him."""
    told = draft.composer.facts[:1]
    people = {index.nature(i) for m in frame.top for i in m.ids} == {"person"}
    return bool(context and told and told[0] in context.facts) and people and frame.asks == {"who"}


def _doubted(chosen: Outcome, found: Sequence[Outcome], judged: Sequence[float], index: Index) -> Draft | None:
    """What would answer the likeliest readings, where none is likely enough: said as readings, not as the answer."""
    likeliest = sorted((o for o, p in zip(found, judged, strict=True) if p >= WORTH_OFFERING), key=lambda o: -judged[found.index(o)])
    facts: dict[str, Fact] = {}
    met: list[Candidate] = []
    for at in range(SHOWN + 1):  # the first statement of each reading, then the second
        for outcome in likeliest:
            told = outcome.draft.composer.facts
            if len(facts) < TOGETHER and at < len(told) and (outcome.draft.candidates or outcome.reading.facts):
                facts.setdefault(told[at], index.base.facts[told[at]])
                met += [c for c in outcome.draft.candidates if c.met and c.fact and c.fact.id == told[at]]
    best = likeliest[0] if likeliest else chosen
    probable = best.draft.kind == "answer" and not best.draft.unasked and judged[found.index(best)] >= PROBABLE and not chosen.frame.yes_no
    return offer(chosen.frame, index, list(facts.values()), met, probable=probable) if facts else None


def _answer(frame: Frame, index: Index, context: Context | None, reading: Reading) -> Draft:
    parts = reading.parts
    if frame.operator == "source":
        return _sources(frame, index, context)
    if frame.operator == "documents":
        # "what are your sources?" asks for those of what was just told, if anything was
        told = context is not None and context.facts and len(frame.tokens) < LONG
        return _sources(frame, index, context) if told else _documents(frame, index)
    if reading.facts:
        facts = [index.base.facts[f] for f in reading.facts]
        if reading.kind == "among":
            return membership(frame, index, *facts)
        if reading.kind == "nobody_else":
            composer = Composer(index, frame.lang)
            composer.plain(composer.say("nobody_else"), lead=True)
            composer.bullets(facts)
            return Draft("unknown", composer, (facts[0].entity,), "ask", basis=Basis.EMPTY, reason="nobody else is named")
        if reading.kind == "within":
            return in_the_place(frame, index, _told(frame, index, facts))
        if reading.kind == "listed":
            return _told(frame, index, facts, before="yes")
        if reading.kind == "counted":
            named = [v.id for v in facts[0].values if isinstance(v, Ref)]
            # what says its number needs none, and of places one may lie in another
            plain = float(len(named)) in index.facts[facts[0].id].numbers or any(index.nature(i) == "place" for i in named)
            return _told(frame, index, facts) if plain else _told(frame, index, facts, before="named_are", count=str(len(named)))
        if reading.kind == "names" and facts[0].lacks and sum(isinstance(v, Ref) for v in facts[0].values) < 2:
            return left_out(frame, index, facts[0], [])
        return _told(frame, index, facts)
    if reading.empty:
        return not_given(frame, index, *reading.empty, [])
    if len(parts) > 1:
        return theirs(frame, index, lambda rest: decide(rest, index, ())) or _several(parts, frame, index)
    return decide(frame, index, reading.subjects)


def _told(frame: Frame, index: Index, facts: list[Fact], *, before: str = "", **values: str) -> Draft:
    """Statements that the conversation itself leads to; behind a wording, if one is given."""
    if not is_exact(frame, facts[0]):
        return not_so_exact(frame, index, facts[0], [])
    composer = Composer(index, frame.lang)
    composer.facts_part(facts, before=composer.say(before, **values) + " " if before else "")
    return Draft("answer", composer, tuple(dict.fromkeys(f.entity for f in facts)), "ask", reason=f"the same of {facts[0].entity}")


def _sources(frame: Frame, index: Index, context: Context | None) -> Draft:
    """Where the last reply comes from: its statements once more, with documents and paragraphs named in words."""
    composer = Composer(index, frame.lang)
    facts = [index.base.facts[f] for f in (context.shown or context.facts if context else ()) if f in index.base.facts]
    if not facts:
        composer.plain(composer.say("no_source"), lead=True)
        return Draft("unknown", composer, reason="nothing was said whose source could be given")
    numbers = tuple(dict.fromkeys(n for f in facts for n in composer.cite(f)))
    documents = dict.fromkeys(_called(line, composer) for line in composer.citations())
    composer.parts.append(Paragraph(composer.say("from_source", documents="; ".join(documents)), numbers, True, True))
    composer.bullets(facts)
    entities = tuple(dict.fromkeys(f.entity for f in facts))
    return Draft("answer", composer, entities, "source", reason="the source of the last reply")


def _documents(frame: Frame, index: Index) -> Draft:
    """The documents that the base comes from, each with its date."""
    composer = Composer(index, frame.lang)
    pages = [f for v in index.documents if (f := key_fact(index, v.id))]
    if not pages:
        composer.plain(composer.say("nothing"), lead=True)
        return Draft("unknown", composer, reason="a base without documents")
    composer.facts_part(pages)
    return Draft("answer", composer, tuple(f.entity for f in pages), "documents", reason="the documents of the base")


def _called(line: SourceLine, composer: Composer) -> str:
    """A source by the name of its document and its title: "the UNODC page of March 2018 (“...”)"."""
    index = composer.index
    document = next((v.id for v in index.documents if v.id.partition("/")[2] == line.id), None)
    if document is None:
        return replace(line, paragraph=0).line
    return composer.say("document_called", name=composer.name(document), title=line.title)


def _several(parts: Sequence[Frame], frame: Frame, index: Index) -> Draft:
    """Several questions in one message: answered if one is, the missing ones said in the first paragraph; where one of them is
    not sure enough, all that was found is offered."""
    drafts = [decide(p, index, ()) for p in parts]
    alike = len({_told_by(d) for d in drafts}) < len(drafts)
    if alike or any(d.kind != "answer" or _of_all(p, d) for p, d in zip(parts, drafts, strict=True)):
        drafts = _in_turn(parts, drafts, frame, index)
    for draft in drafts:
        if draft.kind == "clarify" and not draft.is_offer:
            return draft
    good = [d for d in drafts if d.kind == "answer"]
    offered = [d for d in drafts if d.is_offer]
    # of what is not known the thing must be named: "title and date of the agreement for Mali" may be of either
    lacking = [d for d in drafts if d.is_empty and d.entities and is_named(frame, d.entities[0])]
    found = {(d.entities[0], d.slot) if d in lacking else _told_by(d) for d in drafts if d.composer.facts}
    settled = all(d in good or d in offered or d.is_empty for d in drafts)
    if (not settled or len(found) < 2) and (whole := decide(frame, index, ())).kind != "unknown":
        return whole  # not several questions after all: "how long did it last, in days?"
    meant = all(p.top or p.dates or drafts[0] in good for p, d in zip(parts, drafts, strict=True) if d in good)  # of something named, or told before
    if offered and good and meant:  # what is sure first
        composer = Composer(index, parts[0].lang)
        for draft in good:
            composer.absorb(draft.composer)
        shown = {f for d in good for f in d.composer.facts}
        rest = [f for d in offered for f in d.composer.facts[: SHOWN + 1] if f not in shown]
        composer.plain(composer.say("rest_not_sure"))
        composer.bullets([index.base.facts[f] for f in dict.fromkeys(rest)][:TOGETHER])
        return replace(offered[0], composer=composer, entities=good[0].entities)
    if offered:
        told = [index.base.facts[f] for d in drafts if d in good or d in offered for f in d.composer.facts[: SHOWN + 1]]
        met = [c for d in offered for c in d.candidates if c.met]
        return offer(parts[0], index, list(dict.fromkeys(told))[:TOGETHER], met)
    if not good:
        return drafts[0]
    composer = Composer(index, parts[0].lang)
    counted = [d for d in good if d.intent in {"list", "count", "superlative", "compare", "gap"}]  # more is said than the statements
    facts = [index.base.facts[f] for d in good if d not in counted for f in d.composer.facts]
    for draft in drafts:
        if draft.kind != "answer":
            lead = next((p.text for p in draft.composer.parts if isinstance(p, Paragraph)), "")
            composer.plain(lead)
    for fact in dict.fromkeys(facts):
        composer.parts.append(composer.statement(fact, lead=fact is facts[0]))
    composer.notes(facts)
    for draft in counted:
        composer.absorb(draft.composer)
    entities = tuple(dict.fromkeys(e for d in good for e in d.entities))
    return Draft("answer", composer, entities, "ask", min(d.confidence for d in good), candidates=good[0].candidates, reason="several questions")


def _told_by(draft: Draft) -> tuple[FactId, ...]:
    """What tells one answer from another: its first statement, of a list all of them."""
    return tuple(draft.composer.facts[: None if draft.intent in {"list", "count"} else 1])


def _of_all(asked: Frame, draft: Draft) -> bool:
    """Whether all things of a kind are listed, as nothing narrows the question ("which forces were trained, and on what topics?")."""
    return draft.intent in {"list", "count"} and not (asked.top or asked.dates or asked.numbers)


def _in_turn(parts: Sequence[Frame], drafts: Sequence[Draft], frame: Frame, index: Index) -> list[Draft]:
    """The answers to several questions, those that none was found for asked as in a conversation: "which training dealt with explosives, and
    how many attended it?" asks the second of what answers the first."""
    questions = in_turn(frame, index)
    if len(questions) != len(drafts):
        return list(drafts)
    found: list[Draft] = []
    after: Context | None = None
    for question, part, draft in zip(questions, parts, drafts, strict=True):
        asked, text = understand(question, index, frame.lang), question
        before = {f for d in found for f in d.composer.facts}
        astray = _of_all(part, draft) and not index.cues.words["carrying"].isdisjoint(asked.said[:1])
        leans = after and all(d.kind == "answer" for d in found)
        again = before.issuperset(draft.composer.facts) and draft.intent not in {"list", "count"}  # a count of some of them is new
        if leans and (draft.kind != "answer" or astray or again):
            told, used, read = _best(answering(asked, index, after), index, after, frame.lang)
            if astray or (told.kind == "answer" and _tells_on(told, before, index)):
                draft, asked, text = told, used, read
        found.append(draft)
        after = remembered(Message(question, EPOCH), asked, index, draft, after, text)
    return found


def _tells_on(draft: Draft, before: Set[FactId], index: Index) -> bool:
    """Whether an answer tells something new of what the statements before it are of, not of what else they name, nor what a thing is."""
    same = {index.base.facts[f].entity for f in before}
    new = draft.intent != "overview" and not draft.unasked and not before >= {*draft.composer.facts}
    return new and not same.isdisjoint(index.base.facts[f].entity for f in draft.composer.facts[:1])


def finish(message: Message, frame: Frame, index: Index, draft: Draft, context: Context | None, question: str) -> Turn:
    composer = draft.composer
    lang = composer.lang
    citations = composer.citations()
    reply = Reply(draft.kind, lang, tuple(composer.parts), citations, draft.choices, _suggest(draft, index, lang))
    say = index.language.say
    text = plain_text(reply.parts, citations, draft.choices, say("source" if len(citations) == 1 else "sources", lang), say("pick", lang))
    after = remembered(message, frame, index, draft, context, question)
    return Turn(
        message, frame, draft.intent or frame.intent, round(draft.confidence, 3), tuple(draft.candidates[:12]),
        draft.entities, tuple(composer.facts), reply, text, after, draft.basis, draft.reason,
    )  # fmt: skip


def remembered(message: Message, frame: Frame, index: Index, draft: Draft, context: Context | None, question: str) -> Context:
    """What is remembered of a conversation after a draft was said to a message."""
    composer = draft.composer
    subjects = _subjects(draft, frame, index, context)
    if draft.intent == "source" and context:
        question = context.question  # what was asked before is what is carried on
    asked = draft.kind in {"answer", "clarify"} or (draft.kind == "unknown" and (draft.entities or draft.intent in {"list", "count"}))
    kept = question if asked else context.question if context else ""
    choices = draft.choices or (
        context.choices
        if context and (draft.kind in {"smalltalk", "help"} or (draft.kind == "unknown" and not draft.entities and not frame.top))
        else ()
    )
    told = tuple(composer.facts) if composer.facts and draft.kind != "smalltalk" else (context.facts if context else ())
    if draft.kind == "unknown" and context and context.facts:
        # what was said beside a refusal is not what was asked for; nor are older statements what is spoken of, if it was of something
        told = (
            ()
            if draft.entities and draft.entities[0] not in {index.base.facts[f].entity for f in context.facts if f in index.base.facts}
            else context.facts
        )
    refused = (draft.kind == "unknown" and bool(draft.entities)) or (draft.kind == "unknown" and context is not None and context.refused)
    shown = tuple(composer.facts) or (context.shown if context else ())
    return Context(message.time, composer.lang, kept, subjects, choices, told, refused, shown)


def _subjects(draft: Draft, frame: Frame, index: Index, context: Context | None) -> tuple[tuple[EntityId, ...], ...]:
    """What is spoken of after a reply, the likeliest first: what it is about, what the message named besides, what was spoken of before."""
    before = context.subjects if context else ()
    missed = draft.kind == "unknown" and draft.basis is Basis.UNMET  # what is shown beside it was not asked about
    if not draft.entities or missed or not (draft.kind in {"answer", "unknown"} or draft.is_offer):
        return before
    said = [m.ids for m in frame.top if m.end > m.start]
    first: list[tuple[EntityId, ...]] = [draft.entities]
    if draft.is_offer:  # what was only offered is no new subject of a message that named another of its kind, or leaned on the last one
        named = [ids for ids in said if len(ids) == 1]
        if _keeps(draft, frame, index, before):
            first = [before[0], *first]
        elif len(named) == 1 and index.entities[named[0][0]].type == index.entities[draft.entities[0]].type:
            first = [named[0], *first]
    # what was named besides the answer's own thing may be meant next ("did Gambia take part in Open Roads?", "when was it?")
    beside = [(i,) for ids in said for i in ids[:1] if i not in draft.entities]
    pair = [draft.among] if draft.among else []
    return tuple(dict.fromkeys((*first, *pair, *beside, *before)))[:SUBJECTS_KEPT]


def _keeps(draft: Draft, frame: Frame, index: Index, before: Sequence[tuple[EntityId, ...]]) -> bool:
    """Whether a message that was answered with an offer of something else leaned on what was spoken of last, and names nothing to do with
    what is offered ("who created it?")."""
    last = before[0] if before else ()
    if len(last) > 1 and not index.cues.words["they"].isdisjoint(frame.said):
        return draft.entities[0] not in last and not any(m.end > m.start for m in frame.top)  # "how much money do they contain?"
    if len(last) != 1 or last[0] not in index.entities or index.nature(last[0]) == "person" or last[0] == draft.entities[0]:
        return False
    view = index.entities[draft.entities[0]]
    named = any(m.end > m.start and not (view.links | {view.id}).isdisjoint(m.ids) for m in frame.top)
    if {"carry_on", "other_one"} & frame.flags:
        return False  # "what about the one in CAR?", "and the other one?"
    if view.type == index.entities[last[0]].type and all(k.type != view.type for k in frame.kinds) and not any(m.end > m.start for m in frame.top):
        return True  # "when was MINUSMA created?" - "by which resolution?": what created MINUSCA is only shown
    leans = ("anaphora" in frame.flags and view.type == index.entities[last[0]].type) or any(m.end == m.start and m.ids == last for m in frame.top)
    return leans and not named and (view.type not in index.made or all(k.type != view.type for k in frame.kinds))


def _works(text: str, index: Index, lang: Lang) -> bool:
    """Whether a suggestion is answered when it is asked. The few hundred of a base are each tried once."""
    works = index.memo.works
    if (text, lang) not in works:
        return keep(works, (text, lang), decide(understand(text, index, lang), index, ()).kind == "answer", SUGGESTIONS_KEPT)
    return works[text, lang]


def _suggest(draft: Draft, index: Index, lang: Lang) -> tuple[str, ...]:
    """One to three next questions about the same thing, from the examples of properties that have facts."""
    if not draft.entities or draft.kind not in {"answer", "unknown"}:
        return ()
    entity = draft.entities[0]
    view = index.entities[entity]
    properties = index.base.types[view.type].properties
    composer = Composer(index, lang)
    out = []
    for name, facts in view.facts.items():
        if any(f.id in draft.composer.facts for f in facts):
            continue
        if properties[name].examples[lang]:
            text = composer.asking(properties[name], entity)
            if _works(text, index, lang):
                out.append(text)
        if len(out) == 3:
            break
    return tuple(out)
