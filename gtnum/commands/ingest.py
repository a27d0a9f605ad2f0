"""``gtnum ingest``: read a folder into the library and publish what changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from gtnum.commands.sound_generation import tell_passed_over
from gtnum.errors import EXIT_PARTIAL

if TYPE_CHECKING:
    from gtnum.library.ingestion import IngestionResult
    from ingest.pipeline import Progress as Step
    from ingest.report import Report

__all__ = ["Follower", "ingest", "print_result", "progress_bar"]

_MOST_ROWS = 50


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
    ont échoué, 2 mauvais usage, 3 bibliothèque inutilisable. Une lecture interrompue
    reprend où elle en était : relancez la même commande.

    Exemple : gtnum ingest corpus --collection gtnum
    """
    from gtnum import wiring
    from gtnum.library.ingestion import IngestionResult

    settings = load_settings(library=library)
    name = collection or folder.resolve().name
    work = wiring.ingestion(settings)
    with progress_bar() as bar:
        step = Follower(bar, folder)
        if dry_run:
            plan = work.plan(
                folder, name, progress=step, remove_vanished=remove_vanished
            )
            result = IngestionResult(plan, None)
        else:
            result = work.run(
                folder, name, remove_vanished=remove_vanished, progress=step
            )
    if report_file is not None:
        with report_file.open("w", encoding="utf-8") as stream:
            stream.writelines(_as_json(result))
    if as_json:
        tell_passed_over(result.passed_over, instead=result.parent)
        for piece in _as_json(result):
            typer.echo(piece, nl=False)
    else:
        print_result(result, is_plan=dry_run)
    raise typer.Exit(EXIT_PARTIAL if result.violations else result.report.exit_code)


def _as_json(result: IngestionResult) -> Iterator[str]:
    """Yield the report piece by piece: a folder may hold 100,000 files."""
    return result.report.write_json(
        before={"generation": result.generation},
        after={"violations": [asdict(violation) for violation in result.violations]},
    )


def progress_bar() -> Progress:
    """Return the bar that a long run shows on standard error."""
    return Progress(
        SpinnerColumn(),
        # Names of files are no markup.
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


class Follower:
    """Moves the bar on with each source."""

    def __init__(self, bar: Progress, folder: Path) -> None:
        from ingest.sources.source_files import printable_path

        self._bar = bar
        name = printable_path(folder)
        self._task = bar.add_task(f"Lecture de {name}", total=None, rate="")
        self._started = time.monotonic()

    def __call__(self, step: Step) -> None:
        """Show how far the run is."""
        task = self._bar.tasks[self._task]
        rate = f"{task.speed:.1f} fichiers/s" if task.speed else ""
        if step.pages:
            seconds = max(time.monotonic() - self._started, 0.001)
            rate += f", {step.pages / seconds:.0f} pages/s"
        self._bar.update(self._task, completed=step.done, total=step.total, rate=rate)


def print_result(result: IngestionResult, *, is_plan: bool) -> None:
    """Show people what an ingest did, or would do."""
    # Names of files are no markup.
    console = Console(highlight=False, markup=False, emoji=False)
    report = result.report
    _print_problems(console, report)
    summary = Table(title="Ce qui serait fait" if is_plan else "Rapport")
    summary.add_column("état")
    summary.add_column("sources", justify="right")
    summary.add_column("que faire", overflow="fold")
    for row in report.summary_rows():
        summary.add_row(*row)
    console.print(summary)
    totals = report.totals()["totals"]
    console.print(
        f"{totals['sources']} sources, {totals['pages']} pages et "
        f"{totals['passages']} passages lus."
    )
    tell_passed_over(result.passed_over, instead=result.parent)
    for violation in result.violations[:_MOST_ROWS]:
        console.print(f"Forme non respectée : {violation.focus} : {violation.message}")
    if len(result.violations) > _MOST_ROWS:
        console.print(f"… {len(result.violations)} en tout : option --report FICHIER.")
    if result.generation:
        console.print(f"Génération publiée : {result.generation}.")
    elif not is_plan:
        console.print("Rien n’a changé : la génération publiée reste en place.")


def _print_problems(console: Console, report: Report) -> None:
    """Show the first sources that somebody should look at, never all of 100,000."""
    problems = report.problem_rows(_MOST_ROWS + 1)
    if not problems:
        return
    table = Table(title="À regarder")
    for heading in ("source", "état", "détail"):
        table.add_column(heading, overflow="fold")
    for row in problems[:_MOST_ROWS]:
        table.add_row(*row)
    console.print(table)
    if len(problems) > _MOST_ROWS:
        console.print(
            f"Seules les {_MOST_ROWS} premières lignes sont montrées ; le rapport "
            "entier : option --report FICHIER."
        )
