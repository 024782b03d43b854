"""One open project: its session and the bridges that belong to it, from opening to closing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ofdesk.gui.bridge.background import Background
from ofdesk.gui.bridge.checks import CheckBridge
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.bridge.fit import FitBridge
from ofdesk.gui.bridge.preview import PreviewBridge
from ofdesk.services.session import Session

_TICK_MS = 200


class OpenProject(QObject):
    """A session with everything that listens to it, widgets aside."""

    def __init__(self, session: Session, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.document = DocumentBridge(session, self)
        self.preview = PreviewBridge(self.document)
        self.checks = CheckBridge(self.document, background)
        self.fit = FitBridge(self.document)
        self.fit.overflow_found.connect(self.checks.take_overflow)
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._ticker.timeout.connect(session.tick)

    def start(self) -> None:
        """Begin to preview and to bring the journal onto the disk."""
        self.preview.start()
        self.fit.start()
        self._ticker.start()

    def close(self, *, keep_journal: bool = False) -> None:
        """End everything; the journal goes too unless it is to be kept."""
        self._ticker.stop()
        self.checks.close()
        self.preview.close()
        self.fit.close()
        self.document.close()
        self.session.close(keep_journal=keep_journal)
