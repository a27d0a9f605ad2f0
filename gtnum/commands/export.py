"""``gtnum export``: the statements of the published generation as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from graph.exports import ExportFormat, export_statements
from gtnum.commands.options import LibraryFolder, load_settings
from gtnum.commands.sound_generation import sound_generation

__all__ = ["export"]


def export(
    target: Annotated[
        str,
        typer.Argument(help="Fichier (.nq, .nq.gz, .trig, .ttl, .ttl.gz, .nt), ou -."),
    ],
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="Par défaut d’après le nom du fichier."),
    ] = None,
    graph_iri: Annotated[
        str | None, typer.Option("--graph", help="Un seul graphe nommé.")
    ] = None,
    library: LibraryFolder = None,
) -> None:
    """Écrit tout le graphe publié ; le fichier est entier ou absent.

    Exemple : gtnum export gtnum.nq.gz
    """
    generation = sound_generation(load_settings(library=library))
    chosen = form or _form_of(target)
    if target == "-":
        export_statements(
            generation.graph, sys.stdout.buffer, form=chosen, only=graph_iri
        )
        return
    path = Path(target)
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as output:
            export_statements(generation.graph, output, form=chosen, only=graph_iri)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    typer.echo(f"{path} : {path.stat().st_size} octets, génération {generation.name}.")


def _form_of(target: str) -> ExportFormat:
    if target == "-":
        return ExportFormat.N_QUADS
    for form in sorted(ExportFormat, key=len, reverse=True):
        if target.endswith(f".{form.value}"):
            return form
    raise typer.BadParameter(
        f"« {target} » : suffixe inconnu, choisissez --format parmi "
        + ", ".join(ExportFormat)
    )
