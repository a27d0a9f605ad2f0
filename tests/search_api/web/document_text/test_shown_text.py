"""Words of passages by the offsets of their document, with anchors and calls."""

import re

import pytest

from ontology.model import Passage
from ontology.structure import Block, BlockKind
from search_api.web.document_text.block_tree import tree
from search_api.web.document_text.shown_text import ShownText


def passages(*placed):
    return [
        Passage(f"d.{n}", "d", n, 1, start, start + len(text), text, "fr")
        for n, (start, text) in enumerate(placed)
    ]


def shown(*placed, notes=()):
    found = passages(*placed)
    nodes = tree(notes, found[0].start, found[-1].end)
    return ShownText(found, nodes, lambda p: f"/d#{p.position}")


TWO = shown((10, "abc"), (14, "def"), (19, "ghi"))


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (10, 22, "abc def\n\nghi"),
        (11, 13, "bc"),
        (12, 15, "c d"),
        (13, 14, ""),
        (0, 11, "\n\na"),
        (9, 11, " a"),
        (17, 20, "\n\ng"),
        (22, 30, ""),
    ],
)
def test_characters_between_two_offsets(start, end, text):
    assert TWO.plain(start, end) == text
    assert str(TWO.words(start, end)) == re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("start", "end", "solid"),
    [
        (10, 22, (10, 22)),
        (11, 12, (11, 12)),
        (13, 14, None),
        (13, 15, (14, 15)),
        (0, 30, (10, 22)),
        (12, 19, (12, 17)),
    ],
)
def test_what_is_visible_between_two_offsets(start, end, solid):
    assert TWO.solid(start, end) == solid


def test_white_space_at_the_ends_is_not_visible():
    spaced = shown((5, "  ab  "), (12, "   "))
    assert spaced.solid(5, 15) == (7, 9)
    assert spaced.solid(8, 15) == (8, 9)
    assert spaced.solid(9, 15) is None


def test_paragraphs_are_parted_by_gaps_within_and_between_passages():
    blank = re.compile(r"\n\n")
    text = shown((0, "a\n\nb"), (5, "c"), (8, "d\n\ne"))
    assert text.gaps(0, 12, blank) == [(1, 3), (6, 8), (9, 11)]
    assert text.gaps(1, 3, blank) == [(1, 3)]
    assert text.gaps(2, 6, blank) == []


def test_an_anchor_names_its_passage_from_one():
    (first, second) = passages((0, "a"), (2, "b"))
    html = str(TWO.anchor(second))
    assert 'href="/d#1"' in html
    assert "passage 2" in html
    assert "passage 1" in str(TWO.anchor(first))


def expecting():
    found = passages((10, "abc"), (14, "def"))
    text = ShownText(found, [], lambda p: f"/d#{p.position}")
    text.expect(found[1:])
    return text


def test_the_place_of_a_passage_stands_before_its_first_character_once():
    text = expecting()
    html = str(text.words(10, 17))
    assert html.index('id="passage-1"') > html.index("abc")
    assert html.endswith("def")
    assert 'id="passage-0"' not in html
    assert 'id="passage-1"' not in str(text.words(10, 17))


def test_the_middle_of_a_passage_is_not_its_place():
    assert "passage-1" not in str(expecting().words(15, 17))
    assert "passage-1" in str(expecting().words(14, 17))


@pytest.mark.parametrize(
    ("start", "end", "position"),
    [(14, 17, 1), (13, 17, 1), (15, 17, None), (10, 17, None), (17, 20, None)],
)
def test_a_row_that_begins_with_a_passage_takes_it(start, end, position):
    text = expecting()
    taken = text.awaited(start, end)
    assert (taken and taken.position) == position
    assert text.awaited(start, end) is None


def called(text, *notes):
    """Return the words of the calls in a text whose notes stand at its end."""
    blocks, whole = [], text
    for label in notes:
        whole += "\n"
        blocks.append(Block(BlockKind.NOTE, len(whole), len(whole) + 4, label=label))
        whole += "note"
    made = shown((0, whole), notes=blocks)
    html = str(made.words(0, len(text)))
    links = re.findall(r'<a class="call"[^>]*href="#note-(\d+)">(.*?)</a>', html)
    assert re.sub(r"<[^>]*>", "", html) == text
    assert [made.has_call(block) for block in blocks] == [
        str(block.start) in dict(links) for block in blocks
    ]
    return [words for _, words in links]


@pytest.mark.parametrize(
    ("text", "label", "calls"),
    [
        ("mot [1] fin", "1", ["[1]"]),
        ("mot [1] fin", "(1).", ["[1]"]),
        ("mot² fin", "2", ["²"]),
        ("mot¹² fin", "12", ["¹²"]),
        ("mot¹² fin", "2", []),
        ("mot¹² fin", "1", []),
        ("mot3 fin", "3", ["3"]),
        ("fin.3 Puis", "3", ["3"]),
        ("mot 3 fin", "3", []),
        ("a13 fin", "3", []),
        ("mot31 fin", "3", []),
        ("mot* fin", "*", ["*"]),
        ("* fin", "*", []),
        ("mot** fin", "*", ["*"]),
        ("mota fin", "a", []),
        ("mot [a] fin", "a", ["[a]"]),
        ("mot [1] et [1]", "1", []),
        ("mot [1] et¹", "1", ["[1]"]),
        ("mot [] fin", "", []),
    ],
)
def test_a_call_is_found_where_it_can_only_be_one(text, label, calls):
    assert called(text, label) == calls


def test_calls_stand_in_the_order_of_the_text():
    assert called("un [2] deux [1] trois", "1", "2") == ["[2]", "[1]"]


def test_two_notes_of_one_label_have_one_call():
    assert called("un [1] deux", "1", "1") == ["[1]"]


def test_the_label_that_a_note_repeats_is_no_call():
    text = "mot¹ fin\n¹ note"
    block = Block(BlockKind.NOTE, 9, len(text), label="1")
    made = shown((0, text), notes=[block])
    assert made.has_call(block)
    assert 'class="call"' not in str(made.words(9, len(text)))


def test_two_hundred_notes_have_calls():
    text = " ".join(f"[{n}]" for n in range(1, 202))
    calls = called(text, *(str(n) for n in range(1, 202)))
    assert len(calls) == 200
    assert "[201]" not in calls


def test_a_call_that_is_cut_is_not_linked():
    text = "un [1] deux\nnote"
    block = Block(BlockKind.NOTE, 12, 16, label="1")
    made = shown((0, text), notes=[block])
    assert "<a" in str(made.words(3, 6))
    assert "<a" not in str(made.words(4, 6))
    assert "<a" not in str(made.words(3, 5))


def test_words_are_escaped():
    assert str(shown((0, "a<b&c")).words(0, 5)) == "a&lt;b&amp;c"
