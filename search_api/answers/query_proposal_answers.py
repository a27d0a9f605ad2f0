"""The JSON of queries proposed for a question; a promise too."""

from collections.abc import Collection, Iterable

from pydantic import BaseModel, Field

from search_api.answers import links
from search_api.query_proposals.checked_terms import unused_terms
from search_api.query_proposals.proposer import FilledSlot, ProposedQuery

__all__ = [
    "NO_QUERY",
    "FilledSlotOut",
    "ProposedQueryOut",
    "QueryProposalsAnswer",
    "proposals_out",
]

NO_QUERY = (
    "Aucune de nos requêtes ne répond à cette question. Posez-la à la recherche, qui "
    "lit les documents, ou écrivez la requête."
)


class FilledSlotOut(BaseModel):
    """A thing that stands in a query because the question names it."""

    text: str = Field(description="Les caractères exacts de la question")
    variable: str = Field(description="Variable de la requête ; vide si elle manque")
    kind: str
    id: str
    label: str


class ProposedQueryOut(BaseModel):
    """A query that may be what the question asks for."""

    name: str = Field(examples=["labs"])
    title: str = Field(
        description="Ce à quoi la requête répond",
        examples=["Quels laboratoires participent à des groupes ?"],
    )
    query: str = Field(description="La requête SPARQL, entière, à relire ou changer")
    score: float = Field(description="De 0 à 1 ; 1 : question comprise en entier")
    filled: list[FilledSlotOut] = Field(description="Ce que la question nomme")
    examples: list[str] = Field(
        description="Variables qui portent un exemple, que la question ne nomme pas"
    )
    unused_terms: list[str] = Field(
        description="Mots du vocabulaire que cette bibliothèque n’emploie pas : la "
        "réponse sera vide ou incomplète"
    )
    uncertainty: str = Field(description="Comment l’incertitude se voit")
    url: str = Field(description="La page où la requête s’ouvre, sans être lancée")


class QueryProposalsAnswer(BaseModel):
    """Queries for a question in plain French, best first; none where none fits."""

    question: str
    proposals: list[ProposedQueryOut]
    message: str | None = Field(description="À montrer au lecteur, ou null")
    generation: str


def proposals_out(
    question: str,
    proposals: Iterable[ProposedQuery],
    *,
    used: Collection[str],
    generation: str,
) -> QueryProposalsAnswer:
    """Write proposals.

    Args:
        question: As asked; offsets of ``proposals`` count its characters.
        proposals: Best first.
        used: Terms that the library uses.
        generation: Its name.
    """
    shown = [_proposal(one, question, used) for one in proposals]
    return QueryProposalsAnswer(
        question=question,
        proposals=shown,
        message=None if shown else NO_QUERY,
        generation=generation,
    )


def _proposal(
    one: ProposedQuery, question: str, used: Collection[str]
) -> ProposedQueryOut:
    return ProposedQueryOut(
        name=one.form,
        title=one.title,
        query=one.query,
        score=round(one.score, 3),
        filled=[_filled(each, question) for each in one.filled],
        examples=list(one.examples),
        unused_terms=list(unused_terms(one.query, used)),
        uncertainty=one.uncertainty,
        url=links.with_parameters("/sparql", [("question", question)]),
    )


def _filled(slot: FilledSlot, question: str) -> FilledSlotOut:
    return FilledSlotOut(
        text=question[slot.start : slot.end],
        variable=slot.variable,
        kind=slot.kind.value,
        id=slot.identifier,
        label=slot.label,
    )
