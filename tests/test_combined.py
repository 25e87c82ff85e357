"""Questions that combine facts, over the real base: who held a post, what two documents tell of, two claims in one sentence, the same of each
thing; and their near misses."""

from __future__ import annotations

import pytest

from bot.core.index import Index
from bot.core.model import Message
from bot.core.respond import Turn, respond
from tests.conftest import NOW


def asked(said: str, index: Index) -> Turn:
    return respond(Message(said, NOW), index)


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("names of the 2 ASGs for rule of law & security institutions", {"dmitry-titov", "alexandre-zouev"}),
        ("all assistant secretary-generals for rule of law named in our docs, with year", {"dmitry-titov", "alexandre-zouev"}),
        ("which secretaries-general are named?", {"ban-ki-moon", "ronald-noble"}),
        ("quels sous-secrétaires généraux sont cités ?", {"dmitry-titov", "alexandre-zouev"}),
        ("chef du maintien de la paix en 2011 puis en 2014 : deux noms svp", {"alain-le-roy", "herve-ladsous"}),
        ("peacekeeping dept heads: compare 2011 with 2014", {"alain-le-roy", "herve-ladsous"}),
        ("quels chefs du DOMP sont cités, tous documents confondus ?", {"alain-le-roy", "herve-ladsous"}),
        ("who works for UNODC", {"pierre-lapaque", "yury-fedotov"}),
        ("qui travaillait pour INTERPOL ?", {"ronald-noble"}),
    ],
)
def test_all_who_held_a_post(index: Index, said: str, people: set[str]) -> None:
    turn = asked(said, index)
    assert turn.reply.kind == "answer"
    assert {index.base.facts[f].entity.partition("/")[2] for f in turn.facts} == people


@pytest.mark.parametrize(
    ("said", "holder"),
    [
        ("Was Pierre Lapaque Executive Director of UNODC in 2018?", "Yury Fedotov"),
        ("was Titov Under-Secretary-General for peacekeeping in 2015?", "Alain Le Roy"),
    ],
)
def test_a_post_that_another_held(index: Index, said: str, holder: str) -> None:
    turn = asked(said, index)
    assert turn.text.startswith("The document names these; ")
    assert holder in turn.text


@pytest.mark.parametrize(
    "said",
    [
        "Zouev is the Deputy Secretary-General, right?",  # nobody held that
        "was Fedotov Executive Director of UNODC in 2018",  # his own post, at another time
    ],
)
def test_no_such_reply_where_nobody_else_held_the_post(index: Index, said: str) -> None:
    assert "another held" not in asked(said, index).reason


@pytest.mark.parametrize(
    "said",
    [
        "which heads of organizations signed the 2011 plan",  # of these one is told by his post alone
        "which departments does UNODC work with",  # a word of a post that is none
        "which bosses met in 2009",
    ],
)
def test_no_holders_where_something_else_is_asked(index: Index, said: str) -> None:
    assert "held a post" not in asked(said, index).reason


@pytest.mark.parametrize(
    ("said", "holder"),
    [
        ("Who was the police adviser?", "Andrew Hughes"),
        ("who was the executive director", "Yury Fedotov"),
        ("Qui était conseiller de police ?", "Andrew Hughes"),
    ],
)
def test_the_one_who_held_a_post(index: Index, said: str, holder: str) -> None:
    turn = asked(said, index)
    assert turn.reply.kind == "answer"
    assert turn.text.startswith(holder)


@pytest.mark.parametrize("said", ["who was the secretary-general", "who was the ASG", "who is the executive director today"])
def test_one_of_several_holders_is_not_chosen(index: Index, said: str) -> None:
    assert asked(said, index).reply.kind != "answer"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (("ladsous went to mali with someone from unodc. who", "year?", "month?"), "unknown"),  # the month is not given
        (("when was the joint plan signed", "how many pages is it"), "unknown"),  # not how many pages tell of it
        (("when was INTERPOL created?", "the head of each mission"), "answer"),  # complete in itself
        (("tell me about operation open roads", "how many countries"), "clarify"),  # not those of a region that was mentioned
    ],
)
def test_what_follows_is_of_the_same_thing(index: Index, said: tuple[str, ...], kind: str) -> None:
    turn = asked(said[0], index)
    for text in said[1:]:
        turn = respond(Message(text, NOW), index, turn.context)
    assert turn.reply.kind == kind


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("which missions are named in both the 2009 article and the 2018 page?", "UNOCI"),
        ("which mission acronym is found both in Ban's 2009 list and on the UNODC page about the 2018 agreements?", "UNOCI"),
        ("Someone is quoted both on the page about the 2018 cooperation agreements and on the one about law enforcement in Mali. Who?", "Lapaque"),
        ("quelles missions apparaissent à la fois dans l'article de 2009 et dans celui de 2018 ?", "ONUCI"),
    ],
)
def test_what_two_documents_tell_of(index: Index, said: str, thing: str) -> None:
    turn = asked(said, index)
    assert turn.reply.kind == "answer"
    assert len(turn.entities) == 1
    assert thing in turn.text


def test_nobody_whom_two_documents_name(index: Index) -> None:
    assert asked("who is mentioned in both the 2009 article and the 2019 speech?", index).reply.kind == "unknown"


@pytest.mark.parametrize(
    ("said", "begins", "holds"),
    [
        ("INTERPOL was created in 1932 and has 187 member countries, right?", "No: INTERPOL was created in 1923.", "187"),
        ("INTERPOL was created in 1923 and has 187 member countries, right?", "Yes: INTERPOL was created in 1923.", "Yes: INTERPOL had 187"),
        ("INTERPOL: founded in 1923 with 190 members?", "No: INTERPOL had 187", "1923"),
        ("INTERPOL, fondée en 1923 et comptant 190 pays membres ?", "Non : INTERPOL comptait 187", "1923"),
        ("INTERPOL founded in 1923?", "Yes:", "1923"),
        ("MINUSMA was created in 2013 and MINUSCA in 2015, correct?", "No: The Security Council established MINUSCA on 10 April 2014.", "2013"),
        ("Bamako is in Mali and Bangui in CAR, right?", "Yes: Bamako is in Mali.", "Yes: Bangui is in the Central African Republic."),
        ("Bamako is in Mali and Bangui in Senegal, right?", "The document names these; Senegal is not among them: Bangui", "Bamako is in Mali."),
        ("Noble was Secretary-General of INTERPOL and met Ban on 23 March 2009, correct?", "Yes:", "23 March 2009"),
    ],
)
def test_two_claims_are_checked_each_by_itself(index: Index, said: str, begins: str, holds: str) -> None:
    turn = asked(said, index)
    assert turn.reply.kind == "answer"
    assert turn.text.startswith(begins)
    assert holds in turn.text


@pytest.mark.parametrize(
    "said",
    [
        "is it correct that Japan funded the trainings and that Austria supported them?",  # "them" takes part of the first claim along
        "did Fedotov and Ladsous go to Mali in 2014 and sign a plan?",
        "effectif de la MINUSCA en 2016 : 12000 ?",
    ],
)
def test_no_verdict_on_what_cannot_be_told_apart(index: Index, said: str) -> None:
    assert not asked(said, index).text.startswith(("Yes", "No:", "Oui", "Non :"))


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("list the donors", ("Japan funded", "Austria")),
        ("quels Etats sont cités comme bailleurs ?", ("Le Japon a financé", "Autriche")),
        ("who are the authors", ("DPKO", "Zouev")),
        ("Combien de missions connaissez-vous, et combien ont été créées après 2012 ?", ("7 missions", "2 missions")),
        ("heads of UNODC and UNDP?", ("Not given for: UNDP", "Yury Fedotov")),
        ("who heads MINUSCA and MINUSMA?", ("Not given for: MINUSCA", "Annadif")),
        ("the participants of each training", ("security officers from various regions", "drugs squad")),
        ("the head of each mission", ("Annadif", "Not given for: ", "MINUSCA", "UNMIL")),
        ("le pays de chaque mission", ("République centrafricaine", "Mali", "Guinée-Bissau")),
        ("author of each source", ("DPKO is the author", "Zouev", "Not given for: ")),
        ("which trainings did both UNODC and DPKO support?", ("1 training", "detection techniques")),
        ("which organisations does every source mention?", ("2 partners", "UNODC", "DPKO")),
        ("which of your sources come from UNODC", ("3 documents",)),
        ("who were the executive directors of UNODC", ("March 2011 and still in 2014 and 2015",)),
        ("which of your documents are not press pages?", ("1 of the 5", "OROLSI remarks")),
        ("which missions have no named head?", ("6 of the 7", "MINUSCA", "UNOCI")),
        ("which event came first, the Bangui visit or the mapping mission?", ("Earlier: UNODC visit to Bangui.",)),
        ("which missions are in Central Africa?", ("1 mission", "MINUSCA")),
        ("Quelles missions sont en Afrique ?", ("7 missions", "MINUSCA", "MINUSMA", "MINUL")),
        ("where do OROLSI and UNODC collaborate outside Africa?", ("not part of Africa", ": Afghanistan, Haiti.")),
        ("which countries are outside Africa", ("5 countries", "Japan", "Haiti")),
        ("Number of participants of each training", ("50", "over 50", "Vehicle interception")),
        ("participants par formation", ("50", "plus de 50", "interception de véhicules")),
        ("how many at each training?", ("50", "over 50", "Vehicle interception")),
        ("List every mission with its year of creation", ("MINUSMA", "MINUSCA", "UNOCI", "UNMIL")),
        ("How many countries does the base mention?", ("15 countries",)),
        ("Which of your documents is a speech?", ("1 speech", "24 June 2019")),
        ("How many of your documents are press pages?", ("4 press pages",)),
        ("list all MoUs", ("2 memoranda", "February 2015", "7 March 2018")),
        ("Which trainings did not take place in Mali?", ("Open Roads",)),
        ("How many trainings were held in 2018?", ("1 joint exercise", "Open Roads")),
        ("Which training involved ECOWAS?", ("Open Roads",)),
        ("Which texts came out of the Cape Verde conference?", ("political declaration", "Regional Action Plan")),
        ("which ended first, the gender training or the detection training?", ("In order of time: The training on gender",)),
        ("How many days separate the MINUSCA and MINUSMA agreements?", ("8 days",)),
    ],
)
def test_lists_and_counts_hold_all_that_was_asked(index: Index, said: str, holds: tuple[str, ...]) -> None:
    turn = asked(said, index)
    assert turn.reply.kind == "answer"
    assert all(h in turn.text for h in holds), turn.text


@pytest.mark.parametrize(
    "said",
    [
        "Which is older, UNCAC or UNTOC?",  # neither has a date
        "What is the budget of MINUSMA and of MINUSCA?",  # that of their agreements is another
        "le Japon a mis combien pour les formations au Mali ?",  # how much, not how many took part
        "combien a coûté chaque formation",
        "someone told me Interpol pulled out of the West Africa Coast Initiative. why did they?",
        "why did Alain Le Roy resign right after the signing in 2011",
        "which trainings did not have 50 participants",  # one had more than 50
        "which training did ECOWAS attend",
        "which countries took no part in Open Roads?",
        "which document mentions neither INTERPOL nor MINUSMA?",
        "which trainings were in both March and April?",
    ],
)
def test_what_is_not_told_is_not_stated(index: Index, said: str) -> None:
    assert asked(said, index).reply.kind != "answer"
