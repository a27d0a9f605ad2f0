"""Tell office files apart by what is in them: zip archives and OLE containers.

Both kinds hold a directory that may stand anywhere; it is looked at within bounds and
nothing is believed of the name of the file. Order in the archive says nothing.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

__all__ = [
    "DOC", "DOCX", "ENCRYPTED_OFFICE", "EPUB", "FLAT_OPENDOCUMENT", "ODP", "ODS", "ODT",
    "OLE", "OPENDOCUMENT", "OUTLOOK", "POWERPOINT", "PPT", "PPTX", "RTF", "SHEETS",
    "WORD", "XLS", "XLSX", "ZIP", "ole_type", "zip_type",
]  # fmt: skip

ZIP: Final = "application/zip"
OLE: Final = "application/x-ole-storage"
EPUB: Final = "application/epub+zip"
RTF: Final = "application/rtf"
DOC: Final = "application/msword"
XLS: Final = "application/vnd.ms-excel"
PPT: Final = "application/vnd.ms-powerpoint"
OUTLOOK: Final = "application/vnd.ms-outlook"
ENCRYPTED_OFFICE: Final = "application/x-encrypted-office"

_OPEN = "application/vnd.openxmlformats-officedocument"
DOCX: Final = f"{_OPEN}.wordprocessingml.document"
XLSX: Final = f"{_OPEN}.spreadsheetml.sheet"
PPTX: Final = f"{_OPEN}.presentationml.presentation"

_OASIS = "application/vnd.oasis.opendocument"
ODT: Final = f"{_OASIS}.text"
ODS: Final = f"{_OASIS}.spreadsheet"
ODP: Final = f"{_OASIS}.presentation"

WORD: Final[Mapping[str, str]] = {
    DOCX: ".docx",
    f"{_OPEN}.wordprocessingml.template": ".dotx",
    "application/vnd.ms-word.document.macroEnabled.12": ".docm",
    "application/vnd.ms-word.template.macroEnabled.12": ".dotm",
}
"""Types that one reader of Word reads, and how their files are named."""

POWERPOINT: Final[Mapping[str, str]] = {
    PPTX: ".pptx",
    f"{_OPEN}.presentationml.template": ".potx",
    f"{_OPEN}.presentationml.slideshow": ".ppsx",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.12": ".pptm",
    "application/vnd.ms-powerpoint.template.macroEnabled.12": ".potm",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.12": ".ppsm",
}

SHEETS: Final[Mapping[str, str]] = {
    XLSX: ".xlsx",
    f"{_OPEN}.spreadsheetml.template": ".xltx",
    "application/vnd.ms-excel.sheet.macroEnabled.12": ".xlsm",
    "application/vnd.ms-excel.template.macroEnabled.12": ".xltm",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12": ".xlsb",
}

FLAT_OPENDOCUMENT: Final[Mapping[str, str]] = {
    f"{ODT}-flat-xml": ".fodt",
    f"{ODS}-flat-xml": ".fods",
    f"{ODP}-flat-xml": ".fodp",
}

OPENDOCUMENT: Final[Mapping[str, str]] = {
    ODT: ".odt",
    f"{ODT}-template": ".ott",
    f"{ODT}-master": ".odm",
    ODS: ".ods",
    f"{ODS}-template": ".ots",
    ODP: ".odp",
    f"{ODP}-template": ".otp",
    "application/vnd.sun.xml.writer": ".sxw",
    "application/vnd.sun.xml.writer.template": ".stw",
    "application/vnd.sun.xml.calc": ".sxc",
    "application/vnd.sun.xml.impress": ".sxi",
    **FLAT_OPENDOCUMENT,
}

_MAIN_PARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"wordprocessingml.document.main", DOCX),
    (b"wordprocessingml.template.main", f"{_OPEN}.wordprocessingml.template"),
    (b"presentationml.presentation.main", PPTX),
    (b"presentationml.template.main", f"{_OPEN}.presentationml.template"),
    (b"presentationml.slideshow.main", f"{_OPEN}.presentationml.slideshow"),
    (b"spreadsheetml.sheet.main", XLSX),
    (b"spreadsheetml.template.main", f"{_OPEN}.spreadsheetml.template"),
    *(
        (kind.removeprefix("application/vnd.").removesuffix(".12").encode(), kind)
        for kind in (*WORD, *POWERPOINT, *SHEETS)
        if kind.endswith(".12")
    ),
)
_FOLDERS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_MOST_MEMBERS = 10_000
_MOST_BYTES = 2**20
_END = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 65_535

_FREE = 0xFFFFFFFA
_MOST_SECTORS = 512
_ENTRY_BYTES = 128
_STREAMS: Final[tuple[tuple[str, str], ...]] = (
    ("encryptedpackage", ENCRYPTED_OFFICE),
    ("worddocument", DOC),
    ("workbook", XLS),
    ("book", XLS),
    ("powerpoint document", PPT),
    ("pp97_dualstorage", PPT),
    ("__properties_version1.0", OUTLOOK),
)


def zip_type(file: BinaryIO) -> str:
    """Return the type of a zip archive, ``ZIP`` where it is no office file."""
    try:
        if _count_members(file) > _MOST_MEMBERS:
            return ZIP
        with zipfile.ZipFile(file) as archive:
            return _type_inside(archive)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
        NotImplementedError, struct.error,
    ):  # fmt: skip
        # RuntimeError: a member is encrypted.
        return ZIP


def _count_members(file: BinaryIO) -> int:
    """Return how many members the end of an archive states, before it is opened."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - _LONGEST_COMMENT))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) - at < _END.size:
        return 0
    return int(_END.unpack_from(end, at)[4])


class _Members:
    """The beginnings of members of an archive, whatever the case of their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = {
            name.replace("\\", "/").casefold(): name for name in archive.namelist()
        }

    def begin(self, name: str) -> bytes:
        """Return the first bytes of a member, none where it is not there."""
        if name not in self.names:
            return b""
        with self._archive.open(self.names[name]) as member:
            return member.read(_MOST_BYTES)


def _type_inside(archive: zipfile.ZipFile) -> str:
    members = _Members(archive)
    stated = members.begin("mimetype")[:200].strip().decode("ascii", "replace")
    if stated == EPUB or stated in OPENDOCUMENT:
        return stated
    types = members.begin("[content_types].xml")
    for part, media_type in _MAIN_PARTS:
        if part + b"+xml" in types or part + b".main+xml" in types:
            return media_type
    for folder, media_type in _FOLDERS:
        if any(name.startswith(folder) for name in members.names):
            return media_type
    if "meta-inf/container.xml" in members.names:
        return EPUB
    manifest, content = members.begin("meta-inf/manifest.xml"), "content.xml"
    return _open_type(manifest, members.begin(content))


def _open_type(manifest: bytes, content: bytes) -> str:
    """Name the type of an OpenDocument file that lost its ``mimetype``."""
    for stated in re.findall(rb'media-type="([^"]{5,80})"', manifest):
        if (name := stated.decode("ascii", "replace")) in OPENDOCUMENT:
            return str(name)
    bodies = ((b"text", ODT), (b"spreadsheet", ODS), (b"presentation", ODP))
    return next((kind for body, kind in bodies if b"<office:" + body in content), ZIP)


def ole_type(file: BinaryIO) -> str:
    """Return the type of an OLE container by its first streams, else ``OLE``."""
    try:
        names = set(_root_names(_directory(file)))
    except (struct.error, OSError, ValueError, IndexError):
        return OLE
    return next((kind for name, kind in _STREAMS if name in names), OLE)


def _directory(file: BinaryIO) -> bytes:
    """Return the sectors of the directory, in their order, up to a bound."""
    file.seek(0)
    header = file.read(512)
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        raise ValueError("sectors of an unknown size")
    size = 1 << shift
    table_sectors = struct.unpack_from("<109L", header, 76)
    sector = struct.unpack_from("<L", header, 48)[0]
    found = bytearray()
    for _ in range(_MOST_SECTORS):
        if sector >= _FREE:
            break
        file.seek((sector + 1) * size)
        found += file.read(size)
        place, at = divmod(sector, size // 4)
        file.seek((table_sectors[place] + 1) * size + 4 * at)
        (sector,) = struct.unpack("<L", file.read(4))
    return bytes(found)


def _root_names(directory: bytes) -> Iterator[str]:
    """Yield the names of what stands in the root, not in what is embedded."""
    (first,) = struct.unpack_from("<L", directory, 76)
    waiting, seen = [first], set[int]()
    while waiting:
        entry = waiting.pop()
        start = entry * _ENTRY_BYTES
        if entry in seen or start + _ENTRY_BYTES > len(directory):
            continue
        seen.add(entry)
        (length,) = struct.unpack_from("<H", directory, start + 64)
        name = directory[start : start + max(0, min(length, 64) - 2)]
        yield name.decode("utf-16-le", "replace").casefold()
        waiting += struct.unpack_from("<2L", directory, start + 68)
