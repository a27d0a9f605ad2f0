"""Tiny real files for the tests of ingest, and a sink that keeps what it gets."""

import io
import zlib
from collections.abc import Callable, Sequence

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ontology.model import DocumentRecord

MakePdf = Callable[..., bytes]


class FakeSink:
    """Keeps documents by identifier and records every call in ``calls``."""

    def __init__(self) -> None:
        self.records: dict[str, DocumentRecord] = {}
        self.calls: list[tuple[str, str]] = []

    def write(self, record: DocumentRecord) -> None:
        self.calls.append(("write", record.document.identifier))
        self.records[record.document.identifier] = record

    def remove(self, document: str) -> None:
        self.calls.append(("remove", document))
        self.records.pop(document, None)


@pytest.fixture
def sink() -> FakeSink:
    return FakeSink()


def build_pdf(
    pages: Sequence[Sequence[str]], *, title: str = "", size: int = 11
) -> bytes:
    """Return a PDF with one printed line per string."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    if title:
        canvas.setTitle(title)
    for lines in pages:
        canvas.setFont("Helvetica", size)
        for number, line in enumerate(lines):
            canvas.drawString(60, 800 - 15 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def make_pdf() -> MakePdf:
    return build_pdf


@pytest.fixture
def encrypted_pdf() -> Callable[[str], bytes]:
    def make(password: str) -> bytes:
        writer = PdfWriter()
        writer.append(PdfReader(io.BytesIO(build_pdf([["Texte protégé par un mot."]]))))
        writer.encrypt(
            user_password=password,
            owner_password=password[::-1] or "x",
            algorithm="AES-128",
        )
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()

    return make


def assemble(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of hand-written objects; the first is the catalogue."""
    parts = [b"%PDF-1.7\n"]
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    parts.append(
        b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, start)
    )
    return b"".join(parts)


@pytest.fixture
def page_tree_loop() -> bytes:
    """A PDF whose page tree contains itself."""
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 2>>",
            b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
        ]
    )


@pytest.fixture
def deflate_bomb() -> bytes:
    """A PDF of 5 MB whose only page unpacks to 1 GB of operators."""
    packer = zlib.compressobj(1)
    block = b"0 0 m " * (1 << 16)
    packed = b"".join(packer.compress(block) for _ in range((1 << 30) // len(block)))
    packed += packer.flush()
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
            % (len(packed), packed),
        ]
    )
