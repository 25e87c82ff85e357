"""What several documents tell of ("which people show up in more than one document?", "partners named in all five texts"), and which of them
tell of something."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.belonging import clause_start
from bot.core.compose import PAGE, Composer, key_fact
from bot.core.dates import date_meets
from bot.core.draft import Basis, Draft
from bot.core.frame import Frame, phrases
from bot.core.index import Index
from bot.core.lexicon import Keys
from bot.core.model import Bullets, EntityId, Fact, Mention, Paragraph
from bot.core.operators import filters, what_of
from bot.core.rank import rank
from bot.core.reframe import on_a_continent, page_on
from bot.core.refuse import offer
from bot.core.select import loosely, makers_of, select, wanted_types
from bot.core.text import words
from bot.core.understand import understand

JOINTS = 5
"""Words that may begin or join the names of two documents; a sentence with more asks for something else."""
NEAR = 5
"""Words from "more than one" to the noun for documents: "of the five different"."""


def recurring(frame: Frame, index: Index) -> Draft | None:
    """The things of a kind of which at least so many documents tell, each with these documents; None where that is not asked for."""
    if frame.yes_no or frame.asks - {"which", "who", "how_many"}:
        return None
    asked = _documents(frame, index)
    joined = _joined_pages(frame, index)
    if joined is not None:
        (start, end, pages), (name, least) = joined, ("", 2)
    elif asked is not None:
        start, end, name, least = asked
        said_to_be = _pages(frame.text[frame.tokens[start].start : frame.tokens[end - 1].end], index, frame)
        if said_to_be is None:
            return None
        pages = said_to_be
    elif (frame.asks or frame.operator in {"list", "count"}) and (one := _one_page(frame, index)):
        (start, end, page), (name, least) = one, ("", 1)
        pages = {page}
    else:
        return None
    tokens = frame.tokens
    head = frame.text[: tokens[start].start].rstrip(" ,-") if start else ""
    tail = frame.text[tokens[end].start :] if end < len(tokens) else ""
    if least == 1 and pages:  # "which countries does it mention": nothing but that it does
        tail = " ".join(t.raw for t in tokens[end:] if t.text not in index.cues.words["read_of"] | index.cues.words["appearing"])
    rest = understand(f"{head} {tail}".strip(), index, frame.lang)
    rest = on_a_continent(rest, index)
    nouns = {k.at for k in rest.kinds}
    if least == 1 and pages and any(c.binding and c.at not in nouns for c in rest.content):
        return None  # "which operations does the page say that UNODC worked with?"
    types = [(t, s) for t, s in wanted_types(rest, index) if not index.base.types[t].topical and index.nature(t) != "document"]
    if not rest.kinds and "who" in frame.asks:
        types = [(t, "") for t in sorted(index.types_of({"person"}))]
    every = select(rest, index, types) if types else []
    if not every or loosely(rest, index, types, every):
        return None
    alone = name == "in_single"
    told = {
        v.id: telling for v in every if len(telling := _telling(v.id, index)) >= least and pages <= set(telling) and not (alone and len(telling) > 1)
    }
    composer = Composer(index, frame.lang)
    limits = filters(rest, composer, every)
    said = " " + composer.say("filters", filters=limits) if limits else ""
    if not told:
        composer.plain(composer.say("listed_none", what=what_of(index, composer, types, 2), filters=said), lead=True)
        return Draft("unknown", composer, reason=f"nothing that {least} documents tell of")
    ranked = sorted(told, key=lambda i: (-len(told[i]), i))
    lines = []
    for thing in ranked[:PAGE]:
        if least == 1 and pages:  # what that document tells of it
            fact = next(_at_a_glance(thing, page, told[thing][page], index) for page in pages)
            lines.append(Paragraph(composer.line(thing, composer.sentence(fact)), composer.cite(fact)))
            continue
        cites = tuple(dict.fromkeys(n for fact in told[thing].values() for n in composer.cite(fact)))
        lines.append(Paragraph(composer.line(thing, "; ".join(map(composer.title, told[thing]))), cites))
    what = what_of(index, composer, types, len(told))
    if pages and least == 1:
        head = composer.say("in_this", count=str(len(told)), what=what, document=composer.title(*pages), filters=said)
    elif pages:
        head = composer.say("in_these", count=str(len(told)), what=what, documents="; ".join(map(composer.title, sorted(pages))), filters=said)
    elif alone:
        head = composer.say("in_one_document", count=str(len(told)), what=what, filters=said)
    else:
        head = composer.say("in_documents", count=str(len(told)), what=what, least=str(least), filters=said)
    composer.parts += [Paragraph(head, tuple(sorted({n for line in lines for n in line.cites})), True, True), Bullets(tuple(lines))]
    if len(ranked) > PAGE:
        composer.plain(composer.say("more", count=str(len(ranked) - PAGE)))
    return Draft("answer", composer, tuple(ranked), "list", reason=f"{len(told)} of which {least} documents tell")


def _joined_pages(frame: Frame, index: Index) -> tuple[int, int, set[EntityId]] | None:
    """Two documents that are joined, each told by its date, its names or its subject ("in the 2009 text as well as on the page about Mali"): where
    their words begin and end, and which they are; None where there are no two, or one of them cannot be told."""
    words = index.cues.words
    nouns = sorted({k.at for k in frame.kinds if index.nature(k.type) == "document"})
    dated = [d.start for d in frame.dates]
    if not nouns or not (len(nouns) > 1 or dated):
        return None
    last = nouns[-1]
    end = next((i for i in range(last, len(frame.said)) if frame.tokens[i].clause != frame.tokens[last].clause), len(frame.said))
    joints = [(i, i + 1) for i in range(end) if frame.said[i] in words["conjoins"]] + phrases(frame, "as_well_as", index)
    leads = [i for i in range(last) if frame.said[i] in words["placed"] | words["speaking_of"]]
    if len(leads) > JOINTS or len(joints) > JOINTS:
        return None
    for first in leads:
        wanted = max((k.at for k in frame.kinds if k.at < first), default=0 if "who" in frame.asks else -1)
        if wanted < 0 or frame.tokens[first].clause != frame.tokens[last].clause:
            continue
        for a, b in sorted(s for s in joints if first < s[0]):
            parts = [(first + 1, a), (b, end)]
            if not all(x < y and (any(x <= n < y for n in (*nouns, *dated)) or not words["stand_in"].isdisjoint(frame.said[x:y])) for x, y in parts):
                continue
            pages = {_page(frame.text[frame.tokens[x].start : frame.tokens[y - 1].end], index, frame) for x, y in parts}
            if len(pages) == 2 and None not in pages:
                before = phrases(frame, "in_several", index)  # "both in the article and on the page"
                start = next((s for s, e in before if e in {first, first + 1}), first)
                while start > wanted + 1 and frame.said[start - 1] in words["appearing"] | words["turning_up"] | words["being"]:
                    start -= 1
                return start, end, {p for p in pages if p}
    return None


def _one_page(frame: Frame, index: Index) -> tuple[int, int, EntityId] | None:
    """The one document in which things of a kind are named ("which people does the UNODC page on Mali mention?", "who is named in the DPKO
    article?"): where its words begin and end, and which it is; None if it cannot be told, or something else is asked."""
    words = index.cues.words
    telling = words["appearing"] | words["turning_up"] | words["read_of"]
    if telling.isdisjoint(frame.said) or not words["quoting"].isdisjoint(frame.said) or phrases(frame, "negation", index):
        return None
    meant = page_on(frame, index)
    named = [m for m in meant.top if all(index.nature(i) == "document" for i in m.ids)]
    nouns = sorted({k.at for k in meant.kinds if index.nature(k.type) == "document"})
    if len(named) == 1 and not nouns and len(named[0].ids) == 1 and named[0].end > named[0].start:
        return named[0].start, named[0].end, named[0].ids[0]
    if named or len(nouns) != 1 or any(k.plural for k in meant.kinds if k.at in nouns):
        return None
    start, end = nouns[0], nouns[0] + 1
    of_kind = {(k.type, k.subtype) for k in meant.kinds if k.at == start}
    of_kind = {k for k in of_kind if k[1]} or of_kind  # "article" is a press page, and any document
    pages = [v for v in index.documents if not v.kinds.isdisjoint(of_kind)]
    for about in (1, 2):  # "the 2018 UNODC page", "the UNODC page of 2018"
        for d in meant.dates:
            if d.relation == "in" and (d.end == start or end <= d.start <= end + 1):
                pages = [v for v in pages if any(date_meets(d, x) for x in v.dates)]
                start, end = min(d.start, start), max(d.end, end)
        for m in meant.top if about == 1 else ():
            if m.end == start and m.end > m.start and any(not makers_of(v, index).isdisjoint(m.ids) for v in index.documents):
                pages = [v for v in pages if not makers_of(v, index).isdisjoint(m.ids)]
                start = m.start
    return (start, end, pages[0].id) if len(pages) == 1 else None


def _page(said: str, index: Index, frame: Frame) -> EntityId | None:
    """The one document that is meant by such words: of that date, and telling of what is named; without a date the one they fit best."""
    part = understand(said, index, frame.lang)
    every = index.documents
    if part.dates:
        then = [v.id for v in every if all(any(date_meets(d, x) for x in v.dates) for d in part.dates)]
        return then[0] if len(then) == 1 and all(_tells(then[0], m, index) for m in part.top) else None
    best = next((c for c in rank(part, index) if c.met and index.nature(c.entity) == "document"), None)
    return best.entity if best and (part.top or not best.left) else None


def _tells(page: EntityId, mention: Mention, index: Index) -> bool:
    """Whether a document tells of what is named, or is its own."""
    near = index.by_source.get(page, frozenset()) | index.told_in.get(page, frozenset()) | index.entities[page].links | {page}
    return not near.isdisjoint(mention.ids)


def which_page(frame: Frame, index: Index) -> Draft | None:
    """The documents that tell of what is named, or quote somebody ("which document mentions Haiti?", "in which document can I read about
    INTERPOL?"), each with a statement that does; None where something else is asked."""
    nouns = {k.at for k in frame.kinds if index.nature(k.type) == "document"}
    if (
        not nouns
        or frame.yes_no
        or phrases(frame, "negation", index)
        or frame.asks - {"which"}
        or frame.dates
        or frame.numbers
        or any(k.at not in nouns for k in frame.kinds)
    ):
        return None
    words = index.cues.words
    telling = words["appearing"] | words["turning_up"] | words["read_of"] | words["existing"]
    content = [c for c in frame.content if c.at not in nouns]
    spoken = not telling.isdisjoint(frame.said) or any(m.start and frame.said[m.start - 1] in words["speaking_of"] for m in frame.top)
    begun = frame.top[0].start if frame.top else 0
    if begun and frame.said[begun - 1] in words["coming_from"] | words["agent"]:
        return None  # "which of your sources come from UNODC": who published them
    if len(frame.top) != 1 or len(frame.top[0].ids) != 1 or not spoken or any(c.binding and c.word not in telling for c in content):
        return None
    thing = frame.top[0].ids[0]
    quoted = [c for c in content if c.word in words["quoting"]] if index.nature(thing) == "person" else []
    told = _quoting(thing, quoted[0].keys, index) if quoted else _telling(thing, index)
    if index.nature(thing) == "document" or not told:
        return None
    composer = Composer(index, frame.lang)
    lines = []
    for page, fact in told.items():
        lines.append(Paragraph(composer.line(page, composer.sentence(fact)), composer.cite(fact)))
    what = what_of(index, composer, [(index.entities[page].type, "") for page in told][:1], len(told))
    said = " " + composer.say("filters", filters=composer.title(thing))
    head = composer.say("listed_one" if len(told) == 1 else "listed", count=str(len(told)), what=what, filters=said)
    composer.parts += [Paragraph(head, tuple(sorted({n for line in lines for n in line.cites})), True, True), Bullets(tuple(lines))]
    return Draft("answer", composer, tuple(told), "list", reason=f"{len(told)} documents of {thing}")


def mentioned(frame: Frame, index: Index) -> Draft | None:
    """Whether a document tells of what is named ("does Zouev's speech mention the joint plan?"): Yes with a statement that does, else those
    documents that do, for a statement that the base does not have need not be missing in the document. None where more is asked."""
    cues = index.cues.words
    telling = cues["appearing"] | cues["turning_up"] | cues["read_of"]
    nouns = {k.at for k in frame.kinds if index.nature(k.type) == "document"}
    named = [m for m in frame.top if all(index.nature(i) == "document" for i in m.ids)]
    things = [m for m in frame.top if m not in named]
    other = [c for c in frame.content if c.binding and c.at not in nouns and c.word not in telling]
    unsure = cues["denying"] | cues["turning_round"] | cues["quoting"]  # who is named need not be quoted
    if not frame.yes_no or telling.isdisjoint(frame.said) or other or frame.numbers or len(things) != 1 or len(things[0].ids) != 1:
        return None
    if not unsure.isdisjoint(frame.said):
        return None
    if len({i for m in named for i in m.ids}) > 1 or any(not d.document for d in frame.dates) or not (named or (nouns and frame.dates)):
        return None
    pages = [v.id for v in index.documents if all(v.id in m.ids for m in named) and all(any(date_meets(d, x) for x in v.dates) for d in frame.dates)]
    told = _telling(things[0].ids[0], index)
    if len(pages) != 1 or any(k.at not in nouns for k in frame.kinds) or not told:
        return None
    composer = Composer(index, frame.lang)
    if pages[0] in told:
        said = frame.said[things[0].start : things[0].end]
        fact = next((f for f in _statements(things[0].ids[0], index) if _names_so(f, said, pages[0])), None)
        if fact is None:
            return offer(frame, index, [told[pages[0]]], [])
        composer.facts_part([fact], before=composer.say("yes") + " ")
        return Draft("answer", composer, things[0].ids, "ask", reason="told of in that document")
    composer.plain(composer.say("not_in_document", name=composer.called(things[0]), page=composer.name(pages[0])), lead=True)
    composer.plain(composer.say("what_there_is"))
    composer.parts.append(Bullets(tuple(Paragraph(composer.line(p, composer.sentence(f)), composer.cite(f)) for p, f in told.items())))
    return Draft("unknown", composer, things[0].ids, "ask", basis=Basis.UNMET, reason="no statement from that document")


def _names_so(fact: Fact, said: Sequence[str], page: EntityId) -> bool:
    """Whether a statement that rests on one document alone, and on no note of the editors, has a name as it was said: a later name, or the
    country of a mission, need not stand there."""
    alone = {c.source for c in fact.citations} == {page.partition("/")[2]}
    return alone and any(_within(said, words(text)) for text in fact.text)


def _within(said: Sequence[str], told: Sequence[str]) -> bool:
    return any(tuple(told[i : i + len(said)]) == tuple(said) for i in range(len(told) - len(said) + 1))


def _quoting(person: EntityId, asked: Keys, index: Index) -> dict[EntityId, Fact]:
    """The documents that quote somebody, each with what he says there."""
    view = index.entities[person]
    said = [f for name, facts in view.facts.items() if not asked.isdisjoint(index.property_keys[view.type, name]) for f in facts]
    pages = {page.partition("/")[2]: page for page in _telling(person, index)}
    return {pages[c.source]: f for f in reversed(said) for c in f.citations if c.source in pages}


def _pages(said: str, index: Index, frame: Frame) -> set[EntityId] | None:
    """The documents that are named in such words, by their years or titles ("both the 2009 and the 2011 pages"); None if they cannot be told."""
    part = understand(said, index, frame.lang)
    named = {i for m in part.top for i in m.ids if index.nature(i) == "document"}
    every = index.documents
    for d in part.dates:
        then = [v.id for v in every if any(date_meets(d, x) for x in v.dates)]
        if len(then) != 1:
            return None
        named.add(then[0])
    return named


def _documents(frame: Frame, index: Index) -> tuple[int, int, str, int] | None:
    """The words "show up in more than one of the five documents", the list of cues that they are of, and how many documents they ask for;
    None if there are none."""
    pages = len(index.documents)
    idle = index.cues.words["appearing"] | index.cues.words["turning_up"]
    telling = idle | index.cues.words["read_of"]  # "which bodies does every source mention?"
    for name, least in (("in_several", 2), ("in_every", pages), ("in_single", 1)):
        for start, end in phrases(frame, name, index):
            behind = enumerate(frame.said[end : end + NEAR + 1], end)
            noun = next((i for i, w in behind if any(index.nature(t) == "document" for t, _, _ in index.type_nouns.get((w,), ()))), None)
            wanted = max((k.at for k in frame.kinds if k.at < start), default=0 if "who" in frame.asks else -1)
            told = not idle.isdisjoint(frame.said[wanted:start]) or (noun is not None and not telling.isdisjoint(frame.said[noun:]))
            if noun is None or wanted < 0 or (least == pages and not told):
                continue  # "across all documents, which trainings took place"
            first = start
            while first > wanted + 1 and (frame.said[first - 1] in idle or clause_start(frame, first) < first):
                first = max(min(first - 1, clause_start(frame, first)), wanted + 1)
            return first, noun + 1, name, least
    return None


def _telling(thing: EntityId, index: Index) -> dict[EntityId, Fact]:
    """The documents that tell of a thing, each with a statement that does, in order of their date."""
    found: dict[EntityId, Fact] = {}
    statements = _statements(thing, index)
    for page in (v.id for v in index.documents):
        if thing not in index.by_source.get(page, ()) and thing not in index.told_in.get(page, ()):
            continue
        source = page.partition("/")[2]
        statement = next((f for f in statements if any(c.source == source for c in f.citations)), None)
        if statement is not None:
            found[page] = statement
    dates = {page: index.entities[page].dates for page in found}
    return dict(sorted(found.items(), key=lambda item: (dates[item[0]][0].start.toordinal() if dates[item[0]] else 0, item[0])))


def _at_a_glance(thing: EntityId, page: EntityId, other: Fact, index: Index) -> Fact:
    """What a document tells of a thing, best what tells it at a glance or more than what its name stands for; else the ``other`` statement."""
    view = index.entities[thing]
    own = [f for f in _statements(thing, index) if any(c.source == page.partition("/")[2] for c in f.citations)]
    best = key_fact(index, thing)
    names = [f for f in own if f.entity == thing and index.base.types[view.type].properties[f.property].says == "name"]
    return best if best in own else next((f for f in own if f not in names), other)


def _statements(thing: EntityId, index: Index) -> list[Fact]:
    """The statements of a thing, and those of others that are about it."""
    own = [f for facts in index.entities[thing].facts.values() for f in facts]
    others = (index.entities[i] for i in sorted(index.by_link.get(thing, ())) if i != thing)
    return [*own, *(f for v in others if thing in v.about for facts in v.facts.values() for f in facts if thing in f.entities)]
