"""``gtnum rebase``: put all IRIs of the library under another base."""

from typing import Annotated

import typer

from gtnum.commands.options import LibraryFolder, load_settings, sets_base
from gtnum.commands.sound_generation import tell_of_parent

__all__ = ["rebase"]


def rebase(
    base: Annotated[
        str, typer.Argument(help="Nouvelle base : une adresse terminée par « / ».")
    ],
    library: LibraryFolder = None,
) -> None:
    """Publie la bibliothèque sous une autre base d’IRI, énoncés comptés et vérifiés.

    Exemple : gtnum rebase https://donnees.example.org/gtnum/
    """
    from gtnum import wiring
    from gtnum.library.base_change import rebase as move

    settings = load_settings(library=library)
    done = move(
        wiring.library(settings),
        wiring.moving_parts(settings),
        base,
        tell=tell_of_parent,
    )
    moved = done.moved
    typer.echo(
        f"Génération publiée : {done.generation.name}. {moved.statements} énoncés de "
        f"{moved.graphs} graphes, {moved.iris} IRI déplacées de {done.old_base} vers "
        f"{base} ; mêmes comptes des deux côtés."
    )
    if sets_base() and settings.base_iri != base:
        typer.echo(f"→ Réglez GTNUM_BASE_IRI={base}, puis relancez le service.")
