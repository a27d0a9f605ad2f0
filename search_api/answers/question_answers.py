"""The JSON of the questions that the graph answers; a promise too."""

from pydantic import BaseModel, Field

from graph.queries.competency import CompetencyQuestion
from search_api.answers import links
from search_api.competency_answers import QuestionTable

__all__ = [
    "QuestionAnswer",
    "QuestionListAnswer",
    "QuestionOut",
    "answer_out",
    "question_out",
]


class QuestionOut(BaseModel):
    """A question that the graph answers."""

    name: str = Field(examples=["cq01"])
    question: str = Field(
        examples=[
            "Quels laboratoires ont participé à des groupes d’au moins deux vagues ?"
        ]
    )
    uncertainty: str = Field(description="Comment l’incertitude se voit")
    parameter: str = Field(description="Variables que l’on peut changer, ou vide")
    query: str = Field(description="La requête SPARQL")
    url: str = Field(examples=["/questions/cq01"])


class QuestionListAnswer(BaseModel):
    """All questions."""

    questions: list[QuestionOut]


class QuestionAnswer(BaseModel):
    """A question and its answer, whole."""

    question: QuestionOut
    columns: list[str] = Field(examples=[["laboratoire", "nom", "vagues"]])
    rows: list[list[str | None]] = Field(description="Valeurs dans l’ordre de columns")
    message: str | None = Field(
        description="À montrer au lecteur, ou null",
        examples=["Aucune réponse dans le graphe."],
    )
    generation: str
    took_ms: float


def question_out(found: CompetencyQuestion) -> QuestionOut:
    """Write a question with its query."""
    return QuestionOut(
        name=found.name,
        question=found.question,
        uncertainty=found.uncertainty,
        parameter=found.parameter,
        query=found.query,
        url=links.question_api(found.name),
    )


def answer_out(
    question: CompetencyQuestion, table: QuestionTable, *, generation: str
) -> QuestionAnswer:
    """Write a question with its answer."""
    return QuestionAnswer(
        question=question_out(question),
        columns=list(table.columns),
        rows=[list(row) for row in table.rows],
        message=table.message,
        generation=generation,
        took_ms=round(table.elapsed_seconds * 1000, 1),
    )
