from __future__ import annotations

import dataclasses

from tests.unit.booklet.catalogues import event, factory, record_id, taking_part

from ofdesk.booklet.order import booklet_order, events_in_order, latest_edition
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.records import Edition


def test_events_stand_by_region_then_prefecture_then_reading() -> None:
    osaka_b = event(1, prefectures=("大阪府",), reading="びい")
    osaka_a = event(2, prefectures=("大阪府",), reading="あい")
    aomori = event(3, prefectures=("青森県",), reading="んん")
    kyoto = event(4, prefectures=("京都府",), reading="わわ")
    found = events_in_order([osaka_b, osaka_a, aomori, kyoto])
    assert [e.id for e in found] == [aomori.id, kyoto.id, osaka_a.id, osaka_b.id]


def test_an_event_without_reading_is_ordered_by_its_name() -> None:
    named = event(1, reading="", name="あさ")
    read = event(2, reading="いし", name="石")
    assert [e.id for e in events_in_order([read, named])] == [named.id, read.id]


def test_events_of_an_unknown_prefecture_stand_last() -> None:
    nowhere = event(1, prefectures=("架空県",))
    okinawa = event(2, prefectures=("沖縄県",))
    assert [e.id for e in events_in_order([nowhere, okinawa])] == [okinawa.id, nowhere.id]


def test_factories_stand_by_the_prefecture_their_address_begins_with() -> None:
    kagawa = factory(1, address="香川県高松市1-1")
    iwate = factory(2, address="岩手県盛岡市1-1")
    vague = factory(3, address="高松市1-1")
    factories = booklet_order(Catalogue.of([vague, kagawa, iwate])).factories
    assert [f.id for f in factories] == [iwate.id, kagawa.id, vague.id]


def test_numbers_count_factories_in_order() -> None:
    second, first = factory(1, reading="いい"), factory(2, reading="ああ")
    order = booklet_order(Catalogue.of([second, first]))
    assert order.factory_numbers == {first.id: 1, second.id: 2}


def test_factories_of_an_event_are_those_of_all_its_editions_each_once() -> None:
    walk = event(1)
    editions = [Edition(id=record_id(10 + n), event=walk.id, label=str(n)) for n in range(2)]
    one, two = factory(20, reading="あ"), factory(21, reading="い")
    order = booklet_order(
        Catalogue.of(
            [
                walk,
                *editions,
                one,
                two,
                taking_part(30, two, editions[0]),
                taking_part(31, one, editions[1]),
                taking_part(32, one, editions[0]),
            ]
        )
    )
    assert order.factories_of_event[walk.id] == (one.id, two.id)


def test_a_participation_without_its_factory_counts_for_nothing() -> None:
    walk = event(1)
    edition = Edition(id=record_id(10), event=walk.id, label="1")
    lost = dataclasses.replace(taking_part(30, factory(20), edition), factory=record_id(99))
    assert booklet_order(Catalogue.of([walk, edition, lost])).factories_of_event == {}


def test_the_latest_edition_is_the_one_that_begins_last() -> None:
    walk = event(1)
    old = Edition(id=record_id(10), event=walk.id, label="2024", begins=PartialDate(2024, 10, 1))
    new = Edition(id=record_id(11), event=walk.id, label="2025", begins=PartialDate(2025))
    undated = Edition(id=record_id(12), event=walk.id, label="?", number=9)
    catalogue = Catalogue.of([walk, old, undated, new])
    assert latest_edition(catalogue, walk) == new
    assert latest_edition(Catalogue.of([walk]), walk) is None
