"""``gtnum related``: documents related to a draft, with the passages that match."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gtnum.commands.options import AsJson, LibraryFolder, load_settings
from ontology.errors import KnowledgeError

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
    from gtnum.commands.related_report import print_results
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
    print_results(Console(highlight=False), results)


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
