"""Which property holds which field of the domain model.

``graph`` writes and reads by this table; a test compares it with ``model.py``,
``structure.py`` and ``core.ttl``, so that a field added to one is missed in none.
"""

from dataclasses import dataclass
from typing import Final

from ontology.terms import Property, Reused

__all__ = ["FIELDS", "Derived"]


@dataclass(frozen=True, slots=True)
class Derived:
    """A field without a property of its own, and where its value comes from."""

    origin: str


_IN_IRI: Final = Derived("the IRI of the node")

FIELDS: Final[dict[str, dict[str, str | Derived]]] = {
    "Source": {
        "uri": Property.SOURCE_URI,
        "media_type": Property.MEDIA_TYPE,
        "size_bytes": Property.SIZE_BYTES,
        "sha256": Property.SHA256,
    },
    "Page": {
        "number": Property.PAGE,
        "start": Property.START,
        "end": Property.END,
        "engine": Property.ENGINE,
        "label": Property.PAGE_LABEL,
        "ocr_confidence": Property.OCR_CONFIDENCE,
        "furniture": Property.FURNITURE,
    },
    "Section": {
        "title": Reused.TITLE,
        "level": Property.LEVEL,
        "start": Property.START,
    },
    "FieldOrigin": {
        "name": Property.FIELD,
        "origin": Property.ORIGIN,
        "printed": Property.PRINTED,
        "confidence": Property.CONFIDENCE,
    },
    "DeclaredLink": {
        "kind": Property.TARGET_KIND,
        "target": Property.TARGET,
        "origin": Property.ORIGIN,
    },
    "Abstract": {
        "text": Reused.ABSTRACT,
        "language": Derived("the language tag of the literal"),
    },
    "Described": {
        "kind": Property.DESCRIBED_KIND,
        "title": Reused.TITLE,
        "target": Property.ENTITY,
        "date": Reused.DATE,
        "authors": Reused.CREATOR,
        "publisher": Reused.PUBLISHER,
        "pages": Property.PAGE_COUNT,
        "language": Reused.LANGUAGE,
        "url": Reused.URL,
        "doi": Reused.DOI,
        "licence": Reused.LICENSE,
        "sources": Reused.SEE_ALSO,
        "certainty": Property.CERTAINTY,
    },
    "DeducedDate": {
        "edtf": Property.WORK_DATE,
        "basis": Property.WORK_DATE_BASIS,
    },
    "WorkDate": {
        "edtf": Property.WORK_DATE,
        "basis": Property.WORK_DATE_BASIS,
        "earliest": Property.EARLIEST_DAY,
        "latest": Property.LATEST_DAY,
    },
    "Document": {
        "identifier": Reused.IDENTIFIER,
        "source": Derived("the four properties of Source, on the document itself"),
        "collection": Property.COLLECTION,
        "title": Reused.TITLE,
        "text": Derived("the passages, in order of position"),
        "pages": Derived("dcterms:isPartOf of the pages, for paged documents only"),
        "is_paged": Property.IS_PAGED,
        "kind": Reused.DCTERMS_TYPE,
        "language": Reused.LANGUAGE,
        "date": Reused.DATE,
        "authors": Reused.CREATOR,
        "publisher": Reused.PUBLISHER,
        "url": Reused.URL,
        "licence": Reused.LICENSE,
        "abstracts": Reused.ABSTRACT,
        "doi": Reused.DOI,
        "handle": Reused.HANDLE,
        "hal_id": Property.HAL_ID,
        "describes": Property.DESCRIBES,
        "deduced_date": Property.WORK_DATE,
        "signature": Property.SIGNATURE,
        "sections": Derived("dcterms:isPartOf of the sections, in order of position"),
        "blocks": Derived("gtnum:blocks of the structure of the document"),
        "losses": Derived("dcterms:isPartOf of the losses, in order of position"),
        "links": Derived("dcterms:isPartOf of the declared links"),
        "origins": Derived("dcterms:isPartOf of the field origins"),
    },
    "Passage": {
        "identifier": _IN_IRI,
        "document": Reused.IS_PART_OF,
        "position": Property.POSITION,
        "page": Property.PAGE,
        "start": Property.START,
        "end": Property.END,
        "text": Property.TEXT,
        "language": Reused.LANGUAGE,
        "section": Property.SECTION_PATH,
        "role": Property.PASSAGE_ROLE,
    },
    "Block": dict.fromkeys(
        (
            "kind",
            "start",
            "end",
            "level",
            "label",
            "row",
            "column",
            "row_span",
            "column_span",
            "is_header",
            "parent",
        ),
        Derived("a key of the JSON text of gtnum:blocks"),
    ),
    "Loss": {
        "kind": Property.LOSS_KIND,
        "count": Property.COUNT,
        "pages": Property.PAGE,
        "detail": Property.DETAIL,
    },
    "Mention": {
        "passage": Reused.HAS_TARGET,
        "document": Derived("dcterms:isPartOf of the passage"),
        "page": Property.PAGE,
        "start": Property.START,
        "end": Property.END,
        "text": Reused.EXACT,
        "entity": Reused.HAS_BODY,
        "kind": Derived("the IRI or the class of the entity"),
        "method": Property.METHOD,
        "confidence": Property.CONFIDENCE,
    },
    "Label": {
        "text": Derived("the literal of a label property"),
        "language": Derived("the language tag of the literal"),
        "is_preferred": Derived("whether the property is skos:prefLabel"),
    },
    "Entity": {
        "identifier": _IN_IRI,
        "kind": Derived("the class of the node"),
        "labels": Derived("ontology.terms.LABEL_PROPERTIES"),
    },
    "DocumentRecord": {
        "document": Derived("the named graph of the document"),
        "passages": Derived("dcterms:isPartOf of the passages"),
        "mentions": Derived("oa:hasTarget of the mentions"),
        "hyperlinks": Derived("of a draft only, which no graph holds"),
    },
    "Hyperlink": dict.fromkeys(
        ("start", "end", "target"), Derived("of a draft only, which no graph holds")
    ),
    "DocumentSummary": {
        "identifier": Reused.IDENTIFIER,
        "title": Reused.TITLE,
        "kind": Reused.DCTERMS_TYPE,
        "language": Reused.LANGUAGE,
        "collection": Property.COLLECTION,
        "media_type": Property.MEDIA_TYPE,
        "sha256": Property.SHA256,
        "size_bytes": Property.SIZE_BYTES,
        "page_count": Property.PAGE_COUNT,
        "passage_count": Property.PASSAGE_COUNT,
        "is_paged": Property.IS_PAGED,
        "date": Reused.DATE,
        "authors": Reused.CREATOR,
        "publisher": Reused.PUBLISHER,
        "url": Reused.URL,
        "licence": Reused.LICENSE,
        "abstracts": Reused.ABSTRACT,
        "doi": Reused.DOI,
        "handle": Reused.HANDLE,
        "hal_id": Property.HAL_ID,
        "describes": Property.DESCRIBES,
        "deduced_date": Property.WORK_DATE,
    },
    "WorkMatch": {
        "first": Property.MATCHED,
        "second": Property.MATCHED,
        "method": Property.METHOD,
        "similarity": Property.SIMILARITY,
    },
    "Work": {
        "identifier": _IN_IRI,
        "manifestations": Derived(
            "dcterms:isVersionOf of the documents, in order of manifestationRank"
        ),
        "matches": Derived("dcterms:isPartOf of the matches"),
    },
}
"""Class → field → property, or where the value comes from instead."""
