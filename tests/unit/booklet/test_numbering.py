"""Numbers of factories in each order, and that index, maps, lists and events tell the same ones."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, factory, place, record_id, taking_part
from tests.unit.booklet.pages import page_of, source_of, words_of

from ofdesk.booklet import route
from ofdesk.booklet.map_content import MapArea, map_content
from ofdesk.booklet.numbering import municipality_code, numbered_as
from ofdesk.booklet.order import booklet_order
from ofdesk.booklet.plan import Plan
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Event, Factory, Record

ORDERS = ("", "by_reading", "by_area", "by_route")


def held(walk: Event, factories: Iterable[Factory]) -> list[Record]:
    """Return an event with an edition in which factories take part."""
    edition = Edition(id=record_id(int(walk.id, 16) + 5_000), event=walk.id, label="1")
    parts = [taking_part(int(f.id, 16) + int(walk.id, 16) * 10_000, f, edition) for f in factories]
    return [walk, edition, *parts]


def numbered(records: Iterable[Record], way: str) -> list[RecordId]:
    """Return the identities of factories in the order of their numbers."""
    order = booklet_order(numbered_as(Catalogue.of(records), way))
    assert list(order.factory_numbers.values()) == list(range(1, len(order.factories) + 1))
    return sorted(order.factory_numbers, key=lambda record: order.factory_numbers[record])


def listed(plan: Plan) -> list[RecordId]:
    """Return the identities of factories in the order in which the list shows them."""
    return [record for slot in plan.slots if slot.pattern == "factory_list" for record in slot.records]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("大阪府大阪市北区梅田1-1", "27127"),
        ("大阪府大阪市", "27100"),
        ("大阪府堺市堺区", "27141"),
        ("大阪府八尾市本町1", "27212"),
        ("福井県丹生郡越前町", "18423"),
        ("福井県越前町", "18423"),
        ("福井県越前市", "18209"),
        ("東京都八丈島八丈町", "13401"),
        ("東京都八丈町大賀郷", "13401"),
        ("東京都墨田区", "13107"),
        ("岐阜県郡上市", "21219"),
        ("福島県郡山市", "07203"),
        ("茨城県龍ヶ崎市", "08208"),
        ("大阪府 八尾市", "27212"),
        ("大阪府見本市", "99999"),
        ("大阪府", "99999"),
        ("八尾市本町", "99999"),
        ("", "99999"),
    ],
)
def test_the_municipality_is_the_one_at_the_start_of_the_address(address: str, code: str) -> None:
    assert municipality_code(address) == code


def test_by_area_factories_stand_by_municipality_wards_after_their_city_then_by_reading() -> None:
    kita = factory(1, address="大阪府大阪市北区1", reading="あ")
    city = factory(2, address="大阪府大阪市", reading="わ")
    yao_b = factory(3, address="大阪府八尾市1", reading="い")
    yao_a = factory(4, address="大阪府八尾市9", reading="あ")
    sakai = factory(5, address="大阪府堺市西区1", reading="あ")
    vague = factory(6, address="大阪府", reading="あ")
    kyoto = factory(7, address="京都府宇治市1", reading="ん")
    expected = [kyoto.id, city.id, kita.id, sakai.id, yao_a.id, yao_b.id, vague.id]
    assert numbered([vague, yao_b, sakai, yao_a, kita, city, kyoto], "by_area") == expected


def test_by_route_factories_follow_a_walk_through_their_first_event() -> None:
    row = [factory(10 + n, location=place(34.60, 135.60 + n * 0.01), reading="あ") for n in range(4)]
    twin = factory(20, location=place(34.60, 135.61), reading="い")
    lost = factory(21, location=None, reading="あ")
    apart = factory(22, address="大阪府八尾市1")
    alone = factory(23, address="大阪府大阪市北区1")
    # The walk begins next to the event's own place, at its eastern end.
    first = event(1, reading="あ", location=place(34.60, 135.70))
    second = event(2, reading="い", location=None)
    late = factory(24, location=place(34.7, 135.5))
    records = [*held(second, [late, row[0]]), *held(first, [*row, twin, lost]), *row, twin, lost, apart]
    records += [alone, late]
    expected = [*(f.id for f in reversed(row[1:])), twin.id, row[0].id, lost.id, late.id, alone.id, apart.id]
    assert numbered(records, "by_route") == expected


def test_by_route_regions_stay_together_though_an_event_reaches_over_them() -> None:
    walk = event(1, prefectures=("福井県", "石川県"))
    fukui = factory(10, address="福井県鯖江市1", location=place(35.95, 136.18))
    ishikawa = factory(11, address="石川県加賀市1", location=place(36.30, 136.31))
    records = [*held(walk, [fukui, ishikawa]), fukui, ishikawa]
    assert numbered(records, "by_route") == [ishikawa.id, fukui.id]
    source = source_of(numbered_as(Catalogue.of(records), "by_route"))
    assert listed(source.plan) == [ishikawa.id, fukui.id]


def test_typing_into_a_text_field_walks_no_route_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    factories = [factory(10 + n, location=place(34.6 + n % 3 * 0.02, 135.6 + n * 0.013)) for n in range(9)]
    records = [*held(event(1), factories), *factories]
    before = numbered(records, "by_route")

    def fail(vectors: object, start: int) -> None:
        raise AssertionError

    monkeypatch.setattr(route, "nearest_neighbour", fail)
    typed = dataclasses.replace(factories[4], name="見本の新しい名", reading="わ")
    assert numbered([typed if r.id == typed.id else r for r in records], "by_route") == before


def test_moving_a_pin_renumbers_at_once() -> None:
    factories = [factory(10 + n, location=place(34.6, 135.6 + n * 0.01)) for n in range(4)]
    records = [*held(event(1, location=None), factories), *factories]
    assert numbered(records, "by_route") == [f.id for f in factories]
    moved = dataclasses.replace(factories[0], location=place(34.6, 135.9))
    found = numbered([moved if r.id == moved.id else r for r in records], "by_route")
    assert found == [f.id for f in (*factories[1:], moved)]


@pytest.mark.parametrize("way", ORDERS)
def test_index_map_list_and_event_tell_the_same_numbers_rising(way: str) -> None:
    factories = [
        factory(10 + n, address=address, reading=reading, location=place(34.5 + n % 5 * 0.07, 135.5 + n / 20))
        for n, (address, reading) in enumerate(
            (address, reading)
            for address in ("大阪府八尾市1", "大阪府大阪市北区1", "京都府宇治市1", "石川県加賀市1")
            for reading in ("う", "あ", "い")
        )
    ]
    records = [*held(event(1), factories[::2]), *held(event(2), factories[1::3]), *factories]
    source = source_of(numbered_as(Catalogue.of(records), way))
    plan, numbers = source.plan, source.plan.order.factory_numbers
    assert [numbers[record] for record in listed(plan)] == list(range(1, 13))
    rows = [row for page in plan.index for column in page for row in column if row.kind != "event"]
    assert {row.record: row.number for row in rows if row.record} == dict(numbers)
    for before, after in itertools.pairwise(rows):
        assert before.number < after.number or not after.number
    on_maps = [
        pin
        for region in ("kinki", "chubu")
        for pin in map_content(MapArea("region", region), source, alone=True).factories
    ]
    assert {pin.record: pin.number for pin in on_maps} == dict(numbers)
    for walk in plan.order.events:
        own = [numbers[record] for record in plan.order.factories_of_event[walk.id]]
        assert own == sorted(own)
        assert own


def fukui_in(definition: str) -> Catalogue:
    settings = dataclasses.replace(SETTINGS, region_definition=definition)
    walk, osaka = event(1, prefectures=("福井県",), location=place(35.94, 136.18)), event(2)
    aichi = event(3, prefectures=("愛知県",), location=place(35.18, 136.90))
    maker = factory(10, address="福井県鯖江市1", location=place(35.95, 136.18))
    return Catalogue.of([walk, osaka, aichi, maker, factory(11)], booklet=settings)


@pytest.mark.parametrize(
    ("definition", "region"), [("", "kinki"), ("bureau", "kinki"), ("kinki_2fu4ken", "chubu")]
)
def test_fukui_counts_to_the_region_of_the_definition_everywhere(definition: str, region: str) -> None:
    source = source_of(fukui_in(definition))
    order = source.plan.order
    walk, maker = record_id(1), record_id(10)
    assert walk in {e.id for e in order.events_of(region)}
    assert maker in {f.id for f in order.factories_of(region)}
    opener = next(s for s in source.plan.slots if s.pattern == "region_opener" and s.region == region)
    assert walk in opener.records
    tabs = {s.region for s in source.plan.slots if walk in s.records and s.pattern == "event"}
    assert tabs == {region}
    content = map_content(MapArea("region", region), source)
    assert {(e.record, e.region) for e in content.events if e.record == walk} == {(walk, region)}
    assert {(f.record, f.region) for f in content.factories if f.record == maker} == {(maker, region)}
    assert content.area.definition == (definition or "bureau")
    headings = {r.text: r.region for p in source.plan.index for c in p for r in c if r.kind == "prefecture"}
    assert headings["福井県"] == region
    names = list(headings)
    assert (names.index("福井県") < names.index("愛知県")) == (region == "chubu")


def test_the_page_how_to_read_tells_regions_and_order_of_the_booklet(toolkit: Toolkit) -> None:
    plain = words_of(page_of("how_to_read", fukui_in("bureau"), toolkit))
    other = words_of(page_of("how_to_read", fukui_in("kinki_2fu4ken"), toolkit))
    assert "福井県・滋賀県" in plain
    assert "石川県・福井県" in other
    by_route = words_of(page_of("how_to_read", numbered_as(fukui_in(""), "by_route"), toolkit))
    assert "巡る道順" in by_route
    assert "巡る道順" not in plain
