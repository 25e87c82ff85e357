"""Whether the dated things that were found for a question are what it names: nothing of it left over, and none of them unasked for.

Each side of a comparison is found by itself, by what is nearest; what is nearest need not be what was meant. An order or a span is
stated only where names, dates, kinds and words are all told by one of the things, and each of them is named or described.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.dates import date_meets
from bot.core.frame import Content, Frame, idle_words
from bot.core.index import EntityView, Index
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, Fact, Interval, Mention


def accounted(frame: Frame, facts: Sequence[Fact], index: Index) -> bool:
    """Whether a question speaks of just the things that some dated statements are of."""
    types = [index.entities[f.entity].type for f in facts]
    apart = [f for f, type_ in zip(facts, types, strict=True) if types.count(type_) == 1]  # "which mission is older" tells what is meant
    return (
        not left_over(frame, facts, index)
        and all(asked_for(f, frame, facts, index) for f in facts)
        and not any(_twofold(f, frame, index) for f in apart)
    )


def _twofold(fact: Fact, frame: Frame, index: Index) -> bool:
    """Whether a noun by which a thing is meant may as well mean a dated thing of another type: "the Mali mission" is the operation in Mali or a
    journey there, "the mission of 2014" what was created or what took place then. A word that asks for the date of one of them tells."""
    view = index.entities[fact.entity]
    if not any(view.id in m.ids for m in frame.top) and named_better(view, _words(frame, index), index):
        return True
    asked = index.property_keys[view.type, fact.property]
    if any(not c.keys.isdisjoint(asked) for c in frame.content if not c.superlative):
        return False
    named = [m for m in frame.top if view.id in m.ids]
    own = [] if named else [c.keys for c in _words(frame, index) if not c.keys.isdisjoint(view.name_keys)]
    spans = [range(m.start, m.end) for m in named] or [range(k.at, k.at + 1) for k in frame.kinds if k.type == view.type]
    for span in spans:
        said = [w for w in frame.said[span.start : span.stop] if not index.lexicon.is_function(w)]
        keys = [index.lexicon.keys(w, frame.lang) for w in said]
        if named and len(said) < 2:
            continue
        for type_ in {t for w in said for t, _, _ in index.type_nouns.get((w,), ()) if t != view.type}:
            near = index.saying(type_, (*keys, *own))
            others = [v for v in near if v.dates and all(not w.isdisjoint(v.name_keys | v.kind_keys) for w in (*keys, *own))]
            if others and (named or any(_fits(v, frame) for v in others)):
                return True
    return False


def _fits(view: EntityView, frame: Frame) -> bool:
    """Whether a thing has to do with a name of the question, or is of its time."""
    near = view.links | {view.id}
    return any(not near.isdisjoint(m.ids) for m in frame.top) or any(date_meets(d, own) for d in frame.dates for own in view.dates)


def named_better(view: EntityView, words: Sequence[Content], index: Index) -> bool:
    """Whether more of some words name another dated thing of its type: "the partnership framework" is that of this name."""

    def named(v: EntityView) -> int:
        return sum(not c.keys.isdisjoint(v.name_keys) for c in words)

    least, any_of_them = named(view), frozenset[str]().union(*(c.keys for c in words))
    return least < len(words) and any(v.dates and named(v) > least for v in index.saying(view.type, [any_of_them]))


def left_over(frame: Frame, facts: Sequence[Fact], index: Index) -> list[str]:
    """The names, dates and words of a question that none of some statements tells."""
    known = {f.entity for f in facts}.union(*(index.entities[f.entity].links | index.facts[f.id].entities for f in facts))
    names = frozenset().union(*(index.entities[f.entity].name_keys for f in facts))
    found = [m.said for m in frame.top if m.ids and known.isdisjoint(m.ids) and not _within(m, names, frame, index)]
    found += [str(d.interval) for d in frame.dates if not any(of_that_time(d, f, index) for f in facts)]
    return found + [c.word for c in _words(frame, index) if not any(_says(f, c, index) for f in facts)]


def _within(mention: Mention, names: Keys, frame: Frame, index: Index) -> bool:
    """Whether a name is part of the name of one of the things ("that coast initiative in West Africa")."""
    said = [w for w in frame.said[mention.start : mention.end] if not index.lexicon.is_function(w)]
    return all(not index.lexicon.keys(w, frame.lang).isdisjoint(names) for w in said)


def of_that_time(date: DateConstraint, fact: Fact, index: Index) -> bool:
    """Whether a statement, or the thing that it is of, may be of a time that was said."""
    own = [*index.entities[fact.entity].dates, *(v for v in fact.values if isinstance(v, Interval)), *([fact.when] if fact.when else [])]
    if date.document:
        return any(date_meets(date.interval, d) for s in index.facts[fact.id].sources for d in index.entities[s].dates)
    return any(date_meets(date, d) is not False for d in own)


def _words(frame: Frame, index: Index) -> list[Content]:
    """The words that say which things are meant."""
    idle = idle_words(frame, index)
    words = index.cues.words
    cues = index.cues.of_operator["gap"] | index.cues.of_operator["compare"] | words["comes_before"] | words["comes_after"]
    deeds = _deeds(frame, index)
    return [c for c in frame.content if not c.superlative and c.at not in idle and c.word not in cues and (c.binding or c.at in deeds)]


def _deeds(frame: Frame, index: Index) -> set[int]:
    """The places behind a name of somebody or of a body that may say what it did ("MINUSCA's call for help"): there little words count too."""
    words = index.cues.words
    ends = words["between_two"] | words["conjoins"]
    found: set[int] = set()
    for m in frame.top:
        if any(index.nature(i) in {"body", "person"} for i in m.ids):
            behind = range(m.end, len(frame.tokens))
            apart = (i for i in behind if frame.tokens[i].clause != frame.tokens[m.end - 1].clause or frame.said[i] in ends)
            found |= set(range(m.end, next(apart, len(frame.tokens))))
    return found


def _says(fact: Fact, word: Content, index: Index) -> bool:
    view = index.entities[fact.entity]
    fv = index.facts[fact.id]
    keys = view.name_keys | view.kind_keys | fv.text_keys | index.property_keys[view.type, fact.property]
    return not word.keys.isdisjoint(keys)


def asked_for(fact: Fact, frame: Frame, facts: Sequence[Fact], index: Index) -> bool:
    """Whether the thing of a statement is named, is of a kind that is said, is told apart from the others by a name that it has to do with, or
    described by a word that tells no other."""
    view = index.entities[fact.entity]
    others = [f for f in facts if f is not fact]
    if any(view.id in m.ids for m in frame.top):
        return True
    nouns = {k.at for k in frame.kinds}
    dating = index.property_keys[view.type, fact.property]  # "the signature of the agreement": no ceremony
    of_kind = any((k.type, k.subtype) in {(view.type, view.subtype), (view.type, "")} for k in frame.kinds) or any(
        c.at in nouns and not c.keys.isdisjoint(dating) for c in frame.content
    )
    stood_for = not index.cues.words["stand_in"].isdisjoint(frame.said)
    if stood_for and frame.kinds and not of_kind:
        return False  # "the Malian mission or the Central African one" are of one kind
    if any(_says(fact, c, index) and not any(_says(o, c, index) for o in others) for c in _words(frame, index)):
        return True
    near = frozenset().union(*(index.entities[o.entity].links | {o.entity} for o in others))
    if all(index.entities[o.entity].type == view.type for o in others):  # "which was signed first, MINUSCA or MINUSMA": all of theirs
        return of_kind or any(not view.links.isdisjoint(m.ids) for m in frame.top)
    # "the MINUSCA agreement and that of MINUSMA"
    alike = not (frame.kinds or stood_for) or any(index.entities[o.entity].type == view.type for o in others)
    return of_kind or (alike and any(not view.links.isdisjoint(m.ids) and near.isdisjoint(m.ids) for m in frame.top))
