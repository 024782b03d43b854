"""Postal codes against addresses, and pins against both, with scripted knowledge."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.checks.knowledge import AddressPlace, Land, PostalPlace
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.problems import Severity
from ofdesk.model.records import Event, Factory, Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.model.validation import check_catalogue, check_record

TSUBAME, SANJO = frozenset({"15213"}), frozenset({"15204"})
TSUBAME_POINT = GeoPoint(37.6700, 138.9000)
METRE_DEG = 1 / 111_195


class TwoTowns:
    """燕市 and 三条市 meet at 37.65°N; south of 37.5°N is the sea."""

    def __init__(self, *, has_map: bool = True) -> None:
        self.has_map = has_map

    def prefectures_with(self, municipality: str) -> tuple[str, ...]:
        return {"燕市": ("新潟県",), "三条市": ("新潟県",), "山形市": ("山形県",)}.get(municipality, ())

    def similar(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        return {"蒸市": ("燕市",), "山形市": ("山県市",)}.get(municipality, ())

    def successors(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        return ("燕市",) if municipality in ("吉田町", "分水町") else ()

    def codes_of(self, municipality: str, prefectures: tuple[str, ...]) -> frozenset[str]:
        return {"燕市": TSUBAME, "三条市": SANJO}.get(municipality, frozenset())

    def place_of_address(self, address: str) -> AddressPlace | None:
        _, _, rest = address.partition("市")
        if "燕市" in address:
            lot = rest.removeprefix("本町").removeprefix("東町").split(" ")[0]
            if rest.startswith("東町"):
                return AddressPlace(TSUBAME, "新潟県燕市", "東町", 0, lot, ("959-0002", "959-0003"))
            if not rest.startswith("本町"):
                return AddressPlace(TSUBAME, "新潟県燕市")
            chome = 2 if "二丁目" in rest else 0
            return AddressPlace(
                TSUBAME, "新潟県燕市", "本町", chome, lot, ("959-0001",), TSUBAME_POINT, radius_m=400
            )
        return AddressPlace(SANJO, "新潟県三条市") if "三条市" in address else None

    def places_of_postal_code(self, postal_code: str) -> tuple[PostalPlace, ...]:
        return {
            "959-0001": (PostalPlace(TSUBAME, "新潟県燕市", "本町"),),
            "959-0002": (PostalPlace(TSUBAME, "新潟県燕市", "東町"),),
            "959-0004": (PostalPlace(TSUBAME, "新潟県燕市", ""),),
            "959-0005": (PostalPlace(TSUBAME, "新潟県燕市", "本町", (1,)),),
            "959-0006": (PostalPlace(TSUBAME, "新潟県燕市", "本町字中"),),
            "959-8601": (PostalPlace(TSUBAME, "新潟県燕市", "吉田", is_office=True),),
            "955-0001": (PostalPlace(SANJO, "新潟県三条市", "旭町"),),
            "955-0009": (
                PostalPlace(SANJO, "新潟県三条市", "旭町"),
                PostalPlace(TSUBAME, "新潟県燕市", "本町"),
            ),
        }.get(postal_code, ())

    def land_at(self, point: GeoPoint, reach_m: float) -> Land | None:
        if not self.has_map:
            return None
        if point.lat_deg < 37.5 - reach_m * METRE_DEG:
            return Land()
        return Land(TSUBAME, "新潟県燕市") if point.lat_deg > 37.65 else Land(SANJO, "新潟県三条市")

    def distance_m(self, codes: frozenset[str], point: GeoPoint) -> float | None:
        if not self.has_map:
            return None
        north = (point.lat_deg - 37.65) / METRE_DEG
        return min(max(0.0, -north) if code in TSUBAME else max(0.0, north) for code in codes)


def at(lat_deg: float, lon_deg: float = 138.9, **values: object) -> Location:
    return dataclasses.replace(Location(lat_deg=lat_deg, lon_deg=lon_deg), **values)  # type: ignore[arg-type]


def metres_north(metres: float, of: GeoPoint = TSUBAME_POINT) -> Location:
    return at(of.lat_deg + metres * METRE_DEG, of.lon_deg)


NUMBERS = itertools.count(1)


def factory(
    address: str, location: Location | None = None, postal_code: str = "", name: str = "見本"
) -> Factory:
    return Factory(
        id=RecordId(f"{next(NUMBERS):032x}"),
        name=name,
        reading="みほん",
        address=address,
        postal_code=postal_code,
        location=location or at(TSUBAME_POINT.lat_deg),
    )


def found(
    record: Record, others: Iterable[Record] = (), *, knowledge: TwoTowns | None = None
) -> dict[str, dict[str, object]]:
    settings = BookletSettings(title="x", publisher="x", as_of=PartialDate(2026, 10))
    catalogue = Catalogue.of((record, *others), Project(title="x"), settings)
    problems = check_record(record, catalogue, knowledge or TwoTowns())
    return {problem.code.removeprefix("check."): dict(problem.details) for problem in problems}


# ── postal codes ────────────────────────────────────────────────────────────────────────────────

HONCHO = "新潟県燕市本町1-2"


@pytest.mark.parametrize(
    "postal_code",
    [
        "",
        "959-0001",
        "959-0006",  # of a 小字 in it
        "959-8601",  # of a large addressee
        "955-0009",  # of two municipalities, one of them the right one
    ],
)
def test_a_fitting_postal_code_is_no_problem(postal_code: str) -> None:
    assert found(factory(HONCHO, postal_code=postal_code)) == {}


@pytest.mark.parametrize(
    ("postal_code", "address", "code", "details"),
    [
        (
            "955-0001",
            HONCHO,
            "postal_code_elsewhere_meant",
            {"found": "新潟県三条市", "expected": "新潟県燕市", "suggestion": "959-0001"},
        ),
        (
            "955-0001",
            "新潟県燕市東町1",
            "postal_code_elsewhere",
            {"found": "新潟県三条市", "expected": "新潟県燕市"},
        ),
        (
            "955-0001",
            "新潟県燕市",
            "postal_code_elsewhere",
            {"found": "新潟県三条市", "expected": "新潟県燕市"},
        ),
        (
            "959-0002",
            HONCHO,
            "postal_code_other_town_meant",
            {"found": "東町", "expected": "本町", "suggestion": "959-0001"},
        ),
        (
            "959-0004",  # of what has no code of its own
            HONCHO,
            "postal_code_other_town_meant",
            {"found": "新潟県燕市", "expected": "本町", "suggestion": "959-0001"},
        ),
        (
            "959-0005",  # of 一丁目
            "新潟県燕市本町二丁目3",
            "postal_code_other_town_meant",
            {"found": "本町", "expected": "本町2丁目", "suggestion": "959-0001"},
        ),
        ("959-0001", "新潟県燕市東町1", "postal_code_other_town", {"found": "本町", "expected": "東町"}),
        ("999-9999", HONCHO, "postal_code_unknown_meant", {"suggestion": "959-0001"}),
        ("999-9999", "新潟県燕市東町1", "postal_code_unknown", {}),
        ("999-9999", "", "postal_code_unknown", {}),
    ],
)
def test_a_wrong_postal_code_is_told_with_the_right_one_where_there_is_one(
    postal_code: str, address: str, code: str, details: dict[str, str]
) -> None:
    problems = found(factory(address, postal_code=postal_code))
    assert problems.get(code) == {"postal_code": postal_code, **details}
    assert len([name for name in problems if name.startswith("postal")]) == 1


def test_only_a_code_of_another_municipality_is_an_error() -> None:
    for postal_code, severity in (("955-0001", Severity.ERROR), ("959-0002", Severity.WARNING)):
        record = factory(HONCHO, postal_code=postal_code)
        (problem,) = check_record(record, Catalogue.of((record,), booklet=as_of()), TwoTowns())
        assert (problem.severity, problem.field) == (severity, "postal_code")


def as_of() -> BookletSettings:
    return BookletSettings(as_of=PartialDate(2026, 10))


@pytest.mark.parametrize("postal_code", ["9550001", "９５５-０００１", "955-001", "〒", "-", "x" * 8])
def test_what_is_no_postal_code_is_told_of_its_shape_alone(postal_code: str) -> None:
    assert set(found(factory(HONCHO, postal_code=postal_code))) == {"not_postal_code"}


# ── pins and municipalities ─────────────────────────────────────────────────────────────────────


def test_a_pin_in_another_municipality_names_both() -> None:
    swapped = factory("新潟県燕市本町1-2", at(37.60))
    assert found(swapped) == {
        "location_elsewhere": {"found": "新潟県三条市", "expected": "新潟県燕市", "distance_km": 5.6}
    }


@pytest.mark.parametrize(("south_m", "wrong"), [(-10, False), (10, False), (299, False), (301, True)])
def test_pins_beside_the_border_are_let_pass(south_m: float, wrong: bool) -> None:
    record = factory("新潟県燕市見知らぬ町", at(37.65 - south_m * METRE_DEG))
    assert set(found(record)) == ({"location_elsewhere"} if wrong else set())


def test_without_a_map_pins_are_checked_against_the_address_alone() -> None:
    nothing = TwoTowns(has_map=False)
    assert found(factory("新潟県燕市", at(37.60)), knowledge=nothing) == {}
    assert set(found(factory(HONCHO, at(37.60)), knowledge=nothing)) == {"location_far"}
    assert found(event(("燕市",), at(37.60)), knowledge=nothing) == {}


def test_an_address_that_is_not_understood_accuses_no_pin() -> None:
    record = factory("新潟県見知らぬ市", at(37.60))
    assert set(found(record)) == {"municipality_unknown"}


def event(municipalities: tuple[str, ...], location: Location) -> Event:
    return Event(
        id=RecordId("f" * 32),
        name="見本",
        reading="みほん",
        prefectures=("新潟県",),
        municipalities=municipalities,
        overview_short="工場を開く。",
        location=location,
    )


def test_the_pin_of_an_event_lies_in_one_of_its_municipalities() -> None:
    assert found(event(("燕市", "三条市"), at(37.60))) == {}
    assert found(event(("燕市", "三条市"), at(37.70))) == {}
    assert found(event(("燕市",), at(37.65 - 200 * METRE_DEG))) == {}
    assert found(event(("燕市",), at(37.60)))["location_elsewhere"] == {
        "found": "新潟県三条市",
        "expected": "燕市",
        "distance_km": 5.6,
    }


def test_an_event_with_a_wrong_municipality_is_told_of_that_first() -> None:
    assert set(found(event(("燕市", "蒸市"), at(37.60)))) == {"municipality_misspelt"}


@pytest.mark.parametrize(
    ("lat_deg", "code"),
    [
        (37.5 - 290 * METRE_DEG, None),
        (37.5 - 310 * METRE_DEG, "location_at_sea"),
        (10.0, "location_outside_japan"),
    ],
)
def test_pins_at_sea_are_told(lat_deg: float, code: str | None) -> None:
    wanted = {code} if code else set()
    assert set(found(factory("新潟県三条市", at(lat_deg)))) == wanted
    assert set(found(event(("三条市",), at(lat_deg)))) == wanted


def test_where_the_gazetteer_has_the_town_a_pin_is_right_whatever_the_map_says() -> None:
    class Contradicting(TwoTowns):
        def land_at(self, point: GeoPoint, reach_m: float) -> Land | None:
            return Land()

    assert found(factory(HONCHO, metres_north(40)), knowledge=Contradicting()) == {}
    assert set(found(factory(HONCHO, metres_north(60)), knowledge=Contradicting())) == {"location_at_sea"}


# ── pins and towns ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("metres", "wrong"), [(0, False), (1290, False), (1310, True), (3200, True)])
def test_a_pin_is_far_beyond_twice_the_radius_and_half_a_kilometre(metres: float, wrong: bool) -> None:
    """2 × 400 m + 500 m = 1300 m."""
    problems = found(factory(HONCHO, metres_north(metres)))
    assert problems == ({"location_far": {"distance_km": round(metres / 1000, 1)}} if wrong else {})


# ── two at one point ────────────────────────────────────────────────────────────────────────────


def sharing(mine: str, other: str, *, level: str = "", other_level: str = "", metres: float = 0.0) -> bool:
    point = dataclasses.replace(metres_north(0), level=level)
    beside = dataclasses.replace(metres_north(metres), level=other_level or level)
    neighbour = factory(other, beside, name="隣の工場")
    problems = found(factory(mine, point), [neighbour])
    if "location_shared" in problems:
        assert problems["location_shared"] == {"other": "隣の工場"}
    return "location_shared" in problems


@pytest.mark.parametrize("level", ["", "point", "parcel"])
def test_two_factories_of_different_addresses_at_one_point_are_told(level: str) -> None:
    assert sharing("新潟県燕市本町1-2", "新潟県燕市本町3-4", level=level)
    assert sharing("新潟県燕市本町1-2", "新潟県燕市東町1-2", level=level)
    assert sharing("新潟県燕市本町1-2", "どこか", level=level)
    assert sharing("新潟県燕市本町1-2", "新潟県燕市本町3-4", level=level, metres=1)
    assert not sharing("新潟県燕市本町1-2", "新潟県燕市本町3-4", level=level, metres=20)


@pytest.mark.parametrize("level", ["", "point", "town"])
def test_two_firms_in_one_building_may_share_their_point(level: str) -> None:
    assert not sharing("新潟県燕市本町1-2", "新潟県燕市本町1-2", level=level)
    assert not sharing("新潟県燕市本町1-2 見本ビル3階", "新潟県燕市本町1-2 見本ビル5階", level=level)
    assert not sharing("どこか", "どこか", level=level)


def test_pins_of_one_town_found_as_a_town_may_coincide() -> None:
    assert not sharing("新潟県燕市本町1-2", "新潟県燕市本町3-4", level="town")
    assert not sharing("新潟県燕市本町1-2", "新潟県燕市本町3-4", level="point", other_level="town")
    assert not sharing("新潟県燕市本町1-2", "どこか", level="town")
    assert not sharing("新潟県燕市本町1-2", "どこか", level="point", other_level="town")
    assert sharing("新潟県燕市本町1-2", "新潟県燕市東町3-4", level="town")
    assert sharing("新潟県燕市本町1-2", "新潟県燕市本町二丁目4", level="chome")


def test_a_crowd_at_one_point_is_told_each_once_and_quickly() -> None:
    crowd = [factory(f"新潟県燕市本町{number}-1", name=f"工場{number}") for number in range(1, 3001)]
    catalogue = Catalogue.of(crowd, Project(title="x"), as_of())
    problems = [p for p in check_catalogue(catalogue, TwoTowns()) if p.code == "check.location_shared"]
    assert len({problem.record_id for problem in problems}) == len(problems) == 3000


def test_a_misplaced_pin_is_told_once() -> None:
    first, second = (factory(f"新潟県燕市本町{number}-1", at(37.60)) for number in (1, 2))
    assert set(found(first, [second])) == {"location_elsewhere"}


# ── names ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "code", "details"),
    [
        ("新潟県西蒲原郡吉田町1", "municipality_former", {"name": "吉田町", "successor": "燕市"}),
        ("新潟県蒸市本町1", "municipality_misspelt", {"name": "蒸市", "suggestion": "燕市"}),
        (
            "岐阜県山形市1",
            "municipality_not_here",
            {"name": "山形市", "prefecture": "岐阜県", "suggestion": "山県市"},
        ),
        ("大阪府燕市本町1", "address_prefecture", {"name": "燕市", "prefecture": "新潟県"}),
    ],
)
def test_a_name_that_is_not_official_is_told_with_what_is_known_of_it(
    address: str, code: str, details: dict[str, str]
) -> None:
    assert found(dataclasses.replace(factory(address), location=None))[code] == details
    if code == "municipality_former":
        assert found(event(("吉田町",), at(37.70)))[code] == details
