"""`check`: each row breaks the small sound base in one place and names the problem that must be told, and no other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.content.book import ROOT, load_index
from bot.content.check import check, check_intents
from bot.content.said import Amount, Moment, Said, compatible, read, show
from bot.content.sources import LOCK, Locked, format_lock, read_lock
from bot.core.index import Index
from bot.core.kinds import read_date
from bot.core.model import Lang, Message
from bot.core.respond import respond
from bot.core.understand import understand
from tests import small
from tests.evaluate import NOW

CASES = [
    # file, text, replaced by, what is told (each once), a warning?
    # -- paragraphs
    ("sources.yaml", "      4: weather\n", "", ["¶4 of 'page' is cited by no fact; write its facts, or list it in not_content"], False),
    ("sources.yaml", "4: weather", "4: ''", ["not_content gives no reason for ¶4 of 'page'"], False),
    ("sources.yaml", "4: weather", "4: weather\n      9: none", ["not_content names ¶9, but 'page' has 5 paragraphs"], False),
    ("sources.yaml", "4: weather", "4: weather\n      2: heading", ["¶2 of 'page' is in not_content, but facts/agreement/river.yaml:5:7 cites it"], True),
    ("mission/rivmi.yaml", "page ¶1", "[page ¶1, page ¶6]", ["'page' has no ¶6, only 5 paragraphs; correct the number"], False),
    # -- dates
    (
        "agreement/river.yaml", "signed on 4 June 2012", "signed on 5 June 2012",
        ["the English statement does not say 4 June 2012, its value; write '4 June 2012'", "the English statement says 5 June 2012, but the fact is of 4 June 2012",
         "the English statement says 5 June 2012, the French one does not"], False,
    ),
    ("agreement/river.yaml", "value: 2012-06-04", "value: 2012-06", ["English statement does not say June 2012, its value; it says 4 June 2012, which is sharper", "French statement does not say juin 2012, its value; it says 4 juin 2012, which is sharper"], False),
    ("training/order.yaml", "16 to 27 March", "16 March to 27 April", ["English statement does not say 16–27 March 2013", "says 27 April 2013, but the fact is of 16–27 March 2013", "says 27 April 2013, the French one does not", "says 27 mars 2013, the English one does not"], False),
    ("training/order.yaml", "du 16 au 27 mars 2013", "en mars 2013", ["the French statement does not say 16–27 mars 2013", "the French statement does not say 16–27 mars 2013", "the French statement says mars 2013", "the English statement says 16 March", "the English statement says 27 March"], False),
    ("training/order.yaml", "- value: 2013-03-16/2013-03-27", "- value: end of 2013", ["the English statement leaves out that it was at the end of the period; write 'end of 2013'", "the French statement leaves out", "statement does not say end of 2013, its value; it says 16 March 2013, which is sharper", "statement does not say fin 2013", "the English statement says 16 March 2013, but the fact is of end of 2013", "the English statement says 27 March", "the French statement says 16 mars", "the French statement says 27 mars"], False),
    ("agreement/river.yaml", "River Agreement of 4 June 2012", "River Agreement of 4 July 2012", ["the English statement says 4 July 2012, the French one does not", "the French statement says 4 juin 2012, the English one does not"], False),
    # -- numbers
    ("training/order.yaml", "over 50 officers", "over 60 officers", ["the English statement does not say over 50, its value", "says over 60, but the value is over 50", "says over 60, the French one does not", "says plus de 50, the English one does not"], False),
    ("training/order.yaml", "reached over 50", "reached 50", ["the English statement says '50', the value 'over 50'; make them agree"], False),
    ("training/order.yaml", "plus de cinquante", "cinquante", ["the French statement says '50', the value 'plus de 50'; make them agree"], False),
    ("training/order.yaml", "Douze juges", "Treize juges", ["the English statement says 12, the French one does not", "the French statement says 13, the English one does not"], False),
    ("mission/rivmi.yaml", "description:", "full_name:\n    - value: River Mission 7\n      source: naming\n      text: {en: It is the River Mission., fr: C'est la Mission 7.}\n  description:", ["the English statement does not say 7, which its value has", "the French statement says 7, the English one does not"], False),
    # -- one true value
    ("agreement/river.yaml", "  signed_on:\n", "  signed_on:\n    - value: 2012-06-07\n      source: page ¶2\n      text: {en: It was signed on 7 June 2012., fr: Il a été signé le 7 juin 2012.}\n", ["'signed_on' has one true value, and facts/agreement/river.yaml:5:7 says another"], False),
    # -- names
    ("partner/harbo.yaml", "Port Office", "River mission", ["the name 'river mission' is also that of mission/rivmi"], True),
]  # fmt: skip


def told(facts: Path, tmp_path: Path, *, verbose: bool = False) -> list[str]:
    return [str(p) for p in check(small.index_of(facts), small.lock(tmp_path), verbose=verbose)]


def test_the_small_base_is_sound(tmp_path: Path) -> None:
    assert told(small.BASE, tmp_path) == []


@pytest.mark.parametrize(("path", "old", "new", "expected", "warning"), CASES, ids=[f"{c[0]}: {c[2][:40]!r}" for c in CASES])
def test_what_is_told(tmp_path: Path, path: str, old: str, new: str, expected: list[str], warning: bool) -> None:
    facts = small.copy(tmp_path, "mission/rivmi.yaml", "UN River Mission", "River Mission")
    file = facts / path
    assert old in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    problems = told(facts, tmp_path)
    for message in expected:
        assert any(message in p for p in problems), "\n".join([message, *problems])
    for problem in problems:
        assert any(message in problem for message in expected), problem
        assert ("warning: " in problem) == warning


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("agreement/river.yaml", "signed on 4 June 2012", "signed on the eve of the page"),
        ("agreement/river.yaml", "a été signé le 4 juin 2012", "a été signé la veille"),
    ],
)
def test_an_excuse_explains_a_date_that_is_left_out(tmp_path: Path, path: str, old: str, new: str) -> None:
    assert told(small.copy(tmp_path, path, old, new), tmp_path) == []


def test_words_that_properties_share_are_shown_on_demand(tmp_path: Path) -> None:
    assert told(small.BASE, tmp_path, verbose=True) == [
        "base/agreement/_type.yaml:15:5: warning: 'signed_on' and 'ended_on' of 'agreement' share the words date"
    ]


def test_sources_that_were_never_counted_and_that_are_gone(tmp_path: Path) -> None:
    index = small.index_of(small.BASE)
    assert [p.message for p in check(index, {})] == ["the paragraphs of 'page' were never counted; run `ground --sources DIR --accept`"]
    locked = small.lock(tmp_path)
    extra = check(index, {**locked, "old": Locked(1, {}, locked["page"].where)})
    assert [(p.message, p.warning) for p in extra] == [("source 'old' is not in sources.yaml; run `ground --accept` to drop it", True)]


def test_a_lock_edited_by_hand_is_told(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text("page:\n  paragraphs: five\n  hashes:\n    one: abc\nother: {paragraphs: 1}\n", encoding="utf-8")
    problems = "\n".join(map(str, read_lock(tmp_path)[1]))
    assert ":2:15: " in problems and ":4:10: 'one' is no paragraph number" in problems and "missing key 'hashes'" in problems


READ: list[tuple[str, Lang, list[tuple[int, int, int]], list[tuple[float, str]]]] = [
    ("(7 March and 15 March 2018 respectively)", "en", [(2018, 3, 7), (2018, 3, 15)], []),
    ("on 16-27 March 2015 to 50 officers", "en", [(2015, 3, 16), (2015, 3, 27)], [(50, "")]),
    ("between 16 and 27 March 2015", "en", [(2015, 3, 16), (2015, 3, 27)], []),
    ("from 16 March to 3 April 2015", "en", [(2015, 3, 16), (2015, 4, 3)], []),
    ("du 16 au 27 mars 2015, plus de cinquante agents", "fr", [(2015, 3, 16), (2015, 3, 27)], [(50, "over")]),
    ("le 1er mars 2011 ; les formations de mars et avril 2015", "fr", [(2011, 3, 1), (2015, 3, 0), (2015, 4, 0)], []),
    ("since 1st January 2003", "en", [(2003, 1, 1)], []),
    ("March 7, 2018 and 24 Jun 2019", "en", [(2018, 3, 7), (2019, 6, 24)], []),
    ("in February this year it may grow", "en", [(0, 2, 0)], []),
    ("(2013-2017)", "en", [(2013, 0, 0), (2017, 0, 0)], []),
    ("resolution 2149 (2104), law no. 15-003", "en", [], [(2149, ""), (2104, ""), (15, ""), (3, "")]),
    ("from only 2,400 in March 1999 to 10,629 ten years later", "en", [(1999, 3, 0)], [(2400, ""), (10629, ""), (10, "")]),
    ("de 2\u202f400 à 10 629", "fr", [], [(2400, ""), (10629, "")]),
    ("more than twenty-five, about 20, fewer than 9", "en", [], [(25, "over"), (20, "about"), (9, "under")]),
    ("dix-sept sur vingt, au moins 3, environ 2, sept en sept. 2015", "fr", [(2015, 9, 0)], [(17, ""), (20, ""), (3, "over"), (2, "about"), (7, "")]),
    ("one of the first", "en", [], []),
    ("1.5 million", "en", [], [(1.5, "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lang", "moments", "amounts"), READ, ids=[r[0] for r in READ])
def test_dates_and_numbers_of_a_text(text: str, lang: Lang, moments: list[tuple[int, int, int]], amounts: list[tuple[float, str]]) -> None:
    said = read(text, lang, small.LOCALES)
    assert (list(said.moments), list(said.amounts)) == ([Moment(*m) for m in moments], [Amount(*a) for a in amounts])


def test_loose_numbers_prove_but_do_not_claim() -> None:
    assert read("both took part in the Fourth meeting of one decade", "en", small.LOCALES) == Said(
        (), (), (Amount(2), Amount(4), Amount(1), Amount(10))
    )
    assert read("la quatrième réunion, une dizaine", "fr", small.LOCALES).values == {4, 1, 10}


@pytest.mark.parametrize(
    ("said", "declared", "fits"),
    [
        ((2015, 3, 20), "2015-03-16/2015-03-27", True),
        ((2015, 3, 0), "2015-03-16/2015-03-27", True),
        ((2015, 4, 0), "2015-03-16/2015-03-27", False),
        ((2015, 3, 20), "2015-03", False),
        ((0, 3, 7), "2018-03-07", True),
        ((0, 3, 8), "2018-03-07", False),
        ((2018, 0, 0), "2018-03-07", True),
    ],
)
def test_what_fits_a_declared_date(said: tuple[int, int, int], declared: str, fits: bool) -> None:
    assert compatible(Moment(*said), read_date(declared)) == fits


@pytest.mark.parametrize(
    ("moment", "text"),
    [((2018, 3, 7), "7 March 2018"), ((2018, 3, 0), "March 2018"), ((2018, 0, 0), "2018"), ((0, 2, 0), "February"), ((0, 2, 3), "3 February")],
)
def test_dates_in_messages(moment: tuple[int, int, int], text: str) -> None:
    assert show(Moment(*moment), small.LOCALES["en"]) == text


# ------------------------------------------------------------------ the command


def run(facts: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["--facts", str(facts), *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = small.copy(tmp_path)
    (folder / LOCK).write_text(format_lock(small.documents()), encoding="utf-8")
    return folder


def test_the_command_sums_up_a_sound_base(facts: Path) -> None:
    assert run(facts, "check") == (0, "sound: 7 entities, 9 facts, 2 sources, 0 warning(s)\n", "")


def test_the_command_tells_every_error(facts: Path) -> None:
    with (facts / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("  more:\n    title: {en: More, fr: Plus}\n    publisher: X\n    kind: page\n")
    code, out, err = run(facts, "check")
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == "1 error(s), 0 warning(s)"
    (facts / "place/portville.yaml").write_text("subtype: plane\nname: Portville\n", encoding="utf-8")
    code, out, err = run(facts, "check")
    assert code == 1 and "facts/place/portville.yaml:1:10: unknown subtype 'plane'" in err


def test_the_real_base_is_sound(index: Index) -> None:
    lock, problems = read_lock(ROOT / "facts")
    assert not problems
    assert [str(p) for p in check(index, lock) if not p.warning] == []


def with_intent(tmp_path: Path, written: str) -> Index:
    """The fact base with one more intent."""
    folder = tmp_path / "intents"
    shutil.copytree(ROOT / "intents", folder)
    (folder / "weekend.yaml").write_text(written, encoding="utf-8")
    return load_index(ROOT / "facts", folder)[0]


DOCUMENTED = next(b for b in re.findall(r"```yaml\n(.+?)```", (ROOT / "docs" / "intents.md").read_text(encoding="utf-8"), re.S) if "weekend" in b)


def test_the_intent_that_the_page_shows_works(tmp_path: Path) -> None:
    index = with_intent(tmp_path, DOCUMENTED)
    assert list(check_intents(index)) == []
    for said, reply in (("bon week-end", "Merci, à vous aussi."), ("have a nice weekend!", "Thank you, and to you.")):
        assert respond(Message(said, NOW), index).text == reply
    assert "10 April 2014" in respond(Message("have a nice weekend, when was minusca created", NOW), index).text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("en: [have a nice weekend]", "en: [see you on Monday]", "the example 'see you on Monday' (en) is understood as 'ask', not as 'weekend'"),
        ("en: [nice weekend,", "en: [when, nice weekend,", "the cue 'when' (en) is a question word"),
        ("examples:", "near_misses: {en: [nice weekend]}\nexamples:", "the near miss 'nice weekend' (en) is understood as 'weekend'"),
    ],
)
def test_examples_are_the_tests_of_an_intent(tmp_path: Path, old: str, new: str, told: str) -> None:
    index = with_intent(tmp_path, DOCUMENTED.replace(old, new))
    errors = [str(p) for p in check_intents(index)]
    assert len(errors) == 1
    assert told in errors[0]


def test_the_examples_of_the_intents_are_understood_as_these(index: Index) -> None:
    for intent in index.language.intents:
        for lang in small.LOCALES:
            steered = intent.operator not in {"ask", "overview", "list"}  # these are also reached without a cue
            assert [x for x in intent.examples[lang] if steered and understand(x, index, lang).intent != intent.name] == []
            assert [x for x in intent.near_misses[lang] if intent.operator != "ask" and understand(x, index, lang).intent == intent.name] == []
