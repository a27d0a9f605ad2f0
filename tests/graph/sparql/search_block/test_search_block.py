"""Search blocks bind what a search found, wherever a group may stand."""

import csv
import io
import threading
import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.errors import QueryRefused, QuerySyntaxError, QueryTimeout
from graph.ports import DocumentFilter
from graph.sparql.guard import GuardLimits, admit
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.sparql.search_block.query_preparation import prepare
from graph.sparql.search_block.search_ports import FoundPassage, TextQuestion
from graph.sparql.search_block.string_literals import literal_value, written
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from tests.contracts.catalogue import REFERENCE, record

IRIS = Iris()
HEAD = """PREFIX search: <urn:gtnum:recherche#>
PREFIX gtnum: <https://gtnum.example/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
BLOCK = (
    'SERVICE <urn:gtnum:recherche> { [] search:text "sobriété" ; '
    "search:document ?d ; search:score ?s }"
)
UN = "https://gtnum.example/id/document/un"
QUOTATION = 'Il dit : "C:\\u0022" ;\nfin } SERVICE <http://127.0.0.1:9/> { « œ » \\'


class FakeSearch:
    """A ``TextSearch`` that finds passage 0 of ``un``, then of ``deux``."""

    def __init__(self):
        self.forget()

    def forget(self):
        """Be as new."""
        self.asked = []
        self.seconds = 0.0
        self.may_end = threading.Event()
        self.may_end.set()

    def find(self, store, question):
        self.asked.append(question)
        time.sleep(self.seconds)
        assert self.may_end.wait(600)
        names = [] if question.text == "rien" else ["un", "deux"]
        return [
            FoundPassage(name, f"{name}.0", 0.9 - 0.25 * number, QUOTATION)
            for number, name in enumerate(names)
        ]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("blocks") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.replace_graph("reference", {"essai.ttl": REFERENCE})
    for made in (record("un"), record("deux"), record("trois")):
        writer.write(made)
    writer.close()
    return folder


@pytest.fixture(scope="module")
def kept_search():
    return FakeSearch()


@pytest.fixture(scope="module")
def kept_service(store, kept_search):
    made = LocalQueryService(
        store,
        IRIS,
        settings=ServiceSettings(workers=1, timeout_seconds=60, wait_seconds=60),
        search=kept_search,
    )
    yield made
    made.close()


@pytest.fixture
def search(kept_search):
    """The search of the service, as new."""
    kept_search.forget()
    return kept_search


@pytest.fixture
def ask(kept_service, search):
    def rows(query):
        answer = kept_service.execute(HEAD + query, accept="text/csv")
        return list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))

    return rows


def test_document_passage_score_and_quotation_are_bound(ask, search):
    found = ask(
        "SELECT * { SERVICE <urn:gtnum:recherche> { [] search:text 'sobriété' ; "
        "search:document ?d ; search:passage ?p ; search:score ?s ; "
        "search:quotation ?q } } ORDER BY DESC(?s)"
    )
    assert [row["d"] for row in found] == [UN, UN.replace("un", "deux")]
    assert found[0]["p"] == "https://gtnum.example/id/passage/un.0"
    assert [float(row["s"]) for row in found] == [0.9, 0.65]
    assert found[0]["q"] == QUOTATION
    assert search.asked == [TextQuestion("sobriété")]


PLACES = {
    "alone": "SELECT ?d { BLOCK }",
    "before a pattern": "SELECT ?d { BLOCK ?d dcterms:title ?t }",
    "behind a pattern": "SELECT ?d { ?d dcterms:title ?t . BLOCK }",
    "behind a pattern without a dot": "SELECT ?d { ?d dcterms:title ?t BLOCK }",
    "group": "SELECT ?d { { BLOCK } ?d a gtnum:Document }",
    "optional": "SELECT ?d { ?d a gtnum:Document OPTIONAL { BLOCK } "
    "FILTER(BOUND(?s)) }",
    "union": "SELECT ?d { { BLOCK } UNION { ?d a gtnum:Nothing } }",
    "union, right": "SELECT ?d { { ?d a gtnum:Nothing } UNION { BLOCK } }",
    "sub-select": "SELECT ?d { { SELECT ?d { BLOCK } ORDER BY ?d } }",
    "exists": "SELECT ?d { ?d a gtnum:Document FILTER EXISTS { BLOCK } }",
    "bind of exists": "SELECT ?d { ?d a gtnum:Document "
    "BIND(EXISTS { BLOCK } AS ?is) FILTER(?is) }",
    "graph": "SELECT ?d { GRAPH ?g { BLOCK ?d dcterms:title ?t } }",
    "filter on the score": "SELECT ?d { BLOCK FILTER(?s > 0.1) }",
    "having of exists": "SELECT ?d { ?d a gtnum:Document } GROUP BY ?d "
    "HAVING(EXISTS { BLOCK })",
    "lower case": "SELECT ?d { service<urn:gtnum:recherche>{[]search:text 'x';"
    "search:document ?d.} }",
    "subject in brackets": "SELECT ?d { SERVICE <urn:gtnum:recherche> "
    "{ [ search:text 'x' ; search:document ?d ; ] . } }",
    "blank node, two sentences": "SELECT ?d { SERVICE <urn:gtnum:recherche> "
    "{ _:a search:text 'x'@fr . _:a search:k 20. _:a search:document ?d } }",
    "comments and another prefix": "PREFIX r: <urn:gtnum:recherche#> "
    "SELECT ?d { SERVICE # ' {\n <urn:gtnum:recherche> { [] r:text "
    "'''x } # ' \"''' ; # }\n r:document $d } }",
}


@pytest.mark.parametrize("query", PLACES.values(), ids=PLACES)
def test_a_block_stands_wherever_a_group_may(ask, query):
    found = ask(query.replace("BLOCK", BLOCK))
    assert sorted(row["d"] for row in found) == sorted([UN, UN.replace("un", "deux")])


def test_minus_takes_away_and_not_exists_refuses(ask):
    third = [{"d": UN.replace("un", "trois")}]
    assert ask(f"SELECT ?d {{ ?d a gtnum:Document MINUS {{ {BLOCK} }} }}") == third
    query = f"SELECT ?d {{ ?d a gtnum:Document FILTER NOT EXISTS {{ {BLOCK} }} }}"
    assert ask(query) == third


def test_construct_ask_and_describe_search_too(kept_service, search):
    for query, expected in (
        (f"CONSTRUCT {{ ?d gtnum:confidence ?s }} WHERE {{ {BLOCK} }}", b"0.65"),
        (f"DESCRIBE ?d {{ {BLOCK} }}", b"Fiche un"),
    ):
        assert expected in kept_service.execute(HEAD + query).body
    answer = kept_service.execute(HEAD + f"ASK {{ {BLOCK} FILTER(?s > 0.8) }}")
    assert b"true" in answer.body


def test_several_blocks_are_several_searches(ask, search):
    other = BLOCK.replace("sobriété", "écrans").replace("?s", "?t")
    found = ask(f"SELECT ?d ?s ?t {{ {BLOCK} {other} }}")
    assert len(found) == 2
    assert {row["s"] == row["t"] for row in found} == {True}
    assert [question.text for question in search.asked] == ["sobriété", "écrans"]


def test_nothing_found_is_no_solution(ask):
    empty = BLOCK.replace("sobriété", "rien")
    assert ask(f"SELECT ?d {{ {empty} }}") == []
    query = f"SELECT ?d {{ ?d a gtnum:Document OPTIONAL {{ {empty} }} }}"
    assert len(ask(query)) == 3


def test_variables_may_be_left_out_or_repeated(ask):
    plain = "SERVICE <urn:gtnum:recherche> { [] search:text 'x' "
    assert ask(f"SELECT (COUNT(*) AS ?n) {{ {plain} }} }}") == [{"n": "2"}]
    twice = plain + "; search:document ?d, ?e ; search:document ?d }"
    assert [row["e"] == row["d"] for row in ask(f"SELECT * {{ {twice} }}")] == [
        True
    ] * 2
    never = plain + "; search:document ?d ; search:passage ?d }"
    assert ask(f"SELECT * {{ {never} }}") == []


def test_every_parameter_reaches_the_search(ask, search):
    ask(
        "SELECT * { SERVICE <urn:gtnum:recherche> { [] search:text "
        '"+dit \\"ceci\\"" ; search:k 20 ; search:threshold 0.4 ; search:mode "words"; '
        'search:collection "notes", "fiches" ; search:language "fr" ; '
        "search:kind gtnum:kind-group-sheet , 'article' ; search:from '2020' ; "
        "search:until '2024-06' ; "
        "search:entity <https://gtnum.example/id/group/gtnum-1> } }"
    )
    assert search.asked == [
        TextQuestion(
            '+dit "ceci"',
            limit=20,
            threshold=0.4,
            mode="words",
            restriction=DocumentFilter(
                kinds=("group_sheet", "article"),
                languages=("fr",),
                collections=("notes", "fiches"),
                date_from="2020",
                date_to="2024-06",
                entities=(("group", "gtnum-1"),),
            ),
        )
    ]


def inside(content):
    return f"{HEAD}SELECT * {{\n SERVICE <urn:gtnum:recherche> {{ {content} }} }}"


@pytest.mark.parametrize(
    ("content", "word", "found"),
    [
        ("[] search:k 3", "SERVICE", "pas de texte"),
        ("[] search:txt 'x'", "search:txt", "search:text, search:k"),
        ("[] s:text 'x'", "s:text", "PREFIX search:"),
        ("[] a search:text", "a search", "ne connaît pas"),
        ("[] search:text 3", "3", "guillemets"),
        ("[] search:text 'x\\q'", "'x", "guillemets"),
        ("[] search:text 'x' ; search:text 'y'", "'y'", "deux fois"),
        ("[] search:text 'x' ; search:k 2.5", "2.5", "entier"),
        ("[] search:text 'x' ; search:k ?k", "?k", "entier"),
        ("[] search:text 'x' ; search:threshold 2", "2 }", "de 0 à 1"),
        ("[] search:text 'x' ; search:mode 'fast'", "'fast'", "hybrid"),
        ("[] search:text 'x' ; search:kind 'note'", "'note'", "watch_note"),
        ("[] search:text 'x' ; search:kind gtnum:Lab", "gtnum:Lab", "watch_note"),
        ("[] search:text 'x' ; search:from 'hier'", "'hier'", "2024-06-30"),
        ("[] search:text 'x' ; search:until '2024-13'", "'2024", "2024-06-30"),
        ("[] search:text 'x' ; search:entity 'a'", "'a'", "IRI"),
        ("[] search:text 'x' ; search:entity <urn:a>", "<urn:a>", "IRI"),
        ("[] search:text 'x' ; search:document <urn:a>", "<urn:a>", "variable"),
        ("?x search:text 'x'", "?x", "[]"),
        ("[] search:text 'x' . [] search:k 2", "[] search:k", "qu’une recherche"),
        ("{ [] search:text 'x' }", "{ []", "n’attend pas"),
        ("[] search:text 'x' FILTER(1)", "FILTER", "n’attend pas"),
        ("", "SERVICE", "pas de texte"),
    ],
)
def test_a_wrong_block_is_a_syntax_error_at_its_place(content, word, found):
    query = inside(content)
    with pytest.raises(QuerySyntaxError) as caught:
        prepare(query, GuardLimits(), iris=IRIS)
    text = f"{caught.value} {caught.value.remedy}"
    assert found in text
    line = query.splitlines()[caught.value.line - 1]
    assert line[caught.value.column - 1 :].startswith(word)


@pytest.mark.parametrize(
    ("content", "rule", "limit"),
    [
        ("[] search:text ?q", "search_text", None),
        ("[] search:text ''", "search_text", 1000),
        (f"[] search:text '{'a' * 1001}'", "search_text", 1000),
        ("[] search:text 'x' ; search:k 101", "search_k", 100),
        ("[] search:text 'x' ; search:k 0", "search_k", 100),
        (f"[] search:text 'x' ; search:k {'9' * 5000}", "search_k", 100),
    ],
)
def test_values_out_of_range_are_refused(content, rule, limit):
    with pytest.raises(QueryRefused) as caught:
        prepare(inside(content), GuardLimits(), iris=IRIS)
    assert (caught.value.rule, caught.value.limit) == (rule, limit)


CALLS = {
    "silent": "SELECT * { SERVICE SILENT <urn:gtnum:recherche> {[] search:text 'x'} }",
    "variable": "SELECT * { VALUES ?e { <urn:gtnum:recherche> } SERVICE ?e {} }",
    "prefixed": "PREFIX u: <urn:gtnum:> SELECT * { SERVICE u:recherche {} }",
    "escaped keyword": "SELECT * { \\u0053ERVICE <urn:gtnum:recherche> {} }",
    "escaped name": "SELECT * { SERVICE <urn:gtnum:\\u0072echerche> {} } "
    "# <urn:gtnum:recherche>",
    "glued": f"SELECT * {{ ?s ?p true{BLOCK} }}",
    "another beside a block": f"ASK {{ {BLOCK} SERVICE <http://127.0.0.1:9/> {{}} }}",
    "another in a block": "SELECT * { SERVICE <urn:gtnum:recherche> "
    "{ [] search:text 'x' SERVICE <http://127.0.0.1:9/> {} } }",
    "behind an escaped quote": f'SELECT * {{ {BLOCK} ?s ?p "a\\u0022 '
    'SERVICE <http://127.0.0.1:9/> {} #" }',
    "outside of a group": f"SELECT * {{ ?s ?p ?o }} {BLOCK}",
    "in place of a projection": f"SELECT {BLOCK} {{ ?s ?p ?o }}",
    "in rows": f"SELECT * {{ VALUES ?d {{ {BLOCK} }} }}",
    "no brace": "SELECT * { SERVICE <urn:gtnum:recherche> ?x }",
}


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_any_other_service_stays_refused(query):
    with pytest.raises((QueryRefused, QuerySyntaxError)) as caught:
        prepare(HEAD + query, GuardLimits(), iris=IRIS)
    if isinstance(caught.value, QueryRefused):
        assert caught.value.rule == "service"


def test_a_block_in_text_or_comment_is_text(ask, search):
    found = ask(f"SELECT ('''{BLOCK}''' AS ?x) {{ # {BLOCK}\n }}")
    assert found == [{"x": BLOCK}]
    assert search.asked == []


def test_there_is_a_limit_to_blocks():
    query = HEAD + "SELECT * { " + BLOCK * 9 + "}"
    with pytest.raises(QueryRefused) as caught:
        prepare(query, GuardLimits(), iris=IRIS)
    assert (caught.value.rule, caught.value.limit) == ("searches", 8)


def test_without_a_search_blocks_are_refused_by_name():
    with pytest.raises(QueryRefused) as caught:
        prepare(
            HEAD + f"SELECT * {{ {BLOCK} }}",
            GuardLimits(),
            iris=IRIS,
            has_search=False,
        )
    assert caught.value.rule == "search"


@pytest.mark.parametrize(
    "body",
    [
        f"SELECT * {{ {BLOCK} ?a ?b ) }}",
        f"SELECT * {{ {BLOCK}{BLOCK}?a ?b ) }}",
        f"SELECT * {{\n{BLOCK} {BLOCK}\n {BLOCK} ?a ?b ) }}",
        f"SELECT * {{\n {BLOCK.replace('; ', ';' + chr(10))}\n  ?a ?b ) }}",
    ],
)
def test_syntax_errors_are_placed_in_the_users_text(kept_service, search, body):
    query = HEAD + body
    with pytest.raises(QuerySyntaxError) as caught:
        kept_service.execute(query)
    lines = query.split("\n")[: caught.value.line]
    offset = len("\n".join([*lines[:-1], ""])) + caught.value.column - 1
    assert abs(offset - query.index(")", len(HEAD))) <= 2


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ ?a ?b ) . {BLOCK} }}",
        "SELECT * { SERVICE <urn:gtnum:recherche> { [] search:text 'x'",
        "SELECT * { SERVICE <urn:gtnum:recherche> { [] search:text 'x",
        "SELECT * { SERVICE <urn:gtnum:recherche> {",
    ],
)
def test_missing_brackets_are_syntax_errors_too(kept_service, search, query):
    with pytest.raises(QuerySyntaxError) as caught:
        kept_service.execute(HEAD + query)
    assert caught.value.line == 4


def test_an_error_in_what_replaced_a_block_is_placed_at_the_block(kept_service, search):
    with pytest.raises(QuerySyntaxError) as caught:
        kept_service.execute(f"{HEAD}CONSTRUCT {{\n {BLOCK} }} WHERE {{ ?s ?p ?o }}")
    assert (caught.value.line, caught.value.column) == (5, 2)


def test_slow_searches_count_against_the_deadline(kept_service, search):
    search.seconds = 0.2
    query = f"{HEAD}SELECT * {{ {BLOCK} {BLOCK} {BLOCK} {BLOCK} }}"
    with pytest.raises(QueryTimeout) as caught:
        kept_service.execute(query, timeout_seconds=0.3)
    assert caught.value.seconds == 0.3
    search.seconds = 0
    search.may_end.clear()
    with pytest.raises(QueryTimeout):
        kept_service.execute(f"{HEAD}SELECT * {{ {BLOCK} }}", timeout_seconds=0.3)
    search.may_end.set()  # only now: the query did not wait for its search


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\\u0022")
@example('\\" } SERVICE <http://127.0.0.1:9/> {')
@example("\\\\U00000022\r\n\x00\t")
def test_any_text_is_written_as_the_engine_reads_it(text):
    (row,) = Store().query(f"SELECT * {{ VALUES (?x) {{ ({written(text)}) }} }}")
    assert row["x"].value == text
    assert literal_value(written(text)) == text


PIECES = st.sampled_from(
    [
        *("SERVICE", " SERVICE ", "SILENT", "<urn:gtnum:recherche>", "<urn:a>", "{"),
        *("}", "[]", ' search:text "a" ', ";", " search:document ?d ", ".", "'", '"'),
        *(
            "#",
            "\n",
            "\\u0053",
            "\\u0022",
            "(",
            ")",
            "<",
            ">",
            "?a",
            " true",
            "1.",
            "ex:",
        ),
        *(BLOCK, BLOCK, BLOCK, "FILTER(?s<", "OPTIONAL {", "'''", "FROM", "\\"),
    ]
)


@given(st.lists(PIECES, max_size=14))
@settings(max_examples=500, deadline=None)
def test_whatever_is_let_in_calls_nobody_once_it_is_rewritten(pieces):
    """The strict guard finds no SERVICE in it, and the engine calls nobody."""
    try:
        prepared = prepare(
            HEAD + "SELECT * { " + "".join(pieces) + " }", GuardLimits(), iris=IRIS
        )
    except (QueryRefused, QuerySyntaxError):
        return
    rows = [FoundPassage("un", "un.0", 0.5, QUOTATION)]
    text = prepared.with_rows([rows] * len(prepared.blocks), IRIS).text
    admit(text, GuardLimits(size_bytes=1 << 20))
    with suppress(SyntaxError):
        Store().query(text)  # a call would be an OSError: nobody listens at urn:
