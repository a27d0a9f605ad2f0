"""The address of a feed that follows a draft: all there is of it, and no word of it.

    version · model · moment · dimension · (words, direction) × 1 to 8 · checksum

A direction is a vector in fifteen steps for each component, half a byte: cosines
change by .003 on average. The model is named by a hash of its fingerprint, because
directions of another one mean nothing. The checksum only tells a cut or mistyped
address from a whole one. It is no secret and no signature: who has an address may read
the directions in it, and could write such an address; it opens nothing that is not
public.
"""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from search_api.ports import Vectors
from search_api.related_work.draft_outline import MOST_DIRECTIONS, DraftOutline

__all__ = ["MOST_CHARACTERS", "DraftToken", "DraftTokenError", "model_name"]

MOST_CHARACTERS: Final = 4_200

_VERSION: Final = 1
_HEAD: Final = struct.Struct(">B6sIHB")
_CHECKSUM: Final = 4
_MODEL: Final = 6
_STEPS: Final = 7
_SPAN: Final = 2.5
"""Components beyond so many standard deviations count as these."""
_MOST_WORDS: Final = 0xFFFF


class DraftTokenError(ValueError):
    """An address is none of ours, or not whole."""


@dataclass(frozen=True, slots=True)
class DraftToken:
    """What stands in the address of a feed.

    Attributes:
        outline: Of the draft.
        model: See ``model_name``.
        since: What came into the corpus until then was there when the draft asked.
    """

    outline: DraftOutline
    model: bytes
    since: datetime

    def written(self) -> str:
        """Return the token: letters, digits, ``-`` and ``_``."""
        rows = self.outline.directions
        head = _HEAD.pack(
            *(_VERSION, self.model, max(0, int(self.since.timestamp()))),
            *(rows.shape[1], len(rows)),
        )
        words = [min(number, _MOST_WORDS) for number in self.outline.words]
        body = head + struct.pack(f">{len(words)}H", *words) + _packed(rows)
        return _encoded(body + _checksum(body))

    @classmethod
    def read(cls, text: str) -> "DraftToken":
        """Read a token.

        Raises:
            DraftTokenError: If it is none, or not whole.
        """
        body = _decoded(text)
        if len(body) < _HEAD.size:
            raise DraftTokenError("too short")
        version, model, seconds, dimension, number = _HEAD.unpack_from(body)
        if version != _VERSION or not 1 <= number <= MOST_DIRECTIONS or not dimension:
            raise DraftTokenError("of no known form")
        places = _HEAD.size + 2 * number
        if len(body) != places + number * _row_bytes(dimension):
            raise DraftTokenError("not as long as it says")
        words = struct.unpack_from(f">{number}H", body, _HEAD.size)
        rows = _unpacked(body[places:], number, dimension)
        at = datetime.fromtimestamp(seconds, UTC)
        return cls(DraftOutline(rows, words), model, at)


def model_name(fingerprint: str) -> bytes:
    """Return how a model is named in a token."""
    return hashlib.sha256(fingerprint.encode()).digest()[:_MODEL]


def _row_bytes(dimension: int) -> int:
    return (dimension + 1) // 2


def _packed(rows: Vectors) -> bytes:
    """Return rows as half bytes from 1 to 15; 8 is nothing."""
    spread = np.maximum(rows.std(axis=1, keepdims=True), 1e-9) * _SPAN
    steps = np.clip(np.rint(rows / spread * _STEPS), -_STEPS, _STEPS)
    halves = (steps + _STEPS + 1).astype(np.uint8)
    if halves.shape[1] % 2:
        halves = np.pad(halves, ((0, 0), (0, 1)), constant_values=_STEPS + 1)
    packed: bytes = (halves[:, 0::2] << 4 | halves[:, 1::2]).tobytes()
    return packed


def _unpacked(packed: bytes, number: int, dimension: int) -> Vectors:
    """Return rows of length 1.

    Raises:
        DraftTokenError: If one points nowhere.
    """
    pairs = np.frombuffer(packed, np.uint8).reshape(number, _row_bytes(dimension))
    halves = np.stack([pairs >> 4, pairs & 15], axis=2).reshape(number, -1)
    rows = halves[:, :dimension].astype(np.float32) - (_STEPS + 1)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not lengths.all():
        raise DraftTokenError("without a direction")
    found: Vectors = rows / lengths
    return found


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()[:_CHECKSUM]


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _decoded(text: str) -> bytes:
    """Return what a token holds, without its checksum.

    Raises:
        DraftTokenError: If it is not whole.
    """
    if len(text) > MOST_CHARACTERS:
        raise DraftTokenError("too long")
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        raw = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (UnicodeError, binascii.Error) as wrong:
        raise DraftTokenError("not base64") from wrong
    # Different texts must not name one feed.
    if _encoded(raw) != text or len(raw) <= _CHECKSUM:
        raise DraftTokenError("not base64 as we write it")
    body, checksum = raw[:-_CHECKSUM], raw[-_CHECKSUM:]
    if _checksum(body) != checksum:
        raise DraftTokenError("not whole")
    return body
