"""Paints what was drawn of a layer onto a transparent picture; may be done beside the interface.

Inks are those of print; where words are light on dark ground, lightness is turned round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPen, QPolygonF

from ofdesk.cartography.screen_view import MM_PER_PX
from ofdesk.drawing.colours import Palette
from ofdesk.drawing.display_list import Image, Ink, Operation, Path, Polylines, Stroke
from ofdesk.drawing.palettes import load_palette
from ofdesk.gui.map.base_layers import polygon_of
from ofdesk.gui.map.view_transform import ViewTransform
from ofdesk.gui.theme import Theme
from ofdesk.model.ids import RecordId
from ofdesk.services.screen_layers import DrawnLayer

# On dark ground paper is as dark as the land and black as light as names are; loud inks are calmed.
_DARK_FROM, _DARK_SPAN, _CALM = 0.85, 0.68, 0.25


@dataclass(frozen=True, eq=False)
class LayerPicture:
    """A layer as one view shows it.

    Attributes:
        view: for which the picture was painted.
        rank, beneath, land_only: as in `DrawnLayer`.
    """

    id: RecordId
    view: ViewTransform
    rank: int
    beneath: bool
    land_only: bool
    image: QImage

    def paint(self, painter: QPainter, view: ViewTransform) -> None:
        """Paint the picture where it belongs in a view."""
        x, y = view.to_screen(self.view.to_point(0, 0))
        grown = view.scale / self.view.scale
        painter.drawImage(QRectF(x, y, self.view.width_px * grown, self.view.height_px * grown), self.image)


class LayerInks:
    """Colours of layers in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._palette: Palette = load_palette()
        self._dark = theme.is_dark

    def colour(self, ink: Ink) -> QColor:
        """Return the colour of an ink; a tint lets the ground shine through."""
        rgb = self._palette.rgb(Ink(ink.role))
        colour = QColor.fromRgbF(rgb.red, rgb.green, rgb.blue)
        if self._dark:
            hue, saturation = max(0.0, colour.hslHueF()), colour.hslSaturationF()
            lightness = _DARK_FROM - _DARK_SPAN * colour.lightnessF()
            colour = QColor.fromHslF(hue, saturation * _CALM, lightness)
        colour.setAlphaF(ink.tint)
        return colour

    def pen(self, stroke: Stroke | None) -> QPen:
        """Return the pen of a stroke, in pixels."""
        if stroke is None:
            return QPen(Qt.PenStyle.NoPen)
        width_px = stroke.width_mm / MM_PER_PX
        pen = QPen(self.colour(stroke.ink), width_px)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if stroke.dash_mm:
            pen.setDashPattern([length / MM_PER_PX / width_px for length in stroke.dash_mm])
        return pen


def picture_of(layer: DrawnLayer, view: ViewTransform, ratio: float, inks: LayerInks) -> LayerPicture:
    """Paint a layer.

    Args:
        layer: drawn for `view`.
        view: of the widget.
        ratio: pixels of the device to one of the widget.
        inks: colours.
    """
    size = round(view.width_px * ratio), round(view.height_px * ratio)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(ratio, ratio)
    for op in layer.ops:
        _paint(painter, op, inks)
    painter.end()
    return LayerPicture(layer.id, view, layer.rank, layer.beneath, layer.land_only, image)


def _paint(painter: QPainter, op: Operation, inks: LayerInks) -> None:
    if isinstance(op, Image):
        rect = op.rect
        place = (rect.x_mm, rect.y_mm, rect.width_mm, rect.height_mm)
        painter.drawImage(QRectF(*(mm / MM_PER_PX for mm in place)), _png(op.data))
    elif isinstance(op, Polylines):
        painter.setPen(inks.pen(op.stroke))
        polygons = [_polygon(line, closed=op.closed) for line in op.lines]
        if op.fill is None:
            for polygon in polygons:
                painter.drawPolyline(polygon)
            return
        painter.setBrush(inks.colour(op.fill))
        path = QPainterPath()
        for polygon in polygons:
            path.addPolygon(polygon)
        painter.drawPath(path)
    elif isinstance(op, Path):
        painter.setPen(inks.pen(op.stroke))
        painter.setBrush(inks.colour(op.fill) if op.fill is not None else Qt.BrushStyle.NoBrush)
        painter.drawPath(_path(op))


def _png(data: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png"))
    reader.setAutoDetectImageFormat(False)
    return reader.read()


def _polygon(line: tuple[float, ...], *, closed: bool) -> QPolygonF:
    points = np.array(line).reshape(-1, 2) / MM_PER_PX
    return polygon_of(np.concatenate([points, points[:1]]) if closed else points)


def _path(op: Path) -> QPainterPath:
    path = QPainterPath()
    for segment in op.segments:
        numbers = [float(number) / MM_PER_PX for number in segment[1:]]
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if segment[0] == "M":
            path.moveTo(*points)
        elif segment[0] == "L":
            path.lineTo(*points)
        elif segment[0] == "C":
            path.cubicTo(*points)
        else:
            path.closeSubpath()
    return path
