"""This test ensures that a service without deposits refuses them all."""

import pytest

from search_api.deposit_tasks import DepositsUnavailable, NoDeposits


def test_nothing_may_arrive_and_nothing_is_known(tmp_path):
    closed = NoDeposits()
    for ask in (
        closed.arrival,
        lambda: closed.deposit(
            "a", tmp_path, name="n", sha256="0" * 64, collection="c"
        ),
        lambda: closed.deposit_address("a", "https://a.example/", collection="c"),
        lambda: closed.withdraw("a", "note", collection="c"),
    ):
        with pytest.raises(DepositsUnavailable):
            ask()
    assert closed.task("a", "b") is None
    assert closed.tasks("a") == []
    assert closed.owner_of("jeton") is None
    assert (closed.is_open, closed.can_fetch) == (False, False)
    closed.close()
