"""Takes out of a text what may point to a person, before it is kept for the editors."""

from __future__ import annotations

import re

LINK = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+|\b(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:.!?]+")
MENTION = re.compile(r"<at>.*?</at>|<[@!#][^>]*>|(?<!\w)@[\w.-]*\w", re.IGNORECASE | re.DOTALL)
NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-/\u2010-\u2015\u00a0\u202f]{0,3}\d){5,}")
PHONE_DIGITS = 7
"""Fewer digits are no telephone number, unless it begins with +."""


def _number(match: re.Match[str]) -> str:
    said = match.group()
    groups = re.findall(r"\d+", said)
    if all(_dated(g) for g in groups) and any(len(g) == 4 for g in groups):
        return said  # 2018-03-07, 7.3.2018, 2009-2018: what the questions are about
    if re.fullmatch(r"\d{1,4}\s?\((19|20)\d\d", said):
        return said  # resolution 2149 (2014)
    return "[phone]" if sum(map(len, groups)) >= PHONE_DIGITS or said.startswith("+") else said


def _dated(group: str) -> bool:
    return (len(group) == 4 and 1900 <= int(group) <= 2100) or (len(group) <= 2 and int(group) <= 31)


def redact(text: str) -> str:
    """The text without e-mail addresses, links, mentions and telephone numbers; dates stay."""
    for pattern, sign in ((LINK, "[link]"), (EMAIL, "[e-mail]"), (MENTION, "[mention]")):
        text = pattern.sub(sign, text)
    return NUMBER.sub(_number, text)
