"""Texts that differ in white space alone have one signature."""

from ingest.copies.signatures import signature_of


def test_spaces_without_a_break_are_spaces():
    text = "Le groupe étudie : 12 000 élèves, « au collège » et au lycée. " * 20
    bound = text.replace(" :", "\u00a0:").replace("12 000", "12\u202f000")
    assert signature_of(bound) == signature_of(text)
