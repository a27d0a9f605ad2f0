"""tantivy keeps the contract, survives a rename and refuses damaged folders."""

import errno
import resource
import tempfile
from pathlib import Path

import pytest

from search_api.errors import IndexMismatch, SearchError
from search_api.lexical_indexes import tantivy_french, tantivy_writer
from search_api.lexical_indexes.tantivy_french import TantivyFrenchIndex
from search_api.lexical_indexes.tantivy_schema import FORMAT
from search_api.lexical_indexes.tantivy_writer import TantivyFrenchWriter
from tests.contracts.lexical_index_contract import RECORDS, LexicalIndexContract


@pytest.fixture
def new_writer(tmp_path):
    return lambda previous: TantivyFrenchWriter(previous, workspace=tmp_path)


@pytest.fixture
def open_index():
    return TantivyFrenchIndex


def _written(path):
    """Return what writing changes of a file; reading changes when it was read."""
    known = path.stat()
    return known.st_ino, known.st_size, known.st_mtime_ns


class TestTantivyFrenchIndex(LexicalIndexContract):
    """The index on disk."""

    def test_folder_may_be_renamed_and_holds_no_lock(
        self, folder, open_index, tmp_path
    ):
        assert not [p.name for p in folder.iterdir() if p.name.endswith(".lock")]
        moved = folder.rename(tmp_path / "published")
        assert open_index(moved).search("école", 1)[0].passage == "aeson.0"
        written = b"".join(p.read_bytes() for p in moved.glob("*.json"))
        assert str(tmp_path).encode() not in written

    def test_reading_writes_nothing_beside_the_segments(self, folder, open_index):
        before = {path.name: _written(path) for path in folder.iterdir()}
        index = open_index(folder)
        folder.rename(folder.with_name("elsewhere"))  # no name is looked up any more
        assert index.search("école", 1)[0].passage == "aeson.0"
        after = folder.with_name("elsewhere").iterdir()
        assert {path.name: _written(path) for path in after} == before

    def test_a_disk_that_refuses_is_an_error_of_the_system(self, new_writer, tmp_path):
        """The engine calls it a wrong value; nothing is left behind."""
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        writer = new_writer(None)
        for item in RECORDS:
            writer.add(item.document, item.passages)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16, limits[1]))
        try:
            with pytest.raises(OSError, match="index des mots"):
                writer.commit(tmp_path / "one")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        writer.discard()
        assert list(tmp_path.iterdir()) == []

    def test_without_a_temporary_folder_the_setting_is_named(
        self, folder, open_index, monkeypatch
    ):
        monkeypatch.setattr(tempfile, "tempdir", str(folder / "missing"))
        with pytest.raises(SearchError, match="dossier temporaire") as refusal:
            open_index(folder)
        assert "TMPDIR" in refusal.value.remedy

    @pytest.mark.parametrize("times", [1, 3])
    def test_a_lock_that_appears_while_the_links_go_is_no_damage(
        self, folder, open_index, monkeypatch, times
    ):
        """The engine looks at its folder once more, from a thread of its own."""
        made = []

        class Busy(tempfile.TemporaryDirectory):
            def __init__(self, **options):
                super().__init__(**options)
                made.append(self)
                self.left = times

            def cleanup(self):
                if self.left:
                    self.left -= 1
                    raise OSError(errno.ENOTEMPTY, "Directory not empty", self.name)
                super().cleanup()

        monkeypatch.setattr(tempfile, "TemporaryDirectory", Busy)
        assert open_index(folder).search("école", 1)[0].passage == "aeson.0"
        assert [Path(one.name).exists() for one in made] == [False]

    def test_links_that_stay_are_logged_and_the_index_answers(
        self, folder, open_index, monkeypatch, caplog
    ):
        monkeypatch.setattr(tantivy_french.time, "sleep", lambda _seconds: None)
        real = tempfile.TemporaryDirectory.cleanup
        refused = []

        def refuse(links):
            refused.append(links)
            raise OSError(errno.EBUSY, "busy", links.name)

        monkeypatch.setattr(tempfile.TemporaryDirectory, "cleanup", refuse)
        assert open_index(folder).search("école", 1)[0].passage == "aeson.0"
        assert "busy" in caplog.text
        real(refused[0])

    def test_nothing_stays_in_the_workspace(self, folder, tmp_path):
        assert [p.name for p in tmp_path.iterdir()] == ["one"]

    def test_discard_leaves_nothing(self, new_writer, tmp_path):
        writer = new_writer(None)
        writer.add(RECORDS[0].document, RECORDS[0].passages)
        writer.discard()
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["documents.json", "meta.json"])
    def test_damaged_folder_is_a_mismatch(self, folder, open_index, name):
        (folder / name).write_text("{", encoding="utf-8")
        with pytest.raises(IndexMismatch, match="gtnum reindex"):
            open_index(folder)

    def test_words_of_another_analysis_are_refused(
        self, folder, open_index, new_writer
    ):
        path = folder / "documents.json"
        written = path.read_text("utf-8")
        assert f'"format": {FORMAT}' in written
        path.write_text(written.replace(f'"format": {FORMAT}', '"format": 1'), "utf-8")
        for opening in (open_index, new_writer):
            with pytest.raises(IndexMismatch, match="format 1") as refusal:
                opening(folder)
            assert refusal.value.remedy == "Lancez `gtnum reindex`."

    def test_missing_folder_is_a_mismatch(self, open_index, tmp_path):
        with pytest.raises(IndexMismatch, match="gtnum reindex"):
            open_index(tmp_path / "nowhere")


def test_a_writer_that_cannot_be_made_leaves_no_file(tmp_path, monkeypatch):
    def refused(*_, **__):
        assert list(tmp_path.iterdir())
        raise ValueError("not an index")

    monkeypatch.setattr(tantivy_writer.tantivy, "Index", refused)
    with pytest.raises(OSError, match="not an index"):
        TantivyFrenchWriter(workspace=tmp_path)
    assert not list(tmp_path.iterdir())
