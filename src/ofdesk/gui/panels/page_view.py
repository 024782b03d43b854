"""The page on its desk: a picture with a thin edge, zoomed and scrolled; its fields can be clicked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from ofdesk.drawing.display_list import FieldBox
from ofdesk.gui.labels import plain_tooltip
from ofdesk.gui.panels.callout_hand import CalloutHand
from ofdesk.gui.panels.crop_hand import CropHand
from ofdesk.gui.theme import Theme
from ofdesk.services.preview import PreviewImage

_MARGIN_PX = 24
_ZOOM_STEP = 1.25
_LEAST_ZOOM, _MOST_ZOOM = 0.25, 6.0
_A4_SHAPE = 297 / 210


class PageView(QAbstractScrollArea):
    """Shows one page.

    Signals:
        width_wanted(pixels): pictures of this width would be sharp now.
        field_clicked(record_id, field): the user clicked where a field stands.
        turn_requested(steps): the user turned the page with a key or at the end of scrolling.
        callout_dropped(box, middle): a movable box was dropped; its middle in mm (`Point`).
        callout_nudged(box, dx_mm, dy_mm): a key moved the box on which the keyboard stands.
        callout_reset_requested(box): the box shall be placed automatically again.
        callout_menu_requested(box, place): the context menu of a box is wanted at a place of the screen.
        callout_walked(box): the keyboard stands on another box (None when it has left).
        photo_dragged(box, dx_mm, dy_mm): a photo was dragged so far within its frame since it was pressed.
        photo_released(kept): the drag ended; Esc gives it up.
        page_menu_requested(place): the context menu of the page is wanted at a place of the screen.
    """

    width_wanted = Signal(int)
    field_clicked = Signal(str, str)
    turn_requested = Signal(int)
    callout_dropped = Signal(object, object)
    callout_nudged = Signal(object, float, float)
    callout_reset_requested = Signal(object)
    callout_menu_requested = Signal(object, QPoint)
    callout_walked = Signal(object)
    photo_dragged = Signal(object, float, float)
    photo_released = Signal(bool)
    page_menu_requested = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._page: PreviewImage | None = None
        self._shape = _A4_SHAPE
        self._zoom: float | None = None  # None: the page fits the desk
        self._marked: tuple[str, str] = ("", "")
        self._hovered: FieldBox | None = None
        self._hand = CalloutHand()
        self.crop = CropHand()
        self.callout_hint = ""
        """Says under the pointer what can be done with a callout."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setProperty("role", "desk")

    # ── what is shown ───────────────────────────────────────────────────────────────────────────

    def show_page(self, page: PreviewImage) -> None:
        """Show a drawn page."""
        image = QImage(page.pixels, page.width_px, page.height_px, page.stride, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._page, self._image = page, image
        self._hovered = None
        self._hand.take_page(page.boxes)
        shape = page.height_mm / page.width_mm
        if shape != self._shape:
            self._shape = shape
            self._relay()
        self.viewport().update()

    @property
    def page(self) -> PreviewImage | None:
        """The page shown."""
        return self._page

    def mark_field(self, record_id: str, field: str) -> None:
        """Mark where the field the user works on stands."""
        if (record_id, field) != self._marked:
            self._marked = (record_id, field)
            self.viewport().update()

    # ── zoom ────────────────────────────────────────────────────────────────────────────────────

    @property
    def fits(self) -> bool:
        """Whether the page fits the desk."""
        return self._zoom is None

    def fit(self) -> None:
        """Fit the page to the desk."""
        self._zoom = None
        self._relay()

    def zoom_by(self, steps: int) -> None:
        """Make the page larger or smaller."""
        current = self._page_size().width() / max(1, self._fit_size().width())
        wanted = current * _ZOOM_STEP**steps
        self._zoom = min(_MOST_ZOOM, max(_LEAST_ZOOM, wanted))
        self._relay()

    def _fit_size(self) -> QSize:
        desk = self.viewport().size()
        width = max(40, desk.width() - 2 * _MARGIN_PX)
        height = max(40, desk.height() - 2 * _MARGIN_PX)
        if width * self._shape > height:
            width = int(height / self._shape)
        return QSize(width, int(width * self._shape))

    def _page_size(self) -> QSize:
        fit = self._fit_size()
        if self._zoom is None:
            return fit
        return QSize(int(fit.width() * self._zoom), int(fit.height() * self._zoom))

    def _page_rect(self) -> QRectF:
        size, desk = self._page_size(), self.viewport().size()
        x = (desk.width() - size.width()) / 2
        y = (desk.height() - size.height()) / 2
        if size.width() + 2 * _MARGIN_PX > desk.width():
            x = _MARGIN_PX - self.horizontalScrollBar().value()
        if size.height() + 2 * _MARGIN_PX > desk.height():
            y = _MARGIN_PX - self.verticalScrollBar().value()
        return QRectF(round(x), round(y), size.width(), size.height())

    def _relay(self) -> None:
        size, desk = self._page_size(), self.viewport().size()
        for bar, page, room in (
            (self.horizontalScrollBar(), size.width(), desk.width()),
            (self.verticalScrollBar(), size.height(), desk.height()),
        ):
            bar.setPageStep(room)
            bar.setSingleStep(40)
            bar.setRange(0, 0 if self._zoom is None else max(0, page + 2 * _MARGIN_PX - room))
        self.width_wanted.emit(int(size.width() * self.devicePixelRatioF()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._relay()

    # ── painting ────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint desk, page, edge and marks."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._theme.desk))
        place = self._page_rect()
        if self._image is None:
            return
        if round(place.width() * self.devicePixelRatioF()) == self._image.width():
            painter.drawImage(place.topLeft().toPoint(), self._image)  # pixel for pixel, hence sharp
        else:  # until the picture of this size comes
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(self._theme.page_edge), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_marks(painter, place)

    def _paint_marks(self, painter: QPainter, place: QRectF) -> None:
        if self._page is None:
            return
        accent = QColor("#1f5f8b")  # on paper, which is white in both themes
        for box in self._page.boxes:
            marked = (box.record, box.field) == self._marked
            if not marked and box is not self._hovered:
                continue
            rect = self._on_desk(box, place).adjusted(-3, -2, 3, 2)
            fill = QColor(accent)
            fill.setAlpha(26 if marked else 14)
            painter.fillRect(rect, fill)
            painter.setPen(QPen(accent, 1.5 if marked else 1))
            painter.drawRect(rect)
        if self._image is not None:
            self._hand.paint(painter, place, self._image, self._page.width_mm)

    @property
    def _pixels_per_mm(self) -> float:
        assert self._page is not None
        return self._page_rect().width() / self._page.width_mm

    def _on_desk(self, box: FieldBox, place: QRectF) -> QRectF:
        assert self._page is not None
        scale = place.width() / self._page.width_mm
        rect = box.rect
        return QRectF(
            place.x() + rect.x_mm * scale,
            place.y() + rect.y_mm * scale,
            rect.width_mm * scale,
            rect.height_mm * scale,
        )

    # ── mouse and keys ──────────────────────────────────────────────────────────────────────────

    def _box_at(self, position: QPointF) -> FieldBox | None:
        if self._page is None:
            return None
        place = self._page_rect()
        hits = [box for box in self._page.boxes if self._on_desk(box, place).contains(position)]
        return min(hits, key=lambda box: box.rect.width_mm * box.rect.height_mm, default=None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which field a click would lead to; let a callout follow the pointer."""
        if self._hand.pressed is not None:
            if self._hand.move(event.position()):
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
                self.viewport().update()
            return
        if self.crop.pressed is not None:
            self._drag_photo(event.position())
            return
        found = self._box_at(event.position())
        if found is not self._hovered:
            self._hovered = found
            self._show_cursor()
            self.viewport().update()

    def _drag_photo(self, position: QPointF) -> None:
        way, held = self.crop.move(position), self.crop.pressed
        if way is not None and held is not None:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.photo_dragged.emit(held, way.x() / self._pixels_per_mm, way.y() / self._pixels_per_mm)

    def _release_photo(self) -> None:
        held, dragged = self.crop.pressed, self.crop.is_dragging
        self.crop.let_go()
        if dragged:
            self.photo_released.emit(True)  # noqa: FBT003 - a signal takes no names
        elif held is not None:
            self.field_clicked.emit(held.record, held.field)
        self._show_cursor()

    def _show_cursor(self) -> None:
        found, shape = self._hovered, Qt.CursorShape.ArrowCursor
        if found is not None:
            held = found.movable or self.crop.can_hold(found)
            shape = Qt.CursorShape.OpenHandCursor if held else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the field under the pointer."""
        self._hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lead to the field clicked, or take hold of a callout; nothing behind the page waits for clicks."""
        event.accept()
        found = self._box_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if found is None:
            return
        if found.movable:
            self._hand.press(found, event.position())
        elif self.crop.can_hold(found):
            self.crop.press(found, event.position())
        else:
            self.field_clicked.emit(found.record, found.field)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the callout, which snaps back outside the page; without a drag it was a click."""
        event.accept()
        if self.crop.pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._release_photo()
            return
        held = self._hand.pressed
        if held is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if not self._hand.is_dragging:
            self._hand.let_go()
            self.field_clicked.emit(held.record, held.field)
        elif self._page_rect().contains(event.position()):
            self.callout_dropped.emit(held, self._hand.drop(self._pixels_per_mm))
        else:
            self._hand.let_go()
        self._show_cursor()
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a callout, or with the page."""
        box = self._hand.focused
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            box = self._box_at(QPointF(event.pos()))
        if box is not None and box.movable:
            self.callout_menu_requested.emit(box, event.globalPos())
        elif self._page is not None:
            self.page_menu_requested.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what can be done with the callout under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            box = self._box_at(QPointF(event.pos()))
            hint = self.callout_hint if box is not None and box.movable else ""
            QToolTip.showText(event.globalPos(), plain_tooltip(hint), self.viewport())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; turn pages while the page fits; scroll otherwise."""
        steps = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if steps > 0 else -1)
        elif self.fits and steps:
            self.turn_requested.emit(-1 if steps > 0 else 1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the callout on which the keyboard stands, or turn pages with the usual keys."""
        key = Qt.Key(event.key())
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._take_back(key) or self._act_on_callout(key, far=far):
            return
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(
            key
        )
        if steps is not None:
            self.turn_requested.emit(steps)
        else:
            super().keyPressEvent(event)

    def _take_back(self, key: Qt.Key) -> bool:
        """Take a drag back with Esc, or lead the keyboard off the callout."""
        if key == Qt.Key.Key_Escape and self.crop.pressed is not None:
            self.crop.let_go()
            self.photo_released.emit(False)  # noqa: FBT003 - a signal takes no names
            self._show_cursor()
            return True
        if key != Qt.Key.Key_Escape or (self._hand.pressed is None and self._hand.focused is None):
            return False
        if self._hand.pressed is not None:
            self._hand.let_go()
            self._show_cursor()
        else:
            self._leave_callout()
        self.viewport().update()
        return True

    def _act_on_callout(self, key: Qt.Key, *, far: bool) -> bool:
        box = self._hand.focused
        if box is None:
            return False
        offset = self._hand.nudge(key, far=far)
        if offset is not None:
            self.callout_nudged.emit(box, *offset)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.callout_reset_requested.emit(box)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.field_clicked.emit(box.record, box.field)
        else:
            return False
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab walk through the callouts of the page before it leaves."""
        if self._hand.step(forward=forward):
            self.callout_walked.emit(self._hand.focused)
            self.viewport().update()
            return True
        self._leave_callout()
        return super().focusNextPrevChild(forward)

    def _leave_callout(self) -> None:
        self._hand.leave()
        self.callout_walked.emit(None)
        self.viewport().update()
