"""The photos of a record: dropped, pasted or chosen; described, moved and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ofdesk.editing import commands
from ofdesk.gui.bridge.photos import PhotoBook
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.photo_card import PhotoCard
from ofdesk.gui.labels import plain_label, push_button
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Photo

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif")


class PhotoStrip(FieldEditor):
    """A card per photo, under a place to drop files.

    Signals:
        folder_used(folder): photos were chosen from this folder.
    """

    folder_used = Signal(str)

    def __init__(self, context: FormContext, photos: PhotoBook, folder: Path) -> None:
        """Take where photos come from and the folder a file dialog begins in."""
        super().__init__(context.appearance)
        self._context, self._photos, self._folder = context, photos, folder
        self.owner_id: RecordId | None = None
        self._value: tuple[RecordId, ...] = ()
        self.cards: list[PhotoCard] = []
        text = context.appearance.text
        self.drop_label = plain_label(text("photo.drop"), "muted", wrap=True)
        self.choose_button = push_button(text("photo.choose"))
        self.choose_button.setIcon(context.appearance.icons("photo"))
        self.paste_button = push_button(text("photo.paste"))
        self.choose_button.clicked.connect(self._choose)
        self.paste_button.clicked.connect(self.paste)
        self.setAcceptDrops(True)
        self._lay_out()
        context.bridge.records_changed.connect(self._follow)

    def _lay_out(self) -> None:
        self._box = QVBoxLayout()
        self._box.setSpacing(12)
        self.zone = QWidget()
        self.zone.setProperty("role", "window")
        zone = QHBoxLayout(self.zone)
        zone.setContentsMargins(12, 8, 12, 8)
        zone.setSpacing(8)
        zone.addWidget(self.drop_label, 1)
        zone.addWidget(self.choose_button)
        zone.addWidget(self.paste_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._box)
        layout.addWidget(self.zone)
        self.setFocusProxy(self.choose_button)

    def target(self) -> QWidget:
        """Return the button that chooses files."""
        return self.choose_button

    # ── values ──────────────────────────────────────────────────────────────────────────────────

    def value(self) -> tuple[RecordId, ...]:
        """Return the photos' identities in order."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show photos; cards are used again."""
        self._value = tuple(value)
        catalogue = self._context.bridge.catalogue
        found = [photo for photo in (catalogue.find(Photo, i) for i in self._value) if photo is not None]
        while len(self.cards) > len(found):
            card = self.cards.pop()
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
            self.inputs_changed.emit()
        while len(self.cards) < len(found):
            self._add_card()
        for number, (card, photo) in enumerate(zip(self.cards, found, strict=True), start=1):
            card.show_photo(photo, number, len(found))

    def _add_card(self) -> None:
        card = PhotoCard(self._context, self._photos)
        card.move_requested.connect(self._move)
        card.remove_requested.connect(self._remove)
        self._box.addWidget(card)
        self.cards.append(card)
        self.inputs_changed.emit()

    def _follow(self, ids: frozenset[RecordId], origin: object) -> None:
        if self.isVisible() and ids.intersection(self._value) and origin not in self.cards:
            self.set_value(self._value)

    def _place_of_sender(self) -> int:
        card = next(card for card in self.cards if card is self.sender())
        return self._value.index(card.photo_id) if card.photo_id in self._value else 0

    def _move(self, steps: int) -> None:
        place = self._place_of_sender()
        order = list(self._value)
        order.insert(max(0, place + steps), order.pop(place))
        owner = self._context.bridge.catalogue.get(self.owner_id)
        if owner is not None:
            self._context.bridge.step(commands.reorder_photos(owner, tuple(order)))

    def _remove(self) -> None:
        photo_id = self._value[self._place_of_sender()]
        bridge = self._context.bridge
        owner = bridge.catalogue.get(self.owner_id)
        if owner is not None:
            bridge.step(commands.detach_photo(bridge.catalogue, owner, photo_id))
            self.choose_button.setFocus()

    # ── files ───────────────────────────────────────────────────────────────────────────────────

    def _choose(self) -> None:
        text = self.appearance.text
        dialog = QFileDialog(self, text("photo.choose"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in PHOTO_SUFFIXES)
        dialog.setNameFilter(f"{text('photo.files')} ({patterns})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._take_names)
        dialog.open()

    def _take_names(self, names: list[str]) -> None:
        self.take_files(tuple(map(Path, names)))

    def take_files(self, paths: tuple[Path, ...]) -> None:
        """Take in photo files for the record shown."""
        if self.owner_id is not None and paths:
            self._folder = paths[0].parent
            self.folder_used.emit(str(self._folder))
            self._photos.import_files(self.owner_id, paths)

    def paste(self) -> None:
        """Take in what the clipboard holds: a picture, or photo files."""
        mime = QGuiApplication.clipboard().mimeData()
        files = photo_files_in(mime)
        if files:
            self.take_files(files)
        elif mime.hasImage() and self.owner_id is not None:
            image = mime.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self._photos.import_image(self.owner_id, image)
        else:
            self.drop_label.setText(self.appearance.text("photo.nothing_to_paste"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome photo files."""
        if photo_files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the files dropped."""
        event.acceptProposedAction()
        self.take_files(photo_files_in(event.mimeData()))


def photo_files_in(mime: QMimeData) -> tuple[Path, ...]:
    """Return the photo files that a drop or the clipboard names."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return tuple(path for path in paths if path.suffix.lower() in PHOTO_SUFFIXES)
