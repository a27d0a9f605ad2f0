"""This test ensures that a service goes on with what is sound, and says so.

Fakes stand for the library and its generations; ``benchmarks/faults.py`` and
``tests/gtnum/test_faults.py`` damage real ones.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import StoreError
from gtnum.errors import LibraryDamaged, LibraryError
from gtnum.serving.live_library import LiveLibrary
from gtnum.serving.sound_opening import SoundOpening
from search_api.errors import IndexDamaged, IndexMismatch
from search_api.service_condition import ReasonKey
from search_api.web.services import OriginalUnsound
from tests.gtnum.serving.fakes import FakeLibrary, Opened, live

Start = Callable[..., LiveLibrary]


def keys(services: LiveLibrary) -> list[str]:
    return [reason.key.value for reason in services.reasons()]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 100
    while not condition():
        assert time.monotonic() < deadline, "still not true"
        time.sleep(0.01)


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[LiveLibrary] = []

    def make(library: FakeLibrary, opened: Opened, **options: float) -> LiveLibrary:
        started.append(live(library, opened, **options))
        return started[-1]

    yield make
    for services in started:
        services.close()


@pytest.mark.parametrize(
    "failure",
    [
        LibraryDamaged("un fichier manque"),
        StoreError("le graphe ne s’ouvre pas"),
        IndexDamaged("index.faiss a changé"),
        RuntimeError("Corruption: block checksum mismatch"),
        OSError(5, "Input/output error"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_damaged_generation_is_passed_over_at_the_start_and_named(
    start: Start, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    opened = Opened()
    opened.failures["0003"] = failure
    services = start(FakeLibrary("0003", others=("0002", "0001")), opened)
    assert services.current().generation == "0002"
    assert keys(services)[:2] == [
        ReasonKey.GENERATION_BEHIND,
        ReasonKey.GENERATION_SKIPPED,
    ]
    skipped = services.reasons()[1]
    assert skipped.generation == "0003"
    assert "gtnum library verify --all" in skipped.message
    assert "0003 is passed over" in caplog.text


@pytest.mark.parametrize(
    "unfit", [IndexMismatch("un autre modèle"), LibraryError("une autre base")]
)
def test_settings_that_do_not_fit_are_no_damage_to_go_round(
    unfit: Exception, start: Start
) -> None:
    opened = Opened()
    opened.failures["0002"] = unfit
    with pytest.raises(type(unfit)):
        start(FakeLibrary("0002", others=("0001",)), opened)
    # What stands in for a damaged one has to fit too.
    opened.failures |= {"0003": LibraryDamaged("un fichier manque")}
    services = start(FakeLibrary("0003", others=("0002", "0001")), opened)
    assert services.current().generation == "0001"


def test_without_a_sound_generation_the_start_is_refused_with_a_remedy(
    start: Start,
) -> None:
    opened = Opened()
    opened.failure = LibraryDamaged("un fichier manque")
    with pytest.raises(LibraryDamaged, match="aucune génération saine") as refused:
        start(FakeLibrary("0002", others=("0001",)), opened)
    assert "0002, 0001" in refused.value.message
    assert "gtnum library verify --all" in refused.value.remedy


def test_damage_found_while_serving_is_left_behind_without_anybody_doing_anything(
    start: Start,
) -> None:
    opened = Opened()
    opened.may_end.clear()
    opened.damages["0002"] = StoreError("000019.sst a changé")
    library = FakeLibrary("0002", others=("0001",))
    services = start(library, opened)
    assert services.current().generation == "0002"
    assert services.queries.execute("SELECT").endswith("0002/graph")
    opened.may_end.set()
    wait_until(lambda: services._served.knowledge.generation == "0001")
    assert services.current().generation == "0001"
    assert services.queries.execute("SELECT").endswith("0001/graph")
    assert ReasonKey.GENERATION_SKIPPED in keys(services)
    # It is not opened again until somebody publishes.
    assert not services.follow()
    assert opened.tries == ["0002", "0001"]
    library.published_times, opened.damages = 1, {}
    assert services.follow()
    assert services.current().generation == "0002"
    assert keys(services) == []


def test_where_nothing_is_sound_nothing_is_answered_sparql_included(
    start: Start,
) -> None:
    opened = Opened()
    opened.damage = IndexDamaged("index.faiss a changé")
    services = start(FakeLibrary("0001"), opened)
    wait_until(lambda: "checked 0001" in opened.events)
    services._served.warming.stop()
    with pytest.raises(LibraryDamaged, match="génération 0001"):
        services.current()
    with pytest.raises(LibraryDamaged, match="génération 0001"):
        services.queries.execute("SELECT")


def test_what_cannot_be_opened_is_tried_again_ever_more_rarely() -> None:
    opened, library, now = Opened(), FakeLibrary("0001"), [0.0]
    opening = SoundOpening(library, opened, clock=lambda: now[0])  # type: ignore[arg-type]
    assert opening.first().generation == "0001"
    library.name, library.others = "0002", ("0001",)
    opened.failures["0002"] = LibraryDamaged("un fichier manque")
    opened.tries.clear()
    for second in range(60):
        now[0] = float(second)
        assert opening.next("0001") is None
    assert 4 <= opened.tries.count("0002") <= 7
    assert opening.published == "0002"
    assert [one.name for one in opening.passed_over] == ["0002"]
    del opened.failures["0002"]
    now[0] += 60
    found = opening.next("0001")
    assert found is not None
    assert found.generation == "0002"
    assert opening.passed_over == ()


def test_a_pointer_that_names_nothing_leaves_the_service_as_it_is(
    start: Start,
) -> None:
    library, opened = FakeLibrary("0001"), Opened()
    services = start(library, opened)
    library.name, library.others = "", ("0001",)
    assert not services.follow()
    assert services.current().generation == "0001"
    assert keys(services) == [ReasonKey.POINTER_DAMAGED]
    library.name = "0001"
    assert not services.follow()
    assert keys(services) == []


class PanicException(BaseException):
    """As extensions in Rust raise it: no ``Exception``."""


@pytest.mark.parametrize("unexpected", [TypeError("a bug"), PanicException("unwrap")])
def test_nothing_ends_the_watcher(
    start: Start, caplog: pytest.LogCaptureFixture, unexpected: BaseException
) -> None:
    library, opened = FakeLibrary("0001"), Opened()
    services = start(library, opened, poll_seconds=0.01)
    opened.failures["0002"] = unexpected
    library.name = "0002"
    wait_until(lambda: ReasonKey.WATCHER_FAILING in keys(services))
    assert "generation-watcher goes on after" in caplog.text
    assert services.current().generation == "0001"
    library.name = "0003"
    wait_until(lambda: services.current().generation == "0003")
    wait_until(lambda: keys(services) == [])


def test_what_warms_or_checks_badly_is_told(start: Start) -> None:
    opened = Opened()
    opened.damages["0001"] = RuntimeError("foreign")
    services = start(FakeLibrary("0001"), opened)
    wait_until(lambda: ReasonKey.CHECK_FAILED in keys(services))
    assert services.current().generation == "0001"
    opened.uses.append(lambda: 1 // 0)
    services = start(FakeLibrary("0002"), opened)
    wait_until(lambda: keys(services) == [ReasonKey.WARM_UP_FAILED])


def test_a_damaged_original_is_told_and_not_given(start: Start, tmp_path: Path) -> None:
    services = start(FakeLibrary("0001", root=tmp_path), Opened())
    content = b"Un texte."
    sha256 = hashlib.sha256(content).hexdigest()
    path = tmp_path / "files" / sha256[:2] / sha256
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert services.original(sha256) == path
    assert services.original_problem(sha256) == ""
    path.write_bytes(b"Un texte changed.")
    with pytest.raises(OriginalUnsound):
        services.original(sha256)
    assert services.original_problem(sha256) == "a changé de contenu"
    assert services.original("0" * 64) is None


def test_what_cannot_be_read_any_more_has_everything_compared_again(
    start: Start,
) -> None:
    opened = Opened()
    services = start(FakeLibrary("0002", others=("0001",)), opened)
    wait_until(lambda: "checked 0002" in opened.events)
    # Found whole by its check, and damaged since.
    opened.damages["0002"] = StoreError("000019.sst a changé")
    assert services.current().generation == "0002"
    services.doubt()
    wait_until(lambda: services._served.knowledge.generation == "0001")
    assert ReasonKey.GENERATION_SKIPPED in keys(services)


def test_doubts_do_not_keep_the_disk_busy(start: Start) -> None:
    opened = Opened()
    services = start(FakeLibrary("0001"), opened)
    wait_until(lambda: "checked 0001" in opened.events)
    for _ in range(5):
        services.doubt()
    wait_until(lambda: opened.events.count("checked 0001") == 2)
    services.close()
    assert opened.events.count("checked 0001") == 2
