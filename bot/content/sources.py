"""The documents behind the facts: their paragraphs, and the lock file that tells when they changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.yamlfile import Problems, load_file
from bot.core.errors import Problem
from bot.core.model import Source, Where

LOCK = "sources.lock.yaml"


@dataclass(frozen=True, slots=True)
class Locked:
    """A document as it was accepted."""

    paragraphs: int
    hashes: Mapping[int, str]
    where: Where


Lock = Mapping[str, Locked]


def paragraphs(text: str) -> dict[int, str]:
    """The non-empty lines of a document, counted from 1, with single spaces."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return dict(enumerate((line for line in lines if line), 1))


def digest(paragraph: str) -> str:
    """The first 16 hexadecimal digits of a paragraph's SHA-256; white space does not matter."""
    return hashlib.sha256(" ".join(paragraph.split()).encode()).hexdigest()[:16]


def read_documents(sources: Mapping[str, Source], folder: Path) -> tuple[dict[str, dict[int, str]], tuple[Problem, ...]]:
    """The paragraphs of every source that names a file in the folder; a file that is not there is a problem."""
    documents: dict[str, dict[int, str]] = {}
    problems = Problems()
    for source in sources.values():
        if not source.file:
            if source.kind != "naming":
                problems.add(source.where, f"source {source.id!r} names no file; add `file: <name in the folder of sources>`")
            continue
        path = folder / source.file
        try:
            documents[source.id] = paragraphs(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8"
            problems.add(source.where, f"{path} cannot be read ({reason}); name the folder of the documents with --sources DIR")
    return documents, problems.errors


def read_lock(facts: Path) -> tuple[dict[str, Locked], tuple[Problem, ...]]:
    """What ``ground --accept`` wrote; nothing when there is no such file yet."""
    path, problems = facts / LOCK, Problems()
    shown = f"{facts.name}/{LOCK}"
    root = load_file(path, shown, problems) if path.is_file() else None
    lock: dict[str, Locked] = {}
    for name, node in root.items() if root else ():
        f = node.fields(("paragraphs", "hashes"))
        if len(f) < 2:
            continue
        hashes = {}
        for key, value in f["hashes"].items():
            if key.isdecimal():
                hashes[int(key)] = value.text()
            else:
                value.fail(f"{key!r} is no paragraph number; write this file with `ground --accept`")
        lock[name] = Locked(f["paragraphs"].read(int) or 0, hashes, node.where)
    return lock, problems.errors


def format_lock(documents: Mapping[str, Mapping[int, str]]) -> str:
    """The lock file of the documents as they are."""
    lines = ["# Written by `ground --accept`: how many paragraphs each document has, and a hash of each one. Do not edit."]
    for name, found in documents.items():
        lines += [f"{name}:", f"  paragraphs: {len(found)}", "  hashes:"]
        lines += [f"    {n}: {digest(text)}" for n, text in found.items()]
    return "\n".join(lines) + "\n"
