"""``gtnum validate``: check the published statements against the SHACL shapes."""

import json
from dataclasses import asdict

import typer
from rich.console import Console
from rich.table import Table

from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from gtnum.commands.sound_generation import sound_generation
from gtnum.errors import EXIT_DONE, EXIT_PARTIAL

__all__ = ["validate"]


def validate(library: LibraryFolder = None, as_json: AsJson = False) -> None:
    """Vérifie le graphe publié ; code de sortie 1 si une forme n’est pas respectée.

    Exemple : gtnum validate
    """
    from gtnum import wiring

    settings = load_settings(library=library)
    generation = sound_generation(settings)
    violations = [asdict(found) for found in wiring.violations(settings, generation)]
    if as_json:
        typer.echo(json.dumps(violations, ensure_ascii=False, indent=1))
    elif violations:
        table = Table(title=f"Génération {generation.name}")
        for heading in ("élément", "forme", "message"):
            table.add_column(heading, overflow="fold")
        for violation in violations:
            table.add_row(violation["focus"], violation["shape"], violation["message"])
        Console().print(table)
    else:
        typer.echo(f"Génération {generation.name} : toutes les formes sont respectées.")
    raise typer.Exit(EXIT_PARTIAL if violations else EXIT_DONE)
