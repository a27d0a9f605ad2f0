"""Rows know their passages, survive the disk and grow generation by generation."""

import json

import numpy as np
import pytest

from search_api.passage_rows import GrowingRows, PassageRows


def rows_of(**documents):
    growing = GrowingRows(PassageRows.none())
    for name, positions in documents.items():
        growing.add(name, positions)
    return growing.rows()


ROWS = rows_of(a=[0, 1, 2], b=[5], c=[], d=[1, 0])
NAMES = ["a.0", "a.1", "a.2", "b.5", "d.1", "d.0"]


def test_each_row_has_its_passage_and_each_passage_its_row():
    every = np.arange(6)
    assert len(ROWS) == 6
    assert ROWS.identifiers(every) == NAMES
    assert ROWS.rows_of(NAMES).tolist() == every.tolist()
    assert ROWS.rows_of(["d.0", "a.2", "d.0"]).tolist() == [5, 2, 5]
    assert ROWS.rows_of([]).tolist() == []


@pytest.mark.parametrize(
    "absent",
    ["a.3", "b.0", "b.6", "c.0", "x.0", "a", "a.", "a.x", "a.-1", "a.²", "d.2"],
)
def test_a_passage_that_is_not_there_is_named(absent):
    with pytest.raises(KeyError) as unknown:
        ROWS.rows_of(["a.0", absent, "b.5"])
    assert unknown.value.args[0] in (absent, "x")


def test_rows_in_order_need_no_sorting_to_be_found():
    rows = rows_of(a=[0, 1, 4], b=[], c=[2, 3])
    names = ["c.3", "a.4", "a.0", "c.2", "a.1"]
    assert rows.rows_of(names).tolist() == [4, 2, 0, 3, 1]
    for absent in ("a.2", "b.0", "c.4"):
        with pytest.raises(KeyError, match=absent):
            rows.rows_of(["a.0", absent])


def test_empty_rows_hold_no_passage():
    with pytest.raises(KeyError):
        PassageRows.none().rows_of(["a.0"])
    with pytest.raises(KeyError):
        rows_of(a=[]).rows_of(["a.0"])


def test_documents_have_numbers():
    assert ROWS.numbers_of(["d", "a", "d"]).tolist() == [3, 0, 3]
    with pytest.raises(KeyError, match="x"):
        ROWS.numbers_of(["a", "x"])


def test_rows_read_back_are_the_same(tmp_path):
    ROWS.save(tmp_path)
    again = PassageRows.load(tmp_path)
    assert again.documents == ["a", "b", "c", "d"]
    assert again.identifiers(np.arange(6)) == NAMES
    PassageRows.none().save(tmp_path)
    assert len(PassageRows.load(tmp_path)) == 0


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"format": 2},
        {"documents": []},
        {"format": 1, "documents": ["a", "b", "c", "d"]},
        {"format": 2, "documents": ["a", "b", "c"]},
        {"format": 2, "documents": 3},
    ],
)
def test_documents_that_do_not_fit_are_refused(tmp_path, content):
    ROWS.save(tmp_path)
    (tmp_path / "documents.json").write_text(json.dumps(content), "utf-8")
    with pytest.raises(ValueError, match=r"documents\.json|format|ne vont pas"):
        PassageRows.load(tmp_path)


@pytest.mark.parametrize("shape", [(2,), (2, 3), (2, 1), (1, 2, 2)])
def test_rows_of_another_shape_are_refused(tmp_path, shape):
    ROWS.save(tmp_path)
    np.save(tmp_path / "rows.npy", np.zeros(shape, np.int32))
    with pytest.raises(ValueError, match="ne vont pas ensemble"):
        PassageRows.load(tmp_path)


def test_the_next_generation_keeps_then_adds():
    growing = GrowingRows(ROWS)
    assert growing.remove("b") is False
    assert growing.remove("absent") is False
    growing.add("b", [7])
    growing.add("e", [0])
    growing.add("f", [0])
    assert growing.remove("e") is True
    assert growing.added == ["b", "f"]
    assert growing.kept().tolist() == [0, 1, 2, 4, 5]
    found = growing.rows()
    assert found.documents == ["a", "c", "d", "b", "f"]
    assert found.identifiers(np.arange(7)) == [
        *("a.0", "a.1", "a.2", "d.1", "d.0", "b.7", "f.0"),
    ]


def test_a_document_is_added_once():
    growing = GrowingRows(ROWS)
    growing.add("e", [0])
    for name in ("a", "e"):
        with pytest.raises(ValueError, match="is in the index"):
            growing.add(name, [1])
