"""Yes and No: only what a statement itself bears out, of the same doing, at the same time, in the same number."""

from __future__ import annotations

import pytest

from bot.core.index import Index
from bot.core.model import Message
from bot.core.respond import Turn, respond
from tests.conftest import NOW


def ask(index: Index, text: str) -> Turn:
    return respond(Message(text, NOW), index)


def lead(index: Index, text: str) -> str:
    """The first word of a reply."""
    return ask(index, text).text.split()[0].rstrip(":")


@pytest.mark.parametrize(
    "said",
    [
        "Did Le Roy sign for DPKO?",
        "did the security council create minusca?",
        "was minusca created by the security council",
        "La MINUSCA a-t-elle été créée par le Conseil de sécurité ?",
        "Did the mapping mission lead to the memorandum?",
        "Does Austria support UNODC?",
        "was the briefing opened by Ban?",
        "did japan fund the gender training?",
        "Did the specialized judicial unit receive more than 80 cases?",
        "Did the UN have 10,629 police in March 2009?",
        "Did the detection training have at least 50 officers?",
        "Was the MINUSCA agreement signed before the MINUSMA agreement?",
        "Was Open Roads before the Ministerial Declaration?",
        "Was MINUSCA created in 2014?",
        "Was MINUSMA created after 2012?",
        "Was INTERPOL founded before 1950?",
        "Was the MINUSCA agreement signed at the beginning of 2018?",
        "Did the detection training last 12 days?",
        "was the vehicle training held on 12 april",
        "did UNODC sign an agreement with MINUSMA in 2015",
        "did Ladsous head DPKO?",
        "Is Fedotov the head of UNODC?",
        "was Hughes head of the Police Division?",
        "is Noble the head of INTERPOL",
        "Did MINUSMA exist in 2015?",
        "Was there already a MINUSCA in 2015?",
        "Has MINUSMA existed since 2013?",
        "Was MINUSMA created by 2014?",
        "la minusma a ete creee d'ici 2014 ?",
        "Does OROLSI belong to the UN?",
        "Is the Police Division part of DPKO?",
        "Was the MINUSCA agreement before Open Roads?",
        "Did INTERPOL have more than 150 members in 2009?",
        "are both OROLSI and UNDP co-chairs of the GFP?",
    ],
)
def test_yes(index: Index, said: str) -> None:
    assert lead(index, said) in {"Yes", "Oui"}, ask(index, said).text


@pytest.mark.parametrize(
    "said",
    [
        "Was MINUSCA created before MINUSMA?",
        "Did UNODC sign the MINUSMA agreement before the MINUSCA agreement?",
        "Did MINUSCA's request come after the mapping mission?",
        "Was the Bangui visit before the SCC was created?",
        "Did the specialized judicial unit receive less than 80 cases?",
        "Did the detection training have more than 50 officers?",
        "Did the detection training have 60 officers?",
        "was DPKO an organiser of the gender course",
        "Did the gender training last 10 days?",
        "Was the SCC created in 2003?",
        "La Cour pénale spéciale a-t-elle été créée avant 2014 ?",
        "Did MINUSCA exist in 2012?",
        "has the SCC existed since 2003?",
        "Is the MINUSCA agreement in force since 2017?",
        "Was there an agreement with MINUSCA in 2016?",
        "Was the UN police deployment 10,629 in 1999?",
        "Is MINUSCA in Bamako?",
    ],
)
def test_no(index: Index, said: str) -> None:
    turn = ask(index, said)
    assert lead(index, said) in {"No", "Non"}, turn.text
    assert turn.reply.citations


@pytest.mark.parametrize(
    "said",
    [
        # who does it, and to whom
        "Did Fedotov sign for DPKO?",
        "Fedotov a-t-il signé pour le DOMP ?",
        "Did MINUSCA establish the Security Council?",
        "Did the SCC create Organic Law 15-003?",
        "Did the MoU lead to the mapping mission?",
        "Did the mapping mission lead to the Bangui visit?",
        "Did Noble open the briefing?",
        "Was the briefing opened by Noble?",
        "Does UNODC support Austria?",
        "Did UNOGBIS succeed UNIOGBIS?",
        # from and to, by way of
        "Did UN police grow from 10,629 to 2,400?",
        "Did the drugs go from Latin America to Africa via Europe?",
        # a number at another time, or beside "over"
        "Did the UN have 10,629 police in March 1999?",
        "Did the UN have less than 2,400 police in March 1999?",
        "L'unité judiciaire a-t-elle reçu moins de 80 affaires ?",
        # another part of the year, another multiple
        "Did Open Roads take place in early 2018?",
        "Did police deployment double between 1999 and 2009?",
        # another saying of the same speaker
        "Did Andrew Hughes say that police tasks have grown more complex?",
    ],
)
def test_no_yes_for_another_doing(index: Index, said: str) -> None:
    assert lead(index, said) not in {"Yes", "Oui"}, ask(index, said).text


def test_not_among_those_named_only_if_nothing_tells_of_both(index: Index) -> None:
    turn = ask(index, "Was UNODC supported by the Police Division?")
    assert "Police Division" in turn.text
    assert "not among" not in turn.text


@pytest.mark.parametrize(
    "said",
    [
        "Who was the UN Secretary-General in 2011?",
        "Who was UN Secretary-General in 2019?",
        "When did Japan stop funding the trainings?",
        "Who did not sign the joint plan of action?",
        "who signed the MINUSMA agreement for MINUSMA?",
        "how long was operation open roads",
        "names of the trainers of the vehicle interception training",
    ],
)
def test_another_thing_than_the_statement_tells_is_not_answered(index: Index, said: str) -> None:
    assert ask(index, said).reply.kind == "unknown", ask(index, said).text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("open roads: 2017 or 2018?", "end of 2018"),
        ("was the MINUSCA agreement signed in 2017 or in 2018?", "7 March 2018"),
        ("was the MINUSMA MoU signed in January or February 2015?", "February 2015"),
        ("le SCC a été créé en 2014 ou 2015 ?", "juin 2015"),
        ("did the judicial unit get 50 or 80 cases?", "over 80 cases"),
        ("was the MINUSCA agreement signed in 2015 or 2016?", "7 March 2018"),
        ("le 1er protocole d'accord onudc-minusma, celui de 2015, signé quel mois", "février 2015"),
        ("qui a signé le 1er mars 2011 ?", "Alain Le Roy"),
        ("cape verde meeting of oct 2008, which organisation ran it?", "ECOWAS"),
        ("date de laccord entre lonudc et la minusca", "7 mars 2018"),
        ("how many police did the UN have in marhc 1999", "2,400"),
        ("what happened in february", "February 2015"),
        ("did unodc sign an agreement with minusma in 2013 or 2015", "February 2015"),
        ("mission in cote divoire", "UNOCI"),
    ],
)
def test_choices_ordinals_months_and_left_out_apostrophes(index: Index, said: str, told: str) -> None:
    turn = ask(index, said)
    assert turn.reply.kind == "answer"
    assert told in turn.text.partition("\n")[0]


@pytest.mark.parametrize(
    "said",
    [
        "does Hughes head the DPKO?",
        "Hughes dirige-t-il le DOMP ?",
        "did Titov head the DPKO?",
        "la CPS a-t-elle créé la MINUSCA ?",
        "was the strategic partnership framework signed between UNODC and DPKO?",
        "was DPKO the founder of the ECOWAS action plan?",
    ],
)
def test_no_yes_for_another_post_another_doer_another_party(index: Index, said: str) -> None:
    assert lead(index, said) not in {"Yes", "Oui"}, ask(index, said).text


def test_the_trained_are_no_staff(index: Index) -> None:
    assert ask(index, "how many staff does UNODC have in Mali?").reply.kind != "answer"


def test_a_flat_no_is_for_things_of_the_kind_of_the_list(index: Index) -> None:
    assert lead(index, "did Haiti take part in Open Roads?") == "No"
    assert lead(index, "did OROLSI take part in Open Roads?") == "The"


@pytest.mark.parametrize(
    "said",
    [
        "l'ONUDC et OROLSI collaborent-ils en Haïti ?",
        "l'ONUDC et OROLSI collaborent ils en Haïti ?",
        "la MINUSCA soutient elle la CPS ?",
        "l'ONUDC et la MINUSMA se parlent-elles ?",
    ],
)
def test_a_verb_before_its_pronoun_asks_for_yes_or_no(index: Index, said: str) -> None:
    assert lead(index, said) == "Oui"


@pytest.mark.parametrize("said", ["et ils ont signé quoi", "de quoi discutent-ils à New York ?", "et avant elle ?"])
def test_a_pronoun_behind_another_word_does_not(index: Index, said: str) -> None:
    assert not ask(index, said).frame.yes_no


def test_where_something_is_best_is_not_told_by_where_it_is(index: Index) -> None:
    told = ask(index, "où OROLSI est-il le meilleur ?").facts
    assert not any(f.startswith("partner/orolsi#cooperates_in") for f in told)


@pytest.mark.parametrize("said", ["does the SCC support MINUSCA?", "la MINUSCA aide-t-elle l'ONUDC ?"])
def test_help_in_the_other_direction_is_only_offered(index: Index, said: str) -> None:
    assert ask(index, said).reply.kind == "clarify"


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("was the UN police deployment 10,629 in 2009?", "Yes:"),
        ("was the gender training organised by UNPOL and MINUSMA?", "Yes:"),
        ("was the gender training organised by UNODC, MINUSMA and DPKO?", "No: DPKO is not among them."),
        ("was the detection training supported by UNODC, UNPOL and MINUSMA?", "The document names these; MINUSMA is not among them:"),
        ("did Gambia, Senegal and Mali take part in Open Roads?", "No: Mali is not among them."),
    ],
)
def test_a_premise_of_several_names_is_looked_at_name_by_name(index: Index, said: str, begins: str) -> None:
    assert respond(Message(said, NOW), index).text.startswith(begins)


@pytest.mark.parametrize(
    "said",
    [
        "was the gender training given by UNODC, MINUSMA and DPKO?",
        "Was MINUSMA there until 2015?",
        "Was there an agreement with MINUSMA in 2016?",
        "Does the SCC try crimes since 2013?",
        "Is the SCC competent since 2010?",
        "Is UNMIL in West Africa?",
        "Does UNDP belong to the GFP?",
        "Did Ban Ki-moon brief the permanent representatives?",
        "are both OROLSI and UNODC co-chairs?",
        "Had UNODC already signed anything with MINUSMA before it signed with MINUSCA?",
        "did UNODC sign an agreement with MINUSMA before MINUSCA?",
        "was Zouev ASG before Titov?",
        "was the MINUSCA agreement the first between UNODC and a peacekeeping mission?",
    ],
)
def test_neither_yes_nor_no_where_it_cannot_be_told(index: Index, said: str) -> None:
    assert not respond(Message(said, NOW), index).text.startswith(("Yes", "No"))


@pytest.mark.parametrize("said", ["who did MINUSMA finance?", "qui la MINUSMA a-t-elle financé ?", "who represented UNODC in East Africa?"])
def test_what_is_told_of_another_doer_or_place_is_no_answer(index: Index, said: str) -> None:
    assert respond(Message(said, NOW), index).reply.kind != "answer"


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("MINUSCA is in Mali?", "No: MINUSCA is in the Central African Republic"),
        ("la MINUSCA est au Mali ?", "Non : La MINUSCA se trouve en République centrafricaine"),
        ("la MINUSCA est elle en Centrafrique", "Oui : La MINUSCA"),
        ("MINUSMA was created in 2012?", "No: MINUSMA was created in 2013"),
        ("la MINUSMA a été créée en 2012 ?", "Non : La MINUSMA a été créée en 2013"),
        ("la MINUSMA a été créée quand ?", "La MINUSMA a été créée en 2013"),
    ],
)
def test_what_is_asserted_with_a_question_mark_is_asked(index: Index, said: str, begins: str) -> None:
    assert respond(Message(said, NOW), index).text.startswith(begins)


@pytest.mark.parametrize(
    ("said", "kind", "fact"),
    [
        ("Do you know the names of the people who signed the 2015 memorandum with MINUSMA?", "unknown", "agreement/unodc-minusma-2015#parties.1"),
        ("which people signed the 2018 MINUSMA agreement", "unknown", "agreement/unodc-minusma-2018#parties.1"),
        ("qui a signé l'accord de 2018 pour la MINUSCA ?", "unknown", "agreement/unodc-minusca-2018#parties.1"),
        ("who signed for MINUSCA?", "clarify", "mission/minusca#partners.1"),
        ("who signed on behalf of UNODC in 2011", "answer", "person/yury-fedotov#signed.1"),
    ],
)
def test_who_acts_for_another_is_a_person(index: Index, said: str, kind: str, fact: str) -> None:
    turn = ask(index, said)
    assert (turn.reply.kind, turn.facts[:1]) == (kind, (fact,))


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("did Japan pay for the Mali trainings?", "place/japan#funding.1"),
        ("Was the MINUSCA agreement signed by UNODC on 7 March 2018?", "agreement/unodc-minusca-2018#signed_on.1"),
        ("Does UNODC co-chair the border management working group?", "agreement/ct-wg-border-management#chairs.1"),
        ("Did Ban Ki-moon meet Noble in New York?", "person/ban-ki-moon#met.1"),
    ],
)
def test_a_statement_near_the_best_bears_a_question_out(index: Index, said: str, fact: str) -> None:
    turn = ask(index, said)
    assert turn.text.startswith("Yes: ")
    assert turn.facts[:1] == (fact,)


@pytest.mark.parametrize(
    ("said", "lead"),
    [
        ("my boss says MINUSCA was created in 2013, is that right?", "No: "),
        ("a colleague claims UNODC signed the MINUSCA agreement on 7 March 2018, correct?", "Yes: "),
        ("Was Fedotov still boss of unodc in 2015?", "Yes: Yury Fedotov was Executive Director of UNODC in 2014 and 2015."),
    ],
)
def test_what_others_say_is_asked_about(index: Index, said: str, lead: str) -> None:
    assert ask(index, said).text.startswith(lead)


@pytest.mark.parametrize(
    ("said", "lead"),
    [
        ("how does interpol rank in size among international police bodies", "Probably this"),
        ("Does UNODC support Austria?", "I cannot say yes or no to this for certain."),
        ("who works for MINUSCA", "I am not sure what is meant."),
    ],
)
def test_an_offer_is_called_probable_only_if_nothing_speaks_against_it(index: Index, said: str, lead: str) -> None:
    turn = ask(index, said)
    assert (turn.reply.kind, turn.text[: len(lead)]) == ("clarify", lead)


@pytest.mark.parametrize(
    "said",
    [
        "Was Noble Secretary-General of the UN in 2009?",
        "Was Fedotov head of DPKO in 2014?",
        "Did the unit receive exactly 80 cases?",
        "Did Ladsous become head of DPKO in 2014?",
        "Did Zouev speak in March 2019?",
        "Did Lapaque meet Annadif in 2018?",
        "Was there a crisis in Mali in 2015?",
        "Did Ban support the plan in October 2008?",
        "Did UNODC organise the gender training by itself?",
        "Was MINUSMA created before 2013?",
        "was the MINUSMA agreement signed in early March 2018?",
        "Was MINUSCA established in mid-2014?",
        "Did MINUSCA do something in 2016?",
    ],
)
def test_no_yes_by_words_that_are_of_another_or_of_another_time(index: Index, said: str) -> None:
    assert lead(index, said) != "Yes"


def test_a_mission_that_acted_is_not_said_not_to_have_been(index: Index) -> None:
    assert lead(index, "Did MINUSCA do something in 2016?") != "No"


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("was UNODC in WACI?", "Yes:"),
        ("is UNODC in the GFP?", "Yes:"),
        ("la CEDEAO était dans WACI ?", "Oui :"),
        ("was ECOWAS in Open Roads?", "Yes:"),
        ("was Mali in Open Roads?", "No: Mali is not among them."),
        ("is Mali in the GFP?", "The document names these; Mali is not among them:"),
        ("is UNODC in MINUSMA?", "I cannot say yes or no"),  # with which it was made
        ("was UNODC at the Cape Verde conference?", "I do not know"),  # who was there besides those who held it is not told
    ],
)
def test_who_is_in_it(index: Index, said: str, begins: str) -> None:
    assert respond(Message(said, NOW), index).text.startswith(begins)


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("did the gender training overlap with the detection training?", "Yes:"),
        ("do the gender training and the detection training start on the same day?", "Yes:"),
        ("do the gender training and the detection training end on the same day?", "No:"),
        ("la MINUSMA et la MINUSCA ont-elles été créées la même année ?", "Non :"),
        ("were MINUSMA and MINUSCA created on the same day?", "No:"),  # one is known to the year, which is another
        ("special criminal court and specialized judicial unit, same thing?", "No, these are two things:"),
        ("is DPKO the same as DPO?", "Yes, both are names of DPKO:"),
        ("did the vehicle training and the gender training last equally long?", "Yes:"),
        ("were the vehicle training and the detection training in the same city?", "Yes:"),
        ("were the vehicle training and the gender training in the same place?", "Not given for: Training on gender"),
        ("did the detection training and the gender training have the same number of participants?", "The documents do not give it so exactly."),
    ],
)
def test_the_same_in_something(index: Index, said: str, begins: str) -> None:
    assert ask(index, said).text.startswith(begins)


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("are Bamako and Bangui in Mali?", ["The document names these; Mali is not among them: Bangui", "Bamako is in Mali"]),
        ("are MINUSMA and MINUSCA in Mali?", ["No: MINUSCA", "MINUSMA is in Mali"]),
        ("was UNODC in both WACI and the Global Focal Point?", ["Yes: According to UNODC (2011)", "Yes: As of 24 June 2019"]),
        (
            "la MINUSMA et la MINUSCA ont-elles été créées en 2013 ?",
            ["Non : Le Conseil de sécurité a établi la MINUSCA", "La MINUSMA a été créée en 2013"],
        ),
    ],
)
def test_yes_or_no_of_each(index: Index, said: str, lines: list[str]) -> None:
    told = ask(index, said).text.split("\n")
    assert all(any(x.startswith(line) for x in told) for line in lines)


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("which other entities are in the global focal point", {"agreement/global-focal-point#members.1", "agreement/global-focal-point#chairs.1"}),
        ("qui est dans le GFP ?", {"agreement/global-focal-point#members.1", "agreement/global-focal-point#chairs.1"}),
        ("which countries were in Open Roads?", {"training/open-roads-2018#participants.1", "training/open-roads-2018#organisers.1"}),
        ("who is in the joint plan", {"agreement/joint-plan-of-action-2011#parties.1"}),
    ],
)
def test_those_who_make_it_up_are_told(index: Index, said: str, facts: set[str]) -> None:
    turn = ask(index, said)
    assert turn.reply.kind == "answer"
    assert set(turn.facts) == facts


@pytest.mark.parametrize(
    "said",
    [
        "did terrorists attend the detection training?",  # they are what it dealt with
        "did drug traffickers attend the vehicle training?",
        "did children take part in the gender training?",
        "was the MINUSCA MoU signed in Bangui?",  # a visit went there
        "was the MoU of 2015 signed in Mali?",  # trainings were held there
        "was the agreement with MINUSCA signed during the Bangui visit?",
        "was the mapping mission by MINUSCA?",
        "was the Ministerial Declaration adopted by Zouev?",
        "were all trainings in Bamako?",
        "were there women in the gender training?",
        "did Fedotov and Titov work together?",
        "was the gendarmerie in the gender training?",
        "is DPKO in the GFP?",  # its office co-chairs it
        "did the National Guard attend the gender training?",  # it was trained in the series of which that is one
    ],
)
def test_no_yes_and_no_no_by_words_that_stand_together(index: Index, said: str) -> None:
    text = ask(index, said).text
    assert not text.startswith(("Yes", "No"))
    assert "not among" not in text


def test_names_that_are_joined_are_no_values_of_one_another(index: Index) -> None:
    told = ask(index, "are DPKO and UNODC part of the UN?").text.split("\n")
    assert told[0].startswith("Yes: DPKO")
    assert told[1].startswith("Yes: UNODC")
    assert "not among" not in ask(index, "were MINUSMA, MINUSCA and the SCC created in 2014?").text


@pytest.mark.parametrize(
    "said",
    [
        "Why did UNODC leave Mali?",
        "What did Fedotov say about shadow economies?",  # another said it
        "qu'a dit Ban sur le terrorisme ?",
        "What did Lapaque say about drugs?",
        "Who taught the detection course?",  # not who attended
        "Who gave the gender course?",
        "How many UN officers in Mali in 2015?",  # not whom it trained
        "combien de policiers de l'ONU en 2015 ?",
        "combien a coûté la formation ?",
        "Who is Hughes' boss?",
        "UNPOL chief 2019",  # not what it leads
        "Which person gave the most statements?",  # nobody counted
        "Which people are from Mali?",
    ],
)
def test_what_is_told_of_others_is_not_stated(index: Index, said: str) -> None:
    assert ask(index, said).reply.kind != "answer"


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("What did Titov say about shadow economies?", "person/dmitry-titov#said.1"),
        ("Which people went to Mali?", "event/mali-joint-mission-2014#participants.1"),
    ],
)
def test_what_is_told_of_them_is_stated(index: Index, said: str, fact: str) -> None:
    turn = ask(index, said)
    assert turn.reply.kind == "answer"
    assert fact in turn.facts


@pytest.mark.parametrize(
    "said",
    [
        "is interpol a un agency?",  # nothing says that it is of the UN
        "is ecowas a un body?",
        "is the scc a un court?",
        "is the special criminal court an international court?",  # "international" stands elsewhere in its sentence
        "is the scc operational?",  # that something is needed for it to work does not tell that it does
        "is the joint plan a treaty?",
        "is mali a party to the g5?",
        "is the sahel strategy a unodc strategy?",
        "was the gender training for women?",  # that women are to be recruited is told
        "is INTERPOL a country?",  # it has member countries
        "is ECOWAS a country?",  # its name has States in it
        "is UNODC a mission?",
        "are UNODC and DPKO missions?",
        "is Bamako a training?",
        "is the West Africa Coast Initiative an agreement?",
        "were both 2018 agreements signed in 2015?",
        "did Ban and Hughes brief the permanent representatives?",  # Ban opened the briefing that Hughes gave
    ],
)
def test_no_yes_to_what_a_thing_is_not_said_to_be(index: Index, said: str) -> None:
    assert not ask(index, said).text.startswith("Yes")


@pytest.mark.parametrize("said", ["is MINUSMA a UN mission?", "is the SCC a court?", "is Mali a country?", "was Ban Ki-moon the Secretary-General?"])
def test_yes_to_what_a_thing_is_said_to_be(index: Index, said: str) -> None:
    assert ask(index, said).text.startswith("Yes: ")


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("may I write that UNDP and UNODC co-chair the Global Focal Point?", "No: UNODC is not among them."),
        ("were MINUSCA and MINUSMA created in 2013?", "No: The Security Council established MINUSCA on 10 April 2014."),
        ("la MINUSCA et la MINUSMA ont-elles été créées en 2013 ?", "Non : "),
    ],
)
def test_what_is_not_so_of_one_of_two_is_not_so(index: Index, said: str, begins: str) -> None:
    """One verdict: what is so of the other is told without a Yes."""
    text = ask(index, said).text
    assert text.startswith(begins)
    assert "Yes: " not in text
    assert "Oui : " not in text


@pytest.mark.parametrize("said", ["Did Fedotov visit Mali with Le Roy?", "la CPS a-t-elle été créée à Bangui ?"])
def test_no_place_is_missing_among_people_or_laws(index: Index, said: str) -> None:
    assert not any(words in ask(index, said).text for words in ("is not among them", "n'y figure pas"))


@pytest.mark.parametrize(
    "said",
    [
        "Is ECOWAS a member of WACI in both documents?",
        "Is ECOWAS a member of WACI according to DPKO?",
        "Is Zouev head of OROLSI and Under-Secretary-General?",
        "Was Le Roy head of DPKO and Assistant Secretary-General?",
        "Le Roy était-il à la tête du DOMP et Sous-Secrétaire général ?",
        "Does INTERPOL have 187 members in 2009 and today?",
        "Was Ladsous head of DPKO in all documents?",
    ],
)
def test_half_of_what_is_asked_makes_no_yes(index: Index, said: str) -> None:
    assert lead(index, said) not in {"Yes", "Oui"}, ask(index, said).text


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("Was the vehicle interception training from 11 to 16 April 2015?", "No:"),
        ("Was the gender training 16-27 March 2015?", "No:"),
        ("La formation sur le genre a-t-elle eu lieu du 16 au 27 mars 2015 ?", "Non :"),
        ("Was the vehicle interception training from 11 to 18 April 2015?", "Yes:"),
        ("Did Yury Fedotov of UNODC sign the joint plan of action?", "Yes:"),
        ("Did Ronald Noble of INTERPOL meet Ban Ki-moon?", "Yes:"),
        ("Was the joint plan signed by Fedotov for UNODC and Le Roy for DPKO?", "Yes:"),
        ("Was MINUSCA established by resolution 2149?", "Yes:"),
    ],
)
def test_periods_numbers_and_bodies_are_those_that_are_told(index: Index, said: str, begins: str) -> None:
    assert ask(index, said).text.startswith(begins)


@pytest.mark.parametrize(
    "said",
    [
        "Were the trainings held from March to May 2015?",
        "Was MINUSCA created in 2014 by resolution 2194?",
        "La MINUSCA a-t-elle été créée par la résolution 2194 ?",
        "Did Yury Fedotov of DPKO sign the joint plan of action?",
        "Did Pierre Lapaque of MINUSMA meet Annadif?",
        "Alain Le Roy, de l'ONUDC, a-t-il signé le plan d'action ?",
        "Was the joint plan signed by Fedotov for DPKO and Le Roy for UNODC?",
    ],
)
def test_no_yes_for_another_period_number_or_body(index: Index, said: str) -> None:
    assert lead(index, said) not in {"Yes", "Oui"}, ask(index, said).text


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("Was MINUSCA preceded by MINUSMA?", "Yes:"),
        ("Was MINUSMA followed by MINUSCA?", "Yes:"),
        ("Was MINUSMA preceded by MINUSCA?", "No:"),
        ("Was MINUSCA followed by MINUSMA?", "No:"),
        ("Was the detection training held in Bamako?", "Yes:"),
        ("Was the detection training held in Bangui?", "No:"),
    ],
)
def test_who_stands_first_and_in_which_town(index: Index, said: str, begins: str) -> None:
    assert ask(index, said).text.startswith(begins)


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("Is it right that UNIOGBIS succeeded UNOGBIS in 2010?", "Yes:"),
        ("UNIOGBIS succeeded UNOGBIS in 2010, right?", "Yes:"),
        ("Is it right that Alexandre Zouev opened his remarks with congratulations on the adoption in March 2019 of the Ministerial Declaration on the "
         "world drug problem?", "Yes:"),
    ],
)  # fmt: skip
def test_a_sentence_of_the_base_is_so(index: Index, said: str, begins: str) -> None:
    assert ask(index, said).text.startswith(begins)


@pytest.mark.parametrize("said", ["UNIOGBIS succeeded UNOGBIS in 2012, right?", "Is it wrong that UNIOGBIS succeeded UNOGBIS in 2010?"])
def test_one_word_of_another_makes_no_yes(index: Index, said: str) -> None:
    assert lead(index, said) != "Yes"


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("was there a training on gender?", "training/gender-2015#dates.1"),
        ("was there a meeting between Ban and Noble?", "event/ban-noble-2009#date.1"),
        ("y a-t-il un accord avec la MINUSCA ?", "agreement/unodc-minusca-2018#signed_on.1"),
        ("has MINUSCA signed an agreement with UNODC?", "agreement/unodc-minusca-2018#signed_on.1"),
        ("la MINUSCA a-t-elle signé un accord avec l'ONUDC ?", "agreement/unodc-minusca-2018#signed_on.1"),
        ("was there a joint mission to Mali", "event/mali-joint-mission-2014#date.1"),
        ("was there a conference in Cape Verde?", "event/cape-verde-conference-2008#date.1"),
        ("le Japon a-t-il financé les formations ?", "place/japan#funding.1"),
        ("les formations ont-elles été financées par le Japon ?", "place/japan#funding.1"),
    ],
)
def test_there_is_such_a_thing(index: Index, said: str, fact: str) -> None:
    turn = respond(Message(said, NOW), index)
    assert (turn.reply.kind, turn.facts[0]) == ("answer", fact)
    assert turn.text.startswith(("Yes:", "Oui :"))


@pytest.mark.parametrize(
    "said",
    [
        "was there a joint mission to Mali in 2015",
        "was there a training in Gao?",
        "is there an agreement between UNODC and INTERPOL?",
        "did INTERPOL sign an agreement with the UN?",  # it was only discussed
        "was there a training for judges in Mali?",
        "did UNODC fund a training in Mali?",
        "did Japan sign an agreement with UNODC?",
        "is there a monitoring mechanism?",  # it was only proposed
        "was there no training on gender?",
        "were all the trainings in Bamako?",
        "les formations ont-elles toutes eu lieu à Bamako ?",
    ],
)
def test_of_no_other_thing_there_is_one(index: Index, said: str) -> None:
    turn = respond(Message(said, NOW), index)
    assert not (turn.reply.kind == "answer" and turn.text.startswith(("Yes", "Oui")))


@pytest.mark.parametrize(
    "said",
    [
        "has UNODC signed an agreement with Mali?",  # it signed with the mission there
        "did MINUSMA sign an agreement with the UN?",
        "was there a visit by MINUSCA to Bangui?",
        "was there a training for UNPOL?",
        "was there a training of women?",
        "did Japan organise a training?",  # it funded it
        "was a training organised by DPKO?",  # it supported it
        "is UNODC a mission?",
    ],
)
def test_there_is_no_such_thing_by_a_looser_tie(index: Index, said: str) -> None:
    turn = respond(Message(said, NOW), index)
    assert not (turn.reply.kind == "answer" and turn.text.startswith("Yes"))
