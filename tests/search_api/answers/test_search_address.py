"""This test ensures that a search and its neighbours have the addresses promised."""

import pytest

from search_api.answers.search_address import SearchAddress
from search_api.query import SearchMode
from search_api.understood import Effect, Found, Spelling, Understood
from search_api.web.search_parameters import SearchParameters

PLAIN = SearchAddress(q="sobriété", limit=10, mode=SearchMode.HYBRID)
FIRST = [("q", "sobriété"), ("limit", "10")]
PASSAGES = ("passages", "3")


def test_what_is_usual_is_left_out_of_the_address():
    assert PLAIN.pairs(cursor=None) == [*FIRST, PASSAGES]


@pytest.mark.parametrize(
    ("changed", "pair"),
    [
        ({"mode": SearchMode.WORDS}, ("mode", "words")),
        ({"facets": True}, ("facets", "true")),
        ({"context": True}, ("context", "true")),
        ({"explain": True}, ("explain", "true")),
        ({"diversity": 0}, ("diversity", "0")),
        ({"intent": "off"}, ("intent", "off")),
        ({"spelling": "off"}, ("spelling", "off")),
        ({"ignore": ["lab:techne"]}, ("ignore", "lab:techne")),
        ({"lab": ["techne"]}, ("lab", "techne")),
        ({"passages": 5}, ("passages", "5")),
    ],
)
def test_what_is_asked_stands_in_the_address_and_is_read_back(changed, pair):
    parameters = SearchParameters(q="sobriété", **changed)
    pairs = parameters.address().pairs(cursor=None)
    assert pair in pairs
    assert pairs[:2] == FIRST
    assert len(pairs) == len(set(pairs)) == (3 if "passages" in changed else 4)


def test_the_cursor_of_the_next_page_comes_last():
    assert PLAIN.pairs(cursor="abc") == [*FIRST, PASSAGES, ("cursor", "abc")]


def test_a_thing_understood_wrongly_is_ignored_beside_the_others():
    one = Understood(Found("lab", "techne", 0, 6), "Techné", None, Effect.BOOST)
    address = PLAIN.without(one).without(
        Understood(Found("year", "2020", 7, 11), "2020", None, Effect.BOOST)
    )
    assert address.reading_pairs() == [
        ("ignore", "lab:techne"),
        ("ignore", "year:2020"),
    ]
    assert PLAIN.reading_pairs() == []


def test_the_other_spelling_is_proposed_or_taken_back():
    proposed = Spelling("sobriété numérique", (("numrique", "numérique"),))
    assert PLAIN.respelled(proposed).q == "sobriété numérique"
    assert PLAIN.respelled(proposed).spelling == "on"
    applied = Spelling("sobriété numérique", (), is_applied=True)
    assert PLAIN.respelled(applied).q == PLAIN.q
    assert PLAIN.respelled(applied).reading_pairs() == [("spelling", "off")]
