"""Where a mirrored document stands: readable, unique, the same at every run."""

import hashlib
import re
from urllib.parse import unquote, urlsplit

from ingest.identifiers import slug
from ingest.sources.media_types import (
    EMAIL,
    EPUB,
    HTML,
    MARKDOWN,
    OAI_DC,
    PDF,
    TEXT,
    WXR,
)
from ingest.sources.office_types import (
    DOC,
    ENCRYPTED_OFFICE,
    OPENDOCUMENT,
    POWERPOINT,
    PPT,
    RTF,
    SHEETS,
    WORD,
    XLS,
)

__all__ = ["ENDINGS_THAT_DECIDE", "EXTENSIONS", "is_address", "place"]

EXTENSIONS = {
    PDF: ".pdf",
    HTML: ".html",
    MARKDOWN: ".md",
    TEXT: ".txt",
    EPUB: ".epub",
    WXR: ".xml",
    OAI_DC: ".xml",
    EMAIL: ".eml",
    DOC: ".doc",
    XLS: ".xls",
    PPT: ".ppt",
    RTF: ".rtf",
    ENCRYPTED_OFFICE: ".ole",
    **WORD,
    **POWERPOINT,
    **OPENDOCUMENT,
    **SHEETS,
}
"""How a file of each type that has a reader is named."""

ENDINGS_THAT_DECIDE = frozenset({EXTENSIONS[MARKDOWN], EXTENSIONS[TEXT]})
"""Where bytes alone cannot tell one type from the other."""

_NOT_HOST = re.compile(r"[^a-z0-9.-]+")
_LONGEST_HOST = 100


def is_address(text: str) -> bool:
    """Return whether a text is an http or https address with a host.

    >>> is_address("https://exemple.fr/a"), is_address("https://[x"), is_address("a")
    (True, False, False)
    """
    try:
        parts = urlsplit(text)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def place(key: str, address: str, media_type: str) -> str:
    """Return the path of a document in its mirror: a folder and a name.

    Args:
        key: Its identity at the source.
        address: Where it is published.
        media_type: One of ``EXTENSIONS``.
    """
    parts = urlsplit(address)
    host = _NOT_HOST.sub("-", (parts.hostname or "").lower()).strip(".-") or "site"
    tail = unquote(parts.path.rstrip("/").rpartition("/")[2]).rpartition(".")
    stem = slug(tail[0] or tail[2]) or "page"
    mark = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:10]
    return f"{host[:_LONGEST_HOST]}/{stem}-{mark}{EXTENSIONS[media_type]}"
