"""The first or the last day of something that lasted: "from the start of the gender training to the end of the vehicle one", "which ended first?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.frame import Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.model import DateConstraint, Fact, Interval, Precision, Role

BEHIND = 4
"""Tokens from "over" to its date: "over as of 18 March"."""


def edge_of(value: Interval, edge: str) -> Interval:
    """The first ("beginning") or the last ("ending") day of a period that is known to the day; other dates as they are."""
    if not value.period or value.precision is not Precision.DAY:
        return value
    day = value.start if edge == "beginning" else value.end
    return Interval(day, day)


def edges_said(frame: Frame, index: Index) -> list[tuple[int, str]]:
    """Where a question says that the beginning or the end of something is meant; "end of 2018" is a date."""
    words = index.cues.words
    return [
        (i, edge)
        for i, (word, role) in enumerate(zip(frame.said, frame.roles, strict=True))
        for edge in ("beginning", "ending")
        if word in words[edge] and role is not Role.VALUE and not any(d.start - 3 < i <= d.start for d in frame.dates)
    ]


def edge_asserted(frame: Frame, index: Index) -> str:
    """The edge of which a sentence gives a date: "it began on 23 March", not "at the end of March"; or nothing."""
    words = index.cues.words
    verbs = {
        edge
        for edge in ("beginning", "ending")
        for i, word in enumerate(frame.said[:-1])
        if word in words[edge] and frame.roles[i] is not Role.VALUE and frame.said[i + 1] not in words["belonging"]
    }
    if any(lasted_until(d, frame, index) or over_by(d, frame, index) for d in frame.dates):
        verbs.add("ending")
    if any(lasted_since(d, frame, index) for d in frame.dates):
        verbs.add("beginning")
    return verbs.pop() if len(verbs) == 1 else ""


def lasted_until(date: DateConstraint, frame: Frame, index: Index) -> bool:
    """Whether a date is said to be the last day of something: "it ran until 27 March", unlike "it was over by then"."""
    return date.relation in {"in", "until"} and _lasted(date, frame, index, "lasted_until")


def lasted_since(date: DateConstraint, frame: Frame, index: Index) -> bool:
    """Whether a date is said to be the first day of something: "it was running since 18 March"."""
    return date.relation in {"in", "since"} and _lasted(date, frame, index, "since")


def _lasted(date: DateConstraint, frame: Frame, index: Index, cue: str) -> bool:
    lasting = not index.cues.words["lasting"].isdisjoint(frame.said[: date.start])
    return lasting and any(end == date.start for _, end in phrases(frame, cue, index))


def over_by(date: DateConstraint, frame: Frame, index: Index) -> bool:
    """Whether something is said to have been over at a date: "was it over by 20 March?", "already finished on 24 March"."""
    before = range(max(date.start - BEHIND, 0), date.start)
    words = index.cues.words["being_over"]
    at = next((i for i in before if frame.said[i] in words), -1)
    between = frame.said[at + 1 : date.start]
    by_then = date.relation == "until" or not index.cues.words["by_then"].isdisjoint(between)
    already = not index.cues.words["already"].isdisjoint(frame.said[max(at - 1, 0) : at + 1])  # "finished in April" gives its last day
    meant = by_then or (date.relation == "in" and already)
    return at >= 0 and meant and not date.document and all(index.lexicon.is_function(w) for w in between)


def said_of_its_end(date: DateConstraint, frame: Frame, index: Index) -> DateConstraint:
    """A date as it is to be compared with the last day of something, where a sentence tells of that: "it ran until 27 March" gives that day, "it was
    over by then" one on which it had ended."""
    if lasted_until(date, frame, index) or lasted_since(date, frame, index):
        return replace(date, relation="in")
    return replace(date, relation="until") if over_by(date, frame, index) else date


def at_edges(moments: Sequence[tuple[Interval, Fact]], frame: Frame, index: Index) -> list[tuple[Interval, Fact]] | None:
    """Two moments with the edges that are meant, in order of time; None if it cannot be told of which of them an edge is said."""
    said = edges_said(frame, index)
    if not said:
        return list(moments)
    places = {}
    for _, fact in moments:
        at = next((m.start for m in frame.top if fact.entity in m.ids), None)
        if at is None:
            return None
        places[fact.id] = at
    order = sorted(moments, key=lambda m: places[m[1].id])
    found: list[tuple[Interval, Fact]] = []
    for k, (value, fact) in enumerate(order):
        behind = places[order[k - 1][1].id] if k else -1
        before = places[order[k + 1][1].id] if k + 1 < len(order) else len(frame.tokens)
        near = [edge for i, edge in said if behind < i < places[fact.id]] or [edge for i, edge in said if places[fact.id] < i < before and not found]
        if len(near) > 1:
            return None
        found.append((edge_of(value, near[0]) if near else value, fact))
    return sorted(found, key=lambda m: (m[0].start, m[1].id))


def which_edge(frame: Frame, index: Index) -> str:
    """The edge by which things are put in order ("which ended first?"), or nothing."""
    edges = {edge for _, edge in edges_said(frame, index)}
    return edges.pop() if len(edges) == 1 else ""


def moment(view: EntityView, edge: str) -> Interval:
    """When a thing was: at its edge, if one is meant."""
    return edge_of(view.dates[0], edge) if edge else view.dates[0]
