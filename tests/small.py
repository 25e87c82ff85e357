"""A small sound base to break in many ways, with its one document. Table-driven tests say what to replace and what to expect."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from bot.content.book import ROOT
from bot.content.languages import load_locales
from bot.content.load import load_base
from bot.content.sources import Locked, format_lock, read_documents, read_lock
from bot.core.index import Index, build_index
from bot.core.language import CUES, Language
from bot.core.lexicon import compile_lexicon
from bot.core.model import Words

BAD = Path(__file__).parent / "bad"
BASE = BAD / "base"
DOCUMENTS = BAD / "documents"
LOCALES = load_locales(ROOT / "intents")


@cache
def language() -> Language:
    """A language without words: neither `check` nor `ground` understands questions."""
    return Language(compile_lexicon(LOCALES, {}, {}, (), {}, {}, {}), (), dict.fromkeys(CUES, Words()), {}, ())


def copy(target: Path, path: str = "", old: str = "", new: str = "") -> Path:
    """The small base in a new folder, with one text replaced in one file."""
    facts = target / "facts"
    shutil.copytree(BASE, facts)
    if path:
        file = facts / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{path} does not hold {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return facts


def index_of(facts: Path) -> Index:
    return build_index(load_base(facts, LOCALES)[0], language())


def documents() -> dict[str, dict[int, str]]:
    """The document of the small base."""
    found, problems = read_documents(load_base(BASE, LOCALES)[0].sources, DOCUMENTS)
    assert not problems
    return found


def lock(target: Path) -> dict[str, Locked]:
    """The lock of the small base, written and read again."""
    (target / "sources.lock.yaml").write_text(format_lock(documents()), encoding="utf-8")
    found, problems = read_lock(target)
    assert not problems
    return found
