"""The navigation at the left: kinds of records with counts, then checks, map and booklet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.theme import ROW_PX, Theme
from ofdesk.model.records import KINDS

CHECKS, MAP, BOOKLET = "checks", "map", "booklet"
PLACES = (*KINDS, CHECKS, MAP, BOOKLET)
_COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
_ALERT_ROLE = Qt.ItemDataRole.UserRole + 2
_GAP_BEFORE = {CHECKS}
_GAP_PX = 17


class NavigationPanel(QListWidget):
    """One entry per place of the main window.

    Signals:
        place_chosen(place): a kind, or one of `CHECKS`, `MAP`, `BOOKLET`.
    """

    place_chosen = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setProperty("role", "navigation")
        self.setAccessibleName(appearance.text("navigation.name"))
        self.setIconSize(QSize(20, 20))
        self.setItemDelegate(_CountDelegate(appearance.theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        for place in PLACES:
            words = appearance.words
            text = words("kinds", place) if place in KINDS else appearance.text(f"navigation.{place}")
            item = QListWidgetItem(appearance.icons(place), text)
            item.setData(Qt.ItemDataRole.UserRole, place)
            item.setSizeHint(QSize(0, ROW_PX + (_GAP_PX if place in _GAP_BEFORE else 2)))
            self.addItem(item)
        self.currentRowChanged.connect(self._tell)

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.place_chosen.emit(PLACES[row])

    @property
    def place(self) -> str:
        """The place chosen."""
        return PLACES[max(0, self.currentRow())]

    def choose(self, place: str) -> None:
        """Choose a place."""
        self.setCurrentRow(PLACES.index(place))

    def show_count(self, place: str, count: int, *, alert: bool = False) -> None:
        """Show a number beside a place; an alert stands out."""
        item = self.item(PLACES.index(place))
        item.setData(_COUNT_ROLE, f"{count:,}" if count else "")
        item.setData(_ALERT_ROLE, alert)
        spoken = self._appearance.text("navigation.counted", place=item.text(), count=count)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)


class _CountDelegate(QStyledItemDelegate):
    """Paints an entry: icon, word, and the count at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one entry."""
        place = index.data(Qt.ItemDataRole.UserRole)
        whole = QRect(option.rect)
        row = QRect(whole.x() + 8, whole.bottom() - ROW_PX + 1, whole.width() - 16, ROW_PX)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place in _GAP_BEFORE:
            painter.fillRect(
                QRect(whole.x() + 16, whole.y() + 7, whole.width() - 32, 1), QColor(self._theme.hairline)
            )
        if state & QStyle.StateFlag.State_Selected or state & QStyle.StateFlag.State_MouseOver:
            selected = bool(state & QStyle.StateFlag.State_Selected)
            painter.setBrush(QColor(self._theme.accent_tint if selected else self._theme.hover))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(row, 3, 3)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.fillRect(QRect(row.x(), row.y() + 6, 3, row.height() - 12), QColor(self._theme.accent))
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            icon.paint(painter, QRect(row.x() + 9, row.y() + 5, 20, 20))
        self._paint_words(painter, row, index)
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        row: QRect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        count = index.data(_COUNT_ROLE) or ""
        count_width = painter.fontMetrics().horizontalAdvance(count)
        text_rect = row.adjusted(38, 0, -(count_width + 16), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._theme.text))
        text = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, text_rect.width()
        )
        painter.drawText(text_rect, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(QColor(self._theme.error if index.data(_ALERT_ROLE) else self._theme.muted))
        painter.drawText(row.adjusted(0, 0, -10, 0), middle | Qt.AlignmentFlag.AlignRight, count)
