"""Everything that this project raises on purpose.

::

    BotError
    ├── ContentError      the YAML content has problems; holds all of them
    ├── SettingError      a setting is missing or malformed
    └── SendError         a platform did not take a reply
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model import Where


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the content, with its place and the next step."""

    path: str
    line: int
    column: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {'warning: ' if self.warning else ''}{self.message}"

    @classmethod
    def at(cls, where: Where, message: str, *, warning: bool = False) -> Problem:
        return cls(where.path, where.line, where.column, message, warning)


class BotError(Exception):
    """Base of all errors of this project."""


class ContentError(BotError):
    """Raised when content does not load: nothing of it goes live."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class SettingError(BotError):
    """Raised at start when a setting is missing or malformed; the message names it and the next step."""


class SendError(BotError):
    """Raised when a platform did not take a reply after all retries."""
