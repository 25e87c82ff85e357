"""A frame as it is meant: periods as one, things as times, names as those of another time or as their parts. Nothing is answered here."""

from __future__ import annotations

from dataclasses import replace

from bot.core.dates import date_meets
from bot.core.frame import Frame, Target, phrases
from bot.core.index import EntityView, Index
from bot.core.model import DateConstraint, EntityId, Interval, Mention
from bot.core.select import affiliations, date_properties, is_label, makers_of, parts_of
from bot.core.text import words

BETWEEN = 4
"""Tokens between "before" and the name of the thing that is meant as a time ("before the creation of the mission")."""


def between(frame: Frame, index: Index) -> Frame:
    """The frame with "between 2009 and 2011" as one period."""
    said = frame.said
    words = index.cues.words
    dates = [d for d in frame.dates if not d.document]
    until = words["span_to"] - words["conjoins"]
    if frame.operator == "timeline" and len(dates) == 1 and dates[0].relation == "in" and dates[0].start and said[dates[0].start - 1] in until:
        return replace(frame, dates=(replace(dates[0], relation="until"), *(d for d in frame.dates if d.document)))  # "creation to 2018"
    if len(dates) != 2 or any(d.relation != "in" for d in dates):
        return frame
    first, second = dates
    joined = first.start and said[first.start - 1] in words["span_from"] and {*said[first.end : second.start]} <= words["span_to"]
    joined = joined or ({*said[first.end : second.start]} <= until and bool(said[first.end : second.start]))  # "2009 to 2015"
    if not joined or first.interval.start > second.interval.start:
        return frame
    period = Interval(first.interval.start, second.interval.end, first.interval.precision, period=True)
    begins = first.start - (first.start > 0 and said[first.start - 1] in words["span_from"])  # it is said with its "between"
    merged = replace(first, start=begins, end=second.end, interval=period)
    return replace(frame, dates=(merged, *(d for d in frame.dates if d.document)))


def relative_to(frame: Frame, index: Index) -> Frame:
    """The frame with the thing that others are before or after as a time: "the agreements after the joint plan", "signed before
    MINUSCA was created"."""
    nouns = [k.at for k in frame.kinds if k.plural and k.type in index.made]
    if frame.yes_no or frame.asks - {"which", "how_many"} or not nouns:
        return frame
    said = frame.said
    for relation in ("before", "after"):
        for start, end in phrases(frame, relation, index):
            thing = next((m for m in frame.top if end <= m.start <= end + BETWEEN and len(m.ids) == 1), None)
            if thing is None and (several := _span_of_kind(frame, index, start, end, min(nouns))):
                return replace(several, dates=(*several.dates[:-1], replace(several.dates[-1], relation=relation)))
            if thing is None or min(nouns) > start or not (dates := index.entities[thing.ids[0]].dates):
                continue
            view = index.entities[thing.ids[0]]
            when = frozenset().union(*(index.property_keys[view.type, name] for name in date_properties(view.type, index)))
            of_date = {c.at for c in frame.content if not c.keys.isdisjoint(when)}  # "before the creation of MINUSCA", "... was created"
            if any(i not in of_date and not index.lexicon.is_function(said[i]) for i in range(end, thing.start)):
                continue
            inside = range(start, thing.end)
            date = DateConstraint(thing.start, thing.end, dates[0], relation)
            return replace(
                frame,
                mentions=tuple(m for m in frame.mentions if m.start not in inside),
                kinds=tuple(k for k in frame.kinds if k.at not in inside),
                content=tuple(c for c in frame.content if c.at not in inside and not (c.at > start and c.at in of_date)),
                dates=(*frame.dates, date),
            )
    return frame


def _span_of_kind(frame: Frame, index: Index, start: int, end: int, first: int) -> Frame | None:
    """The frame of "trainings after the MoU" with the time of all such things as its last date: what is neither before nor after all
    of them cannot be told."""
    noun = [k for k in frame.kinds if end <= k.at <= end + 1 and k.at != first and k.type in index.made]
    if not noun or min(k.at for k in frame.kinds) != first or first > start or frame.top:
        return None
    exact = {(k.type, k.subtype) for k in noun if k.subtype and is_label(k, index)}
    things = [v for k in noun for v in index.by_type[k.type] if v.dates and ((v.type, v.subtype) in exact or (not exact and v.listed))]
    if not things:
        return None
    whole = Interval(min(v.dates[0].start for v in things), max(v.dates[0].end for v in things), things[0].dates[0].precision, period=True)
    at = noun[0].at
    return replace(
        frame,
        kinds=tuple(k for k in frame.kinds if k.at < start),
        content=tuple(c for c in frame.content if c.at < start or c.at > at),
        dates=(*frame.dates, DateConstraint(end, at + 1, whole)),
    )


def with_its_time(frame: Frame, index: Index) -> Frame | None:
    """The frame of "what happened after the visit": with the time of what is named as a date, the thing itself still spoken of."""
    for relation in ("before", "after"):
        for _, end in phrases(frame, relation, index):
            thing = next((m for m in frame.top if end <= m.start <= end + 1 and len(m.ids) == 1), None)
            if thing and (dates := index.entities[thing.ids[0]].dates):
                return replace(frame, dates=(*frame.dates, DateConstraint(thing.start, thing.end, dates[0], relation)))
    return None


def dated(frame: Frame, index: Index) -> Frame:
    """The frame with its date telling which of two things of the same kind and parties a name means ("the agreement with
    MINUSMA in 2015": not that of 2018)."""
    dates = [d for d in frame.dates if not d.document and d.relation == "in"]
    mentions = []
    for m in frame.mentions:
        view = index.entities[m.ids[0]] if len(m.ids) == 1 and dates and not m.nested else None
        if (
            view
            and view.dates
            and view.type in index.made
            and not any(c.isdecimal() for c in m.said)
            and not any(date_meets(d, x) is not False for d in dates for x in view.dates)
        ):
            twins = [v.id for v in index.kin(view) if v.id != view.id and all(any(date_meets(d, x) for x in v.dates) for d in dates)]
            m = replace(m, ids=tuple(twins)) if len(twins) == 1 else m
        elif view and view.dates and m.end > m.start and not any(date_meets(d, x) is not False for d in dates for x in view.dates):
            others = [v.id for v in _called_so(frame, m, index) if any(date_meets(d, x) for d in dates for x in v.dates)]
            m = replace(m, ids=tuple(others)) if len(others) == 1 else m
        mentions.append(m)
    return replace(frame, mentions=tuple(mentions)) if tuple(mentions) != frame.mentions else frame


def _called_so(frame: Frame, mention: Mention, index: Index) -> list[EntityView]:
    """The things whose name and kind have all the words of a name ("the mission to Mali": the one of 2014, not MINUSMA)."""
    said = [index.lexicon.keys(w, frame.lang) for w in frame.said[mention.start : mention.end] if not index.lexicon.is_function(w)]
    if len(said) < 2:
        return []
    pools = [{e for key in keys for e in index.by_key.get(key, ())} for keys in said]
    near = (index.entities[e] for e in sorted(set.intersection(*pools)) if e not in mention.ids)
    return [v for v in near if all(not keys.isdisjoint(v.name_keys | v.kind_keys) for keys in said)]


def page_of(frame: Frame, index: Index) -> Frame:
    """The frame of "summarise the 2009 page", "who wrote the 2018 article" with the document of that time as its thing, if there is but one."""
    at = {k.at for k in frame.kinds if index.nature(k.type) == "document"}
    said = [c for c in frame.content if c.binding and c.at not in at]
    if frame.top or frame.yes_no or len(frame.dates) != 1 or not at:
        return frame
    asks = frame.operator == "ask" and bool(said) and all(any(not c.keys.isdisjoint(keys) for keys in index.document_keys) for c in said)
    whole = frame.operator == "overview" and not said
    if not (whole or asks):
        return frame
    if asks and (any(k.plural or k.at not in at for k in frame.kinds) or frame.asks - {"who", "when"} or not frame.dates[0].document):
        return frame
    pages = [v for v in index.documents if any(date_meets(frame.dates[0], d) for d in v.dates)]
    if len(pages) != 1:
        return frame
    date = frame.dates[0]
    mention = Mention(min(date.start, *at), max(date.end, max(at) + 1), (pages[0].id,), index.base.entities[pages[0].id].short(frame.lang))
    kept = tuple(c for c in frame.content if c in said or c.word in index.cues.words["quoting"])
    return replace(frame, mentions=(mention,), dates=(), kinds=(), targets=(), content=kept)


def of_its_publisher(frame: Frame, index: Index) -> Frame:
    """The frame of "who is quoted in the 2015 UNODC page" without the name that only tells whose page it is."""
    at = {k.at for k in frame.kinds if index.nature(k.type) == "document"}
    gone = []
    for m in frame.top:
        date = next((d for d in frame.dates if d.document and (d.end == m.start or m.end == d.start)), None)
        if date is None or not at & {m.end, date.end} or m.end <= m.start:
            continue
        of_then = [v for v in index.documents if any(date_meets(date, x) for x in v.dates)]
        if of_then and all(not makers_of(v, index).isdisjoint(m.ids) for v in of_then):
            gone.append(m)
    return replace(frame, mentions=tuple(m for m in frame.mentions if m not in gone)) if gone else frame


def of_each_thing(frame: Frame, index: Index) -> Frame:
    """The frame of "number of participants of each training", "participants par formation" as one that asks it of all things of that kind."""
    each = index.cues.words["in_every"] | index.cues.words["apiece_of"]
    nouns = [k for k in frame.kinds if k.at and frame.said[k.at - 1] in each and not index.base.types[k.type].topical]
    at = nouns[0].at if nouns else -1
    counted = [k for k in frame.kinds if k.at < at]
    if frame.yes_no or not counted or frame.operator not in {"ask", "count", "list"} or frame.asks - {"how_many"}:
        return frame
    things = tuple(replace(k, plural=True) for k in nouns if k.at == at)
    if "how_many" not in frame.asks and frame.operator != "count" and frame.said[at - 1] not in index.cues.words["apiece_of"]:
        return frame  # "the participants of each training"
    return replace(frame, kinds=things, targets=(), operator="ask", intent="ask", asks=frozenset({"how_many"}))


def what_it_does(frame: Frame, index: Index) -> Frame:
    """The frame of "what does INTERPOL do?", "que fait OROLSI ?" as one that asks what somebody is: no word tells which of its doings is meant."""
    words = index.cues.words
    told = any(c.binding for c in frame.content) or frame.dates or frame.numbers or frame.kinds or frame.flags - {"carry_on"}
    if frame.operator != "ask" or frame.asks - {"which"} or frame.yes_no or told or len(frame.top) != 1 or frame.top[0].end <= frame.top[0].start:
        return frame
    who = all(index.nature(i) in {"body", "person"} for i in frame.top[0].ids)
    doing = not words["acts"].isdisjoint(frame.said) and words["acted"].isdisjoint(frame.said) and not phrases(frame, "having", index)
    return replace(frame, operator="overview", asks=frozenset()) if who and doing else frame


def page_on(frame: Frame, index: Index) -> Frame:
    """The frame of "the page on INTERPOL", "the UNODC page on Mali" with the document that is so described as its thing, if there is but one: it
    has the name in its title, and who is named before it published it."""
    mentions: list[Mention] = []
    makers: list[Mention] = []
    for m in frame.mentions:
        at = m.start - 1
        while at > 0 and frame.said[at] in index.cues.words["determiners"]:
            at -= 1
        of_page = at > 0 and frame.said[at] in index.cues.words["speaking_of"] and _is_page(frame.said[at - 1], index)
        titled = not of_page and m.end < len(frame.said) and _is_page(frame.said[m.end], index) and not _has_published(m, index)
        called = (of_page or titled) and m.end > m.start
        pages = [v for v in index.documents if (_has_in_title(v.id, m, frame, index) if called else v.id in m.ids)]
        start = at - 1 if called and of_page else m.start
        maker = next((k for k in frame.mentions if pages and k.end == start and k.end > k.start and not k.nested), None)
        published = [v for v in pages if maker and not makers_of(v, index).isdisjoint(maker.ids)]
        if len(published) == 1 and maker:
            makers.append(maker)
            m = replace(m, start=maker.start, ids=(published[0].id,))
        elif called and len(pages) == 1:
            m = replace(m, start=start, end=m.end + titled, ids=(pages[0].id,))  # "the Mali page"
        mentions.append(m)
    if tuple(mentions) == frame.mentions:
        return frame
    mentions = [m for m in mentions if m not in makers]
    inside = {i for m in mentions for i in range(m.start, m.end)}
    return replace(
        frame,
        mentions=tuple(mentions),
        targets=tuple(k for k in frame.targets if k.at not in inside),
        kinds=tuple(k for k in frame.kinds if k.at not in inside),
        content=tuple(c for c in frame.content if c.at not in inside),
    )


def on_a_continent(frame: Frame, index: Index) -> Frame:
    """The frame of "in which African countries", "pays africains", "which European donors" with the continent that such a word is of as a name, for
    it says where they lie, or come from: beside a noun for places, or alone before a word ("African", not "Central African")."""
    if frame.yes_no or index.continents.keys().isdisjoint(frame.said):
        return frame
    nouns = {k.at for k in frame.kinds if index.nature(k.type) == "place"}
    of_body = index.nouns_of("body")
    bodies = {c.at for c in frame.content if not c.keys.isdisjoint(of_body)}  # "the European bodies": so some are called
    said = ({c.at for c in frame.content} | {k.at for k in frame.kinds}) - bodies
    found = [
        (c, ids)
        for c in frame.content
        if (ids := index.continents.get(c.word)) and (not nouns.isdisjoint((c.at - 1, c.at + 1)) or (c.at + 1 in said and c.at - 1 not in said))
    ]
    if not found:
        return frame
    gone = {c.at for c, _ in found}
    return replace(
        frame,
        mentions=(*frame.mentions, *(Mention(c.at, c.at + 1, ids, index.base.entities[ids[0]].short(frame.lang)) for c, ids in found)),
        content=tuple(c for c in frame.content if c.at not in gone),
    )


def according_to(frame: Frame, index: Index) -> Frame:
    """The frame of "who is in it, according to DPKO" with the documents that it published in its place."""
    mentions = list(frame.mentions)
    for _, end in phrases(frame, "as_told_by", index):
        at = next((k for k, m in enumerate(mentions) if end <= m.start <= end + 1 and m.end > m.start and len(m.ids) == 1), None)
        if at is None:
            continue
        publisher = mentions[at].ids[0]
        published = [
            i for i in index.by_link.get(publisher, ()) if index.nature(i) == "document" and publisher in makers_of(index.entities[i], index)
        ]
        if published:
            mentions[at] = replace(mentions[at], ids=tuple(sorted(published)))
    return replace(frame, mentions=tuple(mentions)) if tuple(mentions) != frame.mentions else frame


def of_his_body(frame: Frame, index: Index) -> Frame:
    """The frame of "did Fedotov of UNODC sign it" without the body that only tells who he is."""
    words = index.cues.words["belonging"]
    gone = [body for person, body, own in affiliations(frame, index) if own and not words.isdisjoint(frame.said[person.end : body.start])]
    return replace(frame, mentions=tuple(m for m in frame.mentions if m not in gone)) if gone else frame


def _has_published(mention: Mention, index: Index) -> bool:
    """Whether what is named published a document, or is one."""
    return any(v.id in mention.ids or not makers_of(v, index).isdisjoint(mention.ids) for v in index.documents)


def _is_page(word: str, index: Index) -> bool:
    return any(index.nature(t) == "document" for t, _, _ in index.type_nouns.get((word,), ()))


def _has_in_title(page: EntityId, mention: Mention, frame: Frame, index: Index) -> bool:
    """Whether the title of a document has a name, as it was said or as the thing is called."""
    source = index.base.sources.get(page.partition("/")[2])
    title = f" {' '.join(words(source.title[frame.lang]))} " if source else ""
    names = [frame.said[mention.start : mention.end], *(words(index.base.entities[i].short(frame.lang)) for i in mention.ids)]
    return any(f" {' '.join(name)} " in title for name in names if name)


def of_parts(frame: Frame, index: Index) -> Frame:
    """The frame of "which of the Mali trainings came last": a name in the plural stands for the parts of what it names; in "formations au Mali, sauf
    celle sur le genre" wherever its plural stands, for one of them is set aside."""
    said = frame.said
    apart = bool(phrases(frame, "negation", index))
    for m in frame.top:
        if len(m.ids) != 1 or m.end <= m.start:
            continue
        whole = index.entities[m.ids[0]]
        spots = range(m.start, m.end) if apart else range(m.end - 1, m.end)
        at = next((i for i in spots if any(t == whole.type and many for t, _, many in index.type_nouns.get((said[i],), ()))), -1)
        if at >= 0 and len(parts_of(whole, index)) > 1:
            noun = Target(at, whole.type, "", True, said[at])
            asked = "which" in frame.asks or frame.operator in {"list", "count"}
            return replace(frame, kinds=(*frame.kinds, noun), targets=(*frame.targets, noun) if asked else frame.targets)
    return frame


def uncounted(frame: Frame, index: Index) -> Frame:
    """The frame of "which two trainings started in March" without its "two": how many there are is not what tells them."""
    plural = {k.at for k in (*frame.targets, *frame.kinds) if k.plural}
    counts = {at - 1 for at in plural if at and (index.locales.number_word(frame.said[at - 1]) or 0) > 1}
    numbers = tuple(n for n in frame.numbers if n.start not in counts)
    content = tuple(c for c in frame.content if c.at not in counts)
    spoken = len(numbers) + len(content) < len(frame.numbers) + len(frame.content)
    return replace(frame, numbers=numbers, content=content) if spoken and not frame.yes_no else frame
