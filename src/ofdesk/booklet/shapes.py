"""Rectangles, circles, sectors and pills as paths."""

from __future__ import annotations

import math

from ofdesk.base.geometry import Point, Rect
from ofdesk.drawing.display_list import Ink, Path, Segment, Stroke

_MAX_STEP = math.pi / 2


def rectangle(rect: Rect, fill: Ink | None = None, stroke: Stroke | None = None) -> Path:
    """Return a rectangle."""
    return Path(
        (
            ("M", rect.x_mm, rect.y_mm),
            ("L", rect.right_mm, rect.y_mm),
            ("L", rect.right_mm, rect.bottom_mm),
            ("L", rect.x_mm, rect.bottom_mm),
            ("Z",),
        ),
        fill,
        stroke,
    )


def rounded(rect: Rect, radius_mm: float) -> Path:
    """Return a rectangle with round corners, to clip with."""
    if radius_mm <= 0.0:
        return rectangle(rect)
    left, right = rect.x_mm + radius_mm, rect.right_mm - radius_mm
    top, bottom = rect.y_mm + radius_mm, rect.bottom_mm - radius_mm
    corners = ((right, top), (right, bottom), (left, bottom), (left, top))
    segments: list[Segment] = [("M", left, rect.y_mm)]
    for turn, (x_mm, y_mm) in enumerate(corners):
        start = (turn - 1) * math.pi / 2
        centre = Point(x_mm, y_mm)
        begin = ring_point(centre, radius_mm, start)
        segments.append(("L", begin.x_mm, begin.y_mm))
        segments += arc_segments(centre, radius_mm, start, start + math.pi / 2)
    return Path((*segments, ("Z",)))


def pill(rect: Rect, fill: Ink) -> Path:
    """Return a plate with round ends."""
    radius = rect.height_mm / 2
    left, right = rect.x_mm + radius, rect.right_mm - radius
    y_mm = rect.y_mm + radius
    return Path(
        (
            ("M", left, rect.bottom_mm),
            *arc_segments(Point(left, y_mm), radius, math.pi / 2, 3 * math.pi / 2),
            ("L", right, rect.y_mm),
            *arc_segments(Point(right, y_mm), radius, -math.pi / 2, math.pi / 2),
            ("Z",),
        ),
        fill,
    )


def arc_segments(centre: Point, radius_mm: float, start_rad: float, end_rad: float) -> tuple[Segment, ...]:
    """Return curves along a circle, clockwise on the page from the angle `start_rad` (0 is to the right).

    Source: the usual cubic approximation, k = 4/3·tan(θ/4) for each part of at most a quarter.
    """
    parts = max(1, math.ceil((end_rad - start_rad) / _MAX_STEP - 1e-9))
    step = (end_rad - start_rad) / parts
    k = 4 / 3 * math.tan(step / 4) * radius_mm
    found: list[Segment] = []
    for part in range(parts):
        a, b = start_rad + part * step, start_rad + (part + 1) * step
        ax, ay = centre.x_mm + radius_mm * math.cos(a), centre.y_mm + radius_mm * math.sin(a)
        bx, by = centre.x_mm + radius_mm * math.cos(b), centre.y_mm + radius_mm * math.sin(b)
        found.append(
            (
                "C",
                ax - k * math.sin(a),
                ay + k * math.cos(a),
                bx + k * math.sin(b),
                by - k * math.cos(b),
                bx,
                by,
            )
        )
    return tuple(found)


def disc(centre: Point, radius_mm: float, fill: Ink | None = None, stroke: Stroke | None = None) -> Path:
    """Return a full circle."""
    start: Segment = ("M", centre.x_mm + radius_mm, centre.y_mm)
    return Path((start, *arc_segments(centre, radius_mm, 0.0, 2 * math.pi), ("Z",)), fill, stroke)


def sector(
    centre: Point,
    radius_mm: float,
    angles_rad: tuple[float, float],
    fill: Ink | None = None,
    stroke: Stroke | None = None,
) -> Path:
    """Return a slice of a circle between two angles, clockwise; a full turn gives the whole disc."""
    start, end = angles_rad
    if end - start >= 2 * math.pi - 1e-9:
        return disc(centre, radius_mm, fill, stroke)
    edge: Segment = (
        "L",
        centre.x_mm + radius_mm * math.cos(start),
        centre.y_mm + radius_mm * math.sin(start),
    )
    curve = arc_segments(centre, radius_mm, start, end)
    return Path((("M", centre.x_mm, centre.y_mm), edge, *curve, ("Z",)), fill, stroke)


def ring_point(centre: Point, radius_mm: float, angle_rad: float) -> Point:
    """Return the point of a circle at an angle."""
    return Point(centre.x_mm + radius_mm * math.cos(angle_rad), centre.y_mm + radius_mm * math.sin(angle_rad))
