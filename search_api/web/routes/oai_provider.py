"""``/oai``: the corpus for those who harvest catalogues (OAI-PMH 2.0)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Depends, Request, Response

from ontology.model import EntityKind
from search_api.answers.own_fields import OwnFields, own_fields
from search_api.answers.search_presenter import linked_entities
from search_api.answers.wording import kind_label
from search_api.oai.provider import Repository, answer
from search_api.web.dependencies import KnowledgeDep, PagesDep, SettingsDep
from search_api.web.percent_escapes import require_text
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.uploads import content_type, read_body
from search_api.web.services import Knowledge
from search_api.web.settings import WebSettings
from search_api.web.templating import Pages

__all__ = ["router"]

router = APIRouter(tags=["Moissonnage"])

_LARGEST_BODY = 20_000
_MOST_FIELDS = 50
_SUBJECTS = 20

_VERB = {
    "name": "verb",
    "in": "query",
    "required": True,
    "description": "L’un des six verbes ; les autres arguments suivent le protocole",
    "schema": {
        "type": "string",
        "enum": [
            "Identify",
            "ListMetadataFormats",
            "ListSets",
            "ListIdentifiers",
            "ListRecords",
            "GetRecord",
        ],
    },
}
_TOLD: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Une réponse OAI-PMH, erreurs du protocole comprises",
        "content": {"text/xml": {"schema": {"type": "string"}}},
    },
    **problem_responses("too-large", "body-timeout", "not-ready"),
}


async def _sent_pairs(
    request: Request, settings: SettingsDep
) -> Sequence[tuple[str, str]]:
    """Return the arguments of the address and, of a POST, those of the form.

    A form that cannot be read has no verb, which is an error of the protocol.

    Raises:
        ProblemError: If the body is too large, too slow or no text.
    """
    pairs = request.query_params.multi_items()
    if request.method != "POST":
        return pairs
    body = await read_body(
        request,
        limit_bytes=_LARGEST_BODY,
        timeout_seconds=settings.body_timeout_seconds,
    )
    if content_type(request) != "application/x-www-form-urlencoded":
        return pairs
    require_text(body)
    try:
        sent = parse_qsl(
            body.decode(errors="replace"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        return []
    return [*pairs, *sent]


PairsDep = Annotated[Sequence[tuple[str, str]], Depends(_sent_pairs)]


@router.get(
    "/oai",
    operation_id="oai_get",
    summary="Moissonner le corpus (OAI-PMH 2.0)",
    response_class=Response,
    responses=_TOLD,
    openapi_extra={"parameters": [_VERB]},
)
def oai_get(
    pairs: PairsDep, knowledge: KnowledgeDep, settings: SettingsDep, pages: PagesDep
) -> Response:
    """Répond aux six verbes, en « oai_dc » et « qdc ».

    Les ensembles sont ceux des groupes, des vagues et des natures de documents. Les
    documents partis restent des notices supprimées.
    """
    return _answer(pairs, knowledge, settings, pages)


@router.post(
    "/oai",
    operation_id="oai_post",
    summary="Moissonner le corpus par formulaire",
    response_class=Response,
    responses=_TOLD,
    openapi_extra={
        "requestBody": {
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "properties": {"verb": _VERB["schema"]},
                    }
                }
            }
        }
    },
)
def oai_post(
    pairs: PairsDep, knowledge: KnowledgeDep, settings: SettingsDep, pages: PagesDep
) -> Response:
    """Répond comme à GET ; les arguments sont dans le formulaire."""
    return _answer(pairs, knowledge, settings, pages)


def _answer(
    pairs: Sequence[tuple[str, str]],
    knowledge: Knowledge,
    settings: WebSettings,
    pages: Pages,
) -> Response:
    body = answer(_repository(knowledge, settings, pages), pairs, now=datetime.now(UTC))
    return Response(body, media_type="text/xml", headers={"Cache-Control": "no-cache"})


def _repository(
    knowledge: Knowledge, settings: WebSettings, pages: Pages
) -> Repository:
    def describe(documents: Sequence[str]) -> Mapping[str, OwnFields]:
        known = knowledge.catalogue.documents(documents)
        return {
            name: own_fields(one, iris=pages.iris, public_url=settings.public_url)
            for name, one in known.items()
        }

    def subjects(document: str) -> Sequence[str]:
        linked = linked_entities(knowledge.catalogue, document)
        found = [one.label for one in linked if one.kind == EntityKind.CONCEPT.value]
        return found[:_SUBJECTS]

    return Repository(
        address=f"{settings.public_url}/oai",
        admin_email=settings.oai_admin_email,
        domain=urlsplit(settings.base_iri).hostname or "localhost",
        published_at=knowledge.published_at.astimezone(UTC),
        key=knowledge.seal,
        history=knowledge.history(),
        describe=describe,
        subjects=subjects,
        set_labels=lambda names: _set_labels(knowledge, names),
    )


def _set_labels(knowledge: Knowledge, names: Sequence[str]) -> Mapping[str, str]:
    """Return the names of sets in words."""
    pairs = [name.partition(":")[::2] for name in names]
    kinds = {kind.value: kind for kind in EntityKind}
    named = [(kinds[kind], value) for kind, value in pairs if kind in kinds]
    labels = knowledge.entities.labels(named) if named else {}
    told = {f"{kind}:{value}": label for (kind, value), label in labels.items()}
    of_kinds = {
        f"kind:{value}": kind_label(value) for kind, value in pairs if kind == "kind"
    }
    return {**told, **of_kinds}
