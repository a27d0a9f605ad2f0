"""From a document, with all that was derived from it, to statements.

This file and ``graph.reverse_mapping``, its mirror, are the only ones that know both
the fields of ``ontology.model`` and the predicates of ``ontology/core.ttl``. Everything
a document says stands in its own named graph::

    <document> ── dcterms:creator ──▶ <author> ── foaf:name, gtnum:position
        │ schema:about, schema:mentions ──▶ <entity>
        │ gtnum:describes ──▶ <described> ── dcterms:creator ──▶ <author>
        ▲ dcterms:isPartOf
    <passage> <page> <section> <structure> <loss> <field-origin> <declared-link>
        ▲ oa:hasTarget
    <passage/start-end> ── oa:hasBody ──▶ <entity>          a mention

No blank nodes: the same document always gives the same statements, byte for byte. The
full text stays with the files; passages carry page, headings and offsets.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from graph import term_nodes as w
from graph.errors import StoreError
from ontology.block_json import write_blocks
from ontology.dates import DateError, parse_date
from ontology.described import Described, DescribedCertainty, DescribedKind, work_date
from ontology.iris import Iris
from ontology.kinds import DESCRIBED_ENTITIES, kind_iri
from ontology.model import (
    DeclaredLink,
    Document,
    DocumentRecord,
    FieldOrigin,
    Mention,
    Page,
    Passage,
    Section,
)
from ontology.structure import Loss, PassageRole, is_whole
from ontology.terms import GTNUM

__all__ = ["document_graph", "join_lines", "record_quads"]

_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}\Z")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")
_DATE_TYPES = {4: w.XSD_GYEAR, 7: w.XSD_GYEARMONTH, 10: w.XSD_DATE}
_DATE_FORM = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z", re.ASCII)
_CONFIDENCE_STEP = Decimal("0.000001")

_Term = NamedNode | Literal
_Statement = tuple[NamedNode, NamedNode, _Term]
_V = TypeVar("_V")


def document_graph(identifier: str, iris: Iris) -> NamedNode:
    """Return the name of the graph that holds one document."""
    return NamedNode(iris.document_graph(identifier))


def record_quads(record: DocumentRecord, iris: Iris) -> list[Quad]:
    """Return all statements of a record, in its named graph.

    Confidences are kept to six decimals. Pages are written for paged documents, where
    they mean something to a reader, and where lines were taken out of them.

    Raises:
        StoreError: If a text cannot be a literal (half of a surrogate pair).
    """
    name = document_graph(record.document.identifier, iris)
    try:
        return [Quad(s, p, o, name) for s, p, o in _statements(record, iris)]
    except ValueError as error:
        raise StoreError(
            f"le document « {record.document.identifier} » contient un texte qui ne "
            f"peut pas être enregistré : {error}",
            remedy="Vérifiez son codage de caractères.",
        ) from error


def join_lines(lines: Sequence[str]) -> str:
    r"""Write headings, outermost first, or lines taken out, as one text.

    >>> join_lines(["Méthode", "Terrain"])
    'Méthode\nTerrain'
    """
    return "\n".join(t.replace("\\", "\\\\").replace("\n", "\\n") for t in lines)


def _statements(record: DocumentRecord, iris: Iris) -> Iterator[_Statement]:
    document = record.document
    subject = NamedNode(iris.document(document.identifier))
    yield from _document(document, subject)
    yield subject, w.PASSAGE_COUNT, _integer(len(record.passages))
    authors = (_part("author", document, n, iris) for n in count())
    yield from _creators(document.authors, subject, authors)
    yield from _things(document, subject, iris)
    for page in document.pages:
        if document.is_paged or page.furniture:
            yield from _page(page, _part("page", document, page.number, iris), subject)
    yield from _structure(document, subject, iris)
    for position, section in enumerate(document.sections):
        node = _part("section", document, position, iris)
        yield from _section(section, position, node, subject)
    for position, origin in enumerate(document.origins):
        node = _part("field-origin", document, position, iris)
        yield from _origin(origin, position, node, subject)
    for position, link in enumerate(document.links):
        node = _part("declared-link", document, position, iris)
        yield from _link(link, position, node, subject)
        # A name as printed is kept above; only an identifier of ours names a thing.
        if _SLUG.match(link.target):
            yield subject, w.ABOUT, NamedNode(iris.entity(link.kind, link.target))
    for passage in record.passages:
        yield from _passage(passage, subject, iris)
    yield from _mentions(record.mentions, subject, iris)


def _document(document: Document, subject: NamedNode) -> Iterator[_Statement]:
    yield subject, w.TYPE, w.DOCUMENT
    yield subject, w.TITLE, _text(document.title, document.language)
    yield subject, w.IDENTIFIER, Literal(document.identifier)
    yield subject, w.KIND, NamedNode(kind_iri(document.kind))
    yield subject, w.LANGUAGE, Literal(document.language)
    yield subject, w.COLLECTION, Literal(document.collection)
    yield subject, w.SOURCE_URI, Literal(document.source.uri)
    yield subject, w.MEDIA_TYPE, Literal(document.source.media_type)
    yield subject, w.SHA256, Literal(document.source.sha256)
    yield subject, w.SIZE_BYTES, _integer(document.source.size_bytes)
    yield subject, w.PAGE_COUNT, _integer(len(document.pages))
    yield subject, w.IS_PAGED, Literal(document.is_paged)
    yield subject, w.IS_RECORD, Literal(document.is_record)
    yield from _dates(document, subject)
    if document.publisher is not None:
        yield subject, w.PUBLISHER, Literal(document.publisher)
    if document.url is not None:
        yield subject, w.URL, _address(document.url)
    page = _address(document.linked_from or "")
    if isinstance(page, NamedNode):
        yield subject, w.IS_REFERENCED_BY, page
    if document.licence is not None:
        yield subject, w.LICENSE, _address(document.licence)
    for abstract in document.abstracts:
        yield subject, w.ABSTRACT, _text(abstract.text, abstract.language)
    for predicate, value in (
        (w.DOI, document.doi),
        (w.HANDLE, document.handle),
        (w.HAL_ID, document.hal_id),
        (w.SIGNATURE, document.signature),
    ):
        if value:
            yield subject, predicate, Literal(value)


def _dates(document: Document, subject: NamedNode) -> Iterator[_Statement]:
    """Yield the date of the document itself, then the date that counts."""
    if document.date is not None:
        yield subject, w.DATE, _date(document.date)
    counts = document.work_date
    if counts is not None:
        yield subject, w.WORK_DATE, Literal(counts.edtf)
        yield subject, w.WORK_DATE_BASIS, Literal(counts.basis.value)
        yield from _bounds(subject, counts.earliest, counts.latest)


def _bounds(
    subject: NamedNode, earliest: date | None, latest: date | None
) -> Iterator[_Statement]:
    for predicate, day in ((w.EARLIEST, earliest), (w.LATEST, latest)):
        if day is not None:
            yield subject, predicate, Literal(day.isoformat(), datatype=w.XSD_DATE)


def _things(document: Document, subject: NamedNode, iris: Iris) -> Iterator[_Statement]:
    for position, thing in enumerate(document.describes):
        node = _part("described", document, position, iris)
        yield subject, w.DESCRIBES, node
        if len(document.describes) == 1:
            # FOAF has one primary topic for a page, or none.
            yield subject, w.PRIMARY_TOPIC, node
        yield node, w.TYPE, w.DESCRIBED_THING
        yield node, w.IS_PART_OF, subject
        yield node, w.POSITION, _integer(position)
        for predicate, term in _thing(thing, iris):
            if term is not None:
                yield node, predicate, term
        if (counts := work_date(None, [thing])) is not None:
            yield from _bounds(node, counts.earliest, counts.latest)
        nodes = (NamedNode(f"{node.value}/{n}") for n in count())
        yield from _creators(thing.authors, node, nodes)


def _thing(thing: Described, iris: Iris) -> Iterator[tuple[NamedNode, _Term | None]]:
    language, target = thing.language or "und", thing.target
    yield w.DESCRIBED_KIND, Literal(thing.kind.value)
    yield w.TITLE, _text(thing.title, language)
    yield w.ENTITY, None if target is None else _entity(thing.kind, target, iris)
    yield w.DATE, _if_known(thing.date, _date)
    yield w.PUBLISHER, _if_known(thing.publisher, Literal)
    yield w.PAGE_COUNT, _if_known(thing.pages, _integer)
    yield w.LANGUAGE, _if_known(thing.language, Literal)
    yield w.URL, _if_known(thing.url, _address)
    yield w.DOI, _if_known(thing.doi, Literal)
    yield w.LICENSE, _if_known(thing.licence, _address)
    yield w.CERTAINTY, _if_known(thing.certainty, _certainty)
    for source in thing.sources:
        yield w.SEE_ALSO, _address(source)


def _if_known(value: _V | None, term: Callable[[_V], _Term]) -> _Term | None:
    return None if value is None else term(value)


def _certainty(certainty: DescribedCertainty) -> NamedNode:
    return NamedNode(f"{GTNUM}certainty-{certainty.value}")


def _entity(kind: DescribedKind, target: str, iris: Iris) -> NamedNode | Literal:
    """Return the entity that a thing is, or its name where it is none of ours."""
    known = DESCRIBED_ENTITIES.get(kind)
    if known is None or not _SLUG.match(target):
        return Literal(target)
    return NamedNode(iris.entity(known, target))


def _creators(
    authors: Sequence[str], subject: NamedNode, nodes: Iterable[NamedNode]
) -> Iterator[_Statement]:
    for position, (name, node) in enumerate(zip(authors, nodes, strict=False)):
        yield subject, w.CREATOR, node
        yield node, w.TYPE, w.AUTHOR
        yield node, w.NAME, Literal(name)
        yield node, w.POSITION, _integer(position)


def _page(page: Page, node: NamedNode, document: NamedNode) -> Iterator[_Statement]:
    yield node, w.TYPE, w.PAGE_CLASS
    yield node, w.IS_PART_OF, document
    yield node, w.PAGE, _integer(page.number)
    yield node, w.START, _integer(page.start)
    yield node, w.END, _integer(page.end)
    yield node, w.ENGINE, Literal(page.engine)
    if page.label is not None:
        yield node, w.PAGE_LABEL, Literal(page.label)
    if page.ocr_confidence is not None:
        yield node, w.OCR_CONFIDENCE, _confidence(page.ocr_confidence)
    if page.furniture:
        yield node, w.FURNITURE, Literal(join_lines(page.furniture))


def _structure(
    document: Document, subject: NamedNode, iris: Iris
) -> Iterator[_Statement]:
    """Yield blocks and losses; blocks stand apart, since they may be long."""
    whole = is_whole(document.losses, len(document.text))
    yield subject, w.IS_WHOLE, Literal(whole)
    if document.blocks:
        node = _part("structure", document, 0, iris)
        yield node, w.TYPE, w.STRUCTURE
        yield node, w.IS_PART_OF, subject
        text = write_blocks(document.blocks)
        yield node, w.BLOCKS, Literal(text, datatype=w.RDF_JSON)
    for position, loss in enumerate(document.losses):
        node = _part("loss", document, position, iris)
        yield from _loss(loss, position, node, subject)


def _loss(
    loss: Loss, position: int, node: NamedNode, document: NamedNode
) -> Iterator[_Statement]:
    yield node, w.TYPE, w.LOSS
    yield node, w.IS_PART_OF, document
    yield node, w.POSITION, _integer(position)
    yield node, w.LOSS_KIND, Literal(loss.kind.value)
    yield node, w.COUNT, _integer(loss.count)
    yield node, w.IS_INTENDED, Literal(loss.kind.is_intended)
    for page in loss.pages:
        yield node, w.PAGE, _integer(page)
    if loss.detail:
        yield node, w.DETAIL, Literal(loss.detail)


def _section(
    section: Section, position: int, node: NamedNode, document: NamedNode
) -> Iterator[_Statement]:
    yield node, w.TYPE, w.SECTION
    yield node, w.IS_PART_OF, document
    yield node, w.POSITION, _integer(position)
    yield node, w.TITLE, Literal(section.title)
    yield node, w.LEVEL, _integer(section.level)
    yield node, w.START, _integer(section.start)


def _origin(
    origin: FieldOrigin, position: int, node: NamedNode, document: NamedNode
) -> Iterator[_Statement]:
    yield node, w.TYPE, w.FIELD_ORIGIN
    yield node, w.IS_PART_OF, document
    yield node, w.POSITION, _integer(position)
    yield node, w.FIELD, Literal(origin.name)
    yield node, w.ORIGIN, Literal(origin.origin)
    yield node, w.PRINTED, Literal(origin.printed)
    if origin.confidence is not None:
        yield node, w.CONFIDENCE, _confidence(origin.confidence)


def _link(
    link: DeclaredLink, position: int, node: NamedNode, document: NamedNode
) -> Iterator[_Statement]:
    yield node, w.TYPE, w.DECLARED_LINK
    yield node, w.IS_PART_OF, document
    yield node, w.POSITION, _integer(position)
    yield node, w.TARGET_KIND, Literal(link.kind.value)
    yield node, w.TARGET, Literal(link.target)
    yield node, w.ORIGIN, Literal(link.origin)


def _passage(passage: Passage, document: NamedNode, iris: Iris) -> Iterator[_Statement]:
    node = NamedNode(iris.passage(passage.identifier))
    yield node, w.TYPE, w.PASSAGE
    yield node, w.IS_PART_OF, document
    yield node, w.POSITION, _integer(passage.position)
    yield node, w.PAGE, _integer(passage.page)
    yield node, w.START, _integer(passage.start)
    yield node, w.END, _integer(passage.end)
    yield node, w.TEXT, Literal(passage.text)
    yield node, w.LANGUAGE, Literal(passage.language)
    if passage.section:
        yield node, w.SECTION_PATH, Literal(join_lines(passage.section))
    if passage.role is not PassageRole.BODY:
        yield node, w.PASSAGE_ROLE, Literal(passage.role.value)


def _mentions(
    mentions: Iterable[Mention], document: NamedNode, iris: Iris
) -> Iterator[_Statement]:
    used: set[str] = set()
    for mention in mentions:
        passage = iris.passage(mention.passage)
        node = NamedNode(_unused(f"{passage}/{mention.start}-{mention.end}", used))
        entity = NamedNode(iris.entity(mention.kind, mention.entity))
        yield document, w.MENTIONS, entity
        yield node, w.TYPE, w.MENTION
        yield node, w.HAS_BODY, entity
        yield node, w.HAS_TARGET, NamedNode(passage)
        yield node, w.PAGE, _integer(mention.page)
        yield node, w.START, _integer(mention.start)
        yield node, w.END, _integer(mention.end)
        yield node, w.EXACT, Literal(mention.text)
        yield node, w.METHOD, Literal(mention.method)
        yield node, w.CONFIDENCE, _confidence(mention.confidence)


def _unused(iri: str, used: set[str]) -> str:
    """Number the second and later mentions of one span, so that none is merged."""
    candidate, number = iri, 1
    while candidate in used:
        number += 1
        candidate = f"{iri}.{number}"
    used.add(candidate)
    return candidate


def _part(kind: str, document: Document, number: int, iris: Iris) -> NamedNode:
    return NamedNode(iris.thing(kind, f"{document.identifier}.{number}"))


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=w.XSD_INTEGER)


def _confidence(value: float) -> Literal:
    exact = Decimal(repr(float(value))).quantize(_CONFIDENCE_STEP)
    return Literal(f"{exact:f}", datatype=w.XSD_DECIMAL)


def _text(value: str, language: str) -> Literal:
    if language != "und" and _LANGUAGE_TAG.match(language):
        return Literal(value, language=language)
    return Literal(value)


def _date(value: str) -> Literal:
    """Type a date by its precision; what is no date of the calendar stays text."""
    if _DATE_FORM.match(value):
        try:
            date.fromisoformat(value + "0001-01-01"[len(value) :])
        except ValueError:
            return Literal(value)
        return Literal(value, datatype=_DATE_TYPES[len(value)])
    try:
        return Literal(parse_date(value).edtf, datatype=w.EDTF)
    except DateError:
        return Literal(value)


def _address(value: str) -> NamedNode | Literal:
    """Return an IRI for a web address, text for anything else."""
    if value.startswith(("http://", "https://")):
        try:
            return NamedNode(value)
        except ValueError:
            return Literal(value)
    return Literal(value)
