"""This test ensures that ``GET /cite`` gives blocks to paste, or says what is wrong."""

import pytest

from search_api.citations.paste_blocks.paste_formats import PASTE_FORMATS
from tests.search_api.citations.paste_blocks.wordpress_filter import filtered
from tests.search_api.citations.zotero_reader import zotero_finds
from tests.search_api.web.tiny_corpus import AESON, HOSTILE, REPORT

NOTE = "/document/note-sobriete?page=2#passage-1"


def cite(client, **asked):
    return client.get("/cite", params=asked)


def test_passages_are_quoted_with_document_and_page(client):
    answer = cite(client, passage=["note-sobriete.1", "sheet-gtnum-2022-aeson.0"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert filtered(answer.text) == answer.text
    assert f"«\u202f{REPORT[1]}\u202f»" in answer.text
    assert f'{NOTE}">p.\u00a02</a>' in answer.text
    assert "Description de «\u202fAdopter une éducation" in answer.text
    assert "d’après <a" in answer.text
    assert [item["title"] for item in zotero_finds(answer.text)] == [
        "Sobriété numérique : douze études",
        "Fiche descriptive : GTnum #ÆSON : éduquer à la sobriété numérique",
    ]


def test_a_part_of_a_passage_is_quoted_by_its_offsets(client):
    answer = cite(client, passage="sheet-gtnum-2022-aeson.0:0-46", format="text")
    assert f"«\u202f{AESON[0][:46]}\u202f»" in answer.text


def test_a_work_comes_once_with_all_that_is_quoted(client):
    chosen = ["note-sobriete.2", "note-sobriete.0", "note-sobriete.2"]
    answer = cite(client, document="note-sobriete", passage=chosen)
    assert len(zotero_finds(answer.text)) == 1
    assert answer.text.count("<blockquote") == 2
    assert answer.text.index(REPORT[2]) < answer.text.index(REPORT[0])


@pytest.mark.parametrize("form", PASTE_FORMATS.values(), ids=lambda form: form.name)
def test_every_form_is_answered_and_runs_nothing(client, form):
    answer = cite(client, document="hostile", passage="hostile.0", format=form.name)
    assert answer.headers["content-type"] == f"{form.media_type}; charset=utf-8"
    if form.media_type != "text/plain":
        assert "<script" not in answer.text.replace(r"\<", "&lt;")
        assert HOSTILE not in answer.text
    assert "javascript:" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_notes_begin_where_the_post_stands(client):
    notes = cite(client, document="note-sobriete", format="footnotes", first=7)
    assert 'id="note-7"' in notes.text
    marks = cite(client, document="note-sobriete", format="markdown-footnotes", first=7)
    assert "\n[^7]: " in marks.text


def test_styles_are_those_of_every_citation(client):
    apa = cite(client, document="note-sobriete", format="text", style="apa")
    assert apa.text.startswith("Durand, A., Petit, B.")


def test_what_is_held_is_not_sent_again(client):
    first = cite(client, document="note-sobriete")
    tag = {"if-none-match": first.headers["etag"]}
    again = client.get("/cite?document=note-sobriete", headers=tag)
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked", "status", "named"),
    [
        ({}, 400, "Rien n’est choisi"),
        ({"document": "nulle-part"}, 404, "nulle-part"),
        ({"passage": "note-sobriete.99"}, 404, "note-sobriete.99"),
        ({"passage": "nulle-part.0"}, 404, "nulle-part"),
        ({"passage": "note-sobriete.1:5-5"}, 400, "5-5"),
        ({"passage": "note-sobriete.1:0-9999"}, 400, "note-sobriete.1"),
        ({"passage": "../etc"}, 400, "passage"),
        ({"document": "note-sobriete", "format": "pdf"}, 400, "format"),
        ({"document": ["a"] * 101}, 400, "document"),
    ],
)
def test_what_cannot_be_cited_is_named(client, asked, status, named):
    answer = cite(client, **asked)
    assert answer.status_code == status
    assert named in answer.text
