"""Dates of the starter corpus are those of the works that its sheets describe.

The sets were written from the sheets by hand, before there was code that finds them.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.ports import DocumentFilter
from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.generation_writer import GenerationWriter
from graph.stores.shipped_reference import shipped_periods
from graph.validation import ShapeChecker
from ingest.composition import compose
from ingest.metadata.deduced_date import with_deduced_date
from ingest.read_text import ReadingRequest
from ingest.readers.html.html_page import read_html
from ingest.readers.markdown import read_markdown
from ingest.texts.chunking import Chunking
from ontology.described import DateBasis
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import DocumentKind, DocumentRecord, Source
from search_api.answers.own_fields import own_fields
from search_api.answers.search_presenter import Presenter
from search_api.citations.citable import CitableKind
from search_api.citations.document_citations import citable_of, described_works
from tests.search_api.citations.test_document_citations import every_form

CORPUS = Path(__file__).parents[2] / "corpus"
TEAM = "Équipe du graphe GTnum"
IRIS = Iris()
SITE = "https://gtnum.example"

BEFORE_2020 = {
    "call-2017",
    "sheet-gtnum-2017-01-ocean",
    "sheet-gtnum-2017-02-la",
    "sheet-gtnum-2017-05-cultures-num",
    "sheet-gtnum-2017-09-cread",
    "sheet-p-allouche-dhnord",
    "sheet-p-gtnum5-cahier",
    "sheet-p-la-productions",
    "sheet-p-la-usage",
    "sheet-p-ocean-espaces",
    "themes-2017",
}
"""« Avant 2020 »: what lies, at least in part, before 1 January 2020."""

ENDED_BEFORE_2021 = BEFORE_2020 | {
    "call-2020-2022",
    "sheet-p-allouche-frantice",
    "sheet-p-ami-2020",
    "sheet-p-gtnum-productions-2020",
    "sheet-p-gtnum9-ea",
    "sheet-p-metal-lrs",
}
"""All others are found by « depuis 2021 »; those of 2017-2020 ended in 2020."""

IN_2023 = {
    "call-2023-2026",
    "call-vagues-annuelles",
    "sheet-gtnum-2020-02-rinorep",
    "sheet-gtnum-2020-08-ia-eo",
    "sheet-gtnum-2021-defi",
    "sheet-gtnum-2021-evalnuminclus",
    "sheet-gtnum-2022-aeson",
    "sheet-gtnum-2023-feelnum",
    "sheet-gtnum-2023-godata",
    "sheet-p-ami-2023",
    "sheet-p-brochure-ia",
    "sheet-p-defi-presentation",
    "sheet-p-evalnum-presentation",
    "sheet-p-godata-launch",
    "sheet-p-holmes-trad",
    "sheet-p-ia-eo-journee",
    *(f"theme-2023-{number}" for number in range(1, 10)),
}
BY_PERIOD = {
    "sheet-p-defi-presentation",
    "sheet-p-eln-page",
    "sheet-p-evalnum-presentation",
    "sheet-p-godata-launch",
    "sheet-p-hn-biblio",
    "sheet-p-hn-presentation",
    "sheet-p-hn-zenodo",
    "sheet-p-la-productions",
    "sheet-p-reve-page",
}
"""Sheets of works without a known date: found in the period of their group."""


def record_of(path: Path) -> DocumentRecord:
    read = read_markdown if path.suffix == ".md" else read_html
    content = path.read_bytes()
    uri = f"corpus/{path.relative_to(CORPUS)}"
    source = Source(uri, "text/plain", len(content), "0" * 64)
    composed = compose(
        read(content, ReadingRequest(path.name)), source, "corpus", chunking=Chunking()
    )
    record = composed.record
    periods = shipped_periods(IRIS)
    dated = with_deduced_date(record.document, periods)
    return DocumentRecord(dated, record.passages)


@pytest.fixture(scope="module")
def records():
    paths = [*CORPUS.glob("*/*.md"), *CORPUS.glob("billets/*.html")]
    return [record_of(path) for path in sorted(paths)]


@pytest.fixture(scope="module")
def graph(records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("starter") / "graph"
    writer = GenerationWriter(folder, IRIS)
    for record in records:
        writer.write(record)
    writer.close()
    return folder


@pytest.fixture(scope="module")
def catalogue(graph):
    return EmbeddedCatalogue(graph, IRIS)


def found(catalogue, first=None, last=None):
    return catalogue.document_identifiers(DocumentFilter(date_from=first, date_to=last))


def test_since_before_and_in_a_year(catalogue):
    every = found(catalogue)
    assert found(catalogue, None, "2019") == BEFORE_2020
    assert every - found(catalogue, "2021") == ENDED_BEFORE_2021
    assert found(catalogue, "2023", "2023") == IN_2023


def test_the_facet_of_years_counts_what_the_filter_finds(catalogue):
    facets = catalogue.facets(found(catalogue), limit=50)
    counted = {year: number for year, _, number in facets["year"]}
    assert set(counted) == {str(year) for year in range(2017, 2027)}
    assert counted["2023"] == len(IN_2023)
    for year, number in counted.items():
        assert number == len(found(catalogue, year, year)), year


def test_a_work_without_a_date_is_found_in_the_period_of_its_group(records):
    deduced = {
        record.document.identifier
        for record in records
        if record.document.deduced_date is not None
    }
    assert deduced == BY_PERIOD


def test_only_what_we_wrote_ourselves_has_the_date_on_which_we_wrote_it(catalogue):
    summaries = catalogue.documents(sorted(found(catalogue, "2026-10", "2026-11")))
    own = {n for n, s in summaries.items() if s.work_date.basis is DateBasis.OWN}
    assert {name.partition("-")[0] for name in own if name.startswith("gloss")} == {
        "glossaire"
    }
    assert not any(name.startswith(("sheet-", "theme", "call-")) for name in own)


def test_no_sheet_carries_what_is_of_the_work(records):
    for record in records:
        document = record.document
        if not document.is_record:
            continue
        assert document.authors == (TEAM,)
        assert (document.url, document.publisher, document.doi) == (None,) * 3
        assert (document.handle, document.hal_id) == (None, None)
        assert document.date == "2026-11-24"
    assert sum(record.document.is_record for record in records) == 65


def test_no_answer_puts_the_address_of_a_work_beside_our_name(catalogue):
    presenter = Presenter(IRIS)
    summaries = catalogue.documents(sorted(found(catalogue))).values()
    works = [thing for one in summaries for thing in one.describes]
    taken = {value for work in works for value in (work.url, work.doi) if value}
    assert len(taken) > 25
    for summary in summaries:
        made = presenter.full_document(summary).model_dump(mode="json")
        assert made["is_record"] == bool(made["describes"])
        ours = [one for one in _objects(made) if TEAM in (one.get("authors") or ())]
        for one in ours:
            assert not {v for v in one.values() if isinstance(v, str)} & taken
        for work in made["describes"]:
            assert TEAM not in work["authors"]
            if work["kind"] in ("production", "call"):
                assert fold_name(work["title"]) != fold_name(made["title"])


@pytest.mark.parametrize("form", ["citation", "feed or harvest"])
def test_no_form_gives_a_work_of_others_under_our_name(catalogue, form):
    summaries = catalogue.documents(sorted(found(catalogue))).values()
    works = [thing for one in summaries for thing in one.describes]
    taken = {value for work in works for value in (work.url, work.doi) if value}
    for summary in summaries:
        if form == "citation":
            cited = citable_of(summary, iris=IRIS, public_url=SITE)
            assert (cited.kind is CitableKind.RECORD) == summary.is_record
            written = every_form(cited)
        else:
            own = own_fields(summary, iris=IRIS, public_url=SITE)
            assert own.full_title.startswith("Fiche descriptive") == summary.is_record
            written = repr(replace(own, described=()))
        if TEAM in summary.authors:
            assert not [value for value in taken if value in written]


def test_a_described_work_is_cited_under_the_names_of_its_authors(catalogue):
    (sheet,) = catalogue.documents(["sheet-p-allouche-2024"]).values()
    kinds = {"p-allouche-2024": DocumentKind.ARTICLE}
    (work,) = described_works(sheet, iris=IRIS, public_url=SITE, kinds=kinds)
    assert (work.kind, work.issued) == (CitableKind.ARTICLE, "2024-04-22")
    assert [author.name for author in work.authors] == ["Élie Allouche"]
    assert work.doi == "10.52358/mm.vi17.392"
    assert work.described_in == f"{SITE}/document/sheet-p-allouche-2024"
    assert TEAM not in every_form(work)
    cited = [
        one
        for summary in catalogue.documents(sorted(found(catalogue))).values()
        for one in described_works(summary, iris=IRIS, public_url=SITE, kinds={})
    ]
    assert len(cited) >= 30
    assert not [one for one in cited if TEAM in [each.name for each in one.authors]]


def test_a_plain_filter_of_sparql_finds_what_the_search_finds(catalogue, graph):
    text = (CORPUS.parent / "docs/how-to/interroger-le-graphe.md").read_text("utf-8")
    blocks = [each.partition("```")[0] for each in text.split("```sparql\n")[1:]]
    query = next(each for each in blocks if "earliestDay" in each)
    rows = Store.read_only(str(graph)).query(query, use_default_graph_as_union=True)
    names = {IRIS.identifier(row["document"].value)[1] for row in rows}
    assert names == IN_2023


def _objects(value):
    """Yield every object of an answer of the API."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def test_the_starter_corpus_conforms(records):
    assert ShapeChecker().check_records(records[::4], IRIS) == []
