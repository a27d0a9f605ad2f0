"""Drawing keeps every word in its order, escapes all, and says what each thing is."""

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from ingest.readers.block_text import BlockText
from ontology.model import Passage
from ontology.structure import Block, BlockKind
from search_api.web.document_text.text_drawing import draw_passages

NOT_WORDS = re.compile(
    r'<a class="(?:anchor|back)".*?</a>|<span class="editorial">.*?</span>',
    re.DOTALL,
)


def cut(text, *edges):
    """Passages of a text between edges, without white space at their ends."""
    found = []
    borders = [0, *edges, len(text)]
    for low, high in pairwise(borders):
        words = text[low:high]
        start = low + len(words) - len(words.lstrip())
        words = words.strip()
        if words:
            n = len(found)
            end = start + len(words)
            found.append(Passage(f"d.{n}", "d", n, 1, start, end, words, "fr"))
    return found


def draw(text, blocks, *edges):
    parts = draw_passages(
        cut(text, *edges), blocks, address_of=lambda p: f"/document/d#{p.position}"
    )
    return "".join(
        f'<div id="passage-{p.passage.position}">{p.html}</div>' for p in parts
    )


def words_of(html):
    """Return what a reader reads and copies, signs and editorial words apart."""
    return unescape(re.sub(r"<[^>]*>", " ", NOT_WORDS.sub("", html))).split()


def made(write):
    """Return text and blocks of a document that a reader wrote."""
    built = BlockText(100_000)
    write(built)
    return built.text(), built.blocks


def table(built, rows, header=True, **spans):
    cells = []
    for number, row in enumerate(rows):
        cells.append([])
        for value in row:
            cell = built.cell(is_header=header and number == 0, **spans.pop(value, {}))
            cell.text.add(value)
            cells[-1].append(cell)
    built.add_table(cells)


def one_table(built):
    built.add("Avant le tableau.")
    rows = [["Réf.", "Académie"], ["REVE", "Nancy-Metz"], ["Techné", "Poitiers"]]
    table(built, rows)
    built.add("Après le tableau.")


def test_a_table_has_rows_headers_and_a_name():
    root = parser.fromstring(draw(*made(one_table)))
    (region,) = root.xpath("//div[@role='region']")
    assert region.attrib["tabindex"] == "0"
    assert region.attrib["aria-label"] == "Tableau 1"
    assert root.xpath("//thead/tr/th/@scope") == ["col", "col"]
    assert root.xpath("//tbody/tr/td/text()") == [
        *("REVE", "Nancy-Metz", "Techné", "Poitiers")
    ]
    assert "\t" not in root.text_content()
    assert [p.text for p in root.xpath("//p")] == [
        "Avant le tableau.",
        "Après le tableau.",
    ]


def test_rows_of_another_passage_can_be_linked_to_in_one_table():
    text, blocks = made(one_table)
    html = draw(text, blocks, text.index("Techné"))
    root = parser.fromstring(html)
    assert len(root.xpath("//table")) == 1
    (group,) = root.xpath("//tbody[@id='passage-1']")
    assert group.xpath("./tr/td/text()") == ["Techné", "Poitiers"]
    assert group.xpath(".//a[@class='anchor']/@href") == ["/document/d#1"]
    assert words_of(html) == text.split()


def test_a_passage_that_begins_in_a_cell_can_be_linked_to():
    text, blocks = made(one_table)
    html = draw(text, blocks, text.index("Metz"))
    root = parser.fromstring(html)
    assert root.xpath("//td/span[@id='passage-1']")
    assert len(root.xpath("//tbody")) == 1


def test_a_spanning_cell_is_never_cut_by_the_border_of_passages():
    def write(built):
        rows = [["Groupe", "Année"], ["ÆSON", "2022"], ["2023"]]
        table(built, rows, ÆSON={"row_span": 2})

    text, blocks = made(write)
    root = parser.fromstring(draw(text, blocks, text.index("2023")))
    assert root.xpath("//td[@rowspan='2']/text()") == ["ÆSON"]
    assert len(root.xpath("//tbody")) == 1
    assert root.xpath("//td/span[@id='passage-1']")


def test_a_value_stays_under_its_column_when_rows_above_are_on_another_view():
    blocks = (
        Block(BlockKind.TABLE, 0, 9),
        Block(BlockKind.CELL, 0, 1, row=0, column=0, row_span=2, parent=0),
        Block(BlockKind.CELL, 2, 3, row=0, column=1, parent=0),
        Block(BlockKind.CELL, 4, 5, row=1, column=1, parent=0),
    )
    passages = cut("A\tB\nC    ", 4)[1:]
    (part,) = draw_passages(passages, blocks, address_of=lambda _: "/x")
    assert str(part.html).endswith(
        "<tbody><tr><td></td><td>C</td></tr></tbody></table></div>"
    )


def test_a_table_in_a_cell_stands_in_its_cell_once():
    def write(built):
        inner = built.cell()
        inner.text.add("Dedans :")
        table(inner.text, [["a", "b"]], header=False)
        built.add_table([[inner, built.cell()]])

    text, blocks = made(write)
    root = parser.fromstring(draw(text, blocks))
    assert root.xpath("//td//table//td/text()") == ["a", "b"]
    assert len(root.xpath("//table")) == 2


def test_words_beside_the_cells_of_a_broken_table_are_not_lost():
    blocks = (
        Block(BlockKind.TABLE, 0, 11),
        Block(BlockKind.CELL, 0, 3, parent=0),
        Block(BlockKind.CELL, 8, 11, column=10**9, parent=0),
    )
    assert words_of(draw("une xx deux", blocks)) == ["une", "xx", "deux"]


def test_lists_nest_and_keep_their_printed_numbers():
    def write(built):
        built.add_item("trois", mark="3.")
        built.add_item("sous", mark="-", depth=2)
        built.add_item("quatre", mark="4.")
        built.add("Fin.")
        built.add_item("puce", mark="•")

    text, blocks = made(write)
    html = draw(text, blocks)
    root = parser.fromstring(html)
    assert root.xpath("//ol/li/@value") == ["3", "4"]
    assert root.xpath("//ol/li/ul/li/span[@class='mark']/text()") == ["-"]
    assert root.xpath("//div/ul/li/span/text()") == ["•"]
    assert words_of(html) == text.split()


def test_a_note_and_its_call_lead_to_each_other():
    def write(built):
        built.add("Le carnet [1] et la note².")
        built.add("Voir l’annexe.", kind=BlockKind.NOTE, label="1")
        built.add("2. Voir la suite.", kind=BlockKind.NOTE, label="2")
        built.add("Une note sans appel.", kind=BlockKind.NOTE, label="*")

    text, blocks = made(write)
    html = draw(text, blocks)
    root = parser.fromstring(html)
    calls = root.xpath("//a[@class='call']")
    assert [call.text for call in calls] == ["[1]", "²"]
    for call in calls:
        (note,) = root.xpath(f"//div[@id='{call.attrib['href'][1:]}']")
        assert note.xpath("./a[@class='back']/@href") == [f"#{call.attrib['id']}"]
    assert len(root.xpath("//div[@class='note']")) == 3
    assert len(root.xpath("//a[@class='back']")) == 2


def test_a_call_that_may_be_another_number_is_not_linked():
    text = "Il y a [1] et [1].\n\nNote."
    note = Block(BlockKind.NOTE, text.index("Note"), len(text), label="1")
    assert 'class="call"' not in draw(text, [note])


def test_other_blocks_are_what_they_are():
    def write(built):
        built.add_heading("Titre", 2)
        built.add("Figure 1", kind=BlockKind.CAPTION)
        table(built, [["a"], ["b"]])
        built.add("Un chat", kind=BlockKind.ALTERNATIVE_TEXT)
        built.add("E = mc²", kind=BlockKind.FORMULA)
        built.add_verbatim("si x :\n    y")
        built.add("Nom : Ada", kind=BlockKind.FORM_FIELD)

    root = parser.fromstring(draw(*made(write)))
    assert root.xpath("//h4/text()") == ["Titre"]
    (caption,) = root.xpath("//div[@class='caption']/@id")
    assert root.xpath("//div[@role='region']/@aria-labelledby") == [caption]
    assert root.xpath("//div[@class='alternative']/span/text()") == [
        "Texte de l’image\xa0:"
    ]
    assert root.xpath("//span[@role='math']/text()") == ["E = mc²"]
    assert root.xpath("//pre/code/text()") == ["si x :\n    y"]
    assert root.xpath("//p[@class='form-field']/text()") == ["Nom : Ada"]


def test_deep_nesting_is_drawn_flat_and_never_fails():
    text = "abc"
    blocks = [Block(BlockKind.TABLE, 0, 3)]
    for depth in range(500):
        blocks.append(Block(BlockKind.CELL, 0, 3, parent=2 * depth))
        blocks.append(Block(BlockKind.TABLE, 0, 3, parent=2 * depth + 1))
    blocks += [Block(BlockKind.LIST_ITEM, 0, 3, level=level) for level in range(1, 500)]
    assert words_of(draw(text, blocks)) == ["abc"]


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.mark.parametrize("kind", BlockKind)
def test_text_and_labels_are_escaped_whatever_they_are(kind):
    text = f"{HOSTILE} [{HOSTILE}] {HOSTILE}"
    block = Block(kind, 0, len(HOSTILE), level=1, label=HOSTILE)
    html = draw(text, [block])
    assert "<script" not in html
    assert "<img" not in html


texts = st.text(alphabet="aé1² \n\t<&[]*", min_size=1, max_size=60)
blocks = st.lists(
    st.builds(
        lambda kind, start, length, level, label, place, parent: Block(
            kind,
            start,
            start + length,
            level=level,
            label=label,
            row=place[0],
            column=place[1],
            row_span=place[2],
            column_span=place[3],
            is_header=bool(place[0] % 2),
            parent=parent,
        ),
        st.sampled_from(BlockKind),
        st.integers(0, 60),
        st.integers(0, 60),
        st.integers(0, 9),
        st.sampled_from(["", "1", "1.", "a)", "*", "²", "é"]),
        st.tuples(
            st.integers(0, 3), st.integers(0, 3), st.integers(1, 4), st.integers(1, 4)
        ),
        st.none() | st.integers(0, 6),
    ),
    max_size=8,
)


@given(texts, blocks, st.lists(st.integers(1, 59), max_size=3, unique=True))
@settings(max_examples=400, deadline=None)
def test_every_character_is_drawn_once_in_its_order(text, found, edges):
    html = draw(text, found, *sorted(edges))
    # Blocks of a file that lies may stand anywhere: cells out of order move.
    assert sorted("".join(words_of(html))) == sorted("".join(text.split()))
    for passage in cut(text, *sorted(edges)):
        assert html.count(f'id="passage-{passage.position}"') == 1
