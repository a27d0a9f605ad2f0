"""Open an office document or a book: a zip archive of XML, checked before it is used.

A few kilobytes can unpack to many gigabytes. The directory of the archive states how
much each member unpacks to, and zipfile never reads beyond that; so the statement is
checked first and the parsers come after.

A damaged member is no reason to give the others up: what can be read of it is read,
and the loss is counted under its name.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from lxml import etree

from ingest.errors import (
    EncryptedContent,
    MalformedContent,
    NoText,
    ReadingError,
    TooLarge,
)
from ingest.limits import Limits
from ingest.losses import LossCount
from ingest.safe_xml import refuse_declarations
from ontology.structure import Loss, LossKind

__all__ = ["RESAVE", "OfficeArchive", "local_name", "nothing_read"]

RESAVE = "Ouvrez-le dans son logiciel et enregistrez-le de nouveau."
"""What can be done about most damaged office documents."""

_MOST_MEMBERS = 10_000
_MOST_XML = 100 * 2**20
_HARMLESS = 5 * 2**20
_DENSEST = 150
"""Prose packs to a tenth; only emptiness packs to less than a hundredth."""

_STEP = 65_536
_TOO_LONG = ("too long", "too big")


class OfficeArchive:
    """The members of an archive by name.

    Args:
        content: Of the file.
        limits: What it may unpack to.
        remedy: For the messages.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no archive, or its XML declares entities.
        TooLarge: If it unpacks to more than allowed, or is too dense to be honest.
    """

    def __init__(self, content: bytes, limits: Limits, *, remedy: str = RESAVE) -> None:
        self._remedy = remedy
        self._broken: dict[str, str] = {}
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
            raise MalformedContent(
                "l’archive de ce document est abîmée", remedy=remedy
            ) from error
        members = self._archive.infolist()
        _check_sizes(members, limits)
        if any(member.flag_bits & 1 for member in members):
            raise _encrypted()
        # Some programs write ``word\\document.xml``; the standard ignores case.
        self._members = {_key(member.filename): member for member in members}
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                refuse_declarations(
                    self._pieces(member), what="ce document", remedy=remedy
                )
        if b"encryption-data" in self.read("META-INF/manifest.xml"):
            raise _encrypted()
        self._broken.clear()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def read(self, name: str) -> bytes:
        """Return a member, or what can be read of it; empty where it is not there."""
        member = self._members.get(_key(name))
        return b"" if member is None else b"".join(self._pieces(member))

    def tree(self, name: str) -> etree._Element | None:
        """Return the root of an XML member; None where it is missing or hopeless.

        Of a broken one, what stands before the damage is returned and the loss is
        counted; a member that is not there is no loss.

        Raises:
            MalformedContent: If it declares entities.
            TooLarge: If one text in it is longer than 10 MiB.
        """
        content = self.read(name)
        if not content and name not in self:
            return None
        refuse_declarations([content], what="ce document", remedy=self._remedy)
        try:
            return etree.fromstring(content, _parser(recover=False))
        except (etree.LxmlError, ValueError) as error:
            if any(words in str(error) for words in _TOO_LONG):
                raise TooLarge("un texte du document dépasse 10 Mio") from error
            self.count_broken(name, _place(error, content))
        try:
            return etree.fromstring(content, _parser(recover=True))
        except (etree.LxmlError, ValueError):
            return None

    def count_broken(self, name: str, place: str = "") -> None:
        """Remember that a member is missing or could not be read whole.

        Args:
            name: Of the member.
            place: Where the damage begins, in French, where it is known.
        """
        self._broken[name] = place or self._broken.get(name, "")

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was asked for and could not be read whole."""
        lost = LossCount()
        for name, place in self._broken.items():
            lost.add(LossKind.BROKEN_PART, detail=repr(name[:80])[1:-1] + place)
        return lost.losses

    def _pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._archive.open(member) as file:
                while piece := file.read(_STEP):
                    yield piece
        except (
            zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError,
            ValueError,
        ):  # fmt: skip
            # ValueError: the directory leads before the file, or to no name.
            self.count_broken(member.filename)


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its space.

    In a damaged file the space may be missing; lxml then refuses to part the name.
    """
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def nothing_read(losses: Iterable[Loss], message: str) -> ReadingError:
    """Return why there is no text: parts are broken, or there is none.

    Args:
        losses: Of the document.
        message: For a document that is whole and empty.
    """
    broken = [one.detail for one in losses if one.kind is LossKind.BROKEN_PART]
    if broken:
        what = f"la partie principale de ce document est abîmée ({', '.join(broken)})"
        return MalformedContent(what, remedy=RESAVE)
    return NoText(message)


def _place(error: Exception, content: bytes) -> str:
    """Say how far into a member its damage begins."""
    line, column = getattr(error, "position", None) or (0, 0)
    before = sum(len(one) + 1 for one in content.split(b"\n")[: max(0, line - 1)])
    share = 100 * (before + column) // max(1, len(content))
    if not line or not 0 <= share <= 100:
        return ""
    is_cut = before + column >= len(content) - 1
    return " (interrompu)" if is_cut else f" (abîmé à {share} %)"


def _key(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").casefold()


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > _MOST_MEMBERS:
        raise TooLarge(f"le document contient plus de {_MOST_MEMBERS} éléments")
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise TooLarge(
            f"le document décompressé dépasse {limits.unpacked_bytes >> 20} Mio"
        )
    for member in members:
        is_dense = member.file_size > _DENSEST * max(member.compress_size, 1)
        is_xml = member.filename.endswith((".xml", ".rels"))
        if is_xml and member.file_size > _MOST_XML:
            raise TooLarge(f"un texte du document dépasse {_MOST_XML >> 20} Mio")
        if is_dense and member.file_size > _HARMLESS:
            raise TooLarge("le document se décompresse au-delà du vraisemblable")


def _encrypted() -> EncryptedContent:
    return EncryptedContent(
        "ce document demande un mot de passe",
        remedy="Enregistrez-en une copie sans mot de passe.",
    )
