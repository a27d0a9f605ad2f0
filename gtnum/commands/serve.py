"""``gtnum serve``: the web service and its pages."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Annotated

import typer

from gtnum.commands.options import LibraryFolder, load_settings

if TYPE_CHECKING:
    from gtnum.settings import Settings

__all__ = ["base_words", "serve"]


def serve(
    host: Annotated[str | None, typer.Option(help="Adresse (127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port (8000).")] = None,
    library: LibraryFolder = None,
) -> None:
    """Sert la génération publiée ; suit les publications sans interruption.

    Exemple : gtnum serve --port 8080
    """
    from gtnum.serving.listening import bind

    settings = load_settings(host=host, port=port, library=library)
    # Before the library is opened, which takes seconds: a port that is taken is told
    # at once, and one that is free is ours.
    sockets = bind(settings.host, settings.port)
    settings = settings.model_copy(update={"port": sockets[0].getsockname()[1]})
    # Modules stay for good: to look through them for garbage, while they come and at
    # every collection later, is lost time. A generation goes when another comes: what
    # it holds is not frozen.
    gc.disable()
    try:
        from gtnum import wiring
        from gtnum.serving import http_server

        gc.freeze()
        application = wiring.application(settings)
    except BaseException:
        for each in sockets:
            each.close()
        raise
    finally:
        gc.enable()

    def announce() -> None:
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        typer.echo(
            f"Service : http://{shown}:{settings.port}/ (Ctrl+C pour arrêter)", err=True
        )
        typer.echo(base_words(settings), err=True)

    http_server.serve_http(
        application, sockets, wiring.server_limits(settings), announce
    )


def base_words(settings: Settings) -> str:
    """Tell where the IRIs of the library lead."""
    base, here = settings.base_iri, f"{settings.address}/"
    if base.startswith(here):
        return f"IRI : {base}… (elles mènent à ce service)"
    return (
        f"IRI : {base}… (elles ne mènent pas à {here})\n"
        f"→ Si rien d’autre n’y répond, déplacez-les : `gtnum rebase {here}`."
    )
