"""Names of areas, seas and lakes: letter-spaced, inside what they name, where nothing else stands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoPoint, Point, Rect
from ofdesk.base.japan import PREFECTURES
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.collisions import grown
from ofdesk.cartography.lettering import em_top_mm
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
_INNER_EDGE_MM = 0.2
_MUNICIPALITY_NAMES_FROM = 700_000.0
_SHORT_NAMES_FROM = 4_000_000.0  # prefectures without their suffix, small


@dataclass(frozen=True)
class Sea:
    """A sea or bay with its middle, the smallest scale that names it, and how far the name may move."""

    name: str
    middle: GeoPoint
    up_to_scale: float
    reach_mm: float


def _ocean(name: str, lat_deg: float, lon_deg: float) -> Sea:
    return Sea(name, GeoPoint(lat_deg, lon_deg), math.inf, 40.0)


def _bay(name: str, lat_deg: float, lon_deg: float) -> Sea:
    return Sea(name, GeoPoint(lat_deg, lon_deg), 3_000_000.0, 9.0)


SEAS: tuple[Sea, ...] = (
    _ocean("日本海", 39.6, 135.2),
    _ocean("太平洋", 34.0, 143.0),
    _ocean("太平洋", 32.6, 136.5),
    _ocean("オホーツク海", 44.9, 144.2),
    _ocean("東シナ海", 31.2, 128.6),
    _bay("若狭湾", 35.75, 135.8),
    _bay("大阪湾", 34.5, 135.2),
    _bay("伊勢湾", 34.75, 136.8),
    _bay("播磨灘", 34.5, 134.6),
    _bay("紀伊水道", 33.9, 134.95),
    _bay("熊野灘", 33.9, 136.45),
    _bay("富山湾", 36.95, 137.25),
    _bay("駿河湾", 34.85, 138.55),
    _bay("相模湾", 35.15, 139.35),
    _bay("遠州灘", 34.5, 137.7),
    _bay("陸奥湾", 41.05, 140.9),
    _bay("仙台湾", 38.1, 141.25),
    _bay("土佐湾", 33.3, 133.6),
    _bay("有明海", 32.95, 130.3),
    _bay("響灘", 34.05, 130.7),
    _bay("周防灘", 33.8, 131.4),
    _bay("日向灘", 32.2, 131.8),
    _bay("内浦湾", 42.3, 140.6),
)


@dataclass(frozen=True)
class Name:
    """A name and the boxes it may stand in.

    Attributes:
        label: the candidates.
        line: the set name.
        em_top_mm: from the top of the box to the baseline.
    """

    label: Label
    line: SetLine
    em_top_mm: float

    def ops(self, rect: Rect) -> Sequence[Operation]:
        """Return the glyphs of the name in a box."""
        return self.line.ops_at(rect.x_mm, rect.y_mm + self.em_top_mm)


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
        small = self._view.scale_denominator > _SHORT_NAMES_FROM
        size_pt = 6.0 if small else 8.0
        by_code = {prefecture.code: prefecture.name for prefecture in PREFECTURES}
        names = []
        for code in codes:
            name = by_code[code]
            short = name if code == "01" else name[:-1]
            at = self._map.prefecture_labels[code]
            land = self._outlines.land(self._map.area_numbers([code]))
            texts = (short,) if small else (name, short)
            names.append(self._area_name(f"prefecture {code}", texts, size_pt, at, land))
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
        for number, sea in enumerate(SEAS):
            if self._view.shows(sea.middle) and self._view.scale_denominator <= sea.up_to_scale:
                names.append(self._sea_name(f"sea {number}", sea, surface))
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
                names.append(self._named(f"lake {number}", middle, boxes, line, style))
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
        room = shapely.difference(widest, self._lakes)
        shapely.prepare(room)
        for text in dict.fromkeys(texts):
            for tracking_em in _TRACKINGS_EM:
                style = replace(_AREA_STYLE, size_pt=size_pt, tracking_em=tracking_em)
                line = self._composer.line(text, style)
                boxes = _lattice(room, line.width_mm, style.size_mm)
                if len(boxes):
                    return self._named(key, self._view.place(at), boxes, line, style)
        return None

    def _sea_name(self, key: str, sea: Sea, surface: CoverSurface) -> Name | None:
        at = self._view.place(sea.middle)
        line = self._composer.line(sea.name, _WATER_STYLE)
        frame = self._view.frame.grown(-2.0)
        x_mm = np.arange(frame.x_mm, frame.right_mm - line.width_mm, 3 * _STEP_MM)
        y_mm = np.arange(frame.y_mm, frame.bottom_mm - _WATER_STYLE.size_mm, 3 * _STEP_MM)
        corner = np.stack([axis.reshape(-1) for axis in np.meshgrid(x_mm, y_mm)], axis=1)
        boxes = np.concatenate([corner, corner + np.array([line.width_mm, _WATER_STYLE.size_mm])], axis=1)
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        near = np.hypot(*(middle - np.array([at.x_mm, at.y_mm])).T) < sea.reach_mm
        water = surface.covered(boxes + np.array([-1.5, -1.5, 1.5, 1.5])) == 0
        return self._named(key, at, boxes[near & water], line, _WATER_STYLE)

    def _named(self, key: str, at: Point, boxes: FloatArray, line: SetLine, style: TextStyle) -> Name | None:
        if not len(boxes):
            return None
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        prices = np.hypot(*(middle - np.array([at.x_mm, at.y_mm])).T)
        label = Label(key, at, 0.0, boxes, prices, leader=False)
        return Name(label, line, em_top_mm(self._composer, style))


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
    around = grown(boxes, _INNER_EDGE_MM)
    inside: FloatArray = boxes[shapely.contains(room, shapely.box(*around.T))]
    return inside
