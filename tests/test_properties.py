"""What must hold for any text at all."""

from __future__ import annotations

from functools import cache
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.book import ROOT, load_index
from bot.core.index import Index
from bot.core.model import Bullets, Message, Paragraph
from bot.core.respond import respond
from tests.conftest import NOW

WORDS = [
    "7 March 2018",
    *"minusca MINUSMA unodc agreement when signed 2018 mali who et la ? UNMISS 50 the it ' - / march one ones second which between in is a for with whom both wait".split(),
]
# drawn small: hypothesis warns of examples that are long to print, and the long ones stand in HOSTILE below
TEXT = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=st.characters(codec=None, categories=("Cs", "Cc", "Cf", "So", "Lo", "Mn")), max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
)


@cache
def real() -> Index:
    """The real base; no argument of the test below, which hypothesis would print whole."""
    return load_index(ROOT / "facts", ROOT / "intents")[0]


@settings(max_examples=150, deadline=None)
@given(text=TEXT, before=TEXT)
def test_any_text_gets_a_cited_and_deterministic_record(text: str, before: str) -> None:
    index = real()
    context = respond(Message(before, NOW), index).context
    turn = respond(Message(text, NOW), index, context)
    again = respond(Message(text, NOW), index, context)
    assert turn.text == again.text
    assert turn.reply.parts
    turn.text.encode("utf-8")
    numbers = {c.number for c in turn.reply.citations}
    for part in turn.reply.parts:
        for p in part.items if isinstance(part, Bullets) else (part,):
            assert isinstance(p, Paragraph)
            assert not p.statement or p.cites, f"a statement without a source: {p.text!r}"
            assert set(p.cites) <= numbers
    if turn.reply.kind == "answer":
        assert turn.facts
        proven = [c for c in turn.candidates if c.fact and c.fact.id in turn.facts]
        assert all(not c.unmet for c in proven[:1])


HOSTILE = [
    "²³ minusca 20¹8 ٣ mars ２０１８",
    "\ud800 when was MINUSCA created",
    "\x00\x00minusca\x00",
    "a" * 40_000,
    "when " * 8_000,
    "متى تم التوقيع",
    "🙂" * 5_000,
    "minusca " * 2_000,
    "2018 " * 5_000,
    "the second one " * 2_000,
    "'" * 3_000,
    "1" * 5_000,
    "2018-13-45 99/99/9999",
    "",
    "   ",
]


def test_hostile_texts_are_read_in_bounded_time(index: Index) -> None:
    context = respond(Message("list the trainings", NOW), index).context
    for text, before in product(HOSTILE, (None, context)):
        turn = respond(Message(text, NOW), index, before)
        assert turn.reply.kind in {"answer", "unknown", "clarify", "smalltalk", "help"}
        assert len(turn.text) < 20_000
