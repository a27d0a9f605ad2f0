"""Completions come from names, titles and words, whatever accents are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.understanding.suggestions import Suggester
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record
from tests.search_api.understanding.fakes import ENTITIES, REVE

RECORDS = [
    record("un", "Le numérique à l’école.", title="Rêver l’école numérique"),
    record("deux", "Des usages numériques, un numérique responsable."),
    record("trois", "Le numérique, encore.", title="Œuvres ouvertes"),
]


@pytest.fixture(scope="module")
def suggester(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generation")
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(None, embedder)
    for item in RECORDS:
        writer.write(item)
    writer.commit(folder)
    words = OpenIndexes(folder, embedder).words
    return Suggester(MemoryCatalogue(RECORDS, ENTITIES), words)


def texts(found):
    return [one.text for one in found]


def test_a_name_comes_before_a_title(suggester):
    found = suggester.suggest("reve")
    assert [(one.kind, one.identifier) for one in found] == [
        ("group", REVE),
        ("document", "un"),
    ]


@pytest.mark.parametrize("typed", ["oeuvres", "ŒUVRES", "œuv", "ouver"])
def test_accents_ligatures_and_case_do_not_matter(suggester, typed):
    assert texts(suggester.suggest(typed)) == ["Œuvres ouvertes"]


def test_a_name_is_found_by_any_of_its_words_in_order(suggester):
    assert "éducation aux médias et à l'information" in texts(
        suggester.suggest("medias et a l")
    )
    assert suggester.suggest("information médias") == []


def test_the_last_word_is_completed_as_it_is_written(suggester):
    found = suggester.suggest("responsable et numeriq")
    assert texts(found) == ["responsable et numérique"]
    assert (found[0].kind, found[0].passages) == ("word", 3)


def test_a_finished_word_is_not_completed(suggester):
    assert suggester.suggest("responsable et numeriq ") == []


def test_the_limit_holds(suggester):
    assert len(suggester.suggest("e", 2)) <= 2


@given(st.text(max_size=40))
def test_any_text_may_be_typed(suggester, typed):
    assert len(suggester.suggest(typed, 3)) <= 3


def test_there_are_never_more_than_asked_for(suggester):
    for limit in (1, 2, 3):
        assert len(suggester.suggest("e", limit=limit)) <= limit
    assert len(suggester.suggest("reve", limit=1)) == 1
