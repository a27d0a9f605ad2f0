"""Printed lines to running text: pure functions from text to text.

    printed          characters, letter-spaced capitals   line by line
    Cleaner.flow     glued words → hyphenation → leaders → paragraphs

Nothing here changes a digit, a DOI or an address.
"""

import re
from collections.abc import Sequence

from ingest.texts.characters import SOFT_HYPHEN, clean_printed
from ingest.texts.glued_words import word_parter
from ingest.texts.hyphenation import Joiner

__all__ = [
    "Cleaner",
    "clean_pages",
    "join_letter_spacing",
    "printed",
    "reflow",
    "shorten_leaders",
    "usual_width",
]

_CLEAN = re.compile(r"[ ->@-\]_a-~À-ÖØ-öø-ÿœŒ’«»–—…\n]*")
_WHITE = re.compile(r"[ \t]+")
_LEADER = re.compile(
    r"[ \t]*(?:(?:\.[ \t]?){5,}|(?:…[ \t]?){2,}|(?:·[ \t]?){5,})[ \t]*"
)
_SPACED_START = re.compile(r"^\S[ ]{1,3}\S[ ]", re.MULTILINE)
_SPACED_LINE = re.compile(r"\S(?:[ ]{1,3}\S){3,}")
_SPACED_YEAR = re.compile(r"(?<!\S)(1|2) (9|0) (\d) (\d)(?!\S)")
_BULLET = re.compile(
    r"(?:[•●○▪■□◦‣⁃➢➔→►✓✔❖*]|[¢§¡][ \t]|[-–—][ \t]|\(?\d{1,2}[.)][ \t]|\(?[a-z]\)[ \t]"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?[ \t]|[IVX]{1,5}[.)][ \t]|[A-Z][.)][ \t])"
)
_RAGGED = re.compile(r"\t|è |(?:^|\n) | (?:\n|\Z)")
_ARROW = re.compile(r"^è +(?=\S)", re.MULTILINE)
"""The arrow of Wingdings as Word exports it; no French line begins with this word."""

_SENTENCE_END = re.compile(r"[.!?…:;][»\"”’)\]]*$")
_ENDS_OPEN = re.compile(
    r"(?:[,(«’'-]|\b(?:de|des|du|d|la|le|les|l|un|une|et|ou|à|au|aux|en|par|pour|dans|sur|"
    r"que|qui|avec|sans|ce|cette|ces|son|sa|ses|leur|leurs|est|sont|the|of|and|a|to|in))$",
    re.IGNORECASE,
)


def clean_pages(pages: Sequence[str]) -> list[str]:
    """Return the clean text of each page, in order; a page may become empty.

    Args:
        pages: Text of the pages as an engine gave it, one printed line per line.
    """
    ready = [printed(page) for page in pages]
    cleaner = Cleaner(ready)
    return [cleaner.flow(page, width=usual_width(page)) for page in ready]


def printed(page: str) -> str:
    """Return printed lines with clean characters and no letter-spaced capitals."""
    # Most lines hold nothing that wants cleaning.
    is_clean = bool(_CLEAN.fullmatch(page)) and "è " not in page
    return join_letter_spacing(_tidy_lines(page if is_clean else clean_printed(page)))


class Cleaner:
    """Makes running text of printed lines, with the vocabulary of one document.

    Args:
        pages: All its text, as ``printed`` gives it.
    """

    def __init__(self, pages: Sequence[str]) -> None:
        self._part = word_parter(pages)
        self._joiner = Joiner(pages)

    def flow(self, lines: str, *, width: int) -> str:
        """Return the paragraphs of printed lines.

        Args:
            lines: As ``printed`` gives them.
            width: Characters of a full line, see ``usual_width``.
        """
        joined = self._joiner.join(self._part(lines))
        return reflow(shorten_leaders(joined), width=width)

    def joined(self, lines: str) -> str:
        """Return printed lines as one line."""
        return " ".join(shorten_leaders(self._joiner.join(self._part(lines))).split())


def _tidy_lines(page: str) -> str:
    if not _RAGGED.search(page):
        return page
    lines = (line.replace("\t", " ").strip(" ") for line in page.split("\n"))
    tidy = "\n".join(lines)
    return _ARROW.sub("• ", tidy) if "è " in tidy else tidy


def join_letter_spacing(page: str) -> str:
    """Join letter-spaced capitals and years, line by line.

    >>> join_letter_spacing("G T N U M  9")
    'GTNUM 9'
    >>> join_letter_spacing("2 0 2 0")
    '2020'
    """
    if not _SPACED_START.search(page):
        return page
    return "\n".join(
        _join_line(line) if _SPACED_LINE.fullmatch(line) else line
        for line in page.split("\n")
    )


def _join_line(line: str) -> str:
    letters = [c for c in line if c.isalpha()]
    if not letters:
        return _SPACED_YEAR.sub(r"\1\2\3\4", line)
    is_list = letters == sorted(set(letters)) and len(letters) < 8
    capitals = sum(1 for c in letters if c.isupper())
    if len(letters) < 4 or is_list or capitals * 2 < len(letters):
        return line
    words = re.split(r" {2,}", line)
    return " ".join(word.replace(" ", "") for word in words)


def shorten_leaders(page: str) -> str:
    """Replace the dotted leaders of a table of contents by an ellipsis.

    >>> shorten_leaders("2. Cadrage ........... 2")
    '2. Cadrage … 2'
    """
    if ".." not in page and ". ." not in page and "……" not in page and "··" not in page:
        return page
    return "\n".join(
        _LEADER.sub(" … ", line) if _may_lead(line) else line
        for line in page.split("\n")
    )


def _may_lead(line: str) -> bool:
    return line.count(".") >= 5 or line.count("…") >= 2 or line.count("·") >= 5


def reflow(page: str, *, width: int | None = None) -> str:
    """Join the lines of paragraphs; keep blank lines, headings and list items apart.

    A line goes on in the next one when it is long enough to have been broken by the
    margin, or when it ends in the middle of a sentence that the next line continues.

    Args:
        page: One printed line per line.
        width: Characters of a full line; found in the page when not given.
    """
    blocks = re.split(r"\n[ \t]*\n\s*", page.strip("\n"))
    width = width or usual_width(page)
    flowed = (_flow_block(block.split("\n"), width) for block in blocks)
    return "\n\n".join(block for block in flowed if block)


def usual_width(page: str) -> int:
    """Return how many characters a full line of a page has."""
    # A joined hyphen made one line of two.
    lines = page.replace(SOFT_HYPHEN, "\n").split("\n")
    lengths = sorted(len(line) for line in lines if len(line) > 20)
    return lengths[int(len(lengths) * 0.8)] if lengths else 80


def _flow_block(lines: list[str], width: int) -> str:
    out: list[str] = []
    previous = ""
    # One long line alone was not broken by the margin.
    full = sum(1 for line in lines if len(line) >= 0.9 * width)
    for raw in lines:
        line = raw.strip()
        if "  " in line or "\t" in line:
            line = _WHITE.sub(" ", line)
        if not line:
            continue
        if out and _continues(previous, line, width, is_set=full >= 2):
            out.append(" " + line)
        else:
            out.append(("\n" if out else "") + line)
        previous = line
    return "".join(out)


def _continues(line: str, following: str, width: int, *, is_set: bool) -> bool:
    if _BULLET.match(following) or "…" in line[-8:]:
        return False
    if _SENTENCE_END.search(line):
        # A full line may end with a full stop by chance.
        is_full = is_set and len(line) >= 0.9 * width
        return is_full and not following[0].isdigit()
    if following[0].islower():
        # A short line before a small letter is a heading or a caption, unless it stops
        # where no heading does.
        return len(line) >= 0.6 * width or bool(_ENDS_OPEN.search(line))
    return len(line) >= 0.72 * width
