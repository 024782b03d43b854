"""Boxes on a page that can be moved by hand: which is held, where it goes, on which the keyboard stands.

Knows boxes and pixels only; `PageView` feeds it events, `callout_mover` turns its wishes into edits.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ofdesk.base.geometry import Point, Rect
from ofdesk.drawing.display_list import FieldBox

_DRAG_FROM_PX = 4
_STEP_MM, _LARGE_STEP_MM = 1.0, 5.0
_ON_PAPER = "#1f5f8b"  # the page is white in both themes
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CalloutHand:
    """The movable boxes of the page shown."""

    def __init__(self) -> None:
        self._boxes: tuple[FieldBox, ...] = ()
        self._focused: tuple[str, str] | None = None
        self._pressed: FieldBox | None = None
        self._start = QPointF()
        self._offset = QPointF()
        self._dragging = False
        self._dropped: Rect | None = None
        self._lifted: Rect | None = None

    def take_page(self, boxes: tuple[FieldBox, ...]) -> None:
        """Follow a page that was drawn anew, or another one."""
        movable = (box for box in boxes if box.movable)
        self._boxes = tuple(sorted(movable, key=lambda box: (box.rect.y_mm, box.rect.x_mm)))
        self._dropped = None
        if self.focused is None:
            self._focused = None

    # ── the pointer ─────────────────────────────────────────────────────────────────────────────

    @property
    def is_dragging(self) -> bool:
        """Whether a box follows the pointer."""
        return self._dragging

    @property
    def pressed(self) -> FieldBox | None:
        """The box under the button held down."""
        return self._pressed

    def press(self, box: FieldBox, position: QPointF) -> None:
        """Take hold of a box."""
        self._pressed, self._start, self._offset, self._dragging = box, position, QPointF(), False
        self._lifted = box.rect

    def move(self, position: QPointF) -> bool:
        """Follow the pointer; tells whether the box goes with it, since a hand trembles on a click."""
        self._offset = position - self._start
        if max(abs(self._offset.x()), abs(self._offset.y())) >= _DRAG_FROM_PX:
            self._dragging = True
        return self._dragging

    def let_go(self) -> None:
        """Take a drag back, or end it."""
        self._pressed, self._dragging = None, False

    def drop(self, pixels_per_mm: float) -> Point:
        """End the drag; returns the middle of the box in mm, and shows it there until the page is drawn."""
        assert self._pressed is not None
        rect = self._pressed.rect
        dx_mm, dy_mm = self._offset.x() / pixels_per_mm, self._offset.y() / pixels_per_mm
        self._dropped = Rect(rect.x_mm + dx_mm, rect.y_mm + dy_mm, rect.width_mm, rect.height_mm)
        self._focused = _key(self._pressed)
        self.let_go()
        return middle_of(self._dropped)

    # ── the keyboard ────────────────────────────────────────────────────────────────────────────

    @property
    def focused(self) -> FieldBox | None:
        """The box on which the keyboard stands."""
        return next((box for box in self._boxes if _key(box) == self._focused), None)

    def leave(self) -> None:
        """Let the keyboard stand on no box."""
        self._focused = None

    def step(self, *, forward: bool) -> bool:
        """Walk to the next box in reading order; False after the last, where the keyboard leaves."""
        keys = [_key(box) for box in self._boxes]
        here = keys.index(self._focused) if self._focused in keys else (-1 if forward else len(keys))
        place = here + (1 if forward else -1)
        self._focused = keys[place] if 0 <= place < len(keys) else None
        return self._focused is not None

    def nudge(self, key: Qt.Key, *, far: bool) -> tuple[float, float] | None:
        """Return how far an arrow key moves the box, in mm; None for other keys."""
        if key not in _ARROWS:
            return None
        dx, dy = _ARROWS[key]
        step_mm = _LARGE_STEP_MM if far else _STEP_MM
        return dx * step_mm, dy * step_mm

    # ── painting ────────────────────────────────────────────────────────────────────────────────

    def paint(self, painter: QPainter, place: QRectF, page: QImage, page_width_mm: float) -> None:
        """Paint the callout that follows the pointer or waits for the page, and the keyboard's frame.

        Args:
            painter: of the desk.
            place: of the page, on the desk.
            page: picture of the whole page, from which the callout is taken.
            page_width_mm: width of the page.
        """
        corner, pixels_per_mm = place.topLeft(), place.width() / page_width_mm
        focused = self.focused
        if focused is not None and self._dropped is None and not self._dragging:
            frame = _on_screen(focused.rect, corner, pixels_per_mm).adjusted(-3, -3, 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(_ON_PAPER), 2.5))
            painter.drawRect(frame)
        if self._dragging and self._pressed is not None:
            here = _on_screen(self._pressed.rect, corner, pixels_per_mm)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(_ON_PAPER), 1, Qt.PenStyle.DotLine))
            painter.drawRect(here)
            self._paint_moved(painter, here.translated(self._offset), page, page_width_mm)
        elif self._dropped is not None:
            moved = _on_screen(self._dropped, corner, pixels_per_mm)
            self._paint_moved(painter, moved, page, page_width_mm)

    def _paint_moved(self, painter: QPainter, rect: QRectF, page: QImage, page_width_mm: float) -> None:
        """Paint the piece of the page that was lifted, in a frame."""
        if self._lifted is not None:
            lifted = _on_screen(self._lifted, QPointF(), page.width() / page_width_mm)
            painter.drawImage(rect, page, lifted)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(_ON_PAPER), 2))
        painter.drawRect(rect)


def middle_of(rect: Rect) -> Point:
    """Return the middle of a rectangle."""
    return Point(rect.x_mm + rect.width_mm / 2, rect.y_mm + rect.height_mm / 2)


def _key(box: FieldBox) -> tuple[str, str]:
    return box.record, box.movable


def _on_screen(rect: Rect, corner: QPointF, pixels_per_mm: float) -> QRectF:
    return QRectF(
        corner.x() + rect.x_mm * pixels_per_mm,
        corner.y() + rect.y_mm * pixels_per_mm,
        rect.width_mm * pixels_per_mm,
        rect.height_mm * pixels_per_mm,
    )
