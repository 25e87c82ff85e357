"""What a thing is said to be: "is INTERPOL a UN agency?", "is the court an international court?", "is the court operational?".

A Yes needs a statement of that very thing which says the whole predicate in one place: a court with "international law" somewhere in its
sentence is no international court.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.frame import Content, Frame
from bot.core.index import Index
from bot.core.model import Fact, Mention, Ref, Role, Token

SPREAD = 3
"""Tokens that may stand between the words of a predicate in a statement."""
BEFORE = 3
"""Tokens between a "was" and what is predicated."""


def is_such(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a statement bears out what a question says that a named thing is; True where it says no such thing."""
    phrase = _noun_phrase(frame, index)
    if not phrase:
        return _is_adjective(frame, index, fact)
    thing = frame.top[0]
    if any(is_so_called(c, frame, index, fact) for c in frame.content):
        return True
    if fact.entity not in thing.ids or _is_of_another_kind(thing, phrase, frame, index):
        return False
    statement = index.statement(fact, frame.lang)
    named = [m for m in frame.top if m.start in phrase]
    covered = {i for m in named for i in range(m.start, m.end)}
    places = [[i for m in statement.mentions if not set(m.ids).isdisjoint(n.ids) for i in range(m.start, m.end)] for n in named]
    said = [_said_at(frame.said[i], statement.tokens, frame, index) for i in phrase if i not in covered]
    if not said or not all(places) or not all(said):
        return False
    # "is INTERPOL a country?" is not told by its member countries: the noun is what it is said to be, or stands in its full name
    is_name = index.base.types[index.entities[fact.entity].type].properties[fact.property].says == "name"
    noun = said[0] if _noun_leads(frame, index) else said[-1]
    held = [i for i in noun if _is_predicate(i, statement.tokens, index, is_name=is_name)]
    reach = len(phrase) + SPREAD
    return any(all(any(abs(i - at) <= reach for i in found) for found in (*places, *said)) for at in held)


def is_so_called(word: Content, frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a word is the noun behind "is X a ..." that asks for the place that X is: "Singapore was the venue of it"."""
    if "where" not in index.base.types[index.entities[fact.entity].type].properties[fact.property].asks:
        return False
    phrase = _noun_phrase(frame, index)
    noun = next((c for c in frame.content if c.at in phrase), None)
    if noun is None or noun.at != word.at or fact.entity in frame.top[0].ids:
        return False
    values = {v.id for v in fact.values if isinstance(v, Ref)}
    return not values.isdisjoint(frame.top[0].ids) and not noun.keys.isdisjoint(index.property_keys[index.entities[fact.entity].type, fact.property])


def _noun_leads(frame: Frame, index: Index) -> bool:
    """Whether the noun stands before what describes it, as in French."""
    return frame.lang != index.locales.first


def _is_predicate(at: int, tokens: Sequence[Token], index: Index, *, is_name: bool) -> bool:
    """Whether a word of a statement stands behind an "is" with nothing but articles and what describes it between them; of a name, before
    all that follows a preposition: the Economic Community of West African States is no State."""
    words, function = index.cues.words, index.lexicon
    for i in range(at - 1, -1, -1):
        text = tokens[i].text
        if text in words["predicating"] or (is_name and i == 0):
            return is_name or tokens[i].clause == tokens[at].clause
        if is_name and text in words["benefit"]:
            return True  # "stands for ..."
        if function.is_function(text) and text not in words["articles"] | words["indefinite"]:
            return False
    return False


def is_for(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a statement says "for" before what the question has behind it: "was it for women?" is not told by women who are recruited."""
    benefit, tokens = index.cues.words["benefit"], index.statement(fact, frame.lang).tokens
    for at in (i for i, word in enumerate(frame.said) if word in benefit and i and _is_the_thing(i - 1, frame, index)):
        asked = [c for c in frame.content if c.binding and at < c.at <= at + BEFORE]
        for c in asked[:1]:
            told = _said_at(c.word, tokens, frame, index)
            if not any(t.text in benefit for i in told for t in tokens[max(0, i - BEFORE) : i]):
                return False
    return True


def _noun_phrase(frame: Frame, index: Index) -> list[int]:
    """The words behind "is X a ...", up to the next preposition; empty if that is not what is asked."""
    words, said = index.cues.words, frame.said
    if not frame.yes_no or not frame.top or not frame.top[0].ids or frame.top[0].end <= frame.top[0].start:
        return []
    behind = frame.top[0].end
    articles = [*index.language.cues["indefinite"][frame.lang], *index.language.cues["articles"][frame.lang]]  # "a" is no article in French
    at = next((i for i in range(behind, min(behind + 3, len(said))) if said[i] in articles), None)
    if at is None and said[0] in words["predicating"] and any(k.at == behind and k.plural for k in frame.kinds):
        at = behind - 1  # "are UNODC and DPKO missions?"
    if at is None or any(said[i] not in words["predicating"] | words["anaphora"] for i in range(behind, at)):
        return []
    found = []
    # a date is looked at elsewhere, with the "back" before it
    beside = {i for d in frame.dates for i in range(d.start, d.end)}
    beside |= {c.at for c in frame.content if not c.binding and any(0 < d.start - c.at <= BEFORE for d in frame.dates)}
    for i in range(at + 1, len(said)):
        if (frame.roles[i] is Role.FUNCTION and said[i] not in words["dating"]) or frame.tokens[i].clause != frame.tokens[at].clause:
            break
        if frame.roles[i] not in {Role.FUNCTION, Role.COURTESY} and i not in beside:
            found.append(i)
    return found


def _is_of_another_kind(thing: Mention, phrase: Sequence[int], frame: Frame, index: Index) -> bool:
    """Whether the noun is that of other things of its type: an action plan is no convention."""
    view = index.entities[thing.ids[0]]
    own = {k.subtype for k in frame.kinds if k.at in phrase and k.type == view.type}
    return bool(own) and view.subtype not in own and "" not in own


def _said_at(word: str, tokens: Sequence[Token], frame: Frame, index: Index) -> list[int]:
    keys = index.lexicon.keys(word, frame.lang)
    return [i for i, t in enumerate(tokens) if not keys.isdisjoint(index.lexicon.keys(t.text, frame.lang))]


def _is_the_thing(at: int, frame: Frame, index: Index) -> bool:
    """Whether what stands behind a word is predicated: "is the court ...", "is it ...", "the court was ..."."""
    words = index.cues.words
    return frame.roles[at] is Role.NAME or frame.said[at] in words["one_thing"] | words["predicating"]


def _is_adjective(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether a last word that is predicated of a thing ("is the court operational?") is said by itself, or behind a "was" by another that
    means the same: that something is needed for it to work does not tell that it does."""
    binding = [c for c in frame.content if c.binding]
    if len(binding) != 1 or binding[0].at != len(frame.tokens) - 1 or not frame.top or frame.dates or frame.numbers:
        return True
    if not _is_the_thing(binding[0].at - 1, frame, index) or not index.cues.words["doing"].isdisjoint(frame.said):
        return True
    tokens = index.statement(fact, frame.lang).tokens
    literal = {k for k in binding[0].keys if k[0] in "~^"}
    being = index.cues.words["predicating"]
    for i in _said_at(binding[0].word, tokens, frame, index):
        if not literal.isdisjoint(index.lexicon.keys(tokens[i].text, frame.lang)) or any(t.text in being for t in tokens[max(0, i - BEFORE) : i]):
            return True
    return False
