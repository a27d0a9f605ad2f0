"""The JSON of entities and concepts; promised like ``schemas``."""

from pydantic import BaseModel, Field

from search_api.answers.search_schemas import DocumentOut, EntityOut

__all__ = [
    "ConceptAnswer",
    "ConceptLinksOut",
    "ConceptOut",
    "ConceptTreeAnswer",
    "EntityAnswer",
    "EntityDocumentOut",
    "EntityHitOut",
    "EntityListAnswer",
    "EvidenceOut",
    "FactOut",
    "FactSourceOut",
    "FullEntityOut",
    "KindCount",
    "LabelOut",
    "MentionListAnswer",
    "MentionOut",
    "NeighbourOut",
]


class EntityHitOut(EntityOut):
    """An entity found by a name."""

    kind_label: str = Field(description="Genre en français", examples=["Laboratoire"])
    matched: str = Field(description="Nom qui correspond", examples=["TECHNE"])
    documents: int = Field(description="Nombre de documents reliés")
    url: str = Field(
        description="Description par l’API", examples=["/entities/lab/techne"]
    )


class KindCount(BaseModel):
    """How many entities of a kind match."""

    kind: str = Field(examples=["lab"])
    label: str = Field(examples=["Laboratoire"])
    count: int


class EntityListAnswer(BaseModel):
    """One page of entities."""

    total: int = Field(description="Nombre d’entités trouvées, du genre demandé")
    entities: list[EntityHitOut]
    kinds: list[KindCount] = Field(description="Entités trouvées, tous genres")
    next: str | None = Field(description="Adresse de la page suivante, null à la fin")
    generation: str


class LabelOut(BaseModel):
    """A name."""

    text: str = Field(examples=["Techné"])
    language: str = Field(description="ISO 639-1, vide pour un sigle", examples=["fr"])
    preferred: bool


class FactSourceOut(BaseModel):
    """Where a fact was read."""

    label: str = Field(examples=["connaissance générale"])
    url: str | None = Field(description="Où vérifier, ou null")


class FactOut(BaseModel):
    """A fact, how certain it is, and where it was read."""

    subject: EntityOut
    property: str = Field(description="IRI de la propriété ou du rôle")
    label: str = Field(
        description="La propriété en français", examples=["laboratoire porteur"]
    )
    value: str = Field(description="La valeur en mots", examples=["Techné"])
    entity: EntityOut | None = Field(description="La valeur, si c’est une entité")
    url: str | None = Field(description="La valeur, si c’est une adresse")
    certain: bool = Field(description="false : à ne pas montrer sans réserve")
    certainty: str = Field(description="high, medium (probable) ou low (possible)")
    basis: str = Field(examples=["énoncée par la source"])
    sources: list[FactSourceOut]
    printed: str = Field(description="Tel qu’imprimé par la source, si cela diffère")
    note: str


class FullEntityOut(EntityOut):
    """An entity with its names."""

    kind_label: str = Field(examples=["Laboratoire"])
    iri: str = Field(examples=["https://gtnum.example/id/lab/techne"])
    page: str = Field(description="Page à lire", examples=["/entite/lab/techne"])
    labels: list[LabelOut]


class MentionOut(BaseModel):
    """A passage names an entity: the exact characters and how they were found."""

    text: str = Field(description="Les caractères exacts", examples=["Techné"])
    passage: str = Field(
        description="Identifiant du passage", examples=["sheet-gtnum-2022-aeson.1"]
    )
    page: int = Field(description="À partir de 1")
    start: int = Field(description="Position dans le texte du document")
    end: int = Field(description="Position après le dernier caractère")
    method: str = Field(description="Comment elle a été trouvée", examples=["acronym"])
    confidence: float = Field(description="De 0 à 1")
    url: str = Field(description="Où vérifier")


class EvidenceOut(MentionOut):
    """A mention within its passage."""

    context: str = Field(description="Texte du passage")
    highlight: tuple[int, int] = Field(description="Position dans « context »")


class EntityDocumentOut(BaseModel):
    """A document linked to an entity, and why."""

    document: DocumentOut
    mentions: int = Field(description="Nombre de mentions dans ce document")
    declared: bool = Field(description="Le document énonce lui-même ce lien")
    evidence: list[EvidenceOut] = Field(description="Premières mentions")


class NeighbourOut(BaseModel):
    """An entity near this one."""

    entity: EntityOut
    relations: list[str] = Field(
        description="Propriétés qui les relient", examples=[["laboratoire porteur"]]
    )
    certain_facts: int
    uncertain_facts: int
    passages: int = Field(description="Passages qui nomment les deux")


class EntityAnswer(BaseModel):
    """An entity with its facts, documents and neighbours."""

    entity: FullEntityOut
    facts: list[FactOut] = Field(description="Ce que l’on sait de l’entité")
    named_in: list[FactOut] = Field(description="Faits d’autres entités qui la nomment")
    documents_total: int
    documents: list[EntityDocumentOut]
    neighbours_total: int
    neighbours: list[NeighbourOut]
    next: str | None = Field(description="Suite des documents, null à la fin")
    generation: str


class ConceptLinksOut(BaseModel):
    """A concept of the tree; links are identifiers of concepts."""

    id: str = Field(examples=["learning-analytics"])
    label: str = Field(examples=["analyse des traces d’apprentissage"])
    documents: int
    broader: list[str]
    narrower: list[str]
    related: list[str]


class ConceptTreeAnswer(BaseModel):
    """The whole subject scheme: ``top`` and ``narrower`` make the tree."""

    total: int
    top: list[str] = Field(description="Notions sans notion plus large")
    concepts: list[ConceptLinksOut]
    generation: str


class ConceptOut(BaseModel):
    """A concept as a link shows it."""

    id: str
    label: str
    url: str


class ConceptAnswer(BaseModel):
    """A concept and the concepts around it."""

    id: str
    label: str
    labels: list[LabelOut]
    definition: str | None
    documents: int
    broader: list[ConceptOut]
    narrower: list[ConceptOut]
    related: list[ConceptOut]
    entity: str = Field(description="Faits, documents et voisins, par l’API")
    generation: str


class DocumentMentionOut(MentionOut):
    """A mention in a list of those of a document."""

    entity: EntityOut


class MentionListAnswer(BaseModel):
    """Mentions of a document, in reading order."""

    document: str
    total: int
    mentions: list[DocumentMentionOut]
    next: str | None
    generation: str
