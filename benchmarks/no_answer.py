"""How often « nothing in the corpus » is said wrongly, calibrated apart from the test.

The shipped thresholds were chosen with the judged questions in view, so their own error
rates flatter. Here each judged question is tested with a threshold that never saw it:
it comes from the other judged questions and from half of the foreign ones; the other
half tells how many foreign questions pass.
"""

import math
from collections.abc import Sequence

import numpy as np

__all__ = ["leave_one_out", "wilson"]

Signs = tuple[float, float, float]


def leave_one_out(own: Sequence[Signs], foreign: Sequence[Signs]) -> dict[str, object]:
    """Return error rates of the sum of the signs, calibrated without the tested one.

    Args:
        own: Signs of questions that the corpus answers; at least 2.
        foreign: Signs of questions that it does not; at least 2.
    """
    answered = np.array([sum(signs) for signs in own])
    others = np.array([sum(signs) for signs in foreign])
    calibration, test = others[::2], others[1::2]
    thresholds = np.array(
        [_threshold(np.delete(answered, n), calibration) for n in range(len(answered))]
    )
    missed = int((answered < thresholds).sum())
    low, high = wilson(missed, len(answered))
    usual = float(np.median(thresholds))
    return {
        "false_alarms": missed,
        "questions": len(answered),
        "false_alarm_interval": [round(low, 3), round(high, 3)],
        "foreign_that_pass": round(float((test >= usual).mean()), 3),
        "foreign": len(test),
        "threshold": round(usual, 3),
    }


def _threshold(answered: np.ndarray, foreign: np.ndarray) -> float:
    """Return where both kinds of error are least together."""
    errors = [(answered < x).mean() + (foreign >= x).mean() for x in answered]
    return float(answered[int(np.argmin(errors))])


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share; few questions give a wide one."""
    z = 1.96
    share = count / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (middle - spread) / scale, (middle + spread) / scale
