"""This test ensures that nothing is read twice in vain, and nothing stale is used."""

import gzip
import os
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import NoText, SourceError
from ingest.isolation.pool import PartsResult, ReadingJob, ReadResult
from ingest.ledger import Ledger
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.outcomes import State
from ingest.pipeline import Pipeline
from ingest.reading_cache import CachedReaders, ReadingCache
from ontology.model import Document, DocumentRecord, Page, Passage, Source

TEXT = "Les élèves lisent."


def result(name: str = "note") -> ReadResult:
    document = Document(
        name,
        Source("notes/a.txt", "text/plain", 18, "ab" * 32),
        "notes",
        title="Note",
        text=TEXT,
        pages=(Page(1, 0, len(TEXT), "text"),),
        language="fr",
    )
    passage = Passage(f"{name}.0", name, 0, 1, 0, len(TEXT), TEXT, "fr")
    record = DocumentRecord(document, (passage,))
    return ReadResult(record, State.OK, "", {"text": 1}, remedy="Réexportez.")


class CountingReaders:
    """Readers that count what they are asked; ``error`` is raised when it is set."""

    def __init__(self) -> None:
        self.asked = 0
        self.error: Exception | None = None

    def read(self, job: ReadingJob) -> ReadResult:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return result()

    def read_parts(self, job: ReadingJob) -> PartsResult:
        self.asked += 1
        return PartsResult("export", ())


JOB = ReadingJob(
    uri="notes/a.txt",
    collection="notes",
    name="a.txt",
    media_type="text/plain",
    sha256="ab" * 32,
)


@pytest.fixture
def readers() -> CountingReaders:
    return CountingReaders()


def cached(
    readers: CountingReaders, folder: Path, limits: Limits | None = None
) -> CachedReaders:
    cache = ReadingCache(folder, most_bytes=10**6)
    options = ReadingOptions(ocr=False)
    return CachedReaders(readers, cache, limits=limits or Limits(), options=options)


def test_a_reading_comes_back_as_it_was(
    readers: CountingReaders, tmp_path: Path
) -> None:
    assert cached(readers, tmp_path).read(JOB) == result()
    assert cached(readers, tmp_path).read(JOB) == result()
    assert readers.asked == 1


@pytest.mark.parametrize(
    "change",
    [{"sha256": "cd" * 32}, {"name": "b.txt"}, {"uri": "x/a.txt"}, {"collection": "x"},
     {"media_type": "text/html"}],
)  # fmt: skip
def test_anything_that_matters_makes_another_reading(
    readers: CountingReaders, tmp_path: Path, change: dict[str, str]
) -> None:
    cached(readers, tmp_path).read(JOB)
    cached(readers, tmp_path).read(replace(JOB, **change))  # type: ignore[arg-type]
    assert readers.asked == 2


def test_other_limits_make_another_reading(
    readers: CountingReaders, tmp_path: Path
) -> None:
    cached(readers, tmp_path).read(JOB)
    cached(readers, tmp_path, Limits(pages=3)).read(JOB)
    assert readers.asked == 2


def test_a_failure_is_kept_with_its_state_and_words(
    readers: CountingReaders, tmp_path: Path
) -> None:
    readers.error = NoText("vide", remedy="Numérisez-le.")
    for _ in range(2):
        with pytest.raises(NoText) as failure:
            cached(readers, tmp_path).read(JOB)
        assert (failure.value.message, failure.value.remedy) == (
            "vide",
            "Numérisez-le.",
        )
    assert readers.asked == 1


def test_a_file_that_could_not_be_opened_is_tried_again(
    readers: CountingReaders, tmp_path: Path
) -> None:
    readers.error = SourceError("accès refusé")
    for _ in range(2):
        with pytest.raises(SourceError):
            cached(readers, tmp_path).read(JOB)
    assert readers.asked == 2


@pytest.mark.parametrize(
    "damage",
    [b"", b"not gzip", gzip.compress(b"[]"), gzip.compress(b'{"state": "ok"}'),
     gzip.compress(b'{"state": "strange"}'), gzip.compress(b"{" * 100_000)[:40],
     gzip.compress(b'{"state":"ok","message":"","engines":{},"record":{}}')],
)  # fmt: skip
def test_a_damaged_entry_is_read_again(
    readers: CountingReaders, tmp_path: Path, damage: bytes
) -> None:
    cached(readers, tmp_path).read(JOB)
    entry = next(path for path in tmp_path.rglob("*") if path.is_file())
    entry.write_bytes(damage)
    assert cached(readers, tmp_path).read(JOB) == result()
    assert cached(readers, tmp_path).read(JOB) == result()
    assert readers.asked == 2


def test_a_full_disk_only_costs_the_reading(
    readers: CountingReaders, tmp_path: Path
) -> None:
    folder = tmp_path / "file"
    folder.write_text("no folder")
    assert cached(readers, folder).read(JOB) == result()


def test_old_entries_and_other_versions_go_first(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path, most_bytes=0)
    cache.put("aa", {"n": 1})
    size = next(tmp_path.rglob("aa/aa")).stat().st_size
    cache = ReadingCache(tmp_path, most_bytes=2 * size)
    for number, key in enumerate(("ab", "ac", "ad")):
        cache.put(key, {"n": number})
        os.utime(next(tmp_path.rglob(f"{key}/{key}")), (number, number))
    (tmp_path / "v0" / "aa").mkdir(parents=True)
    (tmp_path / "v0" / "aa" / "old").write_text("x")
    cache.prune()
    assert not (tmp_path / "v0").exists()
    assert [key for key in ("aa", "ab", "ac", "ad") if cache.get(key)] == ["aa", "ad"]


class Stopping:
    """A sink that fails at some document, as a full disk or a kill would."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.written: list[str] = []

    def write(self, record: DocumentRecord) -> None:
        if len(self.written) == self.at:
            raise OSError(28, "No space left on device")
        self.written.append(record.document.identifier)

    def remove(self, document: str) -> None:
        raise AssertionError("nothing is removed")


def test_an_interrupted_run_reads_nothing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(12):
        text = f"Note {number}. Les élèves lisent, écrivent et discutent."
        (folder / f"n{number:02d}.txt").write_text(text, encoding="utf-8")
    cache = ReadingCache(tmp_path / "readings", most_bytes=10**6)

    def run(sink: Stopping) -> None:
        pipeline = Pipeline(sinks=[sink], ledger=Ledger(), cache=cache, workers=1)
        list(pipeline.run(folder, collection="notes"))

    with pytest.raises(OSError, match="No space"):
        run(Stopping(9))
    kept = len(list((tmp_path / "readings").rglob("*/*/*")))
    assert kept >= 10
    asked = []
    original = CachedReaders.read

    def spy(self: CachedReaders, job: ReadingJob) -> ReadResult:
        known = self._cache.get(self._key(job))
        asked.append(known is None)
        return original(self, job)

    monkeypatch.setattr(CachedReaders, "read", spy)
    sink = Stopping(-1)
    run(sink)
    assert len(sink.written) == 12
    assert sum(asked) == 12 - kept
