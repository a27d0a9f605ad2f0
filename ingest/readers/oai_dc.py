"""A record of an OAI-PMH repository in Dublin Core: metadata, with abstracts as text.

    <oai_dc:dc> dc:title, dc:creator, dc:description xml:lang="fr", dc:identifier …

What it says goes into the fields of the document with the origin ``OAI-PMH``; where
the page itself is mirrored, the same fields go along with it.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from ingest.errors import MalformedContent, NoText
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.safe_xml import parse_xml
from ingest.texts.languages import normal_language

__all__ = ["OAI_DC", "public_address", "read_oai_dc", "record_fields"]

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
"""Namespace of the format every repository offers."""

_DC = "{http://purl.org/dc/elements/1.1/}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ORIGIN = "OAI-PMH"
_MOST = 200
_PLAIN = {
    "title": "title",
    "language": "language",
    "publisher": "publisher",
    "date": "date",
    "type": "kind",
    "subject": "keywords",
}
_ADDRESS = re.compile(r"https?://[^\s<>\"#]{3,2000}")
_RESOLVER = re.compile(r"https?://(?:dx\.)?(?:doi\.org|hdl\.handle\.net)/", re.I)
_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|(?:info:|urn:)?doi[:/]\s*)?(10\.\d{4,9}/\S+)", re.I
)
_HANDLE = re.compile(
    r"(?:https?://hdl\.handle\.net/|hdl:|info:hdl/)(\d[\d.]*/\S+)"
    r"|(10670/\S+|20\.500\.\d+/\S+)",
    re.I,
)
_HAL = re.compile(
    r"(?:https?://[\w.-]+/)?((?:hal|halshs|tel|dumas|sic|edutice)-\d{6,8})(?:v\d+)?",
    re.I,
)


def read_oai_dc(content: bytes, request: ReadingRequest) -> ReadText:
    """Read one record: its title and abstracts are the text.

    Raises:
        MalformedContent: If it is no XML, has a DOCTYPE or is no such record.
        NoText: If it has neither title nor abstract.
        TooLarge: If it has more characters than allowed.
    """
    record = parse_xml(content, what="cette notice")
    if record.tag != f"{{{OAI_DC}}}dc":
        raise MalformedContent("ce fichier XML n’est pas une notice Dublin Core")
    blocks = BlockText(request.limits.characters)
    found = record_fields(record)
    language = next(
        (normal_language(f.value) for f in found if f.name == "language"), None
    )
    for title in _texts(record, "title")[:1]:
        blocks.add_heading(title[0], 1)
    for text, stated in _texts(record, "description"):
        own = normal_language(stated) or ""
        blocks.add(text, language=own if own != language else "")
    if not blocks.text():
        raise NoText("cette notice n’a ni titre ni résumé")
    return ReadText(
        pages=(ReadPage(blocks.text(), _ORIGIN),),
        is_final=True,
        found=found,
        sections=tuple(blocks.sections),
        spans=tuple(blocks.spans),
        notes=("notice seule : le texte intégral n’est pas moissonné",),
    )


def record_fields(record: etree._Element) -> tuple[Found, ...]:
    """Return what a record says, best first.

    Args:
        record: The ``oai_dc:dc`` element.
    """
    return tuple(_found(record))


def public_address(record: etree._Element) -> str | None:
    """Return where people read the document: its page, else a resolver, or None."""
    stated = [text for text, _ in _texts(record, "identifier")]
    addresses = [text for text in stated if _is_address(text)]
    pages = [text for text in addresses if not _RESOLVER.match(text)]
    if pages or addresses:
        return (pages or addresses)[0]
    for text in stated:
        if match := _DOI.fullmatch(text):
            return f"https://doi.org/{match[1]}"
    return None


def _is_address(text: str) -> bool:
    try:
        return bool(_ADDRESS.fullmatch(text) and urlsplit(text).hostname)
    except ValueError:
        return False


def _found(record: etree._Element) -> Iterator[Found]:
    for text, _ in _texts(record, "creator"):
        yield Found("authors", _display_name(text), _ORIGIN)
        if _display_name(text) != text:
            yield Found("creator", text, _ORIGIN)
    if address := public_address(record):
        yield Found("url", address, _ORIGIN)
    for text, _ in _texts(record, "identifier"):
        yield from _identifier(text)
    for tag, name in _PLAIN.items():
        for text, _ in _texts(record, tag):
            yield Found(name, text, _ORIGIN)
    rights = [text for text, _ in _texts(record, "rights")]
    for text in sorted(rights, key=lambda text: not _ADDRESS.fullmatch(text)):
        yield Found("licence", text, _ORIGIN)
    yield from _abstracts(record)


def _abstracts(record: etree._Element) -> Iterator[Found]:
    """Yield the abstracts, the one in the language of the document first."""
    main = next((normal_language(text) for text, _ in _texts(record, "language")), None)
    abstracts = _texts(record, "description")
    for text, stated in sorted(
        abstracts, key=lambda each: normal_language(each[1]) != main
    ):
        yield Found("abstract", text, _ORIGIN, normal_language(stated) or "")


def _identifier(text: str) -> Iterator[Found]:
    for name, pattern in (("doi", _DOI), ("handle", _HANDLE), ("hal_id", _HAL)):
        if match := pattern.fullmatch(text):
            yield Found(name, next(filter(None, match.groups())), _ORIGIN)
            return


def _display_name(printed: str) -> str:
    """Put a first name first.

    >>> _display_name("Lenoir, Zoé"), _display_name("Lab, Univ. A, Univ. B")
    ('Zoé Lenoir', 'Lab, Univ. A, Univ. B')
    """
    parts = [part.strip() for part in printed.split(",")]
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and all(parts) else printed


def _texts(record: etree._Element, tag: str) -> list[tuple[str, str]]:
    """Return the texts of an element with their languages, in the printed order."""
    found = []
    for element in record.iterfind(f"{_DC}{tag}"):
        text = " ".join("".join(element.itertext()).split())
        if text:
            found.append((text, element.get(_LANG) or ""))
    return found[:_MOST]
