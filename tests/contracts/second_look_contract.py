"""What every ``SecondLook`` and its writer must do.

Subclass it and give the fixtures ``new_writer(table, previous)``,
``open_look(folder, table)`` and ``table``, a ``SubwordTable`` that knows French words.
"""

import numpy as np
import pytest

from tests.contracts.vector_index_contract import RECORDS
from tests.search_api.fakes import LetterEmbedder, record


class KnownVectors:
    """As much of a ``VectorIndex`` as a writer asks for: the vectors of records."""

    def __init__(self, records):
        self.passages = {
            passage.identifier: vector
            for item in records
            for passage, vector in zip(
                item.passages,
                LetterEmbedder().embed_passages([p.text for p in item.passages]),
                strict=True,
            )
        }

    def vectors(self, passages):
        found = [self.passages[name] for name in passages]
        return np.array(found, np.float32).reshape(-1, LetterEmbedder.dimension)


class SecondLookContract:
    """A second look is done when it passes this suite."""

    @pytest.fixture
    def vectors(self):
        return KnownVectors(RECORDS)

    @pytest.fixture
    def folder(self, new_writer, table, vectors, tmp_path):
        writer = new_writer(table, None)
        for item in RECORDS:
            writer.add(item.document, item.passages)
        writer.commit(tmp_path / "one", vectors, dimension=64)
        return tmp_path / "one"

    @pytest.fixture
    def look(self, folder, open_look, table):
        return open_look(folder, table)

    def test_it_holds_every_passage(self, look):
        assert len(look) == 5

    def test_contexts_are_cosines_of_whole_documents(self, look, vectors):
        vector = LetterEmbedder().embed_queries(["sobriété et usages"])
        names = ["aeson.0", "aeson.1", "ia.0", "rgaa.0", "rgaa.1"]
        found = look.contexts(vector, names)
        own = vectors.vectors(["aeson.0", "aeson.1"]).sum(axis=0)
        expected = float(vector[0] @ own / np.linalg.norm(own))
        assert found[:2] == pytest.approx([expected, expected], abs=2e-3)
        mean = look.context_background(vector)
        assert mean == pytest.approx(np.mean(found), abs=2e-3)
        assert look.contexts(vector, []) == []

    def test_closeness_follows_the_order_asked(self, look):
        found = look.closeness("sobriété numérique", ["rgaa.1", "aeson.0", "rgaa.1"])
        assert found[1] > found[0] == found[2]
        assert all(0 <= value <= 1 for value in found)
        assert look.closeness("sobriété", []) == []
        assert look.closeness("", ["ia.0"]) == [0.0]

    @pytest.mark.parametrize("unknown", ["ia.1", "nobody.0", "ia", "ia.x", "ia.-1", ""])
    def test_unknown_passage_is_a_key_error(self, look, unknown):
        with pytest.raises(KeyError):
            look.closeness("sobriété", ["ia.0", unknown])
        with pytest.raises(KeyError):
            look.contexts(np.ones(64, np.float32), ["nobody.0"])

    def test_wrong_vector_is_refused(self, look):
        with pytest.raises(ValueError, match="components"):
            look.contexts(np.zeros(3, np.float32), ["ia.0"])
        with pytest.raises(ValueError, match="finite"):
            look.context_background(np.full(64, np.nan, np.float32))

    def test_empty_look_answers_nothing(self, new_writer, open_look, table, tmp_path):
        new_writer(table, None).commit(tmp_path / "e", KnownVectors([]), dimension=64)
        empty = open_look(tmp_path / "e", table)
        assert len(empty) == 0
        assert empty.context_background(np.ones(64, np.float32)) == 0.0
        with pytest.raises(KeyError):
            empty.closeness("école", ["ia.0"])

    def test_next_generation_is_as_one_made_from_nothing(
        self, folder, new_writer, open_look, table, tmp_path
    ):
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        changed = record("aeson", RECORDS[0].passages[0].text, "tout autre chose")
        last = [RECORDS[1], changed]
        vectors = KnownVectors(last)
        grown, fresh = new_writer(table, folder), new_writer(table, None)
        for name in ("aeson", "ia", "never there"):
            grown.remove(name)
        grown.add(changed.document, changed.passages)
        grown.commit(tmp_path / "two", vectors, dimension=64)
        for item in last:
            fresh.add(item.document, item.passages)
        fresh.commit(tmp_path / "fresh", vectors, dimension=64)
        one, other = (open_look(tmp_path / n, table) for n in ("two", "fresh"))
        names = ["aeson.1", "rgaa.0", "rgaa.1", "aeson.0"]
        vector = LetterEmbedder().embed_queries(["conformité des sites"])
        assert one.contexts(vector, names) == other.contexts(vector, names)
        asked = "conformité des sites"
        assert one.closeness(asked, names) == other.closeness(asked, names)
        with pytest.raises(KeyError):
            one.closeness(asked, ["ia.0"])
        assert {n: (folder / n).read_bytes() for n in before} == before

    def test_what_is_added_and_removed_leaves_nothing(
        self, new_writer, open_look, table, vectors, tmp_path
    ):
        writer = new_writer(table, None)
        writer.add(RECORDS[0].document, RECORDS[0].passages)
        writer.add(RECORDS[2].document, RECORDS[2].passages)
        writer.remove("aeson")
        writer.commit(tmp_path / "one", vectors, dimension=64)
        assert len(open_look(tmp_path / "one", table)) == 1

    def test_document_twice_is_refused(self, new_writer, table):
        writer = new_writer(table, None)
        writer.add(RECORDS[0].document, RECORDS[0].passages)
        with pytest.raises(ValueError, match="aeson"):
            writer.add(RECORDS[0].document, RECORDS[0].passages)
        writer.discard()
