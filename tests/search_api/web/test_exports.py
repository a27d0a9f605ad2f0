"""This test ensures that citations and lists can be taken away, whole and harmless."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import bibtexparser
import pytest
import rispy

from ontology.model import Work, WorkMatch
from search_api.citations.export_formats import FORMATS, FormatName
from tests.search_api.web.tiny_corpus import HOSTILE

FILES = [each for each in FORMATS.values() if each.write]
EVERY = [
    "/documents/note-sobriete",
    "/documents?limit=100",
    "/documents?ids=teachers-and-ai&ids=note-sobriete",
    "/search?q=sobriété",
]


def get(client, address, form, **headers):
    return (
        client.get(address, params=None, headers=headers)
        if not form
        else client.get(
            f"{address}{'&' if '?' in address else '?'}format={form}", headers=headers
        )
    )


@pytest.mark.parametrize("address", EVERY)
@pytest.mark.parametrize("form", list(FORMATS.values()), ids=lambda form: form.name)
def test_every_list_comes_in_every_format(client, address, form):
    answer = get(client, address, form.name)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{form.media_type}; charset=utf-8"
    disposition = answer.headers["content-disposition"]
    assert re.fullmatch(
        r'(attachment|inline); filename="gtnum-[a-z0-9-]+\.[a-z]+"', disposition
    )
    assert "Sobriété numérique" in answer.text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/x-bibtex", "application/x-bibtex"),
        ("application/x-research-info-systems", "application/x-research-info-systems"),
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles"),
        ("text/x-bibliography", "text/x-bibliography"),
        ("text/csv, application/json;q=0.5", "text/csv"),
        ("application/json, text/csv;q=0.5", "application/json"),
        ("application/json, text/csv", "application/json"),
        ("text/html,*/*;q=0.8", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_accept_asks_for_a_format(client, accept, media_type):
    for address in EVERY:
        answer = client.get(address, headers={"accept": accept})
        assert answer.headers["content-type"].startswith(media_type)
        assert answer.headers["vary"].startswith("Accept")


def test_format_goes_before_accept(client):
    answer = get(
        client, "/documents/note-sobriete", "json", accept="application/x-bibtex"
    )
    assert answer.json()["document"]["id"] == "note-sobriete"


def test_answers_of_two_formats_are_two_versions(client):
    tags = {
        client.get("/documents/note-sobriete", headers={"accept": accept}).headers[
            "etag"
        ]
        for accept in ("application/json", "application/x-bibtex")
    }
    assert len(tags) == 2


def test_a_selection_keeps_its_order_and_names_what_is_missing(client):
    chosen = "/documents?ids=teachers-and-ai&ids=note-sobriete&ids=teachers-and-ai"
    read = bibtexparser.parse_string(get(client, chosen, "bibtex").text)
    assert [entry.key for entry in read.entries] == ["teachers-and-ai", "note-sobriete"]
    assert [one["id"] for one in client.get(chosen).json()["documents"]] == [
        *("teachers-and-ai", "note-sobriete")
    ]

    missing = client.get("/documents?ids=note-sobriete&ids=rien")
    assert missing.status_code == 404
    assert "rien" in missing.json()["detail"]


def test_the_next_page_of_a_list_is_in_the_same_format(client):
    for address in ("/documents?limit=2&language=fr", "/search?q=un&limit=1"):
        answer = get(client, address, "ris")
        (following,) = re.findall(r'<([^>]*)>; rel="next"', answer.headers["link"])
        assert "format=ris" in following
        assert rispy.loads(client.get(following).text)


def test_hits_carry_their_best_passage_and_what_was_asked(client):
    answer = get(client, "/search?q=tablettes&kind=watch_note&date_from=2021", "csv")
    text = answer.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert row["passage"].startswith("Les tablettes partagées durent")
    assert row["page"] == "2"
    assert row["adresse du passage"].endswith(
        "/document/note-sobriete?page=2#passage-1"
    )
    assert row["demande"] == "Recherche : « tablettes »"
    assert row["filtres"] == "Nature : Note de veille ; Depuis : 2021"
    assert row["génération"] == "0007"
    assert row["adresse de la liste"].startswith("http://127.0.0.1:8000/recherche?q=")


def test_a_copy_is_cited_as_the_official_manifestation(client, services):
    match = WorkMatch("teachers-and-ai", "note-sobriete", "doi", 1.0)
    services.catalogue.works = [
        Work("teachers-and-ai", ("teachers-and-ai", "note-sobriete"), (match,))
    ]
    (item,) = json.loads(get(client, "/documents/note-sobriete", "csl").text)
    assert item["title"] == "Teachers and artificial intelligence"


def test_a_sheet_is_never_taken_for_a_copy_of_what_it_describes(client, services):
    pair = ("teachers-and-ai", "sheet-gtnum-2022-aeson")
    match = WorkMatch(*pair, "address", 1.0)
    services.catalogue.works = [Work(pair[0], pair, (match,))]
    (item,) = json.loads(get(client, f"/documents/{pair[1]}", "csl").text)
    assert item["title"].startswith("Fiche descriptive : GTnum #ÆSON")
    assert item["URL"] == f"http://127.0.0.1:8000/document/{pair[1]}"


def test_link_headers_name_the_formats(client):
    for address in ("/documents/note-sobriete", "/document/note-sobriete"):
        found = client.get(address).headers["link"]
        assert (
            "</documents/note-sobriete?format=ris>; "
            'rel="alternate"; type="application/x-research-info-systems"' in found
        )


class Scripts(HTMLParser):
    """Finds what would run: scripts, handlers of events, addresses with code."""

    def __init__(self) -> None:
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        bad = [name for name, _ in attrs if name.startswith("on")]
        bad += [v for n, v in attrs if n in ("href", "src") and "script:" in (v or "")]
        if tag in ("script", "img", "iframe", "svg") or bad:
            self.found.append((tag, attrs))


@pytest.mark.parametrize("form", list(FORMATS.values()), ids=lambda form: form.name)
def test_a_hostile_document_runs_nothing_in_any_format(client, form):
    for address in ("/documents/hostile", "/search?q=hostile", "/documents?limit=100"):
        answer = get(client, address, form.name)
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        if form.media_type == "text/html":
            scripts = Scripts()
            scripts.feed(answer.text)
            assert scripts.found == []
        else:
            assert "attachment" in answer.headers["content-disposition"] or (
                form.name == FormatName.TEXT
            )
        assert "javascript:alert" not in answer.text


def test_a_hostile_question_names_a_harmless_file(client):
    question = f'a"\r\nSet-Cookie: x=1; ../../é 🙂 {HOSTILE}'
    answer = client.get("/search", params={"q": question, "format": "ris"})
    assert answer.headers["content-disposition"] == (
        'attachment; filename="gtnum-a-set-cookie-x-1-e-script-alert-x-script-img-src-'
        'x-onerror-a.ris"'
    )
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "address",
    ["/search?q=a&format=pdf", "/documents?format=x", "/documents/hostile?style=mla"],
)
def test_an_unknown_format_or_style_is_refused(client, address):
    assert client.get(address).status_code == 400


def formats(answer) -> tuple[str | None, list[str]]:
    root = ET.fromstring(answer.text)  # noqa: S314 - our own answer
    assert answer.headers["content-type"].startswith("application/xml")
    return root.get("id"), [child.get("name") for child in root]


def test_unapi_lists_formats_and_gives_each(client):
    names = ["ris", "bibtex", "biblatex", "csl"]
    assert formats(client.get("/unapi")) == (None, names)
    listed = client.get("/unapi?id=note-sobriete")
    assert listed.status_code == 300
    assert formats(listed) == ("note-sobriete", names)
    for name in names:
        answer = client.get(f"/unapi?id=note-sobriete&format={name}")
        assert answer.status_code == 200
        assert "note-sobriete" in answer.text


def test_unapi_refuses_as_its_specification_says(client):
    assert client.get("/unapi?id=rien").status_code == 404
    assert client.get("/unapi?id=rien&format=ris").status_code == 404
    assert client.get("/unapi?id=note-sobriete&format=mods").status_code == 406
