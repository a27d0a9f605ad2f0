"""The JSON of related work. These keys are a promise, see ``docs/reference/api.md``."""

from pydantic import BaseModel, Field

from search_api.answers.related_finding_schemas import (
    CitedWorkOut,
    CopiedDocumentOut,
    DefinedTermOut,
    DoubtOut,
    KeywordOut,
    RepetitionOut,
    ToMentionOut,
)
from search_api.answers.search_schemas import (
    CopyOut,
    DocumentOut,
    EntityOut,
    PassageHitOut,
)

__all__ = [
    "DraftOut",
    "PairOut",
    "ParagraphOut",
    "RelatedAnswer",
    "RelatedDocumentOut",
    "RelatedPassageOut",
]


class DraftOut(BaseModel):
    """A part of the draft, or of a document that the editor likes."""

    text: str
    start: int
    end: int
    page: int
    document: str | None = Field(
        default=None,
        description="null : du brouillon ; sinon, l’identifiant du document apprécié "
        "(« like ») dont c’est un passage",
    )


class PairOut(BaseModel):
    """A part of the draft and the passage that matches it."""

    draft: DraftOut
    passage: PassageHitOut


class RelatedDocumentOut(BaseModel):
    """A related document and why it is."""

    document: DocumentOut
    score: float
    why: str = Field(description="Les raisons, en une phrase faite de faits")
    is_cited: bool = Field(description="Le brouillon le cite déjà")
    reliable: bool = Field(
        description="false : il ne porte sur aucun paragraphe, il en est seulement "
        "proche"
    )
    reason: DoubtOut | None = Field(description="Pourquoi, ou null")
    pairs: list[PairOut]
    shared: list[EntityOut]
    copies: list[CopyOut]


class RelatedPassageOut(BaseModel):
    """What a document says on a paragraph of the draft."""

    document: DocumentOut
    passage: PassageHitOut
    close: bool = Field(
        description="true : le document porte sur ce paragraphe ; false : il en est "
        "seulement le moins éloigné"
    )
    why: str = Field(description="Les raisons, en une phrase faite de faits")
    is_cited: bool = Field(description="Le brouillon le cite déjà")


class ParagraphOut(BaseModel):
    """A paragraph of the draft and the documents nearest to it."""

    draft: DraftOut
    supported: bool = Field(description="Un document au moins porte dessus")
    reason: DoubtOut | None = Field(
        description="Pourquoi aucun document ne porte dessus, ou null"
    )
    found: list[RelatedPassageOut] = Field(
        description="Les documents les plus proches, trois au plus"
    )
    repeats: list[RepetitionOut] = Field(
        description="Ce qu’il a mot pour mot de documents, trois au plus"
    )


class RelatedAnswer(BaseModel):
    """Documents related to a draft; nothing of the draft is kept."""

    documents: list[RelatedDocumentOut]
    draft_passages: int = Field(description="Paragraphes du brouillon")
    asked_passages: int = Field(
        description="Combien ont été comparés : tous, sauf dans un très long texte"
    )
    reliable: bool = Field(
        description="false : aucun document ne porte sur un paragraphe du brouillon ; "
        "les documents donnés sont seulement les moins éloignés"
    )
    reason: DoubtOut | None = Field(description="Pourquoi, ou null")
    copy_of: CopiedDocumentOut | None = Field(
        description="Le document que tout le brouillon reprend, ou null"
    )
    cited: list[CitedWorkOut] = Field(
        description="Les œuvres de la bibliothèque qu’il cite déjà, 50 au plus"
    )
    to_mention: list[ToMentionOut] = Field(
        description="Groupes, laboratoires, académies, appels et personnes des "
        "documents proches, 30 au plus : d’abord ceux qu’il ne nomme pas"
    )
    keywords: list[KeywordOut] = Field(
        description="Notions à donner en mots-clés, 20 au plus : d’abord celles qu’il "
        "nomme"
    )
    definitions: list[DefinedTermOut] = Field(
        description="Ses termes qu’un glossaire définit, 12 au plus"
    )
    unsupported: list[DraftOut] = Field(
        description="Les paragraphes comparés que rien dans le corpus n’appuie"
    )
    paragraphs: list[ParagraphOut] = Field(
        description="Les paragraphes comparés, dans l’ordre du brouillon"
    )
    generation: str
    model: str
    took_ms: float
