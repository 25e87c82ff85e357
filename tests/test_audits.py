"""What auditors who asked as staff do found wrong, by pattern: each row was answered falsely, or with something else, before."""

from __future__ import annotations

import pytest

from bot.core.index import Index
from tests.test_dialogue import talk


@pytest.mark.parametrize(
    ("said", "begins", "holds"),
    [
        # UN missions are all missions, those that are no peacekeeping operations among them
        (("list all UN missions",), "7 missions", "UNIOGBIS"),
        (("which UN missions are in West Africa?",), "6 missions", "UNOGBIS"),
        (("UN missions cited in the 2009 article",), "4 missions", "UNIPSIL"),
        (("which missions are peacekeeping operations?",), "4 peacekeeping operations", "UNMIL"),
        (("combien d'opérations de maintien de la paix en Afrique ?",), "4 opérations de maintien de la paix", "MINUL"),
        # only the time of the other event is meant
        (("who headed UNODC when the joint plan of action was signed",), "Yury Fedotov was Executive Director", "March 2011"),
        (("who led INTERPOL when Ban met Noble",), "Ronald K. Noble was Secretary General", "March 2009"),
        (("qui dirigeait le DOMP quand le plan d'action commun a été signé ?",), "Alain Le Roy dirigeait le DOMP", "mars 2011"),
        # who somebody is, not the first thing that was said of the one before
        (("who is Titov?", "and Ladsous?"), "Hervé Ladsous", "head of DPKO"),
        (("qui est Hervé Ladsous ?", "et Le Roy ?"), "Alain Le Roy", "Secrétaire général adjoint"),
        (("what is MINUSMA?", "and MINUSCA?"), "MINUSCA stands for", "10 April 2014"),
        # in what was spoken of, not in whatever else it has a part in
        (("tell me about operation open roads", "did INTERPOL take part?"), "The document names these; INTERPOL is not among them", "Gambia"),
        (("who leads the SOC network?", "does UNODC take part?"), "Yes", "Focal Point Network"),
        (("parle-moi de l'opération open roads", "la Gambie a participé ?"), "Oui", "Gambie"),
        (("tell me about Operation Open Roads", "did OROLSI take part?"), "OROLSI, through the Police Division, supported", "expert"),
        (("tell me about the joint mission to Mali", "did Le Roy take part?"), "The document names these; Alain Le Roy is not among them", "Ladsous"),
        (("who organised Operation Open Roads?", "who else was involved?"), "Three countries took part", "Senegal"),
        # what a document says of something, by its statements
        (("what does the 2009 article say about Europe?",), "As of 24 March 2009: Europe is named", "Latin America"),
        (("que dit l'article de 2011 sur le Soudan ?",), "Sur les prisons", "Soudan"),
        # when both ended
        (("did the gender training end before the detection training?",), "Yes", "16 to 27 March"),
        # he is the one who was asked about; the same asked of another name, yes or no
        (("who is Lapaque", "whom did he meet?"), "Pierre Lapaque met Mr Annadif", "MINUSMA"),
        (("qui est Pierre Lapaque ?", "il a rencontré qui ?"), "Pierre Lapaque a rencontré M. Annadif", "MINUSMA"),
        (("Did Mali take part in Operation Open Roads?", "did Senegal?"), "Yes", "Senegal"),
        (("did Fedotov sign the joint plan?", "Le Roy?"), "Yes", "Le Roy"),
        (("Le Mali a-t-il participé à Open Roads ?", "le Sénégal ?"), "Oui", "Sénégal"),
        (("was MINUSCA created by resolution 2149?", "on 9 April 2014?"), "No", "10 April 2014"),
        # of what was spoken of, not of what created its sibling
        (("when was MINUSMA created?", "by which resolution?", "why?"), "MINUSMA followed from", "2012"),
        # others than were told
        (("when did Noble meet Ban?", "who else did he meet?"), "Ronald Noble met", "officials of DPKO"),
        (("who co-chairs the Global Focal Point?", "and who else is in it?"), "As of 24 June 2019: The Global Focal Point", "UNHCR"),
        (("is INTERPOL a member of WACI?", "who else?"), "According to", "UNODC"),
        # how far apart two dates lie, not only in which order
        (("the joint plan was signed one day before the UNODC page was published, true?",), "Yes", "2 March 2011"),
        (("the joint plan was signed two days before the UNODC page was published, true?",), "No", "2 March 2011"),
        (("the MINUSCA memorandum was signed 8 days before the 2018 MINUSMA agreement, right?",), "Yes", "15 March 2018"),
        (("the MINUSCA memorandum was signed 9 days before the 2018 MINUSMA agreement, right?",), "No", "15 March 2018"),
        (("Eight days lie between the MINUSCA and the MINUSMA signatures of March 2018. ok?",), "Yes: 8 days", "7 March 2018"),
        (("Nine days lie between the MINUSCA and the MINUSMA signatures of March 2018. ok?",), "No: 8 days", "7 March 2018"),
        (("MINUSCA was created three years after MINUSMA, right?",), "No", "10 April 2014"),
        (("the mapping mission took place six months after MINUSCA's request, right?",), "No", "October 2017"),
        (("Vehicle training started 15 days after the detection training ended, right?",), "Yes", "27 March"),
        (("MINUSCA was established more than three years before the MoU of March 2018, right?",), "Yes", "10 April 2014"),
        (("The joint plan of action was signed less than seven years before the MINUSMA agreement, right?",), "No", "15 March 2018"),
        (("Less than 10 days lie between the MINUSCA and the MINUSMA signatures of March 2018, right?",), "Yes: 8 days", "15 March 2018"),
        (("The 2018 MINUSMA agreement was signed the day after the MINUSCA memorandum, right?",), "No", "7 March 2018"),
        (("mapping mission took place the month after MINUSCA's request, right?",), "No", "October 2017"),
        (("Was MINUSCA created exactly five years after Ban met Noble?",), "No", "10 April 2014"),
        (("Special Criminal Court was created exactly one year after MINUSCA, right?",), "No", "June 2015"),
        # whether it was there at the time of something else
        (("Did MINUSCA exist when the MoU with MINUSMA was signed in 2015?",), "Yes", "10 April 2014"),
        (("did the Special Criminal Court exist when MINUSCA was created?",), "No", "June 2015"),
        (("did MINUSCA exist when the court was created?",), "Yes", "June 2015"),
        (("is MINUSCA younger than MINUSMA?",), "Yes", "2013"),
        # of two things the other one, the first that a statement names or that was spoken of
        (
            ("which of the two 2018 cooperation agreements was signed first", "exact date?", "and the other one"),
            "UNODC and MINUSMA signed",
            "15 March",
        ),
        (("Please spell out MINUSCA for me", "and MINUSMA", "Created when, the first one?"), "The Security Council established MINUSCA", "2014"),
        (("minusma - long form please", "created?", "what about the one in CAR", "by means of which resolution"), "The Security Council", "2149"),
        # a choice of three figures, "co-" before a verb or in a word, those of a list beside the one that is named
        (("between which two bodies was the framework on policing discussed",), "As of 24 March 2009", "the UN and INTERPOL"),
        (("dpko opened working level discussions with 3 bodies bc of west african trafficking. name em",), "DPKO held", "UNOWA"),
        (("UNPOL ça veut dire quoi", "et CND"), "CND (Commission on Narcotic Drugs)", "stupéfiants"),
        (("Fedotov and Ladsous went to Mali in 2014.", "who was the first one?"), "Yury Fedotov was Executive Director", "2014"),
        (("Ban met Noble in 2009.", "what was the post of the second one?"), "Ronald K. Noble was Secretary General", "INTERPOL"),
        # of those that are named the ones that an answer holds, or does not
        (
            ("Of The Gambia, Senegal, Haiti and Guinea-Bissau, which one was NOT in Operation Open Roads",),
            "Of these the statement does not name: Haiti",
            "Three",
        ),
        (
            ("Of The Gambia, Senegal, Haiti and Guinea-Bissau, which were in Operation Open Roads?",),
            "Of these: Gambia, Senegal, Guinea-Bissau",
            "Three",
        ),
        # inside and outside, by the statement that parts them
        (("partners inside the UN system named by Zouev",), "Of those named, part of UN as far as the base tells: UNDP, UNODC", "Counterterrorism"),
        (("partners outside the un system in zouevs speech",), "(read as OROLSI remarks of 24 June 2019) Of those named, not part of UN", "OSCE"),
        (("dans la WACI, qui ne fait pas partie de l'ONU ?",), "Parmi ceux qui sont nommés, ne font pas partie", "INTERPOL"),
        # "un" is an article in French only, "who" no organization
        (("who headed the un in 2009",), "Ban Ki-moon was Secretary-General of the United Nations", "March 2009"),
        (("is unodc part of the un?",), "Yes", "part of the United Nations"),
        (("dimitri titoff he is who",), "(read as Dmitry Titov)", "Rule of Law"),
        # who is named of a body
        (("Who from UNODC do the texts mention by name?",), "2 people", "Lapaque"),
        (("which persons of UNODC are named in the documents?",), "2 people", "Fedotov"),
        (("names of INTERPOL officials in the documents",), "1 official", "Noble"),
        (("quelles personnes de l'ONUDC sont citées dans les documents ?",), "2 personnes", "Lapaque"),
        # a date that is said to be a thing's own
        (("Is it right that the joint plan of action of UNODC and DPKO goes back to 2012?",), "No", "1 March 2011"),
        (("The Special Criminal Court goes back to June 2016, says my colleague.",), "No", "June 2015"),
        (("INTERPOL goes back to 1923, correct?",), "Yes", "1923"),
        (("The MINUSMA cooperation agreement bears the date 25 March 2018?",), "No", "15 March 2018"),
        (("the special court's jurisdiction goes back to 2003, right?",), "Yes", "1 January 2003"),
        (("le plan d'action conjoint remonte à 2012, c'est exact ?",), "Non", "1er mars 2011"),
        # whose claim it is, behind it
        (("MINUSCA was set up in 2014, I think",), "Yes", "10 April 2014"),
        (("la MINUSMA a été créée en 2014, paraît-il",), "Non", "2013"),
        # one page tells what another does not
        (
            ("who set up WACI, going by the 2011 page", "does the 2009 page have ecowas as a partner as well"),
            "The document names these; ECOWAS is not",
            "five",
        ),
        # out of names that are listed before the question
        (("mali, sénégal, guinée-bissau, haïti : lesquels etaient dans open roads",), "Parmi eux : Sénégal, Guinée-Bissau", "Gambie"),
        (("Fedotov, Le Roy, Titov: who signed the joint plan?",), "Of these: Yury Fedotov, Alain Le Roy", "pact"),
        (("Fedotov, Le Roy, Titov: who didn't sign the joint plan?",), "Of these the statement does not name: Dmitry Titov", "pact"),
        (("minusma, minusca, cour pénale spéciale : rangez-les par date de creation",), "Le plus ancien : MINUSMA", "juin 2015"),
        (("classez la MINUSMA, la MINUSCA et la Cour pénale spéciale par date de création",), "Le plus ancien : MINUSMA", "juin 2015"),
        # two things, each with its date
        (("is MINUSMA's february 2015 paper the same as the one of march 2018?",), "No, these are two things", "15 March 2018"),
        (("le mémorandum de 2015 avec la MINUSMA est-il le même que l'accord de 2018 ?",), "Non, ce sont deux choses", "15 mars 2018"),
        # in the time between two things
        (("what happened between the creation of MINUSMA and the 2015 trainings",), "- MINUSMA was created in 2013", "joint mission"),
        (("que s'est-il passé entre la visite de Bangui et la signature avec la MINUSCA ?",), "- Une délégation de l'ONUDC", "octobre 2017"),
        # what a document names, and whom a statement names where a claim names somebody else
        (("is Haiti mentioned in Zouev's speech?",), "Yes", "Haiti"),
        (("le Soudan est-il cité dans la page de 2011 ?",), "Oui", "mars 2011"),
        (("OSCE named as a partner in Zouev's remarks?",), "Yes", "comparative advantages"),
        (
            ("the 2011 plan was signed for DPKO by Hervé Ladsous - a colleague's claim, true?",),
            "The document names these; Hervé Ladsous is not",
            "Le Roy",
        ),
        (("Was it Ban Ki-moon who put his signature under the 2011 plan with UNODC?",), "The document names these; Ban Ki-moon is not", "Fedotov"),
        (
            ("in October 2008 ECOWAS held its ministerial conference on drugs in Senegal, yes?",),
            "The document names these; Senegal is not",
            "Cape Verde",
        ),
        # the one in a place, set aside
        (("which peace operations did Ban name except the one in Côte d'Ivoire",), "Besides UNOCI, the statement names", "UNMIL"),
        # what a tester made of all this
        (("UNODC, UNPOL, MINUSMA, DPKO: who did not organize the gender training?",), "Of these the statement does not name: DPKO", "UNPOL"),
        (
            ("UNODC, INTERPOL, ECOWAS, UNDP: which is not in the 2009 list of WACI partners?",),
            "Of these the statement does not name: ECOWAS, UNDP",
            "five",
        ),
        (("OROLSI and UNODC collaborate in Haiti, don't they?",), "Yes", "Haiti"),
        (("In the 2009 article, is UNODC a member of WACI?",), "Yes: According to DPKO (2009)", "five"),
        (("Create a list of the missions.",), "7 missions", "UNOGBIS"),
        (("Does OROLSI belong to the UN?",), "Yes", "part of"),
        (("the Special Criminal Court is a court in Mali, correct?",), "No", "Central African Republic"),
        (
            ("my note says Le Roy was with Fedotov on the 2014 joint mission to mali. correct?",),
            "The document names these; Alain Le Roy is not",
            "Ladsous",
        ),
        (("did the gender course and the detection course in Mali overlap in time?",), "Yes", "16 to 27 March"),
        (("how long does UNODC's contribution to the sahel strategy run",), "UNODC's contribution", "2013-2017"),
        (("what happened between the creation of the Special Criminal Court and the end of 2017",), "- The Special Criminal Court", "October 2017"),
        # the other end of an order
        (("which of the two March 2018 deals came second",), "The latest is 2018 UNODC-MINUSMA", "15 March 2018"),
        (("which of the two March 2018 deals came second", "and the first?"), "The earliest is UNODC-MINUSCA", "7 March 2018"),
        # one of those that the last statement names, not of another of the same property
        (("which missions has UNODC worked with?", "wasn't UNOCI one of them?"), "Yes: As of about March 2018", "UNIOGBIS"),
        # a plan of West African States is a West African one
        (("SG was going to 'strongly urge' whom to find money for the West African anti-drug initiative",), "As of 24 March 2009", "donors"),
        # a place instead of the last thing: the thing like it that has to do with that place, not the place
        (("when did UNODC sign with the mission in 2018?", "the one in Central Africa", "ok and Mali"), "UNODC and MINUSMA signed", "15 March 2018"),
        (
            ("premier accord entre l'onudc et la minusma, c'est quoi et quand", "et celui de 2018 ?", "idem pour la RCA svp"),
            "L'accord de coopération",
            "7 mars 2018",
        ),
        (("quand a été signé l'accord avec la MINUSMA de 2018", "ok et la Centrafrique ?"), "L'ONUDC et la MINUSCA ont signé", "7 mars 2018"),
        (("what is the purpose of the MINUSMA 2018 agreement?", "ditto for CAR"), "The 2018 agreement between UNODC and MINUSCA", "successes"),
        (("what is MINUSCA's mandate?", "idem for Mali"), "MINUSMA was created to combat", "Mali"),
        (("who heads INTERPOL", "great, and UNODC?"), "Yury Fedotov", "Executive Director"),
        # "that" thing is one that was spoken of
        (("what does UNODC do for the special criminal court", "when was this agreement signed"), "UNODC and MINUSCA signed", "7 March 2018"),
        (("what happened in bangui in 2016", "when was that visit"), "A UNODC delegation visited Bangui", "July 2016"),
        (("when did Noble meet Ban", "where was this meeting"), "The meeting of Ban Ki-moon", "UN Headquarters"),
        # who else, in what was checked; who else signed
        (("guinea-bissau was in open roads, right?", "with who else"), "Three countries took part", "Senegal"),
        (("le Sénégal était dans Open Roads, non ?", "avec qui d'autre ?"), "Trois pays", "Gambie"),
        (("did Fedotov sign the joint plan?", "who else?"), "Yury Fedotov of UNODC and Alain Le Roy", "signed"),
        # a correction, and what is said to be the same
        (
            ("Strategic Partnership Framework with OROLSI, what year was that", "sorry no, I wanted the joint plan of action"),
            "UNODC and DPKO signed",
            "1 March 2011",
        ),
        (("quand la MINUSCA a-t-elle été créée ?", "non je voulais la MINUSMA"), "La MINUSMA a été créée", "2013"),
        (
            ("year of signature of the strategic partnership framework", "so it's the same as the joint plan of action?"),
            "No, these are two things",
            "2017",
        ),
        (("quand a été signé l'accord MINUSCA ?", "c'est le même que celui avec la MINUSMA ?"), "Non, ce sont deux choses", "15 mars 2018"),
        # the first of a time line, of those who were there, and of what was adopted there
        (("timeline of MINUSCA", "the first visit was in what month"), "A UNODC delegation visited Bangui", "July 2016"),
        (("what happened in mali 2015", "what came first"), "UNODC and MINUSMA signed", "February 2015"),
        (
            ("who opened the briefing of permanent representatives", "who else spoke there?", "how many people were there"),
            "33 permanent representatives",
            "Noble",
        ),
        (
            ("October 2008, Cape Verde: who organised the conference?", "what was adopted there?"),
            "The conference in Cape Verde adopted",
            "Action Plan",
        ),
        # the later one of its kind
        (
            ("before 2018, had UNODC and MINUSMA already signed something?", "when was that", "and the later one"),
            "The cooperation agreement",
            "15 March 2018",
        ),
        # by the document that is named; the course that was spoken of, not its series
        (
            ("count the organisations which set up WACI, going by the 2011 page", "does the 2009 page have ecowas as a partner as well"),
            "The document names these; ECOWAS is not among them",
            "five partners",
        ),
        (("who attended the gender training", "how many days was it", "and who ran that course"), "UNODC, MINUSMA and UNPOL organized", "gender"),
        # no time line, because of the word "events"
        (("which malian forces were trained in the series of events in 2015",), "The 2015 Mali training series trained", "Gendarmerie"),
        # what an exception sets aside is no row of a table of dates
        (
            ("all the Mali 2015 trainings apart from the gender one, with dates pls",),
            "The training on detection techniques ran",
            "vehicle interception",
        ),
        (("formations au Mali hormis celle de détection : dates ?",), "La formation sur le genre", "18 avril"),
        # the last day is what "until" gives behind "ran"
        (("the gender course ran until 27 March 2015, right?",), "No: The training on gender", "16 to 23 March"),
        (("did the detection course run until 27 March 2015?",), "Yes: The training on detection", "16 to 27 March"),
        (("did the detection course and the gender course both run until 27 March 2015?",), "No: The training on gender", "16 to 27 March"),
        (("was the detection course over before April 2015?",), "Yes", "16 to 27 March"),
        # what one document names, all of it
        (("which people are named in the UNODC page on Mali?",), "5 people in the fact base of which this document tells", "Ladsous"),
        (("who is named in the DPKO article?",), "4 people", "Garten"),
        (("which organizations does the page on INTERPOL name?",), "9 partners", "UNOWA"),
        (("quels pays la page de 2018 mentionne-t-elle ?",), "4 pays", "Guinée-Bissau"),
        (("Does the 2009 page name Cape Verde?",), "Yes", "ECOWAS"),
        # those of a statement that lie on a continent
        (("where in Asia do OROLSI and UNODC collaborate?",), "Of those named, part of Asia", "Afghanistan"),
        (("where do orolsi and unodc collaborate in the field?", "which of them are in Africa?"), "Of those named, part of Africa", "Mali"),
        (("in which African countries do OROLSI and UNODC collaborate?",), "3 countries", "Guinea-Bissau"),
        (("combien de pays africains ?",), "11 pays", "Cap-Vert"),
        # for whom somebody worked is told by where he did
        (("pour qui travaillait titov ?",), "État connu (2015)", "DOMP"),
        # the last of the two who were the answer
        (("who signed the 2011 joint plan", "rank of the latter"), "Alain Le Roy was Under-Secretary-General", "2011"),
        # "no wait" begins what is meant
        (("gender course dates?", "no wait, i want its exact days"), "The training on gender", "16 to 23 March"),
        (("minusca agreement date?", "wait no, minusma"), "UNODC and MINUSMA signed", "15 March 2018"),
        # over by a day is after the last one, whatever the year is that nobody says
        (("was the detection training over by 25 March?",), "No: The training on detection", "27 March"),
        (("was the gender training over by 25 March?",), "Yes: The training on gender", "23 March"),
        (("was the gender course already over on 20 March?",), "No: The training on gender", "23 March"),
        (("when was the gender training?", "was it over by 20 March?"), "No: The training on gender", "23 March"),
        (("was the gender course running until 20 March?",), "No: The training on gender", "23 March"),
        (("was the gender course running since 18 March?",), "No: The training on gender", "16 to 23 March"),
        # what a document mentions is what it names; by the name in its title
        (("which countries does the 2009 article mention?",), "6 countries", "Sierra Leone"),
        (("which African countries does the speech mention?",), "5 countries", "Senegal"),
        (("who is named in the Mali page?",), "5 people", "Ladsous"),
        # "all but" sets aside; a place behind a name that is set aside limits the rest
        (("list all trainings but the gender one",), "2 trainings", "interception"),
        (("every mission but UNMIL",), "6 missions", "UNIPSIL"),
        (("all partners except UNODC in WACI",), "Besides UNODC, the statement names", "UNOWA"),
        (("les dates des formations au Mali sauf celle sur le genre",), "La formation aux techniques de détection", "18 avril"),
        # each of the names, or the kind
        (("agreements between UNODC and DPKO, OROLSI or a mission",), "5 agreements", "joint plan"),
        # what is asked of each of those that are the answer
        (("who signed the joint plan and with what titles?",), "Yury Fedotov of UNODC", "Under-Secretary-General"),
        (("signataires du plan d'action 2011 et la fonction de chacun",), "Yury Fedotov pour l'ONUDC", "Directeur exécutif"),
        (("i keep seeing the ECOWAS action plan and WACI side by side. whats the link",), "What links", "implement"),
        (("which European countries supported UNODC's technical guidance?",), "Of those named, part of Europe", "Austria"),
        (("the agreements of UNODC, with their signing dates",), "UNODC and DPKO signed", "in 2017"),
        (("the trainings in Mali, with their venues",), "The training on detection techniques was hosted", "Not given for"),
        (("which partners formed WACI, with their headquarters",), "According to DPKO (2009), five partners", "Not given for"),
        # "done on" a day gives that day; "over by" is said of what lasted
        (("was the joint plan done on 2 March 2011?",), "No: UNODC and DPKO signed", "1 March 2011"),
        (("was the gender training finished in April 2015?",), "No: The training on gender", "23 March"),
        (("was MINUSMA over by 2018?",), "MINUSMA was created in 2013", "2013"),
        (("did the vehicle course run through April 2015?",), "The vehicle interception training ran", "18 April"),
        (("all missions with their dates of creation",), "MINUSMA was created in 2013", "10 April 2014"),
        (("which countries but Senegal took part in Open Roads?",), "Besides Senegal", "Gambia"),
        (("every partner except INTERPOL in the West Africa Coast Initiative",), "Besides INTERPOL", "DPKO"),
        (("I know all about MINUSMA, but when was MINUSCA created?",), "The Security Council established MINUSCA", "2014"),
        (("dans quels pays l'ONUDC et OROLSI collaborent-ils ?", "lesquels d'entre eux sont en Asie ?"), "En juin 2019, OROLSI", "Afghanistan"),
        # what is set aside is one of those that the message itself asks for, whatever was spoken of before
        (("Lapaque", "which trainings, except the one on vehicles, were in Mali?"), "2 trainings", "gender"),
    ],
)
def test_answered(index: Index, said: tuple[str, ...], begins: str, holds: str) -> None:
    reply = talk(index, *said)[-1]
    assert reply.reply.kind == "answer", reply.text
    assert reply.text.startswith(begins) and holds in reply.text, reply.text


@pytest.mark.parametrize(
    "said",
    [
        # what others said
        ("what did Guterres say about police",),
        ("what did Waly say about police",),
        ("what did guterres say about organised crime",),
        ("que dit Guterres de la police ?",),
        # another mission's
        ("what is MINUSMA?", "by which resolution?"),
        ("MINUSMA resolution",),
        # which plan, not when
        ("is the 2011 plan still in force?",),
        # what there is to speak of is no list; nobody counted who gave most; another held the post in another year
        ("what crimes are mentioned?",),
        ("which country gave the most money",),
        ("was Ladsous Under-Secretary-General in 2014",),
        # when it was
        ("lieu de la formation sur le genre",),
        # who signed it
        ("who drafted the joint plan of action",),
        ("who wrote the joint plan of action",),
        ("qui a rédigé le plan d'action conjoint ?",),
        ("what is resolution 2149?", "and who voted for it?"),
        # what has to do with both, what was before it, by how much
        ("Is there an agreement between INTERPOL and the UN?",),
        ("was the MINUSCA agreement signed because of the Bangui visit?",),
        ("why did MINUSCA ask UNODC for help?", "was it because of the 2016 visit?"),
        ("why did UN police grow so much?",),
        # an offer of MINUSCA is no new subject, and a photographer is in no picture
        ("who took the picture of Ban and Noble?", "and who's in it?"),
        ("when did MINUSMA close",),
        # two whom UNODC works with do not work with each other
        ("la MINUSMA et la MINUSCA collaborent-elles ?",),
        ("do UNODC and the African Union work together?",),
        ("was Special Criminal Court created because of war crimes?",),
        # when the UN was created is not told by what was created with it; what is denied, or said of a week, is no Yes
        ("Was MINUSMA already there when the UN was created?",),
        ("Did MINUSMA exist when Mali was created?",),
        ("The MINUSMA agreement was not signed 8 days after the MINUSCA memorandum, right?",),
        ("the vehicle training was held the week after the detection training, right?",),
        ("Joint plan was signed the day after it was published, right?",),
        ("MINUSCA was created four years before the MINUSCA MoU, right?",),
        # a country and an organization behind an article, somebody else with the same first name, a UN mission outside of the UN
        ("did the us fund the trainings?",),
        ("did the who fund the trainings?",),
        ("What did Dmitry Medvedev say about organised crime?",),
        ("Which post did Alain Juppé hold in 2011?",),
        ("Where did Ronald Reagan meet Ban?",),
        ("who in the MINUSMA agreement is not part of the UN?",),
        # of two documents one names it
        ("which of INTERPOL, ECOWAS and UNOWA is not a member of WACI?",),
        # what somebody took part in otherwise
        ("did INTERPOL take part?",),
        ("was MINUSMA involved?",),
        # what one of the two signed; the page of 2009 alone
        ("On which day did Ladsous and Fedotov sign the joint plan of action?",),
        ("quel jour Ladsous et Fedotov ont-ils signé le plan d'action conjoint ?",),
        ("does the 2009 page have ecowas as a partner in the West Africa Coast Initiative?",),
        # of "the joint plan" and 2008 no two things are told apart
        ("is the joint plan the same as the one of 2008?",),
        # Bamako is no country that funded, and Haiti is in the Caribbean; a document that no statement rests on
        ("japan paid for the bamako trainings, right?",),
        ("is there a Caribbean country where zouev's office and unodc work side by side?",),
        ("does Zouev's speech mention the joint plan?",),
        # one of two plans of action
        ("the plan of action dates from 2012, right?",),
        # what is denied, quoted, told by a note of the editors or another document, or set aside
        ("OROLSI and UNODC do not collaborate in Haiti, right?",),
        ("The 2018 page doesn't mention Mali, right?",),
        ("Is Ladsous quoted in the 2015 page?",),
        ("Is Liberia mentioned in the 2009 page?",),
        ("Is the Department of Peace Operations mentioned in the 2011 page?",),
        ("In the 2019 speech, is INTERPOL a partner of WACI?",),
        ("In the 2011 article, is INTERPOL's member count 187?",),
        ("Who created MINUSMA?", "Its mandate goes back to 2014, right?"),
        ("Which trainings were held in 2015 except the one in April?",),
        ("Who headed DPKO, except the one in 2014?",),
        ("Noble and Ban met in the United States, right?",),
        ("The Strategic Partnership Framework was signed by DPKO and UNODC, right?",),
        ("whose signature is on the March 2018 MoU for the MINUSCA side?",),
        ("when was the MINUSMA agreement of 2018 signed", "who signed on the mission's side?"),
        ("Dans quelle ville capverdienne la conférence ministérielle de 2008 s'est-elle tenue ?",),
        ("host city of the 2009 interpol general assembly", "how many delegates showed up"),
        # the second of an order is not told by what was the first
        ("which agreement was first?", "and the second?"),
        # something to be done in the world
        ("can you schedule a training for next monday",),
        ("réserve-moi une salle de réunion vendredi à dix heures",),
        # nobody spoke of that briefing; a conference is no training; who spoke there is not who spoke elsewhere
        ("unodc and dpko promised to brief some UN body in 2011, which", "about?", "was there a date for that briefing"),
        ("who funded the trainings in Mali", "where was that conference held"),
        ("quand la MINUSCA a-t-elle été créée ?", "qui a participé à cette visite ?"),
        ("title of the interpol general assembly in 2009", "and when", "who gave the opening speech there"),
        # one of several people, or one who was only offered
        ("photo of the 2011 handshake, is Le Roy on the left or the right?", "who is he shaking hands with", "title of that gentleman"),
        ("quand le plan d'action conjoint ONUDC-DOMP a-t-il été signé ?", "qui est avec Le Roy sur la photo ?", "sa fonction ?"),
        ("who went to Mali in 2014", "what did he say"),
        # what was only offered, and who heads what was offered
        ("which mission does unodc help with a victim and witness protection programme", "on the basis of what", "its date?"),
        ("the Gendarmerie was trained, right?", "who else"),
        # no count of all pages that there are, no beginning for an end, no organizations for people, not the month of another visit
        ("when was the joint plan signed", "how many pages is it"),
        ("when was the MINUSCA agreement signed?", "until when does it run?"),
        ("quand l'accord avec la MINUSCA a-t-il été signé ?", "qui sont les personnes qui l'ont signé ?"),
        ("timeline please of what led to the MINUSCA memorandum", "the first visit was in what month"),
        # how something else is called, what is no place, what nobody put in an order, what is asked of somebody
        ("when was that strategic framework on counterterrorism between orolsi and unodc signed?", "exact day?", "PVE means what in it?"),
        ("when did zouev give that speech", "to which body", "where did it meet"),
        ("with which missions did unodc conclude deals in march 2018", "date of the first"),
        ("Mme Sibidé, c'est qui ?", "et elle dit quoi de la formation ?", "elle a quel âge ?"),
        ("chronologie de la Cour pénale spéciale", "le premier événement date de quand ?", "et le dernier ?"),
        # what a place is, is not the same as what an agreement is
        ("what is the MINUSCA agreement about?", "same for Mali"),
        ("when was the joint plan signed", "and Mali?"),
        # a word that the base does not have is no slip for one that it has
        ("who catered for the detection course?",),
        ("when was the joint plan condemned?",),
        ("how many officers were eased in the gender training?",),
        ("who smeared MINUSCA?",),
        ("who sued Fedotov?",),
        ("who lost the vehicle interception training?",),
        ("which country won Open Roads?",),
        ("when was the joint plan ratified?",),
        # not where it was
        ("which European countries took part in Open Roads?",),
        ("where in Asia was the detection training held?",),
        ("which European donors funded the Mali trainings?",),
        # what a training is about tells not who did that; when it began is not told by who paid
        ("who smuggled drugs through Mali?",),
        ("did the trainings start in February 2015?",),
        ("did the trainings run from March to April 2015?",),
        ("all partners of WACI without ECOWAS",),
        ("les formations au Mali et leur coût",),
        ("who but Fedotov signed the plan?",),
        ("every training except the gender one in Mali",),
    ],
)
def test_not_answered(index: Index, said: tuple[str, ...]) -> None:
    reply = talk(index, *said)[-1]
    assert reply.reply.kind in {"unknown", "clarify", "smalltalk"}, reply.text


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        # offered, where "I do not know" stood above the very statement
        ("50, 80 or 100 - cases received by mali's terror prosecutors unit by the 2018 piece", "80 cases"),
        ("UN-INTERPOL framework for broader co-operation in 2009: was it concluded or only talked about?", "only discussed"),
        ("is organised crime a cause or a result of conflict according to the ASG?", "both a product"),
        ("y a-t-il de la formation en ligne dans le plan conjoint ?", "apprentissage en ligne"),
        ("the mapping mission took place three months after MINUSCA's request, right?", "October 2017"),
        ("UNHCR, OHCHR, INTERPOL: which one isn't in the global focal point's list", "does not name: INTERPOL"),
    ],
)
def test_offered(index: Index, said: str, holds: str) -> None:
    reply = talk(index, said)[-1]
    assert reply.reply.kind == "clarify" and holds in reply.text, reply.text


def test_a_name_is_no_slip_for_a_word(index: Index) -> None:
    assert "“Waly”" in talk(index, "what did Waly say about police")[-1].text
    assert talk(index, "when was the agrement with MINUSCA signd")[-1].reply.kind == "answer"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (("who funded the detection training", "anyone else?"), "Japan"),
        (("Who did Ban Ki-moon meet in March 2009?", "who else did he meet?"), "Noble"),
        (("who organised the gender training?", "who else?"), "UNPOL"),
        (("qui a signé le plan d'action commun ?", "qui d'autre ?"), "Fedotov"),
    ],
)
def test_nobody_else(index: Index, said: tuple[str, ...], shown: str) -> None:
    reply = talk(index, *said)[-1]
    assert reply.reply.kind == "unknown" and reply.text.startswith(
        ("The documents name nobody else there", "Les documents n'y nomment personne d'autre")
    ), reply.text
    assert shown in reply.text


def test_the_message_names_him(index: Index) -> None:
    """ "And Lapaque, what does he say ...?" is not asked of him who was spoken of."""
    last = talk(index, "what did Titov say?", "and lapaque, what does he say these joint efforts allow")[-1]
    assert last.entities == ("person/pierre-lapaque",)
    assert "expertise" in last.text


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        (("how many UN police were deployed in 2009?", "who gave these figures?"), "Ban Ki-moon said"),
        (("effectif de la police onusienne en mars 1999 svp", "qui a cité ces chiffres ?"), "Ban Ki-moon a dit"),
        (("photographer for the 2011 handshake?", "different photo now, the one with ban and noble, credit?"), "Mark Garten took the picture"),
    ],
)
def test_offered_in_a_conversation(index: Index, said: tuple[str, ...], holds: str) -> None:
    last = talk(index, *said)[-1]
    assert last.reply.kind == "clarify"
    assert holds in last.text
