"""Text and blocks of final pages agree, whatever was printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.pdf.final_pages import write_pages
from ingest.readers.pdf.lines import Line, TableCell
from ingest.readers.pdf.printed_page import PrintedPage, plain_page
from ontology.structure import CELL_SEPARATOR, BlockKind

LIMIT = 100_000
texts = st.text(
    st.sampled_from("aéÉ bC1.)-•–\ufffe\u00ad\u00a0 |\t’…·\u0301"),
    min_size=1,
    max_size=40,
)


@st.composite
def lines(draw) -> Line:
    cells = draw(st.lists(st.tuples(texts, st.integers(0, 2), st.integers(0, 2)),
                          max_size=4, unique_by=lambda cell: cell[1:]))  # fmt: skip
    return Line(
        draw(texts),
        draw(st.floats(0, 300)),
        draw(st.floats(300, 600)),
        draw(st.floats(0, 842)),
        draw(st.sampled_from((8.0, 10.0, 16.0))),
        offset=draw(st.integers(0, 10_000)),
        is_bold=draw(st.booleans()),
        cells=tuple(TableCell(*c) for c in sorted(cells, key=lambda c: c[1:])),
        is_field=draw(st.booleans()) and not cells,
    )


@settings(max_examples=40)
@given(st.lists(st.lists(lines(), max_size=6), min_size=1, max_size=3))
def test_blocks_hold_offsets_into_the_text_of_their_page(pages: list[list[Line]]):
    printed = [PrintedPage("", tuple(page)) for page in pages]
    final = write_pages(printed, title="", limit=LIMIT)
    assert len(final.pages) == len(pages)
    for page in final.pages:
        for block in page.blocks:
            own = page.text[block.start : block.end]
            assert block.end <= len(page.text)
            if block.kind is BlockKind.CELL:
                assert CELL_SEPARATOR not in own
                table = page.blocks[block.parent]
                assert table.kind is BlockKind.TABLE
                assert table.start <= block.start <= block.end <= table.end
            elif block.kind is not BlockKind.TABLE:
                assert own
                assert own == own.strip()
            if block.kind is BlockKind.LIST_ITEM:
                assert own.startswith(block.label)


@given(st.lists(st.text(max_size=120), min_size=1, max_size=4))
def test_letters_of_plain_pages_are_kept_or_set_aside(pages: list[str]):
    final = write_pages([plain_page(text) for text in pages], title="", limit=LIMIT)
    shown = "".join(page.text + "".join(page.furniture) for page in final.pages)
    for letter in "abcxyzABCXYZ":
        assert shown.count(letter) == "".join(pages).count(letter)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Figure 3 : Les usages en classe", BlockKind.CAPTION),
        ("• mesurer les usages", BlockKind.LIST_ITEM),
    ],
)  # fmt: skip
def test_kinds_are_told_by_their_first_words(text: str, kind: BlockKind):
    (page,) = write_pages([plain_page(text)], title="", limit=LIMIT).pages
    assert page.blocks[0].kind is kind
    assert page.text[page.blocks[0].start : page.blocks[0].end] == page.text


def test_what_is_taken_out_is_kept_beside_the_page():
    texts = [f"Texte {word}.\n" * 30 for word in "abcd"]
    pages = [plain_page(f"Rapport final\n\n{text}") for text in texts]
    final = write_pages(pages, title="", limit=LIMIT)
    assert [page.furniture for page in final.pages] == [("Rapport final",)] * 4
    assert [page.text for page in final.pages] == [text.strip() for text in texts]
