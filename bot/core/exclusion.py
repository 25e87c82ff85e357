"""The things of a kind of which something is *not* said: "which trainings were not in Mali?", "the course without a participant figure".

The base holds what the documents say, so the reply claims no more than that: of which of these things it is not said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.belonging import clause_start
from bot.core.compose import PAGE, Composer
from bot.core.draft import Draft
from bot.core.frame import Frame, idle_words
from bot.core.index import EntityView, Index
from bot.core.model import Bullets, Paragraph, Role, Status
from bot.core.operators import filters, line_of, listing, what_of
from bot.core.reframe import of_parts
from bot.core.select import loosely, meeting, meets, noun_words, parts_of, select, unlisted, wanted_types
from bot.core.understand import understand

PLAIN = frozenset({Role.FUNCTION, Role.CONTENT, Role.CUE, Role.LEFT, Role.COURTESY})
"""Roles of a word that denies."""
SO = frozenset({Status.DONE, Status.CLAIMED})
"""How real a statement is that tells that something is so."""


def excluding(frame: Frame, index: Index) -> Draft | None:
    """Those of a kind of which the base does not say what the question denies; None where it denies nothing, or nothing that can be told."""
    if (
        (frame.yes_no and not frame.targets)
        or frame.asks - {"which", "who", "how_many"}
        or frame.operator not in {"ask", "list", "count", "overview"}
    ):
        return None
    at = _denial(frame, index) if frame.kinds else None
    if at is None or not index.cues.words["neither"].isdisjoint(frame.said):
        return None
    start, end = max(clause_start(frame, at), _noun(frame) + 1), _end(frame, at, index)
    said = _without(frame, _denying(frame, at), range(end, len(frame.tokens)), index)
    for behind in (range(end, end), range(end, len(frame.tokens))):  # "not with a mission but with headquarters": which may be another word for it
        rest = _without(frame, range(start, end), behind, index)
        types = wanted_types(rest, index)
        every = select(rest, index, types)
        if len(every) > 1:
            break
    if not types or any(index.base.types[t].topical for t, _ in types):
        return None
    with_it = _of_property(frame, at, end, every, index)
    if with_it is None:
        with_it = _listed(said, rest, types, index)
    if not with_it:
        return None
    if all(index.nature(v.id) == "happening" for v in every):  # an exercise that is not counted to the trainings is one all the same
        beside = [v for v in unlisted(rest, index, types) if v.dates and not parts_of(v, index) and not loosely(rest, index, types, [v])]
        every = [*every, *beside]
        with_it = [*with_it, *(v for v in beside if meets(said, index, v, noun_words(said.kinds, said, index)))]
    negated = [c for c in frame.content if at < c.at < end]
    if any(at < n.start < end for n in frame.numbers):
        return None  # "which did not have 50 participants?": one had more than 50
    if any(not c.keys.isdisjoint(d.keys) for d in negated for c in frame.content if not at < c.at < end and c.binding and d.binding):
        return None  # "which groups does UNODC co-chair but not chair?": the same word is said and denied
    if len(every) < 2 or loosely(rest, index, types, every):
        return None
    named = {i for m in said.top if m not in rest.top for i in m.ids}
    if named and {index.entities[i].type for i in named} <= {t for t, _ in types}:  # "partners without ECOWAS": one of them is set aside
        other = frame.text[: frame.tokens[at].start] + index.language.cues["setting_aside"][frame.lang][0] + _behind(frame, at)
        return listing(understand(other, index, frame.lang), index)
    rest_of_them = [v for v in every if v not in with_it and v.id not in named]
    unclear = [v for v in rest_of_them if _touches(v, said, rest, index)]
    left = sorted((v for v in rest_of_them if v not in unclear), key=lambda v: (v.dates[0].start.toordinal() if v.dates else 10**7, v.id))
    if not left and (unclear or not all(_said_in_words(v, said, rest, index) for v in with_it)):
        return None
    composer = Composer(index, frame.lang)
    denied = _words(frame, at + 1 if frame.said[at + 1] != "t" else at + 2, end)
    limits = filters(rest, composer, every)
    lines = [line for v in left[:PAGE] if (line := line_of(index, composer, v))]
    head = composer.say(
        "not_said_of" if left else "said_of_all",
        words=denied,
        count=str(len(left)),
        all=str(len(every)),
        what=what_of(index, composer, types, len(every)),
        filters=" " + composer.say("filters", filters=limits) if limits else "",
    )
    if not left:
        lines = [line for v in every[:PAGE] if (line := line_of(index, composer, v))]
    cites = tuple(sorted({n for line in lines for n in line.cites}))
    composer.parts += [Paragraph(head, cites, True, True), Bullets(tuple(lines))]
    if len(left) > PAGE:
        composer.plain(composer.say("more", count=str(len(left) - PAGE)))
    if unclear:
        composer.plain(composer.say("unclear_of", names="; ".join(composer.title(v.id) for v in unclear[:PAGE])))
    told = left or every
    return Draft("answer", composer, tuple(v.id for v in told), "list", reason=f"{len(left)} of {len(every)} of which “{denied}” is not said")


def _denial(frame: Frame, index: Index) -> int | None:
    """Where something is denied of the things asked for: behind their noun, and no mere "or not" at the end."""
    cues = index.cues.words
    turning = index.cues.turning_round[frame.lang]
    begins = {m.start for m in frame.top} | {d.start for d in frame.dates}
    for at in range(_noun(frame) + 1, len(frame.tokens) - 1):
        word, behind = frame.said[at], frame.said[at + 1]
        denies = word in turning and frame.roles[at] in PLAIN and behind not in cues["only"]
        denies = denies or (word in cues["left_off"] and any(at < begin <= at + 2 for begin in begins))  # "outside Bamako"
        if denies or (word in cues["no_such"] and frame.roles[at + 1] in PLAIN | {Role.NAME}):
            return at
    return None


def _noun(frame: Frame) -> int:
    """Where the noun of the things asked for stands."""
    return min((k.at for k in frame.targets or frame.kinds), default=len(frame.tokens))


def _listed(said: Frame, rest: Frame, types: Sequence[tuple[str, str]], index: Index) -> list[EntityView]:
    """The things of which it is said; none where that cannot be told, or where nothing that tells one from another is denied."""
    if len(said.top) == len(rest.top) and len(said.dates) == len(rest.dates) and said.content == rest.content:
        return []
    asked = frozenset().union(*(index.property_keys[t, name] for t, _ in types for name in index.base.types[t].properties))
    nouns = noun_words(said.kinds, said, index)
    if any(c.binding and c.at not in nouns and c.keys.isdisjoint(asked) for c in said.content if c not in rest.content):
        return []  # that a word is not said of a thing tells nothing
    kinds = wanted_types(said, index)  # "which of your documents are not press pages?"
    if {t for t, _ in kinds} == {t for t, _ in types} and kinds != list(types):
        return [v for v in meeting(said, index, [t for t, _ in kinds[:1]], nouns) if not v.kinds.isdisjoint(kinds)]
    found = select(said, index, types)
    return [] if loosely(said, index, types, found) else found


def _touches(view: EntityView, said: Frame, rest: Frame, index: Index) -> bool:
    """Whether a thing has something to do with what is denied, or no date where one is: then it cannot be told that it is not so."""
    names = [m for m in said.top if all(m.ids != other.ids for other in rest.top)]
    if len(said.dates) > len(rest.dates) and not view.dates:
        return True
    near = view.about | view.links
    near = near.union(*(index.entities[i].links | index.entities[i].about for i in view.links if index.nature(i) == "place"))
    told_there = {e for m in names for e in m.ids if e in index.entities and view.id in index.entities[e].about | index.entities[e].links}
    return bool(told_there) or any(not near.isdisjoint(m.ids) for m in names)


def _said_in_words(view: EntityView, said: Frame, rest: Frame, index: Index) -> bool:
    """Whether a statement of a thing has all the words that are denied ("co-chair", not "chair")."""
    nouns = noun_words(said.kinds, said, index)
    words = [c for c in said.content if c.binding and c.at not in nouns and c not in rest.content]
    return any(all(not c.keys.isdisjoint(index.facts[f.id].text_keys) for c in words) for facts in view.facts.values() for f in facts)


def _behind(frame: Frame, at: int) -> str:
    """The text behind the words that deny."""
    return frame.text[frame.tokens[_denying(frame, at).stop - 1].end :]


def _denying(frame: Frame, at: int) -> range:
    """The words that deny: "isn't" is two tokens."""
    return range(at, at + 2 if frame.said[at + 1] == "t" else at + 1)


def _end(frame: Frame, at: int, index: Index) -> int:
    """Where what is denied ends: with its clause, or before a "but"."""
    clause = frame.tokens[at].clause
    turns = index.cues.words["contrasting"]
    end = next((i for i in range(at + 1, len(frame.tokens)) if frame.tokens[i].clause != clause or frame.said[i] in turns), len(frame.tokens))
    last = max((d.start for d in frame.dates if d.end == end), default=end)
    named = any(at < m.start and m.end < last for m in frame.top)
    return last - 1 if named and frame.said[last - 1] in index.cues.words["placed"] else end  # "outside New York in 2009"


def _words(frame: Frame, start: int, end: int) -> str:
    return frame.text[frame.tokens[start].start : frame.tokens[end - 1].end]


def _without(frame: Frame, gone: range, behind: range, index: Index) -> Frame:
    """The question without some of its words, and without some behind them."""
    kept = [(0, gone.start), (gone.stop, behind.start), (behind.stop, len(frame.tokens))]
    text = " ".join(_words(frame, a, b) for a, b in kept if a < b)
    rest = understand(text, index, frame.lang)
    spoken = tuple(m for m in frame.mentions if m.end == m.start)
    return of_parts(replace(rest, yes_no=False, mentions=(*rest.mentions, *spoken)), index)


def _of_property(frame: Frame, at: int, end: int, things: list[EntityView], index: Index) -> list[EntityView] | None:
    """The things that have the property of which alone the denied words speak ("no participant figure", "without a date")."""
    named = any(at < m.start < end for m in frame.top) or any(at < d.start < end for d in frame.dates)
    if named or not index.cues.words["joined_to"].isdisjoint(frame.said[at:end]):
        return None
    idle = idle_words(frame, index)
    telling = index.cues.words["said_named"]  # "no named head"
    asked = [c for c in frame.content if at < c.at < end and c.binding and c.at not in idle and c.word not in telling]
    if not asked:
        return None

    kinds = {k.at for k in frame.kinds}
    counted = not {"how_many", "how_much"}.isdisjoint(understand(_words(frame, at + 1, end), index, frame.lang).asks)

    def asks_for(view: EntityView, name: str) -> bool:
        keys = index.property_keys[view.type, name]
        if counted and index.base.types[view.type].properties[name].kind != "number":
            return False
        if any(c.at in kinds and c.keys.isdisjoint(keys) for c in asked):
            return False  # "no mission as a party": that it has parties does not tell
        return any(not c.keys.isdisjoint(keys) for c in asked) and all(not c.keys.isdisjoint(keys | index.nouns) for c in asked)

    slots = [(v, name) for v in things for name in index.base.types[v.type].properties if asks_for(v, name)]
    if not slots:
        return None
    words = frozenset().union(*(c.keys for c in asked))
    called = {
        n
        for v, n in slots
        if len(asked) == 1 and not words.isdisjoint(index.lexicon.text_keys(index.base.types[v.type].properties[n].label.by_lang.values()))
    }
    # what is planned or under discussion is not so yet: a proposed framework is not signed
    return [
        v
        for v in things
        if any(asks_for(v, name) and (not called or name in called) and any(f.status in SO for f in facts) for name, facts in v.facts.items())
    ]
