"""What properties and values are called in French.

Our own vocabulary carries its labels (``words.rq``); these are the words for what we
take from others, and the wording of the bases of a fact.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import QuerySolution

from ontology.terms import PREFIXES, Reused

__all__ = ["REUSED_WORDS", "read_words", "short_name"]

REUSED_WORDS: Final[Mapping[str, str]] = {
    Reused.ALT_LABEL: "autre nom",
    Reused.CREATOR: "auteur",
    Reused.DATE: "date",
    Reused.DESCRIPTION: "description",
    Reused.IDENTIFIER: "identifiant officiel",
    Reused.HAS_IDENTIFIER: "identifiant",
    Reused.SAME_AS: "même chose que",
    Reused.ISSUE: "numéro de la revue",
    Reused.IS_REFERENCED_BY: "lié par la page",
    Reused.IS_REPLACED_BY: "remplacé par",
    Reused.LANGUAGE: "langue",
    Reused.LICENSE: "licence",
    Reused.MODIFIED: "mis à jour",
    Reused.PUBLISHER: "éditeur",
    Reused.SUBJECT: "sujet",
    Reused.TITLE: "titre",
    Reused.DCTERMS_TYPE: "nature",
    Reused.HOMEPAGE: "site",
    Reused.PAGE: "page de présentation",
    Reused.CLASSIFICATION: "type d’unité",
    Reused.UNIT_OF: "rattaché à",
    Reused.DISSOLUTION_DATE: "fin d’existence",
    Reused.END_DATE: "fin",
    Reused.FOUNDING_DATE: "création",
    Reused.START_DATE: "début",
    Reused.URL: "adresse",
    Reused.BROADER: "plus large",
    Reused.BROAD_MATCH: "plus large, dans un autre référentiel",
    Reused.CLOSE_MATCH: "proche, dans un autre référentiel",
    Reused.DEFINITION: "définition",
    Reused.NOTATION: "code",
    Reused.NOTE: "remarque",
}


def read_words(rows: Iterable[QuerySolution]) -> dict[str, str]:
    """Read ``words.rq`` and add our words for the terms of others."""
    words = {row["term"].value: row["label"].value for row in rows}
    return {**words, **REUSED_WORDS}


def short_name(iri: str) -> str:
    """Return an IRI with its usual prefix, for a term that has no word.

    >>> short_name("http://www.w3.org/2004/02/skos/core#scopeNote")
    'skos:scopeNote'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
