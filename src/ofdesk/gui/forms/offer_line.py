"""A quiet line under an editor: what was noticed, and a button that does something about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ofdesk.gui.labels import plain_label, push_button, set_tooltip

_BUTTON_TEXT_PX = 260


class OfferLine(QWidget):
    """Hidden until there is something to offer.

    Signals:
        offer_accepted(): the button was pressed.
        visibility_changed(): the order of Tab is another one.
    """

    offer_accepted = Signal()
    visibility_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sentence = plain_label("", "muted", wrap=True)
        self.button = push_button("", "inline")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.offer_accepted)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sentence)
        layout.addLayout(row)
        self.hide()

    def offer(self, sentence: str, button: str) -> None:
        """Show a sentence and what the button does."""
        self.sentence.setText(sentence)
        metrics = self.button.fontMetrics()
        self.button.setText(metrics.elidedText(button, Qt.TextElideMode.ElideMiddle, _BUTTON_TEXT_PX))
        self.button.setAccessibleName(f"{sentence} {button}".strip())
        set_tooltip(self.button, button)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show()
        self.visibility_changed.emit()

    def withdraw(self) -> None:
        """Offer nothing any more."""
        if not self.isHidden():
            self.hide()
            self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.visibility_changed.emit()
