"""The page about SPARQL says what the code does; its examples run."""

import dataclasses
import re
from pathlib import Path

import pytest

import graph.errors
from graph.sparql.guard import GuardLimits
from graph.sparql.results import formats_for
from graph.sparql.service import LocalQueryService, ServiceSettings
from graph.stores.writer import GenerationWriter
from ontology.iris import Iris
from ontology.model import EntityKind
from tests.contracts.catalogue import record

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/reference/sparql.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs") / "graph"
    writer = GenerationWriter(folder, Iris())
    writer.load_reference()
    concepts = ["sobriete-numerique", "numerique-educatif"]
    mentions = [(EntityKind.CONCEPT, concept) for concept in concepts]
    writer.write(record("un", mentions=mentions))
    writer.close()
    made = LocalQueryService(folder, Iris(), settings=ServiceSettings(workers=1))
    yield made
    made.close()


@pytest.mark.parametrize("query", EXAMPLES)
def test_examples_find_something(service, query):
    rows = service.execute(query, accept="text/csv").body.decode().splitlines()
    assert len(rows) > 1


@pytest.mark.parametrize("rule", dataclasses.fields(GuardLimits), ids=lambda f: f.name)
def test_every_limit_is_written_down(rule):
    assert f"| `{rule.name}` | {rule.default:,} |" in PAGE


def test_every_format_and_error_is_written_down():
    for form in ("SELECT", "CONSTRUCT"):
        assert all(f"`{f.media_type}`" in PAGE for f in formats_for(form))
    for name in graph.errors.__all__:
        if issubclass(getattr(graph.errors, name), graph.errors.QueryError):
            assert f"{name}`" in PAGE
