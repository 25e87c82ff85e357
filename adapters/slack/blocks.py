"""Replies as Block Kit: the direct answer, details, sources, buttons. Pure: no network, no clock.

Buttons carry all that a click needs (ids, the question, the asker), so they work after a restart and after the content changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

from adapters import Answer
from adapters.slack.text import escape
from bot.core.index import Index
from bot.core.language import Language
from bot.core.model import Bullets, Paragraph, Reply

Json = dict[str, Any]

SECTION, CONTEXT, BUTTON, VALUE, ACTIONS = 2900, 1900, 75, 2000, 25
"""Characters of a section, of an element of a context, of a button's text and value; buttons of one block. At or under Slack's limits."""
TOTAL = 12_000
"""Characters of all blocks of a message as JSON; about 13,200 have been refused."""
BOLD = 300
"""A longer lead is no headline any more and stays plain."""


def render(answer: Answer, index: Index, asker: str, *, share: bool = False, heading: str = "") -> list[Json]:
    """The messages (one, but for answers beyond ``TOTAL``) that show a reply: ``text`` and ``blocks`` of each.

    ``asker`` is the user for whom buttons resolve in place; ``heading`` (already escaped) stands above the answer.
    """
    reply, blocks = answer.reply, []
    if heading:
        blocks.append({"type": "context", "elements": [_mrkdwn(heading)]})
    lead, *rest = list(_lines(reply)) or [""]
    blocks += [_section(text) for lines in ([lead], rest) for text in _packed(lines, SECTION)]  # air below the direct answer
    if reply.choices:
        # What was asked back is resolved in place; the rest of a list is answered below it, for the list is an answer too.
        kind = "choice" if reply.kind == "clarify" else "more"
        pairs = [(c.label, f"{kind}:{c.id}", {"q": c.ask, "u": asker, "c": c.id}) for c in reply.choices]
        blocks += _buttons(pairs, numbered=True)
    if reply.citations:
        lines = [escape(f"[{c.number}] {c.line}") for c in reply.citations]
        blocks += [{"type": "context", "elements": e} for e in _chunks([_mrkdwn(t) for t in _packed(lines, CONTEXT)], 10)]
    if reply.suggestions:
        blocks.append({"type": "context", "elements": [_mrkdwn(escape(index.language.say("next", reply.lang)))]})
        blocks += _buttons([(s, f"ask:{s}", {"q": s, "u": asker}) for s in reply.suggestions], numbered=False)
    if share and reply.kind == "answer" and answer.question:
        blocks += _buttons([(index.language.say("share", reply.lang), "share", {"q": answer.question, "u": asker})], numbered=False, style="primary")
    if answer.question and reply.kind in {"answer", "unknown"}:
        blocks += _feedback(answer, index.language)
    # The plain form is for notifications and screen readers, and Slack reads marks in it too.
    text = f"{heading}\n{escape(answer.text)}" if heading else escape(answer.text)
    return [{"text": text if n == 0 else "…", "blocks": page} for n, page in enumerate(_paged(blocks))]


def _lines(reply: Reply) -> Iterator[str]:
    def one(p: Paragraph) -> str:
        text = escape(p.text)
        if p.lead and len(text) <= BOLD and "\n" not in text:
            text = f"*{text.strip()}*"
        return text + p.marks

    for part in reply.parts:
        match part:
            case Paragraph():
                yield one(part)
            case Bullets(items):
                yield from (f"•  {one(item)}" for item in items)
            case _:
                assert_never(part)


def _packed(lines: Iterable[str], limit: int) -> Iterator[str]:
    """Lines joined into texts of up to ``limit`` characters; a longer line is parted between words."""
    held = ""
    for line in lines:
        for piece in _pieces(line, limit):
            if held and len(held) + 1 + len(piece) > limit:
                yield held
                held = piece
            else:
                held = f"{held}\n{piece}" if held else piece
    if held:
        yield held


def _pieces(line: str, limit: int) -> Iterator[str]:
    while len(line) > limit:
        at = line.rfind(" ", 1, limit)
        at = at if at > 0 else limit
        yield line[:at]
        line = line[at:].lstrip()
    yield line or " "


def _paged(blocks: Sequence[Json]) -> Iterator[list[Json]]:
    page: list[Json] = []
    size = 0
    for block in blocks:
        length = _size(block)
        if page and (size + length > TOTAL or len(page) == 50):
            yield page
            page, size = [], 0
        page.append(block)
        size += length
    yield page


def _buttons(buttons: Sequence[tuple[str, str, Json]], *, numbered: bool, style: str = "") -> Iterator[Json]:
    """Buttons in blocks of up to 25. Labels too long for a button stand in full above them."""
    if any(len(label) > BUTTON for label, _, _ in buttons):
        lines = [escape(f"{n}. {label}" if numbered else f"•  {label}") for n, (label, _, _) in enumerate(buttons, 1)]
        yield from (_section(text) for text in _packed(lines, SECTION))
    seen: set[str] = set()
    elements = []
    for label, action, value in buttons:
        held = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if len(held) > VALUE:
            # The question is longer than a button holds: the conversation still knows the choice by its id.
            held = json.dumps({k: v for k, v in value.items() if k != "q"}, ensure_ascii=False, separators=(",", ":"))
        if action in seen or len(action) > 200:
            action = f"{action[:150]}:{hashlib.sha256(held.encode()).hexdigest()[:16]}"
        if action in seen:
            continue  # the same label asking the same
        seen.add(action)
        shown = label if len(label) <= BUTTON else label[: BUTTON - 1].rstrip() + "…"
        element: Json = {"type": "button", "text": {"type": "plain_text", "text": shown, "emoji": False}, "action_id": action, "value": held}
        elements.append({**element, "style": style} if style else element)
    yield from ({"type": "actions", "elements": e} for e in _chunks(elements, ACTIONS))


def _feedback(answer: Answer, language: Language) -> Iterator[Json]:
    """Thumbs up and down; a notice of ours (no question) or a question asked back has none."""

    def thumb(wording: str, sign: str, helpful: bool) -> Json:
        value = json.dumps({"d": answer.delivery, "h": helpful}, ensure_ascii=False, separators=(",", ":"))
        return {"text": {"type": "plain_text", "text": sign}, "accessibility_label": language.say(wording, answer.reply.lang), "value": value}

    up, down = thumb("helpful", "\U0001f44d", True), thumb("not_helpful", "\U0001f44e", False)
    if len(down["value"]) <= VALUE:
        element = {"type": "feedback_buttons", "action_id": "feedback", "positive_button": up, "negative_button": down}
        yield {"type": "context_actions", "elements": [element]}


def simpler(message: Json) -> list[Json]:
    """A message in ever plainer forms, for when Slack refuses its blocks: an answer in plain text is better than none."""
    without = [b for b in message["blocks"] if b["type"] != "context_actions"]
    forms = [message, {**message, "blocks": without}, {**message, "blocks": []}]
    return [f for n, f in enumerate(forms) if n == 0 or f["blocks"] != forms[n - 1]["blocks"]]


def _chunks(elements: Iterable[Json], limit: int) -> Iterator[list[Json]]:
    """Elements in groups of up to ``limit`` and of half a message."""
    group: list[Json] = []
    size = 0
    for element in elements:
        length = _size(element)
        if group and (len(group) == limit or size + length > TOTAL / 2):
            yield group
            group, size = [], 0
        group.append(element)
        size += length
    if group:
        yield group


def _size(block: Json) -> int:
    return len(json.dumps(block, ensure_ascii=False)) + 2


def _section(text: str) -> Json:
    return {"type": "section", "text": _mrkdwn(text), "expand": True}


def _mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}  # verbatim: no links made of bare names and addresses
