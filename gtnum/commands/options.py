"""Options that several commands share, and the settings they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gtnum import logs
from ontology.errors import KnowledgeError

if TYPE_CHECKING:
    from gtnum.settings import Settings

__all__ = ["FORMULAS_WARNING", "AsJson", "LibraryFolder", "load_settings", "sets_base"]

FORMULAS_WARNING = (
    "Attention : des cellules commencent comme une formule. Dans un tableur, importez "
    "ce fichier avec toutes les colonnes en texte."
)

LibraryFolder = Annotated[
    Path | None,
    typer.Option(
        "--library", help="Dossier de la bibliothèque (GTNUM_LIBRARY, « library »)."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]


def load_settings(**overrides: object) -> Settings:
    """Return the settings of the environment with the options given.

    Where no base of IRIs is set, it is that of the library, and for a library to be
    made the address under which people will see it, so that its IRIs lead somewhere.

    Args:
        **overrides: Field → value; None means the option was not given.

    Raises:
        KnowledgeError: Naming the setting that cannot be used.
    """
    from pydantic import ValidationError

    from gtnum.settings import Settings

    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as cause:
        first = cause.errors()[0]
        name = str(first["loc"][0])
        raise KnowledgeError(
            f"réglage {name} inutilisable : « {first['input']} » ({first['msg']})",
            remedy=f"Corrigez l’option --{name.replace('_', '-')} "
            f"ou la variable GTNUM_{name.upper()}.",
        ) from cause
    logs.configure(settings.log_level)
    if "base_iri" in settings.model_fields_set:
        return settings
    from gtnum.library.library_base import base_of_library

    base = base_of_library(settings.library) or f"{settings.address}/"
    return settings.model_copy(update={"base_iri": base})


def sets_base() -> bool:
    """Say whether a base of IRIs is set, whatever the library has."""
    from gtnum.settings import Settings

    return "base_iri" in Settings().model_fields_set
