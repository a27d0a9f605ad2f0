"""The entities of a library that has none: every question has an empty answer."""

from collections.abc import Mapping, Sequence

from graph.entity_ports import (
    Concept,
    EntityDescription,
    EntityDocument,
    EntityHit,
    Neighbour,
)
from ontology.model import EntityKind, Mention

__all__ = ["NoEntities"]


class NoEntities:
    """An ``EntityCatalogue`` that knows nothing; see the port for the methods."""

    def kinds(self) -> Mapping[EntityKind, int]:
        """Return no kind."""
        return {}

    def search(
        self,
        question: str,  # noqa: ARG002 - the names of the port
        *,
        kind: EntityKind | None = None,  # noqa: ARG002
        prefix: bool = True,  # noqa: ARG002
    ) -> list[EntityHit]:
        """Find nothing."""
        return []

    def describe(
        self,
        kind: EntityKind,  # noqa: ARG002
        identifier: str,  # noqa: ARG002
    ) -> EntityDescription | None:
        """Know no entity."""
        return None

    def documents(
        self,
        kind: EntityKind,  # noqa: ARG002
        identifier: str,  # noqa: ARG002
    ) -> list[EntityDocument]:
        """Return no document."""
        return []

    def evidence(
        self,
        kind: EntityKind,  # noqa: ARG002
        identifier: str,  # noqa: ARG002
        *,
        document: str,  # noqa: ARG002
    ) -> list[Mention]:
        """Return no mention."""
        return []

    def neighbours(
        self,
        kind: EntityKind,  # noqa: ARG002
        identifier: str,  # noqa: ARG002
    ) -> list[Neighbour]:
        """Return no neighbour."""
        return []

    def concepts(self) -> Mapping[str, Concept]:
        """Return an empty scheme."""
        return {}

    def mentions(self, document: str) -> list[Mention]:  # noqa: ARG002
        """Return no mention."""
        return []

    def labels(
        self, entities: Sequence[tuple[EntityKind, str]]
    ) -> dict[tuple[EntityKind, str], str]:
        """Call every entity by its identifier."""
        return {key: key[1] for key in entities}
