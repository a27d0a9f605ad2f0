"""Queries for a question, checked against what the library uses."""

from graph.ports import QueryService
from search_api.answers.query_proposal_answers import (
    QueryProposalsAnswer,
    proposals_out,
)
from search_api.query_proposals.checked_terms import used_terms
from search_api.web.search_parameters import cleaned
from search_api.web.services import Knowledge

__all__ = ["proposals_for"]


def proposals_for(
    question: str, knowledge: Knowledge, queries: QueryService
) -> QueryProposalsAnswer:
    """Return the queries for a question, checked against what the library uses.

    Raises:
        BadQuestion: If the question is empty.
        GraphError: If the store fails.
        QueryError: If the library does not say what it uses.
    """
    asked = cleaned(question)
    proposals = knowledge.propose_queries(asked)
    used = used_terms(queries) if proposals else frozenset()
    return proposals_out(asked, proposals, used=used, generation=knowledge.generation)
