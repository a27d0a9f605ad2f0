"""Sections are asked for by their headings, and no document stands in both parts."""

import hashlib

import pytest

from benchmarks.heading_sets import PARTS, part_of, sections, write_sets
from benchmarks.search_sets import read_retrieval_set
from ontology.model import Document, Page, Source
from ontology.structure import Block, BlockKind

FILLING = " ".join(["La classe écrit."] * 20)


def document(*parts, seed="a"):
    """Return a document of headings and texts, in turn, named after a seed."""
    text, blocks = "", []
    for heading, content in parts:
        kind = BlockKind.HEADING if heading else BlockKind.BIBLIOGRAPHY
        start = len(text)
        text += f"{heading}\n" if heading else ""
        end = len(text) - 1 if heading else start + len(content)
        blocks.append(Block(kind, start, end))
        text += f"{content}\n"
    source = Source("x", "text/plain", 1, hashlib.sha256(seed.encode()).hexdigest())
    return Document(
        "x",
        source,
        "c",
        title="",
        text=text,
        pages=(Page(1, 0, len(text)),),
        blocks=tuple(blocks),
    )


def test_a_heading_asks_for_its_section_without_its_line():
    given = document(
        ("2.1 Écrire en classe", f"Écrire en classe\n{FILLING} Premier."),
        ("Lire à voix haute", f"{FILLING} Second."),
    )
    first, second = sections(given)
    assert first.heading == "Écrire en classe"
    assert first.text.startswith("La classe écrit")
    assert first.text.endswith("Premier.")
    assert second.text.endswith("Second.")


@pytest.mark.parametrize(
    "part",
    [
        ("Conclusion", FILLING),
        ("2.1", FILLING),
        ("Une phrase trop longue pour un titre " * 3, FILLING),
        ("Écrire en classe", "Trop court."),
    ],
)
def test_what_asks_or_answers_nothing_is_left_out(part):
    assert list(sections(document(part))) == []


def test_a_document_without_headings_has_no_section():
    assert list(sections(document(("", FILLING)))) == []


def test_a_bibliography_is_no_section():
    given = document(("Écrire en classe", FILLING), ("", FILLING))
    assert list(sections(given)) == []


def test_parts_are_read_back_and_share_no_document(tmp_path):
    given = [
        document((f"Enseigner la classe {'abcdefghijkl'[n] * 5}", FILLING), seed=str(n))
        for n in range(12)
    ]
    counts = write_sets(given, tmp_path)
    assert sum(counts.values()) == 12
    assert min(counts.values()) > 0
    found = [read_retrieval_set(tmp_path / name) for name in PARTS]
    assert not set(found[0].texts) & set(found[1].texts)
    for name, part in zip(PARTS, found, strict=True):
        own = {d.source.sha256[:12] for d in given if part_of(d) == name}
        assert {text.partition(".")[0] for text in part.texts} == own
        assert all(part.relevant[q] == {q: 1} for q in part.questions)


def test_a_heading_of_several_sections_is_not_asked(tmp_path):
    twice = document(("Écrire en classe", FILLING), ("Écrire en CLASSE", FILLING))
    counts = write_sets([twice], tmp_path)
    assert counts[part_of(twice)] == 0
    corpus = (tmp_path / part_of(twice) / "corpus.jsonl").read_text("utf-8")
    assert len(corpus.splitlines()) == 2
