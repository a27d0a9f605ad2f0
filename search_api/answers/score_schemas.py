"""The JSON of scores: what a hit is worth, and why. These keys are a promise too."""

from pydantic import BaseModel, Field

__all__ = ["ExplanationOut", "ScoresOut"]


class ScoresOut(BaseModel):
    """Why a passage ranks where it does."""

    words: float | None = Field(description="BM25, ou null si aucun mot commun")
    vectors: float | None = Field(description="Cosinus de −1 à 1")
    words_share: float = Field(description="Part des mots dans le score")
    vectors_share: float = Field(description="Part du sens dans le score")
    intent_share: float = Field(
        default=0.0, description="Part de ce que la question nomme dans le score"
    )
    closeness_share: float = Field(
        default=0.0,
        description="Part de la seconde lecture, mot par mot, dans le score",
    )
    kind_weight: float = Field(
        default=1.0,
        description="Poids de la nature du texte, déjà dans le score et ses parts : "
        "moins de 1 pour une entrée de glossaire, une réserve ou une source",
    )


class ExplanationOut(BaseModel):
    """Why a hit stands where it does, told of its best passage.

    The four parts of the score lie from 0 to 1 and add up to it; ``kind`` is in them.
    """

    sentence: str = Field(description="En une phrase, pour les lecteurs")
    score: float
    words: float = Field(description="Part des mots")
    meaning: float = Field(description="Part du sens")
    second_look: float = Field(description="Part de la seconde lecture, mot par mot")
    understanding: float = Field(description="Part de ce que la question nomme")
    kind: float = Field(description="Poids de la nature du texte")
    date: float = Field(
        description="De 0 à 1 : le document a l’année demandée, qui compte dans "
        "« understanding »"
    )
