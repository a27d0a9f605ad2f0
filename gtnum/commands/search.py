"""``gtnum search``: the same answers as ``GET /search``, on the terminal."""

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from ontology.iris import Iris
from ontology.model import DocumentSummary
from search_api.answers.date_wording import work_date_words
from search_api.answers.described_wording import full_title
from search_api.query import (
    PassageHit,
    SearchHit,
    SearchMode,
    SearchQuery,
    SearchResults,
    SearchSort,
)

__all__ = ["document_heading", "print_passage", "search"]


def search(
    question: Annotated[str, typer.Argument(help="La question, en clair.")],
    limit: Annotated[int, typer.Option(help="Documents au plus, 1 à 100.")] = 10,
    mode: Annotated[
        SearchMode, typer.Option(help="Mots, vecteurs, ou les deux.")
    ] = SearchMode.HYBRID,
    sort: Annotated[
        SearchSort, typer.Option(help="Réponses par pertinence, date ou titre.")
    ] = SearchSort.RELEVANCE,
    exact: Annotated[
        bool, typer.Option("--exact", help="Prendre la question mot pour mot.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Dire pourquoi chaque résultat est là.")
    ] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Cherche dans les documents ; montre les passages exacts et leur page.

    Exemple : gtnum search "sobriété numérique à l'école"
    """
    from gtnum import wiring
    from search_api.answers.search_address import SearchAddress
    from search_api.answers.search_presenter import Presenter

    settings = load_settings(library=library)
    with wiring.knowledge(settings) as knowledge:
        query = SearchQuery(
            text=question,
            limit=limit,
            mode=mode,
            sort=sort,
            with_intent=not exact,
            with_spelling=not exact,
        )
        results = knowledge.searcher.search(query)
    if as_json:
        answer = Presenter(Iris(settings.base_iri)).search_answer(
            SearchAddress(
                q=question,
                limit=limit,
                mode=mode,
                sort=sort,
                intent="off" if exact else "on",
                spelling="off" if exact else "on",
                explain=explain,
            ),
            results,
        )
        typer.echo(answer.model_dump_json(indent=1))
        return
    _print(results, is_explained=explain)


def _print(results: SearchResults, *, is_explained: bool) -> None:
    """Write hits for people."""
    from search_api.answers.explanation import explanations
    from search_api.answers.result_messages import results_message
    from search_api.answers.wording import documents_found

    console = Console(highlight=False)
    _print_understood(console, results)
    _print_direct(console, results)
    message = results_message(results)
    if message:
        console.print(message)
    reasons = explanations(results) if is_explained else {}
    for rank, hit in enumerate(results.hits, start=1):
        if rank == results.total + 1:
            console.print("Plus loin, sans réponse sûre à la question :\n")
        reason = reasons.get(hit.document.identifier)
        _print_hit(console, rank, hit, why=reason.sentence if reason else "")
    count = documents_found(results.total, is_capped=results.is_capped)
    further = f" · {results.further_total} plus loin" if results.further_total else ""
    console.print(
        f"{count}{further} · génération {results.generation} · "
        f"{results.elapsed_seconds * 1000:.0f} ms",
        style="dim",
    )


def _print_understood(console: Console, results: SearchResults) -> None:
    """Say what the question was taken for; ``--exact`` takes it word for word."""
    from search_api.answers.wording import FACET_LABELS

    names = [
        f"{FACET_LABELS.get(one.found.kind, one.found.kind).lower()} {one.label}"
        for one in results.understood
    ]
    if names:
        console.print(Text(f"Compris : {' ; '.join(names)}"))
    spelling = results.spelling
    if spelling is None:
        return
    typed = results.query.text
    if spelling.is_applied:
        told = f"Rien ne contient « {typed} » : résultats pour « {spelling.text} »."
    else:
        told = f"Essayez avec : {spelling.text}"
    console.print(Text(told))


def _print_direct(console: Console, results: SearchResults) -> None:
    """Write what the graph itself answers, before the documents."""
    from search_api.answers import direct_answer_wording as wording

    failure = wording.failure_words(results.direct)
    if failure:
        console.print(Text(failure))
    for answer in results.direct.answers:
        console.print(Text(wording.title_words(answer), style="bold"))
        for line in filter(
            None, (wording.summary_words(answer), wording.meaning_words(answer))
        ):
            console.print(Text(f"   {line}"))
        for item in answer.items:
            word = wording.certainty_word(item.certainty)
            console.print(Text(f"   - {item.label} ({word})"))
            for fact in item.facts:
                through = fact.through.label if fact.through else ""
                doubt = wording.certainty_word(fact.certainty)
                parts = (
                    through,
                    wording.fact_words(fact),
                    doubt if fact.certainty is not item.certainty else "",
                )
                told = ", ".join(filter(None, parts))
                numbers = "".join(f"[{number}]" for number in fact.sources)
                console.print(Text(f"     {told} {numbers}".rstrip(), style="dim"))
        for number, cited in enumerate(answer.sources, start=1):
            where = cited.source.url or cited.source.label
            console.print(Text(f"   [{number}] {where}", style="dim"))
        console.print()


def _print_hit(console: Console, rank: int, hit: SearchHit, *, why: str) -> None:
    document = hit.document
    date = work_date_words(document.work_date)
    facts = " · ".join(filter(None, (date, document.identifier)))
    heading = document_heading(rank, document)
    console.print(heading, Text(f"   {facts} · {hit.score:.2f}", style="dim"), sep="\n")
    for found in hit.passages:
        print_passage(console, found, is_paged=document.is_paged)
    if why:
        console.print(Text(f"   {why}", style="dim"))
    console.print()


def document_heading(rank: int, document: DocumentSummary) -> Text:
    """Return the title of a document with its rank; a sheet says that it is one."""
    return Text(f"{rank}. {full_title(document)}", style="bold")


def print_passage(console: Console, found: PassageHit, *, is_paged: bool) -> None:
    """Print a passage, verbatim, with what matched set off."""
    text = Text(found.passage.text)
    for start, end in found.highlights:
        text.stylize("bold yellow", start, end)
    where = f"p. {found.passage.page} " if is_paged else ""
    console.print(Text(f"   {where}« ") + text + Text(" »"), soft_wrap=False)
