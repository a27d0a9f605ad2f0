"""The answer of a SELECT as rows and cells, with links and labels.

The first rows are shown and the page says so; all of them are one download away.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ontology.errors import OntologyError
from ontology.iris import Iris
from ontology.model import EntityKind
from ontology.terms import PREFIXES
from search_api.answers import links

__all__ = ["SHOWN_ROWS", "Cell", "Table", "read_table"]

SHOWN_ROWS: Final = 500
_LOCAL: Final = re.compile(r"\w[\w-]*")
_NUMBERS: Final = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}"
    for name in ("integer", "decimal", "double", "float", "int", "long", "short")
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as shown.

    Attributes:
        text: The value, or the label that stands for an IRI.
        address: Where it leads, or None.
        language: Of a literal, or empty.
        number: Its value, where it is a number.
        iri: The IRI behind a label, or empty.
    """

    text: str
    address: str | None = None
    language: str = ""
    number: float | None = None
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A result table: possibly its first rows, and how many there are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int

    @property
    def numeric(self) -> frozenset[str]:
        """Return the columns in which only numbers are shown."""
        cells = zip(self.columns, zip(*self.rows, strict=True), strict=bool(self.rows))
        return frozenset(
            name
            for name, own in cells
            if all(cell.number is not None for cell in own if cell.text)
            and any(cell.text for cell in own)
        )


def read_table(
    body: bytes, iris: Iris, labels: Callable[[list[str]], Mapping[str, str]]
) -> Table | bool:
    """Read an answer in SPARQL JSON; the boolean of an ASK is itself.

    Args:
        body: The whole answer.
        iris: Tell which IRIs have a page here.
        labels: From IRIs to labels; those it leaves out are shortened by a prefix,
            and stay whole where it returns nothing at all.
    """
    content = json.loads(body)
    if "boolean" in content:
        return bool(content["boolean"])
    columns = tuple(content["head"]["vars"])
    bindings = content["results"]["bindings"]
    shown = bindings[:SHOWN_ROWS]
    known = labels(_iris_of(shown))
    rows = tuple(
        tuple(_cell(binding.get(column), iris, known) for column in columns)
        for binding in shown
    )
    return Table(columns, rows, len(bindings))


def _iris_of(bindings: list[dict[str, Any]]) -> list[str]:
    found = {
        term["value"]
        for binding in bindings
        for term in binding.values()
        if term["type"] == "uri"
    }
    return sorted(found)


def _cell(term: dict[str, Any] | None, iris: Iris, known: Mapping[str, str]) -> Cell:
    if term is None:
        return Cell("")
    text = str(term["value"])
    if term["type"] == "uri":
        label = known.get(text) or (_compact(text) if known else text)
        address = _address(text, iris)
        return Cell(label, address, iri=text if label != text else "")
    number = _number(text) if term.get("datatype") in _NUMBERS else None
    return Cell(text, language=str(term.get("xml:lang", "")), number=number)


def _compact(iri: str) -> str:
    """Return ``skos:Concept`` for an IRI under one of our prefixes, else the IRI."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _address(iri: str, iris: Iris) -> str | None:
    """Return where an IRI leads: our page for a thing of ours, else the web."""
    try:
        kind, identifier = iris.identifier(iri)
    except OntologyError:
        # Graphs have no page that could be opened.
        return None if iri.startswith(iris.base) else links.web_address(iri)
    if kind == "document":
        return links.document_page(identifier)
    is_entity = kind in set(EntityKind)
    return links.entity_page(kind, identifier) if is_entity else None
