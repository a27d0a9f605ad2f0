"""``gtnum library verify`` and ``repair``: what is damaged, and what mends it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from gtnum.errors import EXIT_DONE, EXIT_PARTIAL, EXIT_UNAVAILABLE

if TYPE_CHECKING:
    from gtnum.library.findings import Finding
    from gtnum.library.library_inspection import GenerationInspection
    from gtnum.settings import Settings

__all__ = ["repair", "verify"]


def verify(
    every: Annotated[
        bool, typer.Option("--all", help="Lire toutes les générations.")
    ] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Compare chaque fichier à son empreinte, et dit comment réparer ce qui est abîmé.

    Sont lus : la génération publiée, les originaux, les dépôts, les moissons, la
    curation, les retraits et les lectures gardées. Code de sortie : 0 tout est intact,
    1 rien de ce qui est abîmé ne compte, 3 une réponse en dépend ou rien ne le garde
    une seconde fois.

    Exemple : gtnum library verify --all
    """
    settings = load_settings(library=library)
    inspections, findings = _inspected(settings, every=every)
    if as_json:
        facts = {
            "generations": [
                {
                    "name": one.name,
                    "published": one.is_published,
                    "files": one.file_count,
                    "damaged": len(one.findings),
                }
                for one in inspections
            ],
            "findings": [asdict(one) for one in findings],
        }
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        _print(inspections, findings)
    raise typer.Exit(_exit_code(findings))


def repair(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Dossiers ou fichiers où chercher les originaux."),
    ] = None,
    library: LibraryFolder = None,
) -> None:
    """Remet en place les originaux et dépôts abîmés, d’après leurs sources.

    Cherche aussi dans les dépôts et les moissons de la bibliothèque ; supprime les
    lectures gardées qui sont illisibles. Ne change aucune génération.

    Exemple : gtnum library repair ~/documents
    """
    from gtnum import wiring

    settings = load_settings(library=library)
    count = 0
    for name, source in wiring.repair(settings, list(folders or ())):
        typer.echo(f"{name} : {source}")
        count += 1
    typer.echo(f"{count} fichiers réparés.")
    left = [one for one in wiring.inspect_sources(settings) if one.is_grave]
    for one in left:
        typer.echo(f"Reste : {one.name} {one.problem}. {one.remedy}", err=True)
    raise typer.Exit(EXIT_UNAVAILABLE if left else EXIT_DONE)


def _inspected(
    settings: Settings, *, every: bool
) -> tuple[list[GenerationInspection], list[Finding]]:
    from gtnum import wiring
    from gtnum.library.findings import Finding
    from gtnum.library.library_folder import Library
    from gtnum.library.library_inspection import inspect_generations

    inspections: list[GenerationInspection] = []
    findings: list[Finding] = []
    for one in inspect_generations(Library(settings.library), is_whole=every):
        if isinstance(one, Finding):
            findings.append(one)
        else:
            inspections.append(one)
            findings += one.findings
    return inspections, [*findings, *wiring.inspect_sources(settings)]


def _exit_code(findings: Sequence[Finding]) -> int:
    if any(one.is_grave for one in findings):
        return EXIT_UNAVAILABLE
    return EXIT_PARTIAL if findings else EXIT_DONE


def _print(
    inspections: Sequence[GenerationInspection], findings: Sequence[Finding]
) -> None:
    for one in inspections:
        if one.findings:
            typer.echo(f"Génération {one.name} : {len(one.findings)} fichiers abîmés.")
        else:
            typer.echo(f"Génération {one.name} : {one.file_count} fichiers intacts.")
    if not findings:
        return
    table = Table(title="Abîmé", show_lines=True)
    for heading in ("quoi", "fichier", "problème", "que faire"):
        table.add_column(heading, overflow="fold")
    for row in _rows(findings):
        table.add_row(*row)
    # Names of files are no markup.
    Console(highlight=False, markup=False, emoji=False).print(table)


def _rows(findings: Sequence[Finding]) -> Iterator[tuple[str, str, str, str]]:
    for one in findings:
        documents = f" (document {', '.join(one.documents)})" if one.documents else ""
        yield one.area.words, one.name, f"{one.problem}{documents}", one.remedy
