"""Latency, growth, memory and cold start: ``make bench``. Prints figures; asserts nothing.

Latencies are processor time, so that what else the machine does is left out. ``python -m tests.bench 100000`` tries a base of
100,000 entities: three minutes of indexing and 9 GB, so it is not part of ``make bench``.
"""

from __future__ import annotations

import gc
import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

from bot.content.book import ROOT, load_index
from bot.core.index import Index, build_index
from bot.core.model import Base, Context, Message, Text
from bot.core.respond import respond

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def conversations() -> list[list[str]]:
    """The messages of the question files; most stand alone, a third are turns of conversations."""
    found = []
    for file in sorted((ROOT / "tests" / "questions").glob("*.jsonl")):
        found += [[turn["ask"] for turn in json.loads(line)["turns"]] for line in file.read_text(encoding="utf-8").splitlines()]
    return found


def latencies(index: Index, asked: list[list[str]]) -> list[float]:
    """Milliseconds of processor time for each message, in its conversation."""
    for turns in asked[:40]:
        respond(Message(turns[0], NOW), index)
    times = []
    for turns in asked:
        context: Context | None = None
        for text in turns:
            start = time.process_time_ns()
            context = respond(Message(text, NOW), index, context).context
            times.append((time.process_time_ns() - start) / 1_000_000)
    return sorted(times)


def grow(base: Base, entities: int) -> Base:
    """The base with copies of its entities under other names, up to a number of entities."""
    more = dict(base.entities)
    facts = dict(base.facts)
    by_entity: dict[str, list[str]] = {}
    for fact in base.facts.values():
        by_entity.setdefault(fact.entity, []).append(fact.id)
    number = 0
    originals = list(base.entities.values())
    while len(more) < entities:
        number += 1
        for entity in originals:
            if len(more) >= entities:
                break
            new = f"{entity.id}-{number}"
            name = Text({lang: f"{text} Zq{number}x" for lang, text in entity.name.by_lang.items()})
            more[new] = replace(entity, id=new, name=name, acronym=Text(), aliases=type(entity.aliases)(), words=type(entity.words)())
            for fact_id in by_entity.get(entity.id, [])[:3]:
                copy = f"{new}#{fact_id.split('#')[1]}"
                facts[copy] = replace(base.facts[fact_id], id=copy, entity=new)
    return replace(base, entities=more, facts=facts)


def report(label: str, times: list[float]) -> None:
    print(
        f"{label}: p50 {statistics.median(times):.2f} ms, p99 {times[int(len(times) * 0.99) - 1]:.2f} ms, max {times[-1]:.2f} ms over {len(times)} messages"
    )


def main() -> None:
    start = time.perf_counter()
    index, _ = load_index(ROOT / "facts", ROOT / "intents")
    print(f"load and index the real base: {time.perf_counter() - start:.2f} s ({len(index.base.entities)} entities, {len(index.base.facts)} facts)")
    asked = conversations()
    report("real base", latencies(index, asked))
    report("real base, single questions", latencies(index, [turns[:1] for turns in asked]))
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")
    starts = []
    for _ in range(5):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "app.py", "ask", "when was the minusca agreement signed"], cwd=ROOT, capture_output=True, check=True
        )  # our own command
        starts.append(time.perf_counter() - begin)
    print(f"cold start of `ask` to its answer: {statistics.median(starts):.2f} s (median of 5)")
    for size in [int(a) for a in sys.argv[1:]] or [1_000, 10_000]:
        begin = time.process_time()
        large = build_index(grow(index.base, size), index.language)
        gc.freeze()  # as `load_index` does
        built = time.process_time() - begin
        report(f"{size:,} entities (indexed in {built:.1f} s)", latencies(large, asked[::4]))


if __name__ == "__main__":
    main()
