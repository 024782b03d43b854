"""From "which area" to a fitted view: what is in focus, what counts for the fit, what goes into an inset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoExtent, GeoPoint, Rect, Size
from ofdesk.base.japan import PREFECTURES
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.projection import projection_for
from ofdesk.cartography.regions import BUREAU_REGIONS, Outlier, RegionDefinition, outliers_of
from ofdesk.cartography.view import View, fitted_view

FloatArray = NDArray[np.float64]
_FIT_LEVEL = 3
_SMALLEST_EXTENT_M = 4000.0
_MARGIN_SHARE = 0.12
_SMALLEST_INSET_MM = (17.0, 13.0)  # room for a title


@dataclass(frozen=True)
class Nation:
    """The whole of Japan."""


@dataclass(frozen=True)
class Region:
    """A region by its key, in a definition of regions."""

    key: str
    definition: RegionDefinition = BUREAU_REGIONS


@dataclass(frozen=True)
class PrefectureArea:
    """A prefecture by its two-digit code."""

    code: str


@dataclass(frozen=True)
class ExtentArea:
    """A box of latitudes and longitudes, whatever lies in it."""

    extent: GeoExtent


MapArea: TypeAlias = Nation | Region | PrefectureArea | ExtentArea


@dataclass(frozen=True)
class Focus:
    """What a sheet is about.

    Attributes:
        scope: "nation", "region", "prefecture" or "extent".
        prefectures: codes of the prefectures in focus.
        outliers: island groups that go into insets.
        fit: points (longitude, latitude) the main view must show.
    """

    scope: str
    prefectures: tuple[str, ...]
    outliers: tuple[Outlier, ...]
    fit: FloatArray

    @property
    def extent(self) -> GeoExtent:
        """The box around what must be shown."""
        (west, south), (east, north) = self.fit.min(axis=0), self.fit.max(axis=0)
        return GeoExtent(float(south), float(west), float(north), float(east))


def focus_on(area: MapArea, base_map: BaseMap) -> Focus:
    """Find out what an area consists of.

    Raises:
        InputError: code "map.unknown_area".
    """
    if isinstance(area, ExtentArea):
        box = area.extent
        corners = [
            (lon, lat) for lon in (box.west_deg, box.east_deg) for lat in (box.south_deg, box.north_deg)
        ]
        everywhere = tuple(prefecture.code for prefecture in PREFECTURES)
        return Focus("extent", everywhere, (), np.array(corners))
    scope, prefectures = _members(area)
    outliers = outliers_of(prefectures, scope)
    land = base_map.outline(base_map.area_numbers(prefectures), _FIT_LEVEL)
    for outlier in outliers:
        box = outlier.apart
        land = land.without(box.west_deg, box.south_deg, box.east_deg, box.north_deg)
    return Focus(scope, prefectures, outliers, land.vertices)


def _members(area: Nation | Region | PrefectureArea) -> tuple[str, tuple[str, ...]]:
    codes = tuple(prefecture.code for prefecture in PREFECTURES)
    if isinstance(area, Nation):
        return "nation", codes
    if isinstance(area, Region):
        if area.key not in area.definition.members:
            raise InputError("map.unknown_area", area=area.key)
        return "region", area.definition.members[area.key]
    if area.code not in codes:
        raise InputError("map.unknown_area", area=area.code)
    return "prefecture", (area.code,)


def main_view(focus: Focus, frame: Rect, margin_mm: float) -> View:
    """Return the largest view of what is in focus inside a frame."""
    return fitted_view(projection_for(focus.extent), focus.fit, frame, margin_mm)


def inset_view(outlier: Outlier, room: Size, main_scale_denominator: float) -> View:
    """Return the view of an island group, in a frame of its own at the sheet's origin.

    Args:
        outlier: the islands.
        room: the largest frame there may be.
        main_scale_denominator: the islands are drawn at the scale of the main map where the room allows it.
    """
    box = outlier.extent
    projection = projection_for(box)
    middle = box.centre.lon_deg
    rim = [
        (lon, lat) for lon in (box.west_deg, middle, box.east_deg) for lat in (box.south_deg, box.north_deg)
    ]
    metres = projection.forward(np.array(rim))
    low, high = metres.min(axis=0), metres.max(axis=0)
    width_m, height_m = float(high[0] - low[0]), float(high[1] - low[1])
    needed = 1000.0 * max(width_m / room.width_mm, height_m / room.height_mm)
    scale = max(main_scale_denominator, needed)
    width_mm = max(_SMALLEST_INSET_MM[0], width_m * 1000.0 / scale)
    height_mm = max(_SMALLEST_INSET_MM[1], height_m * 1000.0 / scale)
    frame = Rect(0.0, 0.0, width_mm, height_mm)
    return View(projection, scale, frame, (float(low[0]) + width_m / 2, float(low[1]) + height_m / 2))


def extent_around(points: Sequence[GeoPoint]) -> GeoExtent:
    """Return an extent for the area of an event: its points with a margin, at least 4 km each way.

    Raises:
        ValueError: no point given.
    """
    tight = GeoExtent.around(tuple(points))
    metres_per_deg = GeoPoint(0, 0).distance_m(GeoPoint(1, 0))
    lat_room = _SMALLEST_EXTENT_M / metres_per_deg
    lon_room = lat_room / np.cos(np.radians(tight.centre.lat_deg))
    lacking_lat = max(0.0, lat_room - (tight.north_deg - tight.south_deg)) / 2
    lacking_lon = max(0.0, float(lon_room) - (tight.east_deg - tight.west_deg)) / 2
    return GeoExtent(
        tight.south_deg - lacking_lat,
        tight.west_deg - lacking_lon,
        tight.north_deg + lacking_lat,
        tight.east_deg + lacking_lon,
    ).grown(_MARGIN_SHARE)
