"""Tell what a pasted text is: people copy HTML, Markdown or e-mails as text.

    <!-- wp:paragraph --> …, <p>…</p>          an editor of posts    ─▶ HTML
    text <strong>…</strong>, [caption …]       its older source view ─▶ HTML
    &lt;!-- wp:paragraph --&gt; …             the same, escaped     ─▶ HTML
    ## Titre, [lien](https://…), [^1]: …       a note                ─▶ Markdown
    anything else                              as the bytes say

A text that only speaks of tags stays text. A file is what its bytes say, see
``ingest.sources.media_types``.
"""

import html
import re
from typing import Final

from ingest.sources.media_types import HTML, MARKDOWN, is_fragment

__all__ = ["PastedText", "recognise"]

PastedText = tuple[str, str]
"""The text as a reader wants it, and its media type; empty where bytes decide."""

_LOOKED_AT: Final = 200_000
"""Characters in which signs are looked for: who pastes a book has used some by then."""

_EDITOR_SIGNS: Final = re.compile(
    r"<!-- wp:[a-z]|<!--more-->|\[(?:caption|gallery)\b[^\[\]]{0,500}\]", re.IGNORECASE
)
_ELEMENTS: Final = re.compile(
    r"<a\s[^<>]{0,2000}>[^<>]{1,1000}</a>|<img\s[^<>]{1,2000}>"
    r"|<(strong|em|b|i|u|h[1-6]|li|p|div|span|td|cite|mark|blockquote)"
    r"(?:\s[^<>]{0,500})?>[^<>]{1,1000}</\1>",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(r"\s*(?:<[!?](?!--)|<(?:html|head|body)[\s>])", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\s*&lt;(?:!-- wp:[a-z]|/?[a-z][a-z0-9]*[\s&])", re.I)
_TAG: Final = re.compile(r"<[^<>]*>")
_NOTE_SIGNS: Final = re.compile(
    r"^(?:#{1,6} \S|\[\^\w{1,20}\]:|```)|\[[^\[\]\n]{1,200}\]\(https?://[^\s()]{1,500}\)",
    re.MULTILINE,
)


def recognise(text: str) -> PastedText:
    r"""Return a pasted text with the media type that reads it best.

    >>> recognise("Un <strong>mot</strong>.\n\nUn autre.")
    ('<div>Un <strong>mot</strong>.\n\nUn autre.</div>', 'text/html')
    >>> recognise("&lt;p&gt;Un mot.&lt;/p&gt;")
    ('<p>Un mot.</p>', 'text/html')
    >>> recognise("# Titre\n\nUn texte.")[1]
    'text/markdown'
    >>> recognise("La balise <p> ouvre un paragraphe.")[1]
    ''
    """
    start = text[:_LOOKED_AT]
    if _ESCAPED.match(_TAG.sub("", start[:2_000])):
        return recognise(html.unescape(_TAG.sub("\n", text)))
    if is_fragment(text):
        return text, HTML
    if _PAGE.match(start):
        return text, ""
    is_note = _NOTE_SIGNS.search(start)
    if _EDITOR_SIGNS.search(start) or (not is_note and _ELEMENTS.search(start)):
        # The element makes a piece of HTML of it, whatever it begins with.
        return f"<div>{text}</div>", HTML
    # A note may hold elements as well: they are read there.
    return text, MARKDOWN if is_note else ""
