"""Bodies are counted while they arrive; a form is read in either encoding."""

import pytest

from search_api.web.problems.problem_report import ProblemError
from search_api.web.requests.uploads import (
    Form,
    SentFile,
    content_type,
    read_body,
    read_form,
)
from tests.search_api.web.requests.bodies import posted, run

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


def read(request, limit=10):
    return run(read_body(request, limit_bytes=limit, timeout_seconds=60))


def form(body, kind=URLENCODED):
    return run(read_form(posted(kind=kind), body))


def part(name, value, file=None, kind=None):
    named = f'; filename="{file}"' if file is not None else ""
    typed = f"\r\nContent-Type: {kind}" if kind else ""
    return (
        f'--b\r\nContent-Disposition: form-data; name="{name}"{named}{typed}'
        f"\r\n\r\n{value}\r\n"
    ).encode()


def slug_of(reading):
    with pytest.raises(ProblemError) as problem:
        reading()
    return problem.value.kind.slug


def test_the_type_of_a_body_has_no_parameters_and_no_capitals():
    assert content_type(posted(kind=" Text/HTML ; charset=x; y=z")) == "text/html"
    assert content_type(posted()) == ""


def test_a_body_is_read_to_its_limit_and_no_further():
    assert read(posted(b"12345", b"67890")) == b"1234567890"
    with pytest.raises(ProblemError) as problem:
        read(posted(b"12345", b"678901"))
    assert problem.value.kind.slug == "too-large"
    assert problem.value.members == {"limit_bytes": 10}


@pytest.mark.parametrize("coding", ["", "identity", " Identity "])
def test_a_body_that_says_it_is_not_compressed_is_read(coding):
    assert read(posted(b"x", content_encoding=coding)) == b"x"


def test_a_compressed_body_is_refused():
    request = posted(b"x", content_encoding="gzip")
    assert slug_of(lambda: read(request)) == "unsupported-media-type"


def test_a_client_that_hangs_up_is_told_so():
    assert slug_of(lambda: read(posted(b"x", None))) == "body-timeout"


def test_a_body_that_does_not_arrive_in_time_is_told_with_the_time():
    waiting = read_body(posted(b"x", is_whole=False), limit_bytes=10, timeout_seconds=0)
    with pytest.raises(ProblemError, match="en 0 s") as problem:
        run(waiting)
    assert problem.value.kind.slug == "body-timeout"


def test_fields_keep_their_order_and_blank_ones_are_kept():
    read = form(b"a=1&b=&a=%C3%A9")
    assert read == Form((("a", "1"), ("b", ""), ("a", "é")))
    assert read.values("a") == ["1", "é"]
    assert (read.value("a"), read.value("c")) == ("1", None)
    assert read.file("a") is None


def test_a_form_of_parts_has_fields_and_a_file():
    body = part("a", "é") + part("f", "<p>", "x.html", "text/html") + b"--b--\r\n"
    read = form(body, MULTIPART)
    sent = SentFile(b"<p>", "x.html", "text/html")
    assert read == Form((("a", "é"),), (("f", sent),))
    assert read.file("f") == sent
    assert read.file("a") is None


def test_a_file_without_a_name_has_none():
    (read,) = form(part("f", "x", "") + b"--b--\r\n", MULTIPART).files
    assert read[1].name is None


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (URLENCODED, lambda count: b"&".join([b"a=1"] * count)),
        (MULTIPART, lambda count: part("a", "1") * count + b"--b--\r\n"),
    ],
)
def test_a_form_has_at_most_fifty_fields(kind, fields):
    assert len(form(fields(50), kind).fields) == 50
    assert slug_of(lambda: form(fields(51), kind)) == "invalid-body"


def test_a_form_has_one_file():
    files = part("f", "x", "1") + part("f", "y", "2") + b"--b--\r\n"
    assert slug_of(lambda: form(files, MULTIPART)) == "invalid-body"


@pytest.mark.parametrize(
    ("kind", "body", "slug"),
    [
        (URLENCODED, b"a=%FF", "malformed-request"),
        (URLENCODED, b"\xff", "malformed-request"),
        (MULTIPART, b"x", "invalid-body"),
    ],
)
def test_what_is_no_form_is_a_problem(kind, body, slug):
    assert slug_of(lambda: form(body, kind)) == slug


def test_an_empty_form_of_parts_is_empty():
    assert form(b"", MULTIPART) == Form()
