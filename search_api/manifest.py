"""What made the indexes of a generation, so that nothing else reads them by mistake.

``<generation>/search.json`` names the embedder, the cut of the passages, the kinds of
index and the table of subwords, and holds a checksum of every index file. FAISS reads
changed bytes without a word: checksums are compared before anything is opened or, where
that would take seconds, while the first answers are given.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from search_api.errors import IndexDamaged, IndexMismatch
from search_api.ports import Embedder, SubwordTable

__all__ = [
    "LEXICAL_FOLDER",
    "LOOK_FOLDER",
    "MANIFEST",
    "VECTOR_FOLDER",
    "EmbedderIdentity",
    "IndexFile",
    "IndexKinds",
    "IndexManifest",
    "LookIdentity",
]

MANIFEST: Final = "search.json"
VECTOR_FOLDER: Final = "vectors"
LEXICAL_FOLDER: Final = "words"
LOOK_FOLDER: Final = "second_look"
_FOLDERS: Final = (VECTOR_FOLDER, LEXICAL_FOLDER, LOOK_FOLDER)
_FORMAT: Final = 3
_REINDEX: Final = "Lancez `gtnum reindex`."


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """Which model made the vectors."""

    name: str
    dimension: int
    fingerprint: str

    @classmethod
    def of(cls, embedder: Embedder) -> "EmbedderIdentity":
        """Return the identity of a loaded model."""
        return cls(embedder.name, embedder.dimension, embedder.fingerprint)


@dataclass(frozen=True, slots=True)
class IndexFile:
    """Size and SHA-256 of one file."""

    size_bytes: int
    sha256: str


class IndexKinds(NamedTuple):
    """Which kinds of index there are.

    Attributes:
        vectors: As in ``vector_indexes.registry``.
        words: As in ``lexical_indexes.registry``.
    """

    vectors: str
    words: str


@dataclass(frozen=True, slots=True)
class LookIdentity:
    """What made the second look.

    Attributes:
        table: Fingerprint of the subwords; numbers of another table mean nothing here.
    """

    table: str

    @classmethod
    def of(cls, table: SubwordTable) -> "LookIdentity":
        """Return the identity of what is made with a table today."""
        return cls(table.subword_fingerprint)


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What the indexes of one generation are made of and by.

    Attributes:
        embedder: The model; vectors of another one mean nothing here.
        vector_kind: As in ``vector_indexes.registry``.
        lexical_kind: As in ``lexical_indexes.registry``.
        second_look: Its table.
        chunking: Parameters that cut the passages.
        files: Path below the generation → size and checksum.
    """

    embedder: EmbedderIdentity
    vector_kind: str
    lexical_kind: str
    second_look: LookIdentity
    chunking: Mapping[str, Any]
    files: Mapping[str, IndexFile] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write the manifest, with the checksums of the files that are there now.

        Raises:
            OSError: If a file cannot be read or the disk refuses.
        """
        files = {
            path.relative_to(folder).as_posix(): asdict(_record(path))
            for name in _FOLDERS
            for path in sorted((folder / name).rglob("*"))
            if path.is_file()
        }
        content = {"format": _FORMAT, **asdict(self), "files": files}
        temporary = folder / f".{MANIFEST}.new"
        temporary.write_text(
            json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False), "utf-8"
        )
        temporary.replace(folder / MANIFEST)

    @classmethod
    def load(cls, folder: Path) -> "IndexManifest":
        """Read the manifest of a generation.

        Raises:
            IndexDamaged: If it is missing, damaged or of another format.
        """
        path = folder / MANIFEST
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            written = content.pop("format")
            if written != _FORMAT:
                raise IndexDamaged(
                    f"{path} a été écrit par une autre version de gtnum.",
                    remedy=_REINDEX,
                )
            return cls(
                embedder=EmbedderIdentity(**content.pop("embedder")),
                second_look=LookIdentity(**content.pop("second_look")),
                files={k: IndexFile(**v) for k, v in content.pop("files").items()},
                **content,
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
            raise IndexDamaged(
                f"{path} manque ou n’est pas lisible ({cause}).", remedy=_REINDEX
            ) from cause

    def verify(
        self,
        folder: Path,
        *,
        with_checksums: bool = True,
        most_bytes: int | None = None,
    ) -> tuple[str, ...]:
        """Compare every recorded file with the disk.

        Args:
            folder: Of the generation.
            with_checksums: Whether to read contents too; sizes take milliseconds.
            most_bytes: How much to read at most, the smallest files first; None reads
                everything.

        Returns:
            The files whose content was not read although it should be, for
            ``verify_files``.

        Raises:
            IndexDamaged: Naming the first file that differs.
        """
        for name in self.files:
            self._compare(folder, name, with_content=False)
        if not with_checksums:
            return ()
        in_time, late = self._in_time(most_bytes)
        self.verify_files(folder, in_time)
        return late

    def verify_files(self, folder: Path, names: Iterable[str]) -> None:
        """Read files whole and compare them with their checksums.

        Raises:
            IndexDamaged: Naming the first file that differs.
        """
        for name in names:
            self._compare(folder, name, with_content=True)

    def _compare(self, folder: Path, name: str, *, with_content: bool) -> None:
        """Refuse a file that is not what was published.

        Raises:
            IndexDamaged: Naming the file.
        """
        path, expected = folder / name, self.files[name]
        try:
            is_same = path.stat().st_size == expected.size_bytes and (
                not with_content or _record(path) == expected
            )
        except OSError as cause:
            raise IndexDamaged(
                f"Le fichier d’index {path} ne se lit pas ({cause}).", remedy=_REINDEX
            ) from cause
        if not is_same:
            raise IndexDamaged(
                f"Le fichier d’index {path} a changé depuis sa publication.",
                remedy=f"{_REINDEX} Ou revenez à une autre génération.",
            )

    def _in_time(self, most_bytes: int | None) -> tuple[list[str], tuple[str, ...]]:
        """Return the files that so many bytes allow to read, and the others."""
        by_size = sorted(self.files, key=lambda name: self.files[name].size_bytes)
        read, kept = 0, len(by_size)
        for place, name in enumerate(by_size):
            read += self.files[name].size_bytes
            if most_bytes is not None and read > most_bytes:
                kept = place
                break
        return by_size[:kept], tuple(by_size[kept:])

    def require(
        self, embedder: Embedder, *, chunking: Mapping[str, Any] | None = None
    ) -> None:
        """Make sure that a model, and a way of cutting, belong to these indexes.

        Raises:
            IndexMismatch: Saying what the indexes were made with and what is asked.
        """
        asked = EmbedderIdentity.of(embedder)
        if (asked.dimension, asked.fingerprint) != (
            self.embedder.dimension,
            self.embedder.fingerprint,
        ):
            raise IndexMismatch(
                f"Les index ont été faits avec le modèle « {self.embedder.name} » "
                f"({self.embedder.dimension} dimensions, "
                f"{self.embedder.fingerprint[:8]}), les réglages demandent "
                f"« {asked.name} » ({asked.dimension}, {asked.fingerprint[:8]}).",
                remedy=_REINDEX + self._way_back(asked),
            )
        if chunking is not None and dict(chunking) != dict(self.chunking):
            raise IndexMismatch(
                "Les passages de l’index ont été découpés autrement "
                f"({dict(self.chunking)} au lieu de {dict(chunking)}).",
                remedy=_REINDEX,
            )

    def _way_back(self, asked: EmbedderIdentity) -> str:
        """Return how to go on with the model of these indexes, if that has a name."""
        if asked.name == self.embedder.name:
            return ""
        return f" Ou gardez ce modèle : GTNUM_EMBEDDER={self.embedder.name}."

    def require_table(self, table: SubwordTable) -> None:
        """Make sure that a table gave the numbers of subwords of these indexes.

        Raises:
            IndexMismatch: Saying which table was used and which is asked.
        """
        if table.subword_fingerprint != self.second_look.table:
            raise IndexMismatch(
                "Les sous-mots de l’index viennent d’une autre table "
                f"({self.second_look.table[:8]}) que celle de cette version "
                f"({table.subword_fingerprint[:8]}).",
                remedy=_REINDEX,
            )

    def require_kinds(self, kinds: IndexKinds) -> None:
        """Make sure that these indexes are of the kinds that are wanted.

        Raises:
            IndexMismatch: Saying which kinds they are and which are asked.
        """
        own = IndexKinds(self.vector_kind, self.lexical_kind)
        if own != kinds:
            raise IndexMismatch(
                f"Les index sont de genre « {own.vectors} » et « {own.words} », les "
                f"réglages demandent « {kinds.vectors} » et « {kinds.words} ».",
                remedy=_REINDEX,
            )


def _record(path: Path) -> IndexFile:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return IndexFile(path.stat().st_size, digest.hexdigest())
