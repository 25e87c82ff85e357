"""Which thing is meant: names and slips of names in an utterance -> mentions. The one place for "how close is close enough".

A trie of name tokens (function words left out, so that "Focal Point on rule of law" finds "Focal Point for the Rule of
Law"), and a delete-1 index over all known words for slips. Method and limits follow the figures in docs/understanding.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.language import Language
from bot.core.model import Base, Entity, Mention, Token
from bot.core.text import fold, tokenize, words

_Node = dict[str, "_Node | tuple[str, ...]"]
_END = ""
_UN = {("united", "nations"): "un", ("nations", "unies"): "onu"}
GLUE = frozenset("of the for and on in at to a an s de la le les l d du des et en au aux pour sur".split())
"""Words that a name may gain, lose or swap without becoming another name."""

PAIR = 2
"""Words of a name that a comma makes into two names."""
_LONGEST_NAME = 20


@dataclass(frozen=True)
class Names:
    """All names, indexed."""

    trie: _Node
    capitals: Mapping[str, frozenset[str]]
    """Folded one-word names that are also words, with the languages in which they are: they count only in capitals, or behind a little word
    of another language ("the un", where "un" is an article in French)."""
    little: Mapping[str, frozenset[str]]
    """Little words, with the languages in which they are."""
    articles: frozenset[str]
    """Behind them no little word stands but as a name."""
    titled: frozenset[str]
    """Folded family names that are also words: they count only with a capital."""
    tokens: frozenset[str]
    """All tokens of names."""
    deletes: Mapping[str, tuple[str, ...]]
    """A word with up to one letter left out -> the known words that it may be a slip of."""
    single: frozenset[str]
    """Folded one-word names."""
    strange: frozenset[str]
    """Tokens that only names have which the base does not cover: no slip of a plain word means one of them."""
    broken: frozenset[str]
    """What has a comma, bracket or dash in one of its names."""
    plain: tuple[str, ...]
    """Words of the base and the lexicon, for slips of two letters in long words."""
    _cache: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)


def build_names(base: Base, language: Language, vocabulary: Iterable[str]) -> Names:
    """Index the names of a base and of ``known_names``; ``vocabulary`` are further words that a slip may mean."""
    lexicon = language.lexicon
    trie: _Node = {}
    single: set[str] = set()
    tokens: set[str] = set()
    capitals: dict[str, frozenset[str]] = {}
    covered: set[str] = set()
    titled: set[str] = set()
    broken: set[str] = set()
    little = {w: frozenset(x for x, known in lexicon.function.items() if w in known) for known in lexicon.function.values() for w in known}

    def add(name: str, target: str, *, own: bool, person: bool = False) -> None:
        if any(t.clause for t in tokenize(name)[-1:]):
            broken.add(target)
        for said in _variants(name):
            if not said or len(said) > _LONGEST_NAME:
                continue
            if len(said) == 1:
                word = said[0]
                if not own and lexicon.is_vocabulary(word):
                    titled.add(word)  # "la réunion" is a meeting, "La Réunion" an island
                elif person and (lexicon.is_function(word) or lexicon.is_real(word)):
                    titled.add(word)
                elif lexicon.is_function(word) or (any(word in real for real in lexicon.real.values()) and name.isupper()):
                    capitals[word] = frozenset(x for x, words_of in lexicon.real.items() if word in words_of) | little.get(word, frozenset())
                single.add(word)
            node = trie
            for word in said:
                tokens.add(word)
                if own:
                    covered.add(word)
                node = node.setdefault(word, {})  # type: ignore[assignment]  # only _END holds a tuple
            have: tuple[str, ...] = node.get(_END, ())  # type: ignore[assignment]
            if target not in have and (own or not any(not h.startswith("?") for h in have)):
                node[_END] = (*have, target)

    for entity in base.entities.values():
        for name in entity_names(entity):
            add(name, entity.id, own=True, person=entity.nature == "person")
    for number, (group, names) in enumerate(language.known_names):
        key = f"?{group}/{number}"
        for name in names:
            add(name, key, own=False)
    deletes: dict[str, list[str]] = {}
    for word in sorted({*tokens, *vocabulary}):
        if len(word) >= 3 and not word[0].isdecimal():
            for variant in _deletions(word):
                deletes.setdefault(variant, []).append(word)
    plain = tuple(sorted({w for w in (*tokens, *vocabulary) if len(w) >= 6})[:30_000])
    return Names(
        trie,
        capitals,
        little,
        frozenset(language.cues["articles"]) - frozenset(language.cues["indefinite"]),
        frozenset(titled),
        frozenset(tokens),
        {k: tuple(v) for k, v in deletes.items()},
        frozenset(single),
        frozenset(tokens - covered),
        frozenset(broken),
        plain,
    )


def entity_names(entity: Entity) -> Iterable[str]:
    """Every complete name of an entity: names, acronyms, aliases; for persons also the family name alone."""
    for text in (entity.name, entity.acronym):
        yield from text
    yield from entity.aliases
    if entity.nature == "person":
        parts = entity.name.first.split()
        if len(parts) > 1:
            yield " ".join(parts[1:])
            yield parts[-1]
            yield f"{parts[0]} {parts[-1]}"
            joined = "".join(parts[1:]).replace("-", "")  # "Leroy", "Kimoon"
            yield joined
            yield f"{parts[0]} {joined}"


def _variants(name: str) -> Iterable[tuple[str, ...]]:
    said = words(name)
    short = _shorten(said)
    for form in dict.fromkeys((said, short)):
        core = tuple(w for w in form if w not in GLUE)
        yield core if len(core) > 1 or (core and len(form) == 1) else form


def _shorten(said: tuple[str, ...]) -> tuple[str, ...]:
    """ "United Nations Police" as "UN police"."""
    for long, short in _UN.items():
        if said[:2] == long and len(said) > 2:
            return (short, *said[2:])
        for i in range(1, len(said) - 1):
            if said[i : i + 2] == long:
                return (*said[:i], short, *said[i + 2 :])
    return said


def _deletions(word: str) -> Iterable[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def near(names: Names, word: str) -> tuple[str, ...]:
    """Known words nearest to a slip, by optimal string alignment: within 1, or within 2 for words of 7 letters or more.

    All that tie at the smallest distance; none when nothing is near.
    """
    if word in names._cache:
        return names._cache[word]
    found: dict[str, int] = {}
    if len(word) >= 3 and not word.isdecimal():
        limit = 2 if len(word) >= 7 else 1
        for variant in _deletions(word):
            for known in names.deletes.get(variant, ()):
                if known not in found:
                    distance = OSA.distance(word, known, score_cutoff=limit)
                    if distance <= limit and (known[0] == word[0] or distance == 1):
                        found[known] = distance
        if not found and limit == 2:
            for known, distance, _ in process.extract(word, names.plain, scorer=OSA.distance, score_cutoff=2, limit=5):
                if known[0] == word[0]:
                    found[known] = int(distance)
    best = min(found.values(), default=0)
    result = tuple(sorted(k for k, d in found.items() if d == best))
    if len(names._cache) < 50_000:
        names._cache[word] = result
    return result


def link(tokens: Sequence[Token], names: Names, fixes: Mapping[int, str]) -> list[Mention]:
    """All mentions, the best that do not overlap first, then those nested inside them.

    ``fixes`` are corrected tokens by index; a mention that rests on one says so in ``corrected``.
    """
    found: list[tuple[int, int, tuple[str, ...], bool]] = []
    said = [fixes.get(i, t.text) for i, t in enumerate(tokens)]
    for start in range(len(tokens)):
        if said[start] in names.trie:
            _walk(tokens, said, start, names, found)
    if not found:
        return []
    # by the words that name: "UN police in Mali" is no less "UN police" than "police of Mali"
    found.sort(key=lambda f: (-sum([w not in GLUE for w in said[f[0] : f[1]]]), f[3], f[0], f[0] - f[1]))
    taken: list[tuple[int, int]] = []
    mentions: list[Mention] = []
    for start, end, ids, loose in found:
        nested = any(a <= start and end <= b for a, b in taken)
        crossing = any(a < end and start < b for a, b in taken) and not nested
        if end - start == PAIR and tokens[start].clause != tokens[end - 1].clause:
            continue  # "UNPOL, MINUSMA" are two; "UNPOL-MINUSMA" is one
        if crossing or (nested and any(m.start == start and m.end == end for m in mentions)):
            continue
        own = tuple(i for i in ids if not i.startswith("?"))
        slip = loose or any(i in fixes for i in range(start, end))
        text = " ".join(t.raw for t in tokens[start:end])
        mentions.append(Mention(start, end, own or (), text, corrected=("?" if slip else ""), nested=nested))
        if not nested:
            taken.append((start, end))
    return sorted(mentions, key=lambda m: (m.start, -m.end))


def _walk(
    tokens: Sequence[Token],
    said: Sequence[str],
    start: int,
    names: Names,
    found: list[tuple[int, int, tuple[str, ...], bool]],
) -> None:
    """Follow the trie from one token; a later token of a long name may be off by one letter."""
    first = tokens[start]
    if (languages := names.capitals.get(said[start])) is not None and not (first.raw.isupper() and len(first.raw) > 1):
        before = tokens[start - 1] if start and tokens[start - 1].clause == first.clause else None
        spoken = names.little.get(said[start - 1], frozenset()) if before and before.raw.islower() and len(before.raw) > 1 else frozenset()
        pointed = before is not None and said[start - 1] in names.articles and said[start] in names.little  # "the us"
        alone = pointed or (bool(spoken) and spoken.isdisjoint(languages) and any(not i.startswith("?") for i in _ids(names.trie[said[start]])))
    else:
        alone = said[start] not in names.titled or first.raw[0].isupper()
    states: list[tuple[_Node, int, int, bool]] = [(names.trie[said[start]], start + 1, 1, False)]  # type: ignore[list-item]
    while states:
        node, i, depth, loose = states.pop()
        ids = node.get(_END)
        if ids and tokens[i - 1].clause > first.clause and i < len(tokens) and tokens[i].clause == tokens[i - 1].clause:
            ids = tuple(x for x in ids if x in names.broken)  # "MINUSCA's request, UNODC delegation" are two things
        if ids and (depth > 1 or alone) and not (loose and depth < 2):
            found.append((start, i, ids, loose))  # type: ignore[arg-type]
        if i >= len(tokens) or tokens[i].clause > tokens[start].clause + 1:
            continue
        word = said[i]
        if word in node:
            states.append((node[word], i + 1, depth + 1, loose))  # type: ignore[arg-type]
        else:
            if word in GLUE and i + 1 < len(tokens):
                j = i + 1
                while j < len(tokens) and said[j] in GLUE and said[j] not in node:
                    j += 1
                if j < len(tokens) and said[j] in node and j - i <= 3:
                    states.append((node[said[j]], j + 1, depth + 1, loose))  # type: ignore[arg-type]
            elif not loose and len(word) >= 4 and word not in names.tokens and word.isalpha():  # no number stands for another
                for child, nxt in node.items():
                    if child != _END and len(child) >= 4 and OSA.distance(word, child, score_cutoff=1) <= 1:
                        states.append((nxt, i + 1, depth + 1, True))  # type: ignore[arg-type]


def _ids(node: object) -> tuple[str, ...]:
    """What the name up to a node of the trie means."""
    ids = node.get(_END, ()) if isinstance(node, dict) else ()
    return ids if isinstance(ids, tuple) else ()


def fold_name(name: str) -> str:
    """A name as compared with what a user says to pick a choice."""
    return " ".join(words(fold(name)))
