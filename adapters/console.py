"""The terminal as a chat platform. It needs no service, so it is no example for a new one: look at ``adapters/teams``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

import click

from bot.core.index import Index
from bot.core.model import Bullets, Context, Lang, Message, Paragraph, Reply
from bot.core.respond import respond

PROMPT = "you> "


def render(reply: Reply, index: Index) -> str:
    """A reply for the terminal: the direct answer bold, sources dim, choices and next questions numbered below."""
    say = index.language.say
    lines: list[str] = []

    def one(p: Paragraph, bullet: str = "") -> str:
        return bullet + click.style(p.text, bold=p.lead) + click.style(p.marks, fg="cyan")

    for part in reply.parts:
        match part:
            case Paragraph():
                lines.append(one(part))
            case Bullets(items):
                lines += [one(item, "  • ") for item in items]
            case _:
                assert_never(part)
    for number, choice in enumerate(reply.choices, 1):
        lines.append(f"  {click.style(str(number), fg='yellow')}. {choice.label}")
    if reply.choices:
        lines.append(click.style(say("pick", reply.lang), dim=True))
    for source in reply.citations:
        lines.append(click.style(f"  [{source.number}] {source.line}", dim=True))
    if reply.suggestions:
        lines.append(click.style(say("next", reply.lang) + " " + " · ".join(reply.suggestions), fg="green", dim=True))
    return "\n".join(lines)


def _lines() -> Iterator[str]:
    """What is typed, line by line: with history and editing on a terminal, plain otherwise."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\n") for line in sys.stdin)
        return
    from prompt_toolkit import PromptSession  # 0.1 s to import, and only a terminal needs it
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "liaison"
        folder.mkdir(parents=True, exist_ok=True)
        session: PromptSession[str] = PromptSession(history=FileHistory(str(folder / "history")))
    except (OSError, RuntimeError):  # no folder of the user's, or none that can be written
        session = PromptSession(history=InMemoryHistory())
    while True:
        try:
            yield session.prompt(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def converse(index: Index, lang: Lang | None = None) -> None:
    """A conversation until end of input, ``exit`` or ``quit``."""
    click.echo(click.style("Liaison", bold=True) + f" · {len(index.base.entities)} entities, {len(index.base.facts)} facts · exit: Ctrl-D")
    click.echo(click.style("Ask in English or French, for example: when was the MINUSCA agreement signed?", dim=True))
    context: Context | None = None
    for text in _lines():
        if text.strip().lower() in {"exit", "quit", ":q"}:
            break
        if not text.strip():
            continue
        turn = respond(Message(text, datetime.now(UTC), lang), index, context)
        context = turn.context
        click.echo(render(turn.reply, index) + "\n")
