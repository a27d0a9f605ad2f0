"""``/dumps``: the files that hold all statements, with their checksums."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import FileResponse, PlainTextResponse

from search_api.web.dependencies import FreshnessDep, KnowledgeDep
from search_api.web.linked_data.addresses import link_header
from search_api.web.problems.problem_report import ProblemError, problem_responses
from search_api.web.responses.caching import UNCHANGED, matches

__all__ = ["CHECKSUMS", "router"]

router = APIRouter(tags=["Données liées"])

CHECKSUMS = "SHA256SUMS"
_SHOWN_CHARACTERS = 80


class DownloadOut(BaseModel):
    """A file to download."""

    name: str = Field(description="Nom du fichier")
    title: str = Field(description="Ce qu’il contient, en français")
    url: str = Field(description="Adresse du fichier")
    size_bytes: int = Field(description="Taille en octets")
    sha256: str = Field(description="Empreinte SHA-256 du fichier")


class DownloadListAnswer(BaseModel):
    """The files to download of a generation."""

    dumps: list[DownloadOut] = Field(description="Les fichiers")
    generation: str = Field(description="Génération qu’ils contiennent")


@router.get(
    "/dumps",
    operation_id="list_dumps",
    summary="Lister les fichiers à télécharger",
    responses={
        **UNCHANGED,
        **problem_responses("not-ready"),
    },
)
def list_dumps(
    knowledge: KnowledgeDep, freshness: FreshnessDep, response: Response
) -> DownloadListAnswer:
    """Donne les fichiers qui contiennent tous les énoncés, avec leur empreinte."""
    freshness.require_changed()
    response.headers.update(freshness.headers)
    return DownloadListAnswer(
        dumps=[
            DownloadOut(
                name=name,
                title=found.title,
                url=f"/dumps/{name}",
                size_bytes=found.size_bytes,
                sha256=found.sha256,
            )
            for name, found in knowledge.downloads.items()
        ],
        generation=knowledge.generation,
    )


_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Le fichier entier",
        "content": {"application/gzip": {}, "text/plain": {}},
    },
    206: {"description": "La partie demandée par l’en-tête Range"},
    304: {"description": "Inchangé depuis la réponse que le client possède"},
    416: {"description": "La partie demandée n’existe pas"},
    **problem_responses("unknown-resource", "not-ready"),
}


@router.head("/dumps/{name}", include_in_schema=False)
@router.get(
    "/dumps/{name}",
    operation_id="get_dump",
    summary="Télécharger tous les énoncés",
    response_class=Response,
    responses=_RESPONSES,
)
def get_dump(
    name: Annotated[
        str, Path(description="Nom du fichier", examples=["gtnum.nq.gz", CHECKSUMS])
    ],
    request: Request,
    knowledge: KnowledgeDep,
) -> Response:
    """Envoie le fichier ; « SHA256SUMS » donne les empreintes pour sha256sum -c."""
    if name == CHECKSUMS and knowledge.downloads:
        lines = (f"{each.sha256}  {n}\n" for n, each in knowledge.downloads.items())
        return PlainTextResponse("".join(lines), headers={"Cache-Control": "no-cache"})
    found = knowledge.downloads.get(name)
    if found is None or not found.path.is_file():
        raise ProblemError(
            "unknown-resource",
            f"Aucun fichier à télécharger ne s’appelle « {name[:_SHOWN_CHARACTERS]} ». "
            "La liste est sous « /dumps ».",
        )
    tag = f'"{found.sha256}"'
    digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
    headers = {
        "ETag": tag,
        "Cache-Control": "public, no-cache",
        "Repr-Digest": f"sha-256=:{digest}:",
        "Link": link_header([("/.well-known/void", "describedby", "text/turtle")]),
    }
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return FileResponse(
        found.path, media_type="application/gzip", headers=headers, filename=name
    )
