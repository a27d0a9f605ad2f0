"""How much two documents share before they are one work: the borders."""

import pytest

from ingest.copies.copy_candidates import are_one_series, may_be_same, plain_address
from ingest.copies.official_copy import in_official_order, is_mirror
from ingest.copies.shingles import jaccard, shingles
from ingest.copies.signatures import signature_of
from ontology.model import DocumentKind
from tests.ingest.copies.test_work_grouping import WORDS, candidate, groups, prose


def words(count):
    return " ".join(WORDS[:count])


@pytest.mark.parametrize(("count", "is_one"), [(19, False), (20, True)])
def test_twenty_words_are_a_text_that_tells(count, is_one):
    text = words(count)
    made = groups((candidate("a", text), text), (candidate("b", text), text))
    assert bool(made) is is_one


@pytest.mark.parametrize(("count", "length"), [(53, 0), (54, 512)])
def test_fifty_runs_of_words_have_a_sketch(count, length):
    made = signature_of(words(count))
    assert (made.words, len(made.minhash), len(made.digest)) == (count, length, 32)


def test_runs_are_five_words():
    assert [len(shingles(words(n))) for n in (4, 5, 6)] == [0, 1, 2]
    assert jaccard(frozenset(), frozenset()) == 0.0


@pytest.mark.parametrize(("before", "is_one"), [(49, True), (50, False)])
def test_fifty_documents_of_one_address_are_looked_at(before, is_one):
    others = [
        candidate(f"a{n:02}", "x", title=f"Titre {WORDS[n]}a {WORDS[n]}b", doi="10.1/x")
        for n in range(before)
    ]
    last = [candidate(name, "x", title="Un autre", doi="10.1/x") for name in ("b", "c")]
    made = groups(*((one, "x") for one in (*others, *last)))
    assert made == ([("b", "c")] if is_one else [])


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("a b c d e", "a b c", True),
        ("a b", "a b x", True),
        ("a b", "a b x y", False),
        ("a b c", "a b c u v w x y z", True),
        ("a b c d", "a b c u v", False),
        ("a b c u", "a b c v", True),
        ("Rapport 2021", "Rapport 2022", False),
        ("Rapport 2021", "Rapport", False),
    ],
)
def test_titles_share_six_tenths_or_one_holds_three_words_of_the_other(
    one, other, is_same
):
    pair = [candidate(n, "x", title=title) for n, title in (("a", one), ("b", other))]
    assert may_be_same(*pair) is is_same


def test_languages_and_sheets_keep_documents_apart():
    made = candidate("a", "x")
    assert may_be_same(made, candidate("b", "x", language="und"))
    assert not may_be_same(made, candidate("b", "x", language="en"))
    assert not may_be_same(made, candidate("b", "x", kind=DocumentKind.THEME))
    assert not are_one_series("a 1 b", "a 1 b")
    assert not are_one_series("a 1", "b 2")


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://a.fr", None),
        ("https://a.fr/", None),
        ("https://a.fr/?utm_a=1&fbclid=2", None),
        ("https://a.fr/?p=2&a=1", "a.fr?a=1&p=2"),
        ("/a", None),
        ("https://www.a.fr/b//", "a.fr/b"),
    ],
)
def test_an_address_tells_pages_apart(url, plain):
    assert plain_address(url) == plain


def first_of(*fields):
    made = [candidate(f"d{n}", text, **more) for n, (text, more) in enumerate(fields)]
    return in_official_order(made)[0].identifier


def test_the_official_copy_is_at_home_whole_named_and_early():
    home, other = "https://a.univ-lyon2.fr/1", "https://a.example/1"
    mirror = "https://www.calameo.com/1"
    text = words(10)
    assert first_of((text, {"url": other}), (text, {"url": home})) == "d1"
    assert first_of((text, {}), (text, {"url": other})) == "d1"
    assert first_of((text, {"url": mirror}), (text, {})) == "d1"
    assert first_of((words(4), {}), (text, {})) == "d1"
    assert first_of((words(5), {}), (text, {})) == "d0"
    assert first_of((text, {}), (text, {"doi": "10.1/x"})) == "d1"
    assert first_of((text, {}), (text, {"date": "2020"})) == "d1"
    assert first_of((text, {"source_uri": "b"}), (text, {"source_uri": "a"})) == "d1"
    assert in_official_order([]) == []
    assert is_mirror("https://core.ac.uk/x")
    assert not is_mirror("https://score.ac.uk/x")
    assert not is_mirror("rien")


def test_texts_of_one_series_stay_apart_and_near_ones_meet_once():
    text = prose(1)
    pairs = [(candidate(n, text, title=f"Bilan {n}"), text) for n in "ab"]
    assert groups(*pairs) == [("a", "b")]
