"""One row of a form: label, marks, counter, editor, message.

The one place that sets what accessibility asks for, so that authors of forms cannot forget it: the
buddy of the label, the spoken name with its marks, the unit and limit in the description.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ofdesk.booklet.fit_page import FitPlace
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.fit_meter import FitMeter
from ofdesk.gui.labels import plain_label, set_role

_LEAST_COUNTED = 20
_COUNTER_PX = 96


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a row says.

    Attributes:
        label: the field's name, with its unit where it has one.
        required, private: marks.
        limit: characters the booklet has room for; 0 for none.
        always_count: whether the counter stands there also while there is plenty of room.
        hint: a quiet line under the editor; "" for none.
        measured: whether the field is text that pages may show, so that a meter tells how much fits.
    """

    label: str
    required: bool = False
    private: bool = False
    limit: int = 0
    always_count: bool = False
    hint: str = ""
    measured: bool = False


class FormRow(QWidget):
    """A labelled editor."""

    def __init__(self, appearance: Appearance, editor: FieldEditor, words: RowWords) -> None:
        super().__init__()
        self.appearance, self.editor, self.words = appearance, editor, words
        self.label = plain_label(words.label, "field")
        self.label.setBuddy(editor.target())
        self.counter = plain_label("", "counter")
        if words.always_count:
            # A label of a fixed size does not ask the whole form to lay itself out anew at every stroke.
            self.counter.setFixedSize(_COUNTER_PX, self.label.sizeHint().height())
            self.counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.message = plain_label("", "message", wrap=True)
        self.message.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.label)
        if words.required:
            head.addWidget(plain_label(appearance.text("form.required"), "mark"))
        if words.private:
            head.addWidget(plain_label(appearance.text("form.private"), "private"))
        beside = editor.head_widget()
        if beside is not None:
            head.addWidget(beside)
        head.addStretch(1)
        head.addWidget(self.counter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(editor)
        layout.addWidget(self.message)
        self.meter = FitMeter(appearance) if words.measured else None
        if self.meter is not None:
            layout.addWidget(self.meter)
        beneath = editor.foot_widget()
        if beneath is not None:
            layout.addWidget(beneath)
        if words.hint:
            layout.addWidget(plain_label(words.hint, "muted", wrap=True))
        layout.addStretch(1)
        editor.set_name(*self._spoken())
        editor.edited.connect(self.refresh)
        self.refresh()

    def _spoken(self) -> tuple[str, str]:
        words, text = self.words, self.appearance.text
        marks = [
            text(code)
            for code, wanted in (("form.required", words.required), ("form.private", words.private))
            if wanted
        ]
        name = words.label + (f"（{'・'.join(marks)}）" if marks else "")
        notes = [text("form.limit", limit=words.limit)] if words.limit else []
        return name, " ".join(filter(None, [*notes, words.hint]))

    def forget_fit(self) -> None:
        """Another record is shown, of which nothing is measured yet."""
        if self.meter is not None:
            self.meter.forget()

    def show_fit(self, places: tuple[FitPlace, ...]) -> None:
        """Show what fits of the field on its pages, and let it be spoken with the field."""
        if self.meter is not None and (places != self.meter.places or not places):
            words = self.meter.show_places(places)
            description = " ".join(filter(None, (self._spoken()[1], words)))
            self.editor.target().setAccessibleDescription(description)

    def refuse(self, sentence: str) -> None:
        """Tell why the document would not take the value; stands until the next stroke."""
        self.message.setText(sentence)
        self.message.show()

    def refresh(self) -> None:
        """Show counter and message as they stand; never touches what is typed."""
        length, limit = self.editor.length(), self.words.limit
        over = length - limit if length is not None and limit else 0
        counted = length is not None and limit >= _LEAST_COUNTED
        near = counted and (self.words.always_count or (length or 0) * 5 >= limit * 4)
        counted_text = self.appearance.text("form.counter", length=length or 0, limit=limit) if near else ""
        if self.counter.text() != counted_text:
            self.counter.setText(counted_text)
        set_role(self.counter, "over" if over > 0 else "counter")
        message = self.editor.input_message()
        if not message and over > 0:
            message = self.appearance.text("form.over", count=over)
        self.message.setText(message)
        self.message.setVisible(bool(message))
        target = self.editor.target()
        marked = "true" if message else "false"
        if (target.property("problem") or "false") != marked:
            target.setProperty("problem", marked)
            target.style().unpolish(target)
            target.style().polish(target)
