"""Every frozen type of the core, in the order in which one message meets them.

This module imports nothing of ours. Sequences are tuples; ids look like ``mission/minusca``.
Texts for people come in every language as :class:`Text`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple

Lang = str
"""A language by its code ("en"): one of those that ``intents/_languages.yaml`` declares."""
EntityId = str
FactId = str


# --------------------------------------------------------------------------- content


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a content file, shown as ``facts/mission/minusca.yaml:7:3``."""

    path: str
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people in some languages, in the order in which these are declared; where it is missing in one, the first has it."""

    by_lang: Mapping[Lang, str] = field(default_factory=dict)

    def __getitem__(self, lang: Lang) -> str:
        return self.by_lang.get(lang) or next(filter(None, self.by_lang.values()), "")

    def __iter__(self) -> Iterator[str]:
        yield from filter(None, self.by_lang.values())

    def __bool__(self) -> bool:
        """Whether there is any, in any language."""
        return any(self.by_lang.values())

    def __hash__(self) -> int:
        return hash(tuple(self.by_lang.items()))

    @property
    def first(self) -> str:
        """In the first language in which there is any."""
        return next(iter(self), "")

    def own(self, lang: Lang) -> str:
        """In a language, without falling back to another."""
        return self.by_lang.get(lang, "")


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of words or phrases, one for each language."""

    by_lang: Mapping[Lang, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, lang: Lang) -> tuple[str, ...]:
        return self.by_lang.get(lang, ())

    def __iter__(self) -> Iterator[str]:
        for words in self.by_lang.values():
            yield from words

    def __bool__(self) -> bool:
        """Whether there is any, in any language."""
        return any(self.by_lang.values())

    def __hash__(self) -> int:
        return hash(tuple(self.by_lang.items()))


class Precision(StrEnum):
    """How finely a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Interval:
    """A date or period as an interval of days, both ends included."""

    start: date
    end: date
    precision: Precision = Precision.DAY
    """Of each end as it was written."""
    period: bool = False
    """Whether it lasts from start to end (a training), not a moment somewhere between (a signature in 2017)."""
    about: bool = False
    late: bool = False
    """Written as "end of": of that year or month the interval holds the second half, which is as much as can be said safely."""

    def overlaps(self, other: Interval) -> bool:
        return self.start <= other.end and other.start <= self.end

    def within(self, other: Interval) -> bool:
        """Whether the whole of this interval lies inside the other."""
        return other.start <= self.start and self.end <= other.end

    @property
    def days(self) -> int:
        """Length in days, both ends counted."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count or amount, possibly open: "over 50"."""

    value: float
    bound: Literal["", "over", "under", "about"] = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to another entity."""

    id: EntityId


Value = Interval | Quantity | Ref | Text


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from: a paragraph of a source, counted from 1 (0: the source as a whole)."""

    source: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Source:
    """A document, or the editors' naming note (kind ``naming``)."""

    id: str
    title: Text
    publisher: Text
    date: Interval | None
    kind: str
    words: Words
    note: Text
    file: str
    not_content: Mapping[int, str]
    """Paragraphs without facts, each with the reason."""
    where: Where


class Status(StrEnum):
    """How real a fact is."""

    DONE = "done"
    PLANNED = "planned"
    PROPOSED = "proposed"
    CLAIMED = "claimed"
    DISCUSSED = "under_discussion"


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One statement about one property of one entity, with its provenance. Equal only to itself."""

    id: FactId
    entity: EntityId
    property: str
    values: tuple[Value, ...]
    text: Text
    """The statement, complete in itself."""
    citations: tuple[Citation, ...]
    where: Where
    when: Interval | None = None
    as_of: Interval | None = None
    status: Status = Status.DONE
    role: str = ""
    refs: tuple[EntityId, ...] = ()
    note: Text = Text()
    closed: bool = False
    conflict: str = ""
    words: Words = Words()
    lacks: Words = Words()
    """Words for what one would expect here and the document does not give ("photographer", "amount"): who says one is told so."""
    examples: Words = Words()
    excuse: Mapping[str, str] = field(default_factory=dict)
    entities: tuple[EntityId, ...] = field(init=False, repr=False)
    """All entities that the statement is about, besides its own: values first, then refs."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "entities", (*[v.id for v in self.values if isinstance(v, Ref)], *self.refs))


Kind = Literal["date", "number", "entity", "text", "name"]


Says = Literal["", "what", "post", "name", "bond", "aim"]
"""What a thing is, which post somebody has, its name in full, who belongs together, and what they do together."""


@dataclass(frozen=True, slots=True)
class Property:
    """What may be known of the entities of one type."""

    name: str
    kind: Kind
    label: Text
    asks: tuple[str, ...]
    """The question words that it answers: when, who, where, how_many, how_much, how_long, what, why, how."""
    where: Where
    single: bool = False
    key: bool = False
    dates: bool = False
    closed: bool = False
    maker: bool = False
    """Whether its values made or hold the thing: what "documents by DPKO" and "trainings that Titov gave" ask for."""
    carries: bool = False
    """Whether what holds of a value holds of the thing too: what is part of a department is part of what that is part of."""
    within: bool = False
    """Whether it leads to the whole in which the thing lies: a mention of Mali is met by what is in Bamako."""
    says: Says = ""
    """What its statements say of the thing in every overview; empty for all others."""
    of: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """Other properties whose values are not denied to be among those of this one: who chairs a network may belong to it."""
    words: Words = Words()
    examples: Words = Words()


@dataclass(frozen=True, slots=True)
class Label:
    """Singular and plural of a noun, in every language."""

    one: Text
    many: Text


@dataclass(frozen=True, slots=True)
class Subtype:
    """A kind of thing inside a type."""

    name: str
    label: Label
    words: Words
    listed: bool
    """Whether it counts when one asks for the type without more."""


Nature = Literal["", "person", "body", "place", "pact", "happening", "document"]
"""What understanding needs to know of the things of a type: people and bodies do something and "who" asks for them; things lie in places;
pacts are concluded and happenings held by others, so that they go by their names and dates; documents say."""


@dataclass(frozen=True, slots=True)
class EntityType:
    """A folder of entities and what they may have."""

    name: str
    label: Label
    words: Words
    subtypes: Mapping[str, Subtype]
    properties: Mapping[str, Property]
    where: Where
    topical: bool = False
    """Whether its names are words of statements too: "counterterrorism" is met by a statement that says the word."""
    nature: Nature = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with a name."""

    id: EntityId
    type: str
    subtype: str
    name: Text
    """Without its article."""
    article: Text
    """As used inside a sentence: "the", "l'"; empty if it takes none."""
    acronym: Text
    aliases: Words
    words: Words
    where: Where
    nature: Nature = ""
    """That of its type."""
    also: tuple[str, ...] = ()
    """Other subtypes that the documents call it by: a cooperation agreement that is a memorandum as well."""
    areas: tuple[EntityId, ...] = ()
    """Of a place: the region or continent in which it lies as everybody knows. That limits lists and is stated nowhere."""

    def short(self, lang: Lang) -> str:
        """The acronym if it has one, else the name."""
        return self.acronym[lang] or self.name[lang]


@dataclass(frozen=True, slots=True)
class Intent:
    """A general kind of question, declared in ``intents/``."""

    name: str
    operator: str
    """Which operation of the core answers it (see ``bot.core.operate``), or ``say`` for a fixed reply."""
    cues: Words
    """Phrases that show it. ``^`` at the start binds to the beginning of a clause."""
    examples: Words
    near_misses: Words
    where: Where
    replies: Mapping[str, Text] = field(default_factory=dict)
    kind: str = ""
    """For ``say``: the kind of the reply (smalltalk, help)."""
    leading: bool = False
    """For ``say``: whether a message that begins with a cue is meant so whatever follows it, as "book me a room" is; else nothing
    else may be said."""


@dataclass(frozen=True, slots=True)
class Base:
    """The whole fact base, loaded and checked."""

    types: Mapping[str, EntityType]
    entities: Mapping[EntityId, Entity]
    facts: Mapping[FactId, Fact]
    sources: Mapping[str, Source]


# --------------------------------------------------------------------------- a message


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said, free of platform markup."""

    text: str
    time: datetime
    lang: Lang | None = None
    """The platform's locale, if it tells one."""


class Token(NamedTuple):  # a start of the bot makes a hundred thousand, and a frozen dataclass takes four times as long
    """A word or number of the utterance."""

    text: str
    """Folded: lower case, no accents."""
    raw: str
    start: int
    """First character in the original text, counted from 0."""
    end: int
    clause: int
    """Number of its clause, counted from 0."""
    sentence: int = 0
    """Number of its sentence, counted from 0."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the utterance: tokens ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    ids: tuple[EntityId, ...]
    """Entities of that name; several when the name is ambiguous, none when it is known but not covered."""
    said: str
    corrected: str = ""
    """The name as it should be spelt, when a slip was corrected."""
    nested: bool = False
    """Whether it lies inside a longer name."""


@dataclass(frozen=True, slots=True)
class DateConstraint:
    """A date that was said, at the tokens that say it."""

    start: int
    end: int
    interval: Interval
    relation: Literal["in", "before", "until", "after", "since"] = "in"
    document: bool = False
    """Said of a document ("the 2009 piece")."""
    noun: frozenset[str] = frozenset()
    """Types of the noun that the date stands beside ("the 2018 agreements")."""


@dataclass(frozen=True, slots=True)
class NumberConstraint:
    """A number that was said and is no date and no part of a name."""

    start: int
    end: int
    value: float


class Role(StrEnum):
    """How a token of the utterance is accounted for."""

    NAME = "name"
    VALUE = "value"
    CUE = "cue"
    FUNCTION = "function"
    COURTESY = "courtesy"
    BACKGROUND = "background"
    CONTENT = "content"
    LEFT = "left over"


ReplyKind = Literal["answer", "unknown", "clarify", "smalltalk", "help"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading offered to the user; saying its label, its number or clicking it asks ``ask``."""

    id: str
    label: str
    ask: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two; ``cites`` are numbers into ``Reply.citations``, counted from 1. Statements cite at least one."""

    text: str
    cites: tuple[int, ...] = ()
    statement: bool = True
    """Whether it states facts (then it must cite)."""
    lead: bool = False
    """The direct answer."""

    @property
    def marks(self) -> str:
        """The numbers of its sources as they stand behind it: " [1] [2]"."""
        return "".join(f" [{n}]" for n in self.cites)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of statements, in order."""

    items: tuple[Paragraph, ...]


Part = Paragraph | Bullets


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A numbered source of a reply."""

    number: int
    id: str
    title: str
    publisher: str
    date: str
    """As shown, in the reply's language; empty if unknown."""
    paragraph: int
    quoted: str = ""
    """The title as the reply's language quotes it."""

    @property
    def line(self) -> str:
        """The source in one line of plain text."""
        bits = [self.publisher, self.quoted or self.title]
        if self.date:
            bits.append(self.date)
        if self.paragraph:
            bits.append(f"¶{self.paragraph}")
        return ", ".join(bits)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says, free of any platform: adapters render it, nothing else decides."""

    kind: ReplyKind
    lang: Lang
    parts: tuple[Part, ...]
    citations: tuple[SourceLine, ...] = ()
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation remembers between messages. Goes in and comes out; only the shell stores it.

    Plain texts and ids only, so that any store can hold it as JSON.
    """

    time: datetime
    lang: Lang
    question: str = ""
    """The last understood question, complete in itself: follow-ups put their own words into it."""
    subjects: tuple[tuple[EntityId, ...], ...] = ()
    """What the last answers were about, newest first, each in displayed order."""
    choices: tuple[Choice, ...] = ()
    """What was offered last."""
    facts: tuple[FactId, ...] = ()
    """The statements of the last answer, in displayed order."""
    refused: bool = False
    """Whether the last question was understood and refused: what was said beside it is not what it asked for."""
    shown: tuple[FactId, ...] = ()
    """The statements that were shown last, beside a refusal as well: their sources can be asked for."""
