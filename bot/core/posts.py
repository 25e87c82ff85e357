"""All who held a post: "names of the two ASGs for rule of law", "which executive directors are mentioned?", "heads of DPKO in 2011 and 2014"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.core.compose import PAGE, Composer
from bot.core.dates import fact_date
from bot.core.draft import Draft
from bot.core.frame import ORDERS, Content, Frame, phrases
from bot.core.index import Index, keep
from bot.core.model import EntityId, Fact, Lang, Mention, Paragraph, Ref, Text, Token
from bot.core.operators import what_of
from bot.core.select import several_dates
from bot.core.text import tokenize

INITIALS = 5
"""Letters that the initials of a post have at most: "USG", "SRSG"."""

MANY = 60
"""Statements of posts that are looked at; of more none is, for so many cannot be told anyway."""
TITLES_KEPT = 4_096
"""Posts whose titles are kept: the same few are looked at again and again."""
OF = 4
"""Words between a post and what it is a post of: "chief of the maintenance of peace"."""


class Title(NamedTuple):
    """What a post is called."""

    words: Sequence[str]
    stems: frozenset[str]
    """Of its words: a question that has not all of them does not say it."""


def holders(frame: Frame, index: Index) -> Draft | None:
    """The statements that tell who held a post, in order of time; None where nobody's post is asked for in the plural, or something else beside."""
    if (
        frame.yes_no
        or frame.asks - {"which", "who", "how_many", "name", "when"}
        or ORDERS & frame.flags
        or not frame.content
        or phrases(frame, "negation", index)
    ):
        return None
    several = several_dates(frame)
    endings = index.cues.words["plural_endings"]
    if not (several or frame.numbers or any(c.word[-1:] in endings for c in frame.content) or frame.repairs or phrases(frame, "over_time", index)):
        return None
    told: dict[str, tuple[Fact, set[int]]] = {}
    for fact in _of_posts(frame, index):
        run = next((r for r in _runs(fact, frame, index) if _fits(fact, r, frame, index)), None)
        if run is not None and _of_that_time(fact, frame, index):
            told[fact.id] = fact, run
    if not told:
        return None
    spans = [run for _, run in told.values()]
    at = sorted(set.intersection(*spans))
    people = dict.fromkeys(f.entity for f, _ in told.values())
    as_said = {read: word for word, read in frame.repairs}  # "generals", read as "general"
    verbs = {i for i in range(1, len(frame.said)) if frame.said[i - 1] in index.cues.words["relative"]}  # "who heads DPKO?"
    plural = any(_plural(as_said.get(frame.said[i], frame.said[i]), fact, frame, index) for fact, run in told.values() for i in run - verbs)
    asked = {int(n.value) for n in frame.numbers}
    alone = len(people) == 1 and not (frame.top and all(len(run) > 1 for run in spans))  # "the executive directors of UNODC" are one
    if not at or alone or asked - {len(people)} or not (plural or several or asked or phrases(frame, "over_time", index)):
        return None
    facts = sorted((f for f, _ in told.values()), key=lambda f: (f.as_of.start.toordinal() if f.as_of else 0, f.id))
    composer = Composer(index, frame.lang)
    type_ = next(iter(people)).partition("/")[0]
    said = frame.text[frame.tokens[at[0]].start : frame.tokens[at[-1]].end]
    limits = [said, *(frame.text[frame.tokens[d.start].start : frame.tokens[d.end - 1].end] for d in frame.dates)]
    limits += [m.said for m in frame.top if not at[0] <= m.start <= at[-1]]
    head = composer.say(
        "listed_one" if len(people) == 1 else "listed",
        count=str(len(people)),
        what=what_of(index, composer, [(type_, "")], len(people)),
        filters=" " + composer.say("filters", filters=", ".join(limits)),
    )
    cites = tuple(sorted({n for f in facts[:PAGE] for n in composer.cite(f)}))
    composer.parts.append(Paragraph(head, cites, True, True))
    composer.bullets(facts)
    return Draft("answer", composer, tuple(people), "list", reason=f"{len(people)} who held a post", whole=True)


def another_post(frame: Frame, index: Index) -> Draft | None:
    """ "Was Lapaque Executive Director of UNODC?": that he is not among those named for that post, with who is and the post that the documents
    give him; None where nobody else held it, or it is his own. That he never held it the base does not tell."""
    people = [m for m in frame.top if m.ids and {index.nature(i) for i in m.ids} == {"person"}]
    if not frame.yes_no or len(people) != 1 or len(people[0].ids) != 1:
        return None
    him = people[0].ids[0]
    held = {f.id: f for f in _of_posts(frame, index) if any(_runs(f, frame, index))}
    holders = [f for f in held.values() if f.entity != him and max(map(len, _runs(f, frame, index))) > 1 and _is_of_all(f, people[0], frame)]
    own = [
        f
        for name, facts in index.entities[him].facts.items()
        if index.base.types[index.entities[him].type].properties[name].says == "post"
        for f in facts
    ]
    if not holders or not own or any(f.id in held for f in own) or any(_head_the_same(him, f, index) for f in holders):
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part([*holders, *own], before=composer.say("not_among", name=composer.name(him)) + " ")
    return Draft("answer", composer, (him,), "ask", reason="a post that another held")


def _head_the_same(him: EntityId, held: Fact, index: Index) -> bool:
    """Whether somebody and the holder of a post are both told to be head of one body: then it may have been his post as well."""
    leading = index.lexicon.text_keys(index.cues.words["leaders"])
    for view in (index.entities[i] for i in held.entities if index.nature(i) == "body"):
        properties = index.base.types[view.type].properties
        for name, facts in view.facts.items():
            heads = {v.id for f in facts for v in f.values if isinstance(v, Ref)}
            if {him, held.entity} <= heads and all(not leading.isdisjoint(index.lexicon.text_keys([label])) for label in properties[name].label):
                return True
    return False


def _is_of_all(fact: Fact, him: Mention, frame: Frame) -> bool:
    """Whether a post is of all that is named besides somebody."""
    return all(not {fact.entity, *fact.entities}.isdisjoint(m.ids) for m in frame.top if m is not him)


def the_holder(frame: Frame, index: Index) -> Draft | None:
    """ "Who was the police adviser?", where one person alone is told to have held such a post; None where several did, or the present is asked for."""
    if (
        frame.yes_no
        or not frame.asks & {"who", "which"}
        or frame.asks - {"who", "which"}
        or ORDERS & frame.flags
        or "now" in frame.flags
        or not frame.content
    ):
        return None
    told = [f for f in _of_posts(frame, index) if any(_fits(f, r, frame, index) for r in _runs(f, frame, index)) and _of_that_time(f, frame, index)]
    if len({f.entity for f in told}) != 1:
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(told[:1])
    return Draft("answer", composer, (told[0].entity,), "ask", reason="who held the post")


def _of_posts(frame: Frame, index: Index) -> Iterator[Fact]:
    """The statements of posts that have a word of the question."""
    near = {f for c in frame.content for k in c.keys for f in index.posts_by_key.get(k, ())}
    if len(near) <= MANY:
        yield from (index.base.facts[i] for i in sorted(near))


def _runs(fact: Fact, frame: Frame, index: Index) -> Iterator[set[int]]:
    """Where a question says the title of a post: the whole of it, up to what it is a post of, or another word of the editors' for it."""
    stems = {_stem(word, frame.lang, index) for word in frame.said}
    titles = [title.words for title in _titles(fact, frame.lang, index) if title.stems <= stems]
    said = [i for i, word in enumerate(frame.said) if _is_of_title(word, frame.lang, index)] if titles else []
    for title in titles:
        n = len(title)
        for at in range(len(said) - n + 1):
            window = [frame.said[i] for i in said[at : at + n]]
            # a Secretary-General is no Under-Secretary-General, nor a deputy
            joined = at and (frame.text[frame.tokens[said[at]].start - 1] == "-" or frame.said[said[at] - 1] in index.cues.words["begins_title"])
            if not joined and said[at + n - 1] - said[at] < 2 * n and _same(window, title, frame.lang, index):
                yield set(said[at : at + n])


def _same(window: Sequence[str], title: Sequence[str], lang: Lang, index: Index) -> bool:
    """Whether words are those of a title, in any order: "chief of peacekeeping", "peacekeeping chief"."""
    rest = list(title)
    for word in window:
        form = next((w for w in rest if _is_form(word, w, lang, index)), None)
        if form is None:
            return False
        rest.remove(form)
    return True


def _titles(fact: Fact, lang: Lang, index: Index) -> Sequence[Title]:
    """What a post is called, its title up to the first little word, its initials, and what the editors call somebody who leads."""
    found: Sequence[Title] | None = index.memo.titles.get((fact.id, lang))
    if found is None:
        read = [Title(words, frozenset(_stem(w, lang, index) for w in words)) for words in _read_titles(fact, lang, index)]
        found = keep(index.memo.titles, (fact.id, lang), read, TITLES_KEPT)
    return found


def _read_titles(fact: Fact, lang: Lang, index: Index) -> list[list[str]]:
    """The titles of a post, read from its statement and the words of its editors; the longest first."""
    texts = [v[lang] for v in fact.values if isinstance(v, Text)]
    found = []
    for text in texts:
        tokens = tokenize(text)
        words: list[str] = []
        for i, t in enumerate(tokens):
            if t.raw.isupper() and not words:
                continue  # the body before the title: "UN Police Adviser"
            if (words and t.clause != tokens[i - 1].clause) or not _is_of_title(t.text, lang, index):
                break
            words.append(t.text)
        found.append(words)
    leading = index.cues.words["leaders"]
    for entry in fact.words.by_lang.get(lang, ()):
        words = [t.text for t in _written_out(entry, index) if _is_of_title(t.text, lang, index)]
        if (
            (entry.isupper() and len(entry) <= INITIALS)
            or leading & set(words)
            or any(len(words) > 1 and set(words) <= set(title) for title in found[:1])
        ):
            found.append(words)
    return [words for words in sorted(found, key=len, reverse=True) if words]


def _written_out(entry: str, index: Index) -> Sequence[Token]:
    """The words of an entry, initials as what they stand for: a message is read so."""
    return tokenize(index.lexicon.long_abbreviations.get(entry.lower(), entry))


def _is_of_title(word: str, lang: Lang, index: Index) -> bool:
    """Whether a word may be one of a title: no little word, unless it begins one ("Under-Secretary")."""
    return word in index.cues.words["begins_title"] or not index.lexicon.is_function(word, lang)


def _fits(fact: Fact, run: set[int], frame: Frame, index: Index) -> bool:
    """Whether a post is of all that is named, and each other word is said of it or only asks for its holders."""
    view = index.facts[fact.id]
    idle = index.cues.words["appearing"] | index.cues.words["turning_up"] | index.cues.words["of_holders"]
    nouns = {k.at for k in frame.kinds if index.nature(k.type) in {"document", "person"}}
    named = all(not {fact.entity, *fact.entities}.isdisjoint(m.ids) or view.entities >= {*m.ids} or _inside(m.start, run) for m in frame.top)

    def told(c: Content) -> bool:
        return not c.keys.isdisjoint(view.text_keys) or c.word in idle or c.at in nouns

    of_what = bool(frame.top) or any(
        c.at not in run and min(run) - 1 <= c.at <= max(run) + OF and not c.keys.isdisjoint(view.text_keys) for c in frame.content
    )
    plain = len(run) == 1 and not {frame.said[i] for i in run}.isdisjoint(_initials(fact, frame.lang))
    if len(run) == 1 and not plain and not all(fact.entity in _heads(m, frame.said[min(run)], frame.lang, index) for m in frame.top):
        return False  # "chiefs of DPKO": not of a part of it
    return named and (of_what or plain or len(run) > 1) and all(c.at in run or not c.binding or told(c) for c in frame.content)


def _heads(body: Mention, word: str, lang: Lang, index: Index) -> set[EntityId]:
    """Those whom the base tells to be what a word says ("head", "chief") of a body."""
    asked = index.lexicon.keys(word, lang)
    return {
        v.id
        for i in body.ids
        for name, facts in index.entities[i].facts.items()
        if not asked.isdisjoint(index.property_keys[index.entities[i].type, name])
        for f in facts
        for v in f.values
        if isinstance(v, Ref)
    }


def _initials(fact: Fact, lang: Lang) -> set[str]:
    return {entry.lower() for entry in fact.words.by_lang.get(lang, ()) if entry.isupper()}


def _inside(at: int, run: set[int]) -> bool:
    return min(run) <= at <= max(run)


def _of_that_time(fact: Fact, frame: Frame, index: Index) -> bool:
    """Whether the statement is of the time, or of one of the times, that is asked about."""
    several = several_dates(frame)
    met = [bool(fact_date(fact, d, index.base.sources)) for d in frame.dates if d not in several]
    return all(met) and (not several or any(fact_date(fact, d, index.base.sources) for d in several))


def _plural(said: str, fact: Fact, frame: Frame, index: Index) -> bool:
    """Whether a word, as it was said, is the plural of one of a title."""
    written = {w for title in _titles(fact, frame.lang, index) for w in title.words}
    return said not in written and any(_is_form(said, w, frame.lang, index) for w in written)


def _is_form(said: str, written: str, lang: Lang, index: Index) -> bool:
    """Whether a word is one of a title, or its plural: "headed" is no head."""
    return said == written or (
        said[:1] == written[:1] and _stem(said, lang, index) == _stem(written, lang, index) and said[-1:] in index.cues.words["plural_endings"]
    )


def _stem(word: str, lang: Lang, index: Index) -> str:
    return index.locales.stems(word)[index.locales.langs.index(lang)]
