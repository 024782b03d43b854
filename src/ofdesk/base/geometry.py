"""Points, rectangles on the page and points on the earth, each with its unit in the name."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

EARTH_RADIUS_M = 6_371_008.8  # mean radius R1, IUGG 1980


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a page: millimetres from the left and from the top of the trimmed page."""

    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in millimetres."""

    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle on a page, in millimetres, y growing downwards."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float

    @property
    def right_mm(self) -> float:
        """The x of the right edge."""
        return self.x_mm + self.width_mm

    @property
    def bottom_mm(self) -> float:
        """The y of the bottom edge."""
        return self.y_mm + self.height_mm

    @property
    def centre(self) -> Point:
        """The middle of the rectangle."""
        return Point(self.x_mm + self.width_mm / 2, self.y_mm + self.height_mm / 2)

    @property
    def size(self) -> Size:
        """Width and height."""
        return Size(self.width_mm, self.height_mm)

    def inset(self, left_mm: float, top_mm: float, right_mm: float, bottom_mm: float) -> Rect:
        """Return the rectangle with each side moved inwards (negative: outwards)."""
        return Rect(
            self.x_mm + left_mm,
            self.y_mm + top_mm,
            self.width_mm - left_mm - right_mm,
            self.height_mm - top_mm - bottom_mm,
        )

    def grown(self, by_mm: float) -> Rect:
        """Return the rectangle with every side moved outwards by the same amount."""
        return self.inset(-by_mm, -by_mm, -by_mm, -by_mm)

    def moved(self, dx_mm: float, dy_mm: float) -> Rect:
        """Return the rectangle shifted."""
        return Rect(self.x_mm + dx_mm, self.y_mm + dy_mm, self.width_mm, self.height_mm)

    def intersects(self, other: Rect) -> bool:
        """Tell whether the two rectangles share an area (touching edges do not count)."""
        return (
            self.x_mm < other.right_mm
            and other.x_mm < self.right_mm
            and self.y_mm < other.bottom_mm
            and other.y_mm < self.bottom_mm
        )

    def contains(self, other: Rect) -> bool:
        """Tell whether the other rectangle lies wholly inside this one (edges may touch)."""
        return (
            self.x_mm <= other.x_mm
            and self.y_mm <= other.y_mm
            and other.right_mm <= self.right_mm
            and other.bottom_mm <= self.bottom_mm
        )


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """A place on the earth in degrees, WGS 84 / JGD2011 (equal at the precision used here).

    Raises:
        ValueError: not finite, latitude outside ±90 or longitude outside ±180.
    """

    lat_deg: float
    lon_deg: float

    def __post_init__(self) -> None:
        # Comparisons with NaN are false, so that it is refused as well.
        if not (-90 <= self.lat_deg <= 90 and -180 <= self.lon_deg <= 180):
            raise ValueError("coordinates must be finite numbers on the earth")

    def distance_m(self, other: GeoPoint) -> float:
        """Return the great-circle distance in metres (haversine on the mean sphere)."""
        phi_1, phi_2 = math.radians(self.lat_deg), math.radians(other.lat_deg)
        half_dphi = (phi_2 - phi_1) / 2
        half_dlam = math.radians(other.lon_deg - self.lon_deg) / 2
        h = math.sin(half_dphi) ** 2 + math.cos(phi_1) * math.cos(phi_2) * math.sin(half_dlam) ** 2
        return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


@dataclass(frozen=True, slots=True)
class GeoExtent:
    """A box of latitudes and longitudes in degrees; never across the antimeridian."""

    south_deg: float
    west_deg: float
    north_deg: float
    east_deg: float

    @classmethod
    def around(cls, points: tuple[GeoPoint, ...]) -> Self:
        """Return the smallest extent that holds all points.

        Raises:
            ValueError: no point given.
        """
        if not points:
            raise ValueError("an extent needs at least one point")
        return cls(
            min(p.lat_deg for p in points),
            min(p.lon_deg for p in points),
            max(p.lat_deg for p in points),
            max(p.lon_deg for p in points),
        )

    @property
    def centre(self) -> GeoPoint:
        """The middle in degrees."""
        return GeoPoint((self.south_deg + self.north_deg) / 2, (self.west_deg + self.east_deg) / 2)

    def holds(self, other: GeoExtent) -> bool:
        """Tell whether the other extent lies wholly inside this one (edges may touch)."""
        return (
            self.south_deg <= other.south_deg <= other.north_deg <= self.north_deg
            and self.west_deg <= other.west_deg <= other.east_deg <= self.east_deg
        )

    def contains(self, point: GeoPoint) -> bool:
        """Tell whether the point lies inside or on the border."""
        return (
            self.south_deg <= point.lat_deg <= self.north_deg
            and self.west_deg <= point.lon_deg <= self.east_deg
        )

    def grown(self, share: float) -> GeoExtent:
        """Return the extent enlarged on each side by a share of its size."""
        dlat = (self.north_deg - self.south_deg) * share
        dlon = (self.east_deg - self.west_deg) * share
        return GeoExtent(
            max(-90.0, self.south_deg - dlat),
            max(-180.0, self.west_deg - dlon),
            min(90.0, self.north_deg + dlat),
            min(180.0, self.east_deg + dlon),
        )
