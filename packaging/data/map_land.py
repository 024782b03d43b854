"""Makes the land: GSHHG's detailed coast, put where the newer municipality polygons say the land is.

GSHHG draws the coast finely but from old charts: remote islands lie up to 1.6 km off, and land won
from the sea since then (airports, harbour islands, reclaimed bays) is missing. The polygons of the
municipalities are coarser but right. So islands are moved onto their municipality polygons, and
what those polygons hold beyond the old coast becomes land where it is broad, unless it is water
that the municipalities count as theirs (lagoons, river mouths).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from map_sources import GSHHG_LAKE, GSHHG_LAKE_ISLAND, GSHHG_LAND, valid_polygons
from numpy.typing import NDArray
from shapely.affinity import translate

GRID_DEG = 1e-5  # every vertex lies on this grid: 1.1 m north-south
NEAR_SHORE_DEG = 0.03  # islets within 3 km of a municipality belong to it
SMALLEST_MATCHED = 1e-4  # square degrees (1 km²): smaller islands match by chance
MOVED_AT_LEAST_DEG = 0.0018  # 200 m: nearer ones differ by drawing, not by position
MATCH_GAIN = 0.08  # how much better the overlap must get for an island to be moved
LOST_ISLAND_REACH_DEG = 0.1
NEIGHBOUR_REACH_DEG = 0.3  # islets without a match move with the nearest moved island
NEW_LAND_HALF_WIDTH_DEG = 0.0019  # about 190 m: narrower strips are differences of drawing
SMALLEST_HOLE = 2e-6  # square degrees (2 ha)

MISSING_ISLAND_DEG = 0.005  # nearer ones are the same island drawn twice
# Remote islands that stay on the map at every scale, however small, and are drawn as the municipality
# polygons have them, because the old charts put them far off: lon, lat, name.
REMOTE_ISLANDS: tuple[tuple[float, float, str], ...] = (
    (131.866, 37.241, "竹島"),
    (123.474, 25.744, "魚釣島"),
    (136.081, 20.425, "沖ノ鳥島"),
    (153.980, 24.287, "南鳥島"),
)
_REMOTE_REACH_DEG = 0.02
# Water that municipality polygons include: a point (lon, lat) on each, with its name.
WATER_INSIDE_MUNICIPALITIES: tuple[tuple[float, float, str], ...] = (
    (144.148, 44.056, "能取湖"),
    (143.803, 44.135, "サロマ湖"),
    (144.393, 43.935, "涛沸湖"),
    (144.896, 43.045, "厚岸湖"),
    (145.012, 43.046, "火散布沼"),
    (145.360, 43.295, "風蓮湖"),
    (145.521, 43.245, "温根沼"),
    (143.508, 44.257, "コムケ湖"),
    (143.552, 44.245, "シブノツナイ湖"),
    (141.364, 43.256, "石狩川河口"),
    (140.349, 41.022, "十三湖"),
    (140.035, 39.913, "八郎潟調整池"),
    (141.426, 38.553, "北上川河口"),
    (140.951, 38.167, "広浦"),
    (140.907, 38.062, "阿武隈川河口"),
    (140.913, 38.034, "鳥の海"),
    (140.733, 35.794, "利根川河口"),
    (138.432, 38.074, "加茂湖"),
    (137.794, 34.649, "天竜川河口"),
    (137.568, 34.738, "浜名湖"),
    (136.724, 34.537, "宮川河口"),
    (135.184, 35.568, "阿蘇海"),
    (134.591, 34.081, "吉野川河口"),
    (134.598, 34.105, "今切川河口"),
    (134.613, 34.146, "旧吉野川河口"),
    (134.039, 34.611, "吉井川河口"),
    (133.938, 34.579, "児島湖"),
    (131.708, 32.592, "五ヶ瀬川河口"),
    (130.677, 33.892, "遠賀川河口"),
    (130.527, 32.880, "菊池川河口"),
    (130.201, 31.846, "川内川河口"),
    (130.135, 32.872, "諫早湾調整池"),
)
# Lakes worth a name on a map: a point (lon, lat) near the middle of each.
LAKE_NAMES: tuple[tuple[float, float, str], ...] = (
    (136.064, 35.254, "琵琶湖"),
    (140.372, 36.035, "霞ヶ浦"),
    (140.570, 36.024, "北浦"),
    (133.218, 35.455, "中海"),
    (132.951, 35.430, "宍道湖"),
    (140.088, 37.469, "猪苗代湖"),
    (141.322, 42.746, "支笏湖"),
    (140.856, 42.593, "洞爺湖"),
    (144.338, 43.621, "屈斜路湖"),
    (144.544, 43.578, "摩周湖"),
    (144.107, 43.452, "阿寒湖"),
    (144.178, 43.964, "網走湖"),
    (142.301, 45.140, "クッチャロ湖"),
    (142.219, 44.335, "朱鞠内湖"),
    (141.330, 40.772, "小川原湖"),
    (140.884, 40.454, "十和田湖"),
    (140.667, 39.719, "田沢湖"),
    (138.090, 36.034, "諏訪湖"),
    (139.465, 36.726, "中禅寺湖"),
    (135.884, 35.568, "三方五湖"),
    (134.155, 35.495, "湖山池"),
    (145.615, 43.927, "東沸湖"),
    (141.183, 42.483, "倶多楽湖"),
)
_NAME_REACH_DEG = 0.02


@dataclass(frozen=True)
class Lake:
    """A lake with its islands as holes; the name is "" where none is known."""

    name: str
    polygon: shapely.Polygon


@dataclass(frozen=True)
class LandStatistics:
    """What was done to the old coast, for the manifest."""

    islands_moved: int
    new_land_pieces: int
    new_land_km2: float


def make_land(
    rings: dict[int, list[NDArray[np.float64]]], municipal: shapely.MultiPolygon
) -> tuple[list[shapely.Polygon], LandStatistics]:
    """Return the land polygons, snapped to the grid and without tiny holes, and what was changed.

    Args:
        rings: shores by GSHHG type.
        municipal: union of the municipality polygons.
    """
    shapely.prepare(municipal)
    shores = [polygon for ring in rings[GSHHG_LAND] for polygon in valid_polygons(shapely.Polygon(ring))]
    shores = [polygon for polygon in shores if municipal.dwithin(polygon, NEAR_SHORE_DEG)]
    shores = [polygon for polygon in shores if not is_remote_island(polygon)]
    shores, moved = _moved_onto(shores, shapely.get_parts(municipal))
    old = shapely.union_all(shores, grid_size=GRID_DEG)
    added = [*_new_land(municipal, old), *_missing_islands(municipal, old)]
    both = shapely.union_all([old, *added], grid_size=GRID_DEG)
    polygons = [_without_tiny_holes(polygon) for polygon in valid_polygons(both)]
    area = sum(float(piece.area * np.cos(np.radians(piece.centroid.y))) for piece in added) * 111.2**2
    return polygons, LandStatistics(moved, len(added), round(area, 1))


def _moved_onto(
    shores: list[shapely.Polygon], municipal: NDArray[np.object_]
) -> tuple[list[shapely.Polygon], int]:
    """Move misplaced islands onto the municipality polygons they stand for, and their islets with them."""
    tree = shapely.STRtree(municipal)
    shifts = [_shift_of(polygon, municipal, tree) for polygon in shores]
    anchors = [index for index, shift in enumerate(shifts) if shift is not None]
    anchor_tree = shapely.STRtree([shores[index] for index in anchors])
    moved = []
    count = 0
    for index, polygon in enumerate(shores):
        shift = shifts[index]
        if shift is None and polygon.area < SMALLEST_MATCHED:
            nearest = anchor_tree.query_nearest(polygon, max_distance=NEIGHBOUR_REACH_DEG)
            shift = shifts[anchors[nearest[0]]] if len(nearest) else None
        count += shift is not None and any(shift)
        moved.append(translate(polygon, *shift) if shift else polygon)
    return moved, count


def _shift_of(
    shore: shapely.Polygon, municipal: NDArray[np.object_], tree: shapely.STRtree
) -> tuple[float, float] | None:
    """Return how far an island must move; (0, 0) when it stands right, None when it has no match."""
    if shore.area < SMALLEST_MATCHED:
        return None
    meeting = tree.query(shore, predicate="intersects")
    if not len(meeting):
        meeting = tree.query_nearest(shore, max_distance=LOST_ISLAND_REACH_DEG)
    target = shapely.union_all(municipal[meeting])
    if target.is_empty or not 0.4 < shore.area / target.area < 2.5:
        return None
    dx, dy = target.centroid.x - shore.centroid.x, target.centroid.y - shore.centroid.y
    before, after = _overlap(shore, target), _overlap(translate(shore, dx, dy), target)
    if np.hypot(dx, dy) < MOVED_AT_LEAST_DEG or after < before + MATCH_GAIN:
        return (0.0, 0.0)
    return (dx, dy)


def _overlap(one: shapely.Geometry, other: shapely.Geometry) -> float:
    shared = float(one.intersection(other).area)
    return shared / (float(one.area) + float(other.area) - shared)


def _new_land(municipal: shapely.Geometry, old: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the broad parts of the municipalities that the old coast leaves in the sea."""
    waters = shapely.points([(lon, lat) for lon, lat, _ in WATER_INSIDE_MUNICIPALITIES])
    beyond = shapely.difference(municipal, old)
    cores = shapely.get_parts(beyond.buffer(-NEW_LAND_HALF_WIDTH_DEG))
    kept = [core for core in cores if not shapely.dwithin(core, waters, NEW_LAND_HALF_WIDTH_DEG).any()]
    shapely.prepare(beyond)
    # Grown by more than it was shrunk, the core reaches into the corners again; the rest stays sea.
    pieces = [shapely.intersection(core.buffer(NEW_LAND_HALF_WIDTH_DEG * 1.6), beyond) for core in kept]
    joined = shapely.union_all([part for piece in pieces for part in valid_polygons(piece)])
    return valid_polygons(joined)


def _missing_islands(municipal: shapely.Geometry, old: shapely.Geometry) -> list[shapely.Polygon]:
    """Return islands of the municipalities that have no counterpart in the old coast."""
    shapely.prepare(old)
    return [part for part in shapely.get_parts(municipal) if not old.dwithin(part, MISSING_ISLAND_DEG)]


def is_remote_island(polygon: shapely.Polygon) -> bool:
    """Tell whether a polygon is one of the remote islands."""
    middles = shapely.points([(lon, lat) for lon, lat, _ in REMOTE_ISLANDS])
    near = shapely.dwithin(polygon, middles, _REMOTE_REACH_DEG).any()
    return bool(near) and polygon.area < SMALLEST_MATCHED


def _without_tiny_holes(polygon: shapely.Polygon) -> shapely.Polygon:
    holes = [hole for hole in polygon.interiors if shapely.Polygon(hole).area >= SMALLEST_HOLE]
    return shapely.Polygon(polygon.exterior, holes)


def make_lakes(rings: dict[int, list[NDArray[np.float64]]]) -> list[Lake]:
    """Return the named lakes, largest first.

    Unnamed ones are left out: they are sea inlets closed by error, or lakes drained since (大中の湖, 河北潟).
    """
    polygons = [shapely.Polygon(ring) for ring in rings[GSHHG_LAKE]]
    islands = [shapely.Polygon(ring) for ring in rings[GSHHG_LAKE_ISLAND]]
    lakes = []
    for lon, lat, name in LAKE_NAMES:
        middle = shapely.Point(lon, lat)
        body = min(polygons, key=middle.distance)
        if middle.distance(body) > _NAME_REACH_DEG:
            raise SystemExit(f"no lake near {name}")
        inside = [island.exterior for island in islands if body.contains(island)]
        snapped = shapely.set_precision(shapely.Polygon(body.exterior, inside), GRID_DEG)
        lakes.append(Lake(name, max(valid_polygons(snapped), key=lambda part: float(part.area))))
    return sorted(lakes, key=lambda lake: -float(lake.polygon.area))
