"""Where the focus of a photo goes when it is dragged within its frame. Pure geometry in shares and mm."""

from __future__ import annotations

from ofdesk.base.geometry import Rect
from ofdesk.booklet.pictures import Picture
from ofdesk.model.parts import PageLayout

_WHOLE_PERCENT = 100
_DECIMALS = 3


def dragged_focus(
    picture: Picture, frame: Rect, layout: PageLayout | None, dx_mm: float, dy_mm: float
) -> dict[str, float]:
    """Return the fields of a layout that let a photo follow a drag.

    A photo that fills its frame exactly in a direction cannot move in it, and its field is not named. What is
    already at its edge stays there.

    Args:
        picture: as it fills its frame.
        frame: in mm.
        layout: what was decided before.
        dx_mm, dy_mm: how far the photo went.
    """
    decided = layout or PageLayout()
    zoom = (decided.zoom_percent or _WHOLE_PERCENT) / _WHOLE_PERCENT
    ratio = (frame.width_mm / frame.height_mm) / (picture.width_px / picture.height_px)
    axes = (
        ("focus_x", min(1.0, ratio) / zoom, decided.focus_x, picture.focus_x, dx_mm / frame.width_mm),
        ("focus_y", min(1.0, 1.0 / ratio) / zoom, decided.focus_y, picture.focus_y, dy_mm / frame.height_mm),
    )
    found: dict[str, float] = {}
    for field, share, by_hand, own, way in axes:
        if share < 1.0 - 1e-6:
            begin = _inside(own if by_hand is None else by_hand, share)
            found[field] = round(_inside(begin - way * share, share), _DECIMALS)
    return found


def _inside(focus: float, share: float) -> float:
    """Return the focus that shows the same part of a photo, no nearer to an edge than the frame allows."""
    return min(max(focus, share / 2), 1.0 - share / 2)
