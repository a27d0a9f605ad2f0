"""``gtnum harvest``: mirror a feed, a repository or a list, then read the mirror."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from gtnum.commands.ingest import Follower, print_result, progress_bar
from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from gtnum.errors import EXIT_DONE, EXIT_PARTIAL

if TYPE_CHECKING:
    from gtnum.library.ingestion import IngestionResult
    from ingest.harvest.page_visits import HarvestReport
    from ingest.harvest.source_kinds import Survey

__all__ = ["harvest"]

_MOST_FAILURES = 50


class Kind(StrEnum):
    """What a source may be said to be."""

    AUTO = "auto"
    FEED = "feed"
    OAI = "oai"
    SITEMAP = "sitemap"
    ADDRESSES = "addresses"


def harvest(
    source: Annotated[
        str,
        typer.Argument(
            help="Adresse d’un site, d’un flux, d’un entrepôt OAI-PMH ou d’une page, "
            "ou fichier texte avec une adresse par ligne."
        ),
    ],
    collection: Annotated[
        str | None,
        typer.Option(help="Nom de l’ensemble ; par défaut l’hôte de l’adresse."),
    ] = None,
    kind: Annotated[
        Kind, typer.Option(help="Sorte de source ; reconnue seule par défaut.")
    ] = Kind.AUTO,
    set_spec: Annotated[
        str, typer.Option("--set", help="Ensemble de l’entrepôt OAI-PMH.")
    ] = "",
    with_pages: Annotated[
        bool,
        typer.Option(
            "--with-pages", help="Lire aussi la page de chaque entrée ou notice."
        ),
    ] = False,
    files: Annotated[
        bool | None,
        typer.Option(
            "--files/--no-files",
            help="Lire aussi les fichiers (PDF, bureautique) que les pages lient ; "
            "par défaut, pour les flux et les plans de site.",
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Tout redemander, pas seulement le nouveau.")
    ] = False,
    accept_losses: Annotated[
        bool,
        typer.Option(
            "--accept-losses",
            help="Croire une source qui a perdu plus de la moitié de ses documents.",
        ),
    ] = False,
    no_ingest: Annotated[
        bool, typer.Option("--no-ingest", help="Copier sans lire ni publier.")
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Dire ce qui se trouve à l’adresse et comment le suivre, sans copier.",
        ),
    ] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Copie une source du web, puis lit la copie et publie ce qui a changé.

    La copie reste dans la bibliothèque (harvests) : relancez la même commande pour
    suivre les ajouts, les changements et les retraits. Code de sortie : 0 fait, 1 des
    documents ont échoué, 2 source refusée ou injoignable, 3 bibliothèque inutilisable.

    Exemple : gtnum harvest https://edunumrech.hypotheses.org/feed --collection carnet
    """
    from gtnum import wiring
    from gtnum.harvests import Harvests
    from ingest.harvest.file_links import hosts_in
    from ingest.harvest.page_visits import HarvestOptions, HarvestReport

    settings = load_settings(library=library)
    name = Harvests.collection(source, collection)
    harvests = wiring.harvests(settings)
    if dry_run:
        _print_survey(harvests.survey(source), as_json=as_json)
        return
    result: IngestionResult | None = None
    with progress_bar() as bar:
        task = bar.add_task(f"Moisson de {source}", total=None, rate="")
        report = HarvestReport(
            progress=lambda so_far: bar.update(task, completed=so_far.done)
        )
        options = HarvestOptions(
            with_pages,
            full,
            accept_losses,
            files=files,
            file_hosts=hosts_in(settings.harvest_file_hosts),
        )
        harvests.update(
            source, name, kind=kind, set_spec=set_spec, options=options, report=report
        )
        bar.update(task, visible=False)
        if not no_ingest:
            folder = harvests.folder(name)
            result = wiring.ingestion(settings).run(
                folder, name, remove_vanished=True, progress=Follower(bar, folder)
            )
    if as_json:
        typer.echo(json.dumps(_facts(report, result), ensure_ascii=False, indent=1))
    else:
        _print(report, result)
    raise typer.Exit(_exit_code(report, result))


_KINDS = {
    "feed": "un flux",
    "oai": "un entrepôt OAI-PMH",
    "sitemap": "un plan de site",
    "addresses": "une page ou un fichier",
    "site": "un site",
}
_WAYS = {
    "feed": "flux, {} entrées sur sa première page",
    "wordpress": "API de WordPress, {} billets sur sa première page",
    "sitemap": "plan du site, {} pages",
}


def _print_survey(found: Survey, *, as_json: bool) -> None:
    best = found.best
    if as_json:
        facts = {**asdict(found), "best": asdict(best) if best else None}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    typer.echo(f"{found.address} : {_KINDS[found.kind]}.")
    for way in found.ways:
        short = "" if way.is_whole else ", résumés seulement"
        typer.echo(f"- {_WAYS[way.kind].format(way.count)}{short} : {way.address}")
    if best is not None:
        kind = "sitemap" if best.kind == "sitemap" else "feed"
        address = shlex.quote(best.address)
        typer.echo(f"Le mieux : `gtnum harvest {address} --kind {kind}`")
    else:
        address = shlex.quote(found.address)
        typer.echo(f"Pour la moissonner : `gtnum harvest {address}`")


def _exit_code(report: HarvestReport, result: IngestionResult | None) -> int:
    is_partial = bool(report.failures or (result and result.violations))
    if is_partial:
        return EXIT_PARTIAL
    return result.report.exit_code if result else EXIT_DONE


def _facts(report: HarvestReport, result: IngestionResult | None) -> dict[str, Any]:
    return {
        "harvest": {
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "removed": report.removed,
            "files": report.files,
            "failures": [asdict(failure) for failure in report.failures],
            "notes": report.notes,
        },
        "generation": result.generation if result else None,
        **(result.report.to_json() if result else {}),
    }


def _print(report: HarvestReport, result: IngestionResult | None) -> None:
    # Addresses and titles are no markup.
    console = Console(highlight=False, markup=False, emoji=False)
    if report.failures:
        table = Table(title="Non moissonné")
        table.add_column("adresse", overflow="fold")
        table.add_column("raison", overflow="fold")
        for failure in report.failures[:_MOST_FAILURES]:
            table.add_row(failure.what, failure.message)
        console.print(table)
        if len(report.failures) > _MOST_FAILURES:
            console.print(f"… {len(report.failures)} en tout : voir --json.")
    for note in report.notes[:_MOST_FAILURES]:
        console.print(f"À noter : {note}.")
    console.print(
        f"Moisson : {report.added} nouveaux, {report.changed} changés, "
        f"{report.unchanged} inchangés, {report.removed} retirés, "
        f"{len(report.failures)} échecs."
    )
    if report.files:
        console.print(f"Fichiers liés par les pages : {report.files} dans la copie.")
    if result is not None:
        print_result(result, is_plan=False)
