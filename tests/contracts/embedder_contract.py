"""What every ``Embedder`` must do; subclass it and give the fixture ``embedder``."""

import numpy as np

TEXTS = ["La sobriété numérique à l’école", "Digital frugality at school", "x" * 5_000]


class EmbedderContract:
    """A backend is done when it passes this suite."""

    def test_identity_is_complete(self, embedder):
        assert embedder.name
        assert embedder.dimension > 0
        assert embedder.fingerprint

    def test_rows_are_float32_of_length_one_in_order(self, embedder):
        vectors = embedder.embed_passages(TEXTS)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
        assert np.allclose(
            vectors[1], embedder.embed_passages([TEXTS[1]])[0], atol=1e-4
        )

    def test_no_text_gives_no_row(self, embedder):
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)
        assert embedder.embed_queries([]).shape == (0, embedder.dimension)

    def test_empty_and_odd_texts_give_finite_rows(self, embedder):
        vectors = embedder.embed_passages(["", " ", "\x00", "日本語", "\U0001f600"])
        assert np.isfinite(vectors).all()

    def test_same_text_gives_same_vector(self, embedder):
        once, again = (
            embedder.embed_queries([TEXTS[0]]),
            embedder.embed_queries([TEXTS[0]]),
        )
        assert (once == again).all()
