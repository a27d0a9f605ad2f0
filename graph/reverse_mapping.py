"""From statements back to the domain model: the mirror of ``graph.mapping``."""

import re
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph import term_nodes as w
from graph.errors import StoreError
from ontology.block_json import read_blocks
from ontology.described import (
    DateBasis,
    DeducedDate,
    Described,
    DescribedCertainty,
    DescribedKind,
)
from ontology.errors import OntologyError
from ontology.iris import Iris
from ontology.kinds import document_kind
from ontology.model import (
    Abstract,
    DeclaredLink,
    DocumentKind,
    DocumentSummary,
    EntityKind,
    FieldOrigin,
    Mention,
    Page,
    Passage,
    Section,
    abstracts_in_order,
)
from ontology.structure import Block, Loss, LossKind, PassageRole

__all__ = [
    "Properties",
    "blocks_from",
    "kind_from",
    "link_from",
    "loss_from",
    "losses_from",
    "mention_from",
    "origin_from",
    "origins_from",
    "page_from",
    "passage_from",
    "properties",
    "roles_from",
    "section_from",
    "split_lines",
    "summary_from",
]

Properties = Mapping[str, Sequence[NamedNode | BlankNode | Literal | Triple]]
"""Predicate IRI → objects, of one subject."""

_REINGEST = "Réingérez les documents avec la version présente de gtnum."
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def properties(
    quads: Iterable[Quad],
) -> dict[str, list[NamedNode | BlankNode | Literal | Triple]]:
    """Gather the statements of one subject by predicate."""
    found: dict[str, list[NamedNode | BlankNode | Literal | Triple]] = {}
    for quad in quads:
        found.setdefault(quad.predicate.value, []).append(quad.object)
    return found


def summary_from(
    found: Properties,
    authors: Iterable[Properties],
    described: Iterable[tuple[Properties, Iterable[Properties]]] = (),
) -> DocumentSummary:
    """Read the description of a document.

    Args:
        found: Properties of the document.
        authors: Properties of each of its creators, in any order.
        described: Properties of each thing that it describes, in any order, with those
            of its creators.

    Raises:
        StoreError: If a statement that every document has is missing.
    """
    things = sorted(described, key=lambda pair: int(_one(pair[0], w.POSITION)))
    return DocumentSummary(
        identifier=_one(found, w.IDENTIFIER),
        title=_one(found, w.TITLE),
        kind=kind_from(_one(found, w.KIND)),
        language=_one(found, w.LANGUAGE),
        collection=_one(found, w.COLLECTION),
        media_type=_one(found, w.MEDIA_TYPE),
        sha256=_one(found, w.SHA256),
        size_bytes=int(_one(found, w.SIZE_BYTES)),
        page_count=int(_one(found, w.PAGE_COUNT)),
        passage_count=int(_one(found, w.PASSAGE_COUNT)),
        is_paged=_one(found, w.IS_PAGED) == "true",
        date=_maybe(found, w.DATE),
        authors=_names(authors),
        publisher=_maybe(found, w.PUBLISHER),
        url=_maybe(found, w.URL),
        licence=_maybe(found, w.LICENSE),
        abstracts=_abstracts(found),
        doi=_maybe(found, w.DOI),
        handle=_maybe(found, w.HANDLE),
        hal_id=_maybe(found, w.HAL_ID),
        describes=tuple(_described(thing, names) for thing, names in things),
        deduced_date=_deduced_date(found),
    )


def _names(authors: Iterable[Properties]) -> tuple[str, ...]:
    in_order = sorted(authors, key=lambda node: int(_one(node, w.POSITION)))
    return tuple(_one(node, w.NAME) for node in in_order)


def _abstracts(found: Properties) -> tuple[Abstract, ...]:
    literals = (t for t in found.get(w.ABSTRACT.value, ()) if isinstance(t, Literal))
    every = (Abstract(t.value, t.language or "und") for t in literals)
    return abstracts_in_order(every, _one(found, w.LANGUAGE))


def _deduced_date(found: Properties) -> DeducedDate | None:
    """Return the date that counts where it is neither printed nor described."""
    basis = _maybe(found, w.WORK_DATE_BASIS)
    if basis in (None, DateBasis.OWN, DateBasis.DESCRIBED):
        return None
    return DeducedDate(_one(found, w.WORK_DATE), DateBasis(basis))


def _described(found: Properties, authors: Iterable[Properties]) -> Described:
    pages = _maybe(found, w.PAGE_COUNT)
    certainty = _maybe(found, w.CERTAINTY)
    sources = found.get(w.SEE_ALSO.value, ())
    return Described(
        kind=DescribedKind(_one(found, w.DESCRIBED_KIND)),
        title=_one(found, w.TITLE),
        target=_target(found),
        date=_maybe(found, w.DATE),
        authors=_names(authors),
        publisher=_maybe(found, w.PUBLISHER),
        pages=None if pages is None else int(pages),
        language=_maybe(found, w.LANGUAGE),
        url=_maybe(found, w.URL),
        doi=_maybe(found, w.DOI),
        licence=_maybe(found, w.LICENSE),
        sources=tuple(
            sorted(t.value for t in sources if isinstance(t, NamedNode | Literal))
        ),
        certainty=None
        if certainty is None
        else DescribedCertainty(certainty.rpartition("-")[2]),
    )


def _target(found: Properties) -> str | None:
    term = next(iter(found.get(w.ENTITY.value, ())), None)
    if isinstance(term, NamedNode):
        return term.value.rpartition("/")[2]
    return term.value if isinstance(term, Literal) else None


def kind_from(iri: str) -> DocumentKind:
    """Read the kind of a document from its concept.

    Raises:
        StoreError: If the concept is not one of ours.
    """
    try:
        return document_kind(iri)
    except OntologyError as error:
        raise StoreError(error.message, remedy=_REINGEST) from error


def roles_from(quads: Iterable[Quad], iris: Iris) -> dict[str, PassageRole]:
    """Read the roles of passages, by identifier, from the statements that tell them.

    Raises:
        StoreError: If a passage has an IRI of another base.
    """
    return {
        _identifier(quad.subject.value, iris): PassageRole(quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }


def passage_from(subject: str, found: Properties, iris: Iris) -> Passage:
    """Read a passage.

    Raises:
        StoreError: If a statement that every passage has is missing.
    """
    section = _maybe(found, w.SECTION_PATH)
    return Passage(
        identifier=_identifier(subject, iris),
        document=_identifier(_one(found, w.IS_PART_OF), iris),
        position=int(_one(found, w.POSITION)),
        page=int(_one(found, w.PAGE)),
        start=int(_one(found, w.START)),
        end=int(_one(found, w.END)),
        text=_one(found, w.TEXT),
        language=_one(found, w.LANGUAGE),
        section=() if section is None else split_lines(section),
        role=PassageRole(_maybe(found, w.PASSAGE_ROLE) or PassageRole.BODY),
    )


def split_lines(path: str) -> tuple[str, ...]:
    r"""Read what ``graph.mapping.join_lines`` wrote.

    >>> split_lines('a\nb\\nc')
    ('a', 'b\nc')
    """
    return tuple(_ESCAPE.sub(_unescape, title) for title in path.split("\n"))


def _unescape(found: re.Match[str]) -> str:
    return "\n" if found[1] == "n" else found[1]


def mention_from(found: Properties, iris: Iris) -> Mention:
    """Read a mention.

    Raises:
        StoreError: If a statement that every mention has is missing.
    """
    passage = _identifier(_one(found, w.HAS_TARGET), iris)
    entity = _one(found, w.HAS_BODY)
    return Mention(
        passage=passage,
        document=passage.rpartition(".")[0],
        page=int(_one(found, w.PAGE)),
        start=int(_one(found, w.START)),
        end=int(_one(found, w.END)),
        text=_one(found, w.EXACT),
        entity=_identifier(entity, iris),
        kind=EntityKind(iris.identifier(entity)[0]),
        method=_one(found, w.METHOD),
        confidence=float(_one(found, w.CONFIDENCE)),
    )


def page_from(found: Properties) -> Page:
    """Read a page.

    Raises:
        StoreError: If a statement that every page has is missing.
    """
    confidence = _maybe(found, w.OCR_CONFIDENCE)
    furniture = _maybe(found, w.FURNITURE)
    return Page(
        number=int(_one(found, w.PAGE)),
        start=int(_one(found, w.START)),
        end=int(_one(found, w.END)),
        engine=_one(found, w.ENGINE),
        label=_maybe(found, w.PAGE_LABEL),
        ocr_confidence=None if confidence is None else float(confidence),
        furniture=() if furniture is None else split_lines(furniture),
    )


def blocks_from(found: Properties) -> tuple[Block, ...]:
    """Read the blocks of a document from its structure.

    Raises:
        StoreError: If they are missing or none of ours.
    """
    try:
        return read_blocks(_one(found, w.BLOCKS))
    except OntologyError as error:
        raise StoreError(error.message, remedy=_REINGEST) from error


def losses_from(nodes: Iterable[Properties]) -> tuple[Loss, ...]:
    """Read the losses of a document, in the order in which it was written.

    Raises:
        StoreError: If a statement that every loss has is missing.
    """
    ordered = sorted(nodes, key=lambda node: int(_one(node, w.POSITION)))
    return tuple(loss_from(node) for node in ordered)


def loss_from(found: Properties) -> Loss:
    """Read a loss.

    Raises:
        StoreError: If a statement that every loss has is missing.
    """
    pages = found.get(w.PAGE.value, ())
    return Loss(
        kind=LossKind(_one(found, w.LOSS_KIND)),
        count=int(_one(found, w.COUNT)),
        pages=tuple(sorted(int(n.value) for n in pages if isinstance(n, Literal))),
        detail=_maybe(found, w.DETAIL) or "",
    )


def section_from(found: Properties) -> Section:
    """Read a heading.

    Raises:
        StoreError: If a statement that every heading has is missing.
    """
    return Section(
        title=_one(found, w.TITLE),
        level=int(_one(found, w.LEVEL)),
        start=int(_one(found, w.START)),
    )


def origin_from(found: Properties) -> FieldOrigin:
    """Read where a metadata value comes from.

    Raises:
        StoreError: If one of its three statements is missing.
    """
    confidence = _maybe(found, w.CONFIDENCE)
    return FieldOrigin(
        name=_one(found, w.FIELD),
        origin=_one(found, w.ORIGIN),
        printed=_one(found, w.PRINTED),
        confidence=None if confidence is None else float(confidence),
    )


def origins_from(nodes: Iterable[Properties]) -> tuple[FieldOrigin, ...]:
    """Read the origins of a document, in the order in which it was written.

    Raises:
        StoreError: If a statement that every origin has is missing.
    """
    ordered = sorted(nodes, key=lambda node: int(_one(node, w.POSITION)))
    return tuple(origin_from(node) for node in ordered)


def link_from(found: Properties) -> DeclaredLink:
    """Read what a document declares about itself.

    Raises:
        StoreError: If one of its three statements is missing.
    """
    return DeclaredLink(
        kind=EntityKind(_one(found, w.TARGET_KIND)),
        target=_one(found, w.TARGET),
        origin=_one(found, w.ORIGIN),
    )


def _identifier(iri: str, iris: Iris) -> str:
    try:
        return iris.identifier(iri)[1]
    except OntologyError as error:
        raise StoreError(
            f"le graphe nomme « {iri} », qui n’est pas sous la base {iris.base}",
            remedy="Reprenez la base d’IRI avec laquelle la bibliothèque a été faite.",
        ) from error


def _maybe(found: Properties, predicate: NamedNode) -> str | None:
    values = found.get(predicate.value)
    if not values:
        return None
    term = values[0]
    return term.value if isinstance(term, NamedNode | Literal) else None


def _one(found: Properties, predicate: NamedNode) -> str:
    value = _maybe(found, predicate)
    if value is None:
        raise StoreError(
            f"il manque au graphe un énoncé « {predicate.value} »",
            remedy=_REINGEST,
        )
    return value
