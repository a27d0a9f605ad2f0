"""What people decided about facts and links, and how it stands in the graph.

Everything stands in the named graph ``curation``::

    <statement> ── rdf:subject, rdf:predicate, rdf:object ──▶ the fact added
        │ gtnum:certainty, gtnum:basis, dcterms:date, skos:note
        ├ prov:wasAttributedTo ──▶ <curator> ── foaf:name
        └ prov:wasDerivedFrom ───▶ <source> ── rdfs:label (who, when, why)

A rejected fact keeps the IRI of its statement as ``gtnum:RejectedStatement`` and has
``gtnum:rejectedSubject`` in place of ``rdf:subject``: no query for facts finds it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Quad

from graph import term_nodes as w
from graph.entity_ports import Certainty
from graph.errors import GraphError
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import EntityKind
from ontology.terms import GTNUM, Value

__all__ = [
    "Attributed",
    "CuratedFact",
    "FactDecision",
    "FactRefused",
    "LinkDecision",
    "Verdict",
    "curated_link",
    "curation_graph",
    "fact_quads",
    "statement_node",
]


class Verdict(StrEnum):
    """What a person decided about a fact."""

    ADDED = "added"
    REJECTED = "rejected"


class FactRefused(GraphError):  # noqa: N818 - a refusal is an answer, not a fault
    """A decision about a fact cannot be followed.

    Attributes:
        line: Of the decision, as it was given.
    """

    def __init__(self, message: str, *, line: int, remedy: str) -> None:
        super().__init__(message, remedy=remedy)
        self.line = line


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who decided, when, why, and on which line of which file.

    Attributes:
        verdict: What was decided.
        by: Name of the person.
        on: The day.
        why: The reason, in words.
        line: Where the decision stands, for messages.
        source: Address where the fact can be checked, or an empty string.
    """

    verdict: Verdict
    by: str
    on: date
    why: str
    line: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class FactDecision:
    """A fact as a person writes it.

    Attributes:
        kind: Of the entity that the fact is about.
        identifier: Of that entity.
        property: Local name, for example ``supportLab``.
        value: ``kind:identifier``, a member of a closed list, an address or a text.
        decided: By whom, when and why.
        certainty: Of an added fact.
        language: Of a name: ISO 639-1, empty for an acronym; None for a fact.
    """

    kind: EntityKind
    identifier: str
    property: str
    value: str
    decided: Attributed
    certainty: Certainty = Certainty.HIGH
    language: str | None = None


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """A link of a document as a person adds or rejects it.

    Attributes:
        document: Identifier of the document.
        kind: Of the entity.
        identifier: Of the entity.
        decided: By whom, when and why.
        is_mention: Whether mentions were rejected, and not the link itself.
        text: The words of the rejected mentions; empty for all of them.
    """

    document: str
    kind: EntityKind
    identifier: str
    decided: Attributed
    is_mention: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class CuratedFact:
    """A decision whose terms are known.

    Attributes:
        statement: IRI of the statement, the shipped one where there is one.
        subject: What the fact is about.
        predicate: The property.
        value: The value.
        decided: By whom, when and why.
        certainty: Of an added fact.
        is_plain: Whether an added certain fact also stands as a plain triple here.
    """

    statement: NamedNode
    subject: NamedNode
    predicate: NamedNode
    value: NamedNode | Literal
    decided: Attributed
    certainty: Certainty = Certainty.HIGH
    is_plain: bool = True

    @property
    def is_added(self) -> bool:
        """Whether the fact was added, not rejected."""
        return self.decided.verdict is Verdict.ADDED


def curation_graph(iris: Iris) -> NamedNode:
    """Return the name of the graph that holds what people decided."""
    return NamedNode(iris.named_graph("curation"))


def statement_node(
    subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, iris: Iris
) -> NamedNode:
    """Return the IRI of the statement of a fact, made as the shipped ones are."""
    kind, identifier = iris.identifier(subject.value)
    local = predicate.value.replace("#", "/").rpartition("/")[2]
    if isinstance(value, NamedNode) and value.value.startswith((iris.base, GTNUM)):
        printed = value.value.replace("#", "/").rpartition("/")[2]
    else:
        printed = fold_name(value.value).replace(" ", "-")[:40].strip("-")
    return NamedNode(iris.thing("statement", f"{kind}.{identifier}.{local}.{printed}"))


def curated_link(link: LinkDecision, iris: Iris) -> CuratedFact:
    """Return the statement of a link; the link itself stands with its document."""
    predicate = w.MENTIONS if link.is_mention else w.ABOUT
    local = "mentions" if link.is_mention else "about"
    name = f"document.{link.document}.{local}.{link.kind.value}.{link.identifier}"
    if link.text:
        name += f".{hashlib.sha256(link.text.encode()).hexdigest()[:8]}"
    return CuratedFact(
        statement=NamedNode(iris.thing("statement", name)),
        subject=NamedNode(iris.document(link.document)),
        predicate=predicate,
        value=NamedNode(iris.entity(link.kind, link.identifier)),
        decided=link.decided,
        is_plain=False,
    )


def fact_quads(fact: CuratedFact, iris: Iris) -> Iterator[Quad]:
    """Yield the statements about a decision, in the graph ``curation``.

    Raises:
        FactRefused: If a text or the address of the source cannot be written.
    """
    name = curation_graph(iris)
    try:
        for subject, predicate, value in _statements(fact, iris):
            yield Quad(subject, predicate, value, name)
    except ValueError as error:
        raise FactRefused(
            f"un texte ne peut pas être enregistré ({error})",
            line=fact.decided.line,
            remedy="Écrivez une adresse entière, sans espace, et du texte simple.",
        ) from error


_Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


def _statements(fact: CuratedFact, iris: Iris) -> Iterator[_Statement]:
    node, decided = fact.statement, fact.decided
    yield node, w.STATED_PREDICATE, fact.predicate
    yield node, w.STATED_OBJECT, fact.value
    yield node, w.DATE, Literal(decided.on.isoformat(), datatype=w.XSD_DATE)
    yield node, w.NOTE, Literal(decided.why, language="fr")
    curator = NamedNode(iris.thing("curator", _slug(decided.by)))
    yield node, w.WAS_ATTRIBUTED_TO, curator
    yield curator, w.TYPE, w.AGENT
    yield curator, w.NAME, Literal(decided.by)
    if fact.is_added:
        yield from _added(fact, iris)
    else:
        yield node, w.TYPE, w.REJECTED_STATEMENT
        yield node, w.REJECTED_SUBJECT, fact.subject


def _added(fact: CuratedFact, iris: Iris) -> Iterator[_Statement]:
    node, decided = fact.statement, fact.decided
    yield node, w.TYPE, w.STATEMENT
    yield node, w.STATED_SUBJECT, fact.subject
    yield node, w.CERTAINTY, NamedNode(f"{GTNUM}certainty-{fact.certainty.value}")
    yield node, w.BASIS, NamedNode(Value.BASIS_STATED)
    label = f"{decided.by}, {decided.on.isoformat()} : {decided.why}"
    digest = hashlib.sha256(f"{label} {decided.source}".encode()).hexdigest()[:12]
    source = NamedNode(iris.thing("source", f"curation-{digest}"))
    yield node, w.WAS_DERIVED_FROM, source
    yield source, w.TYPE, w.SOURCE
    yield source, w.LABEL, Literal(label, language="fr")
    if decided.source:
        yield source, w.URL, NamedNode(decided.source)
    if fact.is_plain and fact.certainty is Certainty.HIGH:
        yield fact.subject, fact.predicate, fact.value


def _slug(name: str) -> str:
    # A name in a script that folding leaves empty still needs an identifier.
    slug = fold_name(name).replace(" ", "-")
    return slug or hashlib.sha256(name.encode()).hexdigest()[:12]
