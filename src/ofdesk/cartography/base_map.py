"""The base map of Japan as data: municipalities, their borders and the coast at six levels of detail.

Owns reading and looking up; refuses to know scale, paper and colour. Lines are arcs shared by the areas
they divide, so that every border exists once. Everything is read at first use and never changes after.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import EARTH_RADIUS_M, GeoExtent, GeoPoint
from ofdesk.base.resources import resource_path
from ofdesk.cartography.arc_file import GRID_PER_DEG, Arcs, decode_arcs
from ofdesk.cartography.borders import BorderKind
from ofdesk.cartography.lines import LineSet, distance_to_rings_m, inside_rings

FloatArray = NDArray[np.float64]
FINEST_LEVEL = 0
_AREAS_KEPT = 1024
_OUTLINES_KEPT = 64


@dataclass(frozen=True)
class Area:
    """A piece of land with one owner: a municipality, or a ward where wards are known.

    Attributes:
        code: five digits, JIS X 0402.
        rings: arc numbers of each ring; `~n` is arc n backwards.
    """

    code: str
    name: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Municipality:
    """A municipality: 市町村, 特別区, a designated city as a whole, or 北方領土.

    Attributes:
        code: five digits, JIS X 0402 (北方領土: 01000, which is no municipality's code).
        name: official name without prefecture and 郡.
        english: English name as the source gives it; "" where it gives none for the whole.
        areas: numbers of its areas in `BaseMap.areas`.
        label: a point well inside its largest piece of land.
    """

    code: str
    name: str
    english: str
    areas: tuple[int, ...]
    label: GeoPoint

    @property
    def prefecture_code(self) -> str:
        """Two digits, JIS X 0401."""
        return self.code[:2]


class BaseMap:
    """Municipalities and lines of the map of Japan. Safe to share between threads after loading."""

    def __init__(self, coast: Arcs, borders: Arcs, table: dict[str, Any]) -> None:
        """Take decoded files; `load_base_map` reads them."""
        self._arcs = (coast, borders)
        self._table = table
        self._lines_at = lru_cache(maxsize=None)(self._make_lines)
        # Lookups come in crowds around the same places.
        self._area_rings = lru_cache(maxsize=_AREAS_KEPT)(self._join_area)

    # What there is

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """All areas, ordered by code."""
        return tuple(
            Area(row["code"], row["name"], tuple(tuple(ring) for ring in row["rings"]))
            for row in self._table["areas"]
        )

    @cached_property
    def municipalities(self) -> MappingProxyType[str, Municipality]:
        """All municipalities by code, ordered by code; wards are parts of their city."""
        found: dict[str, Municipality] = {}
        for index, row in enumerate(self._table["areas"]):
            code = row.get("city", row["code"])
            if code in found:
                first = found[code]
                found[code] = Municipality(code, first.name, "", (*first.areas, index), first.label)
            else:
                name = row.get("city_name", row["name"])
                english = "" if "city" in row else row["english"]
                lon, lat = row["label"]
                found[code] = Municipality(code, name, english, (index,), GeoPoint(lat, lon))
        return MappingProxyType(found)

    @cached_property
    def prefecture_labels(self) -> MappingProxyType[str, GeoPoint]:
        """A point well inside the main land of each prefecture, by its code."""
        return MappingProxyType(
            {row["code"]: GeoPoint(row["label"][1], row["label"][0]) for row in self._table["prefectures"]}
        )

    @cached_property
    def lake_names(self) -> tuple[str, ...]:
        """Names of the lakes, largest first."""
        return tuple(row["name"] for row in self._table["lakes"])

    @cached_property
    def lake_points(self) -> tuple[GeoPoint, ...]:
        """The middle of the box of each lake, in the order of `lake_names`."""
        boxes = self._lines_at(FINEST_LEVEL).boxes
        middles = []
        for row in self._table["lakes"]:
            own = boxes[[max(n, ~n) for ring in row["rings"] for n in ring]]
            lon, lat = (own[:, :2].min(axis=0) + own[:, 2:].max(axis=0)) / 2
            middles.append(GeoPoint(float(lat), float(lon)))
        return tuple(middles)

    @property
    def level_count(self) -> int:
        """How many levels of detail there are; 0 is the finest."""
        return int(max(arcs.levels.max() for arcs in self._arcs)) + 1

    # Looking up

    def municipality(self, code: str) -> Municipality | None:
        """Return the municipality of a code; for a ward of a designated city, the city.

        Source: JIS X 0402, where the wards of a city bear the numbers that follow the city's own.
        """
        found = self.municipalities.get(code)
        if found or len(code) != 5 or code[2] != "1":
            return found
        # Tokyo's special wards (131xx) are municipalities and were found above.
        cities = [c for c in self.municipalities if c[:3] == code[:3] and c[4] == "0" and c < code]
        return self.municipalities[cities[-1]] if cities else None

    def municipality_at(self, point: GeoPoint) -> Municipality | None:
        """Return the municipality whose land (or lake) holds a point, None at sea or abroad."""
        for index in self._areas_near(point, 0.0):
            if inside_rings(self._area_rings(index), point):
                return self._owner[index]
        return None

    def ward_at(self, point: GeoPoint) -> Area | None:
        """Return the smallest known area at a point: a ward in 京都市 and 広島市, else the municipality."""
        for index in self._areas_near(point, 0.0):
            if inside_rings(self._area_rings(index), point):
                return self.areas[index]
        return None

    def area_near(self, point: GeoPoint, reach_m: float) -> tuple[Area, float] | None:
        """Return the area at a point and 0; else the nearest one within reach and how far off it is."""
        inside = self.ward_at(point)
        if inside is not None:
            return inside, 0.0
        # Boxes are asked in degrees; a degree of longitude is shortest at the pole.
        shrink = max(0.01, math.cos(math.radians(point.lat_deg)))
        reach_deg = math.degrees(reach_m / EARTH_RADIUS_M) / shrink
        distances_m = [
            (distance_to_rings_m(self._area_rings(index), point), index)
            for index in self._areas_near(point, reach_deg)
        ]
        distance_m, index = min(distances_m, default=(math.inf, 0))
        return (self.areas[index], distance_m) if distance_m <= reach_m else None

    def areas_of(self, code: str) -> tuple[int, ...]:
        """Return the areas of a municipality, or of a ward the map knows, by number; () for other codes."""
        municipality = self.municipality(code)
        if municipality is None:
            return ()
        own = tuple(index for index in municipality.areas if self.areas[index].code == code)
        return own or tuple(municipality.areas)

    def distance_m(self, code: str, point: GeoPoint) -> float | None:
        """Return how far a point lies outside a municipality or known ward (0 inside); None: unknown code.

        Borders are true to about 40 m, 95 % of them to 230 m: judge a pin with that in mind.
        """
        municipality = self.municipality(code)
        if municipality is None:
            return None
        rings = [self._area_rings(index) for index in self.areas_of(code)]
        if any(inside_rings(own, point) for own in rings):
            return 0.0
        return min(distance_to_rings_m(own, point) for own in rings)

    def extent_of(self, codes: Iterable[str]) -> GeoExtent:
        """Return the extent of municipalities.

        Raises:
            KeyError: an unknown code.
        """
        boxes = self._area_boxes[[i for code in codes for i in self.municipalities[code].areas]]
        west, south = boxes[:, :2].min(axis=0)
        east, north = boxes[:, 2:].max(axis=0)
        return GeoExtent(float(south), float(west), float(north), float(east))

    def area_numbers(self, prefecture_codes: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of all areas of prefectures."""
        wanted = set(prefecture_codes)
        return tuple(i for i, area in enumerate(self.areas) if area.code[:2] in wanted)

    # Lines

    def lines(
        self, kinds: Sequence[BorderKind], level: int, area_numbers: Sequence[int] | None = None
    ) -> LineSet:
        """Return the arcs of some kinds at a level of detail, in degrees; each border is there once.

        Args:
            kinds: which borders.
            level: 0 is the finest.
            area_numbers: only the borders of these areas; None for all.
        """
        wanted = np.isin(self._kinds, kinds)
        if area_numbers is not None:
            own = np.zeros(len(wanted), dtype=bool)
            own[[max(n, ~n) for i in area_numbers for ring in self.areas[i].rings for n in ring]] = True
            wanted &= own
        return self._lines_at(level).chosen(wanted)

    def outline(self, area_numbers: Sequence[int], level: int) -> LineSet:
        """Return the rings around areas taken together: borders between them are dissolved."""
        key = (tuple(area_numbers), level)
        found = self._outline_cache.get(key)
        if found is None:
            if len(self._outline_cache) >= _OUTLINES_KEPT:
                self._outline_cache.clear()
            found = self._lines_at(level).joined(self._dissolve(key[0]))
            self._outline_cache[key] = found
        return found

    def rim(self, area_numbers: Sequence[int], level: int) -> LineSet:
        """Return the borders between areas taken together and other land: no coast, nothing inside."""
        around = [max(n, ~n) for ring in self._dissolve(tuple(area_numbers)) for n in ring]
        wanted = np.zeros(len(self._kinds), dtype=bool)
        wanted[around] = True
        return self._lines_at(level).chosen(wanted & (self._kinds != BorderKind.COAST))

    def lake_outline(self, level: int) -> LineSet:
        """Return the shores of all lakes as rings, islands in them as rings of their own."""
        rings = [tuple(ring) for row in self._table["lakes"] for ring in row["rings"]]
        return self._lines_at(level).joined(rings)

    @cached_property
    def _kinds(self) -> NDArray[np.uint8]:
        return np.concatenate([arcs.kinds for arcs in self._arcs])

    @cached_property
    def _ends(self) -> NDArray[np.int64]:
        """First and last vertex of each arc as one number each; a closed arc ends where it begins."""
        ends = []
        for arcs in self._arcs:
            first, last = arcs.grid[arcs.starts[:-1]], arcs.grid[arcs.starts[1:] - 1]
            last = np.where(arcs.closed[:, None], first, last)
            ends.append(np.stack([p[:, 0] << 32 | p[:, 1] for p in (first, last)], axis=1))
        return np.concatenate(ends)

    def _make_lines(self, level: int) -> LineSet:
        parts = []
        for arcs in self._arcs:
            kept = arcs.levels >= level
            running = np.concatenate([[0], np.cumsum(kept)])
            degrees = arcs.grid[kept] / GRID_PER_DEG
            parts.append(LineSet(degrees, running[arcs.starts], arcs.closed))
        return parts[0].followed_by(parts[1])

    @cached_property
    def _outline_cache(self) -> dict[tuple[tuple[int, ...], int], LineSet]:
        return {}

    @cached_property
    def _dissolve_cache(self) -> dict[tuple[int, ...], list[tuple[int, ...]]]:
        return {}

    def _dissolve(self, area_numbers: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Return the rings around areas: arcs that two of them share cancel out, the rest is chained."""
        if area_numbers in self._dissolve_cache:
            return self._dissolve_cache[area_numbers]
        free: dict[int, int] = {}
        for index in area_numbers:
            for signed in (n for ring in self.areas[index].rings for n in ring):
                number = max(signed, ~signed)
                if free.pop(number, None) is None:
                    free[number] = signed
        rings = self._chained(list(free.values()))
        self._dissolve_cache[area_numbers] = rings
        return rings

    def _chained(self, signed_arcs: list[int]) -> list[tuple[int, ...]]:
        leaving: dict[int, list[int]] = {}
        for signed in signed_arcs:
            leaving.setdefault(self._end(signed, 0), []).append(signed)
        rings = []
        for first in signed_arcs:
            place = self._end(first, 0)
            if first not in leaving.get(place, ()):
                continue  # used by an earlier ring
            path: list[int] = []
            visited = {place: 0}
            follow: int | None = first
            while follow is not None:
                leaving[place].remove(follow)
                path.append(follow)
                place = self._end(follow, 1)
                if place in visited:
                    # Where a path comes back to one of its nodes a ring is closed: none touches itself.
                    begin = visited[place]
                    rings.append(tuple(path[begin:]))
                    del path[begin:]
                    visited = {node: at for node, at in visited.items() if at <= begin}
                else:
                    visited[place] = len(path)
                follow = leaving[place][0] if leaving.get(place) else None
        return rings

    def _end(self, signed: int, which: int) -> int:
        return int(self._ends[signed, which] if signed >= 0 else self._ends[~signed, 1 - which])

    # Search structures for lookups

    @cached_property
    def _owner(self) -> tuple[Municipality, ...]:
        owners = {
            i: municipality for municipality in self.municipalities.values() for i in municipality.areas
        }
        return tuple(owners[i] for i in range(len(self.areas)))

    @cached_property
    def _area_boxes(self) -> FloatArray:
        """West, south, east, north of each area in degrees."""
        boxes = self._lines_at(FINEST_LEVEL).boxes
        rows = []
        for area in self.areas:
            own = boxes[[max(n, ~n) for ring in area.rings for n in ring]]
            rows.append([*own[:, :2].min(axis=0), *own[:, 2:].max(axis=0)])
        return np.array(rows)

    def _areas_near(self, point: GeoPoint, reach_deg: float) -> list[int]:
        boxes = self._area_boxes
        x, y = point.lon_deg, point.lat_deg
        hit = (
            (boxes[:, 0] - reach_deg <= x)
            & (x <= boxes[:, 2] + reach_deg)
            & (boxes[:, 1] - reach_deg <= y)
            & (y <= boxes[:, 3] + reach_deg)
        )
        return [int(index) for index in np.flatnonzero(hit)]

    def _join_area(self, index: int) -> LineSet:
        return self._lines_at(FINEST_LEVEL).joined(self.areas[index].rings)


def load_base_map(folder: Path | None = None) -> BaseMap:
    """Read the base map of the program, or another one in the same format.

    Raises:
        ResourceError: code "resource.missing" or "map.damaged".
    """
    place = folder if folder is not None else resource_path("map")
    try:
        coast = decode_arcs((place / "coast.bin").read_bytes())
        borders = decode_arcs((place / "borders.bin").read_bytes())
        table = json.loads((place / "areas.json").read_text(encoding="utf-8"))
        return BaseMap(coast, borders, table)
    except FileNotFoundError as error:
        raise ResourceError("resource.missing", name=f"map/{Path(error.filename or '').name}") from error
    except (OSError, ValueError) as error:
        raise ResourceError("map.damaged", reason=str(error)) from error
