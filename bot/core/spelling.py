"""Which language a message is in, and which of its words are slips or short forms of known ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core import kinds
from bot.core.cues import find_phrases
from bot.core.index import Index
from bot.core.model import Lang, Token
from bot.core.names import Names, link, near
from bot.core.text import tokenize, words

_PAIRS: tuple[tuple[Lang, Lang], ...] = (("en", "fr"), ("fr", "en"))


def detect(tokens: Sequence[Token], index: Index, default: Lang) -> tuple[Lang, bool]:
    """The language of a message, and whether it is in neither. Names and numbers say nothing."""
    lexicon = index.lexicon
    score: dict[Lang, float] = {"en": 0.0, "fr": 0.0}
    unknown = 0
    for token, behind in zip(tokens, (*tokens[1:], None), strict=False):
        word = token.text
        if word.isdecimal() or (token.raw.isupper() and len(word) > 1):
            continue
        if word == "n" and not (behind and behind.text[0] in "aeiouyh"):
            continue  # "n co-chairs?" is no French negation
        for lang, other in _PAIRS:
            if word in lexicon.function[lang] and word not in lexicon.function[other]:
                score[lang] += 2
            elif word in lexicon.vocabulary[lang] and word not in lexicon.vocabulary[other]:
                score[lang] += 1
            elif word in lexicon.real[lang] and word not in lexicon.real[other] and word not in lexicon.vocabulary[other]:
                score[lang] += 0.7
        if any(ord(c) > 127 for c in token.raw) and word not in index.names.tokens:
            score["fr"] += 1
        if not lexicon.is_real(word) and not lexicon.is_function(word) and word not in index.names.tokens:
            unknown += 1
    alien = find_phrases([t.text for t in tokens], [True] * len(tokens), index.cues.tables["other_languages"]["en"])
    letters = [t for t in tokens if not t.text.isdecimal()]
    script = sum(ord(t.raw[0]) > 0x24F for t in letters)
    foreign = (len(alien) >= 2 and score["en"] + score["fr"] < 2 * len(alien) + 2) or (bool(letters) and script * 2 > len(letters))
    if len(said := index.cues.wholly.get(tuple(t.text for t in tokens), ())) == 1:
        return next(iter(said)), False  # "bon week-end" has more English words than French ones
    if score["en"] == score["fr"]:
        return default, foreign
    return ("en" if score["en"] > score["fr"] else "fr"), foreign


def repair(tokens: Sequence[Token], index: Index, lang: Lang) -> tuple[dict[int, str], list[tuple[str, tuple[str, ...]]], dict[int, tuple[str, ...]]]:
    """Corrections for words that nobody knows: token index -> word; slips equally near to several names; and all words
    that a corrected token is equally near to ("fonded": founded, funded), of which the facts must decide."""
    lexicon, names = index.lexicon, index.names
    fixes: dict[int, str] = {}
    ambiguous: list[tuple[str, tuple[str, ...]]] = []
    equal: dict[int, tuple[str, ...]] = {}
    for i, token in enumerate(tokens):
        word = token.text
        if token.raw.isupper() and len(word) >= 4 and word not in names.single:
            begun = sorted(c for c in names.single if c.startswith(word))
            if len(begun) > 1:  # "MINUS mission": the beginning of several acronyms
                ambiguous.append((token.raw, tuple(begun)))
                continue
        if word.isdecimal() or len(word) < 2 or known_word(index, word):
            continue
        full = lexicon.abbreviations[lang].get(word) or lexicon.abbreviations["en" if lang == "fr" else "fr"].get(word)
        if full and " " not in full:
            fixes[i] = words(full)[0] if words(full) else word
            continue
        if any(key[0] == "=" for key in lexicon.keys(word, lang)):
            continue  # a form of a word that the lexicon has: "testait" is no slip for Tessalit
        choices = near(names, word)
        if not token.raw[0].isupper():
            choices = tuple(c for c in choices if c not in names.strange) or choices  # "palan" is a plan, not Palau
        if not choices:
            continue
        months = [c for c in choices if len(c) > 4 and kinds.month_of(c)]
        if months and i + 1 < len(tokens) and len(tokens[i + 1].raw) == 4 and tokens[i + 1].raw.isdecimal():
            fixes[i] = months[0]  # "Janury 2018"
            continue
        own = [c for c in choices if c in names.tokens]
        acronyms = [c for c in own if c in names.single]
        capital = token.raw[0].isupper()
        if capital and not own and token.start > 0 and (token.raw.isupper() or len(word) < 8):
            continue  # a capitalised unknown word is a name: never repaired into a common word
        swapped = [c for c in acronyms if sorted(c) == sorted(word)]
        if len(acronyms) > 1 and len(swapped) == 1:  # two letters in the wrong order are one slip of the fingers: UNOCD is UNODC
            fixes[i] = swapped[0]
            continue
        if len(acronyms) > 1 and len(acronyms) == len(choices):
            ambiguous.append((token.raw, tuple(acronyms)))
            continue
        best = sorted(
            choices,
            key=lambda c: (
                sorted(c) != sorted(word),  # two letters swapped are one slip: "marhc" is March, not Maroc
                c not in names.single or not (token.raw.isupper() or len(c) > 4),
                c not in lexicon.vocabulary[lang] and c not in lexicon.function[lang],
                c not in names.tokens,
                c not in index.vocabulary,
                c[0] != word[0],
                c,
            ),
        )
        fixes[i] = best[0]
        if best[0] not in names.tokens and len(best) > 1:
            equal[i] = tuple(best)
    return fixes, ambiguous, equal


def known_word(index: Index, word: str) -> bool:
    """Whether a folded word is in the base, the lexicon, the names or the plain word lists."""
    lexicon = index.lexicon
    return (
        word in index.vocabulary
        or word in index.names.tokens
        or lexicon.is_real(word)
        or lexicon.is_function(word)
        or word in lexicon.courtesy
        or word in lexicon.light["en"]
        or word in lexicon.light["fr"]
        or kinds.month_of(word) > 0
    )


def expand(text: str, tokens: Sequence[Token], index: Index) -> str:
    """Write out chat abbreviations of several words ("dyk" -> "do you know"), "1st" unless it is the day of a date, and
    put an apostrophe that was left out ("Cote dIvoire", "lonudc")."""
    table = index.lexicon.long_abbreviations
    out, last = [], 0
    for i, token in enumerate(tokens):
        full = table.get(token.raw.lower())
        if token.raw == "1" and i + 1 < len(tokens) and tokens[i + 1].start == token.end:
            ordinal = kinds.FIRST.get(tokens[i + 1].text)
            if ordinal and not any(kinds.month_of(t.text) for t in tokens[max(0, i - 1) : i + 4]):
                out += [text[last : token.start], ordinal]
                last = tokens[i + 1].end
        if full and not token.raw.isupper():
            out += [text[last : token.start], full]
            last = token.end
        elif _elided(token.text, index):
            out += [text[last : token.start + 1], "'"]
            last = token.start + 1
    return "".join([*out, text[last:]])


def spread(text: str, tokens: Sequence[Token], index: Index) -> str:
    """The text with a noun that two words share said with each of them ("the gender and detection trainings": "the gender training and
    detection training"), where both then name something and neither does alone."""
    conjoins, names = index.cues.words["conjoins"], index.names
    for i in range(1, len(tokens) - 1):
        if tokens[i].text not in conjoins:
            continue
        one, other = tokens[i - 1], tokens[i + 1]
        # the noun stands behind both of them, in French before
        for at, behind in ((i + 2, True), (i - 2, False)):
            noun = index.cues.singular.get(tokens[at].text) if 0 <= at < len(tokens) else None
            if not noun or {tokens[at].text, one.text, other.text} & conjoins:
                continue
            named = [f"{w.raw} {noun}" if behind else f"{noun} {w.raw}" for w in (one, other)]
            if all(_names_one(t, names) for t in named) and not any(_names_one(w.raw, names) for w in (one, other)):
                start, end = min(tokens[at].start, one.start), max(tokens[at].end, other.end)
                return f"{text[:start]}{named[0]} {tokens[i].raw} {named[1]}{text[end:]}"
    return text


def _names_one(text: str, names: Names) -> bool:
    """Whether a text is wholly the name of something."""
    tokens = tokenize(text)
    return any(m.ids and m.start == 0 and m.end == len(tokens) for m in link(tokens, names, {}))


def _elided(word: str, index: Index) -> bool:
    """Whether a folded word that nobody knows is a known one behind a French article or preposition."""
    rest = word[1:]
    return (
        word[0] in "dl" and len(rest) >= 3 and not known_word(index, word) and (rest in index.names.tokens or rest in index.lexicon.vocabulary["fr"])
    )


def second_look_at(tokens: Sequence[Token], index: Index, fixes: Mapping[int, str]) -> dict[int, str]:
    found = {}
    lexicon = index.lexicon
    for i, token in enumerate(tokens):
        word = token.text
        if i in fixes or word.isdecimal() or len(word) < 3 or lexicon.is_function(word) or word in index.vocabulary or word in index.names.tokens:
            continue
        if lexicon.keys(word) & index.by_key.keys():
            continue
        choices = [c for c in near(index.names, word) if c in lexicon.vocabulary["en"] or c in lexicon.vocabulary["fr"] or c in index.vocabulary]
        # a real word may only have its letters swapped ("sing" for "sign")
        choices = [c for c in choices if sorted(c) == sorted(word) or not lexicon.is_real(word)]
        if choices:
            found[i] = choices[0]
    return found
