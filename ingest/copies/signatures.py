"""A text in 700 characters, enough to know which others may be nearly the same.

    words ─▶ count, digest of all words ─▶ the same text
         └─▶ shingles ─▶ MinHash        ─▶ candidates for nearly the same text

Kept with each document, so that no text is read again to find its copies.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

import numpy as np

from ingest.copies.shingles import shingles_of
from ingest.errors import IngestError
from ontology.folding import fold_words

__all__ = [
    "FEWEST_SHINGLES",
    "PERMUTATIONS",
    "SCHEME",
    "SEED",
    "TextSignature",
    "read_signature",
    "signature_of",
]

PERMUTATIONS = 128
SEED = 1
SCHEME = "affine32"
FEWEST_SHINGLES = 50
"""Below, likeness says nothing: short texts are forms and notices."""

_VERSION = "2"  # changes with the folding of words


@dataclass(frozen=True, slots=True)
class TextSignature:
    """What is remembered of a text.

    Attributes:
        words: How many it has.
        digest: Of all its folded words, 32 hexadecimal digits.
        minhash: 128 values of 32 bits, or empty for a short text.
    """

    words: int
    digest: str
    minhash: bytes = b""

    def to_text(self) -> str:
        """Return the signature as one word of ASCII."""
        values = base64.b64encode(self.minhash).decode("ascii")
        return f"{_VERSION}:{self.words}:{self.digest}:{values}"


def signature_of(text: str) -> TextSignature:
    """Return the signature of a text; equal texts have equal signatures."""
    words = fold_words(text)
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=16).hexdigest()
    runs = shingles_of(words)
    if len(runs) < FEWEST_SHINGLES:
        return TextSignature(len(words), digest)
    # Half a second with its dependencies: only those who write a library wait for it.
    from datasketch import MinHash

    sketch = MinHash(
        num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME, hashfunc=_first_32_bits
    )
    sketch.update_batch(list(runs))
    values = np.asarray(sketch.hashvalues, dtype="<u4").tobytes()
    return TextSignature(len(words), digest, values)


def _first_32_bits(run: bytes) -> int:
    # A shingle is a hash already.
    return int.from_bytes(run[:4], "big")


def read_signature(text: str) -> TextSignature | None:
    """Return what ``to_text`` wrote, or None for that of another version.

    Raises:
        IngestError: If the text is no signature.
    """
    version, _, rest = text.partition(":")
    if version != _VERSION:
        return None
    try:
        words, digest, values = rest.split(":")
        minhash = base64.b64decode(values, validate=True)
        count = int(words)
    except (ValueError, binascii.Error) as error:
        raise IngestError(
            "une signature de document est illisible",
            remedy="Relisez les documents avec la version présente de gtnum.",
        ) from error
    return TextSignature(count, digest, minhash)
