"""Who asks is known by the token alone, and the body of a refused request stays."""

import pytest
from starlette.testclient import TestClient

from search_api.web.application import create_app
from tests.search_api.web.fake_deposits import FakeDeposits

PATHS = [("POST", "/documents"), ("DELETE", "/documents/x"), ("GET", "/tasks")]


@pytest.fixture
def desk(tmp_path):
    return FakeDeposits(tmp_path / "arriving")


@pytest.fixture
def asking(services, settings, desk):
    with TestClient(create_app(services, settings, desk)) as made:
        yield made


def closes(answer):
    return answer.headers.get("connection") == "close"


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_a_refused_body_is_not_read(asking, desk, method, path):
    unknown = {"authorization": "Bearer faux"}
    answers = [
        asking.request(method, path),
        asking.request(method, path, headers=unknown),
    ]
    desk.is_open = False
    answers.append(asking.request(method, path, headers=unknown))
    assert [answer.status_code for answer in answers] == [401, 401, 403]
    assert [closes(answer) for answer in answers] == [method != "GET"] * 3


def test_an_unknown_token_is_told_apart_from_none(asking):
    challenge = asking.get("/tasks").headers["www-authenticate"]
    assert challenge == 'Bearer realm="gtnum"'
    unknown = asking.get("/tasks", headers={"authorization": "Bearer faux"})
    assert unknown.headers["www-authenticate"].endswith('error="invalid_token"')


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER   "])
def test_the_scheme_may_be_written_in_any_case(asking, scheme):
    headers = {"authorization": f"{scheme}secret-de-claire "}
    assert asking.get("/tasks", headers=headers).status_code == 200


def test_five_hundred_and_twelve_characters_of_a_token_are_read(asking, desk):
    seen = []
    desk.owner_of = lambda token: seen.append(token) or "claire"
    asking.get("/tasks", headers={"authorization": f"Bearer {'x' * 513}"})
    assert seen == ["x" * 512]


def test_tasks_are_listed_a_hundred_at_a_time(asking, desk):
    headers = {"authorization": "Bearer secret-de-claire"}
    for number in range(101):
        desk.deposit_address("claire", f"https://a.example/{number}", collection="")
    told = asking.get("/tasks", headers=headers)
    assert (told.json()["total"], len(told.json()["tasks"])) == (101, 100)
    assert told.headers["cache-control"] == "no-store"
    for limit, status in ((1, 200), (1_000, 200), (0, 400), (1_001, 400)):
        answer = asking.get(f"/tasks?limit={limit}", headers=headers)
        assert answer.status_code == status
    one = asking.get("/tasks/t0", headers=headers)
    assert (one.headers["retry-after"], one.headers["cache-control"]) == (
        *("1", "no-store"),
    )


def test_an_address_request_has_a_largest_size(asking):
    headers = {
        "authorization": "Bearer secret-de-claire",
        "content-type": "application/json",
    }
    body = b'{"url": "https://a.example/"}'
    whole = body + b" " * ((16 << 10) - len(body))
    answer = asking.post("/documents", content=whole, headers=headers)
    assert answer.status_code == 202
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["cache-control"] == "no-store"
    answer = asking.post("/documents", content=whole + b" ", headers=headers)
    assert answer.status_code == 413


def test_another_type_is_refused_with_those_that_are_taken(asking):
    headers = {"authorization": "Bearer secret-de-claire"}
    kind = {"content-type": "a/" + "b" * 100}
    answer = asking.post("/documents", content=b"x", headers={**headers, **kind})
    assert answer.status_code == 415
    assert f"« a/{'b' * 78} »" in answer.json()["detail"]
    assert answer.headers["accept-post"] == "multipart/form-data, application/json"
    assert closes(answer)
