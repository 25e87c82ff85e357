"""What of a message is not asked: what the asker says of himself, what he tells before he asks, and what he sets aside."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from bot.core.cues import Scanned, find_phrases
from bot.core.frame import ASK_CUES
from bot.core.index import Index
from bot.core.model import Lang, Role, Token


def background_of(
    tokens: Sequence[Token],
    text: str,
    said: Sequence[str],
    roles: Sequence[Role | None],
    cues: Scanned,
    lang: Lang,
    index: Index,
) -> set[int]:
    """Clauses in which the asker speaks of himself or of his desk work, when another clause asks.

    A clause is background when it holds a word of ``self`` (or begins a purpose: "for my glossary") and no question
    word of its own, and a clause with content is left that asks; or when it says what is to be counted in. What is wanted ("I need the dates") is asked, where nothing else is.
    """
    clauses = sorted({t.clause for t in tokens})
    if len(clauses) < 2:
        return set()
    spans = {c: [i for i, t in enumerate(tokens) if t.clause == c] for c in clauses}
    selfish = {tokens[a].clause for a, b in cues.find("self") if not all(tokens[k].raw == "US" or roles[k] is Role.COURTESY for k in range(a, b))}
    asking = {tokens[a].clause for name in ASK_CUES for a, _ in cues.find("asks_" + name)} | {tokens[a].clause for a, _ in cues.find("yes_no")}
    asking |= {tokens[i].clause for a, b in cues.find("correction") for i in (a, b - 1)}  # "sorry, I meant the gender one" says what is asked about
    desk = {tokens[a].clause for a, _ in cues.find("desk_work")}
    quotations = quoted(text)
    found: set[int] = set()
    for c in clauses:
        span = spans[c]
        if any(a <= tokens[i].start < b for i in span for a, b in quotations):
            continue  # the words of a quotation are what is asked about
        body = [i for i in span if said[i] not in index.lexicon.function[lang]]
        if c != clauses[0] and c not in asking and said[span[0]] in cues.cues.words["including"]:
            found.add(c)  # "how many agreements are there, counting the one of 2015"
        for_desk = c in desk and len(body) <= 3 and said[span[0]] in cues.cues.words["purpose"]
        # "in the 2019 speech, ...": the document that is asked about
        dated = said[span[0]] in cues.cues.words["placed"] and any(roles[i] is Role.VALUE for i in span)
        if c not in asking and (c in selfish or (for_desk and not dated)):
            found.add(c)
    # "I need the dates, the venue and the headcount" goes on; "..., where was it held?" is what is asked
    by_word = {tokens[a].clause for a, _ in cues.find("yes_no")} | {t.clause for t in tokens if t.text in cues.cues.question_words}
    if not any(c in by_word for c in clauses if c not in found):
        found -= {tokens[a].clause for a, _ in cues.find("wanting")}
    left = [c for c in clauses if c not in found]
    # "a colleague claims ..., correct?" asks just that
    tags = {i for name in ("yes_no", "tags") for a, b in cues.find(name) for i in range(a, b) if found and tokens[a].clause > max(found)}
    tags |= {i for a, b in find_phrases(said, [True] * len(said), cues.cues.chat) for i in range(a, b)}  # "no wait, i want its exact days"
    has_content = any(
        roles[i] is Role.NAME
        or (i not in tags and roles[i] is not Role.VALUE and said[i] not in index.lexicon.function[lang] and said[i] not in index.lexicon.courtesy)
        for c in left
        for i in spans[c]
    )
    return found if has_content else set()


_QUOTE = re.compile(r"“[^”]{8,}”|«[^»]{8,}»|\"[^\"]{8,}\"|(?<!\w)['‘][^'’]{12,}['’](?!\w)")


def quoted(text: str) -> list[tuple[int, int]]:
    """Spans of longer quotations."""
    return [m.span() for m in _QUOTE.finditer(text)]


def set_aside_in(tokens: Sequence[Token], said: Sequence[str], things: set[int], names: Set[int], cues: Scanned, function: Set[str]) -> set[int]:
    """What is set aside in the question ("besides the two co-chairs"), up to the next question word, the end of the clause, the verb
    behind a name, a kind or a date ("other than MINUSMA have signed"), or, where nothing was asked before it, whatever is not joined
    to what is set aside ("which countries besides Senegal took part"); behind a name alone not where something is ("except UNODC in WACI")."""
    asks = {i for n in ASK_CUES for a, b in cues.find("asks_" + n) for i in range(a, b)}
    words = cues.cues.words
    verbs = words["doing"] | words["being"] | words["having"]
    joining = words["conjoins"] | words["either"] | words["determiners"] | words["belonging"]
    found: set[int] = set()
    for a, b in cues.find("negation"):
        first = not any(i not in things and i not in asks and said[i] not in function for i in range(a))
        end = b
        while end < len(tokens) and tokens[end].clause == tokens[a].clause and end not in asks:
            behind = bool(things & set(range(b, end)))
            of_name = behind and next((i for i in range(b, end) if said[i] not in function), -1) in names
            if (of_name and said[end] in words["placed"]) or (behind and said[end] in verbs):
                break
            if behind and first and end not in things and said[end] not in joining:
                break
            end += 1
        found |= set(range(a, end))
    return found


def told_before(tokens: Sequence[Token], flags: set[str], cues: Scanned, said: Sequence[str], function: Set[str], leaning: Set[int]) -> set[int]:
    """Sentences that tell before the last one asks and leans on them: "A delegation went to Bangui. When was that visit?"

    Their names and dates still bind; their other words only help to rank, but where it is only asked why ("They pulled out. Why did
    they?"). A last sentence that says nothing of its own ("everything they signed, please. all of it") asks nothing: then it is the
    sentences before it that ask.
    """
    sentences = sorted({t.sentence for t in tokens})
    if len(sentences) < 2 or not flags & {"anaphora", "other_one"}:
        return set()
    asking = {tokens[a].sentence for n in ASK_CUES for a, _ in cues.find("asks_" + n)}
    asking |= {tokens[a].sentence for a, _ in cues.find("yes_no")}
    bare = all(len(said[i]) == 1 or said[i] in function or i in leaning for i, t in enumerate(tokens) if t.sentence == sentences[-1])
    if bare and not asking:
        return set()
    why = {i for a, b in cues.find("asks_why") for i in range(a, b)}
    last = [i for i, t in enumerate(tokens) if t.sentence == sentences[-1]]
    only_why = bool(why & set(last)) and all(i in why or i in leaning or said[i] in function for i in last)
    return set(sentences[: -2 if only_why else -1]) - asking
