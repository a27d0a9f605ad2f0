"""Tell what a file is from its bytes.

The name is asked only where bytes cannot decide: Markdown against plain text, and
text that is no document (tables, code). A picture named ``.pdf`` stays a picture.
"""

import re
from pathlib import PurePosixPath

from ingest.errors import ReadingError
from ingest.texts.encodings import decode

__all__ = [
    "DOCX",
    "EPUB",
    "HTML",
    "MARKDOWN",
    "OAI_DC",
    "OCTETS",
    "ODT",
    "PDF",
    "PPTX",
    "TEXT",
    "WXR",
    "media_type_of",
]

PDF = "application/pdf"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
WXR = "application/x-wxr+xml"
OAI_DC = "application/x-oai-dc+xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
EPUB = "application/epub+zip"
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
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
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
    r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I
)
_HTML_INSIDE = re.compile(r"<(html|head|body)[\s>]", re.I)
_DC_RECORD = re.compile(
    r"<(\w+:)?dc\s[^>]*http://www\.openarchives\.org/OAI/2\.0/oai_dc/"
)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?=[\w\"'-]+[ \t]*:)")


def media_type_of(head: bytes, name: str = "", *, tail: bytes = b"") -> str:
    """Return the media type of a file.

    Args:
        head: The first ``HEAD_BYTES`` bytes, or all of a shorter file.
        name: File name, for the cases that bytes leave open.
        tail: The last bytes, where a PDF without header can still be known.
    """
    if b"%PDF-" in head[:1024]:
        return PDF
    for magic, media_type in _SIGNATURES:
        if head.startswith(magic):
            is_zip = media_type == "application/zip"
            return _inside_zip(head, tail) if is_zip else media_type
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if b"%%EOF" in tail and b"startxref" in tail:
        return PDF
    try:
        text = decode(head, is_cut=True).text
    except ReadingError:
        return OCTETS
    return _text_type(text, PurePosixPath(name).suffix.lower())


def _inside_zip(head: bytes, tail: bytes) -> str:
    """Name the office format by the folders at both ends of the archive."""
    if ODT.encode() in head[:120]:
        return ODT
    if EPUB.encode() in head[:120]:
        return EPUB
    names = head + tail
    folders = ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX))
    counts = [(names.count(folder), kind) for folder, kind in folders]
    most, kind = max(counts, key=lambda counted: counted[0])
    return kind if most else "application/zip"


def _text_type(text: str, suffix: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("<?xml", "<rss", "<feed")):
        if "wordpress.org/export/" in text:
            return WXR
        if _DC_RECORD.search(text):
            return OAI_DC
        is_page = _HTML_INSIDE.search(text) or "<!doctype html" in text.lower()
        return HTML if is_page else "application/xml"
    if _HTML_START.match(text.lstrip("\ufeff")) or _HTML_INSIDE.search(text[:1024]):
        return HTML if suffix not in {".md", ".markdown"} else MARKDOWN
    if _FRONT_MATTER.match(start) or suffix in {".md", ".markdown"}:
        return MARKDOWN
    return _NOT_DOCUMENTS.get(suffix, TEXT)
