"""Going back to a sound generation, whatever is damaged.

Nothing is published before every file of it was compared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gtnum.errors import LibraryDamaged, UnknownGeneration
from gtnum.library.file_checks import FileDigests
from gtnum.library.generation import Generation
from gtnum.library.generation_choice import Choice, PassedOver, choose
from gtnum.library.library_folder import Library

__all__ = ["NoAncestor", "RolledBack", "roll_back"]

_Verify = Callable[[Generation], None]


class NoAncestor(UnknownGeneration):
    """The published generation is sound, and grew from nothing that is left."""


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What was done.

    Attributes:
        generation: Now published.
        before: Name of the one that was, or None where ``CURRENT`` named none.
        passed_over: What was not published because it is damaged.
    """

    generation: Generation
    before: str | None
    passed_over: tuple[PassedOver, ...]


def roll_back(library: Library, name: str | None = None) -> RolledBack:
    """Publish another generation after comparing every file of it.

    Args:
        library: The library.
        name: Which; without it the newest sound ancestor of the published one or,
            where that or ``CURRENT`` is damaged, the newest sound one.

    Raises:
        LibraryMissing: If nothing was ever published.
        UnknownGeneration: If there is none of that name.
        NoAncestor: If no name is given, and there is nothing to go back to.
        LibraryDamaged: If the one named is damaged, or none is sound.
        OSError: If the system refuses to read or write.
    """
    before = library.published_or_none()
    digests = FileDigests()

    def verify(generation: Generation) -> None:
        generation.verify(digest=digests)

    choice = (
        _newest(library, verify, before)
        if name is None
        else Choice(_named(library, verify, name))
    )
    generation = choice.require(library.root)
    library.point_to(generation.name)
    return RolledBack(generation, before, choice.passed_over)


def _newest(library: Library, verify: _Verify, before: str | None) -> Choice:
    """Return the newest sound generation that the published one grew from.

    Raises:
        LibraryMissing: If nothing was ever published.
        NoAncestor: If the published one is sound and grew from none.
    """
    if before is None:
        return library.choose(verify)
    published = library.generation_folder(before)
    if choose(iter([published]), verify).generation is None:
        return library.choose(verify, skip=(before,))
    older = [one for one in library.in_order(skip=(before,)) if _is_before(one, before)]
    if not older or Generation.open(published).manifest.parent is None:
        raise NoAncestor(
            f"la génération publiée, {before}, est saine et n’a pas de parent",
            remedy="Nommez celle que vous voulez ; `gtnum library list` les montre.",
        )
    return choose(iter(older), verify)


def _is_before(folder: Path, name: str) -> bool:
    return int(folder.name) < int(name)


def _named(library: Library, verify: _Verify, name: str) -> Generation:
    """Return the generation of a name.

    Raises:
        UnknownGeneration: If there is none of that name.
        LibraryDamaged: If it is damaged, with the one that could be published.
    """
    folder = library.require_known(name)
    try:
        generation = Generation.open(folder)
        verify(generation)
    except LibraryDamaged as damage:
        sound = library.choose(verify, skip=(name,)).generation
        remedy = (
            f"Elle n’est pas publiée. Publiez celle-ci : "
            f"`gtnum library rollback {sound.name}`."
            if sound
            else "Aucune autre n’est saine : `gtnum library verify --all` dit en quoi."
        )
        raise LibraryDamaged(damage.message, remedy=remedy) from damage
    return generation
