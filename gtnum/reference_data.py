"""The data that ship, as people curated them: what linking and writing start from."""

import hashlib
from functools import cache, lru_cache
from typing import Final

from graph.stores.shipped_reference import (
    shipped_entities,
    shipped_facts,
    shipped_neighbours,
)
from gtnum.curation import AppliedCuration, read_curation
from gtnum.library.generation import Generation
from gtnum.settings import Settings
from ingest.linking import LINKER_VERSION, Linker
from ingest.linking.curation import CuratedLinker, Curation
from ontology.iris import Iris
from ontology.person_names import PersonNames
from ontology.reference.ambiguous_words import TABLE
from ontology.shipped_files import read_text, turtle_files

__all__ = [
    "CURATION_COPY",
    "curation",
    "linker",
    "linking_version",
    "published_linker",
    "reference_fingerprint",
    "reference_versions",
]


CURATION_COPY: Final = "curation.yaml"
"""Name of the copy that a generation keeps of the decisions it was made with."""


def curation(settings: Settings) -> AppliedCuration:
    """Return what people decided, checked against the data that ship.

    Raises:
        CurationError: If the curation file cannot be used.
    """
    iris = Iris(settings.base_iri)
    return read_curation(settings, shipped_entities(iris), shipped_facts(iris))


def published_linker(settings: Settings, generation: Generation) -> CuratedLinker:
    """Return the linker with the decisions that a generation was made with.

    Who edits the curation file disturbs no service that is started meanwhile.

    Raises:
        CurationError: If this version of the reference data no longer knows what the
            decisions are about.
    """
    iris = Iris(settings.base_iri)
    decided = read_curation(
        settings,
        shipped_entities(iris),
        shipped_facts(iris),
        path=generation.folder / CURATION_COPY,
    )
    return linker(settings.base_iri, decided.curation)


@lru_cache(maxsize=2)
def linker(base_iri: str, decisions: Curation) -> CuratedLinker:
    """Return the linker over the shipped names as people changed them."""
    iris = Iris(base_iri)
    entities = decisions.apply_to(shipped_entities(iris))
    names = Linker(entities, neighbours=shipped_neighbours(iris))
    return CuratedLinker(names, decisions)


@lru_cache(maxsize=2)
def known_persons(base_iri: str, decisions: Curation) -> PersonNames:
    """Return who is known by name, as people changed it."""
    return PersonNames(decisions.apply_to(shipped_entities(Iris(base_iri))))


def linking_version(base_iri: str, decided: AppliedCuration) -> str:
    """Return what changes when a document may be linked otherwise than before."""
    reference = reference_fingerprint(base_iri)
    return f"{reference}:{LINKER_VERSION}:{decided.linking_digest}"


def reference_versions(base_iri: str, decided: AppliedCuration) -> dict[str, str]:
    """Return the versions that a manifest keeps of the reference data.

    A generation with others is made anew, even where no document changed.
    """
    return {"reference": reference_fingerprint(base_iri), "curation": decided.digest}


@cache
def reference_fingerprint(base_iri: str) -> str:
    """Return a digest of the vocabulary and reference data that ship."""
    digest = hashlib.sha256(base_iri.encode())
    for name in (*turtle_files(), TABLE):
        digest.update(read_text(name, base=base_iri).encode())
    return digest.hexdigest()[:16]
