"""Open an OpenDocument file, packed or flat, of today or of OpenOffice.org 1.

packed   content.xml, styles.xml, meta.xml, objects in folders of their own
flat     one XML file that holds all of it
1.0      the same elements under other names (``http://openoffice.org/2000/…``)
"""

import posixpath
from typing import Final

from lxml import etree

from ingest.errors import MalformedContent
from ingest.limits import Limits
from ingest.readers.office.office_archive import RESAVE, OfficeArchive, local_name
from ingest.safe_xml import refuse_declarations
from ontology.structure import Loss, LossKind

__all__ = [
    "CHART", "DRAW", "FORM", "MATH", "META", "OFFICE", "PRESENTATION", "STYLE", "SVG",
    "TABLE", "TEXT", "XLINK", "OpenDocumentFile",
]  # fmt: skip

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE: Final = f"{{{_OASIS}:office:1.0}}"
STYLE: Final = f"{{{_OASIS}:style:1.0}}"
TEXT: Final = f"{{{_OASIS}:text:1.0}}"
TABLE: Final = f"{{{_OASIS}:table:1.0}}"
DRAW: Final = f"{{{_OASIS}:drawing:1.0}}"
META: Final = f"{{{_OASIS}:meta:1.0}}"
FORM: Final = f"{{{_OASIS}:form:1.0}}"
CHART: Final = f"{{{_OASIS}:chart:1.0}}"
PRESENTATION: Final = f"{{{_OASIS}:presentation:1.0}}"
SVG: Final = f"{{{_OASIS}:svg-compatible:1.0}}"
XLINK: Final = "{http://www.w3.org/1999/xlink}"
MATH: Final = "{http://www.w3.org/1998/Math/MathML}"

_OLD = "http://openoffice.org/2000/"
_OLD_NAMES = (
    "office", "style", "text", "table", "drawing", "meta", "form", "chart",
    "presentation", "script", "config", "datastyle",
)  # fmt: skip
_OLD_SVG = b"http://www.w3.org/2000/svg"


class OpenDocumentFile:
    """The roots of a file.

    Args:
        content: Of the file.
        limits: What it may unpack to.

    Attributes:
        content: Root that holds the body.
        styles: Root of the styles, or None.
        meta: Root of the metadata, or None.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no OpenDocument file or declares entities.
        TooLarge: If it unpacks to more than allowed.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._archive: OfficeArchive | None = None
        self._is_cut = False
        root = self._open(content, limits)
        if root is None or root.find(f"{OFFICE}body") is None:
            raise MalformedContent(
                "ce document OpenDocument ne peut pas être ouvert", remedy=RESAVE
            )
        self.content = root
        self.styles = self._tree("styles.xml")
        self.meta = self._tree("meta.xml")

    @property
    def body(self) -> etree._Element:
        """What holds the text, the sheets or the pages."""
        body = self.content.find(f"{OFFICE}body")
        inner = [child for child in body if child.tag.startswith(OFFICE)]
        known = ("text", "spreadsheet", "presentation", "drawing")
        return next((child for child in inner if local_name(child) in known), body)

    def embedded(self, address: str) -> etree._Element | None:
        """Return the root of an object that stands in a folder of the archive."""
        if self._archive is None or not address:
            return None
        folder = posixpath.normpath(address).lstrip("/")
        return _modern(self._archive.tree(posixpath.join(folder, "content.xml")))

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Parts that could not be read whole."""
        if self._archive is not None:
            return self._archive.losses
        return (Loss(LossKind.BROKEN_PART, 1),) if self._is_cut else ()

    def _open(self, content: bytes, limits: Limits) -> etree._Element | None:
        if content.startswith(b"PK"):
            self._archive = OfficeArchive(content, limits)
            return _modern(self._archive.tree("content.xml"))
        refuse_declarations([content], what="ce document", remedy=RESAVE)
        for recover in (False, True):
            parser = etree.XMLParser(
                resolve_entities=False,
                no_network=True,
                remove_comments=True,
                remove_pis=True,
                recover=recover,
            )
            try:
                return _modern(etree.fromstring(content, parser))
            except (etree.LxmlError, ValueError):
                self._is_cut = True
        return None

    def _tree(self, name: str) -> etree._Element | None:
        if self._archive is None:
            return self.content
        return _modern(self._archive.tree(name))


def _modern(root: etree._Element | None) -> etree._Element | None:
    """Return the same tree with the names of OpenDocument."""
    if root is None or not str(root.tag).startswith(f"{{{_OLD}"):
        return root
    text = etree.tostring(root).replace(_OLD_SVG, SVG[1:-1].encode())
    for name in _OLD_NAMES:
        old, new = f'"{_OLD}{name}"', f'"{_OASIS}:{name}:1.0"'
        text = text.replace(old.encode(), new.encode())
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(text, parser)
