"""This test ensures that guessing is slow and that holders of a token do not notice."""

import asyncio

import pytest
from starlette.testclient import TestClient

from search_api.web.application import create_app
from search_api.web.deposits.token_guesses import (
    GuessLimits,
    TokenGuesses,
    TooManyGuesses,
)
from search_api.web.settings import WebSettings
from tests.search_api.web.fake_deposits import FakeDeposits

HOLDERS = {"right": "claire"}


class Desk:
    """Guesses on a clock of its own; a pause passes at once and is recorded."""

    def __init__(self, **limits) -> None:
        self.now = 0.0
        self.pauses: list[float] = []
        self.looked_at = 0
        self.guesses = TokenGuesses(
            GuessLimits(**limits), clock=lambda: self.now, sleep=self.sleep
        )

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)
        self.now += seconds

    def owner_of(self, token: str) -> str | None:
        self.looked_at += 1
        return HOLDERS.get(token)

    async def tries(self, token: str, address: str = "203.0.113.7") -> str | None:
        return await self.guesses.owner(address, token, self.owner_of)


async def guess(desk: Desk, number: int, address: str = "203.0.113.7") -> None:
    for n in range(number):
        assert await desk.tries(f"wrong{n}", address) is None


def test_the_first_wrong_ones_cost_nothing_then_pauses_grow():
    desk = Desk()
    asyncio.run(guess(desk, 12))
    assert desk.pauses == [0.5, 1, 2, 4, 8, 8, 8]


def test_a_crowd_of_guesses_is_not_looked_at():
    desk = Desk()

    async def crowd():
        await guess(desk, 5)
        return await asyncio.gather(
            *(desk.tries(f"{n}") for n in range(1000)), return_exceptions=True
        )

    told = asyncio.run(crowd())
    refused = [each for each in told if isinstance(each, TooManyGuesses)]
    assert len(refused) == 998
    assert desk.looked_at == 5 + 2
    assert refused[0].retry_after_seconds == 1


def test_holders_elsewhere_and_those_known_there_pass_at_once():
    desk = Desk()

    async def everybody():
        assert await desk.tries("right") == "claire"
        await guess(desk, 40)
        desk.pauses.clear()
        assert await desk.tries("right") == "claire"
        assert await desk.tries("right", "198.51.100.1") == "claire"
        assert desk.pauses == []

    asyncio.run(everybody())


def test_a_right_token_in_the_end_is_right_for_guessers_too():
    desk = Desk()

    async def late():
        await guess(desk, 9)
        return await desk.tries("right")

    assert asyncio.run(late()) == "claire"


def test_all_is_forgotten_after_a_while():
    desk = Desk()
    asyncio.run(guess(desk, 20))
    desk.now += 601
    desk.pauses.clear()
    asyncio.run(guess(desk, 5))
    assert desk.pauses == []


def test_memory_is_bounded():
    desk = Desk(remembered=100)

    async def many():
        for n in range(1000):
            await desk.tries("wrong", f"10.0.{n // 256}.{n % 256}")
            await desk.tries("right", f"10.1.{n // 256}.{n % 256}")

    asyncio.run(many())
    assert len(desk.guesses._guessers) == 100
    assert len(desk.guesses._proofs) == 100


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/tasks"), ("GET", "/sparql?query=ASK{}")]
)
def test_the_service_tells_guessers_when_to_come_back(
    services, settings, tmp_path, method, path
):
    app = create_app(services, settings, FakeDeposits(tmp_path / "arriving"))
    app.state.token_guesses = TokenGuesses(GuessLimits(free=2, places=0))
    with TestClient(app, client=("203.0.113.7", 1)) as client:

        def status(token):
            headers = {"authorization": f"Bearer {token}"}
            return client.request(method, path, headers=headers).status_code

        assert status("secret-de-paul") == 200
        assert [status(f"wrong{n}") for n in range(2)] == [401, 401]
        headers = {"authorization": "Bearer wrong"}
        refused = client.request(method, path, headers=headers)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "1"
        assert refused.json()["type"] == "/problems/too-many-requests"
        assert status("secret-de-paul") == 200
        assert status("secret-de-claire") == 429
    with TestClient(app, client=("198.51.100.1", 1)) as client:
        assert status("secret-de-claire") == 200


def test_behind_a_proxy_the_clients_count_not_the_proxy(services, tmp_path):
    settings = WebSettings(trusted_proxies=("10.0.0.1",))
    app = create_app(services, settings, FakeDeposits(tmp_path / "arriving"))
    app.state.token_guesses = TokenGuesses(GuessLimits(free=2, places=0))
    with TestClient(app, client=("10.0.0.1", 1)) as client:

        def status(token, address):
            headers = {"authorization": f"Bearer {token}", "x-forwarded-for": address}
            return client.get("/tasks", headers=headers).status_code

        told = [status(f"wrong{n}", f"2001:db8::{n}") for n in range(3)]
        assert told == [401, 401, 429]  # one household
        assert status("secret-de-claire", "198.51.100.1") == 200
