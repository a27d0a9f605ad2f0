"""What matches every document says nothing for any of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.draft_contrast import COMPARED, LITTLE, contrasts

SCORES = st.dictionaries(st.sampled_from("abcdefghijklmno"), st.floats(0, 1))


def test_a_paragraph_that_matches_all_alike_leaves_the_order_to_the_others():
    everything = {f"d{n}": 0.9 for n in range(COMPARED + 5)}
    found = contrasts([everything, everything, {"d7": 0.5}])
    assert max(found, key=found.get) == "d7"
    assert found["d7"] - found["d0"] == pytest.approx((0.5 + LITTLE * 0.5) / 3)


def test_each_subject_of_a_draft_lifts_its_own():
    common = {f"d{n}": 0.3 for n in range(COMPARED)}
    subjects = [{**common, name: 0.8} for name in ("d0", "d1", "d2")]
    best = sorted(contrasts(subjects).items(), key=lambda item: -item[1])[:3]
    assert {name for name, _ in best} == {"d0", "d1", "d2"}


@given(st.lists(SCORES, min_size=1, max_size=5))
def test_scores_are_of_all_documents_found_and_bounded(best):
    found = contrasts(best)
    assert set(found) == {name for own in best for name in own}
    assert all(0 <= score <= 1 + LITTLE for score in found.values())
