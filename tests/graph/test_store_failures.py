"""This test ensures that what the engine raises on damaged files leaves as ours."""

import io
import shutil
from pathlib import Path

import pytest

from graph.errors import QueryFailed, StoreError
from graph.exports import ExportFormat, export_statements
from graph.read_store import ReadStore
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.store_failures import store_failures
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from tests.contracts.catalogue import REFERENCE, record

IRIS = Iris()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.replace_graph("reference", {"essai.ttl": REFERENCE})
    writer.write(record("un"))
    writer.close()
    return folder


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "graph"))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x5A
    path.write_bytes(content)


def spoil_tables(store: Path) -> None:
    """Change the first block of all tables of statements, not of what opening reads."""
    for table in store.glob("*.sst"):
        content = bytearray(table.read_bytes())
        if b"oxversion" in content:
            continue
        content[8] ^= 0x5A
        table.write_bytes(content)


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-*"])
def test_a_store_whose_list_of_files_is_damaged_does_not_open(
    store: Path, name: str
) -> None:
    flip(next(store.glob(name)))
    with pytest.raises(StoreError, match="ne s’ouvre pas") as refused:
        ReadStore(store)
    assert "gtnum library rollback" in refused.value.remedy


def test_damaged_tables_are_told_by_every_way_of_reading(store: Path) -> None:
    spoil_tables(store)
    opened = ReadStore(store)
    with pytest.raises(StoreError, match="ne peut pas être lu"):
        list(opened.quads(None, None, None, None))
    with pytest.raises(StoreError, match="ne peut pas être lu"):
        list(opened.select("document_headings"))
    with pytest.raises(StoreError, match="l’export"):
        export_statements(store, io.BytesIO(), form=ExportFormat.N_QUADS)


def test_workers_tell_damage_from_a_query_that_failed(store: Path) -> None:
    spoil_tables(store)
    service = LocalQueryService(store, IRIS, settings=ServiceSettings(workers=1))
    try:
        with pytest.raises(StoreError, match="gtnum library verify"):
            service.execute("SELECT * { GRAPH ?g { ?s ?p ?o } }")
        flip(store / "CURRENT")
        service.switch(store / ".." / "graph")
        with pytest.raises((StoreError, QueryFailed), match="ne s’ouvre pas"):
            service.execute("SELECT * { GRAPH ?g { ?s ?p ?o } }")
    finally:
        service.close()


def test_a_writer_refuses_to_start_from_damaged_files(
    store: Path, tmp_path: Path
) -> None:
    flip(store / "CURRENT")
    with pytest.raises(StoreError, match="gtnum library verify"):
        GenerationWriter(tmp_path / "next", IRIS, base=store)


def test_a_panic_of_the_engine_is_a_failure_and_all_else_is_left_alone() -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})
    with pytest.raises(StoreError, match="unwrap"), store_failures(Path("graph")):
        raise panic("called unwrap on None")
    with pytest.raises(KeyboardInterrupt), store_failures(Path("graph")):
        raise KeyboardInterrupt
