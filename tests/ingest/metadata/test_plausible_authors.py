"""An author is a person or a body; accounts, programs and machines are none."""

import pytest

from ingest.metadata.plausible_authors import is_plausible_author


@pytest.mark.parametrize("origin", ["PDF", "DOCX", "XMP", "meta author", "WordPress"])
@pytest.mark.parametrize(
    "value",
    [
        "SVC-PROD-LEGACY06", "python-docx", "jdupont2", "ACAD\\mmartin", "m.durand",
        "Administrateur", "user", "Unknown", "Utilisateur Windows", "dsi_export",
        "Microsoft Office User", "Microsoft Word - bilan.doc", "1512_RAP.fm", "root",
        "PC-CDI-12", "LibreOffice 7.4", "pdfTeX-1.40.21", "Canon iR-ADV C3520",
        "HP", "Admin", "anonymous", "unspecified", "win user", "Apache POI",
        "nom@exemple.fr", "https://exemple.fr/moi", "Prénom Nom", "John Doe", "12", "",
        "A\u0338d\u0334min", "dspicuzz", "editor",
    ],
)  # fmt: skip
def test_what_machines_write_is_no_author(value: str, origin: str):
    assert not is_plausible_author(value, origin)


@pytest.mark.parametrize(
    "value",
    [
        "Claire Exemple", "Dupont, Anne", "B. Roullier", "LE PONTOIS Ludovic",
        "Ghislain Wend-Puiré SEGHDA", "Marie de La Rive", "Jean-Luc d’Ormesson",
        "Allison, Timothy B.", "CNRS", "Université Paris 8", "Rectorat de Poitiers",
        "Direction du numérique pour l’éducation", "Équipe du graphe GTnum",
        "Office national d’information", "王 小明",
    ],
)  # fmt: skip
def test_persons_and_bodies_are_authors_even_in_properties(value: str):
    assert is_plausible_author(value, "PDF")


def test_one_word_is_a_name_only_where_a_person_filled_in_a_field():
    assert is_plausible_author("Alice", "WordPress")
    assert not is_plausible_author("Villain", "PDF")
