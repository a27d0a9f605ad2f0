"""Takes what ingest made into both indexes of a new generation, and the second look.

    record ─┬▶ words        (hard links of the previous segments + what changed)
            ├▶ vectors      (rows of the previous index + what changed, in batches)
            └▶ second look  (rows of the previous one + what changed)
    commit(folder) ──▶ folder/words, folder/vectors, folder/second_look,
                       folder/search.json

Nothing is written under the folder before ``commit``; the folder may then be renamed,
because no file holds an absolute path.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ontology.model import Document, DocumentRecord, DocumentSummary, Passage
from search_api.embedders.registry import subword_table
from search_api.errors import IndexDamaged
from search_api.lexical_indexes import registry as lexical
from search_api.manifest import (
    LEXICAL_FOLDER,
    LOOK_FOLDER,
    VECTOR_FOLDER,
    EmbedderIdentity,
    IndexKinds,
    IndexManifest,
    LookIdentity,
)
from search_api.ports import (
    Embedder,
    LexicalIndex,
    SecondLook,
    SubwordTable,
    VectorIndex,
)
from search_api.second_look.subword_look import SubwordLook
from search_api.second_look.subword_look_writer import SubwordLookWriter
from search_api.vector_indexes import registry as vectorial

__all__ = ["READ_AT_OPENING", "OpenIndexes", "SearchIndexWriter"]

READ_AT_OPENING: Final = 64 << 20
"""Bytes of indexes that a service compares with their checksums before its first
answer: 25,000 passages, a twentieth of a second, a third where a disk of 200 MB/s has
to be read. It compares the rest afterwards."""


class SearchIndexWriter:
    """Writes both indexes of one generation and its second look; one thread, used once.

    After any error the writer is spent: call ``discard`` and start again from the
    previous generation, which is never touched.

    Args:
        previous: Folder of the generation to start from, or None for an empty index
            (first ingest, another model, kind, or cut of the passages).
        embedder: Makes the vectors.
        chunking: Parameters that cut the passages, kept in the manifest.
        kind: Of the vector index, as in ``vector_indexes.registry``.
        lexical_kind: As in ``lexical_indexes.registry``.
        table: Gives the subwords of the second look; that of this package when None.
        batch_size: Passages per call of the embedder.
        workspace: Folder on the disk of the generation for files until ``commit``.

    Raises:
        IndexMismatch: If the previous indexes were made by another model, table or cut,
            are of another kind or cannot be read, or if a kind is unknown.
        EmbedderError: If the table of this package cannot be read.
        OSError: If the disk refuses.
    """

    def __init__(
        self,
        previous: Path | None,
        embedder: Embedder,
        *,
        chunking: Mapping[str, Any] | None = None,
        kind: str = vectorial.DEFAULT_KIND,
        lexical_kind: str = lexical.DEFAULT_KIND,
        table: SubwordTable | None = None,
        batch_size: int = 256,
        workspace: Path | None = None,
    ) -> None:
        self._chunking = dict(chunking or {})
        vectorial.require_known(kind)
        lexical.require_known(lexical_kind)
        self._kinds = IndexKinds(kind, lexical_kind)
        table = table or subword_table()
        before: IndexManifest | None = None
        if previous is not None:
            before = IndexManifest.load(previous)
            before.require(embedder, chunking=self._chunking)
            before.require_kinds(self._kinds)
            before.require_table(table)
            before.verify(previous)
        self._identity = EmbedderIdentity.of(embedder)
        self._look_identity = LookIdentity.of(table)
        self._vectors = vectorial.new_vector_writer(
            embedder,
            previous / VECTOR_FOLDER if previous else None,
            batch_size=batch_size,
            kind=kind,
            workspace=workspace,
        )
        self._look = SubwordLookWriter(
            table,
            previous / LOOK_FOLDER if previous and before else None,
            workspace=workspace,
        )
        self._words = lexical.new_lexical_writer(
            previous / LEXICAL_FOLDER if previous else None,
            workspace=workspace,
            kind=lexical_kind,
        )

    def write(self, record: DocumentRecord) -> None:
        """Index a document, replacing what stood under its identifier.

        Raises:
            ValueError: If a passage is not named after its position.
            EmbedderError: If the model gives vectors that do not fit.
        """
        self.remove(record.document.identifier)
        self.add(record.document, record.passages)

    def add(
        self, document: Document | DocumentSummary, passages: Sequence[Passage]
    ) -> None:
        """Index the passages of a document that is not in the indexes.

        Only those of the body: a table of contents or a bibliography holds every word
        of the subject and answers nothing.

        Raises:
            ValueError: If the document is there, or a passage is not named after its
                position.
            EmbedderError: If the model gives vectors that do not fit.
        """
        body = [passage for passage in passages if passage.role.is_searched]
        self._words.add(document, body)
        self._look.add(document, body)
        self._vectors.add(document, body)

    def remove(self, document: str) -> None:
        """Drop the passages of a document; an unknown one is no error."""
        self._words.remove(document)
        self._look.remove(document)
        self._vectors.remove(document)

    def commit(self, folder: Path) -> None:
        """Write ``vectors/``, ``words/``, ``second_look/`` and ``search.json``.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
            OSError: If the disk refuses.
        """
        self._vectors.commit(folder / VECTOR_FOLDER)
        self._words.commit(folder / LEXICAL_FOLDER)
        written = vectorial.open_vector_index(
            folder / VECTOR_FOLDER, kind=self._kinds.vectors
        )
        self._look.commit(
            folder / LOOK_FOLDER, written, dimension=self._identity.dimension
        )
        written.close()
        manifest = IndexManifest(
            embedder=self._identity,
            vector_kind=self._kinds.vectors,
            lexical_kind=self._kinds.words,
            second_look=self._look_identity,
            chunking=self._chunking,
        )
        manifest.save(folder)

    def discard(self) -> None:
        """Give up; no temporary file stays behind."""
        self._words.discard()
        self._look.discard()
        self._vectors.discard()


class OpenIndexes:
    """What a published generation is searched with, checked and opened for reading.

    Args:
        folder: The generation; its manifest names the kinds of index.
        embedder: Must be the one that made the vectors.
        table: Must be the one that gave the subwords; that of this package when None.
        with_checksums: Whether to read every file first; only skip it where the
            caller has just done so.
        most_bytes: How much to read at most before opening; ``check_rest`` then reads
            the rest. None reads everything.

    Raises:
        IndexMismatch: If model, table, files or formats do not belong together.
        EmbedderError: If the table of this package cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        *,
        table: SubwordTable | None = None,
        with_checksums: bool = True,
        most_bytes: int | None = None,
    ) -> None:
        table = table or subword_table()
        self.manifest = IndexManifest.load(folder)
        self.manifest.require(embedder)
        self.manifest.require_table(table)
        self._folder = folder
        self._unread = self.manifest.verify(
            folder, with_checksums=with_checksums, most_bytes=most_bytes
        )
        self.vectors: VectorIndex = vectorial.open_vector_index(
            folder / VECTOR_FOLDER, kind=self.manifest.vector_kind
        )
        self.words: LexicalIndex = lexical.open_lexical_index(
            folder / LEXICAL_FOLDER, kind=self.manifest.lexical_kind
        )
        self.second_look: SecondLook = SubwordLook(folder / LOOK_FOLDER, table)
        held = {len(self.vectors), len(self.words), len(self.second_look)}
        if len(held) > 1:
            raise IndexDamaged(
                f"Les index de {folder} ne vont pas ensemble : {len(self.vectors)}, "
                f"{len(self.words)} et {len(self.second_look)} passages.",
                remedy="Lancez `gtnum reindex`.",
            )

    @property
    def is_checked(self) -> bool:
        """Whether every file was compared with its checksum, and found the same."""
        return not self._unread

    def check_rest(self) -> None:
        """Compare the files that opening had no time to read with their checksums.

        Raises:
            IndexMismatch: Naming the first that differs; what was answered since the
                opening may be wrong.
        """
        self.manifest.verify_files(self._folder, self._unread)
        self._unread = ()

    def close(self) -> None:
        """Release memory and files once no search is running any more."""
        self.vectors.close()
        self.words.close()
        self.second_look.close()
