"""Lines of a view at the right level of detail, as arrays in millimetres on the sheet.

Owns the choice of detail by scale; refuses to know ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoExtent, Rect
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.borders import BorderKind
from ofdesk.cartography.lines import LineSet
from ofdesk.cartography.view import View, clipped_rings, visible_pieces

FloatArray = NDArray[np.float64]
# Tolerance of each level of the stored lines, in degrees of latitude; the manifest repeats it.
LEVEL_TOLERANCES_DEG = (0.0, 0.0004, 0.001, 0.002, 0.004, 0.01)
_METRES_PER_DEG = 111_132.0
_UNSEEN_MM = 0.08  # a deviation nobody sees in print


def level_for_scale(scale_denominator: float, unseen_mm: float = _UNSEEN_MM) -> int:
    """Return the coarsest level whose deviation stays unseen at a scale."""
    unseen_deg = unseen_mm / 1000.0 * scale_denominator / _METRES_PER_DEG
    fitting = [level for level, tolerance in enumerate(LEVEL_TOLERANCES_DEG) if tolerance <= unseen_deg]
    return fitting[-1]


@dataclass(frozen=True)
class Strokes:
    """Lines to stroke: open pieces and whole rings, each an array of places (n, 2)."""

    pieces: Sequence[FloatArray]
    rings: Sequence[FloatArray]


class Outlines:
    """The lines of one view, projected to the sheet and cut to what is painted."""

    def __init__(
        self, base_map: BaseMap, view: View, painted: Rect, hidden: Sequence[GeoExtent] = ()
    ) -> None:
        """Choose the level of detail by scale.

        Args:
            base_map: the map of Japan.
            view: where the lines go.
            painted: what is painted; the rest is cut off.
            hidden: islands that lie wholly in one of these extents are left out (an inset shows them).
        """
        self._map = base_map
        self._view = view
        self._painted = painted
        self._hidden = hidden
        self._extent = view.extent(painted).grown(0.02)
        self.level = level_for_scale(view.scale_denominator)

    def land(self, area_numbers: Sequence[int]) -> list[FloatArray]:
        """Return the rings of land of areas taken together, cut to the painted rectangle, for filling."""
        return clipped_rings(self._seen(self._map.outline(area_numbers, self.level)), self._painted)

    def lakes(self) -> list[FloatArray]:
        """Return the rings of lakes, cut to the painted rectangle, for filling."""
        return clipped_rings(self._seen(self._map.lake_outline(self.level)), self._painted)

    def coast(self) -> Strokes:
        """Return the coast of all land."""
        everything = tuple(range(len(self._map.areas)))
        return self._strokes(self._map.outline(everything, self.level))

    def borders(self, kinds: Sequence[BorderKind], area_numbers: Sequence[int] | None = None) -> Strokes:
        """Return borders of some kinds, of some areas or of all; each is there once."""
        return self._strokes(self._map.lines(kinds, self.level, area_numbers))

    def rim(self, area_numbers: Sequence[int]) -> Strokes:
        """Return the land borders around areas taken together, without their coast."""
        return self._strokes(self._map.rim(area_numbers, self.level))

    def shores(self) -> Strokes:
        """Return the shores of lakes."""
        return self._strokes(self._map.lake_outline(self.level))

    def _seen(self, lines: LineSet) -> LineSet:
        box = self._extent
        near = lines.meeting(box.west_deg, box.south_deg, box.east_deg, box.north_deg)
        for extent in self._hidden:
            near = near.without(extent.west_deg, extent.south_deg, extent.east_deg, extent.north_deg)
        return near.with_vertices(self._view.to_sheet(near.vertices))

    def _strokes(self, lines: LineSet) -> Strokes:
        return Strokes(*visible_pieces(self._seen(lines), self._painted))
