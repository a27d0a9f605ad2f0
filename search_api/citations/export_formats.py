"""The formats in which citations are taken away: name, media type, writer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from types import MappingProxyType
from typing import Final

from search_api.citations.bibtex_entries import Dialect
from search_api.citations.cited_lists import (
    CitedList,
    bibtex_list,
    csl_list,
    ris_list,
    text_list,
)
from search_api.citations.cited_table import csv_table
from search_api.citations.coins import coins
from search_api.citations.formatted_references import reference

__all__ = ["FORMATS", "ExportFormat", "FormatName"]


class FormatName(StrEnum):
    """The values of ``format``.

    ``json`` is the ordinary answer of the API, ``atom`` and ``rss`` are feeds.
    """

    JSON = "json"
    CSV = "csv"
    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"
    RIS = "ris"
    CSL = "csl"
    COINS = "coins"
    TEXT = "text"
    HTML = "html"
    ATOM = "atom"
    RSS = "rss"


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format of citations.

    Attributes:
        name: Value of ``format``.
        media_type: As it is sent, without the character set: that is always UTF-8.
        suffix: Of a file that holds it.
        title: What people call it.
        write: From a list and the name of a style to the text of the file; None where
            the text is a page.
        is_negotiated: Whether ``Accept`` can ask for it.
    """

    name: FormatName
    media_type: str
    suffix: str
    title: str
    write: Callable[[CitedList, str], str] | None
    is_negotiated: bool = True


def _biblatex(cited: CitedList, _style: str) -> str:
    return bibtex_list(cited, Dialect.BIBLATEX)


def _csl(cited: CitedList, _style: str) -> str:
    return json.dumps(csl_list(cited), ensure_ascii=False, indent=1) + "\n"


def _coins(cited: CitedList, style: str) -> str:
    """Write paragraphs to paste into a post: references, each with its COinS."""
    paragraphs = (
        f"<p>{reference(work, style).html}"
        f'<span class="Z3988" title="{escape(coins(work))}"></span></p>\n'
        for work in cited.works
    )
    return "".join(paragraphs)


_FORMATS = (
    ExportFormat(
        FormatName.CSV,
        "text/csv",
        "csv",
        "CSV (tableur)",
        lambda cited, _style: csv_table(cited),
    ),
    ExportFormat(
        FormatName.BIBTEX,
        "application/x-bibtex",
        "bib",
        "BibTeX",
        lambda cited, _style: bibtex_list(cited),
    ),
    ExportFormat(
        FormatName.BIBLATEX,
        "application/x-bibtex",
        "bib",
        "BibLaTeX",
        _biblatex,
        is_negotiated=False,
    ),
    ExportFormat(
        FormatName.RIS,
        "application/x-research-info-systems",
        "ris",
        "RIS (Zotero, EndNote)",
        lambda cited, _style: ris_list(cited),
    ),
    ExportFormat(
        FormatName.CSL,
        "application/vnd.citationstyles.csl+json",
        "json",
        "CSL-JSON",
        _csl,
    ),
    ExportFormat(
        FormatName.TEXT,
        "text/x-bibliography",
        "txt",
        "Références en texte",
        text_list,
    ),
    ExportFormat(
        FormatName.COINS,
        "text/html",
        "html",
        "Références à coller (HTML et COinS)",
        _coins,
        is_negotiated=False,
    ),
    ExportFormat(
        FormatName.HTML,
        "text/html",
        "html",
        "Page à imprimer",
        None,
        is_negotiated=False,
    ),
)

FORMATS: Final[Mapping[FormatName, ExportFormat]] = MappingProxyType(
    {each.name: each for each in _FORMATS}
)
"""Every format but the JSON of the API, in the order in which pages offer them."""
