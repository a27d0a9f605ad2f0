"""Words count by their rarity and place; slips and other names count for less."""

import math

import pytest

from search_api.french.question import parse
from search_api.lexical_indexes.french_query import MOST_WORDS, FrenchQuery
from search_api.lexical_indexes.tantivy_french import TantivyFrenchIndex
from search_api.lexical_indexes.tantivy_schema import schema
from search_api.lexical_indexes.tantivy_writer import TantivyFrenchWriter
from search_api.ports import Alternative
from tests.search_api.fakes import record


def index_of(folder, *records):
    writer = TantivyFrenchWriter(workspace=folder)
    for item in records:
        writer.add(item.document, item.passages)
    writer.commit(folder / "index")
    return TantivyFrenchIndex(folder / "index")


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    return index_of(
        tmp_path_factory.mktemp("words"),
        record("court", "azur", title="Un"),
        record("moyen", "basalte", title="Deux"),
        record("long", "cristalline", title="Trois"),
        record("tout", "verger potager", title="Quatre"),
        record("titre", "rien", title="Lavande"),
        record("texte", "lavande", title="Cinq"),
    )


def names(found):
    return [hit.passage.partition(".")[0] for hit in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("azut", ["court"]),
        ("azu", []),
        ("azxt", []),
        ("basaltz", ["moyen"]),
        ("basaxtz", []),
        ("basaxltz", ["moyen"]),
        ("cristallxnx", ["long"]),
        ("cristaxlxnx", []),
    ],
)
def test_slips_are_forgiven_by_the_length_of_a_word(words, typed, found):
    assert names(words.search(typed, 5)) == found


def test_a_word_in_a_title_counts_less_than_in_the_text(words):
    assert names(words.search("lavande", 5)) == ["texte", "titre"]


@pytest.mark.parametrize("documents", [["tout"], ["tout", "long", "moyen", "court"]])
def test_a_filter_keeps_what_it_names_and_its_scores(words, documents):
    (alone,) = words.search("verger", 5, documents=documents)
    assert alone == words.search("verger", 5)[0]
    others = ["court", "titre", "texte", "long"]
    assert words.search("verger", 5, documents=others) == []
    assert words.search("verger", 5, documents=["absent"]) == []
    assert words.search("verger", 5, documents=[]) == []


def test_another_name_is_worth_half_of_what_was_typed(words):
    typed = words.search('"verger"', 1)[0].score
    same = Alternative(of="verger", text="potager")
    other = words.search("absentissime", 1, alternatives=[same])[0].score
    assert other == pytest.approx(typed / 2, rel=0.01)


def asking(passages=100, **counts):
    def frequency(field, term):
        return counts.get(term, 0) if field == "text" else 0

    return FrenchQuery(schema(), frequency, passages=passages)


def test_a_passage_is_expected_to_hold_each_word_once():
    rarity = math.log(1 + (100 - 3 + 0.5) / 3.5)
    query = asking(zorg=3)
    assert query.expectation(parse("zorg")) == pytest.approx(1.5 * rarity)
    assert query.expectation(parse("zorg zorg")) == pytest.approx(1.5 * rarity)


def test_something_is_expected_of_every_question():
    assert asking().expectation(parse("")) == pytest.approx(1e-6)


def test_a_long_question_keeps_its_rarest_words():
    rare = [f"zq{n:02}x" for n in range(MOST_WORDS)]
    query = asking(commun=90, **dict.fromkeys(rare, 1))
    whole = query.expectation(parse(" ".join(rare)))
    assert MOST_WORDS == 64
    assert query.expectation(parse(" ".join(["commun", *rare]))) == pytest.approx(whole)
    fewer = query.expectation(parse(" ".join(["commun", *rare[1:]])))
    assert 0 < fewer < whole


def test_nothing_asked_is_no_query():
    assert asking().build(parse("")) is None
    assert asking().build(parse("-zorg")) is None
    assert asking().build(parse("zorg")) is not None


def test_common_words_are_asked_where_there_are_no_others():
    one = asking().expectation(parse("zorg"))
    assert asking().expectation(parse("le zorg")) == pytest.approx(one)
    assert asking().expectation(parse("le la")) == pytest.approx(2 * one)
