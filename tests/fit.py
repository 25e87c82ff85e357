"""Fit the weights of the ranking and of the confidence: ``make fit`` (rewrites ``bot/core/weights.py``).

The data are the editors' own example questions, each asked of a base from which it was left out (``FOLDS`` parts), and
``tests/bank/near_misses.jsonl``, questions that sound alike and have no answer. The ranking is a conditional logit over
the candidates of each question, the confidence a logistic regression on whether what is shown answers it; both with a
small L2 penalty. A part of the questions is held back to print honest figures, then all are used.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from unittest.mock import patch

import lightgbm
import numpy as np
from numpy.typing import NDArray

from bot.content.book import ROOT
from bot.content.languages import load_locales
from bot.content.load import load_base, load_language
from bot.core import judge
from bot.core import rank as ranking
from bot.core.candidate import Candidate
from bot.core.frame import Frame
from bot.core.index import Index, build_index
from bot.core.language import Language
from bot.core.model import Base, Words
from bot.core.understand import understand
from bot.core.weights import FEATURES, WEIGHTS

FOLDS = 4
LOOKED_AT = 60
"""Candidates of a question that the fit of the ranking looks at, besides the right ones."""
RANK_L2 = 2.0
TREES = 80
TREE = {
    "objective": "binary",
    "learning_rate": 0.07,
    "num_leaves": 15,
    "min_data_in_leaf": 30,
    "lambda_l2": 5,
    "deterministic": True,
    "seed": 1,
    "num_threads": 1,
    "verbose": -1,
}
"""Trees of the confidence, by lightgbm; chosen on questions about facts held back."""
SEEN = 30
"""Questions that a kind of evidence must occur in to be weighed for the confidence."""
NEAR_MISS = 2.0
"""Weight of a near miss beside an answerable question in the fit of the confidence."""
FIXED = {"unmet": -3.0, "narrow_self": 3.0}
"""Not fitted: what leaves a constraint unmet only serves refusals, and of "which working group" there are too few examples to learn that
a working group is wanted."""

Array = NDArray[np.float64]


class Forest(NamedTuple):
    """Decision trees over named features; the first also holds the bias."""

    names: tuple[str, ...]
    trees: tuple[Any, ...]

    def confidence(self, row: Mapping[str, float]) -> float:
        with patch.multiple(judge, NAMES=self.names, nats=self.nats):
            return judge.confidence(row)

    def nats(self, evidence: Sequence[float]) -> float:
        """What the function that is written into ``bot/core/trees.py`` gives."""
        total = 0.0
        for tree in self.trees:
            while isinstance(tree, tuple):
                at, threshold, low, high = tree
                tree = low if evidence[at] <= threshold else high
            total += tree
        return total


@dataclass
class Asked:
    """One question, as ranked without its own example."""

    text: str
    gold: frozenset[str]
    """Facts that answer it; empty for a near miss."""
    frame: Frame
    index: Index
    candidates: list[Candidate]

    def is_gold(self, c: Candidate) -> bool:
        if not self.gold:
            return c.void and c.met and c.sharp
        if c.fact:
            return c.fact.id in self.gold
        return not c.property and any(g.startswith(f"{c.entity}#description") for g in self.gold)


def part(text: str, parts: int) -> int:
    """A fixed part of the questions, by their text."""
    return zlib.crc32(text.encode()) % parts


def collect(base: Base, language: Language, near_misses: list[dict[str, Any]]) -> list[Asked]:
    """Every example asked of two bases: one without a part of the examples, its own among them, as when a known thing is
    asked for in new words; and one without any example of a part of the facts, as when an editor has just added them."""
    found: list[Asked] = []
    for fold in range(FOLDS):
        for new_facts in (False, True):

            def kept(fact: str, text: str, fold: int = fold, new_facts: bool = new_facts) -> bool:
                return part(fact if new_facts else text, FOLDS) != fold

            facts = {
                f.id: replace(f, examples=Words({lang: tuple(x for x in texts if kept(f.id, x)) for lang, texts in f.examples.by_lang.items()}))
                for f in base.facts.values()
            }
            index = build_index(replace(base, facts=facts), language)
            asked: list[tuple[str, frozenset[str]]] = [(x, frozenset({f.id})) for f in base.facts.values() for x in f.examples if not kept(f.id, x)]
            if new_facts:
                asked = [a for a in asked if part(a[0], 3) == 0]
            asked += [(o["q"], frozenset()) for o in near_misses if part(o["q"], FOLDS) == fold]
            for text, gold in asked:
                frame = understand(text, index, "en")
                found.append(Asked(text, gold, frame, index, ranking.rank(frame, index)))
    return found


def fit_ranking(data: list[Asked]) -> Array:
    """Weights that make the right candidates of each question likely."""
    rows, right, sizes = [], [], []
    for asked in data:
        gold = [asked.is_gold(c) for c in asked.candidates]
        if not any(gold):
            continue
        kept = [i for i in range(len(gold)) if i < LOOKED_AT or gold[i]]
        rows += [asked.candidates[i].features for i in kept]
        right += [gold[i] for i in kept]
        sizes.append(len(kept))
    x, y = np.array(rows), np.array(right, dtype=float)
    starts = np.cumsum([0, *sizes[:-1]])
    question = np.repeat(np.arange(len(sizes)), sizes)
    fixed = [FEATURES.index(name) for name in FIXED]

    def gradient(w: Array) -> Array:
        s = x @ w
        e = np.exp(s - np.maximum.reduceat(s, starts)[question])
        p = e / np.add.reduceat(e, starts)[question]
        wanted = e * y
        wanted /= np.add.reduceat(wanted, starts)[question]
        g: Array = (x.T @ (p - wanted) + RANK_L2 * w) / len(sizes)
        g[fixed] = 0.0
        return g

    first = np.array(WEIGHTS)
    first[fixed] = list(FIXED.values())
    return _adam(gradient, first, 300, 0.05)


def rescored(asked: Asked, w: Array) -> list[Candidate]:
    """The candidates of a question in the order that some weights give."""
    out = [c._replace(score=float(np.dot(w, c.features))) for c in asked.candidates]
    out.sort(key=lambda c: (not c.met, -c.score, c.void))
    return out


def judged(data: list[Asked], w: Array) -> tuple[list[dict[str, float]], Array, Array]:
    """For each question the features of its confidence, whether what is shown answers it, and its weight."""
    rows, right, weight = [], [], []
    for asked in data:
        candidates = rescored(asked, w)
        full = [c for c in candidates if not c.void]
        if not full or not full[0].met:
            continue
        gold = [c for c in candidates if asked.is_gold(c)] if asked.gold else []
        rows.append(judge.evidence(candidates, asked.frame))
        right.append(any(c is g or judge.same_answer(c, g) for c in judge.shown(full) for g in gold))
        weight.append(1.0 if asked.gold else NEAR_MISS)
    return rows, np.array(right, dtype=float), np.array(weight)


def fit_confidence(rows: list[dict[str, float]], right: Array, weight: Array) -> Forest:
    """Boosted trees that tell the questions that are answered from the others."""
    count = Counter(name for row in rows for name, value in row.items() if value)
    names = tuple(sorted(n for n, times in count.items() if times >= SEEN))
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    model = lightgbm.train(TREE, lightgbm.Dataset(x, right, weight=weight), num_boost_round=TREES)
    return Forest(names, tuple(_tree(t["tree_structure"]) for t in model.dump_model()["tree_info"]))


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    return node["split_feature"], float(f"{node['threshold']:.5g}"), _tree(node["left_child"]), _tree(node["right_child"])


def _adam(gradient: Any, w: Array, steps: int, rate: float) -> Array:
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, steps + 1):
        g = gradient(w)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        w = w - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-7)
    return w


def places(data: list[Asked], w: Array) -> dict[str, float]:
    """Share of the answerable questions by the place of the fact that answers them, in per cent."""
    found: Counter[str] = Counter()
    for asked in data:
        if not asked.gold:
            continue
        met = [c for c in rescored(asked, w) if c.met]
        at = next((i for i, c in enumerate(met) if asked.is_gold(c)), None)
        found["none" if at is None else "1" if at == 0 else "2-3" if at < 3 else "later"] += 1
    total = sum(found.values())
    return {k: round(100 * n / total, 1) for k, n in sorted(found.items())}


def curve(data: list[Asked], w: Array, g: Forest) -> None:
    """What a threshold of the confidence answers, rightly and wrongly, and how many near misses."""
    rows, y, weight = judged(data, w)
    p = np.array([g.confidence(row) for row in rows])
    near = weight != 1.0
    print("threshold  right  wrong  (of the answerable)  near misses answered")
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        a = p >= t
        n = (~near).sum()
        print(
            f"{t:9.2f} {100 * (a & (y > 0) & ~near).sum() / n:6.1f} {100 * (a & (y == 0) & ~near).sum() / n:6.1f} {100 * (a & near).sum() / near.sum():22.1f}"
        )


def write(name: str, weights: Mapping[str, float]) -> None:
    """Replace one table in ``bot/core/weights.py``."""
    path = ROOT / "bot" / "core" / "weights.py"
    text = path.read_text(encoding="utf-8")
    start = text.index(f"{name}: dict[str, float] = {{")
    end = text.index("}\n", start) + 2
    block = f"{name}: dict[str, float] = {{\n" + "".join(f'    "{k}": {v:.3f},\n' for k, v in weights.items()) + "}\n"
    path.write_text(text[:start] + block + text[end:], encoding="utf-8")


def write_trees(forest: Forest) -> None:
    """Rewrite ``bot/core/trees.py``."""
    path = ROOT / "bot" / "core" / "trees.py"
    head = path.read_text(encoding="utf-8").partition("# fmt: off\n")[0]
    names = "".join(f"    {json.dumps(name)},\n" for name in forest.names)
    lines = "".join(f"    z += {_written(tree)}\n" for tree in forest.trees)
    path.write_text(
        f"{head}# fmt: off\nNAMES = (\n{names})\n\n\ndef nats(e: Sequence[float]) -> float:\n"
        f'    """The sum of all trees for some evidence, which stands in the order of ``NAMES``."""\n    z = 0.0\n{lines}    return z\n',
        encoding="utf-8",
    )


def _written(tree: Any) -> str:
    """A tree as an expression."""
    if not isinstance(tree, tuple):
        return str(tree)
    at, threshold, low, high = tree
    return f"({_written(low)} if e[{at}] <= {threshold} else {_written(high)})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args()
    base, _ = load_base(ROOT / "facts", load_locales(ROOT / "intents"))
    language, _ = load_language(ROOT / "intents")
    lines = (ROOT / "tests" / "bank" / "near_misses.jsonl").read_text(encoding="utf-8").splitlines()
    data = collect(base, language, [json.loads(line) for line in lines])
    held = [a for a in data if part(a.text, 16) >= 12]
    used = [a for a in data if part(a.text, 16) < 12]
    w = fit_ranking(used)
    g = fit_confidence(*judged(used, w))
    print(f"{len(used)} questions fitted, {len(held)} held back; place of the right fact: {places(used, w)}, held back: {places(held, w)}")
    curve(held, w, g)
    if not options.dry:
        w = fit_ranking(data)
        write("RANK", dict(zip(FEATURES, w, strict=True)))
        write_trees(fit_confidence(*judged(data, w)))


if __name__ == "__main__":
    main()
