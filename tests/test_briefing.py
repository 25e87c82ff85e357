"""What staff do beside asking: they have sentences of a note checked, ask what somebody did at a time, and go on from month to month."""

from __future__ import annotations

import pytest

from bot.core.index import Index
from bot.core.model import Message
from bot.core.respond import Turn, respond
from tests.conftest import NOW
from tests.test_dialogue import talk


def ask(index: Index, text: str) -> Turn:
    return respond(Message(text, NOW), index)


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("true or false: the SCC is in Mali", "No: "),
        ("vrai ou faux : la CPS est au Mali", "Non : "),
        ("true or false - MINUSCA was created in 2013", "No: "),
        ('can I write: "UNODC and DPKO signed the joint plan of action on 1 March 2011"?', "Yes: UNODC and DPKO signed"),
        ("peut-on écrire que la MINUSCA a été créée en 2014 ?", "Oui : "),
        ("fact-check: INTERPOL was created in 1923", "Yes: "),
        ("Is 'the Special Criminal Court was created in 2003' accurate?", "No: The Special Criminal Court was created in June 2015."),
        ("My boss says MINUSCA was created in 2013. Is that right?", "No: "),
        ("mon projet dit que la MINUSMA a été créée en 2013, exact ?", "Oui : "),
        ("is it correct that the gender training reached over 50 officers", "Yes: "),
    ],
)
def test_a_sentence_is_checked(index: Index, said: str, begins: str) -> None:
    assert ask(index, said).text.startswith(begins)


@pytest.mark.parametrize(
    "said",
    [
        'who said "development needs security to succeed"?',
        "what did Fedotov mean by 'development needs security to succeed'?",
        "the note says what?",
    ],
)
def test_a_quotation_alone_asks_for_no_verdict(index: Index, said: str) -> None:
    assert not ask(index, said).frame.yes_no


@pytest.mark.parametrize(
    "said",
    [
        "did Ban open the briefing on 23 March 2009?",  # the day is known roughly only
        "did Andrew Hughes brief the representatives on 23 March 2009?",
        "did Noble brief 33 representatives in October 2009?",
        "was WACI formed in July 2010?",  # the sources disagree
        "was WACI created in July 2010?",
        "was the joint plan signed before WACI was created?",
        "was Fedotov head of UNODC in 2013?",  # told of 2011, 2014 and 2015
    ],
)
def test_no_verdict_rests_on_a_date_that_is_doubtful(index: Index, said: str) -> None:
    assert not ask(index, said).text.startswith(("Yes", "No:"))


def test_of_a_disputed_date_both_sources_are_told(index: Index) -> None:
    turn = ask(index, "was WACI created in 2010?")
    assert turn.text.startswith("The sources disagree:")
    assert set(turn.facts) == {"agreement/waci#established_on.1", "agreement/waci#established_on.2"}


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("what did UNODC do in 2016?", "event/bangui-visit-2016#date.1"),
        ("qu'a fait l'ONUDC en juillet 2016 ?", "event/bangui-visit-2016#date.1"),
        ("what did UNODC do in 2018?", "agreement/unodc-minusma-2018#signed_on.1"),
        ("what are UNODC and DPKO doing in Sudan?", "place/sudan#cooperation.1"),
    ],
)
def test_what_somebody_did(index: Index, said: str, fact: str) -> None:
    turn = ask(index, said)
    assert turn.reply.kind == "answer"
    assert fact in turn.facts


def test_what_happened_leaves_out_when_pages_appeared(index: Index) -> None:
    assert not [f for f in ask(index, "what happened in april 2015").facts if f.startswith("document/")]


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        (("what happened in march 2015", "and in april?"), {"training/vehicle-2015"}),
        (("trainings in march 2015", "and april?"), {"training/vehicle-2015"}),
        (("qu'est-ce qui s'est passé en mars 2015 ?", "et en avril ?"), {"training/vehicle-2015"}),
        (("what did UNODC do in 2017?", "and in 2016?"), {"event/bangui-visit-2016"}),
    ],
)
def test_a_time_is_carried_on(index: Index, said: tuple[str, ...], ids: set[str]) -> None:
    turn = talk(index, *said)[-1]
    assert turn.reply.kind == "answer"
    assert {f.split("#")[0] for f in turn.facts} == ids


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        (("global focal point", "is INTERPOL in it?"), "The document names these; INTERPOL is not among them:"),
        (("global focal point", "is UNHCR in it?"), "Yes: "),
        (("who co-chairs the global focal point?", "is UNHCR one of them?"), "No: UNHCR is not among them."),
        (("is UN Women part of the GFP?",), "Yes: "),
        (("l'ONUDC fait-elle partie de WACI ?",), "Oui : "),
    ],
)
def test_what_belongs_to_a_thing_and_what_was_listed_of_it(index: Index, said: tuple[str, ...], begins: str) -> None:
    assert talk(index, *said)[-1].text.startswith(begins)


def test_when_something_was_said_is_told_with_it(index: Index) -> None:
    assert talk(index, "what did zouev say about follow the money?", "when?")[-1].text.startswith("24 June 2019: Alexandre Zouev")


def test_where_he_did_something_is_not_where_he_works(index: Index) -> None:
    assert talk(index, "head of minusma", "when did he meet Lapaque?", "where?")[-1].reply.kind != "answer"


@pytest.mark.parametrize("said", ["who headed DPKO in 2012", "who headed UNODC in 2013", "who represented UNODC in West Africa in 2016"])
def test_of_a_year_between_two_nothing_is_told(index: Index, said: str) -> None:
    turn = ask(index, said)
    assert turn.reply.kind == "unknown"
    assert "What the base does hold" in turn.text


def test_which_signed_first_is_not_which_was_created_first(index: Index) -> None:
    facts = ask(index, "which was signed first, minusca or minusma").facts
    assert facts
    assert all(f.startswith("agreement/") for f in facts)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("which two trainings began on the same day?", {"training/detection-2015", "training/gender-2015"}),
        ("Two of the 2015 courses in Mali began on the same day. Which two?", {"training/detection-2015", "training/gender-2015"}),
    ],
)
def test_which_share_a_day(index: Index, said: str, ids: set[str]) -> None:
    turn = ask(index, said)
    assert (turn.reply.kind, set(turn.entities)) == ("answer", ids)


@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ("date accord onudc minusma", "fr"),
        ("conference cap vert date", "fr"),
        ("unodc minusca agreement date", "en"),
        ("Mali", "en"),
    ],
)
def test_names_tell_the_language_where_nothing_else_does(index: Index, said: str, lang: str) -> None:
    assert ask(index, said).reply.lang == lang


def test_an_unknown_name_is_no_slip_for_a_word(index: Index) -> None:
    assert ask(index, "Guterres").reply.kind == "unknown"


@pytest.mark.parametrize(("said", "entity"), [("summarise the 2009 page", "document/dpko-2009"), ("résume la page de 2011", "document/unodc-2011")])
def test_a_page_is_known_by_its_year(index: Index, said: str, entity: str) -> None:
    assert ask(index, said).entities == (entity,)


def test_the_documents_are_the_sources(index: Index) -> None:
    turn = ask(index, "where does your information come from?")
    assert len([e for e in turn.entities if e.startswith("document/")]) == len(index.by_type["document"])


@pytest.mark.parametrize(
    "said",
    [
        "Is it correct that DPKO lends its expertise to UNODC for rapidly deployable prisons?",  # who does what to whom
        "is it correct that MINUSCA assists UNODC with the Special Criminal Court?",
        "est-il vrai que la MINUSCA aide l'ONUDC pour la CPS ?",
        "is it true that Ban briefed Noble on 33 representatives?",
        "did permanent representatives brief Noble?",
        "les ambassadeurs ont-ils informé Noble ?",
        "is it correct that peacekeepers give UNODC guidance on the conventions?",
        "is it correct that UNODC supports Japan with technical guidance?",
        "can I write that UNOGBIS succeeded UNIOGBIS?",
        "is it correct that police tasks went from reform to observing?",
        "'Development needs security to succeed' - I attributed it to Ladsous, is that right?",  # whose words they are
        "'Development needs security to succeed': Le Roy's words, correct?",
        "has MINUSMA closed?",  # "in close partnership"
        "is the Special Criminal Court closed?",  # its hearings are
        "la Cour pénale spéciale est-elle fermée ?",
        "are SCC hearings public?",
        "is it right that the Compact is chaired by UNODC?",  # one of its groups
        "l'ONUDC préside-t-il le Pacte contre le terrorisme ?",
        "is it true that the Global Focal Point is co-chaired by UNODC and UNDP?",
        "can I write that Fedotov was Under-Secretary-General for Peacekeeping when he signed in 2011?",
        "is it true that MINUSCA created the Special Criminal Court?",
    ],
)
def test_what_is_false_in_one_detail_is_not_affirmed(index: Index, said: str) -> None:
    assert not ask(index, said).text.startswith(("Yes", "Oui"))


def test_a_month_is_no_number_of_days(index: Index) -> None:
    asked = ("how many officers in the gender training?", "and in the detection one?", "and in the vehicle interception?", "which was longest?")
    assert "61" not in talk(index, *asked)[-1].text


@pytest.mark.parametrize("said", ["what did Zouev say?", "list everything Ban said"])
def test_all_that_somebody_said_is_told(index: Index, said: str) -> None:
    turn = ask(index, said)
    assert set(turn.facts) == {f.id for f in index.entities[turn.entities[0]].facts["said"]}


def test_a_page_names_what_its_statements_are_of(index: Index) -> None:
    assert len(ask(index, "which missions are mentioned in 2009?").entities) == 4


@pytest.mark.parametrize("said", ["true or false: it was signed in 2017", "was it signed in 2017?"])
def test_a_date_is_proposed_of_what_was_spoken_of(index: Index, said: str) -> None:
    assert talk(index, "when was the minusca agreement signed?", said)[-1].text.startswith("No: UNODC and MINUSCA signed")


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("events with Ban Ki-moon", {"event/ban-noble-2009", "event/noble-briefing-2009"}),  # he opened one
        ("which events did Noble take part in?", {"event/ban-noble-2009", "event/noble-briefing-2009", "event/noble-dpko-talks-2009"}),
    ],
)
def test_who_spoke_at_or_opened_an_event_took_part(index: Index, said: str, ids: set[str]) -> None:
    assert ids <= set(ask(index, said).entities)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("trainings outsied Bamako", "answer"),  # a slip in a word that sets something aside
        ("which trainings were nto held in Bamako?", "answer"),
        ("what was the lag between the MINUSCA agreement and the creation of MINUSCA?", "answer"),  # no slip for "law"
    ],
)
def test_slips_are_mended_before_the_rules_and_words_of_the_rules_are_none(index: Index, said: str, kind: str) -> None:
    assert ask(index, said).reply.kind == kind
