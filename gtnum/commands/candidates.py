"""``gtnum candidates``: names that look unknown, for the curation file."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gtnum.commands.options import AsJson, LibraryFolder, load_settings

__all__ = ["candidates"]

_SHOWN_PASSAGES = 3


class CandidateKind(StrEnum):
    """What a name looks like."""

    LAB = "lab"
    PERSON = "person"
    ACADEMY = "academy"


def candidates(
    kind: Annotated[
        CandidateKind | None, typer.Option(help="Un seul genre de noms.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Noms au plus.")] = 50,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Liste les noms qui ressemblent à des laboratoires, personnes, académies inconnus.

    Les plus fréquents d’abord, avec les passages où ils sont lus. Le fichier de
    curation les écarte (reject-candidate) ou les rattache (add-label).

    Exemple : gtnum candidates --kind lab
    """
    from gtnum import wiring
    from gtnum.reference_data import curation
    from ingest.linking.unknown_names import find_candidates

    settings = load_settings(library=library)
    rejected = curation(settings).curation.rejected_candidates
    found = [
        one
        for one in find_candidates(wiring.linked_documents(settings), rejected=rejected)
        if kind is None or one.kind == kind.value
    ]
    shown = found[:limit]
    if as_json:
        facts = {"total": len(found), "candidates": [asdict(one) for one in shown]}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    if not found:
        typer.echo("Aucun nom inconnu.")
        return
    table = Table(title=f"{len(shown)} noms sur {len(found)}")
    for heading in ("nom", "genre", "passages", "lu dans", "exemple"):
        table.add_column(heading, overflow="fold")
    for one in shown:
        where = list(one.passages[:_SHOWN_PASSAGES])
        where += ["…"] if len(one.passages) > _SHOWN_PASSAGES else []
        number = str(len(one.passages))
        table.add_row(one.name, one.kind, number, "\n".join(where), one.quotation)
    Console(highlight=False, markup=False).print(table)
