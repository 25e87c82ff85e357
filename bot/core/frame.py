"""What a message asks: text -> :class:`Frame`. Every token is accounted for once; nothing is answered here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.core import kinds
from bot.core.cues import Cues, Scanned, find_phrases
from bot.core.index import Index
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, FactId, Interval, Lang, Mention, NumberConstraint, Role, Token
from bot.core.names import link
from bot.core.spelling import detect, expand, known_word, repair, second_look_at, spread
from bot.core.text import clean, stems, tokenize

SUPERLATIVES = ("first", "latest", "longest", "shortest")
ASK_CUES = ("when", "who", "where", "how_many", "how_much", "how_long", "why", "how", "which", "name")


@dataclass(frozen=True, slots=True)
class Content:
    """A word that carries meaning and must be explained by what is answered."""

    at: int
    """Token index."""
    word: str
    keys: Keys
    weight: float
    """0.3 (in nearly every fact) to 1; light words 0.2."""
    known: bool
    """Whether any fact, property or lexicon entry knows the word."""
    binding: bool = True
    """Whether an answer must explain it; light words ("give", "back") only help to rank."""
    superlative: bool = False
    """Whether it is (part of) "first", "latest", "longest", which an operator accounts for."""


@dataclass(frozen=True, slots=True)
class Target:
    """A type that the message asks for: "which country", "what trainings"."""

    at: int
    type: str
    subtype: str
    plural: bool
    word: str
    """As said: a target may be asked of a frame with other tokens ("how many people?" of the last question)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message, understood."""

    text: str
    lang: Lang
    tokens: tuple[Token, ...]
    said: tuple[str, ...]
    """The folded words of the tokens."""
    roles: tuple[Role, ...]
    operator: str
    intent: str
    asks: frozenset[str]
    """Question words found; empty when there is none."""
    yes_no: bool
    targets: tuple[Target, ...]
    """Type nouns in question position."""
    kinds: tuple[Target, ...]
    """All type nouns."""
    mentions: tuple[Mention, ...]
    dates: tuple[DateConstraint, ...]
    numbers: tuple[NumberConstraint, ...]
    content: tuple[Content, ...]
    flags: frozenset[str]
    """anaphora, carry_on, correction, now, first, latest, longest, shortest, more, ..."""
    repairs: tuple[tuple[str, str], ...]
    """(said, read as) of corrected words."""
    background: frozenset[int]
    """Clauses set aside as background."""
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Slips that are equally near to several names."""
    foreign: bool = False
    """Whether the message is in neither language."""
    heads: frozenset[int] = frozenset()
    """Token indices of the nouns that question words stand before ("which city", "how many ministers")."""
    alternatives: tuple[Mention, ...] = ()
    """Names that the question sets beside another answer ("in Niger or elsewhere?"): offered, not demanded."""
    scope: frozenset[FactId] | None = None
    """The only statements that may answer, for a message read in its conversation; None: all."""

    @property
    def top(self) -> tuple[Mention, ...]:
        return tuple(m for m in self.mentions if not m.nested)


def phrases(frame: Frame, name: str, index: Index) -> list[tuple[int, int]]:
    """Where the phrases of a list of ``_cues.yaml`` stand in a message; ``^`` binds to the beginning of a clause."""
    tokens = frame.tokens
    starts = [i == 0 or t.clause != tokens[i - 1].clause for i, t in enumerate(tokens)]
    return index.cues.find(name, frame.said, starts, frame.lang)


SHOUTED = 3
"""Tokens up to which a message in capitals may be a name or two."""
SCRAP = 4
"""Tokens of a message that only carries a name on: "for DPKO?"."""
RECENT = 8
"""Readings kept: in a conversation a turn reads the same text two or three times."""


def understand(text: str, index: Index, default: Lang = "en", *, second_look: bool = False) -> Frame:
    """Read a message. ``second_look`` also repairs plain words that nothing in the base knows ("sing" for "sign")."""
    recent = index.memo.frames
    frame = recent.get((text, default, second_look))
    if frame is None:
        if len(recent) >= RECENT:
            recent.clear()
        frame = recent[text, default, second_look] = _understand(text, index, default, second_look)
    return frame


def _understand(text: str, index: Index, default: Lang, second_look: bool) -> Frame:
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
        [t for i, t in enumerate(tokens) if i not in named] or [t for i, t in enumerate(tokens) if i not in people], index, default
    )
    fixes, ambiguous, equal = repair(tokens, index, lang)
    if second_look:
        fixes = {**fixes, **second_look_at(tokens, index, fixes)}
    said = [fixes.get(i, t.text) for i, t in enumerate(tokens)]
    starts = [i == 0 or tokens[i].clause != tokens[i - 1].clause for i in range(len(tokens))]
    roles: list[Role | None] = [None] * len(tokens)
    lexicon = index.lexicon
    cues = index.cues.scan(said, starts, lang)

    mentions = link(tokens, index.names, fixes) if fixes else literal
    if fixes:
        tokens = tuple([t._replace(text=said[i]) if kinds.month_of(said[i]) else t for i, t in enumerate(tokens)])  # "marhc 1999"
    dated = [(a, b) for a, b, _ in kinds.find_dates(tokens, text) if any(kinds.month_of(t.text) for t in tokens[a:b])]
    mentions = [m for m in mentions if not _only_noun(m, tokens, index) and not any(a <= m.start and m.end <= b for a, b in dated)]
    mentions = _without_plurals(_without_joined(mentions, said, index), said, index)
    for m in mentions:
        for i in range(m.start, m.end):
            roles[i] = Role.NAME

    for a, b in cues.find("filler"):
        for i in range(a, b):
            if roles[i] is None and (b - a > 1 or len(tokens) > 2):
                roles[i] = Role.COURTESY
    greeting: set[int] = set()
    for a, b in find_phrases(said, starts, cues.cues.chat):
        if b < len(tokens) and starts[a] and starts[b]:  # "have a nice weekend, when was it created"
            roles[a:b] = [Role.COURTESY if r is None else r for r in roles[a:b]]
            greeting.add(tokens[a].clause)
    type_nouns = [n for n in _type_nouns(said, roles, index) if roles[n.at] is not Role.COURTESY]
    dates = _dates(tokens, text, said, index, cues, roles, type_nouns)
    flags = {
        name
        for name in (
            "anaphora",
            "now",
            "first",
            "latest",
            "longest",
            "shortest",
            "all_of_them",
            "everything",
            "persons",
            "growth",
            "came_about",
            "announced",
            "opinion",
            "other_one",
        )
        if any(
            all(roles[k] is None or roles[k] is Role.CUE for k in range(a, b)) for a, b in cues.find(name) if not _inverted(a, tokens, text, mentions)
        )
    }
    flags |= {name for name in ("exact_day", "exact_month") if cues.find(name)}
    if any(d.relation == "in" and not d.document and not d.noun and d.start and said[d.start - 1] in cues.cues.words["placed"] for d in dates):
        flags -= {"now"}  # "was he still its head in 2015": then
    for a, b in cues.find("in_order"):
        flags.add("in_order")
        roles[a:b] = [r or Role.CUE for r in roles[a:b]]
    first = [a for name in ("carry_on",) for a, _ in cues.find(name) if a == 0]
    if first or (len(tokens) <= 5 and cues.find("carry_end")):
        flags.add("carry_on")
    if any(a <= 2 for a, _ in cues.find("correction")):
        flags.add("correction")

    superlative = {i for n in SUPERLATIVES for a, b in cues.find(n) for i in range(a, b)}
    background = _background(tokens, text, said, roles, cues, lang, index) | greeting
    asks, yes_no = _asks(said, starts, tokens, background, roles, cues, text)
    if len(tokens) <= SCRAP and mentions and not asks and said[0] in cues.cues.words["carrying"]:
        flags.add("carry_on")  # "for DPKO?"
    targets = _targets(said, type_nouns, cues)
    operator, intent, used = _operator(said, starts, tokens, roles, background, cues, lang, type_nouns, asks, yes_no, mentions, index)
    for i in used:
        roles[i] = roles[i] or Role.CUE
    if operator in {"list", "count"} or any(t.plural for t in targets):
        for a, b in cues.find("asks_when_noun"):  # "..., and of which years": a list gives its dates in any case
            roles[a:b] = [r or Role.CUE for r in roles[a:b]]

    # "people keep saying OROLSI, what is it short for": the rest leans on the only name, so the name stays
    keep_names = "anaphora" in flags and not any(tokens[m.start].clause not in background for m in mentions)
    numbers = []
    content = []
    timing = {i for _, b in cues.find("time_of") for i in range(b, min(b + 3, len(tokens)))}
    named_or_dated = {i for i, role in enumerate(roles) if role in {Role.NAME, Role.VALUE}} | {n.at for n in type_nouns}
    timing |= _excluded(tokens, said, named_or_dated, cues, lexicon.function[lang])
    told = _told(tokens, flags, cues, said)
    leaning = {i for n in ("carry_on", "anaphora", "now", "all_of_them") for a, b in cues.find(n) for i in range(a, b)}
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
                one = replace(one, weight=0.2, binding=False)
            if i in equal:
                one = replace(one, keys=one.keys.union(*(lexicon.keys(w) for w in equal[i])))
            if i in superlative or token.sentence in told:
                one = replace(one, superlative=i in superlative, binding=one.binding and token.sentence not in told)
            content.append(one)
            roles[i] = Role.CONTENT
    if operator == "ask" and not any(n.plural for n in type_nouns):
        either = cues.cues.words["either"]
        if asks <= {"when"} and (apart := _either([(d.start, d.end) for d in dates], said, either)):
            dates = _as_one(dates, apart)
            if _own_date(mentions, type_nouns, dates[:1], index):
                dates = dates[1:]  # "open roads: 2017 or 2018?": it lies there, so the choice is no condition
            flags.add("choice")
            asks, yes_no = {"when"}, False  # "in 2017 or 2018": asked is which; the date that is given tells
        elif asks <= {"how_many"} and (apart := _either([(n.start, n.end) for n in numbers], said, either)):
            numbers = [n for n in numbers if (n.start, n.end) not in apart]
            asks, yes_no = {"how_many"}, False
    _phrases(said, index, content)
    repairs = tuple((tokens[i].raw, fixes[i]) for i in sorted(fixes) if roles[i] in (Role.NAME, Role.CONTENT, Role.CUE))
    return Frame(
        text=text,
        lang=lang,
        tokens=tokens,
        said=tuple(t.text for t in tokens),
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


def _heads(said: Sequence[str], roles: Sequence[Role | None], cues: Scanned) -> Iterable[int]:
    """The content word that each question word stands before."""
    for name in ("which", "how_many", "how_much", "name"):
        for _, end in cues.find("asks_" + name):
            for i in range(end, min(end + 3, len(said))):
                if roles[i] is Role.CONTENT:
                    yield i
                    break


def _either(spans: Sequence[tuple[int, int]], said: Sequence[str], either: frozenset[str]) -> set[tuple[int, int]]:
    """Those of the spans between which a question leaves the choice ("2017 or 2018", "in 2017 or in 2018", "March or April 2015")."""
    pairs = {s for a, b in pairwise(sorted(spans)) for s in (a, b) if b[0] - a[1] <= 2 and any(said[i] in either for i in range(a[1], b[0]))}
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
    weight = 0.2 if light else index.weight(keys)
    known = known_word(index, word)
    return Content(i, word, keys, weight if known else 1.2, known, not light)


def _phrases(said: Sequence[str], index: Index, content: list[Content]) -> None:
    """Give the content words of a phrase the concepts that the phrase names, as further keys."""
    by_at = {c.at: k for k, c in enumerate(content)}
    lexicon = index.lexicon
    stemmed = [stems(word)[0] for word in said]
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
    return bool(second_look_at(frame.tokens, index, {}))


def _span_of(types: set[str], interval: Interval, index: Index) -> Interval | None:
    """From the first to the last of the things of some types in an interval ("before the 2015 trainings")."""
    dates = [d for t in sorted(types) for v in index.by_type.get(t, ()) for d in v.dates if d.within(interval)]
    if not dates:
        return None
    return Interval(min(d.start for d in dates), max(d.end for d in dates), period=True)


def _dates(
    tokens: Sequence[Token],
    text: str,
    said: Sequence[str],
    index: Index,
    cues: Scanned,
    roles: list[Role | None],
    nouns: Sequence[Target],
) -> list[DateConstraint]:
    found: list[DateConstraint] = []
    related = {name: dict(cues.find(name)) for name in ("before", "until", "after", "since")}
    trailing = {a: (name, b) for name, list_ in (("since", "or_later"), ("until", "or_earlier")) for a, b in cues.find(list_)}
    onwards = cues.cues.words["onwards"]
    document = {a for a, b in cues.find("document")}
    for start, end, interval in kinds.find_dates(tokens, text):
        if any(roles[i] is Role.NAME for i in range(start, end)):
            continue
        relation = "in"
        whole, at = interval, start
        if not (end in document or any(n.at == end for n in nouns)) and (part := _part(start, interval, said, cues)):
            start, interval = part  # not in "the end of the 2011 release"
        if start and end < len(said) and said[start - 1] in cues.cues.words["starting"] and said[end] in onwards:
            relation = "since"
            roles[start - 1] = roles[end] = Role.CUE
        near = [
            (b - a, name, a, b)
            for name, table in related.items()
            for a, b in table.items()
            if b in {start, at} or (b == start - 1 and said[b] in cues.cues.words["determiners"])
        ]
        before = start - 1 if start and said[start - 1] not in cues.cues.words["determiners"] else start - 2
        if not near and before >= 0 and said[before] in cues.cues.words["by_then"]:
            near = [(1, "until", before, start)]
        if near:  # the longest: "no later than", not "later than"
            _, relation, a, b = max(near)
            for k in range(a, b):
                roles[k] = Role.CUE
            if relation == "before" and interval != whole and interval.end == whole.end:
                interval, relation = whole, "until"  # "before the end of 2018"
        elif end in trailing:
            relation, b = trailing[end]
            for k in range(end, b):
                roles[k] = Role.CUE
        doc = any(i in document for i in (end, end + 1, start - 1, start - 2))
        # "the 2018 agreements", "the MoU of 2015": the date belongs to that noun
        beside = [n for n in nouns if n.at == end or (n.at == start - 2 and said[start - 1] in cues.cues.words["dating"]) or n.at == start - 1]
        own = {n.type for n in beside if not index.base.types[n.type].topical}
        if own and relation != "in":
            span = _span_of(own, interval, index)
            if span:
                interval, own = span, set()
            else:  # "after the 1987 pact": of which there is none, so that nothing may follow from it
                relation = "in"
        found.append(DateConstraint(start, end, interval, relation, doc, frozenset(own)))  # type: ignore[arg-type]  # one of the literals
        for i in range(start, end):
            roles[i] = Role.VALUE
    known = [d.interval.start.year for d in found]
    for i, token in enumerate(tokens):
        if (roles[i] is None and kinds.month_of(token.text) and token.text not in {"may", "mar", "mai", "sept"}) or (
            roles[i] is None and kinds.month_of(token.text) and i > 0 and (said[i - 1] in cues.cues.words["before_month"] or said[i - 1].isdecimal())
        ):
            year = known[0] if known else 0
            got = kinds.bare_month(tokens, i, year) if year else None
            start = i - 1 if i and tokens[i - 1].raw.isdecimal() and len(tokens[i - 1].raw) <= 2 and roles[i - 1] is None else i
            if got and got.overlaps(found[0].interval):
                found.append(DateConstraint(start, i + 1, got))
                for k in range(start, i + 1):
                    roles[k] = Role.VALUE
            elif not year:
                found.append(DateConstraint(start, i + 1, _any_year(kinds.month_of(token.text), tokens[start].raw if start < i else "")))
                for k in range(start, i + 1):
                    roles[k] = Role.VALUE
    return found


def _part(start: int, whole: Interval, said: Sequence[str], cues: Scanned) -> tuple[int, Interval] | None:
    """ "Early 2015", "in the spring of 2015", "fin 2018": the part of a year or month that is said before it, and where that begins."""
    between = cues.cues.words["dating"] | cues.cues.words["determiners"] | cues.cues.words["unit_years"]
    found: tuple[int, Interval] | None = None
    for name in kinds.PARTS:
        for a, b in cues.find(name):
            if b <= start <= b + 4 and between.issuperset(said[b:start]) and (found is None or a < found[0]) and (part := kinds.part_of(whole, name)):
                found = a, part
    return found


def _any_year(month: int, day: str) -> Interval:
    """A month (and day) of no known year, held in year 4 of the calendar (a leap year before all facts)."""
    try:
        return kinds.interval(4, month, int(day) if day else 0)
    except ValueError:
        return kinds.interval(4, month)


def _background(
    tokens: Sequence[Token],
    text: str,
    said: Sequence[str],
    roles: Sequence[Role | None],
    cues: Scanned,
    lang: Lang,
    index: Index,
) -> set[int]:
    """Clauses in which the asker speaks of himself or of his desk work, when another clause asks.

    A clause is background when it holds a word of ``self`` (or begins a purpose: "for my glossary") and no question
    word of its own, and a clause with content is left that asks.
    """
    clauses = sorted({t.clause for t in tokens})
    if len(clauses) < 2:
        return set()
    spans = {c: [i for i, t in enumerate(tokens) if t.clause == c] for c in clauses}
    selfish = {tokens[a].clause for a, b in cues.find("self") if all(tokens[k].raw not in {"US"} for k in range(a, b))}
    asking = {tokens[a].clause for name in ASK_CUES for a, _ in cues.find("asks_" + name)} | {tokens[a].clause for a, _ in cues.find("yes_no")}
    asking |= {tokens[a].clause for a, _ in cues.find("correction")}  # "sorry, I meant the gender one" says what is asked about
    desk = {tokens[a].clause for a, _ in cues.find("desk_work")}
    quoted = _quoted(text)
    found: set[int] = set()
    for c in clauses:
        span = spans[c]
        if any(a <= tokens[i].start < b for i in span for a, b in quoted):
            continue  # the words of a quotation are what is asked about
        body = [i for i in span if said[i] not in index.lexicon.function[lang]]
        if (c in selfish and c not in asking) or (c in desk and c not in asking and len(body) <= 3 and said[span[0]] in cues.cues.words["purpose"]):
            found.add(c)
    left = [c for c in clauses if c not in found]
    # "a colleague claims ..., correct?" asks just that
    tags = {i for name in ("yes_no", "tags") for a, b in cues.find(name) for i in range(a, b) if found and tokens[a].clause > max(found)}
    has_content = any(
        roles[i] is Role.NAME or (i not in tags and said[i] not in index.lexicon.function[lang] and said[i] not in index.lexicon.courtesy)
        for c in left
        for i in spans[c]
    )
    return found if has_content else set()


_QUOTE = re.compile(r"“[^”]{8,}”|«[^»]{8,}»|\"[^\"]{8,}\"|(?<!\w)['‘][^'’]{12,}['’](?!\w)")


def _quoted(text: str) -> list[tuple[int, int]]:
    """Spans of longer quotations."""
    return [m.span() for m in _QUOTE.finditer(text)]


def _excluded(tokens: Sequence[Token], said: Sequence[str], things: set[int], cues: Scanned, function: Set[str]) -> set[int]:
    """What is set aside in the question ("besides the two co-chairs"), up to the next question word, the end of the clause, the verb
    behind a name, a kind or a date ("other than MINUSMA have signed"), or, where nothing was asked before it, whatever is not joined
    to what is set aside ("which countries besides Senegal took part")."""
    asks = {i for n in ASK_CUES for a, b in cues.find("asks_" + n) for i in range(a, b)}
    words = cues.cues.words
    verbs = words["doing"] | words["being"] | words["having"]
    joining = words["conjoins"] | words["either"] | words["determiners"] | words["belonging"]
    found: set[int] = set()
    for a, b in cues.find("negation"):
        first = not any(i not in things and i not in asks and said[i] not in function for i in range(a))
        end = b
        while end < len(tokens) and tokens[end].clause == tokens[a].clause and end not in asks:
            behind = bool(things & set(range(b, end)))
            if behind and (said[end] in verbs or (first and end not in things and said[end] not in joining)):
                break
            end += 1
        found |= set(range(a, end))
    return found


def _told(tokens: Sequence[Token], flags: set[str], cues: Scanned, said: Sequence[str]) -> set[int]:
    """Sentences that tell before the last one asks and leans on them: "A delegation went to Bangui. When was that visit?"

    Their names and dates still bind; their other words only help to rank.
    """
    sentences = sorted({t.sentence for t in tokens})
    if len(sentences) < 2 or ("anaphora" not in flags and "other" not in said):
        return set()
    asking = {tokens[a].sentence for n in ASK_CUES for a, _ in cues.find("asks_" + n)}
    asking |= {tokens[a].sentence for a, _ in cues.find("yes_no")}
    return set(sentences[:-1]) - asking


def _subordinate(
    at: int,
    others: Iterable[int],
    said: Sequence[str],
    starts: Sequence[bool],
    tokens: Sequence[Token],
    roles: Sequence[Role | None],
    before_side: frozenset[str],
) -> bool:
    """Whether a "when" or "where" only begins a side clause ("who led it when it was created"): another question word or a
    verb that asks comes first in its clause, and a name or another capital word before it says of what."""
    before = [a for a in others if a < at and tokens[a].clause == tokens[at].clause]
    if not before or starts[at] or said[at - 1] in before_side:
        return False
    return any(roles[i] is Role.NAME for i in range(min(before), at))


def _or(span: tuple[int, int, str], said: Sequence[str], roles: Sequence[Role | None], cues: Cues) -> bool:
    """Whether "ou" between two names or dates ("ou celle en Centrafrique") is "or", not "where" without its accent."""
    start, end, _ = span
    sides = {Role.NAME, Role.VALUE}
    if said[start:end] not in [[w] for w in cues.words["either"]] or not start > 0 or roles[start - 1] not in sides:
        return False
    behind = next((i for i in range(end, len(said)) if said[i] not in cues.words["determiners"]), len(said))
    return behind < len(said) and (roles[behind] in sides or said[behind] in cues.words["stand_in"])


def _asks(
    said: Sequence[str], starts: Sequence[bool], tokens: Sequence[Token], background: set[int], roles: list[Role | None], cues: Scanned, text: str
) -> tuple[set[str], bool]:
    asks: dict[str, int] = {}
    spans: list[tuple[int, int, str]] = []
    for name in (*ASK_CUES, "when_noun"):
        spans += [(a, b, name) for a, b in cues.find("asks_" + name)]
    spans = [
        s
        for s in spans
        if tokens[s[0]].clause not in background and not any(roles[i] is Role.NAME for i in range(s[0], s[1])) and roles[s[0]] is not Role.COURTESY
    ]
    spans = [s for s in spans if not _relative(s, said, tokens, cues.cues) and not _or(s, said, roles, cues.cues)]
    spans.sort(key=lambda s: (-(s[1] - s[0]), s[0]))
    taken: set[int] = set()
    for a, b, name in spans:
        if taken & set(range(a, b)):
            continue
        taken |= set(range(a, b))
        asks.setdefault("when" if name == "when_noun" else name, a)
    yes = [(a, b) for a, b in cues.find("yes_no") if tokens[a].clause not in background]
    for name in ("when", "where"):
        if name in asks and _subordinate(
            asks[name],
            [*(a for n, a in asks.items() if n != name), *(a for a, _ in yes)],
            said,
            starts,
            tokens,
            roles,
            cues.cues.words["before_side"],
        ):
            del asks[name]
            spans = [s for s in spans if s[2] not in {name, f"{name}_noun"}]
    strong = {n for n in asks if n not in {"which"}}
    wh_first = [a for n, a in asks.items()]
    # "does anyone know when ...": a question word in the same clause makes it a question for that word
    embedded = {tokens[a].clause for n, a in asks.items() if n != "which"}
    yes = [(a, b) for a, b in yes if tokens[a].clause not in embedded]
    yes_no = bool(yes) and (not wh_first or min(a for a, _ in yes) < min(wh_first))
    if any(b - a > 1 and said[a] in cues.cues.words["assent"] for a, b in yes):
        yes_no = True
    # "that's in Mali, right?", and without a comma
    final = text.rstrip().endswith("?")
    tags = [
        (a, b)
        for a, b in cues.find("tags")
        if b == len(said) and a and (starts[a] or (final and b - a == 1 and said[a - 1] not in cues.cues.words["articles"]))
    ]
    if tags and all(name == "when_noun" for _, _, name in spans):  # "OROLSI belongs to DPPA, right?"
        yes_no, yes = True, [*yes, *tags]
    if not asks and not yes and _asserts(said, tokens, roles, cues.cues, text):
        yes_no = True  # "MINUSCA is in Mali?"
    for a, b, name in spans:
        if all(roles[i] is None for i in range(a, b)) and (name in asks or (name == "when_noun" and "when" in asks)):
            for i in range(a, b):
                roles[i] = Role.CUE
    for a, b in yes:
        for i in range(a, b):
            roles[i] = roles[i] or Role.CUE
    if yes_no:
        return set(), True
    if strong & {"how_many", "how_much", "how_long"}:
        strong -= {"when", "how", "who"}
    return (strong or ({"which"} if "which" in asks else set())) | ({"which"} if "which" in asks else set()), False


def _inverted(at: int, tokens: Sequence[Token], text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a pronoun only turns a verb round whose subject is named before it ("quand la MINUSCA a-t-elle été créée")."""
    hyphen = at > 0 and text[tokens[at].start - 1] == "-"
    return hyphen and any(m.end <= at and tokens[m.start].clause == tokens[at].clause for m in mentions)


def _asserts(said: Sequence[str], tokens: Sequence[Token], roles: Sequence[Role | None], cues: Cues, text: str) -> bool:
    """Whether a message asserts something of a name and only its mark makes it a question ("l'ONUDC est dans le GFP ?")."""
    names = [i for i, role in enumerate(roles) if role is Role.NAME]
    if not text.rstrip().endswith("?") or not names or names[0] > 1:
        return False
    behind = next(i for i in range(names[0], len(said) + 1) if i == len(said) or roles[i] is not Role.NAME)
    return behind + 1 < len(said) and said[behind] in cues.words["asserting"] and tokens[behind].clause == tokens[names[0]].clause


def _relative(span: tuple[int, int, str], said: Sequence[str], tokens: Sequence[Token], cues: Cues) -> bool:
    """Whether a "who" or "qui" stands behind a noun and so asks nothing ("the guard who found it pertinent")."""
    a, b, _ = span
    if b - a > 1 or said[a] not in cues.words["relative"] or a == 0 or tokens[a].clause != tokens[a - 1].clause or b >= len(said):
        return False
    return said[a - 1] not in cues.words["before_who"]


def _type_nouns(said: Sequence[str], roles: Sequence[Role | None], index: Index) -> list[Target]:
    found: list[Target] = []
    starts = index.cues.noun_starts
    i = 0
    while i < len(said):
        for n in (4, 3, 2, 1) if said[i] in starts else ():
            key = tuple(said[i : i + n])
            if len(key) == n and key in index.type_nouns and any(roles[k] is not Role.NAME for k in range(i, i + n)):
                for type_, subtype, plural in index.type_nouns[key]:
                    found.append(Target(i + n - 1, type_, subtype, plural, said[i + n - 1]))
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
    apart = cues.cues.words["apart"]
    return [n for n in nouns if any(0 <= n.at - b <= 3 and not apart & set(said[b : n.at]) for b in heads)]


def _operator(
    said: Sequence[str], starts: Sequence[bool], tokens: Sequence[Token], roles: Sequence[Role | None], background: set[int], cues: Scanned,
    lang: Lang, nouns: Sequence[Target], asks: set[str], yes_no: bool, mentions: Sequence[Mention], index: Index,
) -> tuple[str, str, set[int]]:  # fmt: skip
    """The operator and its intent, by the longest cue that fits; and the tokens that the cue accounts for."""
    best: tuple[int, str, str, set[int]] = (0, "ask", "ask", set())
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
            if any(roles[i] is Role.NAME for i in span):
                continue
            if intent.operator in {"say", "help", "source"}:
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
            if intent.operator in {"list", "count"} and not any(0 <= n.at - b < 5 and not apart & set(said[b : n.at]) for n in nouns):
                continue
            if intent.operator == "count" and yes_no and "how_many" not in asks:
                continue  # "did he count UNDP among the partners"
            if intent.operator == "link" and len([m for m in mentions if not m.nested]) < 2:
                continue
            size = b - a + (2 if intent.operator in {"gap", "compare", "timeline", "count"} else 0)
            if size > best[0]:
                best = (size, intent.operator, intent.name, span)
    return best[1], best[2], best[3]
