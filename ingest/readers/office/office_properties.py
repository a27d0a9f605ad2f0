"""What an office file states about itself (``docProps/core.xml``).

Word and PowerPoint files hold the same properties, ECMA-376 part 2 section 8.
"""

from collections.abc import Iterator

from ingest.read_text import Found
from ingest.readers.office.office_package import OfficePackage
from ingest.readers.pdf.author_names import split_authors

__all__ = ["stated"]

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_FIELDS = (
    ("title", f"{_DC}title"),
    ("authors", f"{_DC}creator"),
    ("date", f"{_TERMS}created"),
    ("date", f"{_TERMS}modified"),
    ("subject", f"{_DC}subject"),
    ("keywords", f"{_CORE}keywords"),
)


def stated(package: OfficePackage, method: str) -> Iterator[Found]:
    """Yield the properties that say something, each author alone.

    Args:
        package: The file.
        method: Who says so: ``DOCX`` or ``PPTX``.
    """
    for root in package.trees("", "core-properties"):
        for name, tag in _FIELDS:
            element = root.find(tag)
            printed = "" if element is None else "".join(element.itertext())
            for part in split_authors(name, printed):
                if part.strip():
                    yield Found(name, part.strip(), method)
