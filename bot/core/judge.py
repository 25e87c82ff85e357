"""How sure it is that the best candidate answers the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp

from bot.core.candidate import FIT, KIND, LINK, NAME, PLACE, PROOF, PROPERTY, STRONG, WEAK_FIT, Candidate
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import Fact, Interval, Quantity
from bot.core.trees import NAMES, nats
from bot.core.weights import FEATURES

PROOF_LEAD, BARE_LEAD = 0.35, 0.5
"""The lead, in nats, that a fact needs that was asked for by the letter; and one that was asked for by a name and a question
word alone."""
NOBODY = -20.0
"""How far behind the next candidate counts, in nats, where there is none."""
BESIDE, SHOWN = 0.8, 2
"""Statements this near to the best (in nats) are said beside it, up to so many."""


def judge(candidates: list[Candidate], frame: Frame, index: Index) -> list[Candidate]:
    """Give the best candidate that is no empty slot its confidence: how likely it (or what is said beside it) is what was
    asked for, by what it explains, by what it leaves, and by how far ahead it is of the next answer and of an empty slot."""
    at = next((i for i, c in enumerate(candidates) if c.met and not c.void), None)
    if at is None:
        return candidates
    sure = confidence(evidence(candidates, frame))
    if at == 0 and proves(candidates[0], candidates, frame, index):
        sure = max(sure, PROOF)
    return [*candidates[:at], candidates[at]._replace(confidence=round(sure, 4)), *candidates[at + 1 :]]


def proves(c: Candidate, candidates: Sequence[Candidate], frame: Frame, index: Index) -> bool:
    """Whether a fact is what was asked for by the letter: the thing was named (by its name, or by two that it links, or one
    and its date), a word asked for this property, each other word is explained by names, kinds or the property's own words,
    the question word fits, and nothing else comes near. "Where is Bangui?", "when did Ban and Noble meet?" ask without such
    a word."""
    if not (c.fact and c.fits and frame.top):
        return False
    named = any(c.entity in m.ids for m in frame.top)
    features = c.features
    if not named and (features[PLACE["linked"]] < len(frame.top) or features[PLACE["linked"]] + min(features[PLACE["dated"]], 1) < 2):
        return False
    if "how_many" in frame.asks and not c.hits and any(t.plural and index.nature(t.type) != "person" for t in frame.targets):
        return False  # "how many documents mention INTERPOL" is not told by a number of something else
    words = [level for level, w in zip(c.level, frame.content, strict=True) if w.binding]
    if frame.asks & STRONG and features[PLACE["fit"]] < WEAK_FIT:
        return False
    lead = PROOF_LEAD
    if (
        all(level in (NAME, LINK, KIND) for level in words)
        and frame.asks & STRONG
        and features[PLACE["dated"]] >= len(frame.dates)
        and not frame.numbers
    ):
        lead = BARE_LEAD
        if features[PLACE["fit"]] < FIT or ("who" in frame.asks and any(level < 0 for level in c.level)):
            return False  # "who took it" does not ask who took part
        if any(w.superlative and level < 0 for w, level in zip(frame.content, c.level, strict=True)):
            return False  # "where is it best" does not ask where it is
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
    one, other = a.fact, b.fact
    if one is None or other is None:
        return False
    if one.values == other.values:
        return True
    # the same thing told of both its sides: "Lapaque met Annadif", "the meeting was attended by ..."
    sides = a.entity in other.entities or b.entity in one.entities
    return sides and any(c in other.citations for c in one.citations)


def one_event(facts: Sequence[Fact]) -> bool:
    """Whether statements of several things give the same figure or date from the same paragraph: they tell the same."""
    values = {f.values for f in facts}
    places = [{(c.source, c.paragraph) for c in f.citations} for f in facts]
    measured = all(isinstance(v, Quantity | Interval) for one in values for v in one)
    return len(facts) > 1 and len(values) == 1 and measured and bool(set.intersection(*places))


def evidence(candidates: Sequence[Candidate], frame: Frame) -> dict[str, float]:
    """What the confidence of the best candidate is judged by (the names are those of :mod:`bot.core.trees`): how far ahead it is
    of the next answers and of an empty slot, how the question asks, and all the evidence for it."""
    full = [c for c in candidates if not c.void]
    c = full[0]
    said = shown(full)
    met = [o for o in candidates[:16] if o.met and o not in said and not same_answer(o, c)]
    rival = max([o.score for o in met if not o.void], default=c.score - 10.0)
    empty = max([o.score for o in met if o.void], default=c.score - 10.0)
    n = max(len([x for x in frame.content if x.binding]), 1)
    found = {
        "margin": max(min(c.score - rival, 4.0), -4.0),
        "empty": max(min(c.score - empty, 4.0), -4.0),
        "several": float(len(said) > 1),
        "score": c.score / (4 + n),
        "coverage": c.coverage,
        "covered": 1.0 if c.coverage >= 0.999 else 0.0,
        "words": float(min(n, 10)),
        "names": float(len(frame.top)),
        "dates": float(len(frame.dates)),
        "no_name": float(not frame.top),
        "no_name_left": (1.0 - c.coverage) * float(not frame.top),
        "yes_no": float(frame.yes_no),
    }
    behind = [o.score - c.score for o in full[1:4]]
    found |= {f"{place} behind": behind[i] if i < len(behind) else NOBODY for i, place in enumerate(("first", "second", "third"))}
    features = c.features
    found |= {f"asks {word}": 1.0 for word in frame.asks}
    found |= {name: value for name, value in zip(_BEST, features, strict=True) if value}
    found |= {name: features[at] / n for name, at in _A_WORD}
    return found


_BEST = tuple(f"best {name}" for name in FEATURES)
_IN_TREES = {name: i for i, name in enumerate(NAMES)}
_A_WORD = tuple((f"best {name} a word", PLACE[name]) for name in ("like", "fact_like", "slot_like", "said", "text"))


def confidence(found: Mapping[str, float]) -> float:
    """How likely the best candidate answers the question, 0 to 1: the sum of small decision trees, as a logistic."""
    vector = [0.0] * len(NAMES)
    for name, value in found.items():
        if (at := _IN_TREES.get(name)) is not None:
            vector[at] = value
    return 1.0 / (1.0 + exp(-nats(vector)))
