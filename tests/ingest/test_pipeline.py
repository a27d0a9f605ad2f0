"""A folder goes through: one typed outcome per file, nothing lost, nothing twice."""

import os
import tempfile
from pathlib import Path

import pytest

from ingest.errors import EncryptedContent, SourceError
from ingest.isolation.pool import ReaderPool
from ingest.ledger import Ledger
from ingest.limits import Limits
from ingest.pipeline import Pipeline, Progress, read_draft
from ingest.report import Report, State
from ontology.model import EntityKind, Mention

NOTE = """---
id: fiche-test
title: Une fiche
group: gtnum-2022-aeson
labs: [MICA, TECHNE]
---
# Une fiche

Le groupe étudie la **sobriété** numérique.
"""


def states(pipeline: Pipeline, folder: Path, **options) -> dict[str, str]:
    outcomes = pipeline.run(folder, collection="c", **options)
    return {outcome.uri.removeprefix("c/"): outcome.state.value for outcome in outcomes}


def test_every_file_of_a_difficult_folder_ends_in_a_state(
    tmp_path: Path,
    tmp_path_factory,
    monkeypatch,
    sink,
    make_pdf,
    encrypted_pdf,
    page_tree_loop,
    deflate_bomb,
):
    whole = make_pdf(
        [["Un texte de bonne longueur pour une page."]], title="Bon document"
    )
    files = {
        "bomb.pdf": deflate_bomb,
        "bon.pdf": whole,
        "coupé.pdf": whole[: len(whole) // 3],
        "html.pdf": b"<!doctype html><html><body><p>Une page nommee pdf.</p></html>",
        "image.pdf": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        "loop.pdf": page_tree_loop,
        "note.md": NOTE.encode(),
        "ouvert.pdf": encrypted_pdf(""),
        "secret.pdf": encrypted_pdf("clé"),
        "table.csv": b"a;b\n1;2\n",
        "vide.pdf": b"",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "lien").symlink_to("nulle part")
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    limits = Limits(wall_seconds=120, memory_bytes=700 * 2**20)
    pipeline = Pipeline(limits, sinks=[sink])
    found = states(pipeline, tmp_path)
    assert found.pop("bomb.pdf") in {"too_large", "timeout", "malformed", "no_text"}
    assert found.pop("loop.pdf") in {"malformed", "no_text"}
    assert found == {
        "bon.pdf": "ok",
        "coupé.pdf": "malformed",
        "html.pdf": "ok",
        "image.pdf": "unsupported",
        "lien": "unreadable",
        "note.md": "ok",
        "ouvert.pdf": "ok",
        "secret.pdf": "encrypted",
        "table.csv": "unsupported",
        "vide.pdf": "no_text",
    }
    assert {r.document.title for r in sink.records.values()} >= {
        "Bon document",
        "Une fiche",
    }
    assert not list(scratch.iterdir())


def test_second_run_reads_nothing_and_changes_are_followed(tmp_path: Path, sink):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"Le texte du fichier {name}.")
    pipeline = Pipeline(sinks=[sink])
    assert set(states(pipeline, tmp_path).values()) == {"ok"}
    calls = len(sink.calls)
    assert set(states(pipeline, tmp_path).values()) == {"unchanged"}
    assert len(sink.calls) == calls
    (tmp_path / "a.txt").write_text("Un autre texte, plus long que le premier.")
    os.utime(tmp_path / "b.txt", ns=(1, 1))
    (tmp_path / "c.txt").unlink()
    assert states(pipeline, tmp_path) == {
        "a.txt": "ok",
        "b.txt": "unchanged",
        "c.txt": "vanished",
    }
    assert len(sink.records) == 3
    assert states(pipeline, tmp_path, remove_vanished=True)["c.txt"] == "removed"
    assert len(sink.records) == 2
    assert states(pipeline, tmp_path, remove_vanished=True).keys() == {"a.txt", "b.txt"}


def test_dry_run_says_what_would_be_done_and_does_nothing(tmp_path: Path, sink):
    (tmp_path / "a.txt").write_text("Texte.")
    pipeline = Pipeline(sinks=[sink])
    assert states(pipeline, tmp_path, dry_run=True) == {"a.txt": "planned"}
    assert not sink.calls
    assert len(pipeline.ledger) == 0


def test_failures_are_not_read_again_until_they_change(tmp_path: Path, sink, caplog):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 rien")
    seen = 1_700_000_000 * 10**9  # a time of change that is long past is trusted
    os.utime(path, ns=(seen, seen))
    pipeline = Pipeline(sinks=[sink])
    assert states(pipeline, tmp_path) == {"a.pdf": "malformed"}
    path.write_bytes(b"Du texte nu !")  # of the same size: would be read as a text
    os.utime(path, ns=(seen, seen))
    assert states(pipeline, tmp_path) == {"a.pdf": "malformed"}


def test_a_document_survives_a_broken_new_version(tmp_path: Path, sink):
    path = tmp_path / "a.txt"
    path.write_text("La bonne version.")
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, tmp_path)
    path.write_bytes(b"\x00\x01\x02 cass\x00")
    (outcome,) = pipeline.run(tmp_path, collection="c")
    assert outcome.state is State.UNSUPPORTED
    assert "version précédente" in outcome.message
    assert list(sink.records) == [outcome.document]


def test_two_files_with_one_identifier_become_two_documents(tmp_path: Path, sink):
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(NOTE)
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, tmp_path)
    first, second = sink.records
    assert first == "fiche-test"
    assert second.startswith("fiche-test-")
    passages = sink.records[second].passages
    assert all(p.identifier.startswith(f"{second}.") for p in passages)
    (tmp_path / "a.md").write_text(NOTE + "\nEncore.\n")
    (tmp_path / "b.md").write_text(NOTE + "\nEncore.\n")
    states(pipeline, tmp_path)
    assert list(sink.records) == [first, second]


def test_a_new_identifier_in_the_file_replaces_the_old_document(tmp_path: Path, sink):
    path = tmp_path / "a.md"
    path.write_text(NOTE)
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, tmp_path)
    path.write_text(NOTE.replace("fiche-test", "fiche-neuve"))
    states(pipeline, tmp_path)
    assert list(sink.records) == ["fiche-neuve"]


def test_mentions_of_the_linker_reach_the_sinks(tmp_path: Path, sink):
    def linker(document, passages):
        first = passages[0]
        return (
            Mention(
                first.identifier, document.identifier, 1, first.start, first.start + 2,
                first.text[:2], "x", EntityKind.LAB, "test", 1.0,
            ),
        )  # fmt: skip

    (tmp_path / "a.txt").write_text("Texte.")
    (outcome,) = Pipeline(linker=linker, sinks=[sink]).run(tmp_path, collection="c")
    assert outcome.mentions == 1
    (record,) = sink.records.values()
    assert record.mentions[0].text == "Te"


def test_a_new_linker_reads_everything_again(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Texte.")
    ledger = Ledger()
    states(Pipeline(ledger=ledger, linking="1"), tmp_path)
    assert states(Pipeline(ledger=ledger, linking="1"), tmp_path) == {
        "a.txt": "unchanged"
    }
    assert states(Pipeline(ledger=ledger, linking="2"), tmp_path) == {"a.txt": "ok"}


def test_a_sink_that_fails_stops_the_run(tmp_path: Path):
    class FullDisk:
        def write(self, record):
            raise OSError(28, "No space left on device")

        def remove(self, document): ...

    (tmp_path / "a.txt").write_text("Texte.")
    pipeline = Pipeline(sinks=[FullDisk()])
    with pytest.raises(OSError, match="No space"):
        list(pipeline.run(tmp_path, collection="c"))
    assert len(pipeline.ledger) == 0


def test_outcomes_come_in_the_order_of_the_files_with_progress(tmp_path: Path):
    for number in range(12):
        text = "Un texte. " * (2000 if number % 3 == 0 else 2)
        (tmp_path / f"{number:02}.txt").write_text(text)
    seen: list[Progress] = []
    outcomes = Pipeline(workers=3).run(tmp_path, collection="c", progress=seen.append)
    uris = [outcome.uri for outcome in outcomes]
    assert uris == sorted(uris)
    assert [(p.done, p.total) for p in seen] == [(n, 12) for n in range(1, 13)]


def test_a_run_can_be_left_in_the_middle(tmp_path: Path):
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text("Texte.")
    run = Pipeline().run(tmp_path, collection="c")
    next(run)
    run.close()


def test_unreadable_folder_does_not_make_its_documents_vanish(
    tmp_path: Path, monkeypatch
):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("Texte.")
    pipeline = Pipeline()
    states(pipeline, tmp_path)
    real = os.scandir

    def scandir(path):
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert states(pipeline, tmp_path, remove_vanished=True) == {"sub": "unreadable"}


def test_report_counts_explains_and_sets_the_exit_code(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Texte.")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 rien")
    report = Report(Pipeline().run(tmp_path, collection="c"))
    assert report.exit_code == 1
    values = report.to_json()
    assert values["states"] == {"ok": 1, "malformed": 1}
    assert values["totals"]["read"] == 1
    assert [row["uri"] for row in values["sources"]] == ["c/a.txt", "c/b.pdf"]
    assert report.problem_rows()[0][:2] == ("c/b.pdf", "illisible (fichier abîmé)")
    assert Report().exit_code == 0


def test_every_state_has_words():
    assert all(state.label for state in State)
    assert all(state.remedy for state in State if state.is_failure)


def test_a_draft_is_read_like_the_corpus_and_not_kept(encrypted_pdf):
    with ReaderPool(workers=1) as pool:
        record = read_draft("## Titre\n\nUn été.".encode(), name="billet.md", pool=pool)
        assert record.document.sections[0].title == "Titre"
        assert record.document.text[record.passages[0].start] == "T"
        with pytest.raises(EncryptedContent):
            read_draft(encrypted_pdf("clé"), pool=pool)


def test_one_source_can_be_removed(tmp_path: Path, sink):
    (tmp_path / "a.txt").write_text("Texte.")
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, tmp_path)
    assert pipeline.remove("c/a.txt").state is State.REMOVED
    assert not sink.records


def test_a_source_that_is_unknown_cannot_be_removed():
    with pytest.raises(SourceError, match="n’est pas dans la bibliothèque"):
        Pipeline().remove("c/rien.txt")


def test_a_dry_run_says_what_would_leave_only_when_asked(tmp_path: Path, sink):
    path = tmp_path / "a.txt"
    path.write_text("Texte.")
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, tmp_path)
    path.unlink()

    def said(**options) -> list[tuple[State, str]]:
        found = pipeline.run(tmp_path, collection="c", **options)
        return [(one.state, one.message) for one in found]

    assert said(dry_run=True) == [(State.VANISHED, "")]
    assert said(dry_run=True, remove_vanished=True) == [
        (State.VANISHED, "serait retiré")
    ]
    assert said(remove_vanished=True) == [(State.REMOVED, "")]
