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

_PLAIN_PX, _RINGED_PX = 14, 22  # sides; blending takes as long as they are large
_DISC_PX, _DIAMOND_PX = 4.2, 5.8  # half their widths: equal weight to the eye
_EYE_PX = 1.6
_RING_PX = 8.4
_LOOKS = 4


class PinSprites:
    """Pictures of pins by look, plain and ringed."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        """Draw all for a screen with so many device pixels a pixel."""
        self.ratio = ratio
        self._plain = [_sprite(look, theme, ratio, ringed=False) for look in range(_LOOKS)]
        self._ringed = [_sprite(look, theme, ratio, ringed=True) for look in range(_LOOKS)]

    def stamp(self, painter: QPainter, places: FloatArray, looks: Numbers, *, ringed: bool = False) -> None:
        """Stamp pins; those that are chosen with a ring."""
        draw, pictures = painter.drawPixmap, self._ringed if ringed else self._plain
        half = (_RINGED_PX if ringed else _PLAIN_PX) / 2
        corners = (places - half).round().astype(int).tolist()
        for (x, y), look in zip(corners, looks.tolist(), strict=True):
            draw(x, y, pictures[look])

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


def _sprite(look: int, theme: Theme, ratio: float, *, ringed: bool) -> QPixmap:
    side = _RINGED_PX if ringed else _PLAIN_PX
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    middle = QPointF(side / 2, side / 2)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ringed:
        for colour, width in ((theme.surface, 4.0), (theme.text, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(middle, _RING_PX, _RING_PX)
    painter.setPen(QPen(QColor(theme.surface), 1.2))
    painter.setBrush(pin_colour(look, theme))
    if look % LOCKED_LOOK == EVENT_LOOK:
        painter.drawPath(diamond(middle, _DIAMOND_PX))
    else:
        painter.drawEllipse(middle, _DISC_PX, _DISC_PX)
    if look >= LOCKED_LOOK:
        eye = QRectF(middle.x() - _EYE_PX, middle.y() - _EYE_PX, 2 * _EYE_PX, 2 * _EYE_PX)
        painter.fillRect(eye, QColor(theme.surface))
    painter.end()
    return pixmap
