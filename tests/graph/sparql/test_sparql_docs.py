"""The page about SPARQL says what the code does; its examples run."""

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

import graph.errors
from graph.sparql.guard import GuardLimits
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.sparql.result_formats import formats_for
from graph.sparql.search_block.block_vocabulary import Input, Output
from graph.sparql.search_block.search_ports import FoundPassage
from graph.sparql.vector_table import write_table
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from ontology.model import EntityKind
from tests.contracts.catalogue import record

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/reference/sparql.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/how-to/sparql-et-recherche.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sparql\n(.*?)```", PAGE + GUIDE, re.DOTALL)


class FakeSearch:
    """A ``TextSearch`` that finds one passage, but nothing of virtual reality."""

    def find(self, store, question):
        if "virtuelle" in question.text:
            return []
        return [FoundPassage("un", "un.0", 0.75, "Passage 0 de un, « œuvre ».")]


class FakeVectors:
    """A ``NodeVectors`` with a table of two nodes."""

    def __init__(self, folder):
        nodes = [Iris().document("un"), Iris().thing("concept", "sobriete-numerique")]
        vectors = np.array([[1, 0], [1, 1]], np.float32)
        write_table(folder, [(nodes, vectors)], dimension=2)
        self.folder = folder

    def table(self, store):
        return self.folder


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs") / "graph"
    writer = GenerationWriter(folder, Iris())
    writer.load_reference()
    concepts = ["sobriete-numerique", "numerique-educatif"]
    mentions = [(EntityKind.CONCEPT, concept) for concept in concepts]
    writer.write(record("un", mentions=mentions))
    writer.close()
    made = LocalQueryService(
        folder,
        Iris(),
        settings=ServiceSettings(workers=1),
        search=FakeSearch(),
        vectors=FakeVectors(tmp_path_factory.mktemp("table")),
    )
    yield made
    made.close()


@pytest.mark.parametrize("query", EXAMPLES)
def test_examples_find_something(service, query):
    rows = service.execute(query, accept="text/csv").body.decode().splitlines()
    assert len(rows) > 1


@pytest.mark.parametrize("name", [*Input, *Output])
def test_every_property_of_search_is_written_down(name):
    assert f"| `search:{name}` |" in PAGE


@pytest.mark.parametrize("rule", dataclasses.fields(GuardLimits), ids=lambda f: f.name)
def test_every_limit_is_written_down(rule):
    assert f"| `{rule.name}` | {rule.default:,} |" in PAGE


def test_every_format_and_error_is_written_down():
    for form in ("SELECT", "CONSTRUCT"):
        assert all(f"`{f.media_type}`" in PAGE for f in formats_for(form))
    for name in graph.errors.__all__:
        if issubclass(getattr(graph.errors, name), graph.errors.QueryError):
            assert f"{name}`" in PAGE
