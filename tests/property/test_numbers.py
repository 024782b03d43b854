"""Laws of numbers: none left out, none twice, alike everywhere, rising in lists, the same on every run."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.booklet.catalogues import SETTINGS, event, factory, place, record_id, taking_part
from tests.unit.booklet.pages import source_of

from ofdesk.base.geometry import GeoPoint
from ofdesk.base.japan import REGIONS
from ofdesk.booklet import route
from ofdesk.booklet.map_content import MapArea, map_content
from ofdesk.booklet.order import booklet_order
from ofdesk.booklet.route import length_m, nearest_neighbour, short_route
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Edition, Event, Factory, Participation

ADDRESSES = (
    "",
    "大阪府八尾市1",
    "大阪府大阪市北区1",
    "大阪府見本市1",
    "福井県鯖江市1",
    "福井県丹生郡越前町1",
    "石川県加賀市1",
    "東京都墨田区1",
)
PREFECTURES: tuple[tuple[str, ...], ...] = ((), ("大阪府",), ("福井県", "大阪府"))
cells = st.tuples(st.integers(0, 12), st.integers(0, 12))
spots = cells.map(lambda at: place(34 + at[0] / 9, 135 + at[1] / 9))
factories = st.builds(
    lambda address, reading, spot: (address, reading, spot),
    st.sampled_from(ADDRESSES),
    st.sampled_from("あいうえ"),
    st.none() | spots,
)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Return up to three events and a dozen factories, which take part in any of them or in none."""
    walks = [
        event(1 + n, prefectures=draw(st.sampled_from(PREFECTURES)), location=spot)
        for n, spot in enumerate(draw(st.lists(st.none() | spots, max_size=3)))
    ]
    editions = [Edition(id=record_id(50 + n), event=walk.id, label="1") for n, walk in enumerate(walks)]
    makers = [
        factory(100 + n, address=address, reading=reading, location=spot)
        for n, (address, reading, spot) in enumerate(draw(st.lists(factories, max_size=12)))
    ]
    pairs = [(maker, edition) for maker in makers for edition in editions]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    parts = [taking_part(1000 + n, maker, edition) for n, (maker, edition) in enumerate(chosen)]
    changed = dataclasses.replace(
        SETTINGS,
        number_order=draw(st.sampled_from(["", "by_reading", "by_area", "by_route"])),
        region_definition=draw(st.sampled_from(["", "bureau", "kinki_2fu4ken"])),
    )
    return Catalogue.of([*walks, *editions, *makers, *parts], booklet=changed)


@given(catalogues())
@settings(max_examples=60)
def test_numbers_are_without_gap_and_the_same_in_list_index_maps_and_events(catalogue: Catalogue) -> None:
    source = source_of(catalogue)
    plan, numbers = source.plan, source.plan.order.factory_numbers
    count = len(catalogue.table("factory"))
    assert sorted(numbers.values()) == list(range(1, count + 1))
    listed = [record for slot in plan.slots if slot.pattern == "factory_list" for record in slot.records]
    assert [numbers[record] for record in listed] == list(range(1, count + 1))
    rows = [row for page in plan.index for column in page for row in column]
    assert {row.record: row.number for row in rows if row.kind == "factory"} == dict(numbers)
    pins = [
        pin for region in REGIONS for pin in map_content(MapArea("region", region), source).factories
    ]
    assert all(pin.number == numbers[record] for pin in pins for record in numbers if record == pin.record)
    placed = [f for f in catalogue.all_of(Factory) if f.location and plan.order.region_of(f)]
    assert len(pins) == len(placed)
    for ids in plan.order.factories_of_event.values():
        own = [numbers[record] for record in ids]
        assert own == sorted(own)


@given(catalogues())
@settings(max_examples=40)
def test_the_order_in_which_records_were_made_does_not_matter(catalogue: Catalogue) -> None:
    kinds = (Event, Edition, Factory, Participation)
    backwards = [record for kind in kinds for record in reversed(catalogue.all_of(kind))]
    again = Catalogue.of(backwards, booklet=catalogue.booklet)
    assert booklet_order(again).factory_numbers == booklet_order(catalogue).factory_numbers


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=25, unique=True))
@settings(max_examples=60)
def test_a_walk_is_never_longer_than_that_of_the_nearest_neighbour(cells: list[tuple[int, int]]) -> None:
    places = tuple(GeoPoint(34 + south / 20, 135 + east / 20) for south, east in cells)
    walk = short_route(places)
    assert sorted(walk) == list(range(len(places)))
    plain = nearest_neighbour(route._unit_vectors(places), walk[0]).tolist()
    assert length_m(places, walk) <= length_m(places, plain) + 1e-3
