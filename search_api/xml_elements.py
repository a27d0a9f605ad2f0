"""Writes XML of texts that strangers wrote: always well-formed, never markup of theirs.

The standard library escapes; what it does not do is to leave out the characters that
XML 1.0 forbids, which makes a whole feed unreadable. Names are written as they stand:
the root declares the prefixes. Nothing is parsed here.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

__all__ = ["Element", "child", "legal_text", "new_root", "written"]

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal_text(text: str) -> str:
    r"""Return a text without the characters that XML 1.0 forbids.

    >>> legal_text("a\x00b\ud800c\x1b")
    'abc'
    """
    return _FORBIDDEN.sub("", text)


def new_root(name: str, prefixes: Mapping[str, str]) -> Element:
    """Return the root of a document.

    Args:
        name: Of the element.
        prefixes: Prefix → namespace; that of an empty prefix needs none.
    """
    declared = {
        f"xmlns:{prefix}" if prefix else "xmlns": namespace
        for prefix, namespace in prefixes.items()
    }
    return Element(name, declared)


def child(
    parent: Element, name: str, text: str | None = None, **attributes: str
) -> Element:
    """Add an element to another, as its last child, and return it."""
    legal = {key: legal_text(value) for key, value in attributes.items()}
    made = SubElement(parent, name, legal)
    if text is not None:
        made.text = legal_text(text)
    return made


def written(root: Element) -> bytes:
    """Return a document in UTF-8, with its declaration."""
    body = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()
