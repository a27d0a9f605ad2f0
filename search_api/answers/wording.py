"""French words for values of the domain: kinds, languages, dates, numbers, scores."""

import re
from datetime import date

from ingest.sources.office_types import (
    DOC,
    OPENDOCUMENT,
    POWERPOINT,
    PPT,
    SHEETS,
    WORD,
    XLS,
)
from ontology.model import DocumentKind, EntityKind, WorkMatch
from ontology.structure import PassageRole
from search_api.query import PassageHit

__all__ = [
    "ENTITY_LABELS",
    "FACET_LABELS",
    "date_words",
    "documents_found",
    "field_label",
    "kind_label",
    "language_label",
    "match_words",
    "media_label",
    "number_words",
    "origin_label",
    "role_label",
    "score_words",
    "size_words",
]

_KINDS = {
    DocumentKind.CALL: "Appel",
    DocumentKind.THEME: "Thème d’appel",
    DocumentKind.GROUP_SHEET: "Fiche de groupe",
    DocumentKind.PRODUCTION_SHEET: "Fiche de production",
    DocumentKind.PRESENTATION: "Présentation",
    DocumentKind.WATCH_NOTE: "Note de veille",
    DocumentKind.LITERATURE_REVIEW: "Revue de littérature",
    DocumentKind.EXPERIENCE_BOOK: "Cahier d’expériences",
    DocumentKind.SYNTHESIS_NOTE: "Note de synthèse",
    DocumentKind.REPORT: "Rapport",
    DocumentKind.ARTICLE: "Article",
    DocumentKind.POST: "Billet",
    DocumentKind.EVENT: "Événement",
    DocumentKind.TRANSLATION: "Traduction",
    DocumentKind.GLOSSARY: "Glossaire",
    DocumentKind.DATASET: "Jeu de données",
    DocumentKind.PAGE: "Page web",
    DocumentKind.DOCUMENT: "Document",
}

_ROLES = {
    PassageRole.BODY: "Texte",
    PassageRole.ENTRY: "Entrée de glossaire",
    PassageRole.CAVEAT: "Réserve ou source",
    PassageRole.COVER: "Couverture",
    PassageRole.CONTENTS: "Sommaire",
    PassageRole.INDEX: "Index",
    PassageRole.BIBLIOGRAPHY: "Bibliographie",
}

ENTITY_LABELS = {
    EntityKind.GROUP: "Groupe",
    EntityKind.LAB: "Laboratoire",
    EntityKind.INSTITUTION: "Établissement",
    EntityKind.ACADEMY: "Académie",
    EntityKind.REGION: "Région académique",
    EntityKind.SERVICE: "Service",
    EntityKind.PERSON: "Personne",
    EntityKind.THEME: "Thème",
    EntityKind.WAVE: "Vague",
    EntityKind.PRODUCTION: "Production",
    EntityKind.CONCEPT: "Notion",
}

FACET_LABELS = {
    **{kind.value: label for kind, label in ENTITY_LABELS.items()},
    "kind": "Nature",
    "language": "Langue",
    "collection": "Collection",
    "document": "Document",
    "year": "Année",
    "period": "Dates",
    "newest": "Ordre",
    "without": "Sans",
    "date_from": "Depuis",
    "date_to": "Jusqu’à",
}

_LANGUAGES = {
    "fr": "français",
    "en": "anglais",
    "es": "espagnol",
    "de": "allemand",
    "it": "italien",
    "pt": "portugais",
    "und": "langue inconnue",
}

_MEDIA = {
    "application/pdf": "PDF",
    "text/html": "HTML",
    "application/xhtml+xml": "HTML",
    "text/markdown": "Markdown",
    "text/plain": "texte",
    "message/rfc822": "courriel",
    "application/rtf": "RTF",
    "application/epub+zip": "EPUB",
    **dict.fromkeys(WORD, "Word"),
    DOC: "Word",
    **dict.fromkeys(POWERPOINT, "PowerPoint"),
    PPT: "PowerPoint",
    **dict.fromkeys(SHEETS, "Excel"),
    XLS: "Excel",
    **dict.fromkeys(OPENDOCUMENT, "OpenDocument"),
}

_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_NARROW_SPACE = "\u202f"
_CLOSE_MEANING = 0.6
_RELATED_MEANING = 0.35


def kind_label(kind: str) -> str:
    """Return the French name of a kind of document; unknown kinds name themselves."""
    try:
        return _KINDS[DocumentKind(kind)]
    except ValueError:
        return kind


def role_label(role: PassageRole) -> str:
    """Return the French name of where a passage stands."""
    return _ROLES[role]


def language_label(code: str) -> str:
    """Return the French name of a language; a rare one shows its code."""
    return _LANGUAGES.get(code, code)


def media_label(media_type: str) -> str:
    """Return how people call a media type."""
    return _MEDIA.get(media_type, media_type)


def date_words(iso: str | None) -> str:
    """Write a date of any precision in French.

    >>> date_words("2024-03-01"), date_words("2024-03"), date_words("2024")
    ('1er mars 2024', 'mars 2024', '2024')
    """
    if not iso:
        return ""
    parts = _DATE.match(iso)
    if parts is None:
        return iso
    year, month, day = parts.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return iso
    words = [year]
    if month:
        words.insert(0, _MONTHS[int(month) - 1])
    if day:
        words.insert(0, "1er" if int(day) == 1 else str(int(day)))
    return " ".join(words)


def number_words(number: int) -> str:
    """Write a whole number with French thousands.

    >>> number_words(1676) == "1\u202f676"
    True
    """
    return f"{number:,}".replace(",", _NARROW_SPACE)


def documents_found(total: int, *, is_capped: bool) -> str:
    """Return how many documents answer, and whether there may be others.

    >>> documents_found(1, is_capped=False), documents_found(74, is_capped=True)
    ('1 document', 'Les 74 documents les plus proches')
    """
    documents = f"{number_words(total)} document{'s' if total > 1 else ''}"
    if not is_capped or total < 2:
        return documents
    return f"Les {documents} les plus proches"


def size_words(size_bytes: int) -> str:
    """Write a file size.

    >>> size_words(1_300_000) == "1,3\u202fMo"
    True
    """
    for unit, factor in (("Mo", 10**6), ("ko", 10**3)):
        if size_bytes >= factor:
            number = f"{size_bytes / factor:.1f}".removesuffix(".0").replace(".", ",")
            return f"{number}{_NARROW_SPACE}{unit}"
    return f"{size_bytes}{_NARROW_SPACE}octets"


def score_words(hit: PassageHit) -> str:
    """Explain in words why a passage was found.

    The sentence tells which evidence carried the passage; the numbers stay in the API.
    """
    words, meaning = hit.parts.words, hit.parts.vectors
    has_words = words is not None and words > 0
    if meaning is None:
        return "Contient les mots de la question" if has_words else "Passage voisin"
    if has_words and meaning >= _RELATED_MEANING:
        return "Contient les mots de la question, et le sens est proche"
    if has_words:
        return "Contient les mots de la question"
    if meaning >= _CLOSE_MEANING:
        return "Trouvé par le sens (très proche), avec d’autres mots"
    return "Trouvé par le sens, avec d’autres mots"


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
    "work_date": "Date pour trier et filtrer",
    "keywords": "Mots-clés",
    "categories": "Catégories",
    "source_page": "Page qui lie ce fichier",
    "source_title": "Titre de cette page",
}
_ORIGINS = {
    "front matter": "en-tête de la note",
    "text": "texte",
    "title": "titre",
    "group period": "période du groupe",
    "address": "adresse de la page",
    "byline": "lignes autour du titre",
    "microdata": "microdonnées de la page",
    "feed": "flux du site",
    "linking page": "page qui lie ce fichier",
    "OAI-PMH": "entrepôt OAI-PMH",
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
    "PPTX": "propriétés du fichier PowerPoint",
    "XLSX": "propriétés du fichier Excel",
    "RTF": "propriétés du fichier RTF",
    "OLE": "propriétés du fichier Office",
    "EPUB": "notice du livre",
    "e-mail": "en-tête du courriel",
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
