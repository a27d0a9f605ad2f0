"""Marks are offsets into the verbatim text: words by stem, one sentence for meaning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.french.analysis import located_wholes, wholes, words
from search_api.french.highlights import (
    Marked,
    best_sentences,
    mark,
    question_stems,
    sentences,
)
from search_api.french.question import parse
from tests.search_api.fakes import LetterEmbedder


def marked(text, question, language="fr"):
    stems = question_stems(parse(question))
    return [text[a:b] for a, b in mark(text, stems, language=language).highlights]


def test_words_are_marked_by_stem_in_any_spelling():
    text = "Le groupe ÆSON parle d’écoles numériques, école après école."
    assert marked(text, "aeson ecole NUMERIQUE le") == [
        "ÆSON",
        "écoles",
        "numériques",
        "école",
        "école",
    ]


def test_compounds_and_dois_are_marked_whole():
    text = "Un e-sport, doi:10.52358/mm.vi17.392."
    assert marked(text, "esport 10.52358/mm.vi17.392") == [
        "e-sport",
        "10.52358/mm.vi17.392",
    ]


def test_excluded_words_are_not_marked():
    assert marked("tablette et école", "école -tablette") == ["école"]


def test_english_passage_is_marked_by_english_stems():
    assert marked("Pupils are learning.", "learn", "en") == ["learning"]


@given(st.text(max_size=200))
def test_marks_lie_in_order_within_the_text(text):
    stems = question_stems(parse(text[:50]))
    for spans in (mark(text, stems, language="fr").highlights, sentences(text)):
        flat = [edge for span in spans for edge in span]
        assert flat == sorted(flat)
        assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(text[w.start : w.end] for w in words(text))
    assert all(0 <= a < b <= len(text) for a, b, _ in located_wholes(text))


UNUSUAL = "aeÉøßŒﬁ𝐍℠™½İʼ’'-_ .\u00ad\u0301\u200b\ufeff"


@given(st.text(UNUSUAL, max_size=60), st.data())
def test_a_mark_is_cut_from_the_text_where_the_word_stands(text, data):
    found = list(words(text))
    wanted = data.draw(st.sets(st.sampled_from(found)) if found else st.just(set()))
    stems = frozenset(word.stem for word in wanted)
    spans = mark(text, stems, language="fr").highlights
    for word in wanted:
        assert any(a <= word.start and word.end <= b for a, b in spans)
    for a, b in spans:
        # Cut out and folded again, it is what was looked for.
        again = [word.stem for word in words(text[a:b])] + wholes(text[a:b])
        assert stems & set(again)


@given(st.text(max_size=300))
def test_sentences_hold_every_letter_once(text):
    held = "".join(text[a:b] for a, b in sentences(text))
    letters = [sign for sign in text if sign.isalnum()]
    assert [sign for sign in held if sign.isalnum()] == letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. Deux ! Trois ?", ["Un.", "Deux !", "Trois ?"]),
        ("M. Plantard et al. écrivent. Fin.", ["M. Plantard et al. écrivent.", "Fin."]),
        ("Voir p. 12. Puis « Oui. » Non.", ["Voir p. 12.", "Puis « Oui. »", "Non."]),
        ("Titre\n\nTexte", ["Titre", "Texte"]),
        ("Coût : 3.5 euros", ["Coût : 3.5 euros"]),
        ("…", []),
    ],
)
def test_sentences_of_french_text(text, expected):
    assert [text[a:b] for a, b in sentences(text)] == expected


def test_best_sentence_answers_by_words_or_by_meaning():
    embedder = LetterEmbedder()
    texts = [
        "Il pleut. La sobriété numérique progresse. Fin.",
        "",
        "Sobre. Autre chose.",
    ]
    question = parse("sobriété numérique")
    vector = embedder.embed_queries([question.plain])
    stems = question_stems(question)
    marked = [mark(text, stems, language="fr") for text in texts]
    found = best_sentences(marked, stems, vector=vector, embedder=embedder)
    assert found[0] is not None
    assert texts[0][slice(*found[0])] == "La sobriété numérique progresse."
    assert found[1] is None
    assert found[2] is not None
    assert texts[2][slice(*found[2])] == "Sobre."


def test_marks_that_overlap_are_one_and_neighbours_two():
    assert marked("e-sport", "esport sport") == ["e-sport"]
    assert marked("un deux", "un deux") == ["deux"]
    assert marked("école sport", "école sport") == ["école", "sport"]


def test_stop_words_are_marked_where_there_is_nothing_else():
    assert marked("à la ville", "à la") == ["à", "la"]
    assert marked("à la ville", "à la ville") == ["ville"]


def test_required_words_and_phrases_are_marked():
    assert marked("Un deux trois quatre.", '+trois "quatre"') == ["trois", "quatre"]


class Nearness:
    """An embedder for which each text is as near as its number says."""

    def embed_passages(self, texts):
        return np.array(
            [[float(text.strip("P .").replace(",", "."))] for text in texts]
        )


def best(text, *held, stems=()):
    found = Marked(text, (), tuple(held))
    (span,) = best_sentences(
        [found], frozenset(stems), vector=np.ones((1, 1)), embedder=Nearness()
    )
    return None if span is None else text[slice(*span)]


def test_words_and_meaning_count_half_each():
    text = "P 0,2. P 0,9. P 0,1."
    assert best(text, stems="ab") == "P 0,9."
    assert best(text, (0, "a"), stems="a") == "P 0,2."
    assert best(text, (0, "a"), stems="ab") == "P 0,9."
    assert best(text, (14, "a"), (15, "b"), stems="ab") == "P 0,1."
    assert best(text, (7, "a"), (0, "a"), stems="ab") == "P 0,9."


def test_of_equals_the_first_sentence_is_best():
    assert best("P 0,5. P 0,5. P 0,4.") == "P 0,5."
    found = Marked("P 0,5. P 0,5.", (), ())
    assert best_sentences(
        [found], frozenset(), vector=np.ones((1, 1)), embedder=Nearness()
    ) == [(0, 6)]


def test_a_lone_sentence_is_best_without_a_look():
    assert best("Une seule phrase sans nombre") == "Une seule phrase sans nombre"
    assert best("?!") is None
