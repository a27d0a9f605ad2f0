"""The glossaries of a generation: which passage defines which term.

    - trace d’apprentissage (traces numériques ; traces d’activité). Enregistrement …
      └ term                 └ other names                            └ definition

Terms are compared by the stems of their words, so that « traces d’apprentissage » finds
the entry of the singular. A term counts before another entry's other name.
"""

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.ports import Catalogue
from ontology.model import DocumentSummary, Passage
from ontology.structure import PassageRole
from search_api.french import analysis
from search_api.french.whole_sentences import sentences
from search_api.understood import Definition

__all__ = ["Glossary"]

_ENTRY: Final = re.compile(
    r"(?:[-–—•*▪◦‣·][ \u00a0\t]++)?"
    r"(?P<term>[^(.:–—\n]{2,80}?)(?:\s*+\((?P<others>[^)]*)\))?[^\S\n]*+"
    r"(?:\s*?[.:–—]\s++|\n\s*+)(?P<definition>\S.*)",
    re.DOTALL,
)
_NAMES_PARTED: Final = re.compile(r"(?:(?<!\s)\s+)?[;,]\s*")
# What asks for a definition says nothing about what is to be defined.
_ASKING_WORDS: Final = """
    définition définir définis définit veut veulent dire signifie signification désigne
    appelle entend quoi c est terme mot sens expression define definition mean means
    meaning term
"""
_ASKING: Final = frozenset(
    analysis.stem(word, language)
    for word in _ASKING_WORDS.split()
    for language in ("fr", "en")
)

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entries:
    by_name: Mapping[Key, tuple[Definition, ...]]
    by_passage: Mapping[str, Definition]


class Glossary:
    """Knows the entries of one generation; safe to call from several threads.

    Args:
        catalogue: Knows passages and their roles.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._entries: _Entries | None = None

    def definition(self, names: Iterable[str]) -> Definition | None:
        """Return the definition of something by its names, the best first, or None.

        Raises:
            StoreError: If the graph fails.
        """
        entries = self._read_once().by_name
        keys = (_key(name) for name in names)
        found = (entries[key] for key in keys if key in entries)
        return next((each[0] for each in found), None)

    def entry(self, passage: str) -> Definition | None:
        """Return what a passage defines, None where it is no entry.

        Raises:
            StoreError: If the graph fails.
        """
        return self._read_once().by_passage.get(passage)

    def defining(self, question: str) -> frozenset[str]:
        """Return the passages that define the very term a question asks about.

        Args:
            question: One that asks for a definition.

        Raises:
            StoreError: If the graph fails.
        """
        key = tuple(stem for stem in _key(question) if stem not in _ASKING)
        found = self._read_once().by_name.get(key, ())
        return frozenset(definition.passage.identifier for definition in found)

    def _read_once(self) -> _Entries:
        with self._lock:
            if self._entries is None:
                self._entries = self._read()
            return self._entries

    def _read(self) -> _Entries:
        roles = self._catalogue.passage_roles()
        names = sorted(n for n, role in roles.items() if role is PassageRole.ENTRY)
        passages: dict[str, Definition] = {}
        terms: dict[Key, list[Definition]] = {}
        others: dict[Key, list[Definition]] = {}
        found = self._catalogue.passages(names)
        documents = list(dict.fromkeys(entry.document for entry in found.values()))
        glossaries = self._catalogue.documents(documents)
        for passage in found.values():
            start = _behind_heading(passage)
            match = _ENTRY.match(passage.text, start)
            if match is None:
                continue
            definition = _definition(glossaries[passage.document], passage, match)
            passages[passage.identifier] = definition
            terms.setdefault(_key(match["term"]), []).append(definition)
            for name in _NAMES_PARTED.split(match["others"] or ""):
                others.setdefault(_key(name), []).append(definition)
        merged = {**others, **terms}
        merged.pop((), None)
        return _Entries({key: tuple(own) for key, own in merged.items()}, passages)


def _behind_heading(passage: Passage) -> int:
    """Return where an entry begins behind a heading that stands for several.

    A heading with a paragraph, and no item, is the term itself.
    """
    title = passage.section[-1] if passage.section else ""
    if not title or not passage.text.startswith(f"{title}\n"):
        return 0
    rest = passage.text[len(title) :]
    behind = rest.lstrip()
    has_item = re.match(r"[-–—•*▪◦‣·]\s", behind) is not None
    return len(passage.text) - len(behind) if has_item else 0


def _definition(
    glossary: DocumentSummary, passage: Passage, match: re.Match[str]
) -> Definition:
    first = match.start("term")
    spoken = sentences(match["definition"])
    last = match.start("definition") + (spoken[0][1] if spoken else 0)
    return Definition(
        glossary,
        passage,
        passage.start + first,
        passage.start + last,
        passage.text[first:last],
        passage.start + match.start("definition"),
    )


def _key(name: str) -> Key:
    """Return what two spellings of a term share: the stems that say something."""
    return tuple(word.stem for word in analysis.words(name) if not word.is_stop)
