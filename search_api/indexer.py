"""Takes what ingest made into both indexes of a new generation.

    record ──▶ words    (hard links of the previous segments + what changed)
           └─▶ vectors  (rows of the previous index + what changed, in batches)
    commit(folder) ──▶ folder/words, folder/vectors, folder/search.json

Nothing is written under the folder before ``commit``; the folder may then be renamed,
because no file holds an absolute path.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ontology.model import Document, DocumentRecord, DocumentSummary, Passage
from search_api.errors import IndexMismatch
from search_api.lexical_indexes import registry as lexical
from search_api.manifest import EmbedderIdentity, IndexManifest
from search_api.ports import Embedder, LexicalIndex, VectorIndex
from search_api.vector_indexes import registry as vectorial

__all__ = ["OpenIndexes", "SearchIndexWriter"]


class SearchIndexWriter:
    """Writes both indexes of one generation; one thread, used once.

    After any error the writer is spent: call ``discard`` and start again from the
    previous generation, which is never touched.

    Args:
        previous: Folder of the generation to start from, or None for an empty index
            (first ingest, another model, another cut of the passages).
        embedder: Makes the vectors.
        chunking: Parameters that cut the passages, kept in the manifest.
        batch_size: Passages per call of the embedder.
        workspace: Folder on the disk of the generation for files until ``commit``.

    Raises:
        IndexMismatch: If the previous indexes were made by another model or cut, or
            cannot be read.
        OSError: If the disk refuses.
    """

    def __init__(
        self,
        previous: Path | None,
        embedder: Embedder,
        *,
        chunking: Mapping[str, Any] | None = None,
        batch_size: int = 256,
        workspace: Path | None = None,
    ) -> None:
        self._chunking = dict(chunking or {})
        if previous is not None:
            manifest = IndexManifest.load(previous)
            manifest.require(embedder, chunking=self._chunking)
            manifest.verify(previous)
        self._identity = EmbedderIdentity.of(embedder)
        self._vectors = vectorial.new_vector_writer(
            embedder,
            previous / "vectors" if previous else None,
            batch_size=batch_size,
        )
        self._words = lexical.new_lexical_writer(
            previous / "words" if previous else None, workspace=workspace
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

        Raises:
            ValueError: If the document is there, or a passage is not named after its
                position.
            EmbedderError: If the model gives vectors that do not fit.
        """
        self._words.add(document, passages)
        self._vectors.add(document, passages)

    def remove(self, document: str) -> None:
        """Drop the passages of a document; an unknown one is no error."""
        self._words.remove(document)
        self._vectors.remove(document)

    def commit(self, folder: Path) -> None:
        """Write ``vectors/``, ``words/`` and ``search.json`` to the folder.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
            OSError: If the disk refuses.
        """
        self._vectors.commit(folder / "vectors")
        self._words.commit(folder / "words")
        manifest = IndexManifest(
            embedder=self._identity,
            vector_kind=vectorial.DEFAULT_KIND,
            lexical_kind=lexical.DEFAULT_KIND,
            chunking=self._chunking,
        )
        manifest.save(folder)

    def discard(self) -> None:
        """Give up; no temporary file stays behind."""
        self._words.discard()
        self._vectors.discard()


class OpenIndexes:
    """Both indexes of a published generation, checked and opened for reading.

    Args:
        folder: The generation.
        embedder: Must be the one that made the vectors.
        with_checksums: Whether to read every file first; only skip it where the
            caller has just done so.

    Raises:
        IndexMismatch: If model, files or formats do not belong together.
    """

    def __init__(
        self, folder: Path, embedder: Embedder, *, with_checksums: bool = True
    ) -> None:
        self.manifest = IndexManifest.load(folder)
        self.manifest.require(embedder)
        self.manifest.verify(folder, with_checksums=with_checksums)
        self.vectors: VectorIndex = vectorial.open_vector_index(
            folder / "vectors", kind=self.manifest.vector_kind
        )
        self.words: LexicalIndex = lexical.open_lexical_index(
            folder / "words", kind=self.manifest.lexical_kind
        )
        if len(self.vectors) != len(self.words):
            raise IndexMismatch(
                f"Les deux index de {folder} ne vont pas ensemble : "
                f"{len(self.vectors)} et {len(self.words)} passages.",
                remedy="Lancez `gtnum reindex`.",
            )

    def close(self) -> None:
        """Release memory and files once no search is running any more."""
        self.vectors.close()
        self.words.close()
