"""A name that its sentence denies is no link."""

import pytest

from search_api.related_work.negated_names import is_negated


@pytest.mark.parametrize(
    "text",
    [
        "Ne pas lire [CREM].",
        "Le CREN (Nantes Université, à distinguer du [CREM] lorrain) y participe.",
        "Il ne faut pas le confondre avec le [CREM] de Lorraine.",
        "Ne pas confondre le CREAD de Rennes avec le CREN ni avec le [CREM].",
        "Ce n’est pas le [CREM].",
        "Contrairement au [CREM], TECHNE y participe.",
        "Tous les laboratoires sauf le [CREM] y sont.",
        "Le [CREM] n’y participe pas.",
        "Le [CREM] lui-même ne porte aucun groupe.",
        "[CREM] ne correspond à aucun des neuf thèmes.",
    ],
)
def test_a_denied_name_is_seen(text):
    assert negated(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le groupe est porté par le [CREM].",
        "Ne pas lire Techné. Le [CREM] porte le groupe.",
        "Aucun groupe connu\u00a0; le [CREM] répond.",
        "- Ne pas lire.\n- [CREM], Université de Lorraine",
        "Le [CREM] porte le groupe. Il ne le quitte pas.",
        "Pas de titre\n\nLe [CREM] porte le groupe.",
        "[CREM]",
    ],
)
def test_a_negation_elsewhere_denies_nothing(text):
    assert not negated(text)


def negated(text):
    start, end = text.index("["), text.index("]") - 1
    return is_negated(text.replace("[", "").replace("]", ""), start, end)
