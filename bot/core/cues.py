"""The phrases of a language folder: which of its lists stand where in a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.language import Language
from bot.core.model import EntityType, Lang
from bot.core.text import words

PhraseTable = Mapping[str, tuple[tuple[tuple[str, ...], bool], ...]]
"""First word -> (phrase, whether it binds to the start of a clause)."""


_Entry = tuple[int, str, tuple[str, ...], bool]
_Merged = Mapping[tuple[str, ...], tuple[_Entry, ...]]
PAIR = 3
"""Words from which a phrase is not told by its first two."""


def phrase_table(entries: Iterable[str]) -> PhraseTable:
    """Phrases of folded words, indexed by their first word."""
    table: dict[str, dict[tuple[tuple[str, ...], bool], None]] = {}
    for entry in entries:
        body = words(entry)
        if body:
            table.setdefault(body[0], {})[body, entry.startswith("^")] = None
    return {k: tuple(v) for k, v in table.items()}


def find_phrases(said: Sequence[str], starts: Sequence[bool], table: PhraseTable) -> list[tuple[int, int]]:
    """Spans of the phrases in a sequence of folded words; ``^`` binds to the start of a clause."""
    spans = []
    for i, word in enumerate(said):
        for body, bound in table.get(word, ()):
            n = len(body)
            if (not bound or starts[i]) and (n == 1 or tuple(said[i : i + n]) == body):
                spans.append((i, i + n))
    return spans


SHARED = 4
"""Letters that the singular and the plural of a noun have in common at the beginning."""


class Cues:
    """The phrase lists of a language folder, compiled; with what of the base they are looked up beside."""

    def __init__(
        self, language: Language, types: Mapping[str, EntityType], type_nouns: Mapping[tuple[str, ...], Sequence[tuple[str, str, bool]]]
    ) -> None:
        locales = language.lexicon.locales
        self.tables = {name: {lang: phrase_table(w[lang]) for lang in locales} for name, w in language.cues.items()}
        self.intents = [(i, {lang: phrase_table(i.cues[lang]) for lang in locales}) for i in language.intents]
        self.words = {
            name: frozenset(w for table in by_lang.values() for phrases in table.values() for said, _ in phrases for w in said)
            for name, by_lang in self.tables.items()
        }
        """The words of a list in every language, for lists of single words."""
        self.turning_round = {lang: frozenset(w for entry in language.cues["turning_round"][lang] for w in words(entry)) for lang in locales}
        """The words of that list in one language: "dont" turns English round, not French."""
        pairs = (words(entry) for lang in locales for entry in language.cues["read_as_verb"][lang])
        self.read_as_verb = {pair[0]: pair[1] for pair in pairs}
        """Words that are verbs behind "did" -> their form that is only a verb."""
        own = (w for name, listed in self.words.items() if name != "other_languages" for w in listed)
        self.known = frozenset(own) | frozenset(w for i in language.intents for c in i.cues for w in words(c))
        asked = (language.cues[name][lang] for name in ("asks_who", "asks_where", "asks_why", "asks_which", "asks_when") for lang in locales)
        single = frozenset(w[0] for entries in asked for entry in entries if len(w := words(entry)) == 1)
        self.question_words = single - self.words["asks_when_noun"]
        """Words that ask by themselves, in any language: "who", "quand"; no nouns ("date")."""
        chat = [i for i in language.intents if i.operator in {"say", "help"}]
        self.chat = phrase_table(c for i in chat for c in i.cues)
        """Chat phrases of all languages."""
        self.of_operator = {
            operator: frozenset(w[0] for i in language.intents if i.operator == operator for c in i.cues if len(w := words(c)) == 1)
            for operator in {i.operator for i in language.intents}
        }
        """The single words that ask for each operator, in any language."""
        self.wholly = {words(c): frozenset(lang for lang in locales if c in i.cues[lang]) for i in chat for c in i.cues}
        """Chat phrases, and the languages in which they are ones."""
        self.noun_starts = frozenset(noun[0] for noun in type_nouns)
        """First words of the type nouns."""
        self.noun_lengths = range(max(map(len, type_nouns), default=0), 0, -1)
        """How many words a type noun may have, the most first."""
        nouns = {n[0]: kinds for n, kinds in type_nouns.items() if len(n) == 1}
        self.singular = {
            many: one
            for many, kinds in nouns.items()
            if any(plural for *_, plural in kinds)
            for one, others in nouns.items()
            if one != many and many.startswith(one[:SHARED]) and {k[:2] for k in kinds if k[2]} & {k[:2] for k in others if not k[2]}
        }
        """Type nouns in the plural -> in the singular."""
        self.countable = frozenset(n[0] for n, kinds in type_nouns.items() if len(n) == 1 and not all(types[t].topical for t, _, _ in kinds))
        """Type nouns of one word, for things that one counts."""
        lesser = self.words["lesser"]
        self.lesser_slots = frozenset(
            (t.name, p.name) for t in types.values() for p in t.properties.values() if lesser & {*(w for t in p.label for w in words(t))}
        )
        """Properties of a lesser post ("deputy head"): not asked for by the words of the full one."""
        self._merged = {lang: self._merge(lang) for lang in locales}
        self._joined: dict[tuple[str, ...], frozenset[str]] = {}

    def _merge(self, lang: Lang) -> _Merged:
        """All phrases of all lists, by their first two words; the number of each keeps them in the order of the lists."""
        merged: dict[tuple[str, ...], list[_Entry]] = {}
        named = [(name, t[lang]) for name, t in self.tables.items()] + [(f"intent {i.name}", t[lang]) for i, t in self.intents]
        entries = ((name, body, bound) for name, table in named for found in table.values() for body, bound in found)
        for number, (name, body, bound) in enumerate(entries):
            merged.setdefault(body[:2], []).append((number, name, body, bound))
        return {k: tuple(v) for k, v in merged.items()}

    def words_of(self, *names: str) -> frozenset[str]:
        """The words of some lists in every language; kept, for they are the same few lists for every message."""
        joined = self._joined.get(names)
        if joined is None:
            joined = self._joined[names] = frozenset().union(*(self.words[name] for name in names))
        return joined

    def find(self, name: str, said: Sequence[str], starts: Sequence[bool], lang: Lang) -> list[tuple[int, int]]:
        return find_phrases(said, starts, self.tables[name][lang]) if name in self.tables else []

    def scan(self, said: Sequence[str], starts: Sequence[bool], lang: Lang) -> Scanned:
        """All phrases of all lists in one pass: a message is asked for some sixty of them."""
        spans: dict[str, list[tuple[int, int]]] = {}
        merged = self._merged[lang]
        none: tuple[_Entry, ...] = ()
        for i, word in enumerate(said):
            alone, longer = merged.get((word,), none), merged.get((word, said[i + 1]), none) if i + 1 < len(said) else none
            for _, name, body, bound in sorted(alone + longer) if alone and longer else alone or longer:
                n = len(body)
                if (not bound or starts[i]) and (n < PAIR or tuple(said[i : i + n]) == body):
                    spans.setdefault(name, []).append((i, i + n))
        return Scanned(self, spans)


@dataclass(frozen=True, slots=True)
class Scanned:
    """The phrases found in one message."""

    cues: Cues
    spans: Mapping[str, list[tuple[int, int]]]

    def find(self, name: str) -> list[tuple[int, int]]:
        return self.spans.get(name, [])
