"""Content folders -> a ready :class:`Index`. What every command and the service start from."""

from __future__ import annotations

import gc
from pathlib import Path

from bot.content.load import load_base, load_language
from bot.core.errors import ContentError, Problem
from bot.core.index import Index, build_index

ROOT = Path(__file__).resolve().parents[2]


def load_index(facts: Path, intents: Path) -> tuple[Index, tuple[Problem, ...]]:
    """Load both folders and compile them; returns the warnings too.

    Raises ContentError with the problems of both folders.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    base = language = None
    # The parse makes hundreds of thousands of short-lived nodes; collecting in between doubles the time.
    gc.disable()
    try:
        try:
            base, found = load_base(facts)
            warnings += found.warnings
        except ContentError as error:
            problems += error.problems
        try:
            language, found = load_language(intents)
            warnings += found.warnings
        except ContentError as error:
            problems += error.problems
        if base is None or language is None:
            raise ContentError(tuple(problems))
        return build_index(base, language), tuple(warnings)
    finally:
        gc.enable()
