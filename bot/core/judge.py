"""How sure it is that the best candidate answers the question."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from bot.core.candidate import FIT, KIND, LINK, NAME, PLACE, PROOF, PROPERTY, STRONG, WEAK_FIT, Candidate
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.weights import GATE, GATE_FEATURES

PROOF_LEAD, BARE_LEAD = 0.35, 0.5
"""The lead, in nats, that a fact needs that was asked for by the letter; and one that was asked for by a name and a question
word alone."""
BESIDE, SHOWN = 0.8, 2
"""Statements this near to the best (in nats) are said beside it, up to so many."""


def judge(candidates: list[Candidate], frame: Frame, index: Index) -> list[Candidate]:
    """Give the best candidate that is no empty slot its confidence: how likely it (or what is said beside it) is what was
    asked for, by what it explains, by what it leaves, and by how far ahead it is of the next answer and of an empty slot."""
    at = next((i for i, c in enumerate(candidates) if c.met and not c.void), None)
    if at is None:
        return candidates
    sure = confidence(gate_features(candidates, frame, index))
    if at == 0 and proves(candidates[0], candidates, frame):
        sure = max(sure, PROOF)
    return [*candidates[:at], candidates[at]._replace(confidence=round(sure, 4)), *candidates[at + 1 :]]


def proves(c: Candidate, candidates: Sequence[Candidate], frame: Frame) -> bool:
    """Whether a fact is what was asked for by the letter: the thing was named (by its name, or by two that it links, or one
    and its date), a word asked for this property, each other word is explained by names, kinds or the property's own words,
    the question word fits, and nothing else comes near. "Where is Bangui?", "when did Ban and Noble meet?" ask without such
    a word."""
    if not (c.fact and c.fits and frame.top):
        return False
    named = any(c.entity in m.ids for m in frame.top)
    evidence = c.features
    if not named and (evidence[PLACE["linked"]] < len(frame.top) or evidence[PLACE["linked"]] + min(evidence[PLACE["dated"]], 1) < 2):
        return False
    words = [level for level, w in zip(c.level, frame.content, strict=True) if w.binding]
    if frame.asks & STRONG and evidence[PLACE["fit"]] < WEAK_FIT:
        return False
    lead = PROOF_LEAD
    if all(level in (NAME, LINK, KIND) for level in words) and frame.asks & STRONG and not frame.dates and not frame.numbers:
        lead = BARE_LEAD
        if evidence[PLACE["fit"]] < FIT:
            return False
    elif not c.hits or PROPERTY not in words or any(level not in (NAME, LINK, KIND, PROPERTY) for level in words):
        return False
    rivals = [o for o in candidates[1:12] if o.met and not same_answer(o, c)]
    if lead == BARE_LEAD:  # place and venue of one thing answer "where" together
        rivals = [o for o in rivals if o.entity != c.entity or o.features[PLACE["fit"]] < FIT]
    return all(o.score < c.score - lead for o in rivals)


def shown(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidate and what is said beside it: statements (nearly) as good that meet every constraint."""
    top = candidates[0]
    if not top.fact:
        return [top]
    near = [c for c in candidates[1:12] if c.met and c.fact and c.score >= top.score - BESIDE]
    same = [c for c in near if c.entity == top.entity and c.property == top.property]
    others = [c for c in near if c not in same]
    return [top, *same[:SHOWN], *others[: max(SHOWN - len(same), 0)]]


def same_answer(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates say the same: one slot, one value, or one event told of both its sides."""
    if a.entity == b.entity and (a.property == b.property or not a.property or not b.property):
        return a.void == b.void
    if a.fact and b.fact:
        if a.fact.values == b.fact.values:
            return True
        # the same thing told of both its sides: "Lapaque met Annadif", "the meeting was attended by ..."
        both = any(x.source == y.source and x.paragraph == y.paragraph for x in a.fact.citations for y in b.fact.citations)
        return both and (a.entity in b.fact.entities or b.entity in a.fact.entities)
    return False


def gate_features(candidates: Sequence[Candidate], frame: Frame, index: Index) -> list[float]:
    """What the confidence of the best candidate is judged by (see :data:`bot.core.weights.GATE_FEATURES`)."""
    full = [c for c in candidates if not c.void]
    c = full[0]
    said = shown(full)
    met = [o for o in candidates[:16] if o.met and o not in said and not same_answer(o, c)]
    rival = max((o.score for o in met if not o.void), default=c.score - 10.0)
    empty = max((o.score for o in met if o.void), default=c.score - 10.0)
    v = c.features
    n = max(len([x for x in frame.content if x.binding]), 1)
    values = {
        "bias": 1.0, "margin": max(min(c.score - rival, 4.0), -4.0), "empty": max(min(c.score - empty, 4.0), -4.0), "several": float(len(said) > 1), "score": c.score / (4 + n), "coverage": c.coverage, "covered": 1.0 if c.coverage >= 0.999 else 0.0,
        "words": float(min(n, 10)), "like": v[PLACE["like"]] / n, "fact_like": v[PLACE["fact_like"]] / n, "slot_like": v[PLACE["slot_like"]] / n,
        "named": float(bool(v[PLACE["named"]])), "linked": float(bool(v[PLACE["linked"]])), "no_name": float(not frame.top), "no_name_left": (1.0 - c.coverage) * float(not frame.top), "no_target": v[PLACE["target_none"]], "sourced": v[PLACE["sourced"]], "alternative": v[PLACE["alternative"]], "kin": v[PLACE["kin"]], "umbrella": v[PLACE["umbrella"]],
        "left_asking": v[PLACE["left_asking"]], "left_domain": v[PLACE["left_domain"]], "left_plain": v[PLACE["left_plain"]], "left_strange": v[PLACE["left_strange"]],
        "left_name": v[PLACE["left_name"]], "left_head": v[PLACE["left_head"]], "misfit": v[PLACE["misfit"]], "asked": min(v[PLACE["asked"]], 2.0), "said": v[PLACE["said"]] / n, "text": v[PLACE["text"]] / n, "taught": v[PLACE["taught"]], "taught_like": v[PLACE["taught"]] * v[PLACE["fact_like"]] / n, "void": v[PLACE["void"]], "whole": v[PLACE["whole"]],
        "yes_no": float(frame.yes_no), "unsaid": v[PLACE["unsaid"]], "distant": v[PLACE["distant"]],
    }  # fmt: skip
    return [values[name] for name in GATE_FEATURES]


def confidence(values: list[float]) -> float:
    """The logistic of the weighted features, 0 to 1."""
    z = sum(w * x for w, x in zip(GATE, values, strict=True))
    return 1.0 / (1.0 + exp(-max(min(z, 30.0), -30.0)))
