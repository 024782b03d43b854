"""The button over the map that shows and hides the layers of the project, all or each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.map_layers import LayerChoice
from ofdesk.gui.labels import set_tooltip
from ofdesk.model.records import Layer

_MOST_LETTERS = 30
_TAKING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StayingMenu(QMenu):
    """A menu that stays open while its switches are worked, by mouse or by keys."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Work a switch and stay; anything else closes as usual."""
        if not self._work(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Work the switch that is marked and stay."""
        if event.key() not in _TAKING_KEYS or not self._work(self.activeAction()):
            super().keyPressEvent(event)

    def _work(self, action: QAction | None) -> bool:
        if action is None or not action.isEnabled() or action.isSeparator():
            return False
        action.trigger()
        return True


class LayerSwitches(QToolButton):
    """Opens the menu of layers; without layers there is none, and the button is not seen."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._choice: LayerChoice | None = None
        text = appearance.text
        self.setIcon(appearance.icons("layer"))
        self.setAccessibleName(text("map.layers"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_tooltip(self, text("map.layers"))
        self.switches = StayingMenu(self)
        self.switches.setToolTipsVisible(True)
        self.all = self.switches.addAction(text("map.all_layers"))
        self.none = self.switches.addAction(text("map.no_layers"))
        self.switches.addSeparator()
        self.each: list[QAction] = []
        self.all.triggered.connect(self._show_all)
        self.none.triggered.connect(self._hide_all)
        self.clicked.connect(self._open)
        self.switches.aboutToHide.connect(self._close)
        self.hide()

    def take(self, choice: LayerChoice) -> None:
        """Follow a choice of layers, and change it."""
        self._choice = choice
        choice.changed.connect(self._refresh)
        self._refresh()

    def _open(self) -> None:
        """Open the menu below, its first switch marked for the keys."""
        if self.isVisible():
            self.switches.popup(self.mapToGlobal(self.rect().bottomLeft()))
            self.switches.setActiveAction(self.each[0])
            self.setDown(True)

    def _close(self) -> None:
        self.setDown(False)

    def _refresh(self) -> None:
        if self._choice is None:
            return
        layers = self._choice.layers
        self.setVisible(bool(layers))
        while len(self.each) > len(layers):
            self.switches.removeAction(self.each.pop())
        while len(self.each) < len(layers):
            action = self.switches.addAction("")
            action.setCheckable(True)
            action.triggered.connect(self._switch)
            self.each.append(action)
        on = [self._choice.is_on(layer) for layer in layers]
        for action, layer, shown in zip(self.each, layers, on, strict=True):
            action.setText(self._words_of(layer))
            set_tooltip(action, layer.credit)
            action.setChecked(shown)
        self.all.setEnabled(not all(on))
        self.none.setEnabled(any(on))
        self.switches.update()

    def _words_of(self, layer: Layer) -> str:
        words = self._appearance.words
        name = layer.name or words("ui", "map.layer_unnamed")
        short = name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1] + "…"
        role = words.choice("layer_role", layer.role)
        return words("ui", "map.layer_switch", name=short, role=role).replace("&", "&&")

    def _switch(self, on: bool) -> None:
        if self._choice is not None:
            number = self.each.index(self.sender())  # type: ignore[arg-type]  # one of these actions
            self._choice.switch([self._choice.layers[number]], on=on)

    def _show_all(self) -> None:
        self._switch_all(on=True)

    def _hide_all(self) -> None:
        self._switch_all(on=False)

    def _switch_all(self, *, on: bool) -> None:
        if self._choice is not None:
            self._choice.switch(self._choice.layers, on=on)
