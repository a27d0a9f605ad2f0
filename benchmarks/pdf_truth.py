"""Measures PDF readers on documents of other typesetters, side by side.

    python -m benchmarks.pdf_truth [--seeds 101 102 103 104 105] [--readers chain ...]

Seeds 1 to 5 are for choosing rules by; those that are reported were never looked at
while choosing. A reader or typesetter that is not installed is left out with a reason.

wer      word errors of the body, notes cut out of both; a note that is not found
         whole counts with all its words
lost     words of the truth that the reader does not give, in any order
heads    running heads and page numbers that are left as lines
rows     rows of tables that are one line
raised   raised letters and note calls on one line with the words beside them; a line
         break that the typesetter set there by chance counts against every reader
"""

import argparse
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from rapidfuzz.distance import Levenshtein

from benchmarks.extraction_quality import (
    PROSE,
    read_by_chain,
    read_by_pdfium,
    read_by_pypdf,
)
from benchmarks.known_texts import prose
from benchmarks.measuring import save
from benchmarks.other_typesetters import KINDS, SETTERS, Truth, plan, set_document

__all__ = ["METRICS", "judge", "main"]

METRICS = ("wer", "lost", "heads", "rows", "raised", "compounds")
CHOOSING = (1, 2, 3, 4, 5)
REPORTING = (101, 102, 103, 104, 105)
_NOT_LETTER = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\W*\d{1,3}\W*")


def read_by_poppler(content: bytes) -> str:
    """Read with poppler's pdftotext.

    Raises:
        subprocess.SubprocessError: If it fails.
    """
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(content)
        command = ["pdftotext", "-enc", "UTF-8", file.name, "-"]
        done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8", "replace").replace("\f", "\n")


def read_by_pdf_oxide(content: bytes) -> str:
    """Read with pdf_oxide."""
    from pdf_oxide import PdfDocument

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(content)
        document = PdfDocument(file.name)
        pages = range(document.page_count())
        return "\n\n".join(document.extract_text(page) for page in pages)


def read_by_kreuzberg(content: bytes) -> str:
    """Read with kreuzberg."""
    import kreuzberg

    return str(kreuzberg.extract_bytes_sync(content, "application/pdf").content)


READERS: Mapping[str, Callable[[bytes], str]] = {
    "chain": lambda content: read_by_chain(content).text,
    "pdfium": lambda content: read_by_pdfium(content).text,
    "pypdf": lambda content: read_by_pypdf(content).text,
    "pdftotext": read_by_poppler,
    "pdf_oxide": read_by_pdf_oxide,
    "kreuzberg": read_by_kreuzberg,
}


def missing() -> dict[str, str]:
    """Return why readers and typesetters are left out, by name."""
    reasons = {
        name: "not installed (PyPI)"
        for name in ("pdf_oxide", "kreuzberg", "typst", "weasyprint")
        if importlib.util.find_spec(name) is None
    }
    if shutil.which("pdftotext") is None:
        reasons["pdftotext"] = "poppler-utils is not installed"
    if shutil.which("soffice") is None:
        for setter in ("LibreOffice", "LibreOffice, no tags"):
            reasons[setter] = "LibreOffice is not installed"
    if "weasyprint" in reasons:
        reasons["WeasyPrint"] = reasons.pop("weasyprint")
    return reasons


def plain(text: str) -> str:
    """Return a text as it is compared; line breaks stay."""
    text = unicodedata.normalize("NFKC", text).replace("'", "’").replace("\r", "")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def judge(truth: Truth, found: str) -> dict[str, float]:
    """Return what a reader made of a document, see the top of this module."""
    text = plain(found)
    true = plain(truth.text()).split()
    lines = text.split("\n")
    body, unfound = _without_notes(" ".join(lines), truth.notes)
    wrong = Levenshtein.distance(body.split(), true) + unfound
    result = {"wer": wrong / len(true), "lost": _lost(text, true)}
    heads = sum(1 for line in lines if _is_head(line, truth.head))
    result["heads"] = float(heads)
    keys = {_key(line) for line in lines}
    if rows := truth.rows():
        whole = sum(1 for row in rows if _key("".join(row)) in keys)
        result["rows"] = whole / len(rows)
    if truth.raised:
        kept = sum(1 for said in truth.raised if any(plain(said) in x for x in lines))
        result["raised"] = kept / len(truth.raised)
    if truth.compounds:
        said = Counter(truth.compounds)
        flat = " ".join(lines)
        kept = sum(min(count, flat.count(word)) for word, count in said.items())
        result["compounds"] = kept / sum(said.values())
    return result


def _without_notes(text: str, notes: Sequence[str]) -> tuple[str, int]:
    """Return a text without its notes, and the words of those not found whole."""
    unfound = 0
    for number, note in enumerate(notes, start=1):
        pattern = rf"(?:(?<=\s)|^)\W?{number}\W?\s*{re.escape(plain(note))}"
        text, count = re.subn(pattern, " ", text, count=1)
        if not count:
            unfound += len(note.split())
    return text, unfound


def _lost(text: str, true: Sequence[str]) -> float:
    missing_words = Counter(true) - Counter(text.split())
    return sum(missing_words.values()) / len(true)


def _is_head(line: str, head: str) -> bool:
    return bool(_NUMBER.fullmatch(line)) or bool(
        head and _key(head) in _key(line) and len(line) < len(head) + 12
    )


def _key(text: str) -> str:
    return _NOT_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def documents(seeds: Sequence[int]) -> Iterator[tuple[str, Truth, bytes]]:
    """Yield each document with its typesetter."""
    paragraphs = prose(PROSE)
    left_out = missing()
    for setter in SETTERS:
        if setter in left_out:
            continue
        for kind in KINDS:
            for seed in seeds:
                truth = plan(kind, seed, paragraphs)
                yield setter, truth, set_document(setter, truth)


def pages_of(content: bytes) -> int:
    """Return the number of pages."""
    return len(read_by_pdfium(content).pages)


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=REPORTING)
    parser.add_argument("--readers", nargs="+", default=list(READERS))
    parser.add_argument("--keep", type=Path, help="folder for the documents")
    options = parser.parse_args(arguments)
    left_out = missing()
    readers = [name for name in options.readers if name not in left_out]
    rows: list[dict[str, object]] = []
    for setter, truth, content in documents(options.seeds):
        pages = pages_of(content)
        if options.keep:
            name = f"{setter}-{truth.kind.replace(' ', '-')}-{truth.seed}"
            (options.keep / f"{name}.pdf").write_bytes(content)
        for reader in readers:
            started = time.process_time()
            found = READERS[reader](content)
            seconds = time.process_time() - started
            values = judge(truth, found)
            # Shares of the lines that there were: a number a page, and a head.
            values["heads"] /= pages * (2 if truth.head else 1)
            rows.append(
                {"setter": setter, "kind": truth.kind, "seed": truth.seed,
                 "reader": reader, "cpu_seconds_per_page": seconds / pages, **values}
            )  # fmt: skip
    means = list(_means(rows, readers))
    _show(means)
    for name, reason in left_out.items():
        print(f"left out: {name}: {reason}")
    save("pdf_truth", {"seeds": list(options.seeds), "means": means, "rows": rows,
                       "left_out": left_out})  # fmt: skip
    return 0


def _means(
    rows: Sequence[Mapping[str, object]], readers: Sequence[str]
) -> Iterator[dict[str, object]]:
    cases = dict.fromkeys((row["setter"], row["kind"]) for row in rows)
    for setter, kind in cases:
        for reader in readers:
            own = [
                row for row in rows
                if (row["setter"], row["kind"], row["reader"]) == (setter, kind, reader)
            ]  # fmt: skip
            mean: dict[str, object] = {"setter": setter, "kind": kind, "reader": reader}
            for metric in METRICS:
                values = [v for row in own if isinstance(v := row.get(metric), float)]
                mean[metric] = fmean(values) if values else None
            yield mean


def _show(means: Sequence[Mapping[str, object]]) -> None:
    print(
        f"{'setter':22}{'kind':13}{'reader':11}" + "".join(f"{m:>11}" for m in METRICS)
    )
    for mean in means:
        cells = (mean[metric] for metric in METRICS)
        print(
            f"{mean['setter']!s:22}{mean['kind']!s:13}{mean['reader']!s:11}"
            + "".join(
                f"{cell:>11.4f}" if isinstance(cell, float) else f"{'–':>11}"
                for cell in cells
            )
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
