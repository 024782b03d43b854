"""A list that stands under an input while one types, and leaves the focus where it is.

Owns showing and picking: Down and Up walk, Enter and Tab take what was walked to, Esc closes, a click takes.
Nothing is chosen beforehand, so that Enter and Tab mean what they always mean until the user walks into the
list. Refuses to appear, and to hear any key, while a conversion of the input method is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QScrollArea, QVBoxLayout

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.forms.context import Suggestion
from ofdesk.gui.forms.suggestion_popup import SuggestionModel
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.gui.theme import ROW_PX

_LEAST_WIDTH_PX, _MOST_ROWS, _FRAME_PX = 280, 8, 4
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_CLOSING = (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Resize)


class CompletionList(QFrame):
    """The list.

    Signals:
        picked(value): an entry was taken.
    """

    picked = Signal(str)

    def __init__(self, appearance: Appearance, input: LineInput) -> None:
        """Take the input under which it stands."""
        super().__init__(input)
        self._appearance, self._input = appearance, input
        self.setProperty("role", "completions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = SuggestionModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setAccessibleName(appearance.text("complete.list"))
        self.list.clicked.connect(self._pick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.list)
        input.installEventFilter(self)
        self._scrolled: QScrollArea | None = None
        self.hide()

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Show these entries, none of them chosen; none at all closes the list."""
        if not suggestions or self._input.composing or not self._input.isVisible():
            self.hide()
            return
        self.model.offer(suggestions)
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self._place(len(suggestions))
        self.show()
        self.raise_()
        self._say(self._appearance.text("complete.count", count=len(suggestions)))

    def _place(self, count: int) -> None:
        window = self._input.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            self._follow_scrolling()
        height_px = min(count, _MOST_ROWS) * max(ROW_PX, self.list.sizeHintForRow(0)) + _FRAME_PX
        self.resize(max(_LEAST_WIDTH_PX, self._input.width()), height_px)
        place = self._input.mapTo(window, QPoint(0, self._input.height() + 2))
        if place.y() + self.height() > window.height():
            place = self._input.mapTo(window, QPoint(0, -self.height() - 2))
        place.setX(max(0, min(place.x(), window.width() - self.width())))
        self.move(place)

    def _follow_scrolling(self) -> None:
        """Close when the form under the list scrolls."""
        parent = self._input.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None and parent is not self._scrolled:
            self._scrolled = parent
            parent.verticalScrollBar().valueChanged.connect(self.hide)

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            value = self.model.value_at(index.row())
            self.hide()
            self.picked.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear the keys of the input while the list is open."""
        if self.isHidden():
            return False
        if (isinstance(event, QInputMethodEvent) and event.preeditString()) or event.type() in _CLOSING:
            self.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return not self._input.composing and self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key, row = Qt.Key(event.key()), self.list.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        if key in _STEPS:
            self._walk_to(row + _STEPS[key])
            return True
        if key in _TAKING and row >= 0:
            self._pick(self.list.currentIndex())
            return True
        return False

    def _walk_to(self, row: int) -> None:
        last = self.model.rowCount() - 1
        index = self.model.index(max(0, min(last, row)))
        self.list.setCurrentIndex(index)
        entry = index.data(Qt.ItemDataRole.DisplayRole)
        self._say(self._appearance.text("complete.entry", text=entry, number=index.row() + 1, count=last + 1))

    def _say(self, sentence: str) -> None:
        """Let a screen reader say it; the focus stays in the input, which it would otherwise go by."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._input, sentence))
