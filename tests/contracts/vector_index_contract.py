"""What every ``VectorIndex`` and its writer must do.

Subclass it and give the fixtures ``new_writer(embedder, previous)`` and
``open_index(folder)``.
"""

import numpy as np
import pytest

from tests.search_api.fakes import LetterEmbedder, record

RECORDS = [
    record("aeson", "la sobriété numérique à l’école", "éco-conception et usages"),
    record("rgaa", "accessibilité des sites publics", "déclaration de conformité"),
    record("ia", "intelligence artificielle en classe"),
]


class VectorIndexContract:
    """A backend is done when it passes this suite."""

    @pytest.fixture
    def embedder(self):
        return LetterEmbedder()

    @pytest.fixture
    def index(self, embedder, new_writer, open_index, tmp_path):
        writer = new_writer(embedder, None)
        for item in RECORDS:
            writer.add(item.document, item.passages)
        writer.commit(tmp_path / "one")
        return open_index(tmp_path / "one")

    def test_own_text_is_nearest(self, index, embedder):
        vector = index.vectors(["rgaa.1"])
        best = index.search(vector, 2)
        assert best[0].passage == "rgaa.1"
        assert best[0].score == pytest.approx(1, abs=1e-3)
        assert best[0].score >= best[1].score
        assert len(index) == 5

    def test_limit_and_empty_filter(self, index, embedder):
        vector = embedder.embed_queries(["école"])
        assert len(index.search(vector, 3)) == 3
        assert len(index.search(vector[0], 100)) == 5
        assert index.search(vector, 0) == []
        assert index.search(vector, 3, documents=set()) == []
        assert index.search(vector, 3, documents={"unknown"}) == []

    def test_filter_loses_no_result(self, index, embedder):
        vector = embedder.embed_queries(["sobriété numérique"])
        everything = index.search(vector, 5)
        kept = [hit for hit in everything if hit.passage.startswith("rgaa.")]
        assert index.search(vector, 2, documents={"rgaa"}) == kept

    def test_similarities_follow_the_order_asked(self, index, embedder):
        vector = embedder.embed_queries(["intelligence artificielle"])
        scores = {hit.passage: hit.score for hit in index.search(vector, 5)}
        asked = ["ia.0", "aeson.1", "ia.0"]
        expected = [scores[name] for name in asked]
        assert index.similarities(vector, asked) == pytest.approx(expected, abs=1e-4)
        assert index.similarities(vector, []) == []

    @pytest.mark.parametrize("unknown", ["ia.1", "nobody.0", "ia", "ia.x", "ia.-1", ""])
    def test_unknown_passage_is_a_key_error(self, index, embedder, unknown):
        with pytest.raises(KeyError):
            index.similarities(embedder.embed_queries(["x"]), ["ia.0", unknown])

    def test_background_is_the_mean_cosine(self, index, embedder):
        vector = embedder.embed_queries(["numérique"])
        scores = [hit.score for hit in index.search(vector, 5)]
        assert index.background(vector) == pytest.approx(np.mean(scores), abs=1e-4)

    def test_wrong_vector_is_refused(self, index):
        with pytest.raises(ValueError, match="components"):
            index.search(np.zeros(3, np.float32), 1)
        with pytest.raises(ValueError, match="finite"):
            index.search(np.full(64, np.nan, np.float32), 1)

    def test_empty_index_answers_nothing(
        self, embedder, new_writer, open_index, tmp_path
    ):
        new_writer(embedder, None).commit(tmp_path / "empty")
        empty = open_index(tmp_path / "empty")
        assert len(empty) == 0
        assert empty.search(embedder.embed_queries(["x"]), 3) == []
        with pytest.raises(KeyError):
            empty.similarities(embedder.embed_queries(["x"]), ["ia.0"])

    def test_next_generation_embeds_only_what_changed(
        self, index, embedder, new_writer, open_index, tmp_path
    ):
        embedder.batches.clear()
        writer = new_writer(embedder, tmp_path / "one")
        changed = record("aeson", RECORDS[0].passages[0].text, "tout autre chose")
        writer.remove("aeson")
        writer.add(changed.document, changed.passages)
        writer.remove("ia")
        writer.remove("never there")
        writer.commit(tmp_path / "two")
        assert sum(embedder.batches) == 1
        grown = open_index(tmp_path / "two")
        assert len(grown) == 4
        assert (grown.vectors(["aeson.0"]) == index.vectors(["aeson.0"])).all()
        with pytest.raises(KeyError):
            grown.vectors(["ia.0"])
        assert len(index) == 5

    def test_document_twice_is_refused(self, embedder, new_writer):
        writer = new_writer(embedder, None)
        writer.add(RECORDS[0].document, RECORDS[0].passages)
        with pytest.raises(ValueError, match="aeson"):
            writer.add(RECORDS[0].document, RECORDS[0].passages)
        writer.discard()
