"""A language is data: one that nobody had in mind is added to a copy of the folders, in YAML alone, and then asked in."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.book import ROOT, load_index
from bot.content.languages import load_locales
from bot.core.errors import ContentError
from bot.core.index import Index
from bot.core.model import Context, Message
from bot.core.respond import Turn, respond

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPANISH = """
es:
  name: Spanish
  stemmer: spanish
  quotes: "«{title}»"
  letters: "áíóúñ¿¡"
  months: [enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre]
  numbers: {dos: 2, tres: 3, cincuenta: 50, ochenta: 80}
  counting: {un: 1, una: 1, uno: 1}
  over: [más de]
  date_of: [de]
  written:
    day: "{day} de {month} de {year}"
    first_day: "1"
    late: "finales de {date}"
    about: "hacia {date}"
    thousand: "1.000"
    number_over: "más de {number}"
    number_under: "menos de {number}"
    number_about: "unos {number}"
"""
CUES = {
    "asks_when": ["cuándo", "en qué fecha"],
    "asks_who": ["quién", "quiénes"],
    "asks_where": ["dónde"],
    "asks_how_many": ["cuántos", "cuántas"],
    "carry_on": ["y", "^y la", "^y el"],
    "yes_no": ["es verdad que"],
    "articles": ["el", "la", "los", "las", "un", "una"],
    "belonging": ["de", "del"],
}
WORDS = {
    "function": "el la los las un una de del en con y a por para que se fue fueron es hubo su al lo le cuándo quién quiénes dónde cuántos cuántas qué".split(),
    "light": [],
    "courtesy": ["hola", "gracias"],
}
CONCEPTS = {
    "sign": ["firmar", "firmó", "firmaron"],
    "agreement": ["acuerdo", "acuerdos"],
    "found": ["crear", "creó"],
    "training": ["formación", "curso"],
    "officer": ["agente", "agentes"],
}
REPLIES = {"source": "Fuente:", "sources": "Fuentes:", "not_sure": "No estoy seguro de qué se pregunta. Lo más cercano en mi base:"}
STATEMENT = "La ONUDD y la MINUSCA firmaron su acuerdo de cooperación el 7 de marzo de 2018."


def edited(path: Path, change: Any) -> None:
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # the safest there is: every scalar a text
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("languages")
    facts, intents = folder / "facts", folder / "intents"
    shutil.copytree(ROOT / "facts", facts)
    shutil.copytree(ROOT / "intents", intents)

    def add(lists: Mapping[str, Any]) -> Any:
        def change(content: dict[str, Any]) -> None:
            for key, entry in lists.items():
                own = content[key]
                content[key] = {**(own if isinstance(own, dict) else {"en": own, "fr": own}), "es": entry}

        return change

    def lexicon(content: dict[str, Any]) -> None:
        add(WORDS)(content)
        add({k: v for k, v in CONCEPTS.items() if k in content["concepts"]})(content["concepts"])

    with (intents / "_languages.yaml").open("a", encoding="utf-8") as file:
        file.write(SPANISH)
    edited(intents / "_cues.yaml", add(CUES))
    edited(intents / "lexicon.yaml", lexicon)
    edited(intents / "_replies.yaml", add(REPLIES))

    def statement(content: dict[str, Any]) -> None:
        content["name"]["es"] = "[el] acuerdo de cooperación ONUDD-MINUSCA"
        fact = content["facts"]["signed_on"][0] if isinstance(content["facts"]["signed_on"], list) else content["facts"]["signed_on"]
        fact["text"]["es"] = STATEMENT

    edited(facts / "agreement/unodc-minusca-2018.yaml", statement)
    index, _ = load_index(facts, intents)
    return index


def ask(text: str, index: Index, context: Context | None = None) -> Turn:
    return respond(Message(text, NOW), index, context)


def test_a_question_in_the_new_language_is_answered_in_it(spanish: Index) -> None:
    turn = ask("¿cuándo se firmó el acuerdo con la MINUSCA?", spanish)
    assert (turn.reply.kind, turn.reply.lang) == ("answer", "es")
    assert turn.text.startswith(STATEMENT)
    assert "Fuentes:" in turn.text
    assert "«" in turn.text


@pytest.mark.parametrize(
    ("text", "lang", "holds"),
    [
        ("when was the MINUSCA agreement signed?", "en", "on 7 March 2018"),
        ("quand a été signé l'accord avec la MINUSCA ?", "fr", "le 7 mars 2018"),
        ("¿se firmó el acuerdo con la MINUSCA el 7 de marzo de 2018?", "es", "7 de marzo de 2018"),
        ("¿cuándo se creó la MINUSMA?", "es", "MINUSMA was created in 2013"),  # a statement without Spanish is told in the first language
    ],
)
def test_the_others_stay_what_they_were(spanish: Index, text: str, lang: str, holds: str) -> None:
    turn = ask(text, spanish)
    assert (turn.reply.lang, holds in turn.text) == (lang, True), turn.text


def test_dates_of_the_new_language_are_read(spanish: Index) -> None:
    frame = ask("MINUSCA acuerdo 7 de marzo de 2018", spanish).frame
    assert [(d.interval.start.isoformat(), d.interval.precision) for d in frame.dates] == [("2018-03-07", "day")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("stemmer: spanish", "stemmer: spannish", "no stemmer 'spannish'; did you mean 'spanish'?"),
        ("enero, ", "", "11 months; write all twelve"),
        ("«{title}»", "«»", "write where the title stands: {title}"),
        ("hacia {date}", "hacia", "'about' needs {date}: 'hacia'"),
        ("dos: 2", "dos: two", "'dos' means no whole number: 'two'"),
        ("  name: Spanish\n", "", "missing key 'name'"),
        ("over:", "ovre:", "unknown key 'ovre'; did you mean 'over'?"),
    ],
)
def test_what_is_wrong_with_a_language_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SPANISH
    (tmp_path / "_languages.yaml").write_text(SPANISH.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_locales(tmp_path)
    assert told in str(error.value)
