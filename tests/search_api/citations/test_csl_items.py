"""CSL-JSON fits the schema of CSL and says of a work what it is."""

import jsonschema_rs
import pytest

from search_api.citations.citable import Body, CitableKind, Person
from search_api.citations.csl_items import csl_item
from tests.search_api.citations.made_works import made_works, work

NAME = {
    "type": "object",
    "properties": {
        part: {"type": "string", "minLength": 1}
        for part in (
            *("family", "given", "literal"),
            *("dropping-particle", "non-dropping-particle"),
        )
    },
    "additionalProperties": False,
}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {
                "type": "array",
                "items": {"type": "integer"},
                "minItems": 1,
                "maxItems": 3,
            },
            "minItems": 1,
            "maxItems": 2,
        },
        "circa": {"type": "boolean"},
        "literal": {"type": "string"},
    },
    "additionalProperties": False,
}
TEXTS = (
    *("id", "title", "container-title", "publisher", "publisher-place", "page", "DOI"),
    *("URL", "language", "abstract", "keyword", "genre", "note"),
)
# The part of the schema of CSL 1.0.2 that our items may touch.
SCHEMA = {
    "type": "object",
    "required": ["type", "id"],
    "properties": {
        "type": {
            "enum": [
                *("article-journal", "book", "chapter", "dataset", "document"),
                *("paper-conference", "post-weblog", "report", "speech", "thesis"),
                "webpage",
            ]
        },
        **{name: {"type": "string", "minLength": 1} for name in TEXTS},
        **{role: {"type": "array", "items": NAME} for role in ("author", "editor")},
        **dict.fromkeys(("issued", "accessed"), DATE),
        "number-of-pages": {"type": "integer"},
        "custom": {"type": "object"},
    },
    "additionalProperties": False,
}


def test_items_of_all_works_fit_the_schema():
    valid = jsonschema_rs.validator_for(SCHEMA)
    for made in made_works():
        assert [str(error) for error in valid.iter_errors(csl_item(made))] == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CitableKind.REPORT, "report"),
        (CitableKind.POST, "post-weblog"),
        (CitableKind.ARTICLE, "article-journal"),
        (CitableKind.WEB_PAGE, "webpage"),
        (CitableKind.DATASET, "dataset"),
        (CitableKind.RECORD, "webpage"),
    ],
)
def test_the_type_follows_the_work(kind, expected):
    assert csl_item(work(kind=kind))["type"] == expected


def test_bodies_are_whole_and_particles_stand_apart():
    authors = (
        Person("La Tour", "Georges", dropped_particle="de"),
        Person("Le Roux", "Anne"),
        Person("Berg", "Jan", particle="van der"),
        Body("Équipe du graphe GTnum"),
    )
    assert csl_item(work(authors=authors))["author"] == [
        {"family": "La Tour", "given": "Georges", "dropping-particle": "de"},
        {"family": "Le Roux", "given": "Anne"},
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"literal": "Équipe du graphe GTnum"},
    ]


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2024-03-05", {"date-parts": [[2024, 3, 5]]}),
        ("2024", {"date-parts": [[2024]]}),
        ("2021?", {"date-parts": [[2021]], "circa": True}),
        ("2017/2020-06", {"date-parts": [[2017], [2020, 6]]}),
        ("2022/..", {"literal": "depuis 2022"}),
        ("../2020", {"literal": "jusqu’en 2020"}),
        ("hier", None),
        (None, None),
    ],
)
def test_dates_keep_their_precision(edtf, expected):
    assert csl_item(work(issued=edtf)).get("issued") == expected


def test_the_official_address_comes_first_and_our_page_last():
    page = "https://gtnum.example/document/a"
    assert csl_item(work())["URL"] == page
    assert csl_item(work(hal_id="hal-1"))["URL"] == "https://hal.science/hal-1"
    named = work(hal_id="hal-1", handle="20.1/<x>")
    assert csl_item(named)["URL"] == "https://hdl.handle.net/20.1/%3Cx%3E"
    with_doi = work(doi="10.4000/<8>", handle="20.1/x")
    assert csl_item(with_doi)["URL"] == "https://doi.org/10.4000/%3C8%3E"
    official = work(doi="10.4000/8", address="https://a.example/1")
    item = csl_item(official)
    assert (item["URL"], item["DOI"]) == ("https://a.example/1", "10.4000/8")
