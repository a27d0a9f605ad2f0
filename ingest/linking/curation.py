"""What people decided about names, mentions, links and facts, and what follows.

Every decision says who, when and why; ``curation_file`` reads them.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ingest.linking.name_trie import Reference
from ingest.ports import Linker
from ontology.model import Document, Entity, Label, Mention, Passage

__all__ = ["Action", "CuratedLinker", "Curation", "Decision"]


class Action(StrEnum):
    """What a decision does."""

    ADD_LABEL = "add-label"
    REJECT_LABEL = "reject-label"
    REJECT_MENTION = "reject-mention"
    REJECT_CANDIDATE = "reject-candidate"
    ADD_LINK = "add-link"
    REJECT_LINK = "reject-link"
    ADD_FACT = "add-fact"
    CORRECT_FACT = "correct-fact"
    REJECT_FACT = "reject-fact"


@dataclass(frozen=True, slots=True)
class Decision:
    """One attributed decision.

    Attributes:
        action: What it does.
        by: Who decided.
        date: When.
        why: The reason, in words.
        line: Line in the file, from 1.
        entity: What it is about; None for a rejected candidate.
        label: The name to add or to reject.
        language: Of an added name: ISO 639-1, empty for an acronym.
        document: Identifier of the document of a mention or link.
        text: Exact words of a rejected mention; empty means all of its mentions.
        property: Local name of the property of a fact.
        value: Value of the fact as the graph writes it.
        instead: The right value of a corrected fact.
        certainty: Of an added or corrected fact: ``high``, ``medium`` or ``low``.
        source: Address where such a fact can be checked, or empty.
        name: A candidate not to be listed again.
    """

    action: Action
    by: str
    date: date
    why: str
    line: int
    entity: Reference | None = None
    label: str = ""
    language: str = "fr"
    document: str = ""
    text: str = ""
    property: str = ""
    value: str = ""
    instead: str = ""
    certainty: str = "high"
    source: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Curation:
    """All decisions of a file, in its order."""

    decisions: tuple[Decision, ...] = ()

    def of(self, *actions: Action) -> tuple[Decision, ...]:
        """Return the decisions of some kinds."""
        return tuple(one for one in self.decisions if one.action in actions)

    def digest(self, *actions: Action) -> str:
        """Return a fingerprint of the decisions of some kinds, empty for none.

        It tells neither the lines of the file nor its comments.
        """
        told = [repr(replace(one, line=0)) for one in self.of(*actions)]
        text = "\n".join(told).encode("utf-8", "backslashreplace")
        return hashlib.sha256(text).hexdigest()[:16] if told else ""

    def apply_to(self, entities: Iterable[Entity]) -> list[Entity]:
        """Return the entities with the added labels and without the rejected ones."""
        changes: dict[Reference, list[Decision]] = {}
        for one in self.of(Action.ADD_LABEL, Action.REJECT_LABEL):
            if one.entity:
                changes.setdefault(one.entity, []).append(one)
        return [
            _relabelled(entity, changes.get((entity.kind, entity.identifier), ()))
            for entity in entities
        ]

    def kept(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """Return the mentions that nobody rejected, alone or with their link."""
        refused: dict[tuple[str, Reference], set[str]] = {}
        for one in self.of(Action.REJECT_MENTION, Action.REJECT_LINK):
            if one.entity:
                refused.setdefault((one.document, one.entity), set()).add(one.text)
        return tuple(
            mention
            for mention in mentions
            if refused.get(
                (mention.document, (mention.kind, mention.entity)), set()
            ).isdisjoint({"", mention.text})
        )

    @property
    def rejected_candidates(self) -> tuple[str, ...]:
        """Names that ``gtnum candidates`` leaves out."""
        return tuple(one.name for one in self.of(Action.REJECT_CANDIDATE))


@dataclass(frozen=True, slots=True)
class CuratedLinker:
    """A linker whose rejected mentions stay away."""

    linker: Linker
    curation: Curation

    def __call__(
        self, document: Document, passages: Sequence[Passage], /
    ) -> tuple[Mention, ...]:
        """Return the mentions that the curation keeps, in order."""
        return self.curation.kept(self.linker(document, passages))


def _relabelled(entity: Entity, changes: Iterable[Decision]) -> Entity:
    labels = list(entity.labels)
    for one in changes:
        if one.action is Action.ADD_LABEL:
            labels.append(Label(one.label, one.language))
        else:
            labels = [label for label in labels if label.text != one.label]
    return replace(entity, labels=tuple(labels))
