"""No name of a type or property is known to the code: a base in which all of them are called otherwise is answered alike."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.content.book import ROOT, load_index
from bot.core.index import Index
from tests.evaluate import run
from tests.test_quality import cases

BASE = ROOT / "tests" / "unseen"
TYPES = sorted(p.name for p in (BASE / "facts").iterdir() if p.is_dir())
MARK = "0"
"""Behind every name: it keeps their order, by which what is equally good is sorted."""


def rename(text: str, *, declares: bool) -> str:
    """A content file with every type and property called otherwise."""
    text = re.sub(rf"\b({'|'.join(TYPES)})/", rf"\g<1>{MARK}/", text)
    in_section = False
    lines = []
    for line in text.split("\n"):
        if line[:1].strip():
            in_section = line.startswith("properties:" if declares else "facts:")
        if in_section:
            line = re.sub(r"^  (\w+):", rf"  \g<1>{MARK}:", line)
        if declares and (listed := re.match(r"^    (of|beside): \[(.*)\]$", line)):
            line = f"    {listed[1]}: [{', '.join(n.strip() + MARK for n in listed[2].split(','))}]"
        lines.append(line)
    return "\n".join(lines)


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("renamed") / "facts"
    for path in sorted((BASE / "facts").rglob("*.yaml")):
        within = path.relative_to(BASE / "facts")
        target = folder / (f"{within.parts[0]}{MARK}/{within.name}" if len(within.parts) > 1 else within.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        target.write_text(rename(text, declares=within.name.startswith("_")) if within.name != "sources.yaml" else text, encoding="utf-8")
    return load_index(folder, ROOT / "intents")[0]


def test_a_base_with_other_names_is_answered_alike(renamed: Index) -> None:
    plain, _ = load_index(BASE / "facts", ROOT / "intents")
    questions = cases(BASE / "questions.jsonl")
    said: Callable[[Index], list[tuple[str, str]]] = lambda index: [  # noqa: E731  # the same twice
        (want["ask"], turn.text) for result in run(questions, index) for want, turn, _ in result.turns
    ]
    different = [(ask, a, b) for (ask, a), (_, b) in zip(said(plain), said(renamed), strict=True) if a != b]
    assert not different, "\n\n".join(f"{ask}\n{a[:300]}\n--- renamed\n{b[:300]}" for ask, a, b in different[:5])
