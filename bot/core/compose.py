"""Facts -> the parts of a reply. The one place for how a statement is said: as-of, status, notes, conflicts, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from bot.core.dates import as_of_years
from bot.core.index import EntityView, Index
from bot.core.kinds import say_date
from bot.core.locales import Locale
from bot.core.model import Bullets, Choice, Citation, EntityId, Fact, Lang, Mention, Paragraph, Part, Property, Says, SourceLine, Status
from bot.core.text import VOWELS, fold

ELIDING = frozenset("aeiou")
"""Letters before which a little word loses its vowel ("qu'INTERPOL"), whatever stands for a name."""
PAGE = 20
"""Items of a list shown at once."""
REST = 8
"""Things of a longer list offered by name below it; of the others their number is said."""
SOURCE_CHARACTERS = 120
"""What a source line adds to a page, about."""
PAGE_CHARACTERS = 2_400
"""Characters of a list and its sources shown at once: with buttons it then stays under the 28 KB that Teams advises."""


@dataclass
class Composer:
    """Collects the parts and the numbered sources of one reply. Lives for one reply only."""

    index: Index
    lang: Lang
    parts: list[Part] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    numbers: dict[Citation, int] = field(default_factory=dict)

    @property
    def locale(self) -> Locale:
        """How the reply's language writes dates and numbers."""
        return self.index.locales[self.lang]

    def cite(self, fact: Fact) -> tuple[int, ...]:
        """The numbers of a fact's sources, given out in order of first use."""
        if fact.id not in self.facts:
            self.facts.append(fact.id)
        return tuple(self.numbers.setdefault(c, len(self.numbers) + 1) for c in fact.citations)

    def drop(self, numbers: int, facts: int) -> None:
        """Take back the sources and facts given out beyond these counts: their line was not shown."""
        for citation in list(self.numbers)[numbers:]:
            del self.numbers[citation]
        del self.facts[facts:]

    def sentence(self, fact: Fact) -> str:
        """The statement with what one must know beside it: as-of date and status."""
        text = fact.text[self.lang].strip()
        if fact.as_of and str(fact.as_of.start.year) not in text:
            times = as_of_years(fact.as_of) if fact.as_of.period else [fact.as_of]
            opening = self.say("as_of", date=f" {self.say('and')} ".join(say_date(t, self.locale) for t in times))
            text = f"{opening} {text}"
        if fact.status is not Status.DONE:
            text = f"{text} {self.index.language.replies[fact.status.value][self.lang]}"
        return text

    def statement(self, fact: Fact, *, before: str = "", lead: bool = False) -> Paragraph:
        return Paragraph(before + self.sentence(fact), self.cite(fact), True, lead)

    def say(self, key: str, **values: str) -> str:
        text = self.index.language.say(key, self.lang, **values)
        return self._contracted(text) if values else text

    def plain(self, text: str, *, lead: bool = False) -> None:
        """A line that states no fact."""
        self.parts.append(Paragraph(text, (), False, lead))

    def facts_part(self, facts: Sequence[Fact], *, before: str = "", lead: bool = True) -> None:
        """The facts that answer: the first leads, the rest follow as a list; conflicts and notes are said."""
        conflict = len({f.conflict for f in facts if f.conflict}) == 1 and sum(bool(f.conflict) for f in facts) > 1
        first, *rest = facts
        if conflict:
            before += self.say("conflict") + " "
        self.parts.append(self.statement(first, before=before, lead=lead))
        if rest:
            self.parts.append(Bullets(tuple(self.statement(f) for f in rest[:PAGE])))
        self.notes(facts[: PAGE + 1])

    def notes(self, facts: Iterable[Fact]) -> None:
        seen = set()
        for fact in facts:
            note = fact.note[self.lang]
            if note and note not in seen:
                seen.add(note)
                self.parts.append(Paragraph(self.say("note", note=note), self.cite(fact)))

    def bullets(self, facts: Sequence[Fact]) -> None:
        if facts:
            self.parts.append(Bullets(tuple(self.statement(f) for f in facts[:PAGE])))

    def absorb(self, other: Composer) -> None:
        """Add what another composer has said, its sources numbered after those that there are."""
        numbers = {n: self.numbers.setdefault(c, len(self.numbers) + 1) for c, n in other.numbers.items()}

        def again(said: Paragraph) -> Paragraph:
            return replace(said, cites=tuple(numbers[n] for n in said.cites))

        for part in other.parts:
            self.parts.append(again(part) if isinstance(part, Paragraph) else Bullets(tuple(again(p) for p in part.items)))
        self.facts += [f for f in other.facts if f not in self.facts]

    def citations(self) -> tuple[SourceLine, ...]:
        lines = []
        for citation, number in self.numbers.items():
            source = self.index.base.sources[citation.source]
            lines.append(
                SourceLine(
                    number, source.id, source.title[self.lang], source.publisher[self.lang],
                    say_date(source.date, self.locale) if source.date else "", citation.paragraph, self.locale.quote(source.title[self.lang]),
                )
            )  # fmt: skip
        return tuple(lines)

    def name(self, entity: EntityId, *, article: bool = True) -> str:
        """The name of an entity for use inside a sentence."""
        e = self.index.base.entities[entity]
        acronym = e.acronym[self.lang]
        glue = e.article.own(self.lang)  # an article has no other language to fall back on
        name = acronym or e.name[self.lang]
        if acronym and acronym != e.name[self.lang] and glue.endswith("'") is not (fold(acronym)[0] in VOWELS):
            glue = ""  # initials take the article of what they stand for if it fits them: "la CPS", not "l'WACI"
        if not article or not glue:
            return name
        return f"{glue}{name}" if glue.endswith("'") else f"{glue} {name}"

    def called(self, mention: Mention) -> str:
        """A name that was said, as it stands inside a sentence; as it was said if it may be of several things."""
        return self.name(mention.ids[0]) if len(mention.ids) == 1 else mention.said

    def asking(self, prop: Property, entity: EntityId) -> str:
        """The first example question of a property, asked of an entity; what a name stands for is asked of the name without its article."""
        name = self.name(entity, article=prop.says != "name")
        return self.index.language.question(self._contracted(prop.examples[self.lang][0].replace("{entity}", name)), self.lang)

    def _contracted(self, text: str) -> str:
        """A text with the article of a name that was filled in drawn together with the preposition before it: "de le" is "du"."""
        for said, written in self.locale.contractions.items():
            text = text.replace(f" {said}" if said.endswith("'") else f" {said} ", f" {written} ")
        for said, written in self.locale.before_vowels.items():
            for at in reversed([m.end() for m in re.finditer(rf"\b{said} (?=\w)", text)]):
                if fold(text[at])[:1] in ELIDING:
                    text = f"{text[: at - len(said) - 1]}{written}{text[at:]}"
        return text

    def line(self, entity: EntityId, text: str) -> str:
        """What is told of one thing of a list."""
        return self.say("line", name=self.title(entity), text=text)

    def title(self, entity: EntityId) -> str:
        """The name of an entity for a button or a heading."""
        e = self.index.base.entities[entity]
        name, acronym = e.name[self.lang], e.acronym[self.lang]
        text = name if not acronym or acronym == name else f"{name} ({acronym})"
        return text[:1].upper() + text[1:]


def said_of(index: Index, view: EntityView, what: Says) -> Sequence[Fact]:
    """The statements of a thing that say what it is, which post somebody has, or its name in full."""
    properties = index.base.types[view.type].properties
    return [f for name, facts in view.facts.items() if properties[name].says == what for f in facts]


def key_fact(index: Index, entity: EntityId) -> Fact | None:
    """The fact that best says what an entity is at a glance: its date, else its description, else its first."""
    view = index.entities[entity]
    properties = index.base.types[view.type].properties
    for test in ("dates", "what", "post", "any"):
        for name, facts in view.facts.items():
            if (test == "dates" and properties[name].dates) or properties[name].says == test or test == "any":
                cited = [f for f in facts if f.citations]
                if cited:
                    return cited[0]
    return None


def unlike(facts: Sequence[Fact]) -> list[Fact]:
    """The statements without those that repeat another word for word."""
    return list({f.text.first: f for f in reversed(facts)}.values())[::-1]


def overview_facts(index: Index, entity: EntityId, limit: int = 7) -> list[Fact]:
    """The facts for an overview: what it is first, then dates and the properties that identify it, then the rest.

    For an entity with few facts of its own (a country) also those of others that are about it.
    """
    view = index.entities[entity]
    properties = index.base.types[view.type].properties

    def order(name: str) -> int:
        prop = properties[name]
        if prop.says in {"what", "post", "name"}:
            return {"what": 0, "post": 1, "name": 9}[prop.says]
        return 2 if prop.dates else 3 if prop.key else 4 if prop.kind != "text" else 5

    chosen: list[Fact] = []
    for name in sorted(view.facts, key=order):
        for fact in view.facts[name][: 2 if order(name) < 4 else 1]:
            chosen.append(fact)
    own = unlike([f for f in chosen if properties[f.property].says != "name"] or chosen)
    told = {f.id for f in own}
    if len(own) < limit:
        for other in sorted(index.by_link.get(entity, ())):
            if other == entity:
                continue
            near = index.entities[other]
            about = (f for fs in near.facts.values() for f in fs if entity in f.entities) if entity in near.about else iter(())
            found = next(about, None) or (key_fact(index, other) if entity in near.links else None)
            if found is not None and found.id not in told:
                told.add(found.id)
                own.append(found)
    return unlike(own)[:limit]


def plain_text(parts: Sequence[Part], citations: Sequence[SourceLine], choices: Sequence[Choice], heading: str, pick: str) -> str:
    """The faithful plain form of a reply: statements with their numbers, choices numbered, sources below."""
    lines: list[str] = []

    def one(p: Paragraph, bullet: str = "") -> str:
        return f"{bullet}{p.text}{p.marks}"

    for part in parts:
        match part:
            case Paragraph():
                lines.append(one(part))
            case Bullets(items):
                lines += [one(item, "- ") for item in items]
            case _:
                assert_never(part)
    for number, choice in enumerate(choices, 1):
        lines.append(f"{number}. {choice.label}")
    if choices:
        lines.append(pick)
    if citations:
        lines.append(heading)
        lines += [f"[{c.number}] {c.line}" for c in citations]
    return "\n".join(lines)
