"""The small pictures of pins, drawn once and stamped at every frame.

Kinds differ in shape as well as in colour: events are diamonds, factories discs, as on the printed MAP.
A light square in the middle tells that a pin is locked.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from ofdesk.gui.map.pin_layer import EVENT_LOOK, LOCKED_LOOK, Numbers
from ofdesk.gui.map.view_transform import FloatArray
from ofdesk.gui.theme import Theme

_SIDE_PX = 26
_MIDDLE = QPointF(_SIDE_PX / 2, _SIDE_PX / 2)
_DISC_PX, _DIAMOND_PX = 4.2, 5.8  # half their widths: equal weight to the eye
_EYE_PX = 1.6
_RING_PX = 8.4
_LOOKS = 4


class PinSprites:
    """Pictures of pins by look, plain and chosen."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        """Draw all for a screen with so many device pixels a pixel."""
        self.ratio = ratio
        self._plain = [_sprite(look, theme, ratio) for look in range(_LOOKS)]
        self._ring = _ring(theme, ratio)

    def stamp(self, painter: QPainter, places: FloatArray, looks: Numbers) -> None:
        """Stamp pins."""
        draw, pictures = painter.drawPixmap, self._plain
        for (x, y), look in zip(_corners(places), looks.tolist(), strict=True):
            draw(x, y, pictures[look])

    def stamp_rings(self, painter: QPainter, places: FloatArray) -> None:
        """Stamp the rings of chosen pins."""
        draw, ring = painter.drawPixmap, self._ring
        for x, y in _corners(places):
            draw(x, y, ring)

    def picture(self, look: int) -> QPixmap:
        """Return one picture, for a legend."""
        return self._plain[look]


def pin_colour(look: int, theme: Theme) -> QColor:
    """Return the colour of a kind of pin."""
    if look % LOCKED_LOOK != EVENT_LOOK:
        return QColor(theme.accent)
    return QColor("#e8a273" if theme.is_dark else "#a8481b")


def diamond(middle: QPointF, half_px: float) -> QPainterPath:
    """Return a square on its corner."""
    path = QPainterPath(middle + QPointF(0, -half_px))
    for x, y in ((half_px, 0), (0, half_px), (-half_px, 0)):
        path.lineTo(middle + QPointF(x, y))
    path.closeSubpath()
    return path


def _corners(places: FloatArray) -> list[list[int]]:
    corners: list[list[int]] = (places - _SIDE_PX / 2).round().astype(int).tolist()
    return corners


def _blank(ratio: float) -> QPixmap:
    pixmap = QPixmap(round(_SIDE_PX * ratio), round(_SIDE_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _sprite(look: int, theme: Theme, ratio: float) -> QPixmap:
    pixmap = _blank(ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.surface), 1.2))
    painter.setBrush(pin_colour(look, theme))
    if look % LOCKED_LOOK == EVENT_LOOK:
        painter.drawPath(diamond(_MIDDLE, _DIAMOND_PX))
    else:
        painter.drawEllipse(_MIDDLE, _DISC_PX, _DISC_PX)
    if look >= LOCKED_LOOK:
        eye = QRectF(_MIDDLE.x() - _EYE_PX, _MIDDLE.y() - _EYE_PX, 2 * _EYE_PX, 2 * _EYE_PX)
        painter.fillRect(eye, QColor(theme.surface))
    painter.end()
    return pixmap


def _ring(theme: Theme, ratio: float) -> QPixmap:
    pixmap = _blank(ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((theme.surface, 4.0), (theme.text, 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(_MIDDLE, _RING_PX, _RING_PX)
    painter.end()
    return pixmap
