"""The loader: every problem at once, each at its line, with the next step. The cases lie in ``tests/bad``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from bot.content import yamlfile
from bot.content.book import ROOT
from bot.content.load import load_base, load_language
from bot.content.yamlfile import Problems, did_you_mean
from bot.core.errors import ContentError
from bot.core.language import CUES, REPLIES
from bot.core.model import Precision, Quantity, Text
from tests import small

CASES = sorted(small.BAD.glob("*.yaml"))
EXPECT = re.compile(r"# expect: (.+)$")
HOME = re.compile(r"# file: (\S+)")


def overlay(tmp_path: Path, case: Path) -> tuple[Path, str]:
    """The small base with a broken file put in, and where."""
    facts = small.copy(tmp_path)
    text = case.read_text(encoding="utf-8")
    home = HOME.match(text)
    assert home, f"{case.name} does not say `# file: <path>`"
    (facts / home[1]).write_text(text, encoding="utf-8")
    return facts, f"facts/{home[1]}"


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_every_problem_is_told_at_its_line(tmp_path: Path, case: Path, pure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if pure:
        monkeypatch.setattr(yamlfile, "_LOADER", yaml.BaseLoader)
    facts, path = overlay(tmp_path, case)
    lines = case.read_text(encoding="utf-8").splitlines()
    expected = [(n, m[1]) for n, line in enumerate(lines, 1) if (m := EXPECT.search(line))]
    with pytest.raises(ContentError) as caught:
        load_base(facts, small.LOCALES)
    found = [p for p in caught.value.problems if p.path == path]
    assert len(expected) == len(found), caught.value
    for line, message in expected:
        assert any(p.line == line and message in p.message for p in found), f"{line}: {message}\n{caught.value}"
    assert all(p.column >= 1 and str(p).startswith(f"{path}:{p.line}:{p.column}: ") for p in found)


def test_all_files_are_told_at_once(tmp_path: Path) -> None:
    facts = small.copy(tmp_path, "mission/rivmi.yaml", "subtype: plain", "subtype: planes")
    (facts / "person/anna-verdi.yaml").write_bytes(b"name: \xe9\n")
    (facts / "extra").mkdir()
    with pytest.raises(ContentError) as caught:
        load_base(facts, small.LOCALES)
    told = str(caught.value)
    assert "unknown subtype 'planes'" in told
    assert "facts/person/anna-verdi.yaml:1:1: not UTF-8 (byte 6)" in told
    assert "folder 'extra' has no _type.yaml" in told
    assert "no entity 'person/anna-verdi'" not in told, "the file is there: its own problem is said, and only that"


@pytest.mark.parametrize(("name", "message"), [("facts", "name the fact base with --facts DIR"), ("intents", "name the intents with --intents DIR")])
def test_a_missing_folder_is_told(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        load_base(tmp_path / name, small.LOCALES) if name == "facts" else load_language(tmp_path / name)


def test_no_sources_is_told(tmp_path: Path) -> None:
    facts = small.copy(tmp_path)
    (facts / "sources.yaml").unlink()
    with pytest.raises(ContentError, match=r"no sources\.yaml"):
        load_base(facts, small.LOCALES)


def test_missing_french_is_a_warning(tmp_path: Path) -> None:
    facts = small.copy(
        tmp_path, "mission/rivmi.yaml", 'name: {en: "[the] UN River Mission", fr: "[la] Mission du fleuve"}', 'name: {en: "[the] UN River Mission"}'
    )
    base, problems = load_base(facts, small.LOCALES)
    assert [str(w) for w in problems.warnings] == ["facts/mission/rivmi.yaml:2:7: warning: this name has no French; add `fr: ...`"]
    assert base.entities["mission/rivmi"].name["fr"] == "UN River Mission"


def test_what_is_loaded(tmp_path: Path) -> None:
    base = load_base(small.BASE, small.LOCALES)[0]
    harbo = base.entities["partner/harbo"]
    assert (harbo.name, harbo.article, harbo.short("fr")) == (
        Text({"en": "Harbour Office", "fr": "Bureau du port"}),
        Text({"en": "the", "fr": "le"}),
        "HARBO",
    )
    trained = base.facts["training/order#number_trained.1"]
    assert trained.values == (Quantity(50, "over"),)
    assert (str(trained.where), trained.citations[0].paragraph) == ("base/training/order.yaml:11:7", 3)
    signed = base.facts["agreement/river#signed_on.1"].values[0]
    assert getattr(signed, "precision", None) is Precision.DAY
    assert base.facts["agreement/river#parties.1"].entities == ("partner/harbo", "mission/rivmi")
    assert base.types["mission"].properties["description"].kind == "text", "every type has the common properties"


def test_yaml_guesses_nothing(tmp_path: Path) -> None:
    facts = small.copy(tmp_path)
    for name in ("NO", "2018-03", "0123", "1e3", "null"):
        (facts / f"place/{name}.yaml").write_text(f"subtype: plain\nname: {name}\n", encoding="utf-8")
    base = load_base(facts, small.LOCALES)[0]
    for name in ("NO", "2018-03", "0123", "1e3", "null"):
        assert base.entities[f"place/{name}"].name["en"] == name


@pytest.mark.parametrize(
    ("word", "known", "hint"), [("sorce", ["source", "text"], "; did you mean 'source'?"), ("zzz", ["b", "a"], "; known: a, b"), ("x", [], "")]
)
def test_did_you_mean(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    problems = Problems()
    assert yamlfile.load_file(tmp_path / "none.yaml", "none.yaml", problems) is None
    assert "cannot be read" in problems.errors[0].message


@pytest.mark.parametrize(
    ("file", "line", "instead", "told"),
    [
        ("_cues.yaml", "turning_round:", None, "the list 'turning_round' is missing"),
        ("_cues.yaml", "last lasted", "lasted", "'read_as_verb' takes two words each"),
        ("_replies.yaml", "now_unknown:", None, "the wording 'now_unknown' is missing"),
        ("_replies.yaml", "{filters}", "{fitlers}", "'filters' (en) has other placeholders than it needs"),
        ("_replies.yaml", "{filters}", "{fitlers}", "_replies.yaml:67"),
        ("known_names.yaml", "missions:", "missions:\n  - {note: no name}", "missing key 'names'"),
        ("request.yaml", "leading: true", "leading: perhaps", "request.yaml:4:10: 'perhaps' is neither yes nor no"),
        ("request.yaml", "operator: say", "operator: list", "only an intent with the operator 'say' can be leading"),
        ("thanks.yaml", "replies:", "near_misses: {en: [when]}\nnothing:", "unknown key"),
    ],
)
def test_language_files_lack_nothing_that_is_said(tmp_path: Path, file: str, line: str, instead: str | None, told: str) -> None:
    folder = tmp_path / "intents"
    shutil.copytree(ROOT / "intents", folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(
        "\n".join(x for x in text.split("\n") if not x.startswith(line)) if instead is None else text.replace(line, instead), encoding="utf-8"
    )
    with pytest.raises(ContentError) as error:
        load_language(folder)
    assert told in str(error.value)


def test_a_phrase_may_hold_choices(tmp_path: Path) -> None:
    problems = Problems(small.LOCALES)
    (tmp_path / "x.yaml").write_text("{en: ['(my|a|) boss (says|said)', plain], fr: []}", encoding="utf-8")
    node = yamlfile.load_file(tmp_path / "x.yaml", "x.yaml", problems)
    assert node
    assert node.phrases()["en"] == ("my boss says", "my boss said", "a boss says", "a boss said", "boss says", "boss said", "plain")
    (tmp_path / "x.yaml").write_text("\n{en: ['(my|a boss'], fr: []}", encoding="utf-8")
    broken = yamlfile.load_file(tmp_path / "x.yaml", "x.yaml", problems)
    assert broken
    broken.phrases()
    assert "the brackets of '(my|a boss' do not fit" in problems.errors[0].message


def test_the_lists_and_wordings_of_the_core_are_those_of_the_files() -> None:
    """What is declared is what the files hold, so that none is forgotten and none is idle."""
    language, _ = load_language(ROOT / "intents")
    assert set(language.cues) == CUES
    assert set(language.replies) == set(REPLIES)


@pytest.mark.parametrize(
    ("written", "line", "told"),
    [
        ("name: [the] forensics training\nsubtype: plain\n", 1, "a text that begins with [ needs double quotes"),
        ("subtype: plain\nname: 'l'École'\n", 2, "a text with an apostrophe needs double quotes"),
        ("subtype: plain\nname: Dakar: the port\n", 2, "a text with a colon needs double quotes"),
        ("subtype: plain\n\tname: Dakar\n", 2, "the line begins with a tab; indent with spaces"),
        ("subtype: plain\nname: “Dakar”\n", 2, "the name begins with “, which does not quote in YAML; use straight quotes"),
    ],
)
def test_the_slips_of_editors_are_told_in_their_words(tmp_path: Path, written: str, line: int, told: str) -> None:
    facts = small.copy(tmp_path)
    (facts / "place/dakar.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_base(facts, small.LOCALES)
    assert [p.line for p in error.value.problems if told in p.message] == [line], error.value


def test_a_file_that_would_be_passed_over_is_told(tmp_path: Path) -> None:
    facts = small.copy(tmp_path)
    (facts / "place/dakar.yml").write_text("name: Dakar\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"place/dakar.yml:1:1: files end in .yaml"):
        load_base(facts, small.LOCALES)
    folder = tmp_path / "intents"
    shutil.copytree(ROOT / "intents", folder)
    (folder / "weekend.yml").touch()
    with pytest.raises(ContentError, match=r"weekend.yml:1:1: files end in .yaml"):
        load_language(folder)


def test_the_kind_of_a_chat_intent_is_one_that_there_is(tmp_path: Path) -> None:
    folder = tmp_path / "intents"
    shutil.copytree(ROOT / "intents", folder)
    path = folder / "thanks.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: smalltalk", "kind: smaltalk"), encoding="utf-8")
    with pytest.raises(ContentError, match="did you mean 'smalltalk'"):
        load_language(folder)
