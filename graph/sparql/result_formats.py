"""What an answer may be written in, and which of it a client wants.

``Accept`` is read with its q-values and parameters; the aliases that clients in the
field send are understood. ``*/*`` gets JSON for tables and Turtle for graphs.
"""

from dataclasses import dataclass
from typing import Final

from graph.errors import NotAcceptable

__all__ = ["ResultFormat", "formats_for", "negotiate"]


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """A serialisation.

    Attributes:
        engine_name: As Oxigraph calls it.
        media_type: As the answer is labelled.
        aliases: Other types by which clients ask for it.
        iri: In service descriptions.
    """

    engine_name: str
    media_type: str
    aliases: tuple[str, ...] = ()
    iri: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return all types by which it may be asked for."""
        return (self.media_type, *self.aliases)


_W3C: Final = "http://www.w3.org/ns/formats/"
_SOLUTIONS: Final = (
    ResultFormat(
        "JSON",
        "application/sparql-results+json",
        ("application/json", "text/json"),
        f"{_W3C}SPARQL_Results_JSON",
    ),
    ResultFormat(
        "XML",
        "application/sparql-results+xml",
        ("application/xml", "text/xml"),
        f"{_W3C}SPARQL_Results_XML",
    ),
    ResultFormat("CSV", "text/csv", (), f"{_W3C}SPARQL_Results_CSV"),
    ResultFormat(
        "TSV",
        "text/tab-separated-values",
        ("text/tsv",),
        f"{_W3C}SPARQL_Results_TSV",
    ),
)
_GRAPHS: Final = (
    ResultFormat(
        "TURTLE",
        "text/turtle",
        ("application/x-turtle", "application/turtle", "text/rdf+turtle"),
        f"{_W3C}Turtle",
    ),
    ResultFormat(
        "N_TRIPLES",
        "application/n-triples",
        ("text/plain", "text/ntriples"),
        f"{_W3C}N-Triples",
    ),
    ResultFormat(
        "RDF_XML",
        "application/rdf+xml",
        ("application/xml", "text/xml"),
        f"{_W3C}RDF_XML",
    ),
    ResultFormat(
        "JSON_LD",
        "application/ld+json",
        ("application/json", "text/json"),
        f"{_W3C}JSON-LD",
    ),
)
_ANSWERS: Final = {
    "SELECT": _SOLUTIONS,
    # CSV and TSV are defined for tables only.
    "ASK": _SOLUTIONS[:2],
    "CONSTRUCT": _GRAPHS,
    "DESCRIBE": _GRAPHS,
}
_MOST_RANGES = 50


def formats_for(form: str) -> tuple[ResultFormat, ...]:
    """Return what a query of this form may be answered in, preferred first."""
    return _ANSWERS[form]


def negotiate(form: str, accept: str) -> ResultFormat:
    """Choose the format of an answer.

    Args:
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        accept: The ``Accept`` header; empty means anything.

    Raises:
        NotAcceptable: If none of the formats is wanted; it lists them.

    >>> negotiate("SELECT", "text/csv;q=0.9, application/json;q=0.4").media_type
    'text/csv'
    """
    offered = formats_for(form)
    wanted = _parse(accept)
    ranked = [
        (_quality(offer, wanted), -position, offer)
        for position, offer in enumerate(offered)
    ]
    best = max(ranked, key=lambda entry: entry[:2])
    if best[0] <= 0:
        types = tuple(offer.media_type for offer in offered)
        raise NotAcceptable(
            f"une requête {form} ne se donne pas en « {accept[:120]} »",
            available=types,
            remedy=f"Demandez {', '.join(types)}.",
        )
    return best[2]


def _parse(accept: str) -> dict[str, float]:
    """Read an Accept header into media range → quality; junk is passed over."""
    found: dict[str, float] = {}
    for entry in accept.split(",")[:_MOST_RANGES]:
        name, *parameters = (part.strip() for part in entry.lower().split(";"))
        if name.count("/") != 1:
            continue
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _number(value)
        found[name] = max(quality, found.get(name, 0.0))
    return found or {"*/*": 1.0}


def _number(value: str) -> float:
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


def _quality(offer: ResultFormat, wanted: dict[str, float]) -> float:
    """Return how much a format is wanted; the most precise range decides."""
    exact = [wanted[name] for name in offer.names if name in wanted]
    if exact:
        return max(exact)
    family = f"{offer.media_type.partition('/')[0]}/*"
    return wanted.get(family, wanted.get("*/*", 0.0))
