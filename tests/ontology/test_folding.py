"""This test ensures that names compare as readers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ÆSON", "aeson"),
        ("#HN_éducation", "hn education"),
        ("Cœur de l’École", "coeur de l ecole"),
        ("Nancy-Metz", "nancy metz"),
        ("E\u0301lie", "elie"),
        ("ﬁche", "fiche"),
        ("ℕumérique 𝐂𝐨𝐝𝐞", "numerique code"),
        ("…", ""),
    ],
)
def test_case_accents_ligatures_and_punctuation_do_not_count(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
