"""A file arrives whole and within its limits, or is refused with the reason."""

import hashlib

import pytest

from search_api.web.deposits.arrivals import ArrivalLimits, Arrivals
from search_api.web.problems.problem_report import ProblemError
from tests.search_api.web.requests.bodies import posted, run

KIND = "multipart/form-data; boundary=b"
ROOM = 64 << 10


def part(name, value, file=None):
    named = f'; filename="{file}"' if file is not None else ""
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def form(*parts):
    return b"".join(parts) + b"--b--\r\n"


FILE = part("file", b"abc", "a.txt")


def receive(folder, *chunks, whole=True, headers=None, **limits):
    arrivals = Arrivals(ArrivalLimits(**{"size_bytes": 10, **limits}))
    request = posted(*chunks, kind=KIND, is_whole=whole, **(headers or {}))
    return run(arrivals.receive(request, folder))


def problem_of(folder, *chunks, **given):
    with pytest.raises(ProblemError) as problem:
        receive(folder, *chunks, **given)
    assert not list(folder.iterdir())
    assert problem.value.kind.slug in ("invalid-body", "too-large", "body-timeout")
    return problem.value


def test_the_usual_limits_are_those_documented():
    limits = ArrivalLimits(1)
    assert (limits.idle_seconds, limits.total_seconds, limits.places) == (30, 900, 4)


def test_a_file_lands_with_what_is_known_of_it(tmp_path):
    body = form(FILE, part("collection", b" carnet "))
    found = receive(tmp_path, body[:50], body[50:])
    assert found.path.parent == tmp_path
    assert found.path.read_bytes() == b"abc"
    assert (found.name, found.size_bytes, found.collection) == ("a.txt", 3, "carnet")
    assert found.sha256 == hashlib.sha256(b"abc").hexdigest()


def test_a_file_needs_neither_collection_nor_name(tmp_path):
    found = receive(tmp_path, form(part("file", b"abc", "")))
    assert (found.name, found.collection) == ("", "")


def test_a_large_file_lands_whole(tmp_path):
    content = bytes(range(256)) * 8_192 + b"end"
    body = form(part("file", content, "a"))
    found = receive(tmp_path, body, size_bytes=len(content))
    assert found.path.read_bytes() == content
    assert found.sha256 == hashlib.sha256(content).hexdigest()


def test_a_file_has_a_largest_size(tmp_path):
    assert receive(tmp_path, form(part("file", b"x" * 10, "a"))).size_bytes == 10
    for found in tmp_path.iterdir():
        found.unlink()
    problem = problem_of(tmp_path, form(part("file", b"x" * 11, "a")))
    assert problem.kind.slug == "too-large"
    assert problem.members == {"limit_bytes": 10}
    assert problem.headers == {"Connection": "close"}


@pytest.mark.parametrize(
    ("declared", "slug"),
    [
        (str(10 + ROOM), "invalid-body"),
        (str(11 + ROOM), "too-large"),
        ("9" * 5_000, "too-large"),
        ("beaucoup", "invalid-body"),
    ],
)
def test_what_says_itself_that_it_is_too_large_is_not_read(tmp_path, declared, slug):
    headers = {"content_length": declared}
    assert problem_of(tmp_path, form(), headers=headers).kind.slug == slug


def test_a_body_is_counted_while_it_arrives(tmp_path):
    body = form(FILE)
    filler = b"x" * (10 + ROOM - len(body))
    assert receive(tmp_path, body, filler).size_bytes == 3
    for found in tmp_path.iterdir():
        found.unlink()
    assert problem_of(tmp_path, body, filler, b"x").kind.slug == "too-large"


@pytest.mark.parametrize("limits", [{"idle_seconds": 0}, {"total_seconds": 0}])
def test_a_file_that_does_not_arrive_in_time_is_refused(tmp_path, limits):
    problem = problem_of(tmp_path, FILE, whole=False, **limits)
    assert problem.kind.slug == "body-timeout"
    assert "à temps" in problem.detail


def test_a_client_that_hangs_up_leaves_nothing(tmp_path):
    assert "interrompu" in problem_of(tmp_path, FILE, None).detail


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([part("collection", b"x")], "« file » manque"),
        ([part("file", b"", "a")], "son fichier est vide"),
        ([part("file", b"abc")], "« file » manque"),
        ([FILE, part("collection", b"x", "c")], "ne peut pas être lu"),
        ([part("file", b"abc", "a"), part("file", b"abc", "b")], "ne peut pas être lu"),
    ],
)
def test_a_form_needs_exactly_one_file(tmp_path, parts, words):
    problem = problem_of(tmp_path, form(*parts))
    assert problem.kind.slug == "invalid-body"
    assert words in problem.detail
    assert problem.errors[0].pointer == "/file"


def test_a_form_has_five_fields_of_four_thousand_characters(tmp_path):
    field = part("x", b"y" * 4_096)
    assert receive(tmp_path, form(*[field] * 5, FILE)).size_bytes == 3
    for found in tmp_path.iterdir():
        found.unlink()
    problem_of(tmp_path, form(*[field] * 6, FILE))
    problem_of(tmp_path, form(part("x", b"y" * 4_097), FILE))


def test_a_place_is_free_again_after_a_file_and_after_a_failure():
    arrivals = Arrivals(ArrivalLimits(1, places=1))
    with pytest.raises(KeyError), arrivals.place():
        raise KeyError
    with arrivals.place(), pytest.raises(ProblemError) as full:
        arrivals.place().__enter__()
    assert full.value.kind.slug == "busy"
    assert full.value.headers == {"Retry-After": "5", "Connection": "close"}
    with arrivals.place():
        pass
