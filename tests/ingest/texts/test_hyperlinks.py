"""Links keep their words, in order, and their addresses; the text stays as it is."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.read_text import LinkedWords
from ingest.texts.hyperlinks import MOST_LINKS, located_links

ADDRESS = "https://a.example/1"


def places(links, text):
    return [(text[h.start : h.end], h.target) for h in located_links(links, text)]


def test_words_are_found_across_lines_and_spaces_that_do_not_break():
    text = "Lire\u00a0: la note\nde veille, puis ici."
    links = [LinkedWords("la  note de\nveille", ADDRESS), LinkedWords("ici", ADDRESS)]
    assert places(links, text) == [("la note\nde veille", ADDRESS), ("ici", ADDRESS)]


def test_the_same_words_stand_one_after_the_other():
    links = [LinkedWords("ici", f"https://a.example/{n}") for n in range(3)]
    found = located_links(links, "ici, ici et ici")
    assert [link.start for link in found] == [0, 5, 12]


def test_anchors_mails_images_and_hidden_words_are_no_links():
    links = [
        LinkedWords("Lire", "#note"),
        LinkedWords("Lire", "mailto:a@example.org"),
        LinkedWords("Lire", "javascript:alert(1)"),
        LinkedWords("  ", ADDRESS),
        LinkedWords("masqué", ADDRESS),
        LinkedWords("Lire", " doi:10.1234/abc "),
    ]
    assert places(links, "Lire.") == [("Lire", "doi:10.1234/abc")]


def test_a_text_of_links_is_bounded():
    links = [LinkedWords("a", ADDRESS)] * (MOST_LINKS + 5)
    assert len(located_links(links, "a" * 2 * MOST_LINKS)) == MOST_LINKS


@given(
    st.lists(st.sampled_from(["ici", "là", " ", "\n", "a b"])), st.text("icilà ab\n")
)
def test_places_are_in_order_and_hold_the_words(words, text):
    links = [LinkedWords(word, ADDRESS) for word in words]
    behind = 0
    for link in located_links(links, text):
        assert behind <= link.start < link.end <= len(text)
        behind = link.end
