"""The proof of the curation that needs no documents: every paragraph accounted for, every statement true to its values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from bot.content.said import Amount, Moment, Said, compatible, ends, excused, read, show
from bot.content.sources import Lock
from bot.core.errors import Problem
from bot.core.index import Index
from bot.core.kinds import say_date, say_number
from bot.core.locales import Locale, Locales
from bot.core.model import Base, Entity, EntityId, Fact, Interval, Quantity, Source, Text
from bot.core.names import entity_names, fold_name
from bot.core.text import words
from bot.core.understand import understand


def check(index: Index, lock: Lock, *, verbose: bool = False) -> tuple[Problem, ...]:
    """All that is wrong with a loaded base, in the order of the files.

    ``lock`` says how many paragraphs each source has. ``verbose`` adds what may be meant: words shared by properties.
    """
    base = index.base
    problems = [*_coverage(base, lock), *_aliases(base), *_single(base)]
    for fact in base.facts.values():
        problems += _fact(fact, index)
    if verbose:
        problems += _overlaps(base)
    return tuple(sorted(set(problems)))


# ------------------------------------------------------------------ intents


def check_intents(index: Index) -> Iterator[Problem]:
    """Of intents that are chat: each example must be understood as its intent and no near miss may; no cue may be a question word.

    The examples of the others ("how many trainings took place in mali") hold for a base that has such things; the tests ask them.
    """
    asking = index.cues.question_words
    for intent in index.language.intents:
        if intent.operator not in {"say", "help", "source", "documents"}:
            continue
        for lang in index.locales:
            for text in intent.examples[lang]:
                if (found := understand(text, index, lang).intent) != intent.name:
                    yield Problem.at(
                        intent.where, f"the example {text!r} ({lang}) is understood as {found!r}, not as {intent.name!r}; add a cue that it says"
                    )
            for text in intent.near_misses[lang]:
                if understand(text, index, lang).intent == intent.name:
                    yield Problem.at(intent.where, f"the near miss {text!r} ({lang}) is understood as {intent.name!r}; narrow the cues")
            for cue in intent.cues[lang]:
                if len(said := words(cue)) == 1 and said[0] in asking:
                    yield Problem.at(intent.where, f"the cue {cue!r} ({lang}) is a question word; no question would be answered any more")


# ------------------------------------------------------------------ paragraphs


def _coverage(base: Base, lock: Lock) -> Iterator[Problem]:
    cited: dict[str, dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in base.facts.values():
        for citation in fact.citations:
            cited[citation.source][citation.paragraph].append(fact)
    for source in base.sources.values():
        if source.kind != "naming":
            yield from _source(source, lock, cited[source.id])
    for name, locked in lock.items():
        if name not in base.sources:
            yield Problem.at(locked.where, f"source {name!r} is not in sources.yaml; run `ground --accept` to drop it", warning=True)


def _source(source: Source, lock: Lock, cited: dict[int, list[Fact]]) -> Iterator[Problem]:
    if source.id not in lock:
        yield Problem.at(source.where, f"the paragraphs of {source.id!r} were never counted; run `ground --sources DIR --accept`")
        return
    total = lock[source.id].paragraphs
    missing = [n for n in range(1, total + 1) if n not in cited and n not in source.not_content]
    for n in missing:
        yield Problem.at(source.where, f"¶{n} of {source.id!r} is cited by no fact; write its facts, or list it in not_content with a reason")
    for n, reason in source.not_content.items():
        if not 1 <= n <= total:
            yield Problem.at(source.where, f"not_content names ¶{n}, but {source.id!r} has {total} paragraphs; correct the number")
        elif not reason:
            yield Problem.at(source.where, f"not_content gives no reason for ¶{n} of {source.id!r}; write one")
        elif n in cited:
            where = cited[n][0].where
            yield Problem.at(source.where, f"¶{n} of {source.id!r} is in not_content, but {where} cites it; keep one of the two", warning=True)
    for n, facts in cited.items():
        if not 1 <= n <= total:
            for fact in facts:
                yield Problem.at(fact.where, f"{source.id!r} has no ¶{n}, only {total} paragraphs; correct the number")


# ------------------------------------------------------------------ statements


def _single(base: Base) -> Iterator[Problem]:
    """A property with one true value must not have two, unless they are told as a conflict or are of different times."""
    first: dict[tuple[EntityId, str, Interval | None], Fact] = {}
    for fact in base.facts.values():
        if not base.types[base.entities[fact.entity].type].properties[fact.property].single:
            continue
        other = first.setdefault((fact.entity, fact.property, fact.as_of), fact)
        if other.values != fact.values and not (fact.conflict and fact.conflict == other.conflict):
            yield Problem.at(
                fact.where, f"{fact.property!r} has one true value, and {other.where} says another; correct one, or give both the same conflict key"
            )


def _fact(fact: Fact, index: Index) -> Iterator[Problem]:
    base = index.base
    prop = base.types[base.entities[fact.entity].type].properties[fact.property]
    locales = index.locales
    said = {lang: read(fact.text[lang], lang, locales) for lang in locales if fact.text.own(lang)}
    excuse = _Excuse(fact, locales)
    for lang, text in said.items():
        locale = locales[lang]
        for value in fact.values:
            if isinstance(value, Interval):
                yield from _date_value(fact, value, text, locale, excuse)
            elif isinstance(value, Quantity):
                yield from _number_value(fact, value, text, locale, excuse)
            elif prop.kind == "name":
                yield from _name_value(fact, read(value[lang] if isinstance(value, Text) else "", lang, locales), text, locale, excuse)
        if prop.kind == "date" or fact.when:
            yield from _other_dates(fact, text, locale, index, excuse)
        if prop.kind == "number":
            yield from _other_numbers(fact, text, locale, index, excuse)
    first, *others = said
    for lang in others:
        yield from _agree(fact, locales[first], said[first], locales[lang], said[lang], excuse)
        yield from _agree(fact, locales[lang], said[lang], locales[first], said[first], excuse)


class _Excuse:
    """What the ``excuse`` of a fact explains."""

    def __init__(self, fact: Fact, locales: Locales) -> None:
        found = list(excused(fact.excuse, locales))
        self.moments = [m for s in found for m in s.moments]
        self.values = {v for s in found for v in s.values}

    def date(self, moment: Moment) -> bool:
        return any(m.covers(moment) or moment.covers(m) for m in self.moments)

    def number(self, value: float) -> bool:
        return value in self.values or Moment(int(value)) in self.moments


def _date_value(fact: Fact, value: Interval, text: Said, locale: Locale, excuse: _Excuse) -> Iterator[Problem]:
    for moment in ends(value):
        rival = any(bool(m.month) >= bool(moment.month) and bool(m.day) >= bool(moment.day) for m in text.moments)
        if moment not in text.moments and (rival or not excuse.date(moment)):
            sharper = next((m for m in text.moments if moment.covers(m)), None)
            step = f"it says {show(sharper, locale)}, which is sharper than the value" if sharper else f"write {show(moment, locale)!r}"
            yield _at(fact, f"the {locale.name} statement does not say {say_date(value, locale)}, its value; {step}, or explain it in `excuse`")
    if value.late and not text.late and not excuse.date(ends(value)[0]):
        yield _at(fact, f"the {locale.name} statement leaves out that it was at the end of the period; write {say_date(value, locale)!r}")


def _number_value(fact: Fact, value: Quantity, text: Said, locale: Locale, excuse: _Excuse) -> Iterator[Problem]:
    if excuse.number(value.value):
        return
    found = [a for a in (*text.amounts, *text.loose) if a.value == value.value]
    if not found:
        yield _at(fact, f"the {locale.name} statement does not say {say_number(value, locale)}, its value; write it, or explain it in `excuse`")
    elif all(a.bound != value.bound for a in found):
        yield _at(fact, f"the {locale.name} statement says {_amount(found[0], locale)!r}, the value {say_number(value, locale)!r}; make them agree")


def _name_value(fact: Fact, wanted: Said, text: Said, locale: Locale, excuse: _Excuse) -> Iterator[Problem]:
    for moment in wanted.moments:
        if not any(moment.covers(m) for m in text.moments) and not excuse.date(moment):
            yield _at(
                fact, f"the {locale.name} statement does not say {show(moment, locale)}, which its value has; write it, or explain it in `excuse`"
            )
    for amount in wanted.amounts:
        if amount.value not in text.values and not excuse.number(amount.value):
            yield _at(
                fact,
                f"the {locale.name} statement does not say {_amount(amount, locale)}, which its value has; write it, or explain it in `excuse`",
            )


def _other_dates(fact: Fact, text: Said, locale: Locale, index: Index, excuse: _Excuse) -> Iterator[Problem]:
    known = [v for v in (*fact.values, fact.when, fact.as_of) if isinstance(v, Interval)]
    known += [v for e in _around(fact) for v in _own_dates(index, e)]
    named = [m for e in _around(fact) for n in entity_names(index.base.entities[e]) for m in read(n, locale.lang, index.locales).moments]
    for moment in text.moments:
        if any(compatible(moment, v) for v in known) or any(moment.covers(m) for m in named) or excuse.date(moment):
            continue
        of = ", ".join(say_date(v, locale) for v in (*fact.values, fact.when, fact.as_of) if isinstance(v, Interval))
        yield _at(
            fact,
            f"the {locale.name} statement says {show(moment, locale)}, but the fact is of {of}; correct one of them, or explain it in `excuse`",
        )


def _other_numbers(fact: Fact, text: Said, locale: Locale, index: Index, excuse: _Excuse) -> Iterator[Problem]:
    known = {v.value for facts in index.entities[fact.entity].facts.values() for f in facts for v in f.values if isinstance(v, Quantity)}
    known |= {v for e in _around(fact) for n in entity_names(index.base.entities[e]) for v in read(n, locale.lang, index.locales).values}
    for amount in text.amounts:
        if amount.value not in known and not excuse.number(amount.value):
            of = ", ".join(say_number(v, locale) for v in fact.values if isinstance(v, Quantity))
            yield _at(
                fact,
                f"the {locale.name} statement says {_amount(amount, locale)}, but the value is {of}; correct one of them, or explain it in `excuse`",
            )


def _agree(fact: Fact, locale: Locale, mine: Said, other: Locale, its: Said, excuse: _Excuse) -> Iterator[Problem]:
    """What one language says, the other must say too."""
    for moment in mine.moments:
        if moment not in its.moments and not excuse.date(moment):
            yield _at(fact, f"the {locale.name} statement says {show(moment, locale)}, the {other.name} one does not; make them agree")
    for amount in mine.amounts:
        if amount.value not in its.values and not excuse.number(amount.value):
            yield _at(fact, f"the {locale.name} statement says {_amount(amount, locale)}, the {other.name} one does not; make them agree")


def _own_dates(index: Index, entity: EntityId) -> Iterator[Interval]:
    """The dates that the base holds of an entity: statements about it may lean on them."""
    for facts in index.entities[entity].facts.values():
        for fact in facts:
            yield from (v for v in (*fact.values, fact.when) if isinstance(v, Interval))


def _around(fact: Fact) -> tuple[EntityId, ...]:
    return (fact.entity, *fact.entities)


def _amount(amount: Amount, locale: Locale) -> str:
    return say_number(Quantity(amount.value, amount.bound), locale)  # type: ignore[arg-type]  # the reader gives just these bounds


def _at(fact: Fact, message: str) -> Problem:
    return Problem.at(fact.where, message)


# ------------------------------------------------------------------ names and words


def _aliases(base: Base) -> Iterator[Problem]:
    """The same name on two entities: an answer will have to ask back."""
    owners: dict[str, dict[EntityId, Entity]] = defaultdict(dict)
    for entity in base.entities.values():
        for name in entity_names(entity):
            owners[fold_name(name)][entity.id] = entity
    for name, entities in owners.items():
        ids = list(entities)
        for one in ids[1:]:
            yield Problem.at(
                entities[one].where,
                f"the name {name!r} is also that of {ids[0]}; drop it from one, or leave it when the bot should ask back",
                warning=True,
            )


def _overlaps(base: Base) -> Iterator[Problem]:
    """Words that two properties of a type share although they answer the same question word: only some are mistakes."""
    for entity_type in base.types.values():
        for a, b in combinations(entity_type.properties.values(), 2):
            shared = sorted(_folded(a.words) & _folded(b.words)) if set(a.asks) & set(b.asks) and a.kind == b.kind else []
            if shared:
                yield Problem.at(b.where, f"{a.name!r} and {b.name!r} of {entity_type.name!r} share the words {', '.join(shared)}", warning=True)


def _folded(words: Iterable[str]) -> set[str]:
    return {fold_name(w) for w in words}
