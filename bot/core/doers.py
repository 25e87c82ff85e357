"""All who did something, where nobody and nothing is named: "list the donors", "which countries gave money?", "who are the organisers?"."""

from __future__ import annotations

from bot.core.compose import PAGE, Composer
from bot.core.draft import Draft
from bot.core.frame import ORDERS, Content, Frame, phrases
from bot.core.index import Index
from bot.core.model import Fact, Interval, Lang, Property, Ref, Status
from bot.core.select import parts_of
from bot.core.text import words

MANY = 500
"""Things that are gone through; in a larger base all who did something are more than a page."""
REAL = frozenset({Status.DONE, Status.CLAIMED})
"""How real a statement is that tells who did something."""


def doers(frame: Frame, index: Index) -> Draft | None:
    """The statements of every property that the question's words ask for by "who", one for each set of those who did it; None where something
    is named or dated, where not all are asked for, or where they are more than a page."""
    cues = index.cues.words
    if frame.yes_no or frame.top or frame.dates or frame.numbers or ORDERS & frame.flags or frame.flags & {"anaphora", "persons", "carry_on"}:
        return None
    if phrases(frame, "counts_most", index) or phrases(frame, "counts_fewest", index):
        return None  # who gave most nobody counted
    if frame.asks - {"who", "which", "name"} or frame.operator not in {"ask", "list", "overview"} or phrases(frame, "negation", index):
        return None
    kinds = {(k.type, k.subtype) for k in frame.targets or frame.kinds if index.nature(k.type) in {"place", "person", "body"}}
    nouns = {k.at for k in frame.kinds}
    asked = [c for c in frame.content if c.binding and c.at not in nouns and c.word not in cues["appearing"] | cues["any_thing"] | cues["to_list"]]
    whatever = not cues["any_thing"].isdisjoint(frame.said) or bool(kinds) or frame.operator == "list"
    several = any((n := index.locales.number_word(t.text)) and n > 1 for t in frame.tokens)  # "the two signatories": of one thing
    open_ = "who" in frame.asks or kinds or frame.operator == "list" or frame.said[0] in cues["to_list"]
    if (
        not asked
        or several
        or not open_
        or not (whatever or any(c.word[-1:] in cues["plural_endings"] for c in asked))
        or any(index.nature(k.type) not in {"place", "person", "body"} for k in frame.kinds)
    ):
        return None
    slots = {(t.name, p.name): p for t in index.base.types.values() for p in t.properties.values() if _asks(p, t.name, asked, index)}
    called = {slot for slot, p in slots.items() if all(_is_called(c, p, frame.lang, index) for c in asked)}
    views = [v for type_ in dict.fromkeys(t for t, _ in called) for v in index.by_type[type_]]
    if len(views) > MANY:
        return None
    told: dict[object, Fact] = {}
    for view in sorted(views, key=lambda v: -len(parts_of(v, index))):  # a series before its parts
        for fact in (f for name, stated in view.facts.items() if (view.type, name) in called for f in stated):
            if fact.status in REAL and not fact.lacks and _are(fact, kinds, index):
                told.setdefault(tuple(v.id for v in fact.values if isinstance(v, Ref)) or fact.values, fact)
    facts = sorted(told.values(), key=lambda f: (_when(f), f.id))
    if not 0 < len(facts) <= PAGE:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts)
    return Draft(
        "answer",
        composer,
        tuple(dict.fromkeys(f.entity for f in facts)),
        "list",
        reason=f"all of whom it is told: {', '.join(c.word for c in asked)}",
    )


def _asks(prop: Property, type_: str, asked: list[Content], index: Index) -> bool:
    """Whether all the words ask for a property that tells who did something."""
    keys = index.property_keys[type_, prop.name]
    return "who" in prop.asks and prop.kind not in {"date", "number"} and all(not c.keys.isdisjoint(keys) for c in asked)


def _is_called(content: Content, prop: Property, lang: Lang, index: Index) -> bool:
    """Whether a word is the editors' own for a property, and no other of that meaning: who signed is no author."""
    if not content.keys.isdisjoint(index.lexicon.text_keys(prop.label.by_lang.values())):
        return True
    at = index.locales.langs.index(lang)
    return index.locales.stems(content.word)[at] in {index.locales.stems(w)[at] for entry in prop.words[lang] for w in words(entry)[:1]}


def _are(fact: Fact, kinds: set[tuple[str, str]], index: Index) -> bool:
    """Whether somebody of the kinds that are asked for is told of."""
    values = [v.id for v in fact.values if isinstance(v, Ref)]
    things = values or [fact.entity, *fact.entities]  # a text names those of whom it tells
    return not kinds or any(index.entities[i].kinds & kinds for i in things if i in index.entities)


def _when(fact: Fact) -> int:
    known = [v for v in (fact.when, fact.as_of, *fact.values) if isinstance(v, Interval)]
    return min((v.start.toordinal() for v in known), default=0)
