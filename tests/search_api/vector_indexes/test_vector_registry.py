"""This test ensures that an index of an unknown kind is refused with the remedy."""

import pytest

from search_api.errors import IndexMismatch
from search_api.vector_indexes.registry import (
    DEFAULT_KIND,
    new_vector_writer,
    open_vector_index,
    require_known,
)
from tests.search_api.fakes import LetterEmbedder


def test_an_unknown_kind_is_neither_opened_nor_written(tmp_path):
    for ask in (
        lambda: open_vector_index(tmp_path, kind="papier"),
        lambda: new_vector_writer(LetterEmbedder(), kind="papier"),
    ):
        with pytest.raises(IndexMismatch, match="papier") as caught:
            ask()
        assert "gtnum reindex" in caught.value.remedy


def test_an_unknown_kind_is_told_with_those_that_are_known():
    require_known(DEFAULT_KIND)
    with pytest.raises(IndexMismatch, match=f"« papier ».*{DEFAULT_KIND}"):
        require_known("papier")


def test_the_usual_kind_is_written_and_opened(tmp_path):
    embedder = LetterEmbedder()
    writer = new_vector_writer(embedder)
    writer.commit(tmp_path)
    opened = open_vector_index(tmp_path)
    assert (len(opened), opened.dimension) == (0, embedder.dimension)
