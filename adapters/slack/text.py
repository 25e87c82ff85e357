"""Slack's text to plain text and back. Pure."""

from __future__ import annotations

import re

ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
EMPHASIS = re.compile(r"(?<![^\W_])[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?![^\W_])")
"""Marks of emphasis at the borders of words, each by itself: to match them in pairs takes cubic time."""
INERT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "\u02cb", "*": "\u2217", "~": "\u223c"})
"""What is active in Slack's text: three characters are escaped as Slack asks, the marks of emphasis become look-alikes."""


EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+'-]{2,}:(?![\w:])")
"""The code of an emoji, which says nothing: ``:wave:``."""


def plain(text: str) -> str:
    """What the user typed: without mentions, link syntax and emphasis, entities decoded once."""

    def one(match: re.Match[str]) -> str:
        target, label = match.group(1), match.group(2) or ""
        match target[:1]:
            case "@":
                return " "
            case "!":
                return label if target.startswith("!date") else " "
            case "#":
                return label
            case _:
                return label or target.removeprefix("mailto:").removeprefix("tel:")

    text = ENTITY.sub(one, text)
    for sign, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(sign, char)
    return EMOJI.sub(" ", EMPHASIS.sub("", text)).strip()


def mentions(text: str) -> set[str]:
    """Ids of the users and groups that a text speaks to."""
    targets = (m.group(1) for m in ENTITY.finditer(text))
    return {t.lstrip("@!").removeprefix("subteam^") for t in targets if t.startswith(("@", "!")) and not t.startswith("!date")}


def escape(text: str) -> str:
    """A text shown literally, whatever it holds."""
    return re.sub(r"(?<![^\W_])_|_(?![^\W_])", "\uff3f", text.translate(INERT))
