"""Which zone of plane rectangular coordinates map data is in, when it does not say so itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ofdesk.base.plane_zones import ZONE_COUNT
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.dialogs.asking import AskingDialog
from ofdesk.gui.labels import plain_label


class PlaneZoneDialog(AskingDialog):
    """Asks for a zone.

    Signals:
        zone_chosen(zone): 1 to 19.
    """

    zone_chosen = Signal(int)

    def __init__(self, appearance: Appearance, paths: tuple[Path, ...], parent: QWidget) -> None:
        text = appearance.text
        super().__init__(appearance, text("layers.zone"), text("layers.accept"), parent)
        names = text("layers.separator").join(path.name for path in paths)
        question = plain_label(text("layers.ask_zone", file=names), wrap=True)
        self.combo = QComboBox()
        self.combo.setAccessibleName(text("layers.zone"))
        for zone in range(1, ZONE_COUNT + 1):
            area = appearance.words("plane_zones", f"{zone:02}")
            self.combo.addItem(text("layers.zone_of", zone=zone, area=area), zone)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(question)
        layout.addWidget(self.combo)
        layout.addSpacing(16)
        layout.addLayout(self.foot)
        self.setMinimumWidth(420)

    def accept(self) -> None:
        """Tell the answer."""
        self.zone_chosen.emit(self.combo.currentData())
        super().accept()
