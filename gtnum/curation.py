"""What people decided, brought into an ingest: names, mentions, links and facts.

    curation.yaml ──▶ Curation ──▶ linking      names, mentions      (``ingest``)
                              ├──▶ records      links of documents   (``CuratedSink``)
                              └──▶ CuratedFact  graph ``curation``   (``graph``)

The file is read whole before anything else: what is wrong in it stops the ingest with
its line, and nothing is published.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph.curated_facts import (
    Attributed,
    CuratedFact,
    FactDecision,
    FactRefused,
    LinkDecision,
    Verdict,
    curated_link,
    fact_quads,
)
from graph.entity_ports import Certainty
from graph.stores.reference_facts import ReferenceFacts
from gtnum.settings import Settings
from ingest.linking.curation import Action, Curation, Decision
from ingest.linking.curation_file import CurationError, load
from ingest.ports import Sink
from ontology.iris import Iris
from ontology.model import DeclaredLink, DocumentRecord, Entity, EntityKind

__all__ = ["AppliedCuration", "CuratedSink", "curation_path", "read_curation"]

_LINKING: Final = (
    Action.ADD_LABEL,
    Action.REJECT_LABEL,
    Action.REJECT_MENTION,
    Action.ADD_LINK,
    Action.REJECT_LINK,
)
_IN_DOCUMENTS: Final = (Action.ADD_LINK, Action.REJECT_LINK, Action.REJECT_MENTION)
_FACTS: Final = (Action.ADD_FACT, Action.CORRECT_FACT, Action.REJECT_FACT)


@dataclass(frozen=True, slots=True)
class AppliedCuration:
    """The decisions of one file, checked against the shipped data.

    Attributes:
        path: The file, for messages; it need not exist.
        curation: Its decisions.
        facts: What they say about facts and links, for the graph.
    """

    path: Path
    curation: Curation
    facts: tuple[CuratedFact, ...]

    @property
    def digest(self) -> str:
        """Fingerprint of all that a generation holds of the decisions."""
        return self.curation.digest(*_LINKING, *_FACTS)

    @property
    def linking_digest(self) -> str:
        """Fingerprint of what changes the mentions and links of documents."""
        return self.curation.digest(*_LINKING)

    def named_documents(self) -> Mapping[str, Decision]:
        """Return the documents that decisions are about, with the first of each."""
        found: dict[str, Decision] = {}
        for one in self.curation.of(*_IN_DOCUMENTS):
            found.setdefault(one.document, one)
        return found

    def require_documents(self, known: Collection[str]) -> None:
        """Check that every document that a decision names exists.

        Raises:
            CurationError: For the first one that does not.
        """
        for document, decision in self.named_documents().items():
            if document not in known:
                raise _refused(
                    self.path,
                    decision.line,
                    f"document inconnu « {document} »",
                    "Recopiez l’identifiant affiché par la recherche, ou lisez "
                    "d’abord le dossier de ce document (GTNUM_CURATION=/dev/null).",
                )


class CuratedSink:
    """Passes records on with the links that people added, without those rejected.

    Args:
        sink: Takes the records.
        curation: The decisions.
    """

    def __init__(self, sink: Sink, curation: Curation) -> None:
        self._sink = sink
        self._decisions: dict[str, list[Decision]] = {}
        for one in curation.of(Action.ADD_LINK, Action.REJECT_LINK):
            self._decisions.setdefault(one.document, []).append(one)

    def write(self, record: DocumentRecord) -> None:
        """Pass a record on; what the sink raises is raised."""
        links = record.document.links
        for decision in self._decisions.get(record.document.identifier, ()):
            links = _decided(links, decision)
        if links != record.document.links:
            record = replace(record, document=replace(record.document, links=links))
        self._sink.write(record)

    def remove(self, document: str) -> None:
        """Pass a removal on."""
        self._sink.remove(document)


def curation_path(settings: Settings) -> Path:
    """Return the curation file of the settings; it need not exist."""
    if settings.curation:
        return Path(settings.curation)
    return settings.library / "curation.yaml"


def read_curation(
    settings: Settings,
    entities: Collection[Entity],
    shipped: ReferenceFacts,
    *,
    path: Path | None = None,
) -> AppliedCuration:
    """Read the curation file; without one nothing is decided.

    Args:
        settings: Name the file.
        entities: All entities that decisions may be about.
        shipped: All facts that decisions may be about.
        path: Another file than that of the settings; it need not exist.

    Raises:
        CurationError: If the file named by ``GTNUM_CURATION`` is missing, or for the
            first thing that is wrong in it, with its line.
    """
    is_named = path is None and bool(settings.curation)
    path = path or curation_path(settings)
    if is_named and not path.exists():
        raise CurationError(
            f"le fichier de curation {path} n’existe pas",
            remedy="Corrigez GTNUM_CURATION.",
        )
    curation = load(path, entities)
    iris = Iris(settings.base_iri)
    try:
        facts = shipped.decide(list(_fact_decisions(curation)))
        facts += _links(curation, iris)
        for fact in facts:
            # What cannot be written shall be known before anything is.
            list(fact_quads(fact, iris))
    except FactRefused as refusal:
        raise _refused(path, refusal.line, refusal.message, refusal.remedy) from refusal
    return AppliedCuration(path, curation, tuple(facts))


def _links(curation: Curation, iris: Iris) -> list[CuratedFact]:
    links = [curated_link(one, iris) for one in _link_decisions(curation)]
    first: dict[str, CuratedFact] = {}
    for link in links:
        other = first.setdefault(link.statement.value, link)
        if other is not link:
            raise FactRefused(
                f"ce lien est déjà décidé ligne {other.decided.line}",
                line=link.decided.line,
                remedy="Gardez une seule décision par lien.",
            )
    return links


def _fact_decisions(curation: Curation) -> Iterable[FactDecision]:
    for one in curation.of(Action.ADD_LABEL, Action.REJECT_LABEL, *_FACTS):
        if one.entity is None:
            continue
        kind, identifier = one.entity
        if one.label:
            yield _label(kind, identifier, one)
        if one.action in {Action.CORRECT_FACT, Action.REJECT_FACT}:
            decided = _attributed(one, Verdict.REJECTED)
            yield FactDecision(kind, identifier, one.property, one.value, decided)
        if one.action in {Action.CORRECT_FACT, Action.ADD_FACT}:
            yield FactDecision(
                kind,
                identifier,
                one.property,
                one.instead or one.value,
                _attributed(one, Verdict.ADDED),
                certainty=Certainty(one.certainty),
            )


def _label(kind: EntityKind, identifier: str, decision: Decision) -> FactDecision:
    is_added = decision.action is Action.ADD_LABEL
    return FactDecision(
        kind,
        identifier,
        "altLabel" if decision.language else "acronym",
        decision.label,
        _attributed(decision, Verdict.ADDED if is_added else Verdict.REJECTED),
        language=decision.language,
    )


def _link_decisions(curation: Curation) -> Iterable[LinkDecision]:
    for one in curation.of(*_IN_DOCUMENTS):
        if one.entity is None:
            continue
        is_added = one.action is Action.ADD_LINK
        verdict = Verdict.ADDED if is_added else Verdict.REJECTED
        decided = _attributed(one, verdict)
        is_mention = one.action is Action.REJECT_MENTION
        yield LinkDecision(one.document, *one.entity, decided, is_mention, one.text)


def _attributed(decision: Decision, verdict: Verdict) -> Attributed:
    return Attributed(
        verdict=verdict,
        by=decision.by,
        on=decision.date,
        why=decision.why,
        line=decision.line,
        source=decision.source,
    )


def _decided(
    links: tuple[DeclaredLink, ...], decision: Decision
) -> tuple[DeclaredLink, ...]:
    if decision.entity is None:
        return links
    kind, identifier = decision.entity
    others = tuple(x for x in links if (x.kind, x.target) != decision.entity)
    if decision.action is Action.REJECT_LINK or len(others) < len(links):
        return others if decision.action is Action.REJECT_LINK else links
    origin = f"curation : {decision.by}, {decision.date.isoformat()}"
    return (*links, DeclaredLink(kind, identifier, origin))


def _refused(path: Path, line: int, what: str, remedy: str) -> CurationError:
    return CurationError(f"{path}, ligne {line} : {what}.", remedy=remedy)
