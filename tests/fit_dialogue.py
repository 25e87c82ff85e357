"""Fit which reading of a message is meant in its conversation (rewrites ``MEANT`` in ``bot/core/weights.py``).

The data are the conversations of the question files: every reading of every turn is answered, and a reply is right if it
holds what the turn wants. A logistic regression with an L2 penalty tells the right replies from the others. Each
conversation is also judged by weights that were fitted without it (``FOLDS`` parts), to print honest figures.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.content.book import ROOT, load_index
from bot.core import meant
from bot.core.candidate import PROOF
from bot.core.index import Index
from bot.core.meant import Outcome, likely, worth
from bot.core.model import Context, Message
from bot.core.respond import finish, outcomes, respond
from bot.core.understand import understand
from tests.evaluate import NOW, verdict
from tests.fit import write

FOLDS = 5
UNSEEN = ROOT / "tests" / "unseen"
L2 = 3.0
SEEN = 3
"""Turns that a kind of evidence must occur in to be weighed."""
SINGLE = 0.3
"""Weight of a single question asked after a conversation that it has nothing to do with."""


@dataclass
class Read:
    """One turn of a conversation: the evidence for each of its readings, and what each reply is worth."""

    case: str
    evidence: list[dict[str, float]]
    outcomes: list[Outcome]
    verdicts: list[str]
    weight: float


def turns(cases: Iterable[Mapping[str, Any]], index: Index) -> list[Read]:
    """The turns of all conversations that can be read in more than one way, as far as all went well before."""
    found: list[Read] = []
    after: list[Context] = []
    for case in cases:
        context: Context | None = None
        for want in case["turns"]:
            turn = respond(Message(want["ask"], NOW), index, context)
            if context:
                found += _read(case["id"], want, index, context, 1.0)
            elif after and len(case["turns"]) == 1 and meant.manner(turn.frame, index) in {"named", "anchored"}:
                found += _read(case["id"], want, index, after[len(found) % len(after)], SINGLE)
            if verdict(want, turn.reply.kind, turn.text) != "right":
                break
            context = turn.context
        else:
            if context and len(case["turns"]) > 1:
                after.append(context)
    return found


def _read(case: str, want: Mapping[str, Any], index: Index, context: Context, weight: float) -> list[Read]:
    message = Message(want["ask"], NOW)
    frame = understand(message.text, index, context.lang)
    read = outcomes(frame, index, context, context.lang)
    if len(read) == 1 or any(o.reading.settled and (o.draft.is_empty or (o.draft.kind == "answer" and o.draft.confidence >= PROOF)) for o in read):
        return []
    evidence = [meant.evidence(o, read, frame, index, context) for o in read]
    replies = [finish(message, o.frame, index, o.draft, context, "") for o in read]
    return [Read(case, evidence, read, [verdict(dict(want), r.reply.kind, r.text) for r in replies], weight)]


def fit(data: list[Read]) -> dict[str, float]:
    """Weights of the evidence."""
    rows = [e for r in data for e in r.evidence]
    right = np.array([float(v == "right") for r in data for v in r.verdicts])
    weight = np.array([r.weight for r in data for _ in r.verdicts])
    count = Counter(name for row in rows for name in row)
    names = sorted(n for n, times in count.items() if times >= SEEN)
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    w = np.zeros(len(names))
    for _ in range(50):  # Newton's method
        p = 1.0 / (1.0 + np.exp(-x @ w))
        gradient = x.T @ (weight * (p - right)) + L2 * w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + L2 * np.eye(len(names))
        w -= np.linalg.solve(hessian, gradient)
    return {n: float(v) for n, v in zip(names, w, strict=True)}


def chosen(data: list[Read], weights: Mapping[str, float]) -> Counter[str]:
    """The verdicts on the replies that the weights choose."""
    found: Counter[str] = Counter()
    for r in data:
        if r.weight == 1.0:
            scores = [worth(o, likely(e, weights)) for o, e in zip(r.outcomes, r.evidence, strict=True)]
            found[r.verdicts[int(np.argmax(np.round(scores, 6)))]] += 1
            found["could be right"] += "right" in r.verdicts
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=sorted((ROOT / "tests" / "questions").glob("*.jsonl")))
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args()
    bases = [(ROOT / "facts", options.files), (UNSEEN / "facts", [UNSEEN / "questions.jsonl"])]
    data: list[Read] = []
    for facts, files in bases:
        index, _ = load_index(facts, ROOT / "intents")
        data += turns([json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines() if line.strip()], index)
    names = sorted({r.case for r in data})
    held: Counter[str] = Counter()
    for fold in range(FOLDS):
        out = set(names[fold::FOLDS])
        held += chosen([r for r in data if r.case in out], fit([r for r in data if r.case not in out]))
    weights = fit(data)
    print(f"{sum(r.weight == 1 for r in data)} turns of conversations; held back: {dict(held)}; fitted: {dict(chosen(data, weights))}")
    if not options.dry:
        write("MEANT", weights)


if __name__ == "__main__":
    main()
