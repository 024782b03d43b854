"""What was decided by hand for an event's page: one page or two, how many photos, which part of the first."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, factory, photo
from tests.unit.booklet.pages import images, page_of, patterns_of, source_of, words_of
from tests.unit.booklet.test_all_pages import check_page

from ofdesk.base.geometry import Rect
from ofdesk.booklet.pictures import Picture, cropped, framed
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Group, Ink, Page, Path
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import PageLayout, Person
from ofdesk.model.records import Record
from ofdesk.model.settings import Section

SQUARE = Picture("00", "00", 3000, 3000, 0.5, 0.5, "", "", "")
WIDE = Rect(0.0, 0.0, 200.0, 100.0)


def told(layout: PageLayout | None, photos: int = 5, **changes: object) -> Catalogue:
    pictures: list[Record] = [photo(900 + n) for n in range(photos)]
    ids = tuple(picture.id for picture in pictures)
    return Catalogue.of([*pictures, event(1, photos=ids, layout=layout, **changes)], None, SETTINGS)


def patterns(catalogue: Catalogue) -> list[str]:
    return [p for p in patterns_of(source_of(catalogue).plan) if p in ("event", "event_more")]


@pytest.mark.parametrize(
    ("layout", "photos", "expected"),
    [
        (None, 5, ["event", "event_more"]),
        (PageLayout(), 5, ["event", "event_more"]),
        (PageLayout(pages="one_page"), 5, ["event"]),
        (PageLayout(pages="spread"), 1, ["event", "event_more"]),
        (PageLayout(photos=4), 5, ["event"]),
    ],
)
def test_an_event_has_as_many_pages_as_was_decided(
    layout: PageLayout | None, photos: int, expected: list[str]
) -> None:
    assert patterns(told(layout, photos)) == expected


@pytest.mark.parametrize("most", [0, 1, 3, 4])
def test_no_more_photos_are_shown_than_were_decided(most: int, toolkit: Toolkit) -> None:
    page = page_of("event", told(PageLayout(photos=most)), toolkit)
    check_page(page)
    assert len(images(page)) == most


@pytest.mark.parametrize("photos", [0, 1, 2, 3, 4, 5, 6])
def test_a_spread_shows_all_photos_and_a_page_without_any_bears_the_ornament(
    photos: int, toolkit: Toolkit, lively_toolkit: Toolkit
) -> None:
    catalogue = told(PageLayout(pages="spread"), photos)
    for chosen in (toolkit, lively_toolkit):
        pages = [page_of(pattern, catalogue, chosen) for pattern in ("event", "event_more")]
        for page in pages:
            check_page(page)
            ornament = [op for op in page.ops if isinstance(op, Group) and op.tag == "Artifact" and op.clip]
            assert bool(ornament) != bool(images(page))
        assert sum(len(images(page)) for page in pages) == photos


@pytest.mark.parametrize("photos", [1, 2, 3, 4])
def test_pictures_end_within_the_colour_along_their_foot(photos: int, lively_toolkit: Toolkit) -> None:
    page = page_of("event", told(PageLayout(pages="one_page"), photos), lively_toolkit)
    fill = Ink("region.kinki")
    bar = next(op for op in page.ops if isinstance(op, Path) and op.fill == fill)
    foot_mm = max(float(segment[-1]) for segment in bar.segments if segment[0] != "Z")
    lowest_mm = max(image.rect.bottom_mm for image in images(page))
    assert foot_mm - lowest_mm == pytest.approx(lively_toolkit.theme.look.picture_foot_mm / 2)


def test_a_spread_begins_on_a_left_hand_page_after_an_ornament_in_the_colour_of_its_region(
    toolkit: Toolkit,
) -> None:
    settings = dataclasses.replace(SETTINGS, sections=(Section(pattern="region_events", included=True),))
    for first_page in (1, 2):
        numbered = dataclasses.replace(settings, first_page_number=first_page)
        catalogue = dataclasses.replace(told(None), booklet=numbered)
        plan = source_of(catalogue).plan
        (spread,) = [slot for slot in plan.slots if slot.pattern == "event"]
        assert spread.number % 2 == 0
        blanks = [slot for slot in plan.slots if slot.pattern == "blank"]
        assert [slot.region for slot in blanks] == ["kinki"] * (first_page - 1)
    page = page_of("blank", catalogue, toolkit)
    check_page(page)
    assert not words_of(page)
    assert any(isinstance(op, Group) and op.clip for op in page.ops)


def crop_of(page: Page) -> tuple[float, float, float, float]:
    return images(page)[0].crop


def test_the_first_photo_is_cropped_as_was_decided_for_this_page(toolkit: Toolkit) -> None:
    plain, moved = told(None, 2), told(PageLayout(focus_x=0.0, focus_y=1.0, zoom_percent=200), 2)
    page, changed = page_of("event", plain, toolkit), page_of("event", moved, toolkit)
    left, top, right, bottom = crop_of(changed)
    was = crop_of(page)
    assert (left, bottom) == (0.0, 1.0)
    assert right - left == pytest.approx((was[2] - was[0]) / 2)
    assert bottom - top == pytest.approx((was[3] - was[1]) / 2)
    assert images(changed)[1].crop == images(page)[1].crop
    assert moved.table("photo") == plain.table("photo")


def test_a_factory_s_photo_is_cropped_in_its_entry(toolkit: Toolkit) -> None:
    shown = factory(1, photos=(photo(900).id,), layout=PageLayout(zoom_percent=300))
    page = page_of("factory_list", Catalogue.of([photo(900), shown], None, SETTINGS), toolkit)
    left, top, right, bottom = crop_of(page)
    assert max(right - left, bottom - top) == pytest.approx(1 / 3)


@pytest.mark.parametrize("zoom", [100, 150, 300])
@pytest.mark.parametrize("focus", [(0.0, 0.0), (0.5, 0.5), (1.0, 0.3)])
def test_a_crop_has_the_shape_of_its_frame_and_lies_in_the_photo(
    zoom: int, focus: tuple[float, float]
) -> None:
    layout = PageLayout(focus_x=focus[0], focus_y=focus[1], zoom_percent=zoom)
    left, top, right, bottom = cropped(framed([SQUARE], layout)[0], WIDE).crop
    assert 0.0 <= left < right <= 1.0
    assert 0.0 <= top < bottom <= 1.0
    assert (right - left) / (bottom - top) == pytest.approx(2.0)
    assert right - left == pytest.approx(100 / zoom)


def test_key_persons_and_co_leaders_stand_with_reading_role_and_words(toolkit: Toolkit) -> None:
    comment = "扉をひらくと、人が変わる。"
    keys = (Person(name="見本一", reading="みほんいち", role="見本工業", comment=comment),)
    others = tuple(Person(name=f"見本{n}", role="見本組合") for n in "二三四")
    catalogue = told(PageLayout(pages="spread"), 3, key_persons=keys, co_leaders=others)
    words = words_of(page_of("event_more", catalogue, toolkit))
    for text in ("見本一", "みほんいち", "見本工業", comment, "見本二", "見本四"):
        assert text in words


def test_more_persons_than_find_room_are_counted(toolkit: Toolkit) -> None:
    keys = tuple(Person(name=f"見本{n}", comment="扉をひらくと、人が変わる。" * 12) for n in range(12))
    page = page_of("event_more", told(PageLayout(pages="spread"), 3, key_persons=keys), toolkit)
    check_page(page)
    lost = [box for box in page.fields if box.left_out_chars and box.field == "key_persons"]
    told_names = [n for n in range(12) if f"見本{n}" in words_of(page)]
    assert len(lost) == 12 - len(told_names) > 0


def test_the_english_overview_stands_in_a_japanese_booklet_once(toolkit: Toolkit) -> None:
    english = "Factories open their doors."
    page = page_of("event", told(None, 1, overview_en=english), toolkit)
    assert "Factoriesopentheirdoors." in words_of(page)
    spread = told(PageLayout(pages="spread"), 2, overview_en=english)
    assert "Factories" not in words_of(page_of("event", spread, toolkit))
    assert "Factories" in words_of(page_of("event_more", spread, toolkit))
