"""This test ensures that the clients people use get their answers from the service.

Comunica comes from npm (later versions want Node 22), in any folder:
``npm install @comunica/query-sparql@4.2.0 undici@6``, then
``pytest tests/gtnum --comunica FOLDER -m network``.
"""

import csv
import html
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from pyoxigraph import Store
from rdflib import DCTERMS, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    RDF,
    RDFXML,
    TSV,
    TURTLE,
    XML,
    SPARQLWrapper,
)

pytestmark = pytest.mark.slow

TITLES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX gtnum: <https://gtnum.example/ontology#>
SELECT ?title WHERE { ?d a gtnum:Document ; dcterms:title ?title } ORDER BY ?title"""
EXPECTED = [
    "Forges : partager des ressources libres",
    "ÆSON : sobriété numérique à l’école",
    "Émotions en ligne",
]
DOCUMENT = URIRef("https://gtnum.example/id/document/fiche-aeson")


@pytest.fixture
def endpoint(service: httpx.Client) -> str:
    """The address of the SPARQL service of a running ``gtnum serve``."""
    return f"{str(service.base_url).rstrip('/')}/sparql"


TABLES = {
    JSON: lambda found: [row["title"]["value"] for row in found["results"]["bindings"]],
    XML: lambda found: [
        node.firstChild.data for node in found.getElementsByTagName("literal")
    ],
    CSV: lambda found: [row[0] for row in csv.reader(io.StringIO(found.decode()))][1:],
    TSV: lambda found: [line.split('"')[1] for line in found.decode().splitlines()[1:]],
}


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", TABLES)
def test_sparqlwrapper_reads_every_format_of_tables(
    endpoint: str, method: str, form: str
) -> None:
    client = SPARQLWrapper(endpoint, returnFormat=form)
    client.setMethod(method)
    client.setQuery(TITLES)

    assert TABLES[form](client.queryAndConvert()) == EXPECTED


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by the client
@pytest.mark.filterwarnings("ignore:Sending Accept header")  # it has none for RDF
@pytest.mark.parametrize("form", [XML, RDF, RDFXML, TURTLE, N3, JSONLD])
def test_sparqlwrapper_reads_every_format_of_statements(
    endpoint: str, form: str
) -> None:
    client = SPARQLWrapper(endpoint, returnFormat=form)
    client.setQuery(f"DESCRIBE <{DOCUMENT}>")

    found = client.queryAndConvert()
    if isinstance(found, bytes):
        found = Graph().parse(data=found, format="turtle")

    assert (DOCUMENT, DCTERMS.title, None) in found


def test_pandas_reads_an_address_without_any_header(endpoint: str) -> None:
    pandas = pytest.importorskip("pandas")
    asked = urlencode({"query": TITLES})

    table = pandas.read_csv(f"{endpoint}.csv?{asked}")

    assert list(table["title"]) == EXPECTED


def test_the_store_of_rdflib_reads_through_the_service(endpoint: str) -> None:
    store = SPARQLStore(endpoint)

    rows = store.query(TITLES)
    assert [str(row.title) for row in rows] == EXPECTED
    statements = Graph(store)
    assert str(statements.value(DOCUMENT, DCTERMS.title)) == EXPECTED[1]
    assert len(statements) > 100


@pytest.mark.parametrize("engine", ["rdflib", "oxigraph"])
def test_another_engine_federates_with_the_service(endpoint: str, engine: str) -> None:
    query = TITLES.replace("{ ?d", f"{{ SERVICE <{endpoint}> {{ ?d").replace(
        "?title }", "?title } }"
    )

    if engine == "rdflib":
        found = {str(row.title) for row in Graph().query(query)}
    else:
        found = {row["title"].value for row in Store().query(query)}

    assert found == set(EXPECTED)


DOCUMENTED = Path(__file__).parents[2] / "docs" / "reference" / "sparql.md"


@pytest.mark.parametrize("engine", ["rdflib", "oxigraph"])
def test_the_documented_federation_works_from_another_engine(
    endpoint: str, engine: str
) -> None:
    text = DOCUMENTED.read_text(encoding="utf-8").partition("by their ROR address")[2]
    query = "\n".join(
        re.findall(r"^    (.*)$", text.partition("Which concepts")[0], re.M)
    )
    query = query.replace("http://127.0.0.1:8000/sparql", endpoint)

    if engine == "rdflib":
        found = {str(row.lab) for row in Graph().query(query)}
    else:
        found = {row["lab"].value for row in Store().query(query)}

    assert found == {"https://gtnum.example/id/lab/techne"}


ANSWERS = {
    TITLES: EXPECTED[1],
    f"CONSTRUCT {{ <{DOCUMENT}> ?p ?o }} WHERE {{ <{DOCUMENT}> ?p ?o }}": EXPECTED[1],
    "ASK { ?s ?p 'it\\'s' }": "false",
}


def snippet(service: httpx.Client, query: str, name: str) -> str:
    """The text to copy from the page that shows the answer."""
    shown = service.get(
        "/sparql", params={"query": query}, headers={"accept": "text/html"}
    )
    found = re.search(rf'id="snippet-{name}">(.*?)</code>', shown.text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
@pytest.mark.parametrize("query", ANSWERS)
def test_the_curl_snippet_of_the_page_runs(service: httpx.Client, query: str) -> None:
    command = ["sh", "-c", snippet(service, query, "curl")]

    ran = subprocess.run(command, capture_output=True, text=True, check=True)

    assert ANSWERS[query] in ran.stdout


@pytest.mark.parametrize("query", ANSWERS)
def test_the_python_snippet_of_the_page_runs(service: httpx.Client, query: str) -> None:
    program = snippet(service, query, "python")
    result = program.splitlines()[-1].partition(" = ")[0]
    command = [sys.executable, "-c", f"{program}\nprint(str({result}).lower())"]

    ran = subprocess.run(command, capture_output=True, text=True, check=True)

    assert ANSWERS[query].lower() in ran.stdout


@pytest.mark.network
def test_comunica_asks_the_service(
    endpoint: str, request: pytest.FixtureRequest
) -> None:
    folder = request.config.getoption("--comunica")
    if folder is None:
        pytest.skip("Comunica is not here: --comunica FOLDER")
    program = Path(folder) / "node_modules/.bin/comunica-sparql"
    command = [program, f"sparql@{endpoint}", TITLES, "-t"]
    form = "application/sparql-results+json"

    ran = subprocess.run([*command, form], capture_output=True, text=True, check=True)

    rows = json.loads(ran.stdout)["results"]["bindings"]
    assert sorted(row["title"]["value"] for row in rows) == sorted(EXPECTED)
