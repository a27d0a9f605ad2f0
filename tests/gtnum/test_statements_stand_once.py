"""No statement stands in two graphs: the union of all would count it twice.

The engine gives a triple of the union as often as graphs hold it
(docs/decisions/0018-rows-the-engine-loses.md).
"""

from collections import Counter

import pytest
from pyoxigraph import Store

pytestmark = pytest.mark.slow


def test_each_statement_of_a_library_stands_in_one_graph(module_library):
    (folder,) = module_library.glob("generations/*/graph")
    store = Store.read_only(str(folder))

    held = Counter(quad.triple for quad in store.quads_for_pattern(None, None, None))

    assert len(held) > 1_000
    assert [triple for triple, number in held.items() if number > 1] == []
