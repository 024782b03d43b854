"""Turns a coverage into arcs that neighbours share, and gives every vertex its level of detail.

Levels are nested: what a coarse level draws is a subset of the vertices of the finer ones, so that one
stored line serves every scale. Each level is a valid coverage again (Visvalingam–Whyatt on shared
edges, as GEOS does it); islands too small to be seen at a level's scale are left out there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from map_land import is_remote_island
from numpy.typing import NDArray

GRID_PER_DEG = 100_000
# Tolerance in degrees of each level; level 0 keeps every vertex.
LEVEL_TOLERANCES_DEG = (0.0, 0.0004, 0.001, 0.002, 0.004, 0.01)
SMALLEST_ISLAND = 1.5  # in squared tolerances

Vertex = tuple[int, int]
Edge = tuple[Vertex, Vertex]


@dataclass
class Topology:
    """Arcs and the rings they form.

    Attributes:
        arcs: vertices of each arc; a closed arc does not repeat its first vertex.
        closed: whether each arc is a ring of its own.
        sides: areas on either side of each arc (one or two indices).
        rings: for each area, its rings as arc numbers; `~n` is arc n backwards.
        nodes: vertices where arcs meet.
    """

    arcs: list[list[Vertex]] = field(default_factory=list)
    closed: list[bool] = field(default_factory=list)
    sides: list[list[int]] = field(default_factory=list)
    rings: list[list[list[int]]] = field(default_factory=list)
    nodes: set[Vertex] = field(default_factory=set)


def to_grid(coordinates: NDArray[np.float64]) -> list[Vertex]:
    """Return coordinates in degrees as whole grid units."""
    units = np.rint(coordinates * GRID_PER_DEG).astype(np.int64)
    return [(int(x), int(y)) for x, y in units]


def rings_of(geometry: shapely.Geometry) -> list[list[Vertex]]:
    """Return all rings of a (multi)polygon without their repeated last vertex."""
    polygons = shapely.get_parts(geometry)
    return [to_grid(shapely.get_coordinates(ring))[:-1] for ring in shapely.get_rings(polygons)]


def build_topology(areas: Sequence[shapely.Geometry]) -> Topology:
    """Cut the rings of a valid coverage at their junctions and keep each piece once."""
    all_rings = [rings_of(area) for area in areas]
    nodes = _junctions(ring for rings in all_rings for ring in rings)
    topology = Topology(nodes=nodes)
    known: dict[Edge, int] = {}
    for index, rings in enumerate(all_rings):
        topology.rings.append([_ring_of_arcs(ring, index, nodes, known, topology) for ring in rings])
    return topology


def _junctions(rings: Iterable[list[Vertex]]) -> set[Vertex]:
    neighbours: dict[Vertex, set[Vertex]] = defaultdict(set)
    for ring in rings:
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            neighbours[one].add(other)
            neighbours[other].add(one)
    return {vertex for vertex, around in neighbours.items() if len(around) != 2}


def _ring_of_arcs(
    ring: list[Vertex], area: int, nodes: set[Vertex], known: dict[Edge, int], topology: Topology
) -> list[int]:
    cuts = [place for place, vertex in enumerate(ring) if vertex in nodes]
    if not cuts:
        least = ring.index(min(ring))
        return [_arc_number([*ring[least:], *ring[:least]], area, known, topology, closed=True)]
    turned = [*ring[cuts[0] :], *ring[: cuts[0] + 1]]
    places = [cut - cuts[0] for cut in cuts] + [len(turned) - 1]
    return [
        _arc_number(turned[begin : end + 1], area, known, topology, closed=False)
        for begin, end in pairwise(places)
    ]


def _arc_number(
    vertices: list[Vertex], area: int, known: dict[Edge, int], topology: Topology, *, closed: bool
) -> int:
    """Return the number of an arc, negated (~) when it is known in the other direction."""
    forward = (vertices[0], vertices[1])
    backward = (vertices[0], vertices[-1]) if closed else (vertices[-1], vertices[-2])
    if forward in known:
        number = known[forward]
        topology.sides[max(number, ~number)].append(area)
        return number
    number = len(topology.arcs)
    known[forward] = number
    known[backward] = ~number
    topology.arcs.append(vertices)
    topology.closed.append(closed)
    topology.sides.append([area])
    return number


def vertex_levels(areas: Sequence[shapely.Geometry], topology: Topology) -> dict[Vertex, int]:
    """Return the coarsest level of the vertices of a coverage (0 for those not listed)."""
    shared = set(topology.nodes)
    for vertices, closed, sides in zip(topology.arcs, topology.closed, topology.sides, strict=True):
        if closed and len(sides) > 1:
            shared.update(vertices)
    levels: dict[Vertex, int] = {}
    current = np.array(areas, dtype=object)
    for level, tolerance in enumerate(LEVEL_TOLERANCES_DEG[1:], start=1):
        smallest = SMALLEST_ISLAND * tolerance**2
        seen = np.array([_without_specks(area, smallest, shared) for area in current], dtype=object)
        current = shapely.coverage_simplify(seen, tolerance)
        if not shapely.coverage_is_valid(current):
            raise SystemExit(f"simplification to {tolerance}° broke the coverage")
        for area in current:
            levels.update((vertex, level) for ring in rings_of(area) for vertex in ring)
    return levels


def _without_specks(area: shapely.Geometry, smallest: float, shared: set[Vertex]) -> shapely.Geometry:
    """Drop islands and holes below a size, but never one that borders another area, nor the last island."""
    polygons = [_without_small_holes(polygon, smallest, shared) for polygon in shapely.get_parts(area)]
    largest = max(polygons, key=lambda polygon: float(polygon.area))
    kept = [
        polygon
        for polygon in polygons
        if polygon is largest
        or polygon.area >= smallest
        or not shared.isdisjoint(to_grid(shapely.get_coordinates(polygon)))
        or is_remote_island(polygon)
    ]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def _without_small_holes(polygon: shapely.Polygon, smallest: float, shared: set[Vertex]) -> shapely.Polygon:
    holes = [
        hole
        for hole in polygon.interiors
        if shapely.Polygon(hole).area >= smallest
        or not shared.isdisjoint(to_grid(shapely.get_coordinates(hole)))
    ]
    return shapely.Polygon(polygon.exterior, holes)
