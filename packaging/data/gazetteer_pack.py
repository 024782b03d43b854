"""Packs the joined towns into the gazetteer's file; owns the order of municipalities and towns."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from dataclasses import dataclass
from typing import Any

from gazetteer_extents import OF_QUARTER, OF_TOWN, distance_m, middle, radii_of_points, reach_m
from gazetteer_former import numbered
from gazetteer_join import SUCCESSORS, Place, Town, Towns
from gazetteer_sources import Office, PostalArea

from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding.romaji import romaji_of

# Municipalities without a town in the source of points: their offices, by the municipalities' own notices.
OFFICE_PLACES = {"13362": (34.5296, 139.2826), "43506": (32.2766, 130.9808)}  # 利島村, 湯前町
_OFFICE_ALONE_M = 3_000.0  # both reach about as far from their offices
_LAST_CODE = "9999999"
_SHARE_WITHIN = 0.95
_FULL_SCALE = 65_535
_SCALE = 1_000_000


@dataclass
class _Spot:
    """A point of the file: number 0 is the town itself."""

    number: int
    place: Place
    radius_m: float


@dataclass
class Packed:
    """The finished bytes and what they hold."""

    content: bytes
    unpacked_sha256: str
    counts: dict[str, int]


class _Blocks:
    """Collects blocks and tells their offsets."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._length = 0

    def add(self, block: bytes) -> tuple[int, int]:
        offset, self._length = self._length, self._length + len(block)
        self.parts.append(block)
        return offset, len(block)


def pack(
    towns: Towns,
    areas: list[PostalArea],
    offices: list[Office],
    names: dict[str, tuple[str, str]],
    merged: list[dict[str, str]],
) -> Packed:
    """Return the file for the joined towns.

    Args:
        names: name and romaji of municipalities by code, former ones and designated cities included.
        merged: the rows of former_municipalities.csv.
    """
    cities = {area.municipality_code: area for area in reversed(areas)}
    radii = _radii(towns)
    blocks = _Blocks()
    rows = [_municipality(cities[code], towns.get(code, {}), radii, names, blocks) for code in sorted(cities)]
    by_code: dict[str, list[tuple[str, ...]]] = {}
    for office in offices:
        line = (office.postal_code, office.town, office.block, office.name)
        by_code.setdefault(office.municipality_code, []).append(line)
    for row in rows:
        row += blocks.add(gf.encode_rows(by_code.get(row[0], [])))
    positions = {row[0]: index for index, row in enumerate(rows)}
    former = numbered(merged, _current(rows))
    directory: dict[str, Any] = {
        "municipalities": rows,
        "prefectures": _prefectures(areas),
        "cities": _designated_cities(cities, names),
        "former": former,
        "postal": blocks.add(gf.encode_rows(_postal_index(areas, offices, positions))),
    }
    listed = [town for of_code in towns.values() for town in of_code.values()]
    counts = {
        "municipalities": len(rows),
        "towns": len(listed),
        "points": sum(len(town.points) for town in listed),
        "postal_codes": len({area.postal_code for area in areas}),
        "office_codes": len({office.postal_code for office in offices}),
        "former_municipalities": len(former),
    }
    # zlib's output may differ from build to build of zlib; what it packs may not.
    unpacked = hashlib.sha256(b"".join(zlib.decompress(part) for part in blocks.parts))
    return Packed(gf.encode_file(directory, blocks.parts), unpacked.hexdigest(), counts)


def _current(rows: list[list[Any]]) -> dict[tuple[str, str], list[int]]:
    """Return the numbers of municipalities by prefecture and name, of a designated city its wards'."""
    current: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        current.setdefault((row[1], row[2]), []).append(number)
        city, ward, _ = row[2].partition("市")
        if ward and row[2].endswith("区"):
            current.setdefault((row[1], city + ward), []).append(number)
    return current


def _prefectures(areas: list[PostalArea]) -> list[tuple[str, str]]:
    by_code = {area.municipality_code[:2]: (area.prefecture, area.prefecture_kana) for area in areas}
    return [by_code[code] for code in sorted(by_code)]


def _designated_cities(cities: dict[str, PostalArea], names: dict[str, tuple[str, str]]) -> list[list[str]]:
    """Return code, name, reading and romaji of the cities that consist of wards."""
    rows = []
    for code, (name, romaji) in names.items():
        if code in cities or code in SUCCESSORS:
            continue
        readings = [city.city_kana for city in cities.values() if city.city.startswith(name)]
        # The readings of all wards begin with the city's, which ends with the last シ they have in common.
        common = next(
            length for length in range(len(readings[0]), 0, -1) if len({r[:length] for r in readings}) == 1
        )
        rows.append([code, name, readings[0][: readings[0].rindex("シ", 0, common) + 1], romaji])
    return rows


def _radii(towns: Towns) -> dict[Place, float]:
    places = sorted(
        {place for listed in towns.values() for town in listed.values() for place in town.points.values()}
    )
    return dict(zip(places, radii_of_points(places), strict=True))


def _postal_index(
    areas: list[PostalArea], offices: list[Office], positions: dict[str, int]
) -> list[tuple[str, ...]]:
    """Return for each first five digits the municipalities where such codes are."""
    index: dict[str, set[int]] = {}
    entries: list[PostalArea | Office] = [*areas, *offices]
    for entry in entries:
        index.setdefault(entry.postal_code[:5], set()).add(positions[entry.municipality_code])
    return [(digits, " ".join(map(str, sorted(found)))) for digits, found in sorted(index.items())]


def _municipality(
    city: PostalArea,
    towns: dict[str, Town],
    radii: dict[Place, float],
    names: dict[str, tuple[str, str]],
    blocks: _Blocks,
) -> list[Any]:
    code = city.municipality_code
    ordered = sorted(towns.values(), key=lambda town: (_first_code(town), town.kana, town.name))
    places = [place for town in ordered for place in town.points.values()]
    office = OFFICE_PLACES.get(code)
    centre = office or middle(places)
    farthest = [distance_m(centre, place) + radii[place] for place in places]
    within = max(reach_m(centre, places, _SHARE_WITHIN), min(farthest, default=_OFFICE_ALONE_M))
    spots = [_spots(town, radii, centre, within) for town in ordered]
    south, west = (min(spot.place[axis] for group in spots for spot in group) for axis in (0, 1))
    north, east = (max(spot.place[axis] for group in spots for spot in group) for axis in (0, 1))
    corner = (int(south * _SCALE) - 1, int(west * _SCALE) - 1)
    step = 1 + int(max(north * _SCALE - corner[0], east * _SCALE - corner[1])) // _FULL_SCALE
    block = gf.encode_towns(_town_block(ordered, spots, corner, step))
    extent = [*corner, step, int(north * _SCALE) + 1, int(east * _SCALE) + 1]
    romaji = names.get(code, ("", ""))[1] or romaji_of(city.city_kana)
    point = [round(centre[0] * _SCALE), round(centre[1] * _SCALE), round(within)]
    texts = [code, city.prefecture, city.city, city.city_kana, romaji]
    return [*texts, *point, *extent, *blocks.add(block)]


def _first_code(town: Town) -> str:
    return min((code.postal_code for code in town.codes), default=_LAST_CODE)


def _spots(town: Town, radii: dict[Place, float], centre: Place, within_m: float) -> list[_Spot]:
    quarters = [
        _Spot(number, place, radii[place] * (OF_QUARTER if number else OF_TOWN))
        for number, place in sorted(town.points.items())
    ]
    if quarters and quarters[0].number == 0:
        own = quarters.pop(0)
        for quarter in quarters:
            own.radius_m = max(own.radius_m, distance_m(own.place, quarter.place) + quarter.radius_m)
        if town.same_named:
            # Which of the same-named towns the source's point belongs to is not known.
            own.radius_m = max(own.radius_m, distance_m(own.place, centre) + within_m)
        return [own, *quarters]
    relatives = [quarter.place for quarter in quarters] or town.members or town.neighbours
    if not relatives:
        return [_Spot(0, centre, within_m)]
    place = middle(relatives)
    return [_Spot(0, place, max(distance_m(place, other) + radii[other] for other in relatives)), *quarters]


def _kind(town: Town) -> int:
    if 0 in town.points:
        kind = gf.POINT_OWN
    elif town.points:
        kind = gf.POINT_OF_QUARTERS
    elif town.members:
        kind = gf.POINT_OF_PARTS
    else:
        kind = gf.POINT_NEARBY
    return (
        kind | (gf.SAME_NAMED if town.same_named else 0) | (gf.COUNTED_IN_CHO if town.suffix == "丁" else 0)
    )


def _town_block(
    towns: list[Town], spots: list[list[_Spot]], corner: tuple[int, int], step: int
) -> gf.TownBlock:
    flat = [spot for group in spots for spot in group]
    return gf.TownBlock(
        names=[town.name for town in towns],
        readings=[town.kana for town in towns],
        romaji=[_romaji(town) for town in towns],
        codes=[_codes(town) for town in towns],
        flags=bytes(_kind(town) for town in towns),
        point_counts=bytes(len(group) for group in spots),
        numbers=bytes(spot.number for spot in flat),
        radius_steps=bytes(gf.radius_step(spot.radius_m) for spot in flat),
        lat_steps=array("H", (round((spot.place[0] * _SCALE - corner[0]) / step) for spot in flat)),
        lon_steps=array("H", (round((spot.place[1] * _SCALE - corner[1]) / step) for spot in flat)),
    )


def _romaji(town: Town) -> str:
    """Return the romaji when it cannot be made of the reading."""
    given = town.romaji
    return "" if given.replace(" ", "").lower() == romaji_of(town.kana).lower() else given


def _codes(town: Town) -> str:
    """Return the codes in the file's short form: 0600909:1.2.3,0600910; parts with ~, buildings with =."""
    ordered = sorted(town.codes, key=lambda code: (code.postal_code, code.kind, code.chomes))
    return ",".join(code.postal_code + code.kind + ".".join(map(str, code.chomes)) for code in ordered)
