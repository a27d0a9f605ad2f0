"""Run one stage of making the models.

``python -m training <stage> --work <folder> ...``
"""

import argparse
import importlib
from pathlib import Path

import torch

STAGES = {
    "prepare": "parallel text to a shuffled mix",
    "teacher": "embed the English side with the teacher",
    "distil": "teach the table",
    "transformer": "teach the transformer",
    "contrastive": "teach the table to search",
    "whiten": "spread the vectors of a table more evenly",
    "export": "write the table as a model folder",
    "onnx_export": "write the transformer as a model folder",
    "pruned_vocabulary": "count the pieces that French and English texts need",
    "borrow": "make a model folder from the weights of multilingual-e5-small",
    "evaluate": "score a model folder on evaluation sets",
}
WITHOUT_WORK = ("evaluate",)


def main() -> None:
    """Parse the command line and run the stage it names."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    stages = parser.add_subparsers(dest="stage", required=True)
    for name, purpose in STAGES.items():
        stage = stages.add_parser(name, help=purpose)
        if name not in WITHOUT_WORK:
            stage.add_argument(
                "--work", type=Path, required=True, help="intermediate files"
            )
        stage.add_argument("--threads", type=int, default=1)
        importlib.import_module(f"training.{name}").add_arguments(stage)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    importlib.import_module(f"training.{arguments.stage}").run(arguments)


if __name__ == "__main__":
    main()
