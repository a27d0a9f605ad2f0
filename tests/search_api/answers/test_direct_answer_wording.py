"""This test ensures that answers of the graph are told apart by certainty."""

from dataclasses import replace

import pytest

from graph.entity_ports import Certainty, EntityRef
from ontology.model import EntityKind
from search_api.answered import AnswerFact, Counted, DirectAnswer, DirectAnswers
from search_api.answers.direct_answer_wording import (
    certainty_word,
    fact_words,
    failure_words,
    meaning_words,
    summary_words,
    title_words,
)

HIGH, MEDIUM, LOW = Certainty
LAB = Counted("laboratoire", "laboratoires")
PRODUCTION = Counted("production", "productions", is_feminine=True)
DATE = Counted("date", "dates", is_feminine=True, is_told=False)
ANSWER = DirectAnswer("labs", "Laboratoires", LAB, (), "", (), {}, (), ())


@pytest.mark.parametrize(
    ("counted", "counts", "words"),
    [
        (LAB, {HIGH: 12, LOW: 2}, "12 laboratoires certains, 2 possibles."),
        (LAB, {HIGH: 1, MEDIUM: 1}, "1 laboratoire certain, 1 probable."),
        (PRODUCTION, {HIGH: 2, MEDIUM: 1}, "2 productions certaines, 1 probable."),
        (PRODUCTION, {LOW: 3}, "3 productions possibles."),
        (LAB, {}, "Aucun laboratoire connu."),
        (PRODUCTION, {}, "Aucune production connue."),
        (DATE, {HIGH: 1}, ""),
        (DATE, {}, "Aucune date connue."),
    ],
)
def test_numbers_are_never_summed(counted, counts, words):
    assert summary_words(replace(ANSWER, counted=counted, counts=counts)) == words


def test_what_was_announced_stands_beside_what_is_known():
    answer = replace(ANSWER, counts={HIGH: 4}, announced=10)
    assert summary_words(answer).endswith("certains. 10 groupes annoncés.")
    one = replace(answer, announced=1)
    assert summary_words(one).endswith("certains. 1 groupe annoncé.")


@pytest.mark.parametrize(
    ("kind", "label", "words"),
    [
        (EntityKind.ACADEMY, "académie de Rennes", "académie de Rennes"),
        (EntityKind.CONCEPT, "métavers", "« métavers »"),
        (EntityKind.GROUP, "REVE", "groupe REVE"),
        (EntityKind.GROUP, "GTnum 9 (2017-2020)", "GTnum 9 (2017-2020)"),
    ],
)
def test_the_title_says_of_what(kind, label, words):
    answer = replace(ANSWER, scope=(EntityRef(kind, "x", label),))
    assert title_words(answer) == f"Laboratoires : {words}"
    assert title_words(ANSWER) == "Laboratoires"


def test_none_known_is_told_with_what_it_means():
    assert "ne prouve pas" in str(meaning_words(ANSWER))
    failed = failure_words(DirectAnswers(is_failed=True))
    assert "ne l’a pas pu" in str(failed)
    assert failure_words(DirectAnswers()) is None


def test_a_fact_has_its_date_in_french():
    fact = AnswerFact("page web", HIGH, (), date="2024-10-24")
    assert fact_words(fact) == "page web : 24 octobre 2024"
    assert fact_words(replace(fact, text="")) == "24 octobre 2024"
    assert fact_words(replace(fact, date=None)) == "page web"


def test_every_certainty_has_a_word():
    assert [certainty_word(each) for each in Certainty] == [
        *("certain", "probable", "possible"),
    ]
