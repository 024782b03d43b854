"""A line of words, one of which is chosen, over the widgets they stand for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ofdesk.gui.labels import hairline


class Segments(QWidget):
    """Shows one of several widgets.

    Signals:
        segment_chosen(key): another widget came to the front.
    """

    segment_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._click)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(12, 0, 12, 0)
        self._line.setSpacing(0)
        self._line.addStretch(1)
        self.stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._line)
        layout.addWidget(hairline())
        layout.addWidget(self.stack, 1)

    def add(self, key: str, text: str, widget: QWidget) -> None:
        """Add a widget under a word."""
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setProperty("role", "segment")
        self._line.insertWidget(len(self._keys), button)
        self._group.addButton(button, len(self._keys))
        self._keys.append(key)
        self.stack.addWidget(widget)
        if len(self._keys) == 1:
            button.setChecked(True)

    @property
    def key(self) -> str:
        """The key of the widget in front."""
        return self._keys[self.stack.currentIndex()]

    def choose(self, key: str) -> None:
        """Bring a widget to the front."""
        place = self._keys.index(key)
        self._group.button(place).setChecked(True)
        if place != self.stack.currentIndex():
            self.stack.setCurrentIndex(place)
            self.segment_chosen.emit(key)

    def _click(self, place: int) -> None:
        self.choose(self._keys[place])
