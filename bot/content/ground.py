"""The proof of the curation against the documents: what a fact claims stands in a paragraph that it cites.

Looked for are the dates and numbers of the values and of the English statement, the entities of ``value`` and ``refs``,
every name in the statement, and quotations, word for word. Not looked for is the fact's own subject: the paragraph is
about it, often by "it" or "the training". What the editors decided otherwise stands in ``excuse``, with the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import fill

from bot.content.said import Moment, Said, compatible, ends, excused, read, show
from bot.content.sources import Lock, digest
from bot.core.errors import Problem
from bot.core.index import Index
from bot.core.kinds import say_number
from bot.core.locales import Locale, Locales
from bot.core.model import Entity, EntityId, Fact, Interval, Nature, Quantity, Ref, Text, Token
from bot.core.names import GLUE, entity_names
from bot.core.text import tokenize

QUOTED_WORDS = 15
"""The longest quotation allowed, and the longest run of words that a statement may share with its paragraph."""

_TITLES = frozenset({"mr", "mrs", "ms", "dr"})
_QUOTE = re.compile(r"[\"“«]\s*([^\"“”«»]+?)\s*[\"”»]")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|[Nn]o|[A-Z])\.\s*$")
_SENTENCE_END = re.compile(r"[.!?:;]\s|[\"“«]|\n")

Documents = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Miss:
    """A claim of a fact that no cited paragraph bears out."""

    fact: Fact
    what: str
    """Kind and wording: ``date 8 March 2018``."""
    problem: Problem
    beside: tuple[tuple[str, str], ...]
    """The cited paragraphs, as (``unodc-2018 ¶3``, text)."""

    def __str__(self) -> str:
        lines = [str(self.problem), _block("fact", self.fact.text.first)]
        return "\n".join([*lines, *(_block(cite, text) for cite, text in self.beside)])


@dataclass(frozen=True, slots=True)
class Grounding:
    """The result of one run."""

    misses: tuple[Miss, ...]
    changed: tuple[Problem, ...]
    """Cited paragraphs that are not as they were accepted."""
    idle: tuple[Problem, ...]
    """Excuses that excuse nothing (warnings)."""
    facts: int
    claims: int
    """Dates, numbers, names and quotations looked for."""
    excused: int


def ground(index: Index, documents: Documents, lock: Lock) -> Grounding:
    """Compare every fact of a base with the paragraphs that it cites."""
    names = _Names(index)
    library = _Library(documents, index.locales)
    misses: list[Miss] = []
    idle: list[Problem] = []
    facts = claims = excuses = 0
    for fact in index.base.facts.values():
        if not any(c.paragraph for c in fact.citations):
            continue
        facts += 1
        run = _Fact(fact, index, names, library)
        excuse = _Excuse(fact, index)
        for claim in run.claims():
            claims += 1
            if claim.found(run.cited):
                continue
            if excuse.covers(claim):
                excuses += 1
                continue
            misses.append(run.miss(claim))
        for key in excuse.idle():
            idle.append(
                Problem.at(fact.where, f"the excuse for {key!r} explains no miss of the English statement; check whether it is needed", warning=True)
            )
    return Grounding(tuple(misses), tuple(_changes(index, documents, lock)), tuple(idle), facts, claims, excuses)


# ------------------------------------------------------------------ paragraphs


class Passage:
    """A paragraph, or several together, as claims are looked up in it."""

    def __init__(self, text: str, locales: Locales) -> None:
        self.text = text
        self.locales = locales
        self.tokens = tokenize(text)

    @cached_property
    def said(self) -> Said:
        return read(self.text, self.locales.first, self.locales)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Folded, without small words, "United Nations" as "un"."""
        return content(self.tokens)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(s for w in self.words for s in (w, self.locales.stems(w)[0]))

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Words written in capitals only: acronyms."""
        return frozenset(t.raw for t in self.tokens if t.raw.isupper())

    @cached_property
    def plain(self) -> str:
        """The words alone, for quotations."""
        return f" {' '.join(t.text for t in self.tokens)} "

    def has_word(self, word: str) -> bool:
        """A word, its inflection, or a longer word made from it ("Malian" for "Mali")."""
        return word in self.stems or self.locales.stems(word)[0] in self.stems or (len(word) >= 4 and any(w.startswith(word) for w in self.words))

    def has_name(self, name: str, *, loose: bool) -> bool:
        """A name word by word; ``loose``: all its words, in any order and inflection."""
        said = content(tokenize(name))
        if not said:
            return False
        if len(said) == 1 and name.isupper():
            return name in self.capitals
        for i in range(len(self.words) - len(said) + 1):
            if self.words[i : i + len(said) - 1] == said[:-1] and (self.words[i + len(said) - 1]).startswith(
                said[-1] if len(said[-1]) >= 4 else f"{said[-1]}\0"
            ):
                return True
            if self.words[i : i + len(said)] == said:
                return True
        return loose and len(said) > 1 and all(self.has_word(w) for w in said)


def content(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The folded words without small ones, "United Nations" as "un"."""
    found: list[str] = []
    for token in tokens:
        if token.text in GLUE and not token.raw.isupper():
            continue
        if token.text == "nations" and found and found[-1] == "united":
            found[-1] = "un"
        else:
            found.append(token.text)
    return tuple(found)


class _Library:
    """All passages, each made once."""

    def __init__(self, documents: Documents, locales: Locales) -> None:
        self.documents = documents
        self._locales = locales
        self._passages: dict[tuple[str, int], Passage] = {}

    def passage(self, source: str, paragraph: int) -> Passage | None:
        key = (source, paragraph)
        if key not in self._passages:
            text = self.documents.get(source, {}).get(paragraph)
            if text is None:
                return None
            self._passages[key] = Passage(text, self._locales)
        return self._passages[key]

    def elsewhere(self, source: str, test: Callable[[Sequence[Passage]], bool]) -> list[int]:
        """The other paragraphs of a document that would bear a claim out."""
        return [n for n in self.documents.get(source, {}) if (p := self.passage(source, n)) and test([p])]


# ------------------------------------------------------------------ claims


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing to look for."""

    kind: str
    text: str
    found: Callable[[Sequence[Passage]], bool]
    moment: Moment | None = None
    value: float | None = None
    entity: EntityId | None = None

    @property
    def what(self) -> str:
        return f"{self.kind} {self.text}"


def _date_claim(moment: Moment, locale: Locale) -> Claim:
    return Claim("date", show(moment, locale), lambda ps: any(moment.covers(m) for p in ps for m in p.said.moments), moment=moment)


def _period_claim(value: Interval, moment: Moment, locale: Locale) -> Claim:
    """The first or last date of a value."""
    claim = _date_claim(moment, locale)
    if not value.late:
        return claim
    return Claim("date", f"end of {claim.text}", lambda ps: any(moment.covers(m) and p.said.late for p in ps for m in p.said.moments), moment=moment)


def _number_claim(value: Quantity, locale: Locale, *, exact: bool) -> Claim:
    """A number; ``exact``: with its bound, "50" is not "over 50"."""

    def found(passages: Sequence[Passage]) -> bool:
        for said in (p.said for p in passages):
            if any(a.value == value.value and (not exact or a.bound == value.bound) for a in said.amounts):
                return True
            if not value.bound and any(a.value == value.value for a in said.loose):
                return True
        return False

    return Claim("number", say_number(value, locale), found, value=value.value)


def _entity_claim(entity: Entity, nature: Nature, passage_of_title: Sequence[Passage]) -> Claim:
    names = tuple(dict.fromkeys(entity_names(entity)))
    # What has an acronym, and whoever or whatever goes by one word, is called so; other things are described in many ways.
    loose = not (entity.acronym.first or nature in {"person", "place"})

    def found(passages: Sequence[Passage]) -> bool:
        return any(p.has_name(n, loose=loose) for p in (*passages, *passage_of_title) for n in names)

    return Claim("name", f"{entity.name.first} ({entity.id})", found, entity=entity.id)


def _word_claim(words: str, titles: Sequence[Passage]) -> Claim:
    said = content(tokenize(words))
    return Claim("name", words, lambda ps: all(any(p.has_word(w) for p in (*ps, *titles)) for w in said))


def _quotation_claim(quotation: str) -> Claim:
    plain = f" {' '.join(t.text for t in tokenize(quotation))} "
    return Claim("quotation", f"“{quotation}”", lambda ps: any(plain in p.plain for p in ps))


class _Fact:
    """One fact beside its paragraphs."""

    def __init__(self, fact: Fact, index: Index, names: _Names, library: _Library) -> None:
        self.fact, self.index, self.names, self.library = fact, index, names, library
        self.locale = index.locales[index.locales.first]
        """That of the documents."""
        self.cites = [c for c in fact.citations if c.paragraph]
        self.cited = [p for c in self.cites if (p := library.passage(c.source, c.paragraph))]
        sources = [index.base.sources[c.source] for c in self.cites]
        self.titles = [Passage(f"{s.title.first}. {s.publisher.first}", index.locales) for s in {s.id: s for s in sources}.values()]
        """Who speaks and where is context to every paragraph."""
        self.page_dates = [s.date for s in sources if s.date]
        self.named = len(self.cites) < len(fact.citations)
        """Whether the names rest on an editors' note as well."""

    def claims(self) -> Iterator[Claim]:
        """Everything to look for, each once."""
        seen: set[str] = set()
        for claim in (*self._values(), *self._dates_and_numbers(), *self._names(), *self._wording()):
            if claim.what not in seen:
                seen.add(claim.what)
                yield claim

    def _values(self) -> Iterator[Claim]:
        fact = self.fact
        if fact.when and not any(ends(fact.when) == ends(v) for v in self._known()):
            yield from (_period_claim(fact.when, m, self.locale) for m in ends(fact.when))
        for value in fact.values:
            if isinstance(value, Interval):
                yield from (_period_claim(value, m, self.locale) for m in ends(value))
            elif isinstance(value, Quantity):
                yield _number_claim(value, self.locale, exact=True)
            elif isinstance(value, Ref) and value.id != fact.entity and not self.named:
                yield _entity_claim(self.index.base.entities[value.id], self.index.nature(value.id), ())
            elif isinstance(value, Text) and self.property_kind == "name":
                said = read(value.first, self.locale.lang, self.index.locales)
                yield from (_date_claim(m, self.locale) for m in said.moments)
                yield from (_number_claim(Quantity(a.value), self.locale, exact=False) for a in said.amounts)
                if not self.named:
                    yield from (_word_claim(run, ()) for run in capitalised(tokenize(value.first), value.first, self.index.locales, first=True))
        if fact.as_of and not any(_same(fact.as_of, d) for d in self.page_dates):
            yield from (_period_claim(fact.as_of, m, self.locale) for m in ends(fact.as_of))
        for ref in fact.refs:
            if ref != fact.entity and not self.named and not self._by_context(ref):
                yield _entity_claim(self.index.base.entities[ref], self.index.nature(ref), self.titles)

    def _by_context(self, ref: EntityId) -> bool:
        """Whether a thing that only has a description for a name ("meeting of ...") is what the paragraph is about: its own facts cite it."""
        if self.index.base.entities[ref].name.first[:1].isupper():
            return False
        own = {c for facts in self.index.entities[ref].facts.values() for f in facts for c in f.citations}
        return not own.isdisjoint(self.cites)

    @property
    def property_kind(self) -> str:
        base = self.index.base
        return base.types[base.entities[self.fact.entity].type].properties[self.fact.property].kind

    def _known(self) -> list[Interval]:
        """Dates by which the statement tells which thing it is about: that thing's own fact proves them."""
        return [v for e in (self.fact.entity, *self.fact.entities) for v in _identity(self.index, e)]

    def _dates_and_numbers(self) -> Iterator[Claim]:
        """Of the statement; those that only say which thing is meant are proved where they are the value."""
        own = self.names.without(self.fact.text.first)
        said = read(own, self.locale.lang, self.index.locales)
        known = self._known()
        values = {(m, True) for v in (*self.fact.values, self.fact.when) if isinstance(v, Interval) for m in ends(v)}
        for moment in said.moments:
            as_of = self.fact.as_of
            if (moment, True) in values or any(compatible(moment, v) for v in known):
                continue
            if as_of and compatible(moment, as_of) and any(_same(as_of, d) for d in self.page_dates):
                continue
            yield _date_claim(moment, self.locale)
        numbers = {v.value for v in self.fact.values if isinstance(v, Quantity)}
        for amount in said.amounts:
            if amount.value not in numbers:
                yield _number_claim(Quantity(amount.value, amount.bound), self.locale, exact=bool(amount.bound == "over"))  # type: ignore[arg-type]  # the reader's bounds

    def _names(self) -> Iterator[Claim]:
        """Of the statement: known entities by any of their names, other capitalised words as they are."""
        if self.named:
            return
        text = _QUOTE.sub(lambda m: " " * len(m.group()), self.fact.text.first)
        tokens = tokenize(text)
        rest = set(range(len(tokens)))
        checked = {self.fact.entity, *self.fact.entities}
        for start, end, ids in self.names.mentions(tokens):
            rest -= set(range(start, end))
            if not ids & checked:
                options = [_entity_claim(self.index.base.entities[i], self.index.nature(i), self.titles) for i in sorted(ids)]
                yield Claim("name", options[0].text, lambda ps, o=tuple(options): any(c.found(ps) for c in o), entity=options[0].entity)  # type: ignore[misc]  # the default binds the options
        familiar = self.names.words(checked)
        for run in capitalised(tokens, text, self.index.locales, keep=rest):
            if not all(w in familiar for w in content(tokenize(run))):
                yield _word_claim(run, self.titles)

    def _wording(self) -> Iterator[Claim]:
        """Quotations are exact and short; the rest is in own words."""
        text = self.fact.text.first
        for quotation in _QUOTE.findall(text):
            if len(tokenize(quotation)) > QUOTED_WORDS:
                yield Claim("short wording", f"“{quotation}” (at most {QUOTED_WORDS} words may be quoted)", lambda _: False)
            yield _quotation_claim(quotation)
        words = [t.text for t in tokenize(self.names.without(_QUOTE.sub(" … ", text)))]
        for i in range(len(words) - QUOTED_WORDS):
            run = " ".join(words[i : i + QUOTED_WORDS + 1])
            if any(f" {run} " in p.plain for p in self.cited):
                yield Claim("own wording", f"“{run} ...” (copied from the document)", lambda _: False)
                return

    def miss(self, claim: Claim) -> Miss:
        cites = ", ".join(f"{c.source} ¶{c.paragraph}" for c in self.cites)
        hints = [f"{s} ¶{n}" for s in dict.fromkeys(c.source for c in self.cites) for n in self.library.elsewhere(s, claim.found)]
        missing = [f"{c.source} ¶{c.paragraph}" for c in self.cites if not self.library.passage(c.source, c.paragraph)]
        where = f"it stands in {', '.join(hints[:4])}: cite that, or" if hints else "correct the fact or its source, or"
        if missing:
            where = f"there is no {', '.join(missing)}: correct the number, or"
        message = f"{claim.what} not found in {cites}; {where} explain it in `excuse`"
        beside = tuple((f"{c.source} ¶{c.paragraph}", p.text) for c in self.cites if (p := self.library.passage(c.source, c.paragraph)))
        return Miss(self.fact, claim.what, Problem.at(self.fact.where, message), beside)


def _same(a: Interval, b: Interval) -> bool:
    return a.start <= b.end and b.start <= a.end


def _identity(index: Index, entity: EntityId) -> Iterator[Interval]:
    """The dates by which an entity is told from others."""
    view = index.entities[entity]
    for prop in index.base.types[view.type].properties.values():
        if prop.dates:
            yield from (v for f in view.facts.get(prop.name, ()) for v in f.values if isinstance(v, Interval))


# ------------------------------------------------------------------ names


class _Names:
    """The names of all entities, found in statements from left to right, the longest first."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.names: dict[tuple[str, ...], set[EntityId]] = defaultdict(set)
        self.acronyms: dict[str, set[EntityId]] = defaultdict(set)
        for entity in index.base.entities.values():
            for name in entity_names(entity):
                said = content(tokenize(name))
                if len(said) == 1 and name.isupper():
                    self.acronyms[name].add(entity.id)
                elif said:
                    self.names[said].add(entity.id)
        self.longest = max(map(len, self.names), default=1)

    def mentions(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, frozenset[EntityId]]]:
        """Names with a capital in them, as (first token, end token, entities)."""
        i = 0
        while i < len(tokens):
            for end in range(min(len(tokens), i + 2 * self.longest), i, -1):
                span = tokens[i:end]
                ids = self.acronyms.get(span[0].raw, set()) if len(span) == 1 and span[0].raw.isupper() else self.names.get(content(span), set())
                if ids and span[-1].text not in GLUE | {""} and any(t.raw[0].isupper() for t in span):
                    yield i, end, frozenset(ids)
                    i = end
                    break
            else:
                i += 1

    def without(self, text: str) -> str:
        """A statement without the names in it: the dates and numbers of a name are claims of the name."""
        tokens = tokenize(text)
        for start, end, _ in reversed(list(self.mentions(tokens))):
            if end - start > 1:
                text = text[: tokens[start].start] + "…" + text[tokens[end - 1].end :]
        return text

    def words(self, ids: Iterable[EntityId]) -> frozenset[str]:
        """The words of all names of some entities."""
        return frozenset(w for i in ids for n in entity_names(self.index.base.entities[i]) for w in content(tokenize(n)))


def capitalised(tokens: Sequence[Token], text: str, locales: Locales, *, keep: Iterable[int] | None = None, first: bool = False) -> Iterator[str]:
    """Runs of capitalised words, without those that a sentence starts with (``first``: with them), months, titles."""
    allowed = set(range(len(tokens)) if keep is None else keep)
    run: list[str] = []
    for i, token in enumerate(tokens):
        before = text[tokens[i - 1].end : token.start] if i else ""
        starts = not i or (_SENTENCE_END.search(before) is not None and not _ABBREVIATED.search(text[: token.start]))
        known = i in allowed and token.raw[0].isupper() and token.text not in _TITLES and not read(token.raw, locales.first, locales).moments
        plain = starts and not first and not (token.raw.isupper() and len(token.raw) > 1)
        joined = before in {" ", "-", "'", "’"} or before == ". "
        if run and (not known or not joined):
            yield "".join(run)
            run = []
        if known and not plain:
            run.append(before + token.raw if run else token.raw)
    if run:
        yield "".join(run)


# ------------------------------------------------------------------ excuses


class _Excuse:
    """The reasons that the editors gave for misses."""

    def __init__(self, fact: Fact, index: Index) -> None:
        self.index = index
        self.keys = {key: list(excused([key], index.locales)) for key in fact.excuse}
        self.words = {key: content(tokenize(key)) for key in fact.excuse}
        self.used: set[str] = set()

    def covers(self, claim: Claim) -> bool:
        found = [key for key in self.keys if self._covers(key, claim)]
        self.used.update(found)
        return bool(found)

    def _covers(self, key: str, claim: Claim) -> bool:
        moment, value = claim.moment, claim.value
        if moment is not None:
            return any(m.covers(moment) or moment.covers(m) for s in self.keys[key] for m in s.moments)
        if value is not None:
            return any(value in s.values or Moment(int(value)) in s.moments for s in self.keys[key])
        if claim.entity and (key == claim.entity or self._names(key, claim.entity)):
            return True
        said = content(tokenize(claim.text))
        return _inside(self.words[key], said) or _inside(said, self.words[key])

    def _names(self, key: str, entity: EntityId) -> bool:
        return any(self.words[key] == content(tokenize(n)) for n in entity_names(self.index.base.entities[entity]))

    def idle(self) -> Iterator[str]:
        """Keys that no miss needed."""
        yield from (k for k in self.keys if k not in self.used)


def _inside(a: Sequence[str], b: Sequence[str]) -> bool:
    return bool(a) and any(tuple(b[i : i + len(a)]) == tuple(a) for i in range(len(b) - len(a) + 1))


# ------------------------------------------------------------------ changes


def _changes(index: Index, documents: Documents, lock: Lock) -> Iterator[Problem]:
    for name, found in documents.items():
        where = index.base.sources[name].where
        if name not in lock:
            yield Problem.at(where, f"source {name!r} was never accepted; look through it and run `ground --accept`")
            continue
        locked = lock[name]
        if locked.paragraphs != len(found):
            yield Problem.at(
                where,
                f"the source changed: {name!r} has {len(found)} paragraphs, accepted were {locked.paragraphs}; check its facts, then run `ground --accept`",
            )
        for n, text in found.items():
            if n in locked.hashes and locked.hashes[n] != digest(text):
                facts = [f for f in index.base.facts.values() if any((c.source, c.paragraph) == (name, n) for c in f.citations)]
                at = ", ".join(str(f.where) for f in facts[:3]) + (" ..." if len(facts) > 3 else "") if facts else "no fact cites it"
                yield Problem.at(where, f"the source changed: ¶{n} of {name!r} is not as it was accepted; check {at}, then run `ground --accept`")


def _block(label: str, text: str) -> str:
    indent = " " * 20
    return fill(text, width=140, initial_indent=f"    {label:<15} ", subsequent_indent=indent)
