"""A list with a search field that opens under an editor: picks one of many, mouse or keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from ofdesk.base.text import fold_for_search
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.forms.context import Suggestion
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.gui.labels import plain_label

_MAX_SHOWN = 200
_WIDTH_PX, _HEIGHT_PX = 400, 320
_NOTE_ROLE = Qt.ItemDataRole.UserRole + 1


class SuggestionModel(QAbstractListModel):
    """The suggestions that match a search, at most 200 of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Suggestion] = ()
        self._shown: list[Suggestion] = []

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Take another set of suggestions."""
        self._all = suggestions
        self.search("")

    def search(self, text: str) -> None:
        """Show what matches; entries that begin with the text come first."""
        needle = fold_for_search(text)
        found = [entry for entry in self._all if needle in entry.search]
        found.sort(key=lambda entry: not entry.search.startswith(needle))
        self.beginResetModel()
        self._shown = found[:_MAX_SHOWN]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of matches shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the text of an entry."""
        entry = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{entry.text}　{entry.note}" if entry.note else entry.text
        if role == _NOTE_ROLE:
            return entry.note
        return None

    def value_at(self, row: int) -> str:
        """Return the value of a shown entry."""
        return self._shown[row].value


class SuggestionPopup(QFrame):
    """The popup.

    Signals:
        picked(value): an entry was chosen.
    """

    picked = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "surface")
        self.search = LineInput()
        self.search.setPlaceholderText(appearance.text("pick.search"))
        self.search.setAccessibleName(appearance.text("pick.search"))
        self.search.typed.connect(self._search)
        self.search.installEventFilter(self)
        self.model = SuggestionModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(appearance.text("pick.list"))
        self.list.clicked.connect(self._pick)
        self.list.activated.connect(self._pick)
        self.empty = plain_label(appearance.text("pick.nothing"), "muted")
        self.empty.setContentsMargins(8, 8, 8, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        self.resize(_WIDTH_PX, _HEIGHT_PX)

    def open_under(self, anchor: QWidget, suggestions: Sequence[Suggestion]) -> None:
        """Open under a widget with a set of suggestions."""
        self.model.offer(suggestions)
        self.search.clear()
        self._select_first()
        self.resize(max(_WIDTH_PX, anchor.width()), _HEIGHT_PX)
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        screen = anchor.screen().availableGeometry()
        if place.y() + _HEIGHT_PX > screen.bottom():
            place = anchor.mapToGlobal(QPoint(0, -_HEIGHT_PX - 2))
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        self.move(place)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search(self) -> None:
        self.model.search(self.search.text())
        self._select_first()

    def _select_first(self) -> None:
        has_rows = self.model.rowCount() > 0
        self.empty.setVisible(not has_rows)
        if has_rows:
            self.list.setCurrentIndex(self.model.index(0))

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            value = self.model.value_at(index.row())
            self.close()
            self.picked.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list and pick from it while the focus stays in the search field."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not self.search.composing
        ):
            row = self.list.currentIndex().row()
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(
                Qt.Key(event.key())
            )
            if step is not None:
                target = max(0, min(self.model.rowCount() - 1, row + step))
                self.list.setCurrentIndex(self.model.index(target))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)
