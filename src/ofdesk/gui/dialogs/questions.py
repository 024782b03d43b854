"""Questions that nothing can go on without. They open beside the event loop, never inside one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget

from ofdesk.gui.labels import message_box, set_role


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it is called in code, and on its button."""

    key: str
    text: str
    role: QMessageBox.ButtonRole = QMessageBox.ButtonRole.AcceptRole


@dataclass(frozen=True, slots=True)
class QuestionText:
    """Title of the window, the question, and what helps to answer it."""

    title: str
    text: str
    detail: str = ""


class Question(QObject):
    """A question on the screen; calls back with the key of the answer.

    The first choice is the default; the one with the reject role is what Esc means.
    """

    def __init__(
        self,
        parent: QWidget,
        words: QuestionText,
        choices: tuple[Choice, ...],
        answered: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self._answered = answered
        self.box = message_box(parent, words.title, words.text, words.detail)
        self.buttons: dict[str, QPushButton] = {}
        for choice in choices:
            self.buttons[choice.key] = self.box.addButton(choice.text, choice.role)
            if choice.role == QMessageBox.ButtonRole.RejectRole:
                self.box.setEscapeButton(self.buttons[choice.key])
        self.box.setDefaultButton(self.buttons[choices[0].key])
        set_role(self.buttons[choices[0].key], "primary")
        self.box.buttonClicked.connect(self._tell)
        self.box.finished.connect(self._end)
        self.box.open()

    def _tell(self, button: QAbstractButton) -> None:
        key = next(key for key, known in self.buttons.items() if known is button)
        self._answered(key)

    def _end(self, _result: int) -> None:
        self.deleteLater()
