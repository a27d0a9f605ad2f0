"""The class, the concept and the labels of every kind.

Labels stand in ``core.ttl`` too, where SPARQL finds them; a test keeps both equal.
"""

from typing import Final

from ontology.described import DescribedKind
from ontology.errors import OntologyError
from ontology.model import DocumentKind, EntityKind
from ontology.terms import GTNUM, Class, Reused

__all__ = [
    "DESCRIBED_ENTITIES",
    "KIND_CLASSES",
    "document_kind",
    "entity_class",
    "kind_iri",
    "kind_label",
]

KIND_CLASSES: Final[dict[EntityKind, str]] = {
    EntityKind.GROUP: Class.GROUP,
    EntityKind.LAB: Class.LAB,
    EntityKind.INSTITUTION: Class.INSTITUTION,
    EntityKind.ACADEMY: Class.ACADEMY,
    EntityKind.REGION: Class.ACADEMIC_REGION,
    EntityKind.SERVICE: Class.SERVICE,
    EntityKind.PERSON: Reused.PERSON,
    EntityKind.THEME: Class.THEME,
    EntityKind.WAVE: Class.WAVE,
    EntityKind.PRODUCTION: Class.PRODUCTION,
    EntityKind.CONCEPT: Class.CONCEPT,
}
"""The RDF class that the entities of a kind have."""

DESCRIBED_ENTITIES: Final[dict[DescribedKind, EntityKind]] = {
    DescribedKind.PRODUCTION: EntityKind.PRODUCTION,
    DescribedKind.GROUP: EntityKind.GROUP,
    # The reference data hold a call as the production that announces it.
    DescribedKind.CALL: EntityKind.PRODUCTION,
    DescribedKind.THEME: EntityKind.THEME,
    DescribedKind.WAVE: EntityKind.WAVE,
}
"""What kind of entity a described thing is; a work of nobody's is none."""

_DOCUMENT_LABELS: Final[dict[DocumentKind, tuple[str, str]]] = {
    DocumentKind.CALL: (
        "appel à manifestation d’intérêt",
        "call for expressions of interest",
    ),
    DocumentKind.THEME: ("thème d’un appel", "theme of a call"),
    DocumentKind.GROUP_SHEET: ("fiche de groupe", "group sheet"),
    DocumentKind.PRODUCTION_SHEET: ("fiche de production", "production sheet"),
    DocumentKind.PRESENTATION: ("présentation d’un groupe", "presentation of a group"),
    DocumentKind.WATCH_NOTE: ("note de veille", "watch note"),
    DocumentKind.LITERATURE_REVIEW: (
        "revue de recherche (état de l’art)",
        "literature review",
    ),
    DocumentKind.EXPERIENCE_BOOK: ("cahier d’expériences", "book of field experiences"),
    DocumentKind.SYNTHESIS_NOTE: ("note de synthèse", "synthesis note"),
    DocumentKind.REPORT: ("rapport", "report"),
    DocumentKind.ARTICLE: ("article", "article"),
    DocumentKind.POST: ("billet", "blog post"),
    DocumentKind.EVENT: ("événement", "event"),
    DocumentKind.TRANSLATION: ("traduction", "translation"),
    DocumentKind.GLOSSARY: ("glossaire", "glossary"),
    DocumentKind.DATASET: ("jeu de données", "dataset"),
    DocumentKind.PAGE: ("page web", "web page"),
    DocumentKind.DOCUMENT: ("document", "document"),
}

_ENTITY_LABELS: Final[dict[EntityKind, tuple[str, str]]] = {
    EntityKind.GROUP: ("groupe thématique numérique (GTnum)", "GTnum group"),
    EntityKind.LAB: ("laboratoire", "lab"),
    EntityKind.INSTITUTION: ("institution", "institution"),
    EntityKind.ACADEMY: ("académie", "academy (académie)"),
    EntityKind.REGION: ("région académique", "academic region"),
    EntityKind.SERVICE: ("service du numérique éducatif", "digital education service"),
    EntityKind.PERSON: ("personne", "person"),
    EntityKind.THEME: ("thème d’un appel", "theme of a call"),
    EntityKind.WAVE: ("vague", "wave"),
    EntityKind.PRODUCTION: ("production", "production"),
    EntityKind.CONCEPT: ("concept", "concept"),
}


def kind_label(kind: DocumentKind | EntityKind, language: str = "fr") -> str:
    """Return the name of a kind in French, or in English for ``en``.

    Any other language gets French, the language of the corpus.

    >>> kind_label(DocumentKind.WATCH_NOTE)
    'note de veille'
    >>> kind_label(EntityKind.LAB, "en")
    'lab'
    """
    if isinstance(kind, DocumentKind):
        french, english = _DOCUMENT_LABELS[kind]
    else:
        french, english = _ENTITY_LABELS[kind]
    return english if language == "en" else french


def kind_iri(kind: DocumentKind) -> str:
    """Return the concept that stands for a kind of document.

    >>> kind_iri(DocumentKind.GROUP_SHEET)
    'https://gtnum.example/ontology#kind-group-sheet'
    """
    return f"{GTNUM}kind-{kind.value.replace('_', '-')}"


def document_kind(iri: str) -> DocumentKind:
    """Return the kind of document that a concept stands for.

    Raises:
        OntologyError: If the IRI is not one of the kinds of ``core.ttl``.

    >>> document_kind("https://gtnum.example/ontology#kind-group-sheet")
    <DocumentKind.GROUP_SHEET: 'group_sheet'>
    """
    prefix = f"{GTNUM}kind-"
    value = iri.removeprefix(prefix).replace("-", "_")
    if not iri.startswith(prefix) or value not in set(DocumentKind):
        raise OntologyError(
            f"« {iri} » n’est pas un genre de document.",
            remedy="Les genres connus sont dans la liste gtnum:document-kinds.",
        )
    return DocumentKind(value)


def entity_class(kind: EntityKind) -> str:
    """Return the RDF class of the entities of a kind.

    >>> entity_class(EntityKind.PERSON)
    'http://xmlns.com/foaf/0.1/Person'
    """
    return str(KIND_CLASSES[kind])
