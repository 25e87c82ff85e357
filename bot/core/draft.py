"""A reply in the making, with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.candidate import Candidate
from bot.core.compose import Composer
from bot.core.model import Choice, EntityId, ReplyKind


class Basis(StrEnum):
    """On what a draft rests, as far as later decisions ask for it; its kind tells the rest."""

    OTHER = ""
    OFFERED = "offered"
    """Readings or statements are offered: none is sure enough to be stated."""
    EMPTY = "empty"
    """What was asked for is known, and known not to be in the base: a property without a value, or what a statement leaves out."""
    UNMET = "unmet"
    """A name, a date or a number of the question that nothing meets."""
    UNDECIDED = "undecided"
    """Dates that overlap as far as they are known, so that their order is open."""
    PAST = "past"
    """The present was asked for, and what is told is of a time that has passed."""


@dataclass
class Draft:
    """A reply in the making, with what it rests on."""

    kind: ReplyKind
    composer: Composer
    entities: tuple[EntityId, ...] = ()
    intent: str = ""
    confidence: float = 1.0
    """0 to 1: how sure it is that what is said answers the question."""
    choices: tuple[Choice, ...] = ()
    candidates: Sequence[Candidate] = field(default_factory=tuple)
    basis: Basis = Basis.OTHER
    slot: str = ""
    """The property that was asked for in vain."""
    reason: str = ""
    """Why it is what it is, in words for ``explain``; nothing is decided by it."""
    whole: bool = False
    """Whether it tells of all that there are ("the head of each mission"): then it is of nothing that was spoken of before."""
    unasked: bool = False
    """Whether it tells what a thing is, where a follow-up asks something else of it: then it is only offered."""
    among: tuple[EntityId, ...] = ()
    """The two things of which one was asked for ("which was signed first?"): the other may be asked for next."""

    @property
    def is_empty(self) -> bool:
        """Whether it says that the base does not hold what was asked for."""
        return self.basis is Basis.EMPTY

    @property
    def is_offer(self) -> bool:
        """Whether it offers statements without being sure of them."""
        return self.basis is Basis.OFFERED
