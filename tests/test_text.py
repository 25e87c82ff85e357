"""What counts as the same text, how it parts into tokens and clauses, and how it is cleaned."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import MAX_CHARACTERS, clean, fold, stems, tokenize, words

BOTH = ("english", "french")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Côte d'Ivoire", "cote d'ivoire"),
        ("L’accord", "l'accord"),
        ("Œuvre", "oeuvre"),
        ("Sibidé", "SIBIDE"),
        ("ＭＩＮＵＳＣＡ", "minusca"),
        ("e\u0301te", "été"),
    ],
)
def test_fold(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("l'accord UNODC-MINUSMA", ("l", "accord", "unodc", "minusma")),
        ("10,629 police; 2 400 policiers; 2.400", ("10629", "police", "2400", "policiers", "2400")),
        ("no. 15-003", ("no", "15", "003")),
        ("7th", ("7", "th")),
        ("2013-2017", ("2013", "2017")),
        ("Mali/G5 Sahel", ("mali", "g", "5", "sahel")),
        ("?!…", ()),
        ("", ()),
        ("in 2015 187 members", ("in", "2015", "187", "members")),
        ("10 629 police, 10,629", ("10629", "police", "10629")),
    ],
)
def test_words(text: str, said: tuple[str, ...]) -> None:
    assert words(text) == said


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("when was it signed", [0, 0, 0, 0]),
        ("hello. when? now", [0, 1, 2]),
        ("Mr. Titov and A. Sibidé", [0, 0, 0, 0, 0]),
        ("not MINUSMA, MINUSCA", [0, 0, 1]),
        ("the first - the second", [0, 0, 1, 1]),
        ("UNODC-MINUSMA", [0, 0]),
    ],
)
def test_clauses(text: str, clauses: list[int]) -> None:
    assert [t.clause for t in tokenize(text)] == clauses


@pytest.mark.parametrize(("a", "b"), [("signed", "signing"), ("agreements", "agreement"), ("organised", "organises")])
def test_english_stems(a: str, b: str) -> None:
    assert stems(a, BOTH)[0] == stems(b, BOTH)[0]


@pytest.mark.parametrize(("a", "b"), [("formations", "formation"), ("signer", "signés"), ("financé", "finance")])
def test_french_stems(a: str, b: str) -> None:
    assert stems(fold(a), BOTH)[1] == stems(fold(b), BOTH)[1]


@pytest.mark.parametrize("word", ["un", "car", "2018"])
def test_short_words_and_numbers_have_no_stem(word: str) -> None:
    assert stems(word, BOTH) == (word, word)


def test_clean() -> None:
    assert clean("a\x00b\u202ec\nd") == "a b c\nd"
    assert clean("\ud800!") == "?!"
    assert len(clean("x" * 10 * MAX_CHARACTERS)) == MAX_CHARACTERS


@given(st.text())
def test_tokens_lie_in_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[t.start : t.end] == t.raw and t.raw for t in tokens)
    assert all(a.end <= b.start and a.clause <= b.clause for a, b in pairwise(tokens))
    assert fold(fold(text)) == fold(text)
