"""This test ensures that people decide which words of questions name what."""

from pathlib import Path

import pytest

from ontology.model import EntityKind
from ontology.reference.fact_tables import FactsError
from ontology.reference.question_words import (
    QuestionWord,
    question_words,
    read_question_words,
)
from ontology.shipped_files import read_text, reference_files

HEADER = "words,letters,kind,ids,source,note\n"


def written(folder: Path, *lines: str) -> Path:
    text = HEADER + "".join(f"{line}\n" for line in lines)
    (folder / "question_words.csv").write_text(text, "utf-8")
    return folder


def test_all_that_ships_names_things_that_there_are() -> None:
    turtle = "\n".join(map(read_text, reference_files()))
    for word in question_words():
        for identifier in word.identifiers:
            assert f"\n{word.kind}:{identifier}\n" in turtle, word


def test_each_overseas_territory_is_an_academy() -> None:
    (overseas,) = [word for word in question_words() if word.text == "outre-mer"]
    assert len(overseas.identifiers) == 5


def test_a_line_gives_each_of_its_words(tmp_path: Path) -> None:
    folder = written(tmp_path, "a ; b,as-written,region,x ; y,general knowledge,")
    assert read_question_words(folder) == tuple(
        QuestionWord(text, EntityKind.REGION, ("x", "y"), is_as_written=True)
        for text in "ab"
    )


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        (["a,any,planet,x,s,"], 2, "« planet » dans la colonne kind"),
        (["a,small,region,x,s,"], 2, "« small » dans la colonne letters"),
        (["a,any,region,x,,"], 2, "une source"),
        (["a,any,region,,s,"], 2, "un identifiant"),
        ([",any,region,x,s,"], 2, "un mot"),
        (["a,any,region,x,s,", "A,any,region,y,s,"], 3, "« A » est vide ou déjà donné"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(
    tmp_path: Path, lines: list[str], line: int, said: str
) -> None:
    with pytest.raises(FactsError) as refusal:
        read_question_words(written(tmp_path, *lines))
    assert f"question_words.csv, ligne {line}" in str(refusal.value)
    assert said in str(refusal.value)
    assert refusal.value.remedy
