"""Which areas users may name, and what stands on maps around places."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, factory, place, record_id, taking_part
from tests.unit.booklet.pages import source_of, text_of, words_of

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.booklet.map_content import MapArea, map_content
from ofdesk.booklet.map_pages import map_title
from ofdesk.booklet.map_sheets import map_page
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.cartography import framing
from ofdesk.cartography.regions import region_definition
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Edition
from ofdesk.services.map_area import parse_area

WALK = event(1, name="見本めぐり", name_en="Sample Walk", location=place(34.62, 135.60))
EDITION = Edition(id=record_id(2), event=WALK.id, label="1")
NEAR = factory(3, location=place(34.63, 135.62), reading="い")
FAR = factory(4, location=place(34.72, 135.70), reading="う")
STRANGER = factory(5, location=place(34.63, 135.61), reading="あ")
TWIN, OTHER_TWIN = event(6, name="見本ふたご"), event(7, name="見本ふたご")
NOWHERE = event(8, name="見本の迷子", location=None, municipalities=())
CATALOGUE = Catalogue.of(
    [
        WALK,
        EDITION,
        NEAR,
        FAR,
        STRANGER,
        TWIN,
        OTHER_TWIN,
        NOWHERE,
        taking_part(10, NEAR, EDITION),
        taking_part(11, FAR, EDITION),
    ],
    booklet=SETTINGS,
)
SOURCE = source_of(CATALOGUE)


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    return load_toolkit("ja", "")


def area_of(text: str, toolkit: Toolkit) -> MapArea:
    return parse_area(text, SOURCE, toolkit.base_map)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("全国", "nation", ""),
        ("nation", "nation", ""),
        ("東北", "region", "tohoku"),
        ("tohoku", "region", "tohoku"),
        ("沖縄県", "prefecture", "沖縄県"),
        ("北海道", "region", "hokkaido"),
        ("東京", "prefecture", "東京都"),
        ("tokyo", "prefecture", "東京都"),
    ],
)
def test_an_area_has_several_names(text: str, kind: str, key: str, toolkit: Toolkit) -> None:
    area = area_of(text, toolkit)
    assert (area.kind, area.key) == (kind, key)


@pytest.mark.parametrize(
    "text", ["", "京", "とうほく", "NATION", "大阪市", "event:", "event:nobody", "1,2,3", "a,b,c,d"]
)
def test_what_is_no_area_is_refused(text: str, toolkit: Toolkit) -> None:
    with pytest.raises(InputError, match=r"map\.unknown_area"):
        area_of(text, toolkit)


@pytest.mark.parametrize(
    ("text", "definition", "members"),
    [
        ("近畿（2府4県）", "kinki_2fu4ken", 6),
        ("近畿(2府4県)", "kinki_2fu4ken", 6),
        ("kinki_2fu4ken", "kinki_2fu4ken", 6),
        ("近畿（2府5県）", "bureau", 7),
    ],
)
def test_the_kinki_region_is_named_with_its_definition(
    text: str, definition: str, members: int, toolkit: Toolkit
) -> None:
    area = area_of(text, toolkit)
    assert area == MapArea("region", "kinki", definition)
    ground = framing.Region(area.key, region_definition(area.definition))
    assert len(framing.focus_on(ground, toolkit.base_map).prefectures) == members


@pytest.mark.parametrize("text", ["見本めぐり", "Sample Walk", f"event:{WALK.id}"])
def test_the_area_of_an_event_shows_it_and_its_factories_only(text: str, toolkit: Toolkit) -> None:
    area = area_of(text, toolkit)
    content = map_content(area, SOURCE, alone=True)
    assert [e.record for e in content.events] == [WALK.id]
    assert {f.record: f.number for f in content.factories} == {NEAR.id: 2, FAR.id: 3}
    assert map_title(area, toolkit) == "見本めぐり MAP"
    assert content.sheet == f"event.{WALK.id}/a4"
    assert area.region == "kinki"
    assert area.extent is not None
    for point in (GeoPoint(34.62, 135.60), GeoPoint(34.63, 135.62), GeoPoint(34.72, 135.70)):
        assert area.extent.contains(point)
    words = words_of(map_page(area, SOURCE, toolkit))
    assert "見本めぐりMAP" in words
    assert STRANGER.name not in words
    assert NEAR.name in words


def test_the_area_of_an_event_at_one_place_is_four_kilometres_wide(toolkit: Toolkit) -> None:
    extent = area_of(f"event:{TWIN.id}", toolkit).extent
    assert extent is not None
    corner = GeoPoint(extent.south_deg, extent.west_deg)
    assert corner.distance_m(GeoPoint(extent.north_deg, extent.west_deg)) > 4e3
    assert corner.distance_m(GeoPoint(extent.south_deg, extent.east_deg)) > 4e3


def test_the_map_of_a_crowded_event_numbers_all_and_leaves_its_name_to_the_title(toolkit: Toolkit) -> None:
    crowd = [factory(100 + n, location=place(34.60 + n * 0.001, 135.6)) for n in range(24)]
    parts = [taking_part(300 + n, maker, EDITION) for n, maker in enumerate(crowd)]
    source = source_of(Catalogue.of([WALK, EDITION, *crowd, *parts], booklet=SETTINGS))
    page = map_page(parse_area(WALK.name, source, toolkit.base_map), source, toolkit)
    assert {str(n) for n in range(1, 25)} <= set(text_of(page).split("\n"))
    assert "示していない" not in words_of(page)


def test_events_of_one_name_are_told_apart_by_their_identities(toolkit: Toolkit) -> None:
    with pytest.raises(InputError, match=r"map\.several_events") as raised:
        area_of("見本ふたご", toolkit)
    assert f"event:{TWIN.id}" in str(raised.value.details["examples"])


def test_an_event_with_a_reading_is_named_as_people_see_it(toolkit: Toolkit) -> None:
    read = event(9, name="｜見本山《みほんやま》の市", location=place(34.62, 135.60))
    source = source_of(Catalogue.of([read], booklet=SETTINGS))
    for text in (read.name, "見本山の市"):
        assert parse_area(text, source, toolkit.base_map).key == read.id


def test_an_event_without_any_place_has_no_map(toolkit: Toolkit) -> None:
    with pytest.raises(InputError, match=r"map\.event_without_place"):
        area_of("見本の迷子", toolkit)
    abroad = dataclasses.replace(WALK, location=place(0.0, 0.0))
    source = source_of(Catalogue.of([abroad]))
    with pytest.raises(InputError, match=r"map\.event_without_place"):
        parse_area(abroad.name, source, toolkit.base_map)


def test_an_extent_shows_what_has_its_place_in_it(toolkit: Toolkit) -> None:
    area = area_of("135.605,34.6,135.65,34.65", toolkit)
    assert area.extent == GeoExtent(34.6, 135.605, 34.65, 135.65)
    content = map_content(area, SOURCE, alone=True)
    assert {f.record for f in content.factories} == {NEAR.id, STRANGER.id}
    assert content.events == ()
    wide = map_content(area_of(" １３５．５，34.5, 135.8，34.8 ", toolkit), SOURCE, alone=True)
    assert {e.record for e in wide.events} == {WALK.id, TWIN.id, OTHER_TWIN.id}
    assert {f.record for f in wide.factories} == {NEAR.id, FAR.id, STRANGER.id}
    assert map_title(area, toolkit) == "オープンファクトリーMAP"
    assert NEAR.name in words_of(map_page(area, SOURCE, toolkit))


@pytest.mark.parametrize(
    "text",
    [
        "34.5,135.5,34.8,135.8",
        "135.8,34.8,135.5,34.5",
        "135.5,34.5,135.5,34.8",
        "0,0,10,10",
        "nan,nan,nan,nan",
        "135.5,34.5,135.8,inf",
        "-1e400,34.5,135.8,34.8",
    ],
)
def test_degrees_that_frame_nothing_in_japan_are_refused(text: str, toolkit: Toolkit) -> None:
    with pytest.raises(InputError, match=r"map\.extent"):
        area_of(text, toolkit)
