"""Which operation a frame asks for: a list, a count, the first, a comparison, or a plain fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core import compare, operators
from bot.core.alike import alike
from bot.core.candidate import MAYBE, STRONG, SURE, TIE, Candidate
from bot.core.carried import SCRAP
from bot.core.compose import PAGE, Composer
from bot.core.contents import what_it_says
from bot.core.draft import Draft
from bot.core.frame import LIGHT, ORDERS, Content, Frame, idle_words, phrases
from bot.core.index import Index
from bot.core.measure import by_number, measured
from bot.core.model import EntityId, Ref
from bot.core.recurring import mentioned, recurring, which_page
from bot.core.refuse import asks_for_left_out, offer
from bot.core.select import acts_at_a_time, joined_names, mutual, noun_words, or_a_kind, several_dates, wanted_types
from bot.core.verdict import parts_of_time, stands_first, tells_of

LISTED = 0.5
"""Confidence from which a statement that names such things is preferred to a list of all that meet the constraints."""


def operate(frame: Frame, index: Index, subjects: Sequence[EntityId], candidates: Sequence[Candidate]) -> Draft | None:
    """Run the operator of the frame. None when the frame asks for a plain fact."""
    draft: Draft | None = None
    if frame.scope is not None:
        return None  # a scrap asked of one passage counts and compares nothing
    if by_measure := measured(frame, index):
        return by_measure
    if by_figure := by_number(frame, index, subjects):
        return by_figure
    if phrases(frame, "aged", index) and (aged := compare.age(frame, index) or compare.ageless(frame, index)):
        return aged
    if told_of_each := operators.of_each(frame, index):
        return told_of_each
    if said_there := what_it_says(frame, index):
        return said_there
    if told_again := recurring(frame, index) or which_page(frame, index) or mentioned(frame, index):
        return told_again
    if same := alike(frame, index):
        return same
    if not frame.yes_no and or_a_kind(frame, index) and (either := operators.listing(frame, index)) and either.kind == "answer":
        either.intent = "list"
        return either
    if frame.yes_no and (other := operators.counterexample(frame, index)):
        return other
    if frame.operator == "gap":
        draft = compare.gap(frame, index, subjects)
    elif (
        frame.operator == "compare"
        or (len(frame.top) > 1 and not frame.yes_no and "in_order" in frame.flags)
        or (
            ORDERS & frame.flags
            and (not frame.yes_no or _is_comparison(frame, index))
            and not frame.asks & (STRONG - {"who"} if _between_two(frame, index) else STRONG)
            and (len(frame.top) > 1 or (not frame.top and len(subjects) > 1 and not frame.content[3:]))
        )
    ):
        draft = compare.compare(frame, index, subjects)
    ordered = frame.operator == "timeline" or (
        "in_order" in frame.flags and len(frame.top) == 1 and not frame.kinds and not any(c.binding for c in frame.content)
    )
    if draft is None and ((ordered and not frame.asks & (STRONG - {"when"})) or _only_when(frame) or acts_at_a_time(frame, index)):
        draft = operators.timeline(frame, index, subjects)
    if draft is None and (any_event := _any_event(frame, index)):
        times = [replace(any_event, dates=(d,)) for d in several_dates(frame)] or [any_event]  # "in 2014 or 2015"
        happened = [found for one in times if (found := operators.timeline(one, index, subjects))]
        if len(happened) == len(times):
            for other in happened[1:]:
                happened[0].composer.absorb(other.composer)
            happened[0].intent = "timeline"
            return happened[0]
    if draft is None and (inside := _lies_in(frame, index) or _who_is_in(frame, index)):
        return inside
    if draft is None and "growth" in frame.flags and not frame.yes_no and "why" not in frame.asks:
        draft = operators.growth(frame, index)
        if draft:
            return draft
    if draft is None and not frame.yes_no and ORDERS & frame.flags and _of_a_noun(frame, index):
        draft = compare.superlative(frame, index)
        if draft:
            draft.intent = "superlative"
            return draft
    if draft:
        draft.intent = frame.operator if frame.operator != "ask" else "timeline" if _only_when(frame) or acts_at_a_time(frame, index) else "compare"
        return draft
    if asks_order(frame):
        return None  # which was first, and how long it took between them, is told by no list of such things
    if _narrower(frame, index):
        return None
    named = any(names_them(c, frame, index) for c in candidates[:1])
    lacking = any(c.fact and asks_for_left_out(frame, index, c.fact) for c in candidates[:3])
    if (
        (not named or "everything" in frame.flags)
        and not lacking
        and not frame.yes_no
        and frame.operator in {"ask", "list", "overview"}
        and (table := operators.table(frame, index, candidates))
    ):
        return table
    if _of_a_time(frame, candidates) and (dated := operators.listing(frame, index)):
        apart = any(d.relation != "in" for d in frame.dates)  # "missions created after 2014": of which a statement that names one tells nothing
        if dated.kind == "answer" or apart or not _names_such(frame, index, candidates):
            dated.intent = "count" if frame.operator == "count" else "list"
            return dated
    if held := _what_took_place(frame, index, candidates):
        return held
    if _made_with(frame, index, candidates) and (made := operators.listing(frame, index)):
        made.intent = "list"
        return made
    if frame.operator in {"list", "count"}:
        best = next((c for c in candidates[:1] if _counts(c, frame, index) or names_them(c, frame, index)), None)
        best = None if phrases(frame, "negation", index) else best  # "all officials except UNODC's"
        if best is None or _own_kind(frame, best) or (not frame.top and not frame.dates and bare_list(frame, index)):
            draft = operators.listing(frame, index)
            if draft and draft.kind == "unknown":
                told = next((c for c in candidates[:1] if c.met and c.fact and (c.hits or not c.left) and c.fits and c.confidence >= MAYBE), None)
                if told:  # no such things are in the base, but a statement may tell which or how many there were
                    draft = None if told.hits else offer(frame, index, (), [c for c in candidates if c.fact and c.met and not c.void])
        elif frame.operator == "list" and (fuller := operators.listing(frame, index)) and _names_more(fuller, best, index):
            draft = fuller
        elif (
            frame.operator == "count"
            and best.confidence < SURE
            and not _is_number(best, index)
            and (counted := operators.listing(frame, index))
            and counted.kind == "answer"
        ):
            draft = counted  # "how many agreements does UNODC have with missions" is not told by what it does with them
    elif frame.operator == "link" and not (any(k.plural for k in frame.kinds) and bare_list(frame, index)):
        best = next((c for c in candidates[:1] if c.proven and c.property and c.fact and all(tells_of(m, c.fact, index) for m in frame.top)), None)
        if best is None or (not frame.content and not frame.dates):
            draft = operators.link_up(frame, index)
    elif any(t.plural for t in frame.targets) or (frame.kinds and not frame.asks - {"which"} and not frame.yes_no and bare_list(frame, index)):
        plural = any(t.plural for t in (frame.targets or frame.kinds))
        best = next((c for c in candidates[:1] if (c.proven and c.property and c.fact and c.hits) or names_them(c, frame, index)), None)
        # "which agreements were signed": who signed one of them, and who another, tells of one each
        weak = best is not None and not frame.dates and any(_rivals(best, c) for c in candidates[1:2])
        if plural and (best is None or _own_kind(frame, best) or (not frame.top and (bare_list(frame, index) or weak))):
            draft = operators.listing(frame, index)
            if draft and draft.kind == "unknown" and not (frame.dates and not any(c.met and not c.void for c in candidates)):
                draft = None
        elif plural and best is not None and (fuller := operators.listing(frame, index)) and _names_more(fuller, best, index):
            draft = fuller  # "which agreements did UNODC sign with missions": a statement names two of the three
    if draft and draft.kind == "unknown" and joined_names(frame, index) and not mutual(frame, index):
        return None  # each may be told by itself: "how many people attended the gender and the detection training"
    if draft:
        draft.intent = draft.intent or ("list" if frame.operator == "ask" else frame.operator)
    return draft


def _any_event(frame: Frame, index: Index) -> Frame | None:
    """ "Which events took place after 2017?": whatever happened then, not only what is filed as an event; None where something else is asked."""
    idle = idle_words(frame, index)
    nouns = {k.at for k in frame.kinds} - idle
    general = all(frame.said[at] in index.cues.words["any_event"] for at in nouns)
    plural = any(k.plural for k in frame.kinds if k.at in nouns)
    if not nouns or not general or not plural or frame.operator == "count" or frame.yes_no or frame.asks - {"which"}:
        return None
    placed = all(index.nature(i) == "place" for m in frame.top for i in m.ids)
    if (
        ORDERS & frame.flags
        or not placed
        or not (frame.dates or frame.top)
        or any(c.binding and c.at not in nouns and c.at not in idle for c in frame.content)
    ):
        return None
    return replace(frame, kinds=(), targets=(), content=(), operator="timeline")


def _what_took_place(frame: Frame, index: Index, candidates: Sequence[Candidate]) -> Draft | None:
    """ "What training was held in April 2015?": what is told to have been at that time, by kind: no statement of what else was done there tells which it was."""
    idle = idle_words(frame, index)
    nouns = [k for k in frame.kinds if k.at not in idle and not any(m.start <= k.at < m.end for m in frame.top)]
    if (
        not idle
        or not nouns
        or any(index.base.types[k.type].nature != "happening" for k in nouns)
        or frame.yes_no
        or frame.operator not in {"ask", "list"}
        or "which" not in frame.asks
        or len(frame.asks) > 1
        or not any(not d.document for d in frame.dates)
        or ORDERS & frame.flags
    ):
        return None
    asked = replace(frame, kinds=tuple(nouns), content=tuple(c for c in frame.content if c.at not in idle))
    held = operators.listing(asked, index) if bare_list(asked, index) else None
    if held is None or (held.kind == "unknown" and any(c.met and not c.void for c in candidates[:1])):
        return None
    held.intent = "list"
    return held


def asks_order(frame: Frame) -> bool:
    """Whether it is asked which of some things came first or last, or for the time between them."""
    return frame.operator == "gap" or (frame.operator == "compare" and bool(ORDERS & frame.flags))


def _lies_in(frame: Frame, index: Index) -> Draft | None:
    """ "Which bodies are part of DPKO?": the statements of those of which it is told, not what DPKO is itself part of."""
    if frame.yes_no or len(frame.top) != 1 or len(frame.top[0].ids) != 1 or frame.asks - {"which", "who"} or frame.dates:
        return None
    whole = index.entities[frame.top[0].ids[0]]
    for prop in index.base.types[whole.type].properties.values():
        asked = next(
            (
                c
                for c in frame.content
                if c.binding and c.at < frame.top[0].start and not c.keys.isdisjoint(index.property_keys[whole.type, prop.name])
            ),
            None,
        )
        if not prop.carries or asked is None or not stands_first(prop, asked.keys, frame.lang, index):
            continue
        if any(k.type != whole.type and k.at != asked.at for k in frame.kinds):
            continue  # "which partners of the initiative are part of the UN"
        inside = sorted(i for i in index.by_link.get(whole.id, ()) if index.entities[i].type == whole.type)
        facts = [
            f for i in inside for f in index.entities[i].facts.get(prop.name, ()) if any(isinstance(v, Ref) and v.id == whole.id for v in f.values)
        ]
        if facts:
            composer = Composer(index, frame.lang)
            composer.facts_part(facts[:PAGE])
            return Draft("answer", composer, tuple(dict.fromkeys(f.entity for f in facts)), "list", reason=f"what is {prop.name} {whole.id}")
    return None


def _who_is_in(frame: Frame, index: Index) -> Draft | None:
    """ "Who is in the Global Focal Point?", "which bodies are in WACI": those who make it up, and those told of beside them."""
    if frame.yes_no or not frame.asks or frame.asks - {"which", "who"} or frame.operator not in {"ask", "overview"}:
        return None
    if frame.dates or frame.numbers or len(frame.top) != 1 or len(frame.top[0].ids) != 1 or frame.top[0].end < len(frame.tokens):
        return None
    if not index.cues.words["no_such"].isdisjoint(frame.said):
        return None  # "who took no part in it?"
    before = frame.top[0].start - 1
    while before > 0 and frame.said[before] in index.cues.words["determiners"]:
        before -= 1
    view = index.entities[frame.top[0].ids[0]]
    if before < 0 or frame.said[before] not in index.cues.words["placed"] or view.type not in index.made:
        return None
    nouns = frozenset().union(*(index.nouns_of(nature) for nature in ("body", "person", "place")))
    if any(c.binding and c.keys.isdisjoint(nouns) for c in frame.content):
        return None
    properties = index.base.types[view.type].properties
    bond = next((properties[name] for name in view.facts if properties[name].says == "bond" or properties[name].beside), None)
    if bond is None:
        return None
    facts = [f for name in (bond.name, *bond.beside) for f in view.facts.get(name, ())]
    composer = Composer(index, frame.lang)
    composer.facts_part(facts[:PAGE])
    return Draft("answer", composer, (view.id,), "ask", reason=f"who is in {view.id}")


def _between_two(frame: Frame, index: Index) -> bool:
    """Whether "who" asks for one of the things named ("who signed first, MINUSMA or MINUSCA?")."""
    return len(frame.top) > 1 and any(t.text in index.cues.words["either"] for t in frame.tokens)


def _is_comparison(frame: Frame, index: Index) -> bool:
    """Whether a yes/no question sets one thing beside another ("is UNODC older than MINUSMA", "before or after the MoU")."""
    said = frame.said
    cues = index.cues
    words = cues.words["either"] | cues.words["comes_before"] | cues.words["comes_after"]
    return bool(words.intersection(said)) or bool(phrases(frame, "by_comparison", index))


def _narrower(frame: Frame, index: Index) -> bool:
    """Whether a list would pass over a number that counts no noun ("on the 7th") or a part of a time ("the second half of 2018")."""
    nouns = {k.at for k in frame.kinds}
    loose = any(not nouns & {n.end, n.end + 1} for n in frame.numbers)
    return any(k.plural for k in frame.kinds) and not frame.top and (loose or bool(frame.dates and parts_of_time(frame, index)))


def _of_a_time(frame: Frame, candidates: Sequence[Candidate]) -> bool:
    """ "Agreements signed before 2018", "which missions were created after 2013": things of a kind and a time, where the best
    statement is of something else (who signed, what created them)."""
    nouns = frame.targets or frame.kinds
    counted = frame.operator == "count" and any(d.relation != "in" for d in frame.dates)  # "how many missions were created after 2013"
    plural = {n.type for n in nouns if n.plural and n.at <= (3 if counted else 1)}
    if (
        not plural
        or frame.yes_no
        or frame.asks - ({"how_many"} if counted else {"which"})
        or not any(not d.document for d in frame.dates)
        or frame.top
    ):
        return False
    one = len(several_dates(frame)) < 2  # "agreements signed in 2015 or 2018": no one statement is of both
    apart = any(d.relation != "in" for d in frame.dates)  # "missions created after 2012": one of them is not all
    return not one or apart or all(c.entity.partition("/")[0] not in plural or c.void or c.unmet for c in candidates[:1])


def _rivals(best: Candidate, other: Candidate) -> bool:
    """Whether two candidates tell the same of two things, and equally well."""
    return other.property == best.property and other.entity != best.entity and other.score >= best.score - TIE


def _made_with(frame: Frame, index: Index, candidates: Sequence[Candidate]) -> bool:
    """ "Agreements with DPKO", "trainings in Mali in 2013": a kind of thing that is made, names and times, and the best statement is of
    something else and names no such thing."""
    plural = {k.type for k in frame.kinds if k.plural and k.at <= 1 and k.type in index.made}
    if not plural or not frame.top or frame.operator not in {"ask", "list"} or frame.yes_no or frame.asks - {"which"} or not bare_list(frame, index):
        return False
    return all(c.entity.partition("/")[0] not in plural for c in candidates[:1]) and not _names_such(frame, index, candidates)


def _names_such(frame: Frame, index: Index, candidates: Sequence[Candidate]) -> bool:
    """Whether the best statement names things of the kind that is asked for."""
    wanted = {t for t, _ in wanted_types(frame, index)}
    return any(c.fact and wanted & {t for t, _ in index.facts[c.fact.id].value_kinds} for c in candidates[:1])


def names_them(best: Candidate, frame: Frame, index: Index) -> bool:
    """Whether a statement itself names the things that are asked for ("which agencies were partners when it was created"),
    by words that a list of all such things would not heed."""
    if not (best.met and best.fact and best.fits and best.confidence >= LISTED) or bare_list(frame, index):
        return False
    wanted = {(t.type, t.subtype) for t in frame.targets or frame.kinds}
    if frame.operator == "list" and any(t.plural for t in frame.targets) and _names_one(best, {t for t, _ in wanted}, index):
        return False
    return bool(wanted & index.facts[best.fact.id].value_kinds) or (frame.operator != "list" and best.confidence >= SURE)


def _names_one(best: Candidate, wanted: set[str], index: Index) -> bool:
    """Whether a statement names just one of the things of which a list is asked for."""
    return best.fact is not None and len([v for v in best.fact.values if isinstance(v, Ref) and index.entities[v.id].type in wanted]) == 1


def _names_more(listed: Draft, best: Candidate, index: Index) -> bool:
    """Whether a list holds what a statement names of its kind, and more: "what did UNODC sign with MINUSMA" is not told in full by a
    statement of two agreements, one of them with MINUSMA; nor "which trainings did Japan fund" by one that names none of them."""
    kinds = {index.entities[e].type for e in listed.entities}
    named = {i for i in best.fact.entities if i in index.entities and index.entities[i].type in kinds} if best.fact else set()
    if listed.kind != "answer" or best.entity.partition("/")[0] in kinds:
        return False
    said = {i for m in index.statement(best.fact, listed.composer.lang).mentions for i in m.ids} if best.fact else set()
    values = {v.id for v in best.fact.values if isinstance(v, Ref)} if best.fact else set()
    if (said | values).isdisjoint(listed.entities):
        return kinds <= index.made | index.types_of({"document"})
    return not named.isdisjoint(listed.entities) and not named.issuperset(listed.entities)


def _only_when(frame: Frame) -> bool:
    """Whether nothing but a time was said ("what happened in october 2008")."""
    if {"carry_on", "correction"} & frame.flags and len(frame.tokens) <= SCRAP:
        return False  # "and in 2014?" carries a question on
    return bool(frame.dates) and not (
        frame.top or frame.kinds or frame.numbers or frame.yes_no or frame.asks & STRONG or any(c.binding for c in frame.content)
    )


def _of_a_noun(frame: Frame, index: Index) -> bool:
    """Whether "first", "latest", "longest" is said of a type noun ("the first MoU", "which training was longest")."""
    if frame.targets:
        return True
    at = [c.at for c in frame.content if c.superlative]
    said = frame.said
    if frame.asks == {"which"} and not frame.top and said[1:2] and said[1] in index.cues.words["out_of"] and any(k.plural for k in frame.kinds):
        return True  # "which of the two deals of March 2018 came first"
    return any(abs(k.at - i) <= 2 or (k.at > i and said[i + 1] in index.cues.words["out_of"]) for k in frame.kinds for i in at if i + 1 < len(said))


def _counts(best: Candidate, frame: Frame, index: Index) -> bool:
    """Whether a statement answers "how many" or "list" itself, so that nothing need be counted."""
    if not best.met or not best.property:
        return False
    prop = index.base.types[index.entities[best.entity].type].properties[best.property]
    if frame.operator == "count" and prop.kind == "number":
        things = {
            k.type for k in frame.targets if k.plural and index.nature(k.type) != "person"
        }  # "how many people" asks for the number of whatever people there are
        return best.hits > 0 or (not things and (bool(best.fact) or bool(frame.top)))
    return best.proven and best.hits > 0 and (bool(best.fact) or frame.operator == "count")


def _is_number(best: Candidate, index: Index) -> bool:
    """Whether a statement gives a figure."""
    return bool(best.property) and index.base.types[index.entities[best.entity].type].properties[best.property].kind == "number"


def _own_kind(frame: Frame, best: Candidate) -> bool:
    """Whether what is asked for is of the kind of the thing found ("which trainings took place ..."): then a list is meant."""
    nouns = frame.targets or frame.kinds
    return any(n.plural and n.type == best.entity.split("/")[0] for n in nouns) and not is_named(frame, best.entity)


def bare_list(frame: Frame, index: Index) -> bool:
    """ "trainings mali 2015": a plural type noun and nothing but constraints."""
    nouns = noun_words(frame.kinds, frame, index) | {i for a, b in phrases(frame, "existing", index) for i in range(a, b)}  # "which agreements exist"
    return all(c.at in nouns or _only_asks(c, index) for c in frame.content)


def _only_asks(content: Content, index: Index) -> bool:
    """Whether a word says no more than that a list is wanted ("list", "all the"), or that the documents name them ("people mentioned")."""
    return content.weight <= LIGHT and content.word in index.cues.of_operator["list"] | index.cues.words["appearing"]


def is_named(frame: Frame, entity: EntityId) -> bool:
    return any(entity in m.ids for m in frame.top)
