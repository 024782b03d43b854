"""Names of areas, seas and lakes: letter-spaced, inside what they name, where nothing else stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoPoint, Point, Rect
from ofdesk.base.japan import PREFECTURES
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.outlines import Outlines
from ofdesk.cartography.placement import Label
from ofdesk.cartography.surface import CoverSurface
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Ink, Operation, Stroke
from ofdesk.drawing.fonts import REGULAR
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.lines import SetLine
from ofdesk.typesetting.style import TextStyle

FloatArray = NDArray[np.float64]
_HALO = Stroke(Ink("map.land"), 0.5)
_AREA_STYLE = TextStyle(REGULAR, 6.0, 8.0, Ink("map.name"), align="left", halo=_HALO)
_WATER_STYLE = TextStyle(REGULAR, 6.5, 8.0, Ink("map.name"), align="left", tracking_em=0.9)
_LAKE_STYLE = replace(_WATER_STYLE, size_pt=6.0, tracking_em=0.05)
# Tried in this order; the suffix 県 goes last, when nothing else makes the name fit.
_TRACKINGS_EM = (1.0, 0.6, 0.3, 0.1, 0.0)
_STEP_MM = 1.0
_WATER_REACH_MM = 40.0
_MUNICIPALITY_NAMES_FROM = 450_000.0
SEAS: tuple[tuple[str, float, float], ...] = (
    ("日本海", 39.6, 135.2),
    ("太平洋", 34.0, 143.0),
    ("太平洋", 32.6, 136.5),
    ("オホーツク海", 44.9, 144.2),
    ("東シナ海", 31.2, 128.6),
    ("若狭湾", 35.75, 135.8),
    ("大阪湾", 34.55, 135.2),
    ("伊勢湾", 34.75, 136.8),
    ("播磨灘", 34.5, 134.6),
    ("紀伊水道", 33.95, 134.95),
    ("富山湾", 36.95, 137.25),
    ("駿河湾", 34.85, 138.55),
    ("陸奥湾", 41.05, 140.95),
    ("仙台湾", 38.1, 141.2),
    ("土佐湾", 33.3, 133.6),
    ("有明海", 32.95, 130.3),
)


@dataclass(frozen=True)
class Name:
    """A name that may be set in several ways.

    Attributes:
        label: candidates of all ways together.
        lines: the set line of each candidate box, by its size (width, height rounded to 1 µm).
    """

    label: Label
    lines: dict[tuple[float, float], SetLine]

    def ops(self, rect: Rect) -> Sequence[Operation]:
        """Return the glyphs of the name in a box."""
        line = self.lines[_size_key(rect.width_mm, rect.height_mm)]
        return line.ops_at(rect.x_mm, rect.y_mm + 0.88 * rect.height_mm)


def _size_key(width_mm: float, height_mm: float) -> tuple[float, float]:
    return round(width_mm, 3), round(height_mm, 3)


class NameSource:
    """Makes the names of one view."""

    def __init__(self, base_map: BaseMap, view: View, composer: Composer) -> None:
        self._map = base_map
        self._view = view
        self._composer = composer
        self._outlines = Outlines(base_map, view, view.frame)
        self._lakes = shapely.union_all([shapely.Polygon(ring) for ring in self._outlines.lakes()])

    def prefectures(self, codes: Iterable[str]) -> list[Name]:
        """Return the names of prefectures that have room for them on the sheet."""
        size_pt = 6.0 if self._view.scale_denominator > 4_000_000 else 8.0
        by_code = {prefecture.code: prefecture.name for prefecture in PREFECTURES}
        names = []
        for code in codes:
            name = by_code[code]
            short = name if code == "01" else name[:-1]
            at = self._map.prefecture_labels[code]
            land = self._outlines.land(self._map.area_numbers([code]))
            names.append(self._area_name(f"prefecture {code}", (name, short), size_pt, at, land))
        return [name for name in names if name is not None]

    def municipalities(self, codes: Iterable[str]) -> list[Name]:
        """Return the names of municipalities where the scale is large enough for them."""
        if self._view.scale_denominator > _MUNICIPALITY_NAMES_FROM:
            return []
        extent = self._view.extent()
        wanted = set(codes)
        names = []
        for municipality in self._map.municipalities.values():
            if municipality.prefecture_code in wanted and extent.contains(municipality.label):
                land = self._outlines.land(municipality.areas)
                at = municipality.label
                names.append(
                    self._area_name(f"municipality {municipality.code}", (municipality.name,), 6.5, at, land)
                )
        return [name for name in names if name is not None]

    def seas(self, surface: CoverSurface) -> list[Name]:
        """Return the names of seas that have room in open water near their place."""
        names = []
        for number, (text, lat, lon) in enumerate(SEAS):
            point = GeoPoint(lat, lon)
            if self._view.shows(point):
                names.append(self._sea_name(f"sea {number}", text, self._view.place(point), surface))
        return [name for name in names if name is not None]

    def lakes(self) -> list[Name]:
        """Return the names of lakes that are large enough on the sheet to hold them."""
        names = []
        style = _LAKE_STYLE
        for number, text in enumerate(self._map.lake_names):
            line = self._composer.line(text, style)
            middle = self._view.place(self._map.lake_points[number])
            lake = [part for part in shapely.get_parts(self._lakes) if part.contains(_shape(middle))]
            if lake:
                boxes = _lattice(lake[0], line.width_mm, style.size_mm)
                names.append(self._named(f"lake {number}", middle, boxes, {_box_key(line, style): line}))
        return [name for name in names if name is not None]

    def _area_name(
        self,
        key: str,
        texts: Sequence[str],
        size_pt: float,
        at: GeoPoint,
        land: Sequence[FloatArray],
    ) -> Name | None:
        """Return the widest setting of a name that fits inside the largest piece of its area."""
        if not land:
            return None
        polygons = [shapely.Polygon(ring) for ring in land]
        widest = max(polygons, key=lambda polygon: float(polygon.area))
        room = shapely.difference(widest.buffer(-0.2), self._lakes)
        shapely.prepare(room)
        for text in dict.fromkeys(texts):
            for tracking_em in _TRACKINGS_EM:
                style = replace(_AREA_STYLE, size_pt=size_pt, tracking_em=tracking_em)
                line = self._composer.line(text, style)
                boxes = _lattice(room, line.width_mm, style.size_mm)
                if len(boxes):
                    return self._named(key, self._view.place(at), boxes, {_box_key(line, style): line})
        return None

    def _sea_name(self, key: str, text: str, at: Point, surface: CoverSurface) -> Name | None:
        line = self._composer.line(text, _WATER_STYLE)
        frame = self._view.frame.grown(-2.0)
        x_mm = np.arange(frame.x_mm, frame.right_mm - line.width_mm, 3 * _STEP_MM)
        y_mm = np.arange(frame.y_mm, frame.bottom_mm - _WATER_STYLE.size_mm, 3 * _STEP_MM)
        corner = np.stack([axis.reshape(-1) for axis in np.meshgrid(x_mm, y_mm)], axis=1)
        boxes = np.concatenate([corner, corner + np.array([line.width_mm, _WATER_STYLE.size_mm])], axis=1)
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        near = np.hypot(*(middle - np.array([at.x_mm, at.y_mm])).T) < _WATER_REACH_MM
        water = surface.covered(boxes + np.array([-1.5, -1.5, 1.5, 1.5])) == 0
        return self._named(key, at, boxes[near & water], {_box_key(line, _WATER_STYLE): line})

    @staticmethod
    def _named(
        key: str, at: Point, boxes: FloatArray, lines: dict[tuple[float, float], SetLine]
    ) -> Name | None:
        if not len(boxes):
            return None
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        prices = np.hypot(*(middle - np.array([at.x_mm, at.y_mm])).T)
        return Name(Label(key, at, 0.0, boxes, prices, leader=False), lines)


def _box_key(line: SetLine, style: TextStyle) -> tuple[float, float]:
    return _size_key(line.width_mm, style.size_mm)


def _shape(point: Point) -> shapely.Point:
    return shapely.Point(point.x_mm, point.y_mm)


def _lattice(room: shapely.Geometry, width_mm: float, height_mm: float) -> FloatArray:
    """Return boxes of a size that lie inside a shape, their corners on a lattice."""
    if room.is_empty:
        return np.zeros((0, 4))
    left, top, right, bottom = room.bounds
    x_mm = np.arange(left, right - width_mm, _STEP_MM)
    y_mm = np.arange(top, bottom - height_mm, _STEP_MM)
    corner = np.stack([axis.reshape(-1) for axis in np.meshgrid(x_mm, y_mm)], axis=1)
    boxes = np.concatenate([corner, corner + np.array([width_mm, height_mm])], axis=1)
    inside: FloatArray = boxes[shapely.contains(room, shapely.box(*boxes.T))]
    return inside
