"""What the service remembers across restarts: one small interface over SQLite (the default) and PostgreSQL.

Times are aware datetimes, kept in UTC. Every method is one transaction; when it returns, its effect is durable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adapters import Incoming
from bot.core.model import Context, Lang


@dataclass(frozen=True, slots=True)
class Open:
    """A question that was taken and is not yet answered."""

    id: int
    incoming: Incoming
    taken: datetime
    starts: int
    """How often work on it began without coming back: a message that kills the process is given up by this."""
    failures: int
    """How often the platform did not take the answer."""


class Store(Protocol):
    """Interface of the store."""

    async def take(self, incoming: Incoming, now: datetime, lease: datetime) -> Open | None:
        """Record the delivery and the open question, leased to this process until ``lease``; None for a repeat."""

    async def claim(self, now: datetime, lease: datetime, limit: int) -> Sequence[Open]:
        """Open questions that are due and in nobody's hands, oldest first, now leased to this process."""

    async def begin(self, question: int, lease: datetime) -> int:
        """Count one start of work on a question; returns the count. Work that fails without coming back stays counted."""

    async def renew(self, lease: datetime) -> None:
        """Extend the leases that this process holds."""

    async def release(self, question: int, due: datetime, *, failed: bool) -> None:
        """Give a question back, to be claimed from ``due`` on; ``failed`` counts a refused delivery."""

    async def finish(self, question: int, conversation: str, context: Context | None) -> None:
        """The question is answered or given up: forget it and keep the context of its conversation."""

    async def context(self, conversation: str, now: datetime) -> Context | None:
        """The context of a conversation unless it has expired."""

    async def knows(self, conversation: str, now: datetime) -> bool:
        """Whether there is a living context or an open question of that conversation."""

    async def unanswered(self, platform: str, text: str, lang: Lang, reason: str, now: datetime) -> None:
        """Keep a question without an answer, redacted, for the editors."""

    async def feedback(self, platform: str, delivery: str, helpful: bool, comment: str, now: datetime) -> None:
        """Keep a user's verdict on an answer; the comment redacted."""

    async def purge(self, now: datetime) -> None:
        """Delete all that is past its time."""

    async def close(self) -> None:
        """Release the leases of this process and close the database."""
