"""The form of one kind of record: built once per kind, shown for one record after the other.

Every stroke goes to the document at once; what the document changes by other ways comes back.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ofdesk.base.errors import InputError
from ofdesk.gui.forms.address_editor import AddressEditor
from ofdesk.gui.forms.address_filling import AddressFilling
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.editor_factory import EditorFactory
from ofdesk.gui.forms.fields_form import FieldsForm, shown_specs
from ofdesk.gui.forms.location_editor import LocationEditor
from ofdesk.gui.forms.photo_strip import PhotoStrip
from ofdesk.gui.forms.postal_code import PostalCodeEditor
from ofdesk.gui.labels import plain_label
from ofdesk.gui.record_titles import record_title
from ofdesk.model.fields import FieldSpec, ListType, PartType, ReferenceType, TextType, spec_of
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import record_type


class RecordForm(FieldsForm):
    """Shows and edits one record.

    Signals:
        geocode_requested(record_id), map_requested(record_id): wishes of the place section.
        record_shown(record_id): the form shows this record now.
    """

    record_shown = Signal(str)
    geocode_requested = Signal(str)
    map_requested = Signal(str)

    def __init__(self, context: FormContext, kind: str, photos: PhotoStrip | None) -> None:
        """Take the kind and the editor for its photos, where the kind has any."""
        self.kind = kind
        self.record_id: RecordId | None = None
        owner = record_type(kind)
        factory = EditorFactory(context)
        editors: dict[str, FieldEditor] = {}
        for spec in shown_specs(owner):
            editors[spec.name] = _special_editor(context, spec, photos) or factory.make(owner, spec)
        super().__init__(context, owner, editors)
        self._kind_label = plain_label(context.appearance.words("kinds", kind), "muted")
        self._title = plain_label("", "title", wrap=True)
        head = QWidget()
        layout = QVBoxLayout(head)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(2)
        layout.addWidget(self._kind_label)
        layout.addWidget(self._title)
        self.add_to_head(head)
        self.setAcceptDrops(photos is not None)
        self.field_edited.connect(self._write)
        self.field_left.connect(self._end_typing)
        context.bridge.records_changed.connect(self._follow)
        self._wire_place()

    def _wire_place(self) -> None:
        location, postal = self.editors.get("location"), self.editors.get("postal_code")
        address = self.editors.get("address")
        if isinstance(location, LocationEditor):
            location.geocode_requested.connect(self._ask_geocode)
            location.map_requested.connect(self._ask_map)
            location.lock_requested.connect(self._lock_place)
        if isinstance(address, AddressEditor):
            self.filling = AddressFilling(
                self, address, postal if isinstance(postal, PostalCodeEditor) else None
            )

    # ── showing ─────────────────────────────────────────────────────────────────────────────────

    def show_record(self, record_id: RecordId) -> None:
        """Show a record from its first field on."""
        if self.record_id != record_id:
            self.context.bridge.typing.end()
            self.verticalScrollBar().setValue(0)
        self.record_id = record_id
        strip = self.editors.get("photos")
        if isinstance(strip, PhotoStrip):
            strip.owner_id = record_id
        self._refresh(anew=True)
        self.record_shown.emit(record_id)

    def _refresh(self, *, anew: bool) -> None:
        record = self.context.bridge.catalogue.get(self.record_id)
        if record is not None:
            self.show_values(record, anew=anew)
            self._show_title()

    def _show_title(self) -> None:
        catalogue = self.context.bridge.catalogue
        record = catalogue.get(self.record_id)
        if record is not None:
            title = record_title(record, catalogue, self.appearance.words)
            if title != self._title.text():
                self._title.setText(title)

    def _follow(self, ids: frozenset[RecordId], origin: object) -> None:
        if self.record_id is None or not self.isVisible():
            return
        if origin is self:
            self._show_title()
        else:
            self._refresh(anew=False)

    # ── writing ─────────────────────────────────────────────────────────────────────────────────

    def _write(self, name: str) -> None:
        editor = self.editors[name]
        if self.record_id is None or editor.input_message():
            return
        value = editor.value()
        try:
            self.context.bridge.type_field(self.record_id, name, value, self)
        except InputError as error:  # no file could hold it: the record keeps what it had
            self.rows[name].refuse(self.appearance.words.error(error))
        else:
            self.note_shown(name, value)

    def _end_typing(self, _name: str) -> None:
        self.context.bridge.typing.end()

    def _lock_place(self, locked: bool) -> None:
        self.context.bridge.lock_place(self.record_id, self.context.owner_name(), locked=locked)

    def _ask_geocode(self) -> None:
        if self.record_id is not None:
            self.geocode_requested.emit(self.record_id)

    def _ask_map(self) -> None:
        if self.record_id is not None:
            self.map_requested.emit(self.record_id)

    # ── photos ──────────────────────────────────────────────────────────────────────────────────

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome photo files anywhere on the form of a kind that has photos."""
        strip = self.editors.get("photos")
        if isinstance(strip, PhotoStrip):
            strip.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the files dropped, and show where they went."""
        strip = self.editors.get("photos")
        if isinstance(strip, PhotoStrip):
            strip.dropEvent(event)
            self.ensureWidgetVisible(self.rows["photos"], 0, 24)


def _special_editor(context: FormContext, spec: FieldSpec, photos: PhotoStrip | None) -> FieldEditor | None:
    """Return the editor of a field that deals with more than its own value, or None."""
    match spec.type:
        case PartType(part) if part is Location:
            return LocationEditor(context)
        case ListType(ReferenceType("photo")):
            return photos
        case TextType(content="postal_code"):
            return PostalCodeEditor(context)
        case TextType(content="address"):
            return AddressEditor(context, spec.type)
        case _:
            return None


def kind_has_photos(kind: str) -> bool:
    """Tell whether records of a kind carry photos."""
    try:
        spec_of(record_type(kind), "photos")
    except KeyError:
        return False
    return True
