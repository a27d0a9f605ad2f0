"""A ``Deposits`` in memory: every task is queued at once and stays so.

It keeps ``DepositsContract``; a task that waits is given again where it is asked again.

``taken`` records ``(owner, name, sha256, collection, bytes)`` of every file.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from search_api.deposit_tasks import Task, TaskKind

TOKENS = {"secret-de-claire": "claire", "secret-de-paul": "paul"}


class FakeDeposits:
    is_open = True
    can_fetch = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: list[tuple[str, str, str, str, bytes]] = []
        self.known: dict[str, Task] = {}
        self.is_closed = False

    def owner_of(self, token):
        return TOKENS.get(token)

    def arrival(self):
        self._folder.mkdir(exist_ok=True)
        return self._folder

    def deposit(self, owner, file, *, name, sha256, collection):
        content = file.read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
        self.taken.append((owner, name, sha256, collection, content))
        file.unlink()
        return self._queue(
            owner, TaskKind.DEPOSIT, collection, name=name, sha256=sha256
        )

    def deposit_address(self, owner, url, *, collection):
        return self._queue(owner, TaskKind.DEPOSIT, collection, url=url)

    def withdraw(self, owner, document, *, collection):
        return self._queue(owner, TaskKind.WITHDRAWAL, collection, document=document)

    def task(self, owner, identifier):
        found = self.known.get(identifier)
        return found if found and found.owner == owner else None

    def tasks(self, owner):
        return [t for t in reversed(self.known.values()) if t.owner == owner]

    def close(self):
        self.is_closed = True

    def _queue(self, owner, kind, collection, **fields):
        for waiting in self.known.values():
            if (waiting.owner, waiting.kind, waiting.collection) == (
                owner,
                kind,
                collection,
            ) and all(getattr(waiting, name) == fields[name] for name in fields):
                return waiting
        name = f"t{len(self.known)}"
        task = Task(name, owner, kind, collection, datetime.now(UTC), **fields)
        self.known[name] = task
        return task
