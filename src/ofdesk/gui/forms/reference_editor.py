"""Picks another record of the catalogue."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from ofdesk.base.text import fold_for_search, reading_key
from ofdesk.gui.forms.context import FormContext, Suggestion
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.suggestion_popup import SuggestionPopup
from ofdesk.gui.labels import icon_button, push_button
from ofdesk.gui.record_titles import record_note, record_title
from ofdesk.model.fields import ReferenceType
from ofdesk.model.ids import RecordId
from ofdesk.model.records import KINDS, Record

_UNFIT_FOR_LINKS = frozenset({"photo", "participation", "link", "layer"})


class ReferenceEditor(FieldEditor):
    """A button that names the record chosen and opens the list of candidates."""

    def __init__(self, context: FormContext, type: ReferenceType) -> None:
        super().__init__(context.appearance)
        self._context = context
        self._type = type
        self._value: RecordId | None = None
        self._name = ""
        self._popup: SuggestionPopup | None = None
        self.button = push_button("")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setIcon(self.appearance.icons("search", self.appearance.theme.muted))
        self.button.setStyleSheet("text-align: left;")
        self.button.clicked.connect(self._open)
        self.clear_button = icon_button(self.appearance.icons, "clear", self.appearance.text("pick.clear"))
        self.clear_button.clicked.connect(self._clear)
        self._lay_in_line(self.button, self.clear_button).setSpacing(2)
        self.set_value(None)

    def target(self) -> QWidget:
        """Return the button."""
        return self.button

    def value(self) -> RecordId | None:
        """Return the identity chosen."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a record's title."""
        self._value = value
        catalogue = self._context.bridge.catalogue
        record = catalogue.get(value)
        if record is not None:
            text = record_title(record, catalogue, self.appearance.words)
        else:
            text = self.appearance.text("pick.choose" if value is None else "pick.gone")
        self.button.setText(text.replace("&", "&&"))
        self.clear_button.setEnabled(value is not None)
        self._tell_name(text)

    def set_name(self, name: str, description: str) -> None:
        """Name the button after the field; the record chosen is part of the spoken name."""
        self._name = name
        super().set_name(name, description)
        self.clear_button.setAccessibleName(self.appearance.text("pick.clear_for", field=name))
        self.set_value(self._value)

    def _tell_name(self, text: str) -> None:
        if self._name:
            self.button.setAccessibleName(f"{self._name}: {text}")

    def _candidates(self) -> list[Suggestion]:
        catalogue, words = self._context.bridge.catalogue, self.appearance.words
        kinds = (self._type.kind,) if self._type.kind else [k for k in KINDS if k not in _UNFIT_FOR_LINKS]
        found: list[tuple[Any, Suggestion]] = []
        for kind in kinds:
            for record in catalogue.table(kind):
                title = record_title(record, catalogue, words)
                reading = _reading(record)
                note = record_note(record, catalogue, words)
                if not self._type.kind:
                    note = " ".join(filter(None, (words("kinds", kind), note)))
                search = fold_for_search(f"{title} {reading} {note}")
                found.append((reading_key(reading or title), Suggestion(record.id, title, note, search)))
        return [suggestion for _, suggestion in sorted(found, key=lambda pair: pair[0])]

    def _open(self) -> None:
        if self._popup is None:
            self._popup = SuggestionPopup(self.appearance, self)
            self._popup.picked.connect(self._pick)
        self._popup.open_under(self.button, self._candidates())

    def _pick(self, value: str) -> None:
        self.set_value(RecordId(value))
        self.edited.emit()
        self.finished.emit()

    def _clear(self) -> None:
        self.set_value(None)
        self.button.setFocus()
        self.edited.emit()
        self.finished.emit()


def _reading(record: Record) -> str:
    return str(getattr(record, "reading", ""))
