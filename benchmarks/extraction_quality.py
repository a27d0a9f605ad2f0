"""Measures what readers get out of PDF files whose text is known.

    python -m benchmarks.extraction_quality [--corpus FOLDER] [--fonts FOLDER]

Documents are set by ``typesetting`` and read by pypdf alone, by pdfium alone and by
our chain (reader and cleaning, as ``gtnum ingest`` does it). Every engine is judged
twice: *strictly* (``cer``, ``wer``), against the text without running lines, with whole
words and letters; and *fairly* (``recall``), after ligatures, cut words and the known
running lines have been mended for it. With ``--corpus``, real files are read as well,
and judged by the French of their pages.
"""

import argparse
import io
import logging
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError

from benchmarks.french_pages import soundness
from benchmarks.known_texts import known_texts
from benchmarks.measuring import save
from benchmarks.text_metrics import (
    character_errors,
    lone_lines,
    mended,
    order,
    recall,
    rows_kept,
    word_errors,
)
from benchmarks.typesetting import Typeset, register_fonts
from ingest.composition import compose
from ingest.errors import ReadingError
from ingest.options import ReadingOptions
from ingest.read_text import ReadingRequest
from ingest.readers.pdf.engine_chain import read_pdf
from ingest.sources.media_types import PDF
from ingest.texts.chunking import Chunking
from ontology.model import Source

FONTS = Path("/usr/share/fonts/truetype/dejavu")
PROSE = Path(__file__).resolve().parent.parent / "corpus"
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text of the pages, and the titles of the sections that passages lie in."""

    pages: tuple[str, ...]
    sections: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n\n".join(self.pages)


Engine = Callable[[bytes], Extracted]


def read_by_pypdf(content: bytes) -> Extracted:
    """Read with pypdf alone; nothing where it fails."""
    try:
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return Extracted(tuple(page.extract_text() for page in pages))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return Extracted(())


def read_by_pdfium(content: bytes) -> Extracted:
    """Read with pdfium alone; nothing where it fails."""
    pages = []
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            for index in range(len(document)):
                with (
                    closing(document[index]) as page,
                    closing(page.get_textpage()) as text,
                ):
                    pages.append(text.get_text_range())
    except pypdfium2.PdfiumError:
        return Extracted(tuple(pages))
    return Extracted(tuple(pages))


def read_by_chain(content: bytes) -> Extracted:
    """Read as ``gtnum ingest`` does, in this process."""
    request = ReadingRequest("a.pdf", options=ReadingOptions.found())
    source = Source("bench/a.pdf", PDF, len(content), "0" * 64)
    try:
        composed = compose(
            read_pdf(content, request), source, "bench", chunking=Chunking()
        )
    except ReadingError:
        return Extracted(())
    document = composed.record.document
    return Extracted(
        tuple(document.text[page.start : page.end] for page in document.pages),
        tuple(section.title for section in document.sections),
    )


ENGINES: Mapping[str, Engine] = {
    "pypdf": read_by_pypdf,
    "pdfium": read_by_pdfium,
    "chain": read_by_chain,
}


def judge(document: Typeset, engine: str) -> Row:
    """Read a document with an engine and compare it with what was set."""
    started = time.process_time()
    read = ENGINES[engine](document.content)
    seconds = time.process_time() - started
    true = "\n".join(block.text for block in document.blocks)
    fair = mended(read.text, document.furniture)
    titles = {" ".join(title.split()) for title in read.sections}
    headings = [block.text for block in document.blocks if block.kind == "heading"]
    return {
        "document": document.name,
        "engine": engine,
        "pages": document.pages,
        "cer": character_errors(read.text, true),
        "wer": word_errors(read.text, true),
        "recall": recall(fair, true),
        "order": order(fair, document.blocks),
        "rows": rows_kept(read.text, document.blocks),
        "lone_headings": lone_lines(read.text, document.blocks),
        "sections": sum(h in titles for h in headings) / max(len(headings), 1),
        "cpu_seconds_per_page": seconds / document.pages,
    }


def judge_folder(folder: Path, engine: str) -> Row:
    """Read real files and judge the French of their pages."""
    pages: list[str] = []
    cpu = 0.0
    files = sorted(folder.glob("*.pdf"))
    for path in files:
        content = path.read_bytes()
        started = time.process_time()
        pages += ENGINES[engine](content).pages
        cpu += time.process_time() - started
    row = {"engine": engine, "files": len(files), "pages": len(pages)}
    return {
        **row,
        **asdict(soundness(pages)),
        "cpu_seconds_per_page": cpu / max(len(pages), 1),
    }


def overall(rows: Sequence[Row]) -> list[Row]:
    """Return the mean of each engine over all documents."""
    means: list[Row] = []
    for engine in ENGINES:
        own = [row for row in rows if row["engine"] == engine]
        mean: Row = {"document": "mean", "engine": engine}
        for key in COLUMNS:
            values = [v for row in own if isinstance(v := row[key], float)]
            mean[key] = sum(values) / len(values) if values else None
        means.append(mean)
    return means


COLUMNS = ("cer", "wer", "recall", "order", "rows", "lone_headings", "sections")


def show(rows: Sequence[Row]) -> None:
    """Print the table of known documents."""
    head = ("CER", "WER", "recall", "order", "rows", "headings", "sections")
    print(f"{'document':48}{'engine':8}" + "".join(f"{name:>10}" for name in head))
    for row in rows:
        cells = (row[key] for key in COLUMNS)
        print(
            f"{row['document']!s:48}{row['engine']!s:8}"
            + "".join(
                f"{cell:>10.4f}" if isinstance(cell, float) else f"{'–':>10}"
                for cell in cells
            )
        )


def show_folder(rows: Sequence[Row]) -> None:
    """Print the table of real files."""
    head = ("pages", "judged", "sound", "known", "CPU ms/page")
    print(f"\n{'engine':8}" + "".join(f"{name:>14}" for name in head))
    for row in rows:
        print(
            f"{row['engine']!s:8}{row['pages']:>14}{row['judged']:>14}"
            f"{row['sound']:>14.4f}{row['known']:>14.4f}"
            f"{float(str(row['cpu_seconds_per_page'])) * 1000:>14.2f}"
        )


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--corpus", type=Path, help="folder of real PDF files")
    parser.add_argument("--fonts", type=Path, default=FONTS, help="with DejaVu Serif")
    parser.add_argument("--prose", type=Path, default=PROSE, help="Markdown to set")
    options = parser.parse_args(arguments)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    register_fonts(options.fonts)
    documents = list(known_texts(options.prose))
    rows = [judge(document, engine) for document in documents for engine in ENGINES]
    rows += overall(rows)
    show(rows)
    real = [judge_folder(options.corpus, e) for e in ENGINES] if options.corpus else []
    show_folder(real)
    readers = {name: version(name) for name in ("pypdf", "pypdfium2", "reportlab")}
    save("extraction_quality", {"readers": readers, "known": rows, "real": real})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
