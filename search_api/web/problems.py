"""Problem reports (RFC 9457): one shape for everything that goes wrong.

    our error ──PROBLEM_OF──▶ ProblemType ──▶ application/problem+json
                                          └─▶ an error page, where a person reads

``type`` is ``/problems/<slug>``, a page that explains the problem. ``title`` is stable,
``detail`` is for reading and may change; programmes rely on ``type`` and ``status``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from graph import errors as graph_errors
from ingest import errors as ingest_errors
from ontology.errors import KnowledgeError
from search_api import errors as search_errors
from search_api.web.services import ServiceNotReady

__all__ = [
    "PROBLEMS",
    "PROBLEM_OF",
    "Problem",
    "ProblemError",
    "ProblemItem",
    "ProblemType",
    "problem_for",
    "problem_responses",
]

PROBLEM_MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: its name in the address, its status and what to know."""

    slug: str
    status: int
    title: str
    explanation: str
    retry_after_seconds: int | None = None


_TYPES = (
    ProblemType(
        "invalid-parameter",
        400,
        "Paramètre incorrect",
        "Un paramètre de l’adresse manque, est inconnu ou sort des valeurs admises. "
        "La liste « errors » nomme chaque paramètre et ce qui est attendu.",
    ),
    ProblemType(
        "bad-question",
        400,
        "Question inutilisable",
        "La question est vide, trop longue ou ne peut pas être comprise. "
        "Une question compte de 1 à 1 000 caractères.",
    ),
    ProblemType(
        "query-syntax",
        400,
        "Erreur de syntaxe SPARQL",
        "La requête SPARQL ne peut pas être analysée. Les champs « line » et "
        "« column » disent où l’analyse s’est arrêtée.",
    ),
    ProblemType(
        "query-parameters",
        400,
        "Requête SPARQL mal transmise",
        "Le protocole SPARQL demande exactement une requête : le paramètre « query » "
        "d’une adresse ou d’un formulaire, ou le corps « application/sparql-query » "
        "en UTF-8.",
    ),
    ProblemType(
        "query-refused",
        403,
        "Requête SPARQL refusée",
        "La requête est correcte, mais le service ne l’exécute pas : il est en "
        "lecture seule, n’appelle aucun service distant et limite la taille et "
        "l’imbrication des requêtes. Le champ « rule » nomme la règle.",
    ),
    ProblemType(
        "not-found",
        404,
        "Page introuvable",
        "Aucune page ni aucun point d’accès ne répond à cette adresse.",
    ),
    ProblemType(
        "unknown-document",
        404,
        "Document inconnu",
        "Aucun document, aucune page ou aucun fichier de la bibliothèque ne porte "
        "cet identifiant. Un document peut avoir été retiré.",
    ),
    ProblemType(
        "method-not-allowed",
        405,
        "Méthode non admise",
        "L’adresse existe, mais n’accepte pas cette méthode HTTP. L’en-tête "
        "« Allow » donne celles qui conviennent.",
    ),
    ProblemType(
        "not-acceptable",
        406,
        "Format non disponible",
        "Aucun des formats demandés par l’en-tête « Accept » ne peut être produit. "
        "Le champ « available » donne ceux qui le peuvent.",
    ),
    ProblemType(
        "body-timeout",
        408,
        "Envoi trop lent",
        "Le corps de la requête n’est pas arrivé à temps. Rien n’a été conservé.",
    ),
    ProblemType(
        "stale-cursor",
        410,
        "Suite périmée",
        "La bibliothèque a été mise à jour depuis la première page de résultats : "
        "la suite de l’ancienne liste n’existe plus. Relancez la recherche.",
    ),
    ProblemType(
        "too-large",
        413,
        "Envoi trop volumineux",
        "Le corps de la requête ou le fichier dépasse la taille admise. "
        "Rien n’a été conservé.",
    ),
    ProblemType(
        "answer-too-large",
        413,
        "Réponse trop volumineuse",
        "La réponse entière dépasse la taille admise ; une réponse n’est jamais "
        "coupée. Ajoutez LIMIT ou restreignez la requête.",
    ),
    ProblemType(
        "unsupported-media-type",
        415,
        "Format d’envoi non pris en charge",
        "Le type de contenu ou le codage du corps de la requête n’est pas de ceux "
        "que ce point d’accès sait lire.",
    ),
    ProblemType(
        "invalid-body",
        422,
        "Contenu incorrect",
        "Le corps de la requête est lisible, mais ne contient pas ce qui est attendu. "
        "La liste « errors » dit où et pourquoi.",
    ),
    ProblemType(
        "unreadable-draft",
        422,
        "Brouillon illisible",
        "Le fichier ou le texte envoyé ne peut pas devenir du texte : il est chiffré, "
        "vide, numérisé sans texte ou abîmé. Le champ « state » dit lequel.",
    ),
    ProblemType(
        "too-many-requests",
        429,
        "Trop de demandes",
        "Trop de demandes arrivent en même temps. L’en-tête « Retry-After » dit "
        "quand revenir.",
        retry_after_seconds=2,
    ),
    ProblemType(
        "internal",
        500,
        "Erreur interne",
        "Le service a rencontré une erreur imprévue. Elle est inscrite dans son "
        "journal. La même demande peut réussir plus tard.",
    ),
    ProblemType(
        "query-failed",
        500,
        "Requête SPARQL interrompue",
        "Le moteur s’est arrêté pendant l’évaluation, le plus souvent par manque de "
        "mémoire. Le service continue ; simplifiez la requête.",
    ),
    ProblemType(
        "query-timeout",
        503,
        "Délai dépassé",
        "La réponse entière n’était pas prête avant le délai ; aucune réponse "
        "partielle n’est envoyée. Simplifiez la requête ou restreignez-la.",
        retry_after_seconds=5,
    ),
    ProblemType(
        "busy",
        503,
        "Service occupé",
        "Toutes les places sont prises en ce moment. L’en-tête « Retry-After » dit "
        "quand revenir.",
        retry_after_seconds=2,
    ),
    ProblemType(
        "not-ready",
        503,
        "Bibliothèque indisponible",
        "Aucune génération de la bibliothèque ne peut être servie en ce moment.",
        retry_after_seconds=10,
    ),
)

PROBLEMS: Mapping[str, ProblemType] = {kind.slug: kind for kind in _TYPES}

PROBLEM_OF: Mapping[type[KnowledgeError], str] = {
    search_errors.BadQuestion: "bad-question",
    search_errors.UnknownDocument: "unknown-document",
    search_errors.StaleCursor: "stale-cursor",
    search_errors.EmbedderError: "not-ready",
    search_errors.IndexMismatch: "not-ready",
    ServiceNotReady: "not-ready",
    graph_errors.QuerySyntaxError: "query-syntax",
    graph_errors.NotAcceptable: "not-acceptable",
    graph_errors.QueryRefused: "query-refused",
    graph_errors.QueryTimeout: "query-timeout",
    graph_errors.QueryTooLarge: "answer-too-large",
    graph_errors.QueryFailed: "query-failed",
    graph_errors.QueriesBusy: "busy",
    graph_errors.StoreError: "not-ready",
    ingest_errors.TooLarge: "too-large",
    ingest_errors.UnsupportedContent: "unsupported-media-type",
    ingest_errors.ReadingError: "unreadable-draft",
}
"""The one table from errors to problems; a subclass not named uses its base's row."""

_QUIET = frozenset({"internal", "not-ready"})
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
        f"{part[0].upper()}{part[1:]}{'' if part[-1] in '.!?' else '.'}"
        for part in parts
        if part
    )


def _retry(kind: ProblemType, error: KnowledgeError) -> dict[str, str]:
    seconds = getattr(error, "retry_after_seconds", kind.retry_after_seconds)
    return {} if seconds is None else {"Retry-After": str(seconds)}


def problem_responses(*slugs: str) -> dict[int | str, dict[str, Any]]:
    """Describe problems for OpenAPI: status → description and schema."""
    responses: dict[int | str, dict[str, Any]] = {}
    for slug in (*slugs, "internal"):
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
