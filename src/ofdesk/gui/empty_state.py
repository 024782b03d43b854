"""What stands where nothing is yet: a sentence, and the next step as a button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ofdesk.gui.labels import plain_label, push_button


class EmptyState(QWidget):
    """A heading, a sentence and at most one button, set flush left near the top."""

    def __init__(self, heading: str, sentence: str, button: str = "") -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.heading = plain_label(heading, "heading", wrap=True)
        self.sentence = plain_label(sentence, "muted", wrap=True)
        self.button: QPushButton = push_button(button, "primary")
        if not button:
            self.button.hide()
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 32, 24, 24)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addWidget(self.sentence)
        layout.addSpacing(8)
        layout.addLayout(row)
        layout.addStretch(1)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def say(self, heading: str, sentence: str, button: str) -> None:
        """Say something else."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
