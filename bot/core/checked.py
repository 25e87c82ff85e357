"""The sentence of which a message asks whether it is so: "please verify: ...", "my draft says that ..., right?", "... Can this go in?"."""

from __future__ import annotations

from collections.abc import Sequence, Set

from bot.core.background import quoted
from bot.core.cues import Scanned
from bot.core.frame import ASK_CUES
from bot.core.model import Token

CHECKED = 4
"""Words from which a quotation is a sentence that can be checked."""
APART = 8
"""Words that may be set apart: "was it [in Cape Verde] that"."""
HEAD = 8
"""Words before a colon that may say what is to be done with what stands behind it: "quick check for my cable"."""
CLOSING = 6
"""Words of a last question that names nothing itself: "Can it stay?"."""


def sentence_to_check(text: str, tokens: Sequence[Token], cues: Scanned, named: Set[int]) -> str:
    """The sentence alone, without what the asker says around it; empty if no sentence is to be checked. ``named`` are the tokens of names."""
    if plain := _uncleft(text, tokens, cues):
        return plain
    asking = sorted((a, b) for name in ("verdicts", "tags", "to_be_checked") for a, b in cues.find(name))
    for start, end in quoted(text):
        inside = [i for i, t in enumerate(tokens) if start <= t.start < end]
        if not named <= {*inside}:
            return ""  # "'...' is a quote by Lapaque, correct?" asks whose it is
        if len(inside) >= CHECKED and (any(a not in inside for a, _ in asking) or _closes(range(inside[-1] + 1, len(tokens)), tokens, cues, named)):
            return text[start + 1 : end - 1]
    said_by = max((b for name in ("to_be_checked", "claiming") for a, b in cues.find(name) if a == 0 and b < len(tokens)), default=0)
    end = _end(tokens, cues, named, asking)
    colon = _colon(text, tokens, named)
    headed = end < len(tokens) or any(b <= colon for name in ("verdicts", "to_be_checked", "claim_heads") for _, b in cues.find(name))
    if cues.find("in_order"):
        return ""  # "put these in the right order: ..."
    begins = max(said_by, colon if headed else 0)
    asks = {a for name in ASK_CUES for a, _ in cues.find("asks_" + name) if a == begins or (a > begins and tokens[a].clause != tokens[a - 1].clause)}
    whole = end - begins >= CHECKED and any(begins <= i < end for i in named) and not any(a < end for a, _ in cues.find("yes_no"))
    if asks or end <= begins or not (begins or (whole and end < len(tokens))):
        return ""  # "my note says when it was signed" has a question of its own
    return text[tokens[begins].start : tokens[end - 1].end if end < len(tokens) else len(text)]


def _end(tokens: Sequence[Token], cues: Scanned, named: Set[int], asking: Sequence[tuple[int, int]]) -> int:
    """Where a sentence ends before what only asks whether it is so: "..., is that right? ok to publish?"."""
    verdicts = {i for a, b in asking for i in range(a, b)}
    end = len(tokens)
    while end > CHECKED:
        clause = [i for i in range(end) if tokens[i].clause == tokens[end - 1].clause]
        if not verdicts.issuperset(clause) and not _closes(range(clause[0], end), tokens, cues, named):
            break
        end = clause[0]
    return end


def _closes(last: range, tokens: Sequence[Token], cues: Scanned, named: Set[int]) -> bool:
    """Whether the last words of a message ask whether what stands before them will do: "Can this go in?"; they name nothing."""
    words = cues.cues.words
    asks = any(a == last[0] for a, _ in cues.find("yes_no")) if last else False
    return asks and last[0] > 0 and len(last) <= CLOSING and named.isdisjoint(last) and any(tokens[i].text in words["pointing_back"] for i in last)


def _colon(text: str, tokens: Sequence[Token], named: Set[int]) -> int:
    """The first word behind a colon with a few words before it, none of them a name; 0 if there is none."""
    at = next((i for i in range(1, min(HEAD + 1, len(tokens))) if ":" in text[tokens[i - 1].end : tokens[i].start]), 0)
    return at if named.isdisjoint(range(at)) else 0


def _uncleft(text: str, tokens: Sequence[Token], cues: Scanned) -> str:
    """ "Was it in Cape Verde that they agreed on a plan?", "c'est bien le Japon qui a financé les formations ?" as a plain sentence: what is set
    apart stands first where it does something, last elsewhere. Empty if nothing is set apart."""
    begins = max((b for a, b in cues.find("sets_apart") if a == 0), default=0)
    ends = dict(cues.find("set_apart_that"))
    at = next((i for i in range(begins + 1, min(begins + APART + 1, len(tokens) - 2)) if i in ends), 0)
    judged = any(begins <= a < at for a, _ in cues.find("verdicts"))  # "is it wrong that ..."
    choice = any(t.text in cues.cues.words["either"] for t in tokens[begins:at])  # "was it Noble or Hughes who ...?"
    if not begins or not at or judged or choice or tokens[at].clause != tokens[0].clause:
        return ""
    apart = text[tokens[begins].start : tokens[at - 1].end]
    rest = text[tokens[ends[at]].start :].rstrip(" ?!.")
    return f"{apart} {rest}" if tokens[at].text in cues.cues.words["set_apart_who"] else f"{rest} {apart}"
