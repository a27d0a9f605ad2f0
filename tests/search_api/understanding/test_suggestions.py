"""Completions come from names, titles and words, whatever accents are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.model import Entity, EntityKind, Label
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.understanding.suggestions import MOST_SUGGESTIONS, Suggester
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


class Terms:
    """Part of a ``LexicalIndex`` whose terms are given, and keeps what is asked."""

    def __init__(self, **terms):
        self.held = terms
        self.asked = []

    def terms(self, prefix, limit=None):
        self.asked.append((prefix, limit))
        return [item for item in self.held.items() if item[0].startswith(prefix)]

    def written(self, word):
        return {"ecrans": "écrans"}.get(word, word)


def suggesting(*labels, kind=EntityKind.LAB, titles=(), **terms):
    entities = [
        Entity(f"e{n}", kind, (Label(text, language, is_preferred=True),))
        for n, (text, language) in enumerate(labels)
    ]
    records = [record(f"d{n}", "x", title=title) for n, title in enumerate(titles)]
    return Suggester(MemoryCatalogue(records, entities), Terms(**terms))


def test_letters_are_needed_to_suggest_anything():
    assert suggesting(("abc", "fr")).suggest(" - ") == []


def test_eight_are_suggested_unless_asked_otherwise():
    made = suggesting(*((f"abc {n}", "fr") for n in range(30)))
    assert len(made.suggest("abc")) == 8
    assert len(made.suggest("abc", MOST_SUGGESTIONS)) == 20
    assert texts(made.suggest("abc", 1)) == ["abc 0"]


def test_words_keep_their_room_beside_names():
    made = suggesting(
        *((f"abcd {n}", "fr") for n in range(9)), abcdx=5, abcdy=4, abcdz=3, abcdw=2
    )
    kinds = [one.kind for one in made.suggest("abcd", 5)]
    assert kinds == ["lab", "lab", "word", "word", "word"]
    assert [one.kind for one in made.suggest("abcd", 3)] == ["lab", "word", "word"]


def test_a_word_is_suggested_when_it_is_long_and_frequent_enough():
    made = suggesting(abcd=2, abce=1, abc=9, abcf=3)
    assert texts(made.suggest("ab")) == ["abcd", "abcf"]
    assert made.suggest("abcd") == []


def test_common_words_and_numbers_are_not_suggested():
    made = suggesting(**{"dans": 50, "with": 50, "dan2s": 50, "wi2th": 50})
    assert made.suggest("da") == made.suggest("wi") == []


def test_words_are_completed_from_two_letters_on():
    made = suggesting(abcd=5)
    assert made.suggest("a") == []
    assert texts(made.suggest("ab")) == ["abcd"]
    assert texts(made.suggest("x ab")) == ["x abcd"]
    assert made.suggest("ab1") == []


def test_a_word_that_is_a_name_is_suggested_once():
    made = suggesting(("Abcd", "fr"), abcd=5)
    assert [(one.text, one.kind) for one in made.suggest("abc")] == [("Abcd", "lab")]


def test_names_of_other_languages_and_waves_are_not_suggested():
    assert suggesting(("abc", "en")).suggest("abc") == []
    assert texts(suggesting(("abc", "")).suggest("abc")) == ["abc"]
    assert suggesting(("abc", "fr"), kind=EntityKind.WAVE).suggest("abc") == []


def test_what_begins_the_name_comes_before_what_stands_within():
    made = suggesting(("un abc", "fr"), ("abc long", "fr"), ("abc", "fr"))
    assert texts(made.suggest("abc")) == ["abc", "abc long", "un abc"]


def test_a_text_that_two_things_share_is_suggested_once():
    assert texts(suggesting(("abc", "fr"), ("abc", "fr")).suggest("abc")) == ["abc"]


def test_concepts_stand_among_names_and_titles_behind_them():
    concept = Entity("c", EntityKind.CONCEPT, (Label("abc", "fr"),))
    person = Entity("p", EntityKind.PERSON, (Label("abc p", "fr"),))
    group = Entity("g", EntityKind.GROUP, (Label("abc groupe", "fr"),))
    records = [record("d", "x", title="abc")]
    catalogue = MemoryCatalogue(records, [person, concept, group])
    found = Suggester(catalogue, Terms()).suggest("abc")
    assert [one.kind for one in found] == ["group", "concept", "person"]
    titled = Suggester(MemoryCatalogue(records, [person]), Terms()).suggest("abc")
    assert [one.kind for one in titled] == ["person", "document"]


def test_the_preferred_name_of_a_thing_is_suggested_once():
    labels = (Label("abc", "fr"), Label("abc préféré", "fr", is_preferred=True))
    catalogue = MemoryCatalogue([], [Entity("e", EntityKind.LAB, labels)])
    assert texts(Suggester(catalogue, Terms()).suggest("abc")) == ["abc préféré"]


def test_a_folded_word_is_written_as_names_and_passages_write_it(suggester):
    assert suggester.written("ecole") == "école"
    assert suggester.written("numerique") == "numérique"
    assert suggester.written("inconnu") == "inconnu"
