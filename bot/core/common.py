"""What two things have in common: "which partners are in both WACI and the Global Focal Point?"."""

from __future__ import annotations

from bot.core.compose import Composer
from bot.core.draft import Draft
from bot.core.frame import Frame, phrases
from bot.core.index import EntityView, Index
from bot.core.model import EntityId, Fact, Paragraph, Ref
from bot.core.verdict import read_as


def in_common(frame: Frame, index: Index) -> Draft | None:
    """Those whom the statements of both of two things name as belonging to them; None where that is not asked for, or not told."""
    if (frame.yes_no and not frame.kinds) or frame.asks - {"which", "who", "how_many"} or frame.dates or not phrases(frame, "in_common", index):
        return None
    made = [index.entities[m.ids[0]] for m in frame.top if len(m.ids) == 1 and index.entities[m.ids[0]].type in index.made]
    if len(made) != 2 or len(frame.top) != 2:
        return None
    told = [_bonds(view, index) for view in made]
    if not all(told):
        return None
    first, second = ({v.id: None for f in facts for v in f.values if isinstance(v, Ref)} for facts in told)
    shared: list[EntityId] = [i for i in first if i in second]
    composer = Composer(index, frame.lang)
    facts = [f for found in told for f in found]
    cites = tuple(dict.fromkeys(n for f in facts for n in composer.cite(f)))
    said = composer.say("in_both", names="; ".join(map(composer.title, shared))) if shared else composer.say("in_both_none")
    composer.parts.append(Paragraph(read_as(frame, composer) + said, cites, True, True))
    composer.bullets(facts)
    return Draft("answer", composer, tuple(shared) or tuple(v.id for v in made), "list", reason=f"what {made[0].id} and {made[1].id} have in common")


def _bonds(view: EntityView, index: Index) -> list[Fact]:
    """The statements of who belongs to a thing, and of those told of beside them."""
    properties = index.base.types[view.type].properties
    bonds = [name for name in view.facts if properties[name].says == "bond"]
    names = dict.fromkeys([*bonds, *(other for name in bonds for other in properties[name].beside)])
    return [f for name in names for f in view.facts.get(name, ()) if any(isinstance(v, Ref) for v in f.values)]
