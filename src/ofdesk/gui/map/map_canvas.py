"""The map widget: pulls and zooms, shows pins, lets the current pin be dragged and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.gui.map.base_layers import polygon_of
from ofdesk.gui.map.map_painter import MapPainter, drop_contains
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.map.view_transform import ViewTransform, mercator_points
from ofdesk.gui.theme import Theme

JAPAN = GeoExtent(30.0, 128.5, 45.8, 146.2)
_DRAG_FROM_PX = 4
_HIT_PX = 9
_SETTLE_MS = 90
_PULL_PX = 60
_FINE_STEP_PX = 1.0


class MapCanvas(QWidget):
    """The map.

    Signals:
        pin_clicked(key): a pin was clicked.
        pin_dragged(lat_deg, lon_deg): the current pin was dropped somewhere else.
        pin_hovered(lat_deg, lon_deg): the current pin is being dragged over a place.
        drag_ended(): the current pin was let go or taken back.
    """

    pin_clicked = Signal(str)
    pin_dragged = Signal(float, float)
    pin_hovered = Signal(float, float)
    drag_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painter: MapPainter | None = None
        self._pins: tuple[Pin, ...] = ()
        self._current: Pin | None = None
        self._candidates: tuple[Pin, ...] = ()
        self._dots = QPolygonF()
        self.view = ViewTransform(JAPAN.centre, 40.0, 400, 400).showing(JAPAN)
        self._fit: Callable[[ViewTransform], ViewTransform] | None = (
            _showing_nation  # until the user moves it
        )
        self._base: QPixmap | None = None
        self._base_view: ViewTransform | None = None
        self._press: QPointF | None = None
        self._pulled_from: ViewTransform | None = None
        self._dragging = False
        self._drag_point: GeoPoint | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._forget_base)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # ── what is shown ───────────────────────────────────────────────────────────────────────────

    def set_painter(self, painter: MapPainter) -> None:
        """Take the painter once the base map is read."""
        self._painter = painter
        self._forget_base()

    def show_pins(self, pins: tuple[Pin, ...]) -> None:
        """Show these pins."""
        self._pins = pins
        self._current = next((pin for pin in pins if pin.current and not pin.candidate), None)
        self._candidates = tuple(pin for pin in pins if pin.candidate)
        plain = [pin.point for pin in pins if not (pin.current or pin.candidate)]
        degrees = np.array([(point.lon_deg, point.lat_deg) for point in plain]).reshape(-1, 2)
        self._dots = polygon_of(mercator_points(degrees))
        self.update()

    @property
    def current_pin(self) -> Pin | None:
        """The pin at work."""
        return self._current

    @property
    def is_dragging(self) -> bool:
        """Whether the current pin is under the pointer."""
        return self._dragging

    def show_nation(self) -> None:
        """Show all of Japan."""
        self._fit_to(_showing_nation)

    def show_point(self, point: GeoPoint, radius_m: float) -> None:
        """Show a point with room for its circle."""

        def fit(view: ViewTransform) -> ViewTransform:
            return view.showing_point(point, radius_m)

        self._fit_to(fit)

    def show_extent(self, extent: GeoExtent) -> None:
        """Show an extent whole."""

        def fit(view: ViewTransform) -> ViewTransform:
            return view.showing(extent)

        self._fit_to(fit)

    def _fit_to(self, fit: Callable[[ViewTransform], ViewTransform]) -> None:
        """Show something, and show it again whole when the size changes, until the user moves the map."""
        self._fit = fit
        self._set_view(fit(self.view))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle."""
        self._fit = None
        self._set_view(self.view.zoomed(factor, self.width() / 2, self.height() / 2))

    def _set_view(self, view: ViewTransform) -> None:
        self.view = view
        self._settle.start()
        self.update()

    def _forget_base(self) -> None:
        self._base = None
        self.update()

    # ── painting ────────────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what was shown whole, or the centre once the user moved the map."""
        self.view = self.view.resized(self.width(), self.height())
        if self._fit is not None:
            self.view = self._fit(self.view)
        self._settle.start()  # the kept base does for as long as the size changes
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the kept base, moved to where it belongs, and the pins."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.desk))
        if self._painter is None:
            return
        if self._base is None or self._base_view is None:
            self._draw_base()
        assert self._base is not None
        assert self._base_view is not None
        self._paint_kept_base(painter, self._base, self._base_view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.paint_margin(painter, self.view)
        self._painter.paint_dots(painter, self.view, self._dots)
        self._painter.paint_pins(painter, self.view, (*self._candidates, *self._current_as_dragged()))
        if self.hasFocus():
            painter.setPen(QColor(self._theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_base(self) -> None:
        assert self._painter is not None
        ratio = self.devicePixelRatioF()
        base = QPixmap(self.size() * ratio)
        base.setDevicePixelRatio(ratio)
        painter = QPainter(base)
        painter.setFont(self.font())
        self._painter.paint_base(painter, self.view)
        painter.end()
        self._base, self._base_view = base, self.view
        self._settle.stop()

    def _paint_kept_base(self, painter: QPainter, base: QPixmap, base_view: ViewTransform) -> None:
        """Paint the base drawn for another transform, shifted and scaled, until the map settles."""
        if base_view == self.view:
            painter.drawPixmap(0, 0, base)
            return
        corner = base_view.to_point(0, 0)
        x, y = self.view.to_screen(corner)
        grown = self.view.scale / base_view.scale
        painter.save()
        painter.translate(x, y)
        painter.scale(grown, grown)
        painter.drawPixmap(0, 0, base)
        painter.restore()

    def _current_as_dragged(self) -> tuple[Pin, ...]:
        pin = self._current
        if pin is None:
            return ()
        return (pin if self._drag_point is None else replace(pin, point=self._drag_point, radius_m=0.0),)

    # ── mouse ───────────────────────────────────────────────────────────────────────────────────

    def _on_current_pin(self, position: QPointF) -> bool:
        pin = self.current_pin
        if pin is None or pin.locked:
            return False
        return drop_contains(*self.view.to_screen(pin.point), position.x(), position.y())

    def _pin_at(self, position: QPointF) -> Pin | None:
        best, best_distance = None, float(_HIT_PX)
        for pin in self._pins:
            x, y = self.view.to_screen(pin.point)
            distance = max(abs(position.x() - x), abs(position.y() - y))
            if distance < best_distance:
                best, best_distance = pin, distance
        return best

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the current pin, or to pull the map."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._press = event.position()
        self._dragging = self._on_current_pin(event.position())
        self._pulled_from = None if self._dragging else self.view

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag or pull."""
        if self._press is None:
            return
        offset = event.position() - self._press
        if max(abs(offset.x()), abs(offset.y())) < _DRAG_FROM_PX and self._drag_point is None:
            return
        if self._dragging and self.current_pin is not None:
            x, y = self.view.to_screen(self.current_pin.point)
            self._drag_point = self.view.to_point(x + offset.x(), y + offset.y())
            self.pin_hovered.emit(self._drag_point.lat_deg, self._drag_point.lon_deg)
            self.update()
        elif self._pulled_from is not None:
            self._fit = None
            self._set_view(self._pulled_from.moved(offset.x(), offset.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the pin; outside the widget it snaps back."""
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        dropped, moved = self._drag_point, (event.position() - self._press).manhattanLength()
        was_pulled = self._pulled_from is not None and moved >= _DRAG_FROM_PX
        self._end_drag()
        if dropped is not None:
            if self.rect().contains(event.position().toPoint()):
                self.pin_dragged.emit(dropped.lat_deg, dropped.lon_deg)
        elif not was_pulled:
            pin = self._pin_at(event.position())
            if pin is not None:
                self.pin_clicked.emit(pin.key)

    def _end_drag(self) -> None:
        if self._drag_point is not None:
            self.drag_ended.emit()
        self._press, self._pulled_from, self._drag_point, self._dragging = None, None, None, False
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        steps = event.angleDelta().y() / 120
        if steps:
            self._fit = None
            self._set_view(self.view.zoomed(1.35**steps, event.position().x(), event.position().y()))
        event.accept()

    # ── keys ────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes a drag back; arrows pull the map, with Shift they move the current pin."""
        key = Qt.Key(event.key())
        arrows = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        if key == Qt.Key.Key_Escape and self._press is not None:
            self._end_drag()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.35)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / 1.35)
        elif key in arrows:
            self._arrow(*arrows[key], fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _arrow(self, dx: int, dy: int, *, fine: bool) -> None:
        pin = self.current_pin
        if fine and pin is not None and not pin.locked:
            x, y = self.view.to_screen(pin.point)
            point = self.view.to_point(x - dx * _FINE_STEP_PX, y - dy * _FINE_STEP_PX)
            self.pin_dragged.emit(point.lat_deg, point.lon_deg)
        else:
            self._fit = None
            self._set_view(self.view.moved(dx * _PULL_PX, dy * _PULL_PX))


def _showing_nation(view: ViewTransform) -> ViewTransform:
    return view.showing(JAPAN)
