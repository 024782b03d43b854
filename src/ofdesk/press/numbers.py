"""Numbers as PDF writes them: no exponent, no trailing zeros. The writer's hottest spot."""

from __future__ import annotations

import math
from functools import lru_cache


@lru_cache(maxsize=65536)
def number(value: float) -> str:
    """Return a number with three decimals at most: a micrometre, as contents are written in mm.

    Raises:
        ValueError: not finite.
    """
    if not math.isfinite(value):
        raise ValueError("a page holds finite numbers only")
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def polyline(points_mm: tuple[float, ...]) -> str:
    """Return the operators of an open line, formatted in one go, to a hundredth of a millimetre.

    Args:
        points_mm: x0, y0, x1, y1, …; at least one point.

    Raises:
        ValueError: not finite, or half a point.
    """
    if len(points_mm) < 2 or len(points_mm) % 2:
        raise ValueError("a line holds whole points, one at least")
    text = ("%.2f %.2f m\n" + "%.2f %.2f l\n" * (len(points_mm) // 2 - 1)) % points_mm
    if "n" in text:  # as in nan and inf; no operator here holds this letter
        raise ValueError("a page holds finite numbers only")
    return text
