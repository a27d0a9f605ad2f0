"""The PDF files of the starter corpus follow from their sources, byte for byte."""

import subprocess
import sys
from pathlib import Path

import frontmatter
import pytest
from pypdf import PdfReader

CORPUS = Path(__file__).parents[2] / "corpus"
SCRIPT = CORPUS / "build_pdfs.py"
PDFS = sorted((CORPUS / "pdf").glob("*.pdf"))


def name_of(path: Path) -> str:
    return path.stem


def source_of(pdf: Path) -> Path:
    return CORPUS / "pdf" / "sources" / f"{pdf.stem}.md"


def test_every_source_has_its_pdf():
    sources = {path.stem for path in (CORPUS / "pdf" / "sources").glob("*.md")}
    assert {path.stem for path in PDFS} == sources
    assert len(PDFS) == 4


@pytest.mark.parametrize("path", PDFS, ids=name_of)
def test_pdf_is_small_and_described(path):
    reader = PdfReader(path)
    meta = frontmatter.loads(source_of(path).read_text("utf-8")).metadata
    assert path.stat().st_size < 300_000
    assert 5 <= len(reader.pages) <= 12
    assert reader.metadata.title == meta["title"].replace("'", "’")
    assert reader.metadata.author == "Équipe du graphe GTnum"
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert len(reader.outline) > 5


@pytest.mark.parametrize("path", PDFS, ids=name_of)
def test_footer_counts_the_pages_that_exist(path):
    reader = PdfReader(path)
    total = len(reader.pages)
    for number, page in enumerate(reader.pages[1:], start=2):
        assert f"{number}/{total}" in page.extract_text().splitlines()


def test_brochure_keeps_its_ligatures_and_columns():
    pages = PdfReader(CORPUS / "pdf" / "brochure-donnees-ia.pdf").pages
    texts = [page.extract_text() for page in pages]
    assert "\ufb01" in "".join(texts)
    assert max(len(line) for line in texts[2].splitlines()) < 75


def test_rebuilding_gives_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, SCRIPT, "--out", tmp_path], check=True)
    for path in PDFS:
        built = (tmp_path / path.name).read_bytes()
        assert built == path.read_bytes(), f"run {SCRIPT.name}, then commit {path.name}"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("A call[^1] without a note.", "footnotes and calls differ"),
        ("- a list\nthat goes on", "bullets and other lines"),
    ],
)
def test_a_source_that_cannot_be_set_is_refused(tmp_path, body, message):
    source = tmp_path / "broken.md"
    source.write_text(f"---\nlayout: note\n---\n\n{body}\n", encoding="utf-8")
    code = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import build_pdfs; "
        "build_pdfs.read_source(pathlib.Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, SCRIPT.parent, source],
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert message in done.stderr
