"""Long texts are read in windows of equal length that hold every token once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from search_api.embedders.token_windows import MOST_WINDOWS, TokenWindows, mean_of

LETTERS = "abcdefghij"
PREFIX = "a "
START, END, UNKNOWN = 0, 1, 2


@pytest.fixture(scope="module")
def windows():
    names = {"<s>": START, "</s>": END, "<unk>": UNKNOWN}
    names |= {letter: number for number, letter in enumerate(LETTERS, 3)}
    unknown = {"unk_token": "<unk>"}
    tokenizer = Tokenizer(models.WordLevel(names, **unknown))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", START), ("</s>", END)]
    )
    return TokenWindows(tokenizer, 8)


@settings(max_examples=50)
@given(letters=st.lists(st.sampled_from(LETTERS), min_size=1, max_size=60))
def test_windows_hold_every_token_once_between_marks(windows, letters):
    found = windows.of(" ".join(letters), PREFIX)
    assert all(w.tokens[:2] == [START, 3] and w.tokens[-1] == END for w in found)
    assert all(len(w.tokens) <= 8 and w.weight == len(w.tokens) - 3 for w in found)
    inner = [token for w in found for token in w.tokens[2:-1]]
    assert inner == [LETTERS.index(letter) + 3 for letter in letters]
    assert max(w.weight for w in found) - min(w.weight for w in found) <= 1


@pytest.mark.parametrize("text", ["", " ", "日 本 語"])
def test_text_without_known_token_has_no_window(windows, text):
    assert windows.of(text, PREFIX) == []


def test_very_long_text_is_read_here_and_there(windows):
    assert len(windows.of("b " * 5_000, PREFIX)) == MOST_WINDOWS
    first, *_, last = windows.of("b " * 500_000 + "c " * 2_000, PREFIX)
    assert {4} == set(first.tokens[2:-1])
    assert {5} == set(last.tokens[2:-1])


def test_ten_megabytes_without_a_space_are_no_trouble(windows):
    assert windows.of("b" * 10_000_000, PREFIX) == []


def test_prefix_that_fills_the_window_is_refused(windows):
    with pytest.raises(ValueError, match="no room"):
        windows.of("b", "a " * 8)


def test_mean_weighs_by_tokens_and_keeps_zeros():
    axes = np.eye(2, dtype=np.float32)
    assert mean_of(axes, [3, 4]) == pytest.approx([0.6, 0.8])
    assert (mean_of([np.zeros(2, np.float32)], [1]) == 0).all()
