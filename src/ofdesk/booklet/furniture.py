"""What all pages share: the thumb tab at the fore edge, page number and running head."""

from __future__ import annotations

import dataclasses

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.base.japan import REGIONS
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Group, Ink, Operation
from ofdesk.typesetting.style import TextStyle

TAB_WIDTH_MM = 4.0
TAB_HEIGHT_MM = 16.0
TAB_FIRST_Y_MM = 126.0
_TAB_TEXT_FROM_TRIM_MM = 6.7  # middle of the words; the nearest ink stays 5 mm inside the trim
_TAB_PLATE_MM = 9.6  # how far its ground reaches into the page where it lies on a picture
_FOLIO_BELOW_AREA_MM = 10.0
_FOLIO_WIDTH_MM = 9.0
_MOST_HEAD_CHARS = 300


def is_right_hand(number: int) -> bool:
    """Tell whether a page has its spine at the left."""
    return number % 2 == 1


def tab_frame(size: Size, number: int, region: str) -> Rect:
    """Return what the mark of a region and its name take at the fore edge of a page."""
    y_mm = TAB_FIRST_Y_MM + REGIONS.index(region) * TAB_HEIGHT_MM
    x_mm = size.width_mm - _TAB_PLATE_MM if is_right_hand(number) else 0.0
    return Rect(x_mm, y_mm, _TAB_PLATE_MM, TAB_HEIGHT_MM)


def thumb_tab(toolkit: Toolkit, number: int, region: str, *, plate: bool = False) -> list[Operation]:
    """Return the mark by which a region is found in the closed book (ツメ), with the region's name beside it.

    The mark runs into the bleed; the name stands inside, where no trimming can touch it, in black, so
    that it is read beside every colour; on a picture it has a ground of paper (`plate`). Latin names are
    turned, Japanese ones set upright.
    """
    theme = toolkit.theme
    y_mm = TAB_FIRST_Y_MM + REGIONS.index(region) * TAB_HEIGHT_MM
    right = is_right_hand(number)
    x_mm = theme.size.width_mm - TAB_WIDTH_MM if right else -theme.bleed_mm
    mark = Rect(x_mm, y_mm, TAB_WIDTH_MM + theme.bleed_mm, TAB_HEIGHT_MM)
    middle_x = theme.size.width_mm - _TAB_TEXT_FROM_TRIM_MM if right else _TAB_TEXT_FROM_TRIM_MM
    middle = Point(middle_x, y_mm + TAB_HEIGHT_MM / 2)
    name, style = toolkit.wording(f"region.{region}"), theme.style("tab")
    ground = [rectangle(tab_frame(theme.size, number, region), Ink("paper"))] if plate else []
    ops: list[Operation] = [*ground, rectangle(mark, toolkit.accent(region))]
    if toolkit.wording.language == "ja":
        return [*ops, *_upright(toolkit, name, style, middle)]
    line = toolkit.composer.line(name, style)
    x_mm = middle.x_mm - toolkit.fonts.face(style.face).metrics.cap_height_em * style.size_mm / 2
    y_mm = middle.y_mm - line.width_mm / 2
    turned = (dataclasses.replace(run, x_mm=x_mm, y_mm=y_mm + run.x_mm, turned=True) for run in line.runs)
    return [*ops, Group(tuple(turned), tag="Artifact")]


def _upright(toolkit: Toolkit, name: str, style: TextStyle, middle: Point) -> list[Operation]:
    """Set characters one below the other."""
    metrics = toolkit.fonts.face(style.face).metrics
    top = middle.y_mm - style.leading_mm * len(name) / 2
    ascent = (style.leading_mm - style.size_mm) / 2 + metrics.em_top_em * style.size_mm
    ops: list[Operation] = []
    for index, char in enumerate(name):
        line = toolkit.composer.line(char, style)
        ops += line.ops_at(middle.x_mm - line.width_mm / 2, top + index * style.leading_mm + ascent)
    return [Group(tuple(ops), tag="Artifact")]


def folio(toolkit: Toolkit, number: int, running_head: str) -> list[Operation]:
    """Return the page number at the outer margin and the running head beside it."""
    theme, area = toolkit.theme, toolkit.theme.type_area(number)
    right = is_right_hand(number)
    style = theme.style("folio")
    head = dataclasses.replace(theme.style("running"), ink=Ink("text", 0.65))
    metrics = toolkit.fonts.face(style.face).metrics
    baseline = area.bottom_mm + _FOLIO_BELOW_AREA_MM + metrics.em_top_em * style.size_mm
    line = toolkit.composer.line(str(number), style)
    x_mm = area.right_mm - line.width_mm if right else area.x_mm
    ops = [Group(tuple(line.ops_at(x_mm, baseline)), tag="Artifact")]
    if running_head:
        room = area.width_mm - _FOLIO_WIDTH_MM
        fitted = toolkit.composer.fit_line(running_head[:_MOST_HEAD_CHARS], head, room).line
        x_mm = area.x_mm + (room - fitted.width_mm if right else _FOLIO_WIDTH_MM)
        ops.append(Group(tuple(fitted.ops_at(x_mm, baseline)), tag="Artifact"))
    return list(ops)
