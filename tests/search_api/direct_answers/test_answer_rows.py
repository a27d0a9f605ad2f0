"""This test ensures that rows become items, no more certain than what they rest on."""

import pytest

from graph.entity_ports import Certainty, EntityRef, FactSource
from graph.errors import StoreError
from ontology.model import EntityKind
from search_api.answered import MOST_ITEMS
from search_api.direct_answers.answer_rows import answered_rows

LEVEL = "https://gtnum.example/ontology#certainty-"
KNOWN = {"s:a": FactSource("A", "https://a.example/"), "s:b": FactSource("B")}


def row(name="techne", *, certainty="high", sources="s:a", **more):
    return {
        "reponse": f"urn:{name}",
        "nom": name,
        "certitude": f"{LEVEL}{certainty}",
        "sources": sources,
        **more,
    }


def read(*rows):
    return answered_rows(
        rows,
        KNOWN,
        refer=lambda iri, name: EntityRef(EntityKind.LAB, iri, name),
        document_of={"https://a.example/": "note"}.get,
    )


def test_a_row_is_as_certain_as_its_least_certain_fact():
    (item,) = read(row(certitude_lieu=f"{LEVEL}low")).items
    assert (item.certainty, item.facts[0].certainty) == (Certainty.LOW, Certainty.LOW)


def test_one_certain_row_makes_a_certain_item_and_stands_first():
    doubtful = row(certainty="medium", precision="seconde")
    (item,) = read(doubtful, row(precision="première")).items
    assert item.certainty is Certainty.HIGH
    assert [fact.text for fact in item.facts] == ["première", "seconde"]


def test_certain_items_stand_first_and_are_counted_apart():
    found = read(row("a", certainty="low"), row("b"), row("c", certainty="medium"))
    assert [item.label for item in found.items] == ["b", "c", "a"]
    assert found.counts == dict.fromkeys(Certainty, 1)


def test_more_items_than_are_shown_are_counted():
    found = read(*(row(f"lab-{n:03}") for n in range(MOST_ITEMS + 9)))
    assert len(found.items) == MOST_ITEMS
    assert found.counts == {Certainty.HIGH: MOST_ITEMS + 9}


def test_sources_are_numbered_once_whatever_order_the_store_gives():
    found = read(row("a", sources="s:b s:a", sources_lieu="s:b"), row("b"))
    assert [item.facts[0].sources for item in found.items] == [(1, 2), (1,)]
    assert [each.source.label for each in found.sources] == ["A", "B"]
    assert [each.document for each in found.sources] == ["note", None]


def test_a_source_without_a_name_is_called_by_its_iri():
    assert read(row(sources="s:c")).sources[0].source == FactSource("s:c")


def test_an_acronym_stands_with_the_name_only_where_it_says_more():
    labels = [
        read(row(name, sigle=acronym)).items[0].label
        for name, acronym in (("Espaces", "ESO"), ("Techné", "TECHNE"), ("X", ""))
    ]
    assert labels == ["Espaces (ESO)", "Techné", "X"]


def test_what_was_announced_is_told():
    assert read(row(annonces="10")).announced == 10
    assert read(row()).announced is None
    assert read().counts == {}


@pytest.mark.parametrize("stated", [{"certitude": "urn:sure"}, {}])
def test_a_row_without_a_certainty_of_ours_is_refused(stated):
    plain = {"reponse": "urn:a", "nom": "a", **stated}
    with pytest.raises(StoreError, match="degré de certitude"):
        read(plain)
