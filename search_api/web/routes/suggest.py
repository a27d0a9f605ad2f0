"""``GET /suggest``: completions while a question is typed."""

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from search_api.answers import links
from search_api.answers.wording import FACET_LABELS, number_words
from search_api.understanding.suggestions import MOST_SUGGESTIONS, Suggestion
from search_api.web.dependencies import FreshnessDep, KnowledgeDep, SettingsDep
from search_api.web.problems.problem_report import problem_responses
from search_api.web.responses.caching import UNCHANGED
from search_api.web.search_parameters import cleaned

__all__ = ["SuggestionAnswer", "SuggestionOut", "router"]

router = APIRouter()

_OPENSEARCH = "application/x-suggestions+json"


class SuggestionParameters(BaseModel):
    """What is being typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field(max_length=1_000, description="Le début de la question")
    limit: int = Field(default=8, ge=1, le=MOST_SUGGESTIONS, description="Au plus")
    format: Literal["json", "opensearch"] = Field(
        default="json", description="« opensearch » pour les navigateurs"
    )


class SuggestionOut(BaseModel):
    """A text that completes what was typed."""

    text: str
    kind: str = Field(description="Genre d’entité, « document » ou « word »")
    kind_label: str
    id: str | None = Field(description="De l’entité ou du document")
    url: str = Field(description="Sa page, ou la recherche de ce mot")


class SuggestionAnswer(BaseModel):
    """Completions, best first; empty where nothing completes what was typed."""

    query: str
    suggestions: list[SuggestionOut]
    generation: str


@router.get(
    "/suggest",
    operation_id="suggest",
    summary="Compléter une question",
    response_model=SuggestionAnswer,
    responses={
        200: {"content": {_OPENSEARCH: {}}},
        **UNCHANGED,
        **problem_responses("invalid-parameter", "not-ready"),
    },
)
def suggest(
    parameters: Annotated[SuggestionParameters, Query()],
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    freshness: FreshnessDep,
    response: Response,
) -> SuggestionAnswer | Response:
    """Propose des noms du graphe, des titres et des mots fréquents.

    Accents, ligatures et casse ne comptent pas. Rien de ce qui est tapé n’est gardé.
    """
    freshness.require_changed()
    typed = cleaned(parameters.q)
    found = [
        _described(one) for one in knowledge.suggest(typed, parameters.limit) if typed
    ]
    if parameters.format == "opensearch":
        return Response(
            json.dumps(_opensearch(typed, found, settings.public_url)),
            media_type=_OPENSEARCH,
            headers=dict(freshness.headers),
        )
    response.headers.update(freshness.headers)
    return SuggestionAnswer(
        query=typed, suggestions=found, generation=knowledge.generation
    )


def _described(one: Suggestion) -> SuggestionOut:
    match one.kind:
        case "word":
            label = f"mot, {number_words(one.passages)} passages"
            url = links.with_parameters("/recherche", [("q", one.text)])
        case "document":
            label, url = FACET_LABELS["document"], links.document_page(one.identifier)
        case kind:
            label, url = FACET_LABELS[kind], links.entity_page(kind, one.identifier)
    return SuggestionOut(
        text=one.text,
        kind=one.kind,
        kind_label=label,
        id=one.identifier or None,
        url=url,
    )


def _opensearch(
    typed: str, found: list[SuggestionOut], base: str
) -> list[str | list[str]]:
    """Return query, completions, descriptions and addresses, as browsers expect."""
    return [
        typed,
        [one.text for one in found],
        [one.kind_label for one in found],
        [f"{base}{one.url}" for one in found],
    ]
