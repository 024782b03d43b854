"""The postal code, and the addresses it stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import Signal

from ofdesk.gui.forms.completion_list import CompletionList
from ofdesk.gui.forms.context import FormContext, Suggestion
from ofdesk.gui.forms.scalar_editors import TextEditor
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.gui.labels import icon_button
from ofdesk.model.fields import TextType

_WIDTH_PX = 104
_WHOLE = 7
_NOT_A_DIGIT = re.compile(r"[^0-9]")


def postal_digits(text: str) -> str:
    """Return the seven digits of a postal code typed in any width, with or without 〒 and hyphen, or ""."""
    digits = _NOT_A_DIGIT.sub("", unicodedata.normalize("NFKC", text))
    return digits if len(digits) == _WHOLE else ""


class PostalCodeEditor(TextEditor):
    """A postal code with a button that writes the address down to the town.

    Signals:
        look_up_requested(): the user wants the addresses of the code.
        address_chosen(address): the user picked this one of several.
    """

    look_up_requested = Signal()
    address_chosen = Signal(str)

    def __init__(self, context: FormContext) -> None:
        super().__init__(context.appearance, TextType(8, content="postal_code"))
        assert isinstance(self.input, LineInput)
        text = context.appearance.text
        self.input.setFixedWidth(_WIDTH_PX)
        self.candidates = CompletionList(context.appearance, self.input)
        self.candidates.picked.connect(self.address_chosen)
        self.button = icon_button(context.appearance.icons, "search", text("postal.look_up"))
        self.button.clicked.connect(self.look_up_requested)
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(2)
        layout.addWidget(self.button)

    @property
    def digits(self) -> str:
        """The seven digits, or "" while they are not complete."""
        return postal_digits(self.input.text())

    def offer(self, addresses: Sequence[str]) -> None:
        """Let the user pick one of several addresses."""
        self.input.setFocus()
        self.candidates.offer([Suggestion(address, address, "", "") for address in addresses])
