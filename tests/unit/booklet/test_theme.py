"""Themes are data: complete, readable in every colour, and told apart on the page."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tests.unit.booklet.catalogues import event, small
from tests.unit.booklet.pages import operations, page_of

from ofdesk.base import resources
from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import Rect
from ofdesk.base.japan import REGIONS
from ofdesk.base.resources import resource_path
from ofdesk.booklet.look import Look
from ofdesk.booklet.shapes import rounded
from ofdesk.booklet.theme import STANDARD_THEME, Theme, load_theme
from ofdesk.booklet.toolkit import SMALL_TEXT_CONTRAST, Toolkit
from ofdesk.drawing.display_list import GlyphRun, Group, Ink
from ofdesk.drawing.display_list import Path as DrawnPath
from ofdesk.drawing.fonts import BOLD
from ofdesk.drawing.glyph_forms import features_of
from ofdesk.drawing.palettes import load_palette
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.choices import THEMES

LEAST_SIZE_PT = 6.0


def contrast(palette_name: str, one: Ink, other: Ink) -> float:
    palette = load_palette(palette_name)
    return palette.rgb(one).contrast(palette.rgb(other))


def test_every_theme_there_is_can_be_chosen() -> None:
    files = {path.stem for path in resource_path("themes").glob("*.yaml")}
    assert {name for name in files if not name.startswith("palette")} == set(THEMES)


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_has_all_styles_and_roles_and_none_too_small(name: str) -> None:
    theme, standard = load_theme(name), load_theme(STANDARD_THEME)
    assert set(theme.styles) == set(standard.styles)
    assert all(style.size_pt >= LEAST_SIZE_PT for style in theme.styles.values())
    assert set(load_palette(theme.look.palette).swatches) == set(load_palette().swatches)
    assert theme.size == standard.size


@pytest.mark.parametrize("name", ["", "standard", "neon", "palette", "../standard"])
def test_an_unknown_theme_is_the_standard_one(name: str) -> None:
    assert load_theme(name) == load_theme(STANDARD_THEME)
    assert load_theme(name).look == Look()


@pytest.mark.parametrize("region", REGIONS)
def test_type_is_read_on_every_colour_of_the_lively_theme(region: str, lively_toolkit: Toolkit) -> None:
    palette = lively_toolkit.theme.look.palette
    accent, paper = lively_toolkit.accent(region), Ink("paper")
    assert contrast(palette, lively_toolkit.number_ink(region), accent) >= SMALL_TEXT_CONTRAST
    assert contrast(palette, lively_toolkit.accent_for_text(region), paper) >= SMALL_TEXT_CONTRAST


@pytest.mark.parametrize("ground", ["map.sea", "map.land", "map.other", "map.area"])
@pytest.mark.parametrize("ink", [Ink("map.name"), Ink("text", 0.7), Ink("text", 0.8)])
def test_names_are_read_on_the_lively_map(ground: str, ink: Ink) -> None:
    assert contrast("palette_lively", ink, Ink(ground)) >= SMALL_TEXT_CONTRAST


def test_the_lively_palette_stays_within_the_limit_of_ink() -> None:
    for role, swatch in load_palette("palette_lively").swatches.items():
        inks = swatch.cmyk
        assert inks.cyan + inks.magenta + inks.yellow + inks.black <= 2.0, role


def test_regions_of_the_lively_palette_can_be_told_apart() -> None:
    swatches = load_palette("palette_lively").swatches
    shades = [swatches[f"region.{region}"].rgb for region in REGIONS]
    for index, one in enumerate(shades):
        for other in shades[index + 1 :]:
            apart = abs(one.red - other.red) + abs(one.green - other.green) + abs(one.blue - other.blue)
            assert apart > 0.3


def test_the_region_stands_in_the_band_of_the_lively_opener(lively_toolkit: Toolkit) -> None:
    page = page_of("region_opener", small(), lively_toolkit)
    bands = [op for op in operations(page.ops) if isinstance(op, DrawnPath) and op.fill is not None]
    band = bands[0]
    assert band.fill.role.startswith("region.")  # type: ignore[union-attr]
    ends = [segment[-1] for segment in band.segments if len(segment) > 1]
    assert max(float(end) for end in ends) == pytest.approx(lively_toolkit.theme.look.band_mm)


def test_pictures_have_round_corners_but_not_in_the_bleed(lively_toolkit: Toolkit, toolkit: Toolkit) -> None:
    catalogue = Catalogue.of([event(1), event(2)])

    def clips(chosen: Toolkit) -> list[int]:
        ops = page_of("six_events", catalogue, chosen).ops
        groups = [op for op in ops if isinstance(op, Group) and isinstance(op.clip, DrawnPath)]
        return [len(group.clip.segments) for group in groups if isinstance(group.clip, DrawnPath)]

    plain, rounds = len(rounded(Rect(0, 0, 9, 9), 0.0).segments), len(rounded(Rect(0, 0, 9, 9), 2.0).segments)
    assert set(clips(toolkit)) == {plain}
    assert set(clips(lively_toolkit)) == {rounds}
    page = page_of("event", catalogue, lively_toolkit)
    at_bleed = [op.clip for op in page.ops if isinstance(op, Group) and isinstance(op.clip, DrawnPath)]
    assert {len(clip.segments) for clip in at_bleed} == {plain}


@pytest.mark.parametrize("look", ["look: 3", "look: {palette: x}", "look: {cover: 4, ornament: [1]}"])
def test_a_spoilt_look_is_told(look: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = resource_path("themes", "standard.yaml").read_text(encoding="utf-8")
    (tmp_path / "lively.yaml").write_text(f"{text}{look}\n", encoding="utf-8")
    monkeypatch.setattr(resources, "resource_path", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(ResourceError) as refused:
        load_theme("lively")
    assert refused.value.code == "theme.invalid"


NAME_STYLE = "  name: {face: bold, size: 12, leading: 15, align: left"


def lively_with(entry: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Read the lively theme with a further entry in the style of names."""
    text = resource_path("themes", "lively.yaml").read_text(encoding="utf-8")
    assert text.count(NAME_STYLE) == 1
    (folder / "lively.yaml").write_text(text.replace(NAME_STYLE, f"{NAME_STYLE}, {entry}"), encoding="utf-8")
    monkeypatch.setattr(resources, "resource_path", lambda *parts: folder / parts[-1])
    return load_theme("lively")


@pytest.mark.parametrize("name", THEMES)
def test_no_theme_chooses_glyph_forms_of_its_own(name: str) -> None:
    assert all(style.features == () for style in load_theme(name).styles.values())


def test_a_style_chooses_glyph_forms_and_keeps_them_on_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = lively_with("glyph_forms: jis90", tmp_path, monkeypatch)
    name = theme.style("name", ink=Ink("paper"))
    assert name.features == (("jp90", True),)
    assert theme.ladder.at("body", name, theme.ladder.last).features == name.features
    assert theme.style("subname").features == ()


@pytest.mark.parametrize("value", ["jis2004", "traditional", "jis", "jp90", "", "1990", "true", "[jis90]"])
def test_glyph_forms_the_faces_lack_are_refused(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ResourceError) as refused:
        lively_with(f"glyph_forms: {value}", tmp_path, monkeypatch)
    assert refused.value.code == "theme.invalid"
    assert refused.value.details == {"name": "lively"}


def test_names_on_a_page_are_set_in_the_glyph_forms_of_their_style(toolkit: Toolkit) -> None:
    styles = {
        key: dataclasses.replace(style, features=features_of("jis90"))
        for key, style in toolkit.theme.styles.items()
    }
    formed = dataclasses.replace(toolkit, theme=dataclasses.replace(toolkit.theme, styles=styles))
    catalogue = Catalogue.of([dataclasses.replace(event(1), name="辻と葛の工場")])

    def glyphs(chosen: Toolkit) -> set[int]:
        runs = [op for op in operations(page_of("event", catalogue, chosen).ops) if isinstance(op, GlyphRun)]
        return {
            glyph for run in runs for glyph, text in zip(run.glyphs, run.texts, strict=True) if text == "辻"
        }

    shape = toolkit.fonts.face(BOLD).shape
    assert glyphs(toolkit) == set(shape("辻").glyphs)
    assert glyphs(formed) == set(shape("辻\U000e0100").glyphs)
