"""`ground`: each row makes one claim that the small document does not bear out, and names what must be missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.content.book import ROOT
from bot.content.ground import Grounding, ground
from bot.content.sources import LOCK, digest, format_lock, paragraphs, read_documents, read_lock
from bot.core.index import Index
from tests import small

CASES = [
    # file, text, replaced by, what is missed
    # -- dates
    ("agreement/river.yaml", "      excuse: {2012-06-04: 'the page says \"yesterday\"'}\n", "", ["date 4 June 2012 not found in page ¶2; correct the fact or its source, or explain it"]),
    ("training/order.yaml", "2013-03-16/2013-03-27", "2013-03-17/2013-03-27", ["date 17 March 2013 not found"]),
    ("training/order.yaml", "2013-03-16/2013-03-27", "end of 2013-03", ["date end of March 2013 not found"]),
    ("training/order.yaml", "2013-03-16/2013-03-27", "2013-03", []),
    ("training/order.yaml", "over 50 officers.", "over 50 officers in July 2013.", ["date July 2013 not found"]),
    ("training/order.yaml", "over 50 officers.", "over 50 officers in March 2013.", []),
    ("partner/harbo.yaml", "as_of: 2012-06-05", "as_of: 2012-06-06", ["date 6 June 2012 not found"]),
    ("mission/rivmi.yaml", "source: page ¶1", "source: page ¶1\n      when: 2012-06-04", ["date 4 June 2012 not found"]),
    ("mission/rivmi.yaml", "      refs: [partner/harbo]", "      when: 2012-06-04\n      refs: [partner/harbo, agreement/river]", ["name River Agreement (agreement/river) not found"]),
    # -- numbers
    ("training/order.yaml", "value: over 50", "value: 50", ["number 50 not found"]),
    ("training/order.yaml", "value: over 50", "value: over 51", ["number over 51 not found"]),
    ("training/order.yaml", "Twelve judges", "Thirteen judges", ["number 13 not found"]),
    ("training/order.yaml", "Twelve judges", "Over 12 judges", ["number over 12 not found"]),
    ("training/order.yaml", "told the training on order", "told the 4 people of the training on order", ["number 4 not found"]),
    ("training/order.yaml", "told the training on order", "told the 1 training on order", []),
    # -- entities
    ("agreement/river.yaml", "value: place/portville", "value: place/central-river-republic", ["name Central River Republic (place/central-river-republic) not found in page ¶2; it stands in page ¶3: cite that"]),
    ("mission/rivmi.yaml", "refs: [partner/harbo]", "refs: [partner/harbo, place/portville]", ["name Portville (place/portville) not found in page ¶1; it stands in page ¶2: cite that"]),
    ("mission/rivmi.yaml", "source: page ¶1", "source: [page ¶1, page ¶4]\n      excuse: {Central River Republic: a test}", []),
    ("mission/rivmi.yaml", "source: page ¶1\n      refs: [partner/harbo]", "source: page ¶4\n      refs: [place/central-river-republic]", ["name Central River Republic"]),
    ("partner/harbo.yaml", "page ¶2", "page ¶1", ["name Anna Verdi (person/anna-verdi) not found in page ¶1; it stands in page ¶2, page ¶3: cite that"]),
    ("partner/harbo.yaml", "page ¶2", "[naming, page ¶1]", []),
    ("agreement/river.yaml", "source: page ¶2", "source: naming", []),
    # -- names in the statement
    ("training/order.yaml", "judges from the Central", "judges of Mr. Rossi from the Central", ["name Rossi not found"]),
    ("training/order.yaml", "judges from the Central", "judges of the High Court-Martial from the Central", ["name High Court-Martial not found"]),
    ("training/order.yaml", "judges from the Central", "judges whom Verdi told something from the Central", []),
    ("training/order.yaml", "judges from the Central", "judges, not of NATO, from the Central", ["name NATO not found"]),
    ("training/order.yaml", "reached over 50 officers.", "reached over 50 officers. Officers came, Rivers too.", []),
    ("training/order.yaml", "over 50 officers", "over 50 officers in Portville", ["name Portville (place/portville) not found in page ¶3; it stands in page ¶2: cite that"]),
    # -- wording
    ("training/order.yaml", '"rivers need order to flow"', '"rivers need law to flow"', ["quotation “rivers need law to flow” not found"]),
    ("training/order.yaml", "reached over 50 officers.", "reached over fifty officers and 12 judges. Rivers need order to flow, Ms. Verdi told its first course.", ["own wording “"]),
    ("training/order.yaml", '"rivers need order to flow"', '"reached over fifty officers and 12 judges. Rivers need order to flow, Ms. Verdi told its first course"', ["short wording “"]),
    # -- paragraphs
    ("partner/harbo.yaml", "page ¶2", "page ¶9", ["there is no page ¶9: correct the number"]),
]  # fmt: skip


def grounded(facts: Path, tmp_path: Path) -> Grounding:
    return ground(small.index_of(facts), small.documents(), small.lock(tmp_path))


def test_the_small_base_is_grounded(tmp_path: Path) -> None:
    result = grounded(small.BASE, tmp_path)
    assert (result.misses, result.changed, result.idle) == ((), (), ())
    assert (result.facts, result.excused) == (9, 1)


@pytest.mark.parametrize(("path", "old", "new", "expected"), CASES, ids=[f"{c[0]}: {c[2][:50]!r}" for c in CASES])
def test_what_is_missed(tmp_path: Path, path: str, old: str, new: str, expected: list[str]) -> None:
    result = grounded(small.copy(tmp_path, path, old, new), tmp_path)
    found = [str(m.problem) for m in result.misses]
    for message in expected:
        assert any(message in f for f in found), "\n".join([message, *found])
    for one in found:
        assert one.startswith(f"facts/{path}:") and any(message in one for message in expected), one


EXCUSES = [
    # what the statement adds, the excuse, whether it helps
    (" in July 2013", "{July 2013: a test}", True),
    (" in July 2013", "{2013-07: a test}", True),
    (" in July 2013", "{'2013': a test}", True),
    (" in July 2013", "{August 2013: a test}", False),
    (" and 7 clerks", "{'7': a test}", True),
    (" and 7 clerks", "{seven clerks: a test}", True),
    (" and 7 clerks", "{'8': a test}", False),
    (" in Portville", "{place/portville: a test}", True),
    (" in Portville", "{Portville: a test}", True),
    (" under the River Agreement", "{River Agreement: a test}", True),
    (" under Colonel Rossi", "{Rossi: a test}", True),
    (" under Colonel Rossi", "{Bianchi: a test}", False),
]


@pytest.mark.parametrize(("added", "excuse", "helps"), EXCUSES, ids=[f"{e[0]} {e[1]}" for e in EXCUSES])
def test_excuses(tmp_path: Path, added: str, excuse: str, helps: bool) -> None:
    facts = small.copy(tmp_path, "training/order.yaml", "over 50 officers.", f"over 50 officers{added}.")
    file = facts / "training/order.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("    - value: over 50\n", f"    - value: over 50\n      excuse: {excuse}\n"), encoding="utf-8"
    )
    result = grounded(facts, tmp_path)
    assert bool(result.misses) != helps
    assert [w.warning for w in result.idle] == ([] if helps else [True])


def test_a_description_is_met_by_the_paragraph_that_its_own_facts_cite(tmp_path: Path) -> None:
    facts = small.copy(tmp_path, "partner/harbo.yaml", "      as_of:", "      refs: [training/order]\n      as_of:")
    assert [m.what for m in grounded(facts, tmp_path).misses] == ["name training on order (training/order)"]
    file = facts / "partner/harbo.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("page ¶2", "[page ¶2, page ¶3]"), encoding="utf-8")
    assert grounded(facts, tmp_path).misses == ()


def test_a_miss_is_shown_with_its_paragraph(tmp_path: Path) -> None:
    (miss,) = grounded(small.copy(tmp_path, "mission/rivmi.yaml", "refs: [partner/harbo]", "refs: [place/portville]"), tmp_path).misses
    assert str(miss).splitlines() == [
        "facts/mission/rivmi.yaml:6:7: name Portville (place/portville) not found in page ¶1; it stands in page ¶2: cite that, or explain it in `excuse`",
        "    fact            RIVMI is a mission that works with the Harbour Office.",
        "    page ¶1         Harbour Office and River Mission team up",
    ]


def test_paragraphs_are_non_empty_lines() -> None:
    assert paragraphs("\n one \n\n\ttwo  words\u00a0here\nthree\n \n") == {1: "one", 2: "two words here", 3: "three"}
    assert digest("a  b\n") == digest("a b") != digest("a c")
    assert len(digest("")) == 16


# ------------------------------------------------------------------ the command


def run(facts: Path, *arguments: str, sources: Path = small.DOCUMENTS) -> Result:
    return CliRunner().invoke(main, ["--facts", str(facts), "ground", "--sources", str(sources), *arguments])


def test_the_command_accepts_and_then_tells_changes(tmp_path: Path) -> None:
    facts = small.copy(tmp_path)
    first = run(facts)
    assert (first.exit_code, first.stdout) == (1, "9 facts, 13 claims, 1 explained, 0 not found\n")
    assert "source 'page' was never accepted" in first.stderr
    accepted = run(facts, "--accept")
    assert (accepted.exit_code, accepted.stderr) == (0, "")
    assert (facts / LOCK).read_text(encoding="utf-8") == format_lock(small.documents())
    assert run(facts).exit_code == 0

    changed = tmp_path / "changed"
    changed.mkdir()
    text = (small.DOCUMENTS / "page.txt").read_text(encoding="utf-8")
    (changed / "page.txt").write_text(
        text.replace("12 judges", "13 judges").replace("Harbour Office and", "Harbour  Office and") + "\nNew.\n", encoding="utf-8"
    )
    result = run(facts, sources=changed)
    assert result.exit_code == 1
    assert "the source changed: 'page' has 6 paragraphs, accepted were 5" in result.stderr
    assert "the source changed: ¶3 of 'page' is not as it was accepted; check facts/training/order.yaml:5:7" in result.stderr
    assert "¶1 of" not in result.stderr, "white space is no change"
    assert "number 12 not found in page ¶3" in result.stdout


def test_the_command_tells_a_missing_document(tmp_path: Path) -> None:
    facts, empty = small.copy(tmp_path), tmp_path / "empty"
    empty.mkdir()
    result = run(facts, "--accept", sources=empty)
    assert result.exit_code == 1 and not (facts / LOCK).exists()
    assert "page.txt cannot be read (No such file or directory); name the folder of the documents with --sources DIR" in result.stderr


def test_the_command_shows_idle_excuses_on_demand(tmp_path: Path) -> None:
    facts = small.copy(tmp_path, "mission/rivmi.yaml", "      refs:", "      excuse: {Rossi: a test}\n      refs:")
    assert run(facts, "--accept").stderr == ""
    assert "warning: the excuse for 'Rossi' explains no miss" in run(facts, "--verbose").stderr


def test_the_real_base_is_grounded(index: Index) -> None:
    folder = ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the documents are not on this machine")
    documents, problems = read_documents(index.base.sources, folder)
    result = ground(index, documents, read_lock(ROOT / "facts")[0])
    assert (problems, result.changed) == ((), ())
    assert not result.misses, "\n".join(map(str, result.misses))
