"""The shape of the code: who imports whom, and that the core stays pure."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = sorted((ROOT / "bot" / "core").glob("*.py"))
PURE = set(
    "__future__ bot builtins calendar collections contextlib dataclasses datetime enum functools heapq itertools math operator re typing unicodedata".split()
)
OTHERS = {"rapidfuzz", "snowballstemmer"}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", CORE, ids=lambda p: p.name)
def test_core_is_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert {name.split(".")[0] for name in imports(path)} <= PURE | OTHERS
    assert all(name == "bot" or name.startswith("bot.core") for name in imports(path) if name.split(".")[0] == "bot")
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.AsyncFunctionDef | ast.Await)]
    calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not calls & {"open", "print", "input", "exec", "eval"}
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert not attributes & {"now", "utcnow", "today"}, "the core has no clock"


def test_model_imports_nothing_of_ours() -> None:
    assert not [i for i in imports(ROOT / "bot/core/model.py") if i.startswith("bot")]


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "content").glob("*.py")), ids=lambda p: p.name)
def test_content_knows_no_platform(path: Path) -> None:
    assert not [i for i in imports(path) if i.startswith(("adapters", "aiohttp", "slack", "asyncio"))]


ADAPTERS = ROOT / "adapters"
MODULES = sorted(ADAPTERS.rglob("*.py"))


def adapter_of(path: Path) -> str:
    """Name of the adapter that a module belongs to, be it one file or a package."""
    return path.relative_to(ADAPTERS).parts[0].removesuffix(".py")


def adapters_named(path: Path) -> set[str]:
    """Every adapter that a module imports from, however it writes it: absolute, relative, or by name from ``adapters``."""
    found = set()
    package = list(path.relative_to(ROOT).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            module = (start + (node.module or "")).strip(".")
            found |= {module} | {f"{module}.{a.name}" for a in node.names}
    return {parts[1] for name in found if (parts := name.split("."))[0] == "adapters" and len(parts) > 1} & {adapter_of(p) for p in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ADAPTERS)))
def test_adapters_do_not_know_each_other(path: Path) -> None:
    mine = adapter_of(path)
    assert adapters_named(path) <= {mine}
    if mine != "slack":
        assert not [i for i in imports(path) if i.startswith("slack")]
    if mine != "teams":
        assert not [i for i in imports(path) if i.startswith(("jwt", "botbuilder", "microsoft"))]


@pytest.mark.parametrize(
    "line",
    [
        "import adapters.console",
        "from adapters import console",
        "from adapters.console import render",
        "from .. import console",
        "from ..console import render",
    ],
)
def test_every_way_to_know_another_adapter_is_seen(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ADAPTERS / "teams" / "read.py"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: line)
    assert adapters_named(path) == {"console"}


@pytest.mark.parametrize("path", sorted((ROOT / "bot").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_bot_names_no_adapter(path: Path) -> None:
    """Only the command line has one built in, for the terminal; platforms are found by their name in the settings."""
    assert adapters_named(path) <= ({"console"} if path.name == "cli.py" else set())


def test_architecture_page_names_every_core_module() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in CORE:
        if path.stem not in {"__init__", "errors"}:
            assert f"{path.stem}.py" in page, f"docs/architecture.md does not name {path.name}"


def test_the_core_imports_in_the_order_that_the_page_tells() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    [line] = re.findall(r"^Inside the core.*: `(.*)`\.$", page, re.MULTILINE)
    before: set[str] = set()
    for group in line.split(" ← "):
        names = set(group.strip("{}").split(", "))
        for name in names:
            tree = ast.parse((ROOT / "bot" / "core" / f"{name}.py").read_text(encoding="utf-8"))
            froms = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module and n.module.startswith("bot.core")]
            used = {a.name for n in froms if n.module == "bot.core" for a in n.names} | {
                n.module.split(".")[2] for n in froms if n.module != "bot.core"
            }
            assert used <= before, f"{name} imports {sorted(used - before)}, which the page does not put before it"
        before |= names
    assert before == {p.stem for p in CORE} - {"__init__"}
