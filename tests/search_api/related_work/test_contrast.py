"""What matches every document says nothing for any of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.related_work.contrast import COMPARED, LITTLE, commons, contrasts

SCORES = st.dictionaries(st.sampled_from("abcdefghijklmno"), st.floats(0, 1))


def contrasted(best, **more):
    return contrasts(best, commons(best), **more)


def test_a_paragraph_that_matches_all_alike_leaves_the_order_to_the_others():
    everything = {f"d{n}": 0.9 for n in range(COMPARED + 5)}
    found = contrasted([everything, everything, {"d7": 0.5}])
    assert max(found, key=found.get) == "d7"
    assert found["d7"] - found["d0"] == pytest.approx((0.5 + LITTLE * 0.5) / 3)


def test_each_subject_of_a_draft_lifts_its_own():
    common = {f"d{n}": 0.3 for n in range(COMPARED)}
    subjects = [{**common, name: 0.8} for name in ("d0", "d1", "d2")]
    best = sorted(contrasted(subjects).items(), key=lambda item: -item[1])[:3]
    assert {name for name, _ in best} == {"d0", "d1", "d2"}


def test_what_is_said_already_counts_less():
    """The only work on the second subject passes the third work on the first."""
    first = {"a": 0.9, "b": 0.88, "c": 0.86}
    assert list(contrasted([first, {"z": 0.7}]))[:2] == ["a", "z"]
    assert list(contrasted([first]))[:3] == ["a", "b", "c"]


def test_a_translation_is_compared_with_others_that_are_foreign():
    """Ten works in the draft's language share words with it, whatever they say."""
    kin = {f"d{n}": 0.5 + n / 100 for n in range(COMPARED + 2)}
    foreign = {f"f{n}": 0.2 for n in range(COMPARED)} | {"translated": 0.45}
    best = [kin | foreign]
    assert next(iter(contrasts(best, commons(best)))) == "d11"
    assert next(iter(contrasts(best, commons(best, kin.keys())))) == "translated"


def test_a_factor_lifts_and_a_bound_ends():
    best = [{"a": 0.5, "b": 0.49, "c": 0.1}]
    assert list(contrasted(best, factors={"b": 1.1}, most=2)) == ["b", "a"]
    assert contrasted([{}]) == contrasted([]) == {}


@given(st.lists(SCORES, min_size=1, max_size=5))
def test_scores_are_of_all_documents_found_bounded_and_in_order(best):
    found = contrasted(best)
    assert set(found) == {name for own in best for name in own}
    scores = list(found.values())
    assert all(0 <= score <= 1 for score in scores)
    assert all(a >= b - 1e-12 for a, b in pairwise(scores))
