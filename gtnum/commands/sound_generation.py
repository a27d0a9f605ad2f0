"""What commands do where the published generation is damaged: go on, and say so.

Data go to standard output; what was passed over, and why, to standard error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from gtnum.library.generation import Generation
    from gtnum.library.generation_choice import PassedOver
    from gtnum.library.library_folder import Building
    from gtnum.settings import Settings

__all__ = ["sound_generation", "tell_of_parent", "tell_passed_over"]


def sound_generation(settings: Settings) -> Generation:
    """Return the published generation or what stands in for it, every file compared.

    Raises:
        LibraryMissing: If nothing was ever published.
        LibraryDamaged: If no generation is sound.
        OSError: If the system refuses to read for a reason that is no damage.
    """
    from gtnum.library.library_folder import Library

    library = Library(settings.library)
    choice = library.choose()
    generation = choice.require(library.root)
    tell_passed_over(choice.passed_over, instead=generation.name)
    return generation


def tell_of_parent(building: Building) -> None:
    """Say what a new generation starts from, where that is not the published one."""
    parent = building.parent.name if building.parent else None
    tell_passed_over(building.passed_over, instead=parent)


def tell_passed_over(passed_over: Sequence[PassedOver], *, instead: str | None) -> None:
    """Say on standard error what was passed over and what was taken.

    Args:
        passed_over: What is damaged.
        instead: Name of the generation that was taken, None for none.
    """
    if not passed_over:
        return
    for one in passed_over:
        typer.echo(f"Attention : {one.damage.message} ; laissé de côté.", err=True)
    if instead is None:
        typer.echo("→ Aucune génération saine : tout est refait de rien.", err=True)
    else:
        typer.echo(f"→ La génération {instead} est utilisée à la place.", err=True)
