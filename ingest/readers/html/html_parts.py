"""Parts of a page that help to find one's way: contents, bibliography, index."""

from typing import Final

from lxml.html import HtmlElement

from ingest.readers.html.html_visibility import tag_of, words_of
from ontology.structure import BlockKind

__all__ = ["part_of"]

_ROLES: Final = {
    "doc-toc": BlockKind.CONTENTS,
    "toc": BlockKind.CONTENTS,
    "doc-bibliography": BlockKind.BIBLIOGRAPHY,
    "bibliography": BlockKind.BIBLIOGRAPHY,
    "doc-index": BlockKind.INDEX,
    "index": BlockKind.INDEX,
    "doc-cover": BlockKind.COVER,
}
_NAMES: Final = {
    "toc": BlockKind.CONTENTS,
    "toc_container": BlockKind.CONTENTS,
    "ez-toc-container": BlockKind.CONTENTS,
    "lwptoc": BlockKind.CONTENTS,
    "table-of-contents": BlockKind.CONTENTS,
    "wp-block-table-of-contents": BlockKind.CONTENTS,
    "table-des-matieres": BlockKind.CONTENTS,
    "csl-bib-body": BlockKind.BIBLIOGRAPHY,
    "bibliography": BlockKind.BIBLIOGRAPHY,
    "bibliographie": BlockKind.BIBLIOGRAPHY,
    "zotpress": BlockKind.BIBLIOGRAPHY,
}
_HOLDERS: Final = frozenset({"div", "section", "nav", "aside", "ul", "ol", "details"})


def part_of(element: HtmlElement) -> BlockKind | None:
    """Return which part of the apparatus an element is, as far as it says so."""
    if tag_of(element) not in _HOLDERS:
        return None
    for attribute in ("role", "epub:type", "{http://www.idpf.org/2007/ops}type"):
        for word in words_of(element.get(attribute)):
            if kind := _ROLES.get(word.lower()):
                return kind
    names = {*words_of(element.get("class")), element.get("id") or ""}
    return next((kind for name in names if (kind := _NAMES.get(name.lower()))), None)
