"""The characteristics of an event on up to six axes, as a radar with its scores in figures."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from ofdesk.base.geometry import Point, Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.record_facts import scores_of
from ofdesk.booklet.shapes import disc, ring_point
from ofdesk.drawing.display_list import Ink, Operation, Path, Segment, Stroke
from ofdesk.model.records import Event

RADAR_MM = 39.0
_BEST = 5
_RADIUS_MM = 11.5
_LABEL_GAP_MM = 2.0
_LABEL_LINES = 2
_MOST_ALT_CHARS = 300


def set_radar(builder: PageBuilder, event: Event, frame: Rect) -> None:
    """Draw title and radar in a frame `RADAR_MM` high, the first axis upwards, then clockwise."""
    scores = scores_of(event)
    label = builder.style("label")
    row = Rect(frame.x_mm, frame.y_mm, frame.width_mm, label.leading_mm)
    builder.line(builder.wording("label.axes"), label, row, tag="Lbl")
    centre = Point(frame.centre.x_mm, frame.y_mm + RADAR_MM / 2)
    angles = [-math.pi / 2 + number * 2 * math.pi / len(scores) for number in range(len(scores))]
    hair = Stroke(Ink("rule"), pt_to_mm(0.25))
    ops: list[Operation] = []
    for ring in range(1, _BEST + 1):
        ops.append(_ring(centre, [_RADIUS_MM * ring / _BEST] * len(angles), angles, None, hair))
    for angle in angles:
        tip = ring_point(centre, _RADIUS_MM, angle)
        ops.append(Path((("M", centre.x_mm, centre.y_mm), ("L", tip.x_mm, tip.y_mm)), stroke=hair))
    radii = [_RADIUS_MM * score / _BEST for _, score in scores]
    tint = dataclasses.replace(builder.accent, tint=builder.accent.tint * 0.3)
    ops.append(_ring(centre, radii, angles, tint, Stroke(builder.accent, pt_to_mm(1.0))))
    ops += [disc(ring_point(centre, r, a), 0.7, builder.accent) for r, a in zip(radii, angles, strict=True)]
    alt = builder.wording.separator.join(f"{name} {score}" for name, score in scores)
    with builder.tagged("Figure", alt[:_MOST_ALT_CHARS]):
        builder.add(*ops)
        for (name, score), angle in zip(scores, angles, strict=True):
            words = (event.id, f"{score}  {name}")
            _label(builder, words, ring_point(centre, _RADIUS_MM, angle), (angle, frame))


def _ring(
    centre: Point, radii: Sequence[float], angles: Sequence[float], fill: Ink | None, stroke: Stroke
) -> Path:
    points = [ring_point(centre, radius, angle) for radius, angle in zip(radii, angles, strict=True)]
    segments: list[Segment] = [("M", points[0].x_mm, points[0].y_mm)]
    segments += [("L", point.x_mm, point.y_mm) for point in points[1:]]
    return Path((*segments, ("Z",)), fill, stroke)


def _label(builder: PageBuilder, words: tuple[str, str], tip: Point, place: tuple[float, Rect]) -> None:
    """Set score and name of an axis outside its tip: above, below, or flush at a side."""
    record, text = words
    angle, frame = place
    across, down = math.cos(angle), math.sin(angle)
    style = builder.style("caption")
    height = _LABEL_LINES * style.leading_mm
    if abs(across) < 0.2:
        style = builder.style("caption", align="centre")
        x_mm, width = frame.x_mm, frame.width_mm
        y_mm = tip.y_mm + 0.4 if down > 0 else tip.y_mm - style.leading_mm - 0.4
        height = style.leading_mm
    else:
        style = builder.style("caption", align="left" if across > 0 else "right")
        x_mm = tip.x_mm + _LABEL_GAP_MM if across > 0 else frame.x_mm
        width = (frame.right_mm if across > 0 else tip.x_mm - _LABEL_GAP_MM) - x_mm
        y_mm = tip.y_mm - style.leading_mm / 2
    room = Rect(x_mm, y_mm, width, height + 0.1)
    lines = max(1, round(height / style.leading_mm))
    builder.text(text, style, room, max_lines=lines, field=(record, "axes"))
