"""``/questions``: what the graph must be able to answer, asked through the guard."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from graph.queries.competency import competency_names, load_competency
from search_api.answers.question_answers import (
    QuestionAnswer,
    QuestionListAnswer,
    answer_out,
    question_out,
)
from search_api.competency_answers import ask
from search_api.web.dependencies import (
    FreshnessDep,
    KnowledgeDep,
    ServicesDep,
    SettingsDep,
)
from search_api.web.entities.entity_lookup import find_question
from search_api.web.problems.problem_report import problem_responses
from search_api.web.responses.caching import UNCHANGED

__all__ = ["router"]

router = APIRouter(tags=["SPARQL"])


@router.get(
    "/questions",
    operation_id="list_questions",
    summary="Lister les questions prêtes à poser",
    responses={**UNCHANGED, **problem_responses("not-ready")},
)
def list_questions(
    settings: SettingsDep, freshness: FreshnessDep, response: Response
) -> QuestionListAnswer:
    """Donne les questions de compétence du graphe, avec leur requête SPARQL."""
    freshness.require_changed()
    response.headers.update(freshness.headers)
    return QuestionListAnswer(
        questions=[
            question_out(load_competency(name, base=settings.base_iri))
            for name in competency_names()
        ]
    )


@router.get(
    "/questions/{name}",
    operation_id="ask_question",
    summary="Poser une question au graphe",
    responses={
        **UNCHANGED,
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
) -> QuestionAnswer:
    """Évalue la question sur la génération publiée, dans un processus à part.

    Une réponse vide est une réponse : « message » le dit en toutes lettres.
    """
    question = find_question(name, base=settings.base_iri)
    freshness.require_changed()
    table = ask(services.queries, question)
    response.headers.update(freshness.headers)
    return answer_out(question, table, generation=knowledge.generation)
