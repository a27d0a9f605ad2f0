"""What may stand behind ``?`` where entities are asked for."""

from pydantic import BaseModel, ConfigDict, Field

from ontology.model import EntityKind

__all__ = ["EntityListParameters", "EntityParameters", "MentionListParameters"]

_CURSOR = Field(None, max_length=2_000, description="Suite d’une page précédente")


class EntityListParameters(BaseModel):
    """A search for entities by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field(
        "", max_length=200, description="Un nom ; tous sans lui", examples=["techné"]
    )
    kind: EntityKind | None = Field(
        None, description="Genre d’entité", examples=["lab"]
    )
    autocomplete: bool = Field(
        False, description="Les mots de « q » peuvent être des débuts de mots"
    )
    limit: int = Field(20, ge=1, le=100, description="Entités par page")
    cursor: str | None = _CURSOR

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters as they stand in an address, without the cursor."""
        pairs = [("q", self.q)] if self.q else []
        if self.kind is not None:
            pairs.append(("kind", self.kind.value))
        if self.autocomplete:
            pairs.append(("autocomplete", "true"))
        return [*pairs, ("limit", str(self.limit))]


class EntityParameters(BaseModel):
    """How much to tell of an entity."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(10, ge=1, le=100, description="Documents par page")
    evidence: int = Field(3, ge=0, le=20, description="Mentions par document")
    neighbours: int = Field(50, ge=0, le=500, description="Voisins au plus")
    cursor: str | None = _CURSOR

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters as they stand in an address, without the cursor."""
        return [
            ("limit", str(self.limit)),
            ("evidence", str(self.evidence)),
            ("neighbours", str(self.neighbours)),
        ]


class MentionListParameters(BaseModel):
    """A page of the mentions of a document."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(200, ge=1, le=1000, description="Mentions par page")
    cursor: str | None = _CURSOR
