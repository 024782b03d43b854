"""Editors of several choices: chips to tick for small sets, tokens with a search for large ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ofdesk.base.text import fold_for_search
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.flow_layout import FlowLayout
from ofdesk.gui.forms.context import Suggestion
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.suggestion_popup import SuggestionPopup
from ofdesk.gui.labels import push_button
from ofdesk.model.fields import ChoiceType


class ChipsEditor(FieldEditor):
    """Any of a few choices, each a chip that is on or off."""

    def __init__(self, appearance: Appearance, type: ChoiceType) -> None:
        super().__init__(appearance)
        self._type = type
        self._name = ""
        layout = FlowLayout(self)
        self.chips: dict[str, QToolButton] = {}
        for code in type.codes:
            chip = QToolButton()
            chip.setText(appearance.words.choice(type.name, code))
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setProperty("role", "chip")
            chip.toggled.connect(self._mark)
            chip.clicked.connect(self._tell)
            layout.addWidget(chip)
            self.chips[code] = chip
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.target())

    def target(self) -> QWidget:
        """Return the first chip."""
        return next(iter(self.chips.values()))

    def _mark(self, *_facts: object) -> None:
        # On is told by a tick, not by colour alone.
        for chip in self.chips.values():
            icon = "accept" if chip.isChecked() else "add"
            colour = self.appearance.theme.accent if chip.isChecked() else self.appearance.theme.muted
            chip.setIcon(self.appearance.icons(icon, colour))

    def _tell(self) -> None:
        self.edited.emit()
        self.finished.emit()

    def value(self) -> tuple[str, ...]:
        """Return the codes ticked, in the order of the set."""
        return tuple(code for code, chip in self.chips.items() if chip.isChecked())

    def set_value(self, value: Any) -> None:
        """Tick the codes."""
        for code, chip in self.chips.items():
            chip.setChecked(code in value)
        self._mark()

    def set_name(self, name: str, description: str) -> None:
        """Name every chip after the field and its choice."""
        self._name = name
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for chip in self.chips.values():
            chip.setAccessibleName(f"{name}: {chip.text()}")
            chip.setAccessibleDescription(description)


class TokensEditor(FieldEditor):
    """Any of many choices: what is chosen stands as tokens, more is found by searching."""

    def __init__(
        self, appearance: Appearance, add_text: str, suggestions: Callable[[], Sequence[Suggestion]]
    ) -> None:
        """Take the words of the button that adds, and where suggestions come from."""
        super().__init__(appearance)
        self._suggestions = suggestions
        self._value: tuple[str, ...] = ()
        self._name = ""
        self._popup: SuggestionPopup | None = None
        self._tokens = QWidget()
        self._flow = FlowLayout(self._tokens)
        self.add_button = push_button(add_text, "inline")
        self.add_button.setIcon(appearance.icons("add", appearance.theme.accent))
        self.add_button.clicked.connect(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._tokens)
        self.setFocusProxy(self.add_button)
        self._rebuild()

    def head_widget(self) -> QWidget | None:
        """Return the button that adds."""
        return self.add_button

    def target(self) -> QWidget:
        """Return the button that adds."""
        return self.add_button

    def value(self) -> tuple[str, ...]:
        """Return what is chosen, in the order it was chosen."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show what is chosen."""
        if value != self._value:
            self._value = tuple(value)
            self._rebuild()

    def set_name(self, name: str, description: str) -> None:
        """Name the button after the field."""
        self._name = name
        self.add_button.setAccessibleName(f"{name}: {self.add_button.text()}")
        self.add_button.setAccessibleDescription(description)
        self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for value in self._value:
            token = QToolButton()
            token.setText(value.replace("&", "&&"))
            token.setIcon(self.appearance.icons("clear", self.appearance.theme.muted))
            token.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            token.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            token.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            token.setProperty("role", "chip")
            token.setProperty("value", value)
            token.setAccessibleName(self.appearance.text("token.remove", value=value, field=self._name))
            token.clicked.connect(self._remove)
            self._flow.addWidget(token)
        self._tokens.setVisible(bool(self._value))
        self.inputs_changed.emit()

    def _remove(self) -> None:
        gone = self.sender().property("value")
        self.set_value(tuple(value for value in self._value if value != gone))
        self.add_button.setFocus()
        self._tell()

    def _open(self) -> None:
        if self._popup is None:
            self._popup = SuggestionPopup(self.appearance, self)
            self._popup.picked.connect(self._add)
        chosen = set(self._value)
        self._popup.open_under(self.add_button, [s for s in self._suggestions() if s.value not in chosen])

    def _add(self, value: str) -> None:
        if value not in self._value:
            self.set_value((*self._value, value))
            self._tell()

    def _tell(self) -> None:
        self.edited.emit()
        self.finished.emit()


def choice_suggestions(appearance: Appearance, type: ChoiceType) -> list[Suggestion]:
    """Return the codes of a set as suggestions."""
    found = []
    for code in type.codes:
        text = appearance.words.choice(type.name, code)
        found.append(Suggestion(code, text, "", fold_for_search(f"{text} {code}")))
    return found
