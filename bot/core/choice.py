"""A choice that was offered, picked by number, ordinal, name or click."""

from __future__ import annotations

from collections.abc import Sequence, Set

from bot.core.frame import LIGHT
from bot.core.index import MADE, Index
from bot.core.listed import ORDINALS
from bot.core.model import Choice, Context, EntityId
from bot.core.text import fold, words
from bot.core.understand import understand

FEW = 2
"""Choices that a name may fit: all of them are answered."""


def resolve_choice(text: str, context: Context | None, index: Index) -> tuple[Choice, ...]:
    """The choice picked by number, ordinal, name or id, or the few that a name fits ("the MINUSMA one" of two); empty if nothing was
    picked."""
    if not context or not context.choices:
        return ()
    choices = context.choices
    said = words(text)
    if not said:
        return ()
    for choice in choices:
        # a click sends the question of its choice
        if text.strip() in (choice.id, choice.ask) or fold(text.strip()) == fold(choice.label):
            return (choice,)
    if len(said) > 12:
        return ()
    both = {*index.cues.words["all_of_them"], *index.cues.words["articles"]}
    if len(choices) == FEW and both.issuperset(said) and not index.cues.words["articles"].issuperset(said):
        return tuple(choices)
    listed = set(context.subjects[0]) if context.subjects else set()
    rest = {c.id for c in choices} < listed  # what did not fit on the page: "the first one" is the first of the whole list
    number = _number(said, index, len(choices), by_ordinal=not rest)
    if number is not None and 0 <= number < len(choices):
        return (choices[number],)
    frame = understand(text, index, context.lang)
    named = {i for m in frame.top for i in m.ids}
    bare = not [c for c in frame.content if c.weight > LIGHT]
    if bare and not frame.asks:
        hits = [c for c in choices if c.id in named or (named and named & (index.entities[c.id].links if c.id in index.entities else set()))]
        if hits and frame.dates:
            dated = [c for c in hits if any(d.overlaps(x.interval) for x in frame.dates for d in index.entities[c.id].dates)]
            hits = dated or hits
        if not hits and "carry_on" not in frame.flags and not index.cues.words["stand_in"].isdisjoint(said):
            hits = _of_what_is_named(choices, named - index.umbrellas, index)
        several = 1 < len(hits) < min(len(choices), FEW + 1) and all(index.nature(c.id) in MADE for c in hits)
        if len(hits) == 1 or several:
            return tuple(hits)
        if not named and frame.dates:
            hits = [
                c for c in choices if c.id in index.entities and any(d.overlaps(x.interval) for x in frame.dates for d in index.entities[c.id].dates)
            ]
            if len(hits) == 1:
                return (hits[0],)
    topical = all(index.base.types[index.entities[i].type].topical for i in named)  # "the gender one" names a topic as well
    if not frame.asks and topical and (frame.content or named) and len(said) <= 5:
        spans = [i for m in frame.top for i in range(m.start, m.end) if not index.lexicon.is_function(frame.said[i])]
        terms = [*(c.keys for c in frame.content), *(index.lexicon.keys(frame.said[i]) for i in spans)]
        hits = [c for c in choices if c.id in index.entities and all(t & index.entities[c.id].name_keys for t in terms)]
        if len(hits) == 1 and any(terms):
            return (hits[0],)
    return ()


def _of_what_is_named(choices: Sequence[Choice], named: Set[EntityId], index: Index) -> list[Choice]:
    """ "The Mali one" of offered readings: those of a thing that is linked to what is named, else to what lies there."""
    linked = {c.id: index.entities[e].links for c in choices if (e := c.id.partition("#")[0]) in index.entities}
    near = [c for c in choices if named & linked.get(c.id, set())]
    return near or [c for c in choices if any(named & index.entities[i].links for i in linked.get(c.id, ()) if i in index.entities)]


def _number(said: Sequence[str], index: Index, count: int, *, by_ordinal: bool) -> int | None:
    if len(said) == 1 and (number := index.locales.number_word(said[0])) and number <= count:
        return number - 1
    if not by_ordinal:
        return None
    cues = index.cues
    joined = list(said)
    starts = [i == 0 for i in range(len(joined))]
    rest = set(range(len(joined)))
    for name in ORDINALS:
        for lang in index.locales:
            spans = cues.find(name, joined, starts, lang)
            if spans:
                left = [joined[i] for i in rest if not any(a <= i < b for a, b in spans)]
                # "and when was the third one?" picks nothing of what was offered
                if all(w in cues.words["articles"] or w in cues.words["one_of"] or w in index.lexicon.courtesy for w in left):
                    return count - 1 if name.endswith("last") else int(name[-1]) - 1
    return None
