"""The same yes and no on libraries that nobody has judged.

A library is made as ``make serve`` makes it, from a folder of documents (asked its own
titles and headings) or from an evaluation set (asked its questions). These are
answerable; far questions and questions of fact about the starter corpus are not. Titles
are what a publication may calibrate itself by: a folder shows that this holds, an
evaluation set shows whether it carries over.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.answer_measures import state_of
from benchmarks.answer_summaries import share
from benchmarks.judged_set import Expected, JudgedQuestion
from benchmarks.search_quality import Records
from benchmarks.search_sets import read_retrieval_set
from benchmarks.starter_library import starter_library
from gtnum import wiring
from gtnum.settings import Settings
from ingest.pipeline import Pipeline
from ontology.model import DocumentRecord
from search_api.query import SearchQuery, SearchResults
from search_api.web.services import Knowledge

__all__ = ["MOST_QUESTIONS", "foreign_questions", "measure_other", "own_titles"]

MOST_QUESTIONS = 200
# Shorter headings ("Introduction", "Why it matters") name no subject.
FEWEST_WORDS = 4


def measure_other(
    folder: Path, foreign: Sequence[str], *, embedder: str
) -> dict[str, object]:
    """Return false alarms and refusals of one library.

    Raises:
        CalledProcessError: If the ingest fails.
        ValueError: If an evaluation set is not what its format says.
    """
    with _opened(folder, embedder) as (knowledge, questions):
        own = [_state(knowledge, text) for text in _spread(questions)]
        others = [_state(knowledge, text) for text in foreign]
    return {
        "false_alarms": share([state is not Expected.ANSWERED for state in own]),
        "called_empty": share([state is Expected.NOTHING for state in own]),
        "foreign_refused": share([state is Expected.NOTHING for state in others]),
        "foreign_not_answered": share(
            [state is not Expected.ANSWERED for state in others]
        ),
    }


def foreign_questions(questions: Sequence[JudgedQuestion]) -> list[str]:
    """Return what a library that knows no GTnum cannot answer."""
    return [
        q.text
        for q in questions
        if q.style == "far" or (q.style == "fact" and q.expects is Expected.ANSWERED)
    ]


def own_titles(records: Sequence[DocumentRecord]) -> list[str]:
    """Return titles and headings that name a subject, each once, in their order."""
    titles = (
        title
        for record in records
        for title in (
            record.document.title,
            *(section.title for section in record.document.sections),
        )
    )
    return list(dict.fromkeys(t for t in titles if len(t.split()) >= FEWEST_WORDS))


@contextmanager
def _opened(folder: Path, embedder: str) -> Iterator[tuple[Knowledge, Sequence[str]]]:
    """Make the library of a folder and yield it with what it should answer."""
    with tempfile.TemporaryDirectory() as name:
        corpus = folder
        if (folder / "queries.jsonl").exists():
            given = read_retrieval_set(folder)
            corpus = Path(name) / "texts"
            _write_texts(corpus, list(given.texts.values()))
            questions = list(given.questions.values())
        else:
            sink = Records()
            for _ in Pipeline(sinks=[sink]).run(folder, collection="other"):
                pass
            questions = own_titles(list(sink.kept.values()))
        library = starter_library(
            Path(name) / "library", corpus=corpus, embedder=embedder
        )
        settings = Settings(library=library, embedder=embedder)
        with wiring.knowledge(settings) as knowledge:
            yield knowledge, questions


def _write_texts(folder: Path, texts: Sequence[tuple[str, str]]) -> None:
    """Write each text as a Markdown file under its title."""
    folder.mkdir(parents=True)
    for number, (title, text) in enumerate(texts):
        head = f"# {title}\n\n" if title else ""
        (folder / f"t{number:05}.md").write_text(head + text, encoding="utf-8")


def _spread(questions: Sequence[str]) -> Sequence[str]:
    """Return at most ``MOST_QUESTIONS``, evenly over all of them."""
    step = max(1, -(-len(questions) // MOST_QUESTIONS))
    return questions[::step]


def _state(knowledge: Knowledge, text: str) -> Expected:
    results: SearchResults = knowledge.searcher.search(SearchQuery(text[:1000]))
    return state_of(results)
