"""``gtnum reindex``: make vectors and words again from the graph."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from gtnum.commands.options import LibraryFolder, load_settings
from gtnum.commands.sound_generation import tell_of_parent

__all__ = ["reindex"]


def reindex(
    embedder: Annotated[
        str | None, typer.Option(help="Autre modèle (GTNUM_EMBEDDER).")
    ] = None,
    library: LibraryFolder = None,
) -> None:
    """Refait les index, par exemple pour un autre modèle ; le graphe ne change pas.

    L’ancienne génération sert jusqu’à la publication de la nouvelle.

    Exemple : gtnum reindex --embedder embedded
    """
    from gtnum import wiring
    from gtnum.library.index_rebuild import reindex as make_again

    settings = load_settings(library=library, embedder=embedder)
    generation = make_again(
        wiring.library(settings),
        wiring.index_makers(settings),
        follow=lambda documents: track(
            documents,
            description="Index",
            console=Console(stderr=True),
            transient=True,
        ),
        tell=tell_of_parent,
    )
    typer.echo(
        f"Génération publiée : {generation.name}, modèle "
        f"{generation.manifest.embedder['name']}, "
        f"{generation.manifest.counts['passages']} passages."
    )
    if settings.embedder != load_settings(library=library).embedder:
        typer.echo(
            f"Réglez GTNUM_EMBEDDER={settings.embedder} : sans cela, le service refuse "
            "ces index."
        )
