"""This test ensures that the wiring passes on settings, and nothing else.

What it opens is replaced by ``Noted``, which keeps what each part was given.
"""

import os
import sys
from contextlib import nullcontext
from datetime import datetime
from types import SimpleNamespace

import pytest

from gtnum.errors import LibraryError
from gtnum.library.generation import FileRecord
from gtnum.library.generation_choice import Choice
from gtnum.settings import Settings
from gtnum.wiring import (
    base_change_parts,
    deposit_parts,
    draft_parts,
    generation_parts,
    harvest_parts,
    ingest_parts,
    publication_parts,
    service_parts,
    shared_parts,
)
from ingest.draft_pages import PageFetcher
from ingest.errors import DraftAddressRefused
from ontology.iris import DEFAULT_BASE, Iris
from search_api.indexer import READ_AT_OPENING
from search_api.web.services import AddressesClosed

OTHER = "https://donnees.example.org/gtnum/"


class Noted:
    """Parts by name, in place of real ones."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch
        self.given = {}
        self.calls = []

    def replace(self, module, *names):
        for name in names:
            self.monkeypatch.setattr(module, name, self.part(name))

    def part(self, name):
        def make(*arguments, **options):
            self.given[name] = (arguments, options)

            def call(method):
                def note(*given):
                    self.calls.append((name, method, *given))

                return note

            methods = ("start", "wake", "close", "load_reference", "curate", "add")
            methods += ("remove", "suggest", "search", "prune", "kinds")
            methods += ("begin", "finish", "halt", "begin_again", "warm_up", "doubt")
            methods += ("answer", "entities")
            return SimpleNamespace(
                made=name,
                name=f"name of {name}",
                words="words",
                vectors="vectors",
                second_look="second look",
                written="written",
                dimension=3,
                fingerprint="print",
                is_done=False,
                spoiled={},
                counts=lambda: {"documents": 1},
                documents=lambda names: {"a": 1},
                **{method: call(method) for method in methods},
            )

        return make


@pytest.fixture
def noted(monkeypatch):
    return Noted(monkeypatch)


def settings(tmp_path, **given):
    return Settings(_env_file=None, library=tmp_path, **given)


@pytest.fixture
def decided(noted, tmp_path):
    """Decisions of nobody, in a file that need not exist."""
    made = SimpleNamespace(
        path=tmp_path / "curation.yaml",
        facts=("fact",),
        digest="d",
        linking_digest="l",
        curation=SimpleNamespace(of=lambda *_: ()),
        named_documents=lambda: {"a": None},
        require_documents=lambda known: noted.calls.append(("required", known)),
    )
    noted.monkeypatch.setattr(ingest_parts, "curation", lambda settings: made)
    noted.monkeypatch.setattr(
        ingest_parts, "known_persons", lambda base, decided: f"persons of {base}"
    )
    noted.monkeypatch.setattr(
        ingest_parts,
        "reference_versions",
        lambda base, decided: {"reference": base, "curation": "d"},
    )
    return made


def building(tmp_path, *, base=DEFAULT_BASE, versions=None, has_parent=True):
    folder = tmp_path / "generations" / ".0002"
    folder.mkdir(parents=True, exist_ok=True)
    manifest = SimpleNamespace(base_iri=base, versions=versions or {})
    parent = SimpleNamespace(manifest=manifest, graph="old graph", indexes="old")
    return SimpleNamespace(
        name="0002", folder=folder, parent=parent if has_parent else None
    )


@pytest.mark.parametrize(("given", "seconds"), [({}, 30), ({"patience_seconds": 0}, 0)])
def test_an_ingest_waits_half_a_minute_for_another(
    noted, decided, tmp_path, given, seconds
):
    noted.replace(ingest_parts, "library", "Ingestion")
    made = settings(tmp_path, keep_generations=7)
    assert ingest_parts.ingestion(made, **given).made == "Ingestion"
    assert noted.given["library"] == ((made,), {"patience_seconds": seconds})
    assert noted.given["Ingestion"][1]["keep_generations"] == 7


@pytest.mark.parametrize(
    ("versions", "is_outdated"),
    [
        ({"reference": DEFAULT_BASE, "curation": "d"}, False),
        ({"reference": DEFAULT_BASE, "curation": "d", "gtnum": "0"}, False),
        ({"reference": DEFAULT_BASE, "curation": "x"}, True),
        ({"reference": "x", "curation": "d"}, True),
        ({"reference": DEFAULT_BASE}, True),
    ],
)
def test_a_generation_with_other_reference_data_is_made_anew(
    noted, decided, tmp_path, versions, is_outdated
):
    noted.replace(ingest_parts, "Ingestion", "GenerationWriter")
    ingest_parts.ingestion(settings(tmp_path))
    options = noted.given["Ingestion"][1]
    now = building(tmp_path, versions=versions)
    assert options["needs_renewal"](now) is is_outdated
    assert not options["needs_renewal"](building(tmp_path, has_parent=False))
    options["makers"].graph(now)
    loaded = [call[1] for call in noted.calls]
    assert loaded == (["load_reference", "curate"] if is_outdated else [])


def test_the_first_graph_starts_from_the_reference_data(noted, decided, tmp_path):
    noted.replace(ingest_parts, "GenerationWriter")
    now = building(tmp_path, has_parent=False)
    made = ingest_parts.makers(settings(tmp_path, dumps=True), decided).graph(now)
    assert made.made == "GenerationWriter"
    (folder, _), options = noted.given["GenerationWriter"]
    assert (folder, options["base"]) == (now.folder / "graph", None)
    assert options["provenance"].generation == "0002"
    assert options["provenance"].software.startswith("gtnum ")
    assert options["release"].dumps == now.folder / "dumps"
    assert options["persons"] == f"persons of {DEFAULT_BASE}"
    assert noted.calls[-1][1:] == ("curate", ("fact",))
    assert not (now.folder / "curation.yaml").exists()


def test_decisions_are_copied_and_dumps_may_be_switched_off(noted, decided, tmp_path):
    noted.replace(ingest_parts, "GenerationWriter")
    decided.path.write_text("décisions", "utf-8")
    now = building(tmp_path)
    ingest_parts.index_makers(settings(tmp_path, dumps=False)).graph(now)
    options = noted.given["GenerationWriter"][1]
    assert (options["base"], options["release"].dumps) == ("old graph", None)
    assert (now.folder / "curation.yaml").read_text("utf-8") == "décisions"


def test_a_library_with_another_base_is_not_written(decided, tmp_path):
    now = building(tmp_path, base=OTHER)
    with pytest.raises(LibraryError, match=OTHER) as refusal:
        ingest_parts.makers(settings(tmp_path), decided).graph(now)
    assert f"gtnum rebase {DEFAULT_BASE}" in refusal.value.remedy
    assert f"GTNUM_BASE_IRI={OTHER}" in refusal.value.remedy


def test_indexes_go_on_from_the_parent_or_start_empty(noted, decided, tmp_path):
    noted.replace(ingest_parts, "SearchIndexWriter", "load_embedder")
    made, now = settings(tmp_path), building(tmp_path)
    first = building(tmp_path, has_parent=False)
    previous = []
    for maker, where in (
        (ingest_parts.makers(made, decided), now),
        (ingest_parts.makers(made, decided), first),
        (ingest_parts.index_makers(made), now),
    ):
        assert maker.indexes(where).made == "SearchIndexWriter"
        arguments, options = noted.given["SearchIndexWriter"]
        previous.append(arguments[0])
    assert previous == ["old", None, None]
    assert options["kind"] == "faiss-flat"
    assert options["lexical_kind"] == "tantivy-french"
    assert options["workspace"] == now.folder


def test_the_manifest_tells_model_versions_and_counts(noted, decided, tmp_path):
    noted.replace(ingest_parts, "load_embedder", "EmbeddedCatalogue")
    now = building(tmp_path)
    facts = ingest_parts.makers(settings(tmp_path), decided).describe(now)
    assert facts == ingest_parts.index_makers(settings(tmp_path)).describe(now)
    assert facts["base_iri"] == DEFAULT_BASE
    assert facts["embedder"] == {
        "name": "name of load_embedder",
        "dimension": 3,
        "fingerprint": "print",
    }
    assert facts["counts"] == {"documents": 1}
    assert facts["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert facts["versions"]["curation"] == "d"
    assert ("required", {"a": 1}) in noted.calls
    assert noted.given["EmbeddedCatalogue"][0][0] == now.folder / "graph"


@pytest.mark.parametrize("megabytes", [0, 1])
def test_readings_are_pruned_only_where_something_is_written(
    noted, decided, tmp_path, megabytes
):
    noted.replace(ingest_parts, "Ingestion", "Pipeline", "linker", "reading_options")
    noted.monkeypatch.setattr(
        ingest_parts,
        "reading_cache",
        lambda settings: noted.part("cache")() if settings.reading_cache_mb else None,
    )
    made = settings(tmp_path, reading_cache_mb=megabytes, reading_workers=1)
    ingest_parts.ingestion(made)
    pipeline = noted.given["Ingestion"][1]["pipeline"]
    assert pipeline((), "ledger").made == "Pipeline"
    assert noted.calls == []
    pipeline(("sink",), "ledger")
    assert noted.calls == ([("cache", "prune")] if megabytes else [])
    options = noted.given["Pipeline"][1]
    assert (options["ledger"], options["workers"]) == ("ledger", 1)
    assert len(options["sinks"]) == 1
    assert options["withdrawn"] == frozenset()
    assert options["linking"].endswith(":l")


def test_a_move_writes_a_graph_from_the_moved_one(noted, tmp_path):
    noted.replace(base_change_parts, "GenerationWriter", "EmbeddedCatalogue")
    now = building(tmp_path)
    for dumps in (True, False):
        parts = base_change_parts.moving_parts(settings(tmp_path, dumps=dumps))
        parts.graph(now, Iris(OTHER), tmp_path / "moved")
        options = noted.given["GenerationWriter"][1]
        assert options["base"] == tmp_path / "moved"
        assert options["release"].dumps == (now.folder / "dumps" if dumps else None)
    assert parts.counts(tmp_path, Iris(OTHER)) == {"documents": 1}
    assert parts.fingerprint(DEFAULT_BASE) != parts.fingerprint(OTHER)


@pytest.mark.parametrize(
    ("contact", "public", "agent"),
    [
        ("", "", ""),
        ("", "https://gtnum.fr", " (+https://gtnum.fr)"),
        ("mailto:a@b.fr", "https://gtnum.fr", " (+mailto:a@b.fr)"),
    ],
)
def test_a_harvest_is_as_polite_as_the_settings(
    noted, tmp_path, contact, public, agent
):
    noted.replace(harvest_parts, "Harvests", "Fetcher")
    harvest_parts.harvests(
        settings(
            tmp_path,
            harvest_contact=contact,
            public_url=public,
            harvest_seconds=7,
            harvest_longest_wait_seconds=8,
            harvest_delay_seconds=9,
            reading_max_file_mb=3,
        )
    )
    (root, fetcher), _ = noted.given["Harvests"]
    assert root == tmp_path / "harvests"
    assert fetcher().made == "Fetcher"
    (_, limits), options = noted.given["Fetcher"]
    assert (limits.size_bytes, limits.seconds) == (3_000_000, 7)
    assert (limits.longest_wait, options["delay"]) == (8, 9)
    assert options["agent"].startswith("gtnum/")
    assert options["agent"].partition(" ")[1:] == agent.partition(" ")[1:]


def test_a_desk_starts_a_worker_of_this_very_service(noted, tmp_path):
    noted.replace(deposit_parts, "WorkerSteward")
    made = settings(tmp_path)
    desk = deposit_parts.deposit_desk(made)
    assert desk.can_fetch
    assert not desk.is_open
    (command, environment, has_work), _ = noted.given["WorkerSteward"]
    assert command[:2] == [sys.executable, "-m"]
    assert command[2:5] == ["gtnum.cli", "deposits", "work"]
    assert command[5:] == ["--parent", str(os.getpid())]
    assert environment["GTNUM_LIBRARY"] == str(tmp_path)
    assert not has_work()
    assert not (tmp_path / "deposits").exists()
    waiting = tmp_path / "deposits" / "tasks" / "open"
    waiting.mkdir(parents=True)
    (waiting / "task.json").write_bytes(b"")
    assert has_work()
    desk.close()
    assert [call[1] for call in noted.calls] == ["start", "close"]


@pytest.mark.parametrize("public", ["", "https://gtnum.fr"])
def test_a_worker_reads_without_patience_and_fetches_within_limits(
    noted, tmp_path, public
):
    noted.replace(deposit_parts, "DepositWorker", "ingestion", "public_fetch")
    made = settings(tmp_path, reading_max_file_mb=3, public_url=public)
    assert deposit_parts.deposit_worker(made).made == "DepositWorker"
    options = noted.given["DepositWorker"][1]
    assert options["publisher"]().made == "ingestion"
    assert noted.given["ingestion"] == ((made,), {"patience_seconds": 0})
    fetch = noted.given["public_fetch"][1]
    assert fetch["size_bytes"] == 3_000_000
    assert fetch["agent"].endswith(f" (+{public})" if public else "")
    assert ("(" in fetch["agent"]) == bool(public)


def published(tmp_path, base=DEFAULT_BASE):
    manifest = SimpleNamespace(
        base_iri=base,
        files={"dumps/gtnum.nq.gz": FileRecord(5, "ab")},
        created_at="2026-11-24T08:30:59+00:00",
        counts={"documents": 1},
    )
    return SimpleNamespace(
        name="0002",
        folder=tmp_path / "0002",
        graph=tmp_path / "0002" / "graph",
        indexes=tmp_path / "0002",
        manifest=manifest,
        seal=b"seal",
        verify=lambda *, with_checksums: None if not with_checksums else 1 / 0,
    )


def shelve(noted, generation):
    """Make a generation the published one of the library, and sound."""
    shelf = SimpleNamespace(
        root="library",
        choose=lambda *_: Choice(generation),
        published_or_none=lambda: generation.name,
    )
    for parts in (service_parts, shared_parts):
        noted.monkeypatch.setattr(parts, "library", lambda settings: shelf)


def test_only_files_that_were_made_are_to_download(tmp_path):
    found = publication_parts.downloads(published(tmp_path))
    assert list(found) == ["gtnum.nq.gz"]
    one = found["gtnum.nq.gz"]
    assert one.path == tmp_path / "0002" / "dumps" / "gtnum.nq.gz"
    assert (one.size_bytes, one.sha256) == (5, "ab")


def test_a_generation_is_served_under_its_own_base(tmp_path):
    made = settings(tmp_path)
    publication_parts.require_base(made, published(tmp_path))
    with pytest.raises(LibraryError, match=OTHER) as refusal:
        publication_parts.require_base(made, published(tmp_path, OTHER))
    assert f"gtnum rebase {DEFAULT_BASE}" in refusal.value.remedy


def test_what_describes_is_bounded_and_names_the_endpoint(noted, tmp_path):
    made = settings(tmp_path, sparql_max_answer_mb=3, public_url="https://gtnum.fr/")
    noted.monkeypatch.setattr(
        publication_parts,
        "ServiceDescription",
        lambda endpoint, iris, *, described: SimpleNamespace(serialize=endpoint),
    )
    noted.replace(publication_parts, "EmbeddedResources")
    one = published(tmp_path)
    assert publication_parts.described(made, one) == "https://gtnum.fr/sparql"
    assert publication_parts.resources(made, one).made == "EmbeddedResources"
    assert noted.given["EmbeddedResources"][1] == {"limit_bytes": 3_000_000}


@pytest.mark.parametrize(("most", "seconds"), [(60, 10), (5, 5)])
def test_queries_have_the_limits_of_the_settings(noted, tmp_path, most, seconds):
    noted.replace(service_parts, "LocalQueryService")
    shelve(noted, published(tmp_path))
    made = settings(
        tmp_path,
        sparql_workers=3,
        sparql_seconds=10,
        sparql_max_seconds=most,
        sparql_trusted_seconds=700,
        sparql_memory_mb=4,
        sparql_max_answer_mb=2,
    )
    assert service_parts.query_service(made).made == "LocalQueryService"
    arguments, options = noted.given["LocalQueryService"]
    assert arguments[0] == tmp_path / "0002" / "graph"
    found = options["settings"]
    assert (found.workers, found.timeout_seconds) == (3, seconds)
    assert (found.maximum_seconds, found.trusted_seconds) == (most, 700)
    assert (found.memory_bytes, found.limit_bytes) == (4_000_000, 2_000_000)
    assert options["search"] is options["vectors"]


def test_the_application_has_the_limits_of_the_settings(noted, tmp_path):
    names = ("load_embedder", "draft_pool", "LocalQueryService", "LiveLibrary")
    noted.replace(service_parts, *names, "create_app", "deposit_desk")
    shelve(noted, published(tmp_path))
    made = settings(tmp_path, upload_max_mb=3, reading_max_file_mb=4)
    assert service_parts.application(made).made == "create_app"
    (services, web, desk), _ = noted.given["create_app"]
    assert (services.made, desk.made) == ("LiveLibrary", "deposit_desk")
    assert (web.max_draft_bytes, web.max_deposit_bytes) == (3_000_000, 4_000_000)
    assert web.public_url == "http://127.0.0.1:8000"
    assert (web.oai_admin_email, web.embed_ancestors) == ("contact@gtnum.example", ())
    # What runs is the application's now: nothing of it is closed.
    assert noted.calls == []


def test_an_application_over_another_base_starts_nothing(noted, tmp_path):
    noted.replace(service_parts, "load_embedder", "draft_pool")
    shelve(noted, published(tmp_path, OTHER))
    with pytest.raises(LibraryError, match=OTHER):
        service_parts.application(settings(tmp_path))
    assert noted.given == {}


def test_shapes_are_checked_under_the_base_of_the_settings(noted, tmp_path):
    class Checker:
        """Finds one fault."""

        def check_store(self, graph, iris):
            yield (graph, iris.base)

    noted.monkeypatch.setattr(service_parts, "ShapeChecker", Checker)
    one = published(tmp_path)
    found = service_parts.violations(settings(tmp_path, base_iri=OTHER), one)
    assert found == [(one.graph, OTHER)]


def test_knowledge_is_closed_whatever_happens(noted, tmp_path):
    noted.replace(service_parts, "load_embedder", "open_generation")
    shelve(noted, published(tmp_path))
    opened = service_parts.knowledge(settings(tmp_path))
    assert opened.__enter__().made == "open_generation"
    assert noted.calls == []
    assert not opened.__exit__(KeyError, KeyError(), None)
    assert noted.calls == [("open_generation", "close")]


def test_documents_come_in_order_with_their_mentions(noted, tmp_path):
    catalogue = SimpleNamespace(
        document_identifiers=lambda restriction: {"b", "a"},
        passages_of=lambda name: [f"{name}.0"],
    )
    entities = SimpleNamespace(mentions=lambda name: [f"mention in {name}"])
    shelve(noted, published(tmp_path))
    for name, part in (
        ("EmbeddedCatalogue", lambda *_: catalogue),
        ("EmbeddedEntities", lambda *_: entities),
    ):
        noted.monkeypatch.setattr(service_parts, name, part)
    found = list(service_parts.linked_documents(settings(tmp_path)))
    assert [each.passages for each in found] == [["a.0"], ["b.0"]]
    assert found[0].mentions == ["mention in a"]


PARTS = ("EmbeddedCatalogue", "EmbeddedEntities", "OpenIndexes", "published_linker")
PARTS += ("Suggester", "Searcher", "Related", "PassageSearch", "QuestionReader")
PARTS += ("Speller", "described", "resources")  # the quick model is kept for all
PARTS += ("EmbeddedFactQueries", "FactAnswerer", "AnsweringSearcher")
PARTS += ("GenerationCheck",)


def test_a_generation_opens_all_that_answers_and_closes_it(noted, tmp_path):
    noted.replace(generation_parts, *PARTS)
    searches = noted.part("searches")()
    embedder = SimpleNamespace(name="vif")
    one = published(tmp_path)
    opened = generation_parts.open_generation(
        settings(tmp_path, related_paragraphs=7), embedder, one, searches=searches
    )
    assert (opened.generation, opened.embedder_name) == ("0002", "vif")
    assert opened.published_at == datetime.fromisoformat("2026-11-24T08:30:59+00:00")
    assert opened.searcher.made == "AnsweringSearcher"
    (inner, answerer), _ = noted.given["AnsweringSearcher"]
    assert (inner.made, answerer.made) == ("Searcher", "FactAnswerer")
    assert opened.related.made == "Related"
    assert noted.given["Related"][1]["most_asked"] == 7
    assert opened.counts == {"documents": 1}
    assert list(opened.downloads) == ["gtnum.nq.gz"]
    assert not opened.was_withdrawn("a")
    begun, (_, method, store, own) = noted.calls
    assert begun == ("GenerationCheck", "begin", READ_AT_OPENING)
    assert noted.given["OpenIndexes"][1] == {"with_checksums": False}
    assert (method, store, own.made) == ("add", one.graph, "PassageSearch")
    noted.calls.clear()
    for use in opened.first_uses:
        use()
    assert [call[:2] for call in noted.calls] == [
        ("EmbeddedEntities", "kinds"),
        ("AnsweringSearcher", "search"),
        ("Suggester", "suggest"),
        ("FactAnswerer", "warm_up"),
    ]
    noted.calls.clear()
    assert not opened.is_checked()
    assert opened.spoiled() == {}
    opened.check()
    opened.halt()
    opened.close()
    assert noted.calls == [
        ("GenerationCheck", "finish"),
        ("GenerationCheck", "halt"),
        ("searches", "remove", one.graph),
        ("OpenIndexes", "close"),
    ]


def test_without_searches_only_the_indexes_are_closed(noted, tmp_path):
    noted.replace(generation_parts, *PARTS)
    opened = generation_parts.open_generation(
        settings(tmp_path),
        SimpleNamespace(name="vif"),
        published(tmp_path),
        is_verified=True,
    )
    assert opened.is_checked()
    opened.close()
    # Nothing is compared twice.
    assert noted.calls == [("OpenIndexes", "close")]


@pytest.mark.parametrize("has_pool", [True, False])
def test_a_draft_is_read_and_linked_with_the_pool_at_hand(noted, tmp_path, has_pool):
    noted.replace(generation_parts, *PARTS)
    read, made = [], []

    def read_draft(content, *, name, media_type, pool):
        read.append((content, name, media_type, pool))
        return SimpleNamespace(
            document="document", passages=("passage",), hyperlinks=("link",)
        )

    def draft_pool(settings):
        made.append(settings)
        return nullcontext("new")

    for name, part in (
        ("read_draft", read_draft),
        ("draft_pool", draft_pool),
        ("DocumentRecord", lambda *parts: parts),
    ):
        noted.monkeypatch.setattr(draft_parts, name, part)
    noted.monkeypatch.setattr(
        generation_parts,
        "published_linker",
        lambda *_: lambda document, passages: ["mention"],
    )
    opened = generation_parts.open_generation(
        settings(tmp_path),
        SimpleNamespace(name="vif"),
        published(tmp_path),
        pool="shared" if has_pool else None,
    )
    found = opened.read_draft(b"texte", "a.md", None)
    assert found == ("document", ("passage",), ("mention",), ("link",))
    assert read == [(b"texte", "a.md", None, "shared" if has_pool else "new")]
    assert len(made) == (0 if has_pool else 1)


def test_one_process_reads_drafts_with_the_limits_of_the_corpus(noted, tmp_path):
    noted.replace(draft_parts, "ReaderPool", "reading_options")
    made = settings(tmp_path, reading_max_file_mb=3)
    assert draft_parts.draft_pool(made).made == "ReaderPool"
    (limits,), options = noted.given["ReaderPool"]
    assert (limits.size_bytes, options["workers"]) == (3_000_000, 1)


@pytest.mark.parametrize("is_open", [True, False])
def test_pages_are_fetched_only_where_the_settings_say_so(noted, tmp_path, is_open):
    given = []

    class Fetching(PageFetcher):
        def __init__(self, **options):
            given.append(options)
            super().__init__(**options)

    noted.monkeypatch.setattr(draft_parts, "PageFetcher", Fetching)
    made = settings(
        tmp_path, related_addresses=is_open, upload_max_mb=3, harvest_contact="a@b.c"
    )
    fetch = draft_parts.fetched_pages(made)
    error = DraftAddressRefused if is_open else AddressesClosed
    with pytest.raises(error) as refused:
        fetch("http://127.0.0.1:8000/health")
    assert refused.value.remedy
    assert [options["size_bytes"] for options in given] == [3_000_000] * is_open
    assert all(options["agent"].endswith(" (+a@b.c)") for options in given)
