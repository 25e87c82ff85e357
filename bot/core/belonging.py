"""Those of a statement that belong to something, or do not: "UN members of WACI", "which of them are not UN bodies?", "partners outside
the UN"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import replace

from bot.core.compose import PAGE, Composer
from bot.core.dates import fact_date
from bot.core.draft import Basis, Draft
from bot.core.frame import Frame, phrases
from bot.core.index import Index
from bot.core.lexicon import Keys
from bot.core.model import Fact, Mention, Paragraph, Ref, Role
from bot.core.names import entity_names
from bot.core.rank import rank
from bot.core.reframe import on_a_continent
from bot.core.text import words
from bot.core.understand import understand

BACK = frozenset({Role.FUNCTION, Role.CUE, Role.COURTESY})
"""Roles of the words before a name that begin what is said of it ("that aren't", "are in the", "lesquels ne sont pas")."""


def belonging(frame: Frame, index: Index, ask: Callable[[Frame], Draft]) -> Draft | None:
    """The things that a statement names and that the base counts to a body, or does not; None where the question asks for something
    else. ``ask`` answers the question without that condition."""
    words = index.cues.words
    if frame.yes_no or frame.asks - {"which", "who", "how_many", "where"}:
        return None
    at = next((i for i, w in enumerate(frame.said) if w in words["turning_round"] | words["left_off"]), -1)
    whole = next(
        (m for m in frame.top if m.start > at and len(m.ids) == 1 and (m.ids[0] in index.umbrellas or (at >= 0 and index.wide.issuperset(m.ids)))),
        None,
    )
    if whole is None:
        return None
    nouns = frozenset().union(
        index.nouns_of(index.nature(whole.ids[0])), *(index.property_keys[slot] for slot in index.property_keys if _carries(slot, index))
    )
    span = _denied(frame, at, whole, nouns) if at >= 0 else _said_of_them(frame, index, whole, nouns)
    if span is None:
        return None
    start, end = span
    tokens = frame.tokens
    head = frame.text[: tokens[start].start].rstrip(" ,-") if start else ""
    tail = frame.text[tokens[end].start :] if end < len(tokens) else ""
    rest = understand(f"{head} {tail}".strip(), index, frame.lang)
    if not rest.asks and (asking := next((frame.said[i] for i in range(start, end) if frame.said[i] in index.cues.question_words), "")):
        rest = understand(f"{asking} {head} {tail}", index, frame.lang)  # "in WACI, who is not part of the UN?"
    rest = replace(rest, mentions=(*(m for m in frame.mentions if m.end == m.start), *rest.mentions))  # "did he list"
    if not (rest.top or rest.dates):
        return None
    draft = ask(rest)
    facts = [f for f in (index.base.facts[i] for i in draft.composer.facts[:2]) if len(_alike(f, whole, index)) > 1]
    told_itself = False
    parting = words["left_off"] | {frame.said[at]} if at >= 0 else words["within"] & {*frame.said}
    if parting and not any(_parted(f, whole, index) for f in facts):  # a statement that itself says who is outside, or inside
        facts = _parting(rest, whole, parting, index)[:1]
        told_itself = bool(facts)
    named = dict.fromkeys(i for f in facts for i in _alike(f, whole, index))
    others = {i for m in frame.top if m is not whole for i in m.ids}  # INTERPOL is no partner of INTERPOL
    chosen = [i for i in named if _inside(i, whole, index) == (at < 0) and i not in others]
    if not facts or not chosen or not (told_itself or draft.kind in {"answer", "clarify"}):
        return None
    composer = Composer(index, frame.lang)
    names = ", ".join(composer.title(i) for i in chosen[:PAGE])
    cites = tuple(dict.fromkeys(n for f in facts for n in composer.cite(f)))
    said = composer.say("inside_of" if at < 0 else "outside_of", names=names, whole=composer.name(whole.ids[0]))
    composer.parts.append(Paragraph(said, cites, True, True))
    composer.bullets(facts)
    if told_itself:
        draft = replace(draft, kind="answer", entities=(facts[0].entity,), choices=())
    return replace(draft, composer=composer, intent="list", reason=f"those {'counted' if at < 0 else 'not counted'} to {whole.ids[0]}")


def in_the_place(frame: Frame, index: Index, draft: Draft) -> Draft:
    """An answer, with only those of the places that its statement names that lie in what the question names besides ("where in Africa do they
    collaborate?", "which of them are in the Caribbean?"), and no answer where none of them does; the draft as it is if the statement tells of that itself, or names no
    place."""
    fact = next((index.base.facts[f] for f in draft.composer.facts[:1]), None)
    asked = frame.asks and not frame.asks - {"which", "who", "where", "how_many"} and not frame.yes_no
    if fact is None or draft.kind != "answer" or draft.intent != "ask" or not asked:
        return draft
    frame = on_a_continent(frame, index)
    whole = next((m for m in frame.top if m.end > m.start and len(m.ids) == 1 and index.wide.issuperset(m.ids)), None)
    own = {fact.entity, *fact.refs, *(v.id for v in fact.values if isinstance(v, Ref))}
    if whole is None or whole.ids[0] in own | index.facts[fact.id].named:
        return draft
    named = [v.id for v in fact.values if isinstance(v, Ref) and index.nature(v.id) == "place"]
    inside = [i for i in named if _inside(i, whole, index)]
    if not named or len(inside) == len(named):
        return draft
    composer = Composer(index, frame.lang)
    said = composer.say(
        "inside_of" if inside else "outside_of", names=", ".join(map(composer.title, inside or named)), whole=composer.name(whole.ids[0])
    )
    composer.parts.append(Paragraph(said, composer.cite(fact), True, True))
    composer.bullets([fact])
    reason = f"those in {whole.ids[0]}"
    if not inside:
        return Draft("unknown", composer, draft.entities, "ask", basis=Basis.UNMET, reason=reason)
    return replace(draft, composer=composer, reason=reason)


def _denied(frame: Frame, at: int, whole: Mention, nouns: Keys) -> tuple[int, int] | None:
    """The words that deny that something is part of the whole: "that are not UN bodies", "outside the UN"."""
    end = whole.end
    while end < len(frame.said) and any(c.at == end and not c.keys.isdisjoint(nouns) for c in frame.content):
        end += 1
    if any(c.binding and at < c.at < end and c.keys.isdisjoint(nouns) for c in frame.content):
        return None
    return clause_start(frame, at), end


def _said_of_them(frame: Frame, index: Index, whole: Mention, nouns: Keys) -> tuple[int, int] | None:
    """The words that say that something is part of the whole: the name of "UN members of WACI", all of "are in the UN"."""
    others = [m for m in frame.top if m is not whole and m.end > m.start]
    if not others:
        return None
    words = index.cues.words
    little = words["out_of"] | words["determiners"]
    if any(k.at < whole.start and little.issuperset(frame.said[k.at + 1 : whole.start]) and index.nature(k.type) == "body" for k in frame.targets):
        return None  # "quelle mission de l'ONU": so they are called
    for a, b in phrases(frame, "belongs_to", index):
        if 0 < a < b <= whole.start and all(w in words["determiners"] for w in frame.said[b : whole.start]):
            return clause_start(frame, a), whole.end  # "which WACI partners belong to the UN"
    after = next((c for c in frame.content if c.at == whole.end), None)
    start = clause_start(frame, whole.start)
    part = next((c.at for c in frame.content if c.at == start - 1 and not c.keys.isdisjoint(nouns)), -1)
    if part >= 0 and frame.said[start] in words["out_of"]:
        return clause_start(frame, part), whole.end  # "are part of the UN"
    before = frame.said[start : whole.start]
    noun = after is not None and not after.keys.isdisjoint(nouns)
    if start and before and (words["apart"].isdisjoint(before) if noun else not words["placed"].isdisjoint(before[-2:])):
        return start, whole.end + noun  # "are UN bodies", "are in the UN"
    made = [i for m in others for i in m.ids if index.entities[i].type in index.made]
    members = frozenset().union(*(index.property_keys[index.entities[i].type, name] for i in made for name in index.entities[i].facts)) | nouns
    if after is None or not made or after.keys.isdisjoint(members) or any(m.start < whole.start for m in others):
        return None
    return whole.start, whole.end


def clause_start(frame: Frame, start: int) -> int:
    """The first of the words before a place that begin what is said there."""
    clause = frame.tokens[start].clause
    light = {c.at for c in frame.content if not c.binding}
    while (
        start > 0
        and (frame.roles[start - 1] in BACK or (frame.roles[start - 1] is Role.CONTENT and start - 1 in light))
        and frame.tokens[start - 1].clause == clause
    ):
        start -= 1
    return start


def _parted(fact: Fact, whole: Mention, index: Index) -> bool:
    """Whether a statement names both what is counted to a body and what is not."""
    return len({_inside(i, whole, index) for i in _alike(fact, whole, index)}) > 1


def _parting(rest: Frame, whole: Mention, parting: Set[str], index: Index) -> list[Fact]:
    """The statements that part what is counted to a body from what is not, by the words of the question, and tell all the names and dates of its
    rest; the nearest first."""
    near = [c.fact for c in rank(rest, index) if c.fact and c.met]
    told = [
        fact
        for fact in _of_all_named(rest, index)
        if all(_has_to_do_with(fact, m, index) for m in rest.top)
        and all(fact_date(fact, replace(d, document=True), index.base.sources) for d in rest.dates)
    ]
    found = dict.fromkeys(f for f in (*near, *told) if _parted(f, whole, index))
    return [f for f in found if not parting.isdisjoint(index.statement(f, rest.lang).words)]


def _has_to_do_with(fact: Fact, mention: Mention, index: Index) -> bool:
    view = index.facts[fact.id]
    return not ({fact.entity} | view.entities | view.named | view.sources).isdisjoint(mention.ids)


def _of_all_named(frame: Frame, index: Index) -> Iterator[Fact]:
    """The statements of the things that have to do with all that is named: of every thing, if nothing is."""
    near: set[str] | None = None
    for m in frame.top:
        linked = {*m.ids}.union(*(table.get(i, ()) for i in m.ids for table in (index.by_link, index.by_source)))
        near = linked if near is None else near & linked
    for entity in index.entities if near is None else sorted(near, key=lambda e: index.order[e]):
        for facts in index.entities[entity].facts.values():
            yield from facts


def _carries(slot: tuple[str, str], index: Index) -> bool:
    """Whether a property says what something is part of."""
    type_, name = slot
    return index.nature(type_) == "body" and index.base.types[type_].properties[name].carries


def _alike(fact: Fact, whole: Mention, index: Index) -> list[str]:
    """The things of the nature of the whole that a statement names: bodies, or places."""
    nature = index.nature(whole.ids[0])
    return [i for i in fact.entities if i != fact.entity and index.nature(i) == nature]


def _inside(entity: str, whole: Mention, index: Index) -> bool:
    """Whether a thing is, or is part of, what is named."""
    return entity in whole.ids or not index.entities[entity].links.isdisjoint(whole.ids) or _bears_its_name(entity, whole.ids[0], index)


def _bears_its_name(entity: str, whole: str, index: Index) -> bool:
    """Whether a body has the name of another in its own ("United Nations Stabilization Mission in Mali")."""
    if index.nature(entity) != "body" or index.nature(whole) != "body":
        return False
    own, of = ([f" {' '.join(words(n))} " for n in entity_names(index.base.entities[i])] for i in (entity, whole))
    return any(name in longer for name in of if name.count(" ") > 2 for longer in own)
