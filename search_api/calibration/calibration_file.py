"""Keeps the calibration of a generation in a small file of its own.

Whoever changes how signs or borders are made raises ``_FORMAT``: what an earlier
version measured is then not used, and ``gtnum reindex`` measures again.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from search_api.errors import IndexDamaged
from search_api.reliability import SIGNS, Calibration, Look, Scale

__all__ = ["CALIBRATION", "read_calibration", "write_calibration"]

CALIBRATION: Final = "calibration.json"
_FORMAT: Final = 3


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Write what was measured into the folder of a generation.

    Raises:
        OSError: If the disk refuses.
    """
    content = {
        "format": _FORMAT,
        "questions": calibration.questions,
        "signs": {
            name: asdict(scale)
            for name, scale in zip(SIGNS, calibration.scales, strict=True)
        },
        "borders": dict(calibration.borders),
    }
    text = json.dumps(content, indent=1, sort_keys=True)
    (folder / CALIBRATION).write_text(text, encoding="utf-8")


def read_calibration(folder: Path) -> Calibration | None:
    """Return what was measured; None where nothing was, or by another version.

    Raises:
        IndexDamaged: If the file is damaged.
    """
    path = folder / CALIBRATION
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != _FORMAT:
            return None
        first, second, third = (Scale(**content["signs"][name]) for name in SIGNS)
        borders = {look: float(content["borders"][look.value]) for look in Look}
        return Calibration((first, second, third), borders, int(content["questions"]))
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise IndexDamaged(
            f"{path} n’est pas lisible ({cause}).", remedy="Lancez `gtnum reindex`."
        ) from cause
