"""Replies in the words of Teams: one Markdown text with citations, or one Adaptive Card. Pure: no network, no clock.

Plain answers are text, for Teams shows citations only there; whatever offers choices or lists is a card. Never both in one
activity: Teams would make two messages of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, assert_never

from bot.core.language import Language
from bot.core.model import Bullets, Paragraph, Part, Reply, SourceLine

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
VERSION = "1.5"
"""Newest version of Adaptive Cards that Teams shows."""
ADVISED = 28 * 1024
"""Bytes that one message should not exceed."""
WIDEST = 4
"""Bytes of a character at most, so that most messages need no counting."""
CITATIONS = 20
"""More make Teams refuse the message."""
NAME, ABSTRACT, SUMMARY, LABEL = 80, 160, 250, 60
"""Characters of a citation's name and abstract, of the notification, and of a button."""
BESIDE = 25
"""Characters of a button that can be read where three stand side by side."""
SAVED = 6
"""Characters that must be shared at least: what is shorter is no name, or not worth an ellipsis."""

SOURCES = 1024
"""Sources of which the finished pieces are kept (nobody changes them): the same few stand under all answers."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]~|#])")
_LINE_START = re.compile(r"^(\s*(?:\d{1,9}(?=[.)])|(?=[-+>=])))", re.M)
_ENTITY = re.compile(r"&(?=[A-Za-z][A-Za-z0-9]*;)")
_WORD = re.compile(r"[^\s'’]+['’]?\s*")
_LINK = re.compile(r"(?i)(?<=:)(?=//)|(?<=\bwww)(?=\.)")
_BAD = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")
WORD_JOINER = "\u2060"
"""Invisible: put into addresses that came with a text, so that no client makes them a link."""


def clean(text: str) -> str:
    """Without what breaks JSON or XML on the way: lone surrogates and control characters."""
    return _BAD.sub("\N{REPLACEMENT CHARACTER}", text)


def _tame(text: str) -> str:
    text = clean(text)
    if "//" in text or "www." in text.lower():  # the look for them takes as long as all the rest
        text = _LINK.sub(WORD_JOINER, text)
    return _LINE_START.sub(lambda m: m[1] + "\\", _SPECIAL.sub(r"\\\1", text))


def text_escape(text: str) -> str:
    """For the text of a message: Markdown and HTML are read there."""
    return _tame(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def card_escape(text: str) -> str:
    """For a TextBlock: Markdown is read there, and an unescaped tag would vanish. Braces keep date macros from running."""
    return _ENTITY.sub(r"\\&", _tame(text)).replace("<", "\\<").replace(">", "\\>")


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words and marked where something is left out."""
    text = clean(" ".join(text.split()))
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _paragraphs(parts: Sequence[Part]) -> Sequence[Paragraph]:
    return [p for part in parts for p in (part.items if isinstance(part, Bullets) else (part,))]


def summary(reply: Reply) -> str:
    """What a notification shows: the direct answer in plain words."""
    paragraphs = _paragraphs(reply.parts)
    lead = next((p for p in paragraphs if p.lead), paragraphs[0] if paragraphs else None)
    return shorten(lead.text, SUMMARY) if lead else ""


def needs_card(reply: Reply) -> bool:
    """Whether a reply offers choices or lists, or cites more than a text may."""
    return bool(reply.choices) or any(isinstance(p, Bullets) for p in reply.parts) or len(reply.citations) > CITATIONS


def activity(
    reply: Reply, language: Language, addressed: Mapping[str, Any], *, personal: bool, private: bool = False, echo: bool = True
) -> bytes:  # fmt: skip
    """The body of the message activity that says a reply; whom it goes to and where is the sender's business.

    ``private`` and ``echo``: see :func:`card`.
    """
    text = ""
    for form in _forms(reply, language, personal=personal, private=private, echo=echo):
        message = {"type": "message", "locale": reply.lang, **form, **addressed}
        if entities := [*form.get("entities", ()), *addressed.get("entities", ())]:
            message["entities"] = entities
        if not private and reply.kind in {"answer", "unknown"}:  # a private message takes no reactions, and so no feedback either
            message["channelData"] = {"feedbackLoop": {"type": "default"}}
        text = _json(message)
        if len(text) * WIDEST <= ADVISED or size(text) <= ADVISED:
            break
    return text.encode()


def _forms(reply: Reply, language: Language, *, personal: bool, private: bool, echo: bool) -> Iterator[Json]:
    """The best form first; each comes into being only when the one before is too large.

    Form is given up before content, and content never: what is on offer next, then the card, then the citations' own fields.
    """

    def whole(said: Reply) -> Json:
        if needs_card(said):
            return {"attachments": [attachment(card(said, language, private=private, echo=echo))], "summary": summary(said)}
        return _text(said, language, personal)

    yield whole(reply)
    less = replace(reply, suggestions=())
    yield whole(less)
    yield _text(less, language, False)
    yield _text(less, language, False, cited=False)


# ------------------------------------------------------------------ text


def _text(reply: Reply, language: Language, personal: bool, *, cited: bool = True) -> Json:
    paragraphs = _paragraphs(reply.parts)
    blocks = []
    for paragraph in paragraphs:
        text = text_escape(paragraph.text)
        # Bold where it leads something; a single sentence needs no shouting.
        blocks.append((f"**{text}**" if paragraph.lead and len(paragraphs) > 1 and "*" not in text else text) + paragraph.marks)
    blocks += [f"{n}\\. {text_escape(c.label)}" for n, c in enumerate(reply.choices, 1)]
    if reply.citations:
        # Not every client shows citations, and an answer never goes without its source.
        blocks.append(_heading(reply, language))
        blocks += [_source_text(c) for c in reply.citations]
    message: Json = {"text": "\n\n".join(blocks), "textFormat": "markdown"}
    if cited and 0 < len(reply.citations) <= CITATIONS:
        message["entities"] = [_message_entity(reply)]
    if personal and reply.suggestions:
        shown = zip(titles(reply.suggestions), reply.suggestions, strict=True)
        actions = [{"type": "imBack", "title": shorten(title, LABEL), "value": clean(s)} for title, s in shown]
        message["suggestedActions"] = {"actions": actions}
    return message


def titles(questions: Sequence[str]) -> Sequence[str]:
    """Questions for buttons side by side: what is too long for one, without the words that all of them share, which name what was just told."""
    said = [" ".join(q.split()) for q in questions]
    if len(said) < 2 or max(map(len, said)) <= BESIDE:
        return said
    first = _WORD.findall(said[0].rstrip(" ?"))
    # Not from the first word on, which says what is asked; the longest by its letters, for an article saves nothing.
    runs = ["".join(first[i:j]).rstrip() for i in range(1, len(first)) for j in range(i + 1, len(first) + 1)]
    shared = [run for run in runs if len(run) >= SAVED and run[-1] not in "'’" and all(run in q for q in said)]
    for run in sorted(shared, key=len, reverse=True):
        # whole words: after a space or an elided article, and not in the middle of a longer one
        shown = [re.sub(rf"(?<=[\s'’]){re.escape(run)}(?=[\s?]|$)", "…", q, count=1) for q in said]
        # "What …?" says no more what is asked: then the verb stays.
        if all("…" in s and len(s.rstrip(" ?").split()) > 2 for s in shown):
            return [s if len(q) > BESIDE else q for q, s in zip(said, shown, strict=True)]
    return said


def _heading(reply: Reply, language: Language) -> str:
    return language.say("source" if len(reply.citations) == 1 else "sources", reply.lang)


def _message_entity(reply: Reply) -> Json:
    return {
        "type": "https://schema.org/Message",
        "@type": "Message",
        "@context": "https://schema.org",
        "citation": [_claim(c) for c in reply.citations],
    }


@lru_cache(SOURCES)
def _source_text(source: SourceLine) -> str:
    return f"[{source.number}] {text_escape(source.line)}"


@lru_cache(SOURCES)
def _claim(source: SourceLine) -> Json:
    keywords = [shorten(k, 28) for k in (source.publisher, source.date, f"¶{source.paragraph}" if source.paragraph else "") if k]
    return {
        "@type": "Claim",
        "position": source.number,
        "appearance": {
            "@type": "DigitalDocument",
            "name": shorten(source.title, NAME) or source.id,
            "abstract": shorten(source.line, ABSTRACT),
            "keywords": keywords,
            "image": {"@type": "ImageObject", "name": "Text"},
        },
    }


# ------------------------------------------------------------------ card


def attachment(content: Json) -> Json:
    return {"contentType": CARD, "content": content}


def card(reply: Reply, language: Language, *, live: bool = True, private: bool = False, echo: bool = True) -> Json:
    """A reply as one Adaptive Card. Not ``live``: without actions, for a message that somebody else sends.

    ``echo``: a click shows its question in the conversation, so that everybody there knows what is answered. ``private``: only one
    person sees the card; a click shows nothing, and says that its answer is for that person alone as well.
    """

    def row(mark: str, label: str, question: str, choice: str = "") -> Json:
        return _row(mark, label, question, choice, private=private, echo=echo)

    def bullet(item: Paragraph) -> Json:
        if live and reply.kind == "help":
            return row("›", item.text, item.text)  # an example of a question is there to be clicked
        return _marked("•", card_escape(item.text) + item.marks)

    body: list[Json] = []
    for part in reply.parts:
        match part:
            case Paragraph():
                body.append(_paragraph(part, reply))
            case Bullets(items):
                body.append({"type": "Container", "spacing": "Small", "items": [bullet(i) for i in items]})
            case _:
                assert_never(part)
    if reply.choices:
        if any(isinstance(part, Bullets) for part in reply.parts):
            body.append({**_small_heading(language.say("did_you_mean", reply.lang)), "separator": True, "spacing": "Medium"})
        rows = [row(str(n), c.label, c.ask, c.id) if live else _marked(str(n), card_escape(c.label)) for n, c in enumerate(reply.choices, 1)]
        body.append({"type": "Container", "items": rows})
    if reply.citations:
        body.append(_sources(reply, language))
    if live and reply.suggestions:
        heading = _small_heading(language.say("next", reply.lang))
        rows = [row("›", question, question) for question in reply.suggestions]
        body.append({"type": "Container", "separator": True, "spacing": "Medium", "items": [heading, *rows]})
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "lang": reply.lang,
        "fallbackText": card_escape(summary(reply)),
        "body": body,
    }


def _block(text: str, **look: Any) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **look}


def _small_heading(text: str) -> Json:
    return _block(card_escape(text), isSubtle=True, size="Small", weight="Bolder")


def _paragraph(paragraph: Paragraph, reply: Reply) -> Json:
    text = card_escape(paragraph.text) + paragraph.marks
    return _block(text, weight="Bolder", size="Medium") if paragraph.lead and reply.kind in {"answer", "clarify"} else _block(text)


def _marked(mark: str, text: str, **look: Any) -> Json:
    """A line with its mark hanging in front."""
    first = {"type": "Column", "width": "auto", "items": [_block(mark, color="Accent")]}
    second = {"type": "Column", "width": "stretch", "spacing": "Small", "items": [_block(text, **look)]}
    return {"type": "ColumnSet", "spacing": "Small", "columns": [first, second]}


def _row(mark: str, label: str, question: str, choice: str, *, private: bool, echo: bool) -> Json:
    """A row that is clicked as a whole and asks a question. Not a button: names and questions may be longer than a button shows."""
    data: Json = {"ask": clean(question)}
    if choice:
        data["choice"] = choice
    if private:
        data["private"] = True
    elif echo:
        # What comes back is documented as text and value; clients that merge the data instead send the same.
        data["msteams"] = {"type": "messageBack", "displayText": clean(label), "text": data["ask"], "value": dict(data)}
    action = {"type": "Action.Submit", "title": clean(label), "data": data}
    line = _marked(mark, card_escape(label), color="Accent")
    return {"type": "Container", "style": "emphasis", "spacing": "Small", "selectAction": action, "items": [line]}


@lru_cache(SOURCES)
def _source_block(source: SourceLine) -> Json:
    return _block(f"[{source.number}] {card_escape(source.line)}", isSubtle=True, size="Small")


def _sources(reply: Reply, language: Language) -> Json:
    lines = [_small_heading(_heading(reply, language))]
    lines += [_source_block(c) for c in reply.citations]
    return {"type": "Container", "separator": True, "spacing": "Medium", "items": lines}


# ------------------------------------------------------------------ message extension


def result(reply: Reply, title: str, language: Language) -> Json:
    """One result of the search: the card that is put into the message, and how it looks in the list."""
    # Clients differ in what they read as markup here, so nothing is left that any of them could.
    head, text = (shorten(t, n).replace("<", "‹").replace(">", "›") for t, n in ((title, LABEL), (summary(reply), ABSTRACT)))
    preview = {"title": head, "text": text}
    return {
        **attachment(card(reply, language, live=False)),
        "preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content": preview},
    }


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(message: Mapping[str, Any]) -> bytes:
    """The body of any activity."""
    return _json(message).encode()


def size(text: str) -> int:
    """Bytes of a message as Teams counts them, in UTF-16."""
    return len(text.encode("utf-16-le"))
