"""A question of several parts ("Fedotov in 2011 and the trip of 2014", "33, 187 and 1923: which is what?") that no one statement tells whole:
the statements that tell its parts, to be offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.candidate import MAYBE, Candidate
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import DateConstraint, Mention, NumberConstraint
from bot.core.rank import FIGURE, rank

PARTS = 4
"""Parts of a question that are looked at; one that has more gets no such offer."""

PARTED = frozenset({"person", "happening", "place"})
"""Natures of which two names make two parts; an agreement or an organization is more often the condition that holds for all."""

Part = Mention | DateConstraint | NumberConstraint


def parted(frame: Frame, index: Index, *, names: bool) -> list[Candidate]:
    """The best candidate for each part of a question, where it tells two times or two figures (or ``names`` two things of one nature), in the
    order of the question; empty if one of the parts is told by none, or all are told by the same."""
    parts = _parts(frame, index, names)
    if not 1 < len(parts) <= PARTS:
        return []
    found: list[Candidate] = []
    for part in parts:
        best = next((c for c in rank(_only(part, frame, parts), index) if c.met and c.fact and not c.void), None)
        if best is None or (best.confidence < MAYBE and not isinstance(part, NumberConstraint)):
            return []
        if all(c.fact != best.fact for c in found):
            found.append(best)
    return found if len(found) > 1 else []


def _parts(frame: Frame, index: Index, names: bool) -> Sequence[Part]:
    """The names of one nature, else the dates, else the figures, of which a question has several."""
    dates = [d for d in frame.dates if not d.document and d.relation == "in"]
    figures = [n for n in frame.numbers if n.value >= FIGURE]
    said = [m for m in frame.top if names and m.ids and m.end > m.start]
    natures = [{index.nature(i) for i in m.ids} for m in said]
    for kind in dict.fromkeys(n for one in natures for n in sorted(one)):
        alike = [m for m, one in zip(said, natures, strict=True) if kind in one]
        if len(alike) > 1 and kind in PARTED:
            return alike
    return sorted([*figures, *dates], key=lambda part: part.start) if len(figures) + len(dates) > 1 else []


def _only(part: Part, frame: Frame, parts: Sequence[Part]) -> Frame:
    """The question with one of its parts and without the others."""

    def left(one: Part) -> bool:
        return one is part or one not in parts

    names = [m for m in frame.top if left(m)]
    several = isinstance(part, Mention) and len(frame.dates) > 1  # "Titov and Zouev, who held it in 2015 and who in 2019?"
    return replace(
        frame,
        yes_no=False,
        operator="ask",
        mentions=tuple(m for m in frame.mentions if any(n.start <= m.start and m.end <= n.end for n in names)),
        dates=() if several else tuple(d for d in frame.dates if left(d)),
        numbers=tuple(n for n in frame.numbers if left(n)),
    )
