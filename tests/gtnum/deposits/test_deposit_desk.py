"""This test ensures that the desk keeps what it accepts and nothing else."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from gtnum.deposits import task_queue as queue_module
from gtnum.deposits.address_fetch import require_public
from gtnum.deposits.deposit_desk import DepositDesk
from gtnum.deposits.deposit_shelf import DepositShelf
from gtnum.deposits.deposit_tokens import Tokens
from search_api.deposit_tasks import (
    DepositAddressRefused,
    DepositsBusy,
    DepositsUnavailable,
    Task,
)
from tests.contracts.deposits_contract import CLAIRE, PAUL, DepositsContract

WOKEN: list[str] = []


@pytest.fixture
def desk(tmp_path: Path) -> DepositDesk:
    return desk_of(tmp_path)


def desk_of(
    tmp_path: Path, admit: Callable[[str], None] = lambda url: None
) -> DepositDesk:
    WOKEN.clear()
    tokens = {"claire": CLAIRE, "paul": PAUL}
    return DepositDesk(
        Tokens(
            ",".join(
                f"{name}={hashlib.sha256(token.encode()).hexdigest()}"
                for name, token in tokens.items()
            )
        ),
        tmp_path / "deposits",
        wake=lambda: WOKEN.append("woken"),
        release=lambda: WOKEN.append("released"),
        admit=admit,
    )


def deposit(desk: DepositDesk, text: bytes, owner: str = "claire") -> Task:
    file = desk.arrival() / "arrived"
    file.write_bytes(text)
    sha256 = hashlib.sha256(text).hexdigest()
    return desk.deposit(owner, file, name="a.txt", sha256=sha256, collection="")


class TestDepositDesk(DepositsContract):
    """A desk over folders."""

    @pytest.fixture
    def deposits(self, tmp_path: Path) -> DepositDesk:
        return desk_of(tmp_path)


def test_every_demand_wakes_the_worker_and_closing_releases_it(
    desk: DepositDesk,
) -> None:
    deposit(desk, b"bonjour")
    desk.withdraw("claire", "note", collection="notes")
    desk.close()
    assert WOKEN == ["woken", "woken", "released"]


def test_what_is_refused_is_not_kept(
    desk: DepositDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(queue_module, "MOST_WAITING", 1)
    deposit(desk, b"bonjour")
    with pytest.raises(DepositsBusy):
        deposit(desk, b"bonsoir")
    shelf = DepositShelf(tmp_path / "deposits")
    assert shelf.find(hashlib.sha256(b"bonsoir").hexdigest(), "depots") is None


def test_a_folder_that_cannot_be_used_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "deposits").write_text("a file", "utf-8")
    desk = DepositDesk(
        Tokens(""),
        tmp_path / "deposits",
        wake=lambda: None,
        release=lambda: None,
        admit=None,
    )
    assert not desk.is_open
    with pytest.raises(DepositsUnavailable):
        desk.arrival()
    with pytest.raises(DepositsUnavailable):
        desk.tasks("claire")


def test_an_address_that_is_refused_is_not_queued(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, admit=require_public)
    WOKEN.clear()
    for address in ("http://127.0.0.1/a", "http://[::1]/", "http://10.0.0.1:99/"):
        with pytest.raises(DepositAddressRefused):
            desk.deposit_address("claire", address, collection="")
    assert desk.tasks("claire") == []
    assert WOKEN == []
