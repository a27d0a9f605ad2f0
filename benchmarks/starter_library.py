"""A library as ``make serve`` makes it, for what is measured on the whole service."""

import subprocess
import sys
from pathlib import Path

from ontology.iris import DEFAULT_BASE
from search_api.embedders.registry import DEFAULT_EMBEDDER

__all__ = ["starter_library"]


def starter_library(
    folder: Path, *, corpus: Path = Path("corpus"), embedder: str = DEFAULT_EMBEDDER
) -> Path:
    """Make a library from the starter corpus and return its folder.

    Raises:
        CalledProcessError: If the ingest fails; its messages stand on the terminal.
    """
    # The base that settings have which are not told of a library.
    settings = ["env", "GTNUM_LOG_LEVEL=WARNING", f"GTNUM_BASE_IRI={DEFAULT_BASE}"]
    settings += [f"GTNUM_EMBEDDER={embedder}"]
    command = [sys.executable, "-m", "gtnum.cli", "ingest", str(corpus)]
    options = ["--collection", "gtnum", "--library", str(folder)]
    subprocess.run(
        [*settings, *command, *options], check=True, stdout=subprocess.DEVNULL
    )
    return folder
