"""Words keep their place, and breaks stand where a name must end."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ingest.linking.word_keys import BREAK, cut, key_of


def test_spellings_of_one_word_share_a_key() -> None:
    assert key_of("ÆSON") == key_of("Aeson") == "aeson"
    assert key_of("M@rsouin") == key_of("Marsouin")
    assert key_of("enseignant·e·s") == key_of("Enseignants") == "enseignant"
    assert key_of("régionaux") == key_of("régional")
    assert key_of("E\u0301lie") == key_of("Élie")


def test_breaks_stand_at_sentences_brackets_and_blank_lines() -> None:
    assert cut("a. b").keys == ("a", BREAK, "b")
    assert cut("a (b").keys == ("a", BREAK, "b")
    assert cut("a\n\nb").keys == ("a", BREAK, "b")
    assert cut("a\tb").keys == ("a", BREAK, "b")
    assert cut("a\nb, c : d").keys == ("a", "b", "c", "d")


def test_the_stop_of_an_initial_is_no_break() -> None:
    assert cut("G.-L. Baron").keys == ("g", "l", "baron")
    assert cut("G.) Baron").keys == ("g", BREAK, "baron")


@given(st.text("aé 1:«»'’.\n", max_size=60), st.sampled_from("\u00a0\u202f"))
def test_spaces_without_a_break_are_spaces(text: str, space: str) -> None:
    assert cut(text.replace(" ", space)) == replace(
        cut(text), text=text.replace(" ", space)
    )


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    words = cut(text)
    assert len(words.keys) == len(words.starts) == len(words.ends)
    behind = 0
    for key, start, end in zip(words.keys, words.starts, words.ends, strict=True):
        assert behind <= start
        assert (start == end) == (key == BREAK)
        behind = end
