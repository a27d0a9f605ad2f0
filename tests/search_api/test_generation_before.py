"""A generation written before the folding of 0.2 is refused with what mends it."""

import json

import pytest

from search_api.errors import IndexMismatch
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.lexical_indexes.tantivy_schema import DOCUMENTS_FILE
from search_api.manifest import MANIFEST
from tests.search_api.fakes import LetterEmbedder, record


@pytest.fixture
def generation(tmp_path):
    writer = SearchIndexWriter(None, LetterEmbedder(), chunking={"target": 750})
    writer.write(record("un", "la sobriété numérique"))
    writer.commit(tmp_path)
    return tmp_path


def set_format(path, number):
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(content | {"format": number}), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "number"), [(MANIFEST, 2), (f"words/{DOCUMENTS_FILE}", 1)]
)
def test_it_is_refused_with_the_one_command(generation, file, number):
    set_format(generation / file, number)
    with pytest.raises(IndexMismatch) as refused:
        OpenIndexes(generation, LetterEmbedder(), with_checksums=False)
    assert refused.value.remedy.startswith("Lancez `gtnum reindex`.")
