"""The command line: ``gtnum ingest | search | related | sparql | serve | …``.

Every expected failure ends here as one message that says what, which one and what to
do, and as an exit code (see ``gtnum.errors``); a traceback is always a bug of ours.
"""

import sys

import typer

from gtnum.commands import (
    ask,
    candidates,
    deposits,
    export,
    harvest,
    ingest,
    library,
    rebase,
    reindex,
    related,
    search,
    serve,
    sparql,
    validate,
)
from gtnum.errors import (
    EXIT_INTERRUPTED,
    EXIT_UNAVAILABLE,
    exit_code,
    system_remedy,
)
from ontology.errors import KnowledgeError

__all__ = ["app", "main"]

app = typer.Typer(
    name="gtnum",
    help="Graphe de connaissances et recherche sémantique sur les travaux des GTnum.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("ingest")(ingest.ingest)
app.command("harvest")(harvest.harvest)
app.command("search")(search.search)
app.command("related")(related.related)
app.command("candidates")(candidates.candidates)
app.command("sparql")(sparql.sparql)
app.command("ask")(ask.ask)
app.command("serve")(serve.serve)
app.command("validate")(validate.validate)
app.command("export")(export.export)
app.command("reindex")(reindex.reindex)
app.command("rebase")(rebase.rebase)
app.add_typer(deposits.app, name="deposits")
app.add_typer(library.app, name="library")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code.

    Args:
        arguments: As after the program name; those of the process when None.
    """
    try:
        app(args=arguments)  # exits by itself: 0, or 2 after a wrong option
    except KeyboardInterrupt:
        typer.echo("Interrompu : rien n’a été publié.", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except KnowledgeError as failure:
        sys.exit(_tell(failure))
    except OSError as failure:
        sys.exit(_tell_of_the_system(failure))
    except MemoryError:
        sys.exit(_tell_of_memory())


def _tell(failure: KnowledgeError) -> int:
    typer.echo(f"Erreur : {failure.message}", err=True)
    if failure.remedy:
        typer.echo(f"→ {failure.remedy}", err=True)
    return exit_code(failure)


def _tell_of_the_system(failure: OSError) -> int:
    """Explain the failures of the system that a user can mend; raise the others."""
    if isinstance(failure, BrokenPipeError):
        return 0  # the reader of our output has seen enough
    remedy = system_remedy(failure)
    if not remedy:
        raise failure
    which = f" ({failure.filename})" if failure.filename else ""
    typer.echo(f"Erreur : {failure.strerror or failure}{which}", err=True)
    typer.echo(f"→ {remedy}", err=True)
    return EXIT_UNAVAILABLE


def _tell_of_memory() -> int:
    typer.echo("Erreur : il n’y a plus de mémoire ; rien n’a été publié.", err=True)
    typer.echo(
        "→ Libérez de la mémoire, ou relevez sa limite (ulimit -v), puis recommencez.",
        err=True,
    )
    return EXIT_UNAVAILABLE


if __name__ == "__main__":
    main()
