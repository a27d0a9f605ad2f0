"""What is found for a draft, said in French; the page and the API say the same."""

from typing import Final

from search_api.related_work.results import (
    CitationForm,
    Doubt,
    Repetition,
    RepetitionKind,
)

__all__ = ["citation_words", "doubt_words", "repetition_words", "share_words"]

_DOUBTS: Final = {
    Doubt.NO_SUBJECT: "Ce texte ne dit rien dont un document pourrait traiter : "
    "ajoutez une phrase sur son sujet.",
    Doubt.OTHER_LANGUAGE: "Ce texte est dans une langue que la bibliothèque n’a "
    "presque pas, et rien de ce qu’elle a ne l’appuie.",
    Doubt.ONLY_TABLE: "Ce texte n’est qu’un tableau : ajoutez une phrase qui dit de "
    "quoi il traite.",
    Doubt.TOO_SHORT: "Ce texte est trop court pour dire ce qui l’appuie : ajoutez une "
    "phrase sur son sujet.",
    Doubt.NOTHING_NEAR: "Rien dans le corpus ne l’appuie.",
}
_FORMS: Final = {
    CitationForm.LINK: "par un lien",
    CitationForm.DOI: "par son DOI",
    CitationForm.TITLE: "par son titre",
}
_REPETITIONS: Final = {
    RepetitionKind.REPETITION: "Ce paragraphe reprend",
    RepetitionKind.QUOTATION: "Ce paragraphe cite, source à l’appui,",
    RepetitionKind.UNSOURCED_QUOTATION: "Ce paragraphe cite, sans nommer la source,",
}


def doubt_words(doubt: Doubt) -> str:
    """Say why nothing supports a text."""
    return _DOUBTS[doubt]


def citation_words(form: CitationForm) -> str:
    """Say how a draft cites a work: *par un lien*."""
    return _FORMS[form]


def share_words(share: float) -> str:
    """Say how much of a text is meant; never more than is.

    >>> share_words(0.996), share_words(1.0)
    ('99 %', '100 %')
    """
    return f"{int(share * 100 + 1e-9)} %"


def repetition_words(repetition: Repetition) -> str:
    """Say what a paragraph shares with a document, in one sentence."""
    page = f", page {repetition.passage.page}" if repetition.document.is_paged else ""
    return (
        f"{_REPETITIONS[repetition.kind]} « {repetition.document.title} »{page} "
        f"({share_words(repetition.share)} de ses mots à la suite)."
    )
