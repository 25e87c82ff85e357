"""Where the sources disagree on a list: "do the 2009 and 2011 pages agree on who is in it?", "who is on the 2011 list and not on the 2009 one?"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.compose import Composer
from bot.core.draft import Draft
from bot.core.frame import Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.model import EntityId, Fact, Paragraph, Ref


def disagreement(frame: Frame, index: Index) -> Draft | None:
    """What each of two documents names alone in a list of the same; None where neither their difference nor both of them are asked for."""
    if frame.asks - {"who", "which", "how_many"} or not _asks_for_both(frame, index):
        return None
    things = [index.entities[m.ids[0]] for m in frame.top if len(m.ids) == 1]
    lists = [found for view in things if (found := _lists(view, frame, index))]
    if len(lists) != 1:
        return None
    [(first, second)] = lists
    composer = Composer(index, frame.lang)
    if frame.asks & {"how_many"}:
        composer.facts_part([first, second])
        return Draft("answer", composer, (first.entity,), "compare", reason=f"both statements of {first.property}")
    alone = [(one, [i for i in _named(one) if i not in _named(other)]) for one, other in ((first, second), (second, first))]
    told = [composer.say("only_in", document=_document(one, composer), names="; ".join(map(composer.title, names))) for one, names in alone if names]
    # "is the initiative of 2009 the same as that of 2010?" asks of no lists
    of_pages = any(d.document for d in frame.dates) or any(index.nature(k.type) == "document" for k in frame.kinds)
    before = composer.say("no" if told else "yes") + " " if frame.yes_no and of_pages else ""
    cites = tuple(dict.fromkeys(n for fact in (first, second) for n in composer.cite(fact)))
    composer.parts.append(Paragraph(before + " ".join(told or [composer.say("same_names")]), cites, True, True))
    composer.bullets([first, second])
    return Draft("answer", composer, (first.entity,), "compare", reason=f"where the sources disagree on {first.property}")


def _lists(view: EntityView, frame: Frame, index: Index) -> tuple[Fact, Fact] | None:
    """The two statements of one property of a thing, from two documents, that name several each; of the property that is asked for, if
    one is."""
    idle = {i for a, b in phrases(frame, "disagreeing", index) for i in range(a, b)}
    asked = [c for c in frame.content if c.binding and c.at not in idle and not c.keys.isdisjoint(index.asking)]
    for name, facts in view.facts.items():
        told = [f for f in facts if len(_named(f)) > 1 and len({c.source for c in f.citations}) == 1]
        if (
            len(told) == 2
            and told[0].citations[0].source != told[1].citations[0].source
            and all(not c.keys.isdisjoint(index.property_keys[view.type, name] | index.nouns) for c in asked)
        ):
            return told[0], told[1]
    return None


def _named(fact: Fact) -> Sequence[EntityId]:
    return [v.id for v in fact.values if isinstance(v, Ref)]


def _asks_for_both(frame: Frame, index: Index) -> bool:
    """Whether two times, or documents in the plural, are said, and that they are to be compared or both counted."""
    apart = bool(phrases(frame, "disagreeing", index)) or not index.cues.turning_round[frame.lang].isdisjoint(frame.said)
    years = {d.interval.start.year for d in frame.dates}
    pages = [k for k in frame.kinds if index.nature(k.type) == "document" and k.plural]
    return (apart and (len(years) > 1 or bool(pages))) or ("how_many" in frame.asks and len(years) > 1)


def _document(fact: Fact, composer: Composer) -> str:
    """What the document of a statement is called."""
    source = fact.citations[0].source
    page = next((v.id for v in composer.index.documents if v.id.partition("/")[2] == source), None)
    return composer.name(page) if page else composer.index.base.sources[source].title[composer.lang]
