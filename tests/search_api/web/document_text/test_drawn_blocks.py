"""Headings, lists, notes and captions as elements, each with its borders."""

import pytest
from lxml import html as parser

from ontology.model import Passage
from ontology.structure import Block, BlockKind
from search_api.web.document_text.text_drawing import draw_passages


def passage(number, start, text, section=()):
    return Passage(
        f"d.{number}", "d", number, 1, start, start + len(text), text, "fr", section
    )


def parts(*passages, blocks=()):
    return draw_passages(passages, blocks, address_of=lambda p: f"/d#{p.position}")


def drawn(text, *blocks, section=()):
    (part,) = parts(passage(0, 0, text, section), blocks=blocks)
    return str(part.html)


def root(text, *blocks):
    return parser.fromstring(f"<div>{drawn(text, *blocks)}</div>")


def block(kind, start, end, **fields):
    return Block(BlockKind(kind), start, end, **fields)


def test_nothing_is_drawn_of_nothing():
    assert parts() == []


def test_without_blocks_there_are_paragraphs():
    assert drawn("un\ndeux\n \n\n trois") == "<p>un\ndeux</p><p>trois</p>"


def test_a_heading_that_is_shown_apart_is_left_out():
    assert drawn("Titre\n\nTexte", section=("Titre",)) == "<p>Texte</p>"


@pytest.mark.parametrize(
    ("level", "element"), [(1, "h3"), (3, "h5"), (4, "h6"), (9, "h6")]
)
def test_a_heading_stands_two_levels_lower_and_never_below_six(level, element):
    html = drawn("Titre", block("heading", 0, 5, level=level))
    assert html == f'<{element} class="section-title">Titre</{element}>'


def test_what_stands_between_and_behind_blocks_is_drawn_in_its_place():
    html = drawn("un deux trois", block("formula", 3, 7))
    formula = '<p class="formula"><span role="math">deux</span></p>'
    assert html == f"<p>un</p>{formula}<p>trois</p>"


def test_blocks_that_overlap_are_drawn_once():
    html = drawn("abcdef", block("code", 0, 4), block("formula", 2, 6))
    assert parser.fromstring(f"<div>{html}</div>").text_content() == "abcdef"


def items(*labels, levels=None):
    """Return the list of items, whose words are their labels and a letter."""
    words = [f"{label} x" for label in labels]
    start, blocks = 0, []
    for number, (label, own) in enumerate(zip(labels, words, strict=True)):
        level = 1 if levels is None else levels[number]
        blocks.append(
            block("list_item", start, start + len(own), label=label, level=level)
        )
        start += len(own) + 1
    return root("\n".join(words), *blocks)


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (["1.", "2."], "ol"),
        (["(1)", "2)"], "ol"),
        (["1°"], "ol"),
        (["123456789."], "ol"),
        (["1234567890."], "ul"),
        (["a)", "b."], "ol"),
        (["iv.", "(v)"], "ol"),
        (["ab."], "ul"),
        (["1.", "-"], "ul"),
        (["•"], "ul"),
    ],
)
def test_a_list_is_ordered_where_every_mark_is_a_number_or_letter(labels, name):
    (found,) = items(*labels).xpath("./ol | ./ul")
    assert found.tag == name
    assert [mark.text for mark in found.xpath(".//span[@class='mark']")] == labels


def test_items_of_an_ordered_list_keep_their_numbers():
    found = items("3.", "b)", "7.")
    assert [item.get("value") for item in found.xpath("//ol/li")] == ["3", None, "7"]
    assert items("3.", "-").xpath("//li/@value") == []


def test_deeper_items_stand_in_the_item_before():
    found = items("1.", "-", "-", "2.", levels=[1, 2, 3, 1])
    assert len(found.xpath("./ol/li")) == 2
    assert len(found.xpath("./ol/li/ul/li")) == 1
    assert len(found.xpath("./ol/li/ul/li/ul/li")) == 1


def test_lists_are_eight_levels_deep():
    levels = list(range(1, 11))
    found = items(*["-"] * 10, levels=levels)
    depth = max(len(item.xpath("ancestor::ul")) for item in found.xpath("//li"))
    assert depth == 8
    assert len(found.xpath("//li")) == 10


def test_words_between_items_part_the_list():
    text = "- x\nentre\n- y"
    found = root(
        text,
        block("list_item", 0, 3, label="-"),
        block("list_item", 10, 13, label="-"),
    )
    assert len(found.xpath("./ul")) == 2
    assert found.xpath("./p/text()") == ["entre"]


def test_a_mark_that_the_text_does_not_hold_is_not_invented():
    found = root("x", block("list_item", 0, 1, label="-"))
    assert found.xpath("//span[@class='mark']") == []
    assert found.xpath("//li/text()") == ["x"]


def test_words_alone_need_no_paragraph_and_several_paragraphs_do():
    assert "<p>" not in drawn("- un", block("list_item", 0, 4, label="-"))
    html = drawn("- un\n\ndeux", block("list_item", 0, 10, label="-"))
    assert html.count("<p>") == 2


def captioned(text, *placed):
    """Draw one-cell tables and captions: (kind, start, end)."""
    blocks = []
    for kind, start, end in placed:
        blocks.append(block(kind, start, end))
        if kind == "table":
            blocks.append(block("cell", start, end, parent=len(blocks) - 1))
    regions = root(text, *blocks).xpath("//div[@role='region']")
    return [each.get("aria-labelledby") or each.get("aria-label") for each in regions]


@pytest.mark.parametrize(
    ("text", "placed", "names"),
    [
        ("a\nb", [("caption", 0, 1), ("table", 2, 3)], ["legende-0"]),
        ("a\nb", [("table", 0, 1), ("caption", 2, 3)], ["legende-2"]),
        (
            "a\nb\nc",
            [("caption", 0, 1), ("table", 2, 3), ("caption", 4, 5)],
            ["legende-0"],
        ),
        ("a x b", [("caption", 0, 1), ("table", 4, 5)], ["Tableau 1"]),
        ("a\nb", [("table", 0, 1), ("table", 2, 3)], ["Tableau 1", "Tableau 2"]),
        ("a\nb", [("formula", 0, 1), ("table", 2, 3)], ["Tableau 1"]),
    ],
)
def test_a_table_is_named_by_the_caption_beside_it_or_by_its_number(
    text, placed, names
):
    assert captioned(text, *placed) == names


def test_passages_that_a_table_joins_are_one_part():
    first, second = passage(0, 0, "a\tb"), passage(1, 4, "c\td")
    blocks = [
        block("table", 0, 7),
        *(
            block("cell", start, start + 1, row=row, column=column, parent=0)
            for start, row, column in ((0, 0, 0), (2, 0, 1), (4, 1, 0), (6, 1, 1))
        ),
    ]
    (part,) = parts(first, second, blocks=blocks)
    assert part.passage is first
    assert 'id="passage-1"' in part.html
    assert 'href="/d#0"' in part.anchor


@pytest.mark.parametrize(("start", "end"), [(0, 3), (4, 7)])
def test_a_table_that_ends_or_begins_with_a_passage_joins_nothing(start, end):
    first, second = passage(0, 0, "abc"), passage(1, 4, "def")
    blocks = [block("table", start, end), block("cell", start, end, parent=0)]
    found = parts(first, second, blocks=blocks)
    assert [part.passage for part in found] == [first, second]


def nested(depth):
    """Return notes in notes, with a formula in the innermost."""
    size = 2 * depth + 1
    text = "(" * depth + "x" + ")" * depth
    notes = [block("note", n, size - n) for n in range(depth)]
    return drawn(text, *notes, block("formula", depth, depth + 1))


def test_twelve_levels_are_drawn_and_the_rest_is_text():
    assert 'role="math"' in nested(12)
    assert 'role="math"' not in nested(13)


def test_a_note_without_a_call_leads_nowhere_back():
    assert drawn("abc", block("note", 0, 3, label="1")) == (
        '<div class="note" role="note" id="note-0">abc</div>'
    )


def test_a_table_that_cannot_be_drawn_is_text():
    html = drawn("abc", block("table", 0, 3))
    assert html == "<p>abc</p>"


def test_a_table_within_a_cell_is_no_region():
    html = drawn(
        "abc",
        block("table", 0, 3),
        block("cell", 0, 3, parent=0),
        block("table", 0, 3, parent=1),
        block("cell", 0, 3, parent=2),
    )
    assert html.count('role="region"') == 1
    assert html.count("<table>") == 2


def test_the_apparatus_and_paragraphs_add_no_element_of_their_own():
    for kind in ("cover", "contents", "index", "bibliography", "paragraph"):
        assert drawn("abc", block(kind, 0, 3)) == "<p>abc</p>"
