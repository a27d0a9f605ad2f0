"""Compares what we and bare trafilatura take from web pages whose text is known.

    python -m benchmarks.web_pages [--choosing] [--without-names]

Pages of ten themes (``web_themes``) are read by both. A page is judged by its words
that hold a letter, as a bag: which of the true ones are there, and which others. The
title may be there or not. Rules are chosen on one range of seeds and reported on
another. Without names, pages lose every ``class`` and ``id`` but those that a link
points at: what a reader knows of families of sites no longer helps.
"""

import argparse
import re
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import trafilatura

from benchmarks.known_texts import prose
from benchmarks.measuring import save
from benchmarks.web_themes import THEMES, WebPage, web_page
from ingest.errors import NoText
from ingest.read_text import ReadingRequest
from ingest.readers.html.html_page import read_html

PROSE = Path(__file__).resolve().parent.parent / "corpus"
CHOOSING = range(20)
REPORTING = range(1_000, 1_020)
_WORD = re.compile(r"\w+")
_CLASS = re.compile(r' class="[^"]*"')
_NAME = re.compile(r' id="([^"]*)"')
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


def read_by_us(page: str) -> str:
    """Read with our reader; nothing where it finds none."""
    try:
        return read_html(page.encode(), ReadingRequest("page.html")).pages[0].text
    except NoText:
        return ""


def read_by_trafilatura(page: str) -> str:
    """Read with trafilatura alone, as it comes."""
    return trafilatura.extract(page, include_comments=False) or ""


ENGINES: dict[str, Callable[[str], str]] = {
    "ours": read_by_us,
    "trafilatura": read_by_trafilatura,
}


def judge(found: str, page: WebPage) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the words of a page."""
    true, taken = _bag(page.truth), _bag(found)
    titles = " ".join(_HEADING.findall(page.html))
    taken -= _bag(titles) - true
    common = (true & taken).total()
    precision = common / max(1, taken.total())
    recall = common / max(1, true.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def without_names(page: WebPage) -> WebPage:
    """Return a page whose elements have no names that a theme gave them."""

    def kept(found: re.Match[str]) -> str:
        return found[0] if f'href="#{found[1]}"' in page.html else ""

    return replace(page, html=_NAME.sub(kept, _CLASS.sub("", page.html)))


def measure(
    seeds: Sequence[int], paragraphs: Sequence[str], *, has_names: bool = True
) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Return the mean precision, recall and F1 by engine and theme."""
    table: dict[str, dict[str, tuple[float, float, float]]] = {}
    for name, read in ENGINES.items():
        rows: dict[str, list[tuple[float, float, float]]] = {}
        for theme in THEMES:
            for seed in seeds:
                page = web_page(theme, seed, paragraphs)
                page = page if has_names else without_names(page)
                rows.setdefault(theme, []).append(judge(read(page.html), page))
        table[name] = {theme: _mean(values) for theme, values in rows.items()}
        table[name]["all"] = _mean([one for values in rows.values() for one in values])
    return table


def main() -> None:
    """Print one table, and write it for the seeds of reporting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--choosing", action="store_true", help="seeds to tune on")
    parser.add_argument("--without-names", action="store_true", help="see above")
    arguments = parser.parse_args()
    is_choosing, has_names = arguments.choosing, not arguments.without_names
    seeds = CHOOSING if is_choosing else REPORTING
    table = measure(seeds, prose(PROSE), has_names=has_names)
    print(f"{'theme':10}" + "".join(f"{name:>26}" for name in table))
    for theme in (*THEMES, "all"):
        values = ("  ".join(f"{v:.3f}" for v in rows[theme]) for rows in table.values())
        print(f"{theme:10}" + "".join(f"{one:>26}" for one in values))
    if not is_choosing:
        name = "web_pages" if has_names else "web_pages_without_names"
        print(save(name, {"seeds": list(seeds), "precision_recall_f1": table}))


def _bag(text: str) -> Counter[str]:
    words = (word.lower() for word in _WORD.findall(text))
    return Counter(word for word in words if any(map(str.isalpha, word)))


def _mean(values: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    columns = zip(*values, strict=True)
    precision, recall, f1 = (round(statistics.fmean(one), 4) for one in columns)
    return precision, recall, f1


if __name__ == "__main__":
    main()
