"""Several questions in one message: "who led it in 2011, and who in 2014?", "date and place of the gender training"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bot.core.cues import Cues, find_phrases
from bot.core.frame import Frame, phrases
from bot.core.index import Index
from bot.core.model import Lang, Role
from bot.core.understand import understand

ASKING = ("when", "who", "where", "how_many", "why", "how_long")
"""Question words that begin a second question behind an "and"."""

MANY = 5
"""Questions of one sentence that are asked each alone: more are no question, but a text that would keep the bot busy."""
BRIEF = 4
"""Tokens up to which what a comma sets apart may be a question that leans on the one before it."""
_BETWEEN = re.compile(r"[?\n;]|[.!…]\s|\s\+\s")
"""What may stand between two questions of one message."""
_POINT = re.compile(r"(?<!\S)\(?(?:\d|[a-h])[.)]\s")
"""Begins a numbered question: "2) who signed it"."""


def asked_apart(frame: Frame, index: Index) -> tuple[str, ...]:
    """The questions of a message that asks several, one after the other ("When was it signed? Who signed it?", "1) ... 2) ..."), in its
    own words; empty where it asks one, or tells something between them. What it tells before the first belongs to that."""
    texts = _pieces(frame)
    if len(texts) < 2:
        return ()
    pieces = [understand(text, index, frame.lang) for text in texts]
    marked = any(p.text.endswith("?") for p in pieces)
    pieces = [p for p in pieces if not _says_nothing(p, index, marked)]
    asking = [p for p in pieces if _is_question(p, index)]
    told = [p for p in pieces if p not in asking]
    if told and told == pieces[:1] and len(asking) > 1:
        first = f"{told[0].text} {asking[0].text}"
        return (first, *(p.text for p in asking[1:]))
    return tuple(p.text for p in asking) if len(asking) > 1 and not told else ()


def _pieces(frame: Frame) -> list[str]:
    """A message cut between its questions, each with its mark."""
    text = frame.text
    points = [m.span() for m in _POINT.finditer(text)]
    cuts = [m.span() for m in _BETWEEN.finditer(text) if text[m.start()] not in ".!…" or _ends_sentence(frame, m.start())]
    edges = sorted({(0, 0), *cuts, *(points if len(points) > 1 else [])})
    found = []
    for (_, start), (end, behind) in pairwise([*edges, (len(text), len(text))]):
        piece = text[start:end].strip(" ,-")
        if piece:
            found.append(f"{piece}?" if text[end:behind].startswith("?") else piece)
    return found


def _ends_sentence(frame: Frame, at: int) -> bool:
    """Whether a full stop ends a sentence, and no abbreviation."""
    before = next((t for t in reversed(frame.tokens) if t.end <= at), None)
    behind = next((t for t in frame.tokens if t.start > at), None)
    return before is None or behind is None or before.sentence != behind.sentence


def _is_question(piece: Frame, index: Index) -> bool:
    """Whether a piece of a message asks something: by a question word, a verb or an operator in front, or, with its mark, for a
    property or for the same of something else ("and MINUSMA?")."""
    if piece.operator == "say" or "opinion" in piece.flags:
        return False
    says = any(c.binding for c in piece.content) or piece.top or piece.dates or piece.kinds
    if piece.asks - {"which", "name"} or ((piece.asks or piece.yes_no) and says):
        return True
    if piece.operator != "ask" and Role.CUE in piece.roles[:2]:
        return bool(says)
    asks = any(c.binding and not c.keys.isdisjoint(index.asking) for c in piece.content)
    if piece.text.endswith("?"):
        return asks or bool("carry_on" in piece.flags and (piece.top or piece.dates))
    return _asks_property(piece.text, index, piece.lang)


def _says_nothing(piece: Frame, index: Index, marked: bool) -> bool:
    """Whether a piece may be passed over: courtesy, what the asker says of himself, or how he wants the answer ("yes/no + date")."""
    if not (piece.top or piece.dates or piece.numbers or any(c.binding for c in piece.content)) and not piece.asks - {"which", "name"}:
        return True
    said = piece.said
    cues = index.cues
    if marked and not piece.text.endswith("?") and not piece.top and cues.question_words.isdisjoint(said):
        return _asks_property(piece.text, index, piece.lang)
    if piece.asks - {"name"} or piece.yes_no:
        return False
    return bool(phrases(piece, "self", index))


def questions_of(frame: Frame, index: Index, many: int = MANY) -> tuple[Frame, ...]:
    """The single questions of a message that asks several ("who led it in 2011, and who in 2014?", "date and place of the gender
    training"), up to so ``many``, the last with what is left; the message alone if it asks but one."""
    if frame.yes_no or many < 2:
        return (frame,)
    joint = _joint(frame, index)
    begins = frame.tokens[joint[1]].text if joint else ""
    if begins not in index.cues.question_words and (properties := _properties(frame, index)):
        return properties  # "take place and who organised it" asks on
    if joint is None or not frame.asks:
        return (frame,)
    start, end = joint
    head = frame.text[: frame.tokens[start].start].rstrip(" ,;")
    tail = frame.text[frame.tokens[end].start :]
    first = understand(head, index, frame.lang)
    second = understand(tail, index, frame.lang)
    if not first.asks and not first.mentions and not first.kinds:
        return (frame,)
    if first.asks and not first.content and not first.mentions and second.top:  # "when and where was it held"
        rest = questions_of(replace(second, lang=frame.lang), index, many - 1)
        return (replace(rest[0], asks=first.asks), *rest)
    nouns = {k.at for k in first.kinds}
    asked = not any(k.plural for k in first.kinds) and all(
        c.at in nouns or not c.keys.isdisjoint(index.asking) for c in first.content
    )  # "in which city and in which year was it held"
    bare = (asked and second.top) or not first.kinds
    if bare and not (first.top or first.dates) and (second.top or second.kinds):  # "who organised and who funded the trainings"
        first = understand(" ".join([head, *_raws(second, names=True, kinds=True, dates=True)]), index, frame.lang)
    if first.asks and first.top and not (second.top or second.kinds or second.dates or second.content or second.numbers) and second.asks - {"which"}:
        named = not index.cues.words["one_thing"].isdisjoint(second.said)  # "who took part, and where was it?": not where they took part
        alone = replace(first, content=()) if named else first
        again = (replace(alone, asks=frozenset({ask}), targets=(), lang=frame.lang) for ask in sorted(second.asks - {"which"}))
        return (replace(first, lang=frame.lang), *again)  # "who signed it and when, and where?"
    # what the second question leaves out is taken from the first, in its own words
    borrowed: list[str] = []
    unnamed = all(not index.umbrellas.isdisjoint(m.ids) for m in second.top)  # "and which other UN bodies are in it"
    pointed = not index.cues.words["one_thing"].isdisjoint(second.said)  # "and who headed it during the mission"
    if unnamed or pointed:
        borrowed += _raws(first, names=True)
    gapped = len(second.tokens) > 1 and (second.said[1] in index.cues.words["determiners"] or any(m.start == 1 for m in second.top))
    if not any(c.binding for c in second.content) or (gapped and first.asks == second.asks):  # "who led MINUSMA and who the court"
        borrowed += [first.tokens[c.at].raw for c in first.content if not (second.targets and c.at in nouns)]
    elif not (second.top or first.top or second.targets):
        borrowed += _raws(first, kinds=True)
    if not second.dates and not second.top:
        borrowed += _raws(first, dates=True)
    fill = understand(_filled(tail.rstrip(" ?"), second, borrowed, index), index, frame.lang) if borrowed else second
    return (replace(first, lang=frame.lang), *questions_of(replace(fill, lang=frame.lang), index, many - 1))


def in_turn(frame: Frame, index: Index, many: int = MANY) -> tuple[str, ...]:
    """The questions that an "and" or a comma joins, each in its own words: the later ones lean on what the first is answered with."""
    joint = _joint(frame, index) if many > 1 else None
    if joint is None:
        return (frame.text,)
    start, end = joint
    tail = understand(frame.text[frame.tokens[end].start :], index, frame.lang)
    return (frame.text[: frame.tokens[start].start].rstrip(" ,;"), *in_turn(tail, index, many - 1))


def _filled(tail: str, second: Frame, borrowed: list[str], index: Index) -> str:
    """A second question with what it leaves out: in the place of its "it", else behind it."""
    name, *rest = borrowed
    asked = next((b for cue in ("asks_how_many", "asks_how_much", "asks_which") for a, b in phrases(second, cue, index) if a == 0), 0)
    if asked and asked < len(second.tokens) and len(borrowed) == 1 and not (second.targets or second.top):
        place = second.tokens[asked - 1].end
        return f"{tail[:place]} {name}{tail[place:]}"  # "and how many [missions] were created after 2012"
    at = next((t for t in second.tokens if t.text in index.cues.words["one_thing"]), None)
    if at and at.text in index.locales[second.lang].in_place:
        return " ".join([f"{tail[: at.start]}{name}{tail[at.end :]}", *rest])
    return " ".join([tail, *borrowed])


def _joint(frame: Frame, index: Index) -> tuple[int, int] | None:
    """Where an "and" or a comma begins a second question: its place, and that of the first word behind it."""
    cues: Cues = index.cues
    said = frame.said
    if not said or (frame.tokens[0].clause == frame.tokens[-1].clause and cues.words["conjoins"].isdisjoint(said)):
        return None
    starts = [True] * len(said)  # an "and" begins a clause: "and date"
    asking = {a for name in ASKING for a, _ in find_phrases(said, starts, cues.tables["asks_" + name][frame.lang])}
    asking |= {a for a, _ in find_phrases(said, starts, cues.tables["by_how_much"][frame.lang])}
    which = {a for a, _ in find_phrases(said, starts, cues.tables["asks_which"][frame.lang])}
    for i, word in enumerate(said):
        if i and frame.tokens[i].clause != frame.tokens[i - 1].clause and not (which | asking).isdisjoint(range(i)):
            # "when did they meet, where, and ...", "what took place there, on which dates and ..."; not "..., when it was signed"
            by = i + (word in cues.words["carrying"])
            behind = next(
                (k for k in range(i, len(said)) if said[k] in cues.words["conjoins"] or frame.tokens[k].clause != frame.tokens[i].clause), len(said)
            )
            if behind - i <= BRIEF and (by in asking or (by > i and by in which)):
                return i, i
        if word in cues.words["conjoins"] and i and i + 1 < len(said):
            by = i + 1 if said[i + 1] in cues.words["carrying"] else i  # "and on which date", "et avec quel titre"
            # "and what does it support", not "and what trainings"
            what = i + 1 in which and i + 2 < len(said) and said[i + 2] in cues.words["doing"] | cues.words["being"]
            # "which agreement is ... and which training was ...", "who chairs it and which bodies are in it"
            again = i + 1 in which and not (which | asking).isdisjoint(range(i - 1)) and i + 2 < len(said)
            if i + 1 in asking or what or again or (by > i and by + 1 in asking | which):
                return i, i + 1
    return None


def _raws(frame: Frame, *, names: bool = False, kinds: bool = False, dates: bool = False) -> list[str]:
    """Names, type nouns and dates of a frame in its own words."""

    def raw(start: int, end: int) -> str:
        return frame.text[frame.tokens[start].start : frame.tokens[end - 1].end]

    inside = {i for m in frame.top for i in range(m.start, m.end)}
    found = [raw(m.start, m.end) for m in frame.top] if names else []
    found += [frame.tokens[i].raw for i in sorted({k.at for k in frame.kinds} - (inside if names else set()))] if kinds else []
    return found + ([raw(d.start, d.end) for d in frame.dates] if dates else [])


def _properties(frame: Frame, index: Index) -> tuple[Frame, ...]:
    """The questions of several properties of one thing, in front of its name or behind it: "date and place of the gender training",
    "gender training: dates, place"."""
    if not frame.top or frame.operator in {"compare", "gap", "link", "timeline"} or {"first", "latest"} <= frame.flags:
        return ()
    cues = index.cues
    first, last = min(m.start for m in frame.top), max(m.end for m in frame.top)
    said = frame.said
    prepositions = [i for i in range(first) if said[i] in cues.words["out_of"]]
    before = range(prepositions[-1]) if prepositions else range(0)
    for span, rest in ((before, _cut(frame, (prepositions or [0])[-1], len(said))), (range(last, len(said)), _cut(frame, 0, last))):
        pieces = [p for p in _listed(span, frame, cues) if any(frame.roles[i] is not Role.COURTESY for i in p)]
        dated = span is not before and len(pieces) > 2
        if len(pieces) > 1 and all(_asks_property(_cut(frame, p[0], p[-1] + 1), index, frame.lang, dated=dated) for p in pieces):
            texts = [_cut(frame, p[0], p[-1] + 1) for p in pieces]
            asked = [f"{t} {rest}" if span is before else f"{rest} {t}" for t in texts]
            return tuple(replace(understand(a, index, frame.lang), lang=frame.lang) for a in asked)
    return ()


def _cut(frame: Frame, start: int, end: int) -> str:
    return frame.text[frame.tokens[start].start : frame.tokens[end - 1].end] if end > start else ""


def _listed(span: range, frame: Frame, cues: Cues) -> list[list[int]]:
    """The tokens of a span in pieces, between commas and "and"."""
    pieces: list[list[int]] = [[]]
    for i in span:
        if frame.said[i] in cues.words["conjoins"]:
            pieces.append([])
            continue
        if pieces[-1] and frame.tokens[i].clause != frame.tokens[i - 1].clause:
            pieces.append([])
        pieces[-1].append(i)
    return [p for p in pieces if p]


def _asks_property(text: str, index: Index, lang: Lang, *, dated: bool = False) -> bool:
    """Whether some words ask for a property and say nothing else ("number of participants"; ``dated``: but a time, "head in 2009")."""
    part = understand(text, index, lang)
    plain = not (part.top or (part.dates and not dated) or part.numbers or part.yes_no)
    asks = bool(part.asks - {"which"}) or any(c.binding and not c.keys.isdisjoint(index.asking) for c in part.content)
    return plain and asks and all(not c.binding or not c.keys.isdisjoint(index.asking) for c in part.content)
