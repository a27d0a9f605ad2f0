"""Write the trained transformer as one int8 file that onnxruntime runs.

Matrices of the layers become int8 with one scale a column (one for the whole
matrix ruins the model), token embeddings int8 with one scale a token. Pooling and
normalisation are part of the graph: token numbers in, vectors of length 1 out.
Work folder in: a transformer state. Out: ``model_int8.onnx``, ``tokenizer.json``
and ``model.json`` in the model folder.
"""

import argparse
import json
import tempfile
import warnings
from collections import OrderedDict
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

from training.export import write_json
from training.transformer import MAX_TOKENS, Student

FILE = "model_int8.onnx"
State = OrderedDict[str, torch.Tensor]


class ByteEmbedding(torch.nn.Module):
    """Token embeddings as int8 rows with one scale each."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        scales = weight.abs().amax(1).clamp(min=1e-12) / 127
        rows = torch.round(weight / scales[:, None]).to(torch.int8)
        self.register_buffer("rows", rows)
        self.register_buffer("scales", scales[:, None])

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Return ``(n, length, dim) float32``."""
        embedding = torch.nn.functional.embedding
        return embedding(tokens, self.rows).float() * embedding(tokens, self.scales)


class Pooled(torch.nn.Module):
    """A BERT body, mean pooling and normalisation as one graph."""

    def __init__(self, body: torch.nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        """Return ``(n, dim) float32``, rows of length 1."""
        hidden = self.body(input_ids=input_ids, attention_mask=attention_mask)[0]
        weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return mean / mean.norm(dim=1, keepdim=True)


def load_student(state: State, teacher: Path) -> Student:
    """Return the student of a saved state; the teacher's folder gives the shape."""
    config = AutoConfig.from_pretrained(teacher, local_files_only=True)
    config.vocab_size = len(state["body.embeddings.word_embeddings.weight"])
    student = Student(AutoModel.from_config(config, attn_implementation="eager"))
    student.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    return student.eval()


def blend(start: State, end: State, body_share: float) -> State:
    """Return the end's token embeddings on layers between the start's and the end's.

    Layers moved part of the way agree with the teacher on French almost as well as
    the trained ones, and keep what the untouched ones know about searching
    (Wortsman et al. 2022).

    Args:
        start: the state before training.
        end: the state after it.
        body_share: how far the layers go from start (0) to end (1).
    """
    shares = {name: 1.0 if "word_embeddings" in name else body_share for name in end}
    return OrderedDict(
        (name, torch.lerp(start[name].float(), tensor.float(), shares[name]))
        for name, tensor in end.items()
    )


def write_int8(module: torch.nn.Module, vocabulary: int, path: Path) -> None:
    """Trace a graph of token numbers to vectors, and make its matrices int8.

    Args:
        module: Takes ``(n, length)`` token numbers and their mask.
        vocabulary: How many tokens it knows.
        path: File to write.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    tokens = torch.randint(5, vocabulary, (2, 7))
    free = {0: "texts", 1: "tokens"}
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # The tracer warns about branches that depend on the shape of a cache we lack.
        warnings.simplefilter("ignore")
        whole = Path(scratch) / "model.onnx"
        torch.onnx.export(
            module.eval(),
            (tokens, torch.ones_like(tokens)),
            str(whole),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": free, "attention_mask": free},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
        )


def export_onnx(student: Student, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the model folder; a README.md there is left alone."""
    body = student.body
    weight = body.embeddings.word_embeddings.weight.detach()
    body.embeddings.word_embeddings = ByteEmbedding(weight)
    folder.mkdir(parents=True, exist_ok=True)
    write_int8(Pooled(body), len(weight), folder / FILE)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_json(
        folder / "model.json",
        {
            "file": FILE,
            "dimension": weight.shape[1],
            "max_tokens": MAX_TOKENS,
            "inputs": ["input_ids", "attention_mask"],
            "normalised": True,
        },
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument("--teacher", type=Path, required=True, help="model folder")
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument(
        "--state", default="transformer.pt", help="name in the work folder"
    )
    parser.add_argument("--start", help="state to blend the layers with")
    parser.add_argument("--table", help="table to pair with: its path from the output")
    parser.add_argument("--body-share", type=float, default=0.3)
    parser.add_argument(
        "--output", type=Path, required=True, help="model folder to write"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    state = torch.load(arguments.work / arguments.state, weights_only=True)
    if arguments.start:
        start = torch.load(arguments.work / arguments.start, weights_only=True)
        state = blend(start, state, arguments.body_share)
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    export_onnx(load_student(state, arguments.teacher), tokenizer, arguments.output)
    size = sum(
        path.stat().st_size for path in arguments.output.rglob("*") if path.is_file()
    )
    if arguments.table:
        card = json.loads((arguments.output / "model.json").read_text(encoding="utf-8"))
        card |= {
            "table": arguments.table,
            "table_share": 0.5,
            "combine": "concatenation",
        }
        card["dimension"] *= 2
        write_json(arguments.output / "model.json", card)
    print(f"{arguments.output}: {size / 1e6:.1f} MB")
