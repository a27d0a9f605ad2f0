"""Near-identical documents stand behind, none is lost, the order is the same always."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.diversity import DEPTH, spread


class MemoryVectors:
    """Part of a ``VectorIndex``: one direction per first letter of a passage."""

    def vectors(self, passages):
        found = np.zeros((len(passages), 30), np.float32)
        for row, passage in enumerate(passages):
            found[row, ord(passage[0]) - ord("a")] = 1
        return found


def ordered(documents, most):
    passages = {name: [f"{name}.0"] for name in documents}
    return spread(documents, passages, MemoryVectors(), most=most)


def test_repetitions_stand_behind_in_their_order():
    names = ["a1", "a2", "a3", "b1", "a4", "c1"]
    assert ordered(names, 2) == ["a1", "a2", "b1", "c1", "a3", "a4"]
    assert ordered(names, 1) == ["a1", "b1", "c1", "a2", "a3", "a4"]


@pytest.mark.parametrize("most", [0, 6, 20])
def test_nothing_moves_where_there_is_no_bound_to_break(most):
    names = ["a1", "a2", "a3", "b1", "a4", "c1"]
    assert ordered(names, most) == names


def test_only_the_head_is_looked_at():
    names = [f"a{n}" for n in range(DEPTH)] + ["b1"]
    assert ordered(names, 1)[-1] == "b1"


@given(
    st.lists(st.from_regex(r"[a-e][0-9]{1,3}", fullmatch=True), unique=True),
    st.integers(0, 5),
)
def test_no_document_is_lost(documents, most):
    assert sorted(ordered(documents, most)) == sorted(documents)


class Angles:
    """Part of a ``VectorIndex``: a passage named after its cosine with the first."""

    def vectors(self, passages):
        cosines = np.array([float(passage) for passage in passages], np.float32)
        return np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1)


@pytest.mark.parametrize(("cosine", "moves"), [("0.951", True), ("0.949", False)])
def test_passages_say_the_same_from_a_cosine_on(cosine, moves):
    passages = {"a": ["1.0", "0.0"], "b": [cosine], "c": ["0.0"]}
    found = spread(["a", "b", "c"], passages, Angles(), most=1)
    assert found == (["a", "c", "b"] if moves else ["a", "b", "c"])


def test_fifty_documents_are_looked_at():
    assert DEPTH == 50
    inside = [f"b{n}" for n in range(48)] + ["a1", "c1", "a2"]
    assert ordered(inside, 1)[-1] == "a2"
    names = ["a1", *(f"{chr(98 + n % 20)}{n}" for n in range(48)), "a2", "z1"]
    assert ordered(names, 1).index("a2") > ordered(names, 1).index("t18")
