"""What may answer a question: a fact, an empty slot or a thing as a whole, with what it explains of the question."""

from __future__ import annotations

import builtins
from typing import NamedTuple

from bot.core.frame import Content
from bot.core.model import EntityId, Fact
from bot.core.weights import FEATURES

COVERAGE = 0.88
"""Share of the content, by weight, that counts as fully explained (for lists and filters)."""
SURE = 0.85
"""Confidence from which a candidate is stated as the answer."""
MAYBE = 0.20
"""Confidence from which it is offered as a reading."""
PROBABLE = 0.6
"""Confidence from which a statement that is offered is called probable: nine in ten of them are what was asked for."""
PROOF = 0.95
"""Confidence of a fact that was asked for by the letter."""
TIE = 0.35
"""Candidates this near to the best (in nats) are equally good."""
NAME, LINK, KIND, PROPERTY, SAID, TEXT, EXAMPLE, ABOUT = range(8)
"""Where a content word is explained: by the entity's name, the names that identify it, its type, the property's words,
words written for the fact, its statement, the property's example questions, any other statement about the thing."""
FIT, WEAK_FIT = 0.6, 0.25
"""For a property that answers the question word; for a fact that merely holds such a value."""
STRONG = frozenset({"when", "who", "where", "how_many", "how_much", "how_long", "why"})
"""Question words that a thing as a whole does not answer."""

PLACE = {name: i for i, name in enumerate(FEATURES)}
"""Where in ``FEATURES`` each kind of evidence stands."""


class Trace(NamedTuple):
    """One constraint of the frame and what meets it."""

    constraint: str
    by: str
    """Id of a fact or entity, or ``property:<name>``."""


Met = tuple[str, str]
"""The same in short, for what is only looked at when it is explained."""
Evidence = tuple[tuple[int, float], ...]
"""Features that are not zero: (place in ``FEATURES``, value)."""


class Explained(NamedTuple):
    """How the content words of a frame are explained. Shared by all candidates that explain them alike."""

    content: tuple[Content, ...]
    places: tuple[int, ...]
    """For each place (``NAME`` to ``ABOUT``) the words, as bits, that are explained there; no word is in several."""
    left: tuple[str, ...]
    """Content words that nothing explains."""
    covered: float
    """Weight of the binding words that are explained."""
    coverage: float
    """0 to 1, by weight."""
    worth: float
    evidence: Evidence

    @builtins.property
    def level(self) -> tuple[int, ...]:
        """For each content word where it is explained, -1 if nowhere."""
        return tuple(next((place for place, bits in enumerate(self.places) if bits >> k & 1), -1) for k in range(len(self.content)))


class Candidate(NamedTuple):  # some forty are made for each message, and a frozen dataclass takes four times as long
    """A fact, empty slot or whole entity, with what it explains."""

    entity: EntityId
    property: str
    """Empty for the entity as a whole."""
    fact: Fact | None
    score: float
    explained: Explained
    unmet: tuple[str, ...]
    """Constraints that nothing meets."""
    constraints: tuple[Met, ...]
    """Those that something meets, and what."""
    hits: int = 0
    """How many words ask for this property."""
    sharp: bool = False
    """Whether a word was said that asks for this property and for no other of the type."""
    anchored: bool = True
    """Whether a name, a date or at least one binding word ties it to the question."""
    fits: bool = True
    """Whether it answers the question word."""
    confidence: float = 0.0
    """0 to 1: how sure it is that this answers the question; known for the best few only."""
    evidence: tuple[Evidence, ...] = ()
    """Besides that of the words."""

    @builtins.property  # the field above takes the plain name
    def coverage(self) -> float:
        """0 to 1, by weight."""
        return self.explained.coverage

    @builtins.property  # the field above takes the plain name
    def left(self) -> tuple[str, ...]:
        """Content words that nothing explains."""
        return self.explained.left

    @builtins.property  # the field above takes the plain name
    def level(self) -> tuple[int, ...]:
        """For each content word of the frame where it is explained, -1 if nowhere."""
        return self.explained.level

    @builtins.property  # the field above takes the plain name
    def trace(self) -> tuple[Trace, ...]:
        """Each constraint and word, and what meets it."""
        by = self.fact.id if self.fact else f"property:{self.property}" if self.property else self.entity
        words = zip(self.explained.content, self.level, strict=True)
        return (*(Trace(*met) for met in self.constraints), *(Trace(w.word, self.entity if v == NAME else by) for w, v in words if v >= 0))

    @builtins.property  # the field above takes the plain name
    def features(self) -> tuple[float, ...]:
        """The evidence as one vector, in the order of ``FEATURES``."""
        vector = [0.0] * len(FEATURES)
        for part in (*self.evidence, self.explained.evidence):
            for i, value in part:
                vector[i] += value
        return tuple(vector)

    @builtins.property  # the field above takes the plain name
    def void(self) -> bool:
        return self.fact is None and bool(self.property)

    @builtins.property  # the field above takes the plain name
    def met(self) -> bool:
        """Whether it meets every constraint."""
        return self.anchored and not self.unmet

    @builtins.property  # the field above takes the plain name
    def proven(self) -> bool:
        return self.anchored and not self.unmet and self.fits and (self.coverage >= COVERAGE or self.confidence >= SURE)
