"""The drawn pictures of the sample: right size, repeatable, all different, quick to store."""

from __future__ import annotations

import io
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ofdesk.services.sample_compositions import COMPOSITIONS, PictureColours
from ofdesk.services.sample_patterns import PATTERNS
from ofdesk.services.sample_photos import SIZE_PX, draw_photo

COLOURS = PictureColours.of("#f3ece0", "#2a2123", "#b8322a")
SMALL = (300, 200)
Pixels = NDArray[Any]


def pixels(jpeg: bytes) -> Pixels:
    with Image.open(io.BytesIO(jpeg)) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.int16)


def distance_to(picture: Pixels, colour: tuple[float, float, float]) -> Pixels:
    distance: Pixels = np.abs(picture - np.asarray(colour)).max(axis=2)
    return distance


@pytest.mark.parametrize("pattern", sorted(PATTERNS))
def test_a_full_picture_has_the_size_asked_for_and_stays_under_400_kilobytes(pattern: str) -> None:
    # The collars have the longest edges of all compositions and so make the largest files.
    drawn = draw_photo(pattern, COLOURS, "eri", seed=1)
    with Image.open(io.BytesIO(drawn.jpeg)) as picture:
        assert picture.format == "JPEG"
        assert picture.mode == "RGB"
        assert picture.size == SIZE_PX == (1800, 1200)
    assert len(drawn.jpeg) <= 400_000


def test_there_are_at_least_the_nine_patterns_that_every_reader_knows() -> None:
    known = {"seigaiha", "asanoha", "shippo", "ichimatsu", "kikko", "yagasuri", "uroko", "kagome", "tatewaku"}
    assert known <= set(PATTERNS)


@pytest.mark.parametrize(("pattern", "composition"), list(product(sorted(PATTERNS), sorted(COMPOSITIONS))))
def test_every_combination_shows_all_three_colours(pattern: str, composition: str) -> None:
    picture = pixels(draw_photo(pattern, COLOURS, composition, seed=2, size_px=(600, 400)).jpeg)
    for colour in (COLOURS.ground, COLOURS.ink, COLOURS.accent):
        near = (distance_to(picture, colour) < 40).mean()
        assert near > 0.004, f"{colour} covers {near:.2%}"


def test_the_same_arguments_give_the_same_bytes() -> None:
    first = draw_photo("asanoha", COLOURS, "yama", seed=7, size_px=SMALL)
    assert draw_photo("asanoha", COLOURS, "yama", seed=7, size_px=SMALL) == first


def test_seed_pattern_composition_and_colours_each_change_the_picture() -> None:
    other = PictureColours.of("#eef1ec", "#1d4468", "#7fb3b4")
    drawn = {
        draw_photo("asanoha", COLOURS, "yama", seed=7, size_px=SMALL).jpeg,
        draw_photo("asanoha", COLOURS, "yama", seed=8, size_px=SMALL).jpeg,
        draw_photo("shippo", COLOURS, "yama", seed=7, size_px=SMALL).jpeg,
        draw_photo("asanoha", COLOURS, "moon", seed=7, size_px=SMALL).jpeg,
        draw_photo("asanoha", other, "yama", seed=7, size_px=SMALL).jpeg,
    }
    assert len(drawn) == 5


def test_the_focus_of_the_disc_is_where_the_disc_is() -> None:
    drawn = draw_photo("mameshibori", COLOURS, "moon", seed=3, size_px=(900, 600))
    picture = pixels(drawn.jpeg)
    pale = distance_to(picture, COLOURS.ground) < 40
    middle = float(np.argwhere(pale)[:, 1].mean()) / 900
    assert abs(middle - drawn.focus_x) < 0.02


def test_a_picture_of_another_size_is_the_same_design() -> None:
    # Halved, every edge falls on the same place: the mean difference is that of resampling and compression.
    full = draw_photo("uroko", COLOURS, "slope", seed=4)
    half = draw_photo("uroko", COLOURS, "slope", seed=4, size_px=(900, 600))
    with Image.open(io.BytesIO(full.jpeg)) as picture:
        reduced = np.asarray(picture.reduce(2), dtype=np.int16)
    assert np.abs(reduced - pixels(half.jpeg)).mean() < 4


@pytest.mark.parametrize("wrong", ["f3ece0", "#f3ece", "#f3ece00", "#F3ECE0", "#g3ece0", ""])
def test_a_colour_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        PictureColours.of("#f3ece0", wrong, "#b8322a")


@pytest.mark.parametrize("pattern", sorted(PATTERNS))
def test_a_pattern_is_crisp_and_has_both_figure_and_ground(pattern: str) -> None:
    y, x = np.mgrid[0:400, 0:600].astype(np.float32)
    motif = PATTERNS[pattern](x + 0.5, y + 0.5, 90.0)
    for depth in motif.tones[:1]:
        inside = float((depth > 0).mean())
        assert 0.08 < inside < 0.92
        # A distance field: from one pixel to the next its value never changes by more than the step itself,
        # except where it jumps between cells, far from any edge or exactly on one.
        near = np.abs(depth[:, :-1]) < 1.5
        steps = np.abs(np.diff(depth, axis=1))[near]
        assert np.quantile(steps, 0.9) <= 1.6
