"""Two claims about one thing in one sentence ("INTERPOL was created in 1923 and has 187 member countries, right?"): each is checked by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.compose import Composer
from bot.core.draft import Draft
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import Paragraph
from bot.core.understand import understand

JOINTS = 4
"""Words that may part two claims; a sentence with more makes other claims, or would keep the bot busy."""


def two_claims(frame: Frame, index: Index, ask: Callable[[Frame], Draft]) -> Draft | None:
    """The verdicts on both halves of a sentence, a No first; None where it has no two halves that each say something of what is named first,
    or where one of them cannot be judged. ``ask`` checks a sentence."""
    words = index.cues.words
    subject = min((m for m in frame.top if m.ids and m.end > m.start), key=lambda m: m.start, default=None)
    if subject is None or not words["either"].isdisjoint(frame.said) or not words["denying"].isdisjoint(frame.said):
        return None
    joints = [i for i in range(subject.end + 1, len(frame.tokens) - 1) if frame.said[i] in words["conjoins"] | words["and_has"]]
    if len(joints) > JOINTS:
        return None
    for at in joints:
        halves = _halves(frame, at, subject.start, subject.end, index)
        if halves is None:
            continue
        drafts = [ask(half) for half in halves]
        verdicts = [verdict(d) for d in drafts]
        if all(verdicts) or "no" in verdicts:
            return _together([d for d, v in zip(drafts, verdicts, strict=True) if v], frame, index)
    return None


def _together(judged: Sequence[Draft], frame: Frame, index: Index) -> Draft:
    """The verdicts in one reply: a No first, for then the whole sentence is not so, and what is so behind it without a Yes."""
    composer = Composer(index, frame.lang)
    ordered = sorted(judged, key=lambda d: ("no", "not", "yes").index(verdict(d)))
    for draft in ordered:
        lead = draft.composer.parts[0]
        if verdict(ordered[0]) != "yes" and isinstance(lead, Paragraph):
            draft.composer.parts[0] = replace(lead, text=lead.text.removeprefix(composer.say("yes")).lstrip())
        composer.absorb(draft.composer)
    entities = tuple(dict.fromkeys(e for d in judged for e in d.entities))
    return replace(ordered[0], composer=composer, entities=entities, reason=" and ".join(d.reason for d in ordered))


def verdict(draft: Draft) -> str:
    """What an answer begins with: yes, no, "X is not among them" (not), or none of these (empty)."""
    lead = next((p for p in draft.composer.parts if isinstance(p, Paragraph)), None)
    if draft.kind != "answer" or lead is None:
        return ""
    if draft.reason.endswith(": not_among"):
        return "not"
    return next((word for word in ("yes", "no") if lead.text.startswith(draft.composer.say(word))), "")


def _halves(frame: Frame, at: int, start: int, end: int, index: Index) -> tuple[Frame, Frame] | None:
    """The sentence up to a joint, and what stands behind that, said of the same thing (or of its own); None if one of them says nothing that
    can be checked: a date, a number or a name, with a word that says what it is of."""
    text, tokens = frame.text, frame.tokens
    name = text[tokens[start].start : tokens[end - 1].end]
    behind = text[tokens[at + 1].start :]
    own = understand(behind, index, frame.lang)
    begins = any(m.start == 0 for m in own.top) or (
        own.said[0] in index.cues.words["doing"] | index.cues.words["being"] and any(m.start <= 2 for m in own.top)
    )
    if own.flags & {"anaphora", "persons"}:
        return None  # "and signed it there"
    if begins and not any(c.binding for c in own.content):  # "MINUSMA was created in 2013 and MINUSCA in 2014"
        behind = _with_its_verb(frame, at, end, own, index) or behind
    parts = (text[: tokens[at].start].rstrip(" ,"), behind if begins else f"{name} {behind}")
    halves = [understand(part, index, frame.lang) for part in parts]
    if not all(_claims(half, index) for half in halves):
        return None
    one, other = (replace(h, yes_no=True, asks=frozenset(), operator="ask", flags=h.flags | {"asserted"}, lang=frame.lang) for h in halves)
    return one, other


def _with_its_verb(frame: Frame, at: int, end: int, own: Frame, index: Index) -> str:
    """A second half that has only its subject and a value, with the verb of the first: "[was created] in 2014". Empty if the first has no value
    of that kind."""
    subject = own.top[0]
    values = [d.start for d in frame.dates if end < d.start < at] if own.dates else [m.start for m in frame.top if end < m.start < at]
    if not values:
        return ""
    last = max(values)
    while last > end and frame.said[last - 1] in index.cues.words["placed"] | index.cues.words["determiners"]:
        last -= 1
    if last <= end:
        return ""
    verb = frame.text[frame.tokens[end].start : frame.tokens[last - 1].end]
    cut = own.tokens[subject.end - 1].end
    return f"{own.text[:cut]} {verb}{own.text[cut:]}"


def _claims(half: Frame, index: Index) -> bool:
    """Whether something is said of a thing that can be checked."""
    valued = half.dates or half.numbers or len([m for m in half.top if m.ids]) > 1
    placed = len(half.top) > 1 and not index.cues.words["predicating"].isdisjoint(half.said)  # "UNMIL was in Liberia"
    return bool(half.top and valued and (placed or half.content or half.kinds))
