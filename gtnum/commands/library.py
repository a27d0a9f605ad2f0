"""``gtnum library``: see, check, roll back and clean up the generations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from gtnum.commands import library_backup, library_upgrade
from gtnum.commands.options import AsJson, LibraryFolder, load_settings

if TYPE_CHECKING:
    from gtnum.library.generation import Generation
    from gtnum.library.library_folder import Library

__all__ = ["app"]

app = typer.Typer(
    help="Voir, vérifier, rétablir et nettoyer les générations.",
    no_args_is_help=True,
)
app.command("backup")(library_backup.backup)
app.command("check-backup")(library_backup.check_backup)
app.command("restore")(library_backup.restore)
app.command("upgrade")(library_upgrade.upgrade)


@app.command("list")
def list_generations(library: LibraryFolder = None, as_json: AsJson = False) -> None:
    """Liste les générations ; celle qui est publiée porte une flèche.

    Exemple : gtnum library list
    """
    shelf = _shelf(library)
    current = shelf.current()
    generations = shelf.generations()
    if as_json:
        rows = [_row(g, is_current=g.name == current.name) for g in generations]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(title=f"Bibliothèque {shelf.root}")
    for heading in ("", "génération", "créée", "documents", "passages", "modèle", "Mo"):
        table.add_column(heading)
    for generation in generations:
        row = _row(generation, is_current=generation.name == current.name)
        table.add_row(
            "→" if row["published"] else "",
            generation.name,
            generation.manifest.created_at[:16].replace("T", " "),
            str(row["documents"]),
            str(row["passages"]),
            str(row["embedder"]),
            f"{row['size_bytes'] / 1e6:.1f}",
        )
    Console().print(table)


@app.command("verify")
def verify(library: LibraryFolder = None) -> None:
    """Compare chaque fichier de la génération publiée à son empreinte.

    Exemple : gtnum library verify
    """
    current = _shelf(library).current()
    current.verify()
    count = len(current.manifest.files)
    typer.echo(f"Génération {current.name} : {count} fichiers intacts.")


@app.command("rollback")
def rollback(
    name: Annotated[
        str | None, typer.Argument(help="Génération à publier ; défaut : le parent.")
    ] = None,
    library: LibraryFolder = None,
) -> None:
    """Publie de nouveau une génération antérieure ; un service en cours la suit.

    Exemple : gtnum library rollback 0006
    """
    shelf = _shelf(library)
    current = shelf.current()
    target = name or current.manifest.parent
    if target is None:
        raise typer.BadParameter("la génération publiée n’a pas de parent")
    shelf.point_to(target)
    typer.echo(f"Génération publiée : {target} (auparavant {current.name}).")


@app.command("prune")
def prune(
    keep: Annotated[int, typer.Option(min=1, help="Combien en garder.")] = 3,
    library: LibraryFolder = None,
) -> None:
    """Supprime les anciennes générations ; la publiée reste toujours.

    Exemple : gtnum library prune --keep 2
    """
    gone = _shelf(library).prune(keep)
    typer.echo(f"Supprimées : {', '.join(gone) or 'aucune'}.")


def _shelf(folder: Path | None) -> Library:
    from gtnum.library.library_folder import Library

    return Library(load_settings(library=folder).library)


def _row(generation: Generation, *, is_current: bool) -> dict[str, Any]:
    manifest = generation.manifest
    return {
        "name": generation.name,
        "published": is_current,
        "parent": manifest.parent,
        "created_at": manifest.created_at,
        "documents": manifest.counts.get("documents", 0),
        "passages": manifest.counts.get("passages", 0),
        "embedder": manifest.embedder.get("name", ""),
        "size_bytes": sum(f.size_bytes for f in manifest.files.values()),
    }
