"""Help: what to do in which order, what finishes the booklet, and the keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ofdesk import __version__
from ofdesk.gui.actions import MENUS
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import hairline, plain_label, push_button

_STEPS = ("help.step1", "help.step2", "help.step3", "help.step4", "help.step5")
_PAGES = ("help.pages1", "help.pages2", "help.pages3", "help.pages4", "help.pages5")
_KEYS_BESIDE = (
    ("help.key.enter", "Enter"),
    ("help.key.escape", "Esc"),
    ("help.key.move", "Alt+Up / Alt+Down"),
    ("help.key.pin", "Shift+←↑→↓"),
    ("help.key.pins", "N / P"),
    ("help.key.pins_all", "Ctrl+A"),
    ("help.key.map_tools", "L / E / F"),
    ("help.key.page", "PageUp / PageDown"),
    ("help.key.callout", "Tab, ←↑→↓, Delete"),
)


class HelpDialog(QDialog):
    """A window beside the work; it can stay open."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        text = appearance.text
        self.setWindowTitle(text("help.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 620)
        body = QWidget()
        body.setProperty("role", "surface")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(6)
        layout.addWidget(plain_label(text("help.title"), "title"))
        layout.addWidget(plain_label(text("help.version", version=__version__), "muted"))
        layout.addSpacing(8)
        for code in _STEPS:
            layout.addWidget(plain_label(text(code), wrap=True))
        layout.addSpacing(10)
        layout.addWidget(plain_label(text("help.pages"), "heading"))
        layout.addWidget(hairline())
        for code in _PAGES:
            layout.addWidget(plain_label(text(code), wrap=True))
        layout.addSpacing(10)
        layout.addWidget(plain_label(text("help.keys"), "heading"))
        layout.addWidget(hairline())
        layout.addLayout(_key_table(appearance))
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        self.close_button = push_button(text("help.close"))
        self.close_button.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(hairline())
        outer.addLayout(foot)


def _key_table(appearance: Appearance) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    rows = [
        (_plain(appearance.text(f"action.{spec.name}")), QKeySequence(spec.shortcut).toString())
        for specs in MENUS.values()
        for spec in specs
        if spec.shortcut
    ]
    rows += [(appearance.text(code), keys) for code, keys in _KEYS_BESIDE]
    for row, (what, keys) in enumerate(rows):
        grid.addWidget(plain_label(keys, "muted"), row, 0)
        grid.addWidget(plain_label(what, wrap=True), row, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _plain(text: str) -> str:
    place = text.find("(&")
    return (text[:place] if place >= 0 else text).replace("&", "").replace("…", "")
