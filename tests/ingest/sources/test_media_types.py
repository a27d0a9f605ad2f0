"""The type of a file comes from its bytes."""

import io
import zipfile

import pytest

from ingest.sources.media_types import media_type_of
from ingest.sources.office_types import (
    DOC,
    DOCX,
    ENCRYPTED_OFFICE,
    EPUB,
    ODT,
    OLE,
    PPT,
    XLS,
    ZIP,
)
from tests.ingest.office_files import archive, container

DOCM = "application/vnd.ms-word.document.macroEnabled.12"
MACROS = (
    '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.'
    'main+xml"/></Types>'
)


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"%PDF-1.4\n", "a.pdf", "application/pdf"),
        (b"junk before\n%PDF-1.4", "a.bin", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "photo.pdf", "image/png"),
        (b"<!DOCTYPE html><title>x</title>", "page.pdf", "text/html"),
        (b"\xef\xbb\xbf  <html lang='fr'>", "page", "text/html"),
        (b"<!-- c -->\n<html>", "x.txt", "text/html"),
        (b"<!-- wp:paragraph -->\n<p>Un texte.</p>", "brouillon", "text/html"),
        (b'<h2 class="x">Titre</h2><p>Un', "brouillon", "text/html"),
        (b"<p> est une balise", "brouillon", "text/plain"),
        ("Un été".encode("cp1252"), "note.txt", "text/plain"),
        ("Un été".encode("utf-16"), "note.txt", "text/plain"),
        (b"# Titre\n", "note.md", "text/markdown"),
        (b"---\ntitle: x\n---\n", "note", "text/markdown"),
        (b"a;b\n1;2\n", "table.csv", "text/csv"),
        (b"a;b\n1;2\n", "table.txt", "text/plain"),
        (b"", "vide.pdf", "text/plain"),
        (bytes(range(256)), "x.txt", "application/octet-stream"),
        (b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/">', "e",
         "application/x-wxr+xml"),
        (b'<?xml version="1.0"?><feed/>', "f.xml", "application/xml"),
    ],
)  # fmt: skip
def test_type_is_found_in_the_content(head: bytes, name: str, expected: str):
    assert media_type_of(head, name) == expected


def test_pdf_without_header_is_known_by_its_end():
    tail = b"trailer <<>>\nstartxref\n12\n%%EOF"
    assert media_type_of(b"1 0 obj <<>> endobj", "x", tail=tail) == "application/pdf"


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("word", "wordprocessingml.document"),
        ("xl", "spreadsheetml.sheet"),
        ("ppt", "presentationml.presentation"),
        ("autre", "application/zip"),
    ],
)
def test_office_formats_are_told_apart_by_their_folders(folder: str, kind: str):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", b"<Types/>" + b" " * 6000)
        file.writestr(f"{folder}/document.xml", b"<a/>")
    content = buffer.getvalue()
    found = media_type_of(content[:4096], "x.docx", tail=content[-1024:])
    assert found.endswith(kind)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"content.xml": "x" * 9000, "mimetype": ODT}, ODT),
        ({"content.xml": "<office:body><office:text>"}, ODT),
        (
            {
                "META-INF/manifest.xml": f'<m m:media-type="{ODT}-template"/>',
                "content.xml": "",
            },
            f"{ODT}-template",
        ),
        ({"a": "", "META-INF/container.xml": "<container/>"}, EPUB),
        ({"word/document.xml": "", "[Content_Types].xml": MACROS}, DOCM),
        ({"word\\document.xml": ""}, DOCX),
        ({"a.txt": "x"}, ZIP),
    ],
)
def test_the_order_of_an_archive_does_not_matter(members, expected: str):
    content = archive(members)
    found = media_type_of(content[:4096], "x", file=io.BytesIO(content))
    assert found == expected


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("WordDocument", DOC),
        ("Workbook", XLS),
        ("PowerPoint Document", PPT),
        ("EncryptedPackage", ENCRYPTED_OFFICE),
        ("ENCRYPTEDPACKAGE", ENCRYPTED_OFFICE),
        ("Autre", OLE),
    ],
)
def test_containers_are_told_apart_by_their_streams(stream: str, expected: str):
    content = container("CompObj", stream)
    file = io.BytesIO(content)
    assert media_type_of(content[:4096], "x", file=file) == expected


@pytest.mark.parametrize("cut", [8, 100, 600, 1024, 1200])
def test_a_container_that_is_cut_is_no_error(cut: int):
    content = container("WordDocument")[:cut]
    assert media_type_of(content, "x", file=io.BytesIO(content)) in (OLE, DOC)


def test_a_flat_opendocument_file_is_known_by_its_root():
    head = f'<?xml version="1.0"?><office:document office:mimetype="{ODT}">'
    assert media_type_of(head.encode(), "x") == f"{ODT}-flat-xml"


@pytest.mark.parametrize(
    "kind", ["application/epub+zip", "application/vnd.oasis.opendocument.text"]
)
def test_books_and_open_documents_say_what_they_are_first(kind: str):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("mimetype", kind)
        file.writestr("word/document.xml", b"<a/>")
    assert media_type_of(buffer.getvalue()[:4096], "x") == kind
