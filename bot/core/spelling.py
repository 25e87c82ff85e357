"""Which language a message is in, and which of its words are slips or short forms of known ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.core.cues import find_phrases
from bot.core.index import Index
from bot.core.model import Lang, Token
from bot.core.names import Names, link, near
from bot.core.text import VOWELS, tokenize, words

LONG_NAME = 9
"""Letters from which a word with a capital may be a slip for a plain word as well ("Peacekeepign"); shorter ones are names."""


def detect(tokens: Sequence[Token], index: Index, default: Lang, named: Iterable[str] = ()) -> tuple[Lang, bool]:
    """The language of a message, and whether it is in none. Numbers say nothing; of the words of names (``named``) those that stand in the names
    of one language other than the first, whose acronyms are used in all, where nothing else tells."""
    lexicon = index.lexicon
    locales = index.locales
    score: dict[Lang, float] = dict.fromkeys(locales, 0.0)
    for token, behind in zip(tokens, (*tokens[1:], None), strict=False):
        word = token.text
        if word.isdecimal() or (token.raw.isupper() and len(word) > 1):
            continue
        before_vowel = bool(behind and behind.text[0] in VOWELS)
        letters = token.raw.lower()
        for lang, points, elided in lexicon.tongues(word):
            if elided and not before_vowel:
                continue  # "n co-chairs?" is no French negation
            score[lang] += points
            marks = locales[lang].letters
            marked = bool(marks) and not marks.isdisjoint(letters)
            # "opération open roads": of a name, and without its mark a word of another language
            if marked and (word not in index.names.tokens or (token.raw.islower() and any(word in lexicon.real[x] for x in locales if x != lang))):
                score[lang] += 1
    alien = find_phrases([t.text for t in tokens], [True] * len(tokens), index.cues.tables["other_languages"][locales.first])
    spelt = [t for t in tokens if not t.text.isdecimal()]
    script = sum([ord(t.raw[0]) > 0x24F for t in spelt])
    foreign = (len(alien) >= 2 and sum(score.values()) < 2 * len(alien) + 2) or (bool(spelt) and script * 2 > len(spelt))
    if len(said := index.cues.wholly.get(tuple(t.text for t in tokens), ())) == 1:
        return next(iter(said)), False  # "bon week-end" has more English words than French ones
    most = max(score.values())
    best = [lang for lang in locales if score[lang] == most]
    told = {only for word in named if (only := index.name_langs.get(word)) and only in best and only != locales.first}
    return (best[0] if len(best) == 1 else next(iter(told)) if len(told) == 1 else default), foreign


NAME, SLIPS = 5, 2
"""From so many letters on so many slips are forgiven in a word behind the beginning of its name."""


def repair(tokens: Sequence[Token], index: Index, lang: Lang) -> tuple[dict[int, str], list[tuple[str, tuple[str, ...]]], dict[int, tuple[str, ...]]]:
    """Corrections for words that nobody knows: token index -> word; slips equally near to several names; and all words
    that a corrected token is equally near to ("fonded": founded, funded), of which the facts must decide."""
    lexicon, names = index.lexicon, index.names
    fixes: dict[int, str] = {}
    ambiguous: list[tuple[str, tuple[str, ...]]] = []
    equal: dict[int, tuple[str, ...]] = {}
    for i, token in enumerate(tokens):
        word = token.text
        if token.raw.isupper() and len(word) >= 4 and word not in names.single:
            begun = sorted(c for c in names.single if c.startswith(word))
            if len(begun) > 1:  # "MINUS mission": the beginning of several acronyms
                ambiguous.append((token.raw, tuple(begun)))
                continue
        if word.isdecimal() or len(word) < 2 or known_word(index, word, lang):
            continue
        full = next((full for x in (lang, *index.locales) if (full := lexicon.abbreviations[x].get(word))), None)
        if full and " " not in full:
            fixes[i] = words(full)[0] if words(full) else word
            continue
        choices = near(names, word)
        if word in index.cues.known or lexicon.has(word, lang) or (lexicon.has(word) and not any(lexicon.has(c, lang) for c in choices)):
            continue  # a form of a word that the lexicon has: "testait" is no slip for Tessalit, but "contries" in English one for countries
        if not token.raw[0].isupper():  # "palan" is a plan, not Palau, but "contries" is no French "contrées"
            plain = tuple(c for c in choices if c not in names.strange)
            meant = tuple(c for c in choices if lexicon.has(c, lang))
            choices = plain if any(lexicon.is_function(c, lang) or c in meant for c in plain) else meant or plain or choices
        choices = tuple(c for c in choices if c in names.tokens or _is_spoken(c, lang, index))
        choices = choices or _beside_its_name(i, tokens, fixes, names)
        if not choices:
            continue
        months = [c for c in choices if len(c) > 4 and index.locales.month_of(c)]
        if months and i + 1 < len(tokens) and len(tokens[i + 1].raw) == 4 and tokens[i + 1].raw.isdecimal():
            fixes[i] = months[0]  # "Janury 2018"
            continue
        own = [c for c in choices if c in names.tokens]
        acronyms = [c for c in own if c in names.single]
        capital = token.raw[0].isupper()
        if capital and (token.start > 0 or len(tokens) == 1) and (token.raw.isupper() or len(word) < LONG_NAME):
            if not own:
                continue  # a capitalised unknown word is a name: never repaired into a common word
            choices = tuple(own)
        swapped = [c for c in acronyms if sorted(c) == sorted(word)]
        if len(acronyms) > 1 and len(swapped) == 1:  # two letters in the wrong order are one slip of the fingers: UNOCD is UNODC
            fixes[i] = swapped[0]
            continue
        if len(acronyms) > 1 and len(acronyms) == len(choices):
            ambiguous.append((token.raw, tuple(acronyms)))
            continue
        best = sorted(
            choices,
            key=lambda c: (
                sorted(c) != sorted(word),  # two letters swapped are one slip: "marhc" is March, not Maroc
                c not in names.single or not (token.raw.isupper() or len(c) > 4),
                c not in lexicon.vocabulary[lang] and c not in lexicon.function[lang] and not lexicon.has(c, lang),
                c not in names.tokens,
                c not in index.vocabulary,
                c[0] != word[0],
                c,
            ),
        )
        fixes[i] = best[0]
        if best[0] not in names.tokens and len(best) > 1:
            equal[i] = tuple(best)
    if fixes:
        fixes |= _digits(tokens, fixes, index, lang)
    return fixes, ambiguous, equal


def _beside_its_name(at: int, tokens: Sequence[Token], fixes: Mapping[int, str], names: Names) -> tuple[str, ...]:
    """The one word that makes a name of an unknown word and the one before it, two slips away ("dimitri titoff", "Dimitri Titov")."""
    word = tokens[at].text
    before = names.trie.get(fixes.get(at - 1, tokens[at - 1].text)) if at and tokens[at - 1].clause == tokens[at].clause else None
    if len(word) < NAME or not isinstance(before, dict):
        return ()
    found = [w for w in before if w and w[0] == word[0] and len(w) >= NAME and OSA.distance(word, w, score_cutoff=SLIPS) <= SLIPS]
    return tuple(found) if len(found) == 1 else ()


def _digits(tokens: Sequence[Token], fixes: Mapping[int, str], index: Index, lang: Lang) -> dict[int, str]:
    """The digits that stand for a word, as people write in a hurry ("number 4 teh court"): not those that may count something ("the 4 peece
    operations"), or stand in a date or a number."""
    short, function = index.lexicon.abbreviations[lang], index.lexicon.function[lang]
    found = {}
    for i, (before, token) in enumerate(pairwise(tokens), 1):
        if token.text not in short or not token.raw.isdecimal() or before.clause != token.clause or before.raw.isdecimal():
            continue
        behind = [t for t in tokens[i + 1 : i + 4] if t.clause == token.clause]
        counted = next((k for k, t in enumerate(behind) if fixes.get(i + 1 + k, t.text) in function), len(behind))
        if not any(t.start == token.end or t.raw.isdecimal() or index.locales.month_of(t.text) for t in behind[:1]) and not any(
            t.text.endswith("s") for t in behind[:counted]
        ):
            found[i] = short[token.text]
    return found


def known_word(index: Index, word: str, lang: Lang | None = None) -> bool:
    """Whether a folded word is in the base, the lexicon, the names or the plain word lists, of all languages or one."""
    lexicon = index.lexicon
    return (
        word in index.vocabulary
        or word in index.names.tokens
        or lexicon.is_real(word, lang)
        or lexicon.is_function(word)
        or word in lexicon.courtesy
        or any(word in own for own in lexicon.light.values())
        or index.locales.month_of(word) > 0
    )


def expand(text: str, tokens: Sequence[Token], index: Index) -> str:
    """Write out chat abbreviations of several words ("dyk" -> "do you know"), "1st" unless it is the day of a date, and
    put an apostrophe that was left out ("Cote dIvoire", "lonudc")."""
    table = index.lexicon.long_abbreviations
    out, last = [], 0
    for i, token in enumerate(tokens):
        full = table.get(token.raw.lower())
        if token.raw == "1" and i + 1 < len(tokens) and tokens[i + 1].start == token.end:
            ordinal = index.locales.first_forms.get(tokens[i + 1].text)
            if ordinal and not any(index.locales.month_of(t.text) for t in tokens[max(0, i - 1) : i + 4]):
                out += [text[last : token.start], ordinal]
                last = tokens[i + 1].end
        if full and not token.raw.isupper():
            out += [text[last : token.start], full]
            last = token.end
        elif i and text[tokens[i - 1].end : token.start] == "/" and {tokens[i - 1].text, token.text} <= index.cues.question_words:
            out += [text[last : tokens[i - 1].end], f" {_and(token.text, index)} "]  # "when/where was it?"
            last = token.start
        elif _elided(token.text, index):
            out += [text[last : token.start + 1], "'"]
            last = token.start + 1
    return "".join([*out, text[last:]])


def _and(question_word: str, index: Index) -> str:
    """The "and" of the language of a question word."""
    langs = [lang for lang in index.locales if question_word in index.lexicon.function[lang]] or [index.locales.first]
    return index.language.cues["conjoins"][langs[0]][0]


def spread(text: str, tokens: Sequence[Token], index: Index) -> str:
    """The text with a noun that two words share said with each of them ("the gender and detection trainings": "the gender training and
    detection training"), where both then name something and neither does alone."""
    conjoins, names = index.cues.words["conjoins"] | index.cues.words["either"], index.names
    for i in range(1, len(tokens) - 1):
        if tokens[i].text not in conjoins:
            continue
        next_ = i + 1 + (tokens[i + 1].text in index.cues.words["articles"] and i + 2 < len(tokens))  # "the detection or the gender training"
        one, other = tokens[i - 1], tokens[next_]
        # the noun stands behind both of them, in French before
        for at, behind in ((next_ + 1, True), (i - 2, False)):
            apart = tokens[i].text in index.cues.words["either"] or (next_ == i + 2 and behind)  # "the gender and the detection training"
            noun = _one_of_many(tokens[at].text, apart, index) if 0 <= at < len(tokens) else None
            if not noun or {tokens[at].text, one.text, other.text} & conjoins:
                continue
            named = [f"{w.raw} {noun}" if behind else f"{noun} {w.raw}" for w in (one, other)]
            if all(_names_one(t, names) for t in named) and not any(_names_one(w.raw, names) for w in (one, other)):
                start, end = min(tokens[at].start, one.start), max(tokens[at].end, other.end)
                return f"{text[:start]}{named[0]} {tokens[i].raw} {named[1]}{text[end:]}"
    return text


def _one_of_many(noun: str, apart: bool, index: Index) -> str | None:
    """A noun in the singular that two words share: in the plural, or in the singular as well where the words are set ``apart``."""
    if noun in index.cues.singular:
        return index.cues.singular[noun]
    return noun if apart and noun in index.cues.singular.values() else None


def _names_one(text: str, names: Names) -> bool:
    """Whether a text is wholly the name of something."""
    tokens = tokenize(text)
    return any(m.ids and m.start == 0 and m.end == len(tokens) for m in link(tokens, names, {}))


def _elided(word: str, index: Index) -> bool:
    """Whether a folded word that nobody knows is a known one behind an article or preposition of one letter."""
    rest = word[1:]
    if len(rest) < 3 or known_word(index, word):
        return False
    langs = [lang for lang, locale in index.locales.items() if word[0] in locale.elisions]
    return any(rest in index.names.tokens or rest in index.lexicon.vocabulary[lang] for lang in langs)


def verbs_of(tokens: Sequence[Token], index: Index) -> dict[int, str]:
    """The words that are a verb here and something else elsewhere, in their form that is only a verb: "how long did it last", "did it last two
    days", "when did it close", unlike "which one did they hold last"."""
    cues, pairs = index.cues, index.cues.read_as_verb
    found = {}
    for i, token in enumerate(tokens):
        if token.text not in pairs:
            continue
        clause = [t.text for t in tokens[:i] if t.clause == token.clause]
        behind = tokens[i + 1].text if i + 1 < len(tokens) and tokens[i + 1].clause == token.clause else ""
        starts = [k == 0 for k in range(len(clause))]
        asked_by = "asks_how_long" if token.text in cues.words["lasting"] else "asks_when"
        asked = any(cues.find(asked_by, clause, starts, lang) for lang in index.locales)
        told = behind.isdecimal() or behind in cues.words["benefit"] | cues.words["comparing"]
        if not (cues.words["doing"] | cues.words["to_come"]).isdisjoint(clause[:-1]) and (told or (asked and not behind)):
            found[i] = pairs[token.text]
    return found


def _is_spoken(word: str, lang: Lang, index: Index) -> bool:
    """Whether a word may be of a language: "guterres" in English is no slip for French "guerres"."""
    return index.lexicon.has(word, lang) or not index.lexicon.has(word)


def second_look_at(tokens: Sequence[Token], index: Index, fixes: Mapping[int, str], lang: Lang) -> dict[int, str]:
    """The words that nothing in the base knows, with the nearest that it does; for a question that failed as it stands."""
    found = {}
    lexicon = index.lexicon
    titled = sum(t.raw[0].isupper() for t in tokens) > len(tokens) / 2  # "When Was The Agrement Signed"
    for i, token in enumerate(tokens):
        word = token.text
        if not titled and token.raw[0].isupper() and i and len(word) < LONG_NAME:
            continue  # "what did Waly say": a name, not a "way"
        if (
            i in fixes
            or word.isdecimal()
            or len(word) < 3
            or word in lexicon.courtesy
            or lexicon.is_function(word)
            or word in index.vocabulary
            or word in index.names.tokens
            or word in index.cues.known
        ):
            continue
        if lexicon.keys(word) & index.by_key.keys():
            continue
        choices = [c for c in near(index.names, word) if lexicon.is_vocabulary(c) or c in index.vocabulary]
        # a real word may only have its letters swapped ("sing" for "sign")
        choices = [c for c in choices if (sorted(c) == sorted(word) and c[0] == word[0]) or not lexicon.is_real(word, lang)]
        choices = [c for c in choices if _is_spoken(c, lang, index)]
        if choices:
            found[i] = choices[0]
    return found
