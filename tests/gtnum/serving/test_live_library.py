"""This test ensures that a service follows its library, first uses and drafts included.

The library is a fake that names a generation; snapshots record what happens to them.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.read_store import ReadStore
from gtnum import wiring
from gtnum.errors import LibraryDamaged
from gtnum.library.library_folder import Library
from gtnum.serving.live_library import LiveLibrary
from gtnum.settings import Settings
from gtnum.wiring import service_parts
from gtnum.wiring.draft_parts import draft_pool
from gtnum.wiring.generation_parts import open_generation
from ontology.model import EntityKind
from search_api.embedders.registry import load_embedder
from search_api.errors import IndexMismatch
from search_api.query import SearchQuery
from search_api.web.services import Knowledge
from tests.gtnum.conftest import Run
from tests.gtnum.serving.fakes import FakeLibrary, FakeQueries, Opened, live
from tests.gtnum.test_curation import decide


def test_each_generation_is_read_ahead_once_and_closed_after() -> None:
    library, opened = FakeLibrary(), Opened()
    services = live(library, opened)
    library.name = "0002"
    assert services.follow()
    assert not services.follow()
    assert services.current().generation == "0002"
    services.close()
    # Close waits for what runs, but begins nothing more: 0002 may not have begun.
    assert opened.events.index("closed 0002") == len(opened.events) - 1
    assert opened.events.count("closed 0001") == 1
    assert len([e for e in opened.events if e.startswith("read")]) <= 2


def test_reading_ahead_delays_neither_start_nor_swap_and_closing_waits_for_it() -> None:
    library, opened = FakeLibrary(), Opened()
    opened.may_end.clear()
    services = live(library, opened)
    assert opened.begun.wait(100)
    library.name = "0002"
    assert services.follow()
    assert services.current().generation == "0002"
    assert opened.events == []
    closer = threading.Thread(target=services.close)
    closer.start()
    closer.join(0.05)
    assert closer.is_alive(), "an index in use is not closed"
    opened.may_end.set()
    closer.join(100)
    assert opened.events.index("read 0001") < opened.events.index("closed 0001")
    assert opened.events[-1] == "closed 0002"


def test_damage_found_late_ends_the_answers_until_a_sound_generation_comes() -> None:
    library, opened = FakeLibrary(), Opened()
    opened.damage = IndexMismatch("/srv/secret/index.faiss a changé")
    opened.may_end.clear()
    services = live(library, opened)
    assert services.current().generation == "0001", "answers begin before the check"
    opened.may_end.set()
    services._served.warming.stop()
    with pytest.raises(LibraryDamaged, match="génération 0001") as refused:
        services.current()
    assert "secret" not in str(refused.value)
    assert "gtnum library rollback" in refused.value.remedy
    opened.damage = None
    library.name = "0002"
    assert services.follow()
    assert services.current().generation == "0002"
    services.close()


def test_a_generation_that_cannot_be_opened_leaves_the_former_one_serving(
    caplog: pytest.LogCaptureFixture,
) -> None:
    library, opened = FakeLibrary(), Opened()
    services = live(library, opened)
    library.name, opened.failure = "0002", LibraryDamaged("un fichier manque")
    assert not services.follow()
    assert services.current().generation == "0001"
    assert "un fichier manque" in caplog.text
    services.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[], LiveLibrary]]:
    """Start the services of the real library of this test, followed by hand."""
    settings = Settings(library=tmp_path / "library")
    pool = draft_pool(settings)
    started: list[LiveLibrary] = []

    def start() -> LiveLibrary:
        embedder = load_embedder(settings.embedder)
        services = LiveLibrary(
            Library(settings.library),
            open_knowledge=lambda generation: open_generation(
                settings, embedder, generation, pool=pool
            ),
            queries=FakeQueries(),  # type: ignore[arg-type]
            poll_seconds=3600,
        )
        started.append(services)
        return services

    yield start
    for services in started:
        services.close()
    pool.close()


@pytest.mark.slow
def test_drafts_are_linked_as_the_generation_was_that_answers(
    gtnum: Run, published: Path, tmp_path: Path, serve: Callable[[], LiveLibrary]
) -> None:
    services = serve()

    def labs(knowledge: Knowledge) -> list[str]:
        draft = "Nous avons travaillé avec le laboratoire ZORGLUB cette année."
        record = knowledge.read_draft(draft.encode(), "brouillon.txt", None)
        found = [m for m in record.mentions if m.kind is EntityKind.LAB]
        return [mention.entity for mention in found]

    former = services.current()
    assert labs(former) == []
    decide(
        tmp_path / "library" / "curation.yaml",
        "decision: add-label; entity: lab:mica; label: ZORGLUB",
    )
    assert gtnum("ingest", published)[0] == 0
    assert services.follow()
    assert labs(services.current()) == ["mica"]
    # A request that began before keeps the names of the generation it answers from.
    assert labs(former) == []


@pytest.mark.slow
def test_what_is_read_ahead_is_all_that_a_first_question_reads_whole(
    gtnum: Run, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    select = ReadStore.select

    def recorded(store: ReadStore, name: str) -> object:
        asked.append(name)
        return select(store, name)

    monkeypatch.setattr(ReadStore, "select", recorded)
    with wiring.knowledge(Settings(library=tmp_path / "library")) as knowledge:
        for use in knowledge.first_uses:
            use()
        assert "entity_labels" in asked
        asked.clear()
        answer = knowledge.searcher.search(SearchQuery("le laboratoire MICA en 2026"))
        assert answer.understood
        assert answer.hits
        assert knowledge.suggest("sobr", 5)
        assert asked == []


def test_a_start_that_fails_closes_the_snapshot() -> None:
    class Refusing(FakeQueries):
        """Serves no generation."""

        def switch(self, store: Path) -> None:
            raise OSError("no process")

    opened = Opened()
    with pytest.raises(OSError, match="no process"):
        LiveLibrary(
            FakeLibrary(),  # type: ignore[arg-type]
            open_knowledge=opened,  # type: ignore[arg-type]
            queries=Refusing(),  # type: ignore[arg-type]
        )
    assert opened.events[-1] == "closed 0001"


def test_closing_releases_all_that_is_left_when_a_part_refuses() -> None:
    class Refusing(FakeQueries):
        """Fails to close."""

        def close(self) -> None:
            raise OSError("no end")

    opened = Opened()
    services = LiveLibrary(
        FakeLibrary(),  # type: ignore[arg-type]
        open_knowledge=opened,  # type: ignore[arg-type]
        queries=Refusing(),  # type: ignore[arg-type]
        release=lambda: opened.events.append("released"),
    )
    with pytest.raises(OSError, match="no end"):
        services.close()
    assert opened.events[-2:] == ["closed 0001", "released"]


@pytest.mark.parametrize("step", ["_queries", "LiveLibrary", "_application"])
def test_an_application_that_cannot_be_made_leaves_nothing_running(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    closed: list[str] = []

    class Part:
        """Anything that is closed at the end."""

        def __init__(self, name: str) -> None:
            self.name = name

        def close(self) -> None:
            closed.append(self.name)

    def refuse(*_: object, **__: object) -> None:
        raise LibraryDamaged("un fichier manque")

    fakes = {
        "library": lambda _: FakeLibrary(),
        "_compare_sizes": lambda _: None,
        "require_base": lambda *_: None,
        "load_embedder": lambda _: None,
        "draft_pool": lambda _: Part("pool"),
        "_queries": lambda *_: Part("queries"),
        "LiveLibrary": lambda *_, **__: Part("services"),
    }
    for name, fake in (fakes | {step: refuse}).items():
        monkeypatch.setattr(service_parts, name, fake)
    with pytest.raises(LibraryDamaged):
        service_parts.application(Settings())
    expected = {
        "_queries": ["pool"],
        "LiveLibrary": ["queries", "pool"],
        "_application": ["services"],
    }
    assert closed == expected[step]
