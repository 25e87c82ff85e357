"""Score the bot on question files: ``python -m tests.evaluate FILE.jsonl ...`` (``make eval``).

A case is right, wrong (it answered, and not rightly: the worst) or refused, by category and language; the language of
the reply is counted too. Questions that equal an example of the base, or differ from one in filler words only, are
reported apart: they measure memory, not understanding.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.content.book import ROOT, load_index
from bot.core.index import Index
from bot.core.model import Context, Message
from bot.core.respond import Turn, respond
from bot.core.text import words

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SILENT = {"unknown", "clarify", "smalltalk", "help"}


def verdict(want: dict[str, Any], kind: str, text: str) -> str:
    """right, wrong or refused, for one turn."""

    def found(pattern: str) -> bool:
        return re.search(pattern, text, re.I | re.S) is not None

    clean = not any(map(found, want.get("none", [])))
    holds = clean and all(map(found, want.get("all", []))) and (not want.get("any") or any(map(found, want["any"])))
    silent = kind in SILENT
    match want.get("kind", "any"):
        case "unknown" | "smalltalk":
            return "right" if holds and silent else "wrong"
        case "clarify":
            return "right" if holds else "refused" if silent and clean else "wrong"
        case expected:
            if holds and (expected == "any" or kind != "unknown"):
                return "right"
            return "refused" if silent else "wrong"


@dataclass
class Result:
    """One case, scored."""

    id: str
    key: str
    verdict: str
    known: bool
    turns: list[tuple[dict[str, Any], Turn, str]]


def example_forms(index: Index) -> set[tuple[str, ...]]:
    """The content words of every example of the base and the intents."""
    texts = [x for f in index.base.facts.values() for x in f.examples]
    texts += [x for i in index.language.intents for x in i.examples]
    return {form(t, index) for t in texts}


def form(text: str, index: Index) -> tuple[str, ...]:
    """The content words of a question, by which it is compared with the examples."""
    lexicon = index.lexicon
    return tuple(w for w in words(text) if not lexicon.is_function(w) and w not in lexicon.courtesy)


def run(cases: list[dict[str, Any]], index: Index) -> list[Result]:
    forms = example_forms(index)
    out = []
    for case in cases:
        context: Context | None = None
        turns = []
        for want in case["turns"]:
            turn = respond(Message(want["ask"], NOW), index, context)
            context = turn.context
            turns.append((want, turn, verdict(want, turn.reply.kind, turn.text)))
        verdicts = [t[2] for t in turns]
        whole = "wrong" if "wrong" in verdicts else "refused" if "refused" in verdicts else "right"
        known = form(case["turns"][0]["ask"], index) in forms
        out.append(Result(case["id"], f"{case['lang']}/{case['category']}", whole, known, turns))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many failures")
    parser.add_argument("--facts", type=Path, default=ROOT / "facts")
    parser.add_argument("--intents", type=Path, default=ROOT / "intents")
    parser.add_argument("--only", default="", help="only cases whose id contains this")
    parser.add_argument("--verdict", default="", help="show only this verdict")
    options = parser.parse_args()
    index, _ = load_index(options.facts, options.intents)
    total: Counter[str] = Counter()
    for file in options.files:
        cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        cases = [c for c in cases if options.only in c["id"]]
        started = time.perf_counter()
        results = run(cases, index)
        seconds = time.perf_counter() - started
        by: dict[str, Counter[str]] = defaultdict(Counter)
        same_lang = all_turns = 0
        for r in results:
            if r.known:
                by["(equal to an example)"][r.verdict] += 1
                continue
            by["ALL"][r.verdict] += 1
            by[r.key][r.verdict] += 1
            total[r.verdict] += 1
            for case_turn in r.turns:
                all_turns += 1
                same_lang += case_turn[1].reply.lang == r.key[:2]
        shown = 0
        for r in results:
            for want, turn, v in r.turns:
                if v != "right" and shown < options.show and (not options.verdict or v == options.verdict):
                    shown += 1
                    print(
                        f"[{v}] {r.id}: {want['ask']!r} wants {want.get('kind')} {want.get('all')}\n    {turn.reply.kind} ({turn.reason}): {turn.text[:230]!r}"
                    )
        print(f"{file.name}: {len(cases)} cases, {seconds:.2f} s; reply in the language of the question: {same_lang}/{all_turns} turns")
        for key in sorted(by):
            n = sum(by[key].values())
            print(f"  {key:28} n={n:4}  right {by[key]['right'] / n:6.1%}  wrong {by[key]['wrong'] / n:6.1%}  refused {by[key]['refused'] / n:6.1%}")
    n = sum(total.values()) or 1
    print(json.dumps({"cases": n, **{k: round(total[k] / n, 4) for k in ("right", "wrong", "refused")}}))


if __name__ == "__main__":
    main()
