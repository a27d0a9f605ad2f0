"""This test ensures that all the house folds words alike: what one finds, all find."""

import re
import sys
import unicodedata
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.linking import word_keys
from ontology.folding import (
    SIGNS,
    SILENT,
    fold,
    fold_name,
    fold_words,
    lower,
)
from search_api.french import analysis

CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1)]


class Row(NamedTuple):
    """How a word folds; ``linking`` and ``search`` only where they differ, and why."""

    word: str
    folded: str
    linking: str | None = None
    search: str | None = None
    purpose: str = ""


TABLE = [
    Row("Søren", "soren"),
    Row("Łukasz", "lukasz"),
    Row("Đorđe", "dorde"),
    Row("Straße", "strasse"),
    Row("GROẞ", "gross"),
    Row("Guðrún Þórðardóttir", "gudrun thordardottir"),
    Row("Æ", "ae"),
    Row("Ǽson", "aeson"),
    Row("Œuvre", "oeuvre"),
    Row("ﬁche", "fiche"),
    Row("eﬀet", "effet"),
    Row("co\u00adopération", "cooperation"),
    Row("co\u200bopé\u2060ration\ufeff", "cooperation"),
    Row("E\u0301lie", "elie"),
    Row("ÅSE", "ase"),
    Row("İzmir", "izmir"),
    Row("ısı", "isi"),
    Row("ɔ̃", "ɔ"),
    Row("ŀ", "l"),
    Row("𝐍𝐮𝐦𝐞𝐫𝐢𝐪𝐮𝐞", "numerique"),
    Row("𝐍", "n"),
    Row("ℕ", "n"),
    Row("Ⅳ", "iv"),
    Row("m²", "m2"),
    Row("½", "12"),
    Row("ΣΊΣΥΦΟΣ", "σισυφοσ"),
    Row("℠", "sm"),
    Row("Moodle™", "moodle tm"),
    Row("N° 5, № 5", "n 5 no 5"),
    Row("ʼécole", "ecole"),
    Row("l\u02bcécole", "l ecole"),
    Row("L’École (INSPÉ), #HN_éducation", "l ecole inspe hn education"),
    Row("Nancy-Metz", "nancy metz"),
    Row("كَتَبَ", "كتب"),
    Row("ﷺ", "صلىاللهعليهوسلم"),
    Row("…", ""),
    Row(
        "M@rsouin",
        "m rsouin",
        linking="marsouin",
        purpose="the name of a lab is written so; an address is none, and elsewhere "
        "« @ » parts words",
    ),
    Row(
        "enseignant·e·s",
        "enseignant e s",
        linking="enseignant",
        purpose="a label names all genders; a reader may look for the letters alone",
    ),
    Row(
        "x" * 70,
        "x" * 70,
        search="x" * 60,
        purpose="no one types so long a run; the index keeps its beginning",
    ),
]


def in_linking(text: str) -> str:
    words = word_keys.cut(text)
    printed = [words.word(at) for at in range(len(words.keys))]
    return " ".join(word_keys.fold(word) for word in printed if word)


def in_search(text: str) -> str:
    return " ".join(word.folded for word in analysis.words(text))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: ascii(row.word[:12]))
def test_a_word_is_the_same_in_graph_linking_copies_and_search(row: Row) -> None:
    assert fold_name(row.word) == row.folded
    assert " ".join(fold_words(row.word)) == row.folded
    assert in_linking(row.word) == (row.folded if row.linking is None else row.linking)
    assert in_search(row.word) == (row.folded if row.search is None else row.search)
    assert bool(row.purpose) == (row.linking is not None or row.search is not None)


@given(st.text(max_size=50).filter(lambda text: not set("@·") & set(text)))
def test_any_text_has_the_same_words_everywhere(text: str) -> None:
    assert in_linking(text) == in_search(text) == fold_name(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_name(fold_name(text)) == fold_name(text)
    assert fold(lower(text)) == fold(text)


@given(st.text())
def test_folding_a_text_is_folding_its_characters(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))


def test_every_silent_sign_leaves_nothing_and_every_sign_leaves_letters() -> None:
    silent = re.compile(SILENT)
    signs = re.compile(SIGNS)
    assert not [c for c in CHARACTERS if silent.match(c) and fold(c)]
    assert not [c for c in CHARACTERS if signs.match(c) and not fold(c).isalnum()]


def test_no_latin_letter_keeps_a_stroke_a_hook_or_an_accent() -> None:
    named = ((unicodedata.name(c, ""), c) for c in CHARACTERS)
    wanted = re.compile(r"LATIN SMALL LETTER ([A-Z])( WITH .+)?")
    latin = [(c, found[1]) for name, c in named if (found := wanted.fullmatch(name))]
    assert len(latin) > 300
    assert not [c for c, letter in latin if fold(c).rstrip("ʾ") != letter.lower()]


def test_accents_stay_in_their_letters_where_only_case_goes() -> None:
    assert lower("E\u0301TÉ Œuvre Ǿ") == "été oeuvre ó"
