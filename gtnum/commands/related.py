"""``gtnum related``: documents related to a draft, with the passages that match."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from gtnum.commands.search import document_heading, print_passage
from ontology.errors import KnowledgeError

if TYPE_CHECKING:
    from search_api.related_work.results import RelatedDocument

__all__ = ["related"]


def related(
    draft: Annotated[str, typer.Argument(help="Fichier du brouillon, ou - (entrée).")],
    limit: Annotated[int, typer.Option(help="Documents au plus, 1 à 100.")] = 10,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Trouve les travaux proches d’un brouillon, qui n’est pas conservé.

    Exemple : gtnum related billet.md
    """
    from graph.ports import DocumentFilter
    from gtnum import wiring
    from ontology.iris import Iris
    from search_api.answers.related_presenter import related_answer
    from search_api.answers.search_presenter import Presenter

    settings = load_settings(library=library)
    content, name = _content(draft, settings.upload_max_mb * 1_000_000)
    with wiring.knowledge(settings) as knowledge:
        record = knowledge.read_draft(content, name, None)
        results = knowledge.related.find(
            record, limit=limit, restriction=DocumentFilter()
        )
    if as_json:
        answer = related_answer(results, Presenter(Iris(settings.base_iri)))
        typer.echo(answer.model_dump_json(indent=1))
        return
    console = Console(highlight=False)
    if not results.documents:
        console.print("Rien dans le corpus ne se rapproche de ce brouillon.")
    elif not results.is_reliable:
        console.print(
            "Rien dans le corpus n’appuie ce brouillon ; les moins éloignés :\n"
        )
    for rank, found in enumerate(results.documents, start=1):
        _print_related(console, rank, found)


def _content(draft: str, max_bytes: int) -> tuple[bytes, str | None]:
    """Read the draft, refusing what is larger than the limit.

    Raises:
        KnowledgeError: If it is too large, or no such file can be read.
    """
    if draft == "-":
        content, name = sys.stdin.buffer.read(max_bytes + 1), None
    else:
        path = Path(draft)
        if not path.is_file():
            raise KnowledgeError(
                f"le brouillon « {draft} » n’est pas un fichier",
                remedy="Donnez un fichier, ou - pour l’entrée standard.",
            )
        with path.open("rb") as stream:
            content, name = stream.read(max_bytes + 1), path.name
    if len(content) > max_bytes:
        raise KnowledgeError(
            f"le brouillon dépasse {max_bytes // 1_000_000} Mo",
            remedy="Raccourcissez-le ou relevez GTNUM_UPLOAD_MAX_MB.",
        )
    return content, name


def _print_related(console: Console, rank: int, found: RelatedDocument) -> None:
    console.print(
        document_heading(rank, found.document),
        Text(f"   {found.document.identifier} · {found.score:.2f}", style="dim"),
        sep="\n",
    )
    for _, hit in found.pairs[:2]:
        print_passage(console, hit, is_paged=found.document.is_paged)
    if found.shared:
        names = ", ".join(label for _, _, label in found.shared)
        console.print(Text(f"   en commun : {names}", style="dim"))
    console.print()
