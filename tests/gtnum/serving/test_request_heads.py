"""This test ensures that heads are plain or refused, however they arrive."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtnum.serving.request_heads import (
    HeadLimits,
    HeadRefused,
    RequestHeads,
    plain_head,
)

SMALL = HeadLimits(target_bytes=50, field_bytes=60)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), max_size=40))
def test_every_text_without_blanks_makes_a_target_in_ascii(text):
    head = f"GET /{text} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    plain = plain_head(head)
    assert plain.isascii()
    assert plain.count(b" ") == head.count(b" ")


@given(st.binary(max_size=300), st.integers(1, 7))
def test_no_bytes_make_more_than_a_refusal_or_keep_more_than_the_limit(sent, size):
    heads = RequestHeads(SMALL)
    with suppress(HeadRefused):
        for place in range(0, len(sent), size):
            plain = heads.take(sent[place : place + size])
            assert plain is None or plain.partition(b"\n")[0].count(b" ") == 2
    assert len(heads._bytes) <= 50 + 60 + 64 + size


def test_a_piece_gives_the_same_head_as_the_whole():
    whole = b"\r\nGET http://y/\xc3\xa9 HTTP/1.1\r\nhOST: x\r\n\r\nrest"
    for cut in range(len(whole)):
        heads = RequestHeads()
        first = heads.take(whole[:cut])
        taken = [piece for piece in (first, heads.take(whole[cut:])) if piece]
        if cut <= len(whole) - 4:
            assert taken[0].startswith(b"GET /%C3%A9 HTTP/1.1\r\nHost: y\r\n\r\n")


@pytest.mark.parametrize(
    ("sent", "slug"),
    [
        (b"GET /" + b"a" * 200, "target-too-long"),
        (b"GET / HTTP/1.1\r\nHost: " + b"a" * 60, "headers-too-large"),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 40, "headers-too-large"),
        (b"\x00", "malformed-request"),
    ],
)
def test_too_much_is_refused_before_its_end(sent, slug):
    with pytest.raises(HeadRefused) as refused:
        RequestHeads(SMALL).take(sent)
    assert refused.value.slug == slug


def test_a_line_of_the_longest_target_may_arrive_in_pieces():
    line = b"GET /" + b"a" * 49 + b" HTTP/1.1\r\n"
    for cut in range(1, len(line)):
        heads = RequestHeads(SMALL)
        assert heads.take(line[:cut]) is None
        assert heads.take(line[cut:] + b"Host: x\r\n\r\n") is not None


def test_a_new_head_may_begin_after_the_last():
    heads = RequestHeads()
    assert not heads
    assert heads.take(b"HEAD / HT") is None
    assert heads
    assert heads.is_head_request
    assert heads.take(b"TP/1.1\r\nHost: x\r\n\r\n") is not None
    assert not heads
    assert heads.take(b"GET /2 HTTP/1.1\r\nHost: x\r\n\r\n") is not None
