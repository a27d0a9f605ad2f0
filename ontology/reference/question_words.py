"""Words that people ask with and that no text of ours shall be linked by.

    words                letters     kind     ids
    breton ; bretonne    any         region   bretagne
    outre-mer            any         academy  guadeloupe ; martinique ; …
    La Réunion           as-written  academy  la-reunion
    special needs        any         concept  ebep

Inhabitants, former regions, what English readers call our concepts: in a question they
are a wish, in a text they would be a false link. The table
``curated/question_words.csv`` is written by people; each line has its source. Accents
and number never count; ``as-written`` says that capitals do, because the word in small
letters means something else.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ontology.folding import fold_name
from ontology.model import EntityKind
from ontology.reference.fact_tables import Row, items, read_table

__all__ = ["QuestionWord", "question_words", "read_question_words"]

_TABLE: Final = "question_words.csv"
_COLUMNS: Final = ("words", "letters", "kind", "ids", "source", "note")
_LETTERS: Final = ("any", "as-written")


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word, or several, that names things of ours in a question.

    Attributes:
        text: As people write it.
        kind: Of the things.
        identifiers: Of the things, one at least.
        is_as_written: Whether it counts only with the capitals of ``text``.
    """

    text: str
    kind: EntityKind
    identifiers: tuple[str, ...]
    is_as_written: bool = False


@cache
def question_words() -> tuple[QuestionWord, ...]:
    """Return the words that ship; read once.

    Raises:
        FactsError: If the table is missing or malformed.
    """
    return read_question_words(Path(__file__).resolve().parent / "curated")


def read_question_words(folder: Path) -> tuple[QuestionWord, ...]:
    """Read ``question_words.csv``.

    Raises:
        FactsError: If the table is missing or malformed, a line has no word, no
            identifier or no source, names an unknown kind, or repeats a word.
    """
    found: list[QuestionWord] = []
    seen: set[str] = set()
    for row in read_table(folder, _TABLE, columns=_COLUMNS):
        for word in _read(row):
            key = fold_name(word.text)
            if not key or key in seen:
                raise row.refuse(
                    f"« {word.text} » est vide ou déjà donné", "Gardez une seule ligne."
                )
            seen.add(key)
            found.append(word)
    return tuple(found)


def _read(row: Row) -> list[QuestionWord]:
    texts, identifiers = items(row["words"]), items(row["ids"])
    if not (texts and identifiers and row["source"]):
        raise row.refuse(
            "il manque un mot, un identifiant ou une source", "Complétez la ligne."
        )
    if row["letters"] not in _LETTERS:
        raise row.refuse(
            f"« {row['letters']} » dans la colonne letters",
            f"Choisissez parmi {', '.join(_LETTERS)}.",
        )
    if row["kind"] not in set(EntityKind):
        raise row.refuse(
            f"« {row['kind']} » dans la colonne kind",
            f"Choisissez parmi {', '.join(EntityKind)}.",
        )
    kind, is_as_written = EntityKind(row["kind"]), row["letters"] == _LETTERS[1]
    return [
        QuestionWord(text, kind, tuple(identifiers), is_as_written) for text in texts
    ]
