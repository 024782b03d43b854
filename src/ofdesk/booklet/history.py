"""The history of an event: visitors and companies by edition, as small columns with their numbers upon them.

Figures of other units than the latest are left out: a column of people in all and one of single people on
one scale would lie.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.facts import figure_words
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.shapes import rectangle
from ofdesk.drawing.display_list import Ink, Path, Stroke
from ofdesk.model.parts import Figure
from ofdesk.model.records import Edition

MEASURES = ("visitors", "companies")
_LEAST_EDITIONS = 2
_MOST_COLUMNS = 8
_COLUMNS_MM = 9.5  # of the tallest column
_WIDEST_MM = 9.0
_GAP_MM = 1.2
_EARLIER_TINT = 0.42
_BETWEEN_MM = 2.0


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A figure of one edition.

    Attributes:
        record: identity of the edition.
        when: its year, with the month where a year has several.
        figure: what is counted; its value is known.
    """

    record: str
    when: str
    figure: Figure

    @property
    def value(self) -> int:
        """The number itself."""
        return self.figure.value or 0


@dataclass(frozen=True, slots=True)
class Series:
    """A measure through the editions, oldest first.

    Attributes:
        measure: "visitors" or "companies".
        unit: code of the unit they share.
        sources: where the figures come from, each once.
    """

    measure: str
    unit: str
    figures: tuple[YearFigure, ...]
    sources: tuple[str, ...]


def history_of(editions: Iterable[Edition]) -> tuple[Series, ...]:
    """Return the measures that at least two dated editions tell in the same unit."""
    dated = sorted((e for e in editions if e.begins), key=_rank)
    found = []
    for measure in MEASURES:
        told: list[tuple[Edition, Figure]] = []
        for edition in dated:
            figure: Figure | None = getattr(edition, measure)
            if figure is not None and figure.value is not None:
                told.append((edition, figure))
        if not told:
            continue
        unit = told[-1][1].unit
        alike = [(edition, figure) for edition, figure in told if figure.unit == unit]
        if len(alike) >= _LEAST_EDITIONS:
            sources = tuple(dict.fromkeys(figure.source for _, figure in alike if figure.source))
            found.append(Series(measure, unit, _figures(alike), sources))
    return tuple(found)


def _rank(edition: Edition) -> tuple[tuple[int, int, int], str]:
    return edition.begins.sort_key if edition.begins else (0, 0, 0), edition.id


def _figures(told: list[tuple[Edition, Figure]]) -> tuple[YearFigure, ...]:
    years = Counter(edition.begins.year for edition, _ in told if edition.begins)
    found = []
    for edition, figure in told:
        begins = edition.begins
        if begins is None:
            continue
        several = years[begins.year] > 1 and begins.month is not None
        when = f"{begins.year}.{begins.month}" if several else str(begins.year)
        found.append(YearFigure(edition.id, when, figure))
    return tuple(found)


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
    unit = wording(f"unit.{series.unit}").strip() if series.unit else ""
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
