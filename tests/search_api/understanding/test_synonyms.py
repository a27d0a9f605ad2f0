"""Other names come from the vocabulary, are worth less, and are told."""

import pytest

from ontology.iris import Iris
from ontology.model import Entity, EntityKind, Label, Passage
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.ports import Alternative
from search_api.query import PassageHit, ScoreParts, SearchMode, SearchQuery
from search_api.searcher import Searcher
from search_api.understanding.question_reader import QuestionReader
from search_api.understanding.synonyms import (
    alternative_names,
    alternatives,
    held,
    is_expanded,
    with_synonyms,
)
from search_api.understood import Effect, Found, Understood
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


def names_of(typed, *labels, kind=EntityKind.CONCEPT, found="concept"):
    labels = tuple(
        Label(text, "fr", is_preferred=number == 0)
        for number, text in enumerate(labels)
    )
    place = Found(found, "c", 0, len(typed))
    return alternative_names(place, typed, Entity("c", kind, labels))


def test_six_other_names_are_looked_for():
    labels = [f"nom {letter}" for letter in "bcdfghj"]
    assert names_of("EMI", "EMI", *labels) == tuple(labels[:6])


def test_the_preferred_name_comes_first_and_equal_ones_count_once():
    first = Label("deux mots", "fr", is_preferred=True)
    labels = (Label("trois autres mots", "fr"), Label("Deux  mots", "fr"), first)
    entity = Entity("c", EntityKind.CONCEPT, labels)
    found = alternative_names(Found("concept", "c", 0, 3), "EMI", entity)
    assert found == ("deux mots", "trois autres mots")


@pytest.mark.parametrize("name", ["x", "ai", "dans", "with", "?"])
def test_names_that_are_everyday_words_are_not_looked_for(name):
    assert names_of("EMI", name) == ()


def test_a_name_of_two_letters_is_looked_for():
    assert names_of("EMI", "zq") == ("zq",)


def test_only_the_thing_itself_is_expanded():
    assert names_of("EMI", "nom x", found="lab") == ()
    assert names_of("plain", "nom x") == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("EMI", True),
        ("deux mots", True),
        ("e-sport", True),
        ("collège", False),
        (" collège ", False),
        ("ÉCOLE", True),
    ],
)
def test_acronyms_and_names_of_several_words_are_expanded(typed, expected):
    assert is_expanded(typed) is expected


def test_only_what_is_meant_by_other_names_is_looked_for():
    def one(effect):
        place = Found("concept", "c", 2, 5)
        return Understood(place, "c", None, effect, alternatives=("a", "b"))

    understood = [one(Effect.SYNONYMS), one(Effect.BOOST)]
    assert alternatives(understood, "l'EMI") == (
        Alternative("EMI", "a"),
        Alternative("EMI", "b"),
    )


def hit(text, *highlights):
    passage = Passage("d.0", "d", 0, 1, 0, len(text), text, "fr")
    return PassageHit(passage, 0.5, ScoreParts(None, 0.5, 0, 0.5), highlights)


def test_a_passage_without_other_names_stays_as_it_is():
    found = hit("Rien de tel.", (0, 4))
    assert with_synonyms(found, []) is found
    assert with_synonyms(found, [Alternative("x", "deux mots")]) is found
    assert with_synonyms(found, [Alternative("x", "?")]) is found


def test_marks_that_touch_stay_apart_and_those_that_overlap_are_one():
    names = [Alternative("x", "deux mots")]
    told = with_synonyms(hit("abc deux mots def", (0, 4), (13, 17)), names)
    assert told.highlights == ((0, 4), (4, 13), (13, 17))
    assert told.synonyms == ("deux mots",)
    told = with_synonyms(hit("abc deux mots def", (0, 5), (9, 11)), names)
    assert told.highlights == ((0, 13),)


def test_a_name_at_the_very_end_and_twice_is_told_once():
    names = [Alternative("x", "deux mots")]
    told = with_synonyms(hit("Deux mots, deux mots"), names)
    assert told.highlights == ((0, 9), (11, 20))
    assert told.synonyms == ("deux mots",)
