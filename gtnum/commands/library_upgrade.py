"""``gtnum library upgrade``: what an older version wrote, as this one would."""

from importlib.metadata import version
from typing import Annotated

import typer

from gtnum.commands.options import LibraryFolder, load_settings

__all__ = ["upgrade"]


def upgrade(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui serait fait, sans le faire.")
    ] = False,
    library: LibraryFolder = None,
) -> None:
    """Met la bibliothèque au format de cette version, en une nouvelle génération.

    Les index sont refaits s’il le faut, les données de référence rechargées. Ce que
    seuls les fichiers disent se relit avec `gtnum ingest`. L’ancienne génération reste.

    Exemple : gtnum library upgrade --dry-run
    """
    from gtnum import wiring

    settings = load_settings(library=library)
    shelf = wiring.library(settings)
    current = shelf.current()
    found = wiring.outdated(settings, current)
    for reason in found.reasons:
        typer.echo(reason)
    if not found.reasons:
        typer.echo(f"La génération {current.name} est au format de cette version.")
    elif dry_run:
        typer.echo(f"Elle serait refaite au format de gtnum {version('gtnum')}.")
    else:
        made = wiring.renewed(settings, with_indexes=found.needs_indexes)
        typer.echo(
            f"Génération publiée : {made.name}, au format de gtnum {version('gtnum')} "
            f"(auparavant {current.name})."
        )
    if found.unread:
        typer.echo(
            f"→ {found.unread} documents ont été lus par une autre version ou avec "
            "d’autres décisions : relisez leurs dossiers, `gtnum ingest DOSSIER`.",
            err=True,
        )
