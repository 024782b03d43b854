"""Do boxes with leaders exclude each other, and which leaders cross? Looked at closely only where near."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Hulls = NDArray[np.float32]
_SLACK_MM = 1e-3  # single precision sees more neighbours rather than fewer


@dataclass(frozen=True)
class Shapes:
    """Boxes with leaders; made by `of`, `of_boxes`, `of_lines`.

    Attributes:
        boxes: left, top, right, bottom in mm, shape (n, 4); NaN for none.
        lines: begin x, begin y, end x, end y in mm, shape (n, 4); NaN for none.
        hulls: rectangles around each box and its leader: columns left, top, right, bottom, shape (4, n).
    """

    boxes: FloatArray
    lines: FloatArray
    hulls: Hulls

    @classmethod
    def of(cls, boxes: FloatArray, lines: FloatArray) -> Shapes:
        """Return boxes with their leaders."""
        low = np.fmin(np.fmin(boxes[:, :2], lines[:, :2]), lines[:, 2:])
        high = np.fmax(np.fmax(boxes[:, 2:], lines[:, :2]), lines[:, 2:])
        hulls = np.ascontiguousarray(np.concatenate([low, high], axis=1).T, dtype=np.float32)
        return cls(boxes, lines, hulls)

    @classmethod
    def of_boxes(cls, boxes: FloatArray) -> Shapes:
        """Return boxes without leaders."""
        return cls.of(boxes, np.full(boxes.shape, np.nan))

    @classmethod
    def of_lines(cls, lines: FloatArray) -> Shapes:
        """Return lines without boxes."""
        return cls.of(np.full(lines.shape, np.nan), lines)

    def at(self, rows: slice | IntArray | BoolArray) -> Shapes:
        """Return some of the shapes."""
        return Shapes(self.boxes[rows], self.lines[rows], self.hulls[:, rows])

    def __len__(self) -> int:
        return len(self.boxes)


@dataclass(frozen=True)
class Meeting:
    """Neighbours, as pairs.

    Attributes:
        one, other: their numbers.
        boxes: whether the boxes stand closer than the gap.
        first_through: whether the leader of the first passes through the box of the second.
        second_through: the other way round.
        crossing: whether the leaders cross.
    """

    one: IntArray
    other: IntArray
    boxes: BoolArray
    first_through: BoolArray
    second_through: BoolArray
    crossing: BoolArray

    @property
    def excluded(self) -> BoolArray:
        """Whether the two cannot both stand."""
        excluded: BoolArray = self.boxes | self.first_through | self.second_through
        return excluded


def meeting(one: Shapes, other: Shapes, gap_mm: float) -> Meeting:
    """Compare all shapes with all others.

    Args:
        one, other: what is compared.
        gap_mm: free space between boxes.
    """
    first, second = _near(one.hulls, other.hulls, gap_mm)
    # Taken out as columns, each of which lies in one piece: three times as fast to reckon with.
    box, line = one.boxes.T.take(first, axis=1), one.lines.T.take(first, axis=1)
    other_box, other_line = other.boxes.T.take(second, axis=1), other.lines.T.take(second, axis=1)
    return Meeting(
        first,
        second,
        _closer(box, other_box, gap_mm),
        passes(line, other_box),
        passes(other_line, box),
        _crosses(line, other_line),
    )


def _near(one: Hulls, other: Hulls, gap_mm: float) -> tuple[IntArray, IntArray]:
    own, reach = one[:, :, None], np.float32(gap_mm + _SLACK_MM)
    near = own[0] - reach < other[2]
    near &= other[0] < own[2] + reach
    near &= own[1] - reach < other[3]
    near &= other[1] < own[3] + reach
    return np.divmod(np.flatnonzero(near), max(1, other.shape[1]))


def _closer(box: FloatArray, other: FloatArray, gap_mm: float) -> BoolArray:
    closer: BoolArray = (
        (box[0] - gap_mm < other[2])
        & (other[0] < box[2] + gap_mm)
        & (box[1] - gap_mm < other[3])
        & (other[1] < box[3] + gap_mm)
    )
    return closer


def passes(line: FloatArray, box: FloatArray) -> BoolArray:
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


def _crosses(one: FloatArray, other: FloatArray) -> BoolArray:
    """Tell for each pair of lines, given as columns, whether they cross (touching ends do not)."""
    along_x, along_y = one[2] - one[0], one[3] - one[1]
    other_x, other_y = other[2] - other[0], other[3] - other[1]
    apart_x, apart_y = other[0] - one[0], other[1] - one[1]
    of_c = along_x * apart_y - along_y * apart_x
    of_d = of_c + along_x * other_y - along_y * other_x
    of_a = other_y * apart_x - other_x * apart_y
    of_b = of_a + other_x * along_y - other_y * along_x
    crosses: BoolArray = (of_c * of_d < 0) & (of_a * of_b < 0)
    return crosses
