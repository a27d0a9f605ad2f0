"""Writes ``docs/reference/vocabulary.md`` from the vocabulary itself.

    python -m ontology.vocabulary_page > docs/reference/vocabulary.md

A test compares the page with what this module returns. ``core.ttl`` is read line by
line: its fixed form, one property per line, is under test too.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from ontology.errors import OntologyError
from ontology.fields import FIELDS, Derived
from ontology.shipped_files import read_text
from ontology.terms import PREFIXES

__all__ = ["Term", "read_terms", "render"]

_INTRODUCTION = """\
# Vocabulary

One word for one thing in Turtle, Python, API and pages. This page is written by
`python -m ontology.vocabulary_page` from `ontology/core.ttl` and `ontology/fields.py`.

## The words

- **document**: a file or page that was read. **page**: of a document, from 1.
- **passage**: a run of text of one page with exact character offsets, the unit of
  search and of quotation.
- **mention**: a passage names an entity; the exact characters are the evidence.
- **entity**: a group, lab, institution, académie, région académique, service, person,
  theme, wave, production or concept.
- **group**: a GTnum, known by our own identifier. A number alone is ambiguous.
- **wave**: the years for which groups are selected together; an open list.
- **theme**: of a call. Not a group: several themes have no known group.
- **production**: a work that a group delivers. **copy**: a record or file of it.
- **record**: a document that only describes something else (« fiche descriptive »);
  what it **describes** has title, authors, date and address of its own. The **date of
  the work** is that of what is described, else that of the document.
- **statement**: a fact with its source and its **certainty** (high, medium, low: a
  person's judgement). **confidence** is a machine's number, on mentions.
- **library**, **generation**: the folder that serves, and one state of it.

## How facts are held

Certain facts stand twice, as a plain triple and as a `gtnum:Statement`; facts of
medium or low certainty stand only as a statement, so that no plain query can show them
as certain. See `docs/decisions/0003-statements-with-source.md`. A fact that a person
rejected is a `gtnum:RejectedStatement`, which no query for facts finds; all that people
decided stands in the graph `<base>graph/curation`.

Links of a document: `schema:about` for what the document itself declares,
`schema:mentions` for every entity that at least one of its passages names.
"""
_PROPERTY = re.compile(r"    (a|[a-z]+:\w+) (.+?)(?: ;)?")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@(\w+))?')


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of ``core.ttl``.

    Attributes:
        name: Prefixed name.
        values: Property → its objects, as written.
    """

    name: str
    values: dict[str, str]

    def text(self, predicate: str, language: str = "") -> str:
        """Return the literal in a language, or an empty string."""
        for found in _TEXT.finditer(self.values.get(predicate, "")):
            if (found[2] or "") == language:
                return found[1].replace('\\"', '"')
        return ""


def read_terms(turtle: str) -> list[Term]:
    """Read the entries of a Turtle file in our fixed form.

    Raises:
        OntologyError: If a line is not in that form.
    """
    terms: list[Term] = []
    for line in turtle.splitlines():
        if not line or line.startswith(("#", "@prefix")) or line == ".":
            continue
        if not line.startswith(" "):
            terms.append(Term(line, {}))
            continue
        found = _PROPERTY.fullmatch(line)
        if found is None or not terms:
            raise OntologyError(
                f"ligne hors de la forme fixe : « {line.strip()} ».",
                remedy="Écrivez une propriété par ligne et le point seul à la fin.",
            )
        terms[-1].values[found[1]] = found[2]
    return terms


def render() -> str:
    """Return the whole page."""
    terms = read_terms(read_text("core.ttl"))
    parts = [_INTRODUCTION, "## Classes\n", *_classes(terms), ""]
    parts += ["## Properties\n", *_properties(terms), ""]
    parts += ["## Closed lists\n", *_lists(terms), ""]
    parts += ["## Fields of the domain model\n", *_fields(), ""]
    parts += ["## Prefixes\n", *_prefixes(), ""]
    return "\n".join(parts)


def _classes(terms: Iterable[Term]) -> Iterable[str]:
    yield "| Class | French | Is a kind of | Meaning | Use |"
    yield "| --- | --- | --- | --- | --- |"
    for term in terms:
        if term.values["a"] == "owl:Class":
            yield _row(
                f"`{term.name}`",
                term.text("rdfs:label", "fr"),
                _code(term.values.get("rdfs:subClassOf", "")),
                term.text("skos:definition", "en"),
                term.text("skos:scopeNote", "en"),
            )


def _properties(terms: Iterable[Term]) -> Iterable[str]:
    yield "| Property | French | From → to | Meaning | Example | Use |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for term in terms:
        if term.values["a"] in ("owl:DatatypeProperty", "owl:ObjectProperty"):
            domain = _code(term.values.get("rdfs:domain", "")) or "several"
            yield _row(
                f"`{term.name}`",
                term.text("rdfs:label", "fr"),
                f"{domain} → {_code(term.values.get('rdfs:range', ''))}",
                term.text("skos:definition", "en"),
                f"`{term.text('skos:example')}`",
                term.text("skos:scopeNote", "en"),
            )


def _lists(terms: list[Term]) -> Iterable[str]:
    yield "| List | Member | French | English |"
    yield "| --- | --- | --- | --- |"
    for term in terms:
        if term.values["a"] == "skos:Concept":
            yield _row(
                f"`{term.values['skos:inScheme']}`",
                f"`{term.name}`",
                term.text("skos:prefLabel", "fr"),
                term.text("skos:prefLabel", "en"),
            )


def _fields() -> Iterable[str]:
    yield "| Class | Field | Held by |"
    yield "| --- | --- | --- |"
    for name, fields in FIELDS.items():
        for field, target in fields.items():
            held = target.origin if isinstance(target, Derived) else _short(target)
            yield _row(f"`{name}`", f"`{field}`", held)


def _prefixes() -> Iterable[str]:
    yield "| Prefix | Namespace |"
    yield "| --- | --- |"
    for prefix, namespace in PREFIXES.items():
        yield _row(f"`{prefix}`", f"`{namespace}`")


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"`{prefix}:{iri.removeprefix(namespace)}`"
    raise OntologyError(f"« {iri} » n’a pas de préfixe connu.")


def _code(names: str) -> str:
    return ", ".join(f"`{name.strip()}`" for name in names.split(",") if name)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(render())
