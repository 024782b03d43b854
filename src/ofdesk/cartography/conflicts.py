"""Which candidates of different labels exclude each other, and which leaders would cross: sparse pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Columns = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
_SLACK_MM = 1e-3  # single precision sees more conflicts rather than fewer


@dataclass(frozen=True)
class Pairs:
    """Pairs in rows: those of candidate c are at starts[c] … starts[c + 1].

    Attributes:
        starts: shape (n + 1,).
        others: the other candidate of each pair; every pair is there twice, once from each side.
        excluded: whether the two cannot both be taken; otherwise their leaders cross.
    """

    starts: IntArray
    others: IntArray
    excluded: BoolArray


def conflicting_pairs(boxes: FloatArray, lines: FloatArray, begins: IntArray, gap_mm: float) -> Pairs:
    """Find the pairs.

    Args:
        boxes: of all candidates, left, top, right, bottom, shape (n, 4); NaN meets nothing.
        lines: their leaders, NaN for none.
        begins: where the candidates of each label begin, and at the end their number.
        gap_mm: free space between boxes.
    """
    hulls = _hulls(boxes, lines, gap_mm)
    box, line = (np.ascontiguousarray(table.T, dtype=np.float32) for table in (boxes, lines))
    firsts: list[IntArray] = []
    seconds: list[IntArray] = []
    excluded: list[BoolArray] = []
    for begin, end in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True):
        one, other = _near(hulls, begin, end)
        if len(one):
            out, crossing = _judged(box, line, one, other, gap_mm)
            found = out | crossing
            firsts.append(one[found])
            seconds.append(other[found])
            excluded.append(out[found])
    return _in_rows(firsts, seconds, excluded, len(boxes))


def _in_rows(
    firsts: Sequence[IntArray], seconds: Sequence[IntArray], excluded: Sequence[BoolArray], count: int
) -> Pairs:
    if not firsts:
        return Pairs(np.zeros(count + 1, np.int64), np.zeros(0, np.int64), np.zeros(0, bool))
    one, other, out = np.concatenate(firsts), np.concatenate(seconds), np.concatenate(excluded)
    rows = np.concatenate([one, other])
    order = np.argsort(rows, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))]).astype(np.int64)
    return Pairs(starts, np.concatenate([other, one])[order], np.concatenate([out, out])[order])


def _hulls(boxes: FloatArray, lines: FloatArray, gap_mm: float) -> Columns:
    """Return a rectangle around each box and its leader, as columns."""
    low, high = boxes[:, :2] - gap_mm / 2, boxes[:, 2:] + gap_mm / 2
    low = np.fmin(np.fmin(low, lines[:, :2]), lines[:, 2:]) - _SLACK_MM
    high = np.fmax(np.fmax(high, lines[:, :2]), lines[:, 2:]) + _SLACK_MM
    return np.ascontiguousarray(np.concatenate([low, high], axis=1).T, dtype=np.float32)


def _near(hulls: Columns, begin: int, end: int) -> tuple[IntArray, IntArray]:
    """Return the pairs of one label's candidates and those of later labels whose hulls meet."""
    own, others = hulls[:, begin:end, None], hulls[:, end:]
    meet = own[0] < others[2]
    meet &= others[0] < own[2]
    meet &= own[1] < others[3]
    meet &= others[1] < own[3]
    one, other = np.divmod(np.flatnonzero(meet), max(1, others.shape[1]))
    return one + begin, other + end


def _judged(
    boxes: Columns, lines: Columns, one: IntArray, other: IntArray, gap_mm: float
) -> tuple[BoolArray, BoolArray]:
    """Return for each pair whether the two exclude each other, and whether their leaders cross."""
    box, other_box = boxes[:, one], boxes[:, other]
    gap = np.float32(gap_mm + _SLACK_MM)
    out: BoolArray = (
        (box[0] - gap < other_box[2])
        & (other_box[0] < box[2] + gap)
        & (box[1] - gap < other_box[3])
        & (other_box[1] < box[3] + gap)
    )
    rest = np.flatnonzero(~out)
    line, other_line = lines[:, one[rest]], lines[:, other[rest]]
    through = _passes(line, other_box[:, rest]) | _passes(other_line, box[:, rest])
    out[rest] = through
    crossing = np.zeros(len(one), dtype=bool)
    crossing[rest] = _crosses(line, other_line) & ~through
    return out, crossing


def _passes(line: Columns, box: Columns) -> BoolArray:
    """Tell for each line and box, given as columns, whether the line passes through (separating axes)."""
    half_x, half_y = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    arm_x, arm_y = (line[2] - line[0]) / 2, (line[3] - line[1]) / 2
    off_x = line[0] + arm_x - box[0] - half_x
    off_y = line[1] + arm_y - box[1] - half_y
    long_x, long_y = np.abs(arm_x), np.abs(arm_y)
    passes: BoolArray = (
        (np.abs(off_x) < half_x + long_x)
        & (np.abs(off_y) < half_y + long_y)
        & (np.abs(off_x * arm_y - off_y * arm_x) < half_x * long_y + half_y * long_x)
    )
    return passes


def _crosses(one: Columns, other: Columns) -> BoolArray:
    """Tell for each pair of lines, given as columns, whether they cross."""
    along_x, along_y = one[2] - one[0], one[3] - one[1]
    other_x, other_y = other[2] - other[0], other[3] - other[1]
    apart_x, apart_y = other[0] - one[0], other[1] - one[1]
    of_c = along_x * apart_y - along_y * apart_x
    of_d = of_c + along_x * other_y - along_y * other_x
    of_a = other_y * apart_x - other_x * apart_y
    of_b = of_a + other_x * along_y - other_y * along_x
    crosses: BoolArray = (of_c * of_d < 0) & (of_a * of_b < 0)
    return crosses
