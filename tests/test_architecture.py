"""The shape of the code: who imports whom, and that the core stays pure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = sorted((ROOT / "bot" / "core").glob("*.py"))
PURE = {"__future__", "bot", "builtins", "calendar", "collections", "dataclasses", "datetime", "enum", "functools", "math", "operator", "re", "typing", "unicodedata"}
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


@pytest.mark.parametrize("path", sorted((ROOT / "adapters").glob("*.py")), ids=lambda p: p.name)
def test_adapters_do_not_know_each_other(path: Path) -> None:
    others = {f"adapters.{p.stem}" for p in (ROOT / "adapters").glob("*.py") if p.stem not in {"__init__", path.stem}}
    assert not imports(path) & others
    if path.stem != "slack":
        assert not [i for i in imports(path) if i.startswith("slack")]


def test_architecture_page_names_every_core_module() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in CORE:
        if path.stem not in {"__init__", "errors"}:
            assert path.stem in page, f"docs/architecture.md does not name {path.name}"
