"""What is asked about a draft: the draft itself, and documents named beside it.

    text | file | document | url   the draft, one of them; none where some are liked
    like, unlike, exclude          documents of the library
    limit                          how many may answer

A body says it as JSON or as a form; the address may say all but the text as well,
as parameters of its own (400 where one is wrong, 422 where the body is).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.datastructures import QueryParams

from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.problems.validation_problems import body_problem, request_problem
from search_api.web.requests.uploads import Form, SentFile

__all__ = [
    "PASTED",
    "Draft",
    "DraftRequest",
    "Identifiers",
    "Preferred",
    "draft_of",
    "form_request",
    "json_request",
    "with_address",
]

PASTED: Final = "text/plain; charset=utf-8"
"""How a text arrives that was pasted: what it is, its reader finds out."""

_LISTS: Final = ("like", "unlike", "exclude")
_NAMED: Final = ("document", "url", *_LISTS)
"""What the address may say as well as the body; of the limit each route has its own."""

_Identifier = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}$")]
Identifiers = Annotated[list[_Identifier], Field(max_length=100)]
Preferred = Annotated[list[_Identifier], Field(max_length=20)]


class DraftRequest(BaseModel):
    """A draft sent as JSON."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = Field(
        default=None,
        min_length=1,
        description="Le texte du brouillon, ou son HTML",
        examples=["La sobriété numérique s’enseigne dès l’école primaire."],
    )
    limit: int | None = Field(
        default=None, ge=1, le=100, description="Documents au plus"
    )
    document: _Identifier | None = Field(
        default=None, description="Un document de la bibliothèque, au lieu d’un texte"
    )
    url: str | None = Field(
        default=None,
        min_length=1,
        max_length=2_000,
        description="Une page publique, au lieu d’un texte, si le service le permet",
    )
    like: Preferred = Field(
        default=[], description="Des documents dont les passages demandent aussi"
    )
    unlike: Preferred = Field(
        default=[], description="Des documents qui font reculer ce qui leur ressemble"
    )
    exclude: Identifiers = Field(
        default=[], description="Des documents qui ne répondent pas, ni leurs copies"
    )

    @model_validator(mode="after")
    def _is_one_draft(self) -> Self:
        named = {"text": self.text, "document": self.document, "url": self.url}
        said = [name for name, value in named.items() if value is not None]
        if len(said) > 1:
            raise ValueError(f"un seul de « {' », « '.join(said)} » est attendu")
        if both := sorted({*self.like} & {*self.unlike}):
            raise ValueError(f"« {both[0]} » est à la fois dans like et dans unlike")
        return self


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it arrived; name and media type are hints only.

    Attributes:
        content: The bytes; empty where the draft is named or there is none.
        name: File name, or None.
        media_type: As declared, or None.
        limit: How many documents are wanted, or None where nothing says so.
        document: Identifier of the stored document that is the draft, or None.
        url: Address of the page that is the draft, or None.
        like: Documents that ask beside the draft.
        unlike: Documents that lower what is like them.
        exclude: Documents that may not answer.
    """

    content: bytes
    name: str | None
    media_type: str | None
    limit: int | None = None
    document: str | None = None
    url: str | None = None
    like: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def json_request(body: bytes) -> DraftRequest:
    """Return what JSON asks.

    Raises:
        ProblemError: If the JSON is none, or not what is expected.
    """
    try:
        return DraftRequest.model_validate_json(body)
    except ValidationError as wrong:
        raise body_problem(wrong.errors()) from wrong


def form_request(form: Form) -> DraftRequest:
    """Return what a form asks; fields left empty ask nothing.

    Raises:
        ProblemError: If a field has no usable value.
    """
    sent = {name: form.values(name) for name in ("text", "limit", *_NAMED)}
    values = _values(sent)
    values["limit"] = _limit(values.get("limit"))
    try:
        return DraftRequest.model_validate(values)
    except ValidationError as wrong:
        raise body_problem(wrong.errors()) from wrong


def with_address(asked: DraftRequest, parameters: QueryParams) -> DraftRequest:
    """Return what a body asks, and the address where the body does not say it.

    Raises:
        ProblemError: If a parameter has no usable value, or says something else than
            the body.
    """
    said = _values({name: parameters.getlist(name) for name in _NAMED})
    try:
        beside = DraftRequest.model_validate(said)
    except ValidationError as wrong:
        errors = [{**one, "loc": ("query", *one["loc"])} for one in wrong.errors()]
        raise request_problem(errors) from wrong
    values = {name: getattr(asked, name) or getattr(beside, name) for name in _NAMED}
    try:
        return DraftRequest(text=asked.text, limit=asked.limit, **values)
    except ValidationError as wrong:
        raise body_problem(wrong.errors()) from wrong


def _values(sent: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return what was sent under each name, without what was left empty."""
    values: dict[str, Any] = {}
    for name, every in sent.items():
        filled = [value for value in every if value.strip()]
        if name in _LISTS:
            values[name] = list(dict.fromkeys(filled))
        elif filled:
            values[name] = filled[0]
    return values


def draft_of(
    asked: DraftRequest, sent: SentFile | None = None, media_type: str = PASTED
) -> Draft:
    """Return the draft that is asked about.

    Args:
        asked: What was said.
        sent: The file of a form; it goes before a text, unless it is empty.
        media_type: Of the text.

    Raises:
        ProblemError: If there is no draft, and nothing that is liked.
    """
    content, name = (asked.text or "").encode("utf-8", "replace"), None
    kind: str | None = media_type
    if sent is not None and sent.content:
        content, name, kind = sent.content, sent.name, sent.media_type
        if asked.document or asked.url:
            raise _unusable("un fichier ou un document nommé, pas les deux", "/file")
    is_named = bool(asked.document or asked.url or asked.like)
    if not content.strip() and not is_named:
        raise _unusable(
            "texte vide",
            "/text",
            "Le brouillon est vide. Envoyez au moins une phrase, un fichier, ou "
            "l’identifiant d’un document (document, like).",
        )
    return Draft(
        content if content.strip() else b"",
        name,
        kind,
        asked.limit,
        asked.document,
        asked.url,
        tuple(asked.like),
        tuple(asked.unlike),
        tuple(asked.exclude),
    )


def _limit(written: str | None) -> int | None:
    if not written:
        return None
    if written.isascii() and written.isdigit() and len(written) < 4:
        limit = int(written)
        if 1 <= limit <= 100:
            return limit
    words = "« limit » : un nombre de 1 à 100 est attendu."
    raise _unusable("un nombre de 1 à 100", "/limit", words)


def _unusable(detail: str, pointer: str, words: str = "") -> ProblemError:
    return ProblemError(
        "invalid-body",
        words or f"Brouillon ambigu : {detail}. Corrigez l’envoi.",
        errors=(ProblemItem(detail=detail, pointer=pointer),),
    )
