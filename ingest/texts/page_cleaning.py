"""Printed lines to running text: pure functions from text to text.

    clean_pages = characters → letter-spaced capitals → running lines
                  → glued words → hyphenation → leaders → paragraphs

Nothing here changes a digit, a DOI or an address.
"""

import re
from collections.abc import Sequence

from ingest.texts.characters import SOFT_HYPHEN, clean_printed
from ingest.texts.glued_words import part_glued_words
from ingest.texts.hyphenation import Joiner
from ingest.texts.page_furniture import remove_running_lines

__all__ = ["clean_pages", "join_letter_spacing", "reflow", "shorten_leaders"]

_WHITE = re.compile(r"[ \t]+")
_LEADER = re.compile(
    r"[ \t]*(?:(?:\.[ \t]?){5,}|(?:…[ \t]?){2,}|(?:·[ \t]?){5,})[ \t]*"
)
_SPACED_LINE = re.compile(r"\S(?:[ ]{1,3}\S){3,}")
_SPACED_YEAR = re.compile(r"(?<!\S)(1|2) (9|0) (\d) (\d)(?!\S)")
_BULLET = re.compile(
    r"(?:[•●○▪■□◦‣⁃➢➔→►✓✔❖*]|[¢§¡][ \t]|[-–—][ \t]|\(?\d{1,2}[.)][ \t]|\(?[a-z]\)[ \t]"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?[ \t]|[IVX]{1,5}[.)][ \t]|[A-Z][.)][ \t])"
)
_ARROW = re.compile(r"^è +(?=\S)", re.MULTILINE)
"""The arrow of Wingdings as Word exports it; no French line begins with this word."""

_CELL_BAR = " | "
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
    printed = [_tidy_lines(clean_printed(page)) for page in pages]
    spaced = [join_letter_spacing(page) for page in printed]
    kept = part_glued_words(remove_running_lines(spaced))
    joiner = Joiner(kept)
    return [
        reflow(shorten_leaders(joiner.join(page)), width=_usual_width(page))
        for page in kept
    ]


def _tidy_lines(page: str) -> str:
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
    if " " not in page:
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
    width = width or _usual_width(page)
    flowed = (_flow_block(block.split("\n"), width) for block in blocks)
    return "\n\n".join(block for block in flowed if block)


def _usual_width(page: str) -> int:
    # A joined hyphen made one line of two.
    lines = page.replace(SOFT_HYPHEN, "\n").split("\n")
    lengths = sorted(len(line) for line in lines if len(line) > 20)
    return lengths[int(len(lengths) * 0.8)] if lengths else 80


def _flow_block(lines: list[str], width: int) -> str:
    out: list[str] = []
    previous = ""
    for raw in lines:
        line = raw.strip()
        if "  " in line or "\t" in line:
            line = _WHITE.sub(" ", line)
        if not line:
            continue
        if out and _continues(previous, line, width):
            out.append(" " + line)
        else:
            out.append(("\n" if out else "") + line)
        previous = line
    return "".join(out)


def _continues(line: str, following: str, width: int) -> bool:
    if _BULLET.match(following) or "…" in line[-8:]:
        return False
    if _CELL_BAR in line or _CELL_BAR in following:
        # A row of a table is a line.
        return False
    if _SENTENCE_END.search(line):
        # A full line may end with a full stop by chance.
        return len(line) >= 0.9 * width and not following[0].isdigit()
    if following[0].islower():
        # A short line before a small letter is a heading or a caption, unless it stops
        # where no heading does.
        return len(line) >= 0.6 * width or bool(_ENDS_OPEN.search(line))
    return len(line) >= 0.72 * width
