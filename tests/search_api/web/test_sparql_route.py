"""This test ensures that ``/sparql`` follows the SPARQL 1.1 Protocol for queries."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from graph.errors import (
    NotAcceptable,
    QueriesBusy,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
)
from graph.ports import QueryAnswer
from tests.search_api.web.fakes import select_answer
from tests.search_api.web.tiny_corpus import HOSTILE

QUERY = "SELECT * WHERE { ?s ?p ?o } LIMIT 1 # été + 1"
DIRECT = {"content-type": "application/sparql-query"}


def test_the_three_ways_ask_the_same(client, services):
    responses = [
        client.get("/sparql", params={"query": QUERY}),
        client.post("/sparql", data={"query": QUERY}),
        client.post("/sparql", content=QUERY.encode(), headers=DIRECT),
    ]

    assert [response.status_code for response in responses] == [200] * 3
    assert [query for query, _ in services.queries.asked] == [QUERY] * 3
    assert {response.headers["content-type"] for response in responses} == {
        "application/sparql-results+json"
    }


def test_graphs_and_timeout_reach_the_service_from_any_place(client, services):
    where = (
        "?default-graph-uri=urn:a&default-graph-uri=urn:b&named-graph-uri=urn:c"
        "&timeout=2.5"
    )
    client.post(f"/sparql{where}", content=QUERY.encode(), headers=DIRECT)

    _, wanted = services.queries.asked[0]
    assert wanted["default_graphs"] == ("urn:a", "urn:b")
    assert wanted["named_graphs"] == ("urn:c",)
    assert wanted["timeout_seconds"] == 2.5


def test_accept_is_passed_on_and_format_wins(client, services):
    headers = {"accept": "text/csv;q=0.9, application/json"}
    client.get("/sparql", params={"query": QUERY}, headers=headers)
    client.get("/sparql", params={"query": QUERY, "format": "csv"}, headers=headers)

    accepts = [wanted["accept"] for _, wanted in services.queries.asked]
    assert accepts == [headers["accept"], "text/csv"]


@pytest.mark.parametrize(
    ("suffix", "first"),
    [
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("srj", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("ttl", "text/turtle"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_the_address_names_the_format_for_who_sends_no_accept(
    client, services, suffix, first
):
    browser = {"accept": "text/html"}
    client.get(f"/sparql.{suffix}", params={"query": QUERY}, headers=browser)
    client.post(f"/sparql.{suffix}", data={"query": QUERY}, headers=browser)

    accepts = [wanted["accept"] for _, wanted in services.queries.asked]
    assert [accept.split(",")[0] for accept in accepts] == [first, first]


def test_an_address_with_another_suffix_is_none(client, services):
    unknown = client.get("/sparql.docx", params={"query": QUERY})
    empty = client.get("/sparql.csv", headers={"accept": "text/html"})

    assert (unknown.status_code, empty.status_code) == (404, 400)
    assert services.queries.asked == []


@pytest.mark.parametrize("send", ["get", "post"])
def test_a_query_that_is_no_text_is_a_400(client, services, send):
    wrong = "query=ASK%20%7B%20%3Fs%20%3Fp%20%22%E9%22%20%7D"
    if send == "get":
        response = client.get(f"/sparql?{wrong}")
    else:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        response = client.post("/sparql", content=wrong.encode(), headers=kind)

    assert response.status_code == 400
    assert services.queries.asked == []


def test_prefixes_of_the_house_are_declared_on_request(client, services):
    query = "SELECT * WHERE { lab:techne dcterms:title ?t ; unknown:p ?o }"
    wanted = {"query": query, "prefixes": "declared"}
    client.get("/sparql", params=wanted)
    asked, _ = services.queries.asked[0]
    services.queries.outcome = QuerySyntaxError(
        f"erreur, ligne 1, colonne {len(asked) - 10}", line=1, column=len(asked) - 10
    )
    wrong = client.get("/sparql", params=wanted)

    assert asked == (
        "PREFIX lab: <https://gtnum.example/id/lab/> "
        f"PREFIX dcterms: <http://purl.org/dc/terms/> {query}"
    )
    assert wrong.json()["column"] == len(query) - 10
    assert f"colonne {len(query) - 10}" in wrong.json()["detail"]


def test_the_media_type_of_the_answer_is_not_touched(client, services):
    services.queries.outcome = QueryAnswer("text/csv", b"s\r\n", 0.001)

    response = client.get("/sparql", params={"query": QUERY})

    assert response.headers["content-type"] == "text/csv"
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(
    "address",
    [
        "/sparql",
        "/sparql?query=",
        "/sparql?query=ASK{}&query=ASK{}",
    ],
)
def test_anything_but_one_query_is_a_400(client, services, address):
    response = client.get(address, headers={"accept": "application/json"})

    assert response.status_code == 400
    assert response.json()["type"] == "/problems/query-parameters"
    assert services.queries.asked == []


def test_a_query_in_the_address_and_in_the_body_is_two(client):
    response = client.post("/sparql?query=ASK{}", data={"query": QUERY})

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"content": QUERY.encode("utf-16"), "headers": DIRECT}, 400),
        (
            {
                "content": QUERY.encode("utf-16"),
                "headers": {"content-type": "application/sparql-query; charset=UTF-16"},
            },
            415,
        ),
        ({"content": b"\xff\xfe\x00", "headers": DIRECT}, 400),
        ({"content": b"x", "headers": {"content-type": "text/plain"}}, 415),
        ({"content": b"x"}, 415),
        ({"content": b"", "headers": DIRECT}, 400),
        ({"content": b"#" * 6_000, "headers": DIRECT}, 413),
        ({"data": {"query": QUERY, "timeout": "vite"}}, 400),
        ({"data": {"query": QUERY, "timeout": "0"}}, 400),
        ({"data": {"query": QUERY, "timeout": "nan"}}, 400),
        ({"data": {"query": QUERY, "prefixes": "some"}}, 400),
    ],
)
def test_wrong_posts_are_problems(client, services, sent, status):
    response = client.post("/sparql", **sent)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert services.queries.asked == []


@pytest.mark.parametrize(
    "send",
    [
        lambda client: client.get("/sparql", params={"update": "CLEAR ALL"}),
        lambda client: client.post("/sparql", data={"update": "CLEAR ALL"}),
        lambda client: client.post(
            "/sparql",
            content=b"CLEAR ALL",
            headers={"content-type": "application/sparql-update"},
        ),
    ],
)
def test_updates_are_refused_by_name(client, send):
    response = send(client)

    assert response.status_code == 403
    assert response.json()["rule"] == "update"
    assert "lecture seule" in response.json()["detail"]


def test_other_methods_are_not_allowed(client):
    response = client.put("/sparql", params={"query": QUERY})

    assert response.status_code == 405
    assert response.json()["type"] == "/problems/method-not-allowed"
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    ("address", "methods"),
    [("/sparql", "GET, HEAD, OPTIONS, POST"), ("/search", "GET, HEAD, OPTIONS")],
)
def test_options_tells_the_methods(client, address, methods):
    response = client.options(address)

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == methods


@pytest.mark.parametrize(
    ("error", "status", "members"),
    [
        (QuerySyntaxError("faux", line=2, column=7), 400, {"line": 2, "column": 7}),
        (
            QueryRefused("trop", rule="nesting", limit=50),
            403,
            {"rule": "nesting", "limit": 50},
        ),
        (
            NotAcceptable("non", available=("text/csv",)),
            406,
            {"available": ["text/csv"]},
        ),
        (QueryTimeout("lent", seconds=10), 503, {"seconds": 10}),
        (QueryTooLarge("gros", limit_bytes=100), 413, {"limit_bytes": 100}),
        (QueryFailed("mort"), 500, {}),
        (QueriesBusy("plein", retry_after_seconds=3), 503, {}),
    ],
)
def test_each_failure_has_its_status_and_members(
    client, services, error, status, members
):
    services.queries.outcome = error

    response = client.get("/sparql", params={"query": QUERY})

    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert members.items() <= problem.items()
    assert response.headers["cache-control"] == "no-store"
    assert ("retry-after" in response.headers) == (status == 503)


@pytest.mark.parametrize(
    ("error", "is_fault"),
    [
        (QueryTimeout("lent", seconds=10), False),
        (QueriesBusy("plein", retry_after_seconds=3), False),
        (QueryFailed("mort"), True),
    ],
)
def test_a_bound_that_did_its_work_is_no_fault(
    client, services, caplog, error, is_fault
):
    services.queries.outcome = error

    with caplog.at_level("INFO"):
        client.get("/sparql", params={"query": QUERY})

    levels = [r.levelname for r in caplog.records if r.name.endswith("handlers")]
    assert levels == (["ERROR"] if is_fault else ["INFO"])


def test_busy_says_when_to_come_back(client, services):
    services.queries.outcome = QueriesBusy("plein", retry_after_seconds=3)

    response = client.get("/sparql", params={"query": QUERY})

    assert response.headers["retry-after"] == "3"


def test_an_answer_is_304_until_a_publication_unless_it_changes_by_itself(
    client, services
):
    def ask(query, tag):
        return client.get(
            "/sparql", params={"query": query}, headers={"if-none-match": tag}
        )

    first = client.get("/sparql", params={"query": QUERY})
    again = ask(QUERY, first.headers["etag"])
    services.generation = "0008"
    later = ask(QUERY, first.headers["etag"])
    random = client.get("/sparql", params={"query": "SELECT (rand () AS ?r) {}"})

    assert (again.status_code, later.status_code) == (304, 200)
    assert "etag" not in random.headers


def test_scripts_of_any_origin_may_read_answers(client):
    simple = client.get(
        "/sparql", params={"query": QUERY}, headers={"origin": "https://yasgui.org"}
    )
    preflight = client.options(
        "/sparql",
        headers={
            "origin": "https://yasgui.org",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type, x-requested-with",
        },
    )

    assert simple.headers["access-control-allow-origin"] == "*"
    assert preflight.status_code == 200
    assert "x-requested-with" in preflight.headers["access-control-allow-headers"]


def test_a_browser_gets_the_form_and_then_a_table(reader, services):
    services.queries.outcome = select_answer(
        [
            {"d": "https://gtnum.example/id/document/note-sobriete", "t": HOSTILE},
            {"d": "javascript:alert(1)"},
        ]
    )

    form = reader.get("/sparql")
    table = reader.get("/sparql", params={"query": QUERY})

    assert '<textarea id="query"' in form.text
    assert '<a href="/document/note-sobriete"' in table.text
    assert "2 lignes" in table.text
    assert 'href="javascript:' not in table.text
    assert "<script>alert" not in table.text


def test_a_browser_sees_what_is_wrong_beside_its_query(reader, services):
    services.queries.outcome = QuerySyntaxError("Accolade", line=3, column=1)

    response = reader.get("/sparql", params={"query": "SELECT </textarea>"})

    assert response.status_code == 400
    assert "Ligne 3, colonne 1" in response.text
    assert "SELECT &lt;/textarea&gt;" in response.text


HIDDEN = {"https://gtnum.example/ontology#hasLab": 9, "urn:p": 1}
EVERYTHING = "https://gtnum.example/graph/tout"


def test_programs_are_told_of_uncertain_facts(client, services):
    services.queries.outcome = replace(select_answer([]), uncertain=HIDDEN)
    told = client.get("/sparql", params={"query": QUERY})
    services.queries.outcome = replace(select_answer([]), has_uncertain=True)
    shown = client.post("/sparql", data={"query": QUERY})
    services.queries.outcome = select_answer([])
    nothing = client.get("/sparql", params={"query": QUERY})

    assert told.headers["uncertain-facts"] == (
        '"https://gtnum.example/ontology#hasLab";count=9, "urn:p";count=1'
    )
    assert shown.headers["uncertain-facts"] == "included"
    assert "uncertain-facts" not in nothing.headers


def test_a_browser_is_told_of_uncertain_facts_and_can_have_them(reader, services):
    services.queries.outcome = replace(select_answer([]), uncertain=HIDDEN)
    told = reader.get("/sparql", params={"query": QUERY}).text
    services.queries.outcome = replace(select_answer([]), uncertain={"*": 130})
    anything = reader.get("/sparql", params={"query": QUERY}).text
    services.queries.outcome = replace(select_answer([]), has_uncertain=True)
    wanted = {"query": QUERY, "default-graph-uri": EVERYTHING}
    shown = reader.get("/sparql", params=wanted).text

    assert "<code>gtnum:hasLab</code> (9), <code>urn:p</code> (1)" in told
    assert "faits incertains : 130" in " ".join(anything.split())
    assert f"default-graph-uri={quote(EVERYTHING, safe='')}" in told
    assert f'name="default-graph-uri" value="{EVERYTHING}" checked' in shown
    assert shown.count('name="default-graph-uri"') == 1
    assert "un compte les additionne" in shown
    assert services.queries.asked[-1][1]["default_graphs"] == (EVERYTHING,)


def test_the_page_declares_prefixes_where_its_box_is_checked(reader, services):
    wanted = {"query": "ASK { lab:a a gtnum:Lab }", "prefixes": "declared"}
    page = reader.get("/sparql", params=wanted)

    assert services.queries.asked[0][0].startswith("PREFIX lab: <")
    assert 'name="prefixes" value="declared" checked' in page.text
    assert "prefixes=declared" in page.text.partition('id="programme"')[2]
    assert "checked> Préfixes" not in reader.get("/sparql").text


def test_an_empty_answer_says_that_the_query_is_right(reader, services):
    services.queries.outcome = select_answer([])

    response = reader.get("/sparql", params={"query": QUERY})

    assert "rien dans le graphe n’y répond" in response.text
    assert "<table>" not in response.text


def test_the_dataset_and_the_deadline_stay_with_the_query(reader, services):
    """A shared address, a download or a second attempt must not ask other data."""
    services.queries.outcome = select_answer([])
    asked = {"default-graph-uri": "urn:g", "timeout": "60", "labels": "fr"}

    page = reader.get("/sparql", params={"query": QUERY, **asked}).text

    kept = "default-graph-uri=urn%3Ag&amp;timeout=60"
    assert f"{kept}&amp;labels=fr" in page  # the address to share
    assert f"{kept}&amp;format=csv" in page
    assert '<input type="hidden" name="default-graph-uri" value="urn:g">' in page
    assert f"/sparql?{kept}&#39; \\" in page  # the snippet for curl


def test_a_browser_reads_yes_no_and_graphs(reader, services):
    services.queries.outcome = QueryAnswer(
        "application/sparql-results+json", b'{"head": {}, "boolean": true}', 0.001
    )
    verdict = reader.get("/sparql", params={"query": "ASK {}"})
    services.queries.outcome = QueryAnswer("text/turtle", b"<a> <b> <c> .", 0.001)
    turtle = reader.get("/sparql", params={"query": "CONSTRUCT {} WHERE {}"})

    assert "<strong>oui</strong>" in verdict.text
    assert "&lt;a&gt; &lt;b&gt; &lt;c&gt; ." in turtle.text


@pytest.mark.parametrize(
    ("media_type", "body", "told"),
    [
        ("text/csv", b"s\r\n=1+1\r\n", "present"),
        ("text/tab-separated-values", b'?s\n"@SUM(A1)"\n', "present"),
        ("text/csv", b"s\r\n-12\r\n", None),
        ("text/turtle", b"\n=", None),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_announced(
    client, services, media_type, body, told
):
    services.queries.outcome = QueryAnswer(media_type, body, 0.001)

    response = client.get("/sparql", params={"query": QUERY})

    assert response.content == body
    assert response.headers.get("formula-cells") == told
