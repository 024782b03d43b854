"""The form at work: one form per kind, built when first needed, and the empty state."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from ofdesk.gui.bridge.photos import PhotoBook
from ofdesk.gui.empty_state import EmptyState
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.photo_head import PhotoHead
from ofdesk.gui.forms.photo_strip import PhotoStrip
from ofdesk.gui.forms.record_form import RecordForm, kind_has_photos
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Photo


class FormPanel(QStackedWidget):
    """Shows the form of the current record.

    Signals:
        geocode_requested(record_id), map_requested(record_id): from the form's place section.
        field_entered(record_id, field): the focus came into a field.
        record_shown(record_id): the form shows this record now.
        photo_folder_used(folder): photos were chosen from this folder.
    """

    geocode_requested = Signal(str)
    map_requested = Signal(str)
    field_entered = Signal(str, str)
    record_shown = Signal(str)
    photo_folder_used = Signal(str)

    def __init__(self, context: FormContext, photos: PhotoBook, photo_folder: Path) -> None:
        super().__init__()
        self._context, self._photos, self._photo_folder = context, photos, photo_folder
        self._forms: dict[str, RecordForm] = {}
        self.record_id: RecordId | None = None
        text = context.appearance.text
        self.empty = EmptyState(text("form.none"), text("form.none_hint"))
        self.addWidget(self.empty)

    @property
    def form(self) -> RecordForm | None:
        """The form shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, RecordForm) else None

    def show_record(self, record_id: RecordId | None) -> None:
        """Show a record's form, or the empty state."""
        record = self._context.bridge.catalogue.get(record_id)
        self.record_id = record.id if record is not None else None
        if record is None:
            self.setCurrentWidget(self.empty)
            return
        form = self._forms.get(record.kind) or self._build(record.kind)
        self.setCurrentWidget(form)
        form.show_record(record.id)
        self.record_shown.emit(record.id)

    def _build(self, kind: str) -> RecordForm:
        strip = None
        if kind_has_photos(kind):
            strip = PhotoStrip(self._context, self._photos, self._photo_folder)
            strip.folder_used.connect(self.photo_folder_used)
        form = RecordForm(self._context, kind, strip)
        form.geocode_requested.connect(self.geocode_requested)
        form.map_requested.connect(self.map_requested)
        form.field_entered.connect(self._tell_entered)
        if kind == Photo.kind:
            head = PhotoHead(self._context, self._photos)
            form.add_to_head(head)
            form.record_shown.connect(head.show_photo)
        self.addWidget(form)
        self._forms[kind] = form
        return form

    def _tell_entered(self, field: str) -> None:
        if self.record_id is not None:
            self.field_entered.emit(self.record_id, field)

    def focus_field(self, field: str) -> None:
        """Put the focus into a field of the form shown, or into its first one."""
        form = self.form
        if form is not None and not (field and form.focus_field(field)):
            form.focus_first()
