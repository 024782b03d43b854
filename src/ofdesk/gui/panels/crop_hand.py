"""Photos dragged within their frames on the live page: which is held, and how far it went.

Knows boxes and pixels only; `PageView` feeds it events, `layout_wiring` turns them into a crop.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF

from ofdesk.drawing.display_list import FieldBox

_DRAG_FROM_PX = 4
_PHOTO_FIELD = "focus_x"


class CropHand:
    """The photo under the button held down."""

    def __init__(self) -> None:
        self.photos: frozenset[str] = frozenset()
        """Records of the photos whose crop the page lets be changed."""
        self._pressed: FieldBox | None = None
        self._start = QPointF()
        self.is_dragging = False

    @property
    def pressed(self) -> FieldBox | None:
        """The box under the button held down."""
        return self._pressed

    def can_hold(self, box: FieldBox) -> bool:
        """Tell whether a box is a photo that may be dragged."""
        return box.field == _PHOTO_FIELD and box.record in self.photos

    def press(self, box: FieldBox, position: QPointF) -> None:
        """Take hold of a photo."""
        self._pressed, self._start, self.is_dragging = box, position, False

    def move(self, position: QPointF) -> QPointF | None:
        """Follow the pointer; returns the way since the press, None while it is no more than a tremble."""
        way = position - self._start
        if max(abs(way.x()), abs(way.y())) >= _DRAG_FROM_PX:
            self.is_dragging = True
        return way if self.is_dragging else None

    def let_go(self) -> None:
        """End a drag."""
        self._pressed, self.is_dragging = None, False
