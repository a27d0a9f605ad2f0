"""Writes Turtle in one fixed form, so that a change of one fact is one changed line.

Subjects and properties come in the order in which they were added, one property per
line, the dot alone on the last line. Terms are strings in Turtle notation, made by the
functions below; nothing else is accepted as text.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from ontology.errors import OntologyError
from ontology.iris import DEFAULT_BASE
from ontology.terms import PREFIXES

__all__ = [
    "TurtleFile",
    "dated",
    "french",
    "iri",
    "listed",
    "literal",
    "name",
    "number",
    "slug",
    "thing",
]

KINDS = (
    "academy",
    "author",
    "concept",
    "copy",
    "department",
    "group",
    "identifier",
    "institution",
    "lab",
    "participation",
    "person",
    "production",
    "region",
    "scheme",
    "service",
    "source",
    "statement",
    "theme",
    "wave",
)
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
)


def slug(text: str) -> str:
    """Return text as an identifier: ASCII, lower case, words joined by hyphens.

    >>> slug("Élie Allouche"), slug("ÆSON"), slug("Provence-Alpes-Côte d'Azur")
    ('elie-allouche', 'aeson', 'provence-alpes-cote-d-azur')
    """
    # Not the folding of words: an identifier is an address and stays what it was.
    spelled = text.lower().replace("æ", "ae").replace("œ", "oe")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def thing(kind: str, identifier: str) -> str:
    """Return the prefixed name of one of our things.

    Raises:
        OntologyError: If the kind is unknown or the identifier is not one.

    >>> thing("lab", "2lpn")
    'lab:2lpn'
    """
    if kind not in KINDS or not _LOCAL.fullmatch(identifier):
        raise OntologyError(
            f"« {kind}:{identifier} » n’est pas un identifiant.",
            remedy="Utilisez des lettres sans accent, des chiffres, « - » et « . ».",
        )
    return f"{kind}:{identifier}"


def name(iri_text: str) -> str:
    """Return the prefixed name of a vocabulary term.

    Raises:
        OntologyError: If the IRI is in none of the known namespaces.

    >>> name("http://purl.org/dc/terms/title")
    'dcterms:title'
    """
    for prefix, namespace in PREFIXES.items():
        if iri_text.startswith(namespace):
            return f"{prefix}:{iri_text.removeprefix(namespace)}"
    raise OntologyError(f"« {iri_text} » n’a pas de préfixe connu")


def iri(address: str) -> str:
    """Return an address as a Turtle term.

    Raises:
        OntologyError: If the text is not an absolute IRI.
    """
    if not _IRI.fullmatch(address):
        raise OntologyError(
            f"« {address} » n’est pas une adresse.",
            remedy="Écrivez l’adresse entière, sans espace.",
        )
    return f"<{address}>"


def literal(value: str | int | bool, language: str = "") -> str:
    """Return a literal: text with or without a language, an integer or a boolean.

    >>> literal("Techné", "fr"), literal(37), literal(True)
    ('"Techné"@fr', '37', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    quoted = '"' + unicodedata.normalize("NFC", value).translate(_ESCAPES) + '"'
    return f"{quoted}@{language}" if language else quoted


def listed(terms: Iterable[str]) -> str:
    """Return a list whose order counts.

    >>> listed(["author:a.0", "author:a.1"])
    '( author:a.0 author:a.1 )'
    """
    return f"( {' '.join(terms)} )"


def french(text: str) -> str:
    """Return a French text."""
    return literal(text, "fr")


def number(text: str) -> str:
    """Return a whole number.

    Raises:
        ValueError: If the text is not one.
    """
    return literal(int(text))


def dated(text: str) -> str:
    """Return a date typed by its precision.

    Raises:
        OntologyError: If it is no date of the calendar.

    >>> dated("2024-03")
    '"2024-03"^^xsd:gYearMonth'
    """
    try:
        date.fromisoformat(text + "0001-01-01"[len(text) :])
        datatype = _DATE_TYPES[len(text)]
    except (ValueError, KeyError) as error:
        raise OntologyError(
            f"« {text} » n’est pas une date.",
            remedy="Écrivez 2024, 2024-03 ou 2024-03-05.",
        ) from error
    return f'"{text}"^^xsd:{datatype}'


class TurtleFile:
    """Collects triples and gives them back as text.

    Args:
        title: One line of comment at the top of the file.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._things: dict[str, dict[str, list[str]]] = {}

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """Add triples; a predicate is a full IRI or ``a``, repeats are dropped."""
        spelled = predicate if predicate == "a" else name(predicate)
        values = self._things.setdefault(subject, {}).setdefault(spelled, [])
        values += [item for item in objects if item not in values]

    def text(self) -> str:
        """Return the whole file, prefixes first."""
        body = [self._block(subject) for subject in self._things]
        return "\n".join([self._head(body), *body])

    def _block(self, subject: str) -> str:
        pairs = [(p, o) for p, o in self._things[subject].items() if o]
        lines = [f"    {p} {', '.join(o)}" for p, o in pairs]
        return f"{subject}\n" + " ;\n".join(lines) + "\n.\n"

    def _head(self, body: Iterable[str]) -> str:
        whole = "\n".join(body)
        ours = {kind: f"{DEFAULT_BASE}id/{kind}/" for kind in KINDS}
        lines = [
            f"@prefix {prefix}: <{namespace}> ."
            for prefix, namespace in sorted({**PREFIXES, **ours}.items())
            if re.search(rf"(?<![\w<\"/:]){prefix}:", whole)
        ]
        return "\n".join([f"# {self._title}", *lines, ""])
