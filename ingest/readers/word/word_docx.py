"""Word documents (DOCX, DOCM, DOTX, DOTM): every word that is seen, and its structure.

What is deleted, hidden or a comment is counted and never published; what was inserted
stays; headers and footers are kept beside the text. Macros are not looked at.
"""

from collections.abc import Iterator

from lxml import etree

from ingest.read_text import LinkedWords, ReadingRequest, ReadPage, ReadText
from ingest.readers.office.live_dates import with_live_dates, without_live_dates
from ingest.readers.office.office_archive import nothing_read
from ingest.readers.office.office_package import OfficePackage
from ingest.readers.office.office_properties import stated
from ingest.readers.word.word_body import R, WordBody
from ingest.readers.word.word_styles import W

__all__ = ["read_word"]


def read_word(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a Word document.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no Word document.
        NoText: If it holds no text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
    """
    package = OfficePackage(content, request.limits)
    part, root = package.main_part("word/document.xml")
    live = without_live_dates(root) if request.is_converted else 0
    body = WordBody(package, part, request.limits.characters)
    body.write(root)
    text = body.blocks.text()
    if not text:
        raise nothing_read(package.losses, "aucun texte dans ce document Word")
    furniture = body.furniture()
    return ReadText(
        pages=(
            ReadPage(
                text, "docx", blocks=tuple(body.blocks.blocks), furniture=furniture
            ),
        ),
        is_final=True,
        found=(*body.titles, *stated(package, "DOCX")),
        sections=tuple(body.blocks.sections),
        spans=tuple(body.blocks.spans),
        losses=with_live_dates(body.losses, live),
        hyperlinks=tuple(_links(package, part, root)),
    )


def _links(
    package: OfficePackage, part: str, root: etree._Element
) -> Iterator[LinkedWords]:
    """Yield the links that lead out of the file, in the order of the body."""
    relations = package.relations(part)
    for link in root.iter(f"{W}hyperlink"):
        relation = relations.get(link.get(f"{R}id") or "")
        if relation is not None and relation.is_external:
            words = "".join(piece.text or "" for piece in link.iter(f"{W}t"))
            yield LinkedWords(words, relation.target)
