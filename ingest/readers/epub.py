"""EPUB books: the chapters of the spine, in order, read as the web pages they are.

    META-INF/container.xml ─▶ package (OPF) ─▶ Dublin Core, spine ─▶ XHTML chapters

Names inside the archive are looked up in it and nowhere else. What stands beside the
order (``linear="no"``) comes behind it; the table of contents is known as such. A
chapter that is missing or broken is counted, the others are read.
"""

import posixpath
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from ingest.errors import EncryptedContent, MalformedContent
from ingest.losses import LossCount, merged
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.html.html_blocks import write_blocks
from ingest.readers.html.html_tree import parse_html
from ingest.readers.office.office_archive import OfficeArchive, nothing_read
from ingest.texts.encodings import decode
from ingest.texts.languages import normal_language
from ontology.structure import BlockKind, Loss, LossKind

__all__ = ["read_epub"]

_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = {"application/xhtml+xml", "text/html"}
_FIELDS = (
    ("title", "title"),
    ("authors", "creator"),
    ("date", "date"),
    ("language", "language"),
    ("publisher", "publisher"),
    ("licence", "rights"),
    ("abstract", "description"),
    ("keywords", "subject"),
    ("doi", "identifier"),
    ("handle", "identifier"),
    ("hal_id", "identifier"),
)
_REMEDY = "Ouvrez-le dans une liseuse, ou demandez un autre format à l’éditeur."


def read_epub(content: bytes, request: ReadingRequest) -> ReadText:
    """Read an EPUB book.

    Raises:
        EncryptedContent: If its chapters are locked.
        MalformedContent: If it is no book.
        NoText: If it holds no text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
    """
    archive = OfficeArchive(content, request.limits, remedy=_REMEDY)
    place = _package(archive)
    package = _xml(archive, place)
    lost = LossCount()
    chapters = list(_spine(package, posixpath.dirname(place), lost))
    _require_open(archive, [chapter.name for chapter in chapters])
    found = tuple(_metadata(package))
    blocks = BlockText(request.limits.characters)
    for chapter in chapters:
        with blocks.part(BlockKind.CONTENTS) if chapter.is_contents else nullcontext():
            lost.extend(_write(archive, chapter.name, blocks, found))
    text = blocks.text()
    if not text:
        raise nothing_read(archive.losses, "aucun texte dans ce livre")
    return ReadText(
        pages=(ReadPage(text, "epub", blocks=tuple(blocks.blocks)),),
        is_final=True,
        found=found,
        sections=tuple(blocks.sections),
        spans=tuple(blocks.spans),
        losses=merged((*archive.losses, *lost.losses)),
    )


def _malformed(why: str) -> MalformedContent:
    return MalformedContent(
        f"ce livre EPUB ne peut pas être lu : {why}", remedy=_REMEDY
    )


def _xml(archive: OfficeArchive, name: str) -> etree._Element:
    root = archive.tree(name)
    if root is None:
        raise _malformed(f"« {name[:80]} » manque ou n’est pas du XML valide")
    return root


def _package(archive: OfficeArchive) -> str:
    """Return the name of the package document."""
    for element in _xml(archive, _CONTAINER).iter("{*}rootfile"):
        if place := element.get("full-path"):
            return str(posixpath.normpath(place))
    raise _malformed("il n’indique pas son contenu")


@dataclass(frozen=True, slots=True)
class _Chapter:
    name: str
    is_contents: bool


def _spine(package: etree._Element, folder: str, lost: LossCount) -> Iterator[_Chapter]:
    """Yield the chapters in reading order, each once; those beside it come last.

    What stands in the order and is no page of text, a drawing, is counted.
    """
    items = {item.get("id"): item for item in package.iter("{*}item")}
    references = list(package.iter("{*}itemref"))
    seen: set[str] = set()
    for reference in sorted(references, key=lambda one: one.get("linear") == "no"):
        item = items.get(reference.get("idref"))
        if item is None:
            continue
        href = unquote((item.get("href") or "").partition("#")[0])
        if item.get("media-type") not in _PAGES:
            lost.add(LossKind.EMBEDDED_OBJECT, detail=href[:80])
            continue
        name = posixpath.normpath(posixpath.join(folder, href))
        if name not in seen:
            seen.add(name)
            is_contents = "nav" in (item.get("properties") or "").split()
            yield _Chapter(name, is_contents)


def _require_open(archive: OfficeArchive, chapters: list[str]) -> None:
    """Refuse locked chapters; fonts are often the only thing that is encrypted.

    Raises:
        EncryptedContent: If a chapter is.
    """
    if _ENCRYPTION not in archive:
        return
    locked = {
        unquote(reference.get("URI") or "")
        for reference in _xml(archive, _ENCRYPTION).iter("{*}CipherReference")
    }
    if not locked.isdisjoint(chapters):
        raise EncryptedContent(
            "ce livre est protégé par un verrou numérique", remedy=_REMEDY
        )


def _metadata(package: etree._Element) -> Iterator[Found]:
    for name, tag in _FIELDS:
        for element in list(package.iter(f"{_DC}{tag}"))[:50]:
            if value := (element.text or "").strip():
                yield Found(name, value, "EPUB")


def _write(
    archive: OfficeArchive, name: str, blocks: BlockText, found: tuple[Found, ...]
) -> Iterator[Loss]:
    """Write a chapter; one that is missing or no page is counted as broken.

    Yields what its page holds and does not show.
    """
    content = archive.read(name)
    try:
        tree = parse_html(decode(content).text)
    except MalformedContent:
        archive.count_broken(name)
        return
    language = next((one.value for one in found if one.name == "language"), "")
    for body in tree.iter("body"):
        yield from write_blocks(body, blocks, language=normal_language(language))
