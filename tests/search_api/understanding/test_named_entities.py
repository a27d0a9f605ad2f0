"""Names in questions are found however they are typed, and everyday words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.linking import Linker
from ontology.model import EntityKind as K
from ontology.model import Mention
from search_api.understanding.named_entities import QuestionNames
from search_api.understood import Found
from tests.search_api.understanding.fakes import (
    CULTURES,
    ENTITIES,
    LINKER,
    REVE,
    entity,
)

NAMES = QuestionNames(ENTITIES, LINKER)


def found(text):
    return [(text[f.start : f.end], f.identifier) for f in NAMES.find(text)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("CREN Nantes", [("CREN", "cren")]),
        ("cren nantes", [("cren", "cren")]),
        ("quels travaux du laboratoire TECHNE ?", [("TECHNE", "techne")]),
        ("les travaux de techne sur les usages", [("techne", "techne")]),
        ("pascal plantard", [("pascal plantard", "pascal-plantard")]),
        ("académie de poitiers", [("académie de poitiers", "poitiers")]),
        ("productions 2017-2020", [("2017-2020", "2017-2020")]),
        ("groupe reve", [("reve", REVE)]),
        ("emi", [("emi", "emi")]),
    ],
)
def test_names_are_found_as_typed(question, expected):
    assert found(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("quel est donc le laboratoire qui porte REVE ?", [("REVE", REVE)]),
        ("depuis quand à peu près travaille-t-on chez FEELNUM ?", [("FEELNUM", "f")]),
        ("qui anime ou co-anime le travail de feelnum ?", [("feelnum", "f")]),
        ("les forges de l’ancien village et leurs ouvriers", []),
        ("les DÉFIS que l’on se donne quand on est enfant", []),
    ],
)
def test_bodies_are_named_wherever_they_stand_in_a_long_question(question, expected):
    known = [*ENTITIES, entity(K.GROUP, "f", "Feelnum", "#Feelnum")]
    names = QuestionNames(known, Linker(known))
    got = [(question[f.start : f.end], f.identifier) for f in names.find(question)]
    assert got == expected


@pytest.mark.parametrize(
    "question",
    [
        "j’ai fait un rêve d’école hier soir",
        "mon ami",
        "les forges du village et leurs ouvriers",
        "poitiers au moyen âge",
    ],
)
def test_everyday_words_name_nothing(question):
    assert found(question) == []


def test_a_number_alone_names_every_group_that_it_may_mean():
    assert found("productions du GTnum 5") == [("GTnum 5", CULTURES), ("GTnum 5", REVE)]


def test_years_decide_which_group_a_number_names():
    assert found("GTnum 5 2020-2022") == [
        ("GTnum 5", REVE),
        ("2020-2022", "2020-2022"),
    ]


@given(st.text(max_size=80))
def test_any_text_is_a_question(text):
    for one in NAMES.find(text):
        assert 0 <= one.start < one.end <= len(text)


def linking(*entities, link=None):
    """Return names over entities; ``link`` gets each text that the linker is asked."""
    asked = []

    def ask(document, passages):
        asked.append(document.text)
        return link(document, passages) if link else []

    return QuestionNames(entities, ask), asked


LAB = entity(K.LAB, "abc", "ABCDE")


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("abcde", "ABCDE"),
        ("un deux abcde", "un deux ABCDE"),
        ("un deux trois abcde", "un deux trois ABCDE"),
        ("abcdef", "abcdef"),
    ],
)
def test_an_acronym_gets_its_letters(text, restored):
    names, asked = linking(LAB)
    names.find(text)
    assert asked[:3] == [text, restored, f"groupe ; {restored}"]


@pytest.mark.parametrize(
    ("label", "text", "restored"),
    [
        ("ABCD", "un deux abcd", "un deux ABCD"),
        ("ABCD", "un deux trois abcd", "un deux trois abcd"),
        ("Abcde", "un deux abcde", "un deux Abcde"),
        ("Abcde", "un deux trois abcde", "un deux trois abcde"),
        ("Abc Def", "un deux trois abc def", "un deux trois Abc Def"),
        ("A B C D E F", "un a b c d e f", "un A B C D E F"),
        ("A B C D E F G", "un a b c d e f g", "un a b c d e f g"),
    ],
)
def test_a_name_gets_its_letters_in_short_questions_or_where_it_is_certain(
    label, text, restored
):
    names, asked = linking(entity(K.LAB, "x", label))
    names.find(text)
    assert asked[1] == restored


@pytest.mark.parametrize(
    ("label", "text", "restored"),
    [
        ("Feelnum", "un deux trois feelnum", "un deux trois Feelnum"),
        ("Océan", "un deux trois océan", "un deux trois océan"),
    ],
)
def test_a_hashtag_names_one_thing_unless_it_is_a_word(label, text, restored):
    names, asked = linking(entity(K.GROUP, "x", label, f"#{label}"))
    names.find(text)
    assert asked[1] == restored


@pytest.mark.parametrize(
    ("kind", "text", "restored"),
    [
        (K.ACADEMY, "abcde", "abcde"),
        (K.ACADEMY, "académie abcde", "académie ABCDE"),
        (K.ACADEMY, "académie de abcde", "académie de ABCDE"),
        (K.ACADEMY, "académie et la abcde", "académie et la abcde"),
        (K.CONCEPT, "abcde", "ABCDE"),
        (K.CONCEPT, "mon abcde", "mon ABCDE"),
        (K.CONCEPT, "un deux trois abcde", "un deux trois ABCDE"),
        (K.WAVE, "abcde", "abcde"),
        (K.THEME, "abcde", "abcde"),
    ],
)
def test_places_and_subjects_get_their_letters_where_they_are_meant(
    kind, text, restored
):
    names, asked = linking(entity(kind, "x", "ABCDE"))
    names.find(text)
    assert asked[1] == restored


def test_a_concept_of_one_plain_word_keeps_what_was_typed():
    names, asked = linking(entity(K.CONCEPT, "x", "Abcde"))
    names.find("abcde")
    assert asked[1] == "abcde"


def within(kind, name):
    """Return a linker that finds a name wherever it stands behind the context."""

    def link(document, passages):
        place = document.text.find(name)
        if not document.text.startswith("groupe ; ") or place < 0:
            return []
        return [
            Mention(
                *("q.0", "q", 1, place, place + len(name), name, "x", kind),
                method="label",
                confidence=1.0,
            )
        ]

    return link


@pytest.mark.parametrize(
    ("kind", "text", "is_found"),
    [
        (K.LAB, "un deux nom", True),
        (K.LAB, "un deux trois nom", False),
        (K.LAB, "un deux trois NOm", True),
        (K.LAB, "un deux trois Nom", False),
        (K.WAVE, "un deux trois nom", True),
    ],
)
def test_the_context_of_bodies_counts_for_short_questions_capitals_and_waves(
    kind, text, is_found
):
    name = text.rpartition(" ")[2]
    names, _ = linking(link=within(kind, name))
    assert names.find(text) == (
        [Found(kind.value, "x", text.index(name), len(text))] if is_found else []
    )


def test_the_context_itself_is_never_found():
    names, _ = linking(link=within(K.LAB, "groupe"))
    assert names.find("un nom") == []


def test_the_longest_of_overlapping_names_is_kept():
    def link(document, passages):
        return [
            Mention("q.0", "q", 1, *place, "x", name, K.LAB, "label", 1.0)
            for place, name in (
                ((0, 3), "court"),
                ((0, 6), "long"),
                ((0, 6), "autre"),
                ((6, 9), "suite"),
                ((5, 8), "milieu"),
            )
            if not document.text.startswith("groupe")
        ]

    names, _ = linking(link=link)
    kept = [(one.identifier, one.start) for one in names.find("x" * 30)]
    assert kept == [("autre", 0), ("long", 0), ("suite", 6)]


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("ami", "AMI"),
        ("mon ami", "mon ami"),
        ("mon bel ami", "mon bel AMI"),
        ("un deux trois ami", "un deux trois ami"),
    ],
)
def test_an_acronym_that_is_an_everyday_word_needs_a_short_question(text, restored):
    names, asked = linking(entity(K.CONCEPT, "x", "AMI"))
    names.find(text)
    assert asked[1] == restored
