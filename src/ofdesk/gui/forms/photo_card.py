"""One photo of a record: picture with focus point, caption, credit, consent, alternative text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ofdesk.base.errors import InputError
from ofdesk.gui.bridge.photos import PhotoBook
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.editor_factory import EditorFactory
from ofdesk.gui.forms.focus_picture import FocusPicture
from ofdesk.gui.forms.form_row import FormRow, RowWords
from ofdesk.gui.labels import icon_button, plain_label
from ofdesk.model.fields import TextType, spec_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Photo

_FIELDS = ("caption", "credit", "consent", "alt")


class PhotoCard(QWidget):
    """Edits one photo record.

    Signals:
        move_requested(steps), remove_requested(): wishes about the photo's place in its record.
    """

    move_requested = Signal(int)
    remove_requested = Signal()

    def __init__(self, context: FormContext, photos: PhotoBook) -> None:
        super().__init__()
        self._context, self._photos = context, photos
        self.photo_id: RecordId | None = None
        self._sha256 = ""
        appearance = context.appearance
        self.picture = FocusPicture(appearance.theme)
        self.picture.focus_picked.connect(self._set_focus)
        self.size_label = plain_label("", "muted")
        self.up = icon_button(appearance.icons, "up", appearance.text("list.up"))
        self.down = icon_button(appearance.icons, "down", appearance.text("list.down"))
        self.remove = icon_button(appearance.icons, "remove", appearance.text("photo.remove"))
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.remove.clicked.connect(self.remove_requested)
        self.editors: dict[str, FieldEditor] = {}
        self.rows: dict[str, FormRow] = {}
        factory = EditorFactory(context)
        for name in _FIELDS:
            self._add_row(name, factory)
        self._lay_out()
        photos.thumbnail_ready.connect(self._take_thumbnail)

    def _add_row(self, name: str, factory: EditorFactory) -> None:
        spec = spec_of(Photo, name)
        editor = factory.make(Photo, spec)
        editor.edited.connect(self._write)
        editor.finished.connect(self._context.bridge.typing.end)
        limit = spec.type.max_chars if isinstance(spec.type, TextType) else 0
        label = self._context.appearance.field_label(Photo, name)
        self.editors[name] = editor
        self.rows[name] = FormRow(
            self._context.appearance, editor, RowWords(label, spec.required, spec.private, limit)
        )

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.picture)
        under = QHBoxLayout()
        under.setSpacing(0)
        under.addWidget(self.size_label)
        under.addStretch(1)
        for button in (self.up, self.down, self.remove):
            under.addWidget(button)
        left.addLayout(under)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        for name in _FIELDS:
            right.addWidget(self.rows[name])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(16)
        layout.addLayout(left)
        layout.addLayout(right, 1)
        layout.setAlignment(left, Qt.AlignmentFlag.AlignTop)

    def show_photo(self, photo: Photo, number: int, count: int) -> None:
        """Show a photo and where it stands in its record."""
        same = self.photo_id == photo.id
        self.photo_id, self._sha256 = photo.id, photo.sha256
        for name, editor in self.editors.items():
            if not same or editor.value() != getattr(photo, name):
                editor.set_value(getattr(photo, name))
                self.rows[name].refresh()
        self.picture.show_focus(photo.focus_x, photo.focus_y)
        self.picture.show_picture(self._photos.thumbnail(photo.sha256))
        self.size_label.setText(f"{photo.width_px or 0} × {photo.height_px or 0}")
        self._name(number, count)

    def _name(self, number: int, count: int) -> None:
        text = self._context.appearance.text
        spoken = text("photo.numbered", number=number)
        self.picture.setAccessibleName(text("photo.focus_of", photo=spoken))
        self.picture.setAccessibleDescription(text("photo.focus_help"))
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < count)
        for button, code in ((self.up, "list.up"), (self.down, "list.down"), (self.remove, "photo.remove")):
            button.setAccessibleName(f"{spoken}: {text(code)}")
        for name, editor in self.editors.items():
            label = self._context.appearance.field_label(Photo, name)
            editor.set_name(f"{spoken}: {label}", "")

    def _take_thumbnail(self, sha256: str) -> None:
        if sha256 == self._sha256:
            self.picture.show_picture(self._photos.thumbnail(sha256))

    def _write(self) -> None:
        name = next(name for name, editor in self.editors.items() if editor is self.sender())
        if self.photo_id is not None and not self.editors[name].input_message():
            try:
                self._context.bridge.type_field(self.photo_id, name, self.editors[name].value(), self)
            except InputError as error:  # no file could hold it: the photo keeps what it had
                self.rows[name].refuse(self._context.appearance.words.error(error))

    def _set_focus(self, x: float, y: float) -> None:
        if self.photo_id is not None:
            self._context.bridge.set_fields(self.photo_id, {"focus_x": x, "focus_y": y})

    def _move_up(self) -> None:
        self.move_requested.emit(-1)

    def _move_down(self) -> None:
        self.move_requested.emit(1)
