"""One-anaphora: "the detection one" after a training was spoken of is "the detection training", a name like any other.

A stand-in ("one", "celle") is written out as the noun of each kind of thing that was last spoken of; where the words around it then
name one thing of that kind, that is what the message says. All else ("the first one", "this one") stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.core.candidate import STRONG
from bot.core.frame import Frame, phrases
from bot.core.index import Index
from bot.core.model import Context
from bot.core.reading import NEAR
from bot.core.understand import understand


def written_out(frame: Frame, index: Index, context: Context | None) -> Frame:
    """The message with its stand-in as the noun that it stands for, if that names something; else as it is."""
    among = {i for a, b in phrases(frame, "among_them", index) for i in range(a, b)}  # "is MINUSMA one of them?"
    stands = [i for i, word in enumerate(frame.said) if word in index.cues.words["stand_in"] and i not in among]
    if len(stands) != 1:
        return frame
    at = stands[0]
    token = frame.tokens[at]
    for kind, noun in _nouns(index, context, frame):
        text = f"{frame.text[: token.start]}{noun}{frame.text[token.end :]}"
        new = understand(text, index, frame.lang)
        named = [m for m in new.top if m.start <= at < m.end and len(m.ids) == 1 and index.entities[m.ids[0]].type == kind]
        if len(named) == 1 and named[0].end - named[0].start > 1:
            if new.asks & STRONG:  # "and where was the gender one held?" is complete in itself
                return replace(new, flags=new.flags - {"carry_on"})
            alone = not new.asks - {"which"} and not new.yes_no and new.operator == "ask"
            return replace(new, flags=new.flags | ({"carry_on"} if alone else set()))
    return frame


def _nouns(index: Index, context: Context | None, frame: Frame) -> Iterator[tuple[str, str]]:
    """The types of what the message names itself, else of what was last spoken of or offered, newest first; each with what it is called."""
    spoken = [i for m in frame.top for i in m.ids if index.entities[i].type in index.made]
    if context and not spoken:
        spoken = [e for subjects in context.subjects[:NEAR] for e in subjects] + [c.id.partition("#")[0] for c in context.choices]
    for kind in dict.fromkeys(index.entities[e].type for e in spoken if e in index.entities):
        yield kind, index.base.types[kind].label.one[frame.lang]
