"""Counts the files of the project that a command enters, to see how far a reader goes.

    python scripts/files_entered.py ingest one-file-folder --collection c
    python scripts/files_entered.py search "sobriété numérique"

A file counts when one of its functions runs, not only its import, also in threads. What
child processes run (readers, SPARQL workers) is not seen.
"""

import inspect
import sys
import threading
from collections import Counter
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ontology", "ingest", "graph", "search_api", "gtnum")


class Entered:
    """Notes which files of the five packages functions run in."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self._starts = tuple(f"{ROOT / package}/" for package in PACKAGES)

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Note one call; see ``sys.setprofile``."""
        code = frame.f_code
        if event == "call" and code.co_flags & inspect.CO_OPTIMIZED:
            name = code.co_filename
            if name.startswith(self._starts):
                self.files.add(name)


def main(arguments: list[str]) -> int:
    """Run a command of ``gtnum`` and print the files it entered, by package."""
    from gtnum.cli import main as command

    entered = Entered()
    threading.setprofile(entered)
    sys.setprofile(entered)
    try:
        command(arguments)
    except SystemExit as end:
        print(f"exit code {end.code or 0}", file=sys.stderr)
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    names = sorted(Path(name).relative_to(ROOT).as_posix() for name in entered.files)
    counts = Counter(name.split("/")[0] for name in names)
    print("\n".join(names))
    print(len(names), "files:", ", ".join(f"{p} {counts[p]}" for p in PACKAGES))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
