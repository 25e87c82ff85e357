"""Which question words a message asks by, and whether it asks for a yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.cues import Cues, Scanned
from bot.core.frame import ASK_CUES
from bot.core.model import Mention, Role, Token


def _subordinate(
    at: int,
    others: Iterable[int],
    said: Sequence[str],
    starts: Sequence[bool],
    tokens: Sequence[Token],
    roles: Sequence[Role | None],
    before_side: frozenset[str],
) -> bool:
    """Whether a "when" or "where" only begins a side clause ("who led it when it was created"): another question word or a
    verb that asks comes first in its clause, and a name or another capital word before it says of what."""
    before = [a for a in others if a < at and tokens[a].clause == tokens[at].clause]
    if not before or starts[at] or said[at - 1] in before_side:
        return False
    return any(roles[i] is Role.NAME for i in range(min(before), at))


def _or(span: tuple[int, int, str], said: Sequence[str], roles: Sequence[Role | None], cues: Cues) -> bool:
    """Whether "ou" between two names or dates ("ou celle en Centrafrique"), or "avant ou après", is "or", not "where" without its accent."""
    start, end, _ = span
    if said[start:end] not in [[w] for w in cues.words["either"]] or not start > 0:
        return False
    order = cues.words["comes_before"] | cues.words["comes_after"]
    if said[start - 1] in order and said[end : end + 1] and said[end] in order:
        return True
    sides = {Role.NAME, Role.VALUE}
    if roles[start - 1] not in sides:
        return False
    behind = next((i for i in range(end, len(said)) if said[i] not in cues.words["determiners"]), len(said))
    return behind < len(said) and (roles[behind] in sides or said[behind] in cues.words["stand_in"])


def _before_its_number(span: tuple[int, int, str], said: Sequence[str], roles: Sequence[Role | None], cues: Cues) -> bool:
    """Whether "year" or "month" stands before the one that it is: "for the year 2014" asks for no year."""
    start, end, name = span
    units = cues.words["unit_years"] | cues.words["unit_months"]
    return name == "when_noun" and end - start == 1 and said[start] in units and end < len(said) and roles[end] is Role.VALUE


def asks_of(
    said: Sequence[str], starts: Sequence[bool], tokens: Sequence[Token], background: set[int], roles: list[Role | None], cues: Scanned, text: str
) -> tuple[set[str], bool]:
    """The question words, and whether it asks for a yes or no; the tokens that ask are given the role of a cue."""
    asks: dict[str, int] = {}
    spans: list[tuple[int, int, str]] = []
    for name in (*ASK_CUES, "when_noun"):
        spans += [(a, b, name) for a, b in cues.find("asks_" + name)]
    spans = [
        s
        for s in spans
        if tokens[s[0]].clause not in background and not any(roles[i] is Role.NAME for i in range(s[0], s[1])) and roles[s[0]] is not Role.COURTESY
    ]
    spans = [s for s in spans if not _relative(s, said, tokens, cues.cues) and not _or(s, said, roles, cues.cues)]
    dated = [(a, b) for a, b in cues.find("dated_from") if roles[b : b + 1] == [Role.VALUE]]  # "it bears the date 25 March 2018" asks for none
    spans = [s for s in spans if s[2] != "when_noun" or not any(a <= s[0] and s[1] <= b for a, b in dated)]
    for span in [s for s in spans if _before_its_number(s, said, roles, cues.cues)]:
        spans.remove(span)
        roles[span[0]] = Role.CUE
    spans.sort(key=lambda s: (-(s[1] - s[0]), s[0]))
    taken: set[int] = set()
    for a, b, name in spans:
        if taken & set(range(a, b)):
            continue
        taken |= set(range(a, b))
        asks.setdefault("when" if name == "when_noun" else name, a)
    yes = [(a, b) for a, b in cues.find("yes_no") if tokens[a].clause not in background]
    for name in ("when", "where"):
        if name in asks and _subordinate(
            asks[name],
            [*(a for n, a in asks.items() if n != name), *(a for a, _ in yes)],
            said,
            starts,
            tokens,
            roles,
            cues.cues.words["before_side"],
        ):
            del asks[name]
            spans = [s for s in spans if s[2] not in {name, f"{name}_noun"}]
    strong = {n for n in asks if n not in {"which"}}
    wh_first = [a for n, a in asks.items()]
    # "does anyone know when ...": a question word in the same clause makes it a question for that word
    embedded = {tokens[a].clause for n, a in asks.items() if n != "which"}
    yes = [(a, b) for a, b in yes if tokens[a].clause not in embedded]
    yes_no = bool(yes) and (not wh_first or min(a for a, _ in yes) < min(wh_first))
    if any(b - a > 1 and said[a] in cues.cues.words["assent"] for a, b in yes):
        yes_no = True
    # "that's in Mali, right?", and without a comma
    final = text.rstrip().endswith("?")
    tags = [
        (a, b)
        for a, b in cues.find("tags")
        if b == len(said)
        and a
        and (
            starts[a]
            or (b - a > 1 and said[b - 1] in cues.cues.words["tagged"])
            or (final and b - a == 1 and said[a - 1] not in cues.cues.words["articles"])
        )
    ]
    if tags and all(name == "when_noun" for _, _, name in spans):  # "OROLSI belongs to DPPA, right?"
        yes_no, yes = True, [*yes, *tags]
    named = final or any(role is Role.NAME for role in roles[:-2])  # "minusca creee le"
    if not asks and not yes and named and said and said[-1] in cues.cues.words["blank_when"] and text[tokens[-1].start - 1].isspace():
        strong = {"when"}  # "MINUSMA was created in?"
    elif not asks and not yes and (_asserts(said, tokens, roles, cues, text) or _turned_round(said, tokens, roles, cues.cues, text)):
        yes_no = True  # "MINUSCA is in Mali?", "travaillent-ils ensemble"
    for a, b, name in spans:
        if all(roles[i] is None for i in range(a, b)) and (name in asks or (name == "when_noun" and "when" in asks)):
            for i in range(a, b):
                roles[i] = Role.CUE
    for a, b in yes:
        for i in range(a, b):
            roles[i] = roles[i] or Role.CUE
    if yes_no:
        return set(), True
    if strong & {"how_many", "how_much", "how_long"}:
        strong -= {"when", "how", "who"}
    return (strong or ({"which"} if "which" in asks else set())) | ({"which"} if "which" in asks else set()), False


def inverted(at: int, tokens: Sequence[Token], text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a pronoun only turns a verb round whose subject is named before it ("quand la MINUSCA a-t-elle été créée")."""
    hyphen = at > 0 and text[tokens[at].start - 1] == "-"
    return hyphen and any(m.end <= at and tokens[m.start].clause == tokens[at].clause for m in mentions)


def _turned_round(said: Sequence[str], tokens: Sequence[Token], roles: Sequence[Role | None], cues: Cues, text: str) -> bool:
    """Whether a verb stands before its pronoun ("travaillent-ils"); without the hyphen ("l'ONUDC soutient elle le tribunal ?") only behind a
    plain word that ends as such verbs do."""
    endings = tuple(cues.words["inverted_after"])
    return any(
        word in cues.words["inverted"]
        and tokens[i].clause == tokens[i + 1].clause
        and (text[tokens[i + 1].start - 1] == "-" or (roles[i] is None and said[i].endswith(endings)))
        for i, word in enumerate(said[1:])
    )


def _asserts(said: Sequence[str], tokens: Sequence[Token], roles: Sequence[Role | None], cues: Scanned, text: str) -> bool:
    """Whether a message asserts something of a name and only its mark makes it a question ("l'ONUDC est dans le GFP ?", "le siège de la
    réunion, c'était à Lyon ?")."""
    names = [i for i, role in enumerate(roles) if role is Role.NAME]
    if not text.rstrip().endswith("?") or not names:
        return False
    asking = [a for name in ASK_CUES for a, _ in cues.find("asks_" + name)]
    if any(tokens[names[0]].clause < tokens[a].clause and not any(i >= b for i in asking) for a, b in cues.find("resuming")):
        return True
    behind = next(i for i in range(names[0], len(said) + 1) if i == len(said) or roles[i] is not Role.NAME)
    said_of_it = behind + 1 < len(said) and said[behind] in cues.cues.words["asserting"] and tokens[behind].clause == tokens[names[0]].clause
    words = cues.cues.words  # "trainings UNODC did?" names its kind first, and asserts nothing
    begun = names[0] == 0 or said[0] in cues.cues.known | words["articles"] | words["determiners"]
    return names[0] <= 1 and begun and said_of_it


def _relative(span: tuple[int, int, str], said: Sequence[str], tokens: Sequence[Token], cues: Cues) -> bool:
    """Whether a "who" or "qui" stands behind a noun and so asks nothing ("the guard who found it pertinent")."""
    a, b, _ = span
    if b - a > 1 or said[a] not in cues.words["relative"] or a == 0 or tokens[a].clause != tokens[a - 1].clause or b >= len(said):
        return False
    return said[a - 1] not in cues.words["before_who"]
