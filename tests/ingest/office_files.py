"""Small office files for tests, made of the XML that matters."""

import io
import struct
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"

WORD_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}" xmlns:c="{C}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
OPEN_SPACES = " ".join(
    f'xmlns:{prefix}="{_OASIS}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("svg", "svg-compatible"), ("form", "form"),
        ("presentation", "presentation"), ("meta", "meta"), ("chart", "chart"),
    )
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" ' + (
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)  # fmt: skip


def archive(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """Return a part of relations: identifier to kind and target."""
    inside = "".join(
        f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{target}"/>'
        for identifier, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def package(
    main: str, parts: Mapping[str, str], names: Mapping[str, tuple[str, str]]
) -> dict[str, str | bytes]:
    """Return the members of a package whose main part points at ``names``."""
    folder, _, name = main.rpartition("/")
    return {
        "_rels/.rels": relations({"m": ("officeDocument", main)}),
        f"{folder}/_rels/{name}.rels": relations(names),
        **parts,
    }


def word(
    body: str,
    parts: Mapping[str, str] | None = None,
    names: Mapping[str, tuple[str, str]] | None = None,
) -> bytes:
    """Return a Word document; ``parts`` are by name below ``word/``."""
    members = {
        f"word/{name}": _root(name, content) for name, content in (parts or {}).items()
    }
    known = {
        f"k{number}": (kind, target)
        for number, (kind, target) in enumerate(
            (name.partition(".")[0], name) for name in (parts or {})
        )
    }
    document = f"<w:document {WORD_SPACES}><w:body>{body}</w:body></w:document>"
    main = {"word/document.xml": document, **members}
    return archive(package("word/document.xml", main, {**known, **(names or {})}))


def _root(name: str, content: str) -> str:
    tag = {"header": "hdr", "footer": "ftr"}.get(name[:6], name.partition(".")[0])
    if content.startswith("<?") or "chartSpace" in content:
        return content
    return f"<w:{tag} {WORD_SPACES}>{content}</w:{tag}>"


def line(text: str, properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def open_text(
    body: str, *, styles: str = "", kind: str = "text", doctype: str = ""
) -> dict[str, str | bytes]:
    """Return the members of an OpenDocument file."""
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": (
            f'<?xml version="1.0"?>{doctype}<office:document-content {OPEN_SPACES}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
            "</office:document-content>"
        ),
    }


def open_file(body: str, **options: str) -> bytes:
    return archive(open_text(body, **options))


CHART = (
    f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:p>'
    "<a:r><a:t>Élèves par an</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea>"
    "<c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>Collège</c:v>"
    "</c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>"
    "<c:pt idx='0'><c:v>2022</c:v></c:pt><c:pt idx='1'><c:v>2023</c:v></c:pt>"
    "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt idx='0'>"
    "<c:v>4.2999999999999998</c:v></c:pt><c:pt idx='1'><c:v>12</c:v></c:pt>"
    "</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart>"
    "</c:chartSpace>"
)


def container(*streams: str) -> bytes:
    """Return an OLE container whose root holds empty streams of these names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<L", header, 48, 1)
    struct.pack_into("<109L", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128L", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = bytearray(512)
    for number, name in enumerate(("Root Entry", *streams)):
        words = name.encode("utf-16-le")
        at = number * 128
        entries[at : at + len(words)] = words
        struct.pack_into("<H", entries, at + 64, len(words) + 2)
        right = number + 1 if 0 < number < len(streams) else 0xFFFFFFFF
        child = 1 if number == 0 and streams else 0xFFFFFFFF
        struct.pack_into("<3L", entries, at + 68, 0xFFFFFFFF, right, child)
    return bytes(header) + table + bytes(entries)


def members(content: bytes) -> dict[str, str]:
    """Return the members of an archive as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}
