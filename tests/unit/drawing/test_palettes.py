"""The palette is data: complete, within its limits, and readable."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofdesk.base import resources
from ofdesk.base.errors import ResourceError
from ofdesk.drawing.colours import Cmyk, Rgb
from ofdesk.drawing.display_list import Ink
from ofdesk.drawing.palettes import load_palette

REGIONS = ("hokkaido", "tohoku", "kanto", "chubu", "kinki", "chugoku", "shikoku", "kyushu", "okinawa")
MAP_ROLES = ("sea", "land", "other", "coast", "prefecture", "municipality", "name")


def test_every_role_the_pages_name_is_there() -> None:
    wanted = {
        "text",
        "paper",
        "rule",
        *(f"region.{key}" for key in REGIONS),
        *(f"map.{key}" for key in MAP_ROLES),
    }
    assert set(load_palette().swatches) >= wanted


def test_text_prints_in_black_alone_and_reads_well_on_a_screen() -> None:
    palette = load_palette()
    assert palette.cmyk(Ink("text")) == Cmyk(0, 0, 0, 1)
    assert palette.rgb(Ink("text")).contrast(palette.rgb(Ink("paper"))) > 15
    assert palette.rgb(Ink("paper")) == Rgb(1, 1, 1)


def test_no_colour_comes_near_the_limit_of_ink() -> None:
    for role in load_palette().swatches:
        inks = load_palette().cmyk(Ink(role))
        assert inks.cyan + inks.magenta + inks.yellow + inks.black <= 2.0


def test_regions_can_be_told_apart() -> None:
    shades = [load_palette().rgb(Ink(f"region.{key}")) for key in REGIONS]
    for index, one in enumerate(shades):
        for other in shades[index + 1 :]:
            distance = abs(one.red - other.red) + abs(one.green - other.green) + abs(one.blue - other.blue)
            assert distance > 0.1  # 藍 and 瑠璃 are the nearest pair


@pytest.mark.parametrize(
    "text",
    [
        "text: {cmyk: [0, 0, 0, 101], rgb: '#000000'}",
        "text: {cmyk: [0, 0, 0], rgb: '#000000'}",
        "text: {cmyk: [0, 0, 0, x], rgb: '#000000'}",
        "text: {cmyk: [0, 0, 0, 100], rgb: black}",
        "text: {rgb: '#000000'}",
        "- text",
        "",
        "text: [",
        "text: !!python/object/apply:os.getcwd []",
    ],
)
def test_a_spoilt_palette_is_told(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(resources, "resource_path", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(ResourceError) as refused:
        load_palette("odd")
    assert refused.value.code == "palette.invalid"


def test_an_unknown_palette_is_told() -> None:
    with pytest.raises(ResourceError) as refused:
        load_palette("nothing")
    assert refused.value.code == "resource.missing"
