"""Charts: shares as a ring or as bars, with words and numbers on them, readable without colour."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from itertools import pairwise

from ofdesk.base.geometry import Point, Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.shapes import disc, pill, rectangle, ring_point, sector
from ofdesk.drawing.display_list import Ink, Path, Stroke

_TINTS = (1.0, 0.58, 0.3, 0.78, 0.45, 0.18)
_SMALL_SHARE = 0.12
_HOLE = 0.46
_PLATE_MM = (17.0, 5.2)
_LEADER_MM = 3.0
_BAR_MM = 6.0
_TRACK_TINT = 0.07  # of what a bar lacks to the whole


@dataclass(frozen=True, slots=True)
class Share:
    """One answer: a mark such as "①", its label and share of the whole in percent."""

    mark: str
    label: str
    percent: float


def share_words(percent: float) -> str:
    """Return a share as text: 84, 8.5."""
    return f"{percent:.1f}".removesuffix(".0")


def ring(builder: PageBuilder, shares: tuple[Share, ...], frame: Rect, caption: str) -> None:
    """Draw a ring of shares in tints of one ink, clockwise from the top, with `caption` in its middle.

    The numbers of small slices stand beside them, within the frame; the ring leaves room for these.
    """
    total = sum(share.percent for share in shares)
    if total <= 0:
        return
    radius = min(frame.width_mm / 2 - _PLATE_MM[0] / 2, frame.height_mm / 2 - _PLATE_MM[1] - _LEADER_MM)
    centre = frame.centre
    paper = Stroke(Ink("paper"), pt_to_mm(1.0))
    angle = -math.pi / 2
    marks: list[tuple[Share, float, float]] = []
    for index, share in enumerate(shares):
        turn = share.percent / total * 2 * math.pi
        ink = dataclasses.replace(builder.accent, tint=builder.accent.tint * _TINTS[index % len(_TINTS)])
        if turn > 0:
            builder.add(sector(centre, radius, (angle, angle + turn), ink, paper))
        marks.append((share, angle + turn / 2, turn))
        angle += turn
    builder.add(disc(centre, radius * _HOLE, Ink("paper")))
    style = builder.style("name", align="centre")
    hole = radius * _HOLE
    box = Rect(centre.x_mm - hole, centre.y_mm - style.leading_mm / 2, 2 * hole, style.leading_mm)
    builder.line(caption, style, box)
    for share, middle, turn in marks:
        _plate(builder, share, (centre, radius), (middle, turn))


def _plate(
    builder: PageBuilder, share: Share, circle: tuple[Point, float], place: tuple[float, float]
) -> None:
    """Set the number of a slice on a white plate upon it, or beside a slice too small for a plate."""
    centre, radius = circle
    middle, turn = place
    style = builder.style("subname", align="centre")
    text = f"{share.mark} {share_words(share.percent)}%".strip()
    if turn < _SMALL_SHARE * 2 * math.pi:
        rim, tip = ring_point(centre, radius, middle), ring_point(centre, radius + _LEADER_MM, middle)
        line = Stroke(Ink("text", 0.8), pt_to_mm(0.4))
        builder.add(Path((("M", rim.x_mm, rim.y_mm), ("L", tip.x_mm, tip.y_mm)), stroke=line))
        # The plate hangs on the end of the leader by the corner or side that is turned to the ring.
        at = Point(
            tip.x_mm + math.cos(middle) * _PLATE_MM[0] / 2, tip.y_mm + math.sin(middle) * _PLATE_MM[1] / 2
        )
    else:
        at = ring_point(centre, radius * (1 + _HOLE) / 2, middle)
        corner = (at.x_mm - _PLATE_MM[0] / 2, at.y_mm - _PLATE_MM[1] / 2)
        builder.add(pill(Rect(*corner, *_PLATE_MM), Ink("paper")))
    width, height = _PLATE_MM[0] + 3.0, style.leading_mm
    builder.line(text, style, Rect(at.x_mm - width / 2, at.y_mm - height / 2, width, height))


def bars(
    builder: PageBuilder, shares: tuple[Share, ...], frame: Rect, middles_mm: tuple[float, ...]
) -> None:
    """Draw a bar a share, on one scale from 0 to 100 percent, each with its mark and number at its end.

    For answers of which several were allowed: their shares are parts of the same whole, not of each other.

    Args:
        builder: the page.
        shares: the answers.
        frame: how far the scale reaches.
        middles_mm: on which height each bar stands, beside the words of its answer.
    """
    style = builder.style("subname")
    mark_mm, number_mm = 6.0, 14.0
    scale_mm = frame.width_mm - mark_mm - number_mm
    pairs = zip(shares, middles_mm, strict=True)
    shown = [(share, middle) for share, middle in pairs if middle < frame.bottom_mm]
    if not shown:
        return
    step = min((b - a for (_, a), (_, b) in pairwise(shown)), default=2 * _BAR_MM)
    height = min(_BAR_MM, step * 0.7)
    left = frame.x_mm + mark_mm
    for share, middle in shown:
        y_mm = middle - height / 2
        text_y = y_mm + (height - style.leading_mm) / 2
        builder.line(share.mark, style, Rect(frame.x_mm, text_y, mark_mm, style.leading_mm))
        length = scale_mm * min(share.percent, 100.0) / 100.0
        builder.add(rectangle(Rect(left, y_mm, scale_mm, height), Ink("text", _TRACK_TINT)))
        if length > 0:
            builder.add(rectangle(Rect(left, y_mm, length, height), builder.accent))
        number = Rect(left + length + 1.5, text_y, number_mm, style.leading_mm)
        builder.line(f"{share_words(share.percent)}%", style, number)
    axis = Stroke(Ink("text", 0.8), pt_to_mm(0.4))
    top, foot = shown[0][1] - height / 2 - 1.0, shown[-1][1] + height / 2 + 1.0
    builder.add(Path((("M", left, top), ("L", left, foot)), stroke=axis))
