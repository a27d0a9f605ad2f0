"""Which passage stands in which row of an index kept in arrays.

    rows.npy         (n, 2) int32: number of the document, position
    documents.json   document identifiers by number

Vectors and the second look each keep such rows of their own, so that neither needs to
know how the other is written.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search_api.identifiers import passage_identifier

__all__ = ["GrowingRows", "PassageRows"]

_FORMAT: Final = 2
_ROWS_FILE: Final = "rows.npy"
_DOCUMENTS_FILE: Final = "documents.json"


@dataclass(frozen=True)
class PassageRows:
    """The passage of every row; safe to share between threads.

    Attributes:
        documents: Identifiers; a document's number is its place here.
        numbers: ``(n,) int32``, number of the document; rows of one are neighbours.
        positions: ``(n,) int32``, position of the passage in its document.
    """

    documents: list[str]
    numbers: NDArray[np.int32]
    positions: NDArray[np.int32]

    @classmethod
    def none(cls) -> "PassageRows":
        """Return the rows of an empty index."""
        return cls([], np.zeros(0, np.int32), np.zeros(0, np.int32))

    def save(self, folder: Path) -> None:
        """Write the files.

        Raises:
            OSError: If the disk refuses.
        """
        np.save(folder / _ROWS_FILE, np.stack([self.numbers, self.positions], axis=1))
        content = {"format": _FORMAT, "documents": self.documents}
        (folder / _DOCUMENTS_FILE).write_text(
            json.dumps(content, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> "PassageRows":
        """Read the files back.

        Raises:
            OSError: If a file is missing.
            ValueError: If one is damaged or they do not fit together.
        """
        rows = np.load(folder / _ROWS_FILE, allow_pickle=False)
        content = json.loads((folder / _DOCUMENTS_FILE).read_text("utf-8"))
        try:
            documents, found = list(content["documents"]), content["format"]
        except (KeyError, TypeError) as cause:
            raise ValueError(f"{_DOCUMENTS_FILE} : {cause}") from cause
        if found != _FORMAT:
            raise ValueError(f"format {found} au lieu de {_FORMAT}")
        fits = rows.ndim == 2 and rows.shape[1] == 2
        if not fits or (len(rows) and rows[:, 0].max() >= len(documents)):
            raise ValueError("les fichiers ne vont pas ensemble")
        return cls(
            documents,
            np.ascontiguousarray(rows[:, 0], np.int32),
            np.ascontiguousarray(rows[:, 1], np.int32),
        )

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.numbers)

    def identifiers(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the passages of some rows, each from 0 to ``len(self) - 1``."""
        numbers = self.numbers[rows].tolist()
        positions = self.positions[rows].tolist()
        return [
            passage_identifier(self.documents[number], position)
            for number, position in zip(numbers, positions, strict=True)
        ]

    def rows_of(self, passages: Sequence[str]) -> NDArray[np.int64]:
        """Return the row of each passage, in order.

        Raises:
            KeyError: Naming a passage that is not there.
        """
        if not passages:
            return np.zeros(0, np.int64)
        wanted = self._keys(passages)
        order, keys = self._sorted
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        if not len(self) or (keys[places] != wanted).any():
            raise KeyError(passages[int(np.argmin(np.isin(wanted, keys)))])
        found: NDArray[np.int64] = places if order is None else order[places]
        return found

    def numbers_of(self, documents: Sequence[str]) -> NDArray[np.int64]:
        """Return the number of each document.

        Raises:
            KeyError: Naming a document that is not there.
        """
        found = map(self.number_by_document.__getitem__, documents)
        return np.fromiter(found, np.int64, len(documents))

    @cached_property
    def number_by_document(self) -> dict[str, int]:
        """Number of each document; not to be changed."""
        return {name: number for number, name in enumerate(self.documents)}

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
        """Rows in the order of their keys, None for as they are, and those keys."""
        keys = _joined(self.numbers, self.positions)
        # Written in this order: an order of their own is one array more.
        if (keys[1:] >= keys[:-1]).all():
            return None, keys
        order = np.argsort(keys)
        return order, keys[order]

    def _keys(self, passages: Sequence[str]) -> NDArray[np.int64]:
        """Return document number and position of each passage in one number.

        Raises:
            KeyError: If no passage can be called so.
        """
        # Hundreds for each question: whole lists go through, not one after the other.
        names, _, positions = zip(*(p.rpartition(".") for p in passages), strict=True)
        text = "".join(positions)
        if not (text.isascii() and text.isdigit() and all(positions)):
            raise KeyError(next(p for p in passages if not _is_numbered(p)))
        numbered = np.fromiter(map(int, positions), np.int64)
        return _joined(self.numbers_of(names), numbered)


class GrowingRows:
    """The rows of the next generation: those that stay, then those that are added.

    Args:
        previous: The rows of the generation before.
    """

    def __init__(self, previous: PassageRows) -> None:
        self._previous = previous
        self._kept = dict(previous.number_by_document)
        self._added: dict[str, NDArray[np.int32]] = {}

    @property
    def added(self) -> list[str]:
        """The documents that were added and not removed, in the order of their rows."""
        return list(self._added)

    def add(self, document: str, positions: list[int]) -> None:
        """Put the passages of a document behind all others.

        Raises:
            ValueError: If the document is there.
        """
        if document in self._kept or document in self._added:
            raise ValueError(f"document {document!r} is in the index")
        self._added[document] = np.array(positions, np.int32)

    def remove(self, document: str) -> bool:
        """Drop a document; return whether it was one that had been added."""
        self._kept.pop(document, None)
        return self._added.pop(document, None) is not None

    def kept(self) -> NDArray[np.int64]:
        """Return the rows of the previous generation that stay, in order."""
        stays = np.zeros(len(self._previous.documents), np.bool_)
        stays[list(self._kept.values())] = True
        return np.flatnonzero(stays[self._previous.numbers]).astype(np.int64)

    def rows(self) -> PassageRows:
        """Return the rows of the next generation: ``kept()``, then all of ``added``."""
        before, kept = self._previous, self.kept()
        renumbered = np.zeros(len(before.documents), np.int32)
        renumbered[list(self._kept.values())] = np.arange(len(self._kept))
        numbers = [renumbered[before.numbers[kept]]]
        positions = [before.positions[kept]]
        for number, own in enumerate(self._added.values(), start=len(self._kept)):
            numbers.append(np.full(len(own), number, np.int32))
            positions.append(own)
        documents = [*self._kept, *self._added]
        return PassageRows(
            documents, np.concatenate(numbers), np.concatenate(positions)
        )


def _joined(
    numbers: NDArray[np.integer], positions: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Return document number and position in one number each."""
    return (numbers.astype(np.int64) << 32) | positions.astype(np.int64)


def _is_numbered(passage: str) -> bool:
    position = passage.rpartition(".")[2]
    return position.isascii() and position.isdigit()
