"""This test ensures that blocks hold for any text that a work may carry."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from search_api.citations.one_line import one_line
from search_api.citations.paste_blocks.chosen_references import (
    ChosenReference,
    Quotation,
)
from search_api.citations.paste_blocks.markdown_blocks import (
    markdown_footnotes,
    markdown_list,
)
from tests.search_api.citations.made_works import work
from tests.search_api.citations.paste_blocks.made_choices import ADDRESS
from tests.search_api.citations.paste_blocks.test_html_blocks import WRITERS, Read
from tests.search_api.citations.paste_blocks.test_markdown_blocks import (
    KNOWN,
    SPACES,
    read,
)
from tests.search_api.citations.paste_blocks.wordpress_filter import filtered
from tests.search_api.citations.zotero_reader import zotero_finds

SIGNS = st.sampled_from(list("[]<>&\"'`*_#!|~^$\\-+=.:;?«»()/ \n\t0a")).filter(bool)
TEXTS = st.one_of(st.text(max_size=60), st.lists(SIGNS, max_size=40).map("".join))


@settings(max_examples=60)
@given(TEXTS, TEXTS)
@example("[gallery]", "1. a\n- b\n\n\n    c")
@example("&#91;x] <!-- wp:html -->", "http://a.example[/b] \\")
def test_any_title_and_any_quotation(title, text):
    quotation = Quotation(text, 3, ADDRESS)
    title = title.encode("utf-8", "replace").decode() or "?"
    chosen = [
        ChosenReference(work(title=title), (quotation,) if quotation.text else ())
    ]
    for write in WRITERS:
        block = write(chosen, "iso690")
        assert filtered(block) == block
        assert len(zotero_finds(block)) == 1
        found = zotero_finds(block)[0]
        assert found.get("title", "") == one_line(title)
        if quotation.text:
            assert f"«\u202f{quotation.text}\u202f»" in Read(block).text
    for write in (markdown_list, markdown_footnotes):
        kinds, shown, addresses = read(write(chosen, "iso690"))
        assert kinds <= KNOWN, kinds - KNOWN
        assert SPACES.sub("", quotation.text) in shown
        assert all(each.startswith("http") for each in addresses)
