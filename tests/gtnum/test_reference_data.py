"""This test ensures that what ships and decides is part of the version of linking."""

import pytest

from gtnum import reference_data
from ontology.iris import DEFAULT_BASE
from ontology.reference.ambiguous_words import TABLE
from ontology.shipped_files import read_text


@pytest.mark.parametrize("changed", ["core.ttl", "reference/labs.ttl", TABLE])
def test_a_changed_file_changes_the_fingerprint(monkeypatch, changed: str) -> None:
    digest = reference_data.reference_fingerprint.__wrapped__
    before = digest(DEFAULT_BASE)

    def edited(name: str, *, base: str) -> str:
        return read_text(name, base=base) + ("\n" if name == changed else "")

    monkeypatch.setattr(reference_data, "read_text", edited)
    assert digest(DEFAULT_BASE) != before
