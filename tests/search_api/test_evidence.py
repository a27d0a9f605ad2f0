"""Both indexes are asked once, the best passages twice, and no phrase ends nowhere."""

from dataclasses import replace

import pytest

from search_api import evidence
from search_api.evidence import Indexes
from search_api.french.question import parse
from search_api.fusion import (
    VECTORS_ALONE,
    WORDS_ALONE,
    Balance,
    balance_for,
    fuse,
    ranked,
)
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.query import SearchMode
from search_api.reliability import SHIPPED, verdict
from tests.search_api.fakes import LetterEmbedder, record

RECORDS = [
    record("aeson", "la sobriété numérique à l’école", "éco-conception et usages"),
    record("rgaa", "accessibilité des sites publics", "déclaration de conformité"),
    record("ia", "intelligence artificielle en classe"),
]


@pytest.fixture
def indexes(tmp_path):
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(None, embedder)
    for item in RECORDS:
        writer.write(item)
    writer.commit(tmp_path)
    opened = OpenIndexes(tmp_path, embedder)
    return Indexes(opened.vectors, opened.words, opened.second_look)


def gather(indexes, text, **options):
    question = parse(text)
    vector = LetterEmbedder().embed_queries([question.plain])
    return indexes.gather(text, question, vector=vector, **options)


def test_best_passages_get_a_second_look(indexes):
    evidence = gather(indexes, "sobriété numérique")
    assert evidence.closeness["aeson.0"] == max(evidence.closeness.values())
    assert evidence.contexts.keys() == evidence.vectors.keys()
    few = replace(indexes, looks=2)
    assert len(gather(few, "sobriété numérique").closeness) == 2


def test_without_a_second_look_both_indexes_speak_alone(indexes):
    whole = gather(indexes, "sobriété numérique")
    alone = gather(replace(indexes, second_look=None), "sobriété numérique")
    assert alone == replace(whole, contexts={}, context_background=0.0, closeness={})


def test_other_words_of_the_same_meaning_are_closer_than_none(indexes):
    seen = gather(indexes, "frugality of digital tools in schools").closeness
    assert seen["aeson.0"] > seen["rgaa.1"]


@pytest.mark.parametrize("mode", [SearchMode.WORDS, SearchMode.VECTORS])
def test_one_kind_alone_has_no_second_look(indexes, mode):
    assert gather(indexes, "sobriété", mode=mode).closeness == {}


def test_evidence_says_how_its_kinds_count(indexes):
    own = replace(indexes, balance=Balance(0.7))
    assert gather(own, "sobriété").balance == Balance(0.7)
    assert gather(own, "sobriété", balance=Balance(0.2)).balance == Balance(0.2)
    for mode, alone in (
        (SearchMode.WORDS, WORDS_ALONE),
        (SearchMode.VECTORS, VECTORS_ALONE),
    ):
        assert gather(own, "sobriété", mode=mode).balance == alone


@pytest.mark.parametrize(("weight", "best"), [(0.0, "aeson.1"), (1.0, "ia.0")])
def test_the_balance_chooses_what_is_looked_at_again(indexes, weight, best):
    one = replace(indexes, looks=1, balance=Balance(weight))
    assert list(gather(one, "intelligences conception usages").closeness) == [best]


def test_phrase_that_stands_nowhere_is_looked_for_by_its_words(indexes):
    evidence = gather(indexes, '"numérique sobriété à l’école"')
    assert evidence.is_relaxed
    assert ranked(fuse(evidence, balance_for("embedded")))[0] == "aeson.0"
    strict = gather(indexes, '"sobriété numérique"')
    assert not strict.is_relaxed
    assert strict.words.keys() == {"aeson.0"}


def test_relaxed_phrase_is_not_reliable_by_being_found(indexes):
    evidence = gather(indexes, '"zzz qqq xxx"')
    judged = verdict(evidence, parse('"zzz qqq xxx"'), SHIPPED, candidates=300)
    assert judged.answers == frozenset()


def test_required_word_that_stands_nowhere_finds_nothing(indexes):
    evidence = gather(indexes, "école +introuvable")
    assert not evidence.words
    assert not evidence.vectors


def test_further_passages_are_told_of(indexes):
    few = replace(indexes, candidates=2)
    assert gather(few, "sobriété").is_capped
    assert not gather(indexes, "sobriété").is_capped
    assert not gather(few, "+sobriété").is_capped


@pytest.mark.parametrize("text", ["sobriété à l’école", "+numérique", "introuvable"])
def test_both_indexes_at_once_say_what_they_say_one_after_the_other(
    indexes, monkeypatch, text
):
    one_by_one = gather(indexes, text)
    monkeypatch.setattr(evidence, "SIDE_BY_SIDE", 0)
    assert gather(indexes, text) == one_by_one


def test_failure_of_words_is_raised_when_both_are_asked_at_once(indexes, monkeypatch):
    class Broken:
        def __len__(self) -> int:
            return evidence.SIDE_BY_SIDE

        def search(self, *question, **limits):
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        gather(replace(indexes, words=Broken()), "tablettes")
