"""A hit says in numbers and in one sentence why it stands where it does."""

from dataclasses import replace

import pytest

from ontology.model import Passage
from ontology.structure import PassageRole
from search_api.answers.explanation import explanations
from search_api.query import (
    AnswerState,
    PassageHit,
    ScoreParts,
    SearchHit,
    SearchQuery,
    SearchResults,
)
from search_api.understood import Effect, Found, Understood
from tests.search_api.fakes import record, summary

TEXT = "La sobriété numérique à l’école : sobriété."
PARTS = ScoreParts(3.5, 0.5, 0.2, 0.1, intent_share=0.15, closeness_share=0.3)
HIT = PassageHit(
    Passage("d.0", "d", 0, 1, 0, len(TEXT), TEXT, "fr"),
    0.75,
    PARTS,
    highlights=((3, 11), (12, 21), (34, 42)),
)
DOCUMENT = summary(record("d", TEXT))


def understood(kind, label, strengths):
    found = Found(kind, label, 0, 4)
    return Understood(found, label, None, Effect.BOOST, strengths=strengths)


def explained(hit=HIT, *, names=()):
    found = SearchHit(DOCUMENT, hit.score, (hit,))
    results = SearchResults(
        SearchQuery("sobriété numérique"),
        1,
        (found,),
        None,
        {},
        state=AnswerState.ANSWERED,
        generation="0001",
        embedder="letters",
        elapsed_seconds=0.0,
        understood=tuple(names),
    )
    return explanations(results)["d"]


def test_the_parts_add_up_to_the_score():
    told = explained()
    parts = (told.words, told.meaning, told.second_look, told.understanding)
    assert parts == (0.2, 0.1, 0.3, 0.15)
    assert sum(parts) == pytest.approx(told.score)
    assert (told.kind, told.date) == (1.0, 0.0)


def test_the_sentence_names_the_words_as_the_passage_writes_them():
    assert explained().sentence == (
        "Le passage contient « sobriété », « numérique » ; "
        "le sens fait 67 % de son score."
    )


def test_many_words_are_counted():
    spans = tuple((at, at + 2) for at in range(0, 12, 2))
    assert "et 2 autres ;" in explained(replace(HIT, highlights=spans)).sentence


def test_a_passage_without_a_common_word_says_so():
    found = replace(HIT, parts=replace(PARTS, words=None, words_share=0.0))
    sentence = explained(found).sentence
    assert sentence.startswith("Aucun mot de la question n’y est ; le sens fait 100 %")


def test_what_raised_the_document_is_named_with_its_year():
    names = (
        understood("group", "ÆSON", {"d": 1.0}),
        understood("year", "2023", {"d": 0.6}),
        understood("group", "REVE", {"other": 1.0}),
    )
    told = explained(names=names)
    assert told.date == 0.6
    assert "monte pour « ÆSON », « 2023 »" in told.sentence
    assert "REVE" not in told.sentence


@pytest.mark.parametrize(
    ("role", "weight", "words"),
    [
        (PassageRole.ENTRY, 0.55, "une entrée de glossaire, son score est multiplié"),
        (PassageRole.CAVEAT, 0.8, "une réserve ou une source, son score"),
        (PassageRole.BODY, 0.95, "une définition est demandée, son score"),
    ],
)
def test_the_kind_of_text_is_told_where_it_weighs(role, weight, words):
    passage = replace(HIT.passage, role=role)
    parts = replace(PARTS, kind_weight=weight)
    told = explained(replace(HIT, passage=passage, parts=parts))
    assert told.kind == weight
    assert words in told.sentence
    assert f"{weight:.2f}".replace(".", ",") in told.sentence
