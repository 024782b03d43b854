"""Maps of the booklet and sheets of their own: who is on them, what is numbered, where clicks lead."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from tests.unit.booklet.catalogues import crowd, event, factory, photo, place, record_id, small, taking_part
from tests.unit.booklet.pages import images, links, page_of, runs, source_of, text_of, words_of

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoPoint, Rect
from ofdesk.booklet.map_content import MapArea, map_content
from ofdesk.booklet.map_drawing import MOST_NAMED_EVENTS, is_crowded
from ofdesk.booklet.map_sheets import map_page
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.places import municipality_point
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.cartography import framing
from ofdesk.cartography.spec import THUMBNAIL_MM
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.parts import RecordFilter
from ofdesk.model.records import Edition
from ofdesk.model.settings import BookletSettings, Section


def test_an_area_holds_its_own_events_and_factories() -> None:
    osaka = event(1, prefectures=("大阪府",))
    both = event(2, prefectures=("福井県", "大阪府"))
    tokyo = event(3, prefectures=("東京都",))
    in_osaka, in_kyoto = factory(4, address="大阪府八尾市"), factory(5, address="京都府京都市")
    source = source_of(Catalogue.of([osaka, both, tokyo, in_osaka, in_kyoto]))

    def held(area: MapArea) -> tuple[set[str], set[str]]:
        content = map_content(area, source)
        return {e.record for e in content.events}, {f.record for f in content.factories}

    assert held(MapArea("nation")) == ({osaka.id, both.id, tokyo.id}, set())
    assert held(MapArea("region", "kinki")) == ({osaka.id, both.id}, {in_osaka.id, in_kyoto.id})
    assert held(MapArea("prefecture", "大阪府")) == ({osaka.id, both.id}, {in_osaka.id})
    assert held(MapArea("region", "okinawa")) == (set(), set())


def test_an_event_without_place_stands_amid_its_factories() -> None:
    walk = event(1, location=None)
    edition = Edition(id=record_id(2), event=walk.id, label="1")
    north, south = factory(3, location=place(35.0, 135.0)), factory(4, location=place(34.0, 136.0))
    nowhere = factory(5, location=None)
    parts = [taking_part(10 + n, f, edition) for n, f in enumerate((north, south, nowhere))]
    source = source_of(Catalogue.of([walk, edition, north, south, nowhere, *parts]))
    (found,) = map_content(MapArea("nation"), source).events
    assert found.point == GeoPoint(34.5, 135.5)


@pytest.mark.parametrize(
    ("names", "near"),
    [
        (("大阪府八尾市",), GeoPoint(34.62, 135.60)),
        (("福井県丹生郡越前町",), GeoPoint(35.97, 136.13)),
        (("大阪府大阪市大正区",), GeoPoint(34.69, 135.50)),
        (("福島県郡山市",), GeoPoint(37.40, 140.36)),
        (("岐阜県郡上市",), GeoPoint(35.75, 136.96)),
        (("大阪府見本市", "大阪府堺市"), GeoPoint(34.57, 135.48)),
    ],
)
def test_a_municipality_is_found_by_its_official_name(
    names: tuple[str, ...], near: GeoPoint, toolkit: Toolkit
) -> None:
    found = municipality_point(toolkit.base_map, names)
    assert found is not None
    assert found.distance_m(near) < 20_000


@pytest.mark.parametrize("names", [(), ("八尾市",), ("大阪府見本市",), ("大阪府",)])
def test_an_unknown_municipality_has_no_place(names: tuple[str, ...], toolkit: Toolkit) -> None:
    assert municipality_point(toolkit.base_map, names) is None


def test_pins_are_crowded_where_many_share_a_place(toolkit: Toolkit) -> None:
    focus = framing.focus_on(framing.Region("kinki"), toolkit.base_map)
    view = framing.main_view(focus, Rect(20, 40, 174, 180), 8.0)
    town = [GeoPoint(34.62 + n * 0.001, 135.60) for n in range(13)]
    assert is_crowded(town, view)
    assert not is_crowded(town[:12], view)
    assert not is_crowded([GeoPoint(33.8 + n * 0.15, 135.5) for n in range(13)], view)


def test_the_opener_of_a_region_numbers_its_factories_and_says_since_when(toolkit: Toolkit) -> None:
    page = page_of("region_opener", small(), toolkit)
    text = text_of(page).split("\n")
    assert {"1", "2"} <= set(text)
    assert "2022年10月初開催" in words_of(page)
    assert "番号は参加企業一覧の番号" in words_of(page)
    assert "取り組み2件　掲載企業2社" in words_of(page)
    leads = {link.anchor for link in links(page)}
    plan = source_of(small()).plan
    assert leads == {f"page.{n}" for n in (*plan.event_page.values(), *plan.factory_page.values())}


def test_where_factories_crowd_dots_take_the_place_of_numbers(toolkit: Toolkit) -> None:
    factories = [factory(100 + n, location=place(34.62, 135.60 + n * 0.001)) for n in range(30)]
    page = page_of("region_opener", Catalogue.of([event(1), *factories]), toolkit)
    assert "小さな点は参加企業の所在地" in words_of(page)
    assert "30" not in text_of(page).split("\n")


def test_the_nation_names_every_event_with_its_page(toolkit: Toolkit) -> None:
    catalogue = small()
    page = page_of("nation_map", catalogue, toolkit)
    plan = source_of(catalogue).plan
    assert len(plan.order.events) == 2
    for walk in plan.order.events:
        assert walk.name in words_of(page)
        assert f"p.{plan.event_page[walk.id]}" in words_of(page)
    assert {link.anchor for link in links(page)} >= {f"page.{n}" for n in plan.event_page.values()}


def test_many_events_are_listed_by_region(toolkit: Toolkit) -> None:
    catalogue = crowd(MOST_NAMED_EVENTS + 5, 0)
    page = page_of("nation_map", catalogue, toolkit)
    plan = source_of(catalogue).plan
    for walk in plan.order.events:
        assert walk.name in words_of(page)
    assert "北海道" in text_of(page).split("\n")
    assert {link.anchor for link in links(page)} == {f"page.{n}" for n in plan.event_page.values()}
    assert [box for box in page.fields if box.left_out_chars] == []


def test_an_event_nobody_can_place_is_named_below_the_map(toolkit: Toolkit) -> None:
    lost = event(1, name="迷子の催し", location=None, municipalities=())
    page = page_of("nation_map", Catalogue.of([lost, event(2)]), toolkit)
    plan = source_of(Catalogue.of([lost, event(2)])).plan
    assert f"地図上に示していない取り組み：迷子の催し（p.{plan.event_page[lost.id]}）" in words_of(page)


def test_events_of_no_region_are_opened_without_a_map(toolkit: Toolkit) -> None:
    page = page_of("region_opener", Catalogue.of([event(1, prefectures=())]), toolkit)
    assert "その他の地域" in words_of(page)
    assert "GSHHG" not in words_of(page)


@pytest.mark.parametrize(
    "area", [MapArea("nation"), MapArea("region", "kinki"), MapArea("prefecture", "大阪府")]
)
def test_a_map_sheet_stands_alone(area: MapArea, toolkit: Toolkit) -> None:
    page = map_page(area, source_of(small()), toolkit)
    assert page.size.width_mm == 210
    assert {image.rect.width_mm for image in images(page)} == {THUMBNAIL_MM[0]}
    assert "写真提供" in words_of(page)
    assert links(page) == []  # there is no other page to lead to
    words = words_of(page)
    assert "見本の工場めぐり" in words
    assert "p." not in words
    assert "オープンファクトリーMAP" in words
    assert "GSHHG" in words


@pytest.mark.parametrize(
    ("credit", "told"), [("見本写真室", "写真提供：見本写真室"), ("作図：見本写真室", "作図：見本写真室")]
)
def test_a_credit_that_says_what_it_is_for_gets_no_second_label(
    credit: str, told: str, toolkit: Toolkit
) -> None:
    picture = dataclasses.replace(photo(900), credit=credit)
    catalogue = Catalogue.of([picture, event(1, photos=(picture.id,))])
    assert told in text_of(map_page(MapArea("nation"), source_of(catalogue), toolkit)).split("\n")


def test_a_map_sheet_tells_what_its_numbers_mean(toolkit: Toolkit) -> None:
    page = map_page(MapArea("prefecture", "大阪府"), source_of(small()), toolkit)
    text = text_of(page).split("\n")
    assert {"見本刷子", "見本鋳造"} <= set(text)
    assert (text.count("1"), text.count("2")) == (3, 2)  # disc, list, and the sample of the legend
    assert {"凡例", "参加企業（番号は参加企業一覧の番号）"} <= set(text)


def test_a_map_sheet_of_nowhere_is_refused(toolkit: Toolkit) -> None:
    with pytest.raises(InputError, match=r"map\.unknown_area"):
        map_page(MapArea("prefecture", "架空県"), source_of(Catalogue()), toolkit)


def test_an_english_map_speaks_english(english_toolkit: Toolkit) -> None:
    catalogue = small(dataclasses.replace(small().booklet, language="en"))
    page = page_of("region_opener", catalogue, english_toolkit)
    words = " ".join(run.text for run in runs(page))
    assert "Sample Factory Walk" in words
    assert "first held October 2022" in words
    assert "Coast" in words or "coastline GSHHG" in words


def test_an_event_far_from_its_region_is_still_listed(toolkit: Toolkit) -> None:
    abroad = event(1, name="遠い催し", location=place(10.0, 100.0), start=PartialDate(2020))
    page = page_of("region_opener", Catalogue.of([abroad]), toolkit)
    assert "遠い催し" in words_of(page)


# ── filters of sections ─────────────────────────────────────────────────────────────────────────

BOTH = event(1, name="見本の窯びらき", prefectures=("福井県", "大阪府"), state="approved")
OSAKA = event(2, name="見本の刃物まつり", prefectures=("大阪府",))
NORTH = event(3, name="見本の織物めぐり", prefectures=("北海道",), state="approved")
FACTORIES = (
    factory(20, name="見本刷子", reading="い", state="approved"),
    factory(21, name="見本鋳造", reading="あ", address="福井県越前市1"),
    factory(22, name="見本織布", reading="う", state="approved", location=None),
    factory(23, name="見本木工", reading="え", state="approved", address="北海道札幌市1"),
)


def filtered(pattern: str, wanted: RecordFilter | None) -> Catalogue:
    """Return a booklet of one section with maps."""
    sections = (Section(pattern=pattern, included=True, selection=wanted),)
    return Catalogue.of((BOTH, OSAKA, NORTH, *FACTORIES), None, BookletSettings(sections=sections))


def content_of(pattern: str, catalogue: Catalogue) -> Any:
    """Return what the first page of a pattern shows."""
    source = source_of(catalogue)
    slot = next(slot for slot in source.plan.slots if slot.pattern == pattern)
    return PATTERNS[pattern].gather(slot, source)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (None, [NORTH.name, BOTH.name, OSAKA.name]),
        (RecordFilter(), [NORTH.name, BOTH.name, OSAKA.name]),
        (RecordFilter(states=("approved",)), [NORTH.name, BOTH.name]),
        (RecordFilter(regions=("kinki",)), [BOTH.name, OSAKA.name]),
        (RecordFilter(prefectures=("大阪府",), words="刃物"), [OSAKA.name]),
    ],
)
def test_the_map_of_the_nation_shows_what_the_filter_of_its_section_leaves(
    wanted: RecordFilter | None, names: list[str]
) -> None:
    content = content_of("nation_map", filtered("nation_map", wanted))
    assert [shown.name for shown in content.map.events] == names


def test_the_opener_narrows_events_and_factories_of_its_map_and_numbers_stay() -> None:
    whole = content_of("region_opener", filtered("region_events", RecordFilter(regions=("kinki",))))
    assert [line.event.id for line in whole.lines] == [BOTH.id, OSAKA.id]
    assert [(pin.name, pin.number) for pin in whole.map.factories] == [("見本鋳造", 2), ("見本刷子", 3)]
    assert whole.factory_count == 3  # one has no place
    approved = RecordFilter(regions=("kinki",), states=("approved",))
    content = content_of("region_opener", filtered("region_events", approved))
    assert [line.event.id for line in content.lines] == [BOTH.id]
    assert [shown.record for shown in content.map.events] == [BOTH.id]
    assert [(pin.name, pin.number) for pin in content.map.factories] == [("見本刷子", 3)]
    assert content.factory_count == 2
    hash(content)  # the key of the cache


def test_a_field_that_factories_do_not_have_lets_them_stay_on_the_map() -> None:
    limited = dataclasses.replace(BOTH, duration_facets=("limited",))
    catalogue = filtered("region_events", RecordFilter(duration_facets=("limited",)))
    content = content_of("region_opener", catalogue.with_record(limited))
    assert [shown.record for shown in content.map.events] == [BOTH.id]
    assert content.factory_count == 3


def test_an_event_stays_amid_all_its_factories_when_a_filter_hides_some() -> None:
    walk = event(1, location=None, state="approved")
    edition = Edition(id=record_id(2), event=walk.id, label="1")
    shown = factory(3, location=place(35.0, 135.0), state="approved")
    hidden = factory(4, location=place(34.0, 136.0))
    parts = [taking_part(10 + n, f, edition) for n, f in enumerate((shown, hidden))]
    source = source_of(Catalogue.of([walk, edition, shown, hidden, *parts]))
    content = map_content(MapArea("region", "kinki"), source, wanted=RecordFilter(states=("approved",)))
    assert [pin.record for pin in content.factories] == [shown.id]
    assert [pin.point for pin in content.events] == [GeoPoint(34.5, 135.5)]


def test_the_pages_show_only_what_passes(toolkit: Toolkit) -> None:
    wanted = RecordFilter(regions=("kinki",), states=("approved",))
    words = words_of(page_of("nation_map", filtered("nation_map", wanted), toolkit))
    assert BOTH.name in words
    assert OSAKA.name not in words
    assert NORTH.name not in words
    page = page_of("region_opener", filtered("region_events", wanted), toolkit)
    assert "取り組み1件　掲載企業2社" in words_of(page)
    assert OSAKA.name not in words_of(page)
    figures = text_of(page).split("\n")
    assert figures.count("3") == 1  # the disc of 見本刷子
    assert figures.count("2") == 1  # the event's page, and no disc of 見本鋳造
