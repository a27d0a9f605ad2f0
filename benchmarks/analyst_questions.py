"""Sixteen questions of analysts, each by one natural query, certain and with the rest.

    python -m benchmarks.analyst_questions > docs/reference/analyst-questions.md

Questions and expected rows were written from the call and the tables of facts, before
the queries (``judged/analyst_questions.toml``). Each query is asked plainly, and once
more with the graph of all facts; both times the rows must be those that were expected.
"""

import csv
import io
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graph.descriptions.query_library import house_prefixes
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import EVERYTHING_GRAPH, Iris

__all__ = ["Answered", "Question", "answered", "questions", "table"]

_FILE = Path(__file__).with_name("judged") / "analyst_questions.toml"

_HEAD = """\
# Questions of analysts

Written from the call and the tables of facts before the queries, each answered by one
natural query. Rows are those of the shipped facts; « with uncertain » is the same query
on `<base>graph/tout`, « told » what `Uncertain-Facts` said of the plain one. As first
written 13 of 16 agreed; in three the expected rows were wrong, by the tables.
`python -m benchmarks.analyst_questions` writes this page.

| Question | Rows | With uncertain | Told | Right |
| --- | --- | --- | --- | --- |"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the rows that it must have.

    Attributes:
        text: In French.
        query: Without its prefixes.
        certain: Rows of the plain query, identifiers joined by blanks.
        everything: Rows with uncertain facts.
    """

    text: str
    query: str
    certain: frozenset[str]
    everything: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question got.

    Attributes:
        question: The question.
        certain: Rows of the plain query.
        everything: Rows with uncertain facts.
        told: Number of uncertain facts that the plain answer told of.
    """

    question: Question
    certain: frozenset[str]
    everything: frozenset[str]
    told: int

    @property
    def is_right(self) -> bool:
        """Whether both answers are, and whoever gets fewer rows was told."""
        asked = self.question
        right = (self.certain, self.everything) == (asked.certain, asked.everything)
        return right and (self.certain == self.everything or self.told > 0)


def questions() -> list[Question]:
    """Return the questions, in order."""
    with _FILE.open("rb") as file:
        return [_question(entry) for entry in tomllib.load(file)["questions"]]


def _question(entry: dict[str, object]) -> Question:
    certain = frozenset(_texts(entry["expected"]))
    more = _texts(entry["uncertain"])
    gone = {name[1:] for name in more if name.startswith("-")}
    added = {name for name in more if not name.startswith("-")}
    everything = certain - gone | added
    text, query = str(entry["question"]), str(entry["query"]).strip()
    return Question(text, query, certain, everything)


def _texts(found: object) -> list[str]:
    return [str(each) for each in found] if isinstance(found, list) else []


def answered(base: str = "https://gtnum.example/") -> Iterator[Answered]:
    """Ask every question of a library that holds the shipped facts alone."""
    iris = Iris(base)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "graph"
        writer = GenerationWriter(store, iris)
        writer.load_reference()
        writer.close()
        patient = ServiceSettings(workers=1, timeout_seconds=60, wait_seconds=60)
        with closing(LocalQueryService(store, iris, settings=patient)) as service:
            for question in questions():
                yield _ask(service, question, iris)


def _ask(service: LocalQueryService, question: Question, iris: Iris) -> Answered:
    declared = "".join(
        f"PREFIX {prefix}: <{namespace}>\n"
        for prefix, namespace in house_prefixes(iris).items()
    )
    everything = iris.named_graph(EVERYTHING_GRAPH)
    text = declared + question.query
    plain = service.execute(text, accept="text/csv")
    more = service.execute(text, accept="text/csv", default_graphs=[everything])
    told = sum(plain.uncertain.values())
    return Answered(question, _rows(plain.body), _rows(more.body), told)


def _rows(body: bytes) -> frozenset[str]:
    """Return rows with identifiers in place of IRIs of ours."""
    table = list(csv.reader(io.StringIO(body.decode())))[1:]
    return frozenset(" ".join(map(_identifier, row)) for row in table)


def _identifier(cell: str) -> str:
    return cell.rpartition("/")[2] if "/id/" in cell else cell


def table(found: list[Answered]) -> str:
    """Return the page of the questions and their answers."""
    lines = [_HEAD]
    for each in found:
        right = "yes" if each.is_right else "no"
        counts = f"{len(each.certain)} | {len(each.everything)} | {each.told}"
        lines.append(f"| {each.question.text} | {counts} | {right} |")
    lines += ["", "The queries, with prefixes of the house (`prefixes=declared`):"]
    for each in found:
        query = f"```sparql\n{each.question.query}\n```"
        lines += ["", each.question.text, "", query]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.stdout.write(table(list(answered())))
