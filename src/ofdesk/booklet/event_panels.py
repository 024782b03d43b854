"""What stands beside an event's words: where it is, its web address as a QR code, its history, its six axes.

Each is a panel of known height; panels go to the column that is shorter, so that no hole opens in either.
A panel without content does not exist.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ofdesk.base.geometry import GeoPoint, Point, Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.history import Series, history_of
from ofdesk.booklet.history_chart import history_height_mm, set_history
from ofdesk.booklet.map_content import place_of_event
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.qr import QrCode, qr_code, qr_path
from ofdesk.booklet.radar import RADAR_MM, set_radar
from ofdesk.booklet.record_facts import scores_of
from ofdesk.booklet.shapes import disc, rectangle
from ofdesk.cartography.locator import Locator
from ofdesk.drawing.display_list import Group, Ink, Operation, Polylines, Stroke
from ofdesk.model.records import Edition, Event

_QR_MM = 17.0
_BESIDE_MAP_MM = 16.0
_WORTH_MOVING_MM = 5.0  # what a panel at the left must spare the page in height
_OTHER_TINT, _OWN_TINT = 0.12, 0.5
_RING_MM = 0.3
_DOT_MM = 1.3
_CACHED_RINGS = 256


@dataclass(frozen=True)
class Surroundings:
    """What the panels of an event show.

    Attributes:
        region, definition: the region whose outlines are drawn, in which definition of regions; "" for none.
        point: where the event is.
        prefectures: JIS codes of its prefectures, which are drawn in colour.
        history: measures by edition.
    """

    region: str
    definition: str
    point: GeoPoint | None
    prefectures: tuple[str, ...]
    history: tuple[Series, ...]


def surroundings_of(event: Event, source: Source) -> Surroundings:
    """Collect what the panels of an event show."""
    order = source.plan.order
    editions = source.catalogue.referring(Edition, "event", event.id)
    return Surroundings(
        region=order.region_of(event),
        definition=order.definition.key,
        point=place_of_event(source, event),
        prefectures=order.prefecture_codes(event),
        history=history_of(editions),
    )


@dataclass(frozen=True)
class Panel:
    """A piece of known height that draws itself at the top of a frame.

    Attributes:
        field, words: what is noted as left out when there is no room for it.
    """

    height_mm: float
    draw: Callable[[Rect], None]
    field: tuple[str, str]
    words: str


def place_panels(builder: PageBuilder, event: Event, around: Surroundings) -> tuple[Panel, ...]:
    """Return the panel with the locator map and the QR code; none when there is neither."""
    code = qr_code(event.url)
    found = _locator(builder, around)
    if code is None and found is None:
        return ()
    caption = builder.style("credit")
    side = code.side_mm(_QR_MM) if code else 0.0
    height = max(found[0].size.height_mm if found else 0.0, side + caption.leading_mm if code else 0.0)

    def draw(frame: Rect) -> None:
        if found:
            _draw_locator(builder, found, around, frame)
        if code:
            beside_mm = found[0].size.width_mm + _BESIDE_MAP_MM if found else 0.0
            x_mm = frame.x_mm + min(beside_mm, frame.width_mm - side)
            square = Rect(x_mm, frame.y_mm + height - side - caption.leading_mm, side, side)
            _draw_code(builder, event, code, square)

    return (Panel(height, draw, (event.id, "url"), event.url if code else ""),)


def telling_panels(builder: PageBuilder, event: Event, around: Surroundings) -> tuple[Panel, ...]:
    """Return the panels of history and axes, those that have content."""
    found: list[Panel] = []
    if around.history:
        height = history_height_mm(builder, around.history)
        first = around.history[0]
        words = "".join(str(figure.value) for series in around.history for figure in series.figures)
        field = (first.figures[-1].record, first.measure)
        found.append(Panel(height, lambda frame: set_history(builder, around.history, frame), field, words))
    if scores := scores_of(event):
        words = "".join(name for name, _ in scores)
        field = (event.id, "axes")
        found.append(Panel(RADAR_MM, lambda frame: set_radar(builder, event, frame), field, words))
    return tuple(found)


def shared_out(
    heights_mm: tuple[float, float], panels: Sequence[Panel], gap_mm: float
) -> tuple[tuple[Panel, ...], tuple[Panel, ...], float]:
    """Share panels out over two columns so that the taller one is as short as can be.

    Args:
        heights_mm: what stands in the left and the right column already.
        panels: few enough that all ways can be tried; they stand at the right unless the left gains by it.
        gap_mm: above each panel.

    Returns:
        The panels of both columns, and the height of the taller one.
    """

    def outcome(at_left: tuple[bool, ...]) -> tuple[float, float]:
        left_mm, right_mm = heights_mm
        for panel, is_left in zip(panels, at_left, strict=True):
            left_mm += (panel.height_mm + gap_mm) * is_left
            right_mm += (panel.height_mm + gap_mm) * (not is_left)
        tallest = max(left_mm, right_mm)
        return round(tallest + _WORTH_MOVING_MM * sum(at_left), 1), tallest

    best = min(product((False, True), repeat=len(panels)), key=outcome)
    left = tuple(panel for panel, is_left in zip(panels, best, strict=True) if is_left)
    right = tuple(panel for panel, is_left in zip(panels, best, strict=True) if not is_left)
    return left, right, outcome(best)[1]


def set_panels(builder: PageBuilder, panels: Sequence[Panel], frame: Rect, gap_mm: float) -> None:
    """Draw panels one below the other, each after a gap; of those without room a note is taken."""
    y_mm = frame.y_mm
    for panel in panels:
        if y_mm + gap_mm + panel.height_mm > frame.bottom_mm + 0.5:
            if panel.words:
                builder.leave_out(panel.field, panel.words, frame)
            continue
        y_mm += gap_mm
        panel.draw(Rect(frame.x_mm, y_mm, frame.width_mm, panel.height_mm))
        y_mm += panel.height_mm


def _locator(builder: PageBuilder, around: Surroundings) -> tuple[Locator, Point] | None:
    """Return the outlines of the region and where on them the event is."""
    if not around.region or around.point is None:
        return None
    drawn = builder.toolkit.locator(around.region, around.definition)
    place = drawn.place(around.point)
    return (drawn, place) if place else None


def _draw_locator(
    builder: PageBuilder, found: tuple[Locator, Point], around: Surroundings, frame: Rect
) -> None:
    drawn, place = found
    border = Stroke(Ink("paper"), 0.12)
    accent = builder.accent
    own = dataclasses.replace(accent, tint=accent.tint * _OWN_TINT)
    ops: list[Operation] = []
    for code, rings in drawn.rings.items():
        lines = tuple(_moved(ring, frame.x_mm, frame.y_mm) for ring in rings)
        ink = own if code in around.prefectures else Ink("text", _OTHER_TINT)
        ops.append(Polylines(lines, closed=True, fill=ink, stroke=border))
    spot = Point(frame.x_mm + place.x_mm, frame.y_mm + place.y_mm)
    ops += [disc(spot, _DOT_MM + _RING_MM, Ink("paper")), disc(spot, _DOT_MM, builder.accent_text)]
    box = Rect(frame.x_mm, frame.y_mm, drawn.size.width_mm, drawn.size.height_mm)
    name = builder.wording(f"region.{around.region}")
    alt = builder.wording("event.locator", region=name)
    builder.add(Group(tuple(ops), clip=rectangle(box.grown(_DOT_MM)), tag="Figure", alt=alt))


@lru_cache(_CACHED_RINGS)  # the page of an event is laid out anew for every keystroke
def _moved(ring: tuple[float, ...], x_mm: float, y_mm: float) -> tuple[float, ...]:
    return tuple(round(value + (y_mm if n % 2 else x_mm), 2) for n, value in enumerate(ring))


def _draw_code(builder: PageBuilder, event: Event, code: QrCode, square: Rect) -> None:
    """Draw the code on paper, with what it leads to below."""
    words = builder.wording("event.website")
    ops = (rectangle(square, Ink("paper")), qr_path(code, Point(square.x_mm, square.y_mm), square.width_mm))
    builder.add(Group(ops, tag="Figure", alt=f"{words} {event.url}"))
    builder.link(square, url=event.url)
    caption = builder.style("credit", ink=QUIET, align="centre")
    row = Rect(square.x_mm - 4.0, square.bottom_mm, square.width_mm + 8.0, caption.leading_mm)
    builder.line(words, caption, row, tag="Caption")
