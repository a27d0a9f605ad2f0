"""``gtnum sparql``: a query on the published graph, with the guard of the service."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gtnum.commands.options import FORMULAS_WARNING, LibraryFolder, load_settings
from ontology.errors import KnowledgeError
from search_api.formula_cells import has_formulas

__all__ = ["sparql"]

_FORMATS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
}

_TABLES = (_FORMATS["csv"], _FORMATS["tsv"])


def sparql(
    query: Annotated[str, typer.Argument(help="La requête, @fichier.rq, ou -.")],
    result_format: Annotated[
        str | None,
        typer.Option("--format", help="csv, tsv, json, xml, turtle, nt ou jsonld."),
    ] = None,
    timeout: Annotated[float | None, typer.Option(help="Délai, en secondes.")] = None,
    library: LibraryFolder = None,
) -> None:
    """Interroge le graphe publié en SPARQL.

    Exemple : gtnum sparql "SELECT * { ?s a <https://gtnum.example/ontology#Lab> }"
    """
    from gtnum import wiring

    settings = load_settings(library=library)
    if result_format is not None and result_format not in _FORMATS:
        raise KnowledgeError(
            f"format inconnu : « {result_format} »",
            remedy=f"Choisissez parmi {', '.join(_FORMATS)}.",
        )
    accept = _FORMATS[result_format] if result_format else "text/csv, text/turtle;q=0.9"
    service = wiring.query_service(settings)
    try:
        answer = service.execute(
            _text(query),
            accept=f"{accept}, */*;q=0.1",
            timeout_seconds=timeout,
            is_trusted=True,  # whoever runs a command here may also wait
        )
    finally:
        service.close()
    sys.stdout.buffer.write(answer.body)
    if answer.uncertain:
        number = sum(answer.uncertain.values())
        typer.echo(
            f"{number} faits incertains des mêmes propriétés ne sont pas montrés : "
            "ajoutez « FROM <…/graph/tout> ».",
            err=True,
        )
    if answer.media_type in _TABLES and has_formulas(answer.body):
        typer.echo(FORMULAS_WARNING, err=True)


def _text(query: str) -> str:
    """Return the query itself, from a file or the standard input where asked.

    Raises:
        KnowledgeError: If the file cannot be read as UTF-8 text.
    """
    try:
        if query == "-":
            return sys.stdin.read()
        if query.startswith("@"):
            return Path(query[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise KnowledgeError(
            f"la requête {query} ne peut pas être lue ({cause})",
            remedy="Donnez un fichier de texte en UTF-8.",
        ) from cause
    return query
