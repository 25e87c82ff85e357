"""What the shell and the adapters say themselves. Wording of answers is in ``intents/_replies.yaml``."""

from __future__ import annotations

from bot.core.model import Bilingual, Lang, Paragraph, Reply

TOO_MANY = Bilingual(
    "That is more than {rate} questions in a minute. I have left this one out; please ask it again in a minute.",
    "Cela fait plus de {rate} questions en une minute. J'ai laissé celle-ci de côté ; reposez-la dans une minute.",
)
TOO_LONG = Bilingual(
    "That is too long for one question. Please ask it in up to {limit} characters.",
    "C'est trop long pour une seule question. Posez-la en {limit} caractères au plus.",
)
FAILED = Bilingual(
    "Sorry, I could not work on this question. Please put it in other words; the operators see that it failed.",
    "Désolé, je n'ai pas pu traiter cette question. Formulez-la autrement ; les responsables voient l'échec.",
)

SHARE = Bilingual("Share in channel", "Partager dans le canal")
ASKED = Bilingual("“{question}”", "« {question} »")
ASKED_BY = Bilingual("{user} asked: “{question}”", "{user} a demandé : « {question} »")


def notice(text: Bilingual, lang: Lang, **values: object) -> Reply:
    """A reply of one line that states nothing from the base."""
    return Reply("unknown", lang, (Paragraph(text[lang].format(**values), (), False, True),))
