"""The words of an event's page: title block, overview with features and results, table of facts.

Each part can be measured before it is set, so that the page can give the picture what they leave.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.event_panels import Panel, set_panels, shared_out
from ofdesk.booklet.fact_table import TableLook, facts_height, set_facts
from ofdesk.booklet.facts import NAMED_MUNICIPALITIES, area_words, joined
from ofdesk.booklet.headline import fitted_headline
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.record_facts import background_facts, event_facts, names_of, overview_of
from ofdesk.model.records import Edition, Event
from ofdesk.typesetting.style import TextStyle

_TEXT_COLUMNS = 7
_FACTS_FROM_COLUMN = 8
_FACTS_WIDER_MM = 13.0
_LABEL_WIDTH_MM = 16.2  # five characters of the larger theme, and a gap
_BACKGROUND_LABEL_WIDTH_MM = 20.0
_RULE_ABOVE_MM = 1.8
_TITLE_FOOT_MM = 3.0
_DASH_MM = 4.2


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of the title block, measured.

    Attributes:
        tag: structure tag; "H1" marks the name, on whose baseline the page's figure stands.
    """

    text: str
    style: TextStyle
    field: str
    height_mm: float
    tag: str = "P"


def title_lines(builder: PageBuilder, event: Event, width_mm: float) -> tuple[TitleLine, ...]:
    """Return place, name, other names and catchphrase of an event, those without text left out."""
    names = names_of(event, builder.wording)
    place = builder.style("subname", ink=builder.accent_text)
    reading = builder.style("reading", ink=QUIET)
    lead = builder.style("lead", align="left")
    fitted = fitted_headline(builder.toolkit.composer, names.main, builder.style("title"), width_mm, 2)
    area = area_words(event, builder.wording, NAMED_MUNICIPALITIES)
    second = joined((names.reading, names.other), builder.wording)
    lines = (
        TitleLine(area, place, "municipalities", place.leading_mm),
        TitleLine(names.main, builder.style("title"), names.main_field, fitted.height_mm, "H1"),
        TitleLine(second, reading, "reading", reading.leading_mm + 0.4),
        TitleLine(event.catchphrase, lead, "catchphrase", lead.leading_mm + 0.6),
    )
    return tuple(line for line in lines if line.text)


def set_title(
    builder: PageBuilder, record: str, lines: tuple[TitleLine, ...], top_mm: float
) -> tuple[float, float]:
    """Set the title block.

    Returns:
        Baseline of the name, and where the columns of text begin.
    """
    area = builder.area
    width = builder.theme.column(area, 0, _FACTS_FROM_COLUMN).width_mm
    y_mm, names_mm = top_mm, top_mm
    for line in lines:
        room = Rect(area.x_mm, y_mm, width, line.height_mm)
        field = (record, line.field)
        if line.tag == "H1":
            names_mm = builder.headline(line.text, line.style, room, field=field).last_baseline_mm
        else:
            room = dataclasses.replace(room, width_mm=area.width_mm) if line.field == "catchphrase" else room
            builder.line(line.text, line.style, room, field=field)
        y_mm += line.height_mm
    return names_mm, builder.theme.on_grid(y_mm + _TITLE_FOOT_MM)


def text_frames(builder: PageBuilder) -> tuple[Rect, Rect]:
    """Return the columns of the overview and of the facts, as high as the type area."""
    left = builder.theme.column(builder.area, 0, _TEXT_COLUMNS)
    columns = builder.theme.columns
    right = builder.theme.column(builder.area, _FACTS_FROM_COLUMN, columns - _FACTS_FROM_COLUMN)
    return left, right.inset(-_FACTS_WIDER_MM, 0.0, 0.0, 0.0)


def _look(builder: PageBuilder) -> TableLook:
    return TableLook(
        label=builder.style("label", leading_pt=12.0),
        value=builder.style("value", size_pt=8.0, leading_pt=12.0),
        label_width_mm=_LABEL_WIDTH_MM,
    )


def results_look(builder: PageBuilder) -> TableLook:
    """Return the look of the rows that tell results and persons."""
    return dataclasses.replace(_look(builder), label_width_mm=_BACKGROUND_LABEL_WIDTH_MM)


@dataclass(frozen=True)
class Columns:
    """What stands in the two columns below the title.

    Attributes:
        backed: whether results and persons stand here, or on a page of their own.
        panels: what stands below the words, in the column where there is room.
    """

    event: Event
    edition: Edition | None
    backed: bool = True
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True)
class Shares:
    """Which panels stand in the left and in the right column, and the height of the longer one.

    Attributes:
        height_mm: with the space above the columns.
    """

    left: tuple[Panel, ...]
    right: tuple[Panel, ...]
    height_mm: float


def column_shares(builder: PageBuilder, content: Columns) -> Shares:
    """Measure the columns and share the panels out between them."""
    heights = _heights_mm(builder, content)
    left, right, height = shared_out(heights, content.panels, builder.theme.baseline_mm)
    return Shares(left, right, height + _TITLE_FOOT_MM + builder.theme.baseline_mm)


def _heights_mm(builder: PageBuilder, content: Columns) -> tuple[float, float]:
    """Return what the words take in the left and in the right column."""
    event = content.event
    left, right = text_frames(builder)
    body = builder.style("body")
    text, _ = overview_of(event, builder.wording, short=False)
    height = builder.height_of(text, body, left.width_mm)
    if event.features:
        room = left.width_mm - _DASH_MM
        points = (builder.height_of(point, _flush(builder), room) for point in event.features)
        height += body.leading_mm / 2 + sum(points)
    rows = background_facts(event, builder.wording) if content.backed else ()
    if rows:
        height += body.leading_mm / 2 + facts_height(builder, rows, left.width_mm, results_look(builder))
    if content.backed and (english_mm := english_height_mm(builder, event, left.width_mm)):
        height += body.leading_mm / 2 + english_mm
    facts = facts_height(
        builder, event_facts(event, content.edition, builder.wording), right.width_mm, _look(builder)
    )
    return height, facts


def set_columns(
    builder: PageBuilder, content: Columns, shares: Shares, from_to_mm: tuple[float, float]
) -> None:
    """Set the overview with what belongs to it at the left, the facts at the right, panels below them."""
    top_mm, bottom_mm = from_to_mm
    event, gap_mm = content.event, builder.theme.baseline_mm
    left, right = text_frames(builder)
    area = builder.area
    builder.rule(area.x_mm, area.right_mm, top_mm - _RULE_ABOVE_MM, builder.accent, 0.7)
    body = builder.style("body")
    text, field = overview_of(event, builder.wording, short=False)
    frame = Rect(left.x_mm, top_mm, left.width_mm, bottom_mm - top_mm + 0.1)
    y_mm = top_mm + builder.text(text, body, frame, field=(event.id, field)).used_height_mm
    y_mm = _features(builder, event, Rect(left.x_mm, y_mm, left.width_mm, bottom_mm - y_mm + 0.1))
    rows = background_facts(event, builder.wording) if content.backed else ()
    if rows:
        y_mm += body.leading_mm / 2
        frame = Rect(left.x_mm, y_mm, left.width_mm, bottom_mm - y_mm + 0.1)
        y_mm = set_facts(builder, rows, frame, results_look(builder))
    if content.backed and event.overview_en:
        y_mm += body.leading_mm / 2 if english_height_mm(builder, event, left.width_mm) else 0.0
        y_mm = set_english(builder, event, Rect(left.x_mm, y_mm, left.width_mm, bottom_mm - y_mm + 0.1))
    frame = Rect(right.x_mm, top_mm, right.width_mm, bottom_mm - top_mm + 0.1)
    facts_mm = set_facts(builder, event_facts(event, content.edition, builder.wording), frame, _look(builder))
    frame = Rect(left.x_mm, y_mm, left.width_mm, bottom_mm - y_mm)
    set_panels(builder, shares.left, frame, gap_mm)
    frame = Rect(right.x_mm, facts_mm, right.width_mm, bottom_mm - facts_mm)
    set_panels(builder, shares.right, frame, gap_mm)


def english_height_mm(builder: PageBuilder, event: Event, width_mm: float) -> float:
    """Return the height of the English overview in a Japanese booklet; 0 where there is none."""
    if builder.wording.language != "ja" or not event.overview_en:
        return 0.0
    return builder.height_of(event.overview_en, _english(builder), width_mm)


def set_english(builder: PageBuilder, event: Event, frame: Rect) -> float:
    """Set the English overview in a Japanese booklet; returns where it ends."""
    if not english_height_mm(builder, event, frame.width_mm):
        return frame.y_mm
    field = (event.id, "overview_en")
    return frame.y_mm + builder.text(event.overview_en, _english(builder), frame, field=field).used_height_mm


def _english(builder: PageBuilder) -> TextStyle:
    return builder.style("caption", size_pt=7.0, leading_pt=10.5, ink=QUIET)


def _features(builder: PageBuilder, event: Event, frame: Rect) -> float:
    """Set what marks an event, each point behind a dash; returns where they end."""
    dash = builder.style("body", align="left", ink=builder.accent)
    y_mm = frame.y_mm + (dash.leading_mm / 2 if event.features else 0.0)
    for point in event.features:
        room = Rect(frame.x_mm + _DASH_MM, y_mm, frame.width_mm - _DASH_MM, frame.bottom_mm - y_mm)
        with builder.tagged("LI"):
            used = builder.text(point, _flush(builder), room, field=(event.id, "features"))
        if used.set_chars:
            builder.line("—", dash, Rect(frame.x_mm, y_mm, _DASH_MM, dash.leading_mm), tag="Artifact")
        y_mm += used.used_height_mm
    return y_mm


def _flush(builder: PageBuilder) -> TextStyle:
    return builder.style("body", align="left")
