"""Brings map data into the project open on a desk: asks for files, and for the zone where none is said."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.layers import LAYER_SUFFIXES, LayerBook
from ofdesk.gui.dialogs.plane_zone import PlaneZoneDialog
from ofdesk.gui.preferences import Preferences

_FOLDER = "layer"


class LayerImport(QObject):
    """The way from a button, the menu or a drop to layers.

    Attributes:
        dialog: the dialog opened last.
    """

    def __init__(
        self, appearance: Appearance, book: LayerBook, preferences: Preferences, desk: QWidget
    ) -> None:
        super().__init__(desk)
        self._appearance, self._book, self._preferences, self._desk = appearance, book, preferences, desk
        self.dialog: QFileDialog | PlaneZoneDialog | None = None
        self._waiting: tuple[Path, ...] = ()
        book.zone_requested.connect(self._ask_zone)

    def choose(self) -> None:
        """Ask for files and take them in."""
        text = self._appearance.text
        dialog = QFileDialog(self._desk, text("layers.choose"), str(self._preferences.folder(_FOLDER)))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in LAYER_SUFFIXES)
        dialog.setNameFilter(f"{text('layers.files')} ({patterns})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._take_names)
        self.dialog = dialog
        dialog.open()

    def _take_names(self, names: list[str]) -> None:
        self.take_files(tuple(map(Path, names)))

    def take_files(self, paths: tuple[Path, ...]) -> None:
        """Take in files beside the interface."""
        if paths:
            self._preferences.note_folder(_FOLDER, paths[0].parent)
            self._book.import_files(paths)

    def _ask_zone(self, paths: tuple[Path, ...]) -> None:
        self._waiting = paths
        dialog = PlaneZoneDialog(self._appearance, paths, self._desk)
        dialog.zone_chosen.connect(self._take_with_zone)
        self.dialog = dialog
        dialog.open()

    def _take_with_zone(self, zone: int) -> None:
        self._book.import_files(self._waiting, zone)
