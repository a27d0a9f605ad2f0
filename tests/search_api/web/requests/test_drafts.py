"""A draft comes in any of four forms, and is never empty."""

import json
from dataclasses import replace

import pytest

from graph.ports import DocumentFilter
from ingest.draft_pages import DraftPage
from ontology.call_context import CallCancelled, CancelReason
from search_api.errors import UnknownDocument
from search_api.web.problems.problem_report import ProblemError
from search_api.web.requests.drafts import Draft, DraftDep, relate
from search_api.web.services import AddressesClosed, no_page
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices
from tests.search_api.web.requests.bodies import dependency_of, posted, run

FORM = "application/x-www-form-urlencoded"
PLAIN = "text/plain; charset=utf-8"
read_draft = dependency_of(DraftDep)


def read(body, kind, *, query="", **limits):
    request = posted(body, kind=kind, query=query)
    return run(read_draft(request, WebSettings(**limits)))


def in_parts(content):
    body = (
        '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nécrit\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="x.md"\r\n'
        f"Content-Type: text/markdown\r\n\r\n{content}\r\n--b--\r\n"
    )
    return read(body.encode(), "multipart/form-data; boundary=b")


def problem_of(reading):
    with pytest.raises(ProblemError) as problem:
        reading()
    return problem.value


def test_plain_text_keeps_its_declared_coding():
    kind = "text/plain; charset=latin1"
    assert read(b"\xe9", kind) == Draft(b"\xe9", None, kind)


def test_json_says_text_and_limit():
    body = json.dumps({"text": "é", "limit": 7}).encode()
    assert read(body, "application/json") == Draft("é".encode(), None, PLAIN, 7)


def test_json_that_says_something_else_is_told_where():
    problem = problem_of(lambda: read(b'{"texte": "x"}', "application/json"))
    assert problem.kind.slug == "invalid-body"
    assert "/texte" in [item.pointer for item in problem.errors]


def test_a_form_says_text_and_limit():
    assert read(b"text=%C3%A9&limit=7", FORM) == Draft("é".encode(), None, PLAIN, 7)


def test_a_file_of_a_form_comes_before_its_text_unless_it_is_empty():
    assert in_parts("# Titre") == Draft(b"# Titre", "x.md", "text/markdown")
    assert in_parts("") == Draft("écrit".encode(), None, PLAIN)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/markdown"])
def test_html_and_markdown_are_taken_as_they_are_declared(kind):
    assert read(b"<p>x</p>", kind) == Draft(b"<p>x</p>", None, kind)


def test_documents_are_named_in_the_body_or_in_the_address():
    body = json.dumps({"like": ["a", "b"], "unlike": ["c"], "exclude": ["d"]}).encode()
    named = Draft(b"", None, PLAIN, None, None, None, ("a", "b"), ("c",), ("d",))
    assert read(body, "application/json") == named
    address = "like=a&like=b&unlike=c&exclude=d"
    assert read(address.encode(), FORM) == named
    assert read(b"", "", query=address) == replace(named, media_type=PLAIN)
    written = read(b"x", "text/plain", query="like=a&exclude=b")
    assert (written.content, written.like, written.exclude) == (b"x", ("a",), ("b",))
    both = read(b'{"text": "x", "limit": 2}', "application/json", query="like=a")
    assert (both.like, both.limit) == (("a",), 2)


def test_a_draft_is_a_document_or_a_page_that_is_named():
    assert read(b"", "", query="document=a").document == "a"
    assert read(b'{"document": "a"}', "application/json").document == "a"
    assert read(b"url=https%3A%2F%2Fa.fr%2F", FORM).url == "https://a.fr/"


@pytest.mark.parametrize(
    ("body", "kind", "query"),
    [
        (b'{"text": "x", "document": "a"}', "application/json", ""),
        (b'{"text": "x"}', "application/json", "document=a"),
        (b"x", "text/plain", "document=a"),
        (b"document=a&url=b", FORM, ""),
        (b'{"like": ["a"], "unlike": ["a"]}', "application/json", ""),
        (b'{"like": ["../a"]}', "application/json", ""),
        (b"", "", "unlike=a"),
        (b"", "", "exclude=a"),
        (b"document=%20", FORM, ""),
        (b'{"text": null}', "application/json", ""),
    ],
)
def test_what_is_no_single_draft_is_a_problem(body, kind, query):
    problem = problem_of(lambda: read(body, kind, query=query))
    assert problem.kind.slug == "invalid-body"
    assert problem.errors


@pytest.mark.parametrize(
    "query",
    [
        f"like={'a' * 81}",
        "&".join(f"like=a{n}" for n in range(21)),
        "&".join(f"exclude=a{n}" for n in range(101)),
        "document=..%2Fa",
        "document=a&url=b",
    ],
)
def test_a_parameter_that_is_wrong_is_told_as_one(query):
    problem = problem_of(lambda: read(b"x", "text/plain", query=query))
    assert problem.kind.slug == "invalid-parameter"
    assert problem.errors[0].parameter is not None or "document=a&url" in query


def test_a_body_without_a_type_is_refused():
    problem = problem_of(lambda: read(b"x", "", query="document=a"))
    assert problem.kind.slug == "unsupported-media-type"


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b" \n", "text/plain"), (b"", FORM), (b'{"text": " "}', "application/json")],
)
def test_an_empty_draft_is_a_problem(body, kind):
    assert problem_of(lambda: read(body, kind)).kind.slug == "invalid-body"


@pytest.mark.parametrize(
    ("written", "limit"), [("", None), ("1", 1), ("100", 100), ("020", 20)]
)
def test_a_limit_is_from_one_to_a_hundred(written, limit):
    assert read(f"text=x&limit={written}".encode(), FORM).limit == limit


@pytest.mark.parametrize("written", ["0", "101", "0020", "-1", "x", "%C2%B2", "%D9%A3"])
def test_any_other_limit_is_a_problem(written):
    problem = problem_of(lambda: read(f"text=x&limit={written}".encode(), FORM))
    assert problem.kind.slug == "invalid-body"
    assert problem.errors[0].pointer == "/limit"


def test_another_type_is_refused_with_those_that_are_taken():
    problem = problem_of(lambda: read(b"x", "a/" + "b" * 100))
    assert problem.kind.slug == "unsupported-media-type"
    assert f"« a/{'b' * 78} »" in problem.detail
    assert problem.headers["Accept-Post"].split(", ") == [
        *("application/json", FORM, "multipart/form-data"),
        *("text/html", "text/markdown", "text/plain"),
    ]
    assert "sans type" in problem_of(lambda: read(b"x", "")).detail


def test_a_draft_has_a_largest_size():
    assert read(b"12345", "text/plain", max_draft_bytes=5).content == b"12345"
    problem = problem_of(lambda: read(b"123456", "text/plain", max_draft_bytes=5))
    assert problem.kind.slug == "too-large"


def test_a_draft_is_read_with_its_hints_and_related(tmp_path):
    services = FakeServices(tmp_path)
    found = relate(
        services.current(),
        draft=Draft(b"x", "x.md", "text/markdown"),
        limit=1,
        restriction=DocumentFilter(languages=("fr",)),
    )
    assert services.drafts == [(b"x", "x.md", "text/markdown")]
    assert services.related.asked == [(1, DocumentFilter(languages=("fr",)))]
    assert len(found.documents) == 1


def related_to(services, **asked):
    draft = Draft(asked.pop("content", b""), None, None, **asked)
    relate(services.current(), draft=draft, limit=5, restriction=DocumentFilter())
    return services.related.preferred[-1]


def test_a_stored_document_is_asked_about_with_its_names_and_does_not_answer(tmp_path):
    services = FakeServices(tmp_path)
    name = "sheet-gtnum-2022-aeson"
    record, preferred = related_to(services, document=name, exclude=("hostile",))
    passages = services.catalogue.passages_of(name)
    assert record.passages == tuple(passages)
    for one in passages:
        assert record.document.text[one.start : one.end] == one.text
    assert list(record.mentions) == services.entities.mentions(name)
    assert preferred["exclude"] == ("hostile", name)
    assert services.drafts == []


def test_documents_alone_ask_through_what_is_liked(tmp_path):
    services = FakeServices(tmp_path)
    name = "sheet-gtnum-2022-aeson"
    record, preferred = related_to(services, like=(name,), unlike=("hostile",))
    assert (record.passages, preferred["exclude"]) == ((), ())
    assert (preferred["liked"], preferred["disliked"]) == ((name,), ("hostile",))


@pytest.mark.parametrize("where", ["document", "like", "unlike", "exclude"])
def test_a_document_that_is_not_there_is_named(tmp_path, where):
    named = "inconnu" if where == "document" else ("inconnu",)
    content = {} if where == "document" else {"content": b"x"}
    with pytest.raises(UnknownDocument, match="« inconnu »"):
        related_to(FakeServices(tmp_path), **{where: named}, **content)


def test_a_page_is_read_with_what_was_found_of_it(tmp_path):
    services = FakeServices(tmp_path)
    services.pages["https://a.fr/b"] = DraftPage(b"<p>x</p>", "b", "text/html")
    related_to(services, url="https://a.fr/b")
    assert services.drafts == [(b"<p>x</p>", "b", "text/html")]


def test_nobody_fetches_pages_unless_told_to(tmp_path):
    bare = replace(FakeServices(tmp_path).current(), fetch_page=no_page)
    draft = Draft(b"", None, None, url="https://a.fr/")
    with pytest.raises(AddressesClosed):
        relate(bare, draft=draft, limit=1, restriction=DocumentFilter())


@pytest.mark.parametrize("reason", CancelReason)
def test_a_deadline_is_told_with_what_to_do_and_nothing_in_part(tmp_path, reason):
    def stopped(*_arguments, **_options):
        raise CallCancelled(reason)

    services = FakeServices(tmp_path)
    services.related.find = stopped
    if reason is CancelReason.DEADLINE:
        problem = problem_of(lambda: related_to(services, content=b"x"))
        assert problem.kind.slug == "deadline-passed"
        assert "Envoyez-en une partie" in problem.detail
    else:
        with pytest.raises(CallCancelled):
            related_to(services, content=b"x")
