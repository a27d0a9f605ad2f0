"""This test ensures that marking keeps every character and adds only its own tags."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.web.excerpts import clipped, excerpt, heading_end, marked

spans = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6)
best = st.none() | st.tuples(st.integers(-5, 60), st.integers(-5, 60))
texts = st.text(alphabet="ab <>&\"'é\u2028\t", max_size=50)
EDGE = '<span class="cell-edge">\t</span>'
TAGS = re.compile(r'</?mark>|<strong class="best">|</strong>')


@given(texts, spans, best)
def test_without_the_tags_the_text_is_the_same(text, highlights, sentence):
    html = str(marked(text, highlights, sentence))
    bare = TAGS.sub("", html).replace(EDGE, "\t")

    assert unescape(bare) == text
    assert "<" not in bare
    assert html.count("<mark>") == html.count("</mark>")
    assert html.count("<strong") == html.count("</strong>")


@given(texts, spans)
def test_exactly_the_highlighted_characters_are_marked(text, highlights):
    inside = {
        position
        for start, end in highlights
        for position in range(max(start, 0), min(end, len(text)))
    }

    pieces = re.findall(r"<mark>(.*?)</mark>", str(marked(text, highlights)), re.S)
    expected = "".join(text[position] for position in sorted(inside))
    found = "".join(unescape(piece) for piece in pieces)
    assert found.replace(EDGE, "\t") == expected


@given(st.text(alphabet="ab <é", max_size=300), spans, best, st.integers(20, 80))
def test_a_clipped_text_is_a_verbatim_part(text, highlights, sentence, limit):
    html = str(clipped(text, highlights, sentence, limit=limit))

    bare = unescape(TAGS.sub("", html)).removeprefix("… ").removesuffix("…")
    assert bare in text
    assert len(bare) <= max(limit, 1) + 1 or len(text) <= limit


def test_the_best_sentence_stays_visible():
    text = "mot " * 300 + "La réponse est ici. " + "mot " * 300
    start = text.index("La réponse")
    sentence = (start, start + len("La réponse est ici."))

    html = str(clipped(text, [], sentence))

    assert '<strong class="best">La réponse est ici.</strong>' in html
    assert html.startswith("… ")
    assert html.endswith("…")


def test_an_excerpt_ends_between_words():
    assert excerpt("un deux trois quatre", 12) == "un deux…"


def test_a_heading_shown_apart_is_not_shown_twice():
    text = "Axes de travail\n\nLe groupe compare."

    skip = heading_end(text, ("Fiche", "Axes de travail"))

    assert str(clipped(text, [(0, 4), (20, 26)], (17, 35), skip=skip)) == (
        '<strong class="best">Le <mark>groupe</mark> compare.</strong>'
    )
    assert heading_end("Un\nDeux\nTexte", ("Un", "Deux")) == len("Un\nDeux\n")
    assert heading_end("Axes de travail", ("Axes de travail",)) == 0
    assert heading_end("Axes de travaillage\nx", ("Axes de travail",)) == 0
    assert heading_end(text, ()) == 0


def test_touching_marks_are_one_and_empty_ones_none():
    assert str(marked("abcdef", [(0, 2), (2, 3), (4, 4), (5, 3)])) == (
        "<mark>abc</mark>def"
    )
    assert str(marked("abc", [], (1, 1))) == "abc"
    assert str(marked("abc", [(0, 1)], (0, 2))) == (
        '<strong class="best"><mark>a</mark>b</strong>c'
    )


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("un deux", 7, "un deux"),
        ("un deux", 6, "un…"),
        ("un deux trois", 7, "un deux…"),
        ("abcdefgh", 6, "abc…"),
        ("a bcdefghij", 8, "a bc…"),
    ],
)
def test_an_excerpt_is_cut_between_words_or_in_the_middle(text, limit, shown):
    assert excerpt(text, limit) == shown


LONG = " ".join(f"{n:03}" for n in range(300))


@pytest.mark.parametrize(
    ("highlights", "best", "starts"),
    [
        ([], None, "000 001"),
        ([(480, 483)], None, "… 091 <"),
        ([(480, 483), (800, 803)], (800, 803), "… 171 172"),
        ([(40, 43)], None, "000 "),
        ([(1190, 1193)], None, "… 180 181"),
    ],
)
def test_a_clipped_text_begins_before_what_answers(highlights, best, starts):
    shown = re.sub(r"</?(mark|strong).*?>", "", str(clipped(LONG, highlights, best)))
    assert shown.startswith(starts.replace(" <", " "))


def test_four_hundred_and_eighty_characters_are_shown_whole():
    assert str(clipped("x" * 480, [])) == "x" * 480
    assert str(clipped("x" * 481, [])) == "x" * 240 + "…"
    assert "…" not in str(clipped("x" * 500, [], skip=20))


def test_a_long_word_is_cut_where_the_part_begins():
    text = "y" * 40 + " " + "x" * 600
    assert str(clipped(text, [(300, 301)], limit=40)).startswith("… xxx")
    near = "x" * 300 + " " + "mot " * 100
    assert str(clipped(near, [(280, 281)], limit=80)).startswith("… mot")
    far = "x" * 302 + " " + "mot " * 100
    assert str(clipped(far, [(280, 281)], limit=80)).startswith("… xxx")
    assert str(clipped("mot " * 99, [(0, 1)], limit=80)).startswith("<mark>m</mark>ot")


def test_marks_move_with_the_part_that_is_shown():
    text = "mot " * 100 + "ICI LÀ " + "mot " * 100
    html = str(clipped(text, [(400, 403)], (400, 406), limit=80))
    assert '<strong class="best"><mark>ICI</mark> LÀ</strong>' in html
