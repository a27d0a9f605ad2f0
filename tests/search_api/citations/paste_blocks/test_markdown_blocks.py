"""This test ensures that Markdown shows what the works say, and nothing else."""

import re

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from search_api.citations.paste_blocks.markdown_blocks import (
    markdown_footnotes,
    markdown_list,
    plain_list,
)
from tests.search_api.citations.paste_blocks.made_choices import (
    ADDRESS,
    PLAIN,
    SHEET,
    TEXT,
    made_choices,
)

READER = MarkdownIt("commonmark").use(footnote_plugin)
KNOWN = {
    *("bullet_list", "list_item", "paragraph", "blockquote", "link", "inline"),
    *("footnote_block", "footnote", "footnote_ref", "footnote_anchor"),
    *("text", "softbreak", "text_special"),
}
SPACES = re.compile(r"\s+")


def read(markdown):
    """Return the kinds of what is rendered, its text and its addresses."""
    kinds, text, addresses = set(), "", []
    tokens = [
        inner
        for token in READER.parse(markdown)
        for inner in (token, *(token.children or ()))
    ]
    for token in tokens:
        kinds.add(re.sub("_(open|close)$", "", token.type))
        if token.type == "link_open":
            addresses.append(token.attrs["href"])
        elif token.type in ("text", "text_special"):
            text += token.content
        elif token.type in ("softbreak", "paragraph_close"):
            text += " "
    return kinds, SPACES.sub("", text), addresses


@pytest.mark.parametrize("write", [markdown_list, markdown_footnotes])
def test_what_is_rendered_is_what_was_written(write):
    for one in made_choices():
        kinds, text, addresses = read(write([one], "iso690"))
        assert kinds <= KNOWN, kinds - KNOWN
        for quotation in one.quotations:
            assert SPACES.sub("", quotation.text) in text
            assert quotation.address in addresses
        assert all(address.startswith("http") for address in addresses)


def test_a_list_has_its_quotations_below():
    assert markdown_list([PLAIN], "iso690").splitlines()[1:] == [
        "",
        f"  > «\u202f{TEXT.replace('!', chr(92) + '!')}\u202f» "
        f"([p.\u00a04](<{ADDRESS}>))",
    ]


def test_notes_are_numbered_from_where_the_text_stands():
    written = markdown_footnotes([PLAIN, SHEET], "iso690", first=3)
    assert "\u202f»[^3]\n" in written
    assert "\n[^4]: Description de «\u202fUne thèse\u202f»" in written


def test_plain_text_says_all_of_it():
    written = plain_list([SHEET, PLAIN], "iso690")
    assert written.startswith(
        "Description de «\u202fUne thèse\u202f», d’après https://hal.science/x"
    )
    assert f"\n«\u202f{TEXT}\u202f» (p.\u00a04\u202f; {ADDRESS})\n" in written


@pytest.mark.parametrize("write", [markdown_list, markdown_footnotes, plain_list])
def test_nothing_chosen_is_nothing_to_paste(write):
    assert write([], "iso690") == ""
