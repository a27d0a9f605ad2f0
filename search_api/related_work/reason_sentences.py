"""Why a document stands beside a draft: one French sentence, made of facts only.

    Notions communes : sobriété numérique, équipement numérique ; nomme comme vous le
    groupe ÆSON ; passage le plus proche page 4 ; porte sur 2 paragraphes sur 3.

What can be counted or pointed at is said, rarest first; nothing is judged. Words are
named only where the document is close and nothing else is shared, and only those that
few passages hold: « trois » and « heures » make nobody compare a recipe with a report.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.folding import fold
from ontology.model import DocumentSummary, EntityKind, Mention, Passage
from search_api.french import analysis
from search_api.query import PassageHit
from search_api.related_work.shared_entities import SharedEntity

__all__ = ["Reasons"]

_MOST_NOTIONS: Final = 3
_MOST_NAMES: Final = 2
_MOST_WORDS: Final = 3
_SHORTEST: Final = 4
_NUMBERS: Final = frozenset(
    {
        "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
        "douze", "quinze", "vingt", "trente", "quarante", "cinquante", "soixante",
        "cent", "cents", "mille", "premier", "premiere", "premiers", "premieres",
    }
)  # fmt: skip
_RARE: Final = 0.05
"""A word that a larger part of the passages hold is no reason."""

_CALLED: Final[Mapping[str, str]] = {
    EntityKind.GROUP: "le groupe {}",
    EntityKind.LAB: "le laboratoire {}",
    EntityKind.ACADEMY: "l’{}",
    EntityKind.REGION: "la {}",
    EntityKind.SERVICE: "le service {}",
    EntityKind.WAVE: "la {}",
    EntityKind.THEME: "le thème « {} »",
    EntityKind.PRODUCTION: "la production « {} »",
}
"""Kind → how its label stands in a sentence; others as they are."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Says why, for the documents and passages of one answer.

    Attributes:
        shared: Document → entities that it shares with the draft, rarest first.
        mentions: Of the draft.
        frequency: How many passages of the corpus hold a word.
        passages: How many there are.
    """

    shared: Mapping[str, Sequence[SharedEntity]]
    mentions: Sequence[Mention]
    frequency: Callable[[str], int]
    passages: int

    def of_document(
        self,
        document: DocumentSummary,
        hits: Sequence[PassageHit],
        *,
        close_to: int,
        asked: int,
        is_cited: bool = False,
    ) -> str:
        """Say why a document is related to the draft.

        Args:
            document: Related.
            hits: Its passages that are shown, the most telling first; one at least.
            close_to: How many paragraphs it is about.
            asked: How many paragraphs asked.
            is_cited: Whether the draft cites it.
        """
        facts = list(
            self._facts(
                document,
                self.shared.get(document.identifier, ()),
                hits[0],
                is_close=close_to > 0,
            )
        )
        if is_cited:
            facts.append("déjà cité dans votre texte")
        if close_to and asked > 1:
            plural = "s" if close_to > 1 else ""
            facts.append(f"porte sur {close_to} paragraphe{plural} sur {asked}")
        return _sentence(facts)

    def of_passage(
        self,
        document: DocumentSummary,
        hit: PassageHit,
        paragraph: Passage,
        *,
        is_close: bool,
    ) -> str:
        """Say why a passage is near to one paragraph.

        Args:
            document: That holds it.
            hit: The passage, with what it has of the paragraph marked.
            paragraph: Of the draft.
            is_close: Whether the document is about it.
        """
        named = {
            (str(mention.kind), mention.entity)
            for mention in self.mentions
            if mention.document == paragraph.document
            and paragraph.start <= mention.start < paragraph.end
        }
        shared = [
            entity
            for entity in self.shared.get(document.identifier, ())
            if (entity.kind, entity.identifier) in named
        ]
        return _sentence(list(self._facts(document, shared, hit, is_close=is_close)))

    def _facts(
        self,
        document: DocumentSummary,
        shared: Sequence[SharedEntity],
        hit: PassageHit,
        *,
        is_close: bool,
    ) -> Iterator[str]:
        notions = [one.label for one in shared if one.kind == EntityKind.CONCEPT]
        if notions:
            plural = "s" if len(notions) > 1 else ""
            told = ", ".join(notions[:_MOST_NOTIONS])
            yield f"notion{plural} commune{plural} : {told}"
        others = [_called(one) for one in shared if one.kind != EntityKind.CONCEPT]
        if others:
            yield f"nomme comme vous {' et '.join(others[:_MOST_NAMES])}"
        if not shared:
            yield self._words_in_common(hit, is_close=is_close)
        if document.is_paged:
            yield f"passage le plus proche page {hit.passage.page}"

    def _words_in_common(self, hit: PassageHit, *, is_close: bool) -> str:
        if not is_close:
            return "aucune notion commune, seulement parmi les moins éloignés"
        words = self._rare_words(hit)[:_MOST_WORDS]
        if not words:
            return "sens voisin, sans mot rare en commun"
        plural = "s" if len(words) > 1 else ""
        told = ", ".join(f"« {word} »" for word in words)
        return f"mot{plural} commun{plural} : {told}"

    def _rare_words(self, hit: PassageHit) -> list[str]:
        """Return the marked words of a passage that few passages hold, rarest first.

        Each once, as the passage writes it first.
        """
        text, found = hit.passage.text, dict[str, tuple[int, int, str]]()
        for start, end in hit.highlights:
            for word in analysis.words(text[start:end], hit.passage.language):
                written = text[start + word.start : start + word.end]
                if word.is_stop or word.folded in _NUMBERS or not _is_long(written):
                    continue
                if word.stem not in found:
                    frequency = self.frequency(fold(written))
                    found[word.stem] = (frequency, start + word.start, written)
        most = max(1, int(_RARE * self.passages))
        return [
            written for number, _, written in sorted(found.values()) if number <= most
        ]


def _is_long(word: str) -> bool:
    return len(word) >= _SHORTEST and not word.isdecimal()


def _called(entity: SharedEntity) -> str:
    return _CALLED.get(entity.kind, "{}").format(entity.label)


def _sentence(facts: Sequence[str]) -> str:
    """Write facts as one sentence; those that a colon opens end with a semicolon."""
    told = " ; ".join(facts)
    return f"{told[:1].upper()}{told[1:]}."
