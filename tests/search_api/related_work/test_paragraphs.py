"""Paragraphs of a draft keep every word of it, in order, within their bounds."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ontology.model import Passage
from ontology.structure import PassageRole
from search_api.related_work.paragraphs import asked_paragraphs

LONG = "Un paragraphe assez long pour demander quelque chose par lui-même."


def passage(text, start=0, **fields):
    return Passage(
        f"d.{start}", "d", 0, 1, start, start + len(text), text, "fr", **fields
    )


def test_a_heading_goes_with_what_follows_and_a_short_end_stands_alone():
    text = f"Titre\n\n{LONG}\n\nSous-titre\n \n{LONG}\n\nFin."
    found, count = asked_paragraphs([passage(text, 7)])
    assert [one.text for one in found] == [
        f"Titre\n\n{LONG}",
        f"Sous-titre\n \n{LONG}",
        "Fin.",
    ]
    assert count == 3
    assert all(text[one.start - 7 : one.end - 7] == one.text for one in found)
    assert len({one.identifier for one in found}) == 3


def test_sources_and_bibliographies_ask_only_where_nothing_else_does():
    body = passage(LONG)
    sources = passage(f"Sources : {LONG}", 500, role=PassageRole.CAVEAT)
    works = passage(f"Dupont : {LONG}", 900, role=PassageRole.BIBLIOGRAPHY)
    assert asked_paragraphs([body, sources, works])[0] == [body]
    assert asked_paragraphs([sources, works])[0] == [sources]
    assert asked_paragraphs([works])[0] == [works]
    assert asked_paragraphs([passage("… —")]) == ([], 0)


def test_of_very_many_those_at_even_distances_ask():
    many = [replace(passage(f"{n} {LONG}", n), position=n) for n in range(100)]
    found, count = asked_paragraphs(many, most=4)
    assert count == 100
    assert [one.start for one in found] == [0, 25, 50, 75]
    assert [one.position for one in found] == [0, 1, 2, 3]


@given(st.lists(st.sampled_from(["mot", "\n", "\n\n", " ", LONG, "…"]), max_size=30))
def test_no_word_is_lost(pieces):
    text = "".join(pieces)
    found, count = asked_paragraphs([passage(text)])
    assert count == len(found)
    asked = [word for one in found for word in one.text.split()]
    assert _telling(asked) == _telling(text.split())


def _telling(words):
    return [word for word in words if any(sign.isalnum() for sign in word)]
