"""This test ensures that WordPress keeps our blocks, and Zotero finds their works."""

import re
from html.parser import HTMLParser

import pytest

from search_api.citations.one_line import one_line
from search_api.citations.paste_blocks.chosen_references import Quotation
from search_api.citations.paste_blocks.html_blocks import (
    footnotes,
    gutenberg,
    html_list,
)
from tests.search_api.citations.paste_blocks.made_choices import (
    PLAIN,
    SHEET,
    TEXT,
    hostile_choices,
    made_choices,
)
from tests.search_api.citations.paste_blocks.wordpress_filter import LIST, filtered
from tests.search_api.citations.zotero_reader import zotero_finds

WRITERS = [html_list, gutenberg, footnotes]
ATTRIBUTES = {"href", "rel", "cite", "class", "title", "lang", "id", "aria-label"}


class Read(HTMLParser):
    """The text of a block, its elements, and its attributes."""

    def __init__(self, block):
        super().__init__()
        self.text, self.elements, self.attributes = "", [], []
        self.feed(block)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("write", WRITERS)
def test_wordpress_filters_nothing_away(write):
    block = write(made_choices(), "iso690")
    assert filtered(block) == block


def test_the_filter_would_take_what_it_does_not_know():
    kept = '<p><a href="https://a.example">b</a></p>'
    assert filtered(kept) == kept
    assert filtered('<p onclick="x()">b</p><script>c</script>') == "<p>b</p>c"
    assert filtered('<a href="javascript:x()">b</a>') == "<a>b</a>"


@pytest.mark.parametrize("write", WRITERS)
def test_zotero_finds_every_reference_once(write):
    chosen = made_choices()
    found = zotero_finds(write(chosen, "iso690"))
    assert [item["title"] for item in found] == [
        one_line(each.work.full_title) for each in chosen
    ]


@pytest.mark.parametrize("write", WRITERS)
def test_every_quotation_is_verbatim_with_its_place(write):
    for one in made_choices():
        read = Read(write([one], "iso690"))
        for quotation in one.quotations:
            assert f"«\u202f{quotation.text}\u202f»" in read.text
            assert ("href", quotation.address) in read.attributes


@pytest.mark.parametrize("write", WRITERS)
def test_texts_of_attackers_stay_text(write):
    for one in hostile_choices():
        block = write([one], "iso690")
        read = Read(block)
        assert set(read.elements) <= LIST["elements"].keys()
        assert {name for name, _value in read.attributes} <= ATTRIBUTES
        addresses = [value for name, value in read.attributes if name == "href"]
        assert all(re.match("https?://|#(note|appel)-", each) for each in addresses)
        # Shortcodes of WordPress, and its marks of blocks.
        assert "[" not in block
        assert block.count("<!--") == (4 if write is gutenberg else 0)


def test_a_list_names_page_and_quotation():
    block = html_list([PLAIN], "iso690")
    assert block.startswith("<ul>\n<li><i>Note de veille\u00a0: la sobriété</i>")
    assert (
        '<blockquote cite="https://gtnum.example/document/note?page=4#passage-7">'
        f"<p>«\u202f{TEXT}\u202f» "
        '(<a href="https://gtnum.example/document/note?page=4#passage-7">p.\u00a04</a>)'
        "</p></blockquote></li>\n</ul>\n"
    ) in block


def test_a_sheet_is_a_description_after_its_sources():
    read = Read(html_list([SHEET], "iso690"))
    assert read.text.strip().startswith(
        "Description de «\u202fUne thèse\u202f», d’après hal.science et b.example. "
        "Fiche descriptive\u00a0: Une thèse"
    )
    assert ("href", "https://hal.science/x") in read.attributes
    assert ("lang", "en") in read.attributes


def test_blocks_of_gutenberg_are_nested_lists():
    block = gutenberg([PLAIN, SHEET], "iso690")
    assert re.sub("<li>.*</li>", "<li/>", block) == (
        "<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li/>\n<!-- /wp:list-item -->"
        "\n\n<!-- wp:list-item -->\n<li/>\n<!-- /wp:list-item --></ul>\n"
        "<!-- /wp:list -->\n"
    )


def test_every_call_leads_to_its_note_and_back():
    quoted_twice = [SHEET, PLAIN]
    read = Read(footnotes(quoted_twice, "iso690", first=5))
    assert [value for name, value in read.attributes if name == "id"] == [
        *("appel-5", "appel-6"),
        *("note-5", "note-6"),
    ]
    calls = [v for name, v in read.attributes if name == "href" and v.startswith("#")]
    assert calls == ["#note-5", "#note-6", "#appel-5", "#appel-6"]
    assert ("start", "5") in read.attributes


@pytest.mark.parametrize("write", WRITERS)
def test_nothing_chosen_is_nothing_to_paste(write):
    assert write([], "iso690") == ""


def test_a_quotation_loses_only_what_no_page_can_hold():
    assert (
        Quotation(" a\x00b\u202ec\r\nd\x0ce ", None, "https://a.example/").text
        == "abc\nd\ne"
    )
