"""What one message asks, as a value: the :class:`Frame`. :mod:`bot.core.understand` makes it of a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.index import Index
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, FactId, Lang, Mention, NumberConstraint, Role, Token

ORDERS = frozenset({"first", "latest", "longest", "shortest"})
"""Flags that put things in an order."""
LIGHT = 0.2
"""Weight of a light word ("give", "back"): up to this a word says little."""
ASK_CUES = ("when", "who", "where", "how_many", "how_much", "how_long", "why", "how", "which", "name")


@dataclass(frozen=True, slots=True)
class Content:
    """A word that carries meaning and must be explained by what is answered."""

    at: int
    """Token index."""
    word: str
    keys: Keys
    weight: float
    """0.3 (in nearly every fact) to 1; light words 0.2."""
    known: bool
    """Whether any fact, property or lexicon entry knows the word."""
    binding: bool = True
    """Whether an answer must explain it; light words ("give", "back") only help to rank."""
    superlative: bool = False
    """Whether it is (part of) "first", "latest", "longest", which an operator accounts for."""


@dataclass(frozen=True, slots=True)
class Target:
    """A type that the message asks for: "which country", "what trainings"."""

    at: int
    type: str
    subtype: str
    plural: bool
    word: str
    """As said: a target may be asked of a frame with other tokens ("how many people?" of the last question)."""
    length: int = 1
    """Tokens that it has; it ends at ``at``."""

    @property
    def start(self) -> int:
        """Its first token."""
        return self.at - self.length + 1


@dataclass(frozen=True, slots=True)
class Frame:
    """One message, understood."""

    text: str
    lang: Lang
    tokens: tuple[Token, ...]
    said: tuple[str, ...]
    """The folded words of the tokens."""
    roles: tuple[Role, ...]
    operator: str
    intent: str
    asks: frozenset[str]
    """Question words found; empty when there is none."""
    yes_no: bool
    targets: tuple[Target, ...]
    """Type nouns in question position."""
    kinds: tuple[Target, ...]
    """All type nouns."""
    mentions: tuple[Mention, ...]
    dates: tuple[DateConstraint, ...]
    numbers: tuple[NumberConstraint, ...]
    content: tuple[Content, ...]
    flags: frozenset[str]
    """anaphora, carry_on, correction, now, first, latest, longest, shortest, more, ..."""
    repairs: tuple[tuple[str, str], ...]
    """(said, read as) of corrected words."""
    background: frozenset[int]
    """Clauses set aside as background."""
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Slips that are equally near to several names."""
    foreign: bool = False
    """Whether the message is in none of the languages."""
    heads: frozenset[int] = frozenset()
    """Token indices of the nouns that question words stand before ("which city", "how many ministers")."""
    alternatives: tuple[Mention, ...] = ()
    """Names that the question sets beside another answer ("in Niger or elsewhere?"): offered, not demanded."""
    scope: frozenset[FactId] | None = None
    """The only statements that may answer, for a message read in its conversation; None: all."""
    top: tuple[Mention, ...] = field(init=False, compare=False, repr=False)
    """The mentions that are not part of another: every rule looks at them, some hundred times a message."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "top", tuple([m for m in self.mentions if not m.nested]))


def phrases(frame: Frame, name: str, index: Index) -> list[tuple[int, int]]:
    """Where the phrases of a list of ``_cues.yaml`` stand in a message; ``^`` binds to the beginning of a clause."""
    said, lang, scanned = index.memo.scanned
    if said is not frame.said or lang != frame.lang or scanned is None:
        tokens = frame.tokens
        starts = [i == 0 or t.clause != tokens[i - 1].clause for i, t in enumerate(tokens)]
        scanned = index.cues.scan(frame.said, starts, frame.lang)
        index.memo.scanned = frame.said, frame.lang, scanned
    return scanned.find(name)


def is_denied(frame: Frame, index: Index) -> bool:
    """Whether a sentence denies what it tells ("they do not collaborate in Haiti, right?"); "don't they ...?" asks as "do they ...?" does."""
    first = frame.tokens[0].clause if frame.tokens else 0
    return any(w in index.cues.words["turning_round"] and t.clause == first for w, t in zip(frame.said[1:], frame.tokens[1:], strict=True))


def idle_words(frame: Frame, index: Index) -> set[int]:
    """Where words stand that only say that something was ("took place", "exists")."""
    return {i for name in ("happening", "existing") for a, b in phrases(frame, name, index) for i in range(a, b)}
