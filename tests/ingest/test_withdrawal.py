"""This test ensures that what people took out of the library stays out."""

from pathlib import Path

from ingest.ledger import Ledger
from ingest.outcomes import State
from ingest.pipeline import Pipeline
from ontology.model import DocumentRecord


class Documents:
    """A sink that remembers which documents it holds."""

    def __init__(self) -> None:
        self.held: set[str] = set()

    def write(self, record: DocumentRecord) -> None:
        self.held.add(record.document.identifier)

    def remove(self, document: str) -> None:
        self.held.discard(document)


def write_notes(folder: Path) -> None:
    for name in ("une", "deux", "trois"):
        text = f"Note {name}. Les élèves lisent, écrivent et discutent du numérique."
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_a_withdrawn_source_leaves_and_is_not_read_again(tmp_path: Path) -> None:
    write_notes(tmp_path)
    sink, ledger = Documents(), Ledger()

    def run(*withdrawn: str) -> dict[str, State]:
        pipeline = Pipeline(sinks=[sink], ledger=ledger, withdrawn=withdrawn)
        outcomes = pipeline.run(tmp_path, collection="notes")
        return {outcome.uri: outcome.state for outcome in outcomes}

    run()
    assert len(sink.held) == 3
    for _ in range(2):
        states = run("notes/deux.txt")
        assert states["notes/deux.txt"] is State.WITHDRAWN
        assert states["notes/une.txt"] is State.UNCHANGED
        assert len(sink.held) == 2
        assert ledger.get("notes/deux.txt") is None
    assert run()["notes/deux.txt"] is State.OK
    assert len(sink.held) == 3


def test_only_some_files_are_looked_at_on_demand(tmp_path: Path) -> None:
    write_notes(tmp_path)
    sink, ledger = Documents(), Ledger()
    pipeline = Pipeline(sinks=[sink], ledger=ledger)
    list(pipeline.run(tmp_path, collection="notes"))
    (tmp_path / "une.txt").unlink()
    (tmp_path / "trois.txt").write_text("Un autre texte, tout à fait nouveau.", "utf-8")
    outcomes = list(
        pipeline.run(
            tmp_path,
            collection="notes",
            remove_vanished=True,
            only={"notes/deux.txt", "notes/une.txt"},
        )
    )
    assert [(o.uri, o.state) for o in outcomes] == [("notes/deux.txt", State.UNCHANGED)]
    assert len(sink.held) == 3
