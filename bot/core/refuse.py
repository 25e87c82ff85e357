"""Replies that are no answers: the readings offered, what is asked back, what is not given, what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core import operators
from bot.core.candidate import MAYBE, PROBABLE, Candidate
from bot.core.compose import Composer, key_fact
from bot.core.draft import Basis, Draft
from bot.core.frame import Frame
from bot.core.index import Index
from bot.core.judge import shown
from bot.core.model import Choice, EntityId, Fact, Mention, Ref
from bot.core.rank import rank
from bot.core.text import words
from bot.core.verdict import contradiction, not_among

READINGS = 3
"""Readings offered when none is sure enough."""


def offer(frame: Frame, index: Index, facts: Sequence[Fact], met: Sequence[Candidate], *, probable: bool = False) -> Draft:
    """Not sure enough to answer: the nearest readings as choices, with what the base holds of the nearest and the first statement of each
    other; ``probable`` if the nearest is likely what was asked for, and nothing speaks against it."""
    composer = Composer(index, frame.lang)
    opening = "probably" if probable else "neither_yes_nor_no" if frame.yes_no and facts else "not_sure"
    composer.plain(composer.say(opening), lead=True)
    others = [f for f in _of_readings(met) if f not in facts][: max(READINGS + 1 - len(facts), 0)]
    composer.bullets(facts if probable else [*facts, *others])
    if probable and others:
        composer.plain(composer.say("or_else"))
        composer.bullets(others)
    choices: list[Choice] = []
    seen: set[tuple[str, str]] = set()
    for c in met:
        if not c.fact or (c.entity, c.property) in seen or len(choices) == READINGS:
            continue
        seen.add((c.entity, c.property))
        prop = index.base.types[index.entities[c.entity].type].properties[c.property]
        label = composer.line(c.entity, prop.label[frame.lang])
        ask = composer.asking(prop, c.entity) if prop.examples[frame.lang] else f"{prop.label[frame.lang]} {composer.name(c.entity, article=False)}"
        choices.append(Choice(f"{c.entity}#{c.property}", label, ask))
    if len(seen) == 1 and all(f.id in composer.facts for slot in seen for f in index.entities[slot[0]].facts[slot[1]]):
        choices = []  # the one reading is shown: there is nothing to choose
    alike = (
        len({(f.property, index.entities[f.entity].type) for f in facts}) == 1
    )  # the same of several things: what comes next is asked of all of them
    entities = tuple(dict.fromkeys(f.entity for f in facts[: None if alike else 1]))
    return Draft(
        "clarify",
        composer,
        entities,
        "ask",
        met[0].confidence if met else 0.5,
        tuple(choices),
        met,
        Basis.OFFERED,
        reason="not sure enough to answer",
    )


def _of_readings(met: Sequence[Candidate]) -> list[Fact]:
    """The first statement of each of the readings that are offered."""
    read: dict[tuple[EntityId, str], Fact] = {}
    for c in met:
        if c.fact and len(read) < READINGS:
            read.setdefault((c.entity, c.property), c.fact)
    return list(read.values())


def ask_back(frame: Frame, index: Index, entities: Sequence[EntityId], candidates: Sequence[Candidate]) -> Draft:
    """Ask back with the readings; each choice asks the same question of one thing."""
    composer = Composer(index, frame.lang)
    composer.plain(composer.say("which"), lead=True)
    choices = []
    for entity in list(dict.fromkeys(entities))[:8]:
        label = composer.title(entity)
        date = operators.when_known(index, composer, entity)
        shown = f"{label} ({date})" if date and date not in label else label
        choices.append(
            Choice(entity, shown, f"{frame.text.strip()} ({composer.name(entity, article=False)})" if frame.content or frame.asks else label)
        )
    return Draft("clarify", composer, (), "clarify", 0.5, tuple(choices), candidates, reason="several things fit equally well")


def ask_which_name(frame: Frame, index: Index) -> Draft:
    composer = Composer(index, frame.lang)
    composer.plain(composer.say("did_you_mean"), lead=True)
    choices = []
    for raw, names in frame.ambiguous:
        for name in names:
            node = index.names.trie.get(name, {})
            for target in node.get("", ()) if isinstance(node, dict) else ():
                if not target.startswith("?"):
                    label = composer.title(target)
                    choices.append(Choice(target, label, frame.text.replace(raw, composer.name(target, article=False))))
    if not choices:
        composer = Composer(index, frame.lang)
        composer.plain(composer.say("not_understood", words=", ".join(r for r, _ in frame.ambiguous)), lead=True)
        return Draft("unknown", composer, reason="a slip near several names that the base does not cover")
    return Draft("clarify", composer, (), "clarify", 0.5, tuple(choices), reason="a slip equally near to several names")


def not_given(frame: Frame, index: Index, entity: EntityId, name: str, candidates: list[Candidate]) -> Draft:
    """A declared property of which the base holds nothing."""
    composer = Composer(index, frame.lang)
    prop = index.base.types[index.entities[entity].type].properties[name]
    text = composer.say("not_given", property=prop.label[frame.lang], entity=composer.name(entity))
    composer.plain(text, lead=True)
    # what is nearest of that thing tells more than what it is at a glance
    near = next((c.fact for c in candidates if c.fact and c.met and c.entity == entity and c.hits and c.property != name), None)
    known = near or key_fact(index, entity)
    if known:
        composer.plain(composer.say("what_there_is"))
        composer.bullets([known])
    return Draft("unknown", composer, (entity,), "ask", 1.0, candidates=candidates, basis=Basis.EMPTY, slot=name, reason=f"empty slot {name}")


def asks_for_left_out(frame: Frame, index: Index, fact: Fact) -> bool:
    """Whether all the words of something that the document leaves out are said."""
    if not fact.lacks:
        return False
    said: set[str] = set().union(*(c.keys for c in frame.content), index.lexicon.keys("name") if "name" in frame.asks else ())
    return any(all(not k.isdisjoint(said) for k in phrase) for phrase in index.facts[fact.id].lacks)


def left_out(frame: Frame, index: Index, fact: Fact, candidates: list[Candidate]) -> Draft:
    """What was asked for is just what the document leaves out: said plainly, with what it does say."""
    draft = _instead(frame, index, fact, "not_given_for", f"what {fact.id} lacks", candidates)
    draft.confidence = candidates[0].confidence if candidates else 1.0
    return draft


def not_so_exact(frame: Frame, index: Index, fact: Fact, candidates: list[Candidate]) -> Draft:
    """A date or a span was asked for more exactly than it is given."""
    draft = _instead(frame, index, fact, "not_so_exact", "more than the date is given by", candidates)
    draft.confidence = candidates[0].coverage if candidates else 1.0
    return draft


def _instead(frame: Frame, index: Index, fact: Fact, wording: str, why: str, candidates: list[Candidate]) -> Draft:
    """A refusal in some wording, with what a statement does say instead."""
    composer = Composer(index, frame.lang)
    composer.plain(composer.say(wording), lead=True)
    composer.plain(composer.say("what_there_is"))
    composer.bullets([fact])
    return Draft("unknown", composer, (fact.entity,), "ask", candidates=candidates, basis=Basis.EMPTY, reason=f"empty slot: {why}")


def not_covered(frame: Frame, index: Index) -> Draft:
    """A real name that the base does not cover was said: it cannot be satisfied, whatever else fits."""
    composer = Composer(index, frame.lang)
    strange = [m for m in frame.top if not m.ids]
    rest = replace(frame, mentions=tuple(m for m in frame.mentions if m.ids))
    names = ", ".join(m.said for m in strange)
    if frame.yes_no and (rest.top or rest.dates or rest.kinds):
        near = rank(replace(rest, yes_no=False), index)[:5]
        for c in near:
            values = [v.id for v in c.fact.values if isinstance(v, Ref)] if c.fact else []
            placed = any(_is_placed(m, frame, index) for m in strange)
            if placed and all(index.nature(v) != "place" for v in values):
                continue  # "was it signed in Vienna?" is not told by who signed it
            if placed and all(_in_group(m, "countries", frame, index) for m in strange) and not any(_lies_somewhere(v, index) for v in values):
                continue  # that it was in New York does not tell that it was not in the United States
            prop = index.base.types[index.entities[c.entity].type].properties.get(c.property)
            lies = placed and prop is not None and (prop.within or ("where" in prop.asks and c.hits > 0))
            if c.proven and c.fact and prop and values and (c.hits or lies) and not _of_several(c, near, rest):
                lead = composer.say("not_among_closed" if c.fact.closed else "not_among", name=names)
                composer.facts_part([c.fact], before=lead + " ")
                known = c.fact.closed or (lies and any(c.entity in m.ids for m in rest.top) and _lies_apart(values, strange, frame, index))
                return Draft(
                    "answer" if known else "unknown", composer, (c.entity,), "ask", c.coverage, reason="membership of a name outside the base"
                )
    if all(_stands_for_more(m, frame, index) for m in strange):
        near = rank(rest, index)
        if near and near[0].met and near[0].fact and near[0].confidence >= MAYBE:
            return offer(rest, index, [c.fact for c in shown([c for c in near if not c.void]) if c.fact], near)
    composer.plain(composer.say("not_covered", names=names), lead=True)
    named = any(m.end > m.start for m in rest.top)  # what was only spoken of before has nothing to do with it
    if named or (frame.yes_no and not rest.top and (rest.kinds or rest.dates)):
        near = rank(rest, index)[:5]
        best = [c for c in near[:1] if c.proven and c.fact and not c.void and (named or not _of_several(c, near, rest))]
        if best and best[0].fact and (named or best[0].confidence >= PROBABLE):
            composer.plain(composer.say("what_there_is"))
            composer.bullets([best[0].fact])
    return Draft("unknown", composer, tuple(i for m in rest.top for i in m.ids)[:1], "ask", 0.0, reason="a name that the base does not cover")


def _of_several(c: Candidate, near: Sequence[Candidate], frame: Frame) -> bool:
    """Whether other things tell something else of the same property, and none of them was named: of "an MoU with MONUSCO" no one agreement is
    meant, so what no agreement says is no answer."""
    others = [o.fact for o in near if o.entity != c.entity and o.property == c.property and o.met and o.fact]
    return not any(c.entity in m.ids for m in frame.top) and any(c.fact is None or f.values != c.fact.values for f in others)


def _lies_apart(values: Sequence[EntityId], strange: Sequence[Mention], frame: Frame, index: Index) -> bool:
    """Whether what lies in some known places cannot lie in one that the base does not cover: of what is in a city, as of what is in a
    country where another country is named, it is known; what is only known to be in Mali may be in Timbuktu."""
    places = [v for v in values if index.nature(v) == "place"]
    if len([v for v in places if index.entities[v].links.isdisjoint(places)]) != 1:
        return False  # of several places, or of none, it is not known that there are no others
    cities = any(index.nature(i) == "place" for v in values if index.nature(v) == "place" for i in index.entities[v].links)
    return cities or all(_in_group(m, "countries", frame, index) for m in strange)


def _is_placed(mention: Mention, frame: Frame, index: Index) -> bool:
    """Whether a name stands behind a word of place, with its article or without: "in the United States"."""
    before = [w for w in frame.said[: mention.start] if w not in index.cues.words["determiners"]][-1:]
    return bool(before) and before[0] in index.cues.words["placed"]


def _lies_somewhere(entity: EntityId, index: Index) -> bool:
    """Whether a place is told to lie in another one."""
    view = index.entities[entity]
    return index.nature(entity) == "place" and any(index.nature(i) == "place" for i in view.links | view.areas)


def _in_group(mention: Mention, wanted: str, frame: Frame, index: Index) -> bool:
    """Whether a name stands in a group of the known names that the base does not cover."""
    said = frame.said[mention.start : mention.end]
    return any(said == words(name) for group, names in index.language.known_names if group == wanted for name in names)


def _stands_for_more(mention: Mention, frame: Frame, index: Index) -> bool:
    """Whether the name of a city may stand for somebody there ("Vienna's department", "Kabul desk asks"), not for the place."""
    if not _in_group(mention, "cities", frame, index):
        return False
    return mention.start == 0 or frame.said[mention.start - 1] not in index.cues.words["placing"]


def not_known(frame: Frame, index: Index, candidates: list[Candidate]) -> Draft:
    """Nothing is proven: say which word or condition fails, and what is nearest."""
    composer = Composer(index, frame.lang)
    if frame.yes_no:
        contrary = contradiction(frame, index) or not_among(frame, index, candidates)
        if contrary:
            return contrary
    strange = [c.word for c in frame.content if not c.known]
    known = [m for m in frame.top if m.ids]
    if len(known) == len(frame.top) > 1 and not frame.yes_no and not any(c.binding for c in frame.content) and not frame.dates:
        # "what did UNODC do in Bangui": what links the two
        linked = operators.link_up(replace(frame, asks=frozenset(), content=()), index)
        if linked and linked.composer.facts:
            return offer(frame, index, [index.base.facts[f] for f in linked.composer.facts[:READINGS]], [])
    loose = [c for c in candidates if c.fact and not c.left and c.unmet]
    if loose and all(len(c.unmet) == 1 for c in loose[:1]):
        top = loose[0]
        composer.plain(composer.say("condition", condition=", ".join(top.unmet)), lead=True)
        composer.plain(composer.say("what_there_is"))
        same = index.entities[top.entity].facts.get(top.property, ())[:READINGS]  # "who headed it in 2010?": all who did
        composer.bullets(same if top.property and top.fact in same else [top.fact])  # type: ignore[list-item]  # facts only, filtered above
        return Draft("unknown", composer, (top.entity,), "ask", top.coverage, candidates=candidates, basis=Basis.UNMET, reason=f"unmet: {top.unmet}")
    left = candidates[0].left if candidates else tuple(c.word for c in frame.content)
    unplaced = strange or list(left)
    raw = [frame.tokens[c.at].raw for c in frame.content if c.word in unplaced]
    if raw:
        composer.plain(composer.say("not_understood", words=", ".join(dict.fromkeys(raw))), lead=True)
    else:
        composer.plain(composer.say("nothing"), lead=True)
    named = tuple(i for m in frame.top if len(m.ids) == 1 for i in m.ids)[:1]  # what was spoken of stays the subject
    return Draft("unknown", composer, named, "ask", candidates[0].coverage if candidates else 0.0, candidates=candidates, reason="not proven")
