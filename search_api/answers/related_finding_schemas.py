"""The JSON of what a draft cites, repeats, names and could name. A promise too."""

from pydantic import BaseModel, Field

from search_api.answers.search_schemas import DocumentOut, PassageOut
from search_api.answers.understood_schemas import DefinitionOut, EntityLinksOut

__all__ = [
    "CitedWorkOut",
    "CopiedDocumentOut",
    "DefinedTermOut",
    "DoubtOut",
    "DraftSpanOut",
    "EvidenceSourceOut",
    "KeywordOut",
    "MentionEvidenceOut",
    "OutsideConceptOut",
    "RepetitionOut",
    "ToMentionOut",
]


class DoubtOut(BaseModel):
    """Why nothing supports a text."""

    key: str = Field(
        description="Nom stable : no_subject, other_language, only_table, too_short "
        "ou nothing_near"
    )
    message: str = Field(description="La même chose, en français")


class DraftSpanOut(BaseModel):
    """Characters of the draft."""

    text: str = Field(description="Mot pour mot")
    start: int = Field(description="Position dans le texte du brouillon")
    end: int = Field(description="Position après le dernier caractère")


class CitedWorkOut(BaseModel):
    """A work of the library that the draft cites already."""

    document: DocumentOut
    how: str = Field(description="Reconnu par : link, doi ou title")
    how_label: str = Field(examples=["par un lien"])
    found: DraftSpanOut = Field(description="Ce qui le cite dans le brouillon")


class RepetitionOut(BaseModel):
    """Words that a paragraph has in common with a document."""

    kind: str = Field(
        description="repetition ; quotation : entre guillemets, et sa source est "
        "nommée ; unsourced_quotation : entre guillemets, sans source"
    )
    message: str = Field(description="La même chose, en français")
    share: float = Field(
        description="Part des suites de cinq mots du paragraphe, de 0 à 1"
    )
    found: DraftSpanOut
    document: DocumentOut
    passage: PassageOut = Field(description="Le passage où cela commence")
    text: str = Field(description="Mot pour mot dans le document")
    start: int = Field(description="Position dans le texte du document")
    end: int = Field(description="Position après le dernier caractère")


class CopiedDocumentOut(BaseModel):
    """The document that the whole draft repeats."""

    document: DocumentOut
    share: float = Field(
        description="Part des suites de cinq mots du brouillon, de 0 à 1"
    )


class EvidenceSourceOut(BaseModel):
    """Where a fact was read."""

    label: str
    url: str | None = Field(description="Adresse où vérifier, ou null")


class MentionEvidenceOut(BaseModel):
    """Why an entity should be mentioned."""

    document: DocumentOut = Field(description="Un des documents proches")
    passage: PassageOut | None = Field(description="Qui la nomme ; null pour un fait")
    start: int | None = Field(
        description="Position du nom dans le texte du document ; null pour un fait"
    )
    end: int | None = Field(description="Position après le dernier caractère, ou null")
    text: str = Field(description="Le nom, mot pour mot, ou le fait en français")
    source: EvidenceSourceOut | None = Field(description="Du fait, ou null")


class ToMentionOut(BaseModel):
    """A group, lab, académie, call or person of the close documents."""

    kind: str = Field(description="group, lab, academy, wave, theme ou person")
    kind_label: str
    id: str
    label: str
    short_label: str = Field(description="Son sigle, ou vide", examples=["MICA"])
    iri: str
    certainty: str = Field(
        description="Du lien le plus faible : high (certain), medium (probable) ou "
        "low (possible)"
    )
    certainty_label: str = Field(examples=["probable"])
    documents: int = Field(description="Parmi les documents proches")
    named_in_draft: bool = Field(description="Le brouillon la nomme déjà")
    named: DraftSpanOut | None = Field(description="Où, ou null")
    evidence: list[MentionEvidenceOut] = Field(description="Trois au plus")
    links: EntityLinksOut


class OutsideConceptOut(BaseModel):
    """What another vocabulary has for a concept."""

    scheme: str = Field(examples=["Wikidata"])
    id: str
    url: str
    relation: str = Field(description="exact, close, broad ou narrow (SKOS)")
    certainty: str = Field(description="high, medium (probable) ou low (possible)")


class KeywordOut(BaseModel):
    """A concept to tag the draft with."""

    id: str
    label: str
    iri: str
    rarity: float = Field(
        description="1 : un seul document la nomme ; 0 : tous la nomment"
    )
    documents: int = Field(description="Documents proches qui la nomment")
    named_in_draft: bool
    named: list[DraftSpanOut] = Field(description="Où, trois endroits au plus")
    definition: str = Field(description="Mot pour mot, ou vide")
    outside: list[OutsideConceptOut] = Field(
        description="Ses équivalents dans d’autres vocabulaires, si on les connaît"
    )
    links: EntityLinksOut


class DefinedTermOut(BaseModel):
    """A term of the draft that a glossary of the library defines."""

    label: str
    found: DraftSpanOut
    definition: DefinitionOut
