"""For what the booklet or the MAP is written: for print or for the web, and what that changes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.dialogs.asking import AskingDialog
from ofdesk.gui.labels import plain_label
from ofdesk.services.editions import BOOKLET_EDITIONS

WIDTH_PX = 500
_INDENT_PX = 26  # words below a choice begin where its label does


class EditionChoice(QWidget):
    """The editions as radio buttons, each with a sentence about what it is for."""

    def __init__(self, appearance: Appearance, edition: str, kind: str) -> None:
        """Make the buttons.

        Args:
            appearance: gives the words.
            edition: which one is marked.
            kind: "booklet" or "map".
        """
        super().__init__()
        text = appearance.text
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for code in BOOKLET_EDITIONS:
            button = QRadioButton(text(f"export.edition.{code}"))
            sentence = text(f"export.edition.{kind}.{code}")
            button.setAccessibleDescription(sentence)
            self._group.addButton(button)
            self.buttons[code] = button
            told = plain_label(sentence, "muted", wrap=True)
            indented = QHBoxLayout()
            indented.addSpacing(_INDENT_PX)
            indented.addWidget(told)
            layout.addWidget(button)
            layout.addLayout(indented)
            layout.addSpacing(8)
        self.buttons[edition].setChecked(True)

    @property
    def chosen(self) -> str:
        """The edition that is marked."""
        return next(code for code, button in self.buttons.items() if button.isChecked())


def show_whole_sentences(dialog: QDialog, layout: QVBoxLayout) -> None:
    """Make a dialog as high as its sentences are, broken into lines: Qt goes by unbroken ones."""
    dialog.ensurePolished()
    for label in dialog.findChildren(QLabel):
        label.ensurePolished()
    dialog.setFixedWidth(WIDTH_PX)
    dialog.setMinimumHeight(layout.heightForWidth(WIDTH_PX))


class EditionDialog(AskingDialog):
    """Asks for the edition of the booklet.

    Signals:
        edition_chosen(edition): one of `BOOKLET_EDITIONS`.
    """

    edition_chosen = Signal(str)

    def __init__(self, appearance: Appearance, edition: str, parent: QWidget) -> None:
        text = appearance.text
        super().__init__(appearance, text("export.booklet"), text("export.choose_file"), parent)
        self.choice = EditionChoice(appearance, edition, "booklet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(plain_label(text("export.edition.question"), "field"))
        layout.addWidget(self.choice)
        layout.addLayout(self.foot)
        show_whole_sentences(self, layout)

    def accept(self) -> None:
        """Tell the answer."""
        self.edition_chosen.emit(self.choice.chosen)
        super().accept()
