"""Event pages by how much there is to tell: photos, panels, and a second page."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, photo
from tests.unit.booklet.pages import images, links, page_of, patterns_of, source_of, text_of, words_of
from tests.unit.booklet.test_all_pages import check_page
from tests.unit.booklet.test_history import edition

from ofdesk.base.geometry import Rect
from ofdesk.booklet.mosaic import mosaic_frames
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Group, Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import AxisScore, Location, Person
from ofdesk.model.records import Event

COMMENT = "扉をひらくと、人が変わる。" * 5
PERSONS = tuple(Person(name=f"見本{n}", role="見本工業", comment=COMMENT) for n in range(4))
AXES = tuple(AxisScore(axis=f"軸{n}", score=n % 6) for n in range(1, 7))


def with_photos(count: int, **changes: object) -> Catalogue:
    pictures = [photo(900 + n) for n in range(count)]
    shown = event(1, photos=tuple(picture.id for picture in pictures), **changes)
    return Catalogue.of([*pictures, shown], None, SETTINGS)


def figures(page: Page) -> list[str]:
    return [op.alt for op in page.ops if isinstance(op, Group) and op.tag == "Figure"]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("height", [90.0, 200.0])
def test_pictures_fill_their_frame_without_overlapping(count: int, mirrored: bool, height: float) -> None:
    frame = Rect(-3.0, -3.0, 216.0, height)
    frames = mosaic_frames(frame, count, mirrored=mirrored)
    assert len(frames) == count
    assert frames[0].width_mm * frames[0].height_mm == max(f.width_mm * f.height_mm for f in frames)
    assert min(f.x_mm for f in frames) == pytest.approx(frame.x_mm)
    assert max(f.right_mm for f in frames) == pytest.approx(frame.right_mm)
    area = sum(f.width_mm * f.height_mm for f in frames)
    assert area > 0.97 * frame.width_mm * frame.height_mm
    for number, one in enumerate(frames):
        for other in frames[number + 1 :]:
            apart = one.right_mm <= other.x_mm or other.right_mm <= one.x_mm
            assert apart or one.bottom_mm <= other.y_mm or other.bottom_mm <= one.y_mm


PHOTOS_ON_PAGES = [(0, 0, 0), (1, 1, 0), (2, 2, 0), (4, 4, 0), (5, 1, 4), (9, 4, 5)]


@pytest.mark.parametrize(("count", "first", "second"), PHOTOS_ON_PAGES)
def test_all_photos_of_an_event_are_shown(count: int, first: int, second: int, toolkit: Toolkit) -> None:
    catalogue = with_photos(count)
    page = page_of("event", catalogue, toolkit)
    check_page(page)
    assert len(images(page)) == first
    assert [box for box in page.fields if box.left_out_chars] == []
    if second:
        more = page_of("event_more", catalogue, toolkit)
        check_page(more)
        assert len(images(more)) == second
    else:
        assert "event_more" not in patterns_of(source_of(catalogue).plan)


@pytest.mark.parametrize("theme", ["standard", "lively"])
def test_an_event_with_much_to_tell_has_a_second_page_and_loses_nothing(
    theme: str, toolkit: Toolkit, lively_toolkit: Toolkit
) -> None:
    chosen = toolkit if theme == "standard" else lively_toolkit
    catalogue = with_photos(3, key_persons=PERSONS, axes=AXES, results=("見本の成果",) * 5)
    first, more = page_of("event", catalogue, chosen), page_of("event_more", catalogue, chosen)
    for page in (first, more):
        check_page(page)
        assert [box for box in page.fields if box.left_out_chars] == []
    assert "見本3" not in words_of(first)
    assert "見本3" in words_of(more)
    assert "軸6" in words_of(more)


def test_an_event_with_little_to_tell_shows_its_persons_and_axes_on_its_page(toolkit: Toolkit) -> None:
    catalogue = with_photos(1, key_persons=PERSONS[:1], axes=AXES, overview_long="")
    assert "event_more" not in patterns_of(source_of(catalogue).plan)
    words = words_of(page_of("event", catalogue, toolkit))
    assert "見本0" in words
    assert "軸6" in words


def test_figures_and_axes_that_make_no_chart_call_for_no_second_page() -> None:
    full = event(1, overview_long="見" * 900, axes=(*AXES[:2], AxisScore(axis="", score=3)))
    for units, is_told in ((("people", "people"), True), (("total_people", "people"), False)):
        editions = [edition(11 + n, 2022 + n, 100, unit) for n, unit in enumerate(units)]
        plan = source_of(Catalogue.of([full, *editions], None, SETTINGS)).plan
        assert ("event_more" in patterns_of(plan)) == is_told


def test_the_second_page_follows_the_first_and_is_found_by_the_event(toolkit: Toolkit) -> None:
    plan = source_of(with_photos(6)).plan
    (first,) = [slot for slot in plan.slots if slot.pattern == "event"]
    (second,) = [slot for slot in plan.slots if slot.pattern == "event_more"]
    assert second.number == first.number + 1
    assert plan.event_page[first.records[0]] == first.number
    assert {first.number, second.number} <= set(plan.pages_of[first.records[0]])


def test_place_and_address_stand_as_map_and_code(toolkit: Toolkit) -> None:
    page = page_of("event", Catalogue.of([event(1, url="https://example.jp/")], None, SETTINGS), toolkit)
    assert figures(page) == ["近畿の中の位置", "公式サイト https://example.jp/"]
    assert "https://example.jp/" in [link.url for link in links(page)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"location": None, "url": ""}, []),
        ({"url": "見本のサイト"}, ["近畿の中の位置"]),
        ({"prefectures": (), "location": None, "url": "https://example.jp/"}, ["公式サイト https://example.jp/"]),
        ({"axes": AXES[:2], "location": None}, []),
    ],
)
def test_what_is_not_known_leaves_no_panel(
    changes: dict[str, object], expected: list[str], toolkit: Toolkit
) -> None:
    assert figures(page_of("event", Catalogue.of([event(1, **changes)], None, SETTINGS), toolkit)) == expected


def test_a_place_outside_its_region_has_no_map(toolkit: Toolkit) -> None:
    abroad = Location(lat_deg=51.5, lon_deg=0.0, level="town")
    assert figures(page_of("event", Catalogue.of([event(1, location=abroad)], None, SETTINGS), toolkit)) == []


def test_axes_without_score_are_left_out(toolkit: Toolkit) -> None:
    some = (*AXES[:3], AxisScore(axis="軸の無点", score=None))
    text = text_of(page_of("event", Catalogue.of([event(1, axes=some)], None, SETTINGS), toolkit))
    assert "軸1" in text.replace(" ", "")
    assert "無点" not in text


def test_a_panel_without_room_is_counted(toolkit: Toolkit) -> None:
    full: Event = dataclasses.replace(event(1), overview_long="見本の文。" * 200, axes=AXES)
    page = page_of("event_more", Catalogue.of([full], None, SETTINGS), toolkit)
    assert "軸6" in words_of(page)
    crowded = dataclasses.replace(full, results=("見本の成果がここにある" * 7,) * 10, key_persons=PERSONS * 3)
    page = page_of("event_more", Catalogue.of([crowded], None, SETTINGS), toolkit)
    lost = [box.field for box in page.fields if box.left_out_chars]
    assert ("軸6" in words_of(page)) != ("axes" in lost)
