"""Editors of single values: text, numbers, yes or no, dates, choices."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QCheckBox, QComboBox, QFrame, QVBoxLayout, QWidget

from ofdesk.base.errors import InputError
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.forms.date_text import date_text, parse_date_text
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.text_inputs import LineInput, ParagraphInput
from ofdesk.gui.labels import icon_button
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import ChoiceType, IntegerType, NumberType, TextType

_LONG_TEXT_CHARS = range(400, 1201)  # texts of the page; remarks may be longer but seldom are
_SHORT_LINES, _LONG_LINES, _MAX_LINES = 3, 5, 14
_LEAST_NUMBER_PX, _NUMBER_WIDTH_PX = 56, 112
_LEAST_DATE_PX, _DATE_WIDTH_PX = 152, 200


class TextEditor(FieldEditor):
    """Text of one line or several."""

    def __init__(self, appearance: Appearance, type: TextType) -> None:
        super().__init__(appearance)
        self._type = type
        self.input: LineInput | ParagraphInput
        if type.multiline:
            is_long = type.max_chars in _LONG_TEXT_CHARS
            self.input = ParagraphInput(_LONG_LINES if is_long else _SHORT_LINES, _MAX_LINES)
        else:
            self.input = LineInput()
        hints = Qt.InputMethodHint.ImhNone
        if type.content in ("url", "mail", "phone", "postal_code", "english"):
            hints = Qt.InputMethodHint.ImhPreferLatin
        self.input.setInputMethodHints(hints)
        self.input.typed.connect(self.edited)
        self.input.left.connect(self.finished)
        self._lay_in_line(self.input)

    def target(self) -> QWidget:
        """Return the input."""
        return self.input

    def value(self) -> str:
        """Return the text as typed."""
        return self.input.text()

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.input.show_text(value)

    def length(self) -> int | None:
        """Return the characters of the text; line breaks count nothing on a page."""
        return len(self.input.text().replace("\n", ""))


class NumberEditor(FieldEditor):
    """A whole or decimal number, or nothing."""

    def __init__(self, appearance: Appearance, type: IntegerType | NumberType) -> None:
        super().__init__(appearance)
        self._type = type
        self._value: int | float | None = None
        self._message = ""
        self.input = LineInput()
        self.input.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.input.setMinimumWidth(_LEAST_NUMBER_PX)
        self.input.setMaximumWidth(_NUMBER_WIDTH_PX)
        self.input.typed.connect(self._read)
        self.input.left.connect(self.finished)
        self._lay_in_line(self.input).addStretch(0)

    def target(self) -> QWidget:
        """Return the input."""
        return self.input

    def _read(self) -> None:
        try:
            self._value, self._message = self._type.parse(self.input.text()), ""
        except InputError as error:
            self._message = self.appearance.words.error(error)
        self.edited.emit()

    def value(self) -> int | float | None:
        """Return the number."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a number."""
        self._value, self._message = value, ""
        self.input.show_text(self._type.format(value))

    def input_message(self) -> str:
        """Return why the text is no number of the range."""
        return self._message


class BooleanEditor(FieldEditor):
    """Yes or no."""

    def __init__(self, appearance: Appearance, text: str) -> None:
        """Take the words beside the box."""
        super().__init__(appearance)
        self.box = QCheckBox(text)
        self.box.clicked.connect(self.edited)
        self._lay_in_line(self.box)

    def target(self) -> QWidget:
        """Return the box."""
        return self.box

    def value(self) -> bool:
        """Return whether the box is ticked."""
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick the box or not."""
        self.box.setChecked(value)


class CalmComboBox(QComboBox):
    """A choice that the wheel does not change in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form."""
        event.ignore()


class ChoiceEditor(FieldEditor):
    """One code out of a set, or none."""

    def __init__(self, appearance: Appearance, type: ChoiceType) -> None:
        super().__init__(appearance)
        self._unknown = ""
        self.combo = CalmComboBox()
        self.combo.setMinimumContentsLength(8)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMaxVisibleItems(16)
        self.combo.addItem(appearance.text("choice.none"), "")
        for code in type.codes:
            self.combo.addItem(appearance.words.choice(type.name, code), code)
        self.combo.activated.connect(self.edited)
        self._lay_in_line(self.combo)

    def target(self) -> QWidget:
        """Return the combo box."""
        return self.combo

    def value(self) -> str:
        """Return the code."""
        return str(self.combo.currentData())

    def set_value(self, value: Any) -> None:
        """Choose a code."""
        self.combo.setCurrentIndex(max(0, self.combo.findData(value)))


class DateEditor(FieldEditor):
    """A date of year, month or day precision: typed, or picked from a calendar."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        self._value: PartialDate | None = None
        self._message = ""
        self._calendar: CalendarPopup | None = None
        self.input = LineInput()
        self.input.setMinimumWidth(_LEAST_DATE_PX)
        self.input.setMaximumWidth(_DATE_WIDTH_PX)
        self.input.setPlaceholderText(appearance.text("date.example"))
        self.input.typed.connect(self._read)
        self.input.left.connect(self._leave)
        self.button = icon_button(appearance.icons, "calendar", appearance.text("date.pick"))
        self.button.clicked.connect(self._open_calendar)
        layout = self._lay_in_line(self.input, self.button)
        layout.setSpacing(2)
        layout.addStretch(0)

    def target(self) -> QWidget:
        """Return the input."""
        return self.input

    def _read(self) -> None:
        try:
            self._value, self._message = parse_date_text(self.input.text()), ""
        except InputError as error:
            self._message = self.appearance.words.error(error)
        self.edited.emit()

    def _leave(self) -> None:
        if not self._message:
            self._show()
        self.finished.emit()

    def _show(self) -> None:
        self.input.show_text(date_text(self._value, self.appearance.words.language))

    def value(self) -> PartialDate | None:
        """Return the date."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a date; what is being typed in this very editor is left as typed."""
        if value == self._value and not self._message and self.input.hasFocus():
            return
        self._value, self._message = value, ""
        self._show()

    def input_message(self) -> str:
        """Return why the text is no date."""
        return self._message

    def _open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = CalendarPopup(self)
            self._calendar.calendar.clicked.connect(self._pick)
            self._calendar.calendar.activated.connect(self._pick)
        self._calendar.open_at(self._value, self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _pick(self, day: QDate) -> None:
        self._value = PartialDate(day.year(), day.month(), day.day())
        self._message = ""
        self._show()
        if self._calendar is not None:
            self._calendar.close()
        self.edited.emit()
        self.finished.emit()

    def set_name(self, name: str, description: str) -> None:
        """Name the input, and its calendar button after it."""
        super().set_name(name, description)
        self.button.setAccessibleName(self.appearance.text("date.pick_for", field=name))


class CalendarPopup(QFrame):
    """A calendar that opens under its button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.calendar)

    def open_at(self, date: PartialDate | None, place: QPoint) -> None:
        """Open at a place of the screen, on a date or on today."""
        if date is not None:
            first = datetime.date(date.year, date.month or 1, date.day or 1)
            self.calendar.setSelectedDate(QDate(first.year, first.month, first.day))
        self.move(place)
        self.show()
        self.calendar.setFocus()
