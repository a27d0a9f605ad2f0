"""Parse HTML, and say so when the parser gave a part of it up."""

import lxml.html
from lxml import etree

from ingest.errors import MalformedContent

__all__ = ["parse_html"]


def parse_html(html: str) -> lxml.html.HtmlElement:
    """Return the root element of a page.

    Raises:
        MalformedContent: If there is none, or elements are nested so deeply that the
            parser drops what is inside.
    """
    # huge_tree stays off: lxml then refuses absurd depth and size by itself.
    parser = lxml.html.HTMLParser()
    try:
        tree = lxml.html.document_fromstring(html, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise MalformedContent("ce texte HTML ne peut pas être lu") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise MalformedContent("éléments HTML trop profondément imbriqués")
    # What stands behind a stray </html> becomes a page of its own beside the first.
    for beside in list(tree.itersiblings()):
        if isinstance(beside.tag, str):
            tree.append(beside)
    return tree
