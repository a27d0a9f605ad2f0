"""This test ensures that the address of a draft's feed is whole, small and wordless."""

import re
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.feeds.draft_token import (
    MOST_CHARACTERS,
    DraftToken,
    DraftTokenError,
    model_name,
)
from search_api.related_work.draft_outline import DraftOutline, outline

AT = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)


def rows(number, dimension, seed=7):
    made = np.random.default_rng(seed).normal(size=(number, dimension))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def token(number=3, dimension=96):
    words = tuple(range(10, 10 + number))
    return DraftToken(
        DraftOutline(rows(number, dimension), words), model_name("weights"), AT
    )


@pytest.mark.parametrize(("number", "dimension"), [(1, 1), (8, 5), (7, 768), (5, 1024)])
def test_what_is_written_is_read(number, dimension):
    written = token(number, dimension)
    read = DraftToken.read(written.written())
    assert (read.model, read.since) == (model_name("weights"), AT)
    assert read.outline.words == written.outline.words
    cosines = (read.outline.directions * written.outline.directions).sum(axis=1)
    assert (cosines > 0.98).all()
    assert read.written() == written.written()


def test_an_address_stays_short():
    # As many directions as an outline keeps of a model of 768 components.
    written = token(7, 768).written()
    assert len(written) <= MOST_CHARACTERS
    assert re.fullmatch("[A-Za-z0-9_-]+", written)


def test_very_long_paragraphs_and_odd_times_fit():
    made = DraftToken(
        DraftOutline(rows(1, 4), (10**9,)), b"abcdef", datetime(1960, 1, 1, tzinfo=UTC)
    )
    read = DraftToken.read(made.written())
    assert read.outline.words == (65_535,)
    assert read.since == datetime(1970, 1, 1, tzinfo=UTC)


def test_no_cut_or_changed_token_is_taken():
    written = token().written()
    wrong = [written[:end] for end in range(0, len(written), 7)]
    swapped = {"A": "B"}
    for place in range(0, len(written), 5):
        other = swapped.get(written[place], "A")
        wrong.append(written[:place] + other + written[place + 1 :])
    wrong += [written + "A", written + "=", f" {written}", written * 40]
    for one in wrong:
        with pytest.raises(DraftTokenError):
            DraftToken.read(one)


@given(st.text(max_size=200))
def test_made_up_tokens_are_refused_and_break_nothing(text):
    with pytest.raises(DraftTokenError):
        DraftToken.read(text)


def test_a_token_without_a_direction_is_refused():
    empty = DraftToken(
        DraftOutline(np.zeros((1, 4), np.float32), (5,)), model_name("weights"), AT
    )
    with pytest.raises(DraftTokenError, match="direction"):
        DraftToken.read(empty.written())


def test_neighbours_that_say_the_same_are_put_together():
    a, b, c = rows(3, 32)
    found = outline(np.stack([a, b, b, b, c]), [5, 6, 90, 7, 8], 3)
    assert found.words == (5, 90, 8)
    assert np.allclose(found.directions, np.stack([a, b, c]), atol=1e-6)
