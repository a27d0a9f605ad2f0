"""What the tables share while they are converted: names, sources, claims, files."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from ontology.errors import OntologyError
from ontology.reference.claims import Claim, Claims, lower_certainty
from ontology.reference.curated import NOTHING, CellReading, Curated
from ontology.reference.fact_sources import Sources
from ontology.reference.fact_tables import Row, as_printed, items
from ontology.reference.turtle import TurtleFile, iri, literal, name, thing
from ontology.terms import GTNUM, PREFIXES, Property, Reused

__all__ = ["Register", "Sheet"]

_TITLES = {
    "academies": "The académies and their seats",
    "concepts": "The subject scheme",
    "departments": "The départements and their académies",
    "groups": "The GTnum groups",
    "identifiers": "What the registries of others call our organisations",
    "institutions": "Universities, schools, agencies and associations",
    "labs": "The labs",
    "people": "People and their roles",
    "productions": "What the groups deliver, and what is published around them",
    "regions": "The academic regions",
    "services": "The digital education services of the State",
    "sources": "Where the facts were read",
    "themes": "The themes of the calls",
    "waves": "The waves of groups",
}
_FILES = {"group": "groups", "production": "productions"}
"""Where facts about a thing go when the row of another thing states them."""

_AS_PRINTED = CellReading("", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A row and the thing it describes.

    Attributes:
        file: Turtle file that gets the statements.
        row: The row.
        key: Identifier of the row, as ``readings.csv`` names it.
        term: Turtle term of the thing.
        sources: Turtle terms of the sources of the row.
        certainty: Of the row; a reading may say otherwise.
        basis: Of the row; a reading may say otherwise.
    """

    file: TurtleFile
    row: Row
    key: str
    term: str
    sources: tuple[str, ...]
    certainty: str = "high"
    basis: str = "stated"

    def less_certain(self, certainty: str) -> "Sheet":
        """Return the sheet for a fact whose certainty is lower than that of the row."""
        return replace(self, certainty=lower_certainty(self.certainty, certainty))

    def add(self, predicate: str, *objects: str) -> None:
        """Add plain triples about the thing."""
        self.file.add(self.term, predicate, *objects)

    def add_text(self, predicate: str, column: str, language: str = "") -> None:
        """Add the text of a cell, if it has one."""
        if self.row[column]:
            self.add(predicate, literal(self.row[column], language))

    def add_address(self, predicate: str, address: str) -> None:
        """Add an address.

        Raises:
            FactsError: If it is not one.
        """
        try:
            self.add(predicate, iri(address))
        except OntologyError as error:
            raise self.row.refuse(error.message.rstrip("."), error.remedy) from error

    def add_provenance(self) -> None:
        """Add certainty and sources of the whole row."""
        self.add(Property.CERTAINTY, name(f"{GTNUM}certainty-{self.certainty}"))
        self.add(Reused.WAS_DERIVED_FROM, *self.sources)


class Register:
    """Everything that one conversion knows, filled table by table."""

    def __init__(self, curated: Curated) -> None:
        self.curated = curated
        self.claims = Claims()
        self.files = {key: TurtleFile(f"{text}.") for key, text in _TITLES.items()}
        self.sources = Sources(self.files["sources"], curated.tables["sources"])
        self._names: dict[tuple[str, str], str] = {}
        self._known: set[str] = set()
        self._sources_of: dict[str, tuple[str, ...]] = {}
        self._uses: dict[str, dict[str, None]] = defaultdict(dict)

    def declare(self, row: Row, kind: str, identifier: str) -> str:
        """Make a thing known, so that other rows may name it; return its term.

        Raises:
            FactsError: If the identifier is not made of ASCII letters, digits, ``-``
                and ``.``.
        """
        try:
            term = thing(kind, identifier)
        except OntologyError as error:
            raise row.refuse(error.message.rstrip("."), error.remedy) from error
        self._known.add(term)
        return term

    def label(self, row: Row, term: str, text: str, *, scope: str = "") -> None:
        """Reserve a name within the kind of a thing.

        Args:
            row: For the error.
            term: The thing.
            text: The name, compared without regard to case.
            scope: Language of the name where names of two languages may be equal.

        Raises:
            FactsError: If another thing of that kind has the name already.
        """
        kind = term.partition(":")[0]
        other = self._names.setdefault((kind + scope, text.casefold()), term)
        if other != term:
            raise row.refuse(
                f"le libellé « {text} » désigne déjà {other}",
                f"Donnez un autre libellé à {term} ou retirez celui-ci.",
            )

    def find(self, kinds: tuple[str, ...], printed: str) -> str | None:
        """Return the term of the thing that has this name, identifier or term."""
        if printed in self._known:
            return printed
        for kind in kinds:
            if f"{kind}:{printed.lower()}" in self._known:
                return f"{kind}:{printed.lower()}"
            named = self._names.get((kind, printed.casefold()))
            if named is not None:
                return named
        return None

    def require(self, row: Row, kinds: tuple[str, ...], printed: str) -> str:
        """Return the term of a thing that must be known.

        Raises:
            FactsError: If it is not.
        """
        term = self.find(kinds, printed)
        if term is None:
            raise row.refuse(
                f"« {printed} » ne désigne aucune fiche ({', '.join(kinds)})",
                "Corrigez le nom ou ajoutez une ligne à curated/readings.csv.",
            )
        return term

    def readings(self, sheet: Sheet, column: str, printed: str) -> list[CellReading]:
        """Return how an item is to be read; as printed when nobody decided."""
        found = self.curated.readings_of(sheet.row, sheet.key, column, printed)
        return found or [_AS_PRINTED]

    def claim_links(
        self, sheet: Sheet, column: str, *, predicate: str, kinds: tuple[str, ...]
    ) -> None:
        """Claim a link for every item of a cell.

        Args:
            sheet: The row.
            column: Column that holds the list.
            predicate: Property of the link; a reading may name another one.
            kinds: Kinds that an item may name, tried in order.

        Raises:
            FactsError: If an item names nothing that is known.
        """
        for printed in items(sheet.row[column]):
            for reading in self.readings(sheet, column, printed):
                if reading.target == NOTHING:
                    sheet.add(Reused.NOTE, literal(reading.note or printed, "fr"))
                    continue
                value = self.require(sheet.row, kinds, reading.target or printed)
                self.use(value, sheet.sources)
                self.claim(sheet, predicate, value, reading=reading, printed=printed)

    def claim_value(
        self,
        sheet: Sheet,
        column: str,
        *,
        predicate: str,
        form: Callable[[str], str] = literal,
    ) -> None:
        """Claim the value of a cell, if it has one.

        Args:
            sheet: The row.
            column: Column that holds the value.
            predicate: Property; a reading may name another one.
            form: Turns the text into a Turtle term, and refuses what it cannot.

        Raises:
            FactsError: If the value does not have the form.
        """
        printed = sheet.row[column]
        for reading in self.readings(sheet, column, printed) if printed else []:
            text = reading.target or printed
            try:
                value = form(text)
            except (OntologyError, ValueError) as error:
                raise sheet.row.refuse(
                    f"« {text} » n’a pas la forme attendue dans la colonne {column}",
                    "Corrigez la valeur ou ajoutez une ligne à curated/readings.csv.",
                ) from error
            self.claim(sheet, predicate, value, reading=reading, printed=printed)

    def claim(
        self,
        sheet: Sheet,
        predicate: str,
        value: str,
        *,
        reading: CellReading = _AS_PRINTED,
        printed: str = "",
        subject: str = "",
    ) -> None:
        """Claim one fact with the certainty and the sources of a row.

        Raises:
            FactsError: If the fact contradicts one that another row states.
        """
        claim = Claim(
            subject or sheet.term,
            _property(reading.predicate) if reading.predicate else predicate,
            value,
            sheet.sources,
            reading.certainty or sheet.certainty,
            reading.basis or sheet.basis,
            _worth_printing(printed, value) if reading.target else "",
            reading.date,
            reading.note,
        )
        try:
            kind = claim.subject.partition(":")[0]
            other = self.files.get(_FILES.get(kind, ""), sheet.file)
            file = sheet.file if claim.subject == sheet.term else other
            self.claims.add(file, claim)
        except OntologyError as error:
            raise sheet.row.refuse(error.message.rstrip("."), error.remedy) from error

    def claim_address(self, sheet: Sheet, predicate: str, address: str) -> None:
        """Claim an address.

        Raises:
            FactsError: If it is not one.
        """
        try:
            value = iri(address)
        except OntologyError as error:
            raise sheet.row.refuse(error.message.rstrip("."), error.remedy) from error
        self.claim(sheet, predicate, value)

    def remember(self, sheet: Sheet) -> None:
        """Keep the sources of a row for rows that say what they saw in it."""
        self._sources_of[sheet.term] = sheet.sources

    def sources_of(self, term: str) -> tuple[str, ...]:
        """Return the sources of the row that describes a thing.

        Raises:
            KeyError: If that row was not remembered.
        """
        return self._sources_of[term]

    def use(self, term: str, sources: tuple[str, ...]) -> None:
        """Remember that sources name a thing which has no row of its own."""
        self._uses[term].update(dict.fromkeys(sources))

    def uses(self, term: str) -> tuple[str, ...]:
        """Return the sources that name a thing, in the order found."""
        return tuple(self._uses[term])


def _worth_printing(printed: str, value: str) -> str:
    """Return what the source prints, unless that is the value itself."""
    text = as_printed(printed)
    return "" if value.startswith((text, f'"{text}"')) else text


def _property(name: str) -> str:
    """Return the IRI of a property named in a reading, ours unless it has a prefix.

    >>> _property("partner"), _property("dcterms:modified")
    ('https://gtnum.example/ontology#partner', 'http://purl.org/dc/terms/modified')
    """
    prefix, colon, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}" if colon else f"{GTNUM}{name}"
