"""Opens the window of the bulk search, once at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.background import Background
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.bulk.bulk_dialog import BulkDialog


class BulkSearch(QObject):
    """The bulk search of one desk.

    Signals:
        adopted(sentence): places were taken; the sentence tells how many.
        record_opened(record_id): the user wants the form of this record.
    """

    adopted = Signal(str)
    record_opened = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        bridge: DocumentBridge,
        places: Places,
        background: Background,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._bridge = appearance, bridge
        self._places, self._background, self._parent = places, background, parent
        self.dialog: BulkDialog | None = None

    def open(self) -> None:
        """Begin a search in a window of its own, or bring the open one to the front."""
        if self.dialog is None:
            dialog = BulkDialog(self._appearance, self._bridge, self._places, self._background, self._parent)
            dialog.adopted.connect(self.adopted)
            dialog.record_opened.connect(self.record_opened)
            dialog.finished.connect(self._forget)
            self.dialog = dialog
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _forget(self, _result: int) -> None:
        self.dialog = None
