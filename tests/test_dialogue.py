"""A conversation: what is picked is answered, question words lean, and single questions do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.core.index import Index
from bot.core.operators import OFFERED
from bot.core.model import Context, Message
from bot.core.respond import Turn, respond
from tests.conftest import NOW

QUESTIONS = Path(__file__).parent / "questions"


def talk(index: Index, *said: str) -> list[Turn]:
    context: Context | None = None
    turns = []
    for text in said:
        turns.append(respond(Message(text, NOW), index, context))
        context = turns[-1].context
    return turns


def singles() -> list[str]:
    lines = [line for name in ("staff", "staff-2", "staff-4") for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    cases = [json.loads(line) for line in lines]
    return [c["turns"][0]["ask"] for c in cases if len(c["turns"]) == 1 and c["category"] == "single"]


def test_a_reading_that_is_picked_is_answered(index: Index) -> None:
    """By number and by click (which sends the question of the choice), whatever was offered."""
    tried = 0
    for text in singles():
        [turn] = talk(index, text)
        if turn.reason != OFFERED:
            continue
        for number, choice in enumerate(turn.reply.choices, 1):
            for said in (str(number), choice.ask, choice.id):
                picked = respond(Message(said, NOW), index, turn.context)
                assert picked.reply.kind == "answer", f"{text!r} -> {choice.label!r} by {said!r}: {picked.reason}"
                assert all(f.startswith(choice.id) for f in picked.facts), (text, choice.id, picked.facts)
                tried += 1
    assert tried > 50


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (("when was the minusca agreement signed?", "what about minusma?"), "agreement/unodc-minusma-2018#signed_on.1"),
        (("where did Ban and Noble meet", "on which day?"), "2009"),
        (("who chairs the global focal point?", "and when did MINUSCA start?"), "mission/minusca#established_on.1"),
        (("how many officers attended the detection training", "and the gender one?"), "training/gender-2015#number_trained.1"),
        (("trainings mali 2015", "the second one"), "training/gender-2015#description.1"),
    ],
)
def test_follow_ups(index: Index, said: tuple[str, ...], fact: str) -> None:
    last = talk(index, *said)[-1]
    assert last.reply.kind == "answer", last.reason
    assert any(fact in f for f in last.facts), last.facts


def test_a_question_complete_in_itself_takes_nothing_from_the_conversation(index: Index) -> None:
    """Asked after any other conversation, a single question that names its thing gets the reply that it gets alone."""
    before = [talk(index, *said)[-1].context for said in (("who is Andrew Hughes?",), ("trainings mali 2015", "the second one"), ("qui dirige la MINUSMA ?",))]
    differing = []
    asked = 0
    for text in singles():
        [alone] = talk(index, text)
        if not alone.frame.top or alone.frame.flags & {"anaphora", "persons", "carry_on", "correction"} or alone.reply.kind != "answer":
            continue
        for context in before:
            asked += 1
            after = respond(Message(text, NOW), index, context)
            if after.facts != alone.facts and after.reply.lang == alone.reply.lang:
                differing.append(f"{text!r}: {alone.facts[:2]} alone, {after.facts[:2]} after {context.question!r}")
    assert asked > 100
    assert not differing, "\n".join(differing)
