"""Comparisons of dated things: first and latest, which of two, the time between them, how old something was.

Each takes a frame and either fills a :class:`Draft` or returns None. What a question asks besides the date is not passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from math import ceil

from bot.core.accounted import accounted, asked_for, named_better
from bot.core.candidate import COVERAGE, Candidate
from bot.core.compose import Composer, said_of
from bot.core.dates import ANY_YEAR, date_meets
from bot.core.distance import lies_apart, said_distance, without
from bot.core.draft import Basis, Draft
from bot.core.edges import at_edges, edge_asserted, edge_of, moment, which_edge
from bot.core.frame import ORDERS, Content, Frame, Target, phrases
from bot.core.index import EntityView, Index
from bot.core.kinds import say_date
from bot.core.model import EntityId, Fact, Interval, Mention, Precision, Status
from bot.core.rank import rank
from bot.core.reframe import page_on
from bot.core.select import date_fact, date_properties, is_filter, parts_of, select, wanted_types
from bot.core.understand import understand

TEN = 10
"""Numbers below which one says how many of the first or latest are asked for."""
AHEAD, BEHIND = ("comes_before", "followed_by"), ("comes_after", "preceded_by")
"""The phrases before which stands what came first, and those before which stands what came later."""
SIDE_BY_SIDE = 2
"""Things between which a difference is asked."""
SIDES = 3
"""Things at most that are set side by side."""
LONG = 8
"""Tokens from which a comparison may be of more than the two things that its names tell."""
MONTH = 30.44
"""Days of a month, on average."""
RANKED = ("longest", "shortest", "latest", "first")
"""What a superlative may order things by; of several, the first of these."""
SEVERAL, APART = 8, 1.0
"""Candidates among which another date may be meant as well, if it is that near to the best, in nats."""


def superlative(frame: Frame, index: Index) -> Draft | None:
    """First, latest, longest or shortest of the entities that meet the rest of the frame."""
    flag = next((f for f in RANKED if f in frame.flags), "")
    types = wanted_types(frame, index)
    if "how_many" in frame.asks and (counted := _beside_superlative(frame)):
        # "how many people were at the longest training" does not ask for the longest of the people
        frame = replace(frame, kinds=tuple(counted), targets=(), content=tuple(c for c in frame.content if c.at not in {t.at for t in frame.targets}))
        types = wanted_types(frame, index)
    if {"first", "latest"} <= frame.flags and types and (both := _first_and_latest(frame, index)):
        return both
    if not flag or not types or {"first", "latest"} <= frame.flags:
        return None
    own = {k.at for k in frame.kinds if k.type in {t for t, _ in types}}
    if any(k.at not in own and not index.base.types[k.type].topical and not _joins(k.at, frame, index) for k in frame.kinds):
        return None  # "which mission got its agreement later" does not ask which mission is the younger
    if _dated_otherwise(frame, index, {t for t, _ in types}):
        return None  # nor does "which mission signed with UNODC first"
    nouns = {k.word for k in frame.kinds if not k.plural}
    if len(nouns) > 1 and index.cues.words["either"] & set(frame.said):
        return None  # "which came first, the visit or the request" is of those two
    # neither what is asked of it nor how it is dated says which it is: "which mission was created first" is of all of them
    names = {t for t, _ in types}
    dating = [c for c in frame.content if any(not c.keys.isdisjoint(index.property_keys[t, n]) for t in names for n in date_properties(t, index))]
    asking = [*(_asks_of_it(frame, index, names) or []), *(c for c in dating if c.at not in own)]
    every = select(replace(frame, content=tuple(c for c in frame.content if c not in asking)), index, types)
    found = [v for v in every if v.dates]
    # "the last training of the series": not the series itself, which goes on while its trainings do
    found = [v for v in found if not any(p in found and all(d.within(v.dates[0]) for d in p.dates) for p in parts_of(v, index))]
    if len(found) < 2:
        return None
    at = [c.at for c in frame.content if c.superlative]
    counts = [n for i in at for t in frame.tokens[max(i - 2, 0) : i + 3] if (n := index.locales.number_word(t.text)) and 1 < n < TEN]
    undated = [v for v in every if not v.dates]
    if flag in {"first", "latest"} and len(undated) > len(found):
        return _mostly_undated(frame, index, found, undated)
    draft = _several_of(frame, index, found, flag, counts[0]) if counts else _extreme(frame, index, found, flag)
    if draft and undated and draft.kind == "answer":
        draft.composer.plain(draft.composer.say("undated", names="; ".join(draft.composer.title(v.id) for v in undated[:8])))
    return draft


def _joins(at: int, frame: Frame, index: Index) -> bool:
    """Whether a noun only says what the things are joined to ("the latest agreement with a mission"), and not whose they are."""
    return is_filter(frame, index, at) and index.cues.words["anaphora"].isdisjoint(frame.said[max(at - 2, 0) : at])


def _first_and_latest(frame: Frame, index: Index) -> Draft | None:
    """ "Earliest and latest agreement": the one, then the other."""
    spans = [phrases(frame, name, index) for name in ("first", "latest")]
    if not all(spans) or not index.cues.words["conjoins"].intersection(frame.said):
        return None
    gone = [{i for a, b in found for i in range(a, b)} for found in spans]
    asked = [
        replace(frame, flags=frame.flags - {other}, content=tuple(c for c in frame.content if c.at not in words), asks=frame.asks - {"when"})
        for other, words in zip(("latest", "first"), reversed(gone), strict=True)
    ]
    drafts = [superlative(f, index) for f in asked]
    first, latest = drafts
    if first is None or latest is None or first.kind != "answer" or latest.kind != "answer":
        return None
    first.composer.absorb(latest.composer)
    return replace(first, entities=tuple(dict.fromkeys((*first.entities, *latest.entities))), reason="first and latest")


def _asks_of_it(frame: Frame, index: Index, types: Set[str]) -> list[Content] | None:
    """The words of "who funded the latest training?" that ask something of it, and so do not say which training it is; None if only which it
    is, or when, is asked."""
    dates = [index.property_keys[t, name] for t in types for name in date_properties(t, index)]
    nouns = {k.at for k in frame.kinds if k.type in types}
    asking = [
        c
        for c in frame.content
        if c.binding and not c.superlative and c.at not in nouns and not c.keys.isdisjoint(index.asking) and all(c.keys.isdisjoint(k) for k in dates)
    ]
    length = {"how_long"} if {"longest", "shortest"} & frame.flags else set()
    if frame.asks - {"which", "when", "name"} - length or frame.operator == "overview":
        return asking
    return asking if not frame.asks and any(c.at < min(nouns, default=0) for c in asking) else None  # "venue of the last training"


def asked_of_it(frame: Frame, index: Index, entity: EntityId) -> Frame | None:
    """What a question asks of the thing that is the first, latest or longest: the rest of it, of that thing."""
    view = index.entities[entity]
    if _asks_of_it(frame, index, {view.type}) is None:
        return None
    nouns = {k.at for k in frame.kinds if k.type == view.type}
    return replace(
        frame,
        mentions=(Mention(0, 0, (entity,), index.base.entities[entity].short(frame.lang)),),
        content=tuple(c for c in frame.content if not c.superlative and c.at not in nouns),
        kinds=tuple(k for k in frame.kinds if k.at not in nouns),
        targets=tuple(t for t in frame.targets if t.at not in nouns),
        dates=(),
        numbers=(),
        alternatives=(),
        flags=frame.flags - ORDERS,
        operator="overview" if frame.operator == "overview" and not frame.asks - {"which"} else "ask",
    )


def is_the(frame: Frame, index: Index, entity: EntityId) -> str:
    """ "The latest is the vehicle interception training." """
    flag = next(f for f in RANKED if f in frame.flags)
    composer = Composer(index, frame.lang)
    return composer.say(f"{flag}_of", name=composer.title(entity), days=str(index.entities[entity].dates[0].days))


def _mostly_undated(frame: Frame, index: Index, found: Sequence[EntityView], undated: Sequence[EntityView]) -> Draft:
    """No first and no last where most things have no date: any of those may be the one. The dates that there are, are given."""
    composer = Composer(index, frame.lang)
    composer.plain(composer.say("mostly_undated", names="; ".join(composer.title(v.id) for v in undated[:8])), lead=True)
    composer.bullets([f for v in sorted(found, key=lambda v: v.dates[0].start) if (f := date_fact(index, v))])
    reason = f"{len(undated)} of {len(undated) + len(found)} have no date"
    return Draft("unknown", composer, tuple(v.id for v in found), basis=Basis.UNDECIDED, reason=reason)


def _several_of(frame: Frame, index: Index, found: list[EntityView], flag: str, count: int) -> Draft | None:
    """The two latest, the three first: None where it cannot be told which those are."""
    latest = flag == "latest"
    if flag not in {"first", "latest"} or len(found) <= count:
        return None
    found = sorted(found, key=lambda v: (v.dates[0].end if latest else v.dates[0].start, v.id), reverse=latest)
    last, other = found[count - 1].dates[0], found[count].dates[0]
    if (other.end >= last.start) if latest else (last.end >= other.start):
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part([f for v in found[:count] if (f := date_fact(index, v))])
    return Draft("answer", composer, tuple(v.id for v in found[:count]), reason=f"{flag} {count} of {len(found)} by date")


def _extreme(frame: Frame, index: Index, found: list[EntityView], flag: str) -> Draft | None:
    composer = Composer(index, frame.lang)
    if flag in {"longest", "shortest"}:
        # March and April are no 61 days
        found = [v for v in found if v.dates[0].period and v.dates[0].precision is Precision.DAY]
        if len(found) < 2:
            return None
        sign = -1 if flag == "longest" else 1
        found.sort(key=lambda v: (sign * v.dates[0].days, v.id))
        equal = [v for v in found if v.dates[0].days == found[0].dates[0].days]
        if 1 < len(equal) < len(found):
            lead = composer.say(f"{flag}_of", name="; ".join(composer.title(v.id) for v in equal), days=str(equal[0].dates[0].days))
            composer.facts_part([f for v in equal if (f := date_fact(index, v))], before=lead + " ")
            return Draft("answer", composer, tuple(v.id for v in equal), reason=f"{flag} of {len(found)} by date, {len(equal)} alike")
        if len(equal) > 1:
            lead = composer.say("same_days", days=str(equal[0].dates[0].days))
            composer.facts_part([f for v in equal if (f := date_fact(index, v))], before=lead + " ")
            return Draft("answer", composer, tuple(v.id for v in equal), reason=f"all {len(equal)} equally long")
    else:
        edge, latest = which_edge(frame, index), flag == "latest"
        found.sort(key=lambda v: v.id)
        found.sort(key=lambda v: moment(v, edge).end if latest else moment(v, edge).start, reverse=latest)
        ahead, behind = (moment(v, edge) for v in reversed(found[:2])) if latest else (moment(v, edge) for v in found[:2])
        if edge and all(v.dates[0].period and v.dates[0].precision is Precision.DAY for v in found):
            return _by_edge(composer, index, found, same=ahead == behind, latest=latest)
        if ahead.end >= behind.start and not _starts_first(ahead, behind):
            return _undecided(composer, index, found[:2])
    winner = found[0]
    fact = date_fact(index, winner)
    if fact is None:
        return None
    composer.facts_part([fact], before=is_the(frame, index, winner.id) + " ")
    two = tuple(v.id for v in found) if len(found) == 2 else ()
    return Draft("answer", composer, (winner.id,), reason=f"{flag} of {len(found)} by date", among=two)


def _by_edge(composer: Composer, index: Index, found: Sequence[EntityView], *, same: bool, latest: bool) -> Draft:
    """What began or ended first or last: all of them in that order, or the two that did on one day."""
    told = found[:2] if same else found
    before = composer.say("same_date" if same else "latest_first" if latest else "in_order")
    composer.facts_part([f for v in told if (f := date_fact(index, v))], before=before + " ")
    return Draft("answer", composer, tuple(v.id for v in told), reason=f"{len(told)} by their first or last day")


def _beside_superlative(frame: Frame) -> list[Target]:
    """The type nouns that a superlative stands beside, if none of them is what is asked for."""
    at = [c.at for c in frame.content if c.superlative]
    near = [k for k in frame.kinds if any(0 < abs(k.at - i) <= 2 for i in at)]
    return near if not {k.at for k in near} & {t.at for t in frame.targets} else []


def _starts_first(a: Interval, b: Interval) -> bool:
    """Whether of two periods that overlap, both known to the day, one starts and ends before the other."""
    return a.period and b.period and a.precision is b.precision is Precision.DAY and a.start < b.start and a.end < b.end


def _undecided(composer: Composer, index: Index, found: Sequence[EntityView]) -> Draft:
    facts = [f for v in found if (f := date_fact(index, v))]
    same = len({v.dates[0] for v in found}) == 1 and found[0].dates[0].precision is Precision.DAY
    composer.facts_part(facts, before=composer.say("same_date" if same else "order_unknown") + " ")
    return Draft("answer" if same else "unknown", composer, tuple(v.id for v in found), basis=Basis.UNDECIDED, reason="intervals overlap")


def pair(frame: Frame, index: Index, subjects: Sequence[EntityId] = ()) -> tuple[list[EntityView], list[list[EntityView]]]:
    """The two or more dated things that a frame compares, and the groups where one is ambiguous."""
    kinds = wanted_types(frame, index)
    dated: list[EntityView] = []
    unclear: list[list[EntityView]] = []
    # "the MINUSCA agreement and that of MINUSMA": the one fully named tells the kind of the other
    named = {index.entities[i].type for m in frame.top for i in m.ids}
    own_types = named & index.made or (named & index.types_of({"body"}) if _stands_in(frame, index) else set())
    if not kinds and own_types and any(index.entities[i].type not in own_types for m in frame.top for i in m.ids):
        kinds = [(t, "") for t in sorted(own_types)]
    if not own_types and not any(_are_of(t, s, frame, index) for t, s in kinds):
        kinds = _dated_by(frame, index) or kinds
    for mention in frame.top:
        own = [index.entities[i] for i in mention.ids]
        direct = [v for v in own if any(v.type == t and (not s or v.subtype == s) for t, s in kinds)] if kinds else own
        if not direct and kinds:
            direct = [
                index.entities[e]
                for i in mention.ids
                for e in sorted(index.by_link.get(i, ()))
                if any(index.entities[e].type == t and (index.entities[e].subtype == s if s else index.entities[e].listed) for t, s in kinds)
                and (i in index.entities[e].links)
            ]
            like = {index.entities[i].subtype for m in frame.top for i in m.ids if index.entities[i].type in own_types}
            if len(direct) > 1:  # of the kind of the one that is fully named: no resolution beside a cooperation agreement
                direct = [v for v in direct if v.subtype in like] or direct
            years = [d for d in frame.dates if not d.document]
            if years and len(direct) > 1:
                direct = [v for v in direct if any(date_meets(years[0], d) for d in v.dates)] or direct
        direct = [v for v in dict.fromkeys(direct) if v.dates]
        if len(direct) == 1:
            dated.append(direct[0])
        elif direct:
            unclear.append(direct)
    if len(dated) < 2 and unclear:
        # a partner shared by several things says nothing: keep what another mention has already made clear
        unclear = [g for g in unclear if not any(v in dated for v in g)]
    dated = list(dict.fromkeys(dated))
    if kinds and len(dated) < 2 and len(frame.top) > 1 and len({index.entities[i].type for m in frame.top for i in m.ids}) == 1:
        # "which agreement came first, MINUSCA or MINUSMA": all of theirs are put in order
        dated = list(dict.fromkeys([*dated, *(v for group in unclear for v in group)]))
    if len(dated) < 2 and frame.top:
        dated = alternatives(frame, index) or dated
    if len(dated) < 2 and not frame.top and subjects:
        dated = [index.entities[s] for s in subjects if s in index.entities and index.entities[s].dates]
    return dated, unclear


def _are_of(type_: str, subtype: str, frame: Frame, index: Index) -> bool:
    """Whether something of a kind is of one of the things named, or is one of them."""
    named = {i for m in frame.top for i in m.ids}
    return any(not subtype or v.subtype == subtype for v in (*index.of_type(type_, named), *index.linked(type_, named)))


def _dated_by(frame: Frame, index: Index) -> list[tuple[str, str]]:
    """The kinds of things whose date a word asks for that the things named have no such date of: of "which of MINUSMA and MINUSCA
    signed first" the agreements are compared, not when the missions were created."""
    own = {(index.entities[i].type, name) for m in frame.top for i in m.ids for name in date_properties(index.entities[i].type, index)}
    found: dict[str, None] = {}
    for c in frame.content:
        if not c.binding or c.superlative or any(not c.keys.isdisjoint(index.property_keys[slot]) for slot in own):
            continue
        found |= dict.fromkeys(
            t
            for t in index.base.types
            for name in date_properties(t, index)
            if t in index.made and not c.keys.isdisjoint(index.property_keys[t, name])
        )
    return [(t, "") for t in found] if len(found) == 1 else []


def _dated_otherwise(frame: Frame, index: Index, types: Set[str]) -> bool:
    """Whether a word asks for the date of a thing of another type than these."""
    slots = [(t, name) for t in index.base.types for name in date_properties(t, index)]
    for content in frame.content:
        asked = {t for t, name in slots if not content.keys.isdisjoint(index.property_keys[t, name])}
        if content.binding and not content.superlative and asked and asked.isdisjoint(types):
            return True
    return False


def _asks_else(frame: Frame, index: Index, things: Sequence[EntityView]) -> bool:
    """Whether a word asks for something besides the dates of the things compared: it is not to be passed over."""
    nouns = {k.at for k in frame.kinds}
    known = [v.support for v in things] + [index.property_keys[v.type, name] for v in things for name in date_properties(v.type, index)]
    return any(
        c.binding and not c.superlative and c.at not in nouns and not c.keys.isdisjoint(index.asking) and all(c.keys.isdisjoint(k) for k in known)
        for c in frame.content
    )


def _stands_in(frame: Frame, index: Index) -> bool:
    """Whether "the one" or "that" stands for the kind of what was named before ("the Mali mission or the one in CAR")."""
    return any(t.text in index.cues.words["stand_in"] for t in frame.tokens)


def _pieces(frame: Frame, index: Index) -> list[str]:
    """The alternatives of a question, in its own words: what stands between "or", "vs", "from ... to"; no name is cut."""
    words = index.cues.words
    spans = not words["span_from"].isdisjoint(frame.said)  # "the visit to Bangui" is one thing, "from the visit to the request" are two
    joints = words["between_two"] if spans else words["between_two"] - (words["span_to"] - words["conjoins"])
    inside = {i for m in frame.mentions for i in range(m.start + 1, m.end)}
    pieces: list[list[int]] = [[]]
    for i, token in enumerate(frame.tokens):
        if i not in inside and i and token.clause != frame.tokens[i - 1].clause:
            pieces.append([])
        apart = token.text in words["belonging"] and i + 1 < len(frame.tokens) and frame.tokens[i + 1].text in words["stand_in"]  # "de celle avec"
        if (token.text in joints or apart) and i not in inside and not any(m.start == i < m.end for m in frame.mentions):
            pieces.append([])
        else:
            pieces[-1].append(i)
    return [frame.text[frame.tokens[p[0]].start : frame.tokens[p[-1]].end] for p in pieces if p]


def alternatives(frame: Frame, index: Index, named: Sequence[EntityView] = ()) -> list[EntityView]:
    """The dated things that the alternatives of a question describe ("the visit to Bangui or the request of MINUSCA"); those
    that are named need no description."""
    found: list[EntityView] = []
    for piece in _pieces(frame, index):
        part = page_on(understand(piece, index, frame.lang), index)
        if not (part.top or part.kinds or any(c.binding and not c.superlative for c in part.content)):
            continue  # "as of 2009"
        if not part.top and not any(c.binding and not c.superlative for c in part.content):
            only = _only_one(part, index)  # "the request", of which there is but one
            found += [only] if only else []
            continue
        known = [v for v in named if any(v.id in m.ids for m in part.top)]
        if known:
            found += known
            continue
        bare = replace(part, asks=frozenset(), yes_no=False, operator="ask", targets=())
        pools: list[list[EntityId] | None] = [None]
        if found and not part.kinds:  # "... than the detection one"
            pools = [[v.id for v in index.by_type[found[0].type]], None]
        best: list[Candidate] = []
        kinds = {k.type for k in part.kinds}
        for pool in pools:
            whole = [c for c in rank(bare, index, pool) if not c.property and not c.unmet and (not kinds or index.entities[c.entity].type in kinds)]
            best = best or [c for c in whole if index.entities[c.entity].dates and c.coverage > 0.6]
        words = [c for c in part.content if c.binding]
        vague = not (part.top or part.dates) and words and any(_dates_several(t, words, index) for t in index.base.types)
        if best and not vague and (len(best) == 1 or best[0].score > best[1].score):
            found.append(index.entities[best[0].entity])
    return list(dict.fromkeys(found))


def _only_one(part: Frame, index: Index) -> EntityView | None:
    """The one dated thing of the kind that a noun names."""
    words = [c for c in part.content if c.binding]
    if words and any(_dates_several(t, words, index) for t in index.base.types):
        return None  # "the signing", of which there are several
    kinds = {(k.type, k.subtype) for k in part.kinds if not k.plural and k.subtype}
    things = [v for t, s in kinds for v in index.by_type.get(t, ()) if (t, s) in v.kinds]
    return things[0] if len(things) == 1 and things[0].dates else None


def _things_said(frame: Frame, index: Index) -> list[str]:
    """The pieces of a message that say a thing, without what asks for their order."""
    parts = {piece: understand(piece, index, frame.lang) for piece in _pieces(frame, index)}
    return [piece for piece, part in parts.items() if part.top or (part.kinds and "in_order" not in part.flags)]


def _moments(frame: Frame, index: Index) -> list[tuple[Interval, Fact]]:
    """The dates that the alternatives of a question ask for ("from the visit to Bangui to the signature with MINUSCA")."""
    return sorted(_told_of(_pieces(frame, index), frame, index).values(), key=lambda m: (m[0].start, m[1].id))


def _described(frame: Frame, index: Index) -> list[tuple[Interval, Fact]]:
    """The dates of two alternatives that say what happened, or name a thing that happened or was made: "between the Bangui visit and MINUSCA
    asking for help", not "between the MINUSCA and the MINUSMA agreements". Empty if that is not told of all that the question names."""
    told = _told_of(_pieces(frame, index), frame, index)
    happened = index.made | index.types_of({"happening"})
    for part in (understand(piece, index, frame.lang) for piece in told):
        said = {c.at for c in part.content} - {k.at for k in part.kinds}
        if not said and not any(index.entities[i].type in happened for m in part.top for i in m.ids):
            return []
    moments = sorted(told.values(), key=lambda m: (m[0].start, m[1].id))
    return moments if len(moments) == SIDE_BY_SIDE and _of_all_named([f for _, f in moments], frame, index) else []


def _told_of(pieces: Sequence[str], frame: Frame, index: Index) -> dict[str, tuple[Interval, Fact]]:
    """For each piece that asks for a date the date and its fact; a bare name asks what the piece before it asked."""
    found: dict[str, tuple[Interval, Fact]] = {}
    noun = ""
    for piece in pieces:
        part = page_on(understand(piece, index, frame.lang), index)
        if not part.top and not any(c.binding and not c.superlative for c in part.content):
            continue
        nouns = {k.at for k in part.kinds}
        if (
            part.asks & {"which", "who"}
            and not part.top
            and not part.dates
            and all(c.superlative or c.at in nouns for c in part.content if c.binding)
        ):
            continue  # "which event came first, the visit or the mission?"
        bare = not any(c.binding for c in part.content)
        moment = moment_asked(f"{piece} {noun}", frame, index) if noun and bare else None
        moment = moment or (None if bare and "anaphora" in part.flags else moment_asked(piece, frame, index))
        said = {c.at for c in part.content if c.binding} | {i for m in part.top for k in part.kinds if m.start <= (i := k.at) < m.end}
        noun = " ".join(part.tokens[i].raw for i in sorted(said)) or noun
        if moment and moment[1].id not in {fact.id for _, fact in found.values()}:
            found[piece] = moment
    return found


def moment_asked(text: str, frame: Frame, index: Index) -> tuple[Interval, Fact] | None:
    """The date that a piece of a question asks for. Of a kind of thing ("the MoU") only the one that is told apart."""
    part = replace(
        page_on(understand(text, index, frame.lang), index), asks=frozenset({"when"}), yes_no=False, operator="ask", targets=(), flags=frozenset()
    )
    if len(part.top) == 1 and len(part.top[0].ids) == 1 and all(c.superlative for c in part.content):  # a bare name: its own date, or none
        view = index.entities[part.top[0].ids[0]]
        own = date_fact(index, view)
        return (view.dates[0], own) if own and view.dates else None
    near = [c for c in rank(part, index)[:SEVERAL] if c.met and c.fact]
    best = near[0] if near else None
    if best is None or best.fact is None or best.coverage <= COVERAGE:
        return None
    words = [c for c in part.content if c.binding]
    if words and not (part.top or part.dates) and any(_dates_several(t, words, index) for t in index.base.types):
        return None  # "the signing", of which there are several
    rivals = [c for c in near[1:] if c.entity != best.entity and c.property == best.property and c.score >= best.score - APART]
    if rivals and not part.top and not part.dates:
        return None
    if (not part.top and named_better(index.entities[best.entity], words, index)) or not _of_its_kind(best, part, index):
        return None
    timed = frame.operator == "gap" or bool({"first", "latest", "in_order"} & frame.flags)
    told = best.fact.when if timed else None  # "MINUSCA asking for help": that was in July 2017
    when = next((v for v in best.fact.values if isinstance(v, Interval)), told)
    return (when, best.fact) if when else None


def _of_its_kind(best: Candidate, part: Frame, index: Index) -> bool:
    """Whether the best candidate is of a kind that is said, or told by a word that asks for its date: "the page that reports it" is no declaration."""
    view = index.entities[best.entity]
    nouns = {k.at for k in part.kinds}
    asked = index.property_keys[view.type, best.property]
    named = any(best.entity in m.ids for m in part.top)
    return (
        not nouns
        or named
        or any(k.type == view.type for k in part.kinds)
        or any(c.at in nouns and not c.keys.isdisjoint(asked) for c in part.content)
    )


def _akin(pieces: Sequence[str], told: Sequence[Fact], frame: Frame, index: Index) -> dict[str, tuple[Interval, Fact]]:
    """The date of a kind of thing among others ("the visit, the request, the MoU"): of the one that has most to do with those."""
    found = {}
    near = [index.entities[f.entity].links for f in told]
    for piece in pieces:
        part = understand(piece, index, frame.lang)
        words = [c for c in part.content if c.binding]
        things = [
            v
            for type_ in dict.fromkeys(k.type for k in part.kinds)
            for v in index.by_type[type_]
            if date_fact(index, v) and v.dates and all(not c.keys.isdisjoint(v.name_keys | v.kind_keys) for c in words)
            if v.id not in {f.entity for f in told} and all(any(date_meets(d, own) for own in v.dates) for d in part.dates)
        ]
        shares = {v.id: sum(len(v.links & links) for links in near) for v in things}
        best = [v for v in things if shares[v.id] == max(shares.values()) > 0]
        if len(best) == 1 and (fact := date_fact(index, best[0])):
            found[piece] = (best[0].dates[0], fact)
    return found


def _dates_several(type_: str, words: Sequence[Content], index: Index) -> bool:
    """Whether some words ask for the date of the things of a type, and more than one has it."""
    asked = (p for p in date_properties(type_, index) if all(not c.keys.isdisjoint(index.property_keys[type_, p]) for c in words))
    return any(len(index.by_property.get((type_, p), ())) > 1 for p in asked)


def _has_twin(entity: EntityId, index: Index) -> bool:
    """Whether another thing of its type is of the same parties: of the agreements with MINUSMA there are two."""
    view = index.entities[entity]
    return (
        any(v.id != entity and v.dates and len(v.links & view.links) > 1 for v in index.by_type[view.type])
        if index.nature(entity) == "pact"
        else False
    )


def _one_of_several(piece: str, fact: Fact, frame: Frame, index: Index) -> bool:
    """Whether a piece of a question says but the kind of what was found, and several such things are of whom it names ("the UNODC page")."""
    part = understand(piece, index, frame.lang)
    if any(fact.entity in m.ids for m in part.top) or not any(k.type == index.entities[fact.entity].type for k in part.kinds):
        return False
    named = [m for m in part.top if m.end > m.start]
    kind = [v for v in index.by_type[index.entities[fact.entity].type] if date_fact(index, v) and all(not v.links.isdisjoint(m.ids) for m in named)]
    return bool(named) and len(kind) > 1 and not part.dates


def before_or_after(frame: Frame, index: Index) -> Draft | None:
    """ "Was MINUSCA created before MINUSMA?": the dates of both, and whether it is so."""
    said = frame.said
    cues = index.cues
    spans = [(a, b, name in AHEAD) for name in (*AHEAD, *BEHIND) for a, b in phrases(frame, name, index)]
    spans = [s for s in spans if not any(o[0] <= s[0] and s[1] <= o[1] and o[1] - o[0] > s[1] - s[0] for o in spans)]  # "followed by" is before
    if len(spans) != 1 or any(d.start in range(spans[0][1], spans[0][1] + 2) for d in frame.dates):
        return None
    start, end, before = spans[0]
    clause = frame.tokens[start].clause
    if any(w in cues.words["turning_round"] and t.clause == clause for w, t in zip(said, frame.tokens, strict=True)):
        return None  # "is not younger than"
    far = said_distance(frame, index, start)
    if far:  # "signed two days before the page was published"
        frame, start = without(frame, far), far.start
    if not start > 0 or end >= len(frame.tokens):
        return None
    left, right = frame.text[: frame.tokens[start - 1].end], frame.text[frame.tokens[end].start :]
    told = _told_of([left, right], frame, index)
    if set(told) != {left, right}:
        return None
    for side, other in ((left, right), (right, left)):
        if _one_of_several(side, told[side][1], frame, index):
            telling = [  # "the UNODC page" beside the joint plan: the one that tells of it
                (v.dates[0], f)
                for v in index.by_type[index.entities[told[side][1].entity].type]
                if v.dates and (f := date_fact(index, v)) and v.id.partition("/")[2] in {c.source for c in told[other][1].citations}
            ]
            if len(telling) != 1:
                return None
            told = {**told, side: telling[0]}
    things = {*(m.start for m in frame.top), *(k.at for k in frame.kinds)}
    if "asserted" in frame.flags and not all(any(i in side for i in things) for side in (range(start), range(end, len(frame.tokens)))):
        return None  # "after months of violence" is after nothing that has a date
    (first, a), (second, b) = told[left], told[right]
    any_of_them = cues.words["indefinite"].intersection(said) and not frame.dates  # "an agreement with MINUSMA": there are two
    if a.conflict or b.conflict or Status.CLAIMED in (a.status, b.status):
        composer = Composer(index, frame.lang)
        composer.plain(composer.say("neither_yes_nor_no"), lead=True)
        composer.bullets([a, b])
        return Draft("clarify", composer, (a.entity, b.entity), "compare", basis=Basis.OFFERED, reason="a date that is disputed")
    if (any_of_them and any(_has_twin(f.entity, index) for f in (a, b))) or not accounted(frame, [a, b], index):
        return None
    composer = Composer(index, frame.lang)
    lasted = (first, second) if before else (second, first)
    if edge := edge_asserted(frame, index):  # "did it end before the other?": when both ended
        first, second = edge_of(first, edge), edge_of(second, edge)
    ahead, behind = (first, second) if before else (second, first)
    so = True if ahead.end < behind.start else False if ahead.start > behind.end else None
    named = {i for m in frame.top for i in m.ids}
    if so is False and any(f.entity not in named and _has_twin(f.entity, index) for f in (a, b)):
        return None  # "had they signed anything with MINUSMA before": the other agreement may be the earlier one
    if so and far and (so := lies_apart(*lasted, far)) is None:
        composer.plain(composer.say("neither_yes_nor_no"), lead=True)
        composer.bullets([a, b])
        return Draft("clarify", composer, (a.entity, b.entity), "compare", basis=Basis.OFFERED, reason="not known so exactly")
    lead = composer.say("order_unknown" if so is None else "yes" if so else "no") + " "
    composer.facts_part([a, b], before=lead)
    return Draft("unknown" if so is None else "answer", composer, (a.entity, b.entity), "compare", reason="two dates in order")


def compare(frame: Frame, index: Index, subjects: Sequence[EntityId] = ()) -> Draft | None:
    """Which of two or more came first (or last); both dates are shown."""
    if frame.asks & {"how_many", "how_much"}:
        return None  # figures side by side are told by the statements that hold them, not by dates
    named = [index.entities[m.ids[0]] for m in frame.top if len(m.ids) == 1]
    if holders := _by_post(named, frame, index):
        return holders
    if "in_order" in frame.flags and (pieces := _things_said(frame, index)) and len(pieces) > 2:
        told = {piece: moment for piece in pieces if (moment := moment_asked(piece, frame, index))}
        told |= _akin([piece for piece in pieces if piece not in told], [f for _, f in told.values()], frame, index)
        if len(told) > 1:
            ordered = _ordered(frame, index, sorted(told.values(), key=lambda m: (m[0].start, m[1].id)))
            if missing := [piece for piece in pieces if piece not in told]:  # not known, or one of several
                ordered.composer.plain(ordered.composer.say("not_given_of", names="; ".join(missing)))
                return replace(ordered, kind="clarify", basis=Basis.OFFERED)
            return ordered
    if (
        not _of_time(frame)
        and not subjects
        and 1 < len(named) == len(frame.top) <= SIDES
        and not any(c.binding for c in frame.content if c.word not in index.cues.of_operator["compare"])
    ):
        return _side_by_side(named, frame, index)
    if not subjects and (two := _two_of_a_kind(frame, index)):
        return _side_by_side(two, frame, index)
    kindless = not wanted_types(frame, index) and not _stands_in(frame, index) and not any(c.binding and not c.superlative for c in frame.content)
    if {"first", "latest"} & frame.flags and len(named) == len(frame.top) == 2 and kindless and not all(v.dates for v in named):
        return _undated(frame, index, named)
    dated, _ = pair(frame, index, subjects)
    timed = {"first", "latest", "longest", "shortest", "in_order"} & frame.flags or "when" in frame.asks
    if not timed and not index.cues.words["differing"].isdisjoint(frame.said):
        if len(dated) == 1 and (own := date_fact(index, dated[0])):  # "how does the MoU with MINUSMA differ from the 2018 agreement"
            rest = _akin(_pieces(frame, index), [own], frame, index).values()
            dated = [*dated, *dict.fromkeys(index.entities[f.entity] for _, f in rest)]
        if len(dated) == SIDE_BY_SIDE:
            return _side_by_side(dated, frame, index)
    undated = [index.entities[s] for s in subjects if s in index.entities and not index.entities[s].dates]
    if not frame.top and subjects and len(undated) > len(dated) and {"first", "latest"} & frame.flags:
        return _mostly_undated(frame, index, dated, undated)
    if (timed or _of_time(frame) or any(phrases(frame, name, index) for name in ("before", "after"))) and (
        len(dated) < 2 or (len(frame.tokens) > LONG and len(dated) == 2)
    ):
        moments = _moments(frame, index)
        moments = [m for m in moments if asked_for(m[1], frame, [f for _, f in moments], index)]
        if len(moments) > max(len(dated), 1) and not {"longest", "shortest"} & frame.flags:
            return _ordered(frame, index, moments) if accounted(frame, [f for _, f in moments], index) else None
    inside = {i for m in frame.top for i in range(m.start, m.end)}
    inside |= {i for a, b in phrases(frame, "happening", index) for i in range(a, b)}  # "took place"
    kinds = {k.type for k in frame.kinds if k.at not in inside}
    if len(dated) < 2 or _asks_else(frame, index, dated) or {"first", "latest"} <= frame.flags or (kinds and not any(v.type in kinds for v in dated)):
        return None
    if frame.top and not accounted(frame, [f for v in dated if (f := date_fact(index, v))], index):
        return None
    composer = Composer(index, frame.lang)
    if {"longest", "shortest"} & frame.flags:
        return _extreme(frame, index, list(dated), "longest" if "longest" in frame.flags else "shortest")
    latest = "latest" in frame.flags
    if (edge := which_edge(frame, index)) and all(v.dates[0].period and v.dates[0].precision is Precision.DAY for v in dated):
        dated.sort(key=lambda v: (edge_of(v.dates[0], edge).start, v.id), reverse=latest)
        ahead, behind = (edge_of(v.dates[0], edge) for v in dated[:2])
        return _by_edge(composer, index, dated, same=ahead == behind, latest=latest)
    dated.sort(key=lambda v: v.dates[0].end if latest else v.dates[0].start)
    first, second = dated[-2:] if latest else dated[:2]
    if first.dates[0].end >= second.dates[0].start:
        return _undecided(composer, index, dated)
    facts = [f for v in dated if (f := date_fact(index, v))]
    key, winner = ("latest_of", dated[-1]) if latest else ("earlier", dated[0])
    if latest:
        facts = facts[::-1]
    lead = composer.say(key, first=composer.title(winner.id), name=composer.title(winner.id))
    composer.facts_part(facts, before=lead + " ")
    if undated:
        composer.plain(composer.say("undated", names="; ".join(composer.title(v.id) for v in undated)))
    return Draft("answer", composer, tuple(v.id for v in dated), reason="compared by date")


def _by_post(named: Sequence[EntityView], frame: Frame, index: Index) -> Draft | None:
    """ "Who led DPKO first, Ladsous or Le Roy?": two people by the times of their posts; None where something else is asked of them."""
    people = [v for v in named if index.nature(v.type) == "person"]
    if len(people) < 2 or not {"first", "latest", "in_order"} & frame.flags or index.cues.words["by_age"].intersection(frame.said):
        return None
    posts = [(v, d, f) for v in people for f in said_of(index, v, "post")[:1] if (d := f.when or f.as_of)]
    other = [m for m in frame.top if not any(v.id in m.ids for v in people)]
    nouns = {k.at for k in frame.kinds if index.nature(k.type) == "person"}
    words = [c for c in frame.content if c.binding and not c.superlative and c.at not in nouns]
    told = all(
        all(not c.keys.isdisjoint(index.property_keys[v.type, f.property] | index.facts[f.id].keys) for c in words)
        and all(not index.facts[f.id].entities.isdisjoint(m.ids) for m in other)
        for v, _, f in posts
    )
    if len(posts) < len(people) or not told:
        return None
    return _ordered(frame, index, sorted(((d, f) for _, d, f in posts), key=lambda m: (m[0].start, m[1].id)))


def _of_time(frame: Frame) -> bool:
    """Whether a comparison asks for an order, a date or a duration, not for what two things are."""
    return bool({"first", "latest", "longest", "shortest", "in_order"} & frame.flags or "when" in frame.asks or frame.dates)


def _two_of_a_kind(frame: Frame, index: Index) -> list[EntityView]:
    """The two things of "the difference between the 2015 and the 2018 MINUSMA agreements", "compare the two UNODC-MINUSMA agreements": all that
    the words fit; empty where these are not two, or another comparison is asked for."""
    ordered = {"first", "latest", "longest", "shortest", "in_order"} & frame.flags or frame.asks - {"which"}
    kinds = [k for k in frame.kinds if k.plural and k.type in index.made]
    cues = index.cues.of_operator["compare"] | index.cues.words["differing"]
    nouns = {k.at for k in kinds}
    rest = [c for c in frame.content if c.binding and c.at not in nouns and c.word not in cues]
    if ordered or not kinds or rest or cues.isdisjoint(frame.said) or not (frame.top or frame.dates):
        return []
    things = select(frame, index, wanted_types(frame, index))
    return things if len(things) == SIDE_BY_SIDE else []


def _side_by_side(named: Sequence[EntityView], frame: Frame, index: Index) -> Draft | None:
    """ "Compare X and Y", "the difference between X and Y": what each of them is, and its date."""
    composer = Composer(index, frame.lang)
    facts = [f for v in named for f in (next(iter(said_of(index, v, "what")), None), date_fact(index, v)) if f]
    if len({f.entity for f in facts}) < len(named):
        return None
    composer.bullets(facts)
    composer.notes(facts)
    return Draft("answer", composer, tuple(v.id for v in named), reason="two things side by side")


def _undated(frame: Frame, index: Index, named: Sequence[EntityView]) -> Draft:
    """Two things that do not both have a date: what there is of one, and no order."""
    composer = Composer(index, frame.lang)
    facts = [f for v in named if v.dates and (f := date_fact(index, v))]
    without = "; ".join(composer.title(v.id) for v in named if not v.dates)
    composer.plain(composer.say("not_given_of", names=without), lead=True)
    composer.bullets(facts)
    return Draft("unknown", composer, tuple(v.id for v in named), reason="not both have a date")


def _overlapping(frame: Frame, index: Index, facts: Sequence[Fact]) -> Draft:
    """Dates that overlap as far as they are known: said, and the order left open."""
    composer = Composer(index, frame.lang)
    composer.facts_part(facts, before=composer.say("order_unknown") + " ")
    return Draft("unknown", composer, tuple(f.entity for f in facts), basis=Basis.UNDECIDED, reason="intervals overlap")


def _ordered(frame: Frame, index: Index, moments: Sequence[tuple[Interval, Fact]]) -> Draft:
    """Dated statements in order, the earliest (or, if that is asked for, the latest) first."""
    composer = Composer(index, frame.lang)
    latest = "latest" in frame.flags and "first" not in frame.flags  # "oldest to newest" has both
    if edge := which_edge(frame, index):
        moments = sorted(((edge_of(at, edge), f) for at, f in moments), key=lambda m: (m[0].start, m[1].id))
    facts = [f for _, f in (sorted(moments, key=lambda m: (m[0].end, m[1].id))[::-1] if latest else moments)]
    (first, _), (second, _) = sorted(moments, key=lambda m: m[0].end)[-2:] if latest else moments[:2]
    if first.end >= second.start:
        return _overlapping(frame, index, facts)
    key = "latest_of" if latest else "earlier" if len(moments) == 2 else "first_of"
    if not any(isinstance(v, Interval) for v in facts[0].values) and index.nature(facts[0].entity) != "person":
        key = "latest_first" if latest else "in_order"  # what happened is told by the statement: it is no thing with a name
    composer.facts_part(facts, before=composer.say(key, first=composer.title(facts[0].entity), name=composer.title(facts[0].entity)) + " ")
    return Draft("answer", composer, tuple(f.entity for f in facts), reason="compared by date")


def gap(frame: Frame, index: Index, subjects: Sequence[EntityId] = ()) -> Draft | None:
    """The time between two dates: to the day when both are known to it, else about how long, and within which bounds; a Yes or No before it,
    where it is said how long that was."""
    far = said_distance(frame, index) if frame.yes_no and index.cues.words["turning_round"].isdisjoint(frame.said) else None
    frame = without(frame, far) if far else frame
    dated, _ = pair(frame, index, subjects)
    if {"longest", "shortest"} & frame.flags and len(dated) == SIDE_BY_SIDE and not frame.top:
        return _longer_by(dated, frame, index)
    moments = _in_order(dated, index)
    moments = _described(frame, index) or moments
    if len(moments) > 2:  # "between the MINUSCA and the MINUSMA agreements": of three the two of one kind
        kinds = Counter(v.subtype for v in dated)
        moments = _in_order([v for v in dated if kinds[v.subtype] == 2], index)
    if len(moments) != 2:
        moments = _moments(frame, index)
    if len(moments) != 2 and any(n.plural for n in frame.kinds):  # "between the two 2018 agreements"
        moments = _in_order([v for v in select(frame, index, wanted_types(frame, index)) if v.dates], index)
    said = [d.interval for d in frame.dates if not d.document and d.relation in {"in", "since"} and d.interval.start.year > ANY_YEAR]
    if len(moments) == 1 and len(said) == 1 and not moments[0][0].overlaps(said[0]):  # "from July 2017 to the agreement"
        [(known, fact)] = moments
        a, b = sorted((known, said[0]), key=lambda i: i.start)
        composer = Composer(index, frame.lang)
        composer.facts_part([fact], before=_apart(a, b, frame, composer) + " ")
        return Draft("answer", composer, (fact.entity,), reason="gap between a date and a thing")
    facts = [f for _, f in moments]
    if len(moments) != 2 or ((frame.top or not subjects) and not accounted(frame, facts, index)):
        return None
    moments = at_edges(moments, frame, index) or []
    if len(moments) != 2:
        return None
    composer = Composer(index, frame.lang)
    (a, _), (b, _) = moments
    facts = [f for _, f in moments]
    if b.start <= a.end:
        return _overlapping(frame, index, facts)
    so = lies_apart(a, b, far) if far else None
    lead = "" if so is None else composer.say("yes" if so else "no") + " "
    composer.facts_part(facts, before=lead + _apart(a, b, frame, composer) + " ")
    return Draft("answer", composer, tuple(f.entity for f in facts), reason="gap between two dates")


def _longer_by(dated: Sequence[EntityView], frame: Frame, index: Index) -> Draft | None:
    """How many days longer one of two things lasted than the other; None if that is not known to the day."""
    lengths = [v.dates[0].days for v in dated if v.dates[0].period and v.dates[0].precision is Precision.DAY]
    facts = [f for v in dated if (f := date_fact(index, v))]
    if len(lengths) != len(dated) or len(facts) != len(dated):
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts, before=composer.say("longer_by", days=str(abs(lengths[0] - lengths[1]))) + " ")
    return Draft("answer", composer, tuple(v.id for v in dated), reason="difference of two lengths")


def _of_all_named(facts: Sequence[Fact], frame: Frame, index: Index) -> bool:
    """Whether each name of a question has to do with what some statements are of."""
    known = {f.entity for f in facts}.union(*(index.entities[f.entity].links | index.facts[f.id].entities for f in facts))
    return all(not known.isdisjoint(m.ids) for m in frame.top if m.ids)


def _in_order(views: Sequence[EntityView], index: Index) -> list[tuple[Interval, Fact]]:
    return [(v.dates[0], f) for v in sorted(views, key=lambda v: v.dates[0].start) if (f := date_fact(index, v))]


def _apart(a: Interval, b: Interval, frame: Frame, composer: Composer) -> str:
    """How far two dates lie apart, in the unit asked for or the one that they are known to."""
    asked = set(frame.said)
    cues = composer.index.cues.words
    low, high = (b.start - a.end).days, (b.end - a.start).days
    years = bool(asked & cues["unit_years"]) or (Precision.YEAR in (a.precision, b.precision) and not asked & cues["unit_months"])
    months = (b.start.year - a.start.year) * 12 + b.start.month - a.start.month
    exact = a.precision is Precision.DAY and b.precision is Precision.DAY and not a.about and not b.about
    if years and (count := b.start.year - a.start.year if Precision.YEAR in (a.precision, b.precision) else round(months / 12)):
        about = composer.say("about_years", count=str(count)) if count > 1 else composer.say("about_a_year")
    elif asked & cues["unit_months"] and months > 1 and Precision.YEAR not in (a.precision, b.precision):
        about = composer.say("about_months", count=str(months))
    else:
        about = ""
    if exact:
        if low == 1:
            return composer.say("gap_one")
        return composer.say("gap_in", about=about, days=str(low)) if about else composer.say("gap", days=str(low))
    least, most = int(low / MONTH), ceil(high / MONTH)
    if not 0 < least < most:
        return composer.say("gap_about")
    if not about and months > 1 and Precision.YEAR not in (a.precision, b.precision):
        about = composer.say("about_months", count=str(months))
    return (
        composer.say("gap_months_in", about=about, low=str(least), high=str(most))
        if about
        else composer.say("gap_months", low=str(least), high=str(most))
    )


def ageless(frame: Frame, index: Index) -> Draft | None:
    """How old something was of which it is not told when it was made: said so; None where only its date is asked for."""
    first = frame.top[0] if frame.top and len(frame.top[0].ids) == 1 else None
    if first is None or index.entities[first.ids[0]].dates or not (len(frame.top) > 1 or frame.dates):
        return None
    composer = Composer(index, frame.lang)
    composer.plain(composer.say("not_given_of", names=composer.title(first.ids[0])), lead=True)
    return Draft("unknown", composer, first.ids, "gap", reason="of no known date")


def age(frame: Frame, index: Index) -> Draft | None:
    """How old a thing was at a time that was said, or when something else happened ("in the year Noble met Ban")."""
    if not frame.top or len(frame.top[0].ids) != 1:
        return None
    view = index.entities[frame.top[0].ids[0]]
    fact = date_fact(index, view)
    times: list[tuple[Interval, Fact | None]] = [(d.interval, None) for d in frame.dates if not d.document and d.relation == "in"]
    if len(frame.top) > 1 or not times:
        end = max(frame.top[0].end, *(b for _, b in phrases(frame, "aged", index)))
        behind = moment_asked(frame.text[frame.tokens[end - 1].end :], frame, index)
        times = [behind] if behind else []
    if fact is None or not view.dates or len(times) != 1 or view.dates[0].end >= times[0][0].start:
        return None
    composer = Composer(index, frame.lang)
    born, (then, event) = view.dates[0], times[0]
    exact = born.precision is Precision.DAY and then.precision is Precision.DAY
    years = then.start.year - born.start.year - (exact and (then.start.month, then.start.day) < (born.start.month, born.start.day))
    said = composer.say("about_years", count=str(years)) if years > 1 else composer.say("about_a_year")
    composer.facts_part(
        [fact, *([event] if event else [])],
        before=composer.say("aged", about=said, date=str(then.start.year) if event else say_date(then, index.locales[frame.lang])) + " ",
    )
    return Draft("answer", composer, (view.id,), "gap", reason=f"age of {view.id}")
