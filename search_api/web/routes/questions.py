"""``/questions``: what the graph must be able to answer, asked through the guard."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from graph.ports import QueryAnswer
from graph.queries.competency import (
    CompetencyQuestion,
    competency_names,
    load_competency,
)
from search_api.web import links
from search_api.web.dependencies import (
    FreshnessDep,
    KnowledgeDep,
    ServicesDep,
    SettingsDep,
)
from search_api.web.entity_lookup import find_question
from search_api.web.entity_schemas import (
    QuestionAnswer,
    QuestionListAnswer,
    QuestionOut,
)
from search_api.web.problems import problem_responses

__all__ = ["NO_ANSWER", "router"]

NO_ANSWER = "Aucune réponse dans le graphe."

router = APIRouter(tags=["SPARQL"])

_ACCEPT = "application/sparql-results+json"
_UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Inchangé depuis la réponse que le client possède"}
}


@router.get(
    "/questions",
    operation_id="list_questions",
    summary="Lister les questions prêtes à poser",
    response_model=QuestionListAnswer,
    responses={**_UNCHANGED, **problem_responses("not-ready")},
)
def list_questions(
    settings: SettingsDep, freshness: FreshnessDep, response: Response
) -> QuestionListAnswer | Response:
    """Donne les questions de compétence du graphe, avec leur requête SPARQL."""
    unchanged = freshness.unchanged()
    if unchanged is not None:
        return unchanged
    response.headers.update(freshness.headers)
    return QuestionListAnswer(
        questions=[
            _question(load_competency(name, base=settings.base_iri))
            for name in competency_names()
        ]
    )


@router.get(
    "/questions/{name}",
    operation_id="ask_question",
    summary="Poser une question au graphe",
    response_model=QuestionAnswer,
    responses={
        **_UNCHANGED,
        **problem_responses(
            "unknown-question",
            "answer-too-large",
            "query-failed",
            "query-timeout",
            "busy",
            "not-ready",
        ),
    },
)
def ask_question(
    name: Annotated[str, Path(description="Nom de la question", examples=["cq01"])],
    services: ServicesDep,
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    freshness: FreshnessDep,
    response: Response,
) -> QuestionAnswer | Response:
    """Évalue la question sur la génération publiée, dans un processus à part.

    Une réponse vide est une réponse : « message » le dit en toutes lettres.
    """
    question = find_question(name, base=settings.base_iri)
    unchanged = freshness.unchanged()
    if unchanged is not None:
        return unchanged
    answer = services.queries.execute(question.query, accept=_ACCEPT)
    columns, rows = _table(answer)
    response.headers.update(freshness.headers)
    return QuestionAnswer(
        question=_question(question),
        columns=columns,
        rows=rows,
        message=None if rows else NO_ANSWER,
        generation=knowledge.generation,
        took_ms=round(answer.elapsed_seconds * 1000, 1),
    )


def _question(found: CompetencyQuestion) -> QuestionOut:
    return QuestionOut(
        name=found.name,
        question=found.question,
        uncertainty=found.uncertainty,
        parameter=found.parameter,
        query=found.query,
        url=links.question_api(found.name),
    )


def _table(answer: QueryAnswer) -> tuple[list[str], list[list[str | None]]]:
    content = json.loads(answer.body)
    columns = [str(name) for name in content["head"]["vars"]]
    rows = [
        [row[name]["value"] if name in row else None for name in columns]
        for row in content["results"]["bindings"]
    ]
    return columns, rows
