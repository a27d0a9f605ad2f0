"""``GET /queries``: queries in SPARQL for a question in plain French."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from search_api.answers.query_proposal_answers import QueryProposalsAnswer
from search_api.query_proposals.proposer import LONGEST
from search_api.web.dependencies import FreshnessDep, KnowledgeDep, ServicesDep
from search_api.web.problems.problem_report import problem_responses
from search_api.web.responses.caching import UNCHANGED
from search_api.web.responses.proposed_queries import proposals_for

__all__ = ["router"]

router = APIRouter(tags=["SPARQL"])


class QueryProposalParameters(BaseModel):
    """What is asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="La question, en français",
        examples=["quels laboratoires de Nantes"],
    )


@router.get(
    "/queries",
    operation_id="propose_queries",
    summary="Proposer une requête SPARQL pour une question",
    responses={
        **UNCHANGED,
        **problem_responses(
            "invalid-parameter", "bad-question", "query-failed", "busy", "not-ready"
        ),
    },
)
def propose_queries(
    parameters: Annotated[QueryProposalParameters, Query()],
    services: ServicesDep,
    knowledge: KnowledgeDep,
    freshness: FreshnessDep,
    response: Response,
) -> QueryProposalsAnswer:
    """Choisit parmi nos requêtes celles qui répondent à la question, et les remplit.

    Rien n’est lancé : la requête est à relire, à changer, puis à envoyer à `/sparql`.
    Où aucune ne convient, `proposals` est vide et `message` le dit.
    """
    freshness.require_changed()
    response.headers.update(freshness.headers)
    return proposals_for(parameters.q, knowledge, services.queries)
