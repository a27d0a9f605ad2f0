"""Whatever is sent as a draft, there is a text or a reason with a remedy, in time."""

import html
import io
import zipfile

import pytest

from ingest.drafts import read_draft
from ingest.errors import NoText, ReadingError, TooLarge
from ingest.isolation.pool import ReaderPool
from ingest.limits import Limits
from ingest.sources.media_types import DOCX
from tests.ingest.office_files import members, word

SEEN = "<p>Un texte que tout le monde peut lire.</p>"
LAUGHS = (
    '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><html><body>' + SEEN + "<p>&c;</p>"
)


@pytest.fixture(scope="module")
def pool():
    limits = Limits(
        wall_seconds=60,
        cpu_seconds=30,
        characters=400_000,
        passages=300,
        unpacked_bytes=2_000_000,
    )
    with ReaderPool(limits, workers=1) as readers:
        yield readers


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 5_000 + SEEN + "</div>" * 5_000,
        SEEN + "<p " + " ".join(f'a{n}="{n}"' for n in range(100_000)) + ">Fin.</p>",
        SEEN + "<p " + " ".join(f"a{n}='<>'" for n in range(100_000)) + ">Fin.</p>",
        SEEN + "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">Fin.</p>",
        SEEN + f'<p style="{"color:red;" * 100_000}">Fin.</p>',
        SEEN + "<p>" + "&amp;" * 50_000 + "&#1114112;&inconnue;</p>",
        LAUGHS,
        SEEN + "<p" * 20_000,
        SEEN + "<!--" * 20_000,
        SEEN + "[caption" * 20_000,
        SEEN + "[note]" * 20_000,
        html.escape(html.escape(html.escape(SEEN))),
        "&lt;p" * 50_000,
        "[a](http://" * 20_000,
        "# " * 50_000,
        "<b>" * 50_000,
    ],
    ids=lambda text: text[-20:],
)
def test_hostile_markup_is_text_or_has_no_text(pool, content):
    record = read_draft(content.encode(), media_type="text/plain", pool=pool)
    text = record.document.text
    assert len(text) <= 400_000
    if SEEN in content:
        assert "Un texte que tout le monde peut lire." in text
    assert text.count("ha") < 1_000


def test_a_text_that_is_too_long_is_told_to_come_in_parts(pool):
    for size in (400_001, 399_000):
        with pytest.raises(TooLarge) as refused:
            read_draft(("Un mot de plus. " * 30_000)[:size].encode(), pool=pool)
        assert "Donnez-en une partie à la fois" in refused.value.remedy


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_that_unpacks_without_end_is_refused(pool):
    whole = members(word("<w:p/>"))
    whole["word/document.xml"] += " " * 3_000_000
    with pytest.raises(ReadingError) as refused:
        read_draft(zipped(**whole), name="a.docx", media_type=DOCX, pool=pool)
    assert refused.value.state == "too_large"
    assert refused.value.remedy


def test_a_pdf_that_unpacks_without_end_is_refused(pool, deflate_bomb):
    with pytest.raises(ReadingError) as refused:
        read_draft(deflate_bomb, name="a.pdf", pool=pool)
    assert refused.value.message


@pytest.mark.parametrize(
    "content",
    [
        "<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->",
        "<p hidden>x</p>",
        "<p>[gallery ids='1']</p>",
    ],
)
def test_markup_without_words_has_no_text(pool, content):
    with pytest.raises(NoText):
        read_draft(content.encode(), pool=pool)


def test_a_table_alone_is_a_text(pool):
    rows = ("<th>Académie</th><th>Élèves</th>", "<td>Lyon</td><td>3</td>")
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    record = read_draft(table.encode(), pool=pool)
    assert [one.text for one in record.passages] == ["Académie\tÉlèves\nLyon\t3"]
