"""The sentence that answers is whole, near, and holds what is asked."""

import numpy as np

from search_api.french.answer_sentences import (
    ShownPassage,
    Sought,
    best_sentences,
    sought,
)
from search_api.french.asked import Asked
from search_api.french.highlights import Marked, mark
from search_api.french.question import parse
from tests.search_api.fakes import LetterEmbedder


def best(text, question, *, language="fr", above=""):
    embedder = LetterEmbedder()
    wanted = sought(parse(question))
    marked = mark(text, wanted.stems, language=language)
    (answer,) = best_sentences(
        [ShownPassage(marked, language, above=above)],
        wanted,
        vector=embedder.embed_queries([question]),
        embedder=embedder,
    )
    return None if answer is None else text[slice(*answer.sentence)]


class Nearness:
    """An embedder for which each text is as near as its last word says."""

    def embed_passages(self, texts):
        return np.array([[float(text.split()[-1].strip("."))] for text in texts])


def nearest(*numbers, held=(), stems="", wanted=Asked.SUBJECT):
    text = " ".join(f"Elle a pour valeur chez nous {n}." for n in numbers)
    size = len(text) // len(numbers) + 1
    hits = tuple((place * size, stem) for place, stem in held)
    (answer,) = best_sentences(
        [ShownPassage(Marked(text, (), hits))],
        Sought(frozenset(stems), wanted),
        vector=np.ones((1, 1)),
        embedder=Nearness(),
    )
    assert answer is not None
    return answer.sentence[0] // size


def test_words_and_meaning_count_half_each():
    assert nearest("0.2", "0.9", "0.1", stems="ab") == 1
    assert nearest("0.2", "0.9", "0.1", held=[(0, "a")], stems="a") == 0
    assert nearest("0.2", "0.9", "0.1", held=[(0, "a")], stems="ab") == 1
    assert nearest("0.2", "0.9", "0.1", held=[(2, "a"), (2, "b")], stems="ab") == 2


def test_of_equals_the_first_sentence_is_best():
    assert nearest("0.5", "0.5", "0.4") == 0


def test_the_sentence_that_holds_what_is_asked_is_chosen():
    text = (
        "Le projet Forges aide à partager des ressources libres. "
        "Le projet Forges a démarré en janvier 2024 pour trois ans. "
        "Le projet Forges est suivi par Alexis Kauffmann à la DNE."
    )
    assert "janvier 2024" in best(text, "quand a démarré le projet Forges ?")
    assert "Kauffmann" in best(text, "qui suit le projet Forges ?")
    assert "trois ans" in best(text, "combien de temps dure le projet Forges ?")


def test_no_heading_and_no_stub_is_ever_chosen():
    text = "Sobriété numérique\n\nLes groupes sur la sobriété numérique :\n- Techné"
    assert best(text, "sobriété numérique") is None
    assert best("", "sobriété") is None


def test_a_word_of_the_title_tells_no_sentence_from_another():
    text = (
        "Le groupe Forges a une page qui décrit son projet. "
        "La journée publique aura lieu chez les partenaires."
    )
    question = "journée Forges"
    assert "journée" in best(text, question, above="Groupe Forges")


def test_a_sentence_in_the_language_of_the_question_is_preferred():
    text = (
        "The group studies how digital sobriety is taught at school. "
        "Le groupe étudie comment la sobriété numérique s’enseigne à l’école."
    )
    assert best(text, "que dit le groupe de digital sobriety ?").startswith("Le groupe")
    assert best(text, "how is digital sobriety taught").startswith("The group")
