"""``gtnum search``: the same answers as ``GET /search``, on the terminal."""

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from ontology.iris import Iris
from search_api.query import PassageHit, SearchHit, SearchMode, SearchQuery

__all__ = ["print_passage", "search"]


def search(
    question: Annotated[str, typer.Argument(help="La question, en clair.")],
    limit: Annotated[int, typer.Option(help="Documents au plus, 1 à 100.")] = 10,
    mode: Annotated[
        SearchMode, typer.Option(help="Mots, vecteurs, ou les deux.")
    ] = SearchMode.HYBRID,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Cherche dans les documents ; montre les passages exacts et leur page.

    Exemple : gtnum search "sobriété numérique à l'école"
    """
    from gtnum import wiring
    from search_api.web.parameters import SearchParameters
    from search_api.web.presenters import Presenter, results_message

    settings = load_settings(library=library)
    with wiring.knowledge(settings) as knowledge:
        query = SearchQuery(text=question, limit=limit, mode=mode)
        results = knowledge.searcher.search(query)
    if as_json:
        answer = Presenter(Iris(settings.base_iri)).search_answer(
            SearchParameters(q=question, limit=limit, mode=mode), results
        )
        typer.echo(answer.model_dump_json(indent=1))
        return
    console = Console(highlight=False)
    message = results_message(results)
    if message:
        console.print(message)
    for rank, hit in enumerate(results.hits, start=1):
        _print_hit(console, rank, hit)
    console.print(
        f"{results.total} documents · génération {results.generation} · "
        f"{results.elapsed_seconds * 1000:.0f} ms",
        style="dim",
    )


def _print_hit(console: Console, rank: int, hit: SearchHit) -> None:
    document = hit.document
    facts = " · ".join(filter(None, (document.date, document.identifier)))
    heading = Text(f"{rank}. {document.title}", style="bold")
    console.print(heading, Text(f"   {facts} · {hit.score:.2f}", style="dim"), sep="\n")
    for found in hit.passages:
        print_passage(console, found, is_paged=document.is_paged)
    console.print()


def print_passage(console: Console, found: PassageHit, *, is_paged: bool) -> None:
    """Print a passage, verbatim, with what matched set off."""
    text = Text(found.passage.text)
    for start, end in found.highlights:
        text.stylize("bold yellow", start, end)
    where = f"p. {found.passage.page} " if is_paged else ""
    console.print(Text(f"   {where}« ") + text + Text(" »"), soft_wrap=False)
