"""What the signs of an answer mean in one library, measured when it is published.

questions that the library cannot answer ─▶ scales of the signs, two bounds
its own titles, their documents left out ─▶ where between the bounds the border is
═▶ Calibration ═▶ <generation>/calibration.json
"""

from search_api.calibration.calibration_file import (
    read_calibration,
    write_calibration,
)
from search_api.calibration.foreign_questions import foreign_questions
from search_api.calibration.library_calibration import LEAST_PASSAGES, calibrate
from search_api.calibration.own_questions import OwnQuestion, own_questions

__all__ = [
    "LEAST_PASSAGES",
    "OwnQuestion",
    "calibrate",
    "foreign_questions",
    "own_questions",
    "read_calibration",
    "write_calibration",
]
