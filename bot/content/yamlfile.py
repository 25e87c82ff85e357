"""A YAML node that never forgets its place. YAML guesses nothing here: every scalar is text.

The only module that opens content files.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TypeVar

import yaml

from bot.core.errors import Problem
from bot.core.locales import Locales
from bot.core.model import Text, Where, Words

T = TypeVar("T")

# libyaml reads about eight times as fast; the pure reader gives the same nodes where it is not built in.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass
class Problems:
    """Collects everything that is wrong, so that an editor sees it all at once; knows the languages that texts are in."""

    locales: Locales = field(default_factory=lambda: Locales({}))
    found: list[Problem] = field(default_factory=list)

    def add(self, where: Where, message: str, *, warning: bool = False) -> None:
        self.found.append(Problem.at(where, message, warning=warning))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(sorted({p for p in self.found if not p.warning}))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(sorted({p for p in self.found if p.warning}))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'source'?`` or the list of what is known."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, 1, 0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}" if names else ""


class Node:
    """A YAML node together with its file, and the list that its problems go to."""

    __slots__ = ("path", "problems", "raw")

    def __init__(self, raw: yaml.Node, path: str, problems: Problems) -> None:
        self.raw, self.path, self.problems = raw, path, problems

    @property
    def where(self) -> Where:
        mark = self.raw.start_mark
        return Where(self.path, mark.line + 1, mark.column + 1)

    def fail(self, message: str) -> None:
        self.problems.add(self.where, message)

    @property
    def is_map(self) -> bool:
        return isinstance(self.raw, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.raw, yaml.SequenceNode)

    def _child(self, raw: yaml.Node) -> Node:
        return Node(raw, self.path, self.problems)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Keys and values of a mapping; a key given twice and a node of another shape are problems."""
        if not isinstance(self.raw, yaml.MappingNode):
            if not (isinstance(self.raw, yaml.ScalarNode) and self.raw.value in {"", "null", "~"}):
                self.fail("expected keys with values (`key: value`)")
            return
        seen: set[str] = set()
        for key, value in self.raw.value:
            name = str(key.value)
            if name in seen:
                self._child(key).fail(f"key {name!r} is given twice; keep one")
            seen.add(name)
            yield name, self._child(value)

    def fields(self, need: Iterable[str], may: Iterable[str] = ()) -> dict[str, Node]:
        """The values of a mapping with known keys; missing and unknown keys are problems."""
        need, known = tuple(need), {*need, *may}
        found = dict(self.items())
        for key, node in found.items():
            if key not in known:
                node.fail(f"unknown key {key!r}{did_you_mean(key, known)}")
        for key in need:
            if key not in found:
                self.fail(f"missing key {key!r}; add `{key}: ...`")
        return {k: v for k, v in found.items() if k in known}

    def list(self) -> list[Node]:
        """The items of a list; a single value counts as a list of one."""
        if isinstance(self.raw, yaml.SequenceNode):
            return [self._child(n) for n in self.raw.value]
        if isinstance(self.raw, yaml.ScalarNode) and self.raw.value == "":
            return []
        return [self]

    def text(self) -> str:
        """A scalar as it stands in the file."""
        if isinstance(self.raw, yaml.ScalarNode):
            return str(self.raw.value).strip()
        self.fail("expected one text")
        return ""

    def texts(self) -> tuple[str, ...]:
        return tuple(n.text() for n in self.list())

    def flag(self) -> bool:
        text = self.text().lower()
        if text not in {"yes", "no", "true", "false"}:
            self.fail(f"{text!r} is neither yes nor no")
        return text in {"yes", "true"}

    def multilingual(self, *, what: str = "text", warn: bool = True) -> Text:
        """``{en, fr, ...}``, or one text for all languages. None in the first language is an error, none in another a warning."""
        locales = self.problems.locales
        if not self.is_map:
            return Text(dict.fromkeys(locales, self.text()))
        fields = self.fields((), locales)
        text = Text({lang: fields[lang].text() for lang in locales if lang in fields})
        missing = [lang for lang in locales if not text.own(lang)]
        if locales.first in missing:
            self.fail(f"this {what} has no {locales[locales.first].name}; add `{locales.first}: ...`")
        elif warn:
            for lang in missing:
                self.problems.add(self.where, f"this {what} has no {locales[lang].name}; add `{lang}: ...`", warning=True)
        return text

    def words(self) -> Words:
        """``{en: [...], fr: [...], ...}``, or one list for all languages."""
        locales = self.problems.locales
        if not self.is_map:
            return Words(dict.fromkeys(locales, self.texts()))
        fields = self.fields((), locales)
        return Words({lang: fields[lang].texts() for lang in locales if lang in fields})

    def phrases(self) -> Words:
        """The same of phrases in which ``(my|a) boss`` stands for "my boss" and "a boss", and ``(very|) rare`` also for "rare"."""
        return Words({lang: self._spelt_out(texts) for lang, texts in self.words().by_lang.items()})

    def _spelt_out(self, texts: Sequence[str]) -> tuple[str, ...]:
        for text in texts:
            if _CHOICE.sub("", text).translate(_BRACKETS) != _CHOICE.sub("", text):
                self.fail(f"the brackets of {text!r} do not fit; write choices as (one|other)")
        return tuple(dict.fromkeys(" ".join("".join(chosen).split()) for text in texts for chosen in product(*_choices(text))))

    def read(self, kind: Callable[[str], T]) -> T | None:
        """A scalar read by a kind of value; what the kind refuses is a problem here."""
        try:
            return kind(self.text())
        except ValueError as error:
            self.fail(str(error))
            return None


_CHOICE = re.compile(r"\(([^()]*)\)")
_BRACKETS = str.maketrans("", "", "()|")


def _choices(text: str) -> list[list[str]]:
    """The parts of a phrase, each with what may stand there."""
    return [part.split("|") if i % 2 else [part] for i, part in enumerate(_CHOICE.split(text))]


def _way_out(line: str) -> str:
    """What to do about a line that the parser does not take: the slips of editors, told in their words."""
    value = line.partition(": ")[2].strip()
    if line[: len(line) - len(line.lstrip())].count("\t"):
        return "the line begins with a tab; indent with spaces"
    if value.startswith("[") and not value.endswith("]"):
        return "a text that begins with [ needs double quotes"
    if value.startswith("'") and value.count("'") > 2:
        return "a text with an apostrophe needs double quotes"
    if value and not value.startswith(('"', "'")) and (": " in value or value.endswith(":")):
        return "a text with a colon needs double quotes"
    return "check quotes and indentation"


def misnamed(folder: Path, shown: str, problems: Problems) -> None:
    """Tell of files that would be passed over because they end in .yml."""
    for path in sorted(folder.glob("*.yml")):
        problems.add(Where(f"{shown}/{path.name}"), "files end in .yaml, and this one is not read; rename it")


def load_file(path: Path, shown: str, problems: Problems) -> Node | None:
    """Parse one file; a file that is no YAML, no UTF-8 or empty is a problem and gives None."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        raw = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = Where(shown, mark.line + 1, mark.column + 1) if mark else Where(shown)
        line = text.splitlines()[mark.line] if mark and mark.line < len(text.splitlines()) else ""
        problems.add(where, f"not valid YAML: {getattr(error, 'problem', None) or error}; {_way_out(line)}")
        return None
    except UnicodeDecodeError as error:
        problems.add(Where(shown), f"not UTF-8 (byte {error.start}); save the file as UTF-8")
        return None
    except OSError as error:
        problems.add(Where(shown), f"cannot be read: {error.strerror}")
        return None
    if raw is None:
        problems.add(Where(shown), "the file is empty; write at least one key or delete it")
        return None
    return Node(raw, shown, problems)
