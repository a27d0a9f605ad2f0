"""This test ensures that people decide which words are doubtful, in one table."""

from pathlib import Path

import pytest

from ontology.reference.ambiguous_words import (
    AmbiguousWords,
    ambiguous_words,
    read_ambiguous_words,
)
from ontology.reference.fact_tables import FactsError

HEADER = "word,names,note\n"


def written(folder: Path, *lines: str) -> Path:
    text = HEADER + "".join(f"{line}\n" for line in lines)
    (folder / "ambiguous_words.csv").write_text(text, "utf-8")
    return folder


def test_the_table_that_ships_holds_each_sort() -> None:
    words = ambiguous_words()
    assert {"mica", "lest", "rêve"} <= words.bodies
    assert {"veille", "commun"} <= words.concept_labels
    assert words.concept_acronyms == {"avec"}


def test_a_word_may_name_a_body_and_a_concept(tmp_path: Path) -> None:
    folder = written(tmp_path, "Forge,body,", "forge,concept-label,dépôt", "été,body,")
    assert read_ambiguous_words(folder) == AmbiguousWords(
        bodies=frozenset({"Forge", "été"}), concept_labels=frozenset({"forge"})
    )


def test_words_are_compared_by_the_key_of_who_compares() -> None:
    words = AmbiguousWords(frozenset({"Rêve"}), frozenset({"Communs"}), frozenset())
    assert words.keyed(str.upper) == AmbiguousWords(
        frozenset({"RÊVE"}), frozenset({"COMMUNS"}), frozenset()
    )


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        (["mica,lab,"], 2, "« lab » dans la colonne names"),
        (["mica,body,", "MICA,body,"], 3, "« MICA » est déjà donné pour body"),
        (["en ligne,body,"], 2, "« en ligne » n’est pas un mot"),
        (["…,body,"], 2, "« … » n’est pas un mot"),
        (["mica,body"], 2, "mica"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(
    tmp_path: Path, lines: list[str], line: int, said: str
) -> None:
    with pytest.raises(FactsError) as refusal:
        read_ambiguous_words(written(tmp_path, *lines))
    assert f"ambiguous_words.csv, ligne {line}" in str(refusal.value)
    if said != "mica":
        assert said in str(refusal.value)
    assert refusal.value.remedy


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="illisible"):
        read_ambiguous_words(tmp_path)
