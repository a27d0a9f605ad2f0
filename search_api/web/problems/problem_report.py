"""Problem reports (RFC 9457): one shape for everything that goes wrong.

    our error ──PROBLEM_OF──▶ ProblemType ──▶ application/problem+json
                                          └─▶ an error page, where a person reads

``type`` is ``/problems/<slug>``, a page that explains the problem. ``title`` is stable,
``detail`` is for reading and may change; programmes rely on ``type`` and ``status``.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from graph import errors as graph_errors
from ingest import errors as ingest_errors
from ontology.call_context import CallCancelled
from ontology.errors import KnowledgeError
from search_api import errors as search_errors
from search_api.deposit_tasks import (
    DepositAddressRefused,
    DepositsBusy,
    DepositsUnavailable,
)
from search_api.web.headers import SECURITY_HEADERS
from search_api.web.problems.problem_types import PROBLEMS, ProblemType
from search_api.web.services import (
    AddressesClosed,
    OriginalUnsound,
    ServiceNotReady,
)

__all__ = [
    "PROBLEM_MEDIA_TYPE",
    "PROBLEM_OF",
    "Problem",
    "ProblemError",
    "ProblemItem",
    "problem_for",
    "problem_responses",
]

PROBLEM_MEDIA_TYPE = "application/problem+json"


PROBLEM_OF: Mapping[type[KnowledgeError], str] = {
    CallCancelled: "deadline-passed",
    search_errors.BadQuestion: "bad-question",
    search_errors.UnknownDocument: "unknown-document",
    search_errors.WithdrawnDocument: "withdrawn-document",
    search_errors.StaleCursor: "stale-cursor",
    search_errors.StaleDraftFeed: "other-model",
    search_errors.EmbedderError: "not-ready",
    search_errors.IndexMismatch: "not-ready",
    ServiceNotReady: "not-ready",
    DepositAddressRefused: "invalid-body",
    OriginalUnsound: "original-damaged",
    DepositsBusy: "busy",
    DepositsUnavailable: "deposits-unavailable",
    graph_errors.QuerySyntaxError: "query-syntax",
    graph_errors.NotAcceptable: "not-acceptable",
    graph_errors.QueryRefused: "query-refused",
    graph_errors.QueryTimeout: "query-timeout",
    graph_errors.QueryTooLarge: "answer-too-large",
    graph_errors.QueryFailed: "query-failed",
    graph_errors.QueriesBusy: "busy",
    graph_errors.StoreError: "not-ready",
    AddressesClosed: "addresses-closed",
    ingest_errors.DraftAddressRefused: "address-refused",
    ingest_errors.DraftPageTooLarge: "too-large",
    ingest_errors.DraftPageTooSlow: "fetch-too-slow",
    ingest_errors.DraftNotFetched: "fetch-failed",
    ingest_errors.ReadingUnavailable: "busy",
    ingest_errors.TooLarge: "too-large",
    ingest_errors.UnsupportedContent: "unsupported-media-type",
    ingest_errors.ReadingError: "unreadable-draft",
}
"""The one table from errors to problems; a subclass not named uses its base's row."""

_QUIET = frozenset({"internal", "not-ready", "deposits-unavailable"})
_QUESTIONS = frozenset({"q", "text", "query"})
_MEMBERS = (
    *("line", "column", "rule", "limit", "limit_bytes", "seconds", "state"),
    "available",
)


class ProblemItem(BaseModel):
    """One wrong field: where it stands and what is expected."""

    detail: str = Field(description="Ce qui ne convient pas, en français")
    parameter: str | None = Field(default=None, description="Nom du paramètre")
    pointer: str | None = Field(default=None, description="Pointeur JSON dans le corps")


class Problem(BaseModel):
    """A problem report as it is sent."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/invalid-parameter",
                    "title": "Paramètre incorrect",
                    "status": 400,
                    "detail": "« limit » vaut 500 ; au plus 100.",
                    "instance": "/search",
                    "errors": [{"detail": "au plus 100", "parameter": "limit"}],
                }
            ]
        },
    )

    type: str = Field(description="Adresse de la page qui explique ce problème")
    title: str = Field(description="Nom stable du problème")
    status: int = Field(description="Code HTTP de la réponse")
    detail: str = Field(description="Ce qui s’est passé et ce qu’on peut faire")
    instance: str = Field(description="Chemin de la demande")
    errors: list[ProblemItem] | None = Field(
        default=None, description="Champs en cause"
    )


class ProblemError(Exception):
    """A problem that the web layer itself finds.

    Args:
        slug: One of ``PROBLEMS``.
        detail: What happened and what to do, in French.
        errors: Wrong fields, one by one.
        headers: Added to the response.
        members: Further members of the report, for example ``available``.
    """

    def __init__(
        self,
        slug: str,
        detail: str,
        *,
        errors: tuple[ProblemItem, ...] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = PROBLEMS[slug]
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def report(self, instance: str) -> Problem:
        """Return the report to send about a demand of this path."""
        return Problem(
            type=f"/problems/{self.kind.slug}",
            title=self.kind.title,
            status=self.kind.status,
            detail=self.detail,
            instance=instance[:500],
            errors=list(self.errors) or None,
            **self.members,
        )

    def answer_headers(self) -> dict[str, str]:
        """Return the headers that go with the report, whatever its form.

        Errors are never cached: the next attempt may succeed.
        """
        return {
            **SECURITY_HEADERS,
            **self.headers,
            "Cache-Control": "no-store",
            "Vary": "Accept",
            "Content-Language": "fr",
        }


def problem_for(error: KnowledgeError) -> ProblemError:
    """Turn one of our errors into the problem that the client sees.

    Errors of the library or of the machine keep their words to themselves: their
    messages may name folders and settings, which belong in the log.
    """
    rows = (PROBLEM_OF[kind] for kind in type(error).__mro__ if kind in PROBLEM_OF)
    slug = next(rows, "internal")
    parameter = getattr(error, "parameter", None)
    if slug == "bad-question" and parameter not in _QUESTIONS:
        slug = "invalid-parameter"
    kind = PROBLEMS[slug]
    if slug in _QUIET:
        return ProblemError(slug, kind.explanation, headers=_retry(kind, error))
    members = {
        name: getattr(error, name)
        for name in _MEMBERS
        if getattr(error, name, None) is not None
    }
    items = (ProblemItem(detail=error.message, parameter=parameter),)
    return ProblemError(
        slug,
        _sentences(error),
        errors=items if parameter else (),
        headers=_retry(kind, error),
        members=members,
    )


def _sentences(error: KnowledgeError) -> str:
    """Return message and remedy as two sentences, however they were written."""
    parts = (part.strip() for part in (error.message, error.remedy))
    return " ".join(
        f"{_capitalized(part)}{'' if part[-1] in '.!?' else '.'}"
        for part in parts
        if part
    )


def _capitalized(sentence: str) -> str:
    """Return a sentence with a capital; names such as ``search:text`` have none."""
    is_name = ":" in sentence.partition(" ")[0]
    return sentence if is_name else f"{sentence[0].upper()}{sentence[1:]}"


def _retry(kind: ProblemType, error: KnowledgeError) -> dict[str, str]:
    seconds = getattr(error, "retry_after_seconds", kind.retry_after_seconds)
    return {} if seconds is None else {"Retry-After": str(seconds)}


def problem_responses(*slugs: str) -> dict[int | str, dict[str, Any]]:
    """Describe problems for OpenAPI: status → description and schema."""
    responses: dict[int | str, dict[str, Any]] = {}
    for slug in ("malformed-request", *slugs, "internal"):
        kind = PROBLEMS[slug]
        known = responses.get(kind.status)
        description = f"{known['description']} · " if known else ""
        responses[kind.status] = {
            "description": f"{description}{kind.title}",
            "content": {
                PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    return responses
