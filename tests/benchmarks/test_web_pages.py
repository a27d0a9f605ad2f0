"""Pages of each theme are read no worse than by trafilatura alone."""

import pytest

from benchmarks.known_texts import prose
from benchmarks.web_pages import (
    PROSE,
    judge,
    read_by_trafilatura,
    read_by_us,
    without_names,
)
from benchmarks.web_themes import THEMES, web_page

PARAGRAPHS = prose(PROSE)


@pytest.mark.parametrize("theme", THEMES)
def test_our_reader_is_no_worse_than_bare_trafilatura(theme: str):
    page = web_page(theme, 7, PARAGRAPHS)
    ours = judge(read_by_us(page.html), page)[2]
    assert ours >= 0.93
    assert ours >= judge(read_by_trafilatura(page.html), page)[2] - 0.01


@pytest.mark.parametrize("theme", THEMES)
def test_our_reader_needs_no_names_of_themes(theme: str):
    page = without_names(web_page(theme, 7, PARAGRAPHS))
    assert "class=" not in page.html
    _, recall, ours = judge(read_by_us(page.html), page)
    assert recall >= 0.99
    assert ours >= judge(read_by_trafilatura(page.html), page)[2] - 0.01
