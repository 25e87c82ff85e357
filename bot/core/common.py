"""What things bind: the partners "in both WACI and the Global Focal Point", and those "between whom" something was signed."""

from __future__ import annotations

from bot.core.compose import PAGE, Composer
from bot.core.dates import date_meets
from bot.core.draft import Draft
from bot.core.frame import Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.model import EntityId, Fact, Mention, Paragraph, Ref
from bot.core.understand import understand


def in_common(frame: Frame, index: Index) -> Draft | None:
    """Those whom the statements of both of two things name as belonging to them, or those of the first alone ("in WACI but not in the Global
    Focal Point"); None where that is not asked for, or not told."""
    if (frame.yes_no and not frame.kinds) or frame.asks - {"which", "who", "how_many"} or frame.dates:
        return None
    aside = _set_aside(frame, index)
    alone = bool(aside)
    if not alone and not phrases(frame, "in_common", index):
        return None
    named = [*sorted(frame.top, key=lambda m: m.start), *aside]
    made = [index.entities[m.ids[0]] for m in named if len(m.ids) == 1 and index.entities[m.ids[0]].type in index.made]
    if len(made) != 2 or len(named) != 2:
        return None
    told = [_bonds(view, index) for view in made]
    if not all(told):
        return None
    first, second = ({v.id: None for f in facts for v in f.values if isinstance(v, Ref)} for facts in told)
    shared: list[EntityId] = [i for i in first if (i in second) != alone]
    composer = Composer(index, frame.lang)
    facts = [f for found in told for f in found]
    cites = tuple(dict.fromkeys(n for f in facts for n in composer.cite(f)))
    names = "; ".join(map(composer.title, shared))
    if alone:
        both = {"first": composer.title(made[0].id), "second": composer.title(made[1].id)}
        said = composer.say("in_one", names=names, **both) if shared else composer.say("in_one_none", **both)
    else:
        said = composer.say("in_both", names=names) if shared else composer.say("in_both_none")
    composer.parts.append(Paragraph(said, cites, True, True))
    composer.bullets(facts)
    return Draft(
        "answer",
        composer,
        tuple(shared) or tuple(v.id for v in made),
        "list",
        reason=f"what {made[0].id} {'has without' if alone else 'shares with'} {made[1].id}",
    )


def _set_aside(frame: Frame, index: Index) -> tuple[Mention, ...]:
    """The second thing of "in WACI, but not in the Global Focal Point", as what something does not belong to."""
    spans = phrases(frame, "negation", index)
    if len(spans) != 1 or not (0 < (end := spans[0][1]) < len(frame.tokens)):
        return ()
    held = index.cues.words["placed"] | index.cues.words["belonging"]
    return () if frame.said[end] not in held else understand(frame.text[frame.tokens[end].start :], index, frame.lang).top


def between_whom(frame: Frame, index: Index) -> Draft | None:
    """ "Between whom was the MoU signed?", "who is it between?": those whom the one thing named binds, by whatever property tells it."""
    ends = frame.said and frame.said[-1] in index.cues.words["between_end"] and "who" in frame.asks
    if frame.operator not in {"ask", "overview"} or frame.asks - {"who", "which"} or not (ends or phrases(frame, "between_whom", index)):
        return None
    if len(frame.top) != 1 or len(frame.top[0].ids) != 1:
        return None
    view = index.entities[frame.top[0].ids[0]]
    facts = _bonds(view, index) if view.type in index.made else []
    if not facts or any(not any(date_meets(d, x) for x in view.dates) for d in frame.dates if not d.document):
        return None
    composer = Composer(index, frame.lang)
    composer.facts_part(facts[:PAGE])
    return Draft("answer", composer, (view.id,), reason=f"whom {view.id} binds")


def _bonds(view: EntityView, index: Index) -> list[Fact]:
    """The statements of who belongs to a thing, and of those told of beside them."""
    properties = index.base.types[view.type].properties
    bonds = [name for name in view.facts if properties[name].says == "bond"]
    names = dict.fromkeys([*bonds, *(other for name in bonds for other in properties[name].beside)])
    return [f for name in names for f in view.facts.get(name, ()) if any(isinstance(v, Ref) for v in f.values)]
