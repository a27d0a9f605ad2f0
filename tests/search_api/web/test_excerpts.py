"""This test ensures that marking keeps every character and adds only its own tags."""

import re
from html import unescape

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
