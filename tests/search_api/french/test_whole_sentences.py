"""Only whole sentences are quoted: no heading, stub, cell, item of names, reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.model import Passage
from ontology.structure import Block, BlockKind
from search_api.french.whole_sentences import (
    FEWEST_WORDS,
    Layout,
    layout_of,
    sentences,
    whole_sentences,
)

PROSE = "Le groupe étudie les usages des élèves à la maison."


def whole(text, layout=None):
    return [text[a:b] for a, b in whole_sentences(text, layout)]


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
        ("Mmes J.-P. Dupont et B. Roy. Oui", ["Mmes J.-P. Dupont et B. Roy.", "Oui"]),
        ("« Un. Deux » : trois. Fin.", ["« Un. Deux » : trois.", "Fin."]),
        ("« Un. Deux.", ["« Un.", "Deux."]),
        ("Titre\n\nTexte", ["Titre", "Texte"]),
        ("Coût : 3.5 euros", ["Coût : 3.5 euros"]),
        ("…", []),
    ],
)
def test_sentences_of_french_text(text, expected):
    assert [text[a:b] for a, b in sentences(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Résumé du projet pour les enseignants et les élèves",
        "Cinq autres unités de recherche sont associées au groupe :",
        "et la suite d’une phrase que la page d’avant a commencée.",
        "Une phrase que la page suivante seule finit par ces",
        "REVE\tNancy-Metz\tUn projet de recherche mené sur trois ans.",
        "Ce que l’école peut enseigner à tous ………… 12.",
        "Perret, D. (2020). Un état de l’art du numérique, pp. 12-48.",
        "Voir https://doi.org/10.5/x, vol. 2, n° 4, pp. 2-9, pour la suite.",
        "Il dit « ce que personne n’attendait ce jour-là.",
        "TOUTE LA PAGE EST EN CAPITALES ET RIEN NE S’Y LIT.",
        "12 % 14 % 16 % 18 % 20 % 22 % 24 % ans.",
        "L’enjeu est bien double.",
        "?!",
        "",
    ],
)
def test_what_is_no_whole_sentence_is_not_quoted(text):
    assert whole(text) == []


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "À l’école, les questions affluent chez les élèves !",
        "« Le groupe étudie les usages », écrit-il dans son rapport.",
        "#ÆSON est le groupe consacré à la sobriété numérique.",
        "Le site https://example.org décrit le projet et ses partenaires.",
        "Que font les enfants de six à onze ans avec les écrans ?",
        "75 000 euros sont versés à chaque projet pour trois ans.",
    ],
)
def test_a_whole_sentence_is_quoted_as_it_stands(text):
    assert whole(text) == [text]
    assert whole(f"Titre\n\n{text}\n\nAutres unités :\n- Techné") == [text]


def test_a_short_line_without_an_end_is_no_part_of_the_sentence_below():
    text = f"Le cycle de vie\n{PROSE} Il compare ensuite les\ndeux cycles du collège."
    assert whole(text) == [PROSE, "Il compare ensuite les\ndeux cycles du collège."]


def test_the_label_of_an_item_is_left_out():
    assert whole(f"1. {PROSE}\n- {PROSE}\n• {PROSE}") == [PROSE] * 3


def passage(text, start):
    return Passage("d.0", "d", 0, 1, start, start + len(text), text, "fr")


def test_blocks_tell_headings_and_cells_from_sentences():
    heading, cell = "Ce que le groupe étudie chez les élèves.", PROSE
    text = f"{heading}\n{PROSE}\n{cell}"
    at = 100 + len(heading) + 1
    blocks = [
        Block(BlockKind.HEADING, 20, 40),
        Block(BlockKind.HEADING, 100, 100 + len(heading)),
        Block(BlockKind.CELL, at + len(PROSE) + 1, 100 + len(text)),
        Block(BlockKind.HEADING, 900, 950),
    ]
    found = layout_of(passage(text, 100), blocks)
    assert found.is_known
    assert found.unfit == ((0, len(heading)), (at - 100 + len(PROSE) + 1, len(text)))
    assert whole(text, found) == [PROSE]
    assert not layout_of(passage(text, 100), []).is_known


def test_a_block_that_began_in_the_passage_before_reaches_in():
    blocks = [Block(BlockKind.CAPTION, 10, 120)]
    assert layout_of(passage(PROSE, 100), blocks).unfit == ((0, 20),)


def test_no_sentence_crosses_the_edge_of_an_item():
    text = "Un premier point sans fin\nDeuxième point que le groupe étudie chez elle."
    edges = Layout(edges=(0, 25, 26, len(text)))
    assert whole(text, edges) == [text[26:]]


@given(st.text("AÉaé .!?…\n-:«»()\t1", max_size=200))
def test_what_is_quoted_begins_and_ends_like_a_sentence(text):
    for sentence in whole(text):
        assert len(sentence.split()) >= FEWEST_WORDS
        assert sentence == sentence.strip()
        assert "\t" not in sentence
        assert sentence.count("(") == sentence.count(")")
