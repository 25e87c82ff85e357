"""Sentences of a draft that are to be checked: which they are, and what is so, what is not, and what the base does not tell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.candidate import Candidate
from bot.core.checked import sentence_to_check
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.model import Message
from bot.core.names import link
from bot.core.rank import rank
from bot.core.respond import Turn, respond
from bot.core.text import tokenize

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def ask(index: Index, said: str) -> Turn:
    return respond(Message(said, NOW), index)


def sentence(index: Index, said: str, lang: str) -> str:
    tokens = tokenize(said)
    words = [t.text for t in tokens]
    starts = [i == 0 or t.clause != tokens[i - 1].clause for i, t in enumerate(tokens)]
    named = {i for m in link(tokens, index.names, {}) for i in range(m.start, m.end)}
    return sentence_to_check(said, tokens, index.cues.scan(words, starts, lang), named)


@pytest.mark.parametrize(
    ("said", "lang", "expected"),
    [
        ("please verify: MINUSCA was created in 2014", "en", "MINUSCA was created in 2014"),
        ("double-check for me: UNODC chairs it", "en", "UNODC chairs it"),
        ("the briefing says the visit to Bangui was in July 2016. correct?", "en", "the visit to Bangui was in July 2016"),
        ("someone told me Japan paid for the trainings, is that right?", "en", "Japan paid for the trainings"),
        ("Ban urged Member States in 2009. Can this go in?", "en", "Ban urged Member States in 2009"),
        ("draft line: MINUSMA signed the MoU in February 2015. ok to publish?", "en", "MINUSMA signed the MoU in February 2015"),
        ("Was it in Singapore that INTERPOL held its assembly?", "en", "INTERPOL held its assembly in Singapore"),
        ("was it Japan who funded the trainings?", "en", "Japan funded the trainings"),
        ("c'est bien en juillet 2016 que l'ONUDC est allé à Bangui ?", "fr", "l'ONUDC est allé à Bangui en juillet 2016"),
        ("à vérifier : INTERPOL a 187 pays membres", "fr", "INTERPOL a 187 pays membres"),
        ("mon collègue dit que la MINUSMA date de 2013, il a raison ?", "fr", "la MINUSMA date de 2013"),
        ("when was MINUSCA created?", "en", ""),
        ("my note says when MINUSCA was created", "en", ""),
        ("Is it wrong that MINUSMA is in Mali?", "en", ""),
        ("put these in the right order: MINUSCA's request, the visit", "en", ""),
        ("one person appears in both. name?", "en", ""),
    ],
)
def test_the_sentence_without_what_is_said_around_it(index: Index, said: str, lang: str, expected: str) -> None:
    assert sentence(index, said, lang) == expected


@pytest.mark.parametrize(
    "said",
    [
        "please verify: the MINUSCA agreement was signed on 7 March 2018",
        "vérifiez : l'ONUDC et la MINUSMA ont signé leur accord le 15 mars 2018",
        "Le Roy and Fedotov signed the joint plan on 1 March 2011, correct?",  # told as "Fedotov and Le Roy"
        "Ban and Noble met on 23 March 2009?",
        "Zouev spoke to the Commission on Narcotic Drugs in June 2019?",
        "tweet: 'Mali's specialized judicial unit has taken in more than 80 cases.' OK to send?",
        "the Serious and Organized Crime Focal Point Network is led by UNPOL, right?",
        "le HCR fait partie du Point focal mondial, vrai ?",
        # what is planned is so as a plan; the statement says that it is one
        "UNODC will support a legal aid programme at the Special Criminal Court, right?",
        "Does UNODC lend expert input to rapidly deployable prisons?",
        "The outcome declaration was planned for Singapore, right?",
        "UNODC and DPKO will brief the Security Council on organized crime, correct?",
        "le plan ONUDC-DOMP de 2011 prévoit de la formation en ligne, exact ?",
        "my boss says Andrew Hughes was the UN Police Adviser back in 2009. is he right?",
        "was Sudan a place where UNODC and DPKO worked on prison reform, back in 2011",
        "Ban Ki-moon a rencontré Ronald Noble à New York en mars 2009 ?",
    ],
)
def test_what_is_so_gets_a_yes(index: Index, said: str) -> None:
    turn = ask(index, said)
    assert turn.reply.kind == "answer"
    assert turn.text.startswith(("Yes", "Oui")), turn.text


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("note says Zouev addressed the narcotics commission on 24 June 2018, correct?", "24 June 2019"),
        ('is this sentence right - "Yury Fedotov and Alain Le Roy signed the pact on 1 March 2012"?', "1 March 2011"),
        ("draft line: MINUSMA signed the MoU with UNODC in February 2014. ok to publish?", "February 2015"),
        ("could you confirm that 50 cases had been handled by the judicial unit", "over 80"),
        ("someone wrote that the gender training had 40 participants, is that ok?", "over 50"),
        ("vérifie stp : la MINUSMA a été créée en avril 2014", "2013"),
    ],
)
def test_what_is_wrong_in_one_detail_is_put_right(index: Index, said: str, right: str) -> None:
    turn = ask(index, said)
    assert turn.text.startswith(("No", "Non")), turn.text
    assert right in turn.text


def test_what_somebody_may_have_done_twice_is_not_denied(index: Index) -> None:
    turn = ask(index, "check: Le Roy signed in 2012")
    assert turn.reply.kind == "unknown"
    assert "1 March 2011" in turn.text  # what there is stands beside it


@pytest.mark.parametrize(
    "said",
    [
        "is it right that the Compact is chaired by UNODC?",  # a working group of it
        # of another kind, told as a slip, done within its mandate
        "Did UNODC sign a MoU with MINUSMA in 2018?",
        "Was MINUSCA established by resolution 2104?",
        "La Cour pénale spéciale a été créée par la MINUSCA ?",
        # what was planned is not told to have been done
        "Singapore hosted the INTERPOL General Assembly in October 2009, right?",
        "UNODC supported a legal aid programme at the Special Criminal Court, right?",
        "UNODC and DPKO briefed the Security Council on organized crime, correct?",
        "L'ONUDC a formé des policiers pour le plan de la CEDEAO, exact ?",
        "DPKO will brief UNODC on organized crime, correct?",
        "MINUSMA will support a legal aid programme at the Special Criminal Court, right?",
        "is it right that the Global Focal Point is part of UNDP?",
        "has UNODC signed an agreement with Mali?",  # with a mission there
        "Alexandre Zouev, Under-Secretary-General, OROLSI: title right?",  # Assistant Secretary-General
        "did permanent representatives brief Noble?",
        "Noble was briefed by 33 permanent representatives, right?",
        "Hughes was briefed by Noble, right?",  # they briefed others together
        "Malian police trained UNODC, right?",
        "The Commission on Narcotic Drugs addressed Zouev, right?",
        "Malian officers gave the gender training, right?",  # it was given to them
        "ECOWAS was identified as a desired implementing partner of the Action Plan, right?",  # it only stands in its name
        "The detection training began on 27 March 2015, right?",
        "La formation sur le genre a commencé le 23 mars 2015, exact ?",
        "Ban Ki-moon was Secretary-General of the UN until 2016, right?",
        "OROLSI and UNDP have co-chaired the Global Focal Point since 2012, ok?",
        "INTERPOL had 187 member countries in 1923, right?",  # it was founded then
        "Noble was Secretary General of INTERPOL in 1923, right?",
        "INTERPOL is part of the United Nations, right?",
        "UNODC co-chairs the Working Group on Criminal Justice, right?",
        "l'ONUDC préside le Groupe de travail sur la gestion des frontières, exact ?",
        "Zouev was appointed Assistant Secretary-General on 24 June 2019, right?",
        "the specialized judicial unit has tried over 80 cases, right?",
        "INTERPOL has 187 member organizations, right?",
        "Fedotov was Executive Secretary of UNODC in 2011, right?",
        "MINUSCA was established because of a drought, right?",
        "All Malian police were trained, right?",
        "Almost 50 officers took part in the detection training, right?",
        "Japan will fund the trainings, right?",
        "MINUSCA wrecked State institutions, correct?",  # months of violence did
        "MINUSCA left thousands of dead and injured, correct?",
        "MINUSCA conducted the mapping mission, correct?",  # it led to an agreement with MINUSCA
        "The Gendarmerie trained UNODC and MINUSMA, correct?",
        "UNPOL was trained by the Malian Gendarmerie, correct?",
        "UNODC supports Austria and Japan, correct?",
        "Fedotov said security needs development to succeed, correct?",
        "Was it Hughes who said that wars fuel drug trafficking?",
        "Did Titov say that peace and security threaten organized crime?",
        "MINUSMA combats human rights, correct?",
        "Open Roads strengthened illicit drug trafficking, correct?",
        "INTERPOL is inside the UN system, correct?",
        "More than three countries took part in Open Roads, right?",
        "The vehicle training had more than two parts, correct?",
        "According to the 2009 page, MINUSMA was created in 2013, correct?",
        "MINUSCA was set up before the violence, correct?",
        "the UNODC article about the pact with DPKO is dated 12 March 2011 - is that so?",
    ],
)
def test_no_yes_and_no_verdict_by_something_else(index: Index, said: str) -> None:
    turn = ask(index, said)
    assert not turn.text.startswith(("Yes", "Oui")), turn.text
    assert "page on Mali" not in turn.text.split("\n")[0]


@pytest.mark.parametrize(
    "said",
    [
        "the joint plan of action was announced on 2 March 2011, right?",  # the statement says so
        "la police des Nations Unies comptait 10 629 agents en mars 2009, exact ?",  # no agents of a training
        "187 agents ont été formés au Mali, exact ?",
        "Mali did not take part in Open Roads, correct?",  # which a No would turn round
        "UN Women did not organize the gender training, right?",
        "The DPKO page is dated 23 March 2009, right?",  # no other page is meant
        "INTERPOL police numbered 10,629 in 2009, right?",
        "INTERPOL has about 190 members, correct?",
        "MINUSCA was set up after months of violence, correct?",
    ],
)
def test_no_no_to_what_is_so_or_open(index: Index, said: str) -> None:
    turn = ask(index, said)
    assert not turn.text.startswith(("No:", "Non :")), turn.text


@pytest.mark.parametrize(
    ("turns", "begins", "holds"),
    [
        (("Tell me about Open Roads", "Who took part?", "Was Mali there?"), "No: Mali is not among them.", "Senegal"),
        (("Tell me about Open Roads", "Who took part?", "Was Mali there?", "When was it?"), "Operation Open Roads", "2018"),
        (("How many members does INTERPOL have?", "More than 180?"), "Yes", "187"),
        (("combien de pays membres a INTERPOL ?", "plus de 200 ?"), "Non", "187"),
        (("who briefed the permanent representatives?", "was Ban there?"), "Yes", "opened"),  # he is not among those who gave it
        (("when did UNODC and MINUSMA sign their 2015 MoU?", "and the later agreement between them?"), "The cooperation agreement", "15 March 2018"),
        (("quand l'ONUDC et la MINUSMA ont-ils signé leur mémorandum de 2015 ?", "et l'accord suivant ?"), "L'accord de coopération", "15 mars 2018"),
        (("who chairs the working group on criminal justice?", "which ones does it co-chair?"), "UNODC chairs one", "co-chairs two"),
        (("what did MINUSCA's request of July 2017 lead to?", "when?"), "", "October 2017"),  # the statement says when
    ],
)
def test_what_follows_on(index: Index, turns: tuple[str, ...], begins: str, holds: str) -> None:
    context = None
    for said in turns:
        turn = respond(Message(said, NOW), index, context)
        context = turn.context
    assert turn.text.startswith(begins), turn.text
    assert holds in turn.text
    assert turn.reply.kind != "unknown"


def test_lists_beside_lists_are_not_asked_of_each_other(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each name of each list asked of each of all the others was half a minute's work for 150 letters."""
    asked = 0

    def counted(frame: Frame, index: Index) -> list[Candidate]:
        nonlocal asked
        asked += 1
        return rank(frame, index)

    monkeypatch.setattr("bot.core.decide.rank", counted)
    lists = "UNODC and DPKO trained Mali and Haiti in MINUSMA and MINUSCA with Ban and Noble for UNMIL and UNOCI by Japan and Austria"
    ask(index, f"{lists} of Fedotov and Le Roy, correct?")
    assert 0 < asked < 60


def test_a_choice_between_two_is_no_claim(index: Index) -> None:
    assert sentence(index, "Was it Noble or Hughes who opened the briefing?", "en") == ""
