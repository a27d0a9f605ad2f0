"""Every reader keeps the contract; a format without a sample here is not done."""

import pytest

from ingest.readers import CONTAINERS, READERS, container_reader_for, reader_for
from ingest.sources.media_types import (
    DOCX,
    EMAIL,
    EPUB,
    HTML,
    MARKDOWN,
    OAI_DC,
    ODT,
    PDF,
    PPTX,
    RTF,
    TEXT,
    WXR,
    XLSX,
)
from tests.contracts.reader_contract import REQUEST, ReaderContract
from tests.ingest.conftest import build_pdf
from tests.ingest.readers.test_email import message
from tests.ingest.readers.test_excel import book as book_of_sheets
from tests.ingest.readers.test_excel import sheet, value
from tests.ingest.readers.test_oai_dc import RECORD
from tests.ingest.readers.test_office import open_file, word_file
from tests.ingest.readers.test_slides_and_books import book, slides
from tests.ingest.wxr_export import export, item

NOTE = """---
title: Une note
lang: fr
---
# Contexte

La sobriété numérique.

## Bilan

Fin.
"""
PAGE = """<!doctype html><html lang="fr"><head><title>Un billet</title></head><body>
<article><h1>Un billet</h1><p>Les élèves apprennent à mesurer leurs usages et en
parlent.</p><h2>Bilan</h2><p>Le groupe étudie la sobriété à l’école.</p></article>
</body></html>"""

SAMPLES = {
    PDF: lambda: build_pdf([["Une note de veille."], ["Page deux."]], title="Note"),
    HTML: PAGE.encode,
    MARKDOWN: NOTE.encode,
    TEXT: "Une note.\n\nLa sobriété numérique.".encode,
    DOCX: word_file,
    ODT: open_file,
    PPTX: slides,
    EPUB: book,
    OAI_DC: RECORD.encode,
    XLSX: lambda: book_of_sheets(sheet(f"<row r='1'>{value('A1', '0', t='s')}</row>")),
    RTF: rb"{\rtf1\ansi\ansicpg1252 La sobri\'e9t\'e9.\par Fin.}".__bytes__,
    EMAIL: lambda: message().as_bytes(),
}
WITHOUT_SAMPLE = {"refuse_encrypted", "read_old_office"}
"""Of formats that no library writes; their tests stand by their reader."""


def test_every_reader_has_a_sample() -> None:
    assert {READERS[kind] for kind in SAMPLES} == {
        reader for reader in READERS.values() if reader[1] not in WITHOUT_SAMPLE
    }


@pytest.mark.parametrize("media_type", SAMPLES)
class TestReaders(ReaderContract):
    @pytest.fixture
    def read(self, media_type):
        return reader_for(media_type)

    @pytest.fixture
    def content(self, media_type):
        return SAMPLES[media_type]()


class TestPostsOfAnExport(ReaderContract):
    """The container of posts, read as its first post."""

    @pytest.fixture
    def read(self):
        listed = container_reader_for(WXR)
        return lambda content, request: listed(content, request).parts[0].read()

    @pytest.fixture
    def content(self):
        return export([item(7), item(8)])


def test_parts_of_a_container_have_names_of_their_own() -> None:
    assert set(CONTAINERS) == {WXR, EMAIL}
    contents = container_reader_for(WXR)(export([item(7), item(8)]), REQUEST)
    assert contents.title
    names = [part.name for part in contents.parts]
    assert len(set(names)) == len(names) == 2
    assert len({part.fingerprint for part in contents.parts}) == 2
    assert all(part.size_bytes > 0 for part in contents.parts)
