"""What ``intents/`` declares: intents, lexicon, cues, wording, and names that the base does not cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.lexicon import Lexicon
from bot.core.model import Intent, Lang, Text, Words

OPERATORS = frozenset({"ask", "overview", "list", "count", "compare", "gap", "link", "timeline", "source", "documents", "say", "help"})
"""The operations that an intent can name; ``bot.core.operate`` and ``bot.core.decide`` carry them out."""

CHAT_KINDS = frozenset({"smalltalk", "help"})
"""The kinds of reply that a chat intent can name."""

CUES = frozenset(
    """
    acted acting acts after aged agent all_but all_of_them already altogether among_them anaphora and_has announced any_event any_thing apart apiece apiece_of
    appearing articles as_told_by as_well_as asked_negatively asks_how asks_how_long asks_how_many asks_how_much asks_name asks_when asks_when_noun
    asks_where asks_which asks_who asks_why assent asserting at_least at_most attending back_to before before_month before_side before_who beginning
    begins_title being being_over belonging belongs_to benefit between_end between_two between_whom blank_when by_age by_comparison by_how_much by_then
    came_about carry_end carry_on carrying caused_by chat_beside claim_heads claiming comes_after comes_before coming_from company comparing conjoins
    contrasting correction counts_fewest counts_most dated_from dating decades demonstratives denying desk_work determiners differing disagreeing
    document doing doing_anywhere done_to either ending everything exact exact_day exact_month existing filler first followed_by giving_reason
    governing growth happening having he_or_it in_common in_every in_order in_several in_single including indefinite inverted inverted_after
    is_it_wrong joined_to joints just_so lasted_until lasting latest leaders left_off lesser lesser_behind lesser_post likewise longest meanwhile misprinting
    mutual names_them narrowing narrows negation neither newer_kind newer_one no_part no_such not_these novelty now of_holders of_the_two older_kind
    older_one on_behalf one_of one_thing only onwards opinion or_earlier or_later ordinals_1 ordinals_2 ordinals_3 ordinals_4 ordinals_5 ordinals_last
    other_languages other_one out_of over over_time overlapping pairs part_autumn part_early part_first_half part_late part_middle part_of_time
    part_q1 part_q2 part_q3 part_q4 part_second_half part_spring part_summer persons placed placing plural_endings pointing pointing_back possessing
    preceded_by predicating purpose quoting read_as_verb read_of relating relative resuming reversed_by_form reversing role_words role_words_strict
    roughly said_named same_again same_as same_day_as same_month_as same_time same_year_as said_so saying self set_apart_that set_apart_who sets_apart
    setting_aside sharing shortest sides since since_then span_from span_to speaking_of stand_in starting tagged tags taken_from taking_part taking_up
    the_former the_latter then there there_is they time_of titles to_be_checked to_come to_list told_as_past turning_round turning_up under unit_days
    unit_months unit_weeks unit_years units until verbs_of_sentences verdicts wanting what_happened who_else who_then with_its with_whom within
    within_it without_these works_for years_earlier years_later yes_no
    """.split()
)
"""The lists of ``_cues.yaml`` that the core asks for."""
PAIRS = frozenset({"read_as_verb"})
"""Those of them whose entries are two words, one for the other."""

REPLIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        """
        about_a_year and bilingual claimed conflict did_you_mean figures_unclear gap_about gap_one next no nobody_else no_opinion no_source not_given_for not_so_exact
        not_sure not_whether_then nothing only_planned or or_else order_unknown
        pick planned probably proposed rest_not_sure same_date same_number source sources under_discussion
        in_both_none in_order latest_first same_names two_things what_there_is which yes you_can_ask share helpful not_helpful failed neither_yes_nor_no
        """.split(),
        frozenset(),
    ),
    "about_months": frozenset({"count"}),
    "about_years": frozenset({"count"}),
    "aged": frozenset({"about", "date"}),
    "as_of": frozenset({"date"}),
    "line": frozenset({"name", "text"}),
    "not_in_document": frozenset({"name", "page"}),
    "asked": frozenset({"question"}),
    "asked_by": frozenset({"question", "user"}),
    "too_long": frozenset({"limit"}),
    "too_many": frozenset({"rate"}),
    "document_called": frozenset({"name", "title"}),
    "inside_of": frozenset({"names", "whole"}),
    "of_these": frozenset({"names"}),
    "not_of_these": frozenset({"names"}),
    "outside_of": frozenset({"names", "whole"}),
    "one_thing": frozenset({"name"}),
    "condition": frozenset({"condition"}),
    "days_long": frozenset({"days"}),
    "earlier": frozenset({"first"}),
    "excluded": frozenset({"names"}),
    "no_date_of": frozenset({"names"}),
    "fewest_of": frozenset({"name"}),
    "filter_after": frozenset({"date"}),
    "filter_before": frozenset({"date"}),
    "filter_since": frozenset({"date"}),
    "filter_until": frozenset({"date"}),
    "filters": frozenset({"filters"}),
    "first_of": frozenset({"name"}),
    "from_source": frozenset({"documents"}),
    "gap": frozenset({"days"}),
    "longer_by": frozenset({"days"}),
    "named_are": frozenset({"count"}),
    "gap_in": frozenset({"about", "days"}),
    "gap_months": frozenset({"high", "low"}),
    "gap_months_in": frozenset({"about", "high", "low"}),
    "grown": frozenset({"by", "first", "last"}),
    "latest_of": frozenset({"name"}),
    "linked": frozenset({"first", "second"}),
    "in_both": frozenset({"names"}),
    "in_these": frozenset({"count", "documents", "filters", "what"}),
    "in_this": frozenset({"count", "document", "filters", "what"}),
    "in_one_document": frozenset({"count", "filters", "what"}),
    "besides": frozenset({"names", "others"}),
    "besides_none": frozenset({"names"}),
    "in_one": frozenset({"first", "names", "second"}),
    "in_one_none": frozenset({"first", "second"}),
    "unclear_of": frozenset({"names"}),
    "only_in": frozenset({"document", "names"}),
    "in_documents": frozenset({"count", "filters", "least", "what"}),
    "not_said_of": frozenset({"all", "count", "filters", "what", "words"}),
    "said_of_all": frozenset({"all", "filters", "what", "words"}),
    "listed": frozenset({"count", "filters", "what"}),
    "listed_none": frozenset({"filters", "what"}),
    "listed_one": frozenset({"filters", "what"}),
    "longest_of": frozenset({"days", "name"}),
    "more": frozenset({"count"}),
    "most_of": frozenset({"name"}),
    **dict.fromkeys(("together_about", "together_exactly", "together_over", "together_under"), frozenset({"count"})),
    "not_among": frozenset({"name"}),
    "mostly_undated": frozenset({"names"}),
    "not_among_closed": frozenset({"name"}),
    "not_covered": frozenset({"names"}),
    "not_given": frozenset({"entity", "property"}),
    "not_given_of": frozenset({"names"}),
    "not_measured": frozenset({"names"}),
    "not_so": frozenset({"words"}),
    "not_told": frozenset({"words"}),
    "not_understood": frozenset({"words"}),
    "note": frozenset({"note"}),
    "now_unknown": frozenset({"date"}),
    "on_date": frozenset({"date"}),
    "question": frozenset({"text"}),
    "read_as": frozenset({"names"}),
    "same_days": frozenset({"days"}),
    "shortest_of": frozenset({"days", "name"}),
    "undated": frozenset({"names"}),
}
"""The wordings of ``_replies.yaml`` that are said, with their placeholders."""


@dataclass(frozen=True)
class Language:
    """All language data, loaded."""

    lexicon: Lexicon
    intents: tuple[Intent, ...]
    cues: Mapping[str, Words]
    """Closed lists of phrases by purpose (``_cues.yaml``): question words, anaphora, corrections, ..."""
    replies: Mapping[str, Text]
    known_names: tuple[tuple[str, tuple[str, ...]], ...]
    """Real names that the base may not cover: (group, names)."""

    def help(self, lang: Lang) -> str:
        """The words that ask what one can ask."""
        return next((i.examples[lang][0] for i in self.intents if i.operator == "help" and i.examples[lang]), "")

    def question(self, text: str, lang: Lang) -> str:
        """A question that is offered, as it is shown: with a capital and a question mark."""
        text = text[:1].upper() + text[1:]
        return text if text.endswith(("?", ".", "!")) else self.say("question", lang, text=text)

    def say(self, key: str, lang: Lang, **values: str) -> str:
        """A wording of ``_replies.yaml`` with its placeholders filled. Raises KeyError for an unknown key."""
        text = self.replies[key][lang]
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text
