"""How a source ends: one named state for each, with words for people.

Every source that a run looks at yields exactly one ``Outcome``; nothing vanishes
silently.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ontology.structure import Loss

__all__ = ["FAILED_STATES", "Outcome", "State"]


class State(StrEnum):
    """The final state of a source in a run."""

    OK = "ok"
    OK_PARTIAL = "ok_partial"
    OK_OCR = "ok_ocr"
    UNCHANGED = "unchanged"
    PLANNED = "planned"
    PLANNED_AGAIN = "planned_again"
    REMOVED = "removed"
    VANISHED = "vanished"
    WITHDRAWN = "withdrawn"
    ENCRYPTED = "encrypted"
    NO_TEXT = "no_text"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        """The state in French, for a table."""
        return _WORDS[self][0]

    @property
    def remedy(self) -> str:
        """What a person can do about it, in French; empty when nothing is wrong."""
        return _WORDS[self][1]

    @property
    def is_failure(self) -> bool:
        """Whether the run should end with exit code 1 because of it."""
        return self in FAILED_STATES

    @property
    def is_read(self) -> bool:
        """Whether a document came out of it in this run."""
        return self in {State.OK, State.OK_PARTIAL, State.OK_OCR}


_WORDS: Mapping[State, tuple[str, str]] = {
    State.OK: ("lu", ""),
    State.OK_PARTIAL: (
        "lu en partie",
        "Comparez le document affiché avec l’original ; si possible, réexportez-le.",
    ),
    State.OK_OCR: (
        "lu par reconnaissance de caractères",
        "Le texte vient d’une image : vérifiez une citation avant de la reprendre.",
    ),
    State.UNCHANGED: ("inchangé", ""),
    State.PLANNED: ("nouveau, à lire", ""),
    State.PLANNED_AGAIN: ("modifié, à relire", ""),
    State.REMOVED: ("retiré", ""),
    State.VANISHED: (
        "disparu du dossier",
        "Le document reste dans la bibliothèque ; demandez le retrait des documents "
        "disparus pour l’enlever.",
    ),
    State.WITHDRAWN: (
        "retiré à la demande",
        "Il ne revient que si on le demande : `gtnum deposits restore DOCUMENT`.",
    ),
    State.ENCRYPTED: (
        "protégé par mot de passe",
        "Enregistrez une copie sans mot de passe.",
    ),
    State.NO_TEXT: (
        "sans texte",
        "Le fichier est vide ou ne contient que des images : installez tesseract avec "
        "le français, ou numérisez-le avec une reconnaissance de caractères.",
    ),
    State.MALFORMED: (
        "illisible (fichier abîmé)",
        "Ouvrez le fichier dans son logiciel d’origine et exportez-le de nouveau.",
    ),
    State.TOO_LARGE: (
        "trop gros",
        "Découpez le document ou relevez la limite dans les réglages.",
    ),
    State.TIMEOUT: (
        "trop long à lire",
        "Simplifiez ou découpez le document, ou relevez la durée permise.",
    ),
    State.UNSUPPORTED: (
        "format non pris en charge",
        "Convertissez le document en PDF, DOCX, ODT, HTML ou texte.",
    ),
    State.UNREADABLE: (
        "fichier inaccessible",
        "Vérifiez les droits du fichier et que rien ne le modifie pendant la lecture.",
    ),
}

FAILED_STATES = frozenset(
    {
        State.ENCRYPTED,
        State.NO_TEXT,
        State.MALFORMED,
        State.TOO_LARGE,
        State.TIMEOUT,
        State.UNREADABLE,
    }
)
"""States that make a run end with exit code 1.

``unsupported`` is not among them: a folder may hold pictures and tables, and their
presence is reported without being a fault.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    Attributes:
        uri: ``<collection>/<relative path>``; a document inside a file adds
            ``#post-<number>``.
        state: How it ended.
        message: Details in French, or empty.
        document: Identifier of the document in the library, or None.
        title: Title of the document, or None.
        media_type: As detected, or empty when the file was not opened.
        size_bytes: Of the file.
        pages: Pages with text or without, 0 when nothing was read.
        passages: Passages cut.
        mentions: Mentions found by the linker.
        seconds: Wall time spent on it.
        engines: Pages by the engine that read them.
        container: Uri of the file that the document is a part of, or empty.
        contained: Number of documents in a file that holds several, else 0.
        losses: Of the document that was read, what is not in its text.
        remedy: What a person can do, in French; that of the state where empty, see
            ``what_to_do``.
    """

    uri: str
    state: State
    message: str = ""
    document: str | None = None
    title: str | None = None
    media_type: str = ""
    size_bytes: int = 0
    pages: int = 0
    passages: int = 0
    mentions: int = 0
    seconds: float = 0.0
    engines: Mapping[str, int] = field(default_factory=dict)
    container: str = ""
    contained: int = 0
    losses: tuple[Loss, ...] = ()
    remedy: str = ""

    @property
    def what_to_do(self) -> str:
        """The remedy of this very source, else that of its state; may be empty."""
        return self.remedy or self.state.remedy
