"""The parts of a Word or PowerPoint file and how they point at each other.

ECMA-376 part 2: ``_rels/.rels`` names the main part, each part has relations of its
own beside it. Only names inside the archive are followed. Files of the strict kind use
other names for the same elements; they are read as the usual ones.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from ingest.errors import MalformedContent
from ingest.limits import Limits
from ingest.readers.office.office_archive import RESAVE, OfficeArchive
from ontology.structure import Loss

__all__ = ["OfficePackage", "Relation"]

_STRICT = {
    "wordprocessingml": "wordprocessingml/2006",
    "presentationml": "presentationml/2006",
    "drawingml": "drawingml/2006",
    "officeDocument": "officeDocument/2006",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points.

    Attributes:
        kind: Last word of its type: ``footnotes``, ``chart``, ``slide``.
        target: Name of a part of the archive, or an outside address.
        is_external: Whether it leads out of the archive.
    """

    kind: str
    target: str
    is_external: bool


class OfficePackage:
    """A file of parts and relations.

    Args:
        content: Of the file.
        limits: What it may unpack to.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no archive or declares entities.
        TooLarge: If it unpacks to more than allowed.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._archive = OfficeArchive(content, limits)
        self._relations: dict[str, dict[str, Relation]] = {}

    def main_part(self, usual: str) -> tuple[str, etree._Element]:
        """Return the name and the root of the document itself.

        Args:
            usual: Where it stands when the file does not say.

        Raises:
            MalformedContent: If there is none.
        """
        for name in (*self.targets("", "officeDocument"), usual):
            root = self.tree(name)
            if root is not None:
                return name, root
        raise MalformedContent(
            "la partie principale de ce document manque ou est abîmée", remedy=RESAVE
        )

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return where a part points, by identifier; ``""`` is the file itself."""
        if part not in self._relations:
            self._relations[part] = dict(self._read_relations(part))
        return self._relations[part]

    def targets(self, part: str, kind: str) -> Iterator[str]:
        """Yield the parts that a part names in a role, in the order of the file."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.is_external:
                yield relation.target

    def trees(self, part: str, kind: str) -> Iterator[etree._Element]:
        """Yield the roots of these parts; what is damaged is counted."""
        for name in self.targets(part, kind):
            root = self.tree(name)
            if root is not None:
                yield root

    def tree(self, name: str) -> etree._Element | None:
        """Return the root of a part; None, and counted, where it cannot be read."""
        root = self._archive.tree(name)
        if root is None:
            self._archive.count_broken(name)
            return None
        return _transitional(root)

    def read(self, name: str) -> bytes:
        """Return the bytes of a part, empty where it is not there."""
        return self._archive.read(name)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Parts that could not be read whole."""
        return self._archive.losses

    def _read_relations(self, part: str) -> Iterator[tuple[str, Relation]]:
        folder, name = posixpath.split(part)
        root = self._archive.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        for element in () if root is None else root.iter("{*}Relationship"):
            target = element.get("Target") or ""
            is_external = element.get("TargetMode") == "External"
            if not is_external:
                place = unquote(target.replace("\\", "/"))
                target = posixpath.normpath(posixpath.join("/", folder, place))[1:]
            kind = (element.get("Type") or "").rpartition("/")[2]
            yield element.get("Id") or "", Relation(kind, target, is_external)


def _transitional(root: etree._Element) -> etree._Element:
    """Return the same tree with the usual names of elements."""
    if "http://purl.oclc.org/ooxml/" not in (root.tag or ""):
        return root
    text = etree.tostring(root)
    for old, new in _STRICT.items():
        text = text.replace(
            f"http://purl.oclc.org/ooxml/{old}/".encode(),
            f"http://schemas.openxmlformats.org/{new}/".encode(),
        )
    return etree.fromstring(
        text, etree.XMLParser(resolve_entities=False, no_network=True)
    )
