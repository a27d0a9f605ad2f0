"""Presentations give every word once, slide by slide; books their chapters in order."""

import io
import zipfile

import pytest
from pptx import Presentation
from pptx.util import Inches

from ingest.composition import compose
from ingest.errors import (
    EncryptedContent,
    MalformedContent,
    NoText,
    ReadingError,
    TooLarge,
)
from ingest.limits import Limits
from ingest.read_text import ReadingRequest
from ingest.readers.epub import read_epub
from ingest.readers.slides.powerpoint_pptx import read_presentation
from ingest.sources.media_types import EPUB, PPTX, media_type_of
from ingest.texts.chunking import Chunking
from ontology.model import Source
from ontology.structure import BlockKind, LossKind

REQUEST = ReadingRequest("note")


def slides() -> bytes:
    presentation = Presentation()
    presentation.core_properties.author = "Zoé Lenoir; Ali Bey"
    presentation.core_properties.title = "La sobriété numérique"
    layout = presentation.slide_layouts[1]
    first = presentation.slides.add_slide(layout)
    first.shapes.title.text = "Contexte"
    first.placeholders[1].text = "Trois constats\nQuatre questions"
    first.notes_slide.notes_text_frame.text = "Rappeler la date."
    second = presentation.slides.add_slide(layout)
    second.shapes.title.text = "Partenaires"
    size = (Inches(1), Inches(1), Inches(4), Inches(1))
    table = second.shapes.add_table(2, 2, *size).table
    for at, words in enumerate(("Lab", "Lieu", "MICA", "Pessac")):
        table.cell(at // 2, at % 2).text = words
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(*size).text_frame.text = "Dans un groupe."
    hidden = presentation.slides.add_slide(layout)
    hidden.shapes.title.text = "Secret"
    hidden._element.set("show", "0")
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/livre.opf"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Le carnet</dc:title>
<dc:creator>Zoé Lenoir</dc:creator><dc:language>fr-FR</dc:language>
<dc:date>2023-05</dc:date><dc:identifier>doi:10.4000/books.1</dc:identifier></metadata>
<manifest>
<item id="toc" href="toc.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="texte/deux.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="texte/un%20.xhtml" media-type="application/xhtml+xml"/>
<item id="pic" href="a.png" media-type="image/png"/></manifest>
<spine><itemref idref="toc"/><itemref idref="one"/><itemref idref="pic"/>
<itemref idref="two"/><itemref idref="one"/><itemref idref="absent"/></spine>
</package>"""


def chapter(title: str, text: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
        f"<h1>{title}</h1><p>{text}</p><script>alert(1)</script></body></html>"
    )


def book(**changes: str | None) -> bytes:
    members = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/livre.opf": PACKAGE,
        "OEBPS/toc.xhtml": chapter("Table", "des matières"),
        "OEBPS/texte/un .xhtml": chapter("Un", "Premier chapitre, né l’été."),
        "OEBPS/texte/deux.xhtml": chapter("Deux", "Second chapitre."),
    } | changes
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", EPUB, zipfile.ZIP_STORED)
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return buffer.getvalue()


def test_slides_are_pages_with_titles_tables_groups_and_notes():
    read = read_presentation(slides(), REQUEST)
    assert [page.text for page in read.pages] == [
        "Contexte\n\nTrois constats\nQuatre questions\n\nRappeler la date.",
        "Partenaires\n\nLab\tLieu\nMICA\tPessac\n\nDans un groupe.",
    ]
    assert read.losses[0].detail == "diapositive 3 masquée"
    assert read.notes == ()
    assert [(x.kind, x.count) for x in read.losses] == [(LossKind.HIDDEN_TEXT, 6)]
    kinds = [block.kind for block in read.pages[0].blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.NOTE]
    authors = [item.value for item in read.found if item.name == "authors"]
    assert authors == ["Zoé Lenoir", "Ali Bey"]


def test_a_presentation_becomes_a_paged_document_with_sections():
    source = Source("c/a.pptx", PPTX, 1, "0" * 64)
    read = read_presentation(slides(), REQUEST)
    record = compose(read, source, "c", chunking=Chunking()).record
    assert record.document.is_paged
    assert [page.number for page in record.document.pages] == [1, 2]
    assert [section.title for section in record.document.sections] == [
        "Contexte",
        "Partenaires",
    ]
    for passage in record.passages:
        assert record.document.text[passage.start : passage.end] == passage.text
    assert {passage.page for passage in record.passages} == {1, 2}


def test_a_book_gives_its_chapters_once_in_the_order_of_the_spine():
    read = read_epub(book(), REQUEST)
    assert read.pages[0].text == (
        "Table\n\ndes matières\n\n"
        "Un\n\nPremier chapitre, né l’été.\n\nDeux\n\nSecond chapitre."
    )
    contents = read.pages[0].blocks[0]
    assert (contents.kind, contents.end) == (BlockKind.CONTENTS, 19)
    assert [section.title for section in read.sections][1:] == ["Un", "Deux"]
    stated = {item.name: item.value for item in read.found}
    assert (stated["title"], stated["authors"]) == ("Le carnet", "Zoé Lenoir")
    assert stated["doi"] == "doi:10.4000/books.1"


def test_types_are_found_in_the_content():
    assert media_type_of(book()[:4096], "x.zip", tail=book()[-1024:]) == EPUB
    content = slides()
    assert media_type_of(content[:4096], "x", tail=content[-1024:]) == PPTX


LOCKED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:CipherData>'
    '<e:CipherReference URI="{}"/></e:CipherData></e:EncryptedData></encryption>'
)


def test_locked_chapters_are_said_to_be_and_locked_fonts_are_not():
    locked = {"META-INF/encryption.xml": LOCKED.format("OEBPS/texte/deux.xhtml")}
    with pytest.raises(EncryptedContent, match="verrou"):
        read_epub(book(**locked), REQUEST)
    fonts = {"META-INF/encryption.xml": LOCKED.format("OEBPS/police.otf")}
    assert read_epub(book(**fonts), REQUEST).pages[0].text


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<package xmlns="http://www.idpf.org/2007/opf"><spine>&b;</spine></package>'
)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"META-INF/container.xml": None}, MalformedContent),
        ({"META-INF/container.xml": "<container/>"}, MalformedContent),
        ({"OEBPS/livre.opf": "<package"}, MalformedContent),
        ({"OEBPS/livre.opf": ENTITIES}, MalformedContent),
        ({"OEBPS/texte/deux.xhtml": "\0" * 20_000_000}, TooLarge),
    ],
)
def test_what_is_no_book_is_refused_and_bombs_are_not_unpacked(changes, error):
    with pytest.raises(error):
        read_epub(book(**changes), REQUEST)


@pytest.mark.parametrize(
    "changes",
    [
        {"OEBPS/texte/deux.xhtml": None},
        {"OEBPS/livre.opf": PACKAGE.replace("texte/deux", "../../../etc/passwd")},
    ],
)
def test_a_missing_chapter_is_counted_and_the_others_are_read(changes):
    read = read_epub(book(**changes), REQUEST)
    assert "Premier chapitre" in read.pages[0].text
    assert "Second" not in read.pages[0].text
    assert [(x.kind, x.count) for x in read.losses] == [
        (LossKind.BROKEN_PART, 1),
        (LossKind.EMBEDDED_OBJECT, 1),
    ]


def test_what_is_no_page_in_the_order_of_a_book_is_counted():
    (loss,) = read_epub(book(), REQUEST).losses
    assert (loss.kind, loss.detail) == (LossKind.EMBEDDED_OBJECT, "a.png")


@pytest.mark.parametrize("read", [read_epub, read_presentation])
def test_damaged_archives_are_typed(read):
    for content in (b"", b"PK\x03\x04", slides()[:9000], book()[:900]):
        with pytest.raises(ReadingError):
            read(content, REQUEST)
    with pytest.raises(ReadingError):
        read_presentation(book(), REQUEST)
    with pytest.raises(ReadingError):
        read_epub(slides(), REQUEST)


def test_an_empty_presentation_has_no_text():
    buffer = io.BytesIO()
    Presentation().save(buffer)
    with pytest.raises(NoText):
        read_presentation(buffer.getvalue(), REQUEST)


def test_a_text_over_the_limit_is_too_large():
    request = ReadingRequest("note", Limits(characters=30))
    for read, content in ((read_presentation, slides()), (read_epub, book())):
        with pytest.raises(TooLarge):
            read(content, request)


def test_what_a_chapter_hides_is_counted():
    hidden = chapter("Un", "Visible.<p hidden='hidden'>Une phrase que nul ne voit.</p>")
    read = read_epub(book(**{"OEBPS/texte/un .xhtml": hidden}), REQUEST)
    assert "nul ne voit" not in read.pages[0].text
    assert [loss.kind for loss in read.losses] == [
        LossKind.EMBEDDED_OBJECT,
        LossKind.HIDDEN_TEXT,
    ]
