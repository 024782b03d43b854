"""Lines of maps with fewer points, for screens: paper shows a tenth of a millimetre, screens do not.

Owns the thinning of `Polylines`, clips included; everything else of a page stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
import shapely

from ofdesk.drawing.display_list import Group, Operation, Page, Path, Polylines

_WORTH_IT = 200  # points of an operation: rules and frames are left alone


def thinned(page: Page, tolerance_mm: float) -> Page:
    """Return a page whose lines stray from the given ones by a tolerance at most (Douglas and Peucker)."""
    return replace(page, ops=_ops(page.ops, tolerance_mm))


def _ops(ops: tuple[Operation, ...], tolerance_mm: float) -> tuple[Operation, ...]:
    return tuple(_op(op, tolerance_mm) for op in ops)


def _op(op: Operation, tolerance_mm: float) -> Operation:
    if isinstance(op, Polylines):
        return _lines(op, tolerance_mm)
    if isinstance(op, Group):
        return replace(op, ops=_ops(op.ops, tolerance_mm), clip=_clip(op.clip, tolerance_mm))
    return op


def _clip(clip: Path | Polylines | None, tolerance_mm: float) -> Path | Polylines | None:
    return _lines(clip, tolerance_mm) if isinstance(clip, Polylines) else clip


def _lines(outline: Polylines, tolerance_mm: float) -> Polylines:
    lines = [line for line in outline.lines if len(line) >= 4]
    lengths = [len(line) // 2 for line in lines]
    if sum(lengths) < _WORTH_IT:
        return outline
    places = np.fromiter(chain.from_iterable(lines), np.float64).reshape(-1, 2)
    strings = shapely.linestrings(places, indices=np.repeat(np.arange(len(lines)), lengths))
    kept = shapely.simplify(strings, tolerance_mm, preserve_topology=False)
    found = (shapely.get_coordinates(string).reshape(-1).tolist() for string in kept)
    return replace(outline, lines=tuple(tuple(line) for line in found))
