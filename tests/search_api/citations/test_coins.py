"""COinS as Zotero reads it: ``parseContextObject`` was read, its rules restated."""

from urllib.parse import unquote

import pytest

from search_api.citations.citable import Body, CitableKind, Person
from search_api.citations.coins import coins
from tests.search_api.citations.made_works import made_works, work

GENRES = {"bookitem": "bookSection", "proceeding": "conferencePaper"}
GENRES |= {"report": "report", "book": "book"}


def zotero_reads(written: str) -> dict[str, object]:
    """Return type, title, date, creators and address as Zotero takes them."""
    pairs = [part.partition("=")[::2] for part in written.split("&")]
    pairs = [(key, unquote(value.replace("+", " "))) for key, value in pairs]
    values = dict(pairs)
    form = values["rft_val_fmt"].rpartition(":")[2]
    item = {
        "journal": "journalArticle",
        "dissertation": "thesis",
        "book": GENRES.get(values.get("rft.genre", ""), "book"),
        "dc": values.get("rft.type", "webpage"),
    }[form]
    title_keys = ("rft.atitle", "rft.btitle", "rft.title")
    creators = []
    for key, value in pairs:
        if key == "rft.aucorp":
            creators.append({"lastName": value})
        if key == "rft.au":
            last, _, first = value.partition(", ")
            creators.append({"lastName": last, "firstName": first})
    addresses = [v for k, v in pairs if k in ("rft_id", "rft.identifier")]
    return {
        "itemType": item,
        "title": next(values[key] for key in title_keys if key in values),
        "creators": creators,
        "date": values.get("rft.date", ""),
        "publicationTitle": values.get("rft.jtitle") or values.get("rft.source"),
        "DOI": next((a[9:] for a in addresses if a.startswith("info:doi/")), None),
        "url": next((a for a in addresses if a.startswith("http")), None),
    }


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
