from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.booklet.catalogues import photo

from ofdesk.base.geometry import Rect
from ofdesk.booklet.pictures import Picture, cropped, pictures_of
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId

SIDES = st.integers(1, 12_000)
SHARES = st.floats(0.0, 1.0)
LENGTHS = st.floats(5.0, 300.0)


def picture(width_px: int, height_px: int, focus_x: float = 0.5, focus_y: float = 0.5) -> Picture:
    return Picture("1", "a" * 64, width_px, height_px, focus_x, focus_y, "", "", "")


@given(SIDES, SIDES, SHARES, SHARES, LENGTHS, LENGTHS)
def test_a_crop_has_the_ratio_of_its_frame_and_holds_the_focus(
    width_px: int, height_px: int, focus_x: float, focus_y: float, width_mm: float, height_mm: float
) -> None:
    shown = cropped(picture(width_px, height_px, focus_x, focus_y), Rect(0.0, 0.0, width_mm, height_mm))
    left, top, right, bottom = shown.crop
    assert 0.0 <= left < right <= 1.0 + 1e-9
    assert 0.0 <= top < bottom <= 1.0 + 1e-9
    assert (right - left) * width_px / ((bottom - top) * height_px) == pytest.approx(width_mm / height_mm)
    assert left - 1e-9 <= focus_x <= right + 1e-9
    assert top - 1e-9 <= focus_y <= bottom + 1e-9
    assert max(right - left, bottom - top) == pytest.approx(1.0)  # no more is cut off than must be


def test_a_focus_in_the_middle_stays_in_the_middle() -> None:
    # 3:2 into a square: a third of the width goes, a sixth on either side.
    assert cropped(picture(300, 200), Rect(0, 0, 50, 50)).crop == pytest.approx((1 / 6, 0.0, 5 / 6, 1.0))


def test_a_focus_at_the_edge_is_kept_without_leaving_the_picture() -> None:
    assert cropped(picture(300, 200, focus_x=1.0), Rect(0, 0, 50, 50)).crop == pytest.approx((1 / 3, 0, 1, 1))
    assert cropped(picture(200, 300, focus_y=0.0), Rect(0, 0, 50, 50)).crop == pytest.approx((0, 0, 1, 2 / 3))


def test_a_picture_of_the_frame_s_ratio_is_shown_whole() -> None:
    assert cropped(picture(1800, 1200), Rect(0, 0, 30, 20)).crop == pytest.approx((0.0, 0.0, 1.0, 1.0))


def test_only_photos_that_may_and_can_be_printed_are_shown() -> None:
    good = photo(1)
    refused = dataclasses.replace(photo(2), consent="refused")
    empty = dataclasses.replace(photo(3), sha256="")
    unmeasured = dataclasses.replace(photo(4), width_px=None)
    catalogue = Catalogue.of([good, refused, empty, unmeasured])
    wanted = (refused.id, RecordId("f" * 32), unmeasured.id, good.id, empty.id)
    assert [found.record for found in pictures_of(catalogue, wanted)] == [good.id]


def test_a_photo_without_alternative_text_is_told_by_its_caption() -> None:
    plain = dataclasses.replace(photo(1), alt="", focus_x=0.25, focus_y=None)
    (found,) = pictures_of(Catalogue.of([plain]), (plain.id,))
    assert (found.alt, found.focus_x, found.focus_y) == ("見本の写真", 0.25, 0.5)
