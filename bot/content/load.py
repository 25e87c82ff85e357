"""``facts/`` -> :class:`Base` and ``intents/`` -> :class:`Language`: all or nothing, every problem at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import get_args

from bot.content.languages import load_locales
from bot.content.yamlfile import Node, Problems, did_you_mean, load_file, misnamed
from bot.core import kinds
from bot.core.errors import ContentError
from bot.core.language import CHAT_KINDS, CUES, OPERATORS, PAIRS, REPLIES, Language
from bot.core.lexicon import compile_lexicon
from bot.core.locales import Locales
from bot.core.model import (
    Base,
    Citation,
    Entity,
    EntityType,
    Fact,
    Intent,
    Kind,
    Label,
    Lang,
    Nature,
    Property,
    Ref,
    Says,
    Source,
    Status,
    Subtype,
    Text,
    Value,
    Where,
    Words,
)
from bot.core.text import words

ASKS = frozenset({"when", "who", "where", "how_many", "how_much", "how_long", "what", "which", "why", "how"})
_CURLY = ("“", "”", "‘", "’", "„", "«")
_ARTICLE = re.compile(r"\[(.+?)\]\s*(.*)", re.DOTALL)
_CITATION = re.compile(r"(?P<source>[\w-]+)(?:\s*¶\s*(?P<paragraph>\d+))?$")


def load_base(folder: Path, locales: Locales) -> tuple[Base, Problems]:
    """Load a fact base, whose texts are in some languages. Returns it with its warnings.

    Raises ContentError with every problem when there is any.
    """
    problems = Problems(locales)
    loader = _FactLoader(folder, problems)
    base = loader.load()
    if problems.errors:
        raise ContentError(problems.errors)
    return base, problems


class _FactLoader:
    """Reads one folder of facts; holds what the parts need of each other."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self.folder, self.problems = folder, problems
        self.refs: list[tuple[Node, str, Property | None]] = []
        self.sources: dict[str, Source] = {}
        self.unread: set[str] = set()
        """Entities whose file is no YAML: that is said once, not again wherever they are referred to."""

    def load(self) -> Base:
        if not self.folder.is_dir():
            self.problems.add(Where(str(self.folder)), "no such folder; name the fact base with --facts DIR or LIAISON_FACTS")
            return Base({}, {}, {}, {})
        self._sources()
        common = self._common()
        types: dict[str, EntityType] = {}
        entities: dict[str, Entity] = {}
        facts: dict[str, Fact] = {}
        for folder in sorted(p for p in self.folder.iterdir() if p.is_dir() and not p.name.startswith(".")):
            entity_type = self._type(folder, common)
            if entity_type is None:
                continue
            types[entity_type.name] = entity_type
            misnamed(folder, self._shown(folder), self.problems)
            for path in sorted(folder.glob("*.yaml")):
                if path.name == "_type.yaml":
                    continue
                read = self._entity(path, entity_type)
                if read:
                    entity, body = read
                    entities[entity.id] = entity
                    # at once, so that no more than one file stands in memory; what they refer to is looked up at the end
                    facts |= {fact.id: fact for fact in (self._facts(entity, entity_type, body) if body else ())}
        self._check_refs(entities, types)
        return Base(types, entities, facts, self.sources)

    def _open(self, path: Path) -> Node | None:
        return load_file(path, self._shown(path), self.problems)

    def _shown(self, path: Path) -> str:
        return f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"

    # -- sources

    def _sources(self) -> None:
        path = self.folder / "sources.yaml"
        if not path.is_file():
            self.problems.add(Where(self._shown(path)), "no sources.yaml; every fact needs a source declared there")
            return
        root = self._open(path)
        listing = root.fields(("sources",)).get("sources") if root else None
        for name, node in listing.items() if listing else ():
            f = node.fields(("title", "publisher", "kind"), ("date", "file", "words", "not_content", "note"))
            not_content: dict[int, str] = {}
            for key, reason in f["not_content"].items() if "not_content" in f else ():
                if key.isdigit():
                    not_content[int(key)] = reason.text()
                else:
                    reason.fail(f"{key!r} is no paragraph number")
            self.sources[name] = Source(
                id=name,
                title=f["title"].multilingual(what="title") if "title" in f else Text(dict.fromkeys(self.problems.locales, name)),
                publisher=f["publisher"].multilingual(warn=False) if "publisher" in f else Text(),
                date=f["date"].read(kinds.read_date) if "date" in f and f["date"].text() not in {"", "null"} else None,
                kind=f["kind"].text() if "kind" in f else "",
                words=f["words"].words() if "words" in f else Words(),
                note=f["note"].multilingual() if "note" in f else Text(),
                file=f["file"].text() if "file" in f else "",
                not_content=not_content,
                where=node.where,
            )

    # -- types

    def _common(self) -> dict[str, Property]:
        path = self.folder / "_common.yaml"
        root = self._open(path) if path.is_file() else None
        fields = root.fields((), ("properties",)) if root else {}
        return self._properties(fields["properties"]) if "properties" in fields else {}

    def _type(self, folder: Path, common: dict[str, Property]) -> EntityType | None:
        path = folder / "_type.yaml"
        if not path.is_file():
            self.problems.add(Where(self._shown(path)), f"folder {folder.name!r} has no _type.yaml; declare the type there")
            return None
        root = self._open(path)
        if root is None:
            return None
        f = root.fields(("label", "subtypes"), ("words", "properties", "topical", "nature"))
        subtypes: dict[str, Subtype] = {}
        for name, node in f["subtypes"].items() if "subtypes" in f else ():
            s = node.fields(("label",), ("words", "listed"))
            subtypes[name] = Subtype(
                name,
                self._label(s.get("label")),
                s["words"].words() if "words" in s else Words(),
                s["listed"].flag() if "listed" in s else False,
            )
        properties = {**common, **(self._properties(f["properties"]) if "properties" in f else {})}
        if "properties" in f:
            self._beside(f["properties"], properties)
        return EntityType(
            folder.name,
            self._label(f.get("label")),
            f["words"].words() if "words" in f else Words(),
            subtypes,
            properties,
            root.where,
            "topical" in f and f["topical"].flag(),
            _one_of(f.get("nature"), get_args(Nature)),  # type: ignore[arg-type]  # checked against them
        )

    def _label(self, node: Node | None) -> Label:
        if node is None:
            return Label(Text(), Text())
        text = node.multilingual(what="label")
        parts = {lang: [p.strip() for p in written.split("|")] for lang, written in text.by_lang.items()}
        return Label(Text({lang: p[0] for lang, p in parts.items()}), Text({lang: p[-1] for lang, p in parts.items()}))

    def _properties(self, listing: Node) -> dict[str, Property]:
        properties: dict[str, Property] = {}
        for name, node in listing.items():
            f = node.fields(
                ("kind", "label"),
                ("asks", "single", "key", "dates", "closed", "maker", "carries", "within", "says", "of", "beside", "words", "examples"),
            )
            kind = f["kind"].text() if "kind" in f else "text"
            if kind not in get_args(Kind):
                f["kind"].fail(f"unknown kind {kind!r}{did_you_mean(kind, get_args(Kind))}")
                kind = "text"
            asks = f["asks"].texts() if "asks" in f else {"date": ("when",), "number": ("how_many",), "entity": ("who", "what")}.get(kind, ("what",))
            for ask in asks:
                if ask not in ASKS:
                    f["asks"].fail(f"unknown question word {ask!r}{did_you_mean(ask, ASKS)}")
            properties[name] = Property(
                name=name,
                kind=kind,  # type: ignore[arg-type]  # checked against the kinds above
                label=f["label"].multilingual(what="label") if "label" in f else Text(dict.fromkeys(self.problems.locales, name)),
                asks=asks,
                where=node.where,
                single="single" in f and f["single"].flag(),
                key="key" in f and f["key"].flag(),
                dates="dates" in f and f["dates"].flag(),
                closed="closed" in f and f["closed"].flag(),
                maker="maker" in f and f["maker"].flag(),
                carries="carries" in f and f["carries"].flag(),
                within="within" in f and f["within"].flag(),
                says=_one_of(f.get("says"), get_args(Says)),  # type: ignore[arg-type]  # checked against them
                of=f["of"].texts() if "of" in f else (),
                beside=f["beside"].texts() if "beside" in f else (),
                words=f["words"].words() if "words" in f else Words(),
                examples=f["examples"].words() if "examples" in f else Words(),
            )
        return properties

    def _beside(self, listing: Node, properties: Mapping[str, Property]) -> None:
        """Whether the properties named beside others are there, in the type's own file or in the common one."""
        for _, node in listing.items():
            named = dict(node.items()).get("beside")
            for other in named.texts() if named else ():
                if other not in properties:
                    named.fail(f"unknown property {other!r}{did_you_mean(other, properties)}")  # type: ignore[union-attr]  # named just above

    # -- entities

    def _entity(self, path: Path, entity_type: EntityType) -> tuple[Entity, Node | None] | None:
        root = self._open(path)
        if root is None:
            self.unread.add(f"{entity_type.name}/{path.stem}")
            return None
        f = root.fields(("subtype", "name"), ("also", "area", "acronym", "aliases", "words", "facts"))
        subtype = f["subtype"].text() if "subtype" in f else ""
        if "subtype" in f and subtype not in entity_type.subtypes:
            f["subtype"].fail(f"unknown subtype {subtype!r}{did_you_mean(subtype, entity_type.subtypes)}")
        also = [(node, node.text()) for node in f["also"].list()] if "also" in f else []
        for node, other in also:
            if other not in entity_type.subtypes:
                node.fail(f"unknown subtype {other!r}{did_you_mean(other, entity_type.subtypes)}")
        areas = [(node, node.text()) for node in f["area"].list()] if "area" in f else []
        self.refs += [(node, area, None) for node, area in areas]
        written = f["name"].multilingual(what="name") if "name" in f else Text(dict.fromkeys(self.problems.locales, path.stem))
        article: dict[Lang, str] = {}
        name: dict[Lang, str] = {}
        for lang, text in written.by_lang.items():
            if text.startswith(_CURLY):
                f["name"].fail(f"the name begins with {text[0]}, which does not quote in YAML; use straight quotes")
            match = _ARTICLE.match(text)
            article[lang], name[lang] = (match[1].strip(), match[2].strip()) if match else ("", text)
        entity = Entity(
            id=f"{entity_type.name}/{path.stem}",
            type=entity_type.name,
            subtype=subtype,
            name=Text(name),
            article=Text(article),
            acronym=f["acronym"].multilingual(warn=False) if "acronym" in f else Text(),
            aliases=f["aliases"].words() if "aliases" in f else Words(),
            words=f["words"].words() if "words" in f else Words(),
            where=root.where,
            nature=entity_type.nature,
            also=tuple(other for _, other in also),
            areas=tuple(area for _, area in areas),
        )
        return entity, f.get("facts")

    def _facts(self, entity: Entity, entity_type: EntityType, body: Node) -> Iterable[Fact]:
        for name, node in body.items():
            prop = entity_type.properties.get(name)
            if prop is None:
                node.fail(f"unknown property {name!r} of type {entity_type.name!r}{did_you_mean(name, entity_type.properties)}")
                continue
            for number, entry in enumerate(node.list(), 1):
                fact = self._fact(entity, prop, entry, f"{entity.id}#{name}.{number}")
                if fact:
                    yield fact

    def _fact(self, entity: Entity, prop: Property, node: Node, fact_id: str) -> Fact | None:
        if not node.is_map:
            node.fail("expected a fact: `- value: ...` with `source: ...`")
            return None
        f = node.fields(
            ("value", "source"),
            ("text", "when", "as_of", "status", "role", "refs", "note", "closed", "conflict", "words", "lacks", "examples", "excuse"),
        )
        values: list[Value] = []
        if "value" in f:
            items = f["value"].list() if f["value"].is_list else [f["value"]]
            for item in items:
                value = self._value(item, prop)
                if value is not None:
                    values.append(value)
        text = f["text"].multilingual(what="statement") if "text" in f else Text()
        if not text and prop.kind == "text" and values:
            texts = [v for v in values if isinstance(v, Text)]
            text = Text({lang: " ".join(t.own(lang) for t in texts) for lang in self.problems.locales})
        if not text and "text" not in f:
            node.fail("a fact of this kind needs a statement; add `text: {en: ..., fr: ...}`")
        status = Status.DONE
        if "status" in f:
            try:
                status = Status(f["status"].text())
            except ValueError:
                f["status"].fail(f"unknown status {f['status'].text()!r}{did_you_mean(f['status'].text(), [s.value for s in Status])}")
        refs = []
        for ref in f["refs"].list() if "refs" in f else ():
            refs.append(ref.text())
            self.refs.append((ref, ref.text(), None))
        return Fact(
            id=fact_id,
            entity=entity.id,
            property=prop.name,
            values=tuple(values),
            text=text,
            citations=tuple(self._citations(f["source"])) if "source" in f else (),
            where=node.where,
            when=f["when"].read(kinds.read_date) if "when" in f else None,
            as_of=f["as_of"].read(kinds.read_date) if "as_of" in f else None,
            status=status,
            role=f["role"].text() if "role" in f else "",
            refs=tuple(refs),
            note=f["note"].multilingual(what="note") if "note" in f else Text(),
            closed=f["closed"].flag() if "closed" in f else prop.closed,
            conflict=f["conflict"].text() if "conflict" in f else "",
            words=f["words"].words() if "words" in f else Words(),
            lacks=f["lacks"].words() if "lacks" in f else Words(),
            examples=f["examples"].words() if "examples" in f else Words(),
            excuse={k: v.text() for k, v in f["excuse"].items()} if "excuse" in f else {},
        )

    def _value(self, node: Node, prop: Property) -> Value | None:
        readers: dict[str, Callable[[str], Value]] = {"date": kinds.read_date, "number": kinds.read_number}
        if prop.kind in readers:
            return node.read(readers[prop.kind])
        if prop.kind == "entity":
            self.refs.append((node, node.text(), prop))
            return Ref(node.text())
        return node.multilingual(what="value")

    def _citations(self, node: Node) -> Iterable[Citation]:
        for item in node.list():
            match = _CITATION.match(item.text())
            if not match:
                item.fail(f"{item.text()!r} is no source; write `<source id> ¶<number>`")
            elif match["source"] not in self.sources:
                item.fail(f"no source {match['source']!r} in sources.yaml{did_you_mean(match['source'], self.sources)}")
            elif not match["paragraph"] and self.sources[match["source"]].kind != "naming":
                item.fail(f"{item.text()!r} names no paragraph; write `{match['source']} ¶<number>`")
            else:
                yield Citation(match["source"], int(match["paragraph"] or 0))

    def _check_refs(self, entities: dict[str, Entity], types: dict[str, EntityType]) -> None:
        for node, ref, prop in self.refs:
            if ref in self.unread:
                continue
            if ref not in entities:
                node.fail(f"no entity {ref!r}{did_you_mean(ref, entities)}")
            elif prop and prop.of and entities[ref].type not in prop.of:
                node.fail(f"{ref!r} is of type {entities[ref].type!r}; {prop.name!r} takes {', '.join(prop.of)}")
        for entity_type in types.values():
            for prop in entity_type.properties.values():
                for name in prop.of:
                    if name not in types:
                        self.problems.add(prop.where, f"`of` names no type {name!r}{did_you_mean(name, types)}")


def load_language(folder: Path) -> tuple[Language, Problems]:
    """Load the intents, the lexicon, the known names and the replies.

    Raises ContentError with every problem when there is any.
    """
    locales = load_locales(folder)
    problems = Problems(locales)

    def open_file(name: str) -> Node | None:
        path = folder / name
        if not path.is_file():
            problems.add(Where(f"{folder.name}/{name}"), "no such file; every folder of intents needs it, take that of the repository")
            return None
        return load_file(path, f"{folder.name}/{name}", problems)

    def by_lang(node: Node | None) -> Mapping[Lang, tuple[str, ...]]:
        return node.words().by_lang if node else {}

    root = open_file("lexicon.yaml")
    lex = root.fields(("function", "light", "courtesy", "concepts"), ("abbreviations",)) if root else {}
    real_root = open_file("real_words.yaml")
    written = lex["abbreviations"].fields((), locales) if "abbreviations" in lex else {}
    abbreviations = {lang: {k: v.text() for k, v in node.items()} for lang, node in written.items()}
    concepts = {key: by_lang(node) for key, node in lex["concepts"].items()} if "concepts" in lex else {}
    lexicon = compile_lexicon(
        locales,
        by_lang(lex.get("function")),
        by_lang(lex.get("light")),
        [w for ws in by_lang(lex.get("courtesy")).values() for w in ws],
        abbreviations,
        {lang: " ".join(node.texts()) for lang, node in (real_root.fields((), locales) if real_root else {}).items()},
        concepts,
    )
    cues_root = open_file("_cues.yaml")
    cues = {k: n.phrases() for k, n in cues_root.items()} if cues_root else {}
    replies_root = open_file("_replies.yaml")
    replies = {k: n.multilingual(what="reply") for k, n in replies_root.items()} if replies_root else {}
    if cues_root and replies_root:  # of a file that cannot be read that alone is told
        _complete(folder, cues, replies, dict(cues_root.items()), dict(replies_root.items()), problems)
    names: list[tuple[str, tuple[str, ...]]] = []
    for file in ("known_names.yaml", "countries.yaml"):
        known = open_file(file)
        for group, node in known.items() if known else ():
            for item in node.list():
                names.append((group, _names_of(item)))
    intents = []
    misnamed(folder, folder.name, problems)
    for path in sorted(folder.glob("*.yaml")):
        if path.name.startswith("_") or path.name in {"lexicon.yaml", "real_words.yaml", "known_names.yaml", "countries.yaml"}:
            continue
        root = load_file(path, f"{folder.name}/{path.name}", problems)
        if root:
            intents.append(_intent(path.stem, root))
    if problems.errors:
        raise ContentError(problems.errors)
    return Language(lexicon=lexicon, intents=tuple(intents), cues=cues, replies=replies, known_names=tuple(names)), problems


def _one_of(node: Node | None, known: Sequence[str]) -> str:
    """A word out of a closed list; empty if there is none."""
    text = node.text() if node else ""
    if node and text not in known:
        node.fail(f"unknown word {text!r}{did_you_mean(text, [k for k in known if k])}")
        return ""
    return text


def _names_of(item: Node) -> tuple[str, ...]:
    """The names of one thing that the base does not cover, with or without a note."""
    if not item.is_map:
        return item.texts()
    f = item.fields(("names",), ("note",))
    return f["names"].texts() if "names" in f else ()


def _complete(
    folder: Path,
    cues: Mapping[str, Words],
    replies: Mapping[str, Text],
    lists: Mapping[str, Node],
    written: Mapping[str, Node],
    problems: Problems,
) -> None:
    """Whether all lists and wordings that the core asks for are there, with the placeholders that it fills."""
    for name in sorted(CUES - cues.keys()):
        problems.add(Where(f"{folder.name}/_cues.yaml"), f"the list {name!r} is missing; understanding needs it")
    for name in sorted(PAIRS & cues.keys()):
        for text in (t for t in cues[name] if len(words(t)) != 2):
            problems.add(lists[name].where, f"{name!r} takes two words each, the one that is read and the one as which; {text!r} is not that")
    for name, wanted in REPLIES.items():
        where = Where(f"{folder.name}/_replies.yaml")
        if name not in replies:
            problems.add(where, f"the wording {name!r} is missing; some replies say it")
            continue
        for lang in replies[name].by_lang:
            found = set(re.findall(r"\{(\w+)\}", replies[name][lang]))
            if found != wanted:
                said = ", ".join(f"{{{p}}}" for p in sorted(wanted)) or "none"
                problems.add(written[name].where, f"{name!r} ({lang}) has other placeholders than it needs: {said}")


def _intent(name: str, node: Node) -> Intent:
    f = node.fields(("operator", "examples"), ("cues", "near_misses", "replies", "kind", "leading", "description"))
    operator = f["operator"].text() if "operator" in f else "say"
    if operator not in OPERATORS:
        f["operator"].fail(f"unknown operator {operator!r}{did_you_mean(operator, OPERATORS)}")
    examples = f["examples"].words() if "examples" in f else Words()
    if not list(examples):
        node.fail("an intent needs examples; they are its tests")
    replies = {k: n.multilingual(what="reply") for k, n in f["replies"].items()} if "replies" in f else {}
    if operator in {"say", "help"} and "text" not in replies:
        node.fail(f"an intent with the operator {operator!r} needs what it says: replies: {{text: {{en: ..., fr: ...}}}}")
    kind = f["kind"].text() if "kind" in f else ""
    if "kind" in f and kind not in CHAT_KINDS:
        f["kind"].fail(f"unknown kind {kind!r}{did_you_mean(kind, CHAT_KINDS)}")
    leading = "leading" in f and f["leading"].flag()
    if leading and operator != "say":
        f["leading"].fail(f"only an intent with the operator 'say' can be leading, not {operator!r}; its cues would end every question")
    return Intent(
        name=name,
        operator=operator,
        cues=f["cues"].phrases() if "cues" in f else Words(),
        examples=examples,
        near_misses=f["near_misses"].words() if "near_misses" in f else Words(),
        where=node.where,
        replies=replies,
        kind=kind,
        leading=leading,
    )
