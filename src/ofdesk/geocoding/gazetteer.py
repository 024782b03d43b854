"""The gazetteer of Japan: prefectures, municipalities and their towns, read from `resources/gazetteer`.

Owns which names a municipality goes by: official, without its 郡, a ward without its city, a former name.
Knows nothing of how addresses are written; that is the matcher's.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.base.resources import resource_path
from ofdesk.geocoding.gazetteer_file import GazetteerFile
from ofdesk.geocoding.normalise import fold_name, fold_names
from ofdesk.geocoding.suggestions import similar_beginnings
from ofdesk.geocoding.towns import Grid, TownTable

_SCALE = 1_000_000
_WARD = re.compile("^(.+?市)(.+区)$")
_COUNTY = re.compile("^(.+?郡|.+?島(?=三宅村|八丈町))(.+[町村])$")
_COUNTY_READING = re.compile("^.+?グン|^(?:ミヤケジマ|ハチジョウジマ)(?=ミヤケ|ハチジョウ)")
_SHARE_WITHIN = 0.95
_MOST_SIMILAR = 8


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, town, village, special ward or ward of a designated city.

    Attributes:
        number: position in the gazetteer.
        code: five digits of JIS X 0402.
        county: the 郡 (or island) in front of towns and villages, else empty.
        name: official name without county: 大阪市, 大阪市北区, 智頭町.
        city: for a ward of a designated city the city, else empty.
        reading: in katakana, without county.
        point: where most of its towns lie; 95 % of them within `radius_m` metres.
        wards: numbers of the wards of a designated city, else empty.
        full_name: the name as addresses write it: with county.
        canonical: prefecture, county and name.
    """

    number: int
    code: str
    prefecture: str
    county: str
    name: str
    city: str
    reading: str
    romaji: str
    point: GeoPoint
    radius_m: int
    extent: GeoExtent
    wards: tuple[int, ...] = ()
    full_name: str = field(init=False)
    canonical: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "full_name", self.county + self.name)
        object.__setattr__(self, "canonical", self.prefecture + self.full_name)


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One of the 47; `code` is 1 to 47, the reading in katakana, point and radius as for municipalities."""

    code: int
    name: str
    reading: str
    point: GeoPoint
    radius_m: int


@dataclass(frozen=True, slots=True)
class PostalTown:
    """A place that bears a postal code.

    Attributes:
        town: name of the 大字 or 町, empty for the rest of a municipality.
        chomes: the 丁目 the code is limited to, empty when it is for the whole town.
        office: name of the large addressee whose own code this is, else empty.
        block: the addressee's 番地, else empty.
    """

    municipality: Municipality
    town: str
    reading: str
    chomes: tuple[int, ...] = ()
    office: str = ""
    block: str = ""

    @property
    def canonical(self) -> str:
        """The address so far as the code tells it."""
        return self.municipality.canonical + self.town + self.block


@dataclass(frozen=True, slots=True)
class FormerName:
    """A municipality merged or renamed: its prefecture, and the numbers of those in its place."""

    prefecture: str
    municipalities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityName:
    """One way to write municipalities: which ones go by it today, and which did before."""

    municipalities: tuple[int, ...]
    former: tuple[FormerName, ...] = ()

    def heirs(self, prefecture: str = "") -> tuple[int, ...]:
        """Return the municipalities in place of former ones of this name, of one prefecture or of all."""
        meant = [one for one in self.former if prefecture in ("", one.prefecture)]
        return tuple(dict.fromkeys(number for one in meant for number in one.municipalities))


_NAMELESS = MunicipalityName(())


class Gazetteer:
    """Read access to the gazetteer; threads may share it: what it keeps is decoded once, never changed."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the program's gazetteer, or another file of the same format.

        Raises:
            ResourceError: codes "resource.missing", "gazetteer.missing", "gazetteer.damaged".
        """
        self._file = GazetteerFile(path or resource_path("gazetteer", "gazetteer.bin"))
        self._rows: list[list[Any]] = self._file.directory["municipalities"]
        wards = [_municipality(number, row) for number, row in enumerate(self._rows)]
        self._municipalities = (*wards, *_cities(wards, self._file.directory["cities"]))
        self._tables: dict[int, TownTable] = {}
        self._offices: dict[int, dict[str, list[tuple[str, str, str]]]] = {}

    def municipalities(self) -> tuple[Municipality, ...]:
        """Return all municipalities with their official names, the 20 designated cities at the end."""
        return self._municipalities

    def municipality(self, number: int) -> Municipality:
        """Return one municipality by its number."""
        return self._municipalities[number]

    def official(self, name: str) -> tuple[Municipality, ...]:
        """Return the municipalities of exactly this official name, with or without county and prefecture."""
        return self._official.get(name, ())

    @cached_property
    def _official(self) -> dict[str, tuple[Municipality, ...]]:
        found: dict[str, tuple[Municipality, ...]] = {}
        for municipality in self._municipalities:
            forms = (municipality.name, municipality.full_name, municipality.canonical)
            for form in dict.fromkeys((*forms, municipality.prefecture + municipality.name)):
                found[form] = (*found.get(form, ()), municipality)
        return found

    def similar(self, name: str, prefecture: str = "") -> tuple[Municipality, ...]:
        """Return the municipalities whose name is one typing error away from a wrong one (清洲市 → 清須市).

        Args:
            prefecture: look only there, when given.
        """
        folded = fold_name(name)
        numbers = dict.fromkeys(
            number
            for key in similar_beginnings(self._likely_names(folded), folded, 0)
            for number in self.names[key].municipalities or self.names[key].heirs(prefecture)
        )
        found = [self._municipalities[number] for number in numbers]
        return tuple(one for one in found if prefecture in ("", one.prefecture))[:_MOST_SIMILAR]

    def _likely_names(self, folded: str) -> set[str]:
        """Return the few names that begin like a text in the way `similar_beginnings` asks for."""
        first, second = folded[:1], folded[1:2]
        starts = ((0, first), (1, first), (1, second))
        return {key for start in starts for key in self._names_by_start.get(start, ())}

    @cached_property
    def _names_by_start(self) -> dict[tuple[int, str], list[str]]:
        """Folded names by their first and by their second character."""
        found: dict[tuple[int, str], list[str]] = {}
        for key in self.names:
            for at, character in enumerate(key[:2]):
                found.setdefault((at, character), []).append(key)
        return found

    def by_code(self, code: str) -> Municipality | None:
        """Return the municipality of a code of five digits, or of six with the check digit."""
        return self._by_code.get(code[:5])

    @cached_property
    def _by_code(self) -> dict[str, Municipality]:
        return {municipality.code: municipality for municipality in self._municipalities}

    @cached_property
    def prefectures(self) -> tuple[Prefecture, ...]:
        """The 47 prefectures in the order of their codes."""
        members: dict[str, list[Municipality]] = {}
        for municipality in self._municipalities:
            if not municipality.wards:
                members.setdefault(municipality.prefecture, []).append(municipality)
        rows: list[list[str]] = self._file.directory["prefectures"]
        return tuple(
            Prefecture(number, name, reading, *_centre(members[name]))
            for number, (name, reading) in enumerate(rows, start=1)
        )

    @cached_property
    def names(self) -> dict[str, MunicipalityName]:
        """Folded names of municipalities, every way they are written in use."""
        written: dict[str, list[int]] = {}
        by_form: list[tuple[list[str], list[int]]] = [([], []) for _ in range(3)]
        for number, municipality in enumerate(self._municipalities):
            ward = municipality.name.removeprefix(municipality.city)
            forms = (municipality.full_name, municipality.name, ward)
            for (texts, numbers), form in zip(by_form, forms, strict=True):
                texts.append(form)
                numbers.append(number)
        for texts, owners in by_form:
            for key, number in zip(fold_names(texts), owners, strict=True):
                found = written.setdefault(key, [])
                if number not in found:
                    found.append(number)
        names = {key: MunicipalityName(tuple(found)) for key, found in written.items()}
        rows: list[tuple[str, str, list[int]]] = self._file.directory["former"]
        for with_county in (True, False):
            keys = fold_names([name if with_county else _COUNTY.sub(r"\2", name) for _, name, _ in rows])
            for key, (prefecture, _, heirs) in zip(keys, rows, strict=True):
                known = names.get(key, _NAMELESS)
                former = FormerName(prefecture, tuple(heirs))
                if former not in known.former:
                    names[key] = MunicipalityName(known.municipalities, (*known.former, former))
        return names

    def towns(self, number: int) -> TownTable:
        """Return the towns of a municipality that is not divided into wards."""
        table = self._tables.get(number)
        if table is None:
            row = self._rows[number]
            table = TownTable(self._file.towns(row[13], row[14]), Grid(row[8], row[9], row[10]))
            self._tables[number] = table
        return table

    def towns_for_postal_code(self, postal_code: str) -> tuple[PostalTown, ...]:
        """Return the places that bear a code of seven digits, with or without hyphen; () without any."""
        digits = fold_name(postal_code).replace("-", "").removeprefix("〒")
        places: list[PostalTown] = []
        for number in self._postal_index.get(digits[:5], ()):
            municipality, table = self._municipalities[number], self.towns(number)
            for town, chomes in table.towns_of_code(digits):
                places.append(PostalTown(municipality, table.names[town], table.reading(town), chomes))
            for town_name, block, office in self._offices_of(number).get(digits, ()):
                places.append(PostalTown(municipality, town_name, "", (), office, block))
        return tuple(places)

    def _offices_of(self, number: int) -> dict[str, list[tuple[str, str, str]]]:
        """Return town, block and name of the large addressees of a municipality by their postal codes."""
        offices = self._offices.get(number)
        if offices is None:
            offices = {}
            for code, town, block, name in self._file.rows(*self._rows[number][15:17]):
                offices.setdefault(code, []).append((town, block, name))
            self._offices[number] = offices
        return offices

    @cached_property
    def _postal_index(self) -> dict[str, tuple[int, ...]]:
        rows = self._file.rows(*self._file.directory["postal"])
        return {digits: tuple(map(int, numbers.split())) for digits, numbers in rows}


def _municipality(number: int, row: list[Any]) -> Municipality:
    code, prefecture, written, reading, romaji, lat_e6, lon_e6, radius_m, south, west, _, north, east = row[
        :13
    ]
    county, name, city = "", written, ""
    if match := _COUNTY.match(written):
        county, name = match.groups()
        reading = _COUNTY_READING.sub("", reading, count=1)
    elif match := _WARD.match(written):
        city = match[1]
    point = GeoPoint(lat_e6 / _SCALE, lon_e6 / _SCALE)
    extent = GeoExtent(south / _SCALE, west / _SCALE, north / _SCALE, east / _SCALE)
    return Municipality(
        number, code, prefecture, county, name, city, reading, romaji, point, radius_m, extent
    )


def _cities(wards: list[Municipality], rows: list[list[str]]) -> list[Municipality]:
    """Return the designated cities, made of their wards."""
    cities: list[Municipality] = []
    for code, name, reading, romaji in rows:
        own = [ward for ward in wards if ward.city == name and ward.code[:2] == code[:2]]
        point, radius_m = _centre(own)
        extent = GeoExtent(
            min(ward.extent.south_deg for ward in own),
            min(ward.extent.west_deg for ward in own),
            max(ward.extent.north_deg for ward in own),
            max(ward.extent.east_deg for ward in own),
        )
        cities.append(
            Municipality(
                len(wards) + len(cities),
                code,
                own[0].prefecture,
                "",
                name,
                "",
                reading,
                romaji,
                point,
                radius_m,
                extent,
                tuple(ward.number for ward in own),
            )
        )
    return cities


def _centre(members: list[Municipality]) -> tuple[GeoPoint, int]:
    """Return the mean of the members' points and the radius that holds 95 % of them with their own extent."""
    lat_deg = sum(member.point.lat_deg for member in members) / len(members)
    lon_deg = sum(member.point.lon_deg for member in members) / len(members)
    centre = GeoPoint(round(lat_deg, 6), round(lon_deg, 6))
    reaches = sorted(centre.distance_m(member.point) + member.radius_m for member in members)
    return centre, round(reaches[math.ceil(_SHARE_WITHIN * len(reaches)) - 1])
