"""A question about two things or two times, which no one statement meets: each is asked of alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.candidate import MAYBE, Candidate
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import DateConstraint, Mention
from bot.core.rank import rank
from bot.core.select import mutual

JOINED = 4
"""Tokens between two names, from "the agreements with MINUSCA and MINUSMA" to "Titov in 2015 and Zouev"."""


def apart(frame: Frame, index: Index) -> list[Candidate]:
    """The best candidate for each of two things, or each of two times, in the order of the question; empty if they do not
    answer the same question."""
    for pieces in (*_by_name(frame, index), *_by_date(frame, index)):
        found = []
        for piece in pieces:
            best = next((c for c in rank(piece, index)[:1] if c.met and not c.void), None)
            if best is None or (best.confidence < MAYBE and (best.property or best.left)):
                break
            found.append(best)
        else:
            told = {i for c in found for i in (c.entity, *(c.fact.entities if c.fact else ()))}
            if any(told.isdisjoint(m.ids) for m in frame.top if m.end > m.start):
                continue  # "oldest: INTERPOL, MINUSMA or MINUSCA?": not of two of them alone
            if len({c.property for c in found}) == 1 and len({(c.entity, c.fact.id if c.fact else "") for c in found}) == len(found):
                return found
    return []


def _by_name(frame: Frame, index: Index) -> Iterator[tuple[Frame, Frame]]:
    """The question with each of two names of one type that are joined ("and", "or", "vs"), or that are compared."""
    if mutual(frame, index):
        return
    for a, b in zip(frame.top, frame.top[1:], strict=False):
        types = [{index.entities[i].type for i in m.ids} for m in (a, b)]
        if types[0] & types[1] and (frame.operator == "compare" or _joined(frame, index, a.end, b.start)):
            yield _without(frame, b), _without(frame, a)


def _by_date(frame: Frame, index: Index) -> Iterator[tuple[Frame, Frame]]:
    """The question at each of two times."""
    dates = [d for d in frame.dates if d.relation == "in" and not d.document]
    if len(dates) == 2 and (frame.operator == "compare" or _joined(frame, index, dates[0].end, dates[1].start)):
        yield _at(frame, dates[0], dates), _at(frame, dates[1], dates)


def _joined(frame: Frame, index: Index, start: int, end: int) -> bool:
    between = frame.said[start:end]
    joints = index.cues.words["joints"]
    return len(between) <= JOINED and any(w in joints for w in between)


def _without(frame: Frame, gone: Mention) -> Frame:
    kept = tuple(m for m in frame.mentions if m is not gone and not (gone.start <= m.start and m.end <= gone.end))
    return replace(frame, mentions=kept, operator="ask", yes_no=False)


def _at(frame: Frame, kept: DateConstraint, dates: Sequence[DateConstraint]) -> Frame:
    return replace(frame, dates=tuple(d for d in frame.dates if d is kept or d not in dates), operator="ask", yes_no=False)
