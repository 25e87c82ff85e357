"""Lists, counts and questions that name a kind only, over the real base."""

from __future__ import annotations

import pytest

from bot.core.index import Index
from bot.core.model import Message
from bot.core.respond import respond
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("list the agreements", "agreement"),
        ("which agreements are there?", "agreement"),
        ("liste des accords", "agreement"),
        ("list all missions", "mission"),
        ("what trainings took place in mali", "training"),
        ("trainings mali 2015", "training"),
    ],
)
def test_a_kind_is_listed(index: Index, said: str, kind: str) -> None:
    turn = respond(Message(said, NOW), index)
    assert turn.reply.kind == "answer"
    assert len(turn.entities) > 2
    assert {e.split("/")[0] for e in turn.entities} == {kind}
    assert all(index.entities[e].listed for e in turn.entities), "agreements and trainings without more leave frameworks of others and series out"


@pytest.mark.parametrize(
    ("said", "kind"), [("when was the agreement signed?", "agreement"), ("training dates?", "training"), ("date of the MoU pls", "agreement")]
)
def test_a_kind_alone_is_asked_back(index: Index, said: str, kind: str) -> None:
    turn = respond(Message(said, NOW), index)
    assert turn.reply.kind == "clarify"
    assert {c.id.split("/")[0] for c in turn.reply.choices} == {kind}
    picked = respond(Message("2", NOW), index, turn.context)
    assert picked.reply.kind == "answer"
