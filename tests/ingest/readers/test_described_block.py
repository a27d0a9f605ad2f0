"""What a sheet describes is read from a block of its own."""

import datetime

import pytest

from ingest.readers.described_block import described_things
from ingest.readers.front_matter import split_front_matter
from ontology.described import Described, DescribedCertainty, DescribedKind
from ontology.model import EntityKind

NOTE = """---
title: Une fiche
authors: [Équipe]
describes:
  kind: production
  id: p-un
  title: "L’œuvre : une étude"
  date: 2024-04-22
  authors: [Anne Un, Zoé Deux]
  publisher: Une revue
  pages: 19
  lang: fr
  url: https://doi.org/10.1234/Un
  license: CC BY 4.0
  certainty: high
  sources: [https://b.example, https://a.example]
---
Texte.
"""


def test_every_field_of_the_block_is_of_the_work():
    head = split_front_matter(NOTE)
    assert head.describes == (
        Described(
            DescribedKind.PRODUCTION,
            "L’œuvre : une étude",
            "p-un",
            "2024-04-22",
            ("Anne Un", "Zoé Deux"),
            "Une revue",
            19,
            "fr",
            "https://doi.org/10.1234/Un",
            licence="CC BY 4.0",
            sources=("https://a.example", "https://b.example"),
            certainty=DescribedCertainty.HIGH,
        ),
    )
    assert not head.problem
    assert [(one.name, one.value) for one in head.found] == [
        ("title", "Une fiche"),
        ("authors", "Équipe"),
    ]
    assert [(one.kind, one.target) for one in head.links] == [
        (EntityKind.PRODUCTION, "p-un")
    ]


def test_a_list_describes_several_things():
    one = {"kind": "theme", "title": "Un", "id": "t1"}
    two = {"KIND": "theme", "Title": "Deux", "date": datetime.date(2023, 5, 1)}
    things, problem = described_things([one, two])
    assert [(thing.title, thing.target, thing.date) for thing in things] == [
        ("Un", "t1", None),
        ("Deux", None, "2023-05-01"),
    ]
    assert not problem


@pytest.mark.parametrize(
    "value",
    [
        "une œuvre", 12, None, [[]], {"title": "Sans genre"}, {"kind": "production"},
        {"kind": "livre", "title": "Autre genre"}, {"kind": "theme", "title": {}},
    ],
)  # fmt: skip
def test_what_is_no_described_thing_is_said(value):
    things, problem = described_things(value)
    assert things == ()
    assert "1 laissée(s) de côté" in problem


@pytest.mark.parametrize("pages", ["19 p.", -3, 1.5, "9" * 8, True, None])
def test_a_number_of_pages_is_a_number(pages):
    (thing,), _ = described_things({"kind": "work", "title": "Un", "pages": pages})
    assert thing.pages is None
