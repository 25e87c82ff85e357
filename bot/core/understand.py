"""What a message asks: text -> :class:`~bot.core.frame.Frame`. Every token is accounted for once; nothing is answered here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from bot.core import kinds
from bot.core.asks import asks_of, inverted
from bot.core.background import background_of, set_aside_in, told_before
from bot.core.checked import sentence_to_check
from bot.core.cues import Scanned, find_phrases
from bot.core.frame import ASK_CUES, LIGHT, ORDERS, Content, Frame, Target
from bot.core.index import Index, keep
from bot.core.lexicon import Lexicon
from bot.core.model import DateConstraint, Interval, Lang, Mention, NumberConstraint, Role, Token
from bot.core.names import link
from bot.core.said_dates import dates_of
from bot.core.spelling import detect, expand, known_word, repair, second_look_at, spread, verbs_of
from bot.core.text import clean, tokenize

SHOUTED = 3
"""Tokens up to which a message in capitals may be a name or two."""


SCRAP = 4
"""Tokens of a message that only carries a name on: "for DPKO?"."""


RECENT = 8
"""Readings kept: in a conversation a turn reads the same text two or three times."""


FLAGS = (
    "anaphora", "now", "first", "latest", "longest", "shortest", "all_of_them", "everything", "persons", "growth", "came_about", "announced",
    "opinion", "other_one", "with_whom",
)  # fmt: skip
"""The lists of ``_cues.yaml`` whose words are flags of the frame, where they are nothing else."""


def understand(text: str, index: Index, default: Lang, *, second_look: bool = False) -> Frame:
    """Read a message. ``second_look`` also repairs plain words that nothing in the base knows ("sing" for "sign")."""
    known: Frame | None = index.memo.frames.get((text, default, second_look))
    return keep(index.memo.frames, (text, default, second_look), _understand(text, index, default, second_look), RECENT) if known is None else known


def _understand(text: str, index: Index, default: Lang, second_look: bool, *, checked: bool = False) -> Frame:
    """The stages in their order; each gives roles to tokens that have none yet, so that every token has exactly one in the end. ``checked``: it
    is a sentence of which is asked whether it is true."""
    text = clean(text)
    tokens = tokenize(text)
    if text.isupper() and len(tokens) > SHOUTED and any(index.lexicon.is_function(t.text) for t in tokens):
        text = text.lower()  # where all is in capitals they tell no name
        tokens = tokenize(text)
    expanded = spread(text, tokens, index)
    expanded = expand(expanded, tokens if expanded == text else tokenize(expanded), index)
    if expanded != text:
        text, tokens = expanded, tokenize(expanded)
    literal = link(tokens, index.names, {})
    named = {i for m in literal for i in range(m.start, m.end)}
    # names say nothing of the language, unless nothing else is said ("formations au Mali en 2015"); those of people never do ("Le Roy")
    people = {i for m in literal if m.ids and all(index.nature(e) == "person" for e in m.ids) for i in range(m.start, m.end)}
    lang, foreign = detect(
        [t for i, t in enumerate(tokens) if i not in named] or [t for i, t in enumerate(tokens) if i not in people],
        index,
        default,
        [tokens[i].text for i in named],
    )
    fixes, ambiguous, equal = repair(tokens, index, lang)
    if second_look:
        fixes = {**fixes, **second_look_at(tokens, index, fixes, lang)}
    fixes |= verbs_of(tokens, index)
    said = [fixes.get(i, t.text) for i, t in enumerate(tokens)]
    starts = [i == 0 or tokens[i].clause != tokens[i - 1].clause for i in range(len(tokens))]
    roles: list[Role | None] = [None] * len(tokens)
    lexicon = index.lexicon
    cues = index.cues.scan(said, starts, lang)
    if not checked and (sentence := sentence_to_check(text, tokens, cues, named)):
        return _understand(sentence, index, lang, second_look, checked=True)

    negative = any(a == 0 and b < len(tokens) and (b in named or lexicon.is_function(said[b])) for a, b in cues.find("asked_negatively"))
    if negative and len(tokens) > 2:  # "didn't Japan ...", no "doesn't matter, ..."
        asked = tokens[0].raw.removesuffix("n") + text[tokens[1].end :]
        return _understand(asked, index, lang, second_look, checked=checked)
    mentions = link(tokens, index.names, fixes) if fixes else literal
    if text != (excepting := _excepting(text, tokens, said, mentions, cues, index, lang)):
        return _understand(excepting, index, lang, second_look, checked=checked)
    if fixes:
        tokens = tuple([t._replace(text=said[i]) for i, t in enumerate(tokens)])
    said_dates = kinds.find_dates(tokens, text, index.locales)
    dated = [(a, b) for a, b, _ in said_dates if any(index.locales.month_of(t.text) for t in tokens[a:b])]
    mentions = [m for m in mentions if not _only_noun(m, tokens, index) and not any(a <= m.start and m.end <= b for a, b in dated)]
    mentions = _without_plurals(_without_joined(mentions, said, index), said, index)
    for m in mentions:
        for i in range(m.start, m.end):
            roles[i] = Role.NAME

    for a, b in cues.find("filler"):
        if b - a == 1 and (said[a],) in index.type_nouns and (b == len(tokens) or lexicon.is_function(said[b])):
            continue  # "which official is quoted", unlike "the official name"
        for i in range(a, b):
            if roles[i] is None and (b - a > 1 or len(tokens) > 2):
                roles[i] = Role.COURTESY
    greeting: set[int] = set()
    begun: dict[int, int] = {}
    for a, b in find_phrases(said, starts, cues.cues.chat):
        if starts[a] or a in begun:
            first = begun[b] = begun.get(a, a)  # "ok never mind. who did he meet"
            if b < len(tokens) and starts[b]:  # "have a nice weekend, when was it created"
                roles[first:b] = [Role.COURTESY if r is None else r for r in roles[first:b]]
                greeting.add(tokens[first].clause)
    idle = {i for a, b in cues.find("happening") for i in range(a, b)}  # "combien ont eu lieu": no places
    type_nouns = [n for n in _type_nouns(said, roles, index) if roles[n.at] is not Role.COURTESY and n.at not in idle]
    dates = dates_of(tokens, said, said_dates, index, cues, roles, type_nouns)
    begins = {d.start for d in dates} | {m.start for m in mentions}
    flags = {
        name
        for name in FLAGS
        if any(
            all(roles[k] is None or roles[k] is Role.CUE for k in range(a, b))
            for a, b in cues.find(name)
            if not inverted(a, tokens, text, mentions) and not (b in begins and said[a] in cues.cues.words["placed"])  # "en 2015" is no pronoun
        )
    }
    flags |= {name for name in ("exact_day", "exact_month") if cues.find(name)}
    if any(d.relation == "in" and not d.document and not d.noun and d.start and said[d.start - 1] in cues.cues.words["placed"] for d in dates):
        flags -= {"now"}  # "was he still its head in 2015": then
    if cues.find("novelty"):
        flags -= {"first"}
    for a, b in cues.find("in_order"):
        flags.add("in_order")
        roles[a:b] = [r or Role.CUE for r in roles[a:b]]
    carries = any(a == 0 for a, _ in cues.find("carry_on"))
    if carries or (len(tokens) <= 5 and cues.find("carry_end")):
        flags.add("carry_on")
    corrected = cues.find("correction")
    if any(a <= 2 for a, _ in corrected):
        flags.add("correction")
    if len(said) <= 2 * SCRAP and any(b == len(said) for _, b in corrected):  # "oops no, minusma i meant"
        flags |= {"correction", "carry_on"}

    superlative = {i for n in sorted(ORDERS) for a, b in cues.find(n) for i in range(a, b) if roles[i] is not Role.VALUE}
    superlative -= {i for a, b in cues.find("novelty") for i in range(a, b)}
    background = background_of(tokens, text, said, roles, cues, lang, index) | greeting
    if checked:
        flags.add("asserted")
    asks, yes_no = (set(), True) if checked else asks_of(said, starts, tokens, background, roles, cues, text)
    if len(tokens) <= SCRAP and mentions and not asks and said[0] in cues.cues.words["carrying"]:
        flags.add("carry_on")  # "for DPKO?"
    if not asks and _is_name_behind_courtesy(said, [b for _, b in cues.find("carry_on")], mentions, lexicon, lang):
        flags.add("carry_on")  # "ok and Mali"
    targets = _targets(said, type_nouns, cues)
    operator, intent, used = _operator(said, starts, tokens, roles, background, cues, lang, type_nouns, asks, yes_no, mentions, index)
    for i in used:
        roles[i] = roles[i] or Role.CUE
    if operator == "overview":
        targets = [n for n in targets if n.at not in used]
        type_nouns = [n for n in type_nouns if n.at not in used]  # "what do the documents say about Haiti": no list of documents
    if operator in {"list", "count"} or any(t.plural for t in targets):
        for a, b in cues.find("asks_when_noun"):  # "..., and of which years": a list gives its dates in any case
            roles[a:b] = [r or Role.CUE for r in roles[a:b]]

    # "people keep saying OROLSI, what is it short for": the rest leans on the only name, so the name stays
    names_left = [m for m in mentions if not m.nested and tokens[m.start].clause not in background]
    keep_names = not names_left and ("anaphora" in flags or operator in {"compare", "gap", "link"})  # "I mix up A and B, what's the difference?"
    numbers = []
    content = []
    timing = {i for _, b in cues.find("time_of") for i in range(b, min(b + 3, len(tokens)))}
    named_or_dated = {i for i, role in enumerate(roles) if role in {Role.NAME, Role.VALUE}} | {n.at for n in type_nouns}
    names = {i for i, role in enumerate(roles) if role is Role.NAME}
    timing |= set_aside_in(tokens, said, named_or_dated, names, cues, lexicon.function[lang])
    leaning = {i for n in ("carry_on", "anaphora", "now", "all_of_them") for a, b in cues.find(n) for i in range(a, b)}
    told = told_before(tokens, flags, cues, said, lexicon.function[lang], leaning)
    for i, token in enumerate(tokens):
        word = said[i]
        if roles[i] is not None:
            continue
        if token.clause in background or i in timing:
            roles[i] = Role.BACKGROUND
        elif word.isdecimal():
            numbers.append(NumberConstraint(i, i + 1, float(word)))
            roles[i] = Role.VALUE
        elif word in lexicon.function[lang] or (len(word) == 1):
            roles[i] = Role.FUNCTION
        elif i in leaning or (word in lexicon.courtesy and (i == 0 or not lexicon.keys(word) & index.asking)):
            roles[i] = Role.COURTESY
        else:
            one = _content(i, said, index, lang)
            if word in lexicon.courtesy:
                one = replace(one, weight=LIGHT, binding=False)
            if i in equal:
                one = replace(one, keys=one.keys.union(*(lexicon.keys(w) for w in equal[i])))
            if i in superlative:
                one = replace(one, superlative=True)
            content.append(one)
            roles[i] = Role.CONTENT
    if told and (
        mentions or any(c.binding and tokens[c.at].sentence not in told for c in content)
    ):  # else "who is she?" asks for the one who was told of
        content = [replace(c, binding=c.binding and tokens[c.at].sentence not in told) for c in content]
    if operator in {"list", "count"} or any(n.plural for n in type_nouns):
        beside = {c.at for c in content if _joins_a_kind(c, said, type_nouns, cues, index)}
        content = [c for c in content if c.at not in beside]
        for i in beside:
            roles[i] = Role.CUE
    if operator == "ask" and not any(n.plural for n in type_nouns):
        either = cues.cues.words["either"]
        if asks <= {"when"} and (apart := _either([(d.start, d.end) for d in dates], said, either)):
            dates = _as_one(dates, apart)
            if _own_date(mentions, type_nouns, dates[:1], index):
                dates = dates[1:]  # "open roads: 2017 or 2018?": it lies there, so the choice is no condition
            flags.add("choice")
            asks, yes_no = {"when"}, False  # "in 2017 or 2018": asked is which; the date that is given tells
        elif asks <= {"how_many", "which"} and (apart := _either([(n.start, n.end) for n in numbers], said, either)):
            numbers = [n for n in numbers if (n.start, n.end) not in apart]
            asks, yes_no = asks or {"how_many"}, False
    if "anaphora" in flags and _refers_within(tokens, said, [m for m in mentions if tokens[m.start].clause not in background], cues):
        flags -= {"anaphora", "persons"}
    elif "persons" in flags and _names_him(tokens, mentions, cues, index):
        flags -= {"persons"}
    if "anaphora" in flags and _is_one_of_those_named(said, [n.at for n in type_nouns], cues):
        flags -= {"anaphora"}
    if "carry_on" in flags and _asks_of_fronted(tokens, [m for m in mentions if not m.nested], asks, cues):
        flags -= {"carry_on"}
    _phrases(said, index, content)
    repairs = tuple((tokens[i].raw, fixes[i]) for i in sorted(fixes) if roles[i] in (Role.NAME, Role.CONTENT, Role.CUE))
    frame = Frame(
        text=text,
        lang=lang,
        tokens=tokens,
        said=tuple(said),
        roles=tuple(r or Role.LEFT for r in roles),
        operator=operator,
        intent=intent,
        asks=frozenset(asks),
        yes_no=yes_no,
        targets=tuple(targets),
        kinds=tuple(type_nouns),
        mentions=tuple(
            m for m in mentions if (tokens[m.start].clause not in background or keep_names) and not (m.start in timing and len(mentions) > 1)
        ),
        dates=tuple(d for d in dates if tokens[d.start].clause not in background or keep_names),
        numbers=tuple(numbers),
        content=tuple(content),
        flags=frozenset(flags),
        repairs=repairs,
        background=frozenset(background),
        ambiguous=tuple(ambiguous),
        foreign=foreign,
        heads=frozenset(_heads(said, roles, cues)),
        alternatives=tuple(m for m in mentions if not m.nested and _alternative(m, said, cues.cues.words["either"])),
    )
    index.memo.scanned = frame.said, lang, cues  # the rules look for phrases in the same words
    return frame


BUT = 5
"""Words from "all" to the "but" that sets something aside: "all the trainings in Mali but ..."."""


def _excepting(text: str, tokens: Sequence[Token], said: Sequence[str], mentions: Sequence[Mention], cues: Scanned, index: Index, lang: Lang) -> str:
    """A message with "except" in the place of "and not", "(not", "mais pas", where a name follows and something else was said before, and of the "but"
    of "all missions but MINUSMA"."""
    begins = {m.start for m in mentions}
    if cues.find("of_the_two") or not cues.cues.words["only"].isdisjoint(said):  # "which of the two is linked only to that and not to Mali?"
        return text
    if cues.find("yes_no"):
        return text
    first = min((m.end for m in mentions), default=len(said))
    edited, behind = "", 0
    but = {(i, i + 1) for i in range(1, len(said) - 1) if _but_for(i, said, begins, cues, index)}
    for a, b in sorted((*cues.find("not_these"), *but), key=lambda span: (span[0], -span[1])):
        if (a, b) in but:
            edited += text[behind : tokens[a].start] + index.language.cues["setting_aside"][lang][0]
            behind = tokens[b - 1].end
            continue
        at = next((i for i in range(b, len(said)) if i in begins or not index.lexicon.is_function(said[i])), len(said))
        beside = first <= a or (a == 0 and len(mentions) > 1)  # "not MINUSCA, MINUSMA"
        if beside and at in begins and tokens[a].start >= behind:
            edited += text[behind : tokens[a].start] + index.language.cues["setting_aside"][lang][0]
            behind = tokens[b - 1].end
    return edited + text[behind:]


def _but_for(at: int, said: Sequence[str], begins: Set[int], cues: Scanned, index: Index) -> bool:
    """Whether a "but" sets aside what follows: "all missions but MINUSMA", "which countries but Senegal"; not "we know all of it, but when was ...?"."""
    words = cues.cues.words
    if said[at] not in words["all_but"] or said[at + 1] in cues.cues.question_words:
        return False
    asked = at + 1 in begins and not (words["asks_who"] | words["asks_which"]).isdisjoint(said[max(at - 2, 0) : at])
    every = (k for k in range(max(at - BUT, 0), at) if said[k] in words["in_every"])
    return asked or any((w,) in index.type_nouns for k in every for w in said[k + 1 : at])


def _refers_within(tokens: Sequence[Token], said: Sequence[str], mentions: Sequence[Mention], cues: Scanned) -> bool:
    """Whether all that points back is an "it" or "he" behind a comma, of what the message itself names before it ("back to the Global Focal
    Point, which entities are in it")."""
    one = cues.cues.words["one_thing"] | cues.cues.words["persons"]
    spans = [(a, b) for a, b in cues.find("anaphora")]
    named = [m for m in mentions if not m.nested]
    return (
        len(named) == 1
        and len(named[0].ids) == 1
        and bool(spans)
        and all(b - a == 1 and said[a] in one and _behind(tokens[a], tokens[named[0].start]) for a, b in spans)
    )


def _names_him(tokens: Sequence[Token], mentions: Sequence[Mention], cues: Scanned, index: Index) -> bool:
    """Whether the message names, in the clause that begins it, the person for whom its pronouns stand: "and Lapaque, what does he say?"."""
    named = [m for m in mentions if not m.nested and not tokens[m.start].clause and any(index.nature(i) == "person" for i in m.ids)]
    return bool(named) and all(tokens[a].clause for a, _ in cues.find("persons"))


def _is_one_of_those_named(said: Sequence[str], nouns: Sequence[int], cues: Scanned) -> bool:
    """Whether all that points back is the one that is set aside of the things that the message asks for: "which trainings, except the one on vehicles"."""
    aside = [b for a, b in cues.find("negation") if any(at < a for at in nouns)]
    spans = cues.find("anaphora")
    return bool(spans and aside) and all(a >= min(aside) and not cues.cues.words["stand_in"].isdisjoint(said[a:b]) for a, b in spans)


def _asks_of_fronted(tokens: Sequence[Token], named: Sequence[Mention], asks: Set[str], cues: Scanned) -> bool:
    """Whether a question stands behind the comma after the one name ("and Le Roy, what did he say?"): it is not the last one carried on."""
    if len(named) != 1 or not asks:
        return False
    verbs = cues.cues.words["doing"] | cues.cues.words["being"] | cues.cues.words["having"]
    behind = [t.text for t in tokens if _behind(t, tokens[named[0].start])]
    return not cues.cues.question_words.isdisjoint(behind) and not verbs.isdisjoint(behind)


def _behind(token: Token, name: Token) -> bool:
    """Whether a word stands in a later clause of the same sentence."""
    return token.sentence == name.sentence and token.clause > name.clause


def _heads(said: Sequence[str], roles: Sequence[Role | None], cues: Scanned) -> Iterable[int]:
    """The content word that each question word stands before."""
    for name in ("which", "how_many", "how_much", "name"):
        for _, end in cues.find("asks_" + name):
            for i in range(end, min(end + 3, len(said))):
                if roles[i] is Role.CONTENT:
                    yield i
                    break


def _either(spans: Sequence[tuple[int, int]], said: Sequence[str], either: frozenset[str]) -> set[tuple[int, int]]:
    """Those of the spans between which a question leaves the choice ("2017 or 2018", "in 2017 or in 2018", "March or April 2015", "50, 80 or 100")."""
    beside = list(pairwise(sorted(spans)))
    pairs = {s for a, b in beside for s in (a, b) if b[0] - a[1] <= 2 and any(said[i] in either for i in range(a[1], b[0]))}
    for a, b in reversed(beside):
        if b in pairs and a[1] == b[0]:
            pairs.add(a)
    return pairs | {(a, b) for a, b in spans if any(said[i] in either for i in range(a, b))}


def _as_one(dates: Sequence[DateConstraint], apart: set[tuple[int, int]]) -> list[DateConstraint]:
    """The dates, those between which there is a choice as the one time that holds them all."""
    chosen = sorted((d for d in dates if (d.start, d.end) in apart), key=lambda d: d.interval.start)
    rest = [d for d in dates if (d.start, d.end) not in apart]
    if any(d.relation != "in" for d in chosen):
        return list(dates)
    first = chosen[0]
    whole = Interval(first.interval.start, max(d.interval.end for d in chosen), first.interval.precision, period=True)
    return [replace(first, start=min(d.start for d in chosen), end=max(d.end for d in chosen), interval=whole), *rest]


def _own_date(mentions: Sequence[Mention], nouns: Sequence[Target], dates: Sequence[DateConstraint], index: Index) -> bool:
    """Whether the one thing that is named, and no other kind of thing, has its date in a time."""
    named = [m for m in mentions if not m.nested]
    things = [index.entities[i] for m in named for i in m.ids]
    return (
        len(named) == len(things) == 1
        and all(n.type == things[0].type for n in nouns)
        and any(d.interval.overlaps(x) for d in dates for x in things[0].dates)
    )


def _alternative(m: Mention, said: Sequence[str], either: frozenset[str]) -> bool:
    """Whether a name stands on either side of an "or" ("Interpol or some other body", "ONUDC ou ailleurs")."""
    after = [i for i in range(m.end, min(m.end + 2, len(said))) if said[i] in either]
    before = [i for i in range(max(m.start - 3, 0), m.start) if said[i] in either]
    return bool(after or before) and len(said) > 2


def _only_noun(m: Mention, tokens: Sequence[Token], index: Index) -> bool:
    """Whether a "name" is in truth a plain type noun ("mission")."""
    return m.end - m.start == 1 and not m.ids and (tokens[m.start].text,) in index.type_nouns


def _without_joined(mentions: list[Mention], said: Sequence[str], index: Index) -> list[Mention]:
    """The mentions without those that an "and" makes of two names: "organised by UNPOL and MINUSMA" names two, not UNPOL-MINUSMA."""
    spans = {(m.start, m.end) for m in mentions}
    conjoins = index.cues.words["conjoins"]

    def of_two(m: Mention) -> bool:
        joints = [i for i in range(m.start + 1, m.end - 1) if said[i] in conjoins]
        return any((m.start, i) in spans and any((k, m.end) in spans for k in (i + 1, i + 2)) for i in joints)

    joined = [m for m in mentions if m.ids and of_two(m)]
    return _set_free([m for m in mentions if m not in joined]) if joined else mentions


def _set_free(mentions: list[Mention]) -> list[Mention]:
    """Mentions that were inside one that is gone, no longer nested in it."""
    return [
        replace(m, nested=any(o is not m and o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in mentions))
        for m in mentions
    ]


def _without_plurals(mentions: list[Mention], said: Sequence[str], index: Index) -> list[Mention]:
    """The mentions without those that are a name but for the plural of its noun: "the MINUSMA agreements" are several, not the one
    that goes by "MINUSMA agreement"; what is named inside stays."""
    plural = [
        m
        for m in mentions
        if m.corrected and m.ids and m.end - m.start > 1 and any(many for _, _, many in index.type_nouns.get((said[m.end - 1],), ()))
    ]
    if not plural:
        return mentions
    return _set_free([m for m in mentions if m not in plural])


def _content(i: int, said: Sequence[str], index: Index, lang: Lang) -> Content:
    word = said[i]
    keys = index.lexicon.keys(word, lang)
    light = word in index.lexicon.light[lang]
    weight = LIGHT if light else index.weight(keys)
    known = known_word(index, word)
    return Content(i, word, keys, weight if known else 1.2, known, not light)


def _joins_a_kind(one: Content, said: Sequence[str], nouns: Sequence[Target], cues: Scanned, index: Index) -> bool:
    """Whether a word only says once more which kind is meant ("every agreement or MoU"): a sort of it, no filter."""
    joints = cues.cues.words["either"] | cues.cues.words["conjoins"]
    beside = {n.type for n in nouns for step in (-1, 1) if one.at == n.at + 2 * step and said[n.at + step] in joints}
    return (
        bool(beside)
        and all(n.at != one.at for n in nouns)
        and one.keys.isdisjoint(index.asking)
        and any(index.entities[e].type in beside for k in one.keys for e in index.by_key.get(k, ()))
    )


def _is_name_behind_courtesy(said: Sequence[str], begun: Sequence[int], mentions: Sequence[Mention], lexicon: Lexicon, lang: Lang) -> bool:
    """Whether a message is, behind a word of courtesy, but a name that carries the last question on; ``begun``: where the beginnings that carry on end."""
    first = next((i for i, word in enumerate(said) if word not in lexicon.courtesy), 0)
    names = {i for m in mentions for i in range(m.start, m.end)}
    little = all(i in names or word in lexicon.function[lang] for i, word in enumerate(said[first:], first))
    return first > 0 and bool(names) and little and any(end > first and not names.intersection(range(end)) for end in begun)


def _phrases(said: Sequence[str], index: Index, content: list[Content]) -> None:
    """Give the content words of a phrase the concepts that the phrase names, as further keys."""
    by_at = {c.at: k for k, c in enumerate(content)}
    lexicon = index.lexicon
    stemmed = [index.locales.stems(word)[0] for word in said]
    for i in range(len(said)):
        if stemmed[i] not in lexicon.phrase_starts:
            continue
        for n in (2, 3, 4):
            if i + n <= len(said):
                concept = lexicon.phrases.get(tuple(stemmed[i : i + n]))
                if concept:
                    for j in range(i, i + n):
                        if j in by_at:
                            c = content[by_at[j]]
                            content[by_at[j]] = replace(c, keys=c.keys | concept)


def would_repair(frame: Frame, index: Index) -> bool:
    """Whether a second look at the words of a frame would repair any: it costs as much as the first."""
    return bool(second_look_at(frame.tokens, index, {}, frame.lang))


def _type_nouns(said: Sequence[str], roles: Sequence[Role | None], index: Index) -> list[Target]:
    found: list[Target] = []
    starts = index.cues.noun_starts
    i = 0
    while i < len(said):
        for n in index.cues.noun_lengths if said[i] in starts else ():
            key = tuple(said[i : i + n])
            if len(key) == n and key in index.type_nouns and any(roles[k] is not Role.NAME for k in range(i, i + n)):
                every = i > 0 and said[i - 1] in index.cues.words["in_every"]  # "every agreement" asks for all of them
                for type_, subtype, plural in index.type_nouns[key]:
                    found.append(Target(i + n - 1, type_, subtype, plural or every, said[i + n - 1], n))
                i += n - 1
                break
        i += 1
    return found


def _targets(said: Sequence[str], nouns: Sequence[Target], cues: Scanned) -> list[Target]:
    """Type nouns right behind "which", "what", "list", "how many" and the like."""
    heads = [b for name in ("asks_which", "asks_how_many") for _, b in cues.find(name)]
    for intent, _ in cues.cues.intents:
        if intent.operator in {"list", "count"}:
            heads += [b for _, b in cues.find(f"intent {intent.name}")]
    apart, articles = cues.cues.words["apart"], cues.cues.words["articles"]
    # "which country funded the trainings?": behind another noun, a verb and an article stands what it was done to
    objects = {n.at for n in nouns for b in heads if n.at - b == 3 and said[n.at - 1] in articles and articles.isdisjoint(said[b : b + 2])}
    return [n for n in nouns if n.at not in objects and any(0 <= n.start - b <= 3 and not apart & set(said[b : n.start]) for b in heads)]


def _operator(
    said: Sequence[str], starts: Sequence[bool], tokens: Sequence[Token], roles: Sequence[Role | None], background: set[int], cues: Scanned,
    lang: Lang, nouns: Sequence[Target], asks: set[str], yes_no: bool, mentions: Sequence[Mention], index: Index,
) -> tuple[str, str, set[int]]:  # fmt: skip
    """The operator and its intent, by the longest cue that fits; and the tokens that the cue accounts for."""
    best: tuple[int, str, str, set[int]] = (0, "ask", "ask", set())
    listing: set[int] = set()
    """The words of every cue for a list: "listez" and "toutes les"."""
    compared: set[int] = set()
    """The words of "compare" before another operator: "compare the number of trainees at ..." is told by the numbers."""
    apart = cues.cues.words["apart"]
    chat = {i for a, b in find_phrases(said, starts, cues.cues.chat) for i in range(a, b)}
    rest = [
        i
        for i in range(len(said))
        if tokens[i].clause not in background and said[i] not in index.lexicon.courtesy and said[i] not in index.lexicon.function[lang]
    ]
    asking = {i for name in ASK_CUES if name in asks for a, b in cues.find("asks_" + name) for i in range(a, b)}
    vague = {i for a, b in cues.find("asks_which") for i in range(a, b)}
    for intent, _ in cues.cues.intents:
        for a, b in cues.find(f"intent {intent.name}"):
            span = set(range(a, b))
            if intent.leading and all(i >= a for i in rest) and tokens[a].clause == 0:
                return intent.operator, intent.name, span
            if any(roles[i] is Role.NAME for i in span):
                continue
            if intent.operator in {"say", "help", "source", "documents"}:
                # chat, and where something comes from, only when nothing else is said
                outside = [
                    i
                    for i in rest
                    if i not in span and i not in chat and said[i] not in cues.cues.words["chat_beside"] and said[i] not in index.lexicon.light[lang]
                ]
                # "ok, by whom then?" and "what has it been good for" thank for nothing
                asked = [i for i in asking - span - chat if i not in vague or (i < a and tokens[i].clause == tokens[a].clause)]
                if outside or mentions or (intent.operator == "say" and asked):
                    continue
            if intent.operator in {"list", "count"} and not any(0 <= n.start - b < 5 and not apart & set(said[b : n.start]) for n in nouns):
                continue
            if intent.operator == "overview" and "who" in asks and b < len(said) and said[b] in cues.cues.words["placed"]:
                continue  # "and who's in it?" asks for those who are in it
            if intent.operator == "count" and (yes_no or "how_much" in asks) and "how_many" not in asks:
                continue  # "did he count UNDP among the partners", "combien a coûté la formation"
            if (
                intent.operator == "timeline"
                and said[0] in cues.cues.words["asks_which"]
                and any(n.at < a and index.nature(n.type) != "happening" for n in nouns)
            ):
                continue  # "which forces were trained in the series of events in 2015?"
            if intent.operator == "link" and (len([m for m in mentions if not m.nested]) < 2 or roles[b : b + 1] == [Role.VALUE]):
                continue  # "between 2009 and 2015" joins no two things
            size = b - a + (2 if intent.operator in {"gap", "compare", "timeline", "count"} else 0)
            if intent.operator == "compare" and starts[a]:
                compared |= span
            if intent.operator == "list":
                listing |= span
            if size > best[0]:
                best = (size, intent.operator, intent.name, span)
    spent = best[3] | (listing if best[1] == "list" else set())
    return best[1], best[2], spent | (compared if best[1] in {"count", "list"} else set())
