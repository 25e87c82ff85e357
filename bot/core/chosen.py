"""Which of the things that a question names: "of The Gambia, Haiti and Senegal, which was not in Open Roads?"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from bot.core.compose import PAGE, Composer
from bot.core.draft import Draft
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import Mention, Paragraph
from bot.core.select import joined_names, of_one_nature
from bot.core.understand import understand
from bot.core.verdict import told_by_it

SEVERAL = 3
"""Names from which a choice is no "which of two"."""


def which_of_them(frame: Frame, index: Index, ask: Callable[[Frame], Draft]) -> Draft | None:
    """Those of the named things that the answer to the rest of the question holds, or that it does not; None where it holds none of them or
    all, or something else is asked. ``ask`` answers the rest."""
    words = index.cues.words
    denied = [i for i, w in enumerate(frame.said) if w in words["turning_round"]]
    if frame.yes_no or not frame.asks or frame.asks - {"which", "who"} or len(denied) > 1:
        return None
    names = joined_names(frame, index) or _at_the_head(frame, index)
    if len(names) < (2 if denied else SEVERAL):
        return None
    if not _set_apart(names, frame, index):
        return None
    left = {i for m in names for i in range(m.start, m.end)} | {i for a, b in pairwise(names) for i in range(a.end, b.start)}
    start = min(left)
    while start > 0 and frame.said[start - 1] in words["out_of"] | words["determiners"] | words["taken_from"]:
        start -= 1
    affirmed = {i: frame.tokens[i].raw[:-1] for i in denied if frame.said[i + 1 : i + 2] == ("t",)}  # "isn't"
    gone = left | {*range(start, min(left)), *(i + 1 if i in affirmed else i for i in denied)}
    text = " ".join(affirmed.get(i, t.raw) for i, t in enumerate(frame.tokens) if i not in gone)
    rest = understand(text, index, frame.lang)
    if not rest.top:
        return None
    draft = ask(rest)
    if not (draft.kind == "answer" or draft.is_offer) or not draft.composer.facts:
        return None
    facts = [index.base.facts[f] for f in draft.composer.facts]
    listed = draft.intent == "list"
    if not listed:  # of two documents each may name others
        facts = list(index.entities[facts[0].entity].facts[facts[0].property])
        by_page = replace(rest, dates=tuple(replace(d, document=True) for d in rest.dates))  # "in the 2009 list"
        facts = [f for f in facts if told_by_it(by_page, index, f)] or facts
    told = {*draft.entities} if listed else {i for f in facts for i in (f.entity, *index.facts[f.id].entities)}
    held = [m for m in names if not told.isdisjoint(m.ids)]
    if not 0 < len(held) < len(names):
        return None
    composer = Composer(index, frame.lang)
    shown = facts[:PAGE]
    chosen = [m for m in names if (m in held) != bool(denied)]
    said = composer.say("not_of_these" if denied else "of_these", names=", ".join(composer.title(m.ids[0]) for m in chosen))
    composer.parts.append(Paragraph(said, tuple(dict.fromkeys(n for f in shown for n in composer.cite(f))), True, True))
    composer.bullets(shown)
    return replace(draft, composer=composer, entities=tuple(m.ids[0] for m in chosen), choices=(), intent="list", reason="those of the named ones")


def _at_the_head(frame: Frame, index: Index) -> list[Mention]:
    """The names, alike in nature, of which a message says nothing but their list before it asks: "Mali, Senegal, Haiti: which ...?"."""
    run: list[Mention] = []
    for m in sorted((m for m in frame.top if m.end > m.start), key=lambda m: m.start):
        if m.start != (run[-1].end if run else 0) or (run and not of_one_nature(run[-1], m, index)):
            break
        run.append(m)
    behind = run[-1].end if run else 0
    return run if 0 < behind < len(frame.tokens) and frame.tokens[behind].clause != frame.tokens[behind - 1].clause else []


def _set_apart(names: list[Mention], frame: Frame, index: Index) -> bool:
    """Whether the names are those out of which is chosen: behind "of", "among", "between", or in a clause that asks nothing."""
    words = index.cues.words
    before = [w for w in frame.said[: names[0].start] if w not in words["determiners"]][-1:]
    if before and before[0] in words["out_of"] | words["taken_from"]:
        return True
    clauses = {frame.tokens[i].clause for m in names for i in range(m.start, m.end)}
    asking = {t.clause for t in frame.tokens if t.text in index.cues.question_words}
    return names[0].start == 0 and clauses.isdisjoint(asking)
