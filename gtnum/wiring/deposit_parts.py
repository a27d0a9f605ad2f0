"""Opens what takes deposits and what does the work behind them."""

import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from gtnum.deposits.address_fetch import public_fetch, require_public
from gtnum.deposits.deposit_desk import DepositDesk
from gtnum.deposits.deposit_shelf import DepositShelf
from gtnum.deposits.deposit_tokens import Tokens
from gtnum.deposits.deposit_worker import DepositWorker
from gtnum.deposits.task_queue import TaskQueue
from gtnum.deposits.worker_steward import WorkerSteward
from gtnum.settings import Settings
from gtnum.wiring.ingest_parts import ingestion
from gtnum.wiring.shared_parts import withdrawals

__all__ = ["deposit_desk", "deposit_folder", "deposit_worker", "deposits_wait"]

_MEGABYTE = 1_000_000


def deposit_folder(settings: Settings) -> Path:
    """Return where deposits are in the library of the settings."""
    return settings.library / "deposits"


def deposits_wait(settings: Settings) -> Callable[[], bool]:
    """Return what tells whether a task waits; it makes no folder."""
    waiting = deposit_folder(settings) / "tasks" / "open"
    return lambda: any(waiting.glob("*.json"))


def deposit_desk(settings: Settings) -> DepositDesk:
    """Return what takes deposits; a worker is started when a task waits.

    Raises:
        KnowledgeError: If the tokens are not written as they must be.
    """
    steward = WorkerSteward(
        [
            *(sys.executable, "-m", "gtnum.cli", "deposits", "work"),
            *("--parent", str(os.getpid())),
        ],
        settings.environment(),
        deposits_wait(settings),
    )
    desk = DepositDesk(
        Tokens(settings.tokens),
        deposit_folder(settings),
        wake=steward.wake,
        release=steward.close,
        admit=require_public,
        trouble=lambda: steward.trouble,
    )
    steward.start()
    return desk


def deposit_worker(settings: Settings) -> DepositWorker:
    """Return what does the tasks.

    Raises:
        OSError: If the library folder cannot be written.
    """
    root = deposit_folder(settings)
    contact = f" (+{settings.public_url})" if settings.public_url else ""
    return DepositWorker(
        TaskQueue(root / "tasks"),
        DepositShelf(root),
        withdrawals(settings),
        # Made anew for each batch: decisions of people may have changed.
        publisher=lambda: ingestion(settings, patience_seconds=0),
        fetch=public_fetch(
            size_bytes=settings.reading_max_file_mb * _MEGABYTE,
            agent=f"gtnum/{version('gtnum')}{contact}",
        ),
    )
