"""Tokens by which a harvester goes on with a list: opaque, sealed, of one generation.

A token says all that is needed to go on, so that nothing is kept about harvesters. Its
seal is keyed by what only the generation has: a token that was changed, made by others
or belongs to another generation is refused, and the harvester starts again.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from search_api.oai.errors import OaiCode, OaiError
from search_api.oai.harvest_requests import Selection

__all__ = ["Resumption", "read_token", "write_token"]

_SEAL_BYTES: Final = 16
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Resumption:
    """A place in a list.

    Attributes:
        verb: Of the request.
        selection: Which records it is a list of.
        offset: Records before the place.
    """

    verb: str
    selection: Selection
    offset: int


def write_token(place: Resumption, key: bytes) -> str:
    """Return the token of a place.

    Args:
        place: In a list of this generation.
        key: What only this generation has.
    """
    wanted = place.selection
    content = [
        place.verb,
        wanted.prefix,
        None if wanted.first is None else wanted.first.isoformat(),
        None if wanted.last is None else wanted.last.isoformat(),
        wanted.of_set,
        place.offset,
    ]
    told = json.dumps(content, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(told, key) + told).decode().rstrip("=")


def read_token(text: str, verb: str, key: bytes) -> Resumption:
    """Return the place that a token names.

    Raises:
        OaiError: ``badResumptionToken``.
    """
    try:
        padded = text[:_LONGEST] + "=" * (-len(text[:_LONGEST]) % 4)
        raw = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeError, binascii.Error) as cause:
        raise _refused() from cause
    seal, told = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(told, key)):
        raise _refused()
    # What we sealed ourselves is as we wrote it.
    named, prefix, first, last, of_set, offset = json.loads(told)
    if named != verb:
        raise _refused()
    return Resumption(
        verb,
        Selection(
            prefix,
            first=first and datetime.fromisoformat(first),
            last=last and datetime.fromisoformat(last),
            of_set=of_set,
        ),
        offset,
    )


def _seal(told: bytes, key: bytes) -> bytes:
    return hmac.digest(key, told, hashlib.sha256)[:_SEAL_BYTES]


def _refused() -> OaiError:
    return OaiError(
        OaiCode.BAD_RESUMPTION_TOKEN,
        "Ce jeton n’est pas de nous, ou le corpus a changé depuis. Recommencez la "
        "liste.",
    )
