"""Which zone of plane rectangular coordinates map data is in, when it does not say so itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ofdesk.base.plane_zones import ZONE_COUNT
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import plain_label, push_button


class PlaneZoneDialog(QDialog):
    """Asks for a zone.

    Signals:
        zone_chosen(zone): 1 to 19.
    """

    zone_chosen = Signal(int)

    def __init__(self, appearance: Appearance, paths: tuple[Path, ...], parent: QWidget) -> None:
        super().__init__(parent)
        text = appearance.text
        self.setWindowTitle(text("layers.zone"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names = text("layers.separator").join(path.name for path in paths)
        question = plain_label(text("layers.ask_zone", file=names), wrap=True)
        self.combo = QComboBox()
        self.combo.setAccessibleName(text("layers.zone"))
        for zone in range(1, ZONE_COUNT + 1):
            area = appearance.words("plane_zones", f"{zone:02}")
            self.combo.addItem(text("layers.zone_of", zone=zone, area=area), zone)
        self.accept_button = push_button(text("layers.accept"), "primary")
        self.accept_button.setDefault(True)
        self.cancel_button = push_button(text("question.cancel"))
        self.accept_button.clicked.connect(self._take)
        self.cancel_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(question)
        layout.addWidget(self.combo)
        layout.addSpacing(16)
        layout.addLayout(buttons)
        self.setMinimumWidth(420)

    def _take(self) -> None:
        self.zone_chosen.emit(self.combo.currentData())
        self.accept()
