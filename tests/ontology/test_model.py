"""This test ensures that a passage cannot say that it stands where it does not."""

import pytest

from ontology.errors import OntologyError
from ontology.model import Passage


def passage(start: int, end: int, text: str) -> Passage:
    return Passage("fiche.0", "fiche", 0, 1, start, end, text)


@pytest.mark.parametrize(
    ("start", "end", "text"), [(0, 0, ""), (0, 3, "été"), (5, 6, "a")]
)
def test_offsets_that_span_the_text_are_kept(start, end, text):
    made = passage(start, end, text)
    assert (made.start, made.end, made.language) == (start, end, "und")


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(-1, 2, "été"), (0, 2, "été"), (0, 4, "été"), (3, 0, "été"), (-3, 0, "été")],
)
def test_offsets_that_do_not_are_refused(start, end, text):
    with pytest.raises(OntologyError, match=r"fiche\.0: offsets"):
        passage(start, end, text)
