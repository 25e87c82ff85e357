"""Turns of phrase of people in a hurry: "the detection one", "no wait, I need ...", "never mind", "which of them are outside the UN"."""

from __future__ import annotations

import pytest

from bot.content.book import ROOT, load_index
from bot.core.index import Index
from bot.core.several import MANY, in_turn, questions_of
from bot.core.understand import understand
from tests.test_dialogue import talk

DETECTION, GENDER, VEHICLE = "training/detection-2015", "training/gender-2015", "training/vehicle-2015"


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (("when was the gender training?", "and the detection one?"), f"{DETECTION}#dates.1"),
        (("headcount of the gender training?", "sorry, I meant the detection techniques one"), f"{DETECTION}#number_trained.1"),
        (("list the trainings in Mali in 2015", "how many officers at the detection one?"), f"{DETECTION}#number_trained.1"),
        (("quand a eu lieu la formation sur le genre ?", "et celle sur les véhicules"), f"{VEHICLE}#dates.1"),
        (("when was the minusca agreement signed?", "and the 2015 one with minusma?"), "agreement/unodc-minusma-2015#signed_on.1"),
    ],
)
def test_what_one_stands_for_is_named_by_the_words_beside_it(index: Index, said: tuple[str, ...], fact: str) -> None:
    last = talk(index, *said)[-1]
    assert (last.reply.kind, last.facts[0]) == ("answer", fact), last.text


def test_of_what_one_stands_for_nothing_is_made_up(index: Index) -> None:
    """The gender training has no number for the vehicles, and no venue; neither is taken from another training."""
    *_, number = talk(index, "how many officers at the gender training?", "and the vehicle one?")
    *_, venue = talk(index, "where was the detection training held?", "and where was the gender one held?")
    assert (number.reply.kind, number.entities[0]) == ("unknown", VEHICLE)
    assert (venue.reply.kind, venue.entities[0]) == ("unknown", GENDER)


@pytest.mark.parametrize(
    "said",
    [
        ("which missions did the UN have in West Africa in 2009?", "is MINUSMA one of them?"),
        ("trainings in mali", "the first one"),
        ("when was minusma created?", "who said this one?"),
    ],
)
def test_one_stays_where_it_names_nothing(index: Index, said: tuple[str, ...]) -> None:
    assert "agreement" not in talk(index, *said)[-1].frame.said
    assert "training" not in talk(index, *said)[-1].frame.said


def test_a_name_beside_one_chooses_of_what_was_told(index: Index) -> None:
    """Of two agreements of 2018, that of the mission in Mali; then the other one. "One of its partners" chooses nothing."""
    _, mali, other = talk(index, "date of UNODC's 2018 cooperation agreement?", "the Mali one", "and the other?")
    assert mali.facts == ("agreement/unodc-minusma-2018#signed_on.1",)
    assert other.facts == ("agreement/unodc-minusca-2018#signed_on.1",)
    _, about, _ = talk(index, "quels accords en 2018", "celui avec la minusca, c'est sur quoi ?", "et celui du Mali")
    assert about.entities[0] == "agreement/unodc-minusca-2018"
    assert about.facts[0] != "agreement/unodc-minusca-2018#signed_on.1"
    partner = talk(index, "who set up WACI?", "Is the Department of Political Affairs one of its partners?")[-1]
    assert "WACI" not in partner.frame.text


@pytest.mark.parametrize(
    ("said", "contains"),
    [
        ("is the vehicle interception course longer than the gender one?", "equally long (8 days)"),
        ("does the gender course last as long as the vehicle one?", "Yes: "),
        ("which two of the 2015 courses in Mali were of the same length?", "Vehicle interception|vehicle interception"),
    ],
)
def test_one_stands_for_what_the_sentence_names(index: Index, said: str, contains: str) -> None:
    assert any(c in talk(index, said)[-1].text for c in contains.split("|"))


@pytest.mark.parametrize("said", ["which partners outside the UN does Zouev list", "Non-UN partners named in the June 2019 remarks?"])
def test_who_is_outside_is_told_by_a_statement_that_says_so(index: Index, said: str) -> None:
    turn = talk(index, said)[-1]
    first = turn.text.splitlines()[0]
    assert turn.reply.kind == "answer"
    assert all(name in first for name in ("African Union", "European Union", "INTERPOL", "OSCE"))
    assert "UNODC" not in first
    assert not turn.reply.choices


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("was the detection training held in Timbuktu?", "answer"),  # it was held in a city
        ("is MINUSCA in Burundi?", "answer"),  # of a country, another country
        ("did the 2008 ECOWAS conference take place in Lagos?", "unknown"),  # of a country, a city: it may lie there
        ("did UNODC train police in Burundi?", "unknown"),
        ("did France fund the gender training?", "unknown"),  # the list of funders is not said to be whole
    ],
)
def test_what_lies_elsewhere_does_not_lie_in_a_place_that_the_base_does_not_cover(index: Index, said: str, kind: str) -> None:
    turn = talk(index, said)[-1]
    assert turn.reply.kind == kind, turn.text
    assert not turn.text.startswith("Yes")


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("ok never mind. which head of mission did Lapaque meet?", "person/pierre-lapaque#met.1"),
        ("hang on, when was the MINUSCA agreement signed?", "agreement/unodc-minusca-2018#signed_on.1"),
        ("memorandum onudc/minusca de 2018, date ?", "agreement/unodc-minusca-2018#signed_on.1"),  # its own year asks for nothing more
    ],
)
def test_what_is_said_beside_the_question_does_not_count(index: Index, said: str, fact: str) -> None:
    turn = talk(index, said)[-1]
    assert (turn.reply.kind, turn.facts[0]) == ("answer", fact), turn.text


def test_what_is_wanted_is_asked(index: Index) -> None:
    """ "I need the UNODC boss" speaks of the asker, and asks all the same."""
    turn = talk(index, "who signed the 2011 plan for peacekeeping?", "no wait, I need the UNODC boss")[-1]
    assert "Fedotov" in turn.text
    assert "threats" not in turn.text


def test_a_question_that_is_given_up(index: Index) -> None:
    asked, up, on = talk(index, "when was minusca created?", "never mind, thanks anyway", "and minusma?")
    assert (asked.reply.kind, up.reply.kind) == ("answer", "smalltalk")
    assert on.facts[0] == "mission/minusma#established_on.1"


def test_topics_of_a_thing_are_no_call_for_help(index: Index) -> None:
    turn = talk(index, "which Malian forces were trained in the 2015 series?", "on what topics?")[-1]
    assert turn.reply.kind != "help"
    assert talk(index, "what topics can you answer?")[-1].reply.kind == "help"


@pytest.mark.parametrize(
    ("said", "contains"),
    [
        ("INTERPOL basics: year it was created, number of members, head in 2009", ("1923", "187", "Noble")),
        ("Global Focal Point: who co-chairs it and which other UN bodies are in it?", ("OROLSI and UNDP co-chair", "UNHCR", "UN Women")),
        ("by how much did the number of UN police rise over the ten years to March 2009?", ("8,229",)),
        ("Give me the main points on Operation Open Roads", ("UNODC and ECOWAS", "end of 2018", "Gambia")),
    ],
)
def test_several_things_asked_at_once(index: Index, said: str, contains: tuple[str, ...]) -> None:
    turn = talk(index, said)[-1]
    assert turn.reply.kind == "answer"
    assert all(c in turn.text for c in contains), turn.text


def test_an_exact_amount_that_is_left_out(index: Index) -> None:
    turn = talk(index, "quel est le budget exact du mémorandum onudc-minusca ?")[-1]
    assert turn.reply.kind == "unknown"
    assert talk(index, "what exactly does WACI strengthen?")[-1].reply.kind != "unknown"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (("who signed the 2011 plan with Fedotov",), "Le Roy"),
        (("What was Fedotov's post?", "And which peacekeeping chief signed the 2011 plan with him?"), "Le Roy"),
        (("who went to Mali with Ladsous in 2014",), "Fedotov"),
    ],
)
def test_who_did_it_with_somebody_is_somebody_else(index: Index, said: tuple[str, ...], named: str) -> None:
    """Never told by a statement that names nobody but him."""
    turn = talk(index, *said)[-1]
    assert turn.reply.kind in {"answer", "clarify"}
    assert named in turn.text.splitlines()[0 if turn.reply.kind == "answer" else 1]


@pytest.mark.parametrize("said", ["for whom does Lapaque work?", "pour qui travaille Lapaque ?"])
def test_for_whom_is_answered_where_a_property_is_asked_for(index: Index, said: str) -> None:
    assert talk(index, said)[-1].facts == ("person/pierre-lapaque#organization.1",)


@pytest.mark.parametrize(("said", "reply"), [("hang on", "Take your time."), ("attends", "Prenez votre temps.")])
def test_who_is_not_done_is_waited_for(index: Index, said: str, reply: str) -> None:
    asked, waited, on = talk(index, "when was minusca created?", said, "and minusma?")
    assert (asked.reply.kind, waited.text, on.facts[0]) == ("answer", reply, "mission/minusma#established_on.1")


def test_for_whom_is_not_who_made_it(index: Index) -> None:
    for said in (["who was the vehicle training for"], ["when was the vehicle training?", "who was it for"]):
        turn = talk(index, *said)[-1]
        assert "drugs squad" in turn.text
        assert not turn.text.startswith(("UNODC carried", "Japan funded"))


@pytest.mark.parametrize(("said", "year"), [("la minusma a été créée en ?", "2013"), ("INTERPOL was founded in?", "1923")])
def test_a_blank_at_the_end_asks_when(index: Index, said: str, year: str) -> None:
    turn = talk(index, said)[-1]
    assert turn.frame.asks == {"when"}
    assert year in turn.text.splitlines()[0]
    assert not turn.text.startswith(("Yes", "Oui"))


def test_a_number_is_not_told_by_what_was_told_before(index: Index) -> None:
    """ "How many were there in 2009?" is not what Ban asked for in 2009."""
    turn = talk(index, "en 2009 ban ki-moon invitait les états à nommer plus de quoi dans la police", "et il y en avait combien en 2009")[-1]
    assert turn.reply.kind != "answer"


def test_not_that_one_but_the_other(index: Index) -> None:
    turn = talk(index, "le mémorandum onudc-minusma, c'était quel mois ?", "non pas celui-là, l'accord de 2018")[-1]
    assert turn.facts[0] == "agreement/unodc-minusma-2018#signed_on.1"


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("who led DPKO from 2010 to 2014", {"partner/dpko#head.1", "partner/dpko#head.2"}),
        ("qui dirigeait le DOMP entre 2010 et 2014", {"partner/dpko#head.1", "partner/dpko#head.2"}),
        (
            "Which people in the documents led UNODC or DPKO between 2009 and 2015?",
            {"partner/dpko#head.1", "partner/dpko#head.2", "partner/unodc#head.1", "partner/unodc#head.2"},
        ),
    ],
)
def test_a_period_holds_all_that_is_told_of_it(index: Index, said: str, facts: set[str]) -> None:
    turn = talk(index, said)[-1]
    assert turn.reply.kind == "answer"
    assert set(turn.facts) == facts


def test_a_list_names_its_period(index: Index) -> None:
    assert "(between 2014 and 2016)" in talk(index, "trainings between 2014 and 2016")[-1].text
    assert "(de 2014 à 2016)" in talk(index, "formations de 2014 à 2016")[-1].text


@pytest.mark.parametrize("said", ["last day of the drug detection course in Bamako", "dernier jour de la formation détection ?"])
def test_the_last_day_of_one_thing_is_no_superlative(index: Index, said: str) -> None:
    turn = talk(index, said)[-1]
    assert (turn.reply.kind, turn.facts[0]) == ("answer", f"{DETECTION}#dates.1")


def test_two_things_of_which_only_the_asker_speaks_are_compared(index: Index) -> None:
    turn = talk(index, "I mix up the Special Criminal Court and the specialized judicial unit, what's the difference?")[-1]
    assert turn.reply.kind == "answer"
    assert {"institution/special-criminal-court", "institution/specialized-judicial-unit"} <= set(turn.entities)


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (("trainings in mali", "how many attended the second one?"), f"{GENDER}#number_trained.1"),
        (("quelles formations ont eu lieu au mali ?", "combien de participants à la deuxième ?"), f"{GENDER}#number_trained.1"),
        (("who headed DPKO in 2011?", "2014?"), "partner/dpko#head.2"),
        (("when was the minusca mou signed?", "with whom?"), "agreement/unodc-minusca-2018#parties.1"),
        (("which training was first?", "which was last?"), f"{VEHICLE}#dates.1"),
    ],
)
def test_what_is_picked_or_asked_anew_is_answered(index: Index, said: tuple[str, ...], fact: str) -> None:
    turn = talk(index, *said)[-1]
    assert (turn.reply.kind, turn.facts[0]) == ("answer", fact), turn.text


@pytest.mark.parametrize(
    ("said", "things"),
    [
        (("list all agreements", "which ones are from 2018?"), {"agreement/unodc-minusca-2018", "agreement/unodc-minusma-2018"}),
        (("list the trainings", "which ones were in march?"), {DETECTION, GENDER}),
        (("list the agreements", "which ones were signed in 2018?", "which ones were signed in 2015?"), {"agreement/unodc-minusma-2015"}),
        (("liste des formations", "lesquelles en mars ?"), {DETECTION, GENDER}),
        (("list the trainings", "which of them were in bamako?"), {DETECTION, VEHICLE}),
        (("trainings in 2014?", "in 2015?"), {DETECTION, GENDER, VEHICLE}),
        (("date of the mou pls", "both"), {"agreement/unodc-minusma-2015", "agreement/unodc-minusca-2018"}),
    ],
)
def test_of_a_list_all_that_fit(index: Index, said: tuple[str, ...], things: set[str]) -> None:
    assert set(talk(index, *said)[-1].entities) == things


def test_of_two_lists_the_one_that_has_it_tells(index: Index) -> None:
    """DPKO and UNODC disagree on who made up WACI."""
    assert talk(index, "who are the members of WACI?", "is ecowas one of them?")[-1].text.startswith("Yes: According to UNODC (2011)")


def test_what_went_on_in_a_country_need_not_have_been_in_its_city(index: Index) -> None:
    assert talk(index, "when did unodc visit bangui?", "and bamako?")[-1].reply.kind != "answer"


def test_numbers_of_a_training_are_not_those_of_the_un(index: Index) -> None:
    assert talk(index, "how many police officers did the UN have in 2015?")[-1].reply.kind != "answer"
    assert "10,629" in talk(index, "how many police did the UN deploy in 2009?")[-1].text


def test_dpo_is_the_new_name(index: Index) -> None:
    assert "Department of Peace Operations (DPO)" in talk(index, "what does DPO stand for?")[-1].text.splitlines()[0]


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (("date de l'accord onudc minsuca en 2018 ?", "oups non, minusma je voulais dire"), "agreement/unodc-minusma-2018#signed_on.1"),
        (("a quote by Fedotov on development and security", "his post at the time?", "and Le Roy, what did he say?"), "person/alain-le-roy#said.1"),
        (("une citation de Fedotov sur la sécurité", "sa fonction à l'époque ?", "et Le Roy, qu'a-t-il dit ?"), "person/alain-le-roy#said.1"),
        (("Head of MINUSMA, per the 2018 page?", "With whom is he said to have met?", "Function of the latter?"), "person/pierre-lapaque#post.1"),
        (("qui a rencontré Annadif ?", "fonction de ce dernier ?"), "person/pierre-lapaque#post.1"),
        (("when was MINUSMA created?", "and the CAR one?"), "mission/minusca#established_on.1"),
        (
            (
                "With which peacekeeping missions does the 2018 UNODC page say UNODC works in West and Central Africa?",
                "What's the Bissau one called in full?",
                "and the Ivorian one?",
            ),
            "mission/unoci#full_name.1",
        ),
    ],
)
def test_who_and_what_is_meant_next(index: Index, said: tuple[str, ...], fact: str) -> None:
    last = talk(index, *said)[-1]
    assert (last.reply.kind, last.facts[0]) == ("answer", fact), last.text


def test_of_two_that_were_offered_both_are_asked_next(index: Index) -> None:
    *_, number, dates = talk(index, "need smth on gender for my slides, did they do any training on that in mali?", "how many ppl", "dates pls")
    assert number.reply.kind == "clarify"
    assert {f"{DETECTION}#dates.1", f"{GENDER}#dates.1"} <= set(dates.facts)


def test_what_is_named_beside_what_was_spoken_of_is_spoken_of_next(index: Index) -> None:
    """No venue of the gender training is given, and the dates that are asked next are its own, not those of the detection training."""
    said = ("Detection techniques training, Mali, March 2015: number of officers.", "Venue.", "Gender-based violence training, same month: number.")
    *_, dates = talk(index, *said, "Venue of the latter.", "Dates of the latter.")
    assert dates.facts[0] == f"{GENDER}#dates.1"


def test_a_question_tag_asks(index: Index) -> None:
    assert talk(index, "ban met noble in new york didnt he")[0].text.startswith("Yes: ")


def test_both_are_asked_of_each(index: Index) -> None:
    turn = talk(index, "MINUSCA et Cour pénale spéciale, créées par quel texte chacune ??")[0]
    assert turn.facts == ("mission/minusca#established_by.1", "institution/special-criminal-court#created_by.1")


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        (
            "For the detection techniques training I need the dates, the venue and the headcount.",
            {f"{DETECTION}#dates.1", f"{DETECTION}#venue.1", f"{DETECTION}#number_trained.1"},
        ),
        ("which two trainings in Mali started on 16 march 2015", {f"{DETECTION}#dates.1", f"{GENDER}#dates.1"}),
    ],
)
def test_all_that_is_asked_is_told(index: Index, said: str, facts: set[str]) -> None:
    turn = talk(index, said)[0]
    assert turn.reply.kind == "answer"
    assert facts <= set(turn.facts)


@pytest.mark.parametrize(
    ("said", "things"),
    [
        (("List the trainings in 2015", "how many are there?", "which of them were in Bamako?"), {DETECTION, VEHICLE}),
        (("List the trainings in 2015", "which started on 16 March?"), {DETECTION, GENDER}),
        (("formations au Mali en 2015", "la première", "lieu ?", "et la deuxième ?"), {GENDER}),
        (("which countries does Zouev mention?", "is Haiti one?"), {"place/haiti"}),
        (("the 2014 mission to mali", "who was on it?"), {"event/mali-joint-mission-2014"}),
        (
            ("When was the Special Criminal Court created?", "who helps it?", "and the Malian one?", "how many cases?"),
            {"institution/specialized-judicial-unit"},
        ),
    ],
)
def test_what_was_listed_or_named_stays_what_is_spoken_of(index: Index, said: tuple[str, ...], things: set[str]) -> None:
    last = talk(index, *said)[-1]
    assert (last.reply.kind, set(last.entities)) == ("answer", things), last.text


def test_what_is_said_of_it_is_no_member(index: Index) -> None:
    """ "Is it part of DPA?" asks about the office spoken of, not whether DPA is one of those that were told."""
    *_, last = talk(index, "What is UNOWA?", "who runs it?", "is it part of DPA?")
    assert "not among" not in last.text


def test_after_an_offer_bare_words_are_asked_of_what_is_spoken_of(index: Index) -> None:
    *_, budget = talk(index, "minusma", "head", "created", "mandate", "budget")
    assert budget.entities == ("mission/minusma",)


@pytest.mark.parametrize(
    ("said", "things"),
    [
        (("which trainings were in Mali", "without the gender one?"), {DETECTION, VEHICLE}),
        (("Quelle formation a duré le plus longtemps ?",), {DETECTION}),
        (("Combien de documents mentionnent la MINUSMA ?",), {"document/orolsi-2019", "document/unodc-2015", "document/unodc-2018"}),
    ],
)
def test_lists_in_few_words(index: Index, said: tuple[str, ...], things: set[str]) -> None:
    last = talk(index, *said)[-1]
    assert (last.reply.kind, set(last.entities)) == ("answer", things), last.text


def test_what_is_left_out_is_not_what_is_listed(index: Index) -> None:
    *_, last = talk(index, "list the agreements", "except those of 2018")
    assert {"agreement/unodc-minusca-2018#signed_on.1", "agreement/unodc-minusma-2018#signed_on.1"}.isdisjoint(last.facts)


def test_who_where_and_when(index: Index) -> None:
    turn = talk(index, "Who took part in the detection training, and where and when was it?")[0]
    assert turn.reply.kind == "answer"
    assert {f"{DETECTION}#participants.1", f"{DETECTION}#dates.1", f"{DETECTION}#place.1"} <= set(turn.facts)


def test_a_chronology_of_a_kind_has_nothing_else(index: Index) -> None:
    facts = talk(index, "Chronologie des accords de l'ONUDC")[0].facts
    assert facts
    assert all(f.startswith("agreement/") for f in facts)


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("which of Lapaque and Ladsous works for UNODC?", "person/pierre-lapaque#organization.1"),
        ("who worked for UNODC, Fedotov or Ladsous?", "person/yury-fedotov#organization.1"),
        ("which of MINUSCA and MINUSMA is in Mali?", "mission/minusma#country.1"),
        ("lequel de Lapaque et Ladsous travaille pour l'ONUDC ?", "person/pierre-lapaque#organization.1"),
        ("between whom was the strategic partnership framework signed?", "agreement/strategic-partnership-framework-2017#parties.1"),
        ("who is the MINUSCA MoU between?", "agreement/unodc-minusca-2018#parties.1"),
        ("entre qui l'accord MINUSCA a-t-il été signé ?", "agreement/unodc-minusca-2018#parties.1"),
        ("minusca creee le", "mission/minusca#established_on.1"),
        ("compare INTERPOL and UNODC heads", "partner/interpol#head.1"),
        ("combien de jours séparent la signature avec la MINUSCA de celle avec la MINUSMA ?", "agreement/unodc-minusca-2018#signed_on.1"),
        ("what do the sources give for the year 2014?", "event/mali-joint-mission-2014#date.1"),
        ("in what sense are the two agreements of March 2018 the first of their kind?", "agreement/unodc-minusca-2018#significance.1"),
    ],
)
def test_the_first_statement_is_what_was_asked(index: Index, said: str, fact: str) -> None:
    [turn] = talk(index, said)
    assert (turn.reply.kind, turn.facts[:1]) == ("answer", (fact,)), turn.text


@pytest.mark.parametrize(
    ("turns", "fact"),
    [
        (("who is Lapaque", "and Ladsous?", "which of the two works for UNODC?"), "person/pierre-lapaque#organization.1"),
        (("Pierre Lapaque c'est qui ?", "Et Hervé Ladsous ?", "lequel des deux travaille pour l'ONUDC ?"), "person/pierre-lapaque#organization.1"),
        (("when was the minusca mou signed", "and between whom?"), "agreement/unodc-minusca-2018#parties.1"),
        (("le plan de 2011, entre qui et qui ?", "quand ?"), "agreement/joint-plan-of-action-2011#signed_on.1"),
        (
            ("how many permanent representatives were briefed in 2009?", "Noble did that with a UN colleague, who", "And his job was"),
            "person/andrew-hughes#post.1",
        ),
        (("trainings unodc did in mali in 2015?", "the april one, what was it", "where"), "training/vehicle-2015#place.1"),
        (
            (
                "la visite de l'onudc a bangui c t quand",
                "et la mission de cartographie ?",
                "et la demande de la minusca ?",
                "laquelle des trois en premier",
            ),
            "event/bangui-visit-2016#date.1",
        ),
        (("resolution that set up minusma", "sorry, minusca i meant"), "mission/minusca#established_by.1"),
        (
            ("combien de participants à la formation détection ?", "et celle sur le genre ?", "ça fait combien en tout ?"),
            "training/detection-2015#number_trained.1",
        ),
    ],
)
def test_the_last_turn_is_told_of_what_it_leans_on(index: Index, turns: tuple[str, ...], fact: str) -> None:
    turn = talk(index, *turns)[-1]
    assert (turn.reply.kind, turn.facts[:1]) == ("answer", (fact,)), turn.text


def test_the_latter_is_one_of_the_two_that_were_compared(index: Index) -> None:
    last = talk(index, "What is MINUSCA?", "and MINUSMA?", "which is older?", "who heads the latter?")[-1]
    assert (last.reply.kind, last.entities) == ("unknown", ("mission/minusca",))


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("did the vehicle training run from 16 to 27 March?", "No:"),
        ("was the gender training from 16 to 23 March?", "Yes:"),
        ("la formation sur le genre, c'était du 16 au 27 mars ?", "Non :"),
        ("interpol compte 190 pays membres ?", "Non :"),
        ("INTERPOL compte 187 pays membres ?", "Oui :"),
    ],
)
def test_periods_without_a_year_and_what_is_counted(index: Index, said: str, begins: str) -> None:
    [turn] = talk(index, said)
    assert (turn.reply.kind, turn.text[: len(begins)]) == ("answer", begins)


@pytest.mark.parametrize(
    "turns",
    [("since when does MINUSCA support the SCC?",), ("Who supports the SCC?", "since when?"), ("depuis quand la MINUSCA soutient-elle la CPS ?",)],
)
def test_since_when_something_is_supported_is_not_told_by_another_date(index: Index, turns: tuple[str, ...]) -> None:
    assert talk(index, *turns)[-1].reply.kind != "answer"


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("there was this concept of prisons you can set up fast... what was it called?", "topic/rapidly-deployable-prisons#owner.1"),
        ("one of the trainees, a gendarme, gets quoted on child exploitation. Who is she?", "person/a-sibide#said.1"),
    ],
)
def test_where_the_last_sentence_only_points_back_the_one_before_it_asks(index: Index, said: str, fact: str) -> None:
    [turn] = talk(index, said)
    assert turn.reply.kind == "answer"
    assert turn.facts[0] == fact


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        (("what trainings were held in mali in 2015", "the second one", "how long did it last"), GENDER),
        (("who organised the gender training", "how long did it last?"), GENDER),
        (("who supported the detection training", "how long did it last"), DETECTION),
        (("how long did the vehicle interception training last?",), VEHICLE),
    ],
)
def test_to_last_is_no_order(index: Index, said: tuple[str, ...], thing: str) -> None:
    last = talk(index, *said)[-1]
    assert (last.reply.kind, last.facts[0]) == ("answer", f"{thing}#dates.1"), last.text


def test_the_last_is_an_order(index: Index) -> None:
    *_, picked = talk(index, "trainings in mali in 2015", "the last one")
    assert picked.entities[0] == VEHICLE


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("Which training used explosives as a topic, and how many people attended it?", {f"{DETECTION}#topics.4", f"{DETECTION}#number_trained.1"}),
        ("Which training dealt with child soldiers and when was it?", {f"{GENDER}#topics.3", f"{GENDER}#dates.1"}),
        ("Which Malian forces were trained, and on what topics?", {"training/mali-series-2015#participants.1", "training/mali-series-2015#topics.1"}),
        (
            "Quels pays ont participé à l'opération Open Roads, et quand ?",
            {"training/open-roads-2018#participants.1", "training/open-roads-2018#dates.1"},
        ),
        (
            "How many permanent representatives were briefed and by whom?",
            {"event/noble-briefing-2009#attendance.1", "event/noble-briefing-2009#speakers.1"},
        ),
    ],
)
def test_a_second_question_is_asked_of_what_answers_the_first(index: Index, said: str, facts: set[str]) -> None:
    [turn] = talk(index, said)
    assert turn.reply.kind == "answer"
    assert facts <= set(turn.facts), turn.text


@pytest.mark.parametrize(
    "said",
    [
        "Who signed the 2017 Strategic Partnership Framework for OROLSI and who for UNODC?",  # the first is not known: nothing to lean on
        "where was the course given and how many turned up",  # no one course is meant
        "How did Alain Le Roy describe what his department does, when the joint plan was signed?",  # "when" begins no question
    ],
)
def test_a_second_question_that_has_nothing_to_lean_on_is_not_answered(index: Index, said: str) -> None:
    assert talk(index, said)[-1].reply.kind != "answer"


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        ("which document mentions Haiti?", ("document/orolsi-2019",)),
        ("in which document can I read about INTERPOL?", ("document/dpko-2009", "document/unodc-2011", "document/orolsi-2019")),
        ("dans quel document parle-t-on du Cap-Vert ?", ("document/dpko-2009",)),
        ("Which documents quote Yury Fedotov?", ("document/unodc-2011", "document/unodc-2015")),
        ("which page mentions Lapaque", ("document/unodc-2015", "document/unodc-2018")),
    ],
)
def test_which_document_tells_of_something(index: Index, said: str, pages: tuple[str, ...]) -> None:
    [turn] = talk(index, said)
    assert turn.reply.kind == "answer"
    assert set(turn.entities) == set(pages), turn.text


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("who is quoted in the 2009 page?", {"andrew-hughes", "ban-ki-moon"}),
        ("Who is quoted in the March 2018 page?", {"pierre-lapaque"}),
        ("Who is quoted in the 2011 page?", {"alain-le-roy", "yury-fedotov"}),
        ("Which people are quoted in the 2015 UNODC page?", {"a-sibide", "dmitry-titov", "pierre-lapaque", "yury-fedotov"}),
        ("who is mentioned in the 2011 page?", {"alain-le-roy", "evan-schneider", "yury-fedotov"}),
    ],
)
def test_who_is_quoted_is_not_who_is_named(index: Index, said: str, people: set[str]) -> None:
    [turn] = talk(index, said)
    assert turn.reply.kind == "answer"
    assert set(turn.entities) == {f"person/{p}" for p in people}, turn.text


@pytest.mark.parametrize(
    ("said", "facts", "others"),
    [
        (
            "Which agreements date from 2015 or earlier?",
            {"agreement/joint-plan-of-action-2011#signed_on.1", "agreement/unodc-minusma-2015#signed_on.1"},
            {"agreement/unodc-minusca-2018#signed_on.1"},
        ),
        ("What happened in Mali in 2018?", {"agreement/unodc-minusma-2018#signed_on.1"}, {"agreement/unodc-minusca-2018#signed_on.1"}),
        ("Que s'est-il passé en RCA en 2016 et 2017 ?", {"event/bangui-visit-2016#date.1"}, set()),
        ("list everything dated 2018", {"agreement/unodc-minusma-2018#signed_on.1", "training/open-roads-2018#dates.1"}, set()),
    ],
)
def test_what_there_was_at_a_place_and_time(index: Index, said: str, facts: set[str], others: set[str]) -> None:
    [turn] = talk(index, said)
    assert turn.reply.kind == "answer"
    assert facts <= set(turn.facts), turn.text
    assert others.isdisjoint(turn.facts)


def test_the_present_of_a_post_is_told_as_of_that_post(index: Index) -> None:
    [turn] = talk(index, "who is the current head of UNODC")
    assert turn.reply.kind == "unknown"
    assert "as of 2015" in turn.text
    assert "2019" not in turn.text


@pytest.mark.parametrize("said", ["who wrote the 2009 piece", "who wrote the 2018 article"])
def test_a_page_is_named_by_its_year_where_its_author_is_asked_for(index: Index, said: str) -> None:
    [turn] = talk(index, said)
    assert turn.entities[0] in {"document/dpko-2009", "document/unodc-2018"}
    assert turn.reply.kind != "clarify"


@pytest.mark.parametrize(
    "said",
    [
        "what's the difference between the 2015 and the 2018 MINUSMA agreements",
        "compare the two UNODC-MINUSMA agreements",
        "quelle est la différence entre les accords de 2015 et de 2018 avec la MINUSMA ?",
    ],
)
def test_two_of_a_kind_are_laid_side_by_side(index: Index, said: str) -> None:
    [turn] = talk(index, said)
    assert turn.reply.kind == "answer"
    assert set(turn.entities) == {"agreement/unodc-minusma-2015", "agreement/unodc-minusma-2018"}, turn.text


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("who from UNODC is mentioned by name?", {"person/pierre-lapaque", "person/yury-fedotov"}),
        ("qui de l'ONUDC est cité ?", {"person/pierre-lapaque", "person/yury-fedotov"}),
        ("what does INTERPOL do?", {"partner/interpol"}),
        ("que fait l'ONUDC ?", {"partner/unodc"}),
    ],
)
def test_who_is_of_a_body_and_what_it_does(index: Index, said: str, things: set[str]) -> None:
    [turn] = talk(index, said)
    assert (turn.reply.kind, set(turn.entities)) == ("answer", things), turn.text


def test_what_came_after_a_plan_is_not_affirmed_by_the_plan(index: Index) -> None:
    *_, last = talk(
        index, "I read of rapidly deployable prisons. Which agency lends its expertise to that concept?", "Have any such prisons been deployed since?"
    )
    assert not last.text.startswith("Yes")


def test_a_year_s_chronology_is_answered_in_its_language(index: Index) -> None:
    [turn] = talk(index, "Chronologie 2018")
    assert (turn.reply.kind, turn.reply.lang) == ("answer", "fr")
    assert {"agreement/unodc-minusma-2018#signed_on.1", "training/open-roads-2018#dates.1"} <= set(turn.facts)


@pytest.mark.parametrize("said", ["what is MESRA?", "MESRA", "c'est quoi MESRA ?", "who is MESRA?", "what does MESRA do?", "tell me about MESRA"])
def test_on_the_first_day_of_a_base_a_name_is_told_as_a_whole(said: str) -> None:
    """Without a single example question."""
    index, _ = load_index(ROOT / "tests" / "unseen-2" / "facts", ROOT / "intents")
    [turn] = talk(index, said)
    assert (turn.reply.kind, turn.reason) == ("answer", "overview of partner/mesra"), turn.text


@pytest.mark.parametrize(
    "said", ["when, " * 400, "who and " * 250, "which training used explosives, and how many, and when, on what, by whom, " * 27]
)
def test_of_a_chain_of_questions_a_handful_is_asked(index: Index, said: str) -> None:
    """A hostile text would keep the bot busy for seconds: its time grows with the questions that are asked apart."""
    assert len(questions_of(understand(said, index, "en"), index)) <= MANY
    assert len(in_turn(understand(said, index, "en"), index)) <= MANY
