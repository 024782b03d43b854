"""Divides the land among the municipalities, so that neighbours share every border exactly.

All lines — municipality borders, coast, and the cuts that carry borders on to the coast — are noded
together on one grid and turned into faces; each face gets one owner. What results is a coverage by
construction: no gaps, no overlaps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import shapely
from map_land import GRID_DEG
from map_sources import Municipality, valid_polygons
from numpy.typing import NDArray

SAMPLE_DEG = 0.0008  # spacing of the samples whose nearest-neighbour cells carry borders to the coast
REACH_DEG = 0.004
SMALLEST_ENCLAVE = 5e-6  # square degrees (5 ha): smaller detached bits come from drawing, not from law
SMALLEST_SPLIT = 2e-6  # smaller pieces of unclaimed land go whole to one neighbour


@dataclass(frozen=True)
class Claims:
    """Polygons with the index of the municipality that claims each."""

    polygons: NDArray[np.object_]
    owners: NDArray[np.int64]


def clean_claims(municipalities: list[Municipality]) -> Claims:
    """Node the borders of all municipalities together: overlaps go to one of them, gaps to none."""
    sources = [(i, polygon) for i, m in enumerate(municipalities) for polygon in m.polygons]
    owners = np.array([index for index, _ in sources])
    polygons = np.array([polygon for _, polygon in sources], dtype=object)
    lines = shapely.union_all(shapely.boundary(polygons), grid_size=GRID_DEG)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    found = _owners_at(shapely.point_on_surface(faces), Claims(polygons, owners))
    return Claims(faces[found >= 0], found[found >= 0])


def _owners_at(points: NDArray[np.object_], claims: Claims) -> NDArray[np.int64]:
    """Return the owner at each point, −1 where nobody claims it; the first municipality wins a dispute."""
    which, claim = shapely.STRtree(claims.polygons).query(points, predicate="intersects")
    found = np.full(len(points), len(claims.owners) + len(claims.polygons), dtype=np.int64)
    unclaimed = found.copy()
    np.minimum.at(found, which, claims.owners[claim])
    return np.where(found == unclaimed, -1, found)


def divide(land: list[shapely.Polygon], claims: Claims) -> dict[int, shapely.Geometry]:
    """Return the part of the land of each municipality, as an exact coverage on the grid."""
    unclaimed = shapely.difference(shapely.union_all(land), shapely.union_all(claims.polygons))
    shares = _share_unclaimed(valid_polygons(unclaimed), claims)
    everything = Claims(
        np.concatenate([claims.polygons, shares.polygons]), np.concatenate([claims.owners, shares.owners])
    )
    land_array = np.array(land, dtype=object)
    lines = np.concatenate([shapely.boundary(land_array), shapely.boundary(everything.polygons)])
    noded = shapely.union_all(lines, grid_size=GRID_DEG)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inner = shapely.point_on_surface(faces)
    on_land = np.unique(shapely.STRtree(land_array).query(inner, predicate="intersects")[0])
    faces, inner = faces[on_land], inner[on_land]
    owners = _settle(faces, _owners_at(inner, everything))
    parts: dict[int, list[shapely.Geometry]] = defaultdict(list)
    for face, owner in zip(faces, owners, strict=True):
        parts[int(owner)].append(face)
    return {owner: shapely.coverage_union_all(own) for owner, own in sorted(parts.items())}


def _share_unclaimed(pieces: list[shapely.Polygon], claims: Claims) -> Claims:
    """Give land that no municipality claims to the ones whose border is nearest."""
    tree = shapely.STRtree(claims.polygons)
    polygons: list[shapely.Geometry] = []
    owners: list[int] = []
    for piece in pieces:
        touching = tree.query(piece, predicate="dwithin", distance=GRID_DEG)
        if not len(touching):
            touching = tree.query_nearest(piece)[:1]
        rivals = sorted(set(claims.owners[touching].tolist()))
        if len(rivals) > 1 and piece.area > SMALLEST_SPLIT:
            for owner, part in _split_by_nearest(piece, touching, claims):
                polygons.append(part)
                owners.append(owner)
        else:
            polygons.append(piece)
            owners.append(_longest_neighbour(piece, touching, claims))
    return Claims(np.array(polygons, dtype=object), np.array(owners, dtype=np.int64))


def _longest_neighbour(piece: shapely.Polygon, touching: NDArray[np.int64], claims: Claims) -> int:
    around = piece.buffer(5 * GRID_DEG)
    lengths: Counter[int] = Counter()
    for index in touching:
        lengths[int(claims.owners[index])] += around.intersection(claims.polygons[index].boundary).length
    return max(sorted(lengths), key=lambda owner: lengths[owner])


def _split_by_nearest(
    piece: shapely.Polygon, touching: NDArray[np.int64], claims: Claims
) -> list[tuple[int, shapely.Polygon]]:
    """Cut a piece along the nearest-neighbour cells of samples on its neighbours' borders."""
    reach = piece.buffer(REACH_DEG)
    samples: list[NDArray[np.float64]] = []
    owners: list[NDArray[np.int64]] = []
    for index in touching:
        near = shapely.intersection(claims.polygons[index].boundary, reach)
        points = shapely.get_coordinates(shapely.segmentize(near, SAMPLE_DEG))
        samples.append(points)
        owners.append(np.full(len(points), claims.owners[index], dtype=np.int64))
    points, first = np.unique(np.round(np.concatenate(samples), 6), axis=0, return_index=True)
    sample_owner = np.concatenate(owners)[first]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=piece))
    which, cell = shapely.STRtree(cells).query(shapely.points(points), predicate="intersects")
    cells_of: dict[int, list[int]] = defaultdict(list)
    for sample, index in zip(which, cell, strict=True):
        cells_of[int(sample_owner[sample])].append(int(index))
    parts = []
    for owner in sorted(cells_of):
        own = shapely.union_all(cells[cells_of[owner]])
        parts += [(owner, part) for part in valid_polygons(shapely.intersection(own, piece))]
    return parts


def _settle(faces: NDArray[np.object_], owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give ownerless faces and tiny detached bits to the neighbour with the longest common border."""
    neighbours = _adjacency(faces)
    settled = owners.copy()
    for _ in range(4):
        changed = False
        for members in _detached_bits(faces, settled, neighbours):
            rivals: Counter[int] = Counter()
            for face in members:
                for other, length in neighbours[face].items():
                    if other not in members and settled[other] >= 0:
                        rivals[int(settled[other])] += length
            if rivals:
                settled[list(members)] = max(sorted(rivals), key=lambda owner: rivals[owner])
                changed = True
        if not changed:
            break
    return settled


def _adjacency(faces: NDArray[np.object_]) -> dict[int, Counter[int]]:
    """Return, for each face, the length of border shared with each neighbour."""
    neighbours: dict[int, Counter[int]] = defaultdict(Counter)
    left, right = shapely.STRtree(faces).query(faces, predicate="touches")
    forward = left < right
    left, right = left[forward], right[forward]
    rims = shapely.boundary(faces)
    lengths = shapely.length(shapely.intersection(rims[left], rims[right]))
    for one, other, length in zip(left.tolist(), right.tolist(), lengths.tolist(), strict=True):
        if length > 0:
            neighbours[one][other] = neighbours[other][one] = length
    return neighbours


def _detached_bits(
    faces: NDArray[np.object_], owners: NDArray[np.int64], neighbours: dict[int, Counter[int]]
) -> list[set[int]]:
    """Return groups of joined faces of one owner that are too small to stand alone, and ownerless faces."""
    areas = shapely.area(faces)
    seen: set[int] = set()
    groups: list[tuple[int, float, set[int]]] = []
    for start in range(len(faces)):
        if start in seen:
            continue
        group, queue = {start}, [start]
        while queue:
            for other in neighbours[queue.pop()]:
                if other not in group and owners[other] == owners[start]:
                    group.add(other)
                    queue.append(other)
        seen |= group
        groups.append((int(owners[start]), float(areas[list(group)].sum()), group))
    largest: dict[int, float] = {}
    for owner, area, _ in groups:
        largest[owner] = max(area, largest.get(owner, 0.0))
    return [
        group
        for owner, area, group in groups
        if owner < 0 or (area < SMALLEST_ENCLAVE and area < largest[owner])
    ]
