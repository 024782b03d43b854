"""The picture above the form of a photo, on which its focus point is set."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ofdesk.gui.bridge.photos import PhotoBook
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.focus_picture import FocusPicture
from ofdesk.gui.labels import plain_label
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Photo


class PhotoHead(QWidget):
    """Shows the photo of a form."""

    def __init__(self, context: FormContext, photos: PhotoBook) -> None:
        super().__init__()
        self._context, self._photos = context, photos
        self._photo_id: RecordId | None = None
        text = context.appearance.text
        self.picture = FocusPicture(context.appearance.theme, large=True)
        self.picture.setAccessibleName(
            text("photo.focus_of", photo=context.appearance.words("kinds", "photo"))
        )
        self.picture.setAccessibleDescription(text("photo.focus_help"))
        self.picture.focus_picked.connect(self._set_focus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.picture)
        layout.addWidget(plain_label(text("photo.focus_help"), "muted", wrap=True), 1)
        photos.thumbnail_ready.connect(self._take_thumbnail)
        context.bridge.records_changed.connect(self._follow)

    def show_photo(self, photo_id: RecordId) -> None:
        """Show a photo."""
        self._photo_id = photo_id
        photo = self._context.bridge.catalogue.find(Photo, photo_id)
        if photo is not None:
            self.picture.show_focus(photo.focus_x, photo.focus_y)
            self.picture.show_picture(self._photos.thumbnail(photo.sha256))

    def _follow(self, ids: frozenset[RecordId], _origin: object) -> None:
        if self._photo_id in ids and self._photo_id is not None and self.isVisible():
            self.show_photo(self._photo_id)

    def _take_thumbnail(self, _sha256: str) -> None:
        if self._photo_id is not None:
            self.show_photo(self._photo_id)

    def _set_focus(self, x: float, y: float) -> None:
        if self._photo_id is not None:
            self._context.bridge.set_fields(self._photo_id, {"focus_x": x, "focus_y": y})
