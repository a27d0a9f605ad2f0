"""This test ensures that values of a search block may be at their bounds."""

import pytest

from graph.errors import QueryRefused, QuerySyntaxError
from graph.sparql.guard import GuardLimits
from graph.sparql.search_block.query_preparation import prepare
from graph.sparql.search_block.string_literals import literal_value, place_of, written
from ontology.iris import Iris


def question(content):
    query = f"PREFIX search: <urn:gtnum:recherche#> SELECT * {{ {content} }}"
    prepared = prepare(query, GuardLimits(), iris=Iris())
    return prepared.blocks[0].question


def asked(content):
    block = f"SERVICE <urn:gtnum:recherche> {{ [] search:text 'x' ; {content} }}"
    return question(block)


def test_what_is_not_said_has_a_default():
    found = question("SERVICE <urn:gtnum:recherche> { [] search:text ' x ' }")
    assert (found.text, found.limit, found.threshold) == ("x", 10, 0.0)
    assert found.mode == "hybrid"
    assert found.restriction.is_empty


@pytest.mark.parametrize("number", [1, 100])
def test_as_many_passages_as_a_hundred_may_be_asked_for(number):
    assert asked(f"search:k {number}").limit == number


@pytest.mark.parametrize("number", ["0", "101", "-1", "1.0", "1e1", "'3'", "000000101"])
def test_other_numbers_of_passages_are_refused(number):
    with pytest.raises((QueryRefused, QuerySyntaxError)):
        asked(f"search:k {number}")


@pytest.mark.parametrize("value", ["0", "1", "0.5", "1.0", ".25", "1e0"])
def test_a_threshold_is_from_nothing_to_one(value):
    assert asked(f"search:threshold {value}").threshold == float(value)


@pytest.mark.parametrize("value", ["1.01", "2", "-0.1", "'0.5'", "?x"])
def test_other_thresholds_are_refused(value):
    with pytest.raises(QuerySyntaxError):
        asked(f"search:threshold {value}")


@pytest.mark.parametrize("mode", ["hybrid", "words", "vectors"])
def test_each_mode_may_be_asked_for(mode):
    assert asked(f"search:mode '{mode}'").mode == mode


@pytest.mark.parametrize(("size", "is_taken"), [(1, 1), (1_000, 1), (1_001, 0)])
def test_a_text_has_a_thousand_characters_at_most(size, is_taken):
    content = f"SERVICE <urn:gtnum:recherche> {{ [] search:text '{'a' * size}' }}"
    if is_taken:
        assert question(content).text == "a" * size
    else:
        with pytest.raises(QueryRefused):
            question(content)


@pytest.mark.parametrize(
    "date", ["2024", "2024-01", "2024-12", "2024-06-01", "2024-06-31", "2024-10-10"]
)
def test_dates_may_stop_at_the_year_or_the_month(date):
    assert asked(f"search:from '{date}'").restriction.date_from == date
    assert asked(f"search:until '{date}'").restriction.date_to == date


@pytest.mark.parametrize(
    "date", ["24", "2024-00", "2024-13", "2024-1", "2024-06-32", "2024-06-00", "٢٠٢٤"]
)
def test_what_is_no_date_is_refused(date):
    with pytest.raises(QuerySyntaxError, match="dates"):
        asked(f"search:from '{date}'")


@pytest.mark.parametrize("name", ["collection", "language"])
def test_some_values_may_be_repeated(name):
    found = asked(f"search:{name} 'a', 'b' ; search:{name} 'c'").restriction
    values = {"collection": found.collections, "language": found.languages}
    assert values[name] == ("a", "b", "c")


@pytest.mark.parametrize(
    "twice", ["k 1, 2", "threshold 0, 1", "mode 'words', 'words'", "from '1', '2'"]
)
def test_other_values_are_given_once(twice):
    with pytest.raises(QuerySyntaxError):
        asked(f"search:{twice}")


@pytest.mark.parametrize(
    ("token", "meaning"),
    [
        ("'a'", "a"),
        ("''", ""),
        ("'''a'b'''", "a'b"),
        ('"""a"b"""', 'a"b'),
        (r"'\t\b\n\r\f\"\'\\'", "\t\b\n\r\f\"'\\"),
        (r"'\u00e9\U0001F600'", "é😀"),
        (r"'\uD7FF\uE000'", "\ud7ff\ue000"),
        (r"'\U0010FFFF'", "\U0010ffff"),
        (r"'\u0000'", "\0"),
    ],
)
def test_escapes_mean_what_the_standard_says(token, meaning):
    assert literal_value(token) == meaning


@pytest.mark.parametrize(
    "token", [r"'\q'", r"'\uD800'", r"'\uDFFF'", r"'\U00110000'", r"'\u00'"]
)
def test_escapes_that_mean_nothing_are_refused(token):
    with pytest.raises(ValueError, match=r"\\"):
        literal_value(token)


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("a", '"a"'),
        ('"', r'"\""'),
        ("\\", r'"\\"'),
        ("\n\r\t", '"\\n\\r\t"'),
        (r"\u0041", r'"\\\u00750041"'),
        (r"\U0041", r'"\\\u00550041"'),
    ],
)
def test_a_text_is_written_on_one_line(text, token):
    assert written(text) == token
    assert literal_value(token) == text


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (1, (1, 2)), (2, (2, 1)), (3, (2, 2))]
)
def test_places_count_from_one(offset, place):
    assert place_of("a\nbc", offset) == place
