"""What feeds of real sites have wrong and readers forgive, mended or at least named.

    bytes ─▶ whole? no DOCTYPE? ─▶ well formed ─────────────▶ as it is
             (else refused)        └▶ characters mended ─────▶ well formed, with faults
                                      └▶ markup still broken ─▶ for a lenient parser

Only a body that ends with the end of its feed is mended: half a feed would look like
entries taken away. Nothing is declared, loaded or expanded on the way.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import MalformedContent, ReadingError, TooLarge
from ingest.safe_xml import parse_xml
from ingest.texts.encodings import decode

__all__ = ["MendedFeed", "mend"]

_WHAT = "ce flux"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(r"encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
# Markup that is no text: what stands in it is neither the end nor an entity.
_OPAQUE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_INSTRUCTION = re.compile(r"<\?.*?(?:\?>|\Z)", re.S)
_ROOT = re.compile(r"<((?:[\w-]{1,40}:)?(?:rss|feed|RDF))(?=[\s>/])", re.I)
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|\w{1,40});)?")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARED = ("<!DOCTYPE", "<!ENTITY")
# Lenient parsing takes time in the square of the elements that do not end.
_LARGEST_LENIENT = 8 * 2**20
_MOST_TAGS = 50_000


@dataclass(frozen=True, slots=True)
class MendedFeed:
    """A feed that can be parsed.

    Attributes:
        content: In UTF-8 where anything was mended.
        faults: What was wrong, in French; empty for a feed that is well formed.
        is_well_formed: Whether XML parsers read ``content``; a lenient one has to
            otherwise.
    """

    content: bytes
    faults: tuple[str, ...] = ()
    is_well_formed: bool = True


def mend(content: bytes) -> MendedFeed:
    """Make a feed readable without guessing what it would say.

    Raises:
        MalformedContent: If it has a DOCTYPE, declares entities or is cut off.
        TooLarge: If a text in it is longer than 10 MiB, or if it is broken beyond
            characters and larger than 8 MiB or 50,000 tags.
    """
    is_wide = content[:2] in _UTF16
    plain = content if is_wide else content.translate(None, _CONTROL_BYTES)
    try:
        # The usual case: at most control characters, which blogs let slip in.
        parse_xml(plain, what=_WHAT)
    except TooLarge:
        raise
    except MalformedContent as error:
        return _mended(content, error)
    faults = () if plain == content else ("des caractères de contrôle",)
    return MendedFeed(plain, faults)


_CONTROL_BYTES = bytes(b for b in range(32) if b not in b"\t\n\r")


def _mended(content: bytes, malformed: MalformedContent) -> MendedFeed:
    faults: dict[str, None] = {}
    text = _decoded(content, faults, malformed)
    _refuse_declarations(text, malformed)
    text = _trimmed(text, faults, malformed)
    text = "".join(_with_known_entities(text, faults))
    mended = f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode("utf-8", "replace")
    try:
        parse_xml(mended, what=_WHAT)
    except TooLarge:
        raise
    except ReadingError:
        if len(mended) > _LARGEST_LENIENT or text.count("<") > _MOST_TAGS:
            raise TooLarge(
                f"{_WHAT} est mal formé et trop grand pour être lu quand même",
                remedy="Prévenez le site.",
            ) from malformed
        return MendedFeed(mended, (*faults, "des balises mal formées"), False)
    return MendedFeed(mended, tuple(faults))


def _decoded(
    content: bytes, faults: dict[str, None], malformed: MalformedContent
) -> str:
    """Return the text without its declaration, in the encoding that it really has."""
    head = content[:400].decode("ascii", "ignore")
    stated = _ENCODING.search(_matched(_DECLARATION, head.lstrip()))
    encoding = stated[1] if stated else "utf-8"
    try:
        text = content.decode("utf-16" if content[:2] in _UTF16 else encoding)
    except (LookupError, UnicodeError, ValueError):
        faults["un codage qui n’est pas celui annoncé"] = None
        try:
            text = decode(content.translate(None, _CONTROL_BYTES)).text
        except ReadingError:
            raise malformed from None
    cleaned = _CONTROL.sub("", text)
    if cleaned != text:
        faults["des caractères de contrôle"] = None
    bare = cleaned.lstrip("\ufeff \t\r\n")
    if len(bare) < len(cleaned.removeprefix("\ufeff")):
        faults["des blancs avant le début"] = None
    return bare.removeprefix(_matched(_DECLARATION, bare))


def _matched(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found[0] if found else ""


def _refuse_declarations(text: str, malformed: MalformedContent) -> None:
    """Refuse a DOCTYPE of the feed; one inside the page of an entry is only text."""
    outside = _OPAQUE.sub("", text).upper()
    root = _ROOT.search(text)
    # Before the root nothing hides: other parsers see other comments there.
    before = text[: root.start()].upper() if root else ""
    if any(word in part for word in _DECLARED for part in (outside, before)):
        raise MalformedContent(
            f"{_WHAT} contient une déclaration DOCTYPE, refusée par sûreté"
        ) from malformed


def _trimmed(text: str, faults: dict[str, None], malformed: MalformedContent) -> str:
    """Return the text up to the end of its root.

    Raises:
        MalformedContent: If it has no root of a feed, or does not reach its end.
    """
    hidden = _OPAQUE.sub(lambda found: " " * len(found[0]), text)
    root = _ROOT.search(hidden)
    if root is None or _INSTRUCTION.sub("", hidden[: root.start()]).strip():
        raise malformed  # a page that only talks of feeds is none
    ends = list(re.finditer(rf"</{re.escape(root[1])}\s{{0,20}}>", hidden))
    if not ends:
        raise malformed  # cut off: what is missing was not taken away
    end = ends[-1].end()
    if hidden[end:].strip():
        faults["du texte après la fin"] = None
    return text[:end]


def _with_known_entities(text: str, faults: dict[str, None]) -> Iterator[str]:
    """Yield the text in which every entity is one that XML knows, or a character."""

    def replaced(found: re.Match[str]) -> str:
        whole, name = found[0], found[1]
        if name in _OF_XML:
            return whole
        if name is None:
            faults["« & » sans entité"] = None
            return "&amp;" + whole[1:]
        if name.startswith("#"):
            return _character(whole, name, faults)
        meant = html.unescape(whole)
        faults[f"l’entité inconnue « {whole} »"] = None
        return html.escape(meant, quote=True)

    at = 0
    for opaque in _OPAQUE.finditer(text):
        yield _AMPERSAND.sub(replaced, text[at : opaque.start()])
        yield opaque[0]
        at = opaque.end()
    yield _AMPERSAND.sub(replaced, text[at:])


def _character(whole: str, name: str, faults: dict[str, None]) -> str:
    is_hexadecimal = name[1] in "xX"
    code = int(name[2:], 16) if is_hexadecimal else int(name[1:])
    is_allowed = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
    if is_allowed or 0x10000 <= code <= 0x10FFFF:
        return whole
    faults["des caractères de contrôle"] = None
    return ""
