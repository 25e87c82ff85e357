"""What ``intents/`` declares: intents, lexicon, cues, wording, and names that the base does not cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.lexicon import Lexicon
from bot.core.model import Bilingual, Intent, Lang, Words

OPERATORS = frozenset({"ask", "overview", "list", "count", "compare", "gap", "link", "timeline", "source", "say", "help"})
"""The operations that an intent can name; each is one function of ``bot.core.operators``."""


@dataclass(frozen=True)
class Language:
    """All language data, loaded."""

    lexicon: Lexicon
    intents: tuple[Intent, ...]
    cues: Mapping[str, Words]
    """Closed lists of phrases by purpose (``_cues.yaml``): question words, anaphora, corrections, ..."""
    replies: Mapping[str, Bilingual]
    known_names: tuple[tuple[str, tuple[str, ...]], ...]
    """Real names that the base may not cover: (group, names)."""

    def say(self, key: str, lang: Lang, **values: str) -> str:
        """A wording of ``_replies.yaml`` with its placeholders filled. Raises KeyError for an unknown key."""
        text = self.replies[key][lang]
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text
