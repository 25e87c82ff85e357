"""``intents/_languages.yaml`` -> :class:`Locales`: the languages, read before every file that has texts in them."""

from __future__ import annotations

import re
from pathlib import Path

from snowballstemmer import algorithms

from bot.content.yamlfile import Node, Problems, did_you_mean, load_file
from bot.core.errors import ContentError
from bot.core.locales import BOUNDS, WRITTEN, Locale, Locales
from bot.core.model import Where
from bot.core.text import fold

FILE = "_languages.yaml"
_SETS = (
    "elided",
    "month_doubts",
    "figures",
    "ordinal_tails",
    "decade_tails",
    "decade_heads",
    "date_of",
    "date_joints",
    "date_before",
    "date_until",
    "elisions",
    "in_place",
)
_NUMBERS = ("month_forms", "numbers", "counting", "vague", "ordinal_forms")
_MAY = (
    *_SETS, *_NUMBERS, *BOUNDS, "letters", "month_first", "month_capital", "ordinals", "first", "late", "articles", "contractions", "before_vowels", "participles",
)  # fmt: skip


def load_locales(folder: Path) -> Locales:
    """Load the languages of a folder of intents.

    Raises ContentError with every problem when there is any.
    """
    problems = Problems()
    path = folder / FILE
    shown = f"{folder.name}/{FILE}"
    if not folder.is_dir():
        problems.add(Where(str(folder)), "no such folder; name the intents with --intents DIR or LIAISON_INTENTS")
    elif not path.is_file():
        problems.add(Where(shown), "no such file; every folder of intents needs it, take that of the repository")
    root = load_file(path, shown, problems) if path.is_file() else None
    locales = {lang: _locale(lang, node) for lang, node in root.items()} if root else {}
    if problems.errors:
        raise ContentError(problems.errors)
    return Locales(locales)


def _locale(lang: str, node: Node) -> Locale:
    f = node.fields(("name", "stemmer", "quotes", "months", "written"), _MAY)
    stemmer = f["stemmer"].text() if "stemmer" in f else "english"
    if stemmer not in algorithms():
        f["stemmer"].fail(f"no stemmer {stemmer!r}{did_you_mean(stemmer, algorithms())}")
    months = f["months"].texts() if "months" in f else ()
    if len(months) != 12:
        node.fail(f"{len(months)} months; write all twelve")
    if "quotes" in f and "{title}" not in f["quotes"].text():
        f["quotes"].fail("write where the title stands: {title}")
    numbers = {key: _numbers(f[key]) if key in f else {} for key in _NUMBERS}
    ordinals = {fold(word): n for n, word in enumerate(f["ordinals"].texts() if "ordinals" in f else (), 1)}
    return Locale(
        lang=lang,
        name=f["name"].text() if "name" in f else lang,
        stemmer=stemmer,
        quotes=f["quotes"].text() if "quotes" in f else "{title}",
        months=months,
        written=_written(f["written"]) if "written" in f else {},
        letters=frozenset(f["letters"].text() if "letters" in f else ""),
        month_forms=numbers["month_forms"],
        month_first="month_first" in f and f["month_first"].flag(),
        month_capital="month_capital" in f and f["month_capital"].flag(),
        numbers=numbers["numbers"],
        counting=numbers["counting"],
        vague={**numbers["vague"], **ordinals, **numbers["ordinal_forms"]},
        first={k: v.text() for k, v in f["first"].items()} if "first" in f else {},
        bounds={kind: f[kind].texts() if kind in f else () for kind in BOUNDS},
        late=f["late"].texts() if "late" in f else (),
        articles=f["articles"].texts() if "articles" in f else (),
        contractions={k: v.text() for k, v in f["contractions"].items()} if "contractions" in f else {},
        before_vowels={k: v.text() for k, v in f["before_vowels"].items()} if "before_vowels" in f else {},
        participles=tuple(map(fold, f["participles"].texts())) if "participles" in f else (),
        **{key: frozenset(map(fold, f[key].texts())) if key in f else frozenset() for key in _SETS},
    )


def _numbers(node: Node) -> dict[str, int]:
    """Words with the numbers that they mean."""
    found = {}
    for word, value in node.items():
        if value.text().isdecimal():
            found[fold(word)] = int(value.text())
        else:
            value.fail(f"{word!r} means no whole number: {value.text()!r}")
    return found


def _written(node: Node) -> dict[str, str]:
    """The patterns of dates and numbers, each with the placeholders that it needs."""
    patterns = {k: v.text() for k, v in node.fields(WRITTEN).items()}
    for name, pattern in patterns.items():
        found = set(re.findall(r"\{(\w+)\}", pattern))
        if found != WRITTEN[name]:
            node.fail(f"{name!r} needs {', '.join(f'{{{p}}}' for p in sorted(WRITTEN[name])) or 'no placeholder'}: {pattern!r}")
    return patterns
