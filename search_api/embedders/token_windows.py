"""How a text that a model cannot read at once is read in windows, not cut.

    text ──(very long: parts spread over it)──▶ tokens ──▶ windows of equal length

Each window begins with the prefix the model knows, and with its marks. Their vectors
are averaged, each by the tokens of the text in it.
"""

import itertools
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

__all__ = ["MOST_WINDOWS", "TokenWindows", "Window", "mean_of"]

MOST_WINDOWS: Final = 16
"""Read of one text; of a longer one, as many, spread evenly over it."""

_PART: Final = 2_000
_LONGEST: Final = MOST_WINDOWS * _PART


class Window(NamedTuple):
    """What a model reads at once.

    Attributes:
        tokens: With prefix and marks.
        weight: How many tokens of the text itself it holds.
    """

    tokens: list[int]
    weight: int


class TokenWindows:
    """Cuts texts for a model that reads so many tokens at once.

    Args:
        tokenizer: Without truncation or padding.
        max_tokens: Read at once, prefix and marks among them.

    Raises:
        ValueError: If a prefix leaves no room for a text.
    """

    def __init__(self, tokenizer: Tokenizer, max_tokens: int) -> None:
        self._tokenizer = tokenizer
        self._max_tokens = max_tokens
        unknown = tokenizer.token_to_id("<unk>")
        self._unknown = -1 if unknown is None else unknown

    def of(self, text: str, prefix: str) -> list[Window]:
        """Return the windows of a text; none where it has no known token."""
        found = [w for part in _parts(text) for w in self._windows(part, prefix)]
        return [found[n] for n in _spread(len(found), MOST_WINDOWS)]

    def _windows(self, text: str, prefix: str) -> list[Window]:
        # Marks and prefix are what an empty text would get.
        frame = self._tokenizer.encode(prefix).ids
        whole = self._tokenizer.encode(prefix + text).ids
        kept = 0
        while kept < len(frame) - 1 and frame[kept] == whole[kept]:
            kept += 1
        start, end = whole[:kept], whole[-1:]
        tokens = whole[kept:-1]
        if all(token == self._unknown for token in tokens):
            return []
        room = self._max_tokens - len(start) - len(end)
        if room < 1:
            raise ValueError(f"no room for a text after « {prefix} »")
        count = -(-len(tokens) // room)
        edges = [len(tokens) * n // count for n in range(count + 1)]
        return [
            Window([*start, *tokens[a:b], *end], b - a)
            for a, b in itertools.pairwise(edges)
        ]


def mean_of(
    vectors: Sequence[NDArray[np.float32]], weights: Sequence[int]
) -> NDArray[np.float32]:
    """Return the weighted mean of vectors, of length 1; zeros stay zeros.

    Args:
        vectors: Each ``(dimension,)``, at least one.
        weights: One each, above 0.
    """
    total = np.average(np.stack(vectors), axis=0, weights=weights)
    mean: NDArray[np.float32] = total / max(float(np.linalg.norm(total)), 1e-12)
    return mean.astype(np.float32)


def _parts(text: str) -> list[str]:
    """Return the text, or short parts spread over a very long one.

    Ten million characters without a space would keep a tokenizer busy for minutes.
    """
    if len(text) <= _LONGEST:
        return [text]
    last = len(text) - _PART
    starts = [last * n // (MOST_WINDOWS - 1) for n in range(MOST_WINDOWS)]
    return [text[start : start + _PART] for start in starts]


def _spread(count: int, most: int) -> list[int]:
    """Return at most so many places below ``count``, first and last among them."""
    if count <= most:
        return list(range(count))
    return [(count - 1) * n // (most - 1) for n in range(most)]
