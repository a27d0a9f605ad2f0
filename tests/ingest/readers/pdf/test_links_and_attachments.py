"""Links, attached files, language and XMP are named, never followed or opened."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject
from reportlab.pdfgen.canvas import Canvas

from ingest.read_text import ReadingRequest
from ingest.readers.pdf import engine_chain
from ingest.readers.pdf.engine_chain import read_pdf
from ingest.readers.pdf.pypdf_structure import PypdfFile, plain_packet
from tests.ingest.conftest import build_pdf

REQUEST = ReadingRequest("a.pdf")
PACKET = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">
 <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_packets(*titles: str) -> bytes:
    """Return a PDF with a packet for its catalogue, then others for its page."""
    writer = PdfWriter(
        clone_from=io.BytesIO(build_pdf([["Une page assez longue pour compter."]]))
    )
    for number, title in enumerate(titles):
        stream = DecodedStreamObject()
        stream.set_data(PACKET.format(title=title).encode())
        stream[NameObject("/Type")] = NameObject("/Metadata")
        stream[NameObject("/Subtype")] = NameObject("/XML")
        holder = writer.pages[0] if number else writer.root_object
        holder[NameObject("/Metadata")] = writer._add_object(stream)
    return written(writer)


def values(content: bytes, name: str) -> list[tuple[str, str]]:
    return [
        (i.value, i.origin) for i in read_pdf(content, REQUEST).found if i.name == name
    ]


def test_attached_files_are_named_with_their_size():
    writer = PdfWriter(
        clone_from=io.BytesIO(build_pdf([["Une page assez longue pour compter."]]))
    )
    attached = writer.add_attachment("données.csv", b"a;b\n1;2\n")
    attached.size = NumberObject(8)
    assert values(written(writer), "attachment") == [("données.csv (8 octets)", "PDF")]


def test_web_links_are_kept_once_and_others_are_not():
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.drawString(60, 700, "Une page avec des liens vers la toile.")
    for y, address in enumerate(
        ("https://exemple.fr/a", "https://exemple.fr/a", "file:///etc/passwd",
         "javascript:alert(1)", "http://exemple.fr/b")
    ):  # fmt: skip
        canvas.linkURL(address, (60, 600 - 20 * y, 90, 610 - 20 * y))
    canvas.save()
    assert values(buffer.getvalue(), "link") == [
        ("https://exemple.fr/a", "PDF"),
        ("http://exemple.fr/b", "PDF"),
    ]


def test_links_inside_the_document_are_no_links():
    writer = PdfWriter(clone_from=io.BytesIO(build_pdf([["Une."], ["Deux."]])))
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), target_page_index=1))
    assert values(written(writer), "link") == []


@pytest.mark.parametrize("titles", [("Le titre",), ("Le titre", "Une image")])
def test_the_packet_of_the_catalogue_is_read_without_opening(titles, monkeypatch):
    content = with_packets(*titles)
    monkeypatch.setattr(
        engine_chain.PypdfFile, "open", lambda content: pytest.fail("opened")
    )
    assert ("Le titre", "XMP") in values(content, "title")
    assert ("Une image", "XMP") not in values(content, "title")


def test_a_packed_packet_is_left_to_pypdf():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(with_packets("Le titre"))))
    catalogue = writer.root_object
    packed = catalogue["/Metadata"].flate_encode()
    catalogue[NameObject("/Metadata")] = writer._add_object(packed)
    content = written(writer)
    assert plain_packet(content) is None
    assert ("Le titre", "XMP") in values(content, "title")


@pytest.mark.parametrize("packet", [b"<x:xmpmeta><a", b"<x:xmpmeta>&e;</x:xmpmeta>"])
def test_a_broken_packet_states_nothing(packet: bytes):
    broken = b"<</Subtype/XML>>" + packet
    assert not plain_packet(broken)


def test_an_entity_bomb_in_a_packet_states_nothing():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "ha">{bomb}]>'
    packet = PACKET.format(title="&e8;").replace("<x:xmpmeta", doctype + "<x:xmpmeta")
    content = with_packets("T").replace(
        PACKET.format(title="T").encode(), packet.encode()
    )
    assert all(len(value) < 100 for value, _ in values(content, "title"))


def test_pypdf_gives_sizes_by_name():
    writer = PdfWriter(clone_from=io.BytesIO(build_pdf([["Un texte."]])))
    writer.add_attachment("a.txt", b"abc").size = NumberObject(3)
    assert PypdfFile.open(written(writer)).attachments() == {"a.txt": 3}
