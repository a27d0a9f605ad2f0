"""This test ensures that the pages say in French what the API answers."""

import html
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from graph.ports import DocumentStructure
from ingest.readers import accepted_endings
from ontology.structure import Block, BlockKind, Loss, LossKind, PassageRole
from search_api.errors import IndexMismatch
from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.tiny_corpus import HOSTILE

PAGES = [
    "/",
    "/recherche?q=sobriété",
    "/recherche?q=hostile&kind=post",
    "/recherche?q=rien",
    "/recherche?q=" + "%3Cscript%3Ealert(1)%3C/script%3E",
    "/catalogue",
    "/document/hostile",
    "/document/note-sobriete?page=2",
    "/document/glossaire?partie=3",
    "/apparentes",
    "/sparql",
    "/nouveautes",
    "/aide",
    "/accessibilite",
    "/donnees",
    "/docs",
    "/problems",
]
# A browser runs no script of these types.
DATA_BLOCKS = {"application/ld+json", "application/json"}


class Tags(HTMLParser):
    """Collects ``(tag, attributes)`` of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_its_landmarks_and_loads_nothing_from_elsewhere(reader, address):
    response = reader.get(address)
    tags = Tags(response.text)

    assert response.status_code == 200
    assert tags.named("html") == [{"lang": "fr"}]
    assert len(tags.named("h1")) == len(tags.named("main")) == 1
    assert len(tags.named("header")) >= 1
    assert ("a", {"class": "skip", "href": "#contenu"}) in tags.found
    loaded = [
        attributes.get("src") or attributes.get("href")
        for tag, attributes in tags.found
        if tag in ("script", "img", "link", "iframe", "source")
        if attributes.get("rel") not in ("canonical", "alternate", "schema.DC")
    ]
    assert [place for place in loaded if place and not place.startswith("/")] == []


@pytest.mark.parametrize("address", PAGES)
def test_foreign_text_never_becomes_markup(reader, address):
    """Titles, authors, licences, labels and questions hold scripts; none survives."""
    text = reader.get(address).text
    tags = Tags(text)

    assert [tag for tag in tags.named("img") if "onerror" in tag] == []
    scripts = [script for script in tags.named("script") if "src" not in script]
    assert all(script["type"] in DATA_BLOCKS for script in scripts)
    assert not any(
        name.startswith("on") for _, attributes in tags.found for name in attributes
    )
    # The bookmark is a script of ours, without any foreign text.
    links = [attrs for _, attrs in tags.found if "data-bookmarklet" not in attrs]
    assert "javascript:" not in "".join(str(attrs.get("href")) for attrs in links)
    assert "{{49}}" not in text
    assert ">49<" not in text


def test_the_page_of_results_shows_what_the_api_answers(reader):
    page = reader.get("/recherche?q=sobriété+tablettes").text
    answer = reader.get("/search?q=sobriété+tablettes").json()

    for hit in answer["hits"]:
        assert hit["document"]["title"] in page
    assert answer["capped"]
    assert f"Les {answer['total']} documents les plus proches" in page
    assert "les plus proches" not in reader.get("/recherche?q=sobriété").text
    assert "<mark>sobriété</mark>" in page
    assert "/documents/note-sobriete/original#page=2" in page
    assert "novembre 2023" in page
    assert "Contient les mots de la question" in page


def test_results_page_through_to_the_end(reader):
    # The page shows ten documents at a time: the whole tiny corpus fits.
    assert "Résultats suivants" not in reader.get("/recherche?q=xyz").text
    limited = reader.get("/recherche?q=xyz&limit=2").text

    following = re.search(r'href="(/recherche\?[^"]*cursor=[^"]*)"', limited).group(1)
    second = reader.get(following.replace("&amp;", "&"))
    assert second.status_code == 200
    assert "Première page" in second.text


def test_filters_narrow_and_can_be_taken_off(reader, services):
    page = reader.get("/recherche?q=sobriété&kind=watch_note&date_from=").text

    assert services.searcher.queries[-1].restriction.kinds == ("watch_note",)
    assert "Retirer le filtre" in page
    assert 'href="/recherche?q=sobri%C3%A9t%C3%A9"' in page


def test_a_year_is_one_filter_in_two_parameters(reader):
    page = reader.get("/recherche?q=sobriété").text

    assert "date_from=2023&amp;date_to=2023" in page


def test_nothing_found_is_said_with_a_way_on(reader):
    page = reader.get("/recherche?q=rien").text

    assert "Rien dans le corpus" in page
    assert 'href="/catalogue"' in page


def test_an_empty_question_leads_home(reader):
    response = reader.get("/recherche?q=+", follow_redirects=False)

    assert (response.status_code, response.headers["location"]) == (303, "/")


def test_a_wrong_filter_is_a_page_that_names_it(reader):
    response = reader.get("/recherche?q=x&kind=livre")

    assert response.status_code == 400
    assert "<code>kind</code>" in response.text


def test_home_counts_the_library(reader):
    page = reader.get("/").text

    assert "4\u202f321" in page
    assert "5 mars 2026" in page
    assert "/catalogue?kind=watch_note" in page


def test_the_home_counts_follow_a_publication(reader, services):
    reader.get("/")
    services.catalogue.summaries.pop("teachers-and-ai")
    before = reader.get("/").text
    services.generation = "0008"

    assert "/catalogue?kind=article" in before
    assert "/catalogue?kind=article" not in reader.get("/").text


def test_each_passage_of_a_document_can_be_linked(reader):
    page = reader.get("/document/note-sobriete?page=2").text

    assert 'id="passage-1"' in page
    assert 'href="/document/note-sobriete?page=2#passage-1"' in page
    assert "Page 2 sur 3" in page


def test_what_a_document_lacks_is_said_before_its_text(reader, services):
    services.catalogue.structures["note-sobriete"] = DocumentStructure(
        losses=(
            Loss(LossKind.UNREAD_PAGE, 1, (3,)),
            Loss(LossKind.COMMENT, 2, detail=HOSTILE),
        ),
        furniture={1: ("GTnum 2022", HOSTILE), 2: ("autre page",)},
        is_whole=False,
    )
    page = reader.get("/document/note-sobriete").text
    notice = page.partition("Lu en partie")[2].partition("</div>")[0]
    assert "1 page illisible : 3. Ce qu’on peut faire&nbsp;: Exportez" in notice
    assert "commentaires" not in notice
    assert "2 commentaires de relecture, non publiés" in page
    lines = page.partition("Lignes mises à part, page 1 (2)")[2].partition("</ul>")[0]
    assert "<li>GTnum 2022</li>" in lines
    assert "autre page" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("is_whole", [True, None])
def test_a_whole_document_carries_no_notice(reader, services, is_whole):
    services.catalogue.structures["note-sobriete"] = DocumentStructure(
        losses=(Loss(LossKind.CHARACTERS, 1),), is_whole=is_whole
    )
    page = reader.get("/document/note-sobriete").text
    assert "Lu en partie" not in page
    assert "Laissé de côté" in page


def test_a_table_of_a_document_is_a_table_on_its_page(reader, services):
    start = services.catalogue.passages_of("note-sobriete")[0].start
    services.catalogue.structures["note-sobriete"] = DocumentStructure(
        blocks=(
            Block(BlockKind.TABLE, start, start + 76),
            Block(BlockKind.CELL, start, start + 41, is_header=True, parent=0),
            Block(BlockKind.CELL, start + 41, start + 76, column=1, parent=0),
        )
    )
    page = reader.get("/document/note-sobriete").text
    assert '<th scope="row">Note de veille' in page or "<th scope=" in page
    assert "</td></tr></tbody></table>" in page


def test_apparatus_is_shown_and_named(reader, services):
    every = services.catalogue.passages_of("note-sobriete")
    every[0] = replace(every[0], role=PassageRole.CONTENTS)
    services.catalogue._passages["note-sobriete"] = every
    page = reader.get("/document/note-sobriete").text
    assert "Sommaire&nbsp;: se lit ici" in page
    assert every[0].text.split(".")[0] in page


def test_cells_of_a_quotation_are_parted_and_stay_verbatim(reader, services):
    every = services.catalogue.passages_of("teachers-and-ai")
    text = every[0].text.replace(" changes", "\tchanges")
    services.catalogue._passages["teachers-and-ai"] = [replace(every[0], text=text)]
    page = reader.get("/document/teachers-and-ai").text
    assert 'classrooms<span class="cell-edge">\t</span>changes' in page


def test_a_long_document_is_shown_in_parts(reader):
    last = reader.get("/document/glossaire?partie=3").text

    assert 'id="passage-229"' in last
    assert 'id="passage-199"' not in last
    assert reader.get("/document/glossaire?partie=4").status_code == 404


def test_the_link_of_a_passage_leads_to_the_part_that_holds_it(reader):
    answer = reader.get("/documents/glossaire/passages?limit=1000").json()
    for passage in (answer["passages"][0], answer["passages"][229]):
        page = reader.get(passage["url"].partition("#")[0]).text
        assert f'id="{passage["url"].partition("#")[2]}"' in page


def test_json_ld_is_whole_and_cannot_leave_its_element(reader):
    page = reader.get("/document/hostile").text

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    described = json.loads(block.group(1))
    assert described["name"] == HOSTILE.strip()
    assert described["@type"] == "BlogPosting"
    assert "sameAs" not in described


def test_reference_managers_find_their_tags(reader):
    tags = Tags(reader.get("/document/note-sobriete").text).named("meta")
    named = [(tag.get("name"), tag.get("content")) for tag in tags]

    assert ("citation_title", "Sobriété numérique : douze études") in named
    assert ("citation_author", "Petit, B.") in named
    assert ("DC.creator", "Petit, B.") in named
    assert ("z:itemType", "report") in named
    assert ("citation_publication_date", "2023/11") in named
    assert (
        "citation_pdf_url",
        "http://127.0.0.1:8000/documents/note-sobriete/original",
    ) in named


def test_a_sheet_is_cited_for_itself_with_our_address(reader):
    page = reader.get("/document/sheet-gtnum-2022-aeson").text
    (citation,) = re.findall(r'id="citation-iso690">(.*?)</p>', page, re.S)

    assert citation.startswith(
        "MARTIN, Camille, 2024. Fiche descriptive : GTnum #ÆSON : éduquer à la "
        "sobriété numérique. <i>Graphe GTnum</i>"
    )
    assert "http://127.0.0.1:8000/document/sheet-gtnum-2022-aeson" in citation
    assert "hypotheses" not in citation
    assert "sameAs" not in page


def test_reference_managers_can_take_every_hit(reader):
    page = reader.get("/recherche", params={"q": "sobriété"}).text
    tags = Tags(page)

    servers = [link for link in tags.named("link") if link["rel"] == "unapi-server"]
    assert [link["href"] for link in servers] == ["/unapi"]
    named = [abbr["title"] for abbr in tags.named("abbr")]
    assert "note-sobriete" in named
    spans = [s["title"] for s in tags.named("span") if s.get("class") == "Z3988"]
    assert len(spans) == len(named) == page.count('<li class="hit">')
    assert all(span.startswith("ctx_ver=Z39.88-2004&rft_val_fmt=") for span in spans)


def test_a_list_can_be_taken_away_from_pages(reader):
    for address in ("/recherche?q=sobriété&kind=watch_note", "/catalogue?language=fr"):
        page = reader.get(address)
        offered = re.findall(r'<li><a href="([^"]*format=\w+)">', page.text)
        assert len(offered) == 8
        for one in offered:
            assert reader.get(html.unescape(one)).status_code == 200, one


@pytest.mark.parametrize(
    "address", ["/document/sheet-gtnum-2022-aeson", "/recherche?q=ÆSON", "/catalogue"]
)
def test_a_sheet_says_that_it_is_one_before_its_title(reader, address):
    page = reader.get(address).text
    mark, title = "Fiche descriptive</span>", ">GTnum #ÆSON : éduquer"
    assert page.index(mark) < page.index(title, page.index("<main"))
    assert page.count(mark) == 1


def test_what_a_sheet_describes_stands_beside_it(reader):
    page = reader.get("/document/sheet-gtnum-2022-aeson").text
    start = page.index("Le groupe décrit")
    part = page[start : page.index("</section>", start)]
    assert "Adopter une éducation à la sobriété numérique" in part
    assert "2022–2025" in part
    assert "https://aeson.example/groupe" in part
    assert "moyenne : un fait au moins" in part
    assert "Camille Martin" not in part
    assert "fiche rédigée le" in page


def test_a_draft_is_compared_without_a_script(reader, services):
    response = reader.post("/apparentes", data={"text": f"Brouillon {HOSTILE}"})

    assert response.status_code == 200
    assert "GTnum #ÆSON" in response.text
    assert "<script>alert" not in response.text
    assert len(services.drafts) == 1
    assert response.headers["cache-control"] == "no-store"


def test_a_form_of_another_site_may_bring_a_draft(reader, services):
    """It changes nothing, and nobody is known by a cookie: nothing can be forged."""
    response = reader.post(
        "/apparentes",
        files={"text": (None, "<p>Un <b>brouillon</b></p>")},
        headers={"origin": "https://carnet.example", "sec-fetch-site": "cross-site"},
    )

    assert response.status_code == 200
    assert services.drafts[0][0] == b"<p>Un <b>brouillon</b></p>"
    assert "set-cookie" not in response.headers


def test_page_and_api_give_one_order(reader):
    text = {"text": "La sobriété numérique"}
    told = [one["document"]["id"] for one in _related(reader, text)["documents"]]
    page = reader.post("/apparentes", data=text).text
    ranking = page[page.index('class="ranking"') :]
    shown = re.findall(r'<h3>\s*<a href="/document/([^"]+)"', ranking)
    assert shown == told
    assert len(told) == 2


def _related(reader, asked):
    answer = reader.post("/related", json=asked, headers={"accept": "*/*"})
    return answer.json()


def test_what_nothing_supports_is_said_before_anything_else(reader):
    page = reader.post("/apparentes", data={"text": "Une recette de tarte."}).text
    notice = page.index("Rien dans le corpus n’appuie ce texte.")
    assert notice < page.index('id="paragraphe-1"')
    assert "seulement les moins éloignés" in page
    assert "Le document le moins éloigné" in page or "Les documents les moins" in page


def test_a_stored_document_is_compared_by_its_name(reader):
    page = reader.get("/document/note-sobriete").text
    assert '<input type="hidden" name="document" value="note-sobriete">' in page

    answers = reader.post("/apparentes", data={"document": "note-sobriete"}).text
    assert (
        "<h1>Travaux proches de « Sobriété numérique : douze études »</h1>" in answers
    )
    assert 'name="document" value="note-sobriete" checked' in answers
    assert "Il n’est pas conservé" not in answers


def test_what_was_asked_beside_a_draft_is_kept_for_the_next_time(reader):
    asked = {"text": "La sobriété", "like": "teachers-and-ai", "exclude": "hostile"}
    page = reader.post("/apparentes", data=asked).text
    assert 'name="like" value="teachers-and-ai" checked' in page
    assert 'name="exclude" value="hostile" checked' in page
    assert "<script>alert" not in page


def test_a_file_is_not_asked_for_twice(reader):
    sent = {"file": ("billet.txt", b"un texte", "text/plain")}
    page = reader.post("/apparentes", data={"text": ""}, files=sent).text
    assert "Comparer de nouveau" not in page


def test_an_address_is_offered_where_pages_are_fetched(reader, services):
    assert 'name="url"' not in reader.get("/apparentes").text
    app = create_app(services, WebSettings(related_addresses=True))
    with TestClient(app, headers={"accept": "text/html"}) as other:
        assert 'name="url"' in other.get("/apparentes").text


def test_chosen_references_come_in_every_form(reader):
    chosen = {"passage": ["note-sobriete.1", "hostile.0"], "format": "markdown"}
    response = reader.post("/citer", data=chosen)

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    boxes = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", response.text, re.DOTALL)
    assert len(boxes) == 6
    assert boxes[0].startswith("- DURAND, A.")
    assert "<script>alert" not in response.text


def test_choosing_nothing_is_a_page_that_says_so(reader):
    response = reader.post("/citer", data={"format": "html"})

    assert response.status_code == 400
    assert "Rien n’est choisi" in response.text


def test_a_hundred_passages_can_be_posted_and_no_more(reader):
    many = [f"glossaire.{number}" for number in range(100)]
    assert reader.post("/citer", data={"passage": many}).status_code == 200
    one_more = reader.post("/citer", data={"passage": [*many, "hostile.0"]})
    assert one_more.status_code == 400
    assert "100 choix au plus" in one_more.text
    assert reader.post("/citer", data={"passage": many * 2}).status_code == 422


def test_a_file_comes_before_an_empty_box(reader, services):
    reader.post(
        "/apparentes",
        data={"text": ""},
        files={"file": ("billet.txt", b"un texte", "text/plain")},
    )

    assert services.drafts == [(b"un texte", "billet.txt", "text/plain")]


def test_an_empty_file_field_does_not_hide_the_box(reader, services):
    reader.post(
        "/apparentes",
        data={"text": "un texte"},
        files={"file": ("", b"", "application/octet-stream")},
    )

    assert services.drafts[0][0] == b"un texte"


def test_an_empty_draft_is_a_page_that_says_so(reader):
    response = reader.post("/apparentes", data={"text": " "})

    assert response.status_code == 422
    assert "Le brouillon est vide" in response.text


def test_pages_are_304_until_something_changes(reader, services):
    tag = {"if-none-match": reader.get("/document/note-sobriete").headers["etag"]}

    assert reader.get("/document/note-sobriete", headers=tag).status_code == 304
    services.generation = "0008"
    assert reader.get("/document/note-sobriete", headers=tag).status_code == 200


def test_browsers_can_add_the_search(reader):
    response = reader.get("/opensearch.xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own template
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}

    assert response.headers["content-type"].startswith(
        "application/opensearchdescription+xml"
    )
    assert len(root.find("o:ShortName", space).text) <= 16
    assert root.find("o:Url[@type='text/html']", space).get("template") == (
        "http://127.0.0.1:8000/recherche?q={searchTerms}"
    )
    assert 'rel="search"' in reader.get("/").text


def test_without_a_library_people_get_a_page_and_health_says_so(reader, services):
    services.failure = IndexMismatch("secret")

    assert reader.get("/").status_code == 503
    health = reader.get("/health")
    assert (health.status_code, health.json()["status"]) == (503, "unavailable")
    assert reader.get("/aide").status_code == 200


def test_the_form_offers_the_files_that_are_read(reader):
    page = reader.get("/apparentes").text
    offered = re.search(r'type="file"[^>]* accept="([^"]*)"', page)[1]
    assert offered.split(",") == list(accepted_endings())


def test_a_passage_of_what_is_liked_is_told_from_the_draft(reader, services):
    title = services.catalogue.summaries["note-sobriete"].title
    asked = {"text": "Une recette de soupe.", "like": "note-sobriete"}
    page = reader.post("/apparentes", data=asked).text
    headings = re.findall(r'<h2 id="titre-\d+">([^<]*)</h2>', page)
    assert headings == ["Paragraphe 1", f"Passage de « {html.escape(title)} »"]
    assert "n’appuie 1 paragraphe de votre texte" in page or "n’appuie ce texte" in page
    said = reader.post(
        "/related",
        json={"text": "Une recette.", "like": ["note-sobriete"]},
        headers={"accept": "application/json"},
    ).json()
    assert [one["draft"]["document"] for one in said["paragraphs"]] == [
        None,
        "note-sobriete",
    ]
    assert (said["reliable"], len(said["unsupported"])) == (False, 1)
