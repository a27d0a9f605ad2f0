"""``POST /documents``, ``DELETE /documents/{id}`` and ``/tasks``: work that takes time.

Each demand is answered at once with 202 and a task to ask about.
"""

import re
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from search_api.answers import links
from search_api.deposit_tasks import Deposits, DepositsUnavailable, Task
from search_api.web.dependencies import KnowledgeDep, SettingsDep
from search_api.web.deposits.arrivals import Arrivals
from search_api.web.deposits.bearer_tokens import ArrivalsDep, DepositsDep, OwnerDep
from search_api.web.deposits.task_answers import (
    COLLECTION_PATTERN,
    AddressRequest,
    TaskAnswer,
    TaskListAnswer,
    task_answer,
)
from search_api.web.document_lookup import find_document
from search_api.web.problems.problem_report import (
    ProblemError,
    ProblemItem,
    problem_responses,
)
from search_api.web.problems.validation_problems import body_problem
from search_api.web.requests.uploads import content_type, read_body
from search_api.web.settings import WebSettings

__all__ = ["router"]

router = APIRouter(tags=["Dépôts"])

_ADDRESS_BYTES = 16 << 10
_COLLECTION = re.compile(COLLECTION_PATTERN)
_IDENTITY = ("unauthorized", "deposits-closed", "too-many-requests")
_ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "Accepté : la tâche est à l’adresse de l’en-tête Location",
        "headers": {"Location": {"schema": {"type": "string"}}},
    }
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "collection": {"type": "string", "pattern": COLLECTION_PATTERN},
                    },
                    "required": ["file"],
                }
            },
            "application/json": {
                "schema": AddressRequest.model_json_schema(),
                "example": {"url": "https://exemple.fr/rapport.pdf"},
            },
        },
    }
}


@router.post(
    "/documents",
    operation_id="deposit_document",
    summary="Déposer un document",
    status_code=202,
    openapi_extra=_BODY,
    responses={
        **_ACCEPTED,
        **problem_responses(
            *_IDENTITY,
            "body-timeout",
            "too-large",
            "unsupported-media-type",
            "invalid-body",
            "busy",
            "not-ready",
            "deposits-unavailable",
        ),
    },
)
async def deposit_document(
    request: Request,
    owner: OwnerDep,
    deposits: DepositsDep,
    arrivals: ArrivalsDep,
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    response: Response,
) -> TaskAnswer:
    """Prend un fichier (formulaire) ou une adresse (JSON) à lire plus tard.

    Les mêmes octets donnent le même document. Une demande identique à une tâche qui
    attend rend cette tâche.
    """
    kind = content_type(request)
    if kind == "multipart/form-data":
        task = await _take_file(request, owner, deposits, arrivals)
    elif kind == "application/json":
        task = await _take_address(request, owner, deposits, settings)
    else:
        raise ProblemError(
            "unsupported-media-type",
            f"« {kind[:80] or 'sans type'} » n’est pas accepté. Envoyez un fichier "
            "dans un formulaire (multipart/form-data, champ « file ») ou une adresse "
            'en JSON ({"url": …}).',
            headers={
                "Accept-Post": "multipart/form-data, application/json",
                "Connection": "close",
            },
        )
    return _accepted(task, knowledge.generation, response)


async def _take_file(
    request: Request, owner: str, deposits: Deposits, arrivals: Arrivals
) -> Task:
    folder = await run_in_threadpool(deposits.arrival)
    arrived: FilePath | None = None
    try:
        with arrivals.place():
            file = await arrivals.receive(request, folder)
        arrived = file.path
        if file.collection and not _COLLECTION.fullmatch(file.collection):
            raise _bad_collection()
        return await run_in_threadpool(
            deposits.deposit,
            owner,
            file.path,
            name=file.name,
            sha256=file.sha256,
            collection=file.collection,
        )
    except OSError as refusal:
        raise DepositsUnavailable(f"le disque refuse le dépôt : {refusal}") from refusal
    finally:
        if arrived is not None:
            await run_in_threadpool(arrived.unlink, missing_ok=True)


async def _take_address(
    request: Request, owner: str, deposits: Deposits, settings: WebSettings
) -> Task:
    body = await read_body(
        request,
        limit_bytes=_ADDRESS_BYTES,
        timeout_seconds=settings.body_timeout_seconds,
    )
    try:
        asked = AddressRequest.model_validate_json(body)
    except ValidationError as wrong:
        raise body_problem(wrong.errors()) from wrong
    if not deposits.can_fetch:
        raise ProblemError(
            "invalid-body",
            "Ce service ne télécharge pas d’adresses. Envoyez le fichier lui-même.",
            errors=(ProblemItem(detail="adresses non admises", pointer="/url"),),
        )
    return await run_in_threadpool(
        deposits.deposit_address, owner, asked.url, collection=asked.collection
    )


def _bad_collection() -> ProblemError:
    return ProblemError(
        "invalid-body",
        "« collection » : de 1 à 40 lettres, chiffres et tirets sont attendus.",
        errors=(ProblemItem(detail="un nom simple", pointer="/collection"),),
    )


def _accepted(task: Task, served: str, response: Response) -> TaskAnswer:
    response.headers["Location"] = links.task_api(task.identifier)
    response.headers["Retry-After"] = "1"
    response.headers["Cache-Control"] = "no-store"
    return task_answer(task, served=served)


@router.delete(
    "/documents/{identifier}",
    operation_id="withdraw_document",
    summary="Retirer un document",
    status_code=202,
    responses={
        **_ACCEPTED,
        **problem_responses(
            *_IDENTITY,
            "unknown-document",
            "withdrawn-document",
            "busy",
            "not-ready",
            "deposits-unavailable",
        ),
    },
)
def withdraw_document(
    identifier: Annotated[str, Path(description="Identifiant du document")],
    owner: OwnerDep,
    deposits: DepositsDep,
    knowledge: KnowledgeDep,
    response: Response,
) -> TaskAnswer:
    """Retire un document à la prochaine génération ; il répond ensuite 410.

    Une lecture ultérieure du dossier d’où il vient ne le remet pas.
    """
    summary = find_document(knowledge, identifier)
    task = deposits.withdraw(owner, identifier, collection=summary.collection)
    return _accepted(task, knowledge.generation, response)


@router.get(
    "/tasks",
    operation_id="list_tasks",
    summary="Lister ses tâches",
    responses=problem_responses(
        "invalid-parameter", *_IDENTITY, "not-ready", "deposits-unavailable"
    ),
)
def list_tasks(
    owner: OwnerDep,
    deposits: DepositsDep,
    knowledge: KnowledgeDep,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=1000, description="Tâches au plus")] = 100,
) -> TaskListAnswer:
    """Liste les tâches du jeton employé, les plus récentes d’abord."""
    found = deposits.tasks(owner)
    served = knowledge.generation
    response.headers["Cache-Control"] = "no-store"
    return TaskListAnswer(
        total=len(found),
        tasks=[task_answer(task, served=served) for task in found[:limit]],
    )


@router.get(
    "/tasks/{identifier}",
    operation_id="get_task",
    summary="Suivre une tâche",
    responses=problem_responses(
        *_IDENTITY, "unknown-task", "not-ready", "deposits-unavailable"
    ),
)
def get_task(
    identifier: Annotated[str, Path(description="Identifiant de la tâche")],
    owner: OwnerDep,
    deposits: DepositsDep,
    knowledge: KnowledgeDep,
    response: Response,
) -> TaskAnswer:
    """Dit où en est une tâche, ce qui en est sorti ou pourquoi elle a échoué."""
    task = deposits.task(owner, identifier)
    if task is None:
        raise ProblemError(
            "unknown-task",
            "Aucune tâche de ce jeton ne porte cet identifiant. Une tâche terminée "
            "reste visible 30 jours.",
        )
    answer = task_answer(task, served=knowledge.generation)
    response.headers["Cache-Control"] = "no-store"
    if answer.finished_at is None:
        response.headers["Retry-After"] = "1"
    return answer
