"""XML from outside: looked at before it is parsed, and nothing is ever loaded.

Entities that grow without end, files read through external ones: all of it needs a
DOCTYPE, and no feed, export or OAI-PMH answer has a reason to carry one. Old office
programs do write one that only names its kind: there, what it declares decides.
"""

from collections.abc import Iterable
from xml.parsers import expat

from lxml import etree

from ingest.errors import MalformedContent, ReadingError, TooLarge

__all__ = ["parse_xml", "refuse_declarations", "refuse_doctype"]

_STEP = 4096


def refuse_doctype(content: bytes, *, what: str, remedy: str = "") -> None:
    """Look at what stands before the first element, with a parser of its own.

    Args:
        content: The whole document.
        what: Its name in the message, for example ``cet export``.
        remedy: For the message.

    Raises:
        MalformedContent: If a DOCTYPE stands there, or no XML at all.
    """
    begun: list[str] = []

    def refuse(*_arguments: object) -> None:
        raise MalformedContent(
            f"{what} contient une déclaration DOCTYPE, refusée par sûreté",
            remedy=remedy,
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, _attributes: begun.append(tag)
    try:
        for at in range(0, len(content), _STEP):
            parser.Parse(content[at : at + _STEP], False)
            if begun:
                return
    except (expat.ExpatError, ValueError, LookupError) as error:
        if not begun:
            raise _malformed(error, what, remedy) from error
        # What follows the first element is for lxml to judge.


def refuse_declarations(
    pieces: Iterable[bytes], *, what: str, remedy: str = ""
) -> None:
    """Let a DOCTYPE pass that declares neither entities nor values of attributes.

    Args:
        pieces: The document from its beginning; no more is taken than needed.
        what: Its name in the message.
        remedy: For the message.

    Raises:
        MalformedContent: If one of these is declared. What is no XML passes: whoever
            parses it says so.
    """
    begun: list[str] = []

    def refuse(*_arguments: object) -> None:
        raise MalformedContent(
            f"{what} déclare des entités (DOCTYPE), refusées par sûreté", remedy=remedy
        )

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    parser.AttlistDeclHandler = refuse
    parser.StartElementHandler = lambda tag, _attributes: begun.append(tag)
    try:
        for piece in pieces:
            for at in range(0, len(piece), _STEP):
                parser.Parse(piece[at : at + _STEP], False)
                if begun:
                    return
    except (expat.ExpatError, ValueError, LookupError):
        return


def parse_xml(content: bytes, *, what: str, remedy: str = "") -> etree._Element:
    """Return the root element of a document without DOCTYPE.

    Raises:
        MalformedContent: If it has one, is not well formed or is empty.
        TooLarge: If one text in it is longer than 10 MiB.
    """
    refuse_doctype(content, what=what, remedy=remedy)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise _malformed(error, what, remedy) from error
    if root is None:
        raise MalformedContent(f"{what} est vide", remedy=remedy)
    return root


def _malformed(error: Exception, what: str, remedy: str) -> ReadingError:
    text = str(error)
    if "too long" in text or "too big" in text:
        return TooLarge(f"un texte de {what} dépasse 10 Mio")
    line = getattr(error, "lineno", None)
    place = f" (ligne {line})" if line else ""
    return MalformedContent(f"{what} n’est pas du XML valide{place}", remedy=remedy)
