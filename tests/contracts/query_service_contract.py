"""What every ``QueryService`` must do.

Subclass it and give the fixtures ``store_of(*records)``, a function to the folder of a
store, and ``service_of(folder)``, a function to an open service on it.
"""

import json

import pytest

from graph.errors import (
    NotAcceptable,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
)
from ontology.iris import Iris
from tests.contracts.catalogue import record

IRIS = Iris()
TITLES = (
    "SELECT ?t { ?d a <https://gtnum.example/ontology#Document> ; "
    "<http://purl.org/dc/terms/title> ?t } ORDER BY ?t"
)
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class QueryServiceContract:
    """A service is done when it passes this suite."""

    @pytest.fixture
    def service(self, store_of, service_of):
        made = service_of(store_of(record("un"), record("deux")))
        yield made
        made.close()

    def titles(self, service, **options):
        answer = service.execute(TITLES, accept="application/json", **options)
        rows = json.loads(answer.body)["results"]["bindings"]
        return [row["t"]["value"] for row in rows]

    def test_an_answer_is_whole_and_names_its_type(self, service):
        assert self.titles(service) == ["Fiche deux", "Fiche un"]
        answer = service.execute("SELECT ('é' AS ?t) {}", accept="text/csv")
        assert (answer.media_type, answer.body) == ("text/csv", "t\r\né\r\n".encode())
        assert answer.elapsed_seconds >= 0

    def test_without_a_wish_there_is_an_answer(self, service):
        assert b"true" in service.execute("ASK { ?s ?p ?o }").body
        described = service.execute(f"DESCRIBE <{IRIS.document('un')}>")
        assert b"Fiche un" in described.body

    def test_a_form_that_cannot_be_given_is_refused(self, service):
        with pytest.raises(NotAcceptable):
            service.execute("ASK { ?s ?p ?o }", accept="image/png")

    def test_graphs_restrict_and_unknown_ones_are_refused(self, service):
        one = IRIS.document_graph("un")
        assert self.titles(service, default_graphs=[one]) == ["Fiche un"]
        assert self.titles(service, named_graphs=[one]) == []
        with pytest.raises(QueryRefused):
            self.titles(service, default_graphs=["http://rien.example/"])

    def test_syntax_errors_have_a_place(self, service):
        with pytest.raises(QuerySyntaxError) as caught:
            service.execute("SELECT * {\n ?s ?p ) }")
        assert caught.value.line == 2

    @pytest.mark.parametrize(
        "query",
        [
            "INSERT DATA { <a:a> <a:b> <a:c> }",
            "DROP ALL",
            "LOAD <http://ailleurs.example/x.ttl>",
            "SELECT * { SERVICE <http://ailleurs.example/sparql> { ?s ?p ?o } }",
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        ],
    )
    def test_nothing_is_written_nor_fetched(self, service, query):
        with pytest.raises(QueryError):
            service.execute(query)
        assert self.titles(service) == ["Fiche deux", "Fiche un"]

    def test_a_deadline_ends_a_query_and_the_next_one_runs(self, service):
        with pytest.raises(QueryTimeout):
            service.execute(CROSS, timeout_seconds=0.5)
        assert len(self.titles(service)) == 2

    @pytest.mark.parametrize("seconds", [0, -1, float("nan")])
    def test_a_senseless_deadline_is_refused(self, service, seconds):
        with pytest.raises(QueryRefused):
            service.execute("ASK {}", timeout_seconds=seconds)

    def test_another_generation_is_served_from_the_next_query_on(
        self, service, store_of
    ):
        assert len(self.titles(service)) == 2
        service.switch(store_of(record("neuf")))
        assert self.titles(service) == ["Fiche neuf"]

    def test_closing_twice_is_harmless(self, service):
        service.close()
        service.close()
