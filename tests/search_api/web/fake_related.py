"""What ``FakeRelated`` tells of a draft: everything once, under hostile names.

- each part of the draft between empty lines is a paragraph;
- one with ``recette`` is supported by nothing, any other by the documents found, of
  which only the first is close;
- one with ``reprise`` repeats ÆSON; one with ``élève`` names a concept and a term.
"""

import re

import numpy as np

from graph.entity_ports import Certainty, FactSource
from ontology.model import DocumentRecord, EntityKind, Passage
from search_api.related_work.draft_outline import outline_of
from search_api.related_work.pairs import AskedParagraph
from search_api.related_work.results import (
    CitationForm,
    CitedWork,
    CopiedDocument,
    DefinedTerm,
    Doubt,
    DraftSpan,
    Keyword,
    MentionEvidence,
    OutsideConcept,
    ParagraphAnswer,
    RelatedPassage,
    Repetition,
    RepetitionKind,
    ToMention,
)
from search_api.understood import Definition
from tests.search_api.web.tiny_corpus import HOSTILE

BASE = "https://gtnum.example/id"


def paragraphs_of(text: str) -> tuple[Passage, ...]:
    """Return the parts of a text between empty lines, with their offsets."""
    found = re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)
    return tuple(
        Passage(f"draft.{n}", "draft", n, 1, one.start(), one.end(), one[0])
        for n, one in enumerate(found)
    ) or (Passage("draft.0", "draft", 0, 1, 0, len(text), text),)


def told_of_draft(record: DocumentRecord, documents, catalogue) -> dict[str, object]:
    """Return the fields of ``RelatedResults`` beside documents and counts."""
    paragraphs = tuple(
        _paragraph(passage, documents, catalogue) for passage in record.passages
    )
    named = _spans(record.document.text, "élève")
    aeson = catalogue.summaries["sheet-gtnum-2022-aeson"]
    is_lost = not any(one.is_supported for one in paragraphs)
    return {
        "paragraphs": paragraphs,
        "doubt": Doubt.NOTHING_NEAR if is_lost else None,
        "keywords": _keywords(named),
        "to_mention": _to_mention(aeson, catalogue.passages_of(aeson.identifier)[1]),
        "definitions": _definitions(named, catalogue),
        "cited": tuple(
            CitedWork(aeson, CitationForm.LINK, span)
            for span in _spans(record.document.text, "8846")
        ),
        "copy_of": CopiedDocument(aeson, 0.93)
        if all(one.repeats for one in paragraphs)
        else None,
        "outline": outline_of(
            [AskedParagraph({}, direction=_direction(one)) for one in record.passages],
            record.passages,
        ),
    }


def _direction(passage: Passage) -> np.ndarray:
    """Return a direction in which nothing of a text can be read."""
    letters = [passage.text.count(letter) + 1.0 for letter in "aeiou"]
    row = np.array([letters], dtype=np.float32)
    return row / np.linalg.norm(row)


def _spans(text: str, word: str) -> tuple[DraftSpan, ...]:
    return tuple(
        DraftSpan(one[0], one.start(), one.end()) for one in re.finditer(word, text)
    )


def _paragraph(passage: Passage, documents, catalogue) -> ParagraphAnswer:
    is_supported = "recette" not in passage.text
    found = tuple(
        RelatedPassage(
            one.document,
            one.pairs[0][1],
            is_close=is_supported and place == 0,
            why=f"Nomme comme vous la sobriété et {HOSTILE}.",
            is_cited=place == 1,
        )
        for place, one in enumerate(documents)
    )
    return ParagraphAnswer(
        passage,
        is_supported,
        found,
        _repeats(passage, catalogue) if "reprise" in passage.text else (),
        None if is_supported else Doubt.NOTHING_NEAR,
    )


def _repeats(passage: Passage, catalogue) -> tuple[Repetition, ...]:
    document = catalogue.summaries["sheet-gtnum-2022-aeson"]
    place = catalogue.passages_of(document.identifier)[0]
    return (
        Repetition(
            RepetitionKind.REPETITION,
            0.834,
            DraftSpan(passage.text, passage.start, passage.end),
            document,
            place,
            place.text,
            place.start,
            place.end,
        ),
    )


def _keywords(named: tuple[DraftSpan, ...]) -> tuple[Keyword, ...]:
    outside = OutsideConcept(
        "Wikidata", "Q1", "https://wikidata.example/Q1", "close", Certainty.HIGH
    )
    hostile = OutsideConcept(
        HOSTILE, "x", "javascript:alert(1)", "close", Certainty.LOW
    )
    return (
        Keyword("sobriete", "sobriété", f"{BASE}/concept/sobriete", 0.8, 2, named[:3]),
        Keyword(
            "hostile",
            HOSTILE,
            f"{BASE}/concept/hostile",
            0.5,
            1,
            (),
            "",
            (outside, hostile),
        ),
    )


def _to_mention(document, passage: Passage) -> tuple[ToMention, ...]:
    place = MentionEvidence(
        document, passage, passage.start + 10, passage.start + 15, "ÆSON"
    )
    fact = MentionEvidence(
        document, None, 0, 0, HOSTILE, FactSource("Billet", "https://a.example/")
    )
    group = EntityKind.GROUP
    return (
        ToMention(
            *(group, "gtnum-2022-aeson", HOSTILE, f"{BASE}/group/gtnum-2022-aeson"),
            *(Certainty.HIGH, 2, (place,)),
        ),
        ToMention(
            *(EntityKind.LAB, "techne", "TECHNE", f"{BASE}/lab/techne"),
            *(Certainty.MEDIUM, 1, (fact,)),
        ),
        ToMention(
            *(EntityKind.LAB, "mica", "MICA", f"{BASE}/lab/mica"),
            *(Certainty.HIGH, 1, (), DraftSpan("MICA", 0, 4)),
        ),
    )


def _definitions(named: tuple[DraftSpan, ...], catalogue) -> tuple[DefinedTerm, ...]:
    glossary = catalogue.summaries["glossaire"]
    entry = catalogue.passages_of("glossaire")[3]
    told = Definition(glossary, entry, entry.start, entry.end, entry.text, entry.start)
    return tuple(DefinedTerm(HOSTILE, span, told) for span in named[:1])
