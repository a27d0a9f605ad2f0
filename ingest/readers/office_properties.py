"""What an office file states about itself (``docProps/core.xml``).

Word and PowerPoint files hold the same properties, ECMA-376 part 2 section 8, and
python-docx and python-pptx give them under the same names.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from ingest.read_text import Found
from ingest.readers.pdf.author_names import split_authors

__all__ = ["CoreProperties", "stated"]


class CoreProperties(Protocol):
    """The properties that are read; empty or None where nothing is stated."""

    title: str
    author: str
    subject: str
    keywords: str
    created: datetime | None
    modified: datetime | None


def stated(properties: CoreProperties, method: str) -> Iterator[Found]:
    """Yield the properties that say something, each author alone.

    Args:
        properties: Of the file.
        method: Who says so: ``DOCX`` or ``PPTX``.
    """
    for name, value in (
        ("title", properties.title),
        ("authors", properties.author),
        ("date", properties.created),
        ("date", properties.modified),
        ("subject", properties.subject),
        ("keywords", properties.keywords),
    ):
        printed = value.isoformat() if isinstance(value, datetime) else value or ""
        for part in split_authors(name, printed):
            if part.strip():
                yield Found(name, part, method)
