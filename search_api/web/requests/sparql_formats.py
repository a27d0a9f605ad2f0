"""By which names clients ask for the format of a SPARQL answer.

No standard says what ``format`` or ``output`` may hold, so that libraries send what
other services have understood: short names, media types, whole ``Accept`` lists, or
several of these one after the other. A name that nobody here knows decides nothing:
then ``Accept`` is the rule. One name may mean a table or statements: the form of the
query decides.
"""

from collections.abc import Iterable
from typing import Final

from search_api.web.accept_header import Acceptance

__all__ = ["FORMATS", "SUFFIXES", "accepted_by_name"]

_JSON: Final = "application/sparql-results+json"
_XML: Final = "application/sparql-results+xml"
_TURTLE: Final = "text/turtle"
_N_TRIPLES: Final = "application/n-triples"
_RDF_XML: Final = "application/rdf+xml"
_JSON_LD: Final = "application/ld+json"

FORMATS: Final = {
    "json": _JSON,
    "xml": _XML,
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": _TURTLE,
    "ntriples": _N_TRIPLES,
    "rdfxml": _RDF_XML,
    "jsonld": _JSON_LD,
}
"""Short names for ``format``, which wins over ``Accept``, and what they mean first."""

SUFFIXES: Final = {
    **{name: name for name in ("json", "xml", "csv", "tsv", "jsonld")},
    "srj": "json",
    "srx": "xml",
    "ttl": "turtle",
    "nt": "ntriples",
    "rdf": "rdfxml",
}
"""What may stand behind ``/sparql.`` and the short name that it stands for."""

# Statements where a query gives some, and a table where it gives one.
_BOTH: Final = {"json": f"{_JSON}, {_JSON_LD}", "xml": f"{_XML}, {_RDF_XML}"}
_ALIASES: Final = {
    **dict.fromkeys(("sparql-json", "srj", "application/json", "text/json"), "json"),
    **dict.fromkeys(("sparql-xml", "srx", "application/xml", "text/xml"), "xml"),
    **dict.fromkeys(("tab", "text/tsv"), "tsv"),
    **dict.fromkeys(("ttl", "n3", "text/n3", "text/rdf+n3"), "turtle"),
    **dict.fromkeys(("nt", "n-triples", "ntriple"), "ntriples"),
    **dict.fromkeys(("rdf", "rdf+xml", "rdf-xml", "rdf/xml"), "rdfxml"),
    **dict.fromkeys(("json-ld", "ld+json"), "jsonld"),
    **{media_type: name for name, media_type in FORMATS.items()},
}


def accepted_by_name(names: Iterable[str]) -> str | None:
    """Return what the last known name accepts, as an ``Accept`` header says it.

    Args:
        names: Values of ``format`` or ``output``, in the order sent.

    Returns:
        None where no name is known.

    >>> accepted_by_name(["tsv", ""]), accepted_by_name(["JSON-LD"])
    ('text/tab-separated-values', 'application/ld+json')
    >>> accepted_by_name(["xml"])
    'application/sparql-results+xml, application/rdf+xml'
    >>> accepted_by_name(["rdf+xml", "application/rdf+xml"])
    'application/rdf+xml'
    >>> accepted_by_name(["docx"]) is None
    True
    """
    found = [accepted for name in names if (accepted := _accepted(name.strip()))]
    return found[-1] if found else None


def _accepted(name: str) -> str | None:
    # In an address that nobody encoded, the plus of « rdf+xml » came as a blank.
    short = name.lower().replace(" ", "+")
    known = _ALIASES.get(short, short)
    if known in FORMATS:
        return _BOTH.get(known, FORMATS[known])
    parts = [part.partition(";")[0].strip() for part in name.lower().split(",")]
    if Acceptance.parse(name).ranges and any(part in _ALIASES for part in parts):
        return name
    return None
