"""A conversation: what is picked is answered, question words lean, and single questions do not."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bot.core import meant
from bot.core.draft import Basis
from bot.core.index import Index
from bot.core.model import Context, Message
from bot.core.respond import Turn, outcomes, respond
from bot.core.several import asked_apart
from bot.core.understand import understand
from tests.conftest import NOW

QUESTIONS = Path(__file__).parent / "questions"


def talk(index: Index, *said: str) -> list[Turn]:
    context: Context | None = None
    turns = []
    for text in said:
        turns.append(respond(Message(text, NOW), index, context))
        context = turns[-1].context
    return turns


def singles() -> list[str]:
    lines = [line for name in ("staff", "staff-2", "staff-4") for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    cases = [json.loads(line) for line in lines]
    return [c["turns"][0]["ask"] for c in cases if len(c["turns"]) == 1 and c["category"] == "single"]


def test_a_reading_that_is_picked_is_answered(index: Index) -> None:
    """By number and by click (which sends the question of the choice), whatever was offered."""
    tried = 0
    for text in singles():
        [turn] = talk(index, text)
        if turn.basis is not Basis.OFFERED:
            continue
        for number, choice in enumerate(turn.reply.choices, 1):
            for said in (str(number), choice.ask, choice.id):
                picked = respond(Message(said, NOW), index, turn.context)
                assert picked.reply.kind == "answer", f"{text!r} -> {choice.label!r} by {said!r}: {picked.reason}"
                assert all(f.startswith(choice.id) for f in picked.facts), (text, choice.id, picked.facts)
                tried += 1
    assert tried > 50


@pytest.mark.parametrize("said", [("trainings in mali", "how many were there?"), ("formations au mali", "combien ?")])
def test_how_many_counts_what_was_listed(index: Index, said: tuple[str, ...]) -> None:
    assert talk(index, *said)[-1].text.startswith("3 ")


@pytest.mark.parametrize(
    "said",
    [
        ("list the missions", "which one is the newest?"),
        ("how many police did the UN have in 1999?", "and today?"),
        ("trainings in mali", "what about outside Bamako?"),
        ("what is the GFP?", "who isn't?"),
        ("Who is head of OROLSI?", "and before him?"),
        ("how long between the mapping mission and the signing?",),
        ("when was the minusca agreement signed?", "by whom?", "where?", "and the other one?"),
    ],
)
def test_what_a_follow_up_cannot_be_told_is_not_stated(index: Index, said: tuple[str, ...]) -> None:
    assert talk(index, *said)[-1].reply.kind != "answer"


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (("when was the minusca agreement signed?", "what about minusma?"), "agreement/unodc-minusma-2018#signed_on.1"),
        (("where did Ban and Noble meet", "on which day?"), "2009"),
        (("who chairs the global focal point?", "and when did MINUSCA start?"), "mission/minusca#established_on.1"),
        (("how many officers attended the detection training", "and the gender one?"), "training/gender-2015#number_trained.1"),
        (("trainings mali 2015", "the second one"), "training/gender-2015#description.1"),
        (("when was the minusca agreement signed?", "what about minusma?"), "agreement/unodc-minusma-2015#signed_on.1"),
        (("quand la minusma a-t-elle été créée ?", "et en Centrafrique ?"), "mission/minusca#established_on.1"),
        (("year the peacekeeping mission in mali was born", "and the one in bangui"), "mission/minusca#established_on.1"),
        (("the detection techniques course in Bamako ended on?", "sorry no, I meant the gender one"), "training/gender-2015#dates.1"),
        (("how many UN police in march 1999", "and a decade on?"), "partner/unpol#deployment.2"),
        (("effectif de la police de l'onu en mars 1999 ?", "et dix ans plus tard ?"), "partner/unpol#deployment.2"),
        (("who headed DPKO in 2011?", "and in 2014?"), "partner/dpko#head.2"),
        (("who heads MINUSMA?", "and MINUSCA?", "and DPKO?"), "partner/dpko#head.1"),
        (("when was the minusca agreement signed", "with MINUSMA?"), "agreement/unodc-minusma-2018#signed_on.1"),
        (("detection training", "how many people?"), "training/detection-2015#number_trained.1"),
        (("who chairs the global focal point?", "which document says so?"), "agreement/global-focal-point#chairs.1"),
        (("when was the minusca agreement signed", "source?", "and with minusma?"), "agreement/unodc-minusma-2018#signed_on.1"),
        (("what is UNOWA?", "are they part of the UN?"), "partner/unowa#part_of"),
        (("what is the GFP?", "is UNDP in it?"), "agreement/global-focal-point#chairs.1"),
        (("when was the gender training?", "by whom?"), "training/gender-2015#organisers.1"),
        (("formation sur le genre", "par qui ?"), "training/gender-2015#organisers.1"),
        (("which trainings were there in Mali?", "who funded them?"), "training/gender-2015#funders.1"),
        (("combien de formations au Mali", "où ont elles eu lieu", "quand"), "training/gender-2015#dates.1"),
        (("which trainings were there in Mali?", "when was the first?", "and the last?"), "training/vehicle-2015#"),
        (("list the agreements", "the ones with MINUSMA", "the first of them"), "agreement/unodc-minusma-2015#"),
        (("list the documents", "those by UNODC", "which is the oldest of them"), "document/unodc-2011#"),
        (
            ("how many officers attended the gender training?", "and the detection training?", "so which was bigger?"),
            "training/gender-2015#number_trained.1",
        ),
        (("when was the minusma thing with unodc signed", "the first one, the mou", "and the other"), "agreement/unodc-minusma-2018#signed_on.1"),
        (("what happened in July 2016?", "and in July 2010?"), "agreement/waci#established_on"),
        (("when was the minusca agreement signed", "where was the detection training", "back to the agreement: who are the parties?"), "#parties"),
    ],
)
def test_follow_ups(index: Index, said: tuple[str, ...], fact: str) -> None:
    last = talk(index, *said)[-1]
    assert last.reply.kind == "answer", last.reason
    assert any(fact in f for f in last.facts), last.facts


def test_a_question_complete_in_itself_takes_nothing_from_the_conversation(index: Index) -> None:
    """Asked after any other conversation, a single question that names its thing gets the reply that it gets alone."""
    before = [
        talk(index, *said)[-1].context
        for said in (("who is Andrew Hughes?",), ("trainings mali 2015", "the second one"), ("qui dirige la MINUSMA ?",))
    ]
    differing = []
    asked = 0
    for text in singles():
        [alone] = talk(index, text)
        if not alone.frame.top or alone.frame.flags & {"anaphora", "persons", "carry_on", "correction"} or alone.reply.kind != "answer":
            continue
        for context in before:
            asked += 1
            after = respond(Message(text, NOW), index, context)
            if after.facts != alone.facts and after.reply.lang == alone.reply.lang:
                differing.append(f"{text!r}: {alone.facts[:2]} alone, {after.facts[:2]} after {context.question!r}")
    assert asked > 100
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize(
    ("said", "begins", "kind"),
    [
        ("was MINUSMA created in 2012?", "No: MINUSMA was created in 2013", "answer"),
        ("MINUSMA was created in 2013, right?", "Yes: MINUSMA was created in 2013", "answer"),
        ("la MINUSMA a-t-elle été créée en 2012 ?", "Non : La MINUSMA a été créée en 2013", "answer"),
        ("was DPKO an organiser of the gender course?", "No: DPKO is not among them.", "answer"),
        ("is Lapaque head of MINUSMA?", "The document names these; Pierre Lapaque is not among them:", "answer"),
        ("is Annadif head of MINUSMA?", "Yes: Mr Annadif was Head of MINUSMA", "answer"),
        ("interpol had 190 members, correct?", "No: INTERPOL had 187 member countries", "answer"),
        ("did the drug detection course run in April?", "No: The training on detection techniques ran from 16 to 27 March 2015", "answer"),
        ("who is the deputy head of dpko?", "I do not know", "unknown"),
        ("on which exact day was the Strategic Partnership Framework signed?", "The documents do not give it so exactly.", "unknown"),
        ("which mission did a better job, in your opinion?", "I have no opinions", "unknown"),
    ],
)
def test_a_premise_is_compared_with_what_the_base_holds(index: Index, said: str, begins: str, kind: str) -> None:
    [turn] = talk(index, said)
    assert turn.text.startswith(begins), turn.text
    assert turn.reply.kind == kind


@pytest.mark.parametrize(
    ("last", "begins", "kind"),
    [
        ("is Mali one of them", "No: Mali is not among them.", "answer"),
        ("is Senegal one of them", "Yes:", "answer"),
    ],
)
def test_membership_of_what_was_last_listed(index: Index, last: str, begins: str, kind: str) -> None:
    turn = talk(index, "open roads: which states took part", last)[-1]
    assert (turn.reply.kind, turn.text.startswith(begins)) == (kind, True), turn.text


def test_an_announcement_does_not_tell_that_it_came_about(index: Index) -> None:
    turn = talk(index, "who are UNODC and DPKO to brief under the joint plan of action?", "did they brief it in the end?")[-1]
    assert turn.reply.kind != "answer", turn.text


def test_each_reading_of_a_scrap_is_explained(index: Index) -> None:
    """What was chosen is one of the readings, and all of them are answered without an error."""
    first = respond(Message("how many officers attended the detection training", NOW), index)
    for text in (
        "and the gender one?",
        "where?",
        "the second one",
        "is Mali one of them?",
        "no, the other training",
        "then?",
        "today?",
        "ten years earlier",
    ):
        frame = understand(text, index, "en")
        read = outcomes(frame, index, first.context, "en")
        assert len({o.reading.kind for o in read}) == len(read) > 0
        likely = [meant.likely(meant.evidence(o, read, frame, index, first.context)) for o in read]
        assert all(0 <= p <= 1 for p in likely)


def test_the_beginning_of_several_acronyms_is_asked_back(index: Index) -> None:
    turn = talk(index, "MINUS mission", "MINUSMA")
    assert turn[0].reply.kind == "clarify"
    assert {c.id for c in turn[0].reply.choices} == {"mission/minusca", "mission/minusma"}
    assert turn[1].reply.kind == "answer"


def test_the_source_of_the_last_reply_names_its_document(index: Index) -> None:
    asked, told = talk(index, "when was minusca created?", "where do you have that from?")
    assert told.reply.kind == "answer"
    assert told.facts == asked.facts
    assert asked.reply.citations[0].title in told.text.split("\n")[0]
    assert talk(index, "source?")[0].reply.kind == "unknown", "nothing was said yet"


def test_the_likeliest_readings_are_offered_together(index: Index) -> None:
    """Where no reading is likely enough, statements of several readings are shown, and each choice works."""
    turn = talk(index, "hello", "who put their names to the 2011 plan of unodc and dpko", "and the other side, his title?")[-1]
    assert turn.basis is Basis.OFFERED
    assert len({index.base.facts[f].entity for f in turn.facts}) > 1
    assert all(respond(Message(c.ask, NOW), index, turn.context).reply.kind == "answer" for c in turn.reply.choices)


def test_no_conversation_crashes(index: Index) -> None:
    """Any three messages of the question files in a row."""
    lines = [line for file in sorted(QUESTIONS.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    asked = [t["ask"] for line in lines for t in json.loads(line)["turns"]]
    short = [a for a in asked if len(a.split()) <= 6]
    draw = random.Random(1)
    for _ in range(400):
        said = (draw.choice(asked), draw.choice(short), draw.choice(short))
        assert len(talk(index, *said)) == len(said)


def test_which_of_two_and_no_year_beyond_the_calendar(index: Index) -> None:
    order = talk(index, "when was MINUSCA established?", "what about MINUSMA?", "so which was first?")[-1]
    assert order.text.startswith("Earlier: MINUSMA.")
    for said in (("trainings in april", "ten years earlier"), ("when was minusca created", "99999 years later")):
        assert talk(index, *said)[-1].reply.parts, "no year before 1 or after 9999 is made up"


def test_choices_outlast_a_slip(index: Index) -> None:
    offered, slip, picked = talk(index, "date of the MoU pls", "3", "two")
    assert len(offered.reply.choices) == 2
    assert slip.reply.kind == "unknown"
    assert picked.reply.kind == "answer"
    assert picked.entities == (offered.reply.choices[1].id,)


def test_a_list_outlasts_a_pick(index: Index) -> None:
    *_, second, first = talk(index, "trainings mali 2015", "the second one", "and the first one?")
    assert second.entities != first.entities
    assert first.entities[0].startswith("training/")


def test_not_one_of_them_is_no_yes(index: Index) -> None:
    turn = talk(index, "who co-chairs the global focal point?", "is UNDP not one of them?")[-1]
    assert not turn.text.startswith(("Yes", "No:"))


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        ("who headed MINUSCA?", "and MINUSMA?", "Annadif"),
        ("how many attended the vehicle training?", "and the gender one?", "over 50 officers"),
        ("where was the gender training held?", "and the detection training?", "National Police Academy"),
        ("combien de membres compte la CEDEAO ?", "et INTERPOL ?", "187"),
        ("when was ECOWAS founded?", "and INTERPOL?", "1923"),
    ],
)
def test_a_question_that_was_refused_is_carried_on(index: Index, first: str, second: str, holds: str) -> None:
    """Not the property of what was said beside the refusal."""
    one = respond(Message(first, NOW), index)
    assert one.reply.kind == "unknown"
    two = respond(Message(second, NOW), index, one.context)
    assert two.reply.kind == "answer"
    assert holds in two.text


@pytest.mark.parametrize(
    "talked",
    [
        ("agreements with minusma", "the first one", "and the other one?", "2018"),
        ("accords avec la minusma", "le deuxième", "et l'autre ?", "2015"),
        ("accords avec la minusma", "le premier", "et l'autre ?", "2018"),
    ],
)
def test_the_other_of_two_that_were_listed(index: Index, talked: tuple[str, ...]) -> None:
    *said, year = talked
    turn = talk(index, *said)[-1]
    assert turn.reply.kind == "answer"
    assert turn.entities == (f"agreement/unodc-minusma-{year}",)


@pytest.mark.parametrize(
    ("talked", "begins"),
    [
        (("when was the gender training", "and the vehicle training?", "which one was longer?"), "They lasted equally long (8 days)."),
        (("la MINUSMA existe encore ?",), "Je ne connais pas la situation actuelle"),
    ],
)
def test_neither_is_longer_and_nothing_is_known_of_now(index: Index, talked: tuple[str, ...], begins: str) -> None:
    assert talk(index, *talked)[-1].text.startswith(begins)


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("quand la MINUSCA a-t-elle été créée ?", "10 avril 2014"),
        ("quand la formation sur le genre a-t-elle eu lieu ?", "du 16 au 23 mars 2015"),
        ("la MINUSCA est-elle au Mali ?", "Non : La MINUSCA se trouve en République centrafricaine"),
    ],
)
def test_a_verb_turned_round_behind_its_subject_leans_on_nothing(index: Index, said: str, holds: str) -> None:
    turn = talk(index, "when was minusma created", said)[-1]
    assert turn.reply.kind == "answer"
    assert holds in turn.text


@pytest.mark.parametrize(
    "said",
    ["when was the memorandum of understanding signed", "when was the agreement signed?", "who are the parties to the agreement?", "training dates?", "date of the MoU pls", "quand a eu lieu la formation ?"],
)  # fmt: skip
def test_a_thing_that_is_picked_is_told_of(index: Index, said: str) -> None:
    """By number and by click: of the very thing, whatever else the question says."""
    [turn] = talk(index, said)
    assert len(turn.reply.choices) > 1
    for number, choice in enumerate(turn.reply.choices, 1):
        for picking in (str(number), choice.ask, choice.id):
            picked = respond(Message(picking, NOW), index, turn.context)
            assert picked.entities == (choice.id,), (said, choice.label, picking, picked.reason)


def test_a_name_that_fits_two_choices_picks_both(index: Index) -> None:
    *_, picked = talk(index, "when was the memorandum of understanding signed", "the minusma one")
    assert picked.facts == ("agreement/unodc-minusma-2015#signed_on.1", "agreement/unodc-minusma-2018#signed_on.1")


def test_brackets_of_the_user_are_part_of_the_question(index: Index) -> None:
    *_, turn = talk(index, "agreements (UNODC) since 2017", "the ones with MINUSCA")
    assert turn.text.startswith("1 agreement in the fact base (UNODC, MINUSCA, since 2017)")


@pytest.mark.parametrize(
    ("before", "said", "lead"),
    [
        ("when was the scc created", "thats in mali right?", "No: "),
        ("which was the last training in Mali in 2015?", "where was that", "The latest is Vehicle interception training."),
    ],
)
def test_short_follow_ups(index: Index, before: str, said: str, lead: str) -> None:
    assert talk(index, before, said)[-1].text.startswith(lead)


def test_what_is_shown_beside_a_refusal_is_not_spoken_of(index: Index) -> None:
    *_, turn = talk(index, "When was the training?", "the 2018 one", "and who supported it?")
    assert turn.reply.kind != "answer"


def test_a_question_of_the_latest_of_a_kind_takes_nothing_from_the_conversation(index: Index) -> None:
    *_, turn = talk(index, "when was the minusca agreement signed?", "and minusma?", "who funded the latest training")
    assert turn.reply.kind == "answer" and "training/vehicle-2015#funders.1" in turn.facts


def test_the_name_of_a_person_tells_no_language(index: Index) -> None:
    assert talk(index, "Who headed DPKO?", "Le Roy")[-1].reply.lang == "en"


@pytest.mark.parametrize(("name", "fact"), [("UNODC", "partner/unodc#head.2"), ("DPKO", "partner/dpko#head.2")])
def test_a_bare_name_answers_what_was_asked_back(index: Index, name: str, fact: str) -> None:
    *_, turn = talk(index, "Who is the head?", name)
    assert (turn.reply.kind, turn.facts[0]) == ("answer", fact)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("When was MINUSCA created? Who led MINUSMA in 2018?", ["10 April 2014", "Annadif"]),
        ("when was MINUSCA created; when was MINUSMA created", ["10 April 2014", "2013"]),
        ("1) when was MINUSCA created 2) where is MINUSMA 3) who heads INTERPOL", ["10 April 2014", "Mali", "Noble"]),
        ("hi! when was the joint plan signed? by whom? thanks", ["1 March 2011", "Fedotov"]),
        ("Quand la MINUSCA a-t-elle été créée ? Et la MINUSMA ?", ["10 avril 2014", "2013"]),
        ("I'm drafting a note. When was the SCC created? And by which law?", ["June 2015", "15-003"]),
        ("The MoU with MINUSMA. when was it signed? who are the parties?", ["February 2015", "UNODC and MINUSMA"]),
    ],
)
def test_each_of_several_questions_is_answered(index: Index, said: str, told: list[str]) -> None:
    turn = respond(Message(said, NOW), index)
    assert turn.reply.kind == "answer"
    assert all(t in turn.text for t in told)


def test_of_several_questions_the_one_that_is_not_answered_is_said_again(index: Index) -> None:
    turn = respond(Message("who signed the MINUSCA agreement? when was it signed?", NOW), index)
    assert turn.text.startswith("“who signed the MINUSCA agreement?”\nI do not know")
    assert "7 March 2018" in turn.text
    assert "10 April 2014" in respond(Message("and when was MINUSCA itself created?", NOW), index, turn.context).text


@pytest.mark.parametrize(
    "said",
    [
        "which is older? MINUSMA or MINUSCA?",
        "A delegation went to Bangui in 2016. When was that visit?",
        "does anyone know when the gender training was held? asking for a friend.",
        "Where is Andrew Hughes from? nationality for the seating plan",
        "Qui a succédé à M. Noble à la tête d'Interpol ?",
    ],
)
def test_one_question_is_not_cut(index: Index, said: str) -> None:
    assert not asked_apart(understand(said, index, "en"), index)


def test_days_between_the_last_two(index: Index) -> None:
    *_, last = talk(index, "when did UNODC sign with the CAR mission?", "and with MINUSMA? the 2018 one", "days between?")
    assert last.text.startswith("8 days lie between them.")


def test_a_correction_asks_for_what_the_other_thing_has(index: Index) -> None:
    *_, last = talk(index, "who leads the Global Focal Point", "sorry no, i meant the serious and organized crime focal point network")
    assert "UNPOL" in last.text
    assert "do not know" not in last.text


def test_capitals_tell_nothing_where_all_is_in_capitals(index: Index) -> None:
    (turn,) = talk(index, "NEED NAME OF GENDARME WHO CALLED GENDER COURSE PERTINENT")
    assert "training/gender-2015#feedback.1" in turn.facts


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        (("list events", "the first?"), "event/cape-verde-conference-2008"),  # not the first of what did not fit on the page
        (("list events", "the last?"), "event/cnd-intersessional-2019"),  # those without a date stand behind it
        (("liste des événements", "le dernier"), "event/cnd-intersessional-2019"),
        (("list the officials", "the first one"), "person/alain-le-roy"),
    ],
)
def test_the_first_and_the_last_are_those_of_the_whole_list(index: Index, said: tuple[str, ...], thing: str) -> None:
    *_, turn = talk(index, *said)
    assert turn.entities[0] == thing


@pytest.mark.parametrize(
    "said",
    [
        ("list all missions", "the newest?"),  # most of them have no date
        ("heads of DPKO", "who was last?"),
        ("list the trainings in Mali", "all in march?"),
        ("the 2018 agreements", "both with MINUSMA?"),
        ("who signed the joint plan", "both from DPKO?"),
        ("members of the GFP", "all UN?"),
        ("who did Noble meet?", "besides Ban?"),
        ("when was the MoU signed with MINUSCA?", "and with UNPOL?"),  # it signed none
        ("did DPKO sign with UNODC?", "when?", "and OROLSI?"),
    ],
)
def test_what_a_thing_is_does_not_tell_of_several(index: Index, said: tuple[str, ...]) -> None:
    *_, turn = talk(index, *said)
    assert turn.reply.kind != "answer"


def test_all_about_a_thing_is_what_it_is(index: Index) -> None:
    (turn,) = talk(index, "all about MINUSMA")
    assert turn.reply.kind == "answer"


def test_what_was_only_offered_is_no_new_subject(index: Index) -> None:
    *_, last = talk(index, "what does UNODC help with at the special criminal court", "how many areas is that", "budget for it?")
    assert last.entities == ("institution/special-criminal-court",)
    assert last.reply.kind == "unknown"


def test_the_same_question_of_another_keeps_its_topic(index: Index) -> None:
    *_, last = talk(index, "What did Titov say about organized crime?", "And Ban?")
    assert last.reply.kind != "answer"


def test_en_before_a_year_is_no_pronoun(index: Index) -> None:
    *_, last = talk(index, "when was the SCC created", "qui dirige l'ONUDC en 2015 ?")
    assert (last.reply.kind, last.facts[0]) == ("answer", "partner/unodc#head.2")


def test_a_name_outside_the_base_brings_nothing_from_the_conversation(index: Index) -> None:
    *_, last = talk(index, "when was the SCC created", "how many peacekeepers are there in South Sudan?")
    assert last.reply.kind == "unknown"
    assert not last.facts


@pytest.mark.parametrize("asked_back", ["training dates?", "who was the head?", "qui les a aidés ?"])
def test_what_was_asked_back_is_over_once_something_else_was_asked(index: Index, asked_back: str) -> None:
    """A bare name behind a question of its own, even one that is not covered, answers no older question."""
    last = talk(index, asked_back, "what is the budget of MONUSCO?", "lapaque")[-1]
    assert (last.reply.kind, last.reason) == ("answer", "overview of person/pierre-lapaque")


@pytest.mark.parametrize(
    "said",
    [
        ("tell me about the vehicle training", "when?", "which is the longest?"),
        ("When was INTERPOL created?", "and MINUSMA?", "and the UN?", "which of these is the oldest?"),
        ("What is UNOCI?", "and UNMIL?", "and the rest?"),
        ("When did Fedotov and Ladsous go to Mali?", "and Lapaque?"),
        ("What was UNODC's role in Open Roads?", "and INTERPOL?"),
        ("Combien d'agents ont été formés à la détection ?", "et au genre ?", "au total ?"),
    ],
)
def test_what_a_thing_is_answers_no_other_follow_up(index: Index, said: tuple[str, ...]) -> None:
    *_, last = talk(index, *said)
    assert last.reply.kind != "answer" or not last.reason.startswith("overview"), last.text


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        (("Who funded the trainings?", "what is your source?"), "This is from:"),
        (("When was MINUSCA created?", "and what is its source?"), "This is from:"),
        (("when was the minusca agreement signed?", "who is Lapaque?"), "Pierre Lapaque was UNODC Regional Representative"),
    ],
)
def test_what_is_asked_for_in_so_many_words_is_told(index: Index, said: tuple[str, ...], begins: str) -> None:
    *_, last = talk(index, *said)
    assert last.text.startswith(begins)


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        (("When was MINUSMA created?", "and MINUSCA?", "which is older?", "by how much?"), "About a year apart"),
        (("which was longer, the gender training or the detection training?", "by how many days?"), "By 4 days."),
        (("which was signed first, the MINUSCA or the MINUSMA agreement of 2018?", "by how many days?"), "8 days lie between them."),
        (("who signed the joint plan of action?", "how many people?"), "Named are 2:"),
        (("which missions were in West Africa in 2009?", "how many?"), "In March 2009 the UN had four peace operations"),
        (("does OROLSI work with UNODC in Haiti?", "and in Mali?"), "Yes: The G5 Sahel region is named, together w"),
        (("what did Lapaque say about the 2018 agreements?", "who is he?"), "Pierre Lapaque was UNODC Regional Representative"),
    ],
)
def test_what_follows_keeps_what_was_asked(index: Index, said: tuple[str, ...], begins: str) -> None:
    *_, last = talk(index, *said)
    assert (last.reply.kind, last.text[: len(begins)]) == ("answer", begins)


@pytest.mark.parametrize(
    "said",
    [
        ("Who trained the drugs squad?", "did Titov teach there?", "who did?"),
        ("who is Mrs Sibidé?", "which training was she in?", "where was it?"),
        ("Qui a rencontré Ban Ki-moon ?", "quand ?", "où ?"),
        ("Quels pays ont participé à Open Roads ?", "quand ?", "et le Mali ?"),
    ],
)
def test_a_scrap_is_not_told_what_has_nothing_to_do_with_it(index: Index, said: tuple[str, ...]) -> None:
    *_, last = talk(index, *said)
    assert last.reply.kind != "answer", last.text


def test_those_without_a_date_are_named_beside_the_oldest(index: Index) -> None:
    *_, last = talk(index, "When was MINUSMA created?", "and MINUSCA?", "and UNIOGBIS?", "and UNOCI?", "which of them is the oldest?")
    assert "it gives no date for: UNOCI; UNIOGBIS" in last.text


@pytest.mark.parametrize(
    "said",
    [
        ("Did Fedotov sign the 2018 agreements?", "Who did?"),
        ("When was the joint plan signed?", "What did they sign after that?"),
        ("Since when was Zouev Assistant Secretary-General?", "Until when?"),
    ],
)
def test_what_was_not_found_is_not_made_up_by_what_follows(index: Index, said: tuple[str, ...]) -> None:
    *_, last = talk(index, *said)
    assert last.reply.kind != "answer", last.text


def test_who_they_are_is_told_of_all_that_were_counted(index: Index) -> None:
    *_, last = talk(index, "How many trainings were held in Mali?", "Who are they?")
    assert {"training/detection-2015#dates.1", "training/gender-2015#dates.1", "training/vehicle-2015#dates.1"} <= set(last.facts)
