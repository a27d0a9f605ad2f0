"""Titles and dates of made files are those of their covers; no author is an account."""

import pytest

from benchmarks.metadata_files import FORMATS, made_file
from benchmarks.metadata_quality import document_of, judge


@pytest.mark.parametrize("kind", FORMATS)
def test_covers_are_believed_before_properties(kind: str):
    judged = [
        judge(made, document_of(made))
        for seed in (3, 4, 5)
        for made in [made_file(kind, seed)]
    ]
    for name in ("title", "date", "authors right"):
        assert all(one[name] for one in judged), name
    assert not any(one["accounts"] for one in judged)
