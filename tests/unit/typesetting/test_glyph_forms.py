"""Glyph forms of a style: the same in lines, columns and readings, and never another style's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.drawing.fonts import REGULAR, FontBook
from ofdesk.drawing.glyph_forms import features_of
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextRun, TextStyle

PLAIN = TextStyle(size_pt=10, leading_pt=17)
NAMED = replace(PLAIN, features=features_of("jis90"))
ROOM = Rect(20, 30, 150, 100)
JIS90, JIS2004 = "\U000e0100", "\U000e0101"


def glyphs_of(runs: tuple[GlyphRun, ...], *, silent: bool = False) -> tuple[int, ...]:
    return tuple(glyph for run in runs if run.silent is silent for glyph in run.glyphs)


def set_as(composer: Composer, how: str, text: str, style: TextStyle) -> tuple[GlyphRun, ...]:
    """Set a text in a line, a paragraph, a frame or a column; returns its glyph runs."""
    if how == "line":
        return composer.line(text, style).runs
    if how == "paragraph":
        return composer.paragraph(text, style, 100.0).lines[0].runs
    if how == "column":
        return composer.vertical.frame(text, style, ROOM).ops
    return composer.frame(text, style, ROOM).ops


ways = pytest.mark.parametrize("how", ["line", "paragraph", "frame", "column"])


@ways
def test_a_form_is_set_wherever_its_style_is_and_nowhere_else(composer: Composer, how: str) -> None:
    face = composer.fonts.face(REGULAR)
    own, form = face.shape("辻葛").glyphs, face.shape(f"辻{JIS90}葛{JIS90}").glyphs
    assert own != form
    for _ in range(2):  # the second time out of the caches
        assert glyphs_of(set_as(composer, how, "辻葛", PLAIN)) == own
        assert glyphs_of(set_as(composer, how, "辻葛", NAMED)) == form


@ways
def test_a_selector_outranks_the_style(composer: Composer, how: str) -> None:
    own = composer.fonts.face(REGULAR).shape("辻").glyphs
    runs = set_as(composer, how, f"辻{JIS2004}", NAMED)
    assert glyphs_of(runs) == own
    assert "".join(run.text for run in runs) == f"辻{JIS2004}"


@ways
def test_what_was_typed_stays_the_text_of_its_form(composer: Composer, how: str) -> None:
    assert "".join(run.text for run in set_as(composer, how, "辻さんの葛", NAMED)) == "辻さんの葛"


@ways
def test_words_with_readings_and_the_readings_take_the_form(composer: Composer, how: str) -> None:
    face = composer.fonts.face(REGULAR)
    runs = set_as(composer, how, "｜辻《葛》", NAMED)
    assert glyphs_of(runs) == face.shape(f"辻{JIS90}").glyphs
    assert glyphs_of(runs, silent=True) == face.shape(f"葛{JIS90}").glyphs


def test_a_turned_word_takes_the_form_but_where_a_selector_chooses(composer: Composer) -> None:
    face = composer.fonts.face(REGULAR)
    runs = composer.vertical.frame(f"｜A辻葛{JIS2004}x《えー》", NAMED, ROOM).ops
    expected = face.shape(f"A辻{JIS90}葛x").glyphs
    assert glyphs_of(runs) == expected


def test_styles_of_one_line_keep_their_own_forms(composer: Composer, fonts: FontBook) -> None:
    line = composer.paragraph((TextRun("辻", PLAIN), TextRun("辻", NAMED)), PLAIN, 100.0).lines[0]
    shape = fonts.face(REGULAR).shape
    assert glyphs_of(line.runs) == shape("辻").glyphs + shape(f"辻{JIS90}").glyphs


@pytest.mark.parametrize("measure_em", [5, 9, 20])
def test_lines_end_where_they_would_without_a_form(composer: Composer, measure_em: int) -> None:
    text = "辻さんは葛城の鯖街道で、飴と「榊」を売る祇園の工場を2026年に開いた。" * 3
    plain, named = (composer.paragraph(text, style, measure_em * PLAIN.em_mm) for style in (PLAIN, NAMED))
    # All forms are one em wide, so that nothing but the glyphs may differ.
    assert [line.text for line in named.lines] == [line.text for line in plain.lines]
    assert [line.width_mm for line in named.lines] == [line.width_mm for line in plain.lines]


def test_missing_characters_are_told_alike(composer: Composer) -> None:
    assert composer.line("辻👍", NAMED).missing == composer.line("辻👍", PLAIN).missing == "👍"
