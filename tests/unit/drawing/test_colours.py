"""Tints, luminance and contrast of colours."""

import dataclasses

import pytest

from ofdesk.drawing.colours import Cmyk, Palette, Rgb, Swatch
from ofdesk.drawing.display_list import Ink

WHITE, BLACK = Rgb(1, 1, 1), Rgb(0, 0, 0)
INDIGO = Swatch(Cmyk(0.9, 0.6, 0.2, 0.1), Rgb(0.1, 0.3, 0.5))


def test_a_tint_of_process_ink_lets_paper_through() -> None:
    tinted = INDIGO.cmyk.tinted(0.1)
    assert dataclasses.astuple(tinted) == pytest.approx((0.09, 0.06, 0.02, 0.01))


def test_a_tint_on_screen_mixes_with_white() -> None:
    # 1 − (1 − 0.1) × 0.5 = 0.55, and so on
    assert dataclasses.astuple(INDIGO.rgb.tinted(0.5)) == pytest.approx((0.55, 0.65, 0.75))
    assert INDIGO.rgb.tinted(0.0) == WHITE


def test_contrast_of_black_and_white_is_21_whichever_comes_first() -> None:
    assert BLACK.contrast(WHITE) == pytest.approx(21)
    assert WHITE.contrast(BLACK) == pytest.approx(21)


def test_the_grey_on_the_border_of_readability() -> None:
    grey = Rgb(*(3 * (0x76 / 255,)))
    # WCAG's well-known limit: #767676 on white is the lightest grey with 4.5 : 1
    assert 4.5 <= grey.contrast(WHITE) < 4.6


def test_a_palette_resolves_role_and_tint() -> None:
    palette = Palette({"accent": INDIGO})
    assert palette.cmyk(Ink("accent")) == INDIGO.cmyk
    assert palette.rgb(Ink("accent", 0.1)) == INDIGO.rgb.tinted(0.1)
    with pytest.raises(KeyError):
        palette.rgb(Ink("unheard of"))
