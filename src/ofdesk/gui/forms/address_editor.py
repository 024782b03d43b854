"""The address: completed as one types, with a line for what the postal code says about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ofdesk.gui.forms.completion_list import CompletionList
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.offer_line import OfferLine
from ofdesk.gui.forms.scalar_editors import TextEditor
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.model.fields import TextType


class AddressEditor(TextEditor):
    """An address of one line.

    Signals:
        completion_chosen(address): the user took a completion; the editor itself changes nothing.
    """

    completion_chosen = Signal(str)

    def __init__(self, context: FormContext, type: TextType) -> None:
        super().__init__(context.appearance, type)
        assert isinstance(self.input, LineInput)
        self.line: LineInput = self.input
        self._places = context.places
        self.offer = OfferLine()
        self.offer.visibility_changed.connect(self.inputs_changed)
        self.completions = CompletionList(context.appearance, self.line)
        self.completions.picked.connect(self.completion_chosen)
        self.line.typed.connect(self._complete)

    def foot_widget(self) -> QWidget:
        """Return the line of offers."""
        return self.offer

    def put_cursor_at_end(self) -> None:
        """Let typing go on behind the text."""
        self.line.setCursorPosition(len(self.line.text()))

    def _complete(self) -> None:
        text = self.line.text()
        at_end = self.line.cursorPosition() == len(text) and self.line.hasFocus()
        self.completions.offer(self._places.complete_address(text) if at_end else ())
