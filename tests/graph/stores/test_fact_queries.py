"""This test ensures that questions about facts answer as the reference data say."""

import pytest

from graph.entity_ports import FactSource
from graph.errors import StoreError
from graph.queries.bound import bind
from graph.stores.fact_queries import EmbeddedFactQueries
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from tests.contracts.catalogue import record

IRIS = Iris()
THING = "https://gtnum.example/id/"


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """The shipped reference data and one document."""
    folder = tmp_path_factory.mktemp("facts") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.load_reference()
    writer.write(record("un"))
    writer.close()
    return EmbeddedFactQueries(folder, IRIS)


def answers(facts, name, **values):
    query = bind(name, {slot: (THING + one,) for slot, one in values.items()})
    return {
        row["reponse"].removeprefix(THING): row["certitude"].rpartition("-")[2]
        for row in facts.rows(query)
    }


def test_labs_of_a_region_come_with_the_certainty_of_each_link(facts):
    assert answers(facts, "labs", lieu="region/bretagne") == {
        "lab/cread": "high",
        "lab/eso": "medium",
        "lab/gis-marsouin": "medium",
        "lab/imt-atlantique": "high",
    }


def test_who_leads_a_group_is_people_and_labs(facts):
    assert answers(facts, "leaders", par="group/gtnum-2020-08-ia-eo") == {
        "lab/imt-atlantique": "medium",
        "lab/ls2n": "medium",
        "person/colin-de-la-higuera": "high",
        "person/fahima-djelil": "high",
    }


def test_a_narrower_concept_counts_with_a_subject(facts):
    query = bind("groups", {"sujet": (f"{THING}concept/ia",)})
    assert {row["nom"] for row in facts.rows(query)} == {"GoDATA", "IA_EO"}


def test_two_waves_are_asked_of_certain_links_alone(facts):
    place = {"lieu": (f"{THING}academy/poitiers",)}
    several = facts.rows(bind("labs", {**place, "plusieurs": ()}))
    assert {row["nom"] for row in several} == {"Techné"}
    assert len({row["precision"] for row in several}) == 3


def test_a_wave_says_how_many_groups_were_announced(facts):
    rows = facts.rows(bind("groups", {"vague": (f"{THING}wave/2017-2020",)}))
    assert {row["annonces"] for row in rows} == {"10"}


def test_a_group_is_in_the_places_of_its_labs_with_the_sources_of_both(facts):
    rows = facts.rows(bind("groups", {"lieu": (f"{THING}academy/bordeaux",)}))
    lab = next(row for row in rows if row["par_nom"] == "équipe RUDII")
    assert lab["sources_lieu"]
    assert lab["sources_place"]
    assert lab["sources_place"] != lab["sources_lieu"]


def test_the_office_that_signs_the_calls_leads_the_programme(facts):
    names = [row["nom"] for row in facts.rows(bind("programme", {}))]
    assert names == ["DNE, bureau TN2", "DNE, bureau TN2", "Élie Allouche"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("labs", {"lieu": "region/bretagne"}),
        ("groups", {"laboratoire": "lab/techne"}),
        ("productions", {"par": "group/gtnum-2020-05-reve"}),
        ("partners", {"par": "group/gtnum-2020-04-eln"}),
        ("members", {"par": "group/gtnum-2020-04-eln"}),
        ("period", {"par": "group/gtnum-2020-05-reve"}),
        ("themes", {"vague": "wave/2023-2026"}),
    ],
)
def test_every_source_that_a_row_cites_is_known(facts, name, values):
    bound = {slot: (THING + one,) for slot, one in values.items()}
    rows = facts.rows(bind(name, bound))
    assert rows
    for row in rows:
        cited = " ".join(text for key, text in row.items() if key.startswith("sources"))
        assert cited.split()
        assert set(cited.split()) <= facts.sources().keys()


def test_a_source_has_the_name_and_address_it_was_given(facts):
    source = facts.sources()[f"{THING}source/edunumrech-hypotheses-org-8846"]
    address = "https://edunumrech.hypotheses.org/8846"
    assert source == FactSource(address, address)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT nonsense", "échoue"),
        ("ASK { ?s ?p ?o }", "pas un SELECT"),
        ("SELECT * { ?s ?p ?o }", "2000 lignes"),
    ],
)
def test_a_question_that_is_none_of_ours_is_refused(facts, query, message):
    with pytest.raises(StoreError, match=message):
        facts.rows(query)
