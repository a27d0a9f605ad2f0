"""Fakes of what a live library follows, opens and asks."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gtnum.errors import LibraryDamaged
from gtnum.library.generation_choice import Choice, PassedOver
from gtnum.library.originals import Originals
from gtnum.serving.live_library import LiveLibrary
from search_api.web.services import Knowledge


@dataclass
class FakeGeneration:
    name: str

    @property
    def graph(self) -> Path:
        return Path("generations", self.name, "graph")


@dataclass
class FakeLibrary:
    """Publishes the generation that ``name`` says; ``others`` could stand in for it."""

    name: str = "0001"
    others: tuple[str, ...] = ()
    published_times: int = 0
    root: Path = Path("library")

    @property
    def originals(self) -> Originals:
        return Originals(self.root / "files")

    def published_or_none(self) -> str | None:
        return self.name or None

    def pointer_state(self) -> object:
        return self.name, self.published_times

    def generation_folder(self, name: str) -> Path:
        return Path("generations", name)

    def choose(
        self, verify: Callable[[FakeGeneration], None], skip: Collection[str] = ()
    ) -> Choice:
        passed_over = []
        if not self.name:
            passed_over.append(PassedOver("CURRENT", LibraryDamaged("CURRENT manque")))
        for name in (self.name, *self.others):
            if not name or name in skip:
                continue
            try:
                verify(FakeGeneration(name))
            except LibraryDamaged as damage:
                passed_over.append(PassedOver(name, damage))
            else:
                found: Any = FakeGeneration(name)
                return Choice(found, tuple(passed_over))
        return Choice(None, tuple(passed_over))


@dataclass
class FakeQueries:
    """Records the stores it was switched to."""

    stores: list[Path] = field(default_factory=list)

    def switch(self, store: Path) -> None:
        self.stores.append(store)

    def execute(self, query: str, **_: object) -> str:
        return f"{query} on {self.stores[-1]}"

    def close(self) -> None:
        self.stores.append(Path("closed"))


class Opened:
    """Opens snapshots; ``events`` records first uses and releases."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.begun = threading.Event()
        self.may_end = threading.Event()
        self.may_end.set()
        self.failure: BaseException | None = None
        self.failures: dict[str, BaseException] = {}
        self.damage: Exception | None = None
        self.damages: dict[str, Exception] = {}
        self.tries: list[str] = []
        self.uses: list[Callable[[], object]] = []

    def __call__(self, generation: FakeGeneration) -> Knowledge:
        name, nothing = generation.name, None
        self.tries.append(name)
        failure = self.failures.get(name, self.failure)
        if failure is not None:
            raise failure

        def use() -> None:
            self.begun.set()
            assert self.may_end.wait(100)
            self.events.append(f"read {name}")

        def check() -> None:
            self.events.append(f"checked {name}")
            damage = self.damages.get(name, self.damage)
            if damage is not None:
                raise damage

        return Knowledge(
            generation=name,
            published_at=datetime.now(UTC),
            searcher=nothing,  # type: ignore[arg-type]
            related=nothing,  # type: ignore[arg-type]
            catalogue=nothing,  # type: ignore[arg-type]
            embedder_name="fake",
            first_uses=(use, *self.uses),
            check=check,
            release=lambda: self.events.append(f"closed {name}"),
        )


def live(
    library: FakeLibrary, opened: Opened, *, poll_seconds: float = 3600
) -> LiveLibrary:
    return LiveLibrary(
        library,  # type: ignore[arg-type]
        open_knowledge=opened,  # type: ignore[arg-type]
        queries=FakeQueries(),  # type: ignore[arg-type]
        poll_seconds=poll_seconds,
    )
