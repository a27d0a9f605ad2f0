"""An entity stands among its neighbours, clockwise from the top."""

import pytest

from graph.entity_ports import EntityDescription, EntityRef, Neighbour
from ontology.model import EntityKind
from search_api.web.pages.network_drawing import HEIGHT, WIDTH, draw

CENTER = EntityDescription(
    entity=EntityRef(EntityKind.GROUP, "g", "ÆSON"),
    iri="urn:g",
    labels=(),
    documents=0,
    facts=(),
    named_in=(),
)


def neighbours(count, certain=1, uncertain=0, label="n"):
    return [
        Neighbour(
            EntityRef(EntityKind.LAB, f"l{n}", f"{label}{n}"),
            ("laboratoire",),
            certain,
            uncertain,
            0,
        )
        for n in range(count)
    ]


def test_without_neighbours_there_is_no_drawing():
    assert draw(CENTER, []) is None


def test_twelve_neighbours_are_drawn():
    assert len(draw(CENTER, neighbours(12)).nodes) == 12
    assert len(draw(CENTER, neighbours(13)).nodes) == 12


def test_what_is_drawn_is_said():
    drawn = draw(CENTER, neighbours(2))
    assert drawn.center == "ÆSON"
    assert drawn.words == "ÆSON au centre, relié à : n0, n1."
    assert drawn.nodes[0].address == "/entite/lab/l0"


def test_neighbours_and_their_labels_stand_around_the_centre():
    assert (WIDTH, HEIGHT) == (880, 420)
    places = [
        (node.x, node.y, node.anchor, node.label_x, node.label_y)
        for node in draw(CENTER, neighbours(4)).nodes
    ]
    assert places == [
        (440.0, 45.0, "middle", 440.0, 31.0),
        (675.0, 210.0, "start", 687.0, 215.0),
        (440.0, 375.0, "middle", 440.0, 399.0),
        (205.0, 210.0, "end", 193.0, 215.0),
    ]


@pytest.mark.parametrize(
    ("certain", "uncertain", "style"),
    [(1, 1, "certain"), (0, 1, "uncertain"), (0, 0, "beside")],
)
def test_a_line_says_how_certain_it_is(certain, uncertain, style):
    (node,) = draw(CENTER, neighbours(1, certain, uncertain)).nodes
    assert node.style == style


@pytest.mark.parametrize(
    ("label", "shown"),
    [("x" * 23, "x" * 23 + "0"), ("x" * 24, "x" * 23 + "…"), (" " * 24, "…")],
)
def test_a_long_label_is_cut_to_twenty_four_characters(label, shown):
    (node,) = draw(CENTER, neighbours(1, label=label)).nodes
    assert node.label == shown
