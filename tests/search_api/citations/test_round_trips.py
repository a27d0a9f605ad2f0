"""Works come back whole from BibTeX, RIS and CSL-JSON, read by the libraries of others.

Nothing of title, authors in their order, date, container, DOI, address, licence,
language and abstract is lost in 200 made works.
"""

import json
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from pybtex.database import parse_string
from pybtex.richtext import Text

from search_api.citations.bibtex_entries import Dialect, bibtex
from search_api.citations.citable import Body, Citable
from search_api.citations.csl_items import csl_item
from search_api.citations.one_line import one_line
from search_api.citations.ris_records import ris
from tests.search_api.citations.made_works import made_works

WORKS = made_works()
CONTAINERS = ("journal", "journaltitle", "booktitle", "howpublished", "organization")
# Commands of LaTeX that a library leaves as they are, or takes for a look-alike.
LEFT = {
    "\\lbrace ": "{",
    "\\rbrace ": "}",
    "\\lbrace": "{",
    "\\rbrace": "}",
    "\\textasciicircum ": "^",
    "\\textasciicircum": "^",
    "\\$": "$",
    "ˆ": "^",
}


def told(work: Citable) -> dict[str, str]:
    """Return what no format may lose."""
    wanted = {
        "title": work.full_title,
        "date": work.issued,
        "container": work.container,
        "doi": work.doi,
        "address": work.best_address,
        "licence": work.licence,
        "language": None if work.language == "und" else work.language,
        "abstract": work.abstracts[0][1] if work.abstracts else None,
    }
    return {name: one_line(value) for name, value in wanted.items() if value}


def names(work: Citable) -> list[str]:
    return [one_line(author.name) for author in work.authors]


def known(found: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in found.items() if value}


def left_decoded(value: str) -> str:
    for command, sign in LEFT.items():
        value = value.replace(command, sign)
    return value


def read_by(found, decoded) -> dict[str, str]:
    """Return what an entry tells; addresses stand verbatim."""
    return known(
        {
            "title": decoded("title"),
            "date": found.get("date"),
            "container": next((decoded(c) for c in CONTAINERS if c in found), None),
            "doi": unquote(found.get("doi", "")),
            "address": found["url"],
            "licence": decoded("copyright"),
            "language": found.get("language"),
            "abstract": decoded("abstract"),
        }
    )


def percented(told_of: dict[str, str]) -> dict[str, str]:
    """Return the same with what ends a value of BibTeX in percent form."""
    written = told_of["address"].replace("<", "%3C").replace(">", "%3E")
    return {**told_of, "address": written}


@pytest.mark.parametrize("dialect", Dialect)
def test_bibtexparser_reads_back_what_was_written(dialect):
    written = bibtex(WORKS, dialect, heading=["Recherche : « a@b »"])
    read = bibtexparser.parse_string(written)
    latex = [LatexDecodingMiddleware()]
    as_text = bibtexparser.parse_string(written, append_middleware=latex)
    assert not read.failed_blocks
    assert not as_text.failed_blocks
    for work, entry, texts in zip(WORKS, read.entries, as_text.entries, strict=True):
        found = {field.key: field.value for field in entry.fields}

        def decoded(name, texts=texts):
            return left_decoded(str(texts.get(name).value)) if name in texts else ""

        assert entry.key == work.identifier
        assert read_by(found, decoded) == percented(told(work)), written


@pytest.mark.parametrize("dialect", Dialect)
def test_pybtex_reads_back_what_was_written_and_every_name(dialect):
    read = parse_string(bibtex(WORKS, dialect), "bibtex").entries
    for work in WORKS:
        entry = read[work.identifier]
        fields = dict(entry.fields)

        def decoded(name, fields=fields):
            return left_decoded(str(Text.from_latex(fields.get(name, ""))))

        assert spaced(read_by(fields, decoded)) == spaced(percented(told(work)))
        people = entry.persons.get("author", [])
        assert [person_name(one) for one in people] == names(work)
        for person, author in zip(people, work.authors, strict=True):
            if isinstance(author, Body):
                assert not person.first_names, "a body was cut"


def spaced(values: dict[str, str]) -> dict[str, str]:
    """Return values with one kind of space: pybtex joins all to one."""
    return {name: " ".join(value.split()) for name, value in values.items()}


def person_name(person) -> str:
    parts = [*person.first_names, *person.middle_names, *person.prelast_names]
    parts += person.last_names
    return " ".join(left_decoded(str(Text.from_latex(part))) for part in parts)


def test_rispy_reads_back_what_was_written():
    read = rispy.loads(ris(WORKS))
    assert len(read) == len(WORKS)
    for work, record in zip(WORKS, read, strict=True):
        found = known(
            {
                "title": record["title"],
                "date": ris_date(record.get("date", "")),
                "container": record.get("secondary_title"),
                "doi": record.get("doi"),
                "address": record["urls"][0],
                "licence": "".join(record.get("unknown_tag", {}).get("CR", [])),
                "language": record.get("language"),
                "abstract": record.get("abstract"),
            }
        )
        assert found == told(work)
        assert [ris_name(name) for name in record.get("authors", [])] == names(work)
        for name, author in zip(record.get("authors", []), work.authors, strict=True):
            if isinstance(author, Body):
                assert name.index(",") == len(name) - 1, "a body would be cut"


def ris_date(written: str) -> str:
    parts = written.split("/")
    return parts[3].replace(" - ", "/") if len(parts) == 4 else "-".join(parts)


def ris_name(written: str) -> str:
    family, _, given = written.partition(",")
    return f"{given.strip()} {family}".strip().replace("‚", ",")


def test_csl_keeps_all_of_it():
    for work in WORKS:
        item = json.loads(json.dumps(csl_item(work), ensure_ascii=False))
        custom = item["custom"]
        assert told(work) == known(
            {
                "title": item["title"],
                "date": custom.get("issued"),
                "container": item.get("container-title"),
                "doi": item.get("DOI"),
                "address": item["URL"],
                "licence": custom.get("licence"),
                "language": item.get("language"),
                "abstract": item.get("abstract"),
            }
        )
        assert [csl_name(name) for name in item.get("author", [])] == names(work)


def csl_name(name: dict[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    particles = ("dropping-particle", "non-dropping-particle")
    parts = [name.get(key, "") for key in ("given", *particles, "family")]
    return " ".join(part for part in parts if part).replace("’ ", "’")
