"""Structure of PDF files by pypdf, and a second opinion on single pages.

pypdf is pure Python: slow, but it raises instead of dying, and its own limits stop most
bombs. It meets hostile structures here, so every call may fail in its own way, and
``foreign_code`` gives each failure one name.
"""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdf
from pypdf.generic import DecodedStreamObject
from pypdf.xmp import XmpInformation

from ingest.errors import EncryptedContent
from ingest.read_text import Found, Heading
from ingest.readers.pdf.author_names import (
    DEEPEST_OUTLINE,
    INFORMATION,
    LONGEST_OUTLINE,
    split_authors,
)
from ingest.readers.pdf.foreign_code import ForeignFailure, foreign_code

__all__ = ["PypdfFile", "plain_packet"]

# pypdf tells every repair it makes; thousands of lines for one broken file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_STREAM = re.compile(rb"/Subtype\s*/XML\b")
_METADATA = re.compile(rb"/Metadata\s+(\d{1,9})\s+0\s+R")
_LONGEST_PACKET = 2**20


def plain_packet(content: bytes) -> tuple[Found, ...] | None:
    """Return what the XMP packet states when it can be had without opening the file.

    Most packets stand unpacked in the file, so that programs find them; opening a file
    with pypdf only for them would cost more than reading its text.

    Returns:
        Empty where there is none; None where the file has to be opened: packed, or one
        of several (images have their own), or encrypted.
    """
    streams = len(_STREAM.findall(content))
    if streams == 0:
        return ()
    # Images have packets of their own; the catalogue names that of the document.
    start = 0 if streams == 1 else _named_by_catalogue(content)
    if start is None or b"/Encrypt" in content:
        return None
    packet = _PACKET.search(
        content, start, start + _LONGEST_PACKET if start else len(content)
    )
    if packet is None or len(packet[0]) > _LONGEST_PACKET:
        return None
    stream = DecodedStreamObject()
    stream.set_data(packet[0])
    try:
        with foreign_code("pypdf"):
            return tuple(_stated(XmpInformation(stream)))
    except ForeignFailure:
        return ()


def _named_by_catalogue(content: bytes) -> int | None:
    """Return where the object begins that the last plain catalogue calls metadata."""
    at = content.rfind(b"/Catalog")
    if at < 0:
        return None
    start, end = content.rfind(b"obj", 0, at), content.find(b"endobj", at)
    named = _METADATA.search(content, max(start, 0), end)
    if named is None:
        return None
    number = named[1].lstrip(b"0")
    # A pattern that begins with the number itself is found many times faster.
    places = [
        match.end()
        for match in re.finditer(rb"%b\s+0\s+obj\b" % number, content)
        if not content[max(match.start() - 1, 0) : match.start()].isdigit()
    ]
    return places[-1] if places else None


@dataclass(slots=True)
class PypdfFile:
    """An opened file. Pages are counted only on demand: that walks the whole tree."""

    _reader: pypdf.PdfReader

    @classmethod
    def open(cls, content: bytes) -> "PypdfFile":
        """Open a file, with the empty password where one is asked.

        Raises:
            EncryptedContent: If the empty password does not open it.
            ForeignFailure: If pypdf cannot open it.
        """
        with foreign_code("pypdf"):
            reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
            is_open = not reader.is_encrypted or bool(reader.decrypt(""))
        if not is_open:
            raise EncryptedContent("ce PDF demande un mot de passe")
        return cls(reader)

    def page_count(self) -> int:
        """Return the number of pages, 0 when the page tree is broken."""
        try:
            with foreign_code("pypdf"):
                return len(self._reader.pages)
        except ForeignFailure:
            return 0

    def page_text(self, index: int) -> str:
        """Return the text of a page, counted from 0.

        Raises:
            ForeignFailure: If the page cannot be read.
        """
        with foreign_code("pypdf"):
            return self._reader.pages[index].extract_text()

    def labels(self, count: int) -> dict[int, str]:
        """Return the printed page numbers that differ from the position."""
        try:
            with foreign_code("pypdf"):
                if "/PageLabels" not in self._reader.root_object:
                    return {}
                labels = list(self._reader.page_labels[:count])
        except ForeignFailure:
            return {}
        return {
            index: label[:20]
            for index, label in enumerate(labels)
            if label and label != str(index + 1)
        }

    def attachments(self) -> dict[str, int]:
        """Return the sizes in bytes that attached files state, by name."""
        sizes: dict[str, int] = {}
        # The entries before a broken one are good.
        with suppress(ForeignFailure), foreign_code("pypdf"):
            for file in islice(self._reader.attachment_list, LONGEST_OUTLINE):
                if isinstance(file.size, int):
                    sizes[file.name] = int(file.size)
        return sizes

    def information(self) -> tuple[Found, ...]:
        """Return what the information dictionary states."""
        return tuple(self._information())

    def packet(self) -> tuple[Found, ...]:
        """Return what the XMP packet and the catalogue state."""
        return (*self._xmp(), *self._language())

    def outline(self) -> tuple[Heading, ...]:
        """Return the bookmarks that lead to a page, in order."""
        headings: list[Heading] = []
        # The entries before a broken one are good.
        with suppress(ForeignFailure), foreign_code("pypdf"):
            numbers = {
                page.indirect_reference.idnum: index
                for index, page in enumerate(self._reader.pages)
                if page.indirect_reference is not None
            }
            for heading in self._entries(self._reader.outline, 1, numbers):
                headings.append(heading)
                if len(headings) >= LONGEST_OUTLINE:
                    break
        return tuple(headings)

    def _entries(
        self, entries: list[Any], level: int, numbers: dict[int, int]
    ) -> Iterator[Heading]:
        for entry in entries:
            if isinstance(entry, list):
                if level < DEEPEST_OUTLINE:
                    yield from self._entries(entry, level + 1, numbers)
                continue
            title = " ".join(str(entry.title or "").split())[:300]
            page = getattr(entry.page, "idnum", None)
            if title and page in numbers:
                yield Heading(title, level, numbers[page])

    def _information(self) -> Iterator[Found]:
        try:
            with foreign_code("pypdf"):
                information: dict[str, Any] = dict(self._reader.metadata or {})
        except ForeignFailure:
            return
        for name, key in INFORMATION:
            value = information.get(f"/{key}")
            if isinstance(value, str) and value.strip():
                for part in split_authors(name, value):
                    yield Found(name, part, "PDF")

    def _xmp(self) -> Iterator[Found]:
        try:
            with foreign_code("pypdf"):
                packet = self._reader.xmp_metadata
                stated = list(_stated(packet)) if packet else []
        except ForeignFailure:
            return
        yield from stated

    def _language(self) -> Iterator[Found]:
        try:
            with foreign_code("pypdf"):
                language = self._reader.root_object.get("/Lang")
        except ForeignFailure:
            return
        if isinstance(language, str):
            yield Found("language", language, "PDF")


def _stated(packet: XmpInformation) -> Iterator[Found]:
    titles = packet.dc_title or {}
    values: dict[str, list[Any]] = {
        "title": [titles.get("x-default"), *titles.values()],
        "authors": list(packet.dc_creator or []),
        "publisher": list(packet.dc_publisher or []),
        "licence": list((packet.dc_rights or {}).values()),
    }
    for name, printed in values.items():
        for value in printed[:50]:
            if isinstance(value, str) and value.strip():
                yield Found(name, value, "XMP")
