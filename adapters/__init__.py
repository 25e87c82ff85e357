"""Chat platforms. Each adapter is one file or folder: platform events in, :class:`Incoming` out; an :class:`Answer` in, its own JSON out.

This is the contract between an adapter and the service (:mod:`bot.service`), which does everything that all platforms
share: repeats, conversations, limits, durability. An adapter builds an :class:`Incoming` for each post that may concern
the bot and hands it to ``Service.take``; the service calls ``Adapter.send`` with the answer, perhaps in another process
after a restart. Hence ``Incoming.address`` holds plain JSON and all that is needed to reply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot.core.errors import SendError
from bot.core.model import Lang, Reply

if TYPE_CHECKING:
    from aiohttp import web  # slow to import, and the terminal's adapter needs none of it

Address = Mapping[str, Any]
"""Where to reply, in the adapter's own words: JSON only, no objects; it survives a restart in the store."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing said to the bot on any platform, free of platform markup."""

    platform: str
    """``Adapter.name`` of the adapter that takes the answer back."""
    delivery: str
    """Identifies the post, not the request: equal for redeliveries and for different events about one post."""
    conversation: str
    """Key of the context: follow-ups share it."""
    user: str
    """Who asked, for the rate limit."""
    text: str
    """What was said; empty where somebody spoke to the bot without a word (a bare mention, a first meeting): that asks what it can do."""
    time: datetime
    """When it was said or received, with time zone."""
    locale: Lang | None = None
    """The user's language if the platform tells it; the text itself decides first."""
    addressed: bool = True
    """Whether the bot was spoken to. If not, it answers only what it understands and is silent otherwise."""
    address: Address = field(default_factory=dict)
    expires: datetime | None = None
    """After this an answer can no longer be delivered (a Slack ``response_url``); None: the service's own limit."""
    choice: str = ""
    """Id of the offered :class:`~bot.core.model.Choice` that was clicked; then ``text`` is its ``ask``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the platform."""

    reply: Reply
    text: str
    """The faithful plain form, with sources."""
    question: str
    """The question complete in itself, for buttons that ask it again (share); empty if there is none."""
    delivery: str
    """``Incoming.delivery`` of the post that is answered."""
    again: bool = False
    """Whether an earlier attempt may already have delivered it: look before posting where the platform allows."""


class Undeliverable(SendError):
    """Raised by ``Adapter.send`` when the platform will never take this answer: the service does not try again."""


class TryLater(SendError):
    """Raised by ``Adapter.send`` when the platform says how long to wait, and that is too long to wait inside the call."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class Uncertain(SendError):
    """Raised by ``Adapter.send`` when the platform may have taken the answer and did not say so: the service tries again, but not often."""


class Adapter(Protocol):
    """A chat platform. Constructed with its settings, the service and the one shared client session (see ``bot.serve``)."""

    @property
    def name(self) -> str:
        """Short name, as in ``Incoming.platform``."""

    @property
    def ready(self) -> bool:
        """Whether it can answer now (credentials accepted); ``/healthz`` says so."""

    def routes(self) -> Iterable[web.RouteDef]:
        """Its HTTP routes in the one application."""

    async def start(self) -> None:
        """Begin background work (credential check). Returns at once; must not fail because the platform is down."""

    async def stop(self) -> None:
        """End background work. Called after the service has finished; the client session is still open."""

    async def send(self, address: Address, answer: Answer) -> None:
        """Deliver one answer, with own retries and time-outs.

        Raises Undeliverable when it never can be, SendError when it may work later.
        """
