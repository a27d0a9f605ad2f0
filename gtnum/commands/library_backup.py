"""``gtnum library backup``, ``check-backup`` and ``restore``."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gtnum.commands.options import LibraryFolder, load_settings, sets_base
from gtnum.errors import EXIT_DONE, EXIT_PARTIAL, EXIT_UNAVAILABLE, BackupError

if TYPE_CHECKING:
    from gtnum.backups.backup_check import BackupCheck
    from gtnum.settings import Settings

__all__ = ["backup", "check_backup", "restore"]

_MEGABYTE = 1_000_000
_MOST_NAMES = 20


def backup(
    target: Annotated[
        Path, typer.Argument(help="Dossier de sauvegardes, ou fichier .zip ou .tar.")
    ],
    generations: Annotated[
        int, typer.Option(min=1, help="Combien de générations ; 1 : la publiée.")
    ] = 1,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="Ne garder que tant de sauvegardes du dossier."),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Relire toute la sauvegarde, recopier ce qui s’y est abîmé."
        ),
    ] = False,
    library: LibraryFolder = None,
) -> None:
    """Sauvegarde la bibliothèque, même pendant qu’elle sert et qu’on y lit.

    Dans un dossier, ce qui s’y trouve déjà n’est pas recopié. Les jetons de dépôt n’en
    font jamais partie, ni le cache de lecture, qui se refait. Code de sortie : 0 fait,
    1 un original abîmé a été laissé de côté, 3 bibliothèque ou disque inutilisable.

    Exemple : gtnum library backup /sauvegardes/gtnum
    """
    from importlib.metadata import version

    from gtnum.backups.backup_place import writing_backup
    from gtnum.backups.backup_run import back_up
    from gtnum.backups.folder_place import FolderWriter
    from gtnum.curation import curation_path
    from gtnum.library.library_folder import Library

    settings = load_settings(library=library)
    _require_apart(target, settings)
    shelf = Library(settings.library)
    shelf.current()  # without a library, no folder is made either
    with _disk_failures(target), writing_backup(target, believe=not check) as writer:
        done = back_up(
            shelf,
            writer,
            curation=curation_path(settings),
            software=f"gtnum {version('gtnum')}",
            generations=generations,
        )
        forgotten = []
        if keep is not None and isinstance(writer, FolderWriter):
            forgotten = writer.forget(keep)
    snapshot = done.snapshot
    typer.echo(
        f"Sauvegarde {done.number} de la génération {snapshot.generation} dans "
        f"{target} : {len(snapshot.files)} fichiers, {_size(snapshot.size_bytes)}, "
        f"dont {done.new_files} nouveaux ({_size(done.new_bytes)})."
    )
    typer.echo(
        "Laissés de côté : les réglages et leurs jetons, et le cache de lecture, qui "
        "se refait."
    )
    if forgotten:
        typer.echo(f"Sauvegardes supprimées : {', '.join(forgotten)}.")
    _tell_damaged(snapshot.damaged)
    if check:
        _check(target)
    raise typer.Exit(EXIT_PARTIAL if snapshot.damaged else EXIT_DONE)


def check_backup(
    source: Annotated[Path, typer.Argument(help="Dossier ou fichier de sauvegarde.")],
) -> None:
    """Compare tout ce que contient une sauvegarde à ce qui y a été écrit.

    Exemple : gtnum library check-backup /sauvegardes/gtnum
    """
    _check(source)


def restore(
    source: Annotated[Path, typer.Argument(help="Dossier ou fichier de sauvegarde.")],
    number: Annotated[
        str | None,
        typer.Option(help="Numéro de la sauvegarde ; défaut : la dernière."),
    ] = None,
    library: LibraryFolder = None,
) -> None:
    """Refait une bibliothèque d’une sauvegarde, dans un dossier vide ou nouveau.

    Tout est vérifié avant d’être publié ; une restauration interrompue se relance.

    Exemple : gtnum library restore /sauvegardes/gtnum --library nouvelle
    """
    from gtnum.backups.backup_place import open_backup
    from gtnum.backups.restoration import restore as put_back

    settings = load_settings(library=library)
    with _disk_failures(settings.library), open_backup(source) as reader:
        done = put_back(reader, settings.library, number)
    snapshot = done.snapshot
    typer.echo(
        f"Génération publiée : {done.generation.name}, de la sauvegarde {done.number} "
        f"du {snapshot.created_at[:16].replace('T', ' ')}, dans {settings.library} : "
        f"{len(snapshot.files)} fichiers, {_size(snapshot.size_bytes)}."
    )
    _tell_damaged(snapshot.damaged)
    _tell_settings(settings, snapshot.base_iri, snapshot.embedder)


def _check(source: Path) -> None:
    from gtnum.backups.backup_check import check_backup as compare
    from gtnum.backups.backup_place import open_backup

    with _disk_failures(source), open_backup(source) as reader:
        report = compare(reader)
    for number, wrong in report.unsound.items():
        typer.echo(f"Sauvegarde {number} abîmée : {wrong}.")
    if report.sound:
        typer.echo(
            f"Sauvegardes entières : {', '.join(report.sound)} ({report.contents} "
            f"contenus relus, {_size(report.size_bytes)})."
        )
    if not (report.sound or report.unsound):
        typer.echo(f"Aucune sauvegarde n’a été terminée dans {source}.")
    if report.unsound or not report.sound:
        typer.echo(f"→ {_way_out(report, source)}", err=True)
        raise typer.Exit(EXIT_UNAVAILABLE)


def _way_out(report: BackupCheck, source: Path) -> str:
    if report.sound:
        return (
            f"Restaurez la sauvegarde {report.sound[-1]} : `gtnum library restore "
            f"{source} --number {report.sound[-1]} --library DOSSIER`"
        )
    return "Faites une autre sauvegarde : `gtnum library backup DOSSIER --check`"


def _require_apart(target: Path, settings: Settings) -> None:
    root = settings.library.resolve()
    if root == target.resolve() or root in target.resolve().parents:
        raise BackupError(
            f"{target} est dans la bibliothèque qu’il faut sauvegarder",
            remedy="Choisissez un autre dossier, de préférence sur un autre disque.",
        )


@contextmanager
def _disk_failures(place: Path) -> Iterator[None]:
    """Say which of the places is full; the rest is told as by every command."""
    try:
        yield
    except OSError as failure:
        if failure.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise
        raise BackupError(
            f"il n’y a plus de place pour {place} ({failure.strerror})",
            remedy="Libérez de la place ou choisissez un autre disque, puis "
            "recommencez : rien d’inachevé ne reste.",
        ) from failure


def _tell_damaged(names: tuple[str, ...]) -> None:
    if not names:
        return
    told = ", ".join(names[:_MOST_NAMES])
    more = f" et {len(names) - _MOST_NAMES} autres" if len(names) > _MOST_NAMES else ""
    typer.echo(
        f"Originaux abîmés, laissés de côté : {told}{more}.\n→ Remettez ces fichiers "
        "dans leur dossier et relisez-le : `gtnum ingest DOSSIER`.",
        err=True,
    )


def _tell_settings(settings: Settings, base_iri: str, embedder: str) -> None:
    """Say which settings the library was used with, where they are others now."""
    if sets_base() and base_iri != settings.base_iri:
        typer.echo(f"→ Réglez GTNUM_BASE_IRI={base_iri}.", err=True)
    if embedder != settings.embedder:
        typer.echo(
            f"→ Réglez GTNUM_EMBEDDER={embedder}, ou refaites les index : "
            "`gtnum reindex`.",
            err=True,
        )


def _size(size_bytes: int) -> str:
    return f"{size_bytes / _MEGABYTE:.1f} Mo".replace(".", ",")
