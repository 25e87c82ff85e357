"""What counts as the same text: folding, tokens, clauses. Nothing else in the core looks at raw characters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from snowballstemmer import stemmer

from bot.core.model import Token

MAX_CHARACTERS = 2_000
"""A longer message is read up to here: nobody asks a question of 2,000 characters, and time stays bounded."""

VOWELS = frozenset("aeiouyh")
"""Letters before which an article may lose its vowel ("l'ONUDC", "l'histoire")."""
_WORD = re.compile(r"\d{1,3}(?:[.,   ]\d{3})+(?![\d])|\d+|co[-‐‑](?:op[eé]r|ordin)[^\W\d_]*|[^\W\d_]+", re.IGNORECASE)
"""Numbers, and words; "co-operation" is one, as "cooperation" is."""
_BREAK = re.compile(r"[.?!;:…\n()\[\],]|\s(?:[-–—]+|/)\s|[–—]\s|,", re.UNICODE)
_STOP = re.compile(r"[.?!…\n]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'", "ø": "o", "ł": "l"})


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case, without accents and ligatures: "Côte" and "cote" are the same text."""
    if text.isascii():  # nearly all that is folded, at a tenth of the price
        return text.lower()
    flat = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(c for c in flat if not unicodedata.combining(c)).lower()


_stemmer = cache(stemmer)


@lru_cache(maxsize=65_536)
def stems(word: str, algorithms: tuple[str, ...]) -> tuple[str, ...]:
    """The stems of a folded word by some algorithms of Snowball; short words and numbers stay as they are."""
    if len(word) < 4 or word[0].isdecimal():
        return (word,) * len(algorithms)
    return tuple([_stemmer(name).stemWord(word) for name in algorithms])


_ADDRESS = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}|\bhttps?://\S+", re.IGNORECASE)
"""E-mail addresses and links: their parts ("un", "org") are no words of the question."""


def clean(text: str) -> str:
    """The text as it is read: valid Unicode without control characters, addresses and links, at most ``MAX_CHARACTERS`` long."""
    text = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    text = _ADDRESS.sub(lambda m: " " * len(m.group()), text)
    if text.isprintable():  # nearly all are; then no character is of category C
        return text
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in text)


def tokenize(text: str) -> tuple[Token, ...]:
    """Split a cleaned text into words and numbers, each with its offsets and its clause.

    Apostrophes, hyphens and slashes part words ("l'accord", "UNODC-MINUSMA"); sentence marks, brackets, commas and
    spaced dashes part clauses.
    """
    tokens: list[Token] = []
    clause = sentence = 0
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        between = text[last:start]
        if between != " " and tokens and _BREAK.search(between) and not _abbreviation(tokens[-1].raw, between):
            clause += 1
            sentence += bool(_STOP.search(between))
        last = end
        raw = match.group()
        folded = _folded(raw)
        tokens.append(Token(folded, raw, start, end, clause, sentence))
    return tuple(tokens)


def _abbreviation(word: str, between: str) -> bool:
    """Whether the full stop behind a word belongs to it ("Mr. Titov", "A. Sibidé", "no. 15")."""
    return between.strip() == "." and (len(word) == 1 or fold(word) in {"mr", "mrs", "ms", "mme", "dr", "no", "nr", "st", "vs"})


@lru_cache(maxsize=1_024)  # the statements that are told are read again and again
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, without offsets: the same as of :func:`tokenize`."""
    return tuple([_folded(w) for w in _WORD.findall(text)])


def _folded(word: str) -> str:
    if word[0].isdecimal():
        return re.sub(r"\D", "", word)
    return fold(word) if word.isalpha() else re.sub(r"[-‐‑]", "", fold(word))
