"""Conformal projections of the ellipsoid, in closed formulas over numpy arrays.

Owns the mathematics of WGS 84 → metres and back; refuses to know paper. Angles cross the border in
degrees, lengths in metres, x to the east and y to the north.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoExtent

FloatArray = NDArray[np.float64]
# Below this height of the mapped area a transverse cylinder fits it; above, a cone fits Japan better.
_CONE_FROM_LAT_RANGE_DEG = 1.5
_INVERSE_STEPS = 8
_NEAR_ONE = 1.0 - 1e-15


@dataclass(frozen=True)
class Ellipsoid:
    """An ellipsoid of revolution: semi-major axis in metres and flattening."""

    semi_major_m: float
    flattening: float

    @property
    def eccentricity(self) -> float:
        """First eccentricity."""
        return math.sqrt(self.flattening * (2 - self.flattening))

    @property
    def third_flattening(self) -> float:
        """(a − b) / (a + b)."""
        return self.flattening / (2 - self.flattening)


WGS84 = Ellipsoid(6_378_137.0, 1 / 298.257223563)


class Projection(Protocol):
    """A map of the ellipsoid onto a plane."""

    def forward(self, degrees: FloatArray) -> FloatArray:
        """Return metres (x, y) of points (longitude, latitude); arrays of shape (n, 2)."""

    def inverse(self, metres: FloatArray) -> FloatArray:
        """Return points (longitude, latitude) in degrees of metres (x, y); arrays of shape (n, 2)."""

    def scale_factor(self, degrees: FloatArray) -> FloatArray:
        """Return by how much lengths at points are enlarged, the same in every direction."""


def projection_for(extent: GeoExtent) -> Projection:
    """Choose a conformal projection that treats an extent well.

    A cone's standard parallels stand one sixth of the height inside the extent, which halves the greatest
    scale error. Source: Snyder, Map Projections: A Working Manual (USGS PP 1395, 1987), p. 99 (rule of
    one-sixth).
    """
    middle = extent.centre
    height = extent.north_deg - extent.south_deg
    if height < _CONE_FROM_LAT_RANGE_DEG:
        return TransverseMercator(middle.lon_deg, middle.lat_deg)
    return LambertConformalConic(
        extent.south_deg + height / 6, extent.north_deg - height / 6, middle.lon_deg, middle.lat_deg
    )


def _isometric(latitude: FloatArray, eccentricity: float) -> FloatArray:
    """Return the isometric latitude of latitudes in radians; finite at the poles, for pins set wrongly."""
    sine = np.clip(np.sin(latitude), -_NEAR_ONE, _NEAR_ONE)
    isometric: FloatArray = np.arctanh(sine) - eccentricity * np.arctanh(eccentricity * sine)
    return isometric


def _latitude_of_isometric(isometric: FloatArray, eccentricity: float) -> FloatArray:
    """Invert `_isometric` by fixed-point steps; each gains two digits, eight reach rounding error."""
    latitude = np.arcsin(np.tanh(isometric))
    for _ in range(_INVERSE_STEPS):
        correction = eccentricity * np.arctanh(eccentricity * np.sin(latitude))
        latitude = np.arcsin(np.tanh(isometric + correction))
    return latitude


@dataclass(frozen=True)
class LambertConformalConic:
    """Cone through two standard parallels of the northern hemisphere, where lengths are true.

    Source: Snyder, USGS PP 1395 (1987), pp. 107–109, formulas 15-1 to 15-11, written with the isometric
    latitude.
    """

    south_parallel_deg: float
    north_parallel_deg: float
    origin_lon_deg: float
    origin_lat_deg: float
    ellipsoid: Ellipsoid = WGS84

    @cached_property
    def _cone(self) -> tuple[float, float, float]:
        """Cone constant n, radius factor in metres, radius of the origin's parallel in metres."""
        parallels = np.radians([self.south_parallel_deg, self.north_parallel_deg, self.origin_lat_deg])
        isometric = _isometric(parallels, self.ellipsoid.eccentricity)
        width = self._parallel_radius(parallels)
        if math.isclose(self.south_parallel_deg, self.north_parallel_deg):
            constant = math.sin(parallels[0])
        else:
            constant = math.log(width[0] / width[1]) / float(isometric[1] - isometric[0])
        factor = float(width[0]) * math.exp(constant * float(isometric[0])) / constant
        return constant, factor, factor * math.exp(-constant * float(isometric[2]))

    def _parallel_radius(self, latitude: FloatArray) -> FloatArray:
        """Return the radius of parallels on the ellipsoid, in metres."""
        squeeze = np.sqrt(1 - (self.ellipsoid.eccentricity * np.sin(latitude)) ** 2)
        return self.ellipsoid.semi_major_m * np.cos(latitude) / squeeze

    def forward(self, degrees: FloatArray) -> FloatArray:
        """Return metres of points; see `Projection`."""
        constant, factor, origin = self._cone
        isometric = _isometric(np.radians(degrees[:, 1]), self.ellipsoid.eccentricity)
        radius = factor * np.exp(-constant * isometric)
        angle = constant * np.radians(degrees[:, 0] - self.origin_lon_deg)
        return np.stack([radius * np.sin(angle), origin - radius * np.cos(angle)], axis=1)

    def inverse(self, metres: FloatArray) -> FloatArray:
        """Return points of metres; see `Projection`."""
        constant, factor, origin = self._cone
        x, y = metres[:, 0], origin - metres[:, 1]
        isometric = -np.log(np.hypot(x, y) / factor) / constant
        latitude = _latitude_of_isometric(isometric, self.ellipsoid.eccentricity)
        longitude = np.degrees(np.arctan2(x, y) / constant) + self.origin_lon_deg
        return np.stack([longitude, np.degrees(latitude)], axis=1)

    def scale_factor(self, degrees: FloatArray) -> FloatArray:
        """Return the enlargement at points; see `Projection`."""
        constant, factor, _ = self._cone
        latitude = np.radians(degrees[:, 1])
        radius = factor * np.exp(-constant * _isometric(latitude, self.ellipsoid.eccentricity))
        return constant * radius / self._parallel_radius(latitude)


@dataclass(frozen=True)
class TransverseMercator:
    """Cylinder along a meridian (Gauss–Krüger), good to a fraction of a millimetre within 10° of it.

    Source: Kawase, A General Formula for Calculating Meridian Arc Length and its Application to Coordinate
    Conversion in the Gauss–Krüger Projection, Bulletin of the Geospatial Information Authority of Japan
    59 (2011): series in the third flattening n to the fifth power.
    """

    origin_lon_deg: float
    origin_lat_deg: float
    central_scale: float = 1.0
    ellipsoid: Ellipsoid = WGS84

    @cached_property
    def _radius_m(self) -> float:
        """Radius of the rectifying sphere times the scale on the central meridian."""
        n = self.ellipsoid.third_flattening
        return self.central_scale * self.ellipsoid.semi_major_m / (1 + n) * (1 + n**2 / 4 + n**4 / 64)

    @cached_property
    def _alpha(self) -> tuple[float, ...]:
        n = self.ellipsoid.third_flattening
        return (
            n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180 - 127 * n**5 / 288,
            13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440 + 281 * n**5 / 630,
            61 * n**3 / 240 - 103 * n**4 / 140 + 15061 * n**5 / 26880,
            49561 * n**4 / 161280 - 179 * n**5 / 168,
            34729 * n**5 / 80640,
        )

    @cached_property
    def _beta(self) -> tuple[float, ...]:
        n = self.ellipsoid.third_flattening
        return (
            n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360 - 81 * n**5 / 512,
            n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440 + 46 * n**5 / 105,
            17 * n**3 / 480 - 37 * n**4 / 840 - 209 * n**5 / 4480,
            4397 * n**4 / 161280 - 11 * n**5 / 504,
            4583 * n**5 / 161280,
        )

    @cached_property
    def _origin_y_m(self) -> float:
        on_meridian = self._from_equator(np.array([[self.origin_lon_deg, self.origin_lat_deg]]))
        return float(on_meridian[0, 1])

    def _on_sphere(self, degrees: FloatArray) -> NDArray[np.complex128]:
        """Return ξ′ + iη′, the transverse Mercator of the conformal sphere."""
        isometric = _isometric(np.radians(degrees[:, 1]), self.ellipsoid.eccentricity)
        longitude = np.radians(degrees[:, 0] - self.origin_lon_deg)
        northing = np.arctan2(np.sinh(isometric), np.cos(longitude))
        across = np.clip(np.sin(longitude) / np.cosh(isometric), -_NEAR_ONE, _NEAR_ONE)
        easting = np.arctanh(across)
        return northing + 1j * easting

    def _from_equator(self, degrees: FloatArray) -> FloatArray:
        sphere = self._on_sphere(degrees)
        plane = sphere + sum(a * np.sin(2 * j * sphere) for j, a in enumerate(self._alpha, start=1))
        return self._radius_m * np.stack([plane.imag, plane.real], axis=1)

    def forward(self, degrees: FloatArray) -> FloatArray:
        """Return metres of points; see `Projection`."""
        from_origin: FloatArray = self._from_equator(degrees) - np.array([0.0, self._origin_y_m])
        return from_origin

    def inverse(self, metres: FloatArray) -> FloatArray:
        """Return points of metres; see `Projection`."""
        plane = ((metres[:, 1] + self._origin_y_m) + 1j * metres[:, 0]) / self._radius_m
        sphere = plane - sum(b * np.sin(2 * j * plane) for j, b in enumerate(self._beta, start=1))
        isometric = np.arctanh(np.sin(sphere.real) / np.cosh(sphere.imag))
        latitude = _latitude_of_isometric(isometric, self.ellipsoid.eccentricity)
        longitude = np.arctan2(np.sinh(sphere.imag), np.cos(sphere.real))
        return np.stack([np.degrees(longitude) + self.origin_lon_deg, np.degrees(latitude)], axis=1)

    def scale_factor(self, degrees: FloatArray) -> FloatArray:
        """Return the enlargement at points; see `Projection`.

        The conformal sphere is reached with the factor cos χ / r(φ); from there the complex derivative of
        the series and of the sphere's own transverse Mercator multiply.
        """
        latitude = np.radians(degrees[:, 1])
        sphere = self._on_sphere(degrees)
        series = sum(2 * j * a * np.cos(2 * j * sphere) for j, a in enumerate(self._alpha, start=1))
        stretch = np.asarray(1 + series, dtype=np.complex128)
        conformal = np.arctan(np.sinh(_isometric(latitude, self.ellipsoid.eccentricity)))
        squeeze = np.sqrt(1 - (self.ellipsoid.eccentricity * np.sin(latitude)) ** 2)
        parallel = self.ellipsoid.semi_major_m * np.cos(latitude) / squeeze
        to_sphere = self._radius_m * np.cos(conformal) / parallel
        longitude = np.radians(degrees[:, 0] - self.origin_lon_deg)
        on_sphere = 1 / np.sqrt(1 - (np.cos(conformal) * np.sin(longitude)) ** 2)
        enlarged: FloatArray = to_sphere * on_sphere * np.hypot(stretch.real, stretch.imag)
        return enlarged
