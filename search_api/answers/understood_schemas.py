"""The JSON of what a question names. These keys are a promise too."""

from pydantic import BaseModel, Field

__all__ = [
    "DefinitionOut",
    "EntityCardOut",
    "EntityLinksOut",
    "SpellingOut",
    "SubjectGroupOut",
    "UnderstoodOut",
]


class UnderstoodOut(BaseModel):
    """A part of the question that was understood; it never excludes anything."""

    key: str = Field(description="À donner à « ignore » si ce n’est pas le sens voulu")
    kind: str = Field(description="Nom du filtre correspondant, ou « document »")
    kind_label: str
    id: str
    label: str
    iri: str | None = Field(description="null pour une date ou une langue")
    characters: tuple[int, int] = Field(description="Positions dans « query »")
    effect: str = Field(description="boost, first, synonyms ou avoid")
    synonyms: list[str] = Field(description="Autres noms cherchés aussi")
    remove_url: str = Field(description="La même recherche sans cela")


class EntityLinksOut(BaseModel):
    """Where an entity can be found in this service."""

    self: str = Field(description="Description par l’API")
    page: str = Field(description="Page à lire")


class SubjectGroupOut(BaseModel):
    """A group that works on a subject."""

    id: str
    label: str
    certain: bool = Field(description="false : à ne pas montrer sans réserve")
    links: EntityLinksOut


class DefinitionOut(BaseModel):
    """What a glossary of the library says of a concept, with its evidence."""

    text: str = Field(description="Le terme et la première phrase, mot pour mot")
    document: str = Field(description="Identifiant du glossaire")
    title: str
    passage: str
    page: int
    start: int = Field(description="Position dans le texte du document")
    end: int = Field(description="Position après le dernier caractère")
    url: str = Field(description="Où vérifier")


class EntityCardOut(BaseModel):
    """An entity that the question names."""

    kind: str
    kind_label: str
    id: str
    iri: str
    label: str
    names: list[str] = Field(description="Autres noms, trois au plus")
    waves: list[str] = Field(description="Vagues d’un groupe")
    documents: int = Field(description="Documents qui lui sont liés")
    groups: list[SubjectGroupOut] | None = Field(
        description="Groupes dont cette notion, ou une plus précise, est le sujet, ou "
        "qui répondent à ce thème ; vide si aucun n’est connu, null pour le reste"
    )
    definition: DefinitionOut | None = Field(
        default=None, description="D’une notion qu’un glossaire définit, ou null"
    )
    links: EntityLinksOut


class SpellingOut(BaseModel):
    """The question in words that the corpus holds."""

    text: str
    replaced: list[tuple[str, str]] = Field(description="Mot tapé, mot proposé")
    applied: bool = Field(
        description="true : cette question a été posée, aucun mot tapé n’étant connu"
    )
    url: str = Field(description="La recherche de « text », ou des mots tels quels")
