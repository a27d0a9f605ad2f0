"""Other names come from the vocabulary, are worth less, and are told."""

import pytest

from ontology.iris import Iris
from ontology.model import EntityKind
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.ports import Alternative
from search_api.query import SearchMode, SearchQuery
from search_api.searcher import Searcher
from search_api.understanding.question_reader import QuestionReader
from search_api.understanding.synonyms import held
from search_api.understood import Effect
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record
from tests.search_api.understanding.fakes import (
    ENTITIES,
    LINKER,
    MemoryEntities,
    reader,
)

LONG = "éducation aux médias et à l'information"
RECORDS = [
    record("acronym", "L’EMI se travaille au collège."),
    record("long", "L’éducation aux médias et à l’information commence tôt."),
    record("other", "La déclaration de conformité porte sur les sites."),
]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generation")
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(None, embedder)
    for item in RECORDS:
        writer.write(item)
    writer.commit(folder)
    indexes = OpenIndexes(folder, embedder)
    catalogue = MemoryCatalogue(RECORDS, ENTITIES)
    return Searcher(
        catalogue,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        second_look=indexes.second_look,
        generation="0001",
        reader=QuestionReader(catalogue, MemoryEntities(), link=LINKER, iris=Iris()),
    )


def ask(searcher, text, **fields):
    return searcher.search(SearchQuery(text, mode=SearchMode.WORDS, **fields))


def test_an_acronym_is_understood_as_its_other_names():
    (one,) = reader().read("l’EMI en classe").understood
    assert (one.effect, one.alternatives) == (Effect.SYNONYMS, (LONG,))
    assert one.iri == Iris().entity(EntityKind.CONCEPT, "emi")


def test_a_long_name_is_understood_as_its_acronym():
    (one,) = reader().read(f"que faire en {LONG} ?").understood
    assert one.alternatives == ("EMI",)


def test_an_acronym_that_is_a_word_is_not_looked_for():
    assert reader().read("appel à manifestation d'intérêt").understood == ()


@pytest.mark.parametrize(("typed", "best"), [("EMI", "acronym"), (LONG, "long")])
def test_both_names_are_found_the_typed_one_first(searcher, typed, best):
    results = ask(searcher, typed)
    assert results.hits[0].document.identifier == best
    assert {hit.document.identifier for hit in results.hits} == {"acronym", "long"}


def test_a_hit_tells_and_marks_the_other_name(searcher):
    results = ask(searcher, "EMI")
    found = results.hits[1].passages[0]
    assert found.synonyms == (LONG,)
    assert ("éducation aux médias et à l’information") in {
        found.passage.text[start:end] for start, end in found.highlights
    }
    assert results.hits[0].passages[0].synonyms == ()


def test_not_meant_means_not_looked_for(searcher):
    results = ask(searcher, "EMI", ignored=("concept:emi",))
    assert [hit.document.identifier for hit in results.hits] == ["acronym"]


def test_names_are_held_in_any_form_of_their_words():
    names = [Alternative("EBEP", "élève à besoins particuliers")]
    text = "Des élèves à besoins particuliers."
    assert held(text, names, language="fr") == [(4, 33, "élève à besoins particuliers")]
