"""The flat plan on its desk: all pages as spreads, painted from small pictures; gestures and keys.

Owns how pages look and what mouse and keys mean; knows no document and asks nobody for pictures.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from ofdesk.booklet.flow import BLANK
from ofdesk.booklet.slots import PageSlot
from ofdesk.gui.labels import plain_tooltip
from ofdesk.gui.panels.flat_plan_layout import LEAF_WIDTH_PX, Gap, Leaf, Sheet, arrange, gap_at, with_caption
from ofdesk.gui.theme import Theme

_MOST_PICTURES = 240
_BAND_PX = 4
_EDGE_PX = 28
_SCROLL_PX = 24
_FOLD_PX = 3
_CORNER_PX = 14


class FlatPlanView(QAbstractScrollArea):
    """Shows the pages of a plan.

    Signals:
        page_chosen(number): the page was clicked, or reached with the arrow keys.
        page_opened(number): it was clicked twice, or Enter was pressed on it.
        section_moved(place, before): the section at a place is to stand before the one at another.
        section_stepped(place, steps): it is to go one section up (-1) or down (1).
        menu_requested(number, place): the context menu of a page is wanted at a place of the screen.
        view_changed(): other pages came into view.
    """

    page_chosen = Signal(int)
    page_opened = Signal(int)
    section_moved = Signal(int, int)
    section_stepped = Signal(int, int)
    menu_requested = Signal(int, QPoint)
    view_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._slots: tuple[PageSlot, ...] = ()
        self._names: Mapping[int, str] = {}
        self._colours: Mapping[str, QColor] = {}
        self.by_hand: frozenset[int] = frozenset()
        self.words: Mapping[str, str] = {}
        """What is said of pages: "blank", "by_hand", "left", "right"."""
        self._pictures: OrderedDict[int, QPixmap] = OrderedDict()
        self.sheet = Sheet((), 0, 1)
        self.current = 0
        self._pressed: Leaf | None = None
        self._pressed_at = QPointF()
        self.gap: Gap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._tell_view)

    # ── what is shown ───────────────────────────────────────────────────────────────────────────

    def show_plan(
        self,
        slots: tuple[PageSlot, ...],
        names: Mapping[int, str],
        colours: Mapping[str, QColor],
        by_hand: frozenset[int] = frozenset(),
    ) -> None:
        """Show pages.

        Args:
            slots: the pages.
            names: of each section, by its place.
            colours: of each region.
            by_hand: numbers of pages for which something was decided by hand.
        """
        self._slots, self._names, self._colours, self.by_hand = slots, names, colours, by_hand
        self._cancel_drag()
        numbers = {slot.number for slot in slots}
        for number in [number for number in self._pictures if number not in numbers]:
            del self._pictures[number]
        if self.current not in numbers:
            self.current = slots[0].number if slots else 0
        self._relay()

    def take_picture(self, number: int, picture: QPixmap) -> None:
        """Show the picture of a page; those out of view longest go when they grow too many."""
        self._pictures[number] = picture
        for shown in (*self.visible_numbers(), number):
            if shown in self._pictures:
                self._pictures.move_to_end(shown)
        while len(self._pictures) > _MOST_PICTURES:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def has_picture(self, number: int) -> bool:
        """Whether a picture of a page is kept, be it an older one."""
        return number in self._pictures

    def mark(self, number: int) -> None:
        """Mark a page as the one at work and bring it into view."""
        if number != self.current and any(slot.number == number for slot in self._slots):
            self.current = number
            self._bring_into_view()
            self.viewport().update()

    def picture(self, number: int) -> QImage:
        """Return the picture of a page as it is shown; a null image when there is none."""
        kept = self._pictures.get(number)
        return kept.toImage() if kept is not None else QImage()

    def visible_numbers(self) -> tuple[int, ...]:
        """Return the numbers of the pages in view."""
        top = self.verticalScrollBar().value()
        leaves = self.sheet.in_view(top, top + self.viewport().height())
        return tuple(leaf.slot.number for leaf in leaves)

    def place_of(self, number: int) -> QRect:
        """Return where a page lies in the window.

        Raises:
            KeyError: no such page.
        """
        for leaf in self.sheet.leaves:
            if leaf.slot.number == number:
                return leaf.rect.translated(0, -self.verticalScrollBar().value()).toRect()
        raise KeyError(number)

    @property
    def dragged_section(self) -> int | None:
        """Place of the section that is being dragged."""
        return self._pressed.slot.section if self.gap is not None and self._pressed is not None else None

    def _relay(self) -> None:
        self.sheet = arrange(self._slots, self.viewport().width())
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        bar.setRange(0, max(0, self.sheet.height_px - self.viewport().height()))
        self._tell_view()

    def _tell_view(self) -> None:
        self.viewport().update()
        self.view_changed.emit()

    def _bring_into_view(self) -> None:
        place, bar = with_caption(QRectF(self.place_of(self.current))), self.verticalScrollBar()
        if place.top() < 0:
            bar.setValue(bar.value() + int(place.top()) - _EDGE_PX)
        elif place.bottom() > self.viewport().height():
            bar.setValue(bar.value() + int(place.bottom()) - self.viewport().height() + _EDGE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the pages out for the new width."""
        super().resizeEvent(event)
        self._relay()

    # ── painting ────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), QColor(self._theme.desk))
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        begun = self.sheet.beginnings
        for leaf in self.sheet.in_view(top, top + self.viewport().height()):
            self._paint_leaf(painter, leaf)
            self._paint_marks(painter, leaf)
            self._paint_caption(painter, leaf, begun)
        if self.gap is not None:
            painter.fillRect(self.gap.line, QColor(self._theme.accent))

    def _paint_leaf(self, painter: QPainter, leaf: Leaf) -> None:
        theme, number, rect = self._theme, leaf.slot.number, leaf.rect
        painter.fillRect(rect, QColor("#ffffff"))
        picture = self._pictures.get(number)
        if leaf.slot.pattern == BLANK and not leaf.slot.region:
            painter.setPen(QColor(theme.outline))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.words.get("blank", ""))
        elif picture is not None:
            painter.drawPixmap(rect, picture, QRectF(picture.rect()))
        painter.setPen(QColor(theme.page_edge))
        painter.drawRect(rect)
        if leaf.slot.section == self.dragged_section:
            tint = QColor(theme.accent)
            tint.setAlpha(90)
            painter.fillRect(rect, tint)
        if number == self.current:
            painter.setPen(QColor(theme.accent))
            painter.drawRect(rect.adjusted(-1, -1, 1, 1))
            painter.drawRect(rect.adjusted(-2, -2, 2, 2))

    def _paint_marks(self, painter: QPainter, leaf: Leaf) -> None:
        """Paint the fold between facing pages, and the corner of a page laid out by hand."""
        rect, odd = leaf.rect, leaf.slot.number % 2
        fold = rect.left() if odd else rect.right()
        painter.setPen(QColor(self._theme.muted))
        painter.drawLine(QPointF(fold, rect.top() - _FOLD_PX), QPointF(fold, rect.bottom() + _FOLD_PX))
        if leaf.slot.number in self.by_hand:
            corner, way = (rect.topRight(), -_CORNER_PX) if odd else (rect.topLeft(), _CORNER_PX)
            painter.setPen(QColor("#ffffff"))
            painter.setBrush(QColor(self._theme.accent))
            painter.drawPolygon([corner, corner + QPointF(way, 0), corner + QPointF(0, _CORNER_PX)])
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_caption(self, painter: QPainter, leaf: Leaf, begun: frozenset[int]) -> None:
        theme, rect, number = self._theme, leaf.rect, leaf.slot.number
        begins = number in begun
        colour = self._colours.get(leaf.slot.region)
        if colour is not None:
            painter.fillRect(QRectF(rect.left(), rect.bottom() + 4, rect.width(), _BAND_PX), colour)
        line = QRectF(rect.left() + 2, rect.bottom() + 9, rect.width() - 4, 15)
        side = Qt.AlignmentFlag.AlignRight if number % 2 else Qt.AlignmentFlag.AlignLeft
        font = self.font()
        font.setBold(number == self.current)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if begins or number == self.current else theme.muted))
        painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, str(number))
        if begins:
            painter.setFont(self.font())
            beneath = line.translated(0, 16)
            if number ^ 1 not in begun:  # the facing page leaves its room to a long name
                beneath.adjust(*((-LEAF_WIDTH_PX, 0, 0, 0) if number % 2 else (0, 0, LEAF_WIDTH_PX, 0)))
            name = self._names.get(leaf.slot.section, "")
            short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(beneath.width()))
            painter.drawText(beneath, side | Qt.AlignmentFlag.AlignVCenter, short)

    # ── mouse ───────────────────────────────────────────────────────────────────────────────────

    def _on_sheet(self, spot: QPointF) -> QPointF:
        return spot + QPointF(0, self.verticalScrollBar().value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note the page under the pointer: a click chooses it, a drag moves its section."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self._pressed = self.sheet.leaf_at(self._on_sheet(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the section would go; near the upper and lower edge the plan moves along."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position() - self._pressed_at).manhattanLength()
        if self.gap is None and way < QApplication.startDragDistance():
            return
        y, bar = event.position().y(), self.verticalScrollBar()
        if y < _EDGE_PX:
            bar.setValue(bar.value() - _SCROLL_PX)
        elif y > self.viewport().height() - _EDGE_PX:
            bar.setValue(bar.value() + _SCROLL_PX)
        self.gap = gap_at(self.sheet, self._on_sheet(event.position()))
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the page, or drop its section."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        pressed, gap = self._pressed, self.gap
        self._cancel_drag()
        if gap is not None:
            self.section_moved.emit(pressed.slot.section, gap.before)
        else:
            self._choose(pressed.slot.number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what the page shows."""
        leaf = self.sheet.leaf_at(self._on_sheet(event.position()))
        if leaf is not None and event.button() == Qt.MouseButton.LeftButton:
            self.page_opened.emit(leaf.slot.number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the page under the pointer, or of the one at work."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if by_mouse:
            leaf = self.sheet.leaf_at(self._on_sheet(QPointF(event.pos())))
        else:
            leaf = next((leaf for leaf in self.sheet.leaves if leaf.slot.number == self.current), None)
        if leaf is not None:
            number = leaf.slot.number
            self._choose(number)
            place = event.globalPos() if by_mouse else self.mapToGlobal(self.place_of(number).center())
            self.menu_requested.emit(number, place)

    def _cancel_drag(self) -> None:
        self._pressed = self.gap = None
        self.viewport().unsetCursor()
        self.viewport().update()

    def _choose(self, number: int) -> None:
        self.mark(number)
        self.page_chosen.emit(number)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell page and section under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            leaf = self.sheet.leaf_at(self._on_sheet(QPointF(event.pos())))
            if leaf is not None:
                QToolTip.showText(event.globalPos(), plain_tooltip(self.told_of(leaf.slot)), self)
            return True
        return super().viewportEvent(event)

    def told_of(self, slot: PageSlot) -> str:
        """Return what is said of a page: number and side, section, whether it was laid out by hand."""
        side = self.words.get("right" if slot.number % 2 else "left", "")
        kind = "ornament_page" if slot.region else "blank_page"
        what = self.words.get(kind, "") if slot.pattern == BLANK else ""
        by_hand = self.words.get("by_hand", "") if slot.number in self.by_hand else ""
        names = (self._names.get(slot.section, ""), what, by_hand)
        return "\n".join((f"{slot.number}  {side}", *filter(None, names)))

    # ── keys ────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from page to page, Alt with arrows moves the section, Esc gives a drag up."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.gap is not None:
            self._cancel_drag()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step_section(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._slots:
            self.page_opened.emit(self.current)
        elif not self._walk(key):
            super().keyPressEvent(event)

    def _step_section(self, steps: int) -> None:
        slot = next((slot for slot in self._slots if slot.number == self.current), None)
        if slot is not None:
            self.section_stepped.emit(slot.section, steps)

    def _walk(self, key: Qt.Key) -> bool:
        if not self._slots:
            return False
        first, last, row = self._slots[0].number, self._slots[-1].number, 2 * self.sheet.per_row
        goal = {
            Qt.Key.Key_Left: self.current - 1,
            Qt.Key.Key_Right: self.current + 1,
            Qt.Key.Key_Up: self.current - row,
            Qt.Key.Key_Down: self.current + row,
            Qt.Key.Key_Home: first,
            Qt.Key.Key_End: last,
        }.get(key)
        if goal is None:
            return False
        if first <= goal <= last and goal != self.current:
            self._choose(goal)
        return True
