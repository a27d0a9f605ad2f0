"""A question is asked in the wording of texts and told in that of the person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.folding import fold
from search_api.french.typed_wording import plain_wording, with_accents

WRITTEN = {"donnees": "données", "eleve": "élève", "reve": "rêve", "oeuvre": "œuvre"}


def written(word):
    return WRITTEN.get(word, word)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("les E.B.E.P. ?", "les EBEP ?"),
        ("l’i.a en classe", "l’IA en classe"),
        ("enseignant·e·s", "enseignants"),
        ("enseignant.e.s du 1er degré", "enseignants du 1er degré"),
        ("enseignant(e)s, étudiant(e)", "enseignants, étudiant"),
        ("enseignants-es et lycéen-ne-s", "enseignants et lycéens"),
        ("directeur·rice·s", "directeurs"),
        ("chercheur(se)s", "chercheurs"),
        ("c koi un lrs svp", "c'est quoi un lrs s'il vous plaît"),
        ("a koi ça sert pr les élèves", "a quoi ça sert pour les élèves"),
        ("conbien de groupes ds la vague", "combien de groupes dans la vague"),
        ("kel labo ki travaille", "quel labo qui travaille"),
        ("thème huit", "thème 8"),
        ("le thème un de l’appel 2023", "le thème 1 de l’appel 2023"),
        ("c’est quoi le thème numéro un ?", "c’est quoi le thème numéro 1 ?"),
        ("GTnum numéro dix-sept", "GTnum numéro 17"),
        ("en deux mille vingt-trois", "en 2023"),
        ("deux mille vingt et un", "2021"),
    ],
)
def test_what_people_type_becomes_what_texts_hold(typed, asked):
    assert plain_wording(typed).text == asked


@pytest.mark.parametrize(
    "typed",
    [
        "pour ce thème un groupe a répondu",
        "corrigé du ds de maths",
        "le Pr Dupont et le pr Durand",
        "langage C, option c",
        "dans quel cycle une séance trouve place",
        "M. Dupont, p. 12",
        "dis-le, peut-être un e-sport",
        "ces groupes un peu vastes",
        "vingt-trois groupes",
        "https://exemple.fr/enseignant.e.s",
        "a.b.c.fr",
        "3.5",
        "",
    ],
)
def test_what_means_something_else_stays(typed):
    assert plain_wording(typed).text == typed


def test_each_character_knows_where_it_was_typed():
    typed = "le thème huit pour l’E.B.E.P. ici"
    wording = plain_wording(typed)
    start = wording.text.index("8")
    assert wording.span(start, start + 1) == (9, 13)
    start = wording.text.index("EBEP")
    first, end = wording.span(start, start + 4)
    assert typed[first:end] == "E.B.E.P."
    assert wording.span(0, len(wording.text)) == (0, len(typed))


@given(st.text("aeé.·-()s 1ISthèmehuit", max_size=40))
def test_any_text_has_a_wording_of_its_own(typed):
    wording = plain_wording(typed)
    assert wording.typed == typed
    assert len(wording.spans) == len(wording.text)
    assert wording.spans == tuple(sorted(wording.spans))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("donnees d'eleve", "données d'élève"),
        ("Donnees", "Données"),
        ("DONNEES D'ELEVE", "DONNÉES D'ÉLÈVE"),
        ("le groupe REVE", "le groupe REVE"),
        ("données élévé", "données élévé"),
        ("oeuvre", "oeuvre"),
        ("exemple.fr/donnees", "exemple.fr/donnees"),
        ("xylophone", "xylophone"),
    ],
)
def test_accents_come_back_as_the_library_writes_them(typed, asked):
    assert with_accents(typed, written) == asked


def test_names_keep_their_letters():
    assert with_accents("reve des donnees", written, known=[(0, 4)]) == (
        "reve des données"
    )


@given(st.text(st.sampled_from("donesrvlDO é/"), max_size=30))
def test_accents_change_neither_length_nor_letters(typed):
    asked = with_accents(typed, written)
    assert len(asked) == len(typed)
    assert fold(asked) == fold(typed)
