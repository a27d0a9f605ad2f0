"""Characters: what every text goes through, whatever its format.

NFKC would turn ``m²`` into ``m2`` and ``n°`` into ``no``; so the composed form (NFC)
is taken, and only what printing put there is undone: typographic ligatures, spaces of
a special width, full-width forms, symbol-font bullets. Guillemets, ``’``, ``œ``, ``…``
stay. So do the two spaces where no line may break (U+00A0, U+202F) in formats where an
author wrote them; in printed lines a font chose them, and they are spaces.
"""

import re
import unicodedata

__all__ = ["SOFT_HYPHEN", "clean_characters", "clean_printed", "join_accents"]

SOFT_HYPHEN = "\u00ad"

_SPACES = "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
_TABLE: dict[int, str | None] = {
    **{ord(c): " " for c in _SPACES + "\u200a\u205f\u3000"},
    **dict.fromkeys(
        map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\u180e"),
        None,
    ),
    **dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")),
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    **{c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)},
    0x2010: "-",
    0x2011: "-",
    0x02BC: "’",
    0x2028: "\n",
    0x2029: "\n",
    0x0085: "\n",
    0x000B: "\n",
    0x000C: "\n",
    # Bullets of the Symbol and Wingdings fonts, in the private-use area.
    **dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF0E8, 0xF02D), "•"),
}
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_NEEDS_TABLE = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "]")
_ACCENTS = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "˜": "\u0303"}
# Old TeX files print the accent and its letter one after the other: « pr´esent ».
_LOOSE_ACCENT = re.compile(r"([´ˆ¨˜`])[ ]?([aeiouyAEIOUYcnıCN])")
_LOOSE_SIGN = re.compile(r"[a-zA-Z][´ˆ]|[´ˆ][a-zA-Zı]")
# Fonts in TeX's own encoding (T1) without a table of characters print these codes.
_T1_CODE = re.compile("[\x1b-\x1f]")
_T1_LIGATURE = re.compile("[a-zà-ÿ][\x1b-\x1f]|[\x1b-\x1f][a-zà-ÿ]")
_T1 = {
    0x1B: "ff",
    0x1C: "fi",
    0x1D: "fl",
    0x1E: "ffi",
    0x1F: "ffl",
    0x10: "“",
    0x11: "”",
    0x13: "«",
    0x14: "»",
    0x15: "–",
    0x16: "—",
}
# Where œ was lost to a question mark, only words that cannot be anything else.
_LOST_OE = re.compile(
    r"\?(?:(?=uvr(?:e|es|er|ant|age|ages)\b)|(?<=\b[cCsS]\?)(?=urs?\b)"
    r"|(?<=\b[nN]\?)(?=uds?\b)|(?<=\b[vV]\?)(?=ux?\b)|(?<=\b[mM]\?)(?=urs\b))"
)
_LOOSE_CEDILLA = re.compile(r"(?:¸([cC])|([cC])¸)")


def clean_characters(text: str) -> str:
    r"""Return the text in composed form, without characters that only printing needs.

    Line breaks become ``\n``; control, private-use and unpaired surrogate characters
    are dropped; soft hyphens too, since in HTML and Markdown they are only hints.

    >>> clean_characters("diﬀ\u00aderent\u2009: l’œuvre…")
    'different : l’œuvre…'
    >>> clean_characters("Un sens\u00a0: 12\u202f000")
    'Un sens\xa0: 12\u202f000'
    """
    return _clean(text.replace(SOFT_HYPHEN, ""))


def clean_printed(text: str) -> str:
    """Do as ``clean_characters``, but keep the marks of line-end hyphens.

    Spaces without a break become plain ones: many fonts know one glyph for both.
    pdfium prints U+FFFE where it joined a hyphenated line, and U+00AD may stand for any
    hyphen; both come back as a soft hyphen for ``ingest.texts.hyphenation``.
    """
    if _T1_CODE.search(text) and _T1_LIGATURE.search(text):
        text = text.translate(_T1)
    if "?" in text:
        text = _LOST_OE.sub("œ", text)
    marked = text.replace("\ufffe", SOFT_HYPHEN).replace("\x02", SOFT_HYPHEN)
    marked = marked.replace("\u00a0", " ").replace("\u202f", " ")
    return join_accents(_clean(marked))


def _clean(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and not _DROPPED.search(text):
        return text.translate({0x0B: "\n", 0x0C: "\n"}) if _has_feed(text) else text
    if _NEEDS_TABLE.search(text):
        text = text.translate(_TABLE)
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))


def _has_feed(text: str) -> bool:
    return "\x0b" in text or "\x0c" in text


def join_accents(text: str, *, least: int = 3) -> str:
    """Join accents that old TeX files print apart from their letter.

    Args:
        text: In which « pr´esent » may stand for « présent ».
        least: Loose accents that must be there; one stray sign on a page proves
            nothing.

    >>> join_accents("l’´etat pr´esent", least=1)
    'l’état présent'
    """
    is_unsigned = "´" not in text and "ˆ" not in text
    if is_unsigned or len(_LOOSE_SIGN.findall(text)) < least:
        return text

    def join(match: re.Match[str]) -> str:
        letter = "i" if match[2] == "ı" else match[2]
        return unicodedata.normalize("NFC", letter + _ACCENTS[match[1]])

    text = _LOOSE_ACCENT.sub(join, text)
    return _LOOSE_CEDILLA.sub(lambda m: "Ç" if (m[1] or m[2]) == "C" else "ç", text)
