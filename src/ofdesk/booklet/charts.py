"""Charts on the page: shares as a pie with the numbers on its slices, readable without colour."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from ofdesk.base.geometry import Point, Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.shapes import arc_segments, disc, ring_point, sector
from ofdesk.drawing.display_list import Ink, Path, Stroke

_TINTS = (1.0, 0.58, 0.3, 0.78, 0.45, 0.18)
_SMALL_SHARE = 0.12
_HOLE = 0.46


@dataclass(frozen=True, slots=True)
class Share:
    """One answer: a mark such as "①", its label and share of the whole in percent."""

    mark: str
    label: str
    percent: float


def share_words(percent: float) -> str:
    """Return a share as text: 84 %, 8.5 %."""
    return f"{percent:.1f}".removesuffix(".0")


def pie(builder: PageBuilder, shares: tuple[Share, ...], frame: Rect, caption: str) -> None:
    """Draw a ring of shares in tints of one ink, clockwise from the top, with `caption` in its middle.

    Shares that do not sum to 100 are drawn as parts of their sum; the printed numbers stay as given.
    """
    total = sum(share.percent for share in shares)
    if total <= 0:
        return
    radius = min(frame.width_mm, frame.height_mm) / 2
    centre = frame.centre
    angle = -math.pi / 2
    paper = Stroke(Ink("paper"), pt_to_mm(1.0))
    ink = Ink("text", 0.8)
    marks: list[tuple[Share, float, float]] = []
    for index, share in enumerate(shares):
        turn = share.percent / total * 2 * math.pi
        tint = _TINTS[index % len(_TINTS)]
        slice_ink = dataclasses.replace(builder.accent, tint=builder.accent.tint * tint)
        builder.add(sector(centre, radius, (angle, angle + turn), slice_ink, paper))
        marks.append((share, angle + turn / 2, turn))
        angle += turn
    builder.add(disc(centre, radius * _HOLE, Ink("paper")))
    style = builder.style("name", align="centre", ink=Ink("text"))
    box = Rect(
        centre.x_mm - radius * _HOLE,
        centre.y_mm - style.leading_mm / 2,
        2 * radius * _HOLE,
        style.leading_mm,
    )
    builder.line(caption, style, box)
    for share, middle, turn in marks:
        _label(builder, share, (centre, radius), (middle, turn), ink)


def _label(
    builder: PageBuilder,
    share: Share,
    circle: tuple[Point, float],
    place: tuple[float, float],
    ink: Ink,
) -> None:
    """Set the number of a slice on it when there is room, else beside it with a short leader."""
    centre, radius = circle
    middle, turn = place
    text = f"{share.mark} {share_words(share.percent)}%".strip()
    style = builder.style("subname", align="centre", ink=Ink("text"))
    outside = turn < _SMALL_SHARE * 2 * math.pi
    if outside:
        rim, tip = ring_point(centre, radius, middle), ring_point(centre, radius + 4.0, middle)
        line = Stroke(ink, pt_to_mm(0.4))
        builder.add(Path((("M", rim.x_mm, rim.y_mm), ("L", tip.x_mm, tip.y_mm)), stroke=line))
        at = ring_point(centre, radius + 9.0, middle)
    else:
        at = ring_point(centre, radius * (1 + _HOLE) / 2, middle)
        back = Rect(at.x_mm - 8.0, at.y_mm - 2.6, 16.0, 5.2)
        builder.add(_pill(back))
    half = style.leading_mm / 2
    builder.line(text, style, Rect(at.x_mm - 10.0, at.y_mm - half, 20.0, style.leading_mm))


def _pill(rect: Rect) -> Path:
    """Return a white plate with round ends, so that a number is read on every tint."""
    radius = rect.height_mm / 2
    left, right = rect.x_mm + radius, rect.right_mm - radius
    y = rect.y_mm + radius
    return Path(
        (
            ("M", left, rect.bottom_mm),
            *arc_segments(Point(left, y), radius, math.pi / 2, 3 * math.pi / 2),
            ("L", right, rect.y_mm),
            *arc_segments(Point(right, y), radius, -math.pi / 2, math.pi / 2),
            ("Z",),
        ),
        Ink("paper"),
    )
