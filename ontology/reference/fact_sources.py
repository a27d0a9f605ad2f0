"""Where facts were read, each place once."""

import hashlib
import re
from urllib.parse import urlsplit

from ontology.errors import OntologyError
from ontology.reference.fact_tables import Row
from ontology.reference.turtle import TurtleFile, iri, literal, name, slug, thing
from ontology.terms import Class, Property, Reused

__all__ = ["Sources", "is_mirror"]

_MIRRORS = (
    "123dok.net",
    "vdocuments.fr",
    "vdocument.in",
    "pdfslide.fr",
    "pdfprof.com",
    "scribd.com",
    "tomesphere.com",
)


_REPOSITORY = re.compile(
    r"(?:confirmed: )?github:(?P<name>[\w.-]+/[\w.-]+)"
    r"(?: (?P<path>[^\s()]+))?(?: at (?P<commit>[0-9a-f]{7,40}))?"
    r"(?: \((?P<licence>[^()]+)\))?"
)


def is_mirror(address: str) -> bool:
    """Whether an address is a copy on a document-sharing site.

    >>> is_mirror("https://fr.scribd.com/document/1"), is_mirror("https://hal.science/")
    (True, False)
    """
    host = urlsplit(address).hostname or ""
    return any(host == mirror or host.endswith(f".{mirror}") for mirror in _MIRRORS)


class Sources:
    """Turns printed sources into nodes.

    Args:
        file: Where the nodes are written.
        decisions: Rows of ``curated/sources.csv``.
    """

    def __init__(self, file: TurtleFile, decisions: list[Row]) -> None:
        self._file = file
        self._decisions = {entry["printed"]: entry for entry in decisions}

    def read(self, row: Row, printed: str, *, same: str = "") -> tuple[str, ...]:
        """Return the terms of the sources that a cell names.

        What stands in brackets behind an address is a remark of the table and not
        published; notes for readers stand in the decisions.

        Args:
            row: The row, for the error.
            printed: A list of addresses and words.
            same: What the word ``same`` stands for.

        Raises:
            FactsError: If the cell is empty or names an unknown source.
        """
        found = [
            term
            for item in re.split(r"(?:(?<!\s)\s+)?;\s+", printed.strip())
            if item
            for term in self._read(row, item, same=same)
        ]
        if not found:
            raise row.refuse("aucune source", "Donnez l’adresse où le fait a été lu.")
        return tuple(dict.fromkeys(found))

    def _read(self, row: Row, printed: str, *, same: str) -> tuple[str, ...]:
        if printed == "same" and same:
            return self.read(row, same)
        decision = self._decisions.get(printed)
        if decision is not None:
            values = (decision[column] for column in ("id", "label", "url", "note"))
            return (self._write(*values),)
        repository = _REPOSITORY.fullmatch(printed)
        address = printed.split(" ")[0]
        if repository:
            identifier, label, address = _in_repository(repository)
        elif address.startswith(("http://", "https://")):
            identifier, label = "", address
        else:
            raise row.refuse(
                f"la source « {printed} » est inconnue",
                "Donnez une adresse ou ajoutez une ligne à curated/sources.csv.",
            )
        try:
            return (self._write(identifier or _identifier(address), label, address),)
        except (OntologyError, ValueError) as error:
            raise row.refuse(
                f"l’adresse « {address} » est illisible", "Écrivez l’adresse entière."
            ) from error

    def _write(self, identifier: str, label: str, url: str, note: str = "") -> str:
        source = thing("source", identifier)
        self._file.add(source, "a", name(Class.SOURCE))
        self._file.add(source, Reused.LABEL, literal(label))
        if url:
            self._file.add(source, Reused.URL, iri(url))
            self._file.add(source, Property.IS_MIRROR, literal(is_mirror(url)))
        if note:
            self._file.add(source, Reused.NOTE, literal(note, "fr"))
        return source


def _in_repository(found: re.Match[str]) -> tuple[str, str, str]:
    """Return identifier, label and address of a file in a public repository."""
    parts = (found["name"], found["path"], found["commit"], found["licence"])
    identifier = slug(" ".join(("github", *filter(None, parts[:3]))))
    return (
        identifier,
        f"GitHub, {', '.join(filter(None, parts))}",
        f"https://github.com/{found['name']}",
    )


def _identifier(address: str) -> str:
    parts = urlsplit(address)
    plain = slug(f"{parts.hostname or ''}{parts.path}")
    if len(plain) <= 60 and not parts.query:
        return plain
    digest = hashlib.sha256(address.encode()).hexdigest()[:6]
    return f"{plain[:60].strip('-')}-{digest}"
