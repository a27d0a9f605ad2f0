"""Answers are measured against what is owed, on made results."""

from types import SimpleNamespace

import pytest

from benchmarks.answer_measures import is_overlapping, observe, state_of
from benchmarks.answer_summaries import by_style, confusion, share
from benchmarks.answers_quality import measure_half, single_answers
from benchmarks.facet_honesty import facet_honesty, narrowed
from benchmarks.judged_set import AnswerSentence, Expected, JudgedQuestion
from ontology.model import DocumentKind, DocumentSummary, Passage
from search_api.query import (
    AnswerState,
    PassageHit,
    ScoreParts,
    SearchHit,
    SearchQuery,
    SearchResults,
)

TEXT = "Portage\n\nAda porte le groupe\ndepuis Caen. Elle a écrit deux rapports."
ADA = (TEXT.index("Ada"), TEXT.index(" Elle"))
WHO = JudgedQuestion(
    "fact-01",
    "fact",
    Expected.ANSWERED,
    "Qui porte le groupe ?",
    {"fiche": 2, "billet": 1},
    "who",
    (AnswerSentence("fiche", "Ada porte le groupe depuis Caen."),),
)
BUDGET = JudgedQuestion(
    "fact-01-twin", "fact", Expected.SPOKEN_OF, "Quel budget ?", {}, twin_of="fact-01"
)
PIE = JudgedQuestion("far-01", "far", Expected.NOTHING, "tarte aux pommes", {})


def hit(name, *, kind=DocumentKind.PAGE, best=ADA, copies=()):
    def summary(identifier):
        return DocumentSummary(
            identifier, "Titre", kind, "fr", "c", "text/plain", "0" * 64, 1, 1, 1, False
        )

    passage = Passage(
        f"{name}.0", name, 0, 1, 0, len(TEXT), TEXT, "fr", section=("Portage",)
    )
    found = PassageHit(passage, 0.5, ScoreParts(None, None, 0, 0), best_sentence=best)
    return SearchHit(
        summary(name), 0.5, (found,), tuple(summary(copy) for copy in copies)
    )


def results(*hits, state=AnswerState.ANSWERED, total=1, facets=None):
    query = SearchQuery("?")
    return SearchResults(
        query, total, hits, None, facets or {}, state, "0001", "tiny", 0.0
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (AnswerState.ANSWERED, Expected.ANSWERED),
        (AnswerState.MENTIONED, Expected.SPOKEN_OF),
        (AnswerState.NOTHING, Expected.NOTHING),
    ],
)
def test_each_state_of_the_service_is_one_of_the_judged(state, said):
    assert state_of(results(state=state)) is said


def test_a_sentence_is_compared_where_it_stands():
    accepted = "Ada porte le groupe depuis Caen."
    assert is_overlapping(TEXT, ADA, accepted)
    assert is_overlapping(TEXT, (ADA[0], len(TEXT)), accepted)
    assert not is_overlapping(TEXT, (ADA[1] + 1, len(TEXT)), accepted)
    assert not is_overlapping(TEXT, (0, 7), accepted)
    assert not is_overlapping(TEXT, ADA, "Ada porte un autre groupe.")


def test_the_sentence_must_be_of_the_first_hit_and_its_own_document():
    assert observe(WHO, results(hit("fiche"))).is_right
    assert not observe(WHO, results(hit("billet"), hit("fiche"))).is_right
    assert not observe(WHO, results(hit("fiche", best=None))).is_right
    assert observe(WHO, results()).is_right is False
    assert observe(BUDGET, results(hit("fiche"))).is_right is None


def test_grades_count_by_place_and_a_copy_counts_as_its_work():
    best = observe(WHO, results(hit("fiche"), hit("billet")))
    assert best.ndcg10 == pytest.approx(1.0)
    assert best.is_in_three
    worse = observe(WHO, results(hit("billet"), hit("a"), hit("b"), hit("fiche")))
    assert not worse.is_in_three
    assert 0 < worse.ndcg10 < 1
    assert observe(WHO, results(hit("autre", copies=["fiche"]))).is_in_three


def test_best_sentences_of_all_hits_are_looked_at():
    seen = observe(WHO, results(hit("fiche"), hit("b", best=(0, 7)), hit("c")))
    assert seen.unfit == (None, "heading", None)


def test_glossaries_count_only_where_none_is_wanted():
    glossary = results(hit("glossaire-1", kind=DocumentKind.GLOSSARY), hit("fiche"))
    meant = JudgedQuestion(
        "fact-02", "fact", Expected.ANSWERED, "Quoi ?", {"glossaire-1": 2}
    )
    totals = by_style([observe(WHO, glossary), observe(meant, glossary)])["fact"]
    assert totals["glossary_first"]["count"] == 1
    assert totals["glossary_first"]["of"] == 1


def test_shares_have_an_interval_and_none_of_nothing():
    assert share([True, True, False, None])["share"] == 0.5
    low, high = share([True] * 9 + [False])["interval"]
    assert 0 < low < 0.9 < high < 1
    assert share([]) == {"count": 0, "of": 0}


def test_states_said_are_counted_against_states_owed():
    seen = [
        observe(WHO, results(hit("fiche"), state=AnswerState.NOTHING)),
        observe(BUDGET, results(hit("fiche"))),
        observe(PIE, results(state=AnswerState.NOTHING)),
    ]
    rates = confusion(seen)
    assert rates["owed_then_said"]["spoken_of"] == {
        "answered": 1,
        "spoken_of": 0,
        "nothing": 0,
    }
    assert rates["false_alarms"]["count"] == 1
    assert rates["twins_recognised"]["count"] == 0
    assert rates["foreign_refused"]["count"] == 1


def test_a_facet_is_honest_when_its_click_gives_its_count():
    totals = {("year", "2020"): 3, ("lab", "crem"): 2}

    def search(query):
        if query.with_facets:
            return results(
                facets={"year": [("2020", "2020", 3)], "lab": [("crem", "CREM", 9)]}
            )
        (click,) = (key for key in totals if narrowed(*key) == query.restriction)
        return results(total=totals[click])

    found = facet_honesty(search, iter([SearchQuery("x")]))
    assert (found.counts, found.honest) == (2, 1)


def test_a_facet_that_is_no_filter_is_an_error():
    with pytest.raises(ValueError, match="colour"):
        narrowed("colour", "blue")


def test_a_half_is_measured_as_the_service_answers_it():
    knowledge = SimpleNamespace(
        searcher=SimpleNamespace(
            search=lambda query: results(
                hit("fiche"),
                state=AnswerState.NOTHING
                if "tarte" in query.text
                else AnswerState.ANSWERED,
            )
        )
    )
    totals, seen = measure_half(knowledge, [WHO, BUDGET, PIE])
    assert totals["styles"]["all"]["success3"]["share"] == 1.0
    assert totals["states"]["foreign_refused"]["share"] == 1.0
    assert single_answers(seen)["fact-01"]["sentence_right"] is True
