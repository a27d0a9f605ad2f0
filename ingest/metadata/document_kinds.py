"""What a document is, in the terms of the calls, when it says so itself."""

import re

from ontology.model import DocumentKind

__all__ = ["SHEETS", "is_of_platform", "kind_by_title", "kind_stated"]

SHEETS = frozenset(
    {DocumentKind.GROUP_SHEET, DocumentKind.PRODUCTION_SHEET, DocumentKind.THEME}
)
"""Documents about something else: the address that they state is that of the thing."""

_STATED = {
    **{kind.value: kind for kind in DocumentKind},
    "blog": DocumentKind.POST,
    "blogposting": DocumentKind.POST,
    "blog post": DocumentKind.POST,
    "post": DocumentKind.POST,
    "billet": DocumentKind.POST,
    "article": DocumentKind.POST,  # og:type of every WordPress post
    "scholarlyarticle": DocumentKind.ARTICLE,
    "journalarticle": DocumentKind.ARTICLE,
    "newsarticle": DocumentKind.ARTICLE,
    "report": DocumentKind.REPORT,
    "rapport": DocumentKind.REPORT,
    "event": DocumentKind.EVENT,
    "dataset": DocumentKind.DATASET,
    "webpage": DocumentKind.PAGE,
}
_TITLES: tuple[tuple[str, DocumentKind], ...] = (
    # In capitals: « un ami » calls nobody.
    (
        r"appels? à (manifestation|projets|candidatures)|\b(?-i:AMI)\b",
        DocumentKind.CALL,
    ),
    (r"note de veille|veille scientifique", DocumentKind.WATCH_NOTE),
    (
        r"[ée]tat de l[’']art|revue de (la )?litt[ée]rature|literature review",
        DocumentKind.LITERATURE_REVIEW,
    ),
    (r"cahiers? d[’'](exp[ée]rience|usages?)", DocumentKind.EXPERIENCE_BOOK),
    (r"note de synth[èe]se|^synth[èe]se\b", DocumentKind.SYNTHESIS_NOTE),
    (r"\[traduction\]|^traduction\b", DocumentKind.TRANSLATION),
    (r"présentation du (groupe|GTnum)", DocumentKind.PRESENTATION),
    (
        r"^(colloque|journée|séminaire|webinaire|rencontres?) (de|d[’']|du|des|nation)",
        DocumentKind.EVENT,
    ),
    (r"\brapport\b(?! à la)", DocumentKind.REPORT),
    (r"^glossaire\b", DocumentKind.GLOSSARY),
)


def kind_stated(printed: str, origin: str) -> DocumentKind | None:
    """Return the kind that a metadata value names, or None.

    Args:
        printed: The value, for example ``group_sheet`` or ``BlogPosting``.
        origin: Where it stands: in front matter, ``article`` means what it says.
    """
    key = printed.strip().casefold().rpartition("/")[2]
    if key == "article" and origin == "front matter":
        return DocumentKind.ARTICLE
    return _STATED.get(key)


def is_of_platform(kind: DocumentKind, origin: str) -> bool:
    """Return whether a kind says how a text is published, not what it is.

    Every article of a blog is a post to its platform; a title that announces a call, a
    watch note or an event says more. Front matter was written for this document.
    """
    return kind in (DocumentKind.POST, DocumentKind.PAGE) and origin != "front matter"


def kind_by_title(title: str) -> DocumentKind | None:
    """Return the kind that a title announces, or None.

    >>> kind_by_title("Note de veille : la sobriété numérique").value
    'watch_note'
    """
    for pattern, kind in _TITLES:
        if re.search(pattern, title, re.IGNORECASE):
            return kind
    return None
