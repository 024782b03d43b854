"""A form generated from the declared fields of a class: sections, rows, focus.

Owns how fields are set and which values they show; knows nothing of documents.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ofdesk.booklet.fit_text import is_measured
from ofdesk.gui.appearance import owner_code
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.form_row import FormRow, RowWords
from ofdesk.gui.forms.part_editors import lines_of
from ofdesk.gui.forms.reference_editor import ReferenceEditor
from ofdesk.gui.forms.scalar_editors import ChoiceEditor, DateEditor, NumberEditor
from ofdesk.gui.labels import hairline, plain_label
from ofdesk.gui.tab_order import chain, tab_stops
from ofdesk.gui.theme import FORM_WIDTH_PX
from ofdesk.model.fields import FieldSpec, TextType, specs_of

SECTION_ORDER = (
    "basic",
    "place",
    "facets",
    "texts",
    "figures",
    "visit",
    "people",
    "contact",
    "media",
    "plan",
    "maps",
    "administration",
)
_COUNTED_FROM_CHARS = 100


def shown_specs(owner: type) -> list[FieldSpec]:
    """Return the fields a form shows, in the order of its sections."""
    specs = [spec for spec in specs_of(owner) if not spec.hidden]
    return sorted(specs, key=lambda spec: SECTION_ORDER.index(spec.section))


class FieldsForm(QScrollArea):
    """The fields of one class in one column.

    Signals:
        field_edited(name): the user gave a field another value.
        field_left(name): the focus left a field.
        field_entered(name): the focus came into a field.
    """

    field_edited = Signal(str)
    field_left = Signal(str)
    field_entered = Signal(str)

    def __init__(self, context: FormContext, owner: type, editors: dict[str, FieldEditor]) -> None:
        """Take the class and an editor for each field it shows."""
        super().__init__()
        self.context, self.owner = context, owner
        self.appearance = context.appearance
        self.editors = editors
        self.rows: dict[str, FormRow] = {}
        self._name_of: dict[QObject, str] = {}
        self._shown: dict[str, Any] = {}
        self._chained: list[QWidget] = []
        self._chain_timer = QTimer(self, singleShot=True, interval=0)
        self._chain_timer.timeout.connect(self._keep_tab_order)
        self._head = QVBoxLayout()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = self._body()
        self.setWidget(self.body)
        self.body.setFocusProxy(self.editors[shown_specs(owner)[0].name].target())
        self._keep_tab_order()

    # ── building ────────────────────────────────────────────────────────────────────────────────

    def _body(self) -> QWidget:
        body = QWidget()
        body.setProperty("role", "surface")
        column = QWidget()
        column.setMaximumWidth(FORM_WIDTH_PX)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(self._head)
        section = ""
        for line in lines_of(tuple(shown_specs(self.owner))):
            if line[0].section != section:
                if section:
                    layout.addSpacing(6)
                    layout.addWidget(hairline())
                section = line[0].section
                layout.addWidget(plain_label(self.appearance.words("sections", section), "heading"))
            layout.addLayout(self._line(line))
        layout.addStretch(1)
        outer = QHBoxLayout(body)
        outer.setContentsMargins(24, 16, 24, 40)
        outer.addWidget(column, 1)
        outer.addStretch(0)
        return body

    def _line(self, specs: list[FieldSpec]) -> QHBoxLayout:
        layout = QHBoxLayout()
        layout.setSpacing(16)
        for spec in specs:
            layout.addWidget(self._row(spec), _stretch(self.editors[spec.name], spec))
        return layout

    def _row(self, spec: FieldSpec) -> FormRow:
        editor = self.editors[spec.name]
        limit = spec.type.max_chars if isinstance(spec.type, TextType) else 0
        hint = f"hint.{owner_code(self.owner)}.{spec.name}"
        words = self.appearance.words
        row = FormRow(
            self.appearance,
            editor,
            RowWords(
                label=self.appearance.field_label(self.owner, spec.name),
                required=spec.required,
                private=spec.private,
                limit=limit,
                always_count=isinstance(spec.type, TextType)
                and spec.type.multiline
                and _COUNTED_FROM_CHARS <= limit < 1000,
                measured=is_measured(spec),
                hint=words("ui", hint) if words.has("ui", hint) else "",
            ),
        )
        self.rows[spec.name] = row
        self._name_of[editor] = spec.name
        editor.edited.connect(self._edited)
        editor.finished.connect(self._finished)
        editor.inputs_changed.connect(self._chain_soon)
        editor.target().installEventFilter(self)
        self._name_of[editor.target()] = spec.name
        return row

    def _chain_soon(self) -> None:
        self._chain_timer.start()

    def _keep_tab_order(self) -> None:
        """Let Tab walk as the form reads; rows of lists come and go."""
        stops = list(tab_stops(self.body))
        if stops != self._chained:
            chain(stops)
            self._chained = stops

    def add_to_head(self, widget: QWidget) -> None:
        """Set a widget above the first section."""
        self._head.addWidget(widget)

    # ── values ──────────────────────────────────────────────────────────────────────────────────

    def show_values(self, holder: object, *, anew: bool) -> None:
        """Show the values of a record or settings object; unless `anew`, only those that differ."""
        for name, editor in self.editors.items():
            value = getattr(holder, name)
            if anew or self._shown.get(name, _UNSEEN) != value or isinstance(editor, ReferenceEditor):
                self._shown[name] = value
                editor.set_value(value)
                self.rows[name].refresh()

    def note_shown(self, name: str, value: Any) -> None:
        """Remember that a field shows a value already, for the user typed it there."""
        self._shown[name] = value

    def _edited(self) -> None:
        self.field_edited.emit(self._name_of[self.sender()])

    def _finished(self) -> None:
        self.field_left.emit(self._name_of[self.sender()])

    # ── focus ───────────────────────────────────────────────────────────────────────────────────

    def focus_field(self, name: str) -> bool:
        """Bring a field into view and put the focus there; tells whether the form has it."""
        row = self.rows.get(name)
        if row is None:
            return False
        self.ensureWidgetVisible(row, 0, 48)
        row.editor.target().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        self.focus_field(shown_specs(self.owner)[0].name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note which field the focus came into, and keep it in view."""
        if event.type() == QEvent.Type.FocusIn and watched in self._name_of:
            name = self._name_of[watched]
            self.ensureWidgetVisible(self.rows[name], 0, 24)
            self.field_entered.emit(name)
        return super().eventFilter(watched, event)


_UNSEEN = object()


def _stretch(editor: FieldEditor, spec: FieldSpec) -> int:
    if isinstance(editor, NumberEditor | DateEditor):
        return 0
    if isinstance(editor, ChoiceEditor):
        return 2
    narrow = isinstance(spec.type, TextType) and spec.type.max_chars <= 10
    return 1 if narrow else 3
