"""The circles in which the true places of pins lie, thin, and quick for ten thousand."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ofdesk.gui.map.pin_layer import PinLayer
from ofdesk.gui.map.view_transform import FloatArray, ViewTransform

_LEAST_PX = 5.0  # a smaller circle is hidden by its pin
_MOST_STAMPED_PX = 96
_LINE_ALPHA, _FILL_ALPHA = 130, 16
_SAME_PX = 2.0


def circles_in_view(layer: PinLayer, view: ViewTransform) -> FloatArray:
    """Return x, y and radius in pixels of the circles that are seen, n × 3; of equal ones one."""
    places = layer.places(view)
    radii = layer.radii_m * layer.pixels_per_metre(view)
    x, y = places.T
    seen = (radii >= _LEAST_PX) & (x + radii >= 0) & (x - radii <= view.width_px)
    seen &= (y + radii >= 0) & (y - radii <= view.height_px)
    circles = np.column_stack([x[seen], y[seen], radii[seen]])
    _, first = np.unique((circles / _SAME_PX).round(), axis=0, return_index=True)
    return circles[np.sort(first)]


def paint_circles(painter: QPainter, circles: FloatArray, colour: QColor, ratio: float) -> None:
    """Paint circles given as by `circles_in_view`: small ones as stamps, large ones one by one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stamps: dict[int, QPixmap] = {}
    for x, y, radius in circles.tolist():
        if radius > _MOST_STAMPED_PX:
            _set_inks(painter, colour)
            painter.drawEllipse(QPointF(x, y), radius, radius)
            continue
        size = round(radius)
        stamp = stamps.get(size)
        if stamp is None:
            stamp = stamps[size] = _stamp(size, colour, ratio)
        painter.drawPixmap(round(x) - size - 1, round(y) - size - 1, stamp)


def _stamp(radius: int, colour: QColor, ratio: float) -> QPixmap:
    side = 2 * radius + 2
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _set_inks(painter, colour)
    painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    painter.end()
    return pixmap


def _set_inks(painter: QPainter, colour: QColor) -> None:
    line, fill = QColor(colour), QColor(colour)
    line.setAlpha(_LINE_ALPHA)
    fill.setAlpha(_FILL_ALPHA)
    painter.setPen(QPen(line, 1))
    painter.setBrush(fill)
