"""Likeness as an intent classifier, on CLINC150: ``python -m tests.clinc data_full.json [--encoder]``. Prints figures; asserts nothing.

The data are ``data/data_full.json`` of the GitHub repository clinc/oos-eval (CC BY 3.0), not kept here: 150 intents with 100, 20
and 30 questions to learn, to validate and to test, and 100 and 1,000 questions out of scope to validate and to test. Protocol
``oos-threshold`` of Larson et al. 2019 (An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction): nothing out of
scope is learnt from; the threshold is the one with which most of the validation set is right, a refusal being right out of scope.
Theirs, in-scope accuracy / out-of-scope recall in per cent: SVM 88.2 / 18.0, MLP 93.4 / 49.1, BERT 96.2 / 52.3. Logistic regression on
words 1-2-grams and characters 2-5-grams, measured before this bot was built: 91.8 / 57.5.

Needs numpy (``requirements-fit.lock``), and ``--encoder`` the package wordllama, which is in no lock: the bot does without.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.content.book import ROOT
from bot.content.load import load_language
from bot.core.index import build_index
from bot.core.language import Language
from bot.core.lexicon import Keys, Lexicon
from bot.core.likeness import Likeness, build_likeness
from bot.core.model import Base, Entity, EntityType, Fact, Label, Property, Subtype, Text, Where, Words
from bot.core.rank import rank
from bot.core.text import clean, tokenize
from bot.core.understand import understand

FEW, SAMPLES = 10, 3
"""Examples of an intent in the small setting, and how many draws of them the figures are means of."""
NOT_LOOKED_AT = -30.0
"""Score of an intent that the ranking does not look at closely."""
ENTITY, TYPE, PROPERTY = "clinc/assistant", "clinc", "intent"
ROWS = {
    "likeness, asked as the bot asks": ("frame",),
    "likeness, all content words of the message": ("words",),
    "likeness, function words counted too": ("every word",),
    "whole ranking": ("ranking",),
    "encoder": ("encoder",),
    "encoder + likeness as the bot asks": ("encoder", "frame"),
    "encoder + likeness, function words too": ("encoder", "every word"),
}
"""What is measured, by the evidence (see :func:`scorers`) that it combines."""

Array = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Array]
Examples = Mapping[str, tuple[str, ...]]
Score = Callable[[str], Sequence[float] | Array]
"""What a message tells for each intent."""


class Part(NamedTuple):
    """The questions of one part of the data, those out of scope among them."""

    texts: list[str]
    gold: NDArray[np.int64]
    """Places of the right intents; the number of intents for what is out of scope."""
    scope: NDArray[np.bool_]


class Result(NamedTuple):
    """Figures on the test part, in per cent but for the last two."""

    first: float
    """In scope, the right intent in the first place, whether refused or not."""
    accuracy: float
    """In scope, the right intent and not refused."""
    recall: float
    """Out of scope and refused."""
    auroc: float
    ms: float


def part(data: Mapping[str, Sequence[tuple[str, str]]], name: str, intents: Sequence[str]) -> Part:
    found = [*data[name], *data[f"oos_{name}"]]
    at = {intent: i for i, intent in enumerate(intents)}
    gold = np.array([at.get(intent, len(intents)) for _, intent in found])
    return Part([text for text, _ in found], gold, gold < len(intents))


def make_base(examples: Examples) -> Base:
    """One thing with a fact for each intent, of which nothing is known but the questions that ask for it."""
    nothing, where = Text(), Where("clinc")
    label = Label(nothing, nothing)
    kind = EntityType(
        TYPE, label, Words(), {"": Subtype("", label, Words(), True)}, {PROPERTY: Property(PROPERTY, "text", nothing, (), where)}, where
    )
    thing = Entity(ENTITY, TYPE, "", nothing, nothing, nothing, Words(), Words(), where)
    facts = {name: Fact(name, ENTITY, PROPERTY, (), nothing, (), where, examples=Words({"en": texts})) for name, texts in examples.items()}
    return Base({TYPE: kind}, {ENTITY: thing}, facts, {})


def scorers(examples: Examples, language: Language, embed: Embed | None) -> dict[str, Score]:
    """What ranks the intents: likeness of the words that the bot takes for content, of all words with the bot's closed lists of
    words that tell nothing, and without these lists; the whole ranking; and the cosine with the mean of the examples' embeddings
    (prototypes, after Snell et al. 2017)."""
    base = make_base(examples)
    index = build_index(base, language)
    open_lexicon = replace(index.lexicon, function={"en": frozenset(), "fr": frozenset()}, courtesy=frozenset())
    every = build_likeness(base, open_lexicon, index.names)

    def alike(likeness: Likeness, words: Iterable[Keys]) -> list[float]:
        said = [tuple(keys) for keys in words]
        places: dict[str, list[int]] = defaultdict(list)
        for k, keys in enumerate(said):
            for key in keys:
                places[key].append(k)
        asked = likeness.asked(said, places)
        return [asked.scores(intent, (TYPE, PROPERTY), ENTITY, (1 << len(said)) - 1)[0] for intent in examples]

    def telling(text: str, lexicon: Lexicon) -> list[Keys]:
        said = [t.text for t in tokenize(clean(text))]
        return [lexicon.keys(word, "en") for word in said if not lexicon.is_function(word) and word not in lexicon.courtesy]

    def ranked(text: str) -> list[float]:
        scores = {c.fact.id: c.score for c in rank(understand(text, index, "en"), index) if c.fact}
        return [scores.get(intent, NOT_LOOKED_AT) for intent in examples]

    found: dict[str, Score] = {
        "frame": lambda text: alike(index.likeness, [c.keys for c in understand(text, index, "en").content]),
        "words": lambda text: alike(index.likeness, telling(text, index.lexicon)),
        "every word": lambda text: alike(every, telling(text, open_lexicon)),
        "ranking": ranked,
    }
    if embed:
        encode = embed
        means = np.array([encode(texts).mean(axis=0) for texts in examples.values()])
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        found["encoder"] = lambda text: means @ encode([text])[0]
    return found


def options(evidence: Array) -> Array:
    """The evidence (messages x intents x kinds) with one more option, that no intent is meant, and one more kind, which marks it."""
    messages, intents, kinds = evidence.shape
    found = np.zeros((messages, intents + 1, kinds + 1))
    found[:, :intents, :kinds] = evidence
    found[:, intents, kinds] = 1.0
    return found


def likely(x: Array, w: Array) -> Array:
    """How likely each option of each message is."""
    s = x @ w
    e = np.exp(s - s.max(axis=1, keepdims=True))
    p: Array = e / e.sum(axis=1, keepdims=True)
    return p


def fit(x: Array, gold: NDArray[np.int64], l2: float = 1e-3) -> Array:
    """Weights of a conditional logit over the options, as in the bot's ranking (Newton, the step halved while it makes things worse)."""
    here = np.arange(len(gold))

    def worth(w: Array) -> float:
        return float(np.log(likely(x, w)[here, gold] + 1e-300).sum() - l2 * (w @ w) / 2)

    w = np.zeros(x.shape[2])
    for _ in range(50):
        p = likely(x, w)
        mean = np.einsum("nm,nmk->nk", p, x)
        gradient = (x[here, gold] - mean).sum(axis=0) - l2 * w
        spread = np.array([np.einsum("nm,nm,nml->l", p, x[:, :, k], x) for k in range(len(w))]) - mean.T @ mean
        step = np.linalg.solve(spread + l2 * np.eye(len(w)), gradient)
        while worth(w + step) < worth(w) and abs(step).max() > 1e-6:
            step /= 2
        w += step
        if abs(step).max() < 1e-5:
            break
    return w


def measure(valid: Part, test: Part, of_valid: Array, of_test: Array, ms: float) -> Result:
    """Fit the weights of some evidence and the threshold on the validation part, and score the test part."""
    w = fit(options(of_valid), valid.gold)
    found = []
    for p, evidence in ((valid, of_valid), (test, of_test)):
        intents = likely(options(evidence), w)[:, :-1]
        found.append((intents.max(axis=1), intents.argmax(axis=1) == p.gold))
    (sure, right), (test_sure, test_right) = found
    threshold = max(np.unique(sure), key=lambda t: int(np.where(sure >= t, right, ~valid.scope).sum()))
    answered = test_sure >= threshold
    inside, outside = np.sort(test_sure[test.scope]), test_sure[~test.scope]
    below = (np.searchsorted(inside, outside, "left") + np.searchsorted(inside, outside, "right")) / 2
    return Result(
        100 * test_right[test.scope].mean(),
        100 * (test_right & answered)[test.scope].mean(),
        100 * (~answered)[~test.scope].mean(),
        1 - below.mean() / len(inside),
        ms,
    )


def run(examples: Examples, valid: Part, test: Part, language: Language, embed: Embed | None) -> dict[str, Result]:
    """All rows, learnt from some examples."""
    columns: dict[str, tuple[Array, Array]] = {}
    ms: dict[str, float] = {}
    for name, score in scorers(examples, language, embed).items():
        of_valid = np.array([score(text) for text in valid.texts])
        start = time.process_time()
        of_test = np.array([score(text) for text in test.texts])
        ms[name] = 1_000 * (time.process_time() - start) / len(test.texts)
        columns[name] = of_valid, of_test
    found = {}
    for row, names in ROWS.items():
        if columns.keys() >= set(names):
            of_valid, of_test = (np.stack([columns[n][i] for n in names], axis=2) for i in (0, 1))
            found[row] = measure(valid, test, of_valid, of_test, sum(ms[n] for n in names))
    return found


def load_encoder() -> Embed:
    """wordllama's static embeddings, out of its own package: its loader looks for the tokenizer in another folder than it ships."""
    package = import_module("wordllama")
    model = package.WordLlama.load(cache_dir=Path(str(package.__file__)).parent, disable_download=True)
    return lambda texts: np.asarray(model.embed(list(texts), norm=True), dtype=np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="data_full.json")
    parser.add_argument("--encoder", action="store_true", help="also with a static sentence encoder")
    arguments = parser.parse_args()
    data = json.loads(arguments.file.read_text(encoding="utf-8"))
    examples: dict[str, tuple[str, ...]] = {}
    for text, intent in data["train"]:
        examples[intent] = (*examples.get(intent, ()), text)
    language, _ = load_language(ROOT / "intents")
    language = replace(language, known_names=())  # they are what the bot's own base does not cover
    embed = load_encoder() if arguments.encoder else None
    valid, test = (part(data, name, list(examples)) for name in ("val", "test"))
    few = [{intent: tuple(random.Random(f"{n} {intent}").sample(texts, FEW)) for intent, texts in examples.items()} for n in range(SAMPLES)]
    for label, draws in (("all examples", [examples]), (f"{FEW} examples an intent, mean of {SAMPLES} draws", few)):
        results = [run(draw, valid, test, language, embed) for draw in draws]
        print(f"{label:46} first  accuracy  oos recall  AUROC  ms a message")
        for row in results[0]:
            r = Result(*np.mean([x[row] for x in results], axis=0).tolist())
            print(f"  {row:44} {r.first:5.1f} {r.accuracy:9.1f} {r.recall:11.1f} {r.auroc:6.3f} {r.ms:13.2f}")


if __name__ == "__main__":
    main()
