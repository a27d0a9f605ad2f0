"""``gtnum ingest``: read a folder into the library and publish what changed."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from gtnum.errors import EXIT_PARTIAL
from gtnum.ingestion import IngestionResult
from ingest.pipeline import Progress as Step

__all__ = ["Follower", "ingest", "print_result", "progress_bar"]


def ingest(
    folder: Annotated[Path, typer.Argument(help="Dossier ou fichier à lire.")],
    collection: Annotated[
        str | None,
        typer.Option(help="Nom de l’ensemble ; par défaut celui du dossier."),
    ] = None,
    remove_vanished: Annotated[
        bool,
        typer.Option("--remove-vanished", help="Retirer les fichiers disparus."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui serait fait, sans le faire.")
    ] = False,
    report_file: Annotated[
        Path | None, typer.Option("--report", help="Écrire aussi le rapport (JSON).")
    ] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Lit un dossier et publie une nouvelle génération si quelque chose a changé.

    Chaque fichier finit dans un état nommé. Code de sortie : 0 fait, 1 des documents
    ont échoué, 2 mauvais usage, 3 bibliothèque inutilisable.

    Exemple : gtnum ingest corpus --collection gtnum
    """
    from gtnum import wiring

    settings = load_settings(library=library)
    name = collection or folder.resolve().name
    work = wiring.ingestion(settings)
    with progress_bar() as bar:
        step = Follower(bar, folder)
        if dry_run:
            result = IngestionResult(work.plan(folder, name, progress=step), None)
        else:
            result = work.run(
                folder, name, remove_vanished=remove_vanished, progress=step
            )
    report = result.report
    facts = {
        "generation": result.generation,
        **report.to_json(),
        "violations": [asdict(violation) for violation in result.violations],
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    if report_file is not None:
        report_file.write_text(text + "\n", encoding="utf-8")
    if as_json:
        typer.echo(text)
    else:
        print_result(result, is_plan=dry_run)
    raise typer.Exit(EXIT_PARTIAL if result.violations else report.exit_code)


def progress_bar() -> Progress:
    """Return the bar that a long run shows on standard error."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


class Follower:
    """Moves the bar on with each source."""

    def __init__(self, bar: Progress, folder: Path) -> None:
        self._bar = bar
        self._task = bar.add_task(f"Lecture de {folder}", total=None, rate="")

    def __call__(self, step: Step) -> None:
        """Show how far the run is."""
        task = self._bar.tasks[self._task]
        rate = f"{task.speed:.1f} fichiers/s" if task.speed else ""
        self._bar.update(self._task, completed=step.done, total=step.total, rate=rate)


def print_result(result: IngestionResult, *, is_plan: bool) -> None:
    """Show people what an ingest did, or would do."""
    console = Console(highlight=False)
    report = result.report
    problems = report.problem_rows()
    if problems:
        table = Table(title="À regarder")
        for heading in ("source", "état", "détail"):
            table.add_column(heading, overflow="fold")
        for row in problems:
            table.add_row(*row)
        console.print(table)
    summary = Table(title="Ce qui serait fait" if is_plan else "Rapport")
    summary.add_column("état")
    summary.add_column("sources", justify="right")
    summary.add_column("que faire", overflow="fold")
    for row in report.summary_rows():
        summary.add_row(*row)
    console.print(summary)
    totals = report.to_json()["totals"]
    console.print(
        f"{totals['sources']} sources, {totals['pages']} pages et "
        f"{totals['passages']} passages lus."
    )
    for violation in result.violations:
        console.print(f"Forme non respectée : {violation.focus} : {violation.message}")
    if result.generation:
        console.print(f"Génération publiée : {result.generation}.")
    elif not is_plan:
        console.print("Rien n’a changé : la génération publiée reste en place.")
