"""This test ensures that a library moves whole to another base, or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gtnum.errors import LibraryError
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from gtnum.wiring import application, ingestion

Run = Callable[..., tuple[int, str, str]]
OLD = "https://gtnum.example/"
NEW = "https://donnees.example.org/gtnum/"


@pytest.fixture
def library(gtnum: Run, published: Path, tmp_path: Path) -> Path:
    return tmp_path / "library"


def settings_at(library: Path, base: str) -> Settings:
    return Settings(
        library=library,
        base_iri=base,
        _env_file=None,  # type: ignore[call-arg]
    )


def test_a_library_moves_whole(
    library: Path, gtnum: Run, documents: Path, tmp_path: Path
) -> None:
    code, said, _ = gtnum("rebase", NEW)
    assert code == 0
    assert "0002" in said
    assert f"GTNUM_BASE_IRI={NEW}" in said
    generations = Library(library).generations()
    before, after = (each.manifest for each in generations)
    assert after.base_iri == NEW
    assert after.counts["documents"] == before.counts["documents"] == 3
    assert after.counts["passages"] == before.counts["passages"]
    generations[1].verify()

    # Nothing that is not a text still names the old base.
    for path in generations[1].folder.rglob("*"):
        if path.is_file() and "graph" not in path.parts and path.suffix != ".gz":
            assert f"{OLD}id/".encode() not in path.read_bytes(), path
    exported = tmp_path / "all.nq"
    gtnum("export", exported)
    text = exported.read_text("utf-8")
    assert f"<{OLD}id/" not in text
    assert f"<{OLD}graph/" not in text
    assert f"<{NEW}id/document/fiche-aeson>" in text
    assert f"<{OLD}ontology#Document>" in text

    # The moved library answers, and what was read stays read.
    settings = settings_at(library, NEW)
    with TestClient(application(settings), follow_redirects=False) as client:
        hit = client.get("/search", params={"q": "sobriété"}).json()["hits"][0]
        assert hit["document"]["iri"] == f"{NEW}id/document/fiche-aeson"
        seen = client.get("/id/document/fiche-aeson", headers={"accept": "text/turtle"})
        data = client.get(seen.headers["location"]).text
        assert f"{NEW}id/document/fiche-aeson" in data
        query = f"ASK {{ <{NEW}id/lab/techne> ?p ?o }}"
        assert client.get("/sparql", params={"query": query}).json()["boolean"]
    again = ingestion(settings).run(
        documents, "notes", remove_vanished=False, progress=lambda _: None
    )
    assert again.generation is None


def test_a_service_with_the_old_base_refuses_the_moved_library(
    library: Path, gtnum: Run, documents: Path
) -> None:
    gtnum("rebase", NEW)
    with pytest.raises(LibraryError, match=NEW) as refused:
        application(settings_at(library, OLD))
    assert f"GTNUM_BASE_IRI={NEW}" in refused.value.remedy
    code, _, said = gtnum("ingest", documents, "--collection", "autre")
    assert code == 3
    assert "gtnum rebase" in said


def test_nonsense_moves_nothing(library: Path, gtnum: Run) -> None:
    nonsense = ("gtnum", "https://a.example", OLD, f"{OLD}id/x/", "https://a/?x/")
    for base in nonsense:
        code, _, said = gtnum("rebase", base)
        assert code in (2, 3), base
        assert "Erreur" in said
    assert [each.name for each in Library(library).generations()] == ["0001"]


def test_there_must_be_a_library(gtnum: Run) -> None:
    code, _, said = gtnum("rebase", NEW)
    assert code == 3
    assert "gtnum ingest" in said
