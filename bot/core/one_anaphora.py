"""One-anaphora: "the detection one" after a training was spoken of is "the detection training", a name like any other.

A stand-in ("one", "celle") is written out as the noun of each kind of thing that was last spoken of; where the words around it then
name one thing of that kind, that is what the message says. "The Mali one" of several that were told is the one that is linked to Mali.
All else ("the first one", "this one") stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.candidate import STRONG
from bot.core.frame import Frame, phrases
from bot.core.index import Index
from bot.core.model import Context, EntityId
from bot.core.reading import NEAR, last_facts
from bot.core.understand import understand


def written_out(frame: Frame, index: Index, context: Context | None) -> Frame:
    """The message with its stand-in as the noun that it stands for, if that names something; else as it is."""
    among = {i for a, b in phrases(frame, "among_them", index) for i in range(a, b)}  # "is MINUSMA one of them?"
    beside = {k.start - 1 for k in frame.kinds}  # "that course" has its noun
    stands = [i for i, word in enumerate(frame.said) if word in index.cues.words["stand_in"] and i not in among | beside]
    if len(stands) != 1:
        return frame
    at = stands[0]
    token = frame.tokens[at]
    for kind, noun in _nouns(index, context, frame):
        text = f"{frame.text[: token.start]}{noun}{frame.text[token.end :]}"
        new = understand(text, index, frame.lang)
        named = [m for m in new.top if m.start <= at < m.end and len(m.ids) == 1 and index.entities[m.ids[0]].type == kind]
        if len(named) == 1 and named[0].end - named[0].start > 1:
            return _carrying(new)
    return _of_those_told(frame, at, index, context) if context else frame


def _carrying(frame: Frame) -> Frame:
    """A message with its thing named: a name alone carries the last question on, "and where was the gender one held?" is complete in itself."""
    if frame.asks & STRONG:
        return replace(frame, flags=frame.flags - {"carry_on"})
    carried = not frame.asks or (frame.asks == {"which"} and "carry_on" in frame.flags)  # "what about the gender one?"
    alone = carried and not frame.yes_no and frame.operator in {"ask", "overview"}
    return replace(frame, flags=frame.flags | ({"carry_on"} if alone else set()))


def _of_those_told(frame: Frame, at: int, index: Index, context: Context) -> Frame:
    """ "The Mali one": that of the things last told that is linked to what is named beside the stand-in, or to what lies there."""
    spoken = [e for subjects in context.subjects[:NEAR] for e in subjects if e in index.entities] + [f.entity for f in last_facts(index, context)]
    told = [e for e in dict.fromkeys(spoken) if index.entities[e].type in index.made]
    if len(told) < 2:
        told = _named_together(index, context) or _of_its_kind(index, context)
    clause, of_them = frame.tokens[at].clause, at + 1 < len(frame.said) and frame.said[at + 1] in index.cues.words["out_of"]
    apart = index.cues.words["either"] | index.cues.words["conjoins"]  # "which is older, that or MINUSCA?"
    beside = [
        m
        for m in frame.top
        if frame.tokens[m.start].clause == clause
        and ((m.end == at and not of_them) or (at < m.start <= at + 2 and apart.isdisjoint(frame.said[at : m.start])))
    ]
    if len(told) > 1 and not beside and (described := next((c for c in frame.content if c.at == at - 1), None)):  # "the Ivorian one"
        near = [e for e in told if any(not described.keys.isdisjoint(index.entities[i].name_keys) for i in index.entities[e].links)]
        return _named(_with_last_property(near, index, context), at - 1, at, frame, index)
    if len(told) < 2 or len(beside) != 1 or not index.umbrellas.isdisjoint(beside[0].ids):
        return frame
    [named] = beside
    near = [e for e in told if e not in named.ids and not index.entities[e].links.isdisjoint(named.ids)]
    near = near or [e for e in told if any(not index.entities[i].links.isdisjoint(named.ids) for i in index.entities[e].links)]
    return _named(_with_last_property(near, index, context), min(named.start, at), max(named.end - 1, at), frame, index)


def _with_last_property(near: Sequence[EntityId], index: Index, context: Context) -> Sequence[EntityId]:
    """Of several things those of which what was told last is told as well: of two units in Mali the one that somebody supports."""
    last = last_facts(index, context)[:1]
    told = [e for e in near if any(f.property in index.entities[e].facts for f in last)]
    return told if len(near) > 1 and told else near


def _named(near: Sequence[EntityId], start: int, end: int, frame: Frame, index: Index) -> Frame:
    """The message with the one thing that is meant in the place of the words from ``start`` to ``end``; as it is if it is not one."""
    if len(near) != 1:
        return frame
    head, tail = frame.text[: frame.tokens[start].start], frame.text[frame.tokens[end].end :]
    new = understand(f"{head}{index.base.entities[near[0]].name[frame.lang]}{tail}", index, frame.lang)
    return _carrying(new) if any(near[0] in m.ids for m in new.top) else frame


def _named_together(index: Index, context: Context) -> list[str]:
    """The things of one type that the last statement names together: "the missions UNIOGBIS, UNOCI and MINUSMA"."""
    named = [e for f in last_facts(index, context)[:1] for e in f.entities if e in index.entities and index.nature(e) not in {"person", "place"}]
    kinds = Counter(index.entities[e].type for e in named)
    return [e for e in named if kinds[index.entities[e].type] == max(kinds.values()) > 1]


def _of_its_kind(index: Index, context: Context) -> list[str]:
    """All the things of the kind of the one last spoken of: after a mission "the Ivorian one" is the mission that is linked to it."""
    last = context.subjects[0] if context.subjects else ()
    if len(last) != 1 or last[0] not in index.entities or index.nature(last[0]) in {"person", "place"}:
        return []
    return [v.id for v in index.by_type[index.entities[last[0]].type]]


def _nouns(index: Index, context: Context | None, frame: Frame) -> Iterator[tuple[str, str]]:
    """The types of what the message names itself, else of what was last spoken of or offered, newest first; each with what it is called."""
    spoken = [i for m in frame.top for i in m.ids if index.entities[i].type in index.made]
    if context and not spoken:
        spoken = [e for subjects in context.subjects[:NEAR] for e in subjects] + [c.id.partition("#")[0] for c in context.choices]
    for kind in dict.fromkeys(index.entities[e].type for e in spoken if e in index.entities):
        yield kind, index.base.types[kind].label.one[frame.lang]
