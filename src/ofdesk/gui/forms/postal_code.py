"""The postal code, and the address it stands for."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.scalar_editors import TextEditor
from ofdesk.gui.labels import icon_button
from ofdesk.model.fields import TextType

_DIGITS = re.compile(r"\d{7}")
_WIDTH_PX = 104


class PostalCodeEditor(TextEditor):
    """A postal code with a button that writes the address down to the town.

    Signals:
        address_chosen(address): the user wants this address.
    """

    address_chosen = Signal(str)

    def __init__(self, context: FormContext) -> None:
        super().__init__(context.appearance, TextType(8, content="postal_code"))
        self._places = context.places
        text = context.appearance.text
        self.input.setFixedWidth(_WIDTH_PX)
        self.button = icon_button(context.appearance.icons, "search", text("postal.look_up"))
        self.button.clicked.connect(self._look_up)
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(2)
        layout.addWidget(self.button)

    def _look_up(self) -> None:
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", self.input.text()))
        found = list(self._places.addresses_of_postal_code(digits)) if _DIGITS.fullmatch(digits) else []
        if len(found) == 1:
            self.address_chosen.emit(found[0])
            return
        menu = QMenu(self)
        if not found:
            menu.addAction(self.appearance.text("postal.nothing")).setEnabled(False)
        for address in found:
            action = menu.addAction(address.replace("&", "&&"))
            action.setData(address)
        menu.triggered.connect(self._choose)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _choose(self, action: QAction) -> None:
        self.address_chosen.emit(str(action.data()))
