"""Charts of an event's history: small columns with their numbers upon them, the latest in full colour."""

from __future__ import annotations

import dataclasses

from ofdesk.base.geometry import Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.facts import figure_words
from ofdesk.booklet.history import Series
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.shapes import rectangle
from ofdesk.drawing.display_list import Ink, Path, Stroke

_MOST_COLUMNS = 8
_COLUMNS_MM = 9.5  # of the tallest column
_WIDEST_MM = 9.0
_GAP_MM = 1.2
_EARLIER_TINT = 0.42
_BETWEEN_MM = 2.0


def history_height_mm(builder: PageBuilder, series: tuple[Series, ...]) -> float:
    """Return the height of all charts, one below the other."""
    label, small = builder.style("label"), builder.style("credit")
    each = label.leading_mm + _COLUMNS_MM + 2 * small.leading_mm + _BETWEEN_MM
    return len(series) * each


def set_history(builder: PageBuilder, series: tuple[Series, ...], frame: Rect) -> None:
    """Draw the charts from the top of a frame down."""
    height = history_height_mm(builder, series[:1])
    for number, one in enumerate(series):
        _chart(builder, one, Rect(frame.x_mm, frame.y_mm + number * height, frame.width_mm, height))


def _chart(builder: PageBuilder, series: Series, frame: Rect) -> None:
    wording, label = builder.wording, builder.style("label")
    small = builder.style("credit", align="centre", tabular=True)
    unit = wording(f"history.unit.{series.unit}") if series.unit else ""
    name = wording(f"label.{series.measure}")
    title = wording("history.title", name=name, unit=unit) if unit else name
    builder.line(title, label, Rect(frame.x_mm, frame.y_mm, frame.width_mm, label.leading_mm), tag="Lbl")
    numbers = {one.record: figure_words(one.figure, wording)[0] for one in series.figures}
    widest = max(builder.toolkit.composer.line(number, small).width_mm for number in numbers.values())
    step = max(_WIDEST_MM, widest + _GAP_MM)
    shown = series.figures[-max(1, min(_MOST_COLUMNS, int(frame.width_mm / step))) :]
    highest = max(figure.value for figure in shown)
    foot_mm = frame.y_mm + label.leading_mm + small.leading_mm + _COLUMNS_MM
    for column, figure in enumerate(shown):
        last = column == len(shown) - 1
        room = Rect(frame.x_mm + column * step, 0.0, step, small.leading_mm)
        height = _COLUMNS_MM * figure.value / highest if highest else 0.0
        accent = builder.accent
        ink = accent if last else dataclasses.replace(accent, tint=accent.tint * _EARLIER_TINT)
        if height > 0:
            bar = Rect(room.x_mm + _GAP_MM / 2, foot_mm - height, step - _GAP_MM, height)
            builder.add(rectangle(bar, ink))
        place = dataclasses.replace(room, y_mm=foot_mm - height - small.leading_mm)
        when = dataclasses.replace(room, y_mm=foot_mm + 0.3)
        with builder.tagged("TR"):
            builder.line(figure.when, dataclasses.replace(small, ink=QUIET), when, tag="TH")
            number = numbers[figure.record]
            builder.line(number, small, place, field=(figure.record, series.measure), tag="TD")
    axis = Stroke(Ink("text", 0.8), pt_to_mm(0.4))
    right = frame.x_mm + len(shown) * step
    builder.add(Path((("M", frame.x_mm, foot_mm), ("L", right, foot_mm)), stroke=axis))
