"""This test ensures that the pages of the graph show facts with their reservations."""

import re
from xml.etree import ElementTree

import pytest

from graph.entity_ports import EntityDescription, EntityRef, Neighbour
from ontology.model import EntityKind, Label
from search_api.web.pages.network_drawing import HEIGHT, WIDTH, draw

GROUP = "/entite/group/gtnum-2022-aeson"


def test_a_name_leads_to_the_page_of_its_entity(reader):
    page = reader.get("/entites?q=tech").text

    assert 'href="/entite/lab/techne"' in page
    assert "Laboratoire" in page
    assert "1 entité<" in page


def test_kinds_are_counted_and_lead_to_a_narrower_list(reader):
    page = reader.get("/entites?q=M").text

    assert re.search(r'href="/entites\?q=M&amp;kind=lab">Laboratoire</a> .*?>1<', page)


def test_no_name_found_is_said_in_words(reader):
    assert "Aucun nom du graphe" in reader.get("/entites?q=introuvable").text


def test_an_uncertain_fact_is_marked_in_words_with_its_sources(reader):
    page = reader.get(GROUP).text

    facts = re.findall(r"<dd>(.*?)</dd>", page, re.S)
    certain = next(fact for fact in facts if "TECHNE" in fact)
    possible = next(fact for fact in facts if "MICA" in fact)
    assert "incertain" not in certain
    assert "incertain : possible" in possible
    assert 'href="https://edunumrech.hypotheses.org/8846"' in certain
    assert "2 sources" in certain


def test_a_fact_is_worded_from_the_side_of_its_value(reader):
    page = reader.get("/entite/lab/techne").text

    assert re.search(r"<dt>laboratoire de</dt>\s*<dd>.*?ÆSON", page, re.S)


def test_a_document_is_shown_with_the_quoted_evidence(reader):
    page = reader.get("/entite/lab/techne").text

    assert "<mark>TECHNE</mark>" in page
    assert 'href="/document/sheet-gtnum-2022-aeson#passage-1"' in page
    assert "confiance 95" in page


def test_a_link_that_the_document_states_is_told_as_such(reader):
    assert "lien énoncé par le document" in reader.get("/entite/lab/mica").text


def test_neighbours_are_a_list_and_a_drawing_that_says_the_same(reader):
    page = reader.get(GROUP).text

    svg = re.search(r"<svg.*?</svg>", page, re.S)[0]
    drawing = ElementTree.fromstring(svg)  # noqa: S314 - our own page
    words = "".join(drawing.itertext())
    for name in ("TECHNE", "MICA", "sobriété numérique"):
        assert name in words
        assert name in page.partition('id="voisins"')[2].partition("</ul>")[0]
    styles = [line.get("class") for line in drawing.iter("line")]
    assert styles == ["certain", "uncertain", "beside"]
    assert drawing.get("aria-labelledby") == "reseau-titre reseau-texte"


@pytest.mark.parametrize("count", [1, 2, 5, 12, 40])
def test_the_drawing_stays_inside_its_frame(count):
    entity = EntityRef(EntityKind.LAB, "x", "Un nom plus long que le dessin ne le veut")
    found = EntityDescription(entity, "x", (Label("x"),), 0, (), ())
    drawn = draw(found, [Neighbour(entity, (), 1, 0, 0)] * count)

    assert len(drawn.nodes) == min(count, 12)
    for node in drawn.nodes:
        assert 0 < node.x < WIDTH
        assert 0 < node.y < HEIGHT
        assert len(node.label) <= 24
        # A letter of 13 pixels is at most 7.5 wide on average.
        reach = {"start": (0, 1), "middle": (0.5, 0.5), "end": (1, 0)}[node.anchor]
        width = 7.5 * len(node.label)
        assert node.label_x - reach[0] * width >= 0
        assert node.label_x + reach[1] * width <= WIDTH
    assert draw(found, []) is None


def test_a_concept_shows_those_around_it_and_the_tree_all(reader):
    page = reader.get("/entite/concept/sobriete").text
    assert "Plus large" in page
    assert 'href="/entite/concept/numerique"' in page

    tree = reader.get("/notions").text
    assert tree.count("<ul") == tree.count("</ul>")
    assert len(re.findall("<li[ >]", tree)) == tree.count("</li>")
    assert tree.index("numérique</a>") < tree.index("sobriété numérique</a>")


def test_a_document_leads_to_its_entities(reader):
    page = reader.get("/document/sheet-gtnum-2022-aeson").text

    assert 'href="/entite/lab/techne"' in page


def test_an_unknown_entity_is_a_page_that_says_so(reader):
    answer = reader.get("/entite/lab/inconnu")

    assert answer.status_code == 404
    assert "Entité inconnue" in answer.text


def test_hostile_words_stay_words(reader):
    for path in (GROUP, "/entites?q=<script>alert(1)</script>"):
        page = reader.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page


def test_an_unchanged_page_is_not_sent_again(reader):
    tag = reader.get(GROUP).headers["etag"]

    assert reader.get(GROUP, headers={"if-none-match": tag}).status_code == 304
