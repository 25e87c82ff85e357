"""What a document says of something: "what does the 2011 article say about prisons?", "que dit l'article de 2009 sur l'Europe ?"."""

from __future__ import annotations

from bot.core.compose import Composer, unlike
from bot.core.dates import date_meets
from bot.core.draft import Draft
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import EntityId, Fact
from bot.core.reframe import page_on
from bot.core.understand import understand

SHOWN = 8
"""Statements told at once; of the others their number is said."""


def what_it_says(frame: Frame, index: Index) -> Draft | None:
    """The statements of one document that have each name and word of a topic, in the order of its paragraphs; None where something else is asked, or
    where the document or its statements cannot be told."""
    words = index.cues.words
    verb = next((i for i, w in enumerate(frame.said) if w in words["saying"]), -1)
    about = next((i for i, w in enumerate(frame.said) if w in words["speaking_of"] and i > verb), -1)
    if verb < 0 or not verb < about < len(frame.said) - 1 or frame.yes_no or frame.asks - {"which"} or len({t.sentence for t in frame.tokens}) > 1:
        return None
    asked = page_on(frame, index)
    about = next((i for i in range(about, len(frame.said)) if frame.said[i] in words["speaking_of"] and not _in_its_name(i, asked, index)), -1)
    page = _page(asked, about, index)
    if page is None or about < 0:
        return None
    topic = understand(frame.text[frame.tokens[about].end :].strip(" ?."), index, frame.lang)
    facts = _of_topic(topic, page, index)
    if not facts:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts[:SHOWN])
    if len(facts) > SHOWN:
        composer.plain(composer.say("more", count=str(len(facts) - SHOWN)))
    things = tuple(i for m in topic.top for i in m.ids[:1])[:1] or tuple(dict.fromkeys(f.entity for f in facts))[:1]
    return Draft("answer", composer, things, "list", reason=f"what {page} says of it")


def _in_its_name(at: int, asked: Frame, index: Index) -> bool:
    """Whether an "on" belongs to what a document is called ("the page on Mali")."""
    return any(m.start <= at < m.end and all(index.nature(i) == "document" for i in m.ids) for m in asked.top)


def _page(asked: Frame, about: int, index: Index) -> EntityId | None:
    """The one document that is named before the topic, or told by its date."""
    named = {i for m in asked.top if m.start < about for i in m.ids if index.nature(i) == "document"}
    if not named and any(index.nature(k.type) == "document" and k.at < about for k in asked.kinds):
        dates = [d for d in asked.dates if d.start < about]
        named = {v.id for v in index.documents if dates and all(any(date_meets(d, x) for x in v.dates) for d in dates)}
    return named.pop() if len(named) == 1 else None


def _of_topic(topic: Frame, page: EntityId, index: Index) -> list[Fact]:
    """The statements that rest on a document and have all of a topic, none of them about the document itself."""
    content = [c for c in topic.content if c.binding]
    if not (topic.top or content) or topic.dates or any(not m.ids for m in topic.top):
        return []
    source = page.partition("/")[2]
    found = []
    for fv in (index.facts[told] for told in index.by_document.get(source, ())):
        fact = fv.fact
        places = [c.paragraph for c in fact.citations if c.source == source]
        if index.nature(fact.entity) == "document":
            continue
        known = fv.entities | fv.named | {fact.entity}
        if all(not known.isdisjoint(m.ids) for m in topic.top) and all(not c.keys.isdisjoint(fv.text_keys) for c in content):
            found.append((min(places), fact.id, fact))
    found.sort()
    once = {(frozenset(f.citations), frozenset({f.entity, *f.entities})): f for _, _, f in reversed(found)}  # an event is told of each side
    kept = {f.id for f in once.values()}
    return unlike([f for _, id_, f in found if id_ in kept])
