"""Evaluation sets of search, as others publish them, and how their texts are cut.

A retrieval set is a folder in the format of BEIR: ``corpus.jsonl`` (``_id``, ``title``,
``text``), ``queries.jsonl`` (``_id``, ``text``) and ``qrels.tsv`` or ``qrels/test.tsv``
(question, text, grade; with or without a head, TREC's four columns too). A set of
pairs is a folder with ``pairs.tsv`` (sentence, sentence, score). Only judged questions
are asked.
"""

import hashlib
import itertools
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.model import Document, DocumentRecord, Page, Passage, Source

__all__ = ["RetrievalSet", "as_record", "read_pairs", "read_retrieval_set"]

WORDS_PER_PASSAGE = 120


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Texts, questions and which texts answer them.

    Attributes:
        name: Of its folder.
        texts: Identifier → title and text; a title may be empty.
        questions: Identifier → text, of those that are judged.
        relevant: Question → text → grade, 1 or more; at least one each.
    """

    name: str
    texts: Mapping[str, tuple[str, str]]
    questions: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]


def read_retrieval_set(folder: Path) -> RetrievalSet:
    """Read a set.

    Raises:
        OSError: If a file is missing.
        ValueError: Naming file and line, if one is not what the format says, and for
            judgements without their question or without any text.
    """
    texts = {
        name: (str(row.get("title") or ""), text)
        for name, text, row in _rows(folder / "corpus.jsonl")
    }
    known = {name: text for name, text, _ in _rows(folder / "queries.jsonl")}
    path = folder / "qrels.tsv"
    path = path if path.exists() else folder / "qrels" / "test.tsv"
    relevant: dict[str, dict[str, int]] = {}
    for question, text, grade in _judgements(path):
        if question not in known:
            raise ValueError(f"{path}: « {question} » is no question of the set")
        if grade > 0:
            relevant.setdefault(question, {})[text] = grade
    if not any(text in texts for grades in relevant.values() for text in grades):
        raise ValueError(f"{path}: no relevant text is in the corpus")
    asked = {question: known[question] for question in relevant}
    return RetrievalSet(folder.name, texts, asked, relevant)


def read_pairs(folder: Path) -> list[tuple[str, str, float]]:
    """Read pairs of sentences, each with how near people find them.

    Raises:
        OSError: If the file is missing.
        ValueError: Naming file and line, if one is not what the format says.
    """
    pairs = []
    for place, cells in _cells(folder / "pairs.tsv"):
        try:
            left, right, likeness = cells
            pairs.append((left, right, float(likeness)))
        except ValueError as error:
            raise ValueError(f"{place}: two sentences and a number wanted") from error
    return pairs


def _rows(path: Path) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield identifier, text and all fields of each line."""
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                # A text can be added to; null and numbers cannot.
                name, text = str(row["_id"]), row["text"] + ""
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(
                    f"{path}, line {number}: an object with _id and text wanted"
                ) from error
            yield name, text, row


def _judgements(path: Path) -> Iterator[tuple[str, str, int]]:
    for number, (place, cells) in enumerate(_cells(path)):
        try:
            question, *_, text, grade = cells
            judgement = question, text, int(float(grade))
        except ValueError as error:
            if number:  # the first line may be a head
                raise ValueError(f"{place}: question, text, grade wanted") from error
        else:
            yield judgement


def _cells(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the place and the cells of each line that is not empty."""
    # Not ``splitlines``: sentences may hold other separators of Unicode.
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"{path}, line {number}", line.rstrip("\r").split("\t")


def as_record(number: int, title: str, text: str, *, language: str) -> DocumentRecord:
    """Return a text as a document named ``d<number>``, cut by words."""
    identifier = f"d{number}"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        identifier,
        Source(identifier, "text/plain", len(text), sha256),
        "benchmark",
        title=title,
        text=text,
        pages=(Page(1, 0, len(text)),),
        language=language,
    )
    passages = tuple(
        Passage(f"{identifier}.{n}", identifier, n, 1, a, b, text[a:b], language)
        for n, (a, b) in enumerate(_cuts(text))
    )
    return DocumentRecord(document, passages)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    starts = [
        i
        for i, s in enumerate(text)
        if not s.isspace() and (not i or text[i - 1].isspace())
    ]
    # Parts of equal length: a tail of five words would be near to anything.
    parts = max(1, math.ceil(len(starts) / WORDS_PER_PASSAGE))
    edges = [len(starts) * n // parts for n in range(parts + 1)]
    for first, last in itertools.pairwise(edges):
        if first < last:
            yield starts[first], starts[last] if last < len(starts) else len(text)
