"""The commands of ``app.py``: chat, ask, explain, show, check, ground, serve."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.content.book import ROOT, load_index
from bot.core.errors import ContentError, Problem, SettingError
from bot.core.index import Index
from bot.core.model import Context, Lang, Message
from bot.core.respond import Turn, respond

EXIT_UNKNOWN, EXIT_BAD = 1, 2


def _folder(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: _in_env_file(f"LIAISON_{name.upper()}") or ROOT / name,
        envvar=f"LIAISON_{name.upper()}",
        show_envvar=True,
        show_default=f"the repository's {name}/",
        help=f"Folder of {name}.",
    )


def _in_env_file(name: str) -> str | None:
    """What ``.env`` says, if it is there: for this command as for the server."""
    if not Path(".env").is_file():
        return None
    from dotenv import dotenv_values  # rarely needed here, and not for nothing

    return dotenv_values(".env").get(name)


class State:
    """The folders chosen on the command line; loads them once, when a command needs them."""

    def __init__(self, facts: Path, intents: Path) -> None:
        self.facts, self.intents = facts, intents

    def index(self, lang: Lang | None = None) -> Index:
        """The compiled content. Ends the command if that is bad, or has no such language."""
        try:
            index, warnings = load_index(self.facts, self.intents)
        except ContentError as error:
            _content_failed(error)
        for warning in warnings[:5]:
            click.secho(str(warning), fg="yellow", err=True)
        if lang and lang not in index.locales:
            raise click.BadParameter(f"no language {lang!r} in the intents; there are {', '.join(index.locales)}", param_hint="--lang")
        return index


def _content_failed(error: ContentError) -> NoReturn:
    for problem in error.problems:
        click.secho(str(problem), fg="red", err=True)
    click.secho(f"{len(error.problems)} problem(s); nothing was loaded", fg="red", err=True)
    sys.exit(EXIT_BAD)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@_folder("facts")
@_folder("intents")
@click.pass_context
def main(ctx: click.Context, facts: Path, intents: Path) -> None:
    """Liaison answers questions about partners, missions, agreements and trainings, always with the source."""
    ctx.obj = State(facts, intents)


lang_option = click.option("--lang", metavar="CODE", help="Language when the message does not show one: en, fr, ...")


@main.command()
@lang_option
@click.pass_obj
def chat(state: State, lang: Lang | None) -> None:
    """Talk in the terminal: history, line editing, sources under every answer."""
    from adapters.console import converse

    converse(state.index(lang), lang)


@main.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.option("--jsonl", is_flag=True, help="Read one JSON object a line from standard input, write one a line.")
@lang_option
@click.pass_obj
def ask(state: State, question: tuple[str, ...], as_json: bool, jsonl: bool, lang: Lang | None) -> None:
    """Answer one question: exit 0 for an answer, 1 for unknown or asked back, 2 for bad use."""
    if jsonl:
        if question:
            raise click.UsageError("--jsonl reads questions from standard input; leave QUESTION out")
        index = state.index(lang)
        for line in _jsonl(index, lang):
            click.echo(json.dumps(line, ensure_ascii=True))
            sys.stdout.flush()
        return
    if not " ".join(question).strip():
        raise click.UsageError('ask what? For example: python app.py ask "when was the MINUSCA agreement signed"')
    turn = respond(Message(" ".join(question), datetime.now(UTC), lang), state.index(lang))
    click.echo(json.dumps(as_dict(turn), ensure_ascii=False, indent=2) if as_json else turn.text)
    sys.exit(0 if turn.reply.kind in {"answer", "smalltalk", "help"} else EXIT_UNKNOWN)


def _jsonl(index: Index, lang: Lang | None) -> Iterator[dict[str, Any]]:
    contexts: dict[str, Context] = {}
    for raw in sys.stdin.buffer:
        if not raw.strip():
            continue
        data: Any = None
        try:
            data = json.loads(raw.decode("utf-8", "replace"))
            if not isinstance(data, dict) or not isinstance(data.get("text"), str):
                raise ValueError('expected an object with a "text"')
            if not isinstance(data.get("time", ""), str):
                raise ValueError('"time" is written like "2026-01-31T12:00:00Z", in quotes')
            time = datetime.fromisoformat(data["time"]) if data.get("time") else datetime.now(UTC)
            time = time if time.tzinfo else time.replace(tzinfo=UTC)
        except (ValueError, TypeError, RecursionError) as error:
            yield {"id": data.get("id") if isinstance(data, dict) else None, "kind": "error", "text": f"this line was not understood: {error}"}
            continue
        conversation = data.get("conversation")
        key = json.dumps(conversation, sort_keys=True) if conversation is not None else None
        turn = respond(Message(data["text"], time, lang), index, contexts.get(key) if key else None)
        if key:
            contexts[key] = turn.context
        yield {"id": data.get("id"), **as_dict(turn)}


def as_dict(turn: Turn) -> dict[str, Any]:
    """A turn as JSON; the README tells the fields."""
    reply = turn.reply
    return {
        "kind": reply.kind,
        "text": turn.text,
        "lang": reply.lang,
        "intent": turn.intent,
        "confidence": turn.confidence,
        "entities": list(turn.entities),
        "facts": list(turn.facts),
        "sources": [{"id": c.id, "title": c.title, "publisher": c.publisher, "date": c.date, "paragraph": c.paragraph} for c in reply.citations],
        "choices": [{"id": c.id, "label": c.label} for c in reply.choices],
        "suggestions": list(reply.suggestions),
    }


@main.command()
@click.argument("question", nargs=-1, required=True)
@lang_option
@click.pass_obj
def explain(state: State, question: tuple[str, ...], lang: Lang | None) -> None:
    """Show how a question was understood and why it was answered as it was."""
    index = state.index(lang)
    turn = respond(Message(" ".join(question), datetime.now(UTC), lang), index)
    for line in explanation(turn, index):
        click.echo(line)


def explanation(turn: Turn, index: Index) -> Iterator[str]:
    """The record of a turn in lines for people."""
    frame = turn.frame
    yield f"message     {turn.message.text!r}"
    if "asserted" in frame.flags:
        yield f"checked     {frame.text!r}   what stands around it only asks whether it is so"
    yield f"language    {frame.lang}   operator {frame.operator} (intent {turn.intent})   asks {', '.join(sorted(frame.asks)) or '-'}{'   yes/no' if frame.yes_no else ''}"
    yield "tokens      " + "  ".join(f"{t.raw}:{r.value}" for t, r in zip(frame.tokens, frame.roles, strict=True))
    for m in frame.mentions:
        where = ", ".join(f"{i} ({index.base.entities[i].where})" for i in m.ids) or "a known name that the base does not cover"
        yield f"mention     {m.said!r} -> {where}{' (corrected)' if m.corrected else ''}"
    for said, read in frame.repairs:
        yield f"repair      {said!r} read as {read!r}"
    for d in frame.dates:
        yield f"date        {d.relation} {d.interval.start} .. {d.interval.end}"
    for c in frame.content:
        yield f"content     {c.word!r} weight {c.weight:.2f}{'' if c.known else ' (unknown word)'}"
    if frame.flags:
        yield f"flags       {', '.join(sorted(frame.flags))}"
    for n, one in enumerate(turn.candidates[:6]):
        what = one.fact.id if one.fact else f"{one.entity} {'(empty) ' + one.property if one.property else '(as a whole)'}"
        place = one.fact.where if one.fact else index.base.entities[one.entity].where
        unmet = f" unmet {', '.join(one.unmet)}" if one.unmet else ""
        left = f" left over {', '.join(one.left)}" if one.left else ""
        yield f"{'candidate' if n else 'best     '}   {one.score:.2f} coverage {one.coverage:.2f} {what} {place}{unmet}{left}"
        if n == 0:
            yield from (f"    met     {t.constraint!r} by {t.by}" for t in one.trace)
    yield f"decision    {turn.reply.kind}: {turn.reason} (confidence {turn.confidence})"
    for fact in turn.facts:
        yield f"fact        {fact} {index.base.facts[fact].where}"
    yield ""
    yield turn.text


@main.command()
@click.pass_obj
def serve(state: State) -> None:
    """Answer in Slack and Teams, whichever is configured (environment or .env)."""
    import asyncio  # these are slow to import, and only this command needs them
    import logging

    from bot.serve import configured
    from bot.serve import serve as run
    from bot.settings import load_settings

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = load_settings()
        configured(settings)
        asyncio.run(run(settings, state.index()))
    except SettingError as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(EXIT_BAD)


@main.command()
@click.argument("entity")
@lang_option
@click.pass_obj
def show(state: State, entity: str, lang: Lang | None) -> None:
    """Show all that the base holds of an entity (an id such as mission/minusca, or a name)."""
    index = state.index(lang)
    language = lang or index.locales.first
    ids = [entity] if entity in index.base.entities else []
    if not ids:
        turn = respond(Message(entity, datetime.now(UTC), lang), index)
        ids = [i for m in turn.frame.top for i in m.ids]
    if not ids:
        click.secho(f"no entity {entity!r}; ids look like mission/minusca", fg="red", err=True)
        sys.exit(EXIT_UNKNOWN)
    for one in dict.fromkeys(ids):
        e = index.base.entities[one]
        click.secho(f"{e.name[language]} ({one}, {e.subtype})  {e.where}", bold=True)
        for name, facts in index.entities[one].facts.items():
            label = index.base.types[e.type].properties[name].label[language]
            for fact in facts:
                cites = ", ".join(f"{c.source} ¶{c.paragraph}" if c.paragraph else c.source for c in fact.citations)
                click.echo(f"  {label}: {fact.text[language]} [{cites}]  {fact.where}")
                if fact.note[language]:
                    click.echo(f"    note: {fact.note[language]}")


@main.command()
@click.option("--verbose", is_flag=True, help="Show also what may be meant: words that two properties share.")
@click.pass_obj
def check(state: State, verbose: bool) -> None:
    """Prove the content: every paragraph accounted for, every statement true to its values. Exit 1 on any error."""
    from bot.content.check import check as prove
    from bot.content.check import check_intents
    from bot.content.sources import read_lock

    try:
        index, loaded = load_index(state.facts, state.intents)
    except ContentError as error:
        _tell(error.problems)
        sys.exit(EXIT_UNKNOWN)
    lock, problems = read_lock(state.facts)
    problems = (*loaded, *problems, *prove(index, lock, verbose=verbose), *check_intents(index))
    _tell(problems)
    errors = sum(not p.warning for p in problems)
    if errors:
        click.secho(f"{errors} error(s), {len(problems) - errors} warning(s)", fg="red", err=True)
        sys.exit(EXIT_UNKNOWN)
    base = index.base
    click.echo(f"sound: {len(base.entities)} entities, {len(base.facts)} facts, {len(base.sources)} sources, {len(problems)} warning(s)")


@main.command()
@click.option("--sources", type=click.Path(path_type=Path, file_okay=False, exists=True), required=True, help="Folder of the documents.")
@click.option("--accept", is_flag=True, help="Record the documents as they are now in facts/sources.lock.yaml.")
@click.option("--verbose", is_flag=True, help="Show also excuses that excuse nothing.")
@click.pass_obj
def ground(state: State, sources: Path, accept: bool, verbose: bool) -> None:
    """Find every date, number and name of a fact in the paragraph that it cites. Exit 1 on any unexplained miss."""
    from bot.content.ground import ground as compare
    from bot.content.sources import LOCK, format_lock, read_documents, read_lock

    index = state.index()
    documents, problems = read_documents(index.base.sources, sources)
    if accept and not problems:
        (state.facts / LOCK).write_text(format_lock(documents), encoding="utf-8")
    lock, unread = read_lock(state.facts)
    result = compare(index, documents, lock)
    _tell((*problems, *unread, *result.changed, *(result.idle if verbose else ())))
    for miss in result.misses:
        click.secho(str(miss), fg="red")
    summary = f"{result.facts} facts, {result.claims} claims, {result.excused} explained, {len(result.misses)} not found"
    click.echo(f"{summary}; {state.facts.name}/{LOCK} written" if accept and not problems else summary)
    if result.misses or problems or unread or result.changed:
        sys.exit(EXIT_UNKNOWN)


def _tell(problems: Iterable[Problem]) -> None:
    for problem in sorted(problems):
        click.secho(str(problem), fg="yellow" if problem.warning else "red", err=True)
