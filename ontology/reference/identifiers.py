"""What the registries of others call our organisations: ROR, ISNI, SIREN and the like.

Each identifier is a node with scheme, notation, sources and certainty. A registry that
publishes linked data gives ``owl:sameAs`` too. What is not certain stands only as a
statement, like every fact; the successor that ROR names is a fact about the body.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ontology.reference.claims import CERTAINTIES
from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.fact_tables import Row
from ontology.reference.groups import certainty_of
from ontology.reference.turtle import french, iri, literal, name, slug, thing
from ontology.terms import Property, Reused, Value

__all__ = ["IDENTIFIER_COLUMNS", "convert_identifiers"]

IDENTIFIER_COLUMNS = ("entity", "scheme", "value", "source", "confidence")
_KINDS = ("institution", "lab", "person")
_CLOSED = "record status inactive"
_SUCCESSOR = "ROR successor"


@dataclass(frozen=True, slots=True)
class _Scheme:
    """A registry.

    Attributes:
        value: Member of ``gtnum:identifier-schemes``.
        label: What stands before the notation in a label, if anything.
        issuer: Address of who gives the identifiers, if one body does.
        address: Where the thing stands as linked data, ``{}`` for the notation.
        before: What stands before the notation in the table.
    """

    value: Value
    label: str = ""
    issuer: str = ""
    address: str = ""
    before: str = ""


_UNIT_NUMBER = _Scheme(Value.SCHEME_UNIT_NUMBER)
_INSEE = "https://www.insee.fr/"
_MINISTRY = "https://www.enseignementsup-recherche.gouv.fr/"
_SCHEMES = {
    "Crossref Funder ID": _Scheme(
        Value.SCHEME_FUNDER, "Crossref Funder ID", "https://www.crossref.org/"
    ),
    "GRID": _Scheme(Value.SCHEME_GRID, "GRID", "https://www.grid.ac/"),
    "ISNI": _Scheme(
        Value.SCHEME_ISNI, "ISNI", "https://isni.org/", "https://isni.org/isni/{}"
    ),
    "IdRef": _Scheme(
        Value.SCHEME_IDREF, "IdRef", "https://abes.fr/", "http://www.idref.fr/{}/id"
    ),
    "Paysage": _Scheme(Value.SCHEME_PAYSAGE, "Paysage", _MINISTRY),
    "ROR": _Scheme(
        Value.SCHEME_ROR,
        "ROR",
        "https://ror.org/",
        "https://ror.org/{}",
        before="https://ror.org/",
    ),
    "SIREN": _Scheme(Value.SCHEME_SIREN, "SIREN", _INSEE),
    "SIRET": _Scheme(Value.SCHEME_SIRET, "SIRET", _INSEE),
    "UAI": _Scheme(Value.SCHEME_UAI, "UAI", "https://www.education.gouv.fr/"),
    "Wikidata": _Scheme(
        Value.SCHEME_WIKIDATA,
        "Wikidata",
        "https://www.wikidata.org/",
        "http://www.wikidata.org/entity/{}",
    ),
    "unit number": _UNIT_NUMBER,
}


def convert_identifiers(register: Register, rows: list[Row]) -> None:
    """Write the identifiers.

    Raises:
        FactsError: If a row names nothing of ours or an unknown scheme, has no source
            or no level of confidence.
    """
    nodes: dict[str, Sheet] = {}
    for row in rows:
        entity = register.require(row, _KINDS, row["entity"])
        sheet = Sheet(
            register.files["identifiers"],
            row,
            row["entity"],
            entity,
            register.sources.read(row, row["source"]),
            certainty_of(register, row, row["entity"]),
        )
        if row["scheme"] == _SUCCESSOR:
            _write_succession(register, nodes, sheet)
        else:
            scheme = _scheme(row)
            for notation in _notations(scheme, row["value"]):
                _write_identifier(register, nodes, sheet, scheme, notation)
    for sheet in nodes.values():
        sheet.add_provenance()


def _scheme(row: Row) -> _Scheme:
    if row["scheme"] not in _SCHEMES:
        raise row.refuse(
            f"le registre « {row['scheme']} » est inconnu",
            f"Choisissez parmi {', '.join(_SCHEMES)}.",
        )
    return _SCHEMES[row["scheme"]]


def _notations(scheme: _Scheme, printed: str) -> Iterable[str]:
    for text in printed.split(","):
        notation = text.strip().removeprefix(scheme.before)
        yield notation if scheme is _UNIT_NUMBER else notation.replace(" ", "")


def _write_identifier(
    register: Register,
    nodes: dict[str, Sheet],
    sheet: Sheet,
    scheme: _Scheme,
    notation: str,
) -> None:
    registry = scheme.value.partition("scheme-")[2]
    local = f"{sheet.term.replace(':', '.')}.{registry}.{slug(notation)}"
    term = thing("identifier", local)
    node = _joined(nodes.get(term), replace(sheet, term=term))
    nodes[term] = node
    node.add("a", name(Reused.IDENTIFIER_NODE))
    node.add(Reused.LABEL, literal(f"{scheme.label} {notation}".strip()))
    node.add(Reused.NOTATION, literal(notation))
    node.add(Property.IDENTIFIER_SCHEME, name(scheme.value))
    if scheme.issuer:
        node.add(Reused.CREATOR, iri(scheme.issuer))
    if _CLOSED in sheet.row["confidence"]:
        node.add(Reused.NOTE, french("Notice close dans le registre."))
    register.claim(sheet, Reused.HAS_IDENTIFIER, term)
    if scheme.address:
        register.claim(sheet, Reused.SAME_AS, iri(scheme.address.format(notation)))
    if scheme is _UNIT_NUMBER:
        register.claim(sheet, Reused.IDENTIFIER, literal(notation))


def _joined(known: Sheet | None, found: Sheet) -> Sheet:
    """Return one sheet for an identifier that two rows state."""
    if known is None:
        return found
    best = max(known, found, key=lambda sheet: CERTAINTIES.index(sheet.certainty))
    sources = tuple(dict.fromkeys(known.sources + found.sources))
    return replace(best, sources=sources)


def _write_succession(
    register: Register, nodes: dict[str, Sheet], sheet: Sheet
) -> None:
    """Claim who came after a body, printed as name and address."""
    printed, _, address = sheet.row["value"].rpartition(" ")
    successor = register.require(sheet.row, ("institution",), printed)
    register.use(successor, sheet.sources)
    register.claim(sheet, Reused.IS_REPLACED_BY, successor)
    scheme = _SCHEMES["ROR"]
    for notation in _notations(scheme, address):
        theirs = replace(sheet, term=successor)
        _write_identifier(register, nodes, theirs, scheme, notation)
