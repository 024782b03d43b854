"""Editors of parts: one part with its fields, or a list of parts or texts with add, remove and move."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.scalar_editors import BooleanEditor, ChoiceEditor, DateEditor, NumberEditor, TextEditor
from ofdesk.gui.labels import hairline, icon_button, plain_label, push_button
from ofdesk.model.fields import FieldSpec, ItemType, ListType, PartType, TextType, specs_of

EditorMaker: TypeAlias = "Callable[[type, FieldSpec], FieldEditor]"
_NARROW = (NumberEditor, DateEditor, BooleanEditor)


def lines_of(specs: tuple[FieldSpec, ...]) -> list[list[FieldSpec]]:
    """Group fields that share a row name, in order; every other field stands alone."""
    lines: list[list[FieldSpec]] = []
    for spec in specs:
        if lines and spec.row and lines[-1][0].row == spec.row:
            lines[-1].append(spec)
        else:
            lines.append([spec])
    return lines


class PartEditor(FieldEditor):
    """The fields of one part, set in lines.

    Attributes:
        children_by_name: the editors of the part's fields.
    """

    def __init__(self, appearance: Appearance, part: type, make: EditorMaker, *, labels: bool = True) -> None:
        """Take the part's class; without `labels` the names stand as placeholders and are still spoken."""
        super().__init__(appearance)
        self._part = part
        self._empty = part()
        self._value: Any = None
        self.children_by_name: dict[str, FieldEditor] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for number, line in enumerate(lines_of(specs_of(part))):
            layout.addLayout(self._line(line, make, labels=labels and number == 0))
        self.setFocusProxy(self.target())

    def _line(self, specs: list[FieldSpec], make: EditorMaker, *, labels: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for column, spec in enumerate(specs):
            editor = make(self._part, spec)
            name = self.appearance.field_label(self._part, spec.name)
            editor.set_name(name, "")
            editor.edited.connect(self._read)
            editor.finished.connect(self.finished)
            self.children_by_name[spec.name] = editor
            target = editor.target()
            is_first_line = spec.row == specs_of(self._part)[0].row
            speaks_for_itself = isinstance(editor, TextEditor | BooleanEditor)
            if not isinstance(editor, BooleanEditor) and (labels or not (is_first_line or speaks_for_itself)):
                label = plain_label(name, "muted")
                label.setBuddy(target)
                grid.addWidget(label, 0, column)
            elif isinstance(editor, TextEditor):
                editor.input.setPlaceholderText(name)
            grid.addWidget(editor, 1, column, Qt.AlignmentFlag.AlignBottom)
            grid.setColumnStretch(column, _stretch(editor, spec))
        return grid

    def target(self) -> QWidget:
        """Return the input of the first field."""
        return next(iter(self.children_by_name.values())).target()

    def _read(self) -> None:
        values = {name: editor.value() for name, editor in self.children_by_name.items()}
        part = self._part(**values)
        self._value = None if part == self._empty else part
        self.edited.emit()

    def value(self) -> Any:
        """Return the part; None when all its fields are empty."""
        return self._value

    def filled_value(self) -> Any:
        """Return the part, also when all its fields are empty."""
        return self._empty if self._value is None else self._value

    def set_value(self, value: Any) -> None:
        """Show a part."""
        self._value = value
        shown = self._empty if value is None else value
        for name, editor in self.children_by_name.items():
            editor.set_value(getattr(shown, name))

    def input_message(self) -> str:
        """Return the first message of a field."""
        return next(filter(None, (e.input_message() for e in self.children_by_name.values())), "")

    def set_name(self, name: str, description: str) -> None:
        """Speak the part's name before the names of its fields."""
        for field, editor in self.children_by_name.items():
            editor.set_name(f"{name}: {self.appearance.field_label(self._part, field)}", description)


def _stretch(editor: FieldEditor, spec: FieldSpec) -> int:
    if isinstance(editor, _NARROW):
        return 0
    if isinstance(editor, ChoiceEditor):
        return 2
    return 5 if isinstance(spec.type, TextType) and spec.type.max_chars > 60 else 4


class ListRow(QWidget):
    """One item of a list with the buttons that move and remove it.

    Signals:
        move_requested(steps), remove_requested().
    """

    move_requested = Signal(int)
    remove_requested = Signal()

    def __init__(self, appearance: Appearance, editor: FieldEditor) -> None:
        super().__init__()
        self.editor = editor
        self.up = icon_button(appearance.icons, "up", appearance.text("list.up"))
        self.down = icon_button(appearance.icons, "down", appearance.text("list.down"))
        self.remove = icon_button(appearance.icons, "clear", appearance.text("list.remove"))
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.remove.clicked.connect(self.remove_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(editor, 1)
        layout.addSpacing(4)
        for button in (self.up, self.down, self.remove):
            layout.addWidget(
                button, 0, Qt.AlignmentFlag.AlignBottom if _is_flat(editor) else Qt.AlignmentFlag.AlignTop
            )

    def _move_up(self) -> None:
        self.move_requested.emit(-1)

    def _move_down(self) -> None:
        self.move_requested.emit(1)

    def set_place(self, appearance: Appearance, name: str, number: int, count: int) -> None:
        """Take note of where the row stands: names count, the ends cannot move further."""
        spoken = appearance.text("list.item", field=name, number=number)
        self.editor.set_name(spoken, "")
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < count)
        for button, code in ((self.up, "list.up"), (self.down, "list.down"), (self.remove, "list.remove")):
            button.setAccessibleName(f"{spoken}: {appearance.text(code)}")


def _is_flat(editor: FieldEditor) -> bool:
    return not isinstance(editor, PartEditor) or len(lines_of(specs_of(type(editor.filled_value())))) == 1


class ListEditor(FieldEditor):
    """An ordered list of texts or parts."""

    def __init__(self, appearance: Appearance, owner: type, spec: FieldSpec, make: EditorMaker) -> None:
        super().__init__(appearance)
        assert isinstance(spec.type, ListType)
        self._owner, self._spec, self._make = owner, spec, make
        self._item: ItemType = spec.type.item
        self._max_items = spec.type.max_items
        self._name = ""
        self.rows: list[ListRow] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(8)
        self.add_button = push_button(appearance.text("list.add"), "inline")
        self.add_button.setIcon(appearance.icons("add", appearance.theme.accent))
        self.add_button.clicked.connect(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.add_button)

    def head_widget(self) -> QWidget | None:
        """Return the button that adds an item."""
        return self.add_button

    def target(self) -> QWidget:
        """Return the first item's input, or the button that adds one."""
        return self.rows[0].editor.target() if self.rows else self.add_button

    def value(self) -> tuple[Any, ...]:
        """Return the items; texts left empty are kept until the form shows another record."""
        return tuple(
            row.editor.filled_value() if isinstance(row.editor, PartEditor) else row.editor.value()
            for row in self.rows
        )

    def set_value(self, value: Any) -> None:
        """Show the items; rows are used again so that the focus stays."""
        while len(self.rows) > len(value):
            self._drop_row(self.rows[-1])
        while len(self.rows) < len(value):
            self._add_row()
        for row, item in zip(self.rows, value, strict=True):
            row.editor.set_value(item)
        self._number()

    def input_message(self) -> str:
        """Return the first message of an item."""
        return next(filter(None, (row.editor.input_message() for row in self.rows)), "")

    def set_name(self, name: str, description: str) -> None:
        """Name the items and the button after the field."""
        self._name = name
        self.setAccessibleName(name)
        self.add_button.setAccessibleName(f"{name}: {self.appearance.text('list.add')}")
        self.add_button.setAccessibleDescription(description)
        self._number()

    def _make_editor(self) -> FieldEditor:
        if isinstance(self._item, PartType):
            return PartEditor(self.appearance, self._item.part, self._make, labels=not self.rows)
        return self._make(self._owner, dataclasses.replace(self._spec, type=self._item))

    def _add_row(self) -> ListRow:
        row = ListRow(self.appearance, self._make_editor())
        row.editor.edited.connect(self.edited)
        row.editor.finished.connect(self.finished)
        row.move_requested.connect(self._move)
        row.remove_requested.connect(self._remove)
        if self.rows and isinstance(self._item, PartType) and not _is_flat(row.editor):
            self._box.addWidget(hairline())
        self._box.addWidget(row)
        self.rows.append(row)
        self.inputs_changed.emit()
        return row

    def _drop_row(self, row: ListRow) -> None:
        place = self._box.indexOf(row)
        self.rows.remove(row)
        gone: list[QWidget | None] = [row]
        before = self._box.itemAt(place - 1) if place else None
        if before is not None and not isinstance(before.widget(), ListRow):
            gone.append(before.widget())
        for widget in gone:
            if widget is not None:
                self._box.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.inputs_changed.emit()

    def _number(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            row.set_place(self.appearance, self._name, number, len(self.rows))
        self.add_button.setEnabled(len(self.rows) < self._max_items)

    def _add(self) -> None:
        row = self._add_row()
        self._number()
        row.editor.target().setFocus()
        self.edited.emit()

    def _remove(self) -> None:
        place = self._row_of_sender()
        value = self.value()
        self.set_value((*value[:place], *value[place + 1 :]))
        self.add_button.setFocus()
        self._tell()

    def _move(self, steps: int) -> None:
        place = self._row_of_sender()
        value = list(self.value())
        value.insert(place + steps, value.pop(place))
        self.set_value(tuple(value))
        moved = self.rows[place + steps]
        (moved.up if steps < 0 else moved.down).setFocus()
        self._tell()

    def _row_of_sender(self) -> int:
        return next(place for place, row in enumerate(self.rows) if row is self.sender())

    def _tell(self) -> None:
        self.edited.emit()
        self.finished.emit()
