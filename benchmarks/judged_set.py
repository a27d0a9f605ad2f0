"""Our own judged questions over the starter corpus, as ``judged/README.md`` rules them.

A line of ``judged/development.jsonl`` or ``reported.jsonl`` is a question and what
the service owes to it: documents with grades and sentences that answer, or to say that
the corpus only speaks of it, or holds nothing. The ``second_`` files hold the questions
of two further persons, split likewise.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

__all__ = [
    "ASKED",
    "HALVES",
    "STYLES",
    "AnswerSentence",
    "Expected",
    "JudgedQuestion",
    "read_half",
    "stable_name",
]

FOLDER = Path(__file__).parent / "judged"
HALVES = ("development", "reported", "second_development", "second_reported")
STYLES = ("keywords", "natural", "long", "fact", "english", "mistyped")
FOREIGN = ("near", "far")
ASKED = ("who", "when", "where", "how_many", "definition", "what", "which")
GRADES = (1, 2)

# What ingest adds to the name of a file that declares no identifier.
_DIGEST = re.compile(r"-[0-9a-f]{8}$")


class Expected(StrEnum):
    """What the service owes to a question."""

    ANSWERED = "answered"
    SPOKEN_OF = "spoken_of"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence that answers, verbatim but for white space.

    Attributes:
        document: Its stable name.
        text: As the library reads it.
    """

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question and what is owed to it.

    Attributes:
        identifier: Unique over both halves.
        style: One of ``STYLES``; ``near`` or ``far`` for a foreign question.
        expects: What the service owes.
        text: As it is asked.
        documents: Stable name → 2 (answers) or 1 (helps); empty unless answered.
        asked: One of ``ASKED`` where ``answers`` are given, else None.
        answers: Accepted sentences; empty where none is judged.
        twin_of: The answered question whose subject this one shares, or None.
    """

    identifier: str
    style: str
    expects: Expected
    text: str
    documents: Mapping[str, int]
    asked: str | None = None
    answers: tuple[AnswerSentence, ...] = ()
    twin_of: str | None = None


def read_half(half: str, *, folder: Path = FOLDER) -> tuple[JudgedQuestion, ...]:
    """Return the questions of one of ``HALVES``, in their order.

    Raises:
        OSError: If the file is missing.
        ValueError: Naming file and line, if a line is not as the rules say.
    """
    path = folder / f"{half}.jsonl"
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            question = _question(json.loads(line))
            _check(question)
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: {error!r}") from error
        questions.append(question)
    return tuple(questions)


def stable_name(identifier: str) -> str:
    """Return what a document is called in the judged files.

    >>> stable_name("cloture-ia-eo-a5526e38"), stable_name("call-2020-2022")
    ('cloture-ia-eo', 'call-2020-2022')
    """
    return _DIGEST.sub("", identifier)


def _question(row: Mapping[str, object]) -> JudgedQuestion:
    fields = dict(row)
    answers = fields.pop("answers", [])
    return JudgedQuestion(
        identifier=str(fields.pop("id")),
        text=str(fields.pop("question")),
        expects=Expected(str(fields.pop("expects"))),
        documents=fields.pop("documents", {}),  # type: ignore[arg-type]  # checked below
        answers=tuple(AnswerSentence(**answer) for answer in answers),  # type: ignore[attr-defined]
        **fields,  # type: ignore[arg-type]  # an unknown key is a TypeError
    )


def _check(question: JudgedQuestion) -> None:
    """Refuse what contradicts itself.

    Raises:
        ValueError: Naming what is wrong.
    """
    is_answered = question.expects is Expected.ANSWERED
    is_foreign = question.expects is Expected.NOTHING
    wrong = {
        "style": question.style not in (FOREIGN if is_foreign else STYLES),
        "documents": is_answered != (2 in question.documents.values()),
        "grades": not set(question.documents.values()) <= set(GRADES),
        "asked": question.asked not in (ASKED if question.answers else (None,)),
        "answers": any(
            question.documents.get(answer.document) != max(GRADES)
            for answer in question.answers
        ),
        "twin_of": (question.expects is Expected.SPOKEN_OF) == (not question.twin_of),
    }
    found = [name for name, is_wrong in wrong.items() if is_wrong]
    if found:
        raise ValueError(f"« {question.identifier} »: wrong {', '.join(found)}")
