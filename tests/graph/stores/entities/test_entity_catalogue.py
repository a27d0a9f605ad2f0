"""This test ensures that entities come with their facts, sources and evidence."""

import pytest

from graph.entity_ports import Certainty, EntityDocument
from graph.errors import StoreError
from graph.stores.entities.entity_catalogue import EmbeddedEntities
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from ontology.model import DeclaredLink, EntityKind
from tests.contracts.catalogue import record

IRIS = Iris()
TECHNE = (EntityKind.LAB, "techne")
AESON = (EntityKind.GROUP, "gtnum-2022-aeson")
EXTRA = """
@prefix gtnum: <https://gtnum.example/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://gtnum.example/id/concept/essai> a gtnum:Concept ;
    skos:prefLabel "essai"@fr ; skos:hiddenLabel "éssaie"@fr ;
    skos:related <https://gtnum.example/id/concept/eiah> ;
    skos:narrower <https://gtnum.example/id/concept/xapi> .
"""


@pytest.fixture(scope="session")
def entities(tmp_path_factory):
    """The shipped reference data, a concept of the test, and three documents."""
    folder = tmp_path_factory.mktemp("entities") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.load_reference()
    writer.replace_graph("essai", {"essai.ttl": EXTRA})
    writer.write(record("un", mentions=[TECHNE, AESON, TECHNE]))
    writer.write(record("deux", mentions=[TECHNE]))
    link = DeclaredLink(EntityKind.LAB, "techne", "front matter")
    writer.write(record("trois", links=(link,)))
    writer.close()
    return EmbeddedEntities(folder, IRIS)


def identifiers(hits):
    return [(hit.entity.kind.value, hit.entity.identifier) for hit in hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("techne", ("lab", "techne")),
        ("TECHNÉ", ("lab", "techne")),
        ("aeson", ("group", "gtnum-2022-aeson")),
        ("humane", ("group", "gtnum-2020-07-hn-education")),
        ("hn education", ("group", "gtnum-2020-07-hn-education")),
        ("elie all", ("person", "elie-allouche")),
        ("éssaie", ("concept", "essai")),
        ("metz nancy", ("academy", "nancy-metz")),
    ],
)
def test_a_name_in_any_spelling_leads_to_its_entity(entities, question, first):
    assert identifiers(entities.search(question))[0] == first


def test_acronyms_that_look_alike_stay_three_labs(entities):
    for question in ("CREM", "CREN", "CREAD"):
        found = entities.search(question, kind=EntityKind.LAB, prefix=False)
        assert [hit.matched for hit in found] == [question]


def test_beginnings_of_words_count_only_where_asked(entities):
    assert TECHNE[1] in {name for _, name in identifiers(entities.search("tech"))}
    assert entities.search("techn", prefix=False) == []


def test_a_kind_restricts_and_no_question_lists_everything(entities):
    counted = entities.kinds()
    assert counted[EntityKind.GROUP] == 16
    assert len(entities.search("", kind=EntityKind.GROUP)) == 16
    assert len(entities.search("")) == sum(counted.values())
    assert entities.search("", kind=EntityKind.LAB)[0].documents == 3
    assert entities.search("…!") == []


def test_every_fact_has_its_certainty_and_a_source(entities):
    facts = [
        fact
        for hit in entities.search("")
        for fact in entities.describe(hit.entity.kind, hit.entity.identifier).facts
    ]

    assert len(facts) > 789
    assert [fact for fact in facts if not fact.sources] == []
    assert {fact.certainty for fact in facts} == set(Certainty)
    assert [fact.label for fact in facts if fact.label.startswith("http")] == []


def test_an_uncertain_fact_says_so_and_gives_its_basis(entities):
    facts = entities.describe(EntityKind.GROUP, "gtnum-2023-feelnum").facts
    themes = [fact for fact in facts if fact.label == "thème"]

    assert len(themes) == 2
    assert not any(fact.is_certain for fact in themes)
    assert {fact.basis for fact in themes} == {"déduite"}
    assert all(fact.target.kind is EntityKind.THEME for fact in themes)


def test_a_lab_knows_the_facts_that_name_it(entities):
    named = entities.describe(*TECHNE).named_in
    groups = {fact.subject.identifier for fact in named if "laborat" in fact.label}

    assert groups >= {"gtnum-2017-05-cultures-num", "gtnum-2020-05-reve"}
    assert {fact.target.identifier for fact in named} == {"techne"}


def test_a_role_of_a_person_is_a_fact(entities):
    facts = entities.describe(EntityKind.PERSON, "elie-allouche").facts
    posts = [fact for fact in facts if fact.target and fact.target.kind == "service"]

    assert posts[0].label == "fonction dans un service ou un laboratoire"
    assert "chef de projet" in posts[0].printed


def test_names_for_search_only_are_not_shown(entities):
    labels = entities.describe(EntityKind.CONCEPT, "essai").labels
    assert [label.text for label in labels] == ["essai"]


def test_an_unknown_entity_is_none_and_has_nothing(entities):
    assert entities.describe(EntityKind.LAB, "inconnu") is None
    assert entities.documents(EntityKind.LAB, "inconnu") == []
    assert entities.neighbours(EntityKind.LAB, "inconnu") == []
    assert entities.mentions("inconnu") == []
    assert entities.labels([(EntityKind.LAB, "inconnu"), TECHNE]) == {
        (EntityKind.LAB, "inconnu"): "inconnu",
        TECHNE: "Techné",
    }


def test_documents_say_how_they_are_linked(entities):
    assert entities.documents(*TECHNE) == [
        EntityDocument("un", 2, is_declared=False),
        EntityDocument("deux", 1, is_declared=False),
        EntityDocument("trois", 0, is_declared=True),
    ]


def test_evidence_is_the_mentions_as_they_were_written(entities):
    written = record("un", mentions=[TECHNE, AESON, TECHNE]).mentions
    assert entities.evidence(*TECHNE, document="un") == [written[0], written[2]]
    assert entities.evidence(*TECHNE, document="trois") == []
    assert len(entities.mentions("un")) == 3


def test_neighbours_are_linked_by_facts_or_by_a_passage(entities):
    found = {each.entity.identifier: each for each in entities.neighbours(*TECHNE)}

    aeson = found["gtnum-2022-aeson"]
    assert (aeson.certain_facts, aeson.uncertain_facts, aeson.passages) == (2, 0, 1)
    assert "a pour laboratoire" in aeson.relations
    assert found["universite-de-poitiers"].passages == 0
    assert "techne" not in found


def test_the_scheme_is_read_in_both_directions(entities):
    concepts = entities.concepts()
    tops = [concept for concept in concepts.values() if not concept.broader]

    assert len(concepts) == 199
    assert len(tops) == 29
    assert "essai" in {each.identifier for each in concepts["xapi"].broader}
    assert [each.identifier for each in concepts["eiah"].related] == ["essai"]
    for concept in concepts.values():
        for wider in concept.broader:
            assert concept.entity in concepts[wider.identifier].narrower


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="rien"):
        EmbeddedEntities(tmp_path / "rien", IRIS)
