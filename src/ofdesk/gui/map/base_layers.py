"""The base map as polygons for painting: per level of detail, made when first seen.

Borders and coast come as arrays from cartography; here they become Qt polygons in Mercator degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPolygonF

from ofdesk.base.geometry import GeoPoint
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.borders import BorderKind
from ofdesk.cartography.lines import LineSet
from ofdesk.gui.map.view_transform import FloatArray, mercator_points

# Scale in pixels a degree from which a level is needed: below it, the next coarser level's tolerance stays
# under 0.7 pixels (0.0004° × 1,750 = 0.7).
_LEVEL_FROM_SCALE = ((1_750.0, 0), (700.0, 1), (350.0, 2), (175.0, 3), (70.0, 4), (0.0, 5))


class Shapes:
    """Lines and rings of one level, in Mercator degrees; Qt's polygons are made of those that are seen."""

    def __init__(self, lines: LineSet) -> None:
        self._lines = lines.with_vertices(mercator_points(lines.vertices))
        self._polygons: dict[int, QPolygonF] = {}

    def meeting(self, west: float, top: float, east: float, bottom: float) -> list[QPolygonF]:
        """Return the polygons whose box meets a box."""
        boxes = self._lines.boxes
        hit = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
        return [self._polygon(number) for number in np.flatnonzero(hit).tolist()]

    def _polygon(self, number: int) -> QPolygonF:
        polygon = self._polygons.get(number)
        if polygon is None:
            piece = self._lines.line(number)
            if self._lines.closed[number]:
                piece = np.concatenate([piece, piece[:1]])
            polygon = self._polygons[number] = polygon_of(piece)
        return polygon


@dataclass(frozen=True)
class PlaceName:
    """A name on the map: its point, text and the scale from which it shows."""

    point: GeoPoint
    text: str


class BaseLayers:
    """Land, lakes, lines and names of the base map."""

    def __init__(self, base_map: BaseMap) -> None:
        self._map = base_map
        self.land = lru_cache(maxsize=8)(self._land)
        self.lakes = lru_cache(maxsize=8)(self._lakes)
        self.lines = lru_cache(maxsize=32)(self._lines)
        self.municipality_names = [
            PlaceName(municipality.label, municipality.name)
            for municipality in base_map.municipalities.values()
            if municipality.name
        ]

    def level_for(self, scale: float) -> int:
        """Return the level of detail for a scale in pixels a degree."""
        finest = next(level for least, level in _LEVEL_FROM_SCALE if scale >= least)
        return min(finest, self._map.level_count - 1)

    def prefecture_points(self) -> dict[str, GeoPoint]:
        """Return a point inside each prefecture by its code."""
        return dict(self._map.prefecture_labels)

    def municipality_name_at(self, point: GeoPoint) -> str:
        """Return the municipality at a point, "" at sea."""
        found = self._map.municipality_at(point)
        return found.name if found is not None else ""

    def distance_m(self, code: str, point: GeoPoint) -> float | None:
        """Return how far a point lies outside a municipality, 0 inside, None for an unknown code."""
        return self._map.distance_m(code, point)

    def _land(self, level: int) -> Shapes:
        return Shapes(self._map.outline(range(len(self._map.areas)), level))

    def _lakes(self, level: int) -> Shapes:
        return Shapes(self._map.lake_outline(level))

    def _lines(self, kind: BorderKind, level: int) -> Shapes:
        return Shapes(self._map.lines((kind,), level))


def polygon_of(points: FloatArray) -> QPolygonF:
    """Return a Qt polygon of an array of points, read in one piece as Qt's own stream format."""
    data = len(points).to_bytes(4, "big") + np.ascontiguousarray(points, dtype=">f8").tobytes()
    stream = QDataStream(QByteArray(data))
    polygon = QPolygonF()
    stream >> polygon
    return polygon
