"""Records as JSON, for the pipe between the child and its parent.

No pickle: what comes from a child that read a hostile file is only data. The text
travels once; passages are offsets and take their text from the document.
"""

import json
from typing import Any

from ontology.model import (
    DeclaredLink,
    Document,
    DocumentKind,
    DocumentRecord,
    EntityKind,
    FieldOrigin,
    Page,
    Passage,
    Section,
    Source,
)

__all__ = ["decode_record", "encode_record", "to_bytes"]

_PLAIN = (
    "identifier", "collection", "title", "text", "is_paged", "language", "date",
    "publisher", "url", "licence", "abstract", "doi", "handle", "hal_id", "signature",
)  # fmt: skip


def to_bytes(message: dict[str, Any]) -> bytes:
    """Encode a message; unpaired surrogates in file names survive."""
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()


def encode_record(record: DocumentRecord) -> dict[str, Any]:
    """Return a record as JSON values, without its mentions."""
    document = record.document
    source = document.source
    return {
        **{name: getattr(document, name) for name in _PLAIN},
        "kind": document.kind.value,
        "authors": list(document.authors),
        "source": [source.uri, source.media_type, source.size_bytes, source.sha256],
        "pages": [
            [p.number, p.start, p.end, p.engine, p.label, p.ocr_confidence]
            for p in document.pages
        ],
        "sections": [[s.title, s.level, s.start] for s in document.sections],
        "links": [[k.kind.value, k.target, k.origin] for k in document.links],
        "origins": [[o.name, o.origin, o.printed] for o in document.origins],
        "passages": [
            [p.page, p.start, p.end, p.language, list(p.section)]
            for p in record.passages
        ],
    }


def decode_record(
    values: dict[str, Any], *, identifier: str | None = None
) -> DocumentRecord:
    """Return the record of JSON values.

    Args:
        values: As ``encode_record`` made them.
        identifier: Replaces that of the document, where it is already taken.

    Raises:
        ontology.errors.OntologyError: If offsets do not fit the text.
        KeyError: If a value is missing.
        ValueError: If a value is not one of its kind.
        TypeError: If a value has another shape.
    """
    name = identifier or values["identifier"]
    document = Document(
        **{key: values[key] for key in _PLAIN if key != "identifier"},
        identifier=name,
        source=Source(*values["source"]),
        kind=DocumentKind(values["kind"]),
        authors=tuple(values["authors"]),
        pages=tuple(Page(*page) for page in values["pages"]),
        sections=tuple(Section(*section) for section in values["sections"]),
        links=tuple(
            DeclaredLink(EntityKind(kind), target, origin)
            for kind, target, origin in values["links"]
        ),
        origins=tuple(FieldOrigin(*origin) for origin in values["origins"]),
    )
    passages = tuple(
        Passage(
            identifier=f"{name}.{position}",
            document=name,
            position=position,
            page=page,
            start=start,
            end=end,
            text=document.text[start:end],
            language=language,
            section=tuple(section),
        )
        for position, (page, start, end, language, section) in enumerate(
            values["passages"]
        )
    )
    return DocumentRecord(document, passages)
