"""``gtnum related``: documents related to a draft, with the passages that match."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from gtnum.commands.draft_options import DraftOptions, find_related
from gtnum.commands.options import AsJson, LibraryFolder, load_settings

__all__ = ["related"]


def related(
    draft: Annotated[
        str | None, typer.Argument(help="Fichier du brouillon, ou - (entrée).")
    ] = None,
    document: Annotated[
        str | None,
        typer.Option(help="Document de la bibliothèque comme brouillon.", metavar="ID"),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Page publique comme brouillon.")
    ] = None,
    like: Annotated[
        list[str] | None,
        typer.Option(help="Document dont les passages demandent aussi ; à répéter."),
    ] = None,
    unlike: Annotated[
        list[str] | None,
        typer.Option(help="Document qui fait reculer ses semblables ; à répéter."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Document qui ne répond pas ; à répéter."),
    ] = None,
    limit: Annotated[int, typer.Option(help="Documents au plus, 1 à 100.")] = 10,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Trouve les travaux proches d’un brouillon, qui n’est pas conservé.

    Exemple : gtnum related billet.md
    """
    from gtnum import wiring
    from gtnum.commands.related_report import print_results
    from ontology.iris import Iris
    from search_api.answers.related_presenter import related_answer
    from search_api.answers.search_presenter import Presenter

    settings = load_settings(library=library)
    asked = DraftOptions(
        draft,
        document,
        url,
        like=tuple(like or ()),
        unlike=tuple(unlike or ()),
        exclude=tuple(exclude or ()),
    )
    asked.require_one()
    with wiring.knowledge(settings) as knowledge:
        results = find_related(asked, knowledge, settings, limit=limit)
    if as_json:
        answer = related_answer(results, Presenter(Iris(settings.base_iri)))
        typer.echo(answer.model_dump_json(indent=1))
        return
    print_results(Console(highlight=False), results)
