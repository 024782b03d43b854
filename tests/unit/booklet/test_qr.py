"""QR codes: what stands on the page is what segno made, large enough to be read."""

from __future__ import annotations

import pytest
import segno

from ofdesk.base.geometry import Point
from ofdesk.booklet.qr import QUIET_MODULES, qr_code, qr_path

ADDRESS = "https://example.jp/見本?year=2026"


def test_the_path_fills_exactly_the_dark_modules() -> None:
    code = qr_code(ADDRESS)
    assert code is not None
    dark = {
        (row, column)
        for row, line in enumerate(segno.make_qr(ADDRESS, error="m", boost_error=False, mask=0).matrix)
        for column, module in enumerate(line)
        if module
    }
    assert {(row, first + n) for row, first, length in code.runs for n in range(length)} == dark
    side = code.modules + 2 * QUIET_MODULES  # so that a module is 1 mm
    path = qr_path(code, Point(10.0, 20.0), side)
    moves = [segment for segment in path.segments if segment[0] == "M"]
    assert len(moves) == len(code.runs)
    # The finder pattern begins behind the quiet zone.
    assert moves[0][1:] == (10.0 + QUIET_MODULES, 20.0 + QUIET_MODULES)


def test_a_long_address_gets_a_larger_code_and_no_smaller_modules() -> None:
    short, long = qr_code("https://example.jp/"), qr_code("https://example.jp/" + "a" * 270)
    assert short
    assert long
    assert short.side_mm(17.0) == 17.0
    assert long.side_mm(17.0) / (long.modules + 2 * QUIET_MODULES) == pytest.approx(0.35)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "見本",
        "example.jp",
        "ftp://example.jp/",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "https://example.jp/\n",
        "https://example.jp/\x00",
        "https://" + "a" * 300,
    ],
)
def test_what_is_no_address_gets_no_code(text: str) -> None:
    assert qr_code(text) is None
