"""A record goes into statements and comes back whole."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Store

from graph import term_nodes as w
from graph.errors import StoreError
from graph.mapping import record_quads
from graph.reverse_mapping import (
    blocks_from,
    link_from,
    losses_from,
    mention_from,
    origin_from,
    page_from,
    passage_from,
    properties,
    section_from,
    summary_from,
)
from ontology.described import Described, DescribedKind
from ontology.iris import Iris
from ontology.model import (
    Document,
    DocumentRecord,
    DocumentSummary,
    FieldOrigin,
    Page,
    Passage,
    Source,
)
from ontology.structure import Loss, LossKind
from tests.graph.strategies import records

IRIS = Iris()
ROOT = Path(__file__).parents[2]


def subjects(store, kind):
    """Properties of every subject of a class, by IRI."""
    found = store.quads_for_pattern(None, w.TYPE, kind, None)
    return {
        q.subject.value: properties(
            store.quads_for_pattern(q.subject, None, None, None)
        )
        for q in found
    }


def in_order(nodes, predicate=w.POSITION):
    return sorted(nodes.values(), key=lambda n: int(n[predicate.value][0].value))


def summary_of(document, passages):
    return DocumentSummary(
        identifier=document.identifier,
        title=document.title,
        kind=document.kind,
        language=document.language,
        collection=document.collection,
        media_type=document.source.media_type,
        sha256=document.source.sha256,
        size_bytes=document.source.size_bytes,
        page_count=len(document.pages),
        passage_count=len(passages),
        is_paged=document.is_paged,
        date=document.date,
        authors=document.authors,
        publisher=document.publisher,
        url=document.url,
        licence=document.licence,
        abstracts=document.abstracts,
        describes=document.describes,
        deduced_date=document.deduced_date,
    )


@pytest.mark.slow
@given(records())
@settings(max_examples=60, deadline=None)
def test_a_record_survives_the_store(record):
    store = Store()
    store.extend(record_quads(record, IRIS))
    document = record.document
    (found,) = subjects(store, w.DOCUMENT).values()
    authors = subjects(store, w.AUTHOR)

    def named(node):
        return [authors[a.value] for a in node.get(w.CREATOR.value, ())]

    things = subjects(store, w.DESCRIBED_THING).values()
    summary = summary_from(found, named(found), [(t, named(t)) for t in things])
    assert summary == summary_of(document, record.passages)
    assert summary.work_date == document.work_date
    passages = subjects(store, w.PASSAGE)
    back = [passage_from(iri, p, IRIS) for iri, p in passages.items()]
    assert sorted(back, key=lambda p: p.position) == list(record.passages)
    back = [mention_from(m, IRIS) for m in subjects(store, w.MENTION).values()]
    assert sorted(map(repr, back)) == sorted(map(repr, record.mentions))
    pages = in_order(subjects(store, w.PAGE_CLASS), w.PAGE)
    assert tuple(map(page_from, pages)) == tuple(
        page for page in document.pages if document.is_paged or page.furniture
    )
    structures = subjects(store, w.STRUCTURE).values()
    assert [blocks_from(node) for node in structures] == [document.blocks][
        : bool(document.blocks)
    ]
    assert losses_from(subjects(store, w.LOSS).values()) == document.losses
    sections = in_order(subjects(store, w.SECTION))
    assert tuple(map(section_from, sections)) == document.sections
    origins = in_order(subjects(store, w.FIELD_ORIGIN))
    assert tuple(map(origin_from, origins)) == document.origins
    links = in_order(subjects(store, w.DECLARED_LINK))
    assert tuple(map(link_from, links)) == document.links


@given(records())
@settings(max_examples=20, deadline=None)
def test_statements_stand_in_one_graph_without_blank_nodes(record):
    quads = record_quads(record, IRIS)
    assert {q.graph_name.value for q in quads} == {
        IRIS.document_graph(record.document.identifier)
    }
    assert all(isinstance(q.subject, NamedNode) for q in quads)
    assert all(isinstance(q.object, NamedNode | Literal) for q in quads)
    assert list(map(str, quads)) == list(map(str, record_quads(record, IRIS)))


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("2024", "gYear"),
        ("2024-03", "gYearMonth"),
        ("2024-03-05", "date"),
        ("2024-02-31", "string"),
        ("mars 2024", "string"),
    ],
)
def test_dates_are_typed_by_their_precision(value, datatype):
    quads = record_quads(one_page(date=value), IRIS)
    (literal,) = [q.object for q in quads if q.predicate == w.DATE]
    assert literal.value == value
    assert literal.datatype.value.endswith(f"#{datatype}")


def test_only_web_addresses_become_iris():
    quads = record_quads(one_page(url="https://a.example/x", licence="CC BY"), IRIS)
    objects = {q.predicate: q.object for q in quads}
    assert objects[w.URL] == NamedNode("https://a.example/x")
    assert objects[w.LICENSE] == Literal("CC BY")


def test_one_can_ask_which_documents_were_read_in_part_and_why():
    page = (ROOT / "docs/reference/losses.md").read_text("utf-8")
    query = page.partition("```sparql\n")[2].partition("```")[0]
    losses = (Loss(LossKind.UNREAD_PAGE, 2, (3, 7)), Loss(LossKind.FURNITURE, 9))
    store = Store()
    store.extend(record_quads(one_page(losses=losses), IRIS))
    rows = list(store.query(query, use_default_graph_as_union=True))
    assert [(row["kind"].value, row["count"].value) for row in rows] == [
        ("unread_page", "2")
    ]
    assert sorted(rows[0]["pages"].value.split()) == ["3", "7"]
    whole = Store()
    whole.extend(record_quads(one_page(losses=losses[1:]), IRIS))
    assert list(whole.query(query, use_default_graph_as_union=True)) == []


def test_half_a_surrogate_is_refused_with_the_document_named():
    with pytest.raises(StoreError, match="fiche"):
        record_quads(one_page(title="\ud800"), IRIS)


def test_a_passage_without_text_is_a_store_error():
    with pytest.raises(StoreError, match="isPartOf"):
        passage_from(IRIS.passage("fiche.0"), {}, IRIS)


def one_page(**fields):
    values = {"title": "Fiche", "language": "fr"} | fields
    source = Source("c/fiche.md", "text/markdown", 3, "0" * 64)
    document = Document(
        "fiche", source, "c", text="abc", pages=(Page(1, 0, 3),), **values
    )
    return DocumentRecord(document, (Passage("fiche.0", "fiche", 0, 1, 0, 3, "abc"),))


@pytest.mark.parametrize(("count", "topics"), [(0, 0), (1, 1), (2, 0)])
def test_the_only_thing_described_is_the_primary_topic(count, topics):
    things = tuple(Described(DescribedKind.THEME, f"Thème {n}") for n in range(count))
    quads = record_quads(one_page(describes=things), IRIS)
    found = [q for q in quads if q.predicate == w.PRIMARY_TOPIC]
    assert len(found) == topics
    assert sum(q.predicate == w.DESCRIBES for q in quads) == count


@pytest.mark.parametrize(
    ("name", "origin", "printed", "count"),
    [
        ("source_page", "linking page", "https://a.example/billet", 1),
        ("source_page", "linking page", "un billet", 0),
        ("source_page", "front matter", "https://a.example/billet", 0),
        ("source_title", "linking page", "https://a.example/billet", 0),
    ],
)
def test_a_linked_file_is_referenced_by_its_page(name, origin, printed, count):
    record = one_page(origins=(FieldOrigin(name, origin, printed),))
    found = [
        q.object
        for q in record_quads(record, IRIS)
        if q.predicate == w.IS_REFERENCED_BY
    ]
    assert found == [NamedNode("https://a.example/billet")] * count
