"""The things of a kind that meet every constraint of a frame, and whether its words say just that of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import cached_property
from itertools import combinations, pairwise
from typing import NamedTuple

from bot.core.candidate import COVERAGE
from bot.core.dates import date_meets, fact_date
from bot.core.frame import ORDERS, Content, Frame, Target, phrases
from bot.core.index import MADE, EntityView, Index
from bot.core.lexicon import Keys
from bot.core.model import DateConstraint, EntityId, Fact, Mention, Precision, Ref, Role
from bot.core.text import words
from bot.core.understand import understand

BETWEEN_NAMES = 3
"""Words between two names that are joined: "and in the"."""
EPSILON = 1e-9
"""What sums of weights may be off by."""
_NOBODY: frozenset[EntityId] = frozenset()
NOUN = 3
"""Tokens before a noun in which "with" joins it to something."""


def wanted_types(frame: Frame, index: Index) -> list[tuple[str, str]]:
    """The (type, subtype) that a frame is about; subtype "" means the listed ones of the type."""
    nouns = frame.targets or frame.kinds
    if not nouns:
        return []
    if said_to_be := _said_to_be(frame, index):
        return said_to_be
    plain = {n.at: [m for m in nouns if m.at == n.at] for n in nouns}
    documents = {i for d in frame.dates if d.document for i in (d.end, d.end + 1, d.start - 1, d.start - 2)}
    relative = [i for i, w in enumerate(frame.said) if w in index.cues.words["relative"] and i > min(plain)]
    for at in sorted(plain)[1:]:
        # "countries named in the 2019 speech", "people who signed the agreements": those are not asked for
        inside = at in documents or not index.cues.words["placed"].isdisjoint(frame.said[max(at - NOUN, 0) : at])  # "in the Mali document"
        of_document = inside and any(index.nature(n.type) == "document" for n in plain[at])
        if of_document or any(i < at and not {frame.said[i + 1], frame.said[i - 1]} & index.cues.words["conjoins"] for i in relative):
            del plain[at]
    joined_by = index.cues.words["either"] | index.cues.words["conjoins"]
    last = min(plain)  # "what trainings took place": the first noun, and those joined to it ("initiatives or agreements")
    for at in sorted(plain):
        joined = at == last or (at - last <= NOUN and frame.said[last + 1] in joined_by)
        if not joined and (frame.targets or is_filter(frame, index, at)):
            del plain[at]
        else:
            last = at
    out: list[tuple[str, str]] = []
    for at in plain:
        group = _no_pages(plain[at], frame, index)
        whole = [n for n in group if not n.subtype and is_label(n, index)]
        exact = [n for n in group if n.subtype and is_label(n, index)]
        chosen = whole or exact or [n for n in group if n.subtype] or group
        out += [(n.type, n.subtype) for n in chosen]
    return list(dict.fromkeys(out))


def _no_pages(group: list[Target], frame: Frame, index: Index) -> list[Target]:
    """A noun for things of several types without the documents of the base, where neither what they say nor all of them are asked for: "which
    texts came out of the conference?"."""
    words = index.cues.words
    reading = not (words["appearing"] | words["read_of"] | words["speaking_of"]).isdisjoint(frame.said)
    others = [n for n in group if index.nature(n.type) != "document"]
    return others if others and frame.top and not reading else group


def _said_to_be(frame: Frame, index: Index) -> list[tuple[str, str]]:
    """What the things of a kind are to be, as a narrower kind of theirs: "how many of your sources are speeches?"."""
    first = min(frame.kinds, key=lambda k: k.at, default=None)
    verb = next((i for i, w in enumerate(frame.said) if w in index.cues.words["predicating"] and first and i > first.at), -1)
    if first is None or verb < 0 or frame.yes_no:
        return []
    types = {k.type for k in frame.kinds if k.at == first.at}  # "missions" are events as well
    at = next((k.at for k in frame.kinds if k.at > verb and k.type in types), -1)
    found = [k for k in frame.kinds if k.at == at and k.type in types]
    labels = found if all(k.subtype for k in found) else [k for k in found if is_label(k, index)] or found
    said = frame.said[verb + 1 : at + 1]
    alone = all(index.lexicon.is_function(w, frame.lang) or said[i:] in index.type_nouns for i, w in enumerate(said))
    if not labels or not all(k.subtype for k in labels) or not alone or any(verb < m.start < at for m in frame.top):
        return []
    return list(dict.fromkeys((k.type, k.subtype) for k in labels))


def is_filter(frame: Frame, index: Index, at: int) -> bool:
    """Whether a noun only says what the things asked for are joined to: "countries with a mission", "agreements between UNODC and missions"."""
    words = index.cues.words
    if not (words["joined_to"] | words["conjoins"]).isdisjoint({*frame.said[max(at - NOUN, 0) : at]}):
        return True
    before = at - 1
    while before > 0 and frame.said[before] in words["determiners"]:
        before -= 1
    # "places of the trainings"
    return before > 0 and frame.said[before] in words["out_of"] and before - 1 in {k.at for k in frame.kinds}


def noun_words(nouns: Iterable[Target], frame: Frame, index: Index) -> set[int]:
    """Where type nouns stand, with all their words where they only say what is joined: "agreements with peacekeeping missions"."""
    ends = {n.at for n in nouns}
    long = {at for at in ends if at and frame.said[at - 1 : at + 1] in index.type_nouns and is_filter(frame, index, at)}
    return ends | {at - 1 for at in long}


def joined_kinds(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> list[set[str]]:
    """The types of the nouns that say what the things asked for are joined to, a set for each noun."""
    wanted = {t for t, _ in types}
    first = min((k.at for k in frame.kinds if k.type in wanted), default=0)
    found: dict[int, set[str]] = {}
    for k in frame.kinds:
        # "with peacekeeping or its missions": not with missions alone
        alone = index.cues.words["either"].isdisjoint({*frame.said[max(k.at - 2, 0) : k.at]})
        if k.at > first and not index.base.types[k.type].topical and is_filter(frame, index, k.at) and alone:
            found.setdefault(k.at, set()).add(k.type)
    return [kinds for kinds in found.values() if not kinds & wanted]


def is_label(noun: Target, index: Index) -> bool:
    entity_type = index.base.types[noun.type]
    label = entity_type.subtypes[noun.subtype].label if noun.subtype else entity_type.label
    last = noun.word
    return any((words(t)[-1:] == (last,) and len(words(t)) == 1) or (words(t)[-1:] == (last,) and noun.subtype) for t in (*label.one, *label.many))


def parts_of(whole: EntityView, index: Index) -> list[EntityView]:
    """The things of the same type that lean on a thing: the trainings of a series."""
    near = [index.entities[i] for i in sorted(index.by_link.get(whole.id, ()))]
    return [v for v in near if v.type == whole.type and v.id != whole.id and whole.id in v.links]


def select(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> list[EntityView]:
    """The entities of some types that meet every constraint of the frame, by themselves or by one of their facts; of several names that
    are joined, and that no one thing meets, one each ("agreements with MINUSCA and MINUSMA"), or one of each pair of them where it is
    asked for what lies between them ("between UNODC, MINUSCA and MINUSMA")."""
    joined = joined_names(frame, index)
    either = any(not index.cues.words["either"].isdisjoint(frame.said[a.end : b.start]) for a, b in pairwise(joined))
    found = [] if either else _select(frame, index, types)
    if joined and _both_at_once(frame, index, joined):
        return [v for v in found if _by_all(v, joined, frame, index)] or found
    if found or not joined:
        return found
    sets = combinations(joined, 2 if mutual(frame, index) else 1)
    each = [_select(replace(frame, mentions=tuple(m for m in frame.mentions if m in kept or m not in joined)), index, types) for kept in sets]
    if mutual(frame, index):
        return list({v.id: v for views in each for v in views}.values())
    return list({v.id: v for views in each for v in views}.values()) if each and all(each) else found


def or_a_kind(frame: Frame, index: Index) -> list[Frame]:
    """ "Agreements between UNODC and DPKO, OROLSI or a mission": the question with each of the names, and with the kind, where all of them stand; empty
    where no kind stands beside names so."""
    said, words = frame.said, index.cues.words
    for k in frame.kinds:
        lead = k.start
        while lead and said[lead - 1] in words["articles"] | words["determiners"] | words["joined_to"] - words["either"]:
            lead -= 1  # "or with a mission"
        last = next((m for m in frame.top if m.end == lead - 1 and m.end > m.start), None)
        if last is None or said[lead - 1] not in words["either"] or not any(n.at < last.start for n in frame.kinds):
            continue
        chain = [last]
        while before := next((m for m in frame.top if m.end == chain[0].start and m.end > m.start), None):
            chain.insert(0, before)
        noun = next(i for i in range(lead, k.at + 1) if said[i] not in words["joined_to"])
        spans = [*((m.start, m.end) for m in chain), (noun, k.at + 1)]
        pieces = [frame.text[frame.tokens[a].start : frame.tokens[b - 1].end] for a, b in spans]
        head, tail = frame.text[: frame.tokens[chain[0].start].start], frame.text[frame.tokens[k.at].end :]
        return [understand(f"{head}{piece}{tail}", index, frame.lang) for piece in pieces]
    return []


def _by_all(view: EntityView, names: Sequence[Mention], frame: Frame, index: Index) -> bool:
    """Whether the property that a verb asks for tells of all of the names ("which trainings did both UNODC and DPKO support?")."""
    properties = index.base.types[view.type].properties
    nouns = {k.at for k in frame.kinds}
    verbs = [c for c in frame.content if c.at not in nouns]
    asked = [n for n in view.facts if properties[n].kind == "entity" and any(not c.keys.isdisjoint(index.property_keys[view.type, n]) for c in verbs)]
    told = {v.id for n in asked for f in view.facts[n] for v in f.values if isinstance(v, Ref)}
    return bool(told) and all(not told.isdisjoint(m.ids) for m in names)


def _both_at_once(frame: Frame, index: Index, joined: Sequence[Mention]) -> bool:
    """Whether things are asked for that have to do with all of the names together ("in both WACI and the GFP")."""
    before = frame.said[max(joined[0].start - NOUN, 0) : joined[0].start]
    return not index.cues.words["pairs"].isdisjoint(before)


def mutual(frame: Frame, index: Index) -> bool:
    """Whether it is asked what several do with each other ("meetings between", "did they meet"): what each does alone does not answer it."""
    return not index.cues.words["mutual"].isdisjoint(frame.said)


def joined_names(frame: Frame, index: Index) -> list[Mention]:
    """The names, alike in nature, that an "and" or "or" joins: "MINUSMA, MINUSCA and the court"."""
    words = index.cues.words
    joints = words["conjoins"] | words["either"]
    between_them = joints | words["determiners"] | words["placed"] | words["out_of"]
    run: list[Mention] = []
    joined = False
    for m in sorted((m for m in frame.top if m.end > m.start), key=lambda m: m.start):
        last = run[-1] if run else None
        said = frame.said[last.end : m.start] if last else ()
        near = last is not None and len(said) <= BETWEEN_NAMES and between_them.issuperset(said) and of_one_nature(last, m, index)
        parted = last is not None and frame.tokens[m.start].clause != frame.tokens[last.end - 1].clause
        if last and near and (not joints.isdisjoint(said) or (parted and words["placed"].isdisjoint(said))):
            run.append(m)
            joined = joined or not joints.isdisjoint(said)
            continue
        if joined:
            break
        run, joined = [m], False
    return run if joined and len(run) > 1 else []


def of_one_nature(a: Mention, b: Mention, index: Index) -> bool:
    """Whether two names are of things of one nature, or both of things that are made."""
    one, other = ({index.nature(i) for i in m.ids} for m in (a, b))
    return bool(one & other) or (bool(one) and bool(other) and (one | other) <= MADE)


def _select(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> list[EntityView]:
    noun_at = noun_words(frame.kinds, frame, index)
    wanted = set(types)
    found = [v for v in meeting(frame, index, dict.fromkeys(t for t, _ in types), noun_at) if not v.kinds.isdisjoint(wanted)]
    for kinds in joined_kinds(frame, index, types):
        # what is made names those who hold it; of all else it is the other thing that may name it
        near = {v.id: v.links if v.type in index.made else v.links | index.by_link.get(v.id, frozenset()) for v in found}
        found = [v for v in found if any(index.entities[i].type in kinds for i in near[v.id] if i in index.entities)]
    # "people from UNODC", "UNODC people" belong to it; that a statement of theirs mentions it is not enough, if any do belong
    wanted_at = {n.at for n in frame.kinds if wanted & {(n.type, n.subtype), (n.type, "")}}
    staffed = {b for _, b in phrases(frame, "works_for", index)}  # "who worked for the UN?"
    of = [
        m
        for m in frame.top
        if m.end in wanted_at
        or (m.start and (frame.said[m.start - 1] in index.cues.words["belonging"] or not staffed.isdisjoint({m.start, m.start - 1})))
    ]
    made = [v for v in found if of and all(not makers_of(v, index).isdisjoint(m.ids) for m in of)]
    own = made or [v for v in found if all(not v.links.isdisjoint(m.ids) or v.id in m.ids for m in of)]
    if not own and not (of and all(index.nature(v.id) == "person" for v in found)):  # "UNODC officials": no others that have to do with it
        own = found
    for m in frame.top:  # "institutions in the CAR": not one that once did something for it, if others lie there
        people = {t for t, _ in types} <= index.types_of({"person"})
        if m.start and not people and {index.nature(i) for i in m.ids} == {"place"} and _behind_placed(m, frame, index):
            own = [v for v in own if not (v.links | v.areas | whereabouts(v, index)).isdisjoint(m.ids)] or own
    beside = [m for m in frame.top if m.start and frame.said[m.start - 1] in index.cues.words["joined_to"]]
    own = [v for v in own if all(not _takers(v, index).isdisjoint(m.ids) for m in beside)] or own  # "meetings with DPKO"
    named = {i for m in frame.top for i in m.ids}
    # "which of the Mali trainings": the parts of what is named, not the whole
    parts = [v for v in own if v.id not in named]
    wholes = {v.id for v in own if v.id in named}
    return parts if len(parts) > 1 and any(not p.links.isdisjoint(wholes) for p in parts) else own


def _behind_placed(mention: Mention, frame: Frame, index: Index) -> bool:
    """Whether a mention stands right behind a word of place, determiners left aside ("in the Sahel")."""
    before = next((w for w in reversed(frame.said[: mention.start]) if w not in index.cues.words["determiners"]), "")
    return before in index.cues.words["placed"]


class _Asked(NamedTuple):
    """What a frame asks of the things of one type."""

    agents: tuple[tuple[Mention, tuple[str, ...]], ...]
    """The names that must be among the values of some properties."""
    dating: tuple[tuple[str, ...], ...]
    """For each verb that dates such things the properties that it asks for."""
    words: tuple[tuple[str, ...], ...]
    """For each content word the properties that it asks for."""


class _Conditions:
    """All that a frame asks of the things of a list, worked out once for all of them."""

    def __init__(self, frame: Frame, index: Index, noun_at: Set[int]) -> None:
        self.frame = frame
        self.index = index
        words = index.cues.words
        self.several = several_dates(frame)
        appearing = not words["appearing"].isdisjoint(frame.said)
        documented = [d for d in frame.dates if d.document or (appearing and d.relation == "in")]  # "which missions are mentioned in 2009?"
        self.written = [replace(d, document=True) for d in documented]
        self.dates = [d for d in frame.dates if d not in documented and d not in self.several]
        self.pages = {i.partition("/")[2] for m in frame.top for i in m.ids if index.nature(i) == "document"}
        self.of_documents = [d for d in frame.dates if d.document]
        bare = not (frame.top or frame.dates)
        only_there = words["appearing"] - words["quoting"]  # "which countries are mentioned": all are
        asked = [k for k, c in enumerate(frame.content) if c.at not in noun_at and not c.superlative and not (bare and c.word in only_there)]
        self.light = [k for k in asked if not frame.content[k].binding] if bare else []
        self.binding = [k for k in asked if frame.content[k].binding]
        self.total = sum(frame.content[k].weight for k in self.binding)
        quoted = self.pages or self.of_documents
        self.quoting = {k for k in self.binding if quoted and frame.content[k].word in words["quoting"]}
        self.had = {m for m in frame.top if _had(m, frame, index)}
        self.within = {m for m in frame.top if _within(m, frame, noun_at, index)}
        self._types: dict[str, _Asked] = {}

    def things(self, type_: str) -> Iterable[EntityView]:
        """The things of a type that may meet the conditions, in their order: found in the posting lists where these hold fewer than all."""
        every = self.index.by_type.get(type_, ())
        return every if self._near is None or len(self._near) >= len(every) else self.index.of_type(type_, self._near)

    @cached_property
    def _near(self) -> Set[EntityId] | None:
        """The only things that have to do with each name and say each word that no list does without; None: all that there are."""
        index = self.index
        lists: list[frozenset[EntityId]] = []
        for mention in self.frame.top:
            if index.umbrellas.isdisjoint(mention.ids):  # an umbrella may stand in what things are called
                beside = (t.get(i, _NOBODY) for i in mention.ids for t in (index.by_link, index.by_source, index.beside))
                lists.append(frozenset(mention.ids).union(*beside))
        for c in (self.frame.content[k] for k in self.binding):
            if c.weight > (1 - COVERAGE) * self.total + EPSILON:
                asking = {slot for key in c.keys for slot, _ in index.asking_by_key.get(key, ())}
                lists.append(_NOBODY.union(*(index.by_key.get(k, _NOBODY) for k in c.keys), *(index.by_property.get(s, _NOBODY) for s in asking)))
        lists.sort(key=len)
        return lists[0].intersection(*lists[1:]) if lists else None

    def met_by(self, view: EntityView) -> bool:
        asked = self._types.get(view.type)
        if asked is None:
            asked = self._types[view.type] = self._asked(view.type)
        return self._on_time(view) and all(self._named(view, m) for m in self.frame.top) and self._done(view, asked) and self._said(view, asked)

    def _asked(self, type_: str) -> _Asked:
        frame, index = self.frame, self.index
        properties = index.base.types[type_].properties
        agents = []
        for mention in frame.top:
            names = asked_by(frame, index, type_, mention)
            if names is not None:  # who spoke at it took part
                agents.append((mention, tuple(dict.fromkeys([*names, *(other for name in names for other in properties[name].beside)]))))
        words = tuple(tuple(n for n in properties if not c.keys.isdisjoint(index.property_keys[type_, n])) for c in frame.content)
        nouns = {n.at for n in frame.kinds}
        verbs = (k for k, c in enumerate(frame.content) if c.binding and c.at not in nouns)
        dating = (tuple(n for n in words[k] if properties[n].dates) for k in verbs)
        return _Asked(tuple(agents), tuple(filter(None, dating)), words)

    def _on_time(self, view: EntityView) -> bool:
        """Whether it is of the times that are said, or documents of these times tell of it."""
        if self.several and not any(date_meets(s, d) for s in self.several for d in view.dates):
            return False
        if not all(any(date_meets(date, d) for d in view.dates) for date in self.dates):
            return False
        sources = self.index.base.sources
        return all(any(fact_date(f, date, sources) for fs in view.facts.values() for f in fs) for date in self.written)

    def _named(self, view: EntityView, mention: Mention) -> bool:
        """Whether a thing has to do with what is named."""
        index = self.index
        if view.id in mention.ids or not view.links.isdisjoint(mention.ids) or not view.areas.isdisjoint(mention.ids):
            return True
        if _called_so(mention, view, index):
            return True
        if mention in self.had and index.nature(view.id) in {"body", "person"}:
            return False  # "how many offices does INTERPOL have?": not those of others with which it works
        if mention in self.within and index.nature(view.id) == "body":
            return False  # "the partners inside the UN": that something is told of both does not put it there
        if not view.about.isdisjoint(mention.ids):
            return True
        told = index.told_in.get(view.id, _NOBODY)  # a document names what its statements are about
        return any(view.id in index.by_source.get(i, _NOBODY) for i in mention.ids) or not told.isdisjoint(mention.ids)

    def _done(self, view: EntityView, asked: _Asked) -> bool:
        """Whether what stands behind "by", or does it ("did Titov give"), is among the values of the property that this asks for ("pages
        published by UNODC" are not those that speak of UNODC); and of a verb that dates such things ("how many agreements did INTERPOL
        sign") a date is told: a framework that was only discussed was not signed."""
        for mention, names in asked.agents:
            told = (i for name in names for f in view.facts.get(name, ()) for i in (*f.entities, *(v.id for v in f.values if isinstance(v, Ref))))
            if all(i not in mention.ids for i in told):
                return False
        return bool(view.dates) or all(any(name in view.facts for name in names) for names in asked.dating)

    def _said(self, view: EntityView, asked: _Asked) -> bool:
        """Whether a thing is told of by the words of the question."""
        content = self.frame.content
        for k in self.light:  # "how many people are quoted": a light word, but the only one, and this thing has no property that it asks for
            if asked.words[k] and not _is_said(content[k].keys, view, asked.words[k]):
                return False
        covered = 0.0
        for k in self.binding:
            if k in self.quoting:
                quoted = [f for name in asked.words[k] for f in view.facts.get(name, ())]
                dated = all(any(_cites(f, d, self.index) for f in quoted) for d in self.of_documents)
                if not dated or (self.pages and not any(x.source in self.pages for f in quoted for x in f.citations)):
                    return False  # quoted, but in another document
            if _is_said(content[k].keys, view, asked.words[k]):
                covered += content[k].weight
        return not self.total or covered / self.total >= COVERAGE


def _is_said(keys: Keys, view: EntityView, names: Iterable[str]) -> bool:
    """Whether a word is said of a thing, or asks for a property that it has."""
    return not keys.isdisjoint(view.support) or not keys.isdisjoint(view.every) or any(name in view.facts for name in names)


def meeting(frame: Frame, index: Index, types: Iterable[str], noun_at: Set[int]) -> list[EntityView]:
    """The things of some types that meet every constraint of a frame."""
    conditions = _Conditions(frame, index, noun_at)
    return [view for type_ in types for view in conditions.things(type_) if conditions.met_by(view)]


def meets(frame: Frame, index: Index, view: EntityView, noun_at: Set[int]) -> bool:
    return _Conditions(frame, index, noun_at).met_by(view)


def _had(mention: Mention, frame: Frame, index: Index) -> bool:
    """Whether things are asked for that somebody has: "how many departments does UNODC have"; its partners are others."""
    words = index.cues.words
    beside = {*frame.said[mention.end : mention.end + 1], *frame.said[max(mention.start - 1, 0) : mention.start]}
    return mention.end > mention.start and all(k.subtype for k in frame.kinds) and not words["possessing"].isdisjoint(beside)


def _called_so(mention: Mention, view: EntityView, index: Index) -> bool:
    """Whether an umbrella stands in what a thing is called or said to be ("UN missions"), where the base does not count things of its type to it."""
    if index.umbrellas.isdisjoint(mention.ids):
        return False
    if any((view.type, i) in index.by_type_and_link for i in mention.ids):
        return False
    properties = index.base.types[view.type].properties
    said = (index.facts[f.id] for name, facts in view.facts.items() if properties[name].says in {"name", "what"} for f in facts)
    return any(not (f.named | f.entities).isdisjoint(mention.ids) for f in said)


def _within(mention: Mention, frame: Frame, noun_at: Set[int], index: Index) -> bool:
    """Whether things are asked for that are part of an umbrella: "inside the UN", "UN agencies"."""
    if index.umbrellas.isdisjoint(mention.ids) or mention.end <= mention.start:
        return False
    before = mention.start - 1
    while before > 0 and frame.said[before] in index.cues.words["articles"]:
        before -= 1
    body = any(c.at == mention.end and not c.keys.isdisjoint(index.nouns_of("body")) for c in frame.content)
    return body or mention.end in noun_at or (before >= 0 and frame.said[before] in index.cues.words["placed"])


def _cites(fact: Fact, date: DateConstraint, index: Index) -> bool:
    """Whether a statement is of a document of that date, whatever time it tells of."""
    dates = (index.base.sources[c.source].date for c in fact.citations)
    return bool(fact_date(fact, date, index.base.sources)) or any(at is not None and date_meets(date, at) for at in dates)


def asked_by(frame: Frame, index: Index, type_: str, mention: Mention) -> list[str] | None:
    """The properties of a type that are asked for by the word before "by" and a name ("published by UNODC"), by the verb of what is
    named ("did the gendarmerie attend") or, without such a word, by its being by or of somebody ("documents by DPKO"); None if
    nothing asks for them."""
    words = index.cues.words
    properties = index.base.types[type_].properties.values()
    makers = [p.name for p in properties if p.maker]
    does = next((c for c in frame.content if mention.end > mention.start and mention.end <= c.at <= mention.end + 1 and c.binding), None)
    if does and (made := [name for name in _entities_asked(frame, index, type_, does.word) if name in makers]):
        return made  # "everything DPKO published"
    at = mention.start - 1
    while at > 0 and frame.said[at] in words["determiners"]:
        at -= 1
    if at < 1:
        return None
    nouns = {k.at for k in frame.kinds if k.type == type_}
    if frame.said[at] in words["agent"] and frame.said[at - 1] in words["predicating"]:
        return makers or None  # "which documents are by DPKO?"
    if frame.said[at] in words["agent"] and at - 1 not in nouns:
        return _entities_asked(frame, index, type_, frame.said[at - 1]) or None
    if frame.said[at] in words["agent"] | words["coming_from"]:
        return makers or None
    if frame.said[at] in words["doing"] and any(n < at for n in nouns):
        verb = next((frame.said[c.at] for c in frame.content if c.at >= mention.end and c.at not in nouns), "")
        return (_entities_asked(frame, index, type_, verb) if verb else []) or makers or None
    return None


def makers_of(view: EntityView, index: Index) -> set[EntityId]:
    """Those who made or hold a thing."""
    properties = index.base.types[view.type].properties
    return {v.id for name, fs in view.facts.items() if properties[name].maker for f in fs for v in f.values if isinstance(v, Ref)}


def _takers(view: EntityView, index: Index) -> set[EntityId]:
    """Those who made or held a thing, with the bodies that the persons among them are from: Noble met Ban for INTERPOL."""
    makers = makers_of(view, index)
    return makers.union(*(index.entities[i].links for i in makers if i in index.entities and index.nature(i) == "person"))


def _entities_asked(frame: Frame, index: Index, type_: str, word: str) -> list[str]:
    """The properties of a type, with things as values, that a word asks for."""
    asked = index.lexicon.keys(word, frame.lang)
    properties = index.base.types[type_].properties.values()
    return [p.name for p in properties if p.kind == "entity" and not asked.isdisjoint(index.property_keys[type_, p.name])]


def from_end_to_end(date: DateConstraint, frame: Frame, index: Index) -> bool:
    """Whether a date is a period said with both its ends ("16-27 March", "from March to May"), not one in which something lies ("between")."""
    inside = frame.said[date.start : date.end]
    ends = [w for w in inside if index.locales.month_of(w) or (w.isdecimal() and len(w) < 3)]
    two = len(ends) > 2 or not index.locales.date_until.isdisjoint(inside)  # "early 2018" is no such period
    exact = date.interval.period and date.interval.precision is not Precision.YEAR
    return date.relation == "in" and exact and two and index.cues.words["conjoins"].isdisjoint(inside)


def affiliations(frame: Frame, index: Index) -> list[tuple[Mention, Mention, bool]]:
    """Whom a question says to be of a body, or to act for one ("Fedotov of UNODC", "Le Roy for DPKO"), and whether he is told to be of it."""
    words = index.cues.words
    joints = words["belonging"] | words["benefit"]
    found = []
    for person, body in pairwise(sorted((m for m in frame.top if m.end > m.start), key=lambda m: m.start)):
        between = {*frame.said[person.end : body.start]}
        if {index.nature(i) for i in person.ids} != {"person"} or {index.nature(i) for i in body.ids} != {"body"}:
            continue
        if not joints.isdisjoint(between) and between <= joints | words["articles"] | words["determiners"]:
            found.append((person, body, any(not _bodies_of(i, index).isdisjoint(body.ids) for i in person.ids)))
    return found


def _bodies_of(person: EntityId, index: Index) -> set[EntityId]:
    """What somebody belongs to, and what that is part of."""
    found: set[EntityId] = set()
    new = {i for i in index.entities[person].links if i in index.entities and index.nature(i) == "body"}
    while new:
        found |= new
        new = {i for b in new for i in index.entities[b].links if i in index.entities and index.nature(i) == "body"} - found
    return found


def several_dates(frame: Frame) -> list[DateConstraint]:
    """Dates that no one event can all have ("trainings in 2015 and 2016"): of a list, each thing meets one of them."""
    dates = [d for d in frame.dates if not d.document and d.relation == "in"]
    apart = len(dates) > 1 and not any(a.interval.overlaps(b.interval) for a, b in combinations(dates, 2))
    return dates if apart else []


def date_fact(index: Index, view: EntityView) -> Fact | None:
    for name, facts in view.facts.items():
        if index.base.types[view.type].properties[name].dates:
            return facts[0]
    return None


def belongs_together(value: EntityId, proposed: EntityId, index: Index) -> bool:
    """Whether of two things the one leans on the other, lies in it, or is a part of it: what is told of a department's office tells of the
    department, what is told of a region may be of a country there."""
    one, other = index.entities[value], index.entities[proposed]
    carrying = (p.name for p in index.base.types[one.type].properties.values() if p.carries)
    wholes = {v.id for name in carrying for f in one.facts.get(name, ()) for v in f.values if isinstance(v, Ref)}
    return value in other.links | other.areas or proposed in wholes


def facts_of_both(one: EntityId, other: EntityId, index: Index) -> list[Fact]:
    """The statements that tell of two things, be they of one of them or of something that leans on both."""
    near = {one, other} | (index.by_link.get(one, frozenset()) & index.by_link.get(other, frozenset()))
    pair = {one, other}
    return [f for e in sorted(near) for fs in index.entities[e].facts.values() for f in fs if pair <= {e, *f.entities, *index.facts[f.id].named}]


def unlisted(frame: Frame, index: Index, types: Sequence[tuple[str, str]]) -> list[EntityView]:
    """The things of the types that meet the constraints but do not count when one asks for the type without more ("trainings in 2018":
    there was an exercise)."""
    noun_at = {n.at for n in frame.kinds}
    return [v for v in meeting(frame, index, [type_ for type_, subtype in types if not subtype], noun_at) if not v.listed]


def set_aside(frame: Frame, index: Index) -> tuple[set[EntityId], list[DateConstraint]] | None:
    """The things and the dates that "except", "other than" set aside in a list; None if nothing is set aside."""
    said = frame.said
    spans = phrases(frame, "negation", index)
    if not spans:
        return None
    aside = {Role.BACKGROUND, Role.NAME, Role.VALUE}
    ends = [
        next((i for i in range(b, len(said)) if frame.tokens[i].clause != frame.tokens[a].clause or frame.roles[i] not in aside), len(said))
        for a, b in spans
    ]
    parts = [understand(" ".join(t.raw for t in frame.tokens[b:end]), index, frame.lang) for (_, b), end in zip(spans, ends, strict=True) if b < end]
    named = {i for part in parts for m in part.top for i in m.ids}
    types = {t for t, _ in wanted_types(frame, index)}
    described = [c for part in parts for c in part.content if c.at not in {k.at for k in part.kinds}]
    described = [c for c in described if c.binding] or described  # "celle sur le genre"
    if described and not named:  # "trainings other than gender"
        named = {
            v.id
            for t in types
            for v in index.saying(t, (c.keys for c in described))
            if v.listed and all(not c.keys.isdisjoint(v.name_keys) for c in described)
        }
    inside = {v.id for t, _ in index.places for v in index.linked(t, named)}  # UN Headquarters lie in New York
    return named | inside, [d for part in parts for d in part.dates]


def whereabouts(view: EntityView, index: Index) -> frozenset[EntityId]:
    """The places that the statements on where something took place name."""
    properties = index.base.types[view.type].properties
    return frozenset(v.id for name, fs in view.facts.items() if "where" in properties[name].asks for f in fs for v in f.values if isinstance(v, Ref))


def _has_place(view: EntityView, index: Index) -> bool:
    """Whether it is told where a thing lies, by which alone it is then in a place."""
    return any("where" in p.asks and p.key for p in index.base.types[view.type].properties.values()) and index.nature(view.id) == "place"


def loosely(frame: Frame, index: Index, types: Sequence[tuple[str, str]], found: Sequence[EntityView]) -> bool:
    """Whether a word filtered that only happens to be said of what was found ("what do people fear"), or not of what was
    named ("how many networks does UNODC lead": it is said of another leader): then the list may not be what was asked for."""
    joined = set[str]().union(*joined_kinds(frame, index, types)) if {t for t, _ in types} <= index.made else set[str]()
    wanted = set(types)
    nouns = noun_words((n for n in frame.kinds if {(n.type, n.subtype), (n.type, "")} & wanted or n.type in joined), frame, index)
    quoting = index.cues.words["quoting"]
    words = [c for c in frame.content if c.binding and not c.superlative and c.at not in nouns and c.word not in quoting]
    named = [set(m.ids) for m in frame.top]
    if any(n not in {len(found)} and n not in view.numbers for n in _numbers(frame, index) for view in found):
        return True  # "trainings with 50 participants"
    for m in frame.top:  # "people in Mali": that a statement of theirs mentions a place does not put them there
        there = m.start and frame.said[m.start - 1] in index.cues.words["placed"]
        if there and any(
            (v.links | v.areas).isdisjoint(m.ids)
            and whereabouts(v, index).isdisjoint(m.ids)
            and (_has_place(v, index) or v.type in index.made or v.about.isdisjoint(m.ids))
            for v in found
        ):
            return True
    if {t for t, _ in types} <= index.types_of({"person"}) and any(_only_mentioned(v, m, words, frame, index) for v in found for m in frame.top):
        return True  # "people who went to Mali": that a statement of theirs mentions it does not bring them there
    joined_ids = {i for m in joined_names(frame, index) for i in m.ids}
    for m in frame.top:  # "agreements with Mali": whose mission only is a party
        beside = m.start and frame.said[m.start - 1] in index.cues.words["joined_to"]
        ids = {*m.ids, *(joined_ids if joined_ids.intersection(m.ids) else ())}
        if beside and any(v.type in index.made and (makers := makers_of(v, index)) and makers.isdisjoint(ids) for v in found):
            return True
    return any(not _said_of(c.keys, view, named, index) for c in words for view in found)


def _only_mentioned(view: EntityView, place: Mention, verbs: Sequence[Content], frame: Frame, index: Index) -> bool:
    """Whether no one statement of a thing tells of a place together with all that is asked ("visited Mali", "from Mali")."""
    titled = any(k.at in {place.end, place.end + 1} and index.nature(k.type) == "document" for k in frame.kinds)  # "the Mali page"
    if titled and all(index.nature(i) == "place" for i in place.ids):
        return not any(d.document for d in frame.dates)  # which page that is, its date tells
    if any(index.nature(i) != "place" for i in place.ids) or not place.start or frame.said[place.start - 1] in index.cues.words["placed"]:
        return False
    facts = [index.facts[f.id] for fs in view.facts.values() for f in fs if not {f.entity, *f.entities}.isdisjoint(place.ids)]
    told = any(all(not c.keys.isdisjoint(f.text_keys) for c in verbs) for f in facts)
    return not told or not verbs


def acts_at_a_time(frame: Frame, index: Index) -> bool:
    """ "What did UNODC do in 2016?": whatever somebody did at a time, and nothing more narrowly."""
    acting = index.cues.words["acting"]
    return (
        frame.operator == "ask"
        and not frame.yes_no
        and frame.asks == {"which"}
        and any(d.relation == "in" and not d.document for d in frame.dates)
        and bool(frame.top)
        and all(m.ids for m in frame.top)
        and not (frame.kinds or frame.numbers)
        and not acting.isdisjoint(frame.said)
        and all(c.word in acting for c in frame.content if c.binding)
    )


def only_names(frame: Frame, index: Index) -> bool:
    """ "What does UNODC do in Mali?", "UNODC DPKO Sudan": several things, one of them a place, and nothing that is asked of them more narrowly."""
    acting = index.cues.words["acting"]
    return (
        frame.operator in {"ask", "overview"}
        and not (frame.yes_no or frame.asks - {"which"} or frame.kinds or frame.numbers or frame.dates or ORDERS & frame.flags)
        and len(frame.top) > 1
        and all(m.ids and m.end > m.start for m in frame.top)
        and any(index.nature(i) == "place" for m in frame.top for i in m.ids)
        and (not frame.asks or not acting.isdisjoint(frame.said))
        and all(c.word in acting for c in frame.content if c.binding)
    )


def _numbers(frame: Frame, index: Index) -> set[float]:
    """The numbers that a question says, in digits or in words, besides those of dates and names."""
    taken = {i for d in frame.dates for i in range(d.start, d.end)} | {i for m in frame.mentions for i in range(m.start, m.end)}
    said = {float(n) for i, t in enumerate(frame.tokens) if i not in taken and len(t.text) > 1 and (n := index.locales.number_word(t.text)) and n > 1}
    return said | {n.value for n in frame.numbers}


def _said_of(keys: Keys, view: EntityView, named: Sequence[Set[EntityId]], index: Index) -> bool:
    """Whether a word is said of a thing together with what is named: by a property of its own that tells of one of them."""
    if not keys.isdisjoint(view.name_keys | view.kind_keys):
        return True
    for name, facts in view.facts.items():
        if keys.isdisjoint(index.property_keys[view.type, name]):
            continue
        if not named and all(keys.isdisjoint(index.facts[f.id].text_keys) for f in facts):
            continue  # of "which people were convicted?" nothing is said but by a word for another thing
        if not named or any(ids & {view.id, *index.facts[f.id].entities} for f in facts for ids in named):
            return True
    return False


def date_properties(type_: str, index: Index) -> list[str]:
    """The properties that date the things of a type."""
    return [p.name for p in index.base.types[type_].properties.values() if p.dates]
