"""This test ensures that other pages may show documents, and only what is harmless."""

import html
import re

import pytest
from lxml import etree
from lxml import html as html_parser
from starlette.testclient import TestClient

from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.tiny_corpus import HOSTILE

BASE = WebSettings().public_url
PAGE = f"{BASE}/document/sheet-gtnum-2022-aeson"


def oembed(client, url=PAGE, **more):
    return client.get("/oembed", params={"url": url, **more})


def test_a_document_is_a_quotation_with_a_link(client):
    answer = oembed(client)
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["title"].startswith("Fiche descriptive : GTnum #ÆSON")
    assert told["author_name"] == "Camille Martin"
    assert (told["width"], told["height"]) == (600, 200)
    fragment = html_parser.fragment_fromstring(told["html"])
    assert {node.tag for node in fragment.iter()} <= {"blockquote", "a", "br"}
    assert fragment.xpath("//a/@href") == [PAGE]
    assert "Le groupe étudie la sobriété numérique" in fragment.text_content()


def test_xml_says_the_same(client):
    answer = oembed(client, format="xml")
    assert answer.headers["content-type"].startswith("text/xml")
    root = etree.fromstring(answer.content)
    told = {node.tag: node.text for node in root}
    assert told == {name: str(value) for name, value in oembed(client).json().items()}


def test_the_room_of_the_other_page_is_kept(client):
    told = oembed(client, maxwidth=320, maxheight=1_000).json()
    assert (told["width"], told["height"]) == (320, 200)
    assert oembed(client, maxwidth=0).status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        f"{BASE}/documents/glossaire",
        f"{BASE}/document/glossaire?partie=2#passage-100",
        "https://gtnum.example/id/document/glossaire",
    ],
)
def test_every_address_of_a_document_is_known(client, url):
    assert oembed(client, url).json()["title"] == "Glossaire"


@pytest.mark.parametrize(
    "url",
    [
        "https://autre.example/document/glossaire",
        f"{BASE}.autre.example/document/glossaire",
        f"{BASE}/entite/lab/techne",
        f"{BASE}/document/inconnu",
        f"{BASE}/document/..%2fx",
        "javascript:alert(1)",
        "",
    ],
)
def test_other_addresses_are_not_ours(client, url):
    answer = oembed(client, url)
    assert answer.status_code == 404
    assert answer.json()["type"].endswith("/problems/unknown-document")


def test_a_withdrawn_document_is_gone(client, services):
    services.withdrawn.add("gone")
    assert oembed(client, f"{BASE}/document/gone").status_code == 410


def test_unknown_formats_are_not_implemented(client):
    answer = oembed(client, format="yaml")
    assert answer.status_code == 501
    assert "json" in answer.json()["detail"]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_no_script_of_a_document_reaches_another_page(client, form):
    answer = oembed(client, f"{BASE}/document/hostile", format=form)
    if form == "json":
        shown = answer.json()["html"]
    else:
        shown = etree.fromstring(answer.content).findtext("html")
    fragment = html_parser.fragment_fromstring(shown)
    assert {node.tag for node in fragment.iter()} <= {"blockquote", "a", "br"}
    assert not any(name != "href" for node in fragment.iter() for name in node.attrib)
    assert HOSTILE in html.unescape(shown)


def test_pages_of_documents_name_what_gives_them_to_others(reader):
    page = html_parser.fromstring(reader.get("/document/hostile").text)
    for media_type in ("application/json+oembed", "text/xml+oembed"):
        (address,) = page.xpath(f"//link[@type='{media_type}']/@href")
        assert address.startswith(f"{BASE}/oembed?url=http")
        assert reader.get(address.removeprefix(BASE)).status_code == 200


def policy(answer):
    parts = answer.headers["content-security-policy"].split(";")
    return dict(part.strip().partition(" ")[::2] for part in parts)


def test_a_list_for_a_sidebar_holds_titles_and_nothing_that_runs(client):
    answer = client.get("/embed", params={"q": "sobriété", "limit": 1})
    assert answer.status_code == 200
    page = html_parser.fromstring(answer.text)
    assert page.xpath("//li/a/@href") == [PAGE]
    assert not page.xpath("//script | //form | //iframe | //*[@style]")
    assert set(page.xpath("//a/@target")) == {"_blank"}
    told = policy(answer)
    assert told["default-src"] == "'none'"
    assert "script-src" not in told
    assert told["frame-ancestors"] == "'none'"


def test_only_the_sites_of_the_setting_may_show_it(services):
    sites = ("https://edunumrech.hypotheses.org", "https://eduscol.example")
    app = create_app(services, WebSettings(embed_ancestors=sites))
    with TestClient(app) as client:
        assert policy(client.get("/embed"))["frame-ancestors"] == " ".join(sites)
        for other in ("/", "/nouveautes", "/document/hostile", "/embed?limit=99"):
            assert policy(client.get(other))["frame-ancestors"] == "'none'", other


def test_filters_alone_make_a_list_and_titles_stay_text(client):
    answer = client.get("/embed?kind=post")
    assert HOSTILE not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert not re.search(r"<(script|img)", answer.text)
    empty = client.get("/embed?q=rien")
    assert "Aucun document pour l’instant" in empty.text


@pytest.mark.parametrize("asked", ["lab=inconnu", "q=x&inconnu=1", "limit=0", "kind=x"])
def test_wrong_parameters_are_told(client, asked):
    assert client.get(f"/embed?{asked}").status_code == 400
