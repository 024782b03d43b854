"""What every editor of a value has in common."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ofdesk.gui.appearance import Appearance


class FieldEditor(QWidget):
    """Edits one value.

    Signals:
        edited(): the user gave another value; `input_message` may say why it cannot be taken.
        finished(): the focus left the editor.
        inputs_changed(): inputs came or went, so that the order of Tab is another one.
    """

    edited = Signal()
    finished = Signal()
    inputs_changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.appearance = appearance

    def value(self) -> Any:
        """Return the value; the last good one when what is typed cannot be taken."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value; emits nothing and keeps an open conversion."""
        raise NotImplementedError

    def target(self) -> QWidget:
        """Return the widget that takes the focus and the name."""
        return self

    def head_widget(self) -> QWidget | None:
        """Return a widget that stands beside the label instead of under it, or None."""
        return None

    def foot_widget(self) -> QWidget | None:
        """Return a widget that stands under the editor and its message, or None."""
        return None

    def input_message(self) -> str:
        """Return why what is typed cannot be taken, or ""."""
        return ""

    def length(self) -> int | None:
        """Return the number of characters, where a counter makes sense."""
        return None

    def set_name(self, name: str, description: str) -> None:
        """Give the editor its spoken name and description."""
        self.target().setAccessibleName(name)
        self.target().setAccessibleDescription(description)

    def _lay_in_line(self, *widgets: QWidget) -> QHBoxLayout:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in widgets:
            layout.addWidget(widget)
        self.setFocusProxy(self.target())
        return layout
