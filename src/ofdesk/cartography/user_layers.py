"""Layers of the user's own on a map: lines, areas, points and pictures with a known place.

Owns their look by role, and the order in which they are painted: pictures, areas | rivers, boundaries, roads,
lines, railways, points. What stands before the bar lies beneath the lines of the base map, the rest upon
them. Lines are simplified by what nobody sees in print at the scale of the view.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.cartography.user_pictures import MAX_PPI, PlacedPicture, warped
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Ink, Operation, Path, Polylines, Stroke

FloatArray = NDArray[np.float64]
ShapeArray = NDArray[np.object_]
IntArray = NDArray[np.int64]
UNSEEN_MM = 0.08
"""A deviation nobody sees in print."""
BENEATH: tuple[str, ...] = ("picture", "relief", "area")
UPON: tuple[str, ...] = ("river", "boundary", "road", "line", "railway", "point")
ON_LAND_ONLY = frozenset({"relief"})
"""Roles whose pictures say nothing about the sea."""
_PRECISION = 3  # decimals of a millimetre
_GRID_MM = 0.05
_REACH_MM = 1.0  # beyond the frame, so that no end of a dash or a join shows
# Thicker lines from this scale on: closer views have room for them.
_CLOSE = 600_000.0
_FAR_SHARE = 0.7
_DOT_MM, _FAR_DOT_MM = 0.75, 0.4
_SMALLEST_AREA_MM2 = 0.02
_KEPT = 6
_LONGEST_STRAIGHT_DEG = 0.1
_FAR_DEG = 1.0
_AREA_EDGE = Stroke(Ink("map.area_edge"), pt_to_mm(0.3))


class Projected(Protocol):
    """Shapes in degrees: what reading gives."""

    @property
    def shapes(self) -> ShapeArray:
        """Geometries in longitude and latitude."""

    @property
    def names(self) -> Sequence[str]:
        """The name of each shape, "" for none."""


LayerData: TypeAlias = Projected | PlacedPicture


@dataclass(eq=False)
class UserLayer:
    """A layer, ready to be drawn into any view; remembers the last views it was drawn for.

    Attributes:
        role: a code of the roles above.
        data: what it shows.
        credit: line that names its source.
        opacity: of pictures, 0 to 1.
        name: what the legend calls it.
        most_ppi: pictures are made no finer than this.
    """

    role: str
    data: LayerData
    credit: str = ""
    opacity: float = 0.5
    name: str = ""
    most_ppi: float = MAX_PPI
    _drawn: dict[tuple[View, Rect], tuple[Operation, ...]] = field(default_factory=dict)

    @property
    def drawn_as(self) -> str:
        """The role by whose look the layer is drawn: data and role may contradict each other."""
        if isinstance(self.data, PlacedPicture):
            return self.role if self.role in ("picture", "relief") else "picture"
        return "line" if self.role in ("picture", "relief") else self.role

    def ops(self, view: View, painted: Rect) -> tuple[Operation, ...]:
        """Return what a painted rectangle of a view shows of the layer."""
        key = (view, painted)
        found = self._drawn.get(key)
        if found is None:
            while len(self._drawn) >= _KEPT:
                del self._drawn[next(iter(self._drawn))]
            found = self._drawn[key] = self._draw(view, painted)
        return found

    def named_points(self, view: View, frame: Rect) -> tuple[FloatArray, list[str]]:
        """Return the places in a frame that the layer marks with discs, shape (n, 2) in mm, and their names.

        A layer that marks no points has none.
        """
        if self.drawn_as != "point" or isinstance(self.data, PlacedPicture):
            return np.zeros((0, 2)), []
        places, owners = _point_places(self.data.shapes, view, frame)
        names = self.data.names
        return places, [names[owner] if owner < len(names) else "" for owner in owners.tolist()]

    def _draw(self, view: View, painted: Rect) -> tuple[Operation, ...]:
        if isinstance(self.data, PlacedPicture):
            picture = warped(self.data, view, painted, self.opacity, self.most_ppi)
            return (picture,) if picture is not None else ()
        return tuple(_vector_ops(self.role, self.data.shapes, view, painted))


def layers_in_order(layers: Iterable[UserLayer], roles: Sequence[str]) -> list[UserLayer]:
    """Return the layers of some roles in the order in which they are painted; equals as they are given.

    A picture lies at the bottom whatever role it bears.
    """
    ranked = [(rank_of(layer, roles), layer) for layer in layers]
    return [layer for rank, layer in sorted(ranked, key=lambda pair: pair[0]) if rank >= 0]


def rank_of(layer: UserLayer, roles: Sequence[str]) -> int:
    """Return where a layer lies among some roles, the lowest first; -1 for one of other roles."""
    return roles.index(layer.drawn_as) if layer.drawn_as in roles else -1


def _vector_ops(role: str, shapes: ShapeArray, view: View, painted: Rect) -> Iterable[Operation]:
    if role == "point":
        radius_mm = point_radius_mm(view)
        places, _ = _point_places(shapes, view, painted.grown(radius_mm))
        yield from (_disc(Point(x_mm, y_mm), radius_mm) for x_mm, y_mm in places.tolist())
        return
    near, _ = _near(shapes, view, painted)
    if not len(near):
        return
    if role == "area":
        yield from _areas(near, view, painted)
    else:
        lines = _lines(near, view, painted, once=role == "boundary")
        if lines:
            yield from (Polylines(lines, stroke=stroke) for stroke in _strokes(role, view))


def _near(shapes: ShapeArray, view: View, painted: Rect) -> tuple[ShapeArray, IntArray]:
    """Return the shapes near the view with their numbers; of those that reach far beyond it, what is near.

    Far from the view its projection leads anywhere, even to infinity.
    """
    box = view.extent(painted).grown(0.02)
    bounds = shapely.bounds(shapes)
    numbers = np.flatnonzero(
        (bounds[:, 0] <= box.east_deg)
        & (bounds[:, 2] >= box.west_deg)
        & (bounds[:, 1] <= box.north_deg)
        & (bounds[:, 3] >= box.south_deg)
    )
    near: ShapeArray = shapes[numbers]
    room = box.grown(_FAR_DEG)
    sides = np.array([room.west_deg, room.south_deg, room.east_deg, room.north_deg])
    beyond = (shapely.bounds(near) - sides) * np.array([-1.0, -1.0, 1.0, 1.0])
    far = (beyond > 0).any(axis=1)
    near[far] = shapely.clip_by_rect(near[far], *sides)
    kept = ~shapely.is_empty(near)
    return near[kept], numbers[kept]


def _strokes(role: str, view: View) -> tuple[Stroke, ...]:
    """Return the strokes of a line, the lowest first.

    Roles differ in pattern, not in colour alone: copied in grey, a road is still a double line.
    """
    share = 1.0 if view.scale_denominator <= _CLOSE else _FAR_SHARE
    if role == "railway":  # as on Japanese maps: black, with white dashes inside
        body, inside = 0.42 * share, 0.24 * share
        dash_mm = 1.4 * share
        return (Stroke(Ink("text", 0.75), body), Stroke(Ink("paper"), inside, (dash_mm, dash_mm)))
    if role == "road":
        return (Stroke(Ink("text", 0.6), 0.62 * share), Stroke(Ink("map.road"), 0.4 * share))
    if role == "river":
        return (Stroke(Ink("map.river"), 0.35 * share),)
    if role == "boundary":
        return (Stroke(Ink("map.prefecture"), pt_to_mm(0.3), (1.2, 0.4, 0.2, 0.4)),)
    return (Stroke(Ink("text", 0.65), 0.3, (0.4, 0.5)),)


def layer_sample(role: str, view: View, width_mm: float) -> tuple[Operation, ...]:
    """Return what a layer of a role looks like on a view, as a sample so wide around the origin."""
    half = width_mm / 2
    if role == "point":
        return (_disc(Point(0.0, 0.0), point_radius_mm(view)),)
    if role == "area":
        side, rise = half - 0.6, 1.1
        ring = (-side, -rise, side, -rise, side, rise, -side, rise)
        return (Polylines((ring,), closed=True, fill=Ink("map.area"), stroke=_AREA_EDGE),)
    return tuple(Polylines(((-half, 0.0, half, 0.0),), stroke=stroke) for stroke in _strokes(role, view))


def _lines(
    near: ShapeArray, view: View, painted: Rect, *, once: bool
) -> tuple[tuple[float, ...], ...]:
    """Return lines on the sheet, joined where they meet so that dashes run on.

    Args:
        once: draw a line that two areas share only once.
    """
    dimensions = shapely.get_dimensions(near)
    lines = np.concatenate([near[dimensions == 1], shapely.boundary(near[dimensions == 2])])
    placed = _placed(lines, view)
    reach = painted.grown(_REACH_MM)
    seen = shapely.clip_by_rect(placed, reach.x_mm, reach.y_mm, reach.right_mm, reach.bottom_mm)
    seen = _pieces(seen, 1)
    if once and len(seen):
        seen = _distinct_segments(seen)
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(seen))) if len(seen) else seen
    return _flat(_pieces(shapely.simplify(joined, UNSEEN_MM, preserve_topology=False), 1))


def _placed(shapes: ShapeArray, view: View) -> ShapeArray:
    """Return lines and valid areas on the sheet, where long straight ones of the earth are curves."""
    dense = shapely.segmentize(shapes, _LONGEST_STRAIGHT_DEG)
    placed: ShapeArray = shapely.transform(dense, view.to_sheet)
    return placed


def _pieces(shapes: ShapeArray, dimension: int) -> ShapeArray:
    """Return the single parts of a dimension that are not empty."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    chosen: ShapeArray = parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)]
    return chosen


def _distinct_segments(lines: ShapeArray) -> ShapeArray:
    """Return the segments of lines, each once, with their ends on a grid finer than is seen."""
    places, owners = shapely.get_coordinates(lines, return_index=True)
    places = np.round(places / _GRID_MM) * _GRID_MM
    together = owners[1:] == owners[:-1]
    one, other = places[:-1][together], places[1:][together]
    swap = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    segments = np.where(swap[:, None], np.hstack([other, one]), np.hstack([one, other]))
    segments = segments[(segments[:, :2] != segments[:, 2:]).any(axis=1)]
    found: ShapeArray = shapely.linestrings(np.unique(segments, axis=0).reshape(-1, 2, 2))
    return found


def _areas(near: ShapeArray, view: View, painted: Rect) -> Iterable[Operation]:
    areas = near[shapely.get_dimensions(near) == 2]
    crossing = ~shapely.is_valid(areas)
    areas[crossing] = shapely.make_valid(areas[crossing])
    placed = shapely.simplify(_placed(areas, view), UNSEEN_MM, preserve_topology=True)
    reach = painted.grown(_REACH_MM)
    seen = shapely.clip_by_rect(placed, reach.x_mm, reach.y_mm, reach.right_mm, reach.bottom_mm)
    parts = _pieces(seen, 2)
    parts = parts[shapely.area(parts) >= _SMALLEST_AREA_MM2]
    for part in parts:  # each by itself: areas that overlap must not blot each other out
        rings = shapely.get_rings(part)
        yield Polylines(_flat(rings, closed=True), closed=True, fill=Ink("map.area"), stroke=_AREA_EDGE)


def point_radius_mm(view: View) -> float:
    """Return the radius of the discs that mark points."""
    return _DOT_MM if view.scale_denominator <= _CLOSE else _FAR_DOT_MM


def _point_places(shapes: ShapeArray, view: View, reach: Rect) -> tuple[FloatArray, IntArray]:
    """Return the places of points within reach, each once, and the numbers of their shapes.

    A line (stations of 国土数値情報 are lines) or an area is marked at its middle.
    """
    near, numbers = _near(shapes, view, reach)
    dimensions = shapely.get_dimensions(near)
    points, parts_of = shapely.get_parts(near[dimensions == 0], return_index=True)
    lines = shapely.line_interpolate_point(_longest_lines(near[dimensions == 1]), 0.5, normalized=True)
    middles = np.concatenate([points, lines, shapely.point_on_surface(near[dimensions == 2])])
    owners = [numbers[dimensions == 0][parts_of], numbers[dimensions == 1], numbers[dimensions == 2]]
    places = np.round(view.to_sheet(shapely.get_coordinates(middles).reshape(-1, 2)), 1)
    inside = (places >= [reach.x_mm, reach.y_mm]).all(axis=1)
    inside &= (places <= [reach.right_mm, reach.bottom_mm]).all(axis=1)
    kept, first = np.unique(places[inside], axis=0, return_index=True)
    return kept, np.concatenate(owners)[inside][first]


def _longest_lines(shapes: ShapeArray) -> ShapeArray:
    longest = [max(shapely.get_parts(shape), key=shapely.length) for shape in shapes]
    return np.array(longest, dtype=object)


def _disc(centre: Point, radius_mm: float) -> Path:
    x_mm, y_mm, arm = centre.x_mm, centre.y_mm, radius_mm * 0.5523
    left, right, top, bottom = x_mm - radius_mm, x_mm + radius_mm, y_mm - radius_mm, y_mm + radius_mm
    return Path(
        (
            ("M", x_mm, top),
            ("C", x_mm + arm, top, right, y_mm - arm, right, y_mm),
            ("C", right, y_mm + arm, x_mm + arm, bottom, x_mm, bottom),
            ("C", x_mm - arm, bottom, left, y_mm + arm, left, y_mm),
            ("C", left, y_mm - arm, x_mm - arm, top, x_mm, top),
            ("Z",),
        ),
        fill=Ink("paper"),
        stroke=Stroke(Ink("text", 0.75), 0.25),
    )


def _flat(
    lines: ShapeArray | Sequence[shapely.Geometry], *, closed: bool = False
) -> tuple[tuple[float, ...], ...]:
    flat = []
    for line in lines:
        places = np.round(shapely.get_coordinates(line), _PRECISION)
        flat.append(tuple((places[:-1] if closed else places).reshape(-1).tolist()))
    return tuple(one for one in flat if len(one) > 2)
