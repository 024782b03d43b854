"""What a page's operations become in the content stream, and what stands where on paper."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path as FilePath
from typing import Any

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture
from tests.unit.press.samples import MemoryPhotos, SetText, jpeg, page_of, png, written

from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import Rect, Size
from ofdesk.drawing.display_list import GlyphRun, Group, Image, Ink, Page, Path, Polylines, Stroke
from ofdesk.drawing.fonts import FontBook
from ofdesk.press.numbers import number, polyline
from ofdesk.press.pdf import PrintJob
from ofdesk.press.raster import render_page

SMALL = Size(50.0, 50.0)
GOLDEN = FilePath(__file__).parents[2] / "golden" / "press" / "tiny_page.txt"
SQUARE = Path((("M", 10, 10), ("L", 30, 10), ("L", 30, 30), ("L", 10, 30), ("Z",)), fill=Ink("text"))


def pixels(job: PrintJob, *operations: Any, size: Size = SMALL) -> np.ndarray[Any, Any]:
    """Return a page without bleed as RGB at 10 pixels a millimetre."""
    page = Page(size, operations, bleed_mm=0.0)
    shown = render_page(written([page], job).data, 0, round(size.width_mm * 10))
    rows = np.frombuffer(shown.pixels, dtype=np.uint8).reshape(shown.height_px, shown.stride)
    return rows[:, : shown.width_px * 4].reshape(shown.height_px, shown.width_px, 4)[:, :, 2::-1]


def ink_box(shown: np.ndarray[Any, Any]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what is not white, in mm."""
    dark = shown.min(axis=2) < 128
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    return columns[0] / 10, rows[0] / 10, (columns[-1] + 1) / 10, (rows[-1] + 1) / 10


def test_the_content_of_a_tiny_page_is_the_golden_one(
    job: PrintJob, set_text: SetText, photos: MemoryPhotos
) -> None:
    photo = photos.add(jpeg(), (320, 240))
    page = page_of(
        Image(photo, Rect(-3, -3, 216, 100), crop=(0.0, 0.1, 1.0, 0.9), alt="見本の写真"),
        SQUARE,
        dataclasses.replace(SQUARE, fill=Ink("region.kinki", 0.1), stroke=Stroke(Ink("rule"), 0.25)),
        Path((("M", 0, 0), ("C", 1, 0, 2, 1, 2, 2)), stroke=Stroke(Ink("rule"), 0.25)),
        Polylines(((0, 0, 1.234, 5.678, 9, 9), (1, 1, 2, 2, 3, 1)), closed=True, fill=Ink("map.sea")),
        Polylines(((0, 0, 50, 50),), stroke=Stroke(Ink("map.coast"), 0.12, (1.0, 0.5), round_joins=False)),
        Group((set_text("切り抜き"), set_text("同じ書体", y_mm=46)), clip=SQUARE),
        set_text("Tel 06-0000", x_mm=12.5, ink=Ink("region.kyushu")),
        set_text("地図", halo=Stroke(Ink("paper"), 0.6)),
        set_text("長体", scale_x=0.8, rise_mm=(0.0, 0.7)),
    )
    assert written([page], job).content() == GOLDEN.read_text(encoding="ascii")


def test_a_square_stands_where_it_was_drawn(job: PrintJob) -> None:
    assert ink_box(pixels(job, SQUARE)) == (10.0, 10.0, 30.0, 30.0)


def test_the_bleed_moves_nothing(job: PrintJob) -> None:
    shown = render_page(written([Page(Size(50.0, 50.0), (SQUARE,), bleed_mm=3.0)], job).data, 0, 560)
    rows = np.frombuffer(shown.pixels, dtype=np.uint8).reshape(shown.height_px, shown.stride)[:, : 560 * 4]
    picture = rows.reshape(shown.height_px, 560, 4)[:, :, :3]
    # 50 + 2 × 3 mm at 10 px a mm; the square begins at 10 + 3 mm
    assert ink_box(picture) == (13.0, 13.0, 33.0, 33.0)


def test_a_clip_hides_what_lies_outside_and_ends_with_its_group(job: PrintJob) -> None:
    clip = Polylines(((0, 0, 20, 0, 20, 20, 0, 20),), closed=True)
    later = dataclasses.replace(SQUARE, segments=(("M", 40, 40), ("L", 45, 40), ("L", 45, 45), ("Z",)))
    assert ink_box(pixels(job, Group((SQUARE,), clip=clip))) == pytest.approx((10, 10, 20, 20), abs=0.11)
    assert ink_box(pixels(job, Group((SQUARE,), clip=clip), later))[2:] == pytest.approx((45, 45), abs=0.11)


def test_an_empty_clip_lets_nothing_through(job: PrintJob) -> None:
    assert pixels(job, Group((SQUARE,), clip=Polylines(()))).min() == 255


def test_colours_are_restored_after_a_clip(job: PrintJob) -> None:
    clip = Polylines(((0, 0, 50, 0, 50, 50, 0, 50),), closed=True)
    other = dataclasses.replace(SQUARE, fill=Ink("region.shikoku"))
    shown = pixels(job, SQUARE, Group((other,), clip=clip), dataclasses.replace(SQUARE))
    assert tuple(shown[200, 200]) == (0x1A, 0x18, 0x18)


def test_a_rule_is_as_long_as_it_was_drawn(job: PrintJob) -> None:
    rule = Path((("M", 10, 20), ("L", 40, 20)), stroke=Stroke(Ink("text"), 4.0))
    assert ink_box(pixels(job, rule)) == pytest.approx((10, 18, 40, 22), abs=0.11)


def test_holes_follow_the_rule_of_the_outline(job: PrintJob) -> None:
    rings = ((10, 10, 40, 10, 40, 40, 10, 40), (20, 20, 30, 20, 30, 30, 20, 30))
    with_hole = Polylines(rings, closed=True, fill=Ink("text"), even_odd=True)
    assert pixels(job, with_hole)[250, 250].min() == 255
    assert pixels(job, dataclasses.replace(with_hole, even_odd=False))[250, 250].max() < 128


def test_glyphs_stand_exactly_at_their_offsets(job: PrintJob, fonts: FontBook) -> None:
    (box,) = fonts.face("NotoSansJP-Regular").shape("■").glyphs
    # Drifting pens show at the end of long runs: forty squares, 1.1111 mm apart, the last from 43.333 mm.
    offsets = tuple(index * 1.11111 for index in range(40))
    run = GlyphRun("NotoSansJP-Regular", 2.0, 3.0, 25.0, (box,) * 40, offsets, ("■",) * 40)
    alone = GlyphRun("NotoSansJP-Regular", 2.0, 3.0 + offsets[-1], 25.0, (box,), (0.0,), ("■",))
    size = Size(60.0, 50.0)
    last = ink_box(pixels(job, alone, size=size))[2]
    assert ink_box(pixels(job, run, size=size))[2] == pytest.approx(last, abs=0.11)


def test_condensed_glyphs_keep_their_offsets(job: PrintJob, set_text: SetText) -> None:
    wide = ink_box(pixels(job, set_text("■■■■", x_mm=5.0)))
    narrow = ink_box(pixels(job, set_text("■■■■", x_mm=5.0, scale_x=0.5)))
    assert narrow[2] - 5.0 == pytest.approx((wide[2] - 5.0) / 2, abs=0.1)
    assert narrow[3] - narrow[1] == pytest.approx(wide[3] - wide[1], abs=0.05)


def test_rise_lifts_single_glyphs(job: PrintJob, set_text: SetText) -> None:
    flat, raised = set_text("■■", x_mm=5.0), set_text("■■", x_mm=5.0, rise_mm=(0.0, 2.0))
    top = ink_box(pixels(job, flat))[1]
    assert ink_box(pixels(job, raised))[1] == pytest.approx(top - 2.0, abs=0.05)
    assert ink_box(pixels(job, raised, set_text("■", x_mm=20.0)))[3] == ink_box(pixels(job, flat))[3]


def test_vertical_glyphs_run_downwards(job: PrintJob, set_text: SetText) -> None:
    one = ink_box(pixels(job, set_text("■", x_mm=5.0, y_mm=10.0)))
    four = ink_box(pixels(job, set_text("■■■■", x_mm=5.0, y_mm=10.0, vertical=True)))
    assert four[:3] == one[:3]
    # three advances of 10 pt: 3 × 10 × 25.4 / 72 = 10.583 mm
    assert four[3] - one[3] == pytest.approx(10.583, abs=0.06)


def test_a_turned_line_runs_down_the_page_with_its_tops_to_the_right(
    job: PrintJob, set_text: SetText
) -> None:
    left, top, right, bottom = ink_box(pixels(job, set_text("■■■■", x_mm=0.0, y_mm=0.0, turned=True)))
    flat = ink_box(pixels(job, set_text("■■■■", x_mm=0.0, y_mm=20.0)))
    assert (top, bottom) == pytest.approx((flat[0], flat[2]), abs=0.11)
    # What stands above the baseline stands to the right of it.
    assert (left, right) == pytest.approx((20.0 - flat[3], 20.0 - flat[1]), abs=0.11)


def test_a_halo_lies_beneath_the_glyphs(job: PrintJob, set_text: SetText) -> None:
    name = set_text("■", x_mm=12.0, y_mm=25.0, ink=Ink("region.kyushu"), halo=Stroke(Ink("paper"), 2.0))
    shown = pixels(job, SQUARE, name)
    left = ink_box(pixels(job, dataclasses.replace(name, halo=None)))[0]
    assert tuple(shown[235, round(left * 10) + 10]) == (0xCE, 0x22, 0x37)
    assert shown[235, round(left * 10) - 5].min() == 255  # half of 2 mm lies outside
    assert shown[235, round(left * 10) - 14].max() < 128


def test_a_whole_picture_stands_upright(job: PrintJob, photos: MemoryPhotos) -> None:
    shown = pixels(job, Image(photos.add(jpeg(), (320, 240)), Rect(10, 10, 32, 24)))
    corners = [shown[y, x] for y, x in ((130, 130), (130, 380), (310, 130), (310, 380))]
    assert [int(np.argmax(corner)) for corner in corners[:3]] == [0, 1, 2]  # red, green, blue
    assert corners[3].std() < 3  # grey
    assert ink_box(shown) == pytest.approx((10.0, 10.0, 42.0, 34.0), abs=0.11)


def test_a_crop_shows_its_part_only(job: PrintJob, photos: MemoryPhotos) -> None:
    # The right half of the upper half: nothing but green.
    photo = photos.add(jpeg(), (320, 240))
    shown = pixels(job, Image(photo, Rect(10, 10, 20, 15), crop=(0.55, 0.05, 0.95, 0.45)))
    inside = shown[102:248, 102:298].reshape(-1, 3)
    assert (np.argmax(inside, axis=1) == 1).all()
    assert ink_box(shown) == pytest.approx((10.0, 10.0, 30.0, 25.0), abs=0.11)


def test_a_transparent_png_lets_the_page_through(job: PrintJob, photos: MemoryPhotos) -> None:
    picture = Picture.new("RGBA", (20, 20), (255, 0, 0, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 10, 20))
    photo = photos.add(png(picture), (20, 20))
    shown = pixels(job, SQUARE, Image(photo, Rect(10, 10, 20, 20)))
    assert tuple(shown[200, 150]) == (0x1A, 0x18, 0x18)
    assert tuple(shown[200, 250]) == (255, 0, 0)


def test_an_unknown_face_is_refused(job: PrintJob) -> None:
    with pytest.raises(ResourceError) as refused:
        written([page_of(GlyphRun("Comic", 9, 0, 0, (1,), (0.0,), ("a",)))], job)
    assert refused.value.code == "font.unknown"


@given(st.floats(-1e6, 1e6))
def test_numbers_are_plain_and_right_to_a_micrometre(value: float) -> None:
    text = number(value)
    assert abs(float(text) - value) <= 0.00051
    assert "e" not in text
    assert text != "-0"
    assert "." not in text or not text.endswith(("0", "."))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        number(value)
    with pytest.raises(ValueError, match="finite"):
        polyline((0.0, 1.0, value, 2.0))


def test_half_a_point_is_refused() -> None:
    for line in ((), (1.0,), (1.0, 2.0, 3.0)):
        with pytest.raises(ValueError, match="whole points"):
            polyline(line)


def test_operators_balance(job: PrintJob, set_text: SetText, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(), (320, 240))
    ops = (
        Image(photo, Rect(0, 0, 9, 9)),
        Group((Group((SQUARE,), clip=SQUARE), set_text("中")), clip=SQUARE),
    )
    data = written([page_of(*ops, set_text("外", rise_mm=(1.0,)))], job).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = [str(step.operator) for step in pikepdf.parse_content_stream(pdf.pages[0])]
    assert names.count("q") == names.count("Q") == 3
    assert names.count("BT") == names.count("ET") == 2
