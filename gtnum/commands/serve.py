"""``gtnum serve``: the web service and its pages."""

import gc
from typing import Annotated

import typer

from gtnum.commands.options import LibraryFolder, load_settings

__all__ = ["serve"]


def serve(
    host: Annotated[str | None, typer.Option(help="Adresse (127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port (8000).")] = None,
    library: LibraryFolder = None,
) -> None:
    """Sert la génération publiée ; suit les publications sans interruption.

    Exemple : gtnum serve --port 8080
    """
    settings = load_settings(host=host, port=port, library=library)
    # Modules stay for good: to look through them for garbage, while they come and at
    # every collection later, is lost time. A generation goes when another comes: what
    # it holds is not frozen.
    gc.disable()
    try:
        import uvicorn

        from gtnum import wiring

        gc.freeze()
        application = wiring.application(settings)
    finally:
        gc.enable()
    typer.echo(
        f"Service : http://{settings.host}:{settings.port}/ (Ctrl+C pour arrêter)",
        err=True,
    )
    uvicorn.run(
        application,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        # Questions are personal: they never reach a log.
        access_log=False,
        # Addresses in answers come from the settings, never from request headers.
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=15,
    )
