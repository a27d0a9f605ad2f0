"""Choose the title: in the language of the document, as its cover prints it.

    property found on the cover ─▶ title style, largest text ─▶ first good line
        ─▶ property alone ─▶ file name

A title that only names a file, a program or a template is none.
"""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from ingest.metadata.origin_trust import (
    CURATED,
    FILE_PROPERTIES,
    confidence_of,
)
from ingest.metadata.printed_dates import is_only_date
from ingest.read_text import Found
from ontology.model import PAGE_SEPARATOR

__all__ = ["ChosenTitle", "choose_title", "is_plausible_title"]

_LONGEST: Final = 300
_COVER: Final = 3_000
_MOST_LINES: Final = 15
_EXTENSION = re.compile(
    r"\.(docx?|docm|dotx?|odt|pdf|tex|indd|pptx?|rtf|txt|dvi|qxd|xlsx?|fm|book|html?|md|"
    r"odp|ods|pages|key|ps|eps|ai)\s*$",
    re.IGNORECASE,
)
_PRODUCER = re.compile(
    r"^(?:microsoft (?:office )?(?:word|powerpoint|excel|publisher)|powerpoint|"
    r"openoffice\.org writer|libreoffice writer|présentation powerpoint)\s+-\s+",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^\d{1,3}[_-]\s*(?=\D)")
_SUFFIX = re.compile(
    r"(?<![\s_-])[\s_-]+"
    r"(?:ok|vf|vdef|def|final[e]?|version ?finale|copie|v\d{1,2}(?:\.\d)?)$",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"(?:untitled|sans titre|sans nom|titre(?: du (?:document|rapport))?|title|"
    r"document(?: ?\d+)?|nouveau document.*|new document|microsoft word|word document|"
    r"pdf|new|présentation powerpoint|powerpoint[- ]presentation|présentation\d*|"
    r"presentation\d*|diapositive \d+|slide \d+|diapo\d*|print|index|page \d+|"
    r"about:blank|none|null|my title|sommaire|résumé|abstract|table des matières|"
    r"introduction|contents|classeur\d*|feuil\d*|modèle|template|unspecified|unknown|"
    r"mémoire (?:de |d[’'])(?:master|licence|fin d[’']études)|"
    r"(?:rapport|note|mémoire|thèse|document) ?(?:final|provisoire)?|scan(?: .*)?|"
    r"image\d*|default|article|accueil|home|blank|brouillon|draft)[\s\d_.-]*",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(
    r"(?:r[ée]publique fran[çc]aise|libert[ée]\b.*fraternit[ée]|minist[èe]re\b.*|"
    r"acad[ée]mie d(?:e|u|’|')\b.*|universit[ée] (?:de|du|d’|paris|grenoble|lyon)\b.*|"
    r"rectorat\b.*|direction (?:g[ée]n[ée]rale|du num[ée]rique|interminist)\b.*|"
    r"secr[ée]tariat g[ée]n[ée]ral.*|"
    r"d[ée]l[ée]gation (?:acad[ée]mique|r[ée]gionale)\b.*|"
    r"[ée]cole doctorale\b.*|ufr\b.*|laboratoire\b.*|centre national\b.*|"
    r"d[ée]partement (?:de|d’|des)\b.*|année (?:scolaire |universitaire )?\d{4}.*|"
    r"th[èe]se|t h [èe] s e|m[ée]moire(?: de (?:master|recherche|fin d.[ée]tudes).*)?|"
    r"confidentiel|diffusion restreinte|document de travail|version \S+|"
    r"(?:par|auteurs?|rédigé par|présenté par)\b.*|\d+[ ,].{0,60}\b(?:rue|avenue)\b.*)",
    re.IGNORECASE,
)
_FUNCTION_WORDS: Final = {
    "fr": {
        "le", "la", "les", "l", "d", "des", "du", "un", "une", "et", "à", "au", "aux",
        "en", "dans", "pour", "par", "sur", "avec", "ce", "cette", "ses", "leur",
        "leurs", "que", "qui", "est", "sont", "de", "entre", "chez", "vers",
    },
    "en": {
        "the", "of", "and", "in", "to", "for", "with", "on", "from", "by", "an", "at",
        "as", "is", "are", "how", "their", "its", "between", "towards", "using",
    },
    "es": {
        "el", "los", "las", "y", "del", "en", "una", "con", "por", "para", "su",
        "sus", "como", "entre", "hacia", "al",
    },
}  # fmt: skip


class ChosenTitle(NamedTuple):
    """A title, where it stood, how it was printed and how far it is believed."""

    title: str
    origin: str
    printed: str
    confidence: float


def choose_title(
    found: Sequence[Found], *, uri: str, text: str, language: str, has_cover: bool
) -> ChosenTitle:
    """Return the title of a document.

    Args:
        found: Of any names, best origin first.
        uri: Of the source, for the title of last resort.
        text: Clean text.
        language: Of the document, or ``und``.
        has_cover: Whether the document is one of paper, with a first page.
    """
    stated = [
        ChosenTitle(title, item.origin, item.value, confidence_of(item.origin))
        for item in found
        if item.name == "title" and (title := _usable(item))
    ]
    cover = text[:_COVER].partition(PAGE_SEPARATOR)[0]
    ordered = _by_cover(stated, cover) if has_cover else stated
    chosen = _in_language(ordered, language)
    line = _first_line(text)
    if chosen is None or (has_cover and _is_weaker(chosen, line)):
        chosen = _of_last_resort(line, uri) if line or chosen is None else chosen
    return chosen._replace(title=_shorten(chosen.title) or "Sans titre")


def is_plausible_title(text: str) -> bool:
    """Return whether a stated title can be one, and no name of a file or program.

    >>> is_plausible_title("Microsoft Word - rapport.docx"), is_plausible_title("Zoé")
    (False, True)
    """
    letters = sum(1 for c in text if c.isalpha())
    return (
        letters >= 3
        and letters * 2 >= len(text.replace(" ", ""))
        and not _EMPTY.fullmatch(text)
        and not _EXTENSION.search(text)
        and not ("_" in text and " " not in text)
        and not re.fullmatch(r"[\w.-]*\d{4,}[\w.-]*", text)
        and "\ufffd" not in text
        and "://" not in text
        and not is_only_date(text)
    )


def _usable(item: Found) -> str:
    """Return the cleaned title of a value, or an empty text."""
    if item.origin in CURATED:
        return item.value
    title = _without_program(item.value)
    if item.origin in FILE_PROPERTIES:
        title = _SUFFIX.sub("", _PREFIX.sub("", title)).strip()
    if item.origin == "largest text" and _LETTERHEAD.fullmatch(title):
        return ""
    return title if is_plausible_title(title) else ""


def _without_program(printed: str) -> str:
    """Take the name of the program off, and the ending of the file it names.

    >>> _without_program("Microsoft Word - Le bilan de l’année.docx")
    'Le bilan de l’année'
    """
    title = _PRODUCER.sub("", printed).strip()
    if title != printed and len(title.split()) >= 3:
        title = _EXTENSION.sub("", title).strip()
    return title


def _by_cover(stated: Sequence[ChosenTitle], cover: str) -> list[ChosenTitle]:
    """Put properties that the cover prints first, those that it does not last."""
    letters = _letters(cover)
    ranked: list[tuple[int, ChosenTitle]] = []
    for title in stated:
        if title.origin not in FILE_PROPERTIES:
            rank = 1
        elif len(_letters(title.title)) >= 8 and _letters(title.title) in letters:
            rank, title = 0, title._replace(confidence=0.95)
        else:
            rank = 2
        ranked.append((rank, title))
    # A style of the author is worth more than a property that is printed as well.
    ranked.sort(key=lambda pair: 0 if pair[1].origin == "style Title" else pair[0])
    curated = [title for _, title in ranked if title.origin in CURATED]
    return [*curated, *(t for _, t in ranked if t.origin not in CURATED)]


def _in_language(titles: Sequence[ChosenTitle], language: str) -> ChosenTitle | None:
    """Return the first title, unless it speaks another language and one does not."""
    if not titles:
        return None
    first = titles[0]
    if first.origin in CURATED - {"OAI-PMH"} or language not in _FUNCTION_WORDS:
        return first
    spoken = _spoken(first.title)
    if spoken in (None, language):
        return first
    return next((one for one in titles if _spoken(one.title) == language), first)


def _spoken(title: str) -> str | None:
    """Return the language whose function words a title holds most of, if any."""
    words = re.findall(r"[^\W\d_]+", title.lower())
    counts = {
        code: sum(word in known for word in words)
        for code, known in _FUNCTION_WORDS.items()
    }
    best = max(counts, key=lambda code: counts[code])
    is_clear = sum(1 for count in counts.values() if count == counts[best]) == 1
    return best if counts[best] and is_clear else None


def _is_weaker(chosen: ChosenTitle, line: str | None) -> bool:
    """Whether a property that the cover does not print stands against its line."""
    return (
        chosen.origin in ("DOCX", "ODT", "PPTX", "ODP")
        and chosen.confidence < 0.9
        and line is not None
        and len(line.split()) >= 2
        and len(line) <= 160
        and line[-1:] not in ".;,"
    )


def _first_line(text: str) -> str | None:
    """Return the first line of the text that can be a title, no letterhead."""
    parted = text.lstrip().replace(PAGE_SEPARATOR, "\n").split("\n")
    lines = [" ".join(line.strip(" #*-–—•\t").split()) for line in parted[:_MOST_LINES]]
    usable = [
        line for line in lines if 4 <= len(line) <= 200 and is_plausible_title(line)
    ]
    return next(
        (line for line in usable if not _LETTERHEAD.fullmatch(line)),
        usable[0] if usable else None,
    )


def _of_last_resort(line: str | None, uri: str) -> ChosenTitle:
    if line is not None:
        return ChosenTitle(line, "text", line, confidence_of("text"))
    path = PurePosixPath(uri)
    title = path.stem.replace("_", " ").strip() or path.name
    return ChosenTitle(title, "file name", path.name, confidence_of("file name"))


def _shorten(title: str) -> str:
    if len(title) <= _LONGEST:
        return title
    return title[:_LONGEST].rpartition(" ")[0] + "…"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
