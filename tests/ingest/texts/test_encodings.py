"""Texts are decoded by what they are, and refused when they are none."""

import pytest

from ingest.errors import MalformedContent
from ingest.texts.encodings import decode

TEXT = "Œuvre « été » – 10 €"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]
)
def test_known_encodings_are_recognised(encoding: str):
    assert decode(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize(
    "content", [b"abc\x00def", b"\xff\xfea", b"\x01\x02\x81\x8d\x90" * 20]
)
def test_bytes_that_are_no_text_are_refused(content: bytes):
    with pytest.raises(MalformedContent):
        decode(content)


def test_a_character_cut_at_the_end_is_no_error_in_a_sample():
    assert decode("é".encode()[:1] and "aé".encode()[:2], is_cut=True).text == "a"
