"""The links of an HTML element: their words and where they lead."""

from collections.abc import Collection, Iterable, Iterator

from lxml.html import HtmlElement

from ingest.read_text import LinkedWords
from ingest.readers.html.html_visibility import visible_text

__all__ = ["links_in"]


def links_in(
    elements: Iterable[HtmlElement], left_out: Collection[HtmlElement] = ()
) -> Iterator[LinkedWords]:
    """Yield the links of elements, in document order.

    Args:
        elements: None inside another.
        left_out: Elements inside them that are no part of the text.
    """
    for element in elements:
        for anchor in element.iter("a"):
            target = anchor.get("href")
            if target and not any(one in left_out for one in anchor.iterancestors()):
                yield LinkedWords(visible_text(anchor), target)
