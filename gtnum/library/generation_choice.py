"""Which generation stands in where the published one is damaged.

    published ─▶ its parents ─▶ older ones, newest first ─▶ newer ones, newest first

A newer one was never published, or people went back from it: it comes last.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gtnum.errors import LibraryDamaged
from gtnum.library.generation import ForeignFormat, Generation, IndexFileDamaged

__all__ = ["Choice", "PassedOver", "choose", "in_order"]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What was not taken because it is damaged.

    Attributes:
        name: Of the generation, or ``CURRENT`` where the pointer names none.
        damage: What is wrong with it.
    """

    name: str
    damage: LibraryDamaged


@dataclass(frozen=True, slots=True)
class Choice:
    """A sound generation, or none, and what was passed over on the way to it."""

    generation: Generation | None
    passed_over: tuple[PassedOver, ...] = field(default=())

    def require(self, root: Path) -> Generation:
        """Return the generation.

        Args:
            root: Of the library, for the message.

        Raises:
            LibraryDamaged: If no generation is sound, naming what is wrong with the
                first.
        """
        if self.generation is not None:
            return self.generation
        names = ", ".join(one.name for one in self.passed_over)
        first = self.passed_over[0].damage if self.passed_over else None
        raise LibraryDamaged(
            f"aucune génération saine dans {root} (abîmées : {names}) ; "
            f"{first.message if first else ''}",
            remedy=_remedy(first),
        )


def _remedy(first: LibraryDamaged | None) -> str:
    """Return what helps where nothing is sound; quicker things first."""
    helps = (
        "Voyez ce qui est abîmé : `gtnum library verify --all`. Rétablissez une "
        "sauvegarde, ou relisez les sources : `gtnum ingest DOSSIER`."
    )
    if isinstance(first, IndexFileDamaged):
        return f"Refaites les index : `gtnum reindex`. Sinon : {helps}"
    if isinstance(first, ForeignFormat):
        return f"{first.remedy} Sinon : {helps}"
    return helps


def in_order(folders: Sequence[Path], published: str | None) -> Iterator[Path]:
    """Yield the folders of generations, those to be taken first before the others.

    Args:
        folders: Of all generations, oldest first.
        published: Name of the published one; None where it is not known.
    """
    left = {folder.name: folder for folder in folders}
    name = published
    while name is not None and name in left:
        folder = left.pop(name)
        yield folder
        name = _parent(folder)
    newest_first = sorted(left, key=int, reverse=True)
    if published is not None:
        newest_first.sort(key=lambda each: int(each) > int(published))
    for each in newest_first:
        yield left[each]


def _parent(folder: Path) -> str | None:
    try:
        return Generation.open(folder).manifest.parent
    except LibraryDamaged:
        return None


def choose(folders: Iterator[Path], verify: Callable[[Generation], None]) -> Choice:
    """Return the first sound generation.

    Args:
        folders: In the order of ``in_order``.
        verify: Raises ``LibraryDamaged`` where a generation is not sound.

    Raises:
        OSError: If the system refuses for a reason that is no damage.
    """
    passed_over = []
    for folder in folders:
        try:
            generation = Generation.open(folder)
            verify(generation)
        except LibraryDamaged as damage:
            passed_over.append(PassedOver(folder.name, damage))
        else:
            return Choice(generation, tuple(passed_over))
    return Choice(None, tuple(passed_over))
