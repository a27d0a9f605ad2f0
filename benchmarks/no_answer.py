"""How sure a share is that few questions gave."""

import math

__all__ = ["wilson"]


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share; few questions give a wide one."""
    z = 1.96
    share = count / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (middle - spread) / scale, (middle + spread) / scale
