"""The desk in memory keeps the contract of its port, and no desk refuses everything."""

import pytest

from search_api.deposit_tasks import DepositsUnavailable, NoDeposits
from tests.contracts.deposits_contract import DepositsContract
from tests.search_api.web.fake_deposits import FakeDeposits


class TestFakeDeposits(DepositsContract):
    @pytest.fixture
    def deposits(self, tmp_path):
        return FakeDeposits(tmp_path / "arrival")


def test_where_nobody_may_deposit_everything_is_refused(tmp_path):
    none = NoDeposits()
    assert not none.is_open
    assert none.owner_of("secret") is None
    assert none.task("claire", "1") is None
    assert none.tasks("claire") == []
    for ask in (
        none.arrival,
        lambda: none.deposit("a", tmp_path, name="b", sha256="c", collection="d"),
        lambda: none.deposit_address("a", "https://a.b/", collection="d"),
        lambda: none.withdraw("a", "b", collection="d"),
    ):
        with pytest.raises(DepositsUnavailable):
            ask()
    none.close()
