"""``gtnum deposits``: tokens, tasks, and the process that does them."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from ontology.errors import KnowledgeError

__all__ = ["app"]

app = typer.Typer(
    help="Gérer les dépôts : jetons, tâches, traitement.", no_args_is_help=True
)


@app.command("token")
def new_token(
    name: Annotated[str, typer.Argument(help="Personne ou programme qui déposera.")],
) -> None:
    """Crée un jeton : le montre une fois, avec la ligne à ajouter aux réglages.

    Exemple : gtnum deposits token claire
    """
    from gtnum.deposits.deposit_tokens import Tokens, mint

    token, digest = mint()
    Tokens(f"{name}={digest}")  # refuses a name that could not be read back
    typer.echo(f"Jeton de {name}, montré cette seule fois :", err=True)
    typer.echo(token)
    typer.echo(
        f"→ Ajoutez son empreinte aux réglages du service :\n"
        f"  GTNUM_TOKENS={name}={digest}",
        err=True,
    )


@app.command("list")
def list_tasks(library: LibraryFolder = None, as_json: AsJson = False) -> None:
    """Liste toutes les tâches, les plus anciennes d’abord.

    Exemple : gtnum deposits list
    """
    from gtnum import wiring
    from gtnum.deposits.task_queue import TaskQueue
    from gtnum.deposits.task_records import to_json

    folder = wiring.deposit_folder(load_settings(library=library)) / "tasks"
    queue = TaskQueue(folder)
    tasks = [*queue.finished(), *queue.waiting()]
    if as_json:
        rows = [json.loads(to_json(task)) for task in tasks]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(title=f"Tâches de {folder}")
    for heading in ("créée", "par", "quoi", "état", "étape", "détail"):
        table.add_column(heading, overflow="fold")
    for task in tasks:
        subject = task.name or task.url or task.document
        detail = task.failure.detail if task.failure else task.message
        moment = f"{task.created_at:%Y-%m-%d %H:%M}"
        table.add_row(moment, task.owner, subject, task.state, task.stage, detail)
    Console(highlight=False, markup=False).print(table)


@app.command("restore")
def restore(
    document: Annotated[str, typer.Argument(help="Identifiant du document retiré.")],
    library: LibraryFolder = None,
) -> None:
    """Permet à un document retiré de revenir à la prochaine lecture de son dossier.

    Exemple : gtnum deposits restore mon-document
    """
    from gtnum import wiring

    records = wiring.withdrawals(load_settings(library=library))
    record = records.get(document)
    if record is None:
        raise KnowledgeError(
            f"aucun document « {document} » n’a été retiré",
            remedy="Vérifiez l’identifiant : il figure dans la réponse au retrait.",
        )
    records.lift(record.uri)
    typer.echo(f"{record.uri} sera lu à la prochaine ingestion de son dossier.")


@app.command("work")
def work(
    once: Annotated[
        bool, typer.Option("--once", help="S’arrêter quand plus rien n’attend.")
    ] = False,
    parent: Annotated[int | None, typer.Option(hidden=True)] = None,
    library: LibraryFolder = None,
) -> None:
    """Traite les tâches en attente ; le service le fait de lui-même.

    Exemple : gtnum deposits work --once
    """
    from gtnum.deposits.worker_shift import Shift, defer_to_service, sole_worker

    settings = load_settings(library=library)
    shift = Shift(parent=parent, is_once=once)
    if parent is not None:
        defer_to_service()
        shift.obey_signals()
    with sole_worker(settings.library / "deposits" / "worker.lock", shift) as is_ours:
        if not is_ours:
            return
        from gtnum import wiring

        worker = wiring.deposit_worker(settings)
        shift.run(worker, wiring.deposits_wait(settings))
