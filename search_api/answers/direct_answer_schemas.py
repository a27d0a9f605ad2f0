"""The JSON of what the graph itself answers; a promise too."""

from pydantic import BaseModel, Field

__all__ = [
    "AnswerEntityOut",
    "AnswerFactOut",
    "AnswerItemOut",
    "AnswerSourceOut",
    "DirectAnswerOut",
]

_CERTAINTY = "high (certain), medium (probable), low (possible)"


class AnswerEntityOut(BaseModel):
    """Something that an answer is about, or through which it answers."""

    kind: str
    id: str
    label: str
    page: str = Field(description="Page à lire", examples=["/entite/lab/techne"])


class AnswerFactOut(BaseModel):
    """Why something answers: one row of the query."""

    text: str = Field(description="Précision en français, ou vide")
    date: str | None = Field(description="Date ISO 8601, plus ou moins précise")
    through: AnswerEntityOut | None = Field(
        description="Ce par quoi l’entité répond : un groupe, un laboratoire, ou null"
    )
    certainty: str = Field(description=_CERTAINTY)
    certainty_label: str = Field(examples=["probable"])
    sources: list[int] = Field(description="Numéros dans « sources »")


class AnswerItemOut(BaseModel):
    """Something that answers."""

    label: str
    iri: str
    entity: AnswerEntityOut | None = Field(description="null : elle n’a pas de page")
    certainty: str = Field(description=f"Celle de son meilleur fait : {_CERTAINTY}")
    certainty_label: str
    facts: list[AnswerFactOut]


class AnswerSourceOut(BaseModel):
    """Where facts were read."""

    number: int = Field(description="À partir de 1")
    label: str
    url: str | None = Field(description="Adresse où vérifier, ou null")
    document: str | None = Field(
        description="Identifiant du document de la bibliothèque qui est cette source"
    )
    page: str | None = Field(description="Page de ce document, ou null")


class DirectAnswerOut(BaseModel):
    """What the graph answers to a question that was wholly understood."""

    key: str = Field(
        description="À donner à « ignore »", examples=["answer:labs:rennes"]
    )
    relation: str = Field(examples=["labs"])
    title: str = Field(examples=["Laboratoires : académie de Rennes"])
    summary: str = Field(
        description="Nombres par certitude, jamais additionnés ; peut être vide",
        examples=["2 laboratoires certains, 2 probables."],
    )
    about: list[AnswerEntityOut] = Field(description="Ce que la question nomme")
    counts: dict[str, int] = Field(
        description="Nombre de réponses par certitude, même non montrées"
    )
    announced: int | None = Field(description="Nombre de groupes annoncés, ou null")
    none_known: bool = Field(description="true : le graphe n’en connaît aucun")
    meaning: str | None = Field(description="Ce que veut dire « aucun connu », ou null")
    items: list[AnswerItemOut] = Field(description="50 au plus, les certains d’abord")
    sources: list[AnswerSourceOut]
    query: str = Field(description="La requête SPARQL, entière")
    sparql_url: str = Field(description="La page SPARQL avec cette requête")
    remove_url: str = Field(description="La même recherche sans cette réponse")
