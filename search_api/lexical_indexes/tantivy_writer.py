"""The writing side of the tantivy index: one generation grows out of the one before.

Segments of the previous generation are hard-linked, documents that changed are
deleted and added anew; nothing else is analysed again.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from ontology.folding import lower
from ontology.model import Document, DocumentSummary, Passage
from search_api.french import analysis
from search_api.identifiers import position_of
from search_api.lexical_indexes.tantivy_schema import (
    DOCUMENTS_FILE,
    read_documents,
    schema,
    write_documents,
)

__all__ = ["TantivyFrenchWriter"]

HEAP_BYTES = 128 << 20
# tantivy rewrites these; everything else in the folder is immutable.
_REWRITTEN = {"meta.json", ".managed.json", DOCUMENTS_FILE}
_LOCKS = (".tantivy-writer.lock", ".tantivy-meta.lock")


class TantivyFrenchWriter:
    """Writes the words of one generation; one thread, used once.

    Args:
        previous: Folder of the index to start from, or None for an empty one.
        workspace: Folder on the disk of the target, for files until ``commit``; the
            system's temporary folder when None.

    Raises:
        IndexMismatch: If the previous index cannot be read by this version.
        OSError: If the disk refuses.
    """

    def __init__(
        self, previous: Path | None = None, *, workspace: Path | None = None
    ) -> None:
        self._documents: list[str | None] = (
            read_documents(previous) if previous is not None else []
        )
        self._numbers = {name: n for n, name in enumerate(self._documents) if name}
        self._folder = Path(tempfile.mkdtemp(prefix=".words-", dir=workspace))
        try:
            if previous is not None:
                _link_files(previous, self._folder)
            with _refusals_of_the_disk(self._folder):
                self._index = tantivy.Index(schema(), str(self._folder), reuse=True)
                # One thread: segments, and so ties of scores, are always the same.
                self._writer = self._index.writer(HEAP_BYTES, 1)
        except BaseException:
            self.discard()
            raise

    def add(
        self, document: Document | DocumentSummary, passages: Sequence[Passage]
    ) -> None:
        """Index the passages of a document that is not in the index.

        Raises:
            ValueError: If the document is in the index, or a passage is not named
                after its position.
            OSError: If the disk refuses.
        """
        if document.identifier in self._numbers:
            raise ValueError(f"document {document.identifier!r} is in the index")
        number = len(self._documents)
        self._documents.append(document.identifier)
        self._numbers[document.identifier] = number
        language = document.language
        title = _stems(document.title, language)
        names = " ".join((*document.authors, document.publisher or ""))
        about = _stems(names, language)
        for passage in passages:
            row = tantivy.Document()
            row.add_unsigned("number", number)
            row.add_unsigned("position", position_of(passage))
            row.add_text("title", title)
            row.add_text("names", about)
            section = " / ".join(passage.section)
            row.add_text("section", _stems(section, passage.language))
            for field, content in _text_fields(passage).items():
                row.add_text(field, content)
            above = f"{document.title} / {document.url or ''} / {section} / "
            row.add_text("whole", " ".join(analysis.wholes(above + passage.text)))
            with _refusals_of_the_disk(self._folder):
                self._writer.add_document(row)

    def remove(self, document: str) -> None:
        """Drop the passages of a document; an unknown one is no error."""
        number = self._numbers.pop(document, None)
        if number is not None:
            self._documents[number] = None
            # Not delete_documents_by_term: it makes a signed term, which no unsigned
            # field holds, and so deletes nothing without saying so.
            query = tantivy.Query.term_query(self._index.schema, "number", number)
            self._writer.delete_documents_by_query(query)

    def commit(self, folder: Path) -> None:
        """Move everything to the folder; the writer is then spent.

        Raises:
            OSError: If the disk refuses.
        """
        with _refusals_of_the_disk(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()
        del self._writer, self._index
        for name in _LOCKS:
            (self._folder / name).unlink(missing_ok=True)
        write_documents(self._folder, self._documents)
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(self._folder.iterdir()):
            shutil.move(path, folder / path.name)
        self._folder.rmdir()

    def discard(self) -> None:
        """Give up: leave no file behind."""
        # The engine writes in threads of its own until it is let go.
        self.__dict__.pop("_writer", None)
        self.__dict__.pop("_index", None)
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def _refusals_of_the_disk(folder: Path) -> Iterator[None]:
    """Raise what the engine says of the disk as what it is.

    The engine has one error for all; schema and rows are ours, so that what it refuses
    is the disk. A thread of its own that the disk stopped does not say by what.
    """
    try:
        yield
    except ValueError as cause:
        raise OSError(f"l’index des mots {folder} ne s’écrit pas : {cause}") from cause


def _stems(text: str, language: str) -> str:
    found = analysis.words(text, language)
    return " ".join(word.stem for word in found if not word.is_stop)


def _text_fields(passage: Passage) -> dict[str, str]:
    """Return what fields hold of a text, words with spaces between.

    Stems in order, stop words included for phrases; folded words; and those of them
    that are written otherwise, once each.
    """
    found = list(analysis.words(passage.text, passage.language))
    telling = [word for word in found if not word.is_stop]
    spellings = {lower(passage.text[w.start : w.end]): w.folded for w in telling}
    written = [form for form, folded in spellings.items() if form != folded]
    return {
        "text": " ".join(word.stem for word in found),
        "surface": " ".join(word.folded for word in telling),
        "written": " ".join(written),
    }


def _link_files(source: Path, target: Path) -> None:
    for path in source.iterdir():
        if not path.is_file() or path.name in _LOCKS or path.name.endswith(".new"):
            continue
        if path.name in _REWRITTEN:
            shutil.copyfile(path, target / path.name)
            continue
        try:
            os.link(path, target / path.name)
        except OSError:
            # Another file system, or one without links.
            shutil.copyfile(path, target / path.name)
