"""The asynchronous shell around the pure core, shared by all platforms: repeats, conversations, limits, durability."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from adapters import Adapter, Incoming
from bot.core.index import Index
from bot.core.model import Lang
from bot.core.respond import Turn
from bot.store import Store


class Taken(StrEnum):
    """What became of a post that an adapter handed over."""

    ANSWERED = "answered"
    """Answered (or found to need no answer) within the wait."""
    OPEN = "open"
    """Stored durably; the answer follows, after a restart if need be. Safe to acknowledge."""
    REPEAT = "repeat"
    """Seen before. Acknowledge and do nothing."""
    STOPPING = "stopping"
    """Not taken, the process shuts down: do not acknowledge (503), the platform redelivers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the service; times in seconds."""

    concurrency: int = 64
    """Answers under way at once."""
    rate: int = 20
    """Questions that one user may ask in a minute."""
    lease: float = 30.0
    """A question of a process that died is taken over by another after this."""
    starts: int = 3
    """Times that work on a question may begin without coming back."""
    keep: float = 24 * 3600.0
    """An answer that the platform does not take is given up after this."""
    grace: float = 20.0
    """Given to questions in work at shutdown."""


class Service:
    """Takes posts, answers each once, remembers conversations. One for all platforms of a process."""

    def __init__(self, index: Index, store: Store, limits: Limits = Limits(), *, unanswered: bool = True,
                 clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None: ...  # fmt: skip

    index: Index
    """May be replaced at any time; the next question uses the new one."""

    def attach(self, adapter: Adapter) -> None:
        """Make an adapter known, before ``start``."""

    async def take(self, incoming: Incoming, wait: float = 0.0) -> Taken:
        """Store a post durably and answer it; returns when answered, or after ``wait`` seconds with the work going on.

        Call it before acknowledging, with the platform's deadline minus at least a second as ``wait``.
        """
        raise NotImplementedError

    async def knows(self, conversation: str) -> bool:
        """Whether the bot was asked in this conversation lately: only then unaddressed posts are worth taking."""
        raise NotImplementedError

    def peek(self, text: str, locale: Lang | None = None) -> Turn:
        """Answer outside any conversation, recording nothing (search as one types)."""
        raise NotImplementedError

    async def feedback(self, platform: str, delivery: str, helpful: bool, comment: str = "") -> None:
        """Keep a user's verdict on the answer to a delivery."""

    async def start(self) -> None:
        """Finish what an earlier process left open, then keep leases and retention going."""

    async def stop(self) -> None:
        """Stop taking, finish what is in work within the grace, leave the rest to the next process."""
