"""Rows of a query become items with their facts; see ``graph.queries.bound``.

    row  ?reponse ?nom ?sigle · ?par ?par_nom · ?precision ?date · ?certitude… ?sources…
          └── one item per thing ──┘ └────────── one fact per row ──────────────────┘

A row is as certain as the least certain fact it rests on; an item as its best row.
Nothing is added that no row says. Pure functions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.entity_ports import Certainty, EntityRef, FactRow, FactSource
from graph.errors import StoreError
from ontology.folding import fold_name
from ontology.terms import Value
from search_api.answered import MOST_ITEMS, AnswerFact, AnswerItem, AnswerSource

__all__ = ["AnsweredRows", "answered_rows"]

_LEAST_FIRST: Final = (Certainty.LOW, Certainty.MEDIUM, Certainty.HIGH)
_CERTAINTIES: Final[Mapping[str, Certainty]] = {
    Value.CERTAINTY_HIGH: Certainty.HIGH,
    Value.CERTAINTY_MEDIUM: Certainty.MEDIUM,
    Value.CERTAINTY_LOW: Certainty.LOW,
}

Refer = Callable[[str, str], EntityRef | None]
"""From the IRI of a thing and its name to the entity, None for things without page."""


@dataclass(frozen=True, slots=True)
class AnsweredRows:
    """What the rows of a query say.

    Attributes:
        items: At most ``MOST_ITEMS``, certain ones first, else in the order of rows.
        counts: Number of all items of each certainty that occurs.
        sources: In the order of their numbers.
        announced: What the rows say was announced, or None.
    """

    items: tuple[AnswerItem, ...]
    counts: Mapping[Certainty, int]
    sources: tuple[AnswerSource, ...]
    announced: int | None


def answered_rows(
    rows: Sequence[FactRow],
    known: Mapping[str, FactSource],
    *,
    refer: Refer,
    document_of: Callable[[str], str | None],
) -> AnsweredRows:
    """Return items and sources of the rows of one query.

    Args:
        rows: As the store gave them.
        known: Every source of facts by its IRI.
        refer: Says which entity a thing is.
        document_of: Document of the library behind the address of a source.

    Raises:
        StoreError: If a row has no certainty of ours, or none at all.
    """
    by_thing: dict[str, list[FactRow]] = {}
    for row in rows:
        by_thing.setdefault(row["reponse"], []).append(row)
    certainties = {
        iri: max(map(_certainty, own), key=_LEAST_FIRST.index)
        for iri, own in by_thing.items()
    }
    ranked = sorted(by_thing, key=lambda iri: -_LEAST_FIRST.index(certainties[iri]))
    shown = {iri: by_thing[iri] for iri in ranked[:MOST_ITEMS]}
    numbers = _numbered(row for own in shown.values() for row in own)
    items = tuple(
        AnswerItem(
            iri,
            _label(own[0]),
            refer(iri, own[0]["nom"]),
            certainties[iri],
            tuple(_fact(row, numbers, refer) for row in _certain_first(own)),
        )
        for iri, own in shown.items()
    )
    found = list(certainties.values())
    announced = next((row["annonces"] for row in rows if "annonces" in row), None)
    return AnsweredRows(
        items,
        {each: found.count(each) for each in Certainty if each in found},
        tuple(_source(iri, known, document_of) for iri in numbers),
        None if announced is None else int(announced),
    )


def _certain_first(rows: Iterable[FactRow]) -> list[FactRow]:
    return sorted(rows, key=lambda row: -_LEAST_FIRST.index(_certainty(row)))


def _certainty(row: FactRow) -> Certainty:
    """Return the least of the certainties of a row."""
    stated = [iri for name, iri in row.items() if name.startswith("certitude")]
    if not stated or not set(stated) <= _CERTAINTIES.keys():
        raise StoreError(
            f"« {row['reponse']} » n’a pas de degré de certitude connu : {stated}",
            remedy="Vérifiez les données de référence : `gtnum validate`.",
        )
    return min((_CERTAINTIES[iri] for iri in stated), key=_LEAST_FIRST.index)


def _fact(row: FactRow, numbers: Mapping[str, int], refer: Refer) -> AnswerFact:
    through = refer(row["par"], row.get("par_nom", "")) if "par" in row else None
    return AnswerFact(
        row.get("precision", ""),
        _certainty(row),
        tuple(sorted({numbers[iri] for iri in _cited(row)})),
        through,
        row.get("date"),
    )


def _cited(row: FactRow) -> list[str]:
    """Return the IRIs of the sources of a row, sorted: the engine keeps no order."""
    lists = (text for name, text in row.items() if name.startswith("sources"))
    return sorted({iri for text in lists for iri in text.split()})


def _numbered(rows: Iterable[FactRow]) -> dict[str, int]:
    """Return source → number from 1, in the order in which rows cite them."""
    numbers: dict[str, int] = {}
    for row in rows:
        for iri in _cited(row):
            numbers.setdefault(iri, len(numbers) + 1)
    return numbers


def _source(
    iri: str,
    known: Mapping[str, FactSource],
    document_of: Callable[[str], str | None],
) -> AnswerSource:
    source = known.get(iri, FactSource(iri))
    return AnswerSource(source, None if source.url is None else document_of(source.url))


def _label(row: FactRow) -> str:
    """Return the name, with the acronym where that says more: *Espaces… (ESO)*."""
    name, acronym = row["nom"], row.get("sigle", "")
    if not acronym or fold_name(acronym) in fold_name(name):
        return name
    return f"{name} ({acronym})"
