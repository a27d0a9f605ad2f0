"""This test ensures that answers are rows of their query, over the shipped facts."""

import pytest

from graph.errors import StoreError
from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.entities.entity_catalogue import EmbeddedEntities
from graph.stores.fact_queries import EmbeddedFactQueries
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from search_api.direct_answers.asked_relations import RELATIONS
from search_api.direct_answers.fact_answerer import FactAnswerer
from search_api.understood import Found
from tests.search_api.fakes import record

IRIS = Iris()
SOURCE = "https://edunumrech.hypotheses.org/8846"
QUESTIONS = {
    "labs": ("laboratoires [Bretagne]", "region", "bretagne"),
    "leaders": ("qui porte [IA_EO]", "group", "gtnum-2020-08-ia-eo"),
    "productions": ("productions [ELN]", "group", "gtnum-2020-04-eln"),
    "academies": ("académies [ELN]", "group", "gtnum-2020-04-eln"),
    "partners": ("partenaires [IA_EO]", "group", "gtnum-2020-08-ia-eo"),
    "members": ("membres [Feelnum]", "group", "gtnum-2023-feelnum"),
    "period": ("quand [REVE]", "group", "gtnum-2020-05-reve"),
    "themes": ("thèmes [2023]", "wave", "2023-2026"),
    "groups": ("groupes [2023-2026]", "wave", "2023-2026"),
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """The shipped reference data, and a document that is a source of facts."""
    folder = tmp_path_factory.mktemp("facts") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.load_reference()
    writer.write(record("billet", "Le groupe ÆSON.", url=SOURCE))
    writer.close()
    return (
        EmbeddedFactQueries(folder, IRIS),
        EmbeddedEntities(folder, IRIS),
        EmbeddedCatalogue(folder, IRIS),
    )


@pytest.fixture(scope="module")
def answerer(parts):
    facts, entities, catalogue = parts
    return FactAnswerer(facts, entities, catalogue=catalogue, iris=IRIS)


def ask(answerer, marked, kind="", identifier="", **options):
    """Ask « qui porte [REVE] », with the bracket naming one entity."""
    before, _, rest = marked.partition("[")
    name, _, behind = rest.partition("]")
    named = [Found(kind, identifier, len(before), len(before + name))] if kind else []
    return answerer.answer(before + name + behind, named, **options)


def test_every_relation_has_a_question_here():
    names = {relation.name for relation in RELATIONS}
    assert names == {*QUESTIONS, "programme"}


@pytest.mark.parametrize("relation", QUESTIONS)
def test_every_fact_is_a_row_of_its_query_and_every_source_exists(
    answerer, parts, relation
):
    (answer,) = ask(answerer, *QUESTIONS[relation])
    assert answer.relation == relation
    rows = parts[0].rows(answer.query)
    told = {(row["reponse"], row["nom"], row.get("precision", "")) for row in rows}
    shown = [(item, fact) for item in answer.items for fact in item.facts]
    assert {(i.iri, i.label.partition(" (")[0], f.text) for i, f in shown} == {
        (iri, name.partition(" (")[0], text) for iri, name, text in told
    }
    assert len(shown) == len(rows)
    for _, fact in shown:
        assert fact.sources
        assert set(fact.sources) <= set(range(1, len(answer.sources) + 1))
    known = set(parts[0].sources().values())
    assert {cited.source for cited in answer.sources} <= known


def names(answer):
    return [item.label for item in answer.items]


def test_the_groups_of_a_wave_are_certain_or_not(answerer):
    (answer,) = ask(answerer, *QUESTIONS["groups"])
    assert names(answer) == ["Feelnum", "Forges", "GoDATA"]
    assert {level.value: n for level, n in answer.counts.items()} == {
        "high": 2,
        "medium": 1,
    }


def test_the_labs_of_a_region_are_all_there(answerer):
    (answer,) = ask(answerer, *QUESTIONS["labs"])
    assert [item.entity.identifier for item in answer.items] == [
        "cread", "imt-atlantique", "eso", "gis-marsouin",
    ]  # fmt: skip


def test_who_leads_the_programme_is_told_without_any_name(answerer):
    (answer,) = ask(answerer, "qui pilote les GTnum au ministère ?")
    assert names(answer) == ["DNE, bureau TN2", "Élie Allouche"]


def test_a_theme_without_a_known_group_is_told_as_such(answerer):
    (answer,) = ask(answerer, "[thème 8] de l’appel", "theme", "t2023-8")
    assert (answer.is_none_known, answer.counts, answer.sources) == (True, {}, ())


def test_a_place_without_a_known_group_is_told_as_such(answerer):
    (answer,) = ask(answerer, "des groupes à [La Réunion]", "academy", "la-reunion")
    assert answer.is_none_known
    assert answer.scope[0].label == "académie de La Réunion"


def test_places_of_one_name_are_asked_together(answerer):
    text = "laboratoires d’outre-mer"
    named = [Found("academy", name, 15, 24) for name in ("guyane", "mayotte")]
    (answer,) = answerer.answer(text, named)
    assert answer.is_none_known
    assert [one.identifier for one in answer.scope] == ["guyane", "mayotte"]
    iris = " ".join(
        f"<{IRIS.entity(one.kind, one.identifier)}>" for one in answer.scope
    )
    assert f"VALUES ?lieu {{ {iris} }}" in answer.query


def test_a_source_that_is_a_document_of_the_library_says_so(answerer):
    (answer,) = ask(answerer, "qui porte [ÆSON]", "group", "gtnum-2022-aeson")
    found = {cited.source.url: cited.document for cited in answer.sources}
    assert found[SOURCE] == "billet"
    assert set(found.values()) == {"billet", None}


@pytest.mark.parametrize(
    "ignored",
    [
        "answer:groups",
        "answer:groups:2023-2026",
        "wave:2023-2026",
        "https://gtnum.example/id/wave/2023-2026",
    ],
)
def test_what_is_taken_back_takes_the_answer_with_it(answerer, ignored):
    assert ask(answerer, *QUESTIONS["groups"], ignored=("group:x", "lab:y"))
    assert ask(answerer, *QUESTIONS["groups"], ignored=(ignored,)) == ()


def test_a_question_that_excludes_is_left_to_the_documents(answerer):
    (text, *named) = QUESTIONS["groups"]
    assert ask(answerer, f"{text} -Forges", *named) == ()


@pytest.mark.parametrize(
    "identifier", ["x> } INSERT DATA { <a> <b> <c>", "a b", "é", '"', "../../etc"]
)
def test_no_name_changes_the_query(answerer, identifier):
    (answer,) = ask(answerer, "qui porte [REVE]", "group", identifier)
    (plain,) = ask(answerer, "qui porte [REVE]", "group", "inconnu")
    assert answer.items == ()
    iri = IRIS.entity(answer.scope[0].kind, identifier)
    unknown = "https://gtnum.example/id/group/inconnu"
    assert answer.query == plain.query.replace(unknown, iri)


def test_a_question_is_asked_once_of_a_generation(parts):
    class Counting:
        asked = 0

        def rows(self, query):
            self.asked += 1
            return parts[0].rows(query)

        sources = parts[0].sources

    facts = Counting()
    answerer = FactAnswerer(facts, parts[1], catalogue=parts[2], iris=IRIS)
    answerer.warm_up()
    first = ask(answerer, *QUESTIONS["labs"])
    assert ask(answerer, *QUESTIONS["labs"]) == first
    assert facts.asked == 1


def test_a_store_that_fails_is_told(parts):
    class Broken:
        def rows(self, query):
            raise StoreError("le graphe ne peut pas être lu")

        sources = parts[0].sources

    answerer = FactAnswerer(Broken(), parts[1], catalogue=parts[2], iris=IRIS)
    with pytest.raises(StoreError):
        ask(answerer, *QUESTIONS["labs"])
