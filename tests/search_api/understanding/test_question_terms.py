"""Places and other words of questions, with the letters that they need."""

import pytest

from ontology.model import EntityKind as K
from ontology.reference.question_words import QuestionWord
from search_api.understanding.question_terms import QuestionTerms
from tests.search_api.understanding.fakes import entity

WORDS = (
    QuestionWord("breton", K.REGION, ("bretagne",)),
    QuestionWord("bretonne", K.REGION, ("bretagne",)),
    QuestionWord("outre-mer", K.ACADEMY, ("la-reunion", "mayotte", "elsewhere")),
    QuestionWord("La Réunion", K.ACADEMY, ("la-reunion",), is_as_written=True),
    QuestionWord("special needs", K.CONCEPT, ("ebep",)),
    QuestionWord("unknown", K.CONCEPT, ("nothing",)),
)
TERMS = QuestionTerms(
    [
        entity(K.REGION, "bretagne", "Bretagne"),
        entity(K.ACADEMY, "la-reunion", "La Réunion"),
        entity(K.ACADEMY, "mayotte", "Mayotte"),
        entity(K.ACADEMY, "aix-marseille", "Aix-Marseille"),
        entity(K.CONCEPT, "ebep", "élève"),
    ],
    WORDS,
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("laboratoires bretons", ["bretagne"]),
        ("une équipe bretonne", ["bretagne"]),
        ("en outre-mer", ["la-reunion", "mayotte"]),
        ("à La Réunion ou à Mayotte", ["la-reunion", "mayotte"]),
        ("la réunion de travail", []),
        ("en bretagne", ["bretagne"]),
        ("La Bretagne", ["bretagne"]),
        ("ma bretagne", []),
        ("à combien de kilomètres de Mayotte", []),
        ("un long voyage en mayotte", ["mayotte"]),
        ("groupes à aix marseille", ["aix-marseille"]),
        ("students with special needs", ["ebep"]),
        ("unknown", []),
        ("", []),
    ],
)
def test_words_of_questions_name_things(text, named):
    assert [found.identifier for found in TERMS.find(text)] == named


def test_what_is_named_has_its_place():
    (found,) = TERMS.find("des équipes bretonnes ici")
    assert (found.kind, found.start, found.end) == ("region", 12, 21)
