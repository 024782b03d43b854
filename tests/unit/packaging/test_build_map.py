"""The steps of the map builder on small land: islands moved, new land kept, waters left, borders shared."""

from __future__ import annotations

from collections.abc import Sequence

import map_land
import map_partition
import map_sources
import map_topology
import numpy as np
import pytest
import shapely
from map_sources import GSHHG_LAKE, GSHHG_LAKE_ISLAND, GSHHG_LAND, Municipality
from numpy.typing import NDArray

Ring = NDArray[np.float64]


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(west, south, east, north)


def rings(*polygons: shapely.Polygon) -> dict[int, list[Ring]]:
    land = [shapely.get_coordinates(polygon.exterior) for polygon in polygons]
    return {GSHHG_LAND: land, GSHHG_LAKE: [], GSHHG_LAKE_ISLAND: []}


def land_of(shores: dict[int, list[Ring]], municipal: Sequence[shapely.Polygon]) -> shapely.Geometry:
    polygons, _ = map_land.make_land(shores, shapely.union_all(list(municipal)))
    return shapely.union_all(polygons)


def area_share(one: shapely.Geometry, other: shapely.Geometry) -> float:
    return float(one.intersection(other).area / one.union(other).area)


def test_a_misplaced_island_is_moved_onto_its_municipality() -> None:
    right = box(142.00, 27.00, 142.05, 27.05)
    drawn = box(142.00, 27.01, 142.05, 27.06)  # 1.1 km too far north
    islet = box(142.06, 27.03, 142.062, 27.032)
    land = land_of(rings(drawn, islet), [right])
    assert area_share(land, right) > 0.98
    assert land.contains(shapely.Point(142.061, 27.021))  # the islet came along


def test_an_island_in_its_place_keeps_its_fine_coast() -> None:
    rough = box(142.00, 27.00, 142.05, 27.05)
    fine = shapely.Polygon(
        [(142.0, 27.0), (142.025, 27.001), (142.05, 27.0), (142.05, 27.05), (142.0, 27.05)]
    )
    land = land_of(rings(fine), [rough])
    assert area_share(land, fine) > 0.999


def test_land_won_from_the_sea_is_kept_but_not_a_lagoon_nor_a_sliver() -> None:
    old = box(135.0, 34.0, 135.1, 34.1)
    airport = box(135.12, 34.02, 135.14, 34.04)
    sliver = box(135.1, 34.0, 135.101, 34.1)
    land = land_of(rings(old), [old, airport, sliver])
    assert land.contains(airport.centroid)
    assert not land.contains(sliver.centroid)
    lon, lat, name = next(w for w in map_land.WATER_INSIDE_MUNICIPALITIES if w[2] == "浜名湖")
    shore = box(lon - 0.3, lat - 0.1, lon - 0.02, lat + 0.1)
    with_lagoon = box(lon - 0.3, lat - 0.1, lon + 0.02, lat + 0.1)
    assert not land_of(rings(shore), [with_lagoon]).contains(shapely.Point(lon, lat)), name


def test_neighbours_share_borders_up_to_a_coast_they_do_not_reach() -> None:
    municipalities = [
        Municipality("00001", "西", "West", (box(135.0, 34.0, 135.05, 34.1),)),
        Municipality("00002", "東", "East", (box(135.05, 34.0, 135.1, 34.1),)),
    ]
    land = box(134.995, 33.99, 135.105, 34.11)
    claims = map_partition.clean_claims(municipalities)
    parts = map_partition.divide([land], claims)
    areas = list(parts.values())
    assert list(parts) == [0, 1]
    assert shapely.coverage_is_valid(areas)
    assert shapely.union_all(areas).symmetric_difference(land).area < 1e-9
    assert parts[0].area == pytest.approx(parts[1].area, rel=0.01)


def test_overlaps_and_small_enclaves_are_settled() -> None:
    enclave = box(135.01, 34.01, 135.012, 34.012)
    municipalities = [
        Municipality("00001", "西", "West", (box(135.0, 34.0, 135.06, 34.1),)),
        Municipality("00002", "東", "East", (box(135.05, 34.0, 135.1, 34.1), enclave)),
    ]
    land = box(135.0, 34.0, 135.1, 34.1)
    parts = map_partition.divide([land], map_partition.clean_claims(municipalities))
    assert shapely.coverage_is_valid(list(parts.values()))
    assert sum(float(part.area) for part in parts.values()) == pytest.approx(0.01)
    assert all(part.geom_type == "Polygon" for part in parts.values())


def test_a_border_is_one_arc_with_two_sides() -> None:
    west, east = box(135.0, 34.0, 135.1, 34.1), box(135.1, 34.0, 135.2, 34.1)
    island = box(135.3, 34.0, 135.31, 34.01)
    topology = map_topology.build_topology([west, shapely.MultiPolygon([east, island])])
    assert sorted(len(sides) for sides in topology.sides) == [1, 1, 1, 2]
    assert sum(topology.closed) == 1
    for rings_of_area, area in zip(topology.rings, (west, shapely.MultiPolygon([east, island])), strict=True):
        rebuilt = [ring_of(topology, ring) for ring in rings_of_area]
        total = sum(shapely.Polygon(ring).area for ring in rebuilt) / map_topology.GRID_PER_DEG**2
        assert total == pytest.approx(area.area)


def ring_of(topology: map_topology.Topology, ring: Sequence[int]) -> list[tuple[int, int]]:
    vertices: list[tuple[int, int]] = []
    for number in ring:
        arc = topology.arcs[max(number, ~number)]
        arc = arc if number >= 0 else arc[::-1]
        vertices += arc if topology.closed[max(number, ~number)] else arc[:-1]
    return vertices


def test_levels_keep_junctions_and_drop_specks() -> None:
    wave = [(135.0 + x / 1000, 34.0 + 0.002 * np.sin(x / 3)) for x in range(201)]
    south = shapely.Polygon([*wave, (135.2, 33.9), (135.0, 33.9)])
    north = shapely.Polygon([*wave, (135.2, 34.1), (135.0, 34.1)])
    speck = box(135.3, 34.0, 135.301, 34.001)
    areas = [shapely.set_precision(south, 1e-5), shapely.set_precision(north, 1e-5)]
    areas[1] = shapely.MultiPolygon([areas[1], speck])
    topology = map_topology.build_topology(areas)
    levels = map_topology.vertex_levels(areas, topology)
    coarsest = len(map_topology.LEVEL_TOLERANCES_DEG) - 1
    assert topology.nodes
    assert all(levels[node] == coarsest for node in topology.nodes)
    assert max(levels.get(vertex, 0) for vertex in map_topology.rings_of(speck)[0]) < coarsest
    counts = [sum(level >= step for level in levels.values()) for step in range(coarsest + 1)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < counts[1]


def test_parts_of_a_municipality_give_its_name() -> None:
    name = map_sources.common_name
    assert name(["釧路市釧路", "釧路市阿寒", "釧路市音別"]) == "釧路市"
    assert name(["八雲町八雲", "八雲町熊石"]) == "八雲町"
    assert name(["京丹波町旧丹波町", "京丹波町旧瑞穂町"]) == "京丹波町"
    assert name(["佐世保市（宇久地域を除く）", "佐世保市（宇久地域）"]) == "佐世保市"
    assert name(["四日市市"]) == "四日市市"
