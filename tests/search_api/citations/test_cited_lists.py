"""A list says in every format what was asked, when and of what, and stays readable."""

import csv
import io
import json
import shutil
import subprocess
from datetime import UTC, datetime

import bibtexparser
import pytest
import rispy

from search_api.citations.citable import Body, Person
from search_api.citations.cited_lists import (
    CitedList,
    FoundPassage,
    ListEntry,
    ListHeading,
)
from search_api.citations.cited_table import COLUMNS, csv_table
from search_api.citations.export_formats import FORMATS, FormatName
from tests.search_api.citations.made_works import made_works, work

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1"]
WRITTEN = [name for name, each in FORMATS.items() if each.write]


def cited(entries, **fields) -> CitedList:
    values = {
        "title": "Recherche",
        "question": "sobriété\nnumérique @ l’école",
        "filters": (("Nature", "Billet"), ("Depuis", "2021")),
        "generation": "0007",
        "made_at": datetime(2026, 12, 1, 8, 5, tzinfo=UTC),
        "total": 1_234,
        "address": "https://gtnum.example/search?q=x",
    }
    return CitedList(ListHeading(**{**values, **fields}), tuple(entries))


FOUND = FoundPassage("Une\nphrase ; citée.", 3, "https://gtnum.example/a#p3", 0.5123)
LIST = cited([ListEntry(work(identifier="a"), FOUND), ListEntry(work(identifier="b"))])


def written(name: FormatName, made: CitedList = LIST) -> str:
    return FORMATS[name].write(made, "iso690")


@pytest.mark.parametrize("name", [n for n in WRITTEN if n is not FormatName.COINS])
def test_what_was_asked_when_and_of_what_stands_in_each(name):
    text = written(name)
    assert "sobriété numérique" in text
    assert "0007" in text
    assert "2026" in text
    assert "Billet" in text
    assert "1\u202f234" in text or "1234" in text


def test_a_capped_list_says_that_there_may_be_others():
    assert "2 sur les 9 plus proches" in cited(
        LIST.entries, total=9, is_capped=True
    ).heading.counted(2)


def test_bibtex_keeps_the_passage_and_one_entry_a_work():
    entries = bibtexparser.parse_string(written(FormatName.BIBTEX)).entries
    assert [entry.key for entry in entries] == ["a", "b"]
    assert "Une phrase ; citée. », p. 3" in entries[0].fields_dict["annote"].value


def test_ris_has_no_line_above_its_first_record():
    text = written(FormatName.RIS)
    assert text.startswith("TY  - ")
    first, second = rispy.loads(text)
    assert "Une phrase ; citée. », p. 3" in first["notes"][0]
    assert "Recherche" in second["notes"][0]


def test_csl_stays_an_array_of_items():
    first, second = json.loads(written(FormatName.CSL))
    assert first["custom"]["passage"]["page"] == 3
    assert second["custom"]["list"]["total"] == 1_234


def rows(text: str) -> list[dict[str, str]]:
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";"))


def test_csv_has_names_of_columns_first_and_a_work_a_line():
    text = csv_table(LIST)
    first, second = rows(text)
    assert list(first) == list(COLUMNS)
    assert (first["passage"], first["page"]) == ("Une phrase ; citée.", "3")
    assert first["score"] == "0,5123"
    assert second["demande"] == "Recherche : « sobriété numérique @ l’école »"
    assert text.count("\r\n") == text.count("\n") == 3


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula):
    made = work(
        title=formula,
        authors=(Body(formula),),
        container=formula,
        publisher=formula,
        licence=formula,
        genre=formula,
    )
    found = FoundPassage(formula, None, formula, 0.1)
    (row,) = rows(csv_table(cited([ListEntry(made, found)], question=formula)))
    assert not [cell for cell in row.values() if cell[:1] in "=+-@\t\r＝" and cell]


def test_an_empty_list_can_be_taken_away():
    for name in WRITTEN:
        assert isinstance(written(name, cited([])), str)


def test_two_hundred_works_in_one_table():
    made = made_works()
    table = rows(csv_table(cited([ListEntry(one) for one in made])))
    assert [row["identifiant"] for row in table] == [one.identifier for one in made]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_table_cell_by_cell(tmp_path):
    made = work(title="=1+1", authors=(Person("Élan", "Ç."), Body("A; B")))
    (tmp_path / "liste.csv").write_text(
        csv_table(cited([ListEntry(made, FOUND)])), encoding="utf-8", newline=""
    )
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/p"]
    command += ["--convert-to", "fods", "--infilter=CSV:59,34,76,1,,1036"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "liste.csv")],
        check=True,
        capture_output=True,
    )
    opened = (tmp_path / "liste.fods").read_text(encoding="utf-8")
    assert "table:formula" not in opened
    assert "Élan, Ç. ; A; B" in opened
