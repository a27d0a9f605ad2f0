"""This test ensures that an index of an unknown kind is refused with the remedy."""

import pytest

from search_api.errors import IndexMismatch
from search_api.lexical_indexes.registry import (
    DEFAULT_KIND,
    new_lexical_writer,
    open_lexical_index,
    require_known,
)
from search_api.lexical_indexes.tantivy_french import TantivyFrenchIndex
from search_api.lexical_indexes.tantivy_writer import TantivyFrenchWriter


def test_an_unknown_kind_is_neither_opened_nor_written(tmp_path):
    for ask in (
        lambda: open_lexical_index(tmp_path, kind="papier"),
        lambda: new_lexical_writer(workspace=tmp_path, kind="papier"),
        lambda: require_known("papier"),
    ):
        with pytest.raises(IndexMismatch, match="papier") as caught:
            ask()
        assert DEFAULT_KIND in caught.value.message
        assert "gtnum reindex" in caught.value.remedy


def test_the_usual_kind_is_written_and_opened(tmp_path):
    writer = new_lexical_writer(workspace=tmp_path)
    assert isinstance(writer, TantivyFrenchWriter)
    writer.commit(tmp_path / "index")
    assert isinstance(open_lexical_index(tmp_path / "index"), TantivyFrenchIndex)
