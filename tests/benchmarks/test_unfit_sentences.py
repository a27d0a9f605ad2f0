"""What nobody would quote is named by its shape, and good prose is not."""

import pytest

from benchmarks.unfit_sentences import unfit_reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Le projet a démarré en janvier 2024, pour trois ans.",
        "« Ne pas abandonner la décision aux machines », disait l’appel.",
        "Quelles solidarités entre collègues ont duré ?",
        "ÆSON est consacré à la sobriété numérique à l’école.",
        "L’essentiel de l’impact précède le premier allumage2.",
        "Le groupe est\nporté par un laboratoire de Poitiers.",
        "• Vu : nous l’avons observé ou mesuré, une trace en témoigne.",
    ],
)
def test_a_whole_sentence_is_fit(sentence):
    assert unfit_reason(sentence, headings=["Portage et composition"]) is None


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Portage et\ncomposition", "heading"),
        ("Unité\tNuméro\tÉtablissement de rattachement du groupe.", "table row"),
        ("Le cycle de vie … 4 Les trois tiers … 4", "contents"),
        ("Perret, D. (2020). Les enseignants et le numérique.", "reference"),
        ("Date et licence non relevées.", "few words"),
        ("- une synthèse des productions du groupe sur le carnet ;", "list stub"),
        ("Cinq autres unités y sont associées :", "list stub"),
        ("Recherche formatrice de type lesson studies\n7.", "list stub"),
        ("Bouton de la page qui mène vers le formulaire", "no end"),
        ("d’élèves dans un service qui n’a pas été validé.", "no beginning"),
    ],
)
def test_what_is_no_sentence_is_named(sentence, reason):
    assert unfit_reason(sentence, headings=["Portage et composition"]) == reason
