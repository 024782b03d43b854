"""Paints the map for one transform: sea, land, borders, names, scale bar, pins."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.cartography.borders import BorderKind
from ofdesk.gui.map.base_layers import BaseLayers
from ofdesk.gui.map.layer_pictures import LayerPicture
from ofdesk.gui.map.pin_layer import EVENT_LOOK, FACTORY_LOOK
from ofdesk.gui.map.pin_sprites import diamond, pin_colour
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.map.view_transform import ViewTransform, mercator_y
from ofdesk.gui.theme import Theme
from ofdesk.model.records import Event

TownNamesIn: TypeAlias = Callable[[GeoExtent], Iterable[tuple[GeoPoint, str]]]
_MUNICIPALITIES_FROM_SCALE = 140.0
_MUNICIPALITY_NAMES_FROM_SCALE = 420.0
_PREFECTURE_NAMES_FROM_SCALE = 60.0
_TOWN_NAMES_FROM_SCALE = 3000.0  # a screen shows some ten kilometres
_TOWN_CELL_PX = (72.0, 22.0)  # of these one name is tried
_HALO_OFFSETS = tuple(QPointF(x, y) for x in (-1.2, 0, 1.2) for y in (-1.2, 0, 1.2) if x or y)
_PIN_RADIUS_PX = 7.0
_CAPTION_FROM_PX = 30.0
_SCALE_BAR_PX = 120
_PLATE = 0.85
_MARGIN_PT, _MARGIN_HEIGHT_PX = 8.0, 34.0


@dataclass(frozen=True, slots=True)
class MapColours:
    """Colours of the map in one theme."""

    sea: str
    land: str
    coast: str
    prefecture: str
    municipality: str
    name: str


LIGHT = MapColours("#e3eff2", "#f8f8f6", "#8f9499", "#9a9da0", "#cfd0cf", "#77797b")
DARK = MapColours("#17242b", "#2a2d2f", "#6d757b", "#70767a", "#43484b", "#9da1a3")


class MapPainter:
    """Paints base map and pins."""

    def __init__(
        self,
        layers: BaseLayers,
        theme: Theme,
        prefecture_names: dict[str, str],
        credit: str,
        town_names: TownNamesIn,
    ) -> None:
        """Take layers, theme, prefectures' names by code, the line that credits the data, and towns."""
        self._town_names = town_names
        self._layers, self._theme, self._credit = layers, theme, credit
        self._colours = DARK if theme.is_dark else LIGHT
        self._names = [
            (point, prefecture_names.get(code, "")) for code, point in layers.prefecture_points().items()
        ]

    def paint_base(
        self, painter: QPainter, view: ViewTransform, layers: tuple[LayerPicture, ...] = ()
    ) -> None:
        """Paint sea, land, lakes, borders, the layers of a project beneath or upon these, and names."""
        colours = self._colours
        painter.fillRect(QRectF(0, 0, view.width_px, view.height_px), QColor(colours.sea))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        level = self._layers.level_for(view.scale)
        extent = view.extent()
        box = (
            extent.west_deg,
            -mercator_y(extent.north_deg),
            extent.east_deg,
            -mercator_y(extent.south_deg),
        )
        painter.save()
        painter.setTransform(_screen_transform(view))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.land))
        land = self._layers.land(level).meeting(*box)
        for polygon in land:
            painter.drawPolygon(polygon)
        lakes = QPainterPath()
        for polygon in self._layers.lakes(level).meeting(*box):
            lakes.addPolygon(polygon)
        painter.fillPath(lakes, QColor(colours.sea))
        _paint_beneath(painter, view, layers, land)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        lines = [(BorderKind.PREFECTURE, colours.prefecture, 1.2), (BorderKind.COAST, colours.coast, 1.0)]
        if view.scale >= _MUNICIPALITIES_FROM_SCALE:
            lines.insert(0, (BorderKind.WARD, colours.municipality, 0.6))
            lines.insert(0, (BorderKind.MUNICIPALITY, colours.municipality, 1.0))
        lines.append((BorderKind.SHORE, colours.coast, 0.8))
        for kind, colour, width in lines:
            pen = QPen(QColor(colour), width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            for polygon in self._layers.lines(kind, level).meeting(*box):
                painter.drawPolyline(polygon)
        painter.restore()
        for layer in layers:
            if not layer.beneath:
                layer.paint(painter, view)
        self._paint_names(painter, view)

    def _paint_names(self, painter: QPainter, view: ViewTransform) -> None:
        taken = self._margin_places(painter, view)
        if view.scale >= _MUNICIPALITY_NAMES_FROM_SCALE:
            extent = view.extent()
            for name in self._layers.municipality_names:
                if extent.contains(name.point):
                    self._paint_name(painter, view, name.point, name.text, 9.5, taken)
            if view.scale >= _TOWN_NAMES_FROM_SCALE:
                self._paint_town_names(painter, view, extent, taken)
        elif view.scale >= _PREFECTURE_NAMES_FROM_SCALE:
            for point, text in self._names:
                self._paint_name(painter, view, point, text, 9.5, taken)

    def _margin_places(self, painter: QPainter, view: ViewTransform) -> list[QRectF]:
        """Return where scale bar and credit stand: names keep away from them."""
        font = QFont(painter.font())
        font.setPointSizeF(_MARGIN_PT)
        width = QFontMetricsF(font).horizontalAdvance(self._credit) + 20
        top = view.height_px - _MARGIN_HEIGHT_PX
        return [
            QRectF(0, top, _SCALE_BAR_PX + 40, _MARGIN_HEIGHT_PX),
            QRectF(view.width_px - width, top, width, _MARGIN_HEIGHT_PX),
        ]

    def _paint_town_names(
        self, painter: QPainter, view: ViewTransform, extent: GeoExtent, taken: list[QRectF]
    ) -> None:
        tried: set[tuple[int, int]] = set()
        for point, text in self._town_names(extent):
            x, y = view.to_screen(point)
            cell = (int(x / _TOWN_CELL_PX[0]), int(y / _TOWN_CELL_PX[1]))
            if cell not in tried:
                tried.add(cell)
                self._paint_name(painter, view, point, text, 8.0, taken)

    def _paint_name(
        self,
        painter: QPainter,
        view: ViewTransform,
        point: GeoPoint,
        text: str,
        size_pt: float,
        taken: list[QRectF],
    ) -> None:
        x, y = view.to_screen(point)
        font = QFont(painter.font())
        font.setPointSizeF(size_pt)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(text), metrics.height()
        rect = QRectF(x - width / 2, y - height / 2, width, height)
        visible = QRectF(0, 0, view.width_px, view.height_px)
        if not text or not visible.intersects(rect) or any(rect.intersects(other) for other in taken):
            return
        taken.append(rect.adjusted(-6, -2, 6, 2))
        start = QPointF(rect.x(), rect.y() + metrics.ascent())
        painter.setPen(QColor(self._colours.land))
        for offset in _HALO_OFFSETS:  # stroking the outlines looks the same and takes ten times as long
            painter.drawText(start + offset, text)
        painter.setPen(QColor(self._colours.name))
        painter.drawText(start, text)

    def paint_margin(self, painter: QPainter, view: ViewTransform, credits: tuple[str, ...] = ()) -> None:
        """Paint a bar of a round length at the lower left, and whose data it is at the lower right.

        Args:
            credits: of the layers shown, over the line of the base map.
        """
        font = QFont(painter.font())
        font.setPointSizeF(_MARGIN_PT)
        painter.setFont(font)
        painter.setPen(QColor(self._colours.name))
        width = painter.fontMetrics().horizontalAdvance(self._credit)
        if width < view.width_px - 2 * _SCALE_BAR_PX:
            self._paint_credits(painter, view, credits)
            painter.drawText(QPointF(view.width_px - width - 10, view.height_px - 9), self._credit)
        metres = _SCALE_BAR_PX / view.pixels_per_metre
        power = 10 ** math.floor(math.log10(metres))
        round_metres = next(step * power for step in (5, 2, 1) if step * power <= metres)
        width = round_metres * view.pixels_per_metre
        text = f"{round_metres / 1000:g} km" if round_metres >= 1000 else f"{round_metres:g} m"
        x, y = 16.0, view.height_px - 14.0
        painter.setPen(QPen(QColor(self._theme.text), 1.2))
        painter.drawPolyline(
            QPolygonF([QPointF(x, y - 4), QPointF(x, y), QPointF(x + width, y), QPointF(x + width, y - 4)])
        )
        painter.drawText(QPointF(x + 6, y - 5), text)

    def _paint_credits(self, painter: QPainter, view: ViewTransform, credits: tuple[str, ...]) -> None:
        """Paint whose data layers are over the last line, on a plate that keeps it legible."""
        if not credits:
            return
        metrics = painter.fontMetrics()
        room = view.width_px - 2 * _SCALE_BAR_PX
        line = metrics.elidedText("、".join(credits), Qt.TextElideMode.ElideRight, room)
        width, height = metrics.horizontalAdvance(line), metrics.lineSpacing()
        plate_width = max(width, metrics.horizontalAdvance(self._credit)) + 18
        plate_height = 2 * height + 9
        plate = QColor(self._colours.land)
        plate.setAlphaF(_PLATE)
        corner = (view.width_px - plate_width, view.height_px - plate_height)
        painter.fillRect(QRectF(*corner, plate_width, plate_height), plate)
        painter.drawText(QPointF(view.width_px - width - 10, view.height_px - 9 - height), line)

    # ── pins ────────────────────────────────────────────────────────────────────────────────────

    def paint_pins(self, painter: QPainter, view: ViewTransform, pins: tuple[Pin, ...]) -> None:
        """Paint the current pin and candidates; the circle tells how exactly a place is known."""
        ordered = sorted(pins, key=lambda pin: (pin.highlighted, pin.current, pin.candidate))
        for pin in ordered:
            if pin.radius_m:
                place = QPointF(*view.to_screen(pin.point))
                self._paint_circle(painter, place, pin.radius_m * view.pixels_per_metre, pin)
        for pin in ordered:
            self._paint_pin(painter, QPointF(*view.to_screen(pin.point)), pin)

    def _paint_circle(self, painter: QPainter, centre: QPointF, radius_px: float, pin: Pin) -> None:
        if radius_px < _PIN_RADIUS_PX:
            return
        accent = QColor(self._theme.accent)
        pen = QPen(accent, 2.4 if pin.highlighted else 1.4)
        if pin.candidate and not pin.highlighted:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        fill = QColor(accent)
        fill.setAlpha(56 if pin.highlighted else 28)
        painter.setBrush(fill)
        painter.drawEllipse(centre, radius_px, radius_px)
        if pin.caption and radius_px >= _CAPTION_FROM_PX:
            self._paint_caption(painter, centre + QPointF(0, radius_px), pin.caption)

    def _paint_caption(self, painter: QPainter, edge: QPointF, text: str) -> None:
        """Write how wide a circle is on a small plate over its lower edge."""
        font = QFont(painter.font())
        font.setPointSizeF(8.5)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(text) + 12, metrics.height() + 2
        plate = QRectF(edge.x() - width / 2, edge.y() - height / 2, width, height)
        painter.setPen(QPen(QColor(self._theme.accent), 1))
        painter.setBrush(QColor(self._theme.surface))
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_pin(self, painter: QPainter, place: QPointF, pin: Pin) -> None:
        accent, surface = QColor(self._theme.accent), QColor(self._theme.surface)
        if not pin.candidate:
            self._paint_drop(painter, place, pin, surface)
            return
        painter.setPen(QPen(accent, 2))
        painter.setBrush(accent if pin.highlighted else surface)
        radius_px = _PIN_RADIUS_PX + 2 if pin.highlighted else _PIN_RADIUS_PX
        painter.drawEllipse(place, radius_px, radius_px)
        if pin.title:
            self._paint_beside(painter, place, pin.title)

    def _paint_beside(self, painter: QPainter, place: QPointF, text: str) -> None:
        """Tell candidates apart by a word at their right."""
        font = QFont(painter.font())
        font.setPointSizeF(9)
        path = QPainterPath()
        path.addText(place + QPointF(_PIN_RADIUS_PX + 5, 4), font, text)
        painter.strokePath(path, QPen(QColor(self._theme.surface), 4))
        painter.fillPath(path, QColor(self._theme.accent))

    def _paint_drop(self, painter: QPainter, tip: QPointF, pin: Pin, surface: QColor) -> None:
        """Paint the drop whose tip stands on the point; the eye is the kind's shape, a square when locked."""
        path = QPainterPath(tip)
        path.cubicTo(tip + QPointF(-5, -9), tip + QPointF(-11, -13), tip + QPointF(-11, -20))
        path.arcTo(QRectF(tip.x() - 11, tip.y() - 31, 22, 22), 180, -180)
        path.cubicTo(tip + QPointF(11, -13), tip + QPointF(5, -9), tip)
        is_event = pin.kind == Event.kind
        painter.setPen(QPen(surface, 2))
        painter.setBrush(pin_colour(EVENT_LOOK if is_event else FACTORY_LOOK, self._theme))
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(surface)
        middle = tip + QPointF(0, -20)
        if pin.locked:
            painter.drawRect(QRectF(middle.x() - 4, middle.y() - 4, 8, 8))
        elif is_event:
            painter.drawPath(diamond(middle, 6))
        else:
            painter.drawEllipse(middle, 4, 4)


def drop_contains(tip_x: float, tip_y: float, x: float, y: float) -> bool:
    """Tell whether a pixel lies on the drop of a pin whose tip is given."""
    return abs(x - tip_x) <= 13 and tip_y - 34 <= y <= tip_y + 6


def _paint_beneath(
    painter: QPainter, view: ViewTransform, layers: tuple[LayerPicture, ...], land: list[QPolygonF]
) -> None:
    """Paint the layers that lie beneath lines; some are not to be seen at sea."""
    beneath = [layer for layer in layers if layer.beneath]
    shore = QPainterPath()
    shore.setFillRule(Qt.FillRule.WindingFill)
    if any(layer.land_only for layer in beneath):
        for polygon in land:
            shore.addPolygon(polygon)
        shore = _screen_transform(view).map(shore)
    for layer in beneath:
        painter.save()
        painter.resetTransform()
        if layer.land_only:
            painter.setClipPath(shore)
        layer.paint(painter, view)
        painter.restore()


def _screen_transform(view: ViewTransform) -> QTransform:
    transform = QTransform()
    transform.translate(view.width_px / 2, view.height_px / 2)
    transform.scale(view.scale, view.scale)
    transform.translate(-view.centre.lon_deg, mercator_y(view.centre.lat_deg))
    return transform
