"""Which reading of a message is meant in its conversation: judged by what each reading is answered with.

A message that leans on what was said before can be read in several ways (:mod:`bot.core.dialogue`). Each reading is
answered; how likely each reply is the one that was asked for is a logistic regression over the kind of reading, the kind of
message and the reply, learnt on conversations (``make fit``). The likeliest is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from bot.core.dialogue import anchored
from bot.core.draft import Draft
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import Context
from bot.core.reading import Reading
from bot.core.weights import MEANT

SILENT = 0.7
"""What the right reply is worth that offers or refuses, beside one that answers."""
EMPTY_WORTH = 0.8
"""The same of one that says what the base does not hold of the thing asked about."""
WRONG = 1.5
"""What a wrong answer costs."""
LIKELY = 0.90
"""How likely an answer must be the one asked for; below, it is worth more as one of the readings that are offered together.
For a single reading that is ``WRONG / (1 + WRONG - SILENT)``, 0.83; together they hold what was asked for more often."""

KNOWN_AS = {"same": "carried", "pointed": "returned", "entry": "ordinal"}
"""Kinds of reading that came later, by what they were called when the weights were learnt."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reading with what it is answered with."""

    reading: Reading
    draft: Draft
    frame: Frame
    """As it was answered, with its words corrected if need be."""


def manner(frame: Frame, index: Index) -> str:
    """How a message leans on its conversation: it carries on, points back, names its own thing, has words that few things
    know, or is but a scrap."""
    if {"carry_on", "correction"} & frame.flags:
        return "carrying" if frame.top or frame.dates else "carrying_on"
    if {"anaphora", "persons"} & frame.flags:
        return "pointing_named" if frame.top else "pointing"
    if frame.top:
        return "named"
    return "anchored" if anchored(frame, index) else "scrap"


def evidence(outcome: Outcome, outcomes: Sequence[Outcome], message: Frame, index: Index, context: Context) -> dict[str, float]:
    """What speaks for a reading and against it; the names are those of ``MEANT`` in :mod:`bot.core.weights`."""
    draft = outcome.draft
    kind = KNOWN_AS.get(outcome.reading.kind, outcome.reading.kind)
    how = manner(message, index)
    said: str = "offered" if draft.is_offer else "empty" if draft.is_empty else draft.kind
    if said == "answer" and draft.intent in {"overview", "list", "timeline"}:
        said = draft.intent
    sure = draft.confidence if said in {"answer", "overview", "offered"} else 0.0
    best = max((o.draft.confidence for o in outcomes if o is not outcome and o.draft.kind == "answer" and o.draft.intent != "overview"), default=0.0)
    facts = [index.base.facts[f] for f in draft.composer.facts]
    last = [index.base.facts[f] for f in context.facts if f in index.base.facts]
    paragraphs = {(c.source, c.paragraph) for f in last for c in f.citations}
    found = {
        "bias": 1.0, kind: 1.0, f"{kind} {how}": 1.0, said: 1.0, f"sure {said}": sure,
        "other surer": max(best - sure, 0.0), "asks": float(bool(message.asks - {"which"})) * float(kind in {"carried", "loose"}),
    }  # fmt: skip
    if not message.asks - {"which"} and not any(c.binding for c in message.content):
        found[f"{kind} of a name"] = 1.0
    if "now" in message.flags:
        found[f"now {kind}"] = 1.0
    if facts:
        lead = facts[0]
        found["repeats"] = found[f"repeats {kind}"] = float(lead.id in context.facts)
        found["repeats all"] = float(all(f.id in context.facts for f in facts))
        found["parallel"] = float(any(f.property == lead.property and f.entity != lead.entity for f in last))
        found["paragraph"] = float(any((c.source, c.paragraph) in paragraphs for c in lead.citations))
        found["source"] = float(bool({c.source for c in lead.citations} & {s for s, _ in paragraphs}))
        top = next((c for c in draft.candidates[:3] if c.fact is lead), None)
        if top:
            found["asked"] = float(top.hits > 0)
            found["covered"] = top.coverage
            found["fits"] = float(top.fits)
        others = [o.draft.composer.facts for o in outcomes if o is not outcome and o.draft.kind == "answer"]
        found["agreed"] = float(any(lead.id in told or set(told[:1]) & set(draft.composer.facts) for told in others))
        found["kept"] = float(bool(context.subjects) and lead.entity in context.subjects[0])
    return found


def likely(found: Mapping[str, float], weights: Mapping[str, float] = MEANT) -> float:
    """How likely a reply is the one that was asked for, 0 to 1."""
    z = sum(weights.get(name, 0.0) * x for name, x in found.items())
    return 1.0 / (1.0 + exp(-max(min(z, 30.0), -30.0)))


def worth(outcome: Outcome, p: float) -> float:
    """What giving a reply is worth, by how likely it is the one asked for: a wrong answer costs, a reading that is only
    offered or a refusal costs nothing and helps less."""
    if outcome.draft.kind == "answer":
        return p - WRONG * (1 - p)
    return (EMPTY_WORTH if outcome.draft.is_empty else SILENT) * p


def meant(outcomes: Sequence[Outcome], message: Frame, index: Index, context: Context) -> tuple[Outcome, list[float]]:
    """The reply that is worth most (the first of equals), and how likely each is the one asked for."""
    judged = [likely(evidence(o, outcomes, message, index, context)) for o in outcomes]
    at = max(range(len(outcomes)), key=lambda i: (round(worth(outcomes[i], judged[i]), 6), -i))
    return outcomes[at], judged
