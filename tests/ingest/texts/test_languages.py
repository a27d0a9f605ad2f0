"""Counting words as bytes gives the words that the pattern gives."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.texts import languages


@given(st.text(st.characters(codec="cp1252", exclude_characters="µ"), max_size=200))
def test_coded_words_are_the_words_of_the_pattern(text: str):
    folded = text.casefold()
    expected = [word.encode("cp1252") for word in languages._WORD.findall(folded)]
    assert folded.encode("cp1252").translate(languages._SPACED).split() == expected


def test_a_text_beyond_the_code_page_is_counted_as_well():
    french = "les enfants sont dans la cour et ils ont des livres pour la classe"
    assert languages._by_words(french) == "fr"
    assert languages._by_words(f"{french} ĉ → ∀") == "fr"
