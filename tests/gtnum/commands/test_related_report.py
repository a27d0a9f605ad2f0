"""What is found for a draft is printed whole, in the order of the page."""

import io

import pytest
from rich.console import Console

from graph.entity_ports import Certainty
from gtnum.commands.related_report import print_results
from ontology.model import EntityKind, Passage
from search_api.query import PassageHit, ScoreParts
from search_api.related_work.results import (
    CitationForm,
    CitedWork,
    CopiedDocument,
    DefinedTerm,
    Doubt,
    DraftSpan,
    Keyword,
    MentionEvidence,
    ParagraphAnswer,
    RelatedDocument,
    RelatedPassage,
    RelatedResults,
    Repetition,
    RepetitionKind,
    ToMention,
)
from search_api.understood import Definition
from tests.search_api.web.tiny_corpus import summary

NOTE = summary("note", "Note")
PASSAGE = Passage("note.1", "note", 1, 1, 10, 16, "texte1", "fr")
HIT = PassageHit(PASSAGE, 0.7, ScoreParts(1.0, 0.5, 0.3, 0.3))
FIRST = Passage("d.0", "d", 0, 1, 0, 9, "Un début.", "fr")
SECOND = Passage("d.1", "d", 1, 1, 10, 14, "Fin.", "fr")
SPAN = DraftSpan("un texte", 3, 11)
REPETITION = Repetition(
    RepetitionKind.REPETITION,
    0.8,
    SPAN,
    NOTE,
    PASSAGE,
    text="texte1",
    start=10,
    end=16,
)


def mention(label, certainty=Certainty.HIGH, named=None, evidence=()):
    return ToMention(
        EntityKind.LAB, label, label, f"x:{label}", certainty, 2, evidence, named
    )


RESULTS = RelatedResults(
    documents=(
        RelatedDocument(NOTE, 0.5, ((FIRST, HIT),), why="Parce que.", is_cited=True),
    ),
    draft_passages=3,
    asked_passages=2,
    generation="0007",
    embedder="vif",
    elapsed_seconds=0.1,
    paragraphs=(
        ParagraphAnswer(
            FIRST,
            True,
            (RelatedPassage(NOTE, HIT, True, "Notion commune : x."),),
            (REPETITION,),
        ),
        ParagraphAnswer(
            SECOND,
            False,
            tuple(RelatedPassage(NOTE, HIT, False, why) for why in ("A.", "B.")),
            doubt=Doubt.TOO_SHORT,
        ),
    ),
    cited=(CitedWork(NOTE, CitationForm.DOI, SPAN),),
    copy_of=CopiedDocument(NOTE, 0.97),
    to_mention=(
        mention("MICA", evidence=(MentionEvidence(NOTE, PASSAGE, 10, 14, "MICA"),)),
        mention(
            "ADEF",
            Certainty.MEDIUM,
            evidence=(MentionEvidence(NOTE, None, 0, 0, "ÆSON : ADEF"),),
        ),
        mention("TECHNE", named=SPAN),
    ),
    keywords=(Keyword("k", "sobriété", "x:k", 0.5, 2),),
    definitions=(
        DefinedTerm("k", SPAN, Definition(NOTE, PASSAGE, 10, 16, "texte1", 10)),
    ),
)


def printed(results):
    told = io.StringIO()
    print_results(Console(file=told, width=300, highlight=False), results)
    return [line for line in told.getvalue().splitlines() if line]


def test_all_is_printed_in_the_order_of_the_page():
    assert printed(RESULTS) == [
        "2 paragraphes comparés sur 3, répartis du début à la fin.",
        "Ce texte reprend « Note » (97 % de ses mots à la suite).",
        "Paragraphe 1. Un début.",
        "   Ce paragraphe reprend « Note » (80 % de ses mots à la suite).",
        "   Note",
        "   note · proche · Notion commune : x.",
        "Paragraphe 2. Fin.",
        "   Rien dans le corpus n’appuie ce paragraphe. Ce texte est trop court pour "
        "dire ce qui l’appuie : ajoutez une phrase sur son sujet.",
        "   Note",
        "   note · moins proche · A.",
        "Pour l’ensemble du texte",
        "1. Note",
        "   note · 0.50",
        "   proche, déjà cité · Parce que.",
        "   « texte1 »",
        "À mentionner",
        "   - MICA (laboratoire, 2 documents) : « MICA », dans « Note »",
        "   - ADEF (laboratoire, probable, 2 documents) : ÆSON : ADEF",
        "Déjà nommés",
        "   - TECHNE",
        "Mots-clés proposés",
        "   - sobriété",
        "Définitions",
        "   - texte1 (Note)",
        "Déjà cités",
        "   - Note, par son DOI : « un texte »",
        "Reprises",
        "   - Paragraphe 1 : « un texte »",
    ]


@pytest.mark.parametrize(
    ("doubt", "told"),
    [
        (Doubt.NOTHING_NEAR, "Rien dans le corpus n’appuie ce brouillon."),
        (
            Doubt.ONLY_TABLE,
            "Rien dans le corpus n’appuie ce brouillon. Ce texte n’est qu’un tableau "
            ": ajoutez une phrase qui dit de quoi il traite.",
        ),
    ],
)
def test_what_nothing_supports_is_said_first(doubt, told):
    found = RelatedResults(
        (RelatedDocument(NOTE, 0.1, ((SECOND, HIT),), doubt=doubt),),
        1,
        1,
        "0007",
        "vif",
        0.1,
        (ParagraphAnswer(SECOND, False, doubt=doubt),),
        doubt=doubt,
    )
    lines = printed(found)
    assert lines[0] == told
    assert "seulement les moins éloignés" in " ".join(lines[:3])


def test_a_long_beginning_is_cut():
    long = Passage("d.0", "d", 0, 1, 0, 200, "mot " * 50, "fr")
    answers = (ParagraphAnswer(long, True), ParagraphAnswer(SECOND, True))
    found = RelatedResults((), 2, 2, "0007", "vif", 0.1, answers)
    (line,) = [one for one in printed(found) if one.startswith("Paragraphe 1.")]
    assert line.endswith("…")
    assert len(line) < 100


def test_a_passage_of_a_liked_document_is_no_paragraph():
    liked = Passage("note.1", "note", 1, 1, 0, 6, "texte1", "fr")
    answers = (ParagraphAnswer(FIRST, True), ParagraphAnswer(liked, True))
    found = RelatedResults((), 2, 2, "0007", "vif", 0.1, answers, draft="d")
    lines = printed(found)
    assert "Paragraphe 1. Un début." in lines
    assert "Passage de note. texte1" in lines
