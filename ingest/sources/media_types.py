"""Tell what a file is from its bytes.

The name is asked only where bytes cannot decide: Markdown against plain text, and
text that is no document (tables, code). A picture named ``.pdf`` stays a picture.
"""

import re
from pathlib import PurePosixPath
from typing import BinaryIO

from ingest.errors import ReadingError
from ingest.sources.office_types import (
    DOCX,
    EPUB,
    FLAT_OPENDOCUMENT,
    ODT,
    OLE,
    OPENDOCUMENT,
    PPTX,
    RTF,
    XLSX,
    ZIP,
    ole_type,
    zip_type,
)
from ingest.texts.encodings import decode

__all__ = [
    "DOCX",
    "EMAIL",
    "EPUB",
    "HEAD_BYTES",
    "HTML",
    "MARKDOWN",
    "OAI_DC",
    "OCTETS",
    "ODT",
    "PDF",
    "PPTX",
    "TEXT",
    "WXR",
    "is_fragment",
    "media_type_of",
]

PDF = "application/pdf"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
WXR = "application/x-wxr+xml"
OAI_DC = "application/x-oai-dc+xml"
EMAIL = "message/rfc822"
OCTETS = "application/octet-stream"

HEAD_BYTES = 4096
"""How much of the start of a file ``media_type_of`` wants to see."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"RIFF", "application/x-riff"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
    (b"%!PS", "application/postscript"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90\x00", "application/x-executable"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)

_NOT_DOCUMENTS = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".yml": "application/yaml",
    ".yaml": "application/yaml",
    ".toml": "application/toml",
    ".py": "text/x-python",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle",
    ".rq": "application/sparql-query",
    ".bib": "application/x-bibtex",
    ".tex": "application/x-tex",
    ".sh": "application/x-sh",
}

_HTML_START = re.compile(
    r"\s*+(?:<!--(?:(?!-->).)*-->\s*+)*+<(!doctype\s+html|html|head|body)\b", re.I
)
_HTML_INSIDE = re.compile(r"<(html|head|body)[\s>]", re.I)
# What an editor of web pages copies: no page, but its elements.
_FRAGMENT = re.compile(
    r"\s*(?:<!-- wp:[a-z]|<(p|h[1-6]|div|section|article|ul|ol|figure|blockquote|table)"
    r"(?:\s[^<>]*)?>)",
    re.I,
)
_DC_RECORD = re.compile(
    r"<(\w+:)?dc\s[^>]*http://www\.openarchives\.org/OAI/2\.0/oai_dc/"
)
_FLAT = re.compile(
    f"office:mimetype=[\"']({'|'.join(re.escape(k[:-9]) for k in FLAT_OPENDOCUMENT)})"
)
_HEADER_LINE = re.compile(r"[!-9;-~]{1,60}:|From ")
_HEADER_NAMES = {
    "from", "to", "subject", "date", "message-id", "mime-version", "received",
    "return-path", "delivered-to", "content-type", "reply-to", "cc",
}  # fmt: skip
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?=[\w\"'-]+[ \t]*:)")


def media_type_of(
    head: bytes, name: str = "", *, tail: bytes = b"", file: BinaryIO | None = None
) -> str:
    """Return the media type of a file.

    Args:
        head: The first ``HEAD_BYTES`` bytes, or all of a shorter file.
        name: File name, for the cases that bytes leave open.
        tail: The last bytes, where a PDF without header can still be known.
        file: All of it, for archives and containers: what they are stands anywhere in
            them. Its position is moved. Without it, both ends of the file decide.
    """
    if b"%PDF-" in head[:1024]:
        return PDF
    for magic, media_type in _SIGNATURES:
        if head.startswith(magic):
            return _inside(media_type, head, tail, file)
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if b"%%EOF" in tail and b"startxref" in tail:
        return PDF
    try:
        text = decode(head, is_cut=True).text
    except ReadingError:
        return OCTETS
    return _text_type(text, PurePosixPath(name).suffix.lower())


def _inside(media_type: str, head: bytes, tail: bytes, file: BinaryIO | None) -> str:
    if media_type == OLE:
        return OLE if file is None else ole_type(file)
    if media_type != ZIP:
        return media_type
    inside = ZIP if file is None else zip_type(file)
    return _inside_zip(head, tail) if inside == ZIP else inside


def _inside_zip(head: bytes, tail: bytes) -> str:
    """Name the office format by the folders at both ends of the archive."""
    for stated in sorted((EPUB, *OPENDOCUMENT), key=len, reverse=True):
        if stated.encode() in head[:120]:
            return stated
    names = head + tail
    folders = ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX))
    counts = [(names.count(folder), kind) for folder, kind in folders]
    most, kind = max(counts, key=lambda counted: counted[0])
    return kind if most else ZIP


def _is_message(start: str, suffix: str) -> bool:
    """Whether a text begins with the lines at the head of an e-mail."""
    head = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    lines = [line for line in head.splitlines() if line[:1] not in (" ", "\t")]
    names = {line.partition(":")[0].lower() for line in lines if ":" in line}
    # The last line may be cut off with the head of the file.
    if not lines or any(not _HEADER_LINE.match(line) for line in lines[:-1]):
        return False
    known = len(names & _HEADER_NAMES)
    return known >= (1 if suffix == ".eml" else 3) and "from" in names


def is_fragment(text: str) -> bool:
    r"""Tell whether a text is HTML as it is copied from an editor, without a page.

    >>> is_fragment("<!-- wp:paragraph -->\n<p>Un texte.</p>")
    True
    >>> is_fragment("<p> est une balise")
    False
    """
    found = _FRAGMENT.match(text.lstrip("\ufeff"))
    return found is not None and (found[1] is None or f"</{found[1]}>" in text)


def _text_type(text: str, suffix: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    if _is_message(start, suffix):
        return EMAIL
    if start.startswith(("<?xml", "<rss", "<feed", "<office:document")):
        if flat := _FLAT.search(text):
            return f"{flat[1]}-flat-xml"
        if "wordpress.org/export/" in text:
            return WXR
        if _DC_RECORD.search(text):
            return OAI_DC
        is_page = _HTML_INSIDE.search(text) or "<!doctype html" in text.lower()
        return HTML if is_page else "application/xml"
    starts = _HTML_START.match(text.lstrip("\ufeff")) is not None
    if starts or is_fragment(text) or _HTML_INSIDE.search(text[:1024]):
        return HTML if suffix not in {".md", ".markdown"} else MARKDOWN
    if _FRONT_MATTER.match(start) or suffix in {".md", ".markdown"}:
        return MARKDOWN
    return _NOT_DOCUMENTS.get(suffix, TEXT)
