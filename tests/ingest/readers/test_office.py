"""Word and OpenDocument texts give every word once, and bombs are not unpacked."""

import io

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from ingest.errors import EncryptedContent, MalformedContent, NoText, TooLarge
from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.limits import Limits
from ingest.read_text import ReadingRequest
from ingest.readers.opendocument.opendocument_odt import read_opendocument
from ingest.readers.word.word_docx import read_word
from ingest.sources.media_types import DOCX, ODT, media_type_of
from ontology.structure import LossKind
from tests.ingest.office_files import OPEN_SPACES, archive, open_text

REQUEST = ReadingRequest("note")
ENTITY = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_file() -> bytes:
    document = docx.Document()
    document.core_properties.author = "Zoé Lenoir; Ali Bey"
    document.core_properties.title = "Modèle"
    document.add_heading("Note de veille", 0)
    document.add_heading("Contexte", 1)
    document.add_paragraph("La sobriété\tnumérique.")
    document.add_paragraph("premier", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Lab", "Lieu", "MICA", "Pessac"), strict=True):
        cell.text = text
    body = document.element.body
    body.insert(-1, parse_xml(
        f"<w:p {W}><w:r><w:t>Gardé </w:t></w:r><w:ins><w:r><w:t>ajouté</w:t></w:r>"
        "</w:ins><w:del><w:r><w:delText>ôté</w:delText></w:r></w:del></w:p>"
    ))  # fmt: skip
    body.insert(-1, parse_xml(
        f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Dans un cadre.</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    ))  # fmt: skip
    body.insert(-1, parse_xml(
        f'<w:p {W}><w:r><w:t>Avec boîte</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>En'
        " marge.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    ))  # fmt: skip
    return saved(document)


def open_file() -> bytes:
    style = (
        '<style:style style:name="P1" style:family="paragraph" '
        'style:parent-style-name="Title"/>'
    )
    members = open_text(
        '<text:p text:style-name="P1">Note de veille</text:p>'
        '<text:h text:outline-level="2">Contexte</text:h>'
        '<text:p>La sobriété<text:s text:c="1"/><text:line-break/>numérique'
        '<text:note text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>Voir la synthèse.</text:p>"
        "</text:note-body></text:note></text:p><text:list><text:list-item>"
        "<text:p>premier</text:p></text:list-item></text:list><table:table>"
        "<table:table-row><table:table-cell><text:p>Lab</text:p></table:table-cell>"
        "<table:table-cell><text:p>Lieu</text:p></table:table-cell></table:table-row>"
        "</table:table>",
        styles=style,
    )
    members["meta.xml"] = (
        f"<office:document-meta {OPEN_SPACES}><office:meta><meta:initial-creator>Zoé "
        "Lenoir</meta:initial-creator><dc:creator>Dernier Venu</dc:creator>"
        "</office:meta></office:document-meta>"
    )
    return archive(members)


def test_a_word_document_gives_every_word_once_in_order():
    read = read_word(word_file(), REQUEST)
    assert read.pages[0].text.split("\n\n") == [
        "Note de veille",
        "Contexte",
        "La sobriété numérique.\n• premier",
        "Lab\tLieu\nMICA\tPessac",
        "Gardé ajouté",
        "Dans un cadre.",
        "Avec boîte",
        "En marge.",
    ]
    assert [(s.title, s.level) for s in read.sections] == [
        ("Note de veille", 1),
        ("Contexte", 1),
    ]
    values = [(item.name, item.value) for item in read.found]
    assert values[:4] == [
        ("title", "Note de veille"),
        ("title", "Modèle"),
        ("authors", "Zoé Lenoir"),
        ("authors", "Ali Bey"),
    ]


def test_an_opendocument_text_gives_every_word_once_in_order():
    read = read_opendocument(open_file(), REQUEST)
    assert read.pages[0].text == (
        "Note de veille\n\nContexte\n\nLa sobriété\nnumérique[1]\n- premier\n\n"
        "Lab\tLieu\n\n[1] Voir la synthèse."
    )
    assert [(s.title, s.level) for s in read.sections] == [("Contexte", 2)]
    assert [(i.name, i.value) for i in read.found if i.name != "date"] == [
        ("title", "Note de veille"),
        ("authors", "Zoé Lenoir"),
    ]


@pytest.mark.parametrize(("make", "kind"), [(word_file, DOCX), (open_file, ODT)])
def test_types_are_found_and_children_read_them(make, kind: str):
    content = make()
    assert media_type_of(content[:4096], "x", file=io.BytesIO(content)) == kind
    with ReaderPool(workers=1) as pool:
        job = ReadingJob("c/x", "c", "x", content=content)
        document = pool.read(job).record.document
    assert document.title == "Note de veille"
    assert document.kind.value == "watch_note"


@pytest.mark.parametrize("read", [read_word, read_opendocument])
@pytest.mark.parametrize(
    ("content", "error"),
    [
        (archive({"word/document.xml": b"<a>" + b" " * (8 << 20)}), TooLarge),
        (archive({"a": bytes(3 << 20), "b": bytes(3 << 20)}), TooLarge),
        (archive({"content.xml": ENTITY}), MalformedContent),
        (archive({"content.xml": ENTITY.encode("utf-16")}), MalformedContent),
        (archive({"META-INF/manifest.xml": b"<m><m:encryption-data/></m>"}),
         EncryptedContent),
        (archive({"a": b"1"}), MalformedContent),
        (archive({"a": b"1"})[:-10], MalformedContent),
        (b"PK\x03\x04", MalformedContent),
    ],
)  # fmt: skip
def test_what_cannot_be_unpacked_safely_is_refused(read, content: bytes, error):
    with pytest.raises(error):
        read(content, ReadingRequest("x", Limits(unpacked_bytes=5 << 20)))


def test_documents_without_words_have_no_text():
    with pytest.raises(NoText):
        read_word(saved(docx.Document()), REQUEST)
    with pytest.raises(NoText):
        read_opendocument(archive(open_text("")), REQUEST)


def test_characters_are_limited():
    for read, content in ((read_word, word_file()), (read_opendocument, open_file())):
        with pytest.raises(TooLarge):
            read(content, ReadingRequest("x", Limits(characters=20)))


def test_notes_of_a_word_document_stand_at_its_end():
    document = docx.Document()
    document.element.body.insert(0, parse_xml(
        f'<w:p {W}><w:r><w:t>Un fait</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    ))  # fmt: skip
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Sa source.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, "application/xml", notes.encode(), document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)
    read = read_word(saved(document), REQUEST)
    assert read.pages[0].text == "Un fait[1]\n\n[1] Sa source."


@pytest.mark.parametrize("name", ["a:b", "", "a:b:c"])
def test_elements_whose_space_was_lost_are_passed_over(name: str):
    tag = f"<{name}>dedans</{name}>" if name else "<>"
    content = open_text(f"<text:p>Avant.</text:p>{tag}<text:p>Après.</text:p>")
    read = read_opendocument(archive(content), REQUEST)
    assert read.pages[0].text.startswith("Avant.")
    assert read.losses[0].kind is LossKind.BROKEN_PART
