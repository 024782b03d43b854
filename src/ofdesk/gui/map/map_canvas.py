"""The map widget: shows pins, lets them be dragged, taken back, caught in a lasso and walked by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ofdesk.gui.labels import plain_tooltip
from ofdesk.gui.map.gestures import Gesture, Press
from ofdesk.gui.map.lasso import Lasso
from ofdesk.gui.map.map_keys import ARROWS, TOOL_KEYS, ZOOM_KEYS
from ofdesk.gui.map.map_marks import paint_lasso, paint_legend, paint_walked
from ofdesk.gui.map.map_view import MapView
from ofdesk.gui.map.pin_stage import PinStage
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.map.view_transform import ViewTransform
from ofdesk.gui.theme import Theme

_PULL_PX = 60
_FINE_STEP_PX = 1.0
_WHEEL_ZOOM = 1.35


def _no_words(_key: str) -> str:
    return ""


class MapCanvas(MapView):
    """The map.

    Signals:
        pin_clicked(key): a pin was clicked, or is about to be dragged.
        pin_opened(key): the user wants to go on with the record of a pin.
        pin_dragged(key, lat_deg, lon_deg): a pin was dropped, or pushed by a key, somewhere else.
        pin_hovered(lat_deg, lon_deg): a pin is being dragged over a place.
        drag_ended(): a pin was let go or taken back.
        drag_refused(key): the pin pulled at is locked.
        pins_chosen(keys): these pins, and no others, were chosen (a frozenset).
        pin_walked(key): the keyboard stands on a pin ("" when it has left).
        tool_requested(name): a key stands for a tool: "lasso", "circles", "filter" or "layers".
        lasso_armed(on): whether the next stroke draws a lasso.
    """

    pin_clicked = Signal(str)
    pin_opened = Signal(str)
    pin_dragged = Signal(str, float, float)
    pin_hovered = Signal(float, float)
    drag_ended = Signal()
    drag_refused = Signal(str)
    pins_chosen = Signal(object)
    pin_walked = Signal(str)
    tool_requested = Signal(str)
    lasso_armed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._stage = PinStage(theme)
        self.words_of: Callable[[str], str] = _no_words
        """Gives the words a pin tells under the pointer, its name in the first line."""
        self.legend: tuple[str, ...] = ()
        """Names of events, factories and locked pins; () for no legend."""
        self._circles_shown = False
        self._press: Press | None = None
        self._still: tuple[tuple[ViewTransform, str, int, int], QPixmap] | None = None
        self._armed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # ── what is shown ───────────────────────────────────────────────────────────────────────────

    def show_pins(self, pins: tuple[Pin, ...]) -> None:
        """Show these pins."""
        walked = self._stage.walked
        self._stage.take(pins)
        self._follow_stage(walked)

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Show the pins of these records and the one at work only; None shows all."""
        walked = self._stage.walked
        self._stage.show_only(keys)
        self._follow_stage(walked)

    def _follow_stage(self, walked: str) -> None:
        if self._circles_shown:
            self._ground.show_circles(self._stage.layer)
        if walked and not self._stage.walked:
            self.pin_walked.emit("")
        self.update()

    def show_circles(self, on: bool) -> None:
        """Show the circles of all pins, or only of the one at work."""
        self._circles_shown = on
        self._ground.show_circles(self._stage.layer if on else None)
        self.update()

    def show_chosen(self, keys: frozenset[str]) -> None:
        """Ring the pins that are chosen in the list."""
        self._stage.choose(keys)
        self.update()

    @property
    def current_pin(self) -> Pin | None:
        """The pin at work."""
        return self._stage.current

    @property
    def stage(self) -> PinStage:
        """The pins that are shown."""
        return self._stage

    @property
    def is_dragging(self) -> bool:
        """Whether a pin is held by the pointer."""
        return self._press is not None and self._press.gesture is Gesture.CARRY

    @property
    def lasso(self) -> Lasso | None:
        """The lasso being drawn."""
        return self._press.lasso if self._press is not None else None

    def arm_lasso(self, on: bool) -> None:
        """Let the next stroke draw a lasso, or not."""
        if on != self._armed:
            self._armed = on
            self._show_cursor(None)
            self.lasso_armed.emit(on)

    def _disarm(self) -> None:
        self.arm_lasso(on=False)

    # ── painting ────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the kept ground, moved to where it belongs, and the pins."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.desk))
        if self._painter is None:
            return
        at_work = self._at_work()
        self._paint_still(painter, at_work[0].key if at_work else "")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.paint_margin(painter, self.view, self.credits)
        self._painter.paint_pins(painter, self.view, (*self._stage.candidates.pins, *at_work))
        if self.legend:
            tips = (self.view.to_screen(pin.point) for pin in at_work)
            taken = [QRectF(x - 12, y - 32, 24, 32) for x, y in tips]
            paint_legend(painter, self._stage.legend(self.legend), taken, self._theme)
        if self._stage.walked:
            self._paint_walked(painter)
        if self.lasso is not None:
            paint_lasso(painter, self.lasso, self._theme)
        if self.hasFocus():
            painter.setPen(QColor(self._theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_still(self, painter: QPainter, held: str) -> None:
        """Paint ground and pins; while a pin is carried or a lasso drawn, from one picture made of them."""
        assert self._painter is not None
        if self._press is None or self._press.gesture is Gesture.PULL:
            self._still = None
            self._ground.paint(painter, self._painter, self.view, self.font())
            self._stage.stamp(painter, self.view, held)
            return
        made_of = (self.view, held, self._stage.version, self._ground.version)
        if self._still is None or self._still[0] != made_of:
            picture = QPixmap(self.size() * self.devicePixelRatioF())
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            within = QPainter(picture)
            within.fillRect(self.rect(), QColor(self._theme.desk))
            self._ground.paint(within, self._painter, self.view, self.font())
            self._stage.stamp(within, self.view, held)
            within.end()
            self._still = (made_of, picture)
        painter.drawPixmap(0, 0, self._still[1])

    def _paint_walked(self, painter: QPainter) -> None:
        key, layer = self._stage.walked, self._stage.layer
        x, y = layer.places(self.view)[layer.number_of(key)]
        title = self.words_of(key).partition("\n")[0]
        paint_walked(painter, QPointF(x, y), title, self._theme)

    def _at_work(self) -> tuple[Pin, ...]:
        """Return the current pin, or the carried one where it is."""
        press = self._press
        if press is None or press.pin is None or press.point is None:
            return (self._stage.current,) if self._stage.current is not None else ()
        return (replace(press.pin, point=press.point, radius_m=0.0, current=True),)

    # ── mouse ───────────────────────────────────────────────────────────────────────────────────

    def _pin_at(self, position: QPointF) -> Pin | None:
        return self._stage.at(self.view, position.x(), position.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to carry a pin, to draw a lasso, or to pull the map."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        position, gesture, lasso = event.position(), Gesture.PULL, None
        pin = self._stage.to_carry(self.view, position.x(), position.y())
        if self._armed or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            gesture, lasso = Gesture.LASSO, Lasso(position.x(), position.y())
        elif pin is not None and not pin.locked:
            gesture = Gesture.CARRY
        self._press = Press(gesture, position.x(), position.y(), self.view, pin, lasso=lasso)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry, draw or pull."""
        press, position = self._press, event.position()
        if press is None:
            self._show_cursor(self._pin_at(position))
            return
        if press.goes_to(position.x(), position.y()):
            self._tell_begun(press)
        if not press.moved:
            return
        if press.gesture is Gesture.CARRY:
            point = press.carried_to(position.x(), position.y())
            self.pin_hovered.emit(point.lat_deg, point.lon_deg)
        elif press.lasso is not None:
            press.lasso.extend(position.x(), position.y())
        else:
            self._move_to(press.view.moved(position.x() - press.x, position.y() - press.y))
        self.update()

    def _tell_begun(self, press: Press) -> None:
        if press.gesture is Gesture.LASSO or press.pin is None:
            return
        if press.pin.locked:
            self.drag_refused.emit(press.pin.key)
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        current = self.current_pin
        if current is None or press.pin.key != current.key:
            self.pin_clicked.emit(press.pin.key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the pin, which snaps back outside the widget; close the lasso; or take a click."""
        press = self._press
        if event.button() != Qt.MouseButton.LeftButton or press is None:
            return
        self._end_press()
        if not press.moved:
            self._click(event)
        elif press.gesture is Gesture.CARRY and press.pin is not None and press.point is not None:
            if self.rect().contains(event.position().toPoint()):
                self.pin_dragged.emit(press.pin.key, press.point.lat_deg, press.point.lon_deg)
        elif press.lasso is not None and press.lasso.is_shape:
            self._disarm()
            layer = self._stage.layer
            self.pins_chosen.emit(frozenset(layer.keys(layer.inside(self.view, press.lasso.outline))))

    def _click(self, event: QMouseEvent) -> None:
        pin = self._pin_at(event.position())
        if pin is None:
            return
        several = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & several and not pin.candidate:
            self.pins_chosen.emit(self._stage.chosen ^ {pin.key})
        else:
            self.pin_clicked.emit(pin.key)

    def _end_press(self) -> None:
        press, self._press = self._press, None
        if press is not None and press.point is not None:
            self.drag_ended.emit()
        self._show_cursor(None)
        self.update()

    def _show_cursor(self, pin: Pin | None) -> None:
        if self._armed:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor if pin else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; a pin or lasso that is being drawn stays under it, so not meanwhile."""
        steps = event.angleDelta().y() / 120
        if steps and self._press is None:
            self._move_to(
                self.view.zoomed(_WHEEL_ZOOM**steps, event.position().x(), event.position().y())
            )
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Tell name and exactness of the pin under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            pin = self._pin_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tooltip(self.words_of(pin.key) if pin else ""), self)
            return True
        return super().event(event)

    # ── keys ────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back; arrows pull the map or push the pin; letters walk through pins and choose tools."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape and self._take_back():
            return
        if key in ARROWS:
            self._arrow(*ARROWS[key], fine=shift)
        elif key in ZOOM_KEYS:
            self.zoom_by(_WHEEL_ZOOM ** ZOOM_KEYS[key])
        elif control and key == Qt.Key.Key_A:
            self.pins_chosen.emit(self._stage.seen(self.view))
        elif not control and key in TOOL_KEYS:
            self.tool_requested.emit(TOOL_KEYS[key])
        elif not control and key in (Qt.Key.Key_N, Qt.Key.Key_P):
            self._step(1 if key == Qt.Key.Key_N else -1)
        elif not self._act_on_walked(key):
            super().keyPressEvent(event)

    def _take_back(self) -> bool:
        """Take back the innermost thing under way; tells whether there was one."""
        if self._press is not None:
            self._end_press()
        elif self._armed:
            self._disarm()
        elif self._stage.walked:
            self._walk_to("")
        else:
            return False
        return True

    def _arrow(self, dx: int, dy: int, *, fine: bool) -> None:
        pin = self.current_pin
        if not fine or pin is None:
            self._move_to(self.view.moved(dx * _PULL_PX, dy * _PULL_PX))
        elif pin.locked:
            self.drag_refused.emit(pin.key)
        else:
            x, y = self.view.to_screen(pin.point)
            point = self.view.to_point(x - dx * _FINE_STEP_PX, y - dy * _FINE_STEP_PX)
            self.pin_dragged.emit(pin.key, point.lat_deg, point.lon_deg)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab walk on through the pins once N or P has begun; after the last it leaves the map."""
        if self._stage.walked and self._step(1 if forward else -1, wrap=False):
            return True
        self._walk_to("")
        return super().focusNextPrevChild(forward)

    def _step(self, steps: int, *, wrap: bool = True) -> bool:
        """Walk to the next pin of the view in reading order; tells whether there is one."""
        key = self._stage.following(self.view, steps, wrap=wrap)
        if key:
            self._walk_to(key)
        return bool(key)

    def _walk_to(self, key: str) -> None:
        if key != self._stage.walked:
            self._stage.walked = key
            self.pin_walked.emit(key)
            self.update()

    def _act_on_walked(self, key: Qt.Key) -> bool:
        pin_key = self._stage.walked_or_current
        if pin_key and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pin_opened.emit(pin_key)
        elif pin_key and key == Qt.Key.Key_Space:
            self.pins_chosen.emit(self._stage.chosen ^ {pin_key})
        else:
            return False
        return True
