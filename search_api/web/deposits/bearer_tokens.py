"""Tells who asks, by the token in the ``Authorization`` header (RFC 6750)."""

from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.types import Scope

from search_api.deposit_tasks import Deposits
from search_api.web.deposits.arrivals import Arrivals
from search_api.web.deposits.token_guesses import TokenGuesses, TooManyGuesses
from search_api.web.problems.problem_report import ProblemError

__all__ = ["ArrivalsDep", "DepositsDep", "OwnerDep", "TrustedDep"]

_LONGEST_TOKEN = 512

_described = HTTPBearer(
    auto_error=False, description="Jeton donné par l’administrateur du service"
)
"""Only describes the header in OpenAPI: ``_owner`` reads it."""


async def _deposits(request: Request) -> Deposits:
    return cast("Deposits", request.app.state.deposits)


async def _arrivals(request: Request) -> Arrivals:
    return cast("Arrivals", request.app.state.arrivals)


DepositsDep = Annotated[Deposits, Depends(_deposits)]
ArrivalsDep = Annotated[Arrivals, Depends(_arrivals)]


async def _owner(
    request: Request,
    deposits: DepositsDep,
    _scheme: Annotated[object, Depends(_described)],
) -> str:
    """Return the name behind the token of a request, before its body is read.

    Raises:
        ProblemError: If there is no token, or nobody holds it.
    """
    # The body of a request that is refused is not read.
    closing = {} if request.method in ("GET", "HEAD") else {"Connection": "close"}
    if not deposits.is_open:
        raise ProblemError(
            "deposits-closed",
            "Aucun jeton n’est configuré : ce service ne prend pas de dépôts. "
            "L’administrateur crée un jeton par « gtnum deposits token NOM » et place "
            "son empreinte dans le réglage GTNUM_TOKENS.",
            headers=closing,
        )
    token = _token(request)
    if not token:
        raise ProblemError(
            "unauthorized",
            "Cette demande exige un jeton : en-tête « Authorization: Bearer … ».",
            headers={"WWW-Authenticate": 'Bearer realm="gtnum"', **closing},
        )
    return await _holder(request, deposits, token)


async def _holder(request: Request, deposits: Deposits, token: str) -> str:
    """Return the name behind a token.

    Raises:
        ProblemError: If nobody holds it, or its sender has tried too many.
    """
    closing = {} if request.method in ("GET", "HEAD") else {"Connection": "close"}
    guesses = cast("TokenGuesses", request.app.state.token_guesses)
    address_of = cast("Callable[[Scope], str]", request.app.state.address_of)
    client = address_of(request.scope)
    try:
        owner = await guesses.owner(client, token, deposits.owner_of)
    except TooManyGuesses as refused:
        raise ProblemError(
            "too-many-requests",
            "Trop de jetons inconnus sont venus de votre adresse. Le vôtre n’a pas été "
            "regardé ; réessayez après le délai indiqué.",
            headers={"Retry-After": str(refused.retry_after_seconds), **closing},
        ) from refused
    if owner is None:
        raise _unknown_token(closing)
    return owner


async def _is_trusted(request: Request, deposits: DepositsDep) -> bool:
    """Return whether a request bears a token; those without one are served too.

    Raises:
        ProblemError: If nobody holds the token: its bearer counts on being known.
    """
    token = _token(request)
    if token:
        await _holder(request, deposits, token)
    return bool(token)


def _token(request: Request) -> str:
    """Return the token of a request, empty where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip()[:_LONGEST_TOKEN] if scheme.lower() == "bearer" else ""


def _unknown_token(headers: dict[str, str]) -> ProblemError:
    return ProblemError(
        "unauthorized",
        "Ce jeton est inconnu ou périmé. Demandez-en un à l’administrateur.",
        headers={
            "WWW-Authenticate": 'Bearer realm="gtnum", error="invalid_token"',
            **headers,
        },
    )


OwnerDep = Annotated[str, Depends(_owner)]
TrustedDep = Annotated[bool, Depends(_is_trusted)]
