"""The app package: valid, complete, and its prompts are answered."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import jsonschema
import pytest

from adapters.teams.package import DEFAULTS, WHITE, _color, borrowed, build, manifest, problems
from adapters.teams.read import COMMAND
from bot.content.book import ROOT
from bot.core.index import Index
from bot.core.model import Message
from bot.core.respond import respond
from tests.conftest import NOW
from tests.fake_teams import APP

SCHEMA = ROOT.parent / "shared" / "schemas" / "teams-manifest-1.30.schema.json"


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the published schemas are kept beside the project, in ../shared/schemas")
@pytest.mark.parametrize("values", [{}, {"app_id": APP, "developer": 'A "quoted" name', "version": "2.1.0"}])
def test_manifest_is_valid(values: dict[str, str]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(manifest(values))
    assert "${" not in json.dumps(manifest(values))


def test_manifest_fits_the_adapter() -> None:
    data = manifest({"app_id": APP})
    (bot,) = data["bots"]
    (extension,) = data["composeExtensions"]
    assert bot["botId"] == extension["botId"] == APP
    assert len([p for c in extension["commands"] for p in c["parameters"]]) == 1, "the adapter reads one search box"
    slash = [c["title"] for one in bot["commandLists"] if "slash" in one.get("triggers", []) for c in one["commands"]]
    assert COMMAND in slash and bot["supportsTargetedMessages"]
    starters = {s for one in bot["commandLists"] for c in one["commands"] if c.get("type") == "prompt" for s in one["scopes"]}
    assert starters == {"personal"}, "the adapter welcomes where no starters are shown"


def test_prompts_are_answered(index: Index) -> None:
    for one in manifest({})["bots"][0]["commandLists"]:
        for command in one["commands"]:
            if command.get("type") == "prompt":
                assert respond(Message(command["prompt"], NOW), index).reply.kind in {"answer", "help"}, command


def test_package_holds_manifest_and_icons(tmp_path: Path) -> None:
    target = tmp_path / "dist" / "app.zip"
    build(target, {"app_id": APP})
    with zipfile.ZipFile(target) as package:
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        for name, size in (("color.png", 192), ("outline.png", 32)):
            data = package.read(name)
            assert data.startswith(b"\x89PNG\r\n\x1a\n")
            assert struct.unpack(">IIBB", data[16:26]) == (size, size, 8, 6)
        assert json.loads(package.read("manifest.json"))["id"] == APP
    first = target.read_bytes()
    build(target, {"app_id": APP})
    assert target.read_bytes() == first, "the same input gives the same package"


def test_the_coloured_icon_keeps_to_its_safe_area() -> None:
    """Teams may crop all but the 120 by 120 pixels in the middle."""
    white = [
        (column, row)
        for row in range(192)
        for column in range(192)
        if any(_color((column + i) / 192, (row + j) / 192) == WHITE for i in (0.1, 0.9) for j in (0.1, 0.9))
    ]
    for side in zip(*white, strict=True):
        assert min(side) >= 36 and max(side) < 156
        assert abs(min(side) + max(side) - 191) <= 4, "in the middle"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, ["TEAMS_APP_PRIVACY", "TEAMS_APP_TERMS"]),
        ({"privacy": "https://example.org/p", "terms": DEFAULTS["terms"]}, ["TEAMS_APP_TERMS"]),
        ({"privacy": "https://example.org/p", "terms": "https://example.org/t"}, []),
    ],
)
def test_addresses_of_others_are_told(values: dict[str, str], named: list[str]) -> None:
    told = borrowed({"app_id": APP, **values})
    assert [one.split()[0] for one in told] == named and all("set it to your own" in one for one in told)


@pytest.mark.parametrize(
    "values", [{"app_id": "playground"}, {"version": "1.0"}, {"developer": "x" * 33}, {"website": "http://example.org"}, {"terms": "https://"}]
)
def test_values_that_teams_would_refuse_are_named(values: dict[str, str]) -> None:
    (problem,) = problems({"app_id": APP, **values})
    (name,) = values
    assert problem.startswith(f"TEAMS_APP_{name.upper()}" if name != "app_id" else "TEAMS_APP_ID")
    assert "; give " in problem


def test_good_values_are_not() -> None:
    assert not problems({"app_id": APP, "version": "10.2.0", "developer": "UN", "website": "https://www.un.org/en/"})
