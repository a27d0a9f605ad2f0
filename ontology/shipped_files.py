"""Reads the files that ship with the package.

    core.ttl         the vocabulary            shapes.ttl      the SHACL shapes
    concepts.ttl     the subject scheme        context.jsonld  the context of the API
    reference/*.ttl  the known facts, each with its source

The files are written under ``DEFAULT_BASE``. A programme with a base of its own reads
them with ``base``: the things move (``<base>id/…``), the vocabulary stays where it is.
"""

from importlib import resources
from pathlib import PurePosixPath

from ontology.errors import OntologyError
from ontology.iris import DEFAULT_BASE

__all__ = ["read_text", "reference_files", "turtle_files"]

_ROOT = resources.files("ontology")


def read_text(name: str, *, base: str = DEFAULT_BASE) -> str:
    """Return the text of a shipped file.

    Args:
        name: For example ``core.ttl`` or ``reference/labs.ttl``.
        base: Base of the IRIs of things, ends with ``/``.

    Raises:
        OntologyError: If no such file ships with the package.
    """
    path = PurePosixPath(name)
    target = _ROOT.joinpath(*path.parts)
    if path.is_absolute() or ".." in path.parts or not target.is_file():
        raise OntologyError(
            f"le fichier « {name} » ne fait pas partie du paquet ontology.",
            remedy="Réinstallez le paquet ou corrigez le nom.",
        )
    text = target.read_text(encoding="utf-8")
    return text if base == DEFAULT_BASE else _moved(text, base)


def reference_files() -> tuple[str, ...]:
    """Return the names of the reference data: the subject scheme, then the rest sorted.

    Raises:
        OntologyError: If the package was installed without its data files.
    """
    folder = _ROOT.joinpath("reference")
    names = sorted(e.name for e in folder.iterdir() if e.name.endswith(".ttl"))
    if not names:
        raise OntologyError(
            "les données de référence manquent dans le paquet ontology.",
            remedy="Réinstallez le paquet.",
        )
    return ("concepts.ttl", *(f"reference/{name}" for name in names))


def turtle_files() -> tuple[str, ...]:
    """Return the names of all files that a graph loads: vocabulary, then reference."""
    return ("core.ttl", *reference_files())


def _moved(text: str, base: str) -> str:
    return text.replace(f"<{DEFAULT_BASE}id/", f"<{base}id/")
