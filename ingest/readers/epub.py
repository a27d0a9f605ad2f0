"""EPUB books: the chapters of the spine, in order, read as the web pages they are.

    META-INF/container.xml ─▶ package (OPF) ─▶ Dublin Core, spine ─▶ XHTML chapters

Names inside the archive are looked up in it and nowhere else. What no reader shows in
order (``linear="no"``, the table of contents) is left out.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from ingest.errors import EncryptedContent, MalformedContent, NoText
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.html_blocks import write_blocks
from ingest.readers.html_tree import parse_html
from ingest.readers.office_archive import check_archive
from ingest.texts.encodings import decode
from ingest.texts.languages import normal_language

__all__ = ["read_epub"]

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
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
        MalformedContent: If it is no book, or a chapter is missing or no page.
        NoText: If it holds no text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
    """
    check_archive(content, request.limits)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            place = _package(archive)
            package = _xml(archive, place)
            chapters = list(_spine(package, posixpath.dirname(place)))
            _require_open(archive, chapters)
            found = tuple(_metadata(package))
            blocks = BlockText(request.limits.characters)
            for chapter in chapters:
                _write(archive.read(chapter), blocks, found)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _malformed("un chapitre manque ou est abîmé") from error
    text = blocks.text()
    if not text:
        raise NoText("aucun texte dans ce livre")
    return ReadText(
        pages=(ReadPage(text, "epub"),),
        is_final=True,
        found=found,
        sections=tuple(blocks.sections),
        spans=tuple(blocks.spans),
    )


def _malformed(why: str) -> MalformedContent:
    return MalformedContent(
        f"ce livre EPUB ne peut pas être lu : {why}", remedy=_REMEDY
    )


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except (etree.LxmlError, ValueError) as error:
        raise _malformed(f"« {name[:80]} » n’est pas du XML valide") from error


def _package(archive: zipfile.ZipFile) -> str:
    """Return the name of the package document."""
    for element in _xml(archive, _CONTAINER).iter("{*}rootfile"):
        if place := element.get("full-path"):
            return str(posixpath.normpath(place))
    raise _malformed("il n’indique pas son contenu")


def _spine(package: etree._Element, folder: str) -> Iterator[str]:
    """Yield the names of the chapters in reading order, each once."""
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    seen: set[str] = set()
    for reference in package.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no":
            continue
        is_contents = "nav" in (item.get("properties") or "").split()
        if item.get("media-type") not in _PAGES or is_contents:
            continue
        href = unquote((item.get("href") or "").partition("#")[0])
        name = posixpath.normpath(posixpath.join(folder, href))
        if name not in seen:
            seen.add(name)
            yield name


def _require_open(archive: zipfile.ZipFile, chapters: list[str]) -> None:
    """Refuse locked chapters; fonts are often the only thing that is encrypted.

    Raises:
        EncryptedContent: If a chapter is.
    """
    if _ENCRYPTION not in archive.namelist():
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


def _write(content: bytes, blocks: BlockText, found: tuple[Found, ...]) -> None:
    page = decode(content).text
    # lxml refuses a text that declares an encoding.
    tree = parse_html(page.partition("?>")[2] if page.startswith("<?xml") else page)
    language = next((one.value for one in found if one.name == "language"), "")
    for body in tree.iter("body"):
        write_blocks(body, blocks, language=normal_language(language))
