"""Marks are offsets into the verbatim text: words by stem, in any spelling."""

from hypothesis import given
from hypothesis import strategies as st

from search_api.french.analysis import located_wholes, wholes, words
from search_api.french.highlights import mark, question_stems
from search_api.french.question import parse


def marked(text, question, language="fr"):
    stems = question_stems(parse(question))
    return [text[a:b] for a, b in mark(text, stems, language=language).highlights]


def test_words_are_marked_by_stem_in_any_spelling():
    text = "Le groupe ÆSON parle d’écoles numériques, école après école."
    assert marked(text, "aeson ecole NUMERIQUE le") == [
        "ÆSON",
        "écoles",
        "numériques",
        "école",
        "école",
    ]


def test_compounds_and_dois_are_marked_whole():
    text = "Un e-sport, doi:10.52358/mm.vi17.392."
    assert marked(text, "esport 10.52358/mm.vi17.392") == [
        "e-sport",
        "10.52358/mm.vi17.392",
    ]


def test_excluded_words_are_not_marked():
    assert marked("tablette et école", "école -tablette") == ["école"]


def test_english_passage_is_marked_by_english_stems():
    assert marked("Pupils are learning.", "learn", "en") == ["learning"]


@given(st.text(max_size=200))
def test_marks_lie_in_order_within_the_text(text):
    stems = question_stems(parse(text[:50]))
    spans = mark(text, stems, language="fr").highlights
    flat = [edge for span in spans for edge in span]
    assert flat == sorted(flat)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(text[w.start : w.end] for w in words(text))
    assert all(0 <= a < b <= len(text) for a, b, _ in located_wholes(text))


UNUSUAL = "aeÉøßŒﬁ𝐍℠™½İʼ’'-_ .\u00ad\u0301\u200b\ufeff"


@given(st.text(UNUSUAL, max_size=60), st.data())
def test_a_mark_is_cut_from_the_text_where_the_word_stands(text, data):
    found = list(words(text))
    wanted = data.draw(st.sets(st.sampled_from(found)) if found else st.just(set()))
    stems = frozenset(word.stem for word in wanted)
    spans = mark(text, stems, language="fr").highlights
    for word in wanted:
        assert any(a <= word.start and word.end <= b for a, b in spans)
    for a, b in spans:
        # Cut out and folded again, it is what was looked for.
        again = [word.stem for word in words(text[a:b])] + wholes(text[a:b])
        assert stems & set(again)


def test_marks_that_overlap_are_one_and_neighbours_two():
    assert marked("e-sport", "esport sport") == ["e-sport"]
    assert marked("un deux", "un deux") == ["deux"]
    assert marked("école sport", "école sport") == ["école", "sport"]


def test_stop_words_are_marked_where_there_is_nothing_else():
    assert marked("à la ville", "à la") == ["à", "la"]
    assert marked("à la ville", "à la ville") == ["ville"]


def test_required_words_and_phrases_are_marked():
    assert marked("Un deux trois quatre.", '+trois "quatre"') == ["trois", "quatre"]
