"""Sends citations: a text with a name for its file, or a page to print."""

import re
from collections.abc import Mapping

from starlette.responses import Response

from ontology.folding import fold
from search_api.answers import links
from search_api.citations.cited_lists import CitedList
from search_api.citations.export_formats import FORMATS, ExportFormat, FormatName
from search_api.citations.formatted_references import reference
from search_api.web.templating import Pages

__all__ = ["alternate_links", "export_response"]

_SHOWN = frozenset({FormatName.TEXT, FormatName.HTML, FormatName.COINS})
_LONGEST_NAME = 60


def export_response(
    cited: CitedList,
    wanted: ExportFormat,
    pages: Pages,
    *,
    style: str,
    name: str,
    headers: Mapping[str, str],
) -> Response:
    """Return a list in a format.

    Args:
        cited: The list.
        wanted: The format.
        pages: Renders the page to print.
        style: Of references.
        name: What the file is about, in any letters.
        headers: Of the answer.
    """
    if wanted.write is None:
        references = [reference(work, style) for work in cited.works]
        body = pages.render("cited_list.html", cited=cited, references=references)
    else:
        body = wanted.write(cited, style)
    disposition = "inline" if wanted.name in _SHOWN else "attachment"
    filename = f"gtnum-{_file_name(name)}.{wanted.suffix}"
    return Response(
        # The question of a client may hold half a surrogate pair.
        body.encode("utf-8", "replace"),
        media_type=f"{wanted.media_type}; charset=utf-8",
        headers={
            **headers,
            "Content-Disposition": f'{disposition}; filename="{filename}"',
        },
    )


def _file_name(about: str) -> str:
    """Return a name in ASCII that any file system takes.

    >>> _file_name("Éduquer à la sobriété ? ../")
    'eduquer-a-la-sobriete'
    """
    words = re.findall(r"[a-z0-9]+", fold(about))
    return "-".join(words)[:_LONGEST_NAME].strip("-") or "references"


def alternate_links(identifier: str) -> list[tuple[str, str, str]]:
    """Return where a document is cited in each format, for a ``Link`` header."""
    path = links.document_api(identifier)
    return [
        (
            links.with_parameters(path, [("format", each.name.value)]),
            "alternate",
            each.media_type,
        )
        for each in FORMATS.values()
        if each.is_negotiated
    ]
