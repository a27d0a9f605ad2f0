"""Invented parallel text, and a tiny teacher, for the training program."""

import gzip
import itertools
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

NOUNS = {
    "dog": "chien",
    "cat": "chat",
    "school": "école",
    "book": "livre",
    "teacher": "prof",
}
VERBS = {"sees": "voit", "likes": "aime", "finds": "trouve"}
SPECIALS = ("pad", "unk", "cls", "sep", "mask")
ENGLISH = [*NOUNS, *VERBS, "the"]
FRENCH = [*NOUNS.values(), *VERBS.values(), "le"]


def sentences() -> list[tuple[str, str]]:
    """Return 60 different invented pairs."""
    return [
        (f"The {a} {verb} the {b}", f"Le {NOUNS[a]} {VERBS[verb]} le {NOUNS[b]}")
        for a, verb, b in itertools.product(NOUNS, VERBS, NOUNS)
        if a != b
    ]


def wordpiece(words: list[str]) -> Tokenizer:
    """Return a lower-casing tokenizer of whole words and letters."""
    specials = [f"[{name.upper()}]" for name in SPECIALS]
    letters = sorted({letter for word in words for letter in word})
    pieces = [*specials, *words, *letters, *(f"##{letter}" for letter in letters)]
    names = {name: number for number, name in enumerate(dict.fromkeys(pieces))}
    unknown = {"unk_token": "[UNK]"}
    tokenizer = Tokenizer(models.WordPiece(names, **unknown))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


@pytest.fixture
def parallel_text(tmp_path: Path) -> Path:
    """A folder with one ordered source of invented pairs."""
    folder = tmp_path / "data"
    folder.mkdir()
    with gzip.open(folder / "php-docs.en-fr.tsv.gz", "wt", encoding="utf-8") as out:
        for english, french in sentences():
            out.write(f"{english}\t{french}\n")
    return folder


@pytest.fixture
def student_tokenizer(tmp_path: Path) -> Path:
    """A tokenizer.json with the words of both languages."""
    path = tmp_path / "student.json"
    wordpiece(ENGLISH + FRENCH).save(str(path))
    return path


@pytest.fixture
def teacher_folder(tmp_path: Path) -> Path:
    """An untrained English BERT of 16 dimensions, as a model folder."""
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path / "teacher"
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=wordpiece(ENGLISH),
        **{f"{name}_token": f"[{name.upper()}]" for name in SPECIALS},
    )
    tokenizer.save_pretrained(folder)
    BertModel(
        BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=300,
        )
    ).save_pretrained(folder)
    return folder


@pytest.fixture
def alignment(tmp_path: Path) -> Path:
    """An alignment table: each French word translates to its English word."""
    student, teacher = wordpiece(ENGLISH + FRENCH), wordpiece(ENGLISH)
    path = tmp_path / "alignment.txt.gz"
    with gzip.open(path, "wt", encoding="ascii") as out:
        for english, french in (NOUNS | VERBS).items():
            out.write(
                f"{student.token_to_id(french)} {teacher.token_to_id(english)} 0.9 10\n"
            )
    return path


@pytest.fixture
def evaluation_sets(tmp_path: Path) -> Path:
    """One similarity set and one retrieval set, in the two languages."""
    similar, search = tmp_path / "sets" / "similar", tmp_path / "sets" / "search"
    similar.mkdir(parents=True)
    search.mkdir()
    (similar / "pairs.tsv").write_text(
        "the dog\tle chien\t5.0\nthe cat\tle livre\t1.0\nthe book\tle livre\t4.5\n",
        encoding="utf-8",
    )
    (search / "corpus.jsonl").write_text(
        '{"_id": "a", "title": "", "text": "le chien aime le chat"}\n'
        '{"_id": "b", "title": "école", "text": "le prof trouve le livre"}\n',
        encoding="utf-8",
    )
    (search / "queries.jsonl").write_text(
        '{"_id": "q", "text": "the teacher finds"}\n'
        '{"_id": "r", "text": "the dog likes"}\n',
        encoding="utf-8",
    )
    (search / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq\tb\t1\nr\ta\t1\n", encoding="utf-8"
    )
    return tmp_path / "sets"
