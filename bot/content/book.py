"""Content folders -> a ready :class:`Index`. What every command and the service start from."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from bot.content.languages import load_locales
from bot.content.load import load_base, load_language
from bot.core.errors import ContentError, Problem
from bot.core.index import Index, build_index

ROOT = Path(__file__).resolve().parents[2]


def load_index(facts: Path, intents: Path) -> tuple[Index, tuple[Problem, ...]]:
    """Load both folders and compile them; returns the warnings too.

    The compiled index is kept in the user's cache folder, under a hash of the content and of the code that compiles it;
    without a usable cache (absent, corrupt, read-only) it is compiled anew.

    Raises ContentError with the problems of both folders; with those of the languages alone where these cannot be read.
    """
    path = _cache_path(facts, intents)
    loaded = _read_cache(path) if path else None
    if loaded is None:
        loaded = _compile(facts, intents)
        if path:
            _write_cache(path, loaded)
    # The index lives as long as the process and holds no cycles: the collector need not walk through it every few hundred
    # messages, which took 40 ms (500 ms at 10,000 entities).
    gc.freeze()
    return loaded


def _cache_path(facts: Path, intents: Path) -> Path | None:
    """Where the index of this content and this code is kept; None where the user has no folder of his own."""
    digest = hashlib.sha256(f"{sys.version} {version('snowballstemmer')}".encode())  # other stems, another index
    for folder in (facts, intents):
        digest.update(str(folder.name).encode())
        _digest(digest, sorted(folder.rglob("*.y*ml")), folder)
    for package in ("core", "content"):
        _digest(digest, sorted((ROOT / "bot" / package).glob("*.py")), ROOT)
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # neither HOME nor an entry in the list of users, as in some containers
        return None
    return home / "liaison" / f"{digest.hexdigest()[:32]}.pickle"


def _digest(digest: hashlib._Hash, files: Iterable[Path], base: Path) -> None:
    for file in files:
        digest.update(str(file.relative_to(base)).encode())
        with suppress(OSError):
            digest.update(file.read_bytes())


def _read_cache(path: Path) -> tuple[Index, tuple[Problem, ...]] | None:
    try:
        # a cache that somebody else could have written is not read: a pickle can run code
        if path.stat().st_uid != os.getuid() or path.stat().st_mode & 0o022:
            return None
        gc.disable()
        with path.open("rb") as file:
            loaded = pickle.load(file)  # noqa: S301  # our own file, checked just above; never whole in memory
    except Exception:  # whatever is wrong with a cache, the content is compiled anew
        return None
    finally:
        gc.enable()
    return loaded if isinstance(loaded, tuple) and isinstance(loaded[0], Index) else None


def _write_cache(path: Path, loaded: tuple[Index, tuple[Problem, ...]]) -> None:
    with suppress(OSError, pickle.PicklingError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            new = Path(file.name)
            try:
                pickle.dump(loaded, file, protocol=pickle.HIGHEST_PROTOCOL)  # never whole in memory
                file.close()
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)
        for old in sorted(path.parent.glob("*.pickle"), key=lambda p: p.stat().st_mtime)[:-4]:
            old.unlink(missing_ok=True)


def _compile(facts: Path, intents: Path) -> tuple[Index, tuple[Problem, ...]]:
    problems: list[Problem] = []
    warnings: list[Problem] = []
    base = language = None
    locales = load_locales(intents)
    # The parse makes hundreds of thousands of short-lived nodes; collecting in between doubles the time.
    gc.disable()
    try:
        try:
            base, found = load_base(facts, locales)
            warnings += found.warnings
        except ContentError as error:
            problems += error.problems
        try:
            language, found = load_language(intents)
            warnings += found.warnings
        except ContentError as error:
            problems += error.problems
        if base is None or language is None:
            raise ContentError(tuple(problems))
        return build_index(base, language), tuple(warnings)
    finally:
        gc.enable()
