"""The kind of thing that a question asks for without naming it: "what did UNODC sign with MINUSMA?", "who is quoted in the 2009 page?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.frame import ORDERS, Content, Frame, Target, phrases
from bot.core.index import Index
from bot.core.model import Property, Role
from bot.core.operators import listing
from bot.core.select import joined_kinds


def implied_kind(frame: Frame, index: Index) -> Frame:
    """The frame with the kind of thing that it asks for by a verb or by a document, as if it had been named; unchanged if it names one
    or asks for something else."""
    if frame.yes_no:
        return frame
    if frame.targets:
        of_body = _of_a_body(frame, index)
        return _if_listed(frame, of_body, index) if of_body else _told_apart(frame, index)
    if frame.operator not in {"ask", "list", "overview"}:
        return frame
    if nouns := _heading(frame, index):
        people = {n.type for n in nouns} <= index.types_of({"person"})
        asked = replace(frame, targets=nouns, operator="list", intent="list", content=_quotes_bind(frame.content, index) if people else frame.content)
        return _if_listed(frame, asked, index)
    if of_body := _of_a_body(frame, index):
        return _if_listed(frame, of_body, index)
    types = _made(frame, index) or _quoted(frame, index)
    if not types:
        return frame
    at = next((i for i, role in enumerate(frame.roles) if role is Role.CUE), 0)
    nouns = tuple(Target(at, t, "", True, frame.said[at]) for t in sorted(types))
    content = _quotes_bind(_without_appearing(frame, index), index) if types <= index.types_of({"person"}) else frame.content
    asked = replace(frame, targets=nouns, kinds=(*nouns, *frame.kinds), asks=frozenset({"which"}), operator="list", intent="list", content=content)
    return _if_listed(frame, asked, index)


def _if_listed(frame: Frame, asked: Frame, index: Index) -> Frame:
    """A frame read as asking for a list, if there is one; who is quoted is asked for in any case."""
    if any(c.word in index.cues.words["quoting"] for c in asked.content):
        # "people quoted in 2009": in a document of that year
        return replace(asked, dates=tuple(replace(d, document=True) for d in asked.dates))
    listed = listing(asked, index)
    return asked if listed and listed.kind == "answer" else frame


def _heading(frame: Frame, index: Index) -> tuple[Target, ...]:
    """The noun of a message that is nothing but a noun in the plural and what limits it ("agreements signed by UNODC", "UNODC trainings held
    in Bamako"): each other word tells who made such things, when or where."""
    if frame.asks or frame.operator != "ask" or not (frame.top or frame.dates or len({k.at for k in frame.kinds}) > 1) or frame.flags & ORDERS:
        return ()
    first = min((k.at for k in frame.kinds), default=-1)
    named = {i for m in frame.top for i in range(m.start, m.end)}
    nouns = tuple(k for k in frame.kinds if k.at == first and k.plural)
    if any(index.nature(k.type) not in {"pact", "happening", "document", "person"} for k in nouns):
        return ()  # "missions" are bodies as well
    words = index.cues.words
    before = (i for i in range(first) if i not in named and frame.said[i] not in words["determiners"] and frame.roles[i] is not Role.COURTESY)
    at = {k.at for k in frame.kinds}
    beside = any(not words["conjoins"].isdisjoint(frame.said[max(i - 2, 0) : i]) for i in at if i != first)  # "trainings and agreements"
    if not nouns or beside or any(True for _ in before):
        return ()
    limits = [
        keys for t in {n.type for n in nouns} for p in _properties(t, index) if p.maker or p.dates for keys in (index.property_keys[t, p.name],)
    ]
    bound = [c for c in frame.content if c.binding and c.at not in at]
    return nouns if all(any(not c.keys.isdisjoint(keys) for keys in limits) for c in bound) else ()


def _told_apart(frame: Frame, index: Index) -> Frame:
    """The frame with a noun for things of several types read as those that a verb asks for: texts that were signed are agreements."""
    types = {t.type for t in frame.targets}
    if types <= index.types_of({"person"}):
        frame = replace(frame, content=_quotes_bind(frame.content, index))
    meant = {t for t in types & index.made if any(c.binding and _asks_both(c, t, index) for c in frame.content)}
    verbs = [c for c in frame.content if c.binding and any(_asks_both(c, t, index) for t in meant)]
    meant |= {
        t for t in types if any(p.dates and not c.keys.isdisjoint(index.property_keys[t, p.name]) for p in _properties(t, index) for c in verbs)
    }
    if len({t.at for t in frame.targets}) > 1 or not meant or meant == types:
        return frame
    at = frame.targets[0].at
    return replace(
        frame,
        targets=tuple(t for t in frame.targets if t.type in meant),
        kinds=tuple(k for k in frame.kinds if k.at != at or k.type in meant),
    )


def _made(frame: Frame, index: Index) -> set[str]:
    """The types of which somebody named is asked for all that he made: a verb of theirs asks both for who made such a thing and for
    its date ("sign" for agreements, "publish" for documents)."""
    if ORDERS & frame.flags:
        return set()  # "which one signed last?" is of those who sign
    if frame.asks - {"which", "when"} or not ("which" in frame.asks or "everything" in frame.flags or frame.operator == "list"):
        return set()
    if not any(index.nature(i) in {"body", "person"} for m in frame.top for i in m.ids):
        return set()
    made = index.made | index.types_of({"document"})
    found = {t for t in made if any(c.binding and _asks_both(c, t, index) for c in frame.content)}
    others = {k.type for k in frame.kinds if not index.base.types[k.type].topical}
    joined = set[str]().union(*joined_kinds(frame, index, [(t, "") for t in found]))
    return found if others <= joined else set()


def _asks_both(content: Content, type_: str, index: Index) -> bool:
    asked = [p for p in _properties(type_, index) if not content.keys.isdisjoint(index.property_keys[type_, p.name])]
    return any(p.maker for p in asked) and any(p.dates for p in asked)


def _properties(type_: str, index: Index) -> list[Property]:
    return list(index.base.types[type_].properties.values())


def _quoted(frame: Frame, index: Index) -> set[str]:
    """The types of persons, of whom those are asked for that a document names or quotes."""
    words = index.cues.words["appearing"]
    if not frame.asks & {"who", "name"} or frame.asks - {"who", "name", "which"} or not any(t.text in words for t in frame.tokens):
        return set()
    of_document = any(index.nature(i) == "document" for m in frame.top for i in m.ids) or any(d.document for d in frame.dates)
    return set(index.types_of({"person"})) if of_document else set()


def _of_a_body(frame: Frame, index: Index) -> Frame | None:
    """The frame of "who from UNODC is named?", "which people worked for DPKO?", "names of INTERPOL officials" as one that asks for the people of
    a body; None for any other."""
    words = index.cues.words
    people = sorted(index.types_of({"person"}))
    body = next((m for m in frame.top if m.end > m.start and {index.nature(i) for i in m.ids} == {"body"}), None)
    plural = [k.at for k in frame.kinds if k.plural and k.type in people]
    asked = "who" in frame.asks or ("which" in frame.asks and any(k.plural for k in frame.kinds)) or bool(plural)
    others = any(k.type not in people and not index.base.types[k.type].topical for k in frame.kinds)
    if body is None or len(frame.top) > 1 or frame.asks - {"who", "which", "name"} or not asked or frame.dates or others or frame.flags & ORDERS:
        return None
    at = next((i for i in reversed(range(body.start)) if frame.said[i] not in words["determiners"]), -1)
    working = next((range(a, b) for a, b in phrases(frame, "works_for", index) if b == at + 1), range(0))
    idle = {*working, *(k.at for k in frame.kinds)}
    rest = any(c.binding and c.at not in idle and c.word not in words["appearing"] for c in frame.content)
    of_body = at >= 0 and frame.said[at] in words["belonging"]
    theirs = body.end in plural or (of_body and at - 1 in plural)  # "UNODC people", "people of UNODC"
    belongs = bool(working) or theirs or (of_body and not frame.kinds)
    if rest or not belongs or (frame.said[0] not in index.cues.question_words and not working and not theirs):
        return None
    if theirs and not frame.asks & {"who", "which"} and frame.operator in {"list", "count"}:
        return None  # it is asked for as a list already
    noun = next((i for i in plural if theirs and i in {body.end, at - 1}), 0)
    said = tuple(k for k in frame.kinds if theirs and k.at == noun and k.type in people)
    nouns = said or tuple(Target(noun, t, "", True, frame.said[noun]) for t in people)
    return replace(frame, targets=nouns, kinds=nouns, asks=frozenset({"which"}), operator="list", intent="list", content=())


def _without_appearing(frame: Frame, index: Index) -> tuple[Content, ...]:
    """The content words without those that say no more than that somebody appears in a document."""
    words = index.cues.words
    return tuple(c for c in frame.content if c.binding or c.word not in words["appearing"] or c.word in words["quoting"])


def _quotes_bind(content: Sequence[Content], index: Index) -> tuple[Content, ...]:
    """Content words of which those that ask for what somebody said bind."""
    return tuple(replace(c, binding=c.binding or c.word in index.cues.words["quoting"]) for c in content)
