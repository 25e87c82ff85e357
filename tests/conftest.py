"""Shared fixtures: the real base, loaded once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.content.book import ROOT, load_index
from bot.core.index import Index

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def index() -> Index:
    return load_index(ROOT / "facts", ROOT / "intents")[0]
