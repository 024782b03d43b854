"""Lines, areas and points as they were read, and the compact GeoJSON they are kept in.

Owns the bounds of what is taken in. Parts of the data that mean nothing (an area of two points, a place that
is no number) are left out and counted; numbers that cannot be degrees refuse the whole, for then the
coordinates are of another kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoExtent
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.exchange.geodata.spatial_reference import DEGREES

FloatArray = NDArray[np.float64]
ShapeArray = NDArray[np.object_]
MAX_SHAPES = 400_000
MAX_VERTICES = 4_000_000
MAX_NAME_CHARS = 60
# Half a metre too coarse for nothing a map at 1:25,000 or smaller shows.
_DECIMALS = 5
_HALF_METRES_DEG = 1.0 / 111_132.0
_LEAST_RING = 3
_SHAPES_PER_STEP = 2_000


@dataclass(frozen=True, eq=False)
class VectorData:
    """Shapes with their names.

    Attributes:
        shapes: lines, polygons, points and their multiples; x is longitude or metres east.
        names: of each shape, "" for none.
        zone: zone of plane rectangular coordinates, `DEGREES` for longitude and latitude.
        left_out: how many shapes could not be used.
    """

    shapes: ShapeArray
    names: tuple[str, ...]
    zone: int = DEGREES
    left_out: int = 0

    @property
    def extent(self) -> GeoExtent:
        """The box around everything (data in degrees only)."""
        west, south, east, north = (float(side) for side in shapely.total_bounds(self.shapes))
        return GeoExtent(south, west, north, east)

    def mapped(self, way: Callable[[FloatArray], FloatArray]) -> VectorData:
        """Return the data with all places mapped to degrees."""
        return VectorData(shapely.transform(self.shapes, way), self.names, DEGREES, self.left_out)

    def simplified(self, tolerance_m: float) -> VectorData:
        """Return the data (in degrees) with vertices left out that lie within a tolerance of what remains."""
        coarse = shapely.simplify(self.shapes, tolerance_m * _HALF_METRES_DEG, preserve_topology=True)
        return VectorData(coarse, self.names, self.zone, self.left_out)

    def only_shapes(self, wanted: NDArray[np.bool_]) -> VectorData:
        """Return some of the shapes."""
        names = tuple(name for name, keep in zip(self.names, wanted, strict=True) if keep)
        return VectorData(self.shapes[wanted], names, self.zone, self.left_out)


@dataclass
class ShapeCollector:
    """Takes in shapes one after another, within the bounds.

    Attributes:
        file: how errors call the file.
    """

    file: str
    cancel: Cancel = NEVER_CANCELLED
    left_out: int = 0
    _shapes: list[shapely.Geometry] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _vertices: int = 0

    def add(self, shape: shapely.Geometry | None, name: str = "") -> None:
        """Take in a shape; None counts as one that cannot be used.

        Raises:
            InputError: "layer.too_detailed".
            Cancelled: called off.
        """
        if len(self._shapes) % _SHAPES_PER_STEP == 0:
            self.cancel.check()
        if shape is None or shape.is_empty:
            self.left_out += 1
            return
        self._vertices += int(shapely.get_num_coordinates(shape))
        if len(self._shapes) >= MAX_SHAPES or self._vertices > MAX_VERTICES:
            raise InputError("layer.too_detailed", file=self.file)
        self._shapes.append(shape)
        self._names.append(plain_name(name))

    def finish(self, zone: int) -> VectorData:
        """Return what was taken in.

        Raises:
            InputError: "layer.empty" when nothing could be used, "layer.not_degrees" when numbers that should
                be degrees are none, "layer.outside_zone" when they are no metres of a zone.
        """
        if not self._shapes:
            raise InputError("layer.empty", file=self.file)
        shapes = np.array(self._shapes, dtype=object)
        west, south, east, north = shapely.total_bounds(shapes)
        if zone == DEGREES and not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
            raise InputError("layer.not_degrees", file=self.file)
        if zone != DEGREES and max(abs(west), abs(south), abs(east), abs(north)) > _LARGEST_METRES:
            raise InputError("layer.outside_zone", file=self.file, zone=zone)
        return VectorData(shapes, tuple(self._names), zone, self.left_out)


_LARGEST_METRES = 1_500_000.0


def plain_name(text: str) -> str:
    """Return a name without what steers a terminal, cut to what is kept."""
    return "".join(char for char in text if char.isprintable()).strip()[:MAX_NAME_CHARS]


def coordinates(points: Sequence[Sequence[float]] | FloatArray) -> FloatArray | None:
    """Return places as an array (n, 2), None when one of them is no pair of finite numbers."""
    try:
        array = np.array([(point[0], point[1]) for point in points], dtype=np.float64).reshape(-1, 2)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return None
    return array if np.isfinite(array).all() else None


def line_of(points: Sequence[Sequence[float]]) -> shapely.Geometry | None:
    """Return a line, None when it has no length."""
    array = coordinates(points)
    if array is None or len(array) < 2 or (array == array[0]).all():
        return None
    return shapely.linestrings(array)


def ring_of(points: Sequence[Sequence[float]]) -> FloatArray | None:
    """Return a closed ring, None when it encloses nothing."""
    array = coordinates(points)
    if array is None or len(array) < _LEAST_RING:
        return None
    others = array[(array != array[0]).any(axis=1)]
    if not len(others) or (others == others[0]).all():
        return None
    return array if (array[0] == array[-1]).all() else np.concatenate([array, array[:1]])


def area_of(rings: Sequence[FloatArray]) -> shapely.Geometry | None:
    """Return the area that rings enclose by the even-odd rule, None when there is none.

    A single ring stays as it is, even where it crosses itself: mending all of them costs much, and only those
        that
    are filled need it.
    """
    if not rings:
        return None
    if len(rings) > 1:
        built = shapely.build_area(shapely.multilinestrings([shapely.linestrings(ring) for ring in rings]))
        if not built.is_empty:
            return built
    return shapely.polygons(rings[0])


def rounded(data: VectorData) -> VectorData:
    """Return data in degrees as it is kept: rounded to about a metre, without what shrinks to nothing."""
    shapes = shapely.transform(data.shapes, lambda places: np.round(places, _DECIMALS))
    shapes = shapely.remove_repeated_points(shapes)
    seen = ~shapely.is_empty(shapes) & np.isfinite(shapely.bounds(shapes)).all(axis=1)
    found = VectorData(shapes, data.names, data.zone, data.left_out)
    return found if seen.all() else found.only_shapes(seen)
