"""The properties of the graph as the page of the vocabulary shows them.

The page is made from use: whatever some statement has stands there, with its count,
what it joins, an example and a query to try; words and definitions come from the
vocabulary.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.resource_ports import PropertyUse
from ontology.iris import ONTOLOGY_NAMESPACE, Iris
from ontology.reused_words import REUSED_WORDS
from ontology.vocabulary_page import Term
from search_api.answers import links
from search_api.web.linked_data.addresses import local_address
from search_api.web.responses.short_names import short_name

__all__ = ["PropertyEntry", "entries_by_origin", "query_to_try"]

_OURS: Final = "Les nôtres"
_REUSED: Final = "Reprises d’autres vocabulaires"
_DESCRIBING: Final = "Pour décrire les données elles-mêmes"
# What only the description of the data and of the vocabulary is written in.
_DESCRIPTIVE: Final = frozenset(
    ("dcat", "sd", "search", "sh", "spdx", "void", "void-ext", "vann", "vs")
)
_SHOWN_CHARACTERS: Final = 80
_ROWS: Final = 20


@dataclass(frozen=True, slots=True)
class PropertyEntry:
    """A property on the page.

    Attributes:
        name: Prefixed, or the IRI.
        label: In French: the name of one of ours, what another one says here; may be
            empty.
        definition: In French, likewise.
        count: How many statements have it; 0 for a property that is not used yet.
        domains: Prefixed names of the classes of what has it.
        ranges: Prefixed names of classes and datatypes of its values.
        subject: Address and short name of a thing that has it, or None.
        value: Of that thing: address (or None) and text; None where there is none.
        try_address: Where a query with it is answered, or None.
    """

    name: str
    label: str = ""
    definition: str = ""
    count: int = 0
    domains: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    subject: tuple[str, str] | None = None
    value: tuple[str | None, str] | None = None
    try_address: str | None = None


def query_to_try(use: PropertyUse, prefixes: Mapping[str, str]) -> str:
    """Return a query that shows values of a property; it has rows."""
    names = [short_name(iri, prefixes) for iri in (*use.domains[:1], use.iri)]
    written = [name if not _is_iri(name) else f"<{name}>" for name in names]
    used = dict.fromkeys(name.partition(":")[0] for name in names if not _is_iri(name))
    declared = [f"PREFIX {prefix}: <{prefixes[prefix]}>" for prefix in used]
    kind = f"a {written[0]} ; " if len(written) > 1 else ""
    pattern = f"  ?chose {kind}{written[-1]} ?valeur ."
    select = "SELECT ?chose ?valeur WHERE {"
    return "\n".join([*declared, select, pattern, f"}} LIMIT {_ROWS}"])


def entries_by_origin(
    uses: Iterable[PropertyUse],
    terms: Iterable[Term],
    *,
    iris: Iris,
    prefixes: Mapping[str, str],
) -> list[tuple[str, list[PropertyEntry]]]:
    """Return the properties under headings, each in order of its name.

    Args:
        uses: Of the graph.
        terms: The properties of the vocabulary; those that are not used come last.
        iris: Of this library.
        prefixes: Of the house.
    """
    known = {term.name: term for term in terms}
    found: dict[str, list[PropertyEntry]] = {_OURS: [], _REUSED: [], _DESCRIBING: []}
    for use in uses:
        name = short_name(use.iri, prefixes)
        entry = _entry(use, name, known.pop(name, None), iris, prefixes)
        found[_origin(use.iri, name)].append(entry)
    found[_OURS] += [_unused(term) for term in known.values()]
    for entries in found.values():
        entries.sort(key=lambda entry: (entry.count == 0, entry.name.lower()))
    return [(origin, entries) for origin, entries in found.items() if entries]


def _origin(iri: str, name: str) -> str:
    if iri.startswith(ONTOLOGY_NAMESPACE):
        return _OURS
    return _DESCRIBING if name.partition(":")[0] in _DESCRIPTIVE else _REUSED


def _entry(
    use: PropertyUse,
    name: str,
    term: Term | None,
    iris: Iris,
    prefixes: Mapping[str, str],
) -> PropertyEntry:
    subject_address = local_address(iris, use.subject) if use.subject else None
    asked = [("query", query_to_try(use, prefixes)), ("labels", "fr")]
    return PropertyEntry(
        name=name,
        label=term.text("rdfs:label", "fr") if term else REUSED_WORDS.get(use.iri, ""),
        definition=term.text("skos:definition", "fr") if term else "",
        count=use.count,
        domains=_short(use.domains, prefixes),
        ranges=_short(use.ranges, prefixes),
        subject=(
            (subject_address, short_name(use.subject, prefixes))
            if subject_address
            else None
        ),
        value=_value(use, iris, prefixes),
        try_address=links.with_parameters("/sparql", asked),
    )


def _value(
    use: PropertyUse, iris: Iris, prefixes: Mapping[str, str]
) -> tuple[str | None, str] | None:
    if not use.value:
        return None
    if not use.has_text:
        return local_address(iris, use.value), short_name(use.value, prefixes)
    text = " ".join(use.value.split())
    is_long = len(text) > _SHOWN_CHARACTERS
    return None, f"{text[:_SHOWN_CHARACTERS]}…" if is_long else text


def _unused(term: Term) -> PropertyEntry:
    return PropertyEntry(
        name=term.name,
        label=term.text("rdfs:label", "fr"),
        definition=term.text("skos:definition", "fr"),
        domains=_listed(term.values.get("rdfs:domain", "")),
        ranges=_listed(term.values.get("rdfs:range", "")),
    )


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _short(found: Sequence[str], prefixes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(short_name(iri, prefixes) for iri in found)


def _is_iri(name: str) -> bool:
    return "/" in name or name.startswith("urn:")
