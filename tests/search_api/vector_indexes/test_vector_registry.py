"""This test ensures that an index of an unknown kind is refused with the remedy."""

import pytest

from search_api.errors import IndexMismatch
from search_api.vector_indexes.registry import new_vector_writer, open_vector_index
from tests.search_api.fakes import LetterEmbedder


def test_an_unknown_kind_is_neither_opened_nor_written(tmp_path):
    for ask in (
        lambda: open_vector_index(tmp_path, kind="papier"),
        lambda: new_vector_writer(LetterEmbedder(), kind="papier"),
    ):
        with pytest.raises(IndexMismatch, match="papier") as caught:
            ask()
        assert "gtnum reindex" in caught.value.remedy
