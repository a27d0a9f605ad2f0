"""Queries of strangers get a whole answer or a typed refusal; the service stays up."""

import json
import os
import signal
import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress

import pytest
from rdflib import Graph, URIRef

from graph.errors import (
    NotAcceptable,
    QueriesBusy,
    QueryError,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    StoreError,
)
from graph.sparql.fair_places import Asker
from graph.sparql.guard import GuardLimits
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.sparql.worker_pool import WorkerPool
from graph.sparql.worker_process import WorkerProcess, WorkerSettings
from graph.stores.generation_writer import GenerationWriter
from ontology.call_context import (
    CallCancelled,
    CallContext,
    CancelReason,
    serving,
)
from ontology.iris import Iris
from ontology.model import EntityKind
from tests.contracts.catalogue import REFERENCE, record

IRIS = Iris()
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PREFIX = "PREFIX gtnum: <https://gtnum.example/ontology#> "
EVERYTHING = 10**9
PATIENT = 60
"""Seconds: what takes so long hangs, on any machine."""

OPEN_GUARD = GuardLimits(*([EVERYTHING] * 13))


def make_store(folder, *records):
    writer = GenerationWriter(folder, IRIS)
    writer.replace_graph("reference", {"essai.ttl": REFERENCE})
    for made in records:
        writer.write(made)
    writer.close()
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service") / "graph"
    return make_store(
        folder,
        record("un", authors=("Anne",), mentions=[(EntityKind.LAB, "techne")]),
        record("deux", title="Deux « œ »"),
    )


@pytest.fixture(scope="module")
def service(store):
    settings = ServiceSettings(
        workers=2,
        timeout_seconds=PATIENT,
        wait_seconds=PATIENT,
        limit_bytes=1 << 20,
        memory_bytes=256 << 20,
    )
    made = LocalQueryService(store, IRIS, settings=settings)
    yield made
    made.close()


@pytest.fixture
def open_service(store):
    """A service whose guard lets all pass: what is left is the worker."""
    settings = ServiceSettings(
        workers=1,
        timeout_seconds=PATIENT,
        wait_seconds=PATIENT,
        memory_bytes=256 << 20,
        limit_bytes=1 << 20,
        guard=OPEN_GUARD,
    )
    made = LocalQueryService(store, IRIS, settings=settings)
    yield made
    made.close()


def titles(service, **options):
    query = "SELECT ?t { ?d a <https://gtnum.example/ontology#Document> ; "
    query += "<http://purl.org/dc/terms/title> ?t } ORDER BY ?t"
    answer = service.execute(query, accept="application/json", **options)
    rows = json.loads(answer.body)["results"]["bindings"]
    return [row["t"]["value"] for row in rows]


def test_the_default_graph_is_the_union(service):
    assert titles(service) == ["Deux « œ »", "Fiche un"]


def test_tables_come_in_four_forms(service):
    query = "SELECT (1 AS ?n) ('é' AS ?t) {}"
    bodies = {}
    for accept in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        answer = service.execute(query, accept=accept)
        assert answer.media_type == accept
        assert answer.elapsed_seconds < PATIENT
        bodies[accept] = answer.body.decode()
    assert bodies["text/csv"] == "n,t\r\n1,é\r\n"
    assert bodies["text/tab-separated-values"] == '?n\t?t\n1\t"é"\n'
    assert json.loads(bodies["application/sparql-results+json"])["head"] == {
        "vars": ["n", "t"]
    }
    assert "<uri>" not in bodies["application/sparql-results+xml"]
    assert "<literal>é</literal>" in bodies["application/sparql-results+xml"]


def test_ask(service):
    answer = service.execute("ASK { ?s ?p ?o }", accept="text/xml;q=0.5, */*;q=0.1")
    assert b"<boolean>true</boolean>" in answer.body
    with pytest.raises(NotAcceptable):
        service.execute("ASK { ?s ?p ?o }", accept="text/csv")


# rdflib 7.6 calls its own deprecated names.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_graphs_come_in_four_forms_that_rdflib_reads(service, accept, parser):
    query = PREFIX + "CONSTRUCT { ?s ?p ?o } { ?s a gtnum:Passage ; ?p ?o }"
    answer = service.execute(query, accept=accept)
    assert answer.media_type == accept
    assert len(Graph().parse(data=answer.body, format=parser)) == 2 * 3 * 9


def test_turtle_has_our_prefixes(service):
    body = service.execute("DESCRIBE <https://gtnum.example/id/document/un>").body
    assert b"@prefix gtnum: <https://gtnum.example/ontology#>" in body


def test_a_description_names_what_it_points_to(service):
    iri = IRIS.document("un")
    answer = service.execute(f"DESCRIBE <{iri}>", accept="application/n-triples")
    found = Graph().parse(data=answer.body, format="nt")
    names = {str(o) for o in found.objects(URIRef(IRIS.thing("author", "un.0")))}
    assert "Anne" in names
    labels = {str(o) for o in found.objects(URIRef(IRIS.thing("lab", "techne")))}
    assert "Techné" in labels
    assert not set(found.subjects()) & {URIRef(IRIS.passage("un.0"))}


def test_relative_iris_are_read_against_our_base(service):
    assert service.execute("ASK { <id/document/un> ?p ?o }").body.count(b"true") == 1


def test_from_restricts_and_unknown_graphs_are_refused(service):
    graph_name = IRIS.document_graph("un")
    query = "SELECT (COUNT(*) AS ?n) FROM <GRAPH> { ?s a gtnum:Document }"
    query = PREFIX + query.replace("GRAPH", graph_name)
    assert service.execute(query, accept="text/csv").body == b"n\r\n1\r\n"
    named = "SELECT * FROM NAMED <GRAPH> { ?s ?p ?o }".replace("GRAPH", graph_name)
    assert service.execute(named, accept="text/csv").body.count(b"\r\n") == 1
    with pytest.raises(QueryRefused) as caught:
        service.execute("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert caught.value.rule == "unknown_graph"
    with pytest.raises(QueryRefused):
        service.execute("SELECT * FROM NAMED <http://dbpedia.org> { ?s ?p ?o }")


def test_a_relative_from_is_read_against_our_base(service):
    query = "SELECT * FROM <graph/document/un> { ?s a ?sort }"
    assert service.execute(query, accept="text/csv").body.count(b"\r\n") > 2
    with pytest.raises(QueryRefused) as caught:
        service.execute("SELECT * FROM <ailleurs.ttl> { ?s ?p ?o }")
    assert caught.value.rule == "unknown_graph"


def test_an_unknown_function_is_named(service):
    with pytest.raises(QueryRefused, match="<http://example/f>") as caught:
        service.execute("SELECT (<http://example/f>(1) AS ?x) {}")
    assert caught.value.rule == "unknown_function"


def test_the_dataset_of_the_protocol_wins(service):
    un, deux = IRIS.document_graph("un"), IRIS.document_graph("deux")
    assert titles(service, default_graphs=[un]) == ["Fiche un"]
    assert titles(service, named_graphs=[un]) == []
    query = "SELECT ?g FROM <UN> { GRAPH ?g { ?s ?p 'deux' } }".replace("UN", un)
    answer = service.execute(query, accept="text/csv", named_graphs=[deux])
    assert deux.encode() in answer.body
    with pytest.raises(QueryRefused, match="rien"):
        titles(service, default_graphs=["http://rien.example/"])
    with pytest.raises(QueryError):
        titles(service, default_graphs=["pas une iri"])


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {\n ?s ?p ) }", 2, 8),
        ("ASK { ?s inconnu:a ?o }", 1, None),
        ("SELECT ?x (1 AS ?x) {}", 1, None),
        ("SELECT * { ?s ?p 'a }", 1, None),
        ("DESCRIBE", 1, None),
    ],
)
def test_syntax_errors_have_a_place_and_a_short_text(service, query, line, column):
    with pytest.raises(QuerySyntaxError) as caught:
        service.execute(query)
    assert caught.value.line == line
    assert caught.value.column is not None
    if column is not None:
        assert abs(caught.value.column - column) <= 2
    assert len(str(caught.value)) < 700
    assert "\\u{" not in str(caught.value)


def test_a_cross_product_ends_at_its_deadline_and_the_next_query_runs(service):
    started = time.monotonic()
    with pytest.raises(QueryTimeout) as caught:
        service.execute(CROSS, timeout_seconds=0.5)
    assert time.monotonic() - started < PATIENT
    assert caught.value.seconds == 0.5
    assert "0.5 s" in str(caught.value)
    assert len(titles(service)) == 2


def test_a_huge_answer_is_refused_whole(service):
    with pytest.raises(QueryTooLarge) as caught:
        service.execute("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert caught.value.limit_bytes == 1 << 20
    # The engine keeps every triple it has given: memory may end before the cap.
    with pytest.raises((QueryTooLarge, QueryFailed)):
        service.execute(
            "CONSTRUCT { ?a ?b ?x } { ?a ?b ?c . ?d ?e ?f "
            "BIND(CONCAT(STR(?c), STR(?d), STR(?e)) AS ?x) }"
        )


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_senseless_deadline_is_refused(service, seconds):
    with pytest.raises(QueryRefused):
        service.execute("ASK {}", timeout_seconds=seconds)


@pytest.mark.parametrize(
    ("is_trusted", "wanted", "given"),
    [(False, None, PATIENT), (False, 3600, 60), (True, 3600, 600), (False, 2, 2)],
)
def test_deadlines_are_cut_to_what_is_allowed(service, is_trusted, wanted, given):
    assert service._seconds(wanted, is_trusted=is_trusted) == given


@contextmanager
def held(service):
    """Hold all fast places, as small queries of somebody else do."""
    asker = Asker("somebody", "else")
    with ExitStack() as places:
        for _ in range(service._settings.workers):
            places.enter_context(service._runner._fast.take(asker, 0))
        yield


def test_the_deadline_counts_for_starting_and_for_waiting(store):
    """A worker that starts, or that is lent, is waited for no longer than asked."""
    settings = ServiceSettings(workers=1, timeout_seconds=PATIENT, wait_seconds=PATIENT)
    made = LocalQueryService(store, IRIS, settings=settings)
    with pytest.raises(QueryTimeout):
        made.execute("ASK {}", timeout_seconds=0.001)
    assert len(titles(made)) == 2  # the worker that was late is there now
    started = time.monotonic()
    with held(made), pytest.raises((QueriesBusy, QueryTimeout)):
        made.execute("ASK {}", timeout_seconds=0.2)
    assert time.monotonic() - started < PATIENT
    made.close()


def test_a_worker_first_asked_long_after_its_start_answers(store):
    """Found in a running service: the second worker waits for a second client."""
    worker = WorkerProcess(store, WorkerSettings(start_seconds=0.0))
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            with suppress(QueryFailed):  # what it says comes after it is hopeless
                assert isinstance(worker.wait_until_ready(), tuple)
                return
            time.sleep(0.01)
        pytest.fail("never ready")
    finally:
        worker.kill()


def idle_workers(service):
    """The processes that run and do nothing."""
    return [each for each in service._pool._idle.queue if each is not None]


def workers_of(service):
    """The process numbers of all workers that run."""
    with ExitStack() as lent:
        workers = [
            lent.enter_context(service._pool.worker()) for _ in idle_workers(service)
        ]
        for worker in workers:
            worker.wait_until_ready()
        return [worker.pid for worker in workers]


def wait_until_dead(victims):
    """Wait until the system has told that workers were killed, but no longer."""
    deadline = time.monotonic() + PATIENT
    while any(worker.is_alive() for worker in victims) and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_worker_killed_while_idle_costs_nothing(service):
    idle = idle_workers(service)
    for victim in workers_of(service):
        os.kill(victim, signal.SIGKILL)
    wait_until_dead(idle)
    assert len(titles(service)) == 2


def test_a_worker_killed_while_busy_costs_one_query(service):
    victims, idle = workers_of(service), idle_workers(service)

    def kill_when_busy():
        deadline = time.monotonic() + PATIENT
        while not any(worker.is_busy for worker in idle):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill_when_busy)
    killer.start()
    with pytest.raises(QueryFailed, match="le service continue"):
        service.execute(CROSS, timeout_seconds=PATIENT)
    killer.join()
    wait_until_dead(idle)
    assert len(titles(service)) == 2
    assert not set(victims) & set(workers_of(service))


def test_a_query_ends_with_its_caller(service):
    """Else two abandoned cross products hold both workers until their deadlines."""
    idle = idle_workers(service)
    call = CallContext()

    def hang_up_when_busy():
        deadline = time.monotonic() + PATIENT
        while not any(worker.is_busy for worker in idle):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        call.cancel(CancelReason.CLIENT_GONE)

    caller = threading.Thread(target=hang_up_when_busy)
    caller.start()
    with serving(call), pytest.raises(CallCancelled):
        service.execute(CROSS, timeout_seconds=PATIENT)
    caller.join()
    assert len(titles(service)) == 2


HOSTILE = {
    "parentheses": "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "braces": "SELECT * " + "{" * 5000 + "}" * 5000,
    "signs": "SELECT * { FILTER(1" + "+1" * 20_000 + ") }",
    "unions": "SELECT * { " + "{}UNION" * 20_000 + "{} }",
    "optionals": "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 5000 + "}" * 5000 + "}",
    "sub-selects": "SELECT * " + "{ SELECT * " * 5000 + "{}" + "}" * 5000,
    "paths": "SELECT * { ?s " + "(" * 20_000 + "<a:b>" + ")" * 20_000 + " ?o }",
    "not": "SELECT * { FILTER(" + "!" * 20_000 + "true) }",
    "patterns": "SELECT * { "
    + "".join(f"?s <a:{n}> ?o{n} ." for n in range(1000))
    + "}",
    "memory": "SELECT (GROUP_CONCAT(CONCAT(STR(?a),STR(?d),STR(?g))) AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cross": CROSS,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_guard_and_the_worker_stop_every_bomb(service, name):
    started = time.monotonic()
    with pytest.raises(QueryError):
        service.execute(HOSTILE[name], timeout_seconds=1)
    assert time.monotonic() - started < PATIENT
    assert len(titles(service)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_the_worker_alone_survives_what_kills_the_engine(open_service, name):
    started = time.monotonic()
    with suppress(QueryFailed, QueryTimeout, QueryTooLarge):
        open_service.execute(HOSTILE[name], timeout_seconds=3)
    assert time.monotonic() - started < PATIENT
    assert len(titles(open_service)) == 2


def test_no_packet_leaves_even_without_the_guard(store):
    """The worker is asked directly: neither guard nor service stand between."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        port = server.getsockname()[1]
        pool = WorkerPool(store, 1)
        with pool.worker() as worker:
            assert worker.wait_until_ready()
            request = {
                "query": f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{}} }}",
                "format": "JSON",
                "is_description": False,
                "base_iri": IRIS.base,
                "prefixes": {},
                "union": True,
                "default_graphs": None,
                "named_graphs": [],
                "required_graphs": [],
                "limit_bytes": 1000,
            }
            reply = worker.ask(request, seconds=PATIENT, limit_bytes=1000)
        pool.close()
        assert reply.status == "failed"
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_full_pool_says_busy_after_a_bounded_wait(store):
    settings = ServiceSettings(workers=1, wait_seconds=0.2, timeout_seconds=PATIENT)
    service = LocalQueryService(store, IRIS, settings=settings)
    with held(service):
        for _ in range(2):
            with pytest.raises(QueriesBusy):
                service.execute("ASK {}")
    with pytest.raises(QueryTimeout):
        service.execute(CROSS, timeout_seconds=0.5)
    service.close()
    with pytest.raises(QueriesBusy):
        service.execute("ASK {}")


def test_a_crowd_does_not_wait(store):
    """Each that waits holds a thread, which the pages need too."""
    pool = WorkerPool(store, 1, wait_seconds=10 * PATIENT)
    refused = []

    def wait():
        with suppress(QueriesBusy), pool.worker():
            return
        refused.append(time.monotonic())

    with pool.worker():
        crowd = [threading.Thread(target=wait) for _ in range(12)]
        for thread in crowd:
            thread.start()
        deadline = time.monotonic() + PATIENT
        while len(refused) < 8 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(refused) == 8  # four may wait
    for thread in crowd:
        thread.join()
    assert len(refused) == 8
    pool.close()


def test_large_queries_leave_the_places_of_small_ones(store):
    """Neither a deadline nor a name buys what small queries need."""
    settings = ServiceSettings(
        workers=1, timeout_seconds=PATIENT / 2, budget_seconds=0.01
    )
    made = LocalQueryService(store, IRIS, settings=settings)
    calls = [CallContext("stranger"), CallContext("token:claire")]

    def ask(call):
        with serving(call), suppress(CallCancelled):
            made.execute(
                CROSS, timeout_seconds=PATIENT, is_trusted=call.client != "stranger"
            )

    crowd = [threading.Thread(target=ask, args=(call,)) for call in calls]
    for thread in crowd:
        thread.start()
    large = made._runner._slow, made._runner._trusted
    deadline = time.monotonic() + PATIENT
    while any(places._free for places in large) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [places._free for places in large] == [0, 0]
    assert len(titles(made)) == 2
    for call in calls:
        call.cancel(CancelReason.CLIENT_GONE)
    for thread in crowd:
        thread.join()
    assert [places._free for places in large] == [1, 1]
    made.close()


def test_a_published_generation_is_served_from_the_next_query_on(tmp_path):
    first = make_store(tmp_path / "1", record("un"))
    second = make_store(tmp_path / "2", record("un"), record("zwei"))
    service = LocalQueryService(first, IRIS, settings=ServiceSettings(workers=1))
    assert titles(service) == ["Fiche un"]
    service.switch(second)
    assert titles(service) == ["Fiche un", "Fiche zwei"]
    service.close()


def test_a_missing_store_is_a_store_error(tmp_path):
    service = LocalQueryService(
        tmp_path / "rien", IRIS, settings=ServiceSettings(workers=1)
    )
    with pytest.raises(StoreError, match="rien"):
        service.execute("ASK {}")
    service.close()


def test_workers_are_cut_off_the_network_here(service):
    assert set(service.isolation()) & {"namespace", "filter"}
