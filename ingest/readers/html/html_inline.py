"""Inline pieces of HTML that are more than their text: images, fields, superscripts."""

import re
from typing import Final

from lxml.html import HtmlElement

from ingest.readers.html.html_visibility import Visibility, tag_of, words_of

__all__ = [
    "alternative_text",
    "field_text",
    "flow",
    "is_embedded_document",
    "is_file_name",
    "raised_text",
    "verbatim_text",
]

_WHITE = re.compile(r"[ \t\r\n\f]+")
_FILE = re.compile(
    r"\S+\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?|pdf)"
    r"|(?:img|dsc|image|photo|capture|screenshot|logo|icone?|picture|spacer|pixel)"
    r"[\s_-]*\d*",
    re.IGNORECASE,
)
_INLINE: Final = frozenset({"emoji", "wp-smiley"})
_DECORATIVE: Final = frozenset({"presentation", "none"})
_DOCUMENTS = re.compile(
    r"\.(?:pdf|docx?|odt|pptx?|odp|xlsx?|ods|epub)(?:$|[?#&%])"
    r"|docs\.google\.com|view\.officeapps|calameo\.com|issuu\.com|scribd\.com"
    r"|slideshare\.net|genial\.ly|genially\.com|prezi\.com|padlet\.com",
    re.IGNORECASE,
)
_RAISED: Final = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_CALL_BEFORE = re.compile(r"(?:[^\W\d_]{4,}|[»”\"’).,;:!?])\s*$")
_SHOWN_INPUTS: Final = frozenset(
    {"", "text", "email", "url", "tel", "number", "date", "month", "week", "time"}
)


def flow(text: str | None) -> str:
    """Return text with its white space as one space; those without a break stay."""
    return _WHITE.sub(" ", text) if text else ""


def alternative_text(image: HtmlElement) -> tuple[str, bool]:
    """Return the words that stand for an image, and whether they are inline.

    Nothing for a decorative image, the name of a file, or words that its caption says.
    """
    if not _DECORATIVE.isdisjoint(words_of(image.get("role"))):
        return "", False
    text = _label(image)
    is_inline = not _INLINE.isdisjoint(words_of(image.get("class")))
    if is_inline:
        return text, True
    if len(text) < 3 or is_file_name(text) or text == _caption(image):
        return "", False
    return text, False


def is_file_name(text: str) -> bool:
    """Whether the words for an image only name its file, as a camera does."""
    return _FILE.fullmatch(text) is not None


def _label(image: HtmlElement) -> str:
    stated = image.get("alt") or image.get("aria-label") or ""
    if not stated and tag_of(image) == "svg":
        titles = [one for one in image.iter() if tag_of(one) in ("title", "desc")]
        stated = " ".join("".join(one.itertext()) for one in titles)
    return " ".join(stated.split())


def _caption(image: HtmlElement) -> str:
    figure = next(image.iterancestors("figure"), None)
    captions = figure.iter("figcaption") if figure is not None else ()
    return " ".join(" ".join("".join(one.itertext()) for one in captions).split())


def field_text(element: HtmlElement) -> str:
    """Return what a field of a form shows: its value, or its choices one a line."""
    tag = tag_of(element)
    if tag == "textarea":
        return "".join(element.itertext()).strip()
    if tag == "select":
        options = ("".join(one.itertext()) for one in element.iter("option"))
        return "\n".join(filter(None, (" ".join(one.split()) for one in options)))
    is_shown = (element.get("type") or "").lower() in _SHOWN_INPUTS
    return (element.get("value") or "").strip() if is_shown else ""


def raised_text(element: HtmlElement, before: str) -> str:
    """Return a superscript of digits so that it does not glue to the word before.

    A number behind a word or a sentence calls a note; behind a unit it is a power.
    """
    text = "".join(element.itertext()).strip()
    if not re.fullmatch(r"[\d+\-−n]{1,4}", text):
        return ""
    if re.fullmatch(r"\d{1,3}", text) and _CALL_BEFORE.search(before):
        return f"[{text}]"
    return text.translate(_RAISED) if before[-1:].strip() else ""


def verbatim_text(element: HtmlElement, shown: Visibility) -> str:
    """Return preformatted text with its lines, without what is hidden."""
    parts: list[str] = []
    hidden: HtmlElement | None = None
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        one, is_done = stack.pop()
        if is_done:
            parts.append(one.tail or "" if one is not element else "")
            continue
        stack.append((one, True))
        if tag_of(one) == "br":
            parts.append("\n")
        elif tag_of(one) and tag_of(one) not in ("script", "style"):
            hidden = one if one is not element and shown.is_hidden(one) else None
            if hidden is None:
                parts.append(one.text or "")
                stack += [(child, False) for child in reversed(one)]
    return "".join(parts)


def is_embedded_document(element: HtmlElement, tag: str) -> bool:
    """Whether an element shows a document of its own: a PDF file, slides, a board."""
    if tag not in ("iframe", "object", "embed"):
        return False
    address = element.get("src") or element.get("data") or ""
    return _DOCUMENTS.search(address) is not None
