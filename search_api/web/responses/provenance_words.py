"""French words for where values come from and why documents are copies."""

from ontology.model import WorkMatch

__all__ = ["field_label", "match_words", "origin_label"]

_FIELDS = {
    "title": "Titre",
    "identifier": "Identifiant",
    "date": "Date",
    "authors": "Auteurs",
    "publisher": "Éditeur",
    "url": "Adresse",
    "licence": "Licence",
    "abstract": "Résumé",
    "language": "Langue",
    "kind": "Nature",
    "doi": "DOI",
    "handle": "Handle",
    "hal_id": "Identifiant HAL",
    "keywords": "Mots-clés",
    "categories": "Catégories",
}
_ORIGINS = {
    "front matter": "en-tête de la note",
    "text": "texte",
    "title": "titre",
    "heading": "titre affiché",
    "file name": "nom du fichier",
    "html lang": "langue déclarée par la page",
    "link canonical": "adresse canonique",
    "link license": "lien de licence",
    "first page": "première page",
    "last page": "dernière page",
    "link cite-as": "lien de citation",
    "suggested citation": "citation proposée par la page",
    "section Résumé": "section « Résumé »",
    "largest text": "plus gros texte de la première page",
    "PDF": "propriétés du PDF",
    "XMP": "métadonnées XMP",
    "DOCX": "propriétés du fichier Word",
    "ODT": "propriétés du fichier OpenDocument",
    "WordPress": "export WordPress",
    "WordPress excerpt": "extrait de WordPress",
    "JSON-LD": "données structurées de la page",
}
_METHODS = {
    "bytes": "le même fichier",
    "text": "le même texte, mot pour mot",
    "doi": "le même DOI",
    "handle": "le même Handle",
    "hal": "le même identifiant HAL",
    "address": "la même adresse",
}


def field_label(name: str) -> str:
    """Return the name of a field; one that we do not know stays as printed."""
    return _FIELDS.get(name, name)


def origin_label(origin: str) -> str:
    """Return where a value stood.

    >>> origin_label("meta citation_doi"), origin_label("XMP")
    ('balise citation_doi', 'métadonnées XMP')
    """
    known = _ORIGINS.get(origin)
    return known or origin.replace("meta ", "balise ", 1)


def match_words(match: WorkMatch) -> str:
    """Say why two documents are manifestations of one work.

    >>> match_words(WorkMatch("a", "b", "near_text", 0.9312))
    'a et b : 93 % de texte commun'
    """
    shared = f"{int(match.similarity * 100)} % de texte commun"
    return f"{match.first} et {match.second} : {_METHODS.get(match.method, shared)}"
