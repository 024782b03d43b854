"""What dialogs with a question share: title, a button that takes the answer, one that leaves all as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import push_button


class AskingDialog(QDialog):
    """A dialog over its window; who inherits lays it out, with `foot`, and tells the answer in `accept`.

    Attributes:
        foot: the row of buttons.
    """

    def __init__(self, appearance: Appearance, title: str, answer: str, parent: QWidget) -> None:
        """Make a dialog.

        Args:
            appearance: gives the words.
            title: of the window.
            answer: words of the button that takes the answer.
            parent: a widget of the window.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.accept_button = push_button(answer, "primary")
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button = push_button(appearance.text("question.cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.foot.addWidget(self.cancel_button)
        self.foot.addWidget(self.accept_button)
