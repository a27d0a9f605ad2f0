"""HTML as the editor of WordPress holds it: short codes, and paragraphs of blank lines.

WordPress makes figures of ``[caption]`` and paragraphs of blank lines when it shows a
post; an export, and what is copied from the editor, hold the text before that.
"""

import re

__all__ = ["break_paragraphs", "drop_short_codes", "expand_short_codes"]

_CODE = re.compile(r"(<pre\b.*?</pre>)", re.IGNORECASE | re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_SHORT_CODE = re.compile(
    r"\[/?(?:caption|wp_caption|gallery|embed|audio|video|playlist|youtube|vimeo)\b"
    r"[^\[\]]{0,2000}\]"
)
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b([^\]]{0,1000})\](.{0,5000}?)\[/(?:wp_)?caption\]", re.DOTALL
)
_IMAGE = re.compile(r"\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
_CAPTION_TEXT = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")
_NOTE = re.compile(
    r"\[(efn_note|mfn|footnote|footnotes?|fn|ref|note|sidenote)\b[^\]]{0,300}\]"
    r"(.{1,5000}?)\[/\1\]",
    re.DOTALL,
)


def expand_short_codes(html: str) -> str:
    """Return HTML with notes and captions as elements, other codes of media dropped.

    >>> expand_short_codes('Un[note]deux[/note] [gallery ids="1,2"]trois')
    'Un<span class="inline-note">deux</span> trois'
    """
    html = _NOTE.sub(r'<span class="inline-note">\2</span>', html)
    return drop_short_codes(_CAPTION.sub(_figure, html))


def drop_short_codes(html: str) -> str:
    """Return HTML without the codes of media."""
    return _SHORT_CODE.sub("", html)


def break_paragraphs(html: str) -> str:
    """Return HTML whose blank lines are visible, except in code."""
    pieces = _CODE.split(html)
    return "".join(
        piece if index % 2 else _BLANK_LINE.sub("\n<br><br>\n", piece)
        for index, piece in enumerate(pieces)
    )


def _figure(caption: re.Match[str]) -> str:
    """Write an image with its caption as WordPress shows it."""
    image = _IMAGE.match(caption[2])
    at = image.end() if image else 0
    stated = _CAPTION_TEXT.search(caption[1])
    words = caption[2][at:].strip() or (stated and (stated[1] or stated[2])) or ""
    return f"<figure>{caption[2][:at]}<figcaption>{words}</figcaption></figure>"
