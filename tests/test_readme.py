"""Docs that can drift are tests."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_names_every_folder() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    folders = {p.split("/")[0] for p in tracked if "/" in p and not p.startswith(".")}
    assert folders <= {name.strip("/") for name in re.findall(r"`([\w.]+)/?`", README)}


def test_readme_names_every_command() -> None:
    for name in main.commands:
        if name != "serve":
            assert f"app.py {name}" in README, name
    assert "make serve" in README


def test_readme_shows_real_output() -> None:
    """Each answer shown in the README is what the command prints today."""
    shown = re.findall(r'^\$ python app\.py ask "([^"]+)"\n(.*?)(?=^\$ |^```)', README, re.M | re.S)
    assert len(shown) >= 3
    for question, output in shown:
        said = CliRunner().invoke(main, ["ask", question]).output
        for line in output.strip().splitlines():
            if line != "...":
                assert line in said, f"{question}: {line}"


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
