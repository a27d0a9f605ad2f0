"""Questions of daily life that hardly any library of research answers."""

from functools import cache
from importlib.resources import files

__all__ = ["foreign_questions"]


@cache
def foreign_questions() -> tuple[str, ...]:
    """Return the questions, in a fixed order: some as sentences, some as keywords.

    We wrote them for this purpose, far from the field (cooking, law, sports) and near
    it (canteens, salaries, exams). A few that a library does answer do no harm.
    """
    text = files(__package__).joinpath("foreign_questions.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line)
