"""All pages of the booklet as small leaves in a line; those that show the record stand out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import plain_tooltip

_HEIGHT_PX = 22
_WIDEST_LEAF_PX = 10.0
_LEAST_LEAF_PX = 3.0


class PageRuler(QWidget):
    """A strip of leaves; a click turns to the page.

    Signals:
        page_clicked(number): a leaf was clicked.
    """

    page_clicked = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._first, self._count, self._current = 1, 0, 0
        self._marked: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT_PX)
        self.setAccessibleName(appearance.text("preview.ruler"))

    def show_pages(self, first: int, count: int, current: int, marked: tuple[int, ...]) -> None:
        """Show the booklet's pages, the one on the desk and those that show the record."""
        state = (first, count, current, frozenset(marked))
        if state == (self._first, self._count, self._current, self._marked):
            return
        self._first, self._count, self._current, self._marked = state
        self.setAccessibleDescription(
            self._appearance.text("preview.ruler_marked", pages=", ".join(map(str, sorted(marked))))
            if marked
            else ""
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return a modest width."""
        return QSize(120, _HEIGHT_PX)

    def _pitch(self) -> float:
        return min(_WIDEST_LEAF_PX, self.width() / max(1, self._count))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the leaves; too many to tell apart become one bar with the marked ones on it."""
        painter = QPainter(self)
        theme, pitch = self._appearance.theme, self._pitch()
        numbers: set[int] = set(range(self._first, self._first + self._count))
        if pitch < _LEAST_LEAF_PX:
            bar = QRectF(0, (self.height() - 6) / 2, self._count * pitch, 6)
            painter.fillRect(bar, QColor(theme.hairline))
            numbers &= self._marked | {self._current}
        for number in numbers:
            self._paint_leaf(painter, number, pitch)

    def _paint_leaf(self, painter: QPainter, number: int, pitch: float) -> None:
        theme = self._appearance.theme
        marked, current = number in self._marked, number == self._current
        height = 14 if current else 10
        width = max(2.0, pitch - 2)
        leaf = QRectF((number - self._first) * pitch, (self.height() - height) / 2, width, height)
        colour = theme.accent if marked else theme.text if current else theme.outline
        painter.fillRect(leaf, QColor(colour))
        if current and marked:
            painter.fillRect(QRectF(leaf.x(), self.height() - 2, width, 2), QColor(theme.text))

    def _number_at(self, x: float) -> int | None:
        place = int(x / self._pitch()) if self._count else -1
        return self._first + place if 0 <= place < self._count else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Turn to the page clicked."""
        number = self._number_at(event.position().x())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.page_clicked.emit(number)

    def event(self, event: QEvent) -> bool:
        """Tell the number of the page under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._number_at(event.pos().x())
            if number is not None:
                text = self._appearance.text("preview.page", number=number)
                QToolTip.showText(event.globalPos(), plain_tooltip(text), self)
            return True
        return super().event(event)
