"""This test ensures that Zotero makes the right item of each context object."""

import pytest

from search_api.citations.citable import Body, CitableKind, Person
from search_api.citations.coins import coins
from tests.search_api.citations.made_works import made_works, work
from tests.search_api.citations.zotero_reader import zotero_reads


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CitableKind.ARTICLE, "journalArticle"),
        (CitableKind.REPORT, "report"),
        (CitableKind.CALL, "report"),
        (CitableKind.POST, "blogPost"),
        (CitableKind.WEB_PAGE, "webpage"),
        (CitableKind.RECORD, "webpage"),
        (CitableKind.DATASET, "dataset"),
        (CitableKind.THESIS, "thesis"),
        (CitableKind.CHAPTER, "bookSection"),
        (CitableKind.PAPER, "conferencePaper"),
    ],
)
def test_zotero_makes_the_right_item(kind, expected):
    assert zotero_reads(coins(work(kind=kind)))["itemType"] == expected


def test_zotero_reads_what_a_citation_needs():
    article = work(
        title='A + B & <c> = "d"',
        authors=(Person("Berg", "Jan", particle="van der"), Body("Équipe GTnum")),
        issued="2024-03",
        container="Revue",
        doi="10.4000/dms.8",
        address="https://a.example/?x=1&y=2",
    )
    assert zotero_reads(coins(article)) == {
        "itemType": "journalArticle",
        "title": 'A + B & <c> = "d"',
        "creators": [
            {"lastName": "van der Berg", "firstName": "Jan"},
            {"lastName": "Équipe GTnum"},
        ],
        "date": "2024-03",
        "publicationTitle": "Revue",
        "DOI": "10.4000/dms.8",
        "url": "https://a.example/?x=1&y=2",
    }


def test_every_context_object_is_plain_ascii():
    for made in made_works(40):
        written = coins(made)
        assert written.isascii()
        assert not set("<>\"'") & set(written.replace("'", ""))
