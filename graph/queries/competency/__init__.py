"""The questions that the graph must be able to answer, for people and programs.

Each ``cqNN.rq`` opens with comments in French that say what is asked (in English too),
which subjects it belongs to, what the reference data answers, how uncertainty shows,
and which variables a reader may change in the ``VALUES`` line. Column names are French:
people read them.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from graph.errors import GraphError
from ontology.iris import DEFAULT_BASE

__all__ = ["CompetencyQuestion", "competency_names", "load_competency"]

_HEADS = {
    "Question": "question",
    "In English": "english",
    "Mots-clés": "keywords",
    "Réponse attendue": "expected",
    "Incertitude": "uncertainty",
    "Paramètre": "parameter",
}
_HEAD = re.compile(rf"# ({'|'.join(_HEADS)}) : (.+)")


@dataclass(frozen=True, slots=True)
class CompetencyQuestion:
    """A question with its query.

    Attributes:
        name: For example ``cq01``.
        query: SPARQL 1.1, complete and without parameters.
        question: In French, as is all that follows.
        expected: What the reference data alone answers.
        uncertainty: How uncertain facts show in the answer.
        parameter: Which variables may be changed; empty when there are none.
        english: The question in English.
        keywords: French words to group questions by, separated by commas.
    """

    name: str
    query: str
    question: str
    expected: str
    uncertainty: str
    parameter: str = ""
    english: str = ""
    keywords: str = ""


@cache
def competency_names() -> tuple[str, ...]:
    """Return the names of all questions, sorted."""
    entries = resources.files(__name__).iterdir()
    return tuple(sorted(e.name[:-3] for e in entries if e.name.endswith(".rq")))


def load_competency(name: str, *, base: str = DEFAULT_BASE) -> CompetencyQuestion:
    """Read a question.

    Args:
        name: For example ``cq01``.
        base: Base of the IRIs of things, ends with ``/``.

    Raises:
        GraphError: If there is no such question.
    """
    if name not in competency_names():
        known = ", ".join(competency_names())
        raise GraphError(
            f"la question « {name} » n’existe pas.",
            remedy=f"Les questions connues sont {known}.",
        )
    path = resources.files(__name__).joinpath(f"{name}.rq")
    text = path.read_text(encoding="utf-8")
    query = text.replace(f"<{DEFAULT_BASE}id/", f"<{base}id/")
    return CompetencyQuestion(name, query, **_comments(text))


def _comments(text: str) -> dict[str, str]:
    """Read the opening comments; a line that is indented goes on with the last one."""
    found: dict[str, str] = {}
    current = ""
    for line in text.splitlines():
        head = _HEAD.fullmatch(line)
        if head:
            current = _HEADS[head[1]]
            found[current] = head[2]
        elif line.startswith("#   "):
            found[current] += " " + line.removeprefix("#   ")
        else:
            break
    return found
