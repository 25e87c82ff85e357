"""One content on every platform: facts, order, sources and choices are equal once the formatting is taken off."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest

from adapters import Answer, console, slack
from adapters.teams import render as teams
from bot.core.index import Index
from bot.core.model import Bullets, Lang, Message, Paragraph, Reply
from bot.core.respond import Turn, respond
from tests.conftest import NOW

Shown = tuple[str, list[str] | None]
"""All that is read, in order; and what the clicks ask, None where there are none."""


def on_console(turn: Turn, index: Index) -> Shown:
    return click.unstyle(console.render(turn.reply, index)), None


def on_slack(turn: Turn, index: Index) -> Shown:
    back = str.maketrans({"\u02cb": "`", "\u2217": "*", "\u223c": "~", "\uff3f": "_"})
    texts, asks = [], []
    for message in slack.render(Answer(turn.reply, turn.text, turn.context.question, "d"), index, "U1"):
        for block in message["blocks"]:
            match block["type"]:
                case "section":
                    texts.append(re.sub(r"^\*(.*?)\*(?=( \[\d+\])*$)", r"\1", block["text"]["text"], flags=re.M))
                case "context":
                    texts += [e["text"] for e in block["elements"]]
                case "actions":
                    asks += [json.loads(e["value"])["q"] for e in block["elements"]]
    return html.unescape("\n".join(texts)).translate(back), asks


def on_teams(turn: Turn, index: Index) -> Shown:
    message = json.loads(teams.activity(turn.reply, index.language, {}, personal=True))
    if "text" in message:
        text = re.sub(r"^\*\*(.*?)\*\*(?=( \[\d+\])*$)", r"\1", message["text"], flags=re.M)
        asks = [a["value"] for a in message.get("suggestedActions", {}).get("actions", [])]
        return html.unescape(_unescaped(text)), asks
    texts: list[str] = []
    asks = []

    def walk(item: Any) -> None:
        if isinstance(item, list):
            for one in item:
                walk(one)
        elif isinstance(item, dict):
            if item.get("type") == "TextBlock":
                texts.append(_unescaped(item["text"]))
            if item.get("type") == "Action.Submit":
                asks.append(item["data"]["ask"])
            for key in ("selectAction", "body", "items", "columns", "actions"):
                walk(item.get(key))

    walk(message["attachments"][0]["content"])
    return "\n".join(texts), asks


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?=[^a-z0-9\s])", "", text).replace(teams.WORD_JOINER, "")


PLATFORMS: dict[str, Callable[[Turn, Index], Shown]] = {"console": on_console, "slack": on_slack, "teams": on_teams}


def flat(text: str) -> str:
    return " ".join(text.split())


def statements(reply: Reply) -> Iterator[str]:
    """What must be read, in order."""
    for part in reply.parts:
        for item in part.items if isinstance(part, Bullets) else (part,):
            yield flat(item.text) + "".join(f" [{n}]" for n in item.cites)


def questions(index: Index) -> list[tuple[str, Lang]]:
    found: list[tuple[str, Lang]] = []
    for lang in index.locales:
        found += [(e.name[lang], lang) for e in index.base.entities.values()]
        found += [(t.label.many[lang], lang) for t in index.base.types.values()]
        found += [(x, lang) for f in list(index.base.facts.values())[::3] for x in f.examples[lang][:1]]
        found += [(x, lang) for i in index.language.intents for x in i.examples[lang]]
        found += [("zorbix <b> *x* _y_ [1](z) {{q}}", lang), ("agreement" if lang == "en" else "accord", lang)]
    return found


@pytest.fixture(scope="module")
def turns(index: Index) -> list[Turn]:
    return [respond(Message(text, NOW, lang), index) for text, lang in questions(index)]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_same_content(index: Index, turns: list[Turn], platform: str) -> None:
    assert {t.reply.kind for t in turns} == {"answer", "unknown", "clarify", "smalltalk", "help"}
    for turn in turns:
        reply = turn.reply
        shown, asks = PLATFORMS[platform](turn, index)
        rest, at = flat(shown), 0
        wanted = [*statements(reply), *(f"[{c.number}] {flat(c.line)}" for c in reply.citations)]
        for piece in wanted:
            found = rest.find(piece, at)
            assert found >= 0, f"{platform}: {piece!r} is missing or out of order in {shown!r}"
            rest, at = rest[:found] + rest[found + len(piece) :], found
        around = [*(c.label for c in reply.choices), *reply.suggestions]
        around += [index.language.say(words, reply.lang) for words in ("source", "sources", "pick", "next", "did_you_mean")]
        for words in sorted(map(flat, around), key=len, reverse=True):
            rest = rest.replace(words, "")
        if asks is not None:
            # On Teams the examples of help are clicked as well.
            examples = [i.text for p in reply.parts if isinstance(p, Bullets) for i in p.items] if (platform, reply.kind) == ("teams", "help") else []
            assert asks == [*examples, *(c.ask for c in reply.choices), *reply.suggestions]
        assert not re.sub(r"[\s\d.•›·*-]", "", rest), f"{platform} adds {rest!r}"


def test_questions_on_offer_are_written_as_questions(turns: list[Turn]) -> None:
    for turn in turns:
        helped = [i.text for p in turn.reply.parts if isinstance(p, Bullets) for i in p.items] if turn.reply.kind == "help" else []
        for question in (*helped, *turn.reply.suggestions):
            assert question.endswith("?") and not question[0].islower()


def test_every_statement_of_an_answer_has_its_source(turns: list[Turn]) -> None:
    for turn in turns:
        for part in turn.reply.parts:
            for item in part.items if isinstance(part, Bullets) else (part,):
                assert isinstance(item, Paragraph)
                assert not item.statement or item.cites
