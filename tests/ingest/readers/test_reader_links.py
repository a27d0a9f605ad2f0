"""Readers tell which words of a text lead where, whatever its format."""

from ingest.composition import compose
from ingest.read_text import ReadingRequest
from ingest.readers.html.html_page import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.opendocument.opendocument_odt import read_opendocument
from ingest.readers.word.word_docx import read_word
from ingest.texts.chunking import Chunking
from ontology.model import Source
from tests.ingest.office_files import open_file, word

TARGET = "https://carnet.example/8846"


def links(read):
    """Return the linked words of a composed record and their addresses."""
    source = Source("draft/x", "text/html", 1, "0" * 64)
    record = compose(read, source, "draft", chunking=Chunking()).record
    text = record.document.text
    return [(text[h.start : h.end], h.target) for h in record.hyperlinks]


def test_html_as_copied_from_an_editor():
    content = f"""<!-- wp:paragraph --><p>Le groupe <a href="{TARGET}">ÆSON
    en&nbsp;classe</a> et <a href="#x">plus bas</a>, <a href="{TARGET}" hidden>non</a>.
    </p><!-- /wp:paragraph -->
    <p><a href="{TARGET}?a=1&amp;b=2"><b>La</b> note</a></p>"""
    found = links(read_html(content.encode(), ReadingRequest("brouillon")))
    assert found == [
        ("ÆSON en\u00a0classe", TARGET),
        ("La note", f"{TARGET}?a=1&b=2"),
    ]


def test_markdown_with_html_inside():
    content = f"""Une [note *claire*]({TARGET} "titre"), <{TARGET}> et
<b>une <a href="{TARGET}">autre</a></b>.

<p>Un <a href="{TARGET}">bloc</a></p>
"""
    found = links(read_markdown(content.encode(), ReadingRequest("brouillon.md")))
    words = ["note claire", TARGET, "autre", "bloc"]
    assert found == [(each, TARGET) for each in words]


def test_word_names_addresses_by_relation():
    link = '<w:hyperlink r:id="{}"><w:r><w:t>{}</w:t></w:r></w:hyperlink>'
    inside = link.format("out", "la note") + link.format("k9", "ailleurs")
    start = "<w:r><w:t xml:space='preserve'>Voir </w:t></w:r>"
    external = {"out": ("hyperlink", f'{TARGET}" TargetMode="External')}
    content = word(f"<w:p>{start}{inside}</w:p>", names=external)
    found = links(read_word(content, ReadingRequest("brouillon.docx")))
    assert found == [("la note", TARGET)]


def test_opendocument():
    content = open_file(
        f'<text:p>Voir <text:a xlink:href="{TARGET}">la <text:span>note</text:span>'
        '</text:a>, <text:a xlink:href="#bas">plus bas</text:a>.</text:p>'
    )
    found = links(read_opendocument(content, ReadingRequest("brouillon.odt")))
    assert found == [("la note", TARGET)]
