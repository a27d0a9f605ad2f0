"""Look at an office document before it is unpacked: it is a zip archive of XML.

A few kilobytes can unpack to many gigabytes. The directory of the archive states how
much each member unpacks to, and zipfile never reads beyond that; so the statement is
checked first and the parsers come after.
"""

import io
import zipfile
import zlib

from ingest.errors import EncryptedContent, MalformedContent, TooLarge
from ingest.limits import Limits

__all__ = ["check_archive"]

_MOST_MEMBERS = 10_000
_MOST_XML = 100 * 2**20
_HARMLESS = 5 * 2**20
_DENSEST = 150
"""Prose packs to a tenth; only emptiness packs to less than a hundredth."""

_PROLOGUE = 1024
_REMEDY = "Ouvrez-le dans son logiciel et enregistrez-le de nouveau."


def check_archive(content: bytes, limits: Limits) -> None:
    """Check that an office document can be unpacked and parsed.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no archive, or its XML declares a DOCTYPE.
        TooLarge: If it unpacks to more than allowed, or is too dense to be honest.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive.infolist(), limits)
            for member in archive.infolist():
                _check_member(archive, member)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,  # an offset that points before the file
    ) as error:
        raise MalformedContent(
            "l’archive de ce document est abîmée", remedy=_REMEDY
        ) from error


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


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise _encrypted()
    if not member.filename.endswith((".xml", ".rels")):
        return
    with archive.open(member) as file:
        head = file.read(_PROLOGUE)
        # UTF-16 hides letters behind zeros.
        if b"<!DOCTYPE" in head.replace(b"\0", b""):
            raise MalformedContent(
                "ce document contient une déclaration DOCTYPE, refusée par sûreté",
                remedy=_REMEDY,
            )
        is_manifest = member.filename == "META-INF/manifest.xml"
        if is_manifest and b"encryption-data" in head + file.read():
            raise _encrypted()


def _encrypted() -> EncryptedContent:
    return EncryptedContent(
        "ce document demande un mot de passe",
        remedy="Enregistrez-en une copie sans mot de passe.",
    )
