"""Marks that a person's hand leaves on the map: the lasso, and where the keyboard stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from ofdesk.gui.map.base_layers import polygon_of
from ofdesk.gui.map.lasso import Lasso
from ofdesk.gui.theme import Theme

_WALK_RING_PX = 11.0
_PLATE_GAP_PX = 17.0
_MOST_PLATE_PX = 320
_LEGEND_ROW_PX = 17.0


def paint_lasso(painter: QPainter, lasso: Lasso, theme: Theme) -> None:
    """Paint the shape drawn so far."""
    polygon = polygon_of(lasso.outline)
    fill = QColor(theme.accent)
    fill.setAlpha(36)
    painter.setBrush(fill)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(polygon, Qt.FillRule.WindingFill)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width, style in (
        (theme.surface, 3.5, Qt.PenStyle.SolidLine),
        (theme.accent, 1.8, Qt.PenStyle.DashLine),
    ):
        painter.setPen(QPen(QColor(colour), width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(polygon)
    painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
    painter.drawLine(polygon.last(), polygon.first())  # how it will be closed


def paint_legend(
    painter: QPainter, rows: Sequence[tuple[QPixmap, str]], taken: Sequence[QRectF], theme: Theme
) -> None:
    """Paint at the upper left what the pictures of pins mean, unless a pin at work stands there."""
    font = QFont(painter.font())
    font.setPointSizeF(8.0)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    widest = max(metrics.horizontalAdvance(text) for _, text in rows)
    plate = QRectF(8, 8, widest + 40, len(rows) * _LEGEND_ROW_PX + 6)
    if any(plate.intersects(place) for place in taken):
        return
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(plate, 3, 3)
    painter.setPen(QColor(theme.text))
    for number, (picture, text) in enumerate(rows):
        middle = plate.y() + 3 + (number + 0.5) * _LEGEND_ROW_PX
        half = picture.deviceIndependentSize().height() / 2
        painter.drawPixmap(QPointF(plate.x() + 16 - half, middle - half), picture)
        painter.drawText(QPointF(plate.x() + 31, middle + metrics.capHeight() / 2), text)


def paint_walked(painter: QPainter, place: QPointF, title: str, theme: Theme) -> None:
    """Paint a double ring and a plate with the name, within the picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.surface, 5.0), (theme.accent, 2.5)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(place, _WALK_RING_PX, _WALK_RING_PX)
    font = QFont(painter.font())
    font.setPointSizeF(9.0)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, _MOST_PLATE_PX)
    width, height = metrics.horizontalAdvance(text) + 14, metrics.height() + 6
    left = place.x() + _PLATE_GAP_PX
    if left + width > painter.window().width():
        left = place.x() - _PLATE_GAP_PX - width
    top = min(max(2.0, place.y() - height / 2), painter.window().height() - height - 2.0)
    plate = QRectF(left, top, width, height)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(plate, 3, 3)
    painter.setPen(QColor(theme.text))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
