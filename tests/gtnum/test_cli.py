"""This test ensures that every command does its work and says what went wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]


def test_ingest_reports_every_file_and_publishes(gtnum: Run, documents: Path) -> None:
    (documents / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    code, output, _ = gtnum("ingest", documents, "--json")
    report = json.loads(output)
    assert code == 0
    assert report["generation"] == "0001"
    states = {source["uri"]: source["state"] for source in report["sources"]}
    assert states == {
        "notes/aeson.md": "ok",
        "notes/billet.html": "ok",
        "notes/forges.md": "ok",
        "notes/image.png": "unsupported",
    }


def test_a_second_run_changes_nothing(gtnum: Run, published: Path) -> None:
    code, output, _ = gtnum("ingest", published, "--json")
    report = json.loads(output)
    assert code == 0
    assert report["generation"] is None
    assert report["states"] == {"unchanged": 3}


def test_changed_and_vanished_files_are_followed(gtnum: Run, published: Path) -> None:
    (published / "forges.md").unlink()
    note = published / "aeson.md"
    note.write_text(note.read_text("utf-8") + "\nUn quasar pulse.\n", "utf-8")
    code, output, _ = gtnum("ingest", published, "--remove-vanished", "--json")
    assert code == 0
    assert json.loads(output)["states"] == {"ok": 1, "unchanged": 1, "removed": 1}
    _, found, _ = gtnum("search", "quasar", "--json")
    hits = json.loads(found)["hits"]
    assert hits[0]["document"]["id"] == "fiche-aeson"
    _, found, _ = gtnum("search", "forges logicielles", "--mode", "words", "--json")
    assert json.loads(found)["hits"] == []


def test_a_failed_document_gives_exit_code_1(gtnum: Run, documents: Path) -> None:
    (documents / "vide.pdf").write_bytes(b"")
    (documents / "abime.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    code, output, _ = gtnum("ingest", documents, "--json")
    report = json.loads(output)
    assert code == 1
    assert report["generation"] == "0001"
    assert report["totals"]["failed"] == 2


def test_a_dry_run_writes_nothing(gtnum: Run, documents: Path, tmp_path: Path) -> None:
    code, output, _ = gtnum("ingest", documents, "--dry-run")
    assert code == 0
    assert "Ce qui serait fait" in output
    assert not (tmp_path / "library").exists()


def test_the_model_that_ships_as_default_reads_and_finds(
    gtnum: Run, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GTNUM_EMBEDDER")
    assert gtnum("ingest", documents)[0] == 0
    _, listed, _ = gtnum("search", "les adolescents", "--mode", "vectors", "--json")
    assert json.loads(listed)["hits"][0]["document"]["title"] == "Émotions en ligne"


def test_search_finds_a_ligature_by_plain_letters(gtnum: Run, published: Path) -> None:
    code, output, _ = gtnum("search", "aeson")
    assert code == 0
    assert "1. Fiche descriptive : ÆSON : sobriété numérique" in output


def test_related_finds_the_works_near_a_draft(gtnum: Run, published: Path) -> None:
    draft = published.parent / "brouillon.txt"
    draft.write_text(
        "Réparer une tablette plutôt que la remplacer : la sobriété à l’école.",
        "utf-8",
    )
    code, output, _ = gtnum("related", draft, "--json")
    assert code == 0
    assert json.loads(output)["documents"][0]["document"]["id"] == "fiche-aeson"


def test_sparql_answers_and_explains_a_slip(gtnum: Run, published: Path) -> None:
    code, _, errors = gtnum("sparql", "SELECT * { ?s ?p }")
    assert code == 2
    assert "ligne 1" in errors


def test_library_list_verify_rollback_prune(gtnum: Run, published: Path) -> None:
    (published / "aeson.md").unlink()
    gtnum("ingest", published, "--remove-vanished")
    _, output, _ = gtnum("library", "list", "--json")
    rows = json.loads(output)
    assert [row["documents"] for row in rows] == [3, 2]
    assert [row["published"] for row in rows] == [False, True]
    assert "0001" in gtnum("library", "rollback")[1]
    assert "intacts" in gtnum("library", "verify")[1]
    assert "aucune" in gtnum("library", "prune")[1]


def test_reindex_keeps_documents_and_answers(gtnum: Run, published: Path) -> None:
    before = json.loads(gtnum("search", "émotions", "--json")[1])
    code, output, _ = gtnum("reindex")
    assert code == 0
    assert "0002" in output
    after = json.loads(gtnum("search", "émotions", "--json")[1])
    assert [h["document"] for h in after["hits"]] == [
        h["document"] for h in before["hits"]
    ]
    assert [h["score"] for h in after["hits"]] == pytest.approx(
        [h["score"] for h in before["hits"]]
    )


def test_export_writes_the_whole_graph(
    gtnum: Run, published: Path, tmp_path: Path
) -> None:
    target = tmp_path / "graphe.nq"
    code, output, _ = gtnum("export", target)
    assert code == 0
    assert str(target.stat().st_size) in output
    assert "graph/document/fiche-aeson" in target.read_text("utf-8")
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("search", "école"), 3, "gtnum ingest"),
        (("ingest", "/nowhere/at/all"), 2, "/nowhere/at/all"),
        (("search", "x", "--limit", "many"), 2, "--limit"),
        (("library", "rollback", "0009"), 3, "0009"),
        (("export", "graphe.xls"), 2, "suffixe inconnu"),
        (("sparql", "ASK {}", "--format", "pdf"), 2, "csv"),
        (("related", "absent.md"), 2, "absent.md"),
    ],
)
def test_a_slip_says_what_to_do(
    gtnum: Run,
    request: pytest.FixtureRequest,
    arguments: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    is_published = arguments[0] in {"library", "export"}
    request.getfixturevalue("published" if is_published else "documents")
    found, _, errors = gtnum(*arguments)
    assert found == code
    assert message in errors
    assert "Traceback" not in errors


def test_a_setting_out_of_range_is_named(
    gtnum: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GTNUM_PORT", "99999")
    code, _, errors = gtnum("library", "list")
    assert code == 2
    assert "GTNUM_PORT" in errors


def test_a_library_of_the_former_default_is_refused_by_name_and_moves(
    gtnum: Run, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GTNUM_EMBEDDER", "embedded")
    gtnum("ingest", documents)
    monkeypatch.delenv("GTNUM_EMBEDDER")
    for asked in (("search", "école"), ("ingest", documents)):
        (documents / "neuf.md").write_text("# Neuf\n\nUne note de plus.", "utf-8")
        code, _, told = gtnum(*asked)
        assert code == 2
        for part in ("« embedded »", "« embedded-e5 »", "`gtnum reindex`"):
            assert part in told
        assert "GTNUM_EMBEDDER=embedded." in told
    assert gtnum("reindex")[0] == 0
    assert gtnum("search", "école")[0] == 0
    assert "GTNUM_EMBEDDER=embedded " in gtnum("reindex", "--embedder", "embedded")[1]
    monkeypatch.setenv("GTNUM_EMBEDDER", "embedded")
    assert gtnum("search", "école")[0] == 0


def test_another_model_is_refused_with_the_remedy(
    gtnum: Run, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GTNUM_EMBEDDER", "static:/nowhere")
    code, _, errors = gtnum("search", "école")
    assert code == 2
    assert "/nowhere" in errors


def test_a_full_disk_keeps_the_published_generation(
    gtnum: Run, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from gtnum.library import durability, generation

    (published / "neuf.txt").write_text("Un texte neuf sur la robotique.", "utf-8")

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(durability.os, "fsync", full)
    code, _, errors = gtnum("ingest", published)
    monkeypatch.undo()
    assert code == 3
    assert "Libérez de la place" in errors
    assert generation is not None
    assert "0001" in gtnum("library", "list", "--json")[1]
    assert "0002" not in gtnum("library", "list", "--json")[1]
