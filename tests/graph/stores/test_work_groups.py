"""A graph names its documents for grouping, and holds exactly the works of now."""

from dataclasses import replace

from pyoxigraph import NamedNode, Store

from graph import term_nodes as w
from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.generation_writer import GenerationWriter
from ontology.described import Described, DescribedKind
from ontology.iris import Iris
from ontology.model import DocumentKind, Work, WorkMatch
from tests.contracts.catalogue import record

IRIS = Iris()


def identified(identifier, **fields):
    made = record(identifier)
    return replace(made, document=replace(made.document, **fields))


def test_grouping_is_told_all_that_is_known_of_a_document(tmp_path):
    writer = GenerationWriter(tmp_path / "graph", IRIS)
    writer.write(
        identified(
            "un",
            kind=DocumentKind.POST,
            url="https://a.example/un",
            date="2024-03",
            doi="10.1/x",
            handle="20.500/1",
            hal_id="hal-1",
            signature="1:3:00:",
        )
    )
    writer.write(record("deux"))
    told, texts = [], []

    def find(documents, text_of):
        told.extend(sorted(documents, key=lambda known: known.identifier))
        texts.append(text_of("deux"))
        return ()

    writer.group_works(find)
    bare, full = told
    assert (full.identifier, full.kind, full.date) == ("un", "post", "2024-03")
    assert (full.doi, full.handle, full.hal_id) == ("10.1/x", "20.500/1", "hal-1")
    assert (full.url, full.signature) == ("https://a.example/un", "1:3:00:")
    assert (bare.signature, bare.url, bare.doi) == ("", None, None)
    assert bare.source_uri == "essai/deux.pdf"
    passages = record("deux").passages
    assert texts == ["\n".join(passage.text for passage in passages)]


def test_the_works_of_before_are_gone(tmp_path):
    match = WorkMatch("deux", "un", "doi", 1.0)
    first = GenerationWriter(tmp_path / "one", IRIS)
    first.write(record("un"))
    first.write(record("deux"))
    first.group_works(lambda _known, _text: [Work("un", ("un", "deux"), (match,))])
    first.close()
    assert EmbeddedCatalogue(tmp_path / "one", IRIS).work_of("deux").identifier == "un"

    second = GenerationWriter(tmp_path / "two", IRIS, base=tmp_path / "one")
    second.remove("un")
    second.group_works(lambda _known, _text: [])
    second.close()
    assert EmbeddedCatalogue(tmp_path / "two", IRIS).work_of("deux") is None
    left = Store.read_only(str(tmp_path / "two"))
    assert not [q for q in left if "works" in q.graph_name.value]


PRODUCTION = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix gtnum: <https://gtnum.example/ontology#> .
@prefix schema: <https://schema.org/> .
<https://gtnum.example/id/production/p> a gtnum:Production ;
  schema:url <https://a.example/p> .
<https://gtnum.example/id/copy/p.doi> a gtnum:Copy ;
  schema:url <https://doi.org/10.1/p> ;
  dcterms:isVersionOf <https://gtnum.example/id/production/p> .
"""


def test_a_document_that_is_a_production_is_a_version_of_it(tmp_path):
    thing = Described(DescribedKind.PRODUCTION, "Une production")
    sheet = identified("fiche", url="https://a.example/p", describes=(thing,))
    writer = GenerationWriter(tmp_path / "graph", IRIS)
    writer.replace_graph("reference", {"essai.ttl": PRODUCTION})
    writer.write(identified("page", url="https://a.example/p"))
    writer.write(identified("article", doi="10.1/p"))
    writer.write(identified("autre", url="https://a.example/q", doi="10.1/<p>"))
    writer.write(sheet)
    writer.group_works(lambda _known, _text: [])
    writer.close()

    left = Store.read_only(str(tmp_path / "graph"))
    production = NamedNode("https://gtnum.example/id/production/p")
    versions = left.quads_for_pattern(None, w.IS_VERSION_OF, production, None)
    assert {IRIS.identifier(quad.subject.value) for quad in versions} == {
        ("copy", "p.doi"),
        ("document", "article"),
        ("document", "page"),
    }
    catalogue = EmbeddedCatalogue(tmp_path / "graph", IRIS)
    assert catalogue.work_of("page") is None
