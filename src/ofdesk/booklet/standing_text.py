"""Text in columns (縦組み) on a page, as large as its room allows."""

from __future__ import annotations

import dataclasses

from ofdesk.base.geometry import Rect
from ofdesk.booklet.headline import clipped
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.drawing.display_list import Group
from ofdesk.typesetting.style import TextStyle

_SCALES = (1.0, 0.85, 0.72, 0.6, 0.5)
_MOST_CHARS = 400
_MOST_COLUMNS = 2


def standing_text(
    builder: PageBuilder, text: str, style: TextStyle, rect: Rect, *, field: tuple[str, str]
) -> float:
    """Set a short text in columns from the right edge of a rectangle, smaller where it is long.

    Args:
        builder: the page.
        text: line breaks begin columns.
        style: of its largest size.
        rect: the room.
        field: record and field the text comes from.

    Returns:
        The width used, from the right edge, in mm.
    """
    shown, cut = clipped(text, _MOST_CHARS)
    for scale in _SCALES:
        sized = dataclasses.replace(
            style, size_pt=style.size_pt * scale, leading_pt=style.leading_pt * scale
        )
        placed = builder.toolkit.composer.vertical.frame(shown, sized, rect, max_columns=_MOST_COLUMNS)
        if not placed.left_out_chars:
            break
    if placed.ops:
        builder.add(Group(placed.ops, tag="P"))
    used = Rect(rect.right_mm - placed.used_width_mm, rect.y_mm, placed.used_width_mm, rect.height_mm)
    builder.note(field, used, placed.set_chars, placed.left_out_chars + cut)
    return placed.used_width_mm
