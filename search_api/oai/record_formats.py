"""A document as a record: simple Dublin Core, and qualified.

A record is about the document that we hold. That of a sheet has the sheet's own author,
date and address; the work that it describes is named as what it refers to and nowhere
else.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.model import DocumentKind
from search_api.answers.own_fields import OwnFields
from search_api.xml_elements import Element, child

__all__ = ["FORMATS", "RecordFormat"]

_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_QDC: Final = "http://dspace.org/qualifieddc/"
_DCMI: Final = "http://dublincore.org/schemas/xmls/qdc/2006/01/06"

_TYPES: Final[Mapping[DocumentKind, str]] = {
    DocumentKind.ARTICLE: "article",
    DocumentKind.LITERATURE_REVIEW: "review",
    DocumentKind.REPORT: "report",
    DocumentKind.SYNTHESIS_NOTE: "report",
    DocumentKind.WATCH_NOTE: "report",
}
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)

Statement = tuple[str, str, dict[str, str]]
"""Element, text, attributes."""


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """A form in which records are given.

    Attributes:
        prefix: By which harvesters ask for it.
        schema: Address of its schema.
        namespace: Of its root.
        write: Adds the record of a document with these subjects to ``<metadata>``.
    """

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Element, OwnFields, Sequence[str]], None]


def _write_simple(
    metadata: Element, fields: OwnFields, subjects: Sequence[str]
) -> None:
    root = child(
        metadata,
        "oai_dc:dc",
        **{
            "xmlns:oai_dc": _OAI_DC,
            "xmlns:dc": _DC,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{_OAI_DC} {FORMATS['oai_dc'].schema}",
        },
    )
    told = [
        *_common(fields, subjects),
        *(("description", text, _language(fields)) for text in _abstract(fields)),
        *(("date", text, {}) for text in _date(fields)),
        *(("rights", text, {}) for text in _licence(fields)),
        *(("identifier", text, {}) for text in (*fields.addresses, fields.page)),
        *(("relation", text, {}) for text in fields.described),
    ]
    for name, text, attributes in told:
        child(root, f"dc:{name}", text, **attributes)


def _write_qualified(
    metadata: Element, fields: OwnFields, subjects: Sequence[str]
) -> None:
    root = child(
        metadata,
        "qdc:qualifieddc",
        **{
            "xmlns:qdc": _QDC,
            "xmlns:dc": _DC,
            "xmlns:dcterms": _DCTERMS,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{_DC} {_DCMI}/dc.xsd {_DCTERMS} "
            f"{_DCMI}/dcterms.xsd {_QDC} {FORMATS['qdc'].schema}",
        },
    )
    uri, day = {"xsi:type": "dcterms:URI"}, {"xsi:type": "dcterms:W3CDTF"}
    told = [
        *((f"dc:{name}", text, more) for name, text, more in _common(fields, subjects)),
        *(("dcterms:abstract", text, _language(fields)) for text in _abstract(fields)),
        *(("dcterms:issued", text, day) for text in _date(fields)),
        *(("dcterms:license", text, {}) for text in _licence(fields)),
        *(("dc:identifier", text, uri) for text in (*fields.addresses, fields.page)),
        *(("dcterms:references", text, uri) for text in fields.described),
    ]
    for name, text, attributes in told:
        child(root, name, text, **attributes)


def _common(fields: OwnFields, subjects: Sequence[str]) -> Iterator[Statement]:
    """Yield what both forms tell with the same elements."""
    yield "title", " ".join(fields.full_title.split()), _language(fields)
    for author in fields.authors:
        yield "creator", author, {}
    for subject in subjects:
        yield "subject", subject, {"xml:lang": "fr"}
    if fields.publisher:
        yield "publisher", fields.publisher, {}
    yield "type", fields.kind_label, {"xml:lang": "fr"}
    is_dataset = fields.kind is DocumentKind.DATASET
    yield "type", "Dataset" if is_dataset else "Text", {}
    of_work = "other" if fields.is_sheet else _TYPES.get(fields.kind, "other")
    yield "type", f"info:eu-repo/semantics/{of_work}", {}
    yield "format", fields.media_type, {}
    if fields.language != "und":
        yield "language", fields.language, {}


def _language(fields: OwnFields) -> dict[str, str]:
    return {} if fields.language == "und" else {"xml:lang": fields.language}


def _abstract(fields: OwnFields) -> tuple[str, ...]:
    return (" ".join(fields.abstract.split()),) if fields.abstract else ()


def _date(fields: OwnFields) -> tuple[str, ...]:
    """Return the date where harvesters can read it; an interval is none for them."""
    is_plain = fields.date is not None and _DATE.fullmatch(fields.date)
    return (str(fields.date),) if is_plain else ()


def _licence(fields: OwnFields) -> tuple[str, ...]:
    return (fields.licence,) if fields.licence else ()


FORMATS: Final[Mapping[str, RecordFormat]] = {
    "oai_dc": RecordFormat(
        "oai_dc",
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        _OAI_DC,
        _write_simple,
    ),
    "qdc": RecordFormat(
        "qdc",
        "http://www.ukoln.ac.uk/metadata/dcmi/xmlschema/qualifieddc.xsd",
        _QDC,
        _write_qualified,
    ),
}
"""Prefix → format."""
