"""How a message leans on the conversation: its readings, most likely first.

A message complete in itself takes nothing. One that carries a question on ("and minusca?") puts its own name or year into
the last question; one that leans ("when was it signed?") gets the subject of the last answers as a mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.frame import Cues, Frame, cues_of, find_phrases, understand
from bot.core.index import Index
from bot.core.model import LANGS, Choice, Context, EntityId, Mention
from bot.core.rank import date_meets
from bot.core.text import fold, words

NEAR = 2
"""Subjects, newest first, that a message may lean on: older ones are dropped rather than misused."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a message in its conversation."""

    frame: Frame
    question: str
    """The message as a question complete in itself."""
    subjects: tuple[EntityId, ...] = ()
    injected: tuple[Mention, ...] = ()
    parts: tuple[Frame, ...] = ()
    sure: bool = False
    """Whether the message can hardly be read otherwise: a refusal of this reading then stands."""


def resolve_choice(text: str, context: Context | None, index: Index) -> Choice | None:
    """The choice picked by number, ordinal, name or id; None if nothing was picked."""
    if not context or not context.choices:
        return None
    choices = context.choices
    said = words(text)
    if not said:
        return None
    for choice in choices:
        # a click sends the question of its choice
        if text.strip() in (choice.id, choice.ask) or fold(text.strip()) == fold(choice.label):
            return choice
    if len(said) > 12:
        return None
    number = _number(said, index, len(choices))
    if number is not None and 0 <= number < len(choices):
        return choices[number]
    frame = understand(text, index, context.lang)
    named = {i for m in frame.top for i in m.ids}
    bare = not [c for c in frame.content if c.weight > 0.2]
    if bare and not frame.asks:
        hits = [c for c in choices if c.id in named or (named and named & (index.entities[c.id].links if c.id in index.entities else set()))]
        if hits and frame.dates:
            dated = [c for c in hits if any(d.overlaps(x.interval) for x in frame.dates for d in index.entities[c.id].dates)]
            hits = dated or hits
        if len(hits) == 1:
            return hits[0]
        if not named and frame.dates:
            hits = [c for c in choices if c.id in index.entities and any(d.overlaps(x.interval) for x in frame.dates for d in index.entities[c.id].dates)]
            if len(hits) == 1:
                return hits[0]
    if not frame.asks and not named and frame.content and len(said) <= 5:
        keys = frozenset().union(*(c.keys for c in frame.content))
        hits = [c for c in choices if c.id in index.entities and all(x.keys & index.entities[c.id].name_keys for x in frame.content)]
        if len(hits) == 1 and keys:
            return hits[0]
    return None


def _number(said: Sequence[str], index: Index, count: int) -> int | None:
    if len(said) == 1 and said[0].isdecimal() and int(said[0]) <= count:
        return int(said[0]) - 1
    cues = cues_of(index)
    joined = list(said)
    starts = [i == 0 for i in range(len(joined))]
    rest = set(range(len(joined)))
    for name in ("ordinals_1", "ordinals_2", "ordinals_3", "ordinals_4", "ordinals_5", "ordinals_last"):
        for lang in LANGS:
            spans = cues.find(name, joined, starts, lang)
            if spans:
                left = [joined[i] for i in rest if not any(a <= i < b for a, b in spans)]
                if all(index.lexicon.is_function(w) or w in {"one", "option", "choice", "choix", "number", "please"} for w in left):
                    return count - 1 if name.endswith("last") else int(name[-1]) - 1
    return None


def follow_ups(frame: Frame, index: Index, context: Context | None) -> list[Reading]:
    """The readings of a message, most likely first; the last is the message alone."""
    alone = Reading(frame, frame.text, parts=_parts(frame, index))
    if context is None or (not context.question and not context.subjects):
        return [alone]
    leaning = bool({"anaphora", "persons"} & frame.flags)
    picked = _ordinal(frame, index, context)
    if picked:
        return [picked, alone]
    carry = "carry_on" in frame.flags or "correction" in frame.flags
    readings: list[Reading] = []
    bare = not [c for c in frame.content if c.weight > 0.2 and not _kind_word(frame, c.at) and not _same_word(index, c.word)]
    described = carry and not frame.top and not (frame.asks - {"which"}) and bool(context.subjects)
    if described:
        substituted = _substitute(frame, index, context)
        if substituted:
            readings.append(substituted)
            readings += _loosened(substituted, frame, index, context)
    again = _asked_again(frame, index, context)
    if again:
        readings.append(again)
    if context.question and (frame.mentions or frame.dates) and bare and not (leaning and (frame.yes_no or not _carries(frame, index))) and not (frame.asks - {"which"}) and (carry or leaning or (frame.dates and not frame.mentions) or (len(frame.tokens) <= 3 and carry)):
        substituted = _substitute(frame, index, context)
        if substituted:
            readings.append(substituted)
            readings += _loosened(substituted, frame, index, context)
    complete = bool(frame.top) and not leaning and not carry
    if complete or frame.operator in {"say", "help"}:
        return [*readings, alone] if carry else [alone, *_leaning(frame, index, context)][:1 if frame.operator in {"say", "help"} else 3]
    lean = _leaning(frame, index, context)
    if lean and frame.operator == "count" and not frame.top and not frame.dates and {k.type for k in frame.kinds} == {"person"}:
        return [*readings, *lean]  # "for how many people?": of the thing last spoken of, not of the base
    if leaning:
        readings += lean
        if frame.top:
            readings.append(alone)
        else:
            readings.append(alone)
        return readings
    if frame.top and carry:
        return [*readings, alone, *lean]
    return [*readings, *([alone, *lean] if _own_anchor(frame, index) else [*lean, alone])]


def _carries(frame: Frame, index: Index) -> bool:
    """Whether the message begins by carrying the last question on ("and ...", "what about ...") or corrects it."""
    said = [t.text for t in frame.tokens]
    starts = [i == 0 for i in range(len(said))]
    return "correction" in frame.flags or any(a == 0 for a, _ in cues_of(index).find("carry_on", said, starts, frame.lang))


def _asked_again(frame: Frame, index: Index, context: Context) -> Reading | None:
    """A question word alone ("on which day?", "where?", "who?"): it asks the last question anew."""
    asks = frame.asks - {"which"}
    if not context.question or not asks or frame.top or frame.dates or frame.numbers or frame.yes_no or any(c.binding for c in frame.content):
        return None
    if {"anaphora", "persons"} & frame.flags and len(frame.tokens) > 4:
        return None
    old = understand(context.question, index, context.lang)
    if old.asks - {"which"} == asks:
        return None
    if not old.top and context.subjects:  # the last question leaned itself on what it was answered about
        known = tuple(s for s in context.subjects[0] if s in index.entities)[:12]
        if known:
            old = replace(old, mentions=(Mention(0, 0, known, index.base.entities[known[0]].short(frame.lang)),))
    if not old.top:
        return None
    new = replace(old, asks=frame.asks, operator="ask", intent="ask", targets=frame.targets, yes_no=False, lang=frame.lang, heads=frozenset())
    return Reading(new, f"{frame.text} ({context.question})", parts=(new,), injected=old.top)


def _loosened(reading: Reading, frame: Frame, index: Index, context: Context) -> list[Reading]:
    """The last question of another thing, without what only described the old one ("attendance of the drug course in
    bamako" - "same for gender")."""
    last = {s for s in context.subjects[0] if s in index.entities} if context.subjects else set()
    about = set().union(*(index.entities[s].links | index.entities[s].about for s in last)) if last else set()
    new = {i for m in reading.frame.top for i in m.ids if index.entities[i].type in {index.entities[s].type for s in last}} - last
    kept = tuple(m for m in reading.frame.mentions if not m.ids or set(m.ids) & new or not set(m.ids) <= about)
    if not new or len(kept) == len(reading.frame.mentions) or not kept:
        return []
    loose = replace(reading.frame, mentions=kept)
    return [replace(reading, frame=loose, parts=(loose,))]


def _kind_word(frame: Frame, at: int) -> bool:
    return any(k.at == at for k in frame.kinds)


def _same_word(index: Index, word: str) -> bool:
    return word in {"same", "question", "meme", "meant", "mean"} or index.lexicon.is_function(word)


def _own_anchor(frame: Frame, index: Index) -> bool:
    """Whether content words alone name something: a word that few entities know."""
    for c in frame.content:
        hits: set[EntityId] = set()
        for key in c.keys:
            hits |= index.by_key.get(key, frozenset())
        if 0 < len(hits) <= 3 and c.weight > 0.5:
            return True
    return False


def _ordinal(frame: Frame, index: Index, context: Context) -> Reading | None:
    """ "the second one": the thing at that place of the last list."""
    subjects = context.subjects[0] if context.subjects else ()
    if len(subjects) < 2:
        return None
    said = [t.text for t in frame.tokens]
    cues = cues_of(index)
    starts = [i == 0 for i in range(len(said))]
    for number, name in enumerate(("ordinals_1", "ordinals_2", "ordinals_3", "ordinals_4", "ordinals_5", "ordinals_last")):
        spans = cues.find(name, said, starts, frame.lang)
        if spans and not frame.top and len(said) <= 9:
            at = len(subjects) - 1 if name.endswith("last") else number
            if at < len(subjects) and "which" not in frame.asks:
                gone = {i for a, b in spans for i in range(a, b)}
                entity = subjects[at]
                mention = Mention(0, 0, (entity,), index.base.entities[entity].short(frame.lang))
                content = tuple(c for c in frame.content if c.at not in gone)
                new = replace(frame, mentions=(mention,), content=content, flags=frame.flags - {"first", "latest"}, dates=())
                return Reading(new, f"{frame.text} ({index.base.entities[entity].short(frame.lang)})", injected=(mention,), parts=(new,))
    return None


def _leaning(frame: Frame, index: Index, context: Context) -> list[Reading]:
    """The message with the subjects of the last answers as a mention, newest first."""
    readings = []
    persons = "persons" in frame.flags
    order = [s for s in context.subjects if any(index.entities[e].type == "person" for e in s if e in index.entities) == persons] if persons else list(context.subjects)
    for subjects in order[:NEAR]:
        known = tuple(s for s in subjects if s in index.entities)
        if not known:
            continue
        mention = Mention(0, 0, known[:12], index.base.entities[known[0]].short(frame.lang))
        new = replace(frame, mentions=(*frame.mentions, mention))
        parts = _parts(frame, index)
        named = f"{frame.text} ({index.base.entities[known[0]].short(frame.lang)})"
        readings.append(
            Reading(
                new, named, subjects=known, injected=(mention,),
                parts=tuple(replace(p, mentions=(*p.mentions, mention)) for p in parts),
            )
        )  # fmt: skip
        persons_here = [s for s in known if index.entities[s].type == "person"]
        if persons and persons_here and len(persons_here) < len(known):
            continue
    # what the last person was linked to also counts: "he" after an answer about a meeting
    if persons and not readings:
        for subjects in context.subjects:
            people = tuple(p for s in subjects if s in index.entities for f in index.entities[s].facts.values() for x in f for p in x.entities if index.entities[p].type == "person")
            if people:
                mention = Mention(0, 0, tuple(dict.fromkeys(people)), index.base.entities[people[0]].short(frame.lang))
                new = replace(frame, mentions=(*frame.mentions, mention))
                readings.append(Reading(new, frame.text, injected=(mention,), parts=(new,)))
                break
    return readings


def _substitute(frame: Frame, index: Index, context: Context) -> Reading | None:
    """The last question with this message's name or year in place of its own."""
    old = understand(context.question, index, context.lang)
    text = old.text
    edits: list[tuple[int, int, str]] = []
    extra: list[str] = []
    new_types = {index.entities[i].type for m in frame.top for i in m.ids} | {k.type for k in frame.kinds if k.type in index.base.types}
    for mention in frame.top:
        said = frame.text[frame.tokens[mention.start].start : frame.tokens[mention.end - 1].end]
        for kind in frame.kinds:
            if kind.at == mention.end:
                said += " " + frame.tokens[kind.at].raw
        types = {index.entities[i].type for i in mention.ids} or {"mission", "partner", "place"}
        same = [m for m in old.top if m.end > m.start and ({index.entities[i].type for i in m.ids} & (types | new_types))]
        same = same or [m for m in old.top if m.end > m.start and len(old.top) == 1]
        if same:
            target = same[-1]
            # a family of names said in brackets or joined: replace the one of the very same type first
            exact = [m for m in same if {index.entities[i].type for i in m.ids} & types]
            target = (exact or [target])[-1]
            edits.append((old.tokens[target.start].start, old.tokens[target.end - 1].end, said))
        else:
            extra.append(said)
    if not frame.top and context.subjects and any(c.binding for c in frame.content):
        named = _described(frame, index, context)
        if named:
            said = index.base.entities[named].name[frame.lang]
            own_type = index.entities[named].type
            like = [m for m in old.top if any(index.entities[i].type == own_type for i in m.ids) and m.end > m.start]
            if like:
                edits.append((old.tokens[like[-1].start].start, old.tokens[like[-1].end - 1].end, said))
            else:
                new = replace(old, mentions=(Mention(0, 0, (named,), said),), content=tuple(c for c in old.content if not c.keys & _subject_keys(index, context)), lang=frame.lang)
                return Reading(new, f"{text} ({said})", parts=(new,), sure=True)
    for date in frame.dates:
        said = frame.text[frame.tokens[date.start].start : frame.tokens[date.end - 1].end]
        if old.dates:
            d = old.dates[-1]
            edits.append((old.tokens[d.start].start, old.tokens[d.end - 1].end, said))
        else:
            extra.append(said)
    if not edits and not extra:
        return None
    for start, end, said in sorted(edits, reverse=True):
        text = text[:start] + said + text[end:]
    text = re.sub(r"\s*\?*\s*$", "", text)
    text = " ".join([text, *extra])
    new = understand(text, index, frame.lang)
    new = replace(new, lang=frame.lang)
    return Reading(new, text, parts=_parts(new, index), sure=True)


def _described(frame: Frame, index: Index, context: Context) -> EntityId | None:
    """ "the gender one", "the 2018 agreement": the one thing of the last subject's kind that the words and dates describe."""
    last = [s for s in context.subjects[0] if s in index.entities]
    kinds = {index.entities[s].type for s in last}
    content = [c for c in frame.content if c.binding]
    if not content:
        return None
    hits = [v for v in index.entities.values() if v.type in kinds and all(c.keys & (v.name_keys | v.kind_keys) for c in content)]
    hits = [v for v in hits if all(any(date_meets(d, x) for x in v.dates) for d in frame.dates if not d.document)]
    if len(hits) > 1:  # "the gender one" of the series, "the 2018 agreement" of the same two parties
        links = set().union(*(index.entities[s].links for s in last))
        close = [v for v in hits if v.links & links and v.id not in last]
        shared = max((len(v.links & links) for v in close), default=0)
        hits = [v for v in close if len(v.links & links) == shared] or hits
    listed = [v for v in hits if v.listed]
    hits = listed if len(listed) == 1 else hits
    return hits[0].id if len(hits) == 1 else None


def _subject_keys(index: Index, context: Context) -> frozenset[str]:
    """What describes the last subject, and gives way to the new one."""
    return frozenset().union(*(index.entities[s].name_keys for s in context.subjects[0] if s in index.entities))


def _parts(frame: Frame, index: Index) -> tuple[Frame, ...]:
    """The single questions of a message that asks several ("who led it in 2011, and who in 2014?")."""
    cues: Cues = cues_of(index)
    said = [t.text for t in frame.tokens]
    starts = [True] * len(said)
    joints = []
    for i, word in enumerate(said):
        if word in {"and", "et"} and i > 1 and i + 1 < len(said):
            for name in ("when", "who", "where", "how_many", "why", "how_long"):
                if any(a == i + 1 for a, _ in find_phrases(said, starts, cues.tables["asks_" + name][frame.lang])):
                    joints.append(i)
                    break
    if not joints or not frame.asks:
        return (frame,)
    at = joints[0]
    head = frame.text[: frame.tokens[at].start].rstrip(" ,;")
    tail = frame.text[frame.tokens[at + 1].start :]
    first = understand(head, index, frame.lang)
    second = understand(tail, index, frame.lang)
    if not first.asks and not first.mentions and not first.kinds:
        return (frame,)
    # what the second question leaves out is taken from the first, in its own words
    def raw(start: int, end: int) -> str:
        return first.text[first.tokens[start].start : first.tokens[end - 1].end]

    borrowed: list[str] = []
    if not second.top:
        borrowed += [raw(m.start, m.end) for m in first.top]
    if not any(c.binding for c in second.content):
        borrowed += [first.tokens[c.at].raw for c in first.content]
    elif not second.top and not first.top:
        borrowed += [first.tokens[i].raw for i in sorted({k.at for k in first.kinds})]
    if not second.dates and not second.top:
        borrowed += [raw(d.start, d.end) for d in first.dates]
    fill = understand(" ".join([tail.rstrip(" ?"), *borrowed]), index, frame.lang) if borrowed else second
    return (replace(first, lang=frame.lang), replace(fill, lang=frame.lang))
