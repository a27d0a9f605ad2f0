"""Records as JSON, for the pipe between the child and its parent.

No pickle: what comes from a child that read a hostile file is only data. The text
travels once; passages are offsets and take their text from the document.
"""

import json
from dataclasses import asdict
from typing import Any

from ontology.described import Described, DescribedCertainty, DescribedKind
from ontology.model import (
    Abstract,
    DeclaredLink,
    Document,
    DocumentKind,
    DocumentRecord,
    EntityKind,
    FieldOrigin,
    Hyperlink,
    Page,
    Passage,
    Section,
    Source,
)
from ontology.structure import Block, BlockKind, Loss, LossKind, PassageRole

__all__ = ["decode_record", "encode_record", "to_bytes"]

_PLAIN = (
    "identifier", "collection", "title", "text", "is_paged", "language", "date",
    "publisher", "url", "licence", "doi", "handle", "hal_id", "signature",
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
        "abstracts": [[one.text, one.language] for one in document.abstracts],
        "describes": [_encode_described(thing) for thing in document.describes],
        "source": [source.uri, source.media_type, source.size_bytes, source.sha256],
        "pages": [
            [
                p.number,
                p.start,
                p.end,
                p.engine,
                p.label,
                p.ocr_confidence,
                list(p.furniture),
            ]
            for p in document.pages
        ],
        "sections": [[s.title, s.level, s.start] for s in document.sections],
        "blocks": [_encode_block(block) for block in document.blocks],
        "losses": [
            [k.kind.value, k.count, list(k.pages), k.detail] for k in document.losses
        ],
        "links": [[k.kind.value, k.target, k.origin] for k in document.links],
        "origins": [
            [o.name, o.origin, o.printed, o.confidence] for o in document.origins
        ],
        "passages": [
            [p.page, p.start, p.end, p.language, list(p.section), p.role.value]
            for p in record.passages
        ],
        "hyperlinks": [[h.start, h.end, h.target] for h in record.hyperlinks],
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
        **_decode_parts(values),
    )
    passages = tuple(
        _decode_passage(document, position, value)
        for position, value in enumerate(values["passages"])
    )
    # A reading that was kept by an earlier version has none; only drafts ask for them.
    links = tuple(Hyperlink(*one) for one in values.get("hyperlinks", ()))
    return DocumentRecord(document, passages, hyperlinks=links)


def _decode_parts(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a document that are tuples of values."""
    pages = values["pages"]
    return {
        "pages": tuple(
            Page(number, start, end, engine, label, confidence, tuple(furniture))
            for number, start, end, engine, label, confidence, furniture in pages
        ),
        "abstracts": tuple(Abstract(*one) for one in values["abstracts"]),
        "describes": tuple(_decode_described(one) for one in values["describes"]),
        "sections": tuple(Section(*section) for section in values["sections"]),
        "blocks": tuple(_decode_block(block) for block in values["blocks"]),
        "losses": tuple(
            Loss(LossKind(kind), count, tuple(pages), detail)
            for kind, count, pages, detail in values["losses"]
        ),
        "links": tuple(
            DeclaredLink(EntityKind(kind), target, origin)
            for kind, target, origin in values["links"]
        ),
        "origins": tuple(FieldOrigin(*origin) for origin in values["origins"]),
    }


def _encode_described(thing: Described) -> dict[str, Any]:
    return {name: value for name, value in asdict(thing).items() if value}


def _decode_described(values: dict[str, Any]) -> Described:
    certainty = values.get("certainty")
    return Described(
        **{
            **values,
            "kind": DescribedKind(values["kind"]),
            "authors": tuple(values.get("authors", ())),
            "sources": tuple(values.get("sources", ())),
            "certainty": certainty and DescribedCertainty(certainty),
        }
    )


def _decode_passage(document: Document, position: int, value: list[Any]) -> Passage:
    page, start, end, language, section, role = value
    return Passage(
        identifier=f"{document.identifier}.{position}",
        document=document.identifier,
        position=position,
        page=page,
        start=start,
        end=end,
        text=document.text[start:end],
        language=language,
        section=tuple(section),
        role=PassageRole(role),
    )


def _encode_block(block: Block) -> list[Any]:
    """Return a block as a list, without the trailing values that are the usual ones."""
    values = [
        block.kind.value, block.start, block.end, block.level, block.label,
        block.parent, block.row, block.column, block.row_span, block.column_span,
        block.is_header,
    ]  # fmt: skip
    is_cell = block.kind is BlockKind.CELL
    return values if is_cell else values[:6]


def _decode_block(values: list[Any]) -> Block:
    kind, start, end, level, label, parent, *cell = values
    row, column, row_span, column_span, is_header = cell or (0, 0, 1, 1, False)
    return Block(
        BlockKind(kind),
        start,
        end,
        level=level,
        label=label,
        row=row,
        column=column,
        row_span=row_span,
        column_span=column_span,
        is_header=is_header,
        parent=parent,
    )
