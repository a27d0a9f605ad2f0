"""Why nothing supports a text is told by the first reason that is true."""

from dataclasses import replace

import pytest

from ontology.structure import Block, BlockKind
from search_api.related_work.doubts import Doubter
from search_api.related_work.results import Doubt
from tests.search_api.fakes import record

COMMON = {"eleves": 90, "apprennent": 40, "classe": 50, "enseignants": 60}
DOUBTER = Doubter(
    lambda word: COMMON.get(word, 1), 100, {"fr": 0.9, "en": 0.05, "de": 0.0}.get
)


def doubt(*texts, **fields):
    draft = record("draft", *texts, **fields)
    return DOUBTER.of_draft(draft, draft.passages)


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Bonjour à tous.", "fr", Doubt.TOO_SHORT),
        ("Der Garten ist im Winter ganz weiß und still.", "de", Doubt.OTHER_LANGUAGE),
        ("The garden is white and silent all the winter.", "en", Doubt.NOTHING_NEAR),
        ("Ολα τα παιδια ειναι σημερα στο σχολειο τους.", "und", Doubt.NOTHING_NEAR),
        (
            "Les élèves apprennent en classe, et 12 enseignants en 2024 avec eux.",
            "fr",
            Doubt.NO_SUBJECT,
        ),
        (
            "Le pot-au-feu demande quatre heures de cuisson à petit feu.",
            "fr",
            Doubt.NOTHING_NEAR,
        ),
    ],
)
def test_the_reason_of_a_text(text, language, reason):
    assert doubt(text, language=language) is reason


def test_a_table_is_told_by_its_blocks_or_its_tabulators():
    rows = "Académie\tÉlèves\tHeures\nRennes\t120\t3\nNantes\t90\t4\nLille\t7\t5"
    assert doubt(rows) is Doubt.ONLY_TABLE
    assert doubt("| a | b |\n|---|---|\n| 1 | 2 |") is Doubt.ONLY_TABLE
    flat = rows.replace("\t", " ")
    assert doubt(flat) is Doubt.NOTHING_NEAR
    draft = record("draft", flat)
    table = Block(BlockKind.TABLE, 0, len(flat))
    draft = replace(draft, document=replace(draft.document, blocks=(table,)))
    assert DOUBTER.of_draft(draft, draft.passages) is Doubt.ONLY_TABLE
    prose = "Ce tableau donne le poids des tablettes de chaque collège de la ville."
    assert doubt(rows, f"{prose} {prose}") is Doubt.NOTHING_NEAR


def test_a_paragraph_is_judged_by_itself():
    draft = record(
        "draft", "Trop court.", "Le pot-au-feu demande une nuit de quatre heures."
    )
    short, long = draft.passages
    assert DOUBTER.of_paragraph(draft, short) is Doubt.TOO_SHORT
    assert DOUBTER.of_paragraph(draft, long) is Doubt.NOTHING_NEAR
    foreign = replace(long, language="de")
    assert DOUBTER.of_paragraph(draft, foreign) is Doubt.OTHER_LANGUAGE
