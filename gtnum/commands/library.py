"""``gtnum library``: see, check, roll back and clean up the generations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from gtnum.commands import library_backup, library_upgrade
from gtnum.commands.library_verify import repair, verify
from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from gtnum.errors import LibraryDamaged

if TYPE_CHECKING:
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


app.command("verify")(verify)
app.command("repair")(repair)


@app.command("list")
def list_generations(library: LibraryFolder = None, as_json: AsJson = False) -> None:
    """Liste les générations ; celle qui est publiée porte une flèche.

    Chaque fichier est comparé à son empreinte : l’état est « saine » ou « abîmée ».

    Exemple : gtnum library list
    """
    shelf = _shelf(library)
    published = _published(shelf)
    rows = list(_rows(shelf, published))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(title=f"Bibliothèque {shelf.root}")
    for heading in (
        *("", "nom", "créée", "documents", "passages", "modèle", "Mo"),
        "état",
    ):
        table.add_column(heading)
    for row in rows:
        table.add_row(
            "→" if row["published"] else "",
            row["name"],
            (row["created_at"] or "")[:16].replace("T", " "),
            str(row["documents"]),
            str(row["passages"]),
            str(row["embedder"]),
            f"{row['size_bytes'] / 1e6:.1f}",
            "abîmée" if row["damage"] else "saine",
        )
    Console().print(table)
    for row in rows:
        if row["damage"]:
            typer.echo(f"Attention : {row['damage']}", err=True)


@app.command("rollback")
def rollback(
    name: Annotated[
        str | None,
        typer.Argument(
            help="Génération à publier ; défaut : la plus récente saine dont vient la "
            "publiée."
        ),
    ] = None,
    library: LibraryFolder = None,
) -> None:
    """Publie une génération antérieure, après en avoir comparé chaque fichier.

    Fonctionne quoi qui soit abîmé ; un service en cours la suit.

    Exemple : gtnum library rollback 0006
    """
    from gtnum.library.rollback import NoAncestor, roll_back

    try:
        done = roll_back(_shelf(library), name)
    except NoAncestor as none:
        raise typer.BadParameter(f"{none.message}. {none.remedy}") from none
    for one in done.passed_over:
        typer.echo(f"Attention : {one.damage.message} ; laissé de côté.", err=True)
    before = f"auparavant {done.before}" if done.before else "aucune auparavant"
    typer.echo(f"Génération publiée : {done.generation.name} ({before}).")


@app.command("prune")
def prune(
    keep: Annotated[int, typer.Option(min=1, help="Combien en garder.")] = 3,
    library: LibraryFolder = None,
) -> None:
    """Supprime les anciennes générations ; la publiée et une saine restent toujours.

    Exemple : gtnum library prune --keep 2
    """
    shelf = _shelf(library)
    if _published(shelf) is None:
        typer.echo("→ La plus récente génération saine est gardée.", err=True)
    gone = shelf.prune(keep)
    typer.echo(f"Supprimées : {', '.join(gone) or 'aucune'}.")


def _shelf(folder: Path | None) -> Library:
    from gtnum.library.library_folder import Library

    return Library(load_settings(library=folder).library)


def _published(shelf: Library) -> str | None:
    """Return the name of the published generation; say so where none can be told.

    Raises:
        LibraryMissing: If nothing was ever published.
    """
    try:
        return shelf.published()
    except LibraryDamaged as damage:
        typer.echo(f"Attention : {damage.message}", err=True)
        typer.echo(f"→ {damage.remedy}", err=True)
        return None


def _rows(shelf: Library, published: str | None) -> Iterator[dict[str, Any]]:
    """Yield what there is to say of each generation, oldest first."""
    from gtnum.library.file_checks import FileDigests
    from gtnum.library.generation import Generation

    digests = FileDigests()
    for folder in sorted(shelf.in_order(), key=lambda each: int(each.name)):
        manifest, damage = None, None
        try:
            generation = Generation.open(folder)
            manifest = generation.manifest
            generation.verify(digest=digests)
        except LibraryDamaged as found:
            damage = found.message
        yield {
            "name": folder.name,
            "published": folder.name == published,
            "parent": manifest and manifest.parent,
            "created_at": manifest and manifest.created_at,
            "documents": manifest.counts.get("documents", 0) if manifest else 0,
            "passages": manifest.counts.get("passages", 0) if manifest else 0,
            "embedder": manifest.embedder.get("name", "") if manifest else "",
            "size_bytes": sum(f.size_bytes for f in manifest.files.values())
            if manifest
            else 0,
            "damage": damage,
        }
