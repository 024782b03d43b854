"""A small picture on which the point is set that no crop may lose."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ofdesk.gui.theme import Theme

_SIZE, _LARGE = QSize(168, 112), QSize(264, 176)
_STEP = 0.02
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class FocusPicture(QWidget):
    """Shows a picture whole; a click or the arrow keys set the focus point.

    Signals:
        focus_picked(x, y): shares of width and height from 0 to 1.
    """

    focus_picked = Signal(float, float)

    def __init__(self, theme: Theme, *, large: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._focus: tuple[float, float] | None = None
        self.setFixedSize(_LARGE if large else _SIZE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_picture(self, image: QImage | None) -> None:
        """Show a picture, or the empty frame while there is none."""
        self._image = image if image is not None and not image.isNull() else None
        self.update()

    def show_focus(self, x: float | None, y: float | None) -> None:
        """Show the focus point, or none."""
        self._focus = (x, y) if x is not None and y is not None else None
        self.update()

    def _picture_rect(self) -> QRectF:
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._image is None:
            return frame
        size = self._image.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        left = frame.x() + (frame.width() - size.width()) / 2
        top = frame.y() + (frame.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, the mark and the focus frame."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(self._theme.desk))
        place = self._picture_rect()
        if self._image is not None:
            painter.drawImage(place, self._image)
        if self._focus is not None:
            centre = QPointF(
                place.x() + self._focus[0] * place.width(), place.y() + self._focus[1] * place.height()
            )
            for colour, width in (("#000000", 3.5), ("#ffffff", 1.5)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawEllipse(centre, 9, 9)
                painter.drawPoint(centre)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set the focus point where the picture was clicked."""
        place = self._picture_rect()
        if self._image is None or event.button() != Qt.MouseButton.LeftButton:
            return
        x = (event.position().x() - place.x()) / place.width()
        y = (event.position().y() - place.y()) / place.height()
        if 0 <= x <= 1 and 0 <= y <= 1:
            self.focus_picked.emit(round(x, 3), round(y, 3))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus point with the arrow keys."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or self._image is None:
            super().keyPressEvent(event)
            return
        x, y = self._focus or (0.5, 0.5)
        self.focus_picked.emit(
            round(min(1.0, max(0.0, x + step[0])), 3), round(min(1.0, max(0.0, y + step[1])), 3)
        )
